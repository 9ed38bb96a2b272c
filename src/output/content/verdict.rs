//! How verdicts look at a glance: each has a mark before its word, and a colour of its own.

use std::borrow::Cow;

use crate::model::{Standing, Verdict};
use crate::output::Style;
use crate::query::answer::AssessmentView;

/// `✗ false`
pub(in crate::output) fn marked(verdict: Verdict) -> String {
    format!("{} {}", mark(verdict), verdict.word())
}

/// The assessments that are, or can be, what the checkers say now.
pub(in crate::output) fn standing(assessments: &[AssessmentView]) -> impl Iterator<Item = &AssessmentView> {
    assessments.iter().filter(|view| view.standing.is_none_or(Standing::can_be))
}

/// What the checkers say now, each verdict once.
pub(in crate::output) fn latest(assessments: &[AssessmentView]) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = standing(assessments).map(|view| view.record.verdict).collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    verdicts
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::True | Verdict::MostlyTrue => "✓",
        Verdict::Mixed => "≈",
        Verdict::MostlyFalse | Verdict::False => "✗",
        Verdict::Unproven => "?",
        Verdict::Satire => "~",
        Verdict::Other => "•",
    }
}

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::True => "1;32",
        Verdict::MostlyTrue => "32",
        Verdict::Mixed => "33",
        Verdict::MostlyFalse => "31",
        Verdict::False => "1;31",
        Verdict::Unproven => "35",
        Verdict::Satire => "36",
        Verdict::Other => "34",
    }
}

/// A text in the colour of a verdict.
pub(in crate::output) fn painted<'t>(verdict: Verdict, text: &'t str, style: &Style) -> Cow<'t, str> {
    style.painted(colour(verdict), text)
}

/// The verdict that a cell speaks of; nothing where it speaks of several that differ.
pub(in crate::output) fn of_cell(cell: &str) -> Option<Verdict> {
    let mut found = Verdict::ALL.into_iter().filter(|verdict| names(cell, *verdict));
    found.next().filter(|_| found.next().is_none())
}

/// Whether a cell has the complete mark and word.
fn names(cell: &str, verdict: Verdict) -> bool {
    let marked = marked(verdict);
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    cell.match_indices(&marked).any(|(at, _)| ends(&cell[at + marked.len()..]))
}

#[cfg(test)]
mod tests {
    use crate::output::content::verdict::*;

    #[test]
    fn no_two_verdicts_look_the_same() {
        for (place, one) in Verdict::ALL.iter().enumerate() {
            for other in &Verdict::ALL[..place] {
                assert!(marked(*one) != marked(*other) && colour(*one) != colour(*other));
            }
        }
    }

    #[test]
    fn a_cell_has_the_colour_of_its_verdict() {
        assert_eq!(of_cell("✗ false, “Wrong” (Full Fact, 2025)"), Some(Verdict::False));
        assert_eq!(of_cell("✗ mostly-false (A, undated)"), Some(Verdict::MostlyFalse));
        assert_eq!(of_cell("✗ false (A, 2025); ✓ true (B, 2025)"), None);
        assert_eq!(of_cell("not assessed"), None);
    }
}
