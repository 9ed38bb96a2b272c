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
mod records;

use std::io::{self, Write};

use crate::exchange::interchange::bytes::{Json, Value};
use crate::model::Text;
use crate::model::record::Dated;
use crate::query::answer::{Answer, AnswerBody, EntityName, EntityView, LeftOut, Recorded, Retracted};

use crate::output::content::timestamp::Stamp;

/// `{"question",…,"rows":[…]}`
pub(super) fn write_object(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut json = Json::harmless();
    json.bytes.push(b'{');
    write_head(answer, &mut json);
    json.bytes.extend_from_slice(b"\"rows\":[");
    Rows { json, out, before: [b"\n", b",\n"], after: b"", written: 0 }.write(answer)?;
    out.write_all(b"\n]}\n")
}

/// A row a line.
pub(super) fn write_lines(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    Rows { json: Json::harmless(), out, before: [b"", b""], after: b"\n", written: 0 }.write(answer)
}

/// Each field on a line of its own.
fn write_head(answer: &Answer, json: &mut Json) {
    let asked = &answer.asked;
    let (total, shown, left_out, empty) = extent(&answer.body);
    let mut line = |name: &'static str, value: &dyn Fn(&mut Json)| {
        json.field(name, value);
        json.bytes.push(b'\n');
    };
    line("question", &|json| asked.question.write(json));
    line("asked_at", &|json| Stamp::of_micros(asked.at).write(json));
    line("digest", &|json| asked.digest.write(json));
    line("sequence", &|json| asked.sequence.write(json));
    line("as_of", &|json| asked.as_of.write(json));
    line("total", &|json| total.write(json));
    line("shown", &|json| shown.write(json));
    line("left_out", &|json| json.object(|json| left_out_fields(left_out, json)));
    line("understood", &|json| answer.understood.write(json));
    line("empty", &|json| empty.write(json));
    if let AnswerBody::Counts(counts) = &answer.body {
        line("counted", &|json| counts.counted.write(json));
    }
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

fn left_out_fields(left_out: Option<&LeftOut>, json: &mut Json) {
    let nothing = LeftOut::default();
    let left_out = left_out.unwrap_or(&nothing);
    json.put("undated", left_out.undated);
    json.put("only_possible", left_out.only_possible);
    json.put("retracted", left_out.retracted);
    json.put("retracted_included", left_out.retracted_included);
}

/// How much is written before it goes out.
const FULL: usize = 64 << 10;

/// Writes rows, each an object, through one buffer.
struct Rows<'o> {
    json: Json,
    out: &'o mut dyn Write,
    /// What stands before the first row, and before each other.
    before: [&'static [u8]; 2],
    after: &'static [u8],
    written: usize,
}

impl Rows<'_> {
    fn write(mut self, answer: &Answer) -> io::Result<()> {
        match &answer.body {
            AnswerBody::Claims(claims) => self.each(&claims.rows, claim::row),
            AnswerBody::Counts(counts) => {
                self.each(&counts.rows, |row, json| records::count(&counts.per, row, json))
            }
            AnswerBody::Records(records) => self.each(&records.rows, records::listed),
            AnswerBody::Shown(shown) => self.each([&**shown], records::shown),
            AnswerBody::History(history) => self.each(records::versions(history), records::version),
            AnswerBody::Explained(explanation) => {
                self.each(&explanation.names, records::name_understood)?;
                self.each(&explanation.steps, records::step)
            }
        }?;
        self.out.write_all(&self.json.bytes)
    }

    fn each<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        fields: impl Fn(T, &mut Json),
    ) -> io::Result<()> {
        for row in rows {
            self.json.bytes.extend_from_slice(self.before[usize::from(self.written > 0)]);
            self.json.object(|json| fields(row, json));
            self.json.bytes.extend_from_slice(self.after);
            self.written += 1;
            if self.json.bytes.len() > FULL {
                self.out.write_all(&self.json.bytes)?;
                self.json.bytes.clear();
            }
        }
        Ok(())
    }
}

// ---- Shapes that many rows share ------------------------------------------------------------------------------------

/// A list of objects with these fields.
fn list<T>(json: &mut Json, name: &'static str, things: &[T], fields: impl Fn(&T, &mut Json)) {
    json.field(name, |json| json.array(things, |thing, json| json.object(|json| fields(thing, json))));
}

/// An object with these fields, or `null`.
fn some<T>(json: &mut Json, name: &'static str, thing: Option<T>, fields: impl Fn(T, &mut Json)) {
    json.field(name, |json| match thing {
        Some(thing) => json.object(|json| fields(thing, json)),
        None => json.bytes.extend_from_slice(b"null"),
    });
}

impl Value for Stamp {
    fn write(&self, json: &mut Json) {
        json.text(self);
    }
}

fn date(dated: &Dated, json: &mut Json) {
    let interval = dated.date.interval();
    json.put("edtf", dated.date.as_str());
    json.put("earliest", Stamp::of_bound(interval.earliest, false));
    json.put("latest", Stamp::of_bound(interval.latest, true));
    json.put("basis", dated.basis.word());
}

fn text(text: &Text, json: &mut Json) {
    json.put("text", &text.text);
    json.put("lang", &text.lang);
}

fn entity_name(entity: &EntityName, json: &mut Json) {
    json.put("id", &entity.id);
    json.put("name", &entity.name);
}

/// What a claim is about, where it was said, who publishes a source.
fn entity(view: &EntityView, json: &mut Json) {
    json.put("id", &view.id);
    json.put("name", &view.name);
    json.put("kind", view.kind.word());
    json.put("certain", view.certain);
}

fn recorded(recorded: &Recorded, json: &mut Json) {
    json.put("at", Stamp::of_micros(recorded.at));
    json.put("by", &recorded.by);
    json.put("sequence", recorded.sequence);
}

fn retracted(retracted: &Retracted, json: &mut Json) {
    recorded(&retracted.when, json);
    json.put("because", &retracted.because);
}
