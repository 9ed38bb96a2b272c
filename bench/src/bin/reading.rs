//! What the reader of interchange is worth: CPU time to read the same sources and claims by the reader of dictum, by its careful way
//! alone, by readers that `serde` derives, and by `serde_json` into a tree that nothing is made of.
//!
//! `reading SEED CLAIMS`. Each way reads every line as often as the others, in turn; of three rounds the quickest counts. The time is
//! that of the thread on the processor (Linux: `/proc/thread-self/schedstat`), so that what else runs beside it matters little; it
//! is worth something in a release build alone: `cargo run --release -p dictum-bench --bin reading -- 1 100000`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;

use dictum::exchange::interchange::{read_line, read_line_carefully};
use dictum::model::{Date, Id, Lang};
use dictum_bench::world::World;
use serde::{Deserialize, Deserializer};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [seed, claims] = args.as_slice() else {
        eprintln!("usage: reading SEED CLAIMS");
        return ExitCode::from(2);
    };
    match seed.parse().ok().zip(claims.parse().ok()).map(|(seed, claims)| measure(World { seed, claims })) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
        None => {
            eprintln!("error: the seed and the number of claims are numbers");
            ExitCode::from(2)
        }
    }
}

/// A way of reading a line; whether it could.
type Way = fn(&str) -> bool;

const WAYS: [(&str, Way); 4] = [
    ("dictum's reader", |line| black_box(read_line(line, 1)).is_ok()),
    ("its careful way alone", |line| black_box(read_line_carefully(line, 1)).is_ok()),
    ("serde derive", derived),
    ("serde_json, into a tree", |line| black_box(serde_json::from_str::<serde_json::Value>(line)).is_ok()),
];

fn measure(world: World) -> Outcome<()> {
    const ROUNDS: usize = 3;
    let mut text = Vec::new();
    world.write(&mut text)?;
    let text = String::from_utf8(text)?;
    let is_measured = |line: &&str| {
        [r#"{"type":"source""#, r#"{"type":"claim""#].iter().any(|start| line.starts_with(start))
    };
    let lines: Vec<&str> = text.lines().filter(is_measured).collect();
    let mut best = [f64::INFINITY; WAYS.len()];
    for _ in 0..ROUNDS {
        for ((name, way), best) in WAYS.iter().zip(&mut best) {
            let start = on_processor()?;
            if let Some(line) = lines.iter().find(|line| !way(line)) {
                return Err(format!("{name} cannot read {line}").into());
            }
            *best = best.min(on_processor()? - start);
        }
    }
    println!("| {} records, {} MB | seconds of CPU | of dictum's |", lines.len(), text.len() >> 20);
    println!("|---|---:|---:|");
    for ((name, _), seconds) in WAYS.iter().zip(best) {
        println!("| {name} | {seconds:.3} | {:.0}% |", 100.0 * seconds / best[0]);
    }
    Ok(())
}

/// How many seconds this thread has been on a processor.
fn on_processor() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = stat.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}

// ---- what serde derives ---------------------------------------------------------------------------------------------

/// Reads a line as its type says, by derived readers that make the same of ids, dates and languages as dictum does. What a derived
/// reader cannot do is left out: to say everything that is wrong with a line, and where.
fn derived(line: &str) -> bool {
    match line.starts_with(r#"{"type":"claim""#) {
        true => black_box(serde_json::from_str::<Claim>(line)).is_ok(),
        false => black_box(serde_json::from_str::<Source>(line)).is_ok(),
    }
}

/// A text that the model makes something of.
macro_rules! made_of_text {
    ($($name:ident = $make:expr;)*) => {$(
        struct $name;

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                black_box(($make)(&text)).map_err(serde::de::Error::custom)?;
                Ok($name)
            }
        }
    )*};
}

made_of_text! {
    AnId = |text: &str| Id::new(text);
    ADate = |text: &str| Date::parse(text);
    ATag = |text: &str| Lang::new(text);
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "they are read and nothing else")]
enum Named {
    Id(AnId),
    Whole {
        id: AnId,
        #[serde(default)]
        certain: Option<bool>,
        #[serde(default)]
        styled: Option<String>,
        #[serde(default, rename = "as")]
        presented: Vec<Role>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "they are read and nothing else")]
struct Role {
    role: Named,
    of: Option<Named>,
    title: Option<String>,
    former: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "they are read and nothing else")]
struct Worded {
    text: String,
    lang: Option<ATag>,
    translated: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "they are read and nothing else")]
struct Citation {
    source: Named,
    locator: Option<String>,
    words: Option<Worded>,
    #[serde(default)]
    via: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "they are read and nothing else")]
struct Claim {
    r#type: String,
    id: Option<AnId>,
    statement: String,
    lang: Option<ATag>,
    #[serde(default)]
    translations: Vec<Worded>,
    mode: String,
    #[serde(default)]
    speakers: Vec<Named>,
    #[serde(default)]
    audience: Vec<Named>,
    #[serde(default)]
    ascribed_to: Vec<Named>,
    #[serde(default)]
    about: Vec<Named>,
    said: Option<ADate>,
    said_basis: Option<String>,
    said_at: Option<Named>,
    concerns: Option<ADate>,
    concerns_basis: Option<String>,
    citations: Vec<Citation>,
    #[serde(default)]
    tags: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    extra: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "they are read and nothing else")]
enum Author {
    Name(String),
    Entity(Named),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "they are read and nothing else")]
struct Source {
    r#type: String,
    id: Option<AnId>,
    title: Option<String>,
    publisher: Option<Named>,
    #[serde(default)]
    authors: Vec<Author>,
    published: Option<ADate>,
    published_basis: Option<String>,
    url: Option<String>,
    archive_url: Option<String>,
    accessed: Option<ADate>,
    accessed_basis: Option<String>,
    lang: Option<ATag>,
    medium: Option<String>,
    #[serde(default)]
    cites: Vec<Named>,
    text: Option<String>,
    note: Option<String>,
    #[serde(default)]
    extra: BTreeMap<String, String>,
}
