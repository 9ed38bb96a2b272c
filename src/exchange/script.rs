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
use crate::model::fields::{self, Field, Lens, Takes, Value};
use crate::model::problem::{Problem, Result};
use crate::model::record::Dated;
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Definition, Entity, Id, Key, Lang, Link, Rating,
    Record, Ref, Span, Speaker, Tenure, Words,
};

/// The statement that adds a record.
///
/// # Errors
/// When a definition holds a question that the language does not know, which no record that was read does.
pub fn statement(record: &Record) -> Result<Mutation> {
    Ok(match record {
        Record::Entity(entity) => add_entity(record, entity),
        Record::Source(source) => add(Added::Source, &source.id, details(record)),
        Record::Claim(claim) => add_claim(record, claim),
        Record::Assessment(assessment) => assess(record, assessment),
        Record::Link(link) => relate(record, link),
        Record::Definition(definition) => define(record, definition)?,
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
        self.statement(statement(record)?)
    }

    /// # Errors
    /// When writing fails.
    pub fn retraction(&mut self, key: &Key, because: Option<&str>) -> Result<()> {
        self.statement(retraction(key, because))
    }

    /// A line that nothing reads but people: what was redacted cannot be added.
    ///
    /// # Errors
    /// When writing fails.
    pub fn remark(&mut self, remark: &str) -> Result<()> {
        let apart = if self.was_long == Some(true) { "\n" } else { "" };
        self.was_long = Some(false);
        let remark = remark.replace(['\n', '\r'], " ");
        writeln!(self.out, "{apart}# {remark}").map_err(|error| cannot_write(&error))
    }

    /// A record that cannot be added by a script, as a remark: why, and the statement, which nothing reads but people.
    ///
    /// # Errors
    /// When writing fails, and as [`statement`].
    pub fn left_out(&mut self, record: &Record, why: &str) -> Result<()> {
        let body = Body::Mutation(statement(record)?);
        let statement = Statement { comments: Vec::new(), span: Span::default(), body };
        self.remark(&format!("{} is left out: {why}", record.key()))?;
        for line in language::format_statement(&statement).lines() {
            writeln!(self.out, "#   {line}").map_err(|error| cannot_write(&error))?;
        }
        Ok(())
    }

    fn statement(&mut self, mutation: Mutation) -> Result<()> {
        let statement =
            Statement { comments: Vec::new(), span: Span::default(), body: Body::Mutation(mutation) };
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

fn add_entity(record: &Record, entity: &Entity) -> Mutation {
    let names = names(entity, false);
    let what = Added::Entity { kind: entity.kind, unnamed: entity.unnamed, names };
    add(what, &entity.id, details(record))
}

fn names(entity: &Entity, plural: bool) -> Vec<TextLang> {
    let names = entity.names.iter().filter(|name| name.plural == plural);
    names.map(|name| text(&name.text, &name.lang)).collect()
}

fn add_claim(record: &Record, claim: &Claim) -> Mutation {
    add(Added::Claim { statement: text(&claim.statement, &claim.lang) }, &claim.id, details(record))
}

fn add(what: Added, id: &Id, details: Vec<Detail>) -> Mutation {
    Mutation::Add(Add { what, id: Some(id_text(id)), details, span: Span::default() })
}

fn assess(record: &Record, assessment: &Assessment) -> Mutation {
    let mut details = details(record);
    // What belongs to the verdict stands beside it.
    details.sort_by_key(|detail| {
        !matches!(detail.value, DetailValue::Text("label", _) | DetailValue::Rating { .. })
    });
    Mutation::Assess(Assess {
        claim: id_text(&assessment.claim),
        verdict: assessment.verdict,
        id: Some(id_text(&assessment.id)),
        details,
        span: Span::default(),
    })
}

fn relate(record: &Record, link: &Link) -> Mutation {
    Mutation::Link(LinkText {
        from: id_text(&link.from),
        relation: link.relation,
        to: id_text(&link.to),
        details: details(record),
        span: Span::default(),
    })
}

fn define(record: &Record, definition: &Definition) -> Result<Mutation> {
    let condition = language::parse_claims_condition(&definition.question).map_err(|problem| {
        problem.context(format!("the question of definition `{}` cannot be read", definition.id))
    })?;
    let question = Spanned { node: condition, span: Span::default() };
    Ok(Mutation::Define { id: id_text(&definition.id), question, details: details(record) })
}

/// The fields of a record that stand behind the head of its statement, in the order of the model's table.
fn details(record: &Record) -> Vec<Detail> {
    let mut details = Details::default();
    for field in fields::of(record.record_type()) {
        details.field(record, field);
    }
    details.0
}

#[derive(Default)]
struct Details(Vec<Detail>);

impl Details {
    /// Adds the field as the record has it; nothing where it is empty, or stands at the head of the statement.
    fn field(&mut self, record: &Record, field: &Field) {
        let keyword = field.keyword.unwrap_or_default();
        match (&field.value, record) {
            (Value::Names(_), Record::Entity(entity)) => self.list(names(entity, true), DetailValue::Plural),
            // Who published a source and when stand in one field of the script.
            (Value::Ref(..), Record::Source(_)) if field.name == "publisher" => {}
            (Value::Date(..), Record::Source(source)) if field.name == "published" => {
                if source.publisher.is_some() || source.published.is_some() {
                    let by = source.publisher.as_ref().map(reference);
                    self.push(DetailValue::Published { by, on: source.published.as_ref().map(dated) });
                }
            }
            // The tag of a claim's language stands behind its statement.
            (Value::Lang(_), Record::Claim(_)) if field.keyword.is_none() => {}
            (Value::Ref(lens, Takes::Sources), _) => {
                self.each(held(lens, record), |source| DetailValue::ReadIn(bare_citation(source)));
            }
            (Value::Text(lens) | Value::Url(lens), _) => {
                self.each(held(lens, record), |text| DetailValue::Text(keyword, text.clone()));
            }
            (Value::Date(lens, _), _) => {
                self.each(held(lens, record), |date| DetailValue::Date(keyword, dated(date)));
            }
            (Value::Ref(lens, _), _) => {
                self.each(held(lens, record), |one| DetailValue::Ref(keyword, reference(one)));
            }
            (Value::Refs(lens, _), _) => {
                self.list(refs(several(lens, record)), |refs| DetailValue::Refs(keyword, refs));
            }
            (Value::Item(lens), _) => {
                self.each(held(lens, record), |item| DetailValue::Wikidata(item.clone()));
            }
            (Value::Lang(lens), _) => {
                self.each(held(lens, record), |lang| DetailValue::Language(lang.clone()));
            }
            (Value::Medium(lens), _) => {
                self.each(held(lens, record), |medium| DetailValue::Medium(*medium));
            }
            (Value::Rating(lens), _) => self.each(held(lens, record), rating),
            (Value::Texts(lens), Record::Claim(_)) => {
                self.each(several(lens, record), |t| DetailValue::Translation(text(&t.text, &t.lang)));
            }
            (Value::Texts(lens), _) => {
                let texts = several(lens, record).iter().map(|t| text(&t.text, &t.lang)).collect();
                self.list(texts, DetailValue::Demonym);
            }
            (Value::Tags(lens), _) => {
                self.list(several(lens, record).iter().map(|tag| name(tag)).collect(), DetailValue::Tagged);
            }
            (Value::Tenures(lens), _) => {
                self.each(several(lens, record), |held| DetailValue::Tenure(tenure(held)));
            }
            (Value::Authors(lens), _) => {
                self.list(several(lens, record).iter().map(author).collect(), DetailValue::Author);
            }
            (Value::Speakers(lens), _) => {
                self.list(several(lens, record).iter().map(speaker).collect(), DetailValue::By);
            }
            (Value::Citations(lens), _) => {
                self.each(several(lens, record), |cited| DetailValue::ReadIn(citation_text(cited)));
            }
            (Value::Checker(lens), _) => self
                .each(lens.get(record), |checker| DetailValue::By(vec![SpeakerText::of(reference(checker))])),
            (Value::Mode(lens), _) => self.each(lens.get(record), |mode| DetailValue::Mode(*mode)),
            (Value::Extra(lens), _) => self.each(lens.get(record).into_iter().flatten(), |(key, value)| {
                DetailValue::Extra(key.clone(), value.clone())
            }),
            (
                Value::Names(_)
                | Value::Flag(_)
                | Value::Sentence(_)
                | Value::Id(_)
                | Value::Kind(_)
                | Value::Verdict(_)
                | Value::Relation(_),
                _,
            ) => {}
        }
    }

    fn push(&mut self, value: DetailValue) {
        self.0.push(Detail { span: Span::default(), value });
    }

    fn list<T>(&mut self, items: Vec<T>, make: impl Fn(Vec<T>) -> DetailValue) {
        if !items.is_empty() {
            self.push(make(items));
        }
    }

    fn each<T>(&mut self, items: impl IntoIterator<Item = T>, make: impl Fn(T) -> DetailValue) {
        items.into_iter().for_each(|item| self.push(make(item)));
    }
}

/// What a field that can be missing holds.
fn held<'r, T>(lens: &Lens<Option<T>>, record: &'r Record) -> Option<&'r T> {
    lens.get(record).and_then(Option::as_ref)
}

/// What a field of several values holds.
fn several<'r, T>(lens: &Lens<Vec<T>>, record: &'r Record) -> &'r [T] {
    lens.get(record).map_or(&[], Vec::as_slice)
}

fn rating(rating: &Rating) -> DetailValue {
    DetailValue::Rating { value: rating.value, from: rating.worst, to: rating.best }
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
