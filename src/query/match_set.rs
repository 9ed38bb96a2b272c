//! The claim versions of which something can hold, and those of which it certainly does.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::store::index::keys::Slot;

/// `certain` lies within `possible`. Where there is no doubt at all, they are one and the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchSet {
    pub possible: Arc<RoaringBitmap>,
    pub certain: Arc<RoaringBitmap>,
}

impl MatchSet {
    /// Something that either holds or does not.
    pub fn plain(set: RoaringBitmap) -> MatchSet {
        MatchSet::shared(Arc::new(set))
    }

    pub fn shared(set: Arc<RoaringBitmap>) -> MatchSet {
        MatchSet { certain: set.clone(), possible: set }
    }

    pub fn new(possible: RoaringBitmap, certain: RoaringBitmap) -> MatchSet {
        if possible.len() == certain.len() {
            return MatchSet::plain(possible);
        }
        MatchSet { possible: Arc::new(possible), certain: Arc::new(certain) }
    }

    /// From a posting and its doubtful part.
    pub fn with_doubt(all: &Arc<RoaringBitmap>, doubtful: &RoaringBitmap) -> MatchSet {
        if doubtful.is_empty() {
            return MatchSet::shared(all.clone());
        }
        MatchSet { possible: all.clone(), certain: Arc::new(&**all - doubtful) }
    }

    /// Whether nothing in it depends on a doubt, as far as that is known without counting.
    pub fn is_doubtless(&self) -> bool {
        Arc::ptr_eq(&self.possible, &self.certain)
    }

    /// The same where nothing in it is certain.
    #[must_use]
    pub fn doubted(self) -> MatchSet {
        MatchSet { possible: self.possible, certain: Arc::default() }
    }

    #[must_use]
    pub fn within(&self, set: &RoaringBitmap) -> MatchSet {
        self.both(|of| of & set)
    }

    #[must_use]
    pub fn without(&self, set: &RoaringBitmap) -> MatchSet {
        self.both(|of| of - set)
    }

    fn both(&self, change: impl Fn(&RoaringBitmap) -> RoaringBitmap) -> MatchSet {
        let possible = Arc::new(change(&self.possible));
        if self.is_doubtless() {
            return MatchSet::shared(possible);
        }
        MatchSet { possible, certain: Arc::new(change(&self.certain)) }
    }

    #[must_use]
    pub fn and(&self, other: &MatchSet) -> MatchSet {
        self.joined(other, |one, other| one & other)
    }

    #[must_use]
    pub fn or(&self, other: &MatchSet) -> MatchSet {
        if self.possible.is_empty() {
            return other.clone();
        }
        if other.possible.is_empty() {
            return self.clone();
        }
        self.joined(other, |one, other| one | other)
    }

    fn joined(
        &self,
        other: &MatchSet,
        join: impl Fn(&RoaringBitmap, &RoaringBitmap) -> RoaringBitmap,
    ) -> MatchSet {
        let possible = Arc::new(join(&self.possible, &other.possible));
        if self.is_doubtless() && other.is_doubtless() {
            return MatchSet::shared(possible);
        }
        MatchSet { possible, certain: Arc::new(join(&self.certain, &other.certain)) }
    }

    /// Whatever the truth is.
    #[must_use]
    pub fn certainly(self) -> MatchSet {
        MatchSet::shared(self.certain)
    }
}

/// Claims as they are found, in any order, with whether each certainly is one.
#[derive(Default)]
pub struct MatchSetBuilder {
    possible: Vec<Slot>,
    certain: Vec<Slot>,
}

impl MatchSetBuilder {
    pub fn is_empty(&self) -> bool {
        self.possible.is_empty()
    }

    pub fn push(&mut self, slot: Slot, certain: bool) {
        self.possible.push(slot);
        if certain {
            self.certain.push(slot);
        }
    }

    pub fn sets(self) -> MatchSet {
        let bitmap = |mut slots: Vec<Slot>| {
            slots.sort_unstable();
            slots.dedup();
            Arc::new(RoaringBitmap::from_sorted_iter(slots).expect("they are sorted"))
        };
        let possible = bitmap(self.possible);
        let certain = bitmap(self.certain);
        if possible.len() == certain.len() {
            MatchSet { certain: possible.clone(), possible }
        } else {
            MatchSet { possible, certain }
        }
    }
}
