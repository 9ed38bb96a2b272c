//! A bar on stderr for what takes long: rebuilding an index, reading a great file. It is seen only on a terminal, and
//! only once the work has lasted longer than a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_secs(1);

/// The progress of one piece of work. Dropping it takes the bar away.
pub struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    shown: bool,
}

impl Progress {
    /// `what` is being done: "rebuilding the index". `total` is how much there is to do, where that is known.
    pub fn new(what: &str, total: Option<u64>) -> Progress {
        let bar = std::io::stderr().is_terminal().then(|| bar(what, total));
        Progress { bar, begun: Instant::now(), shown: false }
    }

    /// For work that nobody watches.
    pub fn hidden() -> Progress {
        Progress { bar: None, begun: Instant::now(), shown: false }
    }

    /// So much is done, of the total.
    pub fn reach(&mut self, done: u64) {
        let Some(bar) = &self.bar else { return };
        if !self.shown && self.begun.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown = true;
        }
        bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(what: &str, total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    let template = match total {
        Some(_) => "{msg} {bar:30} {human_pos} of {human_len}, {eta} left",
        None => "{msg} {spinner} {human_pos}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}
