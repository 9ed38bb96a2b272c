//! What rows of every kind have in common.

use crate::exchange::interchange::bytes::{Json, Value};
use crate::model::Text;
use crate::model::record::Dated;
use crate::output::content::timestamp::Stamp;
use crate::query::answer::{EntityName, EntityView, Recorded, Retracted};

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
