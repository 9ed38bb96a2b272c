//! Orders of claims. Ties go by id, but in the order of recording, which has none.

use std::cmp::Ordering;
use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::answer::ClaimRow;
use super::evaluate::Evaluator;
use crate::language::syntax::{Column, Direction, Spanned};
use crate::model::problem::Result;
use crate::model::text::fold;
use crate::model::{Problem, RecordType};
use crate::store::keys::{Posting, Slot};

/// As the claims first came. `most`: how many of the first are wanted, as in all orders here.
pub fn as_recorded(evaluator: &Evaluator<'_, '_>, slots: &RoaringBitmap, most: usize) -> Result<Vec<Slot>> {
    let snapshot = evaluator.snapshot;
    if snapshot.posting(&Posting::Ended)?.is_empty() {
        // No claim was ever corrected: their versions stand as the claims came.
        return Ok(slots.iter().take(most).collect());
    }
    let mut places = snapshot.places();
    let mut keyed = keyed(slots, |slot| {
        let (column, place) = places.at(slot)?;
        Ok(column.orders[place])
    })?;
    keep_first(&mut keyed, most);
    keyed.sort_unstable();
    Ok(unkeyed(keyed))
}

/// Newest first goes by the latest bound, oldest first by the earliest; those without a date come last.
pub fn by_date(
    evaluator: &Evaluator<'_, '_>,
    slots: &RoaringBitmap,
    newest: bool,
    most: usize,
) -> Result<Vec<Slot>> {
    let candidates = if newest { newest_months(evaluator, slots, most)? } else { None };
    let slots = candidates.as_ref().unwrap_or(slots);
    let all = if slots.len() > MANY { Some(evaluator.snapshot.dates()?) } else { None };
    let mut keyed = keyed(slots, |slot| {
        let interval = match &all {
            Some(dates) => dates[slot as usize],
            None => evaluator.effective(slot)?.map(|(interval, _)| interval),
        };
        // Numbers that grow in the order wanted; what has no date is larger than all.
        Ok(interval.map_or(
            (1, 0),
            |interval| if newest { (0, !interval.latest.0) } else { (0, interval.earliest.0) },
        ))
    })?;
    keep_first(&mut keyed, most);
    keyed.sort_unstable();
    break_ties(evaluator, keyed, |a, b| a == b)
}

/// From how many claims on it is worth looking at the dates of all.
const MANY: u64 = 3_000;

/// Of many claims those of the newest months, as many months as it takes for so many claims.
fn newest_months(
    evaluator: &Evaluator<'_, '_>,
    slots: &RoaringBitmap,
    most: usize,
) -> Result<Option<RoaringBitmap>> {
    if slots.len() <= MANY || slots.len() <= most as u64 {
        return Ok(None);
    }
    let found = evaluator.calendar()?.newest(slots, most as u64);
    // Where there are too few with a date, those without one are needed too.
    Ok((found.len() >= most as u64).then_some(found))
}

/// Keeps the first of them, and those that are equal to the last of these, in no order.
fn keep_first<K: Ord + Copy>(keyed: &mut Vec<(K, Slot)>, most: usize) {
    if most == 0 || most >= keyed.len() {
        return;
    }
    let (_, (last, _), _) = keyed.select_nth_unstable_by_key(most - 1, |(key, _)| *key);
    let last = *last;
    keyed.retain(|(key, _)| *key <= last);
}

pub fn by_likeness(
    evaluator: &Evaluator<'_, '_>,
    slots: &RoaringBitmap,
    likeness: &HashMap<Slot, f64>,
) -> Result<Vec<Slot>> {
    let mut keyed = keyed(slots, |slot| Ok(likeness.get(&slot).copied().unwrap_or(0.0)))?;
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
    break_ties(evaluator, keyed, |a, b| a == b)
}

/// By what columns show: dates by their bounds, names and texts folded; what has nothing there comes last either way.
pub fn by_columns(
    evaluator: &Evaluator<'_, '_>,
    slots: &RoaringBitmap,
    columns: &[(Spanned<Column>, Direction)],
) -> Result<Vec<Slot>> {
    for (column, _) in columns {
        sortable(column)?;
    }
    let mut keyed = Vec::new();
    for slot in slots {
        let row = evaluator.row(slot, true, None)?;
        let keys: Vec<SortKey> =
            columns.iter().map(|(column, direction)| key(&row, column.node, *direction)).collect();
        keyed.push((keys, evaluator.snapshot.place(slot)?.order, slot));
    }
    keyed.sort_by(|a, b| {
        let each = columns
            .iter()
            .enumerate()
            .map(|(place, (_, direction))| compare(&a.0[place], &b.0[place], *direction));
        each.fold(Ordering::Equal, Ordering::then).then(a.1.cmp(&b.1))
    });
    Ok(keyed.into_iter().map(|(_, _, slot)| slot).collect())
}

fn sortable(column: &Spanned<Column>) -> Result<()> {
    match column.node {
        Column::Citation
        | Column::Words
        | Column::Links
        | Column::Name
        | Column::Kind
        | Column::Chain
        | Column::Translation => Err(Problem::given("claims cannot be sorted by this").at(column.span)),
        _ => Ok(()),
    }
}

/// What is compared; `None`: nothing there.
type SortKey = Option<Compared>;

#[derive(PartialEq, PartialOrd)]
enum Compared {
    Number(i64),
    Text(String),
}

fn compare(a: &SortKey, b: &SortKey, direction: Direction) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => {
            let order = a.partial_cmp(b).unwrap_or(Ordering::Equal);
            if direction == Direction::Descending { order.reverse() } else { order }
        }
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn key(row: &ClaimRow, column: Column, direction: Direction) -> SortKey {
    let text = |text: &str| Some(Compared::Text(fold(text)));
    let names =
        |views: &[super::answer::EntityView]| views.first().map(|view| Compared::Text(fold(&view.name)));
    let bound = |interval: crate::model::Interval| {
        let moment = if direction == Direction::Descending { interval.latest } else { interval.earliest };
        Compared::Number(moment.0)
    };
    let first = row.citations.first();
    match column {
        Column::Id => Some(Compared::Text(row.id.to_string())),
        Column::Statement => text(&row.statement),
        Column::Language => row.lang.as_ref().and_then(|lang| text(lang.as_str())),
        Column::Mode => text(row.mode.word()),
        Column::Speaker => row.speakers.first().map(|speaker| Compared::Text(fold(&speaker.who.name))),
        Column::Audience => names(&row.audience),
        Column::Ascribed => names(&row.ascribed_to),
        Column::About => names(&row.about),
        Column::Said => row.dated.as_ref().map(|dated| bound(dated.interval)),
        Column::Place => row.said_at.as_ref().and_then(|place| text(&place.name)),
        Column::Concerning => row.concerns.as_ref().map(|concerns| bound(concerns.date.interval())),
        Column::Source => first.map(|c| Compared::Text(c.read.source.id.to_string())),
        Column::Publisher => first.and_then(|c| text(&c.read.publisher.as_ref()?.name)),
        Column::Published => {
            first.and_then(|c| Some(bound(c.read.source.published.as_ref()?.date.interval())))
        }
        Column::Locator => first.and_then(|c| text(c.locator.as_ref()?)),
        Column::Url => first.and_then(|c| text(c.read.source.url.as_ref()?)),
        Column::Archive => first.and_then(|c| text(c.read.source.archive_url.as_ref()?)),
        Column::Tags => row.tags.first().and_then(|tag| text(tag)),
        Column::Verdict => {
            row.assessments.first().map(|assessment| Compared::Number(assessment.verdict as i64))
        }
        Column::Note => row.note.as_ref().and_then(|note| text(note)),
        Column::Match => Some(Compared::Number(i64::from(!row.certain))),
        Column::Recorded => Some(Compared::Number(row.recorded.at)),
        Column::Translation
        | Column::Chain
        | Column::Words
        | Column::Citation
        | Column::Links
        | Column::Name
        | Column::Kind => None,
    }
}

fn keyed<K>(slots: &RoaringBitmap, mut key: impl FnMut(Slot) -> Result<K>) -> Result<Vec<(K, Slot)>> {
    slots.iter().map(|slot| Ok((key(slot)?, slot))).collect()
}

fn unkeyed<K>(keyed: Vec<(K, Slot)>) -> Vec<Slot> {
    keyed.into_iter().map(|(_, slot)| slot).collect()
}

/// Orders runs of equals by id, which is read for those alone.
fn break_ties<K>(
    evaluator: &Evaluator<'_, '_>,
    keyed: Vec<(K, Slot)>,
    equal: fn(&K, &K) -> bool,
) -> Result<Vec<Slot>> {
    let mut ordered = Vec::with_capacity(keyed.len());
    for run in keyed.chunk_by(|a, b| equal(&a.0, &b.0)) {
        if let [(_, slot)] = run {
            ordered.push(*slot);
            continue;
        }
        let mut named = Vec::with_capacity(run.len());
        for (_, slot) in run {
            let claim = evaluator.snapshot.place(*slot)?.claim;
            let name = evaluator.snapshot.name(RecordType::Claim, claim)?;
            named.push((name, *slot));
        }
        named.sort_unstable();
        ordered.extend(named.into_iter().map(|(_, slot)| slot));
    }
    Ok(ordered)
}
