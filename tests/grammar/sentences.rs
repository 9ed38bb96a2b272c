//! Sentences of a grammar: made at random, and recognised.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::ebnf::{Expr, Rules};
use super::prng::Rng;
use super::tokens;

/// A token stands directly after the one before it.
pub fn is_glued(token: &str) -> bool {
    token == "?" || token.starts_with('@')
}

/// A sentence as text.
pub fn render(sentence: &[String]) -> String {
    let mut text = String::new();
    for token in sentence {
        text += if text.is_empty() || is_glued(token) { "" } else { " " };
        text += token;
    }
    text
}

/// Makes sentences.
pub struct Generator<'a> {
    rules: &'a Rules,
    /// How deep each rule must at least go.
    least: BTreeMap<&'a str, usize>,
    /// Every rule that a sentence has used.
    pub used: BTreeSet<&'a str>,
}

impl<'a> Generator<'a> {
    pub fn new(rules: &'a Rules) -> Generator<'a> {
        let mut least = BTreeMap::new();
        while least.len() < rules.len() {
            for (name, expr) in rules {
                if let Some(depth) = depth(expr, &least) {
                    least.entry(name.as_str()).or_insert(depth + 1);
                }
            }
        }
        Generator { rules, least, used: BTreeSet::new() }
    }

    pub fn sentence(&mut self, rng: &mut Rng, rule: &'a str) -> Vec<String> {
        let mut sentence = Vec::new();
        self.write(rng, &Expr::Rule(rule.to_string()), 22, &mut sentence);
        sentence
    }

    fn write(&mut self, rng: &mut Rng, expr: &Expr, fuel: usize, to: &mut Vec<String>) {
        match expr {
            Expr::Literal(word) => to.push(cased(rng, word)),
            Expr::Special(sort) => to.push(rng.pick(tokens::samples(sort)).to_string()),
            Expr::Rule(name) => {
                let (name, expr) = self.rules.get_key_value(name).unwrap_or_else(|| panic!("no rule {name}"));
                self.used.insert(name);
                self.write(rng, expr, fuel.saturating_sub(1), to);
            }
            Expr::All(parts) => parts.iter().for_each(|part| self.write(rng, part, fuel, to)),
            Expr::Any(choices) => {
                let fitting: Vec<_> =
                    choices.iter().filter(|choice| depth(choice, &self.least) < Some(fuel)).collect();
                let shortest = || choices.iter().min_by_key(|choice| depth(choice, &self.least));
                let choice =
                    if fitting.is_empty() { shortest().expect("a choice") } else { *rng.pick(&fitting) };
                self.write(rng, choice, fuel, to);
            }
            Expr::Optional(part) | Expr::Repeated(part) => {
                let most = if matches!(expr, Expr::Optional(_)) { 1 } else { 3 };
                for _ in 0..most {
                    if depth(part, &self.least) < Some(fuel) && rng.chance(35) {
                        self.write(rng, part, fuel, to);
                    }
                }
            }
        }
    }
}

/// A keyword in one case or another.
fn cased(rng: &mut Rng, word: &str) -> String {
    if rng.chance(10) { word.to_uppercase() } else { word.to_string() }
}

/// How deep an expression must at least go; nothing while a rule in it is not known yet.
fn depth(expr: &Expr, least: &BTreeMap<&str, usize>) -> Option<usize> {
    match expr {
        Expr::Literal(_) | Expr::Special(_) | Expr::Optional(_) | Expr::Repeated(_) => Some(0),
        Expr::Rule(name) => least.get(name.as_str()).copied(),
        Expr::All(parts) => {
            parts.iter().map(|part| depth(part, least)).collect::<Option<Vec<_>>>()?.into_iter().max()
        }
        Expr::Any(choices) => choices.iter().filter_map(|choice| depth(choice, least)).min(),
    }
}

/// Tells whether a row of tokens is a sentence: every way of reading it is tried.
pub struct Recogniser<'a> {
    rules: &'a Rules,
    sentence: &'a [String],
    known: HashMap<(&'a str, usize), Rc<BTreeSet<usize>>>,
}

impl<'a> Recogniser<'a> {
    pub fn derives(rules: &'a Rules, rule: &'a str, sentence: &'a [String]) -> bool {
        let mut recogniser = Recogniser { rules, sentence, known: HashMap::new() };
        recogniser.rule(rule, 0).contains(&sentence.len())
    }

    fn rule(&mut self, name: &'a str, at: usize) -> Rc<BTreeSet<usize>> {
        if let Some(ends) = self.known.get(&(name, at)) {
            return Rc::clone(ends);
        }
        let ends = Rc::new(self.ends(&self.rules[name], at));
        self.known.insert((name, at), Rc::clone(&ends));
        ends
    }

    /// Where what begins at a place can end.
    fn ends(&mut self, expr: &'a Expr, at: usize) -> BTreeSet<usize> {
        let token = self.sentence.get(at);
        let next = |fits: bool| if fits { BTreeSet::from([at + 1]) } else { BTreeSet::new() };
        match expr {
            Expr::Literal(word) => next(token.is_some_and(|token| token.to_lowercase() == *word)),
            Expr::Special(sort) => {
                let following = self.sentence.get(at + 1).map(String::as_str);
                next(token.is_some_and(|token| tokens::is_of(sort, token, following)))
            }
            Expr::Rule(name) => (*self.rule(name, at)).clone(),
            Expr::All(parts) => parts.iter().fold(BTreeSet::from([at]), |starts, part| {
                starts.into_iter().flat_map(|start| self.ends(part, start)).collect()
            }),
            Expr::Any(choices) => choices.iter().flat_map(|choice| self.ends(choice, at)).collect(),
            Expr::Optional(part) => {
                let mut ends = self.ends(part, at);
                ends.insert(at);
                ends
            }
            Expr::Repeated(part) => {
                let (mut ends, mut open) = (BTreeSet::from([at]), vec![at]);
                while let Some(start) = open.pop() {
                    open.extend(self.ends(part, start).into_iter().filter(|end| ends.insert(*end)));
                }
                ends
            }
        }
    }
}
