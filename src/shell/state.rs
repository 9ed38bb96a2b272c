//! A conversation: its database, settings and screen, and what everything that answers in it needs.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::problem::Problems;
use crate::model::{Problem, Ref};
use crate::output::terminal::cells::harmless;
use crate::output::terminal::progress::Progress;
use crate::query::Answer;
use crate::session::Session;
use crate::shell::completion::expect::Expect;
use crate::shell::settings::Settings;
use crate::shell::terminal::screen::Screen;
use crate::store::Recorded;

/// How the text is called that was typed and comes from no file.
const TYPED: &str = "line";

/// Whoever can be asked for a line.
pub trait Lines {
    /// A line, with something typed already; nothing where the question is abandoned or nobody is there.
    fn ask(&mut self, prompt: &str, typed: &str, expect: Expect) -> Option<String>;

    /// What was entered before, oldest first.
    fn history(&self) -> Vec<String>;
}

/// Nobody to ask: the input is no terminal.
pub struct Nobody;

impl Lines for Nobody {
    fn ask(&mut self, _prompt: &str, _typed: &str, _expect: Expect) -> Option<String> {
        None
    }

    fn history(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Whether the conversation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    On,
    Leave,
}

/// Problems, and the text that their places are in.
#[derive(Debug)]
pub struct Wrong {
    pub problems: Problems,
    pub text: Option<String>,
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Wrong {
        Wrong { problems: problem.into(), text: None }
    }
}

pub type Done = Result<Flow, Wrong>;

/// The last question, with its answer.
pub struct Answered {
    pub question: String,
    pub answer: Answer,
}

/// A conversation with a database.
pub struct Shell {
    pub session: Rc<RefCell<Session>>,
    pub settings: Settings,
    pub screen: Screen,
    pub author: String,
    /// Kept with what is recorded.
    pub why: Option<String>,
    pub last: Option<Answered>,
    /// What was last entered, for `.edit`.
    pub entered: String,
    /// How many questions could not be answered.
    pub failed: usize,
    /// Up while somebody wants what runs to stop.
    pub stop: Arc<AtomicBool>,
    /// How the text is called in which something is wrong.
    pub origin: String,
}

impl Shell {
    pub fn new(
        mut session: Session,
        settings: Settings,
        mut screen: Screen,
        author: &str,
        why: Option<&str>,
    ) -> Shell {
        let stop = Arc::<AtomicBool>::default();
        session.stop_at(stop.clone());
        screen.stop_at(stop.clone());
        Shell {
            stop,
            session: Rc::new(RefCell::new(session)),
            settings,
            screen,
            author: author.to_owned(),
            why: why.map(str::to_owned),
            last: None,
            entered: String::new(),
            failed: 0,
            origin: TYPED.to_owned(),
        }
    }

    /// A bar for what takes long, seen where somebody sits before the screen.
    pub(super) fn progress(&self, what: &str) -> Progress {
        if self.screen.is_asking() { Progress::new(what, None) } else { Progress::hidden() }
    }

    /// Whether somebody wants what runs to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What ended because somebody wanted it to is no mistake.
    pub(super) fn say_wrong(&mut self, wrong: &Wrong) {
        if self.is_stopped() {
            self.screen.say("stopped");
        } else {
            let origin = self.origin.clone();
            self.screen.say_problems(&wrong.problems, &origin, wrong.text.as_deref(), &self.settings);
        }
    }

    /// Runs statements of the language.
    ///
    /// # Errors
    /// What cannot be read or recorded; questions that cannot be answered are said and counted.
    pub fn statements(&mut self, text: &str) -> Done {
        let Shell { session, screen, settings, last, failed, origin, why, stop, .. } = self;
        let mut session = session.borrow_mut();
        session.names.clone_from(&settings.names);
        let mut broken: Option<Problem> = None;
        let outcome = session.run(text, why.as_deref(), &mut |asked| match asked.answer {
            _ if broken.is_some() || stop.load(Ordering::Relaxed) => {}
            Ok(answer) => {
                broken = screen.answer(&answer, settings).err();
                *last = Some(Answered { question: asked.text.to_owned(), answer });
            }
            Err(problem) => {
                *failed += 1;
                screen.say_problems(&[problem], origin, Some(text), settings);
            }
        });
        for line in session.notices() {
            screen.say(&format!("note: {line}"));
        }
        let outcome = outcome.map_err(|problems| Wrong { problems, text: Some(text.to_owned()) })?;
        if let Some(recorded) = outcome.recorded {
            screen.say(&recorded.to_string());
        }
        let stopped = || stop.load(Ordering::Relaxed).then(Problem::cancelled);
        broken.or_else(stopped).map_or(Ok(Flow::On), |problem| Err(problem.into()))
    }

    /// Says what was recorded, and what else there is to say of that.
    pub(super) fn say_recorded(&mut self, recorded: &Recorded) {
        let notices = self.session.borrow_mut().notices();
        notices.iter().for_each(|line| self.screen.say(&format!("note: {line}")));
        self.screen.say(&recorded.to_string());
    }

    /// Whether somebody is there who can be asked about what runs: at the keyboard, and in no script.
    pub(super) fn can_ask(&self) -> bool {
        self.screen.is_asking() && self.origin == TYPED
    }

    /// Shows claims that say nearly the same as one that is about to be recorded.
    pub(super) fn say_near(&mut self, near: &[String]) {
        self.screen.say("nearly the same is here already:");
        near.iter().for_each(|line| self.screen.note(&format!("  {line}"), &self.settings));
    }

    /// The word before `>`, with the document that is being read.
    pub fn prompt(&self) -> String {
        let session = self.session.borrow();
        let word = &self.settings.prompt;
        match session.reading() {
            None => format!("{word}> "),
            Some(citation) => {
                let hops = citation.via.iter().rev().chain([&citation.source]);
                let shown = |hop: &Ref| {
                    format!("{}{}", harmless(hop.id.as_str()), if hop.certain { "" } else { "?" })
                };
                let hops: Vec<String> = hops.map(shown).collect();
                format!("{word} ({})> ", hops.join(" → "))
            }
        }
    }
}
