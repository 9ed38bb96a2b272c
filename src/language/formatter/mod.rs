//! Syntax tree to canonical text: questions on one line, records with each field on a line of its own. What it writes reads
//! back as the same tree.
//!
//! - [`question`]: what asks
//! - [`mutation`]: what records

mod mutation;
mod question;

use super::parser::{is_bare_id, is_bare_name};
use super::syntax::{
    Ask, Body, CitationText, Clause, Condition, DateExpr, DateText, Name, NameText, Script, Statement,
};
use crate::model::Lang;

/// A whole script. Records, and statements with comments, stand apart by an empty line.
pub fn format_script(script: &Script) -> String {
    let mut text = String::new();
    let mut was_long = false;
    for statement in &script.statements {
        let body = body(&statement.body);
        let is_long = body.contains('\n');
        if !text.is_empty() && (was_long || is_long || !statement.comments.is_empty()) {
            text.push('\n');
        }
        text += &format!("{}{body}\n", comments(&statement.comments));
        was_long = is_long;
    }
    if !text.is_empty() && !script.trailing_comments.is_empty() {
        text.push('\n');
    }
    text + &comments(&script.trailing_comments)
}

/// A statement with the comments before it, without a line break at the end.
pub fn format_statement(statement: &Statement) -> String {
    comments(&statement.comments) + &body(&statement.body)
}

fn body(body: &Body) -> String {
    match body {
        Body::Ask(ask) => format_ask(ask),
        Body::Mutation(tell) => mutation::tell(tell),
    }
}

fn comments(comments: &[String]) -> String {
    comments.iter().map(|comment| format!("#{comment}\n")).collect()
}

/// A question, in one line.
pub fn format_ask(ask: &Ask) -> String {
    question::ask(ask)
}

/// The question for claims with these conditions: `claims about Russia`.
pub fn format_condition(condition: Option<&Condition>) -> String {
    question::claims(condition)
}

/// One clause: `about Russia`.
pub fn format_clause(clause: &Clause) -> String {
    question::clause(clause)
}

/// A citation, in one line: `read in arabic-report locator "para 11"`.
pub fn format_citation(citation: &CitationText) -> String {
    format!("read in {}", mutation::citation(citation))
}

/// A text in quotation marks, in one line.
pub fn quote_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            '\n' => quoted += "\\n",
            _ if c.is_control() || is_invisible(c) => quoted += &format!("\\u{{{:X}}}", u32::from(c)),
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

/// What cannot be seen, but breaks a line or turns the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// An id or name as it is written in a statement: bare if it is read back so, else in quotation marks.
pub fn name_or_quoted(text: &str) -> String {
    if is_bare_name(text) { text.to_string() } else { quote_string(text) }
}

/// The name of a record by its id or name, as it would be read from a statement.
pub fn written_name(text: &str) -> Name {
    if is_bare_name(text) { Name::bare(text) } else { Name::quoted(text) }
}

/// An id in a fixed place: bare if it is one word that ends no name.
fn id(text: &str) -> String {
    if is_bare_id(text) { text.to_string() } else { quote_string(text) }
}

/// A name without what it is of.
fn plain_name(name: &Name) -> String {
    match &name.text {
        NameText::Bare(text) => text.clone(),
        NameText::Quoted(text) => quote_string(text),
        NameText::Param(param) => format!("${param}"),
    }
}

fn quoted_lang(text: &str, lang: Option<&Lang>) -> String {
    let tag = lang.map_or(String::new(), |lang| format!("@{}", lang.as_str()));
    quote_string(text) + &tag
}

fn date(date: &DateExpr) -> String {
    match &date.date {
        DateText::Date(date) => date.as_str().to_string(),
        DateText::Today => "today".to_string(),
        DateText::Yesterday => "yesterday".to_string(),
        DateText::Ago(1, unit) => format!("1 {} ago", unit.singular()),
        DateText::Ago(count, unit) => {
            format!("{count} {} ago", crate::language::vocabulary::Worded::word(*unit))
        }
        DateText::Param(param) => format!("${param}"),
    }
}

/// The parts that are there, with blanks between.
fn spaced(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
