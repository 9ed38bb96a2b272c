//! The blocks that were read last, unpacked, so that what is read again costs no reading and no unpacking.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::store::cache::{Cache, MemoryLimit};
use crate::store::journal::block::GATHERED;

/// Blocks by whose they are, and where they begin in the file.
pub type BlockCache = Cache<(u32, u64), Arc<Vec<u8>>>;

/// A cache for blocks that may weigh so many bytes together.
pub fn block_cache(bytes: u64) -> BlockCache {
    Cache::new(bytes, GATHERED as u64)
}

/// The blocks of one journal, in a cache that it may share with others.
#[derive(Clone)]
pub(super) struct Blocks {
    cache: Arc<BlockCache>,
    owner: u32,
}

impl Default for Blocks {
    fn default() -> Blocks {
        Blocks::in_cache(Arc::new(block_cache(MemoryLimit::default().share(1))))
    }
}

impl Blocks {
    /// Those of a journal that was opened just now: whatever others have put into the cache, it is not its own.
    pub(super) fn in_cache(cache: Arc<BlockCache>) -> Blocks {
        static OWNERS: AtomicU32 = AtomicU32::new(0);
        Blocks { cache, owner: OWNERS.fetch_add(1, Ordering::Relaxed) }
    }

    /// The block that begins at this offset, if it is held.
    pub(super) fn get(&self, offset: u64) -> Option<Arc<Vec<u8>>> {
        self.cache.known(&(self.owner, offset))
    }

    /// Holds a block. One that holds a single large piece is not held: it would take the room of many.
    pub(super) fn put(&self, offset: u64, block: &Arc<Vec<u8>>) {
        if block.len() <= GATHERED {
            self.cache.put((self.owner, offset), block.len(), block.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::journal::block_cache::*;

    fn block(length: usize) -> Arc<Vec<u8>> {
        Arc::new(vec![7; length])
    }

    #[test]
    fn a_large_block_is_not_held() {
        let blocks = Blocks::default();
        blocks.put(3, &block(GATHERED + 1));
        blocks.put(4, &block(GATHERED));
        assert!(blocks.get(3).is_none() && blocks.get(4).is_some());
    }

    #[test]
    fn two_journals_with_one_cache_have_their_own_blocks() {
        let cache = Arc::new(block_cache(1 << 20));
        let (one, other) = (Blocks::in_cache(cache.clone()), Blocks::in_cache(cache));
        one.put(3, &block(1));
        assert!(one.get(3).is_some() && other.get(3).is_none());
    }
}
