//! Values as bytes and back, by bincode, and what can be wrong with bytes. The only file that knows bincode.

use std::fmt;

use bincode::config::standard;
use bincode::error::{DecodeError, EncodeError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::RecordType;

/// The layout that has a list of further fields behind each record.
pub(super) const LAYOUT_WITH_TAIL: u8 = 3;

/// The most bytes that a change may take without the kept text of its source, and that an index value may take.
pub const LARGEST: usize = 64 << 20;

/// Why bytes could not be read, or a change not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// The layout is one that this dictum does not know.
    Newer { layout: u8 },
    /// The record has a field that this dictum does not know.
    UnknownField { record_type: RecordType, number: u32 },
    /// The bytes are no value of the type that is sought.
    Unreadable(String),
    /// The change takes more room than could be read again.
    TooLarge { bytes: usize, most: usize },
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::Newer { layout } => {
                let last = LAYOUT_WITH_TAIL;
                write!(f, "written by a newer dictum (layout {layout}; this one reads up to {last})")
            }
            CodecError::UnknownField { record_type, number } => {
                write!(f, "written by a newer dictum (field {number} of the {record_type} is not known here)")
            }
            CodecError::Unreadable(why) => write!(f, "not readable: {why}"),
            CodecError::TooLarge { bytes, most } => {
                write!(f, "too large: {bytes} bytes, at most {most} can be kept")
            }
        }
    }
}

impl std::error::Error for CodecError {}

impl From<DecodeError> for CodecError {
    fn from(error: DecodeError) -> CodecError {
        CodecError::Unreadable(error.to_string())
    }
}

impl From<EncodeError> for CodecError {
    fn from(error: EncodeError) -> CodecError {
        CodecError::Unreadable(error.to_string())
    }
}

/// A length, put behind what `bytes` holds already: in one byte where it is below 251, else in three or five.
pub fn put_length(bytes: &mut Vec<u8>, length: u32) {
    put(bytes, &length).expect("a number can be written");
}

/// The length at the front of `bytes`, and in how many bytes it stands.
///
/// # Errors
/// Where none stands there.
pub fn take_length(bytes: &[u8]) -> Result<(u32, usize), CodecError> {
    Ok(bincode::serde::decode_from_slice(bytes, standard())?)
}

/// An index value as bytes; at most [`LARGEST`] of them can be read again.
///
/// # Panics
/// Where bincode cannot write the type at all (a sequence that does not know its length).
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    bincode::serde::encode_to_vec(value, standard())
        .expect("index values are of types that bincode can write")
}

/// The value that [`encode`] wrote.
///
/// # Errors
/// Where the bytes are no such value, or more than one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let (value, read) = decode_limited(bytes)?;
    if read == bytes.len() { Ok(value) } else { Err(left_over(&bytes[read..])) }
}

pub(super) fn left_over(rest: &[u8]) -> CodecError {
    CodecError::Unreadable(format!("{} bytes follow it", rest.len()))
}

pub(super) fn put<T: Serialize>(bytes: &mut Vec<u8>, value: &T) -> Result<usize, EncodeError> {
    bincode::serde::encode_into_std_write(value, bytes, standard())
}

/// The value at the front, and the bytes that follow it.
pub(super) fn decode_front<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8]), CodecError> {
    let (value, read) = decode_limited(bytes)?;
    Ok((value, &bytes[read..]))
}

/// Decodes what stands at the front. The limit keeps a wrong length from claiming memory that the bytes cannot
/// fill: bincode counts an integer by its full width, which is at most 16 times what it takes when written.
fn decode_limited<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, usize), DecodeError> {
    const SMALL: usize = 4 << 10;
    const MIDDLING: usize = 512 << 10;
    if bytes.len() <= SMALL {
        bincode::serde::borrow_decode_from_slice(bytes, standard().with_limit::<{ 16 * SMALL }>())
    } else if bytes.len() <= MIDDLING {
        bincode::serde::borrow_decode_from_slice(bytes, standard().with_limit::<{ 16 * MIDDLING }>())
    } else {
        bincode::serde::borrow_decode_from_slice(bytes, standard().with_limit::<{ 16 * LARGEST }>())
    }
}
