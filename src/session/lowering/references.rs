//! What a name in a record stands for: a record of the database, or one that the same script adds, before or after.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::language::syntax::{
    Add, Added, Body, Detail, DetailValue, Mutation, Name, NameText, RefText, Statement,
};
use crate::model::problem::{ErrorKind, Result, Sought};
use crate::model::record::Ref;
use crate::model::text::fold;
use crate::model::{Id, Kind, Problem, Record, RecordType};
use crate::query::lookup::{Names, can_be_misspelt};
use crate::query::parameters::Params;
use crate::store::Snapshot;
use crate::store::index::keys::PostingKey;

/// The entities and sources that a script itself adds, by their ids, names and titles.
#[derive(Default)]
pub struct ScriptNames {
    entities: HashMap<Id, Kind>,
    names: HashMap<String, Vec<Id>>,
    sources: HashSet<Id>,
    titles: HashMap<String, Vec<Id>>,
}

impl ScriptNames {
    pub fn of(statements: &[Statement]) -> ScriptNames {
        let mut names = ScriptNames::default();
        for statement in statements {
            if let Body::Mutation(Mutation::Add(Add { what, id: Some(id), details, .. })) = &statement.body
                && let Ok(id) = Id::new(&id.text)
            {
                match what {
                    Added::Source => names.put_source(id, details.iter().find_map(title)),
                    Added::Entity { kind, names: called, .. } => {
                        names.put_entity(id, *kind, called.iter().map(|name| name.text.as_str()));
                    }
                    Added::Claim { .. } => {}
                }
            }
        }
        names
    }

    fn put_entity<'n>(&mut self, id: Id, kind: Kind, called: impl Iterator<Item = &'n str>) {
        for name in called {
            self.names.entry(fold(name)).or_default().push(id.clone());
        }
        self.entities.insert(id, kind);
    }

    fn put_source(&mut self, id: Id, title: Option<&str>) {
        if let Some(title) = title {
            self.titles.entry(fold(title)).or_default().push(id.clone());
        }
        self.sources.insert(id);
    }

    /// Adds a record that got its id from its content: only what stands behind it in the script can name it.
    pub fn put(&mut self, record: &Record) {
        match record {
            Record::Entity(entity) => {
                let called = entity.names.iter().map(|name| name.text.as_str());
                self.put_entity(entity.id.clone(), entity.kind, called);
            }
            Record::Source(source) => self.put_source(source.id.clone(), source.title.as_deref()),
            _ => {}
        }
    }
}

fn title(detail: &Detail) -> Option<&str> {
    match &detail.value {
        DetailValue::Text("title", title) => Some(title),
        _ => None,
    }
}

/// Finds what names in records stand for.
pub struct References<'c> {
    pub snapshot: &'c Snapshot,
    pub params: &'c Params,
    pub script: RefCell<ScriptNames>,
}

impl References<'_> {
    pub fn text<'n>(&'n self, name: &'n Name) -> Result<&'n str> {
        match &name.text {
            NameText::Bare(text) | NameText::Quoted(text) => Ok(text),
            NameText::Param(param) => self.params.get(param, name.span),
        }
    }

    /// An entity named in a record. An exact id is taken whatever its kind, so that the rule it breaks can be named.
    pub fn entity(&self, reference: &RefText, accept: &dyn Fn(Kind) -> bool) -> Result<Ref> {
        if let Some(of) = &reference.name.of {
            let span =
                crate::query::resolved::members(of).first().map_or(reference.name.span, |name| name.span);
            return Err(Problem::invalid("here one record is named, by its id or name").at(span));
        }
        let text = self.text(&reference.name)?;
        match self.entity_id(text, accept)? {
            Ok(id) => Ok(named(id, reference)),
            Err(problem) => Err(problem.at(reference.name.span)),
        }
    }

    /// The id that a text stands for; the inner error says why there is none.
    pub fn entity_id(
        &self,
        text: &str,
        accept: &dyn Fn(Kind) -> bool,
    ) -> Result<std::result::Result<Id, Problem>> {
        if let Ok(id) = Id::new(text)
            && (self.script.borrow().entities.contains_key(&id) || self.names().by_id(text)?.is_some())
        {
            return Ok(Ok(id));
        }
        let script = self.script.borrow();
        let mut ids: Vec<Id> = script.names.get(&fold(text)).cloned().unwrap_or_default();
        ids.retain(|id| script.entities.get(id).is_some_and(|kind| accept(*kind)));
        ids.extend(self.names().fitting(text, accept)?.into_iter().map(|fit| fit.entity.id.clone()));
        ids.sort();
        ids.dedup();
        Ok(match ids.as_slice() {
            [id] => Ok(id.clone()),
            [] => Err(self.nothing_called(text, accept)?),
            several => Err(ambiguous(text, several)),
        })
    }

    fn nothing_called(&self, text: &str, accept: &dyn Fn(Kind) -> bool) -> Result<Problem> {
        let mut near: Vec<String> = self
            .names()
            .near(text, accept)?
            .iter()
            .take(5)
            .map(crate::query::lookup::Fit::described)
            .collect();
        let script = self.script.borrow();
        let ids = script.entities.keys().map(Id::as_str);
        near.extend(crate::query::lookup::alike(text, ids));
        let problem = Problem::not_found(Sought::Entity, text);
        let problem = self.names().retracted_hint(text, RecordType::Entity, problem)?;
        let problem = problem.did_you_mean(near);
        Ok(problem.hint("what is named must be in the database, or be added by the same script"))
    }

    /// A source named in a record: by its id, or by its title.
    pub fn source(&self, reference: &RefText) -> Result<Ref> {
        let text = self.text(&reference.name)?;
        let script = self.script.borrow();
        if let Ok(id) = Id::new(text)
            && script.sources.contains(&id)
        {
            return Ok(named(id, reference));
        }
        let found = self.names().sources(text)?;
        let mut ids = script.titles.get(&fold(text)).cloned().unwrap_or_default();
        for ordinal in found {
            if let Some(source) = self.snapshot.source(ordinal)? {
                if source.id.as_str() == text {
                    // An id comes before a title.
                    return Ok(named(source.id.clone(), reference));
                }
                ids.push(source.id.clone());
            }
        }
        ids.sort();
        ids.dedup();
        match ids.as_slice() {
            [id] => Ok(named(id.clone(), reference)),
            [] => Err(self.no_source(text)?.at(reference.name.span)),
            several => Err(ambiguous(text, several).at(reference.name.span)),
        }
    }

    fn no_source(&self, text: &str) -> Result<Problem> {
        let mut near = self.names().ids_alike(text, RecordType::Source)?;
        near.extend(self.names().spelt_alike(text, &PostingKey::Title(String::new()))?);
        let script = self.script.borrow();
        let ids = script.sources.iter().map(Id::as_str);
        near.extend(crate::query::lookup::alike(text, ids));
        near.truncate(5);
        let problem = Problem::not_found(Sought::Source, text);
        let problem = self.names().retracted_hint(text, RecordType::Source, problem)?;
        let problem = problem.did_you_mean(near);
        if !can_be_misspelt(text) {
            return Ok(problem.hint("add it first: `add source ID title \"…\"`"));
        }
        Ok(problem.hint(format!("add it first: `add source {}`", crate::language::name_or_quoted(text))))
    }

    fn names(&self) -> Names<'_> {
        Names { snapshot: self.snapshot }
    }
}

fn named(id: Id, reference: &RefText) -> Ref {
    Ref { id, certain: !reference.doubtful, styled: reference.styled.clone() }
}

/// The error for a name that fits several records.
fn ambiguous(written: &str, ids: &[Id]) -> Problem {
    let candidates = ids.iter().map(Id::to_string).collect();
    ErrorKind::Ambiguous { written: written.to_owned(), candidates }.into()
}
