//! A first map of a table: what its columns look like, as a map that runs as it stands. What is guessed says so.

mod columns;

use std::collections::HashMap;
use std::path::Path;

use self::columns::{Column, Part, parts_of};
use super::dates::{Pattern, Read, Reading};
use super::map::Header;
use super::months::MonthNames;
use super::rows::Rows;
use super::{Table, columns_of};
use crate::exchange::entries::Entries;
use crate::exchange::naming::{Names, Naming, NothingKnown, quoted};
use crate::exchange::script;
use crate::exchange::slug::slug;
use crate::exchange::verdicts::{Meaning, meaning};
use crate::model::Record;
use crate::model::problem::Result;

/// Writes a first map of a table.
///
/// # Errors
/// The file cannot be read, or has no columns.
pub fn draft(file: &Path, rows: &mut dyn Rows, sheet: Option<&str>) -> Result<String> {
    let about = rows.about();
    let mut seen = Seen::look_at(rows, Header::Row(1))?;
    // A column without a name is called by its number, which is no cell.
    let is_named = |column: &Column| column.name != column.number.to_string();
    if seen.columns.iter().any(|column| is_named(column) && column.name_is_a_cell()) {
        rows.rewind()?;
        seen = Seen::look_at(rows, Header::None)?;
    }
    let stem =
        file.file_stem().map_or_else(|| "table".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let parts = parts_of(&seen.columns);
    Ok(Draft { stem, sheet, seen: &seen, parts, about }.text())
}

/// What was seen of a table.
struct Seen {
    header: Header,
    columns: Vec<Column>,
    /// What cells say that say nothing.
    nulls: Vec<String>,
    /// How many rows there are, and how many of them are shorter or longer than the first.
    count: u64,
    short: u64,
    long: u64,
}

impl Seen {
    fn look_at(rows: &mut dyn Rows, header: Header) -> Result<Seen> {
        let (names, _) = columns_of(rows, header)?;
        let columns: Vec<Column> =
            names.iter().zip(1..).map(|(name, number)| Column::new(name, number)).collect();
        let mut seen = Seen { header, columns, nulls: Vec::new(), count: 0, short: 0, long: 0 };
        while let Some(row) = rows.next()? {
            seen.count += 1;
            seen.short += u64::from(row.cells.len() < seen.columns.len() && row.line.is_some());
            seen.long += u64::from(row.cells.len() > seen.columns.len());
            for (column, cell) in seen.columns.iter_mut().zip(&row.cells) {
                column.look_at(cell, &mut seen.nulls);
            }
        }
        Ok(seen)
    }
}

/// The first rows as they come in by a map, as comments behind it.
///
/// # Errors
/// The file cannot be read.
pub fn preview(table: &mut Table) -> Result<String> {
    const ROWS: usize = 3;
    let mut names = Names::default();
    let mut text = format!("\n# ---- The first {ROWS} rows, as they would come in ----\n");
    let mut shown = std::collections::HashSet::new();
    for _ in 0..ROWS {
        let Some(given) = table.next(&mut Naming::new(&mut names, &NothingKnown))? else { break };
        match given {
            Ok(entry) => {
                text.push_str(&format!("#\n# {}\n", entry.place));
                for record in &entry.records {
                    let made = record.references().into_iter().filter_map(|(_, key)| match key {
                        crate::model::Key::Entity(id) => names.made(&id).cloned().map(Record::Entity),
                        _ => None,
                    });
                    for record in made.chain([record.clone()]) {
                        if shown.insert(record.key()) {
                            push_statement(&mut text, &record)?;
                        }
                    }
                }
                for remark in entry.remarks {
                    let detail =
                        if remark.detail.is_empty() { String::new() } else { format!(": {}", remark.detail) };
                    text.push_str(&format!("#   ({}{detail})\n", remark.what));
                }
            }
            Err(rejected) => {
                let reasons: Vec<String> = rejected.problems.iter().map(ToString::to_string).collect();
                text.push_str(&format!(
                    "#\n# {} cannot be taken: {}\n",
                    rejected.place,
                    reasons.join("; ").replace('\n', " ")
                ));
            }
        }
    }
    Ok(text)
}

/// The longest line of a record that is shown, in characters.
const LONGEST_LINE: usize = 160;

fn push_statement(text: &mut String, record: &Record) -> Result<()> {
    let mut written = Vec::new();
    script::Writer::new(&mut written).record(record)?;
    let written = String::from_utf8_lossy(&written).into_owned();
    for line in written.lines().filter(|line| !line.is_empty()) {
        let cut: String = line.chars().take(LONGEST_LINE).collect();
        let more = if cut.len() < line.len() { " …" } else { "" };
        text.push_str(&format!("#   {cut}{more}\n"));
    }
    Ok(())
}

struct Draft<'c> {
    stem: String,
    sheet: Option<&'c str>,
    seen: &'c Seen,
    parts: HashMap<Part, usize>,
    about: Vec<String>,
}

impl Draft<'_> {
    fn column(&self, part: Part) -> Option<&Column> {
        self.parts.get(&part).map(|at| &self.seen.columns[*at])
    }

    /// A column as a template, between quotation marks.
    fn template(&self, part: Part) -> Option<String> {
        self.column(part).map(template)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        self.push_head(&mut text);
        self.push_file(&mut text);
        self.push_claim(&mut text);
        self.push_speaker(&mut text);
        self.push_source(&mut text);
        self.push_verdict(&mut text);
        self.push_extra(&mut text);
        text
    }

    fn push_head(&self, text: &mut String) {
        text.push_str(&format!(
            "# What the columns of {} mean. Written by `dictum map`; what is a guess says so.\n",
            self.stem
        ));
        text.push_str("# `{column}` stands for a cell. What each key means: docs/import.md.\n#\n");
        self.about.iter().for_each(|line| text.push_str(&format!("# {line}\n")));
        text.push_str(&format!("# {}\n", rows_of(self.seen.count)));
        if self.seen.short > 0 {
            text.push_str(&format!("# {} rows are shorter than the first\n", self.seen.short));
        }
        if self.seen.long > 0 {
            text.push_str(&format!("# {} rows are longer than the first: those are refused, unless `--on-error skip` leaves them out\n", self.seen.long));
        }
        text.push_str("#\n# Its columns, how many cells of each say something, and one of them:\n");
        for column in &self.seen.columns {
            let example = column.first.first().map_or(String::new(), |first| {
                let cut: String =
                    first.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
                format!(", such as {cut}")
            });
            text.push_str(&format!(
                "#   {}: {}{example}\n",
                column.name.replace(['\n', '\r'], " "),
                column.filled
            ));
        }
    }

    fn push_file(&self, text: &mut String) {
        text.push_str(
            "\n[file]\n# encoding, separator and quote are found out, and said; here they can be given.\n",
        );
        if self.seen.header == Header::None {
            text.push_str("header = false             # a guess: the first row is like the others\n");
        }
        if let Some(sheet) = self.sheet {
            text.push_str(&format!("sheet = {}\n", quoted(sheet)));
        }
        if self.seen.nulls.is_empty() {
            text.push_str("# null = [\"NA\"]             # what a cell says that says nothing\n");
        } else {
            let nulls: Vec<String> = self.seen.nulls.iter().map(|null| quoted(null)).collect();
            text.push_str(&format!(
                "null = [{}]             # a guess: what a cell says that says nothing\n",
                nulls.join(", ")
            ));
        }
        if self.seen.short > 0 {
            text.push_str(
                "short-rows = \"fill\"        # a guess: what is missing in a short row is empty\n",
            );
        }
    }

    fn push_claim(&self, text: &mut String) {
        text.push_str("\n[claim]\n");
        match self.template(Part::Id) {
            Some(id) => {
                let id = format!("\"{}-{}", slug(&self.stem), &id[1..]);
                text.push_str(&format!("id = {id}\n"));
            }
            None => text.push_str(
                "# id = \"{…}\"                # left out, ids are made from the statement and its source\n",
            ),
        }
        match self.template(Part::Statement) {
            Some(statement) => text.push_str(&format!("statement = {statement}\n")),
            None => {
                text.push_str("statement = \"{…}\"           # no column looks like it: write which it is\n");
            }
        }
        self.push_language(text);
        if let Some(topics) = self.column(Part::Topics) {
            let split =
                [",", ";", "|"].into_iter().find(|by| topics.first.iter().any(|cell| cell.contains(by)));
            let split = split.map_or(String::new(), |by| format!(", split = {}", quoted(by)));
            text.push_str(&format!(
                "about = {{ from = {}{split}, kind = \"topic\" }}   # a guess\n",
                template(topics)
            ));
        }
        if let Some(said) = self.column(Part::Said) {
            push_date(text, "said", said);
        }
        if let Some(place) = self.template(Part::Place) {
            text.push_str(&format!("# place = {place}             # where it was said, if that is meant\n"));
        }
    }

    fn push_language(&self, text: &mut String) {
        if let Some(language) = self.template(Part::Language) {
            text.push_str(&format!("language = {language}\n"));
            return;
        }
        let statements = self.column(Part::Statement).map_or(&[][..], |column| &column.first);
        match language_by_letters(statements) {
            Some((tag, why)) => {
                text.push_str(&format!(
                    "language = \"{tag}\"              # a guess by its letters: {why}\n"
                ));
            }
            None => text.push_str("# language = \"en\"            # not known: nothing is taken for it\n"),
        }
    }

    fn push_speaker(&self, text: &mut String) {
        let Some(speaker) = self.column(Part::Speaker) else {
            text.push_str("\n# [speaker]                  # no column looks like it\n# name = \"{…}\"\n");
            return;
        };
        text.push_str(&format!(
            "\n[speaker]\nname = {}\nkind = \"person\"              # a guess\n",
            template(speaker)
        ));
        text.push_str("# split = [\" and \", \";\"]      # what parts several names in one cell\n");
        let unnamed: Vec<String> = self.unnamed(speaker);
        match unnamed.is_empty() {
            true => text.push_str(
                "# unnamed = [\"viral image\", \"*posts\"]   # what names nobody; `*` is any text\n",
            ),
            false => {
                text.push_str(&format!(
                    "unnamed = [{}]   # a guess: these name nobody\n",
                    unnamed.join(", ")
                ));
            }
        }
        text.push_str("missing = \"unnamed\"          # where the cell is empty: \"unnamed\", \"publisher\" (who then speaks), or \"refuse\"\n");
        if let Some(job) = self.template(Part::Job) {
            text.push_str(&format!("\n[speaker.role]\ntitle = {job}\n"));
        }
    }

    /// Speakers that name nobody, as fact-checkers write them.
    fn unnamed(&self, speaker: &Column) -> Vec<String> {
        const NOBODY: [&str; 11] = [
            "viral ",
            "posts",
            "bloggers",
            "chain email",
            "social media",
            "multiple sources",
            "internet",
            "unknown",
            "متداول",
            "مواقع التواصل",
            "منشورات",
        ];
        let is_nobody = |name: &&String| NOBODY.iter().any(|nobody| name.to_lowercase().contains(nobody));
        let mut found: Vec<String> =
            speaker.values.keys().filter(is_nobody).map(|name| quoted(name)).collect();
        found.sort();
        found
    }

    fn push_source(&self, text: &mut String) {
        text.push_str("\n# The document in which the claim was read.\n[source]\n");
        let (url, title) = (self.template(Part::Url), self.template(Part::Title));
        if url.is_none() && title.is_none() {
            text.push_str(&format!(
                "title = {}   # a guess: no column names a document, so that all rows come from this one\n",
                quoted(&self.stem)
            ));
        }
        url.iter().for_each(|url| text.push_str(&format!("url = {url}\n")));
        title.iter().for_each(|title| text.push_str(&format!("title = {title}\n")));
        match self.template(Part::Publisher) {
            Some(publisher) => text.push_str(&format!("publisher = {publisher}\n")),
            None => text.push_str("# publisher = \"…\"           # no column looks like it: the organization that published it\n"),
        }
        if let Some(author) = self.template(Part::Author) {
            text.push_str(&format!("authors = {author}\n"));
        }
        if let Some(published) = self.column(Part::Published) {
            push_date(text, "published", published);
        }
    }

    fn push_verdict(&self, text: &mut String) {
        let Some(label) = self.column(Part::Label) else { return };
        let has_checker = self.parts.contains_key(&Part::Publisher);
        let off = if has_checker { "" } else { "# " };
        text.push('\n');
        if !has_checker {
            text.push_str("# Whose verdicts these are no column says. Write it at `by`, and take away the `# ` before these lines.\n");
        }
        text.push_str(&format!("{off}[verdict]\n{off}label = {}\n", template(label)));
        if !has_checker {
            text.push_str("# by = \"…\"\n");
        }
        text.push_str(&format!(
            "\n# The checker's labels and ours: true, mostly-true, mixed, mostly-false, false, unproven, satire, other.\n{off}[verdict.labels]\n"
        ));
        let mut labels: Vec<(&String, &u64)> = label.values.iter().collect();
        labels.sort_by_key(|(label, count)| (std::cmp::Reverse(**count), *label));
        for (label, count) in labels {
            let (verdict, remark) = match meaning(label, None) {
                Meaning::Settled(verdict) => (verdict.word(), "a guess by docs/verdicts.md"),
                _ => ("other", "not known: write what it means"),
            };
            text.push_str(&format!(
                "{off}{} = \"{verdict}\"   # {}; {remark}\n",
                quoted(label),
                rows_of(*count)
            ));
        }
    }

    fn push_extra(&self, text: &mut String) {
        let numbers: Vec<String> = self
            .seen
            .columns
            .iter()
            .enumerate()
            .filter(|(at, column)| column.is_row_number() && !self.parts.values().any(|taken| taken == at))
            .map(|(_, column)| quoted(&column.name))
            .collect();
        text.push_str(
            "\n# The columns that nothing above takes are kept beside the claim, under their names.\n",
        );
        match numbers.is_empty() {
            true => text.push_str("[extra]\ncolumns = \"keep\"             # or \"leave-out\"; or instead: only = [\"…\"], except = [\"…\"]\n"),
            false => text.push_str(&format!("[extra]\nexcept = [{}]              # a guess: it only counts the rows\n", numbers.join(", "))),
        }
    }
}

fn template(column: &Column) -> String {
    // A name with a brace in it cannot stand between braces.
    let name = if column.name.contains(['{', '}']) { column.number.to_string() } else { column.name.clone() };
    quoted(&format!("{{{name}}}"))
}

/// "1 row", "2 rows"
fn rows_of(count: u64) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}

/// Letters, the language that is most often written in them, and what a comment calls them.
type Letters = (fn(char) -> bool, &'static str, &'static str);

/// The language that is most often written in such letters. Latin ones tell nothing.
fn language_by_letters(texts: &[String]) -> Option<(&'static str, &'static str)> {
    let text: String = texts.iter().take(100).map(String::as_str).collect();
    let share = |range: fn(char) -> bool| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1);
        text.chars().filter(|c| range(*c)).count() * 2 > letters
    };
    let has =
        |letters: &str| text.chars().filter(|c| letters.contains(*c)).count() * 200 > text.chars().count();
    if share(|c| matches!(c, '\u{0600}'..='\u{06FF}')) {
        return Some(match (has("ٹڈےں"), has("پچژگ")) {
            (true, _) => ("ur", "those of Urdu"),
            (false, true) => ("fa", "those of Persian"),
            (false, false) => ("ar", "those of Arabic"),
        });
    }
    if share(|c| matches!(c, '\u{0400}'..='\u{04FF}')) {
        return Some(if has("іїєґ") { ("uk", "those of Ukrainian") } else { ("ru", "those of Russian") });
    }
    let others: [Letters; 5] = [
        (|c| matches!(c, '\u{0590}'..='\u{05FF}'), "he", "those of Hebrew"),
        (|c| matches!(c, '\u{0370}'..='\u{03FF}'), "el", "those of Greek"),
        (|c| matches!(c, '\u{0E00}'..='\u{0E7F}'), "th", "those of Thai"),
        (|c| matches!(c, '\u{AC00}'..='\u{D7AF}'), "ko", "those of Korean"),
        (|c| matches!(c, '\u{0900}'..='\u{097F}'), "hi", "those of Hindi"),
    ];
    others.into_iter().find(|(range, _, _)| share(*range)).map(|(_, tag, why)| (tag, why))
}

/// The patterns that dates are most often written by.
const PATTERNS: [&str; 15] = [
    "EDTF",
    "D-M-YYYY",
    "M-D-YYYY",
    "D/M/YYYY",
    "M/D/YYYY",
    "D.M.YYYY",
    "YYYY/M/D",
    "YYYYMMDD",
    "MMMM D, YYYY",
    "D MMMM YYYY",
    "D-MMM-YYYY",
    "MMM Do, YYYY",
    "* MMMM D, YYYY *",
    "* D MMMM YYYY *",
    "D/M/YYYY hh:mm:ss",
];

/// Two patterns that read the same text as two dates.
const TURNED: [(&str, &str); 2] = [("D-M-YYYY", "M-D-YYYY"), ("D/M/YYYY", "M/D/YYYY")];

/// How many texts a pattern reads.
fn reads(pattern: &str, texts: &[String], months: &MonthNames) -> usize {
    let Ok(pattern) = Pattern::parse(pattern) else { return 0 };
    let reading = Reading { patterns: vec![pattern], months: months.clone(), century: None };
    texts.iter().filter(|text| matches!(reading.read(text), Read::Date(_))).count()
}

fn push_date(text: &mut String, key: &str, column: &Column) {
    let from = template(column);
    let languages = ["en", "ar", "fr", "de", "es", "ru", "tr", "pt", "it", "fa", "he"];
    let month_language = languages.into_iter().find(|language| {
        let months = MonthNames::of(&[(*language).to_owned()]).unwrap_or_default();
        PATTERNS
            .iter()
            .filter(|pattern| pattern.contains("MMM"))
            .any(|pattern| reads(pattern, &column.first, &months) > 0)
    });
    let months = MonthNames::of(&[month_language.unwrap_or("en").to_owned()]).unwrap_or_default();
    let read = |pattern: &str| reads(pattern, &column.first, &months);
    if column.dates == column.filled || read("EDTF") == column.first.len() {
        text.push_str(&format!("{key} = {from}\n"));
        return;
    }
    for (one, other) in TURNED {
        let (first, second) = (read(one), read(other));
        if first > 0 && first == second {
            text.push_str(&format!(
                "{key} = {from}   # not read as it stands: {} can be {one} or {other}. Take the line that is meant instead of this one:\n# {key} = {{ from = {from}, patterns = [\"{one}\"] }}\n# {key} = {{ from = {from}, patterns = [\"{other}\"] }}\n",
                quoted(column.first.iter().find(|cell| reads(one, &[(*cell).clone()], &months) > 0).map_or("", String::as_str))
            ));
            return;
        }
    }
    let mut best: Vec<(&str, usize)> =
        PATTERNS.iter().map(|pattern| (*pattern, read(pattern))).filter(|(_, count)| *count > 0).collect();
    best.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let Some((pattern, count)) = best.first() else {
        text.push_str(&format!(
            "{key} = {from}   # no pattern that is known here reads it: patterns = [\"D-M-YYYY\"] in {{ from = … }} says how it is written\n"
        ));
        return;
    };
    let months = month_language.filter(|language| *language != "en" && pattern.contains("MMM"));
    let months = months.map_or(String::new(), |language| format!(", months = \"{language}\""));
    text.push_str(&format!(
        "{key} = {{ from = {from}, patterns = [\"{pattern}\"]{months} }}   # a guess: reads {count} of the first {}\n",
        column.first.len()
    ));
}
