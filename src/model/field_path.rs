//! Which field of a record an error is about, as a value. It is written in the words of whoever reads the error.

use std::borrow::Cow;
use std::fmt;

use crate::model::fields;

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

/// What a script calls the parts of fields that have parts.
const PARTS: [(&str, &str); 6] = [
    ("roles.role", "as"),
    ("roles.of", "of"),
    ("speakers.as.role", "as"),
    ("speakers.as.of", "of"),
    ("citations.source", "read in"),
    ("citations.via", "via"),
];

/// What a script calls a field, if it has another word for it than the interchange format.
fn keyword(path: &str) -> Option<&'static str> {
    let part = PARTS.iter().find(|(part, _)| *part == path).map(|(_, keyword)| *keyword);
    let field = || fields::all().find(|field| field.name == path && !field.only_in_corrections);
    part.or_else(|| field().and_then(|field| field.keyword.or(field.emptied)))
}

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
        keyword(&path).or(self.names().next_back()).unwrap_or_default().to_owned()
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
        assert_eq!(FieldPath::of("tags").item(3).in_words_of(Vocabulary::Script), "tagged");
        assert_eq!(FieldPath::of("wikidata").in_words_of(Vocabulary::Script), "wikidata");
        assert!(FieldPath::from("").is_empty());
    }
}
