//! The dot commands: one table, from which they are run, explained and completed.

pub(super) mod actions;
pub(super) mod help;
pub(super) mod undo;
pub(super) mod why;

use std::path::{Path, PathBuf};

use crate::language::keywords::nearest;
use crate::model::Problem;
use crate::output::Listed;
use crate::shell::settings::{SETTINGS, Setting};
use crate::shell::state::{Done, Flow, Lines, Shell};

/// What stands after a command, for completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    Nothing,
    Topic,
    Mode,
    ExportFormat,
    File,
    OnOff,
    Setting,
}

/// A dot command.
pub struct Command {
    /// With its dot.
    pub name: &'static str,
    /// What stands after it, as help shows it.
    pub usage: &'static str,
    pub help: &'static str,
    pub argument: Argument,
    run: fn(&mut Shell, &str, &mut dyn Lines) -> Done,
}

const fn row(
    name: &'static str,
    usage: &'static str,
    argument: Argument,
    help: &'static str,
    run: fn(&mut Shell, &str, &mut dyn Lines) -> Done,
) -> Command {
    Command { name, usage, help, argument, run }
}

/// The table, in the order in which help shows it.
pub static COMMANDS: &[Command] = &[
    row(
        ".help",
        "[TOPIC]",
        Argument::Topic,
        "what there is; about a command, a word of the language, or a page",
        help::run,
    ),
    row(
        ".mode",
        "[FORMAT]",
        Argument::Mode,
        "how answers are written: table, cards, json and others",
        |shell, rest, _| set(shell, "mode", rest),
    ),
    row(".width", "[COLUMNS|auto]", Argument::Nothing, "how wide answers may be", |shell, rest, _| {
        set(shell, "width", rest)
    }),
    row(".pager", "[on|off|PROGRAM]", Argument::OnOff, "how long answers are shown", |shell, rest, _| {
        set(shell, "pager", rest)
    }),
    row(
        ".timer",
        "[on|off]",
        Argument::OnOff,
        "whether the closing line says how long it took",
        |shell, rest, _| set(shell, "timer", rest),
    ),
    row(".set", "[NAME [VALUE]]", Argument::Setting, "shows or changes a setting", settings),
    row(
        ".params",
        "[NAME VALUE | clear]",
        Argument::Nothing,
        "the values of `$name` in questions",
        actions::params,
    ),
    row(
        ".output",
        "[FILE]",
        Argument::File,
        "sends answers to a file; without one, to the screen again",
        actions::output,
    ),
    row(".once", "FILE", Argument::File, "sends the next answer to a file", actions::once),
    row(
        ".export",
        "FORMAT FILE [QUESTION|all]",
        Argument::ExportFormat,
        "writes the last answer, that to a question, or the whole database",
        actions::export,
    ),
    row(".read", "FILE", Argument::File, "runs a script", actions::read),
    row(
        ".import",
        "FILE",
        Argument::File,
        "brings records in: interchange (NAME.ndjson) or a script (NAME.claims)",
        actions::import,
    ),
    row(
        ".open",
        "PATH",
        Argument::File,
        "opens another database; one that does not exist is created with its first record",
        actions::open,
    ),
    row(
        ".edit",
        "",
        Argument::Nothing,
        "opens the last statement in $EDITOR, and runs what it becomes",
        actions::edit,
    ),
    row(".history", "[N]", Argument::Nothing, "what was entered; Ctrl-R searches it", actions::history),
    row(".log", "[N]", Argument::Nothing, "the last transactions", actions::log),
    row(
        ".undo",
        "[TRANSACTION [REASON]]",
        Argument::Nothing,
        "takes the last transaction back, by another one with a reason",
        undo::run,
    ),
    row(".stats", "", Argument::Nothing, "how much the database holds", actions::stats),
    row(".check", "", Argument::Nothing, "checks the journal, the index and the references", actions::check),
    row(".quit", "", Argument::Nothing, "leaves; Ctrl-D does too", |_, _, _| Ok(Flow::Leave)),
];

/// The command of this name, with its dot.
pub fn find(name: &str) -> Option<&'static Command> {
    let name = if name == ".exit" { ".quit" } else { name };
    COMMANDS.iter().find(|command| command.name == name)
}

/// Runs a line that begins with a dot.
///
/// # Errors
/// There is no such command, or it cannot be done.
pub fn run(shell: &mut Shell, line: &str, lines: &mut dyn Lines) -> Done {
    let line = line.trim().trim_end_matches(';').trim_end();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match find(&name.to_lowercase()) {
        Some(command) => (command.run)(shell, rest.trim(), lines),
        None => Err(unknown(name).into()),
    }
}

fn unknown(name: &str) -> Problem {
    let problem = Problem::usage(format!("there is no command `{name}`"));
    match nearest(name, COMMANDS.iter().map(|command| command.name)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`.help` lists the commands"),
    }
}

/// The problem of a command that lacks something.
pub fn misused(name: &str) -> Problem {
    let usage = find(name).map_or(String::new(), |command| format!("{} {}", command.name, command.usage));
    Problem::usage(format!("`{name}` needs an argument")).hint(format!("write it as `{}`", usage.trim_end()))
}

fn set(shell: &mut Shell, name: &str, value: &str) -> Done {
    if value.is_empty() {
        let shown = Setting::find(name).map_or(String::new(), |setting| setting.shown(&shell.settings));
        shell.screen.say(&format!("{name} is {shown}"));
        if name == "mode" {
            Listed::of_screens().for_each(|row| shell.screen.say(&format!("  {:10}{}", row.name, row.help)));
        }
    } else {
        shell.settings.set(name, value)?;
    }
    Ok(Flow::On)
}

fn settings(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let (name, value) = rest.split_once(|c: char| c.is_whitespace() || c == '=').unwrap_or((rest, ""));
    if !name.is_empty() {
        let value = value.trim_start_matches(['=', ' ']).trim().trim_matches('"');
        if value.is_empty() && Setting::find(name).is_some() {
            return set(shell, name, "");
        }
        shell.settings.set(name, value)?;
        return Ok(Flow::On);
    }
    for setting in &SETTINGS {
        let shown = setting.shown(&shell.settings);
        shell.screen.say(&format!("{:8}{shown:10}  {}", setting.name, setting.help));
    }
    Ok(Flow::On)
}

/// The first word of a text, which may stand in quotation marks, and the rest.
pub fn word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    if let Some(quoted) = text.strip_prefix('"') {
        let (word, rest) = quoted.split_once('"')?;
        return Some((word.to_owned(), rest.trim_start()));
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (!word.is_empty()).then(|| (word.to_owned(), rest.trim_start()))
}

/// The file that the rest of a command names; `~` is the home.
pub fn file(text: &str) -> PathBuf {
    let text = text.trim().trim_matches('"');
    match (text.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::dot_commands::*;

    #[test]
    fn words_may_be_quoted() {
        assert_eq!(word("csv out.csv claims"), Some(("csv".to_owned(), "out.csv claims")));
        assert_eq!(word("\"my file.csv\" claims"), Some(("my file.csv".to_owned(), "claims")));
        assert_eq!(word("  "), None);
    }

    #[test]
    fn no_two_commands_have_one_name() {
        for (place, command) in COMMANDS.iter().enumerate() {
            assert!(command.name.starts_with('.') && !command.help.is_empty());
            assert!(COMMANDS[..place].iter().all(|other| other.name != command.name));
        }
    }
}
