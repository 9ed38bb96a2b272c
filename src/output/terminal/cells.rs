//! Text as a terminal shows it: how many cells it takes, what in it could do harm, where it breaks into lines, and
//! in which direction it runs.
//!
//! A width is the sum over the characters. The width of a whole string, as `unicode-width` gives it, counts the Arabic
//! lam-alef as one cell, which terminals do not.

use crate::model::unseen::{FIRST_BYTES, is_direction_mark, is_obeyed, overrides_direction};
use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The widest that one character can be (Khmer has one of three cells): no column is narrower.
pub(in crate::output) const WIDEST_CHAR: usize = 3;

/// How many cells a text takes; marks, joiners and direction signs take none.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| matches!(byte, b' '..=b'~')).count();
    }
    text.chars().map(char_cells).sum()
}

pub(in crate::output) fn char_cells(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The text with nothing in it that a terminal would obey: a line break becomes `↵`, a tab a blank, other control
/// characters and direction overrides are written out as `\u{1b}`. Embeddings and isolates are left out, as those
/// of the data would break those that the table puts around its cells.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !holds_harm(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\r' || chars.peek() != Some(&'\n') {
            push_harmless(&mut shown, c);
        }
    }
    if shown.ends_with("↵ ") {
        shown.pop();
    }
    Cow::Owned(shown)
}

/// Adds one character as [`harmless`] shows it.
pub(in crate::output) fn push_harmless(shown: &mut String, c: char) {
    match c {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push_str("↵ "),
        '\t' => shown.push(' '),
        c if is_direction_bracket(c) => {}
        c if is_obeyed(c) => shown.push_str(&format!("\\u{{{:x}}}", c as u32)),
        c => shown.push(c),
    }
}

/// Only the bytes that a harmful character is or begins with are looked at closer; most texts have few.
fn holds_harm(text: &str) -> bool {
    let suspect = |byte: u8| FIRST_BYTES[usize::from(byte)];
    let harmful = |at: usize| text[at..].chars().next().is_some_and(is_obeyed);
    text.bytes().enumerate().any(|(at, byte)| suspect(byte) && harmful(at))
}

/// Embeddings and isolates with their ends: they are seen only by their effect.
fn is_direction_bracket(c: char) -> bool {
    is_direction_mark(c) && !overrides_direction(c)
}

/// How a text runs on a terminal that reorders what is written from right to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Direction {
    LeftToRight,
    RightToLeft,
    /// Our own words, from left to right, with names and words of any script in them. Each of those is closed off, or
    /// `نيل → سكاي` would be seen with its ends exchanged.
    Phrase,
}

impl Direction {
    /// The direction of a text as a whole: that of its first letter.
    pub(in crate::output) fn of(text: &str) -> Direction {
        match text.chars().find(|c| c.is_alphabetic()) {
            Some(c) if is_right_to_left(c) => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }
}

pub(in crate::output) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A piece of a text that runs in `direction`, closed off from what stands beside it, where anything in it runs from
/// right to left. Only for terminals.
pub(in crate::output) fn isolated(piece: &str, direction: Direction) -> Cow<'_, str> {
    if piece.is_ascii() || !piece.chars().any(is_right_to_left) {
        return Cow::Borrowed(piece);
    }
    Cow::Owned(match direction {
        Direction::LeftToRight => format!("\u{2066}{piece}\u{2069}"),
        Direction::RightToLeft => format!("\u{2067}{piece}\u{2069}"),
        Direction::Phrase => isolated_parts(piece),
    })
}

/// Each part between the signs that join a phrase, closed off by itself.
fn isolated_parts(phrase: &str) -> String {
    let mut text = String::with_capacity(phrase.len() + 12);
    for part in phrase.split_inclusive(joins) {
        let sign = part.chars().next_back().filter(|c| joins(*c));
        let part = &part[..part.len() - sign.map_or(0, char::len_utf8)];
        let core = part.trim_matches(' ');
        let (before, after) = part.split_once(core).unwrap_or(("", ""));
        text.extend([before, &isolated(core, Direction::of(core)), after]);
        text.extend(sign);
    }
    text
}

fn joins(c: char) -> bool {
    matches!(c, '→' | '↓' | '⇣' | ';' | ':' | ',' | '(' | ')' | '“' | '”' | '`' | '–' | '·')
}

/// The lines into which a text breaks so that none is wider than `width`: at blanks, after hyphens and slashes,
/// between wide characters, and inside a word only where it fits no line. Nothing but blanks at a break is left out.
pub fn wrap(text: &str, width: Option<usize>) -> Vec<&str> {
    let Some(width) = width.map(|w| w.max(WIDEST_CHAR)) else { return vec![text] };
    if cells(text) <= width {
        return vec![text.trim_end_matches(is_blank_char)];
    }
    let mut lines = Vec::new();
    let (mut start, mut used, mut gap) = (0, 0, None);
    let mut last = "";
    for (at, unit) in units(text, width) {
        let wide = cells(unit);
        while used + wide > width && at > start && !is_blank(unit) {
            let cut = gap.take().filter(|gap| *gap > start).unwrap_or(at);
            lines.push(text[start..cut].trim_end_matches(is_blank_char));
            start = cut;
            used = cells(&text[start..at]);
        }
        used += wide;
        if breaks_after(last, unit) {
            gap = Some(at + unit.len());
        }
        last = unit;
    }
    lines.push(text[start..].trim_end_matches(is_blank_char));
    lines
}

/// What a line never breaks inside: a character with its marks; the characters alone where those together fit no line.
fn units(text: &str, width: usize) -> impl Iterator<Item = (usize, &str)> {
    clusters(text).flat_map(move |(at, cluster)| {
        let whole = cells(cluster) <= width;
        let parts =
            cluster.char_indices().map(move |(inner, c)| (at + inner, &cluster[inner..inner + c.len_utf8()]));
        whole.then_some((at, cluster)).into_iter().chain(parts.filter(move |_| !whole))
    })
}

/// The characters with their marks, and where each begins.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let cluster = first_cluster(rest)?;
        at += cluster.len();
        Some((at - cluster.len(), cluster))
    })
}

/// The whole segmentation is asked only where something could belong together.
fn first_cluster(text: &str) -> Option<&str> {
    if let [b' '..=b'~', b' '..=b'~', ..] = text.as_bytes() {
        return Some(&text[..1]);
    }
    let mut chars = text.chars();
    let first = chars.next()?;
    if stands_alone(first) && chars.next().is_none_or(stands_alone) {
        return Some(&text[..first.len_utf8()]);
    }
    text.graphemes(true).next()
}

/// Whether a character is one that never joins another of these (UAX 29: neither control nor mark nor joiner). They are
/// most of what is written; the others are only slower.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{5D0}'..='\u{5EA}'
        | '\u{621}'..='\u{64A}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21FF}' | '\u{4E00}'..='\u{9FFF}')
}

/// The widest part of a text that no line break can fall into.
pub(in crate::output) fn widest_word(text: &str) -> usize {
    let (mut widest, mut used, mut last) = (0, 0, "");
    for (_, unit) in clusters(text) {
        used += if is_blank(unit) { 0 } else { cells(unit) };
        widest = widest.max(used);
        if breaks_after(last, unit) {
            used = 0;
        }
        last = unit;
    }
    widest
}

/// A hyphen between figures, as in a date, is no place for a break.
fn breaks_after(last: &str, unit: &str) -> bool {
    match unit {
        "-" | "/" => !last.chars().all(char::is_numeric),
        unit if unit.len() == 1 => is_blank(unit),
        unit => is_blank(unit) || matches!(unit, "‐" | "–" | "—") || cells(unit) > 1,
    }
}

fn is_blank(unit: &str) -> bool {
    if let [byte] = unit.as_bytes() {
        return is_blank_char(char::from(*byte));
    }
    unit.chars().all(is_blank_char)
}

/// White space at which a line may break: not the no-break spaces.
fn is_blank_char(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// Adds `count` blanks.
pub(in crate::output) fn pad(line: &mut String, count: usize) {
    line.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use crate::output::terminal::cells::*;

    #[test]
    fn arabic_is_as_wide_as_its_letters() {
        assert_eq!(cells("لا"), 2, "lam-alef takes two cells");
        assert_eq!(cells("رُوسِيَا"), 5, "vowel signs take none");
        assert_eq!(cells("中文🦊"), 6);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(harmless("a\u{1b}[31mb\r\nc\td\u{9b}e"), "a\\u{1b}[31mb↵ c d\\u{9b}e");
        assert_eq!(harmless("one\n"), "one↵");
        assert_eq!(harmless("\u{202E}evil\u{202C} \u{2067}x\u{2069}"), "\\u{202e}evil x");
        assert!(matches!(harmless("روسيا"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_quick_looks_see_what_the_slow_ones_do(
            parts in vec(prop_oneof!["[a-zéжא-ي中→“ -]{0,4}", "[\u{0}-\u{7f}\r\n]{0,3}", any::<String>(), "[🇩🇪👩\u{200d}\u{301}\u{fe0f}\u{600}ก่]{1,4}"], 0..8)
        ) {
            let text = parts.concat();
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), text.grapheme_indices(true).collect::<Vec<_>>());
            prop_assert_eq!(holds_harm(&text), text.chars().any(is_obeyed));
            prop_assert_eq!(cells(&text), text.chars().map(char_cells).sum::<usize>());
        }
    }

    #[test]
    fn lines_break_at_blanks_and_inside_words_that_fit_no_line() {
        assert_eq!(wrap("the last strong card", Some(8)), ["the last", "strong", "card"]);
        assert_eq!(wrap("russia-azerbaijan-dispute", Some(12)), ["russia-", "azerbaijan-", "dispute"]);
        assert_eq!(wrap("abcdefghij", Some(4)), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("中文字幕", Some(5)), ["中文", "字幕"]);
        assert_eq!(wrap("on 2025-07-20", Some(9)), ["on", "2025-07-2", "0"]);
        assert_eq!(wrap("x    y", Some(3)), ["x", "y"]);
        assert_eq!(wrap("", Some(3)), [""]);
        assert_eq!(wrap("any width", None), ["any width"]);
    }

    #[test]
    fn a_piece_runs_in_the_direction_of_the_whole_text() {
        let direction = Direction::of("روسيا and Armenia");
        assert_eq!(isolated("and روسيا", direction), "\u{2067}and روسيا\u{2069}");
        assert_eq!(isolated("Armenia", direction), "Armenia");
    }

    #[test]
    fn the_ends_of_a_chain_keep_their_places() {
        let chain = "نيل ملفين → سكاي نيوز (not seen) → arabic-report";
        let expected = "\u{2067}نيل ملفين\u{2069} → \u{2067}سكاي نيوز\u{2069} (not seen) → arabic-report";
        assert_eq!(isolated(chain, Direction::Phrase), expected);
    }
}
