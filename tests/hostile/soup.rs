//! The words of the language by chance, and right sentences with mistakes in them.

use std::fs;

use super::ground::Ground;
use crate::common::{Chance, fixture};

const WORDS: &[&str] = &[
    "claims",
    "count",
    "about",
    "by",
    "exactly",
    "russia",
    "Russia",
    "diplomats",
    "Russian",
    "of",
    "and",
    "or",
    "not",
    "(",
    ")",
    ",",
    "certainly",
    "ascribed",
    "to",
    "addressed",
    "said",
    "at",
    "in",
    "on",
    "since",
    "after",
    "before",
    "until",
    "between",
    "2025-07",
    "2025-07-10T00:00:00Z",
    "today",
    "yesterday",
    "3 days ago",
    "July",
    "10",
    "citing",
    "read",
    "containing",
    "\"corridor\"",
    "\"",
    "“",
    "”",
    "like",
    "first",
    "quoted",
    "tagged",
    "rated",
    "false",
    "worse",
    "than",
    "mixed",
    "according",
    "assessed",
    "disputed",
    "contradicting",
    "contradicted",
    "with",
    "without",
    "words",
    "doubtful",
    "matching",
    "published",
    "recorded",
    "concerning",
    "undated",
    "newest",
    "oldest",
    "sorted",
    "descending",
    "limit",
    "offset",
    "showing",
    "statement",
    "speaker",
    "including",
    "retracted",
    "as",
    "per",
    "people",
    "places",
    "within",
    "sources",
    "show",
    "history",
    "explain",
    "define",
    "add",
    "claim",
    "person",
    "place",
    "role",
    "unnamed",
    "source",
    "assess",
    "link",
    "correct",
    "retract",
    "restore",
    "because",
    "reading",
    "nothing",
    "via",
    "?",
    "$x",
    "@en",
    "@",
    ";",
    "\n",
    "\n    ",
    "#",
    "note",
    "extra",
    "locator",
    "translated",
    "asserted",
    "styled",
    "doc",
    "first",
    "ann",
    "-",
    "..",
    "~",
    "claim",
    "x",
    "also",
    "title",
    "url",
    "plural",
    "demonym",
    "the",
    "anyone",
    "named",
    "none",
    "é",
    "ـ",
    "\u{200f}",
    "😀",
];

#[test]
fn words_by_chance() {
    let mut ground = Ground::new();
    let mut chance = Chance(51);
    for _ in 0..4000 {
        let count = 1 + chance.below(14);
        let words: Vec<&str> = (0..count).map(|_| *chance.pick(WORDS)).collect();
        let text = words.join(if chance.below(8) == 0 { "" } else { " " });
        let text = if chance.below(3) == 0 { text } else { format!("claims {text}") };
        let _ = ground.ask(&text);
        ground.format(&text);
        if chance.below(3) == 0 {
            let _ = ground.run(&text);
        }
    }
}

const QUESTIONS: &[&str] = &[
    "claims about (Russia and Armenia) or Turkey not by diplomats newest first limit 20 offset 40",
    "claims by diplomats of Russia between 2025-06 and 2025-07-15 showing speaker, said, statement",
    "claims (about Russia or by \"Ann Lee\") not citing \"The Telegraph\" as of 2025-07-20T12:00:00Z",
    "claims rated false or mostly-false according to \"Full Fact\" assessed since 2025",
    "claims contradicted by (claims by diplomats) containing exactly \"security structure\" including retracted",
    "count claims about Russia per publisher, verdict limit 10",
    "people as diplomats of Russia named \"Ann\"",
    "explain claims certainly by unnamed diplomats since 2 weeks ago",
    "history of claim first",
    "show source doc",
];

/// Characters changed, put in, taken out and doubled.
fn with_mistakes(text: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(chars.len() as u64) as usize;
        let c = *chance.pick(&[
            '"', '(', ')', ',', ' ', '\n', '?', '@', '\\', '\u{0}', 'é', '\u{301}', 'ا', '9', '-', ';', '#',
            '$',
        ]);
        match chance.below(5) {
            0 => drop(chars.remove(at)),
            1 => chars.insert(at, c),
            2 => chars[at] = c,
            3 => chars.truncate(at.max(1)),
            _ => {
                let end = (at + 12).min(chars.len());
                let part = chars[at..end].to_vec();
                chars.splice(at..at, part);
            }
        }
        if chars.is_empty() {
            chars.push(' ');
        }
    }
    chars.into_iter().collect()
}

#[test]
fn questions_with_mistakes() {
    let mut ground = Ground::new();
    let mut chance = Chance(52);
    for round in 0..4000 {
        let text = with_mistakes(QUESTIONS[round % QUESTIONS.len()], &mut chance);
        let _ = ground.ask(&text);
        ground.format(&text);
    }
}

#[test]
fn scripts_with_mistakes() {
    let mut ground = Ground::new();
    let mut chance = Chance(53);
    let seed = fs::read_to_string(fixture()).expect("the seed can be read");
    // Statements by themselves, so that the mistake is in what is read.
    let mut statements: Vec<String> = Vec::new();
    for line in seed.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match statements.last_mut() {
            Some(last) if line.starts_with(' ') => *last += &format!("\n{line}"),
            _ => statements.push(line.to_owned()),
        }
    }
    for round in 0..1500 {
        let text = with_mistakes(&statements[round % statements.len()], &mut chance);
        let _ = ground.run(&text);
        ground.format(&text);
    }
    for _ in 0..25 {
        let text = with_mistakes(&seed, &mut chance);
        let _ = ground.run(&text);
        ground.format(&text);
    }
}
