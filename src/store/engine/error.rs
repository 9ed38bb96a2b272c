//! Why the index cannot be read or written.

use std::fmt;

use crate::model::Problem;
use crate::store::codec::CodecError;

/// The index cannot be read, or whatever else stopped the reading or the writing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineError(Problem);

impl EngineError {
    pub fn new(why: impl fmt::Display) -> EngineError {
        EngineError(Problem::index(format!("the index cannot be read: {why}")))
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for EngineError {}

/// Another problem that came up while the index was read or written, such as damage to the journal; it stays what
/// it is.
impl From<Problem> for EngineError {
    fn from(problem: Problem) -> EngineError {
        EngineError(problem)
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Problem {
        error.0
    }
}

impl From<CodecError> for EngineError {
    fn from(error: CodecError) -> EngineError {
        EngineError::new(format_args!("an entry is {error}"))
    }
}
