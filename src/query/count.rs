//! Counting claims by what they have in common.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::answer::{CountRow, CountValue};
use super::evaluate::Evaluator;
use super::speakers::Held;
use crate::language::syntax::PerField;
use crate::model::problem::Result;
use crate::model::text::fold;
use crate::model::{Claim, Id, Interval, Key, Moment, Ref};
use crate::store::keys::{Posting, Slot};

impl Evaluator<'_, '_> {
    /// The counts by each value, or each combination of values, largest first; what has no value comes last.
    pub fn count_per(&self, slots: &RoaringBitmap, per: &[PerField]) -> Result<Vec<CountRow>> {
        let mut counts: HashMap<Vec<Value>, usize> = HashMap::new();
        for slot in slots {
            let claim = self.snapshot.claim(slot)?;
            let mut combinations = vec![Vec::new()];
            for field in per {
                let values = self.values(*field, slot, &claim)?;
                combinations = combinations
                    .iter()
                    .flat_map(|so_far| {
                        values.iter().map(move |value| [so_far.as_slice(), std::slice::from_ref(value)].concat())
                    })
                    .collect();
            }
            for combination in combinations {
                *counts.entry(combination).or_default() += 1;
            }
        }
        let rows = counts.into_iter().map(|(values, count)| {
            let values = values.into_iter().map(|value| self.shown(value)).collect::<Result<_>>()?;
            Ok(CountRow { values, count })
        });
        let mut rows = rows.collect::<Result<Vec<_>>>()?;
        rows.sort_by_cached_key(|row| (has_none(row), std::cmp::Reverse(row.count), names(row)));
        Ok(rows)
    }

    /// The different values that a claim has in a field; one of them at least.
    fn values(&self, field: PerField, slot: Slot, claim: &Claim) -> Result<Vec<Value>> {
        let mut values = match field {
            PerField::Speaker => self.speaker_ids(claim)?.into_iter().map(Value::Entity).collect(),
            PerField::Role => self.roles_then(slot, claim)?,
            PerField::Topic => entities(&claim.about),
            PerField::Place => entities(claim.said_at.as_slice()),
            PerField::Publisher => self.publishers(claim)?,
            PerField::Source => chain(claim).map(|hop| Value::Source(hop.id.clone())).collect(),
            PerField::Verdict | PerField::Checker => self.assessed(field, slot)?,
            PerField::Language => languages(claim),
            PerField::Mode => vec![Value::Word(claim.mode.word().to_owned())],
            PerField::Tag => claim.tags.iter().cloned().map(Value::Word).collect(),
            PerField::Year | PerField::Month | PerField::Day => {
                self.effective(slot)?.map(|(interval, _)| calendar(field, interval)).into_iter().collect()
            }
        };
        let mut seen = std::collections::HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        if values.is_empty() {
            values.push(Value::None);
        }
        Ok(values)
    }

    fn speaker_ids(&self, claim: &Claim) -> Result<Vec<Id>> {
        if !claim.speakers.is_empty() {
            return Ok(claim.speakers.iter().map(|speaker| speaker.id.clone()).collect());
        }
        let mut ids = Vec::new();
        for (ordinal, _) in self.implied_speakers(claim)? {
            ids.extend(self.snapshot.entity(ordinal)?.map(|entity| entity.id.clone()));
        }
        Ok(ids)
    }

    /// The roles that the speakers can have held when it was said.
    fn roles_then(&self, slot: Slot, claim: &Claim) -> Result<Vec<Value>> {
        let said = self.effective(slot)?.map(|(interval, _)| interval);
        let mut roles = Vec::new();
        for speaker in self.speaker_ids(claim)? {
            let Some(entity) = self.entity_called(&speaker)? else { continue };
            let held =
                entity.roles.iter().filter(|tenure| Held::of(tenure).is_some_and(|held| held.at(said).0));
            roles.extend(held.map(|tenure| Value::Entity(tenure.role.id.clone())));
        }
        Ok(roles)
    }

    fn publishers(&self, claim: &Claim) -> Result<Vec<Value>> {
        let mut publishers = Vec::new();
        for hop in chain(claim) {
            publishers.extend(self.source_view(hop)?.publisher.map(|publisher| Value::Entity(publisher.id)));
        }
        Ok(publishers)
    }

    fn assessed(&self, field: PerField, slot: Slot) -> Result<Vec<Value>> {
        let claim = self.snapshot.columns(slot)?.claim;
        let mut values = Vec::new();
        for ordinal in &*self.snapshot.posting(&Posting::AssessmentOf(claim))? {
            let Some(assessment) = self.snapshot.assessment(ordinal)? else { continue };
            values.push(match field {
                PerField::Verdict => Value::Word(assessment.verdict.word().to_owned()),
                _ => Value::Entity(assessment.by.id.clone()),
            });
        }
        Ok(values)
    }

    fn shown(&self, value: Value) -> Result<CountValue> {
        Ok(match value {
            Value::Entity(id) => CountValue::Entity(self.name(&id)?),
            Value::Source(id) => {
                let ordinal = self.snapshot.ordinal(&Key::Source(id.clone()))?;
                let source = ordinal.map(|ordinal| self.snapshot.source(ordinal)).transpose()?.flatten();
                let title = source.and_then(|source| source.title.clone()).unwrap_or_else(|| id.to_string());
                CountValue::Source { id, title }
            }
            Value::Word(word) => CountValue::Word(word),
            Value::None => CountValue::None,
            Value::Inexact => CountValue::Inexact,
        })
    }
}

/// A value before its name is looked up.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    Entity(Id),
    Source(Id),
    Word(String),
    None,
    Inexact,
}

fn entities(refs: &[Ref]) -> Vec<Value> {
    refs.iter().map(|reference| Value::Entity(reference.id.clone())).collect()
}

fn chain(claim: &Claim) -> impl Iterator<Item = &Ref> {
    claim.citations.iter().flat_map(|citation| std::iter::once(&citation.source).chain(&citation.via))
}

fn languages(claim: &Claim) -> Vec<Value> {
    let words = claim.citations.iter().filter_map(|citation| citation.words.as_ref()?.lang.as_ref());
    claim.lang.iter().chain(words).map(|lang| Value::Word(lang.to_string())).collect()
}

/// The year, month or day that a date lies in, if it lies in one.
fn calendar(field: PerField, interval: Interval) -> Value {
    let unbounded = interval.earliest == Moment::BEGINNING || interval.latest == Moment::END;
    let word = match field {
        _ if unbounded => None,
        PerField::Year => interval.one_year().map(|year| format!("{year:04}")),
        PerField::Month => interval.one_month().map(|(year, month)| format!("{year:04}-{month:02}")),
        _ => interval.one_day().map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
    };
    word.map_or(Value::Inexact, Value::Word)
}

fn has_none(row: &CountRow) -> bool {
    row.values.contains(&CountValue::None)
}

/// The names by which rows of the same count are ordered.
fn names(row: &CountRow) -> Vec<(String, String)> {
    let name = |value: &CountValue| match value {
        CountValue::Entity(entity) => (fold(&entity.name), entity.id.to_string()),
        CountValue::Source { id, title } => (fold(title), id.to_string()),
        CountValue::Word(word) => (fold(word), word.clone()),
        CountValue::None | CountValue::Inexact => (String::new(), String::new()),
    };
    row.values.iter().map(name).collect()
}
