//! What has changed since an answer was written down: its question is asked again of the database as it was then, and as
//! it is now.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Session;
use crate::language::syntax::Ask;
use crate::model::problem::Result;
use crate::model::{Problem, Span};
use crate::output::provenance::Provenance;
use crate::output::{Format, Style, render};
use crate::query::Answer;
use crate::query::answer::AnswerBody;
use crate::query::time::Now;

/// What an answer of the past and the present one differ in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many transactions there were since.
    pub transactions: u64,
    /// How many the answer has now.
    pub total: usize,
    /// Ids, or what else tells a row, and what it says.
    pub new: Vec<(String, String)>,
    pub gone: Vec<(String, String)>,
    /// With the fields that differ.
    pub changed: Vec<(String, Vec<String>)>,
}

impl Verified {
    pub fn is_unchanged(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

/// What is no part of a record: how it stands in this answer, and what was recorded when.
const OF_THE_ANSWER: [&str; 5] = ["likeness", "rank", "question_number", "recorded", "corrected"];

impl Session {
    /// Asks the question of a file again.
    ///
    /// # Errors
    /// The file is not from this database; its question has another answer than the file says; or it cannot be asked.
    pub fn verify(&mut self, file: &Provenance) -> Result<Verified> {
        self.is_of_this_database(file)?;
        let question = &file.question;
        let ask = crate::language::parse_ask(question)?;
        if matches!(ask, Ask::History { .. } | Ask::Explain(_)) {
            return Err(Problem::invalid(format!("`{question}` cannot be asked of the past"))
                .hint("claims, counts, listings and `show` can be verified"));
        }
        let of_then = match ask.as_of() {
            Some(_) => question.clone(),
            None => format!("{question} as of transaction {}", file.sequence),
        };
        let before = self.now;
        self.now = Some(moment(&file.asked_at)?);
        let then = self.ask(&of_then);
        self.now = before;
        let then = then.map_err(Problem::without_span)?;
        let total = Provenance::of(&then).total;
        if total != file.total {
            return Err(Problem::invalid(format!(
                "the file says that there were {}, and the database as it was then has {total}",
                file.total
            ))
            .hint("the file was changed, or it is not what dictum wrote"));
        }
        let now = self.ask(question).map_err(Problem::without_span)?;
        let transactions = self.store.snapshot().sequence() - file.sequence;
        Ok(compared(&then, &now, transactions))
    }

    fn is_of_this_database(&self, file: &Provenance) -> Result<()> {
        let snapshot = self.store.snapshot();
        if file.sequence > snapshot.sequence() {
            return Err(Problem::invalid(format!(
                "the file is of transaction {}, and this database has only {}",
                file.sequence,
                snapshot.sequence()
            ))
            .hint("verify it against the database that it came from, or a later copy of it"));
        }
        let digest = match snapshot.transaction(file.sequence)? {
            Some(entry) => entry.head.hash_hex(),
            // Nothing was recorded yet: all such databases are the same.
            None => file.digest.clone(),
        };
        if digest == file.digest {
            return Ok(());
        }
        Err(Problem::invalid(format!(
            "transaction {} of this database is not that of the file: its digest is {digest}, in the file {}",
            file.sequence, file.digest
        ))
        .hint("verify it against the database that it came from"))
    }
}

fn moment(text: &str) -> Result<Now> {
    let parsed = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| {
        Problem::invalid(format!("`{text}` is no moment at which something was asked")).at(Span::default())
    })?;
    Ok(Now(parsed.timestamp_micros()))
}

fn compared(then: &Answer, now: &Answer, transactions: u64) -> Verified {
    let (before, after) = (rows(then), rows(now));
    let mut verified = Verified { transactions, total: Provenance::of(now).total, ..Verified::default() };
    for (key, row) in &after {
        match before.get(key) {
            None => verified.new.push((key.clone(), said(row))),
            Some(old) => {
                let fields = differing(old, row);
                if !fields.is_empty() {
                    verified.changed.push((key.clone(), fields));
                }
            }
        }
    }
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    verified.gone = gone.map(|(key, row)| (key.clone(), said(row))).collect();
    verified
}

/// The rows of an answer by what tells them: their id, else all that they hold.
fn rows(answer: &Answer) -> BTreeMap<String, Value> {
    let mut text = Vec::new();
    // Memory can be written.
    let _ = render(answer, Format::Ndjson, &Style::PLAIN, &mut text);
    let of_records =
        matches!(answer.body, AnswerBody::Claims(_) | AnswerBody::Records(_) | AnswerBody::Shown(_));
    let lines = String::from_utf8_lossy(&text).into_owned();
    let rows = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    rows.map(|row| {
        let id = row.get("id").and_then(Value::as_str).filter(|_| of_records).map(str::to_owned);
        (id.unwrap_or_else(|| said(&row)), row)
    })
    .collect()
}

/// The statement, name or title of a row; of a count its values.
fn said(row: &Value) -> String {
    let of_record = ["statement", "name", "title"].iter().find_map(|field| row.get(*field)?.as_str());
    if let Some(text) = of_record {
        return text.to_owned();
    }
    let Value::Object(fields) = row else { return row.to_string() };
    let fields = fields.iter().filter(|(name, _)| !OF_THE_ANSWER.contains(&name.as_str()));
    let shown = fields.map(|(name, value)| {
        let value = value.get("name").unwrap_or(value);
        format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn differing(old: &Value, new: &Value) -> Vec<String> {
    let (Value::Object(old), Value::Object(new)) = (old, new) else { return Vec::new() };
    let names = new.keys().filter(|name| !OF_THE_ANSWER.contains(&name.as_str()));
    names.filter(|name| old.get(*name) != new.get(*name)).cloned().collect()
}
