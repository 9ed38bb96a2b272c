//! `-c`, `-f` and a pipe: no banner, no prompt; the exit code tells whether all of it could be done.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::kit::at_root;

fn dictum(db: &Path, args: &[&str], input: Option<&str>) -> Output {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictum"));
    command.arg("--db").arg(db).args(args).env("DICTUM_AUTHOR", "tester").env_remove("COLUMNS");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = input.unwrap_or("").to_owned();
    std::thread::spawn(move || {
        // It may end before it has read everything.
        let _ = stdin.write_all(text.as_bytes());
    });
    child.wait_with_output().expect("an output")
}

fn seeded() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("seed.dictum");
    let seed = at_root("fixtures/caucasus.claims");
    let ran = dictum(&db, &["-f", &seed.display().to_string()], None);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    (folder, db)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_is_played_is_done_in_its_order() {
    let (_folder, db) = seeded();
    let ran = dictum(
        &db,
        &["-c", ".mode ndjson", "-c", "claims by Neil Melvin limit 1\n.mode csv\ncount claims"],
        None,
    );
    let out = text(&ran.stdout);
    assert!(out.starts_with('{') && out.ends_with("count\n86\n"), "{out}");
    assert_eq!(ran.status.code(), Some(0));
    let ran = dictum(&db, &[], Some(".mode csv\ncount claims\n.quit\ncount people\n"));
    assert_eq!(text(&ran.stdout), "count\n86\n");
    let ran = dictum(&db, &["-c", "count claims"], None);
    assert!(text(&ran.stdout).contains("86") && !text(&ran.stderr).contains("dictum>"));
}

#[test]
fn texts_and_files_are_done_in_the_order_in_which_they_are_given() {
    let (folder, db) = seeded();
    let file = folder.path().join("people.claims");
    std::fs::write(&file, "count people\n").expect("a file");
    let file = file.display().to_string();
    let args = ["-c", ".mode csv", "-c", "count claims", "-f", &file, "-c", "count sources", "-f", "-"];
    let ran = dictum(&db, &args, Some("count roles\n"));
    assert_eq!(text(&ran.stdout), "count\n86\ncount\n6\ncount\n2\ncount\n9\n");
    let ran = dictum(&db, &["-f", &file, "-c", "count claims"], None);
    let out = text(&ran.stdout);
    assert!(out.find(" 6 ") < out.find("86") && out.contains(" 6 "), "{out}");
}

#[test]
fn what_is_near_is_remarked_beside_the_answers() {
    let (folder, db) = seeded();
    let file = folder.path().join("near.claims");
    let claim = "add claim card-lost \"The corridor is the last strong card of Russia in the region\"@en
    quoted by neil-melvin read in arabic-report\n";
    std::fs::write(&file, claim).expect("a file");
    let ran = dictum(&db, &["run", &file.display().to_string()], None);
    let said = text(&ran.stderr);
    assert!(ran.status.success() && text(&ran.stdout).is_empty(), "{said}");
    assert!(said.contains("`card-lost` says nearly what is here already: last-card: The corridor"), "{said}");
}

#[test]
fn what_fails_gives_an_exit_code() {
    let (_folder, db) = seeded();
    let count = |args: &[&str], input: &str| {
        let ran = dictum(&db, args, Some(input));
        (ran.status.code(), text(&ran.stdout).matches("count").count())
    };
    let wrong = "count claims\ncount claims about Rusia\ncount claims\n";
    assert_eq!(count(&[], wrong), (Some(1), 2));
    assert_eq!(count(&["--bail"], wrong), (Some(1), 1));
    assert_eq!(count(&[], &format!(".timer off\n{wrong}")), (Some(1), 2));
    let unreadable = "count claims\ncount clams\ncount claims\n";
    assert_eq!(count(&[], unreadable), (Some(1), 0));
    assert_eq!(count(&["--keep-going"], unreadable), (Some(1), 2));
    assert_eq!(count(&["-c", ".nothing", "-c", "count claims"], ""), (Some(1), 0));
    assert_eq!(dictum(&db, &["--bail", "stats"], None).status.code(), Some(2));
}

#[test]
fn no_database_is_made_by_asking() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("none.dictum");
    for args in [&["-c", "claims"][..], &["-c", ".stats"][..]] {
        assert_eq!(dictum(&db, args, None).status.code(), Some(3));
        assert!(!db.exists());
    }
}
