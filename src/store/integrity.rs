//! Whether everything is as it should be: the journal, the index against the journal, references, and the document's
//! words against the texts that were kept.

use std::path::Path;

use roaring::RoaringBitmap;

use crate::model::problem::{Category, Result};
use crate::model::quotation::{self, Beginning, Found};
use crate::model::{Key, Problem, Record, RecordType};
use crate::store::codec;
use crate::store::engine::Engine;
use crate::store::folder::Folder;
use crate::store::handle::Store;
use crate::store::index::columns::{
    About, Chains, Column, Concerns, Lengths, Places, Presented, Said, Speakers,
};
use crate::store::index::keys::{COLUMNS, ColumnOf, Entry, POSTINGS, PostingKey, SLOTS_PER_CHUNK, Slot};
use crate::store::index::posting_list::read_into;
use crate::store::index::versions::ChangeKind;
use crate::store::index::{Index, IndexReader, MergeIterator};
use crate::store::journal::{Damage, Journal};
use crate::store::progress::Progress;
use crate::store::take_in::take_in;

/// Every place where the journal of a database is damaged, also of a database that cannot be opened.
///
/// # Errors
/// There is no journal, or it cannot be read at all.
pub fn journal_damage(database: &Folder, progress: Progress<'_>) -> Result<Vec<Damage>> {
    Ok(Journal::examine(&database.journal(), progress)?.damage)
}

/// What a check found, a sentence each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong.
    pub findings: Vec<String>,
    /// What is only to be known: quoted words that stand in the kept texts but for typography, references to what was
    /// redacted.
    pub remarks: Vec<String>,
}

impl Checked {
    /// All of it, a line each, what is wrong first.
    pub fn lines(&self) -> String {
        let findings = self.findings.iter().map(|finding| format!("{finding}\n"));
        findings.chain(self.remarks.iter().map(|remark| format!("remark: {remark}\n"))).collect()
    }

    fn found(findings: Vec<String>) -> Checked {
        Checked { findings, remarks: Vec::new() }
    }
}

impl Store {
    /// Everything that is wrong, and what is to be known beside it.
    ///
    /// # Errors
    /// Something needed for the checking itself cannot be read or written.
    pub fn check(&self, scratch: &Path, progress: Progress<'_>) -> Result<Checked> {
        let damage = self.journal.verify(progress);
        if !damage.is_empty() {
            return Ok(Checked::found(damage.iter().map(ToString::to_string).collect()));
        }
        let checked = self.check_index(scratch, progress).and_then(|findings| {
            let mut checked = Checked::found(findings);
            self.check_records(&mut checked)?;
            Ok(checked)
        });
        match checked {
            // What cannot be read of the index is a finding like others: it is derived.
            Err(problem) if problem.category() == Category::Index => {
                Ok(Checked::found(vec![format!("{}; `dictum rebuild` rebuilds it", problem.message())]))
            }
            checked => checked,
        }
    }

    /// An index of the whole journal, in a folder of its own.
    fn index_beside(&self, scratch: &Path, progress: Progress<'_>) -> Result<Index> {
        let mut index = Index::open(Engine::open(scratch)?)?;
        take_in(&mut index, &self.journal, progress)?;
        Ok(index)
    }

    /// Rebuilds the index beside the one in use and compares them, entry by entry.
    fn check_index(&self, scratch: &Path, progress: Progress<'_>) -> Result<Vec<String>> {
        let fresh = self.index_beside(scratch, progress).map_err(not_compared)?;
        let mut findings = Vec::new();
        let (mut ours, mut theirs) = (self.index()?.entries(&[])?, fresh.entries(&[])?);
        let (mut our, mut their) = (next(&mut ours)?, next(&mut theirs)?);
        while our.is_some() || their.is_some() {
            let order = match (&our, &their) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Greater,
            };
            match (order, &our, &their) {
                (std::cmp::Ordering::Less, Some((key, _)), _) => {
                    findings.push(finding("has an entry too many", key));
                }
                (std::cmp::Ordering::Greater, _, Some((key, _))) => {
                    findings.push(finding("is missing an entry", key));
                }
                (_, Some((key, a)), Some((_, b))) if !same(key, a, b)? => {
                    findings.push(finding("has a wrong entry", key));
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
                "the index differs from the journal in {more} more places; `dictum rebuild` rebuilds it"
            ));
        }
        Ok(findings)
    }

    /// The columns are cut differently where segments were: they are compared by what they hold.
    fn check_columns(&self, fresh: &Index) -> Result<Vec<String>> {
        let mut findings = Vec::new();
        let slots = self.index()?.counters().slots;
        if slots != fresh.counters().slots {
            findings.push("the index has another number of claims; `dictum rebuild` rebuilds it".to_owned());
        }
        for first in (0..slots).step_by(SLOTS_PER_CHUNK as usize) {
            for (column, is_same) in [
                (ColumnOf::Place, same_column::<Places>(self.index()?, fresh, first)?),
                (ColumnOf::Said, same_column::<Said>(self.index()?, fresh, first)?),
                (ColumnOf::Concerns, same_column::<Concerns>(self.index()?, fresh, first)?),
                (ColumnOf::Speakers, same_column::<Speakers>(self.index()?, fresh, first)?),
                (ColumnOf::About, same_column::<About>(self.index()?, fresh, first)?),
                (ColumnOf::Chains, same_column::<Chains>(self.index()?, fresh, first)?),
                (ColumnOf::Length, same_column::<Lengths>(self.index()?, fresh, first)?),
                (ColumnOf::Presented, same_column::<Presented>(self.index()?, fresh, first)?),
            ] {
                if !is_same {
                    findings.push(finding("has a wrong entry", &Entry::Column(column, first).key()));
                }
            }
        }
        Ok(findings)
    }

    /// References that lead nowhere, and words that the kept text of their document does not hold.
    fn check_records(&self, checked: &mut Checked) -> Result<()> {
        let snapshot = self.snapshot();
        for record_type in RecordType::ALL {
            for ordinal in &*snapshot.posting(&PostingKey::All(record_type))? {
                let Some(record) = snapshot.live_record(record_type, ordinal)? else { continue };
                for (field, target) in record.references() {
                    let there = snapshot
                        .ordinal(&target)?
                        .map(|ordinal| snapshot.version(target.record_type(), ordinal));
                    let there = there.transpose()?.flatten();
                    if there.as_ref().is_some_and(|version| version.act == ChangeKind::Redacted)
                        && let Some(ordinal) = snapshot.ordinal(&target)?
                        && let Some(redaction) = snapshot.redaction(target.record_type(), ordinal)?
                    {
                        checked.remarks.push(format!("{}, field `{field}`: {redaction}", record.key()));
                    }
                    if there.is_none() {
                        checked
                            .findings
                            .push(format!("{}, field `{field}`: there is no {target}", record.key()));
                    }
                }
                if let Record::Claim(claim) = &record {
                    for citation in &claim.citations {
                        self.check_words(&record.key(), citation, checked)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn check_words(
        &self,
        claim: &Key,
        citation: &crate::model::Citation,
        checked: &mut Checked,
    ) -> Result<()> {
        let Some(words) = &citation.words else { return Ok(()) };
        let key = Key::Source(citation.source.id.clone());
        let Some(Record::Source(source)) = self.snapshot().record(&key)? else { return Ok(()) };
        let Some(text) = &source.text else { return Ok(()) };
        match quotation::find(text, &words.text) {
            Found::AsWritten => {}
            Found::ButForTypography { at, differences } => checked.remarks.push(format!(
                "{claim}: its words stand in the kept text of {key} ({at}) but for typography: {}",
                differing(&differences)
            )),
            Found::Not { beginning } => checked.findings.push(format!(
                "{claim}: its words do not stand in the kept text of {key}: “{}”{}",
                words.text,
                beginning.as_ref().map_or(String::new(), as_far_as)
            )),
        }
        Ok(())
    }
}

/// "the text has “’” (U+2019) for “'”, “ﬃ” (U+FB03) for “ffi”"
fn differing(differences: &[String]) -> String {
    const MOST_SHOWN: usize = 5;
    let shown = differences.iter().take(MOST_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = differences.len().saturating_sub(MOST_SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("the text has {shown}{more}")
}

fn as_far_as(beginning: &Beginning) -> String {
    let Beginning { at, last, text_has, words_have } = beginning;
    let text_has = if text_has.is_empty() {
        "the text ends".to_owned()
    } else {
        format!("the text has “{text_has}”")
    };
    format!("; they do from {at} up to “{last}”, then {text_has} and they have “{words_have}”")
}

/// The next entry that is no part of a column.
fn next(entries: &mut MergeIterator<'_>) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    for entry in entries {
        let entry = entry?;
        if entry.0.first() != Some(&COLUMNS) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// That no second index can be made says nothing about the one in use.
fn not_compared(problem: Problem) -> Problem {
    if problem.category() != Category::Index {
        return problem;
    }
    Problem::io_refused(format!("the index could not be compared with the journal: {}", problem.message()))
}

fn same_column<C: Column + PartialEq>(ours: &IndexReader, fresh: &IndexReader, slot: Slot) -> Result<bool> {
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
    format!("the index {what} of the kind {tag} (key {hex}); `dictum rebuild` rebuilds it")
}

/// What a value of the index that cannot be decoded is called.
impl From<codec::CodecError> for Problem {
    fn from(error: codec::CodecError) -> Problem {
        Problem::index(format!("an entry of the index is {error}"))
    }
}
