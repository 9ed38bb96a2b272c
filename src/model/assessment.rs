//! Assessments: what a checker found of a claim, in the checker's own words beside our scale.
//! The verdicts and the rating follow schema.org's `ClaimReview` and `Rating`.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::model::key::Key;
use crate::model::parts::{Dated, Extra, Ref, entities, sources};

/// What a checker found. The first five stand in an order, from true to false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It is true.
    True,
    /// It is true but for something minor.
    MostlyTrue,
    /// Some of it is true, and some is not.
    Mixed,
    /// It is false but for something minor.
    MostlyFalse,
    /// It is false.
    False,
    /// Nothing shows that it is true, nor that it is false.
    Unproven,
    /// It was not meant in earnest.
    Satire,
    /// Something else; the checker's own label says what.
    Other,
}

impl Verdict {
    /// All of them, from true to false, then the others.
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

    /// The word for it, in the language and in the interchange format.
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
    /// The rating itself.
    pub value: f64,
    /// The worst that can be given on the scale, where that is known.
    pub worst: Option<f64>,
    /// The best that can be given on the scale, where that is known.
    pub best: Option<f64>,
}

/// What a checker found of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// What identifies it.
    pub id: Id,
    /// The claim that was assessed.
    pub claim: Id,
    /// The checker.
    pub by: Ref,
    /// When it was given.
    pub on: Option<Dated>,
    /// What it comes to.
    pub verdict: Verdict,
    /// The checker's own word: "Half true".
    pub label: Option<String>,
    /// Where it stands on the checker's own scale.
    pub rating: Option<Rating>,
    /// The document in which the assessment was published.
    pub source: Option<Ref>,
    /// The address at which the checker published the rating (schema.org: `url` of a `ClaimReview`).
    pub url: Option<String>,
    /// What the checker says, in short.
    pub summary: Option<String>,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
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
