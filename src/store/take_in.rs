//! Bringing into an index what a journal has beyond it.

use std::sync::mpsc::sync_channel;
use std::thread;

use crate::model::problem::Result;
use crate::store::change::Change;
use crate::store::engine::EngineError;
use crate::store::index::Index;
use crate::store::journal::gaps::GapCheck;
use crate::store::journal::{Frame, Journal, Locator};
use crate::store::progress::Progress;

/// From how many changes on a transaction is worth several threads.
const MANY_CHANGES: u64 = 5_000;

/// Brings into an index what a journal has beyond it.
pub(super) fn take_in(
    index: &mut Index,
    journal: &Journal,
    progress: Progress<'_>,
) -> std::result::Result<(), EngineError> {
    let size = journal.size();
    let head = index.counters().head.clone();
    let mut frames = journal.frames(head.as_ref());
    // What a redaction took out before a place in the middle was accounted for when that was read.
    let mut gaps = head.is_none().then(GapCheck::default);
    while let Some(frame) = frames.next()? {
        progress(frame.head.offset, size);
        let sequence = frame.head.sequence;
        let mut follow = |at: Locator, change: &Change| {
            let damage = gaps.as_mut().and_then(|gaps| gaps.follow(sequence, at.offset, change));
            damage.map_or(Ok(()), |damage| Err(damage.problem(journal.path())))
        };
        if frame.count > MANY_CHANGES {
            index.take_many(frame.head.sequence, |update| {
                read_ahead(&frame, |change| {
                    let (at, change) = change?;
                    progress(at.offset, size);
                    follow(at, &change)?;
                    update.take(change, at, journal)
                })?;
                update.finish(&frame.head, &frame.stamp);
                Ok::<(), EngineError>(())
            })?;
        } else {
            let mut update = index.begin(frame.head.sequence);
            for change in frame.changes() {
                let (at, change) = change?;
                follow(at, &change)?;
                update.take(change, at, journal)?;
            }
            update.finish(&frame.head, &frame.stamp);
        }
        index.settle()?;
    }
    if let Some(damage) = gaps.and_then(|gaps| gaps.finish().into_iter().next()) {
        return Err(damage.problem(journal.path()).into());
    }
    index.remember()
}

/// Hands over the changes of a transaction, which are read on a thread of their own.
fn read_ahead(
    frame: &Frame<'_>,
    mut take: impl FnMut(Result<(Locator, Change)>) -> std::result::Result<(), EngineError>,
) -> std::result::Result<(), EngineError> {
    /// How many changes go over at a time, and how many times may wait.
    const CHANGES: usize = 256;
    const WAITING: usize = 16;
    thread::scope(|scope| {
        let (to, read) = sync_channel::<Vec<Result<(Locator, Change)>>>(WAITING);
        scope.spawn(move || {
            let mut changes = frame.changes();
            loop {
                let some: Vec<_> = changes.by_ref().take(CHANGES).collect();
                // It ends early where nobody takes any more.
                if some.is_empty() || to.send(some).is_err() {
                    return;
                }
            }
        });
        read.into_iter().flatten().try_for_each(&mut take)
    })
}
