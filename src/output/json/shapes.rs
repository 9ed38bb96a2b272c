//! What rows of every kind have in common.

use crate::exchange::interchange::bytes::{Json, Value};
use crate::model::fields::{self, Field, Value as Holds};
use crate::model::record::{Dated, RecordRef};
use crate::model::{Medium, Rating, Ref, Text};
use crate::output::content::timestamp::Stamp;
use crate::query::answer::{EntityName, EntityView, Recorded, Retracted};

/// The fields of a record in their order. `own` writes those that have a shape of their own, and says so; the others are written
/// by what they hold.
pub(super) fn fields(record: RecordRef<'_>, json: &mut Json, own: &mut dyn FnMut(&str, &mut Json) -> bool) {
    for field in fields::of(record.record_type()) {
        if !own(field.name, json) {
            by_what_it_holds(field, record, json);
        }
    }
}

fn by_what_it_holds(field: &Field, record: RecordRef<'_>, json: &mut Json) {
    let name = field.name;
    match &field.value {
        Holds::Text(lens) | Holds::Url(lens) | Holds::Item(lens) => json.put(name, lens.get(record)),
        Holds::Lang(lens) => json.put(name, lens.get(record)),
        Holds::Medium(lens) => json.put(name, lens.get(record).and_then(|medium| medium.map(Medium::word))),
        Holds::Date(lens, _) => some(json, name, lens.get(record).and_then(|date| date.as_ref()), date),
        Holds::Ref(lens, _) => {
            some(json, name, lens.get(record).and_then(|named| named.as_ref()), reference);
        }
        Holds::Refs(lens, _) => list(json, name, items(lens.get(record)), reference),
        Holds::Rating(lens) => some(json, name, lens.get(record).and_then(|rating| rating.as_ref()), rating),
        Holds::Texts(lens) => list(json, name, items(lens.get(record)), text),
        Holds::Tags(lens) => json.put(name, lens.get(record)),
        Holds::Extra(lens) => json.put(name, lens.get(record)),
        Holds::Flag(lens) => json.put(name, lens.get(record).copied()),
        Holds::Sentence(lens) => json.put(name, lens.get(record)),
        Holds::Id(lens) => json.put(name, lens.get(record)),
        Holds::Checker(lens) => some(json, name, lens.get(record), reference),
        Holds::Kind(lens) => json.put(name, lens.get(record).map(|kind| kind.word())),
        Holds::Mode(lens) => json.put(name, lens.get(record).map(|mode| mode.word())),
        Holds::Verdict(lens) => json.put(name, lens.get(record).map(|verdict| verdict.word())),
        Holds::Relation(lens) => json.put(name, lens.get(record).map(|relation| relation.word())),
        // These name other records, and each has its own shape.
        Holds::Names(_)
        | Holds::Tenures(_)
        | Holds::Authors(_)
        | Holds::Speakers(_)
        | Holds::Citations(_) => {}
    }
}

fn items<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map(Vec::as_slice).unwrap_or_default()
}

/// A record that is named by its id alone.
fn reference(named: &Ref, json: &mut Json) {
    json.put("id", &named.id);
    json.put("certain", named.certain);
}

pub(super) fn rating(rating: &Rating, json: &mut Json) {
    json.put("value", rating.value);
    json.put("worst", rating.worst);
    json.put("best", rating.best);
}

/// A list of objects with these fields.
pub(super) fn list<T>(json: &mut Json, name: &'static str, things: &[T], fields: impl Fn(&T, &mut Json)) {
    json.field(name, |json| json.array(things, |thing, json| json.object(|json| fields(thing, json))));
}

/// An object with these fields, or `null`.
pub(super) fn some<T>(json: &mut Json, name: &'static str, thing: Option<T>, fields: impl Fn(T, &mut Json)) {
    json.field(name, |json| match thing {
        Some(thing) => json.object(|json| fields(thing, json)),
        None => json.bytes.extend_from_slice(b"null"),
    });
}

impl Value for Stamp {
    fn write(&self, json: &mut Json) {
        json.text(self);
    }
}

pub(super) fn date(dated: &Dated, json: &mut Json) {
    let interval = dated.date.interval();
    json.put("edtf", dated.date.as_str());
    json.put("earliest", Stamp::of_bound(interval.earliest, false));
    json.put("latest", Stamp::of_bound(interval.latest, true));
    json.put("basis", dated.basis.word());
}

pub(super) fn text(text: &Text, json: &mut Json) {
    json.put("text", &text.text);
    json.put("lang", &text.lang);
}

pub(super) fn entity_name(entity: &EntityName, json: &mut Json) {
    json.put("id", &entity.id);
    json.put("name", &entity.name);
}

/// What a claim is about, where it was said, who publishes a source.
pub(super) fn entity(view: &EntityView, json: &mut Json) {
    json.put("id", &view.id);
    json.put("name", &view.name);
    json.put("kind", view.kind.word());
    json.put("certain", view.certain);
}

pub(super) fn recorded(recorded: &Recorded, json: &mut Json) {
    json.put("at", Stamp::of_micros(recorded.at));
    json.put("by", &recorded.by);
    json.put("sequence", recorded.sequence);
}

pub(super) fn retracted(retracted: &Retracted, json: &mut Json) {
    recorded(&retracted.when, json);
    json.put("because", &retracted.because);
}
