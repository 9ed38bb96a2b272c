//! What is recorded, as it was written.

use std::mem::{Discriminant, discriminant};

use crate::language::syntax::{Condition, DateExpr, Name, Spanned, Target};
use crate::model::Kind;
use crate::model::record::Basis;
use crate::model::{Lang, Medium, Mode, Relation, Span, Verdict};

/// What is recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum Mutation {
    Add(Add),
    /// `reading arabic-report via telegraph-report?`; nothing: `reading nothing`
    Reading(Option<CitationText>),
    Assess(Assess),
    Link(LinkText),
    /// `define russia-watch as claims …`
    Define {
        id: IdText,
        question: Spanned<Option<Condition>>,
        details: Vec<Detail>,
    },
    Correct(Correct),
    Retract {
        target: Target,
        because: Option<String>,
    },
    Restore {
        target: Target,
        because: Option<String>,
    },
}

/// An id, or a name that stands for one record.
#[derive(Clone, Debug, PartialEq)]
pub struct IdText {
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Add {
    pub what: Added,
    /// Left out, the id is made from the content.
    pub id: Option<IdText>,
    pub details: Vec<Detail>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    Entity { kind: Kind, unnamed: bool, names: Vec<TextLang> },
    Source,
    Claim { statement: TextLang },
}

/// A string with its language: `"روسيا"@ar`
#[derive(Clone, Debug, PartialEq)]
pub struct TextLang {
    pub text: String,
    pub lang: Option<Lang>,
    pub span: Span,
}

/// A record named in a record: `nurlan-aliyev? styled "Aliyev"`
#[derive(Clone, Debug, PartialEq)]
pub struct RefText {
    pub name: Name,
    pub doubtful: bool,
    pub styled: Option<String>,
}

/// Who says a claim, and in which roles the document presents them: `neil-melvin as director of rusi title "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerText {
    pub who: RefText,
    pub presented: Vec<AttestationText>,
}

impl SpeakerText {
    pub fn of(who: RefText) -> SpeakerText {
        SpeakerText { who, presented: Vec::new() }
    }
}

/// `as former director of rusi title "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct AttestationText {
    pub former: bool,
    /// Bare, it may hold an `of`.
    pub role: RefText,
    pub of: Option<RefText>,
    pub title: Option<String>,
}

/// A recorded date: `2025-07-12 inferred`
#[derive(Clone, Debug, PartialEq)]
pub struct DatedText {
    pub date: DateExpr,
    pub basis: Basis,
}

/// `as director of rusi title "…" since D until D`, `… since D still on D`
#[derive(Clone, Debug, PartialEq)]
pub struct TenureText {
    /// Bare, it may hold an `of`.
    pub role: RefText,
    pub of: Option<RefText>,
    pub title: Option<String>,
    pub since: Option<DatedText>,
    pub end: Option<TenureEnd>,
}

/// How far a tenure is known.
#[derive(Clone, Debug, PartialEq)]
pub enum TenureEnd {
    /// `until D`: it was over then
    Until(DatedText),
    /// `still on D`, `still`: it was held then; how long after is not known
    StillOn(DatedText),
}

/// `read in S locator "…" via A, B words "…"@ar translated`; where `source` is missing, of the standing `reading`.
#[derive(Clone, Debug, PartialEq)]
pub struct CitationText {
    pub source: RefText,
    pub locator: Option<String>,
    pub via: Vec<RefText>,
    pub words: Option<WordsText>,
}

impl CitationText {
    /// Adds a `locator`, a `via` or `words`; says whether it could, having none yet.
    #[must_use]
    pub fn add(&mut self, part: DetailValue) -> bool {
        match part {
            DetailValue::Locator(locator) if self.locator.is_none() => self.locator = Some(locator),
            DetailValue::Via(via) if self.via.is_empty() => self.via = via,
            DetailValue::Words(words) if self.words.is_none() => self.words = Some(words),
            _ => return false,
        }
        true
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct WordsText {
    pub text: TextLang,
    pub translated: bool,
}

/// One field of a record that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub span: Span,
    pub value: DetailValue,
}

/// What a field is given. A field that takes a value of a common sort stands here by its keyword (`ascribed to`), as
/// [`crate::model::fields`] declares it; what only one field takes has a case of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum DetailValue {
    /// A text in quotation marks: `title "…"`
    Text(&'static str, String),
    /// `accessed 2025-07-12`
    Date(&'static str, DatedText),
    /// One record: `said at yerevan`
    Ref(&'static str, RefText),
    /// Several: `about russia, tolls`
    Refs(&'static str, Vec<RefText>),
    Extra(String, String),
    // entities
    /// `names "…"@en, …`: in `correct` alone (in `add` they stand after the id)
    Names(Vec<TextLang>),
    Plural(Vec<TextLang>),
    Demonym(Vec<TextLang>),
    Wikidata(String),
    Tenure(TenureText),
    // sources
    Author(Vec<AuthorText>),
    Published {
        by: Option<RefText>,
        on: Option<DatedText>,
    },
    Medium(Medium),
    Language(Lang),
    // claims
    /// `statement "…"@en`: in `correct` alone
    Statement(TextLang),
    By(Vec<SpeakerText>),
    Mode(Mode),
    Tagged(Vec<Name>),
    Translation(TextLang),
    ReadIn(CitationText),
    /// `locator`, `via` and `words` without a `read in` before them belong to the standing citation
    Locator(String),
    Via(Vec<RefText>),
    Words(WordsText),
    // assessments
    Verdict(Verdict),
    Rating {
        value: f64,
        from: Option<f64>,
        to: Option<f64>,
    },
}

impl DetailValue {
    /// Whether it is a `locator`, a `via` or `words`.
    pub fn is_part_of_citation(&self) -> bool {
        matches!(self, DetailValue::Locator(_) | DetailValue::Via(_) | DetailValue::Words(_))
    }

    /// The keyword of a field that the syntax knows by its keyword alone.
    pub fn keyword(&self) -> Option<&'static str> {
        match self {
            DetailValue::Text(keyword, _)
            | DetailValue::Date(keyword, _)
            | DetailValue::Ref(keyword, _)
            | DetailValue::Refs(keyword, _) => Some(keyword),
            _ => None,
        }
    }

    /// What tells the field from the others that a record can be given.
    pub fn which(&self) -> (Discriminant<DetailValue>, &'static str) {
        (discriminant(self), self.keyword().unwrap_or_default())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum AuthorText {
    Name(String),
    Entity(RefText),
}

/// `assess last-card mixed as a1 label "Half true" …`
#[derive(Clone, Debug, PartialEq)]
pub struct Assess {
    pub claim: IdText,
    pub verdict: Verdict,
    pub id: Option<IdText>,
    pub details: Vec<Detail>,
    pub span: Span,
}

/// `link last-card contradicts other-claim`
#[derive(Clone, Debug, PartialEq)]
pub struct LinkText {
    pub from: IdText,
    pub relation: Relation,
    pub to: IdText,
    pub details: Vec<Detail>,
    pub span: Span,
}

/// `correct last-card said 2025-07-12 because "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Correct {
    pub target: Target,
    pub changes: Vec<Change>,
    pub because: Option<String>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// a named field is replaced as a whole
    Set(Detail),
    /// `also tagged trade`
    Also(Detail),
    /// `without tags`
    Without(Spanned<Emptied>),
    /// `named`/`unnamed`: whether the document names the entity
    Unnamed(bool, Span),
}

/// A field that a correction can empty, by the word behind `without`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Emptied {
    pub word: &'static str,
}
