//! A record of any type, the key that distinguishes it from all others, and references from one record to another.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;
use super::problem::{Problem, Result};
use super::{Assessment, Claim, Entity, Source};

/// The longest id, in bytes of UTF-8.
pub const LONGEST_ID: usize = 200;

/// An id: letters of any script with their marks, digits, `-`, `_`, `.`, `:`; 1 to 200 bytes; matched exactly.
///
/// One id stands in many places; copies share its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Id, D::Error> {
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

    fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<Id, E> {
        Ok(Id(text.into()))
    }
}

impl Id {
    /// # Errors
    /// A sentence that says what is wrong with the id.
    pub fn new(text: &str) -> Result<Id> {
        if text.is_empty() {
            return Err(Problem::given("an id cannot be empty"));
        }
        if text.len() > LONGEST_ID {
            return Err(Problem::given(format!(
                "an id can have at most {LONGEST_ID} bytes, this one has {}",
                text.len()
            )));
        }
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Ok(Id(text.into()));
        }
        match text.chars().find(|c| !is_id_char(*c)) {
            None => Ok(Id(text.into())),
            Some(c) => {
                Err(Problem::given(format!("the id `{text}` holds {}, which an id cannot hold", describe(c)))
                    .hint("an id has letters, digits, `-`, `_`, `.` and `:`"))
            }
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

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

/// A record as another names it: its id, whether the naming is certain, and what the document calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ref {
    pub id: Id,
    /// False where the attribution is the recorder's reading.
    pub certain: bool,
    /// What the document calls it ("Aliyev"), if that was kept.
    pub styled: Option<String>,
}

impl Ref {
    pub fn certain(id: Id) -> Ref {
        Ref { id, certain: true, styled: None }
    }
}

/// How a recorded date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// The document states it.
    #[default]
    Stated,
    /// It was inferred from the document ("last month").
    Inferred,
    /// It was supplied from outside the document.
    Supplied,
}

impl Basis {
    pub const ALL: [Basis; 3] = [Basis::Stated, Basis::Inferred, Basis::Supplied];

    pub fn word(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Inferred => "inferred",
            Basis::Supplied => "supplied",
        }
    }
}

/// A recorded date with its basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    pub date: Date,
    pub basis: Basis,
}

/// Free fields that a recorder or another tool keeps beside a record, given back untouched.
pub type Extra = BTreeMap<String, String>;

/// How one claim stands to another; always read from the first to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    Contradicts,
    Supports,
    Repeats,
    Corrects,
    Answers,
}

impl Relation {
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

/// One claim's relation to another. It has no id: the three together identify it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub from: Id,
    pub relation: Relation,
    pub to: Id,
    pub note: Option<String>,
    pub extra: Extra,
}

/// A named question, kept as its text in the canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub id: Id,
    pub question: String,
    pub note: Option<String>,
    pub extra: Extra,
}

/// The types of record that have a life of their own: ids are unique within each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordType {
    Entity,
    Source,
    Claim,
    Assessment,
    Link,
    Definition,
}

impl RecordType {
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
    Entity(Id),
    Source(Id),
    Claim(Id),
    Assessment(Id),
    Link(Id, Relation, Id),
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

/// A record of any type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Record {
    Entity(Entity),
    Source(Source),
    Claim(Claim),
    Assessment(Assessment),
    Link(Link),
    Definition(Definition),
}

impl Record {
    pub fn key(&self) -> Key {
        match self {
            Record::Entity(r) => Key::Entity(r.id.clone()),
            Record::Source(r) => Key::Source(r.id.clone()),
            Record::Claim(r) => Key::Claim(r.id.clone()),
            Record::Assessment(r) => Key::Assessment(r.id.clone()),
            Record::Link(r) => Key::Link(r.from.clone(), r.relation, r.to.clone()),
            Record::Definition(r) => Key::Definition(r.id.clone()),
        }
    }

    pub fn record_type(&self) -> RecordType {
        match self {
            Record::Entity(_) => RecordType::Entity,
            Record::Source(_) => RecordType::Source,
            Record::Claim(_) => RecordType::Claim,
            Record::Assessment(_) => RecordType::Assessment,
            Record::Link(_) => RecordType::Link,
            Record::Definition(_) => RecordType::Definition,
        }
    }

    /// The fields of other tools.
    pub fn extra(&self) -> &Extra {
        match self {
            Record::Entity(r) => &r.extra,
            Record::Source(r) => &r.extra,
            Record::Claim(r) => &r.extra,
            Record::Assessment(r) => &r.extra,
            Record::Link(r) => &r.extra,
            Record::Definition(r) => &r.extra,
        }
    }

    /// As [`Key::name`].
    pub fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Record::Entity(r) => r.id.as_str(),
            Record::Source(r) => r.id.as_str(),
            Record::Claim(r) => r.id.as_str(),
            Record::Assessment(r) => r.id.as_str(),
            Record::Definition(r) => r.id.as_str(),
            Record::Link(_) => return Cow::Owned(self.key().name()),
        })
    }

    /// Every record that this one names, with the field that names it (as the interchange format spells it).
    pub fn references(&self) -> Vec<(&'static str, Key)> {
        let mut found = Vec::new();
        match self {
            Record::Entity(r) => r.references(&mut found),
            Record::Source(r) => r.references(&mut found),
            Record::Claim(r) => r.references(&mut found),
            Record::Assessment(r) => r.references(&mut found),
            Record::Link(r) => {
                found.push(("from", Key::Claim(r.from.clone())));
                found.push(("to", Key::Claim(r.to.clone())));
            }
            Record::Definition(_) => {}
        }
        found
    }
}

/// Adds the entities that a field names to the list that [`Record::references`] makes.
pub(super) fn entities<'a>(
    found: &mut Vec<(&'static str, Key)>,
    field: &'static str,
    refs: impl IntoIterator<Item = &'a Ref>,
) {
    found.extend(refs.into_iter().map(|r| (field, Key::Entity(r.id.clone()))));
}

/// The same for sources.
pub(super) fn sources<'a>(
    found: &mut Vec<(&'static str, Key)>,
    field: &'static str,
    refs: impl IntoIterator<Item = &'a Ref>,
) {
    found.extend(refs.into_iter().map(|r| (field, Key::Source(r.id.clone()))));
}
