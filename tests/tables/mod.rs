//! Tables: whatever is in columns comes in by a map, once, and what cannot is said. The maps are written as a user would.

mod maps;
mod odd;
mod real;
mod workbooks;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::common::{Ran, dictum};

/// A folder with files and a database.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file can be written");
        path
    }

    pub fn dictum(&self, arguments: &[&str]) -> Ran {
        let mut program = dictum(&self.path("db.dictum"), arguments);
        program.command.current_dir(self.folder.path());
        program.run()
    }

    /// Imports a table by a map.
    pub fn import(&self, table: &Path, map: &str, more: &[&str]) -> Ran {
        self.write("map.toml", map);
        let table = table.display().to_string();
        self.dictum(&[&["import", &table, "--map", "map.toml"], more].concat())
    }

    /// The answer to a question, as it is written for a pipe.
    #[track_caller]
    pub fn ask(&self, question: &str) -> String {
        self.dictum(&["query", question, "--format", "csv"]).ended(0).text()
    }

    #[track_caller]
    pub fn count(&self, question: &str) -> usize {
        let text = self.dictum(&["query", question, "--format", "ndjson"]).ended(0).text();
        text.lines().filter(|line| !line.is_empty()).count()
    }

    #[track_caller]
    pub fn digest(&self) -> String {
        self.dictum(&["digest", "--quick"]).ended(0).text()
    }
}

pub const SIMPLE: &str = r#"
[claim]
id = "c-{id}"
statement = "{claim}"
[speaker]
name = "{who}"
[source]
title = "The table"
publisher = "The Paper"
"#;
