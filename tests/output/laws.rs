//! What holds for any text whatever.

use dictum::language::syntax::Column;
use dictum::model::record::Extra;
use dictum::model::{Problem, Span, Text};
use dictum::output::error_report::report;
use dictum::output::format::File;
use dictum::output::terminal::cells::{cells, harmless, wrap};
use dictum::output::{Format, Listed, Style};
use dictum::query::answer::{Answer, AnswerBody, CitationView, ClaimRow};
use proptest::prelude::*;

use super::build::{answer, arabic_report, citation, claim, claims_answer, recording, words};
use super::{rendered, terminal};

/// Texts of many scripts, with characters that do harm.
fn text() -> impl Strategy<Value = String> {
    let harmful = prop::sample::select(vec![
        "\u{1b}[31m",
        "\u{9b}2J",
        "\u{7}",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\u{202e}",
        "\u{2067}",
        "\u{2069}",
        "\u{2028}",
        "\0",
        "\u{7f}",
        "|",
        "\\",
        "\"",
        ";",
        ",",
        "=1+1",
        "لا",
        "رُوسيا",
        "שלום",
        "中文",
        "🦊",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{301}",
        " ",
        "  ",
        "a-b/c",
        "Donaudampfschifffahrtsgesellschaft",
        "<b>",
        "`",
        "*",
    ]);
    let part = prop_oneof![harmful.prop_map(str::to_owned), any::<String>(), "[a-z ]{0,12}"];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

fn row() -> impl Strategy<Value = ClaimRow> {
    (text(), text(), text(), text(), any::<bool>()).prop_map(|(statement, note, quoted, key, certain)| {
        let row = ClaimRow {
            citations: vec![CitationView {
                locator: Some(key.clone()),
                words: words(&quoted, "ar", !certain),
                ..citation(arabic_report())
            }],
            certain,
            ..claim("x", &statement)
        };
        recording(row, |record| {
            record.note = Some(note.clone());
            record.translations = vec![Text { text: note, lang: None }];
            record.tags = vec![key.clone()];
            record.extra = Extra::from([(key, quoted)]);
        })
    })
}

fn answers() -> impl Strategy<Value = Answer> {
    (prop::collection::vec(row(), 0..4), any::<bool>()).prop_map(|(rows, showing)| {
        let mut body = claims_answer(rows);
        if showing {
            body.columns =
                vec![Column::Statement, Column::Note, Column::Words, Column::Locator, Column::Tags];
        }
        answer("claims", AnswerBody::Claims(body))
    })
}

/// A control character but the line end.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}')
}

/// Whether `showing` picks the columns: then the words stand with what is said of them.
fn is_picked(answer: &Answer) -> bool {
    matches!(&answer.body, AnswerBody::Claims(claims) if !claims.columns.is_empty())
}

fn rows(answer: &Answer) -> &[ClaimRow] {
    match &answer.body {
        AnswerBody::Claims(claims) => &claims.rows,
        _ => &[],
    }
}

proptest! {
    #[test]
    fn all_lines_of_a_table_are_as_wide(answer in answers(), width in prop::option::of(30usize..200)) {
        let style = Style { width, isolates: width.is_some(), ..Style::PLAIN };
        let table = rendered(&answer, Format::Table, &style);
        let widths: Vec<usize> = table.lines().map(cells).collect();
        let boxed = table.starts_with('┌');
        prop_assert!(!boxed || widths.iter().all(|w| *w == widths[0]), "{table}");
        prop_assert!(width.is_none_or(|width| widths.iter().all(|w| *w <= width)), "{table}");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through(answer in answers(), width in 1usize..100) {
        for (format, row) in Listed::of_answers().filter(|(_, row)| row.file != File::Binary) {
        let name = row.name;
            let mut text = rendered(&answer, format, &terminal(width));
            text = if format == Format::Tsv { text.replace('\t', " ") } else { text };
            prop_assert!(!text.chars().any(is_obeyed), "{name}: {text:?}");
        }
    }

    #[test]
    fn every_isolate_ends_in_its_line(answer in answers(), width in 1usize..100) {
        for format in [Format::Table, Format::Cards] {
            for line in rendered(&answer, format, &terminal(width)).lines() {
                let begun = line.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
                prop_assert_eq!(begun, line.matches('\u{2069}').count(), "{}", line);
            }
        }
    }

    /// Isolates are for eyes: what programs read has none that was not in the record, towards a terminal neither.
    #[test]
    fn what_programs_read_gets_no_isolates(answer in answers(), width in 1usize..100) {
        let count = |text: &str| text.matches(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']).count();
        for format in [Format::Json, Format::Ndjson, Format::Csv, Format::Tsv] {
            let own = count(&rendered(&answer, format, &Style::PLAIN));
            let seen = count(&rendered(&answer, format, &terminal(width)));
            prop_assert!(seen <= own, "{:?}: {} isolates, {} in the records", format, seen, own);
        }
    }

    #[test]
    fn no_text_is_lost_in_a_table(answer in answers(), width in 40usize..120) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        for format in [Format::Table, Format::Cards] {
            let text = letters(&rendered(&answer, format, &terminal(width)));
            for row in rows(&answer) {
                let shown: Vec<char> = letters(&harmless(&row.statement)).chars().collect();
                prop_assert!(shown.iter().all(|c| text.contains(*c)), "{format:?}");
            }
        }
    }

    #[test]
    fn json_reads_back(answer in answers()) {
        let whole: serde_json::Value = serde_json::from_str(&rendered(&answer, Format::Json, &Style::PLAIN)).unwrap();
        let lines = rendered(&answer, Format::Ndjson, &Style::PLAIN);
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut numbered = whole["rows"].as_array().unwrap().clone();
        numbered.iter_mut().for_each(|row| row["question_number"] = 1.into());
        prop_assert_eq!(&numbered, &lines);
        prop_assert_eq!(lines.len(), rows(&answer).len());
        for (read, row) in lines.iter().zip(rows(&answer)) {
            prop_assert_eq!(read["statement"].as_str(), Some(row.statement.as_str()));
            prop_assert_eq!(read["note"].as_str(), row.note.as_deref());
            prop_assert_eq!(read["citations"][0]["words"]["text"].as_str(), row.citations[0].words.as_ref().map(|w| w.text.as_str()));
        }
    }

    #[test]
    fn csv_and_tsv_read_back(answer in answers()) {
        let csv_text = rendered(&answer, Format::Csv, &Style::PLAIN);
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let from_csv: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let tsv_text = rendered(&answer, Format::Tsv, &Style::PLAIN);
        let tsv_rows = tsv_text.split_terminator('\n').skip(1);
        let from_tsv: Vec<Vec<String>> = tsv_rows.map(|line| line.split('\t').map(unescaped).collect()).collect();
        prop_assert_eq!(&from_csv, &from_tsv);
        prop_assert_eq!(from_csv.len(), rows(&answer).len());
        let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
        for (cells, row) in from_csv.iter().zip(rows(&answer)) {
            prop_assert_eq!(&cells[column("statement")], &row.statement);
            prop_assert_eq!(&cells[column("note")], row.note.as_ref().unwrap());
            let words = &row.citations[0].words.as_ref().unwrap().text;
            let are_there = cells[column("words")].contains(words.as_str());
            prop_assert!(are_there && (is_picked(&answer) || cells[column("words")] == *words), "{cells:?}");
        }
    }

    #[test]
    fn a_wrapped_text_fits_and_keeps_all_but_blanks(text in text(), width in 3usize..60) {
        let text = harmless(&text);
        let lines = wrap(&text, Some(width));
        prop_assert!(lines.iter().all(|line| cells(line) <= width), "{lines:?}");
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
    }

    #[test]
    fn any_place_in_any_text_can_be_reported(text in text(), start in 0usize..90, length in 0usize..90, width in 1usize..90) {
        let problem = Problem::invalid(text.clone()).at(Span::new(start, start + length)).hint(text.clone());
        for style in [Style::PLAIN, terminal(width)] {
            let report = report(&problem, "query", Some(&text), &style);
            prop_assert!(!report.chars().any(is_obeyed), "{report:?}");
        }
    }

    #[test]
    fn carets_stand_under_the_place(before in "[a-zа-яא-ת中🦊 ]{0,40}", place in "[a-zא-ת中🦊]{1,10}", after in "[a-z ]{0,40}") {
        let text = format!("x{before}{place}{after}");
        let start = 1 + before.len();
        let problem = Problem::invalid("m").at(Span::new(start, start + place.len()));
        let report = report(&problem, "query", Some(&text), &Style { width: Some(300), ..Style::PLAIN });
        let carets = report.lines().find(|line| line.contains('^')).unwrap();
        prop_assert_eq!(carets.matches('^').count(), cells(&place));
        prop_assert_eq!(cells(carets.trim_end_matches('^')), 4 + 1 + cells(&before));
    }
}

fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap(),
            },
            c => c,
        });
    }
    text
}
