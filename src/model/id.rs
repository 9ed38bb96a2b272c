//! Ids of records.

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest id, in bytes of UTF-8.
pub const LONGEST_ID: usize = 200;

/// An id: letters of any script with their marks, digits, `-`, `_`, `.`, `:`; 1 to 200 bytes; matched exactly.
///
/// One id stands in many places; copies share its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        deserializer.deserialize_str(IdVisitor)
    }
}

/// Takes the text as it stands, without a copy between.
struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Id, E> {
        Ok(Id(text.into()))
    }
}

impl Id {
    /// # Errors
    /// Why the text is no id.
    pub fn new(text: &str) -> Result<Id, InvalidId> {
        if text.is_empty() {
            return Err(InvalidId::Empty);
        }
        if text.len() > LONGEST_ID {
            return Err(InvalidId::TooLong { bytes: text.len() });
        }
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Ok(Id(text.into()));
        }
        match text.chars().find(|c| !is_id_char(*c)) {
            None => Ok(Id(text.into())),
            Some(character) => Err(InvalidId::Character { id: text.to_owned(), character }),
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stands for an id that is not known yet.
    pub fn placeholder() -> Id {
        static PLACEHOLDER: LazyLock<Id> = LazyLock::new(|| Id("-".into()));
        PLACEHOLDER.clone()
    }
}

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidId {
    /// There is nothing.
    Empty,
    /// It has more bytes than [`LONGEST_ID`].
    TooLong {
        /// How many bytes it has.
        bytes: usize,
    },
    /// It has a character that no id has; the first of them.
    Character {
        /// The text that was given.
        id: String,
        /// The first character that no id can hold.
        character: char,
    },
}

impl InvalidId {
    /// What an id is made of, where that is what is wrong.
    pub fn hint(&self) -> Option<&'static str> {
        let is_character = matches!(self, InvalidId::Character { .. });
        is_character.then_some("an id has letters, digits, `-`, `_`, `.` and `:`")
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InvalidId::Empty => f.write_str("an id cannot be empty"),
            InvalidId::TooLong { bytes } => {
                write!(f, "an id can have at most {LONGEST_ID} bytes, this one has {bytes}")
            }
            InvalidId::Character { id, character } => {
                write!(f, "the id `{id}` holds {}, which an id cannot hold", describe(*character))
            }
        }
    }
}

impl std::error::Error for InvalidId {}

fn is_id_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '_' | '.' | ':')
        || unicode_normalization::char::is_combining_mark(c)
}

fn describe(c: char) -> String {
    if c.is_whitespace() || c.is_control() {
        format!("the character U+{:04X}", c as u32)
    } else {
        format!("`{c}`")
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}
