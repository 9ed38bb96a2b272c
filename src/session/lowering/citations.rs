//! Where a `locator`, a `via` or `words` belongs that stands before the first `read in` of its record: to the document
//! named after it, or to the one that stands? That is asked, never guessed.

use crate::exchange::script::citation_text;
use crate::language::format_citation;
use crate::language::syntax::{Change, CitationText, Detail, DetailValue, Emptied};
use crate::model::problem::Result;
use crate::model::{Citation, Problem, Record};

/// Refuses parts of a citation before the first `read in` of a new record, with each way to read them. Those after a
/// `read in` belong to it already.
///
/// # Errors
/// There are such parts.
pub fn refuse_early_parts(details: &[Detail], standing: Option<&Citation>) -> Result<()> {
    let cited = details.iter().find_map(|detail| read_in(detail).map(|citation| (citation, "")));
    refuse(details.iter(), cited, standing)
}

/// The same in a correction, where the citation that stands is the claim's own.
///
/// # Errors
/// There are such parts, or one is emptied beside a `read in`.
pub fn refuse_early_changes(changes: &[Change], record: &Record) -> Result<()> {
    let cited = changes.iter().find_map(|change| match change {
        Change::Set(detail) => read_in(detail).map(|citation| (citation, "")),
        Change::Also(detail) => read_in(detail).map(|citation| (citation, "also ")),
        Change::Without(_) | Change::Unnamed(..) => None,
    });
    let standing = match record {
        Record::Claim(claim) => Some(claim.citations.as_slice()).filter(|citations| citations.len() == 1),
        _ => None,
    };
    let details = changes.iter().filter_map(|change| match change {
        Change::Set(detail) => Some(detail),
        Change::Also(detail) if matches!(detail.value, DetailValue::Via(_)) => Some(detail),
        Change::Also(_) | Change::Without(_) | Change::Unnamed(..) => None,
    });
    refuse(details, cited, standing.and_then(<[Citation]>::first))?;
    let emptied = changes.iter().find_map(|change| match change {
        Change::Without(field) if is_part(field.node) => Some(field.span),
        _ => None,
    });
    match emptied.filter(|_| cited.is_some()) {
        None => Ok(()),
        Some(span) => Err(Problem::invalid("this does not say which of the citations it empties")
            .at(span)
            .hint("empty it in a correction of its own, or write each citation again in full")),
    }
}

fn is_part(field: Emptied) -> bool {
    matches!(field.word, "locator" | "via" | "words")
}

fn read_in(detail: &Detail) -> Option<&CitationText> {
    match &detail.value {
        DetailValue::ReadIn(citation) => Some(citation),
        _ => None,
    }
}

fn refuse<'d>(
    details: impl Iterator<Item = &'d Detail>,
    cited: Option<(&CitationText, &str)>,
    standing: Option<&Citation>,
) -> Result<()> {
    let parts: Vec<&Detail> = details.filter(|detail| detail.value.is_part_of_citation()).collect();
    let (Some(first), Some((cited, also))) = (parts.first(), cited) else { return Ok(()) };
    let mut readings = vec![of_next(cited, also, &parts)];
    // Where both are the same document, there is but one way to read it.
    let is_other = |standing: &&Citation| citation_text(standing).source.name.text != cited.source.name.text;
    let fits_next = with_parts(cited, &parts).is_some();
    match standing.filter(|standing| !fits_next || is_other(standing)) {
        Some(standing) => {
            let standing = with_parts_anew(citation_text(standing), &parts);
            readings.push(format!("{} {}", format_citation(&standing), format_citation(cited)));
        }
        None if !fits_next => {
            let joined = with_parts_joined(cited.clone(), &parts);
            readings.extend(joined.map(|joined| format!("{also}{}", format_citation(&joined))));
        }
        None => {}
    }
    readings.dedup();
    let message = match readings.len() {
        1 => "a part of a citation comes after the `read in` that it belongs to",
        _ => "before `read in` this can be read in two ways",
    };
    let problem = Problem::invalid(message).at(first.span);
    Err(readings.iter().fold(problem, |problem, reading| problem.hint(format!("write `{reading}`"))))
}

/// The parts as those of the document named after them. What it has already is a passage of its own, in a second citation.
fn of_next(cited: &CitationText, also: &str, parts: &[&Detail]) -> String {
    if let Some(citation) = with_parts(cited, parts) {
        return format!("{also}{}", format_citation(&citation));
    }
    let bare = CitationText { locator: None, via: Vec::new(), words: None, ..cited.clone() };
    let mut citations = vec![bare.clone()];
    for part in parts {
        if !citations.last_mut().is_some_and(|last| last.add(part.value.clone())) {
            citations.extend(with_parts(&bare, &[*part]));
        }
    }
    citations.extend(Some(cited.clone()).filter(|cited| *cited != bare));
    let written = citations.iter().map(|citation| format!("{also}{}", format_citation(citation)));
    written.collect::<Vec<_>>().join(" ")
}

/// The citation with these parts; nothing where it has one of them already.
fn with_parts(citation: &CitationText, parts: &[&Detail]) -> Option<CitationText> {
    let mut citation = citation.clone();
    parts.iter().all(|part| citation.add(part.value.clone())).then_some(citation)
}

/// The citation with these parts, each in the place of its own.
fn with_parts_anew(mut citation: CitationText, parts: &[&Detail]) -> CitationText {
    for part in parts {
        match part.value.clone() {
            DetailValue::Locator(locator) => citation.locator = Some(locator),
            DetailValue::Via(via) => citation.via = via,
            DetailValue::Words(words) => citation.words = Some(words),
            _ => {}
        }
    }
    citation
}

/// The citation with these parts in front of what it has already: one passage with something left out, one chain. Nothing
/// where passages are in different languages.
fn with_parts_joined(mut citation: CitationText, parts: &[&Detail]) -> Option<CitationText> {
    for part in parts.iter().rev() {
        let value = part.value.clone();
        if citation.add(value.clone()) {
            continue;
        }
        match value {
            DetailValue::Words(words) => {
                let there = citation.words.as_mut()?;
                if (&words.text.lang, words.translated) != (&there.text.lang, there.translated) {
                    return None;
                }
                there.text.text = format!("{} […] {}", words.text.text, there.text.text);
            }
            DetailValue::Locator(locator) => {
                let there = citation.locator.as_mut()?;
                *there = format!("{locator}; {there}");
            }
            DetailValue::Via(via) => {
                citation.via.splice(0..0, via);
            }
            _ => {}
        }
    }
    Some(citation)
}
