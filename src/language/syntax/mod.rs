//! The syntax tree: what was written, before any name in it is looked up. It knows syntax only.
//!
//! Two trees are equal if they say the same at the same places. Whether they say the same wherever it stands is asked of
//! their [`without_spans`](Spans::without_spans): `parse(format(tree))` must say what `tree` says.

mod mutation;
mod spans;

pub use crate::language::syntax::mutation::*;
pub use spans::Spans;

use crate::model::Kind;
use crate::model::record::RecordType;
use crate::model::{ClaimPart, Date, Instant, Lang, Mode, Relation, Span, Verdict};

/// A text of statements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    pub statements: Vec<Statement>,
    /// The comments after the last statement, each as what follows its `#`.
    pub trailing_comments: Vec<String>,
}

/// A statement with its place in the script and the comments that stand before or inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Each as what follows its `#`.
    pub comments: Vec<String>,
    pub span: Span,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Ask(Ask),
    Mutation(Mutation),
}

// ---- Questions ----------------------------------------------------------------------------------------------------

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// `claims …`
    Claims { condition: Option<Condition>, shaping: Shaping },
    /// `count claims …`, `count people …`; `per` is for claims alone
    Count { of: Counted, per: Vec<Spanned<PerField>>, shaping: Shaping },
    /// `people …`, `sources …`
    Records { listing: Listing, shaping: Shaping },
    /// `show last-card`
    Show { target: Target, as_of: Option<AsOf> },
    /// `history of last-card`
    History { target: Target },
    /// `explain claims …`
    Explain(Box<Ask>),
}

impl Ask {
    /// The moment of whose state of the database it is asked, where it names one.
    pub fn as_of(&self) -> Option<&AsOf> {
        match self {
            Ask::Claims { shaping, .. } | Ask::Count { shaping, .. } | Ask::Records { shaping, .. } => {
                shaping.as_of.as_ref()
            }
            Ask::Show { as_of, .. } => as_of.as_ref(),
            Ask::Explain(ask) => ask.as_of(),
            Ask::History { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Counted {
    Claims(Option<Condition>),
    Records(Listing),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    pub node: T,
    pub span: Span,
}

/// Which claims. `All` and `Any` have two parts or more; an `All` stands never directly in an `All`, nor an `Any` in an `Any`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Clause(Clause),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// `certainly` stands before it.
    pub certainly: bool,
    pub what: What,
    pub span: Span,
}

/// What a clause asks of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `about Russia`
    About(Entities),
    /// `by diplomats`
    By {
        exactly: bool,
        speakers: Operands<Speaker>,
    },
    /// `ascribed to Nikol Pashinyan`
    AscribedTo(Entities),
    /// `addressed to Armenia`
    AddressedTo(Entities),
    /// `said at Yekaterinburg`
    SaidAt(Entities),
    /// `citing "The Telegraph"`
    Citing(Entities),
    /// `read in arabic-report`
    ReadIn(Entities),
    /// `containing "security structure"`, `containing exactly "…"`
    Containing {
        exactly: bool,
        texts: Operands<Quotation>,
    },
    /// `like "…"`, `like last-card`
    Like(Likeness),
    /// `in Arabic`; `in $x` may turn out to be a date
    InLanguage(Operands<Name>),
    /// `quoted`
    InMode(Mode),
    /// `tagged trade`
    Tagged(Operands<Name>),
    /// `rated false according to "Full Fact" assessed since 2025`
    Rated(Box<Rated>),
    Unrated,
    Disputed,
    /// `contradicting last-card`: this claim has the link
    Linking {
        relation: Relation,
        to: Linked,
    },
    /// `contradicted by last-card`, bare `contradicted`: another claim has the link to this one
    LinkedFrom {
        relation: Relation,
        from: Option<Linked>,
    },
    /// `with words`
    With(ClaimPart),
    /// `without archive`
    Without(ClaimPart),
    Doubtful,
    /// `matching russia-watch`
    Matching(Name),
    /// `since 2025`, `said in 2025-07`, `recorded today`
    Time {
        of: TimeOf,
        when: When,
    },
    Undated,
    /// `recorded by ada`: who first recorded it
    RecordedBy(Operands<Name>),
    /// `changed by ada`: who corrected, retracted or restored it
    ChangedBy(Operands<Name>),
}

/// A clause's entities or sources; `exactly` covers the whole list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entities {
    pub exactly: bool,
    pub names: Operands<Name>,
}

/// One thing, or several of which all or any must hold. Lists have two members or more; directly nested lists are of the other kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Operands<T> {
    One(T),
    All(Vec<Operands<T>>),
    Any(Vec<Operands<T>>),
}

/// A name as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub text: NameText,
    /// What stands after an `of` that the syntax itself can see: `researchers of (RUSI or "Chatham House")`.
    /// In a wholly bare name the `of` is part of the text, as only the database knows where such a name ends.
    pub of: Option<Box<Operands<Name>>>,
    /// It is bare, has an `of` in it, and a list goes on after it without brackets: `researchers of RUSI or Chatham House`.
    /// Where the whole is no name, that has two readings, so it is to be refused rather than split at its `of`.
    pub runs_on: bool,
    /// The word before it that says of which type it is: `citing source "The Times"`. Before a bare name the word is part of the
    /// text, as only the database knows whether "source times" is a name.
    pub only: Option<DocumentWord>,
    pub span: Span,
}

/// What a name stands for where documents are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentWord {
    /// the document itself
    Source,
    /// all that somebody has published
    Publisher,
}

impl DocumentWord {
    pub fn word(self) -> &'static str {
        match self {
            DocumentWord::Source => "source",
            DocumentWord::Publisher => "publisher",
        }
    }

    /// The one that a keyword stands for.
    pub fn of(keyword: &str) -> Option<DocumentWord> {
        [DocumentWord::Source, DocumentWord::Publisher].into_iter().find(|only| only.word() == keyword)
    }
}

impl Name {
    /// A name of words without quotation marks.
    pub fn bare(text: impl Into<String>) -> Name {
        Name::new(NameText::Bare(text.into()))
    }

    pub fn quoted(text: impl Into<String>) -> Name {
        Name::new(NameText::Quoted(text.into()))
    }

    fn new(text: NameText) -> Name {
        Name { text, of: None, runs_on: false, only: None, span: Span::default() }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum NameText {
    /// Words with single blanks between them, as written; may be split at `of`, or as demonym and role.
    Bare(String),
    /// Never split.
    Quoted(String),
    /// `$name`, without the sign
    Param(String),
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Speaker {
    Named(Name),
    /// `unnamed`, `unnamed diplomats`
    Unnamed {
        role: Option<Name>,
        span: Span,
    },
    /// `anyone named "Aliyev"`
    AnyoneNamed(Quotation),
    InRole(Box<SpeakerInRole>),
}

/// `Trump as president`, `Trump presented as president`
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerInRole {
    /// Never in a role himself. `None`: anybody, as the clause `presented as president` has it.
    pub who: Option<Speaker>,
    /// `presented` stands before the `as`: what the document says alone counts.
    pub presented: bool,
    /// Neither who nor the role is widened.
    pub exactly: bool,
    pub former: bool,
    pub role: Name,
    /// From `presented` or `as` on.
    pub span: Span,
}

/// A quoted string, perhaps with its language, or a `$` that stands for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    pub text: QuotationText,
    pub lang: Option<Lang>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum QuotationText {
    Text(String),
    Param(String),
}

/// What claims shall be like.
#[derive(Clone, Debug, PartialEq)]
pub enum Likeness {
    Text(Quotation),
    Claim(Name),
}

/// One assessment that fits all of this.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// `ever rated`: even if superseded
    pub ever: bool,
    pub verdict: RatedAs,
    pub according_to: Option<Operands<Name>>,
    pub assessed: Option<When>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RatedAs {
    /// `rated`: at all
    AtAll,
    /// `rated false or mostly-false`
    OneOf(Vec<Verdict>),
    WorseThan(Verdict),
    BetterThan(Verdict),
}

/// The claims at the other end of a link.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked {
    /// an id
    Claim(Name),
    /// `(claims by diplomats)`
    Claims { condition: Option<Box<Condition>>, span: Span },
}

/// Which of a claim's dates a time clause asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeOf {
    /// a bare time clause: the date of saying, else that of the document read
    Claim,
    Said,
    Published,
    Recorded,
    /// when it was corrected, retracted or restored
    Changed,
    Concerning,
    Assessed,
}

#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// `in`, `on`, or a date directly after a time word
    In(DateExpr),
    Since(DateExpr),
    After(DateExpr),
    Before(DateExpr),
    Until(DateExpr),
    Between(DateExpr, DateExpr),
}

#[derive(Clone, Debug, PartialEq)]
pub struct DateExpr {
    pub date: DateText,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DateText {
    /// an EDTF token, or `10 July 2025` brought to one
    Date(Date),
    Today,
    Yesterday,
    /// `2 weeks ago`
    Ago(u32, TimeUnit),
    Param(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    Days,
    Weeks,
    Months,
    Years,
}

// ---- Shaping ------------------------------------------------------------------------------------------------------

/// How an answer is ordered, cut and shown; each part at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shaping {
    pub order: Option<Order>,
    pub limit: Option<Limit>,
    pub showing: Vec<Spanned<Column>>,
    pub including_retracted: bool,
    pub as_of: Option<AsOf>,
}

/// The state of the database that is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum AsOf {
    /// `as of 2025-07`: at the last moment of the date
    Date(DateExpr),
    /// `as of 2025-07-20T12:00:00.123456Z`
    Instant(Spanned<Instant>),
    /// `as of transaction 812`: when that had been recorded
    Transaction(Spanned<u64>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    NewestFirst,
    OldestFirst,
    /// `sorted by speaker, said descending`
    Sorted(Vec<(Spanned<Column>, Direction)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub rows: u64,
    pub offset: u64,
}

/// A column of an answer: what `showing` and `sorted by` name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Id,
    Statement,
    Translation,
    Language,
    Mode,
    Speaker,
    Audience,
    Ascribed,
    About,
    Said,
    Place,
    Concerning,
    Source,
    Publisher,
    Published,
    Chain,
    Locator,
    Words,
    Url,
    Archive,
    Citation,
    Tags,
    Verdict,
    Links,
    Note,
    Match,
    Recorded,
    /// of an entity or source
    Name,
    Kind,
}

/// What claims are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PerField {
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

// ---- Records themselves ---------------------------------------------------------------------------------------------

/// `people as diplomats of Russia`, `sources published by "The Telegraph" since 2025`
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub of: ListingOf,
    /// All of them must hold.
    pub conditions: Vec<ListingCondition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingOf {
    Entities(Kind),
    Sources,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ListingCondition {
    /// `named "Aliyev"`: part of a name, or of a source's title
    Named(Quotation),
    /// `within "South Caucasus"`
    Within(Entities),
    /// `as diplomats of Russia`
    As(Entities),
    /// `published by "The Telegraph"`
    PublishedBy(Entities),
    /// `citing telegraph-report`
    Citing(Entities),
    /// `in Arabic`
    InLanguage(Operands<Name>),
    /// `since 2025`, `published in 2025`: of sources
    Published(When),
    Unnamed,
}

/// One record, named by id or name, with its type where an id names two.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Record { kind: Option<TargetKind>, name: Name },
    Link { from: Name, relation: Relation, to: Name, span: Span },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    Type(RecordType),
    Entity(Kind),
}

impl TargetKind {
    /// The word that stands before the name.
    pub fn word(self) -> &'static str {
        match self {
            TargetKind::Type(record_type) => record_type.word(),
            TargetKind::Entity(kind) => kind.word(),
        }
    }
}
