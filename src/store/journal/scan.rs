//! Walking through the frames of a journal, each checked before it is given, and telling a torn tail from damage.
//!
//! A seal is written only when its frame is on the disk. So a frame that is incomplete is the torn end of a
//! transaction that nobody was told of, as long as neither its seal nor any header or seal stands after it;
//! if one does, bytes were changed or lost afterwards, and that is damage.

use std::collections::VecDeque;
use std::io;

use super::damage::{Damage, PieceError};
use super::file::{CHUNK, Disk, Window};
use super::frame::{
    FILE_HEADER, FRAME_MAGIC, FrameHead, HEADER, HeaderRead, SALTED, SEAL, SEAL_MAGIC, SealRead, Sums,
    beginning, hex, is_any_seal, read_header, read_seal,
};
use super::payload::hash_of_content;

/// Payloads up to this length are kept in memory once they are checked; longer ones are read a second time.
const HELD: u64 = 32 << 20;

/// What the walk comes upon next.
pub(super) enum Step {
    /// A complete frame, with its payload if that is short and was asked for.
    Frame {
        head: FrameHead,
        payload: Option<Vec<u8>>,
    },
    /// Something is wrong; the walk goes on behind it.
    Damage(Damage),
    /// The rest of the file is a transaction that was never finished.
    Torn {
        offset: u64,
        sequence: u64,
    },
    /// A frame of a version that this dictum cannot read; nothing can be said of what follows.
    Newer {
        offset: u64,
        sequence: u64,
        version: u32,
    },
    End,
}

/// A walk from frame to frame.
pub(super) struct Walk<'a> {
    window: Window<'a>,
    /// Where the walk ends.
    length: u64,
    offset: u64,
    /// The sequence number that comes next.
    sequence: u64,
    /// The hash that the next frame is chained to; none behind a place where the chain could not be followed.
    previous: Option<[u8; 32]>,
    /// Frames whose seal was not yet written, as that of the last two may be.
    unsealed: Vec<FrameHead>,
    found: VecDeque<Step>,
    keep_payloads: bool,
}

enum Payload {
    Whole(Option<Vec<u8>>),
    Wrong(&'static str),
}

impl<'a> Walk<'a> {
    /// From the first frame on.
    pub(super) fn new(file: &'a Disk, length: u64) -> Walk<'a> {
        Walk {
            window: Window::new(file, length),
            length,
            offset: FILE_HEADER as u64,
            sequence: 1,
            previous: Some(beginning()),
            unsealed: Vec::new(),
            found: VecDeque::new(),
            keep_payloads: false,
        }
    }

    /// From the frame after this one on.
    pub(super) fn after(file: &'a Disk, length: u64, head: &FrameHead) -> Walk<'a> {
        let mut walk = Walk::new(file, length);
        walk.go_behind(head);
        walk
    }

    /// From this frame on.
    pub(super) fn at(file: &'a Disk, length: u64, head: &FrameHead) -> Walk<'a> {
        let previous = Some(head.previous);
        Walk { offset: head.offset, sequence: head.sequence, previous, ..Walk::new(file, length) }
    }

    /// The same walk, which gives short payloads along with their frames.
    pub(super) fn keeping_payloads(mut self) -> Walk<'a> {
        self.keep_payloads = true;
        self
    }

    /// The frames at the end that are complete and have no seal yet.
    pub(super) fn into_unsealed(self) -> Vec<FrameHead> {
        self.unsealed
    }

    /// Where the walk stands.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The transaction that comes next.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The next frame, or what is there instead.
    pub(super) fn step(&mut self) -> io::Result<Step> {
        loop {
            if let Some(step) = self.found.pop_front() {
                return Ok(step);
            }
            if self.offset >= self.length {
                return Ok(Step::End);
            }
            let offset = self.offset;
            match read_header(self.window.get(offset, HEADER)?, offset) {
                HeaderRead::Right { head, payload_crc } => self.frame(head, payload_crc)?,
                HeaderRead::Newer(version) => {
                    self.offset = self.length;
                    self.found.push_back(Step::Newer { offset, sequence: self.sequence, version });
                }
                HeaderRead::Broken => self.no_header(offset)?,
            }
        }
    }

    fn go_behind(&mut self, head: &FrameHead) {
        self.offset = head.end();
        self.sequence = head.sequence.saturating_add(1);
        self.previous = Some(head.hash);
    }

    fn damage(&mut self, offset: u64, sequence: u64, what: impl Into<String>) {
        self.found.push_back(Step::Damage(Damage { offset, sequence, what: what.into() }));
    }

    /// A frame with a complete header.
    fn frame(&mut self, head: FrameHead, payload_crc: u32) -> io::Result<()> {
        let out_of_place = self.out_of_place(&head);
        let payload = match self.payload(&head, payload_crc)? {
            Payload::Whole(payload) => payload,
            Payload::Wrong(what) => return self.not_whole(&head, out_of_place, what),
        };
        if let Some(what) = out_of_place {
            self.damage(head.offset, head.sequence, what);
        }
        self.mind_seal(&head)?;
        self.go_behind(&head);
        self.found.push_back(Step::Frame { head, payload });
        Ok(())
    }

    /// What is wrong with a frame's place in the chain.
    fn out_of_place(&self, head: &FrameHead) -> Option<String> {
        let Some(previous) = self.previous else {
            let backwards = head.sequence < self.sequence;
            return backwards
                .then(|| format!("transaction {} stands behind {}", head.sequence, self.sequence));
        };
        if head.sequence != self.sequence {
            return Some(format!("transaction {} stands where {} belongs", head.sequence, self.sequence));
        }
        (previous != head.previous).then(|| {
            let before = match head.sequence {
                0 | 1 => "the journal's beginning".to_string(),
                sequence => format!("transaction {}", sequence - 1),
            };
            let (follows, stands) = (hex(&head.previous[..8]), hex(&previous[..8]));
            format!(
                "the chain of hashes is broken: transaction {} was written after {follows}…, but {before}, which \
                 stands before it, is {stands}…; one of the two was changed afterwards",
                head.sequence
            )
        })
    }

    /// Reads a payload through and compares its checksums.
    fn payload(&mut self, head: &FrameHead, payload_crc: u32) -> io::Result<Payload> {
        if head.payload_end() > self.length {
            return Ok(Payload::Wrong("the file ends before the transaction does"));
        }
        let mut sums = Sums::new(head);
        let is_wanted = self.keep_payloads || head.version >= SALTED;
        let mut held = (is_wanted && head.length <= HELD).then(|| Vec::with_capacity(head.length as usize));
        let mut at = head.payload_offset();
        while at < head.payload_end() {
            let want = usize::try_from(head.payload_end() - at).unwrap_or(CHUNK);
            let bytes = self.window.get(at, want)?;
            if bytes.is_empty() {
                return Ok(Payload::Wrong("the file ends before the transaction does"));
            }
            sums.update(bytes);
            held.iter_mut().for_each(|held| held.extend_from_slice(bytes));
            at += bytes.len() as u64;
        }
        let (crc, hash) = sums.finish();
        if crc != payload_crc {
            return Ok(Payload::Wrong("its content does not fit its checksum"));
        }
        let hash = match hash {
            Some(hash) => Some(hash),
            None => match hash_of_content(self.window.file(), head, held.as_deref()) {
                Ok(hash) => Some(hash),
                Err(PieceError::Io(error)) => return Err(error),
                Err(_) => None,
            },
        };
        if hash != Some(head.hash) {
            return Ok(Payload::Wrong(
                "its content does not fit its hash: it was changed after it was written",
            ));
        }
        let padding = usize::try_from(head.seal_offset() - head.payload_end()).unwrap_or(SEAL);
        let zeros = self.window.get(head.payload_end(), padding)?.iter().all(|byte| *byte == 0);
        Ok(if zeros {
            Payload::Whole(held)
        } else {
            Payload::Wrong("the zeros that follow its content were changed")
        })
    }

    fn seal(&mut self, head: &FrameHead) -> io::Result<SealRead> {
        let bytes =
            if head.seal_offset() < self.length { self.window.get(head.seal_offset(), SEAL)? } else { &[] };
        Ok(read_seal(bytes, head))
    }

    /// A seal is on the disk before the next frame is sealed, and before the frame after the next is begun.
    fn mind_seal(&mut self, head: &FrameHead) -> io::Result<()> {
        match self.seal(head)? {
            SealRead::Right => {
                for head in std::mem::take(&mut self.unsealed) {
                    self.damage(head.seal_offset(), head.sequence, NO_SEAL);
                }
            }
            SealRead::Unwritten => {
                self.mind_begun();
                self.unsealed.push(head.clone());
            }
            SealRead::Wrong => self.damage(head.seal_offset(), head.sequence, WRONG_SEAL),
        }
        Ok(())
    }

    /// Another frame was begun: the frame before the last must have had its seal by then.
    fn mind_begun(&mut self) {
        if self.unsealed.len() > 1 {
            let head = self.unsealed.remove(0);
            self.damage(head.seal_offset(), head.sequence, NO_SEAL);
        }
    }

    /// A frame with a right header and a wrong payload.
    fn not_whole(&mut self, head: &FrameHead, out_of_place: Option<String>, what: &str) -> io::Result<()> {
        if out_of_place.is_none() && self.find(head.offset + 1, is_header_or_seal)?.is_none() {
            self.torn(head.offset);
            return Ok(());
        }
        self.damage(head.offset, head.sequence, what);
        if let Some(what) = out_of_place {
            self.damage(head.offset, head.sequence, what);
        }
        if self.is_followed(head)? {
            self.go_behind(head);
            return Ok(());
        }
        self.sequence = head.sequence.saturating_add(1);
        self.go_to_header_from(head.offset + 1)
    }

    /// Whether another frame, or the end of the file, stands where the next is expected.
    fn is_followed(&mut self, head: &FrameHead) -> io::Result<bool> {
        let next = head.end();
        Ok(next == self.length || (next < self.length && is_header(self.window.get(next, HEADER)?)))
    }

    /// No header stands where one belongs.
    fn no_header(&mut self, offset: u64) -> io::Result<()> {
        if self.find(offset + 1, is_header_or_seal)?.is_none() {
            self.torn(offset);
            return Ok(());
        }
        self.go_to_header_from(offset + 1)?;
        let unread = self.offset - offset;
        self.damage(
            offset,
            self.sequence,
            format!("its header is damaged; {unread} bytes from there on cannot be read"),
        );
        self.sequence = self.sequence.saturating_add(1);
        Ok(())
    }

    fn torn(&mut self, offset: u64) {
        self.mind_begun();
        self.offset = self.length;
        self.found.push_back(Step::Torn { offset, sequence: self.sequence });
    }

    /// Goes on at the next complete header, whatever it says of its place, else at the end.
    fn go_to_header_from(&mut self, offset: u64) -> io::Result<()> {
        self.previous = None;
        self.offset = self.find(offset, is_header)?.unwrap_or(self.length);
        Ok(())
    }

    /// The first place from `offset` on where the bytes are what is sought. Bytes may have been lost or put in, so
    /// every place is looked at, not only those where a frame could have been written.
    fn find(&mut self, offset: u64, is_sought: fn(&[u8]) -> bool) -> io::Result<Option<u64>> {
        let mut at = offset;
        while at < self.length {
            let chunk = self.window.at_least(at, HEADER)?;
            let Some(found) = chunk.windows(8).position(|bytes| bytes[0] == 0xFF && is_magic(bytes)) else {
                if chunk.len() < 8 {
                    return Ok(None);
                }
                at += chunk.len() as u64 - 7;
                continue;
            };
            at += found as u64;
            if at < self.length && is_sought(self.window.get(at, HEADER)?) {
                return Ok(Some(at));
            }
            at += 1;
        }
        Ok(None)
    }
}

const NO_SEAL: &str = "its seal is missing; the transaction itself is intact";
const WRONG_SEAL: &str = "its seal was changed; the transaction itself is intact";

fn is_magic(bytes: &[u8]) -> bool {
    bytes == FRAME_MAGIC || bytes == SEAL_MAGIC
}

fn is_header(bytes: &[u8]) -> bool {
    !matches!(read_header(bytes, 0), HeaderRead::Broken)
}

fn is_header_or_seal(bytes: &[u8]) -> bool {
    is_header(bytes) || is_any_seal(bytes)
}
