//! Why something could not be read. Of several refusals the one that got furthest is shown; those of the same place are shown
//! together.

use nom::error::{ErrorKind, ParseError};

use super::input::Input;
use crate::language::keywords::Position;
use crate::model::{Problem, Span};

/// What a parser gives: the place after what it read, and what it read.
pub(super) type Parsed<'a, T> = nom::IResult<Input<'a>, T, Refused>;

/// What was looked for where reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// this keyword or sign
    Word(&'static str),
    /// any keyword of this place
    Any(Position),
    /// something else, as a message calls it
    Thing(&'static str),
}

pub(super) const NAME: Expected = Expected::Thing("a name");
pub(super) const QUOTATION: Expected = Expected::Thing("a text in quotation marks");
pub(super) const DATE: Expected = Expected::Thing("a date");
pub(super) const END: Expected = Expected::Thing("the end");

#[derive(Debug)]
pub(super) struct Refused {
    at: usize,
    expected: Vec<Expected>,
    /// A refusal that has its sentence already.
    problem: Option<Box<Problem>>,
}

impl Refused {
    /// The problem, where the refusal has one; else where reading stopped, and what was looked for there.
    pub fn into_problem(self) -> Result<Problem, (usize, Vec<Expected>)> {
        self.problem.map(|problem| *problem).ok_or((self.at, self.expected))
    }
}

impl ParseError<Input<'_>> for Refused {
    fn from_error_kind(input: Input, _: ErrorKind) -> Refused {
        Refused { at: input.next().at, expected: Vec::new(), problem: None }
    }

    fn append(_: Input, _: ErrorKind, other: Refused) -> Refused {
        other
    }

    fn or(mut self, other: Refused) -> Refused {
        match self.at.cmp(&other.at) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal => {
                self.expected.extend(other.expected);
                self.problem = self.problem.or(other.problem);
                self
            }
        }
    }
}

/// Refuses what stands next: something else was expected.
pub(super) fn expected<'a, T>(input: Input<'a>, expected: &[Expected]) -> Parsed<'a, T> {
    let refused = Refused { at: input.next().at, expected: expected.to_vec(), problem: None };
    Err(nom::Err::Error(refused))
}

/// Refuses for good, with a sentence of its own about a place.
pub(super) fn refuse<'a, T>(problem: Problem, span: Span) -> Parsed<'a, T> {
    let problem = problem.at(span);
    Err(nom::Err::Failure(Refused { at: span.start, expected: Vec::new(), problem: Some(Box::new(problem)) }))
}
