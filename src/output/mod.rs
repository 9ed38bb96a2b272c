//! What the reader sees: an answer in each of its formats, its closing lines, and what is said when something is
//! wrong. It renders what the answer holds and never asks the store.
//!
//! - [`content`]: what is said of a record, whatever the format: labelled lines, citations, history, closing lines
//! - [`terminal`]: cards, tables and charts, and text in terminal cells
//! - [`tabular`]: an answer as rows of cells: tables, csv, tsv and Markdown
//! - `json`: rows for programs
//! - [`format`]: the list of formats; [`options`]: what else can be chosen; [`loss`]: what a format could not carry
//! - `print`: an answer as Markdown for an article; `audit`: the same with all that is recorded; `markdown`: what they share
//! - `html`: one page to hand on; `xlsx`: a workbook (feature `xlsx`)
//! - `others`: what of an answer is meant for other readers
//! - [`citing`]: how documents are cited
//! - `provenance`: what an export says of itself
//! - `bibliography`: the documents of an answer as BibTeX, CSL-JSON and RIS
//! - `claimreview`: assessments as fact-checkers publish them
//! - [`error_report`]: problems with their place
//! - `atomic_file`: a file that is there complete or not at all

mod atomic_file;
mod audit;
mod bibliography;
pub mod citing;
mod claimreview;
pub mod content;
pub mod error_report;
pub mod format;
mod html;
pub mod json;
pub mod loss;
mod markdown;
pub mod options;
mod others;
mod print;
pub mod provenance;
pub mod tabular;
pub mod terminal;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::io::{self, Write};

use crate::query::answer::Answer;

pub use crate::output::atomic_file::{AtomicFile, cannot_write, refuse_part_of_database};
pub use crate::output::content::remarks::{provenance, remarks};
pub use crate::output::format::{FORMATS, Form, Format, Listed, RecordFormat};
pub use crate::output::loss::Losses;
pub use crate::output::options::{Options, With};
pub use crate::output::terminal::style::Style;

/// Writes an answer in a format. Its closing lines are not in it: see [`remarks`].
///
/// # Errors
/// Those of [`write`].
pub fn render(answer: &Answer, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write(answer, format, &Options::of(*style), out).map(drop)
}

/// Writes an answer in a format, through a buffer, and gives what the format could not carry. A writer that refuses to go
/// on ends it soon, also while a long table is measured.
///
/// # Errors
/// Those of writing. Where the format cannot write such an answer, the error is a [`crate::model::Problem`] inside.
pub fn write(answer: &Answer, format: Format, options: &Options, out: &mut dyn Write) -> io::Result<Losses> {
    format.listed().accepts(answer).map_err(io::Error::other)?;
    let mut out = io::BufWriter::new(out);
    let mut losses = Losses::default();
    let style = &options.style;
    let is_drawn = format == Format::Table && options.is_drawn && style.is_terminal();
    if is_drawn && terminal::chart::write(answer, style, &mut out)? {
        out.flush()?;
        return Ok(losses);
    }
    match format {
        Format::Table => terminal::table::write(answer, style, &mut out),
        Format::Cards => terminal::cards::write(answer, style, &mut out),
        Format::Json => json::write_object(answer, &mut out),
        Format::Ndjson => json::write_lines(answer, options.question, &mut out),
        Format::Csv => tabular::delimited::write_csv(answer, options, &mut losses, &mut out),
        Format::Tsv => tabular::delimited::write_tsv(answer, options, &mut losses, &mut out),
        Format::Print => print::write(answer, options, &mut losses, &mut out),
        Format::Audit => audit::write(answer, &mut out),
        Format::Html => html::write(answer, options, &mut losses, &mut out),
        Format::ClaimReview => claimreview::write(answer, options, &mut losses, &mut out),
        Format::Bibtex => bibliography::bibtex::write(answer, options, &mut losses, &mut out),
        Format::CslJson => bibliography::csl::write(answer, options, &mut losses, &mut out),
        Format::Ris => bibliography::ris::write(answer, options, &mut losses, &mut out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::write(answer, options, &mut losses, &mut out),
        #[cfg(not(feature = "xlsx"))]
        Format::Xlsx => Listed::named("xlsx").map(drop).map_err(io::Error::other),
    }?;
    out.flush()?;
    options.citing.say(&mut losses);
    Ok(losses)
}
