//! A database is a folder: `journal`, `index/` and `lock`. Finding it, making it, and keeping others out of it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::journal::file::{folder_of, sync_folder};
use crate::model::{Problem, problem::Result};

const JOURNAL: &str = "journal";
const INDEX: &str = "index";
const LOCK: &str = "lock";

/// A database's folder, which this process alone has open. It is to be dropped last, when journal and index are closed.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Held as long as the folder is open. None where nothing can be written and no lock was ever made.
    lock: Option<File>,
    /// Where the index is while nothing can be written in the folder itself.
    elsewhere: Option<PathBuf>,
}

impl Folder {
    /// Whether a database is at this place.
    pub fn is_database(path: &Path) -> bool {
        path.join(JOURNAL).is_file()
    }

    /// Opens the database at this place.
    ///
    /// # Errors
    /// Where there is none, or another process has it open.
    pub fn open(path: &Path) -> Result<Folder> {
        match what_is_at(path)? {
            Place::Database => Folder::lock(path),
            Place::Nothing => Err(Problem::database(format!("there is no database at {}", path.display()))
                .hint("a database is a folder; its name usually ends in `.dictum`")),
            Place::Empty => {
                Err(Problem::database(format!("the folder {} holds no database", path.display())))
            }
            Place::Other(what) => Err(Problem::database(what)),
        }
    }

    /// Opens the database at this place, or makes the folder for a new one, whose journal is yet to be made.
    ///
    /// # Errors
    /// Where something else is there, another process has the database open, or the folder cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Folder> {
        match what_is_at(path)? {
            Place::Database | Place::Empty => Folder::lock(path),
            Place::Nothing => {
                make(path)?;
                Folder::lock(path)
            }
            Place::Other(what) => Err(Problem::database(what)),
        }
    }

    /// Whether a new database can be made at this place. Nothing is made yet.
    ///
    /// # Errors
    /// Something else is there, or the folder cannot be made there.
    pub fn is_free(path: &Path) -> Result<bool> {
        match what_is_at(path)? {
            Place::Database => Ok(false),
            Place::Empty => Ok(true),
            Place::Nothing if folder_of(path).is_dir() => Ok(true),
            Place::Nothing => Err(Problem::io(format!(
                "the folder {} cannot be made: there is no folder {}",
                path.display(),
                folder_of(path).display()
            ))),
            Place::Other(what) => Err(Problem::database(what)),
        }
    }

    /// Takes away a database that was just made and holds nothing yet, while it is still locked, and its folder if
    /// that was made with it and nobody has put something there.
    ///
    /// # Errors
    /// Something cannot be removed.
    pub fn unmake(&self, with_folder: bool) -> io::Result<()> {
        fs::remove_dir_all(self.index())?;
        fs::remove_file(self.journal())?;
        fs::remove_file(self.path.join(LOCK))?;
        if with_folder { fs::remove_dir(&self.path) } else { Ok(()) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the journal is, or will be.
    pub fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// Where the index is, or will be. Of a database that can only be read, it is a copy that goes away with this.
    pub fn index(&self) -> PathBuf {
        self.elsewhere.clone().unwrap_or_else(|| self.path.join(INDEX))
    }

    /// Whether anything can be written here: not on a medium that is for reading only, nor in another's folder.
    pub fn writable(&self) -> bool {
        self.elsewhere.is_none()
    }

    /// Moves the index out of the way under a name of its own, which is given back.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub fn set_index_aside(&self) -> Result<PathBuf> {
        let index = self.index();
        let free = |number: &u32| !index.with_extension(format!("aside-{number}")).exists();
        let aside = index.with_extension(format!("aside-{}", (1..).find(free).unwrap_or(0)));
        fs::rename(&index, &aside).map_err(|error| {
            Problem::io(format!("the index {} cannot be moved: {error}", index.display()))
        })?;
        Ok(aside)
    }

    /// Takes the index away, so that it can be made anew. It is derived: nothing is lost with it.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn remove_index(&self) -> Result<()> {
        let index = self.index();
        match fs::remove_dir_all(&index) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Problem::io(format!("the index {} cannot be removed: {error}", index.display())))
            }
            _ => Ok(()),
        }
    }

    fn lock(path: &Path) -> Result<Folder> {
        let at = path.join(LOCK);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&at);
        let (file, writable) = match opened {
            Ok(file) => (Some(file), true),
            Err(error) if is_read_only(&error) => (open_to_read(&at)?, false),
            Err(error) => return Err(cannot_lock(&at, &error)),
        };
        let lock = match file {
            Some(file) => Some(locked(file, path, &at, writable)?),
            None => None,
        };
        let elsewhere = if writable { None } else { Some(index_elsewhere(&path.join(INDEX))?) };
        Ok(Folder { path: path.to_path_buf(), lock, elsewhere })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(index) = self.elsewhere.take() {
            let _ = fs::remove_dir_all(index);
        } else if let Some(file) = &self.lock {
            // The next one to be kept out is not to be told of this process.
            let _ = file.set_len(0);
        }
        if let Some(file) = self.lock.take() {
            let _ = file.unlock();
        }
    }
}

fn locked(mut file: File, path: &Path, at: &Path, writable: bool) -> Result<File> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(in_use(path, &mut file)),
        Err(TryLockError::Error(error)) => return Err(cannot_lock(at, &error)),
    }
    if writable {
        // Whose it is helps only those who are kept out: on a full disk the database can be read without that.
        let _ = write_process(&mut file);
    }
    Ok(file)
}

/// A folder for the index of a database in whose own folder nothing can be written, with a copy of what is there.
fn index_elsewhere(index: &Path) -> Result<PathBuf> {
    let temp = std::env::temp_dir();
    let folder =
        (0..).map(|n| temp.join(format!("dictum-index-{}-{n}", std::process::id()))).find_map(|folder| {
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
                made => Some(made.map(|()| folder)),
            }
        });
    let cannot = |error: io::Error| {
        Problem::io(format!(
            "an index to read the database with cannot be made in {}: {error}",
            temp.display()
        ))
    };
    let folder = folder.expect("numbers do not end").map_err(cannot)?;
    if copy_folder(index, &folder).is_err() {
        // Then it is made anew from the journal.
        fs::remove_dir_all(&folder).and_then(|()| fs::create_dir(&folder)).map_err(cannot)?;
    }
    Ok(folder)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&copy)?;
            copy_folder(&entry.path(), &copy)?;
        } else {
            io::copy(&mut File::open(entry.path())?, &mut File::create(&copy)?)?;
        }
    }
    Ok(())
}

/// What stands at the path of a database.
enum Place {
    Database,
    Nothing,
    /// A folder with nothing in it but what the making of a database left when it was cut short.
    Empty,
    /// Something else: the sentence that says what.
    Other(String),
}

fn what_is_at(path: &Path) -> Result<Place> {
    let unreadable = |error: io::Error| Problem::io(format!("{} cannot be read: {error}", path.display()));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::Nothing),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Ok(Place::Other(format!("{} is a file; a database is a folder", path.display())));
        }
        Ok(_) if Folder::is_database(path) => return Ok(Place::Database),
        Ok(_) => {}
    }
    let mut others = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if name != LOCK && name != "journal.new" {
            others.push(name);
        }
    }
    Ok(match others {
        others if others.is_empty() => Place::Empty,
        others if others.iter().any(|name| name == INDEX || name.starts_with("journal")) => {
            Place::Other(format!(
                "the database {} has lost its journal, which holds all its records; it comes back only from a copy",
                path.display()
            ))
        }
        _ => Place::Other(format!("the folder {} is not a database: it holds other files", path.display())),
    })
}

fn make(path: &Path) -> Result<()> {
    let made = fs::create_dir(path).and_then(|()| sync_folder(folder_of(path)));
    made.map_err(|error| Problem::io(format!("the folder {} cannot be made: {error}", path.display())))
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

/// The lock of a folder in which nothing can be written, if there is one.
fn open_to_read(at: &Path) -> Result<Option<File>> {
    match File::open(at) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_lock(at, &error)),
    }
}

fn write_process(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

fn cannot_lock(at: &Path, error: &io::Error) -> Problem {
    Problem::database(format!("the lock {} cannot be taken: {error}", at.display()))
}

fn in_use(path: &Path, file: &mut File) -> Problem {
    let mut text = String::new();
    let _ = file.take(20).read_to_string(&mut text);
    let by = match text.trim().parse::<u32>() {
        Ok(process) => format!("process {process} has it open"),
        Err(_) => "another process has it open".to_string(),
    };
    Problem::database(format!("the database {} is in use: {by}", path.display()))
        .hint("one process at a time works with a database")
}
