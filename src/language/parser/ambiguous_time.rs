//! A bare time directly after a clause about a later event: `rated false since 2025-07`, `corrected since yesterday`.
//! It can be the time of that event or the time of the saying, so neither is chosen.

use crate::language::syntax::{Clause, Condition, TimeOf, What};
use crate::language::vocabulary::linked;
use crate::model::Relation;

/// What stands around the clause and the time, so that they may need brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Nothing,
    /// An `or` between clauses.
    Or,
    /// A `by` or another time follows, which the clause could take for its own; or a list in it would stand beside `and`
    /// or `or` between clauses.
    WhatWouldBeTakenIn,
}

/// Both ways to write a clause with the bare time after it; nothing where there is but one way to read them.
pub(super) fn readings(before: &Condition, text: &str, time: &str, around: Around) -> Option<[String; 2]> {
    let (not, clause) = match before {
        Condition::Not(inner) => ("not ", &**inner),
        other => ("", other),
    };
    let Condition::Clause(clause) = clause else { return None };
    let bare = text.get(not.len()..)?.trim_start();
    if bare.starts_with('(') {
        return None;
    }
    let of_event = of_event(clause, not, bare, time)?;
    let of_saying = format!("said {time} {text}");
    let joined = |text: String, is_one: bool| match around {
        Around::Or if !is_one => format!("({text})"),
        Around::WhatWouldBeTakenIn => format!("({text})"),
        _ => text,
    };
    Some([joined(of_event.text, of_event.is_one), joined(of_saying, false)])
}

struct Reading {
    text: String,
    /// It is one clause, so that it needs no brackets.
    is_one: bool,
}

/// The reading in which the time is that of the rating, the dispute, the link or the change.
fn of_event(clause: &Clause, not: &str, text: &str, time: &str) -> Option<Reading> {
    let certainly = if clause.certainly { "certainly " } else { "" };
    let one = |text: String| Some(Reading { text: format!("{not}{text}"), is_one: true });
    match &clause.what {
        What::Rated(rated) if rated.assessed.is_none() => one(format!("{text} assessed {time}")),
        What::Disputed => both(not, text, format!("{certainly}rated assessed {time}")),
        What::LinkedFrom { relation: Relation::Corrects, from: None } => {
            one(format!("{certainly}changed {time}"))
        }
        What::LinkedFrom { relation, from: None } => {
            one(format!("{certainly}{} by (claims said {time})", linked(*relation)))
        }
        What::RecordedBy(_) => both(not, text, format!("{certainly}{} {time}", word(TimeOf::Recorded))),
        What::ChangedBy(_) => both(not, text, format!("{certainly}{} {time}", word(TimeOf::Changed))),
        _ => None,
    }
}

/// Two clauses side by side, under one `not` if there is one.
fn both(not: &str, one: &str, other: String) -> Option<Reading> {
    let both = format!("{one} {other}");
    let text = if not.is_empty() { both } else { format!("{not}({both})") };
    Some(Reading { text, is_one: !not.is_empty() })
}

fn word(of: TimeOf) -> &'static str {
    of.word().unwrap_or_default()
}
