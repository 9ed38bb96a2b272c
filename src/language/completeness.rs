//! Whether what was typed so far is complete: what the REPL asks at every Enter.

use super::keywords;
use super::parser::{Layout, Piece, layout_of};

/// Whether a text can be given to the parser, or more lines are to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    Complete,
    Incomplete,
}

/// Questions, and what records in one line, are complete at the line's end; `add` and `correct` at `;` or an empty line.
/// Nothing is complete while a quotation mark or a bracket is open.
pub fn completeness(text: &str) -> Completeness {
    let layout = layout_of(text);
    if is_complete(text, &layout) { Completeness::Complete } else { Completeness::Incomplete }
}

fn is_complete(text: &str, layout: &Layout) -> bool {
    let goes_on = |piece: &Piece| {
        !piece.is_closed && has_lines(&text[piece.start..piece.end]) && !ends_with_empty_line(text)
    };
    !layout.is_open && !layout.pieces.last().is_some_and(goes_on)
}

/// Whether the statement has a field a line.
fn has_lines(statement: &str) -> bool {
    let first = statement.split_whitespace().next().unwrap_or_default();
    keywords::find(first).is_some_and(|keyword| matches!(keyword.spelling, "add" | "correct"))
}

fn ends_with_empty_line(text: &str) -> bool {
    let mut lines = text.rsplit('\n').map(str::trim);
    let last = lines.next().unwrap_or_default();
    last.is_empty() && lines.next().is_some_and(|before| before.is_empty() || before.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::Completeness::{Complete, Incomplete};
    use super::*;

    #[test]
    fn a_question_runs_at_enter() {
        assert_eq!(completeness("claims about Russia"), Complete);
        assert_eq!(completeness("claims about"), Complete);
        assert_eq!(completeness("claims (about Russia"), Incomplete);
        assert_eq!(completeness("claims containing \"security"), Incomplete);
        assert_eq!(completeness(""), Complete);
    }

    #[test]
    fn records_end_at_a_semicolon_or_an_empty_line() {
        assert_eq!(completeness("add person x \"X\"@en"), Incomplete);
        assert_eq!(completeness("add person x \"X\"@en\n  as diplomat\n"), Incomplete);
        assert_eq!(completeness("add person x \"X\"@en\n  as diplomat\n\n"), Complete);
        assert_eq!(completeness("Correct x said 2025;"), Complete);
        assert_eq!(completeness("add person x \"X\n\n"), Incomplete);
        assert_eq!(completeness("retract x"), Complete);
    }
}
