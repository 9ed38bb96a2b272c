//! Where statements begin and end. A statement ends at `;`, or at a line break before a line that is not indented further
//! than its first; blank lines, comments, open quotation marks and open brackets end nothing. A comment begins with `#` at
//! the very start of a line, or with `#` before a blank or the line's end.

use crate::language::parser::input::{begins_comment, is_blank, line_length};
use crate::language::parser::lexical::{is_plain, quotation_length, word_length};
use crate::model::{Problem, Span};

/// Brackets can be nested so deep; the parser's own nesting follows theirs.
pub(super) const DEEPEST: usize = 64;

/// A text cut into its statements.
#[derive(Debug, Default)]
pub(in crate::language) struct Layout {
    pub pieces: Vec<Piece>,
    /// The comments after the last statement.
    pub trailing: Vec<String>,
    /// The text ends inside quotation marks or brackets.
    pub is_open: bool,
}

/// Where one statement stands, from its first token to its last.
#[derive(Debug)]
pub(in crate::language) struct Piece {
    pub start: usize,
    pub end: usize,
    /// How far its first line is indented.
    indent: usize,
    /// It was ended by `;`.
    pub is_closed: bool,
    pub comments: Vec<String>,
    /// What is wrong with it before anything is read.
    pub problem: Option<Problem>,
}

/// Cuts a text into its statements.
pub(in crate::language) fn split(text: &str) -> Layout {
    let mut splitter = Splitter { text, ..Splitter::default() };
    splitter.begin_line();
    while splitter.step() {}
    splitter.finish()
}

#[derive(Default)]
struct Splitter<'a> {
    text: &'a str,
    at: usize,
    /// How far the present line is indented.
    indent: usize,
    /// The present line has shown something else than a comment.
    line_has_content: bool,
    pieces: Vec<Piece>,
    current: Option<Piece>,
    /// Comments of which it is not yet known whether the current statement goes on after them.
    comments: Vec<String>,
    /// Where the open brackets stand.
    brackets: Vec<usize>,
    /// The first quotation of the current statement that goes over the end of its line.
    long_quotation: Option<usize>,
    is_open: bool,
}

impl Splitter<'_> {
    /// Reads one sign, quotation, comment or line break; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.text[self.at..].chars().next() else {
            return false;
        };
        match c {
            '\n' => {
                self.at += 1;
                self.begin_line();
            }
            _ if is_blank(c) => self.at += c.len_utf8(),
            '#' if self.begins_comment() => self.comment(),
            '#' => self.stray_hash(),
            ';' => self.semicolon(),
            '"' | '“' => self.quotation(),
            _ => self.sign(c),
        }
        true
    }

    fn begin_line(&mut self) {
        let line = &self.text[self.at..][..line_length(&self.text[self.at..])];
        let margin = &line[..line.len() - line.trim_start_matches(is_blank).len()];
        self.indent = margin.chars().filter(|c| c.is_whitespace()).count();
        self.line_has_content = false;
    }

    /// In brackets a line's start is not between statements.
    fn begins_comment(&self) -> bool {
        let is_glued = self.text[self.at + 1..].chars().next().is_some_and(|c| !is_blank(c));
        (!is_glued || self.brackets.is_empty()) && begins_comment(self.text, self.at)
    }

    /// A `#` that begins no comment: a tag, or part of a name, as other tools write them.
    fn stray_hash(&mut self) {
        self.begin_content();
        let rest = &self.text[self.at + 1..];
        let is_after_blank = self.text[..self.at].chars().next_back().is_none_or(is_blank);
        let word = &rest[..word_length(rest)];
        let problem = Problem::invalid("`#` begins a comment only before a blank");
        let problem = match word {
            "" => problem.hint("a tag is asked for with `tagged …`"),
            word => problem
                .hint(format!("the tag is asked for with `tagged {}`", tag(word)))
                .hint(format!("a comment is written `# {word} …`")),
        };
        let problem = if is_after_blank {
            problem
        } else {
            problem.hint("a name with `#` in it is in quotation marks: \"C# Corner\"")
        };
        self.blame(problem, self.at, self.at + 1 + word.len());
        self.take(1);
    }

    fn comment(&mut self) {
        let length = line_length(&self.text[self.at..]);
        let comment = self.text[self.at + 1..self.at + length].trim_end().to_string();
        self.at += length;
        match (&mut self.current, self.pieces.last_mut()) {
            (None, Some(last)) if self.line_has_content => last.comments.push(comment),
            (Some(piece), _)
                if self.line_has_content || self.comments.is_empty() && self.indent > piece.indent =>
            {
                piece.comments.push(comment);
            }
            _ => self.comments.push(comment),
        }
    }

    fn semicolon(&mut self) {
        if self.current.is_none() {
            self.begin_content();
            let problem =
                Problem::invalid("there is no statement before this `;`").hint("one `;` ends a statement");
            self.blame(problem, self.at, self.at + 1);
        }
        self.line_has_content = true;
        self.at += 1;
        self.end_statement(true);
    }

    fn quotation(&mut self) {
        self.begin_content();
        let rest = &self.text[self.at..];
        let length = quotation_length(rest);
        let token = &rest[..length.unwrap_or(rest.len())];
        if token.contains('\n') {
            self.long_quotation.get_or_insert(self.at);
        }
        if length.is_none() {
            self.is_open = true;
            let open = self.long_quotation.unwrap_or(self.at);
            let problem = Problem::invalid("this quotation mark is not closed");
            let problem = problem.hint("a text ends with the mark that fits its first: \"…\" or “…”");
            self.blame(problem, open, open + self.text[open..].chars().next().map_or(1, char::len_utf8));
        }
        self.take(token.len());
    }

    fn sign(&mut self, c: char) {
        self.begin_content();
        match c {
            '(' => {
                self.brackets.push(self.at);
                if self.brackets.len() == DEEPEST + 1 {
                    let problem = Problem::invalid(format!("brackets are nested more than {DEEPEST} deep"));
                    self.blame(problem, self.at, self.at + 1);
                }
            }
            ')' => _ = self.brackets.pop(),
            _ => {}
        }
        self.take(c.len_utf8());
    }

    /// So many bytes belong to the current statement.
    fn take(&mut self, bytes: usize) {
        self.at += bytes;
        if let Some(piece) = &mut self.current {
            piece.end = self.at;
        }
    }

    /// Something else than a comment stands here: the current statement goes on, or another begins.
    fn begin_content(&mut self) {
        if std::mem::replace(&mut self.line_has_content, true) && self.current.is_some() {
            return;
        }
        let ends = |piece: &Piece| self.brackets.is_empty() && self.indent <= piece.indent;
        if self.current.as_ref().is_some_and(ends) {
            self.end_statement(false);
        }
        let comments = self.comments.drain(..);
        match &mut self.current {
            Some(piece) => piece.comments.extend(comments),
            None => {
                let (start, comments) = (self.at, comments.collect());
                let piece = Piece {
                    start,
                    end: start,
                    indent: self.indent,
                    is_closed: false,
                    comments,
                    problem: None,
                };
                self.current = Some(piece);
            }
        }
    }

    fn end_statement(&mut self, is_closed: bool) {
        self.brackets.clear();
        self.long_quotation = None;
        self.pieces.extend(self.current.take().map(|piece| Piece { is_closed, ..piece }));
    }

    /// Notes the first thing that is wrong with the current statement.
    fn blame(&mut self, problem: Problem, start: usize, end: usize) {
        if let Some(piece) = &mut self.current {
            piece.problem.get_or_insert(problem.at(Span::new(start, end)));
        }
    }

    fn finish(mut self) -> Layout {
        let is_open = self.is_open || !self.brackets.is_empty();
        self.end_statement(false);
        Layout { pieces: self.pieces, trailing: self.comments, is_open }
    }
}

/// A tag as it is written after `tagged`.
fn tag(word: &str) -> String {
    if is_plain(word) { word.to_owned() } else { format!("\"{word}\"") }
}

#[cfg(test)]
mod tests {
    use crate::language::parser::statements::*;

    fn statements(text: &str) -> Vec<&str> {
        split(text).pieces.iter().map(|piece| &text[piece.start..piece.end]).collect()
    }

    #[test]
    fn a_statement_goes_on_in_lines_that_are_indented_further() {
        assert_eq!(statements("claims\n  about x\nclaims"), ["claims\n  about x", "claims"]);
        assert_eq!(statements("  claims\n  about x"), ["claims", "about x"]);
        assert_eq!(statements("claims\r\n\r\n\tabout x\r\n"), ["claims\r\n\r\n\tabout x"]);
        assert_eq!(statements("claims; claims\n; claims"), ["claims", "claims", "claims"]);
    }

    #[test]
    fn quotations_and_brackets_end_nothing() {
        assert_eq!(
            statements("claims containing \"a\nb;\"\nclaims"),
            ["claims containing \"a\nb;\"", "claims"]
        );
        assert_eq!(statements("claims (\nabout x\n)\nclaims"), ["claims (\nabout x\n)", "claims"]);
        assert_eq!(statements("claims (about x; claims"), ["claims (about x", "claims"]);
    }

    #[test]
    fn comments_go_to_the_statement_they_stand_in_or_before() {
        let layout = split("# a\nclaims # b\n    # c\n    about x\n# d\n\nclaims; # e\n# f");
        let comments: Vec<_> = layout.pieces.iter().map(|piece| piece.comments.join("|")).collect();
        assert_eq!(comments, [" a| b| c", " d| e"]);
        assert_eq!(layout.trailing, [" f"]);
    }

    #[test]
    fn a_tag_as_other_tools_write_it_is_no_comment() {
        let wrong = |text: &str| split(text).pieces.iter().any(|piece| piece.problem.is_some());
        for text in
            ["claims #migration", "claims about x #1", "claims #هجرة", "claims (\n#x\n)", "claims about C# x"]
        {
            assert!(wrong(text), "{text}");
        }
        for text in [
            "claims # migration",
            "#migration\nclaims",
            "claims\n#migration\n  about x",
            "claims #",
            "#!x\nclaims",
        ] {
            assert!(!wrong(text), "{text}");
            assert_eq!(split(text).pieces.len(), 1, "{text}");
        }
        assert!(!wrong("claims containing \"#migration\""));
    }

    #[test]
    fn what_is_left_open_is_said() {
        assert!(split("claims containing \"a").is_open);
        assert!(split("claims (about x").is_open);
        assert!(!split("claims (about x;").is_open);
    }
}
