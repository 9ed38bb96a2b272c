//! The blocks that were read last, unpacked, so that what is read again costs no reading and no unpacking.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::journal::block::GATHERED;

/// How many blocks a set holds; of `SETS` such, that makes 16 MB.
const WAYS: usize = 8;
const SETS: usize = 256;

/// A block, and where it begins in the file.
type Entry = (u64, Arc<Vec<u8>>);

/// A block may stand in one set only, by its offset. Threads that read from different sets do not wait for each other.
pub(super) struct Cache {
    sets: Box<[Mutex<Vec<Entry>>]>,
}

impl Cache {
    pub(super) fn new() -> Cache {
        Cache { sets: (0..SETS).map(|_| Mutex::default()).collect() }
    }

    /// The block that begins at this offset, if it is held.
    pub(super) fn get(&self, offset: u64) -> Option<Arc<Vec<u8>>> {
        let mut set = self.set(offset);
        let at = set.iter().position(|(held, _)| *held == offset)?;
        // The one that was used last stands first.
        set[..=at].rotate_right(1);
        Some(set[0].1.clone())
    }

    /// Holds a block, in the place of the one in its set that was not used for longest. One that holds a single large
    /// piece is not held: it would take the room of many.
    pub(super) fn put(&self, offset: u64, block: &Arc<Vec<u8>>) {
        if block.len() > GATHERED {
            return;
        }
        let mut set = self.set(offset);
        set.truncate(WAYS - 1);
        set.insert(0, (offset, block.clone()));
    }

    fn set(&self, offset: u64) -> MutexGuard<'_, Vec<Entry>> {
        // Offsets that follow one another are spread by the golden ratio; the highest bits are the number of the set.
        let number = offset.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SETS.ilog2());
        self.sets[number as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::journal::block_cache::*;

    fn block(length: usize) -> Arc<Vec<u8>> {
        Arc::new(vec![7; length])
    }

    #[test]
    fn it_never_holds_more_than_it_has_room_for() {
        let cache = Cache::new();
        (0..100_000).for_each(|number| cache.put(number * 5000, &block(1)));
        let held: Vec<usize> = cache.sets.iter().map(|set| set.lock().unwrap().len()).collect();
        assert!(held.iter().all(|count| *count == WAYS), "each offset has its set, and none is left out");
        cache.put(3, &block(GATHERED + 1));
        assert!(cache.get(3).is_none(), "a large block is not held");
    }

    #[test]
    fn what_was_used_last_stays() {
        let cache = Cache::new();
        for number in 0..100_000 {
            cache.put(number * 5000, &block(1));
            assert!(cache.get(0).is_some() && cache.get(number * 5000).is_some());
        }
        assert!(cache.get(5000).is_none(), "what was not used for long goes");
    }
}
