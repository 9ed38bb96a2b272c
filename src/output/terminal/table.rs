//! An answer as a table on a terminal. What is about one record, or about how a question was understood, is written
//! as text instead.

use std::io::{self, Write};

use crate::query::answer::{Answer, AnswerBody};

use crate::output::Style;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::terminal::cards;
use crate::output::terminal::grid::Grid;

pub(in crate::output) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match &answer.body {
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => {
            cards::write(answer, style, out)
        }
        _ => write_grid(answer, style, out),
    }
}

/// Nothing where there are no rows: the closing lines say why.
pub(in crate::output) fn write_grid(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Person);
    let mut rows = sheet.rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    Grid::gather(sheet.heads, rows, out)?.write(style, out)
}
