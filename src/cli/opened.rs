//! Files that are opened for an import.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::commands::{cannot_read, name_of, reader};
use super::failure::Failure;
use crate::exchange::entries::Entries;
use crate::exchange::formats::ImportFormat;
use crate::exchange::naming::Names;
use crate::exchange::recognise::{LOOKED_AT, recognise};

/// A file of another format, opened: its entries, and what is known of names in it beforehand.
pub(super) struct Opened {
    pub entries: Box<dyn Entries>,
    pub names: Names,
    /// What came through a pipe, while it is read.
    pub kept: Option<tempfile::NamedTempFile>,
}

/// The file, once it is seen that it can be of that format.
pub(super) fn recognised(file: &Path, format: ImportFormat) -> Result<Box<dyn BufRead>, Failure> {
    let mut lines = reader(file)?;
    let head = lines.fill_buf().map_err(|error| cannot_read(file, &error))?;
    check_beginning(head, file, format)?;
    Ok(lines)
}

/// Sees that what begins so can be of that format.
fn check_beginning(head: &[u8], file: &Path, format: ImportFormat) -> Result<(), Failure> {
    let content = recognise(head);
    if content.may_be(format) { Ok(()) } else { Err(content.refused_as(format, &name_of(file)).into()) }
}

/// What came through a pipe, remembered by how it began. Nobody waits for that beforehand: it may come late, when the
/// database has long been opened.
pub(super) struct Remembered {
    file: PathBuf,
    head: Rc<RefCell<Vec<u8>>>,
}

impl Remembered {
    /// The file, read through what remembers its beginning.
    pub fn of(file: &Path) -> Result<(Box<dyn BufRead>, Remembered), Failure> {
        let head = Rc::default();
        let lines = Remembering { inner: reader(file)?, head: Rc::clone(&head) };
        Ok((Box::new(lines), Remembered { file: file.to_owned(), head }))
    }

    /// Where something is wrong with what was read: whether that is because it is of another format.
    pub fn check(&self, format: ImportFormat) -> Result<(), Failure> {
        check_beginning(&self.head.borrow(), &self.file, format)
    }
}

struct Remembering {
    inner: Box<dyn BufRead>,
    head: Rc<RefCell<Vec<u8>>>,
}

impl Read for Remembering {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(bytes)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Remembering {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let mut head = self.head.borrow_mut();
        let wanted = LOOKED_AT.saturating_sub(head.len()).min(count);
        // These bytes are at hand already: nothing is waited for.
        if wanted > 0
            && let Ok(bytes) = self.inner.fill_buf()
        {
            head.extend(&bytes[..wanted.min(bytes.len())]);
        }
        drop(head);
        self.inner.consume(count);
    }
}
