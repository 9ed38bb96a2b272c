//! dictum as its command line uses it: text in, what is rendered out.

use std::io;
use std::path::Path;

use dictum::output::remarks;
use dictum::output::{Format, Style, render};
use dictum::session::Session;

use crate::Outcome;
use crate::questions::Question;

/// A database of claims in dictum.
pub struct Dictum(Session);

impl Dictum {
    pub fn open(path: &Path) -> Outcome<Dictum> {
        let opened = Session::open(path, false, "bench", &mut |_, _| {});
        let (session, _) = opened?;
        Ok(Dictum(session))
    }

    /// Parses, resolves, answers and renders, with the closing lines that the command line says as well.
    pub fn ask(&mut self, question: &Question) -> Outcome<String> {
        let format = if question.lists_ids() { Format::Csv } else { Format::Ndjson };
        self.render(&question.text(), format)
    }

    fn render(&mut self, question: &str, format: Format) -> Outcome<String> {
        let answer = self.0.ask(question)?;
        let mut out = Vec::new();
        render(&answer, format, &Style::PLAIN, &mut out)?;
        std::hint::black_box(remarks(&answer));
        Ok(String::from_utf8(out).map_err(io::Error::other)?)
    }

    /// Records what a script says, durably.
    pub fn tell(&mut self, script: &str) -> Outcome<()> {
        self.0.run(script, None, &mut |_| {}).map(drop).map_err(Into::into)
    }
}
