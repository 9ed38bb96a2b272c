//! The words that stand for the values in the syntax tree: columns, fields, units and the model's own enumerations.

use crate::language::keywords::{self, Position};
use crate::language::syntax::{Column, Emptied, ListingOf, PerField, TimeOf, TimeUnit};
use crate::model::ClaimPart;
use crate::model::Kind;
use crate::model::record::{Basis, RecordType};
use crate::model::{Medium, Mode, Relation, Verdict};

/// A value that the language has one word for.
pub trait Worded: Copy + 'static {
    /// Every value.
    fn all() -> Vec<Self>;

    fn word(self) -> &'static str;

    /// The value of a word in lower case.
    fn of(word: &str) -> Option<Self> {
        Self::all().into_iter().find(|value| value.word() == word)
    }
}

/// Gives an enumeration of the syntax tree its words.
macro_rules! worded {
    ($type:ident: $($value:ident $word:literal),+ $(,)?) => {
        impl Worded for $type {
            fn all() -> Vec<$type> {
                vec![$($type::$value),+]
            }

            fn word(self) -> &'static str {
                match self {
                    $($type::$value => $word),+
                }
            }
        }
    };
}

/// The same for an enumeration of the model, which has its words already.
macro_rules! worded_by_model {
    ($($type:ident by $word:ident),+ $(,)?) => {
        $(impl Worded for $type {
            fn all() -> Vec<$type> {
                $type::ALL.to_vec()
            }

            fn word(self) -> &'static str {
                $type::$word(self)
            }
        })+
    };
}

worded_by_model!(Kind by word, RecordType by word, Relation by word, Verdict by word, Medium by word, Mode by adjective, Basis by word);

worded!(Column:
    Id "id", Statement "statement", Translation "translation", Language "language", Mode "mode", Speaker "speaker",
    Audience "audience", Ascribed "ascribed", About "about", Said "said", Place "place", Concerning "concerning",
    Source "source", Publisher "publisher", Published "published", Chain "chain", Locator "locator", Words "words",
    Url "url", Archive "archive", Citation "citation", Tags "tags", Verdict "verdict", Links "links", Note "note",
    Match "match", Recorded "recorded", Name "name", Kind "kind",
);

worded!(PerField:
    Speaker "speaker", Role "role", Topic "topic", Place "place", Publisher "publisher", Source "source",
    Verdict "verdict", Checker "checker", Language "language", Mode "mode", Tag "tag", Year "year", Month "month",
    Day "day",
);

worded!(ClaimPart:
    Words "words", Translation "translation", Locator "locator", Via "via", Url "url", Archive "archive",
    Title "title", Author "author", Publisher "publisher", Published "published", Speaker "speaker",
    Audience "audience", Ascribed "ascribed", About "about", Said "said", Place "place", Concerning "concerning",
    Tags "tags", Language "language", Links "links", Note "note", Extra "extra",
);

/// The table of keywords says which there are; a test holds it to the fields that the model declares.
impl Worded for Emptied {
    fn all() -> Vec<Emptied> {
        let emptied = keywords::of_place(Position::Emptied);
        emptied.map(|keyword| Emptied { word: keyword.spelling }).collect()
    }

    fn word(self) -> &'static str {
        self.word
    }
}

worded!(TimeUnit: Days "days", Weeks "weeks", Months "months", Years "years");

impl TimeUnit {
    /// `week` of `weeks`.
    pub fn singular(self) -> &'static str {
        match self {
            TimeUnit::Days => "day",
            TimeUnit::Weeks => "week",
            TimeUnit::Months => "month",
            TimeUnit::Years => "year",
        }
    }
}

impl TimeOf {
    /// The word before a time clause; none where it is bare.
    pub fn word(self) -> Option<&'static str> {
        match self {
            TimeOf::Claim => None,
            TimeOf::Said => Some("said"),
            TimeOf::Published => Some("published"),
            TimeOf::Recorded => Some("recorded"),
            TimeOf::Changed => Some("changed"),
            TimeOf::Concerning => Some("concerning"),
            TimeOf::Assessed => Some("assessed"),
        }
    }
}

impl ListingOf {
    pub fn word(self) -> &'static str {
        match self {
            ListingOf::Entities(kind) => kind.plural(),
            ListingOf::Sources => "sources",
        }
    }
}

/// `contradicting` of `contradicts`: the clause that asks for claims which have the link.
pub fn linking(relation: Relation) -> &'static str {
    match relation {
        Relation::Contradicts => "contradicting",
        Relation::Supports => "supporting",
        Relation::Repeats => "repeating",
        Relation::Corrects => "correcting",
        Relation::Answers => "answering",
    }
}

/// `contradicted` of `contradicts`: the clause that asks for claims to which the link leads.
pub fn linked(relation: Relation) -> &'static str {
    match relation {
        Relation::Contradicts => "contradicted",
        Relation::Supports => "supported",
        Relation::Repeats => "repeated",
        Relation::Corrects => "corrected",
        Relation::Answers => "answered",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fields;

    /// What is emptied beside the fields of records: plural names, the parts of the only citation; and a checker, whom
    /// no assessment can be without, which is said better than that there is no such word.
    const PARTS: [&str; 5] = ["plural", "locator", "via", "words", "checker"];

    #[test]
    fn the_keywords_are_those_of_the_fields() {
        for keyword in keywords::of_place(Position::Emptied) {
            let known = fields::all().any(|field| field.emptied == Some(keyword.spelling));
            assert!(known || PARTS.contains(&keyword.spelling), "`without {}`", keyword.spelling);
        }
        for field in fields::all() {
            let emptied = field.emptied.map(|word| (word, Position::Emptied));
            let opening = field.opening().map(|word| (word, Position::Field));
            for (word, place) in emptied.into_iter().chain(opening) {
                assert!(
                    keywords::find(word).is_some_and(|keyword| keyword.stands(place)),
                    "{word}: {place:?}"
                );
            }
        }
    }
}
