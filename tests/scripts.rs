//! Golden scripts: statements through the whole pipeline, each with what it comes to, short enough to be checked by eye.
//!
//! A script in `tests/scripts/` has lines of statements that begin with `> ` (going on with `. `); what they come to stands
//! below, up to the next one. `@run FILE` runs a file of the project first; `@at MOMENT` sets the present moment.
//! `UPDATE=1 cargo test --test all scripts::` writes the outcomes anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use dictum::model::{Date, Problem};
use dictum::query::answer::{AnswerBody, ClaimRow, RecordRow, ShownRecord};
use dictum::query::{Answer, time::Now};
use dictum::session::Session;

use crate::common::inside::value;
use crate::common::updates;

#[test]
fn scripts_come_to_what_stands_below_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut scripts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    scripts.sort();
    assert!(!scripts.is_empty(), "there are no scripts");
    let mut differing = Vec::new();
    for path in scripts {
        let written = fs::read_to_string(&path).unwrap();
        let outcome = play(&written);
        if outcome != written {
            if updates() {
                fs::write(&path, &outcome).unwrap();
            } else {
                differing.push(format!("{}\n{}", path.display(), first_difference(&written, &outcome)));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The script with its outcomes as they are now.
fn play(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, _) =
        Session::open(&folder.path().join("golden.dictum"), true, "golden", &mut |_, _| {}).unwrap();
    let mut played = String::new();
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(file) = line.strip_prefix("@run ") {
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
            writeln!(played, "{line}").unwrap();
            played += &outcome(&mut session, &text);
            skip_outcome(&mut lines);
        } else if let Some(moment) = line.strip_prefix("@at ") {
            let seconds = Date::parse(moment).unwrap().interval().earliest.0;
            session.now = Some(Now(seconds * 1_000_000));
            writeln!(played, "{line}").unwrap();
        } else if let Some(first) = line.strip_prefix("> ") {
            let mut statement = first.to_owned();
            writeln!(played, "{line}").unwrap();
            while let Some(more) = lines.peek().and_then(|line| line.strip_prefix(". ")) {
                statement += &format!("\n{more}");
                writeln!(played, ". {more}").unwrap();
                lines.next();
            }
            played += &outcome(&mut session, &statement);
            skip_outcome(&mut lines);
        } else {
            writeln!(played, "{line}").unwrap();
        }
    }
    played
}

/// Passes over the outcome that stood below a statement: everything up to a blank line.
fn skip_outcome<'a>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) {
    while lines.peek().is_some_and(|line| !line.is_empty()) {
        lines.next();
    }
}

fn outcome(session: &mut Session, text: &str) -> String {
    let mut out = String::new();
    let run = session.run(text, None, &mut |asked| match asked.answer {
        Ok(answer) => out += &short(&answer),
        Err(problem) => out += &problem_lines(&problem, text),
    });
    match run {
        Ok(outcome) => {
            if let Some(recorded) = outcome.recorded {
                writeln!(out, "recorded {}, there already {}", recorded.changed, recorded.unchanged).unwrap();
            }
        }
        Err(problems) => problems.iter().for_each(|problem| out += &problem_lines(problem, text)),
    }
    out
}

fn problem_lines(problem: &Problem, text: &str) -> String {
    let place = problem
        .span()
        .and_then(|span| text.get(span.range()))
        .map_or(String::new(), |place| format!(" [{place}]"));
    let hints: String = problem.hints().iter().map(|hint| format!("  = {hint}\n")).collect();
    format!("error: {}{place}\n{hints}", problem.message())
}

/// An answer in a few words: ids, with `?` where they are only possible.
fn short(answer: &Answer) -> String {
    let mut out = String::new();
    match &answer.body {
        AnswerBody::Claims(claims) => {
            let ids: Vec<String> = claims.rows.iter().map(claim).collect();
            writeln!(out, "{} of {}: {}", claims.rows.len(), claims.total, ids.join(" ")).unwrap();
            let left = &claims.left_out;
            if left.undated + left.retracted > 0 {
                writeln!(out, "  left out: {} undated, {} retracted", left.undated, left.retracted).unwrap();
            }
            claims.empty.iter().for_each(|line| writeln!(out, "  {line}").unwrap());
        }
        AnswerBody::Counts(counts) => {
            for row in &counts.rows {
                let values: Vec<String> = row.values.iter().map(value).collect();
                writeln!(out, "{} {}", row.count, values.join(" / ")).unwrap();
            }
        }
        AnswerBody::Records(records) => {
            let ids: Vec<String> = records.rows.iter().map(record).collect();
            writeln!(out, "{} of {}: {}", records.rows.len(), records.total, ids.join(" ")).unwrap();
        }
        AnswerBody::Shown(shown) => writeln!(out, "{}", shown_record(&shown.what)).unwrap(),
        AnswerBody::History(history) => {
            for version in &history.versions {
                let because = version.because.as_deref().unwrap_or("-");
                writeln!(out, "{}: {:?} because {because}", version.when.sequence, version.act).unwrap();
            }
        }
        AnswerBody::Explained(explanation) => {
            for name in &explanation.names {
                writeln!(out, "{}", dictum::query::understood::sentence(name)).unwrap();
            }
            for step in &explanation.steps {
                let indent = "  ".repeat(step.depth);
                writeln!(
                    out,
                    "{indent}{} ({}): {}, certainly {}",
                    step.clause, step.by, step.possible, step.certain
                )
                .unwrap();
            }
        }
    }
    out
}

fn claim(row: &ClaimRow) -> String {
    let doubt = if row.certain { "" } else { "?" };
    let retracted = if row.retracted.is_some() { "!" } else { "" };
    format!("{}{doubt}{retracted}", row.id)
}

fn record(row: &RecordRow) -> String {
    match row {
        RecordRow::Entity(card) => card.entity.id.to_string(),
        RecordRow::Source(view) => view.source.id.to_string(),
    }
}

fn shown_record(shown: &ShownRecord) -> String {
    match shown {
        ShownRecord::Claim(row) => {
            let speakers: Vec<String> = row
                .speakers
                .iter()
                .map(|speaker| {
                    let roles: Vec<String> =
                        speaker.roles.iter().map(|role| role.role.id.to_string()).collect();
                    format!(
                        "{}{}[{}]",
                        speaker.who.id,
                        if speaker.who.certain { "" } else { "?" },
                        roles.join(",")
                    )
                })
                .collect();
            format!("claim {} by {}: {}", row.id, speakers.join(" "), row.statement)
        }
        ShownRecord::Entity { card, claims_by, claims_about, ascribed, .. } => {
            format!(
                "{} {}: {claims_by} by, {claims_about} about, {ascribed} ascribed",
                card.entity.kind.word(),
                card.entity.id
            )
        }
        ShownRecord::Source { view, claims_read_in, claims_citing, .. } => {
            format!("source {}: {claims_read_in} read in, {claims_citing} citing", view.source.id)
        }
        ShownRecord::Assessment { assessment, .. } => {
            format!("assessment {} of {}", assessment.id, assessment.claim)
        }
        ShownRecord::Link { link, .. } => format!("link {} {} {}", link.from, link.relation.word(), link.to),
        ShownRecord::Definition { definition, claims } => {
            format!(
                "definition {}: {} ({})",
                definition.id,
                definition.question,
                claims.map_or("-".to_owned(), |n| n.to_string())
            )
        }
    }
}

fn first_difference(written: &str, outcome: &str) -> String {
    for (number, pair) in written.lines().zip(outcome.lines()).enumerate() {
        if pair.0 != pair.1 {
            return format!("line {}:\n  written: {}\n  now:     {}", number + 1, pair.0, pair.1);
        }
    }
    "one is longer than the other".to_owned()
}

#[test]
fn a_check_tells_false_words_from_other_typography() {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, _) =
        Session::open(&folder.path().join("quotes.dictum"), true, "golden", &mut |_, _| {}).unwrap();
    let script = "add source s text \"the oﬃcial said: I don’t know\\nIt was con-\\nfirmed. A part.\"\n\
        add claim same \"a\"@en quoted read in s words \"I don’t know It was\"\n\
        add claim ligature \"b\"@en quoted read in s words \"the official said\"\n\
        add claim line-end \"c\"@en quoted read in s words \"confirmed\"\n\
        add claim gap \"d\"@en quoted read in s words \"the oﬃcial […] A part\"\n\
        add claim inside \"e\"@en quoted read in s words \"art\"\n\
        add claim other \"f\"@en quoted read in s words \"I don’t care\"\n";
    session.run(script, None, &mut |_| {}).unwrap();
    let checked = session.store().check(&folder.path().join("scratch"), &mut |_, _| {}).unwrap();
    let beginnings = |lines: &[String]| -> Vec<String> {
        lines.iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(beginnings(&checked.findings), ["claim `inside`", "claim `other`"]);
    assert_eq!(beginnings(&checked.remarks), ["claim `ligature`", "claim `line-end`"]);
    assert!(checked.remarks[1].contains("(line 2, character 8)"), "{}", checked.remarks[1]);
    assert!(checked.findings[1].ends_with("then the text has “know It was con-” and they have “care”"));
}
