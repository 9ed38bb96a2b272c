//! Whether two answers say the same: id by id and, of claims that are shown, field by field.

use serde_json::Value;

use crate::questions::Question;

/// The first difference between two answers, in words.
pub fn difference(question: &Question, ours: &str, theirs: &str) -> Option<String> {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    let differing = ours.iter().zip(&theirs).find(|(ours, theirs)| !same(question, ours, theirs));
    match differing {
        Some((ours, theirs)) => Some(format!("dictum: {ours}\n    SQLite: {theirs}")),
        None if ours.len() != theirs.len() => {
            Some(format!("dictum gives {} lines, SQLite {}", ours.len(), theirs.len()))
        }
        None => None,
    }
}

fn same(question: &Question, ours: &str, theirs: &str) -> bool {
    if question.lists_ids() {
        return ours == theirs;
    }
    match (serde_json::from_str(ours), serde_json::from_str(theirs)) {
        (Ok(ours), Ok(theirs)) => essence(ours) == essence(theirs),
        _ => false,
    }
}

/// What both engines write: without when it was recorded and the citation in words, dates as they were written, what
/// has no order of its own in one.
fn essence(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            if let Some(written) = fields.remove("edtf") {
                return written;
            }
            for name in ["recorded", "corrected", "retracted", "match", "note", "extra"] {
                fields.remove(name);
            }
            if fields.contains_key("locator") {
                fields.remove("text");
            }
            let in_order = |(name, value): (String, Value)| {
                let value = essence(value);
                let value =
                    if matches!(name.as_str(), "assessments" | "links") { sorted(value) } else { value };
                (name, value)
            };
            Value::Object(fields.into_iter().map(in_order).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(essence).collect()),
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        other => other,
    }
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: Question = Question::Export { offset: 0 };

    #[test]
    fn what_only_one_engine_writes_makes_no_difference() {
        let ours = r#"{"id":"a","said":{"edtf":"2025-07","earliest":"2025-07-01"},"recorded":{"by":"x"}}"#;
        assert_eq!(difference(&EXPORT, ours, r#"{"id":"a","said":{"edtf":"2025-07"}}"#), None);
    }

    #[test]
    fn another_id_a_missing_row_and_another_order_are_differences() {
        let (one, two) = (r#"{"id":"a"}"#, r#"{"id":"b"}"#);
        let both = |first: &str, second: &str| format!("{first}\n{second}\n");
        assert!(difference(&EXPORT, one, two).is_some());
        assert!(difference(&EXPORT, &both(one, two), one).is_some());
        assert!(difference(&EXPORT, &both(one, two), &both(two, one)).is_some());
    }

    #[test]
    fn links_have_no_order() {
        let (one, other) = (r#"{"links":[{"to":"a"},{"to":"b"}]}"#, r#"{"links":[{"to":"b"},{"to":"a"}]}"#);
        assert_eq!(difference(&EXPORT, one, other), None);
    }
}
