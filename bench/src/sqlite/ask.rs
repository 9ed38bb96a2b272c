//! The ten questions in SQL. Where a question can begin at either of two ends, it begins at that with fewer claims.

use dictum::model::text::{Stems, fold};
use dictum::model::{Date, Interval};
use rusqlite::{Params, params};
use unicode_segmentation::UnicodeSegmentation;

use super::Sqlite;
use super::load::NARROW;
use super::show::show;
use crate::Outcome;
use crate::json::Json;
use crate::questions::{EXPORTED, Question};

const BY_ROLE_FROM_PLACE: &str = "SELECT count(*) FROM about_when a WHERE a.entity = ?1
    AND EXISTS (SELECT 1 FROM spoken_as s WHERE s.claim = a.claim AND s.role = ?2)";
const BY_ROLE_FROM_ROLE: &str = "SELECT count(*) FROM spoken_as s WHERE s.role = ?2
    AND EXISTS (SELECT 1 FROM about a CROSS JOIN within w WHERE a.claim = s.claim AND w.narrow = a.entity AND w.broad = ?1)";

/// Narrow stretches end at most `NARROW` past the window, so the search begins and ends near it; wide ones are few.
const ABOUT_IN: &str = "SELECT claim FROM (
        SELECT * FROM (SELECT a.claim AS claim, a.latest AS latest, c.id AS id
            FROM about_when a CROSS JOIN claim c ON c.key = a.claim
            WHERE a.entity = ?1 AND a.span = 0 AND a.latest BETWEEN ?2 AND ?3 + ?4 AND a.earliest <= ?3
            ORDER BY a.latest DESC, c.id LIMIT 20)
        UNION ALL
        SELECT * FROM (SELECT a.claim, a.latest, c.id FROM about_when a CROSS JOIN claim c ON c.key = a.claim
            WHERE a.entity = ?1 AND a.span = 1 AND a.latest >= ?2 AND a.earliest <= ?3
            ORDER BY a.latest DESC, c.id LIMIT 20))
    ORDER BY latest DESC, id LIMIT 20";

const BY: &str = "SELECT count(*) FROM spoken WHERE entity = ?1";

const CITING_FROM_RATED: &str = "SELECT count(*) FROM (
        SELECT claim FROM rated WHERE verdict = 'false' AND span = 0 AND latest BETWEEN ?2 AND ?3 + ?4 AND earliest <= ?3
        UNION ALL
        SELECT claim FROM rated WHERE verdict = 'false' AND span = 1 AND latest >= ?2 AND earliest <= ?3) r
    WHERE EXISTS (SELECT 1 FROM cited x WHERE x.claim = r.claim AND x.publisher = ?1)";
const CITING_FROM_PUBLISHER: &str = "SELECT count(*) FROM cited x WHERE x.publisher = ?1
    AND EXISTS (SELECT 1 FROM assessment r WHERE r.claim = x.claim AND r.verdict = 'false'
        AND r.standing <> 'superseded')
    AND EXISTS (SELECT 1 FROM claim c WHERE c.key = x.claim AND c.latest >= ?2 AND c.earliest <= ?3)";

const CONTAINING: &str = "SELECT c.key FROM words JOIN claim c ON c.key = words.rowid
    WHERE words MATCH ?1 ORDER BY c.latest DESC NULLS LAST, c.id LIMIT 20";

const SPEAKERS: &str = "SELECT e.id, e.name, n FROM (
        SELECT s.entity AS entity, count(*) AS n
        FROM about_when a LEFT JOIN spoken s ON s.claim = a.claim WHERE a.entity = ?1 GROUP BY s.entity)
    LEFT JOIN entity e ON e.key = entity
    ORDER BY entity IS NULL, n DESC, e.folded, e.id LIMIT 10";

const EITHER_NOT_BY: &str = "SELECT
    (SELECT count(*) FROM about_when a WHERE a.entity = ?1 AND a.span IN (0, 1) AND a.latest >= ?4
        AND NOT EXISTS (SELECT 1 FROM spoken_as s WHERE s.claim = a.claim AND s.role = ?3))
    + (SELECT count(*) FROM about_when b WHERE b.entity = ?2 AND b.span IN (0, 1) AND b.latest >= ?4
        AND NOT EXISTS (SELECT 1 FROM spoken_as s WHERE s.claim = b.claim AND s.role = ?3)
        AND NOT EXISTS (SELECT 1 FROM about a CROSS JOIN within w
            WHERE a.claim = b.claim AND w.narrow = a.entity AND w.broad = ?1))";

const CONTRADICTING_FROM_LINKS: &str = "SELECT c.id FROM (
        SELECT DISTINCT l.origin AS origin FROM link l INDEXED BY link_relation WHERE l.relation = 'contradicts'
        AND EXISTS (SELECT 1 FROM spoken s WHERE s.entity = ?1 AND s.claim = l.target))
    JOIN claim c ON c.key = origin ORDER BY c.key";
const CONTRADICTING_FROM_PERSON: &str = "SELECT c.id FROM (
        SELECT DISTINCT l.origin AS origin FROM spoken s CROSS JOIN link l
        WHERE s.entity = ?1 AND l.target = s.claim AND l.relation = 'contradicts')
    JOIN claim c ON c.key = origin ORDER BY c.key";

impl Sqlite {
    /// Answers a question as lines of JSON, or of ids.
    pub fn ask(&self, question: &Question) -> Outcome<String> {
        let mut json = Json::default();
        match question {
            Question::AboutByRole { place, role } => {
                let ((place, about), (role, spoken)) =
                    (self.entity(place, "claims_about")?, self.entity(role, "claims_as")?);
                let sql = if about <= spoken { BY_ROLE_FROM_PLACE } else { BY_ROLE_FROM_ROLE };
                self.count(&mut json, sql, [place, role])?;
            }
            Question::AboutIn { place, month } => {
                let (window, place) = (window(month)?, self.key(place)?);
                let bounds = params![place, window.earliest.0, window.latest.0, NARROW];
                self.claims(&mut json, ABOUT_IN, bounds)?;
            }
            Question::By { person } => self.count(&mut json, BY, [self.key(person)?])?,
            Question::CitingRatedIn { publisher, year } => self.citing(&mut json, publisher, year)?,
            Question::Containing { words, place } => {
                let search = search(words, self.key(place)?);
                self.claims(&mut json, CONTAINING, [search])?;
            }
            Question::SpeakersAbout { place } => self.speakers(&mut json, place)?,
            Question::EitherNotBy { one, other, role, since } => {
                let bounds = [self.key(one)?, self.key(other)?, self.key(role)?, window(since)?.earliest.0];
                self.count(&mut json, EITHER_NOT_BY, bounds)?;
            }
            Question::Show { claim } => {
                self.claims(&mut json, "SELECT key FROM claim WHERE id = ?1", [claim])?;
            }
            Question::Contradicting { person } => return self.contradicting(person),
            Question::Export { offset } => {
                let sql = "SELECT key FROM claim WHERE key > ?1 ORDER BY key LIMIT ?2";
                self.claims(&mut json, sql, [*offset, EXPORTED].map(|n| n as i64))?;
            }
        }
        Ok(json.into_text())
    }

    /// The first column of all rows.
    pub fn texts(&self, sql: &str) -> Outcome<Vec<String>> {
        let mut statement = self.connection.prepare(sql)?;
        let texts = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(texts)
    }

    /// The key of an entity, and how many claims it has in a role.
    fn entity(&self, id: &str, tally: &str) -> Outcome<(i64, i64)> {
        let sql = format!("SELECT key, {tally} FROM entity WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn key(&self, id: &str) -> Outcome<i64> {
        Ok(self.entity(id, "claims_about")?.0)
    }

    fn count(&self, json: &mut Json, sql: &str, params: impl Params) -> Outcome<()> {
        let count: i64 = self.connection.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
        json.object(|json| json.bare("count", count));
        json.end_line();
        Ok(())
    }

    fn claims(&self, json: &mut Json, sql: &str, params: impl Params) -> Outcome<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            show(&self.connection, row.get(0)?, json)?;
        }
        Ok(())
    }

    fn citing(&self, json: &mut Json, publisher: &str, year: &str) -> Outcome<()> {
        let (window, (publisher, citing)) = (window(year)?, self.entity(publisher, "claims_citing")?);
        let sql =
            "SELECT count(*) FROM rated WHERE verdict = 'false' AND span = 0 AND latest BETWEEN ?1 AND ?2";
        let in_year: i64 = self
            .connection
            .prepare_cached(sql)?
            .query_row([window.earliest.0, window.latest.0], |row| row.get(0))?;
        let bounds = params![publisher, window.earliest.0, window.latest.0, NARROW];
        match citing < in_year {
            true => self.count(json, CITING_FROM_PUBLISHER, &bounds[..3]),
            false => self.count(json, CITING_FROM_RATED, bounds),
        }
    }

    fn speakers(&self, json: &mut Json, place: &str) -> Outcome<()> {
        let mut statement = self.connection.prepare_cached(SPEAKERS)?;
        let mut rows = statement.query([self.key(place)?])?;
        while let Some(row) = rows.next()? {
            json.record_line(|json| {
                match row.get_ref(0)?.as_str_or_null()? {
                    None => json.bare("speaker", "null"),
                    Some(id) => {
                        let name = row.get_ref(1)?.as_str()?;
                        json.key("speaker");
                        json.object(|json| {
                            json.field("id", id);
                            json.field("name", name);
                        });
                    }
                }
                json.bare("count", row.get::<_, i64>(2)?);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn contradicting(&self, person: &str) -> Outcome<String> {
        let (person, spoken) = self.entity(person, "claims_by")?;
        let links = "SELECT count(*) FROM link WHERE relation = 'contradicts'";
        let links: i64 = self.connection.prepare_cached(links)?.query_row([], |row| row.get(0))?;
        let sql = if spoken < links { CONTRADICTING_FROM_PERSON } else { CONTRADICTING_FROM_LINKS };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([person])?;
        let mut ids = String::from("id\n");
        while let Some(row) = rows.next()? {
            ids.extend([row.get_ref(0)?.as_str()?, "\n"]);
        }
        Ok(ids)
    }
}

fn window(date: &str) -> Outcome<Interval> {
    Date::parse(date).map(|date| date.interval()).map_err(|error| error.message.into())
}

/// Each word as it is or by its stem in whichever language it may be in, and what the claim is about.
fn search(words: &[String; 2], place: i64) -> String {
    let word = |written: &str| {
        let mut any = vec![format!("w{}", fold(written))];
        for stems in Stems::fitting(written).filter(|stems| matches!(stems.tag, "en" | "ar")) {
            any.push(format!("s{}{}", stems.tag, stems.stemmer().stem(written)));
        }
        format!("({})", any.join(" OR "))
    };
    let all: Vec<String> = words.iter().flat_map(|text| text.unicode_words()).map(word).collect();
    format!("a{place} AND {}", all.join(" AND "))
}
