//! One page that can be handed on: it needs no network and no other file, can be read on a telephone, in print and in the
//! dark, and opened in Word or LibreOffice with its footnotes. Its script only filters; without it everything is shown.
//!
//! - `text`: escaping, languages and directions
//! - `claim`: a claim with its chain, verdicts and citations
//! - `colours`: by which class a verdict has its colour
//! - `timeline`: when the claims were said

mod claim;
mod colours;
mod text;
mod timeline;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::model::Verdict;
use crate::output::content::{citation, phrase};
use crate::output::loss::Losses;
use crate::output::options::Options;
use crate::output::provenance::Provenance;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::{content::verdict, others};
use crate::query::answer::{Answer, AnswerBody, ClaimRow};

use text::{attributes, element, escaped, prose};

const CSS: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is fetched and nothing sent, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

pub(super) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let answer = &*others::without_retracted(answer, options.with, losses);
    let rows = others::claims(answer, options.with, losses);
    write_head(answer, out)?;
    if rows.is_empty() || others::is_a_table(answer) {
        write_table(answer, out)?;
    } else {
        write_claims(&rows, options, losses, out)?;
    }
    writeln!(
        out,
        "<footer><p>{}.</p><p>Made with dictum {}.</p></footer>\n</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>",
        prose(&citation::of_answer(answer)),
        env!("CARGO_PKG_VERSION")
    )
}

fn write_head(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let question = &answer.asked.question;
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
    )?;
    for (name, value) in Provenance::of(answer).fields() {
        writeln!(out, "<meta name=\"dictum-{name}\" content=\"{}\">", escaped(&value))?;
    }
    writeln!(out, "<title>{}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n<main>", escaped(question))?;
    writeln!(out, "<header>{}", element("h1", question, None))?;
    for line in about(answer) {
        writeln!(out, "<p class=\"quiet\">{}</p>", prose(&line))?;
    }
    writeln!(out, "</header>")
}

/// How many there are, and what a reader of the page should know of that.
fn about(answer: &Answer) -> Vec<String> {
    let mut lines = vec![format!("{}.", citation::count_of(answer))];
    if let AnswerBody::Claims(claims) = &answer.body {
        let left_out = &claims.left_out;
        if left_out.only_possible > 0 {
            lines.push(format!("{} of them fit the question only possibly.", left_out.only_possible));
        }
        if left_out.undated > 0 {
            let undated = phrase::counted(left_out.undated, "claims");
            lines.push(format!(
                "{undated} without a date could not be asked for their time and are left out."
            ));
        }
    }
    lines.extend(answer.understood.iter().cloned());
    lines
}

fn write_claims(
    rows: &[&ClaimRow],
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.len() > 1 {
        out.write_all(filter(rows).as_bytes())?;
    }
    if let Some(drawing) = timeline::drawn(rows) {
        out.write_all(drawing.as_bytes())?;
    }
    let mut notes = claim::Notes::default();
    for (place, row) in rows.iter().enumerate() {
        let html = claim::written(place + 1, row, rows, options, &mut notes, losses);
        out.write_all(html.as_bytes())?;
    }
    out.write_all(notes.written().as_bytes())
}

/// What can be chosen, where there is more than one of it. It is no part of the page until the script puts it there: who
/// opens the page in a word processor sees none.
fn filter(rows: &[&ClaimRow]) -> String {
    let mut speakers = BTreeMap::new();
    let mut topics = BTreeMap::new();
    for row in rows {
        speakers.extend(row.speakers.iter().map(|speaker| (&*speaker.who.name, speaker.who.id.as_str())));
        topics.extend(row.about.iter().map(|topic| (&*topic.name, topic.id.as_str())));
    }
    let mut verdicts: Vec<Verdict> = rows.iter().flat_map(|row| verdict::latest(&row.assessments)).collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    let mut verdicts: Vec<(&str, &str)> =
        verdicts.iter().map(|verdict| (verdict.word(), verdict.word())).collect();
    if !verdicts.is_empty() && rows.iter().any(|row| row.assessments.is_empty()) {
        verdicts.push(("not assessed", "none"));
    }
    let mut form = String::from(
        "<script type=\"text/html\" id=\"filter-form\">\n<form id=\"filter\">\n<label>Text <input name=\"text\" type=\"search\"></label>\n",
    );
    form.push_str(&choice("Speaker", "speaker", &speakers.into_iter().collect::<Vec<_>>()));
    form.push_str(&choice("Topic", "topic", &topics.into_iter().collect::<Vec<_>>()));
    form.push_str(&choice("Verdict", "verdict", &verdicts));
    form.push_str(
        "<label>Said from <input name=\"from\" type=\"date\"></label>\n<label>Said until <input name=\"until\" type=\"date\"></label>\n\
         <button type=\"reset\">Show all</button>\n<output name=\"count\" aria-live=\"polite\"></output>\n</form>\n</script>\n",
    );
    form
}

fn choice(label: &str, name: &str, values: &[(&str, &str)]) -> String {
    if values.len() < 2 {
        return String::new();
    }
    let mut html = format!("<label>{label} <select name=\"{name}\"><option value=\"\">all</option>");
    for (shown, value) in values {
        html.push_str(&format!(
            "<option value=\"{}\"{}>{}</option>",
            escaped(value),
            attributes(shown, None),
            escaped(shown)
        ));
    }
    html.push_str("</select></label>\n");
    html
}

/// An answer that is no list of claims, or whose columns were picked.
fn write_table(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Person);
    let mut rows = sheet.rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
    for head in &sheet.heads {
        writeln!(out, "<th scope=\"col\">{}</th>", escaped(&head.text))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in rows {
        out.write_all(b"<tr>")?;
        for (cell, head) in row.iter().zip(&sheet.heads) {
            let number = if head.number { " class=\"number\"" } else { "" };
            let inner = if head.own { text::inline(cell, None) } else { prose(cell) };
            write!(out, "<td{number}>{inner}</td>")?;
        }
        out.write_all(b"</tr>\n")?;
    }
    writeln!(out, "</tbody></table></div>")
}
