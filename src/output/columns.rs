//! One cell of an answer: what each column that `showing` can name holds for a claim, an entity or a source.

use crate::language::syntax::Column;
use crate::model::Mode;
use crate::model::record::Dated;
use crate::query::answer::{AssessmentView, CitationView, ClaimRow, RecordRow, SourceView};

use super::phrase::{self, list};
use super::{citation, verdicts};

/// For whom a cell is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Words: the document's in quotation marks, what is missing said.
    Person,
    /// Values: EDTF dates, language tags, empty where there is nothing.
    Program,
}

/// Writes the cells of claims, in the columns chosen.
#[derive(Clone, Copy)]
pub(super) struct ClaimCells {
    pub reader: Reader,
    /// Whether a chain begins with its speaker: not where the speakers have their own column.
    pub chain_with_speaker: bool,
    /// Whether a verdict is its word alone: where it stands to be seen and was not asked for.
    pub brief_verdict: bool,
}

impl ClaimCells {
    pub(super) fn cell(self, row: &ClaimRow, column: Column) -> String {
        match column {
            Column::Id => row.id.to_string(),
            Column::Statement => row.statement.clone(),
            Column::Translation => list(&row.translations, |t| t.text.clone()),
            Column::Language => self.language(row.lang.as_ref()),
            Column::Mode => self.mode(row.mode),
            Column::Audience => list(&row.audience, phrase::entity),
            Column::Ascribed => list(&row.ascribed_to, phrase::entity),
            Column::About => list(&row.about, phrase::entity),
            Column::Place => row.said_at.as_ref().map_or(String::new(), phrase::entity),
            Column::Concerning => self.dated(row.concerns.as_ref()),
            Column::Tags => list(&row.tags, String::clone),
            Column::Links => list(&row.links, phrase::link_short),
            Column::Note => row.note.clone().unwrap_or_default(),
            Column::Speaker | Column::Said | Column::Match | Column::Verdict | Column::Recorded => {
                self.judged(row, column)
            }
            _ => self.cited(row, column),
        }
    }

    /// Columns in which a person reads more than the bare value.
    fn judged(self, row: &ClaimRow, column: Column) -> String {
        match (column, self.reader) {
            (Column::Speaker, Reader::Person) => phrase::speakers(row),
            (Column::Speaker, Reader::Program) => list(&row.speakers, |s| phrase::entity(&s.who)),
            (Column::Said, Reader::Person) => phrase::when(row),
            (Column::Said, Reader::Program) => self.dated(row.said.as_ref()),
            (Column::Match, Reader::Person) => phrase::marks(row).join(", "),
            (Column::Match, Reader::Program) => match_word(row).to_owned(),
            (Column::Verdict, Reader::Person) if self.brief_verdict => {
                list(&verdicts::latest(&row.assessments), |verdict| verdicts::marked(*verdict))
            }
            (Column::Verdict, Reader::Person) if row.assessments.is_empty() => {
                phrase::NOT_ASSESSED.to_owned()
            }
            (Column::Verdict, Reader::Person) => list(&row.assessments, marked_verdict),
            (Column::Verdict, Reader::Program) => list(&row.assessments, |a| a.verdict.word().to_owned()),
            (_, Reader::Person) => phrase::recorded(&row.recorded),
            (_, Reader::Program) => phrase::moment(row.recorded.at),
        }
    }

    /// Columns that each citation has a part in.
    fn cited(self, row: &ClaimRow, column: Column) -> String {
        let parts = row.citations.iter().map(|citation| self.of_citation(row, citation, column));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    fn of_citation(self, row: &ClaimRow, citation: &CitationView, column: Column) -> String {
        match column {
            Column::Chain => phrase::chain(row, citation, self.chain_with_speaker),
            Column::Citation => citation::text(row, citation),
            Column::Locator => citation.locator.clone().unwrap_or_default(),
            Column::Words => match (&citation.words, self.reader) {
                (Some(words), Reader::Person) => phrase::words(words),
                (Some(words), Reader::Program) => words.text.clone(),
                (None, _) => String::new(),
            },
            Column::Source if self.reader == Reader::Program => citation.read.source.id.to_string(),
            column => self.of_source(&citation.read, column),
        }
    }

    fn of_source(self, view: &SourceView, column: Column) -> String {
        let source = &view.source;
        match column {
            Column::Source | Column::Name => phrase::doubted(phrase::title(source), view.certain),
            Column::Publisher => view.publisher.as_ref().map_or(String::new(), phrase::entity),
            Column::Published | Column::Said => self.dated(source.published.as_ref()),
            Column::Url => source.url.clone().unwrap_or_default(),
            Column::Archive => source.archive_url.clone().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// A cell of an entity or source; empty where the column is none of theirs.
    pub(super) fn of_record(self, row: &RecordRow, column: Column) -> String {
        match row {
            RecordRow::Entity(card) => match column {
                Column::Id => card.entity.id.to_string(),
                Column::Name => card.entity.name().to_owned(),
                Column::Kind => card.entity.kind.word().to_owned(),
                Column::Place => card.at.as_ref().map_or(String::new(), phrase::entity),
                Column::Said => self.dated(card.entity.on.as_ref()),
                Column::Note => card.entity.note.clone().unwrap_or_default(),
                _ => String::new(),
            },
            RecordRow::Source(view) => match column {
                Column::Id => view.source.id.to_string(),
                Column::Kind => view.source.medium.map_or(String::new(), |medium| medium.word().to_owned()),
                Column::Language => self.language(view.source.lang.as_ref()),
                Column::Citation => citation::source_text(view),
                Column::Note => view.source.note.clone().unwrap_or_default(),
                column => self.of_source(view, column),
            },
        }
    }

    pub(super) fn dated(self, date: Option<&Dated>) -> String {
        match (date, self.reader) {
            (Some(date), Reader::Person) => phrase::dated(date),
            (Some(date), Reader::Program) => date.date.as_str().to_owned(),
            (None, _) => String::new(),
        }
    }

    pub(super) fn language(self, lang: Option<&crate::model::Lang>) -> String {
        match (lang, self.reader) {
            (Some(lang), Reader::Person) => phrase::language(lang),
            (Some(lang), Reader::Program) => lang.to_string(),
            (None, _) => String::new(),
        }
    }

    fn mode(self, mode: Mode) -> String {
        match self.reader {
            Reader::Person => mode.adjective().to_owned(),
            Reader::Program => mode.word().to_owned(),
        }
    }
}

/// `✗ false, “Wrong” (Full Fact, 2025-07-21)`
fn marked_verdict(view: &AssessmentView) -> String {
    let words = phrase::verdict(view);
    words.replacen(view.verdict.word(), &verdicts::marked(view.verdict), 1)
}

/// Whether a row is in the answer for certain.
pub(super) fn match_word(row: &ClaimRow) -> &'static str {
    if row.certain { "certain" } else { "possible" }
}
