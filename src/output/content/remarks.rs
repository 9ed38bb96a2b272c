//! The closing lines of an answer, meant for stderr: what was left out, what depends on a doubt, how names were
//! understood, and why an answer is empty.

use crate::query::answer::{Answer, AnswerBody, ClaimsAnswer, CountsAnswer, LeftOut, RecordsAnswer};

use crate::output::content::phrase;
use crate::output::content::phrase::counted;
use crate::output::terminal::cells::harmless;

/// The closing lines, without line ends; harmless on a terminal.
pub fn remarks(answer: &Answer) -> Vec<String> {
    let mut lines = match &answer.body {
        AnswerBody::Claims(claims) => of_claims(claims),
        AnswerBody::Counts(counts) => of_counts(counts),
        AnswerBody::Records(records) => of_records(records),
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => Vec::new(),
    };
    lines.extend(answer.understood.iter().cloned());
    lines.iter().map(|line| harmless(line).into_owned()).collect()
}

/// What was asked, when, and of which state of the database, in one line: for those formats that hold rows alone.
pub fn provenance(answer: &Answer) -> String {
    let asked = &answer.asked;
    let question = harmless(&asked.question);
    let at = phrase::moment(asked.at);
    let as_of = asked.as_of.as_ref().map_or(String::new(), |as_of| format!(" as of {}", harmless(as_of)));
    let state = format!("digest {} at transaction {}", asked.digest, asked.sequence);
    format!("asked: {question}; at {at}, of the database{as_of} with {state}")
}

fn of_claims(claims: &ClaimsAnswer) -> Vec<String> {
    let mut lines = vec![shown_of_total(claims.rows.len(), claims.total, claims.offset, "claims")];
    lines.extend(claims.empty.iter().cloned());
    lines.extend(left_out(&claims.left_out));
    lines
}

fn of_counts(counts: &CountsAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    if !counts.per.is_empty() {
        let groups = if counts.rows.len() == counts.groups {
            counted(counts.groups, "rows")
        } else {
            format!("{} of {} shown", counts.rows.len(), counted(counts.groups, "rows"))
        };
        lines.push(format!(
            "{} counted, each under every value it has; {groups}",
            counted(counts.counted, counts.of)
        ));
    }
    lines.extend(counts.empty.iter().cloned());
    lines.extend(left_out(&counts.left_out));
    lines
}

fn of_records(records: &RecordsAnswer) -> Vec<String> {
    let mut lines = vec![shown_of_total(records.rows.len(), records.total, records.offset, records.of)];
    lines.extend(records.empty.iter().cloned());
    lines
}

/// `3 claims`, `20 of 134 claims shown, from the 41st on`.
pub(in crate::output) fn shown_of_total(shown: usize, total: usize, offset: usize, of: &str) -> String {
    match (total, shown) {
        (0, _) => format!("no {of}"),
        (total, shown) if shown == total => counted(total, of),
        (total, 0) if offset < total => format!("none of {} shown", counted(total, of)),
        (total, 0) => format!("none of {} shown: there is none after the first {offset}", counted(total, of)),
        (total, shown) if offset == 0 => format!("{shown} of {} shown", counted(total, of)),
        (total, shown) => format!("{shown} of {} shown, from number {} on", counted(total, of), offset + 1),
    }
}

pub(in crate::output) fn left_out(left_out: &LeftOut) -> Vec<String> {
    let mut lines = Vec::new();
    if left_out.only_possible > 0 {
        let one = "matches only possibly; `certainly` excludes it";
        lines.push(verb(left_out.only_possible, one, "match only possibly; `certainly` excludes them"));
    }
    if left_out.undated > 0 {
        lines.push(format!(
            "{} left out by the time clause for lack of a date",
            verb(left_out.undated, "is", "are")
        ));
    }
    if left_out.retracted > 0 && left_out.retracted_included {
        lines.push(format!("{} retracted", verb(left_out.retracted, "is", "are")));
    } else if left_out.retracted > 0 {
        let one = "would match but is retracted; `including retracted` shows it";
        lines.push(verb(
            left_out.retracted,
            one,
            "would match but are retracted; `including retracted` shows them",
        ));
    }
    lines
}

fn verb(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", counted(count, "claims"), if count == 1 { one } else { several })
}
