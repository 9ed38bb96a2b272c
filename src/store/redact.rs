//! Taking what was recorded of a record out of this copy of the database, for good: a court order, a name that should
//! never have been written down. The journal is written again without it, and takes the place of the old one in one step;
//! the index is made from it. Whatever else in the folder may hold some of it goes as well.

use std::fs::File;

use crate::model::problem::Result;
use crate::model::{Key, Problem, RecordType};
use crate::store::change::{Change, Stamp};
use crate::store::handle::Store;
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::{ChangeKind, Version};
use crate::store::journal::{Journal, Redacted, RedactionPlan};
use crate::store::progress::Progress;
use crate::store::redaction::Redaction;
use crate::store::snapshot::Snapshot;

impl Snapshot {
    /// How a record was redacted, if what is to be read of it here was taken out; also where that was done later.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn redaction(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Redaction>> {
        let Some(version) = self.version(record_type, ordinal)? else { return Ok(None) };
        if version.act != ChangeKind::Redacted {
            return Ok(None);
        }
        let sequence = match self.change(version.change)? {
            Change::Gap(gap) => gap.redacted_in,
            _ => version.sequence,
        };
        let missing = || Problem::index("the index lacks a redaction");
        let trail = self.trail(record_type, ordinal)?.ok_or_else(missing)?;
        let redacts =
            |version: &&Version| version.sequence == sequence && version.act == ChangeKind::Redacted;
        let redaction = trail.versions.iter().rev().find(redacts).ok_or_else(missing)?;
        let because = self.change(redaction.change)?.because().map(str::to_owned);
        let stamp = self.transaction(sequence)?.ok_or_else(missing)?.stamp.clone();
        Ok(Some(Redaction { key: trail.key, sequence, at: stamp.at, by: stamp.by, because }))
    }
}

impl Snapshot {
    /// The records that were there at this moment and were redacted later.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn redacted_since(&self) -> Result<Vec<Redaction>> {
        let mut found = Vec::new();
        for record_type in RecordType::ALL {
            for ordinal in &*self.posting(&PostingKey::Redacted(record_type))? {
                let redaction = self.redaction(record_type, ordinal)?;
                found.extend(redaction.filter(|redaction| redaction.sequence > self.sequence()));
            }
        }
        Ok(found)
    }
}

impl Store {
    /// What redacting a record would take out. All of the journal is read for it.
    ///
    /// # Errors
    /// The journal is damaged, or cannot be read.
    pub fn plan_redaction(&self, key: &Key) -> Result<RedactionPlan> {
        self.journal.plan_redaction(key)
    }

    /// Takes all that was recorded of a record out of the journal, the index and whatever else lies in the folder, as a
    /// transaction that says so.
    ///
    /// # Errors
    /// Nothing is recorded of it; or reading or writing failed. Where the new journal is not yet in its place, nothing was
    /// changed.
    pub fn redact(
        &mut self,
        now: i64,
        by: &str,
        key: &Key,
        because: &str,
        progress: Progress<'_>,
    ) -> Result<Redacted> {
        if self.plan_redaction(key)?.changes == 0 {
            return Err(Problem::invalid(format!("nothing is recorded of {key}")));
        }
        let stamp =
            Stamp { at: self.later_than_last(now)?, by: by.to_owned(), why: Some(because.to_owned()) };
        self.folder.announce()?;
        let new = self.folder.new_journal()?;
        let written = new
            .try_clone()
            .map_err(|error| Problem::io("the new journal cannot be written", error))
            .and_then(|file| self.journal.write_redacted(file, key, &stamp));
        let redacted = match written {
            Ok(redacted) => redacted,
            Err(problem) => {
                self.folder.discard_new_journal();
                return Err(problem);
            }
        };
        self.put_in_place(new, progress)?;
        Ok(redacted)
    }

    /// Puts a journal in the place of the one in force. The index goes first: one that knew the old journal would take the
    /// new one for a journal that has lost something.
    fn put_in_place(&mut self, new: File, progress: Progress<'_>) -> Result<()> {
        if let Some(index) = self.index.take() {
            // Whatever is wrong with it, it goes.
            let _ = index.close();
        }
        self.lent = None;
        self.forget();
        let replaced = self.folder.remove_index().and_then(|()| self.folder.replace_journal(new));
        if let Err(problem) = replaced {
            self.rebuild_somewhere(progress)?;
            return Err(problem);
        }
        let file = self.folder.hold_journal()?;
        let (journal, _) = Journal::look(file, &self.folder.journal(), None)?.open(true)?;
        self.journal = journal;
        self.journal.keep_blocks_in(self.caches.journal_blocks.clone());
        self.folder.remove_set_aside()?;
        self.rebuild_somewhere(progress)
    }
}
