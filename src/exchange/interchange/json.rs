//! A line as JSON, borrowed from it where that can be. Fields that stand twice are kept, so that they can be named.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of JSON.
#[derive(Default)]
pub(super) enum Json<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<Member<'a>>),
}

/// A field of an object.
pub(super) struct Member<'a> {
    pub name: Cow<'a, str>,
    pub value: Json<'a>,
    /// Whether it has been read.
    pub taken: bool,
}

impl Json<'_> {
    /// As a sentence calls it.
    pub fn what(&self) -> &'static str {
        match self {
            Json::Null => "`null`",
            Json::Bool(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }
}

/// Why a text is no JSON.
pub(super) struct NoJson {
    /// Counted in characters from 1; none at the line's end.
    pub column: Option<usize>,
    pub message: &'static str,
    pub hint: Option<&'static str>,
}

/// Reads a text as one value.
///
/// # Errors
/// What is no JSON.
pub(super) fn parse(line: &str) -> Result<Json<'_>, NoJson> {
    serde_json::from_str(line).map_err(|error| explain(line, &error))
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json<'a>, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Json::Text(name)) = object.next_key()? {
            members.push(Member { name, value: object.next_value()?, taken: false });
        }
        Ok(Json::Object(members))
    }
}

/// What `serde_json` says → what a reader is told, with the fix.
const SENTENCES: [(&str, &str, Option<&str>); 18] = [
    ("EOF while parsing", "the line ends in the middle of the record", Some("each record is on one line")),
    ("expected `:`", "a colon is missing after a field's name", None),
    ("expected `,` or `]`", "a comma or `]` is missing in a list", None),
    (
        "expected `,` or `}`",
        "a comma or `}` is missing between two fields",
        Some("a double quote within a text is written `\\\"`"),
    ),
    ("expected ident", "this is neither `true`, `false` nor `null`", Some("texts are in double quotes")),
    ("expected value", "a value is missing here", Some("texts are in double quotes")),
    ("expected `\"`", "a double quote is missing", None),
    ("key must be a string", "a field's name must be in double quotes", None),
    (
        "invalid escape",
        "the backslash is followed by a character that it cannot escape",
        Some("a backslash itself is written `\\\\`"),
    ),
    ("invalid number", "this is not a number as JSON writes it", Some("such as `3`, `-1` or `2.5`")),
    ("number out of range", "the number is too large", None),
    ("invalid unicode", "a `\\u` escape stands for no character", None),
    ("lone leading surrogate", "a `\\u` escape is one half of a pair whose other half is missing", None),
    (
        "unexpected end of hex escape",
        "a `\\u` escape needs four hexadecimal digits, and a pair of escapes its second half",
        None,
    ),
    (
        "control character",
        "there is a line break, tab or other control character within a text",
        Some("write `\\n` for a line break and `\\t` for a tab"),
    ),
    ("trailing comma", "there is a comma before the closing bracket", Some("take the last comma away")),
    (
        "trailing characters",
        "there is something after the end of the record",
        Some("each record is on a line of its own"),
    ),
    ("recursion limit", "brackets are nested too deep", None),
];

fn explain(line: &str, error: &serde_json::Error) -> NoJson {
    let said = error.to_string();
    let known = SENTENCES.iter().find(|(start, ..)| said.starts_with(start));
    let (_, message, hint) = *known.unwrap_or(&("", "this is not JSON", None));
    NoJson { column: (!error.is_eof()).then(|| column(line, error)), message, hint }
}

/// The column in characters, counted from 1; `serde_json` counts bytes.
fn column(line: &str, error: &serde_json::Error) -> usize {
    let before = line.lines().nth(error.line().saturating_sub(1)).unwrap_or(line);
    before.char_indices().take_while(|(at, _)| at + 1 < error.column()).count() + 1
}
