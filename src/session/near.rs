//! Claims that are there already and say nearly the same as one that is about to be recorded.

use std::collections::HashSet;

use super::Session;
use crate::language::syntax::{Add, Added, Body, Statement, Tell, TextLang};
use crate::language::{parse_script, quote_string};
use crate::model::problem::Result;
use crate::model::{Id, Key};
use crate::output::cells::harmless;
use crate::query::answer::{AnswerBody, ClaimRow};

/// From this likeness on, and with this part of the words of both in common, two statements are nearly the same.
const NEARLY: f64 = 0.5;
/// How many of the likest are weighed, and how many of them are shown.
const MOST_WEIGHED: usize = 10;
const MOST_SHOWN: usize = 3;
/// A script that adds more claims than this is not compared: it would take long, and nobody reads so many remarks.
const MOST_COMPARED: usize = 20;

/// A claim that a text adds, and those that are there already and say nearly the same.
pub struct Near {
    /// Its id, or, where it has none, its statement.
    pub added: String,
    pub there: Vec<ClaimRow>,
}

impl Near {
    /// "last-card: The corridor is the last strong card …", a line for each claim that is there; harmless on a terminal.
    pub fn lines(&self) -> Vec<String> {
        let line =
            |row: &ClaimRow| format!("{}: {}", harmless(row.id.as_str()), harmless(row.statement.as_str()));
        self.there.iter().map(line).collect()
    }

    /// The remark on one that was recorded all the same.
    pub fn remark(&self) -> String {
        let added = harmless(&self.added);
        format!("`{added}` says nearly what is here already: {}", self.lines().join("; "))
    }
}

impl Session {
    /// The claims whose statement is nearly this one, the likest first, at most three.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn nearly_the_same(&mut self, statement: &TextLang) -> Result<Vec<ClaimRow>> {
        if crate::model::text::words(&statement.text).next().is_none() {
            return Ok(Vec::new());
        }
        let lang = statement.lang.as_ref().map_or(String::new(), |lang| format!("@{lang}"));
        let question = format!("claims like {}{lang} limit {MOST_WEIGHED}", quote_string(&statement.text));
        let AnswerBody::Claims(claims) = self.ask(&question)?.body else { return Ok(Vec::new()) };
        let near = |row: &ClaimRow| {
            row.likeness.is_some_and(|likeness| likeness >= NEARLY)
                && in_common(row, &statement.text) >= NEARLY
        };
        Ok(claims.rows.into_iter().filter(near).take(MOST_SHOWN).collect())
    }

    /// For each claim that a script adds, those that are there already and say nearly the same; nothing where it cannot be
    /// read or adds very many.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn near_to_added(&mut self, script: &str) -> Result<Vec<Near>> {
        let Ok(script) = parse_script(script) else { return Ok(Vec::new()) };
        let added: Vec<_> = script.statements.iter().filter_map(added_claim).collect();
        let mut near = Vec::new();
        for (id, statement) in added.iter().filter(|_| added.len() <= MOST_COMPARED) {
            let is_there = id.is_some_and(|id| self.has_claim(id));
            let there = if is_there { Vec::new() } else { self.nearly_the_same(statement)? };
            if !there.is_empty() {
                near.push(Near { added: id.unwrap_or(&statement.text).to_owned(), there });
            }
        }
        Ok(near)
    }

    fn has_claim(&self, id: &str) -> bool {
        let key = Id::new(id).map(Key::Claim);
        key.is_ok_and(|key| self.store.snapshot().ordinal(&key).is_ok_and(|ordinal| ordinal.is_some()))
    }
}

/// The part of the words of both that a text and the statement of a claim, or one of its translations, share: a long
/// statement that has all the words of a short one says more than that.
fn in_common(row: &ClaimRow, text: &str) -> f64 {
    let words = |text: &str| crate::model::text::words(text).collect::<HashSet<String>>();
    let asked = words(text);
    let shared = |other: &str| {
        let other = words(other);
        2.0 * asked.intersection(&other).count() as f64 / (asked.len() + other.len()).max(1) as f64
    };
    let texts = row.translations.iter().map(|translation| &*translation.text).chain([&*row.statement]);
    texts.map(shared).fold(0.0, f64::max)
}

/// The id and statement of the claim that a statement adds.
fn added_claim(statement: &Statement) -> Option<(Option<&str>, &TextLang)> {
    match &statement.body {
        Body::Tell(Tell::Add(Add { what: Added::Claim { statement }, id, .. })) => {
            Some((id.as_ref().map(|id| id.text.as_str()), statement))
        }
        _ => None,
    }
}
