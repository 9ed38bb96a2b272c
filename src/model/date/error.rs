//! What is wrong with a date.

use std::fmt;
use std::ops::Range;

/// What is wrong with a date: where in the text (a range of bytes), what, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    pub span: Range<usize>,
    pub message: String,
    pub hint: Option<String>,
    /// The text that would be right, where there is one; the hint says to write it.
    pub fix: Option<String>,
}

impl DateError {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> DateError {
        DateError { span, message: message.into(), hint: None, fix: None }
    }

    pub(super) fn with_fix(self, fix: String) -> DateError {
        DateError { fix: Some(fix), ..self }
    }

    pub(super) fn with_hint(self, hint: impl Into<String>) -> DateError {
        DateError { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DateError {}
