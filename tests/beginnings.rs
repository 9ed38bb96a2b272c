//! A database is made with its first record, and never by mistake.

use std::fs;
use std::path::Path;

use common::dictum;
use dictum::store::Opening;
use tempfile::TempDir;

use crate::common;

fn nowhere() -> (TempDir, std::path::PathBuf) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    (temp, db)
}

/// What stands in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder can be read");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn asking_where_nothing_is_makes_nothing_and_is_no_answer() {
    let (temp, db) = nowhere();
    for args in [
        &["query", "claims"][..],
        &["query", "claims abot"],
        &["export"],
        &["stats"],
        &["log"],
        &["check"],
        &["digest"],
        &["rebuild"],
        &["-c", "claims"],
        &["--keep-going", "-c", "claims"],
        &["-c", ".stats"],
        &["-c", ".export csv x.csv claims"],
        &["run", "-"],
        &[],
    ] {
        let ran = dictum(&db, args).given("claims about Russia\n").run().sound("");
        let code = if args == ["query", "claims abot"] { 1 } else { 3 };
        assert!(ran.code == Some(code) && ran.out.is_empty(), "{args:?}: {:?} {}", ran.code, ran.err);
        assert!(code == 1 || ran.err.contains("there is no database at"), "{args:?}: {}", ran.err);
        assert!(names(temp.path()).is_empty(), "{args:?}");
    }
}

#[test]
fn what_cannot_be_recorded_makes_nothing() {
    let (temp, db) = nowhere();
    let file = temp.path().join("wrong.ndjson");
    fs::write(&file, "{\"type\":\"source\",\"id\":\"s\"}\n{\"type\":\"nonsense\"}\n")
        .expect("a file can be written");
    let good = temp.path().join("good.ndjson");
    fs::write(&good, "{\"type\":\"source\",\"id\":\"s\"}\n").expect("a file can be written");
    let script = temp.path().join("good.claims");
    fs::write(&script, "add place p \"P\"\n").expect("a file can be written");
    let path = |file: &Path| file.display().to_string();
    let (file, good, script) = (path(&file), path(&good), path(&script));
    let before = names(temp.path());
    for (code, args, given) in [
        (1, &["run", "-"][..], "add claim c \"C\" asserted read in nothing\nclaims"),
        (1, &["run", "-"], "add place p \"P\"\nadd place p \"Q\""),
        (1, &["import", &file], ""),
        (1, &["import", "-"], "{\"type\":\"nonsense\"}"),
        (0, &["import", "--dry-run", &good], ""),
        (0, &["import", "--dry-run", "--from", "script", &script], ""),
        (1, &["--keep-going", "-c", "retract p because \"x\"", "-c", "claims"], ""),
        (1, &["-c", ".undo 1 mistake", "-c", "add place p \"P\" within q"], ""),
    ] {
        let ran = dictum(&db, args).given(given).run().sound(given).ended(code);
        assert!(!ran.err.contains("new database"), "{args:?}: {}", ran.err);
        assert_eq!(names(temp.path()), before, "{args:?}");
    }
    assert!(dictum(&db, &["import", "-"]).given("").run().ended(0).err.contains("0 recorded"));
    assert_eq!(names(temp.path()), before);
}

#[test]
fn the_first_record_makes_it_and_that_is_said_once() {
    for (args, given) in [
        (&["run", "-"][..], "add place p \"P\""),
        (&[], "add place p \"P\"\nplaces"),
        (&["-c", "places", "-c", "add place p \"P\""], ""),
        (&["--keep-going", "-c", "places", "-c", "add place p \"P\"", "-c", "places"], ""),
        (
            &["import", "-"],
            "{\"type\":\"entity\",\"id\":\"p\",\"kind\":\"place\",\"names\":[{\"text\":\"P\"}]}",
        ),
        (&["import", "-", "--on-error", "skip"], "{}\n{\"type\":\"source\",\"id\":\"p\"}"),
    ] {
        let (_temp, db) = nowhere();
        let ran = dictum(&db, args).given(given).run().sound(given);
        assert_eq!(ran.err.matches("new database").count(), 1, "{args:?}: {}", ran.err);
        assert!(ran.err.contains("1 recorded (transaction 1)"), "{args:?}: {}", ran.err);
        let again = dictum(&db, &["run", "-"]).given("add place q \"Q\"").run().ended(0);
        assert!(!again.err.contains("new database") && again.err.contains("transaction 2"), "{}", again.err);
        dictum(&db, &["check"]).run().ended(0);
    }
}

/// An empty folder may become a database, and stays one that is empty while nothing is recorded.
#[test]
fn an_empty_folder_stays_empty_until_then() {
    let (_temp, db) = nowhere();
    fs::create_dir(&db).expect("a folder can be made");
    dictum(&db, &["run", "-"]).given("add place p \"P\" within q").run().ended(1);
    dictum(&db, &["import", "-"]).given("{\"type\":\"nonsense\"}").run().ended(1);
    assert!(names(&db).is_empty());
    dictum(&db, &["run", "-"]).given("add place p \"P\"").run().ended(0);
    assert!(db.join("journal").is_file());
}

/// What somebody else has made meanwhile is neither taken over unseen nor destroyed.
#[test]
fn two_who_begin_at_once_do_not_harm_each_other() {
    use dictum::session::Session;
    let (_temp, db) = nowhere();
    let open =
        || Session::open_or_begin(&db, Opening::new(false), "tester", &mut |_, _| {}).expect("it opens").0;
    let (mut first, mut second) = (open(), open());
    first.run("add place p \"P\"", None, &mut |_| {}).expect("it is recorded");
    let refused = second.run("add place p \"Q\"", None, &mut |_| {}).expect_err("the first has it open");
    assert!(
        refused[0].message().contains("in use") || refused[0].message().contains("open"),
        "{}",
        refused[0].message()
    );
    drop(first);
    let refused = second.run("add place p \"Q\"", None, &mut |_| {}).expect_err("it is another database now");
    assert!(refused[0].message().contains("somebody else"), "{}", refused[0].message());
    let refused = second.run("add place p \"Q\"", None, &mut |_| {}).expect_err("p is there");
    assert!(refused[0].message().contains("is already recorded"), "{}", refused[0].message());
    second.run("add place q \"Q\"", None, &mut |_| {}).expect("it is recorded");
    assert_eq!(second.store().sequence(), 2);
}
