//! What the parser reads: a text and a place in it. Blanks and comments are skipped before each token, never after, so
//! that a node ends where its last token ends.

use crate::model::Span;

/// The text up to the end of a statement, and the place that has been reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    text: &'a str,
    pub at: usize,
    /// It was written for dictum 0.1 and means what it meant there: of later words none ends a name, and what was read
    /// in one of two ways still is.
    pub is_of_0_1: bool,
}

impl<'a> Input<'a> {
    pub fn new(text: &'a str, at: usize) -> Input<'a> {
        Input { text, at, is_of_0_1: false }
    }

    /// A text that dictum 0.1 kept.
    pub fn of_0_1(text: &'a str) -> Input<'a> {
        Input { text, at: 0, is_of_0_1: true }
    }

    /// The offset of a piece of the same text.
    pub fn at_of(self, piece: &str) -> usize {
        (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// What is still to be read.
    pub fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// What stands before.
    pub fn before(self) -> &'a str {
        &self.text[..self.at]
    }

    /// The place after so many bytes more.
    pub fn after(self, bytes: usize) -> Input<'a> {
        Input { at: self.at + bytes, ..self }
    }

    /// The place at an offset in the same text.
    pub fn with(self, at: usize) -> Input<'a> {
        Input { at, ..self }
    }

    /// The place of the next token, or the end.
    pub fn next(self) -> Input<'a> {
        let mut at = self.at;
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start_matches(is_blank).len();
            if !begins_comment(self.text, at) {
                return Input { at, ..self };
            }
            at += line_length(&self.text[at..]);
        }
    }

    pub fn is_at_end(self) -> bool {
        self.next().rest().is_empty()
    }

    /// From the next token here to the place `end`.
    pub fn span_to(self, end: Input<'a>) -> Span {
        let start = self.next().at;
        Span::new(start.min(end.at), end.at)
    }

    /// The text from the next token here to the place `end`.
    pub fn text_to(self, end: Input<'a>) -> &'a str {
        &self.text[self.span_to(end).range()]
    }
}

/// White space, and the marks of direction that come along when Arabic or Hebrew text is copied.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a comment begins at this place: `#` at the very start of a line; or after a blank, with a blank or the line's
/// end behind it. `#migration` within a statement is no comment: whoever writes it means a tag.
pub fn begins_comment(text: &str, at: usize) -> bool {
    let Some(rest) = text[at..].strip_prefix('#') else { return false };
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    let is_at_start = before.chars().all(|c| is_blank(c) && !c.is_whitespace());
    let stands_alone = rest.chars().next().is_none_or(is_blank);
    is_at_start || stands_alone && before.chars().next_back().is_none_or(is_blank)
}

/// How many bytes there are up to the end of the line.
pub(super) fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}
