//! Cases: a question with the answer that the documents ask for, and the comparison with a real one.

use super::facts::Oracle;
use super::prng::Rng;
use super::shape;
use super::spell::Speller;
use super::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Clone, Debug)]
pub enum Expect {
    /// Claims in any order.
    Claims {
        possible: BTreeSet<String>,
        certain: BTreeSet<String>,
    },
    /// Claims in this order.
    Ordered(Vec<String>),
    Count(usize),
    /// Counting rows, all of them; "none" and "inexact" as they stand.
    Per(Vec<(Vec<String>, usize)>),
    /// The same with a limit: `all` without it.
    PerTop {
        all: Vec<(Vec<String>, usize)>,
        limit: usize,
    },
    /// Entities or sources.
    Records(BTreeSet<String>),
}

#[derive(Clone, Debug)]
pub struct Case {
    pub question: String,
    pub expect: Expect,
    /// What the question exercises, to find the way among failures.
    pub features: BTreeSet<&'static str>,
}

/// What the real program answered.
#[derive(Clone, Debug, Default)]
pub struct Got {
    pub ids: Vec<String>,
    /// One for each id; empty where the program was not asked.
    pub certain: Vec<bool>,
    pub count: Option<usize>,
    /// Values as entity ids, source ids, verdicts, tags, `2025-07` …; "none"; "inexact".
    pub per: Vec<(Vec<String>, usize)>,
}

impl World {
    /// `n` random questions of this world with their answers.
    pub fn questions(&self, seed: u64, n: usize) -> Vec<Case> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
        self.questions_at(seed, n, now)
    }

    /// The same with the moment that `today` means.
    pub fn questions_at(&self, seed: u64, n: usize, now: i64) -> Vec<Case> {
        let oracle = Oracle::new(self, now);
        let speller = Speller::new(self);
        let mut rng = Rng::new(seed);
        (0..n).map(|_| shape::case(&oracle, &speller, Rng::new(rng.next()))).collect()
    }

    /// Every clause by itself, `of_each` times of each kind, plain, with `certainly`, `not`, and both.
    pub fn each_clause(&self, seed: u64, of_each: usize, now: i64) -> Vec<Case> {
        shape::each_clause(&Oracle::new(self, now), &Speller::new(self), Rng::new(seed), of_each)
    }

    /// As `compare`, with the first records that the answers differ in.
    pub fn compare(&self, case: &Case, got: &Got) -> Result<(), String> {
        compare(case, got).map_err(|mut message| {
            for id in differing(case, got).iter().take(3) {
                message.push_str(&format!("\n  record: {}", self.record_text(id)));
            }
            message
        })
    }

    /// The record, and what has been found of it.
    fn record_text(&self, id: &str) -> String {
        let is = |record: &&serde_json::Value| {
            (record["id"] == id && record["type"] != "assessment") || record["claim"] == id
        };
        let found: Vec<String> = self.records().iter().filter(is).map(ToString::to_string).collect();
        if found.is_empty() { format!("no record has the id {id}") } else { found.join("\n    ") }
    }
}

/// Ids that are in one of the answers alone, or that differ in `match`.
fn differing(case: &Case, got: &Got) -> Vec<String> {
    let found: BTreeSet<String> = got.ids.iter().cloned().collect();
    let wanted: BTreeSet<String> = match &case.expect {
        Expect::Claims { possible, .. } => possible.clone(),
        Expect::Records(ids) => ids.clone(),
        Expect::Ordered(ids) => ids.iter().cloned().collect(),
        _ => BTreeSet::new(),
    };
    let mut ids: Vec<String> = wanted.symmetric_difference(&found).cloned().collect();
    if let Expect::Claims { certain, .. } = &case.expect {
        ids.extend(wrongly_matched(certain, got));
    }
    ids
}

fn wrongly_matched(certain: &BTreeSet<String>, got: &Got) -> Vec<String> {
    let pairs = got.ids.iter().zip(&got.certain);
    pairs.filter(|(id, sure)| certain.contains(*id) != **sure).map(|(id, _)| id.clone()).collect()
}

/// Holds the real answer against the expected one; the error tells all that differs.
pub fn compare(case: &Case, got: &Got) -> Result<(), String> {
    let mut faults = Vec::new();
    match &case.expect {
        Expect::Claims { possible, certain } => {
            same_set(possible, &got.ids, &mut faults);
            let wrong = wrongly_matched(certain, got);
            if !wrong.is_empty() {
                faults.push(format!("`match` is wrong for {}", few(&wrong)));
            }
        }
        Expect::Records(ids) => same_set(ids, &got.ids, &mut faults),
        Expect::Ordered(ids) => same_order(ids, &got.ids, &mut faults),
        Expect::Count(count) if got.count != Some(*count) => {
            faults.push(format!("expected the count {count}, got {:?}", got.count));
        }
        Expect::Count(_) => {}
        Expect::Per(rows) => {
            same_rows(rows, &got.per, &mut faults);
            falling(&got.per, &mut faults);
        }
        Expect::PerTop { all, limit } => same_top(all, *limit, &got.per, &mut faults),
    }
    if faults.is_empty() {
        return Ok(());
    }
    let features: Vec<&str> = case.features.iter().copied().collect();
    Err(format!("question: {}\n  features: {}\n  {}", case.question, features.join(" "), faults.join("\n  ")))
}

fn few<S: AsRef<str>>(ids: &[S]) -> String {
    let shown: Vec<&str> = ids.iter().take(8).map(AsRef::as_ref).collect();
    format!("{} of them: {}", ids.len(), shown.join(", "))
}

fn same_set(wanted: &BTreeSet<String>, got: &[String], faults: &mut Vec<String>) {
    let found: BTreeSet<String> = got.iter().cloned().collect();
    let missing: Vec<&String> = wanted.difference(&found).collect();
    let surplus: Vec<&String> = found.difference(wanted).collect();
    if !missing.is_empty() {
        faults.push(format!("missing, {}", few(&missing)));
    }
    if !surplus.is_empty() {
        faults.push(format!("surplus, {}", few(&surplus)));
    }
    if found.len() != got.len() {
        faults.push(format!("{} ids come more than once", got.len() - found.len()));
    }
}

fn same_order(wanted: &[String], got: &[String], faults: &mut Vec<String>) {
    if wanted == got {
        return;
    }
    let at = wanted.iter().zip(got).position(|(a, b)| a != b).unwrap_or(wanted.len().min(got.len()));
    let row = |rows: &[String]| rows.get(at).cloned().unwrap_or_else(|| "nothing".to_string());
    faults.push(format!(
        "{} rows expected, {} got; row {} should be {} and is {}",
        wanted.len(),
        got.len(),
        at + 1,
        row(wanted),
        row(got)
    ));
}

fn same_rows(wanted: &[(Vec<String>, usize)], got: &[(Vec<String>, usize)], faults: &mut Vec<String>) {
    let wanted: BTreeMap<&Vec<String>, usize> = wanted.iter().map(|(key, count)| (key, *count)).collect();
    let found: BTreeMap<&Vec<String>, usize> = got.iter().map(|(key, count)| (key, *count)).collect();
    let keys: BTreeSet<&Vec<String>> = wanted.keys().chain(found.keys()).copied().collect();
    let differing = keys.into_iter().filter(|key| wanted.get(key) != found.get(key));
    let told: Vec<String> = differing
        .map(|key| format!("{} expected {:?} got {:?}", key.join(" / "), wanted.get(key), found.get(key)))
        .collect();
    if !told.is_empty() {
        faults.push(few(&told));
    }
    if found.len() != got.len() {
        faults.push("a row comes more than once".to_string());
    }
}

fn special(key: &[String]) -> bool {
    key.iter().any(|value| value == "none")
}

/// Largest first, "inexact" behind those of the same count, "none" behind all.
fn falling(got: &[(Vec<String>, usize)], faults: &mut Vec<String>) {
    let place = |(key, count): &(Vec<String>, usize)| match key.as_slice() {
        [one] if one == "none" => Some((true, 0, true)),
        [one] => Some((false, usize::MAX - count, one == "inexact")),
        _ if key.iter().any(|value| value == "none") => None,
        _ => Some((false, usize::MAX - count, false)),
    };
    if !got.iter().filter_map(place).is_sorted() {
        faults.push(
            "the rows are not largest first, with \"inexact\" and \"none\" in their places".to_string(),
        );
    }
}

/// The rows kept by a limit: the greatest counts, whichever of equal ones, "none" only after all others.
fn same_top(
    all: &[(Vec<String>, usize)],
    limit: usize,
    got: &[(Vec<String>, usize)],
    faults: &mut Vec<String>,
) {
    falling(got, faults);
    let mut counts: Vec<usize> =
        all.iter().filter(|(key, _)| !special(key)).map(|(_, count)| *count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.extend(all.iter().filter(|(key, _)| special(key)).map(|(_, count)| *count));
    counts.truncate(limit);
    let found: Vec<usize> = got.iter().map(|(_, count)| *count).collect();
    if found != counts {
        faults.push(format!("expected rows that count {counts:?}, got {found:?}"));
    }
    let foreign: Vec<String> = got
        .iter()
        .filter(|row| !all.contains(row))
        .map(|(key, n)| format!("{} {n}", key.join(" / ")))
        .collect();
    if !foreign.is_empty() {
        faults.push(format!("rows that should not be, {}", few(&foreign)));
    }
}
