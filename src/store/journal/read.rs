//! Reading transactions back: frames one after another, the changes of a frame, one change alone.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use super::file::read_at;
use super::frame::{FrameHead, Locator, number};
use super::scan::{Step, Walk};
use super::{Damage, cannot_read, newer, newer_format};
use crate::model::{Problem, problem::Result};
use crate::store::change::{Change, Stamp};
use crate::store::codec::{self, CodecError};

/// The length and the checksum before each piece of a payload.
const PIECE_HEAD: usize = 8;

/// The frames of a journal, in their order.
pub struct Frames<'a> {
    pub(super) file: &'a File,
    pub(super) path: &'a Path,
    pub(super) walk: Walk<'a>,
    /// What is wrong from the start, or nothing more is to be read.
    pub(super) stopped: Option<Option<Problem>>,
}

impl<'a> Frames<'a> {
    /// The next transaction, its checksums and its place in the chain checked. After an error there are no more.
    ///
    /// # Errors
    /// Where the journal is damaged, or cannot be read.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Frame<'a>>> {
        if let Some(problem) = &mut self.stopped {
            return problem.take().map_or(Ok(None), Err);
        }
        let frame = self.step();
        if !matches!(frame, Ok(Some(_))) {
            self.stopped = Some(None);
        }
        frame
    }

    fn step(&mut self) -> Result<Option<Frame<'a>>> {
        match self.walk.step().map_err(|error| cannot_read(self.path, &error))? {
            Step::Frame { head, payload } => {
                let frame = Frame::open(self.file, self.path, head, payload);
                frame.map(Some).map_err(|wrong| wrong.problem(self.path))
            }
            Step::Damage(damage) => Err(damage.problem(self.path)),
            Step::Torn { offset, sequence } => {
                let what = "it was whole when the journal was opened and is so no more".to_string();
                Err(Damage { offset, sequence, what }.problem(self.path))
            }
            Step::Newer { offset, sequence, version } => {
                Err(newer(self.path, offset, sequence, &newer_format(version)))
            }
            Step::End => Ok(None),
        }
    }
}

/// One transaction as it stands in the journal.
pub struct Frame<'a> {
    pub head: FrameHead,
    pub stamp: Stamp,
    /// How many changes it holds.
    pub count: u64,
    file: &'a File,
    path: &'a Path,
    payload: Option<Vec<u8>>,
    /// Where its first change begins.
    first: u64,
}

impl<'a> Frame<'a> {
    /// Reads what the transaction opens with.
    pub(super) fn open(
        file: &'a File,
        path: &'a Path,
        head: FrameHead,
        payload: Option<Vec<u8>>,
    ) -> std::result::Result<Frame<'a>, Wrong> {
        let stamp = Stamp { at: 0, by: String::new(), why: None };
        let mut frame = Frame { first: head.payload_offset(), head, stamp, count: 0, file, path, payload };
        let mut pieces = frame.pieces();
        let opening = match pieces.next_piece() {
            Ok(Some((_, bytes))) => codec::decode_opening(&bytes).map_err(PieceError::Codec),
            Ok(None) => Err(PieceError::Short),
            Err(error) => Err(error),
        };
        let first = pieces.at;
        drop(pieces);
        (frame.stamp, frame.count) = opening.map_err(|error| frame.wrong(frame.first, error))?;
        frame.first = first;
        Ok(frame)
    }

    /// The changes in their order, each with its place.
    pub fn changes(&self) -> Changes<'_> {
        Changes { frame: self, pieces: self.pieces(), left: self.count, stopped: false }
    }

    fn pieces(&self) -> Pieces<'_> {
        let start = self.head.payload_offset();
        let bytes: Box<dyn Read + '_> = match &self.payload {
            Some(payload) => {
                let mut bytes = Cursor::new(payload.as_slice());
                bytes.set_position(self.first - start);
                Box::new(bytes)
            }
            None => Box::new(BufReader::with_capacity(
                super::file::CHUNK,
                Stretch { file: self.file, at: self.first, end: self.head.payload_end() },
            )),
        };
        Pieces { bytes, at: self.first, end: self.head.payload_end() }
    }

    fn wrong(&self, offset: u64, error: PieceError) -> Wrong {
        Wrong { offset, sequence: self.head.sequence, error }
    }
}

/// The changes of one transaction.
pub struct Changes<'a> {
    frame: &'a Frame<'a>,
    pieces: Pieces<'a>,
    left: u64,
    stopped: bool,
}

impl Changes<'_> {
    /// How many are still to come.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    pub(super) fn step(&mut self) -> Option<std::result::Result<(Locator, Change), Wrong>> {
        if self.stopped {
            return None;
        }
        let at = self.pieces.at;
        let change = match (self.pieces.next_piece(), self.left) {
            (Ok(None), 0) => None,
            (Ok(None), _) => Some(Err(PieceError::Short)),
            (Ok(Some(_)), 0) => Some(Err(PieceError::TooMany)),
            (Ok(Some((at, bytes))), _) => {
                Some(codec::decode_change(&bytes).map(|change| (at, change)).map_err(PieceError::Codec))
            }
            (Err(error), _) => Some(Err(error)),
        };
        self.left = self.left.saturating_sub(1);
        self.stopped = !matches!(change, Some(Ok(_)));
        change.map(|change| change.map_err(|error| self.frame.wrong(at, error)))
    }
}

impl Iterator for Changes<'_> {
    type Item = Result<(Locator, Change)>;

    /// After an error there are no more.
    fn next(&mut self) -> Option<Self::Item> {
        self.step().map(|change| change.map_err(|wrong| wrong.problem(self.frame.path)))
    }
}

/// One change alone, from its place.
pub(super) fn read_change(file: &File, path: &Path, end: u64, at: Locator) -> Result<Change> {
    let length = PIECE_HEAD as u64 + u64::from(at.length);
    let read = || {
        if at.offset.checked_add(length).is_none_or(|piece_end| piece_end > end) {
            return Err(PieceError::Short);
        }
        let mut bytes = vec![0; PIECE_HEAD + at.length as usize];
        if read_at(file, &mut bytes, at.offset)? < bytes.len() {
            return Err(PieceError::Short);
        }
        let (head, body) = bytes.split_at(PIECE_HEAD);
        if number(head, 0) != at.length || number(head, 4) != crc32fast::hash(body) {
            return Err(PieceError::Sum);
        }
        Ok(codec::decode_change(body)?)
    };
    read().map_err(|error| Wrong { offset: at.offset, sequence: 0, error }.problem(path))
}

/// Why a piece of a payload could not be read.
enum PieceError {
    Io(io::Error),
    Short,
    Sum,
    TooMany,
    Codec(CodecError),
}

impl From<io::Error> for PieceError {
    fn from(error: io::Error) -> PieceError {
        PieceError::Io(error)
    }
}

impl From<CodecError> for PieceError {
    fn from(error: CodecError) -> PieceError {
        PieceError::Codec(error)
    }
}

/// A piece that could not be read, with its place.
pub(super) struct Wrong {
    offset: u64,
    sequence: u64,
    error: PieceError,
}

impl Wrong {
    pub(super) fn into_damage(self) -> Damage {
        let what = match self.error {
            PieceError::Io(error) => format!("a change cannot be read: {error}"),
            PieceError::Short => "a change is cut short".to_string(),
            PieceError::Sum => "a change does not fit its checksum".to_string(),
            PieceError::TooMany => "it holds more changes than it says".to_string(),
            PieceError::Codec(error) => format!("a change is {error}"),
        };
        Damage { offset: self.offset, sequence: self.sequence, what }
    }

    fn problem(self, path: &Path) -> Problem {
        match self.error {
            PieceError::Io(error) => cannot_read(path, &error),
            PieceError::Codec(CodecError::Newer { layout }) => {
                newer(path, self.offset, self.sequence, &format!("layout {layout} of records"))
            }
            _ => self.into_damage().problem(path),
        }
    }
}

/// The pieces of a payload: each its length, its checksum, its bytes.
struct Pieces<'a> {
    bytes: Box<dyn Read + 'a>,
    at: u64,
    end: u64,
}

impl Pieces<'_> {
    fn next_piece(&mut self) -> std::result::Result<Option<(Locator, Vec<u8>)>, PieceError> {
        if self.at == self.end {
            return Ok(None);
        }
        let mut head = [0; PIECE_HEAD];
        self.fill(&mut head)?;
        let locator = Locator { offset: self.at, length: number(&head, 0) };
        let length = u64::from(locator.length);
        if length > (self.end - self.at).saturating_sub(PIECE_HEAD as u64) {
            return Err(PieceError::Short);
        }
        let mut body = vec![0; locator.length as usize];
        self.fill(&mut body)?;
        if crc32fast::hash(&body) != number(&head, 4) {
            return Err(PieceError::Sum);
        }
        self.at += PIECE_HEAD as u64 + length;
        Ok(Some((locator, body)))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> std::result::Result<(), PieceError> {
        self.bytes.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => PieceError::Short,
            _ => PieceError::Io(error),
        })
    }
}

/// A stretch of the file, read from front to back.
struct Stretch<'a> {
    file: &'a File,
    at: u64,
    end: u64,
}

impl Read for Stretch<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(bytes.len());
        let read = read_at(self.file, &mut bytes[..left], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
