//! ClaimReview as fact-checkers publish it (<https://schema.org/ClaimReview>), and as the Fact Check Tools API of Google hands it
//! over, → records. What publishers really write is read, not only what the specification allows.
//!
//! - `document`: a file → blocks of JSON (`block`): one, one a line, or those of a page (`page`)
//! - `nodes`: objects in a block, wherever they stand and however they are spelled
//! - `review`: one object → what it says, in the publisher's words; `agents`: whoever is named in it
//! - `records`: that → entities, sources, the claim, the assessment
//!
//! Claim and assessment have the ids that follow from what they say, a document that of its address, an entity that of its name, so
//! that the same file gives the same records whenever it is read. The object that was read stays with the assessment, in `extra`
//! under [`ORIGINAL`].

mod agents;
mod block;
mod document;
mod nodes;
mod page;
mod records;
mod review;

use std::collections::HashMap;

use ahash::RandomState;

use self::block::Block;
use self::nodes::{Graph, find};
use self::records::{Documents, Making};
use self::review::{Reviewed, Reviewing};
use super::entries::{Entries, Entry, EntryPlace, Rejected};
use super::naming::Naming;
use super::verdicts;
use crate::model::problem::Result;
use crate::model::{Key, Problem, Record};

pub use records::ORIGINAL;

/// The reviews of a file.
pub struct ClaimReviews {
    about: Vec<String>,
    found: Vec<Found>,
    documents: Documents,
    /// How many were given.
    at: usize,
    /// The assessments that were given, by their keys: of one that is published twice, the first original stays.
    given: HashMap<Key, Record, RandomState>,
}

struct Found {
    place: EntryPlace,
    review: std::result::Result<Reviewed, Problem>,
    /// As it stands in the file.
    text: String,
}

impl ClaimReviews {
    /// Reads a file: JSON, one object a line, or a page.
    ///
    /// # Errors
    /// It is neither, or has no ClaimReview in it.
    pub fn read(bytes: &[u8]) -> Result<ClaimReviews> {
        let blocks = document::read(bytes)?;
        let mut reviews = ClaimReviews {
            about: Vec::new(),
            found: Vec::new(),
            documents: Documents::default(),
            at: 0,
            given: HashMap::default(),
        };
        let mut media_reviews = 0;
        // Of one block that is the whole file, the line says nothing.
        let says_line = |block: &Block| blocks.len() > 1 || block.line > 1;
        for block in &blocks {
            media_reviews += reviews.add_block(block, says_line(block));
            if block.is_mended {
                reviews.about.push(format!(
                    "line {}: it is no JSON as it stands (a raw line break in a text, say), and was read all the same",
                    block.line
                ));
            }
        }
        if media_reviews > 0 {
            let are = if media_reviews == 1 {
                "object of the type MediaReview is"
            } else {
                "objects of the type MediaReview are"
            };
            reviews
                .about
                .push(format!("{media_reviews} {are} not read: they rate a picture or a video, not a claim"));
        }
        if reviews.found.is_empty() {
            return Err(Problem::invalid("there is no ClaimReview in it")
                .hint("ClaimReview is an object with `\"@type\": \"ClaimReview\"`; the answers of `claims:search` are read too"));
        }
        reviews
            .about
            .push(format!("labels are read by version {} of the table of verdicts", verdicts::VERSION));
        Ok(reviews)
    }

    /// Adds what stands in a block; gives how many objects of the type MediaReview there are.
    fn add_block(&mut self, block: &Block, says_line: bool) -> usize {
        let place = |number: usize| EntryPlace {
            what: "review",
            number: number as u64,
            line: says_line.then_some(block.line),
            key: None,
        };
        let json = match &block.json {
            Ok(json) => json,
            Err(problem) => {
                let place = EntryPlace { line: None, ..place(self.found.len() + 1) };
                self.found.push(Found { place, review: Err(problem.clone()), text: block.text.clone() });
                return 0;
            }
        };
        let graph = Graph::of(json);
        let found = find(json, &graph);
        for review in found.reviews {
            let mut reviewed = review::read(review);
            for review in reviewed.reviews.iter_mut().filter(|review| review.lang.is_none()) {
                review.lang.clone_from(&block.lang);
            }
            self.documents.add(&reviewed);
            let text = reviewed
                .reviews
                .first()
                .map(|review: &Reviewing| review.original.clone())
                .unwrap_or_default();
            let place = place(self.found.len() + 1);
            self.found.push(Found { place, review: Ok(reviewed), text });
        }
        found.media_reviews
    }

    /// Of an assessment that was given before, what was given then.
    fn as_given_first(&mut self, record: Record) -> Record {
        match record {
            Record::Assessment(_) => self.given.entry(record.key()).or_insert(record).clone(),
            record => record,
        }
    }
}

impl Entries for ClaimReviews {
    fn about(&self) -> Vec<String> {
        self.about.clone()
    }

    fn next(&mut self, naming: &mut Naming<'_>) -> Result<Option<std::result::Result<Entry, Rejected>>> {
        let Some(found) = self.found.get(self.at) else { return Ok(None) };
        self.at += 1;
        let place = found.place.clone();
        let reject = |place, problem: Problem| {
            Ok(Some(Err(Rejected { place, problems: problem.into(), is_said_of_all: false })))
        };
        let reviewed = match &found.review {
            Ok(reviewed) => reviewed,
            Err(problem) => return reject(place, problem.clone()),
        };
        let mut making =
            Making { naming, documents: &self.documents, records: Vec::new(), remarks: Vec::new() };
        if let Err(problem) = making.review(reviewed)? {
            return reject(place, problem);
        }
        let (records, mut remarks) = (making.records, making.remarks);
        let mut seen = Vec::new();
        remarks.retain(|remark| {
            !seen.contains(remark) && {
                seen.push(remark.clone());
                true
            }
        });
        let records = records.into_iter().map(|record| self.as_given_first(record)).collect();
        Ok(Some(Ok(Entry { place, records, remarks })))
    }

    fn rewind(&mut self) -> Result<()> {
        self.at = 0;
        Ok(())
    }

    /// A line of JSON: the object, with the reason under `rejected`. Corrected, it can be imported.
    fn rejected(&self, reason: &str) -> String {
        let Some(found) = self.at.checked_sub(1).and_then(|at| self.found.get(at)) else {
            return String::new();
        };
        let mut object = match serde_json::from_str(&found.text) {
            Ok(serde_json::Value::Object(object)) => object,
            _ => [("text".to_owned(), found.text.clone().into())].into_iter().collect(),
        };
        object.insert("rejected".to_owned(), reason.into());
        format!("{}\n", serde_json::Value::Object(object))
    }
}
