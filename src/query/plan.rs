//! In which order the parts of a question are asked: what postings answer at once comes first, what must be checked
//! claim by claim comes last, when few claims are left.

use super::resolved::{Condition, Resolved};
use crate::language::syntax::TimeOf;

/// The parts of an intersection, cheapest first; equals keep the order of the question.
pub fn cheapest_first(parts: &[Resolved]) -> Vec<&Resolved> {
    let mut ordered: Vec<&Resolved> = parts.iter().collect();
    ordered.sort_by_key(|part| cost(part));
    ordered
}

/// How expensive a part is: 0 for a posting, more for each kind of check.
fn cost(resolved: &Resolved) -> u8 {
    match resolved {
        Resolved::All(parts) | Resolved::Any(parts) => parts.iter().map(cost).max().unwrap_or(0),
        Resolved::Not(inner) => cost(inner),
        Resolved::Clause(clause) => condition_cost(&clause.what),
    }
}

fn condition_cost(condition: &Condition) -> u8 {
    match condition {
        Condition::InLanguage(_)
        | Condition::InMode(_)
        | Condition::Tagged(_)
        | Condition::With(_)
        | Condition::Without(_)
        | Condition::Doubtful
        | Condition::Undated => 0,
        Condition::Names { .. } | Condition::Cites { .. } => 1,
        Condition::Containing { exactly: false, .. } => 2,
        Condition::Rated(_) | Condition::Unrated | Condition::Disputed | Condition::Linked { .. } => 3,
        Condition::Time { .. } | Condition::RecordedBy(_) | Condition::ChangedBy(_) => 4,
        Condition::By(_) => 5,
        Condition::Matching(resolved) => cost(resolved),
        Condition::Containing { exactly: true, .. } => 6,
        Condition::Like(_) => 7,
    }
}

/// Whether it is quicker to ask a clause of a few claims than of all.
pub fn can_be_asked_of_few(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::Time {
            of: TimeOf::Claim | TimeOf::Said | TimeOf::Concerning | TimeOf::Recorded | TimeOf::Changed,
            ..
        } | Condition::RecordedBy(_)
            | Condition::ChangedBy(_)
            | Condition::By(_)
    )
}

/// Whether a clause is asked of the claims that are left, however many: reading texts is expensive, and likeness is measured
/// among the claims that are asked about. The clauses of a defined question are planned on their own.
pub fn is_asked_of_the_rest(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::Matching(_) | Condition::Like(_) | Condition::Containing { exactly: true, .. }
    )
}

/// Which index answers a clause, in a few words.
pub fn index_of(condition: &Condition) -> &'static str {
    match condition {
        Condition::Names { .. } => "postings of the entities named",
        Condition::By(_) => "postings of speakers and of ends of chains; tenures at the time of each claim",
        Condition::Cites { .. } => "postings of sources",
        Condition::Containing { exactly: false, .. } => "postings of words and stems",
        Condition::Containing { exactly: true, .. } => "postings of words, then the texts",
        Condition::Like(_) => "postings of words and stems, weighed by rarity",
        Condition::InLanguage(_) => "postings of languages",
        Condition::InMode(_) => "postings of modes",
        Condition::Tagged(_) => "postings of tags",
        Condition::Rated(_) | Condition::Unrated | Condition::Disputed => "the facts of assessments",
        Condition::Linked { .. } => "the facts of links",
        Condition::With(_) | Condition::Without(_) => "postings of fields",
        Condition::Doubtful => "posting of doubtful claims",
        Condition::Matching(_) => "the question defined",
        Condition::Time { of: TimeOf::Published, .. } => {
            "the facts of sources, then their postings or the chains"
        }
        Condition::Time { of: TimeOf::Recorded, .. } => "the numbers of transactions",
        Condition::RecordedBy(_) => "posting of a recorder's transactions",
        Condition::ChangedBy(_) | Condition::Time { of: TimeOf::Changed, .. } => {
            "posting of superseded and retracted claims, then the transactions of each"
        }
        Condition::Time { of: TimeOf::Assessed, .. } => "the facts of assessments",
        Condition::Time { .. } => "claims by month, then the date of each",
        Condition::Undated => "posting of undated claims",
    }
}
