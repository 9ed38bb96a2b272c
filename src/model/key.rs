//! The types of record, and the key that identifies a record of any type.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::id::Id;

/// How one claim stands to another; always read from the first to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// Both cannot be true.
    Contradicts,
    /// It is evidence for the other.
    Supports,
    /// It says the same again.
    Repeats,
    /// It takes back or mends the other.
    Corrects,
    /// It is the reply to the other.
    Answers,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 5] =
        [Relation::Contradicts, Relation::Supports, Relation::Repeats, Relation::Corrects, Relation::Answers];

    pub fn word(self) -> &'static str {
        match self {
            Relation::Contradicts => "contradicts",
            Relation::Supports => "supports",
            Relation::Repeats => "repeats",
            Relation::Corrects => "corrects",
            Relation::Answers => "answers",
        }
    }
}

/// The types of record that have a life of their own: ids are unique within each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordType {
    /// Somebody or something that claims name.
    Entity,
    /// A document.
    Source,
    /// What somebody says.
    Claim,
    /// What a checker found of a claim.
    Assessment,
    /// What two claims have to do with each other.
    Link,
    /// A question with a name.
    Definition,
}

impl RecordType {
    /// All of them.
    pub const ALL: [RecordType; 6] = [
        RecordType::Entity,
        RecordType::Source,
        RecordType::Claim,
        RecordType::Assessment,
        RecordType::Link,
        RecordType::Definition,
    ];

    pub fn word(self) -> &'static str {
        match self {
            RecordType::Entity => "entity",
            RecordType::Source => "source",
            RecordType::Claim => "claim",
            RecordType::Assessment => "assessment",
            RecordType::Link => "link",
            RecordType::Definition => "definition",
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What distinguishes one record from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// An entity, by its id.
    Entity(Id),
    /// A source, by its id.
    Source(Id),
    /// A claim, by its id.
    Claim(Id),
    /// An assessment, by its id.
    Assessment(Id),
    /// A link, by what it joins: from which claim, how, to which.
    Link(Id, Relation, Id),
    /// A definition, by its id.
    Definition(Id),
}

impl Key {
    /// The key of the record of that type with that id; links have none.
    pub fn of(kind: RecordType, id: Id) -> Option<Key> {
        Some(match kind {
            RecordType::Entity => Key::Entity(id),
            RecordType::Source => Key::Source(id),
            RecordType::Claim => Key::Claim(id),
            RecordType::Assessment => Key::Assessment(id),
            RecordType::Definition => Key::Definition(id),
            RecordType::Link => return None,
        })
    }

    /// The type of the record.
    pub fn record_type(&self) -> RecordType {
        match self {
            Key::Entity(_) => RecordType::Entity,
            Key::Source(_) => RecordType::Source,
            Key::Claim(_) => RecordType::Claim,
            Key::Assessment(_) => RecordType::Assessment,
            Key::Link(..) => RecordType::Link,
            Key::Definition(_) => RecordType::Definition,
        }
    }

    /// The key of the record of that type whose name is this, as [`Key::name`] gives it.
    pub fn named(kind: RecordType, name: &str) -> Option<Key> {
        if kind != RecordType::Link {
            return Key::of(kind, Id::new(name).ok()?);
        }
        let mut parts = name.split(' ');
        let (from, relation, to) = (parts.next()?, parts.next()?, parts.next()?);
        let relation = Relation::ALL.into_iter().find(|known| known.word() == relation)?;
        Some(Key::Link(Id::new(from).ok()?, relation, Id::new(to).ok()?))
    }

    /// The id alone; for a link its three parts with blanks between.
    pub fn name(&self) -> String {
        match self {
            Key::Entity(id)
            | Key::Source(id)
            | Key::Claim(id)
            | Key::Assessment(id)
            | Key::Definition(id) => id.to_string(),
            Key::Link(from, relation, to) => format!("{from} {} {to}", relation.word()),
        }
    }
}

/// As a sentence names it: ``claim `last-card` ``.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.record_type(), self.name())
    }
}
