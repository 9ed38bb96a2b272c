//! A claim as a row for programs: the fields of its record, what names other records with their names, and `corrected`, the last
//! correction.

use crate::exchange::interchange::bytes::Json;
use crate::model::record::RecordRef;
use crate::model::{Standing, Words};
use crate::output::content::citation;
use crate::output::tabular::{all_fields, columns};
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, EntityView, LinkView, RoleBy, RoleView, SourceView, SpeakerView,
};

use super::shapes::{date, entity, entity_name, fields, list, recorded, retracted, some};

pub(super) fn row(row: &ClaimRow, json: &mut Json) {
    json.put("id", &row.id);
    fields(RecordRef::Claim(&row.record), json, &mut |name, json| {
        match name {
            "speakers" => list(json, "speakers", &row.speakers, speaker),
            "audience" => list(json, "audience", &row.audience, person),
            "ascribed_to" => list(json, "ascribed_to", &row.ascribed_to, person),
            "about" => list(json, "about", &row.about, entity),
            "said" => {
                some(json, "said", row.said.as_ref(), date);
                json.put("dated_by", all_fields::dated_by(row));
            }
            "said_at" => some(json, "said_at", row.said_at.as_ref(), entity),
            "citations" => {
                list(json, "citations", &row.citations, |citation, json| cited(row, citation, json));
                list(json, "assessments", &row.assessments, assessment);
                list(json, "links", &row.links, |view, json| link(row, view, json));
            }
            _ => return false,
        }
        true
    });
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

/// An assessment beside its claim: its note and the fields of other tools are shown where it is shown alone.
pub(super) fn assessment(view: &AssessmentView, json: &mut Json) {
    let record = &*view.record;
    json.put("id", &record.id);
    fields(RecordRef::Assessment(record), json, &mut |name, json| {
        match name {
            "claim" | "note" | "extra" => {}
            "by" => some(json, "by", Some(&view.by), entity),
            "verdict" => {
                json.put("verdict", record.verdict.word());
                json.put("standing", view.standing.map(Standing::word));
            }
            "source" => json.put("source", view.source.as_ref().map(|source| &source.source.id)),
            "url" => {
                let of_document = view.source.as_ref().and_then(|source| source.source.url.as_ref());
                json.put("url", record.url.as_ref().or(of_document));
            }
            _ => return false,
        }
        true
    });
}

/// As the interchange format has it, with the statement at the other end.
fn link(row: &ClaimRow, view: &LinkView, json: &mut Json) {
    let (from, to) = if view.outgoing { (&row.id, &view.other) } else { (&view.other, &row.id) };
    json.put("from", from);
    json.put("relation", view.relation.word());
    json.put("to", to);
    json.put("statement", &view.statement);
}
