//! A question that is being answered: what every kind of answer needs of it.

use std::time::Duration;

use crate::language::syntax::{Ask, Column, Limit, Spanned};
use crate::model::Problem;
use crate::model::problem::Result;
use crate::query::parameters::Params;
use crate::query::resolve::Resolver;
use crate::query::state::State;
use crate::query::time::Now;
use crate::query::understood::worth_saying;

/// A question with what it is asked with.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    pub ask: &'q Ask,
    /// The text that the syntax tree's spans point into.
    pub text: &'q str,
    pub params: &'q Params,
    pub now: Now,
}

pub(super) struct Asking<'a> {
    pub(super) snapshot: &'a State,
    pub(super) question: Question<'a>,
    pub(super) understood: Vec<String>,
    /// How long names and dates took to resolve.
    pub(super) planning: Duration,
}

impl<'a> Asking<'a> {
    pub(super) fn resolver(&self) -> Resolver<'a> {
        Resolver::new(self.snapshot, self.question.now, self.question.params, self.question.text)
    }

    pub(super) fn keep_understood(&mut self, resolver: &Resolver<'_>) {
        self.understood.extend(resolver.understood.iter().filter_map(worth_saying));
    }
}

/// The rows from `offset` on, as many as `limit` says.
pub(super) fn page<T>(rows: &[T], limit: Option<Limit>) -> &[T] {
    let Some(limit) = limit else { return rows };
    let start = usize::try_from(limit.offset).unwrap_or(usize::MAX).min(rows.len());
    let end = start.saturating_add(usize::try_from(limit.rows).unwrap_or(usize::MAX)).min(rows.len());
    &rows[start..end]
}

/// The columns that a listing of entities or sources can show.
pub(super) fn showable(columns: &[Spanned<Column>]) -> Result<Vec<Column>> {
    for column in columns {
        if !matches!(
            column.node,
            Column::Id
                | Column::Name
                | Column::Kind
                | Column::Language
                | Column::Publisher
                | Column::Published
                | Column::Url
                | Column::Archive
                | Column::Note
                | Column::Source
        ) {
            return Err(Problem::invalid("only claims have this").at(column.span).hint("a listing shows id, name, kind, note, and of sources publisher, published, language, url and archive"));
        }
    }
    Ok(columns.iter().map(|column| column.node).collect())
}
