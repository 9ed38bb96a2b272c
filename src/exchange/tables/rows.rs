//! The rows of a table, one after the other, whatever it is kept in.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::dialect::{Dialect, LOOKED_AT, QuoteFault, quote_fault, sniff};
use super::encoding::{self, Decoded, Found};
use crate::model::Problem;
use crate::model::problem::Result;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Without blanks around it.
    pub text: String,
    /// Whether a spreadsheet says that it is a date; the text is one of ISO 8601 then.
    pub is_date: bool,
}

impl Cell {
    pub fn text(text: &str) -> Cell {
        Cell { text: text.trim().to_owned(), is_date: false }
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Counted from 1, as spreadsheets do.
    pub number: u64,
    /// The line of the text in which it begins.
    pub line: Option<u64>,
    pub cells: Vec<Cell>,
    /// Why it cannot be taken, whatever it says.
    pub fault: Option<Fault>,
}

/// What is wrong with a row as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Quotes(QuoteFault),
    /// Bytes that are no text.
    NoText,
}

/// The rows of a table.
pub trait Rows {
    /// What is to be said of how the table is written; a line each.
    fn about(&self) -> Vec<String>;

    /// The next row; nothing at the end.
    ///
    /// # Errors
    /// The file cannot be read on.
    fn next(&mut self) -> Result<Option<Row>>;

    /// Goes back before the first row.
    ///
    /// # Errors
    /// The file cannot be read again.
    fn rewind(&mut self) -> Result<()>;

    /// The row that was given last, as it stands in the file, without its line end.
    fn raw(&self) -> String;

    /// The sign that separates the columns of [`Rows::raw`].
    fn separator(&self) -> char;
}

/// What a user can say of how a text is a table; the rest is found out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub encoding: Option<&'static encoding_rs::Encoding>,
    pub separator: Option<u8>,
    /// The inner nothing: quotation marks are letters.
    pub quote: Option<Option<u8>>,
    pub escape: Option<u8>,
}

/// The longest row that is read, in bytes: an unclosed quotation mark makes one row of all that follows.
const LONGEST_ROW: usize = 32 << 20;

/// The rows of a text.
pub struct TextRows {
    path: PathBuf,
    encoding: Found,
    pub dialect: Dialect,
    reader: csv::Reader<Kept<Decoded<BufReader<File>>>>,
    record: csv::ByteRecord,
    number: u64,
    raw: Vec<u8>,
}

impl TextRows {
    /// # Errors
    /// The file cannot be read.
    pub fn open(path: &Path, asked: Asked) -> Result<TextRows> {
        let cannot = |error| Problem::io(format!("{} cannot be read", path.display()), error);
        let encoding = encoding::find(open(path)?, asked.encoding).map_err(cannot)?;
        let mut beginning = Vec::new();
        Decoded::new(open(path)?, encoding.encoding)
            .take(LOOKED_AT as u64)
            .read_to_end(&mut beginning)
            .map_err(cannot)?;
        let whole = beginning.len() < LOOKED_AT;
        let mut dialect = sniff(&String::from_utf8_lossy(&beginning), whole, asked.separator, asked.quote);
        dialect.escape = asked.escape;
        let reader = reader(path, encoding, dialect)?;
        Ok(TextRows {
            path: path.to_owned(),
            encoding,
            dialect,
            reader,
            record: csv::ByteRecord::new(),
            number: 0,
            raw: Vec::new(),
        })
    }
}

fn open(path: &Path) -> Result<BufReader<File>> {
    let cannot = |error| Problem::io(format!("{} cannot be read", path.display()), error);
    Ok(BufReader::with_capacity(1 << 16, File::open(path).map_err(cannot)?))
}

fn reader(
    path: &Path,
    encoding: Found,
    dialect: Dialect,
) -> Result<csv::Reader<Kept<Decoded<BufReader<File>>>>> {
    Ok(dialect.reader().from_reader(Kept {
        input: Decoded::new(open(path)?, encoding.encoding),
        bytes: Vec::new(),
        from: 0,
    }))
}

impl Rows for TextRows {
    fn about(&self) -> Vec<String> {
        vec![format!("{}; {}", self.encoding.described(), self.dialect.described())]
    }

    fn next(&mut self) -> Result<Option<Row>> {
        let line = self.reader.position().line();
        let read = self.reader.read_byte_record(&mut self.record).map_err(|error| self.cannot_read(error))?;
        if !read {
            return Ok(None);
        }
        self.number += 1;
        let until = self.reader.position().byte();
        self.raw = self.reader.get_mut().take_until(until);
        let fault = quote_fault(&self.raw, self.dialect).map(Fault::Quotes);
        let cell = |bytes: &[u8]| Cell::text(&String::from_utf8_lossy(bytes));
        let cells: Vec<Cell> = self.record.iter().map(cell).collect();
        let no_text = self.encoding.damaged && cells.iter().any(|cell| cell.text.contains('\u{FFFD}'));
        let fault = fault.or(no_text.then_some(Fault::NoText));
        // Blank lines before the row are passed over by the reader; the row begins behind them.
        let blank = self
            .raw
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .filter(|byte| **byte == b'\n')
            .count();
        Ok(Some(Row { number: self.number, line: Some(line + blank as u64), cells, fault }))
    }

    fn rewind(&mut self) -> Result<()> {
        self.reader = reader(&self.path, self.encoding, self.dialect)?;
        self.number = 0;
        Ok(())
    }

    fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw).trim_matches(['\n', '\r']).to_owned()
    }

    fn separator(&self) -> char {
        char::from(self.dialect.separator)
    }
}

impl TextRows {
    fn cannot_read(&self, error: csv::Error) -> Problem {
        let what = format!("{} cannot be read", self.path.display());
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Problem::io(what, error),
            _ => Problem::io_refused(what),
        }
    }
}

/// A reader that keeps what was read, until a row is taken from it.
struct Kept<R> {
    input: R,
    bytes: Vec<u8>,
    /// How many bytes stand before those that are kept.
    from: u64,
}

impl<R> Kept<R> {
    fn take_until(&mut self, end: u64) -> Vec<u8> {
        let count =
            usize::try_from(end.saturating_sub(self.from)).unwrap_or(usize::MAX).min(self.bytes.len());
        self.from += count as u64;
        let rest = self.bytes.split_off(count);
        std::mem::replace(&mut self.bytes, rest)
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.bytes.len() > LONGEST_ROW {
            let problem = Problem::invalid(format!("a row has more than {} MB", LONGEST_ROW >> 20))
                .hint("a quotation mark is opened and not closed: `quote = \"none\"` under `[file]` in the map makes them letters like others");
            return Err(io::Error::other(problem));
        }
        let count = self.input.read(into)?;
        self.bytes.extend_from_slice(&into[..count]);
        Ok(count)
    }
}
