//! Records as lines: the fields in the order of the format's page, what is empty or the default left out.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::model::record::{Basis, Dated, Extra};
use crate::model::{
    Assessment, Author, Citation, Claim, Definition, Entity, Key, Link, Name, Rating, Record, Ref, Source,
    Tenure, Text, Words,
};

/// What the interchange format has a form for.
trait Written {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Something of a record in its form of the interchange format.
struct Interchange<'a, T>(&'a T);

impl<T: Written> Serialize for Interchange<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

struct Items<'a, T>(&'a [T]);

impl<T: Written> Serialize for Items<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Interchange))
    }
}

/// The record as a value of JSON, its fields in their order.
pub fn to_json(record: &Record) -> Value {
    serde_json::to_value(Interchange(record)).unwrap_or_default()
}

/// Writes a record as one line.
///
/// # Errors
/// When writing fails.
pub fn write_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Interchange(record))?;
    out.write_all(b"\n")
}

/// Writes a retraction as one line.
///
/// # Errors
/// When writing fails.
pub fn write_retraction(out: &mut impl Write, key: &Key, because: Option<&str>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Retraction { key, because })?;
    out.write_all(b"\n")
}

/// The fields in which two records differ, as the interchange format spells them, in its order.
pub fn differing_fields(one: &Record, other: &Record) -> Vec<String> {
    let (one, other) = (to_json(one), to_json(other));
    let (Value::Object(one), Value::Object(other)) = (&one, &other) else { return Vec::new() };
    let changed = one.iter().filter(|(name, value)| other.get(*name) != Some(value));
    let come = other.keys().filter(|name| !one.contains_key(*name));
    changed.map(|(name, _)| name).chain(come).cloned().collect()
}

/// Writes an object field by field.
struct Fields<M>(M);

impl<M: SerializeMap> Fields<M> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn if_any<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| self.put(name, value))
    }

    fn part<T: Written>(&mut self, name: &str, value: &Option<T>) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| self.put(name, &Interchange(value)))
    }

    fn list<T: Written>(&mut self, name: &str, items: &[T]) -> Result<(), M::Error> {
        if items.is_empty() { Ok(()) } else { self.put(name, &Items(items)) }
    }

    fn dated(&mut self, name: &str, basis_name: &str, dated: &Option<Dated>) -> Result<(), M::Error> {
        let Some(Dated { date, basis }) = dated else { return Ok(()) };
        self.put(name, date.as_str())?;
        if *basis == Basis::Stated { Ok(()) } else { self.put(basis_name, basis.word()) }
    }

    fn if_true(&mut self, name: &str, value: bool) -> Result<(), M::Error> {
        if value { self.put(name, &true) } else { Ok(()) }
    }

    /// The fields that every record may have.
    fn note_and_extra(&mut self, note: &Option<String>, extra: &Extra) -> Result<(), M::Error> {
        self.if_any("note", note)?;
        if extra.is_empty() { Ok(()) } else { self.put("extra", extra) }
    }
}

/// Says how a type is written, given what writes its fields.
macro_rules! written {
    ($($type:ty, |$value:ident, $fields:ident| $body:block)*) => {$(
        impl Written for $type {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                let mut $fields = Fields(serializer.serialize_map(None)?);
                $body
                $fields.0.end()
            }
        }
    )*};
}

written! {
    Entity, |entity, fields| {
        fields.put("type", "entity")?;
        fields.put("id", entity.id.as_str())?;
        fields.put("kind", entity.kind.word())?;
        fields.if_true("unnamed", entity.unnamed)?;
        fields.list("names", &entity.names)?;
        fields.list("demonyms", &entity.demonyms)?;
        fields.list("broader", &entity.broader)?;
        fields.list("roles", &entity.roles)?;
        fields.dated("on", "on_basis", &entity.on)?;
        fields.part("at", &entity.at)?;
        fields.if_any("wikidata", &entity.wikidata)?;
        fields.note_and_extra(&entity.note, &entity.extra)?;
    }
    Source, |source, fields| {
        fields.put("type", "source")?;
        fields.put("id", source.id.as_str())?;
        fields.if_any("title", &source.title)?;
        fields.part("publisher", &source.publisher)?;
        fields.list("authors", &source.authors)?;
        fields.dated("published", "published_basis", &source.published)?;
        fields.if_any("url", &source.url)?;
        fields.if_any("archive_url", &source.archive_url)?;
        fields.dated("accessed", "accessed_basis", &source.accessed)?;
        fields.if_any("lang", &source.lang)?;
        fields.if_any("medium", &source.medium.map(|medium| medium.word()))?;
        fields.list("cites", &source.cites)?;
        fields.if_any("text", &source.text)?;
        fields.note_and_extra(&source.note, &source.extra)?;
    }
    Claim, |claim, fields| {
        fields.put("type", "claim")?;
        fields.put("id", claim.id.as_str())?;
        fields.put("statement", &claim.statement)?;
        fields.if_any("lang", &claim.lang)?;
        fields.list("translations", &claim.translations)?;
        fields.put("mode", claim.mode.word())?;
        fields.list("speakers", &claim.speakers)?;
        fields.list("audience", &claim.audience)?;
        fields.list("ascribed_to", &claim.ascribed_to)?;
        fields.list("about", &claim.about)?;
        fields.dated("said", "said_basis", &claim.said)?;
        fields.part("said_at", &claim.said_at)?;
        fields.dated("concerns", "concerns_basis", &claim.concerns)?;
        fields.list("citations", &claim.citations)?;
        if !claim.tags.is_empty() {
            fields.put("tags", &claim.tags)?;
        }
        fields.note_and_extra(&claim.note, &claim.extra)?;
    }
    Assessment, |assessment, fields| {
        fields.put("type", "assessment")?;
        fields.put("id", assessment.id.as_str())?;
        fields.put("claim", assessment.claim.as_str())?;
        fields.put("by", &Interchange(&assessment.by))?;
        fields.dated("on", "on_basis", &assessment.on)?;
        fields.put("verdict", assessment.verdict.word())?;
        fields.if_any("label", &assessment.label)?;
        fields.part("rating", &assessment.rating)?;
        fields.part("source", &assessment.source)?;
        fields.if_any("summary", &assessment.summary)?;
        fields.note_and_extra(&assessment.note, &assessment.extra)?;
    }
    Link, |link, fields| {
        fields.put("type", "link")?;
        fields.put("from", link.from.as_str())?;
        fields.put("relation", link.relation.word())?;
        fields.put("to", link.to.as_str())?;
        fields.note_and_extra(&link.note, &link.extra)?;
    }
    Definition, |definition, fields| {
        fields.put("type", "definition")?;
        fields.put("id", definition.id.as_str())?;
        fields.put("question", &definition.question)?;
        fields.note_and_extra(&definition.note, &definition.extra)?;
    }
    Name, |name, fields| {
        fields.put("text", &name.text)?;
        fields.if_any("lang", &name.lang)?;
        if name.plural {
            fields.put("kind", "plural")?;
        }
    }
    Text, |text, fields| {
        fields.put("text", &text.text)?;
        fields.if_any("lang", &text.lang)?;
    }
    Words, |words, fields| {
        fields.put("text", &words.text)?;
        fields.if_any("lang", &words.lang)?;
        fields.if_true("translated", words.translated)?;
    }
    Tenure, |tenure, fields| {
        fields.put("role", &Interchange(&tenure.role))?;
        fields.part("of", &tenure.of)?;
        fields.dated("from", "from_basis", &tenure.from)?;
        fields.dated("until", "until_basis", &tenure.until)?;
        fields.if_any("title", &tenure.title)?;
    }
    Citation, |citation, fields| {
        fields.put("source", &Interchange(&citation.source))?;
        fields.if_any("locator", &citation.locator)?;
        fields.part("words", &citation.words)?;
        fields.list("via", &citation.via)?;
    }
    Rating, |rating, fields| {
        fields.put("value", &Number(rating.value))?;
        fields.if_any("worst", &rating.worst.map(Number))?;
        fields.if_any("best", &rating.best.map(Number))?;
    }
}

/// The whole object of a reference, where the id alone would not say enough.
struct WholeRef<'a>(&'a Ref);

impl Serialize for WholeRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Ref { id, certain, styled } = self.0;
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("id", id.as_str())?;
        if !certain {
            fields.put("certain", certain)?;
        }
        fields.if_any("styled", styled)?;
        fields.0.end()
    }
}

impl Written for Ref {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_plain = self.certain && self.styled.is_none();
        if is_plain {
            serializer.serialize_str(self.id.as_str())
        } else {
            WholeRef(self).serialize(serializer)
        }
    }
}

/// A plain text is an author's name, so an entity is an object always.
impl Written for Author {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Author::Name(name) => serializer.serialize_str(name),
            Author::Entity(entity) => WholeRef(entity).serialize(serializer),
        }
    }
}

impl Written for Record {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Record::Entity(r) => r.write(serializer),
            Record::Source(r) => r.write(serializer),
            Record::Claim(r) => r.write(serializer),
            Record::Assessment(r) => r.write(serializer),
            Record::Link(r) => r.write(serializer),
            Record::Definition(r) => r.write(serializer),
        }
    }
}

/// A number that is written whole where it is whole: `3`, not `3.0`.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const WHOLE_UP_TO: f64 = 9_007_199_254_740_992.0;
        let is_whole = self.0.fract() == 0.0 && self.0.abs() <= WHOLE_UP_TO;
        if is_whole { serializer.serialize_i64(self.0 as i64) } else { serializer.serialize_f64(self.0) }
    }
}

struct Retraction<'a> {
    key: &'a Key,
    because: Option<&'a str>,
}

impl Serialize for Retraction<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("type", "retraction")?;
        fields.put("of", &Interchange(self.key))?;
        fields.if_any("because", &self.because)?;
        fields.0.end()
    }
}

impl Written for Key {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Fields(serializer.serialize_map(None)?);
        fields.put("type", self.record_type().word())?;
        match self {
            Key::Link(from, relation, to) => {
                fields.put("from", from.as_str())?;
                fields.put("relation", relation.word())?;
                fields.put("to", to.as_str())?;
            }
            Key::Entity(id)
            | Key::Source(id)
            | Key::Claim(id)
            | Key::Assessment(id)
            | Key::Definition(id) => {
                fields.put("id", id.as_str())?;
            }
        }
        fields.0.end()
    }
}
