//! An answer as Markdown that can be checked: the question, its moment and the digest; the claims as a list with all that
//! is recorded of them and their citations as footnotes, or as a table of the columns that `showing` names; other answers
//! as tables and lists.

use std::io::{self, Write};

use crate::query::answer::{Answer, AnswerBody, ClaimRow, Shown, ShownRecord};

use crate::output::content::citation;
use crate::output::content::claim::{Card, Citations, of_claim};
use crate::output::content::{phrase, record};
use crate::output::markdown::{Citation, escaped, push_escaped, write_table};
use crate::output::remarks;

pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    write_head(answer, out)?;
    match &answer.body {
        AnswerBody::Claims(claims) if claims.columns.is_empty() => write_claims(&claims.rows, out),
        AnswerBody::Shown(shown) => write_shown(shown, out),
        _ => write_table(answer, out),
    }
}

// ---- What was asked -----------------------------------------------------------------------------------------------

fn write_head(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let asked = &answer.asked;
    writeln!(out, "# {}\n", escaped(&asked.question))?;
    let as_of = asked.as_of.as_ref().map_or(String::new(), |as_of| format!(" as of {}", escaped(as_of)));
    let at = phrase::moment(asked.at);
    writeln!(
        out,
        "Asked at {at} of the database{as_of}; digest `{}`, transaction {}.",
        asked.digest, asked.sequence
    )?;
    let lines = remarks(answer);
    if !lines.is_empty() {
        writeln!(out)?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "- {}", escaped(line)))?;
    writeln!(out)
}

// ---- Claims as a list -------------------------------------------------------------------------------------------------

fn write_claims(rows: &[ClaimRow], out: &mut dyn Write) -> io::Result<()> {
    let mut footnotes = 0;
    for (number, row) in rows.iter().enumerate() {
        write_claim(number + 1, row, &mut footnotes, out)?;
    }
    let mut citation_text = Citation::default();
    let cited = rows.iter().flat_map(|row| row.citations.iter().map(move |citation| (row, citation)));
    for (number, (row, citation)) in cited.enumerate() {
        citation_text.markdown.clear();
        citation::write(row, citation, &mut citation_text);
        writeln!(out, "[^{}]: {}", number + 1, citation_text.markdown)?;
    }
    Ok(())
}

fn write_claim(number: usize, row: &ClaimRow, footnotes: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!("{number}. ");
    let indent = " ".repeat(text.len());
    push_escaped(&mut text, &row.statement);
    for _ in &row.citations {
        *footnotes += 1;
        text.push_str(&format!("[^{footnotes}]"));
    }
    text.push('\n');
    push_fields(&mut text, &of_claim(row, Citations::Elsewhere), &indent);
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// The id with the marks, and everything else, a line each.
fn push_fields(text: &mut String, card: &Card<'_>, indent: &str) {
    text.extend([indent, "- id: "]);
    push_escaped(text, &card.title);
    text.push_str(" (");
    push_escaped(text, &card.marks.join(", "));
    text.push_str(")\n");
    for field in &card.fields {
        text.extend([indent, "- "]);
        push_escaped(text, field.label);
        text.push_str(": ");
        push_escaped(text, &field.in_a_line());
        text.push('\n');
    }
}

// ---- One record, and tables -------------------------------------------------------------------------------------------

fn write_shown(shown: &Shown, out: &mut dyn Write) -> io::Result<()> {
    if let ShownRecord::Claim(row) = &shown.what {
        return write_claims(std::slice::from_ref(row), out);
    }
    let card = record::of_shown(shown);
    writeln!(out, "## {}\n", escaped(card.text.map_or(&card.title, |(_, text)| text)))?;
    let mut text = String::new();
    push_fields(&mut text, &card, "");
    out.write_all(text.as_bytes())
}
