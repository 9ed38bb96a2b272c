//! Which field of a record an error is about, as a value. It is written in the words of whoever reads the error.

use std::borrow::Cow;
use std::fmt;

/// Whose words a message uses for the fields of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    /// The keywords of the language: `by`, `within`.
    Script,
    /// The names of the interchange format: `speakers`, `broader`.
    Interchange,
}

/// The way to a field, named as in the interchange format and counted from 0: `citations[1].source`. The empty path is
/// the whole record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldPath(Vec<Step>);

/// One step on the way to a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Field(Cow<'static, str>),
    Item(usize),
}

/// Fields for which the language has another word than the interchange format.
const KEYWORDS: [(&str, &str); 18] = [
    ("speakers", "by"),
    ("ascribed_to", "ascribed to"),
    ("audience", "addressed to"),
    ("said_at", "said at"),
    ("broader", "within"),
    ("roles.role", "as"),
    ("roles.of", "of"),
    ("speakers.as.role", "as"),
    ("speakers.as.of", "of"),
    ("publisher", "published by"),
    ("authors", "author"),
    ("cites", "citing"),
    ("archive_url", "archive"),
    ("lang", "language"),
    ("concerns", "concerning"),
    ("citations", "read in"),
    ("citations.source", "read in"),
    ("citations.via", "via"),
];

impl FieldPath {
    /// A field of the record itself.
    pub fn of(name: impl Into<Cow<'static, str>>) -> FieldPath {
        FieldPath(vec![Step::Field(name.into())])
    }

    #[must_use]
    pub fn field(mut self, name: impl Into<Cow<'static, str>>) -> FieldPath {
        self.0.push(Step::Field(name.into()));
        self
    }

    #[must_use]
    pub fn item(mut self, at: usize) -> FieldPath {
        self.0.push(Step::Item(at));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The field of the record that the path begins with.
    pub fn root(&self) -> Option<&str> {
        self.names().next()
    }

    fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().filter_map(|step| match step {
            Step::Field(name) => Some(&**name),
            Step::Item(_) => None,
        })
    }

    /// What that reader calls the field.
    pub fn in_words_of(&self, vocabulary: Vocabulary) -> String {
        if vocabulary == Vocabulary::Interchange {
            return self.to_string();
        }
        let path = self.names().collect::<Vec<_>>().join(".");
        match KEYWORDS.iter().find(|(field, _)| *field == path) {
            Some((_, keyword)) => (*keyword).to_owned(),
            None => self.names().next_back().unwrap_or_default().to_owned(),
        }
    }
}

/// A path without items, its fields with dots between: `roles.role`.
impl From<&'static str> for FieldPath {
    fn from(path: &'static str) -> FieldPath {
        path.split('.').filter(|name| !name.is_empty()).fold(FieldPath::default(), FieldPath::field)
    }
}

impl From<Vec<Step>> for FieldPath {
    fn from(steps: Vec<Step>) -> FieldPath {
        FieldPath(steps)
    }
}

/// As the interchange format spells it.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if at == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Item(item) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::field_path::*;

    #[test]
    fn a_field_is_written_in_the_words_of_the_reader() {
        let source = FieldPath::of("citations").item(1).field("source");
        assert_eq!(source.to_string(), "citations[1].source");
        assert_eq!(source.root(), Some("citations"));
        assert_eq!(source.in_words_of(Vocabulary::Interchange), "citations[1].source");
        assert_eq!(source.in_words_of(Vocabulary::Script), "read in");
        assert_eq!(FieldPath::from("roles.of").in_words_of(Vocabulary::Script), "of");
        assert_eq!(FieldPath::of("tags").item(3).in_words_of(Vocabulary::Script), "tags");
        assert!(FieldPath::from("").is_empty());
    }
}
