//! Answers for programs. `json` is one object with the question, its moment and the digest, its rows one a line;
//! `ndjson` is the rows alone.
//!
//! The same thing has the same shape everywhere: an entity is an object with `id` and `name`, a source is its id, a
//! recorded date is `{"edtf","earliest","latest","basis"}`, something that happened to the database is
//! `{"at","by","sequence"}`. What is not known is `null`. `showing` has no effect on a row: its fields are always
//! all there.
//!
//! - [`claim`]: rows of claims
//! - [`record`]: rows of everything else

mod claim;
mod record;

use std::io::{self, Write};

use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::{Serializer, Value, json};

use crate::model::record::Dated;
use crate::query::answer::{Answer, AnswerBody, EntityName, EntityView, LeftOut, Recorded, Retracted};

use super::phrase;

/// `{"question",…,"rows":[…]}`
pub(super) fn write_object(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{")?;
    for (name, value) in head(answer) {
        write_value(&Value::from(name), out)?;
        out.write_all(b":")?;
        write_value(&value, out)?;
        out.write_all(b",\n")?;
    }
    out.write_all(b"\"rows\":[")?;
    for (number, row) in rows(answer).enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        write_value(&row, out)?;
    }
    out.write_all(b"\n]}\n")
}

/// A row a line.
pub(super) fn write_lines(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    rows(answer).try_for_each(|row| {
        write_value(&row, out)?;
        out.write_all(b"\n")
    })
}

fn head(answer: &Answer) -> Vec<(&'static str, Value)> {
    let asked = &answer.asked;
    let (total, shown, left_out, empty) = extent(&answer.body);
    let mut head = vec![
        ("question", json!(asked.question)),
        ("asked_at", json!(phrase::moment(asked.at))),
        ("digest", json!(asked.digest)),
        ("sequence", json!(asked.sequence)),
        ("as_of", json!(asked.as_of)),
        ("total", json!(total)),
        ("shown", json!(shown)),
        ("left_out", left_out_object(left_out)),
        ("understood", json!(answer.understood)),
        ("empty", json!(empty)),
    ];
    if let AnswerBody::Counts(counts) = &answer.body {
        head.push(("counted", json!(counts.counted)));
    }
    head
}

/// How many rows there are and are shown, what was left out, and why there are none.
fn extent(body: &AnswerBody) -> (usize, usize, Option<&LeftOut>, &[String]) {
    match body {
        AnswerBody::Claims(claims) => {
            (claims.total, claims.rows.len(), Some(&claims.left_out), &claims.empty)
        }
        AnswerBody::Counts(counts) => {
            (counts.groups, counts.rows.len(), Some(&counts.left_out), &counts.empty)
        }
        AnswerBody::Records(records) => (records.total, records.rows.len(), None, &records.empty),
        AnswerBody::Shown(_) => (1, 1, None, &[]),
        AnswerBody::History(history) => (history.versions.len(), history.versions.len(), None, &[]),
        AnswerBody::Explained(explanation) => {
            let lines = explanation.names.len() + explanation.steps.len();
            (lines, lines, None, &[])
        }
    }
}

fn left_out_object(left_out: Option<&LeftOut>) -> Value {
    let nothing = LeftOut::default();
    let left_out = left_out.unwrap_or(&nothing);
    json!({
        "undated": left_out.undated,
        "only_possible": left_out.only_possible,
        "retracted": left_out.retracted,
        "retracted_included": left_out.retracted_included,
    })
}

fn rows(answer: &Answer) -> Box<dyn Iterator<Item = Value> + '_> {
    match &answer.body {
        AnswerBody::Claims(claims) => Box::new(claims.rows.iter().map(claim::row)),
        AnswerBody::Counts(counts) => Box::new(counts.rows.iter().map(|row| record::count(&counts.per, row))),
        AnswerBody::Records(records) => Box::new(records.rows.iter().map(record::listed)),
        AnswerBody::Shown(shown) => Box::new(std::iter::once(record::shown(shown))),
        AnswerBody::History(history) => Box::new(record::versions(history)),
        AnswerBody::Explained(explanation) => Box::new(record::explanation(explanation)),
    }
}

// ---- Shapes that many rows share ------------------------------------------------------------------------------------

fn list<T>(things: &[T], shape: impl Fn(&T) -> Value) -> Value {
    Value::Array(things.iter().map(shape).collect())
}

fn some<T>(thing: Option<&T>, shape: impl Fn(&T) -> Value) -> Value {
    thing.map_or(Value::Null, shape)
}

fn date(dated: &Dated) -> Value {
    let interval = dated.date.interval();
    json!({
        "edtf": dated.date.as_str(),
        "earliest": phrase::bound(interval.earliest, false),
        "latest": phrase::bound(interval.latest, true),
        "basis": dated.basis.word(),
    })
}

fn text(text: &crate::model::Text) -> Value {
    json!({"text": text.text, "lang": text.lang.as_ref().map(crate::model::Lang::as_str)})
}

fn entity_name(entity: &EntityName) -> Value {
    json!({"id": entity.id.as_str(), "name": &*entity.name})
}

/// What a claim is about, where it was said, who publishes a source.
fn entity(view: &EntityView) -> Value {
    json!({"id": view.id.as_str(), "name": &*view.name, "kind": view.kind.word(), "certain": view.certain})
}

fn recorded(recorded: &Recorded) -> Value {
    json!({"at": phrase::moment(recorded.at), "by": recorded.by, "sequence": recorded.sequence})
}

fn retracted(retracted: &Retracted) -> Value {
    let mut value = recorded(&retracted.when);
    value["because"] = json!(retracted.because);
    value
}

// ---- Writing ----------------------------------------------------------------------------------------------------------

fn write_value(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    use serde::Serialize;
    value.serialize(&mut Serializer::with_formatter(out, Escaping)).map_err(io::Error::from)
}

/// JSON as serde_json writes it, but that what a terminal could obey is escaped too: DEL, the C1 controls, line and
/// paragraph separators, direction overrides, embeddings and isolates. The value stays the same.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_escaped(*c)) {
            CompactFormatter.write_string_fragment(writer, &fragment[from..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            from = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[from..])
    }
}

/// All of them lie below U+10000, so one `\u` each is enough.
fn is_escaped(c: char) -> bool {
    matches!(c, '\u{7F}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}
