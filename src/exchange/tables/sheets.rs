//! The rows of a sheet of a workbook: XLSX row by row, ODS and old XLS whole.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Data, DataRef, DataType, Ods, Reader, Xls, Xlsx, open_workbook};

use super::rows::{Cell, Row, Rows};
use crate::exchange::recognise::Content;
use crate::model::Problem;
use crate::model::problem::Result;

/// The rows of a sheet. All of its cells are in memory: a workbook has at most 1,048,576 rows, and its shared texts are
/// there once.
pub struct SheetRows {
    sheet: String,
    others: Vec<String>,
    /// From the first row on, which may be empty.
    rows: Vec<Vec<Cell>>,
    next: usize,
}

impl SheetRows {
    /// # Errors
    /// The file cannot be read, or has no such sheet.
    pub fn open(path: &Path, content: Content, sheet: Option<&str>) -> Result<SheetRows> {
        match content {
            Content::Xlsx => open_xlsx(path, sheet),
            Content::Ods => open_whole::<Ods<_>>(path, sheet),
            _ => open_whole::<Xls<_>>(path, sheet),
        }
    }
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
    Problem::invalid(format!("{} cannot be read as a workbook: {error}", path.display()))
        .hint("open it in a spreadsheet program and save it as CSV in UTF-8")
}

fn chosen(names: &[String], asked: Option<&str>, path: &Path) -> Result<(String, Vec<String>)> {
    let found = match asked {
        Some(asked) => names.iter().find(|name| name.as_str() == asked),
        None => names.first(),
    };
    let Some(found) = found else {
        let problem = Problem::invalid(match asked {
            Some(asked) => format!("{} has no sheet `{asked}`", path.display()),
            None => format!("{} has no sheets", path.display()),
        });
        return Err(problem.hint(format!("its sheets are {}", names.join(", "))));
    };
    Ok((found.clone(), names.iter().filter(|name| *name != found).cloned().collect()))
}

fn open_xlsx(path: &Path, asked: Option<&str>) -> Result<SheetRows> {
    let mut book: Xlsx<BufReader<File>> =
        open_workbook(path).map_err(|error: calamine::XlsxError| unreadable(path, &error))?;
    let (sheet, others) = chosen(&book.sheet_names(), asked, path)?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|error| unreadable(path, &error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(path, &error))? {
        let (row, column) = cell.get_position();
        put(&mut rows, row as usize, column as usize, of_shared(cell.get_value()));
    }
    Ok(SheetRows { sheet, others, rows, next: 0 })
}

fn open_whole<B>(path: &Path, asked: Option<&str>) -> Result<SheetRows>
where
    B: Reader<BufReader<File>>,
    B::Error: std::fmt::Display,
{
    let mut book: B = open_workbook(path).map_err(|error| unreadable(path, &error))?;
    let (sheet, others) = chosen(&book.sheet_names(), asked, path)?;
    let range = book.worksheet_range(&sheet).map_err(|error| unreadable(path, &error))?;
    let (first_row, first_column) =
        range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (row, column, value) in range.used_cells() {
        put(&mut rows, first_row + row, first_column + column, of(value));
    }
    Ok(SheetRows { sheet, others, rows, next: 0 })
}

/// The furthest cell that a workbook can have.
const MOST_ROWS: usize = 1 << 20;
const MOST_COLUMNS: usize = 1 << 14;

fn put(rows: &mut Vec<Vec<Cell>>, row: usize, column: usize, cell: Cell) {
    if cell.text.is_empty() || row >= MOST_ROWS || column >= MOST_COLUMNS {
        return;
    }
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let cells = &mut rows[row];
    if cells.len() <= column {
        cells.resize_with(column + 1, Cell::default);
    }
    cells[column] = cell;
}

fn of_shared(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::text(text),
        other => of(&Data::from(other.clone())),
    }
}

fn of(value: &Data) -> Cell {
    match value {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            date(year, month, day, hour, minute, second)
        }
        Data::DateTimeIso(text) => {
            Cell { text: text.trim_end_matches("T00:00:00").to_owned(), is_date: true }
        }
        Data::Float(number) => Cell::text(&plain_number(*number)),
        Data::Error(error) => Cell::text(&error.to_string()),
        other => Cell::text(&other.as_string().unwrap_or_default()),
    }
}

fn date(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Cell {
    let date = format!("{year:04}-{month:02}-{day:02}");
    let text = match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    };
    Cell { text, is_date: true }
}

/// Spreadsheets keep whole numbers as numbers with a fraction of none.
fn plain_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

impl Rows for SheetRows {
    fn about(&self) -> Vec<String> {
        let mut about = vec![format!("the sheet `{}`", self.sheet)];
        if !self.others.is_empty() {
            about.push(format!(
                "other sheets are left out: {}; `sheet` under `[file]` in the map names one",
                self.others.join(", ")
            ));
        }
        about
    }

    fn next(&mut self) -> Result<Option<Row>> {
        while let Some(cells) = self.rows.get(self.next) {
            self.next += 1;
            if !cells.is_empty() {
                return Ok(Some(Row {
                    number: self.next as u64,
                    line: None,
                    cells: cells.clone(),
                    fault: None,
                }));
            }
        }
        Ok(None)
    }

    fn rewind(&mut self) -> Result<()> {
        self.next = 0;
        Ok(())
    }

    fn raw(&self) -> String {
        let cells = self.next.checked_sub(1).and_then(|at| self.rows.get(at));
        let cells: Vec<String> =
            cells.into_iter().flatten().map(|cell| quoted_cell(&cell.text, ',')).collect();
        cells.join(",")
    }

    fn separator(&self) -> char {
        ','
    }
}

/// A cell as CSV has it.
pub fn quoted_cell(text: &str, separator: char) -> String {
    if text.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
