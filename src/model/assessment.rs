//! Assessments: what a checker found of a claim, in the checker's own words beside our scale.
//! The verdicts and the rating follow schema.org's `ClaimReview` and `Rating`.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::model::key::Key;
use crate::model::parts::{Dated, Extra, Ref, entities, sources};

/// What a checker found. The first five stand in an order, from true to false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    True,
    MostlyTrue,
    Mixed,
    MostlyFalse,
    False,
    Unproven,
    Satire,
    Other,
}

impl Verdict {
    pub const ALL: [Verdict; 8] = [
        Verdict::True,
        Verdict::MostlyTrue,
        Verdict::Mixed,
        Verdict::MostlyFalse,
        Verdict::False,
        Verdict::Unproven,
        Verdict::Satire,
        Verdict::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Verdict::True => "true",
            Verdict::MostlyTrue => "mostly-true",
            Verdict::Mixed => "mixed",
            Verdict::MostlyFalse => "mostly-false",
            Verdict::False => "false",
            Verdict::Unproven => "unproven",
            Verdict::Satire => "satire",
            Verdict::Other => "other",
        }
    }

    /// Its place in the order from true (0) to false (4); the others stand outside it.
    pub fn rank(self) -> Option<u8> {
        match self {
            Verdict::True => Some(0),
            Verdict::MostlyTrue => Some(1),
            Verdict::Mixed => Some(2),
            Verdict::MostlyFalse => Some(3),
            Verdict::False => Some(4),
            Verdict::Unproven | Verdict::Satire | Verdict::Other => None,
        }
    }
}

/// A checker's rating on the checker's own scale. A `worst` above `best` is a scale that runs the other way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    pub value: f64,
    pub worst: Option<f64>,
    pub best: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    pub id: Id,
    /// The claim that was assessed.
    pub claim: Id,
    /// The checker.
    pub by: Ref,
    pub on: Option<Dated>,
    pub verdict: Verdict,
    /// The checker's own word: "Half true".
    pub label: Option<String>,
    pub rating: Option<Rating>,
    /// The document in which the assessment was published.
    pub source: Option<Ref>,
    /// The address at which the checker published the rating (schema.org: `url` of a `ClaimReview`).
    pub url: Option<String>,
    pub summary: Option<String>,
    pub note: Option<String>,
    pub extra: Extra,
}

impl Assessment {
    /// What a checker found of a claim. The other fields are filled in afterwards.
    pub fn new(id: Id, claim: Id, by: Ref, verdict: Verdict) -> Assessment {
        Assessment { id, claim, by, verdict, ..Assessment::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Assessment {
        Assessment {
            id: Id::placeholder(),
            claim: Id::placeholder(),
            by: Ref::certain(Id::placeholder()),
            on: None,
            verdict: Verdict::Other,
            label: None,
            rating: None,
            source: None,
            url: None,
            summary: None,
            note: None,
            extra: Extra::new(),
        }
    }

    pub(super) fn references(&self, found: &mut Vec<(&'static str, Key)>) {
        found.push(("claim", Key::Claim(self.claim.clone())));
        entities(found, "by", std::iter::once(&self.by));
        sources(found, "source", &self.source);
    }
}
