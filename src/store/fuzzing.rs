//! Fuzzing of what the store reads: records as bytes, the journal, the files and entries of the index.

use std::cell::OnceCell;
#[cfg(test)]
use std::fs;
#[cfg(test)]
use std::path::Path;
use std::path::PathBuf;

use roaring::RoaringBitmap;
use tempfile::TempDir;

use super::codec::{decode_change, decode_stamp, encode_change, encode_stamp};
use super::engine::fuzzing as engine;
use super::index::columns::{About, Chains, Column, Concerns, Lengths, Places, Presented, Said, Speakers};
use super::index::memtable::unpack_names;
use super::index::posting_list;
use super::index::segment;
use super::index::versions::unpack_rows;
#[cfg(test)]
use super::journal::Journal;

pub use super::journal::fuzzing::journal;

/// A change or a stamp that is decoded is encoded as bytes that give the same again.
pub fn record(input: &[u8]) {
    if let Ok(change) = decode_change(input) {
        let encoded = encode_change(&change).expect("what was read is small enough to be written");
        assert_eq!(decode_change(&encoded).as_ref(), Ok(&change));
    }
    if let Ok((stamp, count)) = decode_stamp(input) {
        let encoded = encode_stamp(&stamp, count).expect("what was read is small enough to be written");
        assert_eq!(decode_stamp(&encoded), Ok((stamp, count)));
    }
}

/// Whatever the bytes of the index are, they are read or refused. The first byte says what the rest is read as.
pub fn index(input: &[u8]) {
    let Some((kind, rest)) = input.split_first() else { return };
    match kind % 7 {
        0 => segment::fuzzing::block(rest),
        1 => segment::fuzzing::entries(rest),
        2 => posting(rest),
        3 => columns(rest),
        4 => drop(unpack_rows(0, rest)),
        5 => drop(unpack_names(rest)),
        _ => engine::state(rest),
    }
    // A segment has its magic number at its end, so there all of the input is tried.
    engine::segment(&scratch(), input);
}

/// A posting that is read is the same when it is written and read again.
fn posting(input: &[u8]) {
    let mut values = RoaringBitmap::new();
    if posting_list::read_into(&mut values, input).is_ok() {
        let mut again = RoaringBitmap::new();
        posting_list::read_into(&mut again, &posting_list::entry(&values))
            .expect("what was written can be read");
        assert_eq!(again, values);
    }
}

/// Every row of a column can be asked for.
fn columns(input: &[u8]) {
    fn read<C: Column>(input: &[u8], ask: impl Fn(&C, usize)) {
        let mut column = C::default();
        if column.add(input).is_ok() {
            (0..column.rows()).for_each(|row| ask(&column, row));
        }
    }
    read::<Places>(input, |_, _| ());
    read::<Said>(input, |_, _| ());
    read::<Concerns>(input, |_, _| ());
    read::<Speakers>(input, |column, row| drop(column.0.of(row).to_vec()));
    read::<About>(input, |column, row| drop(column.0.of(row).to_vec()));
    read::<Chains>(input, |column, row| column.of(row).for_each(|chain| drop(chain.to_vec())));
    read::<Lengths>(input, |_, _| ());
    read::<Presented>(input, |column, row| drop(column.of(row).to_vec()));
}

/// Inputs made from an open database, which is dropped so that its files are closed: what the journal and the index of it
/// hold.
#[cfg(test)]
pub(crate) fn seeds_of(open: impl Sized, database: &Path) -> Vec<(&'static str, Vec<u8>)> {
    drop(open);
    let bytes = fs::read(database.join("journal")).expect("a journal");
    let mut seeds = Vec::new();
    let (journal, _) = Journal::open(&database.join("journal"), None, false).expect("a sound journal");
    let mut frames = journal.frames(None);
    while let Some(frame) = frames.next().expect("a sound journal") {
        for block in frame.blocks() {
            let block = block.expect("a sound journal");
            seeds.extend(block.pieces().map(|(_, piece)| ("record", piece.to_vec())));
        }
    }
    seeds.truncate(200);
    let of_kind = |kind: u8, bytes: &[u8]| [&[kind], bytes].concat();
    let payload = bytes[132..].to_vec();
    seeds.extend((0..16).map(|kind| ("journal", of_kind(kind << 1, &payload[..payload.len().min(2000)]))));
    seeds.push(("journal", bytes));
    let blocks = engine::values(&database.join("index"));
    assert!(!blocks.is_empty(), "the index has no segment");
    for block in blocks.into_iter().take(6) {
        for value in segment::fuzzing::values(&block).into_iter().step_by(40) {
            seeds.extend((1..6).map(|kind| ("index", of_kind(kind, &value))));
        }
        seeds.push(("index", of_kind(0, &block)));
    }
    seeds.push((
        "index",
        of_kind(6, &fs::read(database.join("index/state")).expect("how the index was left")),
    ));
    seeds
}

/// A folder for files, which goes when the thread ends. Faster where `TMPDIR` is in memory.
pub(super) fn scratch() -> PathBuf {
    thread_local! {
        static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
    }
    FOLDER.with(|folder| {
        folder.get_or_init(|| tempfile::tempdir().expect("a folder for files")).path().to_owned()
    })
}
