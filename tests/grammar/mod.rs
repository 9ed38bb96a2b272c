//! Holds the parser, the formatter, the table of keywords and `grammar/dictum.ebnf` together.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dictum::language::keywords::KEYWORDS;
use dictum::language::syntax::Script;
use dictum::language::syntax::Spans;
use dictum::language::{format_script, parse_script};
use dictum::model::Problem;

mod ebnf;
mod sentences;
mod tokens;

use ebnf::{Expr, Rules};
use prng::Rng;
use sentences::{Generator, Recogniser, is_glued, render};

use crate::common::updates;
use crate::support::prng;

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text_of(path: &str) -> String {
    fs::read_to_string(at_root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn rules() -> Rules {
    ebnf::read(&text_of("grammar/dictum.ebnf")).0
}

fn parsed(text: &str) -> Script {
    parse_script(text).unwrap_or_else(|problems| panic!("{text}\n{}", shown(text, &problems)))
}

/// Problems as the golden file has them.
fn shown(text: &str, problems: &[Problem]) -> String {
    let one = |problem: &Problem| {
        let place = problem.span().map_or("", |span| &text[span.range()]);
        let hints: String = problem.hints().iter().map(|hint| format!("  = {hint}\n")).collect();
        format!("error: {}\n  at `{place}`\n{hints}", problem.message())
    };
    problems.iter().map(one).collect()
}

// ---- The grammar and the parser ---------------------------------------------------------------------------------------

/// What the grammar derives and the parser refuses nevertheless, each with when that is right.
const REFUSED_BEYOND_THE_GRAMMAR: [(&str, IsRight); 7] = [
    ("`until` and `still` in one tenure", |tokens, problem| {
        has(tokens, "still") && problem.message().contains("cannot both be in one tenure")
    }),
    ("a field or shaping twice", |_, problem| problem.message().contains("twice")),
    ("`group by` before a column", |tokens, problem| {
        has(tokens, "by") && problem.message().ends_with("is not used here")
    }),
    ("two readings", |_, problem| problem.message() == "this can be read in two ways"),
    ("`like` under `not` or `or`", |tokens, problem| {
        has(tokens, "like") && problem.message().contains("cannot be under")
    }),
    ("`$` in a definition", |tokens, problem| {
        tokens[0].eq_ignore_ascii_case("define") && problem.message().contains("parameters have no values")
    }),
    ("`by` after `contradicted` belongs to it and takes one claim", |tokens, _| {
        const LINKED: [&str; 5] = ["contradicted", "supported", "repeated", "corrected", "answered"];
        let is_linked = |pair: &[String]| {
            LINKED.contains(&pair[0].to_lowercase().as_str()) && pair[1].eq_ignore_ascii_case("by")
        };
        tokens.windows(2).any(is_linked)
    }),
];

/// Whether these tokens may be refused with this problem.
type IsRight = fn(&[String], &Problem) -> bool;

fn has(tokens: &[String], word: &str) -> bool {
    tokens.iter().any(|token| token.eq_ignore_ascii_case(word))
}

/// Asserts that the parser reads a sentence exactly when the grammar derives it.
fn compare(rules: &Rules, sentence: &[String]) -> bool {
    let text = render(sentence);
    let derived = Recogniser::derives(rules, "statement", sentence);
    match parse_script(&text) {
        Ok(_) => assert!(derived, "the parser reads what the grammar does not derive:\n{text}"),
        Err(problems) if derived => {
            let problem = &problems[0];
            let is_known = REFUSED_BEYOND_THE_GRAMMAR.iter().any(|(_, is_right)| is_right(sentence, problem));
            assert!(
                is_known,
                "the grammar derives what the parser refuses:\n{text}\n{}",
                shown(&text, &problems)
            );
            return false;
        }
        Err(_) => return false,
    }
    true
}

#[test]
fn generated_sentences_are_read_and_come_back_from_their_canonical_form() {
    let rules = rules();
    let mut generator = Generator::new(&rules);
    let mut rng = Rng::new(7);
    let mut read = 0;
    for _ in 0..6000 {
        let sentence = generator.sentence(&mut rng, "statement");
        if compare(&rules, &sentence) {
            comes_back(&render(&sentence));
            read += 1;
        }
    }
    assert!(read > 3500, "only {read} sentences were read");
    let unused: Vec<_> = rules.keys().filter(|rule| !generator.used.contains(rule.as_str())).collect();
    assert!(unused.is_empty(), "rules that no sentence uses: {unused:?}");
}

#[test]
fn changed_sentences_are_read_exactly_when_the_grammar_derives_them() {
    let rules = rules();
    let mut generator = Generator::new(&rules);
    let mut rng = Rng::new(11);
    let pool = pool(&rules);
    for _ in 0..6000 {
        let mut sentence = generator.sentence(&mut rng, "statement");
        for _ in 0..rng.between(1, 2) {
            change(&mut rng, &mut sentence, &pool);
        }
        if !sentence.is_empty() && !is_glued(&sentence[0]) && !doubts_a_date(&sentence) {
            compare(&rules, &sentence);
        }
    }
}

/// Every token that the grammar knows.
fn pool(rules: &Rules) -> Vec<String> {
    let mut pool = BTreeSet::new();
    for expr in rules.values() {
        expr.each(&mut |expr| match expr {
            Expr::Literal(word) => _ = pool.insert(word.clone()),
            Expr::Special(sort) => pool.extend(tokens::samples(sort).iter().map(ToString::to_string)),
            _ => {}
        });
    }
    pool.into_iter().collect()
}

fn change(rng: &mut Rng, sentence: &mut Vec<String>, pool: &[String]) {
    let at = rng.below(sentence.len());
    let other = rng.below(sentence.len());
    match rng.below(4) {
        0 if !sentence.is_empty() => _ = sentence.remove(at),
        1 if !sentence.is_empty() => sentence.swap(at, other),
        2 if !sentence.is_empty() => sentence[at] = rng.pick(pool).clone(),
        _ => sentence.insert(at, rng.pick(pool).clone()),
    }
}

/// A `?` directly after a date is part of the date, so such a row of tokens cannot be written.
fn doubts_a_date(sentence: &[String]) -> bool {
    sentence.windows(2).any(|pair| pair[1] == "?" && tokens::is_of("date", &pair[0], None))
}

fn comes_back(text: &str) {
    let script = parsed(text);
    let formatted = format_script(&script);
    let again = parsed(&formatted);
    assert_eq!(script.without_spans(), again.without_spans(), "{text}\n{formatted}");
    assert_eq!(formatted, format_script(&again));
}

#[test]
fn the_keywords_of_the_grammar_are_the_table_of_keywords() {
    let mut literals = BTreeSet::new();
    for expr in rules().values() {
        expr.each(&mut |expr| match expr {
            Expr::Literal(word) if word.starts_with(char::is_alphabetic) => _ = literals.insert(word.clone()),
            _ => {}
        });
    }
    let table: BTreeSet<String> = KEYWORDS.iter().map(|keyword| keyword.spelling.to_string()).collect();
    assert_eq!(literals.difference(&table).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the table");
    assert_eq!(table.difference(&literals).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the grammar");
}

#[test]
fn the_grammar_lists_the_words_that_end_a_name() {
    let text = text_of("grammar/dictum.ebnf");
    let between = |start: &str, end: &str| {
        let list = text.split(start).nth(1).and_then(|rest| rest.split(end).next());
        list.unwrap_or_else(|| panic!("no list after {start}"))
    };
    let listed: Vec<&str> = between("a shaping or a field:", "Words that end").split_whitespace().collect();
    let mut table: Vec<&str> =
        KEYWORDS.iter().filter(|word| word.ends_name()).map(|word| word.spelling).collect();
    table.sort_unstable();
    assert_eq!(listed, table);

    let listed: Vec<String> = between("they never do):", "A name that")
        .lines()
        .map(|line| line.trim().to_string())
        .filter(|line| !line.is_empty())
        .collect();
    let mut table: Vec<String> = KEYWORDS
        .iter()
        .filter(|word| !word.only_before.is_empty())
        .map(|word| format!("{}: {}", word.spelling, word.only_before.join(" ")))
        .collect();
    table.sort_unstable();
    assert_eq!(listed, table);
}

#[test]
fn every_rule_stands_above_the_function_that_reads_it() {
    let (_, texts) = ebnf::read(&text_of("grammar/dictum.ebnf"));
    let productions = productions();
    for (name, text) in &texts {
        let found = productions.iter().find(|(rule, _)| rule == name);
        let (_, found) = found.unwrap_or_else(|| panic!("no function has the rule `{name}`:\n{text}"));
        match found.strip_suffix("| …") {
            Some(beginning) => assert!(text.starts_with(beginning), "`{name}`:\n{text}\n{found}"),
            None => assert_eq!(text, found, "`{name}`"),
        }
    }
    for (name, _) in &productions {
        assert!(texts.contains_key(name), "`{name}` stands above a function, but is no rule of the grammar");
    }
}

/// The productions in the comments of the parser, with their texts.
fn productions() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in fs::read_dir(at_root("src/language/parser")).expect("the parser") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a text");
        let comments = text.lines().map(|line| line.trim().strip_prefix("/// "));
        let mut production = String::new();
        for comment in comments {
            let Some(comment) = comment else {
                production.clear();
                continue;
            };
            let begins = comment
                .split_once(" = ")
                .is_some_and(|(name, _)| name.chars().all(|c| c.is_lowercase() || c == ' '));
            if begins || !production.is_empty() {
                production += &format!("{comment} ");
            }
            if let Some(whole) = production.trim_end().strip_suffix(';') {
                let (name, text) = whole.split_once(" = ").expect("a production");
                found.push((name.to_string(), ebnf::tokens(text).join(" ")));
                production.clear();
            }
        }
    }
    found
}

// ---- The examples -------------------------------------------------------------------------------------------------------

#[test]
fn every_example_is_read_and_comes_back_from_its_canonical_form() {
    let text = text_of("tests/grammar/examples.claims");
    comes_back(&text);
    for statement in parsed(&text).statements {
        comes_back(&text[statement.span.range()]);
    }
}

/// Each case stands in lines that begin with `| `; below it stands what is said about it. `UPDATE=1 cargo test` writes the
/// file anew: read what it says before it is kept.
#[test]
fn every_wrong_example_is_answered_as_the_golden_file_says() {
    let golden = text_of("tests/grammar/wrong.txt");
    let mut answered = String::new();
    let mut case = String::new();
    for line in golden.lines().chain([""]) {
        if line.starts_with("==") {
            answered += &format!("{line}\n\n");
        } else if let Some(text) = line.strip_prefix('|') {
            case += &format!("{}\n", text.strip_prefix(' ').unwrap_or(text));
        } else if !case.is_empty() {
            let text = std::mem::take(&mut case);
            let text = text.trim_end_matches('\n');
            let lines = text.split('\n').map(|line| format!("| {line}").trim_end().to_string() + "\n");
            let answer = match parse_script(text) {
                Ok(script) => format!("reads as: {}", format_script(&script)),
                Err(problems) => shown(text, &problems),
            };
            answered += &format!("{}{answer}\n", lines.collect::<String>());
        }
    }
    if updates() {
        fs::write(at_root("tests/grammar/wrong.txt"), &answered).expect("the golden file");
    } else {
        assert_eq!(golden, answered);
    }
}

// ---- Any text at all ----------------------------------------------------------------------------------------------------

#[test]
fn no_text_makes_the_parser_panic() {
    let mut texts: Vec<String> = naughty_strings();
    let mut rng = Rng::new(3);
    let words: Vec<&str> = KEYWORDS.iter().map(|keyword| keyword.spelling).collect();
    let signs = [
        "(", ")", "\"", "“", "”", "\\", ",", ";", "?", "@", "$", "#", "\n", "\r\n", "\t", "'", "%",
        "\u{200F}", "é", "\u{301}", "2025", "a",
    ];
    for _ in 0..4000 {
        let count = rng.below(12);
        let piece =
            |rng: &mut Rng| if rng.chance(40) { rng.pick(&words) } else { rng.pick(&signs) }.to_string();
        let pieces: Vec<String> = (0..count).map(|_| piece(&mut rng)).collect();
        texts.push(pieces.join(if rng.chance(70) { " " } else { "" }));
    }
    for _ in 0..2000 {
        let any_char = |_| char::from_u32(rng.next() as u32 % 0x3000).unwrap_or('x');
        texts.push((0..20).map(any_char).collect());
    }
    for text in &texts {
        check_any(text);
        check_any(&format!("claims about {text}"));
        check_any(&format!("add claim x {text}\n  note {text}"));
    }
}

/// Reads a text; what is read comes back, what is not has its place in the text.
fn check_any(text: &str) {
    match parse_script(text) {
        Ok(_) => comes_back(text),
        Err(problems) => problems.iter().for_each(|problem| {
            let span = problem.span().expect("a place");
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}: {problem}");
        }),
    }
    let _ = (dictum::language::parse_ask(text), dictum::language::parse_claims_condition(text));
    let _ = dictum::language::completeness(text);
    let quoted = dictum::language::quote_string(text);
    let script =
        parsed(&format!("claims containing {quoted} about {}", dictum::language::name_or_quoted(text)));
    assert!(format!("{script:?}").contains(&format!("Text({text:?})")), "{quoted}");
}

/// Strings that break programs, where they are at hand.
fn naughty_strings() -> Vec<String> {
    let list = fs::read_to_string(at_root("../shared/data/naughty-strings/blns.txt")).unwrap_or_default();
    list.lines().filter(|line| !line.is_empty()).map(str::to_string).collect()
}

#[test]
fn long_and_deep_texts_are_answered_quickly() {
    let start = std::time::Instant::now();
    let million = 1_000_000;
    let refused = |text: &str| parse_script(text).expect_err("refused")[0].message();
    assert_eq!(refused(&"(".repeat(million)), "brackets are nested more than 64 deep");
    assert_eq!(refused(&format!("claims {}", "(".repeat(million))), "brackets are nested more than 64 deep");
    assert_eq!(
        refused(&format!("claims about {}x{}", "(".repeat(65), ")".repeat(65))),
        "brackets are nested more than 64 deep"
    );
    parsed(&format!("claims {}about {}x{}", "(".repeat(32), "(".repeat(32), ")".repeat(64)));
    refused(&")".repeat(million));
    refused(&"\"".repeat(million + 1));
    refused(&"not ".repeat(million / 4));
    refused(&";".repeat(1000));
    parsed(&format!("claims about x{}", " and y".repeat(million / 6)));
    parsed(&format!("claims about x{}", " not by y".repeat(million / 9)));
    parsed(&format!("claims about {}", "word ".repeat(million / 5)));
    parsed(&format!("claims containing \"{}\"", "\\n".repeat(million / 2)));
    parsed(&"claims about Russia\n".repeat(million / 20));
    parsed(&format!("add claim \"x\"\n{}", "    read in y locator \"z\"\n".repeat(million / 26)));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
