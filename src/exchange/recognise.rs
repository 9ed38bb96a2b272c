//! What a file is, told by how it begins and not by its name; and the command that reads it.

use std::path::Path;

use super::formats::ImportFormat;
use crate::language::keywords::{KEYWORDS, Position};
use crate::model::Problem;

/// What the standard input is called where a file has its name.
pub const STANDARD_INPUT: &str = "standard input";

/// How much of a file is looked at, in bytes.
pub const LOOKED_AT: usize = 64 << 10;

/// What a file turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Lines of JSON that can be records of dictum.
    Interchange,
    /// Records of dictum in a JSON array, or one over several lines.
    RecordsInOneJson,
    Script,
    /// Text in columns that one of these signs separates.
    Delimited(char),
    Xlsx,
    Ods,
    /// A workbook of Excel before 2007.
    Xls,
    ClaimReview,
    ClaimReviewPage,
    CslJson,
    Bibtex,
    Ris,
    JsonArray,
    Json,
    Html,
    Xml,
    Gzip,
    /// Packed by something else: its name and the command that unpacks it to the standard output.
    Packed(&'static str, &'static str),
    Zip,
    Sqlite,
    Pdf,
    Utf16,
    /// Lines that end in CR alone.
    CrLines,
    Empty,
    Binary,
    /// Text of no known form.
    Text,
}

/// Says what a file is that begins so: the more of it is given, up to [`LOOKED_AT`], the surer.
pub fn recognise(head: &[u8]) -> Content {
    let head = &head[..head.len().min(LOOKED_AT)];
    if let Some(content) = by_signature(head) {
        return content;
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if head.trim_ascii().is_empty() {
        return Content::Empty;
    }
    if head.contains(&0) {
        return Content::Binary;
    }
    // A character may be cut at the end, and a table may be in an old encoding: what tells forms apart is ASCII.
    text_content(&String::from_utf8_lossy(head))
}

fn by_signature(head: &[u8]) -> Option<Content> {
    const SIGNATURES: [(&[u8], Content); 12] = [
        (b"\x1F\x8B", Content::Gzip),
        (b"BZh", Content::Packed("bzip2", "bzcat")),
        (b"\xFD7zXZ\0", Content::Packed("xz", "xzcat")),
        (b"\x28\xB5\x2F\xFD", Content::Packed("Zstandard", "zstdcat")),
        (b"7z\xBC\xAF\x27\x1C", Content::Packed("7-Zip", "7z x -so")),
        (b"SQLite format 3\0", Content::Sqlite),
        (b"%PDF", Content::Pdf),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Content::Xls),
        (b"\x89PNG", Content::Binary),
        (b"\xFF\xD8\xFF", Content::Binary),
        (b"\xFF\xFE", Content::Utf16),
        (b"\xFE\xFF", Content::Utf16),
    ];
    if head.starts_with(b"PK\x03\x04") {
        return Some(zip_content(head));
    }
    let known = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature));
    known.map(|(_, content)| *content).or_else(|| utf16_without_mark(head).map(|_| Content::Utf16))
}

/// A package of a spreadsheet program, by the names of its parts.
fn zip_content(head: &[u8]) -> Content {
    let has = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if has(b"application/vnd.oasis.opendocument.spreadsheet") {
        Content::Ods
    } else if has(b"xl/") || has(b"[Content_Types].xml") && !has(b"word/") && !has(b"ppt/") {
        Content::Xlsx
    } else {
        Content::Zip
    }
}

/// In which order the bytes of a text in UTF-16 without a byte-order mark stand, if it is one: digits, separators and line
/// ends are in any text, and have a zero before or behind them.
pub fn utf16_without_mark(head: &[u8]) -> Option<ByteOrder> {
    let zeros = |place: usize| {
        let with_zero = |pair: &&[u8]| pair[place] == 0 && pair[1 - place] != 0 && pair[1 - place].is_ascii();
        head.chunks_exact(2).filter(with_zero).count()
    };
    let (big, little, pairs) = (zeros(0), zeros(1), head.len() / 2);
    // `一` is U+4E00, and looks like a letter in the other order.
    let is_clear = |one: usize, other: usize| one * 20 > pairs && one > other * 4 && pairs >= 4;
    match (is_clear(big, little), is_clear(little, big)) {
        (true, _) => Some(ByteOrder::BigEndian),
        (_, true) => Some(ByteOrder::LittleEndian),
        _ => None,
    }
}

/// Which of the two bytes of a unit of UTF-16 comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    BigEndian,
    LittleEndian,
}

fn text_content(text: &str) -> Content {
    let text = text.trim_start();
    let small = text.get(..text.floor_char_boundary(1_000)).unwrap_or(text).to_ascii_lowercase();
    if text.starts_with(['{', '[']) {
        return json_content(text);
    }
    if text.starts_with('<') {
        return markup_content(text, &small);
    }
    if is_ris(text) {
        return Content::Ris;
    }
    if is_bibtex(text) {
        return Content::Bibtex;
    }
    if let Some(separator) = separator_of(text) {
        return Content::Delimited(separator);
    }
    if is_script(text) {
        return Content::Script;
    }
    if text.contains('\r') && !text.contains('\n') { Content::CrLines } else { Content::Text }
}

fn markup_content(text: &str, small: &str) -> Content {
    let is_page =
        ["<!doctype html", "<html", "<head", "<body", "<script"].iter().any(|tag| small.contains(tag));
    match (is_page, text.contains("ClaimReview")) {
        (_, true) => Content::ClaimReviewPage,
        (true, false) => Content::Html,
        (false, false) => Content::Xml,
    }
}

/// JSON by the names in it; it need not be whole.
fn json_content(text: &str) -> Content {
    let has = |names: &[&str]| names.iter().any(|name| text.contains(&format!("\"{name}\"")));
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    // Lists and objects within one another in JavaScript's own manner, as some tests of JSON readers: `[[[[`.
    let is_list = text.starts_with('[');
    if has(&["ClaimReview", "claimReview", "claimReviewed", "schema:ClaimReview"]) {
        return Content::ClaimReview;
    }
    if is_record_of_ours(text) {
        // Of a long record only the beginning of its line is looked at.
        let is_line = first_line.starts_with('{') && (first_line.ends_with('}') || !text.contains('\n'));
        return if is_line { Content::Interchange } else { Content::RecordsInOneJson };
    }
    if has(&["type"]) && has(&["date-parts", "container-title", "citation-key", "issued"]) {
        return Content::CslJson;
    }
    if text.contains('\r') && !text.contains('\n') {
        return Content::CrLines;
    }
    if is_list { Content::JsonArray } else { Content::Json }
}

/// Whether the first object says that it is of one of dictum's types.
fn is_record_of_ours(text: &str) -> bool {
    let Some((_, after)) = text.split_once("\"type\"") else { return false };
    let value = after.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
    let types = crate::model::RecordType::ALL.map(crate::model::RecordType::word);
    let word = value.strip_prefix('"').and_then(|value| value.split('"').next()).unwrap_or_default();
    types.contains(&word) || matches!(word, "retraction" | "redaction")
}

/// RIS: lines such as `TY  - JOUR`.
fn is_ris(text: &str) -> bool {
    text.lines().take(20).any(|line| line.starts_with("TY  - "))
}

/// BibTeX: what is not a comment begins with `@word{`.
fn is_bibtex(text: &str) -> bool {
    let opens = |line: &str| {
        let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
        let word = rest.chars().take_while(char::is_ascii_alphabetic).count();
        word > 0 && rest[word..].trim_start().starts_with(['{', '('])
    };
    let lines = || text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    lines().find(|line| !line.trim_start().starts_with('%')).is_some_and(opens)
}

/// A script: its first word opens a statement.
fn is_script(text: &str) -> bool {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let word = line.and_then(|line| line.split_whitespace().next()).unwrap_or_default();
    KEYWORDS.iter().any(|keyword| keyword.spelling == word && keyword.places.contains(&Position::Statement))
}

/// The sign that stands outside quotation marks in each of the first lines, as often in most of them as in the first.
fn separator_of(text: &str) -> Option<char> {
    const ENOUGH: usize = 50;
    let lines: Vec<&str> =
        text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(ENOUGH).collect();
    let (first, rest) = lines.split_first()?;
    let fits = |separator: &char| {
        let wanted = count_outside_quotations(first, *separator);
        let alike = rest.iter().filter(|line| count_outside_quotations(line, *separator) == wanted).count();
        wanted > 0 && !rest.is_empty() && alike * 2 >= rest.len()
    };
    ['\t', ';', ',', '|'].into_iter().find(fits)
}

fn count_outside_quotations(line: &str, sign: char) -> usize {
    let mut is_quoted = false;
    line.chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            *c == sign && !is_quoted
        })
        .count()
}

impl Content {
    /// What it is, as a sentence can go on after "it is": "a workbook of Excel (XLSX)".
    pub fn described(self) -> &'static str {
        match self {
            Content::Interchange => "newline-delimited JSON",
            Content::RecordsInOneJson => "records in one JSON text, not a record a line",
            Content::Script => "a script",
            Content::Delimited('\t') => "a table whose columns are separated by tabs",
            Content::Delimited(';') => "a table whose columns are separated by semicolons",
            Content::Delimited(',') => "a table whose columns are separated by commas",
            Content::Delimited(_) => "a table whose columns are separated by bars",
            Content::Xlsx => "a workbook of Excel (XLSX)",
            Content::Ods => "a spreadsheet of LibreOffice (ODS)",
            Content::Xls => "an old workbook of Excel (XLS)",
            Content::ClaimReview => "ClaimReview in JSON",
            Content::ClaimReviewPage => "a page with ClaimReview in it",
            Content::CslJson => "a bibliography in CSL-JSON",
            Content::Bibtex => "a bibliography in BibTeX",
            Content::Ris => "a bibliography in RIS",
            Content::JsonArray => "a JSON array",
            Content::Json => "JSON",
            Content::Html => "a page in HTML",
            Content::Xml => "XML",
            Content::Gzip => "packed with gzip",
            Content::Packed(..) => "packed",
            Content::Zip => "a ZIP archive",
            Content::Sqlite => "a SQLite database",
            Content::Pdf => "a PDF",
            Content::Utf16 => "text in UTF-16",
            Content::CrLines => "text whose lines end in CR alone, as on old Macs",
            Content::Empty => "empty",
            Content::Binary => "no text",
            Content::Text => "text of no form that is known here",
        }
    }

    /// The format that it is imported as, if it is imported at all.
    pub fn format(self) -> Option<ImportFormat> {
        Some(match self {
            Content::Interchange => ImportFormat::Interchange,
            Content::Script => ImportFormat::Script,
            Content::Delimited(_) | Content::Xlsx | Content::Ods | Content::Xls => ImportFormat::Table,
            Content::ClaimReview | Content::ClaimReviewPage => ImportFormat::ClaimReview,
            Content::CslJson => ImportFormat::CslJson,
            Content::Bibtex => ImportFormat::Bibtex,
            Content::Ris => ImportFormat::Ris,
            _ => return None,
        })
    }

    /// Whether a file of this content can be read as that format, as far as can be told. What is only text may be anything.
    pub fn may_be(self, format: ImportFormat) -> bool {
        match self {
            Content::Text | Content::Empty => true,
            Content::Delimited(_) => !matches!(format, ImportFormat::Interchange | ImportFormat::CslJson),
            // A table may be in UTF-16 and have any line ends; a statement may hold anything.
            Content::Utf16 | Content::CrLines | Content::Script => {
                format == ImportFormat::Table || self.format() == Some(format)
            }
            Content::Json | Content::JsonArray | Content::RecordsInOneJson | Content::Interchange => {
                matches!(
                    format,
                    ImportFormat::Interchange | ImportFormat::ClaimReview | ImportFormat::CslJson
                ) && !(format == ImportFormat::Interchange
                    && self != Content::Interchange
                    && self != Content::Json)
            }
            Content::Html => format == ImportFormat::ClaimReview,
            other => other.format() == Some(format),
        }
    }

    /// Says that a file is not of the format it was to be read as, what it is, and the command that reads it.
    pub fn refused_as(self, format: ImportFormat, file: &str) -> Problem {
        let what = match self {
            Content::Packed(by, _) => format!("packed with {by}"),
            other => other.described().to_owned(),
        };
        let problem = Problem::invalid(format!("{file} is {what}, not {}", format.described()));
        let given = if file == STANDARD_INPUT { "-".to_owned() } else { shell_word(file) };
        self.ways(format, &given).into_iter().fold(problem, Problem::hint)
    }

    /// The commands that read it, or lead there; a sentence each.
    fn ways(self, format: ImportFormat, file: &str) -> Vec<String> {
        let through = |command: &str| match format {
            ImportFormat::Interchange => format!("`{command} | dictum import -`"),
            ImportFormat::Table => format!("`{command} | dictum import - --map MAP.toml`"),
            format => format!("`{command} | dictum import - --from {}`", format.name()),
        };
        match self {
            Content::Delimited(_) | Content::Xlsx | Content::Ods | Content::Xls => {
                let map = map_beside(file);
                vec![format!(
                    "`dictum map {file} --output {map}` writes a first map of its columns; once that is right, `dictum import {file} --map {map}`"
                )]
            }
            Content::RecordsInOneJson | Content::JsonArray if format == ImportFormat::Interchange => {
                vec![format!("one record a line: {}", through(&format!("jq -c '.[]?' {file}")))]
            }
            Content::Gzip => vec![through(&format!("gunzip -c {file}"))],
            Content::Packed(_, command) => vec![through(&format!("{command} {file}"))],
            Content::Zip => vec![through(&format!("unzip -p {file}"))],
            Content::Sqlite => vec![format!(
                "write a table of it as CSV, `sqlite3 -csv -header {file} 'SELECT * FROM …' > table.csv`, then `dictum map table.csv`"
            )],
            Content::Utf16 => vec![through(&format!("iconv -f UTF-16 -t UTF-8 {file}"))],
            Content::CrLines => vec![through(&format!("tr '\\r' '\\n' < {file}"))],
            Content::Html => vec![
                "there is no ClaimReview in its beginning; `--from claimreview` looks in all of it"
                    .to_owned(),
            ],
            other => other
                .format()
                .map(|known| format!("`dictum import {file} --from {}`", known.name()))
                .into_iter()
                .collect(),
        }
    }
}

/// Where a first map of a table is best written: `claims.toml` beside `claims.csv`.
fn map_beside(file: &str) -> String {
    let name = file.trim_matches('\'');
    let map = Path::new(name).with_extension("toml");
    shell_word(&map.to_string_lossy())
}

/// A file's name as a shell takes it for one word.
pub fn shell_word(name: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | ':' | '@' | '%');
    if !name.is_empty() && name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        let utf16: Vec<u8> = "id,claim\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let ods =
            b"PK\x03\x04\x14\0\0\x08\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK".as_slice();
        for (head, content) in [
            (b"\x1F\x8B\x08\0".as_slice(), Content::Gzip),
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", Content::Xlsx),
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml", Content::Zip),
            (ods, Content::Ods),
            (b"PK\x03\x04\x14\0\x06\0photo.jpg", Content::Zip),
            (b"SQLite format 3\0rest", Content::Sqlite),
            (&utf16, Content::Utf16),
            (b"\xFF\xFEi\0", Content::Utf16),
            (b"{\"type\":\"claim\",\"id\":\"c\"}\n", Content::Interchange),
            (b"[{\"type\":\"claim\",\"id\":\"c\"}]", Content::RecordsInOneJson),
            (b"{\n \"type\": \"source\",\n \"id\": \"s\"\n}", Content::RecordsInOneJson),
            (b"[1, 2]", Content::JsonArray),
            (b"{\"@type\": [\"ClaimReview\"]}", Content::ClaimReview),
            (b"{\"claims\":[{\"text\":\"x\",\"claimReview\":[]}]}", Content::ClaimReview),
            (b"[{\"id\":\"a\",\"type\":\"book\",\"issued\":{\"date-parts\":[[2020]]}}]", Content::CslJson),
            (b"<!DOCTYPE html><html>", Content::Html),
            (b"<html><script>{\"@type\":\"ClaimReview\"}</script>", Content::ClaimReviewPage),
            (b"<?xml version=\"1.0\"?><a/>", Content::Xml),
            (b"% made by hand\n\n@Article{key,\n title = {x}\n}", Content::Bibtex),
            (b"TY  - JOUR\nTI  - x\nER  - \n", Content::Ris),
            (b"id,claim\n1,\"a, b\"\n2,c\n", Content::Delimited(',')),
            (b"id;claim\r1;a\r2;b\r", Content::Delimited(';')),
            (b"\xEF\xBB\xBFid\tclaim\n1\tx\n", Content::Delimited('\t')),
            (b"{\"a\":1}\r{\"a\":2}\r", Content::CrLines),
            (b"add person p \"P\"\n", Content::Script),
            (b"  \n", Content::Empty),
            (b"", Content::Empty),
            (b"\0\0\x01\x02\0\xFE", Content::Binary),
        ] {
            assert_eq!(recognise(head), content, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn what_is_refused_has_a_command() {
        let said =
            |content: Content, file: &str| content.refused_as(ImportFormat::Interchange, file).to_string();
        assert_eq!(
            said(Content::Delimited(','), "my claims.csv"),
            "my claims.csv is a table whose columns are separated by commas, not newline-delimited JSON; `dictum map 'my claims.csv' --output 'my claims.toml'` writes a first map of its columns; once that is right, `dictum import 'my claims.csv' --map 'my claims.toml'`"
        );
        assert!(said(Content::Gzip, "x.gz").contains("`gunzip -c x.gz | dictum import -`"));
        assert!(said(Content::Bibtex, "a.bib").contains("`dictum import a.bib --from bibtex`"));
        assert_eq!(shell_word("it's"), "'it'\\''s'");
    }
}
