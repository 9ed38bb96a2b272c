//! Whether everything is as it should be: the journal, the index against the journal, references, and the document's
//! words against the texts that were kept.

use std::path::Path;

use roaring::RoaringBitmap;

use super::codec;
use super::columns::{About, Chains, Column, Concerns, Lengths, Places, Presented, Said, Speakers};
use super::engine::Engine;
use super::folder::Folder;
use super::index::{Index, Merged};
use super::journal::{Damage, Journal};
use super::keys::{COLUMNS, ColumnOf, Entry, POSTINGS, Posting, SLOTS_PER_CHUNK, Slot};
use super::postings::read_into;
use super::{Progress, Store};
use crate::model::problem::{Fault, Result};
use crate::model::{Key, Problem, Record, RecordType};

/// Every place where the journal of a database is damaged, also of a database that cannot be opened.
///
/// # Errors
/// There is no journal, or it cannot be read at all.
pub fn journal_damage(database: &Folder, progress: Progress<'_>) -> Result<Vec<Damage>> {
    Ok(Journal::examine(&database.journal(), progress)?.damage)
}

impl Store {
    /// Everything that is wrong, a sentence each; none where all is well.
    ///
    /// # Errors
    /// Something needed for the checking itself cannot be read or written.
    pub fn check(&self, scratch: &Path, progress: Progress<'_>) -> Result<Vec<String>> {
        let damage = self.journal.verify(progress);
        if !damage.is_empty() {
            return Ok(damage.iter().map(ToString::to_string).collect());
        }
        let checked = self.check_index(scratch, progress).and_then(|mut findings| {
            findings.extend(self.check_records()?);
            Ok(findings)
        });
        match checked {
            // What cannot be read of the index is a finding like others: it is derived.
            Err(problem) if problem.fault == Fault::Index => {
                Ok(vec![format!("{}; `dictum rebuild` makes it anew", problem.message)])
            }
            checked => checked,
        }
    }

    /// Makes the index anew beside the one in use and compares them, entry by entry.
    fn check_index(&self, scratch: &Path, progress: Progress<'_>) -> Result<Vec<String>> {
        let mut fresh = Index::open(Engine::open(scratch)?)?;
        super::take_in(&mut fresh, &self.journal, progress)?;
        let mut findings = Vec::new();
        let (mut ours, mut theirs) = (self.index().entries(&[])?, fresh.entries(&[])?);
        let (mut our, mut their) = (next(&mut ours)?, next(&mut theirs)?);
        while our.is_some() || their.is_some() {
            let order = match (&our, &their) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Greater,
            };
            match (order, &our, &their) {
                (std::cmp::Ordering::Less, Some((key, _)), _) => {
                    findings.push(finding("has an entry too many", key))
                }
                (std::cmp::Ordering::Greater, _, Some((key, _))) => {
                    findings.push(finding("lacks an entry", key))
                }
                (_, Some((key, a)), Some((_, b))) if !same(key, a, b)? => {
                    findings.push(finding("has a wrong entry", key))
                }
                _ => {}
            }
            if order.is_le() {
                our = next(&mut ours)?;
            }
            if order.is_ge() {
                their = next(&mut theirs)?;
            }
        }
        findings.extend(self.check_columns(&fresh)?);
        if findings.len() > 20 {
            let more = findings.len() - 20;
            findings.truncate(20);
            findings.push(format!(
                "the index differs from the journal in {more} more places; `dictum rebuild` makes it anew"
            ));
        }
        Ok(findings)
    }

    /// The columns are cut differently where runs were: they are compared by what they hold.
    fn check_columns(&self, fresh: &Index) -> Result<Vec<String>> {
        let mut findings = Vec::new();
        let slots = self.index().counters().slots;
        if slots != fresh.counters().slots {
            findings
                .push("the index has another number of claims; `dictum rebuild` makes it anew".to_owned());
        }
        for first in (0..slots).step_by(SLOTS_PER_CHUNK as usize) {
            for (column, is_same) in [
                (ColumnOf::Place, same_column::<Places>(self.index(), fresh, first)?),
                (ColumnOf::Said, same_column::<Said>(self.index(), fresh, first)?),
                (ColumnOf::Concerns, same_column::<Concerns>(self.index(), fresh, first)?),
                (ColumnOf::Speakers, same_column::<Speakers>(self.index(), fresh, first)?),
                (ColumnOf::About, same_column::<About>(self.index(), fresh, first)?),
                (ColumnOf::Chains, same_column::<Chains>(self.index(), fresh, first)?),
                (ColumnOf::Length, same_column::<Lengths>(self.index(), fresh, first)?),
                (ColumnOf::Presented, same_column::<Presented>(self.index(), fresh, first)?),
            ] {
                if !is_same {
                    findings.push(finding("has a wrong entry", &Entry::Column(column, first).key()));
                }
            }
        }
        Ok(findings)
    }

    /// References that lead nowhere, and words that the kept text of their document does not hold.
    fn check_records(&self) -> Result<Vec<String>> {
        let snapshot = self.snapshot();
        let mut findings = Vec::new();
        for record_type in RecordType::ALL {
            for ordinal in &*snapshot.posting(&Posting::All(record_type))? {
                let Some(record) = snapshot.live_record(record_type, ordinal)? else { continue };
                for (field, target) in record.references() {
                    let there = snapshot
                        .ordinal(&target)?
                        .map(|ordinal| snapshot.version(target.record_type(), ordinal));
                    if there.transpose()?.flatten().is_none() {
                        findings.push(format!("{}, field `{field}`: there is no {target}", record.key()));
                    }
                }
                if let Record::Claim(claim) = &record {
                    for citation in &claim.citations {
                        findings.extend(self.check_words(&record.key(), citation)?);
                    }
                }
            }
        }
        Ok(findings)
    }

    fn check_words(&self, claim: &Key, citation: &crate::model::Citation) -> Result<Option<String>> {
        let Some(words) = &citation.words else { return Ok(None) };
        let key = Key::Source(citation.source.id.clone());
        let Some(Record::Source(source)) = self.snapshot().record(&key)? else { return Ok(None) };
        let Some(text) = &source.text else { return Ok(None) };
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok((!spaced(text).contains(&spaced(&words.text)))
            .then(|| format!("{claim}: its words do not stand in the kept text of {key}: “{}”", words.text)))
    }
}

/// The next entry that is no part of a column.
fn next(entries: &mut Merged<'_>) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    for entry in entries {
        let entry = entry?;
        if entry.0.first() != Some(&COLUMNS) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

fn same_column<C: Column + PartialEq>(ours: &Index, fresh: &Index, slot: Slot) -> Result<bool> {
    Ok(ours.column::<C>(slot)? == fresh.column::<C>(slot)?)
}

/// Whether two entries say the same; postings are compared as sets.
fn same(key: &[u8], ours: &[u8], theirs: &[u8]) -> Result<bool> {
    if ours == theirs || key.first() != Some(&POSTINGS) {
        return Ok(ours == theirs);
    }
    let (mut our, mut their) = (RoaringBitmap::new(), RoaringBitmap::new());
    read_into(&mut our, ours)?;
    read_into(&mut their, theirs)?;
    Ok(our == their)
}

fn finding(what: &str, key: &[u8]) -> String {
    let tag = key.first().map_or('?', |tag| char::from(*tag));
    let hex: String = key.iter().take(24).map(|byte| format!("{byte:02x}")).collect();
    format!("the index {what} of the kind {tag} (key {hex}); `dictum rebuild` makes it anew")
}

/// What a value of the index that cannot be decoded is called.
impl From<codec::CodecError> for Problem {
    fn from(error: codec::CodecError) -> Problem {
        Problem::index(format!("an entry of the index is {error}"))
    }
}
