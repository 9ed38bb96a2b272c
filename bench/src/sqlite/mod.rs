//! The same world in SQLite, as somebody would keep it who knows SQLite: FTS5, WAL, closures and dates precomputed,
//! covering indexes, prepared statements kept.
//!
//! - `records`, [`load`]: from interchange to tables
//! - [`ask`]: the questions
//! - `show`: claims with all that is shown of them, as lines of JSON

pub mod ask;
pub mod load;
mod records;
mod show;

use std::fs::File;
use std::io::BufRead;
use std::path::Path;

use load::{Known, Loader};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::Outcome;

/// A database of claims in SQLite.
pub struct Sqlite {
    connection: Connection,
    known: Known,
}

impl Sqlite {
    /// Fills a new database; when this returns, it is on the disk.
    pub fn load(path: &Path, lines: impl BufRead) -> Outcome<Sqlite> {
        let connection = Connection::open(path)?;
        // A load that fails is begun anew: nothing needs a journal or a sync before its end.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        settings(&connection)?;
        connection.execute_batch(include_str!("schema.sql"))?;
        let mut known = Known::default();
        Loader { connection: &connection, known: &mut known }.load(lines)?;
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        File::open(path)?.sync_all()?;
        Ok(Sqlite { connection, known })
    }

    /// Opens a database for questions.
    pub fn open(path: &Path) -> Outcome<Sqlite> {
        let connection = Connection::open(path)?;
        settings(&connection)?;
        Ok(Sqlite { connection, known: Known::default() })
    }

    /// Adds a claim of the interchange format, durably; only for who has loaded the database.
    pub fn add(&mut self, line: &str) -> Outcome<()> {
        Loader { connection: &self.connection, known: &mut self.known }.add(line)
    }
}

fn settings(connection: &Connection) -> Outcome<()> {
    connection.set_prepared_statement_cache_capacity(128);
    // A plan stays as it was prepared: otherwise each new binding may prepare the statement again (STAT4).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144; PRAGMA mmap_size = 8589934592;",
    )?)
}
