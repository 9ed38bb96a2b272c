//! Files and folders that a process uses for a while. Their names tell nothing and can be taken by nobody else, only the
//! user can read the folders, and what a process that was killed has left behind is removed by the next one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::store::folder::protected::is_same;

/// What the names of new files begin and end with.
const NEW: (&str, &str) = (".dictum-", ".new");
/// What the names of folders begin and end with.
const FOLDER: (&str, &str) = ("dictum-", ".scratch");
/// The file in such a folder that its process holds a lock on.
const HELD: &str = "held";

/// A folder among temporary files. It goes when the process is done with it.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    /// Locked as long as the folder is in use.
    _held: File,
}

impl Scratch {
    /// Makes a folder that nobody else can read.
    ///
    /// # Errors
    /// None can be made.
    pub fn folder() -> io::Result<Scratch> {
        Scratch::folder_in(&std::env::temp_dir())
    }

    /// A folder in each of these places in which one can be made.
    pub fn folders(places: Vec<PathBuf>) -> impl Iterator<Item = Scratch> {
        places.into_iter().filter_map(|place| Scratch::folder_in(&place).ok())
    }

    fn folder_in(temp: &Path) -> io::Result<Scratch> {
        sweep(temp, FOLDER, &|path| {
            let is_left = path.is_dir() && is_left_behind(&path.join(HELD));
            if is_left { fs::remove_dir_all(path) } else { Ok(()) }
        });
        loop {
            let folder = Builder::new().prefix(FOLDER.0).suffix(FOLDER.1).tempdir_in(temp)?;
            let held = File::create_new(folder.path().join(HELD))?;
            // Where files cannot be locked, no folder is ever taken for left behind either.
            let _ = held.lock();
            // Another process may have swept it away before it was locked.
            if folder.path().join(HELD).exists() {
                return Ok(Scratch { folder, _held: held });
            }
        }
    }

    /// The place for a folder of files, which is not there yet.
    pub fn path(&self) -> PathBuf {
        self.file("files")
    }

    /// The place for a file, or a folder, of this name.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Where there may be room when a disk is full: among temporary files, and in memory where the system has that.
pub fn other_room() -> Vec<PathBuf> {
    vec![std::env::temp_dir(), PathBuf::from("/dev/shm")]
}

/// Makes a file, in this folder, that is to take the place of another there. It goes away with what is given back, unless
/// it is put in its place.
///
/// # Errors
/// None can be made.
pub fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    sweep(folder, NEW, &|path| if is_left_behind(path) { fs::remove_file(path) } else { Ok(()) });
    loop {
        let mut builder = Builder::new();
        builder.prefix(NEW.0).suffix(NEW.1).permissions(as_the_umask_says());
        let new = builder.tempfile_in(folder)?;
        // Where files cannot be locked, none is ever taken for left behind either.
        let _ = new.as_file().lock();
        // Another process may have swept it away before it was locked.
        if fs::symlink_metadata(new.path()).is_ok_and(|there| is_this(&there, new.as_file())) {
            return Ok(new);
        }
    }
}

#[cfg(unix)]
fn as_the_umask_says() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

#[cfg(unix)]
fn is_this(there: &fs::Metadata, file: &File) -> bool {
    file.metadata().is_ok_and(|file| is_same(there, &file))
}

#[cfg(not(unix))]
fn is_this(_there: &fs::Metadata, _file: &File) -> bool {
    true
}

/// Does something with each entry of a folder whose name begins and ends so. What fails is left to the next process.
fn sweep(folder: &Path, (begin, end): (&str, &str), remove: &dyn Fn(&Path) -> io::Result<()>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.len() > begin.len() + end.len() && name.starts_with(begin) && name.ends_with(end) {
            let _ = remove(&entry.path());
        }
    }
}

/// Whether no process holds the lock of this file any more.
fn is_left_behind(file: &Path) -> bool {
    let is_file = fs::symlink_metadata(file).is_ok_and(|there| there.is_file());
    is_file && File::open(file).is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use crate::store::folder::scratch::*;

    #[test]
    fn what_was_left_behind_is_swept_and_what_is_in_use_stays() {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let (left, other) = (temp.path().join(".dictum-Xy12.new"), temp.path().join(".dictum-notes"));
        fs::write(&left, "half").expect("a file can be written");
        fs::write(&other, "mine").expect("a file can be written");
        let first = new_file(temp.path()).expect("a file can be made");
        assert!(!left.exists() && other.exists());
        let second = new_file(temp.path()).expect("a file can be made");
        assert!(first.path().exists() && second.path().exists() && first.path() != second.path());
        let (one, two) = (first.path().to_owned(), second.path().to_owned());
        drop((first, second));
        assert!(!one.exists() && !two.exists());
    }
}
