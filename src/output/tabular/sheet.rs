//! An answer as headings and rows of cells: what tables, csv, tsv and markdown have in common. The rows are made
//! one by one, as they are written.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::language::syntax::{Column, PerField};
use crate::language::vocabulary::Worded;
use crate::query::answer::{
    Answer, AnswerBody, ClaimsAnswer, CountValue, CountsAnswer, Explanation, HistoryAnswer, RecordsAnswer,
    Shown,
};

use crate::output::content::{history, phrase, record};
use crate::output::tabular::all_fields;
use crate::output::tabular::columns::{ClaimCells, Reader};

/// A heading and where the cells under it stand.
#[derive(Clone, Debug)]
pub(in crate::output) struct Head {
    pub text: String,
    /// Numbers stand at the right.
    pub number: bool,
    /// Whether the cells hold texts that run in their own direction, not phrases of ours.
    pub own: bool,
}

impl Head {
    pub(in crate::output) fn new(text: impl Into<String>) -> Head {
        let text = text.into();
        let number = matches!(text.as_str(), "count" | "possible" | "certain" | "transaction");
        let own = matches!(text.as_str(), "statement" | "translation" | "words" | "note" | "title");
        Head { text, number, own }
    }
}

/// A row's cells; most are parts of the answer as they stand there.
pub(in crate::output) type Row<'a> = Vec<Cow<'a, str>>;

pub(in crate::output) type Rows<'a> = Box<dyn Iterator<Item = Row<'a>> + 'a>;

pub(in crate::output) struct Sheet<'a> {
    pub heads: Vec<Head>,
    pub rows: Rows<'a>,
}

impl<'a> Sheet<'a> {
    fn new(
        heads: impl IntoIterator<Item = &'static str>,
        rows: impl Iterator<Item = Row<'a>> + 'a,
    ) -> Sheet<'a> {
        let heads = heads.into_iter().map(Head::new);
        Sheet { heads: heads.collect(), rows: Box::new(rows) }
    }
}

pub(in crate::output) fn of(answer: &Answer, reader: Reader) -> Sheet<'_> {
    match &answer.body {
        AnswerBody::Claims(claims) => of_claims(claims, reader),
        AnswerBody::Counts(counts) => of_counts(counts, reader),
        AnswerBody::Records(records) => of_records(records, reader),
        AnswerBody::Shown(shown) => of_shown(shown),
        AnswerBody::History(versions) => of_history(versions),
        AnswerBody::Explained(explanation) => of_explanation(explanation),
    }
}

// ---- Claims -------------------------------------------------------------------------------------------------------

/// What a table shows of claims where `showing` names nothing.
const CLAIM_COLUMNS: [Column; 5] =
    [Column::Id, Column::Statement, Column::Speaker, Column::Said, Column::Chain];

fn of_claims(claims: &ClaimsAnswer, reader: Reader) -> Sheet<'_> {
    if reader == Reader::File && claims.columns.is_empty() {
        let columns = all_fields::claim_columns();
        let headings: Vec<&str> = columns.headings().collect();
        return Sheet::new(headings, claims.rows.iter().map(move |row| columns.cells(row)));
    }
    let mut columns = if claims.columns.is_empty() { CLAIM_COLUMNS.to_vec() } else { claims.columns.clone() };
    let brief_verdict = reader == Reader::Person && claims.columns.is_empty() && is_assessed(claims);
    columns.extend(brief_verdict.then_some(Column::Verdict));
    if reader == Reader::Person && !columns.contains(&Column::Match) && has_marks(claims) {
        columns.push(Column::Match);
    }
    let chain_with_speaker = !columns.contains(&Column::Speaker);
    let cells = ClaimCells { reader, chain_with_speaker, brief_verdict };
    let heads: Vec<&str> = columns.iter().map(|column| column.word()).collect();
    let rows =
        claims.rows.iter().map(move |row| columns.iter().map(|column| cells.cell(row, *column)).collect());
    Sheet::new(heads, rows)
}

/// What checkers found is shown where nothing else is asked for.
fn is_assessed(claims: &ClaimsAnswer) -> bool {
    claims.rows.iter().any(|row| !row.assessments.is_empty())
}

/// Doubt and retraction are shown even where `showing` does not ask for them.
fn has_marks(claims: &ClaimsAnswer) -> bool {
    claims.rows.iter().any(|row| !phrase::marks(row).is_empty())
}

// ---- Counts ---------------------------------------------------------------------------------------------------------

fn of_counts(counts: &CountsAnswer, reader: Reader) -> Sheet<'_> {
    let mut heads: Vec<Head> = Vec::new();
    for field in &counts.per {
        heads.push(Head::new(field.word()));
        if reader == Reader::File && has_id(*field) {
            heads.push(Head::new(format!("{}_id", field.word())));
        }
    }
    heads.push(Head::new("count"));
    let shared = if reader == Reader::Person { shared_names(counts) } else { HashSet::new() };
    let rows = counts.rows.iter().map(move |row| {
        let values = row.values.iter().zip(&counts.per);
        let mut cells: Row<'_> = match reader {
            Reader::Person => values.map(|(value, _)| count_value(value, &shared)).collect(),
            Reader::File => values.flat_map(|(value, field)| value_and_id(value, *field)).collect(),
        };
        cells.push(row.count.to_string().into());
        cells
    });
    Sheet { heads, rows: Box::new(rows) }
}

/// What stands before the count in each row, for a person.
pub(in crate::output) fn count_labels(counts: &CountsAnswer) -> Vec<Row<'_>> {
    let shared = shared_names(counts);
    counts
        .rows
        .iter()
        .map(|row| row.values.iter().map(|value| count_value(value, &shared)).collect())
        .collect()
}

fn has_id(field: PerField) -> bool {
    use PerField::{Checker, Place, Publisher, Role, Source, Speaker, Topic};
    matches!(field, Speaker | Role | Topic | Place | Publisher | Source | Checker)
}

/// Names that several entities or sources in the answer have: those are distinguished by their ids.
fn shared_names(counts: &CountsAnswer) -> HashSet<&str> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut shared = HashSet::new();
    for (name, id) in counts.rows.iter().flat_map(|row| &row.values).filter_map(name_and_id) {
        if *first.entry(name).or_insert(id) != id {
            shared.insert(name);
        }
    }
    shared
}

fn name_and_id(value: &CountValue) -> Option<(&str, &str)> {
    match value {
        CountValue::Entity(entity) => Some((&entity.name, entity.id.as_str())),
        CountValue::Source { id, title } => Some((title, id.as_str())),
        CountValue::Word(_) | CountValue::None | CountValue::Inexact => None,
    }
}

fn count_value<'a>(value: &'a CountValue, shared: &HashSet<&str>) -> Cow<'a, str> {
    match (name_and_id(value), value) {
        (Some((name, id)), _) if shared.contains(name) => format!("{name} ({id})").into(),
        (Some((name, _)), _) => name.into(),
        (None, CountValue::Word(word)) => word.as_str().into(),
        (None, CountValue::Inexact) => "inexact".into(),
        (None, _) => "none".into(),
    }
}

/// For a program: none is an empty cell.
fn value_and_id(value: &CountValue, field: PerField) -> Row<'_> {
    let (text, id) = match (name_and_id(value), value) {
        (Some((name, id)), _) => (name, id),
        (None, CountValue::Word(word)) => (word.as_str(), ""),
        (None, CountValue::Inexact) => ("inexact", ""),
        (None, _) => ("", ""),
    };
    if has_id(field) { vec![text.into(), id.into()] } else { vec![text.into()] }
}

// ---- Entities and sources ---------------------------------------------------------------------------------------------

fn of_records(records: &RecordsAnswer, reader: Reader) -> Sheet<'_> {
    if records.columns.is_empty() {
        let columns = all_fields::record_columns(is_sources(records), reader);
        let headings: Vec<&str> = columns.headings().collect();
        return Sheet::new(headings, records.rows.iter().map(move |row| columns.cells(row)));
    }
    let cells = ClaimCells { reader, chain_with_speaker: true, brief_verdict: false };
    let heads = records.columns.iter().map(|column| column.word());
    let rows = records.rows.iter();
    Sheet::new(heads, rows.map(move |row| records.columns.iter().map(|c| cells.of_record(row, *c)).collect()))
}

fn is_sources(records: &RecordsAnswer) -> bool {
    records.of == "sources"
}

// ---- One record, its history, and how a question was understood -------------------------------------------------------

fn of_shown(shown: &Shown) -> Sheet<'_> {
    let card = record::of_shown(shown);
    let mut rows: Vec<Row<'_>> = vec![vec!["id".into(), card.title]];
    rows.extend(card.text.map(|(label, text)| vec![label.into(), text.into()]));
    rows.push(vec!["marks".into(), card.marks.join(", ").into()]);
    rows.extend(
        card.fields.into_iter().map(|field| vec![field.label.into(), field.in_a_line().into_owned().into()]),
    );
    Sheet::new(["field", "value"], rows.into_iter())
}

fn of_history(answer: &HistoryAnswer) -> Sheet<'_> {
    let heads = ["transaction", "at", "by", "act", "field", "before", "after", "because"];
    let rows = history::steps(answer).flat_map(|step| {
        let version = step.version;
        let because = history::reasons(version);
        let when = &version.when;
        let start = [
            when.sequence.to_string(),
            phrase::moment(when.at),
            when.by.clone(),
            history::act(version).to_owned(),
        ];
        let changes = if step.changes.is_empty() { vec![history::Change::default()] } else { step.changes };
        changes.into_iter().map(move |change| {
            start
                .iter()
                .cloned()
                .chain([change.field, change.before, change.after, because.clone()])
                .map(Cow::from)
                .collect()
        })
    });
    Sheet::new(heads, rows)
}

fn of_explanation(explanation: &Explanation) -> Sheet<'_> {
    let names = explanation.names.iter().map(|name| {
        let narrower: Vec<&str> = name.narrower.iter().map(|entity| &*entity.name).collect();
        vec![
            "name".into(),
            "".into(),
            name.written.as_str().into(),
            understood(&name.meaning, &narrower).into(),
            "".into(),
            "".into(),
        ]
    });
    let steps = explanation.steps.iter().map(|step| {
        let (possible, certain) = (step.possible.to_string(), step.certain.to_string());
        vec![
            "step".into(),
            step.depth.to_string().into(),
            step.clause.as_str().into(),
            step.by.as_str().into(),
            possible.into(),
            certain.into(),
        ]
    });
    Sheet::new(["part", "depth", "text", "how", "possible", "certain"], names.chain(steps))
}

fn understood(meaning: &str, narrower: &[&str]) -> String {
    if narrower.is_empty() {
        meaning.to_owned()
    } else {
        format!("{meaning}; with it: {}", narrower.join(", "))
    }
}
