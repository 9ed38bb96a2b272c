//! Cards on a terminal: one record below the other, label and value in two columns, long values wrapped under
//! themselves. History and explanation are written in the same manner.

use std::io::{self, Write};

use crate::model::Verdict;
use crate::model::text::few;
use crate::query::answer::{Answer, AnswerBody, Explanation, HistoryAnswer, NameUnderstood};

use crate::output::Style;
use crate::output::content::claim::{Card, Citations, Field, of_claim};
use crate::output::content::history::{Change, Step, act, reasons, steps};
use crate::output::content::phrase::Hop;
use crate::output::content::{phrase, record, verdict};
use crate::output::terminal::cells::{Direction, cells, harmless, isolated, pad, wrap};
use crate::output::terminal::grid;

/// The widest label; a longer one (the key of an `extra`) stands on a line of its own.
const LABEL: usize = 13;
/// The indentation of everything under a title.
const INDENT: usize = 2;
/// How many narrower things are named of one: the columns and JSON name them all.
const MOST_NAMED: usize = 50;
/// However narrow the terminal: a value has this much.
const LEAST: usize = 12;

pub(in crate::output) fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Cards { style, out, written: 0 };
    match &answer.body {
        AnswerBody::Claims(claims) => {
            claims.rows.iter().try_for_each(|row| writer.card(&of_claim(row, Citations::OnTheCard)))
        }
        AnswerBody::Records(records) => {
            records.rows.iter().try_for_each(|row| writer.card(&record::of_row(row)))
        }
        AnswerBody::Shown(shown) => writer.card(&record::of_shown(shown)),
        AnswerBody::History(history) => writer.history(history),
        AnswerBody::Explained(explanation) => writer.explanation(explanation),
        AnswerBody::Counts(_) => grid::write_grid(answer, style, writer.out),
    }
}

struct Cards<'a> {
    style: &'a Style,
    out: &'a mut dyn Write,
    written: usize,
}

impl Cards<'_> {
    fn card(&mut self, card: &Card<'_>) -> io::Result<()> {
        let mut marks: Vec<Mark> = card.marks.iter().map(|mark| Mark::of(mark)).collect();
        marks.extend(card.verdicts.iter().map(|verdict| Mark::Verdict(*verdict)));
        self.title(&card.title, &marks)?;
        if let Some((_, text)) = &card.text {
            self.paragraph(INDENT, text, true)?;
        }
        card.fields.iter().try_for_each(|field| self.card_field(field))
    }

    /// A line that opens a card, with an empty line before every card but the first. Marks that do not fit beside the title
    /// stand under it.
    fn title(&mut self, title: &str, marks: &[Mark]) -> io::Result<()> {
        if self.written > 0 {
            writeln!(self.out)?;
        }
        self.written += 1;
        let title = harmless(title);
        let joined =
            |words: &dyn Fn(&Mark) -> String| marks.iter().map(words).collect::<Vec<_>>().join(" · ");
        let (beside, painted) = (joined(&Mark::words), joined(&|mark| mark.painted(self.style)));
        let between = if marks.is_empty() { "" } else { " · " };
        let fits = |text: &str| self.style.width.is_none_or(|width| cells(text) <= width);
        if !fits(&title) {
            return self.paragraph(0, &format!("{title}{between}{beside}"), false);
        }
        let between = if fits(&format!("{title}{between}{beside}")) { between } else { "\n  " };
        let title = if self.style.isolates { isolated(&title, Direction::Phrase) } else { title };
        writeln!(self.out, "{}{between}{painted}", self.style.bold(&title))
    }

    /// Lines of text; `own` where they run in their own direction and are no phrase of ours.
    fn paragraph(&mut self, indent: usize, text: &str, own: bool) -> io::Result<()> {
        for line in text.lines() {
            let line = harmless(line);
            let direction = if own { Direction::of(&line) } else { Direction::Phrase };
            for piece in wrap(&line, self.room(indent)) {
                self.line(indent, "", piece, direction)?;
            }
        }
        Ok(())
    }

    /// The gloss of a text from right to left stands under it.
    fn card_field(&mut self, field: &Field<'_>) -> io::Result<()> {
        let label = if field.again { "" } else { field.label };
        if !field.hops.is_empty() {
            return self.chain(label, &field.hops);
        }
        if let Some(verdict) = field.verdict {
            return self.verdict(label, verdict, &field.value);
        }
        if field.gloss.is_empty() || Direction::of(&field.value) == Direction::LeftToRight {
            return self.field(label, &field.in_a_line(), field.own);
        }
        self.field(label, &field.value, field.own)?;
        self.field("", &format!("({})", field.gloss), false)
    }

    /// A chain from the speaker down to the document that was read, a hop a line; a broken arrow leads to what is assumed.
    fn chain(&mut self, label: &str, hops: &[Hop]) -> io::Result<()> {
        let indent = INDENT + LABEL + 1;
        for (place, hop) in hops.iter().enumerate() {
            let arrow = match (place, hop.certain) {
                (0, _) => String::new(),
                (_, true) => "↓ ".to_owned(),
                (_, false) => format!("{} ", self.style.caution("⇣")),
            };
            let under = if place == 0 { 0 } else { INDENT };
            let words = hop.in_words();
            let words = harmless(&words);
            for (line, piece) in wrap(&words, self.room(indent + under)).into_iter().enumerate() {
                let label = if place + line == 0 { label } else { "" };
                let before = if line == 0 { arrow.clone() } else { " ".repeat(under) };
                self.line_with(indent, label, &before, piece, Direction::Phrase)?;
            }
        }
        Ok(())
    }

    /// A verdict with its mark, and its word in its colour.
    fn verdict(&mut self, label: &str, verdict: Verdict, words: &str) -> io::Result<()> {
        let indent = INDENT + LABEL + 1;
        let words = words
            .strip_prefix(verdict.word())
            .map_or(words.to_owned(), |rest| format!("{}{rest}", verdict::marked(verdict)));
        let words = harmless(&words);
        let marked = verdict::marked(verdict);
        for (place, piece) in wrap(&words, self.room(indent)).into_iter().enumerate() {
            let (before, rest) = match piece.strip_prefix(&*marked) {
                Some(rest) if place == 0 => {
                    (verdict::painted(verdict, &marked, self.style).into_owned(), rest)
                }
                _ => (String::new(), piece),
            };
            self.line_with(indent, if place == 0 { label } else { "" }, &before, rest, Direction::Phrase)?;
        }
        Ok(())
    }

    /// A label and its value, which may have several lines.
    fn field(&mut self, label: &str, value: &str, own: bool) -> io::Result<()> {
        let label = harmless(label);
        let (mut beside, indent) = (label.as_ref(), INDENT + LABEL + 1);
        if cells(beside) > LABEL {
            self.paragraph(INDENT, beside, false)?;
            beside = "";
        }
        for line in non_empty_lines(value) {
            let line = harmless(line);
            let direction = if own { Direction::of(&line) } else { Direction::Phrase };
            for piece in wrap(&line, self.room(indent)) {
                self.line(indent, beside, piece, direction)?;
                beside = "";
            }
        }
        Ok(())
    }

    /// A piece of text after an indentation, in which a label may stand.
    fn line(&mut self, indent: usize, label: &str, piece: &str, direction: Direction) -> io::Result<()> {
        self.line_with(indent, label, "", piece, direction)
    }

    /// The same with something painted before the piece.
    fn line_with(
        &mut self,
        indent: usize,
        label: &str,
        before: &str,
        piece: &str,
        direction: Direction,
    ) -> io::Result<()> {
        let mut line = String::new();
        if label.is_empty() {
            pad(&mut line, indent);
        } else {
            pad(&mut line, INDENT);
            line.push_str(&self.style.dim(label));
            pad(&mut line, indent.saturating_sub(INDENT + cells(label)));
        }
        line.push_str(before);
        line.push_str(&if self.style.isolates { isolated(piece, direction) } else { piece.into() });
        writeln!(self.out, "{}", line.trim_end_matches(' '))
    }

    fn room(&self, indent: usize) -> Option<usize> {
        self.style.width.map(|width| width.saturating_sub(indent).max(LEAST))
    }

    // ---- History and explanation ------------------------------------------------------------------------------------

    fn history(&mut self, answer: &HistoryAnswer) -> io::Result<()> {
        let count = phrase::counted(answer.versions.len(), "versions");
        self.title(&format!("{} {}", answer.record_type, answer.name), &[Mark::of(&count)])?;
        steps(answer).try_for_each(|step| self.version(&step))
    }

    fn version(&mut self, step: &Step<'_>) -> io::Result<()> {
        let version = step.version;
        writeln!(self.out)?;
        self.paragraph(INDENT, &format!("{} {}", act(version), phrase::recorded(&version.when)), false)?;
        for change in &step.changes {
            self.field(&change.field, &before_and_after(change), false)?;
        }
        let reasons = reasons(version);
        if reasons.is_empty() { Ok(()) } else { self.field("because", &reasons, true) }
    }

    fn explanation(&mut self, explanation: &Explanation) -> io::Result<()> {
        self.title(&explanation.question, &[])?;
        explanation.names.iter().try_for_each(|name| self.name(name))?;
        if !explanation.steps.is_empty() {
            writeln!(self.out)?;
        }
        explanation.steps.iter().try_for_each(|step| {
            let found = if step.possible == step.certain {
                format!("{}", step.possible)
            } else {
                format!("{} ({} certain)", step.possible, step.certain)
            };
            let by = if step.by.is_empty() { String::new() } else { format!(" – {}", step.by) };
            self.paragraph(INDENT * (step.depth + 1), &format!("{}: {found}{by}", step.clause), false)
        })
    }

    fn name(&mut self, name: &NameUnderstood) -> io::Result<()> {
        self.paragraph(INDENT, &format!("{}: {}", name.written, name.meaning), false)?;
        if name.narrower.is_empty() {
            return Ok(());
        }
        let narrower = name.narrower.iter().map(|entity| &*entity.name);
        let named = few(narrower, name.narrower.len(), MOST_NAMED, ", ");
        self.paragraph(INDENT * 2, &format!("with it: {named}"), false)
    }
}

/// What stands beside a title.
enum Mark {
    Words(String),
    Retracted,
    Verdict(Verdict),
}

impl Mark {
    fn of(words: &str) -> Mark {
        if words == "retracted" { Mark::Retracted } else { Mark::Words(harmless(words).into_owned()) }
    }

    fn words(&self) -> String {
        match self {
            Mark::Words(words) => words.clone(),
            Mark::Retracted => "✗ retracted".to_owned(),
            Mark::Verdict(verdict) => verdict::marked(*verdict),
        }
    }

    fn painted(&self, style: &Style) -> String {
        let words = self.words();
        match self {
            Mark::Words(_) => words,
            Mark::Retracted => style.alarm(&words).into_owned(),
            Mark::Verdict(verdict) => verdict::painted(*verdict, &words, style).into_owned(),
        }
    }
}

/// An empty value still has its label.
fn non_empty_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    lines.chain(text.is_empty().then_some(""))
}

pub(in crate::output) fn before_and_after(change: &Change) -> String {
    let or_nothing = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    format!("{} → {}", or_nothing(&change.before), or_nothing(&change.after))
}
