//! What a line gives: the fields of a record, as the model declares them, and what a retraction names.

use crate::model::fields::{self, Field, with_lens};
use crate::model::record::{Dated, Extra};
use crate::model::{Id, Key, Kind, Mode, Record, RecordType, Ref, Relation, Verdict};

use super::fields::{Fields, FromJson, Reader};
use super::json::Json;
use super::values::read_object;

/// Reads a record field by field. What is wrong or missing, the reader knows; then the record is not whole.
pub(super) fn record(record_type: RecordType, given: &mut Fields<'_, '_>) -> Record {
    let mut record = Record::blank(record_type);
    if record_type != RecordType::Link
        && let Some(id) = given.optional("id")
    {
        record.set_id(id);
    }
    for field in fields::of(record_type) {
        with_lens!(&field.value, lens => if let Some(held) = lens.get_mut(&mut record) {
            held.read_field(field, given);
        });
    }
    record
}

/// What a field of a record holds, and how the field is read.
trait ReadField {
    /// Leaves what is there where the field is missing, or cannot be read.
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>);
}

impl<T: for<'a> FromJson<'a>> ReadField for Option<T> {
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
        *self = given.optional(field.name);
    }
}

impl<T: for<'a> FromJson<'a>> ReadField for Vec<T> {
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
        *self = if field.needed { given.required_list(field.name) } else { given.list(field.name) };
    }
}

impl ReadField for Option<Dated> {
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
        *self = given.dated(field.name, field.basis_name().unwrap_or_default());
    }
}

impl ReadField for bool {
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
        *self = given.flag(field.name, false);
    }
}

impl ReadField for Extra {
    fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
        *self = given.optional(field.name).unwrap_or_default();
    }
}

/// What a record cannot be without.
macro_rules! required {
    ($($type:ty),*) => {$(
        impl ReadField for $type {
            fn read_field(&mut self, field: &Field, given: &mut Fields<'_, '_>) {
                if let Some(read) = given.required(field.name) {
                    *self = read;
                }
            }
        }
    )*};
}

required!(String, Id, Ref, Kind, Mode, Verdict, Relation);

/// What a retraction names: a type with an id, or the three parts of a link.
impl<'a> FromJson<'a> for Key {
    const ONE: &'static str = "an object with `type` and `id`";
    const MANY: &'static str = "objects with `type` and `id`";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Key> {
        read_object(json, reader, "what is retracted", |fields| match fields.required("type") {
            Some(RecordType::Link) => link_ends(fields),
            other => fields.required("id").and_then(|id| Key::of(other?, id)),
        })
    }
}

fn link_ends(fields: &mut Fields<'_, '_>) -> Option<Key> {
    let (from, relation, to) = (fields.required("from"), fields.required("relation"), fields.required("to"));
    Some(Key::Link(from?, relation?, to?))
}
