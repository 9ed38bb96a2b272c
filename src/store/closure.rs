//! An entity with everything narrower than it.

use roaring::RoaringBitmap;

/// An entity with everything narrower: `certain` where every step of the way is.
#[derive(Clone, Debug, Default)]
pub struct Closure {
    pub possible: RoaringBitmap,
    pub certain: RoaringBitmap,
}
