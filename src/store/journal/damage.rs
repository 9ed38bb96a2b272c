//! What can be wrong with a piece of a payload, and what is said of it.

use std::io;
use std::path::Path;

use crate::model::Problem;
use crate::store::codec::CodecError;
use crate::store::journal::{Damage, cannot_read, newer};

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
