//! What is asked for of each type of record, part by part: tables, from which the questions, their completion and the
//! statement follow. How a field is asked for stands where it is declared.

pub(super) mod dialog;
pub(super) mod near_duplicates;

use crate::language::keywords::Position;
use crate::model::fields::{self, Field, Takes, Value as Holds};
use crate::model::{Kind, RecordType};
use crate::shell::completion::expect::{Expect, Fits};

/// What a part's answer becomes in the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// As it is: a name, a date, a word.
    Plain,
    /// A text, in quotation marks.
    Text,
    /// A text with its language, which is asked for.
    TextLang,
    /// A name where something here is called so, else a text.
    NameOrText,
}

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub prompt: &'static str,
    /// The word before it in the statement.
    pub word: &'static str,
    pub expect: Expect,
    pub value: Value,
    pub again: Again,
}

/// Whether a question is asked again until it is left empty, and where the further answers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    Never,
    /// Each with the word before it.
    WithItsWord,
    /// Behind the first, after a comma.
    InAList,
}

const fn part(prompt: &'static str, word: &'static str, expect: Expect, value: Value) -> Part {
    Part { prompt, word, expect, value, again: Again::Never }
}

const fn list(part: Part) -> Part {
    Part { again: Again::InAList, ..part }
}

/// What stands in a form.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// A field, asked for as its declaration says.
    Field(&'static str),
    /// What is asked otherwise, or is a part of a field.
    Own(Part),
}

impl Ask {
    fn part(&self, of: RecordType) -> Option<Part> {
        match self {
            Ask::Own(part) => Some(*part),
            Ask::Field(name) => asked_of(fields::of(of).iter().find(|field| field.name == *name)?),
        }
    }
}

/// How a field is asked for, by what it holds; nothing where its declaration has no question.
fn asked_of(field: &Field) -> Option<Part> {
    let takes = |takes: Takes| match takes {
        Takes::Sources => Expect::Source,
        Takes::Entities => Expect::Entity(Fits::Anything),
        Takes::Speaking => Expect::Entity(Fits::Speaking),
        Takes::Places => Expect::Entity(Fits::Places),
    };
    let (expect, value) = match &field.value {
        Holds::Text(_) | Holds::Url(_) => (Expect::Nothing, Value::Text),
        Holds::Item(_) => (Expect::Nothing, Value::Plain),
        Holds::Lang(_) => (Expect::LanguageTag, Value::Plain),
        Holds::Medium(_) => (Expect::Words(Position::Medium), Value::Plain),
        Holds::Date(..) => (Expect::Date, Value::Plain),
        Holds::Tags(_) => (Expect::Tag, Value::Plain),
        Holds::Ref(_, to) | Holds::Refs(_, to) => (takes(*to), Value::Plain),
        _ => return None,
    };
    Some(part(field.asked?, field.keyword?, expect, value))
}

/// A type or kind of record that is added.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The word after `add`.
    pub word: &'static str,
    /// With its article, at the head of a sentence.
    pub title: &'static str,
    pub asks: &'static [Ask],
}

/// The form of what is to be added.
pub fn form(word: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.word.eq_ignore_ascii_case(word))
}

impl Form {
    /// What is asked, one by one: what is arranged here, and before the note the fields that have a question and are in no form of
    /// their type of record.
    pub fn questions(&self) -> Vec<Part> {
        let record_type = self.record_type();
        let forms = || FORMS.iter().filter(|form| form.record_type() == record_type);
        let is_arranged = |field: &&Field| {
            forms().any(|form| {
                form.asks.iter().any(|ask| matches!(ask, Ask::Field(name) if *name == field.name))
            })
        };
        let others = fields::of(record_type).iter().filter(|field| !is_arranged(field)).filter_map(asked_of);
        let mut parts: Vec<Part> = self.asks.iter().filter_map(|ask| ask.part(record_type)).collect();
        let note = parts.iter().position(|part| part.word == "note").unwrap_or(parts.len());
        parts.splice(note..note, others.collect::<Vec<_>>());
        parts
    }

    fn record_type(&self) -> RecordType {
        match self.word {
            "claim" => RecordType::Claim,
            "source" => RecordType::Source,
            _ => RecordType::Entity,
        }
    }

    /// The kind of entity; nothing for a claim or a source.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == self.word)
    }
}

pub const STATEMENT: &str = "statement (in your words, one sentence): ";
pub const LANGUAGE: &str = "its language (a tag such as en; nothing: not known): ";
pub const NAME: &str = "name: ";
pub const ANOTHER_NAME: &str = "another name, in this or another language (nothing: no more): ";
pub const TITLE: &str = "title (nothing: it has none): ";
pub const ID: &str = "id: ";
pub const MODE: &str = "quoted, paraphrased, asserted or ascribed: ";
pub const IS_ANOTHER: &str = "is yours another? (yes or no) ";
pub const RECORD_IT: &str = "record it? (yes or no) ";
pub const RECORD_ALL_THE_SAME: &str = "record it all the same? (yes or no) ";

pub const YES_OR_NO: Expect = Expect::OneOf(&["yes", "no"]);
pub const MODES: Expect = Expect::OneOf(&["quoted", "paraphrased", "asserted", "ascribed"]);

/// Needed of a claim, unless `reading` says it.
pub const READ_IN: Part = part("read in (the document): ", "read in", Expect::Source, Value::Plain);
/// Of a claim that is ascribed.
pub const ASCRIBED_TO: Part =
    part("ascribed to (whose belief or plan): ", "ascribed to", Expect::Entity(Fits::Anything), Value::Plain);

const NOTE: Ask = Ask::Field("note");
const WITHIN: Ask = Ask::Field("broader");
const WIKIDATA: Ask = Ask::Field("wikidata");
const AS: Ask = Ask::Own(Part {
    again: Again::WithItsWord,
    ..part(
        "as (a role that they held, such as diplomat of Russia since 2020; nothing: no more): ",
        "as",
        Expect::Entity(Fits::Roles),
        Value::Plain,
    )
});

/// The table: each part may be left empty.
pub static FORMS: [Form; 9] = [
    Form { word: "claim", title: "A claim", asks: &CLAIM },
    Form { word: "source", title: "A source", asks: &SOURCE },
    Form { word: "person", title: "A person", asks: &[AS, WIKIDATA, NOTE] },
    Form { word: "organization", title: "An organization", asks: &[WITHIN, WIKIDATA, NOTE] },
    Form { word: "group", title: "A group", asks: &[AS, WITHIN, NOTE] },
    Form {
        word: "place",
        title: "A place",
        asks: &[
            WITHIN,
            Ask::Own(list(part(
                "demonym (what people and things from there are called, such as Russian; nothing: no more): ",
                "demonym",
                Expect::Nothing,
                Value::TextLang,
            ))),
            WIKIDATA,
            NOTE,
        ],
    },
    Form {
        word: "role",
        title: "A role",
        asks: &[
            Ask::Own(list(part(
                "plural (such as diplomats; nothing: no more): ",
                "plural",
                Expect::Nothing,
                Value::TextLang,
            ))),
            WITHIN,
            NOTE,
        ],
    },
    Form { word: "topic", title: "A topic", asks: &[WITHIN, WIKIDATA, NOTE] },
    Form { word: "event", title: "An event", asks: &[Ask::Field("on"), Ask::Field("at"), WITHIN, NOTE] },
];

const CLAIM: [Ask; 8] = [
    Ask::Own(part("locator (where in it, such as para 11): ", "locator", Expect::Nothing, Value::Text)),
    Ask::Own(part("via (the document behind it; ? marks doubt): ", "via", Expect::Source, Value::Plain)),
    Ask::Own(part(
        "by (who said it; nothing: the end of the chain): ",
        "by",
        Expect::Entity(Fits::Speaking),
        Value::Plain,
    )),
    Ask::Field("about"),
    Ask::Field("said"),
    Ask::Own(part(
        "words (the document's own, such as \"…\"@ar translated): ",
        "words",
        Expect::Nothing,
        Value::Text,
    )),
    Ask::Field("tags"),
    NOTE,
];

const SOURCE: [Ask; 10] = [
    Ask::Own(list(part(
        "author (nothing: no more): ",
        "author",
        Expect::Entity(Fits::Speaking),
        Value::NameOrText,
    ))),
    Ask::Own(part("published by: ", "published by", Expect::Entity(Fits::Speaking), Value::Plain)),
    Ask::Own(part("published on (its date): ", "published on", Expect::Date, Value::Plain)),
    Ask::Field("medium"),
    Ask::Field("lang"),
    Ask::Field("url"),
    Ask::Field("archive_url"),
    Ask::Field("accessed"),
    Ask::Field("cites"),
    NOTE,
];

/// Everything that is asked, as it stands before the answer: what a screen in the documentation holds.
pub fn prompts() -> Vec<&'static str> {
    let parts = FORMS.iter().flat_map(Form::questions).chain([READ_IN, ASCRIBED_TO]);
    let others = [
        STATEMENT,
        LANGUAGE,
        NAME,
        ANOTHER_NAME,
        TITLE,
        ID,
        MODE,
        IS_ANOTHER,
        RECORD_IT,
        RECORD_ALL_THE_SAME,
        crate::shell::dot_commands::undo::WHY,
    ];
    parts.map(|part| part.prompt).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::keywords;

    #[test]
    fn everything_that_can_be_added_has_a_form() {
        for kind in Kind::ALL {
            assert_eq!(form(kind.word()).and_then(Form::kind), Some(kind));
        }
        assert!(form("claim").is_some() && form("Source").is_some());
    }

    /// A field that a form names is there and has a question.
    #[test]
    fn every_ask_is_a_question() {
        for form in &FORMS {
            for ask in form.asks {
                assert!(ask.part(form.record_type()).is_some(), "{}: {ask:?}", form.word);
            }
        }
    }

    #[test]
    fn each_part_is_a_field_of_the_language() {
        for part in FORMS.iter().flat_map(Form::questions).chain([READ_IN, ASCRIBED_TO]) {
            let word = part.word.split(' ').next().and_then(keywords::find);
            assert!(word.is_some_and(|word| word.stands(Position::Field)), "{}", part.word);
        }
    }
}
