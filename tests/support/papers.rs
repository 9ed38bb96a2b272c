//! Sources, claims, assessments and links of the generated world.

use super::dates;
use super::names;
use super::prng::Rng;
use super::vocab;
use super::world::*;
use std::collections::BTreeSet;

const LANGS: [&str; 6] = ["en", "ar", "ru", "tr", "iw", "id"];

/// The tags that texts have, old ones beside those that took their place.
pub const TEXT_LANGUAGES: [Option<&str>; 11] = [
    Some("en"),
    Some("ar"),
    Some("ru"),
    Some("tr"),
    Some("ar-EG"),
    None,
    Some("iw"),
    Some("he"),
    Some("in"),
    Some("id"),
    Some("iw-IL"),
];

pub fn add_sources(world: &mut World, rng: &mut Rng, count: usize) {
    let publishers: Vec<usize> = names::PUBLISHERS.split('|').filter_map(|id| world.entity(id)).collect();
    for number in 0..count {
        let layer = rng.weighted(&[55, 25, 12, 8]);
        let publisher = (!rng.chance(35)).then(|| publishers[rng.zipf(publishers.len())]);
        let made = source(world, rng, number, layer, publisher);
        world.sources.push(made);
    }
    for (layer, publisher) in publishers.iter().enumerate().take(4) {
        let mut made = source(world, rng, count + layer, layer, Some(*publisher));
        if layer % 2 == 0 {
            // A document that is called like those who publish it.
            made.id = world.entities[*publisher].id.clone();
        }
        world.sources.push(made);
    }
}

fn source(world: &World, rng: &mut Rng, number: usize, layer: usize, publisher: Option<usize>) -> Source {
    let medium =
        *rng.pick(&["article", "report", "speech", "interview", "broadcast", "post", "document", "other"]);
    let kept = layer == 0 || rng.chance(20);
    Source {
        id: format!("{medium}-{number}"),
        title: rng.chance(70).then(|| vocab::sentence(rng, "en", 5)),
        publisher: publisher.map(|to| Ref::maybe(rng, to, 8)),
        authors: authors(world, rng, publisher.is_none()),
        published: rng.chance(72).then(|| published(rng)),
        url: (kept && rng.chance(60)).then(|| format!("https://news.example/{number}")),
        archive: (kept && rng.chance(30)).then(|| format!("https://archive.example/{number}")),
        accessed: rng.chance(20).then(|| "2026-01-20".to_string()),
        lang: rng.chance(80).then(|| *rng.pick(&LANGS)),
        medium: rng.chance(80).then_some(medium),
        cites: if number > 3 && rng.chance(15) { vec![rng.below(number)] } else { Vec::new() },
        text: rng.chance(10).then(|| vocab::sentence(rng, "en", 60)),
        layer,
    }
}

/// More often entities where nobody publishes: a post has an author and no publisher.
fn authors(world: &World, rng: &mut Rng, alone: bool) -> Vec<Result<Ref, String>> {
    let persons = world.of_kind(Kind::Person);
    let count = rng.weighted(if alone { &[25, 55, 20] } else { &[75, 20, 5] });
    let mut seen = BTreeSet::new();
    let mut made = Vec::new();
    for _ in 0..count {
        let author = *rng.pick(&persons);
        if rng.chance(20) {
            made.push(Err(format!("staff writer {}", made.len() + 1)));
        } else if seen.insert(author) {
            made.push(Ok(Ref::maybe(rng, author, 15)));
        }
    }
    made
}

/// A year of news: mostly the last ones.
fn year(rng: &mut Rng) -> i64 {
    2026 - rng.zipf(12) as i64
}

fn day(rng: &mut Rng) -> (i64, i64, i64) {
    let (year, month) = (year(rng), *rng.pick(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 12]));
    let last = dates::month_days(year, month);
    (year, month, *rng.pick(&[1, last, rng.clone().between(1, last), rng.clone().between(2, last)]))
}

/// A time of day with an offset, half of them so near midnight that the day is another in UTC.
fn clock(rng: &mut Rng) -> String {
    let zone = *rng.pick(&["Z", "+04:00", "-05:00", "+03:30", "+14:00", "-12:00"]);
    let (hour, minute) = match rng.below(4) {
        0 => (0, rng.below(40)),
        1 => (23, 20 + rng.below(40)),
        _ => (rng.below(24), *rng.pick(&[0, 15, 30, 59])),
    };
    format!("{hour:02}:{minute:02}:{:02}{zone}", rng.pick(&[0, 0, 59]))
}

fn published(rng: &mut Rng) -> String {
    let (y, m, d) = day(rng);
    match rng.weighted(&[52, 18, 8, 4, 12, 2, 4]) {
        0 => format!("{y}-{m:02}-{d:02}"),
        1 => format!("{y}-{m:02}"),
        2 => format!("{y}"),
        3 => format!("{y}-{m:02}~"),
        4 => format!("{y}-{m:02}-{d:02}T{}", clock(rng)),
        5 => format!("{y}/.."),
        _ => format!("{y}?"),
    }
}

/// A date of every form that INTERCHANGE.md names, the plain ones more often.
pub fn any_date(rng: &mut Rng) -> String {
    let (y, m, d) = day(rng);
    match rng.weighted(&[36, 12, 8, 2, 1, 3, 2, 5, 2, 2, 2, 2, 14, 3, 3, 3, 2, 2, 2, 2, 2]) {
        0 => format!("{y}-{m:02}-{d:02}"),
        1 => format!("{y}-{m:02}"),
        2 => format!("{y}"),
        3 => "202X".to_string(),
        4 => "20XX".to_string(),
        5 => format!("{y}-{m:02}-XX"),
        6 => format!("{y}-XX-XX"),
        7 => format!("{y}-{m:02}/{}-{:02}", y + 1, rng.between(1, 12)),
        8 => format!("{y}/.."),
        9 => format!("../{y}"),
        10 => format!("{y}-{m:02}/"),
        11 => format!("/{y}-{m:02}"),
        12 => format!("{y}-{m:02}-{d:02}T{}", clock(rng)),
        13 => format!("{y}-{m:02}~"),
        14 => format!("{y}-{m:02}-{d:02}?"),
        15 => format!("{y}-{m:02}%"),
        16 => format!("{y}?-{m:02}-{d:02}"),
        17 => format!("XXXX-{m:02}-10"),
        18 => format!("{y}-{m:02}-{d:02}/{y}-12-31"),
        19 => format!("{y}-{m:02}?/{}", y + 2),
        _ => rng
            .pick(&["Y12025", "-0044", "Y178956971", "-0099-03-15", "9999-12-31T23:30:00-05:00"])
            .to_string(),
    }
}

/// Lists of places that the making of claims draws from.
struct Pools {
    speakers: Vec<usize>,
    subjects: Vec<usize>,
    places: Vec<usize>,
    groups: Vec<usize>,
    layers: [Vec<usize>; 4],
}

impl Pools {
    fn of(world: &World, rng: &mut Rng) -> Pools {
        let all = 0..world.entities.len();
        let kind = |e: usize| world.entities[e].kind;
        let mut speakers: Vec<usize> = all.clone().filter(|e| kind(*e).speaks()).collect();
        let mut subjects: Vec<usize> = all.filter(|e| !world.entities[*e].unnamed).collect();
        rng.shuffle(&mut speakers);
        speakers.sort_by_key(|e| kind(*e) != Kind::Person);
        rng.shuffle(&mut subjects);
        subjects.sort_by_key(|e| !matches!(kind(*e), Kind::Place | Kind::Topic));
        let layer = |n| (0..world.sources.len()).filter(|s| world.sources[*s].layer == n).collect();
        Pools {
            speakers,
            subjects,
            places: world.of_kind(Kind::Place),
            groups: world.of_kind(Kind::Group),
            layers: [0, 1, 2, 3].map(layer),
        }
    }
}

pub fn add_claims(world: &mut World, rng: &mut Rng, count: usize) {
    let pools = Pools::of(world, rng);
    for number in 0..count {
        let made = claim(world, rng, &pools, number);
        world.claims.push(made);
    }
}

fn claim_id(rng: &mut Rng, statement: &str, number: usize) -> String {
    match rng.below(12) {
        0 => format!("ادعاء-{number}"),
        1 => format!("fc:{number}.en"),
        2 => format!("Claim_{number}"),
        _ => {
            let words = super::text::words(statement);
            let long = words.iter().find(|w| w.len() > 5 && w.is_ascii() && !w.contains('\''));
            format!("{}-{number}", long.map_or("claim", String::as_str))
        }
    }
}

fn statement_language(rng: &mut Rng) -> Option<&'static str> {
    TEXT_LANGUAGES[rng.weighted(&[62, 14, 5, 4, 3, 6, 2, 1, 2, 1, 1])]
}

fn text(rng: &mut Rng, lang: Option<&'static str>, size: usize) -> Text {
    let base = lang.unwrap_or("en").split('-').next().unwrap_or("en");
    Text { text: vocab::sentence(rng, base, size), lang }
}

fn refs(rng: &mut Rng, from: &[usize], count: usize, doubtful: usize) -> Vec<Ref> {
    let chosen: BTreeSet<usize> = (0..count).map(|_| from[rng.zipf(from.len())]).collect();
    chosen.into_iter().map(|to| Ref::maybe(rng, to, doubtful)).collect()
}

fn claim(world: &World, rng: &mut Rng, pools: &Pools, number: usize) -> Claim {
    let lang = statement_language(rng);
    let size = rng.between(6, 16) as usize;
    let statement = text(rng, lang, size);
    let mode =
        [Mode::Quote, Mode::Paraphrase, Mode::Assertion, Mode::Ascription][rng.weighted(&[40, 30, 18, 12])];
    let spoken = if matches!(mode, Mode::Assertion | Mode::Ascription) { 30 } else { 88 };
    let speakers = if rng.chance(spoken) { rng.weighted(&[0, 85, 12, 3]) } else { 0 };
    let speakers = styled(world, rng, speakers, pools);
    let citations = citations(rng, pools);
    let said = rng.chance(60).then(|| said(world, rng, &speakers));
    Claim {
        id: claim_id(rng, &statement.text, number),
        translations: translations(rng, lang),
        statement,
        mode,
        speakers,
        audience: some_refs(rng, &pools.subjects, 14),
        ascribed_to: if mode == Mode::Ascription { refs(rng, &pools.speakers, 1, 12) } else { Vec::new() },
        about: about(rng, &pools.subjects),
        said_basis: said
            .as_ref()
            .and_then(|_| *rng.pick(&[None, None, Some("stated"), Some("inferred"), Some("supplied")])),
        said,
        said_at: rng.chance(25).then(|| rng.pick(&pools.places)).map(|at| Ref::maybe(rng, *at, 8)),
        concerns: rng.chance(25).then(|| any_date(rng)),
        citations,
        tags: tags(rng),
        note: rng.chance(10).then(|| vocab::sentence(rng, "en", 5)),
        extra: rng.chance(4).then(|| ("desk", format!("no. {number}"))),
        retracted: rng.chance(2),
    }
}

fn some_refs(rng: &mut Rng, from: &[usize], percent: usize) -> Vec<Ref> {
    let count = if rng.chance(percent) { rng.between(1, 2) } else { 0 };
    refs(rng, from, count as usize, 8)
}

fn about(rng: &mut Rng, subjects: &[usize]) -> Vec<Ref> {
    let count = rng.weighted(&[5, 40, 35, 15, 5]);
    refs(rng, subjects, count, 6)
}

fn styled(world: &World, rng: &mut Rng, count: usize, pools: &Pools) -> Vec<Ref> {
    let mut made = refs(rng, &pools.speakers, count, 12);
    for speaker in &mut made {
        let name = &world.entities[speaker.to].names[0].text;
        if rng.chance(15) {
            speaker.styled = name.split(' ').next_back().map(str::to_string);
        }
        let presented = rng.weighted(&PRESENTED);
        speaker.presented = (0..presented).map(|number| presented_as(world, rng, number)).collect();
    }
    made
}

/// How often the document presents a speaker as nothing, as one thing, or as two.
const PRESENTED: [usize; 3] = [84, 13, 3];

/// A role that the document gives a speaker. The title tells two of one speaker apart.
fn presented_as(world: &World, rng: &mut Rng, number: usize) -> Presented {
    let roles = world.of_kind(Kind::Role);
    let of = match rng.below(3) {
        0 => None,
        1 => Some(*rng.pick(&world.of_kind(Kind::Place))),
        _ => Some(*rng.pick(&world.of_kind(Kind::Organization))),
    };
    let title = (number > 0 || rng.chance(30)).then(|| format!("envoy no. {}", number + 1));
    let role = roles[rng.zipf(roles.len())];
    Presented {
        role: Ref::maybe(rng, role, 8),
        of: of.map(|to| Ref::maybe(rng, to, 12)),
        title,
        former: rng.chance(25),
    }
}

/// A date; often one at the bound of a role that a speaker held.
fn said(world: &World, rng: &mut Rng, speakers: &[Ref]) -> String {
    let tenures = speakers.iter().flat_map(|speaker| &world.entities[speaker.to].tenures);
    let bounds: Vec<&String> = tenures.flat_map(|held| held.from.iter().chain(&held.until)).collect();
    let days: Vec<&&String> =
        bounds.iter().filter(|bound| dates::span(bound).exact && bound.len() == 10).collect();
    if days.is_empty() || !rng.chance(35) {
        return any_date(rng);
    }
    let day = *rng.pick(&days);
    if rng.chance(40) { format!("{day}T{}", clock(rng)) } else { (*day).clone() }
}

fn tags(rng: &mut Rng) -> Vec<&'static str> {
    let count = rng.weighted(&[60, 28, 12]);
    let chosen: BTreeSet<&str> = (0..count).map(|_| names::TAGS[rng.zipf(names::TAGS.len())]).collect();
    chosen.into_iter().collect()
}

fn translations(rng: &mut Rng, lang: Option<&'static str>) -> Vec<Text> {
    if !rng.chance(15) {
        return Vec::new();
    }
    let other = if lang == Some("en") { "ar" } else { "en" };
    vec![text(rng, Some(other), 9)]
}

fn citations(rng: &mut Rng, pools: &Pools) -> Vec<Citation> {
    let count = rng.weighted(&[0, 68, 19, 9, 4]);
    let mut seen = BTreeSet::new();
    let mut made = Vec::new();
    for _ in 0..count {
        let layer = if rng.chance(85) { 0 } else { 1 + rng.below(3) };
        let source = pools.layers[layer][rng.zipf(pools.layers[layer].len())];
        if seen.insert(source) {
            made.push(citation(rng, pools, source, layer));
        }
    }
    made
}

fn citation(rng: &mut Rng, pools: &Pools, source: usize, layer: usize) -> Citation {
    let depth = rng.weighted(&[50, 28, 14, 8]).min(3 - layer.min(3));
    let hop = |rng: &mut Rng, at: usize| {
        let to = pools.layers[layer + at][rng.zipf(pools.layers[layer + at].len())];
        Ref::maybe(rng, to, 25)
    };
    Citation {
        source: Ref::maybe(rng, source, 12),
        locator: rng.chance(55).then(|| locator(rng)),
        words: rng.chance(45).then(|| words(rng)),
        via: (1..=depth).map(|at| hop(rng, at)).collect(),
    }
}

fn locator(rng: &mut Rng) -> String {
    let (one, two) = (rng.between(1, 30), rng.between(1, 120));
    match rng.below(4) {
        0 => format!("p. {one}, line {two}"),
        1 => format!("Para {one}"),
        _ => format!("para {one}"),
    }
}

fn words(rng: &mut Rng) -> Words {
    let lang = TEXT_LANGUAGES[rng.weighted(&[35, 40, 8, 6, 6, 5, 2, 2, 2, 2, 2])];
    let size = rng.between(5, 18) as usize;
    Words { text: text(rng, lang, size), translated: rng.chance(40) }
}

pub fn add_assessments(world: &mut World, rng: &mut Rng) {
    let checkers: Vec<usize> = names::CHECKERS.split('|').filter_map(|id| world.entity(id)).collect();
    for claim in 0..world.claims.len() {
        let count = rng.weighted(&[58, 18, 13, 8, 3]);
        let mut before: Option<Assessment> = None;
        for _ in 0..count {
            let checker = match &before {
                Some(one) if rng.chance(55) => one.by.to,
                _ => checkers[rng.zipf(checkers.len())],
            };
            // The program does not tell the certain from the possible exactly among three of whom one is doubtful.
            let by = Ref::maybe(rng, checker, if count < 3 { 10 } else { 0 });
            let mut made = assessment(world, rng, claim, by);
            if let Some(one) = &before
                && rng.chance(50)
            {
                made.on = around(rng, one.on.as_deref());
            }
            world.assessments.push(made.clone());
            before = Some(made);
        }
    }
    rng.shuffle(&mut world.assessments);
}

/// A date that is the same as another, or overlaps it, or is not known.
fn around(rng: &mut Rng, on: Option<&str>) -> Option<String> {
    let on = on?;
    match rng.below(4) {
        0 => None,
        1 => Some(
            on.get(..7).filter(|part| !part.contains('X')).unwrap_or(on).trim_end_matches('~').to_string(),
        ),
        2 => on.get(..4).map(str::to_string),
        _ => Some(on.to_string()),
    }
}

fn assessment(world: &World, rng: &mut Rng, claim: usize, by: Ref) -> Assessment {
    let verdict = rng.weighted(&[14, 14, 18, 14, 26, 6, 4, 4]);
    Assessment {
        id: format!("a{}", world.assessments.len() + 1),
        claim,
        by,
        on: rng.chance(85).then(|| assessed(rng)),
        verdict,
        label: rng
            .chance(40)
            .then(|| *rng.pick(&["Half true", "Pants on fire", "مضلل", "Correct", "Yanlış"])),
        rating: rng.chance(30).then(|| *rng.pick(&[(3, 1, 6), (1, 1, 5), (2, 5, 1)])),
        source: rng.chance(15).then(|| rng.below(world.sources.len())),
        summary: rng.chance(20).then(|| vocab::sentence(rng, "en", 8)),
        retracted: rng.chance(3),
    }
}

fn assessed(rng: &mut Rng) -> String {
    let (y, m, d) = day(rng);
    match rng.weighted(&[60, 12, 10, 5, 4, 5, 4]) {
        0 => format!("{y}-{m:02}-{d:02}"),
        1 => format!("{y}-{m:02}"),
        2 => format!("{y}"),
        3 => format!("{y}-{m:02}~"),
        4 => format!("{y}-{m:02}-XX"),
        5 => format!("{y}-{m:02}-{d:02}T{}", clock(rng)),
        _ => format!("{y}-{m:02}-{d:02}/{}-01-15", y + 1),
    }
}

pub fn add_links(world: &mut World, rng: &mut Rng) {
    let claims = world.claims.len();
    let mut seen = BTreeSet::new();
    for _ in 0..claims / 4 {
        let (from, to) = (rng.below(claims), rng.zipf(claims));
        let relation = rng.weighted(&[40, 20, 20, 10, 10]);
        let backwards = seen.contains(&(to, relation, from));
        if from != to && !backwards && seen.insert((from, relation, to)) {
            world.links.push(Link { from, relation, to, retracted: rng.chance(4) });
        }
    }
}
