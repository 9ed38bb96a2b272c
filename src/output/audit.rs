//! An answer as Markdown that can be checked: the question, its moment and the digest; the claims as a list with all that
//! is recorded of them and their citations as footnotes, or as a table of the columns that `showing` names; other answers
//! as tables and lists.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::query::answer::{Answer, AnswerBody, ClaimRow, Shown, ShownRecord};

use crate::output::content::citation;
use crate::output::content::citation::Parts;
use crate::output::content::claim::{Card, Citations, of_claim};
use crate::output::content::{phrase, record};
use crate::output::remarks;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::terminal::cells::harmless;

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

/// A citation, its titles set apart and its addresses linked.
#[derive(Default)]
struct Citation {
    markdown: String,
    /// Where a part is put together before it is escaped.
    part: String,
}

impl Parts for Citation {
    fn text(&mut self, write: impl FnOnce(&mut String)) {
        self.part.clear();
        write(&mut self.part);
        push_escaped_inside(&mut self.markdown, &self.part);
    }

    fn title(&mut self, title: &str) {
        self.markdown.push('*');
        push_escaped_inside(&mut self.markdown, title.trim());
        self.markdown.push('*');
    }

    fn address(&mut self, address: &str) {
        push_link(&mut self.markdown, address);
    }
}

/// An address that can be followed; anything but the web is only text.
fn push_link(to: &mut String, url: &str) {
    if is_web_address(url) { to.extend(["<", &harmless(url), ">"]) } else { push_escaped_inside(to, url) }
}

fn is_web_address(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && text
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '|' | '\\' | '`'))
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

fn write_table(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet::of(answer, Reader::Person);
    let mut rows = sheet.rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let heads: Vec<String> = sheet.heads.iter().map(|head| escaped(&head.text)).collect();
    let marks: Vec<&str> = sheet.heads.iter().map(|head| if head.number { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |\n| {} |", heads.join(" | "), marks.join(" | "))?;
    rows.try_for_each(|row| {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))
    })
}

// ---- Escaping ---------------------------------------------------------------------------------------------------------

/// Text that Markdown shows as it is, also at the start of a line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    push_escaped(&mut escaped, text);
    escaped
}

fn push_escaped(to: &mut String, text: &str) {
    let start = to.len();
    push_escaped_inside(to, text.trim());
    let escaped = &to[start..];
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    if escaped.starts_with(['-', '+', '=', ':']) {
        to.insert(start, '\\');
    } else if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        to.insert(start + digits, '\\');
    }
}

/// The same inside a line. Line breaks become blanks.
fn push_escaped_inside(to: &mut String, text: &str) {
    let text = in_a_line(text);
    let text = harmless(&text);
    if !text.contains("://") {
        return push_without_signs(to, &text);
    }
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            to.push(' ');
        }
        push_word(to, word);
    }
}

fn in_a_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text.into();
    }
    text.lines().collect::<Vec<_>>().join(" ").into()
}

/// A word, or an address with what punctuation stands after it.
fn push_word(to: &mut String, word: &str) {
    let address = word.trim_end_matches(['.', ',', ';', ':', ')', '”']);
    if is_web_address(address) {
        return to.extend(["<", address, ">", &word[address.len()..]]);
    }
    push_without_signs(to, word);
}

fn push_without_signs(to: &mut String, text: &str) {
    let mut from = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| SIGNS[usize::from(*byte)]) {
        to.extend([&text[from..at], "\\"]);
        from = at;
    }
    to.push_str(&text[from..]);
}

/// The bytes of what Markdown may take for more than itself.
const SIGNS: [bool; 256] = {
    let signs = b"\\`*_[]<>|#&~$^";
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markdown() {
        assert_eq!(escaped("- *not* a [list](x) | <b>"), r"\- \*not\* a \[list\](x) \| \<b\>");
        assert_eq!(escaped("1. first"), r"1\. first");
        assert_eq!(escaped("1.5 million"), r"1\.5 million");
        assert_eq!(escaped("two\nlines"), "two lines");
        assert_eq!(escaped("روسيا"), "روسيا");
    }

    #[test]
    fn only_the_web_is_linked() {
        let link = |url: &str| {
            let mut link = String::new();
            push_link(&mut link, url);
            link
        };
        assert_eq!(link("https://a.example/x_y"), "<https://a.example/x_y>");
        assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
        assert_eq!(link("https://a <b>"), "<https://a> \\<b\\>");
        assert_eq!(escaped("see https://a.example/x_y: *so*"), r"see <https://a.example/x_y>: \*so\*");
    }
}
