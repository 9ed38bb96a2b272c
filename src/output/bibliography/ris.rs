//! Documents as RIS.

use std::io::{self, Write};

use super::reference::{Reference, write_each};
use crate::exchange::bibliography::names::{self, PersonName};
use crate::exchange::bibliography::vocabulary::{FIELDS, Holds};
use crate::model::record::Dated;
use crate::query::answer::Answer;

use crate::output::loss::Losses;
use crate::output::options::Options;

pub(in crate::output) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_each(answer, options.with, losses, |reference, losses| {
        out.write_all(entry(reference, losses).as_bytes())
    })
}

const NO_TAG: &str = "RIS has no tag for them";

/// One record, from `TY` to `ER`, and an empty line.
fn entry(reference: &Reference<'_>, losses: &mut Losses) -> String {
    let (source, of) = (reference.source, reference.of);
    let id = source.id.as_str();
    let mut lines = Lines(String::new());
    lines.put("TY", of.ris[0]);
    lines.put("ID", reference.key);
    lines.put("TI", source.title.as_deref().unwrap_or_default());
    put_names(&mut lines, "AU", &reference.authors, losses, id);
    lines.put(if of.ris[0] == "JOUR" { "JO" } else { "T2" }, reference.container().unwrap_or_default());
    lines.put("PB", reference.house().unwrap_or_default());
    if let Some(dated) = reference.published() {
        put_date(&mut lines, dated, losses, id);
    }
    lines.put("UR", source.url.as_deref().unwrap_or_default());
    if let Some(dated) = &source.accessed {
        let text = day(dated, losses, id).unwrap_or_default();
        lines.put("Y2", &text);
    }
    losses.lost_several("archive links", NO_TAG, usize::from(source.archive_url.is_some()), id);
    lines.put("LA", source.lang.as_ref().map_or("", |lang| lang.as_str()));
    for field in
        FIELDS.iter().filter(|field| !matches!(field.csl, "container-title" | "publisher" | "author"))
    {
        let Some(text) = reference.details.get(field.csl) else { continue };
        match (field.csl, field.ris.first()) {
            ("page", _) => put_pages(&mut lines, text),
            ("keyword", _) => text.split([',', ';']).for_each(|word| lines.put("KW", word.trim())),
            (_, None) => losses.lost("bibliographic details", NO_TAG, id),
            (_, Some(tag)) if field.holds == Holds::Names => {
                put_names(&mut lines, tag, &names::read(text), losses, id);
            }
            (_, Some(tag)) => lines.put(tag, text),
        }
    }
    for (name, text) in &reference.others {
        // What came from RIS goes back under its tag.
        let is_tag =
            name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if is_tag {
            lines.put(name, text);
        } else {
            losses.lost("other extra fields", NO_TAG, id);
        }
    }
    lines.put("N1", reference.note.unwrap_or_default());
    lines.0 + "ER  - \r\n\r\n"
}

struct Lines(String);

impl Lines {
    /// A line, where there is something. A line break within is a blank.
    fn put(&mut self, tag: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.0 += &format!("{tag}  - {text}\r\n");
        }
    }
}

fn put_names(lines: &mut Lines, tag: &str, names: &[PersonName], losses: &mut Losses, id: &str) {
    for name in names {
        if name.is_whole {
            losses.lost_several(
                "undivided names",
                "RIS takes what follows a comma for a first name",
                usize::from(name.family.contains(',')),
                id,
            );
            lines.put(tag, &name.family);
            continue;
        }
        let family = format!("{} {}", name.particle, name.family);
        let suffix = if name.suffix.is_empty() { String::new() } else { format!(", {}", name.suffix) };
        lines.put(tag, &format!("{}, {}{suffix}", family.trim(), name.given));
    }
}

fn put_pages(lines: &mut Lines, pages: &str) {
    match pages.split_once(['-', '–']) {
        Some((first, last)) if !last.contains(['-', '–', ',']) && !first.is_empty() && !last.is_empty() => {
            lines.put("SP", first);
            lines.put("EP", last);
        }
        _ => lines.put("SP", pages),
    }
}

/// `PY` and `DA`: a year, month or day that is certain.
fn put_date(lines: &mut Lines, dated: &Dated, losses: &mut Losses, id: &str) {
    if let Some(text) = day(dated, losses, id) {
        lines.put("PY", &text[..4]);
        if text.len() > 4 {
            lines.put("DA", &text);
        }
    }
}

/// `2020/05/01/`, `2020/05//`, `2020`. Another date is lost.
fn day(dated: &Dated, losses: &mut Losses, id: &str) -> Option<String> {
    let text = dated.date.as_str();
    let day = text.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let is_plain =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            && parts[0].len() == 4;
    let is_season = parts.get(1).is_some_and(|month| *month > "12");
    if !is_plain || is_season {
        losses.lost("dates", "RIS has nothing but a year, month or day", id);
        return None;
    }
    losses.lost_several("clock times", "a date of RIS is a day at most", usize::from(text.contains('T')), id);
    Some(match parts[..] {
        [year, month, day] => format!("{year}/{month}/{day}/"),
        [year, month] => format!("{year}/{month}//"),
        _ => parts[0].to_owned(),
    })
}
