//! A rule that a record breaks: which field, which rule, and with what.

use crate::model::field_path::{FieldPath, Vocabulary};
use crate::model::text::few;
use crate::model::{Key, Kind};

/// One rule that a record breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The empty path: the whole record.
    pub field: FieldPath,
    pub rule: Rule,
    /// What would fix it, where the rule alone does not say that.
    pub hint: Option<String>,
}

/// The rule, with what breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The field refers to a record that does not exist.
    MissingReference(Key),
    /// The record that is to be changed does not exist.
    MissingRecord(Key),
    /// The field refers to a retracted record, or a retracted record is to be changed.
    Retracted(Key),
    /// Only what is retracted can be restored.
    NotRetracted(Key),
    /// The field takes other kinds of entity.
    WrongKind { target: Key, kind: Kind, accepted: &'static [Kind] },
    /// A record that live records refer to cannot be retracted.
    Referenced(Vec<Key>),
    /// The entity is broader than itself, by way of these.
    Cycle(Vec<Key>),
    /// A rule on the record alone: a sentence that can be read without the field's name.
    Content(String),
}

/// How many entities of a circle, and how many records that refer to another, are named.
const MOST_OF_A_CYCLE: usize = 6;
const MOST_REFERRERS: usize = 3;

impl Violation {
    pub fn new(field: impl Into<FieldPath>, message: impl Into<String>) -> Violation {
        Violation::of(field, Rule::Content(message.into()))
    }

    pub fn of(field: impl Into<FieldPath>, rule: Rule) -> Violation {
        Violation { field: field.into(), rule, hint: None }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Violation {
        self.hint = Some(hint.into());
        self
    }

    /// Whether it is only that something else does not exist.
    pub fn is_missing_record(&self) -> bool {
        matches!(self.rule, Rule::MissingReference(_) | Rule::MissingRecord(_))
    }

    /// The sentence, in the words of that reader. It can be read without the field's name.
    pub fn message(&self, vocabulary: Vocabulary) -> String {
        match &self.rule {
            Rule::MissingReference(key) | Rule::MissingRecord(key) => format!("there is no {key}"),
            Rule::Retracted(key) => format!("{key} is retracted"),
            Rule::NotRetracted(key) => format!("{key} is not retracted"),
            Rule::WrongKind { target, kind, accepted } => {
                let accepted: Vec<String> = accepted.iter().map(|kind| kind.with_article()).collect();
                format!(
                    "`{}` is {}, and `{}` takes {}",
                    target.name(),
                    kind.with_article(),
                    self.field.in_words_of(vocabulary),
                    accepted.join(" or ")
                )
            }
            Rule::Referenced(by) => {
                let verb = if by.len() == 1 { "refers" } else { "refer" };
                let named = few(by.iter(), by.len(), MOST_REFERRERS, ", ");
                format!("it cannot be retracted: {named} {verb} to it")
            }
            Rule::Cycle(cycle) => {
                let way = few(cycle.iter().map(Key::name), cycle.len(), MOST_OF_A_CYCLE, " → ");
                format!("the broader entities form a circle: {way}")
            }
            Rule::Content(message) => message.clone(),
        }
    }

    /// What would fix it, in the words of that reader.
    pub fn fix(&self, vocabulary: Vocabulary) -> Option<String> {
        let field = || self.field.in_words_of(vocabulary);
        match &self.rule {
            Rule::MissingReference(_) => Some(format!("add it, or correct the id in `{}`", field())),
            Rule::Retracted(key) => Some(format!("restore it first: `restore {}`", key.name())),
            Rule::Referenced(_) => Some("retract or correct those first".to_owned()),
            Rule::Cycle(_) => Some(format!("take one of them out of `{}`", field())),
            _ => self.hint.clone(),
        }
    }
}
