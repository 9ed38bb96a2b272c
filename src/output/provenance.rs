//! What was asked, when, of which state of the database, and how many there were: what every export says of itself where its
//! format allows, and what `dictum verify` reads in it.

use crate::output::content::phrase;
use crate::query::answer::{Answer, AnswerBody};

/// The provenance of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The question in the canonical form, with the values of its parameters.
    pub question: String,
    /// RFC 3339, UTC.
    pub asked_at: String,
    /// The hash of the last transaction, and its number.
    pub digest: String,
    pub sequence: u64,
    /// How many fit, before `limit` and `offset`.
    pub total: usize,
}

impl Provenance {
    pub fn of(answer: &Answer) -> Provenance {
        let asked = &answer.asked;
        Provenance {
            question: asked.question.clone(),
            asked_at: phrase::moment(asked.at),
            digest: asked.digest.clone(),
            sequence: asked.sequence,
            total: total(answer),
        }
    }

    /// Each with its name.
    pub(in crate::output) fn fields(&self) -> [(&'static str, String); 5] {
        [
            ("question", self.question.clone()),
            ("asked-at", self.asked_at.clone()),
            ("digest", self.digest.clone()),
            ("sequence", self.sequence.to_string()),
            ("total", self.total.to_string()),
        ]
    }
}

fn total(answer: &Answer) -> usize {
    match &answer.body {
        AnswerBody::Claims(claims) => claims.total,
        AnswerBody::Counts(counts) => counts.counted,
        AnswerBody::Records(records) => records.total,
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => answer.rows(),
    }
}
