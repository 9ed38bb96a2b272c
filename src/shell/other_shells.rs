//! Habits of other shells: what somebody types who comes from SQL, psql or sqlite, and what is typed here instead.

use crate::model::Problem;

/// What a habit means here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Habit {
    /// A word that means the same as one of our commands: it is done.
    Command(&'static str),
    /// Something of another language: what is written here instead.
    Hint(&'static str),
}

/// Words at the head of a line, what they are habits of, and what is typed here.
const HABITS: &[(&[&str], &str)] = &[
    (
        &["select", "from", "where"],
        "ask for claims by what they are: `claims about Russia by diplomats showing speaker, statement`; `.help tutorial` shows more",
    ),
    (
        &["insert", "into", "create"],
        "records are added by `add`: `add person neil-melvin \"Neil Melvin\"@en`; `add claim` alone asks for the parts of a claim",
    ),
    (
        &["update", "alter", "set"],
        "a record is changed by `correct`: `correct last-card said 2025-07-12 because \"…\"`; a setting by `.set mode cards`",
    ),
    (
        &["delete", "drop", "truncate"],
        "nothing is deleted here; `retract last-card because \"…\"` hides a record and keeps its history",
    ),
    (
        &["describe", "desc", "tables", "pragma", "\\d", "\\dt", "\\l", "\\dn", "\\du"],
        "`.stats` counts what is here; `people`, `places`, `sources` list it; `show russia` shows one record",
    ),
    (&["begin", "commit"], "each statement is a transaction of its own; a script run by `.read FILE` is one"),
    (&["rollback"], "`.undo` reverses the last transaction"),
    (&["use", "connect", "attach", "\\c", "\\connect"], "another database is opened by `.open PATH`"),
    (&["\\i", "source", "\\ir"], "a script is run by `.read FILE`"),
    (
        &["\\copy", "\\o", "\\g"],
        "`.export FORMAT FILE` writes the last answer, `.output FILE` all that follow",
    ),
    (&["\\x", "\\pset", "\\a", "\\t"], "`.mode cards` shows each record as a card; `.mode` names the others"),
    (&["\\timing"], "`.timer on` and `.timer off`"),
    (&["\\e"], "`.edit` opens the last statement in your editor"),
    (&["\\s"], "`.history` shows what was typed"),
    (&["\\set"], "`.params NAME VALUE` gives a `$name` its value; `.set` shows the settings"),
];

/// What the line is a habit of, if it is one.
pub fn habit(line: &str) -> Option<Habit> {
    let line = line.trim().trim_end_matches(';').trim_end().to_lowercase();
    match line.as_str() {
        "quit" | "exit" | ":q" | "\\q" | "bye" => return Some(Habit::Command(".quit")),
        "help" | "?" | "\\?" | "\\h" | ":h" => return Some(Habit::Command(".help")),
        "clear" | "cls" => return Some(Habit::Hint("Ctrl-L clears the screen")),
        _ => {}
    }
    let first = line.split_whitespace().next()?;
    let row = HABITS.iter().find(|(words, _)| words.contains(&first));
    let hint = row.map(|row| row.1).or_else(|| {
        let is_foreign = first.starts_with('\\')
            || first == "show" && matches!(line.split_whitespace().nth(1), Some("tables" | "databases"));
        is_foreign.then_some(
            "commands begin with a dot here: `.help` lists them, `.stats` counts what the database holds",
        )
    });
    hint.map(Habit::Hint)
}

/// The problem that a foreign habit is.
pub fn problem(line: &str, hint: &str) -> Problem {
    let first = line.split_whitespace().next().unwrap_or_default();
    Problem::invalid(format!("`{first}` does not start a statement")).hint(hint)
}

#[cfg(test)]
mod tests {
    use crate::shell::other_shells::*;

    #[test]
    fn no_habit_hides_a_statement_of_the_language() {
        for keyword in crate::language::keywords::of_place(crate::language::keywords::Position::Statement) {
            assert_eq!(habit(keyword.spelling), None, "{}", keyword.spelling);
        }
        assert_eq!(habit("show last-card"), None);
    }

    #[test]
    fn habits_of_other_shells_are_known() {
        assert_eq!(habit("exit;"), Some(Habit::Command(".quit")));
        for line in ["SELECT * FROM claims", "\\d", "\\dt claims", "show tables", "\\unknown"] {
            assert!(matches!(habit(line), Some(Habit::Hint(_))), "{line}");
        }
    }
}
