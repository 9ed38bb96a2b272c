//! Who only asks writes nothing: no file is made, changed or even opened for writing, and nothing is synced.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{dictum, files_in, inside};

/// Everything in a folder, with all that the system keeps of it but when it was last read.
fn everything(folder: &Path) -> Vec<(PathBuf, [i64; 6], Vec<u8>)> {
    let mut all: Vec<_> = files_in(folder);
    all.push(folder.to_path_buf());
    all.push(folder.join("index"));
    all.into_iter()
        .map(|path| {
            let is = fs::metadata(&path).expect("it is there");
            let kept =
                [is.ino() as i64, is.len() as i64, is.mtime(), is.mtime_nsec(), is.ctime(), is.ctime_nsec()];
            let bytes = if is.is_file() { fs::read(&path).expect("it can be read") } else { Vec::new() };
            (path, kept, bytes)
        })
        .collect()
}

const COMMANDS: [&[&str]; 8] = [
    &["query", "claims"],
    &["run", "-"],
    &["export"],
    &["stats"],
    &["log"],
    &["digest"],
    &["check"],
    &["import", "--dry-run", "-"],
];

/// Small databases keep their records in the journal alone, larger ones in runs.
fn databases() -> [(tempfile::TempDir, PathBuf); 2] {
    [3, 1200].map(|count| {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let db = temp.path().join("claims.dictum");
        let mut session = inside::session(&db);
        for part in 0..3 {
            let lines: String = (part * count..(part + 1) * count)
                .map(|n| format!("{{\"type\":\"source\",\"id\":\"doc-{n}\",\"title\":\"Report {n}\"}}\n"))
                .collect();
            inside::import(&mut session, lines.as_bytes()).expect("it is taken in");
        }
        inside::run(&mut session, "add claim c \"It is so\" asserted read in doc-1");
        (temp, db)
    })
}

#[test]
fn who_only_asks_changes_nothing() {
    for (_temp, db) in databases() {
        let before = everything(&db);
        for command in COMMANDS {
            let given = if command[0] == "run" { "claims" } else { "{\"type\":\"source\",\"id\":\"new\"}\n" };
            let ran = dictum(&db, command).given(given).run().ended(0);
            assert!(!ran.err.contains("note:"), "{command:?}: {}", ran.err);
            assert!(everything(&db) == before, "{command:?} changes something");
        }
        let after = |script: &str| dictum(&db, &["run", "-"]).given(script).run().ended(0);
        after("add place p \"P\"");
        assert!(everything(&db) != before, "recording does");
        let before = everything(&db);
        dictum(&db, &["query", "claims"]).run().ended(0);
        assert!(everything(&db) == before, "the first question after recording finds nothing to do");
    }
}

/// What the system is asked to do, where a tool is there that counts it.
#[test]
fn who_only_asks_syncs_nothing() {
    let is_there = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !is_there.is_ok_and(|status| status.success()) {
        println!("skipped: there is no strace here");
        return;
    }
    for (temp, db) in databases() {
        let log = temp.path().join("calls");
        let mut traced = Command::new("strace");
        traced.args([
            "-f",
            "-e",
            "trace=fsync,fdatasync,sync_file_range,pwrite64,ftruncate,rename,unlink,mkdir",
        ]);
        traced
            .arg("-o")
            .arg(&log)
            .arg(env!("CARGO_BIN_EXE_dictum"))
            .arg("--db")
            .arg(&db)
            .args(["query", "claims"]);
        let status = traced.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it runs");
        if !status.success() {
            println!("skipped: nothing can be traced here");
            return;
        }
        let calls = fs::read_to_string(&log).expect("a log");
        let calls: Vec<_> = calls.lines().filter(|line| line.contains('(')).collect();
        assert!(calls.is_empty(), "{calls:?}");
    }
}
