//! A claim with all that is shown of it, as the line of JSON that dictum writes but for the citation in words.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use super::load::part;
use crate::Outcome;
use crate::json::Json;

const CLAIM: &str =
    "SELECT c.id, c.statement, c.lang, c.mode, c.said, c.concerns, c.earliest, c.latest, c.parts,
    p.id, p.name, p.kind FROM claim c LEFT JOIN entity p ON p.key = c.said_at WHERE c.key = ?1";
const TRANSLATIONS: &str = "SELECT text, lang FROM translation WHERE claim = ?1 ORDER BY nth";
const SPEAKERS: &str = "SELECT e.id, e.name, e.unnamed, s.styled, s.certain, e.key
    FROM speaker s JOIN entity e ON e.key = s.entity WHERE s.claim = ?1 ORDER BY s.nth";
/// The publisher of the document at the end of each chain: of the last hop, or of what was read where there is none.
const IMPLIED: &str = "SELECT e.id, e.name, e.unnamed, NULL, max(certain), e.key FROM (
        SELECT r.nth AS nth, iif(v.source IS NULL, read.publisher, last.publisher) AS publisher,
            iif(v.source IS NULL, read.publisher_certain, last.publisher_certain AND v.certain) AS certain
        FROM citation r JOIN source read ON read.key = r.source
            LEFT JOIN via v ON v.claim = r.claim AND v.nth = r.nth
                AND v.hop = (SELECT max(hop) FROM via m WHERE m.claim = r.claim AND m.nth = r.nth)
            LEFT JOIN source last ON last.key = v.source
        WHERE r.claim = ?1)
    JOIN entity e ON e.key = publisher GROUP BY e.key ORDER BY min(nth)";
const ROLES: &str = "SELECT r.id, r.name, o.id, o.name, t.title,
        t.whenever OR ifnull(t.sure_from <= ?2 AND ?3 <= t.sure_until, 0)
    FROM tenure t JOIN entity r ON r.key = t.role LEFT JOIN entity o ON o.key = t.place
    WHERE t.holder = ?1 AND (?2 IS NULL OR (t.earliest <= ?3 AND ?2 <= t.latest)) ORDER BY t.nth";
const AUDIENCE: &str = "SELECT e.id, e.name, e.kind, a.certain, e.unnamed, a.styled
    FROM audience a JOIN entity e ON e.key = a.entity WHERE a.claim = ?1 ORDER BY a.nth";
const ASCRIBED: &str = "SELECT e.id, e.name, e.kind, a.certain, e.unnamed, a.styled
    FROM ascribed a JOIN entity e ON e.key = a.entity WHERE a.claim = ?1 ORDER BY a.nth";
const ABOUT: &str = "SELECT e.id, e.name, e.kind, a.certain
    FROM about a JOIN entity e ON e.key = a.entity WHERE a.claim = ?1 ORDER BY a.nth";
const CITATIONS: &str = "SELECT s.id, s.title, s.published, s.url, s.archive_url, s.lang, r.locator,
    r.words, r.words_lang, r.translated, r.nth, p.id, p.name, p.kind, s.publisher_certain
    FROM citation r JOIN source s ON s.key = r.source LEFT JOIN entity p ON p.key = s.publisher
    WHERE r.claim = ?1 ORDER BY r.nth";
const VIA: &str = "SELECT s.id, v.certain, p.id, p.name, p.kind, s.publisher_certain
    FROM via v JOIN source s ON s.key = v.source LEFT JOIN entity p ON p.key = s.publisher
    WHERE v.claim = ?1 AND v.nth = ?2 ORDER BY v.hop";
const ASSESSMENTS: &str = "SELECT a.id, a.day, a.verdict, a.label, a.value, a.worst, a.best, a.summary,
    e.id, e.name, e.kind, 1, a.standing FROM assessment a JOIN entity e ON e.key = a.checker WHERE a.claim = ?1 ORDER BY a.key";
const LINKS: &str = "SELECT ?2, l.relation, o.id, o.statement FROM link l JOIN claim o ON o.key = l.target
        WHERE l.origin = ?1
    UNION ALL
    SELECT o.id, l.relation, ?2, o.statement FROM link l JOIN claim o ON o.key = l.origin WHERE l.target = ?1";
const TAGS: &str = "SELECT tag FROM tag WHERE claim = ?1 ORDER BY nth";

/// Writes the line of one claim.
pub fn show(connection: &Connection, key: i64, json: &mut Json) -> Outcome<()> {
    let mut statement = connection.prepare_cached(CLAIM)?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let showing = Showing { connection, key, parts: row.get(8)?, when: (row.get(6)?, row.get(7)?) };
    json.record_line(|json| showing.claim(row, json))
}

/// One claim being shown.
struct Showing<'c> {
    connection: &'c Connection,
    key: i64,
    parts: i64,
    /// The earliest and latest moment of it.
    when: (Option<i64>, Option<i64>),
}

impl Showing<'_> {
    fn claim(&self, row: &Row<'_>, json: &mut Json) -> Outcome<()> {
        let id = text(row, 0)?.unwrap_or_default();
        json.field("id", id);
        json.nullable("statement", text(row, 1)?);
        json.nullable("lang", text(row, 2)?);
        self.list(json, "translations", part::TRANSLATION, TRANSLATIONS, |row, json| {
            json.nullable("text", text(row, 0)?);
            json.nullable("lang", text(row, 1)?);
            Ok(())
        })?;
        json.nullable("mode", text(row, 3)?);
        let speakers = if self.has(part::SPEAKER) { SPEAKERS } else { IMPLIED };
        self.list(json, "speakers", 0, speakers, |row, json| self.speaker(row, json))?;
        self.list(json, "audience", part::AUDIENCE, AUDIENCE, person)?;
        self.list(json, "ascribed_to", part::ASCRIBED, ASCRIBED, person)?;
        self.list(json, "about", 0, ABOUT, |row, json| entity(row, 0, json))?;
        date(json, "said", text(row, 4)?);
        json.nullable("dated_by", dated_by(text(row, 4)?.is_some(), self.when.0.is_some()));
        maybe_entity(row, 9, true, "said_at", json)?;
        date(json, "concerns", text(row, 5)?);
        self.list(json, "citations", 0, CITATIONS, |row, json| self.citation(row, json))?;
        self.list(json, "assessments", part::ASSESSMENT, ASSESSMENTS, assessment)?;
        self.links(json, id)?;
        self.tags(json)
    }

    fn has(&self, part: i64) -> bool {
        self.parts & part != 0
    }

    /// A list of objects, asked for only where the claim has such (`part` 0: every claim may have them).
    fn list(
        &self,
        json: &mut Json,
        name: &str,
        part: i64,
        sql: &str,
        each: impl FnMut(&Row<'_>, &mut Json) -> Outcome<()>,
    ) -> Outcome<()> {
        match part == 0 || self.has(part) {
            true => objects(self.connection, json, name, sql, [self.key], each),
            false => {
                json.bare(name, "[]");
                Ok(())
            }
        }
    }

    fn speaker(&self, row: &Row<'_>, json: &mut Json) -> Outcome<()> {
        json.nullable("id", text(row, 0)?);
        json.nullable("name", text(row, 1)?);
        json.bare("unnamed", row.get::<_, bool>(2)?);
        json.nullable("styled", text(row, 3)?);
        json.bare("certain", row.get::<_, bool>(4)?);
        let held = params![row.get::<_, i64>(5)?, self.when.0, self.when.1];
        objects(self.connection, json, "roles", ROLES, held, |row, json| {
            named(row, 0, "role", json)?;
            named(row, 2, "of", json)?;
            json.nullable("title", text(row, 4)?);
            json.bare("presented", false);
            json.bare("former", false);
            json.nullable("still_on", None);
            json.bare("certain", row.get::<_, bool>(5)?);
            Ok(())
        })
    }

    fn citation(&self, row: &Row<'_>, json: &mut Json) -> Outcome<()> {
        json.nullable("source", text(row, 0)?);
        json.nullable("title", text(row, 1)?);
        maybe_entity(row, 11, row.get::<_, Option<bool>>(14)?.unwrap_or(true), "publisher", json)?;
        date(json, "published", text(row, 2)?);
        json.nullable("url", text(row, 3)?);
        json.nullable("archive_url", text(row, 4)?);
        json.nullable("lang", text(row, 5)?);
        json.nullable("locator", text(row, 6)?);
        words(row, json)?;
        if !self.has(part::VIA) {
            json.bare("via", "[]");
            return Ok(());
        }
        let chain = params![self.key, row.get::<_, i64>(10)?];
        objects(self.connection, json, "via", VIA, chain, |row, json| {
            json.nullable("source", text(row, 0)?);
            maybe_entity(row, 2, row.get::<_, Option<bool>>(5)?.unwrap_or(true), "publisher", json)?;
            json.bare("certain", row.get::<_, bool>(1)?);
            Ok(())
        })
    }

    fn links(&self, json: &mut Json, id: &str) -> Outcome<()> {
        if !self.has(part::LINK) {
            json.bare("links", "[]");
            return Ok(());
        }
        objects(self.connection, json, "links", LINKS, params![self.key, id], |row, json| {
            for (place, name) in ["from", "relation", "to", "statement"].into_iter().enumerate() {
                json.nullable(name, text(row, place)?);
            }
            Ok(())
        })
    }

    fn tags(&self, json: &mut Json) -> Outcome<()> {
        if !self.has(part::TAG) {
            json.bare("tags", "[]");
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(TAGS)?;
        let mut rows = statement.query([self.key])?;
        json.key("tags");
        json.try_array(|json| {
            while let Some(row) = rows.next()? {
                json.text(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        })
    }
}

/// A field with a list of objects, one for each row.
fn objects(
    connection: &Connection,
    json: &mut Json,
    name: &str,
    sql: &str,
    params: impl rusqlite::Params,
    mut each: impl FnMut(&Row<'_>, &mut Json) -> Outcome<()>,
) -> Outcome<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    json.key(name);
    json.try_array(|json| {
        while let Some(row) = rows.next()? {
            json.try_object(|json| each(row, json))?;
        }
        Ok(())
    })
}

fn text<'r>(row: &'r Row<'_>, place: usize) -> Outcome<Option<&'r str>> {
    Ok(row.get_ref(place)?.as_str_or_null()?)
}

/// Id and name, or nothing.
fn named(row: &Row<'_>, place: usize, name: &str, json: &mut Json) -> Outcome<()> {
    let Some(id) = text(row, place)? else {
        json.bare(name, "null");
        return Ok(());
    };
    json.key(name);
    json.try_object(|json| {
        json.field("id", id);
        json.nullable("name", text(row, place + 1)?);
        Ok(())
    })
}

/// Id, name, kind and whether it is certain.
fn entity(row: &Row<'_>, place: usize, json: &mut Json) -> Outcome<()> {
    for (nth, name) in ["id", "name", "kind"].into_iter().enumerate() {
        json.nullable(name, text(row, place + nth)?);
    }
    json.bare("certain", row.get::<_, bool>(place + 3)?);
    Ok(())
}

fn maybe_entity(row: &Row<'_>, place: usize, certain: bool, name: &str, json: &mut Json) -> Outcome<()> {
    if row.get_ref(place)? == ValueRef::Null {
        json.bare(name, "null");
        return Ok(());
    }
    json.key(name);
    json.try_object(|json| {
        for (nth, name) in ["id", "name", "kind"].into_iter().enumerate() {
            json.nullable(name, text(row, place + nth)?);
        }
        json.bare("certain", certain);
        Ok(())
    })
}

fn person(row: &Row<'_>, json: &mut Json) -> Outcome<()> {
    entity(row, 0, json)?;
    json.bare("unnamed", row.get::<_, bool>(4)?);
    json.nullable("styled", text(row, 5)?);
    Ok(())
}

fn words(row: &Row<'_>, json: &mut Json) -> Outcome<()> {
    let Some(words) = text(row, 7)? else {
        json.bare("words", "null");
        return Ok(());
    };
    json.key("words");
    json.try_object(|json| {
        json.field("text", words);
        json.nullable("lang", text(row, 8)?);
        json.bare("translated", row.get::<_, bool>(9)?);
        Ok(())
    })
}

fn assessment(row: &Row<'_>, json: &mut Json) -> Outcome<()> {
    json.nullable("id", text(row, 0)?);
    json.key("by");
    json.try_object(|json| entity(row, 8, json))?;
    date(json, "on", text(row, 1)?);
    json.nullable("verdict", text(row, 2)?);
    json.nullable("standing", text(row, 12)?);
    json.nullable("label", text(row, 3)?);
    rating(row, json)?;
    json.nullable("source", None);
    json.nullable("url", None);
    json.nullable("summary", text(row, 7)?);
    Ok(())
}

fn rating(row: &Row<'_>, json: &mut Json) -> Outcome<()> {
    if row.get_ref(4)? == ValueRef::Null {
        json.bare("rating", "null");
        return Ok(());
    }
    json.key("rating");
    json.try_object(|json| {
        for (place, name) in [(4, "value"), (5, "worst"), (6, "best")] {
            json.bare(name, format_args!("{:?}", row.get::<_, f64>(place)?));
        }
        Ok(())
    })
}

fn date(json: &mut Json, name: &str, written: Option<&str>) {
    match written {
        None => json.bare(name, "null"),
        Some(written) => {
            json.key(name);
            json.object(|json| json.field("edtf", written));
        }
    }
}

fn dated_by(said: bool, dated: bool) -> Option<&'static str> {
    match (said, dated) {
        (true, _) => Some("said"),
        (false, true) => Some("published"),
        (false, false) => None,
    }
}
