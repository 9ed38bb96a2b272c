//! Where an answer goes: the standard output, or a file that is there complete or not at all.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::Path;

use crate::cli::failure::{Failure, found_in};
use crate::model::Problem;
use crate::model::problem::Problems;
use crate::output::{AtomicFile, cannot_write, refuse_part_of_database};

/// A place to write to. What was written to a file counts only when [`Output::finish`] has been called: until then the
/// file that was there before stays.
pub struct Output {
    writer: BufWriter<Target>,
    name: String,
}

struct Target {
    to: To,
    /// Nobody reads any more.
    closed: bool,
}

enum To {
    Stdout(Stdout),
    File(AtomicFile),
}

impl Output {
    /// A file, or the standard output; none of the database's own files.
    pub fn open(path: Option<&Path>, database: &Path) -> Result<Output, Failure> {
        let (to, name) = match path {
            None => (To::Stdout(standard_output(database)?), "the standard output".to_owned()),
            Some(path) => (To::File(AtomicFile::create(path, database)?), path.display().to_string()),
        };
        let target = Target { to, closed: false };
        Ok(Output { writer: BufWriter::with_capacity(1 << 16, target), name })
    }

    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.writer.write_all(text.as_bytes()).map_err(|error| self.failed(&error))
    }

    pub fn flush(&mut self) -> Result<(), Failure> {
        self.writer.flush().map_err(|error| self.failed(&error))
    }

    pub fn writer(&mut self) -> &mut dyn Write {
        &mut self.writer
    }

    /// Everything is written: a file takes its place.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        let Output { writer, .. } = self;
        let (target, _) = writer.into_parts();
        match target.to {
            To::Stdout(_) => Ok(()),
            To::File(file) => Ok(file.finish()?),
        }
    }

    pub fn failed(&self, error: &io::Error) -> Failure {
        self.instead_of(cannot_write(Path::new(&self.name), error))
    }

    /// A pipe that was closed at its other end is no fault, whatever was said of it.
    pub fn instead_of(&self, problem: Problem) -> Failure {
        if self.writer.get_ref().closed { Failure::ClosedPipe } else { problem.into() }
    }
}

impl Output {
    /// The same of problems with a question.
    pub fn instead_of_all(&self, problems: Problems, question: &str) -> Failure {
        if self.writer.get_ref().closed { Failure::ClosedPipe } else { found_in("query", question)(problems) }
    }
}

impl Target {
    fn stream(&mut self) -> &mut dyn Write {
        match &mut self.to {
            To::Stdout(stdout) => stdout,
            To::File(file) => file,
        }
    }

    fn heard<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        self.closed |= outcome.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        outcome
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream().write(bytes);
        self.heard(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stream().flush();
        self.heard(flushed)
    }
}

/// Puts a file of this text at `path`, complete or not at all.
pub fn write_file(path: &Path, text: &str, database: &Path) -> Result<(), Failure> {
    let mut out = Output::open(Some(path), database)?;
    out.write(text)?;
    out.finish()
}

/// The standard output, unless the shell has opened one of the database's files for it.
fn standard_output(database: &Path) -> Result<Stdout, Failure> {
    let stdout = io::stdout();
    #[cfg(unix)]
    if let Ok(stream) = std::os::fd::AsFd::as_fd(&stdout).try_clone_to_owned() {
        refuse_part_of_database(&stream.into(), "the standard output", database)?;
    }
    Ok(stdout)
}
