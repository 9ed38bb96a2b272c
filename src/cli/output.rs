//! Where an answer goes: the standard output, or a file that is there whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::commands::Failure;
use crate::model::Problem;

/// A place to write to. What was written to a file counts only when [`Output::finish`] has been called: until then the
/// file that was there before stays.
pub struct Output {
    writer: BufWriter<Target>,
    name: String,
}

/// The standard output, a file, or a file that is to take another one's place.
struct Target {
    to: Box<dyn Write>,
    replacing: Option<Replacing>,
    /// Nobody reads any more.
    closed: bool,
}

struct Replacing {
    new: PathBuf,
    path: PathBuf,
    done: bool,
}

impl Output {
    /// A file, or the standard output.
    pub fn open(path: Option<&Path>) -> Result<Output, Failure> {
        let (target, name) = match path {
            None => (Target::direct(io::stdout()), "the standard output".to_owned()),
            Some(path) => {
                let name = path.display().to_string();
                let target = Target::file(path).map_err(|error| cannot_write(&name, &error))?;
                (target, name)
            }
        };
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
        let replaced = self.writer.get_mut().replacing.as_mut().map_or(Ok(()), Replacing::replace);
        replaced.map_err(|error| self.failed(&error))
    }

    pub fn failed(&self, error: &io::Error) -> Failure {
        self.instead_of(cannot_write(&self.name, error))
    }

    /// A pipe that was closed at its other end is no fault, whatever was said of it.
    pub fn instead_of(&self, problem: Problem) -> Failure {
        if self.writer.get_ref().closed { Failure::ClosedPipe } else { problem.into() }
    }
}

impl Target {
    fn direct(to: impl Write + 'static) -> Target {
        Target { to: Box::new(to), replacing: None, closed: false }
    }

    fn file(path: &Path) -> io::Result<Target> {
        let there = fs::metadata(path).ok();
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            // A pipe or a device is written to as it is.
            return Ok(Target::direct(File::create(path)?));
        }
        // A link goes on leading to the file.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let (file, replacing) = Replacing::begin(path)?;
        if let Some(there) = there {
            file.set_permissions(there.permissions())?;
        }
        Ok(Target { to: Box::new(file), replacing: Some(replacing), closed: false })
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes);
        self.closed |= written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.closed |= flushed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        flushed
    }
}

impl Replacing {
    fn begin(path: PathBuf) -> io::Result<(File, Replacing)> {
        let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
        name.push(format!(".new-{}", std::process::id()));
        let new = path.with_file_name(name);
        let file = File::create(&new)?;
        Ok((file, Replacing { new, path, done: false }))
    }

    fn replace(&mut self) -> io::Result<()> {
        fs::rename(&self.new, &self.path)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Replacing {
    fn drop(&mut self) {
        if !self.done {
            // What is half written is nothing to keep.
            let _ = fs::remove_file(&self.new);
        }
    }
}

/// Puts a file of this text at `path`, whole or not at all.
pub fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    let mut out = Output::open(Some(path))?;
    out.write(text)?;
    out.finish()
}

fn cannot_write(name: &str, error: &io::Error) -> Problem {
    Problem::io(format!("{name} cannot be written: {error}"))
}
