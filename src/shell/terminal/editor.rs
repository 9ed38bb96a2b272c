//! The line editor: what Tab offers, what stands dimly behind the cursor, and how a line looks while it is written.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Context, Helper};

use crate::language::keywords::Position;
use crate::language::{Completeness, completeness, quote_string};
use crate::output::terminal::cells::{harmless, wrap};
use crate::session::Session;
use crate::shell::completion::candidate::Candidate;
use crate::shell::completion::candidates;
use crate::shell::completion::candidates::Offers;
use crate::shell::completion::expect::{Expect, Spot, spot};
use crate::shell::completion::highlight;
use crate::shell::dot_commands;
use crate::shell::dot_commands::Argument;
use crate::shell::dot_commands::why;
use crate::shell::forms::dialog;

/// What the line editor asks while a line is written.
pub struct Assistant {
    session: Rc<RefCell<Session>>,
    /// What a question of ours expects; nothing where a statement is written.
    pub asking: Cell<Option<Expect>>,
    files: FilenameCompleter,
    history: HistoryHinter,
}

impl Assistant {
    pub fn new(session: Rc<RefCell<Session>>) -> Assistant {
        Assistant {
            session,
            asking: Cell::new(None),
            files: FilenameCompleter::new(),
            history: HistoryHinter::new(),
        }
    }

    /// What can stand at the end of a text: where that begins, and the candidates. A database that cannot be read
    /// offers nothing.
    pub fn offered(&self, text: &str) -> (usize, Vec<Candidate>) {
        match self.asking.get() {
            Some(expect) => {
                let part = text.rfind(',').map_or(0, |comma| comma + 1);
                let start = part + (text[part..].len() - text[part..].trim_start().len());
                (start, self.found(expect, &text[start..]))
            }
            None if text.trim_start().starts_with('.') => after_dot(text),
            None => self.in_statement(text, &spot(text)),
        }
    }

    fn found(&self, expect: Expect, begun: &str) -> Vec<Candidate> {
        let session = self.session.borrow();
        let snapshot = session.store().snapshot();
        (Offers { snapshot: &snapshot }).of(expect, begun).unwrap_or_default()
    }

    fn in_statement(&self, text: &str, spot: &Spot) -> (usize, Vec<Candidate>) {
        let begun = &text[spot.name_start..];
        if spot.quoted {
            let name = begun.trim_start_matches(['"', '“']);
            let quoted = |candidate: Candidate| Candidate { written: quoted(candidate.written), ..candidate };
            return (spot.name_start, self.found(spot.expect, name).into_iter().map(quoted).collect());
        }
        let mut found = self.found(spot.expect, begun);
        let word = &text[spot.word_start..];
        let before = &text[spot.name_start..spot.word_start];
        for place in spot.words {
            for candidate in candidates::of_place(*place, word) {
                found.push(Candidate {
                    written: format!("{before}{}", candidate.written),
                    shown: candidate.shown,
                });
            }
        }
        if spot.expect == Expect::Words(Position::Statement) && text.trim() == word {
            found.extend(candidates::words(["why"], word));
            if word.is_empty() {
                found.extend(candidates::commands(""));
            }
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|candidate| seen.insert(candidate.written.clone()));
        (spot.name_start, found)
    }

    /// What stands dimly behind the cursor, from the grammar: the rest of a word, or what can come.
    fn grammar_hint(&self, line: &str) -> Option<Hint> {
        let what = |text: &str| Some(Hint { shown: text.to_owned(), taken: None });
        if let Some(expect) = self.asking.get() {
            return expect.hint().filter(|_| line.is_empty()).and_then(what);
        }
        if line.trim_start().starts_with('.') {
            return self.rest_of_word(line);
        }
        if line.is_empty() {
            return None;
        }
        if !line.ends_with(char::is_whitespace) {
            return self.rest_of_word(line);
        }
        let spot = spot(line);
        let is_in_name = spot.name_start < spot.word_start;
        spot.expect.hint().filter(|_| !is_in_name).or_else(|| following(&spot)).and_then(what)
    }

    fn rest_of_word(&self, line: &str) -> Option<Hint> {
        let (start, candidates) = self.offered(line);
        let begun = &line[start..];
        let rest = candidates
            .iter()
            .find_map(|candidate| candidate.written.strip_prefix(begun).filter(|rest| !rest.is_empty()))?;
        (!begun.is_empty()).then(|| Hint { shown: rest.to_owned(), taken: Some(rest.to_owned()) })
    }
}

/// What can follow, in a few words.
fn following(spot: &Spot) -> Option<&'static str> {
    match (spot.expect, spot.words.first()?) {
        (Expect::OneOf([first, ..]), _) => Some(first),
        (_, Position::Clause) => Some("about … by … citing … since … newest first …"),
        (_, Position::Condition) => Some("named … within … as … limit …"),
        (_, Position::Field) => Some("by … about … quoted … read in … said …"),
        _ => None,
    }
}

fn quoted(written: String) -> String {
    if written.starts_with('"') { written } else { quote_string(&written) }
}

/// Dot commands, and what stands behind them.
fn after_dot(text: &str) -> (usize, Vec<Candidate>) {
    let start = text.len() - text.trim_start().len();
    let Some(blank) = text[start..].find(char::is_whitespace) else {
        return (start, candidates::commands(&text[start..]));
    };
    let argument =
        dot_commands::find(&text[start..start + blank]).map_or(Argument::Nothing, |command| command.argument);
    let word = text
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    (word, candidates::arguments(argument, &text[word..]))
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, ctx: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let text = &line[..pos];
        let command = text.split_whitespace().next().and_then(dot_commands::find);
        if self.asking.get().is_none()
            && command.is_some_and(|command| command.argument == Argument::File)
            && text.contains(' ')
        {
            return self.files.complete(line, pos, ctx);
        }
        let (start, candidates) = self.offered(text);
        let alone = candidates.len() == 1;
        let pair = |candidate: Candidate| Pair {
            display: shortened(&harmless(&candidate.shown)),
            replacement: if alone { candidate.written + " " } else { candidate.written },
        };
        Ok((start, candidates.into_iter().map(pair).collect()))
    }
}

/// How wide an entry of the list is at most: two of them stand beside each other on most terminals.
const WIDEST_ENTRY: usize = 46;

/// An entry cut to that width. Its beginning stays, since entries are chosen by it.
fn shortened(entry: &str) -> String {
    match wrap(entry, Some(WIDEST_ENTRY)).as_slice() {
        [first, _, ..] => format!("{first} …"),
        _ => entry.to_owned(),
    }
}

/// What stands dimly behind the cursor.
pub struct Hint {
    shown: String,
    /// What the right arrow takes over.
    taken: Option<String>,
}

impl rustyline::hint::Hint for Hint {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.taken.as_deref()
    }
}

impl Hinter for Assistant {
    type Hint = Hint;

    fn hint(&self, line: &str, pos: usize, ctx: &Context<'_>) -> Option<Hint> {
        if pos < line.len() || line.contains('\n') {
            return None;
        }
        let remembered = if self.asking.get().is_none() { self.history.hint(line, pos, ctx) } else { None };
        let remembered = remembered.filter(|rest| !rest.contains('\n'));
        remembered
            .map(|rest| Hint { shown: rest.clone(), taken: Some(rest) })
            .or_else(|| self.grammar_hint(line))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if self.asking.get().is_some() {
            return Cow::Borrowed(line);
        }
        let session = self.session.borrow();
        let snapshot = session.store().snapshot();
        highlight::painted(line, pos, &Offers { snapshot: &snapshot }).map_or(Cow::Borrowed(line), Cow::Owned)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _default: bool) -> Cow<'b, str> {
        Cow::Owned(format!("\u{1b}[1m{prompt}\u{1b}[0m"))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m"))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _completion: CompletionType) -> Cow<'c, str> {
        Cow::Borrowed(candidate)
    }

    fn highlight_char(&self, _line: &str, _pos: usize, _kind: CmdKind) -> bool {
        true
    }
}

impl Validator for Assistant {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let is_whole = self.asking.get().is_some() || is_whole(ctx.input());
        Ok(if is_whole { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// Whether a text is done at Enter. An empty line ends everything.
pub fn is_whole(text: &str) -> bool {
    let entered = text.trim();
    entered.is_empty()
        || entered.starts_with('.')
        || why::asked(entered).is_some()
        || dialog::asked(entered).is_some()
        || text.rsplit('\n').next().is_some_and(|last| last.trim().is_empty())
        || completeness(&format!("{text}\n")) == Completeness::Complete
}

impl Helper for Assistant {}
