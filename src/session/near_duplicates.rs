//! Claims that are there already and say nearly the same as one that is about to be recorded.

use crate::language::syntax::{Add, Added, Body, Mutation, Statement, TextLang};
use crate::language::{parse_script, quote_string};
use crate::model::problem::Result;
use crate::model::{Id, Key};
use crate::output::terminal::cells::harmless;
use crate::query::answer::{AnswerBody, ClaimRow};
use crate::query::like::nearness;
use crate::query::resolved::Phrase;
use crate::session::Session;

/// With this part of the weight of the words of both in common, two statements are nearly the same. Now and then it is
/// another claim in the same frame: it is only shown, and better twice than not at all.
const NEARLY: f64 = 0.58;
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
        let phrase = Phrase { text: statement.text.clone(), lang: statement.lang.clone() };
        let snapshot = self.state();
        let mut near = Vec::new();
        for row in claims.rows {
            if near.len() < MOST_SHOWN && nearness(&snapshot, &phrase, &row)? >= NEARLY {
                near.push(row);
            }
        }
        Ok(near)
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

/// The id and statement of the claim that a statement adds.
fn added_claim(statement: &Statement) -> Option<(Option<&str>, &TextLang)> {
    match &statement.body {
        Body::Mutation(Mutation::Add(Add { what: Added::Claim { statement }, id, .. })) => {
            Some((id.as_ref().map(|id| id.text.as_str()), statement))
        }
        _ => None,
    }
}
