//! Why a claim is in an answer: for each clause of the question, by what it holds — which name, which tenure, which
//! narrower thing, which hop of the chain, which bound of a date.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use unicode_segmentation::UnicodeSegmentation;

use crate::language::syntax::{Ask, Counted, Name, Shaping, TimeOf};
use crate::language::written_name;
use crate::model::problem::Result;
use crate::model::text::{Stems, WrittenPhrase, few, fold};
use crate::model::{Date, Dating, Id, Interval, Key, Lang, Moment, Problem, RecordType, Standing};
use crate::query::answer::{ClaimRow, DatedBy, EntityView, RoleBy, RoleView, SourceView, SpeakerView};
use crate::query::asking::Question;
use crate::query::evaluate::Evaluator;
use crate::query::execute::state_of;
use crate::query::resolve::Resolver;
use crate::query::resolved::{
    Condition, Documents, HeldRole, InRole, Likeness, NamePlace, Phrase, Resolved, ResolvedClause, SpokenBy,
    members,
};
use crate::query::state::State;
use crate::query::time::{Clock, Window};
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::index::versions::ChangeKind;

/// How many steps of a way are named.
const MOST_STEPS: usize = 10;

/// A clause, whether it holds of the claim, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// How deep it stands in the question: 0 outermost.
    pub depth: usize,
    /// The clause, or what joins those below it.
    pub clause: String,
    pub holds: Holds,
    pub because: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Certainly,
    Possibly,
    Not,
}

/// Why a claim is, or is not, in the answer to a question about claims. The first reason is about the question as a whole.
///
/// # Errors
/// The question asks for something else, a name in it fits nothing, or no claim is called so.
pub fn reasons(snapshot: &State, question: Question<'_>, claim: &str) -> Result<Vec<Reason>> {
    let (condition, shaping) = claims_asked(question.ask)?;
    let then = match &shaping.as_of {
        Some(state) => state_of(snapshot, state, question)?,
        None => snapshot.clone(),
    };
    let mut resolver = Resolver::new(&then, question.now, question.params, question.text);
    let evaluator = Evaluator::new(&then, shaping.including_retracted);
    let name = written_name(claim);
    let called = resolver.claim(&name).map_err(without_place);
    if called.is_err() && shaping.as_of.is_some() && is_there_now(snapshot, question, &name) {
        return Err(not_then(claim));
    }
    let slot = then.slot_of(called?, true)?.ok_or_else(|| not_then(claim))?;
    let resolved = match condition {
        Some(condition) => resolver.condition(condition)?,
        None => Resolved::All(Vec::new()),
    };
    let row = evaluator.row(slot, true, None)?;
    let universe = (*evaluator.universe()?).clone();
    let mut why = Why { evaluator: &evaluator, universe, slot, row, reasons: Vec::new() };
    why.whole(&resolver)?;
    why.part(&resolved, 1)?;
    let whole = why.evaluate(&resolved)?;
    why.reasons[0].holds = if why.universe.contains(slot) { whole } else { Holds::Not };
    Ok(why.reasons)
}

fn is_there_now(snapshot: &State, question: Question<'_>, name: &Name) -> bool {
    Resolver::new(snapshot, question.now, question.params, question.text).claim(name).is_ok()
}

fn not_then(claim: &str) -> Problem {
    Problem::invalid(format!("there was no claim `{claim}` then"))
        .hint("the question is asked `as of` a moment before it was recorded")
}

/// The claim is named beside the question: a place in its text would point nowhere.
fn without_place(problem: Problem) -> Problem {
    problem.without_span()
}

fn claims_asked(ask: &Ask) -> Result<(Option<&crate::language::syntax::Condition>, &Shaping)> {
    match ask {
        Ask::Claims { condition, shaping } | Ask::Count { of: Counted::Claims(condition), shaping, .. } => {
            Ok((condition.as_ref(), shaping))
        }
        Ask::Explain(inner) => claims_asked(inner),
        _ => Err(Problem::invalid("the last question was not about claims").hint("ask for `claims …` first")),
    }
}

struct Why<'w> {
    evaluator: &'w Evaluator<'w>,
    universe: RoaringBitmap,
    slot: Slot,
    row: ClaimRow,
    reasons: Vec<Reason>,
}

impl Why<'_> {
    /// What is said of the question as a whole: the claim, and how the names were understood.
    fn whole(&mut self, resolver: &Resolver<'_>) -> Result<()> {
        let mut because = Vec::new();
        if !self.universe.contains(self.slot) {
            because.push("it is retracted, and the question does not ask for retracted claims".to_owned());
        }
        for name in &resolver.understood {
            because.push(format!("`{}` is {}", name.written, name.meaning));
        }
        because.dedup();
        self.reasons.push(Reason { depth: 0, clause: self.row.id.to_string(), holds: Holds::Not, because });
        Ok(())
    }

    fn evaluate(&self, resolved: &Resolved) -> Result<Holds> {
        let itself = RoaringBitmap::from_iter([self.slot]);
        // Likeness is weighed by all the claims that there are.
        let within = if has_likeness(resolved) { &self.universe | &itself } else { itself };
        let sets = self.evaluator.evaluate(resolved, &within)?;
        Ok(match (sets.possible.contains(self.slot), sets.certain.contains(self.slot)) {
            (false, _) => Holds::Not,
            (true, false) => Holds::Possibly,
            (true, true) => Holds::Certainly,
        })
    }

    fn part(&mut self, resolved: &Resolved, depth: usize) -> Result<()> {
        match resolved {
            Resolved::All(parts) => parts.iter().try_for_each(|part| self.part(part, depth)),
            Resolved::Any(parts) => {
                self.joined("any of", resolved, depth)?;
                parts.iter().try_for_each(|part| self.part(part, depth + 1))
            }
            Resolved::Not(inner) => {
                self.joined("not", resolved, depth)?;
                self.part(inner, depth + 1)
            }
            Resolved::Clause(clause) => {
                let holds = self.evaluate(resolved)?;
                let because = self.because(clause)?;
                self.reasons.push(Reason { depth, clause: clause.text.clone(), holds, because });
                match &clause.what {
                    Condition::Matching(inner) => self.part(inner, depth + 1),
                    _ => Ok(()),
                }
            }
        }
    }

    fn joined(&mut self, word: &str, resolved: &Resolved, depth: usize) -> Result<()> {
        let holds = self.evaluate(resolved)?;
        self.reasons.push(Reason { depth, clause: word.to_owned(), holds, because: Vec::new() });
        Ok(())
    }

    fn because(&self, clause: &ResolvedClause) -> Result<Vec<String>> {
        let row = &self.row;
        Ok(match &clause.what {
            Condition::Names { place, exactly, entities } => {
                let named = match place {
                    NamePlace::About => &row.about,
                    NamePlace::AscribedTo => &row.ascribed_to,
                    NamePlace::AddressedTo => &row.audience,
                    NamePlace::SaidAt => &row.said_at.iter().cloned().collect(),
                };
                self.named(named, &members(entities), *exactly)?
            }
            Condition::By(speakers) => self.speakers(&members(speakers))?,
            Condition::Cites { read, documents } => self.hops(&members(documents), *read)?,
            Condition::Time { of: TimeOf::Changed, .. } | Condition::ChangedBy(_) => self.changes()?,
            Condition::Time { of, window } => self.dates(*of, *window),
            Condition::RecordedBy(_) => vec![format!(
                "it was recorded by {} in transaction {}",
                row.recorded.by, row.recorded.sequence
            )],
            Condition::InMode(_) => vec![format!("it is {}", row.mode.adjective())],
            Condition::Tagged(_) if !row.tags.is_empty() => {
                vec![format!("its tags: {}", row.tags.join(", "))]
            }
            Condition::Rated(_) | Condition::Unrated | Condition::Disputed => self.verdicts(),
            Condition::Linked { relation, outgoing, .. } => {
                let fits =
                    row.links.iter().filter(|link| link.relation == *relation && link.outgoing == *outgoing);
                fits.map(|link| format!("the link {} {}: {}", relation.word(), link.other, link.statement))
                    .collect()
            }
            Condition::Undated => vec![match &row.said {
                Some(said) => format!("it was said {}", said.date),
                None => "it is not recorded when it was said".to_owned(),
            }],
            Condition::Containing { phrases, exactly } => self.words(&members(phrases), *exactly),
            Condition::Like(likeness) => self.likeness(likeness)?,
            Condition::InLanguage(langs) => self.languages(&members(langs)),
            Condition::Doubtful => self.doubts(),
            _ => Vec::new(),
        })
    }

    // ---- entities ----

    fn named(&self, named: &[EntityView], wanted: &[&Ordinal], exactly: bool) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for view in named {
            for entity in wanted {
                if let Some(way) = self.way(&view.id, **entity, exactly)? {
                    lines.push(format!("{}{}", doubted(&view.name, view.certain), within(&way)));
                }
            }
        }
        if lines.is_empty() && !named.is_empty() {
            let names: Vec<&str> = named.iter().map(|view| &*view.name).collect();
            lines.push(format!("it names only {}", names.join(", ")));
        }
        Ok(lines)
    }

    /// The names from just above an entity up to a broader one; empty where they are the same; `None` where there is no way.
    fn way(&self, from: &Id, to: Ordinal, exactly: bool) -> Result<Option<Vec<String>>> {
        let snapshot = self.evaluator.snapshot;
        let Some(start) = snapshot.ordinal(&Key::Entity(from.clone()))? else { return Ok(None) };
        if exactly {
            return Ok((start == to).then(Vec::new));
        }
        // From where each was reached, and whether that step is certain.
        let mut reached = HashMap::from([(start, (start, true))]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if at == to {
                return self.names_on_the_way(&reached, start, to).map(Some);
            }
            let Some(entity) = snapshot.entity(at)? else { continue };
            for step in &entity.broader {
                if let Some(next) = snapshot.ordinal(&Key::Entity(step.id.clone()))?
                    && !reached.contains_key(&next)
                {
                    reached.insert(next, (at, step.certain));
                    open.push(next);
                }
            }
        }
        Ok(None)
    }

    /// The names of what was passed between two entities, the second included, from the first on.
    fn names_on_the_way(
        &self,
        reached: &HashMap<Ordinal, (Ordinal, bool)>,
        start: Ordinal,
        to: Ordinal,
    ) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut at = to;
        while at != start {
            let (from, is_certain) = reached[&at];
            let entity = self.evaluator.snapshot.entity(at)?;
            let name = entity.as_ref().map_or("", |entity| entity.name());
            names.push(doubted(name, is_certain));
            at = from;
        }
        names.reverse();
        Ok(names)
    }

    // ---- speakers ----

    fn speakers(&self, wanted: &[&SpokenBy]) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for view in &self.row.speakers {
            for speaker in wanted {
                lines.extend(self.speaker(view, speaker)?);
            }
        }
        if lines.is_empty() {
            let names: Vec<&str> = self.row.speakers.iter().map(|view| &*view.who.name).collect();
            lines.push(match names.as_slice() {
                [] => "it is not known who said it".to_owned(),
                names => format!("it was said by {}", names.join(", ")),
            });
        }
        Ok(lines)
    }

    fn speaker(&self, view: &SpeakerView, wanted: &SpokenBy) -> Result<Vec<String>> {
        let who = said_by(view);
        Ok(match wanted {
            SpokenBy::Itself(entity) => {
                self.way(&view.who.id, *entity, true)?.map(|_| who).into_iter().collect()
            }
            SpokenBy::Group(group) => {
                self.way(&view.who.id, *group, false)?.map(|way| who + &within(&way)).into_iter().collect()
            }
            SpokenBy::Organization(organization) => {
                let itself =
                    self.way(&view.who.id, *organization, false)?.map(|way| format!("{who}{}", within(&way)));
                let held = self.roles(view, None, &[organization], false, Wanted::ANY)?;
                itself.into_iter().chain(held.into_iter().map(|role| format!("{who}, {role}"))).collect()
            }
            SpokenBy::Role(held) => self.holder(view, held, &who)?,
            SpokenBy::Unnamed(Some(held)) if view.who.unnamed => self.holder(view, held, &who)?,
            SpokenBy::Unnamed(None) if view.who.unnamed => vec![format!("{who}, who is not named")],
            SpokenBy::Unnamed(_) => Vec::new(),
            SpokenBy::InRole(asked) => self.in_role(view, asked, &who)?,
            SpokenBy::AnyoneNamed(words) => {
                let entity = self.evaluator.entity_called(&view.who.id)?;
                let names = entity.iter().flat_map(|entity| &entity.names);
                let fits = names.filter(|name| crate::query::lookup::stand_together(&name.text, words));
                fits.take(1).map(|name| format!("{who}, called “{}”", name.text)).collect()
            }
        })
    }

    fn holder(&self, view: &SpeakerView, held: &HeldRole, who: &str) -> Result<Vec<String>> {
        let of: Vec<&Ordinal> = held.of.as_ref().map(members).unwrap_or_default();
        let roles = self.roles(view, Some(held.role), &of, held.exactly, Wanted::ANY)?;
        Ok(roles.into_iter().map(|role| format!("{who}, {role}")).collect())
    }

    /// Who the speaker is, and in which role: both or neither.
    fn in_role(&self, view: &SpeakerView, asked: &InRole, who: &str) -> Result<Vec<String>> {
        let is_asked = match asked.who.as_deref() {
            Some(SpokenBy::Organization(organization)) => {
                self.way(&view.who.id, *organization, false)?.is_some()
            }
            Some(wanted) => !self.speaker(view, wanted)?.is_empty(),
            None => true,
        };
        if !is_asked {
            return Ok(Vec::new());
        }
        let of: Vec<&Ordinal> = asked.role.of.as_ref().map(members).unwrap_or_default();
        let wanted = Wanted { tenures: !asked.presented, former: asked.former };
        let roles = self.roles(view, Some(asked.role.role), &of, asked.role.exactly, wanted)?;
        Ok(roles.into_iter().map(|role| format!("{who}, {role}")).collect())
    }

    /// The roles of a speaker that can have been held then and are, or are within, those wanted.
    fn roles(
        &self,
        view: &SpeakerView,
        role: Option<Ordinal>,
        of: &[&Ordinal],
        exactly: bool,
        wanted: Wanted,
    ) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for held in view.roles.iter().filter(|held| wanted.takes(&held.by)) {
            let role_way = match role {
                Some(role) => self.way(&held.role.id, role, exactly)?,
                None => Some(Vec::new()),
            };
            let mut of_way = of.is_empty().then(Vec::new);
            for wanted in of {
                if let Some(held_of) = &held.of {
                    of_way = of_way.or(self.way(&held_of.id, **wanted, exactly)?);
                }
            }
            if let (Some(role_way), Some(of_way)) = (role_way, of_way) {
                lines.push(self.tenure(held, &role_way, &of_way));
            }
        }
        Ok(lines)
    }

    /// "then perhaps diplomat of Russia: its time is not recorded, so it can have been held at any"
    fn tenure(&self, held: &RoleView, role_way: &[String], of_way: &[String]) -> String {
        let of = held.of.as_ref().map_or(String::new(), |of| format!(" of {}{}", of.name, within(of_way)));
        let role = format!("{}{}{of}", held.role.name, within(role_way));
        let still = match &held.by {
            RoleBy::Presented { former } => {
                let (former, doubt) =
                    (if *former { "former " } else { "" }, if held.certain { "" } else { ", in doubt" });
                return format!("presented as {former}{role}{doubt}");
            }
            RoleBy::Tenure { still_on } => {
                still_on.as_ref().map_or(String::new(), |date| format!(", still on {}", date.as_str()))
            }
        };
        match (held.certain, &self.row.dated) {
            (true, _) => format!("then {role}{still}"),
            (false, Some(_)) => {
                format!(
                    "then perhaps {role}{still}: the bounds of the tenure, or the attribution, leave a doubt"
                )
            }
            (false, None) => {
                format!("perhaps {role}{still}: the claim has no date, so any tenure can have been held")
            }
        }
    }

    // ---- documents ----

    fn hops(&self, wanted: &[&Documents], read_alone: bool) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for citation in &self.row.citations {
            let read = std::iter::once((&citation.read, "read in"));
            let via = citation.via.iter().filter(|_| !read_alone).map(|hop| (hop, "via"));
            for (hop, how) in read.chain(via) {
                for documents in wanted {
                    if self.is_one_of(hop, documents)? {
                        lines.push(format!("{how} {}", described_hop(hop)));
                    }
                }
            }
        }
        Ok(lines)
    }

    fn is_one_of(&self, hop: &SourceView, wanted: &Documents) -> Result<bool> {
        let snapshot = self.evaluator.snapshot;
        let source = snapshot.ordinal(&Key::Source(hop.source.id.clone()))?;
        let publisher = match &hop.publisher {
            Some(publisher) => snapshot.ordinal(&Key::Entity(publisher.id.clone()))?,
            None => None,
        };
        Ok(source.is_some_and(|source| wanted.sources.contains(&source))
            || publisher.is_some_and(|publisher| wanted.publishers.contains(&publisher)))
    }

    // ---- time ----

    fn dates(&self, of: TimeOf, window: Option<Window>) -> Vec<String> {
        let row = &self.row;
        let mut lines = Vec::new();
        match of {
            TimeOf::Claim | TimeOf::Said => match &row.dated {
                Some(dated) if dated.by == DatedBy::Said => {
                    lines.push(format!(
                        "it was said {}: {}",
                        dated.dated.date,
                        compared(dated.dating, window)
                    ));
                }
                Some(dated) if of == TimeOf::Claim => lines.push(format!(
                    "undated; the document read was published {}{}: {}",
                    dated.dated.date,
                    if dated.certain { "" } else { ", if that is the document" },
                    compared(dated.dating, window)
                )),
                _ => lines.push("it is not recorded when it was said".to_owned()),
            },
            TimeOf::Concerning => lines.extend(row.concerns.iter().map(|dated| {
                format!("it concerns {}: {}", dated.date, compared(dated.date.dating(), window))
            })),
            TimeOf::Published => lines.extend(self.published(window)),
            TimeOf::Assessed => lines.extend(self.verdicts()),
            TimeOf::Recorded => lines.push(format!("it came with transaction {}", row.recorded.sequence)),
            TimeOf::Changed => {}
        }
        lines
    }

    /// Each correction, retraction and restoration, with who made it.
    fn changes(&self) -> Result<Vec<String>> {
        let snapshot = self.evaluator.snapshot;
        let Some(claim) = snapshot.ordinal(&Key::Claim(self.row.id.clone()))? else { return Ok(Vec::new()) };
        let versions = snapshot.versions(RecordType::Claim, claim, |versions| {
            versions.iter().skip(1).map(|version| (version.act, version.sequence)).collect::<Vec<_>>()
        })?;
        let mut lines = Vec::new();
        for (act, sequence) in versions.unwrap_or_default() {
            let done = match act {
                ChangeKind::Added => "recorded",
                ChangeKind::Corrected => "corrected",
                ChangeKind::Retracted => "retracted",
                ChangeKind::Restored => "restored",
                ChangeKind::Redacted => "redacted",
            };
            let by = self.evaluator.recorded_at(sequence)?.by;
            lines.push(format!("it was {done} by {by} in transaction {sequence}"));
        }
        if lines.is_empty() {
            lines.push("it was never changed".to_owned());
        }
        Ok(lines)
    }

    fn published(&self, window: Option<Window>) -> Vec<String> {
        let hops = self
            .row
            .citations
            .iter()
            .flat_map(|citation| std::iter::once(&citation.read).chain(&citation.via));
        let dated = hops.filter_map(|hop| Some((hop, hop.source.published.as_ref()?)));
        dated
            .map(|(hop, on)| {
                format!(
                    "{} was published {}: {}",
                    described_hop(hop),
                    on.date,
                    compared(on.date.dating(), window)
                )
            })
            .collect()
    }

    // ---- words ----

    /// The texts of the claim, each with what it is and its language.
    fn texts(&self) -> Vec<(&'static str, &str, Option<&Lang>)> {
        let row = &self.row;
        let translations =
            row.translations.iter().map(|text| ("a translation", &*text.text, text.lang.as_ref()));
        let words = row.citations.iter().filter_map(|citation| citation.words.as_ref());
        let words = words.map(|words| ("the document's words", &*words.text, words.lang.as_ref()));
        [("the statement", &*row.statement, row.lang.as_ref())]
            .into_iter()
            .chain(translations)
            .chain(words)
            .collect()
    }

    fn words(&self, phrases: &[&Phrase], exactly: bool) -> Vec<String> {
        phrases.iter().flat_map(|phrase| self.words_of(phrase, exactly)).collect()
    }

    fn words_of(&self, phrase: &Phrase, exactly: bool) -> Vec<String> {
        if exactly {
            let (texts, written) = (self.texts().into_iter(), WrittenPhrase::new(&phrase.text));
            let having = texts.filter(|(_, text, _)| written.stands_in(text));
            let lines: Vec<String> =
                having.map(|(what, ..)| format!("“{}” stands in {what}", phrase.text)).collect();
            return if lines.is_empty() {
                vec![format!("“{}” stands in none of its texts", phrase.text)]
            } else {
                lines
            };
        }
        phrase.text.unicode_words().map(|word| self.word(word, phrase)).collect()
    }

    /// "“structures” in the statement", "“structure” as “structures” in the statement", "“x” in none of its texts"
    fn word(&self, word: &str, phrase: &Phrase) -> String {
        for (what, text, lang) in self.texts() {
            if let Some(found) = text.unicode_words().find(|found| same_word(word, found, phrase, lang)) {
                let as_found =
                    if fold(word) == fold(found) { String::new() } else { format!(" as “{found}”") };
                return format!("“{word}” stands{as_found} in {what}");
            }
        }
        format!("“{word}” stands in none of its texts")
    }

    /// How like the claim is, and the words that it shares.
    fn likeness(&self, likeness: &Likeness) -> Result<Vec<String>> {
        let weights = self.evaluator.likeness(likeness, &self.universe)?;
        let shared: Vec<&str> = match likeness {
            Likeness::Text(phrase) => {
                let shares = |word: &&str| {
                    self.texts().iter().any(|(_, text, lang)| {
                        text.unicode_words().any(|found| same_word(word, found, phrase, *lang))
                    })
                };
                phrase.text.unicode_words().filter(shares).collect()
            }
            Likeness::Claim(_) => Vec::new(),
        };
        let words =
            if shared.is_empty() { String::new() } else { format!(", by the words {}", shared.join(", ")) };
        Ok(vec![match weights.get(&self.slot) {
            Some(weight) => format!("its likeness is {weight:.2} of 1{words}"),
            None => format!("too little of it is alike{words}"),
        }])
    }

    /// The texts in the languages asked for, or which languages there are.
    fn languages(&self, wanted: &[&Lang]) -> Vec<String> {
        let texts = self.texts();
        let fits = |lang: &Lang| wanted.iter().any(|wanted| wanted.covers(lang));
        let line = |(what, _, lang): &(&str, &str, Option<&Lang>)| {
            lang.filter(|lang| fits(lang)).map(|lang| format!("{what}: {lang}"))
        };
        let lines: Vec<String> = texts.iter().filter_map(line).collect();
        if !lines.is_empty() {
            return lines;
        }
        let known: Vec<&str> = texts.iter().filter_map(|(_, _, lang)| lang.map(Lang::as_str)).collect();
        vec![format!(
            "its texts are in {}",
            if known.is_empty() { "no known language".to_owned() } else { known.join(", ") }
        )]
    }

    // ---- the rest ----

    fn verdicts(&self) -> Vec<String> {
        if self.row.assessments.is_empty() {
            return vec!["it is not assessed".to_owned()];
        }
        let line = |view: &crate::query::answer::AssessmentView| {
            let record = &view.record;
            let on = record.on.as_ref().map_or("undated".to_owned(), |on| on.date.to_string());
            let standing = match view.standing {
                Some(Standing::Stands) | None => "",
                Some(Standing::CanStand) => ", which can be the one that stands",
                Some(Standing::Superseded) => ", superseded",
            };
            let checker = doubted(&view.by.name, view.by.certain);
            let at = record.url.as_ref().map_or(String::new(), |url| format!(", {url}"));
            format!("{} by {checker}, {on}{standing}{at}", record.verdict.word())
        };
        self.row.assessments.iter().map(line).collect()
    }

    fn doubts(&self) -> Vec<String> {
        let row = &self.row;
        let speakers = row.speakers.iter().map(|view| (&view.who, "the speaker"));
        let places =
            [("about", &row.about), ("the audience", &row.audience), ("ascribed to", &row.ascribed_to)];
        let named = places.into_iter().flat_map(|(what, views)| views.iter().map(move |view| (view, what)));
        let entities = speakers
            .chain(named)
            .filter(|(view, _)| !view.certain)
            .map(|(view, what)| format!("{what}: {}?", view.name));
        let hops =
            row.citations.iter().flat_map(|citation| std::iter::once(&citation.read).chain(&citation.via));
        let hops = hops.filter(|hop| !hop.certain).map(|hop| format!("the chain: {}", described_hop(hop)));
        let dates = row.said.iter().chain(&row.concerns).filter(|dated| dated.date.is_uncertain());
        entities.chain(hops).chain(dates.map(|dated| format!("a date: {}", dated.date))).collect()
    }
}

fn has_likeness(resolved: &Resolved) -> bool {
    match resolved {
        Resolved::All(parts) | Resolved::Any(parts) => parts.iter().any(has_likeness),
        Resolved::Not(inner) => has_likeness(inner),
        Resolved::Clause(clause) => match &clause.what {
            Condition::Like(_) => true,
            Condition::Matching(inner) => has_likeness(inner),
            _ => false,
        },
    }
}

/// Whether two words are the same but for case, accents and inflection: the stem of the asked one, in its language or in
/// any that it may be in, is that of the other in the text's own.
fn same_word(asked: &str, found: &str, phrase: &Phrase, lang: Option<&Lang>) -> bool {
    if fold(asked) == fold(found) {
        return true;
    }
    let stemmings: Vec<Stems> = match &phrase.lang {
        Some(lang) => Stems::of(lang).into_iter().collect(),
        None => Stems::fitting(asked).collect(),
    };
    let Some(stemmer) = lang.and_then(Stems::of).map(Stems::stemmer) else { return false };
    stemmings.iter().any(|stems| stems.tag == stemmer.tag) && stemmer.stem(asked) == stemmer.stem(found)
}

fn doubted(name: &str, certain: bool) -> String {
    if certain { name.to_owned() } else { format!("{name}?") }
}

/// ", within South Caucasus, within Caucasus"; of a very long way its beginning.
fn within(way: &[String]) -> String {
    match way {
        [] => String::new(),
        way => format!(", within {}", few(way.iter(), way.len(), MOST_STEPS, ", within ")),
    }
}

/// Which of a speaker's roles count for a question.
#[derive(Clone, Copy)]
struct Wanted {
    tenures: bool,
    former: bool,
}

impl Wanted {
    const ANY: Wanted = Wanted { tenures: true, former: false };

    fn takes(self, by: &RoleBy) -> bool {
        match by {
            RoleBy::Presented { former } => *former == self.former,
            RoleBy::Tenure { .. } => self.tenures,
        }
    }
}

fn said_by(view: &SpeakerView) -> String {
    let who = doubted(&view.who.name, view.who.certain);
    if view.implied { format!("{who}, who speaks as the end of the chain") } else { who }
}

/// "The Telegraph (telegraph-report), perhaps"
fn described_hop(hop: &SourceView) -> String {
    let publisher = hop
        .publisher
        .as_ref()
        .map_or(String::new(), |by| format!(", published by {}", doubted(&by.name, by.certain)));
    format!("{}{publisher}", doubted(hop.source.id.as_str(), hop.certain))
}

/// "that is 2025-07-01 to 2025-07-31, which lies wholly in the time asked for (from 2025-06-01 on)"
fn compared(dating: Dating, window: Option<Window>) -> String {
    let Some(window) = window else { return "no time can fit what is asked for".to_owned() };
    let how = if window.holds(dating) {
        "lies wholly in"
    } else if window.can_hold(dating) {
        "can lie in"
    } else {
        "lies outside"
    };
    let shown = match window.clock() {
        Clock::Civil => dating.civil(),
        Clock::Instants => dating.instants(),
    };
    format!("that is {}, which {how} the time asked for ({})", stretch(shown), stretch(window.in_utc()))
}

fn stretch(interval: Interval) -> String {
    let first = bound(interval.earliest, |day| day.earliest);
    let last = bound(interval.latest, |day| day.latest);
    match (first, last) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("from {first} on"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "any time".to_owned(),
    }
}

/// A bound as a day, where it is the day's own, else as a moment.
fn bound(moment: Moment, of_day: fn(Interval) -> Moment) -> Option<String> {
    let (year, month, day) = moment.civil()?;
    let is_of_day = of_day(Interval::day(year, month, day)) == moment;
    let exact = if is_of_day { None } else { moment.to_rfc3339() };
    Some(exact.unwrap_or_else(|| Date::of_day(year, month, day).to_string()))
}
