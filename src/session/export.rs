//! Records from the database into files: all of it, or an answer's claims with everything that they refer to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use super::Session;
#[cfg(feature = "rdf")]
use crate::exchange::rdf;
use crate::exchange::{interchange, script};
use crate::language::syntax::Ask;
use crate::model::problem::Result;
use crate::model::{Key, Problem, Record, RecordType};
pub use crate::output::RecordFormat;
use crate::output::{Losses, With};
use crate::query::answer::AnswerBody;
use crate::query::definitions_of_0_1::spelled_out;
use crate::query::time::Now;
use crate::query::{Params, Question, State, answer};
use crate::session::asking::{as_asked, with_known_name};
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::{ChangeKind, Version};
use crate::store::{Redaction, Snapshot};

/// Why the history is not in an export.
const STAY: &str = "the history stays in the journal";
/// What is to be known of a history that is handed over.
const ANEW: &str =
    "when and by whom the changes were recorded is not in it: whoever imports it records them anew";

/// How many records were written, and what could not be.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    pub records: usize,
    pub losses: Losses,
}

/// How records are written.
#[derive(Clone, Copy, Debug)]
pub struct How {
    pub format: RecordFormat,
    /// What is written for other readers.
    pub with: With,
    /// Of the whole database: each record as it first came, and behind it all that was changed, in the order in which that
    /// was recorded. Only interchange has lines for that.
    pub with_history: bool,
}

impl How {
    pub fn of(format: RecordFormat) -> How {
        How { format, with: With::default(), with_history: false }
    }

    fn is_for_others(self) -> bool {
        matches!(self.format, RecordFormat::Trig | RecordFormat::Nquads)
    }
}

impl From<RecordFormat> for How {
    fn from(format: RecordFormat) -> How {
        How::of(format)
    }
}

/// Writes a whole state of the database: every record as it is in it, in the order in which they first came, then what is
/// retracted. `progress` receives how many records were written.
///
/// # Errors
/// Reading or writing failed, or somebody wants it to stop.
pub fn export_all(
    state: &State,
    how: impl Into<How>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Exported> {
    let how = how.into();
    let mut wanted = Wanted::default();
    let mut earlier = 0;
    for record_type in RecordType::ALL {
        for ordinal in &*state.posting(&PostingKey::All(record_type))? {
            if !wanted.add(state, record_type, ordinal)? {
                continue;
            }
            let trail = state.trail(record_type, ordinal)?;
            let versions = trail.iter().flat_map(|trail| &trail.versions);
            let versions = versions.filter(|version| version.act != ChangeKind::Redacted).count();
            earlier += versions.saturating_sub(1);
        }
    }
    let mut losses = Losses::default();
    wanted.redactions().for_each(|line| losses.remark(line));
    if how.with_history {
        losses.remark(ANEW.to_owned());
        return Ok(Exported { records: write_history(state, &wanted, out)?, losses });
    }
    losses.lost_several("earlier versions", STAY, earlier, "");
    let provenance = whole_database(state)?;
    let records = write(state, &wanted, how, &provenance, &mut losses, (out, progress))?;
    Ok(Exported { records, losses })
}

/// What an export of all says of itself.
fn whole_database(state: &State) -> Result<Vec<(&'static str, String)>> {
    let sequence = state.sequence();
    let digest = state.transaction(sequence)?.map_or_else(String::new, |entry| entry.head.hash_hex());
    Ok(vec![
        ("question", "the whole database".to_owned()),
        ("digest", digest),
        ("sequence", sequence.to_string()),
    ])
}

/// Writes an answer's claims with everything that they refer to, their assessments, and the links among them.
///
/// # Errors
/// The question is wrong, or not one for claims; or reading or writing failed, or somebody wants it to stop.
pub fn export_answer(
    state: &State,
    question: (&str, &Params, Now),
    how: impl Into<How>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Exported> {
    let (text, params, now) = question;
    let ask = crate::language::parse_ask(text).map_err(|problem| with_known_name(state, text, problem))?;
    if !matches!(ask, Ask::Claims { .. }) {
        return Err(Problem::invalid("only claims can be exported as records")
            .hint("ask for `claims …`, or leave the question out for the whole database"));
    }
    let question = Question { ask: &ask, text, params, now };
    let then = as_asked(state, &ask, question)?;
    let answer = answer(state, question)?;
    let asked = &answer.asked;
    let provenance = vec![
        ("question", asked.question.clone()),
        ("askedAt", crate::store::clock::written(asked.at)),
        ("digest", asked.digest.clone()),
        ("sequence", asked.sequence.to_string()),
    ];
    let AnswerBody::Claims(claims) = answer.body else {
        return Err(Problem::invalid("only claims can be exported as records"));
    };
    let mut wanted = Wanted::default();
    for row in &claims.rows {
        wanted.add_key(&then, &Key::Claim(row.id.clone()))?;
    }
    let chosen: HashSet<String> = claims.rows.iter().map(|row| row.id.to_string()).collect();
    let dropped = wanted.add_around(&then, &chosen)?;
    let mut losses = Losses::default();
    losses.lost_several("links", "they lead to claims outside of the answer", dropped, "");
    wanted.redactions().for_each(|line| losses.remark(line));
    let records = write(&then, &wanted, how.into(), &provenance, &mut losses, (out, progress))?;
    Ok(Exported { records, losses })
}

impl Session {
    /// Writes the whole database as it is now: see [`export_all`].
    ///
    /// # Errors
    /// As there.
    pub fn export_all(&self, how: impl Into<How>, out: &mut dyn Write) -> Result<Exported> {
        export_all(&self.state(), how, out, &mut |_| {})
    }

    /// Writes the claims of an answer: see [`export_answer`].
    ///
    /// # Errors
    /// As there.
    pub fn export_answer(
        &mut self,
        text: &str,
        how: impl Into<How>,
        out: &mut dyn Write,
    ) -> Result<Exported> {
        export_answer(&self.state(), (text, &self.params, self.now()), how, out, &mut |_| {})
    }
}

/// The records to write, in the order of their first coming.
#[derive(Default)]
struct Wanted {
    records: BTreeMap<u64, (RecordType, Ordinal)>,
    seen: HashSet<(RecordType, Ordinal)>,
    /// What is wanted, and was redacted.
    redacted: Vec<Redaction>,
}

impl Wanted {
    fn add(&mut self, snapshot: &Snapshot, record_type: RecordType, ordinal: Ordinal) -> Result<bool> {
        if !self.seen.insert((record_type, ordinal)) || snapshot.version(record_type, ordinal)?.is_none() {
            return Ok(false);
        }
        if let Some(redaction) = snapshot.redaction(record_type, ordinal)? {
            self.redacted.push(redaction);
            return Ok(false);
        }
        if let Some(trail) = snapshot.trail(record_type, ordinal)? {
            self.records.insert(trail.order, (record_type, ordinal));
        }
        Ok(true)
    }

    /// A sentence for each that was redacted.
    fn redactions(&self) -> impl Iterator<Item = String> {
        self.redacted.iter().map(|redaction| format!("{redaction}: only this is in it"))
    }

    /// A record and everything that it refers to, by however many steps.
    fn add_key(&mut self, snapshot: &Snapshot, key: &Key) -> Result<()> {
        let mut open = vec![key.clone()];
        while let Some(key) = open.pop() {
            let Some(ordinal) = snapshot.ordinal(&key)? else { continue };
            if self.add(snapshot, key.record_type(), ordinal)? {
                let record = content(snapshot, key.record_type(), ordinal)?;
                open.extend(record.references().into_iter().map(|(_, target)| target));
            }
        }
        Ok(())
    }

    /// The assessments of the claims, and the links among them; gives the number of links that lead elsewhere.
    fn add_around(&mut self, snapshot: &Snapshot, chosen: &HashSet<String>) -> Result<usize> {
        let claims: Vec<Ordinal> = self
            .seen
            .iter()
            .filter(|(record_type, _)| *record_type == RecordType::Claim)
            .map(|(_, ordinal)| *ordinal)
            .collect();
        let mut elsewhere = HashSet::new();
        for claim in claims {
            for ordinal in &*snapshot.posting(&PostingKey::AssessmentOf(claim))? {
                if let Some(assessment) = snapshot.assessment(ordinal)? {
                    self.add_key(snapshot, &Key::Assessment(assessment.id.clone()))?;
                }
            }
            for posting in [PostingKey::LinkFrom(claim), PostingKey::LinkTo(claim)] {
                for ordinal in &*snapshot.posting(&posting)? {
                    let Some(link) = snapshot.link(ordinal)? else { continue };
                    if chosen.contains(link.from.as_str()) && chosen.contains(link.to.as_str()) {
                        self.add(snapshot, RecordType::Link, ordinal)?;
                    } else {
                        elsewhere.insert(ordinal);
                    }
                }
            }
        }
        Ok(elsewhere.len())
    }
}

fn content(snapshot: &Snapshot, record_type: RecordType, ordinal: Ordinal) -> Result<Record> {
    let version = snapshot.version(record_type, ordinal)?;
    let version = version.ok_or_else(|| Problem::index("the index is missing a record"))?;
    content_of(snapshot, &version)
}

fn content_of(snapshot: &Snapshot, version: &Version) -> Result<Record> {
    match snapshot.content(version.content)? {
        Record::Definition(definition) if snapshot.content_is_of_0_1(version.content)? => {
            spelled_out(snapshot, definition).map(Record::Definition)
        }
        record => Ok(record),
    }
}

/// Writes the records, then the retractions in the order in which they were made; gives how many records.
fn write(
    snapshot: &Snapshot,
    wanted: &Wanted,
    how: How,
    provenance: &[(&'static str, String)],
    losses: &mut Losses,
    (out, progress): (&mut dyn Write, &mut dyn FnMut(u64)),
) -> Result<usize> {
    let mut writer = Writer::new(how, provenance, out)?;
    let mut retracted = Vec::new();
    let mut written = 0;
    for redaction in &wanted.redacted {
        writer.redaction(redaction)?;
    }
    let left_out = match how.format {
        // Only a line of interchange can say that something was redacted, so that others may refer to it.
        RecordFormat::Interchange => HashMap::new(),
        RecordFormat::Script | RecordFormat::Trig | RecordFormat::Nquads => {
            without_redacted(snapshot, wanted)?
        }
    };
    for (record_type, ordinal) in wanted.records.values() {
        let record = content(snapshot, *record_type, *ordinal)?;
        if let Some(target) = left_out.get(&record.key()) {
            let why = match wanted.redacted.iter().any(|redaction| redaction.key == *target) {
                true => format!("it refers to {target}, which was redacted"),
                false => format!("it refers to {target}, which is left out"),
            };
            writer.left_out(&record, &why)?;
            losses.lost_several("records", LEFT_OUT, 1, &record.key().name());
            continue;
        }
        let version =
            snapshot.version(*record_type, *ordinal)?.filter(|version| version.act == ChangeKind::Retracted);
        if how.is_for_others() {
            if version.is_some() && !how.with.retracted {
                losses.kept_back("retracted records", "retracted", &record.key().name());
                continue;
            }
            keep_back(&record, how.with, losses);
        }
        writer.record(&record)?;
        written += 1;
        progress(written as u64);
        if let Some(version) = version {
            let because = snapshot.change(version.change)?.because().map(str::to_owned);
            retracted.push((version.sequence, version.change.offset, record.key(), because));
        }
    }
    retracted.sort_by_key(|(sequence, offset, ..)| (*sequence, *offset));
    for (_, _, key, because) in retracted {
        writer.retraction(&key, because.as_deref())?;
    }
    writer.finish()?;
    Ok(written)
}

/// Why records stand in a script as remarks alone.
const LEFT_OUT: &str =
    "they refer to what was redacted, or to what is left out for that; they stand in it as remarks";

/// The records that a script cannot add, as they refer to what was redacted, or to one of these; each with what it refers to.
fn without_redacted(snapshot: &Snapshot, wanted: &Wanted) -> Result<HashMap<Key, Key>> {
    let mut missing: HashSet<Key> = wanted.redacted.iter().map(|redaction| redaction.key.clone()).collect();
    let mut left_out = HashMap::new();
    let mut is_new = !missing.is_empty();
    // A record can refer to one that came later: it is looked again until nothing more has to go.
    while is_new {
        is_new = false;
        for (record_type, ordinal) in wanted.records.values() {
            let record = content(snapshot, *record_type, *ordinal)?;
            let key = record.key();
            if missing.contains(&key) {
                continue;
            }
            if let Some((_, target)) = record.references().into_iter().find(|(_, key)| missing.contains(key))
            {
                missing.insert(key.clone());
                left_out.insert(key, target);
                is_new = true;
            }
        }
    }
    Ok(left_out)
}

/// Counts what of a record is not for other readers.
fn keep_back(record: &Record, with: With, losses: &mut Losses) {
    let key = record.key();
    let name = key.name();
    let (note, extra) = match record {
        Record::Entity(entity) => (&entity.note, &entity.extra),
        Record::Source(source) => (&source.note, &source.extra),
        Record::Claim(claim) => (&claim.note, &claim.extra),
        Record::Assessment(assessment) => (&assessment.note, &assessment.extra),
        Record::Link(link) => (&link.note, &link.extra),
        Record::Definition(definition) => (&definition.note, &definition.extra),
    };
    if note.is_some() && !with.notes {
        losses.kept_back("notes", "notes", &name);
    }
    if !extra.is_empty() && !with.extra {
        losses.kept_back("`extra` texts", "extra", &name);
    }
    if matches!(record, Record::Source(source) if source.text.is_some()) && !with.texts {
        losses.kept_back("kept texts", "texts", &name);
    }
}

/// Writes every change that was made to the records, as lines of interchange, in the order in which they were recorded.
fn write_history(snapshot: &Snapshot, wanted: &Wanted, mut out: &mut dyn Write) -> Result<usize> {
    for redaction in &wanted.redacted {
        interchange::write_redaction(&mut out, redaction).map_err(cannot_write)?;
    }
    let mut changes: Vec<(u64, u64, Key, Version)> = Vec::new();
    for (record_type, ordinal) in wanted.records.values() {
        let Some(trail) = snapshot.trail(*record_type, *ordinal)? else { continue };
        let key = trail.key.clone();
        let of_record = trail.versions.into_iter();
        changes
            .extend(of_record.map(|version| (version.sequence, version.change.offset, key.clone(), version)));
    }
    changes.sort_by_key(|(sequence, offset, ..)| (*sequence, *offset));
    for (_, _, key, version) in &changes {
        let because = snapshot.change(version.change)?.because().map(str::to_owned);
        let because = because.as_deref();
        match version.act {
            ChangeKind::Added => {
                interchange::write_record(&mut out, &content_of(snapshot, version)?).map_err(cannot_write)?;
            }
            ChangeKind::Corrected => {
                let record = content_of(snapshot, version)?;
                interchange::write_correction(&mut out, &record, because).map_err(cannot_write)?;
            }
            ChangeKind::Retracted => {
                interchange::write_retraction(&mut out, key, because).map_err(cannot_write)?;
            }
            ChangeKind::Restored => {
                interchange::write_restoration(&mut out, key, because).map_err(cannot_write)?;
            }
            ChangeKind::Redacted => {}
        }
    }
    Ok(wanted.records.len())
}

/// A form of records, record by record.
enum Writer<'w> {
    Interchange(&'w mut dyn Write),
    Script(script::Writer<&'w mut dyn Write>),
    #[cfg(feature = "rdf")]
    Rdf(rdf::Writer<&'w mut dyn Write>),
}

impl<'w> Writer<'w> {
    #[cfg_attr(not(feature = "rdf"), expect(unused_variables, reason = "only RDF says where it comes from"))]
    fn new(how: How, provenance: &[(&'static str, String)], out: &'w mut dyn Write) -> Result<Writer<'w>> {
        match how.format {
            RecordFormat::Interchange => Ok(Writer::Interchange(out)),
            RecordFormat::Script => Ok(Writer::Script(script::Writer::new(out))),
            #[cfg(feature = "rdf")]
            RecordFormat::Trig | RecordFormat::Nquads => {
                let syntax = match how.format {
                    RecordFormat::Trig => rdf::Syntax::TriG,
                    _ => rdf::Syntax::NQuads,
                };
                let With { texts, notes, extra, .. } = how.with;
                let digest =
                    provenance.iter().find(|(name, _)| *name == "digest").map_or("", |(_, digest)| digest);
                let asked = rdf::Asked { texts, notes, extra };
                let mut writer = rdf::Writer::new(syntax, digest, asked, out).map_err(cannot_write)?;
                writer.provenance(provenance).map_err(cannot_write)?;
                Ok(Writer::Rdf(writer))
            }
            #[cfg(not(feature = "rdf"))]
            RecordFormat::Trig | RecordFormat::Nquads => {
                Err(Problem::usage("this dictum was built without RDF")
                    .hint("build it with the feature: cargo install dictum --features rdf"))
            }
        }
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_record(out, record).map_err(cannot_write),
            Writer::Script(script) => script.record(record),
            #[cfg(feature = "rdf")]
            Writer::Rdf(writer) => writer.record(record).map_err(cannot_write),
        }
    }

    fn left_out(&mut self, record: &Record, why: &str) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_record(out, record).map_err(cannot_write),
            Writer::Script(script) => script.left_out(record, why),
            // Losses say how many.
            #[cfg(feature = "rdf")]
            Writer::Rdf(_) => Ok(()),
        }
    }

    fn redaction(&mut self, redaction: &Redaction) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_redaction(out, redaction).map_err(cannot_write),
            Writer::Script(script) => script.remark(&redaction.to_string()),
            #[cfg(feature = "rdf")]
            Writer::Rdf(_) => Ok(()),
        }
    }

    fn retraction(&mut self, key: &Key, because: Option<&str>) -> Result<()> {
        match self {
            Writer::Interchange(out) => {
                interchange::write_retraction(out, key, because).map_err(cannot_write)
            }
            Writer::Script(script) => script.retraction(key, because),
            #[cfg(feature = "rdf")]
            Writer::Rdf(writer) => writer.retraction(key, because).map_err(cannot_write),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            #[cfg(feature = "rdf")]
            Writer::Rdf(writer) => writer.finish().map_err(cannot_write),
            Writer::Interchange(_) | Writer::Script(_) => Ok(()),
        }
    }
}

fn cannot_write(error: std::io::Error) -> Problem {
    Problem::io("the export cannot be written", error)
}
