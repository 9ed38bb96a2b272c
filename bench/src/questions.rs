//! What is asked: ten sorts of questions, drawn with names that are frequent, middling and rare.

use std::fmt;

use crate::Outcome;
use crate::sqlite::Sqlite;
use crate::world::rng::Rng;

/// How many claims the names of a draw have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    Frequent,
    Middling,
    Rare,
}

impl Band {
    pub const ALL: [Band; 3] = [Band::Frequent, Band::Middling, Band::Rare];

    /// The band of one of a question's draws: 7 are frequent, 7 middling, 6 rare.
    fn of(draw: usize) -> Band {
        Band::ALL[draw % 3]
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Band::Frequent => "frequent",
            Band::Middling => "middling",
            Band::Rare => "rare",
        })
    }
}

/// A question with its names and dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    AboutByRole { place: String, role: String },
    AboutIn { place: String, month: String },
    By { person: String },
    CitingRatedIn { publisher: String, year: String },
    Containing { words: [String; 2], place: String },
    SpeakersAbout { place: String },
    EitherNotBy { one: String, other: String, role: String, since: String },
    Show { claim: String },
    Contradicting { person: String },
    Export { offset: usize },
}

/// How many claims an export gives.
pub const EXPORTED: usize = 10_000;

impl Question {
    /// In dictum's language.
    pub fn text(&self) -> String {
        match self {
            Question::AboutByRole { place, role } => format!("count claims about {place} by {role}"),
            Question::AboutIn { place, month } => {
                format!("claims about {place} in {month} newest first limit 20")
            }
            Question::By { person } => format!("count claims by {person}"),
            Question::CitingRatedIn { publisher, year } => {
                format!("count claims citing {publisher} in {year} rated false")
            }
            Question::Containing { words: [one, other], place } => {
                format!("claims containing \"{one} {other}\" about {place} newest first limit 20")
            }
            Question::SpeakersAbout { place } => format!("count claims about {place} per speaker limit 10"),
            Question::EitherNotBy { one, other, role, since } => {
                format!("count claims (about {one} or about {other}) not by {role} since {since}")
            }
            Question::Show { claim } => format!("show claim {claim}"),
            Question::Contradicting { person } => {
                format!("claims contradicting (claims by {person}) showing id")
            }
            Question::Export { offset } => format!("claims limit {EXPORTED} offset {offset}"),
        }
    }

    /// Whether it names something that can be frequent or rare.
    pub fn has_bands(&self) -> bool {
        !matches!(self, Question::Show { .. } | Question::Export { .. })
    }

    /// Whether the answer is a list of ids rather than lines of JSON.
    pub fn lists_ids(&self) -> bool {
        matches!(self, Question::Contradicting { .. })
    }
}

/// One sort of question with its draws.
pub struct Sort {
    pub name: &'static str,
    pub what: &'static str,
    pub draws: Vec<(Band, Question)>,
}

/// How many draws a question has; an export, being long and always of the same length, fewer.
const DRAWS: usize = 20;
const EXPORTS: usize = 6;

const SORTS: [(&str, &str); 10] = [
    ("Q1", "about a place × by a role at the time, count"),
    ("Q2", "about a place × said in a month, newest 20 with all that is shown"),
    ("Q3", "count by a person"),
    ("Q4", "publisher anywhere in the chain × year × standing verdict false, count"),
    ("Q5", "two words × place, newest 20 with all that is shown"),
    ("Q6", "top 10 speakers about a place"),
    ("Q7", "(about A or about B) not by a role, since a date, count"),
    ("Q8", "one claim with everything"),
    ("Q9", "ids of claims contradicting those of a person"),
    ("Q10", "10,000 claims with all that is shown"),
];

/// All ten, drawn from what the database holds: the same seed and world give the same draws.
pub fn draw(sqlite: &Sqlite, seed: u64) -> Outcome<Vec<Sort>> {
    let pools = Pools::of(sqlite)?;
    let mut rng = Rng::new(seed);
    let sort = |(nth, (name, what)): (usize, (&'static str, &'static str))| {
        let draw = |draw| (Band::of(draw), pools.question(nth, Band::of(draw), &mut rng));
        let draws = if name == "Q10" { EXPORTS } else { DRAWS };
        Sort { name, what, draws: (0..draws).map(draw).collect() }
    };
    Ok(SORTS.into_iter().enumerate().map(sort).collect())
}

/// What can be named, the most frequent first.
struct Pools {
    places: Vec<String>,
    roles: Vec<String>,
    people: Vec<String>,
    publishers: Vec<String>,
    words: Vec<String>,
    claims: Vec<String>,
}

impl Pools {
    fn of(sqlite: &Sqlite) -> Outcome<Pools> {
        let entities = |kind: &str, tally: &str| {
            sqlite.texts(&format!(
                "SELECT id FROM entity WHERE kind = '{kind}' AND NOT unnamed AND {tally} > 0 ORDER BY {tally} DESC, id"
            ))
        };
        Ok(Pools {
            places: entities("place", "claims_about")?,
            roles: entities("role", "claims_as")?,
            people: entities("person", "claims_by")?,
            publishers: entities("organization", "claims_citing")?,
            words: words(sqlite)?,
            claims: sqlite.texts("SELECT id FROM claim ORDER BY key")?,
        })
    }

    fn question(&self, nth: usize, band: Band, rng: &mut Rng) -> Question {
        let place = |rng: &mut Rng| pick(&self.places, band, rng);
        let role = |rng: &mut Rng| pick(&self.roles, band, rng);
        let person = |rng: &mut Rng| pick(&self.people, band, rng);
        let year = |rng: &mut Rng| rng.between(2012, 2025);
        match nth {
            0 => Question::AboutByRole { place: place(rng), role: role(rng) },
            1 => {
                let month = format!("{}-{:02}", year(rng), rng.between(1, 12));
                Question::AboutIn { place: place(rng), month }
            }
            2 => Question::By { person: person(rng) },
            3 => Question::CitingRatedIn {
                publisher: pick(&self.publishers, band, rng),
                year: year(rng).to_string(),
            },
            4 => {
                let words = [pick(&self.words, band, rng), pick(&self.words, band, rng)];
                Question::Containing { words, place: pick(&self.places, Band::Frequent, rng) }
            }
            5 => Question::SpeakersAbout { place: place(rng) },
            6 => Question::EitherNotBy {
                one: place(rng),
                other: place(rng),
                role: role(rng),
                since: format!("{}-{:02}-{:02}", year(rng), rng.between(1, 12), rng.between(1, 28)),
            },
            7 => Question::Show { claim: rng.pick(&self.claims).clone() },
            8 => Question::Contradicting { person: person(rng) },
            _ => {
                let most = self.claims.len().saturating_sub(EXPORTED) as u32;
                Question::Export { offset: rng.below(most + 1) as usize }
            }
        }
    }
}

/// One of the most frequent, of those in the middle by rank (as orders of magnitude go), or of the rarer half.
fn pick(pool: &[String], band: Band, rng: &mut Rng) -> String {
    let last = pool.len() as f64;
    let (from, to) = match band {
        Band::Frequent => (0.0, last.powf(0.25)),
        Band::Middling => (last.powf(0.5), last.powf(0.65)),
        Band::Rare => (last * 0.5, last),
    };
    let place = from + (to - from) * rng.unit();
    pool[(place as usize).min(pool.len() - 1)].clone()
}

/// The words of some thousand English statements, the most frequent first.
fn words(sqlite: &Sqlite) -> Outcome<Vec<String>> {
    let mut counts = std::collections::HashMap::<String, usize>::new();
    for statement in sqlite.texts("SELECT statement FROM claim WHERE lang = 'en' ORDER BY key LIMIT 5000")? {
        for word in statement.split(' ').filter(|word| word.len() > 3) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let mut words: Vec<(usize, String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
    words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(words.into_iter().map(|(_, word)| word).collect())
}
