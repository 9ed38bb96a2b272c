//! One cell of an answer: what each column that `showing` can name holds for a claim, an entity or a source.

use std::borrow::Cow;

use crate::language::syntax::Column;
use crate::model::Lang;
use crate::query::answer::{AssessmentView, CitationView, ClaimRow, RecordRow, SourceView};

use crate::output::content::phrase;
use crate::output::content::phrase::{apart, apart_if_several, joined};
use crate::output::content::{citation, verdict};

/// For whom a cell is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Reader {
    /// Words: the document's in quotation marks, what is missing said.
    Person,
    /// In a file: where columns are picked the same words, but what is missing is an empty cell, and things in a list can be
    /// told; where none are, every field as it is recorded.
    File,
}

/// Writes the cells of claims, in the columns chosen.
#[derive(Clone, Copy)]
pub(in crate::output) struct ClaimCells {
    pub reader: Reader,
    /// Whether a chain begins with its speaker: not where the speakers have their own column.
    pub chain_with_speaker: bool,
    /// Whether a verdict is its word alone: where it stands to be seen and was not asked for.
    pub brief_verdict: bool,
}

impl ClaimCells {
    pub(in crate::output) fn cell(self, row: &ClaimRow, column: Column) -> Cow<'_, str> {
        match column {
            Column::Id => row.id.as_str().into(),
            Column::Statement => row.statement.as_str().into(),
            Column::Translation => self.texts(row.translations.iter().map(|t| t.text.as_str().into())),
            Column::Language => self.language(row.lang.as_ref()),
            Column::Mode => row.mode.adjective().into(),
            Column::Audience => self.list(&row.audience, phrase::entity),
            Column::Ascribed => self.list(&row.ascribed_to, phrase::entity),
            Column::About => self.list(&row.about, phrase::entity),
            Column::Place => row.said_at.as_ref().map(phrase::entity).unwrap_or_default(),
            Column::Concerning => row.concerns.as_ref().map(phrase::dated).unwrap_or_default(),
            Column::Tags => self.list(&row.tags, |tag| tag.as_str().into()),
            Column::Links => self.list(&row.links, phrase::link_short),
            Column::Note => row.note.as_deref().unwrap_or_default().into(),
            Column::Speaker | Column::Said | Column::Match | Column::Verdict | Column::Recorded => {
                self.judged(row, column)
            }
            _ => self.cited(row, column),
        }
    }

    /// Columns in which a person reads more than the bare value.
    fn judged(self, row: &ClaimRow, column: Column) -> Cow<'_, str> {
        match (column, self.reader) {
            (Column::Speaker, Reader::Person) => phrase::speakers(row),
            (Column::Speaker, Reader::File) => self.list(&row.speakers, phrase::speaker),
            (Column::Said, Reader::File) if row.said.is_none() && row.dated.is_none() => Cow::default(),
            (Column::Said, _) => phrase::when(row),
            (Column::Match, Reader::Person) => phrase::marks(row).join(", ").into(),
            (Column::Match, Reader::File) => match_word(row).into(),
            (Column::Verdict, Reader::Person) if self.brief_verdict => {
                let marked: Vec<String> =
                    verdict::latest(&row.assessments).into_iter().map(verdict::marked).collect();
                marked.join("; ").into()
            }
            (Column::Verdict, Reader::Person) if row.assessments.is_empty() => phrase::NOT_ASSESSED.into(),
            (Column::Verdict, Reader::Person) => self.list(&row.assessments, marked_verdict),
            (Column::Verdict, Reader::File) => self.texts(row.assessments.iter().map(phrase::verdict)),
            _ => phrase::recorded(&row.recorded).into(),
        }
    }

    /// Columns that each citation has a part in.
    fn cited(self, row: &ClaimRow, column: Column) -> Cow<'_, str> {
        let parts = row.citations.iter().map(|citation| self.of_citation(row, citation, column));
        self.texts(parts.filter(|part| !part.is_empty()))
    }

    fn texts<'a>(self, texts: impl IntoIterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
        if self.reader == Reader::Person { joined(texts, "; ") } else { apart_if_several(texts) }
    }

    /// The name of a language; in a file its tag.
    fn language(self, lang: Option<&Lang>) -> Cow<'_, str> {
        match (lang, self.reader) {
            (Some(lang), Reader::Person) => phrase::language(lang),
            (Some(lang), Reader::File) => lang.as_str().into(),
            (None, _) => Cow::default(),
        }
    }

    fn list<'a, T>(self, things: &'a [T], word: impl Fn(&'a T) -> Cow<'a, str>) -> Cow<'a, str> {
        self.joined(things.iter().map(word))
    }

    fn joined<'a>(self, words: impl IntoIterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
        if self.reader == Reader::Person { joined(words, "; ") } else { apart(words) }
    }

    fn of_citation<'a>(self, row: &'a ClaimRow, citation: &'a CitationView, column: Column) -> Cow<'a, str> {
        match column {
            Column::Chain => phrase::chain(row, citation, self.chain_with_speaker),
            Column::Citation => citation::text(row, citation).into(),
            Column::Locator => citation.locator.as_deref().unwrap_or_default().into(),
            Column::Words => citation.words.as_ref().map(phrase::words).unwrap_or_default(),
            column => self.of_source(&citation.read, column),
        }
    }

    fn of_source(self, view: &SourceView, column: Column) -> Cow<'_, str> {
        let source = &view.source;
        match column {
            Column::Source | Column::Name => phrase::doubted(phrase::title(source), view.certain),
            Column::Publisher => view.publisher.as_ref().map(phrase::entity).unwrap_or_default(),
            Column::Published | Column::Said => {
                source.published.as_ref().map(phrase::dated).unwrap_or_default()
            }
            Column::Url => source.url.as_deref().unwrap_or_default().into(),
            Column::Archive => source.archive_url.as_deref().unwrap_or_default().into(),
            _ => Cow::default(),
        }
    }

    /// A cell of an entity or source; empty where the column is none of theirs.
    pub(in crate::output) fn of_record(self, row: &RecordRow, column: Column) -> Cow<'_, str> {
        match row {
            RecordRow::Entity(card) => match column {
                Column::Id => card.entity.id.as_str().into(),
                Column::Name => card.entity.name().into(),
                Column::Kind => card.entity.kind.word().into(),
                Column::Place => card.at.as_ref().map(phrase::entity).unwrap_or_default(),
                Column::Said => card.entity.on.as_ref().map(phrase::dated).unwrap_or_default(),
                Column::Note => card.entity.note.as_deref().unwrap_or_default().into(),
                _ => Cow::default(),
            },
            RecordRow::Source(view) => match column {
                Column::Id => view.source.id.as_str().into(),
                Column::Kind => view.source.medium.map_or("", |medium| medium.word()).into(),
                Column::Language => self.language(view.source.lang.as_ref()),
                Column::Citation => citation::source_text(view).into(),
                Column::Note => view.source.note.as_deref().unwrap_or_default().into(),
                column => self.of_source(view, column),
            },
        }
    }
}

/// `✗ false, “Wrong” (Full Fact, 2025-07-21)`
fn marked_verdict(view: &AssessmentView) -> Cow<'_, str> {
    let words = phrase::verdict(view);
    words.replacen(view.record.verdict.word(), &verdict::marked(view.record.verdict), 1).into()
}

/// Whether a row is in the answer for certain.
pub(in crate::output) fn match_word(row: &ClaimRow) -> &'static str {
    if row.certain { "certain" } else { "possible" }
}
