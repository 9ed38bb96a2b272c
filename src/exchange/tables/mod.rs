//! Tables: CSV, TSV, XLSX and ODS, by a map that says what their columns mean.
//!
//! - [`map`]: the map, read from TOML
//! - [`rows`], [`sheets`]: the rows of a text and of a workbook; [`encoding`], [`dialect`]: how a text is a table
//! - [`dates`], [`months`]: dates by patterns
//! - [`records`]: one row to its records
//! - [`draft`]: a first map of a table
//! - [`Table`]: a file with its map, entry by entry

pub mod dates;
pub mod dialect;
pub mod draft;
pub mod encoding;
pub mod map;
pub mod months;
pub mod records;
pub mod rows;
pub mod sheets;

use std::collections::BTreeMap;
use std::path::Path;

use crate::exchange::entries::{Entries, Entry, EntryPlace, Rejected};
use crate::exchange::naming::{Names, Naming, quoted};
use crate::exchange::recognise::Content;
use crate::model::Problem;
use crate::model::problem::{Problems, Result};
use crate::model::text::few;
use dialect::QuoteFault;
use map::{Header, Map};
use rows::{Cell, Fault, Row, Rows, TextRows};
use sheets::{SheetRows, quoted_cell};

/// The name of the column that a file of rejected rows has before the others; it is passed over where such a file is
/// imported.
pub const REASONS: &str = "rejected_because";

/// Why a table cannot be opened.
pub enum CannotOpen {
    /// The map does not fit the table: places are those of its text.
    Map(Problems),
    File(Problem),
}

impl From<Problem> for CannotOpen {
    fn from(problem: Problem) -> CannotOpen {
        CannotOpen::File(problem)
    }
}

/// A table with its map.
pub struct Table {
    rows: Box<dyn Rows>,
    map: Map,
    columns: Vec<String>,
    /// The row with the names as it stands in the file.
    raw_header: String,
    /// The columns that are kept beside the claims, by place and name.
    left_over: Vec<(usize, String)>,
    left_out: Vec<String>,
    /// Labels that the map does not have: how many rows have each, and the first.
    unknown_labels: BTreeMap<String, (u64, u64)>,
}

/// The rows of a file, whatever it is kept in.
///
/// # Errors
/// It cannot be read.
pub fn rows_of(path: &Path, content: Content, file: &map::FileMap) -> Result<Box<dyn Rows>> {
    Ok(match content {
        Content::Xlsx | Content::Ods | Content::Xls => {
            Box::new(SheetRows::open(path, content, file.sheet.as_deref())?)
        }
        _ => Box::new(TextRows::open(path, file.asked)?),
    })
}

/// The names of the columns, and the row that they stand in. The rows behind it come next.
///
/// # Errors
/// The file cannot be read, or has no such row.
pub fn columns_of(rows: &mut dyn Rows, header: Header) -> Result<(Vec<String>, String)> {
    let mut row = rows.next()?;
    if let Header::Row(number) = header {
        while row.as_ref().is_some_and(|row| row.number < number) {
            row = rows.next()?;
        }
    }
    let Some(row) = row else {
        return Err(Problem::invalid("the table has no rows")
            .hint("`header` under `[file]` in the map is the number of the row with the names"));
    };
    match header {
        Header::Row(_) => Ok((named(&row), rows.raw())),
        Header::None => {
            rows.rewind()?;
            Ok(((1..=row.cells.len()).map(|number| number.to_string()).collect(), String::new()))
        }
    }
}

/// The names that stand in a row. A column without a name is called by its number, and of two of one name the second gets
/// its number.
fn named(row: &Row) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(row.cells.len());
    for (at, cell) in row.cells.iter().enumerate() {
        let name = match cell.text.as_str() {
            "" => (at + 1).to_string(),
            name if names.iter().any(|known| known == name) => format!("{name} ({})", at + 1),
            name => name.to_owned(),
        };
        names.push(name);
    }
    names
}

impl Table {
    /// # Errors
    /// The file cannot be read, or the map does not fit it.
    pub fn open(path: &Path, content: Content, map: Map) -> std::result::Result<Table, CannotOpen> {
        let rows = rows_of(path, content, &map.file)?;
        Table::of(rows, map)
    }

    /// The same of rows that are open.
    ///
    /// # Errors
    /// As there.
    pub fn of(mut rows: Box<dyn Rows>, mut map: Map) -> std::result::Result<Table, CannotOpen> {
        let (columns, raw_header) = columns_of(&mut *rows, map.file.header)?;
        map.bind(&columns).map_err(|problems| CannotOpen::Map(problems.into()))?;
        let (kept, left_out) = map.left_over(&columns);
        let with_name = |column: usize| (column, columns[column].clone());
        let left_over =
            kept.into_iter().filter(|column| columns[*column] != REASONS).map(with_name).collect();
        let left_out = left_out.into_iter().map(|column| columns[column].clone()).collect();
        Ok(Table { rows, map, columns, raw_header, left_over, left_out, unknown_labels: BTreeMap::new() })
    }

    /// What the map says of names.
    pub fn names(&self) -> Names {
        let mut names = Names::default();
        for (name, id) in &self.map.entities {
            names.give(name, id.clone());
        }
        names
    }

    fn place(row: &Row) -> EntryPlace {
        EntryPlace { what: "row", number: row.number, line: row.line, key: None }
    }

    /// Why a row cannot be taken, whatever it says; a row that may be short gets its empty cells.
    fn faults(&self, row: &mut Row) -> Option<Problem> {
        if let Some(fault) = row.fault {
            return Some(of_fault(fault));
        }
        let (has, needs) = (row.cells.len(), self.columns.len());
        if has > needs && row.cells[needs..].iter().any(|cell| !cell.text.is_empty()) {
            let problem = Problem::invalid(format!("the row has {has} columns, and the table has {needs}"));
            return Some(problem.hint(format!(
                "a `{}` in a text needs quotation marks around the text",
                self.rows.separator().escape_default()
            )));
        }
        let may_be_short = self.map.file.fill_short_rows || row.line.is_none();
        if has < needs && !may_be_short {
            let problem = Problem::invalid(format!("the row has {has} columns, and the table has {needs}"));
            return Some(
                problem.hint(
                    "`short-rows = \"fill\"` under `[file]` in the map takes what is missing for empty",
                ),
            );
        }
        row.cells.resize_with(needs, Cell::default);
        None
    }
}

fn of_fault(fault: Fault) -> Problem {
    let letters = "`quote = \"none\"` under `[file]` in the map makes quotation marks letters like others";
    match fault {
        Fault::Quotes(QuoteFault::Open) => {
            Problem::invalid("a quotation mark is opened and not closed to the end of the file").hint(letters)
        }
        Fault::Quotes(QuoteFault::Behind) => {
            Problem::invalid("a text goes on behind its closing quotation mark").hint(letters)
        }
        Fault::NoText => Problem::invalid("some of its bytes are no text in the encoding of the file")
            .hint("`encoding` under `[file]` in the map says another, such as \"windows-1256\""),
    }
}

impl Entries for Table {
    fn about(&self) -> Vec<String> {
        let mut about = self.rows.about();
        if let Some(first) = about.first_mut() {
            first.push_str(&format!("; {} columns", self.columns.len()));
        }
        if !self.left_out.is_empty() {
            let listed = few(self.left_out.iter(), self.left_out.len(), 20, ", ");
            about.push(format!("columns left out, as the map says: {listed}"));
        }
        about
    }

    fn next(&mut self, naming: &mut Naming<'_>) -> Result<Option<std::result::Result<Entry, Rejected>>> {
        let Some(mut row) = self.rows.next()? else { return Ok(None) };
        let place = Table::place(&row);
        if let Some(problem) = self.faults(&mut row) {
            return Ok(Some(Err(Rejected::new(place, vec![problem]))));
        }
        let given = records::read_row(&self.map, &row.cells, &self.left_over, naming)?;
        let mut problems = given.problems;
        let is_said_of_all = problems.is_empty() && given.unknown_label.is_some();
        if let Some(label) = given.unknown_label {
            let count = self.unknown_labels.entry(label.clone()).or_insert((0, row.number));
            count.0 += 1;
            problems
                .push(Problem::invalid(format!("the map has no verdict for the label {}", quoted(&label))));
        }
        if !problems.is_empty() {
            return Ok(Some(Err(Rejected { is_said_of_all, ..Rejected::new(place, problems) })));
        }
        Ok(Some(Ok(Entry { place, records: given.records, remarks: given.remarks })))
    }

    fn rewind(&mut self) -> Result<()> {
        self.unknown_labels.clear();
        self.rows.rewind()?;
        columns_of(&mut *self.rows, self.map.file.header).map(|_| ())
    }

    fn problems_of_all(&self) -> Vec<Problem> {
        if self.unknown_labels.is_empty() {
            return Vec::new();
        }
        let mut labels: Vec<(&String, &(u64, u64))> = self.unknown_labels.iter().collect();
        labels.sort_by_key(|(label, (count, _))| (std::cmp::Reverse(*count), *label));
        let listed: Vec<String> = labels
            .iter()
            .map(|(label, (count, first))| {
                let rows = if *count == 1 { "row".to_owned() } else { format!("{count} rows, the first") };
                format!("{} ({rows} {first})", quoted(label))
            })
            .collect();
        let lines: Vec<String> =
            labels.iter().map(|(label, _)| format!("{} = \"other\"", quoted(label))).collect();
        vec![Problem::invalid(format!("the map has no verdict for {}", listed.join(", "))).hint(format!(
            "under `[verdict.labels]` in the map, with what each means instead of `other`:\n{}",
            lines.join("\n")
        ))]
    }

    fn head_of_rejects(&self) -> String {
        match self.map.file.header {
            Header::Row(_) if self.columns.first().is_some_and(|name| name == REASONS) => {
                format!("{}\n", self.raw_header)
            }
            Header::Row(_) => format!("{REASONS}{}{}\n", self.rows.separator(), self.raw_header),
            Header::None => String::new(),
        }
    }

    fn rejected(&self, reason: &str) -> String {
        let separator = self.rows.separator();
        let reason = quoted_cell(&reason.replace(['\n', '\r', '\t'], " "), separator);
        let raw = self.rows.raw();
        // The reason that an earlier import gave goes out of the row.
        let raw = match self.columns.first() {
            Some(name) if name == REASONS => after_first_cell(&raw, separator).to_owned(),
            _ => raw,
        };
        format!("{reason}{separator}{raw}\n")
    }
}

/// A row without its first cell.
fn after_first_cell(raw: &str, separator: char) -> &str {
    let mut is_quoted = false;
    for (at, c) in raw.char_indices() {
        is_quoted ^= c == '"';
        if c == separator && !is_quoted {
            return &raw[at + c.len_utf8()..];
        }
    }
    ""
}
