//! Markdown for what stands in an answer: texts that are shown as they are, citations with their addresses linked, tables.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::query::answer::Answer;

use crate::output::content::citation::{Manner, Parts};
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::terminal::cells::harmless;

/// A citation, its titles set apart and its addresses linked.
#[derive(Default)]
pub(super) struct Citation {
    pub(super) markdown: String,
    manner: Manner,
    /// Where a part is put together before it is escaped.
    part: String,
}

impl Citation {
    pub(super) fn of(manner: Manner) -> Citation {
        Citation { manner, ..Citation::default() }
    }
}

impl Parts for Citation {
    fn manner(&self) -> Manner {
        self.manner
    }

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

    #[cfg(feature = "styles")]
    fn emphasis(&mut self, text: &str) {
        let core = text.trim();
        let (before, after) = text.split_once(core).unwrap_or(("", ""));
        self.markdown.push_str(before);
        if !core.is_empty() {
            self.markdown.push('*');
            push_escaped_inside(&mut self.markdown, core);
            self.markdown.push('*');
        }
        self.markdown.push_str(after);
    }
}

/// An address that can be followed; anything but the web is only text.
pub(super) fn push_link(to: &mut String, url: &str) {
    if is_web_address(url) { to.extend(["<", &harmless(url), ">"]) } else { push_escaped_inside(to, url) }
}

pub(super) fn is_web_address(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && text
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '|' | '\\' | '`'))
}

/// An answer as a table; nothing where it has no rows.
pub(super) fn write_table(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
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
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    push_escaped(&mut escaped, text);
    escaped
}

pub(super) fn push_escaped(to: &mut String, text: &str) {
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
pub(super) fn push_escaped_inside(to: &mut String, text: &str) {
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
