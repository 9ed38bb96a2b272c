//! Which documents an answer has, and what of each is written, whatever the format. An answer has no kept texts.

use std::collections::{BTreeMap, HashSet};
use std::io;

use crate::exchange::bibliography::names::{self, PersonName};
use crate::exchange::bibliography::vocabulary::{self, TYPE, Type};
use crate::exchange::bibliography::{AUTHORS, KEY};
use crate::exchange::claimreview::ORIGINAL;
use crate::model::record::{Basis, Dated};
use crate::model::{Id, Source};
use crate::query::answer::{Answer, AnswerBody, ClaimRow, RecordRow, ShownRecord, SourceView};

use crate::output::loss::Losses;
use crate::output::options::With;
use crate::output::others;

/// Writes the documents of an answer, each by `each`.
pub(super) fn write_each(
    answer: &Answer,
    with: With,
    losses: &mut Losses,
    mut each: impl FnMut(&Reference<'_>, &mut Losses) -> io::Result<()>,
) -> io::Result<()> {
    let documents = documents(answer, with);
    documents.into_iter().try_for_each(|view| each(&Reference::of(view, with, losses), losses))
}

/// The documents in an answer, each once: the sources that were asked for; of claims, those read, those behind them, and those of their
/// assessments. A document of which nothing is known is none.
fn documents(answer: &Answer, with: With) -> Vec<&SourceView> {
    let mut seen: HashSet<&Id> = HashSet::new();
    let mut found: Vec<&SourceView> = Vec::new();
    let mut add = |view| {
        if says_something(view) && seen.insert(&view.source.id) {
            found.push(view);
        }
    };
    match &answer.body {
        AnswerBody::Records(records) => records.rows.iter().for_each(|row| {
            if let RecordRow::Source(view) = row {
                add(view);
            }
        }),
        AnswerBody::Shown(shown) if let ShownRecord::Source { view, .. } = &shown.what => add(view),
        // What else is kept back of claims is no matter of a bibliography.
        _ => {
            others::claims(answer, with, &mut Losses::default()).into_iter().flat_map(of_claim).for_each(add);
        }
    }
    found
}

fn of_claim(row: &ClaimRow) -> impl Iterator<Item = &SourceView> {
    let cited =
        row.citations.iter().flat_map(|citation| std::iter::once(&citation.read).chain(&citation.via));
    cited.chain(row.assessments.iter().filter_map(|view| view.source.as_ref()))
}

fn says_something(view: &SourceView) -> bool {
    let source = &view.source;
    source.title.is_some()
        || source.url.is_some()
        || source.publisher.is_some()
        || !view.authors.is_empty()
        || source.published.is_some()
}

/// What of a document is written.
pub(super) struct Reference<'v> {
    pub source: &'v Source,
    pub key: &'v str,
    pub of: &'static Type,
    pub authors: Vec<PersonName>,
    /// Who published it, by name.
    pub publisher: Option<&'v str>,
    /// What dictum has no field for and the formats have, by the names of CSL. Empty unless it is asked for.
    pub details: BTreeMap<&'v str, &'v str>,
    /// What stands in `extra` beside it.
    pub others: BTreeMap<&'v str, &'v str>,
    /// The recorder's remarks, where they are asked for.
    pub note: Option<&'v str>,
}

const NO_PLACE: &str = "a bibliography has no place for them";

impl<'v> Reference<'v> {
    pub fn of(view: &'v SourceView, with: With, losses: &mut Losses) -> Reference<'v> {
        let source: &Source = &view.source;
        let id = source.id.as_str();
        let (mut details, mut others_of) = (BTreeMap::new(), BTreeMap::new());
        let mut free = source.extra.clone();
        free.retain(|name, _| ![KEY, AUTHORS, TYPE, ORIGINAL].contains(&name.as_str()));
        let is_asked_for = others::extra(&free, with, losses, id).is_some();
        for (name, text) in source.extra.iter().filter(|(name, _)| is_asked_for && free.contains_key(*name)) {
            let is_known = vocabulary::field_of_csl(name).is_some() || name == "entrytype";
            let to = if is_known { &mut details } else { &mut others_of };
            to.insert(name.as_str(), text.as_str());
        }
        let note = others::note(source.note.as_deref(), with, losses, id);
        losses.lost_several("cited documents", NO_PLACE, source.cites.len(), id);
        let dated = [&source.published, &source.accessed];
        let supplied = dated.into_iter().flatten().filter(|dated| dated.basis != Basis::Stated).count();
        losses.lost_several("date marks", "a bibliography does not say how a date is known", supplied, id);
        Reference {
            source,
            key: source.extra.get(KEY).map_or(id, String::as_str),
            of: vocabulary::type_of(source),
            authors: authors(view),
            publisher: view.publisher.as_ref().map(|publisher| &*publisher.name),
            details,
            others: others_of,
            note,
        }
    }

    pub fn published(&self) -> Option<&Dated> {
        self.source.published.as_ref()
    }

    /// What it stands in: of what appears in a periodical the publisher, else what the details have.
    pub fn container(&self) -> Option<&'v str> {
        match self.of.is_in_periodical {
            true => self.publisher.or(self.details.get("container-title").copied()),
            false => self.details.get("container-title").copied(),
        }
    }

    /// Who published it, where that is not what it stands in.
    pub fn house(&self) -> Option<&'v str> {
        match self.of.is_in_periodical {
            true => self.details.get("publisher").copied(),
            false => self.publisher.or(self.details.get("publisher").copied()),
        }
    }
}

/// The authors with the parts of their names, where these came with a bibliography and are still those on record; else as they are
/// printed.
fn authors(view: &SourceView) -> Vec<PersonName> {
    let in_parts = view.source.extra.get(AUTHORS).map(|text| names::read(text)).unwrap_or_default();
    let same = |names: &[PersonName]| names.iter().map(PersonName::printed).eq(view.authors.iter().cloned());
    if same(&in_parts) { in_parts } else { view.authors.iter().map(|name| PersonName::whole(name)).collect() }
}
