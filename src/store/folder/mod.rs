//! A database is a folder: `journal`, `index/` and `lock`. Finding it, making it, and keeping others out of it.
//!
//! Three things are locked as long as a database is open: the file `lock`, the journal itself and the folder of the
//! index. `lock` alone would not do, as it can be deleted, and as one journal or index can be reached through several
//! folders; the locks of the other two belong to what is written, whatever its name.

pub mod files;
pub mod protected;
pub mod scratch;

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::journal::file::{folder_of, sync_folder};
use crate::model::Problem;
use crate::model::problem::{ErrorKind, Result};
use crate::store::cache::MemoryLimit;
use crate::store::folder::files::{
    Claim, Identity, Unlocked, is_folder, is_gone, is_read_only, lock, make_folder, names,
};
use crate::store::folder::scratch::{Scratch, other_room};

const JOURNAL: &str = "journal";
const INDEX: &str = "index";
const LOCK: &str = "lock";

/// A journal on its way: of a database that is being made, or the one that is to take the place of another.
const NEW_JOURNAL: &str = "journal.new";

/// How a database is to be opened.
///
/// A database that another process has open is an error at once, since a library cannot know how long its caller may stand
/// still: whoever can wait says so with [`Opening::waiting`], as the command line does for five seconds.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// Where there is none, it is made.
    pub create: bool,
    /// How long whoever has it open is waited for.
    pub wait: Duration,
    /// Transactions that the journal has lost are given up.
    pub accept_loss: bool,
    /// Receives what went wrong when the database was closed; by then nobody waits for a result any more.
    pub at_closing: fn(&str),
    /// Where the index may lie for the time being, if there is no room for it in the database's own folder.
    pub room: fn() -> Vec<PathBuf>,
    /// Nothing is written, though it could be.
    pub read_only: bool,
    /// How much memory it may hold for what it has read.
    pub memory: MemoryLimit,
}

impl Opening {
    /// A database that is there, or is created where `create` says so. Nobody is waited for.
    pub fn new(create: bool) -> Opening {
        Opening {
            create,
            wait: Duration::ZERO,
            accept_loss: false,
            at_closing: |_| {},
            room: other_room,
            read_only: false,
            memory: MemoryLimit::default(),
        }
    }

    /// The same, but a database that is locked is waited for so long before that is an error.
    #[must_use]
    pub fn waiting(self, wait: Duration) -> Opening {
        Opening { wait, ..self }
    }
}

/// `true`: it is made where there is none.
impl From<bool> for Opening {
    fn from(create: bool) -> Opening {
        Opening::new(create)
    }
}

/// A database's folder, which this process alone has open. It is to be dropped last, when journal and index are closed.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Which folder it was when it was opened.
    identity: Identity,
    opening: Opening,
    /// The file `lock`, while it is held. None where there is none, or it cannot be opened.
    lock: Option<File>,
    /// The journal, once there is one: open, and locked through this very file.
    journal: Option<File>,
    /// The folder of the index, while it is held.
    index: Option<File>,
    writable: bool,
    /// Whether `lock` says which process this is.
    announced: Cell<bool>,
    /// Where the index is while nothing can be written in the folder itself.
    elsewhere: Option<Scratch>,
}

impl Folder {
    /// Whether a database is at this place.
    pub fn is_database(path: &Path) -> bool {
        fs::symlink_metadata(path.join(JOURNAL)).is_ok()
    }

    /// Opens the database at this place.
    ///
    /// # Errors
    /// Where there is none, or another process has it open.
    pub fn open(path: &Path) -> Result<Folder> {
        Folder::open_as(path, Opening::new(false))
    }

    /// Opens the database at this place, or makes the folder for a new one, whose journal is yet to be made.
    ///
    /// # Errors
    /// Where something else is there, another process has the database open, or the folder cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Folder> {
        Folder::open_as(path, Opening::new(true))
    }

    /// Opens the database at this place; where `create` says so, the folder for a new one is made, whose journal is yet
    /// to be made.
    ///
    /// # Errors
    /// Where there is none, another process has it open, or the folder cannot be made.
    pub fn open_as(path: &Path, opening: Opening) -> Result<Folder> {
        match what_is_at(path)? {
            PathKind::Database => {}
            PathKind::Empty if opening.create => {}
            PathKind::Nothing if opening.create => make(path)?,
            PathKind::Nothing => {
                return Err(ErrorKind::NoDatabase { path: path.to_path_buf() }.into());
            }
            PathKind::Empty => {
                return Err(Problem::database(format!("the folder {} holds no database", path.display())));
            }
            PathKind::Other(what) => return Err(Problem::database(what)),
        }
        Folder::held(path, opening)
    }

    /// Whether a new database can be made at this place. Nothing is made yet.
    ///
    /// # Errors
    /// Something else is there, or the folder cannot be made there.
    pub fn is_free(path: &Path) -> Result<bool> {
        match what_is_at(path)? {
            PathKind::Database => Ok(false),
            PathKind::Empty => Ok(true),
            PathKind::Nothing if folder_of(path).is_dir() => Ok(true),
            PathKind::Nothing => Err(Problem::io_refused(format!(
                "the folder {} cannot be made: there is no folder {}",
                path.display(),
                folder_of(path).display()
            ))),
            PathKind::Other(what) => Err(Problem::database(what)),
        }
    }

    /// Takes away a database that was just made and holds nothing yet, while it is still locked, and its folder if
    /// that was made with it and nobody has put something there.
    ///
    /// # Errors
    /// Something cannot be removed.
    pub fn unmake(&self, with_folder: bool) -> io::Result<()> {
        self.still_there().map_err(io::Error::other)?;
        fs::remove_dir_all(self.index())?;
        fs::remove_file(self.journal())?;
        fs::remove_file(self.path.join(LOCK))?;
        if with_folder { fs::remove_dir(&self.path) } else { Ok(()) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it was opened.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// Where the journal is, or will be.
    pub fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// Where the index is, or will be. Of a database that can only be read, it may be another one, which goes away
    /// with this.
    pub fn index(&self) -> PathBuf {
        self.elsewhere.as_ref().map_or_else(|| self.path.join(INDEX), Scratch::path)
    }

    /// Whether anything can be written here: not on a medium that is for reading only, nor in another's folder.
    pub fn writable(&self) -> bool {
        self.writable
    }

    /// The journal, open and locked. It is there by now.
    ///
    /// # Errors
    /// It cannot be opened, is no file of its own, or another process has it open.
    pub fn hold_journal(&mut self) -> Result<File> {
        self.lock_journal()?;
        let held = self.journal.as_ref().map(File::try_clone);
        held.unwrap_or_else(|| Err(io::ErrorKind::NotFound.into()))
            .map_err(|error| cannot_open(&self.journal(), &error))
    }

    fn lock_journal(&mut self) -> Result<()> {
        while self.journal.is_none() {
            let path = self.journal();
            let file = self.open_journal(&path)?;
            let claim = if self.writable { Claim::Alone } else { Claim::WithReaders };
            lock(&file, claim, Instant::now() + self.opening.wait)
                .map_err(|why| self.not_locked(&path, why))?;
            // Whoever had it may have put another one in its place meanwhile.
            let open = file.metadata().map_err(|error| cannot_open(&path, &error))?;
            if Identity::at(&path).map_err(|error| cannot_open(&path, &error))? == Some(Identity::of(&open)) {
                self.journal = Some(file);
            }
        }
        Ok(())
    }

    /// An empty file that can take the place of the journal, locked like it.
    ///
    /// # Errors
    /// It cannot be made, or nothing can be written here.
    pub fn new_journal(&mut self) -> Result<File> {
        if !self.writable {
            let message = format!("the database {} can only be read", self.path.display());
            return Err(Problem::io_refused(message).hint("put a copy of it where you may write"));
        }
        self.still_there()?;
        let path = self.path.join(NEW_JOURNAL);
        let file = files::make_anew(&path).map_err(|error| cannot_open(&path, &error))?;
        lock(&file, Claim::Alone, Instant::now()).map_err(|why| self.not_locked(&path, why))?;
        Ok(file)
    }

    /// Removes what [`Folder::new_journal`] made, or what a process left that was killed before it was put in place.
    pub fn discard_new_journal(&self) {
        let path = self.path.join(NEW_JOURNAL);
        if fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()) {
            let _ = fs::remove_file(path);
        }
    }

    /// Puts what [`Folder::new_journal`] made, and what is on the disk by now, in the place of the journal: what is found
    /// there, whatever happens meanwhile, is the old one or the new.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn replace_journal(&mut self, new: File) -> Result<()> {
        self.still_there()?;
        let path = self.journal();
        // What was removed before is to be gone for good before the new journal is there.
        sync_folder(&self.path)
            .and_then(|()| fs::rename(self.path.join(NEW_JOURNAL), &path))
            .and_then(|()| sync_folder(&self.path))
            .map_err(|error| {
                Problem::io(format!("the journal {} cannot be replaced", path.display()), error)
            })?;
        self.journal = Some(new);
        Ok(())
    }

    fn open_journal(&mut self, path: &Path) -> Result<File> {
        let opened = match files::open(path, OpenOptions::new().read(true).write(self.writable)) {
            Err(error) if self.writable && is_read_only(&error) => {
                self.writable = false;
                files::open_to_read(path)
            }
            opened => opened,
        };
        let file = opened.map_err(|error| cannot_open(path, &error))?;
        let metadata = file.metadata().map_err(|error| cannot_open(path, &error))?;
        match names(&metadata) {
            1 => Ok(file),
            // It went between its opening and the question.
            0 => Err(cannot_open(path, &io::ErrorKind::NotFound.into())),
            several => Err(hard_linked(path, several)),
        }
    }

    /// Takes the folder of the index for this process, and makes it where it can and must.
    ///
    /// # Errors
    /// Another process has it open, it is something else than a folder, or it cannot be made.
    pub fn hold_index(&mut self) -> Result<()> {
        let path = self.index();
        if !self.index_is_writable() && !is_folder(&path).unwrap_or(false) {
            return Ok(());
        }
        if !is_folder(&path).map_err(|error| cannot_use_index(&path, &error))? {
            self.still_there()?;
            self.index = None;
            make_folder(&path).map_err(|error| cannot_use_index(&path, &error))?;
        }
        if cfg!(not(unix)) {
            return Ok(());
        }
        let folder = match File::open(&path) {
            // It is not needed where another one is made elsewhere.
            Err(_) if !self.index_is_writable() => return Ok(()),
            opened => opened.map_err(|error| cannot_use_index(&path, &error))?,
        };
        let identity = |file: &File| file.metadata().map(|metadata| Identity::of(&metadata)).ok();
        if self.index.as_ref().is_some_and(|held| identity(held) == identity(&folder)) {
            return Ok(());
        }
        let claim = if self.index_is_writable() { Claim::Alone } else { Claim::WithReaders };
        match lock(&folder, claim, Instant::now() + self.opening.wait) {
            // Some file systems cannot lock a folder; `lock` and the journal are locked all the same.
            Ok(()) | Err(Unlocked::Failed(_)) => self.index = Some(folder),
            Err(held) => return Err(self.not_locked(&path, held)),
        }
        Ok(())
    }

    /// From now on the index is in a folder among the temporary files.
    ///
    /// # Errors
    /// None can be made.
    pub fn index_elsewhere(&mut self) -> Result<()> {
        let scratch = Scratch::folder().map_err(|error| {
            let temp = std::env::temp_dir();
            let what = format!("an index to read the database with cannot be made in {}", temp.display());
            Problem::io(what, error)
        })?;
        self.elsewhere = Some(scratch);
        Ok(())
    }

    /// Whether the index can be written.
    pub fn index_is_writable(&self) -> bool {
        self.writable || self.elsewhere.is_some()
    }

    /// Says where the index is: which journal it belongs to, in which folder, on which machine. One that was copied,
    /// here or from another machine, finds something else.
    pub fn place(&self) -> String {
        let inode = |file: &Option<File>| {
            let metadata = file.as_ref().and_then(|file| file.metadata().ok());
            metadata.map_or(0, |metadata| Identity::of(&metadata).inode)
        };
        format!("journal {} index {} machine {}", inode(&self.journal), inode(&self.index), machine())
    }

    /// What was once taken out of use and is still kept: torn ends of the journal, and old indexes.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn set_aside(&self) -> Result<Vec<String>> {
        let unreadable =
            |error: io::Error| Problem::io(format!("{} cannot be read", self.path.display()), error);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(rest) = name.strip_prefix("journal.torn-") {
                let bytes = entry.metadata().map_err(unreadable)?.len();
                let number = rest.split('-').next().unwrap_or_default();
                found.push(format!(
                    "{name}: {bytes} bytes of transaction {number}, which was cut off at the end of the journal"
                ));
            } else if name.starts_with("index.aside-") {
                found.push(format!("{name}: an index that knew transactions which the journal has lost"));
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes what was once taken out of use and is still kept.
    ///
    /// # Errors
    /// Something of it cannot be removed.
    pub fn remove_set_aside(&self) -> Result<()> {
        let cannot = |error: io::Error| {
            Problem::io(format!("what is set aside in {} cannot be removed", self.path.display()), error)
        };
        self.still_there()?;
        for entry in fs::read_dir(&self.path).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("index.aside-") {
                fs::remove_dir_all(entry.path()).map_err(cannot)?;
            } else if name.starts_with("journal.torn-") {
                fs::remove_file(entry.path()).map_err(cannot)?;
            }
        }
        Ok(())
    }

    /// Moves the index out of the way under a name of its own, which is given back.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub fn set_index_aside(&mut self) -> Result<PathBuf> {
        self.hold_index()?;
        self.still_there()?;
        let index = self.index();
        let free = |number: &u32| !index.with_extension(format!("aside-{number}")).exists();
        let aside = index.with_extension(format!("aside-{}", (1..).find(free).unwrap_or(0)));
        fs::rename(&index, &aside)
            .map_err(|error| Problem::io(format!("the index {} cannot be moved", index.display()), error))?;
        self.index = None;
        Ok(aside)
    }

    /// Takes the index away, so that it can be rebuilt. It is derived: nothing is lost with it. One that another
    /// process has open stays.
    ///
    /// # Errors
    /// Where it cannot be removed, or is in use.
    pub fn remove_index(&mut self) -> Result<()> {
        let index = self.index();
        let cannot =
            |error: io::Error| Problem::io(format!("the index {} cannot be removed", index.display()), error);
        if !is_folder(&index).map_err(cannot)? {
            return Ok(());
        }
        self.hold_index()?;
        self.still_there()?;
        let removed = fs::remove_dir_all(&index);
        self.index = None;
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot(error)),
            _ => Ok(()),
        }
    }

    /// Sees to it that the folder is still where it was opened: what is written by its path would else be written into
    /// another one.
    ///
    /// # Errors
    /// It was moved, removed or replaced.
    pub fn still_there(&self) -> Result<()> {
        let found = fs::metadata(&self.path).map(|metadata| Identity::of(&metadata));
        if found.is_ok_and(|found| found == self.identity) {
            return Ok(());
        }
        Err(Problem::database(format!(
            "the database {} is no longer where it was opened: it was moved, removed or replaced",
            self.path.display()
        ))
        .hint("open it where it is now"))
    }

    /// Writes into `lock` which process this is, for those who find the database in use.
    ///
    /// # Errors
    /// It cannot be written, or is no file of dictum's.
    pub fn announce(&mut self) -> Result<()> {
        if self.announced.get() || !self.writable {
            return Ok(());
        }
        let at = self.path.join(LOCK);
        if self.lock.is_none() {
            self.still_there()?;
            self.lock = self.take_lock(&at, true)?;
        }
        if let Some(file) = &mut self.lock {
            match write_process(file) {
                Ok(()) => self.announced.set(true),
                // Whose it is helps only those who are kept out: a full disk refuses what it must, and not this.
                Err(error) if error.kind() == io::ErrorKind::StorageFull => {}
                Err(error) => return Err(cannot_lock(&at, &error)),
            }
        }
        Ok(())
    }

    fn held(path: &Path, opening: Opening) -> Result<Folder> {
        let metadata = fs::metadata(path)
            .map_err(|error| Problem::io(format!("{} cannot be read", path.display()), error))?;
        let mut folder = Folder {
            path: path.to_path_buf(),
            identity: Identity::of(&metadata),
            opening,
            lock: None,
            journal: None,
            index: None,
            writable: can_write(path) && !opening.read_only,
            announced: Cell::new(false),
            elsewhere: None,
        };
        // A folder that holds its lock already is not left without one.
        folder.lock = folder.take_lock(&path.join(LOCK), opening.create)?;
        if Folder::is_database(path) {
            folder.lock_journal()?;
            if folder.writable {
                folder.discard_new_journal();
            }
        }
        if opening.create {
            folder.announce()?;
        }
        Ok(folder)
    }

    /// The file `lock`, locked. None where it is not there and is not to be made, or may not be read.
    fn take_lock(&mut self, at: &Path, make: bool) -> Result<Option<File>> {
        let deadline = Instant::now() + self.opening.wait;
        loop {
            let Some(file) = self.open_lock(at, make)? else { return Ok(None) };
            let claim = if self.writable { Claim::Alone } else { Claim::WithReaders };
            lock(&file, claim, deadline).map_err(|why| match why {
                Unlocked::Held(holder) => {
                    in_use(&self.path, holder.or_else(|| process_in(&file)), self.opening.wait)
                }
                Unlocked::Failed(error) => cannot_lock(at, &error),
            })?;
            let metadata = file.metadata().map_err(|error| cannot_lock(at, &error))?;
            // Whoever held it may have been the last to see that file: then the one that is there now counts.
            if Identity::at(at).is_ok_and(|there| there == Some(Identity::of(&metadata))) {
                return Ok(Some(file));
            }
        }
    }

    fn open_lock(&mut self, at: &Path, make: bool) -> Result<Option<File>> {
        let mut options = OpenOptions::new();
        options.read(true).write(self.writable).create(self.writable && make).truncate(false);
        let opened = match files::open(at, &options) {
            Err(error) if self.writable && is_read_only(&error) => {
                self.writable = false;
                files::open_to_read(at)
            }
            opened => opened,
        };
        match opened {
            Ok(file) => Ok(Some(file)),
            Err(error) if is_gone(&error) => Ok(None),
            // The journal is locked all the same.
            Err(error) if !self.writable && is_read_only(&error) => Ok(None),
            Err(error) => Err(cannot_lock(at, &error)),
        }
    }

    fn not_locked(&self, at: &Path, why: Unlocked) -> Problem {
        match why {
            Unlocked::Held(holder) => {
                let named = holder.or_else(|| self.lock.as_ref().and_then(process_in));
                in_use(&self.path, named, self.opening.wait)
            }
            Unlocked::Failed(error) => cannot_lock(at, &error),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(file) = self.lock.take() {
            if self.announced.get() {
                // The next one to be kept out is not to be told of this process.
                let _ = file.set_len(0);
            }
            let _ = file.unlock();
        }
    }
}

/// What distinguishes this machine from all others, where the system says it; a hash of it, since the name is nobody's business.
fn machine() -> String {
    let name = ["/etc/machine-id", "/var/lib/dbus/machine-id"].iter().find_map(|file| fs::read(file).ok());
    name.map_or_else(|| "unnamed".to_owned(), |name| blake3::hash(&name).to_hex()[..16].to_owned())
}

/// Whether this process may make files in a folder.
#[cfg(unix)]
fn can_write(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(path, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn can_write(_: &Path) -> bool {
    true
}

/// What stands at the path of a database.
enum PathKind {
    Database,
    Nothing,
    /// A folder with nothing in it but what the making of a database left when it was cut short.
    Empty,
    /// Something else: the sentence that says what.
    Other(String),
}

fn what_is_at(path: &Path) -> Result<PathKind> {
    let unreadable = |error: io::Error| Problem::io(format!("{} cannot be read", path.display()), error);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(PathKind::Nothing),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Ok(PathKind::Other(format!("{} is a file; a database is a folder", path.display())));
        }
        Ok(_) if Folder::is_database(path) => return Ok(PathKind::Database),
        Ok(_) => {}
    }
    let mut others = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if name != LOCK && name != NEW_JOURNAL {
            others.push(name);
        }
    }
    Ok(match others {
        others if others.is_empty() => PathKind::Empty,
        others if others.iter().any(|name| name == INDEX || name.starts_with("journal")) => {
            PathKind::Other(format!(
                "the database {} has lost its journal, which holds all its records; it comes back only from a copy",
                path.display()
            ))
        }
        _ => {
            PathKind::Other(format!("the folder {} is not a database: it holds other files", path.display()))
        }
    })
}

fn make(path: &Path) -> Result<()> {
    let made = make_folder(path).and_then(|()| sync_folder(folder_of(path)));
    made.map_err(|error| Problem::io(format!("the folder {} cannot be made", path.display()), error))
}

/// The most bytes that the number of a process takes in `lock`.
const LONGEST_NUMBER: u64 = 20;

/// Puts the number of this process into `lock`. A file that holds anything else was not made by dictum; it may be a
/// file of somebody's under a second name.
fn write_process(file: &mut File) -> io::Result<()> {
    let metadata = file.metadata()?;
    let mut text = String::new();
    file.rewind()?;
    let is_text = file.take(LONGEST_NUMBER + 1).read_to_string(&mut text).is_ok();
    let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    if names(&metadata) > 1 || !is_text || !is_number || metadata.len() > LONGEST_NUMBER {
        return Err(io::Error::other("dictum did not make this file; remove it"));
    }
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// The number of a process that `lock` holds.
fn process_in(mut file: &File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(LONGEST_NUMBER).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn cannot_open(path: &Path, error: &io::Error) -> Problem {
    let what = format!("the journal {} cannot be opened", path.display());
    if is_read_only(error) { Problem::io(what, error) } else { Problem::database_io(what, error) }
}

fn cannot_use_index(path: &Path, error: &io::Error) -> Problem {
    Problem::database_io(format!("the index {} cannot be used", path.display()), error)
}

fn hard_linked(path: &Path, names: u64) -> Problem {
    Problem::database(format!(
        "the journal {} is one file under {names} names (hard links): another database may write to the same file",
        path.display()
    ))
    .hint("put a copy in its place: `cp journal journal.copy && mv journal.copy journal`, in that folder")
}

fn cannot_lock(at: &Path, error: &io::Error) -> Problem {
    Problem::database_io(format!("the lock {} cannot be taken", at.display()), error)
}

fn in_use(path: &Path, process: Option<u32>, waited: Duration) -> Problem {
    ErrorKind::Locked { database: path.to_path_buf(), process, waited }.into()
}
