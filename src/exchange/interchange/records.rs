//! What each type of record is made of: its fields, in the order of the format's page.

use crate::model::{Assessment, Claim, Definition, Entity, Id, Key, Link, RecordType, Relation, Source};

use super::fields::{Fields, FromJson, Reader};
use super::json::Json;
use super::values::read_object;

pub(super) fn entity(fields: &mut Fields<'_, '_>, id: Id) -> Option<Entity> {
    let kind = fields.required("kind");
    let unnamed = fields.flag("unnamed", false);
    let names = fields.required_list("names");
    let demonyms = fields.list("demonyms");
    let broader = fields.list("broader");
    let roles = fields.list("roles");
    let on = fields.dated("on", "on_basis");
    let at = fields.optional("at");
    let wikidata = fields.optional("wikidata");
    let (note, extra) = (fields.optional("note"), fields.optional("extra").unwrap_or_default());
    Some(Entity { id, kind: kind?, unnamed, names, demonyms, broader, roles, on, at, wikidata, note, extra })
}

pub(super) fn source(fields: &mut Fields<'_, '_>, id: Id) -> Option<Source> {
    Some(Source {
        id,
        title: fields.optional("title"),
        publisher: fields.optional("publisher"),
        authors: fields.list("authors"),
        published: fields.dated("published", "published_basis"),
        url: fields.optional("url"),
        archive_url: fields.optional("archive_url"),
        accessed: fields.dated("accessed", "accessed_basis"),
        lang: fields.optional("lang"),
        medium: fields.optional("medium"),
        cites: fields.list("cites"),
        text: fields.optional("text"),
        note: fields.optional("note"),
        extra: fields.optional("extra").unwrap_or_default(),
    })
}

pub(super) fn claim(fields: &mut Fields<'_, '_>, id: Id) -> Option<Claim> {
    let statement = fields.required("statement");
    let mode = fields.required("mode");
    let citations = fields.required_list("citations");
    Some(Claim {
        id,
        lang: fields.optional("lang"),
        translations: fields.list("translations"),
        speakers: fields.list("speakers"),
        audience: fields.list("audience"),
        ascribed_to: fields.list("ascribed_to"),
        about: fields.list("about"),
        said: fields.dated("said", "said_basis"),
        said_at: fields.optional("said_at"),
        concerns: fields.dated("concerns", "concerns_basis"),
        citations,
        tags: fields.list("tags"),
        note: fields.optional("note"),
        extra: fields.optional("extra").unwrap_or_default(),
        statement: statement?,
        mode: mode?,
    })
}

pub(super) fn assessment(fields: &mut Fields<'_, '_>, id: Id) -> Option<Assessment> {
    let (claim, by, verdict) = (fields.required("claim"), fields.required("by"), fields.required("verdict"));
    let on = fields.dated("on", "on_basis");
    let label = fields.optional("label");
    let rating = fields.optional("rating");
    let source = fields.optional("source");
    let summary = fields.optional("summary");
    let (note, extra) = (fields.optional("note"), fields.optional("extra").unwrap_or_default());
    let (claim, by, verdict) = (claim?, by?, verdict?);
    Some(Assessment { id, claim, by, on, verdict, label, rating, source, summary, note, extra })
}

pub(super) fn link(fields: &mut Fields<'_, '_>) -> Option<Link> {
    let ends = link_ends(fields);
    let (note, extra) = (fields.optional("note"), fields.optional("extra").unwrap_or_default());
    let (from, relation, to) = ends?;
    Some(Link { from, relation, to, note, extra })
}

pub(super) fn definition(fields: &mut Fields<'_, '_>, id: Id) -> Option<Definition> {
    let question = fields.required("question");
    let (note, extra) = (fields.optional("note"), fields.optional("extra").unwrap_or_default());
    Some(Definition { id, question: question?, note, extra })
}

fn link_ends(fields: &mut Fields<'_, '_>) -> Option<(Id, Relation, Id)> {
    let (from, relation, to) = (fields.required("from"), fields.required("relation"), fields.required("to"));
    Some((from?, relation?, to?))
}

/// What a retraction names: a type with an id, or the three parts of a link.
impl<'a> FromJson<'a> for Key {
    const ONE: &'static str = "an object with `type` and `id`";
    const MANY: &'static str = "objects with `type` and `id`";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Key> {
        read_object(json, reader, "what is retracted", |fields| match fields.required("type") {
            Some(RecordType::Link) => {
                link_ends(fields).map(|(from, relation, to)| Key::Link(from, relation, to))
            }
            other => fields.required("id").and_then(|id| Key::of(other?, id)),
        })
    }
}
