//! What others publish, read and written: reviews of claims (ClaimReview), and bibliographies.

mod bibliographies;
mod exported;
mod objects;
mod pages;
mod reviews;
mod round_trip;
mod schema;

use std::collections::BTreeMap;

use dictum::exchange::claimreview::ClaimReviews;
use dictum::exchange::entries::{Entries, Entry, Rejected};
use dictum::exchange::naming::{Names, Naming, NothingKnown};
use dictum::model::{Assessment, Claim, Entity, Problem, Record, Source};

/// All that a file gives.
#[derive(Default)]
pub struct Given {
    pub about: Vec<String>,
    pub entries: Vec<Entry>,
    pub rejected: Vec<Rejected>,
    pub entities: Vec<Entity>,
}

/// Reads all entries, and once more, which has to give the same.
pub fn all_of(mut entries: impl Entries) -> Given {
    let mut names = Names::default();
    let mut given = Given { about: entries.about(), ..Given::default() };
    while let Some(next) = entries.next(&mut Naming::new(&mut names, &NothingKnown)).expect("it can be read")
    {
        match next {
            Ok(entry) => given.entries.push(entry),
            Err(rejected) => given.rejected.push(rejected),
        }
    }
    entries.rewind().expect("it can be read again");
    let mut again = given.entries.iter();
    while let Some(next) = entries.next(&mut Naming::new(&mut names, &NothingKnown)).expect("it can be read")
    {
        if let Ok(entry) = next {
            assert_eq!(Some(&entry), again.next(), "what is read again is another");
        }
    }
    given.entities = names.all_made().into_iter().cloned().collect();
    given
}

pub fn reviews(bytes: impl AsRef<[u8]>) -> Result<Given, Problem> {
    ClaimReviews::read(bytes.as_ref()).map(all_of)
}

/// The reviews of a value of JSON that is read without a fault.
#[track_caller]
pub fn reviewed(json: &serde_json::Value) -> Given {
    let given = reviews(json.to_string()).unwrap_or_else(|problem| panic!("{problem}: {json}"));
    assert!(given.rejected.is_empty(), "{:?}", given.rejected);
    given
}

impl Given {
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.entries.iter().flat_map(|entry| &entry.records)
    }

    pub fn claims(&self) -> Vec<&Claim> {
        self.records()
            .filter_map(|record| if let Record::Claim(claim) = record { Some(claim) } else { None })
            .collect()
    }

    pub fn assessments(&self) -> Vec<&Assessment> {
        self.records()
            .filter_map(|record| if let Record::Assessment(one) = record { Some(one) } else { None })
            .collect()
    }

    /// The sources, each once.
    pub fn sources(&self) -> Vec<&Source> {
        let mut found: Vec<&Source> = Vec::new();
        for record in self.records() {
            if let Record::Source(source) = record
                && !found.iter().any(|known| known.id == source.id)
            {
                found.push(source);
            }
        }
        found
    }

    /// How often each remark is made.
    pub fn remarks(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for remark in self.entries.iter().flat_map(|entry| &entry.remarks) {
            *counts.entry(remark.what.as_str()).or_default() += 1;
        }
        counts
    }

    #[track_caller]
    pub fn remarked(&self, beginning: &str) {
        let remarks = self.remarks();
        assert!(remarks.keys().any(|what| what.starts_with(beginning)), "no `{beginning}` in {remarks:?}");
    }

    /// Its records without the original, as lines of the interchange format.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .records()
            .cloned()
            .map(|mut record| {
                if let Record::Assessment(assessment) = &mut record {
                    assessment.extra.clear();
                }
                dictum::exchange::interchange::to_json(&record).to_string()
            })
            .collect();
        lines.sort();
        lines.dedup();
        lines
    }
}
