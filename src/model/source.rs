//! Sources: the documents that were read, or that stand behind those.

use serde::{Deserialize, Serialize};

use super::Id;
use super::text::Lang;
use crate::model::key::Key;
use crate::model::parts::{Dated, Extra, Ref, entities, sources};

/// What sort of document a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Medium {
    /// An article.
    Article,
    /// A report.
    Report,
    /// A speech.
    Speech,
    /// An interview.
    Interview,
    /// A broadcast.
    Broadcast,
    /// A post on a social network or the like.
    Post,
    /// Another document.
    Document,
    /// Something else.
    Other,
}

impl Medium {
    /// All of them.
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

    /// The word for it, in the language and in the interchange format.
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
    /// By a name that is no entity.
    Name(String),
    /// An entity.
    Entity(Ref),
}

/// A document. Every field but the id may be missing: a report whose publisher is not known is still a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What identifies it.
    pub id: Id,
    /// Its title, as it is printed.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<Ref>,
    /// Who wrote it, in the order of the document.
    pub authors: Vec<Author>,
    /// When it was published.
    pub published: Option<Dated>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Where an archive keeps it.
    pub archive_url: Option<String>,
    /// When it was read.
    pub accessed: Option<Dated>,
    /// Its language, where it is known.
    pub lang: Option<Lang>,
    /// What sort of document it is.
    pub medium: Option<Medium>,
    /// The sources that this one cites.
    pub cites: Vec<Ref>,
    /// The full text, where it was kept.
    pub text: Option<String>,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
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
