//! The shell: lines in, answers out. The only layer that knows rustyline.
//!
//! - [`conversation`]: what is entered is recognized and passed on; [`state`]: what answers in a conversation need
//! - `dot_commands`: the table of them and what each does; `other_shells`: those of SQL shells
//! - `forms`: a record, asked for part by part; claims that say nearly the same are shown first
//! - [`completion`]: what can stand at a place in a line, what completes it, how the line is coloured
//! - [`terminal`]: the line editor, the pager, and where answers and messages are written
//! - [`settings`], [`paths`]: what can be set, and the files that outlive a session
//! - `cancellation`: Ctrl-C while something is drawn or written
//! - `batch`: scripts with dot commands in them

mod batch;
mod cancellation;
pub mod completion;
pub mod conversation;
mod dot_commands;
mod forms;
mod other_shells;
pub mod paths;
pub mod settings;
pub mod state;
pub mod terminal;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::Style;
use crate::session::Session;

pub use crate::shell::completion::expect::Expect;
pub use crate::shell::terminal::editor::is_whole;
pub use crate::shell::terminal::screen::Screen;
pub use batch::{has_commands, may_record};
pub use forms::prompts;

use crate::shell::state::{Flow, Nobody, Shell};
use crate::shell::terminal::keyboard::{Entered, Keyboard};
use settings::Settings;

/// What a conversation begins with.
pub struct Setup {
    /// How the standard output and the standard error look.
    pub out: Style,
    pub err: Style,
    pub settings: Settings,
    /// Who is named in what is recorded, and why it is.
    pub author: String,
    pub why: Option<String>,
}

impl Setup {
    fn shell(&self, session: Session) -> Shell {
        let screen = Screen::of_process(self.out, self.err);
        Shell::new(session, self.settings.clone(), screen, &self.author, self.why.as_deref())
    }
}

/// Reads statements and commands from the terminal until somebody leaves.
///
/// # Errors
/// The terminal cannot be used.
pub fn converse(session: Session, setup: &Setup) -> Result<()> {
    let mut shell = setup.shell(session);
    shell.screen.set_asking(true);
    // Ctrl-C never ends the program: it leaves the line, or stops what runs.
    let caught = signal_hook::flag::register(signal_hook::consts::SIGINT, shell.stop.clone());
    caught.map_err(|error| Problem::io("Ctrl-C cannot be caught", error))?;
    let mut keyboard = Keyboard::open(&shell, setup.out)?;
    loop {
        match keyboard.read(&shell.prompt())? {
            Entered::Text(text) => {
                keyboard.remember(&text);
                if shell.enter(&text, &mut keyboard) == Flow::Leave {
                    return Ok(());
                }
                keyboard.follow(&shell);
            }
            Entered::Abandoned => {}
            Entered::End => return Ok(()),
        }
    }
}

/// Plays texts with statements and dot commands, each with its name; says whether all of it could be done.
pub fn play(session: Session, setup: &Setup, texts: &[(String, String)], keep_going: bool) -> bool {
    let mut shell = setup.shell(session);
    for (origin, text) in texts {
        origin.clone_into(&mut shell.origin);
        if batch::play(&mut shell, text, keep_going, &mut Nobody) == Flow::Leave
            || shell.failed > 0 && !keep_going
        {
            break;
        }
    }
    shell.failed == 0
}

/// What can stand at the end of a line: where that begins, and how each is written. What Tab offers.
pub fn offered(shell: &Shell, line: &str) -> (usize, Vec<String>) {
    let (start, candidates) = terminal::editor::Assistant::new(shell.session.clone()).offered(line);
    (start, candidates.into_iter().map(|candidate| candidate.written).collect())
}

/// The line in colours, as the line editor shows it with the cursor at its end.
pub fn painted(shell: &Shell, line: &str) -> String {
    let session = shell.session.borrow();
    let snapshot = session.store().snapshot();
    let offers = completion::candidates::Offers { snapshot: &snapshot };
    completion::highlight::painted(line, line.len(), &offers).unwrap_or_else(|| line.to_owned())
}
