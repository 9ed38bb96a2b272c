//! Everything for one number of claims: both databases made and filled, asked, compared, timed.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Outcome;
use crate::compare::difference;
use crate::keeping::{self, Kept};
use crate::measure::{median, timed};
use crate::ours::Dictum;
use crate::questions::{self, Band, Question, Sort};
use crate::sqlite::Sqlite;
use crate::world::World;

/// A draw is asked so often once it is warm, and no longer than this in all.
const TIMES: usize = 9;
const PATIENCE: Duration = Duration::from_millis(700);

/// The times of one engine for one draw.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub first: Duration,
    /// The median of the warm ones.
    pub warm: Duration,
}

/// One draw, asked of both.
#[derive(Clone, Debug)]
pub struct Draw {
    pub band: Band,
    pub question: Question,
    /// Whether nothing fits.
    pub empty: bool,
    pub dictum: Asked,
    pub sqlite: Asked,
    /// What the two answered differently.
    pub difference: Option<String>,
}

/// One sort of question with its draws.
pub struct Answered {
    pub name: &'static str,
    pub what: &'static str,
    pub draws: Vec<Draw>,
}

/// All that was measured for one number of claims.
pub struct Results {
    pub world: World,
    pub answered: Vec<Answered>,
    pub kept: Kept,
}

impl Results {
    /// What was answered differently, with the sort of question.
    pub fn differences(&self) -> impl Iterator<Item = (&str, &Draw)> {
        let draws = self.answered.iter().flat_map(|sort| sort.draws.iter().map(|draw| (sort.name, draw)));
        draws.filter(|(_, draw)| draw.difference.is_some())
    }
}

/// Where the files of one run lie.
pub struct Places {
    pub world: PathBuf,
    pub dictum: PathBuf,
    pub sqlite: PathBuf,
    /// The program `dictum`.
    pub program: PathBuf,
}

impl Places {
    fn under(folder: &Path, program: &Path) -> Places {
        Places {
            world: folder.join("world.jsonl"),
            dictum: folder.join("world.dictum"),
            sqlite: folder.join("world.sqlite"),
            program: program.to_path_buf(),
        }
    }
}

/// Makes a world under a folder, fills both databases, asks and measures.
pub fn run(world: World, folder: &Path, program: &Path) -> Outcome<Results> {
    let places = Places::under(folder, program);
    say(&format!("{} claims: making the world", world.claims));
    write(world, &places.world)?;
    say("importing into dictum");
    let import = keeping::import(&places)?;
    say(&format!("  {:.1} s; loading SQLite", import.took.as_secs_f64()));
    let lines = BufReader::with_capacity(1 << 16, File::open(&places.world)?);
    let (load, mut sqlite) = timed(|| Sqlite::load(&places.sqlite, lines))?;
    let sizes = keeping::sizes(&places)?;
    say(&format!("  {:.1} s; asking", load.as_secs_f64()));
    let sorts = questions::draw(&sqlite, world.seed)?;
    let mut dictum = Dictum::open(&places.dictum)?;
    let answered =
        sorts.iter().map(|sort| ask_all(sort, &mut dictum, &sqlite)).collect::<Outcome<Vec<_>>>()?;
    say("recording and opening");
    let recording = keeping::record(&mut dictum, &mut sqlite)?;
    drop((dictum, sqlite));
    let opening = keeping::open(&places)?;
    Ok(Results { world, answered, kept: Kept { import, load, sizes, recording, opening } })
}

fn say(what: &str) {
    eprintln!("{what}");
}

fn write(world: World, path: &Path) -> Outcome<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    world.write(&mut out)?;
    Ok(out.flush()?)
}

fn ask_all(sort: &Sort, dictum: &mut Dictum, sqlite: &Sqlite) -> Outcome<Answered> {
    let draws = sort.draws.iter().map(|(band, question)| ask(*band, question, dictum, sqlite));
    let answered = Answered { name: sort.name, what: sort.what, draws: draws.collect::<Outcome<_>>()? };
    let differing = answered.draws.iter().filter(|draw| draw.difference.is_some()).count();
    say(&format!("  {}: {} draws, {differing} answered differently", sort.name, answered.draws.len()));
    Ok(answered)
}

fn ask(band: Band, question: &Question, dictum: &mut Dictum, sqlite: &Sqlite) -> Outcome<Draw> {
    let (ours, our_answer) = repeated(|| dictum.ask(question))?;
    let (theirs, their_answer) = repeated(|| sqlite.ask(question))?;
    Ok(Draw {
        band,
        question: question.clone(),
        empty: matches!(our_answer.trim_end(), "" | "id" | r#"{"count":0}"#),
        dictum: ours,
        sqlite: theirs,
        difference: difference(question, &our_answer, &their_answer),
    })
}

/// Asks once, and then again while that is no trial of patience.
fn repeated(mut ask: impl FnMut() -> Outcome<String>) -> Outcome<(Asked, String)> {
    let (first, answer) = timed(&mut ask)?;
    let (mut warm, mut spent) = (Vec::new(), Duration::ZERO);
    while warm.is_empty() || (warm.len() < TIMES && spent < PATIENCE) {
        let (took, _) = timed(&mut ask)?;
        spent += took;
        warm.push(took);
    }
    Ok((Asked { first, warm: median(&warm) }, answer))
}
