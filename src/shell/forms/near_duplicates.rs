//! What is typed in full is compared first: a claim that says nearly what is here already is shown beside it, and recorded on
//! yes. Where nobody can be asked it is recorded, and a remark says so.

use crate::session::near_duplicates::Near;
use crate::shell::forms::dialog::is_yes;
use crate::shell::forms::{RECORD_ALL_THE_SAME, YES_OR_NO};
use crate::shell::state::{Done, Flow, Lines, Shell};

/// Runs statements, after asking about the claims among them that are nearly there already.
///
/// # Errors
/// As [`Shell::statements`].
pub fn statements(shell: &mut Shell, text: &str, lines: &mut dyn Lines) -> Done {
    // What cannot be compared can be recorded all the same.
    let near = shell.session.borrow_mut().near_to_added(text).unwrap_or_default();
    let is_sound = || shell.session.borrow().dry_run(text).is_ok();
    if near.is_empty() || !is_sound() {
        return shell.statements(text);
    }
    if shell.can_ask() {
        if !is_wanted(shell, &near, lines) {
            shell.screen.say("nothing was recorded; `.edit` opens it in your editor");
            return Ok(Flow::On);
        }
        return shell.statements(text);
    }
    let flow = shell.statements(text)?;
    near.iter().for_each(|near| shell.screen.note(&near.remark(), &shell.settings));
    Ok(flow)
}

/// Shows what is there already, and asks whether the new is to be recorded beside it.
fn is_wanted(shell: &mut Shell, near: &[Near], lines: &mut dyn Lines) -> bool {
    for near in near {
        shell.say_near(&near.lines());
    }
    lines.ask(RECORD_ALL_THE_SAME, "", YES_OR_NO).is_some_and(|answer| is_yes(&answer))
}
