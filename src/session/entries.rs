//! Importing files whose entries become records first: tables, reviews, bibliographies.
//!
//! A file is read twice. The first time every entry is held to the rules and compared with the database, so that all that
//! is wrong can be said before anything is written. The second time the entries that are taken go by as a stream, and are
//! one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use ahash::RandomState;

use super::{Session, described};
use crate::exchange::entries::{Entries, Entry, EntryPlace, Rejected};
use crate::exchange::interchange::{differing_fields, write_record};
use crate::exchange::naming::{Known, KnownEntity, Names, Naming, NothingKnown};
use crate::exchange::near_names::near;
use crate::model::field_path::FieldPath;
use crate::model::problem::{ErrorKind, Problems, Result};
use crate::model::{Entity, Id, Key, Problem, Record, RecordType, validate};
use crate::query::lookup;
use crate::store::bulk_load::{BulkLoad, Taken, prepare};
use crate::store::change::Stamp;
use crate::store::validator::{Refusal, stored};
use crate::store::{Change, Recorded, Snapshot};

/// What becomes of a record that is recorded already, and otherwise than the file has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changed {
    /// Its entry is wrong.
    #[default]
    Refuse,
    /// The database is corrected to what the file says.
    Correct,
    /// It stays as it is recorded.
    Keep,
}

/// How an import treats what it finds.
#[derive(Default)]
pub struct EntryOptions<'o> {
    /// Check everything, record nothing.
    pub dry_run: bool,
    /// Leave out the entries that are wrong and take the rest, instead of taking nothing.
    pub skip_wrong: bool,
    pub changed: Changed,
    /// Why: kept with the transaction.
    pub why: Option<&'o str>,
    /// Where entries that are left out are written, as they stand in the file, with the reasons beside them.
    pub rejects: Option<&'o mut dyn Write>,
}

/// What an import came to.
#[derive(Debug, Default)]
pub struct EntriesImported {
    pub recorded: Option<Recorded>,
    /// How many entries there are.
    pub entries: u64,
    /// How many of them say nothing that is not recorded already.
    pub there_already: u64,
    /// How many records are new, by type.
    pub new: BTreeMap<RecordType, u64>,
    /// How many are corrected.
    pub corrected: u64,
    /// How many of them say nothing that an earlier one does not say.
    pub repeated: u64,
    pub rejected: u64,
    /// The first of what was left out, and why.
    pub problems: Vec<Problem>,
    /// What is odd about what was taken: in a few words, how often, and the first examples.
    pub remarks: Vec<Oddity>,
    /// Names that were taken for one though they are written differently.
    pub spellings: Vec<Vec<String>>,
    /// New names that are nearly the same as another, and were not taken for one.
    pub near: Vec<(String, String)>,
}

/// Something odd that several entries can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub what: String,
    pub count: u64,
    /// A few: the entry, and what is odd there.
    pub examples: Vec<String>,
}

const MOST_EXAMPLES: usize = 5;
/// How many problems are kept to be said.
const MOST_PROBLEMS: usize = 1_000;

type Hash = [u8; 16];

/// What is known of a record that was given.
#[derive(Clone, Copy)]
struct Seen {
    content: Hash,
    /// The number of the entry that gave it first.
    entry: u64,
}

/// What a record is beside the database.
enum Standing {
    New,
    Same,
    Changed,
    Kept(Vec<FieldPath>),
}

/// The names of a snapshot.
struct Here<'h> {
    snapshot: &'h Snapshot,
}

impl Here<'_> {
    fn names(&self) -> lookup::Names<'_> {
        lookup::Names { snapshot: self.snapshot }
    }
}

fn known(fit: &lookup::Fit) -> KnownEntity {
    let (id, kind, unnamed) = (fit.entity.id.clone(), fit.entity.kind, fit.entity.unnamed);
    KnownEntity { id, kind, unnamed, described: fit.described() }
}

impl Known for Here<'_> {
    fn entities_called(&self, name: &str) -> Result<Vec<KnownEntity>> {
        Ok(self.names().by_name(name)?.iter().map(known).collect())
    }

    fn entity(&self, id: &Id) -> Result<Option<KnownEntity>> {
        Ok(self.names().by_id(id.as_str())?.as_ref().map(known))
    }

    fn is_taken(&self, id: &Id) -> Result<bool> {
        Ok(self.snapshot.ordinal(&Key::Entity(id.clone()))?.is_some())
    }
}

/// What the first reading finds.
#[derive(Default)]
struct Survey {
    names: Names,
    seen: HashMap<Hash, Seen, RandomState>,
    /// The entries that are left out, by their place in the file, counted from 0.
    left_out: HashSet<u64, RandomState>,
    /// The records that are to be corrected.
    changed: HashSet<Hash, RandomState>,
    /// The entities that were made for entries that are taken.
    used: HashSet<Id, RandomState>,
    imported: EntriesImported,
    oddities: HashMap<String, Oddity>,
    /// What is wrong with the file as a whole.
    of_all: Vec<Problem>,
}

fn hash_of_key(key: &Key) -> Hash {
    first_half(&blake3::hash(key.to_string().as_bytes()))
}

fn hash_of_content(record: &Record) -> Hash {
    let mut line = Vec::new();
    // A writer to memory does not fail.
    let _ = write_record(&mut line, record);
    first_half(&blake3::hash(&line))
}

fn first_half(hash: &blake3::Hash) -> Hash {
    let mut half = Hash::default();
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}

impl Session {
    /// Imports the entries of a file as one transaction.
    ///
    /// # Errors
    /// All that is wrong, each with its entry; then nothing was recorded.
    pub fn import_entries(
        &mut self,
        entries: &mut dyn Entries,
        names: Names,
        options: EntryOptions<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> std::result::Result<EntriesImported, Problems> {
        let EntryOptions { dry_run, skip_wrong, changed, why, mut rejects } = options;
        if let Some(rejects) = &mut rejects {
            rejects.write_all(entries.head_of_rejects().as_bytes()).map_err(no_rejects)?;
        }
        let mut survey = Survey { names, ..Survey::default() };
        self.survey(entries, &mut survey, changed, &mut rejects, progress)?;
        if survey.imported.rejected > 0 && !skip_wrong {
            return Err(survey.into_problems());
        }
        let what = Second { dry_run, why, skip_wrong };
        let recorded = self.take_entries(entries, &mut survey, &what, &mut rejects, progress)?;
        let mut imported = survey.into_imported();
        imported.recorded = Some(recorded);
        Ok(imported)
    }

    /// Reads all entries, and finds out what each is beside the database and the others.
    fn survey(
        &self,
        entries: &mut dyn Entries,
        survey: &mut Survey,
        changed: Changed,
        rejects: &mut Option<&mut dyn Write>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let snapshot = self.store.snapshot();
        let here = Here { snapshot: &snapshot };
        let mut at = 0;
        loop {
            self.go_on()?;
            let next = entries.next(&mut Naming::new(&mut survey.names, &here))?;
            let Some(given) = next else { break };
            let outcome = match given {
                Ok(entry) => survey.look_at(entry, &snapshot, changed)?,
                Err(rejected) => Err(rejected),
            };
            if let Err(rejected) = outcome {
                write_rejected(entries, &rejected, rejects)?;
                survey.leave_out(at, rejected);
            }
            at += 1;
            survey.imported.entries = at;
            progress(at);
        }
        survey.of_all = entries.problems_of_all();
        Ok(())
    }

    /// Records the entries that were found sound.
    fn take_entries(
        &mut self,
        entries: &mut dyn Entries,
        survey: &mut Survey,
        what: &Second<'_>,
        rejects: &mut Option<&mut dyn Write>,
        progress: &mut dyn FnMut(u64),
    ) -> std::result::Result<Recorded, Problems> {
        if survey.changed.is_empty() {
            entries.rewind()?;
            if let Some(recorded) = self.stream_entries(entries, survey, what, progress)? {
                return Ok(recorded);
            }
        }
        loop {
            entries.rewind()?;
            let gathered = self.gather(entries, survey)?;
            let outcome = match what.dry_run {
                true => self.store.dry_run(gathered.changes)?,
                false => {
                    let now = self.now();
                    self.store.transact(now.0, &self.author, what.why, gathered.changes)?
                }
            };
            let refusals = match outcome {
                Ok(recorded) => return Ok(recorded),
                Err(refusals) => refusals,
            };
            let rejected = rejected_of(&refusals, &gathered.entries);
            if !what.skip_wrong {
                return Err(rejected.into_values().flat_map(in_entry).collect());
            }
            self.reject(entries, survey, rejected, rejects)?;
        }
    }

    /// Leaves out entries that the database refuses, and writes them to the file of rejected ones.
    fn reject(
        &self,
        entries: &mut dyn Entries,
        survey: &mut Survey,
        mut rejected: BTreeMap<u64, Rejected>,
        rejects: &mut Option<&mut dyn Write>,
    ) -> Result<()> {
        entries.rewind()?;
        let mut at = 0;
        while let Some(_given) = entries.next(&mut Naming::new(&mut survey.names, &NothingKnown))? {
            if let Some(one) = rejected.remove(&at) {
                write_rejected(entries, &one, rejects)?;
                survey.leave_out(at, one);
            }
            at += 1;
        }
        Ok(())
    }

    /// Hands the sound entries over as they come. `None`: something is not sound after all.
    fn stream_entries(
        &mut self,
        entries: &mut dyn Entries,
        survey: &mut Survey,
        what: &Second<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Option<Recorded>> {
        let stamp = Stamp { at: self.now().0, by: self.author.clone(), why: what.why.map(str::to_owned) };
        let stop = self.stop.clone();
        let go_on = || match stop.load(std::sync::atomic::Ordering::Relaxed) {
            true => Err(Problem::cancelled()),
            false => Ok(()),
        };
        self.store.stream(stamp, what.dry_run, |load| {
            let mut at = 0;
            let mut given = Given::default();
            while let Some(next) = entries.next(&mut Naming::new(&mut survey.names, &NothingKnown))? {
                go_on()?;
                if let Ok(entry) = next
                    && !survey.left_out.contains(&at)
                    && !given.stream(entry, &survey.names, load)?
                {
                    return Ok(false);
                }
                at += 1;
                progress(at);
            }
            Ok(true)
        })
    }

    /// The changes of the sound entries that are no repetition of what is recorded.
    fn gather(&self, entries: &mut dyn Entries, survey: &mut Survey) -> Result<Gathered> {
        let snapshot = self.store.snapshot();
        let mut gathered = Gathered::default();
        let mut given = Given::default();
        let mut at = 0;
        while let Some(next) = entries.next(&mut Naming::new(&mut survey.names, &NothingKnown))? {
            self.go_on()?;
            if let Ok(entry) = next
                && !survey.left_out.contains(&at)
            {
                let place = entry.place.clone();
                for record in given.new_ones(entry, &survey.names) {
                    let key = record.key();
                    let change = if survey.changed.contains(&hash_of_key(&key)) {
                        Change::Correct { record, because: Some(format!("{place} of the file says so")) }
                    } else if stored(&snapshot, &key)?.is_some() {
                        continue;
                    } else {
                        Change::Add(record)
                    };
                    gathered.changes.push(change);
                    gathered.entries.push((at, place.clone()));
                }
            }
            at += 1;
        }
        Ok(gathered)
    }
}

/// How the second reading goes.
struct Second<'o> {
    dry_run: bool,
    why: Option<&'o str>,
    skip_wrong: bool,
}

#[derive(Default)]
struct Gathered {
    changes: Vec<Change>,
    /// The entry of each change.
    entries: Vec<(u64, EntryPlace)>,
}

/// What was handed over already in the second reading.
#[derive(Default)]
struct Given {
    keys: HashSet<Hash, RandomState>,
}

impl Given {
    /// The records of an entry that were not given before, each behind the entities that were made for it.
    fn new_ones(&mut self, entry: Entry, names: &Names) -> Vec<Record> {
        let mut found = Vec::with_capacity(entry.records.len());
        for record in entry.records {
            self.push(record, names, &mut found);
        }
        found
    }

    fn push(&mut self, record: Record, names: &Names, found: &mut Vec<Record>) {
        if !self.keys.insert(hash_of_key(&record.key())) {
            return;
        }
        for (_, key) in record.references() {
            if let Key::Entity(id) = &key
                && let Some(entity) = names.made(id)
                && !self.keys.contains(&hash_of_key(&key))
            {
                self.push(Record::Entity(entity.clone()), names, found);
            }
        }
        found.push(record);
    }

    fn stream(&mut self, entry: Entry, names: &Names, load: &mut BulkLoad<'_, '_>) -> Result<bool> {
        for record in self.new_ones(entry, names) {
            let prepared = prepare(&record);
            if load.take(record, &prepared)? == Taken::No {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Survey {
    /// Looks at an entry; the inner error says why it cannot be taken.
    fn look_at(
        &mut self,
        entry: Entry,
        snapshot: &Snapshot,
        changed: Changed,
    ) -> Result<std::result::Result<(), Rejected>> {
        let Entry { place, records, remarks } = entry;
        let mut problems = Vec::new();
        let mut found = Vec::with_capacity(records.len());
        for record in &records {
            match self.standing(record, &place, snapshot, changed)? {
                Ok(standing) => found.extend(standing),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if !problems.is_empty() {
            return Ok(Err(Rejected::new(place, problems)));
        }
        for remark in remarks {
            self.note(remark.what, &place, &remark.detail);
        }
        records.iter().for_each(|record| self.use_entities_of(record));
        let mut is_new = false;
        if found.is_empty() {
            self.imported.repeated += 1;
            return Ok(Ok(()));
        }
        for (record_type, key, seen, standing) in found {
            // An entry may give a record twice.
            if self.seen.insert(key, seen).is_some() {
                continue;
            }
            match standing {
                Standing::New => *self.imported.new.entry(record_type).or_default() += 1,
                Standing::Changed => {
                    self.changed.insert(key);
                    self.imported.corrected += 1;
                }
                Standing::Same => continue,
                Standing::Kept(fields) => {
                    let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
                    self.note(
                        "kept as recorded, though the file has it otherwise".to_owned(),
                        &place,
                        &fields.join(", "),
                    );
                    continue;
                }
            }
            is_new = true;
        }
        self.imported.there_already += u64::from(!is_new);
        Ok(Ok(()))
    }

    /// What a record is beside the database and the entries before; nothing for one that was given before, the same.
    #[expect(
        clippy::type_complexity,
        reason = "what is to be remembered of the record if its entry is taken"
    )]
    fn standing(
        &self,
        record: &Record,
        place: &EntryPlace,
        snapshot: &Snapshot,
        changed: Changed,
    ) -> Result<std::result::Result<Option<(RecordType, Hash, Seen, Standing)>, Vec<Problem>>> {
        let key = record.key();
        let broken = validate::check(record);
        if !broken.is_empty() {
            let problem = |violation| ErrorKind::Violation { record: key.to_string(), violation }.into();
            return Ok(Err(broken.into_iter().map(problem).collect()));
        }
        let (hash, seen) =
            (hash_of_key(&key), Seen { content: hash_of_content(record), entry: place.number });
        if let Some(before) = self.seen.get(&hash) {
            return Ok(if before.content == seen.content {
                Ok(None)
            } else {
                Err(vec![given_twice(&key, place.what, before.entry)])
            });
        }
        let standing = match stored(snapshot, &key)? {
            None => Standing::New,
            Some((old, _)) if old == *record => Standing::Same,
            Some((_, true)) => {
                let problem = Problem::invalid(format!("{key} was retracted, and the file has it otherwise"));
                return Ok(Err(vec![
                    problem.hint(format!("`restore {}` first, or leave it out", key.name())),
                ]));
            }
            Some((old, false)) => {
                let fields: Vec<FieldPath> =
                    differing_fields(&old, record).into_iter().map(FieldPath::of).collect();
                match changed {
                    Changed::Correct => Standing::Changed,
                    Changed::Keep => Standing::Kept(fields),
                    Changed::Refuse => {
                        let problem = Problem::from(ErrorKind::AlreadyRecorded { record: key, fields });
                        return Ok(Err(vec![problem.hint(
                            "`--changed correct` corrects all that the file has otherwise; `--changed keep` keeps what is recorded",
                        )]));
                    }
                }
            }
        };
        Ok(Ok(Some((key.record_type(), hash, seen, standing))))
    }

    /// Takes note of the entities that were made for a record that is taken.
    fn use_entities_of(&mut self, record: &Record) {
        let mut open: Vec<Key> = record.references().into_iter().map(|(_, key)| key).collect();
        while let Some(key) = open.pop() {
            if let Key::Entity(id) = key
                && let Some(entity) = self.names.made(&id)
                && !self.used.contains(&id)
            {
                open.extend(Record::Entity(entity.clone()).references().into_iter().map(|(_, key)| key));
                self.used.insert(id);
            }
        }
    }

    fn note(&mut self, what: String, place: &EntryPlace, detail: &str) {
        let oddity =
            self.oddities.entry(what.clone()).or_insert(Oddity { what, count: 0, examples: Vec::new() });
        oddity.count += 1;
        if oddity.examples.len() < MOST_EXAMPLES {
            oddity.examples.push(if detail.is_empty() {
                place.to_string()
            } else {
                format!("{place}: {detail}")
            });
        }
    }

    fn leave_out(&mut self, at: u64, rejected: Rejected) {
        self.left_out.insert(at);
        self.imported.rejected += 1;
        if rejected.is_said_of_all {
            return;
        }
        let room = MOST_PROBLEMS.saturating_sub(self.imported.problems.len());
        self.imported.problems.extend(in_entry(rejected).take(room));
    }

    fn into_problems(self) -> Problems {
        self.of_all.into_iter().chain(self.imported.problems).collect()
    }

    fn into_imported(self) -> EntriesImported {
        let mut imported = self.imported;
        imported.problems.splice(0..0, self.of_all);
        let entities = self.used.len() as u64;
        if entities > 0 {
            *imported.new.entry(RecordType::Entity).or_default() += entities;
        }
        imported.spellings = self.names.spellings();
        imported.near =
            near(self.names.all_made().into_iter().filter(|entity| entity.kind.speaks()).map(Entity::name));
        imported.remarks = self.oddities.into_values().collect();
        imported.remarks.sort_by(|one, other| other.count.cmp(&one.count).then(one.what.cmp(&other.what)));
        imported
    }
}

fn given_twice(key: &Key, what: &str, before: u64) -> Problem {
    Problem::invalid(format!("{key} is in {what} {before} too, and otherwise"))
        .hint("give each an id of its own, or take out the one that is wrong")
}

/// The problems of an entry, each with its place.
fn in_entry(rejected: Rejected) -> impl Iterator<Item = Problem> {
    let place = rejected.place.to_string();
    rejected.problems.into_iter().map(move |problem| problem.context(place.clone()))
}

fn rejected_of(refusals: &[Refusal], entries: &[(u64, EntryPlace)]) -> BTreeMap<u64, Rejected> {
    let mut rejected: BTreeMap<u64, (EntryPlace, Vec<Problem>)> = BTreeMap::new();
    for refusal in refusals {
        let (at, place) = &entries[refusal.change];
        rejected.entry(*at).or_insert_with(|| (place.clone(), Vec::new())).1.push(described(refusal).1);
    }
    let one =
        |(at, (place, problems)): (u64, (EntryPlace, Vec<Problem>))| (at, Rejected::new(place, problems));
    rejected.into_iter().map(one).collect()
}

fn write_rejected(
    entries: &dyn Entries,
    rejected: &Rejected,
    rejects: &mut Option<&mut dyn Write>,
) -> Result<()> {
    let Some(rejects) = rejects else { return Ok(()) };
    let reasons: Vec<String> = rejected.problems.iter().map(Problem::message).collect();
    rejects.write_all(entries.rejected(&reasons.join("; ")).as_bytes()).map_err(no_rejects)
}

fn no_rejects(error: io::Error) -> Problem {
    Problem::io("the rejected entries cannot be written", error)
}

impl EntriesImported {
    /// What came, what was merged, what was left out and what is odd: a line each.
    pub fn lines(&self, dry_run: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let would = if dry_run { "would be " } else { "" };
        let mut said = vec![format!("{} of {} taken", self.entries - self.rejected, self.entries)];
        let mut also = |count: u64, what: &str| said.extend((count > 0).then(|| format!("{count} {what}")));
        also(self.there_already, "there already");
        also(self.repeated, "the same as an earlier one");
        also(self.rejected, "left out");
        lines.push(said.join(", "));
        let new: Vec<String> =
            self.new.iter().map(|(of, count)| format!("{count} {}", plural(*of, *count))).collect();
        if !new.is_empty() {
            lines.push(format!("new: {}", new.join(", ")));
        }
        if self.corrected > 0 {
            lines.push(format!("{would}corrected: {}", self.corrected));
        }
        lines.extend(self.spellings.iter().map(|names| format!("taken for one name: {}", names.join(", "))));
        lines.extend(
            self.near.iter().map(|(one, other)| format!("nearly the same, and two names: {one}, {other}")),
        );
        for oddity in &self.remarks {
            let more = if oddity.count > oddity.examples.len() as u64 { "; …" } else { "" };
            lines.push(format!("{}: {} ({}{more})", oddity.what, oddity.count, oddity.examples.join("; ")));
        }
        if let Some(recorded) = &self.recorded {
            lines.push(match (recorded.changed, dry_run) {
                (0, _) => "nothing new".to_owned(),
                _ => format!("{would}{recorded}"),
            });
        }
        lines
    }
}

fn plural(of: RecordType, count: u64) -> String {
    match (of, count) {
        (_, 1) => of.word().to_owned(),
        (RecordType::Entity, _) => "entities".to_owned(),
        _ => format!("{}s", of.word()),
    }
}
