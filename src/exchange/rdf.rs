//! Records as RDF, in TriG or N-Quads: what other people's tools know by schema.org, SKOS (names and broader things),
//! PROV-O (the chain of documents), Web Annotation (the words in a document), CiTO (what cites and disputes what), with
//! dates as EDTF literals. What those have no word for has one of dictum's own, below [`OWN`]: above all a naming that is
//! in doubt, which must not be told as a fact.

use std::io::{self, Write};

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use oxttl::nquads::WriterNQuadsSerializer;
use oxttl::trig::WriterTriGSerializer;
use oxttl::{NQuadsSerializer, TriGSerializer};

use crate::model::record::{Basis, Dated, Extra};
use crate::model::{
    Assessment, Author, Claim, Entity, Id, Key, Kind, Lang, Link, Medium, Mode, Record, Ref, Relation, Source,
};

const SCHEMA: &str = "https://schema.org/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const OA: &str = "http://www.w3.org/ns/oa#";
const CITO: &str = "http://purl.org/spar/cito/";
const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";
/// dictum's own words.
const OWN: &str = "urn:dictum:term:";

const PREFIXES: [(&str, &str); 8] = [
    ("schema", SCHEMA),
    ("skos", SKOS),
    ("prov", PROV),
    ("oa", OA),
    ("cito", CITO),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("dictum", OWN),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// In which form the statements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    TriG,
    NQuads,
}

enum To<W: Write> {
    TriG(Box<WriterTriGSerializer<W>>),
    NQuads(WriterNQuadsSerializer<W>),
}

/// What of a record is written only where it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub texts: bool,
    pub notes: bool,
    pub extra: bool,
}

/// Writes records, one after another, into one named graph.
pub struct Writer<W: Write> {
    to: To<W>,
    graph: NamedNode,
    asked: Asked,
    blank: usize,
}

impl<W: Write> Writer<W> {
    /// # Errors
    /// Those of writing.
    pub fn new(syntax: Syntax, graph: &str, asked: Asked, out: W) -> io::Result<Writer<W>> {
        let to = match syntax {
            Syntax::NQuads => To::NQuads(NQuadsSerializer::new().for_writer(out)),
            Syntax::TriG => {
                let mut serializer = TriGSerializer::new();
                for (name, iri) in PREFIXES {
                    serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
                }
                To::TriG(Box::new(serializer.for_writer(out)))
            }
        };
        Ok(Writer { to, graph: iri("export", graph), asked, blank: 0 })
    }

    /// What was asked, when, and of which state of the database: of the graph itself.
    ///
    /// # Errors
    /// Those of writing.
    pub fn provenance(&mut self, fields: &[(&str, String)]) -> io::Result<()> {
        let graph: NamedOrBlankNode = self.graph.clone().into();
        self.put(&graph, &rdf_type(), named(PROV, "Entity"))?;
        for (name, value) in fields {
            self.put(&graph, &own(name), text(value, None))?;
        }
        Ok(())
    }

    /// # Errors
    /// Those of writing.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        let subject = of_key(&record.key());
        match record {
            Record::Entity(entity) => self.entity(&subject.into(), entity),
            Record::Source(source) => self.source(&subject.into(), source),
            Record::Claim(claim) => self.claim(&subject.into(), claim),
            Record::Assessment(assessment) => self.assessment(&subject.into(), assessment),
            Record::Link(link) => self.link(link),
            Record::Definition(definition) => {
                let subject = subject.into();
                self.put(&subject, &rdf_type(), named(OWN, "Definition"))?;
                self.put(&subject, &own("question"), text(&definition.question, None))
            }
        }
    }

    /// That a record was retracted, and why.
    ///
    /// # Errors
    /// Those of writing.
    pub fn retraction(&mut self, key: &Key, because: Option<&str>) -> io::Result<()> {
        let reason = because.unwrap_or("no reason given");
        self.put(&of_key(key).into(), &own("retracted"), text(reason, None))
    }

    /// # Errors
    /// Those of writing.
    pub fn finish(self) -> io::Result<()> {
        match self.to {
            To::TriG(to) => to.finish().map(drop),
            To::NQuads(to) => {
                to.finish();
                Ok(())
            }
        }
    }

    // ---- Types of records ----

    fn entity(&mut self, subject: &NamedOrBlankNode, entity: &Entity) -> io::Result<()> {
        self.put(subject, &rdf_type(), named(SKOS, "Concept"))?;
        self.put(subject, &rdf_type(), schema_of_kind(entity.kind))?;
        let mut preferred: Vec<Option<&Lang>> = Vec::new();
        for name in &entity.names {
            let is_first = !preferred.contains(&name.lang.as_ref()) && !name.plural;
            preferred.extend(is_first.then_some(name.lang.as_ref()));
            let label = if is_first { "prefLabel" } else { "altLabel" };
            self.put(subject, &term(SKOS, label), text(&name.text, name.lang.as_ref()))?;
        }
        for demonym in &entity.demonyms {
            self.put(subject, &own("demonym"), text(&demonym.text, demonym.lang.as_ref()))?;
        }
        self.refs(subject, &term(SKOS, "broader"), "broader", Key::Entity, &entity.broader)?;
        if entity.unnamed {
            self.put(subject, &own("unnamed"), boolean(true))?;
        }
        for tenure in &entity.roles {
            let role = self.node();
            self.put(subject, &term(SCHEMA, "hasOccupation"), role.clone())?;
            self.put(&role, &rdf_type(), named(SCHEMA, "Role"))?;
            self.refs(
                &role,
                &term(SCHEMA, "roleName"),
                "roleName",
                Key::Entity,
                std::slice::from_ref(&tenure.role),
            )?;
            self.refs(&role, &term(SCHEMA, "memberOf"), "memberOf", Key::Entity, tenure.of.as_slice())?;
            if let Some(title) = &tenure.title {
                self.put(&role, &term(SCHEMA, "name"), text(title, None))?;
            }
            self.date(&role, &term(SCHEMA, "startDate"), tenure.from.as_ref())?;
            self.date(&role, &term(SCHEMA, "endDate"), tenure.until.as_ref())?;
        }
        self.date(subject, &term(SCHEMA, "startDate"), entity.on.as_ref())?;
        self.refs(subject, &term(SCHEMA, "location"), "location", Key::Entity, entity.at.as_slice())?;
        if let Some(item) = &entity.wikidata {
            self.put(
                subject,
                &term(SCHEMA, "sameAs"),
                address(&format!("http://www.wikidata.org/entity/{item}")),
            )?;
        }
        self.remarks(subject, entity.note.as_deref(), &entity.extra)
    }

    fn source(&mut self, subject: &NamedOrBlankNode, source: &Source) -> io::Result<()> {
        self.put(subject, &rdf_type(), schema_of_medium(source.medium))?;
        self.put(subject, &rdf_type(), named(PROV, "Entity"))?;
        if let Some(title) = &source.title {
            self.put(subject, &term(SCHEMA, "name"), text(title, source.lang.as_ref()))?;
        }
        self.refs(
            subject,
            &term(SCHEMA, "publisher"),
            "publisher",
            Key::Entity,
            source.publisher.as_slice(),
        )?;
        for author in &source.authors {
            match author {
                Author::Name(name) => self.put(subject, &term(SCHEMA, "author"), text(name, None))?,
                Author::Entity(entity) => {
                    self.refs(
                        subject,
                        &term(SCHEMA, "author"),
                        "author",
                        Key::Entity,
                        std::slice::from_ref(entity),
                    )?;
                }
            }
        }
        self.date(subject, &term(SCHEMA, "datePublished"), source.published.as_ref())?;
        if let Some(url) = &source.url {
            self.put(subject, &term(SCHEMA, "url"), address(url))?;
        }
        if let Some(url) = &source.archive_url {
            self.put(subject, &term(SCHEMA, "archivedAt"), address(url))?;
        }
        self.date(subject, &own("accessed"), source.accessed.as_ref())?;
        if let Some(lang) = &source.lang {
            self.put(subject, &term(SCHEMA, "inLanguage"), text(lang.as_str(), None))?;
        }
        self.refs(subject, &term(CITO, "cites"), "cites", Key::Source, &source.cites)?;
        let asked = self.asked;
        for kept in source.text.iter().filter(|_| asked.texts) {
            self.put(subject, &term(SCHEMA, "text"), text(kept, source.lang.as_ref()))?;
        }
        self.remarks(subject, source.note.as_deref(), &source.extra)
    }

    fn claim(&mut self, subject: &NamedOrBlankNode, claim: &Claim) -> io::Result<()> {
        self.put(subject, &rdf_type(), named(SCHEMA, "Claim"))?;
        self.put(subject, &rdf_type(), named(PROV, "Entity"))?;
        self.put(subject, &term(SCHEMA, "text"), text(&claim.statement, claim.lang.as_ref()))?;
        for translation in &claim.translations {
            self.put(subject, &own("translation"), text(&translation.text, translation.lang.as_ref()))?;
        }
        self.put(subject, &own("mode"), text(claim.mode.word(), None))?;
        for speaker in &claim.speakers {
            self.refs(
                subject,
                &term(SCHEMA, "author"),
                "author",
                Key::Entity,
                std::slice::from_ref(&speaker.who),
            )?;
            if let Some(styled) = &speaker.who.styled {
                self.put(subject, &own("styled"), text(styled, None))?;
            }
            for presented in &speaker.presented {
                let role = self.node();
                self.put(subject, &own("presentedAs"), role.clone())?;
                self.put(&role, &own("speaker"), of_key(&Key::Entity(speaker.who.id.clone())))?;
                self.refs(
                    &role,
                    &term(SCHEMA, "roleName"),
                    "roleName",
                    Key::Entity,
                    std::slice::from_ref(&presented.role),
                )?;
                self.refs(
                    &role,
                    &term(SCHEMA, "memberOf"),
                    "memberOf",
                    Key::Entity,
                    presented.of.as_slice(),
                )?;
                if let Some(title) = &presented.title {
                    self.put(&role, &term(SCHEMA, "name"), text(title, None))?;
                }
                self.put(&role, &own("former"), boolean(presented.former))?;
            }
        }
        self.refs(subject, &term(SCHEMA, "audience"), "audience", Key::Entity, &claim.audience)?;
        self.refs(subject, &own("ascribedTo"), "ascribedTo", Key::Entity, &claim.ascribed_to)?;
        self.refs(subject, &term(SCHEMA, "about"), "about", Key::Entity, &claim.about)?;
        self.date(subject, &term(SCHEMA, "dateCreated"), claim.said.as_ref())?;
        self.refs(
            subject,
            &term(SCHEMA, "locationCreated"),
            "locationCreated",
            Key::Entity,
            claim.said_at.as_slice(),
        )?;
        self.date(subject, &term(SCHEMA, "temporalCoverage"), claim.concerns.as_ref())?;
        for tag in &claim.tags {
            self.put(subject, &term(SCHEMA, "keywords"), text(tag, None))?;
        }
        for citation in &claim.citations {
            self.citation(subject, claim, citation)?;
        }
        self.remarks(subject, claim.note.as_deref(), &claim.extra)
    }

    /// The claim stands in a document that was read, which had it from others: PROV-O. Where in it, and in which words: Web
    /// Annotation.
    fn citation(
        &mut self,
        subject: &NamedOrBlankNode,
        claim: &Claim,
        citation: &crate::model::Citation,
    ) -> io::Result<()> {
        let derived = if claim.mode == Mode::Quote { "wasQuotedFrom" } else { "wasDerivedFrom" };
        self.refs(
            subject,
            &term(SCHEMA, "appearance"),
            "appearance",
            Key::Source,
            std::slice::from_ref(&citation.source),
        )?;
        self.refs(
            subject,
            &term(PROV, derived),
            derived,
            Key::Source,
            std::slice::from_ref(&citation.source),
        )?;
        let mut nearer = &citation.source;
        for hop in &citation.via {
            let document: NamedOrBlankNode = of_key(&Key::Source(nearer.id.clone())).into();
            self.refs(
                &document,
                &term(PROV, "wasDerivedFrom"),
                "wasDerivedFrom",
                Key::Source,
                std::slice::from_ref(hop),
            )?;
            nearer = hop;
        }
        let note = self.node();
        let target = self.node();
        self.put(&note, &rdf_type(), named(OA, "Annotation"))?;
        self.put(&note, &term(OA, "hasBody"), subject.clone())?;
        self.put(&note, &term(OA, "hasTarget"), target.clone())?;
        self.put(&target, &term(OA, "hasSource"), of_key(&Key::Source(citation.source.id.clone())))?;
        if let Some(locator) = &citation.locator {
            self.put(&target, &own("locator"), text(locator, None))?;
        }
        if let Some(words) = &citation.words {
            let selector = self.node();
            self.put(&target, &term(OA, "hasSelector"), selector.clone())?;
            self.put(&selector, &rdf_type(), named(OA, "TextQuoteSelector"))?;
            self.put(&selector, &term(OA, "exact"), text(&words.text, words.lang.as_ref()))?;
            self.put(&selector, &own("translatedByDocument"), boolean(words.translated))?;
        }
        Ok(())
    }

    fn assessment(&mut self, subject: &NamedOrBlankNode, assessment: &Assessment) -> io::Result<()> {
        self.put(subject, &rdf_type(), named(SCHEMA, "ClaimReview"))?;
        self.put(subject, &term(SCHEMA, "itemReviewed"), of_key(&Key::Claim(assessment.claim.clone())))?;
        self.refs(
            subject,
            &term(SCHEMA, "author"),
            "author",
            Key::Entity,
            std::slice::from_ref(&assessment.by),
        )?;
        self.date(subject, &term(SCHEMA, "datePublished"), assessment.on.as_ref())?;
        self.put(subject, &own("verdict"), text(assessment.verdict.word(), None))?;
        if assessment.label.is_some() || assessment.rating.is_some() {
            let rating = self.node();
            self.put(subject, &term(SCHEMA, "reviewRating"), rating.clone())?;
            self.put(&rating, &rdf_type(), named(SCHEMA, "Rating"))?;
            if let Some(label) = &assessment.label {
                self.put(&rating, &term(SCHEMA, "alternateName"), text(label, None))?;
            }
            if let Some(given) = &assessment.rating {
                self.put(&rating, &term(SCHEMA, "ratingValue"), number(given.value))?;
                if let Some(worst) = given.worst {
                    self.put(&rating, &term(SCHEMA, "worstRating"), number(worst))?;
                }
                if let Some(best) = given.best {
                    self.put(&rating, &term(SCHEMA, "bestRating"), number(best))?;
                }
            }
        }
        self.refs(
            subject,
            &term(PROV, "wasDerivedFrom"),
            "wasDerivedFrom",
            Key::Source,
            assessment.source.as_slice(),
        )?;
        if let Some(url) = &assessment.url {
            self.put(subject, &term(SCHEMA, "url"), address(url))?;
        }
        if let Some(summary) = &assessment.summary {
            self.put(subject, &term(SCHEMA, "reviewBody"), text(summary, None))?;
        }
        self.remarks(subject, assessment.note.as_deref(), &assessment.extra)
    }

    fn link(&mut self, link: &Link) -> io::Result<()> {
        let relation = match link.relation {
            Relation::Contradicts => term(CITO, "disputes"),
            Relation::Supports => term(CITO, "supports"),
            Relation::Repeats => term(CITO, "agreesWith"),
            Relation::Corrects => term(CITO, "corrects"),
            Relation::Answers => term(CITO, "repliesTo"),
        };
        let (from, to) = (of_key(&Key::Claim(link.from.clone())), of_key(&Key::Claim(link.to.clone())));
        self.put(&from.into(), &relation, to)
    }

    // ---- Parts of records ----

    /// What a record names; a doubtful naming by dictum's own word for that.
    fn refs(
        &mut self,
        subject: &NamedOrBlankNode,
        certain: &NamedNode,
        word: &str,
        key: fn(Id) -> Key,
        refs: &[Ref],
    ) -> io::Result<()> {
        let mut capital = word.chars();
        let word: String = capital.next().into_iter().flat_map(char::to_uppercase).chain(capital).collect();
        let doubtful = own(&format!("perhaps{word}"));
        for reference in refs {
            let predicate = if reference.certain { certain } else { &doubtful };
            self.put(subject, predicate, of_key(&key(reference.id.clone())))?;
        }
        Ok(())
    }

    fn date(
        &mut self,
        subject: &NamedOrBlankNode,
        predicate: &NamedNode,
        date: Option<&Dated>,
    ) -> io::Result<()> {
        let Some(date) = date else { return Ok(()) };
        self.put(
            subject,
            predicate,
            Literal::new_typed_literal(date.date.as_str(), NamedNode::new_unchecked(EDTF)),
        )?;
        if date.basis != Basis::Stated {
            let word = predicate.as_str().rsplit(['/', '#', ':']).next().unwrap_or("date");
            self.put(subject, &own(&format!("{word}Basis")), text(date.basis.word(), None))?;
        }
        Ok(())
    }

    fn remarks(&mut self, subject: &NamedOrBlankNode, note: Option<&str>, extra: &Extra) -> io::Result<()> {
        let asked = self.asked;
        for note in note.iter().filter(|_| asked.notes) {
            self.put(subject, &term(SKOS, "note"), text(note, None))?;
        }
        for (name, value) in extra.iter().filter(|_| asked.extra) {
            let free = self.node();
            self.put(subject, &own("extra"), free.clone())?;
            self.put(&free, &term(SCHEMA, "name"), text(name, None))?;
            self.put(&free, &term(SCHEMA, "value"), text(value, None))?;
        }
        Ok(())
    }

    fn node(&mut self) -> NamedOrBlankNode {
        self.blank += 1;
        BlankNode::new_unchecked(format!("b{}", self.blank)).into()
    }

    fn put(
        &mut self,
        subject: &NamedOrBlankNode,
        predicate: &NamedNode,
        object: impl Into<Term>,
    ) -> io::Result<()> {
        let quad = Quad::new(subject.clone(), predicate.clone(), object, self.graph.clone());
        match &mut self.to {
            To::TriG(to) => to.serialize_quad(&quad),
            To::NQuads(to) => to.serialize_quad(&quad),
        }
    }
}

// ---- Terms ------------------------------------------------------------------------------------------------------------

fn rdf_type() -> NamedNode {
    rdf::TYPE.into_owned()
}

fn term(vocabulary: &str, word: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{vocabulary}{word}"))
}

fn own(word: &str) -> NamedNode {
    term(OWN, &encoded(word))
}

fn named(vocabulary: &str, word: &str) -> Term {
    term(vocabulary, word).into()
}

/// `urn:dictum:claim:last-card`
fn of_key(key: &Key) -> NamedNode {
    iri(key.record_type().word(), &key.name())
}

fn iri(what: &str, id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:dictum:{what}:{}", encoded(id)))
}

/// What may not stand in the name of a URN is percent-encoded (RFC 8141).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A text in its language. A tag that RDF does not know, such as one for private use alone, is left out of the literal.
fn text(text: &str, lang: Option<&Lang>) -> Term {
    let tagged = lang.and_then(|lang| Literal::new_language_tagged_literal(text, lang.as_str()).ok());
    tagged.unwrap_or_else(|| Literal::new_simple_literal(text)).into()
}

/// An address that is an IRI, else its text.
fn address(url: &str) -> Term {
    NamedNode::new(url).map_or_else(|_| text(url, None), Term::from)
}

fn boolean(value: bool) -> Term {
    Literal::from(value).into()
}

fn number(value: f64) -> Term {
    Literal::new_typed_literal(value.to_string(), xsd::DECIMAL.into_owned()).into()
}

fn schema_of_kind(kind: Kind) -> Term {
    match kind {
        Kind::Person => named(SCHEMA, "Person"),
        Kind::Organization => named(SCHEMA, "Organization"),
        Kind::Group => named(OWN, "Group"),
        Kind::Place => named(SCHEMA, "Place"),
        Kind::Role => named(OWN, "Role"),
        Kind::Topic => named(OWN, "Topic"),
        Kind::Event => named(SCHEMA, "Event"),
    }
}

fn schema_of_medium(medium: Option<Medium>) -> Term {
    match medium {
        Some(Medium::Article) => named(SCHEMA, "Article"),
        Some(Medium::Report) => named(SCHEMA, "Report"),
        Some(Medium::Post) => named(SCHEMA, "SocialMediaPosting"),
        Some(Medium::Document) => named(SCHEMA, "DigitalDocument"),
        _ => named(SCHEMA, "CreativeWork"),
    }
}
