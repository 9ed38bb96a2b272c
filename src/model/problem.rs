//! The error that every layer returns: what is wrong as a value, where, and how to fix it. Whoever decides something by
//! an error asks for its [`ErrorKind`]; the sentences are made from that when somebody reads them.

use std::error::Error;
use std::fmt;
use std::io;
use std::ops::{Deref, Range};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::model::Key;
use crate::model::field_path::{FieldPath, Vocabulary};
use crate::model::id::InvalidId;
use crate::model::lang::InvalidLang;
use crate::model::text::{beginning_of, few};
use crate::model::violation::Violation;

/// Where something stands in a text: a range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte of it.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

impl Span {
    /// From one byte to the one before another.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the start of this one to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end }
    }

    /// The same place in a text in which this one's text begins at `offset`.
    pub fn shifted(self, offset: usize) -> Span {
        Span { start: self.start + offset, end: self.end + offset }
    }

    /// The same as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// What sort of thing went wrong; the exit code of the program follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The question, the script or the records given are wrong (exit code 1).
    Input,
    /// The program was called wrongly (exit code 2).
    Usage,
    /// The database cannot be opened, or is damaged (exit code 3).
    Database,
    /// The index cannot be read. Once it is rebuilt from the journal, the same may succeed.
    Index,
    /// Reading or writing failed (exit code 4).
    Io,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something about the question, script or records, as a sentence.
    Invalid(String),
    /// The program or a command was called wrongly.
    Usage(String),
    /// A record breaks a rule. `record` is what a sentence calls it; it is empty where that is not known.
    Violation { record: String, violation: Violation },
    /// Another record is stored under the same key. These fields differ.
    AlreadyRecorded { record: Key, fields: Vec<FieldPath> },
    /// Nothing fits a name or an id.
    NotFound { sought: Sought, written: String },
    /// Several things fit a name.
    Ambiguous { written: String, candidates: Vec<String> },
    /// Somebody asked for the work to stop.
    Cancelled,
    /// Another process has the database open. It gave its number, if there is one.
    Locked { database: PathBuf, process: Option<u32>, waited: Duration },
    /// There is no database at this place.
    NoDatabase { path: PathBuf },
    /// A file is not as it was written. The transaction is 0 where it is not known, or is none.
    Damaged { file: PathBuf, offset: u64, transaction: u64, what: String },
    /// The database cannot be used for another reason.
    Database { message: String, source: Option<IoCause> },
    /// The index cannot be read.
    Index(String),
    /// Reading or writing failed. `what` is a sentence that the cause can follow.
    Io { what: String, source: Option<IoCause> },
}

/// What a name or an id was expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    Entity,
    Role,
    Source,
    Publisher,
    /// A source, or all that a publisher has published.
    Document,
    Claim,
    Definition,
    Language,
    Tag,
}

/// The error of the operating system that an error comes from. It is shared, so that the error can be cloned.
#[derive(Clone, Debug)]
pub struct IoCause(Arc<io::Error>);

impl IoCause {
    pub fn error(&self) -> &io::Error {
        &self.0
    }
}

impl From<io::Error> for IoCause {
    fn from(error: io::Error) -> IoCause {
        IoCause(Arc::new(error))
    }
}

/// Whether the work ended because somebody asked for it to.
fn is_cancelled(error: &io::Error) -> bool {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Cancelled>()).is_some()
}

/// An error that somebody else keeps: the same kind, code and text.
impl From<&io::Error> for IoCause {
    fn from(error: &io::Error) -> IoCause {
        let inner = error.get_ref();
        if let Some(problem) = inner.and_then(|inner| inner.downcast_ref::<Problem>()) {
            return io::Error::other(problem.clone()).into();
        }
        if is_cancelled(error) {
            return io::Error::other(Cancelled).into();
        }
        let copy = match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        };
        copy.into()
    }
}

impl PartialEq for IoCause {
    fn eq(&self, other: &IoCause) -> bool {
        self.0.kind() == other.0.kind() && self.0.to_string() == other.0.to_string()
    }
}

impl Eq for IoCause {}

/// What a reader or writer gives as its error when somebody asked for the work to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl Error for Cancelled {}

/// What would fix an error, or what was perhaps meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    Text(String),
    /// What is written nearly the same, the nearest first.
    DidYouMean(Vec<String>),
    /// The error is in the question of a definition, which the question that was asked uses.
    InDefinition {
        name: String,
        question: String,
    },
}

impl From<String> for Hint {
    fn from(text: String) -> Hint {
        Hint::Text(text)
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Hint {
        Hint::Text(text.to_owned())
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hint::Text(text) => f.write_str(text),
            Hint::DidYouMean(candidates) => match candidates.as_slice() {
                [] => Ok(()),
                [one] => write!(f, "did you mean {one}?"),
                [rest @ .., last] => write!(f, "did you mean {} or {last}?", rest.join(", ")),
            },
            Hint::InDefinition { name, question } => {
                write!(f, "this is in the definition `{name}`: {question}")
            }
        }
    }
}

/// A line of a file that was read, counted from 1 as its column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where there are several files.
    pub file: Option<String>,
    /// The line, counted from 1.
    pub number: usize,
    /// The column, counted from 1 in characters, where that is known.
    pub column: Option<usize>,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        write!(f, "line {}", self.number)?;
        self.column.map_or(Ok(()), |column| write!(f, ", column {column}"))
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    kind: ErrorKind,
    span: Option<Span>,
    line: Option<Line>,
    /// In what it went wrong, the widest last.
    contexts: Vec<String>,
    hints: Vec<Hint>,
}

impl From<ErrorKind> for Problem {
    fn from(kind: ErrorKind) -> Problem {
        Problem(Box::new(Details { kind, span: None, line: None, contexts: Vec::new(), hints: Vec::new() }))
    }
}

/// The sentence that says why, and what an id is made of.
impl From<InvalidId> for Problem {
    fn from(why: InvalidId) -> Problem {
        why.hint().into_iter().fold(Problem::invalid(why.to_string()), Problem::hint)
    }
}

impl From<InvalidLang> for Problem {
    fn from(why: InvalidLang) -> Problem {
        Problem::invalid(why.to_string()).hint(InvalidLang::HINT)
    }
}

impl Problem {
    /// Something in the question, script or records is wrong.
    pub fn invalid(message: impl Into<String>) -> Problem {
        ErrorKind::Invalid(message.into()).into()
    }

    pub fn usage(message: impl Into<String>) -> Problem {
        ErrorKind::Usage(message.into()).into()
    }

    pub fn database(message: impl Into<String>) -> Problem {
        ErrorKind::Database { message: message.into(), source: None }.into()
    }

    /// The database cannot be used because of an error of the operating system.
    pub fn database_io(message: impl Into<String>, source: impl Into<IoCause>) -> Problem {
        ErrorKind::Database { message: message.into(), source: Some(source.into()) }.into()
    }

    /// The index cannot be read.
    pub fn index(message: impl Into<String>) -> Problem {
        ErrorKind::Index(message.into()).into()
    }

    /// Reading or writing failed: `what` cannot be done, because of `source`. Where the source is an error of ours that
    /// came through a reader or writer, it is that error.
    pub fn io(what: impl Into<String>, source: impl Into<IoCause>) -> Problem {
        let source = source.into();
        let inner = source.error().get_ref();
        if is_cancelled(source.error()) {
            return Problem::cancelled();
        }
        if let Some(problem) = inner.and_then(|inner| inner.downcast_ref::<Problem>()) {
            return problem.clone();
        }
        ErrorKind::Io { what: what.into(), source: Some(source) }.into()
    }

    /// Reading or writing cannot be done, and no system call said so.
    pub fn io_refused(what: impl Into<String>) -> Problem {
        ErrorKind::Io { what: what.into(), source: None }.into()
    }

    pub fn cancelled() -> Problem {
        ErrorKind::Cancelled.into()
    }

    pub fn not_found(sought: Sought, written: impl Into<String>) -> Problem {
        ErrorKind::NotFound { sought, written: written.into() }.into()
    }

    /// What is wrong, as a value.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What sort of thing went wrong.
    pub fn category(&self) -> Category {
        match self.kind() {
            ErrorKind::Invalid(_)
            | ErrorKind::Violation { .. }
            | ErrorKind::AlreadyRecorded { .. }
            | ErrorKind::NotFound { .. }
            | ErrorKind::Ambiguous { .. }
            | ErrorKind::Cancelled => Category::Input,
            ErrorKind::Usage(_) => Category::Usage,
            ErrorKind::Locked { .. }
            | ErrorKind::NoDatabase { .. }
            | ErrorKind::Damaged { .. }
            | ErrorKind::Database { .. } => Category::Database,
            ErrorKind::Index(_) => Category::Index,
            ErrorKind::Io { .. } => Category::Io,
        }
    }

    /// Where in the text that was given, if it has a place there.
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }

    /// The line of the file that it is in.
    pub fn line(&self) -> Option<&Line> {
        self.0.line.as_ref()
    }

    /// What was perhaps meant by a name or an id.
    pub fn candidates(&self) -> &[String] {
        if let ErrorKind::Ambiguous { candidates, .. } = self.kind() {
            return candidates;
        }
        let candidates = self.0.hints.iter().find_map(|hint| match hint {
            Hint::DidYouMean(candidates) => Some(candidates.as_slice()),
            _ => None,
        });
        candidates.unwrap_or_default()
    }

    /// Whether the question of a definition is to be corrected.
    pub fn is_in_definition(&self) -> bool {
        self.0.hints.iter().any(|hint| matches!(hint, Hint::InDefinition { .. }))
    }

    #[must_use]
    pub fn at(mut self, span: Span) -> Problem {
        self.0.span = Some(span);
        self
    }

    #[must_use]
    pub fn without_span(mut self) -> Problem {
        self.0.span = None;
        self
    }

    #[must_use]
    pub fn in_line(mut self, number: usize, column: Option<usize>) -> Problem {
        self.0.line = Some(Line { file: None, number, column });
        self
    }

    /// The same problem in a file that is one of several.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Problem {
        if let Some(line) = &mut self.0.line {
            line.file = Some(file.to_owned());
            self
        } else {
            self.context(file)
        }
    }

    /// In what it went wrong: words that the message can follow.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Problem {
        self.0.contexts.push(context.into());
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Problem {
        self.0.hints.push(hint.into());
        self
    }

    /// Says what was perhaps meant, if there is anything.
    #[must_use]
    pub fn did_you_mean(mut self, candidates: Vec<String>) -> Problem {
        if !candidates.is_empty() {
            self.0.hints.push(Hint::DidYouMean(candidates));
        }
        self
    }

    /// The same problem, in a text in which the one it was found in begins at `offset`.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Problem {
        self.0.span = self.0.span.map(|span| span.shifted(offset));
        self
    }

    /// Whose words it is written in: lines are those of the interchange format.
    fn vocabulary(&self) -> Vocabulary {
        if self.0.line.is_some() { Vocabulary::Interchange } else { Vocabulary::Script }
    }

    /// The sentence, without a full stop at its end.
    pub fn message(&self) -> String {
        self.message_in(self.vocabulary())
    }

    /// The sentence in the words of that reader.
    pub fn message_in(&self, vocabulary: Vocabulary) -> String {
        let mut message = self.sentence(vocabulary);
        for context in &self.0.contexts {
            message = format!("{context}: {message}");
        }
        match (&self.0.line, self.kind()) {
            (None, _) | (_, ErrorKind::Cancelled) => message,
            (Some(line), ErrorKind::Io { .. }) => format!("{line} {message}"),
            (Some(line), ErrorKind::Violation { record, violation }) => {
                let record = if record.is_empty() { String::new() } else { format!(", {record}") };
                let field = match violation.field.is_empty() {
                    true => String::new(),
                    false => format!(", field `{}`", violation.field.in_words_of(vocabulary)),
                };
                format!("{line}{record}{field}: {message}")
            }
            (Some(line), _) => format!("{line}: {message}"),
        }
    }

    fn sentence(&self, vocabulary: Vocabulary) -> String {
        match self.kind() {
            ErrorKind::Invalid(message) | ErrorKind::Usage(message) | ErrorKind::Index(message) => {
                message.clone()
            }
            ErrorKind::Violation { record, violation } => {
                let message = violation.message(vocabulary);
                let named = self.0.line.is_none() && !record.is_empty();
                if named { format!("{record}: {message}") } else { message }
            }
            ErrorKind::AlreadyRecorded { record, fields } => {
                let fields: Vec<String> =
                    fields.iter().map(|field| format!("`{}`", field.in_words_of(vocabulary))).collect();
                format!("{record} is already recorded, and differs in {}", fields.join(", "))
            }
            ErrorKind::NotFound { sought, written } => sought.not_found(&beginning_of(written)),
            ErrorKind::Ambiguous { written, candidates } => {
                format!("`{}` can be {} things here", beginning_of(written), candidates.len())
            }
            ErrorKind::Cancelled => Cancelled.to_string(),
            ErrorKind::Locked { database, process, waited } => {
                let by = match process {
                    Some(process) => format!("process {process} has it open"),
                    None => "another process has it open".to_owned(),
                };
                let waited = match *waited {
                    Duration::ZERO => String::new(),
                    waited => format!(", and did not close it within {} seconds", waited.as_secs_f64()),
                };
                format!("the database {} is in use: {by}{waited}", database.display())
            }
            ErrorKind::NoDatabase { path } => format!("there is no database at {}", path.display()),
            ErrorKind::Damaged { file, offset, transaction, what } => {
                let transaction = match transaction {
                    0 => String::new(),
                    number => format!(", transaction {number}"),
                };
                format!("the journal {} is damaged at byte {offset}{transaction}: {what}", file.display())
            }
            ErrorKind::Database { message, source } | ErrorKind::Io { what: message, source } => match source
            {
                Some(source) => format!("{message}: {}", source.error()),
                None => message.clone(),
            },
        }
    }

    /// What would fix it, or what was perhaps meant: a line each.
    pub fn hints(&self) -> Vec<String> {
        let mut hints = self.fixes(self.vocabulary());
        hints.extend(self.0.hints.iter().map(Hint::to_string));
        hints
    }

    /// The hints that follow from what is wrong.
    fn fixes(&self, vocabulary: Vocabulary) -> Vec<String> {
        match self.kind() {
            ErrorKind::Violation { violation, .. } => violation.fix(vocabulary).into_iter().collect(),
            ErrorKind::AlreadyRecorded { record, .. } => {
                vec![format!("to change it, `correct {} …`", record.name())]
            }
            ErrorKind::Ambiguous { candidates, .. } => {
                let named = few(candidates.iter(), candidates.len(), MOST_CANDIDATES, ", ");
                let by_id = self.0.hints.is_empty().then(|| "name one by its id".to_owned());
                [format!("they are {named}")].into_iter().chain(by_id).collect()
            }
            ErrorKind::Locked { .. } => vec![
                "one process at a time works with a database; `--wait 60` waits a minute for its turn"
                    .to_owned(),
            ],
            ErrorKind::NoDatabase { .. } => {
                vec!["a database is a folder; its name usually ends in `.dictum`".to_owned()]
            }
            ErrorKind::Damaged { .. } => vec![
                "`dictum check` names every place; what was lost comes back only from a copy of the journal"
                    .to_owned(),
            ],
            _ => Vec::new(),
        }
    }
}

/// How many of the things are listed that a name can stand for.
pub const MOST_CANDIDATES: usize = 10;

impl Sought {
    fn not_found(self, written: &str) -> String {
        match self {
            Sought::Entity => format!("nothing here is called `{written}`"),
            Sought::Role => format!("no role here is called `{written}`"),
            Sought::Source => format!("there is no source `{written}`"),
            Sought::Publisher => format!("no publisher here is called `{written}`"),
            Sought::Document => format!("no source and no publisher here is called `{written}`"),
            Sought::Claim => format!("there is no claim `{written}`"),
            Sought::Definition => format!("no question is defined as `{written}`"),
            Sought::Language => format!("`{written}` is not a known language"),
            Sought::Tag => format!("nothing here is tagged `{written}`"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        self.hints().iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.kind() {
            ErrorKind::Io { source, .. } | ErrorKind::Database { source, .. } => {
                source.as_ref().map(|source| source.error() as &(dyn Error + 'static))
            }
            _ => None,
        }
    }
}

/// Everything that is wrong with a script, a file or a transaction: at least one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, handed over.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

impl Deref for Problems {
    type Target = [Problem];

    fn deref(&self) -> &[Problem] {
        &self.0
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(problems: Vec<Problem>) -> Problems {
        Problems(problems)
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Problems {
        Problems(problems.into_iter().collect())
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'p> IntoIterator for &'p Problems {
    type Item = &'p Problem;
    type IntoIter = std::slice::Iter<'p, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A line each.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for Problems {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.first().and_then(|problem| problem.source())
    }
}

pub type Result<T> = std::result::Result<T, Problem>;

#[cfg(test)]
mod tests {
    use crate::model::problem::*;

    #[test]
    fn an_error_can_be_sent_shared_and_asked_for_its_source() {
        fn is_error<T: Error + Send + Sync + 'static>() {}
        is_error::<Problem>();
        is_error::<Problems>();
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let problems = Problems::from(Problem::io("the journal cannot be read", denied));
        let source = problems.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::PermissionDenied));
        assert_eq!(problems[0].category(), Category::Io);
    }

    #[test]
    fn what_came_through_a_reader_stays_what_it_is() {
        let stopped = Problem::io("line 3 cannot be read", io::Error::other(Cancelled));
        assert_eq!(*stopped.kind(), ErrorKind::Cancelled);
        let moved = Problem::database("the database was moved");
        assert_eq!(Problem::io("it cannot be removed", io::Error::other(moved.clone())), moved);
    }

    #[test]
    fn lines_contexts_and_hints_are_put_together_when_it_is_read() {
        let problem = Problem::not_found(Sought::Claim, "x").did_you_mean(vec!["y".into(), "z".into()]);
        assert_eq!(problem.candidates(), ["y", "z"]);
        assert_eq!(problem.to_string(), "there is no claim `x`; did you mean y or z?");
        let problem = Problem::invalid("it is wrong").context("here").in_line(3, Some(7)).in_file("a.jsonl");
        assert_eq!(problem.message(), "a.jsonl, line 3, column 7: here: it is wrong");
    }

    #[test]
    fn a_name_is_never_mistaken_for_a_field() {
        let key = Key::Entity(crate::model::Id::new("speakers").unwrap());
        let violation = Violation::of("ascribed_to", crate::model::violation::Rule::MissingReference(key));
        let problem = Problem::from(ErrorKind::Violation { record: "claim `by`".into(), violation });
        assert_eq!(
            problem.to_string(),
            "claim `by`: there is no entity `speakers`; add it, or correct the id in `ascribed to`"
        );
        assert_eq!(
            problem.in_line(1, None).to_string(),
            "line 1, claim `by`, field `ascribed_to`: there is no entity `speakers`; add it, or correct the id in `ascribed_to`"
        );
    }
}
