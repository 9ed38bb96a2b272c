//! Answers for programs. `json` is one object with the question, its moment and the digest, its rows one a line;
//! `ndjson` is the rows alone.
//!
//! The same thing has the same shape everywhere: an entity is an object with `id` and `name`, a source is its id, a
//! recorded date is `{"edtf","earliest","latest","basis"}`, something that happened to the database is
//! `{"at","by","sequence"}`. What is not known is `null`. `showing` has no effect on a row: its fields are always
//! all there.
//!
//! - [`claim`]: rows of claims
//! - [`records`]: rows of everything else
//! - [`shapes`]: what rows of both have in common

mod claim;
mod records;
mod shapes;

use std::io::{self, Write};

use crate::exchange::interchange::bytes::{Json, Value};
use crate::query::answer::{Answer, AnswerBody, LeftOut};

use crate::output::content::timestamp::Stamp;

/// `{"question",…,"rows":[…]}`
pub(super) fn write_object(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut json = Json::harmless();
    json.bytes.push(b'{');
    write_head(answer, &mut json);
    json.bytes.extend_from_slice(b"\"rows\":[");
    Rows { json, out, before: [b"\n", b",\n"], after: b"", question: None, written: 0 }.write(answer)?;
    out.write_all(b"\n]}\n")
}

/// The same, in memory.
pub fn bytes(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_object(answer, &mut bytes).expect("memory can be written to");
    bytes
}

/// A row a line, each with the number of its question in a script.
pub(super) fn write_lines(answer: &Answer, question: usize, out: &mut dyn Write) -> io::Result<()> {
    let question = Some(question);
    Rows { json: Json::harmless(), out, before: [b"", b""], after: b"\n", question, written: 0 }.write(answer)
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
    /// The number of the question, where the rows say it.
    question: Option<usize>,
    written: usize,
}

impl Rows<'_> {
    fn write(mut self, answer: &Answer) -> io::Result<()> {
        match &answer.body {
            AnswerBody::Claims(claims) => {
                let is_ranked = claims.rows.is_sorted_by(|one, next| one.likeness >= next.likeness);
                self.each(claims.rows.iter().enumerate(), |(place, row), json| {
                    claim::row(row, json);
                    json.put("likeness", row.likeness);
                    json.put("rank", row.likeness.filter(|_| is_ranked).map(|_| claims.offset + place + 1));
                })
            }
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
            let question = self.question;
            self.json.object(|json| {
                fields(row, json);
                question.into_iter().for_each(|number| json.put("question_number", number));
            });
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
