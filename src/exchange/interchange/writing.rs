//! Records as lines: the fields in the order of the format's page, what is empty or the default left out.

use std::io::{self, Write};

use crate::model::record::{Basis, Dated, Extra};
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Definition, Entity, Key, Link, Name, Rating, Record,
    Ref, Source, Speaker, Tenure, Text, Words,
};

use super::bytes::{Json, Value};

/// The record as a value of JSON, its fields in their order.
pub fn to_json(record: &Record) -> serde_json::Value {
    serde_json::from_slice(&line_of(record)).unwrap_or_default()
}

/// The record as JSON, without an end of line.
pub(super) fn line_of(record: &Record) -> Vec<u8> {
    let mut json = Json::new();
    record.write_to(&mut json);
    json.bytes
}

/// Writes a record as one line.
///
/// # Errors
/// When writing fails.
pub fn write_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    let mut line = line_of(record);
    line.push(b'\n');
    out.write_all(&line)
}

/// Writes a retraction as one line.
///
/// # Errors
/// When writing fails.
pub fn write_retraction(out: &mut impl Write, key: &Key, because: Option<&str>) -> io::Result<()> {
    let mut json = Json::new();
    json.object(|json| {
        json.put("type", "retraction");
        json.field("of", |json| key.write_to(json));
        json.put_any("because", because);
    });
    json.bytes.push(b'\n');
    out.write_all(&json.bytes)
}

/// The fields in which two records differ, as the interchange format spells them, in its order.
pub fn differing_fields(one: &Record, other: &Record) -> Vec<String> {
    use serde_json::Value::Object;
    let (one, other) = (to_json(one), to_json(other));
    let (Object(one), Object(other)) = (&one, &other) else { return Vec::new() };
    let changed = one.iter().filter(|(name, value)| other.get(*name) != Some(value));
    let come = other.keys().filter(|name| !one.contains_key(*name));
    changed.map(|(name, _)| name).chain(come).cloned().collect()
}

/// What the interchange format has a form for.
trait Written {
    fn write_to(&self, json: &mut Json);
}

fn part<T: Written>(json: &mut Json, name: &'static str, value: &Option<T>) {
    if let Some(value) = value {
        json.field(name, |json| value.write_to(json));
    }
}

fn list<T: Written>(json: &mut Json, name: &'static str, items: &[T]) {
    if !items.is_empty() {
        json.field(name, |json| json.array(items, Written::write_to));
    }
}

fn dated(json: &mut Json, name: &'static str, basis_name: &'static str, dated: &Option<Dated>) {
    let Some(Dated { date, basis }) = dated else { return };
    json.put(name, date.as_str());
    if *basis != Basis::Stated {
        json.put(basis_name, basis.word());
    }
}

fn if_true(json: &mut Json, name: &'static str, value: bool) {
    if value {
        json.put(name, true);
    }
}

/// The fields that every record may have.
fn note_and_extra(json: &mut Json, note: &Option<String>, extra: &Extra) {
    json.put_any("note", note.as_ref());
    if !extra.is_empty() {
        json.put("extra", extra);
    }
}

/// Says how a type is written, given what writes its fields.
macro_rules! written {
    ($($type:ty, |$value:ident, $json:ident| $body:block)*) => {$(
        impl Written for $type {
            fn write_to(&self, json: &mut Json) {
                let $value = self;
                json.object(|$json| $body);
            }
        }
    )*};
}

written! {
    Entity, |entity, json| {
        json.put("type", "entity");
        json.put("id", &entity.id);
        json.put("kind", entity.kind.word());
        if_true(json, "unnamed", entity.unnamed);
        list(json, "names", &entity.names);
        list(json, "demonyms", &entity.demonyms);
        list(json, "broader", &entity.broader);
        list(json, "roles", &entity.roles);
        dated(json, "on", "on_basis", &entity.on);
        part(json, "at", &entity.at);
        json.put_any("wikidata", entity.wikidata.as_ref());
        note_and_extra(json, &entity.note, &entity.extra);
    }
    Source, |source, json| {
        json.put("type", "source");
        json.put("id", &source.id);
        json.put_any("title", source.title.as_ref());
        part(json, "publisher", &source.publisher);
        list(json, "authors", &source.authors);
        dated(json, "published", "published_basis", &source.published);
        json.put_any("url", source.url.as_ref());
        json.put_any("archive_url", source.archive_url.as_ref());
        dated(json, "accessed", "accessed_basis", &source.accessed);
        json.put_any("lang", source.lang.as_ref());
        json.put_any("medium", source.medium.map(crate::model::source::Medium::word));
        list(json, "cites", &source.cites);
        json.put_any("text", source.text.as_ref());
        note_and_extra(json, &source.note, &source.extra);
    }
    Claim, |claim, json| {
        json.put("type", "claim");
        json.put("id", &claim.id);
        json.put("statement", &claim.statement);
        json.put_any("lang", claim.lang.as_ref());
        list(json, "translations", &claim.translations);
        json.put("mode", claim.mode.word());
        list(json, "speakers", &claim.speakers);
        list(json, "audience", &claim.audience);
        list(json, "ascribed_to", &claim.ascribed_to);
        list(json, "about", &claim.about);
        dated(json, "said", "said_basis", &claim.said);
        part(json, "said_at", &claim.said_at);
        dated(json, "concerns", "concerns_basis", &claim.concerns);
        list(json, "citations", &claim.citations);
        if !claim.tags.is_empty() {
            json.put("tags", &claim.tags);
        }
        note_and_extra(json, &claim.note, &claim.extra);
    }
    Assessment, |assessment, json| {
        json.put("type", "assessment");
        json.put("id", &assessment.id);
        json.put("claim", &assessment.claim);
        json.field("by", |json| assessment.by.write_to(json));
        dated(json, "on", "on_basis", &assessment.on);
        json.put("verdict", assessment.verdict.word());
        json.put_any("label", assessment.label.as_ref());
        part(json, "rating", &assessment.rating);
        part(json, "source", &assessment.source);
        json.put_any("summary", assessment.summary.as_ref());
        note_and_extra(json, &assessment.note, &assessment.extra);
    }
    Link, |link, json| {
        json.put("type", "link");
        json.put("from", &link.from);
        json.put("relation", link.relation.word());
        json.put("to", &link.to);
        note_and_extra(json, &link.note, &link.extra);
    }
    Definition, |definition, json| {
        json.put("type", "definition");
        json.put("id", &definition.id);
        json.put("question", &definition.question);
        note_and_extra(json, &definition.note, &definition.extra);
    }
    Name, |name, json| {
        json.put("text", &name.text);
        json.put_any("lang", name.lang.as_ref());
        if name.plural {
            json.put("kind", "plural");
        }
    }
    Text, |text, json| {
        json.put("text", &text.text);
        json.put_any("lang", text.lang.as_ref());
    }
    Words, |words, json| {
        json.put("text", &words.text);
        json.put_any("lang", words.lang.as_ref());
        if_true(json, "translated", words.translated);
    }
    Tenure, |tenure, json| {
        json.field("role", |json| tenure.role.write_to(json));
        part(json, "of", &tenure.of);
        dated(json, "from", "from_basis", &tenure.from);
        dated(json, "until", "until_basis", &tenure.until);
        json.put_any("title", tenure.title.as_ref());
    }
    Attestation, |attestation, json| {
        json.field("role", |json| attestation.role.write_to(json));
        part(json, "of", &attestation.of);
        json.put_any("title", attestation.title.as_ref());
        if_true(json, "former", attestation.former);
    }
    Citation, |citation, json| {
        json.field("source", |json| citation.source.write_to(json));
        json.put_any("locator", citation.locator.as_ref());
        part(json, "words", &citation.words);
        list(json, "via", &citation.via);
    }
    Rating, |rating, json| {
        json.put("value", Number(rating.value));
        json.put_any("worst", rating.worst.map(Number));
        json.put_any("best", rating.best.map(Number));
    }
}

impl Written for Ref {
    fn write_to(&self, json: &mut Json) {
        let is_plain = self.certain && self.styled.is_none();
        if is_plain { self.id.write(json) } else { write_whole(self, json) }
    }
}

/// The whole object of a reference, where the id alone would not say enough.
fn write_whole(reference: &Ref, json: &mut Json) {
    json.object(|json| write_fields(reference, json));
}

fn write_fields(reference: &Ref, json: &mut Json) {
    json.put("id", &reference.id);
    if !reference.certain {
        json.put("certain", false);
    }
    json.put_any("styled", reference.styled.as_ref());
}

impl Written for Speaker {
    fn write_to(&self, json: &mut Json) {
        if self.presented.is_empty() {
            return self.who.write_to(json);
        }
        json.object(|json| {
            write_fields(&self.who, json);
            list(json, "as", &self.presented);
        });
    }
}

/// A plain text is an author's name, so an entity is an object always.
impl Written for Author {
    fn write_to(&self, json: &mut Json) {
        match self {
            Author::Name(name) => json.text(name),
            Author::Entity(entity) => write_whole(entity, json),
        }
    }
}

impl Written for Record {
    fn write_to(&self, json: &mut Json) {
        match self {
            Record::Entity(r) => r.write_to(json),
            Record::Source(r) => r.write_to(json),
            Record::Claim(r) => r.write_to(json),
            Record::Assessment(r) => r.write_to(json),
            Record::Link(r) => r.write_to(json),
            Record::Definition(r) => r.write_to(json),
        }
    }
}

/// A number that is written without decimals where it has none: `3`, not `3.0`.
struct Number(f64);

impl Value for Number {
    fn write(&self, json: &mut Json) {
        const WHOLE_UP_TO: f64 = 9_007_199_254_740_992.0;
        let is_whole = self.0.fract() == 0.0 && self.0.abs() <= WHOLE_UP_TO;
        if is_whole { (self.0 as i64).write(json) } else { self.0.write(json) }
    }
}

impl Written for Key {
    fn write_to(&self, json: &mut Json) {
        json.object(|json| {
            json.put("type", self.record_type().word());
            match self {
                Key::Link(from, relation, to) => {
                    json.put("from", from);
                    json.put("relation", relation.word());
                    json.put("to", to);
                }
                Key::Entity(id)
                | Key::Source(id)
                | Key::Claim(id)
                | Key::Assessment(id)
                | Key::Definition(id) => json.put("id", id),
            }
        });
    }
}
