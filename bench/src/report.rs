//! What was measured, as tables in Markdown. Times of questions are in microseconds.

use std::fmt::Write;
use std::time::Duration;

use crate::measure::percentile;
use crate::questions::Band;
use crate::run::{Answered, Asked, Draw, Results};

/// All tables for one number of claims.
pub fn report(results: &Results) -> String {
    let mut text = format!("## {} claims (seed {})\n\n", results.world.claims, results.world.seed);
    questions(&mut text, &results.answered);
    bands(&mut text, &results.answered);
    keeping(&mut text, results);
    differences(&mut text, results);
    text
}

fn line(text: &mut String, line: impl AsRef<str>) {
    text.push_str(line.as_ref());
    text.push('\n');
}

fn questions(text: &mut String, answered: &[Answered]) {
    line(
        text,
        "Parse to rendered rows, in process, warm; p50 / p95 of the draws in µs. First: the first time that a draw is asked.\n",
    );
    line(
        text,
        "| question | | dictum | SQLite | dictum ÷ SQLite at p50 | at p95 | first: dictum | first: SQLite |",
    );
    line(text, "|---|---|---:|---:|---:|---:|---:|---:|");
    for sort in answered {
        let all: Vec<&Draw> = sort.draws.iter().collect();
        let (ours, theirs) = (Times::of(&all, |draw| draw.dictum), Times::of(&all, |draw| draw.sqlite));
        line(
            text,
            format!(
                "| {} | {} | {} | {} | {} | {} | {} | {} |",
                sort.name,
                sort.what,
                ours.warm(),
                theirs.warm(),
                ratio(ours.p50, theirs.p50),
                ratio(ours.p95, theirs.p95),
                ours.first(),
                theirs.first()
            ),
        );
    }
    line(text, "");
}

fn bands(text: &mut String, answered: &[Answered]) {
    line(text, "By how frequent the names are: p50 / p95 in µs, dictum, SQLite, and the ratio at p50.\n");
    let heads: Vec<String> =
        Band::ALL.iter().map(|band| format!("{band}: dictum | SQLite | ratio")).collect();
    line(text, format!("| question | {} |", heads.join(" | ")));
    line(text, format!("|---|{}", "---:|".repeat(heads.len() * 3)));
    for sort in answered.iter().filter(|sort| sort.draws.iter().all(|draw| draw.question.has_bands())) {
        let cells = Band::ALL.map(|band| {
            let draws: Vec<&Draw> = sort.draws.iter().filter(|draw| draw.band == band).collect();
            let (ours, theirs) =
                (Times::of(&draws, |draw| draw.dictum), Times::of(&draws, |draw| draw.sqlite));
            format!("{} | {} | {}", ours.warm(), theirs.warm(), ratio(ours.p50, theirs.p50))
        });
        line(text, format!("| {} | {} |", sort.name, cells.join(" | ")));
    }
    line(text, "");
}

fn keeping(text: &mut String, results: &Results) {
    let (kept, claims) = (&results.kept, u64::from(results.world.claims));
    let (sizes, recording, opening) = (&kept.sizes, &kept.recording, &kept.opening);
    let each = |bytes: u64| bytes / claims.max(1);
    let peak = kept.import.peak.map_or("unknown".to_owned(), |peak| format!("{} MB", peak / 1_000_000));
    let added = |times: &[Duration]| {
        format!("{} / {} µs", micros(percentile(times, 50)), micros(percentile(times, 99)))
    };
    line(text, "| | dictum | SQLite |\n|---|---:|---:|");
    line(
        text,
        format!("| load, whole and durable | {} | {} |", seconds(kept.import.took), seconds(kept.load)),
    );
    line(text, format!("| peak memory of the load (VmHWM) | {peak} | |"));
    line(
        text,
        format!(
            "| on the disk, bytes a claim (the world itself: {}) | {} = journal {} + index {} | {} |",
            each(sizes.world),
            each(sizes.journal + sizes.index),
            each(sizes.journal),
            each(sizes.index),
            each(sizes.sqlite)
        ),
    );
    line(
        text,
        format!(
            "| one durable claim, p50 / p99 of {} | {} | {} |",
            recording.dictum.len(),
            added(&recording.dictum),
            added(&recording.sqlite)
        ),
    );
    line(
        text,
        format!(
            "| a fresh process answers and ends | {} | {} |",
            millis(opening.dictum),
            millis(opening.sqlite)
        ),
    );
    line(text, format!("| the same after a kill -9 | {} | |\n", millis(opening.dictum_killed)));
}

fn differences(text: &mut String, results: &Results) {
    let differing: Vec<_> = results.differences().collect();
    let asked: usize = results.answered.iter().map(|sort| sort.draws.len()).sum();
    let empty = results.answered.iter().flat_map(|sort| &sort.draws).filter(|draw| draw.empty).count();
    line(
        text,
        format!(
            "{asked} questions asked of both; nothing fits {empty} of them; {} answered differently.\n",
            differing.len()
        ),
    );
    for (sort, draw) in differing {
        let _ = writeln!(text, "- {sort} `{}`", draw.question.text());
        let _ = writeln!(text, "    {}", draw.difference.as_deref().unwrap_or_default());
    }
}

/// The times of one engine over some draws.
struct Times {
    p50: Duration,
    p95: Duration,
    first_p50: Duration,
    first_p95: Duration,
}

impl Times {
    fn of(draws: &[&Draw], engine: impl Fn(&Draw) -> Asked) -> Times {
        let warm: Vec<Duration> = draws.iter().map(|draw| engine(draw).warm).collect();
        let first: Vec<Duration> = draws.iter().map(|draw| engine(draw).first).collect();
        Times {
            p50: percentile(&warm, 50),
            p95: percentile(&warm, 95),
            first_p50: percentile(&first, 50),
            first_p95: percentile(&first, 95),
        }
    }

    fn warm(&self) -> String {
        format!("{} / {}", micros(self.p50), micros(self.p95))
    }

    fn first(&self) -> String {
        format!("{} / {}", micros(self.first_p50), micros(self.first_p95))
    }
}

fn ratio(ours: Duration, theirs: Duration) -> String {
    format!("{:.2}", ours.as_secs_f64() / theirs.as_secs_f64().max(1e-9))
}

/// With a comma between the thousands.
fn micros(time: Duration) -> String {
    let digits = time.as_micros().to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
