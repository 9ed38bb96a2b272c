//! Lines of JSON, written piece by piece; commas come by themselves.

use std::fmt::{Display, Write};

use crate::Outcome;

/// Text in the making: one record a line.
#[derive(Default)]
pub struct Json(String);

impl Json {
    /// One record of a type with an id, whose other fields `fill` writes.
    pub fn record(&mut self, kind: &str, fill: impl FnOnce(&mut Json)) {
        self.object(|json| {
            json.field("type", kind);
            fill(json);
        });
        self.0.push('\n');
    }

    pub fn object(&mut self, fill: impl FnOnce(&mut Json)) {
        self.between('{', fill, '}');
    }

    pub fn array(&mut self, fill: impl FnOnce(&mut Json)) {
        self.between('[', fill, ']');
    }

    /// A field with a list; none where there is nothing to list.
    pub fn list<T>(&mut self, name: &str, items: &[T], mut each: impl FnMut(&mut Json, &T)) {
        if !items.is_empty() {
            self.key(name);
            self.array(|json| items.iter().for_each(|item| each(json, item)));
        }
    }

    pub fn texts(&mut self, name: &str, items: &[impl AsRef<str>]) {
        self.list(name, items, |json, item| json.text(item.as_ref()));
    }

    pub fn key(&mut self, name: &str) {
        self.text(name);
        self.0.push(':');
    }

    pub fn field(&mut self, name: &str, value: &str) {
        self.key(name);
        self.text(value);
    }

    /// A field that may be missing.
    pub fn maybe(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.field(name, value.as_ref());
        }
    }

    /// A field that is there in any case.
    pub fn nullable(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.field(name, value),
            None => self.bare(name, "null"),
        }
    }

    /// `null`, `true`, `false` or a number.
    pub fn bare(&mut self, name: &str, value: impl Display) {
        self.key(name);
        let _ = write!(self.0, "{value}");
    }

    /// A text and its language.
    pub fn worded(&mut self, text: &str, lang: Option<&str>) {
        self.object(|json| {
            json.field("text", text);
            json.maybe("lang", lang);
        });
    }

    /// An id, or an object where it is in doubt.
    pub fn reference(&mut self, id: &str, certain: bool, styled: Option<&str>) {
        if certain && styled.is_none() {
            return self.text(id);
        }
        self.object(|json| {
            json.field("id", id);
            if !certain {
                json.bare("certain", false);
            }
            json.maybe("styled", styled);
        });
    }

    pub fn text(&mut self, text: &str) {
        self.comma();
        if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            return self.0.push_str(&serde_json::Value::from(text).to_string());
        }
        self.0.push('"');
        self.0.push_str(text);
        self.0.push('"');
    }

    /// A line of an answer, whose fields can fail to be read.
    pub fn record_line(&mut self, fill: impl FnOnce(&mut Json) -> Outcome<()>) -> Outcome<()> {
        self.try_object(fill)?;
        self.end_line();
        Ok(())
    }

    pub fn try_object(&mut self, fill: impl FnOnce(&mut Json) -> Outcome<()>) -> Outcome<()> {
        self.between('{', fill, '}')
    }

    pub fn try_array(&mut self, fill: impl FnOnce(&mut Json) -> Outcome<()>) -> Outcome<()> {
        self.between('[', fill, ']')
    }

    pub fn end_line(&mut self) {
        self.0.push('\n');
    }

    pub fn into_text(self) -> String {
        self.0
    }

    /// What was written so far, which then begins anew.
    pub fn take(&mut self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        out.write_all(self.0.as_bytes())?;
        self.0.clear();
        Ok(())
    }

    fn between<T>(&mut self, open: char, fill: impl FnOnce(&mut Json) -> T, close: char) -> T {
        self.comma();
        self.0.push(open);
        let filled = fill(self);
        self.0.push(close);
        filled
    }

    fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[' | b':' | b'\n')) {
            self.0.push(',');
        }
    }
}
