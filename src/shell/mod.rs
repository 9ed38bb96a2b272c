//! The REPL: lines in, answers out, with history. The only room that knows rustyline.

use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Config, Editor};

use crate::language::{Completeness, completeness};
use crate::model::Problem;
use crate::session::Session;

const PROMPT: &str = "dictum> ";
const CONTINUED: &str = "   ...> ";

/// Reads statements until the input ends. Each is given to `run`; what it fails with goes to `failed`, and the
/// conversation goes on.
///
/// # Errors
/// The terminal cannot be used.
pub fn converse<E>(
    session: &mut Session,
    run: &mut dyn FnMut(&mut Session, &str) -> Result<(), E>,
    failed: &mut dyn FnMut(E),
) -> Result<(), Problem> {
    let cannot = |error: ReadlineError| Problem::io(format!("the terminal cannot be used: {error}"));
    let config = Config::builder().max_history_size(10_000).map_err(cannot)?.auto_add_history(false).build();
    let mut editor: Editor<(), DefaultHistory> = Editor::with_config(config).map_err(cannot)?;
    let mut typed = String::new();
    loop {
        let prompt = if typed.is_empty() { PROMPT } else { CONTINUED };
        match editor.readline(prompt) {
            Ok(line) => {
                let blank = line.trim().is_empty();
                typed.push_str(&line);
                typed.push('\n');
                if typed.trim().is_empty() {
                    typed.clear();
                } else if blank || completeness(&typed) == Completeness::Complete {
                    let statement = std::mem::take(&mut typed);
                    // A history that cannot be kept is no reason to stop.
                    let _ = editor.add_history_entry(statement.trim_end());
                    if let Err(failure) = run(session, &statement) {
                        failed(failure);
                    }
                }
            }
            Err(ReadlineError::Interrupted) => typed.clear(),
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(cannot(error)),
        }
    }
}
