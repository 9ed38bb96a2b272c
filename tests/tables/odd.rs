//! Tables as they come: odd line ends, encodings, quotation marks that lie, short rows, anything at all.

use dictum::exchange::tables::dialect::Dialect;
use dictum::exchange::tables::rows::{Asked, Rows, TextRows};
use encoding_rs::Encoding;
use proptest::prelude::*;

use super::{Place, SIMPLE};
use crate::common::shared;

/// The rows of a table, as its cells say.
fn rows(place: &Place, bytes: &[u8], asked: Asked) -> Vec<Vec<String>> {
    let path = place.write("table.csv", bytes);
    let mut rows = TextRows::open(&path, asked).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        found.push(row.cells.into_iter().map(|cell| cell.text).collect());
    }
    found
}

#[test]
fn awkward_csv_is_read_as_its_authors_mean_it() {
    let Some(folder) = shared("csv-spectrum") else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let expected = std::fs::read_to_string(folder.join("json").join(format!("{name}.json"))).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        // One row may stand there by itself.
        let expected = if expected.is_array() { expected } else { serde_json::Value::Array(vec![expected]) };
        let expected: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_value(expected).unwrap();
        let found = rows(&Place::new(), &std::fs::read(&path).unwrap(), Asked::default());
        let (header, rows) = found.split_first().unwrap();
        let object = |row: &Vec<String>| {
            header.iter().cloned().zip(row.iter().map(|cell| cell.clone().into())).collect()
        };
        let found: Vec<serde_json::Map<String, serde_json::Value>> = rows.iter().map(object).collect();
        // How a line ends within a text is kept, and the two sides write it in their own way.
        let plain = |objects: &[serde_json::Map<String, serde_json::Value>]| {
            serde_json::to_string(objects).unwrap().replace("\\r\\n", "\\n")
        };
        // The two files of one example have different telephone numbers.
        let expected = plain(&expected).replace("1234567890", "2095257564");
        assert_eq!(plain(&found), expected, "{name}");
        count += 1;
    }
    assert!(count >= 12);
}

#[test]
fn line_ends_marks_and_encodings_make_no_difference() {
    let text = "id;claim;who\n1;\"قال الوزير؛ إن الماء نظيف في المدينة كلها\";محمد العلي\n2;ارتفعت أسعار الخبز والوقود هذا العام;ليلى حسن\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = if mark { "\u{FEFF}" } else { "" };
        format!("{mark}{text}").encode_utf16().flat_map(bytes).collect()
    };
    let windows = Encoding::for_label(b"windows-1256").unwrap().encode(text).0.into_owned();
    for (name, bytes, said) in [
        ("plain", text.as_bytes().to_vec(), "UTF-8; columns separated by semicolons"),
        ("mark", format!("\u{FEFF}{text}").into_bytes(), "UTF-8 with a byte-order mark"),
        ("crlf", text.replace('\n', "\r\n").into_bytes(), "UTF-8;"),
        ("cr", text.replace('\n', "\r").into_bytes(), "UTF-8;"),
        ("utf-16", utf16(u16::to_le_bytes, true), "UTF-16LE with a byte-order mark"),
        ("utf-16 big", utf16(u16::to_be_bytes, true), "UTF-16BE with a byte-order mark"),
        ("utf-16 unmarked", utf16(u16::to_le_bytes, false), "UTF-16LE, guessed"),
        ("windows-1256", windows.clone(), "windows-1256, guessed"),
    ] {
        let place = Place::new();
        let ran = place.import(&place.write("table.csv", bytes), SIMPLE, &[]).sound("").ended(0);
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
        assert_eq!(place.count("claims by \"محمد العلي\" containing \"الماء\""), 1, "{name}");
        assert_eq!(place.count("claims"), 2, "{name}");
    }
    let place = Place::new();
    let given = SIMPLE.to_owned() + "[file]\nencoding = \"windows-1256\"\n";
    let ran = place.import(&place.write("table.csv", windows), &given, &[]).ended(0);
    assert!(ran.err.contains("windows-1256, as the map says"), "{}", ran.err);
    for (label, text) in [
        (
            "windows-1251",
            "id,claim,who\n1,Правительство снизило налоги для всех граждан страны,Иван Петров\n",
        ),
        (
            "windows-1254",
            "id,claim,who\n1,Başbakan İstanbul'da işsizliğin düştüğünü ve ığdır ilinde okul açıldığını söyledi,Ayşe Işık\n",
        ),
    ] {
        let place = Place::new();
        let bytes = Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned();
        let ran = place.import(&place.write("table.csv", bytes), SIMPLE, &[]).ended(0);
        assert!(ran.err.contains(label), "{}", ran.err);
        let name = text.trim().rsplit(',').next().unwrap();
        assert_eq!(place.count(&format!("claims by \"{name}\"")), 1);
    }
}

#[test]
fn quotation_marks_that_lie_are_letters_and_that_is_said() {
    let place = Place::new();
    let table = place.write(
        "liar.tsv",
        "1.json\tfalse\t\"It was never so,\" she says, and left it\tenergy\tada-marsh\n2.json\ttrue\tA 5\" pipe burst\twater,energy\tbo-lind\n3.json\thalf-true\t\"Never closed\twater\tada-marsh\n",
    );
    let map = r#"
[file]
header = false
[claim]
id = "liar-{1}"
statement = "{3}"
about = { from = "{4}", split = "," }
[speaker]
name = "{5}"
[source]
title = "LIAR"
publisher = "Checks"
[verdict]
label = "{2}"
labels = { "false" = "false", "true" = "true", "half-true" = "mixed" }
"#;
    let ran = place.import(&table, map, &[]).sound("").ended(0);
    assert!(
        ran.err.contains("columns separated by tabs, quotation marks are letters like others"),
        "{}",
        ran.err
    );
    assert!(place.ask("claims by ada-marsh showing statement").contains("Never closed"));
    assert_eq!(place.count("claims about water"), 2);
    // Told that the marks mean something, the rows that have them wrong are named.
    let place = Place::new();
    let table =
        place.write("quoted.csv", "id,claim,who\n1,\"a, b\",A\n2,\"c\" d,B\n3,\"e, f\",C\n4,\"g, h\",D\n");
    let ran = place.import(&table, SIMPLE, &[]).sound("").ended(1);
    assert!(ran.err.contains("row 3: a text goes on behind its closing quotation mark"), "{}", ran.err);
    let table =
        place.write("open.csv", "id,claim,who\n1,\"a, b\",A\n2,\"a, d\",A\n3,\"never closed,B\n4,x,C\n");
    let ran = place.import(&table, SIMPLE, &["--on-error", "skip"]).ended(0);
    assert!(ran.err.contains("row 4: a quotation mark is opened and not closed"), "{}", ran.err);
    assert_eq!(place.count("claims"), 2);
}

#[test]
fn short_and_long_rows_are_named() {
    let place = Place::new();
    let table = place.write("ragged.csv", "id,claim,who\n1,one,A\n\n2,two\n3,three,C,,\n4,four,D,more\n");
    let ran = place.import(&table, SIMPLE, &[]).sound("").ended(1);
    assert!(ran.err.contains("row 3 (line 4): the row has 2 columns, and the table has 3"), "{}", ran.err);
    assert!(ran.err.contains("row 5 (line 6): the row has 4 columns"), "{}", ran.err);
    assert!(!ran.err.contains("row 4"), "empty cells at the end are none: {}", ran.err);
    assert!(!place.path("db.dictum").exists());
    let filled = SIMPLE.replace("[claim]", "[file]\nshort-rows = \"fill\"\n[claim]");
    let ran = place.import(&table, &filled, &["--on-error", "skip", "--rejects", "rejects.csv"]).ended(0);
    assert!(ran.err.contains("3 of 4 taken") && ran.err.contains("1 left out"), "{}", ran.err);
    let rejects = std::fs::read_to_string(place.path("rejects.csv")).unwrap();
    assert_eq!(
        rejects,
        "rejected_because,id,claim,who\n\"the row has 4 columns, and the table has 3\",4,four,D,more\n"
    );
    // Corrected by hand, it comes in by the same map.
    let mended = place.write("mended.csv", rejects.replace(",D,more", ",D"));
    place.import(&mended, &filled, &[]).ended(0);
    assert_eq!(place.count("claims"), 4);
    assert_eq!(place.ask("claims by D showing id").lines().nth(1), Some("c-4"));
}

#[test]
fn a_file_that_is_no_table_is_recognised() {
    let place = Place::new();
    let empty_zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    for (bytes, said) in [
        (b"\x1F\x8B\x08\0\0\0\0\0".as_slice(), "packed with gzip"),
        (b"{\"type\":\"claim\",\"id\":\"c\"}\n", "newline-delimited JSON"),
        (b"[{\"@type\":\"ClaimReview\"}]", "--from claimreview"),
        (b"@article{x,\n title={y}}\n", "--from bibtex"),
        (b"SQLite format 3\0", "sqlite3 -csv"),
        (b"<!doctype html><p>a,b", "a page in HTML"),
        (b"", "has no rows"),
        (b"PK\x03\x04not much of a workbook xl/", "cannot be read as a workbook"),
        (b"\0\x01\x02\x03\xFF", "no text"),
        (empty_zip, "no text"),
    ] {
        let table = place.write("table.csv", bytes);
        let ran = place.import(&table, SIMPLE, &[]).sound("").ended(1);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    let table = place.write("claims.jsonl", "id,claim\n1,a\n2,b\n");
    let ran = place.dictum(&["import", "claims.jsonl"]).sound("").ended(1);
    assert!(ran.err.contains("`dictum map claims.jsonl --output claims.toml`"), "{}", ran.err);
    let ran = place.dictum(&["import", &table.display().to_string(), "--from", "table"]).ended(2);
    assert!(ran.err.contains("a table needs a map"), "{}", ran.err);
}

#[test]
fn a_table_comes_through_a_pipe() {
    let place = Place::new();
    place.write("map.toml", SIMPLE);
    let mut program = crate::common::dictum(&place.path("db.dictum"), &["import", "-", "--map", "map.toml"]);
    program.command.current_dir(place.path(""));
    program.given("id,claim,who\n1,one,A\n").run().ended(0);
    assert_eq!(place.count("claims"), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Any bytes are rows, or an error.
    #[test]
    fn any_bytes_are_a_table_or_an_error(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        prop::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), Just(b'\t'), Just(b';'), Just(b'\\'), any::<u8>()], 0..400),
        "[a-zا-ي\",;\t\n\r{}]{0,200}".prop_map(String::into_bytes),
    ]) {
        let place = Place::new();
        let path = place.write("table.csv", &bytes);
        if let Ok(mut rows) = TextRows::open(&path, Asked::default()) {
            let mut raw = Vec::new();
            while let Ok(Some(row)) = rows.next() {
                prop_assert!(row.line.is_none_or(|line| line as usize <= bytes.len() + 1));
                raw.push(rows.raw());
            }
            // What is kept for the file of rejected rows is all that the text has but line ends.
            let whole: usize = raw.iter().map(String::len).sum();
            prop_assert!(whole <= bytes.len() * 3);
            prop_assert!(rows.rewind().is_ok());
        }
        let map = dictum::exchange::tables::map::read::read(&String::from_utf8_lossy(&bytes));
        prop_assert!(map.is_err());
    }

    /// What is written as CSV is read as it was, whatever the cells hold.
    #[test]
    fn cells_are_read_as_they_were_written(cells in prop::collection::vec(prop::collection::vec("[a-z\",;\u{627}\n ]{1,8}", 3), 2..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        cells.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let asked = Asked { separator: Some(b','), quote: Some(Dialect::USUAL.quote), ..Asked::default() };
        let trimmed: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        prop_assert_eq!(rows(&Place::new(), &bytes, asked), trimmed);
    }
}
