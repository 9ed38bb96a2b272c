//! Sets of claim versions of which something can hold, and of which it certainly does.

use roaring::RoaringBitmap;

/// `certain` lies within `possible`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sets {
    pub possible: RoaringBitmap,
    pub certain: RoaringBitmap,
}

impl Sets {
    /// Something that either holds or does not.
    pub fn plain(set: RoaringBitmap) -> Sets {
        Sets { certain: set.clone(), possible: set }
    }

    /// From a posting and its doubtful part.
    pub fn with_doubt(all: &RoaringBitmap, doubtful: &RoaringBitmap) -> Sets {
        Sets { possible: all.clone(), certain: all - doubtful }
    }

    /// The same where nothing in it is certain.
    #[must_use]
    pub fn doubted(self) -> Sets {
        Sets { possible: self.possible, certain: RoaringBitmap::new() }
    }

    #[must_use]
    pub fn within(mut self, set: &RoaringBitmap) -> Sets {
        self.possible &= set;
        self.certain &= set;
        self
    }

    pub fn add(&mut self, other: &Sets) {
        self.possible |= &other.possible;
        self.certain |= &other.certain;
    }

    pub fn intersect(&mut self, other: &Sets) {
        self.possible &= &other.possible;
        self.certain &= &other.certain;
    }

    pub fn insert(&mut self, value: u32, certain: bool) {
        self.possible.insert(value);
        if certain {
            self.certain.insert(value);
        }
    }

    /// Whatever the truth is.
    #[must_use]
    pub fn certainly(self) -> Sets {
        Sets::plain(self.certain)
    }
}
