//! Holds the documentation to the program: what stands in README.md, docs/ and grammar/ is run, page by page.
//!
//! The first word after a fence says what a block is:
//!
//! - ```` ```console ````: lines that begin with `$ ` are commands, run by [`runner`] without a shell; the lines below
//!   are what they write: standard output, then standard error, then `[exit code N]` where N is not 0. A line that is
//!   `…` alone stands for any lines, `…` within a line for any text: moments, digests and durations are written so.
//! - ```` ```sh ````: each line is a command that must succeed; what it writes is not compared.
//! - ```` ```claims ````: a script that is run in the page's database, `claims.dictum`. With `parse` after it, it is only
//!   parsed; with a file's name, it is parsed and written to that file for the commands that follow.
//! - ```` ```json-lines ````: records that are imported into that database; with a file's name, written to it.
//! - ```` ```csv ````, ```` ```toml ```` with a file's name: written to that file for the commands that follow.
//! - ```` ```json ````, ```` ```toml ````: must be what they say; `toml` is only looked at for its fence.
//! - ```` ```text ````: not run, and counted.
//!
//! A page's blocks run in its order in one temporary folder, in which `fixtures/` is at hand.
//! `UPDATE=1 cargo test --test all docs::` writes the outputs and the generated tables into the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::{CommandFactory, ValueEnum};
use dictum::cli::args::{Args, ImportFrom};
use dictum::language::keywords::{KEYWORDS, Keyword, Position};
use dictum::language::syntax::{Column, Emptied, PerField};
use dictum::language::vocabulary::Worded;
use dictum::model::ClaimPart;
use dictum::model::{RecordType, fields};
use dictum::output::FORMATS;

mod compare;
mod page;
mod runner;

use page::Page;

use crate::common::updates;

/// How many blocks of a page are not run.
const NOT_RUN: &[(&str, usize)] = &[];

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every page, by its path from the root.
fn pages() -> Vec<String> {
    let mut pages =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned).to_vec();
    for folder in ["docs", "docs/decisions", "grammar"] {
        let Ok(entries) = fs::read_dir(at_root(folder)) else { continue };
        for entry in entries {
            let name = entry.expect("a folder's entry").file_name().into_string().expect("a name in UTF-8");
            if name.ends_with(".md") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    pages.sort();
    pages
}

fn read(path: &str) -> Page {
    Page::parse(path, &fs::read_to_string(at_root(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// Who rewrites a page, alone does so.
static REWRITING: Mutex<()> = Mutex::new(());

/// Runs a page; says every place where it is not true.
fn holds(path: &str) {
    let alone = updates().then(|| REWRITING.lock().unwrap_or_else(PoisonError::into_inner));
    let page = read(path);
    let mut failures = runner::run(&page);
    if updates() && !failures.rewritten.is_empty() {
        fs::write(at_root(path), page.with(&failures.rewritten)).expect("the page can be written");
        failures.said.retain(|failure| !failure.is_mended);
    }
    drop(alone);
    let said: Vec<String> = failures.said.iter().map(|failure| format!("{path}:{}", failure.text)).collect();
    assert!(
        said.is_empty(),
        "\n\n{}\n(UPDATE=1 writes what the program writes into the page)\n",
        said.join("\n\n")
    );
}

const OF_THEIR_OWN: &[&str] = &["README.md", "docs/tutorial.md", "docs/language.md", "docs/records.md"];

#[test]
fn the_readme_holds() {
    holds("README.md");
}

#[test]
fn the_tutorial_holds() {
    holds("docs/tutorial.md");
}

#[test]
fn the_page_of_the_language_holds() {
    holds("docs/language.md");
}

#[test]
fn the_page_of_the_records_holds() {
    holds("docs/records.md");
}

#[test]
fn the_other_pages_hold() {
    pages().iter().filter(|path| !OF_THEIR_OWN.contains(&path.as_str())).for_each(|path| holds(path));
}

#[test]
fn what_is_not_run_is_counted() {
    let expected: BTreeMap<&str, usize> = NOT_RUN.iter().copied().collect();
    for path in pages() {
        let count = read(&path).blocks.iter().filter(|block| block.kind() == "text").count();
        assert_eq!(
            count,
            expected.get(path.as_str()).copied().unwrap_or(0),
            "blocks of {path} that are not run"
        );
    }
}

/// The readme's two commands, to the letter: what a visitor copies.
#[test]
fn the_readme_has_its_two_commands() {
    let page = read("README.md");
    let commands: Vec<String> =
        page.blocks.iter().filter(|block| block.kind() == "sh").map(|block| block.lines.join("\n")).collect();
    assert_eq!(commands, ["cargo run --release -- demo", "cargo test"]);
}

// ---- Links --------------------------------------------------------------------------------------------------------------

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for path in pages() {
        let page = read(&path);
        for (line, target) in page.links() {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) =
                target.split_once('#').map_or((target.as_str(), None), |(file, anchor)| (file, Some(anchor)));
            let folder = Path::new(&path).parent().unwrap_or(Path::new(""));
            let to = if file.is_empty() { path.clone() } else { normal(&folder.join(file)) };
            if !at_root(&to).exists() {
                broken.push(format!("{path}:{line}: `{target}`: there is no {to}"));
            } else if let Some(anchor) = anchor
                && to.ends_with(".md")
                && !read(&to).anchors().contains(anchor)
            {
                broken.push(format!("{path}:{line}: `{target}`: {to} has no heading for `#{anchor}`"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Files that a page names in back-ticks, by their path from the root, are there: a renamed file is renamed in the pages.
#[test]
fn files_that_are_named_are_there() {
    let mut gone = Vec::new();
    for path in pages().iter().filter(|path| *path != "CHANGELOG.md") {
        let text = fs::read_to_string(at_root(path)).expect("a page");
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |quoted: &&str| {
            let begins =
                ["src/", "tests/", "fixtures/", "grammar/"].iter().any(|folder| quoted.starts_with(folder));
            begins && !quoted.contains([' ', '*', '{', '<', '…'])
        };
        gone.extend(
            quoted
                .filter(is_path)
                .filter(|file| !at_root(file).exists())
                .map(|file| format!("{path}: `{file}`")),
        );
    }
    assert!(gone.is_empty(), "\n{}\n", gone.join("\n"));
}

/// A path without `..`.
fn normal(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.iter().filter_map(|part| part.to_str()) {
        match part {
            ".." => _ = parts.pop(),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

// ---- What must be named ---------------------------------------------------------------------------------------------------

fn every_page() -> String {
    pages().iter().map(|path| fs::read_to_string(at_root(path)).expect("a page")).collect()
}

fn missing<'a>(
    wanted: impl IntoIterator<Item = &'a str>,
    text: &str,
    written: impl Fn(&str) -> String,
) -> Vec<String> {
    wanted.into_iter().map(written).filter(|wanted| !text.contains(wanted.as_str())).collect()
}

#[test]
fn every_command_and_option_is_named() {
    let text = every_page();
    let command = Args::command();
    let mut options = BTreeSet::new();
    let mut names = Vec::new();
    for command in command.get_subcommands().chain([&command]) {
        options.extend(command.get_arguments().filter_map(|argument| argument.get_long()).map(str::to_owned));
        names.push(command.get_name().to_owned());
    }
    names.retain(|name| name != "dictum");
    let commands = missing(names.iter().map(String::as_str), &text, |name| format!("`dictum {name}"));
    assert!(commands.is_empty(), "not in the documentation: {commands:?}");
    let options = missing(options.iter().map(String::as_str), &text, |name| format!("--{name}"));
    assert!(options.is_empty(), "not in the documentation: {options:?}");
}

#[test]
fn every_format_is_named() {
    let text = every_page();
    let mut names: Vec<String> = FORMATS.iter().map(|row| row.name.to_owned()).collect();
    let values = ImportFrom::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    names.extend(values.map(|value| value.get_name().to_owned()));
    let missing = missing(names.iter().map(String::as_str), &text, |name| format!("`{name}`"));
    assert!(missing.is_empty(), "not in the documentation: {missing:?}");
}

/// A section of docs/language.md names every value, each in a row of a table or a line of a list.
fn section_names<T: Worded>(heading: &str) {
    let page = read("docs/language.md");
    let section =
        page.section(heading).unwrap_or_else(|| panic!("docs/language.md has no section “{heading}”"));
    let words: Vec<&str> = T::all().into_iter().map(Worded::word).collect();
    let missing = missing(words, &section, |word| format!("`{word}`"));
    assert!(missing.is_empty(), "“{heading}” in docs/language.md does not name {missing:?}");
}

#[test]
fn the_page_of_the_language_names_every_column_field_and_thing_to_count_by() {
    section_names::<Column>("Columns");
    section_names::<PerField>("Counting");
    section_names::<ClaimPart>("Fields that are there or not");
    section_names::<Emptied>("Correcting");
}

#[test]
fn every_dependency_has_its_reason() {
    let page = read("docs/architecture.md");
    let section = page.section("What it stands on").expect("the section of the dependencies");
    let given: BTreeSet<String> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name.to_owned()))
        .collect();
    assert_eq!(given, dependencies());
}

/// Every module of tests is part of the program, and has a row in the page of the architecture.
#[test]
fn every_module_of_tests_is_run_and_has_its_row() {
    let entries = fs::read_dir(at_root("tests")).expect("the folder of the tests");
    let mut modules: BTreeSet<String> = entries
        .map(|entry| entry.expect("a folder's entry").path())
        .filter(|path| path.join("mod.rs").is_file() || path.extension().is_some_and(|ext| ext == "rs"))
        .filter_map(|path| path.file_stem()?.to_str().map(str::to_owned))
        .collect();
    modules.remove("main");
    let main = fs::read_to_string(at_root("tests/main.rs")).expect("tests/main.rs");
    let declared = |line: &str| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned);
    assert_eq!(
        modules,
        main.lines().filter_map(declared).collect(),
        "`mod` in tests/main.rs, and what is there"
    );
    let section = read("docs/architecture.md").section("The tests").expect("the section of the tests");
    let missing = missing(modules.iter().map(String::as_str), &section, |name| format!("`{name}`"));
    assert!(missing.is_empty(), "“The tests” in docs/architecture.md does not name {missing:?}");
}

/// The names under `[dependencies]` and `[dev-dependencies]` in Cargo.toml.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(at_root("Cargo.toml")).expect("Cargo.toml");
    let mut names = BTreeSet::new();
    let mut is_inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_inside = line.trim().ends_with("dependencies]") && !line.contains("build-");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| is_inside && !line.starts_with('#')) {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

#[test]
fn the_licences_are_there() {
    for (file, sign) in
        [("LICENSE-MIT", "Permission is hereby granted"), ("LICENSE-APACHE", "Version 2.0, January 2004")]
    {
        let text = fs::read_to_string(at_root(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(sign) && text.contains("The dictum authors"), "{file}");
    }
}

// ---- The tables of fields ---------------------------------------------------------------------------------------------

const RECORDS: [(RecordType, &str); 4] = [
    (RecordType::Entity, "an entity"),
    (RecordType::Source, "a source"),
    (RecordType::Claim, "a claim"),
    (RecordType::Assessment, "an assessment"),
];

/// The tables in docs/records.md are those of the model.
#[test]
fn the_fields_of_records_are_those_of_the_model() {
    const PAGE: &str = "docs/records.md";
    let _alone = REWRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let given = fs::read_to_string(at_root(PAGE)).expect("the page");
    let mut wanted = given.clone();
    for (record_type, name) in RECORDS {
        let mark = |word: &str| format!("<!-- the fields of {name}, from src/model/fields.rs: {word} -->\n");
        let (before, rest) = wanted.split_once(&mark("begin")).expect("where the table begins");
        let (_, after) = rest.split_once(&mark("end")).expect("where the table ends");
        wanted = [before, &mark("begin"), &field_table(record_type), &mark("end"), after].concat();
    }
    if given != wanted && updates() {
        fs::write(at_root(PAGE), wanted).expect("the page can be written");
        return;
    }
    assert!(
        given == wanted,
        "the tables of fields in {PAGE} are not those of the model: UPDATE=1 writes them"
    );
}

/// The table in docs/verdicts.md is the one by which imports read.
#[test]
fn the_labels_are_those_that_imports_read_by() {
    const PAGE: &str = "docs/verdicts.md";
    let _alone = REWRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let given = fs::read_to_string(at_root(PAGE)).expect("the page");
    let mark = |word: &str| format!("<!-- the labels of src/exchange/verdicts/labels.rs: {word} -->\n");
    let (before, rest) = given.split_once(&mark("begin")).expect("where the table begins");
    let (_, after) = rest.split_once(&mark("end")).expect("where the table ends");
    let wanted =
        [before, &mark("begin"), "\n", &dictum::exchange::verdicts::page(), "\n", &mark("end"), after]
            .concat();
    if given != wanted && updates() {
        fs::write(at_root(PAGE), wanted).expect("the page can be written");
        return;
    }
    assert!(given == wanted, "the labels in {PAGE} are not those of the program: UPDATE=1 writes them");
}

/// What every record may have, stands once on the page, above the tables.
fn field_table(record_type: RecordType) -> String {
    let own = fields::of(record_type).iter().filter(|field| !matches!(field.name, "note" | "extra"));
    let rows = own.map(|field| format!("| `{}` | {} | {} |\n", field.name, field.script, field.meaning));
    format!("\n| field | in a script | meaning |\n|---|---|---|\n{}\n", rows.collect::<String>())
}

// ---- The table of keywords ------------------------------------------------------------------------------------------------

const BEGIN: &str = "<!-- generated from src/language/keywords.rs: begin -->\n";
const END: &str = "<!-- generated from src/language/keywords.rs: end -->\n";

/// The list in docs/language.md is the table of the program.
#[test]
fn the_keywords_are_those_of_the_program() {
    const PAGE: &str = "docs/language.md";
    let _alone = REWRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let text = fs::read_to_string(at_root(PAGE)).expect("the page");
    let (before, rest) = text.split_once(BEGIN).expect("where the list begins");
    let (given, after) = rest.split_once(END).expect("where the list ends");
    let wanted = keyword_list();
    if given != wanted && updates() {
        fs::write(at_root(PAGE), [before, BEGIN, &wanted, END, after].concat())
            .expect("the page can be written");
        return;
    }
    assert!(given == wanted, "the list of words in {PAGE} is not that of the program: UPDATE=1 writes it");
}

fn keyword_list() -> String {
    let mut list = String::new();
    for (title, places) in GROUPS {
        list += &format!("**{title}**\n\n| word | |\n|---|---|\n");
        for keyword in KEYWORDS.iter().filter(|keyword| group(keyword) == *title) {
            let others: String =
                keyword.others.iter().map(|(lang, other)| format!(", `{other}` ({lang})")).collect();
            let ends = if keyword.ends_name() { " †" } else { "" };
            list +=
                &format!("| `{}`{others}{ends} | {} |\n", keyword.spelling, keyword.help.replace('|', "\\|"));
        }
        list.push('\n');
        assert!(!places.is_empty());
    }
    list
}

/// The groups of the list, each with the places whose keywords are in it; a keyword stands in the first group that fits.
const GROUPS: &[(&str, &[Position])] = &[
    ("At the head of a statement", &[Position::Statement]),
    ("Joining", &[Position::Joint]),
    ("Clauses and conditions", &[Position::Clause, Position::Condition]),
    ("Shaping", &[Position::Shaping]),
    ("Fields", &[Position::Field]),
    (
        "Columns and what is counted by",
        &[Position::Column, Position::Per, Position::Present, Position::Emptied],
    ),
    ("Types and kinds", &[Position::Type]),
    ("Verdicts", &[Position::Verdict]),
    ("Media", &[Position::Medium]),
    ("Relations", &[Position::Relation]),
    ("Dates", &[Position::Date]),
    ("Within others", &[Position::Inside]),
];

fn group(keyword: &Keyword) -> &'static str {
    let fits = |places: &[Position]| places.iter().any(|place| keyword.stands(*place));
    GROUPS
        .iter()
        .find(|(_, places)| fits(places))
        .map(|(title, _)| *title)
        .expect("every place is in a group")
}
