//! What the reader sees: an answer in each of its formats, its closing lines, and what is said when something is
//! wrong. It renders what the answer holds and never asks the store.
//!
//! - [`content`]: what is said of a record, whatever the format: labelled lines, citations, history, closing lines
//! - [`terminal`]: cards, tables and charts, and text in terminal cells
//! - [`tabular`]: an answer as rows of cells: tables, csv, tsv and Markdown
//! - `json`: rows for programs
//! - `markdown`: an answer to take into an article
//! - [`error_report`]: problems with their place
//! - `atomic_file`: a file that is there complete or not at all

mod atomic_file;
pub mod content;
pub mod error_report;
mod json;
mod markdown;
pub mod tabular;
pub mod terminal;

use std::io::{self, Write};

use crate::query::answer::Answer;

pub use crate::output::atomic_file::{AtomicFile, cannot_write, refuse_part_of_database};
pub use crate::output::content::remarks::{provenance, remarks};
pub use crate::output::terminal::style::Style;

/// In what form an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Cards,
    Json,
    Ndjson,
    Csv,
    Tsv,
    Markdown,
}

/// Every format with its name and what it is for: what the command line reads, and help and completion show.
pub const FORMATS: [(Format, &str, &str); 7] = [
    (Format::Table, "table", "columns for a terminal; `showing` picks them"),
    (Format::Cards, "cards", "everything about each record, one below the other"),
    (Format::Json, "json", "one object: the question, its moment, the digest and the rows"),
    (Format::Ndjson, "ndjson", "the rows of json, one a line, and nothing else"),
    (Format::Csv, "csv", "flat rows for a spreadsheet; lists are joined with `; `"),
    (Format::Tsv, "tsv", "the same with tabs; tab, line break and backslash are written \\t, \\n and \\\\"),
    (Format::Markdown, "markdown", "a list with the citations as footnotes"),
];

impl Format {
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// What it is for, in a line.
    pub fn help(self) -> &'static str {
        self.row().2
    }

    pub fn from_name(name: &str) -> Option<Format> {
        FORMATS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// Whether question, moment and digest stand in what is written. Where not, [`provenance`] gives them for stderr.
    pub fn carries_provenance(self) -> bool {
        matches!(self, Format::Json | Format::Markdown)
    }

    /// Whether it holds rows alone and is read by programs.
    pub fn is_bare(self) -> bool {
        !self.carries_provenance() && !matches!(self, Format::Table | Format::Cards)
    }

    fn row(self) -> &'static (Format, &'static str, &'static str) {
        FORMATS.iter().find(|row| row.0 == self).unwrap_or(&FORMATS[0])
    }
}

/// Writes an answer as [`render`] does; but towards a terminal, counts that can be drawn are bars or a matrix.
///
/// # Errors
/// Those of writing.
pub fn show(answer: &Answer, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let is_drawn = format == Format::Table && style.is_terminal();
    if is_drawn && terminal::chart::write(answer, style, out)? {
        Ok(())
    } else {
        render(answer, format, style, out)
    }
}

/// Writes an answer in a format, through a buffer. Its closing lines are not in it: see [`remarks`]. A writer that
/// refuses to go on ends it soon, also while a long table is measured.
///
/// # Errors
/// Those of writing.
pub fn render(answer: &Answer, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    match format {
        Format::Table => terminal::table::write(answer, style, &mut out),
        Format::Cards => terminal::cards::write(answer, style, &mut out),
        Format::Json => json::write_object(answer, &mut out),
        Format::Ndjson => json::write_lines(answer, &mut out),
        Format::Csv => tabular::delimited::write_csv(answer, style, &mut out),
        Format::Tsv => tabular::delimited::write_tsv(answer, style, &mut out),
        Format::Markdown => markdown::write(answer, &mut out),
    }?;
    out.flush()
}
