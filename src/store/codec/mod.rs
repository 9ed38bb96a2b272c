//! How changes and index values become bytes, and those bytes become changes and values again.
//! `values` is the only file that knows bincode.
//!
//! bincode does not describe itself: its bytes mean what the types meant on the day they were written. So whatever goes
//! into the journal begins with one byte, the version of its layout, and the types that are written stand here, apart from
//! the model's: `records` has those of layouts 2 and 3, `layout_1` those that have changed since the first. Layout 3 is
//! layout 2 with a list behind each record of the fields that it has and layout 2 had not; a record without any is written
//! in layout 2, which older versions read too. The journals in `tests/golden` see to it that no layout is forgotten. The
//! page of the format is `docs/format.md`.

mod layout_1;
mod records;
mod values;

use lz4_flex::block::{compress_into, decompress_into, get_maximum_output_size};
use serde::Serialize;

use super::change::{Change, Gap, Stamp};
use crate::model::{Record, Source};
use records::Tail;
pub use values::{CodecError, LARGEST, decode, encode, put_length, take_length};
use values::{LAYOUT_WITH_TAIL, decode_front, left_over, put};

/// The first layout, which is read.
const FIRST_LAYOUT: u8 = 1;

/// The layout that is written, but for records that have fields that it has not.
const LAYOUT: u8 = 2;

/// What stands where a body has its layout, in the place of a change that was taken out.
const GAP: u8 = 0;

/// The longest text of a source, in bytes of UTF-8.
pub const LONGEST_TEXT: usize = 512 << 20;

/// Texts below this are kept as they are: compressed they would hardly be smaller.
const WORTH_COMPRESSING: usize = 128;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// A change as the journal holds it: the layout, the change without its source's text, and that text compressed.
///
/// # Errors
/// Where it is larger than what [`decode_change`] reads.
pub fn encode_change(change: &Change) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    encode_change_into(&mut bytes, change)?;
    Ok(bytes)
}

/// The same, put behind what `bytes` holds already: a buffer that is used again need not grow again.
///
/// # Errors
/// As there; then `bytes` is as it was.
pub fn encode_change_into(bytes: &mut Vec<u8>, change: &Change) -> Result<(), CodecError> {
    let start = bytes.len();
    let put = put_change(bytes, &records::Change::from(change), record_of(change));
    if put.is_err() {
        bytes.truncate(start);
    }
    put
}

/// As [`encode_change_into`] of a record that is added, which need not be made a change for it.
///
/// # Errors
/// As there.
pub fn encode_added_into(bytes: &mut Vec<u8>, record: &Record) -> Result<(), CodecError> {
    let start = bytes.len();
    let put = put_change(bytes, &records::Change::Add(record.into()), Some(record));
    if put.is_err() {
        bytes.truncate(start);
    }
    put
}

/// The change, the further fields of its record if there are any, and the text of a source.
fn put_change(
    bytes: &mut Vec<u8>,
    change: &records::Change<'_>,
    record: Option<&Record>,
) -> Result<(), CodecError> {
    let tail = record.map(Tail::of).unwrap_or_default();
    if tail.is_empty() {
        put_laid_out(bytes, LAYOUT, change)?;
    } else {
        put_laid_out(bytes, LAYOUT_WITH_TAIL, &(change, tail))?;
    }
    match record {
        Some(Record::Source(Source { text: Some(text), .. })) => put_text(bytes, text),
        _ => Ok(()),
    }
}

/// The change that [`encode_change`] wrote.
///
/// # Errors
/// Where the bytes are no change, or one in a layout that is not known yet.
pub fn decode_change(bytes: &[u8]) -> Result<Change, CodecError> {
    if gap_hash(bytes).is_some() {
        return decode(&bytes[1..]).map(Change::Gap);
    }
    let (mut change, rest) = match take_layout(bytes)? {
        (FIRST_LAYOUT, body) => {
            let (old, rest) = decode_front::<layout_1::Change>(body)?;
            (Change::from(old), rest)
        }
        (LAYOUT_WITH_TAIL, body) => {
            let ((stored, tail), rest) = decode_front::<(records::Change<'static>, Tail)>(body)?;
            let mut change = Change::from(stored);
            match record_mut(&mut change) {
                Some(record) => tail.put_into(record)?,
                None => {
                    return Err(CodecError::Unreadable("fields follow a change that has no record".into()));
                }
            }
            (change, rest)
        }
        (_, body) => {
            let (stored, rest) = decode_front::<records::Change<'static>>(body)?;
            (Change::from(stored), rest)
        }
    };
    if !rest.is_empty() {
        let text = take_text(rest)?;
        match record_mut(&mut change) {
            Some(Record::Source(source)) => source.text = Some(text),
            _ => return Err(CodecError::Unreadable("a text follows a record that has none".into())),
        }
    }
    Ok(change)
}

/// What is left of a change, as the journal holds it. Its hash comes first.
pub fn encode_gap(gap: &Gap) -> Vec<u8> {
    [&[GAP][..], &encode(gap)].concat()
}

/// The hash of the change that was taken out, if these bytes are a gap.
pub fn gap_hash(bytes: &[u8]) -> Option<[u8; 32]> {
    let (first, rest) = bytes.split_first()?;
    rest.first_chunk().filter(|_| *first == GAP).copied()
}

/// Whether a change is in the layout of dictum 0.1.
pub fn is_of_0_1(bytes: &[u8]) -> bool {
    bytes.first() == Some(&FIRST_LAYOUT)
}

/// Who made a transaction, when and why, and how many changes it holds.
///
/// # Errors
/// Where the reason is larger than what can be read again.
pub fn encode_stamp(stamp: &Stamp, count: u64) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    put_laid_out(&mut bytes, LAYOUT, &(stamp, count))?;
    Ok(bytes)
}

/// What [`encode_stamp`] wrote.
///
/// # Errors
/// Where the bytes are nothing of that kind, or in a layout that is not known yet.
pub fn decode_stamp(bytes: &[u8]) -> Result<(Stamp, u64), CodecError> {
    // A stamp is the same in every layout.
    let (stamp, rest) = decode_front(take_layout(bytes)?.1)?;
    if rest.is_empty() { Ok(stamp) } else { Err(left_over(rest)) }
}

fn put_laid_out<T: Serialize>(bytes: &mut Vec<u8>, layout: u8, value: &T) -> Result<(), CodecError> {
    bytes.push(layout);
    let written = put(bytes, value)? + 1;
    let fits = written <= LARGEST;
    if fits { Ok(()) } else { Err(CodecError::TooLarge { bytes: written, most: LARGEST }) }
}

/// The layout of a body, and the bytes behind it.
fn take_layout(bytes: &[u8]) -> Result<(u8, &[u8]), CodecError> {
    match bytes.split_first() {
        None => Err(CodecError::Unreadable("nothing is there".into())),
        Some((&layout @ FIRST_LAYOUT..=LAYOUT_WITH_TAIL, body)) => Ok((layout, body)),
        Some((&layout, _)) if layout > LAYOUT_WITH_TAIL => Err(CodecError::Newer { layout }),
        Some((&layout, _)) => Err(CodecError::Unreadable(format!("there is no layout {layout}"))),
    }
}

/// The record that a change adds or corrects.
fn record_of(change: &Change) -> Option<&Record> {
    match change {
        Change::Add(record) | Change::Correct { record, .. } => Some(record),
        Change::Retract { .. } | Change::Restore { .. } | Change::Redact { .. } | Change::Gap(_) => None,
    }
}

fn record_mut(change: &mut Change) -> Option<&mut Record> {
    match change {
        Change::Add(record) | Change::Correct { record, .. } => Some(record),
        Change::Retract { .. } | Change::Restore { .. } | Change::Redact { .. } | Change::Gap(_) => None,
    }
}

/// Writes a kept text: how it is kept, then the text; before a compressed one its length (u32, little-endian).
fn put_text(bytes: &mut Vec<u8>, text: &str) -> Result<(), CodecError> {
    let length = match u32::try_from(text.len()) {
        Ok(length) if text.len() <= LONGEST_TEXT => length,
        _ => return Err(CodecError::TooLarge { bytes: text.len(), most: LONGEST_TEXT }),
    };
    if text.len() >= WORTH_COMPRESSING {
        let start = bytes.len();
        bytes.push(LZ4);
        bytes.extend_from_slice(&length.to_le_bytes());
        pack_into(bytes, text.as_bytes());
        if bytes.len() - start <= text.len() {
            return Ok(());
        }
        bytes.truncate(start);
    }
    bytes.push(PLAIN);
    bytes.extend_from_slice(text.as_bytes());
    Ok(())
}

fn take_text(bytes: &[u8]) -> Result<String, CodecError> {
    let text = match bytes {
        [PLAIN, text @ ..] => text.to_vec(),
        [LZ4, a, b, c, d, packed @ ..] => unpack_text(packed, u32::from_le_bytes([*a, *b, *c, *d]) as usize)?,
        _ => return Err(CodecError::Unreadable("its text is kept in an unknown way".into())),
    };
    String::from_utf8(text).map_err(|_| CodecError::Unreadable("its text is not UTF-8".into()))
}

fn unpack_text(packed: &[u8], length: usize) -> Result<Vec<u8>, CodecError> {
    let text = if length <= LONGEST_TEXT { unpack(packed, length) } else { None };
    text.ok_or_else(|| CodecError::Unreadable("its text is not what was packed".into()))
}

/// Puts these bytes as one LZ4 block behind what `packed` holds.
pub fn pack_into(packed: &mut Vec<u8>, bytes: &[u8]) {
    let start = packed.len();
    packed.resize(start + get_maximum_output_size(bytes.len()), 0);
    let written = compress_into(bytes, &mut packed[start..]).expect("there is room for the worst case");
    packed.truncate(start + written);
}

/// The `length` bytes that an LZ4 block was made of; none where it is not right. LZ4 makes at most 255 bytes of one:
/// a length beyond that is wrong, and no memory is claimed for it.
pub fn unpack(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    if length / 255 > packed.len() {
        return None;
    }
    let mut bytes = vec![0; length];
    let filled = decompress_into(packed, &mut bytes).ok()?;
    (filled == length).then_some(bytes)
}
