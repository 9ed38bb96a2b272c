//! What is said about something that was not expected: a sentence, and how to fix it.

use super::input::Input;
use super::lexical;
use super::refusal::{DATE, END, Expected, NAME, QUOTATION, Refused};
use crate::language::keywords::{self, Keyword, Position};
use crate::language::parser::other_languages;
use crate::language::parser::relative_time;
use crate::model::{Problem, Span};

/// The problem of a parser that failed.
pub(super) fn problem_of(error: nom::Err<Refused>, input: Input) -> Problem {
    match error {
        nom::Err::Error(refused) | nom::Err::Failure(refused) => {
            refused.into_problem().unwrap_or_else(|(at, expected)| unexpected(input, at, &expected))
        }
        nom::Err::Incomplete(_) => Problem::invalid("the text ends too early"),
    }
}

/// The problem that something else stands at a place than what was expected there. `start` is where its statement begins.
pub(super) fn unexpected(start: Input, at: usize, expected: &[Expected]) -> Problem {
    let found = Found::at(start.with(at));
    let before = start.text_to(start.with(found.span.start));
    let case = Case { start, before, found, expected };
    let problem = Problem::invalid(case.sentence()).at(case.found.span);
    match case.fix() {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// What stands where something else was expected.
struct Found<'a> {
    text: &'a str,
    span: Span,
    keyword: Option<&'static Keyword>,
    /// A bare name ends before it.
    ends_name: bool,
    is_word: bool,
}

impl<'a> Found<'a> {
    fn at(place: Input<'a>) -> Found<'a> {
        let place = place.next();
        let word = lexical::word_length(place.rest());
        let length = if word > 0 { word } else { other_languages::sign_length(place.rest()) };
        let text = &place.rest()[..length];
        let span = place.span_to(place.after(length));
        let ends_name = lexical::ends_name(place);
        Found { text, span, keyword: keywords::find(text), ends_name, is_word: word > 0 }
    }

    fn title(&self) -> String {
        const LONGEST: usize = 40;
        let is_long = self.text.chars().count() > LONGEST;
        match self.text {
            "" => "the end".to_string(),
            text if is_long && text.starts_with(['"', '“']) => "a text in quotation marks".to_string(),
            text => format!("`{text}`"),
        }
    }

    fn is(&self, place: Position) -> bool {
        self.keyword.is_some_and(|keyword| keyword.stands(place))
    }

    fn is_any(&self, spellings: &[&str]) -> bool {
        self.keyword.is_some_and(|keyword| spellings.contains(&keyword.spelling))
    }
}

/// One surprise.
struct Case<'a> {
    start: Input<'a>,
    /// The statement up to the surprise.
    before: &'a str,
    found: Found<'a>,
    expected: &'a [Expected],
}

impl Case<'_> {
    fn allows(&self, place: Position) -> bool {
        self.expected.contains(&Expected::Any(place))
    }

    /// The keyword directly before.
    fn last(&self) -> Option<&'static Keyword> {
        self.before.split_whitespace().next_back().and_then(keywords::find)
    }

    // ---- The sentence -------------------------------------------------------------------------------------------------

    fn sentence(&self) -> String {
        let found = self.found.title();
        if self.allows(Position::Statement) && !self.found.text.is_empty() {
            return format!("{found} does not start a statement");
        }
        let mut titles: Vec<String> = Vec::new();
        let is_open = self.allows(Position::Clause) || self.allows(Position::Condition);
        for title in self.expected.iter().map(|expected| expected.title()) {
            let is_more_than_enough = is_open && title == Position::Shaping.title();
            if !is_more_than_enough && !titles.contains(&title) {
                titles.push(title);
            }
        }
        match titles.split_last() {
            None => format!("{found} does not belong here"),
            Some((last, [])) => format!("expected {last}, found {found}"),
            Some((last, others)) => format!("expected {} or {last}, found {found}", others.join(", ")),
        }
    }

    // ---- The fix ------------------------------------------------------------------------------------------------------

    fn fix(&self) -> Option<String> {
        let foreign =
            other_languages::written_here(self.before, self.found.text, self.found.is_word, self.expected)
                .map(str::to_string);
        let (before, rest) = (self.before, self.start.with(self.found.span.start).rest());
        relative_time::written_here(before, rest)
            .or(foreign)
            .or_else(|| self.misspelt())
            .or_else(|| if self.allows(Position::Statement) { self.beginning() } else { self.misplaced() })
            .or_else(|| self.ended_name())
            .or_else(|| self.one_of())
    }

    /// A slip of the finger: in this word, or, where a text or sign stands here, in the word before it.
    fn misspelt(&self) -> Option<String> {
        let last = || self.before.split_whitespace().next_back();
        let word = if self.found.is_word { self.found.text } else { last()? };
        if self.found.text.is_empty() || keywords::find(word).is_some_and(Keyword::can_end_name) {
            return None;
        }
        let near = keywords::nearest(word, self.expected.iter().flat_map(|expected| expected.keywords()));
        match near {
            None if self.allows(Position::Statement) => {
                let clauses = keywords::of_place(Position::Clause).map(|keyword| keyword.spelling);
                keywords::nearest(word, clauses).map(|near| format!("did you mean `claims {near} …`?"))
            }
            near => near.map(|near| format!("did you mean `{near}`?")),
        }
    }

    /// How a statement begins.
    fn beginning(&self) -> Option<String> {
        let word = self.found.text;
        Some(match () {
            () if !self.found.is_word => return None,
            () if self.found.ends_name && self.start.at > 0 => {
                "if it goes on from the line before, indent it further than that statement's first line".to_string()
            }
            () if self.found.is_any(&["certainly", "not"]) => self.before_a_clause(),
            () if self.found.is(Position::Clause) => format!("write `claims {word} …`"),
            () => "what asks begins with `claims`, `count`, `people`, `sources` or `show`; what records, with `add`"
                .to_string(),
        })
    }

    /// `certainly claims about Russia`: the word stands before a clause, not before the question.
    fn before_a_clause(&self) -> String {
        let word = self.found.text.to_lowercase();
        let rest = self.start.with(self.found.span.end).rest();
        let mut rest = rest.split_whitespace();
        let is_of_claims = rest.next().is_some_and(|next| next.eq_ignore_ascii_case("claims"));
        let clauses: Vec<&str> = rest.filter(|_| is_of_claims).collect();
        let clauses = if clauses.is_empty() { "about Russia".to_owned() } else { clauses.join(" ") };
        format!("`{word}` stands before the clause that it is said of: `claims {word} {clauses}`")
    }

    /// The right word in the wrong place.
    fn misplaced(&self) -> Option<String> {
        let word = self.found.text;
        let is_column = |keyword: &Keyword| keyword.stands(Position::Column);
        let is_clause = self.found.is(Position::Clause);
        let is_join = |keyword: &Keyword| matches!(keyword.spelling, "and" | "or");
        Some(match () {
            () if self.found.is_any(&["exactly"]) => {
                "`exactly` is written once, before all the names: `about exactly Russia and Armenia`"
                    .to_string()
            }
            () if self.allows(Position::Condition) && is_clause => {
                format!("`{word}` asks about claims alone")
            }
            () if self.allows(Position::Shaping) && !self.allows(Position::Clause) && is_clause => {
                "clauses come before what orders, limits or shows the answer".to_string()
            }
            () if self.found.is(Position::Column) && self.last().is_some_and(is_column) => {
                "a comma separates columns".to_string()
            }
            () if self.allows(Position::Field) && self.found.is_any(&["and", "or"]) => {
                "in a record, a comma separates names".to_string()
            }
            () if self.allows(Position::Clause) && self.last().is_some_and(is_join) => {
                "each clause begins with a word of its own, such as `about` or `by`".to_string()
            }
            () if self.expected.contains(&QUOTATION) && self.found.is_word => {
                format!("write \"{}\"", self.words_around(true))
            }
            () => return None,
        })
    }

    /// A word that ended a name, or stands where a name should: if it belongs to the name, the name is quoted.
    fn ended_name(&self) -> Option<String> {
        let is_at_name = self.expected.contains(&NAME);
        if !self.found.ends_name || !(is_at_name || self.expected.contains(&END)) {
            return None;
        }
        let (name, word) = (self.words_around(is_at_name), self.found.text);
        let is_inside = is_at_name || !name.starts_with(word);
        is_inside.then(|| format!("`{word}` ends a name; if it is part of one, write \"{name}\""))
    }

    /// The words around the surprise that would be one name: those directly before, unless a name was to begin here, and
    /// those after.
    fn words_around(&self, begins_here: bool) -> String {
        let here = self.found.span.start;
        let mut words: Vec<&str> = Vec::new();
        let mut at = self.start.next();
        at = at.after(lexical::word_length(at.rest())).next();
        while !at.rest().is_empty() {
            let word = &at.rest()[..lexical::word_length(at.rest())];
            let is_plain = !word.is_empty() && (lexical::is_plain(word) || word.eq_ignore_ascii_case("of"));
            match at.at.cmp(&here) {
                std::cmp::Ordering::Less if is_plain && !begins_here => words.push(word),
                std::cmp::Ordering::Less => words.clear(),
                std::cmp::Ordering::Greater if !is_plain => break,
                _ => words.push(word),
            }
            let length = if word.is_empty() { other_languages::sign_length(at.rest()) } else { word.len() };
            at = at.after(length).next();
        }
        words.join(" ")
    }

    /// All that could stand here, where that is one list.
    fn one_of(&self) -> Option<String> {
        use Position::{Column, Emptied, Medium, Per, Present, Relation, Verdict};
        let [Expected::Any(place), ..] = self.expected else { return None };
        if !matches!(place, Column | Emptied | Medium | Per | Present | Relation | Verdict) {
            return None;
        }
        let words: Vec<_> =
            keywords::of_place(*place).map(|keyword| format!("`{}`", keyword.spelling)).collect();
        Some(format!("one of {}", words.join(", ")))
    }
}

impl Expected {
    fn title(self) -> String {
        match self {
            Expected::Word(word) => format!("`{word}`"),
            Expected::Any(place) => place.title().to_string(),
            Expected::Thing(thing) => thing.to_string(),
        }
    }

    /// The keywords that would have done.
    fn keywords(self) -> Vec<&'static str> {
        let of = |place| keywords::of_place(place).map(|keyword| keyword.spelling).collect();
        match self {
            Expected::Word(word) => vec![word],
            Expected::Any(place) => of(place),
            DATE => of(Position::Date),
            Expected::Thing(_) => Vec::new(),
        }
    }
}
