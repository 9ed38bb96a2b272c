//! Exit codes and streams: answers go to the standard output and everything else to the standard error; what is written
//! to a file is there whole or not at all.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use common::{dictum, files_in, fixture};
use tempfile::TempDir;

use crate::common;

/// The seed's database, and a copy of it for each who asks.
fn seeded() -> (TempDir, PathBuf) {
    static SEED: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, seed) = SEED.get_or_init(|| {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let db = temp.path().join("seed.dictum");
        dictum(&db, &["run", &fixture().display().to_string()]).run().ended(0);
        (temp, db)
    });
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    common::copy_folder(seed, &db);
    (temp, db)
}

#[test]
fn answers_and_everything_else_are_kept_apart() {
    let (_temp, db) = seeded();
    let asked =
        dictum(&db, &["query", "claims about Russia by diplomats", "--format", "ndjson"]).run().ended(0);
    assert_eq!(asked.text().lines().count(), 2);
    assert!(asked.text().lines().all(|line| line.starts_with('{')), "{}", asked.text());
    assert!(asked.err.contains("2 claims"), "{}", asked.err);
    let told = dictum(&db, &["run", "-"]).given("add place p \"P\"").run().ended(0);
    assert!(told.out.is_empty() && told.err.contains("1 recorded (transaction 2)"), "{}", told.err);
    let imported = dictum(&db, &["import", "-"]).given("{\"type\":\"source\",\"id\":\"s\"}").run().ended(0);
    assert!(imported.out.is_empty() && imported.err.contains("1 recorded"), "{}", imported.err);
    let wrong = dictum(&db, &["query", "claims about Rusia"]).run().ended(1);
    assert!(wrong.out.is_empty() && wrong.err.starts_with("error: "), "{}", wrong.err);
    let mixed = dictum(&db, &["run", "-"])
        .given("claims about Russia limit 1\nclaims about Rusia\nclaims limit 1")
        .run();
    let mixed = mixed.ended(1);
    assert!(!mixed.out.is_empty() && mixed.err.contains("Rusia"), "{}", mixed.err);
    let exported = dictum(&db, &["export"]).run().ended(0);
    assert!(exported.text().lines().all(|line| line.starts_with('{')), "{}", exported.text());
    assert!(exported.err.contains("records written; digest"), "{}", exported.err);
    let digest = dictum(&db, &["digest"]).run().ended(0);
    assert!(digest.err.is_empty() && digest.text().trim().len() == 64, "{}", digest.text());
}

#[test]
fn each_exit_code_has_its_cause() {
    let (temp, db) = seeded();
    let file = |name: &str, text: &[u8]| {
        let path = temp.path().join(name);
        fs::write(&path, text).expect("a file can be written");
        path.display().to_string()
    };
    let (wrong, binary) =
        (file("wrong.claims", b"claims abot Russia"), file("binary.claims", b"claims \xff"));
    let (good, untidy) =
        (file("good.claims", b"claims\n"), file("untidy.claims", b"CLAIMS   about   Russia\n"));
    let nowhere = temp.path().join("nowhere").display().to_string();
    let folder = temp.path().display().to_string();
    let cases: &[(i32, &[&str])] = &[
        (0, &["query", "claims"]),
        (0, &["query", "claims about Turkey by Neil Melvin"]),
        (0, &["run", &good, &good]),
        (0, &["fmt", &good]),
        (0, &["check"]),
        (0, &["--help"]),
        (0, &["--version"]),
        (0, &["query", "--help"]),
        (0, &["completions", "bash"]),
        (1, &["query", "claims abot Russia"]),
        (1, &["query", "claims about $x"]),
        (1, &["query", "add place p \"P\""]),
        (1, &["query", ""]),
        (1, &["export", "count claims"]),
        (1, &["export", "claims about Rusia"]),
        (1, &["run", &wrong]),
        (1, &["run", &good, &wrong]),
        (1, &["run", &binary]),
        (1, &["fmt", &wrong]),
        (1, &["fmt", "--check", &untidy]),
        (1, &["import", &wrong]),
        (2, &["query"]),
        (2, &["query", "claims", "limit 3"]),
        (2, &["ask", "claims"]),
        (2, &["query", "claims", "--fromat", "json"]),
        (2, &["query", "claims", "--format", "nonsense"]),
        (2, &["query", "claims about $x", "--param", "x"]),
        (2, &["query", "claims about $x", "--param", "=russia"]),
        (2, &["run"]),
        (2, &["import"]),
        (2, &["import", &good, "--from", "nonsense"]),
        (2, &["import", &good, "--on-error", "nonsense"]),
        (2, &["fmt"]),
        (2, &["fmt", &good, "--check", "--write"]),
        (2, &["log", "--limit", "many"]),
        (2, &["completions", "nonsense"]),
        (4, &["run", &nowhere]),
        (4, &["run", &folder]),
        (4, &["fmt", &nowhere]),
        (4, &["import", &nowhere]),
        (4, &["import", &folder]),
        (4, &["query", "claims", "--output", &folder]),
    ];
    let digest = dictum(&db, &["digest"]).run().ended(0).out;
    for (code, args) in cases {
        let ran = dictum(&db, args).run().sound(&args.join(" "));
        assert_eq!(ran.code, Some(*code), "{args:?}: {}{}", ran.text(), ran.err);
        assert!(*code == 0 || ran.out.is_empty() || args[0] == "run", "{args:?}: {}", ran.text());
    }
    assert_eq!(dictum(&db, &["digest"]).run().ended(0).out, digest);
}

#[test]
fn the_standard_input_is_a_file_like_others() {
    let (_temp, db) = seeded();
    let question = "claims about Russia by diplomats\n";
    let piped = dictum::<&str>(&db, &[]).given(question).run().ended(0);
    let run = dictum(&db, &["run", "-"]).given(question).run().ended(0);
    assert_eq!(piped.out, run.out);
    assert!(run.text().contains("diplomat"), "{}", run.text());
    assert_eq!(dictum(&db, &["fmt", "-"]).given("CLAIMS").run().ended(0).text(), "claims\n");
    assert!(dictum::<&str>(&db, &[]).given("").run().ended(0).out.is_empty());
    assert!(dictum(&db, &["import", "-"]).given("").run().ended(0).err.contains("0 recorded"));
    let wrong = dictum(&db, &["run", "-"]).given("claims\nclaims abot").run().ended(1);
    assert!(wrong.err.contains("standard input:2:8"), "{}", wrong.err);
}

#[test]
fn the_database_is_found_by_option_variable_or_place() {
    let (temp, db) = seeded();
    let run = |option: Option<&Path>, variable: Option<&Path>, place: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dictum"));
        command.args(["query", "count claims", "--format", "csv"]).current_dir(place).env_remove("DICTUM_DB");
        option.into_iter().for_each(|path| {
            command.arg("--db").arg(path);
        });
        variable.into_iter().for_each(|path| {
            command.env("DICTUM_DB", path);
        });
        let done = command.stdin(Stdio::null()).output().expect("it runs");
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let (there, nothing) = (Some(0), Some(3));
    assert_eq!(run(Some(&db), None, elsewhere.path()).0, there);
    assert_eq!(run(None, Some(&db), elsewhere.path()).0, there);
    assert_eq!(run(None, None, temp.path()).0, there);
    assert_eq!(run(None, None, elsewhere.path()).0, nothing);
    assert_eq!(run(Some(&db), Some(elsewhere.path()), elsewhere.path()).0, there);
    assert_eq!(run(Some(elsewhere.path()), Some(&db), temp.path()).0, nothing);
    assert_eq!(run(None, Some(Path::new("")), temp.path()).0, there);
    assert!(files_in(elsewhere.path()).is_empty(), "asking makes no database");
}

/// A reader who has seen enough, as `head` has, is no fault.
#[test]
fn a_closed_pipe_ends_quietly() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (db, script) = (temp.path().join("claims.dictum"), temp.path().join("long.claims"));
    let claims: String = (0..3000).map(|n| format!("add claim claim-{n} \"The corridor was opened {n} times, and closed as often\" asserted read in doc\n")).collect();
    fs::write(&script, format!("add source doc\n{claims}")).expect("a file can be written");
    let script = script.display().to_string();
    dictum(&db, &["run", &script]).run().ended(0);
    let commands: [&[&str]; 9] = [
        &["query", "claims"],
        &["query", "claims", "--format", "ndjson"],
        &["query", "claims", "--format", "json"],
        &["query", "claims", "--format", "csv"],
        &["query", "claims", "--format", "markdown"],
        &["export"],
        &["export", "--format", "script"],
        &["export", "claims"],
        &["fmt", &script],
    ];
    for command in commands {
        let mut child = dictum(&db, command).command;
        let mut child = child
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut out = BufReader::with_capacity(100, child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line can be read");
        assert!(!line.is_empty(), "{command:?}");
        drop(out);
        let mut said = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("it is text");
        let code = child.wait().expect("it ends").code();
        assert_eq!(code, Some(0), "{command:?}: {said}");
        assert!(!said.contains("error") && !said.contains("roken pipe"), "{command:?}: {said}");
    }
    // What was recorded before the pipe was closed is said all the same.
    let script = format!("add place p \"P\"\n{}", "claims\n".repeat(3));
    let file = temp.path().join("both.claims");
    fs::write(&file, script).expect("a file can be written");
    let mut child = dictum(&db, &["run", &file.display().to_string()]).command;
    let mut child =
        child.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("it is text");
    assert!(said.contains("1 recorded (transaction 2)"), "{said}");
    assert_eq!(child.wait().expect("it ends").code(), Some(0), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let (_temp, db) = seeded();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("it opens");
    let commands: [&[&str]; 8] = [
        &["query", "claims"],
        &["query", "claims", "--format", "json"],
        &["export"],
        &["export", "claims about Russia", "--format", "script"],
        &["stats"],
        &["log"],
        &["digest"],
        &["check"],
    ];
    for command in commands {
        let mut child = dictum(&db, command).command;
        let done =
            child.stdin(Stdio::null()).stdout(full()).stderr(Stdio::piped()).output().expect("it runs");
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(4), "{command:?}: {said}");
        assert!(said.contains("cannot be written"), "{command:?}: {said}");
    }
    for command in [&["query", "claims", "--output", "/dev/full"][..], &["export", "--output", "/dev/full"]] {
        dictum(&db, command).run().sound("").ended(4);
    }
    dictum(&db, &["query", "claims", "--output", "/dev/null"]).run().ended(0);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let (temp, db) = seeded();
    let out = temp.path().join("out.txt");
    let output = out.display().to_string();
    let before = files_in(temp.path()).len();
    let nowhere = temp.path().join("nowhere/out.txt").display().to_string();
    let inside_a_file = temp.path().join("claims.dictum/journal/out.txt").display().to_string();
    let script = temp.path().join("all.claims");
    fs::write(&script, "add place p \"P\"\nclaims about Russia limit 3").expect("a file can be written");
    let (script, wrong) = (script.display().to_string(), "claims about Rusia");
    let digest = dictum(&db, &["digest"]).run().ended(0).out;
    for path in [&nowhere, &inside_a_file] {
        for command in [&["query", "claims"][..], &["export"], &["export", "claims"], &["run", &script]] {
            let ran = dictum(&db, &[command, &["--output", path]].concat()).run().sound("").ended(4);
            assert!(ran.out.is_empty() && ran.err.contains(path.as_str()), "{}", ran.err);
        }
    }
    assert_eq!(
        dictum(&db, &["digest"]).run().ended(0).out,
        digest,
        "nothing is recorded where it cannot be said"
    );
    for there in [None, Some("what was there before")] {
        there.into_iter().for_each(|text| fs::write(&out, text).expect("a file can be written"));
        for command in [
            &["query", wrong][..],
            &["export", wrong],
            &["export", "people"],
            &["query", "claims", "--format", "x"],
        ] {
            dictum(&db, &[command, &["--output", &output]].concat()).run().sound(wrong);
            assert_eq!(fs::read_to_string(&out).ok().as_deref(), there, "{command:?}");
        }
    }
    for command in [
        &["query", "claims", "--format", "json"][..],
        &["export"],
        &["export", "claims about Russia", "--format", "script"],
    ] {
        let written = dictum(&db, &[command, &["--output", &output]].concat()).run().ended(0);
        assert!(written.out.is_empty());
        let shown = dictum(&db, command).run().ended(0).text();
        let without_moment = |text: String| text.lines().filter(|line| !line.contains("\"at\"")).count();
        let kept = fs::read_to_string(&out).expect("it is there");
        assert!(!kept.is_empty() && without_moment(kept) == without_moment(shown), "{command:?}");
    }
    // Answers of a script, those before a wrong question among them.
    let wrong_script = temp.path().join("wrong.claims");
    fs::write(&wrong_script, format!("claims limit 2\n{wrong}\nclaims limit 1"))
        .expect("a file can be written");
    let wrong_script = wrong_script.display().to_string();
    dictum(&db, &["run", &wrong_script, "--output", &output, "--format", "ndjson"]).run().ended(1);
    assert_eq!(fs::read_to_string(&out).expect("it is there").lines().count(), 3);
    let names: Vec<PathBuf> =
        files_in(temp.path()).into_iter().filter(|file| !file.starts_with(&db)).collect();
    assert_eq!(names.len(), 3, "nothing is left beside them: {names:?}");
    assert!(before > 0);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_rights_and_a_link_leads_on() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (temp, db) = seeded();
    let (file, link) = (temp.path().join("file.txt"), temp.path().join("link.txt"));
    fs::write(&file, "before").expect("a file can be written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("rights can be set");
    symlink(&file, &link).expect("a link can be made");
    dictum(&db, &["query", "count claims", "--output", &link.display().to_string()]).run().ended(0);
    assert_ne!(fs::read_to_string(&file).expect("it is there"), "before");
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    let untidy = temp.path().join("untidy.claims");
    fs::write(&untidy, "CLAIMS").expect("a file can be written");
    fs::set_permissions(&untidy, fs::Permissions::from_mode(0o600)).expect("rights can be set");
    dictum(&db, &["fmt", "--write", &untidy.display().to_string()]).run().ended(0);
    assert_eq!(fs::read_to_string(&untidy).expect("it is there"), "claims\n");
    assert_eq!(fs::metadata(&untidy).expect("it is there").permissions().mode() & 0o777, 0o600);
}

/// Where the output is no terminal there is neither colour nor anything else that only a terminal understands; on a
/// terminal there is colour, unless `NO_COLOR` says otherwise.
#[test]
fn colour_is_for_terminals_that_want_it() {
    let (_temp, db) = seeded();
    for args in [&["query", "claims limit 3"][..], &["query", "claims abot"], &["--help"], &["nonsense"]] {
        let ran = dictum(&db, args).run();
        assert!(!ran.text().contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{args:?}");
    }
    let on_terminal = |variables: &[(&str, &str)]| {
        let line = format!("'{}' --db '{}' query 'claims abot'", env!("CARGO_BIN_EXE_dictum"), db.display());
        let mut command = Command::new("script");
        command
            .args(["-qec", &line, "/dev/null"])
            .env_remove("NO_COLOR")
            .env("TERM", "xterm")
            .stdin(Stdio::null());
        let done = command.envs(variables.iter().copied()).output().ok()?;
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        text.contains("abot").then_some(text)
    };
    let Some(colourful) = on_terminal(&[]) else {
        return println!("skipped: `script` is not here, and so no terminal");
    };
    assert!(colourful.contains("\u{1b}["), "{colourful}");
    assert!(on_terminal(&[("NO_COLOR", "")]).is_some_and(|text| text.contains("\u{1b}[")));
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let plain = on_terminal(&[variable]).expect("as before");
        assert!(!plain.contains("\u{1b}[3") && !plain.contains("\u{1b}[1m"), "{variable:?}: {plain:?}");
    }
}

/// Whatever the way by which a file of a database is named, no answer takes its place.
#[cfg(unix)]
#[test]
fn a_database_is_never_written_over() {
    use std::os::unix::fs::symlink;
    let (temp, db) = seeded();
    let at = |name: &str| temp.path().join(name);
    let other = at("other.dictum");
    common::copy_folder(&db, &other);
    symlink(db.join("journal"), at("link")).expect("a link can be made");
    symlink(at("link"), at("link-to-link")).expect("a link can be made");
    symlink(&db, at("folder")).expect("a link can be made");
    symlink(db.join("new"), at("dangling")).expect("a link can be made");
    fs::hard_link(other.join("journal"), at("hard-other")).expect("a link can be made");
    let untidy = at("untidy.claims");
    fs::write(&untidy, "CLAIMS").expect("a file can be written");
    let targets = [
        db.join("journal"),
        db.join("lock"),
        db.join("index"),
        db.join("index/new"),
        db.join("answer.csv"),
        db.join("../claims.dictum/journal"),
        other.join("journal"),
        other.join("answer.csv"),
        at("link"),
        at("link-to-link"),
        at("folder/journal"),
        at("folder/answer.csv"),
        at("dangling"),
        at("hard-other"),
    ];
    let before = [&db, &other].map(|db| files_in(db));
    let journal = fs::read(db.join("journal")).expect("the journal");
    for target in &targets {
        let target = target.display().to_string();
        let script = "claims limit 1\n";
        for args in [
            &["query", "claims", "-o", &target][..],
            &["export", "-o", &target],
            &["export", "claims", "--output", &target],
            &["run", "-", "--output", &target],
            &["run", "-", "--timings", &target],
        ] {
            let ran = dictum(&db, args).given(script).run().sound("").ended(4);
            assert!(
                ["annot be written: it lies in", "annot be written: it is"]
                    .iter()
                    .any(|why| ran.err.contains(why))
                    && ran.err.contains(&target),
                "{args:?}: {}",
                ran.err
            );
        }
        let commands = format!(
            ".output {target}\nclaims limit 1\n.output\n.once {target}\nclaims\n.export csv {target} claims\n.export script {target} all\n"
        );
        let ran = dictum(&db, &["--keep-going"]).given(commands).run().ended(1);
        assert_eq!(ran.err.matches("belongs to no database").count(), 4, "{target}: {}", ran.err);
    }
    let fmt = db.join("journal").display().to_string();
    dictum(&db, &["fmt", "--write", &fmt]).run().sound("").ended(1);
    let appended = fs::OpenOptions::new().append(true).open(db.join("journal")).expect("it opens");
    let mut child = dictum(&db, &["query", "claims"]).command;
    let done = child.stdin(Stdio::null()).stdout(appended).output().expect("it runs");
    assert_eq!(done.status.code(), Some(4), "the shell opened the journal to append to it");
    assert_eq!(fs::read(db.join("journal")).expect("the journal"), journal);
    assert_eq!([&db, &other].map(|db| files_in(db)), before);
    assert!(!db.join("index/new").exists());
    // A database of which a file has a second name is refused before anything is written.
    for name in ["journal", "lock"] {
        let link = at("hard");
        fs::hard_link(db.join(name), &link).expect("a link can be made");
        let ran = dictum(&db, &["query", "claims", "-o", &link.display().to_string()]).run().sound("");
        assert!(matches!(ran.code, Some(3 | 4)), "{name}: {}", ran.err);
        fs::remove_file(&link).expect("it can be removed");
        assert_eq!([&db, &other].map(|db| files_in(db)), before);
    }
    assert_eq!(fs::read(db.join("journal")).expect("the journal"), journal);
    fs::remove_file(at("hard-other")).expect("it can be removed");
    dictum(&db, &["check"]).run().ended(0);
    dictum(&other, &["check"]).run().ended(0);
}

/// A stream or device is written to as it is, also where the shell has put a file behind it.
#[cfg(target_os = "linux")]
#[test]
fn a_stream_is_written_to_as_it_is() {
    let (temp, db) = seeded();
    let wanted = dictum(&db, &["query", "count claims", "--format", "csv"]).run().ended(0).text();
    let args = |to: &str| ["query", "count claims", "--format", "csv", "-o", to].map(str::to_owned);
    assert_eq!(dictum(&db, &args("/dev/stdout")).run().ended(0).text(), wanted);
    assert_eq!(dictum(&db, &args("/dev/fd/1")).run().ended(0).text(), wanted);
    assert!(dictum(&db, &args("/dev/stderr")).run().ended(0).err.starts_with(&wanted));
    dictum(&db, &args("/dev/null")).run().ended(0);
    let file = temp.path().join("appended");
    fs::write(&file, "before\n").expect("a file can be written");
    let appended = fs::OpenOptions::new().append(true).open(&file).expect("it opens");
    let mut child = dictum(&db, &args("/dev/stdout")).command;
    assert!(child.stdin(Stdio::null()).stdout(appended).status().expect("it runs").success());
    assert_eq!(fs::read_to_string(&file).expect("it is there"), format!("before\n{wanted}"));
    let pipe = temp.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    let running = dictum(&db, &args(&pipe.display().to_string())).begin();
    assert_eq!(fs::read_to_string(&pipe).expect("the pipe"), wanted);
    running.end().ended(0);
    assert!(fs::symlink_metadata(&pipe).is_ok_and(|pipe| !pipe.is_file()), "the pipe is still one");
}

/// What a killed process was writing is gone after the next one has written; nobody's own files are touched.
#[test]
fn what_was_half_written_is_swept() {
    let (temp, db) = seeded();
    let out = temp.path().join("out.json");
    fs::write(&out, "before").expect("a file can be written");
    let left = temp.path().join(".dictum-Abc123.new");
    fs::write(&left, "half").expect("a file can be written");
    let own = temp.path().join("out.json.new-77");
    fs::write(&own, "mine").expect("a file can be written");
    dictum(&db, &["export", "-o", &out.display().to_string()]).run().ended(0);
    assert!(!left.exists() && own.exists());
    let files: Vec<_> = files_in(temp.path()).into_iter().filter(|file| !file.starts_with(&db)).collect();
    assert_eq!(files, [out, own]);
}

/// `.output` and `.once` replace a file by a whole answer, and what follows is added to it.
#[test]
fn answers_of_the_prompt_go_to_whole_files() {
    let (temp, db) = seeded();
    let out = temp.path().join("out.csv");
    fs::write(&out, "before").expect("a file can be written");
    let path = out.display();
    let ask = |commands: String| dictum::<&str>(&db, &[]).given(commands).run();
    ask(format!(".mode csv\n.output {path}\n"));
    assert_eq!(fs::read_to_string(&out).expect("it is there"), "before", "nothing was answered");
    ask(format!(".mode csv\n.output {path}\ncount claims\ncount people\n.output\n")).ended(0);
    assert_eq!(fs::read_to_string(&out).expect("it is there").lines().count(), 4);
    ask(format!(".mode csv\n.once {path}\ncount claims\ncount people\n")).ended(0);
    assert_eq!(fs::read_to_string(&out).expect("it is there").lines().count(), 2);
}

/// The demonstration closes its throw-away database before it goes.
#[test]
fn the_demonstration_ends_without_a_note() {
    let (_temp, db) = seeded();
    let ran = dictum(&db, &["demo"]).given("").run().ended(0);
    assert!(!ran.err.contains("note:") && !ran.err.contains("error:"), "{}", ran.err);
}
