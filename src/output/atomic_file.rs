//! The one way in which the program writes a file for its user: the file is there complete or not at all. Until it is
//! finished, the one that was there before stays.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::model::{Problem, problem::Result};
use crate::store::folder::{protected, scratch};

/// How many links one after the other are followed, as in Linux.
const MOST_LINKS: usize = 40;

/// A file that is being written beside the one whose place it will take. A pipe or a device is written to as it is.
pub struct AtomicFile {
    /// As the user named it.
    path: PathBuf,
    to: To,
}

enum To {
    /// A pipe, a device, or a stream of this process.
    Stream(File),
    /// A new file, and the one whose place it will take.
    New { file: NamedTempFile, target: PathBuf },
}

impl AtomicFile {
    /// Begins a file.
    ///
    /// # Errors
    /// It cannot be written there, or it belongs to a database: the one that the program works with, or another.
    pub fn create(path: &Path, database: &Path) -> Result<AtomicFile> {
        let to = match led_to(path).map_err(|error| cannot_write(path, &error))? {
            Target::Stream(stream) => {
                refuse_part_of_database(&stream, &path.display().to_string(), database)?;
                To::Stream(stream)
            }
            Target::Path(target) => {
                let protected = protected::why_protected(&target, database);
                if let Some(why) = protected.map_err(|error| cannot_write(path, &error))? {
                    return Err(protects(&path.display().to_string(), &why));
                }
                beginning(target).map_err(|error| cannot_write(path, &error))?
            }
        };
        Ok(AtomicFile { path: path.to_path_buf(), to })
    }

    /// Everything is written: the file takes its place, and that is on the disk.
    ///
    /// # Errors
    /// It cannot be put there; then the one that was there before stays.
    pub fn finish(self) -> Result<()> {
        self.finish_and_go_on().map(|_| ())
    }

    /// The same, but more may be written at its end, which is then there at once.
    ///
    /// # Errors
    /// As for [`AtomicFile::finish`].
    pub fn finish_and_go_on(self) -> Result<File> {
        let AtomicFile { path, to } = self;
        let finished = match to {
            To::Stream(file) => Ok(file),
            To::New { file, target } => put_in_place(file, &target),
        };
        finished.map_err(|error| cannot_write(&path, &error))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Stream(file) => file.write(bytes),
            To::New { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Stream(file) => file.flush(),
            To::New { file, .. } => file.flush(),
        }
    }
}

/// The error for a file that cannot be written.
pub fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("{} cannot be written", path.display()), error)
}

/// Refuses an open stream that is one of the files of the database: what the shell has opened by `>>`.
///
/// # Errors
/// It is.
pub fn refuse_part_of_database(stream: &File, name: &str, database: &Path) -> Result<()> {
    let is_part = stream.metadata().and_then(|file| protected::is_part_of(&file, database)).unwrap_or(false);
    if is_part { Err(protects(name, &protected::is_a_file_of(database))) } else { Ok(()) }
}

fn protects(name: &str, why: &str) -> Problem {
    Problem::io_refused(format!("{name} cannot be written: {why}"))
        .hint("write to a file that belongs to no database")
}

/// Where a path leads.
enum Target {
    /// Its folder is canonical, and it is no link.
    Path(PathBuf),
    /// A stream that this process has open, such as `/dev/stdout`.
    Stream(File),
}

/// Follows the links of a path, also those that lead to a file that is yet to be made.
fn led_to(path: &Path) -> io::Result<Target> {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_owned();
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => fs::canonicalize(folder)?,
            _ => fs::canonicalize(".")?,
        };
        path = folder.join(name);
        if let Some(stream) = open_stream(&path) {
            return stream.map(Target::Stream);
        }
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_symlink() => path = folder.join(fs::read_link(&path)?),
            _ => return Ok(Target::Path(path)),
        }
    }
    Err(io::Error::other("too many links lead from one to the next"))
}

/// The open stream of this process that a path such as `/proc/self/fd/1` stands for. What it was opened on, a file that the
/// shell appends to perhaps, is not to be replaced.
#[cfg(unix)]
fn open_stream(path: &Path) -> Option<io::Result<File>> {
    use std::os::fd::AsFd;
    let streams = Path::new("/proc").join(std::process::id().to_string()).join("fd");
    let number = path.strip_prefix(streams).ok()?.to_str()?;
    Some(match number {
        "1" => io::stdout().as_fd().try_clone_to_owned().map(File::from),
        "2" => io::stderr().as_fd().try_clone_to_owned().map(File::from),
        _ => OpenOptions::new().append(true).open(path),
    })
}

#[cfg(not(unix))]
fn open_stream(_path: &Path) -> Option<io::Result<File>> {
    None
}

fn beginning(target: PathBuf) -> io::Result<To> {
    let there = match fs::symlink_metadata(&target) {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(there) = &there {
        // A file that its user has protected is not replaced either.
        let opened = OpenOptions::new().write(true).open(&target)?;
        if !there.is_file() {
            return Ok(To::Stream(opened));
        }
    }
    let file = scratch::new_file(target.parent().unwrap_or(Path::new(".")))?;
    if let Some(there) = there {
        keep_rights(file.as_file(), &there)?;
    }
    Ok(To::New { file, target })
}

/// Gives a file the owner, as far as that is allowed, and the permissions of the one that it replaces.
fn keep_rights(file: &File, there: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Others may own it: then the user keeps what only the user has written.
        let _ = fchown(file, Some(there.uid()), Some(there.gid()));
    }
    file.set_permissions(there.permissions())
}

/// Puts a file in its place. It is on the disk before it has the name, so that a power cut leaves the old one or this.
fn put_in_place(file: NamedTempFile, target: &Path) -> io::Result<File> {
    file.as_file().sync_all()?;
    let file = file.persist(target).map_err(|error| error.error)?;
    if cfg!(unix) {
        File::open(target.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(file)
}
