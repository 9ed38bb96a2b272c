//! What each command does.

use std::env;
use std::fmt::Display;
use std::fs;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::args::{Args, Command, Played};
use super::shape::Shape;
use super::terminal::Terminal;
use crate::cli::destination::{Output, write_file};
use crate::cli::failure::{Failure, found_in};
use crate::exchange::recognise::STANDARD_INPUT;
use crate::language;
use crate::language::syntax::Body;
use crate::model::Problem;
use crate::output::terminal::progress::Progress;
use crate::query::Params;
use crate::session::writing::Writing;
use crate::session::{Asked, Session};
use crate::shell::settings::Settings;
use crate::shell::{self, Setup};
use crate::store::clock;
use crate::store::folder::Folder;
use crate::store::folder::scratch::Scratch;
use crate::store::integrity::journal_damage;
use crate::store::{Opening, Recorded};

pub(super) type Done = Result<(), Failure>;

/// Does what the arguments ask.
pub fn run(args: &Args) -> Done {
    let at = Program { args, terminal: Terminal::new(args) };
    match &args.command {
        Some(_) if args.is_played() => {
            Err(Problem::usage("-c, -f, --bail and --keep-going cannot be combined with a command")
                .hint("`run` plays scripts too")
                .into())
        }
        None if args.played.is_empty() && io::stdin().is_terminal() => at.repl(),
        None => at.play(),
        Some(Command::Demo) => at.demo(),
        Some(Command::Query { question, shape }) => at.query(question, shape),
        Some(Command::Run { files, shape, timings }) => at.run_scripts(files, shape, timings.as_deref()),
        Some(Command::Fmt { files, check, write }) => at.fmt(files, *check, *write),
        Some(Command::Import { files, options }) => at.import(files, options),
        #[cfg(feature = "tables")]
        Some(Command::Map { file, output, sheet }) => at.map(file, output.as_deref(), sheet.as_deref()),
        Some(Command::Export { question, shape, with_history }) => {
            at.export(question.as_deref(), shape, *with_history)
        }
        Some(Command::Verify { files }) => at.verify(files),
        Some(Command::Check) => at.check(),
        Some(Command::Rebuild { .. }) => at.rebuild(),
        Some(Command::Redact { words, yes, new_chain }) => at.redact(words, *yes, *new_chain),
        Some(Command::Stats) => at.stats(),
        Some(Command::Log { limit }) => at.log(*limit),
        Some(Command::Digest { quick }) => at.digest(*quick),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "dictum", &mut script);
            at.print(&String::from_utf8_lossy(&script))
        }
    }
}

/// How the answers of a script are written, and where to.
struct Answers<'a> {
    writing: &'a mut Writing,
    to_file: bool,
    out: &'a mut Output,
}

pub(super) struct Program<'a> {
    pub(super) args: &'a Args,
    pub(super) terminal: Terminal,
}

impl Program<'_> {
    pub(super) fn database(&self) -> PathBuf {
        let from_environment = || env::var_os("DICTUM_DB").filter(|path| !path.is_empty()).map(PathBuf::from);
        self.args.db.clone().or_else(from_environment).unwrap_or_else(|| PathBuf::from("claims.dictum"))
    }

    fn author(&self) -> String {
        let named = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let author = self.args.author.clone().or_else(|| named("DICTUM_AUTHOR"));
        author.or_else(|| named("USER")).or_else(|| named("USERNAME")).unwrap_or_else(|| "unknown".to_owned())
    }

    /// How databases are opened.
    fn opening(&self) -> Opening {
        let accept_loss = matches!(self.args.command, Some(Command::Rebuild { accept_loss: true }));
        let at_closing = |what: &str| eprintln!("note: {what}");
        Opening { accept_loss, at_closing, ..Opening::new(false).waiting(self.args.wait) }
    }

    /// Opens the database. Where there is none, that is an error, unless it `may_begin` with what is recorded now.
    pub(super) fn open(&self, may_begin: bool) -> Result<Session, Failure> {
        self.open_at(&self.database(), may_begin)
    }

    fn open_at(&self, path: &Path, may_begin: bool) -> Result<Session, Failure> {
        let mut bar = Progress::new("reading the journal", None);
        let progress: crate::store::Progress<'_> = &mut |done, _| bar.reach(done);
        let opening = self.opening();
        let (session, notices) = match may_begin {
            true => Session::open_or_begin(path, opening, &self.author(), progress)?,
            false => Session::open(path, opening, &self.author(), progress)?,
        };
        self.say_notices(&notices);
        Ok(session)
    }

    fn say_notices(&self, notices: &[String]) {
        notices.iter().for_each(|notice| self.terminal.say(&format!("note: {notice}")));
    }

    /// Says what there is to say of what the session has done.
    pub(super) fn say_done(&self, session: &mut Session) {
        self.say_notices(&session.notices());
    }

    /// Opens the database with the values of `$names` and the language of names that the options give.
    pub(super) fn open_shaped(&self, may_begin: bool, shape: &Shape) -> Result<Session, Failure> {
        let names = shape.language_of_names()?;
        let mut session = self.open(may_begin)?;
        session.params = Params(shape.params.iter().cloned().collect());
        session.names = names;
        Ok(session)
    }

    pub(super) fn print(&self, text: &str) -> Done {
        let mut out = Output::open(None, &self.database())?;
        out.write(text)?;
        out.finish()
    }

    // ---- asking ----

    pub(super) fn run_scripts(&self, files: &[PathBuf], shape: &Shape, timings: Option<&Path>) -> Done {
        self.run_texts(&texts_of(files)?, shape, timings)
    }

    /// What `-c`, `-f` and a pipe give. Without dot commands it is a script as `run` takes it.
    fn play(&self) -> Done {
        let args = self.args;
        let standard_input = [Played::File(PathBuf::from("-"))];
        let played = if args.played.is_empty() { &standard_input[..] } else { &args.played };
        let texts: Vec<(String, String)> = played.iter().map(text_of).collect::<Result<_, _>>()?;
        if !args.keep_going && !texts.iter().any(|(_, text)| shell::has_commands(text)) {
            return self.run_texts(&texts, &Shape::default(), None);
        }
        let mut session = self.open(texts.iter().any(|(_, text)| shell::may_record(text)))?;
        session.stop_at_failure = args.bail;
        let setup = self.setup(Settings::default());
        if shell::play(session, &setup, &texts, args.keep_going) { Ok(()) } else { Err(Failure::Said(1)) }
    }

    fn run_texts(&self, scripts: &[(String, String)], shape: &Shape, timings: Option<&Path>) -> Done {
        let mut writing = shape.writing_of_several("table", self.terminal.styles().0)?;
        let mut records = false;
        for (name, text) in scripts {
            let script = language::parse_script(text).map_err(found_in(name, text))?;
            records |= script.statements.iter().any(|statement| matches!(statement.body, Body::Mutation(_)));
        }
        let mut session = self.open_shaped(records, shape)?;
        session.stop_at_failure = self.args.bail;
        let mut out = Output::open(shape.output.as_deref(), &self.database())?;
        let mut timings = timings.map(|path| Output::open(Some(path), &self.database())).transpose()?;
        let mut failed = 0;
        for (name, text) in scripts {
            if failed > 0 && self.args.bail {
                break;
            }
            let to = Answers { writing: &mut writing, to_file: shape.output.is_some(), out: &mut out };
            failed += self.run_script(&mut session, name, text, to, timings.as_mut())?;
        }
        out.finish()?;
        timings.map_or(Ok(()), Output::finish)?;
        if failed > 0 { Err(Failure::Said(1)) } else { Ok(()) }
    }

    fn run_script(
        &self,
        session: &mut Session,
        name: &str,
        text: &str,
        mut to: Answers<'_>,
        mut timings: Option<&mut Output>,
    ) -> Result<usize, Failure> {
        let mut ended: Done = Ok(());
        let mut each = |asked: Asked<'_>| {
            if ended.is_ok() {
                ended = self.one_answer(&asked, name, text, &mut to, timings.as_deref_mut());
                to.writing.options.question += 1;
            }
        };
        // What cannot be compared can be recorded all the same.
        let near = session.near_to_added(text).unwrap_or_default();
        let outcome = session.run(text, self.args.why.as_deref(), &mut each);
        self.say_done(session);
        let outcome = outcome.map_err(found_in(name, text))?;
        if let Some(recorded) = outcome.recorded {
            self.say_recorded(&recorded);
            near.iter().for_each(|near| self.terminal.say(&near.remark()));
        }
        ended?;
        Ok(outcome.failed)
    }

    fn one_answer(
        &self,
        asked: &Asked<'_>,
        name: &str,
        text: &str,
        to: &mut Answers<'_>,
        timings: Option<&mut Output>,
    ) -> Done {
        match &asked.answer {
            Ok(answer) => {
                let start = std::time::Instant::now();
                self.terminal.answer(answer, to.writing, to.to_file, to.out)?;
                let line = serde_json::json!({
                    "statement": asked.text,
                    "parse_us": micros(asked.parse),
                    "plan_us": micros(answer.took.plan),
                    "execute_us": micros(answer.took.execute),
                    "render_us": micros(start.elapsed()),
                    "rows": answer.rows(),
                });
                timings.map_or(Ok(()), |timings| {
                    timings.write(&format!("{line}\n"))?;
                    timings.flush()
                })
            }
            Err(problem) => {
                self.terminal.say_problems(std::slice::from_ref(problem), name, Some(text));
                Ok(())
            }
        }
    }

    fn say_recorded(&self, recorded: &Recorded) {
        self.terminal.say(&recorded.to_string());
    }

    fn demo(&self) -> Done {
        const SEED: &str = include_str!("../../fixtures/caucasus.claims");
        const QUESTIONS: [&str; 4] = [
            "claims about Russia by diplomats",
            "claims by Nurlan Aliyev showing speaker, statement, chain, match",
            "count claims per speaker",
            "claims about \"Zangezur corridor\" by RUSI showing statement, words, citation",
        ];
        let folder = scratch_folder()?;
        let mut session = self.open_at(&folder.file("demo.dictum"), true)?;
        let outcome = session
            .run(SEED, Some("the seed article"), &mut |_| {})
            .map_err(found_in("caucasus.claims", SEED))?;
        // That it is new is said in other words.
        drop(session.notices());
        self.terminal.say("dictum demo: the claims of one article, in a throw-away database");
        if let Some(recorded) = outcome.recorded {
            self.say_recorded(&recorded);
        }
        let mut out = Output::open(None, &self.database())?;
        let writing = Shape::default().writing("table", self.terminal.styles().0)?;
        for question in QUESTIONS {
            out.write(&format!("\n> {question}\n\n"))?;
            let answer =
                session.ask(question).map_err(|problem| found_in("demo", question)(problem.into()))?;
            self.terminal.answer(&answer, &writing, false, &mut out)?;
        }
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            self.terminal.say("\nAsk on; what is recorded here goes when you leave (Ctrl-D).");
            self.converse(session)?;
        }
        // The session is closed before its folder goes.
        Ok(())
    }

    // ---- the REPL ----

    fn repl(&self) -> Done {
        let session = self.open(true)?;
        let database = session.store().path().display().to_string();
        let is_new =
            if session.store().is_not_created() { ", a new database once something is recorded" } else { "" };
        self.terminal
            .say(&format!("dictum {} on {database}{is_new}; .help helps", env!("CARGO_PKG_VERSION")));
        self.converse(session)
    }

    fn converse(&self, session: Session) -> Done {
        Ok(shell::converse(session, &self.setup(self.settings()))?)
    }

    fn setup(&self, settings: Settings) -> Setup {
        let (out, err) = self.terminal.styles();
        Setup { out, err, settings, author: self.author(), why: self.args.why.clone() }
    }

    /// What the config file says; what is wrong in it is said, and no reason to stop.
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        let file = shell::paths::config_file().filter(|_| !self.args.no_init);
        if let Some(file) = file
            && let Ok(text) = fs::read_to_string(&file)
            && let Err(problems) = settings.read(&text)
        {
            self.terminal.say(&format!("note: not all of {} is taken", file.display()));
            self.terminal.say_problems(&problems, "config", None);
        }
        settings
    }

    // ---- scripts and records ----

    fn fmt(&self, files: &[PathBuf], check: bool, write: bool) -> Done {
        let mut changed = 0;
        for file in files {
            let (name, text) = (name_of(file), read_text(file)?);
            let script = language::parse_script(&text).map_err(found_in(&name, &text))?;
            let formatted = language::format_script(&script);
            if check && formatted != text {
                self.terminal.say(&format!("{name} is not in the canonical form"));
                changed += 1;
            } else if write && file != Path::new("-") {
                if formatted != text {
                    write_file(file, &formatted, &self.database())?;
                }
            } else if !check {
                self.print(&formatted)?;
            }
        }
        if changed > 0 { Err(Failure::Said(1)) } else { Ok(()) }
    }

    // ---- the database ----

    fn check(&self) -> Done {
        let session = match self.open(false) {
            Ok(session) => session,
            Err(failure) => return self.check_journal(failure),
        };
        let scratch = scratch_folder()?;
        let mut bar = Progress::new("checking", None);
        let checked = session.store().check(&scratch.path(), &mut |done, _| bar.reach(done))?;
        drop(bar);
        drop(scratch);
        self.print(&checked.lines())?;
        if checked.findings.is_empty() {
            let snapshot = session.store().snapshot();
            self.print(&format!(
                "all is well: {}, digest {}\n",
                counted(snapshot.sequence(), "transaction"),
                session.store().digest()
            ))?;
        }
        for kept in session.store().set_aside()? {
            self.print(&format!("{kept}\n"))?;
        }
        if checked.findings.is_empty() { Ok(()) } else { Err(Failure::Said(1)) }
    }

    /// Of a database that cannot be opened, every place where its journal is damaged; if that is not why, why.
    fn check_journal(&self, failure: Failure) -> Done {
        let opening = self.opening();
        let Ok(folder) = Folder::open_as(&self.database(), opening) else { return Err(failure) };
        let mut bar = Progress::new("checking", None);
        let damage = journal_damage(&folder, &mut |done, _| bar.reach(done))?;
        drop(bar);
        if damage.is_empty() { Err(failure) } else { self.print_findings(&damage) }
    }

    fn print_findings(&self, findings: &[impl Display]) -> Done {
        self.print(&findings.iter().map(|finding| format!("{finding}\n")).collect::<String>())?;
        Err(Failure::Said(1))
    }

    fn rebuild(&self) -> Done {
        let mut session = self.open(false)?;
        let mut bar = Progress::new("rebuilding the index", Some(session.store().journal().size()));
        session.rebuild(&mut |done, _| bar.reach(done))?;
        drop(bar);
        self.terminal.say(&format!(
            "the index is rebuilt from {}",
            counted(session.store().snapshot().sequence(), "transaction")
        ));
        Ok(())
    }

    fn digest(&self, quick: bool) -> Done {
        let session = self.open(false)?;
        if quick {
            self.print(&format!("{}\n", session.store().digest()))?;
            self.terminal
                .say("not verified: the journal was not read; `dictum digest` reads and compares all of it");
            return Ok(());
        }
        let mut bar = Progress::new("verifying", Some(session.store().journal().size()));
        let digest = session.store().verified_digest(&mut |done, _| bar.reach(done))?;
        drop(bar);
        self.print(&format!("{digest}\n"))
    }

    fn stats(&self) -> Done {
        let session = self.open(false)?;
        let lines = session.stats()?;
        let width = lines.iter().map(|(what, _)| what.len()).max().unwrap_or(0);
        let rows: String = lines.iter().map(|(what, count)| format!("{what:width$}  {count}\n")).collect();
        self.print(&rows)
    }

    fn log(&self, limit: usize) -> Done {
        let session = self.open(false)?;
        let mut rows = String::new();
        for entry in session.log(limit)? {
            let at = clock::written(entry.stamp.at);
            let why = entry.stamp.why.map_or(String::new(), |why| format!("  {why}"));
            let line = format!(
                "{}  {at}  {}  {}  {}{why}",
                entry.sequence,
                entry.stamp.by,
                counted(entry.changes, "change"),
                &entry.digest[..12]
            );
            rows += &crate::output::terminal::cells::harmless(&line);
            rows.push('\n');
        }
        self.print(&rows)
    }
}

/// "1 transaction", "2 transactions"
pub(super) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn micros(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn scratch_folder() -> Result<Scratch, Failure> {
    Scratch::folder().map_err(|error| {
        let temporary = env::temp_dir();
        Problem::io(format!("no folder can be made for temporary files in {}", temporary.display()), error)
            .into()
    })
}

fn texts_of(files: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    files.iter().map(|file| Ok((name_of(file), read_text(file)?))).collect()
}

fn text_of(played: &Played) -> Result<(String, String), Failure> {
    match played {
        Played::Text(text) => Ok(("command".to_owned(), text.clone())),
        Played::File(file) => Ok((name_of(file), read_text(file)?)),
    }
}

pub(super) fn name_of(file: &Path) -> String {
    if file == Path::new("-") { STANDARD_INPUT.to_owned() } else { file.display().to_string() }
}

pub(super) fn read_text(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    reader(file)?.read_to_end(&mut bytes).map_err(|error| cannot_read(file, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..place].iter().filter(|byte| **byte == b'\n').count() + 1;
        Problem::invalid(format!("{} is not UTF-8 text: line {line}, byte {place}", name_of(file)))
            .hint("save it as UTF-8")
            .into()
    })
}

pub(super) fn reader(file: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = fs::File::open(file).and_then(|opened| {
        if opened.metadata()?.is_dir() { Err(io::Error::other("it is a folder")) } else { Ok(opened) }
    });
    let opened = opened.map_err(|error| cannot_read(file, &error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
}

pub(super) fn cannot_read(file: &Path, error: &io::Error) -> Failure {
    Problem::io(format!("{} cannot be read", name_of(file)), error).into()
}
