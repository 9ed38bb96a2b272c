//! A question with what it is asked with.

use crate::database::cancellation::Cancellation;
use crate::query::Params;

/// A question in the language of dictum, with the values of its `$names`.
///
/// ```
/// use dictum::{Params, Question};
///
/// let question = Question::new("claims by $who since $when").with("who", "Neil Melvin").with("when", "2024-05");
/// # let _ = question;
/// let params = Params::from([("who", "Neil Melvin"), ("when", "2024-05")]);
/// let same = Question::new("claims by $who since $when").with_all(params);
/// # let _ = same;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub(super) text: String,
    pub(super) params: Params,
    pub(super) cancellation: Option<Cancellation>,
}

impl Question {
    /// A question, such as `claims about Russia by diplomats`. It is read when it is asked.
    pub fn new(text: impl Into<String>) -> Question {
        Question { text: text.into(), ..Question::default() }
    }

    /// Gives `$name` a value. A value is never read as language: whatever a user has typed can be one.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Question {
        self.params.set(name, value);
        self
    }

    /// Gives several `$names` their values.
    #[must_use]
    pub fn with_all(mut self, params: Params) -> Question {
        self.params.0.extend(params.0);
        self
    }

    /// Answering it ends with an error once this handle is cancelled.
    #[must_use]
    pub fn stop_with(mut self, cancellation: &Cancellation) -> Question {
        self.cancellation = Some(cancellation.clone());
        self
    }
}

impl From<&str> for Question {
    fn from(text: &str) -> Question {
        Question::new(text)
    }
}

impl From<String> for Question {
    fn from(text: String) -> Question {
        Question::new(text)
    }
}

impl From<&Question> for Question {
    fn from(question: &Question) -> Question {
        question.clone()
    }
}
