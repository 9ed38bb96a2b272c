//! An answer as a workbook: claims, sources and verdicts on sheets of their own, and on the last sheet what was asked. Cells
//! hold texts and never formulas; sheets and cells run from right to left where the text does.

use std::collections::HashSet;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use crate::model::Problem;
use crate::output::content::{date_words, phrase};
use crate::output::loss::Losses;
use crate::output::options::{Options, With};
use crate::output::others;
use crate::output::provenance::Provenance;
use crate::output::tabular::columns::Reader;
use crate::output::tabular::sheet;
use crate::output::terminal::cells::Direction;
use crate::query::answer::{Answer, AssessmentView, CitationView, ClaimRow, RecordRow, SourceView};

/// The most characters that a cell can hold, and the most rows of a sheet.
const LONGEST: usize = 32_767;
const MOST_ROWS: usize = 1_048_575;
/// The most characters of an address that is a link.
const LONGEST_LINK: usize = 2_000;

pub(super) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut book = Workbook::new();
    let provenance = Provenance::of(answer);
    book.set_properties(
        &DocProperties::new().set_title(&provenance.question).set_comment("made with dictum"),
    );
    fill(&mut book, answer, options, losses)
        .and_then(|()| about(&mut book, &provenance))
        .and_then(|()| book.save_to_buffer())
        .map_err(|error| io::Error::other(Problem::invalid(format!("the workbook cannot be made: {error}"))))
        .and_then(|bytes| out.write_all(&bytes))
}

fn fill(
    book: &mut Workbook,
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
) -> Result<(), XlsxError> {
    let answer = &*others::without_retracted(answer, options.with, losses);
    let rows = others::claims(answer, options.with, losses);
    let picked = others::is_a_table(answer);
    if rows.is_empty() || picked {
        let sheet = sheet::of(answer, Reader::File);
        let heads: Vec<String> = sheet.heads.iter().map(|head| head.text.clone()).collect();
        let mut table = Table::new(book, "answer", &heads.iter().map(String::as_str).collect::<Vec<_>>())?;
        for row in sheet.rows {
            table.row(row.iter().map(|cell| Cell::Text(cell.clone().into_owned())).collect(), "", losses)?;
        }
        return table.end();
    }
    claims(book, &rows, options, losses)?;
    sources(book, &documents(&rows, answer), options.with, losses)?;
    verdicts(book, &rows, losses)
}

// ---- The sheets -------------------------------------------------------------------------------------------------------

fn claims(
    book: &mut Workbook,
    rows: &[&ClaimRow],
    options: &Options,
    losses: &mut Losses,
) -> Result<(), XlsxError> {
    let mut heads = vec![
        "id",
        "statement",
        "speakers",
        "said",
        "date",
        "mode",
        "about",
        "words",
        "source",
        "chain",
        "citation",
        "verdicts",
        "tags",
        "match",
    ];
    heads.extend(options.with.notes.then_some("note"));
    heads.extend(options.with.extra.then_some("extra"));
    let mut table = Table::new(book, "claims", &heads)?;
    for row in rows {
        let each = |part: &dyn Fn(&CitationView) -> String| {
            Cell::Text(
                row.citations.iter().map(part).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"),
            )
        };
        let mut cells = vec![
            Cell::text(row.id.as_str()),
            Cell::text(&row.statement),
            Cell::text(&phrase::speakers(row)),
            Cell::text(
                &row.said
                    .as_ref()
                    .map_or_else(|| "undated".to_owned(), |said| date_words::in_words(&said.date)),
            ),
            Cell::text(row.said.as_ref().map_or("", |said| said.date.as_str())),
            Cell::text(row.mode.adjective()),
            Cell::text(&phrase::list(&row.about, phrase::entity)),
            each(&|cited| cited.words.as_ref().map_or(String::new(), |words| words.text.clone())),
            row.citations.first().map_or(Cell::text(""), |cited| Cell::document(&cited.read)),
            each(&|cited| phrase::chain(row, cited, true).into_owned()),
            each(&|cited| {
                let mut text = String::new();
                options.citing.write(row, cited, &mut text);
                text
            }),
            Cell::Text(
                others::verdicts(row)
                    .map(|view| phrase::verdict(view).into_owned())
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            Cell::text(&row.tags.join("; ")),
            Cell::text(if row.certain { "certain" } else { "possible" }),
        ];
        if options.with.notes {
            cells.push(Cell::text(row.note.as_deref().unwrap_or_default()));
        }
        if options.with.extra {
            cells.push(Cell::text(&crate::output::tabular::all_fields::extra(&row.extra)));
        }
        table.row(cells, row.id.as_str(), losses)?;
    }
    table.end()
}

/// The documents read and those behind them, each once.
fn documents<'a>(rows: &[&'a ClaimRow], answer: &'a Answer) -> Vec<&'a SourceView> {
    let mut seen = HashSet::new();
    let of_claims = rows.iter().flat_map(|row| {
        let cited = row.citations.iter().flat_map(|cited| std::iter::once(&cited.read).chain(&cited.via));
        cited.chain(row.assessments.iter().filter_map(|view| view.source.as_ref()))
    });
    let of_listing: &[RecordRow] = match &answer.body {
        crate::query::answer::AnswerBody::Records(records) => &records.rows,
        _ => &[],
    };
    let listed = of_listing.iter().filter_map(|row| match row {
        RecordRow::Source(view) => Some(view),
        RecordRow::Entity(_) => None,
    });
    of_claims.chain(listed).filter(|view| seen.insert(view.source.id.clone())).collect()
}

fn sources(
    book: &mut Workbook,
    views: &[&SourceView],
    with: With,
    losses: &mut Losses,
) -> Result<(), XlsxError> {
    let mut heads = vec![
        "id",
        "title",
        "publisher",
        "authors",
        "published",
        "medium",
        "language",
        "address",
        "archive",
        "accessed",
    ];
    heads.extend(with.texts.then_some("text"));
    let mut table = Table::new(book, "sources", &heads)?;
    for view in views {
        let source = &view.source;
        let date = |dated: &Option<crate::model::record::Dated>| {
            Cell::text(dated.as_ref().map_or("", |dated| dated.date.as_str()))
        };
        let mut cells = vec![
            Cell::text(source.id.as_str()),
            Cell::text(source.title.as_deref().unwrap_or_default()),
            Cell::text(&view.publisher.as_ref().map(phrase::entity).unwrap_or_default()),
            Cell::text(&view.authors.join("; ")),
            date(&source.published),
            Cell::text(source.medium.map_or("", |medium| medium.word())),
            Cell::text(source.lang.as_ref().map_or("", |lang| lang.as_str())),
            Cell::link(source.url.as_deref()),
            Cell::link(source.archive_url.as_deref()),
            date(&source.accessed),
        ];
        let text = others::kept_text(view, with, losses);
        cells.extend(with.texts.then(|| Cell::text(text.unwrap_or_default())));
        table.row(cells, source.id.as_str(), losses)?;
    }
    table.end()
}

fn verdicts(book: &mut Workbook, rows: &[&ClaimRow], losses: &mut Losses) -> Result<(), XlsxError> {
    let heads = [
        "claim",
        "statement",
        "checker",
        "on",
        "verdict",
        "label",
        "rating",
        "standing",
        "address",
        "summary",
    ];
    let mut table = Table::new(book, "verdicts", &heads)?;
    for row in rows {
        for view in &row.assessments {
            let AssessmentView { record, by, source, standing } = view;
            let address = record.url.as_deref().or_else(|| source.as_ref()?.source.url.as_deref());
            let cells = vec![
                Cell::text(row.id.as_str()),
                Cell::text(&row.statement),
                Cell::text(&phrase::entity(by)),
                Cell::text(record.on.as_ref().map_or("", |on| on.date.as_str())),
                Cell::text(record.verdict.word()),
                Cell::text(record.label.as_deref().unwrap_or_default()),
                Cell::text(&record.rating.as_ref().map(phrase::rating_on_scale).unwrap_or_default()),
                Cell::text(standing.map_or("", |standing| standing.word())),
                Cell::link(address),
                Cell::text(record.summary.as_deref().unwrap_or_default()),
            ];
            table.row(cells, row.id.as_str(), losses)?;
        }
    }
    table.end()
}

fn about(book: &mut Workbook, provenance: &Provenance) -> Result<(), XlsxError> {
    let mut losses = Losses::default();
    let mut table = Table::new(book, "about", &["what", "value"])?;
    for (name, value) in provenance.fields() {
        table.row(vec![Cell::text(name), Cell::Text(value)], "", &mut losses)?;
    }
    table.end()
}

// ---- A sheet ----------------------------------------------------------------------------------------------------------

enum Cell {
    Text(String),
    /// An address, and what is shown of it.
    Link(String, String),
}

impl Cell {
    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn link(address: Option<&str>) -> Cell {
        address.map_or(Cell::text(""), |address| Cell::Link(address.to_owned(), address.to_owned()))
    }

    /// A document by its title, linked to its address.
    fn document(view: &SourceView) -> Cell {
        let title = phrase::title(&view.source).to_owned();
        match &view.source.url {
            Some(url) => Cell::Link(url.clone(), title),
            None => Cell::Text(title),
        }
    }
}

/// A sheet that is filled row by row.
struct Table<'b> {
    sheet: &'b mut Worksheet,
    columns: usize,
    rows: usize,
    /// How many rows begin with a text from right to left, and with one from left to right.
    directions: [usize; 2],
}

impl<'b> Table<'b> {
    fn new(book: &'b mut Workbook, name: &str, heads: &[&str]) -> Result<Table<'b>, XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        let bold = Format::new().set_bold();
        for (column, head) in heads.iter().enumerate() {
            sheet.write_string_with_format(0, column as u16, *head, &bold)?;
            let is_long =
                matches!(*head, "statement" | "words" | "citation" | "summary" | "value" | "text" | "title");
            sheet.set_column_width(column as u16, if is_long { 50.0 } else { 20.0 })?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Table { sheet, columns: heads.len(), rows: 0, directions: [0, 0] })
    }

    fn row(&mut self, cells: Vec<Cell>, id: &str, losses: &mut Losses) -> Result<(), XlsxError> {
        if self.rows == MOST_ROWS {
            losses.lost("rows", "a sheet has 1,048,576 of them at most", id);
            return Ok(());
        }
        self.rows += 1;
        for (column, cell) in cells.into_iter().enumerate() {
            self.cell(column as u16, cell, id, losses)?;
        }
        Ok(())
    }

    fn cell(&mut self, column: u16, cell: Cell, id: &str, losses: &mut Losses) -> Result<(), XlsxError> {
        let row = self.rows as u32;
        let (text, address) = match cell {
            Cell::Text(text) => (text, None),
            Cell::Link(address, text) => (text, Some(address)),
        };
        if text.is_empty() {
            return Ok(());
        }
        let is_right_to_left = Direction::of(&text) == Direction::RightToLeft;
        if column == 1 {
            self.directions[usize::from(!is_right_to_left)] += 1;
        }
        let text = shortened(text, id, losses);
        let format =
            Format::new().set_text_wrap().set_reading_direction(if is_right_to_left { 2 } else { 1 });
        let is_web = |address: &String| {
            (address.starts_with("https://") || address.starts_with("http://"))
                && address.chars().count() < LONGEST_LINK
        };
        match address.filter(is_web) {
            Some(address)
                if self.sheet.write_url_with_text(row, column, address.as_str(), text.as_str()).is_ok() => {}
            _ => {
                self.sheet.write_string_with_format(row, column, text, &format)?;
            }
        }
        Ok(())
    }

    /// A sheet of which most texts run from right to left does so itself.
    fn end(self) -> Result<(), XlsxError> {
        if self.directions[0] > self.directions[1] {
            self.sheet.set_right_to_left(true);
        }
        if self.rows > 0 {
            self.sheet.autofilter(0, 0, self.rows as u32, self.columns as u16 - 1)?;
        }
        Ok(())
    }
}

/// No more than a cell can hold, by the count of UTF-16.
fn shortened(text: String, id: &str, losses: &mut Losses) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    losses.lost("ends of long texts", "a cell holds 32,767 characters", id);
    let mut length = 0;
    text.chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= LONGEST
        })
        .collect()
}
