//! What is said about something that was not expected: the sentence, and how to mend it. Here dictum also meets the reader
//! of other query languages.

use super::input::Input;
use super::lexical;
use super::refusal::{DATE, END, Expected, NAME};
use crate::language::keywords::{self, Keyword, Place};
use crate::model::{Problem, Span};

/// The problem that something else stands at a place than what was expected there. `start` is where its statement begins.
pub(super) fn unexpected(start: Input, at: usize, expected: &[Expected]) -> Problem {
    let found = Found::at(start.with(at));
    let problem = Problem::given(sentence(expected, &found)).at(found.span);
    let hints = [
        foreign(start, &found, expected),
        misspelt(&found, expected),
        continuation(start, &found, expected),
        out_of_order(&found, expected),
        ended_name(start, &found, expected),
    ];
    hints.into_iter().flatten().take(2).fold(problem, Problem::hint)
}

/// What stands where something else was expected.
struct Found<'a> {
    text: &'a str,
    span: Span,
    keyword: Option<&'static Keyword>,
    is_word: bool,
}

impl<'a> Found<'a> {
    fn at(place: Input<'a>) -> Found<'a> {
        let place = place.next();
        let word = lexical::word_length(place.rest());
        let length = if word > 0 { word } else { sign_length(place) };
        let text = &place.rest()[..length];
        let span = place.span_to(place.after(length));
        Found { text, span, keyword: keywords::find(text), is_word: word > 0 }
    }

    fn title(&self) -> String {
        const LONGEST: usize = 40;
        match self.text {
            "" => "the end".to_string(),
            text if text.starts_with(['"', '“']) && text.chars().count() > LONGEST => "a text in quotation marks".to_string(),
            text => format!("`{text}`"),
        }
    }

    fn is(&self, place: Place) -> bool {
        self.keyword.is_some_and(|keyword| keyword.stands(place))
    }

    fn ends_name(&self) -> bool {
        self.keyword.is_some_and(Keyword::ends_name)
    }
}

/// How long the quotation or the run of signs is that stands here.
fn sign_length(place: Input) -> usize {
    const RUNS: [&str; 13] = ["!=", "<>", "<=", ">=", "==", "&&", "||", "--", "//", "/*", "...", ";;", "'%"];
    let rest = place.rest();
    if let Some(length) = lexical::quotation_length(rest) {
        return length;
    }
    let run = RUNS.iter().find(|run| rest.starts_with(**run)).map(|run| run.len());
    run.unwrap_or(rest.chars().next().map_or(0, char::len_utf8))
}

fn sentence(expected: &[Expected], found: &Found) -> String {
    if expected.contains(&Expected::Any(Place::Statement)) && !found.text.is_empty() {
        return format!("a statement cannot begin with {}", found.title());
    }
    let mut titles: Vec<String> = Vec::new();
    for title in expected.iter().map(|expected| expected.title()) {
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    match titles.split_last() {
        None => format!("{} cannot stand here", found.title()),
        Some((last, [])) => format!("expected {last}, found {}", found.title()),
        Some((last, others)) => format!("expected {} or {last}, found {}", others.join(", "), found.title()),
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
        match self {
            Expected::Word(word) => vec![word],
            Expected::Any(place) => keywords::of_place(place).map(|keyword| keyword.spelling).collect(),
            DATE => keywords::of_place(Place::Date).map(|keyword| keyword.spelling).collect(),
            Expected::Thing(_) => Vec::new(),
        }
    }
}

// ---- Mends --------------------------------------------------------------------------------------------------------------

/// A slip of the finger.
fn misspelt(found: &Found, expected: &[Expected]) -> Option<String> {
    if !found.is_word {
        return None;
    }
    let near = keywords::nearest(found.text, expected.iter().flat_map(|expected| expected.keywords()));
    if near.is_none() && expected.contains(&Expected::Any(Place::Statement)) {
        let clauses = keywords::of_place(Place::Clause).map(|keyword| keyword.spelling);
        return keywords::nearest(found.text, clauses).map(|near| format!("did you mean `claims {near} …`?"));
    }
    near.map(|near| format!("did you mean `{near}`?"))
}

/// A line that goes on from the one before without being indented, or a question that lacks its first word.
fn continuation(start: Input, found: &Found, expected: &[Expected]) -> Option<String> {
    if !expected.contains(&Expected::Any(Place::Statement)) || !found.is_word {
        return None;
    }
    let goes_on = found.ends_name() && start.at > 0;
    Some(match () {
        () if goes_on => "if it goes on from the line before, indent it further than that statement's first line".to_string(),
        () if found.is(Place::Clause) => format!("a question for claims begins with `claims`: `claims {} …`", found.text),
        () => "a question begins with `claims`, `count`, `people`, `sources` or `show`; what records, with `add`".to_string(),
    })
}

/// A clause after the shaping.
fn out_of_order(found: &Found, expected: &[Expected]) -> Option<String> {
    let is_shaped = expected.contains(&Expected::Any(Place::Shaping)) && !expected.contains(&Expected::Any(Place::Clause));
    (is_shaped && found.is(Place::Clause)).then(|| "clauses stand before what orders, limits or shows the answer".to_string())
}

/// A word that ended a name, or stands where a name should: if it belongs to the name, the name is quoted.
fn ended_name(start: Input, found: &Found, expected: &[Expected]) -> Option<String> {
    let is_at_name = expected.contains(&NAME);
    if !found.ends_name() || !(is_at_name || expected.contains(&END)) {
        return None;
    }
    let name = words_around(start, found.span, is_at_name);
    let word = found.text;
    (name.contains(' ') || is_at_name)
        .then(|| format!("`{word}` ends a name; if it is part of one, put the name in quotation marks: \"{name}\""))
}

/// The words around a place that would be one name: those directly before, unless a name was to begin here, and after.
fn words_around(start: Input, span: Span, begins_here: bool) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut at = start.next();
    while !at.rest().is_empty() {
        let length = lexical::word_length(at.rest());
        let word = &at.rest()[..length];
        let is_here = at.at == span.start;
        match (at.at > span.start, lexical::is_plain(word) && length > 0 || word.eq_ignore_ascii_case("of")) {
            _ if is_here => words.push(word),
            (true, false) => break,
            (_, true) if !begins_here || at.at > span.start => words.push(word),
            _ => words.clear(),
        }
        let step = if length > 0 { length } else { sign_length(at) };
        at = at.after(step).next();
    }
    words.join(" ")
}

// ---- Other languages ------------------------------------------------------------------------------------------------------

/// What is written here instead of something that another language has.
fn foreign(start: Input, found: &Found, expected: &[Expected]) -> Option<String> {
    let before = start.text_to(start.with(found.span.start));
    let hint = match found.text {
        "," if ends_with_limit(before) => "rows are left out with `offset`: `limit 10 offset 5`",
        "(" if expected.contains(&Expected::Word("claims")) => "write `count claims`, without brackets",
        text if found.is_word => return foreign_word(text, before).map(str::to_string),
        text => foreign_sign(text)?,
    };
    Some(hint.to_string())
}

fn ends_with_limit(before: &str) -> bool {
    let mut words = before.split_whitespace().rev().skip(1);
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("limit"))
}

fn foreign_word(word: &str, before: &str) -> Option<&'static str> {
    let is_after = |words: &[&str]| {
        let mut last = before.split_whitespace().rev();
        words.iter().all(|word| last.next().is_some_and(|last| last.eq_ignore_ascii_case(word)))
    };
    Some(match word.to_uppercase().as_str() {
        _ if is_after(&["by", "order"]) => "the order is asked for with `newest first`, `oldest first` or `sorted by said`",
        _ if is_after(&["by", "group"]) => "claims are counted by something with `count claims … per speaker`",
        "WHERE" => "conditions follow directly, without `where`: `claims about Russia`",
        "SELECT" | "FIND" | "SEARCH" | "MATCH" | "GET" | "LIST" | "WHO" | "WHAT" => {
            "a question says what it wants: `claims about Russia showing speaker, said`"
        }
        "FROM" => "nothing is fetched `from`: `claims by diplomats`, `claims citing \"The Telegraph\"`",
        "INSERT" | "CREATE" | "NEW" => "a record is written with `add`: `add claim \"…\" by …`",
        "UPDATE" | "ALTER" | "SET" | "CHANGE" => "a record is changed with `correct`: `correct last-card said 2025-07-12`",
        "DELETE" | "DROP" | "REMOVE" => "a record is taken out of the answers with `retract`",
        "ORDER" | "SORT" => "the order is asked for with `newest first`, `oldest first` or `sorted by said`",
        "GROUP" => "claims are counted by something with `count claims … per speaker`",
        "HAVING" | "JOIN" | "UNION" | "INTERSECT" => "clauses stand side by side: `claims about Russia by diplomats`",
        "EXCEPT" | "MINUS" | "BUT" => "what shall not hold is said with `not`: `claims about Russia not by diplomats`",
        "IS" | "ARE" | "EQUALS" | "THAT" | "WHICH" => "leave it out: `claims about Russia by diplomats`",
        "NULL" | "EXISTS" => "whether a field is there is asked with `with` and `without`: `claims without archive`",
        "DISTINCT" | "UNIQUE" => "no claim stands twice in an answer: leave it out",
        "TOP" => "the first rows are asked for with `limit 10`",
        _ => return None,
    })
}

fn foreign_sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "=" | "==" | ":" => "no sign stands between a word and its name: `about Russia`",
        "!=" | "<>" | "!" => "what shall not hold is said with `not`: `not about Russia`",
        "<" | "<=" => "earlier dates are asked for with `before 2025` or `until 2025`",
        ">" | ">=" => "later dates are asked for with `after 2025` or `since 2025`",
        "&&" | "&" => "write `and`; a name with `&` in it stands in quotation marks: \"Ernst & Young\"",
        "||" | "|" => "write `or`",
        "*" => "`claims` alone asks for every claim; columns are named with `showing`",
        "'%" => "words are asked for with `containing \"…\"`, which finds them in any inflection",
        "'" | "‘" | "`" | "«" | "„" => "texts and names stand in \"…\" or “…”",
        "[" | "{" => "brackets are round here: `(` and `)`",
        ")" => "it closes no bracket",
        "?" => "a question ends without a question mark; in a record, `?` marks doubt directly after a name",
        "," => "between names write `and` or `or`",
        "--" | "//" | "/*" => "a comment begins with `#`",
        "#" => "a comment begins with `#` after a blank",
        "…" | "..." => "write what you mean in place of the dots",
        _ => return None,
    })
}
