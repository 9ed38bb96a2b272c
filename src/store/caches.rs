//! What a database keeps of what it has read: one cache for each kind of thing, all within one limit. A key says for which
//! state of the database its value holds, so that snapshots of several states share the caches, and nothing need be
//! forgotten when something is recorded.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::model::{Assessment, Entity, Link, RecordType, Source};
use crate::store::cache::{Cache, MemoryLimit};
use crate::store::claim_date::ClaimDate;
use crate::store::closure::Closure;
use crate::store::index::TransactionEntry;
use crate::store::index::columns::{
    About, Chains, Column, Concerns, Lengths, Places, Presented, Said, Speakers,
};
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::segment::{BlockCache, block_cache};
use crate::store::index::versions::{Facts, RecordVersions};
use crate::store::journal;

/// A state of the database that something holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Of which index: one that is rebuilt may give other numbers.
    pub generation: u64,
    /// The last transaction that is in the index.
    pub known: u64,
    /// The last transaction that is looked at.
    pub at: u64,
}

/// A part of an index of which each number is given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChunkKey {
    pub generation: u64,
    pub chunk: u32,
    /// What it holds follows from this: how many rows there are, or the last transaction that is in them.
    pub until: u64,
}

/// Postings by month, counted from year 0, in their order.
pub type Months = Vec<(i64, RoaringBitmap)>;

/// A set of claim versions or of records.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SetKey {
    Posting(PostingKey),
    /// The claim versions in force.
    Live,
    /// The last versions of the claims that are retracted.
    Retracted,
}

/// The shares of the limit that the caches of the store have. What is left of [`MemoryLimit::PARTS`] is for whoever asks
/// questions: [`QUESTIONS`].
mod share {
    pub const JOURNAL_BLOCKS: u64 = 3;
    pub const INDEX_BLOCKS: u64 = 3;
    pub const ORDINALS: u64 = 2;
    pub const TRANSACTIONS: u64 = 1;
    pub const NAMES: u64 = 2;
    pub const ROWS: u64 = 3;
    pub const COLUMNS: u64 = 20;
    /// Of entities, sources, assessments and links, each.
    pub const RECORDS: u64 = 1;
    pub const CLOSURES: u64 = 1;
    pub const SETS: u64 = 4;
    pub const FACTS: u64 = 5;
    pub const MONTHS: u64 = 1;
    pub const DATES: u64 = 5;
}

/// The share of the limit for what questions have in common.
pub const QUESTIONS: u64 = 10;

const _: () = assert!(
    share::JOURNAL_BLOCKS
        + share::INDEX_BLOCKS
        + share::ORDINALS
        + share::TRANSACTIONS
        + share::NAMES
        + share::ROWS
        + share::COLUMNS
        + 4 * share::RECORDS
        + share::CLOSURES
        + share::SETS
        + share::FACTS
        + share::MONTHS
        + share::DATES
        + QUESTIONS
        == MemoryLimit::PARTS,
    "the shares are the whole limit"
);

/// The caches of one open database.
pub struct Caches {
    pub limit: MemoryLimit,
    pub journal_blocks: Arc<journal::BlockCache>,
    pub index_blocks: Arc<BlockCache>,
    pub ordinals: Cache<NameKey, Ordinal>,
    pub transactions: Cache<(u64, u64), Arc<TransactionEntry>>,
    pub names: Cache<(RecordType, ChunkKey), Arc<Vec<String>>>,
    pub rows: Cache<(RecordType, ChunkKey), Arc<Vec<RecordVersions>>>,
    columns: Cache<(u8, ChunkKey), CachedColumn>,
    pub entities: Cache<(Moment, Ordinal), Option<Arc<Entity>>>,
    pub sources: Cache<(Moment, Ordinal), Option<Arc<Source>>>,
    pub assessments: Cache<(Moment, Ordinal), Option<Arc<Assessment>>>,
    pub links: Cache<(Moment, Ordinal), Option<Arc<Link>>>,
    pub closures: Cache<(Moment, Ordinal), Arc<Closure>>,
    pub sets: Cache<(Moment, SetKey), Arc<RoaringBitmap>>,
    /// The facts of all records of a type that are live, by their ordinals.
    pub facts: Cache<(Moment, RecordType), Arc<Vec<Facts>>>,
    /// By the month that they concern, claims.
    pub concerning: Cache<Moment, Arc<Months>>,
    /// The date that each claim version goes by.
    pub dates: Cache<Moment, Arc<Vec<Option<ClaimDate>>>>,
}

/// About how large a record in memory is, a chunk of names, of versions, or of a column, a set, and a table of all claims.
const RECORD: u64 = 600;
const CHUNK: u64 = 16 << 10;
const SET: u64 = 4 << 10;
const TABLE: u64 = 4 << 20;

impl Caches {
    pub fn new(limit: MemoryLimit) -> Caches {
        let share = |parts| limit.share(parts);
        Caches {
            limit,
            journal_blocks: Arc::new(journal::block_cache(share(share::JOURNAL_BLOCKS))),
            index_blocks: Arc::new(block_cache(share(share::INDEX_BLOCKS))),
            ordinals: Cache::new(share(share::ORDINALS), 100),
            transactions: Cache::new(share(share::TRANSACTIONS), RECORD),
            names: Cache::new(share(share::NAMES), CHUNK),
            rows: Cache::new(share(share::ROWS), CHUNK),
            columns: Cache::new(share(share::COLUMNS), CHUNK),
            entities: Cache::new(share(share::RECORDS), RECORD),
            sources: Cache::new(share(share::RECORDS), RECORD),
            assessments: Cache::new(share(share::RECORDS), RECORD),
            links: Cache::new(share(share::RECORDS), RECORD),
            closures: Cache::new(share(share::CLOSURES), SET),
            sets: Cache::new(share(share::SETS), SET),
            facts: Cache::new(share(share::FACTS), TABLE),
            concerning: Cache::new(share(share::MONTHS), TABLE),
            dates: Cache::new(share(share::DATES), TABLE),
        }
    }

    /// The bytes that everything weighs that is held.
    pub fn weight(&self) -> u64 {
        self.journal_blocks.weight()
            + self.index_blocks.weight()
            + self.ordinals.weight()
            + self.transactions.weight()
            + self.names.weight()
            + self.rows.weight()
            + self.columns.weight()
            + self.entities.weight()
            + self.sources.weight()
            + self.assessments.weight()
            + self.links.weight()
            + self.closures.weight()
            + self.sets.weight()
            + self.facts.weight()
            + self.concerning.weight()
            + self.dates.weight()
    }

    /// Lets go of what was read through an index that is no more.
    pub fn clear(&self) {
        self.journal_blocks.clear();
        self.index_blocks.clear();
        self.ordinals.clear();
        self.transactions.clear();
        self.names.clear();
        self.rows.clear();
        self.columns.clear();
        self.entities.clear();
        self.sources.clear();
        self.assessments.clear();
        self.links.clear();
        self.closures.clear();
        self.sets.clear();
        self.facts.clear();
        self.concerning.clear();
        self.dates.clear();
    }

    /// A column of a chunk, read where it is not held.
    pub(super) fn column<C: Cacheable>(
        &self,
        key: ChunkKey,
        read: impl FnOnce() -> crate::model::problem::Result<C>,
    ) -> crate::model::problem::Result<Arc<C>> {
        let key = (C::OF as u8, key);
        if let Some(held) = self.columns.known(&key).and_then(C::from_cache) {
            return Ok(held);
        }
        let column = Arc::new(read()?);
        self.columns.put(key, column.size(), C::into_cache(column.clone()));
        Ok(column)
    }
}

/// The name of a record in one index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKey {
    pub generation: u64,
    pub record_type: RecordType,
    pub name: Box<str>,
}

/// The same, borrowed: looking a name up copies nothing.
pub trait Named {
    fn parts(&self) -> (u64, RecordType, &str);
}

impl Named for NameKey {
    fn parts(&self) -> (u64, RecordType, &str) {
        (self.generation, self.record_type, &self.name)
    }
}

impl Named for (u64, RecordType, &str) {
    fn parts(&self) -> (u64, RecordType, &str) {
        *self
    }
}

impl Hash for NameKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl<'n> Borrow<dyn Named + 'n> for NameKey {
    fn borrow(&self) -> &(dyn Named + 'n) {
        self
    }
}

impl Hash for dyn Named + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Named + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Named + '_ {}

/// A column that is held with those of other kinds.
pub trait Cacheable: Column {
    #[doc(hidden)]
    fn into_cache(column: Arc<Self>) -> CachedColumn;
    #[doc(hidden)]
    fn from_cache(column: CachedColumn) -> Option<Arc<Self>>;
}

macro_rules! columns {
    ($($column:ident),*) => {
        /// A column of any kind.
        #[derive(Clone)]
        pub enum CachedColumn {
            $($column(Arc<$column>)),*
        }

        $(impl Cacheable for $column {
            fn into_cache(column: Arc<Self>) -> CachedColumn {
                CachedColumn::$column(column)
            }

            fn from_cache(column: CachedColumn) -> Option<Arc<Self>> {
                match column {
                    CachedColumn::$column(column) => Some(column),
                    _ => None,
                }
            }
        })*
    };
}

columns!(Places, Said, Concerns, Speakers, About, Chains, Lengths, Presented);
