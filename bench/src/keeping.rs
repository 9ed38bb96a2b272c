//! What a database must do besides answering: take a world in, record one claim durably, open, open after a kill.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::Outcome;
use crate::measure::{Ran, median, run, size, timed, watch};
use crate::ours::Dictum;
use crate::questions::Question;
use crate::run::Places;
use crate::sqlite::Sqlite;

/// All of that, measured.
pub struct Kept {
    /// The real `dictum import`, as a process.
    pub import: Ran,
    /// SQLite, in this process.
    pub load: Duration,
    pub sizes: Sizes,
    pub recording: Recording,
    pub opening: Opening,
}

/// Bytes on the disk.
pub struct Sizes {
    pub world: u64,
    pub journal: u64,
    pub index: u64,
    pub sqlite: u64,
}

/// The times of single claims, each durable before the next.
pub struct Recording {
    pub dictum: Vec<Duration>,
    pub sqlite: Vec<Duration>,
}

/// From the start of a process to its end, with one count answered in between.
pub struct Opening {
    pub dictum: Duration,
    /// After the process before was killed while it recorded.
    pub dictum_killed: Duration,
    pub sqlite: Duration,
}

/// How many single claims are recorded.
const RECORDED: u32 = 250;
/// How often a fresh process is timed.
const OPENED: usize = 7;
/// How many claims are recorded before the kill.
const BEFORE_KILL: usize = 40;
/// What the benchmark's program is asked to do in a process of its own.
pub const RECORD: &str = "--record";
pub const ASK_SQLITE: &str = "--ask-sqlite";

pub fn import(places: &Places) -> Outcome<Ran> {
    watch(Command::new(&places.program).arg("--db").arg(&places.dictum).arg("import").arg(&places.world))
}

pub fn sizes(places: &Places) -> Outcome<Sizes> {
    let (all, index) = (size(&places.dictum)?, size(&places.dictum.join("index"))?);
    Ok(Sizes { world: size(&places.world)?, journal: all - index, index, sqlite: size(&places.sqlite)? })
}

// ---- recording ----

pub fn record(dictum: &mut Dictum, sqlite: &mut Sqlite) -> Outcome<Recording> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..RECORDED {
        ours.push(timed(|| dictum.tell(&statement(&format!("recorded-{number}"))))?.0);
        theirs.push(timed(|| sqlite.add(&line(&format!("recorded-{number}"))))?.0);
    }
    Ok(Recording { dictum: ours, sqlite: theirs })
}

fn statement(id: &str) -> String {
    format!(
        "add claim {id} \"The river bridge will be closed for a year, the minister said\"@en by person-1 \
         about place-40, topic-7 quoted said 2025-07-10 read in source-1 locator \"para 3\" tagged tag-1"
    )
}

/// The same in the interchange format.
fn line(id: &str) -> String {
    format!(
        r#"{{"type":"claim","id":"{id}","statement":"The river bridge will be closed for a year, the minister said","lang":"en","mode":"quote","speakers":["person-1"],"about":["place-40","topic-7"],"said":"2025-07-10","citations":[{{"source":"source-1","locator":"para 3"}}],"tags":["tag-1"]}}"#
    )
}

/// Records claims until somebody kills this process, and says each that is on the disk.
pub fn record_until_killed(database: &Path) -> Outcome<()> {
    let mut dictum = Dictum::open(database)?;
    for number in 0.. {
        dictum.tell(&statement(&format!("before-the-kill-{number}")))?;
        writeln!(io::stdout(), "{number}")?;
    }
    Ok(())
}

// ---- opening ----

pub fn open(places: &Places) -> Outcome<Opening> {
    let this = std::env::current_exe()?;
    let dictum = || {
        let mut command = Command::new(&places.program);
        command.arg("--db").arg(&places.dictum).args(["query", &first_question().text()]);
        run(&mut command)
    };
    let sqlite = || run(Command::new(&this).arg(ASK_SQLITE).arg(&places.sqlite));
    let dictum_kept = often(dictum)?;
    let sqlite_kept = often(sqlite)?;
    kill_while_recording(&this, &places.dictum)?;
    Ok(Opening { dictum: dictum_kept, dictum_killed: dictum()?, sqlite: sqlite_kept })
}

fn often(mut work: impl FnMut() -> Outcome<Duration>) -> Outcome<Duration> {
    let times = (0..OPENED).map(|_| work()).collect::<Outcome<Vec<_>>>()?;
    Ok(median(&times))
}

fn first_question() -> Question {
    Question::By { person: "person-1".to_owned() }
}

/// Opens the database and answers, in this process.
pub fn ask_sqlite(database: &Path) -> Outcome<()> {
    Ok(write!(io::stdout(), "{}", Sqlite::open(database)?.ask(&first_question())?)?)
}

fn kill_while_recording(this: &Path, database: &Path) -> Outcome<()> {
    let mut child = Command::new(this).arg(RECORD).arg(database).stdout(Stdio::piped()).spawn()?;
    let told = child.stdout.take().ok_or("the recording process has no output")?;
    let recorded = BufReader::new(told).lines().take(BEFORE_KILL).count();
    child.kill()?;
    child.wait()?;
    if recorded == BEFORE_KILL { Ok(()) } else { Err("the recording process ended by itself".into()) }
}
