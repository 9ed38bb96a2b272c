//! A claim as a row for programs: the fields of DESIGN.md, "Command line", and `corrected`, the last correction.

use crate::exchange::interchange::bytes::Json;
use crate::model::{Rating, Standing, Words};
use crate::output::content::citation;
use crate::output::tabular::{all_fields, columns};
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, EntityView, LinkView, RoleBy, RoleView, SourceView, SpeakerView,
};

use super::shapes::{date, entity, entity_name, list, recorded, retracted, some, text};

pub(super) fn row(row: &ClaimRow, json: &mut Json) {
    json.put("id", &row.id);
    json.put("statement", &row.statement);
    json.put("lang", &row.lang);
    list(json, "translations", &row.translations, text);
    json.put("mode", row.mode.word());
    list(json, "speakers", &row.speakers, speaker);
    list(json, "audience", &row.audience, person);
    list(json, "ascribed_to", &row.ascribed_to, person);
    list(json, "about", &row.about, entity);
    some(json, "said", row.said.as_ref(), date);
    json.put("dated_by", all_fields::dated_by(row));
    some(json, "said_at", row.said_at.as_ref(), entity);
    some(json, "concerns", row.concerns.as_ref(), date);
    list(json, "citations", &row.citations, |citation, json| cited(row, citation, json));
    list(json, "assessments", &row.assessments, assessment);
    list(json, "links", &row.links, |view, json| link(row, view, json));
    json.put("tags", &row.tags);
    json.put("note", &row.note);
    json.put("extra", &row.extra);
    json.put("match", columns::match_word(row));
    some(json, "recorded", Some(&row.recorded), recorded);
    some(json, "corrected", row.corrected.as_ref(), recorded);
    some(json, "retracted", row.retracted.as_ref(), retracted);
}

fn speaker(view: &SpeakerView, json: &mut Json) {
    let who = &view.who;
    json.put("id", &who.id);
    json.put("name", &who.name);
    json.put("unnamed", who.unnamed);
    json.put("styled", &who.styled);
    json.put("certain", who.certain);
    list(json, "roles", &view.roles, role);
}

fn role(view: &RoleView, json: &mut Json) {
    some(json, "role", Some(&view.role), entity_name);
    some(json, "of", view.of.as_ref(), entity_name);
    json.put("title", &view.title);
    let (presented, former, still_on) = match &view.by {
        RoleBy::Presented { former } => (true, *former, None),
        RoleBy::Tenure { still_on } => (false, false, still_on.as_ref()),
    };
    json.put("presented", presented);
    json.put("former", former);
    json.put("still_on", still_on.map(crate::model::date::Date::as_str));
    json.put("certain", view.certain);
}

/// Somebody addressed, or to whom something is ascribed.
fn person(view: &EntityView, json: &mut Json) {
    entity(view, json);
    json.put("unnamed", view.unnamed);
    json.put("styled", &view.styled);
}

fn cited(row: &ClaimRow, view: &CitationView, json: &mut Json) {
    let source = &view.read.source;
    json.put("source", &source.id);
    json.put("title", &source.title);
    some(json, "publisher", view.read.publisher.as_ref(), entity);
    some(json, "published", source.published.as_ref(), date);
    json.put("url", &source.url);
    json.put("archive_url", &source.archive_url);
    json.put("lang", &source.lang);
    json.put("locator", &view.locator);
    some(json, "words", view.words.as_ref(), words);
    list(json, "via", &view.via, hop);
    json.put("text", citation::text(row, view));
}

fn words(words: &Words, json: &mut Json) {
    json.put("text", &words.text);
    json.put("lang", &words.lang);
    json.put("translated", words.translated);
}

fn hop(view: &SourceView, json: &mut Json) {
    json.put("source", &view.source.id);
    some(json, "publisher", view.publisher.as_ref(), entity);
    json.put("certain", view.certain);
}

pub(super) fn assessment(view: &AssessmentView, json: &mut Json) {
    let record = &*view.record;
    json.put("id", &record.id);
    some(json, "by", Some(&view.by), entity);
    some(json, "on", record.on.as_ref(), date);
    json.put("verdict", record.verdict.word());
    json.put("standing", view.standing.map(Standing::word));
    json.put("label", &record.label);
    some(json, "rating", record.rating.as_ref(), rating);
    json.put("source", view.source.as_ref().map(|source| &source.source.id));
    let of_document = view.source.as_ref().and_then(|source| source.source.url.as_ref());
    json.put("url", record.url.as_ref().or(of_document));
    json.put("summary", &record.summary);
}

fn rating(rating: &Rating, json: &mut Json) {
    json.put("value", rating.value);
    json.put("worst", rating.worst);
    json.put("best", rating.best);
}

/// As the interchange format has it, with the statement at the other end.
fn link(row: &ClaimRow, view: &LinkView, json: &mut Json) {
    let (from, to) = if view.outgoing { (&row.id, &view.other) } else { (&view.other, &row.id) };
    json.put("from", from);
    json.put("relation", view.relation.word());
    json.put("to", to);
    json.put("statement", &view.statement);
}
