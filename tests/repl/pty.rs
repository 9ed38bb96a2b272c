//! Through a pseudo-terminal: that it reads keys, survives any, and leaves the terminal as it was.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};

use super::kit::at_root;

const PAUSE: Duration = Duration::from_millis(500);
const LIMIT: Option<u64> = Some(20_000);

/// The REPL on the seed, in a shell that shows the terminal's state when it has ended.
fn spawn(folder: &Path, home: &Path) -> PtySession {
    let program = env!("CARGO_BIN_EXE_dictum");
    let db = folder.join("seed.dictum");
    let seed = at_root("fixtures/caucasus.claims");
    let status =
        Command::new(program).arg("--db").arg(&db).arg("run").arg(&seed).status().expect("the program");
    assert!(status.success());
    let mut command = Command::new("sh");
    command.arg("-c").arg("\"$0\" --db \"$1\"; echo ended $?; stty -a").arg(program).arg(&db);
    command
        .env("XDG_STATE_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8");
    spawn_command(command, LIMIT).expect("a pseudo-terminal")
}

fn enter(session: &mut PtySession, keys: &str) {
    session.send(keys).expect("keys");
    session.flush().expect("keys");
}

#[test]
fn it_answers_completes_and_leaves() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = spawn(folder.path(), folder.path());
    session.exp_string("dictum>").expect("a prompt");
    enter(&mut session, "count claims by neil mel\t\r");
    session.exp_string("Neil Melvin").expect("a whole name");
    // A Ctrl-C that comes while no line is read takes what was typed with it.
    sleep(PAUSE);
    enter(&mut session, "claims abo");
    session.send_control('c').expect("Ctrl-C");
    sleep(PAUSE);
    enter(&mut session, "count claims per mode\r");
    session.exp_string("86 claims counted").expect("an answer after Ctrl-C");
    sleep(PAUSE);
    enter(&mut session, "count claims (about Russia\r or about Turkey) per mode\r");
    session.exp_string("claims counted").expect("an answer to a question of two lines");
    sleep(PAUSE);
    session.send_control('d').expect("Ctrl-D");
    session.exp_string("ended 0").expect("it leaves");
    let state = session.exp_eof().expect("the state of the terminal");
    assert!(state.contains("isig icanon") && state.contains("opost "), "{state}");
    let history: Vec<_> = std::fs::read_dir(folder.path().join("dictum")).expect("a folder").collect();
    let file = history[0].as_ref().expect("a history").path();
    let kept = std::fs::read_to_string(&file).expect("a history");
    assert!(kept.contains("count claims per mode"), "{kept}");
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_home_that_cannot_be_written_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = spawn(folder.path(), Path::new("/proc/nothing"));
    session.exp_string("dictum>").expect("a prompt");
    enter(&mut session, ".quit\r");
    session.exp_string("ended 0").expect("it leaves");
}

#[test]
fn no_keys_bring_it_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = spawn(folder.path(), folder.path());
    session.exp_string("dictum>").expect("a prompt");
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let keys = "abc claims about by \"()ru روسيا\t\t\u{1b}[A\u{1b}[D\u{1}\u{5}\u{b}\u{12}\u{7}\u{17}\u{19}.;#$é\u{7f}";
    let keys: Vec<char> = keys.chars().collect();
    let mut typed = String::new();
    for _ in 0..600 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        typed.push(if state.is_multiple_of(23) { '\r' } else { keys[(state >> 8) as usize % keys.len()] });
    }
    for part in typed.as_bytes().chunks(40) {
        enter(&mut session, &String::from_utf8_lossy(part));
        sleep(Duration::from_millis(20));
    }
    // Out of a search, a list or an open bracket, and then out.
    for _ in 0..3 {
        session.send_control('g').expect("a key");
        session.send_control('c').expect("a key");
    }
    // A pager may be open.
    enter(&mut session, "q\u{3}");
    sleep(PAUSE);
    enter(&mut session, ".quit\r");
    session.exp_string("ended 0").expect("it is still there, and leaves");
    let state = session.exp_eof().expect("the state of the terminal");
    assert!(state.contains("isig icanon") && state.contains("opost "), "{state}");
}

/// Sends bytes that may be no text.
fn send_bytes(session: &PtySession, bytes: &[u8]) {
    use std::io::Write;
    let mut keys = session.process().get_file_handle().expect("the terminal");
    keys.write_all(bytes).expect("keys");
}

#[test]
fn keys_that_are_no_text_leave_the_line_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = spawn(folder.path(), folder.path());
    session.exp_string("dictum>").expect("a prompt");
    send_bytes(&session, b"claims \xff\xfe");
    sleep(PAUSE);
    enter(&mut session, "count claims per mode\r");
    session.exp_string("86 claims counted").expect("an answer afterwards");
    sleep(PAUSE);
    enter(&mut session, ".quit\r");
    session.exp_string("ended 0").expect("it leaves");
}

#[test]
fn an_import_stops_at_ctrl_c_and_nothing_has_changed() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("records");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let mut session = spawn(folder.path(), folder.path());
    session.exp_string("dictum>").expect("a prompt");
    enter(&mut session, &format!(".import {}\r", pipe.display()));
    let mut records = std::fs::OpenOptions::new().write(true).open(&pipe).expect("a reader");
    records.write_all(b"{\"type\":\"source\",\"id\":\"one\"}\n").expect("a record");
    sleep(PAUSE);
    session.send_control('c').expect("Ctrl-C");
    sleep(PAUSE);
    records.write_all(b"{\"type\":\"source\",\"id\":\"two\"}\n").expect("a record");
    session.exp_string("stopped").expect("it stops");
    drop(records);
    sleep(PAUSE);
    enter(&mut session, ".stats\r");
    session.exp_regex("transactions +1\r").expect("nothing has changed");
    // The shell around it has heard Ctrl-C too, and says nothing more.
    enter(&mut session, ".quit\r");
    session.exp_eof().expect("it leaves");
}

#[test]
fn counts_are_drawn_on_a_terminal_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = spawn(folder.path(), folder.path());
    enter(&mut session, ".quit\r");
    session.exp_string("ended 0").expect("it leaves");
    let mut query = Command::new(env!("CARGO_BIN_EXE_dictum"));
    query.arg("--db").arg(folder.path().join("seed.dictum")).args(["query", "count claims per mode"]);
    query.env("TERM", "xterm").env("NO_COLOR", "1").env_remove("COLUMNS");
    let piped = query.output().expect("an answer").stdout;
    assert!(String::from_utf8_lossy(&piped).starts_with('┌'), "a table in a pipe");
    let mut drawn = spawn_command(query, LIMIT).expect("a pseudo-terminal");
    let text = drawn.exp_eof().expect("an answer");
    // Bytes come as characters here: what is not ASCII cannot be read.
    assert!(text.contains("assertion   55  ") && !text.contains('\u{1b}'), "{text}");
}
