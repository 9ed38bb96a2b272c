//! By which class a verdict has its colour in the page.

use crate::model::Verdict;
use crate::output::content::verdict;
use crate::query::answer::ClaimRow;

/// By which colour a claim's verdicts are told; several that differ have none.
pub(super) fn of_claim(row: &ClaimRow) -> &'static str {
    match verdict::latest(&row.assessments)[..] {
        [] => "v-none",
        [verdict] => class_of(verdict),
        _ => "v-other",
    }
}

pub(super) fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::True | Verdict::MostlyTrue => "v-true",
        Verdict::Mixed => "v-mixed",
        Verdict::MostlyFalse | Verdict::False => "v-false",
        Verdict::Unproven | Verdict::Satire | Verdict::Other => "v-other",
    }
}
