//! Why the program ends otherwise than well.

use crate::model::Problem;
use crate::model::problem::{Category, Problems};

/// Why the program ends otherwise than well.
pub enum Failure {
    /// Problems, with the name and the text of what they were found in.
    Problems { problems: Problems, origin: String, text: Option<String> },
    /// Everything was said already; the exit code.
    Said(u8),
    /// Nobody reads any more.
    ClosedPipe,
}

impl Failure {
    /// Problems that were said.
    pub fn of_said(problems: &[Problem]) -> Failure {
        Failure::Said(problems.iter().map(|problem| exit_code(problem.category())).max().unwrap_or(1))
    }
}

/// The exit code for what went wrong.
pub fn exit_code(category: Category) -> u8 {
    match category {
        Category::Input => 1,
        Category::Usage => 2,
        Category::Database | Category::Index => 3,
        Category::Io => 4,
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Problems { problems: problem.into(), origin: String::new(), text: None }
    }
}

/// What makes a failure of the problems that were found in a text of that name.
pub fn found_in(origin: &str, text: &str) -> impl FnOnce(Problems) -> Failure {
    let (origin, text) = (origin.to_owned(), Some(text.to_owned()));
    |problems| Failure::Problems { problems, origin, text }
}
