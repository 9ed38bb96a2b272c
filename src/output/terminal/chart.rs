//! Counts as pictures in characters: bars for one field, a small matrix for two. Only towards a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::language::syntax::PerField;
use crate::model::{Date, Moment};
use crate::output::Style;
use crate::output::tabular::sheet::{Row, count_labels};
use crate::output::terminal::cells::{Direction, cells, harmless, isolated, pad, wrap};
use crate::query::answer::{Answer, AnswerBody, CountRow, CountValue, CountsAnswer};

/// The widest bar, in cells.
const WIDEST_BAR: usize = 60;
/// The narrowest bar that is worth drawing.
const LEAST_BAR: usize = 8;
/// The most columns of a matrix.
const MOST_COLUMNS: usize = 14;
/// The most months or years without any claim that are drawn between two with some.
const LONGEST_GAP: usize = 24;

/// Draws an answer, if it is one that can be drawn and the terminal is wide enough; says whether it did.
///
/// # Errors
/// Those of writing.
pub fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<bool> {
    let (AnswerBody::Counts(counts), Some(width)) = (&answer.body, style.width) else { return Ok(false) };
    if counts.rows.len() < 2 {
        return Ok(false);
    }
    match counts.per.as_slice() {
        [field] => bars(counts, *field, width, style, out),
        [down, across] => matrix(counts, *down, *across, width, style, out),
        _ => Ok(false),
    }
}

// ---- bars -----------------------------------------------------------------------------------------------------------

fn bars(
    counts: &CountsAnswer,
    field: PerField,
    width: usize,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let rows = in_order(counts, field);
    let most = rows.iter().map(|row| row.1).max().unwrap_or(0);
    let figures = most.to_string().len();
    let widest = rows.iter().map(|row| cells(&row.0)).max().unwrap_or(0).max(field_word(field).len());
    let room = width.saturating_sub(figures + 4);
    let label = widest.min(room.saturating_sub(LEAST_BAR));
    let room = room.saturating_sub(label).min(WIDEST_BAR);
    if label < 4 || room < LEAST_BAR || most == 0 {
        return Ok(false);
    }
    writeln!(out, "{}", style.dim(field_word(field)))?;
    for (text, count) in &rows {
        let lines = wrap(text, Some(label));
        for (place, line) in lines.iter().enumerate() {
            let mut shown = padded(line, label, style);
            if place == 0 {
                shown += &format!("  {count:>figures$}  {}", style.help(&bar(*count, most, room)));
            }
            writeln!(out, "{}", shown.trim_end())?;
        }
    }
    Ok(true)
}

/// Labels with their counts: times in their order, with the empty ones between; the rest as they were counted.
fn in_order(counts: &CountsAnswer, field: PerField) -> Vec<(String, usize)> {
    let is_time = matches!(field, PerField::Year | PerField::Month | PerField::Day);
    let labels = labels(counts).into_iter().map(|mut labels| labels.swap_remove(0));
    let labelled = labels.zip(counts.rows.iter().map(|row| row.count));
    if !is_time {
        return labelled.collect();
    }
    let is_word = |row: &CountRow| matches!(row.values.first(), Some(CountValue::Word(_)));
    let mut times: Vec<(String, usize)> = Vec::new();
    let mut others = Vec::new();
    for (row, (text, count)) in counts.rows.iter().zip(labelled) {
        if is_word(row) { times.push((text, count)) } else { others.push((text, count)) }
    }
    times.sort_by_key(|(text, _)| beginning(text));
    let whole = counts.rows.len() == counts.groups;
    let mut filled: Vec<(String, usize)> = Vec::new();
    for (text, count) in times {
        if let Some((last, _)) = filled.last().filter(|_| whole) {
            filled.extend(between(last, &text, field).into_iter().map(|text| (text, 0)));
        }
        filled.push((text, count));
    }
    filled.into_iter().chain(others).collect()
}

/// Where a year, month or day begins.
fn beginning(text: &str) -> Option<Moment> {
    Date::parse(text).ok().map(|date| date.interval().earliest)
}

/// The months or years between two, where they are not too many.
fn between(first: &str, last: &str, field: PerField) -> Vec<String> {
    let number = |text: &str| -> Option<i64> {
        let month = beginning(text)?.month();
        match field {
            PerField::Year => Some(month.div_euclid(12)),
            PerField::Month => Some(month),
            _ => None,
        }
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return Vec::new() };
    let word = |number: i64| match field {
        PerField::Month => {
            let month = u32::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
            Date::of_month(number.div_euclid(12), month).to_string()
        }
        _ => Date::of_year(number).to_string(),
    };
    let gap = usize::try_from(last - first - 1).unwrap_or(0);
    if gap > LONGEST_GAP { Vec::new() } else { (first + 1..last).map(word).collect() }
}

/// A bar in eighths of a cell; something for every count that is not 0.
fn bar(count: usize, most: usize, room: usize) -> String {
    const PARTS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = (count * room * 8).div_ceil(most.max(1));
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(PARTS[eighths % 8]);
    }
    bar
}

// ---- a matrix -------------------------------------------------------------------------------------------------------

fn matrix(
    counts: &CountsAnswer,
    down: PerField,
    across: PerField,
    width: usize,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut table: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    for (labels, counted) in labels(counts).into_iter().zip(&counts.rows) {
        let [row, column] = labels.try_into().unwrap_or_default();
        table.insert((placed(&mut rows, row), placed(&mut columns, column)), counted.count);
    }
    let heads: Vec<usize> = columns.iter().map(|head| cells(head).max(5)).collect();
    let first = rows.iter().map(|row| cells(row)).max().unwrap_or(0).max(field_word(down).len());
    let needed = first + heads.iter().map(|head| head + 2).sum::<usize>();
    if columns.len() > MOST_COLUMNS || rows.len() < 2 || columns.len() < 2 || needed > width {
        return Ok(false);
    }
    let corner = format!("{} ╲ {}", field_word(down), field_word(across));
    writeln!(out, "{}", style.dim(&corner))?;
    let mut line = String::new();
    pad(&mut line, first);
    for (head, wide) in columns.iter().zip(&heads) {
        pad(&mut line, 2 + wide - cells(head));
        line += &shown(head, style);
    }
    writeln!(out, "{}", style.bold(&line))?;
    for (place, row) in rows.iter().enumerate() {
        let mut line = padded(row, first, style);
        for (column, wide) in heads.iter().enumerate() {
            let count = table.get(&(place, column)).map_or("·".to_owned(), usize::to_string);
            line += &format!("  {count:>wide$}");
        }
        writeln!(out, "{line}")?;
    }
    Ok(true)
}

/// The place of a label, which is added where it is new.
fn placed(labels: &mut Vec<String>, label: String) -> usize {
    labels.iter().position(|other| *other == label).unwrap_or_else(|| {
        labels.push(label);
        labels.len() - 1
    })
}

// ---- labels ---------------------------------------------------------------------------------------------------------

/// The labels of each row, one for each field.
fn labels(counts: &CountsAnswer) -> Vec<Vec<String>> {
    let harmless = |labels: Row<'_>| labels.iter().map(|label| harmless(label).into_owned()).collect();
    count_labels(counts).into_iter().map(harmless).collect()
}

fn field_word(field: PerField) -> &'static str {
    crate::language::vocabulary::Worded::word(field)
}

fn shown(text: &str, style: &Style) -> String {
    if style.isolates { isolated(text, Direction::of(text)).into_owned() } else { text.to_owned() }
}

fn padded(text: &str, width: usize, style: &Style) -> String {
    let mut line = shown(text, style);
    pad(&mut line, width.saturating_sub(cells(text)));
    line
}

#[cfg(test)]
mod tests {
    use crate::output::terminal::chart::*;

    #[test]
    fn bars_are_as_long_as_the_counts_say() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
    }

    #[test]
    fn the_empty_months_between_are_drawn() {
        assert_eq!(between("2024-11", "2025-02", PerField::Month), ["2024-12", "2025-01"]);
        assert_eq!(between("2019", "2021", PerField::Year), ["2020"]);
        assert!(between("1900", "2021", PerField::Year).is_empty());
        assert!(between("2025-01", "2025-02", PerField::Month).is_empty());
    }
}
