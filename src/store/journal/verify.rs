//! Checking a whole journal: every place that is not as it was written, not only the first.

use std::path::Path;

use crate::model::problem::Result;
use crate::store::folder::files;
use crate::store::journal::damage::{Damage, Torn, cannot_read, newer_format};
use crate::store::journal::file::Disk;
use crate::store::journal::frame::{FileHeaderRead, FrameHead};
use crate::store::journal::gaps::GapCheck;
use crate::store::journal::open::beginning_of;
use crate::store::journal::read::Frame;
use crate::store::journal::scan::{Step, Walk};
use crate::store::journal::writer::Journal;

/// How many bytes are read before it is said how far it has come.
const PROGRESS: u64 = 1 << 20;

/// What a journal holds, whether it can be opened or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// The last complete transaction.
    pub last: Option<FrameHead>,
    pub damage: Vec<Damage>,
    /// An unfinished transaction at the end, which opening the journal would set aside.
    pub torn: Option<Torn>,
}

impl Journal {
    /// Reads everything and names every place that is not as it was written. `progress` receives how many bytes of
    /// how many are done.
    pub fn verify(&self, progress: &mut dyn FnMut(u64, u64)) -> Vec<Damage> {
        let mut found = Examination::new(&self.file, &self.path, progress).run();
        let reached = found.last.as_ref().map_or(0, |head| head.sequence);
        if found.damage.is_empty() && reached < self.sequence() {
            let what =
                format!("the journal ends here; it had {} transactions when it was opened", self.sequence());
            let offset = found.last.as_ref().map_or(0, FrameHead::end);
            found.damage.push(Damage { offset, sequence: reached + 1, what });
        }
        found.damage
    }

    /// The same for a journal that may be too damaged to be opened; nothing is written.
    ///
    /// # Errors
    /// Where there is no journal, or it cannot be read at all.
    pub fn examine(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Examined> {
        let file = files::open_to_read(path).map_err(|error| cannot_read(path, &error))?;
        let file = Disk::from(file);
        Ok(Examination::new(&file, path, progress).run())
    }
}

/// An examination under way.
struct Examination<'a> {
    file: &'a Disk,
    path: &'a Path,
    length: u64,
    found: Examined,
    gaps: GapCheck,
    progress: &'a mut dyn FnMut(u64, u64),
}

impl<'a> Examination<'a> {
    fn new(file: &'a Disk, path: &'a Path, progress: &'a mut dyn FnMut(u64, u64)) -> Examination<'a> {
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        Examination { file, path, length, found: Examined::default(), gaps: GapCheck::default(), progress }
    }

    fn run(mut self) -> Examined {
        match beginning_of(self.file) {
            Ok(FileHeaderRead::Right) => {}
            Ok(FileHeaderRead::Newer(version)) => self.damage(0, 0, written_by_newer(&newer_format(version))),
            Ok(FileHeaderRead::Wrong(what)) => self.damage(0, 0, what),
            Err(error) => self.damage(0, 0, format!("it cannot be read: {error}")),
        }
        let mut walk = Walk::new(self.file, self.length).keeping_payloads();
        loop {
            match walk.step() {
                Ok(Step::End) => {
                    // Where something is missing, the redaction that names a gap may be.
                    if self.found.damage.is_empty() {
                        self.found.damage = self.gaps.finish();
                    }
                    return self.found;
                }
                Ok(step) => self.take(step),
                Err(error) => {
                    self.damage(walk.offset(), walk.sequence(), format!("it cannot be read: {error}"));
                    return self.found;
                }
            }
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Frame { head, payload } => {
                let end = head.end().min(self.length);
                self.changes(head.clone(), payload);
                self.found.last = Some(head);
                (self.progress)(end, self.length);
            }
            Step::Damage(damage) => self.found.damage.push(damage),
            Step::Torn { offset, sequence } => {
                let bytes = self.length - offset;
                self.found.torn = Some(Torn { offset, bytes, sequence, set_aside: None });
            }
            Step::Newer { offset, sequence, version } => {
                self.damage(offset, sequence, written_by_newer(&newer_format(version)));
            }
            Step::End => {}
        }
    }

    /// Reads each change of a frame whose checksums are right.
    fn changes(&mut self, head: FrameHead, payload: Option<Vec<u8>>) {
        let frame = match Frame::open(self.file, self.path, head, payload) {
            Ok(frame) => frame,
            Err(damage) => return self.found.damage.push(damage.into_damage()),
        };
        let (mut changes, mut reported) = (frame.changes(), 0);
        while let Some(change) = changes.step() {
            match change {
                Ok((at, change)) => {
                    self.found.damage.extend(self.gaps.follow(frame.head.sequence, at.offset, &change));
                    if at.offset >= reported + PROGRESS {
                        reported = at.offset;
                        (self.progress)(reported, self.length);
                    }
                }
                Err(wrong) => self.found.damage.push(wrong.into_damage()),
            }
        }
    }

    fn damage(&mut self, offset: u64, sequence: u64, what: String) {
        self.found.damage.push(Damage { offset, sequence, what });
    }
}

fn written_by_newer(what: &str) -> String {
    format!("it was written by a newer dictum ({what})")
}
