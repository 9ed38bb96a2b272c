//! An answer as an article wants it, in Markdown: each claim with who said it, when in words and the title linked, what
//! the checkers found, and the citations as footnotes. No ids; question, moment, number and digest stand in one line at
//! the end.

use std::io::{self, Write};

use crate::query::answer::{Answer, AssessmentView, CitationView, ClaimRow, SourceView};

use crate::output::content::citation::Manner;
use crate::output::content::quoting::quoted;
use crate::output::content::{citation, phrase};
use crate::output::loss::Losses;
use crate::output::markdown::{
    Citation, escaped, is_web_address, push_escaped, push_escaped_inside, write_table,
};
use crate::output::options::{Options, With};
use crate::output::others;
use crate::output::terminal::cells::harmless;

pub(super) fn write(
    answer: &Answer,
    options: &Options,
    losses: &mut Losses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let answer = &*others::without_retracted(answer, options.with, losses);
    let rows = others::claims(answer, options.with, losses);
    if rows.is_empty() || others::is_a_table(answer) {
        write_table(answer, out)?;
        return writeln!(out, "\n{}", end_line(answer));
    }
    let mut article = Article { options, notes: Vec::new() };
    for row in &rows {
        writeln!(out, "{}", article.claim(row))?;
    }
    for (number, note) in article.notes.iter().enumerate() {
        writeln!(out, "[^{}]: {note}", number + 1)?;
    }
    writeln!(out, "\n{}", end_line(answer))
}

/// `*claims about tolls – 3 claims, asked on 27 November 2026, 19:10 UTC; transaction 1, digest 0c3d….*`
fn end_line(answer: &Answer) -> String {
    format!("*{}*", escaped(&citation::of_answer(answer)))
}

struct Article<'o> {
    options: &'o Options,
    notes: Vec<String>,
}

impl Article<'_> {
    /// A claim as a paragraph, its words and verdicts below.
    fn claim(&mut self, row: &ClaimRow) -> String {
        let mut text = String::new();
        push_escaped(&mut text, &row.statement);
        for cited in &row.citations {
            let mut note = Citation::of(Manner::Article);
            self.options.citing.write(row, cited, &mut note);
            self.refer(&mut text, note.markdown);
        }
        text.push_str("\\\n");
        push_escaped(&mut text, &citation::attribution(row));
        text.push_str(", ");
        push_escaped_inside(&mut text, &when(row));
        push_documents(&mut text, &row.citations);
        text.push('\n');
        row.citations.iter().for_each(|cited| push_words(&mut text, cited));
        others::verdicts(row).for_each(|view| self.verdict(&mut text, view));
        push_asked_for(&mut text, row, self.options.with);
        text
    }

    fn refer(&mut self, text: &mut String, note: String) {
        self.notes.push(note);
        text.push_str(&format!("[^{}]", self.notes.len()));
    }

    /// `Plainly, 20 March 2025: false, “Not so”. The budget says 3.1 billion.`
    fn verdict(&mut self, text: &mut String, view: &AssessmentView) {
        let record = &view.record;
        text.push('\n');
        push_escaped(text, &phrase::entity_whole(&view.by));
        text.push_str(", ");
        push_escaped_inside(
            text,
            &record.on.as_ref().map_or("undated".into(), |on| phrase::in_words_with(on, None)),
        );
        text.push_str(": ");
        let mut finding = record.verdict.word().to_owned();
        finding.extend(record.label.as_ref().map(|label| format!(", {}", quoted(label))));
        finding.extend(phrase::standing(view).map(|standing| format!(" ({standing})")));
        let address = record.url.as_deref().or_else(|| view.source.as_ref()?.source.url.as_deref());
        push_linked(text, &finding, address);
        if let Some(source) = &view.source {
            let mut note = Citation::of(Manner::Article);
            self.options.citing.write_document(source, &mut note);
            self.refer(text, note.markdown);
        }
        if let Some(summary) = &record.summary {
            text.push_str(". ");
            push_escaped_inside(text, summary);
        }
        text.push('\n');
    }
}

/// When it was said in words; else when what says so was published.
fn when(row: &ClaimRow) -> String {
    match (&row.said, &row.dated) {
        (Some(said), _) => phrase::in_words_with(said, None).into_owned(),
        (None, Some(dated)) => {
            let perhaps = if dated.certain { "" } else { "perhaps " };
            format!("undated, {perhaps}published {}", phrase::in_words_with(&dated.dated, None))
        }
        (None, None) => "undated".to_owned(),
    }
}

/// `, in [The title](https://…), citing The Telegraph`
fn push_documents(text: &mut String, citations: &[CitationView]) {
    for (number, cited) in citations.iter().enumerate() {
        text.push_str(if number == 0 { ", in " } else { " and in " });
        let source = &cited.read.source;
        push_linked(text, &name(&cited.read), source.url.as_deref().or(source.archive_url.as_deref()));
        for (hop, view) in cited.via.iter().enumerate() {
            text.push_str(if hop == 0 { ", citing " } else { ", which cites " });
            push_escaped_inside(text, &name(view));
        }
    }
}

/// What a document is called where no id is wanted: its title, else what it is and who published it.
fn name(view: &SourceView) -> String {
    let source = &view.source;
    let perhaps = if view.certain { "" } else { "perhaps " };
    match (&source.title, &view.publisher) {
        (Some(title), _) => format!("{perhaps}{title}"),
        (None, Some(publisher)) => format!("{perhaps}{}", phrase::entity_whole(publisher)),
        (None, None) => format!("{perhaps}{}", citation::untitled(source)),
    }
}

fn push_linked(text: &mut String, words: &str, address: Option<&str>) {
    match address.filter(|address| is_web_address(address)) {
        Some(address) => {
            text.push('[');
            push_escaped_inside(text, words);
            text.extend(["](<", &harmless(address), ">)"]);
        }
        None => push_escaped_inside(text, words),
    }
}

/// The document's own words, to the letter, and whether it translated them.
fn push_words(text: &mut String, cited: &CitationView) {
    let Some(words) = &cited.words else { return };
    text.push_str("\n> ");
    push_escaped(text, &words.text);
    if words.translated {
        let into =
            words.lang.as_ref().map_or(String::new(), |lang| format!(" into {}", phrase::language(lang)));
        text.push_str(&format!(" (translated{into})"));
    }
    text.push('\n');
}

fn push_asked_for(text: &mut String, row: &ClaimRow, with: With) {
    let note = row.note.as_ref().filter(|_| with.notes).map(|note| ("Note", note));
    let extra = row.extra.iter().filter(|_| with.extra).map(|(key, value)| (key.as_str(), value));
    for (label, value) in note.into_iter().chain(extra) {
        text.push('\n');
        push_escaped(text, label);
        text.push_str(": ");
        push_escaped_inside(text, value);
        text.push('\n');
    }
    if let Some(retracted) = &row.retracted {
        text.push_str("\nRetracted");
        if let Some(because) = &retracted.because {
            text.push_str(": ");
            push_escaped_inside(text, because);
        }
        text.push('\n');
    }
}
