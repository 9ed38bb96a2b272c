//! Strings that break programs: as questions, scripts, names, values and statements.

use std::fs;

use dictum::language::quote_string;
use dictum::query::Params;
use dictum::session::export::RecordFormat;
use serde_json::{Value, json};

use super::ground::Ground;
use crate::common::{dictum, inside, shared};

fn strings() -> Vec<String> {
    let Some(folder) = shared("naughty-strings") else { return Vec::new() };
    let text = fs::read_to_string(folder.join("blns.json")).expect("a file can be read");
    serde_json::from_str(&text).expect("it is a list of strings")
}

#[test]
fn as_questions_scripts_and_records() {
    let mut ground = Ground::new();
    for string in strings() {
        ground.text(&string);
        ground.text(&format!("claims about {string}"));
        ground.text(&format!("claims containing \"{string}\" in {string} limit {string}"));
        ground.text(&format!("add claim x {string} asserted read in doc"));
    }
}

#[test]
fn as_quoted_operands_and_values() {
    let mut ground = Ground::new();
    for string in strings() {
        let quoted = quote_string(&string);
        for clause in [
            "about",
            "by",
            "by anyone named",
            "citing",
            "containing",
            "containing exactly",
            "like",
            "in",
            "tagged",
            "matching",
        ] {
            let _ = ground.ask(&format!("claims {clause} {quoted}"));
        }
        let _ = ground.ask(&format!("show {quoted}"));
        let _ = ground.ask(&format!("people named {quoted}"));
        ground.session.params = Params([("x".to_owned(), string.clone())].into());
        for question in [
            "claims about $x",
            "claims by $x or diplomats",
            "claims containing $x",
            "claims containing exactly $x",
            "claims like $x",
            "claims since $x",
            "claims in $x",
            "claims tagged $x",
            "claims by anyone named $x",
            "claims contradicting $x",
            "claims matching $x",
            "show $x",
            "history of $x",
        ] {
            let _ = ground.ask(question);
        }
        ground.session.params = Params::default();
    }
}

/// The records of an export.
fn exported(ground: &Ground, format: RecordFormat) -> String {
    let mut export = Vec::new();
    ground.session.export_all(format, &mut export).expect("it is exported");
    String::from_utf8(export).expect("an export is text")
}

/// What is recorded comes back to the letter: by JSON, by a script, and by a script of that script.
#[test]
fn as_texts_that_are_kept() {
    let mut ground = Ground::new();
    let mut kept = Vec::new();
    for (number, string) in strings().into_iter().enumerate() {
        let quoted = quote_string(&string);
        let script = format!(
            "add claim kept-{number} {quoted} asserted read in doc locator {quoted} words {quoted} note {quoted} extra \"key\" {quoted}"
        );
        let ran = ground.run(&script);
        assert_eq!(ran.is_ok(), !string.trim().is_empty(), "{string:?}: {ran:?}");
        if ran.is_ok() {
            let line = json!({"type":"claim","id":format!("kept-{number}"),"statement":string,"mode":"assertion","citations":[{"source":"doc","locator":string,"words":{"text":string}}],"note":string,"extra":{"key":string}});
            assert_eq!(
                ground.import(line.to_string().as_bytes()),
                Ok(0),
                "the same by JSON is there already: {string:?}"
            );
            kept.push((format!("kept-{number}"), string));
        }
    }
    let (json, script) =
        (exported(&ground, RecordFormat::Interchange), exported(&ground, RecordFormat::Script));
    let records: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (id, string) in &kept {
        let record = records.iter().find(|record| record["id"] == **id).expect("it is there");
        let texts = [
            &record["statement"],
            &record["note"],
            &record["extra"]["key"],
            &record["citations"][0]["locator"],
            &record["citations"][0]["words"]["text"],
        ];
        texts.iter().for_each(|text| assert_eq!(*text, string));
    }
    let mut again = Ground::new();
    again.run(&script).expect("an exported script runs");
    assert!(exported(&again, RecordFormat::Interchange) == json, "the script gives other records");
    assert!(exported(&again, RecordFormat::Script) == script, "the script gives another script");
    // Everything that is there can be shown.
    for (id, _) in kept.iter().step_by(7) {
        ground.ask(&format!("show {id}")).expect("it is shown");
    }
    ground
        .ask("claims showing statement, words, locator, note, citation limit 1000")
        .expect("they are shown");
}

/// A name finds what bears it, quoted or as a value, unless another bears it too.
#[test]
fn as_names_that_are_found() {
    let mut ground = Ground::new();
    let mut names: Vec<String> = strings();
    names.retain(|name| !name.trim().is_empty());
    for (number, name) in names.iter().enumerate() {
        ground.run(&format!("add topic name-{number} {}", quote_string(name))).expect("it is a name");
    }
    let mut unfound = Vec::new();
    for name in &names {
        let question = format!("claims about {}", quote_string(name));
        let quoted = ground.ask(&question);
        ground.session.params = Params([("x".to_owned(), name.clone())].into());
        let given = ground.ask("claims about $x");
        assert_eq!(quoted.is_ok(), given.is_ok(), "{name:?}: {quoted:?} {given:?}");
        match quoted {
            Err(problem) if !problem.message().contains(" things here") => {
                unfound.push((name.clone(), problem.message()));
            }
            _ => {}
        }
    }
    assert!(unfound.is_empty(), "{} names find nothing: {unfound:#?}", unfound.len());
}

/// A sample through the program itself.
#[test]
fn the_program_on_a_sample() {
    let (_temp, db) = Ground::new().close();
    for string in strings().iter().step_by(9) {
        for command in [["run", "-"], ["fmt", "-"], ["import", "-"]] {
            dictum(&db, &command).given(string.as_str()).run().sound(string);
        }
        if !string.contains('\0') {
            dictum(&db, &["query", string.as_str()]).run().sound(string);
            let param = format!("x={string}");
            let ran = dictum(&db, &["query", "claims containing $x", "--param", &param]).run().sound(string);
            assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
        }
    }
    let digest = inside::session(&db).store().digest();
    let script = "claims about nobody\nadd claim later \"x\" asserted read in doc\nadd claim wrong \"x\" asserted read in nowhere";
    dictum(&db, &["run", "-"]).given(script).run().sound(script).ended(1);
    assert_eq!(inside::session(&db).store().digest(), digest);
    dictum(&db, &["check"]).run().ended(0);
}
