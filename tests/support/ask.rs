//! Questions as trees: what the oracle asks, with the spelling that each name got.

/// A condition on claims.
#[derive(Clone, Debug)]
pub enum Cond {
    All,
    Is(Clause),
    Certainly(Clause),
    Not(Box<Cond>),
    /// All of them: side by side, or (true) with `and`.
    And(Vec<Cond>, bool),
    Or(Vec<Cond>),
}

/// What was written, and what it means.
#[derive(Clone, Debug)]
pub struct Named<T> {
    pub text: String,
    pub is: T,
}

/// Operands of one clause.
#[derive(Clone, Debug)]
pub enum List<T> {
    One(Named<T>),
    And(Vec<List<T>>),
    Or(Vec<List<T>>),
}

/// Who is meant after `by`.
#[derive(Clone, Debug)]
pub enum Who {
    Entity(usize),
    /// A role, and of which entities (any of them; none: of anything).
    Role {
        role: usize,
        of: Vec<usize>,
    },
    /// Somebody who is asked for in a role.
    As {
        who: usize,
        role: AskedRole,
    },
}

/// A role that is asked of a speaker: one that was held then or that the document gives, or the document's alone.
#[derive(Clone, Debug)]
pub struct AskedRole {
    pub role: usize,
    /// Any of them; none: of anything.
    pub of: Vec<usize>,
    pub exactly: bool,
    pub presented: bool,
    pub former: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    About,
    Addressed,
    AscribedTo,
    SaidAt,
}

/// What `citing` can name.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    Source(usize),
    Publisher(usize),
}

#[derive(Clone, Debug)]
pub enum Rating {
    Any,
    OneOf(Vec<usize>),
    Worse(usize),
    Better(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Words,
    Translation,
    Archive,
    Url,
    Locator,
    Via,
    Tags,
    Note,
    Said,
    Concerns,
    Audience,
    Title,
    Author,
    Publisher,
    Published,
    Speaker,
    Ascribed,
    About,
    Place,
    Language,
    Links,
    Extra,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Bare,
    Said,
    Published,
    Recorded,
    Concerning,
    Assessed,
}

/// A time as written, and its window (none: nothing fits).
#[derive(Clone, Debug)]
pub struct When {
    pub text: String,
    pub window: Option<super::dates::Window>,
    pub relative: bool,
}

#[derive(Clone, Debug)]
pub enum Target {
    Claim(usize, String),
    Those(Box<Cond>),
}

#[derive(Clone, Debug)]
pub enum Clause {
    Of {
        sight: Sight,
        exactly: bool,
        list: List<usize>,
    },
    By {
        exactly: bool,
        list: List<Who>,
    },
    Unnamed(Option<Named<Who>>),
    /// Any speaker whom the document presents so.
    Presented(Named<AskedRole>),
    NamedPart(String),
    Citing {
        read_only: bool,
        list: List<Origin>,
    },
    Containing(String),
    Phrase(String),
    InLanguage(List<&'static str>),
    Mode(super::world::Mode),
    Tagged(List<&'static str>),
    /// `ever`: any assessment in force, not the standing ones alone.
    Rated {
        ever: bool,
        rating: Rating,
        by: Option<List<usize>>,
        when: Option<When>,
    },
    Unrated,
    Disputed,
    Linking(usize, Target),
    Linked(usize, Option<Target>),
    With(Field, bool),
    Doubtful,
    Matching(usize, String),
    Time(Clock, When),
    Undated,
    /// A later version, a retraction or a restoration in that time.
    Changed(When),
    /// Who recorded it first, or (true) changed it.
    Author {
        changed: bool,
        list: List<&'static str>,
    },
}

/// The order that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Newest,
    Oldest,
    Recorded,
}

/// What `count … per` groups by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    Speaker,
    Role,
    Topic,
    Place,
    Publisher,
    Source,
    Verdict,
    Checker,
    Language,
    Mode,
    Tag,
    Year,
    Month,
    Day,
}

pub const PERS: [(Per, &str); 14] = [
    (Per::Speaker, "speaker"),
    (Per::Role, "role"),
    (Per::Topic, "topic"),
    (Per::Place, "place"),
    (Per::Publisher, "publisher"),
    (Per::Source, "source"),
    (Per::Verdict, "verdict"),
    (Per::Checker, "checker"),
    (Per::Language, "language"),
    (Per::Mode, "mode"),
    (Per::Tag, "tag"),
    (Per::Year, "year"),
    (Per::Month, "month"),
    (Per::Day, "day"),
];

pub const FIELDS: [(Field, &str); 22] = [
    (Field::Words, "words"),
    (Field::Translation, "translation"),
    (Field::Archive, "archive"),
    (Field::Url, "url"),
    (Field::Locator, "locator"),
    (Field::Via, "via"),
    (Field::Tags, "tags"),
    (Field::Note, "note"),
    (Field::Said, "said"),
    (Field::Concerns, "concerning"),
    (Field::Audience, "audience"),
    (Field::Title, "title"),
    (Field::Author, "author"),
    (Field::Publisher, "publisher"),
    (Field::Published, "published"),
    (Field::Speaker, "speaker"),
    (Field::Ascribed, "ascribed"),
    (Field::About, "about"),
    (Field::Place, "place"),
    (Field::Language, "language"),
    (Field::Links, "links"),
    (Field::Extra, "extra"),
];

pub const LANGUAGES: [(&str, &str); 14] = [
    ("Hebrew", "he"),
    ("Indonesian", "id"),
    ("he", "he"),
    ("iw", "iw"),
    ("id", "id"),
    ("\"in\"", "in"),
    ("Arabic", "ar"),
    ("English", "en"),
    ("Russian", "ru"),
    ("Turkish", "tr"),
    ("ar", "ar"),
    ("en", "en"),
    ("ar-EG", "ar-EG"),
    ("tr", "tr"),
];

impl<T> List<T> {
    /// The connective that stands bare in the text, if any.
    pub fn joint(&self) -> Option<&'static str> {
        match self {
            List::One(_) => None,
            List::And(_) => Some("and"),
            List::Or(_) => Some("or"),
        }
    }
}

/// Is there such an operand in the list?
pub fn has<T>(list: &List<T>, test: &dyn Fn(&Named<T>) -> bool) -> bool {
    match list {
        List::One(named) => test(named),
        List::And(parts) | List::Or(parts) => parts.iter().any(|part| has(part, test)),
    }
}

pub fn is_presented(who: &Named<Who>) -> bool {
    matches!(who.is, Who::As { role: AskedRole { presented: true, .. }, .. })
}

pub fn is_in_role(who: &Named<Who>) -> bool {
    matches!(who.is, Who::As { .. })
}
