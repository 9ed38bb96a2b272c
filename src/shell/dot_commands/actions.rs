//! What the dot commands do that concern files, the database and the conversation itself.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use crate::model::Problem;
use crate::output::{AtomicFile, Listed, Style, cannot_write};
use crate::session::Session;
use crate::session::import::ImportOptions;
use crate::session::writing::{Writing, Written};
use crate::shell::batch;
use crate::shell::cancellation::Stoppable;
use crate::shell::dot_commands::arguments::{file, word};
use crate::shell::dot_commands::table::misused;
use crate::shell::state::{Answered, Done, Flow, Lines, Shell, Wrong};
use crate::shell::terminal::screen::cannot_read;
use crate::store::folder::scratch::Scratch;

// ---- where answers go -----------------------------------------------------------------------------------------------

/// `.output [FILE]`
pub fn output(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let to_screen = rest.is_empty() || rest == "off";
    let path = (!to_screen).then(|| file(rest));
    shell.screen.send_to(path.as_deref(), shell.session.borrow().store().path())?;
    shell.screen.say(&if to_screen {
        "answers go to the screen".to_owned()
    } else {
        format!("answers go to {rest}")
    });
    Ok(Flow::On)
}

/// `.once FILE`
pub fn once(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    if rest.is_empty() {
        return Err(misused(".once").into());
    }
    shell.screen.send_once_to(&file(rest), shell.session.borrow().store().path())?;
    Ok(Flow::On)
}

/// What stands for the whole database in `.export`.
pub const ALL: &str = "all";

/// `.export FORMAT FILE [QUESTION|all]`
pub fn export(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let (name, rest) = word(rest).ok_or_else(|| misused(".export"))?;
    let writing =
        Writing { options: shell.settings.options(Style::PLAIN), ..Writing::of(Listed::named(&name)?) };
    let (path, question) = word(rest).ok_or_else(|| misused(".export"))?;
    let path = file(&path);
    if is_all(question) {
        return export_all(shell, &writing, &path);
    }
    shell.session.borrow_mut().names.clone_from(&shell.settings.names);
    if !question.is_empty() {
        let answer =
            shell.session.borrow_mut().ask(question).map_err(|problem| in_text(problem, question))?;
        shell.last = Some(Answered { question: question.to_owned(), answer });
    }
    let Some(last) = &shell.last else {
        return Err(Problem::invalid("nothing was asked yet")
            .hint("ask first, or write the question behind the file")
            .hint("the whole database: `.export interchange FILE all`")
            .into());
    };
    let database = shell.session.borrow().store().path().to_owned();
    let written = written_whole(&path, &database, &shell.stop, |out| {
        shell.session.borrow_mut().write_again(&last.question, &last.answer, &writing, out)
    })?;
    say_written(shell, &written, "", &path);
    Ok(Flow::On)
}

fn say_written(shell: &mut Shell, written: &Written, what: &str, path: &Path) {
    let lines = written.losses.sentences();
    lines.iter().for_each(|line| shell.screen.note(line, &shell.settings));
    let count = counted(written.count, written.of);
    shell.screen.say(&format!("{count}{what} written to {}", path.display()));
}

fn is_all(question: &str) -> bool {
    [ALL, "everything"].iter().any(|word| question.eq_ignore_ascii_case(word))
}

/// The whole database, in a form in which it can be read back.
fn export_all(shell: &mut Shell, writing: &Writing, path: &Path) -> Done {
    let database = shell.session.borrow().store().path().to_owned();
    let written = written_whole(path, &database, &shell.stop, |out| {
        shell.session.borrow_mut().write_all(writing, out)
    })?;
    say_written(shell, &written, ", the whole database,", path);
    Ok(Flow::On)
}

/// Writes a file that is there complete or not at all: what goes wrong, or is stopped, leaves the one that was there.
fn written_whole<T>(
    path: &Path,
    database: &Path,
    stop: &AtomicBool,
    write: impl FnOnce(&mut dyn Write) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let mut out = BufWriter::new(AtomicFile::create(path, database)?);
    let written = write(&mut Stoppable { to: &mut out, stop })?;
    let file = out.into_inner().map_err(|error| cannot_write(path, error.error()))?;
    file.finish()?;
    Ok(written)
}

fn no_scratch(error: &std::io::Error) -> Problem {
    Problem::io("no folder can be made for temporary files", error)
}

/// `1 record`, `2 records`
fn counted(count: usize, plural: &str) -> String {
    format!("{count} {}", if count == 1 { plural.trim_end_matches('s') } else { plural })
}

fn in_text(problem: Problem, text: &str) -> Wrong {
    Wrong { problems: problem.into(), text: Some(text.to_owned()) }
}

// ---- what comes in --------------------------------------------------------------------------------------------------

/// `.read FILE`
pub fn read(shell: &mut Shell, rest: &str, lines: &mut dyn Lines) -> Done {
    if rest.is_empty() {
        return Err(misused(".read").into());
    }
    let path = file(rest);
    let text = fs::read_to_string(&path).map_err(|error| cannot_read(&path, &error))?;
    let origin = std::mem::replace(&mut shell.origin, path.display().to_string());
    let flow = batch::play(shell, &text, false, lines);
    shell.origin = origin;
    Ok(flow)
}

/// `.import FILE`
pub fn import(shell: &mut Shell, rest: &str, lines: &mut dyn Lines) -> Done {
    if rest.is_empty() {
        return Err(misused(".import").into());
    }
    let path = file(rest);
    if path.extension().is_some_and(|extension| extension == "claims") {
        return read(shell, rest, lines);
    }
    let opened = File::open(&path).map_err(|error| cannot_read(&path, &error))?;
    let options = ImportOptions { why: shell.why.as_deref(), ..ImportOptions::default() };
    let mut bar = shell.progress("importing");
    let imported =
        shell.session.borrow_mut().import(BufReader::new(opened), options, &mut |done| bar.reach(done));
    drop(bar);
    let notices = shell.session.borrow_mut().notices();
    notices.iter().for_each(|line| shell.screen.say(&format!("note: {line}")));
    let imported = imported.map_err(|problems| Wrong { problems, text: None })?;
    shell.screen.say(&format!("{}: {}", path.display(), imported.recorded));
    Ok(Flow::On)
}

/// `.open [PATH]`; without one, which database is open
pub fn open(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    if rest.is_empty() {
        let session = shell.session.borrow();
        let what = if session.store().is_not_created() {
            "a new database once something is recorded"
        } else {
            "open"
        };
        shell.screen.say(&format!("{} is {what}", session.store().path().display()));
        return Ok(Flow::On);
    }
    let path = file(rest);
    let is_same =
        |open: &Path| matches!((fs::canonicalize(open), fs::canonicalize(&path)), (Ok(a), Ok(b)) if a == b);
    if is_same(shell.session.borrow().store().path()) {
        shell.screen.say(&format!("{} is open already", path.display()));
        return Ok(Flow::On);
    }
    let mut bar = shell.progress("reading the journal");
    let opening = shell.session.borrow().store().opening();
    let (mut session, notices) =
        Session::open_or_begin(&path, opening, &shell.author, &mut |done, _| bar.reach(done))?;
    drop(bar);
    session.stop_at(shell.stop.clone());
    *shell.session.borrow_mut() = session;
    shell.last = None;
    notices.iter().for_each(|notice| shell.screen.say(&format!("note: {notice}")));
    let is_not_created = shell.session.borrow().store().is_not_created();
    let what = if is_not_created { "a new database once something is recorded" } else { "open" };
    shell.screen.say(&format!("{} is {what}", path.display()));
    Ok(Flow::On)
}

// ---- the conversation -----------------------------------------------------------------------------------------------

/// `.params [NAME VALUE | clear]`
pub fn params(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let mut session = shell.session.borrow_mut();
    let params = &mut session.params.0;
    match word(rest) {
        None => {
            if params.is_empty() {
                shell.screen.say("no `$name` has a value; `.params NAME VALUE` gives it one");
            }
            let mut lines: Vec<String> =
                params.iter().map(|(name, value)| format!("${name}  {value}")).collect();
            lines.sort();
            lines.iter().for_each(|line| shell.screen.say(&crate::output::terminal::cells::harmless(line)));
        }
        Some((name, "")) if name == "clear" => params.clear(),
        Some((name, "")) => {
            params.remove(name.trim_start_matches('$'));
        }
        Some((name, value)) => {
            let value = value.trim_start_matches('=').trim().trim_matches('"');
            params.insert(name.trim_start_matches('$').to_owned(), value.to_owned());
        }
    }
    Ok(Flow::On)
}

/// `.edit`: the last statement in an editor, then what it became
pub fn edit(shell: &mut Shell, _: &str, lines: &mut dyn Lines) -> Done {
    if !shell.screen.is_terminal() {
        return Err(Problem::usage("there is no terminal for an editor").into());
    }
    let program = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let program = program.unwrap_or_else(|| "vi".to_owned());
    let scratch = Scratch::folder().map_err(|error| no_scratch(&error))?;
    let path = scratch.file("statement.claims");
    crate::shell::paths::write_private(&path, &format!("{}\n", shell.entered))
        .map_err(|error| cannot_write(&path, &error))?;
    let mut words = program.split_whitespace();
    let ended = Command::new(words.next().unwrap_or("vi")).args(words).arg(&path).status();
    let text = fs::read_to_string(&path).map_err(|error| cannot_read(&path, &error));
    drop(scratch);
    match ended {
        Ok(status) if status.success() => {}
        Ok(_) => {
            return Err(Problem::usage(format!("`{program}` ended with an error: nothing is run")).into());
        }
        Err(error) => {
            return Err(Problem::io(format!("`{program}` cannot be started"), error)
                .hint("set EDITOR to your editor")
                .into());
        }
    }
    let text = text?;
    if text.trim().is_empty() || text.trim() == shell.entered {
        return Ok(Flow::On);
    }
    shell.screen.say(text.trim_end());
    Ok(shell.enter(&text, lines))
}

/// `.history [N]`
pub fn history(shell: &mut Shell, rest: &str, lines: &mut dyn Lines) -> Done {
    let most = number(rest, 20)?;
    let entries = lines.history();
    let text: String =
        entries.iter().skip(entries.len().saturating_sub(most)).map(|entry| format!("{entry}\n")).collect();
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

fn number(text: &str, otherwise: usize) -> Result<usize, Problem> {
    if text.is_empty() {
        return Ok(otherwise);
    }
    text.parse().map_err(|_| Problem::usage(format!("`{text}` is not a number")))
}

// ---- the database ---------------------------------------------------------------------------------------------------

/// `.log [N]`
pub fn log(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let entries = shell.session.borrow().log(number(rest, 20)?)?;
    let text: String = entries
        .iter()
        .map(|entry| {
            format!(
                "{}\n",
                crate::shell::dot_commands::undo::described(entry.sequence, &entry.stamp, entry.changes)
            )
        })
        .collect();
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

/// `.stats`
pub fn stats(shell: &mut Shell, _: &str, _: &mut dyn Lines) -> Done {
    let lines = shell.session.borrow().stats()?;
    let width = lines.iter().map(|(what, _)| what.len()).max().unwrap_or(0);
    let text: String = lines.iter().map(|(what, count)| format!("{what:width$}  {count}\n")).collect();
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

/// `.check`
pub fn check(shell: &mut Shell, _: &str, _: &mut dyn Lines) -> Done {
    let scratch = Scratch::folder().map_err(|error| no_scratch(&error))?;
    let session = shell.session.borrow();
    let mut bar = shell.progress("checking");
    let checked = session.store().check(&scratch.path(), &mut |done, _| bar.reach(done));
    drop(bar);
    drop(scratch);
    let checked = checked?;
    let mut text = checked.lines();
    if checked.findings.is_empty() {
        let transactions = session.store().snapshot().sequence();
        text += &format!("all is well: {transactions} transactions, digest {}\n", session.store().digest());
    }
    for kept in session.store().set_aside()? {
        text += &format!("{kept}\n");
    }
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}
