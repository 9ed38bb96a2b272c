//! Records themselves: `people as diplomats of Russia`, `sources published by "The Telegraph" since 2025`.

use std::sync::Arc;

use super::answer::{CountRow, CountsAnswer, LeftOut, RecordRow, RecordsAnswer};
use super::evaluate::Evaluator;
use super::resolve::Resolver;
use super::resolved::{HeldRole, combine, map};
use super::sort::{Compared, SortKey, compare_all, title_or_id};
use super::time::Window;
use crate::language::syntax::{
    Column, Direction, Entities, Listing, ListingCondition, ListingOf, Operands, Order, Shaping, Spanned,
};
use crate::model::problem::Result;
use crate::model::record::Dated;
use crate::model::{Entity, Kind, Problem, RecordType, Source, Span};
use crate::query::asking::{Asking, page, showable};
use crate::query::lookup::stand_together;
use crate::query::state::State;
use crate::store::Snapshot;
use crate::store::index::keys::{Ordinal, PostingKey};
use roaring::RoaringBitmap;

/// What a condition asks of an entity or a source.
enum Filter {
    Named(Vec<String>),
    /// Being one of these.
    Among(RoaringBitmap),
    Language(Operands<crate::model::Lang>),
    Published(Option<Window>),
    Unnamed,
}

impl Asking<'_> {
    pub(super) fn records(&mut self, listing: &Listing, shaping: &Shaping) -> Result<RecordsAnswer> {
        let columns = showable(&shaping.showing)?;
        let mut resolver = self.resolver();
        let mut found = find(self.snapshot, &mut resolver, listing)?;
        self.keep_understood(&resolver);
        let evaluator = Evaluator::new(self.snapshot, shaping.including_retracted);
        sort(&evaluator, listing.of, shaping.order.as_ref(), &mut found)?;
        let empty = if found.is_empty() {
            vec![format!("no {} match this question", word(listing.of))]
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

fn row(evaluator: &Evaluator<'_>, of: ListingOf, ordinal: Ordinal) -> Result<Option<RecordRow>> {
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
pub(super) fn find(snapshot: &State, resolver: &mut Resolver<'_>, listing: &Listing) -> Result<Vec<Ordinal>> {
    let mut filters = Vec::new();
    for condition in &listing.conditions {
        filters.push(filter(snapshot, resolver, listing.of, condition)?);
    }
    let (posting, record_type) = match listing.of {
        ListingOf::Entities(kind) => (PostingKey::OfKind(kind), RecordType::Entity),
        ListingOf::Sources => (PostingKey::All(RecordType::Source), RecordType::Source),
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
    snapshot: &State,
    resolver: &mut Resolver<'_>,
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
            let documents = resolver.documents(name, "citing")?;
            citing(&evaluator, &documents)
        })?),
    })
}

/// A condition that nothing of this kind can fit is a slip, and no empty answer.
fn refuse_misfit(of: ListingOf, condition: &ListingCondition) -> Result<()> {
    let refuse = |what: &str| Err(Problem::invalid(format!("{what}, and this asks for {}", word(of))));
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
fn within(snapshot: &Snapshot, entity: Ordinal, exactly: bool) -> Result<RoaringBitmap> {
    if exactly {
        return Ok(snapshot.directly_narrower(entity)?.into_iter().map(|(child, _)| child).collect());
    }
    let mut narrower = snapshot.narrower(entity)?.possible.clone();
    narrower.remove(entity);
    Ok(narrower)
}

fn holders(evaluator: &Evaluator<'_>, held: &HeldRole) -> Result<RoaringBitmap> {
    evaluator.holders_ever(held)
}

/// The sources that name one of these documents, or one of a publisher's, among those that they cite.
fn citing(evaluator: &Evaluator<'_>, documents: &super::resolved::Documents) -> Result<RoaringBitmap> {
    let mut cited: Vec<Ordinal> = documents.sources.clone();
    for publisher in &documents.publishers {
        cited.extend(evaluator.published_by(*publisher)?.into_iter().map(|(source, _)| source));
    }
    let mut found = RoaringBitmap::new();
    for source in cited {
        let Some(cited) = evaluator.snapshot.source(source)? else { continue };
        for candidate in &*evaluator.snapshot.posting(&PostingKey::Cites(source))? {
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
            .is_some_and(|(published, window)| window.can_hold(published.date.dating())),
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

/// Puts the records in the order asked for; ties of `newest first` and `oldest first` go by id, those of `sorted by` stay in
/// the order of recording.
fn sort(
    evaluator: &Evaluator<'_>,
    of: ListingOf,
    order: Option<&Order>,
    found: &mut [Ordinal],
) -> Result<()> {
    let newest =
        [(column(Column::Published), Direction::Descending), (column(Column::Id), Direction::Ascending)];
    let oldest =
        [(column(Column::Published), Direction::Ascending), (column(Column::Id), Direction::Ascending)];
    let columns: &[(Spanned<Column>, Direction)] = match order {
        None => return Ok(()),
        Some(Order::NewestFirst) => &newest,
        Some(Order::OldestFirst) => &oldest,
        Some(Order::Sorted(columns)) => {
            columns.iter().try_for_each(|(column, _)| sortable(of, column))?;
            columns
        }
    };
    let mut keyed = Vec::new();
    for ordinal in found.iter() {
        let Some(row) = row(evaluator, of, *ordinal)? else { continue };
        let keys: Vec<SortKey> =
            columns.iter().map(|(column, direction)| key(&row, column.node, *direction)).collect();
        keyed.push((keys, *ordinal));
    }
    keyed.sort_by(|a, b| compare_all(&a.0, &b.0, columns));
    keyed.iter().zip(found.iter_mut()).for_each(|((_, ordinal), place)| *place = *ordinal);
    Ok(())
}

fn column(column: Column) -> Spanned<Column> {
    Spanned { node: column, span: Span::default() }
}

/// The columns that a record of this kind shows something in.
fn sortable(of: ListingOf, column: &Spanned<Column>) -> Result<()> {
    let of_all =
        matches!(column.node, Column::Id | Column::Name | Column::Kind | Column::Note | Column::Published);
    let of_sources = matches!(
        column.node,
        Column::Source | Column::Publisher | Column::Language | Column::Url | Column::Archive
    );
    let of_entities = matches!(column.node, Column::Said | Column::Place);
    if of_all || if of == ListingOf::Sources { of_sources } else { of_entities } {
        return Ok(());
    }
    let others = match of {
        ListingOf::Sources => ", and by source, publisher, language, url and archive",
        ListingOf::Entities(_) => ", and by said and place where they are events",
    };
    Err(Problem::invalid(format!("{} cannot be sorted by this", word(of)))
        .at(column.span)
        .hint(format!("they are sorted by id, name, kind, note and published{others}")))
}

/// What a record is compared by: what the column shows.
fn key(row: &RecordRow, column: Column, direction: Direction) -> SortKey {
    let text = |text: &str| Some(Compared::text(text)).filter(|_| !text.is_empty());
    let date = |dated: &Dated| Compared::date(dated.date.interval(), direction);
    match row {
        RecordRow::Entity(card) => match column {
            Column::Id => text(card.entity.id.as_str()),
            Column::Name => text(card.entity.name()),
            Column::Kind => text(card.entity.kind.word()),
            Column::Note => card.entity.note.as_ref().and_then(|note| text(note)),
            Column::Published | Column::Said => card.entity.on.as_ref().map(date),
            Column::Place => card.at.as_ref().and_then(|at| text(&at.name)),
            _ => None,
        },
        RecordRow::Source(view) => match column {
            Column::Id => text(view.source.id.as_str()),
            Column::Name | Column::Source => text(title_or_id(&view.source)),
            Column::Kind => view.source.medium.and_then(|medium| text(medium.word())),
            Column::Note => view.source.note.as_ref().and_then(|note| text(note)),
            Column::Published => view.source.published.as_ref().map(date),
            Column::Publisher => view.publisher.as_ref().and_then(|publisher| text(&publisher.name)),
            Column::Language => view.source.lang.as_ref().and_then(|lang| text(&lang.in_english())),
            Column::Url => view.source.url.as_ref().and_then(|url| text(url)),
            Column::Archive => view.source.archive_url.as_ref().and_then(|url| text(url)),
            _ => None,
        },
    }
}
