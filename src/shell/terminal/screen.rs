//! Where the shell writes: answers to the screen or to files, everything else beside them.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::error_report::reports;
use crate::output::remarks;
use crate::output::terminal::cells::{cells, wrap};
use crate::output::{AtomicFile, Losses, Options, Style, cannot_write, provenance};
use crate::query::Answer;
use crate::query::answer::AnswerBody;
use crate::shell::cancellation::Stoppable;
use crate::shell::settings::{Pager, Settings};
use crate::shell::terminal::pager;

/// How many problems are said before the rest is only counted.
const MOST_PROBLEMS: usize = 20;

/// The streams of a conversation.
pub struct Screen {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// The abilities of the two, before anything is set.
    out_style: Style,
    err_style: Style,
    /// How many rows the terminal has, where answers are read on one: only then are they paged.
    rows: Option<fn() -> usize>,
    asking: bool,
    /// Where answers go instead, from `.output`.
    file: Option<ToFile>,
    /// Where the next answer goes, from `.once`.
    once: Option<ToFile>,
    /// Up while somebody wants what is drawn or shown to stop.
    stop: Arc<AtomicBool>,
}

/// A file that answers go to. The first of them takes the place of what was there before, the others follow it.
struct ToFile {
    path: PathBuf,
    /// The database that is open: none of its files may be written to.
    database: PathBuf,
    /// Until the first answer.
    begun: Option<AtomicFile>,
    /// After it.
    open: Option<File>,
}

impl ToFile {
    fn create(path: &Path, database: &Path) -> Result<ToFile> {
        let begun = Some(AtomicFile::create(path, database)?);
        Ok(ToFile { path: path.to_owned(), database: database.to_owned(), begun, open: None })
    }

    /// Writes a whole answer.
    fn put(&mut self, text: &[u8]) -> Result<()> {
        if let Some(file) = &mut self.open {
            return file.write_all(text).map_err(|error| cannot_write(&self.path, &error));
        }
        let mut file = match self.begun.take() {
            Some(file) => file,
            None => AtomicFile::create(&self.path, &self.database)?,
        };
        file.write_all(text).map_err(|error| cannot_write(&self.path, &error))?;
        self.open = Some(file.finish_and_go_on()?);
        Ok(())
    }
}

pub(in crate::shell) fn cannot_read(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("{} cannot be read", path.display()), error)
}

fn screen_failed(error: &io::Error) -> Problem {
    Problem::io("the standard output cannot be written", error)
}

impl Screen {
    /// Writes to streams that are no terminal.
    pub fn new(out: Box<dyn Write>, err: Box<dyn Write>) -> Screen {
        Screen {
            out,
            err,
            out_style: Style::PLAIN,
            err_style: Style::PLAIN,
            rows: None,
            asking: false,
            file: None,
            once: None,
            stop: Arc::default(),
        }
    }

    /// Writes to this process's streams, which look so.
    pub fn of_process(out_style: Style, err_style: Style) -> Screen {
        let rows = || usize::from(console::Term::stdout().size().0);
        let rows = out_style.is_terminal().then_some(rows as fn() -> usize);
        let streams = Screen::new(Box::new(io::stdout()), Box::new(io::stderr()));
        Screen { out_style, err_style, rows, ..streams }
    }

    /// Writes to streams as though they were a terminal of such a style, with so many rows: for tests.
    #[must_use]
    pub fn as_terminal(self, style: Style, rows: fn() -> usize) -> Screen {
        Screen { out_style: style, err_style: style, rows: Some(rows), asking: true, ..self }
    }

    pub fn is_terminal(&self) -> bool {
        self.rows.is_some()
    }

    /// While the flag is up, nothing more is drawn or shown.
    pub fn stop_at(&mut self, flag: Arc<AtomicBool>) {
        self.stop = flag;
    }

    /// Whether somebody is there who can be asked.
    pub fn is_asking(&self) -> bool {
        self.asking
    }

    pub fn set_asking(&mut self, asking: bool) {
        self.asking = asking;
    }

    fn style(&self, style: Style, settings: &Settings) -> Style {
        let width = match (style.width, settings.width) {
            (Some(_), None) => Some(self.columns()),
            (width, None) => width,
            (_, set) => set,
        };
        Style { colour: settings.colour.unwrap_or(style.colour), width, ..style }
    }

    /// The terminal may have been made wider since the beginning.
    fn columns(&self) -> usize {
        let asked = self.out_style.width.unwrap_or(80);
        let measured = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
        let fixed = std::env::var_os("COLUMNS").is_some();
        measured.filter(|columns| *columns >= 20 && !fixed).unwrap_or(asked)
    }

    // ---- what is no answer ----

    /// A line that is no answer.
    pub fn say(&mut self, line: &str) {
        // Where even that cannot be written there is nobody to tell.
        let _ = writeln!(self.err, "{line}");
        let _ = self.err.flush();
    }

    /// A sentence of our own, over as many lines as the terminal needs; the later ones are indented as the first.
    pub fn note(&mut self, sentence: &str, settings: &Settings) {
        let style = self.style(self.err_style, settings);
        let indent = sentence.len() - sentence.trim_start_matches(' ').len();
        for line in
            wrap(sentence.trim_start_matches(' '), style.width.map(|width| width.saturating_sub(indent)))
        {
            self.say(&format!("{:indent$}{}", "", style.phrase(line)));
        }
    }

    pub fn say_problems(
        &mut self,
        problems: &[Problem],
        origin: &str,
        text: Option<&str>,
        settings: &Settings,
    ) {
        let style = self.style(self.err_style, settings);
        let shown = &problems[..problems.len().min(MOST_PROBLEMS)];
        let report = reports(shown, origin, text, &style);
        self.say(report.trim_end());
        if problems.len() > shown.len() {
            self.say(&format!("… and {} more", problems.len() - shown.len()));
        }
    }

    // ---- answers ----

    /// Sends what follows to a file; `None`: to the screen again.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn send_to(&mut self, path: Option<&Path>, database: &Path) -> Result<()> {
        self.file = path.map(|path| ToFile::create(path, database)).transpose()?;
        Ok(())
    }

    /// Sends the next answer to a file.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn send_once_to(&mut self, path: &Path, database: &Path) -> Result<()> {
        self.once = Some(ToFile::create(path, database)?);
        Ok(())
    }

    /// Shows an answer, and beside it what else there is to say: how many, how long, and the rest.
    ///
    /// # Errors
    /// Those of writing.
    pub fn answer(&mut self, answer: &Answer, settings: &Settings) -> Result<()> {
        let losses = if let Some(mut file) = self.once.take() {
            written_to(&mut file, answer, settings, &self.stop)?
        } else if let Some(file) = &mut self.file {
            written_to(file, answer, settings, &self.stop)?
        } else {
            let style = self.style(self.out_style, settings);
            let mut text = Vec::new();
            let mut drawn = Stoppable { to: &mut text, stop: &self.stop };
            let losses = draw(answer, &style, settings, &mut drawn).map_err(|error| screen_failed(&error))?;
            self.show(&text, settings)?;
            losses
        };
        self.close(answer, settings);
        losses.sentences().iter().for_each(|line| self.note(line, settings));
        Ok(())
    }

    /// The closing lines.
    fn close(&mut self, answer: &Answer, settings: &Settings) {
        let style = self.style(self.err_style, settings);
        let took = answer.took.plan + answer.took.execute;
        let mut lines = remarks(answer);
        if settings.timer && self.is_terminal() {
            match lines.first_mut().filter(|_| opens_with_total(answer)) {
                Some(first) => first.push_str(&format!(" · {}", duration(took))),
                None => lines.insert(0, duration(took)),
            }
        }
        for line in lines.iter().flat_map(|line| wrap(line, style.width)) {
            self.say(&style.quiet(&style.phrase(line)));
        }
        if !self.is_terminal() && settings.mode.listed().is_bare() {
            self.say(&provenance(answer));
        }
    }

    /// Shows a text that is no answer to a question, such as help; its lines break at words.
    ///
    /// # Errors
    /// Those of writing.
    pub fn text(&mut self, text: &str, settings: &Settings) -> Result<()> {
        match self.width(settings) {
            Some(width) => self.show(fitted(text, width).as_bytes(), settings),
            None => self.show(text.as_bytes(), settings),
        }
    }

    /// How wide a line may be, where that is known.
    pub fn width(&self, settings: &Settings) -> Option<usize> {
        self.style(self.out_style, settings).width
    }

    fn show(&mut self, text: &[u8], settings: &Settings) -> Result<()> {
        let is_long = |rows: fn() -> usize| text.iter().filter(|byte| **byte == b'\n').count() >= rows();
        let shown = match (&settings.pager, self.rows) {
            (Pager::Own, Some(rows)) if is_long(rows) => {
                let mut out = Stoppable { to: &mut self.out, stop: &self.stop };
                pager::page(&String::from_utf8_lossy(text), &mut out)
            }
            (Pager::Program(program), Some(rows)) if is_long(rows) => {
                pager::page_by(program, &String::from_utf8_lossy(text)).map_err(|error| {
                    io::Error::other(format!(
                        "the pager `{program}` cannot be started ({error}); `.pager on` is dictum's own"
                    ))
                })
            }
            _ => {
                let mut out = Stoppable { to: &mut self.out, stop: &self.stop };
                pieces(text).try_for_each(|piece| out.write_all(piece)).and_then(|()| out.flush())
            }
        };
        shown.map_err(|error| screen_failed(&error))
    }
}

/// The text with no line wider than that: what runs on stands under the last column of its line, where that leaves room,
/// else a little further in than it began.
fn fitted(text: &str, width: usize) -> String {
    let mut fitted = String::with_capacity(text.len());
    for line in text.lines() {
        let begins = line.len() - line.trim_start().len();
        let column = line[begins..].rfind("  ").map_or(0, |at| begins + at + 2);
        let (head, indent) = match cells(&line[..column]) {
            indent if column > 0 && indent <= width * 2 / 3 => (column, indent),
            _ => (begins, begins + 2),
        };
        let is_short = cells(line) <= width;
        let room = if is_short { None } else { Some(width.saturating_sub(indent)) };
        for (place, piece) in wrap(&line[head..], room).into_iter().enumerate() {
            match place {
                0 => fitted.push_str(&line[..head]),
                _ => fitted.push_str(&" ".repeat(indent)),
            }
            fitted.push_str(piece);
            fitted.push('\n');
        }
    }
    fitted
}

/// The text in pieces of whole lines: between them Ctrl-C is heard.
fn pieces(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    const PIECE: usize = 1 << 13;
    let mut rest = text;
    std::iter::from_fn(move || {
        let line_end = rest.iter().skip(PIECE).position(|byte| *byte == b'\n');
        let (piece, after) = rest.split_at(line_end.map_or(rest.len(), |at| PIECE + at + 1));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn draw(answer: &Answer, style: &Style, settings: &Settings, out: &mut dyn Write) -> io::Result<Losses> {
    let options = Options { is_drawn: settings.bars, ..settings.options(*style) };
    crate::output::write(answer, settings.mode, &options, out)
}

fn written_to(file: &mut ToFile, answer: &Answer, settings: &Settings, stop: &AtomicBool) -> Result<Losses> {
    let options = settings.options(Style { width: settings.width, ..Style::PLAIN });
    let mut text = Vec::new();
    let mut out = Stoppable { to: &mut text, stop };
    let losses = crate::output::write(answer, settings.mode, &options, &mut out)
        .map_err(|error| cannot_write(&file.path, &error))?;
    file.put(&text)?;
    Ok(losses)
}

/// Whether the first closing line says how many there are.
fn opens_with_total(answer: &Answer) -> bool {
    match &answer.body {
        AnswerBody::Claims(_) | AnswerBody::Records(_) => true,
        AnswerBody::Counts(counts) => !counts.per.is_empty(),
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => false,
    }
}

/// `3 ms`, `1.2 s`
pub(in crate::shell) fn duration(took: std::time::Duration) -> String {
    match took.as_micros() {
        micros @ 0..1_000 => format!("{micros} µs"),
        micros @ 1_000..1_000_000 => format!("{} ms", micros / 1_000),
        micros => format!("{}.{} s", micros / 1_000_000, micros / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::terminal::screen::fitted;

    #[test]
    fn what_runs_on_stands_under_its_column() {
        assert_eq!(
            fitted(".mode [FORMAT]  how answers are written\n", 30),
            ".mode [FORMAT]  how answers\n                are written\n"
        );
        assert_eq!(fitted("a long line of words", 12), "a long\n  line of\n  words\n");
        assert_eq!(fitted("short\n\n  two", 12), "short\n\n  two\n");
    }
}
