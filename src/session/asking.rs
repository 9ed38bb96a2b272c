//! One question, asked of a state of the database.

use crate::language;
use crate::language::syntax::Ask;
use crate::model::Problem;
use crate::model::problem::Result;
use crate::query::execute::state_of;
use crate::query::resolve::longer_name;
use crate::query::time::Now;
use crate::query::{Answer, Params, Question, State, answer};
use crate::store::Snapshot;

/// Answers one question; a statement that records is refused.
///
/// # Errors
/// What is wrong with the question, with its place in `text`; or the database cannot be read.
pub fn ask(state: &State, text: &str, params: &Params, now: Now) -> Result<Answer> {
    state.go_on()?;
    let ask = language::parse_ask(text).map_err(|problem| with_known_name(state, text, problem))?;
    answer(state, Question { ask: &ask, text, params, now })
}

/// Where a name was cut short by a word of the language, says so if the longer phrase is a known name.
pub fn with_known_name(snapshot: &Snapshot, text: &str, problem: Problem) -> Problem {
    let Some(span) = problem.span() else { return problem };
    match longer_name(snapshot, text, span.start) {
        Ok(Some(name)) => {
            problem.hint(format!("`{name}` is a known name: write it in quotation marks, \"{name}\""))
        }
        _ => problem,
    }
}

/// The state of the database that a question is asked of.
///
/// # Errors
/// `as of` names no moment of the past.
pub fn as_asked(snapshot: &State, ask: &Ask, question: Question<'_>) -> Result<State> {
    match ask.as_of() {
        Some(state) => state_of(snapshot, state, question),
        None => Ok(snapshot.clone()),
    }
}
