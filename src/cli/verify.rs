//! `dictum verify FILE`: what has changed since an answer was written down.

use std::path::PathBuf;

use crate::cli::commands::{Done, Program, counted, name_of, read_text};
use crate::cli::failure::Failure;
use crate::model::Problem;
use crate::output::provenance::Provenance;
use crate::output::terminal::cells::harmless;
use crate::session::verify::Verified;

impl Program<'_> {
    /// Asks the questions of the files again; fails where something has changed.
    pub(super) fn verify(&self, files: &[PathBuf]) -> Done {
        let mut session = self.open(false)?;
        let mut is_changed = false;
        for file in files {
            let (name, text) = (name_of(file), read_text(file)?);
            let said = Provenance::read(&text).ok_or_else(|| no_provenance(&name))?;
            let verified = session.verify(&said).map_err(|problem| problem.in_file(&name))?;
            self.print(&report(&name, &said, &verified))?;
            is_changed |= !verified.is_unchanged();
        }
        if is_changed { Err(Failure::Said(1)) } else { Ok(()) }
    }
}

fn no_provenance(name: &str) -> Problem {
    Problem::invalid(format!("{name} does not say which question it answers"))
        .hint("html, json, print and audit do: dictum query QUESTION --format html --output FILE")
}

/// What was asked, and a line for each row that is new, gone or changed.
fn report(name: &str, file: &Provenance, verified: &Verified) -> String {
    let mut text =
        format!("{name}: {}, asked at {} of transaction {}\n", file.question, file.asked_at, file.sequence);
    let since = counted(verified.transactions, "transaction");
    if verified.is_unchanged() {
        text.push_str(&format!("nothing has changed: {} then and now, after {since}\n", file.total));
    } else {
        text.push_str(&format!("{} then, {} now, after {since}\n", file.total, verified.total));
    }
    let line = |sign: &str, (key, said): &(String, String)| {
        if key == said { format!("{sign} {said}\n") } else { format!("{sign} {key}: {said}\n") }
    };
    text.extend(verified.new.iter().map(|row| line("new", row)));
    text.extend(verified.gone.iter().map(|row| line("gone", row)));
    text.extend(
        verified.changed.iter().map(|(key, fields)| format!("changed {key}: {}\n", fields.join(", "))),
    );
    text.lines().map(|line| format!("{}\n", harmless(line))).collect()
}
