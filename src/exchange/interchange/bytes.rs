//! JSON written straight into bytes, field by field, as `serde_json` writes it.

use std::sync::Arc;

use crate::model::record::Extra;
use crate::model::unseen::{FIRST_BYTES, is_obeyed};
use crate::model::{Id, Lang};

/// Writes JSON. Each value in a list or an object has a comma after it, until the closing bracket takes the last away.
pub(crate) struct Json {
    pub bytes: Vec<u8>,
    /// Which characters cannot stand as they are: for each byte, whether it is one or begins one.
    escaped: &'static [bool; 256],
}

/// What JSON itself wants escaped.
const NEEDED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        escaped[control] = true;
        control += 1;
    }
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped
};

/// The same with the bytes that begin what a terminal could obey: see [`is_obeyed`].
const HARMLESS: [bool; 256] = {
    let mut escaped = FIRST_BYTES;
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped
};

impl Json {
    pub fn new() -> Json {
        Json { bytes: Vec::with_capacity(1024), escaped: &NEEDED }
    }

    /// JSON in which what a terminal could obey is escaped too. The values stay the same.
    pub fn harmless() -> Json {
        Json { escaped: &HARMLESS, ..Json::new() }
    }

    // ---- Values ---------------------------------------------------------------------------------------------------

    /// An object, of the fields that `fill` puts.
    pub fn object(&mut self, fill: impl FnOnce(&mut Json)) {
        self.bytes.push(b'{');
        fill(self);
        self.close(b'}');
    }

    /// A list, of the values that `each` writes.
    pub fn array<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(T, &mut Json)) {
        self.bytes.push(b'[');
        for item in items {
            each(item, self);
            self.bytes.push(b',');
        }
        self.close(b']');
    }

    fn close(&mut self, bracket: u8) {
        match self.bytes.last_mut() {
            Some(comma @ b',') => *comma = bracket,
            _ => self.bytes.push(bracket),
        }
    }

    pub fn text(&mut self, text: &str) {
        self.bytes.reserve(text.len() + 2);
        self.bytes.push(b'"');
        self.push_escaped(text);
        self.bytes.push(b'"');
    }

    fn push_escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| self.escaped[usize::from(byte)]) {
            let (plain, from) = rest.split_at(at);
            self.bytes.extend_from_slice(plain.as_bytes());
            let Some(c) = from.chars().next() else { return };
            rest = &from[c.len_utf8()..];
            self.push_char(c);
        }
        self.bytes.extend_from_slice(rest.as_bytes());
    }

    #[cold]
    fn push_char(&mut self, c: char) {
        match c {
            '"' => self.bytes.extend_from_slice(b"\\\""),
            '\\' => self.bytes.extend_from_slice(b"\\\\"),
            '\n' => self.bytes.extend_from_slice(b"\\n"),
            '\r' => self.bytes.extend_from_slice(b"\\r"),
            '\t' => self.bytes.extend_from_slice(b"\\t"),
            '\u{8}' => self.bytes.extend_from_slice(b"\\b"),
            '\u{C}' => self.bytes.extend_from_slice(b"\\f"),
            c if is_obeyed(c) => {
                self.bytes.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes());
            }
            c => self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }

    // ---- Fields ---------------------------------------------------------------------------------------------------

    /// A field of any value.
    pub fn put(&mut self, name: &'static str, value: impl Value) {
        self.field(name, |json| value.write(json));
    }

    /// A field whose value is written by `write`. The name needs no escapes.
    pub fn field(&mut self, name: &'static str, write: impl FnOnce(&mut Json)) {
        self.bytes.reserve(name.len() + 4);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
        write(self);
        self.bytes.push(b',');
    }

    /// A field that is left out where there is nothing.
    pub fn put_any(&mut self, name: &'static str, value: Option<impl Value>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

/// What can stand in JSON by itself.
pub(crate) trait Value {
    fn write(&self, json: &mut Json);
}

impl<T: Value + ?Sized> Value for &T {
    fn write(&self, json: &mut Json) {
        (**self).write(json);
    }
}

impl<T: Value> Value for Option<T> {
    fn write(&self, json: &mut Json) {
        match self {
            Some(value) => value.write(json),
            None => json.bytes.extend_from_slice(b"null"),
        }
    }
}

impl Value for str {
    fn write(&self, json: &mut Json) {
        json.text(self);
    }
}

impl Value for String {
    fn write(&self, json: &mut Json) {
        json.text(self);
    }
}

impl Value for Arc<str> {
    fn write(&self, json: &mut Json) {
        json.text(self);
    }
}

impl Value for Id {
    fn write(&self, json: &mut Json) {
        json.text(self.as_str());
    }
}

impl Value for Lang {
    fn write(&self, json: &mut Json) {
        json.text(self.as_str());
    }
}

impl Value for bool {
    fn write(&self, json: &mut Json) {
        json.bytes.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl Value for u64 {
    fn write(&self, json: &mut Json) {
        push_serialized(json, self);
    }
}

impl Value for usize {
    fn write(&self, json: &mut Json) {
        push_serialized(json, self);
    }
}

impl Value for i64 {
    fn write(&self, json: &mut Json) {
        push_serialized(json, self);
    }
}

impl Value for f64 {
    fn write(&self, json: &mut Json) {
        push_serialized(json, self);
    }
}

/// Numbers, and values of JSON that were made elsewhere.
fn push_serialized(json: &mut Json, value: &impl serde::Serialize) {
    // A vector takes whatever is written into it.
    let _ = serde_json::to_writer(&mut json.bytes, value);
}

impl Value for serde_json::Value {
    fn write(&self, json: &mut Json) {
        match self {
            serde_json::Value::String(text) => json.text(text),
            serde_json::Value::Array(items) => json.array(items, Value::write),
            serde_json::Value::Object(fields) => json.object(|json| {
                for (name, value) in fields {
                    json.text(name);
                    json.bytes.push(b':');
                    value.write(json);
                    json.bytes.push(b',');
                }
            }),
            other => push_serialized(json, other),
        }
    }
}

impl<T: Value> Value for [T] {
    fn write(&self, json: &mut Json) {
        json.array(self, Value::write);
    }
}

impl<T: Value> Value for Vec<T> {
    fn write(&self, json: &mut Json) {
        self.as_slice().write(json);
    }
}

impl Value for Extra {
    fn write(&self, json: &mut Json) {
        json.object(|json| {
            for (name, text) in self {
                json.text(name);
                json.bytes.push(b':');
                json.text(text);
                json.bytes.push(b',');
            }
        });
    }
}
