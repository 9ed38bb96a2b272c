//! What is taken out for other readers: the same formats by every way, what a format cannot carry is said, and what is
//! not meant for others stays out until it is asked for. `world.jsonl` has what is hard to write: names with the joiner,
//! markup and formulas in texts, dates that are not certain, a chain, kept texts, notes, a retracted claim.

mod html;
mod taken_out;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use dictum::output::format::{File, Readers};
use dictum::output::{FORMATS, Form};

use crate::common::{Ran, dictum};

/// A database of `world.jsonl`, in a folder that goes with it.
pub struct World {
    folder: TempDir,
}

impl World {
    pub fn new() -> World {
        let folder = TempDir::new().expect("a folder");
        let world = World { folder };
        let records = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/export/world.jsonl");
        world.run(&["import", &records.display().to_string()]).ended(0);
        world
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        dictum(&self.file("world.dictum"), args).run()
    }

    /// What `export` writes, and the lines beside it.
    pub fn export(&self, args: &[&str]) -> (String, String) {
        let ran = self.run(&[&["export"], args].concat()).ended(0);
        (ran.text(), ran.err)
    }
}

#[test]
fn every_format_is_the_same_by_every_way() {
    let world = World::new();
    for row in FORMATS.iter().filter(|row| row.feature.is_none_or(|(_, is_built)| is_built)) {
        let file = |way: &str| world.file(&format!("{way}.{}.{}", row.name, row.extension));
        let (by_query, by_export, by_shell) = (file("query"), file("export"), file("shell"));
        let question = "claims about tolls";
        for (way, to) in [("query", &by_query), ("export", &by_export)] {
            world.run(&[way, question, "--format", row.name, "--output", &to.display().to_string()]).ended(0);
        }
        world.run(&["-c", &format!(".export {} \"{}\" {question}", row.name, by_shell.display())]).ended(0);
        let read = |path: &PathBuf| fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", row.name));
        let (one, other, third) = (read(&by_query), read(&by_export), read(&by_shell));
        assert!(!one.is_empty(), "{}", row.name);
        // The moment of asking and of making is another each time.
        if !row.carries_provenance && row.file != File::Binary {
            assert!(one == other && other == third, "{}", row.name);
        }
    }
}

#[test]
fn what_cannot_be_carried_is_said_and_refused_when_strict() {
    let world = World::new();
    let (_, said) = world.export(&["--format", "script"]);
    assert!(said.contains("1 earlier version is not in it: the history stays in the journal"), "{said}");
    let file = world.file("kept.claims");
    fs::write(&file, "kept").expect("a file");
    let to = file.display().to_string();
    let refused = world.run(&["export", "--format", "script", "--strict", "--output", &to]).ended(1);
    assert!(refused.err.contains("`script` cannot carry all of it: 1 earlier version"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&file).expect("a file"), "kept");
    world.run(&["export", "claims by Ada Brandt", "--format", "csv", "--strict"]).ended(0);
}

#[test]
fn a_format_that_cannot_write_an_answer_says_what_it_can() {
    let world = World::new();
    for row in FORMATS.iter().filter(|row| matches!(row.form, Form::Records(_))) {
        let refused = world.run(&["query", "people", "--format", row.name]).ended(1);
        assert!(refused.err.contains("ask for `claims …`"), "{}", refused.err);
        let several = world.run(&["run", "x.claims", "--format", row.name]);
        assert!(several.code != Some(0), "{}", row.name);
    }
    let whole = world.run(&["export", "--format", "csv"]).ended(2);
    assert!(whole.err.contains("dictum export claims --format csv"), "{}", whole.err);
    let misspelt = world.run(&["-c", ".export cvs x.csv claims"]).ended(1);
    assert!(misspelt.err.contains("did you mean `csv`?"), "{}", misspelt.err);
    let unknown = world.run(&["export", "claims", "--with", "footnotes"]).ended(2);
    assert!(unknown.err.contains("texts, notes, extra, retracted"), "{}", unknown.err);
}

/// What is meant for nobody else, in `world.jsonl`, with the word that asks for it.
const KEPT_BACK: [(&str, &str); 4] = [
    ("texts", "KEPT TEXT"),
    ("notes", "SECRET NOTE"),
    ("extra", "HIDDEN SHELF"),
    ("retracted", "RETRACTED STATEMENT"),
];

#[test]
fn what_is_not_meant_for_others_stays_out_until_it_is_asked_for() {
    let world = World::new();
    for row in FORMATS.iter().filter(|row| row.readers == Readers::Others && row.file != File::Binary) {
        let question = "claims including retracted";
        let (written, said) = world.export(&[question, "--format", row.name]);
        for (word, secret) in KEPT_BACK {
            assert!(!written.contains(secret), "{}: {secret}", row.name);
            let (asked_for, _) = world.export(&[question, "--format", row.name, "--with", word]);
            if row.has_place_for(word) {
                assert!(asked_for.contains(secret), "{} --with {word}", row.name);
                assert!(said.contains(&format!("`--with {word}` writes")), "{}: {said}", row.name);
            }
        }
    }
}

/// A table of picked columns is made for others too, and so is one of retracted claims alone.
#[test]
fn what_is_said_to_be_kept_back_stands_in_no_table() {
    let world = World::new();
    for format in ["print", "html"] {
        for question in ["claims including retracted", "claims including retracted showing id, statement"] {
            let (written, said) = world.export(&[question, "--format", format]);
            assert!(!written.contains("RETRACTED STATEMENT"), "{format}: {question}");
            assert!(said.contains("`--with retracted` writes"), "{format}: {said}");
            let (asked_for, _) = world.export(&[question, "--format", format, "--with", "retracted"]);
            assert!(asked_for.contains("RETRACTED STATEMENT"), "{format}: {question}");
        }
    }
}

#[test]
fn an_article_has_no_ids_and_one_line_at_the_end() {
    let world = World::new();
    let (article, _) = world.export(&["claims", "--format", "print"]);
    for id in ["cost-nothing", "marfa-broadcast", "document bare", "ada-brandt", "wire"] {
        assert!(!article.contains(id), "{id} in {article}");
    }
    let (text, end) = article.trim_end().rsplit_once("\n\n").expect("a last line");
    assert!(
        end.starts_with("*claims – 4 claims, asked on ")
            && end.contains(", digest ")
            && end.lines().count() == 1
    );
    assert!(!text.contains("digest"), "{text}");
    for wanted in [
        "The bridge will cost nothing[^1]\\\nAda Brandt, 5 March 2025, in [“Big” day for the bridge?](<https://courier.example/toll?a=1&b=2>)",
        "> The bridge will cost nothing",
        "Plainly, 20 March 2025: [false, “Not so”](<https://plainly.example/bridge>)[^2]. The budget says 3.1 billion.",
        ", about March 2025 (inferred), in جسر «لين» اليوم, citing Doubting Daily",
        "[^1]: Ada Brandt, said 5 March 2025, quoted in Mira Holt, Sam Okoro and Holt; Mira, *“Big” day for the bridge?*",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    let (with_table, _) = world.export(&["claims showing statement", "--format", "print"]);
    assert!(with_table.starts_with("| statement |"), "{with_table}");
}

#[test]
fn a_citation_has_its_marks_and_names_in_order() {
    let world = World::new();
    let (cells, _) = world.export(&["claims showing citation", "--format", "csv"]);
    assert!(
        cells.contains("in Mira Holt, Sam Okoro and Holt; Mira, “‘Big’ day for the bridge?”, The"),
        "{cells}"
    );
    assert!(
        cells.contains("archived at https://archive.example/courier-toll, accessed 2025-03-07"),
        "{cells}"
    );
}

#[test]
fn csv_says_what_the_table_says() {
    let world = World::new();
    let (cells, _) =
        world.export(&["claims showing id, source, words, verdict, speaker, said", "--format", "csv"]);
    for wanted in [
        "cost-nothing,“Big” day for the bridge?,\"“The bridge will cost nothing” (verbatim, English)\",\"false, “Not so” (Plainly, 2025-03-20)\",Ada Brandt,2025-03-05\n",
        "toll-doubled,جسر «لين» اليوم,“سيدفعون الضعف” (translated into Arabic by the document),,ليلى حداد; Ada Brandt? (“the minister”),2025-03~ (approximate; date inferred)\n",
        "formula,bare,,,\"\"\"Holt; Mira\"\"; <b>Eve</b> & \"\"Co\"\" <script>alert(1)</script>\",\n",
    ] {
        assert!(cells.contains(wanted), "{wanted} in {cells}");
    }
    let (every_field, _) = world.export(&["claims", "--format", "tsv"]);
    assert!(
        every_field
            .contains("\t\"Holt; Mira\"; <b>Eve</b> & \"Co\" <script>alert(1)</script>\ttwo-names; evil\t")
    );
}

#[test]
fn no_cell_is_a_formula_in_a_spreadsheet() {
    let world = World::new();
    let (plain, said) = world.export(&["claims showing statement", "--format", "csv"]);
    assert!(
        plain.starts_with("statement\n") && plain.contains("\n\"=HYPERLINK(") && !said.contains("apostrophe")
    );
    let (safe, said) = world.export(&["claims showing statement", "--format", "csv", "--for", "spreadsheet"]);
    assert!(safe.starts_with("\u{feff}statement\n") && safe.contains("\n\"'=HYPERLINK("), "{safe}");
    assert!(said.contains("1 cell begins as a formula does: an apostrophe stands before it"), "{said}");
}

#[test]
fn lines_of_json_say_which_question_they_answer_and_how_like_they_are() {
    let world = World::new();
    let script = world.file("two.claims");
    fs::write(&script, "claims by Ada Brandt;\nclaims like \"the bridge costs money\";\n").expect("a file");
    let ran = world.run(&["run", &script.display().to_string(), "--format", "ndjson"]).ended(0);
    let rows: Vec<serde_json::Value> =
        ran.text().lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    let of = |number: u64| rows.iter().filter(move |row| row["question_number"] == number);
    assert!(of(1).count() == 2 && of(1).all(|row| row["likeness"].is_null() && row["rank"].is_null()));
    let ranks: Vec<u64> = of(2).filter_map(|row| row["rank"].as_u64()).collect();
    assert!(!ranks.is_empty() && ranks == (1..=ranks.len() as u64).collect::<Vec<_>>());
    assert!(of(2).all(|row| row["likeness"].as_f64().is_some_and(|likeness| likeness > 0.0)));
}

#[test]
fn names_are_those_of_the_reader() {
    let world = World::new();
    let question = "claims about tolls by Ada Brandt showing speaker, about, verdict, source";
    let (own, _) = world.export(&[question, "--format", "tsv"]);
    assert!(own.contains("Ada Brandt\ttolls; Port Harrow\t"), "{own}");
    let (arabic, _) = world.export(&[question, "--format", "tsv", "--names", "ar-EG"]);
    assert!(arabic.contains("آدا برانت\tرسوم العبور; Port Harrow\t"), "{arabic}");
    let played = format!(".set names ar\n.mode tsv\n{question};\n");
    let shell = world.run(&["-c", &played]).ended(0).text();
    assert!(shell.contains("آدا برانت\tرسوم العبور; Port Harrow\t"), "{shell}");
    world.run(&["query", question, "--names", "no language"]).ended(1);
}
