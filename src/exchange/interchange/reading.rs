//! One line → what it gives, or everything that is wrong with it.

use std::borrow::Cow;

use crate::model::field_path::{FieldPath, Step};
use crate::model::problem::{ErrorKind, Problems};
use crate::model::violation::{Rule, Violation};
use crate::model::{Problem, Record, RecordType};

use super::fields::{FromJson, Reader};
use super::incoming::{CORRECTION, Given, Incoming, REDACTION, RESTORATION, RETRACTION, finish};
use super::json::{self, Json, Member, NoJson};
use super::values::{cut, refuse_word, shown};
use super::{quick_records, records};

/// Reads one line. A record without an id gets one from its content; a definition's question its canonical form.
///
/// # Errors
/// Everything that is wrong with the line, each with the line's number, the record and the field.
pub fn read_line(line: &str, number: usize) -> Result<Incoming, Problems> {
    match quick_records::read(line) {
        Some(what) => Ok(Incoming { line: number, what }),
        None => read_line_carefully(line, number),
    }
}

/// The same without the quick way: slower, and the measure of it.
///
/// # Errors
/// Those of [`read_line`].
pub fn read_line_carefully(line: &str, number: usize) -> Result<Incoming, Problems> {
    let members = match json::parse(line) {
        Ok(Json::Object(members)) => members,
        Ok(other) => return Err(problem(number, "", no_object(&other)).into()),
        Err(why) => return Err(no_json(number, &why).into()),
    };
    let subject = Subject::of(&members);
    let mut reader = Reader::default();
    let what = read_members(members, &subject, &mut reader);
    let mut breaches = reader.into_breaches();
    match what {
        Some(Given::Record(mut record)) if breaches.is_empty() => {
            breaches = finish(&mut record, subject.id.is_some());
            if breaches.is_empty() {
                return Ok(Incoming { line: number, what: Given::Record(record) });
            }
        }
        Some(Given::Correction { mut record, because }) if breaches.is_empty() => {
            breaches = finish(&mut record, true);
            if breaches.is_empty() {
                return Ok(Incoming { line: number, what: Given::Correction { record, because } });
            }
        }
        Some(retraction) if breaches.is_empty() => return Ok(Incoming { line: number, what: retraction }),
        _ => {}
    }
    let name = subject.to_string();
    Err(breaches.into_iter().map(|violation| problem(number, &name, violation)).collect())
}

fn no_json(line: usize, why: &NoJson) -> Problem {
    let problem = Problem::invalid(why.message).in_line(line, why.column);
    why.hint.into_iter().fold(problem, Problem::hint)
}

fn no_object(given: &Json<'_>) -> Violation {
    let message = format!("should be a record (an object in braces), not {}", given.what());
    let hint = match given {
        Json::List(_) => "give one record a line, without brackets around them",
        _ => "such as {\"type\":\"source\",\"id\":\"report-1\"}",
    };
    Violation::new("", message).hint(hint)
}

/// A message may hold what was given, and that may be anything.
const LONGEST_MESSAGE: usize = 400;

fn problem(line: usize, record: &str, mut violation: Violation) -> Problem {
    violation.field = shortened(&violation.field);
    if let Rule::Content(message) = &mut violation.rule {
        *message = cut(message, LONGEST_MESSAGE);
    }
    Problem::from(ErrorKind::Violation { record: record.to_owned(), violation }).in_line(line, None)
}

/// The path with no name in it longer than a message should quote: a file may hold anything as the name of a field.
fn shortened(field: &FieldPath) -> FieldPath {
    let short = |step: &Step| match step {
        Step::Field(name) => Step::Field(shown(name).into()),
        Step::Item(at) => Step::Item(*at),
    };
    field.steps().iter().map(short).collect::<Vec<_>>().into()
}

/// Which record a line is about, as far as it says so itself.
struct Subject<'a> {
    kind: Option<Cow<'a, str>>,
    id: Option<Cow<'a, str>>,
}

impl<'a> Subject<'a> {
    fn of(members: &[Member<'a>]) -> Subject<'a> {
        let text = |name| match &members.iter().find(|member| member.name == name)?.value {
            Json::Text(text) => Some(text.clone()),
            _ => None,
        };
        let kind = text("type");
        let id = match kind.as_deref() {
            Some("link") => link_name(text("from"), text("relation"), text("to")),
            _ => text("id"),
        };
        Subject { kind, id }
    }
}

fn link_name<'a>(
    from: Option<Cow<'_, str>>,
    relation: Option<Cow<'_, str>>,
    to: Option<Cow<'_, str>>,
) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(format!("{} {} {}", from?, relation?, to?)))
}

/// As a message names it: ``claim `last-card` ``.
impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self.kind.as_deref().filter(|kind| line_type(kind).is_some()).unwrap_or("record");
        match self.id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => write!(f, "{kind} `{}`", shown(id)),
            None if matches!(kind, "link" | RETRACTION | REDACTION) => f.write_str(kind),
            None => write!(f, "{kind} without an id"),
        }
    }
}

/// What a line can give.
enum LineType {
    Record(RecordType),
    Correction,
    Retraction,
    Restoration,
    Redaction,
}

/// The record that a correction holds, with its id.
struct Corrected(Record);

impl<'a> FromJson<'a> for Corrected {
    const ONE: &'static str = "a record (an object)";
    const MANY: &'static str = "records";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Corrected> {
        let Json::Object(members) = json else {
            reader.refuse_kind::<Corrected>(&json);
            return None;
        };
        let subject = Subject::of(&members);
        match subject.kind.as_deref().and_then(line_type) {
            Some((LineType::Record(_), what)) if subject.id.is_none() => {
                reader.refuse(format!("{what} that is corrected has its id"), None);
                None
            }
            Some((LineType::Record(kind), what)) => reader.object(members, what, |fields| {
                fields.pass_over("type");
                Some(Corrected(records::record(kind, fields)))
            }),
            _ => refuse_untyped(members, reader).and(None),
        }
    }
}

fn read_members(members: Vec<Member<'_>>, subject: &Subject<'_>, reader: &mut Reader) -> Option<Given> {
    let Some(word) = &subject.kind else { return refuse_untyped(members, reader) };
    let Some((kind, what)) = line_type(word) else { return refuse_type(word, reader) };
    reader.object(members, what, |fields| {
        fields.pass_over("type");
        match kind {
            LineType::Record(kind) => Some(Given::Record(records::record(kind, fields))),
            LineType::Correction => {
                let (record, because) = (fields.required("record"), fields.optional("because"));
                record.map(|Corrected(record)| Given::Correction { record, because })
            }
            LineType::Restoration => {
                let (key, because) = (fields.required("of"), fields.optional("because"));
                Some(Given::Restoration { key: key?, because })
            }
            LineType::Retraction => {
                let (key, because) = (fields.required("of"), fields.optional("because"));
                Some(Given::Retraction { key: key?, because })
            }
            LineType::Redaction => {
                let (key, because) = (fields.required("of"), fields.optional::<String>("because"));
                let (by, at) = (fields.optional::<String>("by"), fields.optional::<String>("at"));
                let because = because.into_iter().chain(by.map(|by| format!("redacted by {by}")));
                let because: Vec<String> = because.chain(at.map(|at| format!("at {at}"))).collect();
                Some(Given::Redaction {
                    key: key?,
                    because: Some(because.join("; ")).filter(|text| !text.is_empty()),
                })
            }
        }
    })
}

/// The type that a word names, and how a sentence calls one such line.
fn line_type(word: &str) -> Option<(LineType, &'static str)> {
    let record = RecordType::ALL.into_iter().find(|kind| kind.word() == word);
    match record {
        None => match word {
            REDACTION => Some((LineType::Redaction, "a redaction")),
            RETRACTION => Some((LineType::Retraction, "a retraction")),
            CORRECTION => Some((LineType::Correction, "a correction")),
            RESTORATION => Some((LineType::Restoration, "a restoration")),
            _ => None,
        },
        Some(kind) => Some((
            LineType::Record(kind),
            match kind {
                RecordType::Entity => "an entity",
                RecordType::Source => "a source",
                RecordType::Claim => "a claim",
                RecordType::Assessment => "an assessment",
                RecordType::Link => "a link",
                RecordType::Definition => "a definition",
            },
        )),
    }
}

fn line_types() -> Vec<&'static str> {
    RecordType::ALL
        .map(RecordType::word)
        .into_iter()
        .chain([CORRECTION, RETRACTION, RESTORATION, REDACTION])
        .collect()
}

fn refuse_untyped(members: Vec<Member<'_>>, reader: &mut Reader) -> Option<Given> {
    let given = members.into_iter().find(|member| member.name == "type").map(|member| member.value);
    let hint = format!("`type` is one of {}", super::fields::listed(&line_types()));
    match given {
        None | Some(Json::Null) => reader.refuse("the record does not say what type it is", Some(hint)),
        Some(other) => {
            reader.refuse(format!("the record's type should be a text, not {}", other.what()), Some(hint));
        }
    }
    None
}

fn refuse_type(word: &str, reader: &mut Reader) -> Option<Given> {
    refuse_word(reader, word, RecordType::ONE, &line_types());
    None
}
