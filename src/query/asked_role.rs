//! A role that is asked for, with everything that it includes.

use roaring::RoaringBitmap;

use crate::store::Closure;
use crate::store::index::columns::PresentedAs;
use crate::store::index::keys::Ordinal;
use crate::store::index::versions::Named;

/// The roles that are asked for; what is missing can be any.
#[derive(Clone, Copy, Default)]
pub(super) struct AskedRole<'a> {
    pub who: Option<&'a Closure>,
    pub role: Option<&'a Asked>,
    pub of: Option<&'a Asked>,
    pub former: bool,
}

/// What was asked for, and everything that this includes.
pub(super) struct Asked {
    pub named: Vec<Ordinal>,
    pub within: Closure,
}

impl AskedRole<'_> {
    /// Whether it can be, and certainly is, what a document says of a speaker.
    pub(super) fn fits(&self, presented: &PresentedAs) -> (bool, bool) {
        let who = fits(self.who, Some(presented.who));
        let role = fits(self.role.map(|role| &role.within), Some(presented.role));
        let of = fits(self.of.map(|of| &of.within), presented.of);
        let possible = self.former == presented.former && who.0 && role.0 && of.0;
        (possible, possible && presented.who.certain && who.1 && role.1 && of.1)
    }
}

/// The role and those it is of, as they were asked for.
pub(super) fn named(role: Option<&Asked>, of: Option<&Asked>) -> (Option<Ordinal>, Vec<Ordinal>) {
    let role = role.and_then(|role| role.named.first().copied());
    (role, of.map(|of| of.named.clone()).unwrap_or_default())
}

pub(super) fn fits(wanted: Option<&Closure>, named: Option<Named>) -> (bool, bool) {
    match (wanted, named) {
        // A doubt about what is not asked for does not matter, as it does not in a tenure.
        (None, _) => (true, true),
        (Some(_), None) => (false, false),
        (Some(wanted), Some(named)) => {
            (wanted.possible.contains(named.ordinal), named.certain && wanted.certain.contains(named.ordinal))
        }
    }
}

/// Among whom the holders of a role are looked for.
pub(super) struct Holders<'h> {
    pub all: &'h RoaringBitmap,
    /// Whether each certainly is somebody who was asked for.
    pub sure: bool,
    /// Whether only those count whom the document does not name.
    pub unnamed: bool,
}
