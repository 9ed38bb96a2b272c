//! How changes and index values become bytes, and those bytes become changes and values again.
//! The only file that knows bincode.
//!
//! bincode does not describe itself: its bytes mean what the types of `model` meant on the day they were written.
//! So whatever goes into the journal begins with one byte, the version of its layout. Whoever changes a type that a
//! journal holds keeps the old one here, as it was, for reading layout 1, and writes layout 2; the journals in
//! `tests/golden` see to it that none is forgotten. The page of the format is `docs/format.md`.

use std::fmt;

use bincode::config::standard;
use bincode::error::{DecodeError, EncodeError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::change::{Change, Stamp};
use crate::model::{Record, Source};

/// The layout that is written.
const LAYOUT: u8 = 1;

/// The most bytes that a change may take without the kept text of its source, and that an index value may take.
pub const LARGEST: usize = 64 << 20;

/// The longest text of a source, in bytes of UTF-8.
pub const LONGEST_TEXT: usize = 512 << 20;

/// Texts below this are kept as they are: compressed they would hardly be smaller.
const WORTH_COMPRESSING: usize = 128;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// Why bytes could not be read, or a change not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// The layout is one that this dictum does not know.
    Newer { layout: u8 },
    /// The bytes are no value of the type that is sought.
    Unreadable(String),
    /// The change takes more room than could be read again.
    TooLarge { bytes: usize, most: usize },
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodecError::Newer { layout } => {
                write!(f, "written by a newer dictum (layout {layout}; this one reads up to {LAYOUT})")
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

/// A change as the journal holds it: the layout, the change without its source's text, and that text compressed.
///
/// # Errors
/// Where it is larger than what [`decode_change`] reads.
pub fn encode_change(change: &Change) -> Result<Vec<u8>, CodecError> {
    let text = source(change).and_then(|source| source.text.as_deref());
    let Some(text) = text else { return encode_laid_out(change) };
    let mut bytes = encode_laid_out(&without_text(change))?;
    put_text(&mut bytes, text)?;
    Ok(bytes)
}

/// The change that [`encode_change`] wrote.
///
/// # Errors
/// Where the bytes are no change, or one in a layout that is not known yet.
pub fn decode_change(bytes: &[u8]) -> Result<Change, CodecError> {
    let (mut change, rest): (Change, &[u8]) = decode_laid_out(bytes)?;
    if !rest.is_empty() {
        let text = take_text(rest)?;
        match source_mut(&mut change) {
            Some(source) => source.text = Some(text),
            None => return Err(CodecError::Unreadable("a text follows a record that has none".into())),
        }
    }
    Ok(change)
}

/// What a transaction opens with: who made it, when and why, and how many changes follow.
///
/// # Errors
/// Where the reason is larger than what can be read again.
pub fn encode_opening(stamp: &Stamp, count: u64) -> Result<Vec<u8>, CodecError> {
    encode_laid_out(&(stamp, count))
}

/// What [`encode_opening`] wrote.
///
/// # Errors
/// Where the bytes are nothing of that kind, or in a layout that is not known yet.
pub fn decode_opening(bytes: &[u8]) -> Result<(Stamp, u64), CodecError> {
    let (opening, rest) = decode_laid_out(bytes)?;
    if rest.is_empty() { Ok(opening) } else { Err(left_over(rest)) }
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

fn left_over(rest: &[u8]) -> CodecError {
    CodecError::Unreadable(format!("{} bytes follow it", rest.len()))
}

fn encode_laid_out<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let bytes = bincode::serde::encode_to_vec((LAYOUT, value), standard())?;
    let fits = bytes.len() <= LARGEST;
    if fits { Ok(bytes) } else { Err(CodecError::TooLarge { bytes: bytes.len(), most: LARGEST }) }
}

/// The value, and the bytes that follow it.
fn decode_laid_out<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8]), CodecError> {
    match bytes.split_first() {
        None => Err(CodecError::Unreadable("nothing is there".into())),
        Some((&LAYOUT, value)) => {
            let (value, read) = decode_limited(value).map(|(v, read)| (v, &value[read..]))?;
            Ok((value, read))
        }
        Some((&layout, _)) if layout > LAYOUT => Err(CodecError::Newer { layout }),
        Some((&layout, _)) => Err(CodecError::Unreadable(format!("there is no layout {layout}"))),
    }
}

/// Decodes what stands at the front. The limit keeps a wrong length from claiming memory that the bytes cannot
/// fill: bincode counts an integer by its full width, which is at most 16 times what it takes when written.
fn decode_limited<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, usize), DecodeError> {
    const SMALL: usize = 4 << 10;
    const MIDDLING: usize = 512 << 10;
    if bytes.len() <= SMALL {
        bincode::serde::decode_from_slice(bytes, standard().with_limit::<{ 16 * SMALL }>())
    } else if bytes.len() <= MIDDLING {
        bincode::serde::decode_from_slice(bytes, standard().with_limit::<{ 16 * MIDDLING }>())
    } else {
        bincode::serde::decode_from_slice(bytes, standard().with_limit::<{ 16 * LARGEST }>())
    }
}

fn source(change: &Change) -> Option<&Source> {
    match change {
        Change::Add(Record::Source(source)) | Change::Correct { record: Record::Source(source), .. } => {
            Some(source)
        }
        _ => None,
    }
}

fn source_mut(change: &mut Change) -> Option<&mut Source> {
    match change {
        Change::Add(Record::Source(source)) | Change::Correct { record: Record::Source(source), .. } => {
            Some(source)
        }
        _ => None,
    }
}

/// The same change, in which the source has no text. Nothing copies the text itself, which may be long.
fn without_text(change: &Change) -> Change {
    let bare = |source: &Source| {
        Record::Source(Source {
            id: source.id.clone(),
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            authors: source.authors.clone(),
            published: source.published.clone(),
            url: source.url.clone(),
            archive_url: source.archive_url.clone(),
            accessed: source.accessed.clone(),
            lang: source.lang.clone(),
            medium: source.medium,
            cites: source.cites.clone(),
            text: None,
            note: source.note.clone(),
            extra: source.extra.clone(),
        })
    };
    match change {
        Change::Add(Record::Source(source)) => Change::Add(bare(source)),
        Change::Correct { record: Record::Source(source), because } => {
            Change::Correct { record: bare(source), because: because.clone() }
        }
        other => other.clone(),
    }
}

/// Writes a kept text: how it is kept, then the text; before a compressed one its length (u32, little-endian).
fn put_text(bytes: &mut Vec<u8>, text: &str) -> Result<(), CodecError> {
    let length = match u32::try_from(text.len()) {
        Ok(length) if text.len() <= LONGEST_TEXT => length,
        _ => return Err(CodecError::TooLarge { bytes: text.len(), most: LONGEST_TEXT }),
    };
    if text.len() >= WORTH_COMPRESSING {
        let packed = lz4_flex::block::compress(text.as_bytes());
        if packed.len() + 4 < text.len() {
            bytes.push(LZ4);
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(&packed);
            return Ok(());
        }
    }
    bytes.push(PLAIN);
    bytes.extend_from_slice(text.as_bytes());
    Ok(())
}

fn take_text(bytes: &[u8]) -> Result<String, CodecError> {
    let text = match bytes {
        [PLAIN, text @ ..] => text.to_vec(),
        [LZ4, a, b, c, d, packed @ ..] => unpack(packed, u32::from_le_bytes([*a, *b, *c, *d]) as usize)?,
        _ => return Err(CodecError::Unreadable("its text is kept in an unknown way".into())),
    };
    String::from_utf8(text).map_err(|_| CodecError::Unreadable("its text is not UTF-8".into()))
}

/// LZ4 makes at most 255 bytes of one; a length beyond that is wrong, and no memory is claimed for it.
fn unpack(packed: &[u8], length: usize) -> Result<Vec<u8>, CodecError> {
    if length > LONGEST_TEXT || length / 255 > packed.len() {
        return Err(CodecError::Unreadable("the length of its text is wrong".into()));
    }
    let text = lz4_flex::block::decompress(packed, length)
        .map_err(|error| CodecError::Unreadable(format!("its text: {error}")))?;
    let whole = text.len() == length;
    if whole { Ok(text) } else { Err(CodecError::Unreadable("its text is shorter than it was".into())) }
}
