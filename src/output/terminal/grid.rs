//! A plain table in a box of lines. Columns give way where the terminal is narrow: those that need much give first,
//! and their cells run on over several lines; nothing is cut off. Where not even that fits, each row is written as
//! a block of `heading: value` lines.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::model::Verdict;
use crate::output::Style;
use crate::output::content::verdict;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet::{self, Head, Row};
use crate::output::terminal::cells::{
    Direction, WIDEST_CHAR, cells, harmless, isolated, pad, widest_word, wrap,
};
use crate::query::Answer;

/// The narrowest that a column is made.
const NARROWEST: usize = 6;
/// A column of texts that would be narrower than this is none: then each row is a block.
const NARROWEST_TEXT: usize = 9;
/// A word wider than this is broken rather than that other columns starve.
const WIDE_WORD: usize = 20;
/// After so many rows the writer is asked whether it still wants them.
const BREATH: usize = 256;

/// An answer as a table; nothing where there are no rows: the closing lines say why.
pub(in crate::output) fn write_grid(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Person);
    let mut rows = sheet.rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    Grid::gather(sheet.heads, rows, out)?.write(style, out)
}

pub(in crate::output) struct Grid<'a> {
    heads: Vec<Head>,
    rows: Vec<Row<'a>>,
}

impl<'a> Grid<'a> {
    /// Makes every cell harmless; rows that are too short are filled up. Nothing is written yet, but a writer that wants
    /// no more can say so.
    pub(in crate::output) fn gather(
        heads: Vec<Head>,
        given: impl Iterator<Item = Row<'a>>,
        out: &mut dyn Write,
    ) -> io::Result<Grid<'a>> {
        let mut rows = Vec::new();
        for row in given {
            rows.push(fill(row, heads.len()));
            if rows.len().is_multiple_of(BREATH) {
                out.flush()?;
            }
        }
        Ok(Grid { heads, rows })
    }

    pub(in crate::output) fn write(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match self.widths(style.width) {
            Some(widths) => Boxed { grid: self, widths, style }.write(out),
            None => self.write_stacked(style, out),
        }
    }

    fn widths(&self, width: Option<usize>) -> Option<Vec<usize>> {
        let natural = self.column_maxima(cells);
        let Some(width) = width else { return Some(natural) };
        let room = width.checked_sub(3 * natural.len() + 1)?;
        let widths = share(&natural, &self.column_words(&natural), &self.column_needs(&natural), room)?;
        let is_readable =
            |column: usize| !self.heads[column].own || widths[column] >= natural[column].min(NARROWEST_TEXT);
        (0..widths.len()).all(is_readable).then_some(widths)
    }

    /// What a column needs in most rows, between its widest cell and the mean; texts count twice.
    fn column_needs(&self, natural: &[usize]) -> Vec<usize> {
        let rows = self.rows.len().max(1);
        let sum = |column: usize| self.rows.iter().map(|row| cells(&row[column])).sum::<usize>();
        let weight = |column: usize| if self.heads[column].own { 2 } else { 1 };
        natural
            .iter()
            .enumerate()
            .map(|(column, widest)| (widest + sum(column) / rows) * weight(column))
            .collect()
    }

    /// The widest words; ids are not broken where that can be, as they are copied, nor short verdicts, as they are glanced at.
    fn column_words(&self, natural: &[usize]) -> Vec<usize> {
        let words = self.column_maxima(widest_word);
        let whole = |column: usize| {
            matches!(self.heads[column].text.as_str(), "id" | "verdict") && natural[column] <= WIDE_WORD
        };
        words
            .into_iter()
            .enumerate()
            .map(|(column, w)| if whole(column) { natural[column] } else { w })
            .collect()
    }

    fn column_maxima(&self, measure: fn(&str) -> usize) -> Vec<usize> {
        let mut widest: Vec<usize> = self.heads.iter().map(|head| measure(&head.text).max(1)).collect();
        for row in &self.rows {
            // No text takes more cells than bytes.
            for (widest, cell) in widest.iter_mut().zip(row).filter(|(widest, cell)| cell.len() > **widest) {
                *widest = (*widest).max(measure(cell));
            }
        }
        widest
    }

    /// For terminals too narrow for columns.
    fn write_stacked(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            for (head, cell) in self.heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                write_block(head, cell, style, out)?;
            }
        }
        Ok(())
    }
}

fn fill(mut row: Row<'_>, columns: usize) -> Row<'_> {
    row.resize(columns, Cow::default());
    for cell in &mut row {
        if let Cow::Owned(shown) = harmless(cell) {
            *cell = shown.into();
        }
    }
    row
}

/// A text from right to left stands under its heading.
fn write_block(head: &Head, cell: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !head.own || Direction::of(cell) == Direction::LeftToRight {
        return write_wrapped(&format!("{}: {cell}", head.text), Direction::Phrase, style, out);
    }
    writeln!(out, "{}:", head.text)?;
    write_wrapped(cell, Direction::RightToLeft, style, out)
}

fn write_wrapped(text: &str, direction: Direction, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in wrap(text, style.width) {
        let line = if style.isolates { isolated(line, direction) } else { line.into() };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Divides the room among the columns, cell by cell: first to those that need least to hold their words unbroken, then to
/// the one whose cells run over most lines. Nothing where there is too little room even for narrow columns.
fn share(natural: &[usize], words: &[usize], needs: &[usize], room: usize) -> Option<Vec<usize>> {
    if natural.iter().sum::<usize>() <= room {
        return Some(natural.to_vec());
    }
    let mut widths: Vec<usize> = natural.iter().map(|n| (*n).clamp(WIDEST_CHAR, NARROWEST)).collect();
    let spare = room.checked_sub(widths.iter().sum())?;
    for _ in 0..spare {
        let columns = 0..widths.len();
        let missing = |column: &usize| words[*column].min(WIDE_WORD).saturating_sub(widths[*column]);
        let broken = columns.clone().filter(|column| missing(column) > 0).min_by_key(missing);
        let lines = |column: &usize| needs[*column] * 1000 / widths[*column];
        let growing = columns.rev().filter(|column| widths[*column] < natural[*column]).max_by_key(lines);
        let Some(column) = broken.or(growing) else { break };
        widths[column] += 1;
    }
    Some(widths)
}

/// A grid with the widths that its columns were given.
struct Boxed<'a> {
    grid: &'a Grid<'a>,
    widths: Vec<usize>,
    style: &'a Style,
}

impl Boxed<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.rule(["┌", "┬", "┐"], out)?;
        let heads: Vec<&str> = self.grid.heads.iter().map(|head| head.text.as_str()).collect();
        self.row(&heads, true, out)?;
        self.rule(["├", "┼", "┤"], out)?;
        let between =
            self.grid.rows.iter().flatten().zip(self.widths.iter().cycle()).any(|(c, w)| cells(c) > *w);
        for (number, row) in self.grid.rows.iter().enumerate() {
            if between && number > 0 {
                self.rule(["├", "┼", "┤"], out)?;
            }
            let row: Vec<&str> = row.iter().map(|cell| &**cell).collect();
            self.row(&row, false, out)?;
        }
        self.rule(["└", "┴", "┘"], out)
    }

    fn rule(&self, [left, middle, right]: [&str; 3], out: &mut dyn Write) -> io::Result<()> {
        let parts: Vec<String> = self.widths.iter().map(|width| "─".repeat(width + 2)).collect();
        writeln!(out, "{left}{}{right}", parts.join(middle))
    }

    fn row(&self, row: &[&str], head: bool, out: &mut dyn Write) -> io::Result<()> {
        let wrapped: Vec<Vec<&str>> =
            row.iter().zip(&self.widths).map(|(cell, width)| wrap(cell, Some(*width))).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        let direction =
            |(cell, head): (&&str, &Head)| if head.own { Direction::of(cell) } else { Direction::Phrase };
        let directions: Vec<Direction> = row.iter().zip(&self.grid.heads).map(direction).collect();
        let glances: Vec<Glance> =
            row.iter().zip(&self.grid.heads).map(|(cell, column)| Glance::of(cell, column, head)).collect();
        for number in 0..height {
            let mut line = String::from("│");
            for (column, lines) in wrapped.iter().enumerate() {
                let piece = lines.get(number).copied().unwrap_or("");
                self.cell(piece, directions[column], column, glances[column], &mut line);
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn cell(&self, piece: &str, direction: Direction, column: usize, glance: Glance, line: &mut String) {
        let blanks = self.widths[column].saturating_sub(cells(piece));
        let before = if self.grid.heads[column].number { blanks } else { 0 };
        pad(line, 1 + before);
        let piece = if self.style.isolates { isolated(piece, direction) } else { piece.into() };
        line.push_str(&match glance {
            Glance::Head => self.style.bold(&piece),
            Glance::Alarm => self.style.alarm(&piece),
            Glance::Verdict(verdict) => verdict::painted(verdict, &piece, self.style),
            Glance::Plain => piece,
        });
        pad(line, blanks - before + 1);
        line.push('│');
    }
}

/// How a cell is seen among the others.
#[derive(Clone, Copy)]
enum Glance {
    Plain,
    Head,
    Alarm,
    Verdict(Verdict),
}

impl Glance {
    fn of(cell: &str, column: &Head, is_head: bool) -> Glance {
        match column.text.as_str() {
            _ if is_head => Glance::Head,
            "match" if cell.contains("retracted") => Glance::Alarm,
            "verdict" => verdict::of_cell(cell).map_or(Glance::Plain, Glance::Verdict),
            _ => Glance::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::output::terminal::grid::share;

    #[test]
    fn what_runs_over_most_lines_gets_most() {
        assert_eq!(share(&[5, 10], &[5, 5], &[5, 10], 20), Some(vec![5, 10]));
        assert_eq!(share(&[5, 80, 40], &[5, 8, 8], &[5, 80, 40], 65), Some(vec![5, 40, 20]));
        assert_eq!(share(&[5, 80, 12], &[5, 8, 8], &[5, 80, 12], 40), Some(vec![5, 27, 8]));
    }

    #[test]
    fn words_stay_whole_where_there_is_room() {
        assert_eq!(share(&[14, 80], &[14, 8], &[14, 80], 24), Some(vec![14, 10]));
        assert_eq!(share(&[14, 80], &[14, 14], &[14, 80], 20), Some(vec![14, 6]));
        assert_eq!(share(&[14, 80], &[14, 14], &[14, 80], 9), None);
    }
}
