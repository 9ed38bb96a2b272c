//! What the reader sees. Answers put together by hand are written in every format and compared with the files in
//! `tests/output/golden/`; `UPDATE=1 cargo test --test all output::` writes those anew. Then the laws that hold for any
//! text: borders stand under one another, nothing that a terminal obeys gets through, json and csv read back.

mod build;
mod fields;
mod laws;
mod records;
mod reports;

use std::path::PathBuf;

use dictum::output::format::File;
use dictum::output::remarks;
use dictum::output::{Format, Listed, Style, provenance, render};
use dictum::query::answer::Answer;

use crate::common::updates;

/// A terminal of so many columns, with isolates and no colour.
fn terminal(width: usize) -> Style {
    Style { colour: false, width: Some(width), isolates: true }
}

fn rendered(answer: &Answer, format: Format, style: &Style) -> String {
    let mut out = Vec::new();
    render(answer, format, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Isolates as signs that can be seen in a golden file.
fn with_isolates_seen(text: &str) -> String {
    text.replace('\u{2066}', "⟨ltr:").replace('\u{2067}', "⟨rtl:").replace('\u{2069}', "⟩")
}

/// One answer in every format: in a file, on terminals of 80 and 34 columns, and its closing lines.
fn everything(answer: &Answer) -> String {
    let mut all = String::new();
    let mut add = |title: &str, text: &str| all.push_str(&format!("==== {title}\n{text}"));
    for (format, row) in
        Listed::of_answers().filter(|(_, row)| row.accepts(answer).is_ok() && row.file != File::Binary)
    {
        let name = row.name;
        add(name, &rendered(answer, format, &Style::PLAIN));
        if matches!(format, Format::Table | Format::Cards) {
            for width in [80, 34] {
                let text = rendered(answer, format, &terminal(width));
                add(&format!("{name} on a terminal of {width} columns"), &with_isolates_seen(&text));
            }
        }
    }
    let closing: String = remarks(answer).iter().map(|line| format!("{line}\n")).collect();
    add("remarks", &closing);
    add("provenance", &format!("{}\n", provenance(answer)));
    all
}

/// Compares with a golden file, or writes it where `UPDATE` is set.
fn hold_to_golden(name: &str, text: &str) {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/output/golden").join(format!("{name}.txt"));
    if updates() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    if let Some((number, (is, was))) =
        text.lines().zip(golden.lines()).enumerate().find(|(_, (is, was))| is != was)
    {
        panic!("{name}.txt, line {}:\n   is: {is}\n  was: {was}", number + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{name}.txt has another number of lines");
}

macro_rules! golden {
    ($module:ident: $($answer:ident),+ $(,)?) => {$(
        #[test]
        fn $answer() {
            hold_to_golden(stringify!($answer), &everything(&$module::$answer()));
        }
    )+};
}

golden!(build: claims, scripts, showing, empty, counts, count);
golden!(records: people, sources, sources_showing, shown_claim, shown_entity, shown_source, shown_assessment);
golden!(records: shown_link, shown_definition, history, explained);

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let coloured = Style { colour: true, ..terminal(80) };
    assert!(rendered(&build::claims(), Format::Cards, &coloured).contains("\u{1b}[1mlast-card\u{1b}[0m"));
    for (format, row) in Listed::of_answers().filter(|(_, row)| row.file != File::Binary) {
        let name = row.name;
        assert!(!rendered(&build::claims(), format, &terminal(80)).contains('\u{1b}'), "{name}");
    }
}

#[test]
fn isolates_stand_on_terminals_alone() {
    for (format, row) in Listed::of_answers().filter(|(_, row)| row.file != File::Binary) {
        let name = row.name;
        let text = rendered(&build::scripts(), format, &Style::PLAIN);
        let own = matches!(format, Format::Csv | Format::Tsv);
        assert!(own || !text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']), "{name}");
    }
}

#[test]
fn the_statement_never_stands_in_quotation_marks() {
    for format in [Format::Table, Format::Cards, Format::Audit] {
        let text = rendered(&build::claims(), format, &Style::PLAIN);
        assert!(text.contains("The corridor is the last strong card"));
        assert!(!text.contains("“The corridor") && !text.contains("\"The corridor"));
    }
}
