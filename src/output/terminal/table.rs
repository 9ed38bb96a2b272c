//! An answer as a table on a terminal. What is about one record, or about how a question was understood, is written
//! as text instead.

use std::io::{self, Write};

use crate::query::answer::{Answer, AnswerBody};

use crate::output::Style;
use crate::output::terminal::cards;
use crate::output::terminal::grid::write_grid;

pub(in crate::output) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match &answer.body {
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => {
            cards::write(answer, style, out)
        }
        _ => write_grid(answer, style, out),
    }
}
