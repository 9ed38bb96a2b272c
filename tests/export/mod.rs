//! What is taken out for other readers: the same formats by every way, what a format cannot carry is said, and what is
//! not meant for others stays out until it is asked for. `world.jsonl` has what is hard to write: names with the joiner,
//! markup and formulas in texts, dates that are not certain, a chain, kept texts, notes, a retracted claim.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use dictum::output::format::File;
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
