//! A file of records, line by line, in memory that does not grow with the file.

use std::io::{BufRead, Read as _};

use crate::model::Problem;
use crate::model::problem::{Category, ErrorKind, Problems};

use super::incoming::Incoming;
use super::reading::read_line;

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 256 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The lines of a file, each read. A byte-order mark at its start and blank lines are passed over. A line that is
/// wrong gives its problems, and the next call goes on behind it; when reading itself fails, that is the last item.
pub struct Lines<R> {
    input: Input<R>,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R) -> Lines<R> {
        Lines { input: Input::new(input), buffer: Vec::new(), ended: false }
    }

    /// The same with another bound on the length of a line, in bytes.
    #[must_use]
    pub fn with_longest_line(mut self, bytes: usize) -> Lines<R> {
        self.input.longest = bytes;
        self
    }

    /// The number of the line that was read last, counted from 1.
    pub fn line(&self) -> usize {
        self.input.line
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Read;

    fn next(&mut self) -> Option<Read> {
        while !self.ended {
            self.buffer.clear();
            match self.input.append_line(&mut self.buffer) {
                Ok(true) => {
                    if let Some(read) = read_bytes(&self.buffer, self.input.line) {
                        return Some(read);
                    }
                }
                Ok(false) => self.ended = true,
                Err(problem) => {
                    self.ended = ends_reading(&problem);
                    return Some(Err(problem.into()));
                }
            }
        }
        None
    }
}

/// What a line gives, or everything that is wrong with it.
pub(super) type Read = Result<Incoming, Problems>;

/// Reads a line with or without its end; nothing where it is blank.
pub(super) fn read_bytes(line: &[u8], number: usize) -> Option<Read> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(line) if line.trim_start().is_empty() => None,
        Ok(line) => Some(read_line(line, number)),
        Err(error) => Some(Err(no_utf8(number, line, error.valid_up_to()).into())),
    }
}

/// Whether nothing can be read behind it.
pub(super) fn ends_reading(problem: &Problem) -> bool {
    problem.category() == Category::Io || *problem.kind() == ErrorKind::Cancelled
}

/// A file whose lines are taken as they are.
pub(super) struct Input<R> {
    input: R,
    /// The number of the line that was taken last, counted from 1.
    pub line: usize,
    /// How many bytes were taken.
    pub bytes: u64,
    longest: usize,
}

impl<R: BufRead> Input<R> {
    pub fn new(input: R) -> Input<R> {
        Input { input, line: 0, bytes: 0, longest: LONGEST_LINE }
    }

    /// Adds the next line with its end to a text, without a byte-order mark before it; false at the file's end.
    /// Of a line that is too long, nothing is added.
    pub fn append_line(&mut self, text: &mut Vec<u8>) -> Result<bool, Problem> {
        let start = text.len();
        self.line += 1;
        let limit = self.longest as u64 + 1;
        let read = self.input.by_ref().take(limit).read_until(b'\n', text);
        let read = read.map_err(|error| cannot_read(self.line, &error))?;
        self.bytes += read as u64;
        if read > self.longest && text.last() != Some(&b'\n') {
            text.truncate(start);
            return Err(self.pass_over_the_rest());
        }
        if self.line == 1 && text[start..].starts_with(BYTE_ORDER_MARK) {
            text.drain(start..start + BYTE_ORDER_MARK.len());
        }
        Ok(read > 0)
    }

    fn pass_over_the_rest(&mut self) -> Problem {
        match self.input.skip_until(b'\n') {
            Ok(skipped) => {
                self.bytes += skipped as u64;
                too_long(self.line, self.longest)
            }
            Err(error) => cannot_read(self.line, &error),
        }
    }
}

fn cannot_read(line: usize, error: &std::io::Error) -> Problem {
    Problem::io("cannot be read", error).in_line(line, None)
}

fn too_long(line: usize, longest: usize) -> Problem {
    Problem::invalid(format!("the line is longer than {longest} bytes"))
        .in_line(line, None)
        .hint("each record is on a line of its own")
}

fn no_utf8(line: usize, bytes: &[u8], valid: usize) -> Problem {
    let column = String::from_utf8_lossy(&bytes[..valid]).chars().count() + 1;
    let message = format!("the byte {:02X} is not UTF-8", bytes[valid]);
    let hint = if line == 1 && matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        "the file seems to be in UTF-16; save it as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    Problem::invalid(message).in_line(line, Some(column)).hint(hint)
}
