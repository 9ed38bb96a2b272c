//! The names in an answer in a language that its reader prefers. It changes how things are called and nothing else: not
//! which rows there are, nor their order.

use std::sync::Arc;

use crate::model::problem::Result;
use crate::model::{Author, Entity, Id, Lang};
use crate::query::State;
use crate::query::answer::{
    Answer, AnswerBody, AssessmentView, CitationView, ClaimRow, CountValue, EntityCard, EntityName,
    EntityView, RecordRow, Shown, ShownRecord, SourceView, SpeakerView,
};
use crate::query::evaluate::Evaluator;

/// Calls everything in the answer by its name in this language, where it has one.
///
/// # Errors
/// The index cannot be read.
pub fn in_language(answer: &mut Answer, state: &State, lang: &Lang) -> Result<()> {
    let naming = Naming { evaluator: Evaluator::new(state, true), lang };
    match &mut answer.body {
        AnswerBody::Claims(claims) => claims.rows.iter_mut().try_for_each(|row| naming.claim(row)),
        AnswerBody::Counts(counts) => {
            let values = counts.rows.iter_mut().flat_map(|row| &mut row.values);
            values.into_iter().try_for_each(|value| match value {
                CountValue::Entity(name) => naming.name(name),
                _ => Ok(()),
            })
        }
        AnswerBody::Records(records) => records.rows.iter_mut().try_for_each(|row| match row {
            RecordRow::Entity(card) => naming.card(card),
            RecordRow::Source(view) => naming.source(view),
        }),
        AnswerBody::Shown(shown) => naming.shown(shown),
        AnswerBody::History(_) | AnswerBody::Explained(_) => Ok(()),
    }
}

struct Naming<'e> {
    evaluator: Evaluator<'e>,
    lang: &'e Lang,
}

impl Naming<'_> {
    fn entity(&self, id: &Id) -> Result<Option<Arc<Entity>>> {
        self.evaluator.entity_called(id)
    }

    fn view(&self, view: &mut EntityView) -> Result<()> {
        if let Some(entity) = self.entity(&view.id)?
            && let Some(name) = entity.preferred_in(self.lang)
        {
            view.name = name.text.as_str().into();
            view.lang.clone_from(&name.lang);
        }
        Ok(())
    }

    fn name(&self, named: &mut EntityName) -> Result<()> {
        if let Some(entity) = self.entity(&named.id)? {
            named.name = entity.name_in(self.lang).into();
        }
        Ok(())
    }

    fn views<'v>(&self, views: impl IntoIterator<Item = &'v mut EntityView>) -> Result<()> {
        views.into_iter().try_for_each(|view| self.view(view))
    }

    fn names<'v>(&self, names: impl IntoIterator<Item = &'v mut EntityName>) -> Result<()> {
        names.into_iter().try_for_each(|name| self.name(name))
    }

    fn claim(&self, row: &mut ClaimRow) -> Result<()> {
        row.speakers.iter_mut().try_for_each(|speaker| self.speaker(speaker))?;
        self.views(row.audience.iter_mut().chain(&mut row.ascribed_to).chain(&mut row.about))?;
        self.views(&mut row.said_at)?;
        row.citations.iter_mut().try_for_each(|citation| self.citation(citation))?;
        row.assessments.iter_mut().try_for_each(|assessment| self.assessment(assessment))
    }

    fn speaker(&self, speaker: &mut SpeakerView) -> Result<()> {
        self.view(&mut speaker.who)?;
        self.names(
            speaker.roles.iter_mut().flat_map(|role| std::iter::once(&mut role.role).chain(&mut role.of)),
        )
    }

    fn citation(&self, citation: &mut CitationView) -> Result<()> {
        self.source(&mut citation.read)?;
        citation.via.iter_mut().try_for_each(|view| self.source(view))
    }

    fn source(&self, view: &mut SourceView) -> Result<()> {
        self.views(&mut view.publisher)?;
        if view.source.authors.iter().any(|author| matches!(author, Author::Entity(_))) {
            let mut authors = view.authors.to_vec();
            for (author, written) in view.source.authors.iter().zip(&mut authors) {
                if let Author::Entity(reference) = author
                    && let Some(entity) = self.entity(&reference.id)?
                {
                    entity.name_in(self.lang).clone_into(written);
                }
            }
            view.authors = authors.into();
        }
        Ok(())
    }

    fn assessment(&self, view: &mut AssessmentView) -> Result<()> {
        self.view(&mut view.by)?;
        view.source.iter_mut().try_for_each(|source| self.source(source))
    }

    fn card(&self, card: &mut EntityCard) -> Result<()> {
        self.views(card.broader.iter_mut().chain(&mut card.at))?;
        card.roles
            .iter_mut()
            .try_for_each(|tenure| self.views(std::iter::once(&mut tenure.role).chain(&mut tenure.of)))
    }

    fn shown(&self, shown: &mut Shown) -> Result<()> {
        match &mut shown.what {
            ShownRecord::Claim(row) => self.claim(row),
            ShownRecord::Entity { card, narrower, holders, .. } => {
                self.card(card)?;
                self.names(narrower.iter_mut().chain(holders))
            }
            ShownRecord::Source { view, .. } => self.source(view),
            ShownRecord::Assessment { view, .. } => self.assessment(view),
            ShownRecord::Link { .. } | ShownRecord::Definition { .. } => Ok(()),
        }
    }
}
