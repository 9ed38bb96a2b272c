//! Whether a document's words stand in its text: as they are written, or but for typography, which a copy changes without
//! anybody's will: the Unicode form, ligatures, soft hyphens and hyphens at line ends, the kinds of quotation marks, dashes,
//! blanks and dots.

use std::fmt;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::occurrences::occurrences;
use super::text::{is_apostrophe, is_dash, is_quotation_mark};

/// Where words stand in a text, or do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// As they are written, however blanks and lines are broken.
    AsWritten,
    ButForTypography {
        at: Place,
        differences: Vec<String>,
    },
    /// `beginning`: how far they do stand there.
    Not {
        beginning: Option<Beginning>,
    },
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub character: usize,
}

/// How far words stand in a text, and how both go on from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    pub at: Place,
    pub last: String,
    pub text_has: String,
    pub words_have: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, character {}", self.line, self.character)
    }
}

/// Looks for words in a text, from one word boundary to another. `[…]` in the words stands for something left out; so does
/// `…` where the text does not have it, which is said.
pub fn find(text: &str, words: &str) -> Found {
    if stand_as_written(&spaced(text), &spaced(words)) {
        return Found::AsWritten;
    }
    let signs = signs(text);
    let whole = [words];
    let (bracketed, any) = (parts(words, &BRACKETED), parts(words, &GAPS));
    for (parts, is_silent) in [(&whole[..], true), (&bracketed, true), (&any, false)] {
        let Some((first, mut differences)) = find_parts(text, &signs, parts) else { continue };
        if !is_silent {
            differences.push("“…” for what stands between".to_owned());
        }
        if differences.is_empty() {
            return Found::AsWritten;
        }
        return Found::ButForTypography { at: place(text, first), differences };
    }
    Found::Not { beginning: beginning(text, &signs, any.first().copied().unwrap_or(words)) }
}

/// The text with single blanks.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stand_as_written(text: &str, words: &str) -> bool {
    occurrences(text.bytes(), words.as_bytes()).any(|start| {
        let (before, after) = (&text[..start], &text[start + words.len()..]);
        // Whether a hyphen beside the words parts a word is left to the closer look.
        let is_by_hyphen = before.trim_end().ends_with(HYPHENS) || after.trim_start().starts_with(HYPHENS);
        !is_by_hyphen
            && is_bound(before.chars().next_back(), words.chars().next())
            && is_bound(words.chars().next_back(), after.chars().next())
    })
}

/// Whether a word can begin or end between two characters. Scripts that are written without blanks have no better bounds.
fn is_bound(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    if is_combining_mark(after) {
        return false;
    }
    let is_letter = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    !is_letter(before) || !is_letter(after) || is_unspaced(before) || is_unspaced(after)
}

/// Han, kana, Thai, Lao, Burmese and Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

// ---- Signs ------------------------------------------------------------------------------------------------------------

/// A character as it is compared, and where it stands in the text with what belongs to it.
#[derive(Debug)]
struct Sign {
    c: char,
    range: Range<usize>,
    /// A hyphen that may as well not be there: a soft one, or one at the end of a line.
    loose: bool,
}

/// The signs of a text, in which typography makes no difference.
fn signs(text: &str) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        while let Some((at, mark)) = chars.next_if(|(_, c)| canonical_combining_class(*c) != 0) {
            end = at + mark.len_utf8();
        }
        if is_invisible(first) {
            continue;
        }
        if let Some(c) = sign_of_its_kind(first) {
            push(&mut signs, text, c, start..end);
            continue;
        }
        for c in text[start..end].nfkd().filter(|c| !is_invisible(*c)) {
            push(&mut signs, text, sign_of_its_kind(c).unwrap_or(c), start..end);
        }
    }
    signs
}

/// What nobody sees, and the Arabic sign that only stretches a word.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0640}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}')
}

const SOFT_HYPHEN: char = '\u{AD}';
/// What parts a word at the end of a line.
const HYPHENS: [char; 3] = ['-', '\u{2010}', SOFT_HYPHEN];

fn sign_of_its_kind(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() => Some(' '),
        c if is_dash(c) || c == SOFT_HYPHEN => Some('-'),
        c if is_apostrophe(c) || is_quotation_mark(c) => Some('\''),
        _ => None,
    }
}

/// Adds a sign: of several blanks or dashes in a row there is one, and none beside a dash or a mark that one language
/// spaces and another does not.
fn push(signs: &mut Vec<Sign>, text: &str, c: char, range: Range<usize>) {
    let written = text[range.clone()].chars().next().unwrap_or(c);
    let after_blank = signs.last().is_some_and(|last| last.c == ' ');
    let before_blank = signs.len().checked_sub(2).map(|at| signs[at].c);
    let takes_blank = c == '-'
        || matches!(written, ';' | ':' | '!' | '?' | '»' | '›')
        || (c == '.' && before_blank == Some('.'));
    if after_blank && takes_blank {
        signs.pop();
        if let Some(last) = signs.last_mut() {
            last.range.end = range.start;
        }
    }
    let Some(last) = signs.last_mut() else {
        if c != ' ' {
            signs.push(Sign { c, range, loose: c == '-' && written == SOFT_HYPHEN });
        }
        return;
    };
    let last_written = text[last.range.clone()].chars().next();
    let belongs_to_last = match (last.c, c) {
        (' ' | '-', ' ') | ('-', '-') => true,
        ('\'', ' ') => matches!(last_written, Some('«' | '‹')),
        // Two single quotation marks for a double one.
        ('\'', '\'') => {
            last.range.end == range.start && last_written == Some(written) && is_apostrophe(written)
        }
        _ => false,
    };
    if !belongs_to_last {
        signs.push(Sign { c, range, loose: c == '-' && written == SOFT_HYPHEN });
        return;
    }
    let ends_line = last.c == '-' && c == ' ' && matches!(written, '\n' | '\r');
    last.range.end = range.end;
    if ends_line && !after_blank && matches!(last_written, Some('-' | '\u{2010}')) {
        let parts_word = signs.len().checked_sub(2).is_some_and(|at| {
            signs[at].c.is_alphabetic() && !text[signs[at].range.clone()].ends_with(char::is_whitespace)
        });
        if let Some(hyphen) = signs.last_mut() {
            hyphen.loose = parts_word;
        }
    }
}

// ---- Finding ------------------------------------------------------------------------------------------------------------

/// Marks of something left out that no text has by itself.
const BRACKETED: [&str; 4] = ["[…]", "[...]", "(…)", "(...)"];
const GAPS: [&str; 6] = ["[…]", "[...]", "(…)", "(...)", "…", "..."];

/// The words between what is left out.
fn parts<'w>(words: &'w str, gaps: &[&str]) -> Vec<&'w str> {
    let mut parts = Vec::new();
    let mut rest = words;
    loop {
        let next = gaps.iter().filter_map(|gap| Some((rest.find(gap)?, gap.len()))).min();
        let (part, after) = match next {
            Some((at, length)) => (&rest[..at], Some(&rest[at + length..])),
            None => (rest, None),
        };
        parts.extend(Some(part).filter(|part| part.contains(char::is_alphanumeric)));
        match after {
            Some(after) => rest = after,
            None => return parts,
        }
    }
}

/// Where the first of the parts stands, if all do, each behind the one before it, and how they differ from the text.
fn find_parts(text: &str, signs: &[Sign], parts: &[&str]) -> Option<(usize, Vec<String>)> {
    let (mut from, mut first, mut differences) = (0, None, Vec::new());
    for part in parts {
        let words = trimmed(self::signs(part));
        let (start, steps) = find_from(signs, &words, from)?;
        first.get_or_insert(signs[start].range.start);
        from = steps.iter().filter_map(|step| step.0).max().map_or(start, |last| last + 1);
        for difference in differ(text, signs, part, &words, &steps) {
            if !differences.contains(&difference) {
                differences.push(difference);
            }
        }
    }
    first.map(|first| (first, differences))
}

fn trimmed(mut signs: Vec<Sign>) -> Vec<Sign> {
    while signs.last().is_some_and(|last| last.c == ' ') {
        signs.pop();
    }
    signs
}

/// A sign of the text and one of the words that are alike; one alone where it may as well not be there.
type Step = (Option<usize>, Option<usize>);

fn find_from(signs: &[Sign], words: &[Sign], from: usize) -> Option<(usize, Vec<Step>)> {
    starts(signs, words, from).into_iter().find_map(|start| stand_at(signs, words, start))
}

/// How the words stand in the text from a place on, if they stand there from one word boundary to another.
fn stand_at(signs: &[Sign], words: &[Sign], start: usize) -> Option<(usize, Vec<Step>)> {
    if !is_bound_at(signs, start) {
        return None;
    }
    let steps = alike(signs, words, start)?;
    let end = steps.iter().filter_map(|step| step.0).max()? + 1;
    is_bound_at(signs, end).then_some((start, steps))
}

/// Where the words can stand: hyphens, some of which may be missing on either side, are not looked at yet. The words are
/// not compared at each place, since a long text that repeats itself would then take a time that grows with its square.
fn starts(signs: &[Sign], words: &[Sign], from: usize) -> Vec<usize> {
    let Some(first) = words.iter().find(|sign| !sign.loose) else { return Vec::new() };
    let without_hyphens: Vec<char> = words.iter().map(|sign| sign.c).filter(|c| *c != '-').collect();
    if without_hyphens.is_empty() {
        return (from..signs.len()).filter(|at| signs[*at].c == '-').collect();
    }
    let places: Vec<usize> = (from..signs.len()).filter(|at| signs[*at].c != '-').collect();
    let found = occurrences(places.iter().map(|at| signs[*at].c), &without_hyphens).map(|at| places[at]);
    if first.c != '-' {
        return found.collect();
    }
    // The words begin with the hyphen before the place.
    found.filter_map(|at| at.checked_sub(1).filter(|at| *at >= from && signs[*at].c == '-')).collect()
}

fn is_bound_at(signs: &[Sign], at: usize) -> bool {
    // A hyphen at a line's end only parts a word in two.
    let before = signs[..at].iter().rev().find(|sign| !sign.loose);
    let after = signs[at..].iter().find(|sign| !sign.loose);
    is_bound(before.map(|sign| sign.c), after.map(|sign| sign.c))
}

/// How the words go along with the text from a place on, if they do.
fn alike(signs: &[Sign], words: &[Sign], start: usize) -> Option<Vec<Step>> {
    let (mut at, mut word, mut steps) = (start, 0, Vec::with_capacity(words.len()));
    while word < words.len() {
        match signs.get(at) {
            Some(sign) if sign.c == words[word].c => {
                steps.push((Some(at), Some(word)));
                (at, word) = (at + 1, word + 1);
            }
            Some(sign) if sign.loose => {
                steps.push((Some(at), None));
                at += 1;
            }
            _ if words[word].loose => {
                steps.push((None, Some(word)));
                word += 1;
            }
            _ => return None,
        }
    }
    Some(steps)
}

fn place(text: &str, at: usize) -> Place {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Place { line: before.matches('\n').count() + 1, character: before[line_start..].chars().count() + 1 }
}

/// How far the words stand in the text, where that is at least two words.
fn beginning(text: &str, signs: &[Sign], words: &str) -> Option<Beginning> {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() < 3 {
        return None;
    }
    let found = |count: usize| {
        let part = all[..count].join(" ");
        find_from(signs, &trimmed(self::signs(&part)), 0)
    };
    let (mut there, mut not) = (1, all.len());
    while there + 1 < not {
        let middle = there.midpoint(not);
        if found(middle).is_some() { there = middle } else { not = middle }
    }
    let (start, steps) = found(there).filter(|_| there >= 2)?;
    let end = steps.iter().filter_map(|step| step.0).max().map_or(start, |last| signs[last].range.end);
    let few = |words: &mut dyn Iterator<Item = &str>| words.take(4).collect::<Vec<_>>().join(" ");
    Some(Beginning {
        at: place(text, signs[start].range.start),
        last: all[there.saturating_sub(3)..there].join(" "),
        text_has: few(&mut text[end..].split_whitespace()),
        words_have: few(&mut all[there..].iter().copied()),
    })
}

// ---- Differences --------------------------------------------------------------------------------------------------------

/// Whether two signs are of one character.
fn is_one_character(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start == other.start && !one.is_empty() && !other.is_empty()
}

/// What the text has for what the words have, a line for each difference; blanks and line breaks aside.
fn differ(text: &str, signs: &[Sign], words: &str, word_signs: &[Sign], steps: &[Step]) -> Vec<String> {
    let mut pieces: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut text_at, mut word_at) = (0, 0);
    for (sign, word) in steps {
        let ours = sign.map_or(text_at..text_at, |sign| signs[sign].range.clone());
        let theirs = word.map_or(word_at..word_at, |word| word_signs[word].range.clone());
        (text_at, word_at) = (ours.end, theirs.end);
        match pieces.last_mut() {
            // Several signs of one character on either side: a ligature.
            Some(last) if is_one_character(&last.0, &ours) || is_one_character(&last.1, &theirs) => {
                last.0.end = last.0.end.max(ours.end);
                last.1.end = last.1.end.max(theirs.end);
            }
            _ => pieces.push((ours, theirs)),
        }
    }
    let differing = pieces.into_iter().map(|(ours, theirs)| (&text[ours], &words[theirs]));
    let differing = differing.filter(|(ours, theirs)| spaced(ours) != spaced(theirs));
    differing.map(|(ours, theirs)| format!("{} for {}", shown(ours), shown(theirs))).collect()
}

/// “ﬃ” (U+FB03)
fn shown(piece: &str) -> String {
    let spaced = spaced(piece);
    match spaced.as_str() {
        "" => "nothing".to_owned(),
        "\u{AD}" => "a soft hyphen".to_owned(),
        "-" | "\u{2010}" if piece.contains('\n') => "a hyphen at the end of a line".to_owned(),
        _ => {
            let codes: Vec<String> =
                spaced.chars().filter(|c| !c.is_ascii()).map(|c| format!("U+{:04X}", u32::from(c))).collect();
            let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(" ")) };
            format!("“{spaced}”{codes}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(text: &str, words: &str) -> Vec<String> {
        match find(text, words) {
            Found::ButForTypography { differences, .. } => differences,
            other => panic!("{words} in {text}: {other:?}"),
        }
    }

    #[test]
    fn words_stand_as_written_whatever_the_blanks() {
        for (text, words) in [
            ("foo\nbar", "foo bar"),
            ("foo\u{a0}bar", "foo bar"),
            ("He said: the dam  holds.", "the dam holds."),
            ("a part of the art", "art"),
            ("l’Élysée a dit non", "Élysée a dit"),
            ("Was?", "Was ?"),
            ("台北市長說捷運票價不會上漲", "票價"),
            ("The dam, which is old, holds.", "The dam […] holds."),
        ] {
            assert_eq!(find(text, words), Found::AsWritten, "{words} in {text}");
        }
    }

    #[test]
    fn typography_is_told_with_what_differs() {
        for (text, words, difference) in [
            ("the oﬃcial", "the official", "“ﬃ” (U+FB03) for “ffi”"),
            ("I don’t know", "don't", "“’” (U+2019) for “'”"),
            ("re\u{301}sume\u{301}", "résumé", "“e\u{301}” (U+0301) for “é” (U+00E9)"),
            ("con\u{ad}firmed", "confirmed", "a soft hyphen for nothing"),
            ("it was con-\nfirmed", "confirmed", "a hyphen at the end of a line for nothing"),
            ("a well-\nknown man", "wellknown", "a hyphen at the end of a line for nothing"),
            ("war – and peace", "war - and", "“–” (U+2013) for “-”"),
            ("war—and peace", "war -- and", "“—” (U+2014) for “--”"),
            ("so… he left", "so... he", "“…” (U+2026) for “...”"),
            ("« Oui », dit-il", "\"Oui\", dit", "“«” (U+00AB) for “\"”"),
            ("``Yes'' he said", "“Yes” he", "“``” for ““” (U+201C)"),
        ] {
            let found = differences(text, words);
            assert!(found[0].starts_with(difference), "{words} in {text}: {found:?}");
        }
        assert_eq!(find("a well-\nknown man", "well-known man"), Found::AsWritten);
        assert_eq!(
            differences("The dam holds, he says.", "The dam … he says"),
            ["“…” for what stands between"]
        );
        match find("One.\n\nThe oﬃcial\nleft", "official left") {
            Found::ButForTypography { at, .. } => assert_eq!(at, Place { line: 3, character: 5 }),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn other_words_do_not_stand_there() {
        for (text, words) in [
            ("part", "art"),
            ("arts", "art"),
            ("con-\nfirmed", "firmed"),
            ("con\u{ad}firmed", "con"),
            ("The Dam", "the dam"),
            ("he did not go", "he did go"),
            ("recreation", "re-creation"),
            ("The end. The dam", "The dam […] The end"),
            ("", "x"),
            ("x", "…"),
        ] {
            assert!(matches!(find(text, words), Found::Not { .. }), "{words} in {text}");
        }
        let Found::Not { beginning: Some(beginning) } =
            find("The corridor will cost three billion dollars.", "will cost four billion")
        else {
            panic!("the beginning stands there");
        };
        assert_eq!(beginning.at, Place { line: 1, character: 14 });
        assert_eq!(
            (beginning.text_has.as_str(), beginning.words_have.as_str()),
            ("three billion dollars.", "four billion")
        );
    }

    #[test]
    fn any_texts_are_compared() {
        for text in
            ["", " ", "-", "\u{301}", "\u{ad}", "-\n", "a-\n", "……", "''", "«", "« ", ". . .", "é-\r\nb"]
        {
            for words in ["", " ", "-", "\u{301}x", "\u{ad}", "a", "…", "[…]", "b"] {
                find(text, words);
            }
        }
    }

    /// All texts of up to `longest` of these characters.
    fn texts(characters: &[char], longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = 0;
        for _ in 0..longest {
            let until = all.len();
            for at in last..until {
                all.extend(characters.iter().map(|c| format!("{}{c}", all[at])).collect::<Vec<_>>());
            }
            last = until;
        }
        all
    }

    #[test]
    fn words_are_found_where_comparing_at_each_place_finds_them() {
        let characters = ['a', 'b', ' ', '-', '\u{ad}', '\n'];
        let all_words: Vec<Vec<Sign>> =
            texts(&characters, 3).iter().map(|words| trimmed(signs(words))).collect();
        for text in texts(&characters, 4) {
            let text = signs(&text);
            for words in &all_words {
                let first = words.iter().find(|sign| !sign.loose).map(|sign| sign.c);
                let naive = (0..text.len())
                    .filter(|at| Some(text[*at].c) == first)
                    .find_map(|start| stand_at(&text, words, start));
                assert_eq!(find_from(&text, words, 0), naive, "{words:?} in {text:?}");
            }
        }
    }

    /// Comparing at each place takes minutes here.
    #[test]
    fn a_long_text_that_repeats_itself_is_compared_in_no_time() {
        for unit in ["a ", "a", "a-", "so\u{ad} "] {
            let text = unit.repeat(100_000);
            let words = format!("{}end", unit.repeat(50_000));
            assert!(matches!(find(&text, &words), Found::Not { .. }), "{unit:?}");
        }
    }
}
