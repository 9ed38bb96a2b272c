//! Comma- and tab-separated values. The heading line is always there, also over nothing.
//!
//! The cells hold the data as it is: a text that begins with `=`, `+`, `-` or `@` is not changed, as the words of a
//! document are kept to the letter and read back. A spreadsheet takes such a text for a formula; import the file
//! with its columns as text. csv quotes by RFC 4180, so a cell may hold line breaks; tsv has no quotes and writes tab,
//! line feed, carriage return and backslash as `\t`, `\n`, `\r` and `\\`. Towards a terminal other control
//! characters are made visible; in a file they stay.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::query::answer::Answer;

use crate::output::Style;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::tabular::sheet::{Row, Sheet};
use crate::output::terminal::cells::harmless;

pub(in crate::output) fn write_csv(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Program);
    let mut writer = csv::Writer::from_writer(out);
    for row in rows(sheet) {
        for cell in &row {
            writer.write_field(&*towards(style, cell)).map_err(io::Error::from)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::from)?;
    }
    writer.flush()
}

pub(in crate::output) fn write_tsv(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Program);
    let mut line = String::new();
    for row in rows(sheet) {
        line.clear();
        for cell in &row {
            line.extend([&*towards(style, &escaped(cell)), "\t"]);
        }
        line.pop();
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
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
