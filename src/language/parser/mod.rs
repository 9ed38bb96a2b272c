//! Text to syntax tree, with nom. Above each function stands the production of `grammar/dictum.ebnf` that it reads.
//!
//! - [`statements`]: where statements begin and end
//! - [`input`], [`lexical`]: blanks, words, quotations, numbers
//! - [`names`], [`connectives`]: names, lists of them, and what `and` and `or` join
//! - [`condition`], [`time`], [`ambiguous_time`], [`shaping`], [`question`]: what asks
//! - [`mutation`], [`fields`], [`references`], [`citations`]: what records
//! - [`refusal`], [`hints`], [`other_languages`], [`relative_time`]: what is said when something cannot be read

mod ambiguous_time;
mod citations;
mod condition;
mod connectives;
mod fields;
mod hints;
mod input;
mod lexical;
mod mutation;
mod names;
mod other_languages;
mod question;
mod references;
mod refusal;
mod relative_time;
mod shaping;
mod statements;
mod time;

use hints::problem_of;
use input::Input;
use nom::Parser;
use nom::branch::alt;
use refusal::{END, Expected, Parsed, expected};

use super::keywords::{self, Keyword, Position};
use super::syntax::{Ask, Body, Condition, Counted, Mutation, Script, Shaping, Statement};
use crate::model::problem::Problems;
use crate::model::{Problem, Span};

pub use crate::language::parser::relative_time::counted_from_today;
pub(super) use crate::language::parser::statements::{Layout, Piece, split as layout_of};
pub use input::begins_comment;
pub(super) use names::has_of;

/// Reads a text of statements.
///
/// # Errors
/// The first problem of each statement that cannot be read; their places are in the whole text.
pub fn parse_script(text: &str) -> Result<Script, Problems> {
    let Layout { pieces, trailing, .. } = statements::split(text);
    let (mut statements, mut problems) = (Vec::new(), Vec::new());
    for piece in pieces {
        match read(text, &piece, statement) {
            Ok(body) => statements.push(Statement { span: span(&piece), comments: piece.comments, body }),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(Script { statements, trailing_comments: trailing })
    } else {
        Err(problems.into())
    }
}

/// Reads one question.
///
/// # Errors
/// When it cannot be read, when there are none or several, or when it records something.
pub fn parse_ask(text: &str) -> Result<Ask, Problem> {
    let pieces = statements::split(text).pieces;
    let Some(piece) = pieces.first() else {
        let problem = Problem::invalid("there is no question").at(Span::new(text.len(), text.len()));
        return Err(problem.hint("such as `claims about Russia`"));
    };
    let Body::Ask(ask) = read(text, piece, statement)? else {
        let problem = Problem::invalid("this records something, and a question only asks").at(span(piece));
        return Err(problem.hint("use `run` for what records"));
    };
    match pieces.get(1) {
        None => Ok(ask),
        Some(second) => {
            let problem = Problem::invalid("only one question can be asked here").at(span(second));
            Err(problem
                .hint("if this goes on from the line before, indent it; use `run` for several statements"))
        }
    }
}

/// Reads the question of a definition: `claims …`, without shaping and without `$`.
///
/// # Errors
/// When it is anything else.
pub fn parse_claims_condition(text: &str) -> Result<Option<Condition>, Problem> {
    match statements::split(text).pieces.as_slice() {
        [piece] => read(text, piece, definition),
        _ => {
            let problem = Problem::invalid("a definition has one question").at(Span::new(0, text.len()));
            Err(problem.hint("such as `claims about Russia`"))
        }
    }
}

/// The question of a definition that dictum 0.1 kept, by the rules of that version; nothing where it cannot be read.
pub(super) fn parse_definition_of_0_1(text: &str) -> Option<Option<Condition>> {
    definition(Input::of_0_1(text)).ok().map(|(_, condition)| condition)
}

/// Clauses without the `claims` before them: what the formatter asks to know how its own text would be read.
pub(super) fn conditions_of(text: &str) -> Option<Condition> {
    let (rest, condition) = condition::question_conditions(Input::new(text, 0)).ok()?;
    if rest.is_at_end() { condition } else { None }
}

fn span(piece: &Piece) -> Span {
    Span::new(piece.start, piece.end)
}

/// Reads one piece of a text as a whole.
fn read<'a, T>(text: &'a str, piece: &Piece, parser: fn(Input<'a>) -> Parsed<'a, T>) -> Result<T, Problem> {
    if let Some(problem) = &piece.problem {
        return Err(problem.clone());
    }
    let input = Input::new(&text[..piece.end], piece.start);
    match parser(input) {
        Ok((_, read)) => Ok(read),
        Err(error) => Err(problem_of(error, input)),
    }
}

/// statement = question | recording ;
fn statement(i: Input) -> Parsed<Body> {
    let (rest, body) =
        alt((question::question.map(Body::Ask), mutation::recording.map(Body::Mutation))).parse(i)?;
    end(rest, &after(&body)).map(|(rest, ())| (rest, body))
}

fn definition(i: Input) -> Parsed<Option<Condition>> {
    let (rest, question) = mutation::definition(i)?;
    end(rest, &[Expected::Any(Position::Clause), END]).map(|(rest, ())| (rest, question.node))
}

fn end<'a>(i: Input<'a>, or: &[Expected]) -> Parsed<'a, ()> {
    if i.is_at_end() { Ok((i, ())) } else { expected(i, or) }
}

/// What could have stood at the end of a statement.
fn after(body: &Body) -> Vec<Expected> {
    let before_end = match body {
        Body::Ask(Ask::Explain(ask)) => return after(&Body::Ask((**ask).clone())),
        Body::Ask(Ask::Claims { shaping, .. }) => {
            open_question(Position::Clause, *shaping == Shaping::default())
        }
        Body::Ask(Ask::Count { of: Counted::Claims(_), per, shaping }) => {
            open_question(Position::Clause, per.is_empty() && *shaping == Shaping::default())
        }
        Body::Ask(Ask::Count { shaping, .. } | Ask::Records { shaping, .. }) => {
            open_question(Position::Condition, *shaping == Shaping::default())
        }
        Body::Ask(Ask::Show { .. } | Ask::History { .. }) => Vec::new(),
        Body::Mutation(Mutation::Define { .. }) => vec![Expected::Any(Position::Clause)],
        Body::Mutation(Mutation::Retract { .. } | Mutation::Restore { .. }) => {
            vec![Expected::Word("because")]
        }
        Body::Mutation(Mutation::Correct(_) | Mutation::Reading(None)) => Vec::new(),
        Body::Mutation(_) => vec![Expected::Any(Position::Field)],
    };
    before_end.into_iter().chain([END]).collect()
}

/// A question that is not shaped yet can have more clauses.
fn open_question(clauses: Position, is_unshaped: bool) -> Vec<Expected> {
    let more = is_unshaped.then_some(Expected::Any(clauses));
    more.into_iter().chain([Expected::Any(Position::Shaping)]).collect()
}

/// Whether a name can be written without quotation marks and is read back as it is, whatever follows it.
pub(super) fn is_bare_name(text: &str) -> bool {
    let is_read = matches!(names::bare_name(Input::new(text, 0)), Ok((rest, name)) if rest.rest().is_empty() && name == text);
    is_read && !may_end_before_its_last_word(text)
}

/// Whether its last word could be taken for a keyword if the right word followed it.
fn may_end_before_its_last_word(name: &str) -> bool {
    let last = name.rsplit_once(' ').and_then(|(_, last)| keywords::find(last));
    last.is_some_and(Keyword::can_end_name)
}

/// The same for an id in a fixed place, which is one word.
pub(super) fn is_bare_id(text: &str) -> bool {
    !text.is_empty() && lexical::word_length(text) == text.len() && lexical::is_plain(text)
}

#[cfg(test)]
mod tests;
