//! Records from files into the database: all of a file is one transaction.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::SpooledTempFile;

use super::{Session, described};
use crate::exchange::interchange::{Given, Incoming, Lines, read_in_parallel};
use crate::model::problem::{Cancelled, Problems, Result};
use crate::model::{Key, Problem, Record};
use crate::query::definitions_of_0_1::as_recorded;
use crate::store::bulk_load::{BulkLoad, Taken, prepare};
use crate::store::change::Stamp;
use crate::store::index::versions::ChangeKind;
use crate::store::validator::Refusal;
use crate::store::{Change, Recorded, Snapshot};

/// A file that is read as a stream, and can be read again from its beginning.
struct ReplayBuffer<'f> {
    name: String,
    lines: Box<dyn BufRead + 'f>,
    path: Option<PathBuf>,
    /// What was read of it, where it cannot be opened again: in memory if it is little, else in a file without a name.
    read: SpooledTempFile,
    /// Up while somebody wants the reading to stop.
    stop: Arc<AtomicBool>,
}

/// Up to how many bytes of what was read are kept in memory.
const IN_MEMORY: usize = 16 << 20;

impl<'f> ReplayBuffer<'f> {
    fn new(file: ImportFile<'f>, stop: Arc<AtomicBool>) -> ReplayBuffer<'f> {
        let ImportFile { name, lines, path } = file;
        ReplayBuffer { name, lines, path, read: SpooledTempFile::new(IN_MEMORY), stop }
    }

    fn again(mut self) -> Result<ImportFile<'f>> {
        let unreadable = |error: io::Error| Problem::io(format!("{} cannot be read again", self.name), error);
        let lines: Box<dyn BufRead + 'f> = match &self.path {
            Some(path) => Box::new(BufReader::new(File::open(path).map_err(unreadable)?)),
            None => {
                self.read.rewind().map_err(unreadable)?;
                Box::new(BufReader::new(self.read).chain(self.lines))
            }
        };
        Ok(ImportFile { name: self.name, lines, path: self.path })
    }
}

impl Read for ReplayBuffer<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(bytes)?;
        self.take_away(count)?;
        Ok(count)
    }
}

impl ReplayBuffer<'_> {
    /// Keeps what is about to be consumed, if it cannot be had otherwise.
    fn take_away(&mut self, count: usize) -> io::Result<()> {
        if self.path.is_none() {
            let bytes = self.lines.fill_buf()?;
            self.read.write_all(&bytes[..count])?;
        }
        self.lines.consume(count);
        Ok(())
    }
}

impl BufRead for ReplayBuffer<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other(Cancelled));
        }
        self.lines.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        // Where it cannot be kept, reading it again will say so: an incomplete record.
        let _ = self.take_away(count);
    }
}

/// Hands the records of a file over, read and prepared on as many threads as there are. Says whether all are sound.
fn stream_file(
    file: &mut ReplayBuffer<'_>,
    streaming: &mut BulkLoad<'_, '_>,
    count: &mut u64,
    progress: &mut dyn FnMut(u64),
) -> Result<bool> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let prepared = |incoming: Incoming| match incoming.what {
        Given::Record(record) => Some((prepare(&record), record)),
        Given::Correction { .. }
        | Given::Retraction { .. }
        | Given::Restoration { .. }
        | Given::Redaction { .. } => None,
    };
    let stop = file.stop.clone();
    let go_on = || if stop.load(Ordering::Relaxed) { Err(Problem::cancelled()) } else { Ok(()) };
    let whole = read_in_parallel(file, threads, prepared, |batches| {
        for batch in batches {
            go_on()?;
            for given in batch.given {
                let Ok(Some((prepared, record))) = given else { return Ok(false) };
                if streaming.take(record, &prepared)? == Taken::No {
                    return Ok(false);
                }
                *count += 1;
                progress(*count);
            }
        }
        Ok(true)
    });
    go_on()?;
    whole
}

/// How an import treats what it finds.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions<'o> {
    /// Check everything, record nothing.
    pub dry_run: bool,
    /// Leave out what is wrong and take the rest, instead of taking nothing.
    pub skip_wrong: bool,
    /// Why: kept with the transaction.
    pub why: Option<&'o str>,
}

/// What an import came to.
#[derive(Clone, Debug)]
pub struct Imported {
    pub recorded: Recorded,
    /// What was left out because it was wrong.
    pub skipped: Vec<Problem>,
}

/// A file to import: what it is called, and its lines.
pub struct ImportFile<'f> {
    pub name: String,
    pub lines: Box<dyn BufRead + 'f>,
    /// Where it can be opened again, if it can.
    pub path: Option<PathBuf>,
}

impl Session {
    /// Imports records of the interchange format from one text.
    ///
    /// # Errors
    /// All that is wrong, each with its line; then nothing was recorded.
    pub fn import(
        &mut self,
        input: impl BufRead,
        options: ImportOptions<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> std::result::Result<Imported, Problems> {
        let lines: Box<dyn BufRead + '_> = Box::new(input);
        self.import_files(vec![ImportFile { name: String::new(), lines, path: None }], options, progress)
    }

    /// Imports files as one: their records may refer to each other, and are one transaction.
    ///
    /// Sound records go by as a stream, a few at a time in memory. Where something is wrong, or is no new record, all
    /// are read again and gathered, so that everything that is wrong can be said.
    ///
    /// # Errors
    /// All that is wrong, each with its line, and where there are several files with their names; then nothing was
    /// recorded.
    pub fn import_files(
        &mut self,
        files: Vec<ImportFile<'_>>,
        options: ImportOptions<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> std::result::Result<Imported, Problems> {
        if options.skip_wrong {
            return self.import_gathered(files, options, progress);
        }
        let mut kept = Vec::with_capacity(files.len());
        let mut streamed = self.import_stream(files, &mut kept, options, progress);
        if let Err(problem) = &streamed
            && self.repaired_index(problem)?
        {
            streamed = Ok(None);
        }
        match streamed? {
            Some(recorded) => Ok(Imported { recorded, skipped: Vec::new() }),
            None => {
                let files = kept.into_iter().map(ReplayBuffer::again).collect::<Result<_>>();
                self.import_gathered(files?, options, progress)
            }
        }
    }

    /// Imports files as they are read. `None`: something stands in them that is no sound new record.
    fn import_stream<'f>(
        &mut self,
        files: Vec<ImportFile<'f>>,
        kept: &mut Vec<ReplayBuffer<'f>>,
        options: ImportOptions<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Option<Recorded>> {
        kept.extend(files.into_iter().map(|file| ReplayBuffer::new(file, self.stop.clone())));
        let stamp = Stamp { at: self.now().0, by: self.author.clone(), why: options.why.map(str::to_owned) };
        let mut count = 0;
        self.store.stream(stamp, options.dry_run, |streaming| {
            for file in kept.iter_mut() {
                if !stream_file(file, streaming, &mut count, progress)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// Imports files whose records are gathered first.
    fn import_gathered(
        &mut self,
        files: Vec<ImportFile<'_>>,
        options: ImportOptions<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> std::result::Result<Imported, Problems> {
        let several = files.len() > 1;
        let mut given = Lined::default();
        let mut skipped = Vec::new();
        for file in files {
            let name = several.then_some(file.name);
            given.files.push(name.clone());
            for incoming in Lines::new(file.lines) {
                self.go_on()?;
                match incoming {
                    Ok(incoming) => {
                        given.push(incoming.line, change(incoming.what));
                        progress(given.lines.len() as u64);
                    }
                    Err(problems) => {
                        skipped.extend(problems.into_iter().map(|problem| in_file(name.as_deref(), problem)));
                    }
                }
            }
        }
        self.go_on()?;
        if !options.skip_wrong && !skipped.is_empty() {
            skipped.extend(self.other_problems(given));
            return Err(skipped.into());
        }
        for change in &mut given.changes {
            if let Change::Add(Record::Definition(definition))
            | Change::Correct { record: Record::Definition(definition), .. } = change
            {
                *definition = as_recorded(&self.store.snapshot(), definition.clone())?;
            }
        }
        self.leave_out_known_histories(&mut given)?;
        loop {
            match self.take(&given.changes, options)? {
                Ok(recorded) => return Ok(Imported { recorded, skipped }),
                Err(refusals) if !options.skip_wrong => return Err(given.problems(&refusals).into()),
                Err(refusals) => {
                    skipped.extend(given.problems(&refusals));
                    given.leave_out(&refusals);
                }
            }
        }
    }

    /// A history that was imported before comes to what is here: nothing of it is taken again.
    fn leave_out_known_histories(&self, given: &mut Lined) -> Result<()> {
        let is_later = |change: &Change| matches!(change, Change::Correct { .. } | Change::Restore { .. });
        let mut ends: HashMap<Key, End> = HashMap::new();
        let keys: HashSet<Key> =
            given.changes.iter().filter(|change| is_later(change)).map(Change::key).collect();
        for change in given.changes.iter().filter(|change| keys.contains(&change.key())) {
            let end = ends.entry(change.key()).or_default();
            match change {
                Change::Add(record) | Change::Correct { record, .. } => end.content = Some(record.clone()),
                Change::Retract { .. } => end.is_retracted = true,
                Change::Restore { .. } => end.is_retracted = false,
                Change::Redact { .. } | Change::Gap(_) => {}
            }
        }
        let snapshot = self.store.snapshot();
        let mut known = HashSet::new();
        for (key, end) in ends {
            if end.is_in(&snapshot, &key)? {
                known.insert(key);
            }
        }
        given.retain(|change| !known.contains(&change.key()));
        Ok(())
    }

    fn take(
        &mut self,
        changes: &[Change],
        options: ImportOptions<'_>,
    ) -> Result<std::result::Result<Recorded, Vec<Refusal>>> {
        match self.take_once(changes.to_vec(), options) {
            Err(problem) if self.repaired_index(&problem)? => self.take_once(changes.to_vec(), options),
            outcome => outcome,
        }
    }

    fn take_once(
        &mut self,
        changes: Vec<Change>,
        options: ImportOptions<'_>,
    ) -> Result<std::result::Result<Recorded, Vec<Refusal>>> {
        if options.dry_run {
            return self.store.dry_run(changes);
        }
        let now = self.now();
        self.store.transact(now.0, &self.author, options.why, changes)
    }

    /// What else is wrong in a file of which some lines could not be read: but not that something is missing, which
    /// may stand in those.
    fn other_problems(&self, given: Lined) -> Vec<Problem> {
        match self.store.dry_run(given.changes.clone()) {
            Ok(Err(refusals)) => {
                let about_itself = |refusal: &&Refusal| !refusal_of_missing(refusal);
                let refusals: Vec<&Refusal> = refusals.iter().filter(about_itself).collect();
                refusals.into_iter().map(|refusal| given.problem(refusal)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn refusal_of_missing(refusal: &Refusal) -> bool {
    match &refusal.reason {
        crate::store::validator::Reason::Violation(violation) => violation.is_missing_record(),
        crate::store::validator::Reason::Differs { .. } => false,
    }
}

/// What a history comes to.
#[derive(Default)]
struct End {
    content: Option<Record>,
    is_retracted: bool,
}

impl End {
    fn is_in(&self, snapshot: &Snapshot, key: &Key) -> Result<bool> {
        let Some(ordinal) = snapshot.ordinal(key)? else { return Ok(false) };
        let Some(version) = snapshot.version(key.record_type(), ordinal)? else { return Ok(false) };
        if version.act == ChangeKind::Redacted {
            return Ok(false);
        }
        let is_retracted = version.act == ChangeKind::Retracted;
        let content = snapshot.content(version.content)?;
        Ok(is_retracted == self.is_retracted && self.content.as_ref().is_none_or(|own| *own == content))
    }
}

fn change(given: Given) -> Change {
    match given {
        Given::Record(record) => Change::Add(record),
        Given::Correction { record, because } => Change::Correct { record, because },
        Given::Restoration { key, because } => Change::Restore { key, because },
        Given::Retraction { key, because } => Change::Retract { key, because },
        Given::Redaction { key, because } => Change::Redact { key, because, gaps: Vec::new() },
    }
}

/// The problem, with the name of the file where there are several.
fn in_file(name: Option<&str>, problem: Problem) -> Problem {
    match name {
        Some(name) => problem.in_file(name),
        None => problem,
    }
}

/// Changes with the files and lines that they stand on.
#[derive(Default)]
struct Lined {
    changes: Vec<Change>,
    /// The number of the file among `files`, and the line in it.
    lines: Vec<(usize, usize)>,
    /// How a message names each file, where there are several.
    files: Vec<Option<String>>,
}

impl Lined {
    fn push(&mut self, line: usize, change: Change) {
        self.changes.push(change);
        self.lines.push((self.files.len() - 1, line));
    }

    fn problems(&self, refusals: &[Refusal]) -> Vec<Problem> {
        refusals.iter().map(|refusal| self.problem(refusal)).collect()
    }

    fn problem(&self, refusal: &Refusal) -> Problem {
        let (file, line) = self.lines[refusal.change];
        in_file(self.files[file].as_deref(), described(refusal).1.in_line(line, None))
    }

    fn leave_out(&mut self, refusals: &[Refusal]) {
        let wrong: HashSet<usize> = refusals.iter().map(|refusal| refusal.change).collect();
        let mut place = 0;
        self.retain(|_| {
            place += 1;
            !wrong.contains(&(place - 1))
        });
    }

    /// Keeps the changes that fit, with their lines.
    fn retain(&mut self, mut fits: impl FnMut(&Change) -> bool) {
        let fitting: Vec<bool> = self.changes.iter().map(&mut fits).collect();
        let mut of_changes = fitting.iter();
        self.changes.retain(|_| *of_changes.next().unwrap_or(&true));
        let mut of_lines = fitting.iter();
        self.lines.retain(|_| *of_lines.next().unwrap_or(&true));
    }
}
