//! Changes as layout 1 had them: a claim's speakers were references alone. What a journal holds in it is read for ever.

use serde::Deserialize;

use super::super::change;
use super::records::{Assessment, Definition, Entity, Link, Source};
use crate::language::definition_of_0_1;
use crate::model::record::{Dated, Extra};
use crate::model::{self, Citation, Id, Key, Lang, Mode, Ref, Speaker, Text};

#[derive(Deserialize)]
pub(super) enum Change {
    Add(Record),
    Correct { record: Record, because: Option<String> },
    Retract { key: Key, because: Option<String> },
    Restore { key: Key, because: Option<String> },
}

#[derive(Deserialize)]
pub(super) enum Record {
    Entity(Entity<'static>),
    Source(Source<'static>),
    Claim(Claim),
    Assessment(Assessment<'static>),
    Link(Link<'static>),
    Definition(Definition<'static>),
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
            Record::Entity(entity) => model::Record::Entity(entity.into()),
            Record::Source(source) => model::Record::Source(source.into()),
            Record::Claim(claim) => model::Record::Claim(claim.into()),
            Record::Assessment(assessment) => model::Record::Assessment(assessment.into()),
            Record::Link(link) => model::Record::Link(link.into()),
            Record::Definition(definition) => model::Record::Definition(as_written_today(definition.into())),
        }
    }
}

/// Some questions that dictum 0.1 read in one way are refused today, as they can be read in two, and some words of names
/// have become words of the language. What was kept then means what it meant then.
fn as_written_today(definition: model::Definition) -> model::Definition {
    model::Definition { question: definition_of_0_1(&definition.question), ..definition }
}

impl From<Claim> for model::Claim {
    #[allow(clippy::needless_update, reason = "the model may have fields that the layout has not")]
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
            ..model::Claim::blank()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{decode_change, encode_change};
    use super::*;
    use crate::model::Record::Definition as Defined;

    /// A definition with this question as a layout has it.
    fn kept(question: &str, layout: u8) -> Vec<u8> {
        let definition = model::Definition {
            id: Id::new("d").expect("an id"),
            question: question.to_owned(),
            note: None,
            extra: Extra::new(),
        };
        let mut bytes = encode_change(&change::Change::Add(Defined(definition))).expect("bytes");
        bytes[0] = layout;
        bytes
    }

    fn question_in(bytes: &[u8]) -> String {
        match decode_change(bytes).expect("a change") {
            change::Change::Add(Defined(definition)) => definition.question,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_definition_of_0_1_means_what_it_meant() {
        let old = "claims rated false since 2025-07";
        assert_eq!(question_in(&kept(old, 1)), "claims rated false and since 2025-07");
        assert_eq!(question_in(&kept(old, 2)), old);
        let name = "claims about The World Changed since 2025";
        assert_eq!(question_in(&kept(name, 1)), "claims about The World Changed and since 2025");
    }
}
