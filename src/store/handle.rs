//! An open database: what can be read of it, and changes as transactions.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::model::problem::Result;
use crate::store::bulk_load::{BulkLoad, To};
use crate::store::cache::MemoryLimit;
use crate::store::caches::Caches;
use crate::store::change::{Change, Stamp};
use crate::store::clock;
use crate::store::engine::EngineError;
use crate::store::folder::scratch::Scratch;
use crate::store::folder::{Folder, Opening};
use crate::store::index::Index;
use crate::store::journal::{FrameHead, Journal, Locator, Watch};
use crate::store::not_created::NotCreated;
use crate::store::progress::Progress;
use crate::store::recorded::Recorded;
use crate::store::snapshot::Snapshot;
use crate::store::validator;
use crate::store::validator::Refusal;
use crate::store::view::{View, no_index};

/// An open database.
pub struct Store {
    pub(super) journal: Journal,
    /// Not there while it is rebuilt, and where it was lost and there is no room to rebuild it.
    pub(super) index: Option<Index>,
    pub(super) caches: Arc<Caches>,
    /// Which index it is: one that is rebuilt is another.
    pub(super) generation: u64,
    /// By the type of record, the last transaction that changed one.
    pub(super) changed: [u64; 6],
    /// After all that is closed while the lock is held.
    pub(super) folder: Folder,
    /// Where the index is while there is no room for it in the folder.
    pub(super) lent: Option<Scratch>,
    /// Where nothing was recorded yet and the database is not made before that: the place for it.
    pub(super) unmade: Option<NotCreated>,
    /// What is to be said and was not yet.
    pub(super) notices: Vec<String>,
    /// Whether somebody wants what is being read to stop.
    pub(super) stop: Arc<AtomicBool>,
}

impl Store {
    /// # Errors
    /// There is none: it was lost, and there was no room to rebuild it.
    pub(super) fn index(&self) -> Result<&Index> {
        self.index.as_ref().ok_or_else(no_index)
    }

    /// Forgets what was read: it was of another index.
    pub(super) fn forget(&mut self) {
        self.generation = next_generation();
        self.changed = [self.sequence(); 6];
        self.caches.clear();
    }

    /// The number of the last transaction.
    pub fn sequence(&self) -> u64 {
        self.index.as_ref().map_or_else(|| self.journal.sequence(), |index| index.counters().sequence())
    }

    // ---- reading ----

    /// The database as it is now. It stays so, whatever is recorded meanwhile: while it is held, the next transaction
    /// copies the memtable.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_after(self.sequence())
    }

    /// The database as it was after a transaction; 0: when it was empty.
    pub fn snapshot_after(&self, sequence: u64) -> Snapshot {
        let view = View {
            journal: self.journal.reader().clone(),
            index: self.index.as_ref().map(|index| index.reader().clone()),
            caches: self.caches.clone(),
            generation: self.generation,
            changed: self.changed,
        };
        Snapshot::new(Arc::new(view), self.stop.clone(), sequence)
    }

    /// How much memory it may hold for what was read, and how much of that it holds, in bytes.
    pub fn memory(&self) -> (MemoryLimit, u64) {
        (self.caches.limit, self.caches.weight())
    }

    pub fn path(&self) -> &Path {
        self.unmade.as_ref().map_or_else(|| self.folder.path(), NotCreated::path)
    }

    /// How it was opened: another one is to be opened in the same way.
    pub fn opening(&self) -> Opening {
        Opening { create: false, accept_loss: false, ..self.folder.opening() }
    }

    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// From now on `watch` is asked before anything is done with the journal's file: see [`Journal::watch`].
    pub fn watch_journal(&mut self, watch: Arc<dyn Watch>) {
        self.journal.watch(watch);
    }

    /// What was once taken out of use and is still kept in the folder, a sentence each.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn set_aside(&self) -> Result<Vec<String>> {
        self.folder.set_aside()
    }

    /// The digest, once every transaction was read and its hash computed again: what the journal holds is what the
    /// digest stands for.
    ///
    /// # Errors
    /// The journal is damaged, or was changed after it was written.
    pub fn verified_digest(&self, progress: Progress<'_>) -> Result<String> {
        match self.journal.verify(progress).first() {
            Some(damage) => Err(damage.problem(&self.folder.journal())),
            None => Ok(self.digest()),
        }
    }

    /// The hash of the last transaction, in hexadecimal: whoever has it can tell whether the database is the same.
    /// Nothing is read for it; [`Store::verified_digest`] does.
    pub fn digest(&self) -> String {
        self.journal.digest()
    }

    /// While the flag is up, reading ends with an error; what is being written is written.
    pub fn stop_at(&mut self, flag: Arc<AtomicBool>) {
        self.stop = flag;
    }

    /// Bytes on the disk: of the journal, of the index.
    ///
    /// # Errors
    /// The index cannot be measured.
    pub fn sizes(&self) -> Result<(u64, u64)> {
        Ok((self.journal.size(), self.index()?.size_on_disk()?))
    }

    /// The last number of claim versions, and how many changes there ever were.
    pub fn counters(&self) -> (u32, u64) {
        self.index.as_ref().map_or((0, 0), |index| (index.counters().slots, index.counters().changes))
    }

    // ---- writing ----

    /// Makes changes as one transaction: all of them, or none. When this returns, they are on the disk.
    ///
    /// # Errors
    /// The outer error: reading or writing failed, and nothing was changed. The inner one: what is wrong with the changes.
    pub fn transact(
        &mut self,
        now: i64,
        by: &str,
        why: Option<&str>,
        changes: Vec<Change>,
    ) -> Result<std::result::Result<Recorded, Vec<Refusal>>> {
        let accepted = match validator::examine(&self.snapshot(), changes)? {
            Ok(accepted) => accepted,
            Err(refusals) => return Ok(Err(refusals)),
        };
        let (changed, unchanged) = (accepted.changes.len(), accepted.unchanged);
        if accepted.changes.is_empty() {
            return Ok(Ok(Recorded { sequence: None, changed, unchanged }));
        }
        let made = self.make()?;
        self.folder.announce()?;
        let stamp = Stamp { at: self.later_than_last(now)?, by: by.to_owned(), why: why.map(str::to_owned) };
        let (head, places) = match self.journal.append(&stamp, accepted.changes.iter()) {
            Ok(appended) => appended,
            Err(problem) => {
                self.unmake(made);
                return Err(problem);
            }
        };
        let sequence = head.sequence;
        if self.index_transaction(&head, &stamp, &accepted.changes, &places).is_err() {
            // The transaction is safe in the journal; the index catches up from there.
            self.catch_up(sequence)?;
        }
        Ok(Ok(Recorded { sequence: Some(sequence), changed, unchanged }))
    }

    /// Checks changes as [`Store::transact`] does, and makes none.
    ///
    /// # Errors
    /// As there.
    pub fn dry_run(&self, changes: Vec<Change>) -> Result<std::result::Result<Recorded, Vec<Refusal>>> {
        Ok(validator::examine(&self.snapshot(), changes)?.map(|accepted| Recorded {
            sequence: None,
            changed: accepted.changes.len(),
            unchanged: accepted.unchanged,
        }))
    }

    /// Makes one transaction of new records that come one after the other, unless one is not sound: then nothing was
    /// changed, and nothing is given back. `feed` hands them over and says whether all were taken. Where they are only to
    /// be tried, nothing is written.
    ///
    /// # Errors
    /// Reading or writing failed, also that of `feed`; then nothing was changed.
    pub fn stream(
        &mut self,
        stamp: Stamp,
        only_tried: bool,
        feed: impl FnOnce(&mut BulkLoad<'_, '_>) -> Result<bool>,
    ) -> Result<Option<Recorded>> {
        let made = if only_tried { None } else { self.make()? };
        if !only_tried {
            self.folder.announce()?;
        }
        let stamp = Stamp { at: self.later_than_last(stamp.at)?, ..stamp };
        let index = self.index.as_mut().ok_or_else(no_index)?;
        if !only_tried {
            // What is given up takes everything fresh with it.
            index.flush_memtable()?;
        }
        let sequence = index.counters().sequence() + 1;
        let journal = &mut self.journal;
        let kept = index.take_many(sequence, |update| -> Result<_> {
            let to = if only_tried { To::Nowhere(journal) } else { To::Journal(Box::new(journal.begin()?)) };
            let mut streaming = BulkLoad::new(to, update);
            let is_sound = feed(&mut streaming)? && streaming.is_sound();
            let (changed, unchanged) = streaming.counts();
            let head = if is_sound && changed > 0 { streaming.commit(&stamp)? } else { None };
            let sequence = head.map(|head| head.sequence);
            Ok(is_sound.then_some(Recorded { sequence, changed, unchanged }))
        });
        if !matches!(kept, Ok(Some(Recorded { sequence: Some(_), .. }))) {
            index.discard_memtable();
            if only_tried {
                // What was fresh before went with it, and comes from the journal again.
                self.replay(&mut |_, _| {})?;
            }
            self.unmake(made);
            self.forget();
        } else if index.remember().and_then(|()| index.settle()).is_err() {
            self.catch_up(sequence)?;
        } else {
            self.changed = [sequence; 6];
        }
        kept
    }

    fn index_transaction(
        &mut self,
        head: &FrameHead,
        stamp: &Stamp,
        changes: &[Change],
        places: &[Locator],
    ) -> std::result::Result<(), EngineError> {
        let Some(index) = self.index.as_mut() else { return Err(EngineError::new("it is missing")) };
        let mut update = index.begin(head.sequence);
        for (change, at) in changes.iter().zip(places) {
            update.take(change.clone(), *at, &self.journal)?;
        }
        update.finish(head, stamp);
        index.remember()?;
        index.settle()?;
        for change in changes {
            self.changed[change.key().record_type() as usize] = head.sequence;
        }
        Ok(())
    }

    /// The moment by which a transaction is dated. What is to be said of the clock is among the notices.
    pub(super) fn later_than_last(&mut self, now: i64) -> Result<i64> {
        let last = self.snapshot().transaction(self.sequence())?.map(|entry| entry.stamp.at);
        let (at, remark) = clock::dated(now, last)?;
        self.notices.extend(remark);
        Ok(at)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.index.take().map(Index::close) {
            // Nothing is lost: what could not be written now comes from the journal again. But that takes its time.
            (self.folder.opening().at_closing)(&format!(
                "{error}; it could not be closed, and is rebuilt from the journal when the database is opened next"
            ));
        }
    }
}

/// A number that no other index in this process has had.
pub(super) fn next_generation() -> u64 {
    static GENERATIONS: AtomicU64 = AtomicU64::new(0);
    GENERATIONS.fetch_add(1, Ordering::Relaxed)
}
