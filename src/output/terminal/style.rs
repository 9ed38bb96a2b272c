//! For whom something is written: a terminal with its width and abilities, or a file.

use std::borrow::Cow;

use crate::output::terminal::cells::{Direction, harmless, isolated};

/// How what is written may look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether bold and colours are wanted and understood.
    pub colour: bool,
    /// The columns of the terminal; nothing where it is no terminal: then no line is broken.
    pub width: Option<usize>,
    /// Whether text from right to left is put between direction isolates: towards a terminal alone, never in exports.
    pub isolates: bool,
}

impl Style {
    /// For files and pipes: no colour, no width, no isolates.
    pub const PLAIN: Style = Style { colour: false, width: None, isolates: false };

    pub fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// A line of our own words, such as a remark, for this reader: harmless, and with the names in it that run from right
    /// to left closed off where isolates are wanted.
    pub fn phrase(&self, line: &str) -> String {
        let line = harmless(line);
        if self.isolates { isolated(&line, Direction::Phrase).into_owned() } else { line.into_owned() }
    }

    /// A line that is only to be seen by who looks for it.
    pub fn quiet(&self, line: &str) -> String {
        self.dim(line).into_owned()
    }

    pub(in crate::output) fn bold<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.painted("1", text)
    }

    pub(in crate::output) fn dim<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.painted("2", text)
    }

    /// For what is wrong.
    pub(in crate::output) fn alarm<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.painted("1;31", text)
    }

    /// For what is only assumed.
    pub(in crate::output) fn caution<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.painted("33", text)
    }

    /// For what fixes it.
    pub(in crate::output) fn help<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.painted("36", text)
    }

    /// In the colour of an ANSI code.
    pub(in crate::output) fn painted<'a>(&self, code: &str, text: &'a str) -> Cow<'a, str> {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m").into()
        } else {
            text.into()
        }
    }
}
