//! An entry as its format gives it: read, or refused with its place.

use super::item::Item;
use crate::exchange::entries::EntryPlace;
use crate::model::Problem;

/// An entry of a file, read or refused.
pub(super) struct Parsed {
    pub place: EntryPlace,
    /// As it stands in the file.
    pub text: String,
    pub item: Result<Item, Problem>,
}

/// An entry that is refused for one reason.
pub(super) fn refused(place: EntryPlace, text: &str, why: &str, line: u64, column: Option<usize>) -> Parsed {
    let problem = Problem::invalid(why).in_line(usize::try_from(line).unwrap_or(usize::MAX), column);
    Parsed { place: EntryPlace { line: None, ..place }, text: text.to_owned(), item: Err(problem) }
}
