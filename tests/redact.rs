//! `dictum redact`: what was recorded of a record goes out of this copy, for good; the chain verifies; that it went, when,
//! by whom and why is seen.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dictum::store::Opening;
use dictum::store::engine::{Binding, Engine};
use dictum::store::folder::Folder;
use dictum::store::index::Index;
use dictum::store::journal::Journal;

use crate::common::{copy_folder, dictum, inside};

const WORLD: &str = r#"
add source paper title "The Paper"
add person leak "Zebulon Quartermain"@en note "Quartermain told us at night"
add person other "Ada Brandt"@en
add claim safe "The bridge is safe."@en quoted by leak read in paper
add claim plain "The road is closed."@en quoted by other read in paper
"#;

const SECRETS: [&str; 3] = ["quartermain", "zebulon", "by mistake"];

struct Ground {
    _folder: tempfile::TempDir,
    db: PathBuf,
}

/// A database in which the name stands in several transactions, and in the memory of the index.
fn ground() -> Ground {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("paper.dictum");
    for script in [
        WORLD,
        "correct leak note \"Quartermain told us twice\" because \"he called again\"",
        "retract claim safe because \"Zebulon spoke by mistake\"",
        "restore claim safe because \"Quartermain did not\"",
        "correct plain tagged roads",
    ] {
        inside::run(&mut inside::session(&db), script);
    }
    Ground { _folder: folder, db }
}

fn redact(db: &Path, record: &str) {
    let args = ["redact", record, "because", "court order 12/2026", "--yes"];
    let ran = dictum(db, &args).within(Duration::from_secs(60)).run().ended(0);
    assert!(ran.err.contains("is redacted"), "{}", ran.err);
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("a folder can be read").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    let lower = bytes.to_ascii_lowercase();
    lower.windows(secret.len()).any(|part| part == secret.as_bytes())
}

/// Where the secrets stand in the folder of a database: in its files as they are, in the journal's changes and in the
/// index's entries as they are unpacked.
fn found(db: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |place: String, bytes: &[u8]| {
        found.extend(
            SECRETS.iter().filter(|secret| holds(bytes, secret)).map(|secret| format!("{secret}: {place}")),
        );
    };
    for file in files_in(db) {
        look(file.display().to_string(), &fs::read(&file).expect("a file can be read"));
    }
    let (journal, _) = Journal::open(&db.join("journal"), None, false).expect("the journal opens");
    let mut frames = journal.frames(None);
    while let Some(frame) = frames.next().expect("the journal is whole") {
        look(format!("stamp {}", frame.head.sequence), format!("{:?}", frame.stamp).as_bytes());
        for block in frame.blocks() {
            for (at, bytes) in block.expect("a block is whole").pieces() {
                look(format!("transaction {}, {at:?}", frame.head.sequence), bytes);
            }
        }
    }
    if db.join("index").is_dir() {
        // A process that another test starts holds what is open here until it is under way.
        let patient = Opening::new(false).waiting(Duration::from_secs(10));
        let mut folder = Folder::open_as(db, patient).expect("the folder opens");
        folder.hold_journal().expect("nobody has it");
        folder.hold_index().expect("nobody has it");
        let tie = Binding { place: folder.place(), journal: Some(folder.journal()) };
        let engine = Engine::open_bound(&folder.index(), tie, false).expect("the index opens");
        let index = Index::open(engine).expect("the index opens");
        for entry in index.entries(&[]).expect("the index can be read") {
            let (key, value) = entry.expect("an entry can be read");
            look(format!("index {key:02x?}"), &[key, value].concat());
        }
    }
    found
}

fn digest(db: &Path) -> String {
    dictum(db, &["digest"]).run().ended(0).text().trim().to_owned()
}

/// The digests after each transaction.
fn chain(db: &Path) -> Vec<String> {
    let (journal, _) = Journal::open(&db.join("journal"), None, false).expect("the journal opens");
    let (mut frames, mut hashes) = (journal.frames(None), Vec::new());
    while let Some(frame) = frames.next().expect("the journal is whole") {
        hashes.push(frame.head.hash_hex());
    }
    hashes
}

#[test]
fn what_is_redacted_is_gone_from_every_file_and_the_chain_verifies() {
    let ground = ground();
    let db = &ground.db;
    assert!(!found(db).is_empty(), "the test finds what is there");
    // What was set aside may hold it as well.
    fs::write(db.join("journal.torn-9"), b"Zebulon Quartermain").expect("a file can be written");
    copy_folder(&db.join("index"), &db.join("index.aside-1"));
    let (before, hashes) = (digest(db), chain(db));
    redact(db, "leak");
    redact(db, "safe");
    assert_eq!(found(db), Vec::<String>::new());
    let after = chain(db);
    assert_eq!(after[..hashes.len()], hashes, "every hash stays what it was");
    assert_eq!(hashes.last(), Some(&before));
    assert_eq!((after.len(), digest(db)), (hashes.len() + 2, after[hashes.len() + 1].clone()));
    let names: Vec<_> =
        files_in(db).into_iter().filter_map(|file| file.file_name().map(ToOwned::to_owned)).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("torn")), "{names:?}");
}

#[test]
fn what_is_left_says_when_by_whom_and_why() {
    let ground = ground();
    let db = &ground.db;
    redact(db, "leak");
    let shown = dictum(db, &["query", "show leak"]).run().ended(1);
    assert!(shown.err.contains("entity `leak` was redacted at "), "{}", shown.err);
    assert!(shown.err.contains("by tester (transaction 6), because court order 12/2026"), "{}", shown.err);
    let history = dictum(db, &["query", "history of entity leak"]).run().ended(0).text();
    for line in ["added (redacted since)", "corrected (redacted since)", "redacted", "court order 12/2026"] {
        assert!(history.contains(line), "{line}: {history}");
    }
    // A claim that names it still does, by its id; so it does as of before.
    for question in ["show safe", "show safe as of transaction 1", "claims as of transaction 1"] {
        let answer = dictum(db, &["query", question]).run().ended(0).text();
        assert!(answer.contains("leak"), "{question}: {answer}");
    }
    let named = dictum(db, &["query", "claims by leak"]).run();
    assert!(named.code == Some(0) || named.err.contains("was redacted"), "{}", named.err);
    let checked = dictum(db, &["check"]).run().ended(0).text();
    assert!(checked.contains("claim `safe`, field `speakers`: entity `leak` was redacted"), "{checked}");
    assert!(checked.contains("all is well"), "{checked}");
    let log = dictum(db, &["log"]).run().ended(0).text();
    assert!(
        log.lines().next().is_some_and(|line| line.contains("tester") && line.contains("court order")),
        "{log}"
    );
}

#[test]
fn a_redacted_claim_is_in_no_answer_of_any_time() {
    let ground = ground();
    let db = &ground.db;
    redact(db, "plain");
    for question in ["claims", "claims as of transaction 1", "claims by other", "claims containing \"road\""]
    {
        let answer = dictum(db, &["query", question, "--format", "ndjson"]).run().ended(0).text();
        assert!(!answer.contains("plain") && !answer.contains("road is closed"), "{question}: {answer}");
    }
    // It may be recorded again, and the other claims are what they were.
    let again = "add claim plain \"The road was closed.\"@en quoted by other read in paper";
    dictum(db, &["-c", again]).run().ended(0);
    for question in ["show plain", "show safe"] {
        dictum(db, &["query", question]).run().ended(0);
    }
    let all = dictum(db, &["query", "claims", "--format", "ndjson"]).run().ended(0).text();
    assert!(all.contains("The road was closed.") && all.contains("The bridge is safe."), "{all}");
    dictum(db, &["rebuild"]).run().ended(0);
    dictum(db, &["check"]).run().ended(0);
    redact(db, "plain");
    let all = dictum(db, &["query", "claims", "--format", "ndjson"]).run().ended(0).text();
    assert!(!all.contains("was closed") && all.contains("The bridge is safe."), "{all}");
    dictum(db, &["check"]).run().ended(0);
}

#[test]
fn it_is_refused_or_asked_before_it_is_done() {
    let ground = ground();
    let db = &ground.db;
    let before = fs::read(db.join("journal")).expect("a journal");
    let ran = dictum(db, &["redact", "leak", "because", "court order"]).run().ended(2);
    assert!(ran.err.contains("`dictum redact leak because 'court order' --yes`"), "{}", ran.err);
    assert!(ran.err.contains("Copies, exports and backups"), "{}", ran.err);
    dictum(db, &["redact", "leak", "--yes"]).run().ended(2);
    dictum(db, &["redact", "because", "x", "--yes"]).run().ended(2);
    dictum(db, &["redact", "leak", "because", "two", "words", "--yes"]).run().ended(2);
    let near = dictum(db, &["redact", "leek", "because", "x", "--yes"]).run().ended(1);
    assert!(near.err.contains("leak"), "{}", near.err);
    // Whoever has the database open keeps a redaction out.
    let session = inside::session(db);
    let held = dictum(db, &["redact", "leak", "because", "x", "--yes"]).wait("0").run().ended(3);
    assert!(held.err.contains("in use"), "{}", held.err);
    drop(session);
    assert_eq!(fs::read(db.join("journal")).expect("a journal"), before);
    redact(db, "leak");
    let again = dictum(db, &["redact", "leak", "because", "x", "--yes"]).run().ended(1);
    assert!(again.err.contains("was redacted at"), "{}", again.err);
}

#[test]
fn exports_say_so_and_an_import_brings_it_along() {
    let ground = ground();
    let db = &ground.db;
    redact(db, "leak");
    let script = dictum(db, &["export", "--format", "script"]).run().ended(0);
    assert!(script.text().contains("# entity `leak` was redacted at "), "{}", script.text());
    assert!(script.err.contains("entity `leak` was redacted"), "{}", script.err);
    for args in [&["export"][..], &["export", "claims by other or by leak"], &["export", "claims"]] {
        let ran = dictum(db, args).run();
        assert!(
            ran.code != Some(0) || ran.err.contains("redacted") || !ran.text().contains("leak"),
            "{}",
            ran.err
        );
    }
    let lines = dictum(db, &["export"]).run().ended(0).text();
    let line = lines.lines().find(|line| line.contains("\"redaction\"")).expect("a line says so");
    assert!(line.contains("court order 12/2026") && line.contains("tester"), "{line}");
    let copy = db.with_file_name("copy.dictum");
    dictum(&copy, &["import", "-"]).given(lines.clone()).run().ended(0);
    let shown = dictum(&copy, &["query", "show leak"]).run().ended(1);
    assert!(shown.err.contains("court order 12/2026; redacted by tester; at "), "{}", shown.err);
    dictum(&copy, &["check"]).run().ended(0);
    // A second time, nothing is new.
    let again = dictum(&copy, &["import", "-"]).given(lines).run().ended(0);
    assert!(again.err.contains("0 recorded"), "{}", again.err);
}

#[test]
fn a_copy_of_the_folder_or_of_the_journal_is_the_same_database() {
    let ground = ground();
    let db = &ground.db;
    redact(db, "leak");
    redact(db, "safe");
    let (folder, journal) = (db.with_file_name("folder.dictum"), db.with_file_name("journal.dictum"));
    copy_folder(db, &folder);
    fs::create_dir(&journal).expect("a folder can be made");
    fs::copy(db.join("journal"), journal.join("journal")).expect("a file can be copied");
    for copy in [&folder, &journal] {
        assert_eq!(digest(copy), digest(db));
        dictum(copy, &["check"]).run().ended(0);
        inside::run(&mut inside::open(copy).expect("it opens").0, "add person new \"New\"@en");
        assert_eq!(found(copy), Vec::<String>::new());
    }
}

/// What a process leaves that is killed on the way: before the new journal has its name, and after.
#[test]
fn killed_on_the_way_leaves_the_old_state_or_the_new() {
    let ground = ground();
    let db = &ground.db;
    let old = db.with_file_name("old.dictum");
    copy_folder(db, &old);
    redact(db, "leak");
    let new = fs::read(db.join("journal")).expect("a journal");
    for length in [0, 40, new.len() / 2, new.len()] {
        let between = db.with_file_name(format!("between-{length}.dictum"));
        copy_folder(&old, &between);
        fs::remove_dir_all(between.join("index")).expect("it goes");
        fs::write(between.join("journal.new"), &new[..length]).expect("a file can be written");
        let shown = dictum(&between, &["query", "show leak"]).run().ended(0).text();
        assert!(shown.contains("Quartermain"), "{shown}");
        assert!(!between.join("journal.new").exists());
        dictum(&between, &["check"]).run().ended(0);
    }
    let after = db.with_file_name("after.dictum");
    fs::create_dir(&after).expect("a folder can be made");
    fs::write(after.join("journal"), &new).expect("a file can be written");
    dictum(&after, &["query", "show leak"]).run().ended(1);
    dictum(&after, &["check"]).run().ended(0);
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_leaves_the_old_state_or_the_new() {
    let ground = ground();
    // The name stands in the reasons that were given for this one as well.
    redact(&ground.db, "safe");
    let mut outcomes = [0, 0];
    for round in 0..12 {
        let db = ground.db.with_file_name(format!("round-{round}.dictum"));
        copy_folder(&ground.db, &db);
        let program = dictum(&db, &["redact", "leak", "because", "x", "--yes"]);
        let mut command = program.command;
        let mut child = command.spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(round * 7));
        let _ = child.kill();
        let _ = child.wait();
        let shown = dictum(&db, &["query", "show leak"]).run();
        let is_new = shown.code == Some(1);
        assert!(is_new == shown.err.contains("was redacted at"), "{}", shown.err);
        outcomes[usize::from(is_new)] += 1;
        dictum(&db, &["check"]).run().ended(0);
        assert_eq!(found(&db).is_empty(), is_new);
    }
    assert_eq!(outcomes.iter().sum::<usize>(), 12);
}

/// Frames of version 2 have no hashes that would stay.
#[test]
fn an_old_journal_is_redacted_with_new_hashes_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for golden in ["journal-1", "journal-2-layout-2"] {
        let db = folder.path().join(golden).with_extension("dictum");
        fs::create_dir(&db).expect("a folder can be made");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(golden);
        fs::copy(&path, db.join("journal")).expect("a file can be copied");
        let (before, hashes) = (digest(&db), chain(&db));
        let args = ["redact", "claim", "last-card", "because", "court order", "--yes"];
        let refused = dictum(&db, &args).run().ended(1);
        assert!(
            refused.err.contains("`dictum redact claim last-card because 'court order' --new-chain`"),
            "{}",
            refused.err
        );
        assert_eq!(digest(&db), before);
        let with: Vec<&str> = args.iter().copied().chain(["--new-chain"]).collect();
        let ran = dictum(&db, &with).run().ended(0);
        assert!(ran.err.contains(&format!("the digest before was {before}")), "{}", ran.err);
        let after = chain(&db);
        assert_eq!(after.len(), hashes.len() + 1);
        assert_ne!(after[hashes.len() - 1], before);
        assert_eq!(digest(&db), after[hashes.len()]);
        let log = dictum(&db, &["log"]).run().ended(0).text();
        assert!(log.contains(&before[..12]), "the journal says which digest it had: {log}");
    }
}

/// An answer as of before says what is missing from it, and why it cannot be there.
#[test]
fn as_of_before_says_what_is_missing() {
    let ground = ground();
    let db = &ground.db;
    let asked = |question: &str| dictum(db, &["query", question]).run().ended(0).err;
    assert!(!asked("claims as of transaction 1").contains("redacted"));
    redact(db, "plain");
    for question in
        ["claims as of transaction 1", "count claims as of transaction 1", "people as of transaction 1"]
    {
        let said = asked(question);
        assert!(
            said.contains("1 record that was there then was redacted since, and is missing: claim `plain`"),
            "{said}"
        );
    }
    redact(db, "leak");
    let said = asked("claims by other as of transaction 2");
    assert!(said.contains("2 records that were there then were redacted since, and are missing"), "{said}");
    assert!(said.contains("entity `leak`") && said.contains("claim `plain`"), "{said}");
    assert!(!asked("claims").contains("missing"), "it is said of the past alone");
    let again = "add claim plain \"The road was closed.\"@en quoted by other read in paper";
    dictum(db, &["-c", again]).run().ended(0);
    let last = dictum(db, &["log", "--limit", "1"]).run().ended(0).text();
    let last = last.split_whitespace().next().expect("a transaction").to_owned();
    assert!(!asked(&format!("claims as of transaction {last}")).contains("missing"), "it was added again");
}

/// A script has no statement for what was redacted: what refers to it stands in it as a remark, and the rest is imported.
#[test]
fn a_script_without_what_was_redacted_can_be_imported() {
    let ground = ground();
    let db = &ground.db;
    let more = "add claim later \"The tunnel is safe.\"@en quoted by other read in paper
link later supports safe
assess safe false by other on 2026 read in paper
retract link later supports safe because \"a mistake\"";
    dictum(db, &["run", "-"]).given(more).run().ended(0);
    redact(db, "leak");
    let script = dictum(db, &["export", "--format", "script"]).run().ended(0);
    let text = script.text();
    assert!(
        text.contains("# claim `safe` is left out: it refers to entity `leak`, which was redacted"),
        "{text}"
    );
    assert!(text.contains("#   add claim safe \"The bridge is safe.\"@en"), "{text}");
    assert!(text.contains("it refers to claim `safe`, which is left out"), "{text}");
    assert!(script.err.contains("3 records are not in it"), "{}", script.err);
    let copy = db.with_file_name("copy.dictum");
    dictum(&copy, &["run", "-"]).given(text).run().ended(0);
    let claims = dictum(&copy, &["query", "claims", "--format", "ndjson"]).run().ended(0).text();
    assert!(claims.contains("The tunnel is safe.") && !claims.contains("The bridge"), "{claims}");
    dictum(&copy, &["check"]).run().ended(0);
    dictum(db, &["export", "--format", "script", "--strict"]).run().ended(1);
}

/// On a terminal it asks, and only the word that it asks for does it.
#[test]
#[cfg(unix)]
fn on_a_terminal_it_asks_first() {
    let ground = ground();
    let answered = |answer: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dictum"));
        command.arg("--db").arg(&ground.db).args(["redact", "leak", "because", "court order 12/2026"]);
        let mut session = rexpect::session::spawn_command(command, Some(60_000)).expect("a pseudo-terminal");
        session.exp_string("It does not come back. Type `redact` to go on:").expect("it asks");
        session.send_line(answer).expect("an answer");
        session.exp_eof().expect("it ends")
    };
    let before = fs::read(ground.db.join("journal")).expect("a journal");
    for answer in ["", "yes", "redact it"] {
        let said = answered(answer);
        assert!(said.contains("nothing was changed"), "{answer}: {said}");
        assert_eq!(fs::read(ground.db.join("journal")).expect("a journal"), before, "{answer}");
    }
    let said = answered("redact");
    assert!(said.contains("entity `leak` is redacted"), "{said}");
    let shown = dictum(&ground.db, &["query", "show leak"]).run().ended(1);
    assert!(shown.err.contains("was redacted at"), "{}", shown.err);
}
