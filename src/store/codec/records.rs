//! Changes as layouts 2 and 3 hold them, apart from the model's types: a field that the model has since been given is not
//! among these, but in the [`Tail`] behind the record, with its number. So a new optional field needs no new layout, and
//! nothing here changes for it: its number stands where the field is declared (`model/fields.rs`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::change;
use super::values::{CodecError, decode, encode};
use crate::model::fields::{self, Field, Held, with_lens};
use crate::model::record::{Dated, Extra};
use crate::model::{
    self, Author, Citation, Id, Key, Kind, Lang, Medium, Mode, Name, Rating, Ref, Relation, Speaker, Tenure,
    Text, Verdict,
};

#[derive(Serialize, Deserialize)]
pub(super) enum Change<'a> {
    Add(Record<'a>),
    Correct {
        record: Record<'a>,
        because: Cow<'a, Option<String>>,
    },
    Retract {
        key: Cow<'a, Key>,
        because: Cow<'a, Option<String>>,
    },
    Restore {
        key: Cow<'a, Key>,
        because: Cow<'a, Option<String>>,
    },
    Redact {
        key: Cow<'a, Key>,
        because: Cow<'a, Option<String>>,
        gaps: Cow<'a, [change::Gap]>,
    },
    /// It has bytes of its own.
    #[serde(skip)]
    Gap(Cow<'a, change::Gap>),
}

#[derive(Serialize, Deserialize)]
pub(super) enum Record<'a> {
    Entity(Entity<'a>),
    Source(Source<'a>),
    Claim(Claim<'a>),
    Assessment(Assessment<'a>),
    Link(Link<'a>),
    Definition(Definition<'a>),
}

/// A type of record with the fields that the layout has of it, in their order.
macro_rules! stored {
    ($($type:ident { $($field:ident: $of:ty),* $(,)? } and $rest:expr;)*) => {$(
        #[derive(Serialize, Deserialize)]
        pub(super) struct $type<'a> {
            $($field: Cow<'a, $of>),*
        }

        impl<'a> From<&'a model::$type> for $type<'a> {
            fn from(record: &'a model::$type) -> $type<'a> {
                $type { $($field: Cow::Borrowed(&record.$field)),* }
            }
        }

        impl From<$type<'_>> for model::$type {
            #[allow(clippy::needless_update, reason = "the model may have fields that the layout has not")]
            fn from(stored: $type<'_>) -> model::$type {
                model::$type { $($field: stored.$field.into_owned(),)* ..$rest }
            }
        }
    )*};
}

stored! {
    Entity {
        id: Id,
        kind: Kind,
        unnamed: bool,
        names: Vec<Name>,
        demonyms: Vec<Text>,
        broader: Vec<Ref>,
        roles: Vec<Tenure>,
        on: Option<Dated>,
        at: Option<Ref>,
        wikidata: Option<String>,
        note: Option<String>,
        extra: Extra,
    } and model::Entity::blank();
    Source {
        id: Id,
        title: Option<String>,
        publisher: Option<Ref>,
        authors: Vec<Author>,
        published: Option<Dated>,
        url: Option<String>,
        archive_url: Option<String>,
        accessed: Option<Dated>,
        lang: Option<Lang>,
        medium: Option<Medium>,
        cites: Vec<Ref>,
        text: Option<String>,
        note: Option<String>,
        extra: Extra,
    } and model::Source::blank();
    Claim {
        id: Id,
        statement: String,
        lang: Option<Lang>,
        translations: Vec<Text>,
        mode: Mode,
        speakers: Vec<Speaker>,
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
    } and model::Claim::blank();
    Assessment {
        id: Id,
        claim: Id,
        by: Ref,
        on: Option<Dated>,
        verdict: Verdict,
        label: Option<String>,
        rating: Option<Rating>,
        source: Option<Ref>,
        summary: Option<String>,
        note: Option<String>,
        extra: Extra,
    } and model::Assessment::blank();
    Link {
        from: Id,
        relation: Relation,
        to: Id,
        note: Option<String>,
        extra: Extra,
    } and model::Link::blank();
    Definition {
        id: Id,
        question: String,
        note: Option<String>,
        extra: Extra,
    } and model::Definition::blank();
}

impl<'a> From<&'a model::Record> for Record<'a> {
    /// The text of a source is left out: it is stored behind the change.
    fn from(record: &'a model::Record) -> Record<'a> {
        match record {
            model::Record::Entity(r) => Record::Entity(r.into()),
            model::Record::Source(r) => Record::Source(Source { text: Cow::Owned(None), ..r.into() }),
            model::Record::Claim(r) => Record::Claim(r.into()),
            model::Record::Assessment(r) => Record::Assessment(r.into()),
            model::Record::Link(r) => Record::Link(r.into()),
            model::Record::Definition(r) => Record::Definition(r.into()),
        }
    }
}

impl From<Record<'_>> for model::Record {
    fn from(stored: Record<'_>) -> model::Record {
        match stored {
            Record::Entity(r) => model::Record::Entity(r.into()),
            Record::Source(r) => model::Record::Source(r.into()),
            Record::Claim(r) => model::Record::Claim(r.into()),
            Record::Assessment(r) => model::Record::Assessment(r.into()),
            Record::Link(r) => model::Record::Link(r.into()),
            Record::Definition(r) => model::Record::Definition(r.into()),
        }
    }
}

impl<'a> From<&'a change::Change> for Change<'a> {
    fn from(change: &'a change::Change) -> Change<'a> {
        match change {
            change::Change::Add(record) => Change::Add(record.into()),
            change::Change::Correct { record, because } => {
                Change::Correct { record: record.into(), because: Cow::Borrowed(because) }
            }
            change::Change::Retract { key, because } => {
                Change::Retract { key: Cow::Borrowed(key), because: Cow::Borrowed(because) }
            }
            change::Change::Restore { key, because } => {
                Change::Restore { key: Cow::Borrowed(key), because: Cow::Borrowed(because) }
            }
            change::Change::Redact { key, because, gaps } => Change::Redact {
                key: Cow::Borrowed(key),
                because: Cow::Borrowed(because),
                gaps: Cow::Borrowed(gaps),
            },
            change::Change::Gap(gap) => Change::Gap(Cow::Borrowed(gap)),
        }
    }
}

impl From<Change<'_>> for change::Change {
    fn from(stored: Change<'_>) -> change::Change {
        match stored {
            Change::Add(record) => change::Change::Add(record.into()),
            Change::Correct { record, because } => {
                change::Change::Correct { record: record.into(), because: because.into_owned() }
            }
            Change::Retract { key, because } => {
                change::Change::Retract { key: key.into_owned(), because: because.into_owned() }
            }
            Change::Restore { key, because } => {
                change::Change::Restore { key: key.into_owned(), because: because.into_owned() }
            }
            Change::Redact { key, because, gaps } => change::Change::Redact {
                key: key.into_owned(),
                because: because.into_owned(),
                gaps: gaps.into_owned(),
            },
            Change::Gap(gap) => change::Change::Gap(gap.into_owned()),
        }
    }
}

/// The fields of a record that are younger than layout 2, each with its number and its value in bytes of its own.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Tail(Vec<(u32, Vec<u8>)>);

impl Tail {
    /// Those that the record has.
    pub fn of(record: &model::Record) -> Tail {
        let numbered =
            fields::of(record.record_type()).iter().filter_map(|field| Some((field, field.number?)));
        Tail(numbered.filter_map(|(field, number)| Some((number, bytes_of(field, record)?))).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the record these fields.
    ///
    /// # Errors
    /// One of them is unknown here, and would be lost; or its bytes are no value of it.
    pub fn put_into(&self, record: &mut model::Record) -> Result<(), CodecError> {
        let record_type = record.record_type();
        for (number, bytes) in &self.0 {
            let field = fields::of(record_type).iter().find(|field| field.number == Some(*number));
            let field = field.ok_or(CodecError::UnknownField { record_type, number: *number })?;
            with_lens!(&field.value, lens => lens.set(record, decode(bytes)?));
        }
        Ok(())
    }
}

/// The value of a field; nothing where the record does not have it.
fn bytes_of(field: &Field, record: &model::Record) -> Option<Vec<u8>> {
    with_lens!(&field.value, lens => {
        let held = lens.get(record)?;
        (Held::nothing().as_ref() != Some(held)).then(|| encode(held))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{decode_change, encode_change};
    use super::*;
    use crate::model::RecordType;
    use crate::model::fields::Value;

    /// A record of which every text is there; of the other fields, what a blank one has.
    fn full(record_type: RecordType) -> model::Record {
        let mut record = model::Record::blank(record_type);
        for field in fields::of(record_type) {
            if let Value::Text(lens) | Value::Url(lens) | Value::Item(lens) = &field.value {
                lens.set(&mut record, Some(format!("the {}", field.name)));
            }
        }
        record
    }

    #[test]
    fn no_field_of_a_text_is_lost() {
        for record_type in RecordType::ALL {
            let change = change::Change::Add(full(record_type));
            assert_eq!(decode_change(&encode_change(&change).unwrap()).unwrap(), change);
            let change = change::Change::Correct { record: full(record_type), because: Some("so".into()) };
            assert_eq!(decode_change(&encode_change(&change).unwrap()).unwrap(), change);
        }
    }

    #[test]
    fn numbers_are_given_once() {
        for record_type in RecordType::ALL {
            let numbers: Vec<u32> = fields::of(record_type).iter().filter_map(|field| field.number).collect();
            let mut distinct = numbers.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), numbers.len(), "{record_type}");
        }
    }

    #[test]
    fn a_field_that_is_not_known_yet_is_refused_and_not_dropped() {
        let tail = Tail(vec![(4_000, vec![1, 2])]);
        let mut record = model::Record::blank(RecordType::Assessment);
        let refused = CodecError::UnknownField { record_type: RecordType::Assessment, number: 4_000 };
        assert_eq!(tail.put_into(&mut record), Err(refused));
    }
}
