//! The words that stand for the values in the syntax tree: columns, fields, units and the model's own enumerations.

use crate::language::syntax::{Column, Emptied, Field, ListingOf, PerField, TimeOf, TimeUnit};
use crate::model::entity::Kind;
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

worded!(Field:
    Words "words", Translation "translation", Locator "locator", Via "via", Url "url", Archive "archive",
    Title "title", Author "author", Publisher "publisher", Published "published", Speaker "speaker",
    Audience "audience", Ascribed "ascribed", About "about", Said "said", Place "place", Concerning "concerning",
    Tags "tags", Language "language", Links "links", Note "note", Extra "extra",
);

worded!(Emptied:
    Note "note", Extra "extra", Plural "plural", Demonym "demonym", Within "within", Wikidata "wikidata",
    Roles "roles", On "on", At "at", Title "title", Author "author", Publisher "publisher", Published "published",
    Medium "medium", Language "language", Url "url", Archive "archive", Accessed "accessed", Citing "citing",
    Text "text", Speaker "speaker", Ascribed "ascribed", Audience "audience", About "about", Said "said",
    Place "place", Concerning "concerning", Tags "tags", Translation "translation", Locator "locator", Via "via",
    Words "words", Label "label", Rating "rating", Summary "summary", Checker "checker", Source "source",
);

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
