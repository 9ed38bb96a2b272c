//! Rows for programs of everything that is no list of claims: counts, entities and sources, one complete record, the
//! versions of a record, and how a question was understood.

use crate::exchange::interchange;
use crate::exchange::interchange::bytes::Json;
use crate::language::syntax::PerField;
use crate::language::vocabulary::Worded;
use crate::model::record::RecordRef;
use crate::model::{Author, Medium, Name};
use crate::output::content::history;
use crate::query::answer::{
    CountRow, CountValue, EntityCard, EntityOrId, HistoryAnswer, NameUnderstood, RecordRow, Shown,
    ShownRecord, SourceView, Step, TenureView,
};

use crate::output::json::claim;
use crate::output::json::shapes::{date, entity, entity_name, fields, list, recorded, retracted, some};

// ---- Counts -------------------------------------------------------------------------------------------------------

/// `{"speaker":{"id","name"},"count":12}`; none is `null`, a date wider than what is counted by is `"inexact"`.
pub(super) fn count(per: &[PerField], row: &CountRow, json: &mut Json) {
    for (field, counted) in per.iter().zip(&row.values) {
        count_value(field.word(), counted, json);
    }
    json.put("count", row.count);
}

fn count_value(name: &'static str, value: &CountValue, json: &mut Json) {
    match value {
        CountValue::Entity(entity) => some(json, name, Some(entity), entity_name),
        CountValue::Source { id, title } => some(json, name, Some((id, title)), |(id, title), json| {
            json.put("id", id);
            json.put("name", title);
        }),
        CountValue::Word(word) => json.put(name, word),
        CountValue::None => json.put(name, None::<bool>),
        CountValue::Inexact => json.put(name, "inexact"),
    }
}

// ---- Entities and sources -------------------------------------------------------------------------------------------

pub(super) fn listed(row: &RecordRow, json: &mut Json) {
    match row {
        RecordRow::Entity(card) => entity_card(card, json),
        RecordRow::Source(view) => source(view, json, |json| {
            json.put("cites", view.source.cites.iter().map(|cited| &cited.id).collect::<Vec<_>>());
        }),
    }
}

fn entity_card(card: &EntityCard, json: &mut Json) {
    let record = &*card.entity;
    json.put("type", "entity");
    json.put("id", &record.id);
    fields(RecordRef::Entity(record), json, &mut |field, json| {
        match field {
            "kind" => {
                json.put("kind", record.kind.word());
                json.put("name", record.name());
            }
            "names" => list(json, "names", &record.names, name),
            "broader" => list(json, "broader", &card.broader, entity),
            "roles" => list(json, "roles", &card.roles, tenure),
            "at" => some(json, "at", card.at.as_ref(), entity),
            _ => return false,
        }
        true
    });
}

fn name(name: &Name, json: &mut Json) {
    json.put("text", &name.text);
    json.put("lang", &name.lang);
    json.put("kind", name.plural.then_some("plural"));
}

fn tenure(view: &TenureView, json: &mut Json) {
    some(json, "role", Some(&view.role), entity);
    some(json, "of", view.of.as_ref(), entity);
    json.put("title", &view.title);
    some(json, "from", view.from.as_ref(), date);
    some(json, "until", view.until.as_ref(), date);
}

/// `cites` writes the documents that it cites: their ids in a listing, more of them where it is shown alone.
fn source(view: &SourceView, json: &mut Json, cites: impl Fn(&mut Json)) {
    let record = &*view.source;
    json.put("type", "source");
    json.put("id", &record.id);
    fields(RecordRef::Source(record), json, &mut |field, json| {
        match field {
            "publisher" => some(json, "publisher", view.publisher.as_ref(), entity),
            "authors" => {
                let authors: Vec<(&Author, &String)> =
                    record.authors.iter().zip(view.authors.iter()).collect();
                list(json, "authors", &authors, author);
            }
            "cites" => cites(json),
            // A whole document stands where it is shown alone.
            "text" => {}
            _ => return false,
        }
        true
    });
}

fn author((author, name): &(&Author, &String), json: &mut Json) {
    let id = match author {
        Author::Name(_) => None,
        Author::Entity(entity) => Some(&entity.id),
    };
    json.put("id", id);
    json.put("name", name);
}

// ---- One complete record -----------------------------------------------------------------------------------------------

pub(super) fn shown(shown: &Shown, json: &mut Json) {
    match &shown.what {
        ShownRecord::Claim(row) => return claim::row(row, json),
        ShownRecord::Entity { card, narrower, holders, claims_by, claims_about, ascribed } => {
            entity_card(card, json);
            list(json, "narrower", narrower, entity_name);
            list(json, "holders", holders, entity_name);
            counts(json, [("by", claims_by), ("about", claims_about), ("ascribed_to", ascribed)]);
        }
        ShownRecord::Source { view, cites, claims_read_in, claims_citing } => {
            source(view, json, |json| list(json, "cites", cites, cited_source));
            counts(json, [("read_in", claims_read_in), ("citing", claims_citing)]);
            json.put("text", &view.source.text);
        }
        ShownRecord::Assessment { assessment, view, statement } => {
            claim::assessment(view, json);
            some(json, "claim", Some((&assessment.claim, statement)), end_of_link);
            json.put("note", &assessment.note);
            json.put("extra", &assessment.extra);
        }
        ShownRecord::Link { link, from_statement, to_statement } => {
            json.put("type", "link");
            some(json, "from", Some((&link.from, from_statement)), end_of_link);
            json.put("relation", link.relation.word());
            some(json, "to", Some((&link.to, to_statement)), end_of_link);
            json.put("note", &link.note);
            json.put("extra", &link.extra);
        }
        ShownRecord::Definition { definition, claims } => {
            json.put("type", "definition");
            json.put("id", &definition.id);
            json.put("question", &definition.question);
            json.put("claims", claims);
            json.put("note", &definition.note);
            json.put("extra", &definition.extra);
        }
    }
    some(json, "recorded", Some(&shown.recorded), recorded);
    some(json, "corrected", shown.corrected.as_ref(), recorded);
    some(json, "retracted", shown.retracted.as_ref(), retracted);
}

fn counts<const N: usize>(json: &mut Json, counts: [(&'static str, &usize); N]) {
    some(json, "claims", Some(counts), |counts, json| {
        counts.into_iter().for_each(|(name, count)| json.put(name, count));
    });
}

/// A claim that another record is about.
fn end_of_link((id, statement): (&crate::model::Id, &String), json: &mut Json) {
    json.put("id", id);
    json.put("statement", statement);
}

fn cited_source(named: &EntityOrId, json: &mut Json) {
    json.put("source", &named.id);
    json.put("title", &named.title);
    json.put("medium", named.medium.map(Medium::word));
    json.put("certain", named.certain);
}

// ---- History and explanation ----------------------------------------------------------------------------------------

pub(super) fn versions(answer: &HistoryAnswer) -> impl Iterator<Item = history::Step<'_>> {
    history::steps(answer)
}

/// A version a row: when, by whom, what was done and why, each field before and after, and the record as it was from
/// then on, in the interchange format.
pub(super) fn version(step: history::Step<'_>, json: &mut Json) {
    let version = step.version;
    recorded(&version.when, json);
    json.put("act", history::act(version));
    json.put("because", &version.because);
    json.put("why", &version.why);
    list(json, "changes", &step.changes, |change, json| {
        json.put("field", &change.field);
        json.put("before", &change.before);
        json.put("after", &change.after);
    });
    json.put("record", version.record.as_ref().map(|record| interchange::to_json(record)));
}

/// `{"name":…}`
pub(super) fn name_understood(name: &NameUnderstood, json: &mut Json) {
    some(json, "name", Some(name), |name, json| {
        json.put("written", &name.written);
        json.put("meaning", &name.meaning);
        list(json, "narrower", &name.narrower, entity_name);
    });
}

/// `{"step":…}`
pub(super) fn step(step: &Step, json: &mut Json) {
    some(json, "step", Some(step), |step, json| {
        json.put("depth", step.depth);
        json.put("clause", &step.clause);
        json.put("by", &step.by);
        json.put("possible", step.possible);
        json.put("certain", step.certain);
    });
}
