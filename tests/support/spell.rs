//! How a user would write a name: some spelling that finds just the one that is meant.

use super::prng::Rng;
use super::text;
use super::world::{Kind, World};
use std::collections::{BTreeSet, HashMap};

/// Words that open or join a clause, a shaping or a field: a name that holds one is quoted.
/// Wider than need be: quoting is always allowed.
const RESERVED: &str = " claims claim count per by about exactly and or not of ascribed addressed to said at citing read \
in via containing like quoted paraphrased asserted tagged rated unrated better worse than according assessed disputed \
contradicting contradicted supporting supported repeating repeated correcting corrected answering answered with without \
doubtful matching certainly on since after before until between undated published recorded concerning newest oldest \
first sorted limit offset showing including as now ago named unnamed anyone within from reading add correct retract \
restore define show history explain translated words locator text language medium url archive title note extra styled \
because also author accessed translation tags audience concerns people organizations groups places roles topics events \
sources all every descending ascending demonym plural wikidata inferred supplied summary label rating retracted link \
assess person organization group place role topic event source nothing who that which ";

pub struct Speller<'w> {
    world: &'w World,
    owners: HashMap<String, BTreeSet<usize>>,
}

impl<'w> Speller<'w> {
    pub fn new(world: &'w World) -> Self {
        let mut owners: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for (place, entity) in world.entities.iter().enumerate() {
            let names = entity.names.iter().map(|name| name.text.as_str());
            for name in names.chain([entity.id.as_str()]) {
                owners.entry(key(name)).or_default().insert(place);
            }
        }
        Speller { world, owners }
    }

    /// Does the text find this entity alone among the kinds that the clause takes?
    fn finds_only(&self, name: &str, entity: usize, takes: fn(Kind) -> bool) -> bool {
        let fits = |other: &&usize| takes(self.world.entities[**other].kind);
        let found = self.owners.get(&key(name)).map(|all| all.iter().filter(fits).collect::<Vec<_>>());
        found.is_some_and(|found| found == [&entity])
    }

    /// A spelling of the entity for a clause that takes these kinds.
    pub fn entity(&self, rng: &mut Rng, entity: usize, takes: fn(Kind) -> bool) -> String {
        let it = &self.world.entities[entity];
        for _ in 0..4 {
            let name = rng.pick(&it.names);
            let spelled = if name.lang == Some("tr") { name.text.clone() } else { variant(rng, &name.text) };
            if rng.chance(75) && self.finds_only(&spelled, entity, takes) {
                return written(rng, &spelled);
            }
        }
        it.id.clone()
    }

    /// `Russian diplomats` or `دبلوماسي روسي`, where the place has a demonym.
    pub fn demonym_role(&self, rng: &mut Rng, role: usize, place: usize) -> Option<String> {
        let demonyms = &self.world.entities[place].demonyms;
        let demonym = demonyms.get(rng.below(demonyms.len()))?;
        let names: Vec<_> =
            self.world.entities[role].names.iter().filter(|n| n.lang == demonym.lang).collect();
        let name = names.get(rng.below(names.len()))?;
        if reserved(&name.text) || !self.finds_only(&name.text, role, |kind| kind == Kind::Role) {
            return None;
        }
        Some(match demonym.lang {
            Some("ar") => format!("{} {}", name.text, demonym.text),
            _ if rng.chance(20) => format!("{} {}", demonym.text, name.text).to_lowercase(),
            _ => format!("{} {}", demonym.text, name.text),
        })
    }
}

/// Folded with its white space made one.
fn key(name: &str) -> String {
    text::fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Does the text hold a word that would end a bare name, or a sign that no bare name has?
pub fn reserved(name: &str) -> bool {
    let odd = |c: char| !(c.is_alphanumeric() || text::is_arabic_mark(c) || "-_.:' ’".contains(c));
    name.contains(odd) || name.split(' ').any(|word| RESERVED.contains(&format!(" {} ", word.to_lowercase())))
}

/// The name bare where that can be, else in quotation marks.
pub fn written(rng: &mut Rng, name: &str) -> String {
    if !reserved(name) && rng.chance(65) {
        return name.to_string();
    }
    if rng.chance(12) { format!("“{name}”") } else { format!("\"{name}\"") }
}

/// Another spelling with the same folded form.
pub fn variant(rng: &mut Rng, name: &str) -> String {
    let arabic = text::is_arabic(name);
    let latin = name.chars().all(|c| (c as u32) < 0x250);
    let other = match rng.below(8) {
        0 => name.to_uppercase(),
        1 | 2 => name.to_lowercase(),
        3 if arabic => bare_letters(name),
        3 if latin => text::fold(name),
        4 if arabic => marked(name, '\u{064E}'),
        5 if arabic => marked(name, '\u{0640}'),
        _ => name.to_string(),
    };
    let same = text::fold(&other) == text::fold(name) && !name.contains('ı');
    if same { other } else { name.to_string() }
}

/// Every alef plain and every ta marbuta a ha, as many write.
fn bare_letters(name: &str) -> String {
    name.replace(['أ', 'إ', 'آ'], "ا").replace('ة', "ه")
}

/// A vowel sign or tatweel after the second letter, if both neighbours are letters.
fn marked(name: &str, mark: char) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 3 && letters[..3].iter().all(|c| c.is_alphabetic()) {
        letters.insert(2, mark);
    }
    letters.into_iter().collect()
}
