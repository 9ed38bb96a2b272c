//! Records themselves: `people as diplomats of Russia`, `sources published by "The Telegraph" since 2025`.

use std::sync::Arc;

use super::answer::{CountRow, CountsAnswer, LeftOut, RecordRow, RecordsAnswer};
use super::ask::{Asking, page, showable};
use super::evaluate::Evaluator;
use super::names::stand_together;
use super::resolve::Resolver;
use super::resolved::{HeldRole, combine, map};
use crate::language::syntax::{
    Entities, Listing, ListingCondition, ListingOf, Operands, Order, Shaping, Spanned,
};
use crate::model::problem::Result;
use crate::model::text::{fold, words};
use crate::model::{Entity, Interval, Kind, Problem, RecordType, Source};
use crate::store::Snapshot;
use crate::store::keys::{Ordinal, Posting};
use roaring::RoaringBitmap;

/// What a condition asks of an entity or a source.
enum Filter {
    Named(Vec<String>),
    /// Being one of these.
    Among(RoaringBitmap),
    Language(crate::language::syntax::Operands<crate::model::Lang>),
    Published(Option<Interval>),
    Unnamed,
}

impl Asking<'_, '_> {
    pub(super) fn records(&mut self, listing: &Listing, shaping: &Shaping) -> Result<RecordsAnswer> {
        let columns = showable(&shaping.showing)?;
        let mut resolver = self.resolver();
        let mut found = find(self.snapshot, &mut resolver, listing)?;
        self.keep_understood(&resolver);
        sort(self.snapshot, listing, shaping.order.as_ref(), &mut found)?;
        let evaluator = Evaluator::new(self.snapshot, shaping.including_retracted);
        let empty = if found.is_empty() {
            vec![format!("no {} here fit that", word(listing.of))]
        } else {
            Vec::new()
        };
        let rows = page(&found, shaping.limit).iter().map(|ordinal| row(&evaluator, listing.of, *ordinal));
        Ok(RecordsAnswer {
            of: word(listing.of),
            rows: rows.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect(),
            columns,
            total: found.len(),
            offset: shaping.limit.map_or(0, |limit| limit.offset as usize),
            empty,
        })
    }

    pub(super) fn count_records(&mut self, listing: &Listing, _shaping: &Shaping) -> Result<CountsAnswer> {
        let mut resolver = self.resolver();
        let counted = find(self.snapshot, &mut resolver, listing)?.len();
        self.keep_understood(&resolver);
        Ok(CountsAnswer {
            per: Vec::new(),
            rows: vec![CountRow { values: Vec::new(), count: counted }],
            counted,
            of: word(listing.of),
            groups: 1,
            left_out: LeftOut::default(),
            empty: Vec::new(),
        })
    }
}

fn word(of: ListingOf) -> &'static str {
    match of {
        ListingOf::Entities(kind) => kind.plural(),
        ListingOf::Sources => "sources",
    }
}

fn row(evaluator: &Evaluator<'_, '_>, of: ListingOf, ordinal: Ordinal) -> Result<Option<RecordRow>> {
    Ok(match of {
        ListingOf::Entities(_) => match evaluator.snapshot.entity(ordinal)? {
            Some(entity) => Some(RecordRow::Entity(evaluator.card(entity)?)),
            None => None,
        },
        ListingOf::Sources => match evaluator.snapshot.source(ordinal)? {
            Some(source) => Some(RecordRow::Source(evaluator.view_of_source(source, true)?)),
            None => None,
        },
    })
}

/// The records of a listing, in the order in which they first came.
pub(super) fn find(
    snapshot: &Snapshot<'_>,
    resolver: &mut Resolver<'_, '_>,
    listing: &Listing,
) -> Result<Vec<Ordinal>> {
    let mut filters = Vec::new();
    for condition in &listing.conditions {
        filters.push(filter(snapshot, resolver, listing.of, condition)?);
    }
    let (posting, record_type) = match listing.of {
        ListingOf::Entities(kind) => (Posting::OfKind(kind), RecordType::Entity),
        ListingOf::Sources => (Posting::All(RecordType::Source), RecordType::Source),
    };
    let mut found = Vec::new();
    for ordinal in &*snapshot.posting(&posting)? {
        let fits = match listing.of {
            ListingOf::Entities(kind) => {
                let entity = snapshot.entity(ordinal)?.filter(|entity| entity.kind == kind);
                entity
                    .is_some_and(|entity| filters.iter().all(|filter| entity_fits(filter, ordinal, &entity)))
            }
            ListingOf::Sources => {
                let source: Option<Arc<Source>> = snapshot.source(ordinal)?;
                source
                    .is_some_and(|source| filters.iter().all(|filter| source_fits(filter, ordinal, &source)))
            }
        };
        if fits {
            let order = snapshot.order(record_type, ordinal)?.unwrap_or(0);
            found.push((order, ordinal));
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, ordinal)| ordinal).collect())
}

fn filter(
    snapshot: &Snapshot<'_>,
    resolver: &mut Resolver<'_, '_>,
    of: ListingOf,
    condition: &ListingCondition,
) -> Result<Filter> {
    let evaluator = Evaluator::new(snapshot, false);
    refuse_misfit(of, condition)?;
    Ok(match condition {
        ListingCondition::Named(quotation) => Filter::Named(resolver.name_words(quotation)?),
        ListingCondition::Unnamed => Filter::Unnamed,
        ListingCondition::Published(when) => Filter::Published(resolver.window(when)?),
        ListingCondition::InLanguage(names) => {
            Filter::Language(map(names, &mut |name| resolver.language(name))?)
        }
        ListingCondition::Within(entities) => Filter::Among(each(entities, &mut |name| {
            let entity = resolver.entity(name, &|_| true, false)?;
            within(snapshot, entity, entities.exactly)
        })?),
        ListingCondition::As(entities) => {
            Filter::Among(each(entities, &mut |name| match resolver.role_phrase(name, entities.exactly)? {
                Some(held) => holders(&evaluator, &held),
                None => Err(resolver.no_role(name)?),
            })?)
        }
        ListingCondition::PublishedBy(entities) => Filter::Among(each(entities, &mut |name| {
            let publisher = resolver.entity(name, &Kind::speaks, false)?;
            Ok(evaluator.published_by(publisher)?.into_iter().map(|(source, _)| source).collect())
        })?),
        ListingCondition::Citing(entities) => Filter::Among(each(entities, &mut |name| {
            let documents = resolver.documents(name)?;
            citing(&evaluator, &documents)
        })?),
    })
}

/// A condition that nothing of this kind can fit is a slip, and no empty answer.
fn refuse_misfit(of: ListingOf, condition: &ListingCondition) -> Result<()> {
    let refuse = |what: &str| Err(Problem::given(format!("{what}, and this asks for {}", word(of))));
    let speaks = matches!(of, ListingOf::Entities(kind) if kind.speaks());
    match condition {
        ListingCondition::As(_) if !speaks => refuse("only people, groups and organizations hold roles"),
        ListingCondition::Unnamed if !speaks => {
            refuse("only people, groups and organizations can be unnamed")
        }
        ListingCondition::Within(_) if of == ListingOf::Sources => {
            refuse("only entities have a place in a hierarchy")
        }
        ListingCondition::PublishedBy(_) | ListingCondition::Citing(_) | ListingCondition::Published(_)
            if of != ListingOf::Sources =>
        {
            refuse("only sources are published and cite others")
        }
        _ => Ok(()),
    }
}

/// A list of names as a set, joined as the list says.
fn each(
    entities: &Entities,
    find: &mut impl FnMut(&crate::language::syntax::Name) -> Result<RoaringBitmap>,
) -> Result<RoaringBitmap> {
    let all = |parts: Vec<RoaringBitmap>| parts.into_iter().reduce(|a, b| a & b).unwrap_or_default();
    let any = |parts: Vec<RoaringBitmap>| parts.into_iter().reduce(|a, b| a | b).unwrap_or_default();
    combine(&entities.names, find, &all, &any)
}

/// What is narrower than an entity: itself is not.
fn within(snapshot: &Snapshot<'_>, entity: Ordinal, exactly: bool) -> Result<RoaringBitmap> {
    if exactly {
        return Ok(snapshot.directly_narrower(entity)?.into_iter().map(|(child, _)| child).collect());
    }
    let mut narrower = snapshot.narrower(entity)?.possible.clone();
    narrower.remove(entity);
    Ok(narrower)
}

fn holders(evaluator: &Evaluator<'_, '_>, held: &HeldRole) -> Result<RoaringBitmap> {
    evaluator.holders_ever(held)
}

/// The sources that name one of these documents, or one of a publisher's, among those that they cite.
fn citing(evaluator: &Evaluator<'_, '_>, documents: &super::resolved::Documents) -> Result<RoaringBitmap> {
    let mut cited: Vec<Ordinal> = documents.sources.clone();
    for publisher in &documents.publishers {
        cited.extend(evaluator.published_by(*publisher)?.into_iter().map(|(source, _)| source));
    }
    let mut found = RoaringBitmap::new();
    for source in cited {
        let Some(cited) = evaluator.snapshot.source(source)? else { continue };
        for candidate in &*evaluator.snapshot.posting(&Posting::Cites(source))? {
            let now = evaluator.snapshot.source(candidate)?;
            if now.is_some_and(|now| now.cites.iter().any(|reference| reference.id == cited.id)) {
                found.insert(candidate);
            }
        }
    }
    Ok(found)
}

fn entity_fits(filter: &Filter, ordinal: Ordinal, entity: &Entity) -> bool {
    match filter {
        Filter::Named(wanted) => entity.names.iter().any(|name| stand_together(&name.text, wanted)),
        Filter::Among(set) => set.contains(ordinal),
        Filter::Language(langs) => holds(langs, &|lang| {
            entity.names.iter().any(|name| name.lang.as_ref().is_some_and(|other| lang.covers(other)))
        }),
        Filter::Unnamed => entity.unnamed,
        Filter::Published(_) => false,
    }
}

fn source_fits(filter: &Filter, ordinal: Ordinal, source: &Source) -> bool {
    match filter {
        Filter::Named(wanted) => source.title.as_ref().is_some_and(|title| stand_together(title, wanted)),
        Filter::Among(set) => set.contains(ordinal),
        Filter::Language(langs) => {
            holds(langs, &|lang| source.lang.as_ref().is_some_and(|other| lang.covers(other)))
        }
        Filter::Published(window) => source
            .published
            .as_ref()
            .zip(*window)
            .is_some_and(|(published, window)| published.date.interval().intersects(window)),
        Filter::Unnamed => false,
    }
}

fn holds<T>(operands: &Operands<T>, test: &impl Fn(&T) -> bool) -> bool {
    match operands {
        Operands::One(one) => test(one),
        Operands::All(parts) => parts.iter().all(|part| holds(part, test)),
        Operands::Any(parts) => parts.iter().any(|part| holds(part, test)),
    }
}

/// Sorting by name, or of sources by date.
fn sort(
    snapshot: &Snapshot<'_>,
    listing: &Listing,
    order: Option<&Order>,
    found: &mut [Ordinal],
) -> Result<()> {
    let Some(order) = order else { return Ok(()) };
    let mut keyed = Vec::new();
    for ordinal in found.iter() {
        keyed.push((sort_key(snapshot, listing.of, order, *ordinal)?, *ordinal));
    }
    keyed.sort();
    keyed.iter().zip(found.iter_mut()).for_each(|((_, ordinal), place)| *place = *ordinal);
    if let Order::Sorted(columns) = order
        && matches!(columns.as_slice(), [(_, crate::language::syntax::Direction::Descending)])
    {
        found.reverse();
    }
    Ok(())
}

fn sort_key(
    snapshot: &Snapshot<'_>,
    of: ListingOf,
    order: &Order,
    ordinal: Ordinal,
) -> Result<(bool, i64, String)> {
    let entity = if of == ListingOf::Sources { None } else { snapshot.entity(ordinal)? };
    let source = if of == ListingOf::Sources { snapshot.source(ordinal)? } else { None };
    let id = entity
        .as_ref()
        .map(|e| e.id.to_string())
        .or(source.as_ref().map(|s| s.id.to_string()))
        .unwrap_or_default();
    let on = |source: &Source| source.published.as_ref().map(|published| published.date.interval());
    let date =
        source.as_deref().and_then(on).or(entity.as_ref().and_then(|e| Some(e.on.as_ref()?.date.interval())));
    Ok(match order {
        Order::NewestFirst => (date.is_none(), date.map_or(0, |date| !date.latest.0), id),
        Order::OldestFirst => (date.is_none(), date.map_or(0, |date| date.earliest.0), id),
        Order::Sorted(columns) => match columns.as_slice() {
            [(Spanned { node: crate::language::syntax::Column::Published, .. }, _)] => {
                (date.is_none(), date.map_or(0, |date| date.earliest.0), id)
            }
            [(Spanned { node: crate::language::syntax::Column::Id, .. }, _)] => (false, 0, id),
            [(Spanned { node: crate::language::syntax::Column::Name, .. }, _)] => {
                let name = entity.map(|e| e.name().to_owned()).or(source.and_then(|s| s.title.clone()));
                (name.is_none(), 0, name.map_or(id, |name| words(&fold(&name)).collect::<Vec<_>>().join(" ")))
            }
            [(column, _), ..] => {
                return Err(Problem::given(
                    "a listing is sorted by id, by name, or by published, one of them",
                )
                .at(column.span));
            }
            [] => (false, 0, id),
        },
    })
}
