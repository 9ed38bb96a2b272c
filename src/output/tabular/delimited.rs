//! Comma- and tab-separated values. The heading line is always there, also over nothing. Where `showing` picks the
//! columns, the cells say what a table says; where not, every field has a column of its own.
//!
//! The cells hold the data as it is: a text that begins with `=`, `+`, `-` or `@` is not changed, as the words of a
//! document are kept to the letter and read back. A spreadsheet takes such a text for a formula; `--for spreadsheet`
//! puts an apostrophe before it, says how many, and opens csv with the mark by which Excel knows UTF-8. csv quotes by RFC
//! 4180, so a cell may hold line breaks; tsv has no quotes and writes tab, line feed, carriage return and backslash as
//! `\t`, `\n`, `\r` and `\\`. Towards a terminal other control characters are made visible; in a file they stay.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::query::answer::Answer;

use crate::output::Style;
use crate::output::loss::Losses;
use crate::output::options::Options;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::tabular::sheet::{Row, Sheet};
use crate::output::terminal::cells::harmless;

pub(in crate::output) fn write_csv(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    if options.for_spreadsheet {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut cells = Cells { options, marked: 0 };
    let mut writer = csv::Writer::from_writer(out);
    for row in rows(sheet::of(answer, Reader::File)) {
        for cell in &row {
            writer.write_field(&*cells.written(cell)).map_err(io::Error::from)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::from)?;
    }
    cells.say(losses);
    writer.flush()
}

pub(in crate::output) fn write_tsv(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cells = Cells { options, marked: 0 };
    let mut line = String::new();
    for row in rows(sheet::of(answer, Reader::File)) {
        line.clear();
        for cell in &row {
            line.extend([&*cells.written(&escaped(cell)), "\t"]);
        }
        line.pop();
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    cells.say(losses);
    Ok(())
}

/// Writes cells, and counts those that would have been formulas.
struct Cells<'o> {
    options: &'o Options,
    marked: usize,
}

impl Cells<'_> {
    fn written<'a>(&mut self, cell: &'a str) -> Cow<'a, str> {
        let cell = towards(&self.options.style, cell);
        if !self.options.for_spreadsheet || !is_formula(&cell) {
            return cell;
        }
        self.marked += 1;
        format!("'{cell}").into()
    }

    fn say(&self, losses: &mut Losses) {
        if self.marked > 0 {
            let (cells, begin, each) =
                if self.marked == 1 { ("cell", "begins", "it") } else { ("cells", "begin", "each of them") };
            losses.remark(format!(
                "{} {cells} {begin} as a formula does: an apostrophe stands before {each}",
                self.marked
            ));
        }
    }
}

/// Whether a spreadsheet may take a cell for a formula. A number with its sign is none.
fn is_formula(cell: &str) -> bool {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let begins = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(signs);
    begins && cell.parse::<f64>().is_err()
}

/// The headings, then the rows.
fn rows(sheet: Sheet<'_>) -> impl Iterator<Item = Row<'_>> {
    let heads = sheet.heads.into_iter().map(|head| head.text.into()).collect();
    std::iter::once(heads).chain(sheet.rows)
}

fn escaped(cell: &str) -> Cow<'_, str> {
    if !cell.contains(['\t', '\n', '\r', '\\']) {
        return cell.into();
    }
    cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r").into()
}

/// Line by line, as a cell of csv keeps its line breaks.
fn towards<'a>(style: &Style, cell: &'a str) -> Cow<'a, str> {
    if !style.is_terminal() {
        return cell.into();
    }
    let lines: Vec<Cow<'_, str>> = cell.split('\n').map(harmless).collect();
    lines.join("\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_numbers_and_words() {
        for cell in ["=1+1", "+SUM(A1)", "-2+3", "@now", " =1", "\t=1", "＝1", "-", "--", "=inf", "\r+1"] {
            assert!(is_formula(cell), "{cell:?}");
        }
        for cell in ["-5", "+3.5", "1=1", "a@b", "روسيا", "", "–5 degrees", "2025-07-10"] {
            assert!(!is_formula(cell), "{cell:?}");
        }
    }
}
