//! Something that can stand in a place of a line.

use crate::language::name_or_quoted;
use crate::model::Entity;
use crate::query::lookup::described;

/// Something that can stand in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As it is written there.
    pub written: String,
    /// As the list shows it.
    pub shown: String,
}

impl Candidate {
    pub(super) fn word(word: &str) -> Candidate {
        Candidate { written: word.to_owned(), shown: word.to_owned() }
    }

    pub(super) fn named(name: &str, entity: &Entity) -> Candidate {
        let shown =
            if name == entity.name() { described(entity) } else { format!("{name} = {}", described(entity)) };
        Candidate { written: name_or_quoted(name), shown }
    }
}
