//! Records through serde, in the names of the interchange format: what `serde_json` makes of a record is a line of it, and
//! a line of it is read as a record. Other formats of serde get the same fields.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::incoming::Given;
use super::reading::read_line_carefully;
use super::writing::to_json;
use crate::model::{Assessment, Claim, Definition, Entity, Link, Problem, Record, Source};

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to_json(self).serialize(serializer)
    }
}

/// Everything that is wrong with it is said, as of a line that is imported.
impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Record, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let incoming = read_line_carefully(&value.to_string(), 1).map_err(|problems| {
            let sentences: Vec<String> = problems.iter().map(Problem::message).collect();
            D::Error::custom(sentences.join("; "))
        })?;
        match incoming.what {
            Given::Record(record) => Ok(record),
            Given::Correction { record, .. } => {
                Err(D::Error::custom(format!("this corrects {}, and is no record", record.key())))
            }
            Given::Restoration { key, .. } => {
                Err(D::Error::custom(format!("this restores {key}, and is no record")))
            }
            Given::Retraction { key, .. } => {
                Err(D::Error::custom(format!("this retracts {key}, and is no record")))
            }
            Given::Redaction { key, .. } => {
                Err(D::Error::custom(format!("this says that {key} was redacted, and is no record")))
            }
        }
    }
}

/// A record whose type is known. Its `type` is written, and must be that when it is read.
macro_rules! of_type {
    ($($type:ident),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Record::$type(self.clone()).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                match Record::deserialize(deserializer)? {
                    Record::$type(record) => Ok(record),
                    other => Err(D::Error::custom(format!(
                        "{} is a record of another type than {}",
                        other.key(),
                        Record::$type($type::blank()).record_type().word()
                    ))),
                }
            }
        }
    )*};
}

of_type!(Entity, Source, Claim, Assessment, Link, Definition);
