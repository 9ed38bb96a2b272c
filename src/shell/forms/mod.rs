//! What is asked for of each type of record, part by part: tables, from which the questions, their completion and the
//! statement follow.

pub(super) mod dialog;
pub(super) mod near_duplicates;

use crate::language::keywords::Position;
use crate::model::Kind;
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

/// A type or kind of record that is added.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The word after `add`.
    pub word: &'static str,
    /// With its article, at the head of a sentence.
    pub title: &'static str,
    pub parts: &'static [Part],
}

/// The form of what is to be added.
pub fn form(word: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.word.eq_ignore_ascii_case(word))
}

impl Form {
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

const NOTE: Part = part("note: ", "note", Expect::Nothing, Value::Text);
const WITHIN: Part =
    part("within (something broader): ", "within", Expect::Entity(Fits::Anything), Value::Plain);
const WIKIDATA: Part = part("wikidata (such as Q159): ", "wikidata", Expect::Nothing, Value::Plain);
const AS: Part = Part {
    again: Again::WithItsWord,
    ..part(
        "as (a role that they held, such as diplomat of Russia since 2020; nothing: no more): ",
        "as",
        Expect::Entity(Fits::Roles),
        Value::Plain,
    )
};

/// The table: each part may be left empty.
pub static FORMS: [Form; 9] = [
    Form { word: "claim", title: "A claim", parts: &CLAIM },
    Form { word: "source", title: "A source", parts: &SOURCE },
    Form { word: "person", title: "A person", parts: &[AS, WIKIDATA, NOTE] },
    Form { word: "organization", title: "An organization", parts: &[WITHIN, WIKIDATA, NOTE] },
    Form { word: "group", title: "A group", parts: &[AS, WITHIN, NOTE] },
    Form {
        word: "place",
        title: "A place",
        parts: &[
            WITHIN,
            list(part(
                "demonym (what people and things from there are called, such as Russian; nothing: no more): ",
                "demonym",
                Expect::Nothing,
                Value::TextLang,
            )),
            WIKIDATA,
            NOTE,
        ],
    },
    Form {
        word: "role",
        title: "A role",
        parts: &[
            list(part(
                "plural (such as diplomats; nothing: no more): ",
                "plural",
                Expect::Nothing,
                Value::TextLang,
            )),
            WITHIN,
            NOTE,
        ],
    },
    Form { word: "topic", title: "A topic", parts: &[WITHIN, WIKIDATA, NOTE] },
    Form {
        word: "event",
        title: "An event",
        parts: &[
            part("on (its date): ", "on", Expect::Date, Value::Plain),
            part("at (its place): ", "at", Expect::Entity(Fits::Places), Value::Plain),
            WITHIN,
            NOTE,
        ],
    },
];

const CLAIM: [Part; 8] = [
    part("locator (where in it, such as para 11): ", "locator", Expect::Nothing, Value::Text),
    part("via (the document behind it; ? marks doubt): ", "via", Expect::Source, Value::Plain),
    part(
        "by (who said it; nothing: the end of the chain): ",
        "by",
        Expect::Entity(Fits::Speaking),
        Value::Plain,
    ),
    part("about: ", "about", Expect::Entity(Fits::Anything), Value::Plain),
    part("said (when; nothing: not known): ", "said", Expect::Date, Value::Plain),
    part("words (the document's own, such as \"…\"@ar translated): ", "words", Expect::Nothing, Value::Text),
    part("tagged: ", "tagged", Expect::Tag, Value::Plain),
    NOTE,
];

const SOURCE: [Part; 10] = [
    list(part("author (nothing: no more): ", "author", Expect::Entity(Fits::Speaking), Value::NameOrText)),
    part("published by: ", "published by", Expect::Entity(Fits::Speaking), Value::Plain),
    part("published on (its date): ", "published on", Expect::Date, Value::Plain),
    part("medium: ", "medium", Expect::Words(Position::Medium), Value::Plain),
    part("language (a tag such as en): ", "language", Expect::LanguageTag, Value::Plain),
    part("url: ", "url", Expect::Nothing, Value::Text),
    part("archive (the address of a kept copy): ", "archive", Expect::Nothing, Value::Text),
    part("accessed (when you read it): ", "accessed", Expect::Date, Value::Plain),
    part("citing (a document that it goes back to): ", "citing", Expect::Source, Value::Plain),
    NOTE,
];

/// Everything that is asked, as it stands before the answer: what a screen in the documentation holds.
pub fn prompts() -> Vec<&'static str> {
    let parts = FORMS.iter().flat_map(|form| form.parts).chain([&READ_IN, &ASCRIBED_TO]);
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

    #[test]
    fn each_part_is_a_field_of_the_language() {
        for part in FORMS.iter().flat_map(|form| form.parts).chain([&READ_IN, &ASCRIBED_TO]) {
            let word = part.word.split(' ').next().and_then(keywords::find);
            assert!(word.is_some_and(|word| word.stands(Position::Field)), "{}", part.word);
        }
    }
}
