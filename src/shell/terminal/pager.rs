//! Long answers, screen by screen: by dictum itself, or by a program of the reader's choice.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use console::{Key, Term};

use crate::output::terminal::cells::cells;

/// Shows a text a screen at a time; the lines are as wide as the terminal at most, so that each takes one of its rows.
///
/// # Errors
/// Those of writing to the terminal.
pub fn page(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let term = Term::stderr();
    let (rows, columns) = (usize::from(term.size().0), usize::from(term.size().1));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut shown = 0;
    let mut step = rows.saturating_sub(1).max(1);
    while shown < lines.len() {
        let end = shown + fitting(&lines[shown..], step, columns.max(1));
        lines[shown..end].iter().try_for_each(|line| out.write_all(line.as_bytes()))?;
        out.flush()?;
        shown = end;
        if shown == lines.len() {
            break;
        }
        match asked(&term, lines.len() - shown, columns)? {
            Next::Screen => step = rows.saturating_sub(1).max(1),
            Next::Line => step = 1,
            Next::All => step = usize::MAX,
            Next::Stop => {
                writeln!(out, "… {} more lines", lines.len() - shown)?;
                break;
            }
        }
    }
    out.flush()
}

/// How many of the lines fit into so many rows; one at least.
fn fitting(lines: &[&str], rows: usize, columns: usize) -> usize {
    let mut used = 0usize;
    let fits = |line: &&&str| {
        used = used.saturating_add(cells(&visible(line)).div_ceil(columns).max(1));
        used <= rows
    };
    lines.iter().take_while(fits).count().max(1)
}

/// The line without its colours.
fn visible(line: &str) -> String {
    console::strip_ansi_codes(line).trim_end_matches('\n').to_owned()
}

enum Next {
    Screen,
    Line,
    All,
    Stop,
}

/// Asks what to show next, in a line that is gone afterwards.
fn asked(term: &Term, left: usize, columns: usize) -> io::Result<Next> {
    term.write_str(&question(left, columns))?;
    let next = loop {
        match term.read_key_raw() {
            Ok(Key::Char(' ' | 'f') | Key::PageDown) => break Next::Screen,
            Ok(Key::Enter | Key::ArrowDown | Key::Char('j')) => break Next::Line,
            Ok(Key::Char('a' | 'G') | Key::End) => break Next::All,
            Ok(Key::Char('q' | 'Q') | Key::Escape | Key::CtrlC) => break Next::Stop,
            // A terminal that gives no keys is not asked for ever.
            Err(_) => break Next::Stop,
            Ok(_) => {}
        }
    };
    term.clear_line()?;
    Ok(next)
}

/// What is asked, in one row of the terminal, so that it can be taken away again.
fn question(left: usize, columns: usize) -> String {
    let whole =
        format!("-- {left} more lines: space for a screen, Enter for a line, a for all, q to stop --");
    let short = format!("-- {left} more lines: space, Enter, a, q --");
    let fitting = [whole, short].into_iter().find(|text| cells(text) < columns);
    fitting.unwrap_or_else(|| "--".to_owned())
}

/// Gives a text to a program.
///
/// # Errors
/// The program cannot be started.
pub fn page_by(program: &str, text: &str) -> io::Result<()> {
    let mut words = program.split_whitespace();
    let name = words.next().ok_or_else(|| io::Error::other("no program is named"))?;
    let mut child = Command::new(name).args(words).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // It may end before it has read everything.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().map(|_| ())
}

#[cfg(test)]
mod tests {
    use crate::shell::terminal::pager::*;

    #[test]
    fn the_question_takes_one_row() {
        for columns in [100, 60, 30, 3] {
            assert!(cells(&question(1_234, columns)) < columns);
        }
    }

    #[test]
    fn as_many_lines_as_there_are_rows_for() {
        assert_eq!(fitting(&["a\n", "b\n", "c\n"], 2, 10), 2);
        assert_eq!(fitting(&["0123456789abc\n", "b\n"], 2, 10), 1);
        assert_eq!(fitting(&["\u{1b}[1m0123456789\u{1b}[0m\n", "b\n"], 2, 10), 2);
        assert_eq!(fitting(&["a very long line\n"], 1, 2), 1);
    }
}
