//! `why` says of exactly those claims that they are in the answer which the naive evaluation finds, and as certainly.

use std::collections::BTreeSet;

use dictum::query::evidence::{Holds, Reason};
use dictum::query::thresholds::Thresholds;
use dictum::session::Session;

use super::{NOW, imported, opened};
use crate::support::oracle::{Case, Expect};
use crate::support::prng::Rng;
use crate::support::world::World;

/// How many claims are asked about of those in an answer, and of the others.
const OF_EACH: usize = 6;

#[test]
fn why_holds_of_exactly_what_is_answered() {
    let world = World::generate(9_021, 400);
    let folder = tempfile::tempdir().unwrap();
    drop(imported(&world, folder.path()));
    let mut cases = world.each_clause(5, 1, NOW);
    cases.extend(world.questions_at(6, 150, NOW));
    let ids: Vec<String> = world
        .records()
        .iter()
        .filter(|record| record["type"] == "claim")
        .filter_map(|record| record["id"].as_str().map(str::to_owned))
        .collect();
    for thresholds in [Thresholds::USUAL, Thresholds { many_claims: 0, claims_per_source: 1 }] {
        thresholds.set_for_this_thread();
        let session = opened(folder.path());
        let mut rng = Rng::new(7);
        let asked: usize = cases.iter().map(|case| agrees(&session, case, &ids, &mut rng)).sum();
        assert!(asked > 2_000, "only {asked} claims were asked about");
    }
    Thresholds::USUAL.set_for_this_thread();
}

/// Asks about claims in the answer and others; gives how many.
fn agrees(session: &Session, case: &Case, ids: &[String], rng: &mut Rng) -> usize {
    let Expect::Claims { possible, certain } = &case.expect else { return 0 };
    let mut asked: BTreeSet<&String> = possible.iter().take(OF_EACH).collect();
    asked.extend((0..OF_EACH).map(|_| &ids[rng.below(ids.len())]));
    asked.extend(certain.iter().rev().take(OF_EACH));
    for id in &asked {
        let reasons = session.why(&case.question, id).unwrap_or_else(|problem| {
            panic!("{}\n  {id}: {problem}", case.question);
        });
        let wanted = match (possible.contains(*id), certain.contains(*id)) {
            (false, _) => Holds::Not,
            (true, false) => Holds::Possibly,
            (true, true) => Holds::Certainly,
        };
        assert_eq!(reasons[0].holds, wanted, "{}\n  {reasons:#?}", case.question);
        reasons.iter().skip(1).for_each(|reason| is_sensible(reason, &case.question));
    }
    asked.len()
}

/// Of what holds, nothing is said as of what does not.
fn is_sensible(reason: &Reason, question: &str) {
    const OF_WHAT_DOES_NOT: [&str; 6] = [
        "in none of its texts",
        "it names only",
        "too little of it",
        "its texts are in",
        "which lies outside",
        "it was said by",
    ];
    let has_several = reason.clause.contains(" or ");
    if reason.holds != Holds::Not && !has_several {
        for line in &reason.because {
            let said = OF_WHAT_DOES_NOT.iter().find(|words| line.contains(**words));
            assert_eq!(said, None, "{question}\n  {reason:#?}");
        }
    }
}
