//! A citation in words, one sentence: who, when, how, in which document, and the chain that it cites.
//! What is not recorded is said, never made up.

use crate::model::{Medium, Mode, Source};
use crate::query::answer::{CitationView, ClaimRow, RoleView, SourceView, SpeakerView};

use super::phrase;

/// A part of a citation. Titles and addresses are told apart from the rest, as some formats set them otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Title(String),
    Url(String),
}

/// The citation as plain text.
pub fn text(row: &ClaimRow, citation: &CitationView) -> String {
    plain(&pieces(row, citation))
}

/// A document as plain text, as a citation names it.
pub fn source_text(view: &SourceView) -> String {
    let mut pieces = Vec::new();
    push_document(&mut pieces, view, None);
    plain(&pieces)
}

fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) | Piece::Url(part) => text.push_str(part),
            Piece::Title(title) => text.extend(["“", title, "”"]),
        }
    }
    text
}

/// The citation in its parts, in order.
pub fn pieces(row: &ClaimRow, citation: &CitationView) -> Vec<Piece> {
    let mut pieces = vec![Piece::Text(opening(row, citation))];
    push_document(&mut pieces, &citation.read, citation.locator.as_deref());
    for (number, view) in citation.via.iter().enumerate() {
        push(&mut pieces, if number == 0 { ", citing " } else { ", which cites " });
        push_unseen(&mut pieces, view);
    }
    push(&mut pieces, ".");
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: impl Into<String>) {
    pieces.push(Piece::Text(text.into()));
}

// ---- Who, when and how --------------------------------------------------------------------------------------------

fn opening(row: &ClaimRow, citation: &CitationView) -> String {
    let (who, when) = (who(row), when(row));
    if row.mode == Mode::Ascription {
        return format!("Ascribed{} by {who}, {when}, in ", ascribed_to(row));
    }
    let translated = citation.words.as_ref().filter(|words| words.translated);
    let in_translation = match translated.map(|words| &words.lang) {
        Some(Some(lang)) => format!(", in translation into {},", phrase::language(lang)),
        Some(None) => ", in translation,".to_owned(),
        None => String::new(),
    };
    format!("{}, {when}, {}{in_translation} in ", capitalised(row, who), row.mode.adjective())
}

fn who(row: &ClaimRow) -> String {
    if row.speakers.is_empty() {
        return phrase::UNKNOWN_SPEAKER.to_owned();
    }
    row.speakers.iter().map(speaker).collect::<Vec<_>>().join(" and ")
}

/// A sentence begins with a capital; a name is left as it is, and "a senior diplomat" is none.
fn capitalised(row: &ClaimRow, who: String) -> String {
    let is_name = row.speakers.first().is_some_and(|speaker| speaker.who.certain && !speaker.who.unnamed);
    let mut chars = who.chars();
    match chars.next() {
        Some(first) if !is_name => first.to_uppercase().chain(chars).collect(),
        _ => who,
    }
}

fn ascribed_to(row: &ClaimRow) -> String {
    let names: Vec<String> = row.ascribed_to.iter().map(phrase::entity_whole).collect();
    if names.is_empty() { String::new() } else { format!(" to {}", names.join(" and ")) }
}

/// A speaker with the office that was certainly held: `Neil Melvin (director of international security)`.
fn speaker(view: &SpeakerView) -> String {
    let name = phrase::entity_whole(&view.who);
    match view.roles.iter().find(|role| role.certain) {
        Some(held) => format!("{name} ({})", office(held)),
        None => name,
    }
}

fn office(role: &RoleView) -> String {
    match (&role.title, &role.of) {
        (Some(title), _) => title.clone(),
        (None, Some(of)) => format!("{} of {}", role.role.name, of.name),
        (None, None) => role.role.name.to_string(),
    }
}

fn when(row: &ClaimRow) -> String {
    let place = row.said_at.as_ref().map_or(String::new(), |at| format!(" at {}", phrase::entity_whole(at)));
    match &row.said {
        Some(said) => format!("said {}{place}", phrase::dated(said)),
        None if place.is_empty() => "undated".to_owned(),
        None => format!("said{place}, undated"),
    }
}

// ---- The documents ------------------------------------------------------------------------------------------------

fn push_document(pieces: &mut Vec<Piece>, view: &SourceView, locator: Option<&str>) {
    let source = &view.source;
    if !view.authors.is_empty() {
        push(pieces, format!("{}, ", view.authors.join(" and ")));
    }
    push_title(pieces, source);
    if let Some(publisher) = &view.publisher {
        push(pieces, format!(", {}", phrase::entity_whole(publisher)));
    }
    if let Some(published) = &source.published {
        push(pieces, format!(", {}", phrase::dated(published)));
    }
    push(pieces, reservations(view));
    push(pieces, locator.map_or(String::new(), |locator| format!(", {locator}")));
    push_addresses(pieces, source);
    if let Some(accessed) = &source.accessed {
        push(pieces, format!(", accessed {}", phrase::dated(accessed)));
    }
}

/// The title; without one, what the document is and its id.
fn push_title(pieces: &mut Vec<Piece>, source: &Source) {
    match &source.title {
        Some(title) => pieces.push(Piece::Title(title.clone())),
        None => push(pieces, format!("{} {}", source.medium.map_or("document", Medium::word), source.id)),
    }
}

/// What is doubtful or not known of a document: ` (assumed; title and date not recorded)`.
fn reservations(view: &SourceView) -> String {
    let source = &view.source;
    let fields = [
        ("title", source.title.is_none()),
        ("publisher", view.publisher.is_none()),
        ("date", source.published.is_none()),
    ];
    let missing: Vec<&str> =
        fields.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect();
    let missing = match missing.split_last() {
        None => None,
        Some((last, [])) => Some(format!("{last} not recorded")),
        Some((last, others)) => Some(format!("{} and {last} not recorded", others.join(", "))),
    };
    let assumed = (!view.certain).then(|| "assumed".to_owned());
    let all: Vec<String> = assumed.into_iter().chain(missing).collect();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join("; ")) }
}

fn push_addresses(pieces: &mut Vec<Piece>, source: &Source) {
    if let Some(url) = &source.url {
        push(pieces, ", ");
        pieces.push(Piece::Url(url.clone()));
    }
    if let Some(archive) = &source.archive_url {
        push(pieces, ", archived at ");
        pieces.push(Piece::Url(archive.clone()));
    }
}

/// A document that stands behind the one read: `The Telegraph, “Title”, 2025-07 (not seen, assumed)`.
fn push_unseen(pieces: &mut Vec<Piece>, view: &SourceView) {
    let source = &view.source;
    match (&view.publisher, &source.title) {
        (Some(publisher), Some(title)) => {
            push(pieces, format!("{}, ", phrase::entity_whole(publisher)));
            pieces.push(Piece::Title(title.clone()));
        }
        (Some(publisher), None) => push(pieces, phrase::entity_whole(publisher)),
        (None, Some(title)) => pieces.push(Piece::Title(title.clone())),
        (None, None) => push_title(pieces, source),
    }
    if let Some(published) = &source.published {
        push(pieces, format!(", {}", phrase::dated(published)));
    }
    push(pieces, if view.certain { " (not seen)" } else { " (not seen, assumed)" });
}
