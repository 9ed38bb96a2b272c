//! The commands and their options.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub use crate::cli::shape::Shape;

/// A fact-claim database: who said what, when, about what, and which publication says so.
#[derive(Parser, Debug)]
#[command(name = "dictum", version, about, disable_help_subcommand = true, after_help = AFTER_HELP)]
pub struct Args {
    /// The database: a folder. Else $`DICTUM_DB`, else ./claims.dictum
    #[arg(long, global = true, value_name = "PATH")]
    pub db: Option<PathBuf>,

    /// Who is named in what is recorded. Else $`DICTUM_AUTHOR`, else the user's name
    #[arg(long, global = true, value_name = "NAME")]
    pub author: Option<String>,

    /// Why, in a sentence: kept with what is recorded
    #[arg(long, global = true, value_name = "TEXT")]
    pub why: Option<String>,

    /// How long to wait for a database that another process has open
    #[arg(long, global = true, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub wait: Duration,

    /// Do this and end: statements and dot commands; several -c and -f are done in their order
    #[arg(short = 'c', long = "do", value_name = "TEXT")]
    texts: Vec<String>,

    /// Do what stands in this file and end; `-` is the standard input
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    files: Vec<PathBuf>,

    /// What -c and -f give, in the order in which they were written
    #[arg(skip)]
    pub played: Vec<Played>,

    /// With -c, -f or a script from a pipe: stop at the first question that cannot be answered
    #[arg(long)]
    pub bail: bool,

    /// With -c, -f or a script from a pipe: do each statement by itself, and go on after those that fail
    #[arg(long, conflicts_with = "bail")]
    pub keep_going: bool,

    /// Do not read the config file of the REPL
    #[arg(long)]
    pub no_init: bool,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Something that is done without a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Played {
    Text(String),
    File(PathBuf),
}

impl Args {
    /// The arguments of the process.
    ///
    /// # Errors
    /// They are not what they should be, or help or the version is asked for.
    pub fn of_process() -> Result<Args, clap::Error> {
        Args::of(Args::command().try_get_matches()?)
    }

    fn of(matches: ArgMatches) -> Result<Args, clap::Error> {
        let mut args = Args::from_arg_matches(&matches)?;
        let places = |name| matches.indices_of(name).into_iter().flatten();
        let mut played: Vec<(usize, Played)> =
            places("texts").zip(args.texts.drain(..).map(Played::Text)).collect();
        played.extend(places("files").zip(args.files.drain(..).map(Played::File)));
        played.sort_by_key(|(place, _)| *place);
        args.played = played.into_iter().map(|(_, played)| played).collect();
        Ok(args)
    }

    /// Whether something is said of what is played without a command.
    pub fn is_played(&self) -> bool {
        !self.played.is_empty() || self.bail || self.keep_going
    }
}

const AFTER_HELP: &str = "Without a command: the REPL; where the input is no terminal, a script is read from it.\n\
The REPL reads $XDG_CONFIG_HOME/dictum/config (lines such as mode = \"cards\"); `.help` there says more.\n\
Exit codes: 0 done, 1 the data or question is wrong or a check found something, 2 wrong usage,\n\
3 the database cannot be opened, 4 reading or writing failed.";

#[derive(Subcommand, Debug)]
pub enum Command {
    /// The seed's claims in a throw-away database: some answers, then the REPL on a terminal
    Demo,
    /// Answer one question: dictum query 'claims about Russia by diplomats'
    Query {
        /// The question
        #[arg(value_name = "QUESTION")]
        question: String,
        #[command(flatten)]
        shape: Shape,
    },
    /// Run scripts (NAME.claims), or `-` for the standard input
    Run {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        shape: Shape,
        /// Write how long each question took: a line of JSON for each
        #[arg(long, value_name = "FILE")]
        timings: Option<PathBuf>,
    },
    /// Write scripts in the canonical form
    Fmt {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Write nothing; fail where a script is not in the canonical form
        #[arg(long)]
        check: bool,
        /// Change the files instead of writing to the standard output
        #[arg(long, conflicts_with = "check")]
        write: bool,
    },
    /// Bring records into the database, or `-` for the standard input
    Import {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        options: ImportArgs,
    },
    /// Write a first map of a table: what its columns seem to mean, and how its first rows would come in
    #[cfg(feature = "tables")]
    Map {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Write to a file instead of the standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The sheet of a workbook; else its first
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Write an answer or its records, or the whole database, for other programs and readers: interchange, unless --format says otherwise
    Export {
        #[arg(value_name = "QUESTION")]
        question: Option<String>,
        #[command(flatten)]
        shape: Shape,
        /// With all that was changed, and why: the whole database, as interchange
        #[arg(long)]
        with_history: bool,
    },
    /// Ask the question of a page, an article or a json answer again, and say what has changed since
    Verify {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Check the journal, the index, references, and quotes against kept texts: each finding a line
    Check,
    /// Rebuild the index from the journal
    Rebuild {
        /// Go on without transactions that the journal has lost, where the index knows of such
        #[arg(long)]
        accept_loss: bool,
    },
    /// Take a record out for good: dictum redact claim-id because "court order 12/2026"
    ///
    /// Every version of it goes out of the journal, the index and what was set aside in the folder. Its id stays, with
    /// when, by whom and why it was redacted. Copies, exports and backups made before still hold it.
    Redact {
        /// The record, as `show` names it; `because`; and the reason, in quotation marks
        #[arg(required = true, value_names = ["RECORD", "because", "REASON"], num_args = 1..)]
        words: Vec<String>,
        /// Do not ask first
        #[arg(long)]
        yes: bool,
        /// Give transactions that an older dictum wrote new hashes where that must be; published digests no longer fit
        #[arg(long)]
        new_chain: bool,
    },
    /// How much the database holds
    Stats,
    /// The transactions, latest first
    Log {
        /// How many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// The digest of the database: the hash that stands for all its transactions; each is read and compared with it
    Digest {
        /// Read nothing but the last hash, and verify nothing
        #[arg(long)]
        quick: bool,
    },
    /// Completions for a shell
    Completions { shell: clap_complete::Shell },
}

/// How files are imported.
#[derive(clap::Args, Debug, Clone)]
pub struct ImportArgs {
    /// What the files hold; else newline-delimited JSON or, with --map, a table
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<ImportFrom>,
    /// What the columns of a table mean: a file in TOML, as `dictum map` writes it
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Check everything, record nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What to do with records that are wrong
    #[arg(long, value_enum, default_value_t = OnError::Stop)]
    pub on_error: OnError,
    /// Write what is left out to a file, as it stands, with the reasons beside it
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// What to do with what is recorded already, and otherwise than the file has it [default: refuse; of reviews, keep]
    #[arg(long, value_enum)]
    pub changed: Option<OnChange>,
}

/// What a file can be imported as.
pub use crate::exchange::formats::ImportFormat as ImportFrom;

impl ValueEnum for ImportFrom {
    fn value_variants<'a>() -> &'a [ImportFrom] {
        &ImportFrom::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.described()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnChange {
    /// It is wrong
    Refuse,
    /// Correct what is recorded
    Correct,
    /// Keep what is recorded
    Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnError {
    /// Take nothing
    Stop,
    /// Leave out what is wrong, and say what
    Skip,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "write a number of seconds, such as 10 or 0.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_played_keeps_its_order() {
        let line = ["dictum", "-c", "one", "-f", "two", "-c", "three"];
        let args = Args::of(Args::command().try_get_matches_from(line).unwrap()).unwrap();
        let text = |text: &str| Played::Text(text.to_owned());
        assert_eq!(args.wait, Duration::from_secs(5));
        assert_eq!(args.played, [text("one"), Played::File("two".into()), text("three")]);
    }
}
