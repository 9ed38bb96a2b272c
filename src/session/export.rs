//! Records from the database into files: all of it, or an answer's claims with everything that they refer to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use super::Session;
use crate::exchange::{interchange, script};
use crate::language::syntax::Ask;
use crate::model::problem::Result;
use crate::model::{Key, Problem, Record, RecordType};
use crate::output::Losses;
pub use crate::output::RecordFormat;
use crate::query::answer::AnswerBody;
use crate::query::definitions_of_0_1::spelled_out;
use crate::query::time::Now;
use crate::query::{Params, Question, State, answer};
use crate::session::asking::{as_asked, with_known_name};
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::ChangeKind;
use crate::store::{Redaction, Snapshot};

/// Why the history is not in an export.
const STAY: &str = "the history stays in the journal";

/// How many records were written, and what could not be.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    pub records: usize,
    pub losses: Losses,
}

/// Writes a whole state of the database: every record as it is in it, in the order in which they first came, then what is
/// retracted. `progress` receives how many records were written.
///
/// # Errors
/// Reading or writing failed, or somebody wants it to stop.
pub fn export_all(
    state: &State,
    format: RecordFormat,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Exported> {
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
    losses.lost_several("earlier versions", STAY, earlier, "");
    wanted.redactions().for_each(|line| losses.remark(line));
    let records = write(state, &wanted, format, out, &mut losses, progress)?;
    Ok(Exported { records, losses })
}

/// Writes an answer's claims with everything that they refer to, their assessments, and the links among them.
///
/// # Errors
/// The question is wrong, or not one for claims; or reading or writing failed, or somebody wants it to stop.
pub fn export_answer(
    state: &State,
    question: (&str, &Params, Now),
    format: RecordFormat,
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
    let AnswerBody::Claims(claims) = answer(state, question)?.body else {
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
    let records = write(&then, &wanted, format, out, &mut losses, progress)?;
    Ok(Exported { records, losses })
}

impl Session {
    /// Writes the whole database as it is now: see [`export_all`].
    ///
    /// # Errors
    /// As there.
    pub fn export_all(&self, format: RecordFormat, out: &mut dyn Write) -> Result<Exported> {
        export_all(&self.state(), format, out, &mut |_| {})
    }

    /// Writes the claims of an answer: see [`export_answer`].
    ///
    /// # Errors
    /// As there.
    pub fn export_answer(
        &mut self,
        text: &str,
        format: RecordFormat,
        out: &mut dyn Write,
    ) -> Result<Exported> {
        export_answer(&self.state(), (text, &self.params, self.now()), format, out, &mut |_| {})
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
    format: RecordFormat,
    out: &mut dyn Write,
    losses: &mut Losses,
    progress: &mut dyn FnMut(u64),
) -> Result<usize> {
    let mut writer = Writer::new(format, out);
    let mut retracted = Vec::new();
    for redaction in &wanted.redacted {
        writer.redaction(redaction)?;
    }
    let left_out = match format {
        // Only a line of interchange can say that something was redacted, so that others may refer to it.
        RecordFormat::Interchange => HashMap::new(),
        RecordFormat::Script => without_redacted(snapshot, wanted)?,
    };
    for (done, (record_type, ordinal)) in (1..).zip(wanted.records.values()) {
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
        writer.record(&record)?;
        progress(done);
        let version =
            snapshot.version(*record_type, *ordinal)?.filter(|version| version.act == ChangeKind::Retracted);
        if let Some(version) = version {
            let because = snapshot.change(version.change)?.because().map(str::to_owned);
            retracted.push((version.sequence, version.change.offset, record.key(), because));
        }
    }
    retracted.sort_by_key(|(sequence, offset, ..)| (*sequence, *offset));
    for (_, _, key, because) in retracted {
        writer.retraction(&key, because.as_deref())?;
    }
    Ok(wanted.records.len() - left_out.len())
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

/// Either form, record by record.
enum Writer<'w> {
    Interchange(&'w mut dyn Write),
    Script(script::Writer<&'w mut dyn Write>),
}

impl<'w> Writer<'w> {
    fn new(format: RecordFormat, out: &'w mut dyn Write) -> Writer<'w> {
        match format {
            RecordFormat::Interchange => Writer::Interchange(out),
            RecordFormat::Script => Writer::Script(script::Writer::new(out)),
        }
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_record(out, record).map_err(cannot_write),
            Writer::Script(script) => script.record(record),
        }
    }

    fn left_out(&mut self, record: &Record, why: &str) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_record(out, record).map_err(cannot_write),
            Writer::Script(script) => script.left_out(record, why),
        }
    }

    fn redaction(&mut self, redaction: &Redaction) -> Result<()> {
        match self {
            Writer::Interchange(out) => interchange::write_redaction(out, redaction).map_err(cannot_write),
            Writer::Script(script) => script.remark(&redaction.to_string()),
        }
    }

    fn retraction(&mut self, key: &Key, because: Option<&str>) -> Result<()> {
        match self {
            Writer::Interchange(out) => {
                interchange::write_retraction(out, key, because).map_err(cannot_write)
            }
            Writer::Script(script) => script.retraction(key, because),
        }
    }
}

fn cannot_write(error: std::io::Error) -> Problem {
    Problem::io("the export cannot be written", error)
}
