//! Rows for programs of everything that is no list of claims: counts, entities and sources, one record whole, the
//! versions of a record, and how a question was understood.

use serde_json::{Map, Value, json};

use crate::exchange::interchange;
use crate::language::syntax::PerField;
use crate::language::words::Worded;
use crate::model::{Author, Lang, Medium, Name};
use crate::output::history;
use crate::query::answer::{
    CountRow, CountValue, EntityCard, EntityOrId, Explanation, HistoryAnswer, RecordRow, Shown, ShownRecord,
    SourceView, TenureView,
};

use super::{claim, date, entity, entity_name, list, recorded, retracted, some, text};

// ---- Counts -------------------------------------------------------------------------------------------------------

/// `{"speaker":{"id","name"},"count":12}`; none is `null`, a date wider than what is counted by is `"inexact"`.
pub(super) fn count(per: &[PerField], row: &CountRow) -> Value {
    let mut value = Map::new();
    for (field, counted) in per.iter().zip(&row.values) {
        value.insert(field.word().to_owned(), count_value(counted));
    }
    value.insert("count".to_owned(), json!(row.count));
    Value::Object(value)
}

fn count_value(value: &CountValue) -> Value {
    match value {
        CountValue::Entity(entity) => entity_name(entity),
        CountValue::Source { id, title } => json!({"id": id.as_str(), "name": title}),
        CountValue::Word(word) => json!(word),
        CountValue::None => Value::Null,
        CountValue::Inexact => json!("inexact"),
    }
}

// ---- Entities and sources -------------------------------------------------------------------------------------------

pub(super) fn listed(row: &RecordRow) -> Value {
    match row {
        RecordRow::Entity(card) => entity_card(card),
        RecordRow::Source(view) => source(view),
    }
}

fn entity_card(card: &EntityCard) -> Value {
    let record = &card.entity;
    json!({
        "type": "entity",
        "id": record.id.as_str(),
        "kind": record.kind.word(),
        "name": record.name(),
        "unnamed": record.unnamed,
        "names": list(&record.names, name),
        "demonyms": list(&record.demonyms, text),
        "broader": list(&card.broader, entity),
        "roles": list(&card.roles, tenure),
        "on": some(record.on.as_ref(), date),
        "at": some(card.at.as_ref(), entity),
        "wikidata": record.wikidata,
        "note": record.note,
        "extra": record.extra,
    })
}

fn name(name: &Name) -> Value {
    let kind = name.plural.then_some("plural");
    json!({"text": name.text, "lang": name.lang.as_ref().map(Lang::as_str), "kind": kind})
}

fn tenure(view: &TenureView) -> Value {
    json!({
        "role": entity(&view.role),
        "of": some(view.of.as_ref(), entity),
        "title": view.title,
        "from": some(view.from.as_ref(), date),
        "until": some(view.until.as_ref(), date),
    })
}

fn source(view: &SourceView) -> Value {
    let record = &view.source;
    json!({
        "type": "source",
        "id": record.id.as_str(),
        "title": record.title,
        "publisher": some(view.publisher.as_ref(), entity),
        "authors": Value::Array(record.authors.iter().zip(&view.authors).map(author).collect()),
        "published": some(record.published.as_ref(), date),
        "url": record.url,
        "archive_url": record.archive_url,
        "accessed": some(record.accessed.as_ref(), date),
        "lang": record.lang.as_ref().map(Lang::as_str),
        "medium": record.medium.map(Medium::word),
        "cites": list(&record.cites, |cited| json!(cited.id.as_str())),
        "note": record.note,
        "extra": record.extra,
    })
}

fn author((author, name): (&Author, &String)) -> Value {
    match author {
        Author::Name(name) => json!({"id": null, "name": name}),
        Author::Entity(entity) => json!({"id": entity.id.as_str(), "name": name}),
    }
}

// ---- One record whole -----------------------------------------------------------------------------------------------

pub(super) fn shown(shown: &Shown) -> Value {
    let mut value = match &shown.what {
        ShownRecord::Claim(row) => return claim::row(row),
        ShownRecord::Entity { card, narrower, holders, claims_by, claims_about, ascribed } => {
            let mut value = entity_card(card);
            value["narrower"] = list(narrower, entity_name);
            value["holders"] = list(holders, entity_name);
            value["claims"] = json!({"by": claims_by, "about": claims_about, "ascribed_to": ascribed});
            value
        }
        ShownRecord::Source { view, cites, claims_read_in, claims_citing } => {
            let mut value = source(view);
            value["cites"] = list(cites, cited_source);
            value["claims"] = json!({"read_in": claims_read_in, "citing": claims_citing});
            value["text"] = json!(view.source.text);
            value
        }
        ShownRecord::Assessment { assessment, view, statement } => {
            let mut value = claim::assessment(view);
            value["claim"] = json!({"id": assessment.claim.as_str(), "statement": statement});
            value["note"] = json!(assessment.note);
            value["extra"] = json!(assessment.extra);
            value
        }
        ShownRecord::Link { link, from_statement, to_statement } => json!({
            "type": "link",
            "from": {"id": link.from.as_str(), "statement": from_statement},
            "relation": link.relation.word(),
            "to": {"id": link.to.as_str(), "statement": to_statement},
            "note": link.note,
            "extra": link.extra,
        }),
        ShownRecord::Definition { definition, claims } => json!({
            "type": "definition",
            "id": definition.id.as_str(),
            "question": definition.question,
            "claims": claims,
            "note": definition.note,
            "extra": definition.extra,
        }),
    };
    value["recorded"] = recorded(&shown.recorded);
    value["corrected"] = some(shown.corrected.as_ref(), recorded);
    value["retracted"] = some(shown.retracted.as_ref(), retracted);
    value
}

fn cited_source(named: &EntityOrId) -> Value {
    let medium = named.medium.map(Medium::word);
    json!({"source": named.id.as_str(), "title": named.title, "medium": medium, "certain": named.certain})
}

// ---- History and explanation ----------------------------------------------------------------------------------------

/// A version a row: when, by whom, what was done and why, each field before and after, and the record as it was from
/// then on, in the interchange format.
pub(super) fn versions(answer: &HistoryAnswer) -> impl Iterator<Item = Value> {
    history::steps(answer).map(|step| {
        let version = step.version;
        let mut value = recorded(&version.when);
        value["act"] = json!(history::act(version));
        value["because"] = json!(version.because);
        value["why"] = json!(version.why);
        value["changes"] = list(
            &step.changes,
            |change| json!({"field": change.field, "before": change.before, "after": change.after}),
        );
        value["record"] = interchange::to_json(&version.record);
        value
    })
}

/// First the names, `{"name":…}`, then the steps, `{"step":…}`.
pub(super) fn explanation(explanation: &Explanation) -> impl Iterator<Item = Value> {
    let names = explanation.names.iter().map(|name| {
        let narrower = list(&name.narrower, entity_name);
        json!({"name": {"written": name.written, "meaning": name.meaning, "narrower": narrower}})
    });
    let steps = explanation.steps.iter().map(|step| {
        json!({"step": {
            "depth": step.depth,
            "clause": step.clause,
            "by": step.by,
            "possible": step.possible,
            "certain": step.certain,
        }})
    });
    names.chain(steps)
}
