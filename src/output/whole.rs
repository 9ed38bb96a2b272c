//! A file that is there whole or not at all: until it is finished, the one that was there before stays.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is being written beside the one whose place it will take. A pipe or a device is written to as it is.
pub struct WholeFile {
    file: File,
    replacing: Option<Replacing>,
}

struct Replacing {
    new: PathBuf,
    path: PathBuf,
    done: bool,
}

impl WholeFile {
    /// Begins a file.
    ///
    /// # Errors
    /// It cannot be written there.
    pub fn create(path: &Path) -> io::Result<WholeFile> {
        let there = fs::metadata(path).ok();
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            return Ok(WholeFile { file: File::create(path)?, replacing: None });
        }
        // A link goes on leading to the file.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let (file, replacing) = Replacing::begin(path)?;
        if let Some(there) = there {
            file.set_permissions(there.permissions())?;
        }
        Ok(WholeFile { file, replacing: Some(replacing) })
    }

    /// Everything is written: the file takes its place.
    ///
    /// # Errors
    /// It cannot be put there.
    pub fn finish(mut self) -> io::Result<()> {
        self.replacing.as_mut().map_or(Ok(()), Replacing::replace)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Replacing {
    fn begin(path: PathBuf) -> io::Result<(File, Replacing)> {
        let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
        name.push(format!(".new-{}", std::process::id()));
        let new = path.with_file_name(name);
        let file = File::create(&new)?;
        Ok((file, Replacing { new, path, done: false }))
    }

    fn replace(&mut self) -> io::Result<()> {
        fs::rename(&self.new, &self.path)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Replacing {
    fn drop(&mut self) {
        if !self.done {
            // What is half written is nothing to keep.
            let _ = fs::remove_file(&self.new);
        }
    }
}
