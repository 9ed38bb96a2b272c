//! What is said when something is wrong: a sentence, its place and the fix. Every layer returns these;
//! `output::report` alone turns them into what the reader sees.

use std::fmt;
use std::ops::Range;

/// Where something stands in a text: a range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the start of this one to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end }
    }

    /// The same place in a text in which this one's text begins at `offset`.
    pub fn shifted(self, offset: usize) -> Span {
        Span { start: self.start + offset, end: self.end + offset }
    }

    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// What kind of thing went wrong; it decides the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The question, the script or the records given are wrong (exit code 1).
    Given,
    /// The program was called wrongly (exit code 2).
    Usage,
    /// The database cannot be opened, or is damaged (exit code 3).
    Database,
    /// The index cannot be read; it can be rebuilt from the journal, after which the same may succeed.
    Index,
    /// Reading or writing failed (exit code 4).
    Io,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub fault: Fault,
    /// A sentence, without a full stop at its end.
    pub message: String,
    /// Where in the text that was given, if it has a place there.
    pub span: Option<Span>,
    /// What would fix it, or what stands near: a line each.
    pub hints: Vec<String>,
}

impl Problem {
    fn new(fault: Fault, message: impl Into<String>) -> Problem {
        Problem { fault, message: message.into(), span: None, hints: Vec::new() }
    }

    /// Something in the question, script or records is wrong.
    pub fn given(message: impl Into<String>) -> Problem {
        Problem::new(Fault::Given, message)
    }

    pub fn usage(message: impl Into<String>) -> Problem {
        Problem::new(Fault::Usage, message)
    }

    pub fn database(message: impl Into<String>) -> Problem {
        Problem::new(Fault::Database, message)
    }

    /// The index cannot be read.
    pub fn index(message: impl Into<String>) -> Problem {
        Problem::new(Fault::Index, message)
    }

    pub fn io(message: impl Into<String>) -> Problem {
        Problem::new(Fault::Io, message)
    }

    #[must_use]
    pub fn at(mut self, span: Span) -> Problem {
        self.span = Some(span);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hints.push(hint.into());
        self
    }

    /// The same problem, in a text in which the one it was found in begins at `offset`.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Problem {
        self.span = self.span.map(|span| span.shifted(offset));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl std::error::Error for Problem {}

pub type Result<T> = std::result::Result<T, Problem>;
