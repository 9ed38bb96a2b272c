//! How an answer is written, and where: the options that `query`, `run` and `export` share.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::model::problem::Result;
use crate::model::{Lang, Problem};
use crate::output::citing::Citing;
use crate::output::{FORMATS, Listed, Options, Style, With};
use crate::session::writing::Writing;

/// How an answer is written, and where.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Shape {
    /// The form of what is written
    #[arg(long, short, value_name = "FORMAT", value_parser = PossibleValuesParser::new(format_names()))]
    pub format: Option<String>,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// A value for `$name` in the question
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub params: Vec<(String, String)>,
    /// Write nothing where the format cannot carry everything
    #[arg(long)]
    pub strict: bool,
    /// What else to write for other readers: texts, notes, extra, retracted
    #[arg(long, value_name = "LIST")]
    pub with: Option<String>,
    /// The language in which to name people and things, where they have a name in it: en, ar
    #[arg(long, value_name = "LANGUAGE")]
    pub names: Option<String>,
    /// The style of citations in print and html: apa, mla, chicago-notes and others, or a file of CSL
    #[arg(long, value_name = "STYLE|FILE.csl")]
    pub style: Option<String>,
    /// The language of the words that the style adds: en-GB, ar, de
    #[arg(long, value_name = "LANGUAGE")]
    pub locale: Option<String>,
    /// csv and tsv for what opens them: in a spreadsheet no cell is taken for a formula
    #[arg(long = "for", value_name = "PROGRAM", value_parser = ["spreadsheet"])]
    pub program: Option<String>,
}

impl Shape {
    /// What the options ask for; of a format, where they name none, `otherwise`. `style` is that of the standard output.
    ///
    /// # Errors
    /// An option has a value that it cannot have.
    pub fn writing(&self, otherwise: &str, style: Style) -> Result<Writing> {
        let with = self.with.as_deref().map(With::read).transpose()?.unwrap_or_default();
        let options = Options {
            style: if self.output.is_some() { Style::PLAIN } else { style },
            is_drawn: true,
            with,
            citing: Citing::chosen(self.style.as_deref(), self.locale.as_deref())?,
            for_spreadsheet: self.program.is_some(),
            ..Options::default()
        };
        let format = Listed::named(self.format.as_deref().unwrap_or(otherwise))?;
        Ok(Writing { options, strict: self.strict, ..Writing::of(format) })
    }

    /// The language in which things are named.
    ///
    /// # Errors
    /// It is no tag of a language.
    pub fn language_of_names(&self) -> Result<Option<Lang>> {
        Ok(self.names.as_deref().map(Lang::new).transpose()?)
    }

    /// The same for answers of which several follow one another.
    ///
    /// # Errors
    /// The format is made for one answer alone.
    pub fn writing_of_several(&self, otherwise: &str, style: Style) -> Result<Writing> {
        let writing = self.writing(otherwise, style)?;
        if writing.format.is_of_screens() {
            return Ok(writing);
        }
        let name = writing.format.name;
        Err(Problem::usage(format!("`{name}` makes one file of one answer, and a script may have several"))
            .hint(format!("one question: dictum query QUESTION --format {name} --output FILE")))
    }
}

fn format_names() -> Vec<PossibleValue> {
    let value = |row: &Listed| PossibleValue::new(row.name).help(row.help).aliases(row.also);
    FORMATS.iter().map(value).collect()
}

fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            Ok((name.trim_start_matches('$').to_owned(), value.to_owned()))
        }
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
