//! Definitions as dictum 0.1 wrote them, spelled out so that they keep their meaning as a record of today.
//!
//! In version 0.1 `citing times` took the source and the publisher `times` together where they belong together. Today such a
//! name has two readings, and only a definition that still stands as 0.1 wrote it is read as before. Whoever writes it again, in
//! an export or a correction, writes both.

use super::parameters::Params;
use super::resolve::Resolver;
use super::time::Now;
use crate::language::syntax::{
    Clause, Condition, DocumentWord, Linked, Name, NameText, Operands, Spans, What,
};
use crate::language::{format_condition, parse_claims_condition};
use crate::model::problem::Result;
use crate::model::{Definition, Key, Problem};
use crate::store::Snapshot;

/// The definition with every name that stands for a document and its publisher written as both.
///
/// # Errors
/// The database cannot be read, or the question has no form that keeps its meaning.
pub fn spelled_out(snapshot: &Snapshot, definition: Definition) -> Result<Definition> {
    let Ok(Some(mut condition)) = parse_claims_condition(&definition.question) else { return Ok(definition) };
    let params = Params::default();
    let resolver = Resolver::new(snapshot, Now::present(), &params, &definition.question);
    if !spell_out(&resolver, &mut condition)? {
        return Ok(definition);
    }
    let question = format_condition(Some(&condition));
    let again = parse_claims_condition(&question).ok().flatten();
    if again.map(|again| again.without_spans()) != Some(condition.without_spans()) {
        return Err(Problem::invalid(format!(
            "the definition `{}` cites what is the name of a source and of its publisher, and cannot be written so that it takes both",
            definition.id
        ))
        .hint(format!("its question is `{}`; define it again, with `citing source …` or `citing publisher …`", definition.question)));
    }
    Ok(Definition { question, ..definition })
}

/// The definition as it is recorded, where that is one of 0.1 which an export spells out like this one: what was exported can
/// be imported again, and changes nothing.
///
/// # Errors
/// The database cannot be read.
pub fn as_recorded(snapshot: &Snapshot, definition: Definition) -> Result<Definition> {
    let key = Key::Definition(definition.id.clone());
    if snapshot.is_of_0_1(&key)?
        && let Some(recorded) = snapshot.definition(&key)?
        && spelled_out(snapshot, recorded.clone())? == definition
    {
        return Ok(recorded);
    }
    Ok(definition)
}

/// Whether anything had to be written otherwise.
fn spell_out(resolver: &Resolver<'_>, condition: &mut Condition) -> Result<bool> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let mut changed = false;
            for part in parts {
                changed |= spell_out(resolver, part)?;
            }
            Ok(changed)
        }
        Condition::Not(inner) => spell_out(resolver, inner),
        Condition::Clause(Clause { what, .. }) => match what {
            What::Citing(entities) | What::ReadIn(entities) => both(resolver, &mut entities.names),
            What::Linking { to: Linked::Claims { condition: Some(inner), .. }, .. }
            | What::LinkedFrom { from: Some(Linked::Claims { condition: Some(inner), .. }), .. } => {
                spell_out(resolver, inner)
            }
            _ => Ok(false),
        },
    }
}

fn both(resolver: &Resolver<'_>, names: &mut Operands<Name>) -> Result<bool> {
    match names {
        Operands::One(name) => {
            if !resolver.takes_both(name)? {
                return Ok(false);
            }
            // Before a bare name the word would be part of the name.
            let (NameText::Bare(text) | NameText::Quoted(text)) = &name.text else { return Ok(false) };
            let text = NameText::Quoted(text.clone());
            let with = |only| Operands::One(Name { text: text.clone(), only: Some(only), ..name.clone() });
            *names = Operands::Any(vec![with(DocumentWord::Source), with(DocumentWord::Publisher)]);
            Ok(true)
        }
        Operands::All(parts) => {
            let mut changed = false;
            for part in parts {
                changed |= both(resolver, part)?;
            }
            Ok(changed)
        }
        Operands::Any(parts) => {
            let (mut changed, mut flat) = (false, Vec::new());
            for mut part in std::mem::take(parts) {
                changed |= both(resolver, &mut part)?;
                match part {
                    Operands::Any(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
            }
            *parts = flat;
            Ok(changed)
        }
    }
}

impl Resolver<'_> {
    /// Whether a name stands for a document and its publisher together in a definition of 0.1.
    fn takes_both(&self, name: &Name) -> Result<bool> {
        let (NameText::Bare(text) | NameText::Quoted(text)) = &name.text else { return Ok(false) };
        if name.only.is_some() {
            return Ok(false);
        }
        match self.both_documents(text)? {
            Some((source, publisher)) => self.belong_together(source, &publisher, text),
            None => Ok(false),
        }
    }
}
