//! A line that is being written, cut into words: what completion, hints and highlighting look at. It never fails,
//! whatever stands there.

use crate::language::{begins_comment, keywords};

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Word,
    /// A word of the language that means something wherever it stands bare.
    Keyword,
    String,
    /// A quotation mark that is not closed yet, and what follows it.
    OpenString,
    /// A word that begins with a figure: a date or a number.
    Figure,
    Param,
    Bracket,
    Comma,
    /// `;`, or a line's end before a line that is not indented.
    End,
    Comment,
}

impl Sort {
    /// Whether it can be gone on with.
    pub fn is_word(self) -> bool {
        matches!(self, Sort::Word | Sort::Keyword | Sort::OpenString | Sort::Figure | Sort::Param)
    }
}

/// A piece of a line, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub sort: Sort,
}

/// The pieces of a text; white space stands between them.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, sort) = match c {
            '\n' if !rest[1..].starts_with([' ', '\t', '\n']) && rest.len() > 1 => (1, Some(Sort::End)),
            c if c.is_whitespace() => (c.len_utf8(), None),
            '#' if begins_comment(text, at) => (rest.find('\n').unwrap_or(rest.len()), Some(Sort::Comment)),
            '"' | '“' => string(rest),
            '(' | ')' => (1, Some(Sort::Bracket)),
            ',' => (1, Some(Sort::Comma)),
            ';' => (1, Some(Sort::End)),
            '$' => (c.len_utf8() + word_length(&rest[1..]), Some(Sort::Param)),
            c if is_of_word(c) => {
                let length = word_length(rest);
                (length, Some(sort_of(&rest[..length], next_word(&rest[length..]))))
            }
            c => (c.len_utf8(), Some(Sort::Word)),
        };
        tokens.extend(sort.map(|sort| Token { start: at, end: at + length, sort }));
        at += length;
    }
    tokens
}

/// What a word is where this one follows it.
fn sort_of(word: &str, next: &str) -> Sort {
    match keywords::find(word) {
        Some(keyword)
            if keyword.ends_name_before(keywords::find(next))
                || keyword.stands(keywords::Position::Statement)
                || keyword.spelling == "of" =>
        {
            Sort::Keyword
        }
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => Sort::Figure,
        _ => Sort::Word,
    }
}

/// The word that stands after blanks, or nothing.
fn next_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[..word_length(text)]
}

/// The length of a quoted text with its marks, and its language behind it.
fn string(text: &str) -> (usize, Option<Sort>) {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' | '”' => {
                let end = at + c.len_utf8();
                let tag = text[end..].strip_prefix('@').map_or(0, |rest| 1 + word_length(rest));
                return (end + tag, Some(Sort::String));
            }
            _ => {}
        }
    }
    (text.len(), Some(Sort::OpenString))
}

fn word_length(text: &str) -> usize {
    text.find(|c| !is_of_word(c)).unwrap_or(text.len())
}

fn is_of_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '“' | '”' | '(' | ')' | ',' | ';' | '$' | '#' | '@' | '?')
}

/// The bracket that belongs to the one at or before `place`.
pub fn matching_bracket(text: &str, place: usize) -> Option<(usize, usize)> {
    let brackets: Vec<usize> = tokens(text)
        .into_iter()
        .filter(|token| token.sort == Sort::Bracket)
        .map(|token| token.start)
        .collect();
    let chosen = brackets.iter().position(|at| *at == place || at + 1 == place)?;
    let opens = |at: usize| text[at..].starts_with('(');
    let mut depth = 0i32;
    let mut others: Box<dyn Iterator<Item = &usize>> = match opens(brackets[chosen]) {
        true => Box::new(brackets[chosen..].iter()),
        false => Box::new(brackets[..=chosen].iter().rev()),
    };
    let other = others.find(|at| {
        depth += if opens(**at) == opens(brackets[chosen]) { 1 } else { -1 };
        depth == 0
    })?;
    Some((brackets[chosen], *other))
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::line::*;

    fn sorts(text: &str) -> Vec<(&str, Sort)> {
        tokens(text).into_iter().map(|token| (&text[token.start..token.end], token.sort)).collect()
    }

    #[test]
    fn a_line_is_cut_into_words() {
        use Sort::*;
        assert_eq!(
            sorts("claims by \"To Lam\"@en, (Neil) since 2025 # why"),
            [
                ("claims", Keyword),
                ("by", Keyword),
                ("\"To Lam\"@en", String),
                (",", Comma),
                ("(", Bracket),
                ("Neil", Word),
                (")", Bracket),
                ("since", Keyword),
                ("2025", Figure),
                ("# why", Comment)
            ]
        );
        assert_eq!(sorts("about \"Rus"), [("about", Keyword), ("\"Rus", OpenString)]);
        assert_eq!(sorts("عن $x; \u{1}"), [("عن", Word), ("$x", Param), (";", End), ("\u{1}", Word)]);
    }

    #[test]
    fn brackets_find_their_others() {
        assert_eq!(matching_bracket("a (b (c))", 2), Some((2, 8)));
        assert_eq!(matching_bracket("a (b (c))", 9), Some((8, 2)));
        assert_eq!(matching_bracket("a (b \")\"", 2), None);
    }
}
