//! Templates: text in which `{column}` stands for a cell. Without one it is the same in every row. A brace is written `{{`.

use std::collections::BTreeSet;

use crate::exchange::tables::rows::Cell;
use crate::model::text::few;
use crate::model::{Problem, Span};
use crate::query::lookup::alike;

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Column {
        name: String,
        /// Its place, once the names of the columns are known.
        at: usize,
    },
}

/// What a template gives for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    /// It is one cell, and a spreadsheet says that this is a date.
    pub is_date: bool,
}

impl Template {
    /// # Errors
    /// A brace is not closed, or a column has no name.
    pub fn parse(text: &str, span: Span) -> Result<Template, Problem> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let doubled = rest.starts_with("{{") || rest.starts_with("}}");
            if doubled || c != '{' {
                plain.push(c);
                rest = &rest[if doubled { 2 } else { c.len_utf8() }..];
                continue;
            }
            let name = rest[1..].split('}').next().unwrap_or_default();
            if name.is_empty() || name.len() + 1 == rest.len() {
                return Err(Problem::invalid(format!("`{text}`: a column stands between `{{` and `}}`"))
                    .at(span)
                    .hint("such as `{id}`; for a brace itself, write `{{`"));
            }
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Column { name: name.to_owned(), at: usize::MAX });
            rest = &rest[name.len() + 2..];
        }
        if !plain.is_empty() || parts.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Template { parts, span })
    }

    /// A text that is the same in every row.
    pub fn constant_text(text: &str, span: Span) -> Template {
        Template { parts: vec![Part::Text(text.to_owned())], span }
    }

    /// The text, if it is the same in every row.
    pub fn constant(&self) -> Option<&str> {
        match &self.parts[..] {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    pub fn span(&self) -> Span {
        self.span
    }

    /// Finds the places of its columns, which are called by their names or, where no column has that name, by their numbers; what the table does not have is a problem.
    pub fn bind(&mut self, columns: &[String], problems: &mut Vec<Problem>) {
        for part in &mut self.parts {
            let Part::Column { name, at } = part else { continue };
            let by_number = || name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let named = columns.iter().position(|column| column == name);
            match named.or_else(|| by_number().filter(|at| *at < columns.len())) {
                Some(found) => *at = found,
                None => {
                    let near = alike(name, columns.iter().map(String::as_str));
                    let listed = few(
                        columns.iter().map(|column| format!("`{column}`")),
                        columns.len(),
                        MOST_COLUMNS,
                        ", ",
                    );
                    problems.push(
                        Problem::invalid(format!("the table has no column `{name}`"))
                            .at(self.span)
                            .did_you_mean(near)
                            .hint(format!("its columns are {listed}")),
                    );
                }
            }
        }
    }

    /// Adds the places of the columns that it takes.
    pub fn add_columns(&self, taken: &mut BTreeSet<usize>) {
        taken.extend(self.parts.iter().filter_map(|part| match part {
            Part::Column { at, .. } => Some(*at),
            Part::Text(_) => None,
        }));
    }

    /// What it gives for a row; nothing where one of its cells is empty or says that there is nothing.
    pub fn fill(&self, cells: &[Cell], nulls: &[String]) -> Option<Filled> {
        if let [Part::Column { at, .. }] = &self.parts[..] {
            let cell = said(cells, *at, nulls)?;
            return Some(Filled { text: cell.text.clone(), is_date: cell.is_date });
        }
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Column { at, .. } => text.push_str(&said(cells, *at, nulls)?.text),
            }
        }
        Some(Filled { text, is_date: false })
    }
}

/// How many columns a message lists.
const MOST_COLUMNS: usize = 40;

/// A cell, if it says something.
pub fn said<'c>(cells: &'c [Cell], at: usize, nulls: &[String]) -> Option<&'c Cell> {
    cells.get(at).filter(|cell| !cell.text.is_empty() && !nulls.contains(&cell.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_from_cells() {
        let columns = ["id".to_owned(), "a b".to_owned()];
        let cells = [Cell::text("7"), Cell::text("NA")];
        let filled = |text: &str, nulls: &[String]| {
            let mut template = Template::parse(text, Span::default()).unwrap();
            let mut problems = Vec::new();
            template.bind(&columns, &mut problems);
            assert!(problems.is_empty(), "{problems:?}");
            template.fill(&cells, nulls).map(|filled| filled.text)
        };
        let none = [];
        let nulls = ["NA".to_owned()];
        assert_eq!(filled("https://x.example/{id}", &none).as_deref(), Some("https://x.example/7"));
        assert_eq!(filled("{id}-{a b}", &none).as_deref(), Some("7-NA"));
        assert_eq!(filled("{id}-{a b}", &nulls), None);
        assert_eq!(filled("{2}", &none).as_deref(), Some("NA"), "by its number");
        assert_eq!(filled("{{id}}", &none).as_deref(), Some("{id}"));
        assert_eq!(filled("", &none).as_deref(), Some(""));
        assert!(
            Template::parse("{id", Span::default()).is_err()
                && Template::parse("{}", Span::default()).is_err()
        );
        let mut template = Template::parse("{idd}", Span::new(3, 8)).unwrap();
        let mut problems = Vec::new();
        template.bind(&columns, &mut problems);
        assert_eq!(problems[0].span(), Some(Span::new(3, 8)));
    }
}
