//! As of a moment or of a transaction: the answer that the database gave then, told by the world as it was then.

use dictum::query::time::Now;
use dictum::session::Session;

use super::{NOW, Wrong, ask, imported_at};
use crate::support::dates::DAY;
use crate::support::history::{AUTHORS, Revision, revisions};
use crate::support::prng::Rng;
use crate::support::when::to_the_second;
use crate::support::world::{Change, World};

const IMPORTED: i64 = NOW - 60 * DAY;

/// Records each revision by its author at its moment.
fn revise(path: &std::path::Path, world: &World, revisions: &[Revision]) {
    for revision in revisions {
        let (mut session, _) = Session::open(path, false, revision.by, &mut |_, _| {}).unwrap();
        session.now = Some(Now(revision.at * 1_000_000));
        let script: Vec<String> = revision.edits.iter().map(|edit| edit.statement(world)).collect();
        if let Err(problems) = session.run(&script.join("\n"), None, &mut |_| {}) {
            panic!("{script:#?}\n{problems:#?}");
        }
    }
}

#[test]
fn as_of_is_a_replay() {
    let mut world = World::generate(41, 500);
    world.imported = Some(IMPORTED);
    for claim in (0..world.claims.len()).filter(|claim| world.claims[*claim].retracted) {
        world.changes.push(Change { claim, at: IMPORTED, by: AUTHORS[0] });
    }
    let folder = tempfile::tempdir().unwrap();
    drop(imported_at(&world, folder.path(), IMPORTED));
    let done = revisions(&world, &mut Rng::new(42), IMPORTED, 14);
    let path = folder.path().join("world.dictum");
    revise(&path, &world, &done);
    let (mut session, _) = Session::open(&path, false, AUTHORS[0], &mut |_, _| {}).unwrap();
    session.now = Some(Now(NOW * 1_000_000));
    let mut wrong = Wrong::default();
    for then in 0..=done.len() {
        if then > 0 {
            let Revision { at, by, edits } = &done[then - 1];
            edits.iter().for_each(|edit| world.apply(edit, *at, by));
        }
        let moment = done.get(then).map_or(NOW, |next| next.at) - 1;
        let until = to_the_second(moment);
        for mut case in world.questions_at(100 + then as u64, 25, NOW) {
            case.question.push_str(&format!(" as of {until}"));
            wrong.note(&case, ask(&mut session, &case).and_then(|got| world.compare(&case, &got)));
        }
    }
    wrong.none();
}
