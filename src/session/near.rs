//! Claims that are there already and say nearly the same as one that is about to be recorded.

use super::Session;
use crate::language::quote_string;
use crate::language::syntax::TextLang;
use crate::model::problem::Result;
use crate::query::answer::{AnswerBody, ClaimRow};

/// From this likeness on, two statements are nearly the same.
const NEARLY: f64 = 0.5;

impl Session {
    /// The claims whose statement is nearly this one, the likest first, at most three.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn nearly_the_same(&mut self, statement: &TextLang) -> Result<Vec<ClaimRow>> {
        if crate::model::text::words(&statement.text).next().is_none() {
            return Ok(Vec::new());
        }
        let lang = statement.lang.as_ref().map_or(String::new(), |lang| format!("@{lang}"));
        let question = format!("claims like {}{lang} limit 3", quote_string(&statement.text));
        let AnswerBody::Claims(claims) = self.ask(&question)?.body else { return Ok(Vec::new()) };
        let near = |row: &ClaimRow| row.likeness.is_some_and(|likeness| likeness >= NEARLY);
        Ok(claims.rows.into_iter().filter(near).collect())
    }
}
