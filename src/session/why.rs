//! Why a claim is in the answer to a question.

use super::Session;
use crate::language;
use crate::model::problem::Result;
use crate::query::Question;
use crate::query::evidence::{Reason, reasons};

impl Session {
    /// For each clause of a question, whether a claim fits it, and by what.
    ///
    /// # Errors
    /// The question is none about claims, nothing is called so, or the database cannot be read.
    pub fn why(&self, question: &str, claim: &str) -> Result<Vec<Reason>> {
        let ask = language::parse_ask(question)?;
        let question = Question { ask: &ask, text: question, params: &self.params, now: self.now() };
        reasons(&self.state(), question, claim)
    }
}
