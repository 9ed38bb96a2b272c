//! The documents of an answer as bibliographies: BibTeX, CSL-JSON, RIS.
//!
//! - [`bibtex`], [`csl`], [`ris`]: a document in each format
//! - `reference`: which documents an answer has, and what of each is written
//!
//! Which word of which format means what is declared in `exchange::bibliography::vocabulary`.

pub(super) mod bibtex;
pub(super) mod csl;
mod reference;
pub(super) mod ris;
