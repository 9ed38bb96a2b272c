//! Fields whose value is written the same wherever it stands: texts, addresses, dates, languages. What is shown of them follows
//! from the declaration of the fields.

use std::borrow::Cow;

use crate::model::fields::{self, Field, Value};
use crate::model::record::RecordRef;
use crate::output::content::phrase;

/// The plain fields of a type of record that stand in rows.
pub(in crate::output) fn fields_of(record: RecordRef<'_>) -> impl Iterator<Item = &'static Field> {
    fields::of(record.record_type()).iter().filter(|field| field.value.is_plain() && !field.long)
}

/// The value in words; nothing where there is none.
pub(in crate::output) fn in_words<'r>(field: &Field, record: RecordRef<'r>) -> Option<Cow<'r, str>> {
    match &field.value {
        Value::Lang(lens) => lens.get(record)?.as_ref().map(phrase::language),
        Value::Date(lens, _) => lens.get(record)?.as_ref().map(phrase::dated),
        _ => Some(as_value(field, record)).filter(|text| !text.is_empty()),
    }
}

/// The value for a program: EDTF, a tag, a word; empty where there is none.
pub(in crate::output) fn as_value<'r>(field: &Field, record: RecordRef<'r>) -> Cow<'r, str> {
    let value: Option<Cow<'r, str>> = match &field.value {
        Value::Text(lens) | Value::Url(lens) | Value::Item(lens) => {
            lens.get(record).and_then(|text| text.as_deref()).map(Cow::Borrowed)
        }
        Value::Lang(lens) => lens.get(record).and_then(|lang| lang.as_ref()).map(|lang| lang.as_str().into()),
        Value::Medium(lens) => lens.get(record).and_then(|medium| *medium).map(|medium| medium.word().into()),
        Value::Date(lens, _) => {
            lens.get(record).and_then(|dated| dated.as_ref()).map(|dated| dated.date.as_str().into())
        }
        Value::Tags(lens) => {
            lens.get(record).map(|tags| phrase::apart(tags.iter().map(|tag| tag.as_str().into())))
        }
        _ => None,
    };
    value.unwrap_or_default()
}
