//! The interchange format, read and written: what is written is read back the same, what is wrong is said in words
//! that a fact-checker understands, and nothing that comes in can make it panic.

mod in_parallel;
mod strategies;
mod two_ways;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dictum::exchange::interchange::{
    Given, Incoming, Lines, differing_fields, hashed_id, read_line, to_json, write_record, write_retraction,
};
use dictum::exchange::script;
use dictum::language;
use dictum::model::problem::{Category, Problems};
use dictum::model::{Id, Key, Problem, Record, validate};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::updates;

fn line_of(record: &Record) -> String {
    let mut line = Vec::new();
    write_record(&mut line, record).expect("memory can be written");
    String::from_utf8(line).expect("JSON is UTF-8")
}

fn read_all(bytes: &[u8]) -> Vec<Result<Incoming, Problems>> {
    Lines::new(bytes).collect()
}

fn record_of(line: &str) -> Record {
    match read_line(line, 1) {
        Ok(Incoming { what: Given::Record(record), .. }) => record,
        other => panic!("{line} gives {other:?}"),
    }
}

fn messages(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

/// What only a programmer would understand.
const LEAKS: [&str; 9] = [
    "serde",
    "expected struct",
    "invalid type",
    "missing field",
    "unknown field",
    "variant",
    "EOF",
    "Option",
    "ident ",
];

fn assert_readable(problems: &[Problem]) {
    assert!(!problems.is_empty(), "a refusal says why");
    for problem in problems {
        let message = problem.to_string();
        assert!(message.starts_with("line "), "{message}");
        assert!(!message.contains(['\n', '\t', '\u{1b}']), "{message:?}");
        assert!(LEAKS.iter().all(|leak| !message.contains(leak)), "{message}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(record in strategies::record()) {
        prop_assert_eq!(validate::check(&record), Vec::new());
        let line = line_of(&record);
        prop_assert_eq!(line.matches('\n').count(), 1);
        let read = read_all(line.as_bytes());
        prop_assert_eq!(&read, &[Ok(Incoming { line: 1, what: Given::Record(record.clone()) })]);
        prop_assert_eq!(line_of(&record_of(&line)), line.clone());
        prop_assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), to_json(&record));
        prop_assert_eq!(differing_fields(&record, &record), Vec::<String>::new());
    }

    #[test]
    fn a_record_without_an_id_has_the_same_one_every_time(record in strategies::record()) {
        let mut fields = to_json(&record);
        if fields.as_object_mut().unwrap().shift_remove("id").is_some() {
            let named = record_of(&fields.to_string());
            prop_assert_eq!(named.key(), Key::of(record.key().record_type(), hashed_id(&record)).unwrap());
        }
    }

    #[test]
    fn a_damaged_line_is_refused_in_words(record in strategies::record(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut line = line_of(&record).into_bytes();
        let at = at.index(line.len());
        line[at] = byte;
        for read in read_all(&line) {
            if let Err(problems) = read {
                assert_readable(&problems);
            }
        }
    }

    #[test]
    fn a_torn_line_is_refused_in_words(record in strategies::record(), at in any::<prop::sample::Index>()) {
        let line = line_of(&record);
        let torn = &line.as_bytes()[..at.index(line.len() - 1)];
        for read in read_all(torn) {
            assert_readable(&read.expect_err("a torn line is no record"));
        }
    }

    /// That it gives the same record is for the session's tests: only there is it known what a name stands for.
    #[test]
    fn a_record_can_be_told_in_the_language(records in prop::collection::vec(strategies::record(), 1..4), because in strategies::text()) {
        let keys: Vec<Key> = records.iter().map(Record::key).collect();
        let told = keys.len() * 2;
        let script = script::write(records, keys.iter().map(|key| (key, Some(because.as_str())))).unwrap();
        let read = language::parse_script(&script);
        prop_assert!(read.is_ok(), "{}\n{:?}", script, read);
        let read = read.unwrap();
        prop_assert_eq!(read.statements.len(), told);
        prop_assert_eq!(language::format_script(&read), script);
    }

    #[test]
    fn retractions_are_read_back(record in strategies::record(), because in prop::option::of(strategies::text())) {
        let mut line = Vec::new();
        write_retraction(&mut line, &record.key(), because.as_deref()).unwrap();
        let what = Given::Retraction { key: record.key(), because };
        prop_assert_eq!(read_all(&line), [Ok(Incoming { line: 1, what })]);
    }
}

/// The golden file has lines that are wrong (`> `), each with what is said of it. `UPDATE=1` rewrites it.
#[test]
fn wrong_lines_say_what_is_wrong() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange/wrong.txt");
    let golden = fs::read_to_string(&path).expect("the golden file is there");
    let mut said = String::new();
    for (at, line) in golden.lines().filter_map(|line| line.strip_prefix("> ")).enumerate() {
        let problems = read_line(line, at + 1).expect_err(line);
        assert_readable(&problems);
        let told = messages(&problems).join("\n");
        write!(said, "> {line}\n{told}\n\n").unwrap();
    }
    if updates() {
        fs::write(&path, &said).expect("the golden file can be written");
    } else {
        assert_eq!(said, golden);
    }
}

#[test]
fn the_examples_of_the_format_are_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/INTERCHANGE.md");
    let Ok(page) = fs::read_to_string(page) else { return };
    let mut examples: Vec<String> = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("    ")) {
        match line.trim_start() {
            start if start.starts_with("{\"type\"") => examples.push(start.to_owned()),
            more => examples.last_mut().expect("an example goes on").push_str(more),
        }
    }
    assert!(examples.len() >= 9, "{examples:?}");
    for example in examples {
        let record =
            example.split("          ").next().unwrap().replace("\"source\":\"…\"", "\"source\":\"s\"");
        if !record.contains("retraction") {
            let read = record_of(&record);
            assert_eq!(record_of(&line_of(&read)), read);
        }
    }
}

/// The blocks of a language in the page on records.
fn blocks(language: &str) -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/records.md"))
        .expect("the page is there");
    let opening = format!("```{language}\n");
    let blocks =
        page.split(&opening).skip(1).map(|block| block.split("```").next().expect("a block ends").to_owned());
    blocks.collect()
}

/// That they go into a database, in the order of the page, is for the session's tests.
#[test]
fn the_examples_of_the_page_on_records_are_read() {
    let lines = blocks("json-lines");
    assert!(lines.len() >= 8);
    for line in lines.iter().flat_map(|block| block.lines()) {
        let Incoming { what, .. } =
            read_line(line, 1).unwrap_or_else(|problems| panic!("{line}: {problems:?}"));
        if let Given::Record(record) = what {
            assert_eq!(record_of(&line_of(&record)), record);
        }
    }
    for script in blocks("claims") {
        assert!(
            language::parse_script(&script).is_ok_and(|script| !script.statements.is_empty()),
            "{script}"
        );
    }
}

#[test]
fn files_with_marks_and_blank_lines_are_read() {
    let file = "\u{feff}{\"type\":\"source\",\"id\":\"a\"}\r\n\r\n   \n{\"type\":\"source\",\"id\":\"ب\"}";
    let read: Vec<_> =
        read_all(file.as_bytes()).into_iter().map(|read| read.map(|incoming| incoming.line)).collect();
    assert_eq!(read, [Ok(1), Ok(4)]);
    assert_eq!(read_all(b""), []);
    assert_eq!(read_all("\u{feff}".as_bytes()), []);
}

#[test]
fn reading_goes_on_behind_a_line_that_is_wrong() {
    let mut file = b"{\"type\":\"source\",\"id\":\"\xD8\xA8\",\"title\":\"\xFF\"}\n".to_vec();
    file.extend_from_slice(b"{\"type\":\"source\",\"id\":\"too-long-for-the-bound-that-was-set\"}\n{\"type\":\"source\",\"id\":\"a\"}\n");
    let read: Vec<_> = Lines::new(&file[..]).with_longest_line(40).collect();
    assert_eq!(
        messages(read[0].as_ref().unwrap_err()),
        ["line 1, column 36: the byte FF is not UTF-8; save the file as UTF-8"]
    );
    assert_eq!(
        messages(read[1].as_ref().unwrap_err()),
        ["line 2: the line is longer than 40 bytes; each record is on a line of its own"]
    );
    assert_eq!(read[2].as_ref().unwrap().line, 3);
    assert_eq!(read.len(), 3);
}

#[test]
fn a_file_in_utf_16_is_recognised() {
    let read = read_all(b"\xFF\xFE{\0\"\0t\0");
    assert_eq!(
        messages(read[0].as_ref().unwrap_err()),
        ["line 1, column 1: the byte FF is not UTF-8; the file seems to be in UTF-16; save it as UTF-8"]
    );
}

/// A file that fails on its second line.
struct Failing(usize);

impl std::io::Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0 += 1;
        if self.0 > 1 {
            return Err(std::io::Error::other("the stick was pulled out"));
        }
        into[..3].copy_from_slice(b"{}\n");
        Ok(3)
    }
}

#[test]
fn a_reading_that_fails_ends() {
    let read: Vec<_> = Lines::new(std::io::BufReader::new(Failing(0))).collect();
    assert_eq!(read.len(), 2);
    let problem = &read[1].as_ref().unwrap_err()[0];
    assert_eq!(
        (problem.category(), problem.message().as_str()),
        (Category::Io, "line 2 cannot be read: the stick was pulled out")
    );
}

#[test]
fn what_is_written_is_lean() {
    let given = json!({"type": "claim", "id": "c", "statement": "S", "lang": null, "mode": "quote", "audience": [],
        "speakers": [{"id": "a", "certain": true}, {"id": "b", "certain": false, "styled": "B"}], "said": null,
        "said_basis": "stated", "citations": [{"source": {"id": "s"}, "via": []}], "extra": {}});
    let written = r#"{"type":"claim","id":"c","statement":"S","mode":"quote","speakers":["a",{"id":"b","certain":false,"styled":"B"}],"citations":[{"source":"s"}]}"#;
    assert_eq!(line_of(&record_of(&given.to_string())).trim_end(), written);

    let presented = json!({"type": "claim", "id": "c", "statement": "S", "mode": "quote", "citations": [{"source": "s"}],
        "speakers": [{"id": "a", "as": []}, {"id": "b", "certain": true, "as": [
            {"title": "T", "role": {"id": "director"}, "of": "rusi", "former": false}, {"role": "researcher", "former": true}]}]});
    let written = r#"{"type":"claim","id":"c","statement":"S","mode":"quote","speakers":["a",{"id":"b","as":[{"role":"director","of":"rusi","title":"T"},{"role":"researcher","former":true}]}],"citations":[{"source":"s"}]}"#;
    assert_eq!(line_of(&record_of(&presented.to_string())).trim_end(), written);

    let rating = r#"{"type":"assessment","id":"a","claim":"c","by":"f","verdict":"mixed","rating":{"value":3.0,"worst":1e0,"best":5.5}}"#;
    assert!(line_of(&record_of(rating)).contains(r#""rating":{"value":3,"worst":1,"best":5.5}"#));
}

#[test]
fn a_name_can_be_a_plain_text_and_plurals_come_last() {
    let read = record_of(
        r#"{"type":"entity","id":"e","kind":"role","names":["a",{"text":"bs","kind":"plural"},{"text":"c","lang":"EN"}]}"#,
    );
    assert_eq!(
        to_json(&read)["names"],
        json!([{"text": "a"}, {"text": "c", "lang": "en"}, {"text": "bs", "kind": "plural"}])
    );
}

#[test]
fn differing_fields_are_named() {
    let one = record_of(r#"{"type":"source","id":"a","title":"T","published":"2025","cites":["b"]}"#);
    let other = record_of(
        r#"{"type":"source","id":"a","published":"2025","published_basis":"inferred","cites":["c"],"note":"n"}"#,
    );
    assert_eq!(differing_fields(&one, &other), ["title", "cites", "published_basis", "note"]);
}

#[test]
fn an_id_from_content_does_not_depend_on_the_order_of_fields() {
    let one = record_of(r#"{"type":"source","title":"T","lang":"en","cites":[]}"#);
    let other = record_of(r#"{"lang":"en","title":"T","id":null,"type":"source"}"#);
    assert_eq!(one, other);
    assert_eq!(one.key(), Key::Source(Id::new("source-77db000a1a541cd2").unwrap()));
}

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder)
}

/// The files of <https://github.com/nst/JSONTestSuite>, alone and as a field of a record.
#[test]
fn must_fail_files_of_the_json_test_suite_are_never_accepted() {
    let Ok(files) = fs::read_dir(data("json-test-suite/test_parsing")) else { return };
    for file in files.map(|file| file.expect("a folder can be read").path()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&file).expect("a file can be read");
        let field = [br#"{"type":"source","id":"a","extra":"#.as_slice(), &bytes, b"}"].concat();
        for read in read_all(&bytes).into_iter().chain(read_all(&field)) {
            match read {
                Err(problems) => assert_readable(&problems),
                Ok(_) => assert!(!name.starts_with("n_"), "{name} was accepted"),
            }
        }
    }
}

#[test]
fn must_parse_files_of_the_json_test_suite_are_json() {
    let Ok(files) = fs::read_dir(data("json-test-suite/test_parsing")) else { return };
    for file in files.map(|file| file.expect("a folder can be read").path()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(text) = fs::read_to_string(&file).ok().filter(|_| name.starts_with("y_")) {
            let line = format!(r#"{{"type":"source","id":"a","aside":{text}}}"#);
            let told = messages(&read_line(&line, 1).expect_err(&name)).join("\n");
            assert!(
                told.starts_with("line 1, source `a`, field `aside`: a source has no such field"),
                "{name}: {told}"
            );
        }
    }
}

/// The Big List of Naughty Strings in every field that takes a text.
#[test]
fn naughty_strings_come_back_untouched() {
    let Ok(list) = fs::read_to_string(data("naughty-strings/blns.json")) else { return };
    let list: Vec<String> = serde_json::from_str(&list).expect("the list is JSON");
    for naughty in &list {
        let blank = naughty.trim().is_empty();
        let claim = json!({"type": "claim", "id": "c", "statement": if blank { "S" } else { naughty }, "mode": "quote",
            "speakers": [{"id": "a", "styled": naughty}], "note": naughty, "extra": {naughty: naughty},
            "citations": [{"source": "s", "locator": naughty}]});
        assert_eq!(to_json(&record_of(&claim.to_string())), claim);
        for field in ["id", "lang", "mode", "said", "statement", "tags", "type", "citations"] {
            let mut wrong = claim.clone();
            wrong[field] = json!(naughty);
            if let Err(problems) = read_line(&wrong.to_string(), 1) {
                assert_readable(&problems);
            }
        }
        let unknown = json!({"type": "source", naughty: naughty});
        if let Err(problems) = read_line(&unknown.to_string(), 1) {
            assert_readable(&problems);
        }
    }
}
