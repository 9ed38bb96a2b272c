//! From statements that record to changes: names become ids, details become fields. What one script adds may be named
//! anywhere in it.

pub(super) mod citations;
pub mod fields;
pub mod references;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::exchange::interchange;
use crate::language::syntax::{
    Add, Added, Assess, Body, Change as ChangeText, Condition, Correct, Detail, DetailValue, IdText,
    LinkText, Linked, Mutation, Name, NameText, Spanned, Statement, Target, TargetKind, What,
};
use crate::language::{format_condition, parse_claims_condition};
use crate::model::field_path::FieldPath;
use crate::model::problem::{Problems, Result};
use crate::model::record::Extra;
use crate::model::{
    Assessment, Citation, Claim, Definition, Entity, Id, Key, Link, Problem, Record, RecordType, Source,
    Span, validate,
};
use crate::query::definitions_of_0_1::{as_recorded, spelled_out};
use crate::query::parameters::Params;
use crate::query::resolve::Resolver;
use crate::query::show::find_target;
use crate::query::time::Now;
use crate::session::lowering::fields::{FieldLowering, emptied_of, empty, entity_name, field_of, is_list};
use crate::session::lowering::references::{References, ScriptNames};
use crate::store::{Change, Snapshot};

/// The changes that a script asks for, each with where it was asked for.
#[derive(Default)]
pub struct Lowered {
    pub changes: Vec<Change>,
    pub places: Vec<StatementSpans>,
    /// The citation that stands after the script.
    pub reading: Option<Citation>,
}

/// Where a change stands in the script: its statement, and its fields as the interchange format calls them.
#[derive(Clone, Debug, Default)]
pub struct StatementSpans {
    pub statement: Span,
    fields: Vec<(&'static str, Span)>,
}

impl StatementSpans {
    /// The narrowest known place of a field.
    pub fn of(&self, field: &FieldPath) -> Span {
        let root = field.root().unwrap_or_default();
        self.fields.iter().find(|(name, _)| *name == root).map_or(self.statement, |(_, span)| *span)
    }

    fn new(statement: Span, details: &[Detail]) -> StatementSpans {
        StatementSpans {
            statement,
            fields: details.iter().map(|detail| (field_of(&detail.value), detail.span)).collect(),
        }
    }
}

/// Turns the statements of a script that record something into changes, in their order.
///
/// # Errors
/// All that is wrong: of each statement the first.
pub fn lower(
    snapshot: &Snapshot,
    statements: &[Statement],
    text: &str,
    params: &Params,
    now: Now,
    reading: Option<Citation>,
) -> std::result::Result<Lowered, Problems> {
    let called = References { snapshot, params, script: RefCell::new(ScriptNames::of(statements)) };
    let lowered = Lowered { reading, ..Lowered::default() };
    let mut lowering = Lowering { called: &called, text, now, pending: HashMap::new(), lowered };
    let mut problems = Vec::new();
    for statement in statements {
        if let Body::Mutation(mutation) = &statement.body
            && let Err(problem) = lowering.statement(mutation, statement.span)
        {
            problems.push(if problem.span().is_some() { problem } else { problem.at(statement.span) });
        }
    }
    if problems.is_empty() { Ok(lowering.lowered) } else { Err(problems.into()) }
}

struct Lowering<'t, 'c> {
    called: &'t References<'c>,
    text: &'t str,
    now: Now,
    /// Records as the script leaves them so far.
    pending: HashMap<Key, Record>,
    lowered: Lowered,
}

impl Lowering<'_, '_> {
    fn statement(&mut self, mutation: &Mutation, span: Span) -> Result<()> {
        match mutation {
            Mutation::Add(add) => self.add(add, span),
            Mutation::Reading(citation) => {
                let reading =
                    citation.as_ref().map(|citation| self.details().citation(citation)).transpose()?;
                self.lowered.reading = reading;
                Ok(())
            }
            Mutation::Assess(assess) => self.assess(assess, span),
            Mutation::Link(link) => self.link(link, span),
            Mutation::Define { id, question, details } => {
                self.refuse_recursion(&self.id(id)?, question)?;
                let record = Record::Definition(Definition {
                    id: self.id(id)?,
                    question: format_condition(question.node.as_ref()),
                    note: None,
                    extra: Extra::new(),
                });
                self.finish(record, details, StatementSpans::new(span, details))
            }
            Mutation::Correct(correct) => self.correct(correct, span),
            Mutation::Retract { target, because } => {
                let key = self.target(target)?;
                self.push(Change::Retract { key, because: because.clone() }, StatementSpans::new(span, &[]));
                Ok(())
            }
            Mutation::Restore { target, because } => {
                let key = self.target(target)?;
                self.push(Change::Restore { key, because: because.clone() }, StatementSpans::new(span, &[]));
                Ok(())
            }
        }
    }

    fn details(&self) -> FieldLowering<'_, '_> {
        FieldLowering { called: self.called, now: self.now }
    }

    fn push(&mut self, change: Change, place: StatementSpans) {
        self.lowered.changes.push(change);
        self.lowered.places.push(place);
    }

    fn id(&self, id: &IdText) -> Result<Id> {
        Id::new(&id.text).map_err(|why| Problem::from(why).at(id.span))
    }

    // ---- adding ----

    fn add(&mut self, add: &Add, span: Span) -> Result<()> {
        let id = match &add.id {
            Some(id) => self.id(id)?,
            None => Id::placeholder(),
        };
        let place = StatementSpans::new(span, &add.details);
        let mut record = match &add.what {
            Added::Entity { kind, unnamed, names } => Record::Entity(Entity {
                id,
                kind: *kind,
                unnamed: *unnamed,
                names: names.iter().map(|name| entity_name(name, false)).collect(),
                ..Entity::blank()
            }),
            Added::Source => Record::Source(Source { id, ..Source::blank() }),
            Added::Claim { statement } => Record::Claim(Claim {
                lang: statement.lang.clone(),
                ..self.empty_claim(id, statement.text.clone(), add)?
            }),
        };
        for detail in &add.details {
            self.details().put(&mut record, detail)?;
        }
        validate::canonical(&mut record);
        if add.id.is_none() {
            interchange::name_by_content(&mut record);
            self.called.script.borrow_mut().put(&record);
        }
        self.keep(record, place);
        Ok(())
    }

    /// A claim without a `read in` of its own is read where `reading` says.
    fn empty_claim(&self, id: Id, statement: String, add: &Add) -> Result<Claim> {
        let cites = add.details.iter().any(|detail| matches!(detail.value, DetailValue::ReadIn(_)));
        let overrides_via = add.details.iter().any(|detail| matches!(detail.value, DetailValue::Via(_)));
        citations::refuse_early_parts(&add.details, self.lowered.reading.as_ref())?;
        let mut citations = Vec::new();
        if !cites {
            let mut standing = self.lowered.reading.clone().ok_or_else(|| {
                Problem::invalid(format!("{} does not say where it was read", this_claim(add)))
                    .at(add.span)
                    .hint("say `read in SOURCE`, or `reading SOURCE` once for all that follow")
            })?;
            if overrides_via {
                standing.via.clear();
            }
            citations.push(standing);
        }
        let mode = add.details.iter().any(|detail| matches!(detail.value, DetailValue::Mode(_)));
        if !mode {
            return Err(Problem::invalid(format!(
                "{} does not say how the document gives it",
                this_claim(add)
            ))
            .at(add.span)
            .hint("say `quoted`, `paraphrased`, `asserted` or `ascribed`"));
        }
        Ok(Claim { id, statement, citations, ..Claim::blank() })
    }

    /// A definition that leads back to itself could never be answered.
    fn refuse_recursion(&self, id: &Id, question: &Spanned<Option<Condition>>) -> Result<()> {
        let mut open: Vec<String> = question.node.iter().flat_map(matched).collect();
        let mut seen = HashSet::new();
        while let Some(name) = open.pop() {
            if name == id.as_str() {
                let problem = Problem::invalid(format!("the definition `{id}` would lead back to itself"));
                return Err(problem.at(question.span).hint("take `matching` out of it"));
            }
            if seen.insert(name.clone())
                && let Ok(other) = Id::new(&name)
                && let Some(definition) = self.definition(&Key::Definition(other))?
                && let Ok(Some(condition)) = parse_claims_condition(&definition.question)
            {
                open.extend(matched(&condition));
            }
        }
        Ok(())
    }

    fn definition(&self, key: &Key) -> Result<Option<Definition>> {
        match self.pending.get(key) {
            Some(Record::Definition(definition)) => Ok(Some(definition.clone())),
            _ => self.called.snapshot.definition(key),
        }
    }

    fn assess(&mut self, assess: &Assess, span: Span) -> Result<()> {
        let by = assess.details.iter().any(|detail| matches!(detail.value, DetailValue::By(_)));
        if !by {
            return Err(Problem::invalid("this assessment does not say whose it is")
                .at(assess.span)
                .hint("say `by CHECKER`"));
        }
        let id = assess.id.as_ref().map_or_else(|| Ok(Id::placeholder()), |id| self.id(id))?;
        let (claim, verdict) = (self.id(&assess.claim)?, assess.verdict);
        let mut record = Record::Assessment(Assessment { id, claim, verdict, ..Assessment::blank() });
        for detail in &assess.details {
            self.details().put(&mut record, detail)?;
        }
        if assess.id.is_none() {
            interchange::name_by_content(&mut record);
        }
        let mut place = StatementSpans::new(span, &assess.details);
        for (field, _) in &mut place.fields {
            match *field {
                "speakers" => *field = "by",
                "citations" => *field = "source",
                _ => {}
            }
        }
        place.fields.push(("claim", assess.claim.span));
        self.keep(record, place);
        Ok(())
    }

    fn link(&mut self, link: &LinkText, span: Span) -> Result<()> {
        let record = Record::Link(Link {
            from: self.id(&link.from)?,
            relation: link.relation,
            to: self.id(&link.to)?,
            note: None,
            extra: Extra::new(),
        });
        let mut place = StatementSpans::new(span, &link.details);
        place.fields.extend([("from", link.from.span), ("to", link.to.span)]);
        self.finish(record, &link.details, place)
    }

    fn finish(&mut self, mut record: Record, details: &[Detail], place: StatementSpans) -> Result<()> {
        for detail in details {
            self.details().put(&mut record, detail)?;
        }
        if let Record::Definition(definition) = record {
            record = Record::Definition(as_recorded(self.called.snapshot, definition)?);
        }
        self.keep(record, place);
        Ok(())
    }

    fn keep(&mut self, record: Record, place: StatementSpans) {
        self.pending.insert(record.key(), record.clone());
        self.push(Change::Add(record), place);
    }

    // ---- correcting ----

    fn correct(&mut self, correct: &Correct, span: Span) -> Result<()> {
        let key = self.target(&correct.target)?;
        let mut record = self.record(&key, &correct.target)?;
        let mut replaced: HashSet<String> = HashSet::new();
        let mut details = Vec::new();
        citations::refuse_early_changes(&correct.changes, &record)?;
        refuse_contradictions(&correct.changes)?;
        refuse_second_document(&correct.changes, &record)?;
        let mut changes: Vec<&ChangeText> = correct.changes.iter().collect();
        changes.sort_by_key(|change| turn_of(change));
        for change in changes {
            match change {
                ChangeText::Set(detail) => {
                    self.clear_once(&mut record, detail, &mut replaced)?;
                    self.details().put(&mut record, detail)?;
                    details.push(detail.clone());
                }
                ChangeText::Also(detail) => {
                    refuse_single(&record, detail)?;
                    refuse_known_key(&record, detail)?;
                    self.details().put(&mut record, detail)?;
                    details.push(detail.clone());
                }
                ChangeText::Without(field) => empty(&mut record, field.node, field.span)?,
                ChangeText::Unnamed(unnamed, at) => match &mut record {
                    Record::Entity(entity) => entity.unnamed = *unnamed,
                    _ => return Err(Problem::invalid("only entities are named or unnamed").at(*at)),
                },
            }
        }
        validate::canonical(&mut record);
        if let Record::Definition(definition) = record {
            let is_of_0_1 = self.called.snapshot.is_of_0_1(&key)?;
            let snapshot = self.called.snapshot;
            let kept = if is_of_0_1 { spelled_out(snapshot, definition)? } else { definition };
            record = Record::Definition(kept);
        }
        let place = StatementSpans::new(span, &details);
        self.pending.insert(key, record.clone());
        self.push(Change::Correct { record, because: correct.because.clone() }, place);
        Ok(())
    }

    /// A field that is named is replaced as a whole; named twice in one correction, it has both.
    fn clear_once(&self, record: &mut Record, detail: &Detail, replaced: &mut HashSet<String>) -> Result<()> {
        match (&detail.value, &mut *record) {
            (DetailValue::ReadIn(_), Record::Claim(claim)) if replaced.insert("read in".into()) => {
                claim.citations.clear();
            }
            (DetailValue::Names(_), Record::Entity(entity)) if replaced.insert("names".into()) => {
                entity.names.retain(|name| name.plural);
            }
            (DetailValue::By(_), Record::Assessment(_)) => {}
            (value, _) if is_list(value) => {
                for field in emptied_of(value) {
                    if replaced.insert(format!("{field:?}")) {
                        empty(record, field, detail.span)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn record(&self, key: &Key, target: &Target) -> Result<Record> {
        if let Some(record) = self.pending.get(key) {
            return Ok(record.clone());
        }
        let stored = crate::store::validator::stored(self.called.snapshot, key)?;
        stored
            .map(|(record, _)| record)
            .ok_or_else(|| Problem::invalid(format!("there is no {key}")).at(span_of(target)))
    }

    /// The record that is meant: one of this script, or of the database.
    fn target(&self, target: &Target) -> Result<Key> {
        if let Some(key) = self.pending_target(target)? {
            return Ok(key);
        }
        let resolver = Resolver::new(self.called.snapshot, self.now, self.called.params, self.text);
        find_target(&resolver, target).map(|(key, _)| key)
    }

    fn pending_target(&self, target: &Target) -> Result<Option<Key>> {
        let key = match target {
            Target::Link { from, relation, to, .. } => {
                let (from, to) = (Id::new(self.called.text(from)?), Id::new(self.called.text(to)?));
                let (Ok(from), Ok(to)) = (from, to) else { return Ok(None) };
                Key::Link(from, *relation, to)
            }
            Target::Record { kind, name } => {
                let Ok(id) = Id::new(self.called.text(name)?) else { return Ok(None) };
                let types: Vec<RecordType> = match kind {
                    Some(TargetKind::Type(record_type)) => vec![*record_type],
                    Some(TargetKind::Entity(_)) => vec![RecordType::Entity],
                    None => RecordType::ALL.to_vec(),
                };
                let keys = types.into_iter().filter_map(|record_type| Key::of(record_type, id.clone()));
                let found: Vec<Key> = keys.filter(|key| self.pending.contains_key(key)).collect();
                match found.as_slice() {
                    [] => return Ok(None),
                    [key] => key.clone(),
                    _ if matches!(name.text, NameText::Param(_)) => return Ok(None),
                    several => {
                        let ways: Vec<String> =
                            several.iter().map(|key| format!("`{} {id}`", key.record_type())).collect();
                        return Err(Problem::invalid(format!(
                            "`{id}` is the id of {} records",
                            several.len()
                        ))
                        .at(name.span)
                        .hint(format!("say which: {}", ways.join(", "))));
                    }
                }
            }
        };
        Ok(self.pending.contains_key(&key).then_some(key))
    }
}

/// The definitions that a condition matches.
fn matched(condition: &Condition) -> Vec<String> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(matched).collect(),
        Condition::Not(inner) => matched(inner),
        Condition::Clause(clause) => match &clause.what {
            What::Matching(Name { text: NameText::Bare(name) | NameText::Quoted(name), .. }) => {
                vec![name.clone()]
            }
            What::Linking { to: Linked::Claims { condition: Some(inner), .. }, .. }
            | What::LinkedFrom { from: Some(Linked::Claims { condition: Some(inner), .. }), .. } => {
                matched(inner)
            }
            _ => Vec::new(),
        },
    }
}

fn this_claim(add: &Add) -> String {
    add.id.as_ref().map_or_else(|| "this claim".to_owned(), |id| format!("the claim `{}`", id.text))
}

/// In which turn a change is made: what is emptied first, then all else as it stands.
fn turn_of(change: &ChangeText) -> u8 {
    match change {
        ChangeText::Without(_) | ChangeText::Unnamed(..) => 0,
        ChangeText::Set(_) | ChangeText::Also(_) => 1,
    }
}

/// Refuses a correction that says of one field both what it is and that it is empty, or adds to it before it is
/// replaced: one of the two would be lost.
fn refuse_contradictions(changes: &[ChangeText]) -> Result<()> {
    let mut added = HashSet::new();
    for change in changes {
        match change {
            ChangeText::Also(detail) => _ = added.insert(detail.value.which()),
            ChangeText::Set(detail) if added.contains(&detail.value.which()) => {
                return Err(Problem::invalid("this would take the place of what `also` adds before it")
                    .at(detail.span)
                    .hint("write `also` here too, or leave it out there and put this first"));
            }
            ChangeText::Set(_) | ChangeText::Without(_) | ChangeText::Unnamed(..) => {}
        }
    }
    for change in changes {
        let ChangeText::Without(emptied) = change else { continue };
        let is_filled = |change: &ChangeText| match change {
            ChangeText::Set(detail) | ChangeText::Also(detail) => {
                emptied_of(&detail.value).contains(&emptied.node)
            }
            ChangeText::Without(_) | ChangeText::Unnamed(..) => false,
        };
        if changes.iter().any(is_filled) {
            let problem = Problem::invalid(format!("`{}` is emptied and filled here", emptied.node.word));
            return Err(problem
                .at(emptied.span)
                .hint("a field that is named is replaced whole: leave `without` out"));
        }
    }
    Ok(())
}

/// A claim has several citations, an assessment one document.
fn refuse_second_document(changes: &[ChangeText], record: &Record) -> Result<()> {
    let documents = changes.iter().filter_map(|change| match change {
        ChangeText::Set(detail) if matches!(detail.value, DetailValue::ReadIn(_)) => Some(detail.span),
        _ => None,
    });
    match { documents }.nth(1).filter(|_| matches!(record, Record::Assessment(_))) {
        None => Ok(()),
        Some(span) => Err(Problem::invalid("an assessment is read in one document").at(span)),
    }
}

/// `also extra` adds a key; that of another value is not replaced on the quiet.
fn refuse_known_key(record: &Record, detail: &Detail) -> Result<()> {
    let DetailValue::Extra(key, value) = &detail.value else { return Ok(()) };
    match record.extra().get(key).filter(|known| *known != value) {
        None => Ok(()),
        Some(known) => {
            Err(Problem::invalid(format!("`extra` has the key `{key}` already, with \"{known}\""))
                .at(detail.span)
                .hint("leave `also` out to replace all the keys"))
        }
    }
}

/// `also` adds to a list; a field of one value has no room for another.
fn refuse_single(record: &Record, detail: &Detail) -> Result<()> {
    let lists = match &detail.value {
        DetailValue::ReadIn(_) => matches!(record, Record::Claim(_)),
        DetailValue::By(_) => !matches!(record, Record::Assessment(_)),
        DetailValue::Names(_) => true,
        other => is_list(other),
    };
    if lists {
        return Ok(());
    }
    Err(Problem::invalid("`also` adds to a list, and this holds one value")
        .at(detail.span)
        .hint("leave `also` out to put this in its place"))
}

fn span_of(target: &Target) -> Span {
    match target {
        Target::Record { name, .. } => name.span,
        Target::Link { span, .. } => *span,
    }
}
