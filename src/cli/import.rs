//! `dictum import`: records from files.

use std::path::{Path, PathBuf};

use super::args::{ImportArgs, OnChange, OnError, Shape};
use super::commands::{Done, Program, name_of, read_text};
use super::destination::Output;
use super::failure::{Failure, found_in};
use super::opened::{Opened, Remembered, recognised};
use super::published::{format_by_content, open_published, reads_itself};
use crate::exchange::formats::ImportFormat;
use crate::exchange::recognise::shell_word;
use crate::model::Problem;
use crate::output::terminal::progress::Progress;
use crate::session::entries::{Changed, EntriesImported, EntryOptions};
use crate::session::import::{ImportFile, ImportOptions};

impl Program<'_> {
    pub(super) fn import(&self, files: &[PathBuf], options: &ImportArgs) -> Done {
        let implied = match options.map {
            Some(_) => ImportFormat::Table,
            None => format_by_content(files).unwrap_or(ImportFormat::Interchange),
        };
        let format = options.from.unwrap_or(implied);
        if options.from.is_none() && reads_itself(format) {
            self.terminal.say(&format!("{}: read as {}", name_of(&files[0]), format.described()));
        }
        if options.map.is_some() && format != ImportFormat::Table {
            return Err(
                Problem::usage(format!("--map is for tables, and --from says {}", format.name())).into()
            );
        }
        match format {
            ImportFormat::Script => self.import_scripts(files, options.dry_run),
            ImportFormat::Interchange => self.import_interchange(files, options),
            format => self.import_entries(files, format, options),
        }
    }

    fn import_interchange(&self, files: &[PathBuf], options: &ImportArgs) -> Done {
        if options.rejects.is_some() || options.changed.is_some() {
            return Err(
                Problem::usage("--rejects and --changed are for tables, reviews and bibliographies").into()
            );
        }
        // A file that is not there makes no database.
        let (mut opened, mut piped) = (Vec::new(), Vec::new());
        for file in files {
            // What comes through a pipe comes once.
            let path = file.is_file().then(|| file.clone());
            let lines = if path.is_some() {
                recognised(file, ImportFormat::Interchange)?
            } else {
                let (lines, remembered) = Remembered::of(file)?;
                piped.push(remembered);
                lines
            };
            opened.push(ImportFile { name: name_of(file), lines, path });
        }
        let mut session = self.open(true)?;
        let name = files.iter().map(|file| name_of(file)).collect::<Vec<_>>().join(", ");
        let (dry_run, skip_wrong) = (options.dry_run, options.on_error == OnError::Skip);
        let asked = ImportOptions { dry_run, skip_wrong, why: self.args.why.as_deref() };
        let mut bar = Progress::new("importing", None);
        let outcome = session.import_files(opened, asked, &mut |record| bar.reach(record));
        drop(bar);
        self.say_done(&mut session);
        let imported = match outcome {
            Ok(imported) => imported,
            Err(problems) => {
                piped.iter().try_for_each(|piped| piped.check(ImportFormat::Interchange))?;
                return Err(Failure::Problems { problems, origin: name, text: None });
            }
        };
        let verb = if dry_run { "would be " } else { "" };
        self.terminal.say(&format!("{name}: {verb}{}", imported.recorded));
        if !imported.skipped.is_empty() {
            self.terminal.say_problems(&imported.skipped, &name, None);
            self.terminal.say(&format!("{name}: {} left out", imported.skipped.len()));
        }
        Ok(())
    }

    fn import_scripts(&self, files: &[PathBuf], dry_run: bool) -> Done {
        if !dry_run {
            return self.run_scripts(files, &Shape::default(), None);
        }
        for file in files {
            let (name, text) = (name_of(file), read_text(file)?);
            let session = self.open(true)?;
            let recorded = session.dry_run(&text).map_err(found_in(&name, &text))?;
            self.terminal.say(&format!("{name}: would be {recorded}"));
        }
        Ok(())
    }

    /// A table, reviews or a bibliography.
    fn import_entries(&self, files: &[PathBuf], format: ImportFormat, options: &ImportArgs) -> Done {
        let [file] = files else {
            return Err(Problem::usage(format!("one file at a time is imported as {}", format.name())).into());
        };
        let name = name_of(file);
        let Opened { mut entries, names, kept: _kept } = open_entries(file, format, options.map.as_deref())?;
        entries.about().iter().for_each(|line| self.terminal.say(&format!("{name}: {line}")));
        let mut session = self.open(true)?;
        let rejects = options.rejects.as_deref();
        let mut rejects = rejects.map(|path| Output::open(Some(path), &self.database())).transpose()?;
        let asked = EntryOptions {
            dry_run: options.dry_run,
            skip_wrong: options.on_error == OnError::Skip,
            changed: match options.changed {
                // A document or a review is told again and again, each time a little otherwise.
                None if format == ImportFormat::ClaimReview => Changed::Keep,
                None | Some(OnChange::Refuse) => Changed::Refuse,
                Some(OnChange::Correct) => Changed::Correct,
                Some(OnChange::Keep) => Changed::Keep,
            },
            why: self.args.why.as_deref(),
            rejects: rejects.as_mut().map(Output::writer),
        };
        let mut bar = Progress::new("importing", None);
        let outcome = session.import_entries(&mut *entries, names, asked, &mut |entry| bar.reach(entry));
        drop(bar);
        self.say_done(&mut session);
        rejects.map_or(Ok(()), Output::finish)?;
        let imported = outcome.map_err(|problems| {
            self.terminal.say_problems(&problems, &name, None);
            self.terminal
                .say(&format!("{name}: nothing was recorded; `--on-error skip` leaves out what is wrong"));
            Failure::of_said(&problems)
        })?;
        self.say_imported(&name, &imported, options);
        Ok(())
    }

    fn say_imported(&self, name: &str, imported: &EntriesImported, options: &ImportArgs) {
        if !imported.problems.is_empty() {
            self.terminal.say_problems(&imported.problems, name, None);
        }
        imported.lines(options.dry_run).iter().for_each(|line| self.terminal.say(&format!("{name}: {line}")));
        if let Some(rejects) = options.rejects.as_deref().filter(|_| imported.rejected > 0) {
            self.terminal.say(&format!(
                "{name}: what was left out stands in {}",
                shell_word(&rejects.display().to_string())
            ));
        }
    }
}

/// Where an importer plugs in: the entries of a file of that format.
fn open_entries(file: &Path, format: ImportFormat, map: Option<&Path>) -> Result<Opened, Failure> {
    match format {
        #[cfg(feature = "tables")]
        ImportFormat::Table => super::tables::open_table(file, map),
        format => {
            let (lines, _map) = (recognised(file, format)?, map);
            if !reads_itself(format) {
                let what = format.described();
                return Err(Problem::usage(format!("this dictum was built without what reads {what}")).into());
            }
            open_published(file, lines, format)
        }
    }
}
