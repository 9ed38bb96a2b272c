//! The records of the quick way: a record's fields as the model declares them, and the fields of each object inside one.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::model::fields::{self, Field, Value, with_lens};
use crate::model::record::Basis;
use crate::model::{
    Attestation, Author, Citation, Date, Id, Key, Lang, Name, Rating, Record, RecordType, Ref, Relation,
    Speaker, Tenure, Text, Words,
};

use super::incoming::{Given, RETRACTION, finish};
use super::quick::{Quick, Sound, Unless, dated, guess, unsound};

/// What a sound line gives; nothing where the careful reader has to look at it.
pub(super) fn read(line: &str) -> Option<Given> {
    let word = guess(line)?;
    if word == RETRACTION {
        return parse::<Retraction>(line).map(|Retraction(what)| what);
    }
    let record_type = RecordType::of_text(word)?;
    let mut json = serde_json::Deserializer::from_str(line);
    let Line { mut record, named } = LineOf(record_type).deserialize(&mut json).ok()?;
    json.end().ok()?;
    finish(&mut record, named).is_empty().then_some(Given::Record(record))
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
struct Line {
    record: Record,
    named: bool,
}

/// Reads a line that seems to be of this type.
struct LineOf(RecordType);

impl<'de> DeserializeSeed<'de> for LineOf {
    type Value = Line;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Line, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for LineOf {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Line, A::Error> {
        let LineOf(record_type) = self;
        let table = fields::of(record_type);
        let record = Record::blank(record_type);
        let mut reading = Reading { table, record, named: false, seen: 0, seen_bases: 0, bases: Vec::new() };
        reading.read_all(record_type, object)?;
        reading.finish()
    }
}

/// A record of which some fields were read.
struct Reading {
    table: &'static [Field],
    record: Record,
    named: bool,
    /// Which fields of the table were there, a bit for each.
    seen: u32,
    seen_bases: u32,
    /// How the dates are known, each with the date's place in the table.
    bases: Vec<(usize, Basis)>,
}

/// The bits above those of the table's fields.
const TYPE: u32 = 1 << 31;
const ID: u32 = 1 << 30;

impl Reading {
    fn read_all<'de, A: MapAccess<'de>>(
        &mut self,
        record_type: RecordType,
        mut object: A,
    ) -> Result<(), A::Error> {
        // Mostly the fields stand in the order of the table: each is looked for behind the one before it.
        let mut expected = 0;
        while let Some(name) = object.next_key::<&str>()? {
            match name {
                "type" => {
                    mark(&mut self.seen, TYPE)?;
                    if value::<RecordType, A>(&mut object)? != record_type {
                        return Err(unsound());
                    }
                }
                "id" if record_type != RecordType::Link => {
                    mark(&mut self.seen, ID)?;
                    if let Some(id) = value(&mut object)? {
                        self.record.set_id(id);
                        self.named = true;
                    }
                }
                _ => expected = self.read_field(name, expected, &mut object)?,
            }
        }
        Ok(())
    }

    /// Reads a field, or how a date is known; gives the place in the table behind it.
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        expected: usize,
        object: &mut A,
    ) -> Result<usize, A::Error> {
        let places = || (expected..self.table.len()).chain(0..expected);
        if let Some(at) = places().find(|at| self.table[*at].name == name) {
            mark(&mut self.seen, 1 << at)?;
            with_lens!(&self.table[at].value, lens => if let Some(held) = lens.get_mut(&mut self.record) {
                *held = value(object)?;
            });
            return Ok(at + 1);
        }
        let date = places().find(|at| self.table[*at].basis_name() == Some(name));
        let at = date.ok_or_else(unsound)?;
        mark(&mut self.seen_bases, 1 << at)?;
        let basis: Option<Basis> = value(object)?;
        self.bases.extend(basis.map(|basis| (at, basis)));
        Ok(expected)
    }

    /// The record, if the line says of which type it is and gives it all that it needs.
    fn finish<E: Error>(mut self) -> Result<Line, E> {
        for (at, basis) in std::mem::take(&mut self.bases) {
            let Value::Date(lens, _) = &self.table[at].value else { return Err(unsound()) };
            match lens.get_mut(&mut self.record) {
                Some(Some(dated)) => dated.basis = basis,
                _ if basis == Basis::Stated => {}
                _ => return Err(unsound()),
            }
        }
        let is_missing = |(at, field): (usize, &Field)| field.needed && self.seen & 1 << at == 0;
        if self.seen & TYPE == 0 || self.table.iter().enumerate().any(is_missing) {
            return Err(unsound());
        }
        Ok(Line { named: self.named || matches!(self.record, Record::Link(_)), record: self.record })
    }
}

/// Notes that a field is there; each stands once.
fn mark<E: Error>(seen: &mut u32, bit: u32) -> Result<(), E> {
    let is_first = *seen & bit == 0;
    *seen |= bit;
    if is_first { Ok(()) } else { Err(unsound()) }
}

fn value<'de, T: Quick, A: MapAccess<'de>>(object: &mut A) -> Result<T, A::Error> {
    object.next_value().map(|Sound(value)| value)
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
