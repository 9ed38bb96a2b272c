//! What is said of how a question was understood, and of why it has no answer.

use roaring::RoaringBitmap;

use super::answer::{Explanation, Step};
use super::evaluate::Evaluator;
use super::resolved::{Condition, NamePlace, Resolved, ResolvedClause, SpokenBy, members};
use crate::language::format_ask;
use crate::language::syntax::{Ask, Operands};
use crate::model::problem::Result;
use crate::model::text::beginning_of;
use crate::query::asking::Asking;
use crate::query::evidence::compares_claims;
use crate::store::index::keys::Ordinal;

impl Asking<'_> {
    /// Which clause emptied an answer, and what stands near.
    pub(super) fn why_empty(
        &self,
        evaluator: &Evaluator<'_>,
        resolved: &Resolved,
        universe: &RoaringBitmap,
    ) -> Result<Vec<String>> {
        if universe.is_empty() {
            // Of a database that did not exist then, more is said beside that.
            let is_said = self.snapshot.sequence() == 0 && self.snapshot.transaction(1)?.is_some();
            let held = match self.snapshot.transaction(self.snapshot.sequence() + 1)? {
                Some(_) => "the database held no claims then",
                None => "the database holds no claims yet",
            };
            return Ok(if is_said { Vec::new() } else { vec![held.to_owned()] });
        }
        let parts = match resolved {
            Resolved::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut lines = Vec::new();
        let mut left = universe.clone();
        for part in parts {
            // What compares claims is asked of those that are left, as it is for the answer.
            let among = if compares_claims(part) { &left } else { universe };
            let alone = evaluator.evaluate(part, among)?.possible;
            let before = left.len();
            left &= &*alone;
            if left.is_empty() {
                lines.push(emptied(&described(part), alone.len(), before, parts.len()));
                lines.extend(self.stands_near(evaluator, part, universe)?);
                break;
            }
        }
        Ok(lines)
    }

    /// What stands near a clause that nothing fits: the same entity in other places of a claim, or with doubt.
    fn stands_near(
        &self,
        evaluator: &Evaluator<'_>,
        part: &Resolved,
        universe: &RoaringBitmap,
    ) -> Result<Vec<String>> {
        let Resolved::Clause(clause) = part else { return Ok(Vec::new()) };
        let mut near = Vec::new();
        if clause.certainly {
            let possible = ResolvedClause { certainly: false, ..clause.clone() };
            let count = evaluator.evaluate(&Resolved::Clause(possible), universe)?.possible.len();
            if count > 0 {
                near.push(format!("{count} possibly"));
            }
        }
        if let Condition::Containing { exactly: false, phrases } = &clause.what
            && let [phrase] = members(phrases).as_slice()
        {
            near.extend(self.words_near(evaluator, phrase)?);
        }
        if let Some(entity) = only_entity(&clause.what) {
            let name = self.snapshot.entity(entity)?.map_or(String::new(), |entity| entity.name().to_owned());
            let places = [
                (NamePlace::About, "about"),
                (NamePlace::AscribedTo, "ascribed to"),
                (NamePlace::AddressedTo, "addressed to"),
                (NamePlace::SaidAt, "said at"),
            ];
            for (place, words) in places {
                let asked = matches!(&clause.what, Condition::Names { place: asked, .. } if *asked == place);
                let other = Condition::Names { place, exactly: false, entities: Operands::One(entity) };
                let count = self.how_many(evaluator, other, universe)?;
                if count > 0 && !asked {
                    near.push(format!("{count} {words} {name}"));
                }
            }
            if !matches!(clause.what, Condition::By(_)) {
                let count = self.how_many(
                    evaluator,
                    Condition::By(Operands::One(SpokenBy::Itself(entity))),
                    universe,
                )?;
                if count > 0 {
                    near.push(format!("{count} by {name}"));
                }
            }
        }
        Ok(if near.is_empty() { near } else { vec![format!("near it: {}", near.join("; "))] })
    }

    fn how_many(&self, evaluator: &Evaluator<'_>, what: Condition, universe: &RoaringBitmap) -> Result<u64> {
        let clause = ResolvedClause { certainly: false, what, text: String::new() };
        Ok(evaluator.evaluate(&Resolved::Clause(clause), universe)?.possible.len())
    }

    /// `explain people …`: what a listing understood of its names, and how many it leaves.
    pub(super) fn explain_records(&mut self, ask: &Ask) -> Result<Explanation> {
        let mut explanation = Explanation { question: format_ask(ask), ..Explanation::default() };
        let (Ask::Records { listing, .. }
        | Ask::Count { of: crate::language::syntax::Counted::Records(listing), .. }) = ask
        else {
            return Ok(explanation);
        };
        let mut resolver = self.resolver();
        let found = super::listing::find(self.snapshot, &mut resolver, listing)?;
        explanation.names = resolver.understood;
        explanation.steps.push(Step {
            depth: 0,
            clause: format_ask(ask),
            by: "postings of records, then each record".to_owned(),
            possible: found.len(),
            certain: found.len(),
        });
        Ok(explanation)
    }
}

fn emptied(clause: &str, alone: u64, before: u64, parts: usize) -> String {
    let clause = beginning_of(clause);
    if alone == 0 || parts == 1 {
        format!("no claim matches `{clause}`")
    } else {
        format!(
            "`{clause}` matches {alone} of all claims, but none of the {before} left by the clauses before it"
        )
    }
}

fn described(part: &Resolved) -> String {
    match part {
        Resolved::Clause(clause) => clause.text.clone(),
        Resolved::Not(inner) => format!("not {}", described(inner)),
        Resolved::All(parts) => bracketed(parts, " "),
        Resolved::Any(parts) => bracketed(parts, " or "),
    }
}

fn bracketed(parts: &[Resolved], joint: &str) -> String {
    format!("({})", parts.iter().map(described).collect::<Vec<_>>().join(joint))
}

/// The entity that a clause names, if it names one alone.
fn only_entity(what: &Condition) -> Option<Ordinal> {
    match what {
        Condition::Names { entities, .. } => match members(entities).as_slice() {
            [entity] => Some(**entity),
            _ => None,
        },
        Condition::By(speakers) => match members(speakers).as_slice() {
            [SpokenBy::Itself(entity) | SpokenBy::Group(entity) | SpokenBy::Organization(entity)] => {
                Some(*entity)
            }
            _ => None,
        },
        _ => None,
    }
}
