//! Scripts with dot commands between their statements: what `-c`, `-f`, `.read` and a pipe give.

use crate::language::syntax::Body;
use crate::language::{Completeness, completeness, parse_script};
use crate::shell::state::{Flow, Lines, Shell};

/// A part of a text that is done as one: a dot command, or statements.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// With an empty line for each that stands before it, so that places in it are those in the whole text.
    text: String,
    is_command: bool,
}

/// Whether a text has dot commands, and is more than a script.
pub fn has_commands(text: &str) -> bool {
    parts(text, false).iter().any(|part| part.is_command)
}

/// Whether a text may put something into the database, which is then made if it is not there.
pub fn may_record(text: &str) -> bool {
    let tells = |part: &Part| match parse_script(&part.text) {
        Ok(script) => script.statements.iter().any(|statement| matches!(statement.body, Body::Mutation(_))),
        Err(_) => false,
    };
    let brings =
        |part: &Part| [".read", ".import"].iter().any(|command| part.text.trim_start().starts_with(command));
    parts(text, true).iter().any(|part| if part.is_command { brings(part) } else { tells(part) })
}

/// Does what stands in a text, part by part, up to the first that fails; or, where it is to keep going, all of it, each
/// statement by itself.
pub fn play(shell: &mut Shell, text: &str, keep_going: bool, lines: &mut dyn Lines) -> Flow {
    for part in parts(text, keep_going) {
        let failed = shell.failed;
        if shell.go_on_with(&part.text, lines) == Flow::Leave {
            return Flow::Leave;
        }
        if shell.is_stopped() || shell.failed > failed && !keep_going {
            break;
        }
    }
    Flow::On
}

/// The parts of a text: dot commands, and what stands between them, whole or statement by statement.
fn parts(text: &str, each_statement: bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut held = String::new();
    let mut start = 0;
    let mut take = |held: &mut String, start: usize, is_command| {
        if !held.trim().is_empty() {
            let text = format!("{}{}", "\n".repeat(start), std::mem::take(held));
            parts.push(Part { text, is_command });
        }
        held.clear();
    };
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_command = is_command(line);
        let begins = is_command || each_statement && !line.starts_with(char::is_whitespace);
        if begins && !is_open(&held) {
            take(&mut held, start, false);
            start = number;
        }
        held.push_str(line);
        if is_command && held.len() == line.len() {
            take(&mut held, start, true);
            start = number + 1;
        }
    }
    take(&mut held, start, false);
    parts
}

/// A dot and a letter at the line's start.
fn is_command(line: &str) -> bool {
    line.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a quotation mark or a bracket is open.
fn is_open(text: &str) -> bool {
    !text.trim().is_empty()
        && completeness(&format!("{}\n\n", text.trim_end_matches('\n'))) == Completeness::Incomplete
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, each_statement: bool) -> Vec<String> {
        parts(text, each_statement).into_iter().map(|part| part.text).collect()
    }

    #[test]
    fn commands_part_a_script() {
        assert_eq!(
            texts("claims\n.mode csv\ncount claims\n", false),
            ["claims\n", "\n.mode csv\n", "\n\ncount claims\n"]
        );
        assert_eq!(texts("claims\ncount claims", false), ["claims\ncount claims"]);
        assert!(!has_commands("add claim x \"a\n.mode csv\nb\"@en about russia"));
        assert!(has_commands("add person x \"X\"\n  as diplomat\n.stats"));
    }

    #[test]
    fn statements_by_themselves_keep_their_lines() {
        let expected = ["claims\n  about x\n", "\n\ncount claims\n"];
        assert_eq!(texts("claims\n  about x\ncount claims\n", true), expected);
    }
}
