//! The ordered map of bytes that the index lives in. The only file that knows sled.
//!
//! sled 0.34 may answer damaged pages with an error, with a panic, or with bytes that were never written. So each
//! value carries a checksum, a panic becomes an error, and whatever goes wrong says one thing: the index cannot be
//! read. The index is derived; whoever hears that makes it anew from the journal.

mod trust;

use std::cell::Cell;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use self::trust::Trust;
use super::codec::CodecError;
use crate::model::Problem;

/// What sled may keep in memory.
const CACHE: u64 = 16 << 20;

/// How often, and after what pause, a lock is tried that a closing engine in this process may still hold.
const LOCK_TRIES: usize = 250;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The checksum before each value.
const SUM: usize = 4;

/// The index cannot be read, or whatever else stopped the reading or the writing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineError(Problem);

impl EngineError {
    pub fn new(why: impl fmt::Display) -> EngineError {
        EngineError(Problem::index(format!("the index cannot be read: {why}")))
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for EngineError {}

/// Another problem that came up while the index was read or written, such as damage to the journal; it stays what
/// it is.
impl From<Problem> for EngineError {
    fn from(problem: Problem) -> EngineError {
        EngineError(problem)
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Problem {
        error.0
    }
}

impl From<CodecError> for EngineError {
    fn from(error: CodecError) -> EngineError {
        EngineError::new(format_args!("an entry is {error}"))
    }
}

type Result<T> = std::result::Result<T, EngineError>;

/// Changes to the map that are made together, or not at all. A key that is given twice keeps what came last.
#[derive(Default)]
pub struct Batch(sled::Batch);

impl Batch {
    pub fn put(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let (key, value) = (key.as_ref(), value.as_ref());
        self.0.insert(key, summed(key, value));
    }

    pub fn remove(&mut self, key: impl AsRef<[u8]>) {
        self.0.remove(key.as_ref());
    }
}

/// A value with its checksum before it.
fn summed(key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SUM + value.len());
    bytes.extend_from_slice(&sum(key, value));
    bytes.extend_from_slice(value);
    bytes
}

/// An ordered map of bytes in a folder of its own.
pub struct Engine {
    /// Present until the engine is closed.
    db: Option<sled::Db>,
    trust: Mutex<Trust>,
    /// Something went wrong; the files are not to be trusted any more.
    failed: AtomicBool,
}

impl Engine {
    /// Opens the map in a folder, and makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be read, or is not to be trusted (`engine/trust.rs` says when).
    pub fn open(folder: &Path) -> Result<Engine> {
        remove_unfinished(folder).map_err(EngineError::new)?;
        let trust = Trust::open(folder).map_err(EngineError::new)?;
        let config = sled::Config::new().path(folder).cache_capacity(CACHE);
        let db = open_when_free(&config)?;
        Ok(Engine { db: Some(db), trust: Mutex::new(trust), failed: AtomicBool::new(false) })
    }

    /// The value of a key.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was written.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let db = self.db()?;
        let found =
            guarded(|| db.get(key)).and_then(|found| found.map(|bytes| value(key, &bytes)).transpose());
        found.map_err(|error| self.fail(error))
    }

    /// Does something with the value of a key, where it stands.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was written; and what the work itself reports.
    pub fn with<T>(&self, key: &[u8], work: impl FnOnce(&[u8]) -> Result<T>) -> Result<Option<T>> {
        let db = self.db()?;
        let found = guarded(|| db.get(key)).map_err(|error| self.fail(error))?;
        let Some(bytes) = found else { return Ok(None) };
        let value = checked(key, &bytes).map_err(|error| self.fail(error))?;
        work(value).map(Some)
    }

    /// The entries whose keys begin with `prefix`, in the order of their keys; from the back with `rev`.
    pub fn scan(&self, prefix: &[u8]) -> Entries {
        self.entries(|db| db.scan_prefix(prefix))
    }

    /// The entries between two keys, in the order of their keys; from the back with `rev`.
    pub fn range(&self, from: Bound<&[u8]>, to: Bound<&[u8]>) -> Entries {
        let empty = match (from, to) {
            (Bound::Included(from), Bound::Included(to)) => from > to,
            (Bound::Included(from) | Bound::Excluded(from), Bound::Included(to) | Bound::Excluded(to)) => {
                from >= to
            }
            _ => false,
        };
        if empty { Entries { entries: None } } else { self.entries(|db| db.range::<&[u8], _>((from, to))) }
    }

    /// Makes all the changes of a batch. They outlive the process soon, and a power cut once the engine is closed.
    ///
    /// # Errors
    /// Where they cannot be made.
    pub fn apply(&self, batch: Batch) -> Result<()> {
        let begun = self.trust.lock().unwrap_or_else(PoisonError::into_inner).writing();
        begun.map_err(|error| self.fail(EngineError::new(error)))?;
        let db = self.db()?;
        guarded(|| db.apply_batch(batch.0)).map_err(|error| self.fail(error))
    }

    /// Makes changes one by one: for those too many to be made together, where a break in between can be told
    /// afterwards. A batch holds on to every page that it touches until its end; this does not.
    ///
    /// # Errors
    /// Where they cannot be made; some may have been.
    pub fn put_each(&self, entries: impl Iterator<Item = (Vec<u8>, Vec<u8>)>) -> Result<()> {
        let begun = self.trust.lock().unwrap_or_else(PoisonError::into_inner).writing();
        begun.map_err(|error| self.fail(EngineError::new(error)))?;
        let db = self.db()?;
        let put = || {
            for (key, value) in entries {
                db.insert(&key, summed(&key, &value))?;
            }
            Ok(())
        };
        guarded(put).map_err(|error| self.fail(error))
    }

    /// Takes entries out, one by one.
    ///
    /// # Errors
    /// Where they cannot be taken out; some may have been.
    pub fn remove_each(&self, keys: impl Iterator<Item = Vec<u8>>) -> Result<()> {
        let begun = self.trust.lock().unwrap_or_else(PoisonError::into_inner).writing();
        begun.map_err(|error| self.fail(EngineError::new(error)))?;
        let db = self.db()?;
        let remove = || {
            for key in keys {
                db.remove(&key)?;
            }
            Ok(())
        };
        guarded(remove).map_err(|error| self.fail(error))
    }

    /// Writes out what is still in memory.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn flush(&self) -> Result<()> {
        let db = self.db()?;
        guarded(|| db.flush()).map(drop).map_err(|error| self.fail(error))
    }

    /// The bytes that the map takes on the disk.
    ///
    /// # Errors
    /// Where that cannot be found out.
    pub fn size_on_disk(&self) -> Result<u64> {
        let db = self.db()?;
        guarded(|| db.size_on_disk())
    }

    /// Writes out what is still in memory and lets go of the files. Dropping the engine does the same, silently.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn close(mut self) -> Result<()> {
        self.let_go()
    }

    fn let_go(&mut self) -> Result<()> {
        let Some(db) = self.db.take() else { return Ok(()) };
        let flushed = guarded(|| db.flush().map(drop));
        let dropped = guarded(move || {
            drop(db);
            Ok(())
        });
        let trust = self.trust.get_mut().unwrap_or_else(PoisonError::into_inner);
        let done = flushed.and(dropped).and_then(|()| match *self.failed.get_mut() {
            true => Err(EngineError::new("something went wrong with it before")),
            false => trust.close().map_err(EngineError::new),
        });
        if done.is_err() {
            trust.give_up();
        }
        done
    }

    fn fail(&self, error: EngineError) -> EngineError {
        self.failed.store(true, Ordering::Relaxed);
        error
    }

    fn db(&self) -> Result<&sled::Db> {
        self.db.as_ref().ok_or_else(|| EngineError::new("it is closed"))
    }

    fn entries(&self, scan: impl FnOnce(&sled::Db) -> sled::Iter) -> Entries {
        let entries = self.db().and_then(|db| guarded(|| Ok(scan(db))));
        Entries { entries: Some(entries) }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Whatever fails here was not promised to anybody: the journal has it.
        let _ = self.let_go();
    }
}

/// Entries in the order of their keys. After an error there are no more.
pub struct Entries {
    entries: Option<Result<sled::Iter>>,
}

impl Entries {
    fn step(
        &mut self,
        next: impl FnOnce(&mut sled::Iter) -> Option<sled::Result<(sled::IVec, sled::IVec)>>,
    ) -> Option<Result<(Vec<u8>, Vec<u8>)>> {
        let entry = match self.entries.as_mut()? {
            Ok(entries) => guarded(|| next(entries).transpose()),
            Err(error) => Err(error.clone()),
        };
        let entry = entry.and_then(|entry| entry.map(|(k, v)| Ok((k.to_vec(), value(&k, &v)?))).transpose());
        if !matches!(entry, Ok(Some(_))) {
            self.entries = None;
        }
        entry.transpose()
    }
}

impl Iterator for Entries {
    type Item = Result<(Vec<u8>, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(Iterator::next)
    }
}

impl DoubleEndedIterator for Entries {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(DoubleEndedIterator::next_back)
    }
}

/// The checksum takes in the key, so that a value in a wrong place is found too.
fn sum(key: &[u8], value: &[u8]) -> [u8; SUM] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(key);
    sum.update(value);
    sum.finalize().to_le_bytes()
}

fn value(key: &[u8], bytes: &[u8]) -> Result<Vec<u8>> {
    checked(key, bytes).map(<[u8]>::to_vec)
}

/// The value behind its checksum.
fn checked<'b>(key: &[u8], bytes: &'b [u8]) -> Result<&'b [u8]> {
    match bytes.split_first_chunk() {
        Some((stored, value)) if *stored == sum(key, value) => Ok(value),
        _ => Err(EngineError::new("an entry does not fit its checksum")),
    }
}

/// sled's threads may hold the lock for a moment after an engine in this process was closed.
fn open_when_free(config: &sled::Config) -> Result<sled::Db> {
    for _ in 1..LOCK_TRIES {
        match guarded(|| config.open()) {
            Err(error) if error.0.message.contains("could not acquire lock") => thread::sleep(LOCK_PAUSE),
            opened => return opened,
        }
    }
    guarded(|| config.open())
}

/// A process that was killed while sled wrote a snapshot leaves the unfinished one behind; sled cannot open past it.
fn remove_unfinished(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

thread_local! {
    /// Whether this thread is inside sled.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Does something with sled. A panic in there becomes an error, and its message is not printed.
fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T> {
    let before = INSIDE.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(before);
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Corruption { .. })) => Err(EngineError::new("its files are damaged")),
        Ok(Err(sled::Error::Io(error))) => Err(EngineError::new(error)),
        Ok(Err(error)) => Err(EngineError::new(error)),
        Err(panic) => Err(EngineError::new(panic_message(&*panic))),
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let line = text.and_then(|text| text.lines().next()).unwrap_or_default();
    match line {
        line if line.contains("StorageFull") || line.contains("os error 28") => {
            "there is no room left on the disk".into()
        }
        // What the engine quotes of its own values is for nobody else.
        line if line.is_empty() || line.contains(['{', '(']) => "its engine gave up".into(),
        line => line.chars().take(200).collect(),
    }
}

/// Whether a panic of this thread becomes an error of the index, or is one of sled's own threads, which the thread that
/// waits for it hears of: its message would only confuse. For the hook of a program that prints panics.
pub fn catches_panics() -> bool {
    let is_inside = INSIDE.try_with(Cell::get).unwrap_or(false);
    let is_of_sled = |name: &str| name.starts_with("sled-io-") || name == "log flusher";
    is_inside || thread::current().name().is_some_and(is_of_sled)
}
