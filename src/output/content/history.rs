//! What changed between the versions of a record, field by field, as the interchange format names the fields.

use serde_json::{Map, Value};

use crate::exchange::interchange;
use crate::query::answer::{ChangeKind, HistoryAnswer, VersionView};
use crate::store::change::Act;

/// A version and how its record differs from the version before it.
pub(in crate::output) struct Step<'a> {
    pub version: &'a VersionView,
    /// None for the first version, and where only its standing changed.
    pub changes: Vec<Change>,
}

/// One field before and after; empty where it was not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::output) struct Change {
    /// `said`, `citations[2].locator`.
    pub field: String,
    pub before: String,
    pub after: String,
}

/// The versions in order, each compared with the one before it.
pub(in crate::output) fn steps(answer: &HistoryAnswer) -> impl Iterator<Item = Step<'_>> {
    let mut last: Option<Value> = None;
    answer.versions.iter().map(move |version| {
        let now = version.record.as_ref().map(|record| interchange::to_json(record));
        let changes = match (&last, &now) {
            (Some(before), Some(now)) => differences(before, now),
            _ => Vec::new(),
        };
        last = now;
        Step { version, changes }
    })
}

pub(in crate::output) fn act(version: &VersionView) -> &'static str {
    match version.act {
        ChangeKind::Added => "added",
        ChangeKind::Corrected => "corrected",
        ChangeKind::Retracted => "retracted",
        ChangeKind::Restored => "restored",
        ChangeKind::Gap(Act::Add) => "added (redacted since)",
        ChangeKind::Gap(Act::Correct) => "corrected (redacted since)",
        ChangeKind::Gap(Act::Retract) => "retracted (redacted since)",
        ChangeKind::Gap(Act::Restore) => "restored (redacted since)",
        ChangeKind::Redacted => "redacted",
    }
}

/// The reason of the change, and that of its whole transaction where it is another.
pub(in crate::output) fn reasons(version: &VersionView) -> String {
    let whole = version.why.as_deref().filter(|why| Some(*why) != version.because.as_deref());
    version.because.as_deref().into_iter().chain(whole).collect::<Vec<_>>().join("; ")
}

pub(in crate::output) fn differences(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(String::new(), Some(before), Some(after), &mut changes);
    changes
}

fn compare(field: String, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            compare_fields(&field, before, after, changes);
        }
        (Some(Value::Array(before)), Some(Value::Array(after)))
            if is_grown(before, after) && !are_attestations(&field) =>
        {
            compare_items(&field, before, after, changes);
        }
        (before, after) if is_nothing(before) && is_nothing(after) => {}
        (before, after) if before == after => {}
        (before, after) => {
            let (before, after) = (plain(&field, before), plain(&field, after));
            changes.push(Change { field, before, after });
        }
    }
}

fn compare_fields(
    field: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    changes: &mut Vec<Change>,
) {
    let added = after.keys().filter(|key| !before.contains_key(*key));
    for key in before.keys().chain(added) {
        let path = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
        compare(path, before.get(key), after.get(key), changes);
    }
}

fn compare_items(field: &str, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    for place in 0..before.len().max(after.len()) {
        compare(format!("{field}[{}]", place + 1), before.get(place), after.get(place), changes);
    }
}

/// Whether two lists of objects can be compared one by one: one goes on where the other ends, or they are as long.
/// Lists of plain ids and words read better in full.
fn is_grown(before: &[Value], after: &[Value]) -> bool {
    let common = before.len().min(after.len());
    let objects = before.iter().chain(after).all(Value::is_object);
    objects && (before.len() == after.len() || before[..common] == after[..common])
}

/// Whether this is the field of the roles in which a document presents a speaker: those are told in words, each whole.
fn are_attestations(field: &str) -> bool {
    field.ends_with(".as")
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(_) => false,
    }
}

/// A value as a person reads it.
fn plain(field: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) if are_attestations(field) => {
            items.iter().map(presented).collect::<Vec<_>>().join(" and ")
        }
        Some(Value::Array(items)) => {
            items.iter().map(|item| plain("", Some(item))).collect::<Vec<_>>().join(", ")
        }
        Some(Value::Object(fields)) => plain_fields(fields),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A reference with its doubt, `nurlan-aliyev?`, and of a speaker as what the document presents them; any other object by its
/// fields.
fn plain_fields(fields: &Map<String, Value>) -> String {
    let is_ref = fields.contains_key("id")
        && fields.keys().all(|key| matches!(key.as_str(), "id" | "certain" | "styled" | "as"));
    if is_ref {
        let doubt = if fields.get("certain") == Some(&Value::Bool(false)) { "?" } else { "" };
        let styled = fields.get("styled").and_then(Value::as_str).map(|text| format!("“{text}”"));
        let attested = fields.get("as").and_then(Value::as_array).into_iter().flatten().map(presented);
        let notes: Vec<String> = styled.into_iter().chain(attested).collect();
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
        return format!("{}{doubt}{notes}", plain("id", fields.get("id")));
    }
    let shown = fields.iter().filter(|(_, value)| !is_nothing(Some(value)));
    shown.map(|(key, value)| format!("{key}: {}", plain(key, Some(value)))).collect::<Vec<_>>().join("; ")
}

/// `presented as director of rusi (director of international security)`, as every other place has it.
fn presented(attestation: &Value) -> String {
    let part = |key: &str| attestation.get(key).map(|value| plain(key, Some(value)));
    let former = if attestation.get("former") == Some(&Value::Bool(true)) { "former " } else { "" };
    let of = part("of").map_or(String::new(), |of| format!(" of {of}"));
    let title = part("title").map_or(String::new(), |title| format!(" ({title})"));
    format!("presented as {former}{}{of}{title}", part("role").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::output::content::history::*;

    fn changed(before: Value, after: Value) -> Vec<(String, String, String)> {
        differences(&before, &after).into_iter().map(|c| (c.field, c.before, c.after)).collect()
    }

    fn change(field: &str, before: &str, after: &str) -> (String, String, String) {
        (field.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn a_change_names_its_field_deep_inside() {
        let before = json!({"said": null, "citations": [{"source": "a", "locator": "p. 1"}], "tags": ["x"]});
        let after = json!({"said": "2025-07-10", "citations": [{"source": "a", "locator": "p. 2"}, {"source": "b"}], "tags": ["x", "y"]});
        let grown = json!({"citations": [{"source": "a", "locator": "p. 1"}, {"source": "b"}]});
        assert_eq!(
            changed(json!({"citations": before["citations"]}), grown),
            [change("citations[2]", "", "source: b")]
        );
        assert_eq!(
            changed(before, after),
            [
                change("said", "", "2025-07-10"),
                change("citations", "source: a; locator: p. 1", "source: a; locator: p. 2, source: b"),
                change("tags", "x", "x, y"),
            ]
        );
    }

    #[test]
    fn doubt_is_a_change() {
        let before = json!({"speakers": [{"id": "a", "certain": false, "styled": "A."}]});
        assert_eq!(changed(before, json!({"speakers": ["a"]})), [change("speakers", "a? (“A.”)", "a")]);
        assert_eq!(changed(json!({"tags": []}), json!({})), []);
    }

    #[test]
    fn attested_roles_are_told_in_words() {
        let before = json!({"speakers": ["neil"]});
        let director = json!({"role": "director", "of": "rusi", "title": "director of security"});
        let former = json!({"role": {"id": "mp", "certain": false}, "former": true});
        let after = json!({"speakers": [{"id": "neil", "as": [director]}]});
        let both = json!({"speakers": [{"id": "neil", "as": [director, former]}]});
        let as_director = "presented as director of rusi (director of security)";
        assert_eq!(
            changed(before, after.clone()),
            [change("speakers", "neil", &format!("neil ({as_director})"))]
        );
        assert_eq!(
            changed(after, both),
            [change("speakers[1].as", as_director, &format!("{as_director} and presented as former mp?"))]
        );
        let styled =
            json!({"speakers": [{"id": "a", "certain": false, "styled": "A.", "as": [{"role": "mp"}]}]});
        assert_eq!(
            changed(json!({"speakers": []}), styled),
            [change("speakers[1]", "", "a? (“A.”; presented as mp)")]
        );
    }
}
