//! Counting claims by what they have in common.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::answer::{CountRow, CountValue};
use super::evaluate::Evaluator;
use super::speakers::Held;
use crate::language::syntax::PerField;
use crate::model::problem::Result;
use crate::model::text::fold;
use crate::model::{Claim, Id, Interval, Key, Moment, Ref};
use crate::store::keys::{Posting, Slot};

impl Evaluator<'_, '_> {
    /// The counts by each value, or each combination of values, largest first; what has no value comes last.
    pub fn count_per(&self, slots: &RoaringBitmap, per: &[PerField]) -> Result<Vec<CountRow>> {
        let mut counts: HashMap<Vec<Value>, usize> = HashMap::new();
        for slot in slots {
            let claim = self.snapshot.claim(slot)?;
            for combination in self.combinations(per, slot, &claim)? {
                *counts.entry(combination).or_default() += 1;
            }
        }
        let rows = counts.into_iter().map(|(values, count)| {
            let values = values.into_iter().map(|value| self.shown(value)).collect::<Result<_>>()?;
            Ok(CountRow { values, count })
        });
        let mut rows = rows.collect::<Result<Vec<_>>>()?;
        rows.sort_by_cached_key(|row| (has_none(row), std::cmp::Reverse(row.count), names(row)));
        Ok(rows)
    }

    /// The different combinations of values of a claim: fields that tell of one thing (an assessment, a document, a
    /// speaker) go together, all others are independent of each other.
    fn combinations(&self, per: &[PerField], slot: Slot, claim: &Claim) -> Result<Vec<Vec<Value>>> {
        let mut combinations = vec![vec![Value::None; per.len()]];
        let mut done = vec![false; per.len()];
        for (place, field) in per.iter().enumerate() {
            if done[place] {
                continue;
            }
            let together: Vec<usize> =
                (place..per.len()).filter(|other| go_together(*field, per[*other])).collect();
            let fields: Vec<PerField> = together.iter().map(|place| per[*place]).collect();
            let mut choices = self.values(&fields, slot, claim)?;
            if choices.is_empty() {
                choices.push(vec![Value::None; fields.len()]);
            }
            combinations = combinations
                .iter()
                .flat_map(|so_far| choices.iter().map(|choice| with(so_far, &together, choice)))
                .collect();
            together.iter().for_each(|place| done[*place] = true);
        }
        let mut seen = std::collections::HashSet::new();
        combinations.retain(|combination| seen.insert(combination.clone()));
        Ok(combinations)
    }

    /// The values of fields that go together, a row for each thing that has them.
    fn values(&self, fields: &[PerField], slot: Slot, claim: &Claim) -> Result<Vec<Vec<Value>>> {
        match fields[0] {
            PerField::Speaker | PerField::Role => self.speaking(fields, slot, claim),
            PerField::Publisher | PerField::Source => self.documents(fields, claim),
            PerField::Verdict | PerField::Checker => self.assessed(fields, slot),
            PerField::Topic => Ok(alone(entities(&claim.about))),
            PerField::Place => Ok(alone(entities(claim.said_at.as_slice()))),
            PerField::Language => Ok(alone(languages(claim))),
            PerField::Mode => Ok(alone(vec![Value::Word(claim.mode.word().to_owned())])),
            PerField::Tag => Ok(alone(claim.tags.iter().cloned().map(Value::Word).collect())),
            PerField::Year | PerField::Month | PerField::Day => {
                let interval = self.effective(slot)?.map(|(interval, _)| interval);
                let row = |interval| fields.iter().map(|field| calendar(*field, interval)).collect();
                Ok(interval.map(row).into_iter().collect())
            }
        }
    }

    fn speaker_ids(&self, slot: Slot, claim: &Claim) -> Result<Vec<Id>> {
        if !claim.speakers.is_empty() {
            return Ok(claim.speakers.iter().map(|speaker| speaker.id.clone()).collect());
        }
        let mut ids = Vec::new();
        for (ordinal, _) in self.implied_speakers(slot)? {
            ids.extend(self.snapshot.entity(ordinal)?.map(|entity| entity.id.clone()));
        }
        Ok(ids)
    }

    /// Each speaker with each role that can have been held when it was said.
    fn speaking(&self, fields: &[PerField], slot: Slot, claim: &Claim) -> Result<Vec<Vec<Value>>> {
        let said = self.effective(slot)?.map(|(interval, _)| interval);
        let wants_roles = fields.contains(&PerField::Role);
        let mut rows = Vec::new();
        for speaker in self.speaker_ids(slot, claim)? {
            let mut roles = Vec::new();
            if wants_roles && let Some(entity) = self.entity_called(&speaker)? {
                let held =
                    entity.roles.iter().filter(|tenure| Held::of(tenure).is_some_and(|held| held.at(said).0));
                roles.extend(held.map(|tenure| Value::Entity(tenure.role.id.clone())));
            }
            if roles.is_empty() {
                roles.push(Value::None);
            }
            rows.extend(roles.iter().map(|role| {
                let value = |field: &PerField| match field {
                    PerField::Role => role.clone(),
                    _ => Value::Entity(speaker.clone()),
                };
                fields.iter().map(value).collect::<Vec<_>>()
            }));
        }
        Ok(without_nothing(rows))
    }

    /// Each document of the chain with its publisher.
    fn documents(&self, fields: &[PerField], claim: &Claim) -> Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        for hop in chain(claim) {
            let publisher =
                self.source_view(hop)?.publisher.map_or(Value::None, |publisher| Value::Entity(publisher.id));
            let value = |field: &PerField| match field {
                PerField::Publisher => publisher.clone(),
                _ => Value::Source(hop.id.clone()),
            };
            rows.push(fields.iter().map(value).collect());
        }
        Ok(without_nothing(rows))
    }

    /// Each assessment's verdict and checker.
    fn assessed(&self, fields: &[PerField], slot: Slot) -> Result<Vec<Vec<Value>>> {
        let claim = self.snapshot.place(slot)?.claim;
        let mut rows = Vec::new();
        for ordinal in &*self.snapshot.posting(&Posting::AssessmentOf(claim))? {
            let Some(assessment) = self.snapshot.assessment(ordinal)? else { continue };
            let value = |field: &PerField| match field {
                PerField::Verdict => Value::Word(assessment.verdict.word().to_owned()),
                _ => Value::Entity(assessment.by.id.clone()),
            };
            rows.push(fields.iter().map(value).collect());
        }
        Ok(rows)
    }

    fn shown(&self, value: Value) -> Result<CountValue> {
        Ok(match value {
            Value::Entity(id) => CountValue::Entity(self.name(&id)?),
            Value::Source(id) => {
                let ordinal = self.snapshot.ordinal(&Key::Source(id.clone()))?;
                let source = ordinal.map(|ordinal| self.snapshot.source(ordinal)).transpose()?.flatten();
                let title = source.and_then(|source| source.title.clone()).unwrap_or_else(|| id.to_string());
                CountValue::Source { id, title }
            }
            Value::Word(word) => CountValue::Word(word),
            Value::None => CountValue::None,
            Value::Inexact => CountValue::Inexact,
        })
    }
}

/// A value before its name is looked up.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    Entity(Id),
    Source(Id),
    Word(String),
    None,
    Inexact,
}

/// Fields that tell of one thing.
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
    places.iter().zip(choice).for_each(|(place, value)| combination[*place] = value.clone());
    combination
}

/// Each value as a row of its own.
fn alone(values: Vec<Value>) -> Vec<Vec<Value>> {
    values.into_iter().map(|value| vec![value]).collect()
}

/// Rows in which there is nothing say something only where there are no others.
fn without_nothing(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    rows.retain(|row| row.iter().any(|value| *value != Value::None));
    rows
}

fn entities(refs: &[Ref]) -> Vec<Value> {
    refs.iter().map(|reference| Value::Entity(reference.id.clone())).collect()
}

fn chain(claim: &Claim) -> impl Iterator<Item = &Ref> {
    claim.citations.iter().flat_map(|citation| std::iter::once(&citation.source).chain(&citation.via))
}

fn languages(claim: &Claim) -> Vec<Value> {
    let words = claim.citations.iter().filter_map(|citation| citation.words.as_ref()?.lang.as_ref());
    claim.lang.iter().chain(words).map(|lang| Value::Word(lang.to_string())).collect()
}

/// The year, month or day that a date lies in, if it lies in one.
fn calendar(field: PerField, interval: Interval) -> Value {
    let unbounded = interval.earliest == Moment::BEGINNING || interval.latest == Moment::END;
    let word = match field {
        _ if unbounded => None,
        PerField::Year => interval.one_year().map(|year| format!("{year:04}")),
        PerField::Month => interval.one_month().map(|(year, month)| format!("{year:04}-{month:02}")),
        _ => interval.one_day().map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
    };
    word.map_or(Value::Inexact, Value::Word)
}

fn has_none(row: &CountRow) -> bool {
    row.values.contains(&CountValue::None)
}

/// The names by which rows of the same count are ordered.
fn names(row: &CountRow) -> Vec<(String, String)> {
    let name = |value: &CountValue| match value {
        CountValue::Entity(entity) => (fold(&entity.name), entity.id.to_string()),
        CountValue::Source { id, title } => (fold(title), id.to_string()),
        CountValue::Word(word) => (fold(word), word.clone()),
        CountValue::None | CountValue::Inexact => (String::new(), String::new()),
    };
    row.values.iter().map(name).collect()
}
