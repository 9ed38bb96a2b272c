//! What follows from the records of one claim: its speakers, dates and texts, by plain loops.

use super::dates::{self, Edge, Span, Window};
use super::text;
use super::vocab;
use super::world::*;
use std::collections::HashMap;

/// Does a clause hold: not, where the doubtful is taken so, or whatever the truth is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    No,
    Possible,
    Certain,
}

impl Truth {
    pub fn of(certain: bool) -> Truth {
        if certain { Truth::Certain } else { Truth::Possible }
    }

    pub fn yes(holds: bool) -> Truth {
        if holds { Truth::Certain } else { Truth::No }
    }
}

/// One text of a claim: its language, its folded words as numbers, and the whole as `containing exactly` sees it.
pub struct Texted {
    pub lang: Option<&'static str>,
    pub words: Vec<u32>,
    pub as_written: String,
}

/// The date that a claim goes by. It is not certain where every document that dates it may be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    pub span: Span,
    pub certain: bool,
}

/// Who speaks, and as what the document presents them.
pub struct Speaks {
    pub who: usize,
    pub certain: bool,
    pub presented: Vec<Presented>,
}

/// From when until when a role was held, each end as far as known.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub from: Option<Span>,
    pub until: Option<Span>,
    /// It has no dates, and is of somebody whom the document does not name: nothing but what the document says of them.
    pub as_the_document_says: bool,
}

pub struct Facts {
    pub speakers: Vec<Speaks>,
    pub effective: Option<Effective>,
    pub said: Option<Span>,
    pub concerns: Option<Span>,
    pub texts: Vec<Texted>,
    pub assessments: Vec<usize>,
    pub links_from: Vec<(usize, usize)>,
    pub links_to: Vec<(usize, usize)>,
}

/// The world with what follows from each of its records.
pub struct Oracle<'w> {
    pub world: &'w World,
    pub facts: Vec<Facts>,
    pub published: Vec<Option<Span>>,
    /// The date of each assessment.
    pub assessed: Vec<Option<Span>>,
    /// For each entity the bounds of its tenures, in their order.
    pub bounds: Vec<Vec<Bounds>>,
    children: Vec<Vec<(usize, bool)>>,
    numbers: HashMap<String, u32>,
    pub now: i64,
    /// When all claims were recorded.
    pub recorded: i64,
}

impl<'w> Oracle<'w> {
    pub fn new(world: &'w World, now: i64) -> Self {
        let published = world.sources.iter().map(|s| s.published.as_deref().map(dates::span)).collect();
        let mut oracle = Oracle {
            world,
            facts: Vec::new(),
            published,
            assessed: world.assessments.iter().map(|a| a.on.as_deref().map(dates::span)).collect(),
            bounds: world
                .entities
                .iter()
                .map(|e| e.tenures.iter().map(|held| bounds(held, e.unnamed)).collect())
                .collect(),
            children: children(world),
            numbers: HashMap::new(),
            now,
            recorded: world.imported.unwrap_or(now),
        };
        for claim in &world.claims {
            let facts = oracle.facts_of(claim);
            oracle.facts.push(facts);
        }
        oracle.add_assessments_and_links();
        oracle
    }

    fn facts_of(&mut self, claim: &Claim) -> Facts {
        let said = claim.said.as_deref().map(dates::span);
        Facts {
            speakers: speakers(self.world, claim),
            effective: said
                .map(|span| Effective { span, certain: true })
                .or_else(|| self.publication_of_what_was_read(claim)),
            said,
            concerns: claim.concerns.as_deref().map(dates::span),
            texts: self.texts(claim),
            assessments: Vec::new(),
            links_from: Vec::new(),
            links_to: Vec::new(),
        }
    }

    /// When the first of the documents read came out: as early as any of them can have, the doubtful ones too; no later
    /// than the first of the certain ones must have. Where all are doubtful, it can be the last of them.
    fn publication_of_what_was_read(&self, claim: &Claim) -> Option<Effective> {
        let dated = |read: &Ref| self.published[read.to].map(|span| (span, read.certain));
        let dates: Vec<(Span, bool)> =
            claim.citations.iter().filter_map(|citation| dated(&citation.source)).collect();
        let sure: Vec<Span> = dates.iter().filter(|(_, certain)| *certain).map(|(span, _)| *span).collect();
        let every = || dates.iter().map(|(span, _)| *span);
        let latest = |of: fn(&Span) -> i64| match sure.iter().map(of).min() {
            Some(latest) => Some(latest),
            None => every().map(|span| of(&span)).max(),
        };
        let span = Span {
            first: every().map(|span| span.first).min()?,
            from: every().map(|span| span.from).min()?,
            last: latest(|span| span.last)?,
            until: latest(|span| span.until)?,
            ..Span::ALWAYS
        };
        Some(Effective { span, certain: !sure.is_empty() })
    }

    fn texts(&mut self, claim: &Claim) -> Vec<Texted> {
        let words =
            claim.citations.iter().filter_map(|citation| citation.words.as_ref()).map(|words| &words.text);
        let all: Vec<&Text> =
            std::iter::once(&claim.statement).chain(&claim.translations).chain(words).collect();
        all.into_iter()
            .map(|text| Texted {
                lang: text.lang.map(text::canonical),
                words: self.numbered(&text.text),
                as_written: text::as_written(&text.text),
            })
            .collect()
    }

    fn numbered(&mut self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for word in text::words(text) {
            let next = self.numbers.len() as u32;
            found.push(*self.numbers.entry(word).or_insert(next));
        }
        found
    }

    /// The number of a folded word; a number that no word has, if it is in no text.
    pub fn number(&self, folded: &str) -> u32 {
        self.numbers.get(folded).copied().unwrap_or(u32::MAX)
    }

    /// For each language of texts the words that a query word meets there.
    pub fn meets(&self, folded: &str, lang: Option<&str>) -> Vec<u32> {
        vocab::kin(lang, folded).iter().map(|form| self.number(form)).collect()
    }

    /// Live assessments and links alone: what hangs on a retracted claim is gone with it.
    fn add_assessments_and_links(&mut self) {
        let live = |claim: usize| !self.world.claims[claim].retracted;
        for (place, assessment) in self.world.assessments.iter().enumerate() {
            if !assessment.retracted && live(assessment.claim) {
                self.facts[assessment.claim].assessments.push(place);
            }
        }
        for link in &self.world.links {
            if !link.retracted && live(link.from) && live(link.to) {
                self.facts[link.from].links_from.push((link.relation, link.to));
                self.facts[link.to].links_to.push((link.relation, link.from));
            }
        }
    }

    /// The tenures of an entity with their bounds.
    pub fn tenures(&self, entity: usize) -> impl Iterator<Item = (&Tenure, Bounds)> {
        self.world.entities[entity].tenures.iter().zip(self.bounds[entity].iter().copied())
    }

    /// The entity and everything narrower, each with whether every step to it is certain.
    pub fn narrower(&self, entity: usize) -> HashMap<usize, Truth> {
        let mut found = HashMap::from([(entity, Truth::Certain)]);
        let mut open = vec![(entity, Truth::Certain)];
        while let Some((at, sure)) = open.pop() {
            for (child, certain) in &self.children[at] {
                let truth = sure.min(Truth::of(*certain));
                if found.get(child).is_none_or(|known| *known < truth) {
                    found.insert(*child, truth);
                    open.push((*child, truth));
                }
            }
        }
        found
    }

    /// Just the entity, as `exactly` asks, or all that is narrower too.
    pub fn reach(&self, entity: usize, exactly: bool) -> HashMap<usize, Truth> {
        if exactly { HashMap::from([(entity, Truth::Certain)]) } else { self.narrower(entity) }
    }
}

fn children(world: &World) -> Vec<Vec<(usize, bool)>> {
    let mut found = vec![Vec::new(); world.entities.len()];
    for (place, entity) in world.entities.iter().enumerate() {
        for wider in &entity.broader {
            found[wider.to].push((place, wider.certain));
        }
    }
    found
}

/// Who speaks: those named, or else the end of each chain.
fn speakers(world: &World, claim: &Claim) -> Vec<Speaks> {
    if !claim.speakers.is_empty() {
        let named = |speaker: &Ref| Speaks {
            who: speaker.to,
            certain: speaker.certain,
            presented: speaker.presented.clone(),
        };
        return claim.speakers.iter().map(named).collect();
    }
    let mut merged: Vec<Speaks> = Vec::new();
    for (who, certain) in claim.citations.iter().flat_map(|citation| end_of_chain(world, citation)) {
        match merged.iter_mut().find(|known| known.who == who) {
            Some(known) => known.certain |= certain,
            None => merged.push(Speaks { who, certain, presented: Vec::new() }),
        }
    }
    merged
}

/// The publisher of the last document of the chain, else those of its authors who are entities.
fn end_of_chain(world: &World, citation: &Citation) -> Vec<(usize, bool)> {
    let last = citation.via.last().unwrap_or(&citation.source);
    let source = &world.sources[last.to];
    let speaks = |to: &Ref| (to.to, to.certain && last.certain);
    match &source.publisher {
        Some(publisher) => vec![speaks(publisher)],
        None => source.authors.iter().filter_map(|author| author.as_ref().ok()).map(speaks).collect(),
    }
}

fn bounds(tenure: &Tenure, unnamed: bool) -> Bounds {
    Bounds {
        from: tenure.from.as_deref().map(dates::span),
        until: tenure.until.as_deref().map(dates::span),
        as_the_document_says: unnamed && tenure.from.is_none() && tenure.until.is_none(),
    }
}

/// Was a role held at the date of the claim? Everything by the calendar as written.
pub fn held(bounds: Bounds, when: Option<Effective>) -> Truth {
    if bounds.as_the_document_says {
        return Truth::Certain;
    }
    let Some(Effective { span: when, certain }) = when else { return Truth::Possible };
    let first = bounds.from.map_or(dates::PAST, |from| from.from);
    let last = bounds.until.map_or(dates::FUTURE, |until| until.until);
    if when.until < first || when.from > last {
        return Truth::No;
    }
    let (Some(from), Some(until)) = (bounds.from, bounds.until) else { return Truth::Possible };
    let surely_from = if from.exact { from.from } else { from.until };
    let surely_until = if until.exact { until.until } else { until.from };
    Truth::of(certain && surely_from <= when.from && when.until <= surely_until)
}

/// Does the span lie in the window, can it, or not?
pub fn within(span: Option<Span>, window: Option<Window>) -> Truth {
    let (Some(span), Some(Window { low, high })) = (span, window) else { return Truth::No };
    let first = |edge: Edge| if edge.instant { span.first } else { span.from };
    let last = |edge: Edge| if edge.instant { span.last } else { span.until };
    if last(low) < low.at || first(high) > high.at {
        Truth::No
    } else {
        Truth::of(first(low) >= low.at && last(high) <= high.at)
    }
}

/// The same of a claim's date, which can itself be doubtful.
pub fn dated_within(date: Option<Effective>, window: Option<Window>) -> Truth {
    let Some(date) = date else { return Truth::No };
    within(Some(date.span), window).min(Truth::of(date.certain))
}
