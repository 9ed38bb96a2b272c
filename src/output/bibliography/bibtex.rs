//! Documents as BibLaTeX, which BibTeX reads too: dates stand as `date` and as `year` and `month`.

use std::io::{self, Write};

use super::reference::{Reference, write_each};
use crate::exchange::bibliography::names::PersonName;
use crate::exchange::bibliography::vocabulary::{FIELDS, Holds, type_of_bibtex};
use crate::model::record::Dated;
use crate::query::answer::Answer;

use crate::output::loss::Losses;
use crate::output::options::Options;
use crate::output::provenance::Provenance;

pub(in crate::output) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (name, value) in Provenance::of(answer).fields() {
        // A line that begins with `%` is no entry; nor is what follows an `@` in a question.
        let value = value.replace('@', " at ").replace(['\n', '\r'], " ");
        writeln!(out, "% {name}: {}", crate::output::terminal::cells::harmless(&value))?;
    }
    write_each(answer, options.with, losses, |reference, losses| {
        out.write_all(entry(reference, losses).as_bytes())
    })
}

/// One entry.
fn entry(reference: &Reference<'_>, losses: &mut Losses) -> String {
    let of = reference.of;
    let own = reference.details.get("entrytype").copied().filter(|kind| type_of_bibtex(kind).is_some());
    let kind = own.unwrap_or(of.bibtex[0]);
    let mut entry = Fields(format!("\n@{kind}{{{},\n", key(reference.key)));
    let source = reference.source;
    entry.put("author", reference.authors.iter().map(name).collect::<Vec<_>>().join(" and "));
    // Braces within keep the letters of a title as they are.
    entry.put(
        "title",
        source.title.as_deref().map_or(String::new(), |title| format!("{{{}}}", escaped(title))),
    );
    let container = match kind {
        "online" => "organization",
        _ if of.is_in_periodical => "journal",
        _ => "booktitle",
    };
    entry.put(container, escaped(reference.container().unwrap_or_default()));
    let house = if matches!(kind, "report" | "techreport" | "thesis" | "phdthesis" | "mastersthesis") {
        "institution"
    } else {
        "publisher"
    };
    entry.put(house, escaped(reference.house().unwrap_or_default()));
    let id = source.id.as_str();
    if let Some(date) = reference.published().and_then(|dated| date(dated, losses, id)) {
        put_year_and_month(&mut entry, &date);
        entry.put("date", date);
    }
    entry.put("url", address(source.url.as_deref().unwrap_or_default()));
    entry.put("archiveurl", address(source.archive_url.as_deref().unwrap_or_default()));
    entry.put(
        "urldate",
        source.accessed.as_ref().and_then(|dated| date(dated, losses, id)).unwrap_or_default(),
    );
    entry.put("langid", source.lang.as_ref().map_or(String::new(), ToString::to_string));
    for field in FIELDS.iter().filter(|field| !matches!(field.csl, "container-title" | "publisher")) {
        if let (Some(text), Some(name)) = (reference.details.get(field.csl), field.bibtex.first()) {
            let is_verbatim = matches!(*name, "doi" | "isbn" | "issn");
            let is_raw = is_verbatim || field.holds != Holds::Text;
            entry.put(name, if is_raw { (*text).to_owned() } else { escaped(text) });
        } else if reference.details.contains_key(field.csl) {
            losses.lost("bibliographic details", "BibLaTeX has no field for them", id);
        }
    }
    for (name, text) in &reference.others {
        let plain: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
        entry.put(&plain.to_ascii_lowercase(), escaped(text));
    }
    entry.put("annotation", escaped(reference.note.unwrap_or_default()));
    entry.0 + "}\n"
}

struct Fields(String);

impl Fields {
    /// A field, where there is something.
    fn put(&mut self, name: &str, text: impl AsRef<str>) {
        let text = text.as_ref();
        if !text.is_empty() {
            self.0 += &format!("  {name:<12} = {{{}}},\n", text.replace(['\n', '\r'], " "));
        }
    }
}

/// The key, without what ends one.
fn key(key: &str) -> String {
    key.chars().map(|c| if c.is_whitespace() || "{}(),=#%\"'~\\".contains(c) { '-' } else { c }).collect()
}

/// A name in its parts; where these are not known, as it is printed, which BibTeX parts by itself.
fn name(name: &PersonName) -> String {
    let is_cut =
        |text: &str| text.contains([',', '{', '}']) || format!(" {} ", text.to_lowercase()).contains(" and ");
    if name.is_whole && !is_cut(&name.family) && name.family.contains(' ') {
        return escaped_in_name(&name.family);
    }
    let part = |text: &str| escaped_in_name(text);
    let PersonName { family, given, particle, suffix, is_whole } = name;
    PersonName {
        family: part(family),
        given: part(given),
        particle: part(particle),
        suffix: part(suffix),
        is_whole: *is_whole,
    }
    .inverted()
}

fn escaped_in_name(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', c]),
            '\\' | '~' | '^' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text in which nothing is taken for a command of TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '~' => escaped.push_str("{\\textasciitilde}"),
            '^' => escaped.push_str("{\\textasciicircum}"),
            '\\' => escaped.push_str("{\\textbackslash}"),
            // Two of them would be a dash or a quotation mark.
            '-' | '`' | '\'' if before == c => {
                escaped.push_str("{}");
                escaped.push(c);
            }
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

/// An address as it is; braces, which TeX counts, by their numbers.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(char::is_whitespace, "%20")
}

/// A date as BibLaTeX has it: EDTF of level 0 and 1. Another is lost.
fn date(dated: &Dated, losses: &mut Losses, id: &str) -> Option<String> {
    let text = dated.date.as_str();
    let is_level_1 = |end: &str| {
        let plain = end.trim_end_matches(['?', '~', '%']);
        let is_marked_within = plain.contains(['?', '~', '%']);
        let digits: Vec<char> = plain.chars().filter(|c| c.is_ascii_digit() || *c == 'X').collect();
        let is_masked_within = digits.iter().skip_while(|c| **c != 'X').any(|c| *c != 'X');
        !is_marked_within && !is_masked_within
    };
    if text.split('/').all(is_level_1) {
        return Some(text.to_owned());
    }
    losses.lost("dates", "BibLaTeX has no marks within a date (level 2 of EDTF)", id);
    None
}

/// For programs that know no `date`.
fn put_year_and_month(entry: &mut Fields, date: &str) {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let day = date.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let is_plain =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_plain {
        return;
    }
    entry.put("year", parts[0]);
    let month = parts
        .get(1)
        .and_then(|month| month.parse::<usize>().ok())
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    if let Some(month) = month {
        entry.0 += &format!("  {:<12} = {month},\n", "month");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_tex() {
        assert_eq!(
            escaped("5 % of {A} & B_1 -- 'it''s' \\x ~ ^"),
            r"5 \% of \{A\} \& B\_1 -{}- 'it'{}'s' {\textbackslash}x {\textasciitilde} {\textasciicircum}"
        );
        assert_eq!(key("a b,{c}"), "a-b--c-");
        assert_eq!(address("https://a.example/{x} y"), "https://a.example/%7Bx%7D%20y");
    }
}
