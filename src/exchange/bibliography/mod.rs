//! Bibliographies → sources: BibTeX and BibLaTeX, CSL-JSON, RIS.
//!
//! - [`vocabulary`]: the words of the formats for the same things; [`names`]: names in their parts
//! - `bibtex` (with the feature `bibliography`), `csl`, `ris`: a file → its entries
//! - `item`: an entry, whatever its format → a source; `dates`: dates as EDTF
//!
//! A source has the key of its entry for its id. What dictum has no field for stands in `extra`.

#[cfg(feature = "bibliography")]
mod bibtex;
#[cfg(feature = "bibliography")]
mod bibtex_text;
mod csl;
mod dates;
mod item;
pub mod names;
mod parsed;
mod ris;
pub mod vocabulary;

use self::parsed::Parsed;
use super::entries::{Entries, Entry, Rejected};
use super::formats::ImportFormat;
use super::naming::Naming;
use crate::model::Problem;
use crate::model::problem::Result;

pub use self::item::{AUTHORS, KEY};

/// The entries of a bibliography.
pub struct References {
    about: Vec<String>,
    parsed: Vec<Parsed>,
    at: usize,
}

impl References {
    /// Reads a file in one of the three formats.
    ///
    /// # Errors
    /// It is no UTF-8 or has no entries; JSON that cannot be read; or this program was built without the format.
    pub fn read(bytes: &[u8], format: ImportFormat) -> Result<References> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            Problem::invalid(format!("line {line} is not UTF-8")).hint("save the file as UTF-8")
        })?;
        let (parsed, about) = match format {
            ImportFormat::CslJson => (csl::parse(text)?, Vec::new()),
            ImportFormat::Ris => (ris::parse(text), Vec::new()),
            _ => bibtex(text)?,
        };
        if parsed.is_empty() {
            return Err(Problem::invalid("there is no entry in it"));
        }
        Ok(References { about, parsed, at: 0 })
    }
}

#[cfg(feature = "bibliography")]
fn bibtex(text: &str) -> Result<(Vec<Parsed>, Vec<String>)> {
    let read = bibtex::parse(text);
    Ok((read.parsed, read.about))
}

#[cfg(not(feature = "bibliography"))]
fn bibtex(_: &str) -> Result<(Vec<Parsed>, Vec<String>)> {
    Err(Problem::usage("this dictum was built without the reader of BibTeX")
        .hint("build it with the feature: cargo install dictum --features bibliography"))
}

impl Entries for References {
    fn about(&self) -> Vec<String> {
        self.about.clone()
    }

    fn next(&mut self, naming: &mut Naming<'_>) -> Result<Option<std::result::Result<Entry, Rejected>>> {
        let Some(parsed) = self.parsed.get(self.at) else { return Ok(None) };
        self.at += 1;
        let place = parsed.place.clone();
        let outcome = match &parsed.item {
            Ok(item) => item.record(naming)?,
            Err(problem) => Err(problem.clone()),
        };
        Ok(Some(match outcome {
            Ok((record, remarks)) => Ok(Entry { place, records: vec![record], remarks }),
            Err(problem) => Err(Rejected { place, problems: problem.into(), is_said_of_all: false }),
        }))
    }

    fn rewind(&mut self) -> Result<()> {
        self.at = 0;
        Ok(())
    }

    /// The entry, below a line with the reason, where the format has comments.
    fn rejected(&self, reason: &str) -> String {
        let Some(parsed) = self.at.checked_sub(1).and_then(|at| self.parsed.get(at)) else {
            return String::new();
        };
        let reason = reason.replace(['\n', '\r'], " ");
        let text = parsed.text.trim_end();
        match text.starts_with('{') {
            true => format!("{text}\n"),
            false => format!("% {reason}\n{text}\n\n"),
        }
    }
}
