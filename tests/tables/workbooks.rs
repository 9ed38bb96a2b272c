//! Workbooks, made here by hand: XLSX and ODS come in as the same table in text does.

use std::fmt::Write as _;

use super::Place;

/// A ZIP archive whose files are stored as they are.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let at = archive.len() as u32;
        let size = (content.len() as u32).to_le_bytes();
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(crc32fast::hash(content.as_bytes()).to_le_bytes());
        head.extend([size, size].concat());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (from, size, count) = (archive.len() as u32, directory.len() as u32, files.len() as u16);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend([size.to_le_bytes(), from.to_le_bytes()].concat());
    archive.extend([0, 0]);
    archive
}

const ROWS: [[&str; 3]; 2] =
    [["1", "انهار السد", "محمد العلي"], ["2", "Bread, \"white\", is dear", "Ada Marsh"]];
/// 13 April 2026 as a spreadsheet counts its days.
const DAY: u32 = 46_125;

fn xlsx() -> Vec<u8> {
    let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let mut rows = format!(
        "<row r=\"1\">{}{}{}{}</row>",
        text("A1", "id"),
        text("B1", "claim"),
        text("C1", "who"),
        text("D1", "when")
    );
    for (at, [id, claim, who]) in ROWS.iter().enumerate() {
        // The second row is row 4: there is an empty one between.
        let row = 2 + at * 2;
        let claim = claim.replace('"', "&quot;");
        let _ = write!(
            rows,
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{id}</v></c>{}{}<c r=\"D{row}\" s=\"1\"><v>{DAY}</v></c></row>",
            text(&format!("B{row}"), &claim),
            text(&format!("C{row}"), who)
        );
    }
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    zip(&[
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {main} xmlns:r=\"{relations}\"><sheets><sheet name=\"Notes\" sheetId=\"1\" r:id=\"r2\"/><sheet name=\"فحص\" sheetId=\"2\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet {main}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")),
        (
            "xl/worksheets/sheet2.xml",
            format!(
                "<worksheet {main}><sheetData><row r=\"1\">{}</row></sheetData></worksheet>",
                text("A1", "nothing")
            ),
        ),
    ])
}

fn ods() -> Vec<u8> {
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            text.replace('"', "&quot;")
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut rows = row(["id", "claim", "who", "when"].map(text).concat());
    for [id, claim, who] in ROWS {
        let number = format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{id}\"><text:p>{id}</text:p></table:table-cell>"
        );
        let date = "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-04-13\"><text:p>13.04.26</text:p></table:table-cell>";
        rows += &row(format!("{number}{}{}{date}", text(claim), text(who)));
    }
    let names = ["office", "table", "text"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    zip(&[
        ("mimetype", mimetype.to_owned()),
        (
            "META-INF/manifest.xml",
            format!(
                "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{mimetype}\"/></manifest:manifest>"
            ),
        ),
        (
            "content.xml",
            format!(
                "<office:document-content {names}><office:body><office:spreadsheet><table:table table:name=\"فحص\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

const MAP: &str = "[file]\nsheet = \"فحص\"\n[claim]\nid = \"c-{id}\"\nstatement = \"{claim}\"\nsaid = \"{when}\"\n[speaker]\nname = \"{who}\"\n[source]\ntitle = \"x\"\n";

#[test]
fn workbooks_come_in_whatever_they_are_called() {
    for (kind, bytes) in [("XLSX", xlsx()), ("ODS", ods())] {
        let place = Place::new();
        // It is a workbook by what it holds.
        let table = place.write("table.csv", bytes);
        let ran = place.import(&table, MAP, &[]).sound("").ended(0);
        assert!(ran.err.contains("the sheet `فحص`; 4 columns"), "{kind}: {}", ran.err);
        assert_eq!(place.count("claims by \"محمد العلي\" said 2026-04-13"), 1, "{kind}");
        assert!(place.ask("show claim c-2").contains("Bread"), "{kind}");
        let ran = place.import(&table, MAP, &[]).ended(0);
        assert!(ran.err.contains("nothing new"), "{kind}: {}", ran.err);
        let ran = place.import(&table, &MAP.replace("sheet = \"فحص\"", "sheet = \"Foo\""), &[]).ended(1);
        assert!(ran.err.contains("has no sheet `Foo`") && ran.err.contains("فحص"), "{kind}: {}", ran.err);
        let text = place.dictum(&["map", &table.display().to_string(), "--sheet", "فحص"]).ended(0).text();
        assert!(
            text.contains("statement = \"{claim}\"") && text.contains("sheet = \"فحص\""),
            "{kind}: {text}"
        );
    }
    let place = Place::new();
    let ran =
        place.import(&place.write("book.xlsx", xlsx()), &MAP.replace("sheet = \"فحص\"", ""), &[]).ended(1);
    assert!(ran.err.contains("no column `id`"), "the first sheet is another: {}", ran.err);
    let ran = place.import(
        &place.path("book.xlsx"),
        &MAP.replace("{when}", "{id}"),
        &["--on-error", "skip", "--rejects", "rejects.csv", "--dry-run"],
    );
    assert!(
        ran.err.contains("dates not read: 2 (row 2: `said`: \"1\"; row 4: `said`: \"2\")"),
        "{}",
        ran.err
    );
}
