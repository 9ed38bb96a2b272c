//! BibTeX and BibLaTeX, entry by entry: what is wrong with one refuses that one alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use biblatex::{Bibliography, Chunk, ChunksRef, Entry, Person, RawBibliography, RawChunk, RawEntry};

use super::bibtex_text::{self, RawPart};
use super::item::Item;
use super::names::{self, PersonName};
use super::parsed::{Parsed, refused};
use super::vocabulary::{Holds, TYPES, field_of_bibtex, type_of_bibtex, type_of_csl};
use crate::exchange::entries::EntryPlace;

/// What a file gives.
pub(super) struct Read {
    pub parsed: Vec<Parsed>,
    /// What is to be said of the file.
    pub about: Vec<String>,
}

/// Types of entries that are no documents: what others share, and what lists others.
const NO_DOCUMENTS: [&str; 2] = ["xdata", "set"];

/// The entries of a file.
pub(super) fn parse(text: &str) -> Read {
    let parts = bibtex_text::parts(text, |entry| parse_alone(entry).is_ok());
    let strings: Vec<&RawPart<'_>> = parts.iter().filter(|part| part.kind == "string").collect();
    let known = known_entries(&parts);
    let mut read = Read { parsed: Vec::new(), about: Vec::new() };
    let (mut others, mut number) = (BTreeMap::<&str, usize>::new(), 0);
    for part in &parts {
        match part.kind.as_str() {
            "string" | "comment" | "preamble" => {}
            kind if NO_DOCUMENTS.contains(&kind) => {
                let kind = NO_DOCUMENTS.iter().find(|known| **known == kind);
                *others.entry(kind.copied().unwrap_or_default()).or_default() += 1;
            }
            _ => {
                number += 1;
                read.parsed.push(entry(part, number, &strings, &known));
            }
        }
    }
    read.about.extend(others.iter().map(|(kind, count)| {
        let entries = if *count == 1 { "entry" } else { "entries" };
        format!("{count} {entries} of the type @{kind}: no document of its own")
    }));
    read
}

/// What an entry can inherit from: its text, and the keys that it inherits from itself.
struct Heritage<'t> {
    text: &'t str,
    parents: Vec<String>,
}

fn known_entries<'t>(parts: &[RawPart<'t>]) -> HashMap<String, Heritage<'t>> {
    let mut known = HashMap::new();
    for part in parts.iter().filter(|part| part.is_sound) {
        if let Ok(raw) = RawBibliography::parse(part.text) {
            for entry in raw.entries {
                let heritage = Heritage { text: part.text, parents: parents(&entry.v) };
                known.entry(entry.v.key.v.to_owned()).or_insert(heritage);
            }
        }
    }
    known
}

/// The keys in `crossref` and `xdata`.
fn parents(entry: &RawEntry<'_>) -> Vec<String> {
    let fields = entry.fields.iter().filter(|field| {
        let name = field.key.v.to_ascii_lowercase();
        name == "crossref" || name == "xdata"
    });
    let texts = fields.flat_map(|field| &field.value.v).filter_map(|chunk| match chunk.v {
        RawChunk::Normal(text) => Some(text),
        RawChunk::Abbreviation(_) => None,
    });
    texts
        .flat_map(|text| text.split(','))
        .map(|key| key.trim().trim_matches(['{', '}']).to_owned())
        .filter(|key| !key.is_empty())
        .collect()
}

/// Whether an entry can be read by itself.
fn parse_alone(text: &str) -> Result<(), biblatex::ParseError> {
    RawBibliography::parse(text).map(drop)
}

fn entry(
    part: &RawPart<'_>,
    number: u64,
    strings: &[&RawPart<'_>],
    known: &HashMap<String, Heritage<'_>>,
) -> Parsed {
    let place = EntryPlace { what: "entry", number, line: Some(part.line), key: part.key.clone() };
    if let Some(problem) = &part.problem {
        return refused(place, part.text, problem, part.line, None);
    }
    let head = match RawBibliography::parse(part.text) {
        Ok(raw) => {
            raw.entries.first().map(|entry| (entry.v.key.v.to_owned(), parents(&entry.v), verbatim(&entry.v)))
        }
        Err(error) => return refused_by(place, part, 0, &error),
    };
    let Some((key, parents, verbatim)) = head else {
        return refused(place, part.text, "the entry has no key", part.line, None);
    };
    let mut before = String::new();
    let mut seen = HashSet::from([key.clone()]);
    let mut open = parents;
    let mut missing = Vec::new();
    let mut texts = vec![part.text];
    while let Some(parent) = open.pop() {
        if !seen.insert(parent.clone()) {
            if parent == key {
                return refused(
                    place,
                    part.text,
                    "the entry inherits from itself, by whatever detour",
                    part.line,
                    None,
                );
            }
            continue;
        }
        match known.get(&parent) {
            Some(heritage) => {
                // In a circle of ancestors the crate that reads entries would go round for ever.
                if is_circular(&parent, known) {
                    return refused(
                        place,
                        part.text,
                        &format!("`{parent}`, from which it inherits, inherits from itself"),
                        part.line,
                        None,
                    );
                }
                texts.push(heritage.text);
                before += heritage.text;
                before.push('\n');
                open.extend(heritage.parents.iter().cloned());
            }
            None => missing.push(parent),
        }
    }
    let strings = bibtex_text::needed_strings(&texts, strings);
    let own = bibtex_text::with_commands_read(part.text);
    let whole = format!("{strings}{}{own}", bibtex_text::with_commands_read(&before));
    let offset = whole.len() - own.len();
    match Bibliography::parse(&whole) {
        Err(error) => refused_by(place, part, offset, &error),
        Ok(all) => match all.get(&key) {
            None => refused(place, part.text, "the entry cannot be read", part.line, None),
            Some(entry) => {
                let mut item = item(entry, &verbatim);
                for (name, command) in unread_commands(entry) {
                    item.remark(
                        "commands of TeX that dictum does not know, kept as they are",
                        format!("{command} in `{name}`"),
                    );
                }
                for parent in missing {
                    item.remark("entries that others inherit from and that are not in the file", parent);
                }
                Parsed {
                    place: EntryPlace { key: Some(key), ..place },
                    text: part.text.to_owned(),
                    item: Ok(item),
                }
            }
        },
    }
}

/// Fields with the first command of TeX that stands in each.
fn unread_commands(entry: &Entry) -> Vec<(&str, String)> {
    let command = |chunks: ChunksRef<'_>| {
        chunks.iter().find_map(|chunk| match &chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => bibtex_text::command_in(text),
            Chunk::Math(_) => None,
        })
    };
    let is_text = |name: &str| !VERBATIM.contains(&name);
    entry
        .fields
        .iter()
        .filter(|(name, _)| is_text(name))
        .filter_map(|(name, chunks)| Some((name.as_str(), command(chunks)?)))
        .collect()
}

fn is_circular(key: &str, known: &HashMap<String, Heritage<'_>>) -> bool {
    let mut seen = HashSet::new();
    let mut open: Vec<&str> =
        known.get(key).into_iter().flat_map(|one| &one.parents).map(String::as_str).collect();
    while let Some(next) = open.pop() {
        if next == key {
            return true;
        }
        if seen.insert(next) {
            open.extend(known.get(next).into_iter().flat_map(|one| &one.parents).map(String::as_str));
        }
    }
    false
}

fn refused_by(place: EntryPlace, part: &RawPart<'_>, offset: usize, error: &biblatex::ParseError) -> Parsed {
    let at = error.span.start.saturating_sub(offset).min(part.text.len());
    let before = &part.text[..part.text.floor_char_boundary(at)];
    let line = part.line + before.matches('\n').count() as u64;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    refused(place, part.text, &error.kind.to_string(), line, Some(column))
}

// ---- Fields -----------------------------------------------------------------------------------------------------------

/// Fields in which every sign stands for itself.
const VERBATIM: [&str; 5] = ["url", "doi", "file", "eprint", "archiveurl"];

/// The fields of an entry in which every sign stands for itself, as they stand: the crate makes a dash of two hyphens there too.
fn verbatim(entry: &RawEntry<'_>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for field in &entry.fields {
        let name = field.key.v.to_ascii_lowercase();
        let texts: Option<Vec<&str>> = field
            .value
            .v
            .iter()
            .map(|chunk| match chunk.v {
                RawChunk::Normal(text) => Some(text),
                RawChunk::Abbreviation(_) => None,
            })
            .collect();
        if let (true, Some(texts)) = (VERBATIM.contains(&name.as_str()), texts) {
            found.insert(name, bibtex_text::verbatim(&texts.concat()));
        }
    }
    found
}

fn item(entry: &Entry, verbatim: &HashMap<String, String>) -> Item {
    let kind = entry.entry_type.to_string();
    let known = type_of_bibtex(&kind);
    let mut item =
        Item::new(entry.key.clone(), known.or_else(|| type_of_csl("document")).unwrap_or(&TYPES[0]));
    if known.is_none() {
        item.remark("types that dictum does not know, taken for documents", format!("@{kind}"));
        item.add_unknown("entrytype", &kind);
    } else if item.of.bibtex[0] != kind {
        item.add_detail("entrytype", &kind);
    }
    let plain = |name: &str, chunks: ChunksRef<'_>| {
        verbatim.get(name).cloned().unwrap_or_else(|| plain(name, chunks))
    };
    let text = |name: &str| entry.get(name).map(|chunks| plain(name, chunks)).filter(|text| !text.is_empty());
    item.title = titles(text("title"), text("subtitle"));
    item.container = titles(text("journaltitle").or_else(|| text("journal")), text("journalsubtitle"))
        .or_else(|| titles(text("booktitle"), text("booksubtitle")))
        .or_else(|| titles(text("maintitle"), text("mainsubtitle")));
    item.publisher =
        ["publisher", "institution", "school", "organization"].iter().find_map(|name| text(name));
    item.url = text("url");
    item.archive_url = text("archiveurl");
    item.lang = text("langid").or_else(|| text("language"));
    item.authors = entry.get("author").map(persons).unwrap_or_default();
    item.issued = text("date").or_else(|| year_and_month(entry));
    item.accessed = text("urldate").or_else(|| text("lastchecked"));
    for (name, chunks) in &entry.fields {
        match name.as_str() {
            "title" | "subtitle" | "author" | "date" | "urldate" | "lastchecked" | "url" | "archiveurl"
            | "langid" | "language" | "journaltitle" | "journal" | "journalsubtitle" | "year" | "month"
            | "day" | "crossref" | "xdata" => {}
            "booktitle" | "booksubtitle" if text("journaltitle").or_else(|| text("journal")).is_none() => {}
            "maintitle" | "mainsubtitle"
                if item.container == titles(text("maintitle"), text("mainsubtitle")) => {}
            "publisher" | "institution" | "school" | "organization" if text(name) == item.publisher => {}
            name => match field_of_bibtex(name, item.of) {
                Some(field) if field.holds == Holds::Names => {
                    item.add_detail(field.csl, &names::written(&persons(chunks)));
                }
                Some(field) => item.add_detail(field.csl, &plain(name, chunks)),
                None => item.add_unknown(name, &plain(name, chunks)),
            },
        }
    }
    item
}

/// `year` and `month` of BibTeX; a month is a number, a name, or the abbreviation of one.
fn year_and_month(entry: &Entry) -> Option<String> {
    let year = entry.get("year").map(|year| plain("year", year)).filter(|year| !year.is_empty())?;
    let month = entry.get("month").map(|month| plain("month", month)).unwrap_or_default();
    let day = entry.get("day").map(|day| plain("day", day)).unwrap_or_default();
    let whole = match month.parse::<u32>() {
        _ if month.is_empty() => return Some(year),
        Ok(number) => super::dates::of_parts(year.parse().ok()?, Some(number), day.parse().ok())?,
        Err(_) => format!("{day} {month} {year}").trim().to_owned(),
    };
    // Where the month says nothing that can be read, the year does.
    Some(if super::dates::read(&whole).is_some() { whole } else { year })
}

/// A title with its subtitle: `Title: Subtitle`, after `?` and `!` without a colon.
fn titles(title: Option<String>, subtitle: Option<String>) -> Option<String> {
    match (title, subtitle) {
        (Some(title), Some(subtitle)) => {
            let colon = if title.ends_with(['?', '!', ':', '.']) { "" } else { ":" };
            Some(format!("{title}{colon} {subtitle}"))
        }
        (title, subtitle) => title.or(subtitle),
    }
}

fn persons(chunks: ChunksRef<'_>) -> Vec<PersonName> {
    let is_whole =
        |name: &Person| name.given_name.is_empty() && name.prefix.is_empty() && name.suffix.is_empty();
    let parsed: Vec<Person> = <Vec<Person> as biblatex::Type>::from_chunks(chunks).unwrap_or_default();
    let name = |person: Person| PersonName {
        is_whole: is_whole(&person),
        family: bibtex_text::tidy(&person.name),
        given: bibtex_text::tidy(&person.given_name),
        particle: bibtex_text::tidy(&person.prefix),
        suffix: bibtex_text::tidy(&person.suffix),
    };
    parsed.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// The text of a field, without braces, and formulas as far as signs can say them.
fn plain(name: &str, chunks: ChunksRef<'_>) -> String {
    // In these a `~` is a sign like any other.
    let is_verbatim = name.ends_with("date") || VERBATIM.contains(&name);
    let texts = chunks.iter().map(|chunk| match &chunk.v {
        Chunk::Math(formula) => bibtex_text::formula(formula),
        // A blank that does not break the line.
        Chunk::Normal(text) if !is_verbatim => text.replace('~', " "),
        Chunk::Normal(text) | Chunk::Verbatim(text) => text.clone(),
    });
    bibtex_text::tidy(&texts.collect::<String>())
}
