//! Orders of claims. Ties go by id, but in the order of recording, which has none.

use std::cmp::Ordering;
use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::answer::{CitationView, ClaimRow, EntityView};
use super::evaluate::Evaluator;
use crate::language::syntax::{Column, Direction, Spanned};
use crate::model::natural::Natural;
use crate::model::problem::Result;
use crate::model::record::Dated;
use crate::model::{Interval, Problem, RecordType, Source};
use crate::store::index::keys::{PostingKey, Slot};

/// As the claims first came. `most`: how many of the first are wanted, as in all orders here.
pub fn as_recorded(evaluator: &Evaluator<'_>, slots: &RoaringBitmap, most: usize) -> Result<Vec<Slot>> {
    let snapshot = evaluator.snapshot;
    if snapshot.posting(&PostingKey::Ended)?.is_empty() {
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
    evaluator: &Evaluator<'_>,
    slots: &RoaringBitmap,
    newest: bool,
    most: usize,
) -> Result<Vec<Slot>> {
    let candidates = if newest { newest_months(evaluator, slots, most)? } else { None };
    let slots = candidates.as_ref().unwrap_or(slots);
    let all =
        if slots.len() > evaluator.thresholds.many_claims { Some(evaluator.snapshot.dates()?) } else { None };
    let mut keyed = keyed(slots, |slot| {
        let date = match &all {
            Some(dates) => dates[slot as usize],
            None => evaluator.snapshot.dated(slot)?,
        };
        // Numbers that grow in the order wanted; what has no date is larger than all. By instants alone: if moments went
        // by instants and days by the calendar, three claims could each come before the next in a circle.
        let instants = date.map(|date| date.dating.instants());
        Ok(instants.map_or(
            (1, 0),
            |instants| if newest { (0, !instants.latest.0) } else { (0, instants.earliest.0) },
        ))
    })?;
    keep_first(&mut keyed, most);
    keyed.sort_unstable();
    break_ties(evaluator, keyed, |a, b| a == b)
}

/// Of many claims those of the newest months, as many months as it takes for so many claims.
fn newest_months(
    evaluator: &Evaluator<'_>,
    slots: &RoaringBitmap,
    most: usize,
) -> Result<Option<RoaringBitmap>> {
    if slots.len() <= evaluator.thresholds.many_claims || slots.len() <= most as u64 {
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
    evaluator: &Evaluator<'_>,
    slots: &RoaringBitmap,
    likeness: &HashMap<Slot, f64>,
) -> Result<Vec<Slot>> {
    let mut keyed = keyed(slots, |slot| Ok(likeness.get(&slot).copied().unwrap_or(0.0)))?;
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
    break_ties(evaluator, keyed, |a, b| a == b)
}

/// By what columns show: dates by their bounds, names and texts in their natural order; what has nothing there comes last
/// either way. `certain`: those of the claims that are in the answer whatever the doubts.
pub fn by_columns(
    evaluator: &Evaluator<'_>,
    slots: &RoaringBitmap,
    certain: &RoaringBitmap,
    columns: &[(Spanned<Column>, Direction)],
) -> Result<Vec<Slot>> {
    for (column, _) in columns {
        sortable(column)?;
    }
    let mut keyed = Vec::new();
    for slot in slots {
        let row = evaluator.row(slot, certain.contains(slot), None)?;
        let keys: Vec<SortKey> =
            columns.iter().map(|(column, direction)| key(&row, column.node, *direction)).collect();
        keyed.push((keys, evaluator.snapshot.place(slot)?.order, slot));
    }
    keyed.sort_by(|a, b| compare_all(&a.0, &b.0, columns).then(a.1.cmp(&b.1)));
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
        | Column::Translation => Err(Problem::invalid("claims cannot be sorted by this").at(column.span)),
        _ => Ok(()),
    }
}

/// What is compared; `None`: nothing there.
pub(super) type SortKey = Option<Compared>;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Compared {
    Number(i64),
    Text(Natural),
    /// One after the other: a moment and a name.
    Both(i64, Natural),
}

impl Compared {
    pub(super) fn text(text: &str) -> Compared {
        Compared::Text(Natural::of(text))
    }

    /// A date by the bound from which the direction looks at it.
    pub(super) fn date(interval: Interval, direction: Direction) -> Compared {
        let moment = if direction == Direction::Descending { interval.latest } else { interval.earliest };
        Compared::Number(moment.0)
    }
}

/// The order of two rows by their keys, of which there is one for each column.
pub(super) fn compare_all(
    a: &[SortKey],
    b: &[SortKey],
    columns: &[(Spanned<Column>, Direction)],
) -> Ordering {
    let each = a.iter().zip(b).zip(columns).map(|((a, b), (_, direction))| compare(a, b, *direction));
    each.fold(Ordering::Equal, Ordering::then)
}

fn compare(a: &SortKey, b: &SortKey, direction: Direction) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => {
            let order = a.cmp(b);
            if direction == Direction::Descending { order.reverse() } else { order }
        }
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// What a column of a claim is compared by: what it shows, of several entries the first that shows anything.
fn key(row: &ClaimRow, column: Column, direction: Direction) -> SortKey {
    let text = |text: &str| Some(Compared::text(text)).filter(|_| !text.is_empty());
    let first = |views: &[EntityView]| views.first().and_then(|view| text(&view.name));
    let date = |dated: &Dated| Compared::date(dated.date.interval(), direction);
    let cited = |part: &dyn Fn(&CitationView) -> SortKey| row.citations.iter().find_map(part);
    match column {
        Column::Id => text(row.id.as_str()),
        Column::Statement => text(&row.statement),
        Column::Language => row.lang.as_ref().and_then(|lang| text(&lang.in_english())),
        Column::Mode => text(row.mode.adjective()),
        Column::Speaker => row.speakers.first().and_then(|speaker| text(&speaker.who.name)),
        Column::Audience => first(&row.audience),
        Column::Ascribed => first(&row.ascribed_to),
        Column::About => first(&row.about),
        Column::Said => row.dated.as_ref().map(|dated| Compared::date(dated.dating.instants(), direction)),
        Column::Place => row.said_at.as_ref().and_then(|place| text(&place.name)),
        Column::Concerning => row.concerns.as_ref().map(date),
        Column::Source => cited(&|c| text(title_or_id(&c.read.source))),
        Column::Publisher => cited(&|c| text(&c.read.publisher.as_ref()?.name)),
        Column::Published => cited(&|c| c.read.source.published.as_ref().map(date)),
        Column::Locator => cited(&|c| text(c.locator.as_ref()?)),
        Column::Url => cited(&|c| text(c.read.source.url.as_ref()?)),
        Column::Archive => cited(&|c| text(c.read.source.archive_url.as_ref()?)),
        Column::Tags => row.tags.first().and_then(|tag| text(tag)),
        Column::Verdict => {
            row.assessments.first().map(|assessment| Compared::Number(assessment.record.verdict as i64))
        }
        Column::Note => row.note.as_ref().and_then(|note| text(note)),
        Column::Match => mark(row).map(Compared::Number),
        Column::Recorded => Some(Compared::Both(row.recorded.at, Natural::of(&row.recorded.by))),
        Column::Translation
        | Column::Chain
        | Column::Words
        | Column::Citation
        | Column::Links
        | Column::Name
        | Column::Kind => None,
    }
}

/// `possible` before `retracted`; a claim that hangs on nothing has no mark.
fn mark(row: &ClaimRow) -> Option<i64> {
    if row.certain { row.retracted.as_ref().map(|_| 1) } else { Some(0) }
}

/// What the column shows for a document.
pub(super) fn title_or_id(source: &Source) -> &str {
    source.title.as_deref().unwrap_or(source.id.as_str())
}

fn keyed<K>(slots: &RoaringBitmap, mut key: impl FnMut(Slot) -> Result<K>) -> Result<Vec<(K, Slot)>> {
    slots.iter().map(|slot| Ok((key(slot)?, slot))).collect()
}

fn unkeyed<K>(keyed: Vec<(K, Slot)>) -> Vec<Slot> {
    keyed.into_iter().map(|(_, slot)| slot).collect()
}

/// Orders runs of equals by id, which is read for those alone.
fn break_ties<K>(
    evaluator: &Evaluator<'_>,
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
