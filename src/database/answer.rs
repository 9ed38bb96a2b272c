//! What a question is answered with: rows that own what they hold.

use std::ops::Index;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output;
use crate::query;

/// The answer to one question: rows, in their order, and what a careful reader should know of them.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let db = dictum::Database::builder(&folder.path().join("claims.dictum")).create(true).open()?;
/// let answer = db.ask("claims said in 2024")?;
/// for row in &answer {
///     println!("{} {}", row["id"], row["statement"]);
/// }
/// for remark in answer.remarks() {
///     eprintln!("{remark}");
/// }
/// let kept = serde_json::to_string(&answer)?;
/// assert_eq!(serde_json::from_str::<dictum::Answer>(&kept)?, answer);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The question in its canonical form, with the values of its `$names` in their places.
    pub question: String,
    /// When it was asked, in UTC: `2026-11-27T10:00:00Z`.
    pub asked_at: String,
    /// The transaction after which the database was asked.
    pub sequence: u64,
    /// The hash of that transaction, in 64 hexadecimal digits.
    pub digest: String,
    /// The moment of `as of`, as written; nothing where the present was asked.
    pub as_of: Option<String>,
    /// How many rows there are without `limit` and `offset`.
    pub total: usize,
    rows: Vec<Row>,
    remarks: Vec<String>,
}

/// One row of an answer. It has the fields that `--format json` gives, by the same names, always all of them; what is not
/// known is `null`.
///
/// A claim has among others `id`, `statement`, `speakers`, `about`, `said`, `citations`, `assessments`, and `match`, which is
/// `certain` or `possible`; a count has `count` and what it was counted by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(Map<String, Value>);

impl Answer {
    /// # Errors
    /// A fault of dictum: what it wrote is not what it reads.
    pub(super) fn of(answer: &query::Answer) -> Result<Answer> {
        /// What of the object that `json` writes is taken.
        #[derive(Deserialize)]
        struct Written {
            question: String,
            asked_at: String,
            sequence: u64,
            digest: String,
            as_of: Option<String>,
            total: usize,
            rows: Vec<Row>,
        }
        let written: Written = serde_json::from_slice(&output::json::bytes(answer)).map_err(|error| {
            Problem::io_refused(format!(
                "internal error, please report it: an answer cannot be read ({error})"
            ))
        })?;
        let Written { question, asked_at, sequence, digest, as_of, total, rows } = written;
        let remarks = output::remarks(answer);
        Ok(Answer { question, asked_at, sequence, digest, as_of, total, rows, remarks })
    }

    /// The rows, in their order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Row> {
        self.rows.iter()
    }

    /// The rows, handed over.
    pub fn into_rows(self) -> Vec<Row> {
        self.rows
    }

    /// Whether nothing fits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines that stand below an answer on a terminal: how many rows there are, how names were understood, what is only
    /// possible, what was left out and why, a sentence each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }
}

impl<'a> IntoIterator for &'a Answer {
    type Item = &'a Row;
    type IntoIter = std::slice::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Answer {
    type Item = Row;
    type IntoIter = std::vec::IntoIter<Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl Row {
    /// The value of a field; nothing where there is no such field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The text of a field; nothing where it has none, or is no text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.as_str()
    }

    /// The id of what the row is about, where it is about something that has one.
    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    /// Whether the row fits the question whatever is in doubt. A row that only may fit says `possible` in its field `match`.
    pub fn is_certain(&self) -> bool {
        self.text("match") != Some("possible")
    }

    /// The fields, in their order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The row as a value of a type of one's own, which may leave fields out.
    ///
    /// # Errors
    /// The type asks for what the row does not have.
    pub fn read<T: DeserializeOwned>(&self) -> std::result::Result<T, serde_json::Error> {
        serde_json::from_value(Value::Object(self.0.clone()))
    }
}

/// The value of a field; `null` where there is no such field.
impl Index<&str> for Row {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or(&Value::Null)
    }
}

impl TryFrom<Value> for Row {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> std::result::Result<Row, serde_json::Error> {
        match value {
            Value::Object(fields) => Ok(Row(fields)),
            _ => Err(serde_json::Error::custom("a row is an object")),
        }
    }
}
