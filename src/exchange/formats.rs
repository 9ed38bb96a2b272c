//! The formats that records can be imported from: the one list that the command line, messages and the documentation follow.
//!
//! A format that is neither the interchange format nor a script plugs in as an [`super::entries::Entries`]: `session::entries`
//! opens it by its name here, and takes what it gives.

/// What a file can be imported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportFormat {
    Interchange,
    Script,
    Table,
    ClaimReview,
    Bibtex,
    CslJson,
    Ris,
}

impl ImportFormat {
    pub const ALL: [ImportFormat; 7] = [
        ImportFormat::Interchange,
        ImportFormat::Script,
        ImportFormat::Table,
        ImportFormat::ClaimReview,
        ImportFormat::Bibtex,
        ImportFormat::CslJson,
        ImportFormat::Ris,
    ];

    /// The word after `--from`.
    pub fn name(self) -> &'static str {
        match self {
            ImportFormat::Interchange => "interchange",
            ImportFormat::Script => "script",
            ImportFormat::Table => "table",
            ImportFormat::ClaimReview => "claimreview",
            ImportFormat::Bibtex => "bibtex",
            ImportFormat::CslJson => "csl-json",
            ImportFormat::Ris => "ris",
        }
    }

    /// What it is, as help and messages say it.
    pub fn described(self) -> &'static str {
        match self {
            ImportFormat::Interchange => "newline-delimited JSON",
            ImportFormat::Script => "a script",
            ImportFormat::Table => "a table (CSV, TSV, XLSX, ODS), by a map",
            ImportFormat::ClaimReview => "ClaimReview, as JSON or in a page",
            ImportFormat::Bibtex => "BibTeX or BibLaTeX",
            ImportFormat::CslJson => "CSL-JSON",
            ImportFormat::Ris => "RIS",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let mut names: Vec<&str> = ImportFormat::ALL.map(ImportFormat::name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ImportFormat::ALL.len());
    }
}
