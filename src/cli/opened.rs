//! Files that are opened for an import.

use std::io::BufRead;
use std::path::Path;

use super::commands::{cannot_read, name_of, reader};
use super::failure::Failure;
use crate::exchange::entries::Entries;
use crate::exchange::formats::ImportFormat;
use crate::exchange::naming::Names;
use crate::exchange::recognise::recognise;

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
    check_beginning(&mut *lines, file, format)?;
    Ok(lines)
}

/// Sees that what is read can be of that format, by how it begins. Waits for that where it comes through a pipe.
pub(super) fn check_beginning(
    lines: &mut dyn BufRead,
    file: &Path,
    format: ImportFormat,
) -> Result<(), Failure> {
    let head = lines.fill_buf().map_err(|error| cannot_read(file, &error))?;
    let content = recognise(head);
    if content.may_be(format) { Ok(()) } else { Err(content.refused_as(format, &name_of(file)).into()) }
}
