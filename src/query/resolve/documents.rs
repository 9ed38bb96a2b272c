//! What a citation names: a document, or all that a publisher has published.

use super::{Resolver, shortly};
use crate::language::syntax::{Entities, Name};
use crate::model::problem::Result;
use crate::model::{Kind, Problem, RecordType};
use crate::query::names::{Fit, Found, did_you_mean};
use crate::query::resolved::{Condition, Documents, map};
use crate::store::keys::{Ordinal, Posting};

impl Resolver<'_, '_> {
    pub(super) fn cites(&mut self, read: bool, entities: &Entities) -> Result<Condition> {
        Ok(Condition::Cites { read, documents: map(&entities.names, &mut |name| self.documents(name))? })
    }

    /// Sources by id or title, and whatever publishes under that name.
    pub fn documents(&mut self, name: &Name) -> Result<Documents> {
        let text = self.text_of(name)?.0.to_owned();
        let sources = self.names().sources(&text)?;
        let publishers = self.names().fitting(&text, &Kind::speaks)?;
        match (sources.as_slice(), publishers.as_slice()) {
            ([], []) => Err(self.no_document(name, &text)?),
            ([source], []) => Ok(Documents { sources: vec![*source], publishers: Vec::new() }),
            ([], [publisher]) => {
                self.note(&text, publisher, false)?;
                Ok(Documents { sources: Vec::new(), publishers: vec![publisher.ordinal] })
            }
            ([source], [publisher]) if self.belongs_together(*source, publisher, &text)? => {
                Ok(Documents { sources: vec![*source], publishers: vec![publisher.ordinal] })
            }
            (sources, publishers) => Err(self.several_documents(name, &text, sources, publishers)?),
        }
    }

    /// A document and its own publisher under one name, or one id for both, leave no doubt of what is meant.
    fn belongs_together(&self, source: Ordinal, publisher: &Fit, text: &str) -> Result<bool> {
        let Some(source) = self.snapshot.source(source)? else { return Ok(false) };
        let published = source.publisher.as_ref().is_some_and(|p| p.id == publisher.entity.id);
        Ok(published || (source.id.as_str() == text && publisher.found == Found::ById))
    }

    fn several_documents(
        &self,
        name: &Name,
        text: &str,
        sources: &[Ordinal],
        publishers: &[Fit],
    ) -> Result<Problem> {
        let mut listed: Vec<String> = publishers.iter().map(Fit::described).collect();
        for source in sources.iter().take(6) {
            listed.extend(self.snapshot.source(*source)?.map(|source| format!("the source {}", source.id)));
        }
        Ok(Problem::given(format!("`{text}` can be {} things here", sources.len() + publishers.len()))
            .at(name.span)
            .hint(format!("they are {}", listed.join(", ")))
            .hint("name one by its id"))
    }

    fn no_document(&self, name: &Name, text: &str) -> Result<Problem> {
        let mut near = self.names().ids_alike(text, RecordType::Source)?;
        near.extend(self.names().spelt_alike(text, &Posting::Title(String::new()))?);
        near.extend(self.names().near(text, &Kind::speaks)?.iter().take(4).map(shortly));
        near.truncate(6);
        let mut problem =
            Problem::given(format!("no source and no publisher here is called `{text}`")).at(name.span);
        if let Some(longer) = self.longer_name(name)? {
            problem = problem
                .hint(format!("`{longer}` is a known name: write it in quotation marks, \"{longer}\""));
        }
        Ok(did_you_mean(&near).into_iter().fold(problem, Problem::hint))
    }
}
