//! Citations, and which of them a `locator`, a `via` or `words` belongs to: the `read in` before it in the record.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::input::Input;
use super::lexical::{keyword, next_keyword, plain_quotation, text_lang, word};
use super::references::{reference, refs};
use super::refusal::{Parsed, refuse};
use crate::language::syntax::{Change, CitationText, Detail, DetailValue, WordsText};
use crate::model::Problem;

/// citation = ref , { "locator" , ? quotation ? | "via" , refs | "words" , words } ;
pub(super) fn citation(i: Input) -> Parsed<CitationText> {
    let (mut rest, source) = reference(i)?;
    let mut citation = CitationText { source, locator: None, via: Vec::new(), words: None };
    while let Some(part) = next_keyword(rest).filter(|k| matches!(k.spelling, "locator" | "via" | "words")) {
        let (value, _) = word(rest)?;
        let (end, part) = match part.spelling {
            "locator" => cut(plain_quotation).map(DetailValue::Locator).parse(value)?,
            "words" => cut(words).map(DetailValue::Words).parse(value)?,
            _ => cut(refs).map(DetailValue::Via).parse(value)?,
        };
        if !citation.add(part) {
            return refuse_part_twice(rest);
        }
        rest = end;
    }
    Ok((rest, citation))
}

/// words = text in language , [ "translated" ] ;
pub(super) fn words(i: Input) -> Parsed<WordsText> {
    let (rest, text) = text_lang(i)?;
    let (rest, translated) = opt(keyword("translated")).parse(rest)?;
    Ok((rest, WordsText { text, translated: translated.is_some() }))
}

/// Adds a field to those before it. A part of a citation goes into the last `read in` before it; `i` is where it stands.
pub(super) fn add_detail<'a>(to: &mut Vec<Detail>, detail: Detail, i: Input<'a>) -> Parsed<'a, ()> {
    match to.iter_mut().rev().find_map(cited) {
        Some(citation) if detail.value.is_part_of_citation() => add_part(citation, detail.value, i),
        _ => {
            to.push(detail);
            Ok((i, ()))
        }
    }
}

/// The same in a correction.
pub(super) fn add_change<'a>(to: &mut Vec<Change>, change: Change, i: Input<'a>) -> Parsed<'a, ()> {
    let last = to.iter_mut().rev().find_map(|change| match change {
        Change::Set(detail) | Change::Also(detail) => cited(detail),
        Change::Without(_) | Change::Unnamed(..) => None,
    });
    match (change, last) {
        (Change::Set(part), Some(citation)) if part.value.is_part_of_citation() => {
            add_part(citation, part.value, i)
        }
        (Change::Also(Detail { value: DetailValue::Via(more), .. }), Some(citation)) => {
            citation.via.extend(more);
            Ok((i, ()))
        }
        (change, _) => {
            to.push(change);
            Ok((i, ()))
        }
    }
}

fn cited(detail: &mut Detail) -> Option<&mut CitationText> {
    match &mut detail.value {
        DetailValue::ReadIn(citation) => Some(citation),
        _ => None,
    }
}

fn add_part<'a>(citation: &mut CitationText, part: DetailValue, i: Input<'a>) -> Parsed<'a, ()> {
    if citation.add(part) { Ok((i, ())) } else { refuse_part_twice(i) }
}

fn refuse_part_twice<T>(i: Input<'_>) -> Parsed<'_, T> {
    let (end, part) = word(i)?;
    let problem = Problem::invalid(format!("`{}` is given twice in one citation", part.to_lowercase()));
    let hint =
        "a `locator`, `via` or `words` belongs to the `read in` before it, and each is given once there";
    refuse(problem.hint(hint), i.span_to(end))
}
