//! Where records live: the journal, which is the truth, and the index, which is derived from it.
//! The only layer that knows sled and bincode.
//!
//! - [`change`]: what a transaction does
//! - [`codec`]: records as bytes, by bincode
//! - [`journal`]: the append-only file of transactions
//! - [`folder`]: the database's folder: its locks, its files, and scratch space beside it
//! - `open`: bringing journal and index together; what is torn or lost
//! - `not_created`: a database that is created with its first record
//! - `disk_full`: what is done with the index where the disk is full
//! - [`clock`]: by what moment a transaction is dated
//! - [`engine`]: what the index is kept in: a small map, by sled, its manifest, and segment files
//! - [`index`]: memtable, segments, posting lists, columns and versions
//! - [`cache`]: what was read and may be asked for again
//! - [`validator`]: the rules that hold between records, checked before anything is written
//! - [`bulk_load`]: a transaction of very many records
//! - [`integrity`]: whether journal, index and records agree: `dictum check`
//! - `redact`: taking what was recorded of a record out of the database
//! - [`snapshot`]: reading, at any moment of the past

pub mod bulk_load;
pub mod cache;
pub mod change;
pub mod clock;
pub mod codec;
mod disk_full;
pub mod engine;
pub mod folder;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
pub mod index;
pub mod integrity;
pub mod journal;
mod not_created;
mod open;
mod redact;
pub mod snapshot;
pub mod validator;

use std::cell::RefCell;
use std::fmt;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

pub use change::{Change, Stamp};
pub use journal::{Redacted, RedactionPlan};
pub use redact::Redaction;
pub use snapshot::{Closure, Snapshot};

use crate::model::problem::Result;
use crate::model::{Problem, RecordType};
use crate::store::bulk_load::{BulkLoad, To};
use crate::store::folder::scratch::Scratch;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::not_created::NotCreated;
use crate::store::validator::Refusal;
use cache::{RecordCaches, SnapshotCache};
use engine::EngineError;
use folder::Folder;
pub use folder::Opening;
use index::Index;
use journal::gaps::GapCheck;
use journal::{Frame, FrameHead, Journal, Locator};

/// How far something long has come: done, of how much.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// An open database.
pub struct Store {
    journal: Journal,
    /// Not there while it is rebuilt, and where it was lost and there is no room to rebuild it.
    index: Option<Index>,
    lasting: RecordCaches,
    /// What is kept of the present, with the transaction that it is the present of.
    moment: RefCell<(u64, Rc<SnapshotCache>)>,
    /// After all that is closed while the lock is held.
    folder: Folder,
    /// Where the index is while there is no room for it in the folder.
    lent: Option<Scratch>,
    /// Where nothing was recorded yet and the database is not made before that: the place for it.
    unmade: Option<NotCreated>,
    /// What is to be said and was not yet.
    notices: Vec<String>,
    /// Whether somebody wants what is being read to stop.
    stop: Arc<AtomicBool>,
}

/// What a transaction came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The number of the transaction; `None` where everything was there already.
    pub sequence: Option<u64>,
    pub changed: usize,
    /// How many records were there already with the same content.
    pub unchanged: usize,
}

/// "12 recorded (transaction 3); 2 there already"
impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} recorded", self.changed)?;
        if let Some(sequence) = self.sequence {
            write!(f, " (transaction {sequence})")?;
        }
        if self.unchanged > 0 {
            write!(f, "; {} there already", self.unchanged)?;
        }
        Ok(())
    }
}

impl Store {
    /// # Errors
    /// There is none: it was lost, and there was no room to rebuild it.
    fn index(&self) -> Result<&Index> {
        self.index.as_ref().ok_or_else(no_index)
    }

    /// Forgets what was read.
    fn forget(&mut self) {
        self.lasting = RecordCaches::default();
        *self.moment.borrow_mut() = (self.sequence(), Rc::default());
    }

    /// The number of the last transaction.
    pub fn sequence(&self) -> u64 {
        self.index.as_ref().map_or_else(|| self.journal.sequence(), |index| index.counters().sequence())
    }

    // ---- reading ----

    /// The database as it is now.
    pub fn snapshot(&self) -> Snapshot<'_> {
        self.snapshot_after(self.sequence())
    }

    /// The database as it was after a transaction; 0: when it was empty.
    pub fn snapshot_after(&self, sequence: u64) -> Snapshot<'_> {
        let (of, moment) = &*self.moment.borrow();
        let moment = if *of == sequence { moment.clone() } else { Rc::default() };
        Snapshot::new(self, moment, sequence)
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
    pub fn watch_journal(&mut self, watch: Arc<dyn journal::Watch>) {
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

    /// # Errors
    /// Somebody wants what is being read to stop.
    fn go_on(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Problem::cancelled()) } else { Ok(()) }
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

    /// How many ordinals of a type were given.
    fn ordinals(&self, record_type: RecordType) -> Ordinal {
        self.index.as_ref().map_or(0, |index| index.counters().ordinals[record_type as usize])
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
        } else if index.remember().and_then(|()| index.settle()).is_err() {
            self.catch_up(sequence)?;
        }
        self.forget();
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
        let slots = index.counters().slots;
        let mut update = index.begin(head.sequence);
        for (change, at) in changes.iter().zip(places) {
            update.take(change.clone(), *at, &self.journal)?;
        }
        update.finish(head, stamp);
        index.remember()?;
        let runs_changed = index.settle()?;
        self.forget_what_changed(slots, changes, runs_changed)
    }

    /// Forgets of what was read what a transaction has changed.
    fn forget_what_changed(
        &mut self,
        slots: Slot,
        changes: &[Change],
        all: bool,
    ) -> std::result::Result<(), EngineError> {
        /// From how many changes on it is simpler to start over.
        const MANY: usize = 1_000;
        if all || changes.len() > MANY {
            self.forget();
            return Ok(());
        }
        let mut touched = Vec::with_capacity(changes.len());
        let Some(index) = &self.index else { return Err(EngineError::new("it is missing")) };
        for change in changes {
            let key = change.key();
            let ordinal = index.ordinal(key.record_type(), &key.name())?;
            touched.extend(ordinal.map(|ordinal| (key.record_type(), ordinal)));
        }
        self.lasting.cut(slots, touched.iter().copied());
        let types: Vec<RecordType> = touched.iter().map(|(record_type, _)| *record_type).collect();
        let moment = self.moment.borrow().1.after(&types);
        *self.moment.borrow_mut() = (self.sequence(), Rc::new(moment));
        Ok(())
    }

    /// The moment by which a transaction is dated. What is to be said of the clock is among the notices.
    fn later_than_last(&mut self, now: i64) -> Result<i64> {
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

fn no_index() -> Problem {
    Problem::index("the index is missing, and there was no room to rebuild it")
        .hint("free some room, and ask again: nothing is lost, the index is rebuilt from the journal")
}

/// From how many changes on a transaction is worth several threads.
const MANY_CHANGES: u64 = 5_000;

/// Brings into an index what a journal has beyond it.
fn take_in(
    index: &mut Index,
    journal: &Journal,
    progress: Progress<'_>,
) -> std::result::Result<(), EngineError> {
    let size = journal.size();
    let head = index.counters().head.clone();
    let mut frames = journal.frames(head.as_ref());
    // What a redaction took out before a place in the middle was accounted for when that was read.
    let mut gaps = head.is_none().then(GapCheck::default);
    while let Some(frame) = frames.next()? {
        progress(frame.head.offset, size);
        let sequence = frame.head.sequence;
        let mut follow = |at: Locator, change: &Change| {
            let damage = gaps.as_mut().and_then(|gaps| gaps.follow(sequence, at.offset, change));
            damage.map_or(Ok(()), |damage| Err(damage.problem(journal.path())))
        };
        if frame.count > MANY_CHANGES {
            index.take_many(frame.head.sequence, |update| {
                read_ahead(&frame, |change| {
                    let (at, change) = change?;
                    progress(at.offset, size);
                    follow(at, &change)?;
                    update.take(change, at, journal)
                })?;
                update.finish(&frame.head, &frame.stamp);
                Ok::<(), EngineError>(())
            })?;
        } else {
            let mut update = index.begin(frame.head.sequence);
            for change in frame.changes() {
                let (at, change) = change?;
                follow(at, &change)?;
                update.take(change, at, journal)?;
            }
            update.finish(&frame.head, &frame.stamp);
        }
        index.settle()?;
    }
    if let Some(damage) = gaps.and_then(|gaps| gaps.finish().into_iter().next()) {
        return Err(damage.problem(journal.path()).into());
    }
    index.remember()
}

/// Hands over the changes of a transaction, which are read on a thread of their own.
fn read_ahead(
    frame: &Frame<'_>,
    mut take: impl FnMut(Result<(Locator, Change)>) -> std::result::Result<(), EngineError>,
) -> std::result::Result<(), EngineError> {
    /// How many changes go over at a time, and how many times may wait.
    const CHANGES: usize = 256;
    const WAITING: usize = 16;
    thread::scope(|scope| {
        let (to, read) = sync_channel::<Vec<Result<(Locator, Change)>>>(WAITING);
        scope.spawn(move || {
            let mut changes = frame.changes();
            loop {
                let some: Vec<_> = changes.by_ref().take(CHANGES).collect();
                // It ends early where nobody takes any more.
                if some.is_empty() || to.send(some).is_err() {
                    return;
                }
            }
        });
        read.into_iter().flatten().try_for_each(&mut take)
    })
}
