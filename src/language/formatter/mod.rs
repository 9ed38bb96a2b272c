//! Syntax tree to canonical text: questions on one line, records with each field on a line of its own. What it writes reads
//! back as the same tree.
//!
//! - [`question`]: what asks
//! - [`mutation`]: what records
//! - [`words`]: names, texts and dates, which both have

mod mutation;
mod question;
mod words;

pub use words::{name_or_quoted, quote_string, written_name};

use super::syntax::{Ask, Body, CitationText, Clause, Condition, Script, Statement};

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
        Body::Mutation(mutation) => mutation::mutation(mutation),
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
