//! Segments: files of many values that are written once, in one go, and then only read. What is large and never changes
//! goes here, so that reading it needs nothing that writes.
//!
//! ```text
//! values   each: crc 4 · its bytes
//! table    the offset behind each value, 8 bytes each
//! end      how many values 4 · crc 4 of the table and the count · magic 8
//! ```
//!
//! Numbers are little-endian. The crc of a value covers the number of its segment and its own place, so that a value
//! that stands in another's place is found too.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::store::engine::EngineError;
use crate::store::folder::files::{make_anew, open_to_read};
use crate::store::journal::file::{Disk, read_at};

const MAGIC: [u8; 8] = *b"\xFFsegmnt\n";
const SUM: usize = 4;
const END: usize = 16;

/// What the names of the files begin with.
pub(super) const NAME: &str = "run-";

type Result<T> = std::result::Result<T, EngineError>;

pub(super) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{NAME}{number}"))
}

/// A segment that can be read.
pub struct SegmentFile {
    file: Disk,
    number: u32,
    /// The offset behind each value.
    ends: Vec<u64>,
}

impl SegmentFile {
    /// Writes a segment; it can be read when this returns, and outlives the process, though not yet a power cut.
    pub(super) fn write(
        folder: &Path,
        number: u32,
        values: impl Iterator<Item = Result<Vec<u8>>>,
    ) -> Result<()> {
        let mut file =
            BufWriter::with_capacity(1 << 18, make_anew(&path(folder, number)).map_err(EngineError::new)?);
        let (mut table, mut end) = (Vec::new(), 0);
        for (place, value) in values.enumerate() {
            let value = value?;
            let place = u32::try_from(place).map_err(|_| EngineError::new("a run of it is too long"))?;
            end += (SUM + value.len()) as u64;
            table.extend_from_slice(&u64::to_le_bytes(end));
            file.write_all(&sum(number, place, &value))
                .and_then(|()| file.write_all(&value))
                .map_err(EngineError::new)?;
        }
        let count = (table.len() / 8) as u32;
        table.extend_from_slice(&count.to_le_bytes());
        table.extend_from_slice(&crc32fast::hash(&table).to_le_bytes());
        table.extend_from_slice(&MAGIC);
        file.write_all(&table).and_then(|()| file.flush()).map_err(EngineError::new)
    }

    pub(super) fn open(folder: &Path, number: u32) -> Result<SegmentFile> {
        let damaged = || EngineError::new("a run of it is damaged");
        let file = Disk::from(open_to_read(&path(folder, number)).map_err(EngineError::new)?);
        let length = file.metadata().map_err(EngineError::new)?.len();
        let read = |offset, bytes: &mut [u8]| match read_at(&file, bytes, offset) {
            Ok(filled) if filled == bytes.len() => Ok(()),
            Ok(_) => Err(damaged()),
            Err(error) => Err(EngineError::new(error)),
        };
        let mut end = [0; END];
        let behind_table = length.checked_sub(END as u64).ok_or_else(damaged)?;
        read(behind_table, &mut end)?;
        let (count, rest) = end.split_at(4);
        let count: [u8; 4] = count.try_into().unwrap_or_default();
        let size = u64::from(u32::from_le_bytes(count)) * 8;
        if rest[4..] != MAGIC || size > behind_table {
            return Err(damaged());
        }
        let mut table = vec![0; usize::try_from(size).map_err(|_| damaged())?];
        read(behind_table - size, &mut table)?;
        let (entries, _) = table.as_chunks::<8>();
        let ends: Vec<u64> = entries.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let mut crc = crc32fast::Hasher::new();
        crc.update(&table);
        crc.update(&count);
        let is_right = rest[..4] == crc.finalize().to_le_bytes()
            && ends.first().is_none_or(|first| *first >= SUM as u64)
            && ends.windows(2).all(|two| two[1].checked_sub(two[0]).is_some_and(|bytes| bytes >= SUM as u64))
            && ends.last().copied().unwrap_or(0) == behind_table - size;
        if is_right { Ok(SegmentFile { file, number, ends }) } else { Err(damaged()) }
    }

    /// How many values it holds.
    pub fn count(&self) -> u32 {
        self.ends.len() as u32
    }

    /// One value.
    ///
    /// # Errors
    /// It cannot be read, or is not what was written.
    pub fn value(&self, place: u32) -> Result<Vec<u8>> {
        let damaged = || EngineError::new("an entry does not fit its checksum");
        let at = place as usize;
        let end = *self.ends.get(at).ok_or_else(|| EngineError::new("a block of it is missing"))?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut bytes = vec![0; usize::try_from(end - start).map_err(|_| damaged())?];
        let filled = read_at(&self.file, &mut bytes, start).map_err(EngineError::new)?;
        match bytes.split_first_chunk::<SUM>() {
            Some((stored, value)) if filled == bytes.len() && *stored == sum(self.number, place, value) => {
                bytes.drain(..SUM);
                Ok(bytes)
            }
            _ => Err(damaged()),
        }
    }
}

/// The numbers of all segments in a folder.
pub(super) fn all(folder: &Path) -> Result<BTreeSet<u32>> {
    let entries = fs::read_dir(folder).map_err(EngineError::new)?;
    let mut numbers = BTreeSet::new();
    for entry in entries {
        let name = entry.map_err(EngineError::new)?.file_name();
        numbers.extend(
            name.to_str().and_then(|name| name.strip_prefix(NAME)).and_then(|n| n.parse::<u32>().ok()),
        );
    }
    Ok(numbers)
}

/// Takes a segment away, if it is there.
pub(super) fn remove(folder: &Path, number: u32) -> Result<()> {
    match fs::remove_file(path(folder, number)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(EngineError::new(error)),
        _ => Ok(()),
    }
}

fn sum(number: u32, place: u32, value: &[u8]) -> [u8; SUM] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&number.to_le_bytes());
    sum.update(&place.to_le_bytes());
    sum.update(value);
    sum.finalize().to_le_bytes()
}

#[cfg(any(test, fuzzing))]
pub(super) mod fuzzing {
    use crate::store::engine::segment_file::MAGIC;

    /// A segment with a table whose checksum fits: its last `8 * entries` bytes are taken for the table.
    pub fn with_table(entries: u8, input: &[u8]) -> Vec<u8> {
        let count = u32::from(entries).min((input.len() / 8) as u32);
        let mut bytes = [input, &count.to_le_bytes()].concat();
        let table = input.len() - count as usize * 8;
        let crc = crc32fast::hash(&bytes[table..]);
        bytes.extend_from_slice(&crc.to_le_bytes());
        bytes.extend_from_slice(&MAGIC);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use crate::store::engine::segment_file::*;

    fn values() -> Vec<Vec<u8>> {
        (0..40u8).map(|n| vec![n; usize::from(n) * 7 % 60]).collect()
    }

    fn written(folder: &Path, number: u32) {
        SegmentFile::write(folder, number, values().into_iter().map(Ok)).unwrap();
    }

    #[test]
    fn what_was_written_is_read() {
        let temp = tempfile::tempdir().unwrap();
        written(temp.path(), 3);
        let segment = SegmentFile::open(temp.path(), 3).unwrap();
        assert_eq!(segment.count(), 40);
        for (place, value) in values().into_iter().enumerate() {
            assert_eq!(segment.value(place as u32).unwrap(), value);
        }
        assert!(segment.value(40).is_err());
        SegmentFile::write(temp.path(), 4, std::iter::empty()).unwrap();
        assert_eq!(SegmentFile::open(temp.path(), 4).unwrap().count(), 0);
        remove(temp.path(), 4).unwrap();
        remove(temp.path(), 4).unwrap();
        assert!(SegmentFile::open(temp.path(), 4).is_err());
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let temp = tempfile::tempdir().unwrap();
        written(temp.path(), 1);
        let right = fs::read(path(temp.path(), 1)).unwrap();
        for at in 0..right.len() {
            let mut bytes = right.clone();
            bytes[at] ^= 0x40;
            fs::write(path(temp.path(), 1), &bytes).unwrap();
            let read = SegmentFile::open(temp.path(), 1).and_then(|segment| {
                (0..segment.count()).map(|n| segment.value(n)).collect::<Result<Vec<_>>>()
            });
            assert!(read.is_err(), "byte {at}");
            fs::write(path(temp.path(), 1), &right[..at]).unwrap();
            assert!(SegmentFile::open(temp.path(), 1).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_value_in_anothers_place_is_noticed() {
        let temp = tempfile::tempdir().unwrap();
        let twice = || [vec![5; 9], vec![6; 9]].into_iter().map(Ok);
        SegmentFile::write(temp.path(), 1, twice()).unwrap();
        let mut bytes = fs::read(path(temp.path(), 1)).unwrap();
        bytes[..26].rotate_left(13);
        fs::write(path(temp.path(), 1), &bytes).unwrap();
        assert!(SegmentFile::open(temp.path(), 1).unwrap().value(0).is_err());
        SegmentFile::write(temp.path(), 1, twice()).unwrap();
        fs::rename(path(temp.path(), 1), path(temp.path(), 2)).unwrap();
        assert!(SegmentFile::open(temp.path(), 2).unwrap().value(0).is_err(), "it is another run's");
    }
}
