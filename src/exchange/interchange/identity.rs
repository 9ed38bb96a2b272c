//! The id of a record that was given none: its type and a hash of its content, so the same content has the same id
//! wherever and whenever it is read.

use crate::model::{Id, Key, Record};

use super::writing::line_of;

/// How much of the hash an id shows: 64 bits, so that two among a million records agree once in 37 million times.
const DIGITS: usize = 16;

/// The id of a record by its content alone; the one that it has does not count. Links have none of their own.
pub fn hashed_id(record: &Record) -> Id {
    let (line, key) = (line_of(record), record.key());
    let word = key.record_type().word();
    let opening = format!("{{\"type\":\"{word}\"");
    // No character of an id is escaped in JSON.
    let id = if matches!(key, Key::Link(..)) { 0 } else { ",\"id\":\"\"".len() + key.name().len() };
    let mut hasher = blake3::Hasher::new();
    hasher.update(opening.as_bytes()).update(&line[opening.len() + id..]);
    let hash = hasher.finalize().to_hex();
    Id::new(&format!("{word}-{}", &hash[..DIGITS])).expect("a word, a hyphen and digits are an id")
}

/// Gives a record the id that follows from its content.
pub fn name_by_content(record: &mut Record) {
    let id = hashed_id(record);
    record.set_id(id);
}
