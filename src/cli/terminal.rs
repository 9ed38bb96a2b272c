//! What is written where, and how it looks: answers to the standard output, everything else to the standard error;
//! colour and direction isolates only towards a terminal.

use std::env;
use std::io::{self, IsTerminal, Write};

use super::args::{Args, Shape};
use super::failure::Failure;
use crate::cli::destination::Output;
use crate::model::Problem;
use crate::output::error_report::reports;
use crate::output::remarks;
use crate::output::{Format, Style, provenance, show};
use crate::query::Answer;

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

    /// Writes an answer, and its closing lines to the standard error.
    pub fn answer(&self, answer: &Answer, shape: &Shape, out: &mut Output) -> Result<(), Failure> {
        let format = shape.format.as_deref().and_then(Format::from_name).unwrap_or(Format::Table);
        let style = if shape.output.is_some() { Style::PLAIN } else { self.out };
        show(answer, format, &style, out.writer()).map_err(|error| out.failed(&error))?;
        out.flush()?;
        for line in remarks(answer) {
            self.say(&line);
        }
        if !format.carries_provenance()
            && (shape.output.is_some() || !matches!(format, Format::Table | Format::Cards))
        {
            self.say(&provenance(answer));
        }
        Ok(())
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
