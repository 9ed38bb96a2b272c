//! The table of the dot commands: what each is called, how it is written, and what it does.

use crate::language::keywords::nearest;
use crate::model::Problem;

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
}

/// The table, in the order in which help shows it.
pub static COMMANDS: &[Command] = &[
    Command {
        name: ".help",
        usage: "[TOPIC]",
        argument: Argument::Topic,
        help: "what there is; about a command, a word of the language, or a page",
    },
    Command {
        name: ".mode",
        usage: "[FORMAT]",
        argument: Argument::Mode,
        help: "how answers are written: table, cards, json and others",
    },
    Command {
        name: ".width",
        usage: "[COLUMNS|auto]",
        argument: Argument::Nothing,
        help: "how wide answers may be",
    },
    Command {
        name: ".pager",
        usage: "[on|off|PROGRAM]",
        argument: Argument::OnOff,
        help: "how long answers are shown",
    },
    Command {
        name: ".timer",
        usage: "[on|off]",
        argument: Argument::OnOff,
        help: "whether the closing line says how long it took",
    },
    Command {
        name: ".set",
        usage: "[NAME [VALUE]]",
        argument: Argument::Setting,
        help: "shows or changes a setting",
    },
    Command {
        name: ".params",
        usage: "[NAME VALUE | clear]",
        argument: Argument::Nothing,
        help: "the values of `$name` in questions",
    },
    Command {
        name: ".output",
        usage: "[FILE]",
        argument: Argument::File,
        help: "sends answers to a file; without one, to the screen again",
    },
    Command {
        name: ".once",
        usage: "FILE",
        argument: Argument::File,
        help: "sends the next answer to a file",
    },
    Command {
        name: ".export",
        usage: "FORMAT FILE [QUESTION|all]",
        argument: Argument::ExportFormat,
        help: "writes the last answer, that to a question, or the whole database",
    },
    Command { name: ".read", usage: "FILE", argument: Argument::File, help: "runs a script" },
    Command {
        name: ".import",
        usage: "FILE",
        argument: Argument::File,
        help: "brings records in: interchange (NAME.ndjson) or a script (NAME.claims)",
    },
    Command {
        name: ".open",
        usage: "PATH",
        argument: Argument::File,
        help: "opens another database; one that does not exist is created with its first record",
    },
    Command {
        name: ".edit",
        usage: "",
        argument: Argument::Nothing,
        help: "opens the last statement in $EDITOR, and runs what it becomes",
    },
    Command {
        name: ".history",
        usage: "[N]",
        argument: Argument::Nothing,
        help: "what was entered; Ctrl-R searches it",
    },
    Command { name: ".log", usage: "[N]", argument: Argument::Nothing, help: "the last transactions" },
    Command {
        name: ".undo",
        usage: "[TRANSACTION [REASON]]",
        argument: Argument::Nothing,
        help: "takes the last transaction back, by another one with a reason",
    },
    Command { name: ".stats", usage: "", argument: Argument::Nothing, help: "how much the database holds" },
    Command {
        name: ".check",
        usage: "",
        argument: Argument::Nothing,
        help: "checks the journal, the index and the references",
    },
    Command { name: ".quit", usage: "", argument: Argument::Nothing, help: "leaves; Ctrl-D does too" },
];

/// The command of this name, with its dot.
pub fn find(name: &str) -> Option<&'static Command> {
    let name = if name == ".exit" { ".quit" } else { name };
    COMMANDS.iter().find(|command| command.name == name)
}

/// The problem of a name that no command has.
pub fn unknown(name: &str) -> Problem {
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
