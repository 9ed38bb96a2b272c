//! A record of any type, its key, and what it refers to.

use std::borrow::Cow;

pub use crate::model::id::{Id, LONGEST_ID};
pub use crate::model::key::{Key, RecordType, Relation};
pub use crate::model::parts::{Basis, Dated, Extra, Ref};
use crate::model::{Assessment, Claim, Entity, Source};

/// One claim's relation to another. It has no id: the three together identify it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The claim that it leads from.
    pub from: Id,
    /// What that has to do with the other.
    pub relation: Relation,
    /// The claim that it leads to.
    pub to: Id,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
    pub extra: Extra,
}

/// A named question, kept as its text in the canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The name.
    pub id: Id,
    /// The question about claims that it stands for.
    pub question: String,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
    pub extra: Extra,
}

impl Link {
    /// A link from one claim to another.
    pub fn new(from: Id, relation: Relation, to: Id) -> Link {
        Link { from, relation, to, ..Link::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Link {
        let (from, to) = (Id::placeholder(), Id::placeholder());
        Link { from, relation: Relation::Supports, to, note: None, extra: Extra::new() }
    }
}

impl Definition {
    /// A name for a question about claims.
    pub fn new(id: Id, question: impl Into<String>) -> Definition {
        Definition { id, question: question.into(), ..Definition::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Definition {
        Definition { id: Id::placeholder(), question: String::new(), note: None, extra: Extra::new() }
    }
}

/// A record of any type.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Somebody or something that claims name.
    Entity(Entity),
    /// A document.
    Source(Source),
    /// What somebody says.
    Claim(Claim),
    /// What a checker found of a claim.
    Assessment(Assessment),
    /// What two claims have to do with each other.
    Link(Link),
    /// A question with a name.
    Definition(Definition),
}

/// A record of one type is a record.
macro_rules! records {
    ($($type:ident),*) => {$(
        impl From<$type> for Record {
            fn from(record: $type) -> Record {
                Record::$type(record)
            }
        }
    )*};
}

records!(Entity, Source, Claim, Assessment, Link, Definition);

/// A record of any type that another holds.
#[derive(Clone, Copy, Debug)]
pub enum RecordRef<'r> {
    Entity(&'r Entity),
    Source(&'r Source),
    Claim(&'r Claim),
    Assessment(&'r Assessment),
    Link(&'r Link),
    Definition(&'r Definition),
}

impl RecordRef<'_> {
    pub fn record_type(self) -> RecordType {
        match self {
            RecordRef::Entity(_) => RecordType::Entity,
            RecordRef::Source(_) => RecordType::Source,
            RecordRef::Claim(_) => RecordType::Claim,
            RecordRef::Assessment(_) => RecordType::Assessment,
            RecordRef::Link(_) => RecordType::Link,
            RecordRef::Definition(_) => RecordType::Definition,
        }
    }
}

impl<'r> From<&'r Record> for RecordRef<'r> {
    fn from(record: &'r Record) -> RecordRef<'r> {
        match record {
            Record::Entity(r) => RecordRef::Entity(r),
            Record::Source(r) => RecordRef::Source(r),
            Record::Claim(r) => RecordRef::Claim(r),
            Record::Assessment(r) => RecordRef::Assessment(r),
            Record::Link(r) => RecordRef::Link(r),
            Record::Definition(r) => RecordRef::Definition(r),
        }
    }
}

impl Record {
    /// A record that says nothing yet: a reader fills it, field by field.
    pub fn blank(record_type: RecordType) -> Record {
        match record_type {
            RecordType::Entity => Record::Entity(Entity::blank()),
            RecordType::Source => Record::Source(Source::blank()),
            RecordType::Claim => Record::Claim(Claim::blank()),
            RecordType::Assessment => Record::Assessment(Assessment::blank()),
            RecordType::Link => Record::Link(Link::blank()),
            RecordType::Definition => Record::Definition(Definition::blank()),
        }
    }

    /// Gives it this id; a link has none.
    pub fn set_id(&mut self, id: Id) {
        match self {
            Record::Entity(r) => r.id = id,
            Record::Source(r) => r.id = id,
            Record::Claim(r) => r.id = id,
            Record::Assessment(r) => r.id = id,
            Record::Definition(r) => r.id = id,
            Record::Link(_) => {}
        }
    }

    /// What identifies it.
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

    /// Its type.
    pub fn record_type(&self) -> RecordType {
        RecordRef::from(self).record_type()
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
