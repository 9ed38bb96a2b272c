//! Opening a journal: creating it, finding its last transaction, cutting off a torn tail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::block_cache::Blocks;
use super::damage::{Damage, Torn, cannot_read, cannot_write, newer, newer_format};
use super::file::{CHUNK, Disk, beside, folder_of, read_at, sync_folder};
use super::frame::{
    FILE_HEADER, FileHeaderRead, FrameHead, HEADER, HeaderRead, SEAL, SealRead, file_header, header_stands,
    read_file_header, read_header, read_seal,
};
use super::reader::JournalReader;
use super::scan::{Step, Walk};
use super::writer::Journal;
use crate::model::{Problem, problem::Result};
use crate::store::folder::files;
use crate::store::folder::files::{Identity, write_first};

/// What a walk to the end of a journal found.
struct Found {
    first: Option<[u8; 32]>,
    last: Option<FrameHead>,
    torn: Option<(u64, u64)>,
    unsealed: Vec<FrameHead>,
    /// The frame that was known, where it stands and is no longer complete.
    lost: Option<Damage>,
}

/// A journal that was read to its end, and not yet changed: what is torn is still in it.
pub struct Looked {
    file: Disk,
    path: PathBuf,
    length: u64,
    found: Found,
}

impl Journal {
    /// Opens a journal; creates it where none is there and it may be written to.
    ///
    /// `known` is the last frame that the index knows. Where it stands in the journal, only what follows it is read.
    /// Where it does not, everything is read, and [`Journal::knows`] says so: the journal was replaced, or has lost
    /// its end.
    ///
    /// # Errors
    /// Where the journal is damaged in what is read, was written by a newer dictum, or cannot be read or written.
    pub fn open(path: &Path, known: Option<&FrameHead>, write: bool) -> Result<(Journal, Option<Torn>)> {
        if write {
            Journal::make(path)?;
        }
        let file = files::open(path, OpenOptions::new().read(true).write(write))
            .map_err(|error| cannot_read(path, &error))?;
        let mut looked = Journal::look(file, path, known)?;
        looked.found.lost.take().map_or(Ok(()), |damage| Err(damage.problem(path)))?;
        looked.open(write)
    }

    /// Makes a journal without transactions, where none is there.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn make(path: &Path) -> Result<()> {
        if Identity::at(path).map_err(|error| cannot_read(path, &error))?.is_some() {
            return Ok(());
        }
        match write_first(path, &file_header()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(|error| cannot_write(path, &error)),
        }
    }

    /// Reads a journal to its end, as [`Journal::open`] does, and changes nothing.
    ///
    /// # Errors
    /// Where the journal is damaged in what is read, was written by a newer dictum, or cannot be read.
    pub fn look(file: File, path: &Path, known: Option<&FrameHead>) -> Result<Looked> {
        let file = Disk::from(file);
        let length = file.metadata().map_err(|error| cannot_read(path, &error))?.len();
        match beginning_of(&file).map_err(|error| cannot_read(path, &error))? {
            FileHeaderRead::Right => {}
            FileHeaderRead::Newer(version) => return Err(newer(path, 0, 0, &newer_format(version))),
            FileHeaderRead::Wrong(what) => return Err(Damage { offset: 0, sequence: 0, what }.problem(path)),
        }
        let known = known.filter(|head| header_stands(&file, head).unwrap_or(false));
        let found = find_last(&file, path, length, known)?;
        Ok(Looked { file, path: path.to_path_buf(), length, found })
    }
}

impl Looked {
    /// The last complete transaction.
    pub fn last(&self) -> Option<&FrameHead> {
        self.found.last.as_ref()
    }

    /// The number of the last complete transaction.
    pub fn sequence(&self) -> u64 {
        match self.found.torn {
            // The walk may have begun at the frame that turned out to be torn.
            Some((_, sequence)) => sequence.saturating_sub(1),
            None => self.last().map_or(0, |head| head.sequence),
        }
    }

    /// The bytes behind it, where there are any.
    pub fn torn_bytes(&self) -> u64 {
        self.found.torn.map_or(0, |(offset, _)| self.length - offset)
    }

    /// The hash of the first transaction.
    pub fn first_hash(&self) -> Option<[u8; 32]> {
        self.found.first
    }

    /// Whether a frame that is known from elsewhere stands in this journal, complete.
    pub fn holds(&self, head: &FrameHead) -> bool {
        self.last().is_some_and(|last| head.end() <= last.end())
            && header_stands(&self.file, head).unwrap_or(false)
    }

    /// Opens the journal: sets a torn tail aside, and seals what a killed process left without its seal.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn open(self, write: bool) -> Result<(Journal, Option<Torn>)> {
        let Looked { file, path, length, found } = self;
        let blocks = Blocks::default();
        let reader = JournalReader { file: file.into(), path: path.into(), last: found.last, blocks };
        let mut journal = Journal {
            reader,
            writable: write,
            unsealed: found.unsealed,
            broken: None,
            hands_off: false,
            seed: None,
        };
        let torn = match found.torn {
            Some((offset, sequence)) => Some(journal.torn(offset, length, sequence)?),
            None => None,
        };
        if write {
            journal.settle().map_err(|error| cannot_write(&journal.path, &error))?;
        }
        Ok((journal, torn))
    }
}

impl Journal {
    /// Takes the torn tail off, into a file of its own.
    fn torn(&self, offset: u64, length: u64, sequence: u64) -> Result<Torn> {
        let mut torn = Torn { offset, bytes: length - offset, sequence, set_aside: None };
        if self.writable {
            let aside = set_aside(&self.file, &self.path, offset, sequence).map_err(|error| {
                let path = self.path.display();
                let what = format!(
                    "the unfinished transaction {sequence} at the end of the journal {path} cannot be set aside"
                );
                Problem::io(what, error)
            })?;
            self.file
                .set_len(offset)
                .and_then(|()| self.file.sync_all())
                .map_err(|error| cannot_write(&self.path, &error))?;
            torn.set_aside = Some(aside);
        }
        Ok(torn)
    }

    /// Makes durable and seals the frames that a killed process left complete.
    fn settle(&mut self) -> io::Result<()> {
        if self.unsealed.is_empty() {
            return Ok(());
        }
        self.file.sync_all()?;
        self.seal()?;
        self.file.sync_all()
    }
}

/// The header of the file.
pub(super) fn beginning_of(file: &Disk) -> io::Result<FileHeaderRead> {
    let mut bytes = [0; FILE_HEADER];
    let filled = read_at(file, &mut bytes, 0)?;
    Ok(read_file_header(&bytes[..filled]))
}

fn find_last(file: &Disk, path: &Path, length: u64, known: Option<&FrameHead>) -> Result<Found> {
    let sealed = match known {
        Some(head) => seal_of(file, head).map_err(|error| cannot_read(path, &error))? == SealRead::Right,
        None => false,
    };
    let mut walk = match known {
        Some(head) if sealed => Walk::after(file, length, head),
        Some(head) => Walk::at(file, length, head),
        None => Walk::new(file, length),
    };
    let mut last = known.filter(|_| sealed).cloned();
    let mut lost = None;
    let torn = loop {
        match walk.step().map_err(|error| cannot_read(path, &error))? {
            Step::Frame { head, .. } => last = Some(head),
            Step::Damage(damage) => return Err(damage.problem(path)),
            Step::Newer { offset, sequence, version } => {
                return Err(newer(path, offset, sequence, &newer_format(version)));
            }
            Step::Torn { offset, sequence } if known.is_some_and(|head| sequence <= head.sequence) => {
                let what = "it was intact when the index read it, and no longer is".to_string();
                lost = Some(Damage { offset, sequence, what });
                break Some((offset, sequence));
            }
            Step::Torn { offset, sequence } => break Some((offset, sequence)),
            Step::End => break None,
        }
    };
    let first = first_hash(file)
        .map_err(|error| cannot_read(path, &error))?
        .filter(|_| last.is_some() || known.is_some());
    Ok(Found { first, last, torn, unsealed: walk.into_unsealed(), lost })
}

/// The hash of the first frame, by its header.
fn first_hash(file: &Disk) -> io::Result<Option<[u8; 32]>> {
    let mut bytes = [0; HEADER];
    let filled = read_at(file, &mut bytes, FILE_HEADER as u64)?;
    Ok(match read_header(&bytes[..filled], FILE_HEADER as u64) {
        HeaderRead::Right { head, .. } => Some(head.hash),
        HeaderRead::Newer(_) | HeaderRead::Broken => None,
    })
}

fn seal_of(file: &Disk, head: &FrameHead) -> io::Result<SealRead> {
    let mut bytes = [0; SEAL];
    let filled = read_at(file, &mut bytes, head.seal_offset())?;
    Ok(read_seal(&bytes[..filled], head))
}

/// Copies the bytes from `offset` on into `journal.torn-<sequence>`; a file that is there already is left alone.
fn set_aside(file: &Disk, path: &Path, offset: u64, sequence: u64) -> io::Result<PathBuf> {
    let mut number = 1;
    let (aside, mut copy) = loop {
        let again = if number == 1 { String::new() } else { format!("-{number}") };
        let aside = beside(path, &format!(".torn-{sequence}{again}"));
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Ok(copy) => break (aside, copy),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    };
    let copied = copy_from(file, offset, &mut copy).and_then(|()| copy.sync_all());
    if let Err(error) = copied {
        let _ = fs::remove_file(&aside);
        return Err(error);
    }
    sync_folder(folder_of(path))?;
    Ok(aside)
}

fn copy_from(file: &Disk, offset: u64, copy: &mut File) -> io::Result<()> {
    let mut bytes = vec![0; CHUNK];
    let mut at = offset;
    loop {
        let filled = read_at(file, &mut bytes, at)?;
        if filled == 0 {
            return Ok(());
        }
        copy.write_all(&bytes[..filled])?;
        at += filled as u64;
    }
}
