//! What can be wrong with a journal or a piece of it, and what is said of it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::model::Problem;
use crate::model::problem::ErrorKind;
use crate::store::codec::CodecError;

/// The unfinished end of a journal: a transaction that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    pub offset: u64,
    pub bytes: u64,
    /// The number that the transaction would have had.
    pub sequence: u64,
    /// The file that holds its bytes now; none where the journal was opened for reading only and still holds them.
    pub set_aside: Option<PathBuf>,
}

/// A place where the journal is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub offset: u64,
    /// The transaction; 0 where it is the header of the file, or not known.
    pub sequence: u64,
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}", self.offset)?;
        if self.sequence > 0 {
            write!(f, ", transaction {}", self.sequence)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl Damage {
    /// The same as an error of the journal at this path.
    pub fn problem(&self, path: &Path) -> Problem {
        let Damage { offset, sequence, what } = self.clone();
        ErrorKind::Damaged { file: path.to_path_buf(), offset, transaction: sequence, what }.into()
    }
}

/// Why a piece could not be read.
pub(super) enum PieceError {
    Io(io::Error),
    Short,
    Sum,
    /// The checksum is right, and yet nothing that was packed stands there.
    Packing,
    TooMany,
    TooFew,
    Codec(CodecError),
}

impl From<io::Error> for PieceError {
    fn from(error: io::Error) -> PieceError {
        PieceError::Io(error)
    }
}

impl From<CodecError> for PieceError {
    fn from(error: CodecError) -> PieceError {
        PieceError::Codec(error)
    }
}

/// A piece that could not be read, with its place.
pub(super) struct Wrong {
    pub(super) offset: u64,
    /// The transaction; 0 where it is not known.
    pub(super) sequence: u64,
    pub(super) error: PieceError,
}

impl Wrong {
    pub(super) fn into_damage(self) -> Damage {
        let what = match self.error {
            PieceError::Io(error) => format!("a change cannot be read: {error}"),
            PieceError::Short => "a change is cut short".to_string(),
            PieceError::Sum => "a change does not fit its checksum".to_string(),
            PieceError::Packing => "changes were not packed as they should be".to_string(),
            PieceError::TooMany => "it holds more changes than it says".to_string(),
            PieceError::TooFew => "it holds fewer changes than it says".to_string(),
            PieceError::Codec(error) => format!("a change is {error}"),
        };
        Damage { offset: self.offset, sequence: self.sequence, what }
    }

    pub(super) fn problem(self, path: &Path) -> Problem {
        match self.error {
            PieceError::Io(error) => cannot_read(path, &error),
            PieceError::Codec(CodecError::Newer { layout }) => {
                newer(path, self.offset, self.sequence, &format!("layout {layout} of records"))
            }
            PieceError::Codec(CodecError::UnknownField { record_type, number }) => {
                newer(path, self.offset, self.sequence, &format!("field {number} of the {record_type}"))
            }
            _ => self.into_damage().problem(path),
        }
    }
}

pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be read", path.display()), error)
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be written", path.display()), error)
}

/// A newer dictum wrote what stands at a place; `what` says what of it is new.
pub(super) fn newer(path: &Path, offset: u64, sequence: u64, what: &str) -> Problem {
    let place = match sequence {
        0 => format!("byte {offset}"),
        sequence => format!("byte {offset}, transaction {sequence}"),
    };
    Problem::database(format!(
        "the journal {} was written by a newer dictum ({place}: {what})",
        path.display()
    ))
    .hint("open it with that dictum, or a newer one")
}

pub(super) fn newer_format(version: u32) -> String {
    format!("version {version} of the format")
}
