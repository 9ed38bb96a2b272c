//! A file of records, line by line, in memory that does not grow with the file.

use std::io::{BufRead, Read};

use crate::model::Problem;

use super::reading::{Incoming, read_line};

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 256 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The lines of a file, each read. A byte-order mark at its start and blank lines are passed over. A line that is
/// wrong gives its problems, and the next call goes on behind it; when reading itself fails, that is the last item.
pub struct Lines<R> {
    input: R,
    line: usize,
    buffer: Vec<u8>,
    longest: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R) -> Lines<R> {
        Lines { input, line: 0, buffer: Vec::new(), longest: LONGEST_LINE, ended: false }
    }

    /// The same with another bound on the length of a line, in bytes.
    #[must_use]
    pub fn with_longest_line(mut self, bytes: usize) -> Lines<R> {
        self.longest = bytes;
        self
    }

    /// The number of the line that was read last, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Reads the next line into the buffer, without its end; false at the file's end.
    fn advance(&mut self) -> Result<bool, Problem> {
        self.buffer.clear();
        self.line += 1;
        let number = self.line;
        let limit = self.longest as u64 + 1;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.buffer);
        if read.map_err(|error| cannot_read(number, &error))? == 0 {
            return Ok(false);
        }
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if self.buffer.len() > self.longest {
            self.input.skip_until(b'\n').map_err(|error| cannot_read(number, &error))?;
            return Err(too_long(number, self.longest));
        }
        if number == 1 && self.buffer.starts_with(BYTE_ORDER_MARK) {
            self.buffer.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(true)
    }

    fn read_buffer(&self) -> Option<Result<Incoming, Vec<Problem>>> {
        match std::str::from_utf8(&self.buffer) {
            Ok(line) if line.trim().is_empty() => None,
            Ok(line) => Some(read_line(line, self.line)),
            Err(error) => Some(Err(vec![no_utf8(self.line, &self.buffer, error.valid_up_to())])),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Incoming, Vec<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.advance() {
                Ok(true) => {
                    if let Some(read) = self.read_buffer() {
                        return Some(read);
                    }
                }
                Ok(false) => self.ended = true,
                Err(problem) => {
                    self.ended = problem.fault == crate::model::problem::Fault::Io;
                    return Some(Err(vec![problem]));
                }
            }
        }
        None
    }
}

fn cannot_read(line: usize, error: &std::io::Error) -> Problem {
    Problem::io(format!("line {line} cannot be read: {error}"))
}

fn too_long(line: usize, longest: usize) -> Problem {
    Problem::given(format!("line {line}: the line is longer than {longest} bytes"))
        .hint("each record stands on a line of its own")
}

fn no_utf8(line: usize, bytes: &[u8], valid: usize) -> Problem {
    let column = String::from_utf8_lossy(&bytes[..valid]).chars().count() + 1;
    let message = format!("line {line}, column {column}: the byte {:02X} is not UTF-8", bytes[valid]);
    let hint = if line == 1 && matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        "the file seems to be in UTF-16; save it as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    Problem::given(message).hint(hint)
}
