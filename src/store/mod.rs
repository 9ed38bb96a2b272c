//! Where records live: the journal, which is the truth, and the index, which is derived from it.
//! The only room that knows sled and bincode.
//!
//! - [`change`]: what a transaction does
//! - [`codec`]: records as bytes, by bincode
//! - [`journal`]: the append-only file of transactions
//! - [`folder`]: the database's folder and its locks
//! - [`files`]: opening and locking what lies in it
//! - [`guard`]: which files nothing else may write to
//! - [`scratch`]: files and folders that are used for a while
//! - `room`: what is done with the index where the disk is full
//! - `unmade`: a database that is made with its first record
//! - [`clock`]: by what moment a transaction is dated
//! - [`engine`]: an ordered map of bytes, by sled
//! - [`keys`]: the entries and postings of the index
//! - [`trail`]: the versions of records
//! - [`columns`]: what is asked of many claims at once
//! - [`packing`], [`postings`]: numbers in few bytes
//! - [`run`]: sorted entries in the engine, written once
//! - [`fresh`]: what was taken in since the last run
//! - [`index`]: runs and what is fresh as one
//! - [`cache`]: what was read and may be asked for again
//! - [`examine`]: the rules that hold between records, checked before anything is written
//! - [`streaming`]: a transaction of very many records
//! - [`snapshot`]: reading, at any moment of the past

pub mod cache;
pub mod change;
pub mod check;
pub mod clock;
pub mod codec;
pub mod columns;
pub mod engine;
pub mod examine;
pub mod files;
pub mod folder;
pub mod fresh;
pub mod guard;
pub mod index;
pub mod journal;
pub mod keys;
pub mod packing;
pub mod postings;
mod room;
pub mod run;
pub mod scratch;
pub mod snapshot;
pub mod streaming;
pub mod trail;
mod unmade;

use std::cell::RefCell;
use std::fmt;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

pub use change::{Change, Stamp};
pub use snapshot::{Closure, Snapshot};

use crate::model::RecordType;
use crate::model::problem::Result;
use cache::{Lasting, Moment};
use engine::{Engine, EngineError};
use examine::Refusal;
use folder::Folder;
pub use folder::Opening;
use index::Index;
use journal::{Frame, FrameHead, Journal, Locator, Torn};
use keys::Slot;
use scratch::Scratch;
use streaming::{Streaming, To};
use unmade::Unmade;

/// How far something long has come: done, of how much.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// An open database.
pub struct Store {
    journal: Journal,
    /// Always there, but for the moment in which the index is made anew.
    index: Option<Index>,
    lasting: Lasting,
    /// What is kept of the present, with the transaction that it is the present of.
    moment: RefCell<(u64, Rc<Moment>)>,
    /// After all that is closed while the lock is held.
    folder: Folder,
    /// Where the index is while there is no room for it in the folder.
    lent: Option<Scratch>,
    /// Where nothing was recorded yet and the database is not made before that: the place for it.
    unmade: Option<Unmade>,
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
    /// Opens a database, making it where `opening` says so. What had to be mended is said in the notices.
    ///
    /// # Errors
    /// It is not there, in use by another process, or damaged; the sentence says which and where.
    pub fn open(
        path: &Path,
        opening: impl Into<Opening>,
        progress: Progress<'_>,
    ) -> Result<(Store, Vec<String>)> {
        let opening = opening.into();
        let mut folder = Folder::open_as(path, opening)?;
        if opening.create && folder.writable() {
            // The journal comes before the index: an index without one is a database that has lost its records.
            Journal::make(&folder.journal())?;
        }
        let file = folder.hold_journal()?;
        folder.hold_index()?;
        let mut notices = Vec::new();
        let index = match Engine::open(&folder.index()).and_then(Index::open) {
            Ok(index) => Some(index),
            Err(error) => {
                notices.push(format!("{error}; it is made anew from the journal"));
                None
            }
        };
        let head = index.as_ref().and_then(|index| index.last_known().ok().flatten());
        let looked = Journal::look(file, &folder.journal(), head.as_ref())?;
        let (journal, torn) = looked.open(folder.writable())?;
        notices.extend(torn.map(torn_tail));
        let moment = RefCell::default();
        let mut store = Store {
            folder,
            journal,
            index,
            lasting: Lasting::default(),
            moment,
            lent: None,
            unmade: None,
            notices: Vec::new(),
            stop: Arc::default(),
        };
        if store.index.is_none() {
            store.rebuild_somewhere(progress)?;
        } else if let Some(why) = store.index_misfit() {
            notices.push(format!("{why}; the index is made anew from the journal"));
            notices.extend(store.keep_evidence()?);
            store.rebuild_somewhere(progress)?;
        } else if let Err(error) = store.replay(progress) {
            let problem = crate::model::Problem::from(error);
            if problem.fault != crate::model::problem::Fault::Index {
                return Err(problem);
            }
            notices.push(format!("{problem}; it is made anew from the journal"));
            store.rebuild_somewhere(progress)?;
        }
        notices.extend(store.notices());
        Ok((store, notices))
    }

    /// Why the index does not belong to the journal, if it does not.
    fn index_misfit(&self) -> Option<String> {
        let Ok(last) = self.index().last_known() else { return Some("the index cannot be read".to_owned()) };
        let Some(head) = last else {
            return (self.journal.sequence() > 0).then(|| "the index is empty".to_owned());
        };
        if self.journal.knows(&head) {
            return None;
        }
        Some(if head.sequence > self.journal.sequence() {
            format!(
                "the index knows transaction {}, but the journal ends with transaction {}: later ones are missing from the journal",
                head.sequence,
                self.journal.sequence()
            )
        } else {
            format!(
                "the journal is not the one that the index was made from (transaction {} differs)",
                head.sequence
            )
        })
    }

    /// Where the journal has lost transactions that the index knows, the index is set aside and not thrown away: what
    /// it holds of them may be all that is left.
    fn keep_evidence(&mut self) -> Result<Option<String>> {
        let last = self.index().last_known()?;
        if last.is_none_or(|last| last.sequence <= self.journal.sequence()) {
            return Ok(None);
        }
        if let Some(index) = self.index.take() {
            let _ = index.close();
        }
        let aside = self.folder.set_index_aside()?;
        Ok(Some(format!(
            "transactions were acknowledged that the journal no longer has: bring it back from a copy; the old index is kept in {}",
            aside.display()
        )))
    }

    /// Makes the index anew from the journal.
    ///
    /// # Errors
    /// The journal is damaged, or the disk fails.
    pub fn rebuild(&mut self, progress: Progress<'_>) -> Result<()> {
        if let Some(index) = self.index.take() {
            // Whatever is wrong with it, it goes.
            let _ = index.close();
        }
        self.folder.remove_index()?;
        self.folder.hold_index()?;
        self.index = Some(Index::open(Engine::open(&self.folder.index())?)?);
        self.forget();
        Ok(self.replay(progress)?)
    }

    /// Brings into the index what the journal has beyond it.
    fn replay(&mut self, progress: Progress<'_>) -> std::result::Result<(), EngineError> {
        let index = self.index.as_mut().expect("the index is open");
        take_in(index, &self.journal, progress)?;
        self.forget();
        Ok(())
    }

    fn index(&self) -> &Index {
        self.index.as_ref().expect("the index is open")
    }

    /// Forgets what was read.
    fn forget(&mut self) {
        self.lasting = Lasting::default();
        *self.moment.borrow_mut() = (self.sequence(), Rc::default());
    }

    /// The number of the last transaction.
    pub fn sequence(&self) -> u64 {
        self.index().counters().sequence()
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
        self.unmade.as_ref().map_or_else(|| self.folder.path(), Unmade::path)
    }

    /// How long a database is waited for that another process has open.
    pub fn wait(&self) -> Duration {
        self.folder.wait()
    }

    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The hash of the last transaction, in hexadecimal: whoever has it can tell whether the database is the same.
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
        if self.stop.load(Ordering::Relaxed) { Err(crate::model::Problem::given("stopped")) } else { Ok(()) }
    }

    /// Bytes on the disk: of the journal, of the index.
    ///
    /// # Errors
    /// The index cannot be measured.
    pub fn sizes(&self) -> Result<(u64, u64)> {
        Ok((self.journal.size(), self.index().size_on_disk()?))
    }

    /// The last number of claim versions, and how many changes there ever were.
    pub fn counters(&self) -> (u32, u64) {
        (self.index().counters().slots, self.index().counters().changes)
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
        let accepted = match examine::examine(&self.snapshot(), changes)? {
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
    pub fn rehearse(&self, changes: Vec<Change>) -> Result<std::result::Result<Recorded, Vec<Refusal>>> {
        Ok(examine::examine(&self.snapshot(), changes)?.map(|accepted| Recorded {
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
        feed: impl FnOnce(&mut Streaming<'_, '_>) -> Result<bool>,
    ) -> Result<Option<Recorded>> {
        let made = if only_tried { None } else { self.make()? };
        if !only_tried {
            self.folder.announce()?;
        }
        let stamp = Stamp { at: self.later_than_last(stamp.at)?, ..stamp };
        let index = self.index.as_mut().expect("the index is open");
        // What is given up takes everything fresh with it.
        index.write_run()?;
        let sequence = index.counters().sequence() + 1;
        let journal = &mut self.journal;
        let kept = index.take_many(sequence, |taking| -> Result<_> {
            let to = if only_tried { To::Nowhere(journal) } else { To::Journal(Box::new(journal.begin()?)) };
            let mut streaming = Streaming::new(to, taking);
            let is_sound = feed(&mut streaming)? && streaming.is_sound();
            let (changed, unchanged) = streaming.counts();
            let head = if is_sound && changed > 0 { streaming.commit(&stamp)? } else { None };
            let sequence = head.map(|head| head.sequence);
            Ok(is_sound.then_some(Recorded { sequence, changed, unchanged }))
        });
        if !matches!(kept, Ok(Some(Recorded { sequence: Some(_), .. }))) {
            index.forget_fresh();
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
        let index = self.index.as_mut().expect("the index is open");
        let slots = index.counters().slots;
        let mut taking = index.begin(head.sequence);
        for (change, at) in changes.iter().zip(places) {
            taking.take(change.clone(), *at, &self.journal)?;
        }
        taking.finish(head, stamp);
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
        /// From how many changes on it is simpler to begin anew.
        const MANY: usize = 1_000;
        if all || changes.len() > MANY {
            self.forget();
            return Ok(());
        }
        let mut touched = Vec::with_capacity(changes.len());
        for change in changes {
            let key = change.key();
            let ordinal = self.index().ordinal(key.record_type(), &key.name())?;
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
        if let Some(index) = self.index.take() {
            // What cannot be written now comes from the journal again.
            let _ = index.close();
        }
    }
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
    while let Some(frame) = frames.next()? {
        progress(frame.head.offset, size);
        if frame.count > MANY_CHANGES {
            index.take_many(frame.head.sequence, |taking| {
                read_ahead(&frame, |change| {
                    let (at, change) = change?;
                    progress(at.offset, size);
                    taking.take(change, at, journal)
                })?;
                taking.finish(&frame.head, &frame.stamp);
                Ok::<(), EngineError>(())
            })?;
        } else {
            let mut taking = index.begin(frame.head.sequence);
            for change in frame.changes() {
                let (at, change) = change?;
                taking.take(change, at, journal)?;
            }
            taking.finish(&frame.head, &frame.stamp);
        }
        index.settle()?;
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

/// What is said of a transaction that was cut off while it was written.
fn torn_tail(torn: Torn) -> String {
    let what = format!(
        "the last transaction ({}) was cut off while it was written and had not been acknowledged",
        torn.sequence
    );
    match torn.set_aside {
        Some(file) => format!("{what}; its {} bytes are set aside in {}", torn.bytes, file.display()),
        None => format!("{what}; its {} bytes are passed over", torn.bytes),
    }
}
