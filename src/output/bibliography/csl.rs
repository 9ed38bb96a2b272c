//! Documents as CSL-JSON, which citation processors read.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::reference::{Reference, write_each};
use crate::exchange::bibliography::names::{self, PersonName};
use crate::exchange::bibliography::vocabulary::{Holds, field_of_csl};
use crate::exchange::interchange::bytes::{Json, Value as _};
use crate::model::Date;
use crate::model::record::Dated;
use crate::query::answer::Answer;

use crate::output::loss::Losses;
use crate::output::options::Options;

/// A list of items, one a line.
pub(in crate::output) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut before: &[u8] = b"[\n";
    write_each(answer, options.with, losses, |reference, losses| {
        let mut json = Json::harmless();
        item(reference, losses).write(&mut json);
        out.write_all(before)?;
        before = b",\n";
        out.write_all(&json.bytes)
    })?;
    out.write_all(if before == b"[\n" { b"[]\n" } else { b"\n]\n" })
}

/// One item.
fn item(reference: &Reference<'_>, losses: &mut Losses) -> Value {
    let source = reference.source;
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    put("id", Some(reference.key.into()));
    put("type", Some(reference.of.csl.into()));
    put("title", source.title.as_deref().map(markup_escaped));
    put("author", persons(&reference.authors));
    put("container-title", reference.container().map(markup_escaped));
    put("publisher", reference.house().map(markup_escaped));
    put("issued", reference.published().and_then(|dated| date(dated, losses, source.id.as_str())));
    put("URL", source.url.as_deref().map(Value::from));
    put("archive_location", source.archive_url.as_deref().map(Value::from));
    put("accessed", source.accessed.as_ref().and_then(|dated| date(dated, losses, source.id.as_str())));
    put("language", source.lang.as_ref().map(|lang| lang.as_str().into()));
    for (name, text) in &reference.details {
        match field_of_csl(name).map(|field| field.holds) {
            Some(Holds::Names) => put(name, persons(&names::read(text))),
            Some(Holds::Date) => put(name, Date::parse(text).ok().map(|date| in_parts(&date).0)),
            Some(Holds::Text) if !matches!(*name, "container-title" | "publisher") => {
                put(name, Some((*text).into()));
            }
            _ => {}
        }
    }
    put("annote", reference.note.map(Value::from));
    let own = reference.details.get("entrytype").map(|kind| ("entrytype", *kind));
    let others: Map<String, Value> = reference
        .others
        .iter()
        .map(|(name, text)| (*name, *text))
        .chain(own)
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect();
    put("custom", (!others.is_empty()).then_some(Value::Object(others)));
    Value::Object(item)
}

/// Titles of CSL-JSON are a little HTML: what looks like it and is none is written as it must be.
fn markup_escaped(text: &str) -> Value {
    let looks_like_markup =
        crate::exchange::markup::plain(text) != text.split_whitespace().collect::<Vec<_>>().join(" ");
    match looks_like_markup {
        true => text.replace('&', "&amp;").replace('<', "&lt;").into(),
        false => text.into(),
    }
}

fn persons(names: &[PersonName]) -> Option<Value> {
    let person = |name: &PersonName| {
        if name.is_whole {
            return json!({"literal": name.family});
        }
        let parts = [
            ("family", &name.family),
            ("given", &name.given),
            ("non-dropping-particle", &name.particle),
            ("suffix", &name.suffix),
        ];
        let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
        Value::Object(parts.map(|(name, part)| (name.to_owned(), part.as_str().into())).collect())
    };
    (!names.is_empty()).then(|| Value::Array(names.iter().map(person).collect()))
}

fn date(dated: &Dated, losses: &mut Losses, id: &str) -> Option<Value> {
    let (value, loses_time) = in_parts(&dated.date);
    losses.lost_several("clock times", "a date of CSL-JSON is a day at most", usize::from(loses_time), id);
    Some(value)
}

/// A date in numbers; what numbers cannot say stands in its own words. Whether a time of day is left out.
fn in_parts(date: &Date) -> (Value, bool) {
    let text = date.as_str();
    let is_about = text.ends_with('~');
    let ends: Option<Vec<Vec<i64>>> = text.split('/').map(|end| numbers(end.trim_end_matches('~'))).collect();
    let mut value = match ends {
        Some(ends) if !text.contains("~/") => json!({"date-parts": ends}),
        _ => return (json!({"literal": text}), false),
    };
    if is_about {
        if text.contains('/') {
            return (json!({"literal": text}), false);
        }
        value["circa"] = true.into();
    }
    (value, text.contains('T'))
}

/// Year, month and day of a date that has nothing else but a time.
fn numbers(end: &str) -> Option<Vec<i64>> {
    let day = end.split('T').next()?;
    let (sign, digits) = day.strip_prefix('-').map_or((1, day), |rest| (-1, rest));
    let mut numbers: Vec<i64> = digits.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let is_sound = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && numbers.get(1).is_none_or(|month| (1..=12).contains(month));
    *numbers.first_mut()? *= sign;
    is_sound.then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_numbers_and_in_words() {
        for (edtf, json) in [
            ("2020-05-01", r#"{"date-parts":[[2020,5,1]]}"#),
            ("2020~", r#"{"date-parts":[[2020]],"circa":true}"#),
            ("2019-12/2020", r#"{"date-parts":[[2019,12],[2020]]}"#),
            ("202X", r#"{"literal":"202X"}"#),
            ("2020?", r#"{"literal":"2020?"}"#),
            ("2020-22", r#"{"literal":"2020-22"}"#),
            ("2020/..", r#"{"literal":"2020/.."}"#),
            ("2020-05-01T10:00:00Z", r#"{"date-parts":[[2020,5,1]]}"#),
        ] {
            assert_eq!(in_parts(&Date::parse(edtf).unwrap()).0.to_string(), json, "{edtf}");
        }
    }
}
