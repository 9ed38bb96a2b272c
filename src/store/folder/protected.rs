//! Which files belong to a database. Nothing but the store writes there: what else is written would destroy it.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::store::journal::FILE_MAGIC;

/// Why writing to this file would damage a database, if it would: the file lies in the database's folder, or is one of its
/// files under another name. Which files are the same is decided by device and inode, so links,
/// relative paths and mounted folders are seen through. `database` is the one that the program works with, which need not
/// hold anything yet; any other database is known by its journal.
///
/// `target` has a canonical folder and is no symbolic link itself.
///
/// # Errors
/// What stands there cannot be examined.
pub fn why_protected(target: &Path, database: &Path) -> io::Result<Option<String>> {
    let own = fs::metadata(database).ok();
    for folder in target.ancestors() {
        let is_own =
            own.as_ref().is_some_and(|own| fs::metadata(folder).is_ok_and(|here| is_same(own, &here)));
        if is_own || is_journal(&folder.join("journal")) {
            return Ok(Some(format!("it lies in the folder of the database {}", folder.display())));
        }
    }
    match fs::symlink_metadata(target) {
        Ok(there) if there.is_file() && is_journal(target) => {
            Ok(Some("it is the journal of a database, which holds all its records".to_owned()))
        }
        Ok(there) => Ok(is_part_of(&there, database)?.then(|| is_a_file_of(database))),
        // What is not there, or cannot be there, is no part of anything.
        Err(_) => Ok(None),
    }
}

/// What is said of a file that is one of the database's own under another name.
pub fn is_a_file_of(database: &Path) -> String {
    format!("it is a file of the database {} under another name", database.display())
}

/// Whether an open file is one of the files of a database, under whatever name.
///
/// # Errors
/// The database's folder cannot be read.
pub fn is_part_of(file: &Metadata, database: &Path) -> io::Result<bool> {
    if !file.is_file() || !database.is_dir() {
        return Ok(false);
    }
    let mut open = vec![database.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let there = match entry.metadata() {
                Ok(there) => there,
                // Another process is at work in the folder.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            if there.is_dir() {
                open.push(entry.path());
            } else if is_same(&there, file) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether the file begins as every journal does.
fn is_journal(file: &Path) -> bool {
    let is_file = fs::symlink_metadata(file).is_ok_and(|there| there.is_file());
    let mut beginning = [0; FILE_MAGIC.len()];
    is_file
        && File::open(file).and_then(|mut file| file.read_exact(&mut beginning)).is_ok()
        && beginning == FILE_MAGIC
}

/// Whether two descriptions are of one file.
#[cfg(unix)]
pub fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether two descriptions are of one file: here that is not known, and only names are compared.
#[cfg(not(unix))]
pub fn is_same(_one: &Metadata, _other: &Metadata) -> bool {
    false
}
