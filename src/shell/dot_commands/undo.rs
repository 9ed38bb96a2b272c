//! `.undo`: shows what it will reverse, asks for a reason, and records the reversal.

use crate::model::Problem;
use crate::output::terminal::cells::harmless;
use crate::shell::completion::expect::Expect;
use crate::shell::state::{Done, Flow, Lines, Shell, Wrong};
use crate::store::change::Stamp;
use crate::store::clock;

/// Asked before a transaction is taken back.
pub const WHY: &str = "why? (nothing: leave it) ";

/// How many records are shown, before the rest is only counted.
const MOST_SHOWN: usize = 20;

/// `.undo [TRANSACTION [REASON]]`
pub fn run(shell: &mut Shell, rest: &str, lines: &mut dyn Lines) -> Done {
    let (number, why) = match rest.split_once(char::is_whitespace) {
        Some((number, why)) => (number, why.trim().trim_matches('"')),
        None => (rest, ""),
    };
    let sequence = match number {
        "" => None,
        number => Some(number.parse().map_err(|_| {
            Problem::usage(format!("`{number}` is not the number of a transaction")).hint("`.log` lists them")
        })?),
    };
    let reversal = shell.session.borrow().reversal(sequence)?;
    let changes = reversal.lines();
    shell.screen.say(&format!(
        "to be taken back: {}",
        described(reversal.sequence, &reversal.stamp, changes.len() as u64)
    ));
    changes.iter().take(MOST_SHOWN).for_each(|line| shell.screen.say(&format!("  {}", harmless(line))));
    if changes.len() > MOST_SHOWN {
        shell.screen.say(&format!("  … and {} more", changes.len() - MOST_SHOWN));
    }
    let why = match why {
        "" => lines.ask(WHY, "", Expect::Nothing).unwrap_or_default(),
        given => given.to_owned(),
    };
    if why.trim().is_empty() {
        shell.screen.say(
            "nothing was taken back: a reversal is recorded with its reason, as `.undo TRANSACTION REASON`",
        );
        return Ok(Flow::On);
    }
    let outcome = shell.session.borrow_mut().reverse(reversal, why.trim());
    let recorded = outcome.map_err(|problems| Wrong { problems, text: None })?;
    shell.say_recorded(&recorded);
    Ok(Flow::On)
}

/// "transaction 3, 2025-07-20T12:00:00Z by mira: 4 changes, because …"
pub fn described(sequence: u64, stamp: &Stamp, changes: u64) -> String {
    let at = clock::written(stamp.at);
    let why = stamp.why.as_ref().map_or(String::new(), |why| format!(": {why}"));
    let noun = if changes == 1 { "change" } else { "changes" };
    harmless(&format!("transaction {sequence}, {at} by {}, {changes} {noun}{why}", stamp.by)).into_owned()
}
