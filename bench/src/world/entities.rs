//! Whoever and whatever the world's claims name: places, topics and roles with what is broader, organizations, people
//! with their tenures.

use std::io::{self, Write};

use crate::json::Json;

use super::day::Day;
use super::rng::{Rng, Skewed};
use super::vocabulary::Vocabulary;

/// How many places there are at each step of the hierarchy: continents, regions, countries, towns.
const PLACES: [u32; 4] = [6, 24, 170, 1000];
const TOPICS: [u32; 3] = [40, 360, 1600];
const ROLES: [u32; 3] = [6, 18, 36];
const PUBLISHERS: u32 = 600;
const INSTITUTIONS: u32 = 600;
const CHECKERS: u32 = 30;

const ROLE_NAMES: [&str; 12] = [
    "official",
    "scholar",
    "politician",
    "soldier",
    "trader",
    "jurist",
    "director",
    "minister",
    "envoy",
    "adviser",
    "analyst",
    "spokesman",
];
const ROLE_RANKS: [&str; 5] = ["", "senior", "deputy", "acting", "former"];

/// The ids from which claims and documents draw, the most frequent first.
pub struct Entities {
    pub places: Skewed<String>,
    pub topics: Skewed<String>,
    pub roles: Skewed<String>,
    pub publishers: Skewed<String>,
    pub institutions: Skewed<String>,
    pub checkers: Skewed<String>,
    pub people: Skewed<String>,
}

impl Entities {
    /// Writes all of them but the unnamed people, who come with the documents that speak of them.
    pub fn write(
        claims: u32,
        vocabulary: &Vocabulary,
        rng: &mut Rng,
        out: &mut dyn Write,
    ) -> io::Result<Entities> {
        let mut writer = Writer { json: Json::default(), vocabulary, rng };
        let places = writer.hierarchy("place", &PLACES);
        let topics = writer.hierarchy("topic", &TOPICS);
        let roles = writer.hierarchy("role", &ROLES);
        let publishers = writer.organizations("publisher", PUBLISHERS);
        let institutions = writer.organizations("institution", INSTITUTIONS);
        let checkers = writer.organizations("checker", CHECKERS);
        writer.json.take(out)?;
        let places = writer.skewed(places, 2);
        let roles = writer.skewed(roles, 2);
        let institutions = writer.skewed(institutions, 2);
        let offices = Offices { roles: &roles, places: &places, institutions: &institutions };
        let mut people = Vec::new();
        for number in 0..1000 + claims / 50 {
            people.push(writer.person(number, offices));
            writer.json.take(out)?;
        }
        Ok(Entities {
            topics: writer.skewed(topics, 3),
            publishers: writer.skewed(publishers, 0),
            checkers: writer.skewed(checkers, 1),
            people: writer.skewed(people, 2),
            places,
            roles,
            institutions,
        })
    }
}

/// What people hold: roles of places and institutions.
#[derive(Clone, Copy)]
struct Offices<'e> {
    roles: &'e Skewed<String>,
    places: &'e Skewed<String>,
    institutions: &'e Skewed<String>,
}

struct Writer<'w> {
    json: Json,
    vocabulary: &'w Vocabulary,
    rng: &'w mut Rng,
}

impl Writer<'_> {
    /// Which are frequent has nothing to do with the order of writing.
    fn skewed(&mut self, mut ids: Vec<String>, flat: u32) -> Skewed<String> {
        self.rng.shuffle(&mut ids);
        Skewed::new(ids, flat)
    }

    /// Entities of a kind, each within one of the step above it, now and then within two or in doubt.
    fn hierarchy(&mut self, kind: &str, steps: &[u32]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let mut above: Vec<String> = Vec::new();
        for step in steps {
            let first = all.len() as u32;
            let here: Vec<String> = (first..first + step).map(|number| format!("{kind}-{number}")).collect();
            for (number, id) in (first..).zip(&here) {
                let broader = self.broader(&above);
                self.entity(id, kind, &self.name_of(kind, number), &broader, |_, _| {});
            }
            all.extend(here.iter().cloned());
            above = here;
        }
        all
    }

    fn broader(&mut self, above: &[String]) -> Vec<(String, bool)> {
        if above.is_empty() {
            return Vec::new();
        }
        let mut broader = vec![(self.rng.pick(above).clone(), !self.rng.chance(1))];
        let second = self.rng.pick(above);
        if self.rng.chance(3) && *second != broader[0].0 {
            broader.push((second.clone(), !self.rng.chance(20)));
        }
        broader
    }

    fn name_of(&self, kind: &str, number: u32) -> Option<String> {
        (kind == "role").then(|| {
            let (name, rank) = (number as usize % ROLE_NAMES.len(), number as usize / ROLE_NAMES.len());
            format!("{} {}", ROLE_RANKS[rank], ROLE_NAMES[name]).trim().to_owned()
        })
    }

    fn organizations(&mut self, what: &str, number: u32) -> Vec<String> {
        let ids: Vec<String> = (0..number).map(|number| format!("{what}-{number}")).collect();
        for (place, id) in ids.iter().enumerate() {
            let within = if what == "institution" && place % 3 == 2 { &ids[..place / 3] } else { &[] };
            let broader = self.broader(within);
            self.entity(id, "organization", &None, &broader, |_, _| {});
        }
        ids
    }

    fn person(&mut self, number: u32, offices: Offices<'_>) -> String {
        let id = format!("person-{number}");
        let tenures = self.rng.weighted(&[(15, 0), (50, 1), (25, 2), (10, 3)]);
        self.entity(&id, "person", &None, &[], |json, rng| {
            let begins: Vec<i32> = (0..tenures).map(|_| rng.between(10_957, 20_000)).collect();
            json.list("roles", &begins, |json, begin| {
                json.object(|json| tenure(json, Day(*begin), offices, rng))
            });
        });
        id
    }

    /// An entity with an English and, often, an Arabic name.
    fn entity(
        &mut self,
        id: &str,
        kind: &str,
        name: &Option<String>,
        broader: &[(String, bool)],
        fill: impl FnOnce(&mut Json, &mut Rng),
    ) {
        let Writer { json, vocabulary, rng } = self;
        let own = name.clone().unwrap_or_else(|| vocabulary.name(2, rng));
        json.record("entity", |json| {
            json.field("id", id);
            json.field("kind", kind);
            json.key("names");
            json.array(|json| {
                json.worded(&own, Some("en"));
                if kind == "role" {
                    json.object(|json| {
                        json.field("text", &format!("{own}s"));
                        json.field("lang", "en");
                        json.field("kind", "plural");
                    });
                }
                if rng.chance(60) {
                    json.worded(&vocabulary.arabic_name(2, rng), Some("ar"));
                }
            });
            json.list("broader", broader, |json, (id, certain)| json.reference(id, *certain, None));
            fill(json, rng);
        });
    }
}

/// A role held from a day on for some years; now and then a bound is not known.
fn tenure(json: &mut Json, begin: Day, offices: Offices<'_>, rng: &mut Rng) {
    json.field("role", offices.roles.draw(rng));
    if !rng.chance(10) {
        let of = if rng.chance(55) { offices.places } else { offices.institutions };
        json.field("of", of.draw(rng));
    }
    if !rng.chance(12) {
        json.field("from", &begin.roughly(rng));
    }
    if !rng.chance(25) {
        json.field("until", &begin.plus(rng.between(500, 4000)).roughly(rng));
    }
}
