//! What was entered is recognized and passed on: a dot command, a habit of another shell, a record to be asked for, or
//! statements. It needs no terminal, so that tests, scripts and the REPL all come through here.

use std::sync::atomic::Ordering;

use crate::shell::dot_commands::why;
use crate::shell::forms::{dialog, near_duplicates};
use crate::shell::other_shells::Habit;
use crate::shell::state::{Done, Flow, Lines, Shell};
use crate::shell::{batch, dot_commands, other_shells};

impl Shell {
    /// Does what was entered, and says what is wrong with it.
    pub fn enter(&mut self, text: &str, lines: &mut dyn Lines) -> Flow {
        self.stop.store(false, Ordering::Relaxed);
        self.go_on_with(text, lines)
    }

    /// The same for a part of something longer that was entered: what is to stop stays to be stopped.
    pub(super) fn go_on_with(&mut self, text: &str, lines: &mut dyn Lines) -> Flow {
        match self.done(text, lines) {
            Ok(flow) => flow,
            Err(wrong) => {
                self.failed += 1;
                self.say_wrong(&wrong);
                Flow::On
            }
        }
    }

    fn done(&mut self, text: &str, lines: &mut dyn Lines) -> Done {
        let entered = text.trim();
        if entered.is_empty() {
            return Ok(Flow::On);
        }
        if entered.contains('\n') && batch::has_commands(entered) {
            return Ok(batch::play(self, entered, false, lines));
        }
        if entered.starts_with('.') {
            return dot_commands::run(self, entered, lines);
        }
        match other_shells::habit(entered) {
            Some(Habit::Command(command)) => return dot_commands::run(self, command, lines),
            Some(Habit::Hint(hint)) => return Err(other_shells::problem(entered, hint).into()),
            None => {}
        }
        self.entered = entered.to_owned();
        if let Some(claim) = why::asked(entered) {
            return why::say(self, claim);
        }
        if let Some(bare) = dialog::asked(entered) {
            return dialog::ask(self, bare, lines);
        }
        near_duplicates::statements(self, text, lines)
    }
}
