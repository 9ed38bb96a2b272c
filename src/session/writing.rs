//! An answer, or the whole database, in any format: what the command line and the shell call, each for its own files.

use std::io::{self, Write};

use super::Session;
use crate::model::Problem;
use crate::model::problem::{Problems, Result};
use crate::output::format::{FORMATS, Readers};
use crate::output::{Form, Listed, Losses, Options, RecordFormat};
use crate::query::{Answer, Question};
use crate::session::export::{Exported, How};

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    pub count: usize,
    /// What was counted: `records`, `rows`.
    pub of: &'static str,
    pub losses: Losses,
}

/// How something is to be written.
#[derive(Clone, Debug)]
pub struct Writing {
    pub format: &'static Listed,
    pub options: Options,
    /// Whether nothing may be written where the format cannot carry everything.
    pub strict: bool,
    /// Whether the whole database is written with all that was ever changed in it.
    pub with_history: bool,
}

impl Writing {
    /// In this format, and nothing else is chosen.
    pub fn of(format: &'static Listed) -> Writing {
        Writing { format, options: Options::default(), strict: false, with_history: false }
    }
}

impl Session {
    /// Writes the answer to a question; of a format that holds records, those of its claims with all that they refer to.
    ///
    /// # Errors
    /// The question is wrong, or has an answer that the format cannot write; with `strict`, that the format cannot carry all
    /// of it; reading or writing failed.
    pub fn write(
        &mut self,
        question: &str,
        writing: &Writing,
        out: &mut dyn Write,
    ) -> std::result::Result<(Option<Answer>, Written), Problems> {
        match writing.format.form {
            Form::Records(_) => Ok((None, self.write_records(Some(question), writing, out)?)),
            Form::Answer(_) => {
                let mut answer = self.ask(question)?;
                self.fill_for_others(question, &mut answer, writing)?;
                let written = write_answer(&answer, writing, out)?;
                Ok((Some(answer), written))
            }
        }
    }

    /// Writes an answer that was given before to a question.
    ///
    /// # Errors
    /// As [`Session::write`].
    pub fn write_again(
        &mut self,
        question: &str,
        answer: &Answer,
        writing: &Writing,
        out: &mut dyn Write,
    ) -> Result<Written> {
        match writing.format.form {
            Form::Records(_) => self.write_records(Some(question), writing, out),
            Form::Answer(_) => {
                let mut answer = answer.clone();
                self.fill_for_others(question, &mut answer, writing)?;
                write_answer(&answer, writing, out)
            }
        }
    }

    /// For other readers the kept texts are written where they are asked for, else counted.
    fn fill_for_others(&self, question: &str, answer: &mut Answer, writing: &Writing) -> Result<()> {
        if writing.format.readers == Readers::Keepers || !writing.format.has_place_for("texts") {
            return Ok(());
        }
        let ask = crate::language::parse_ask(question)?;
        let asked = Question { ask: &ask, text: question, params: &self.params, now: self.now() };
        let then = super::asking::as_asked(&self.state(), &ask, asked)?;
        crate::query::kept_texts::fill(answer, &then)
    }

    /// Writes every record, in a format that holds records.
    ///
    /// # Errors
    /// The format holds answers; or as [`Session::write`].
    pub fn write_all(&mut self, writing: &Writing, out: &mut dyn Write) -> Result<Written> {
        self.write_records(None, writing, out)
    }

    fn write_records(
        &mut self,
        question: Option<&str>,
        writing: &Writing,
        out: &mut dyn Write,
    ) -> Result<Written> {
        let Form::Records(format) = writing.format.form else {
            return Err(no_records(writing.format.name));
        };
        if writing.with_history && (question.is_some() || format != RecordFormat::Interchange) {
            return Err(Problem::usage("the history is handed over with the whole database, as interchange")
                .hint("dictum export --with-history --output FILE"));
        }
        let how = How { format, with: writing.options.with, with_history: writing.with_history };
        let mut write = |out: &mut dyn Write| match question {
            Some(question) => self.export_answer(question, how, out),
            None => self.export_all(how, out),
        };
        if writing.strict {
            write(&mut io::sink())?.losses.refused(writing.format.name)?;
        }
        let Exported { records, losses } = write(out)?;
        Ok(Written { count: records, of: "records", losses })
    }
}

/// Writes an answer in a format that holds answers.
///
/// # Errors
/// As [`Session::write`].
pub fn write_answer(answer: &Answer, writing: &Writing, out: &mut dyn Write) -> Result<Written> {
    let Form::Answer(format) = writing.format.form else {
        return Err(Problem::usage(format!("`{}` holds records", writing.format.name))
            .hint("`dictum export QUESTION` writes the records of an answer"));
    };
    let failed =
        |error: io::Error| Problem::io(format!("the {} cannot be written", writing.format.name), error);
    if writing.strict {
        let losses =
            crate::output::write(answer, format, &writing.options, &mut io::sink()).map_err(failed)?;
        losses.refused(writing.format.name)?;
    }
    let losses = crate::output::write(answer, format, &writing.options, out).map_err(failed)?;
    Ok(Written { count: answer.rows(), of: "rows", losses })
}

fn no_records(name: &str) -> Problem {
    let holds_all = FORMATS.iter().filter(|row| matches!(row.form, Form::Records(_)));
    let own = holds_all.filter(|row| row.readers == Readers::Keepers).map(|row| format!("`{}`", row.name));
    Problem::usage(format!("the whole database cannot be written as `{name}`"))
        .hint(format!("{} hold every record", own.collect::<Vec<_>>().join(" and ")))
        .hint(format!("every claim: `dictum export claims --format {name}`, or `.export {name} FILE claims`"))
}
