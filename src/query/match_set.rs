//! Sets of claim versions of which something can hold, and of which it certainly does.

use std::rc::Rc;

use roaring::RoaringBitmap;

/// `certain` lies within `possible`. Where there is no doubt at all, they are one and the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sets {
    pub possible: Rc<RoaringBitmap>,
    pub certain: Rc<RoaringBitmap>,
}

impl Sets {
    /// Something that either holds or does not.
    pub fn plain(set: RoaringBitmap) -> Sets {
        Sets::shared(Rc::new(set))
    }

    pub fn shared(set: Rc<RoaringBitmap>) -> Sets {
        Sets { certain: set.clone(), possible: set }
    }

    pub fn new(possible: RoaringBitmap, certain: RoaringBitmap) -> Sets {
        if possible.len() == certain.len() {
            return Sets::plain(possible);
        }
        Sets { possible: Rc::new(possible), certain: Rc::new(certain) }
    }

    /// From a posting and its doubtful part.
    pub fn with_doubt(all: &Rc<RoaringBitmap>, doubtful: &RoaringBitmap) -> Sets {
        if doubtful.is_empty() {
            return Sets::shared(all.clone());
        }
        Sets { possible: all.clone(), certain: Rc::new(&**all - doubtful) }
    }

    /// Whether nothing in it hangs on a doubt, as far as that can be told without counting.
    pub fn is_doubtless(&self) -> bool {
        Rc::ptr_eq(&self.possible, &self.certain)
    }

    /// The same where nothing in it is certain.
    #[must_use]
    pub fn doubted(self) -> Sets {
        Sets { possible: self.possible, certain: Rc::default() }
    }

    #[must_use]
    pub fn within(&self, set: &RoaringBitmap) -> Sets {
        self.both(|of| of & set)
    }

    #[must_use]
    pub fn without(&self, set: &RoaringBitmap) -> Sets {
        self.both(|of| of - set)
    }

    fn both(&self, change: impl Fn(&RoaringBitmap) -> RoaringBitmap) -> Sets {
        let possible = Rc::new(change(&self.possible));
        if self.is_doubtless() {
            return Sets::shared(possible);
        }
        Sets { possible, certain: Rc::new(change(&self.certain)) }
    }

    #[must_use]
    pub fn and(&self, other: &Sets) -> Sets {
        self.joined(other, |one, other| one & other)
    }

    #[must_use]
    pub fn or(&self, other: &Sets) -> Sets {
        if self.possible.is_empty() {
            return other.clone();
        }
        if other.possible.is_empty() {
            return self.clone();
        }
        self.joined(other, |one, other| one | other)
    }

    fn joined(&self, other: &Sets, join: impl Fn(&RoaringBitmap, &RoaringBitmap) -> RoaringBitmap) -> Sets {
        let possible = Rc::new(join(&self.possible, &other.possible));
        if self.is_doubtless() && other.is_doubtless() {
            return Sets::shared(possible);
        }
        Sets { possible, certain: Rc::new(join(&self.certain, &other.certain)) }
    }

    /// Whatever the truth is.
    #[must_use]
    pub fn certainly(self) -> Sets {
        Sets::shared(self.certain)
    }
}
