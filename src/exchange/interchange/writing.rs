//! Records as lines: the fields in the order of the format's page, what is empty or the default left out.

use std::io::{self, Write};

use crate::model::fields::{self, Field, with_lens};
use crate::model::record::{Basis, Dated, Extra};
use crate::model::{
    Attestation, Author, Citation, Id, Key, Kind, Lang, Medium, Mode, Name, Rating, Record, RecordType, Ref,
    Relation, Speaker, Tenure, Text, Verdict, Words,
};
use crate::store::{Redaction, clock};

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

/// Writes the new content of a record, and why it was corrected, as one line.
///
/// # Errors
/// When writing fails.
pub fn write_correction(out: &mut impl Write, record: &Record, because: Option<&str>) -> io::Result<()> {
    let mut json = Json::new();
    json.object(|json| {
        json.put("type", "correction");
        json.field("record", |json| record.write_to(json));
        json.put_any("because", because);
    });
    json.bytes.push(b'\n');
    out.write_all(&json.bytes)
}

/// Writes that a record was restored as one line.
///
/// # Errors
/// When writing fails.
pub fn write_restoration(out: &mut impl Write, key: &Key, because: Option<&str>) -> io::Result<()> {
    write_act(out, "restoration", key, because)
}

/// Writes a retraction as one line.
///
/// # Errors
/// When writing fails.
pub fn write_retraction(out: &mut impl Write, key: &Key, because: Option<&str>) -> io::Result<()> {
    write_act(out, "retraction", key, because)
}

fn write_act(out: &mut impl Write, act: &'static str, key: &Key, because: Option<&str>) -> io::Result<()> {
    let mut json = Json::new();
    json.object(|json| {
        json.put("type", act);
        json.field("of", |json| key.write_to(json));
        json.put_any("because", because);
    });
    json.bytes.push(b'\n');
    out.write_all(&json.bytes)
}

/// Writes that a record was redacted: when, by whom and why.
///
/// # Errors
/// When writing fails.
pub fn write_redaction(out: &mut impl Write, redaction: &Redaction) -> io::Result<()> {
    let mut json = Json::new();
    json.object(|json| {
        json.put("type", "redaction");
        json.field("of", |json| redaction.key.write_to(json));
        json.put_any("because", redaction.because.as_deref());
        json.put("by", redaction.by.as_str());
        json.put("at", clock::written(redaction.at).as_str());
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

/// What a field of a record holds, and how the field is written: not at all where there is nothing.
trait WrittenField {
    fn write_field(&self, field: &Field, json: &mut Json);
}

impl<T: Written> WrittenField for T {
    fn write_field(&self, field: &Field, json: &mut Json) {
        json.field(field.name, |json| self.write_to(json));
    }
}

impl<T: Written> WrittenField for Option<T> {
    fn write_field(&self, field: &Field, json: &mut Json) {
        part(json, field.name, self);
    }
}

impl<T: Written> WrittenField for Vec<T> {
    fn write_field(&self, field: &Field, json: &mut Json) {
        list(json, field.name, self);
    }
}

impl WrittenField for Option<Dated> {
    fn write_field(&self, field: &Field, json: &mut Json) {
        dated(json, field.name, field.basis_name().unwrap_or_default(), self);
    }
}

impl WrittenField for bool {
    fn write_field(&self, field: &Field, json: &mut Json) {
        if_true(json, field.name, *self);
    }
}

impl WrittenField for Extra {
    fn write_field(&self, field: &Field, json: &mut Json) {
        if !self.is_empty() {
            json.put(field.name, self);
        }
    }
}

/// What stands in JSON by itself.
macro_rules! values {
    ($($type:ty),*) => {$(
        impl Written for $type {
            fn write_to(&self, json: &mut Json) {
                self.write(json);
            }
        }
    )*};
}

values!(String, Id, Lang);

/// The words of the format's fixed lists.
macro_rules! words_of_a_list {
    ($($type:ty),*) => {$(
        impl Written for $type {
            fn write_to(&self, json: &mut Json) {
                json.text(self.word());
            }
        }
    )*};
}

words_of_a_list!(Kind, Medium, Mode, Verdict, Relation);

impl Written for Record {
    fn write_to(&self, json: &mut Json) {
        let record_type = self.record_type();
        json.object(|json| {
            json.put("type", record_type.word());
            if record_type != RecordType::Link {
                json.put("id", self.name().as_ref());
            }
            for field in fields::of(record_type) {
                with_lens!(&field.value, lens => if let Some(held) = lens.get(self) {
                    held.write_field(field, json);
                });
            }
        });
    }
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
