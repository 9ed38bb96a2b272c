//! The records of the quick way: which fields each object has, and what is made of them.

use serde::de::MapAccess;

use crate::model::record::{Basis, Extra};
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Date, Definition, Entity, Id, Key, Kind, Lang, Link,
    Medium, Mode, Name, Rating, Record, RecordType, Ref, Relation, Source, Speaker, Tenure, Text, Verdict,
    Words,
};

use super::identity;
use super::quick::{Quick, Sound, Unless, dated, guess, unsound};
use super::reading::{Given, RETRACTION, finish};

/// What a sound line gives; nothing where the careful reader has to look at it.
pub(super) fn read(line: &str) -> Option<Given> {
    match guess(line)? {
        "claim" => record::<Claim>(line),
        "assessment" => record::<Assessment>(line),
        "link" => record::<Link>(line),
        "source" => record::<Source>(line),
        "entity" => record::<Entity>(line),
        "definition" => record::<Definition>(line),
        RETRACTION => parse::<Retraction>(line).map(|Retraction(what)| what),
        _ => None,
    }
}

fn record<T>(line: &str) -> Option<Given>
where
    Line<T>: Quick + Into<Line<Record>>,
{
    let Line { mut what, named } = parse::<Line<T>>(line)?.into();
    finish(&mut what, named).is_empty().then_some(Given::Record(what))
}

fn parse<T: Quick>(line: &str) -> Option<T> {
    serde_json::from_str(line).ok().map(|Sound(read)| read)
}

/// Reads an object's fields, each once, into variables; an object with a field that is not named here is unsound.
macro_rules! read_fields {
    ($object:ident { $($name:literal => $variable:ident: $type:ty,)* }) => {
        $(let mut $variable: Option<$type> = None;)*
        while let Some(name) = $object.next_key::<&str>()? {
            match name {
                $($name => read_once(&mut $variable, &mut $object)?,)*
                _ => return Err(unsound()),
            }
        }
        $(let Some($variable) = $variable.or_else(Quick::absent) else { return Err(unsound()) };)*
    };
}

fn read_once<'de, T: Quick, A: MapAccess<'de>>(to: &mut Option<T>, object: &mut A) -> Result<(), A::Error> {
    let Sound(value) = object.next_value()?;
    if to.replace(value).is_some() { Err(unsound()) } else { Ok(()) }
}

/// Says of each object which fields it has, and what is made of them, if anything can be.
macro_rules! objects {
    ($($type:ty { $($name:literal => $variable:ident: $field:ty,)* } => $made:expr;)*) => {$(
        impl Quick for $type {
            fn of_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<$type, A::Error> {
                read_fields!(object { $($name => $variable: $field,)* });
                let make = || -> Option<$type> { $made };
                make().ok_or_else(unsound)
            }
        }
    )*};
}

// ---- Records ------------------------------------------------------------------------------------------------------

/// A record as a line gives it, and whether the line gives it an id.
struct Line<T> {
    what: T,
    named: bool,
}

/// The same of each type of record, whose lines also say their type.
macro_rules! records {
    ($($type:ident { $($name:literal => $variable:ident: $field:ty,)* } => $made:expr;)*) => {
        objects! {$(
            Line<$type> {
                "type" => record_type: RecordType,
                $($name => $variable: $field,)*
            } => if record_type == RecordType::$type { $made } else { None };
        )*}
        $(impl From<Line<$type>> for Line<Record> {
            fn from(line: Line<$type>) -> Line<Record> {
                Line { what: Record::$type(line.what), named: line.named }
            }
        })*
    };
}

/// Makes a record with the id that was given, or with a placeholder.
fn named<T>(id: Option<Id>, make: impl FnOnce(Id) -> T) -> Option<Line<T>> {
    let named = id.is_some();
    Some(Line { what: make(id.unwrap_or_else(identity::placeholder)), named })
}

records! {
    Claim {
        "id" => id: Option<Id>,
        "statement" => statement: String,
        "lang" => lang: Option<Lang>,
        "translations" => translations: Vec<Text>,
        "mode" => mode: Mode,
        "speakers" => speakers: Vec<Speaker>,
        "audience" => audience: Vec<Ref>,
        "ascribed_to" => ascribed_to: Vec<Ref>,
        "about" => about: Vec<Ref>,
        "said" => said: Option<Date>,
        "said_basis" => said_basis: Option<Basis>,
        "said_at" => said_at: Option<Ref>,
        "concerns" => concerns: Option<Date>,
        "concerns_basis" => concerns_basis: Option<Basis>,
        "citations" => citations: Vec<Citation>,
        "tags" => tags: Vec<String>,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => {
        let (said, concerns) = (dated(said, said_basis)?, dated(concerns, concerns_basis)?);
        named(id, |id| Claim {
            id, statement, lang, translations, mode, speakers, audience, ascribed_to, about, said, said_at,
            concerns, citations, tags, note, extra,
        })
    };
    Source {
        "id" => id: Option<Id>,
        "title" => title: Option<String>,
        "publisher" => publisher: Option<Ref>,
        "authors" => authors: Vec<Author>,
        "published" => published: Option<Date>,
        "published_basis" => published_basis: Option<Basis>,
        "url" => url: Option<String>,
        "archive_url" => archive_url: Option<String>,
        "accessed" => accessed: Option<Date>,
        "accessed_basis" => accessed_basis: Option<Basis>,
        "lang" => lang: Option<Lang>,
        "medium" => medium: Option<Medium>,
        "cites" => cites: Vec<Ref>,
        "text" => text: Option<String>,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => {
        let (published, accessed) = (dated(published, published_basis)?, dated(accessed, accessed_basis)?);
        named(id, |id| Source {
            id, title, publisher, authors, published, url, archive_url, accessed, lang, medium, cites, text,
            note, extra,
        })
    };
    Assessment {
        "id" => id: Option<Id>,
        "claim" => claim: Id,
        "by" => by: Ref,
        "on" => on: Option<Date>,
        "on_basis" => on_basis: Option<Basis>,
        "verdict" => verdict: Verdict,
        "label" => label: Option<String>,
        "rating" => rating: Option<Rating>,
        "source" => source: Option<Ref>,
        "summary" => summary: Option<String>,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => {
        let on = dated(on, on_basis)?;
        named(id, |id| Assessment { id, claim, by, on, verdict, label, rating, source, summary, note, extra })
    };
    Link {
        "from" => from: Id,
        "relation" => relation: Relation,
        "to" => to: Id,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => Some(Line { what: Link { from, relation, to, note, extra }, named: true });
    Entity {
        "id" => id: Option<Id>,
        "kind" => kind: Kind,
        "unnamed" => unnamed: Option<bool>,
        "names" => names: Vec<Name>,
        "demonyms" => demonyms: Vec<Text>,
        "broader" => broader: Vec<Ref>,
        "roles" => roles: Vec<Tenure>,
        "on" => on: Option<Date>,
        "on_basis" => on_basis: Option<Basis>,
        "at" => at: Option<Ref>,
        "wikidata" => wikidata: Option<String>,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => {
        let (on, unnamed) = (dated(on, on_basis)?, unnamed.unwrap_or(false));
        named(id, |id| Entity {
            id, kind, unnamed, names, demonyms, broader, roles, on, at, wikidata, note, extra,
        })
    };
    Definition {
        "id" => id: Option<Id>,
        "question" => question: String,
        "note" => note: Option<String>,
        "extra" => extra: Extra,
    } => named(id, |id| Definition { id, question, note, extra });
}

// ---- Parts of records ---------------------------------------------------------------------------------------------

objects! {
    Citation {
        "source" => source: Ref,
        "locator" => locator: Option<String>,
        "words" => words: Option<Words>,
        "via" => via: Vec<Ref>,
    } => Some(Citation { source, locator, words, via });
    Words {
        "text" => text: String,
        "lang" => lang: Option<Lang>,
        "translated" => translated: Option<bool>,
    } => Some(Words { text, lang, translated: translated.unwrap_or(false) });
    Text {
        "text" => text: String,
        "lang" => lang: Option<Lang>,
    } => Some(Text { text, lang });
    Tenure {
        "role" => role: Ref,
        "of" => of: Option<Ref>,
        "title" => title: Option<String>,
        "from" => from: Option<Date>,
        "from_basis" => from_basis: Option<Basis>,
        "until" => until: Option<Date>,
        "until_basis" => until_basis: Option<Basis>,
    } => Some(Tenure { role, of, title, from: dated(from, from_basis)?, until: dated(until, until_basis)? });
    Rating {
        "value" => value: f64,
        "worst" => worst: Option<f64>,
        "best" => best: Option<f64>,
    } => Some(Rating { value, worst, best });
    WholeRef {
        "id" => id: Id,
        "certain" => certain: Option<bool>,
        "styled" => styled: Option<String>,
    } => Some(WholeRef(Ref { id, certain: certain.unwrap_or(true), styled }));
    WholeSpeaker {
        "id" => id: Id,
        "certain" => certain: Option<bool>,
        "styled" => styled: Option<String>,
        "as" => presented: Vec<Attestation>,
    } => {
        let who = Ref { id, certain: certain.unwrap_or(true), styled };
        Some(WholeSpeaker(Speaker { who, presented }))
    };
    Attestation {
        "role" => role: Ref,
        "of" => of: Option<Ref>,
        "title" => title: Option<String>,
        "former" => former: Option<bool>,
    } => Some(Attestation { role, of, title, former: former.unwrap_or(false) });
    WholeName {
        "text" => text: String,
        "lang" => lang: Option<Lang>,
        "kind" => plural: Option<Plural>,
    } => Some(WholeName(Name { text, lang, plural: plural.is_some() }));
}

/// A reference that is an object.
struct WholeRef(Ref);

impl Quick for Ref {
    fn of_text(text: &str) -> Option<Ref> {
        Id::of_text(text).map(Ref::certain)
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Ref, A::Error> {
        WholeRef::of_object(object).map(|WholeRef(whole)| whole)
    }
}

/// A speaker that is an object.
struct WholeSpeaker(Speaker);

impl Quick for Speaker {
    fn of_text(text: &str) -> Option<Speaker> {
        Ref::of_text(text).map(Speaker::of)
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Speaker, A::Error> {
        WholeSpeaker::of_object(object).map(|WholeSpeaker(whole)| whole)
    }
}

impl Quick for Author {
    fn of_text(text: &str) -> Option<Author> {
        Some(Author::Name(text.to_owned()))
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Author, A::Error> {
        Ref::of_object(object).map(Author::Entity)
    }
}

/// A name that is an object.
struct WholeName(Name);

impl Quick for Name {
    fn of_text(text: &str) -> Option<Name> {
        Some(Name { text: text.to_owned(), lang: None, plural: false })
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Name, A::Error> {
        WholeName::of_object(object).map(|WholeName(whole)| whole)
    }
}

/// The one kind of name that is marked.
struct Plural;

impl Quick for Plural {
    fn of_text(text: &str) -> Option<Plural> {
        (text == "plural").then_some(Plural)
    }
}

// ---- Retractions --------------------------------------------------------------------------------------------------

struct Retraction(Given);

/// That a line is a retraction.
struct RetractionWord;

impl Quick for RetractionWord {
    fn of_text(text: &str) -> Option<RetractionWord> {
        (text == RETRACTION).then_some(RetractionWord)
    }
}

objects! {
    Retraction {
        "type" => _word: RetractionWord,
        "of" => key: Key,
        "because" => because: Option<String>,
    } => Some(Retraction(Given::Retraction { key, because }));
    Key {
        "type" => record_type: RecordType,
        "id" => id: Unless<Id>,
        "from" => from: Unless<Id>,
        "relation" => relation: Unless<Relation>,
        "to" => to: Unless<Id>,
    } => match (record_type, id.0, from.0, relation.0, to.0) {
        (RecordType::Link, None, Some(from), Some(relation), Some(to)) => Some(Key::Link(from, relation, to)),
        (other, Some(id), None, None, None) => Key::of(other, id),
        _ => None,
    };
}
