//! Sources: the documents that were read, or that stand behind those.

use serde::{Deserialize, Serialize};

use super::Id;
use super::text::Lang;
use crate::model::key::Key;
use crate::model::parts::{Dated, Extra, Ref, entities, sources};

/// What sort of document a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Medium {
    Article,
    Report,
    Speech,
    Interview,
    Broadcast,
    Post,
    Document,
    Other,
}

impl Medium {
    pub const ALL: [Medium; 8] = [
        Medium::Article,
        Medium::Report,
        Medium::Speech,
        Medium::Interview,
        Medium::Broadcast,
        Medium::Post,
        Medium::Document,
        Medium::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Medium::Article => "article",
            Medium::Report => "report",
            Medium::Speech => "speech",
            Medium::Interview => "interview",
            Medium::Broadcast => "broadcast",
            Medium::Post => "post",
            Medium::Document => "document",
            Medium::Other => "other",
        }
    }
}

/// An author: a name as printed, or an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Author {
    Name(String),
    Entity(Ref),
}

/// A document. Every field but the id may be missing: a report whose publisher is not known is still a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: Id,
    pub title: Option<String>,
    pub publisher: Option<Ref>,
    pub authors: Vec<Author>,
    pub published: Option<Dated>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    pub accessed: Option<Dated>,
    pub lang: Option<Lang>,
    pub medium: Option<Medium>,
    /// The sources that this one cites.
    pub cites: Vec<Ref>,
    /// The full text, where it was kept.
    pub text: Option<String>,
    pub note: Option<String>,
    pub extra: Extra,
}

impl Source {
    /// A source of which nothing is known yet. Its fields are filled in afterwards.
    pub fn new(id: Id) -> Source {
        Source { id, ..Source::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Source {
        Source {
            id: Id::placeholder(),
            title: None,
            publisher: None,
            authors: Vec::new(),
            published: None,
            url: None,
            archive_url: None,
            accessed: None,
            lang: None,
            medium: None,
            cites: Vec::new(),
            text: None,
            note: None,
            extra: Extra::new(),
        }
    }

    pub(super) fn references(&self, found: &mut Vec<(&'static str, Key)>) {
        entities(found, "publisher", &self.publisher);
        let authors = self.authors.iter().filter_map(|author| match author {
            Author::Entity(entity) => Some(entity),
            Author::Name(_) => None,
        });
        entities(found, "authors", authors);
        sources(found, "cites", &self.cites);
    }
}
