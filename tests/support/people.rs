//! Entities: places, roles, organizations, topics, groups, events and persons with their tenures.

use super::dates;
use super::names;
use super::prng::Rng;
use super::text::fold;
use super::world::{Entity, Kind, Name, Ref, Tenure, World};
use std::collections::HashMap;

pub fn add_entities(world: &mut World, rng: &mut Rng, claims: usize) {
    add_table(world, Kind::Place, names::PLACES);
    add_roles(world);
    add_table(world, Kind::Organization, names::ORGS);
    add_table(world, Kind::Topic, names::TOPICS);
    add_table(world, Kind::Group, names::GROUPS);
    add_events(world);
    let offices = Offices::of(world);
    add_persons(world, rng, &offices, 40 + claims / 60);
    add_unnamed(world, rng, &offices, 12 + claims / 80);
}

fn entity(id: &str, kind: Kind) -> Entity {
    Entity {
        id: id.to_string(),
        kind,
        names: Vec::new(),
        demonyms: Vec::new(),
        broader: Vec::new(),
        tenures: Vec::new(),
        unnamed: false,
        on: None,
        at: None,
        note: None,
    }
}

fn name(text: &str, lang: &'static str) -> Name {
    Name { text: text.to_string(), lang: Some(lang), plural: false }
}

fn listed(text: &str, lang: &'static str) -> impl Iterator<Item = Name> {
    text.split(';').filter(|part| !part.is_empty()).map(move |part| name(part, lang))
}

fn language(tag: &str) -> &'static str {
    ["en", "ar", "ru", "tr"].into_iter().find(|known| *known == tag).unwrap_or("en")
}

fn broader(world: &World, text: &str) -> Vec<Ref> {
    let refer = |part: &str| {
        let to = world.entity(part.trim_end_matches('?')).expect("a broader entity stands above");
        Ref { certain: !part.ends_with('?'), ..Ref::sure(to) }
    };
    text.split(',').filter(|part| !part.is_empty()).map(refer).collect()
}

fn add_table(world: &mut World, kind: Kind, table: &str) {
    for line in table.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or("");
        let mut made = entity(cell(0), kind);
        made.names = listed(cell(1), "en").chain(listed(cell(2), "ar")).collect();
        for other in cell(6).split(';').filter(|part| !part.is_empty()) {
            let (text, tag) = other.split_once('@').expect("a name with its language");
            made.names.push(name(text, language(tag)));
        }
        made.demonyms = listed(cell(4), "en").chain(listed(cell(5), "ar")).collect();
        made.broader = broader(world, cell(3));
        world.entities.push(made);
    }
}

fn add_roles(world: &mut World) {
    for line in names::ROLES.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let mut made = entity(cells[0], Kind::Role);
        let plural =
            |text: &str, lang| listed(text, lang).map(|n| Name { plural: true, ..n }).collect::<Vec<_>>();
        made.names = listed(cells[1], "en").chain(plural(cells[2], "en")).collect();
        made.names.extend(listed(cells[3], "ar").chain(plural(cells[4], "ar")));
        made.broader = broader(world, cells[5]);
        world.entities.push(made);
    }
}

fn add_events(world: &mut World) {
    for line in names::EVENTS.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let mut made = entity(cells[0], Kind::Event);
        made.names = listed(cells[1], "en").chain(listed(cells[2], "ar")).collect();
        made.on = Some(cells[3].to_string());
        made.at = world.entity(cells[4]).map(Ref::sure);
        world.entities.push(made);
    }
}

/// What a person can be, and where.
struct Offices {
    roles: Vec<usize>,
    countries: Vec<usize>,
    orgs: Vec<usize>,
}

impl Offices {
    fn of(world: &World) -> Offices {
        let mut countries = world.of_kind(Kind::Place);
        countries.retain(|place| !world.entities[*place].demonyms.is_empty());
        Offices { roles: world.of_kind(Kind::Role), countries, orgs: world.of_kind(Kind::Organization) }
    }
}

fn add_persons(world: &mut World, rng: &mut Rng, offices: &Offices, count: usize) {
    let first: Vec<&str> = names::FIRST.lines().collect();
    let last: Vec<&str> = names::LAST.lines().collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for number in 0..count {
        let (one, two) = match number {
            0..4 => (number, [0, 0, 1, 2][number]),
            4 => (5, 0),
            _ => (rng.below(first.len()), rng.below(last.len())),
        };
        let mut made = person(rng, first[one], last[two]);
        let seen = taken.entry(made.id.clone()).or_insert(0);
        *seen += 1;
        if *seen > 1 {
            made.id = format!("{}-{seen}", made.id);
        }
        made.tenures = tenures(rng, offices);
        world.entities.push(made);
    }
    let mut lam = person(rng, "To|تو|", "Lam|لام|");
    lam.tenures = tenures(rng, offices);
    world.entities.push(lam);
    let mut jordan = person(rng, "Jordan|جوردان|", "Brown|براون|");
    jordan.names.push(name("Jordan", "en"));
    jordan.id = "jordan-b".to_string();
    jordan.tenures = tenures(rng, offices);
    world.entities.push(jordan);
}

fn person(rng: &mut Rng, first: &str, last: &str) -> Entity {
    let one: Vec<&str> = first.split('|').collect();
    let two: Vec<&str> = last.split('|').collect();
    let english = format!("{} {}", one[0], two[0]);
    let mut made = entity(&slug(&english), Kind::Person);
    made.names = vec![name(&english, "en")];
    if rng.chance(85) {
        made.names.push(name(&format!("{} {}", one[1], two[1]), "ar"));
    }
    if !one[2].is_empty() && !two[2].is_empty() {
        made.names.push(name(&format!("{} {}", one[2], two[2]), "ru"));
    }
    if rng.chance(10) {
        made.note = Some("not to be taken for a namesake".to_string());
    }
    made
}

/// An id out of a name: small Latin letters, digits and hyphens.
fn slug(text: &str) -> String {
    let plain = fold(text).replace('ı', "i").replace('\'', "");
    plain.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

fn tenures(rng: &mut Rng, offices: &Offices) -> Vec<Tenure> {
    let count = rng.weighted(&[12, 35, 28, 15, 10]);
    (0..count).map(|_| tenure(rng, offices)).collect()
}

fn tenure(rng: &mut Rng, offices: &Offices) -> Tenure {
    let role = offices.roles[rng.zipf(offices.roles.len())];
    let of = match rng.weighted(&[55, 30, 15]) {
        0 => Some(offices.countries[rng.zipf(offices.countries.len())]),
        1 => Some(*rng.pick(&offices.orgs)),
        _ => None,
    };
    let (from, until) = bounds(rng);
    Tenure {
        role: Ref::maybe(rng, role, 6),
        of: of.map(|to| Ref::maybe(rng, to, 10)),
        from,
        until,
        title: rng.chance(20).then(|| rng.pick(&names::TITLES).to_string()),
    }
}

/// Two bounds of a tenure, each perhaps missing, never the wrong way round.
fn bounds(rng: &mut Rng) -> (Option<String>, Option<String>) {
    let start = rng.between(2004, 2025);
    let from = (!rng.chance(18)).then(|| bound(rng, start));
    let stop = start + rng.between(1, 9);
    let until = (!rng.chance(35)).then(|| bound(rng, stop));
    if let (Some(one), Some(two)) = (&from, &until) {
        let (one, two) = (dates::span(one), dates::span(two));
        if one.first >= two.first || one.last >= two.last || one.last == dates::FUTURE {
            return (from, None);
        }
    }
    (from, until)
}

fn bound(rng: &mut Rng, year: i64) -> String {
    let month = rng.between(1, 12);
    let day = rng.between(1, dates::month_days(year, month));
    match rng.weighted(&[40, 18, 18, 8, 6, 6, 5, 4, 3, 3]) {
        0 => format!("{year}-{month:02}-{day:02}"),
        1 => format!("{year}-{month:02}"),
        2 => format!("{year}"),
        3 => format!("{year}~"),
        4 => format!("{}X", year / 10),
        5 => format!("{year}-{month:02}?"),
        7 => format!("{year}-{month:02}-{day:02}~"),
        8 => format!("{year}-{month:02}-{day:02}/.."),
        9 => format!("{year}-{month:02}-{day:02}T12:00:00Z"),
        _ => format!("{year}%"),
    }
}

fn add_unnamed(world: &mut World, rng: &mut Rng, offices: &Offices, count: usize) {
    for number in 1..=count {
        let country = offices.countries[rng.zipf(offices.countries.len())];
        let role = *rng.pick(&offices.roles);
        let made = match rng.below(8) {
            0 => unnamed(Kind::Group, &format!("group-{number}"), "experts", "خبراء"),
            1 => unnamed(Kind::Organization, &format!("agency-{number}"), "a news agency", "وكالة أنباء"),
            _ => {
                let what = world.entities[role].names[0].text.clone();
                let demonym = &world.entities[country].demonyms[0].text;
                let id = format!("{}-{}-{number}", fold(demonym), world.entities[role].id);
                let mut made = unnamed(Kind::Person, &id, &format!("a senior {demonym} {what}"), "مصدر مطلع");
                let mut held = tenure(rng, offices);
                held.role = Ref::maybe(rng, role, 5);
                held.of = Some(Ref::maybe(rng, country, 10));
                if rng.chance(70) {
                    (held.from, held.until) = (None, None);
                }
                made.tenures.push(held);
                made
            }
        };
        world.entities.push(made);
    }
}

fn unnamed(kind: Kind, id: &str, english: &str, arabic: &str) -> Entity {
    let mut made = entity(id, kind);
    made.unnamed = true;
    made.names = vec![name(english, "en"), name(arabic, "ar")];
    made
}
