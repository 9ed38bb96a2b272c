//! What a question is answered with: rows that hold all that any output format shows, so that no format asks the store.

use std::ops::Deref;
use std::sync::Arc;

use crate::language::syntax::{Column, PerField};
use crate::model::Kind;
use crate::model::record::{Basis, Dated, RecordType};
use crate::model::{
    Assessment, Claim, Date, Dating, Definition, Entity, Id, Lang, Link, Medium, Record, Relation, Source,
    Standing, Words,
};
use crate::store::change::Act;

/// The answer to one question.
#[derive(Clone, Debug)]
pub struct Answer {
    pub body: AnswerBody,
    pub asked: Asked,
    /// How names were understood where that was more than by their own id or name: a line each.
    pub understood: Vec<String>,
    pub took: Took,
}

/// How long the parts of answering took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// Looking names up and arranging the question.
    pub plan: std::time::Duration,
    /// Finding, ordering and reading.
    pub execute: std::time::Duration,
}

impl Answer {
    /// How many rows are shown.
    pub fn rows(&self) -> usize {
        match &self.body {
            AnswerBody::Claims(claims) => claims.rows.len(),
            AnswerBody::Counts(counts) => counts.rows.len(),
            AnswerBody::Records(records) => records.rows.len(),
            AnswerBody::Shown(_) => 1,
            AnswerBody::History(history) => history.versions.len(),
            AnswerBody::Explained(explanation) => explanation.steps.len(),
        }
    }
}

/// The question and the state of the database that it was asked of.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question in the canonical form.
    pub question: String,
    /// When it was asked: microseconds since 1970 UTC.
    pub at: i64,
    /// The digest of the database (hash of its last transaction) and that transaction's number.
    pub digest: String,
    pub sequence: u64,
    /// The moment of `as of`, as written.
    pub as_of: Option<String>,
}

#[derive(Clone, Debug)]
pub enum AnswerBody {
    Claims(ClaimsAnswer),
    Counts(CountsAnswer),
    Records(RecordsAnswer),
    Shown(Box<Shown>),
    History(HistoryAnswer),
    Explained(Explanation),
}

#[derive(Clone, Debug)]
pub struct ClaimsAnswer {
    pub rows: Vec<ClaimRow>,
    /// What `showing` names; empty: the format's own choice.
    pub columns: Vec<Column>,
    /// How many claims fit, before `limit` and `offset`.
    pub total: usize,
    pub offset: usize,
    pub left_out: LeftOut,
    /// Where nothing fits: which clause emptied the answer, and what stands near. A sentence each.
    pub empty: Vec<String>,
}

/// What a reader of the answer would want to know was not, or only just, included; counts over all that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Claims that fit every other clause but are left out by a time clause because they have no date at all.
    pub undated: usize,
    /// Claims in the answer that hang on a doubt.
    pub only_possible: usize,
    /// Retracted claims that would have fitted (or, with `including retracted`, that are in the answer).
    pub retracted: usize,
    /// Whether the retracted ones are in the answer.
    pub retracted_included: bool,
}

/// One claim with everything around it, as of the moment that was asked about. What its record says of itself is read as if it
/// were the row's own; whom and what it names stands in the row with its name.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    pub record: Claim,
    /// Those recorded, else those that the end of the chain implies.
    pub speakers: Vec<SpeakerView>,
    pub audience: Vec<EntityView>,
    pub ascribed_to: Vec<EntityView>,
    pub about: Vec<EntityView>,
    /// The date that a bare time clause uses, where there is one.
    pub dated: Option<EffectiveDate>,
    pub said_at: Option<EntityView>,
    pub citations: Vec<CitationView>,
    pub assessments: Vec<AssessmentView>,
    pub links: Vec<LinkView>,
    /// False where the answer depends on a doubt.
    pub certain: bool,
    /// How like it is to what `like` asked for: larger is liker.
    pub likeness: Option<f64>,
    pub recorded: Recorded,
    /// The last correction, if there was one.
    pub corrected: Option<Recorded>,
    pub retracted: Option<Retracted>,
}

impl Deref for ClaimRow {
    type Target = Claim;

    fn deref(&self) -> &Claim {
        &self.record
    }
}

#[derive(Clone, Debug)]
pub struct EffectiveDate {
    pub by: DatedBy,
    /// As written, with its basis; of several publications an interval that says how far they leave it open.
    pub dated: Dated,
    pub dating: Dating,
    /// False where every document that dates it is marked `?`.
    pub certain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatedBy {
    Said,
    /// Undated; the earliest publication of the documents read.
    Published,
}

#[derive(Clone, Debug)]
pub struct SpeakerView {
    pub who: EntityView,
    /// Not recorded: the end of the chain speaks.
    pub implied: bool,
    /// The roles in which the document presents them, then those that can have been held when it was said.
    pub roles: Vec<RoleView>,
}

/// How it is known that a speaker had a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleBy {
    /// The document presents them in it; `former`: as somebody who no longer holds it.
    Presented { former: bool },
    /// A tenure on their record can have covered the time of the claim; all that may be known of its end is that it was
    /// still held on a date.
    Tenure { still_on: Option<Date> },
}

#[derive(Clone, Debug)]
pub struct RoleView {
    pub by: RoleBy,
    pub role: EntityName,
    pub of: Option<EntityName>,
    pub title: Option<String>,
    /// Whether it was certainly held then, or certainly is what the document says.
    pub certain: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityName {
    pub id: Id,
    pub name: Arc<str>,
}

#[derive(Clone, Debug)]
pub struct EntityView {
    pub id: Id,
    pub name: Arc<str>,
    /// The language of the name, where that is known.
    pub lang: Option<Lang>,
    pub kind: Kind,
    pub unnamed: bool,
    pub styled: Option<String>,
    pub certain: bool,
}

#[derive(Clone, Debug)]
pub struct SourceView {
    pub source: Arc<Source>,
    pub publisher: Option<EntityView>,
    /// Authors in words; entities by their names.
    pub authors: Arc<[String]>,
    /// Whether the naming of this source in the chain is certain.
    pub certain: bool,
}

#[derive(Clone, Debug)]
pub struct CitationView {
    pub read: SourceView,
    pub locator: Option<String>,
    pub words: Option<Words>,
    /// From the document read back towards the speaker.
    pub via: Vec<SourceView>,
}

#[derive(Clone, Debug)]
pub struct AssessmentView {
    pub record: Arc<Assessment>,
    /// Its checker, by name.
    pub by: EntityView,
    /// Its document, whole.
    pub source: Option<SourceView>,
    /// Whether it is what the checker says now; nothing where it is retracted.
    pub standing: Option<Standing>,
}

#[derive(Clone, Debug)]
pub struct LinkView {
    pub relation: Relation,
    /// True: this claim has the link to `other`; false: `other` has it to this one.
    pub outgoing: bool,
    pub other: Id,
    pub statement: String,
}

/// When something came into this database, by whom and in which transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Microseconds since 1970 UTC.
    pub at: i64,
    pub by: String,
    pub sequence: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retracted {
    pub when: Recorded,
    pub because: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CountsAnswer {
    pub per: Vec<PerField>,
    /// Without `per`: one row without values.
    pub rows: Vec<CountRow>,
    /// How many things were counted, each once.
    pub counted: usize,
    /// What was counted: "claims", "people".
    pub of: &'static str,
    /// How many rows there are before `limit` and `offset`.
    pub groups: usize,
    pub left_out: LeftOut,
    pub empty: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    /// One for each field of `per`.
    pub values: Vec<CountValue>,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountValue {
    Entity(EntityName),
    /// A source, by its title or id.
    Source {
        id: Id,
        title: String,
    },
    /// A word: a verdict, mode, tag, language, year, month or day.
    Word(String),
    /// The claim has none.
    None,
    /// A date wider than the year, month or day asked for.
    Inexact,
}

#[derive(Clone, Debug)]
pub struct RecordsAnswer {
    /// "people", "sources" …
    pub of: &'static str,
    pub rows: Vec<RecordRow>,
    pub columns: Vec<Column>,
    pub total: usize,
    pub offset: usize,
    pub empty: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum RecordRow {
    Entity(EntityCard),
    Source(SourceView),
}

/// An entity with the names of what it refers to.
#[derive(Clone, Debug)]
pub struct EntityCard {
    pub entity: Arc<Entity>,
    pub broader: Vec<EntityView>,
    pub roles: Vec<TenureView>,
    pub at: Option<EntityView>,
}

#[derive(Clone, Debug)]
pub struct TenureView {
    pub role: EntityView,
    pub of: Option<EntityView>,
    pub title: Option<String>,
    pub from: Option<Dated>,
    pub until: Option<Dated>,
}

/// Everything about one record.
#[derive(Clone, Debug)]
pub struct Shown {
    pub what: ShownRecord,
    pub recorded: Recorded,
    pub corrected: Option<Recorded>,
    pub retracted: Option<Retracted>,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one in an answer, and `AnswerBody::Shown` boxes it")]
pub enum ShownRecord {
    Claim(Box<ClaimRow>),
    Entity {
        card: EntityCard,
        /// Entities directly narrower.
        narrower: Vec<EntityName>,
        /// Of a role: who holds or held it.
        holders: Vec<EntityName>,
        claims_by: usize,
        claims_about: usize,
        ascribed: usize,
    },
    Source {
        view: SourceView,
        cites: Vec<EntityOrId>,
        /// Claims read in it, and claims with it anywhere in their chain.
        claims_read_in: usize,
        claims_citing: usize,
    },
    Assessment {
        assessment: Assessment,
        view: AssessmentView,
        statement: String,
    },
    Link {
        link: Link,
        from_statement: String,
        to_statement: String,
    },
    Definition {
        definition: Definition,
        claims: Option<usize>,
    },
}

/// A source named by another: its id, title and doubt.
#[derive(Clone, Debug)]
pub struct EntityOrId {
    pub id: Id,
    pub title: Option<String>,
    pub certain: bool,
    pub medium: Option<Medium>,
}

#[derive(Clone, Debug)]
pub struct HistoryAnswer {
    pub record_type: RecordType,
    pub name: String,
    /// Oldest first.
    pub versions: Vec<VersionView>,
}

#[derive(Clone, Debug)]
pub struct VersionView {
    pub when: Recorded,
    /// The reason given for the whole transaction.
    pub why: Option<String>,
    pub act: ChangeKind,
    /// The reason given for this change.
    pub because: Option<String>,
    /// The record as it was from then on; nothing where that was redacted.
    pub record: Option<Arc<Record>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Corrected,
    Retracted,
    Restored,
    /// One of the four above, whose content was taken out since.
    Gap(Act),
    Redacted,
}

#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The question in the canonical form.
    pub question: String,
    pub names: Vec<NameUnderstood>,
    /// What is done, in the order in which it is done.
    pub steps: Vec<Step>,
}

/// By what a name was found, as far as it is worth a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// By its id or its first name.
    Plain,
    /// By another of its names.
    OtherName,
    /// As a role and whose role it is.
    RoleOf,
    /// The record was retracted.
    Retracted,
}

/// How one name was understood.
#[derive(Clone, Debug)]
pub struct NameUnderstood {
    /// As written.
    pub written: String,
    /// "Russia (place russia), by its Arabic name"
    pub meaning: String,
    pub reading: Reading,
    /// The narrower things that came with it.
    pub narrower: Vec<EntityName>,
}

#[derive(Clone, Debug)]
pub struct Step {
    /// How deep it stands in the question: 0 outermost.
    pub depth: usize,
    /// The clause, or what joins the steps below it.
    pub clause: String,
    /// Which index answers it, or what is checked.
    pub by: String,
    pub possible: usize,
    pub certain: usize,
}

/// The word for a basis that an answer shows; the default is not shown.
pub fn basis_word(basis: Basis) -> Option<&'static str> {
    (basis != Basis::Stated).then(|| basis.word())
}
