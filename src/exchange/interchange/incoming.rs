//! What a line gives, whichever way it was read.

use crate::language;
use crate::model::validate;
use crate::model::violation::Violation;
use crate::model::{Definition, Key, Problem, Record};

use super::fields::one_hint;
use super::identity;

pub(super) const RETRACTION: &str = "retraction";
pub(super) const REDACTION: &str = "redaction";
pub(super) const CORRECTION: &str = "correction";
pub(super) const RESTORATION: &str = "restoration";

/// What one line of a file gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Counted from 1.
    pub line: usize,
    pub what: Given,
}

/// A record to be added, the wish that one be changed, retracted or restored, or word of one that was redacted.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    Record(Record),
    /// The whole new content of a record that stands before it.
    Correction {
        record: Record,
        because: Option<String>,
    },
    Restoration {
        key: Key,
        because: Option<String>,
    },
    Retraction {
        key: Key,
        because: Option<String>,
    },
    /// That a record was redacted in the database that the line comes from.
    Redaction {
        key: Key,
        because: Option<String>,
    },
}

/// Brings a record that was read to its canonical form, names it where it was given no id, and holds it to the rules.
pub(super) fn finish(record: &mut Record, named: bool) -> Vec<Violation> {
    validate::canonical(record);
    if let Record::Definition(definition) = record
        && let Err(problem) = bring_to_canonical_form(definition)
    {
        let violation = Violation::new("question", problem.message());
        return vec![Violation { hint: one_hint(&problem.hints()), ..violation }];
    }
    if !named {
        identity::name_by_content(record);
    }
    validate::check(record)
}

/// An empty question stays: the rules refuse it in better words.
fn bring_to_canonical_form(definition: &mut Definition) -> Result<(), Problem> {
    if definition.question.trim().is_empty() {
        return Ok(());
    }
    let condition = language::parse_claims_condition(&definition.question)?;
    definition.question = language::format_condition(condition.as_ref());
    Ok(())
}
