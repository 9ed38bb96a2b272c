//! What a file of another format gives, entry by entry: a row of a table, a review, an entry of a bibliography.
//!
//! A reader of a format is an [`Entries`]. It turns each entry into records, and knows no database: which entity a name
//! stands for it asks of [`Naming`]. `session::entries` takes what it gives, twice: once to find out what is wrong and what
//! is there already, and once to record.

use std::fmt;

use super::naming::Naming;
use crate::model::Record;
use crate::model::problem::{Problem, Problems, Result};

/// Where an entry stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EntryPlace {
    /// What the format calls it: "row", "review", "entry".
    pub what: &'static str,
    /// Counted from 1; the names of the columns of a table are in row 1.
    pub number: u64,
    /// The line in which it begins, where that says more.
    pub line: Option<u64>,
    /// The key that it has in its file: `Smith2020`.
    pub key: Option<String>,
}

/// "row 14", "row 14 (line 37)", "entry `Smith2020` (line 200)"
impl fmt::Display for EntryPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => write!(f, "{} `{key}`", self.what)?,
            None => write!(f, "{} {}", self.what, self.number)?,
        }
        match self.line.filter(|line| self.key.is_some() || *line != self.number) {
            Some(line) => write!(f, " (line {line})"),
            None => Ok(()),
        }
    }
}

/// Something that was taken, and is odd all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// In a few words, the same for all of the kind, for they are counted: "no speaker".
    pub what: String,
    /// What is odd in this entry: "`sometime in May`". May be empty.
    pub detail: String,
}

impl Remark {
    pub fn new(what: impl Into<String>, detail: impl Into<String>) -> Remark {
        Remark { what: what.into(), detail: detail.into() }
    }
}

/// What one entry gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    pub place: EntryPlace,
    /// They are taken together or not at all. Each stands behind those that it refers to; entities that [`Naming`] has made
    /// are not among them. A record that another entry gives too, the same, is taken once.
    pub records: Vec<Record>,
    pub remarks: Vec<Remark>,
}

/// An entry that cannot be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    pub place: EntryPlace,
    /// At least one.
    pub problems: Problems,
    /// Whether [`Entries::problems_of_all`] says all of it for every entry at once.
    pub is_said_of_all: bool,
}

impl Rejected {
    pub fn new(place: EntryPlace, problems: impl Into<Problems>) -> Rejected {
        Rejected { place, problems: problems.into(), is_said_of_all: false }
    }
}

/// The entries of a file, in their order.
pub trait Entries {
    /// What is to be said of the file before anything is taken: its encoding, how its columns are separated. A line each.
    fn about(&self) -> Vec<String> {
        Vec::new()
    }

    /// The next entry; nothing at the end.
    ///
    /// # Errors
    /// The outer one: the file cannot be read on.
    fn next(&mut self, naming: &mut Naming<'_>) -> Result<Option<std::result::Result<Entry, Rejected>>>;

    /// Goes back to the first entry. What [`Entries::next`] gives then is the same as before.
    ///
    /// # Errors
    /// The file cannot be read again.
    fn rewind(&mut self) -> Result<()>;

    /// What is wrong with the file as a whole, once its last entry was given: labels that no table has, with their counts.
    /// Entries that suffer from it were rejected too, with [`Rejected::is_said_of_all`].
    fn problems_of_all(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// What stands before the entries in a file of rejected ones.
    fn head_of_rejects(&self) -> String {
        String::new()
    }

    /// The entry that was given last as it stands in the file, with the reason beside it, for a file of rejected ones.
    fn rejected(&self, reason: &str) -> String;
}
