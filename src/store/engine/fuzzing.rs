//! Fuzzing of the engine's files: any bytes as a segment and as the file `state`, also with the checksums that fit.

use std::fs;
use std::path::Path;

use super::manifest;
use super::segment_file::{self, SegmentFile};

/// A segment is opened, and each of its values read, or it is refused.
pub fn segment(folder: &Path, input: &[u8]) {
    fs::write(segment_file::path(folder, 1), input).expect("a file can be written");
    read(folder);
    if let Some((cuts, rest)) = input.split_first() {
        fs::write(segment_file::path(folder, 1), segment_file::fuzzing::with_table(*cuts, rest))
            .expect("a file can be written");
        read(folder);
    }
}

fn read(folder: &Path) {
    if let Ok(segment) = SegmentFile::open(folder, 1) {
        for place in 0..=segment.count() {
            let _ = segment.value(place);
        }
    }
}

/// A state that is parsed is written as text that parses again.
pub fn state(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    manifest::fuzzing::parse(text);
    manifest::fuzzing::parse(&format!("{text}sum {:08x}\n", crc32fast::hash(text.as_bytes())));
}

/// All values of the segments in a folder.
#[cfg(test)]
pub fn values(folder: &Path) -> Vec<Vec<u8>> {
    let numbers = segment_file::all(folder).expect("a folder of segments");
    let open = |number: u32| SegmentFile::open(folder, number).expect("a sound segment");
    let read =
        |segment: SegmentFile| (0..segment.count()).map(move |place| segment.value(place).expect("a value"));
    numbers.into_iter().map(open).flat_map(read).collect()
}
