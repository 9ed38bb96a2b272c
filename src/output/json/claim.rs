//! A claim as a row for programs: the fields of DESIGN.md, "Command line", and `corrected`, the last correction.

use serde_json::{Value, json};

use crate::model::{Lang, Rating, Words};
use crate::output::{citation, columns, flat};
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, EntityView, LinkView, RoleView, SourceView, SpeakerView,
};

use super::{date, entity, entity_name, list, recorded, retracted, some, text};

pub(super) fn row(row: &ClaimRow) -> Value {
    json!({
        "id": row.id.as_str(),
        "statement": row.statement,
        "lang": row.lang.as_ref().map(Lang::as_str),
        "translations": list(&row.translations, text),
        "mode": row.mode.word(),
        "speakers": list(&row.speakers, speaker),
        "audience": list(&row.audience, person),
        "ascribed_to": list(&row.ascribed_to, person),
        "about": list(&row.about, entity),
        "said": some(row.said.as_ref(), date),
        "dated_by": flat::dated_by(row),
        "said_at": some(row.said_at.as_ref(), entity),
        "concerns": some(row.concerns.as_ref(), date),
        "citations": list(&row.citations, |citation| cited(row, citation)),
        "assessments": list(&row.assessments, assessment),
        "links": list(&row.links, |view| link(row, view)),
        "tags": row.tags,
        "note": row.note,
        "extra": row.extra,
        "match": columns::match_word(row),
        "recorded": recorded(&row.recorded),
        "corrected": some(row.corrected.as_ref(), recorded),
        "retracted": some(row.retracted.as_ref(), retracted),
    })
}

fn speaker(view: &SpeakerView) -> Value {
    let who = &view.who;
    json!({
        "id": who.id.as_str(),
        "name": &*who.name,
        "unnamed": who.unnamed,
        "styled": who.styled,
        "certain": who.certain,
        "roles": list(&view.roles, role),
    })
}

fn role(view: &RoleView) -> Value {
    json!({"role": entity_name(&view.role), "of": some(view.of.as_ref(), entity_name), "title": view.title})
}

/// Somebody addressed, or to whom something is ascribed.
fn person(view: &EntityView) -> Value {
    let mut value = entity(view);
    value["unnamed"] = json!(view.unnamed);
    value["styled"] = json!(view.styled);
    value
}

fn cited(row: &ClaimRow, view: &CitationView) -> Value {
    let source = &view.read.source;
    json!({
        "source": source.id.as_str(),
        "title": source.title,
        "publisher": some(view.read.publisher.as_ref(), entity),
        "published": some(source.published.as_ref(), date),
        "url": source.url,
        "archive_url": source.archive_url,
        "lang": source.lang.as_ref().map(Lang::as_str),
        "locator": view.locator,
        "words": some(view.words.as_ref(), words),
        "via": list(&view.via, hop),
        "text": citation::text(row, view),
    })
}

fn words(words: &Words) -> Value {
    json!({"text": words.text, "lang": words.lang.as_ref().map(Lang::as_str), "translated": words.translated})
}

fn hop(view: &SourceView) -> Value {
    let publisher = some(view.publisher.as_ref(), entity);
    json!({"source": view.source.id.as_str(), "publisher": publisher, "certain": view.certain})
}

pub(super) fn assessment(view: &AssessmentView) -> Value {
    json!({
        "id": view.id.as_str(),
        "by": entity(&view.by),
        "on": some(view.on.as_ref(), date),
        "verdict": view.verdict.word(),
        "label": view.label,
        "rating": some(view.rating.as_ref(), rating),
        "source": view.source.as_ref().map(|source| source.source.id.as_str()),
        "url": view.source.as_ref().and_then(|source| source.source.url.as_deref()),
        "summary": view.summary,
    })
}

fn rating(rating: &Rating) -> Value {
    json!({"value": rating.value, "worst": rating.worst, "best": rating.best})
}

/// As the interchange format has it, with the statement at the other end.
fn link(row: &ClaimRow, view: &LinkView) -> Value {
    let (from, to) = if view.outgoing { (&row.id, &view.other) } else { (&view.other, &row.id) };
    json!({"from": from.as_str(), "relation": view.relation.word(), "to": to.as_str(), "statement": view.statement})
}
