//! Things joined by `and` and `or`. Where both stand in one row without brackets, there are two readings: neither is chosen,
//! both are shown.

use crate::language::keywords;
use crate::language::parser::input::Input;
use crate::language::parser::lexical;
use crate::language::parser::refusal::{Parsed, refuse};
use crate::model::{Problem, Span};

/// How one thing stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    And,
    Or,
    /// Side by side: as `and`, for clauses alone.
    Beside,
}

impl Join {
    fn word(self) -> &'static str {
        match self {
            Join::And => " and ",
            Join::Or => " or ",
            Join::Beside => " ",
        }
    }
}

/// The join that stands next, and the place after it.
pub(super) fn written_join(i: Input) -> Option<(Input, Join)> {
    let (rest, _) = lexical::word(i).ok()?;
    match lexical::next_keyword(i)?.spelling {
        "and" => Some((rest, Join::And)),
        "or" => Some((rest, Join::Or)),
        _ => None,
    }
}

/// Several things in a row, each with its text and how it is joined to the one before.
#[derive(Debug)]
pub(super) struct Row<'a, T> {
    things: Vec<T>,
    texts: Vec<&'a str>,
    joins: Vec<Join>,
}

impl<'a, T> Row<'a, T> {
    pub fn new(first: T, text: &'a str) -> Row<'a, T> {
        Row { things: vec![first], texts: vec![text], joins: Vec::new() }
    }

    pub fn push(&mut self, join: Join, thing: T, text: &'a str) {
        self.joins.push(join);
        self.things.push(thing);
        self.texts.push(text);
    }

    /// Whether things in it are joined so.
    pub fn has(&self, join: Join) -> bool {
        self.joins.contains(&join)
    }

    /// The last thing, with its text.
    pub fn last(&self) -> (&T, &'a str) {
        let last = self.things.len() - 1;
        (&self.things[last], self.texts[last])
    }

    /// Each thing with its text.
    pub fn members(&self) -> impl Iterator<Item = (&T, &'a str)> {
        self.things.iter().zip(self.texts.iter().copied())
    }

    /// Other texts in place of those of the things, joined as they are.
    pub fn joined(&self, texts: &[String]) -> String {
        let before = |at: usize| if at == 0 { "" } else { self.joins[at - 1].word() };
        texts.iter().enumerate().map(|(at, text)| format!("{}{text}", before(at))).collect()
    }

    /// Each thing that another follows, with its text and place.
    pub fn followed(&mut self) -> impl Iterator<Item = (usize, &mut T, &'a str)> {
        let last = self.things.len() - 1;
        self.things
            .iter_mut()
            .zip(&self.texts)
            .take(last)
            .enumerate()
            .map(|(at, (thing, text))| (at, thing, *text))
    }

    /// The texts and joins of the row from a place on.
    pub fn text_from(&self, at: usize) -> String {
        let joined = |at: usize| if at == 0 { "" } else { self.joins[at - 1].word() };
        (at..self.texts.len()).map(|at| format!("{}{}", joined(at), one_line(self.texts[at]))).collect()
    }

    /// The one thing, or all of them with what joins them; two readings are refused.
    pub fn settle(self, i: Input<'a>, end: Input<'a>) -> Parsed<'a, (Vec<T>, Join)> {
        let any = self.joins.contains(&Join::Or);
        if any && self.joins.iter().any(|join| *join != Join::Or) {
            let readings = [self.grouped(|join| join == Join::Or), self.grouped(|join| join != Join::Or)];
            let opening = opening_before(i);
            return two_ways(i.span_to(end), &readings.map(|reading| format!("{opening}{reading}")));
        }
        Ok((end, (self.things, if any { Join::Or } else { Join::And })))
    }

    /// The text with brackets around each run of things that is joined tightly.
    fn grouped(&self, tight: fn(Join) -> bool) -> String {
        let mut text = String::new();
        for (at, thing) in self.texts.iter().enumerate() {
            let joined = |at: usize| self.joins.get(at).is_some_and(|join| tight(*join));
            let (before, after) = (at > 0 && joined(at - 1), joined(at));
            text += if at > 0 { self.joins[at - 1].word() } else { "" };
            text += if after && !before { "(" } else { "" };
            text += &one_line(thing);
            text += if before && !after { ")" } else { "" };
        }
        text
    }
}

/// Refuses what has two readings, showing how to write each.
pub(super) fn two_ways<'a, T>(span: Span, readings: &[String]) -> Parsed<'a, T> {
    let problem = Problem::invalid("this can be read in two ways");
    refuse(readings.iter().fold(problem, |problem, reading| problem.hint(format!("write `{reading}`"))), span)
}

/// The words directly before a list that open its clause, with a blank after them: `by exactly `.
pub(super) fn opening_before(i: Input) -> String {
    let opens = |word: &&str| {
        keywords::find(word)
            .is_some_and(|k| k.can_end_name() && !matches!(k.spelling, "and" | "or" | "not" | "certainly"))
    };
    // A bracket directly before the clause does not belong to it: `(by`.
    let before = i.before();
    let bracket = before.rfind('(').map_or(0, |at| at + 1);
    let words: Vec<_> = before[bracket..].split_whitespace().rev().take_while(opens).collect();
    words.into_iter().rev().map(|word| format!("{word} ")).collect()
}

/// A piece of a question in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// ---- Lists beside joined clauses ----------------------------------------------------------------------------------------

/// Refuses `about Russia or Armenia and by diplomats`: an `and` between clauses next to a list that has `or` in it without
/// brackets, and the reverse.
pub(super) fn refuse_open_lists<'a, T>(row: &Row<'a, T>, i: Input<'a>, end: Input<'a>) -> Parsed<'a, ()> {
    for (at, join) in row.joins.iter().enumerate().filter(|(_, join)| **join != Join::Beside) {
        let (left, right) = (one_line(row.texts[at]), one_line(row.texts[at + 1]));
        let word = join.word();
        if let Some(list) = OpenList::last_in(&left, *join) {
            let OpenList { before, opening, other, after } = list;
            let inner = format!("{before}{other}({opening} {after}{word}{right})");
            return two_ways(i.span_to(end), &[format!("({left}){word}{right}"), inner]);
        }
        if let Some(list) = OpenList::first_in(&right, *join) {
            let OpenList { before, opening, other, after } = list;
            let inner = format!("({left}{word}{before}){other}{opening} {after}");
            return two_ways(i.span_to(end), &[format!("{left}{word}({right})"), inner]);
        }
    }
    Ok((end, ()))
}

/// A clause cut at an `and` or `or` of its list.
struct OpenList<'a> {
    before: &'a str,
    /// The words that open the list: `about`, `by exactly`.
    opening: String,
    other: &'static str,
    after: &'a str,
}

impl<'a> OpenList<'a> {
    fn last_in(clause: &'a str, join: Join) -> Option<OpenList<'a>> {
        OpenList::all_in(clause, join).pop()
    }

    fn first_in(clause: &'a str, join: Join) -> Option<OpenList<'a>> {
        OpenList::all_in(clause, join).into_iter().next()
    }

    /// Every place where the clause has the other joining word than `join` outside quotations and brackets.
    fn all_in(clause: &'a str, join: Join) -> Vec<OpenList<'a>> {
        let mut found = Vec::new();
        let mut opening: Vec<&str> = Vec::new();
        let (mut at, mut is_opening, mut is_between) = (Input::new(clause, 0), false, false);
        while !at.is_at_end() {
            let start = at.next();
            at = after_token(start);
            let Some(keyword) = lexical::name_ender(start) else {
                is_opening = false;
                continue;
            };
            if matches!(keyword.spelling, "and" | "or") {
                let is_list = !std::mem::take(&mut is_between);
                let other = if keyword.spelling == "and" { Join::And } else { Join::Or };
                if is_list && other != join {
                    let (before, after) = (clause[..start.at].trim_end(), clause[at.at..].trim_start());
                    found.push(OpenList { before, opening: opening.join(" "), other: other.word(), after });
                }
                is_opening = false;
            } else if !matches!(keyword.spelling, "unnamed" | "anyone" | "named") {
                if !std::mem::replace(&mut is_opening, true) {
                    opening.clear();
                }
                opening.push(&clause[start.at..at.at]);
                is_between = keyword.spelling == "between";
            }
        }
        found
    }
}

/// The place after a word, a quotation, a bracket with all in it, or else one sign.
fn after_token(start: Input) -> Input {
    let rest = start.rest();
    if lexical::begins_quotation(start) {
        return start.after(lexical::quotation_length(rest).unwrap_or(rest.len()));
    }
    if rest.starts_with('(') {
        return after_bracket(start);
    }
    start.after(lexical::word_length(rest).max(rest.chars().next().map_or(0, char::len_utf8)))
}

fn after_bracket(start: Input) -> Input {
    let mut at = start.after(1).next();
    while !at.rest().is_empty() && !at.rest().starts_with(')') {
        at = after_token(at).next();
    }
    at.after(at.rest().len().min(1))
}
