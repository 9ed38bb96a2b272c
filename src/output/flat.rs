//! The columns that csv and tsv have where `showing` names none: every field of a record, lists joined with `; `,
//! ids beside names. Also the columns in which a table lists entities and sources.

use crate::model::record::{Dated, Extra};
use crate::model::{Author, Ref};
use crate::query::answer::{
    CitationView, ClaimRow, DatedBy, EntityCard, EntityView, RecordRow, SourceView, TenureView,
};

use super::columns::{Reader, match_word};
use super::phrase::{self, list};
use super::{citation, record_card};

/// A column: its heading and what it holds.
pub(super) type Column<T> = (&'static str, fn(&T) -> String);

// ---- Claims -------------------------------------------------------------------------------------------------------

pub(super) const CLAIM: [Column<ClaimRow>; 44] = [
    ("id", |row| row.id.to_string()),
    ("statement", |row| row.statement.clone()),
    ("lang", |row| tag(row.lang.as_ref())),
    ("translations", |row| list(&row.translations, |text| text.text.clone())),
    ("mode", |row| row.mode.word().to_owned()),
    ("speakers", |row| list(&row.speakers, |speaker| phrase::entity(&speaker.who))),
    ("speaker_ids", |row| list(&row.speakers, |speaker| speaker.who.id.to_string())),
    ("styled", |row| list_some(&row.speakers, |speaker| speaker.who.styled.clone())),
    ("roles", |row| list_some(&row.speakers, |speaker| Some(list(&speaker.roles, phrase::role)))),
    ("audience", |row| list(&row.audience, phrase::entity)),
    ("ascribed_to", |row| list(&row.ascribed_to, phrase::entity)),
    ("about", |row| list(&row.about, phrase::entity)),
    ("about_ids", |row| ids(&row.about)),
    ("said", |row| date(row.said.as_ref())),
    ("said_basis", |row| row.said.as_ref().map_or(String::new(), |said| said.basis.word().to_owned())),
    ("dated_by", |row| dated_by(row).unwrap_or_default().to_owned()),
    ("earliest", |row| effective_bounds(row).0),
    ("latest", |row| effective_bounds(row).1),
    ("said_at", |row| row.said_at.as_ref().map_or(String::new(), phrase::entity)),
    ("concerns", |row| date(row.concerns.as_ref())),
    ("source", |row| cited(row, |c| Some(c.read.source.id.to_string()))),
    ("title", |row| cited(row, |c| c.read.source.title.clone())),
    ("publisher", |row| cited(row, |c| c.read.publisher.as_ref().map(phrase::entity))),
    ("published", |row| cited(row, |c| Some(date(c.read.source.published.as_ref())))),
    ("locator", |row| cited(row, |c| c.locator.clone())),
    ("chain", |row| list(&row.citations, |c| phrase::chain(row, c, true))),
    ("words", |row| cited(row, |c| c.words.as_ref().map(|words| words.text.clone()))),
    ("words_lang", |row| cited(row, |c| c.words.as_ref().map(|words| tag(words.lang.as_ref())))),
    ("words_translated", |row| cited(row, |c| c.words.as_ref().map(|words| words.translated.to_string()))),
    ("url", |row| cited(row, |c| c.read.source.url.clone())),
    ("archive_url", |row| cited(row, |c| c.read.source.archive_url.clone())),
    ("citation", |row| list(&row.citations, |c| citation::text(row, c))),
    ("verdicts", |row| list(&row.assessments, phrase::verdict)),
    ("links", |row| list(&row.links, phrase::link_short)),
    ("tags", |row| row.tags.join("; ")),
    ("note", |row| row.note.clone().unwrap_or_default()),
    ("extra", |row| extra(&row.extra)),
    ("match", |row| match_word(row).to_owned()),
    ("recorded_at", |row| phrase::moment(row.recorded.at)),
    ("recorded_by", |row| row.recorded.by.clone()),
    ("sequence", |row| row.recorded.sequence.to_string()),
    ("corrected_at", |row| row.corrected.as_ref().map_or(String::new(), |by| phrase::moment(by.at))),
    ("retracted_at", |row| row.retracted.as_ref().map_or(String::new(), |by| phrase::moment(by.when.at))),
    ("retracted_because", |row| row.retracted.as_ref().and_then(|by| by.because.clone()).unwrap_or_default()),
];

/// By which date a claim is dated, as the rows for programs say it.
pub(super) fn dated_by(row: &ClaimRow) -> Option<&'static str> {
    match (&row.dated, &row.said) {
        (Some(dated), _) if dated.by == DatedBy::Published => Some("published"),
        (Some(_), _) | (None, Some(_)) => Some("said"),
        (None, None) => None,
    }
}

fn effective_bounds(row: &ClaimRow) -> (String, String) {
    let said = row.said.as_ref().map(|said| said.date.interval());
    let Some(interval) = row.dated.as_ref().map(|dated| dated.interval).or(said) else {
        return (String::new(), String::new());
    };
    let text = |at, end| phrase::bound(at, end).unwrap_or_default();
    (text(interval.earliest, false), text(interval.latest, true))
}

fn cited(row: &ClaimRow, part: impl Fn(&CitationView) -> Option<String>) -> String {
    list_some(&row.citations, part)
}

fn list_some<T>(things: &[T], part: impl Fn(&T) -> Option<String>) -> String {
    things.iter().filter_map(part).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

fn ids(views: &[EntityView]) -> String {
    list(views, |view| view.id.to_string())
}

fn date(date: Option<&Dated>) -> String {
    date.map_or(String::new(), |date| date.date.as_str().to_owned())
}

fn tag(lang: Option<&crate::model::Lang>) -> String {
    lang.map_or(String::new(), ToString::to_string)
}

pub(super) fn extra(extra: &Extra) -> String {
    extra.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("; ")
}

// ---- Entities and sources -------------------------------------------------------------------------------------------

/// The columns of a listing where `showing` names none.
pub(super) fn record_columns(sources: bool, reader: Reader) -> &'static [Column<RecordRow>] {
    match (sources, reader) {
        (false, Reader::Person) => &ENTITY_TABLE,
        (false, Reader::Program) => &ENTITY,
        (true, Reader::Person) => &SOURCE_TABLE,
        (true, Reader::Program) => &SOURCE,
    }
}

const ENTITY_TABLE: [Column<RecordRow>; 5] = [
    ("id", |row| entity(row, |card| card.entity.id.to_string())),
    ("name", |row| entity(row, |card| record_card::name_and_unnamed(&card.entity))),
    ("other names", |row| entity(row, |card| record_card::other_names(&card.entity))),
    ("within", |row| entity(row, |card| list(&card.broader, phrase::entity))),
    ("roles", |row| entity(row, |card| list(&card.roles, record_card::tenure))),
];

const ENTITY: [Column<RecordRow>; 14] = [
    ("id", |row| entity(row, |card| card.entity.id.to_string())),
    ("kind", |row| entity(row, |card| card.entity.kind.word().to_owned())),
    ("name", |row| entity(row, |card| card.entity.name().to_owned())),
    ("other_names", |row| entity(row, |card| record_card::other_names(&card.entity))),
    ("demonyms", |row| entity(row, |card| list(&card.entity.demonyms, |text| text.text.clone()))),
    ("unnamed", |row| entity(row, |card| card.entity.unnamed.to_string())),
    ("within", |row| entity(row, |card| list(&card.broader, phrase::entity))),
    ("within_ids", |row| entity(row, |card| ids(&card.broader))),
    ("roles", |row| entity(row, |card| list(&card.roles, tenure_ids))),
    ("on", |row| entity(row, |card| date(card.entity.on.as_ref()))),
    ("at", |row| entity(row, |card| card.at.as_ref().map_or(String::new(), phrase::entity))),
    ("wikidata", |row| entity(row, |card| card.entity.wikidata.clone().unwrap_or_default())),
    ("note", |row| entity(row, |card| card.entity.note.clone().unwrap_or_default())),
    ("extra", |row| entity(row, |card| extra(&card.entity.extra))),
];

/// `director of rusi [2020/2024]`
fn tenure_ids(tenure: &TenureView) -> String {
    let of = tenure
        .of
        .as_ref()
        .map_or(String::new(), |of| format!(" of {}", phrase::doubted(of.id.as_str(), of.certain)));
    let (from, until) = (date(tenure.from.as_ref()), date(tenure.until.as_ref()));
    let dates =
        if from.is_empty() && until.is_empty() { String::new() } else { format!(" [{from}/{until}]") };
    format!("{}{of}{dates}", phrase::doubted(tenure.role.id.as_str(), tenure.role.certain))
}

const SOURCE_TABLE: [Column<RecordRow>; 6] = [
    ("id", |row| source(row, |view| view.source.id.to_string())),
    ("title", |row| source(row, |view| view.source.title.clone().unwrap_or_default())),
    ("publisher", |row| source(row, |view| view.publisher.as_ref().map_or(String::new(), phrase::entity))),
    ("published", |row| {
        source(row, |view| view.source.published.as_ref().map_or(String::new(), phrase::dated))
    }),
    ("medium", |row| source(row, medium_and_language)),
    ("url", |row| source(row, |view| view.source.url.clone().unwrap_or_default())),
];

/// `article (Arabic)`
fn medium_and_language(view: &SourceView) -> String {
    let medium = view.source.medium.map_or("document", |medium| medium.word());
    view.source
        .lang
        .as_ref()
        .map_or(medium.to_owned(), |lang| format!("{medium} ({})", phrase::language(lang)))
}

const SOURCE: [Column<RecordRow>; 15] = [
    ("id", |row| source(row, |view| view.source.id.to_string())),
    ("title", |row| source(row, |view| view.source.title.clone().unwrap_or_default())),
    ("publisher", |row| source(row, |view| view.publisher.as_ref().map_or(String::new(), phrase::entity))),
    ("publisher_id", |row| {
        source(row, |view| view.publisher.as_ref().map_or(String::new(), |p| p.id.to_string()))
    }),
    ("authors", |row| source(row, |view| view.authors.join("; "))),
    ("author_ids", |row| source(row, author_ids)),
    ("published", |row| source(row, |view| date(view.source.published.as_ref()))),
    ("medium", |row| source(row, |view| view.source.medium.map_or("", |medium| medium.word()).to_owned())),
    ("lang", |row| source(row, |view| tag(view.source.lang.as_ref()))),
    ("url", |row| source(row, |view| view.source.url.clone().unwrap_or_default())),
    ("archive_url", |row| source(row, |view| view.source.archive_url.clone().unwrap_or_default())),
    ("accessed", |row| source(row, |view| date(view.source.accessed.as_ref()))),
    ("citing", |row| source(row, |view| list(&view.source.cites, ref_id))),
    ("note", |row| source(row, |view| view.source.note.clone().unwrap_or_default())),
    ("extra", |row| source(row, |view| extra(&view.source.extra))),
];

fn author_ids(view: &SourceView) -> String {
    list_some(&view.source.authors, |author| match author {
        Author::Entity(entity) => Some(ref_id(entity)),
        Author::Name(_) => None,
    })
}

fn ref_id(named: &Ref) -> String {
    phrase::doubted(named.id.as_str(), named.certain)
}

fn entity(row: &RecordRow, cell: impl Fn(&EntityCard) -> String) -> String {
    match row {
        RecordRow::Entity(card) => cell(card),
        RecordRow::Source(_) => String::new(),
    }
}

fn source(row: &RecordRow, cell: impl Fn(&SourceView) -> String) -> String {
    match row {
        RecordRow::Source(view) => cell(view),
        RecordRow::Entity(_) => String::new(),
    }
}
