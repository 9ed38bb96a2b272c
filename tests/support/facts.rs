//! What follows from the records of one claim: its speakers, dates and texts, by plain loops.

use super::dates::{self, Span};
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

/// One text of a claim: its language, the text as written but for its kinds of signs, and its folded words as numbers.
pub struct Texted {
    pub lang: Option<&'static str>,
    pub written: String,
    pub words: Vec<u32>,
}

/// From when until when a role was held, each end as far as known.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub from: Option<Span>,
    pub until: Option<Span>,
}

pub struct Facts {
    pub speakers: Vec<(usize, bool)>,
    pub effective: Option<Span>,
    /// Whether a document that dates it is certain, or it is dated itself.
    pub surely_dated: bool,
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
}

impl<'w> Oracle<'w> {
    pub fn new(world: &'w World, now: i64) -> Self {
        let published = world.sources.iter().map(|s| s.published.as_deref().map(dates::span)).collect();
        let mut oracle = Oracle {
            world,
            facts: Vec::new(),
            published,
            assessed: world.assessments.iter().map(|a| a.on.as_deref().map(dates::span)).collect(),
            bounds: world.entities.iter().map(|e| e.tenures.iter().map(bounds).collect()).collect(),
            children: children(world),
            numbers: HashMap::new(),
            now,
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
            effective: said.or_else(|| self.read_date(claim)),
            surely_dated: said.is_some() || self.reads(claim).any(|(_, certain)| certain),
            said,
            concerns: claim.concerns.as_deref().map(dates::span),
            texts: self.texts(claim),
            assessments: Vec::new(),
            links_from: Vec::new(),
            links_to: Vec::new(),
        }
    }

    /// The dates of the documents read.
    fn reads<'a>(&'a self, claim: &'a Claim) -> impl Iterator<Item = (Span, bool)> + 'a {
        let dated = |read: &Ref| Some((self.published[read.to]?, read.certain));
        claim.citations.iter().filter_map(move |citation| dated(&citation.source))
    }

    /// The publication of the first of the documents read: as early as any can be, and no later than the certain ones;
    /// where all are doubtful, it can be any of them.
    fn read_date(&self, claim: &Claim) -> Option<Span> {
        let first = self.reads(claim).map(|(span, _)| span.first).min()?;
        let sure = self.reads(claim).filter(|(_, certain)| *certain).map(|(span, _)| span.last).min();
        let last = sure.or(self.reads(claim).map(|(span, _)| span.last).max())?;
        Some(Span { first, last, doubted: false, exact: false, ahead: 0 })
    }

    fn texts(&mut self, claim: &Claim) -> Vec<Texted> {
        let words =
            claim.citations.iter().filter_map(|citation| citation.words.as_ref()).map(|words| &words.text);
        let all: Vec<&Text> =
            std::iter::once(&claim.statement).chain(&claim.translations).chain(words).collect();
        all.into_iter()
            .map(|text| Texted {
                lang: text.lang,
                written: text::as_written(&text.text),
                words: self.numbered(&text.text),
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
fn speakers(world: &World, claim: &Claim) -> Vec<(usize, bool)> {
    let named = claim.speakers.iter().map(|speaker| (speaker.to, speaker.certain));
    let ways: Vec<(usize, bool)> = if claim.speakers.is_empty() {
        claim.citations.iter().flat_map(|citation| end_of_chain(world, citation)).collect()
    } else {
        named.collect()
    };
    let mut merged: Vec<(usize, bool)> = Vec::new();
    for (speaker, certain) in ways {
        match merged.iter_mut().find(|known| known.0 == speaker) {
            Some(known) => known.1 |= certain,
            None => merged.push((speaker, certain)),
        }
    }
    merged
}

fn end_of_chain(world: &World, citation: &Citation) -> Vec<(usize, bool)> {
    let last = citation.via.last().unwrap_or(&citation.source);
    let source = &world.sources[last.to];
    let speaks = |to: &Ref| (to.to, to.certain && last.certain);
    match &source.publisher {
        Some(publisher) => vec![speaks(publisher)],
        None => source.authors.iter().filter_map(|author| author.as_ref().ok()).map(speaks).collect(),
    }
}

fn bounds(tenure: &Tenure) -> Bounds {
    Bounds { from: tenure.from.as_deref().map(dates::span), until: tenure.until.as_deref().map(dates::span) }
}

/// Was a role held in the time of the span?
pub fn held(bounds: Bounds, when: Option<Span>, surely_dated: bool) -> Truth {
    let Some(when) = when else { return Truth::Possible };
    let first = bounds.from.map_or(dates::PAST, |from| from.first);
    let last = bounds.until.map_or(dates::FUTURE, |until| until.last);
    if when.last < first || when.first > last {
        return Truth::No;
    }
    match (bounds.from, bounds.until) {
        (Some(from), Some(until)) => {
            let surely_from = if from.exact { from.first } else { from.last };
            let surely_until = if until.exact { until.last } else { until.first };
            Truth::of(surely_dated && surely_from <= when.first && when.last <= surely_until)
        }
        _ => Truth::Possible,
    }
}

/// Does the span lie in the window, can it, or not?
pub fn within(span: Option<Span>, window: Option<(i64, i64)>) -> Truth {
    let (Some(span), Some((low, high))) = (span, window) else { return Truth::No };
    if span.last < low || span.first > high {
        Truth::No
    } else {
        Truth::of(span.first >= low && span.last <= high)
    }
}
