//! Databases in use, databases that can only be read, and what is no database.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{dictum, files_in};

const SCRIPT: &str = "add source doc\nadd claim c \"It is so\" asserted read in doc";

fn database(db: &Path) {
    dictum(db, &["run", "-"]).given(SCRIPT).run().ended(0);
}

#[test]
fn a_second_process_is_told_which_one_has_it() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    database(&db);
    // It holds the database while it waits for more records.
    let mut holder = dictum(&db, &["import", "-"]).command;
    let mut holder =
        holder.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let until = Instant::now() + Duration::from_secs(10);
    while fs::read_to_string(db.join("lock")).is_ok_and(|lock| lock.is_empty()) && Instant::now() < until {
        thread::sleep(Duration::from_millis(5));
    }
    let commands: [&[&str]; 8] = [
        &["query", "claims"],
        &["run", "-"],
        &["import", "-"],
        &["export"],
        &["check"],
        &["rebuild"],
        &["stats"],
        &["log"],
    ];
    for command in commands {
        let ran = dictum(&db, command).given("add place p \"P\"").wait("0.1").run().ended(3).sound("");
        assert!(
            ran.err.contains(&format!("process {} has it open", holder.id())),
            "{command:?}: {}",
            ran.err
        );
        assert!(ran.out.is_empty(), "{command:?}");
    }
    drop(holder.stdin.take());
    assert!(holder.wait().expect("it ends").success());
    dictum(&db, &["check"]).run().ended(0);
}

#[test]
fn what_is_no_database_is_left_alone() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| temp.path().join(name);
    fs::write(at("file"), "text").expect("a file can be written");
    fs::create_dir(at("other")).expect("a folder can be made");
    fs::write(at("other/article.txt"), "text").expect("a file can be written");
    fs::create_dir(at("empty")).expect("a folder can be made");
    let before = files_in(temp.path());
    let commands: [&[&str]; 7] =
        [&["query", "claims"], &["export"], &["check"], &["rebuild"], &["stats"], &["log"], &["digest"]];
    for (name, said) in [
        ("file", "is a file"),
        ("other", "holds other files"),
        ("empty", "holds no database"),
        ("nothing", "there is no database"),
        ("file/below", ""),
        ("nothing/below", "there is no database"),
    ] {
        for command in commands {
            let ran = dictum(&at(name), command).run().sound("");
            let expected = if name == "file/below" { 4 } else { 3 };
            assert_eq!(ran.code, Some(expected), "{name} {command:?}: {}", ran.err);
            assert!(ran.err.contains(said) && ran.err.contains(name), "{name} {command:?}: {}", ran.err);
        }
    }
    for (name, code) in [("file", 3), ("other", 3), ("file/below", 4), ("nothing/below", 4)] {
        dictum(&at(name), &["run", "-"]).given(SCRIPT).run().sound("").ended(code);
        dictum(&at(name), &["import", "-"]).given("{\"type\":\"source\"}").run().sound("").ended(code);
    }
    assert_eq!(files_in(temp.path()), before);
    // An empty folder becomes one when something is recorded.
    database(&at("empty"));
    dictum(&at("empty"), &["check"]).run().ended(0);
}

/// What a process that was killed while it made a database can leave behind.
#[test]
fn a_making_that_was_cut_short() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    fs::create_dir(&db).expect("a folder can be made");
    fs::write(db.join("lock"), "4711\n").expect("a file can be written");
    fs::write(db.join("journal.new"), "half").expect("a file can be written");
    dictum(&db, &["query", "claims"]).run().ended(3);
    database(&db);
    dictum(&db, &["check"]).run().ended(0);
}

/// The program as somebody whom the rights of files bind; nothing where there is nobody of that kind.
#[cfg(unix)]
fn bound(command: &mut Command, folder: &Path) -> bool {
    use std::os::unix::process::CommandExt;
    if fs::write(folder.join("probe"), b"").is_err() {
        return true;
    }
    fs::remove_file(folder.join("probe")).expect("it goes");
    command.uid(65534).gid(65534);
    // That user may not be let in where the program lies.
    let mut probe = Command::new(env!("CARGO_BIN_EXE_dictum"));
    probe.arg("--version").uid(65534).gid(65534).stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

#[cfg(unix)]
#[test]
fn a_database_that_can_only_be_read_is_asked() {
    use std::os::unix::fs::PermissionsExt;
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    database(&db);
    let answer = dictum(&db, &["query", "claims", "--format", "ndjson"]).run().ended(0);
    let rights = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights can be set");
    };
    files_in(&db).iter().for_each(|file| rights(file, 0o444));
    for folder in [&db.join("index"), &db] {
        rights(folder, 0o555);
    }
    rights(temp.path(), 0o755);
    let before = files_in(&db);
    let run = |args: &[&str], input: &str| {
        let mut program = dictum(&db, args).given(input);
        bound(&mut program.command, &db).then(|| program.run())
    };
    if let Some(asked) = run(&["query", "claims", "--format", "ndjson"], "") {
        let asked = asked.ended(0);
        assert_eq!(asked.out, answer.out);
        for command in ["check", "stats", "log", "digest", "export"] {
            run(&[command], "").expect("as before").sound("").ended(0);
        }
        let tried = run(&["import", "--dry-run", "-"], "{\"type\":\"source\",\"id\":\"only-tried\"}\n");
        let tried = tried.expect("as before").sound("").ended(0);
        assert!(tried.err.contains("would be 1 recorded"), "{}", tried.err);
        let told = run(&["run", "-"], "add place p \"P\"").expect("as before").sound("").ended(3);
        assert!(told.err.contains("for reading only"), "{}", told.err);
        assert_eq!(files_in(&db), before);
        // Where the lock cannot even be read, and the index neither, the journal is enough.
        for file in files_in(&db.join("index")).iter().chain([&db.join("lock")]) {
            rights(file, 0o000);
        }
        let asked = run(&["query", "claims", "--format", "ndjson"], "").expect("as before").ended(0);
        assert_eq!(asked.out, answer.out);
    } else {
        println!("skipped: there is no user here whom rights bind");
    }
    for folder in [&db, &db.join("index")] {
        rights(folder, 0o755);
    }
}
