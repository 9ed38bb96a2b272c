//! Tables and their maps on the command line.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::commands::{Done, Program, cannot_read, name_of, read_text, reader};
use super::destination::write_file;
use super::failure::{Failure, found_in};
use super::opened::Opened;
use crate::exchange::formats::ImportFormat;
use crate::exchange::recognise::{Content, LOOKED_AT, recognise, shell_word};
use crate::exchange::tables::draft::{draft, preview};
use crate::exchange::tables::map::FileMap;
use crate::exchange::tables::map::read::read;
use crate::exchange::tables::{CannotOpen, Table, rows_of};
use crate::model::Problem;

/// A table that can be read again from its beginning: what comes through a pipe is kept in a file for a while.
pub(super) struct TableFile {
    pub path: PathBuf,
    pub content: Content,
    /// What came through a pipe: removed when it is no longer read.
    pub kept: Option<NamedTempFile>,
}

impl TableFile {
    pub fn open(file: &Path) -> Result<TableFile, Failure> {
        let kept = if file.is_file() { None } else { Some(keep(file)?) };
        let path = kept.as_ref().map_or_else(|| file.to_owned(), |kept| kept.path().to_owned());
        let mut head = Vec::new();
        let read = File::open(&path).and_then(|opened| opened.take(LOOKED_AT as u64).read_to_end(&mut head));
        read.map_err(|error| cannot_read(file, &error))?;
        let content = recognise(&head);
        if !content.may_be(ImportFormat::Table) {
            return Err(content.refused_as(ImportFormat::Table, &name_of(file)).into());
        }
        Ok(TableFile { path, content, kept })
    }
}

fn keep(file: &Path) -> Result<NamedTempFile, Failure> {
    let mut input = reader(file)?;
    let mut kept =
        NamedTempFile::new().map_err(|error| Problem::io("no temporary file can be made", error))?;
    io::copy(&mut input, &mut kept).map_err(|error| cannot_read(file, &error))?;
    kept.flush().map_err(|error| Problem::io("the temporary file cannot be written", error))?;
    Ok(kept)
}

impl Program<'_> {
    /// Writes a first map of a table.
    pub(super) fn map(&self, file: &Path, output: Option<&Path>, sheet: Option<&str>) -> Done {
        let TableFile { path, content, kept: _kept } = TableFile::open(file)?;
        let mut asked = FileMap::usual();
        asked.sheet = sheet.map(str::to_owned);
        let mut rows = rows_of(&path, content, &asked)?;
        let named = if file == Path::new("-") { Path::new("table") } else { file };
        let mut text = draft(named, &mut *rows, sheet)?;
        // The map is tried before anybody else does.
        if let Ok(map) = read(&text)
            && let Ok(mut table) = Table::open(&path, content, map)
        {
            text += &preview(&mut table)?;
        }
        match output {
            Some(output) => write_file(output, &text, &self.database()),
            None => self.print(&text),
        }
    }
}

/// A table with its map.
pub(super) fn open_table(file: &Path, map: Option<&Path>) -> Result<Opened, Failure> {
    let Some(map) = map else {
        let name = shell_word(&name_of(file));
        return Err(Problem::usage("a table needs a map of its columns: `--map FILE`")
            .hint(format!("`dictum map {name}` writes a first one"))
            .into());
    };
    let (map_name, text) = (name_of(map), read_text(map)?);
    let TableFile { path, content, kept } = TableFile::open(file)?;
    let map = read(&text).map_err(found_in(&map_name, &text))?;
    let table = Table::open(&path, content, map).map_err(|cannot| match cannot {
        CannotOpen::Map(problems) => found_in(&map_name, &text)(problems),
        CannotOpen::File(problem) => problem.into(),
    })?;
    let names = table.names();
    Ok(Opened { entries: Box::new(table), names, kept })
}
