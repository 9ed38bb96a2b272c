//! Names, texts and dates as statements write them.

use crate::language::parser::{is_bare_id, is_bare_name};
use crate::language::syntax::{DateExpr, DateText, Name, NameText};
use crate::language::vocabulary::Worded;
use crate::model::Lang;
use crate::model::unseen::is_obeyed;

/// A text in quotation marks, in one line.
pub fn quote_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            '\n' => quoted += "\\n",
            _ if is_obeyed(c) || c == BYTE_ORDER_MARK => quoted += &format!("\\u{{{:X}}}", u32::from(c)),
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

/// It is not seen either, and at the start of a text nobody reads it.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// An id or name as it is written in a statement: bare if it is read back so, else in quotation marks.
pub fn name_or_quoted(text: &str) -> String {
    if is_bare_name(text) { text.to_string() } else { quote_string(text) }
}

/// The name of a record by its id or name, as it would be read from a statement.
pub fn written_name(text: &str) -> Name {
    if is_bare_name(text) { Name::bare(text) } else { Name::quoted(text) }
}

/// An id in a fixed place: bare if it is one word that ends no name.
pub(super) fn id(text: &str) -> String {
    if is_bare_id(text) { text.to_string() } else { quote_string(text) }
}

/// A name without what it is of.
pub(super) fn plain_name(name: &Name) -> String {
    match &name.text {
        NameText::Bare(text) => text.clone(),
        NameText::Quoted(text) => quote_string(text),
        NameText::Param(param) => format!("${param}"),
    }
}

pub(super) fn quoted_lang(text: &str, lang: Option<&Lang>) -> String {
    let tag = lang.map_or(String::new(), |lang| format!("@{}", lang.as_str()));
    quote_string(text) + &tag
}

pub(super) fn date(date: &DateExpr) -> String {
    match &date.date {
        DateText::Date(date) => date.as_str().to_string(),
        DateText::Today => "today".to_string(),
        DateText::Yesterday => "yesterday".to_string(),
        DateText::Ago(1, unit) => format!("1 {} ago", unit.singular()),
        DateText::Ago(count, unit) => {
            format!("{count} {} ago", unit.word())
        }
        DateText::Param(param) => format!("${param}"),
    }
}

/// The parts that are there, with blanks between.
pub(super) fn spaced(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
