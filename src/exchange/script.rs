//! Records as statements of the language, so that a database can be kept, read and changed as a text.
//!
//! - [`statement`], [`retraction`]: a record, or its end → the statement that records it
//! - [`Writer`], [`write()`]: many of them → a script
//!
//! The way back, from statements to records, goes through a session: only that knows what a name stands for.

use std::io::{self, Write};

use crate::language;
use crate::language::syntax::{
    Add, Added, Assess, AttestationText, AuthorText, Body, CitationText, DateExpr, DateText, DatedText,
    Detail, DetailValue, IdText, LinkText, Mutation, Name, RefText, Spanned, SpeakerText, Statement, Target,
    TargetKind, TenureEnd, TenureText, TextLang, WordsText,
};
use crate::model::problem::{Problem, Result};
use crate::model::record::{Dated, Extra};
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Definition, Entity, Id, Key, Lang, Link, Record, Ref,
    Source, Span, Speaker, Tenure, Words,
};

/// The statement that adds a record.
///
/// # Errors
/// When a definition holds a question that the language does not know, which no record that was read does.
pub fn statement(record: &Record) -> Result<Mutation> {
    Ok(match record {
        Record::Entity(entity) => add_entity(entity),
        Record::Source(source) => add_source(source),
        Record::Claim(claim) => add_claim(claim),
        Record::Assessment(assessment) => assess(assessment),
        Record::Link(link) => relate(link),
        Record::Definition(definition) => define(definition)?,
    })
}

/// The statement that retracts a record.
pub fn retraction(key: &Key, because: Option<&str>) -> Mutation {
    let target = match key {
        Key::Link(from, relation, to) => Target::Link {
            from: name(from.as_str()),
            relation: *relation,
            to: name(to.as_str()),
            span: Span::default(),
        },
        Key::Entity(id) | Key::Source(id) | Key::Claim(id) | Key::Assessment(id) | Key::Definition(id) => {
            Target::Record { kind: Some(TargetKind::Type(key.record_type())), name: name(id.as_str()) }
        }
    };
    Mutation::Retract { target, because: because.map(str::to_owned) }
}

/// Records, then retractions, as one script in its canonical form.
///
/// # Errors
/// As [`statement`].
pub fn write<'r>(
    records: impl IntoIterator<Item = Record>,
    retractions: impl IntoIterator<Item = (&'r Key, Option<&'r str>)>,
) -> Result<String> {
    let mut script = Writer::new(Vec::new());
    records.into_iter().try_for_each(|record| script.record(&record))?;
    retractions.into_iter().try_for_each(|(key, because)| script.retraction(key, because))?;
    Ok(String::from_utf8_lossy(&script.out).into_owned())
}

/// Writes a script statement by statement, as `dictum fmt` would have it: long statements stand apart by an empty line.
pub struct Writer<W> {
    out: W,
    /// Whether the statement before was a long one; nothing at the start.
    was_long: Option<bool>,
}

impl<W: Write> Writer<W> {
    pub fn new(out: W) -> Writer<W> {
        Writer { out, was_long: None }
    }

    /// # Errors
    /// When writing fails, and as [`statement`].
    pub fn record(&mut self, record: &Record) -> Result<()> {
        self.tell(statement(record)?)
    }

    /// # Errors
    /// When writing fails.
    pub fn retraction(&mut self, key: &Key, because: Option<&str>) -> Result<()> {
        self.tell(retraction(key, because))
    }

    fn tell(&mut self, tell: Mutation) -> Result<()> {
        let statement = Statement { comments: Vec::new(), span: Span::default(), body: Body::Mutation(tell) };
        let text = language::format_statement(&statement);
        let is_long = text.contains('\n');
        let apart = if self.was_long.is_some_and(|was_long| was_long || is_long) { "\n" } else { "" };
        self.was_long = Some(is_long);
        writeln!(self.out, "{apart}{text}").map_err(|error| cannot_write(&error))
    }
}

fn cannot_write(error: &io::Error) -> Problem {
    Problem::io("the script cannot be written", error)
}

fn add_entity(entity: &Entity) -> Mutation {
    let texts = |plural| -> Vec<TextLang> {
        let names = entity.names.iter().filter(|name| name.plural == plural);
        names.map(|name| text(&name.text, &name.lang)).collect()
    };
    let mut details = Details::default();
    details.list(texts(true), DetailValue::Plural);
    details.list(entity.demonyms.iter().map(|d| text(&d.text, &d.lang)).collect(), DetailValue::Demonym);
    details.list(refs(&entity.broader), DetailValue::Within);
    details.each(&entity.roles, |tenure| DetailValue::Tenure(self::tenure(tenure)));
    details.each(&entity.on, |on| DetailValue::On(dated(on)));
    details.each(&entity.at, |at| DetailValue::At(reference(at)));
    details.text(&entity.wikidata, DetailValue::Wikidata);
    details.note_and_extra(&entity.note, &entity.extra);
    let what = Added::Entity { kind: entity.kind, unnamed: entity.unnamed, names: texts(false) };
    add(what, &entity.id, details)
}

fn add_source(source: &Source) -> Mutation {
    let mut details = Details::default();
    details.text(&source.title, DetailValue::Title);
    details.list(source.authors.iter().map(author).collect(), DetailValue::Author);
    if source.publisher.is_some() || source.published.is_some() {
        let by = source.publisher.as_ref().map(reference);
        details.push(DetailValue::Published { by, on: source.published.as_ref().map(dated) });
    }
    details.text(&source.url, DetailValue::Url);
    details.text(&source.archive_url, DetailValue::Archive);
    details.each(&source.accessed, |accessed| DetailValue::Accessed(dated(accessed)));
    details.each(&source.lang, |lang| DetailValue::Language(lang.clone()));
    details.each(&source.medium, |medium| DetailValue::Medium(*medium));
    details.list(refs(&source.cites), DetailValue::Citing);
    details.text(&source.text, DetailValue::FullText);
    details.note_and_extra(&source.note, &source.extra);
    add(Added::Source, &source.id, details)
}

fn add_claim(claim: &Claim) -> Mutation {
    let mut details = Details::default();
    details.each(&claim.translations, |t| DetailValue::Translation(text(&t.text, &t.lang)));
    details.push(DetailValue::Mode(claim.mode));
    details.list(claim.speakers.iter().map(speaker).collect(), DetailValue::By);
    details.list(refs(&claim.audience), DetailValue::AddressedTo);
    details.list(refs(&claim.ascribed_to), DetailValue::AscribedTo);
    details.list(refs(&claim.about), DetailValue::About);
    details.each(&claim.said, |said| DetailValue::Said(dated(said)));
    details.each(&claim.said_at, |at| DetailValue::SaidAt(reference(at)));
    details.each(&claim.concerns, |concerns| DetailValue::Concerning(dated(concerns)));
    details.each(&claim.citations, |citation| DetailValue::ReadIn(citation_text(citation)));
    details.list(claim.tags.iter().map(|tag| name(tag)).collect(), DetailValue::Tagged);
    details.note_and_extra(&claim.note, &claim.extra);
    add(Added::Claim { statement: text(&claim.statement, &claim.lang) }, &claim.id, details)
}

fn add(what: Added, id: &Id, details: Details) -> Mutation {
    Mutation::Add(Add { what, id: Some(id_text(id)), details: details.0, span: Span::default() })
}

fn assess(assessment: &Assessment) -> Mutation {
    let mut details = Details::default();
    details.text(&assessment.label, DetailValue::Label);
    details.each(&assessment.rating, |rating| DetailValue::Rating {
        value: rating.value,
        from: rating.worst,
        to: rating.best,
    });
    details.push(DetailValue::By(vec![SpeakerText::of(reference(&assessment.by))]));
    details.each(&assessment.on, |on| DetailValue::On(dated(on)));
    details.each(&assessment.source, |source| DetailValue::ReadIn(bare_citation(source)));
    details.text(&assessment.summary, DetailValue::Summary);
    details.note_and_extra(&assessment.note, &assessment.extra);
    Mutation::Assess(Assess {
        claim: id_text(&assessment.claim),
        verdict: assessment.verdict,
        id: Some(id_text(&assessment.id)),
        details: details.0,
        span: Span::default(),
    })
}

fn relate(link: &Link) -> Mutation {
    let mut details = Details::default();
    details.note_and_extra(&link.note, &link.extra);
    Mutation::Link(LinkText {
        from: id_text(&link.from),
        relation: link.relation,
        to: id_text(&link.to),
        details: details.0,
        span: Span::default(),
    })
}

fn define(definition: &Definition) -> Result<Mutation> {
    let condition = language::parse_claims_condition(&definition.question).map_err(|problem| {
        problem.context(format!("the question of definition `{}` cannot be read", definition.id))
    })?;
    let mut details = Details::default();
    details.note_and_extra(&definition.note, &definition.extra);
    let question = Spanned { node: condition, span: Span::default() };
    Ok(Mutation::Define { id: id_text(&definition.id), question, details: details.0 })
}

/// The fields of a statement, in the order in which they are written.
#[derive(Default)]
struct Details(Vec<Detail>);

impl Details {
    fn push(&mut self, value: DetailValue) {
        self.0.push(Detail { span: Span::default(), value });
    }

    fn text(&mut self, given: &Option<String>, make: impl Fn(String) -> DetailValue) {
        self.each(given, |text| make(text.clone()));
    }

    fn list<T>(&mut self, items: Vec<T>, make: impl Fn(Vec<T>) -> DetailValue) {
        if !items.is_empty() {
            self.push(make(items));
        }
    }

    fn each<'i, T: 'i>(&mut self, items: impl IntoIterator<Item = &'i T>, make: impl Fn(&T) -> DetailValue) {
        items.into_iter().for_each(|item| self.push(make(item)));
    }

    fn note_and_extra(&mut self, note: &Option<String>, extra: &Extra) {
        self.text(note, DetailValue::Note);
        extra.iter().for_each(|(key, value)| self.push(DetailValue::Extra(key.clone(), value.clone())));
    }
}

fn tenure(tenure: &Tenure) -> TenureText {
    TenureText {
        role: reference(&tenure.role),
        of: tenure.of.as_ref().map(reference),
        title: tenure.title.clone(),
        since: tenure.from.as_ref().map(dated),
        end: tenure.until.as_ref().map(tenure_end),
    }
}

/// A bound that is open behind its date says that the role was held at that date.
fn tenure_end(until: &Dated) -> TenureEnd {
    match until.date.open_since() {
        Some(date) => TenureEnd::StillOn(dated(&Dated { date, basis: until.basis })),
        None => TenureEnd::Until(dated(until)),
    }
}

fn speaker(speaker: &Speaker) -> SpeakerText {
    SpeakerText {
        who: reference(&speaker.who),
        presented: speaker.presented.iter().map(attestation).collect(),
    }
}

fn attestation(attestation: &Attestation) -> AttestationText {
    AttestationText {
        former: attestation.former,
        role: reference(&attestation.role),
        of: attestation.of.as_ref().map(reference),
        title: attestation.title.clone(),
    }
}

/// A citation as it is written.
pub fn citation_text(citation: &Citation) -> CitationText {
    CitationText {
        locator: citation.locator.clone(),
        via: refs(&citation.via),
        words: citation.words.as_ref().map(words),
        ..bare_citation(&citation.source)
    }
}

fn bare_citation(source: &Ref) -> CitationText {
    CitationText { source: reference(source), locator: None, via: Vec::new(), words: None }
}

fn words(words: &Words) -> WordsText {
    WordsText { text: text(&words.text, &words.lang), translated: words.translated }
}

fn author(author: &Author) -> AuthorText {
    match author {
        Author::Name(name) => AuthorText::Name(name.clone()),
        Author::Entity(entity) => AuthorText::Entity(reference(entity)),
    }
}

fn refs(refs: &[Ref]) -> Vec<RefText> {
    refs.iter().map(reference).collect()
}

fn reference(reference: &Ref) -> RefText {
    RefText {
        name: name(reference.id.as_str()),
        doubtful: !reference.certain,
        styled: reference.styled.clone(),
    }
}

fn dated(dated: &Dated) -> DatedText {
    let date = DateExpr { date: DateText::Date(dated.date.clone()), span: Span::default() };
    DatedText { date, basis: dated.basis }
}

fn text(text: &str, lang: &Option<Lang>) -> TextLang {
    TextLang { text: text.to_owned(), lang: lang.clone(), span: Span::default() }
}

fn id_text(id: &Id) -> IdText {
    IdText { text: id.to_string(), span: Span::default() }
}

/// Bare where it is read back as written.
fn name(text: &str) -> Name {
    if language::name_or_quoted(text) == text { Name::bare(text) } else { Name::quoted(text) }
}
