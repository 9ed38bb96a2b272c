//! One record with everything about it, and its history.

use std::sync::Arc;

use super::answer::{EntityName, EntityOrId, HistoryAnswer, Shown, ShownRecord, VersionView};
use super::evaluate::Evaluator;
use super::resolved::{Condition, Documents, NamePlace, Resolved, ResolvedClause};
use crate::language::quote_string;
use crate::language::syntax::{Name, NameText, Operands, Target, TargetKind};
use crate::model::problem::{Result, Sought};
use crate::model::text::{beginning_of, few};
use crate::model::{Entity, Id, Key, Kind, Problem, Record, RecordType};
use crate::query::asking::Asking;
use crate::query::lookup::{MOST_LISTED, Names};
use crate::store::Change;
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::ChangeKind;

impl Asking<'_> {
    /// The record that a `show` or `history` means: by its id, else by a name; retracted ones too.
    pub(super) fn target(&self, target: &Target) -> Result<(Key, Ordinal)> {
        let resolver = self.resolver();
        find_target(&resolver, target)
    }

    pub(super) fn show(&mut self, target: &Target) -> Result<Shown> {
        let (key, ordinal) = self.target(target)?;
        let record_type = key.record_type();
        if let Some(redaction) = self.snapshot.redaction(record_type, ordinal)? {
            return Err(Problem::invalid(redaction.to_string()).hint(format!(
                "`history of {record_type} {}` says what is left: when it was changed, by whom",
                key.name()
            )));
        }
        let evaluator = Evaluator::new(self.snapshot, true);
        let record = evaluator
            .last_content(record_type, ordinal)?
            .ok_or_else(|| Problem::index("the index is missing a record"))?;
        let (recorded, corrected, retracted) = evaluator.life(record_type, ordinal)?;
        let what = match record {
            Record::Claim(_) => {
                let slot = self
                    .snapshot
                    .slot_of(ordinal, true)?
                    .ok_or_else(|| Problem::index("the index is missing a claim"))?;
                ShownRecord::Claim(Box::new(evaluator.row(slot, true, None)?))
            }
            Record::Entity(entity) => self.shown_entity(&evaluator, entity, ordinal)?,
            Record::Source(source) => {
                let documents = Documents { sources: vec![ordinal], publishers: Vec::new() };
                let mut cites = Vec::new();
                for cited in &source.cites {
                    let view = evaluator.source_view(cited)?;
                    cites.push(EntityOrId {
                        id: cited.id.clone(),
                        title: view.source.title.clone(),
                        certain: cited.certain,
                        medium: view.source.medium,
                    });
                }
                ShownRecord::Source {
                    view: evaluator.view_of_source(Arc::new(source), true)?,
                    cites,
                    claims_read_in: self.how_many_now(Condition::Cites {
                        read: true,
                        documents: Operands::One(documents.clone()),
                    })?,
                    claims_citing: self.how_many_now(Condition::Cites {
                        read: false,
                        documents: Operands::One(documents),
                    })?,
                }
            }
            Record::Assessment(assessment) => ShownRecord::Assessment {
                view: evaluator
                    .assessment_view(Arc::new(assessment.clone()), evaluator.standing(&assessment)?)?,
                statement: evaluator.statement(&assessment.claim)?.unwrap_or_default(),
                assessment,
            },
            Record::Link(link) => ShownRecord::Link {
                from_statement: evaluator.statement(&link.from)?.unwrap_or_default(),
                to_statement: evaluator.statement(&link.to)?.unwrap_or_default(),
                link,
            },
            Record::Definition(definition) => {
                let condition = crate::language::parse_claims_condition(&definition.question);
                let mut resolver = self.resolver();
                let resolved = match condition {
                    Ok(Some(condition)) => resolver.condition(&condition).ok(),
                    Ok(None) => Some(Resolved::All(Vec::new())),
                    Err(_) => None,
                };
                let claims = resolved.map(|resolved| self.how_many_fit(&resolved)).transpose()?;
                ShownRecord::Definition { definition, claims }
            }
        };
        Ok(Shown { what, recorded, corrected, retracted })
    }

    fn shown_entity(
        &self,
        evaluator: &Evaluator<'_>,
        entity: Entity,
        ordinal: Ordinal,
    ) -> Result<ShownRecord> {
        let mut narrower = Vec::new();
        for (child, _) in self.snapshot.directly_narrower(ordinal)? {
            narrower.extend(self.entity_name(child)?);
        }
        let mut holders = Vec::new();
        if entity.kind == Kind::Role {
            for holder in &*self.snapshot.posting(&PostingKey::Holder(ordinal))? {
                let holds = |holder: &Entity| holder.roles.iter().any(|tenure| tenure.role.id == entity.id);
                if self.snapshot.entity(holder)?.is_some_and(|holder| holds(&holder)) {
                    holders.extend(self.entity_name(holder)?);
                }
            }
        }
        let named = |place| Condition::Names { place, exactly: true, entities: Operands::One(ordinal) };
        Ok(ShownRecord::Entity {
            claims_by: self
                .how_many_now(Condition::By(Operands::One(super::resolved::SpokenBy::Itself(ordinal))))?,
            claims_about: self.how_many_now(named(NamePlace::About))?,
            ascribed: self.how_many_now(named(NamePlace::AscribedTo))?,
            card: evaluator.card(Arc::new(entity))?,
            narrower,
            holders,
        })
    }

    fn entity_name(&self, ordinal: Ordinal) -> Result<Option<EntityName>> {
        let entity = self.snapshot.entity(ordinal)?;
        Ok(entity.map(|entity| EntityName { id: entity.id.clone(), name: entity.name().into() }))
    }

    fn how_many_now(&self, what: Condition) -> Result<usize> {
        self.how_many_fit(&Resolved::Clause(ResolvedClause { certainly: false, what, text: String::new() }))
    }

    fn how_many_fit(&self, resolved: &Resolved) -> Result<usize> {
        let evaluator = Evaluator::new(self.snapshot, false);
        Ok(evaluator.all(resolved)?.possible.len() as usize)
    }

    pub(super) fn history(&mut self, target: &Target) -> Result<HistoryAnswer> {
        let (key, ordinal) = self.target(target)?;
        let record_type = key.record_type();
        let evaluator = Evaluator::new(self.snapshot, true);
        let trail = self
            .snapshot
            .trail(record_type, ordinal)?
            .ok_or_else(|| Problem::index("the index is missing a history"))?;
        let mut versions = Vec::new();
        for version in evaluator.versions_until_now(&trail) {
            let stamp = self.snapshot.transaction(version.sequence)?.map(|entry| entry.stamp.clone());
            let change = self.snapshot.change(version.change)?;
            let is_redacted = version.act == ChangeKind::Redacted;
            let record = if is_redacted { None } else { Some(self.snapshot.content(version.content)?) };
            versions.push(VersionView {
                when: evaluator.recorded_at(version.sequence)?,
                why: stamp.and_then(|stamp| stamp.why),
                act: match (version.act, &change) {
                    (ChangeKind::Added, _) => super::answer::ChangeKind::Added,
                    (ChangeKind::Corrected, _) => super::answer::ChangeKind::Corrected,
                    (ChangeKind::Retracted, _) => super::answer::ChangeKind::Retracted,
                    (ChangeKind::Restored, _) => super::answer::ChangeKind::Restored,
                    (ChangeKind::Redacted, Change::Gap(gap)) => super::answer::ChangeKind::Gap(gap.act),
                    (ChangeKind::Redacted, _) => super::answer::ChangeKind::Redacted,
                },
                because: change.because().map(str::to_owned),
                record: record.map(Arc::new),
            });
        }
        Ok(HistoryAnswer { record_type, name: key.name(), versions })
    }
}

/// The record that a target means.
///
/// # Errors
/// Nothing, or more than one thing, is called so.
pub fn find_target(resolver: &super::resolve::Resolver<'_>, target: &Target) -> Result<(Key, Ordinal)> {
    match target {
        Target::Record { kind, name } => find_record(resolver, *kind, name),
        Target::Link { from, relation, to, span } => {
            let (from, to) = (resolver.text_of(from)?.0, resolver.text_of(to)?.0);
            let missing =
                || Problem::invalid(format!("there is no link `{from} {} {to}`", relation.word())).at(*span);
            let (Ok(from), Ok(to)) = (Id::new(from), Id::new(to)) else { return Err(missing()) };
            let key = Key::Link(from, *relation, to);
            let ordinal = known(resolver, &key)?.ok_or_else(missing)?;
            Ok((key, ordinal))
        }
    }
}

fn find_record(
    resolver: &super::resolve::Resolver<'_>,
    kind: Option<TargetKind>,
    name: &Name,
) -> Result<(Key, Ordinal)> {
    let text = resolver.text_of(name)?.0;
    let types: Vec<RecordType> = match kind {
        None => RecordType::ALL.into_iter().filter(|t| *t != RecordType::Link).collect(),
        Some(TargetKind::Type(record_type)) => vec![record_type],
        Some(TargetKind::Entity(_)) => vec![RecordType::Entity],
    };
    let mut found = Vec::new();
    if let Ok(id) = Id::new(text) {
        for record_type in &types {
            if let Some(key) = Key::of(*record_type, id.clone())
                && let Some(ordinal) = known(resolver, &key)?
            {
                found.push((key, ordinal));
            }
        }
    }
    if found.is_empty() {
        found = by_name(resolver, &types, kind, text)?;
    }
    if let (Some(kind), NameText::Bare(_)) = (kind, &name.text) {
        found = with_whole_name(resolver, kind, name, found)?;
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(nothing_called(resolver, &types, name, text)?),
        _ => {
            let ways = found.iter().map(|(key, _)| format!("`{} {}`", key.record_type(), key.name()));
            let ways = few(ways, found.len(), MOST_LISTED, ", ");
            Err(Problem::invalid(format!("`{}` is the name of {} records", beginning_of(text), found.len()))
                .at(name.span)
                .hint(format!("say which: {ways}")))
        }
    }
}

/// `show Source Times` asks for the source "Times", unless something is called "Source Times". Where both are there, neither is
/// chosen.
fn with_whole_name(
    resolver: &super::resolve::Resolver<'_>,
    kind: TargetKind,
    name: &Name,
    found: Vec<(Key, Ordinal)>,
) -> Result<Vec<(Key, Ordinal)>> {
    let text = resolver.text_of(name)?.0;
    let before = resolver.text.get(..name.span.start).and_then(|before| before.split_whitespace().last());
    let word = before.filter(|word| word.eq_ignore_ascii_case(kind.word())).unwrap_or(kind.word());
    let whole = format!("{word} {text}");
    let called = by_name(resolver, &[RecordType::Entity, RecordType::Source], None, &whole)?;
    match (called.is_empty(), found.is_empty()) {
        (true, _) => Ok(found),
        _ if called == found => Ok(found),
        (false, true) => Ok(called),
        (false, false) => Err(Problem::invalid("this can be read in two ways")
            .at(name.span)
            .hint(format!("write `{}` for what has this whole name", quote_string(&whole)))
            .hint(format!("write `{} {}` for the {}", kind.word(), quote_string(text), kind.word()))),
    }
}

/// A record that is or was there.
fn known(resolver: &super::resolve::Resolver<'_>, key: &Key) -> Result<Option<Ordinal>> {
    let Some(ordinal) = resolver.snapshot.ordinal(key)? else { return Ok(None) };
    Ok(resolver.snapshot.version(key.record_type(), ordinal)?.map(|_| ordinal))
}

fn by_name(
    resolver: &super::resolve::Resolver<'_>,
    types: &[RecordType],
    kind: Option<TargetKind>,
    text: &str,
) -> Result<Vec<(Key, Ordinal)>> {
    let names = Names { snapshot: resolver.snapshot };
    let mut found = Vec::new();
    if types.contains(&RecordType::Entity) {
        let accept = |other| !matches!(kind, Some(TargetKind::Entity(wanted)) if wanted != other);
        for fit in names.fitting(text, &accept)? {
            found.push((Key::Entity(fit.entity.id.clone()), fit.ordinal));
        }
    }
    if types.contains(&RecordType::Source) {
        for ordinal in names.sources(text)? {
            let source = resolver.snapshot.source(ordinal)?;
            found.extend(source.map(|source| (Key::Source(source.id.clone()), ordinal)));
        }
    }
    Ok(found)
}

fn nothing_called(
    resolver: &super::resolve::Resolver<'_>,
    types: &[RecordType],
    name: &Name,
    text: &str,
) -> Result<Problem> {
    let names = Names { snapshot: resolver.snapshot };
    let mut near = Vec::new();
    for record_type in types {
        near.extend(
            names.ids_alike(text, *record_type)?.into_iter().map(|id| format!("{id} ({record_type})")),
        );
    }
    if types.contains(&RecordType::Entity) {
        near.extend(names.near(text, &|_| true)?.iter().map(crate::query::lookup::Fit::described));
    }
    near.truncate(6);
    let mut problem = Problem::not_found(Sought::Entity, text).at(name.span);
    if let Some(longer) = resolver.longer_name(name)? {
        problem =
            problem.hint(format!("`{longer}` is a known name: write it in quotation marks, \"{longer}\""));
    }
    if matches!(name.text, NameText::Param(_)) {
        return Ok(problem);
    }
    Ok(problem.did_you_mean(near))
}
