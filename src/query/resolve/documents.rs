//! What a citation names: a document, or all that a publisher has published.

use super::{Resolver, shortly};
use crate::language::quote_string;
use crate::language::syntax::{DocumentWord, Entities, Name, NameText};
use crate::model::problem::{ErrorKind, Result, Sought};
use crate::model::{Kind, Problem, RecordType};
use crate::query::lookup::{Fit, Found};
use crate::query::resolved::{Condition, Documents, map};
use crate::store::index::keys::{Ordinal, PostingKey};

/// A name where documents are asked for: what it names, and whether a word before it says of which type that is.
struct Named<'n> {
    text: &'n str,
    only: Option<DocumentWord>,
}

impl Resolver<'_> {
    pub(super) fn cites(&mut self, read: bool, entities: &Entities) -> Result<Condition> {
        let opening = if read { "read in" } else { "citing" };
        let documents = map(&entities.names, &mut |name| self.documents(name, opening))?;
        Ok(Condition::Cites { read, documents })
    }

    /// Sources by id or title, or all of a publisher. `opening`: the words of the clause, for what is shown of it.
    pub fn documents(&mut self, name: &Name, opening: &str) -> Result<Documents> {
        let whole = self.text_of(name)?.0.to_owned();
        let Named { text, only } = match name.only {
            Some(only) => Named { text: &whole, only: Some(only) },
            None => self.split(name, &whole, opening)?,
        };
        let sources =
            if only == Some(DocumentWord::Publisher) { Vec::new() } else { self.names().sources(text)? };
        let publishers = if only == Some(DocumentWord::Source) {
            Vec::new()
        } else {
            self.names().fitting(text, &Kind::speaks)?
        };
        match (sources.as_slice(), publishers.as_slice()) {
            ([], []) => Err(self.no_document(name, text, only)?),
            ([source], []) => Ok(Documents { sources: vec![*source], publishers: Vec::new() }),
            ([], [publisher]) => {
                self.note(text, publisher, false)?;
                Ok(Documents { sources: Vec::new(), publishers: vec![publisher.ordinal] })
            }
            ([source], [publisher])
                if self.is_of_0_1 && self.belong_together(*source, publisher, text)? =>
            {
                Ok(Documents { sources: vec![*source], publishers: vec![publisher.ordinal] })
            }
            (sources, publishers) => Err(self.several_documents(name, text, sources, publishers, opening)?),
        }
    }

    /// The one document and the one publisher that are called so.
    pub(in crate::query) fn both_documents(&self, text: &str) -> Result<Option<(Ordinal, Fit)>> {
        let (sources, mut publishers) =
            (self.names().sources(text)?, self.names().fitting(text, &Kind::speaks)?);
        let publisher = publishers.pop().filter(|_| publishers.is_empty());
        Ok(<[Ordinal; 1]>::try_from(sources).ok().map(|[source]| source).zip(publisher))
    }

    /// A document and its own publisher under one name, or one id for both. A question that dictum 0.1 kept takes both then,
    /// as it did there.
    pub(in crate::query) fn belong_together(
        &self,
        source: Ordinal,
        publisher: &Fit,
        text: &str,
    ) -> Result<bool> {
        let Some(source) = self.snapshot.source(source)? else { return Ok(false) };
        let is_its_own = source.publisher.as_ref().is_some_and(|its| its.id == publisher.entity.id);
        Ok(is_its_own || (source.id.as_str() == text && publisher.found == Found::ById))
    }

    /// `source times` is the source called "times", unless "source times" is a name itself. Where both are, neither is chosen.
    fn split<'n>(&self, name: &Name, whole: &'n str, opening: &str) -> Result<Named<'n>> {
        let as_it_stands = Named { text: whole, only: None };
        let Some((word, text)) = whole.split_once(' ').filter(|_| matches!(name.text, NameText::Bare(_)))
        else {
            return Ok(as_it_stands);
        };
        let keyword = crate::language::keywords::find(word);
        let Some(only) = keyword.and_then(|keyword| DocumentWord::of(keyword.spelling)) else {
            return Ok(as_it_stands);
        };
        let is_name = self.is_document(whole, DocumentWord::Source)?
            || self.is_document(whole, DocumentWord::Publisher)?;
        match (is_name, self.is_document(text, only)?) {
            (false, _) => Ok(Named { text, only: Some(only) }),
            (true, false) => Ok(as_it_stands),
            (true, true) => Err(Problem::invalid("this can be read in two ways")
                .at(name.span)
                .hint(format!("write `{opening} {}`: what is called so", quote_string(whole)))
                .hint(format!("write `{opening} {} {}`", only.word(), quote_string(text)))),
        }
    }

    fn is_document(&self, text: &str, only: DocumentWord) -> Result<bool> {
        Ok(match only {
            DocumentWord::Source => !self.names().sources(text)?.is_empty(),
            DocumentWord::Publisher => !self.names().fitting(text, &Kind::speaks)?.is_empty(),
        })
    }

    fn several_documents(
        &self,
        name: &Name,
        text: &str,
        sources: &[Ordinal],
        publishers: &[Fit],
        opening: &str,
    ) -> Result<Problem> {
        let mut candidates: Vec<String> = publishers.iter().map(Fit::described).collect();
        for source in sources {
            let source = self.snapshot.source(*source)?;
            candidates.extend(source.map(|source| format!("the source {}", source.id)));
        }
        let problem =
            Problem::from(ErrorKind::Ambiguous { written: text.to_owned(), candidates }).at(name.span);
        if sources.is_empty() || publishers.is_empty() {
            return Ok(problem);
        }
        let source = self.written_with(name, text, DocumentWord::Source)?;
        let publisher = self.written_with(name, text, DocumentWord::Publisher)?;
        Ok(problem
            .hint(format!("write `{opening} {source}` for the document itself"))
            .hint(format!("write `{opening} {publisher}` for all that the publisher has published")))
    }

    /// A name with the word that says what it stands for; in quotation marks where both together are another name.
    fn written_with(&self, name: &Name, text: &str, only: DocumentWord) -> Result<String> {
        let bare = format!("{} {text}", only.word());
        let is_name = self.is_document(&bare, DocumentWord::Source)?
            || self.is_document(&bare, DocumentWord::Publisher)?;
        Ok(match &name.text {
            NameText::Bare(_) if !is_name => bare,
            NameText::Param(param) => format!("{} ${param}", only.word()),
            _ => format!("{} {}", only.word(), quote_string(text)),
        })
    }

    fn no_document(&self, name: &Name, text: &str, only: Option<DocumentWord>) -> Result<Problem> {
        let mut near = Vec::new();
        if only != Some(DocumentWord::Publisher) {
            near.extend(self.names().ids_alike(text, RecordType::Source)?);
            near.extend(self.names().spelt_alike(text, &PostingKey::Title(String::new()))?);
        }
        if only != Some(DocumentWord::Source) {
            near.extend(self.names().near(text, &Kind::speaks)?.iter().take(4).map(shortly));
        }
        near.truncate(6);
        let sought = match only {
            Some(DocumentWord::Source) => Sought::Source,
            Some(DocumentWord::Publisher) => Sought::Publisher,
            None => Sought::Document,
        };
        let mut problem = Problem::not_found(sought, text).at(name.span);
        problem = self.names().retracted_hint(text, RecordType::Source, problem)?;
        problem = self.names().retracted_hint(text, RecordType::Entity, problem)?;
        if let Some(longer) = self.longer_name(name)? {
            problem = problem
                .hint(format!("`{longer}` is a known name: write it in quotation marks, \"{longer}\""));
        }
        Ok(problem.did_you_mean(near))
    }
}
