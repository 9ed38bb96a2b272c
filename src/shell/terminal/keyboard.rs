//! The reader at the keyboard: lines from the terminal, with a history that outlives the session.

use std::io::ErrorKind;
use std::path::PathBuf;

use rustyline::error::ReadlineError;
use rustyline::history::{DefaultHistory, History, SearchDirection};
use rustyline::{ColorMode, CompletionType, Config, Editor};

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::Style;
use crate::shell::completion::expect::Expect;
use crate::shell::paths;
use crate::shell::state::{Lines, Shell};
use crate::shell::terminal::editor::Assistant;

/// How many entries the history keeps.
const MOST_REMEMBERED: usize = 10_000;

/// What came from the keyboard.
pub enum Entered {
    Text(String),
    /// Ctrl-C: the line is left.
    Abandoned,
    /// Ctrl-D: the conversation is.
    End,
}

pub struct Keyboard {
    editor: Editor<Assistant, DefaultHistory>,
    /// The database whose history this is.
    database: PathBuf,
    /// Nothing where the home cannot be written: then the history ends with the session.
    history: Option<PathBuf>,
}

impl Keyboard {
    /// Takes the terminal, with the history of the shell's database.
    ///
    /// # Errors
    /// The terminal cannot be used.
    pub fn open(shell: &Shell, style: Style) -> Result<Keyboard> {
        let colour = shell.settings.colour.unwrap_or(style.colour);
        let config = Config::builder()
            .max_history_size(MOST_REMEMBERED)
            .map_err(|error| unusable(&error))?
            .history_ignore_space(true)
            .auto_add_history(false)
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .color_mode(if colour { ColorMode::Enabled } else { ColorMode::Disabled })
            .build();
        let mut editor = Editor::with_config(config).map_err(|error| unusable(&error))?;
        editor.set_helper(Some(Assistant::new(shell.session.clone())));
        let mut keyboard = Keyboard { editor, database: PathBuf::new(), history: None };
        keyboard.follow(shell);
        Ok(keyboard)
    }

    /// Goes over to the history of the shell's database, if that is another one now.
    pub fn follow(&mut self, shell: &Shell) {
        let database = shell.session.borrow().store().path().to_owned();
        if database == self.database {
            return;
        }
        // A history that cannot be read or kept is no reason to stop.
        let _ = self.editor.clear_history();
        self.history = paths::history_file(&database).filter(|file| paths::make_private(file).is_ok());
        if let Some(file) = &self.history {
            let _ = self.editor.load_history(file);
        }
        self.database = database;
    }

    /// Reads a statement, a command or nothing.
    ///
    /// # Errors
    /// The terminal cannot be used.
    pub fn read(&mut self, prompt: &str) -> Result<Entered> {
        match self.editor.readline(prompt) {
            Ok(text) => Ok(Entered::Text(text)),
            Err(ReadlineError::Interrupted) => Ok(Entered::Abandoned),
            Err(ReadlineError::Eof) => Ok(Entered::End),
            // Keys that are no text, such as the half of a character: the line goes, the conversation stays.
            Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => Ok(Entered::Abandoned),
            Err(error) => Err(unusable(&error)),
        }
    }

    /// Puts an entry into the history, and into its file.
    pub fn remember(&mut self, text: &str) {
        let is_new = self.editor.add_history_entry(text.trim_end()).unwrap_or(false);
        if let Some(file) = self.history.as_ref().filter(|_| is_new) {
            let _ = self.editor.append_history(file);
        }
    }
}

impl Lines for Keyboard {
    fn ask(&mut self, prompt: &str, typed: &str, expect: Expect) -> Option<String> {
        let asking = |editor: &mut Editor<Assistant, DefaultHistory>, expect| {
            if let Some(assistant) = editor.helper() {
                assistant.asking.set(expect);
            }
        };
        asking(&mut self.editor, Some(expect));
        let line = self.editor.readline_with_initial(prompt, (typed, ""));
        asking(&mut self.editor, None);
        line.ok()
    }

    fn history(&self) -> Vec<String> {
        let history = self.editor.history();
        let entry = |place| history.get(place, SearchDirection::Forward).ok().flatten();
        (0..history.len()).filter_map(entry).map(|found| found.entry.into_owned()).collect()
    }
}

fn unusable(error: &ReadlineError) -> Problem {
    match error {
        ReadlineError::Io(error) => Problem::io("the terminal cannot be used", error),
        error => Problem::io_refused(format!("the terminal cannot be used: {error}")),
    }
}
