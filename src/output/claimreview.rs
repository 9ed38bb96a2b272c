//! Assessments as ClaimReview (<https://schema.org/ClaimReview>), JSON-LD: a feed with one object an assessment.
//!
//! What is published is what the checker said: the label and the scale as they were printed, never dictum's own verdict. Only what is
//! certain is in it: a date that is a day or a moment and not marked, a speaker and a document that are not in doubt. What else there is
//! goes to the losses.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::exchange::claimreview::ORIGINAL;
use crate::exchange::interchange::bytes::{Json, Value as _};
use crate::model::date::Precision;
use crate::model::record::{Basis, Dated};
use crate::model::{Kind, Medium, Mode, Rating};
use crate::query::answer::{
    Answer, AssessmentView, CitationView, ClaimRow, EntityView, RoleBy, SourceView, SpeakerView,
};

use crate::output::loss::Losses;
use crate::output::options::{Options, With};
use crate::output::others;
use crate::output::provenance::Provenance;

/// Writes the assessments of the claims in an answer.
pub(super) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = others::claims(answer, options.with, losses);
    let mut writer = Writer { with: options.with, losses };
    out.write_all(b"{\"@context\":\"https://schema.org\",\"@type\":\"DataFeed\",\n")?;
    write_head(answer, out)?;
    out.write_all(b"\"dataFeedElement\":[")?;
    let mut before: &[u8] = b"\n";
    for review in rows.into_iter().flat_map(|row| writer.reviews(row)) {
        let mut json = Json::harmless();
        review.write(&mut json);
        out.write_all(before)?;
        out.write_all(&within_a_page(json.bytes))?;
        before = b",\n";
    }
    out.write_all(b"\n]}\n")
}

/// The question, and what else an export says of itself.
fn write_head(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let provenance = Provenance::of(answer);
    let mut json = Json::harmless();
    json.put("name", &provenance.question);
    json.field("identifier", |json| {
        json.array(provenance.fields(), |(name, value), json| {
            json.object(|json| {
                json.put("@type", "PropertyValue");
                json.put("propertyID", name);
                json.put("value", value);
            });
        });
    });
    json.bytes.push(b'\n');
    out.write_all(&within_a_page(json.bytes))
}

/// No text ends the element of a page into which this is pasted.
fn within_a_page(json: Vec<u8>) -> Vec<u8> {
    if !json.windows(2).any(|pair| pair == b"</" || pair == b"<!") {
        return json;
    }
    let text = String::from_utf8_lossy(&json).replace("</", "<\\/").replace("<!", "\\u003c!");
    text.into_bytes()
}

struct Writer<'l> {
    with: With,
    losses: &'l mut Losses,
}

const NO_PLACE: &str = "ClaimReview has no place for them";
const NOT_CERTAIN: &str = "ClaimReview says nothing of doubt, and they are in doubt";

impl Writer<'_> {
    /// An object for each assessment of a claim.
    fn reviews(&mut self, row: &ClaimRow) -> Vec<Value> {
        let id = row.id.as_str();
        let mut assessments: Vec<&AssessmentView> = Vec::new();
        for view in &row.assessments {
            if view.standing.is_none() && !self.with.retracted {
                self.losses.kept_back("retracted assessments", "retracted", view.record.id.as_str());
            } else {
                assessments.push(view);
            }
        }
        if assessments.is_empty() {
            self.losses.lost("unassessed claims", "an object of ClaimReview is an assessment", id);
            return Vec::new();
        }
        self.note_what_is_lost_of_claim(row);
        assessments.into_iter().map(|view| self.review(row, view)).collect()
    }

    fn review(&mut self, row: &ClaimRow, view: &AssessmentView) -> Value {
        let record = &view.record;
        let original = Original::of(view);
        let mut review = Object::of("ClaimReview");
        let document = view.source.as_ref().map(|source| &source.source);
        review.put("url", record.url.as_deref().or(document.and_then(|source| source.url.as_deref())));
        review.put("name", document.and_then(|source| source.title.as_deref()));
        review.put("inLanguage", document.and_then(|source| source.lang.as_ref()).map(ToString::to_string));
        review.put("datePublished", self.date(record.on.as_ref(), record.id.as_str()));
        self.put_authors(&mut review, view);
        review.put("claimReviewed", Some(row.statement.as_str()));
        review.put("itemReviewed", Some(self.claim(row, view, &original)));
        let mut rating = Object::of("Rating");
        rating.put("alternateName", record.label.as_deref());
        if let Some(given) = &record.rating {
            put_rating(&mut rating, given);
        }
        let summary = original.member_of_summary(record.summary.as_deref());
        match summary {
            Some(member) => review.put(member, record.summary.as_deref()),
            None => rating.put("ratingExplanation", record.summary.as_deref()),
        }
        if rating.says_something() {
            review.put("reviewRating", Some(rating.0));
        }
        self.note_what_is_lost_of_assessment(view);
        review.0
    }

    /// Who made the review, and who published it where that is somebody else.
    fn put_authors(&mut self, review: &mut Object, view: &AssessmentView) {
        let by = agent(&view.by);
        let document = view.source.as_ref();
        let authors = document.map(|document| document.authors.as_ref()).unwrap_or_default();
        let publisher = document.and_then(|document| document.publisher.as_ref());
        let checker_publishes = publisher.is_some_and(|publisher| publisher.id == view.by.id);
        if authors.is_empty() {
            review.put("author", Some(by));
            if let Some(publisher) = publisher.filter(|_| !checker_publishes) {
                review.put("publisher", Some(agent(publisher)));
            }
        } else if authors.iter().any(|name| *name == *view.by.name) {
            let others = authors.iter().filter(|name| **name != *view.by.name).map(|name| person(name));
            review.put("author", Some(one_or_all(std::iter::once(by).chain(others).collect())));
            if let Some(publisher) = publisher.filter(|_| !checker_publishes) {
                review.put("publisher", Some(agent(publisher)));
            }
        } else {
            review.put("author", Some(one_or_all(authors.iter().map(|name| person(name)).collect())));
            review.put("publisher", Some(by));
        }
    }

    // ---- The claim ----------------------------------------------------------------------------------------------------

    fn claim(&mut self, row: &ClaimRow, view: &AssessmentView, original: &Original) -> Value {
        let id = row.id.as_str();
        let mut claim = Object::of("Claim");
        let mut authors = Vec::new();
        for speaker in &row.speakers {
            if speaker.who.certain {
                authors.push(speaking(speaker));
            } else {
                self.losses.lost("speakers", NOT_CERTAIN, id);
            }
        }
        claim.put_any_of("author", authors);
        claim.put("datePublished", self.date(row.said.as_ref(), id));
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for document in self.appearances(row, view) {
            let url = document.source.url.as_deref();
            let place = if original.appeared_first_in(url) { &mut first } else { &mut others };
            place.push(self.work(document));
        }
        claim.put_any_of("firstAppearance", first);
        claim.put_any_of("appearance", others);
        claim.put_any_of("about", row.about.iter().filter(|one| one.certain).map(thing).collect());
        claim.put_any_of("keywords", row.tags.iter().map(|tag| tag.as_str().into()).collect());
        if let Some(place) = row.said_at.as_ref().filter(|place| place.certain) {
            claim.put("locationCreated", Some(thing(place)));
        }
        let audience = row
            .audience
            .iter()
            .filter(|one| one.certain)
            .map(|one| json!({"@type": "Audience", "name": &*one.name}));
        claim.put_any_of("audience", audience.collect());
        claim.0
    }

    /// The documents in which the claim stands, apart from the review itself: read, and behind those that were read.
    fn appearances<'r>(&mut self, row: &'r ClaimRow, view: &AssessmentView) -> Vec<&'r SourceView> {
        let review = view.source.as_ref().map(|source| &source.source.id);
        let mut found: Vec<&SourceView> = Vec::new();
        for document in row.citations.iter().flat_map(documents) {
            let source = &document.source;
            let says_nothing = source.url.is_none() && source.title.is_none() && document.publisher.is_none();
            if Some(&source.id) == review
                || says_nothing
                || found.iter().any(|known| known.source.id == source.id)
            {
                continue;
            }
            if document.certain {
                found.push(document);
            } else {
                self.losses.lost("documents", NOT_CERTAIN, source.id.as_str());
            }
        }
        found
    }

    fn work(&mut self, document: &SourceView) -> Value {
        let source = &document.source;
        let mut work = Object::of(match source.medium {
            Some(Medium::Article) => "Article",
            Some(Medium::Report) => "Report",
            Some(Medium::Post) => "SocialMediaPosting",
            Some(Medium::Document) => "DigitalDocument",
            _ => "CreativeWork",
        });
        work.put("url", source.url.as_deref());
        work.put("name", source.title.as_deref());
        work.put_any_of("author", document.authors.iter().map(|name| person(name)).collect());
        work.put("publisher", document.publisher.as_ref().filter(|publisher| publisher.certain).map(agent));
        work.put("datePublished", self.date(source.published.as_ref(), source.id.as_str()));
        work.put("inLanguage", source.lang.as_ref().map(ToString::to_string));
        work.put("archivedAt", source.archive_url.as_deref());
        work.0
    }

    // ---- What is lost -------------------------------------------------------------------------------------------------

    /// A date that is a day or a moment, certain, and as ISO 8601 has it too.
    fn date(&mut self, dated: Option<&Dated>, id: &str) -> Option<String> {
        let Dated { date, basis } = dated?;
        let is_exact = matches!(
            date.precision(),
            [Precision::Day, Precision::Day] | [Precision::Moment, Precision::Moment]
        );
        let is_sure = !date.is_uncertain() && !date.is_approximate() && !date.as_str().contains(['/', 'X']);
        if !is_exact || !is_sure {
            self.losses.lost("dates", "only a certain day or moment is a date of ClaimReview", id);
            return None;
        }
        if *basis != Basis::Stated {
            self.losses.lost("date marks", "ClaimReview does not say how a date is known", id);
        }
        Some(date.as_str().to_owned())
    }

    fn note_what_is_lost_of_claim(&mut self, row: &ClaimRow) {
        let id = row.id.as_str();
        let chains = row.citations.iter().filter(|citation| citation.via.len() > 1).count();
        self.losses.lost_several("chains", "ClaimReview has documents in no order", chains, id);
        let concerned = usize::from(row.concerns.is_some());
        self.losses.lost_several(
            "periods",
            "ClaimReview has no place for the time that a claim is about",
            concerned,
            id,
        );
        let mut lost = |what, count| self.losses.lost_several(what, NO_PLACE, count, id);
        lost("quotations", row.citations.iter().filter(|citation| citation.words.is_some()).count());
        lost("locators", row.citations.iter().filter(|citation| citation.locator.is_some()).count());
        lost("translations", row.translations.len());
        lost("links", row.links.len());
        lost("ascriptions", usize::from(row.mode == Mode::Ascription));
        let with = self.with;
        lost("notes", usize::from(with.notes && row.note.is_some()));
        lost("`extra` texts", usize::from(with.extra && !row.extra.is_empty()));
    }

    fn note_what_is_lost_of_assessment(&mut self, view: &AssessmentView) {
        let (record, id) = (&view.record, view.record.id.as_str());
        if record.label.is_none() {
            self.losses.lost(
                "verdicts",
                "the checker's own label is not recorded, and ClaimReview has that alone",
                id,
            );
        }
        let note = others::note(record.note.as_deref(), self.with, self.losses, id);
        self.losses.lost_several("notes", NO_PLACE, usize::from(note.is_some()), id);
    }
}

fn documents(citation: &CitationView) -> impl Iterator<Item = &SourceView> {
    std::iter::once(&citation.read).chain(&citation.via)
}

/// Of an assessment that came as ClaimReview, the object that came: it says under which name of several a thing stood. Nothing that is
/// written comes from it.
struct Original(Option<Value>);

impl Original {
    fn of(view: &AssessmentView) -> Original {
        Original(view.record.extra.get(ORIGINAL).and_then(|text| serde_json::from_str(text).ok()))
    }

    /// Whether a document stood there as the first in which the claim appeared.
    fn appeared_first_in(&self, url: Option<&str>) -> bool {
        let first = self.0.as_ref().and_then(|original| {
            original
                .pointer("/itemReviewed/firstAppearance")
                .or_else(|| original.pointer("/claimReviewMarkups/0/claimFirstAppearance"))
        });
        first.zip(url).is_some_and(|(first, url)| first.to_string().contains(&Value::from(url).to_string()))
    }

    /// The member in which the summary stood, where that was not the rating's.
    fn member_of_summary(&self, summary: Option<&str>) -> Option<&'static str> {
        let (original, summary) = (self.0.as_ref()?, summary?);
        let holds = |member: &&&str| {
            let text = original.get(**member).and_then(Value::as_str);
            text.is_some_and(|text| crate::exchange::markup::plain(text) == summary)
        };
        ["description", "reviewBody", "abstract"].iter().find(holds).copied()
    }
}

// ---- Objects of schema.org --------------------------------------------------------------------------------------------

struct Object(Value);

impl Object {
    fn of(kind: &str) -> Object {
        Object(json!({"@type": kind}))
    }

    fn fields(&mut self) -> Option<&mut Map<String, Value>> {
        self.0.as_object_mut()
    }

    /// A field, where there is something.
    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let (Some(value), Some(fields)) = (value, self.fields()) {
            fields.insert(name.to_owned(), value.into());
        }
    }

    /// One as it is, several as a list, none not at all.
    fn put_any_of(&mut self, name: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.put(name, Some(one_or_all(values)));
        }
    }

    /// Whether there is more in it than its type.
    fn says_something(&self) -> bool {
        self.0.as_object().is_some_and(|fields| fields.len() > 1)
    }
}

fn one_or_all(mut values: Vec<Value>) -> Value {
    match (values.len(), values.pop()) {
        (1, Some(one)) => one,
        (_, last) => Value::Array(values.into_iter().chain(last).collect()),
    }
}

/// A person or an organization. schema.org has no groups: one is taken for an organization.
fn agent(view: &EntityView) -> Value {
    let kind = if view.kind == Kind::Person { "Person" } else { "Organization" };
    json!({"@type": kind, "name": &*view.name})
}

fn person(name: &str) -> Value {
    json!({"@type": "Person", "name": name})
}

/// A speaker in the roles in which the document presents them.
fn speaking(speaker: &SpeakerView) -> Value {
    let mut author = Object(agent(&speaker.who));
    let presented: Vec<_> = speaker
        .roles
        .iter()
        .filter(|role| role.certain && role.by == RoleBy::Presented { former: false })
        .collect();
    let titles = presented.iter().map(|role| role.title.as_deref().unwrap_or(&role.role.name).into());
    let of = presented
        .iter()
        .filter_map(|role| role.of.as_ref())
        .map(|of| json!({"@type": "Organization", "name": &*of.name}));
    let (titles, of): (Vec<Value>, Vec<Value>) = (titles.collect(), of.collect());
    if speaker.who.kind == Kind::Person {
        author.put_any_of("jobTitle", titles);
        author.put_any_of("affiliation", of);
    }
    author.0
}

fn thing(view: &EntityView) -> Value {
    let kind = match view.kind {
        Kind::Person => "Person",
        Kind::Organization | Kind::Group => "Organization",
        Kind::Place => "Place",
        Kind::Event => "Event",
        Kind::Role | Kind::Topic => "Thing",
    };
    json!({"@type": kind, "name": &*view.name})
}

fn put_rating(object: &mut Object, rating: &Rating) {
    object.put("ratingValue", Some(number(rating.value)));
    object.put("bestRating", rating.best.map(number));
    object.put("worstRating", rating.worst.map(number));
}

/// `3`, not `3.0`.
fn number(number: f64) -> Value {
    const WHOLE_UP_TO: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= WHOLE_UP_TO { (number as i64).into() } else { number.into() }
}
