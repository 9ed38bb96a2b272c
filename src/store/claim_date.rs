//! The date that a claim goes by.

use crate::model::Dating;

/// The date that a claim goes by: when it was said, or, where that is not known, when the first of the documents in which
/// it was read was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimDate {
    pub dating: Dating,
    /// Whether it is the date of saying.
    pub said: bool,
    /// False where every document that dates it is marked `?`.
    pub certain: bool,
}

impl ClaimDate {
    pub(super) fn said(dating: Dating) -> ClaimDate {
        ClaimDate { dating, said: true, certain: true }
    }

    /// Of several publications the earliest, each with whether it certainly is one of the claim.
    ///
    /// A doubtful one can make the date earlier, and cannot be relied on to make it any earlier: so the date begins with
    /// the earliest of all, and ends with the earliest of those that are certain. Where none is, it can be that of any.
    pub(super) fn first_of(published: impl Iterator<Item = (Dating, bool)>) -> Option<ClaimDate> {
        let (mut certain, mut doubtful): (Option<Dating>, Option<Dating>) = (None, None);
        for (on, is_certain) in published {
            let (so_far, join): (_, fn(Dating, Dating) -> Dating) = match is_certain {
                true => (&mut certain, Dating::first_of),
                false => (&mut doubtful, Dating::hull),
            };
            *so_far = Some(so_far.map_or(on, |so_far| join(so_far, on)));
        }
        let dating = match (certain, doubtful) {
            (Some(certain), Some(doubtful)) => Some(certain.perhaps_earlier(doubtful)),
            (certain, doubtful) => certain.or(doubtful),
        };
        dating.map(|dating| ClaimDate { dating, said: false, certain: certain.is_some() })
    }
}
