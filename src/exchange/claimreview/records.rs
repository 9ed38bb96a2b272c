//! A review → the records that it gives: documents, who is named, the claim, what was found.

use std::collections::HashMap;

use ahash::RandomState;

use super::agents::{Agent, names_nobody};
use super::review::{Claimed, Rated, Reviewed, Reviewing, Work};
use crate::exchange::entries::Remark;
use crate::exchange::interchange::{hashed_id, name_by_content};
use crate::exchange::naming::{Naming, Place, Written};
use crate::exchange::published_date::{self, PublishedDate};
use crate::exchange::slug::slug_of_address;
use crate::exchange::verdicts::{self, Meaning};
use crate::model::problem::{ErrorKind, Result};
use crate::model::record::{Basis, Dated};
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Id, Kind, Lang, Medium, Mode, Problem, Rating, Record,
    Ref, Source, Speaker, Words,
};

/// Under which name the object that was read stays with the assessment, in `extra`.
pub const ORIGINAL: &str = "claimreview";

/// What all reviews of a file say of its documents: one document is told in many places, and in each of them only in part.
#[derive(Default)]
pub(super) struct Documents(HashMap<Id, Document, RandomState>);

#[derive(Clone, Debug, Default)]
struct Document {
    work: Work,
    lang: Option<String>,
}

impl Documents {
    pub fn add(&mut self, reviewed: &Reviewed) {
        for review in &reviewed.reviews {
            self.add_one(document_of(review));
        }
        for work in reviewed.claims.iter().flat_map(|claim| &claim.appearances) {
            self.add_one(Document { work: work.clone(), lang: None });
        }
    }

    /// Where something is told twice, and otherwise, the first telling stays.
    fn add_one(&mut self, told: Document) {
        let Some(url) = &told.work.url else { return };
        let Document { work: known, lang } = self.0.entry(slug_of_address(url)).or_default();
        let Document { work, lang: told_lang } = told;
        known.url = known.url.take().or(work.url);
        known.title = known.title.take().or(work.title);
        known.publisher = known.publisher.take().or(work.publisher);
        known.published = known.published.take().or(work.published);
        known.medium = known.medium.or(work.medium);
        if known.authors.is_empty() {
            known.authors = work.authors;
        }
        *lang = lang.take().or(told_lang);
    }
}

/// The document of a review: whoever makes reviews publishes them, unless authors are named beside the publisher.
fn document_of(review: &Reviewing) -> Document {
    let checker = review.checker();
    let is_publisher = checker.kind == Some(Kind::Organization) || checker.kind.is_none();
    let own: Vec<Agent> =
        review.authors.iter().filter(|author| author.name != checker.name).cloned().collect();
    // Where several have made it together, the checker is one of them.
    let authors = if own.is_empty() || review.publisher.is_some() {
        if is_publisher { own } else { vec![checker.clone()] }
    } else {
        review.authors.clone()
    };
    let work = Work {
        url: review.url.clone(),
        title: review.title.clone(),
        publisher: review.publisher.clone().or(is_publisher.then_some(checker)),
        authors,
        published: review.published.clone(),
        medium: Some(Medium::Article),
    };
    Document { work, lang: review.lang.clone() }
}

impl Reviewing {
    /// Who checked: the publisher, where one is named beside the authors; else the first author; else the site.
    fn checker(&self) -> Agent {
        let named = self.publisher.as_ref().or(self.authors.first());
        let site = || self.site.clone().or_else(|| host(self.url.as_deref()?));
        let of_site = |name| Agent { kind: Some(Kind::Organization), ..Agent::named(name) };
        named.cloned().unwrap_or_else(|| of_site(site().unwrap_or_default()))
    }
}

/// The site of an address: `www.newtral.es` is `newtral.es`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    (!host.is_empty()).then_some(host)
}

/// Makes the records of one review.
pub(super) struct Making<'m, 'n> {
    pub naming: &'m mut Naming<'n>,
    pub documents: &'m Documents,
    pub records: Vec<Record>,
    pub remarks: Vec<Remark>,
}

/// The inner error: the review cannot be taken.
type Made<T> = Result<std::result::Result<T, Problem>>;

/// Goes on with what an inner result holds, or ends with its error.
macro_rules! made {
    ($result:expr) => {
        match $result? {
            Ok(value) => value,
            Err(problem) => return Ok(Err(problem)),
        }
    };
}

impl Making<'_, '_> {
    /// The records of a review, each behind those that it refers to.
    pub fn review(&mut self, reviewed: &Reviewed) -> Made<()> {
        if reviewed.claims.is_empty() {
            return Ok(Err(Problem::invalid("it does not say which claim was reviewed (`claimReviewed`)")));
        }
        if reviewed.reviews.is_empty() {
            return Ok(Err(Problem::invalid("it has no review (`claimReview`)")));
        }
        self.remarks.extend(reviewed.remarks.iter().cloned());
        let mut sources = Vec::new();
        for review in &reviewed.reviews {
            if review.checker().name.is_empty() {
                return Ok(Err(Problem::invalid("it does not say who reviewed the claim (`author`)")));
            }
            sources.push(made!(self.source(&document_of(review))));
        }
        for (at, claimed) in reviewed.claims.iter().enumerate() {
            let claim = made!(self.claim(claimed, &reviewed.reviews, &sources));
            for (review, source) in reviewed.reviews.iter().zip(&sources) {
                let rated = review.ratings.get(at).or(review.ratings.first());
                made!(self.assessment(&claim, review, rated, source));
            }
        }
        Ok(Ok(()))
    }

    fn entity(&mut self, agent: &Agent, usual: Kind, place: Place) -> Made<Ref> {
        let kind = agent.kind.unwrap_or(usual);
        self.named(&agent.name, kind, place)
    }

    fn named(&mut self, name: &str, kind: Kind, place: Place) -> Made<Ref> {
        let id = self.naming.entity(Written { name, lang: None, kind, place })?;
        Ok(match id {
            Ok(id) => Ok(Ref::certain(id)),
            Err(problem) if matches!(problem.kind(), ErrorKind::Ambiguous { .. }) => Err(Problem::from(
                problem.kind().clone(),
            )
            .hint("dictum does not choose between them: give one of them another name, or make the two one")),
            Err(problem) => Err(problem),
        })
    }

    fn date(&mut self, written: Option<&str>) -> Option<Dated> {
        let written = written?;
        match published_date::read(written) {
            PublishedDate::Read(date) => Some(Dated { date, basis: Basis::Stated }),
            PublishedDate::Ambiguous => {
                self.remark(
                    "dates of which day and month can be exchanged, left out",
                    format!("`{written}`"),
                );
                None
            }
            PublishedDate::Unread => {
                self.remark("dates that cannot be read, left out", format!("`{written}`"));
                None
            }
        }
    }

    fn lang(&mut self, written: Option<&str>) -> Option<Lang> {
        let written = written?;
        let lang = Lang::new(&written.replace('_', "-")).ok();
        if lang.is_none() {
            self.remark("languages that are no tag of BCP 47, left out", format!("`{written}`"));
        }
        lang
    }

    fn remark(&mut self, what: impl Into<String>, detail: impl Into<String>) {
        self.remarks.push(Remark::new(what, detail));
    }

    // ---- Documents ----------------------------------------------------------------------------------------------------

    /// The source of a document, as all reviews of the file tell of it.
    fn source(&mut self, told: &Document) -> Made<Ref> {
        let mut source = Source::blank();
        let known = told.work.url.as_ref().and_then(|url| self.documents.0.get(&slug_of_address(url)));
        let Document { work, lang } = known.unwrap_or(told);
        self.note_differences(told, work);
        source.url = work.url.clone();
        source.title = work.title.clone();
        source.published = self.date(work.published.as_deref());
        source.lang = self.lang(lang.as_deref());
        source.medium = work.medium;
        if let Some(publisher) = &work.publisher {
            source.publisher = Some(made!(self.entity(publisher, Kind::Organization, Place::Speaking)));
        }
        source.authors = work.authors.iter().map(|author| Author::Name(author.name.clone())).collect();
        if source.url.as_ref().is_some_and(|url| !url.contains("://")) {
            self.remark("addresses without a site, kept as they are", source.url.clone().unwrap_or_default());
        }
        let mut record = Record::Source(source);
        match &work.url {
            Some(url) => record.set_id(slug_of_address(url)),
            None => name_by_content(&mut record),
        }
        let id = self.push(record);
        Ok(Ok(Ref::certain(id)))
    }

    fn note_differences(&mut self, told: &Document, known: &Work) {
        let differs = |own: &Option<String>, kept: &Option<String>| own.is_some() && own != kept;
        let url = || told.work.url.clone().unwrap_or_default();
        if differs(&told.work.title, &known.title) {
            self.remark("titles of one document that differ, of which the first is kept", url());
        }
        if differs(&told.work.published, &known.published) {
            self.remark("dates of one document that differ, of which the first is kept", url());
        }
    }

    fn push(&mut self, record: Record) -> Id {
        let id = match &record {
            Record::Entity(entity) => entity.id.clone(),
            Record::Source(source) => source.id.clone(),
            Record::Claim(claim) => claim.id.clone(),
            Record::Assessment(assessment) => assessment.id.clone(),
            Record::Link(_) | Record::Definition(_) => Id::placeholder(),
        };
        if !self.records.iter().any(|known| known.key() == record.key()) {
            self.records.push(record);
        }
        id
    }

    // ---- Claims -------------------------------------------------------------------------------------------------------

    fn claim(&mut self, claimed: &Claimed, reviews: &[Reviewing], sources: &[Ref]) -> Made<Id> {
        let mut claim = Claim::blank();
        claim.statement = claimed.statement.clone();
        claim.lang = self.lang(lang_of_all(reviews));
        claim.said = self.date(claimed.said.as_deref());
        let words = quoted(&claimed.statement).map(|text| Words {
            text: text.to_owned(),
            lang: claim.lang.clone(),
            translated: false,
        });
        claim.mode = if words.is_some() { Mode::Quote } else { Mode::Paraphrase };
        for agent in &claimed.speakers {
            let speaker = made!(self.speaker(agent, &sources[0].id));
            if !claim.speakers.iter().any(|known| known.who.id == speaker.who.id) {
                claim.speakers.push(speaker);
            }
        }
        let mut chains: Vec<Vec<Ref>> = Vec::new();
        for work in &claimed.appearances {
            let behind = made!(self.source(&Document { work: work.clone(), lang: None }));
            if !sources.iter().any(|source| source.id == behind.id) && !chains.contains(&vec![behind.clone()])
            {
                chains.push(vec![behind]);
            }
        }
        if chains.is_empty() {
            // Without a document behind the review, its publisher would be taken for the speaker.
            let unknown =
                claim.speakers.is_empty().then(|| self.unknown_document(&claimed.statement, &sources[0].id));
            chains.push(unknown.into_iter().collect());
        }
        for source in sources {
            let citation = |via: &Vec<Ref>| Citation {
                source: source.clone(),
                locator: None,
                words: words.clone(),
                via: via.clone(),
            };
            claim.citations.extend(chains.iter().map(citation));
        }
        let mut record = Record::Claim(claim);
        name_by_content(&mut record);
        Ok(Ok(self.push(record)))
    }

    /// A document of which the review says nothing, and which it must have had.
    fn unknown_document(&mut self, statement: &str, beside: &Id) -> Ref {
        let mut source = Source::blank();
        source.title = Some(statement.to_owned());
        source.note =
            Some(format!("The review `{beside}` names neither a document nor anybody who said it."));
        let id = hashed_id(&Record::Source(source.clone()));
        source.title = None;
        source.id = id;
        Ref::certain(self.push(Record::Source(source)))
    }

    fn speaker(&mut self, agent: &Agent, review: &Id) -> Made<Speaker> {
        if agent.has_more_names {
            self.remark("further names of somebody, kept in the original alone", agent.name.clone());
        }
        if names_nobody(&agent.name) {
            let record = Naming::unnamed(&agent.name, None, agent.kind.unwrap_or(Kind::Group), review);
            return Ok(Ok(Speaker::of(Ref::certain(self.push(record)))));
        }
        if agent.kind.is_none() {
            self.remark(
                "speakers of whom it is not said what they are, taken for persons where they are new",
                agent.name.clone(),
            );
        }
        let mut speaker = Speaker::of(made!(self.entity(agent, Kind::Person, Place::Speaking)));
        if let Some(title) = &agent.job_title {
            let role = made!(self.named(title, Kind::Role, Place::Role));
            let of = match &agent.affiliation {
                Some(of) => Some(made!(self.named(of, Kind::Organization, Place::OfRole))),
                None => None,
            };
            speaker.presented.push(Attestation { role, of, title: Some(title.clone()), former: false });
        } else if let Some(of) = &agent.affiliation {
            self.remark("affiliations without a role, kept in the original alone", of.clone());
        }
        Ok(Ok(speaker))
    }

    // ---- Assessments --------------------------------------------------------------------------------------------------

    fn assessment(
        &mut self,
        claim: &Id,
        review: &Reviewing,
        rated: Option<&Rated>,
        source: &Ref,
    ) -> Made<()> {
        let mut assessment = Assessment::blank();
        assessment.claim = claim.clone();
        assessment.by = made!(self.entity(&review.checker(), Kind::Organization, Place::Speaking));
        assessment.on = self.date(review.published.as_deref());
        assessment.source = Some(source.clone());
        assessment.url = review.url.clone();
        assessment.summary =
            rated.and_then(|rated| rated.explanation.clone()).or_else(|| review.summary.clone());
        match rated {
            Some(rated) => {
                let lang = rated.label_lang.as_deref().or(review.lang.as_deref());
                self.verdict(&mut assessment, rated, lang);
                assessment.rating = self.rating(rated);
            }
            None => self.remark("reviews without a rating, so the verdict is `other`", String::new()),
        }
        let mut record = Record::Assessment(assessment);
        name_by_content(&mut record);
        if let Record::Assessment(assessment) = &mut record {
            assessment.extra.insert(ORIGINAL.to_owned(), review.original.clone());
        }
        self.push(record);
        Ok(Ok(()))
    }

    fn verdict(&mut self, assessment: &mut Assessment, rated: &Rated, lang: Option<&str>) {
        let Some(label) = &rated.label else {
            return self.remark("ratings without a label, so the verdict is `other`", String::new());
        };
        let lang = lang.and_then(|lang| Lang::new(&lang.replace('_', "-")).ok());
        let meaning = verdicts::meaning(label, lang.as_ref());
        assessment.verdict = meaning.verdict();
        assessment.label = Some(label.clone());
        match meaning {
            Meaning::Settled(_) => {}
            Meaning::Unknown => self.remark(
                format!(
                    "the label “{}” is not in the table of verdicts, so the verdict is `other`",
                    beginning(label)
                ),
                String::new(),
            ),
            Meaning::DependsOnLanguage => self.remark(
                format!(
                    "the label “{}” means different things in different languages, so the verdict is `other`",
                    beginning(label)
                ),
                String::new(),
            ),
        }
    }

    fn rating(&mut self, rated: &Rated) -> Option<Rating> {
        let (worst, best) = (rated.worst, rated.best);
        let Some(value) = rated.value else {
            if worst.is_some() || best.is_some() {
                self.remark("scales without a rating, kept in the original alone", String::new());
            }
            return None;
        };
        let is_on = |worst: f64, best: f64| (worst.min(best)..=worst.max(best)).contains(&value);
        let scale = worst.zip(best).filter(|(worst, best)| worst != best);
        if value == NO_NUMBER && !scale.is_some_and(|(worst, best)| is_on(worst, best)) {
            self.remark("ratings of −1, which stands for no number", String::new());
            return None;
        }
        match (scale, worst.zip(best)) {
            (Some((worst, best)), _) if !is_on(worst, best) => {
                self.remark(
                    "ratings that are not on their scale, kept in the original alone",
                    format!("{value} from {worst} to {best}"),
                );
                None
            }
            (None, Some(_)) => {
                self.remark(
                    "scales both ends of which are the same, kept in the original alone",
                    String::new(),
                );
                (value != 0.0).then_some(Rating { value, worst: None, best: None })
            }
            _ => Some(Rating { value, worst, best }),
        }
    }
}

/// Some programs write −1 where no number was given.
const NO_NUMBER: f64 = -1.0;

/// The language of what is reviewed, where all reviews have the same.
fn lang_of_all(reviews: &[Reviewing]) -> Option<&str> {
    let first = reviews.first()?.lang.as_deref()?;
    reviews.iter().all(|review| review.lang.as_deref() == Some(first)).then_some(first)
}

/// How much of a label a remark quotes, in characters.
const SHOWN: usize = 60;

fn beginning(label: &str) -> String {
    if label.chars().count() <= SHOWN {
        label.to_owned()
    } else {
        label.chars().take(SHOWN).chain(['…']).collect()
    }
}

/// The words between quotation marks, where a whole text stands between one pair of them.
fn quoted(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 8] =
        [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('„', '”'), ('»', '«'), ('「', '」'), ('『', '』')];
    PAIRS.iter().find_map(|(opening, closing)| {
        let inner = text.strip_prefix(*opening)?.strip_suffix(*closing)?;
        (!inner.contains([*opening, *closing]) && !inner.trim().is_empty()).then_some(inner)
    })
}
