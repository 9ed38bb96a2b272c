//! Dates and clauses of time.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::input::{Input, is_blank};
use super::lexical::{is_next, is_sign_next, keyword, keyword_of, next_keyword, parameter, word};
use super::refusal::{DATE, Expected, Parsed, expected, refuse};
use crate::language::keywords::{self, Position};
use crate::language::syntax::{DateExpr, DateText, DatedText, TimeUnit, When};
use crate::language::vocabulary::Worded;
use crate::model::date::DateError;
use crate::model::record::Basis;
use crate::model::{Date, Instant, Problem, Span};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

// ---- Dates ----------------------------------------------------------------------------------------------------------

/// date = "today" | "yesterday" | past | named date | ? date ? | ? parameter ? ;
pub(super) fn date(i: Input) -> Parsed<DateExpr> {
    let (rest, date) = date_text(i)?;
    Ok((rest, DateExpr { date, span: i.span_to(rest) }))
}

fn date_text(i: Input) -> Parsed<DateText> {
    if is_sign_next(i, "$") {
        return parameter.map(DateText::Param).parse(i);
    }
    if let Some(error) = Date::printed_range(i.next().rest()) {
        return refused(error, i.next());
    }
    let token = date_token(i);
    match (token, next_keyword(i).map(|keyword| keyword.spelling)) {
        (_, Some("today")) => word(i).map(|(rest, _)| (rest, DateText::Today)),
        (_, Some("yesterday")) => word(i).map(|(rest, _)| (rest, DateText::Yesterday)),
        (_, Some(name)) if month(name).is_some() => named_date(i, None),
        (token, _) if is_number(token) => counted_date(i, token),
        (token, _) if looks_dated(token) || token.contains(char::is_numeric) => edtf(i, token),
        _ => expected(i, &[DATE]),
    }
}

/// The run of characters that stands next, as far as a date could go.
fn date_token(i: Input<'_>) -> &str {
    let rest = i.next().rest();
    let ends = |c: char| is_blank(c) || matches!(c, '(' | ')' | ',' | ';' | '"' | '“' | '$');
    &rest[..rest.find(ends).unwrap_or(rest.len())]
}

/// A moment that says the part of a second, if one stands next.
pub(super) fn instant(i: Input<'_>) -> Option<(Input<'_>, Instant)> {
    let token = date_token(i);
    Some((i.next().after(token.len()), Instant::parse(token)?))
}

fn is_number(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit())
}

fn edtf<'a>(i: Input<'a>, token: &'a str) -> Parsed<'a, DateText> {
    let start = i.next();
    match Date::parse(token) {
        Ok(date) => Ok((start.after(token.len()), DateText::Date(date))),
        Err(error) => refused(error, start),
    }
}

/// Refuses a date that begins at a place.
fn refused(error: DateError, start: Input<'_>) -> Parsed<'_, DateText> {
    let problem = Problem::invalid(error.message);
    let problem = error.hint.into_iter().fold(problem, Problem::hint);
    refuse(problem, Span::new(error.span.start, error.span.end).shifted(start.at))
}

/// A date that begins with digits alone: `2 weeks ago`, `10 July 2025`, `2025`.
fn counted_date<'a>(i: Input<'a>, digits: &'a str) -> Parsed<'a, DateText> {
    let after = i.next().after(digits.len());
    match next_keyword(after).map(|keyword| keyword.spelling) {
        Some(name) if unit(name).is_some() => past(i),
        Some(name) if month(name).is_some() && digits.len() <= 2 => named_date(after, Some((i, digits))),
        _ => edtf(i, digits),
    }
}

/// past = ? whole number ? , ( "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" ) , "ago" ;
fn past(i: Input) -> Parsed<DateText> {
    let (rest, digits) = word(i)?;
    let (rest, unit) = keyword_of(Position::Date).map(|keyword| unit(keyword.spelling)).parse(rest)?;
    let (end, ()) = cut(keyword("ago")).parse(rest)?;
    match (digits.parse(), unit) {
        (Ok(count), Some(unit)) => Ok((end, DateText::Ago(count, unit))),
        _ => refuse(Problem::invalid("that is too long ago to be a date"), i.span_to(end)),
    }
}

fn unit(word: &str) -> Option<TimeUnit> {
    TimeUnit::all().into_iter().find(|unit| unit.word() == word || unit.singular() == word)
}

/// The number of a month, by its name or the first three letters of it.
/// month = "january" | … ;
fn month(word: &str) -> Option<usize> {
    MONTHS.iter().position(|month| *month == word || month[..3] == *word).map(|at| at + 1)
}

/// named date = [ ? day ? ] , month , ? year ? ;
fn named_date<'a>(i: Input<'a>, day: Option<(Input<'a>, &'a str)>) -> Parsed<'a, DateText> {
    let start = day.map_or(i, |(start, _)| start);
    let (rest, month) =
        keyword_of(Position::Date).map(|keyword| month(keyword.spelling).unwrap_or(0)).parse(i)?;
    let year = date_token(rest);
    if !is_number(year) || year.len() != 4 {
        return year_missing(start, rest, year);
    }
    let end = rest.next().after(year.len());
    let text = match day {
        Some((_, day)) => format!("{year}-{month:02}-{day:0>2}"),
        None => format!("{year}-{month:02}"),
    };
    match Date::parse(&text) {
        Ok(date) => Ok((end, DateText::Date(date))),
        Err(error) => refuse(Problem::invalid(error.message), start.span_to(end)),
    }
}

fn year_missing<'a>(start: Input<'a>, end: Input<'a>, found: &str) -> Parsed<'a, DateText> {
    let problem = Problem::invalid("a date with the name of a month needs a year of four digits");
    let written = start.text_to(end);
    let problem = match is_number(found.trim_end_matches(',')) {
        true => problem.hint("the day comes first: `10 July 2025`"),
        false => problem.hint(format!("such as `{written} 2025`")),
    };
    let before = start.before().split_whitespace().next_back();
    let is_after_in = before.is_some_and(|word| word.eq_ignore_ascii_case("in"));
    let problem = match month(&written.to_lowercase()).filter(|_| is_after_in) {
        Some(_) => problem.hint(format!("if it is a name, put it in quotation marks: \"{written}\"")),
        None => problem,
    };
    refuse(problem, start.span_to(end))
}

/// Whether what stands next begins a date rather than the name of a language.
pub(super) fn begins_date(i: Input) -> bool {
    let is_dated = |word: &str| month(word).is_some() || matches!(word, "today" | "yesterday");
    looks_dated(date_token(i)) || next_keyword(i).is_some_and(|keyword| is_dated(keyword.spelling))
}

/// Whether a token begins as only a date in digits does.
fn looks_dated(token: &str) -> bool {
    let year = token.trim_start_matches(['Y', '-', '/']);
    year.starts_with(char::is_numeric) || ["..", "XX"].iter().any(|unknown| token.starts_with(unknown))
}

// ---- Clauses of time --------------------------------------------------------------------------------------------------

/// when = ( "in" | "on" | "since" | "after" | "before" | "until" ) , date | "between" , date , "and" , date ;
pub(super) fn when(i: Input) -> Parsed<When> {
    let Some(keyword) = next_keyword(i) else {
        return expected(i, &[DATE]);
    };
    let (after, _) = word(i)?;
    let dated = |make: fn(DateExpr) -> When| cut(date).map(make).parse(after);
    match keyword.spelling {
        "in" | "on" => dated(When::In),
        "since" => dated(When::Since),
        "after" => dated(When::After),
        "before" => dated(When::Before),
        "until" => dated(When::Until),
        "between" => {
            if let Some(error) = Date::printed_range(after.next().rest()) {
                // `between` asks for two dates; the whole interval stands after `in`.
                let end = after.next().after(error.span.end);
                let fix = error.fix.map(|fix| format!("write `in {fix}`"));
                let problem = fix.into_iter().fold(Problem::invalid(error.message), Problem::hint);
                return refuse(problem, i.span_to(end));
            }
            cut(pair(date, preceded(keyword_and, date))).map(|(a, b)| When::Between(a, b)).parse(after)
        }
        _ => expected(i, &[DATE]),
    }
}

fn keyword_and(i: Input) -> Parsed<()> {
    keyword("and")(i)
}

/// time = when | date ;
pub(super) fn time(i: Input) -> Parsed<When> {
    alt((when, date.map(When::In))).parse(i)
}

/// Whether a clause of time or a date stands next.
pub(super) fn begins_when(i: Input) -> bool {
    next_keyword(i).is_some_and(|keyword| {
        matches!(keyword.spelling, "in" | "on" | "since" | "after" | "before" | "until" | "between")
    })
}

// ---- Recorded dates ---------------------------------------------------------------------------------------------------

/// dated = [ "in" | "on" ] , recorded date ;
pub(super) fn dated(i: Input) -> Parsed<DatedText> {
    let rest = if is_next(i, "in") || is_next(i, "on") { word(i)?.0 } else { i };
    recorded_date(rest)
}

/// recorded date = date , [ "stated" | "inferred" | "supplied" ] ;
pub(super) fn recorded_date(i: Input) -> Parsed<DatedText> {
    let (rest, date) = date(i)?;
    let (rest, basis) = opt(basis).parse(rest)?;
    Ok((rest, DatedText { date, basis: basis.unwrap_or_default() }))
}

fn basis(i: Input) -> Parsed<Basis> {
    match word(i).ok().and_then(|(rest, word)| Some((rest, Basis::of(keywords::find(word)?.spelling)?))) {
        Some(found) => Ok(found),
        None => expected(i, &[Expected::Word("inferred"), Expected::Word("supplied")]),
    }
}
