//! A citation in words, one sentence: who, when, how, in which document, and the chain that it cites.
//! What is not recorded is said, never made up.

use std::borrow::Cow;

use crate::model::date::Moment;
use crate::model::record::Dated;
use crate::model::{Date, Medium, Mode, Source};
use crate::query::answer::{
    Answer, AnswerBody, CitationView, ClaimRow, RoleBy, RoleView, SourceView, SpeakerView,
};

use crate::output::content::phrase::enumerated;
use crate::output::content::quoting::quoted;
use crate::output::content::{date_words, phrase, remarks};

/// What a citation is written to, in its parts. Titles and addresses are distinguished from the rest, as some formats
/// set them otherwise.
pub(in crate::output) trait Parts {
    /// For whom it is written.
    fn manner(&self) -> Manner {
        Manner::Record
    }

    /// Adds a part that is neither.
    fn text(&mut self, write: impl FnOnce(&mut String));
    fn title(&mut self, title: &str);
    fn address(&mut self, address: &str);

    /// What a style sets in italics.
    #[cfg(feature = "styles")]
    fn emphasis(&mut self, text: &str) {
        self.text(|to| to.push_str(text));
    }
}

/// For whom a citation is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::output) enum Manner {
    /// Who keeps the database: dates as they are recorded, and the id of what has no title.
    #[default]
    Record,
    /// Readers of an article: dates in words, and no ids.
    Article,
}

impl Manner {
    fn dated(self, dated: &Dated) -> Cow<'_, str> {
        self.dated_with(dated, None)
    }

    fn dated_with(self, dated: &Dated, note: Option<String>) -> Cow<'_, str> {
        match self {
            Manner::Record => phrase::dated_with(dated, note),
            Manner::Article => phrase::in_words_with(dated, note),
        }
    }
}

/// Plain text.
impl Parts for String {
    fn text(&mut self, write: impl FnOnce(&mut String)) {
        write(self);
    }

    fn title(&mut self, title: &str) {
        self.push_str(&quoted(title));
    }

    fn address(&mut self, address: &str) {
        self.push_str(address);
    }
}

/// What most citations take.
const USUAL: usize = 256;

/// The citation as plain text.
pub fn text(row: &ClaimRow, citation: &CitationView) -> String {
    let mut text = String::with_capacity(USUAL);
    write(row, citation, &mut text);
    text
}

/// A document as plain text, as a citation names it.
pub fn source_text(view: &SourceView) -> String {
    let mut text = String::with_capacity(USUAL);
    write_document(view, None, &mut text);
    text
}

/// Writes the parts of a citation in their order.
pub(in crate::output) fn write(row: &ClaimRow, citation: &CitationView, to: &mut impl Parts) {
    let manner = to.manner();
    to.text(|text| push_opening(row, citation, manner, text));
    write_document(&citation.read, citation.locator.as_deref(), to);
    for (number, view) in citation.via.iter().enumerate() {
        to.text(|text| text.push_str(if number == 0 { ", citing " } else { ", which cites " }));
        write_unseen(view, to);
    }
    to.text(|text| text.push('.'));
}

/// Who says a claim, or who ascribes it to whom, with the office that they held: the beginning of a line.
pub(in crate::output) fn attribution(row: &ClaimRow) -> String {
    let mut text = String::new();
    if row.mode == Mode::Ascription {
        push_ascribed(row, &mut text);
    } else {
        push_capitalised(row, &who(row), &mut text);
    }
    text
}

/// What was asked, how many claims or rows it found, when, and of which state of the database.
pub(in crate::output) fn of_answer(answer: &Answer) -> String {
    let asked = &answer.asked;
    let day = Moment(asked.at.div_euclid(1_000_000)).to_rfc3339();
    let day = day.and_then(|moment| Date::parse(&moment).ok());
    let day = day.map_or_else(|| phrase::moment(asked.at), |moment| date_words::in_words(&moment));
    let as_of = asked.as_of.as_ref().map_or(String::new(), |as_of| format!(" as of {as_of}"));
    format!(
        "{} – {}, asked on {day} of the database{as_of} at transaction {}, digest {}",
        asked.question,
        count_of(answer),
        asked.sequence,
        asked.digest
    )
}

/// `3 claims`, `20 of 134 claims shown`.
pub(in crate::output) fn count_of(answer: &Answer) -> String {
    match &answer.body {
        AnswerBody::Claims(claims) => {
            remarks::shown_of_total(claims.rows.len(), claims.total, claims.offset, "claims")
        }
        AnswerBody::Records(records) => {
            remarks::shown_of_total(records.rows.len(), records.total, records.offset, records.of)
        }
        AnswerBody::Counts(counts) => format!("{} counted", phrase::counted(counts.counted, counts.of)),
        _ => phrase::counted(answer.rows(), "rows"),
    }
}

// ---- Who, when and how --------------------------------------------------------------------------------------------

fn push_opening(row: &ClaimRow, citation: &CitationView, manner: Manner, text: &mut String) {
    if row.mode == Mode::Ascription {
        push_ascribed(row, text);
        text.push_str(", ");
        push_when(row, manner, text);
    } else {
        push_capitalised(row, &who(row), text);
        text.push_str(", ");
        push_when(row, manner, text);
        text.extend([", ", row.mode.adjective()]);
        push_translated(citation, text);
    }
    text.push_str(if row.mode == Mode::Ascription { ", in " } else { " in " });
}

fn push_ascribed(row: &ClaimRow, text: &mut String) {
    text.push_str("Ascribed");
    if !row.ascribed_to.is_empty() {
        text.extend([" to ", &enumerated(row.ascribed_to.iter().map(phrase::entity_whole))]);
    }
    text.extend([" by ", &who(row)]);
}

fn push_translated(citation: &CitationView, text: &mut String) {
    match citation.words.as_ref().filter(|words| words.translated).map(|words| &words.lang) {
        Some(Some(lang)) => text.extend([", in translation into ", &phrase::language(lang), ","]),
        Some(None) => text.push_str(", in translation,"),
        None => {}
    }
}

fn who(row: &ClaimRow) -> Cow<'_, str> {
    if row.speakers.is_empty() {
        return phrase::UNKNOWN_SPEAKER.into();
    }
    enumerated(row.speakers.iter().map(speaker))
}

/// A sentence begins with a capital; a name is left as it is, and "a senior diplomat" is none.
fn push_capitalised(row: &ClaimRow, who: &str, text: &mut String) {
    let is_name = row.speakers.first().is_some_and(|speaker| speaker.who.certain && !speaker.who.unnamed);
    let mut chars = who.chars();
    match chars.next() {
        Some(first) if !is_name => {
            text.extend(first.to_uppercase());
            text.push_str(chars.as_str());
        }
        _ => text.push_str(who),
    }
}

/// A speaker with the office in which the document presents them, else the one that was certainly held:
/// `Neil Melvin (presented as director of international security)`, `Ada Brandt (then minister of Estmark)`.
fn speaker(view: &SpeakerView) -> Cow<'_, str> {
    let held = view.roles.iter().find(|role| role.certain);
    phrase::entity_with(&view.who, held.map(office))
}

fn office(role: &RoleView) -> String {
    let mut text = String::new();
    let still = match &role.by {
        RoleBy::Presented { former } => {
            text.push_str(if *former { "presented as former " } else { "presented as " });
            None
        }
        RoleBy::Tenure { still_on } => {
            text.push_str("then ");
            still_on.as_ref()
        }
    };
    match (&role.title, &role.of) {
        (Some(title), _) => text.push_str(title),
        (None, Some(of)) => text.extend([&*role.role.name, " of ", &*of.name]),
        (None, None) => text.push_str(&role.role.name),
    }
    if let Some(date) = still {
        text.extend([", still on ", date.as_str()]);
    }
    text
}

fn push_when(row: &ClaimRow, manner: Manner, text: &mut String) {
    match (&row.said, &row.said_at) {
        (None, None) => return text.push_str("undated"),
        (Some(said), _) => text.extend(["said ", &manner.dated(said)]),
        (None, Some(_)) => text.push_str("said"),
    }
    if let Some(at) = &row.said_at {
        text.extend([" at ", &phrase::entity_whole(at)]);
    }
    if row.said.is_none() {
        text.push_str(", undated");
    }
}

// ---- The documents ------------------------------------------------------------------------------------------------

pub(in crate::output) fn write_document(view: &SourceView, locator: Option<&str>, to: &mut impl Parts) {
    let source = &view.source;
    if !view.authors.is_empty() {
        to.text(|text| {
            let authors = view.authors.iter().map(|author| Cow::Borrowed(author.as_str()));
            text.extend([&*enumerated(authors), ", "]);
        });
    }
    write_title(source, to);
    let manner = to.manner();
    to.text(|text| push_imprint(view, reservations(view), manner, text));
    if let Some(locator) = locator {
        to.text(|text| text.extend([", ", locator]));
    }
    write_addresses(source, to);
    if let Some(accessed) = &source.accessed {
        to.text(|text| text.extend([", accessed ", &manner.dated(accessed)]));
    }
}

/// The title; without one, what the document is and its id.
fn write_title(source: &Source, to: &mut impl Parts) {
    match &source.title {
        Some(title) => to.title(title),
        None => {
            let what = source.medium.map_or("document", Medium::word);
            let is_article = to.manner() == Manner::Article;
            to.text(|text| match is_article {
                true => text.push_str(&untitled(source)),
                false => text.extend([what, " ", source.id.as_str()]),
            });
        }
    }
}

/// What a document without a title is, for readers who know no ids: `an article without a title`.
pub(in crate::output) fn untitled(source: &Source) -> String {
    let what = source.medium.map_or("document", Medium::word);
    format!("{} {what} without a title", if what.starts_with(['a', 'i', 'o']) { "an" } else { "a" })
}

/// Who published a document and when, with what is to be said of the document behind the last of them.
fn push_imprint(view: &SourceView, note: Option<String>, manner: Manner, text: &mut String) {
    match (&view.publisher, &view.source.published) {
        (None, None) => text.extend(note.iter().flat_map(|note| [" (", note, ")"])),
        (Some(publisher), None) => text.extend([", ", &phrase::entity_with(publisher, note)]),
        (publisher, Some(published)) => {
            text.extend(publisher.iter().map(|publisher| format!(", {}", phrase::entity_whole(publisher))));
            text.extend([", ", &manner.dated_with(published, note)]);
        }
    }
}

/// What is doubtful or not known of a document: `assumed; title and date not recorded`.
fn reservations(view: &SourceView) -> Option<String> {
    let source = &view.source;
    let missing = match (source.title.is_none(), view.publisher.is_none(), source.published.is_none()) {
        (false, false, false) => "",
        (true, false, false) => "title not recorded",
        (false, true, false) => "publisher not recorded",
        (false, false, true) => "date not recorded",
        (true, true, false) => "title and publisher not recorded",
        (true, false, true) => "title and date not recorded",
        (false, true, true) => "publisher and date not recorded",
        (true, true, true) => "title, publisher and date not recorded",
    };
    match (view.certain, missing) {
        (true, "") => None,
        (true, missing) => Some(missing.to_owned()),
        (false, "") => Some("assumed".to_owned()),
        (false, missing) => Some(format!("assumed; {missing}")),
    }
}

fn write_addresses(source: &Source, to: &mut impl Parts) {
    if let Some(url) = &source.url {
        to.text(|text| text.push_str(", "));
        to.address(url);
    }
    if let Some(archive) = &source.archive_url {
        to.text(|text| text.push_str(", archived at "));
        to.address(archive);
    }
}

/// A document that stands behind the one read: `The Telegraph, “Title”, 2025-07 (not seen, assumed)`.
fn write_unseen(view: &SourceView, to: &mut impl Parts) {
    let (source, manner) = (&view.source, to.manner());
    let mut note = Some(phrase::not_seen(view).to_owned());
    let is_last = source.published.is_none();
    let mut unless_dated = || if is_last { note.take() } else { None };
    match (&view.publisher, &source.title) {
        (Some(publisher), Some(title)) => {
            to.text(|text| text.extend([&*phrase::entity_whole(publisher), ", "]));
            to.title(title);
        }
        (Some(publisher), None) => {
            let publisher = phrase::entity_with(publisher, unless_dated());
            to.text(|text| text.push_str(&publisher));
        }
        (None, _) => write_title(source, to),
    }
    if let Some(published) = &source.published {
        to.text(|text| text.extend([", ", &manner.dated_with(published, note.take())]));
    }
    to.text(|text| text.extend(note.iter().flat_map(|note| [" (", note, ")"])));
}
