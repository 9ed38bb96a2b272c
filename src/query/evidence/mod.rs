//! Why a claim is in an answer, or is not: the evidence that the evaluator gives for each clause of the question, in words —
//! which name, which tenure, which narrower thing, which hop of the chain, which bound of a date. Nothing is decided here.

mod ways;
mod words;

pub use crate::query::findings::Holds;

use roaring::RoaringBitmap;

use crate::language::syntax::{Ask, Counted, Name, Shaping};
use crate::language::written_name;
use crate::model::Problem;
use crate::model::problem::Result;
use crate::query::answer::ClaimRow;
use crate::query::asking::Question;
use crate::query::evaluate::Evaluator;
use crate::query::execute::state_of;
use crate::query::plan;
use crate::query::resolve::Resolver;
use crate::query::resolved::{Condition, Resolved, ResolvedClause};
use crate::query::state::State;
use crate::store::index::keys::Slot;

/// A clause, whether it holds of the claim, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// How deep it stands in the question: 0 outermost.
    pub depth: usize,
    /// The clause, or what joins those below it.
    pub clause: String,
    pub holds: Holds,
    pub because: Vec<String>,
}

/// Why a claim is, or is not, in the answer to a question about claims. The first reason is about the question as a whole.
///
/// # Errors
/// The question asks for something else, a name in it fits nothing, or no claim is called so.
pub fn reasons(snapshot: &State, question: Question<'_>, claim: &str) -> Result<Vec<Reason>> {
    let (condition, shaping) = claims_asked(question.ask)?;
    let then = match &shaping.as_of {
        Some(state) => state_of(snapshot, state, question)?,
        None => snapshot.clone(),
    };
    let mut resolver = Resolver::new(&then, question.now, question.params, question.text);
    let evaluator = Evaluator::new(&then, shaping.including_retracted);
    let name = written_name(claim);
    let called = resolver.claim(&name).map_err(without_place);
    if called.is_err() && shaping.as_of.is_some() && is_there_now(snapshot, question, &name) {
        return Err(not_then(claim));
    }
    let slot = then.slot_of(called?, true)?.ok_or_else(|| not_then(claim))?;
    let resolved = match condition {
        Some(condition) => resolver.condition(condition)?,
        None => Resolved::All(Vec::new()),
    };
    let universe = evaluator.universe()?;
    let is_asked = universe.contains(slot);
    let row = evaluator.row(slot, true, None)?;
    let mut why = Why { evaluator: &evaluator, slot, row, reasons: Vec::new() };
    why.whole(&resolver, is_asked);
    let whole = why.part(&resolved, 1, &universe)?;
    why.reasons[0].holds = if is_asked { whole } else { Holds::Not };
    Ok(why.reasons)
}

fn is_there_now(snapshot: &State, question: Question<'_>, name: &Name) -> bool {
    Resolver::new(snapshot, question.now, question.params, question.text).claim(name).is_ok()
}

fn not_then(claim: &str) -> Problem {
    Problem::invalid(format!("there was no claim `{claim}` then"))
        .hint("the question is asked `as of` a moment before it was recorded")
}

/// The claim is named beside the question: a place in its text would point nowhere.
fn without_place(problem: Problem) -> Problem {
    problem.without_span()
}

fn claims_asked(ask: &Ask) -> Result<(Option<&crate::language::syntax::Condition>, &Shaping)> {
    match ask {
        Ask::Claims { condition, shaping } | Ask::Count { of: Counted::Claims(condition), shaping, .. } => {
            Ok((condition.as_ref(), shaping))
        }
        Ask::Explain(inner) => claims_asked(inner),
        _ => Err(Problem::invalid("the last question was not about claims").hint("ask for `claims …` first")),
    }
}

struct Why<'w> {
    evaluator: &'w Evaluator<'w>,
    slot: Slot,
    row: ClaimRow,
    reasons: Vec<Reason>,
}

impl Why<'_> {
    /// What is said of the question as a whole: the claim, and how the names were understood.
    fn whole(&mut self, resolver: &Resolver<'_>, is_asked: bool) {
        let mut because = Vec::new();
        if !is_asked {
            because.push("it is retracted, and the question does not ask for retracted claims".to_owned());
        }
        for name in &resolver.understood {
            because.push(format!("`{}` is {}", name.written, name.meaning));
        }
        because.dedup();
        self.reasons.push(Reason { depth: 0, clause: self.row.id.to_string(), holds: Holds::Not, because });
    }

    /// Gives the reasons of a part of the question, and whether it holds. `left` are the claims that the parts before it leave.
    fn part(&mut self, resolved: &Resolved, depth: usize, left: &RoaringBitmap) -> Result<Holds> {
        let holds = match resolved {
            Resolved::All(parts) => return self.all_of(parts, depth, left),
            Resolved::Any(parts) => {
                let place = self.joined("any of", depth);
                let mut holds = Holds::Not;
                for part in parts {
                    holds = holds.max(self.part(part, depth + 1, left)?);
                }
                self.reasons[place].holds = holds;
                holds
            }
            Resolved::Not(inner) => {
                let place = self.joined("not", depth);
                let holds = self.part(inner, depth + 1, left)?.negated();
                self.reasons[place].holds = holds;
                holds
            }
            Resolved::Clause(clause) => return self.clause(clause, depth, left),
        };
        Ok(holds)
    }

    fn joined(&mut self, word: &str, depth: usize) -> usize {
        self.reasons.push(Reason { depth, clause: word.to_owned(), holds: Holds::Not, because: Vec::new() });
        self.reasons.len() - 1
    }

    fn all_of(&mut self, parts: &[Resolved], depth: usize, left: &RoaringBitmap) -> Result<Holds> {
        let mut holds = Holds::Certainly;
        for part in parts {
            let left_for_part =
                if compares_claims(part) { Some(self.left_for(part, parts, left)?) } else { None };
            holds = holds.min(self.part(part, depth, left_for_part.as_ref().unwrap_or(left))?);
        }
        Ok(holds)
    }

    /// The claims that are left when the evaluator comes to a part.
    fn left_for(&self, part: &Resolved, parts: &[Resolved], left: &RoaringBitmap) -> Result<RoaringBitmap> {
        let before = plan::cheapest_first(parts).into_iter().take_while(|other| !std::ptr::eq(*other, part));
        let before = Resolved::All(before.cloned().collect());
        Ok((*self.evaluator.evaluate(&before, left)?.possible).clone())
    }

    fn clause(&mut self, clause: &ResolvedClause, depth: usize, left: &RoaringBitmap) -> Result<Holds> {
        let itself = RoaringBitmap::from_iter([self.slot]);
        let among = if clause_compares_claims(&clause.what) { left } else { &itself };
        let evidence = self.evaluator.evidence(clause, self.slot, among)?;
        let because = self.because(clause, &evidence)?;
        let holds = evidence.holds;
        self.reasons.push(Reason { depth, clause: clause.text.clone(), holds, because });
        if let Condition::Matching(inner) = &clause.what {
            self.part(inner, depth + 1, left)?;
        }
        Ok(holds)
    }
}

/// Whether a clause compares claims with each other, so that the others count.
fn clause_compares_claims(what: &Condition) -> bool {
    match what {
        Condition::Like(_) => true,
        Condition::Matching(inner) => compares_claims(inner),
        _ => false,
    }
}

/// The same of a part of a question.
pub(super) fn compares_claims(resolved: &Resolved) -> bool {
    match resolved {
        Resolved::All(parts) | Resolved::Any(parts) => parts.iter().any(compares_claims),
        Resolved::Not(inner) => compares_claims(inner),
        Resolved::Clause(clause) => clause_compares_claims(&clause.what),
    }
}
