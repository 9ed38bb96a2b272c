//! Reads the notation of ISO/IEC 14977, as far as `grammar/dictum.ebnf` uses it.

use std::collections::BTreeMap;

/// The right side of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Literal(String),
    Special(String),
    Rule(String),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Optional(Box<Expr>),
    Repeated(Box<Expr>),
}

pub type Rules = BTreeMap<String, Expr>;

/// The rules of a grammar, and for each its text with single blanks.
pub fn read(text: &str) -> (Rules, BTreeMap<String, String>) {
    let tokens = tokens(text);
    let (mut rules, mut texts) = (Rules::new(), BTreeMap::new());
    for rule in tokens.split(|token| token == ";").filter(|rule| !rule.is_empty()) {
        let equals = rule.iter().position(|token| token == "=").expect("a rule has a `=`");
        let name = rule[..equals].join(" ");
        let mut reader = Reader { tokens: &rule[equals + 1..] };
        let expr = reader.any();
        assert!(reader.tokens.is_empty(), "rule `{name}` goes on with {:?}", reader.tokens);
        texts.insert(name.clone(), rule[equals + 1..].join(" "));
        assert!(rules.insert(name.clone(), expr).is_none(), "rule `{name}` is given twice");
    }
    (rules, texts)
}

/// Words, quoted literals, specials and signs; comments are left out.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' if rest.starts_with("(*") => rest.find("*)").expect("a comment is closed") + 2,
            '"' | '?' => rest[1..].find(first).expect("a literal is closed") + 2,
            c if c.is_alphanumeric() => rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        if !rest.starts_with("(*") {
            tokens.push(rest[..length].to_string());
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Reader<'a> {
    tokens: &'a [String],
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let found = self.tokens.first().is_some_and(|token| token == sign);
        self.tokens = &self.tokens[usize::from(found)..];
        found
    }

    fn any(&mut self) -> Expr {
        let mut choices = vec![self.all()];
        while self.take("|") {
            choices.push(self.all());
        }
        if choices.len() == 1 { choices.remove(0) } else { Expr::Any(choices) }
    }

    fn all(&mut self) -> Expr {
        let mut parts = vec![self.one()];
        while self.take(",") {
            parts.push(self.one());
        }
        if parts.len() == 1 { parts.remove(0) } else { Expr::All(parts) }
    }

    fn one(&mut self) -> Expr {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
            if self.take(open) {
                let inner = self.any();
                assert!(self.take(close), "`{close}` is missing before {:?}", self.tokens);
                return match open {
                    "(" => inner,
                    "[" => Expr::Optional(Box::new(inner)),
                    _ => Expr::Repeated(Box::new(inner)),
                };
            }
        }
        let first = self.tokens.first().expect("something stands here").clone();
        if let Some(literal) = first.strip_prefix('"') {
            self.tokens = &self.tokens[1..];
            return Expr::Literal(literal.trim_end_matches('"').to_string());
        }
        if first.starts_with('?') {
            self.tokens = &self.tokens[1..];
            return Expr::Special(first.trim_matches('?').trim().to_string());
        }
        let words = self.tokens.iter().take_while(|token| token.starts_with(char::is_alphanumeric)).count();
        assert!(words > 0, "unexpected {first}");
        let (name, rest) = self.tokens.split_at(words);
        self.tokens = rest;
        Expr::Rule(name.join(" "))
    }
}

impl Expr {
    /// Calls `see` with this expression and all in it.
    pub fn each(&self, see: &mut impl FnMut(&Expr)) {
        see(self);
        match self {
            Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| part.each(see)),
            Expr::Optional(part) | Expr::Repeated(part) => part.each(see),
            Expr::Literal(_) | Expr::Special(_) | Expr::Rule(_) => {}
        }
    }
}
