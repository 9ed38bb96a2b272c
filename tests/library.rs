//! dictum as a library: what it needs, what it offers, and what holds when several threads use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use dictum::output::Format;
use dictum::{
    Answer, Builder, Cancellation, Citation, Claim, Database, Entity, ErrorKind, Export, Id, Import, Key,
    Kind, Location, Params, Problem, Problems, Question, Record, RecordFormat, Ref, Row, Snapshot, Source,
    Transaction,
};

use crate::common::inside;

#[path = "../examples/cancel.rs"]
mod cancel;
#[path = "../examples/embed.rs"]
mod embed;
#[path = "../examples/import.rs"]
mod import;
#[path = "../examples/records.rs"]
mod records;
#[path = "../examples/threads.rs"]
mod threads;

// ---- what it needs ----

/// What only a program with a command line and a prompt needs.
const OF_THE_PROGRAM: [&str; 6] =
    ["clap", "clap_complete", "console", "indicatif", "rustyline", "signal-hook"];

/// The crates that dictum itself names, with these options.
fn direct_dependencies(options: &[&str]) -> BTreeSet<String> {
    let listed = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--package", "dictum", "--edges", "normal"])
        .args(["--depth", "1", "--prefix", "none", "--format", "{p}"])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).expect("names of crates");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_library_needs_nothing_of_what_a_program_needs() {
    let (library, program) = (direct_dependencies(&["--no-default-features"]), direct_dependencies(&[]));
    for name in OF_THE_PROGRAM {
        assert!(!library.contains(name), "the library needs {name}");
        assert!(program.contains(name), "the program does not need {name} any more");
    }
    assert!(library.contains("serde") && library.contains("sled"), "cargo lists what the library needs");
}

#[test]
fn what_the_front_offers_can_be_sent_to_other_threads() {
    fn is_shared<T: Send + Sync>() {}
    fn is_sent<T: Send>() {}
    is_shared::<Database>();
    is_shared::<Builder>();
    is_shared::<Location>();
    is_shared::<Snapshot>();
    is_shared::<Question>();
    is_shared::<Params>();
    is_shared::<Answer>();
    is_shared::<Row>();
    is_shared::<Cancellation>();
    is_shared::<Record>();
    is_shared::<Problem>();
    is_shared::<Problems>();
    is_shared::<dictum::store::Snapshot>();
    is_shared::<dictum::query::State>();
    is_sent::<Transaction>();
    is_sent::<dictum::session::Session>();
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Problem>();
    is_error::<Problems>();
    fn is_debug<T: Debug>() {}
    is_debug::<Database>();
    is_debug::<Snapshot>();
    let _: (Option<Import<'static>>, Option<Export<'static>>) = (None, None);
}

#[test]
fn the_examples_run_to_their_ends() {
    embed::main().unwrap();
    records::main().unwrap();
    import::main().unwrap();
    cancel::main().unwrap();
    threads::main().unwrap();
}

// ---- several threads ----

fn made(folder: &Path) -> Database {
    Database::builder(folder.join("claims.dictum")).create(true).author("mira").open().unwrap()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn entity(name: &str) -> Entity {
    Entity::new(id(name), Kind::Topic, name)
}

fn claim(name: &str, about: &str) -> Claim {
    let mut claim = Claim::new(id(name), format!("Something of {name}"), Citation::of(id("report")));
    claim.about.push(Ref::certain(id(about)));
    claim
}

/// Two topics and a document, which other records may refer to.
fn begun(db: &Database) {
    let mut transaction = db.transaction();
    transaction.add(entity("sun")).add(entity("moon")).add(Source::new(id("report")));
    assert_eq!(transaction.commit("the beginning").unwrap().sequence, Some(1));
}

/// The ids of the rows of an answer.
fn ids(answer: &Answer) -> Vec<String> {
    answer.rows().iter().filter_map(Row::id).map(str::to_owned).collect()
}

/// How many claims the pairs of one transaction are, so that some transactions fill the memtable.
const PAIRS: usize = 30;
const TRANSACTIONS: u64 = 45;

/// Records pairs of claims, about the sun and about the moon; corrects one, and retracts the pair before. Between two
/// transactions it waits until somebody has been answered again.
fn record_pairs(db: &Database, answered: &Receiver<()>) {
    for number in 2..=TRANSACTIONS {
        let mut transaction = db.transaction();
        for pair in 0..PAIRS {
            transaction.add(claim(&format!("sun-{number}-{pair}"), "sun"));
            transaction.add(claim(&format!("moon-{number}-{pair}"), "moon"));
        }
        if number > 2 {
            let before = number - 1;
            for of in ["sun", "moon"] {
                let key = Key::Claim(id(&format!("{of}-{before}-0")));
                transaction.retract(key, "it was a mistake");
                let name = format!("{of}-{before}-1");
                let corrected = Claim { statement: format!("{name}, corrected"), ..claim(&name, of) };
                transaction.correct(corrected, "it was a slip");
            }
        }
        assert_eq!(transaction.commit(None).unwrap().sequence, Some(number));
        answered.try_iter().for_each(drop);
        answered.recv().expect("somebody asks");
    }
}

const QUESTIONS: [&str; 5] = [
    "count claims per topic",
    "claims about sun oldest first limit 40",
    "claims containing \"corrected\"",
    "claims about moon including retracted showing id limit 25 offset 5",
    "count claims recorded by mira",
];

/// Asks until the writer is done; gives what was answered of each state.
fn ask_on(db: &Database, is_done: &AtomicBool, answered: &Sender<()>, reader: usize) -> Vec<(usize, Answer)> {
    let mut answers = Vec::new();
    let mut next = reader;
    loop {
        let was_done = is_done.load(Ordering::SeqCst);
        let number = next % QUESTIONS.len();
        answers.push((number, db.ask(QUESTIONS[number]).unwrap()));
        let then = db.snapshot();
        let (sun, moon) = (then.ask("claims about sun").unwrap(), then.ask("claims about moon").unwrap());
        assert_eq!(sun.rows().len(), moon.rows().len(), "two questions of one snapshot are about one state");
        assert_eq!((sun.sequence, moon.sequence), (then.sequence(), then.sequence()));
        // Nobody listens any more once the writer is done.
        let _ = answered.send(());
        next += 1;
        if was_done {
            return answers;
        }
    }
}

#[test]
fn every_answer_is_that_of_a_state_between_two_transactions() {
    const READERS: usize = 3;
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let (to, answered) = channel();
    let is_done = AtomicBool::new(false);
    let answers: Vec<(usize, Answer)> = thread::scope(|scope| {
        let (db, is_done) = (&db, &is_done);
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let to = to.clone();
                scope.spawn(move || ask_on(db, is_done, &to, reader))
            })
            .collect();
        let writing = scope.spawn(move || record_pairs(db, &answered));
        writing.join().unwrap();
        is_done.store(true, Ordering::SeqCst);
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    let states: BTreeSet<u64> = answers.iter().map(|(_, answer)| answer.sequence).collect();
    assert!(states.len() > 10, "questions were asked of many states: {states:?}");
    assert!(states.contains(&TRANSACTIONS), "the last state was asked");
    // What one state has read is never taken for another's: then the index would seem damaged, and be rebuilt.
    assert_eq!(db.notices(), Vec::<String>::new());
    // Each is what the same question gets today of that state, by other postings and another index.
    drop(db);
    let db = Database::open(folder.path().join("claims.dictum")).unwrap();
    for (number, answer) in answers {
        let as_of = format!("{} as of transaction {}", QUESTIONS[number], answer.sequence);
        let again = db.ask(as_of.as_str()).unwrap();
        assert_eq!(answer.digest, again.digest, "{as_of}");
        assert_eq!(answer.total, again.total, "{as_of}");
        assert_eq!(answer.rows(), again.rows(), "{as_of}");
    }
}

/// Takes what is written, and stops after the first of it until it may go on.
struct Halting {
    bytes: Vec<u8>,
    begun: Option<Sender<()>>,
    go_on: Receiver<()>,
}

impl Write for Halting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(begun) = self.begun.take() {
            begun.send(()).unwrap();
            self.go_on.recv().unwrap();
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_long_export_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let (begin, begun) = channel();
    let (go, go_on) = channel();
    let exporting = {
        let db = db.clone();
        thread::spawn(move || {
            let mut out = Halting { bytes: Vec::new(), begun: Some(begin), go_on };
            let exported = db.export().write_to(&mut out).unwrap();
            (exported.records, String::from_utf8(out.bytes).unwrap())
        })
    };
    begun.recv().unwrap();
    // The export has begun, and goes on only when all of this is done: transactions enough to fill the memtable and to
    // compact segments, a correction of what it is about to write, questions from this thread and another.
    for number in 0..30 {
        let mut transaction = db.transaction();
        for at in 0..100 {
            transaction.add(claim(&format!("late-{number}-{at}"), "sun"));
        }
        transaction.commit(None).unwrap();
    }
    let mut transaction = db.transaction();
    transaction.correct(Entity::new(id("moon"), Kind::Topic, "the Moon"), "a name");
    transaction.commit(None).unwrap();
    assert_eq!(db.ask("count claims").unwrap().rows()[0]["count"], 3_000);
    let other = db.clone();
    let asked = thread::spawn(move || other.ask("count claims about sun").unwrap().sequence).join().unwrap();
    assert_eq!(asked, 32);
    go.send(()).unwrap();
    let (records, text) = exporting.join().unwrap();
    assert_eq!((records, text.lines().count()), (3, 3), "what was exported is the state of its beginning");
    assert!(text.contains("\"moon\"") && !text.contains("the Moon"));
}

/// Lines that stop after the first half until they may go on.
struct Pausing {
    halves: [Vec<u8>; 2],
    read: usize,
    half: usize,
    begun: Sender<()>,
    go_on: Receiver<()>,
}

impl Read for Pausing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.half == 0 && self.read == self.halves[0].len() {
            self.begun.send(()).unwrap();
            self.go_on.recv().unwrap();
            (self.half, self.read) = (1, 0);
        }
        let count = (&self.halves[self.half][self.read..]).read(buffer)?;
        self.read += count;
        Ok(count)
    }
}

#[test]
fn a_long_import_leaves_what_was_there_to_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let lines = |half: usize| -> Vec<u8> {
        let line =
            |at: usize| serde_json::to_string(&claim(&format!("c-{half}-{at}"), "sun")).unwrap() + "\n";
        (0..3_000).map(line).collect::<String>().into_bytes()
    };
    let (begin, begun) = channel();
    let (go, go_on) = channel();
    let importing = {
        let (db, halves) = (db.clone(), [lines(0), lines(1)]);
        thread::spawn(move || {
            let lines = BufReader::new(Pausing { halves, read: 0, half: 0, begun: begin, go_on });
            db.import(lines).because("a long one").run().unwrap().committed.changed
        })
    };
    begun.recv().unwrap();
    let answer = db.ask("count claims about sun").unwrap();
    assert_eq!((answer.sequence, &answer.rows()[0]["count"]), (1, &0.into()));
    let mut lines = Vec::new();
    assert_eq!(db.export().write_to(&mut lines).unwrap().records, 3);
    go.send(()).unwrap();
    assert_eq!(importing.join().unwrap(), 6_000);
    assert_eq!(db.ask("count claims about sun").unwrap().rows()[0]["count"], 6_000);
    assert_eq!(answer.rows()[0]["count"], 0, "an answer owns what it holds");
}

// ---- memory ----

/// A world of some claims, as lines.
fn world(claims: usize) -> String {
    let mut records: Vec<Record> = vec![Source::new(id("report")).into()];
    records.extend(
        (0..40).map(|at| Entity::new(id(&format!("topic-{at}")), Kind::Topic, format!("Topic {at}")).into()),
    );
    records.extend((0..claims).map(|at| {
        let mut claim = claim(&format!("claim-{at}"), &format!("topic-{}", at * 7 % 40));
        claim.statement = format!("Word{} and word{} were said in {at}", at % 97, at % 89);
        claim.into()
    }));
    records.iter().map(|record| serde_json::to_string(record).unwrap() + "\n").collect()
}

#[test]
fn the_limit_on_memory_holds_for_the_whole_database_and_changes_no_answer() {
    const LIMIT: u64 = 1 << 20;
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, limit: Option<u64>| {
        let builder = Database::builder(folder.path().join(name)).create(true);
        let builder = match limit {
            Some(bytes) => builder.memory_limit(bytes),
            None => builder,
        };
        let db = builder.open().unwrap();
        db.import(world(6_000).as_bytes()).run().unwrap();
        db
    };
    let (small, large) = (open("small", Some(LIMIT)), open("large", None));
    let mut questions: Vec<String> = (0..40).map(|at| format!("claims about topic-{at} limit 30")).collect();
    questions.extend((0..97).map(|at| format!("count claims containing \"word{at}\" per topic")));
    questions.extend((0..10).map(|at| format!("claims like \"word{at} said in {at}\" limit 5")));
    questions.push("claims newest first limit 10".to_owned());
    questions.push("claims as of transaction 1 oldest first limit 10 offset 5000".to_owned());
    let mut most = 0;
    for question in &questions {
        let (one, other) = (small.ask(question.as_str()).unwrap(), large.ask(question.as_str()).unwrap());
        assert_eq!(one.rows().len(), other.rows().len(), "{question}");
        let shown =
            |answer: &Answer| answer.rows().iter().map(|row| row["statement"].clone()).collect::<Vec<_>>();
        assert_eq!((ids(&one), shown(&one)), (ids(&other), shown(&other)), "{question}");
        let memory = small.memory();
        assert_eq!(memory.limit, LIMIT);
        assert!(memory.used <= LIMIT, "{question}: {} bytes are held of {LIMIT}", memory.used);
        most = most.max(memory.used);
    }
    assert!(most > LIMIT / 3, "the limit is made use of: {most}");
    assert!(large.memory().used > LIMIT, "without the limit more is held: {}", large.memory().used);
    assert_eq!(large.memory().limit, 512 << 20, "the limit that the pages state");
}

// ---- records, questions, answers ----

/// Every record of the page about records, and of the fixtures, as lines of the interchange format.
fn exported_lines() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut session = inside::session(&folder.path().join("claims.dictum"));
    let script = std::fs::read_to_string("fixtures/caucasus.claims").unwrap();
    session.run(&script, None, &mut |_| {}).unwrap();
    let mut out = Vec::new();
    session.export_all(RecordFormat::Interchange, &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_record_through_serde_is_a_line_of_the_interchange_format() {
    let lines = exported_lines();
    let mut types = BTreeMap::new();
    for line in &lines {
        let record: Record = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), *line);
        assert_eq!(serde_json::from_value::<Record>(serde_json::to_value(&record).unwrap()).unwrap(), record);
        *types.entry(record.record_type().word()).or_insert(0) += 1;
        // A type of its own is read and written the same, and is no other.
        match &record {
            Record::Claim(claim) => {
                assert_eq!(serde_json::from_str::<Claim>(line).unwrap(), *claim);
                let wrong = serde_json::from_str::<Source>(line).unwrap_err().to_string();
                assert!(wrong.contains("another type than source"), "{wrong}");
            }
            Record::Entity(entity) => assert_eq!(serde_json::to_string(entity).unwrap(), *line),
            _ => {}
        }
    }
    assert!(types.len() >= 4, "{types:?}");
    let wrong = |line: &str| serde_json::from_str::<Record>(line).unwrap_err().to_string();
    assert!(wrong(r#"{"type":"claim","id":"x","statment":"y"}"#).contains("statment"));
    let retraction = r#"{"type":"retraction","of":{"type":"claim","id":"x"}}"#;
    assert!(wrong(retraction).contains("is no record"), "{}", wrong(retraction));
}

#[test]
fn an_answer_is_what_json_shows_and_survives_being_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.dictum");
    {
        let script = std::fs::read_to_string("fixtures/caucasus.claims").unwrap();
        inside::session(&path).run(&script, None, &mut |_| {}).unwrap();
    }
    // The same database once more, by the way of the program.
    let beside = folder.path().join("copy.dictum");
    std::fs::create_dir(&beside).unwrap();
    std::fs::copy(path.join("journal"), beside.join("journal")).unwrap();
    let (mut copy, _) = inside::open(&beside).unwrap();
    let db = Database::open(&path).unwrap();
    for question in [
        "claims about Russia by directors",
        "count claims per speaker",
        "show russia",
        "people",
        "history of russia",
        "explain claims about Russia",
        "claims containing \"there is no such word\"",
    ] {
        let answer = db.ask(question).unwrap();
        let kept = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&kept).unwrap(), answer, "{question}");
        let json = inside::rendered(&copy.ask(question).unwrap(), Format::Json);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_value(answer.rows()).unwrap(), json["rows"], "{question}");
        assert_eq!(answer.is_empty(), question.contains("no such word"), "{question}");
        assert_eq!((&answer).into_iter().count(), answer.rows().len());
    }
    let doubtful = db.ask("claims by \"Neil Melvin\"").unwrap();
    assert!(doubtful.rows().iter().any(|row| !row.is_certain()));
    assert!(doubtful.rows().iter().any(Row::is_certain));
    #[derive(serde::Deserialize)]
    struct Brief {
        id: String,
        statement: String,
    }
    let brief: Brief = doubtful.rows()[0].read().unwrap();
    assert!(Some(brief.id.as_str()) == doubtful.rows()[0].id() && !brief.statement.is_empty());
}

#[test]
fn a_question_has_values_for_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let mut transaction = db.transaction();
    transaction.add(claim("one", "sun"));
    transaction.by("نور").add(claim("other", "moon"));
    transaction.commit("both").unwrap();
    let question = Question::new("claims about $what recorded by $who");
    assert_eq!(ids(&db.ask(question.clone().with("what", "sun").with("who", "نور")).unwrap()), ["one"]);
    let params = Params::from([("what", "moon"), ("who", "نور")]);
    assert_eq!(ids(&db.ask(question.clone().with_all(params)).unwrap()), ["other"]);
    let missing = db.ask(question.with("what", "sun")).unwrap_err();
    assert!(missing.message().contains("$who"), "{missing}");
    let injected = db.ask(Question::new("claims about $what").with("what", "sun or about moon")).unwrap_err();
    assert!(matches!(injected.kind(), ErrorKind::NotFound { .. }), "a value is never read as language");
}

// ---- changes ----

#[test]
fn a_transaction_is_made_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let (key, digest) = (Key::Claim(id("one")), db.digest().unwrap());
    let mut transaction = db.transaction();
    transaction.add(claim("one", "sun")).add(claim("two", "mars")).add(claim("three", "venus"));
    let problems = transaction.check().unwrap_err();
    assert_eq!(problems.len(), 2, "all that is wrong is said: {problems}");
    assert_eq!(transaction.commit("all of it").unwrap_err().to_string(), problems.to_string());
    assert_eq!((db.digest().unwrap(), db.record(&key).unwrap()), (digest, None));

    let mut transaction = db.transaction();
    assert!(transaction.is_empty());
    transaction.add(claim("one", "sun"));
    assert_eq!(transaction.check().unwrap().sequence, None, "checking records nothing");
    assert_eq!(transaction.commit(None).unwrap().changed, 1);
    let mut again = db.transaction();
    again.add(claim("one", "sun"));
    let committed = again.commit(None).unwrap();
    assert_eq!((committed.sequence, committed.changed, committed.unchanged), (None, 0, 1));

    let before = db.snapshot();
    let mut transaction = db.transaction();
    transaction.retract(key.clone(), "nobody said it");
    transaction.commit(None).unwrap();
    assert_eq!(db.record(&key).unwrap(), None);
    assert_eq!(before.record(&key).unwrap(), Some(claim("one", "sun").into()), "a snapshot stays what it is");
    let mut transaction = db.transaction();
    transaction.restore(key.clone(), "somebody did");
    transaction.commit(None).unwrap();
    assert_eq!(db.record(&key).unwrap(), Some(claim("one", "sun").into()));
    let history = db.ask("history of one").unwrap();
    let reasons: Vec<Option<&str>> = history.rows().iter().map(|row| row.text("because")).collect();
    assert_eq!(reasons, [None, Some("nobody said it"), Some("somebody did")]);
}

#[test]
fn an_import_says_what_is_wrong_where_and_can_leave_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let right = serde_json::to_string(&claim("right", "sun")).unwrap();
    let wrong = serde_json::to_string(&claim("wrong", "mars")).unwrap();
    let lines = format!("{right}\n{wrong}\n");
    let problems = db.import(lines.as_bytes()).run().unwrap_err();
    assert_eq!(problems[0].line().map(|line| line.number), Some(2), "{problems}");
    assert_eq!(db.sequence(), 1);
    assert_eq!(db.import(right.as_bytes()).dry_run().run().unwrap().committed.changed, 1);
    assert_eq!(db.sequence(), 1, "a dry run records nothing");
    let imported = db.import(lines.as_bytes()).skip_wrong().run().unwrap();
    assert_eq!((imported.committed.changed, imported.skipped.len()), (1, 1));
    assert_eq!(ids(&db.ask("claims").unwrap()), ["right"]);
}

#[test]
fn what_is_cancelled_leaves_the_database_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let db = made(folder.path());
    begun(&db);
    let digest = db.digest().unwrap();
    let (lines, cancellation) = (world(3_000), Cancellation::new());
    let stop_at = |count: u64| {
        if count == 500 {
            cancellation.cancel();
        }
    };
    let import = db.import(lines.as_bytes()).progress(stop_at).stop_with(&cancellation);
    let problems = import.run().unwrap_err();
    assert!(matches!(problems[0].kind(), ErrorKind::Cancelled), "{problems}");
    assert_eq!(
        (db.digest().unwrap(), db.ask("count claims").unwrap().rows()[0]["count"].clone()),
        (digest, 0.into())
    );
    assert!(cancellation.is_cancelled());
    db.ask(Question::new("count claims").stop_with(&cancellation)).unwrap_err();
    // What has another handle, or none, goes on.
    db.import(lines.as_bytes()).stop_with(&Cancellation::new()).run().unwrap();
    assert_eq!(db.ask("count claims").unwrap().rows()[0]["count"], 3_000);
}

// ---- opening ----

#[test]
fn a_place_that_is_no_folder_is_refused_by_its_protocol() {
    for (text, is_folder) in [
        ("claims.dictum", true),
        ("postgres://host/db", false),
        ("s3://bucket/key", false),
        ("C:\\claims", true),
        ("a b://c", true),
        ("./x", true),
    ] {
        assert_eq!(matches!(Location::from(text), Location::Folder(_)), is_folder, "{text}");
    }
    let refused = Database::open("postgres://host/db").unwrap_err();
    assert!(refused.message().contains("postgres://"), "{refused}");
}

#[test]
fn a_database_that_is_only_read_is_shared_and_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.dictum");
    assert!(matches!(Database::open(&path).unwrap_err().kind(), ErrorKind::NoDatabase { .. }));
    begun(&made(folder.path()));
    let files = |folder: &Path| -> BTreeMap<String, u64> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        entries
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
            .collect()
    };
    let before = (files(&path), files(&path.join("index")));
    let open = || Database::builder(&path).read_only(true).create(true).open().unwrap();
    let (one, other) = (open(), open());
    assert_eq!(one.ask("topics").unwrap().rows(), other.ask("topics").unwrap().rows());
    let mut transaction = one.transaction();
    transaction.add(claim("one", "sun"));
    let problems = transaction.commit(None).unwrap_err();
    assert!(problems[0].message().contains("reading only"), "{problems}");
    assert_eq!(other.ask("count claims").unwrap().rows()[0]["count"], 0);
    drop((one, other));
    assert_eq!((files(&path), files(&path.join("index"))), before);
}
