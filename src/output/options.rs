//! What can be chosen of how an answer is written, beside its format.

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::Style;
use crate::output::citing::Citing;

/// What is written for other readers only where it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a set of words, each asked for or not")]
pub struct With {
    /// The kept texts of sources: they may be under copyright.
    pub texts: bool,
    pub notes: bool,
    pub extra: bool,
    /// Records that were retracted.
    pub retracted: bool,
}

impl With {
    /// Everything.
    pub const ALL: With = With { texts: true, notes: true, extra: true, retracted: true };

    /// The words for them.
    pub const WORDS: [&str; 4] = ["texts", "notes", "extra", "retracted"];

    /// What a list such as `notes,extra` asks for.
    ///
    /// # Errors
    /// A word in it is none of [`With::WORDS`].
    pub fn read(list: &str) -> Result<With> {
        let mut with = With::default();
        for word in list.split([',', ' ']).filter(|word| !word.is_empty()) {
            match word {
                "texts" => with.texts = true,
                "notes" => with.notes = true,
                "extra" => with.extra = true,
                "retracted" => with.retracted = true,
                _ => {
                    return Err(Problem::usage(format!("`{word}` is nothing that is kept back"))
                        .hint(format!("what can be asked for: {}", With::WORDS.join(", "))));
                }
            }
        }
        Ok(with)
    }
}

/// What is chosen of how an answer is written.
#[derive(Clone, Debug)]
pub struct Options {
    pub style: Style,
    /// Whether counts are drawn on a terminal: as bars or a matrix.
    pub is_drawn: bool,
    pub with: With,
    /// Whether csv and tsv are to be opened in a spreadsheet: then no cell is taken for a formula.
    pub for_spreadsheet: bool,
    /// How documents are cited.
    pub citing: Citing,
    /// Which question of several this answers, from 1.
    pub question: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            style: Style::PLAIN,
            is_drawn: false,
            with: With::default(),
            for_spreadsheet: false,
            citing: Citing::default(),
            question: 1,
        }
    }
}

impl Options {
    /// Nothing is chosen but how it looks.
    pub fn of(style: Style) -> Options {
        Options { style, ..Options::default() }
    }
}

#[cfg(test)]
mod tests {
    use crate::output::options::*;

    #[test]
    fn what_is_kept_back_can_be_asked_for() {
        assert_eq!(With::read(&With::WORDS.join(",")), Ok(With::ALL));
        assert_eq!(With::read("notes"), Ok(With { notes: true, ..With::default() }));
        assert!(With::read("notes,everything").is_err());
    }
}
