//! A whole database as it could come out of a newsroom, made from a seed.

use super::ask::Cond;
use super::prng::Rng;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Person,
    Organization,
    Group,
    Place,
    Role,
    Topic,
    Event,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Place => "place",
            Kind::Role => "role",
            Kind::Topic => "topic",
            Kind::Event => "event",
        }
    }

    pub fn speaks(self) -> bool {
        matches!(self, Kind::Person | Kind::Organization | Kind::Group)
    }
}

/// A reference to an entity or a source (by its place in the world's list).
#[derive(Clone, Debug)]
pub struct Ref {
    pub to: usize,
    pub certain: bool,
    pub styled: Option<String>,
    /// As what the document presents a speaker.
    pub presented: Vec<Presented>,
}

impl Ref {
    pub fn sure(to: usize) -> Ref {
        Ref { to, certain: true, styled: None, presented: Vec::new() }
    }

    pub fn maybe(rng: &mut Rng, to: usize, doubtful_percent: usize) -> Ref {
        Ref { certain: !rng.chance(doubtful_percent), ..Ref::sure(to) }
    }
}

/// A role that the document gives a speaker at the utterance; a former one is kept and fits `presented as former` alone.
#[derive(Clone, Debug)]
pub struct Presented {
    pub role: Ref,
    pub of: Option<Ref>,
    pub title: Option<String>,
    pub former: bool,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub text: String,
    pub lang: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub lang: Option<&'static str>,
    pub plural: bool,
}

#[derive(Clone, Debug)]
pub struct Tenure {
    pub role: Ref,
    pub of: Option<Ref>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub title: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Entity {
    pub id: String,
    pub kind: Kind,
    pub names: Vec<Name>,
    pub demonyms: Vec<Name>,
    pub broader: Vec<Ref>,
    pub tenures: Vec<Tenure>,
    pub unnamed: bool,
    pub on: Option<String>,
    pub at: Option<Ref>,
    pub note: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Source {
    pub id: String,
    pub title: Option<String>,
    pub publisher: Option<Ref>,
    pub authors: Vec<Result<Ref, String>>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub archive: Option<String>,
    pub accessed: Option<String>,
    pub lang: Option<&'static str>,
    pub medium: Option<&'static str>,
    pub cites: Vec<usize>,
    pub text: Option<String>,
    /// 0: read by fact-checkers; more: so far back in a chain.
    pub layer: usize,
}

#[derive(Clone, Debug)]
pub struct Words {
    pub text: Text,
    pub translated: bool,
}

#[derive(Clone, Debug)]
pub struct Citation {
    pub source: Ref,
    pub locator: Option<String>,
    pub words: Option<Words>,
    pub via: Vec<Ref>,
}

impl Citation {
    /// The document read and the hops behind it.
    pub fn chain(&self) -> impl Iterator<Item = &Ref> {
        std::iter::once(&self.source).chain(&self.via)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Quote,
    Paraphrase,
    Assertion,
    Ascription,
}

#[derive(Clone, Debug)]
pub struct Claim {
    pub id: String,
    pub statement: Text,
    pub translations: Vec<Text>,
    pub mode: Mode,
    pub speakers: Vec<Ref>,
    pub audience: Vec<Ref>,
    pub ascribed_to: Vec<Ref>,
    pub about: Vec<Ref>,
    pub said: Option<String>,
    pub said_basis: Option<&'static str>,
    pub said_at: Option<Ref>,
    pub concerns: Option<String>,
    pub citations: Vec<Citation>,
    pub tags: Vec<&'static str>,
    pub note: Option<String>,
    /// A key and a value that dictum keeps and gives back.
    pub extra: Option<(&'static str, String)>,
    pub retracted: bool,
}

/// From true to false in order, then those that stand aside.
pub const VERDICTS: [&str; 8] =
    ["true", "mostly-true", "mixed", "mostly-false", "false", "unproven", "satire", "other"];

#[derive(Clone, Debug)]
pub struct Assessment {
    pub id: String,
    pub claim: usize,
    pub by: Ref,
    pub on: Option<String>,
    pub verdict: usize,
    pub label: Option<&'static str>,
    pub rating: Option<(i64, i64, i64)>,
    pub source: Option<usize>,
    pub summary: Option<String>,
    pub retracted: bool,
}

/// A relation as stored, as asked one way and the other way.
pub const RELATIONS: [(&str, &str, &str); 5] = [
    ("contradicts", "contradicting", "contradicted"),
    ("supports", "supporting", "supported"),
    ("repeats", "repeating", "repeated"),
    ("corrects", "correcting", "corrected"),
    ("answers", "answering", "answered"),
];

#[derive(Clone, Debug)]
pub struct Link {
    pub from: usize,
    pub relation: usize,
    pub to: usize,
    pub retracted: bool,
}

#[derive(Clone, Debug)]
pub struct Definition {
    pub id: String,
    pub meaning: Cond,
}

#[derive(Clone, Debug, Default)]
pub struct World {
    pub entities: Vec<Entity>,
    pub sources: Vec<Source>,
    pub claims: Vec<Claim>,
    pub assessments: Vec<Assessment>,
    pub links: Vec<Link>,
    pub definitions: Vec<Definition>,
    /// When it came into the database; nothing: at the moment of asking.
    pub imported: Option<i64>,
    /// Later versions, retractions and restorations of claims.
    pub changes: Vec<Change>,
}

/// That a claim was changed after it was first recorded.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub claim: usize,
    pub at: i64,
    pub by: &'static str,
}

impl World {
    /// The world of a seed with so many claims: the same world for ever.
    pub fn generate(seed: u64, claims: usize) -> World {
        let mut rng = Rng::new(seed);
        let mut world = World::default();
        super::people::add_entities(&mut world, &mut rng, claims);
        super::papers::add_sources(&mut world, &mut rng, claims / 6 + 20);
        super::papers::add_claims(&mut world, &mut rng, claims);
        super::papers::add_assessments(&mut world, &mut rng);
        super::papers::add_links(&mut world, &mut rng);
        world.definitions = super::pick::definitions(&world, &mut rng);
        world
    }

    pub fn entity(&self, id: &str) -> Option<usize> {
        self.entities.iter().position(|entity| entity.id == id)
    }

    pub fn of_kind(&self, kind: Kind) -> Vec<usize> {
        (0..self.entities.len()).filter(|e| self.entities[*e].kind == kind).collect()
    }
}
