//! The columns that csv and tsv have where `showing` names none: every field of a record, lists joined with `; ` so that
//! each thing in them can be told, ids beside names. Also the columns in which a table lists entities and sources.

use std::borrow::Cow;

use crate::model::fields::{self, Field};
use crate::model::record::{Dated, Extra, RecordRef};
use crate::model::{Author, Interval, Lang, RecordType, Ref};
use crate::query::answer::{
    CitationView, ClaimRow, DatedBy, EntityCard, EntityView, RecordRow, SourceView, TenureView,
};

use crate::output::content::phrase;
use crate::output::content::phrase::{apart, apart_if_several};
use crate::output::content::plain;
use crate::output::content::timestamp::Stamp;
use crate::output::content::{citation, record};
use crate::output::tabular::columns::{Reader, match_word};

/// A column: its heading and what it holds.
type Column<T> = (&'static str, fn(&T) -> Cow<'_, str>);

/// The columns of a type of record: those that are arranged here, and before the recorder's note the plain fields that are not
/// among them. A new field needs no column of its own.
pub(in crate::output) struct Columns<T: 'static> {
    arranged: &'static [Column<T>],
    others: Vec<&'static Field>,
    record_of: for<'r> fn(&'r T) -> Option<RecordRef<'r>>,
}

impl<T> Columns<T> {
    fn new(
        arranged: &'static [Column<T>],
        record_type: RecordType,
        record_of: for<'r> fn(&'r T) -> Option<RecordRef<'r>>,
    ) -> Columns<T> {
        let is_other = |field: &&Field| {
            let is_arranged = arranged.iter().any(|(heading, _)| *heading == field.name);
            field.value.is_plain() && !field.long && !is_arranged
        };
        Columns { arranged, others: fields::of(record_type).iter().filter(is_other).collect(), record_of }
    }

    fn split(&self) -> (&'static [Column<T>], &'static [Column<T>]) {
        let note = self.arranged.iter().position(|(heading, _)| *heading == "note");
        self.arranged.split_at(note.unwrap_or(self.arranged.len()))
    }

    pub(in crate::output) fn headings(&self) -> impl Iterator<Item = &'static str> {
        let (before, after) = self.split();
        let others = self.others.iter().map(|field| field.name);
        before
            .iter()
            .map(|(heading, _)| *heading)
            .chain(others)
            .chain(after.iter().map(|(heading, _)| *heading))
    }

    pub(in crate::output) fn cells<'r>(&self, row: &'r T) -> Vec<Cow<'r, str>> {
        let (before, after) = self.split();
        let record = (self.record_of)(row);
        let other =
            |field: &&'static Field| record.map_or(Cow::default(), |record| plain::as_value(field, record));
        let before = before.iter().map(|(_, cell)| cell(row));
        before.chain(self.others.iter().map(other)).chain(after.iter().map(|(_, cell)| cell(row))).collect()
    }
}

/// The columns of claims where `showing` names none.
pub(in crate::output) fn claim_columns() -> Columns<ClaimRow> {
    Columns::new(&CLAIM, RecordType::Claim, |row| Some(RecordRef::Claim(&row.record)))
}

// ---- Claims -------------------------------------------------------------------------------------------------------

const CLAIM: [Column<ClaimRow>; 45] = [
    ("id", |row| row.id.as_str().into()),
    ("statement", |row| row.statement.as_str().into()),
    ("lang", |row| tag(row.lang.as_ref())),
    ("translations", |row| list_some(&row.translations, |text| Some(text.text.as_str()))),
    ("mode", |row| row.mode.word().into()),
    ("speakers", |row| list(&row.speakers, |speaker| phrase::entity(&speaker.who))),
    ("speaker_ids", |row| list(&row.speakers, |speaker| speaker.who.id.as_str().into())),
    ("styled", |row| list_some(&row.speakers, |speaker| speaker.who.styled.as_deref())),
    ("roles", |row| list_some(&row.speakers, |speaker| Some(phrase::list(&speaker.roles, phrase::role)))),
    ("audience", |row| list(&row.audience, phrase::entity)),
    ("ascribed_to", |row| list(&row.ascribed_to, phrase::entity)),
    ("about", |row| list(&row.about, phrase::entity)),
    ("about_ids", |row| ids(&row.about)),
    ("said", |row| date(row.said.as_ref())),
    ("said_basis", |row| row.said.as_ref().map_or("", |said| said.basis.word()).into()),
    ("dated_by", |row| dated_by(row).unwrap_or_default().into()),
    ("earliest", |row| stamp(effective_interval(row).and_then(|of| Stamp::of_bound(of.earliest, false)))),
    ("latest", |row| stamp(effective_interval(row).and_then(|of| Stamp::of_bound(of.latest, true)))),
    ("said_at", |row| row.said_at.as_ref().map(phrase::entity).unwrap_or_default()),
    ("concerns", |row| date(row.concerns.as_ref())),
    ("source", |row| cited(row, |c| Some(c.read.source.id.as_str()))),
    ("title", |row| cited(row, |c| c.read.source.title.as_deref())),
    ("publisher", |row| cited(row, |c| c.read.publisher.as_ref().map(phrase::entity))),
    ("published", |row| cited(row, |c| Some(date(c.read.source.published.as_ref())))),
    ("locator", |row| cited(row, |c| c.locator.as_deref())),
    ("chain", |row| cited(row, |c| Some(phrase::chain(row, c, true)))),
    ("words", |row| cited(row, |c| c.words.as_ref().map(|words| words.text.as_str()))),
    ("words_lang", |row| cited(row, |c| c.words.as_ref().map(|words| tag(words.lang.as_ref())))),
    ("words_translated", |row| cited(row, |c| c.words.as_ref().map(|words| flag(words.translated)))),
    ("url", |row| cited(row, |c| c.read.source.url.as_deref())),
    ("archive_url", |row| cited(row, |c| c.read.source.archive_url.as_deref())),
    ("citation", |row| cited(row, |c| Some(citation::text(row, c)))),
    ("verdicts", |row| list_some(&row.assessments, |view| Some(phrase::verdict(view)))),
    ("verdict_urls", |row| list_some(&row.assessments, |view| view.record.url.as_deref())),
    ("links", |row| list(&row.links, phrase::link_short)),
    ("tags", |row| list(&row.tags, |tag| tag.as_str().into())),
    ("note", |row| optional(&row.note)),
    ("extra", |row| extra(&row.extra)),
    ("match", |row| match_word(row).into()),
    ("recorded_at", |row| stamp(Some(Stamp::of_micros(row.recorded.at)))),
    ("recorded_by", |row| row.recorded.by.as_str().into()),
    ("sequence", |row| row.recorded.sequence.to_string().into()),
    ("corrected_at", |row| stamp(row.corrected.as_ref().map(|by| Stamp::of_micros(by.at)))),
    ("retracted_at", |row| stamp(row.retracted.as_ref().map(|by| Stamp::of_micros(by.when.at)))),
    ("retracted_because", |row| {
        row.retracted.as_ref().and_then(|by| by.because.as_deref()).unwrap_or_default().into()
    }),
];

/// By which date a claim is dated, as the rows for programs say it.
pub(in crate::output) fn dated_by(row: &ClaimRow) -> Option<&'static str> {
    match (&row.dated, &row.said) {
        (Some(dated), _) if dated.by == DatedBy::Published => Some("published"),
        (Some(_), _) | (None, Some(_)) => Some("said"),
        (None, None) => None,
    }
}

fn effective_interval(row: &ClaimRow) -> Option<Interval> {
    let said = row.said.as_ref().map(|said| said.date.interval());
    row.dated.as_ref().map(|dated| dated.dating.instants()).or(said)
}

fn cited<'a, P: Into<Cow<'a, str>>>(
    row: &'a ClaimRow,
    part: impl Fn(&'a CitationView) -> Option<P>,
) -> Cow<'a, str> {
    list_some(&row.citations, part)
}

/// Those of them that are not empty.
fn list_some<'a, T, P: Into<Cow<'a, str>>>(
    things: &'a [T],
    part: impl Fn(&'a T) -> Option<P>,
) -> Cow<'a, str> {
    apart_if_several(things.iter().filter_map(part).map(Into::into).filter(|text| !text.is_empty()))
}

fn list<'a, T>(things: &'a [T], word: impl Fn(&'a T) -> Cow<'a, str>) -> Cow<'a, str> {
    apart(things.iter().map(word))
}

fn ids(views: &[EntityView]) -> Cow<'_, str> {
    list(views, |view| view.id.as_str().into())
}

fn date(date: Option<&Dated>) -> Cow<'_, str> {
    date.map_or("", |date| date.date.as_str()).into()
}

fn tag(lang: Option<&Lang>) -> Cow<'_, str> {
    lang.map_or("", Lang::as_str).into()
}

fn flag(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

fn stamp(stamp: Option<Stamp>) -> Cow<'static, str> {
    stamp.map_or(Cow::Borrowed(""), |stamp| stamp.to_string().into())
}

fn optional(text: &Option<String>) -> Cow<'_, str> {
    text.as_deref().unwrap_or_default().into()
}

pub(in crate::output) fn extra(extra: &Extra) -> Cow<'_, str> {
    apart(extra.iter().map(|(key, value)| [key, "=", value].concat().into()))
}

// ---- Entities and sources -------------------------------------------------------------------------------------------

/// The columns of a listing where `showing` names none: for a person a few, for a program all.
pub(in crate::output) fn record_columns(sources: bool, reader: Reader) -> Columns<RecordRow> {
    let (few, all, record_type): (&[_], &[_], _) = if sources {
        (&SOURCE_TABLE, &SOURCE, RecordType::Source)
    } else {
        (&ENTITY_TABLE, &ENTITY, RecordType::Entity)
    };
    let record_of: fn(&RecordRow) -> Option<RecordRef<'_>> = |row| {
        Some(match row {
            RecordRow::Entity(card) => RecordRef::Entity(&card.entity),
            RecordRow::Source(view) => RecordRef::Source(&view.source),
        })
    };
    match reader {
        Reader::Person => Columns { arranged: few, others: Vec::new(), record_of },
        Reader::File => Columns::new(all, record_type, record_of),
    }
}

const ENTITY_TABLE: [Column<RecordRow>; 5] = [
    ("id", |row| entity(row, |card| card.entity.id.as_str().into())),
    ("name", |row| entity(row, |card| record::name_and_unnamed(&card.entity))),
    ("other names", |row| entity(row, |card| record::other_names(&card.entity))),
    ("within", |row| entity(row, |card| phrase::list(&card.broader, phrase::entity))),
    ("roles", |row| entity(row, |card| phrase::list(&card.roles, |tenure| record::tenure(tenure).into()))),
];

const ENTITY: [Column<RecordRow>; 14] = [
    ("id", |row| entity(row, |card| card.entity.id.as_str().into())),
    ("kind", |row| entity(row, |card| card.entity.kind.word().into())),
    ("name", |row| entity(row, |card| card.entity.name().into())),
    ("other_names", |row| entity(row, |card| record::other_names(&card.entity))),
    ("demonyms", |row| entity(row, |card| list(&card.entity.demonyms, |text| text.text.as_str().into()))),
    ("unnamed", |row| entity(row, |card| flag(card.entity.unnamed).into())),
    ("within", |row| entity(row, |card| list(&card.broader, phrase::entity))),
    ("within_ids", |row| entity(row, |card| ids(&card.broader))),
    ("roles", |row| entity(row, |card| list(&card.roles, tenure_ids))),
    ("on", |row| entity(row, |card| date(card.entity.on.as_ref()))),
    ("at", |row| entity(row, |card| card.at.as_ref().map(phrase::entity).unwrap_or_default())),
    ("wikidata", |row| entity(row, |card| optional(&card.entity.wikidata))),
    ("note", |row| entity(row, |card| optional(&card.entity.note))),
    ("extra", |row| entity(row, |card| extra(&card.entity.extra))),
];

/// `director of rusi [2020/2024]`
fn tenure_ids(tenure: &TenureView) -> Cow<'_, str> {
    let mut text = phrase::doubted(tenure.role.id.as_str(), tenure.role.certain);
    if let Some(of) = &tenure.of {
        text.to_mut().extend([" of ", &phrase::doubted(of.id.as_str(), of.certain)]);
    }
    let (from, until) = (date(tenure.from.as_ref()), date(tenure.until.as_ref()));
    if !from.is_empty() || !until.is_empty() {
        text.to_mut().extend([" [", &from, "/", &until, "]"]);
    }
    text
}

const SOURCE_TABLE: [Column<RecordRow>; 6] = [
    ("id", |row| source(row, |view| view.source.id.as_str().into())),
    ("title", |row| source(row, |view| optional(&view.source.title))),
    ("publisher", |row| source(row, publisher)),
    ("published", |row| {
        source(row, |view| view.source.published.as_ref().map(phrase::dated).unwrap_or_default())
    }),
    ("medium", |row| source(row, medium_and_language)),
    ("url", |row| source(row, |view| optional(&view.source.url))),
];

/// `article (Arabic)`
fn medium_and_language(view: &SourceView) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(view.source.medium.map_or("document", |medium| medium.word()));
    if let Some(lang) = &view.source.lang {
        text.to_mut().extend([" (", &phrase::language(lang), ")"]);
    }
    text
}

const SOURCE: [Column<RecordRow>; 15] = [
    ("id", |row| source(row, |view| view.source.id.as_str().into())),
    ("title", |row| source(row, |view| optional(&view.source.title))),
    ("publisher", |row| source(row, publisher)),
    ("publisher_id", |row| {
        source(row, |view| view.publisher.as_ref().map_or("", |publisher| publisher.id.as_str()).into())
    }),
    ("authors", |row| source(row, |view| list(&view.authors, |author| author.as_str().into()))),
    ("author_ids", |row| source(row, author_ids)),
    ("published", |row| source(row, |view| date(view.source.published.as_ref()))),
    ("medium", |row| source(row, |view| view.source.medium.map_or("", |medium| medium.word()).into())),
    ("lang", |row| source(row, |view| tag(view.source.lang.as_ref()))),
    ("url", |row| source(row, |view| optional(&view.source.url))),
    ("archive_url", |row| source(row, |view| optional(&view.source.archive_url))),
    ("accessed", |row| source(row, |view| date(view.source.accessed.as_ref()))),
    ("citing", |row| source(row, |view| list(&view.source.cites, ref_id))),
    ("note", |row| source(row, |view| optional(&view.source.note))),
    ("extra", |row| source(row, |view| extra(&view.source.extra))),
];

fn publisher(view: &SourceView) -> Cow<'_, str> {
    view.publisher.as_ref().map(phrase::entity).unwrap_or_default()
}

fn author_ids(view: &SourceView) -> Cow<'_, str> {
    list_some(&view.source.authors, |author| match author {
        Author::Entity(entity) => Some(ref_id(entity)),
        Author::Name(_) => None,
    })
}

fn ref_id(named: &Ref) -> Cow<'_, str> {
    phrase::doubted(named.id.as_str(), named.certain)
}

fn entity(row: &RecordRow, cell: fn(&EntityCard) -> Cow<'_, str>) -> Cow<'_, str> {
    match row {
        RecordRow::Entity(card) => cell(card),
        RecordRow::Source(_) => Cow::default(),
    }
}

fn source(row: &RecordRow, cell: fn(&SourceView) -> Cow<'_, str>) -> Cow<'_, str> {
    match row {
        RecordRow::Source(view) => cell(view),
        RecordRow::Entity(_) => Cow::default(),
    }
}
