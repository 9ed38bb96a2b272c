//! The world's documents in the order of time, each with its claims, and what was found of those and links them.

use std::io::{self, Write};

use crate::json::Json;

use super::day::Day;
use super::entities::Entities;
use super::rng::Rng;
use super::vocabulary::{Tongue, Vocabulary};

/// 2005-01-01 and the days until the end of 2025.
const FIRST_DAY: i32 = 12_784;
const DAYS: f64 = 7_670.0;
const TAGS: u32 = 200;
const VERDICTS: [(u32, (&str, &str)); 8] = [
    (30, ("false", "False")),
    (15, ("mostly-false", "Mostly false")),
    (15, ("mixed", "Half true")),
    (8, ("mostly-true", "Mostly true")),
    (12, ("true", "True")),
    (10, ("unproven", "No evidence")),
    (3, ("satire", "Satire")),
    (7, ("other", "Missing context")),
];
const RELATIONS: [(u32, &str); 5] =
    [(35, "contradicts"), (25, "supports"), (25, "repeats"), (5, "corrects"), (10, "answers")];
const MODES: [(u32, &str); 4] = [(35, "quote"), (35, "paraphrase"), (20, "assertion"), (10, "ascription")];

/// Writes documents and claims, one after the other.
pub struct Documents<'w> {
    claims: u32,
    vocabulary: &'w Vocabulary,
    entities: &'w Entities,
    rng: Rng,
    json: Json,
    /// How many documents are written.
    documents: u32,
}

/// The document whose claims are being written.
struct Document {
    number: u32,
    day: Day,
    tongue: Tongue,
}

impl Document {
    fn id(&self) -> String {
        source_id(self.number)
    }
}

/// A reference with its doubt.
struct Named {
    id: String,
    certain: bool,
    styled: Option<String>,
}

impl<'w> Documents<'w> {
    pub fn new(claims: u32, vocabulary: &'w Vocabulary, entities: &'w Entities, rng: Rng) -> Documents<'w> {
        Documents { claims, vocabulary, entities, rng, json: Json::default(), documents: 0 }
    }

    pub fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut claim = 0;
        while claim < self.claims {
            let document = self.document(claim);
            let last = self.claims.min(claim + self.rng.between(1, 9) as u32);
            for number in claim..last {
                self.claim(number, &document);
                self.assessments(number, &document);
                self.link(number);
            }
            claim = last;
            self.json.take(out)?;
        }
        Ok(())
    }

    // ---- documents ----

    /// The next document, of the day that so many claims lead up to: there are more of them every year.
    fn document(&mut self, claim: u32) -> Document {
        let passed = (f64::from(claim) / f64::from(self.claims)).sqrt();
        let day = Day(FIRST_DAY + (passed * DAYS) as i32);
        let tongue = if self.rng.chance(20) { Tongue::Arabic } else { Tongue::English };
        let document = Document { number: self.documents, day, tongue };
        self.documents += 1;
        self.source(&document);
        document
    }

    fn source(&mut self, document: &Document) {
        let Documents { json, rng, entities, vocabulary, .. } = self;
        let tag = document.tongue.tag();
        json.record("source", |json| {
            json.field("id", &document.id());
            if rng.chance(85) {
                let words = rng.between(4, 9);
                json.field("title", &vocabulary.sentence(document.tongue, words, rng));
            }
            if rng.chance(85) {
                json.key("publisher");
                json.reference(entities.publishers.draw(rng), !rng.chance(2), None);
            }
            if rng.chance(30) {
                json.texts("authors", &[vocabulary.name(2, rng)]);
            }
            if rng.chance(90) {
                json.field("published", &document.day.roughly(rng));
            }
            if rng.chance(70) {
                json.field("url", &format!("https://news.example/{tag}/{}", document.number));
            }
            if rng.chance(20) {
                json.field("archive_url", &format!("https://archive.example/{}", document.number));
            }
            json.field("lang", tag);
            json.field(
                "medium",
                rng.weighted(&[(70, "article"), (10, "report"), (10, "broadcast"), (10, "post")]),
            );
        });
    }

    /// One of the documents before this, most likely a late one.
    fn earlier(&mut self, document: &Document) -> Option<u32> {
        let back = match self.rng.below(4) {
            0 => self.rng.below(document.number.max(1)),
            _ => self.rng.below(200),
        };
        document.number.checked_sub(back + 1)
    }

    // ---- claims ----

    fn claim(&mut self, number: u32, document: &Document) {
        let mode = self.rng.weighted(&MODES);
        let speakers = self.speakers(number, mode, document);
        let about = self.about();
        let citations = self.citations(document);
        let said_on = document.day.plus(-self.rng.weighted(&[(50, 0), (25, 1), (15, 4), (10, 40)]));
        let tongue = if self.rng.chance(95) { document.tongue } else { document.tongue.other() };
        let tags = self.tags();
        let statement = self.statement(tongue);
        let translation = self.rng.chance(8).then(|| self.statement(tongue.other()));
        let Documents { json, rng, entities, .. } = self;
        json.record("claim", |json| {
            json.field("id", &claim_id(number));
            json.field("statement", &statement);
            if rng.chance(98) {
                json.field("lang", tongue.tag());
            }
            json.list("translations", translation.as_slice(), |json, text| {
                json.worded(text, Some(tongue.other().tag()));
            });
            json.field("mode", mode);
            json.list("speakers", &speakers, Json::named);
            if rng.chance(8) {
                json.texts("audience", &[entities.places.draw(rng)]);
            }
            if mode == "ascription" {
                let to = if rng.chance(60) { &entities.people } else { &entities.places };
                json.texts("ascribed_to", &[to.draw(rng)]);
            }
            json.list("about", &about, Json::named);
            if rng.chance(75) {
                json.field("said", &said_on.as_said(rng));
                if rng.chance(10) {
                    json.field("said_basis", "inferred");
                }
            }
            if rng.chance(15) {
                json.field("said_at", entities.places.draw(rng));
            }
            if rng.chance(20) {
                json.field("concerns", &said_on.as_concerned(rng));
            }
            json.list("citations", &citations, Citation::write);
            json.texts("tags", &tags);
        });
    }

    fn statement(&mut self, tongue: Tongue) -> String {
        let words = self.rng.between(8, 20);
        self.vocabulary.sentence(tongue, words, &mut self.rng)
    }

    /// Whom the document names, somebody whom it does not name, or nobody: then the end of the chain speaks.
    fn speakers(&mut self, number: u32, mode: &str, document: &Document) -> Vec<Named> {
        let nobody = match mode {
            "ascription" => true,
            "assertion" => self.rng.chance(60),
            _ => self.rng.chance(4),
        };
        if nobody {
            return Vec::new();
        }
        if self.rng.chance(4) {
            return vec![self.unnamed(number, document)];
        }
        let (entities, many) = (self.entities, if self.rng.chance(6) { 2 } else { 1 });
        let mut speakers = Vec::new();
        for _ in 0..many {
            let id = match self.rng.below(100) {
                0..90 => entities.people.draw(&mut self.rng),
                90..97 => entities.institutions.draw(&mut self.rng),
                _ => entities.publishers.draw(&mut self.rng),
            };
            self.name(&mut speakers, id, 6);
        }
        speakers
    }

    fn unnamed(&mut self, number: u32, document: &Document) -> Named {
        let id = format!("{}-unnamed-{number}", document.id());
        let Documents { json, rng, entities, .. } = self;
        json.record("entity", |json| {
            json.field("id", &id);
            json.field("kind", "person");
            json.bare("unnamed", true);
            json.key("names");
            json.array(|json| json.worded("an official who asked not to be named", Some("en")));
            json.list("roles", &[()], |json, ()| {
                json.object(|json| {
                    json.field("role", entities.roles.draw(rng));
                    json.field("of", entities.places.draw(rng));
                });
            });
        });
        Named { id, certain: true, styled: None }
    }

    fn about(&mut self) -> Vec<Named> {
        let (entities, mut about) = (self.entities, Vec::new());
        for (least, most, from) in [(0, 2, &entities.places), (1, 2, &entities.topics)] {
            for _ in 0..self.rng.between(least, most) {
                let id = from.draw(&mut self.rng);
                self.name(&mut about, id, 2);
            }
        }
        if self.rng.chance(12) {
            let id = entities.people.draw(&mut self.rng);
            self.name(&mut about, id, 2);
        }
        if self.rng.chance(10) {
            let id = entities.institutions.draw(&mut self.rng);
            self.name(&mut about, id, 2);
        }
        about
    }

    /// Adds one to a list in which nothing stands twice, in doubt in so many of a hundred cases.
    fn name(&mut self, list: &mut Vec<Named>, id: &str, doubt: u32) {
        let certain = !self.rng.chance(doubt);
        let styled = (!certain && self.rng.chance(50)).then(|| self.vocabulary.name(1, &mut self.rng));
        if list.iter().all(|named| named.id != id) {
            list.push(Named { id: id.to_owned(), certain, styled });
        }
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags: Vec<u32> = Vec::new();
        for _ in 0..self.rng.weighted(&[(60, 0), (25, 1), (15, 2)]) {
            let tag = self.rng.below(TAGS).min(self.rng.below(TAGS));
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags.iter().map(|tag| format!("tag-{tag}")).collect()
    }

    // ---- citations ----

    fn citations(&mut self, document: &Document) -> Vec<Citation> {
        let mut citations = vec![self.citation(document.number, document)];
        if self.rng.chance(10)
            && let Some(other) = self.earlier(document)
        {
            citations.push(self.citation(other, document));
        }
        citations
    }

    fn citation(&mut self, read: u32, document: &Document) -> Citation {
        let mut via: Vec<u32> = Vec::new();
        for _ in 0..self.rng.weighted(&[(78, 0), (17, 1), (5, 2)]) {
            via.extend(self.earlier(document).filter(|hop| *hop != read && !via.contains(hop)));
        }
        let hop =
            |number, rng: &mut Rng| Named { id: source_id(number), certain: !rng.chance(30), styled: None };
        let words = self.rng.chance(45).then(|| {
            let length = self.rng.between(6, 16);
            self.vocabulary.sentence(document.tongue, length, &mut self.rng)
        });
        Citation {
            source: source_id(read),
            locator: self.rng.chance(60).then(|| format!("para {}", self.rng.below(40) + 1)),
            words,
            lang: document.tongue.tag(),
            translated: self.rng.chance(15),
            via: via.into_iter().map(|number| hop(number, &mut self.rng)).collect(),
        }
    }

    // ---- what was found of claims, and how they stand to each other ----

    fn assessments(&mut self, number: u32, document: &Document) {
        let many = self.rng.weighted(&[(925, 0), (65, 1), (10, 2)]);
        for nth in 0..many {
            let (verdict, label) = self.rng.weighted(&VERDICTS);
            let on = document.day.plus(self.rng.between(1, 60));
            let Documents { json, rng, entities, vocabulary, .. } = self;
            json.record("assessment", |json| {
                json.field("id", &format!("assessment-{number}-{nth}"));
                json.field("claim", &claim_id(number));
                json.field("by", entities.checkers.draw(rng));
                if rng.chance(92) {
                    json.field("on", &on.by_day());
                }
                json.field("verdict", verdict);
                json.field("label", label);
                if rng.chance(30) {
                    json.key("rating");
                    json.object(|json| {
                        json.bare("value", rng.between(1, 5));
                        json.bare("worst", 1);
                        json.bare("best", 5);
                    });
                }
                if rng.chance(50) {
                    json.field("summary", &vocabulary.sentence(Tongue::English, 10, rng));
                }
            });
        }
    }

    fn link(&mut self, number: u32) {
        if !self.rng.chance(5) {
            return;
        }
        let back = if self.rng.chance(70) { self.rng.below(500) } else { self.rng.below(number.max(1)) };
        let Some(to) = number.checked_sub(back + 1) else { return };
        let relation = self.rng.weighted(&RELATIONS);
        self.json.record("link", |json| {
            json.field("from", &claim_id(number));
            json.field("relation", relation);
            json.field("to", &claim_id(to));
        });
    }
}

struct Citation {
    source: String,
    locator: Option<String>,
    words: Option<String>,
    lang: &'static str,
    translated: bool,
    via: Vec<Named>,
}

impl Citation {
    fn write(json: &mut Json, citation: &Citation) {
        json.object(|json| {
            json.field("source", &citation.source);
            json.maybe("locator", citation.locator.as_ref());
            if let Some(words) = &citation.words {
                json.key("words");
                json.object(|json| {
                    json.field("text", words);
                    json.field("lang", citation.lang);
                    if citation.translated {
                        json.bare("translated", true);
                    }
                });
            }
            json.list("via", &citation.via, Json::named);
        });
    }
}

impl Json {
    fn named(&mut self, named: &Named) {
        self.reference(&named.id, named.certain, named.styled.as_deref());
    }
}

fn source_id(number: u32) -> String {
    format!("source-{number}")
}

/// Ids of claims are in no order: a number's bits, mixed one to one, in letters and digits.
pub fn claim_id(number: u32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut mixed = number.wrapping_mul(0x9E37_79B1);
    mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA77);
    mixed ^= mixed >> 13;
    let mut id = String::from("c");
    for place in (0..7).rev() {
        id.push(char::from(DIGITS[(mixed >> (place * 5)) as usize & 31]));
    }
    id
}
