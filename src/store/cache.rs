//! A cache for what was read and may be asked for again, shared by threads and held to a weight. All caches of a database
//! share one limit: see [`MemoryLimit`].

use std::borrow::Borrow;
use std::hash::Hash;

use ahash::RandomState;
use quick_cache::sync::DefaultLifecycle;
use quick_cache::{Equivalent, OptionsBuilder, Weighter, sync};

use crate::model::problem::Result;

/// How much memory, in bytes, a database may hold for what it has read: unpacked blocks, columns, records, sets of claims,
/// what clauses came to. What is needed beyond that is read again. It does not count what a question holds while it is
/// answered, nor the memtable, which a thousand changes bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimit(u64);

impl Default for MemoryLimit {
    fn default() -> MemoryLimit {
        MemoryLimit(512 << 20)
    }
}

impl MemoryLimit {
    /// In how many equal parts the limit is given to caches.
    pub const PARTS: u64 = 64;

    /// So many bytes.
    pub const fn of_bytes(bytes: u64) -> MemoryLimit {
        MemoryLimit(bytes)
    }

    /// The limit in bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// A share of it, in bytes.
    pub const fn share(self, parts: u64) -> u64 {
        self.0 / MemoryLimit::PARTS * parts
    }
}

/// Values that are kept as long as there is room, each with its weight in bytes.
pub struct Cache<K, V>(sync::Cache<K, Weighed<V>, ByWeight, RandomState>);

#[derive(Clone)]
struct Weighed<V> {
    value: V,
    weight: u64,
}

#[derive(Clone, Copy)]
struct ByWeight;

impl<K, V> Weighter<K, Weighed<V>> for ByWeight {
    fn weight(&self, _: &K, value: &Weighed<V>) -> u64 {
        value.weight
    }
}

/// What the cache itself needs for an entry, roughly, in bytes.
const OVERHEAD: usize = 48;

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    /// A cache that holds values of about `each` bytes, and no more than `bytes` together. One value alone may take all of
    /// the room where the values are large: then there are few, and they are not spread over parts with locks of their own.
    pub fn new(bytes: u64, each: u64) -> Cache<K, V> {
        let few = bytes / each.max(1) < 1_000;
        let mut options = OptionsBuilder::new();
        options
            .weight_capacity(bytes)
            .estimated_items_capacity(usize::try_from(bytes / each.max(1)).unwrap_or(usize::MAX).max(1));
        if few {
            options.shards(1);
        }
        let options = options.build().expect("a capacity and a number of items are all that is needed");
        Cache(sync::Cache::with_options(options, ByWeight, RandomState::new(), DefaultLifecycle::default()))
    }

    /// The value of a key, if it is held.
    pub fn known<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.get(&Borrowed(key)).map(|held| held.value)
    }

    /// The value of a key, read where it is not held. Two threads that miss it at once both read it.
    ///
    /// # Errors
    /// Those of the reading.
    pub fn get(
        &self,
        key: K,
        weigh: impl FnOnce(&V) -> usize,
        read: impl FnOnce() -> Result<V>,
    ) -> Result<V> {
        if let Some(held) = self.0.get(&key) {
            return Ok(held.value);
        }
        let value = read()?;
        self.put(key, weigh(&value), value.clone());
        Ok(value)
    }

    /// Holds a value that weighs so many bytes beside itself. One that is too heavy for the room is not held.
    pub fn put(&self, key: K, weight: usize, value: V) {
        let weight = (weight + size_of::<K>() + size_of::<V>() + OVERHEAD) as u64;
        self.0.insert(key, Weighed { value, weight });
    }

    /// How many bytes the values weigh that are held.
    pub fn weight(&self) -> u64 {
        self.0.weight()
    }

    /// Lets go of everything.
    pub fn clear(&self) {
        self.0.clear();
    }
}

/// A key in its borrowed form.
#[derive(Hash)]
struct Borrowed<'q, Q: ?Sized>(&'q Q);

impl<Q: Eq + ?Sized, K: Borrow<Q>> Equivalent<K> for Borrowed<'_, Q> {
    fn equivalent(&self, key: &K) -> bool {
        self.0 == key.borrow()
    }
}

#[cfg(test)]
mod tests {
    use crate::store::cache::*;

    #[test]
    fn it_never_weighs_more_than_it_may() {
        let cache: Cache<u32, u32> = Cache::new(100_000, 1_000);
        for key in 0..10_000 {
            cache.put(key, 900, key);
            assert!(cache.weight() <= 100_000);
        }
        assert!(cache.weight() > 50_000, "and makes use of its room");
        assert!((0..10_000).any(|key| cache.known(&key) == Some(key)));
        cache.put(7, 200_000, 8);
        assert_ne!(cache.known(&7), Some(8), "what is too heavy is not held");
        cache.clear();
        assert_eq!(cache.weight(), 0);
    }

    #[test]
    fn a_value_as_large_as_all_others_is_held() {
        let cache: Cache<u32, u32> = Cache::new(64 << 20, 1 << 20);
        cache.put(1, 60 << 20, 1);
        assert_eq!(cache.known(&1), Some(1));
    }

    #[test]
    fn what_is_asked_for_again_stays() {
        let cache: Cache<u32, u32> = Cache::new(100_000, 100);
        for key in 1..100_000 {
            cache.put(key, 100, key);
            let read = cache.get(0, |_| 100, || Ok(0)).expect("it is read");
            assert_eq!(read, 0);
            assert!(cache.known(&0).is_some());
        }
    }

    #[test]
    fn an_error_is_handed_on_and_not_held() {
        let cache: Cache<u32, u32> = Cache::new(1_000, 10);
        let failed = cache.get(1, |_| 0, || Err(crate::model::Problem::invalid("no")));
        assert!(failed.is_err() && cache.known(&1).is_none());
    }
}
