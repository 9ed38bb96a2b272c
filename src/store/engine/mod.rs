//! What the index is kept in: a small ordered map of bytes, and segments, which are large, written once and then only
//! read. The only folder that knows sled.
//!
//! The map says which segments there are, and so it changes with every segment. While somebody writes it lives in sled,
//! so that a killed process leaves it intact; when the engine is closed, its entries stand in the file `state`, and
//! nothing of sled is left. So whoever only asks opens no sled, and writes nothing.
//!
//! sled 0.34 may answer damaged pages with an error, with a panic, or with bytes that were never written. So each
//! value carries a checksum, a panic becomes an error, and whatever goes wrong says one thing: the index cannot be
//! read. The index is derived; whoever hears that rebuilds it from the journal.

mod error;
#[cfg(any(test, fuzzing))]
pub(super) mod fuzzing;
mod manifest;
mod segment_file;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::clock;
use super::journal::file::sync_folder;
pub use crate::store::engine::error::EngineError;
pub use crate::store::engine::manifest::Binding;
use crate::store::engine::manifest::{Left, Map};
pub use crate::store::engine::segment_file::SegmentFile;
use crate::store::folder::files;
use crate::store::folder::files::{Identity, is_folder, make_folder, names};

/// What sled may keep in memory.
const CACHE: u64 = 16 << 20;

/// The checksum before each value.
const SUM: usize = 4;

type Result<T> = std::result::Result<T, EngineError>;

/// Changes to the map that are made together, or not at all. A key that is given twice keeps what came last.
#[derive(Default)]
pub struct Batch(Vec<(Vec<u8>, Option<Vec<u8>>)>);

impl Batch {
    pub fn put(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        self.0.push((key.as_ref().to_vec(), Some(value.as_ref().to_vec())));
    }

    pub fn remove(&mut self, key: impl AsRef<[u8]>) {
        self.0.push((key.as_ref().to_vec(), None));
    }

    fn for_sled(&self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, value) in &self.0 {
            match value {
                Some(value) => batch.insert(key.as_slice(), summed(key, value)),
                None => batch.remove(key.as_slice()),
            }
        }
        batch
    }
}

/// A small ordered map of bytes, and segments beside it, in a folder of their own.
pub struct Engine {
    folder: PathBuf,
    tie: Binding,
    /// Which folder it is, once there is one.
    identity: Cell<Option<Identity>>,
    writable: bool,
    map: RefCell<Map>,
    /// There from the first writing on, until the engine is closed.
    db: RefCell<Option<sled::Db>>,
    /// Segments that a power cut could still take.
    written: RefCell<BTreeSet<u32>>,
    /// Something went wrong; the files are not to be trusted any more.
    failed: Cell<bool>,
}

impl Engine {
    /// Opens what is in a folder, or begins with nothing where there is none.
    ///
    /// # Errors
    /// Where it cannot be read, or is not to be trusted (`engine/trust.rs` says when).
    pub fn open(folder: &Path) -> Result<Engine> {
        Engine::open_bound(folder, Binding::default(), true)
    }

    /// The same, for a folder that is trusted only where `tie` still holds, and that may be for reading only.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open_bound(folder: &Path, tie: Binding, writable: bool) -> Result<Engine> {
        is_folder(folder).map_err(EngineError::new)?;
        let (map, db) = match manifest::look(folder, &tie).map_err(EngineError::new)? {
            Left::Nothing => (Map::new(), None),
            Left::Closed(map) => (map, None),
            Left::Open(_) if !writable => return Err(EngineError::new("it was not closed")),
            Left::Open(name) => {
                let db = open_left(&folder.join(name))?;
                (guarded_entries(&db)?, Some(db))
            }
        };
        Ok(Engine {
            folder: folder.to_path_buf(),
            tie,
            identity: Cell::new(Identity::at(folder).map_err(EngineError::new)?),
            writable,
            map: RefCell::new(map),
            db: RefCell::new(db),
            written: RefCell::default(),
            failed: Cell::new(false),
        })
    }

    /// An entry of the map in this folder as it was last closed, even where the folder is not to be trusted: it may know of
    /// what the journal has lost.
    pub fn evidence(folder: &Path, key: &[u8]) -> Option<Vec<u8>> {
        manifest::evidence(folder)?.remove(key)
    }

    /// Whether anything was written since it was opened, or by a killed process before that.
    pub fn is_being_written(&self) -> bool {
        self.db.borrow().is_some()
    }

    /// Whether anything can be written.
    pub fn writable(&self) -> bool {
        self.writable
    }

    // ---- the map ----

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.map.borrow().get(key).cloned()
    }

    /// All entries, in the order of their keys.
    pub fn entries(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.map.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Makes all the changes of a batch. They outlive the process soon, and a power cut once the engine is closed.
    ///
    /// # Errors
    /// Where they cannot be made.
    pub fn apply(&self, batch: Batch) -> Result<()> {
        self.begin()?;
        self.with_db(|db| db.apply_batch(batch.for_sled()))?;
        let mut map = self.map.borrow_mut();
        for (key, value) in batch.0 {
            match value {
                Some(value) => drop(map.insert(key, value)),
                None => drop(map.remove(&key)),
            }
        }
        Ok(())
    }

    /// Writes out what is still in memory, so that it outlives the process.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn flush(&self) -> Result<()> {
        if self.is_being_written() { self.with_db(|db| db.flush().map(drop)) } else { Ok(()) }
    }

    // ---- segments ----

    /// Writes a segment under a number that is free.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_segment(&self, number: u32, values: impl Iterator<Item = Result<Vec<u8>>>) -> Result<()> {
        self.begin()?;
        self.still_there()?;
        self.written.borrow_mut().insert(number);
        SegmentFile::write(&self.folder, number, values).map_err(|error| self.fail(error))
    }

    /// A segment, to be read.
    ///
    /// # Errors
    /// Where there is none, or it is damaged.
    pub fn segment(&self, number: u32) -> Result<SegmentFile> {
        SegmentFile::open(&self.folder, number).map_err(|error| self.fail(error))
    }

    /// Takes all segments away but these.
    ///
    /// # Errors
    /// Where one cannot be taken away.
    pub fn keep_segments(&self, kept: &BTreeSet<u32>) -> Result<()> {
        self.begin()?;
        self.still_there()?;
        for number in segment_file::all(&self.folder)?.difference(kept) {
            self.written.borrow_mut().remove(number);
            segment_file::remove(&self.folder, *number).map_err(|error| self.fail(error))?;
        }
        Ok(())
    }

    // ---- all of it ----

    /// The bytes that it takes on the disk.
    ///
    /// # Errors
    /// Where that cannot be found out.
    pub fn size_on_disk(&self) -> Result<u64> {
        size_of(&self.folder).map_err(EngineError::new)
    }

    /// Makes everything durable and closes the files. Dropping the engine does the same, silently.
    ///
    /// # Errors
    /// Where it cannot be written; then the index is rebuilt when it is opened next.
    pub fn close(self) -> Result<()> {
        self.let_go()
    }

    fn let_go(&self) -> Result<()> {
        let Some(db) = self.db.take() else { return Ok(()) };
        // What sled holds stands in the map too, and that is what is kept.
        let dropped = guarded(move || {
            drop(db);
            Ok(())
        });
        let done = dropped.and_then(|()| match self.failed.get() {
            true => Err(EngineError::new("something went wrong with it before")),
            false => self.still_there().and_then(|()| self.settle().map_err(EngineError::new)),
        });
        if done.is_err() && self.still_there().is_ok() {
            manifest::give_up(&self.folder);
        }
        done
    }

    /// Makes the segments durable, and says that all is there.
    fn settle(&self) -> io::Result<()> {
        for number in &*self.written.borrow() {
            files::open_to_read(&segment_file::path(&self.folder, *number))?.sync_all()?;
        }
        sync_folder(&self.folder)?;
        manifest::write_closed(&self.folder, &self.tie, &self.map.borrow())?;
        // Whatever of it cannot be removed now goes before the next writing.
        let _ = remove_maps(&self.folder);
        Ok(())
    }

    /// Sees to it that what is written goes into the folder that was opened, and not into one that took its place.
    fn still_there(&self) -> Result<()> {
        match Identity::at(&self.folder) {
            Ok(there) if there == self.identity.get() => Ok(()),
            Ok(_) => Err(self.fail(EngineError::new("its folder was moved away while it was open"))),
            Err(error) => Err(self.fail(EngineError::new(error))),
        }
    }

    /// To be called before anything is written.
    fn begin(&self) -> Result<()> {
        if self.is_being_written() {
            return Ok(());
        }
        if !self.writable {
            return Err(EngineError::new("it is open for reading only"));
        }
        self.still_there()?;
        let begun = self.begin_in(&new_name());
        *self.db.borrow_mut() = Some(begun.map_err(|error| self.fail(error))?);
        Ok(())
    }

    fn begin_in(&self, name: &str) -> Result<sled::Db> {
        let folder = &self.folder.join(name);
        let made = || -> io::Result<()> {
            if !is_folder(&self.folder)? {
                make_folder(&self.folder)?;
            }
            remove_maps(&self.folder)?;
            make_folder(folder)
        };
        made().map_err(EngineError::new)?;
        self.identity.set(Identity::at(&self.folder).map_err(EngineError::new)?);
        refuse_before_1970()?;
        let db = guarded(|| config(folder).open())?;
        let map = self.map.borrow();
        let mut all = sled::Batch::default();
        map.iter().for_each(|(key, value)| all.insert(key.as_slice(), summed(key, value)));
        guarded(|| db.apply_batch(all).and_then(|()| db.flush()))?;
        manifest::write_open(&self.folder, &self.tie, name, &map).map_err(EngineError::new)?;
        Ok(db)
    }

    fn with_db<T>(&self, work: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T> {
        let db = self.db.borrow();
        let db = db.as_ref().ok_or_else(|| EngineError::new("it is closed"))?;
        guarded(|| work(db)).map_err(|error| self.fail(error))
    }

    fn fail(&self, error: EngineError) -> EngineError {
        self.failed.set(true);
        error
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // Whatever fails here was not promised to anybody: the journal has it.
        let _ = self.let_go();
    }
}

/// A name that no folder of sled's has had, in this process or another.
fn new_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("{}{}-{}-{now:x}", manifest::SLED, std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Takes away what is left of sled's folders.
fn remove_maps(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(manifest::SLED) {
            let removed = match entry.file_type()?.is_dir() {
                true => fs::remove_dir_all(entry.path()),
                false => fs::remove_file(entry.path()),
            };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// sled counts the nanoseconds since 1970 whenever it is set up, and panics where there are none.
fn refuse_before_1970() -> Result<()> {
    clock::refuse_before_1970().map_err(|problem| EngineError::new(problem.message()))
}

fn config(folder: &Path) -> sled::Config {
    sled::Config::new().path(folder).cache_capacity(CACHE)
}

/// Opens what a killed process has left of sled's files.
fn open_left(folder: &Path) -> Result<sled::Db> {
    let prepared = || -> io::Result<()> {
        if !is_folder(folder)? {
            return Err(io::ErrorKind::NotFound.into());
        }
        only_files(folder)?;
        remove_unfinished(folder)
    };
    prepared().map_err(EngineError::new)?;
    refuse_before_1970()?;
    guarded(|| config(folder).open())
}

/// Sees to it that sled finds files and folders, and no names that lead to something else.
fn only_files(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if fs::symlink_metadata(&path)?.is_dir() {
            only_files(&path)?;
        } else {
            let file = files::open(&path, OpenOptions::new().read(true))?;
            if names(&file.metadata()?) > 1 {
                return Err(io::Error::other("one of its files has another name too"));
            }
        }
    }
    Ok(())
}

fn guarded_entries(db: &sled::Db) -> Result<Map> {
    guarded(|| db.iter().collect::<sled::Result<Vec<_>>>())?
        .into_iter()
        .map(|(key, bytes)| Ok((key.to_vec(), checked(&key, &bytes)?.to_vec())))
        .collect()
}

fn size_of(folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size += size_of(&entry.path())?,
            Ok(metadata) => size += metadata.len(),
            // sled takes away what it no longer needs.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(size)
}

/// A value with its checksum before it.
fn summed(key: &[u8], value: &[u8]) -> Vec<u8> {
    [&sum(key, value)[..], value].concat()
}

/// The checksum covers the key, so that a value in a wrong place is found too.
fn sum(key: &[u8], value: &[u8]) -> [u8; SUM] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(key);
    sum.update(value);
    sum.finalize().to_le_bytes()
}

/// The value behind its checksum.
fn checked<'b>(key: &[u8], bytes: &'b [u8]) -> Result<&'b [u8]> {
    match bytes.split_first_chunk() {
        Some((stored, value)) if *stored == sum(key, value) => Ok(value),
        _ => Err(EngineError::new("an entry does not fit its checksum")),
    }
}

/// A process that was killed while sled wrote a snapshot leaves the unfinished one behind; sled cannot open past it.
fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
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
        Ok(Err(sled::Error::Io(error))) if error.kind() == io::ErrorKind::StorageFull => {
            Err(EngineError::new(DISK_FULL))
        }
        Ok(Err(sled::Error::Io(error))) => Err(EngineError::new(error)),
        Ok(Err(error)) => Err(EngineError::new(error)),
        Err(panic) => Err(EngineError::new(panic_message(&*panic))),
    }
}

const DISK_FULL: &str = "there is no room left on the disk";

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let line = text.and_then(|text| text.lines().next()).unwrap_or_default();
    in_plain_words(line)
}

/// What the engine says, without the values that it quotes in the words of its programming language.
fn in_plain_words(line: &str) -> String {
    match line {
        line if line.contains("StorageFull") || line.contains("os error 28") => DISK_FULL.into(),
        line if line.is_empty() || line.contains(['{', '(']) => "its storage engine failed".into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_engine_are_told_without_the_words_of_its_language() {
        for full in ["Io(StorageFull)", "No space left on device (os error 28)"] {
            assert_eq!(in_plain_words(full), "there is no room left on the disk");
        }
        for inner in ["", "Corruption { at: 7 }", "called `unwrap()` on a value"] {
            assert_eq!(in_plain_words(inner), "its storage engine failed");
        }
        assert_eq!(in_plain_words("the file is gone"), "the file is gone");
        assert_eq!(in_plain_words(&"x".repeat(1000)).len(), 200);
    }

    #[test]
    fn a_panic_inside_the_engine_is_an_error_and_its_message_is_kept_back() {
        let plain = guarded::<()>(|| panic!("the file is gone\nand more"));
        assert_eq!(plain.err().unwrap().to_string(), "the index cannot be read: the file is gone");
        let formatted = guarded::<()>(|| panic!("the file {} is gone", 7));
        assert_eq!(formatted.err().unwrap().to_string(), "the index cannot be read: the file 7 is gone");
        assert!(!catches_panics());
        assert!(guarded(|| Ok(catches_panics())).unwrap());
        assert!(!catches_panics(), "only while it is inside");
        let in_thread = |name: &str| {
            thread::Builder::new().name(name.into()).spawn(catches_panics).unwrap().join().unwrap()
        };
        assert!(in_thread("sled-io-3") && in_thread("log flusher"));
        assert!(!in_thread("reader"));
    }

    #[test]
    fn only_unfinished_snapshots_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["snap.1", "snap.1.generating", "blob.generating"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        remove_unfinished(folder.path()).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["blob.generating", "snap.1"]);
    }

    #[test]
    fn the_size_is_that_of_all_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(size_of(&folder.path().join("nothing")).unwrap(), 0);
        fs::write(folder.path().join("one"), [0; 100]).unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner").join("two"), [0; 23]).unwrap();
        assert_eq!(size_of(folder.path()).unwrap(), 123);
    }
}
