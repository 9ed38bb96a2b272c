//! A shell on a database of its own, whose screen is kept instead of shown.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use dictum::output::Style;
use dictum::query::time::Now;
use dictum::session::Session;
use dictum::shell::settings::Settings;
use dictum::shell::state::{Lines, Shell};
use dictum::shell::{Expect, Screen};
use tempfile::TempDir;

/// The columns of the screens.
const WIDTH: usize = 100;

/// What was written to the screen.
#[derive(Clone, Default)]
pub struct Written(Rc<RefCell<Vec<u8>>>);

impl Written {
    pub fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.borrow_mut())).expect("UTF-8 on the screen")
    }

    pub fn push(&self, text: &str) {
        self.0.borrow_mut().extend_from_slice(text.as_bytes());
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Answers to the shell's own questions, in their order; after the last, every question is abandoned.
pub struct Answers {
    pub answers: Vec<String>,
    pub written: Written,
}

impl Lines for Answers {
    fn ask(&mut self, prompt: &str, _typed: &str, _expect: Expect) -> Option<String> {
        if self.answers.is_empty() {
            return None;
        }
        let answer = self.answers.remove(0);
        self.written.push(format!("{prompt}{answer}").trim_end());
        self.written.push("\n");
        Some(answer)
    }

    fn history(&self) -> Vec<String> {
        vec!["claims about Russia".to_owned()]
    }
}

/// A shell on the seed.
pub struct Kit {
    pub shell: Shell,
    pub written: Written,
    pub folder: TempDir,
}

impl Kit {
    pub fn seeded() -> Kit {
        let mut kit = Kit::empty();
        let seed = std::fs::read_to_string(at_root("fixtures/caucasus.claims")).expect("the seed");
        kit.enter(&seed, &[]);
        kit
    }

    pub fn empty() -> Kit {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut session, _) =
            Session::open(&folder.path().join("seed.dictum"), true, "mira", &mut |_, _| {})
                .expect("a database");
        session.now = Some(Now(1_753_000_000_000_000));
        let written = Written::default();
        let style = Style { colour: false, width: Some(WIDTH), isolates: false };
        let screen =
            Screen::new(Box::new(written.clone()), Box::new(written.clone())).as_terminal(style, || 10_000);
        let settings = Settings { width: Some(WIDTH), ..Settings::default() };
        Kit { shell: Shell::new(session, settings, screen, "mira", None), written, folder }
    }

    /// Enters a line, and gives what the screen shows.
    pub fn enter(&mut self, text: &str, answers: &[&str]) -> String {
        let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
        self.shell.enter(text, &mut Answers { answers, written: self.written.clone() });
        self.written.take()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
