//! What can stand at a place in a line: read off the words before it.

use crate::language::keywords::{self, Position};
use crate::model::Kind;
use crate::model::fields::{self, Value};
use crate::shell::completion::line::{Sort, Token, tokens};

/// Which entities fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    Anything,
    /// Persons, organizations, groups, and roles.
    Speakers,
    /// Those who can say something: persons, organizations, groups.
    Speaking,
    Places,
    Roles,
}

impl Fits {
    pub fn accepts(self, kind: Kind) -> bool {
        match self {
            Fits::Anything => true,
            Fits::Speakers => kind.speaks() || kind == Kind::Role,
            Fits::Speaking => kind.speaks(),
            Fits::Places => kind == Kind::Place,
            Fits::Roles => kind == Kind::Role,
        }
    }

    /// The kind, where one alone fits.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Fits::Places => Some(Kind::Place),
            Fits::Roles => Some(Kind::Role),
            Fits::Anything | Fits::Speakers | Fits::Speaking => None,
        }
    }
}

/// What can stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    Nothing,
    /// Keywords of a place of the language.
    Words(Position),
    Entity(Fits),
    Source,
    /// A document, or who publishes some.
    SourceOrPublisher,
    Claim,
    /// The id of any record.
    Record,
    Definition,
    Tag,
    /// A language, or a date.
    LanguageOrDate,
    LanguageTag,
    Date,
    /// A kind or type, after `add`.
    Kind,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number, a text in quotation marks: what it is, in a word, for the hint.
    Value(&'static str),
}

/// The place of the cursor: what is being written there, and what can stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where the name that is being written begins; else where the word does.
    pub name_start: usize,
    /// Where the last word begins.
    pub word_start: usize,
    /// Whether the name stands in an open quotation mark.
    pub quoted: bool,
    pub expect: Expect,
    /// Keywords that can stand here as well, or instead.
    pub words: &'static [Position],
}

const JOINED: &[Position] = &[Position::Joint];
const QUESTION: &[Position] = &[Position::Clause, Position::Joint, Position::Shaping];
const LISTING: &[Position] = &[Position::Condition, Position::Shaping];
const FIELDS: &[Position] = &[Position::Field];
const NONE: &[Position] = &[];

/// What can stand at the end of a text.
pub fn spot(text: &str) -> Spot {
    let all = tokens(text);
    let is_writing = all.last().is_some_and(|token| token.end == text.len() && token.sort.is_word());
    let (before, word) = if is_writing { all.split_at(all.len() - 1) } else { (&all[..], &[][..]) };
    let word = word.first();
    let word_start = word.map_or(text.len(), |word| word.start);
    let state = State::after(text, before);
    let quoted = word.is_some_and(|word| word.sort == Sort::OpenString);
    let name_start = match state.name_start {
        Some(start) if state.expect.takes_several_words() && !quoted => start,
        _ => word_start,
    };
    Spot { name_start, word_start, quoted, expect: state.expect, words: state.words }
}

/// The names in a text that stand where something is expected: where each is, and what that is.
pub fn names(text: &str) -> Vec<(usize, usize, Expect)> {
    let mut found: Vec<(usize, usize, Expect)> = Vec::new();
    let mut state = State::start();
    for token in tokens(text) {
        let is_name = matches!(token.sort, Sort::Word | Sort::String | Sort::Figure)
            && state.expect.takes_several_words();
        let goes_on = state.name_start.is_some() && token.sort != Sort::String;
        match found.last_mut() {
            Some(last) if is_name && goes_on => last.1 = token.end,
            _ if is_name => found.push((token.start, token.end, state.expect)),
            _ => {}
        }
        state.take(text, &token);
    }
    found
}

impl Expect {
    fn takes_several_words(self) -> bool {
        matches!(self, Expect::Entity(_) | Expect::SourceOrPublisher | Expect::LanguageOrDate)
    }

    /// What it is, in a few words.
    pub fn hint(self) -> Option<&'static str> {
        Some(match self {
            Expect::Entity(Fits::Anything) => "a person, place, topic …",
            Expect::Entity(Fits::Speakers) => "a person, organization, group or role",
            Expect::Entity(Fits::Speaking) => "a person, organization or group",
            Expect::Entity(Fits::Places) => "a place",
            Expect::Entity(Fits::Roles) => "a role",
            Expect::Source => "a document",
            Expect::SourceOrPublisher => "a document or a publisher",
            Expect::Claim => "the id of a claim",
            Expect::Record => "the id or name of a record",
            Expect::Definition => "a defined question",
            Expect::Tag => "a tag",
            Expect::LanguageOrDate => "a language or a date",
            Expect::LanguageTag => "a language tag, such as ar",
            Expect::Date => "a date, such as 2025-07-10, July 2025, 2 weeks ago",
            Expect::Kind => "person, place, source, claim …",
            Expect::Value(what) => what,
            Expect::Words(_) | Expect::OneOf(_) | Expect::Nothing => return None,
        })
    }
}

/// What the words read so far lead to.
struct State {
    expect: Expect,
    /// What the last clause takes: again after `and`, `or` and a comma.
    operand: Expect,
    words: &'static [Position],
    /// Where a name of several words began, if one is being written.
    name_start: Option<usize>,
    /// The words that can follow a whole operand of this statement.
    following: &'static [Position],
    /// The first word of the statement, in lower case.
    head: String,
    /// The word before, in lower case.
    last: String,
}

impl State {
    fn start() -> State {
        let expect = Expect::Words(Position::Statement);
        State {
            expect,
            operand: Expect::Nothing,
            words: NONE,
            name_start: None,
            following: NONE,
            head: String::new(),
            last: String::new(),
        }
    }

    fn after(text: &str, tokens: &[Token]) -> State {
        let mut state = State::start();
        tokens.iter().for_each(|token| state.take(text, token));
        state
    }

    fn take(&mut self, text: &str, token: &Token) {
        let word = text[token.start..token.end].to_lowercase();
        match token.sort {
            Sort::Comment => return,
            Sort::End => *self = State::start(),
            _ if self.head.is_empty() => self.begin(&word),
            Sort::Bracket => self.bracket(&word),
            Sort::Comma => self.again(NONE),
            Sort::Keyword => self.keyword(&word),
            _ => self.operand(token, &word),
        }
        self.last = if token.sort == Sort::End { String::new() } else { word };
    }

    fn is_recording(&self) -> bool {
        matches!(self.head.as_str(), "add" | "correct" | "reading" | "assess" | "link")
    }

    /// The first word of a statement.
    fn begin(&mut self, word: &str) {
        word.clone_into(&mut self.head);
        (self.expect, self.words, self.following) = match word {
            "claims" => (Expect::Nothing, QUESTION, QUESTION),
            "count" | "explain" => (Expect::Words(Position::Statement), NONE, NONE),
            "people" | "organizations" | "groups" | "places" | "roles" | "topics" | "events" | "sources" => {
                (Expect::Nothing, LISTING, LISTING)
            }
            "show" | "retract" | "restore" | "correct" => (Expect::Record, NONE, FIELDS),
            "history" => (Expect::OneOf(&["of"]), NONE, NONE),
            "add" => (Expect::Kind, NONE, NONE),
            "reading" => (Expect::Source, NONE, FIELDS),
            "assess" | "link" | "why" => (Expect::Claim, NONE, NONE),
            "define" => (Expect::Value("an id, then `as claims …`"), NONE, NONE),
            _ => (Expect::Nothing, NONE, NONE),
        };
        self.operand = self.expect;
    }

    fn bracket(&mut self, word: &str) {
        match word {
            ")" => self.done(),
            _ => self.again(self.following),
        }
    }

    /// What the clause takes can stand again.
    fn again(&mut self, or: &'static [Position]) {
        (self.expect, self.words, self.name_start) = (self.operand, or, None);
    }

    /// An operand is complete.
    fn done(&mut self) {
        self.name_start = None;
        self.words = if self.following.is_empty() { JOINED } else { self.following };
        self.expect = Expect::Nothing;
    }

    /// A keyword after the first word.
    fn keyword(&mut self, word: &str) {
        let last = std::mem::take(&mut self.last);
        let last = last.as_str();
        if let Expect::Words(place) = self.expect
            && keywords::find(word).is_some_and(|keyword| keyword.stands(place))
        {
            match place {
                Position::Statement => self.begin(word),
                _ => self.done(),
            }
            return;
        }
        match word {
            "and" | "or" => self.again(self.following),
            "not" | "certainly" => {
                self.done();
                self.words = &[Position::Clause];
            }
            "exactly" if last != "containing" => {}
            _ => {
                self.done();
                self.expect = self.taken_by(word, last);
                self.operand = self.expect;
                let is_whole =
                    self.expect == Expect::Nothing || !self.is_recording() && WHOLE.contains(&word);
                self.words = if is_whole { self.following } else { NONE };
            }
        }
    }

    /// What stands behind a keyword.
    fn taken_by(&self, word: &str, last: &str) -> Expect {
        let recording = self.is_recording();
        match (last, word) {
            ("history", "of") => Expect::Record,
            ("as", "of") => Expect::Date,
            ("sorted", "by") => Expect::Words(Position::Column),
            ("according", "to") | ("published", "by") => Expect::Entity(Fits::Speaking),
            ("contradicted" | "supported" | "repeated" | "corrected" | "answered", "by") => Expect::Claim,
            ("ascribed" | "addressed", "to") => Expect::Entity(Fits::Anything),
            ("read", "in") if recording => Expect::Source,
            ("read", "in") => Expect::SourceOrPublisher,
            ("by", "unnamed") => Expect::Entity(Fits::Roles),
            (_, "as") if self.head == "define" => Expect::OneOf(&["claims"]),
            (_, "of" | "about" | "within") => Expect::Entity(Fits::Anything),
            ("recorded" | "changed", "by") if !recording => Expect::Value("the name of a recorder"),
            (_, "by") if recording => Expect::Entity(Fits::Speaking),
            (_, "by") => Expect::Entity(Fits::Speakers),
            (_, "at") => Expect::Entity(Fits::Places),
            (_, "as") => Expect::Entity(Fits::Roles),
            (_, "via") => Expect::Source,
            (_, "citing") if recording => Expect::Source,
            (_, "citing") => Expect::SourceOrPublisher,
            (_, "in") if !recording => Expect::LanguageOrDate,
            (
                _,
                "in" | "on" | "since" | "after" | "before" | "until" | "between" | "concerning" | "assessed"
                | "accessed",
            ) => Expect::Date,
            (_, "said" | "recorded" | "changed" | "published") => Expect::Date,
            (_, "like" | "contradicting" | "supporting" | "repeating" | "correcting" | "answering") => {
                Expect::Claim
            }
            (_, "contradicted" | "supported" | "repeated" | "corrected" | "answered") => {
                Expect::OneOf(&["by"])
            }
            (_, "showing") => Expect::Words(Position::Column),
            (_, "per") => Expect::Words(Position::Per),
            (_, "without") if recording => Expect::Words(Position::Emptied),
            (_, "with" | "without") => Expect::Words(Position::Present),
            (_, "rated") => Expect::Words(Position::Verdict),
            (_, "ever") => Expect::OneOf(&["rated"]),
            (_, "tagged") => Expect::Tag,
            (_, "matching") => Expect::Definition,
            (_, "medium") => Expect::Words(Position::Medium),
            (_, "language") => Expect::LanguageTag,
            (_, "newest" | "oldest") => Expect::OneOf(&["first"]),
            (_, "including") => Expect::OneOf(&["retracted"]),
            (_, "sorted") => Expect::OneOf(&["by"]),
            (_, "anyone") => Expect::OneOf(&["named"]),
            (_, "ascribed" | "addressed" | "according") => Expect::OneOf(&["to"]),
            (_, "read") => Expect::OneOf(&["in"]),
            (_, "limit") => Expect::Value("a number"),
            (_, "containing" | "named" | "locator" | "because" | "styled") => Expect::Value("\"a text\""),
            (_, "translation" | "words" | "statement") if recording => Expect::Value("\"a text\"@en"),
            _ => match fields::written_anywhere(word).map(|field| &field.value) {
                Some(Value::Text(_)) => Expect::Value("\"a text\""),
                Some(Value::Url(_)) if recording => Expect::Value("\"https://…\""),
                _ => Expect::Nothing,
            },
        }
    }

    /// A word that is no keyword: part of an operand.
    fn operand(&mut self, token: &Token, word: &str) {
        match (self.head.as_str(), self.expect) {
            ("add", Expect::Kind) if word == "unnamed" => {}
            ("add", Expect::Kind) => {
                (self.expect, self.following) = (Expect::Value("an id, then \"the name\"@en"), FIELDS);
            }
            ("assess", Expect::Claim) => {
                (self.expect, self.following) = (Expect::Words(Position::Verdict), FIELDS);
            }
            ("link", Expect::Claim) if self.following.is_empty() => {
                (self.expect, self.following) = (Expect::Words(Position::Relation), FIELDS);
            }
            ("link", Expect::Words(Position::Relation)) => self.expect = Expect::Claim,
            ("define", Expect::Value(_)) => self.expect = Expect::OneOf(&["as"]),
            (_, expect)
                if expect.takes_several_words() && matches!(token.sort, Sort::Word | Sort::Figure) =>
            {
                self.name_start = self.name_start.or(Some(token.start));
                self.words = self.following;
            }
            _ => self.done(),
        }
    }
}

/// Keywords that stand by themselves, or with something behind them.
const WHOLE: &[&str] = &[
    "rated",
    "contradicted",
    "supported",
    "repeated",
    "corrected",
    "answered",
    "unnamed",
    "ascribed",
    "said",
    "published",
];

#[cfg(test)]
mod tests {
    use crate::shell::completion::expect::*;

    fn expect(text: &str) -> Expect {
        spot(text).expect
    }

    #[test]
    fn what_can_stand_is_read_off_the_words_before() {
        assert_eq!(expect(""), Expect::Words(Position::Statement));
        assert_eq!(expect("claims about Rus"), Expect::Entity(Fits::Anything));
        assert_eq!(expect("claims by unnamed dip"), Expect::Entity(Fits::Roles));
        assert_eq!(expect("claims by diplomats of Ru"), Expect::Entity(Fits::Anything));
        assert_eq!(expect("claims about Russia and "), Expect::Entity(Fits::Anything));
        assert_eq!(expect("claims about (Russia or \"T"), Expect::Entity(Fits::Anything));
        assert_eq!(expect("claims said at "), Expect::Entity(Fits::Places));
        assert_eq!(expect("claims read in "), Expect::SourceOrPublisher);
        assert_eq!(expect("claims in "), Expect::LanguageOrDate);
        assert_eq!(expect("claims showing said, sp"), Expect::Words(Position::Column));
        assert_eq!(expect("count claims per mo"), Expect::Words(Position::Per));
        assert_eq!(expect("show las"), Expect::Record);
        assert_eq!(expect("history of las"), Expect::Record);
        assert_eq!(expect("claims contradicted by "), Expect::Claim);
        assert_eq!(expect("claims rated "), Expect::Words(Position::Verdict));
        assert_eq!(expect("add "), Expect::Kind);
        assert_eq!(expect("assess last-card "), Expect::Words(Position::Verdict));
        assert_eq!(expect("link a contradicts "), Expect::Claim);
        assert_eq!(expect("claims; cou"), Expect::Words(Position::Statement));
    }

    #[test]
    fn a_name_of_several_words_is_taken_whole() {
        let spot = spot("claims by Neil Mel");
        assert_eq!((spot.name_start, spot.word_start), (10, 15));
        assert_eq!(spot.words, QUESTION);
    }

    #[test]
    fn words_follow_an_operand() {
        assert_eq!(spot("claims about \"Russia\" ").words, QUESTION);
        assert_eq!(spot("claims ").words, QUESTION);
        assert_eq!(spot("people ").words, LISTING);
        assert_eq!(spot("claims about ").words, NONE);
        assert_eq!(spot("add claim x \"X\"@en ").words, FIELDS);
    }
}
