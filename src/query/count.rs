//! Counting claims by what they have in common. What is counted comes from the columns; a claim itself is read only
//! for what no column holds.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use ahash::RandomState;
use roaring::RoaringBitmap;

use super::answer::{CountRow, CountValue, EntityName};
use super::evaluate::Evaluator;
use super::speakers::Held;
use crate::language::syntax::PerField;
use crate::model::natural::Natural;
use crate::model::problem::Result;
use crate::model::{Claim, Date, Entity, Id, Interval, Key, Mode, Moment, Record, RecordType, Verdict};
use crate::query::shared_sets::Implied;
use crate::store::ClaimDate;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::index::versions::Facts;

/// The counts that are wanted, and of how many there are.
pub struct Counted {
    /// The largest first; what has no value comes last.
    pub rows: Vec<CountRow>,
    pub groups: usize,
}

impl Evaluator<'_> {
    /// The counts by each value, or each combination of values; `most`: how many are wanted.
    pub fn count_per(&self, slots: &RoaringBitmap, per: &[PerField], most: Option<usize>) -> Result<Counted> {
        let mut counting = Counting::new(self, per)?;
        let groups = match per {
            [PerField::Speaker] => counting.by_entity(slots, Counting::speakers)?,
            [PerField::Topic] => counting.by_entity(slots, Counting::topics)?,
            _ => counting.by_combination(slots)?,
        };
        let count = groups.len();
        let mut rows = Vec::new();
        for (values, count) in largest(groups, most) {
            let shown =
                values.iter().map(|value| counting.shown(*value)).collect::<Result<Vec<CountValue>>>()?;
            let ties: Vec<Tie> =
                values.iter().zip(&shown).map(|(value, shown)| Tie::of(value, shown)).collect();
            let has_none = values.contains(&Value::None);
            rows.push(((has_none, Reverse(count), ties), CountRow { values: shown, count }));
        }
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut rows: Vec<CountRow> = rows.into_iter().map(|(_, row)| row).collect();
        rows.truncate(most.unwrap_or(usize::MAX));
        Ok(Counted { rows, groups: count })
    }
}

/// Values with their counts.
type Groups = Vec<(Vec<Value>, usize)>;

/// The groups among which the first `most` are: those with as many claims as the last of them are all there, since
/// their names decide.
fn largest(mut groups: Groups, most: Option<usize>) -> Groups {
    let key = |(values, count): &(Vec<Value>, usize)| (values.contains(&Value::None), Reverse(*count));
    if let Some(most) = most.filter(|most| *most > 0 && *most < groups.len()) {
        groups.select_nth_unstable_by_key(most - 1, key);
        let last = key(&groups[most - 1]);
        groups.retain(|group| key(group) <= last);
    }
    groups
}

/// A count under way.
struct Counting<'c, 'e> {
    evaluator: &'c Evaluator<'e>,
    /// Fields that go together, and the places of each among those asked for.
    families: Vec<(Vec<PerField>, Vec<usize>)>,
    dates: Option<Arc<Vec<Option<ClaimDate>>>>,
    sources: Option<Arc<Vec<Facts>>>,
    implied: Option<Arc<Implied>>,
    /// The standing verdicts on each claim with their checkers, by its ordinal.
    assessments: HashMap<Ordinal, Vec<(Verdict, Ordinal)>, RandomState>,
    modes: Vec<(Mode, Arc<RoaringBitmap>)>,
    words: Words,
}

/// Texts that are values, each with a number.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, usize, RandomState>,
    all: Vec<String>,
}

impl Words {
    fn number(&mut self, word: &str) -> usize {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.all.len();
        self.numbers.insert(word.to_owned(), number);
        self.all.push(word.to_owned());
        number
    }
}

/// The values of fields that go together, one line for each thing that has them.
type Choices = Vec<Vec<Value>>;

impl<'c, 'e> Counting<'c, 'e> {
    fn new(evaluator: &'c Evaluator<'e>, per: &[PerField]) -> Result<Counting<'c, 'e>> {
        use PerField::{
            Checker, Day, Mode as ByMode, Month, Publisher, Role, Source, Speaker, Verdict, Year,
        };
        let snapshot = evaluator.snapshot;
        let any = |fields: &[PerField]| per.iter().any(|field| fields.contains(field));
        let dates = if any(&[Year, Month, Day, Role]) { Some(snapshot.dates()?) } else { None };
        let needs_sources = any(&[Publisher, Source]);
        let implied = if any(&[Speaker, Role]) { Some(evaluator.implied()?) } else { None };
        let sources = if needs_sources { Some(snapshot.facts(RecordType::Source)?) } else { None };
        let mut counting = Counting {
            evaluator,
            families: families(per),
            dates,
            sources,
            implied,
            assessments: HashMap::default(),
            modes: Vec::new(),
            words: Words::default(),
        };
        if any(&[Verdict, Checker]) {
            counting.learn_assessments()?;
        }
        if any(&[ByMode]) {
            for mode in Mode::ALL {
                counting
                    .modes
                    .push((mode, snapshot.posting(&crate::store::index::keys::PostingKey::Mode(mode))?));
            }
        }
        Ok(counting)
    }

    fn learn_assessments(&mut self) -> Result<()> {
        let standings = self.evaluator.standings()?;
        for judged in standings.all().iter().filter(|judged| judged.standing.can_be()) {
            self.assessments.entry(judged.claim).or_default().push((judged.verdict, judged.by.ordinal));
        }
        Ok(())
    }

    /// The commonest counts: of one list of entities for each claim.
    fn by_entity(
        &mut self,
        slots: &RoaringBitmap,
        mut each: impl FnMut(&Self, &mut Lists<'_>, Slot, &mut Vec<Ordinal>) -> Result<()>,
    ) -> Result<Groups> {
        let snapshot = self.evaluator.snapshot;
        let mut counts = vec![0u32; snapshot.count(RecordType::Entity) as usize];
        let (mut nobody, mut found) = (0, Vec::new());
        let mut lists = Lists { speakers: snapshot.speakers(), about: snapshot.about() };
        for slot in slots {
            found.clear();
            each(self, &mut lists, slot, &mut found)?;
            found.iter().for_each(|entity| counts[*entity as usize] += 1);
            nobody += usize::from(found.is_empty());
        }
        let counts = (0..).zip(counts).filter(|(_, count)| *count > 0);
        let mut groups: Groups =
            counts.map(|(entity, count)| (vec![Value::Entity(entity)], count as usize)).collect();
        if nobody > 0 {
            groups.push((vec![Value::None], nobody));
        }
        Ok(groups)
    }

    /// The speakers of a claim, each once: those recorded, else those implied.
    fn speakers(&self, lists: &mut Lists<'_>, slot: Slot, found: &mut Vec<Ordinal>) -> Result<()> {
        let (column, place) = lists.speakers.at(slot)?;
        for speaker in column.0.of(place) {
            push_new(found, speaker.ordinal);
        }
        if found.is_empty() {
            found.extend(self.implied.as_ref().iter().flat_map(|implied| implied.of(slot)));
        }
        Ok(())
    }

    fn topics(&self, lists: &mut Lists<'_>, slot: Slot, found: &mut Vec<Ordinal>) -> Result<()> {
        let (column, place) = lists.about.at(slot)?;
        column.0.of(place).iter().for_each(|topic| push_new(found, topic.ordinal));
        Ok(())
    }

    fn by_combination(&mut self, slots: &RoaringBitmap) -> Result<Groups> {
        let snapshot = self.evaluator.snapshot;
        let mut lists = Lists { speakers: snapshot.speakers(), about: snapshot.about() };
        let mut counts: HashMap<Vec<Value>, usize, RandomState> = HashMap::default();
        for slot in slots {
            for combination in self.combinations(&mut lists, slot)? {
                *counts.entry(combination).or_default() += 1;
            }
        }
        Ok(counts.into_iter().collect())
    }

    /// The different combinations of values of a claim: fields of one thing (an assessment, a document, a
    /// speaker) go together, all others are independent of each other.
    fn combinations(&mut self, lists: &mut Lists<'_>, slot: Slot) -> Result<Choices> {
        let fields = self.families.iter().map(|(fields, _)| fields.len()).sum();
        let mut combinations = vec![vec![Value::None; fields]];
        let mut claim = None;
        for family in 0..self.families.len() {
            let (fields, places) = self.families[family].clone();
            let mut choices = self.values(&fields, lists, slot, &mut claim)?;
            if choices.is_empty() {
                choices.push(vec![Value::None; fields.len()]);
            }
            combinations = combinations
                .iter()
                .flat_map(|so_far| choices.iter().map(|choice| with(so_far, &places, choice)))
                .collect();
        }
        if combinations.len() > 1 {
            combinations.sort_unstable();
            combinations.dedup();
        }
        Ok(combinations)
    }

    /// The values of fields that go together, a row for each thing that has them.
    fn values(
        &mut self,
        fields: &[PerField],
        lists: &mut Lists<'_>,
        slot: Slot,
        claim: &mut Option<Claim>,
    ) -> Result<Choices> {
        let mut found = Vec::new();
        match fields[0] {
            PerField::Speaker | PerField::Role => self.speaking(fields, lists, slot),
            PerField::Publisher | PerField::Source => self.documents(fields, slot),
            PerField::Verdict | PerField::Checker => self.assessed(fields, slot),
            PerField::Topic => {
                self.topics(lists, slot, &mut found)?;
                Ok(alone(found.into_iter().map(Value::Entity)))
            }
            PerField::Mode => {
                let mode = self.modes.iter().find(|(_, slots)| slots.contains(slot));
                Ok(alone(mode.map(|(mode, _)| Value::Mode(*mode)).into_iter()))
            }
            PerField::Year | PerField::Month | PerField::Day => {
                let date = self.dates.as_ref().and_then(|dates| dates[slot as usize]);
                let row = |date: ClaimDate| {
                    fields.iter().map(|field| calendar(*field, date.dating.civil())).collect()
                };
                Ok(date.map(row).into_iter().collect())
            }
            PerField::Place | PerField::Language | PerField::Tag => {
                if claim.is_none() {
                    *claim = Some(self.evaluator.snapshot.claim(slot)?);
                }
                claim.as_ref().map_or(Ok(Vec::new()), |claim| self.written(fields[0], claim))
            }
        }
    }

    /// What only the claim itself says.
    fn written(&mut self, field: PerField, claim: &Claim) -> Result<Choices> {
        Ok(match field {
            PerField::Place => {
                let place = claim.said_at.as_ref().map(|place| Key::Entity(place.id.clone()));
                let place = place.map(|place| self.evaluator.snapshot.ordinal(&place)).transpose()?;
                alone(place.flatten().map(Value::Entity).into_iter())
            }
            PerField::Tag => alone(claim.tags.iter().map(|tag| Value::Word(self.words.number(tag)))),
            _ => {
                let words = claim.citations.iter().filter_map(|one| one.words.as_ref()?.lang.as_ref());
                let langs = claim.lang.iter().chain(words);
                alone(langs.map(|lang| Value::Word(self.words.number(lang.canonical().as_str()))))
            }
        })
    }

    /// Each speaker with each role that can have been held when it was said.
    fn speaking(&self, fields: &[PerField], lists: &mut Lists<'_>, slot: Slot) -> Result<Choices> {
        let said = self.dates.as_ref().and_then(|dates| dates[slot as usize]);
        let wants_roles = fields.contains(&PerField::Role);
        let (mut speakers, mut rows) = (Vec::new(), Vec::new());
        self.speakers(lists, slot, &mut speakers)?;
        for speaker in speakers {
            let mut roles = if wants_roles { self.roles(slot, speaker, said)? } else { Vec::new() };
            if roles.is_empty() {
                roles.push(Value::None);
            }
            rows.extend(roles.iter().map(|role| {
                let value = |field: &PerField| match field {
                    PerField::Role => *role,
                    _ => Value::Entity(speaker),
                };
                fields.iter().map(value).collect::<Vec<_>>()
            }));
        }
        Ok(without_nothing(rows))
    }

    fn roles(&self, slot: Slot, speaker: Ordinal, said: Option<ClaimDate>) -> Result<Vec<Value>> {
        let presented = self.evaluator.presented_roles(slot, speaker)?;
        let mut roles: Vec<Value> = presented.into_iter().map(Value::Entity).collect();
        let Some(entity) = self.entity(speaker)? else { return Ok(roles) };
        for tenure in &entity.roles {
            if Held::by(&entity, tenure).is_some_and(|held| held.at(said).0) {
                let role = self.evaluator.snapshot.ordinal(&Key::Entity(tenure.role.id.clone()))?;
                roles.extend(role.map(Value::Entity));
            }
        }
        Ok(roles)
    }

    /// Each document of the chain with its publisher.
    fn documents(&self, fields: &[PerField], slot: Slot) -> Result<Choices> {
        let mut chains = self.evaluator.snapshot.chains();
        let (column, place) = chains.at(slot)?;
        let mut rows = Vec::new();
        for hop in column.of(place).flatten() {
            let facts = self.sources.as_ref().and_then(|all| all.get(hop.ordinal as usize));
            let publisher = match facts {
                Some(Facts::Source { publisher: Some(publisher), .. }) => Value::Entity(publisher.ordinal),
                _ => Value::None,
            };
            let value = |field: &PerField| match field {
                PerField::Publisher => publisher,
                _ => Value::Source(hop.ordinal),
            };
            rows.push(fields.iter().map(value).collect());
        }
        Ok(without_nothing(rows))
    }

    /// Each standing verdict with its checker.
    fn assessed(&self, fields: &[PerField], slot: Slot) -> Result<Choices> {
        let claim = self.evaluator.snapshot.place(slot)?.claim;
        let value = |field: &PerField, (verdict, checker): &(Verdict, Ordinal)| match field {
            PerField::Verdict => Value::Verdict(*verdict),
            _ => Value::Entity(*checker),
        };
        let assessments = self.assessments.get(&claim).map_or(&[][..], Vec::as_slice);
        Ok(assessments.iter().map(|one| fields.iter().map(|field| value(field, one)).collect()).collect())
    }

    /// An entity; one that has since been retracted as it last was.
    fn entity(&self, ordinal: Ordinal) -> Result<Option<Arc<Entity>>> {
        if let Some(entity) = self.evaluator.snapshot.entity(ordinal)? {
            return Ok(Some(entity));
        }
        Ok(match self.evaluator.last_content(RecordType::Entity, ordinal)? {
            Some(Record::Entity(entity)) => Some(Arc::new(entity)),
            _ => None,
        })
    }

    fn shown(&self, value: Value) -> Result<CountValue> {
        let snapshot = self.evaluator.snapshot;
        let id = |of, ordinal| -> Result<Id> {
            let name = snapshot.name(of, ordinal)?.unwrap_or_default();
            Ok(Id::new(&name)?)
        };
        Ok(match value {
            Value::Entity(ordinal) => {
                let entity = self.entity(ordinal)?;
                let id =
                    entity.as_ref().map_or_else(|| id(RecordType::Entity, ordinal), |e| Ok(e.id.clone()))?;
                let name = entity.as_ref().map_or(id.as_str(), |entity| entity.name()).into();
                CountValue::Entity(EntityName { id, name })
            }
            Value::Source(ordinal) => {
                let id = id(RecordType::Source, ordinal)?;
                let source = snapshot.source(ordinal)?;
                let title = source.and_then(|source| source.title.clone()).unwrap_or_else(|| id.to_string());
                CountValue::Source { id, title }
            }
            Value::Word(number) => CountValue::Word(self.words.all[number].clone()),
            Value::Verdict(verdict) => CountValue::Word(verdict.word().to_owned()),
            Value::Mode(mode) => CountValue::Word(mode.word().to_owned()),
            // As a question can ask for it.
            Value::Year(year) => CountValue::Word(Date::of_year(year).to_string()),
            Value::Month(year, month) => CountValue::Word(Date::of_month(year, month).to_string()),
            Value::Day(year, month, day) => CountValue::Word(Date::of_day(year, month, day).to_string()),
            Value::None => CountValue::None,
            Value::Inexact => CountValue::Inexact,
        })
    }
}

/// The lists of entities that claims are counted by.
struct Lists<'r> {
    speakers: crate::store::snapshot::Reader<'r, crate::store::index::columns::Speakers>,
    about: crate::store::snapshot::Reader<'r, crate::store::index::columns::About>,
}

/// A value before its name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value {
    Entity(Ordinal),
    Source(Ordinal),
    Word(usize),
    Verdict(Verdict),
    Mode(Mode),
    Year(i64),
    Month(i64, u32),
    Day(i64, u32, u32),
    None,
    Inexact,
}

/// Fields with the places where they stand, those that go together in one.
fn families(per: &[PerField]) -> Vec<(Vec<PerField>, Vec<usize>)> {
    let mut families: Vec<(Vec<PerField>, Vec<usize>)> = Vec::new();
    for (place, field) in per.iter().enumerate() {
        match families.iter_mut().find(|(fields, _)| go_together(fields[0], *field)) {
            Some((fields, places)) => {
                fields.push(*field);
                places.push(place);
            }
            None => families.push((vec![*field], vec![place])),
        }
    }
    families
}

fn push_new(found: &mut Vec<Ordinal>, ordinal: Ordinal) {
    if !found.contains(&ordinal) {
        found.push(ordinal);
    }
}

/// Fields of one thing.
fn go_together(one: PerField, other: PerField) -> bool {
    let family = |field| match field {
        PerField::Speaker | PerField::Role => 1,
        PerField::Publisher | PerField::Source => 2,
        PerField::Verdict | PerField::Checker => 3,
        PerField::Year | PerField::Month | PerField::Day => 4,
        PerField::Topic | PerField::Place | PerField::Language | PerField::Mode | PerField::Tag => 0,
    };
    one == other || (family(one) != 0 && family(one) == family(other))
}

fn with(so_far: &[Value], places: &[usize], choice: &[Value]) -> Vec<Value> {
    let mut combination = so_far.to_vec();
    places.iter().zip(choice).for_each(|(place, value)| combination[*place] = *value);
    combination
}

/// Each value as a row of its own.
fn alone(values: impl Iterator<Item = Value>) -> Choices {
    values.map(|value| vec![value]).collect()
}

/// Rows in which there is nothing say something only where there are no others.
fn without_nothing(mut rows: Choices) -> Choices {
    rows.retain(|row| row.iter().any(|value| *value != Value::None));
    rows
}

/// The year, month or day that a date lies in by the calendar as written, if it lies in one.
fn calendar(field: PerField, interval: Interval) -> Value {
    let unbounded = interval.earliest == Moment::BEGINNING || interval.latest == Moment::END;
    let value = match field {
        _ if unbounded => None,
        PerField::Year => interval.one_year().map(Value::Year),
        PerField::Month => interval.one_month().map(|(year, month)| Value::Month(year, month)),
        _ => interval.one_day().map(|(year, month, day)| Value::Day(year, month, day)),
    };
    value.unwrap_or(Value::Inexact)
}

/// What rows of the same count are ordered by: dates by time, all else by the name shown, and last what is no name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Date(i64, u32, u32),
    Name(Natural, String),
    Inexact,
    None,
}

impl Tie {
    fn of(value: &Value, shown: &CountValue) -> Tie {
        match (value, shown) {
            (Value::Year(year), _) => Tie::Date(*year, 0, 0),
            (Value::Month(year, month), _) => Tie::Date(*year, *month, 0),
            (Value::Day(year, month, day), _) => Tie::Date(*year, *month, *day),
            (_, CountValue::Entity(entity)) => Tie::name(&entity.name, entity.id.as_str()),
            (_, CountValue::Source { id, title }) => Tie::name(title, id.as_str()),
            (_, CountValue::Word(word)) => Tie::name(word, word),
            (_, CountValue::Inexact) => Tie::Inexact,
            (_, CountValue::None) => Tie::None,
        }
    }

    fn name(name: &str, id: &str) -> Tie {
        Tie::Name(Natural::of(name), id.to_owned())
    }
}
