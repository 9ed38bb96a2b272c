//! What is said when something is wrong: the message, the place with carets under it, and the fix.
//!
//! ```text
//! error: nothing here is called `Rusia`
//!   ┌ query:1:14
//!   │ claims about Rusia by diplomats
//!   │              ^^^^^
//!   = did you mean Russia (place)?
//! ```
//!
//! Carets count cells. Towards a terminal that reorders text from right to left, what stands before, at and after the
//! place are isolated from one another, so that the carets stand under the place there too.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Problem, Span};

use crate::output::Style;
use crate::output::terminal::cells::{Direction, cells, harmless, isolated, pad, push_harmless, wrap};

/// How wide a shown line is where no terminal sets it, and at least.
const USUAL_WIDTH: usize = 120;
const LEAST_WIDTH: usize = 24;
const TAB: usize = 4;
const ERROR: &str = "error:";
/// A place of more lines than this is shown by its first and last.
const WHOLE_LINES: usize = 3;

/// A problem in words, with a line end. `origin` names the text: `query`, or a file.
pub fn report(problem: &Problem, origin: &str, text: Option<&str>, style: &Style) -> String {
    let mut report = String::new();
    let sentence = problem.message();
    let mut message = in_lines(&sentence, ERROR.len() + 1, style);
    let first = message.next().unwrap_or_default();
    report.push_str(&format!("{} {}\n", style.alarm(ERROR), style.bold(&first)));
    message.for_each(|line| push_line(&mut report, &format!("  {}", style.bold(&line))));
    if let (Some(span), Some(text)) = (problem.span(), text) {
        push_place(&mut report, Excerpt::find(text, span), origin, style);
    }
    for hint in &problem.hints() {
        let mut lines = in_lines(hint, 4, style);
        push_line(&mut report, &format!("  {} {}", style.help("="), lines.next().unwrap_or_default()));
        lines.for_each(|line| push_line(&mut report, &format!("    {line}")));
    }
    report
}

/// A sentence in lines that fit beside what stands before them; they break at words.
fn in_lines<'t>(sentence: &'t str, before: usize, style: &'t Style) -> impl Iterator<Item = String> + 't {
    let room = style.width.map(|width| width.saturating_sub(before).max(LEAST_WIDTH));
    sentence.lines().flat_map(move |line| {
        let line = harmless(line);
        wrap(&line, room).into_iter().map(|piece| style.phrase(piece)).collect::<Vec<_>>()
    })
}

fn push_line(report: &mut String, line: &str) {
    report.extend([line.trim_end(), "\n"]);
}

/// Several problems of one text, an empty line between them.
pub fn reports(problems: &[Problem], origin: &str, text: Option<&str>, style: &Style) -> String {
    problems.iter().map(|problem| report(problem, origin, text, style)).collect::<Vec<_>>().join("\n")
}

// ---- Finding the place --------------------------------------------------------------------------------------------

/// The place in the text: its line and column, both from 1, and its lines.
struct Excerpt<'a> {
    line: usize,
    column: usize,
    lines: Vec<Marked<'a>>,
}

/// A line of the text in three: what stands before the place, in it, and after it.
struct Marked<'a> {
    before: &'a str,
    at: &'a str,
    after: &'a str,
}

impl Excerpt<'_> {
    fn find(text: &str, span: Span) -> Excerpt<'_> {
        let (start, end) = within(text, span);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let mut lines = Vec::new();
        let mut from = line_start;
        for whole in text[line_start..].split_inclusive('\n') {
            if from > start && from >= end {
                break;
            }
            lines.push(Marked::new(whole, start.saturating_sub(from), end.saturating_sub(from)));
            from += whole.len();
        }
        if lines.is_empty() {
            lines.push(Marked { before: "", at: "", after: "" });
        }
        Excerpt { line, column, lines }
    }
}

/// The span as a range that the text has. An empty place after the last word moves up to it: there something is missing.
fn within(text: &str, span: Span) -> (usize, usize) {
    let written = text.trim_end().len();
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end).max(start);
    if start >= written { (written, written) } else { (start, end.min(written)) }
}

impl<'a> Marked<'a> {
    /// The indentation of a line that continues the place is not marked.
    fn new(line: &'a str, start: usize, end: usize) -> Marked<'a> {
        let line = line.trim_end_matches(['\n', '\r']);
        let (start, end) = (start.min(line.len()), end.min(line.len()));
        let at = &line[start..end];
        let start = start + if start == 0 { at.len() - at.trim_start().len() } else { 0 };
        Marked { before: &line[..start], at: &line[start..end.max(start)], after: &line[end.max(start)..] }
    }
}

// ---- Showing it ---------------------------------------------------------------------------------------------------

fn push_place(report: &mut String, place: Excerpt<'_>, origin: &str, style: &Style) {
    report.push_str(&format!("  ┌ {}:{}:{}\n", harmless(origin), place.line, place.column));
    let width = style.width.unwrap_or(USUAL_WIDTH).saturating_sub(4).max(LEAST_WIDTH);
    let count = place.lines.len();
    for (number, line) in place.lines.iter().enumerate() {
        if count <= WHOLE_LINES || number == 0 || number + 1 == count {
            Cut::new(line, width).push(report, count == 1, style);
        } else if number == 1 {
            report.push_str(&format!("  │ … {} more lines\n", count - 2));
        }
    }
}

/// A line cut to the width around its place, with nothing harmful in it.
struct Cut {
    before: String,
    at: String,
    after: String,
}

impl Cut {
    fn new(line: &Marked<'_>, width: usize) -> Cut {
        let mut column = 0;
        let [before, at, after] = [line.before, line.at, line.after].map(|part| shown(part, &mut column));
        if column <= width {
            return Cut { before, at, after };
        }
        let at = first_cells(&at, width * 2 / 3);
        let room = width.saturating_sub(cells(&at).max(1));
        let before = last_cells(&before, room - cells(&after).min(room / 3));
        let after = first_cells(&after, room.saturating_sub(cells(&before)));
        Cut { before, at, after }
    }

    fn push(&self, report: &mut String, only: bool, style: &Style) {
        let Cut { before, at, after } = self;
        let line = if style.isolates {
            let [before, after] = [before, after].map(|part| isolated(part, Direction::LeftToRight));
            format!("  │ {before}{}{after}", isolated(at, Direction::of(at)))
        } else {
            format!("  │ {before}{at}{after}")
        };
        push_line(report, &line);
        let carets = if only { cells(at).max(1) } else { cells(at) };
        if carets > 0 {
            report.push_str("  │ ");
            pad(report, cells(before));
            report.push_str(&style.alarm(&"^".repeat(carets)));
            report.push('\n');
        }
    }
}

/// The text as it is shown from that column on: tabs reach to the next stop.
fn shown(text: &str, column: &mut usize) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let before = shown.len();
        match c {
            '\t' => pad(&mut shown, TAB - *column % TAB),
            c => push_harmless(&mut shown, c),
        }
        *column += cells(&shown[before..]);
    }
    shown
}

/// The beginning of a text, in at most `room` cells; `…` where it is cut.
fn first_cells(text: &str, room: usize) -> String {
    if cells(text) <= room {
        return text.to_owned();
    }
    format!("{}…", fitting(text.graphemes(true), room.saturating_sub(1)).concat())
}

/// The end of a text, in at most `room` cells; `…` where it is cut.
fn last_cells(text: &str, room: usize) -> String {
    if cells(text) <= room {
        return text.to_owned();
    }
    let mut kept = fitting(text.graphemes(true).rev(), room.saturating_sub(1));
    kept.reverse();
    format!("…{}", kept.concat())
}

fn fitting<'a>(graphemes: impl Iterator<Item = &'a str>, room: usize) -> Vec<&'a str> {
    let mut used = 0;
    graphemes
        .take_while(|grapheme| {
            used += cells(grapheme);
            used <= room
        })
        .collect()
}
