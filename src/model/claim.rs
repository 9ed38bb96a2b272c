//! Claims: an utterance with its provenance.

use serde::{Deserialize, Serialize};

use super::Id;
use super::text::{Lang, Text};
use crate::model::key::Key;
use crate::model::parts::{Dated, Extra, Ref, entities, sources};

/// How the document gives the utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// Direct speech.
    Quote,
    /// The document's rendering of what was said.
    Paraphrase,
    /// The document, or what it credits, says so itself.
    Assertion,
    /// A belief, wish or plan ascribed to somebody who did not say it.
    Ascription,
}

impl Mode {
    /// All of them.
    pub const ALL: [Mode; 4] = [Mode::Quote, Mode::Paraphrase, Mode::Assertion, Mode::Ascription];

    /// The word of the interchange format.
    pub fn word(self) -> &'static str {
        match self {
            Mode::Quote => "quote",
            Mode::Paraphrase => "paraphrase",
            Mode::Assertion => "assertion",
            Mode::Ascription => "ascription",
        }
    }

    /// The word of the language: `claims quoted`.
    pub fn adjective(self) -> &'static str {
        match self {
            Mode::Quote => "quoted",
            Mode::Paraphrase => "paraphrased",
            Mode::Assertion => "asserted",
            Mode::Ascription => "ascribed",
        }
    }
}

/// The document's own words, to the letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words, without quotation marks.
    pub text: String,
    /// Their language, where it is known.
    pub lang: Option<Lang>,
    /// The document gives them in another language than they were said in.
    pub translated: bool,
}

/// How a claim reached us: the document that was read and the chain behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The document that was read.
    pub source: Ref,
    /// Where in it: "para 11".
    pub locator: Option<String>,
    /// The document's own words.
    pub words: Option<Words>,
    /// The documents from it back towards the speaker, nearest first.
    pub via: Vec<Ref>,
}

impl Citation {
    /// That something was read in a source, somewhere in it. The other fields are filled in afterwards.
    pub fn of(source: Id) -> Citation {
        Citation { source: Ref::certain(source), locator: None, words: None, via: Vec::new() }
    }
}

/// Somebody who says a claim, and in which roles the document presents them as they say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Who speaks.
    pub who: Ref,
    /// In which roles the document presents them.
    pub presented: Vec<Attestation>,
}

impl Speaker {
    /// A speaker whom the document presents in no role.
    pub fn of(who: Ref) -> Speaker {
        Speaker { who, presented: Vec::new() }
    }
}

/// A role in which a document presents a speaker: "the director of international security at RUSI said". It holds at
/// the utterance, whatever the tenures on record say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// The role.
    pub role: Ref,
    /// The organization or place that the role is of.
    pub of: Option<Ref>,
    /// The title in words: "director of international security".
    pub title: Option<String>,
    /// "The former president": the role was no longer held.
    pub former: bool,
}

/// Something in a claim that is marked uncertain.
#[derive(Clone, Copy, Debug)]
pub enum Doubt<'c> {
    Entity(DoubtfulPlace, &'c Ref),
    Document(&'c Ref),
    Date(&'c Dated),
}

/// Where in a claim an entity is named that is marked uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtfulPlace {
    Speaker,
    /// The role in which a speaker is presented, or whose it is.
    Role,
    Audience,
    AscribedTo,
    About,
    SaidAt,
}

/// A claim: what somebody says, in the recorder's wording, with the documents in which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What identifies it.
    pub id: Id,
    /// The recorder's wording, in one sentence; never printed in quotation marks.
    pub statement: String,
    /// The language of the statement, where it is known.
    pub lang: Option<Lang>,
    /// The statement in other languages.
    pub translations: Vec<Text>,
    /// How it is said: quoted, paraphrased, asserted or ascribed.
    pub mode: Mode,
    /// Left empty, the end of the chain speaks.
    pub speakers: Vec<Speaker>,
    /// Those to whom it is said.
    pub audience: Vec<Ref>,
    /// Those whose belief or plan it is said to be.
    pub ascribed_to: Vec<Ref>,
    /// What it is about.
    pub about: Vec<Ref>,
    /// When it was said, if that is known.
    pub said: Option<Dated>,
    /// Where it was said.
    pub said_at: Option<Ref>,
    /// The time that it is about.
    pub concerns: Option<Dated>,
    /// At least one.
    pub citations: Vec<Citation>,
    /// Words that a team sorts claims by.
    pub tags: Vec<String>,
    /// A remark of the recorder.
    pub note: Option<String>,
    /// Fields of other tools, which dictum keeps and does not read.
    pub extra: Extra,
}

impl Claim {
    /// A claim that was read in one document, asserted by whoever stands at the end of its chain. The other fields are filled
    /// in afterwards.
    pub fn new(id: Id, statement: impl Into<String>, read: Citation) -> Claim {
        Claim { id, statement: statement.into(), citations: vec![read], ..Claim::blank() }
    }

    /// One that says nothing yet: a reader fills it, field by field.
    pub fn blank() -> Claim {
        Claim {
            id: Id::placeholder(),
            statement: String::new(),
            lang: None,
            translations: Vec::new(),
            mode: Mode::Assertion,
            speakers: Vec::new(),
            audience: Vec::new(),
            ascribed_to: Vec::new(),
            about: Vec::new(),
            said: None,
            said_at: None,
            concerns: None,
            citations: Vec::new(),
            tags: Vec::new(),
            note: None,
            extra: Extra::new(),
        }
    }

    /// Whether anything in it is marked uncertain.
    pub fn is_doubtful(&self) -> bool {
        self.doubts().next().is_some()
    }

    /// What in it is marked uncertain: doubtful references, and dates with `?` or `%`.
    pub fn doubts(&self) -> impl Iterator<Item = Doubt<'_>> {
        let presented = self.presented().flat_map(|one| std::iter::once(&one.role).chain(&one.of));
        let chain = self.citations.iter().flat_map(|c| std::iter::once(&c.source).chain(&c.via));
        let named = |place: DoubtfulPlace| move |what| (place, what);
        let speakers = self.speakers.iter().map(|speaker| &speaker.who);
        let entities = speakers
            .map(named(DoubtfulPlace::Speaker))
            .chain(presented.map(named(DoubtfulPlace::Role)))
            .chain(self.audience.iter().map(named(DoubtfulPlace::Audience)))
            .chain(self.ascribed_to.iter().map(named(DoubtfulPlace::AscribedTo)))
            .chain(self.about.iter().map(named(DoubtfulPlace::About)))
            .chain(self.said_at.iter().map(named(DoubtfulPlace::SaidAt)));
        let refs = entities.map(|(place, what)| (what.certain, Doubt::Entity(place, what)));
        let refs = refs.chain(chain.map(|hop| (hop.certain, Doubt::Document(hop))));
        let refs = refs.filter(|(certain, _)| !certain).map(|(_, doubt)| doubt);
        let dates = self.said.iter().chain(&self.concerns).filter(|dated| dated.date.is_uncertain());
        refs.chain(dates.map(Doubt::Date))
    }

    /// The roles in which its document presents its speakers.
    fn presented(&self) -> impl Iterator<Item = &Attestation> {
        self.speakers.iter().flat_map(|speaker| &speaker.presented)
    }

    pub(super) fn references(&self, found: &mut Vec<(&'static str, Key)>) {
        entities(found, "speakers", self.speakers.iter().map(|speaker| &speaker.who));
        entities(found, "speakers.as.role", self.presented().map(|one| &one.role));
        entities(found, "speakers.as.of", self.presented().filter_map(|one| one.of.as_ref()));
        entities(found, "audience", &self.audience);
        entities(found, "ascribed_to", &self.ascribed_to);
        entities(found, "about", &self.about);
        entities(found, "said_at", &self.said_at);
        sources(found, "citations.source", self.citations.iter().map(|c| &c.source));
        sources(found, "citations.via", self.citations.iter().flat_map(|c| &c.via));
    }
}
