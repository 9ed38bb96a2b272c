//! What is written where, and how it looks: answers to the standard output, everything else to the standard error;
//! colour and direction isolates only towards a terminal.

use std::env;
use std::io::{self, IsTerminal, Write};

use super::args::Args;
use super::failure::Failure;
use crate::cli::destination::Output;
use crate::model::Problem;
use crate::output::error_report::reports;
use crate::output::remarks;
use crate::output::{Style, provenance};
use crate::query::Answer;
use crate::session::writing::{Writing, write_answer};

/// How many problems are said before the rest is only counted.
const MOST_PROBLEMS: usize = 20;

/// The streams of this process.
pub struct Terminal {
    out: Style,
    err: Style,
}

impl Terminal {
    pub fn new(_args: &Args) -> Terminal {
        Terminal { out: style(io::stdout().is_terminal()), err: style(io::stderr().is_terminal()) }
    }

    /// How the standard output and the standard error look.
    pub fn styles(&self) -> (Style, Style) {
        (self.out, self.err)
    }

    /// A line that is no part of an answer.
    pub fn say(&self, line: &str) {
        // Where even that cannot be written there is nobody to tell.
        let _ = writeln!(io::stderr(), "{line}");
    }

    pub fn say_problems(&self, problems: &[Problem], origin: &str, text: Option<&str>) {
        let shown = &problems[..problems.len().min(MOST_PROBLEMS)];
        self.say(reports(shown, origin, text, &self.err).trim_end());
        if problems.len() > shown.len() {
            self.say(&format!("… and {} more", problems.len() - shown.len()));
        }
    }

    /// Writes an answer, and its closing lines to the standard error. `to_file`: it goes to a file.
    pub fn answer(
        &self,
        answer: &Answer,
        writing: &Writing,
        to_file: bool,
        out: &mut Output,
    ) -> Result<(), Failure> {
        let written =
            write_answer(answer, writing, out.writer()).map_err(|problem| out.instead_of(problem))?;
        out.flush()?;
        self.say_closing(answer, writing, to_file);
        written.losses.sentences().iter().for_each(|line| self.say(line));
        Ok(())
    }

    /// The closing lines of an answer, and what was asked where that stands in no other place.
    pub fn say_closing(&self, answer: &Answer, writing: &Writing, to_file: bool) {
        remarks(answer).iter().for_each(|line| self.say(line));
        if !writing.format.carries_provenance && (to_file || writing.format.is_bare()) {
            self.say(&provenance(answer));
        }
    }
}

fn style(is_terminal: bool) -> Style {
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let quiet = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Style {
        colour: is_terminal && !quiet && !dumb,
        width: is_terminal.then(width),
        isolates: is_terminal && !dumb,
    }
}

/// The columns of the terminal.
fn width() -> usize {
    let asked = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    asked.or(measured).filter(|columns| *columns >= 20).unwrap_or(80)
}
