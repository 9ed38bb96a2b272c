//! CSL-JSON: the items of citation processors, as Zotero, Better BibTeX, pandoc and Crossref write them.
//! <https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>

use serde_json::{Map, Value};

use super::dates::of_parts;
use super::item::Item;
use super::names::{self, PersonName};
use super::parsed::{Parsed, refused};
use super::vocabulary::{Holds, TYPES, field_of_csl, type_of_csl};
use crate::exchange::entries::EntryPlace;
use crate::exchange::markup::plain;
use crate::model::Problem;
use crate::model::problem::Result;

/// The items of a file: a list, an object with a list, one object, or one object a line.
///
/// # Errors
/// It is no JSON.
pub(super) fn parse(text: &str) -> Result<Vec<Parsed>> {
    let text = text.trim_start_matches('\u{FEFF}');
    match serde_json::from_str(text) {
        Ok(value) => Ok(of_value(&value)),
        Err(error) => {
            let lines = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let is_lines = lines().count() > 1
                && lines().next().is_some_and(|(_, line)| serde_json::from_str::<Value>(line).is_ok());
            if is_lines {
                return Ok(lines()
                    .enumerate()
                    .map(|(number, (at, line))| of_line(line, number as u64 + 1, at as u64 + 1))
                    .collect());
            }
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            Err(Problem::invalid(format!("it is no JSON: {what}"))
                .in_line(error.line().max(1), Some(error.column().max(1))))
        }
    }
}

fn of_line(line: &str, number: u64, at: u64) -> Parsed {
    match serde_json::from_str::<Value>(line) {
        Ok(value) => item(&value, number, Some(at)),
        Err(error) => {
            let place = EntryPlace { what: "entry", number, line: Some(at), key: None };
            let what = error.to_string();
            refused(
                place,
                line,
                &format!("it is no JSON: {}", what.split(" at line ").next().unwrap_or_default()),
                at,
                Some(error.column().max(1)),
            )
        }
    }
}

fn of_value(value: &Value) -> Vec<Parsed> {
    let inside =
        value.get("items").or_else(|| value.get("references")).or_else(|| value.pointer("/message/items"));
    let items = match inside.unwrap_or(value) {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items.iter().enumerate().map(|(number, value)| item(value, number as u64 + 1, None)).collect()
}

fn item(value: &Value, number: u64, line: Option<u64>) -> Parsed {
    let key =
        value.get("citation-key").or_else(|| value.get("id")).or_else(|| value.get("DOI")).and_then(text);
    let place = EntryPlace { what: "entry", number, line, key: key.clone() };
    let written = value.to_string();
    let Some(map) = value.as_object() else {
        return refused(place, &written, "an item is an object in braces", line.unwrap_or(1), None);
    };
    if !["type", "title", "author", "issued", "URL", "DOI"].iter().any(|name| map.contains_key(*name)) {
        return refused(
            place,
            &written,
            "it has nothing that an item of a bibliography has: `type`, `title`, `author` …",
            line.unwrap_or(1),
            None,
        );
    }
    Parsed { place, item: Ok(read(map, key.unwrap_or_default())), text: written }
}

fn read(map: &Map<String, Value>, key: String) -> Item {
    let written = map.get("type").and_then(text).unwrap_or_default();
    let known =
        type_of_csl(&written).or_else(|| (written == "article").then(|| type_of_csl("manuscript")).flatten());
    let mut item = Item::new(key, known.or_else(|| type_of_csl("document")).unwrap_or(&TYPES[0]));
    if known.is_none() && !written.is_empty() {
        item.remark("types that dictum does not know, taken for documents", written.clone());
        item.add_unknown("csl-type", &written);
    }
    for (name, value) in map {
        let Some(text) = text(value) else {
            read_other(&mut item, name, value);
            continue;
        };
        match name.as_str() {
            "type" | "id" | "citation-key" => {}
            "title" => item.title = Some(plain(&text)),
            "URL" => item.url = Some(text),
            "archive_location" if text.starts_with("http") => item.archive_url = Some(text),
            "language" => item.lang = Some(text),
            "container-title" => item.container = Some(plain(&text)),
            "publisher" => item.publisher = Some(plain(&text)),
            name if field_of_csl(name).is_some() => item.add_detail(name, &text),
            name => item.add_unknown(name, &text),
        }
    }
    item
}

/// Lists and objects: names and dates; and texts in a list, as Crossref has titles.
fn read_other(item: &mut Item, name: &str, value: &Value) {
    let holds = field_of_csl(name).map(|field| field.holds);
    match (name, value) {
        ("author", Value::Array(names)) => item.authors = names.iter().filter_map(person).collect(),
        ("issued", _) => item.issued = date(value),
        ("accessed", _) => item.accessed = date(value),
        (_, Value::Array(names)) if holds == Some(Holds::Names) => {
            let names: Vec<PersonName> = names.iter().filter_map(person).collect();
            item.add_detail(name, &names::written(&names));
        }
        (_, _) if holds == Some(Holds::Date) => item.add_detail(name, &date(value).unwrap_or_default()),
        (_, Value::Array(texts)) if texts.iter().all(Value::is_string) => {
            let texts: Vec<String> = texts.iter().filter_map(text).collect();
            let joined = texts.join("; ");
            match name {
                "title" => item.title = texts.first().map(|text| plain(text)),
                "container-title" => item.container = texts.first().map(|text| plain(text)),
                name if field_of_csl(name).is_some() => item.add_detail(name, &joined),
                name => item.add_unknown(name, &joined),
            }
        }
        (_, Value::Null) => {}
        ("custom", Value::Object(own)) => {
            for (name, value) in own {
                let text = text(value).unwrap_or_else(|| value.to_string());
                if name == "entrytype" { item.add_detail(name, &text) } else { item.add_unknown(name, &text) }
            }
        }
        (_, other) => item.add_unknown(name, &other.to_string()),
    }
}

/// A text or a number, as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn person(value: &Value) -> Option<PersonName> {
    let part = |name: &str| value.get(name).and_then(text).unwrap_or_default();
    if let Some(name) = text(value) {
        return Some(PersonName::whole(&name));
    }
    let literal = [part("literal"), part("name")].into_iter().find(|name| !name.is_empty());
    if let Some(name) = literal {
        return Some(PersonName::whole(&name));
    }
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    let particle =
        particles.iter().filter(|particle| !particle.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let (family, given, suffix) = (part("family"), part("given"), part("suffix"));
    let is_whole = given.is_empty() && particle.is_empty() && suffix.is_empty();
    Some(PersonName { family, given, particle, suffix, is_whole }).filter(|name| !name.is_empty())
}

/// A date of CSL-JSON as EDTF, or in its own words.
fn date(value: &Value) -> Option<String> {
    if let Some(text) = text(value) {
        return Some(text);
    }
    let circa = value.get("circa").is_some_and(|circa| {
        !matches!(circa, Value::Null | Value::Bool(false))
            && circa != &Value::from(0)
            && circa != &Value::from("")
    });
    let mark = if circa { "~" } else { "" };
    let ends: Vec<String> = match value.get("date-parts") {
        Some(Value::Array(ends)) => {
            ends.iter().filter_map(|parts| end(parts, value.get("season"))).map(|end| end + mark).collect()
        }
        _ => Vec::new(),
    };
    match &ends[..] {
        [one] => Some(one.clone()),
        [first, last, ..] => Some(format!("{first}/{last}")),
        [] => ["raw", "literal", "edtf"].iter().find_map(|name| text(value.get(*name)?)),
    }
}

fn end(parts: &Value, season: Option<&Value>) -> Option<String> {
    let number = |at: usize| parts.get(at).and_then(text).and_then(|text| text.parse::<i64>().ok());
    let small = |at: usize| number(at).and_then(|number| u32::try_from(number).ok());
    let season = season.and_then(text).and_then(|season| match season.to_lowercase().as_str() {
        "1" | "spring" => Some(21),
        "2" | "summer" => Some(22),
        "3" | "autumn" | "fall" => Some(23),
        "4" | "winter" => Some(24),
        _ => None,
    });
    of_parts(number(0)?, small(1).or(season), small(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_never_become_more_exact() {
        for (json, meant) in [
            (r#"{"date-parts":[[2020,5,1]]}"#, Some("2020-05-01")),
            (r#"{"date-parts":[["2020","5"]]}"#, Some("2020-05")),
            (r#"{"date-parts":[[2020]],"circa":true}"#, Some("2020~")),
            (r#"{"date-parts":[[2020]],"season":"summer"}"#, Some("2020-22")),
            (r#"{"date-parts":[[2019,12],[2020,1]]}"#, Some("2019-12/2020-01")),
            (r#"{"raw":"2020-05~"}"#, Some("2020-05~")),
            (r#"{"literal":"in press"}"#, Some("in press")),
            (r#"{"date-parts":[[]]}"#, None),
        ] {
            assert_eq!(date(&serde_json::from_str(json).unwrap()).as_deref(), meant, "{json}");
        }
    }

    #[test]
    fn an_item_that_is_wrong_is_wrong_alone() {
        let parsed = parse(r#"[{"id":"a","type":"book","title":"One <i>two</i>","author":[{"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"},{"literal":"WHO"}],"custom":{"x":1}}, 3, {"x":1}]"#).unwrap();
        assert_eq!(parsed.iter().map(|one| one.item.is_ok()).collect::<Vec<_>>(), [true, false, false]);
        let item = parsed[0].item.as_ref().unwrap();
        assert_eq!(item.title.as_deref(), Some("One two"));
        assert_eq!(
            item.authors.iter().map(PersonName::printed).collect::<Vec<_>>(),
            ["Ludwig van Beethoven", "WHO"]
        );
        assert_eq!(item.unknown["x"], "1");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }
    }
}
