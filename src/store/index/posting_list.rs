//! The numbers of one posting: as they are gathered, and as an entry holds them.
//!
//! Most postings are short or sparse; they are kept as distances, a byte or two each. Dense ones are smaller as a
//! roaring bitmap. Each entry says by its first byte which it is.

use roaring::RoaringBitmap;

use crate::store::engine::EngineError;
use crate::store::index::varint::{Unpacker, push_number};

const DISTANCES: u8 = 1;
const BITMAP: u8 = 2;

/// The numbers of a posting while they are gathered. Nearly all come in rising order.
#[derive(Clone, Debug)]
pub enum PostingList {
    Rising { first: u32, last: u32, count: u32, distances: Vec<u8> },
    Any(RoaringBitmap),
}

impl PostingList {
    pub fn new(value: u32) -> PostingList {
        PostingList::Rising { first: value, last: value, count: 1, distances: Vec::new() }
    }

    pub fn push(&mut self, value: u32) {
        match self {
            PostingList::Rising { last, .. } if *last == value => {}
            PostingList::Rising { last, count, distances, .. } if *last < value => {
                push_number(distances, u64::from(value - *last));
                (*last, *count) = (value, *count + 1);
            }
            PostingList::Rising { .. } => {
                let mut values = self.bitmap();
                values.insert(value);
                *self = PostingList::Any(values);
            }
            PostingList::Any(values) => {
                values.insert(value);
            }
        }
    }

    pub fn bitmap(&self) -> RoaringBitmap {
        match self {
            PostingList::Any(values) => values.clone(),
            PostingList::Rising { first, distances, .. } => {
                let mut unpacker = Unpacker::new(distances);
                let next = |value: &u32| Some(value + unpacker.small().ok()?);
                let rising = std::iter::successors(Some(*first), next);
                RoaringBitmap::from_sorted_iter(rising).unwrap_or_default()
            }
        }
    }

    /// The entry that holds them.
    pub fn entry(&self) -> Vec<u8> {
        match self {
            PostingList::Any(values) => entry(values),
            PostingList::Rising { first, last, count, distances } => {
                // A bitmap takes a bit for each number there could be.
                if distances.len() as u64 > u64::from(last - first) / 8 + 64 {
                    return bitmap_entry(&self.bitmap());
                }
                let mut bytes = Vec::with_capacity(distances.len() + 8);
                bytes.push(DISTANCES);
                push_number(&mut bytes, u64::from(*count));
                push_number(&mut bytes, u64::from(*first));
                bytes.extend_from_slice(distances);
                bytes
            }
        }
    }
}

/// The entry of a set of numbers.
pub fn entry(values: &RoaringBitmap) -> Vec<u8> {
    let mut numbers = values.iter();
    match numbers.next() {
        None => bitmap_entry(values),
        Some(first) => {
            let mut gathered = PostingList::new(first);
            numbers.for_each(|value| gathered.push(value));
            gathered.entry()
        }
    }
}

fn bitmap_entry(values: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.serialized_size() + 1);
    bytes.push(BITMAP);
    values.serialize_into(&mut bytes).expect("writing to memory does not fail");
    bytes
}

/// Reads an entry into a set that may hold numbers already.
pub fn read_into(values: &mut RoaringBitmap, bytes: &[u8]) -> Result<(), EngineError> {
    match bytes.split_first() {
        Some((&BITMAP, bytes)) => {
            let more = RoaringBitmap::deserialize_from(bytes)
                .map_err(|error| EngineError::new(format!("a posting cannot be read: {error}")))?;
            if values.is_empty() {
                *values = more;
            } else {
                *values |= more;
            }
            Ok(())
        }
        Some((&DISTANCES, bytes)) => read_distances(values, bytes),
        _ => Err(EngineError::new("a posting is kept in an unknown way")),
    }
}

fn read_distances(values: &mut RoaringBitmap, bytes: &[u8]) -> Result<(), EngineError> {
    let mut unpacker = Unpacker::new(bytes);
    let count = unpacker.small()?;
    let mut value = unpacker.small()?;
    let mut numbers = Vec::with_capacity((count as usize).min(bytes.len()));
    numbers.push(value);
    for _ in 1..count {
        let distance = unpacker.small()?;
        value = value.checked_add(distance).ok_or_else(|| EngineError::new("a posting runs over"))?;
        numbers.push(value);
    }
    let last = values.max();
    if last.is_none_or(|last| last < numbers[0]) && values.append(numbers.iter().copied()).is_ok() {
        return Ok(());
    }
    values.extend(numbers);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::store::index::posting_list::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_posting_comes_back(numbers in prop::collection::vec(0u32..200_000, 1..500), dense in any::<bool>()) {
            let numbers: Vec<u32> = if dense { (numbers[0]..numbers[0] + 3000).collect() } else { numbers };
            let mut gathered = PostingList::new(numbers[0]);
            numbers.iter().for_each(|number| gathered.push(*number));
            let wanted: RoaringBitmap = numbers.iter().copied().collect();
            prop_assert_eq!(gathered.bitmap(), wanted.clone());
            let mut read = RoaringBitmap::new();
            read_into(&mut read, &gathered.entry()).unwrap();
            prop_assert_eq!(&read, &wanted);
            let mut again = RoaringBitmap::from_iter([7, 300_000]);
            read_into(&mut again, &entry(&wanted)).unwrap();
            prop_assert_eq!(again, wanted | RoaringBitmap::from_iter([7, 300_000]));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read_into(&mut RoaringBitmap::new(), &bytes);
        }
    }

    #[test]
    fn a_short_posting_takes_few_bytes() {
        assert_eq!(PostingList::new(5).entry().len(), 3);
    }
}
