//! Lines of the interchange format into the tables: things before whatever names them, all in one transaction.

use std::collections::HashMap;
use std::io::BufRead;

use dictum::model::text::{Lang, fold, tokens};
use dictum::model::{Date, Interval, Moment};
use rusqlite::{Connection, params};

use crate::Outcome;

use super::records::{Assessment, Citation, Claim, Entity, Link, Named, Source, Str};

/// A stretch up to this long is narrow: a question for a stretch looks no further than this past its end for those.
pub const NARROW: i64 = 40 * 86_400;

/// Which tables have rows of a claim: bits of `claim.parts`.
pub mod part {
    pub const TRANSLATION: i64 = 1;
    pub const SPEAKER: i64 = 2;
    pub const AUDIENCE: i64 = 4;
    pub const ASCRIBED: i64 = 8;
    pub const VIA: i64 = 16;
    pub const TAG: i64 = 32;
    pub const ASSESSMENT: i64 = 64;
    pub const LINK: i64 = 128;
}

/// One claim more for all that it is about, by, in the role of, and citing.
const COUNTED: [&str; 4] = [
    "UPDATE entity SET claims_about = claims_about + 1 WHERE key IN
        (SELECT w.broad FROM about a CROSS JOIN within w ON w.narrow = a.entity WHERE a.claim = ?1)",
    "UPDATE entity SET claims_by = claims_by + 1 WHERE key IN (SELECT entity FROM spoken WHERE claim = ?1)",
    "UPDATE entity SET claims_as = claims_as + 1 WHERE key IN (SELECT role FROM spoken_as WHERE claim = ?1)",
    "UPDATE entity SET claims_citing = claims_citing + 1 WHERE key IN (SELECT publisher FROM cited WHERE claim = ?1)",
];

/// What the loader remembers of what it has written, by which it finds and checks references.
#[derive(Default)]
pub struct Known {
    entities: HashMap<String, i64>,
    /// Of each entity, itself and everything broader.
    broader: Vec<Vec<i64>>,
    sources: HashMap<String, i64>,
    published: Vec<Option<Interval>>,
    claims: HashMap<String, i64>,
}

/// Writes records into the tables.
pub struct Loader<'c> {
    pub connection: &'c Connection,
    pub known: &'c mut Known,
}

impl Loader<'_> {
    pub fn load(&mut self, lines: impl BufRead) -> Outcome<()> {
        let transaction = self.connection.unchecked_transaction()?;
        for line in lines.lines() {
            self.line(&line?)?;
        }
        derive(self.connection, 1)?;
        self.connection.execute_batch(include_str!("tallies.sql"))?;
        self.connection.execute_batch(include_str!("indexes.sql"))?;
        transaction.commit()?;
        Ok(self.connection.execute_batch("INSERT INTO words (words) VALUES ('optimize'); ANALYZE;")?)
    }

    /// Every line of the world begins with its type.
    fn line(&mut self, line: &str) -> Outcome<()> {
        match line.split('"').nth(3) {
            Some("entity") => self.entity(&serde_json::from_str(line)?),
            Some("source") => self.source(&serde_json::from_str(line)?),
            Some("claim") => self.claim(&serde_json::from_str(line)?).map(drop),
            Some("assessment") => self.assessment(&serde_json::from_str(line)?),
            Some("link") => self.link(&serde_json::from_str(line)?),
            _ => Err(format!("not a record of the world: {line}").into()),
        }
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) -> Outcome<()> {
        self.connection.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }

    fn entity_key(&self, id: &str) -> Outcome<i64> {
        found(&self.known.entities, id)
    }

    fn source_key(&self, id: &str) -> Outcome<i64> {
        found(&self.known.sources, id)
    }

    // ---- entities and sources ----

    fn entity(&mut self, entity: &Entity<'_>) -> Outcome<()> {
        let key = self.known.entities.len() as i64;
        let name = &entity.names[0].text.0;
        self.run(
            "INSERT INTO entity (key, id, kind, unnamed, name, folded) VALUES (?, ?, ?, ?, ?, ?)",
            params![key, entity.id.0, entity.kind.0, entity.unnamed, name, fold(name)],
        )?;
        for (nth, name) in (0_i64..).zip(&entity.names) {
            self.run(
                "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
                params![fold(&name.text.0), key, nth, name.text.0, text(&name.lang), name.kind.is_some()],
            )?;
        }
        self.broader(key, &entity.broader)?;
        self.known.entities.insert(entity.id.0.to_string(), key);
        self.tenures(key, entity)
    }

    fn broader(&mut self, key: i64, above: &[Named<'_>]) -> Outcome<()> {
        let mut broader = vec![key];
        for entity in above {
            broader.extend(&self.known.broader[self.entity_key(entity.id())? as usize]);
        }
        broader.sort_unstable();
        broader.dedup();
        for broad in &broader {
            self.run("INSERT INTO within VALUES (?, ?)", [key, *broad])?;
        }
        self.known.broader.push(broader);
        Ok(())
    }

    fn tenures(&mut self, holder: i64, entity: &Entity<'_>) -> Outcome<()> {
        for (nth, tenure) in (0_i64..).zip(&entity.roles) {
            let role = self.entity_key(tenure.role.id())?;
            let of = tenure.of.as_ref().map(|of| self.entity_key(of.id())).transpose()?;
            let earliest = interval(&tenure.from)?.map_or(Moment::BEGINNING, |from| from.earliest);
            let latest = interval(&tenure.until)?.map_or(Moment::END, |until| until.latest);
            let sure = certainly_held(date(&tenure.from)?, date(&tenure.until)?);
            let whenever = entity.unnamed && tenure.from.is_none() && tenure.until.is_none();
            self.run(
                "INSERT INTO tenure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    holder,
                    nth,
                    role,
                    of,
                    text(&tenure.title),
                    text(&tenure.from),
                    text(&tenure.until),
                    earliest.0,
                    latest.0,
                    sure.map(|(from, _)| from.0),
                    sure.map(|(_, until)| until.0),
                    whenever
                ],
            )?;
        }
        Ok(())
    }

    fn source(&mut self, source: &Source<'_>) -> Outcome<()> {
        let key = self.known.sources.len() as i64;
        let publisher = source.publisher.as_ref();
        let authors = source.authors.iter().map(|author| &*author.0).collect::<Vec<_>>().join("; ");
        self.run(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                key,
                source.id.0,
                text(&source.title),
                publisher.map(|publisher| self.entity_key(publisher.id())).transpose()?,
                publisher.map(Named::certain),
                text(&source.published),
                text(&source.url),
                text(&source.archive_url),
                text(&source.lang),
                text(&source.medium),
                authors
            ],
        )?;
        self.known.published.push(interval(&source.published)?);
        self.known.sources.insert(source.id.0.to_string(), key);
        Ok(())
    }

    // ---- claims ----

    /// Adds one claim with all that follows from it, as one durable transaction.
    pub fn add(&mut self, line: &str) -> Outcome<()> {
        let transaction = self.connection.unchecked_transaction()?;
        let key = self.claim(&serde_json::from_str(line)?)?;
        derive(self.connection, key)?;
        for sql in COUNTED {
            self.run(sql, [key])?;
        }
        Ok(transaction.commit()?)
    }

    fn claim(&mut self, claim: &Claim<'_>) -> Outcome<i64> {
        let key = self.known.claims.len() as i64 + 1;
        let dated = self.dated(claim)?;
        let bound = |end: fn(Interval) -> Moment| dated.map(|interval| end(interval).0);
        let said_at = claim.said_at.as_ref().map(|place| self.entity_key(place.id())).transpose()?;
        self.run(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                key,
                claim.id.0,
                claim.statement.0,
                text(&claim.lang),
                claim.mode.0,
                text(&claim.said),
                text(&claim.said_basis),
                said_at,
                text(&claim.concerns),
                bound(|interval| interval.earliest),
                bound(|interval| interval.latest),
                span(dated),
                parts(claim)
            ],
        )?;
        self.named("INSERT INTO speaker VALUES (?, ?, ?, ?, ?)", key, &claim.speakers)?;
        self.named("INSERT INTO audience VALUES (?, ?, ?, ?, ?)", key, &claim.audience)?;
        self.named("INSERT INTO ascribed VALUES (?, ?, ?, ?, ?)", key, &claim.ascribed_to)?;
        self.named("INSERT INTO about VALUES (?, ?, ?, ?, ?)", key, &claim.about)?;
        for (nth, translation) in (0_i64..).zip(&claim.translations) {
            let row = params![key, nth, translation.text.0, text(&translation.lang)];
            self.run("INSERT INTO translation VALUES (?, ?, ?, ?)", row)?;
        }
        for (nth, tag) in (0_i64..).zip(&claim.tags) {
            self.run("INSERT INTO tag VALUES (?, ?, ?)", params![key, nth, tag.0])?;
        }
        for (nth, citation) in (0_i64..).zip(&claim.citations) {
            self.citation(key, nth, citation)?;
        }
        self.run("INSERT INTO words (rowid, tokens) VALUES (?, ?)", params![key, self.searchable(claim)?])?;
        self.known.claims.insert(claim.id.0.to_string(), key);
        Ok(key)
    }

    /// When it was said, else when the first of the documents read was published: no later than whichever of them was
    /// certainly out first.
    fn dated(&self, claim: &Claim<'_>) -> Outcome<Option<Interval>> {
        if claim.said.is_some() {
            return interval(&claim.said);
        }
        let mut published = Vec::new();
        for citation in &claim.citations {
            published.extend(self.known.published[self.source_key(citation.source.id())? as usize]);
        }
        let first = |one: Interval, other: Interval| Interval {
            earliest: one.earliest.min(other.earliest),
            latest: one.latest.min(other.latest),
        };
        Ok(published.into_iter().reduce(first))
    }

    fn named(&self, sql: &str, claim: i64, list: &[Named<'_>]) -> Outcome<()> {
        for (nth, named) in (0_i64..).zip(list) {
            let row = params![claim, nth, self.entity_key(named.id())?, named.certain(), named.styled()];
            self.run(sql, row)?;
        }
        Ok(())
    }

    fn citation(&self, claim: i64, nth: i64, citation: &Citation<'_>) -> Outcome<()> {
        let words = citation.words.as_ref();
        self.run(
            "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                claim,
                nth,
                self.source_key(citation.source.id())?,
                text(&citation.locator),
                words.map(|words| &words.text.0),
                words.and_then(|words| text(&words.lang)),
                words.map(|words| words.translated)
            ],
        )?;
        for (hop, via) in (0_i64..).zip(&citation.via) {
            let row = params![claim, nth, hop, self.source_key(via.id())?, via.certain()];
            self.run("INSERT INTO via VALUES (?, ?, ?, ?, ?)", row)?;
        }
        Ok(())
    }

    /// The tokens by which a claim is searched: those of its texts, and what it is about.
    fn searchable(&self, claim: &Claim<'_>) -> Outcome<String> {
        let mut searchable = String::new();
        push_tokens(&mut searchable, &claim.statement, &claim.lang);
        for translation in &claim.translations {
            push_tokens(&mut searchable, &translation.text, &translation.lang);
        }
        for words in claim.citations.iter().filter_map(|citation| citation.words.as_ref()) {
            push_tokens(&mut searchable, &words.text, &words.lang);
        }
        for named in &claim.about {
            for broad in &self.known.broader[self.entity_key(named.id())? as usize] {
                searchable.push_str(&format!("a{broad} "));
            }
        }
        Ok(searchable)
    }

    // ---- what was found of claims, and how they stand to each other ----

    fn assessment(&mut self, assessment: &Assessment<'_>) -> Outcome<()> {
        let claim = found(&self.known.claims, &assessment.claim.0)?;
        let rating = assessment.rating.as_ref();
        let on = interval(&assessment.on)?;
        self.run(
            "INSERT INTO assessment
                (id, claim, checker, day, earliest, latest, verdict, label, value, worst, best, summary)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                assessment.id.0,
                claim,
                self.entity_key(assessment.by.id())?,
                text(&assessment.on),
                on.map(|on| on.earliest.0),
                on.map(|on| on.latest.0),
                assessment.verdict.0,
                text(&assessment.label),
                rating.map(|rating| rating.value),
                rating.and_then(|rating| rating.worst),
                rating.and_then(|rating| rating.best),
                text(&assessment.summary)
            ],
        )?;
        self.mark(claim, part::ASSESSMENT)
    }

    fn link(&mut self, link: &Link<'_>) -> Outcome<()> {
        let (from, to) = (found(&self.known.claims, &link.from.0)?, found(&self.known.claims, &link.to.0)?);
        self.run("INSERT INTO link VALUES (?, ?, ?)", params![to, link.relation.0, from])?;
        self.mark(from, part::LINK)?;
        self.mark(to, part::LINK)
    }

    fn mark(&self, claim: i64, part: i64) -> Outcome<()> {
        self.run("UPDATE claim SET parts = parts | ? WHERE key = ?", [part, claim])
    }
}

/// Brings the derived tables up to date for the claims from a key on.
fn derive(connection: &Connection, from: i64) -> Outcome<()> {
    for sql in include_str!("derive.sql").split_inclusive(';').filter(|part| part.trim_end().ends_with(';')) {
        let mut statement = connection.prepare_cached(sql)?;
        match statement.parameter_count() {
            0 => statement.execute([])?,
            _ => statement.execute([from])?,
        };
    }
    Ok(())
}

fn found(keys: &HashMap<String, i64>, id: &str) -> Outcome<i64> {
    keys.get(id).copied().ok_or_else(|| format!("`{id}` is named before it comes").into())
}

fn text<'t>(text: &'t Option<Str<'_>>) -> Option<&'t str> {
    text.as_ref().map(|text| &*text.0)
}

fn date(written: &Option<Str<'_>>) -> Outcome<Option<Date>> {
    let parse = |written: &Str<'_>| {
        Date::parse(&written.0).map_err(|error| format!("`{}`: {}", written.0, error.message).into())
    };
    written.as_ref().map(parse).transpose()
}

fn interval(written: &Option<Str<'_>>) -> Outcome<Option<Interval>> {
    Ok(date(written)?.map(|date| date.interval()))
}

/// The first and the last moment at which a role was certainly held, where both bounds are known: a day without any doubt
/// belongs to the tenure, and of what is vaguer only its far end.
fn certainly_held(from: Option<Date>, until: Option<Date>) -> Option<(Moment, Moment)> {
    let (from, until) = from.zip(until)?;
    let Interval { earliest, latest } = from.interval();
    let first = if from.is_exact() { earliest } else { latest };
    let Interval { earliest, latest } = until.interval();
    Some((first, if until.is_exact() { latest } else { earliest }))
}

fn span(dated: Option<Interval>) -> i64 {
    match dated {
        None => 2,
        Some(Interval { earliest, latest }) => i64::from(latest.0.saturating_sub(earliest.0) > NARROW),
    }
}

fn parts(claim: &Claim<'_>) -> i64 {
    let parts = [
        (part::TRANSLATION, !claim.translations.is_empty()),
        (part::SPEAKER, !claim.speakers.is_empty()),
        (part::AUDIENCE, !claim.audience.is_empty()),
        (part::ASCRIBED, !claim.ascribed_to.is_empty()),
        (part::VIA, claim.citations.iter().any(|citation| !citation.via.is_empty())),
        (part::TAG, !claim.tags.is_empty()),
    ];
    parts.iter().filter(|(_, there)| *there).map(|(part, _)| part).sum()
}

/// Each word folded and, where its language is known, its stem.
fn push_tokens(searchable: &mut String, text: &Str<'_>, lang: &Option<Str<'_>>) {
    let lang = lang.as_ref().and_then(|lang| Lang::new(&lang.0).ok());
    for token in tokens(&text.0, lang.as_ref()) {
        searchable.extend(["w", &token.folded, " "]);
        if let Some((tag, stem)) = &token.stem {
            searchable.extend(["s", tag, stem, " "]);
        }
    }
}
