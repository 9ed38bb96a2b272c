//! A map: what the columns of a table mean. It is written in TOML, by hand or first by `dictum map`.
//!
//! - [`template`]: values with columns in them
//! - [`read`]: a map's text to a [`Map`], every fault with its place

pub mod read;
mod section;
pub mod template;

use std::collections::{BTreeSet, HashMap};

use super::dates::Reading;
use super::rows::{Asked, Cell};
use crate::model::record::Basis;
use crate::model::{Id, Kind, Problem, Span, Verdict};
use template::{Filled, Template};

/// What the columns of a table mean.
#[derive(Clone, Debug)]
pub struct Map {
    pub file: FileMap,
    pub claim: ClaimMap,
    pub speaker: Option<SpeakerMap>,
    /// The document in which the claim was read.
    pub source: SourceMap,
    /// The document in which that found it.
    pub via: Option<SourceMap>,
    pub verdict: Option<VerdictMap>,
    pub extra: Extra,
    /// Which entities names stand for, by their ids.
    pub entities: Vec<(String, Id)>,
}

/// How the file is a table. What is not said is found out.
#[derive(Clone, Debug)]
pub struct FileMap {
    pub asked: Asked,
    pub sheet: Option<String>,
    pub header: Header,
    /// What a cell says that says nothing.
    pub nulls: Vec<String>,
    /// Whether a row that is too short has empty cells at its end; else it is wrong.
    pub fill_short_rows: bool,
}

impl FileMap {
    /// Everything is found out.
    pub fn usual() -> FileMap {
        FileMap {
            asked: Asked::default(),
            sheet: None,
            header: Header::Row(1),
            nulls: Vec::new(),
            fill_short_rows: false,
        }
    }
}

/// Where the names of the columns stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// In this row, counted from 1; what stands above it is passed over.
    Row(u64),
    /// Nowhere: the columns are called by their numbers.
    None,
}

/// One value.
#[derive(Clone, Debug)]
pub struct Value {
    pub template: Template,
    /// What is meant by what the cell says.
    pub table: Option<HashMap<String, String>>,
    /// What it is where the cell says nothing.
    pub default: Option<String>,
}

/// Several values in one cell.
#[derive(Clone, Debug)]
pub struct List {
    pub value: Value,
    /// What parts them.
    pub split: Vec<String>,
}

/// Names of entities.
#[derive(Clone, Debug)]
pub struct Names {
    pub list: List,
    /// What they are if they are new.
    pub kind: Value,
}

/// A date.
#[derive(Clone, Debug)]
pub struct Dates {
    pub value: Value,
    pub reading: Reading,
    pub basis: Basis,
}

#[derive(Clone, Debug)]
pub struct ClaimMap {
    pub id: Option<Value>,
    pub statement: Value,
    pub language: Option<Value>,
    pub mode: Option<Value>,
    pub about: Vec<Names>,
    pub tags: Option<List>,
    pub said: Option<Dates>,
    pub place: Option<Value>,
    pub concerns: Option<Dates>,
    pub words: Option<Value>,
    pub locator: Option<Value>,
    pub note: Option<Value>,
}

#[derive(Clone, Debug)]
pub struct SpeakerMap {
    pub names: Names,
    /// The language of the names.
    pub language: Option<Value>,
    /// Which names are none, folded; `*` stands for any text.
    pub unnamed: Vec<String>,
    pub missing: Missing,
    pub role: Option<RoleMap>,
}

/// Who speaks where a row names nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// Somebody who is not named.
    #[default]
    Unnamed,
    /// The end of the chain: the publisher of the last document.
    Publisher,
    /// The row is wrong.
    Refuse,
}

#[derive(Clone, Debug)]
pub struct RoleMap {
    /// The role's own name; else the title is its name.
    pub name: Option<Value>,
    pub title: Option<Value>,
    pub of: Option<Value>,
    pub of_kind: Kind,
    pub from: Option<Dates>,
    pub until: Option<Dates>,
}

#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pub id: Option<Value>,
    pub title: Option<Value>,
    pub url: Option<Value>,
    pub archive: Option<Value>,
    pub publisher: Option<Value>,
    pub publisher_kind: Option<Kind>,
    pub authors: Option<List>,
    pub published: Option<Dates>,
    pub accessed: Option<Dates>,
    pub language: Option<Value>,
    pub medium: Option<Value>,
    pub note: Option<Value>,
}

#[derive(Clone, Debug)]
pub struct VerdictMap {
    pub id: Option<Value>,
    pub label: Value,
    pub labels: HashMap<String, Verdict>,
    /// The checker; else the publisher of the source.
    pub by: Option<Value>,
    pub by_kind: Kind,
    pub on: Option<Dates>,
    pub url: Option<Value>,
    pub summary: Option<Value>,
    /// The value on the checker's scale, the worst and the best.
    pub rating: Option<Value>,
    pub worst: Option<Value>,
    pub best: Option<Value>,
    pub note: Option<Value>,
}

/// What becomes of the columns that nothing else takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extra {
    /// They are kept beside the claim.
    Keep,
    LeaveOut,
    /// These are kept beside the claim, the others are left out.
    Only(Vec<(String, Span)>),
    /// These are left out, the others are kept.
    Except(Vec<(String, Span)>),
}

impl Value {
    /// What it is in a row; the inner error is the cell that no table has.
    pub fn of(&self, cells: &[Cell], nulls: &[String]) -> Result<Option<Filled>, String> {
        let default = || self.default.clone().map(|text| Filled { text, is_date: false });
        let Some(filled) = self.template.fill(cells, nulls) else { return Ok(default()) };
        if filled.text.trim().is_empty() {
            return Ok(default());
        }
        match &self.table {
            None => Ok(Some(filled)),
            Some(table) => match table.get(&filled.text) {
                Some(text) if text.is_empty() => Ok(default()),
                Some(text) => Ok(Some(Filled { text: text.clone(), is_date: false })),
                None => Err(filled.text),
            },
        }
    }

    /// The text, if it is the same in every row.
    pub fn constant(&self) -> Option<&str> {
        self.template.constant().filter(|_| self.table.is_none())
    }
}

impl Map {
    /// Finds the columns that it names in the table.
    ///
    /// # Errors
    /// Every column that the table does not have, with its place in the map.
    pub fn bind(&mut self, columns: &[String]) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        self.each_value(&mut |value| value.template.bind(columns, &mut problems));
        if let Extra::Only(named) | Extra::Except(named) = &self.extra {
            for (name, span) in named.iter().filter(|(name, _)| !columns.contains(name)) {
                let near = crate::query::lookup::alike(name, columns.iter().map(String::as_str));
                problems.push(
                    Problem::invalid(format!("the table has no column `{name}`"))
                        .at(*span)
                        .did_you_mean(near),
                );
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The places of the columns that nothing takes and that are to be kept, and of those that are left out.
    pub fn left_over(&mut self, columns: &[String]) -> (Vec<usize>, Vec<usize>) {
        let mut taken = BTreeSet::new();
        self.each_value(&mut |value| value.template.add_columns(&mut taken));
        let named =
            |list: &[(String, Span)], column: &usize| list.iter().any(|(name, _)| *name == columns[*column]);
        let free = (0..columns.len()).filter(|column| !taken.contains(column));
        free.partition(|column| match &self.extra {
            Extra::Keep => true,
            Extra::LeaveOut => false,
            Extra::Only(list) => named(list, column),
            Extra::Except(list) => !named(list, column),
        })
    }

    /// Does something with every value of the map.
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        let Map { claim, speaker, source, via, verdict, .. } = self;
        claim.each_value(act);
        speaker.iter_mut().for_each(|speaker| speaker.each_value(act));
        [Some(source), via.as_mut()].into_iter().flatten().for_each(|source| source.each_value(act));
        verdict.iter_mut().for_each(|verdict| verdict.each_value(act));
    }
}

/// Does something with those of some values that are there.
macro_rules! each_of {
    ($act:expr, $($value:expr),*) => {
        $($value.iter_mut().for_each(|value| $act(value));)*
    };
}

impl Names {
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        act(&mut self.list.value);
        act(&mut self.kind);
    }
}

impl ClaimMap {
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        act(&mut self.statement);
        each_of!(act, self.id, self.language, self.mode, self.place, self.words, self.locator, self.note);
        self.about.iter_mut().for_each(|names| names.each_value(act));
        self.tags.iter_mut().for_each(|list| act(&mut list.value));
        [&mut self.said, &mut self.concerns].into_iter().flatten().for_each(|dates| act(&mut dates.value));
    }
}

impl SpeakerMap {
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        self.names.each_value(act);
        each_of!(act, self.language);
        if let Some(role) = &mut self.role {
            each_of!(act, role.name, role.title, role.of);
            [&mut role.from, &mut role.until].into_iter().flatten().for_each(|dates| act(&mut dates.value));
        }
    }
}

impl SourceMap {
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        each_of!(
            act,
            self.id,
            self.title,
            self.url,
            self.archive,
            self.publisher,
            self.language,
            self.medium,
            self.note
        );
        self.authors.iter_mut().for_each(|list| act(&mut list.value));
        [&mut self.published, &mut self.accessed]
            .into_iter()
            .flatten()
            .for_each(|dates| act(&mut dates.value));
    }
}

impl VerdictMap {
    fn each_value(&mut self, act: &mut dyn FnMut(&mut Value)) {
        act(&mut self.label);
        each_of!(
            act,
            self.id,
            self.by,
            self.url,
            self.summary,
            self.rating,
            self.worst,
            self.best,
            self.note
        );
        self.on.iter_mut().for_each(|dates| act(&mut dates.value));
    }
}
