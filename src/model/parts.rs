//! What records of several types have in common: references, dates with their basis, fields of other tools.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::key::Key;

/// A record as another names it: its id, whether the naming is certain, and what the document calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ref {
    /// The id of what is named.
    pub id: Id,
    /// False where the attribution is the recorder's reading.
    pub certain: bool,
    /// What the document calls it ("Aliyev"), if that was kept.
    pub styled: Option<String>,
}

impl Ref {
    /// One that is certain, and in no other form than its name.
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
    /// All of them.
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
    /// The date.
    pub date: Date,
    /// How it is known.
    pub basis: Basis,
}

/// Free fields that a recorder or another tool keeps beside a record, given back untouched.
pub type Extra = BTreeMap<String, String>;

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
