//! The dot commands: one table, from which they are explained and completed, and what each does.
//!
//! - [`table`]: what there is; [`arguments`]: what stands after a command
//! - [`actions`], [`help`], [`undo`], [`why`]: what they do

pub(super) mod actions;
mod arguments;
pub(super) mod help;
mod table;
pub(super) mod undo;
pub(super) mod why;

pub use table::{Argument, COMMANDS, find};

use table::unknown;

use crate::output::Listed;
use crate::shell::settings::{SETTINGS, Setting};
use crate::shell::state::{Done, Flow, Lines, Shell};

/// How a command is carried out.
type Action = fn(&mut Shell, &str, &mut dyn Lines) -> Done;

/// What the command of this name does.
fn action(name: &str) -> Option<Action> {
    Some(match name {
        ".help" => help::run,
        ".mode" => |shell, rest, _| set(shell, "mode", rest),
        ".width" => |shell, rest, _| set(shell, "width", rest),
        ".pager" => |shell, rest, _| set(shell, "pager", rest),
        ".timer" => |shell, rest, _| set(shell, "timer", rest),
        ".set" => settings,
        ".params" => actions::params,
        ".output" => actions::output,
        ".once" => actions::once,
        ".export" => actions::export,
        ".read" => actions::read,
        ".import" => actions::import,
        ".open" => actions::open,
        ".edit" => actions::edit,
        ".history" => actions::history,
        ".log" => actions::log,
        ".undo" => undo::run,
        ".stats" => actions::stats,
        ".check" => actions::check,
        ".quit" => |_, _, _| Ok(Flow::Leave),
        _ => return None,
    })
}

/// Runs a line that begins with a dot.
///
/// # Errors
/// There is no such command, or it cannot be done.
pub fn run(shell: &mut Shell, line: &str, lines: &mut dyn Lines) -> Done {
    let line = line.trim().trim_end_matches(';').trim_end();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match find(&name.to_lowercase()).and_then(|command| action(command.name)) {
        Some(action) => action(shell, rest.trim(), lines),
        None => Err(unknown(name).into()),
    }
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

#[cfg(test)]
mod tests {
    use crate::shell::dot_commands::*;

    #[test]
    fn no_two_commands_have_one_name() {
        for (place, command) in COMMANDS.iter().enumerate() {
            assert!(command.name.starts_with('.') && !command.help.is_empty());
            assert!(action(command.name).is_some(), "{} does nothing", command.name);
            assert!(COMMANDS[..place].iter().all(|other| other.name != command.name));
        }
    }
}
