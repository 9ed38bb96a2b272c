//! Holds the parser, the formatter, the table of keywords and `grammar/dictum.ebnf` together.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dictum::language::keywords::KEYWORDS;
use dictum::language::syntax::Script;
use dictum::language::{format_script, parse_script};
use dictum::model::Problem;

#[path = "grammar/ebnf.rs"]
mod ebnf;
#[path = "support/prng.rs"]
mod prng;
#[path = "grammar/sentences.rs"]
mod sentences;
#[path = "grammar/tokens.rs"]
mod tokens;

use ebnf::{Expr, Rules};
use sentences::{Generator, Recogniser, is_glued, render};
use prng::Rng;

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
        let place = problem.span.map_or("", |span| &text[span.range()]);
        let hints: String = problem.hints.iter().map(|hint| format!("  = {hint}\n")).collect();
        format!("error: {}\n  at `{place}`\n{hints}", problem.message)
    };
    problems.iter().map(one).collect()
}

// ---- The grammar and the parser ---------------------------------------------------------------------------------------

/// What the grammar derives and the parser refuses nevertheless, each with when that is right.
const REFUSED_BEYOND_THE_GRAMMAR: [(&str, fn(&[String], &Problem) -> bool); 5] = [
    ("a field or shaping twice", |_, problem| problem.message.contains("twice")),
    ("two readings", |_, problem| problem.message == "this can be read in two ways"),
    ("`like` under `not` or `or`", |tokens, problem| has(tokens, "like") && problem.message.contains("cannot stand under")),
    ("`$` in a definition", |tokens, problem| {
        tokens[0].eq_ignore_ascii_case("define") && problem.message.contains("given from outside")
    }),
    ("`by` after `contradicted` belongs to it and takes one claim", |tokens, _| {
        const LINKED: [&str; 5] = ["contradicted", "supported", "repeated", "corrected", "answered"];
        let is_linked = |pair: &[String]| LINKED.contains(&pair[0].to_lowercase().as_str()) && pair[1].eq_ignore_ascii_case("by");
        tokens.windows(2).any(is_linked)
    }),
];

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
            assert!(is_known, "the grammar derives what the parser refuses:\n{text}\n{}", shown(&text, &problems));
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
            Expr::Special(sort) => pool.extend(tokens::samples(sort).iter().map(|sample| sample.to_string())),
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
    sentence.windows(2).any(|pair| pair[1] == "?" && tokens::is_of("date", &pair[0]))
}

fn comes_back(text: &str) {
    let script = parsed(text);
    let formatted = format_script(&script);
    let again = parsed(&formatted);
    assert_eq!(script, again, "{text}\n{formatted}");
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
    let list = text.split("a shaping or a field:").nth(1).and_then(|rest| rest.split("A name that").next());
    let listed: Vec<&str> = list.expect("the list").split_whitespace().collect();
    let mut table: Vec<&str> = KEYWORDS.iter().filter(|word| word.ends_name()).map(|word| word.spelling).collect();
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
            let begins = comment.split_once(" = ").is_some_and(|(name, _)| name.chars().all(|c| c.is_lowercase() || c == ' '));
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
