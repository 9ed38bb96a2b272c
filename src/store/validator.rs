//! Before anything is written: do the changes of a transaction leave a database in which every rule holds?
//! All that is wrong is found, not only the first of it.

use std::collections::{HashMap, HashSet};

use crate::model::problem::Result;
use crate::model::validate;
use crate::model::violation::{Rule, Violation};
use crate::model::{Key, Kind, Record, RecordType};
use crate::store::change::Change;
use crate::store::index::keys::PostingKey;
use crate::store::index::versions::ChangeKind;
use crate::store::redaction::Redaction;
use crate::store::snapshot::Snapshot;

/// The changes of a transaction that do change something.
pub struct Accepted {
    pub changes: Vec<Change>,
    /// How many were passed over because they were there already.
    pub unchanged: usize,
}

/// Why one of the changes cannot be made.
pub struct Refusal {
    /// Which of the changes, counted from 0.
    pub change: usize,
    pub key: Key,
    pub reason: Reason,
}

pub enum Reason {
    Violation(Violation),
    /// The record is there already, with other content.
    Differs {
        stored: Box<Record>,
        given: Box<Record>,
    },
}

/// Examines the changes, in their order, against the database.
///
/// # Errors
/// The outer error is a failure to read; the inner one lists all that is wrong with the changes.
pub fn examine(
    snapshot: &Snapshot,
    changes: Vec<Change>,
) -> Result<std::result::Result<Accepted, Vec<Refusal>>> {
    let mut examination = Validator {
        snapshot,
        after: HashMap::with_capacity(changes.len()),
        redacted: HashSet::new(),
        refusals: Vec::new(),
    };
    let mut kept = vec![false; changes.len()];
    for (place, change) in changes.iter().enumerate() {
        kept[place] = examination.take(place, change)?;
    }
    examination.check_records()?;
    examination.check_retractions()?;
    examination.check_cycles()?;
    if !examination.refusals.is_empty() {
        examination.refusals.sort_by_key(|refusal| refusal.change);
        return Ok(Err(examination.refusals));
    }
    drop(examination);
    let unchanged = kept.iter().filter(|kept| !**kept).count();
    let mut kept = kept.into_iter();
    let changes = changes.into_iter().filter(|_| kept.next().unwrap_or(false)).collect();
    Ok(Ok(Accepted { changes, unchanged }))
}

/// A record as it will be after the transaction.
struct After<'c> {
    record: std::borrow::Cow<'c, Record>,
    retracted: bool,
    /// The change that last touched it.
    change: usize,
}

struct Validator<'c> {
    snapshot: &'c Snapshot,
    after: HashMap<Key, After<'c>>,
    /// What is said to be redacted elsewhere: it is not there, but may be referred to.
    redacted: HashSet<Key>,
    refusals: Vec<Refusal>,
}

impl<'c> Validator<'c> {
    /// Follows one change; says whether it changes anything.
    fn take(&mut self, place: usize, change: &'c Change) -> Result<bool> {
        let key = change.key();
        let now = self.now(&key)?;
        let outcome = match (change, now) {
            (Change::Redact { .. } | Change::Gap(_), Some(_)) => Err(Reason::Violation(
                Violation::new("of", format!("{key} is there, and is said to be redacted")).hint(format!(
                    "`dictum redact {} because …` takes it out of this database too",
                    key.name()
                )),
            )),
            (Change::Redact { .. } | Change::Gap(_), None) => {
                let is_known = self.redaction(&key)?.is_some() || !self.redacted.insert(key);
                return Ok(!is_known);
            }
            (Change::Add(record), None) => Ok(Some((std::borrow::Cow::Borrowed(record), false))),
            (Change::Add(record), Some((old, _))) if *record == *old => Ok(None),
            (Change::Add(record), Some((old, _))) => {
                Err(Reason::Differs { stored: Box::new(old.into_owned()), given: Box::new(record.clone()) })
            }
            (Change::Correct { record, .. }, Some((old, false))) => {
                Ok((*record != *old).then_some((std::borrow::Cow::Borrowed(record), false)))
            }
            (Change::Retract { .. }, Some((old, false))) => Ok(Some((old, true))),
            (Change::Retract { .. }, Some((_, true))) => Ok(None),
            (Change::Restore { .. }, Some((old, true))) => Ok(Some((old, false))),
            (Change::Correct { .. }, Some((_, true))) => Err(violation(Rule::Retracted(key.clone()))),
            (Change::Restore { .. }, Some((_, false))) => Err(violation(Rule::NotRetracted(key.clone()))),
            (_, None) => Err(self.missing(&key)?),
        };
        match outcome {
            Ok(Some((record, retracted))) => {
                self.after.insert(key, After { record, retracted, change: place });
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(reason) => {
                self.refusals.push(Refusal { change: place, key, reason });
                Ok(false)
            }
        }
    }

    /// A record as it is at this point of the transaction, and whether it is retracted.
    fn now(&self, key: &Key) -> Result<Option<(std::borrow::Cow<'c, Record>, bool)>> {
        match self.after.get(key) {
            Some(after) => Ok(Some((after.record.clone(), after.retracted))),
            None => Ok(stored(self.snapshot, key)?
                .map(|(record, retracted)| (std::borrow::Cow::Owned(record), retracted))),
        }
    }

    /// Why a record that is not there cannot be changed.
    fn missing(&self, key: &Key) -> Result<Reason> {
        Ok(match self.redaction(key)? {
            Some(redaction) => Reason::Violation(
                Violation::new("id", redaction.to_string())
                    .hint("nothing of it is left; it can be added again, with what may be recorded"),
            ),
            None => violation(Rule::MissingRecord(key.clone())),
        })
    }

    fn redaction(&self, key: &Key) -> Result<Option<Redaction>> {
        let Some(ordinal) = self.snapshot.ordinal(key)? else { return Ok(None) };
        self.snapshot.redaction(key.record_type(), ordinal)
    }

    fn refuse(&mut self, change: usize, key: &Key, violation: Violation) {
        self.refusals.push(Refusal { change, key: key.clone(), reason: Reason::Violation(violation) });
    }

    /// The rules within each record, and those on what it refers to.
    fn check_records(&mut self) -> Result<()> {
        let mut found = Vec::new();
        for (key, after) in &self.after {
            found.extend(
                validate::check(&after.record)
                    .into_iter()
                    .map(|violation| (after.change, key.clone(), violation)),
            );
            for (field, target) in after.record.references() {
                if let Some(violation) = self.check_reference(after, field, &target)? {
                    found.push((after.change, key.clone(), violation));
                }
            }
        }
        found.into_iter().for_each(|(change, key, violation)| self.refuse(change, &key, violation));
        Ok(())
    }

    fn check_reference(
        &self,
        from: &After<'_>,
        field: &'static str,
        target: &Key,
    ) -> Result<Option<Violation>> {
        let record_type = from.record.key().record_type();
        let (exists, retracted, kind) = match self.after.get(target) {
            Some(after) => (true, after.retracted, kind_of(&after.record)),
            None if self.redacted.contains(target) => (true, false, None),
            None => self.stored_reference(target)?,
        };
        if !exists {
            return Ok(Some(Violation::of(field, Rule::MissingReference(target.clone()))));
        }
        // Assessments and links leave the answers with their claim, and come back with it.
        let may_be_retracted = from.retracted || target.record_type() == RecordType::Claim;
        if retracted && !may_be_retracted {
            return Ok(Some(Violation::of(field, Rule::Retracted(target.clone()))));
        }
        Ok(wrong_kind(record_type, field, target, kind))
    }

    /// Whether a record is there, whether it is retracted, and its kind if it is an entity.
    fn stored_reference(&self, target: &Key) -> Result<(bool, bool, Option<Kind>)> {
        let Some(ordinal) = self.snapshot.ordinal(target)? else { return Ok((false, false, None)) };
        if target.record_type() == RecordType::Entity
            && let Some(entity) = self.snapshot.entity(ordinal)?
        {
            return Ok((true, false, Some(entity.kind)));
        }
        let version = self.snapshot.version(target.record_type(), ordinal)?;
        Ok((version.is_some(), version.is_some_and(|version| version.act == ChangeKind::Retracted), None))
    }

    /// What live records refer to cannot be retracted.
    fn check_retractions(&mut self) -> Result<()> {
        let retracted: Vec<(Key, usize)> = self
            .after
            .iter()
            .filter(|(_, after)| after.retracted)
            .map(|(key, after)| (key.clone(), after.change))
            .collect();
        for (key, change) in retracted {
            let referrers = self.live_referrers(&key)?;
            if !referrers.is_empty() {
                self.refuse(change, &key, Violation::of("of", Rule::Referenced(referrers)));
            }
        }
        Ok(())
    }

    /// The stored records, untouched by this transaction, that are live and name `key`, each once.
    fn live_referrers(&self, key: &Key) -> Result<Vec<Key>> {
        let Some(ordinal) = self.snapshot.ordinal(key)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut known = HashSet::new();
        let live = self.snapshot.live()?;
        for posting in claims_naming(key, ordinal) {
            for slot in &*live & &*self.snapshot.posting(&posting)? {
                let record = Record::Claim(self.snapshot.claim(slot)?);
                if !self.after.contains_key(&record.key()) && known.insert(record.key()) {
                    found.push(record.key());
                }
            }
        }
        for (record_type, posting) in records_naming(key, ordinal) {
            for other in &*self.snapshot.posting(&posting)? {
                if let Some(record) = self.snapshot.live_record(record_type, other)?
                    && !self.after.contains_key(&record.key())
                    && record.references().iter().any(|(_, target)| target == key)
                {
                    found.push(record.key());
                }
            }
        }
        Ok(found)
    }

    /// No entity may be broader than itself, by whatever way.
    fn check_cycles(&mut self) -> Result<()> {
        let mut done = HashSet::new();
        let mut cycles = Vec::new();
        let mut touched: Vec<(&Key, &After<'_>)> = self
            .after
            .iter()
            .filter(|(_, after)| matches!(&*after.record, Record::Entity(e) if !e.broader.is_empty()))
            .collect();
        touched.sort_by_key(|(_, after)| after.change);
        for (key, after) in touched {
            if let Some(cycle) = self.cycle_from(key, &mut done)? {
                cycles.push((after.change, key.clone(), cycle));
            }
        }
        for (change, key, cycle) in cycles {
            self.refuse(change, &key, Violation::of("broader", Rule::Cycle(cycle)));
        }
        Ok(())
    }

    /// Walks upwards from an entity; `done` holds those from which no circle can be reached.
    fn cycle_from(&self, start: &Key, done: &mut HashSet<Key>) -> Result<Option<Vec<Key>>> {
        let mut way: Vec<(Key, Vec<Key>)> = Vec::new();
        // The place on the way of each that is on it.
        let mut places = HashMap::new();
        if !done.contains(start) {
            places.insert(start.clone(), 0);
            way.push((start.clone(), self.broader(start)?));
        }
        while let Some((_, open)) = way.last_mut() {
            let Some(next) = open.pop() else {
                if let Some((left, _)) = way.pop() {
                    places.remove(&left);
                    done.insert(left);
                }
                continue;
            };
            if let Some(&place) = places.get(&next) {
                let mut cycle: Vec<Key> = way[place..].iter().map(|(key, _)| key.clone()).collect();
                cycle.push(next);
                done.extend(way.into_iter().map(|(key, _)| key));
                return Ok(Some(cycle));
            }
            if !done.contains(&next) {
                let broader = self.broader(&next)?;
                places.insert(next.clone(), way.len());
                way.push((next, broader));
            }
        }
        Ok(None)
    }

    fn broader(&self, key: &Key) -> Result<Vec<Key>> {
        let keys = |record: &Record| match record {
            Record::Entity(entity) => entity.broader.iter().map(|b| Key::Entity(b.id.clone())).collect(),
            _ => Vec::new(),
        };
        if let Some(after) = self.after.get(key) {
            return Ok(keys(&after.record));
        }
        Ok(self.snapshot.record(key)?.as_ref().map_or(Vec::new(), keys))
    }
}

/// A record as it is in the database, and whether it is retracted. One that was redacted is not there.
pub fn stored(snapshot: &Snapshot, key: &Key) -> Result<Option<(Record, bool)>> {
    let Some(ordinal) = snapshot.ordinal(key)? else { return Ok(None) };
    let version = snapshot.version(key.record_type(), ordinal)?;
    let Some(version) = version.filter(|version| version.act != ChangeKind::Redacted) else {
        return Ok(None);
    };
    Ok(Some((snapshot.content(version.content)?, version.act == ChangeKind::Retracted)))
}

/// A rule on the record that is to be changed.
fn violation(rule: Rule) -> Reason {
    Reason::Violation(Violation::of("id", rule))
}

fn kind_of(record: &Record) -> Option<Kind> {
    match record {
        Record::Entity(entity) => Some(entity.kind),
        _ => None,
    }
}

fn wrong_kind(
    record_type: RecordType,
    field: &'static str,
    target: &Key,
    kind: Option<Kind>,
) -> Option<Violation> {
    let (kind, wanted) = (kind?, validate::kinds_for(record_type, field)?);
    if wanted.contains(&kind) {
        return None;
    }
    Some(Violation::of(field, Rule::WrongKind { target: target.clone(), kind, accepted: wanted }))
}

fn claims_naming(key: &Key, ordinal: u32) -> Vec<PostingKey> {
    let doubtful = false;
    match key {
        Key::Entity(_) => vec![
            PostingKey::About { entity: ordinal, doubtful },
            PostingKey::Speaker { entity: ordinal, doubtful },
            PostingKey::PresentedAs(ordinal),
            PostingKey::PresentedOf(ordinal),
            PostingKey::AscribedTo { entity: ordinal, doubtful },
            PostingKey::Audience { entity: ordinal, doubtful },
            PostingKey::SaidAt { entity: ordinal, doubtful },
        ],
        Key::Source(_) => {
            vec![
                PostingKey::Read { source: ordinal, doubtful },
                PostingKey::Via { source: ordinal, doubtful },
            ]
        }
        _ => Vec::new(),
    }
}

fn records_naming(key: &Key, ordinal: u32) -> Vec<(RecordType, PostingKey)> {
    match key {
        Key::Entity(_) => vec![
            (RecordType::Entity, PostingKey::Narrower(ordinal)),
            (RecordType::Entity, PostingKey::Holder(ordinal)),
            (RecordType::Entity, PostingKey::HolderOf(ordinal)),
            (RecordType::Entity, PostingKey::EventAt(ordinal)),
            (RecordType::Source, PostingKey::PublishedBy(ordinal)),
            (RecordType::Source, PostingKey::AuthoredBy(ordinal)),
            (RecordType::Assessment, PostingKey::AssessedBy(ordinal)),
        ],
        Key::Source(_) => vec![
            (RecordType::Source, PostingKey::Cites(ordinal)),
            (RecordType::Assessment, PostingKey::AssessmentIn(ordinal)),
        ],
        _ => Vec::new(),
    }
}
