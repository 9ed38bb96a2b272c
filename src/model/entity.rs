//! Entities: persons, organizations, groups, places, roles, topics and events. Identity is the id; names only find them.

use serde::{Deserialize, Serialize};

use super::Id;
use super::text::{Lang, Text};
use crate::model::key::Key;
use crate::model::kind::Kind;
use crate::model::parts::{Dated, Extra, Ref, entities};

/// A name in a language. The first in each language is the preferred one, the others are aliases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name as it is written.
    pub text: String,
    /// Its language, where it is known.
    pub lang: Option<Lang>,
    /// The plural of a role's name ("diplomats").
    pub plural: bool,
}

/// A role held by somebody: which, of whom, from when until when. A missing bound is unknown and matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    /// The role.
    pub role: Ref,
    /// The organization or place that the role is of.
    pub of: Option<Ref>,
    /// The title in words: "director of international security".
    pub title: Option<String>,
    /// Since when: the first day of it, or what is known of that.
    pub from: Option<Dated>,
    /// Until when: the last day of it, or what is known of that.
    pub until: Option<Dated>,
}

/// Somebody or something that claims name: a person, an organization, a place, a role, a topic, an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What identifies it.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// Somebody whom the document does not name; each document's unnamed persons are their own entities.
    pub unnamed: bool,
    /// At least one.
    pub names: Vec<Name>,
    /// Words for those who come from it: "Russian".
    pub demonyms: Vec<Text>,
    /// The broader entities (SKOS `broader`).
    pub broader: Vec<Ref>,
    /// The roles that it holds or held.
    pub roles: Vec<Tenure>,
    /// When an event was.
    pub on: Option<Dated>,
    /// Where an event was.
    pub at: Option<Ref>,
    /// A Wikidata item: `Q159`.
    pub wikidata: Option<String>,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
    pub extra: Extra,
}

impl Entity {
    /// An entity with one name, whose language is not said. The other fields are filled in afterwards.
    pub fn new(id: Id, kind: Kind, name: impl Into<String>) -> Entity {
        let name = Name { text: name.into(), lang: None, plural: false };
        Entity { id, kind, names: vec![name], ..Entity::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Entity {
        Entity {
            id: Id::placeholder(),
            kind: Kind::Topic,
            unnamed: false,
            names: Vec::new(),
            demonyms: Vec::new(),
            broader: Vec::new(),
            roles: Vec::new(),
            on: None,
            at: None,
            wikidata: None,
            note: None,
            extra: Extra::new(),
        }
    }

    /// The name to show where no language is asked for: the first.
    pub fn name(&self) -> &str {
        self.names.first().map_or(self.id.as_str(), |name| &name.text)
    }

    /// The preferred name in a language, else the first of all.
    pub fn name_in(&self, lang: &Lang) -> &str {
        self.preferred_in(lang).map_or(self.name(), |name| &name.text)
    }

    /// The preferred name in a language; where none is in that of a region, one in the language: `ar` for `ar-EG`.
    pub fn preferred_in(&self, lang: &Lang) -> Option<&Name> {
        let in_language = |lang: &Lang| {
            self.names
                .iter()
                .find(|name| !name.plural && name.lang.as_ref().is_some_and(|of| lang.covers(of)))
        };
        in_language(lang).or_else(|| in_language(&lang.primary()))
    }

    pub(super) fn references(&self, found: &mut Vec<(&'static str, Key)>) {
        entities(found, "broader", &self.broader);
        entities(found, "roles.role", self.roles.iter().map(|t| &t.role));
        entities(found, "roles.of", self.roles.iter().filter_map(|t| t.of.as_ref()));
        entities(found, "at", &self.at);
    }
}
