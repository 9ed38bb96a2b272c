//! Opening what others publish: reviews and bibliographies.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use super::commands::{cannot_read, reader};
use super::failure::Failure;
use super::opened::Opened;
use crate::exchange::bibliography::References;
use crate::exchange::claimreview::ClaimReviews;
use crate::exchange::entries::Entries;
use crate::exchange::formats::ImportFormat;
use crate::exchange::naming::Names;
use crate::exchange::recognise::recognise;

/// The entries of a file of reviews, or of a bibliography.
pub(super) fn open_published(
    file: &Path,
    mut lines: Box<dyn BufRead>,
    format: ImportFormat,
) -> Result<Opened, Failure> {
    let mut bytes = Vec::new();
    lines.read_to_end(&mut bytes).map_err(|error| cannot_read(file, &error))?;
    let entries: Box<dyn Entries> = match format {
        ImportFormat::ClaimReview => Box::new(ClaimReviews::read(&bytes)?),
        format => Box::new(References::read(&bytes, format)?),
    };
    Ok(Opened { entries, names: Names::default(), kept: None })
}

/// Whether this format needs nothing but the file itself, so that a file that is plainly of it can be read as it without being told.
pub(super) fn reads_itself(format: ImportFormat) -> bool {
    matches!(
        format,
        ImportFormat::ClaimReview | ImportFormat::Bibtex | ImportFormat::CslJson | ImportFormat::Ris
    )
}

/// The format of files by what is in them, where that is one that reads itself.
pub(super) fn format_by_content(files: &[PathBuf]) -> Option<ImportFormat> {
    let [file] = files else { return None };
    if !file.is_file() {
        return None;
    }
    let mut lines = reader(file).ok()?;
    let head = lines.fill_buf().ok()?;
    recognise(head).format().filter(|format| reads_itself(*format))
}
