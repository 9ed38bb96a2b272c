//! How documents are cited: in dictum's own words, or in a style of the Citation Style Language.

use crate::output::content::citation;
use crate::output::content::citation::Parts;
use crate::query::answer::{CitationView, ClaimRow, SourceView};

/// How documents are cited.
#[derive(Clone, Debug, Default)]
pub enum Citing {
    /// A sentence that says who, when, how, in which document, and the chain that it cites.
    #[default]
    Own,
}

impl Citing {
    /// The citation of a claim.
    pub(in crate::output) fn write(&self, row: &ClaimRow, cited: &CitationView, to: &mut impl Parts) {
        match self {
            Citing::Own => citation::write(row, cited, to),
        }
    }

    /// A document by itself.
    pub(in crate::output) fn write_document(&self, view: &SourceView, to: &mut impl Parts) {
        match self {
            Citing::Own => citation::write_document(view, None, to),
        }
    }
}
