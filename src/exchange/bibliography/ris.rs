//! RIS, as Zotero, EndNote, Mendeley and publishers' sites write it.

use super::item::Item;
use super::names::{self, PersonName};
use super::parsed::{Parsed, refused};
use super::vocabulary::{Holds, field_of_ris, type_of_csl, type_of_ris};
use crate::exchange::entries::EntryPlace;

/// One record.
struct RisRecord<'t> {
    line: u64,
    /// Tags with their values. A line without a tag goes on with the one before.
    tags: Vec<(&'t str, String)>,
    text: &'t str,
    is_ended: bool,
}

/// The records of a file.
pub(super) fn parse(text: &str) -> Vec<Parsed> {
    records(text).into_iter().enumerate().map(|(number, record)| parsed(&record, number as u64 + 1)).collect()
}

fn records(text: &str) -> Vec<RisRecord<'_>> {
    let mut records: Vec<RisRecord<'_>> = Vec::new();
    let mut is_open = false;
    let mut at = 0;
    // Old programs end lines in CR alone.
    let breaks: &[char] = &['\n', '\r'];
    let mut number = 0;
    for piece in text.split_inclusive(breaks) {
        let start = at;
        at += piece.len();
        if piece == "\n" && text[..start].ends_with('\r') {
            if let Some(record) = records.last_mut() {
                record.text = &text[record.text.as_ptr() as usize - text.as_ptr() as usize..at];
            }
            continue;
        }
        number += 1;
        let line = piece.trim_end_matches(breaks).trim_start_matches('\u{FEFF}');
        let tag = tag(line);
        if let Some(("TY", _)) = tag {
            records.push(RisRecord {
                line: number,
                tags: Vec::new(),
                text: &text[start..at],
                is_ended: false,
            });
            is_open = true;
        }
        let Some(record) = records.last_mut().filter(|_| is_open) else {
            if !line.trim().is_empty() {
                records.push(RisRecord {
                    line: number,
                    tags: Vec::new(),
                    text: &text[start..at],
                    is_ended: true,
                });
            }
            continue;
        };
        let from = record.text.as_ptr() as usize - text.as_ptr() as usize;
        record.text = &text[from..at];
        match tag {
            Some(("ER", _)) => {
                record.is_ended = true;
                is_open = false;
            }
            Some((tag, value)) => record.tags.push((tag, value.trim().to_owned())),
            None if line.trim().is_empty() => {}
            None => {
                if let Some((_, value)) = record.tags.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
        }
    }
    records
}

/// `TY  - JOUR`: a tag of two signs, blanks, a hyphen, and the value.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.bytes().next()?.is_ascii_uppercase()
        && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    let is_apart = value.is_empty() || value.starts_with(' ');
    (is_tag && (1..=2).contains(&blanks) && is_apart).then_some((tag, value))
}

fn parsed(record: &RisRecord<'_>, number: u64) -> Parsed {
    let get = |wanted: &str| {
        record
            .tags
            .iter()
            .find(|(tag, value)| *tag == wanted && !value.is_empty())
            .map(|(_, value)| value.clone())
    };
    let key = get("ID").or_else(|| get("L1")).filter(|key| !key.contains(char::is_whitespace));
    let place = EntryPlace { what: "entry", number, line: Some(record.line), key: key.clone() };
    if record.tags.is_empty() {
        return refused(
            place,
            record.text,
            "it stands outside of any entry; an entry begins with `TY  - `",
            record.line,
            None,
        );
    }
    if !record.is_ended {
        return refused(place, record.text, "the entry does not end: `ER  - ` is missing", record.line, None);
    }
    let written = get("TY").unwrap_or_default();
    let known = type_of_ris(written.to_uppercase().as_str());
    let of = known.or_else(|| type_of_csl("document")).unwrap_or(&super::vocabulary::TYPES[0]);
    let mut item = Item::new(String::new(), of);
    if known.is_none() {
        item.remark("types that dictum does not know, taken for documents", written.clone());
        item.add_unknown("TY", &written);
    }
    let (mut pages, mut dates, mut editors) = ((None, None), Vec::new(), Vec::new());
    for (tag, value) in record.tags.iter().filter(|(_, value)| !value.is_empty()) {
        match *tag {
            "TY" | "ID" => {}
            "TI" | "T1" | "CT" if item.title.is_none() => item.title = Some(value.clone()),
            "BT" if of.csl == "book" && item.title.is_none() => item.title = Some(value.clone()),
            "AU" | "A1" => item.authors.push(names::read_inverted(value)),
            "DA" | "PY" | "Y1" => dates.push(value.clone()),
            "Y2" => item.accessed = item.accessed.take().or_else(|| date(value)).or(Some(value.clone())),
            "UR" | "LK" if item.url.is_none() => item.url = Some(value.clone()),
            "LA" => item.lang = Some(value.clone()),
            "JO" | "JF" | "T2" if of.is_in_periodical && item.container.is_none() => {
                item.container = Some(value.clone());
            }
            "JF" | "JO" if item.container.as_ref() != Some(value) => {
                item.add_detail("container-title-short", value);
            }
            "JF" | "JO" => {}
            "T2" | "BT" if item.container.is_none() => item.container = Some(value.clone()),
            "PB" => item.publisher = Some(value.clone()),
            "SP" => pages.0 = Some(value.clone()),
            "EP" => pages.1 = Some(value.clone()),
            tag => match field_of_ris(tag, of) {
                Some(field) if field.holds == Holds::Names => {
                    editors.push((field.csl, names::read_inverted(value)));
                }
                Some(field) => item.add_detail(field.csl, value),
                None => item.add_unknown(tag, value),
            },
        }
    }
    for csl in ["editor", "translator"] {
        let of_field: Vec<PersonName> =
            editors.iter().filter(|(name, _)| *name == csl).map(|(_, name)| name.clone()).collect();
        item.add_detail(csl, &names::written(&of_field));
    }
    match pages {
        (Some(first), Some(last)) if first != last => item.add_detail("page", &format!("{first}-{last}")),
        (first, last) => item.add_detail("page", &first.or(last).unwrap_or_default()),
    }
    // The longest says the most: a day beside a year.
    let known_dates = dates.iter().filter_map(|text| date(text));
    item.issued = known_dates.max_by_key(String::len).or_else(|| dates.into_iter().next());
    item.key = key.unwrap_or_default();
    Parsed { place, text: record.text.to_owned(), item: Ok(item) }
}

/// `2020/05/01/`, `2020///`, `2020/05//`; another text as it is, where it is a date.
fn date(text: &str) -> Option<String> {
    let mut parts = text.split('/').map(str::trim);
    let year = parts.next()?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year || !text.contains('/') {
        return super::dates::read(text).map(|date| date.as_str().to_owned());
    }
    let mut number = || parts.next().and_then(|part| part.parse().ok());
    let (month, day) = (number(), number());
    super::dates::of_parts(year.parse().ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_wrong_is_wrong_alone() {
        let text = "\u{FEFF}TY  - JOUR\r\nTI  - One\r\n  goes on\r\nDA  - 2020/05/01/\r\nPY  - 2020\r\nER  - \r\n\r\nstray\r\nTY  - BOOK\r\nTI  - Two\r\nTY  - BOOK\r\nTI  - Three\r\nSN  - 1\r\nER  -\r\n";
        let parsed = parse(text);
        let sound: Vec<bool> = parsed.iter().map(|one| one.item.is_ok()).collect();
        assert_eq!(sound, [true, false, false, true]);
        let item = parsed[0].item.as_ref().unwrap();
        assert_eq!(
            (item.title.as_deref(), item.issued.as_deref()),
            (Some("One goes on"), Some("2020-05-01"))
        );
        let refused: Vec<String> =
            parsed.iter().filter_map(|one| one.item.as_ref().err()).map(ToString::to_string).collect();
        assert!(
            refused[0].starts_with("line 8: it stands outside of any entry")
                && refused[1].starts_with("line 9: the entry does not end"),
            "{refused:?}"
        );
        assert_eq!((parsed[0].place.line, parsed[3].place.line), (Some(1), Some(11)));
        assert_eq!(parsed[3].item.as_ref().unwrap().details["ISBN"], "1");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(TY  - [A-Z]{4}|ER  - |AU  - [a-z, ]{0,9}|\\PC{0,9})(\r\n|\n|\r)|\\PC{0,60}") {
            let _ = parse(&text);
            let _ = parse(&text.repeat(3));
        }
    }
}
