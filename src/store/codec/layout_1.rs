//! Changes as layout 1 had them: a claim's speakers were references alone. What a journal holds in it is read for ever.

use serde::Deserialize;

use super::super::change;
use crate::model::record::{Dated, Extra};
use crate::model::{
    self, Assessment, Citation, Definition, Entity, Id, Key, Lang, Link, Mode, Ref, Source, Speaker, Text,
};

#[derive(Deserialize)]
pub(super) enum Change {
    Add(Record),
    Correct { record: Record, because: Option<String> },
    Retract { key: Key, because: Option<String> },
    Restore { key: Key, because: Option<String> },
}

#[derive(Deserialize)]
#[expect(clippy::large_enum_variant, reason = "it lives for as long as it takes to read one change")]
pub(super) enum Record {
    Entity(Entity),
    Source(Source),
    Claim(Claim),
    Assessment(Assessment),
    Link(Link),
    Definition(Definition),
}

#[derive(Deserialize)]
pub(super) struct Claim {
    id: Id,
    statement: String,
    lang: Option<Lang>,
    translations: Vec<Text>,
    mode: Mode,
    speakers: Vec<Ref>,
    audience: Vec<Ref>,
    ascribed_to: Vec<Ref>,
    about: Vec<Ref>,
    said: Option<Dated>,
    said_at: Option<Ref>,
    concerns: Option<Dated>,
    citations: Vec<Citation>,
    tags: Vec<String>,
    note: Option<String>,
    extra: Extra,
}

impl From<Change> for change::Change {
    fn from(old: Change) -> change::Change {
        match old {
            Change::Add(record) => change::Change::Add(record.into()),
            Change::Correct { record, because } => change::Change::Correct { record: record.into(), because },
            Change::Retract { key, because } => change::Change::Retract { key, because },
            Change::Restore { key, because } => change::Change::Restore { key, because },
        }
    }
}

impl From<Record> for model::Record {
    fn from(old: Record) -> model::Record {
        match old {
            Record::Entity(entity) => model::Record::Entity(entity),
            Record::Source(source) => model::Record::Source(source),
            Record::Claim(claim) => model::Record::Claim(claim.into()),
            Record::Assessment(assessment) => model::Record::Assessment(assessment),
            Record::Link(link) => model::Record::Link(link),
            Record::Definition(definition) => model::Record::Definition(definition),
        }
    }
}

impl From<Claim> for model::Claim {
    fn from(old: Claim) -> model::Claim {
        model::Claim {
            id: old.id,
            statement: old.statement,
            lang: old.lang,
            translations: old.translations,
            mode: old.mode,
            speakers: old.speakers.into_iter().map(Speaker::of).collect(),
            audience: old.audience,
            ascribed_to: old.ascribed_to,
            about: old.about,
            said: old.said,
            said_at: old.said_at,
            concerns: old.concerns,
            citations: old.citations,
            tags: old.tags,
            note: old.note,
            extra: old.extra,
        }
    }
}
