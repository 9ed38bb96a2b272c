//! Taking back a transaction: by another one, with a reason. Nothing is forgotten by it.

use super::{Session, described};
use crate::model::problem::{Problems, Result};
use crate::model::{Key, Problem, Record};
use crate::query::definitions_of_0_1::spelled_out;
use crate::store::change::{Gap, Stamp};
use crate::store::{Change, Recorded, Snapshot};

/// How a transaction would be taken back.
#[derive(Clone, Debug)]
pub struct Reversal {
    /// The transaction, and when it was made, by whom and why.
    pub sequence: u64,
    pub stamp: Stamp,
    /// The changes that take it back, the last change first.
    changes: Vec<Change>,
}

impl Reversal {
    /// What it does, a line for each record.
    pub fn lines(&self) -> Vec<String> {
        let line = |change: &Change| {
            let act = match change {
                Change::Retract { .. } => "retracts",
                Change::Restore { .. } => "restores",
                Change::Correct { .. } => "corrects, to what it was before,",
                Change::Add(_) => "adds",
                Change::Redact { .. } | Change::Gap(_) => "redacts",
            };
            format!("{act} {}", change.key())
        };
        self.changes.iter().map(line).collect()
    }
}

impl Session {
    /// How a transaction would be taken back; nothing: the last one.
    ///
    /// # Errors
    /// There is no such transaction, or the journal cannot be read.
    pub fn reversal(&self, sequence: Option<u64>) -> Result<Reversal> {
        let snapshot = self.store.snapshot();
        let sequence = sequence.unwrap_or(snapshot.sequence());
        if sequence == 0 || sequence > snapshot.sequence() {
            let problem = Problem::invalid("there is no such transaction");
            return Err(problem
                .hint(format!("they are numbered from 1 to {}; `.log` lists them", snapshot.sequence())));
        }
        let before = snapshot.transaction(sequence - 1)?.map(|entry| entry.head.clone());
        let mut frames = self.store.journal().frames(before.as_ref());
        let frame = frames
            .next()?
            .ok_or_else(|| Problem::index("the journal is missing a transaction that the index has"))?;
        let earlier = self.store.snapshot_after(sequence - 1);
        let mut changes: Vec<Change> = Vec::new();
        for change in frame.changes() {
            let (_, change) = change?;
            // Of several changes to one record, the first says what it was before.
            if !changes.iter().any(|other| other.key() == change.key()) {
                unchanged_since(&snapshot, &change.key(), sequence)?;
                changes.push(reversed(&earlier, change)?);
            }
        }
        changes.reverse();
        Ok(Reversal { sequence, stamp: frame.stamp, changes })
    }

    /// Takes a transaction back, as a transaction of its own.
    ///
    /// # Errors
    /// What stands in the way: records that were added since and refer to those that would go. Then nothing was changed.
    pub fn reverse(&mut self, reversal: Reversal, why: &str) -> std::result::Result<Recorded, Problems> {
        let now = self.now();
        let because = |change| with_reason(change, why);
        let changes = reversal.changes.into_iter().map(because).collect();
        let outcome = self.store.transact(now.0, &self.author, Some(why), changes)?;
        outcome.map_err(|refusals| refusals.iter().map(|refusal| described(refusal).1).collect())
    }
}

/// What was changed later is not taken back to before: that would take the later change back as well.
fn unchanged_since(snapshot: &Snapshot, key: &Key, sequence: u64) -> Result<()> {
    let Some(ordinal) = snapshot.ordinal(key)? else { return Ok(()) };
    match snapshot.version(key.record_type(), ordinal)? {
        Some(version) if version.sequence > sequence => {
            let problem =
                Problem::invalid(format!("{key} was changed again by transaction {}", version.sequence));
            Err(problem.hint(format!("take that one back first: `.undo {}`", version.sequence)))
        }
        _ => Ok(()),
    }
}

fn with_reason(change: Change, why: &str) -> Change {
    let because = Some(why.to_owned());
    match change {
        Change::Retract { key, .. } => Change::Retract { key, because },
        Change::Restore { key, .. } => Change::Restore { key, because },
        Change::Correct { record, .. } => Change::Correct { record, because },
        other => other,
    }
}

/// The change that takes one back, in the state of the database before it.
fn reversed(earlier: &Snapshot, change: Change) -> Result<Change> {
    let because = None;
    Ok(match change {
        Change::Add(record) => Change::Retract { key: record.key(), because },
        Change::Restore { key, .. } => Change::Retract { key, because },
        Change::Retract { key, .. } => Change::Restore { key, because },
        Change::Correct { record, .. } => {
            let key = record.key();
            let missing = || {
                Problem::index(format!(
                    "the index is missing {key} as it was before transaction {}",
                    earlier.sequence() + 1
                ))
            };
            let record = match earlier.record(&key)?.ok_or_else(missing)? {
                Record::Definition(definition) if earlier.is_of_0_1(&key)? => {
                    Record::Definition(spelled_out(earlier, definition)?)
                }
                record => record,
            };
            Change::Correct { record, because }
        }
        Change::Redact { key, .. } | Change::Gap(Gap { key, .. }) => {
            return Err(Problem::invalid(format!("{key} is redacted: what is not there does not come back"))
                .hint("it can be added again, with what may be recorded"));
        }
    })
}
