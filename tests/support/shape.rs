//! Whole questions: a condition with an order, a limit, a counting, or records themselves.

use super::ask::*;
use super::dates::{self, DAY, Span};
use super::facts::{Oracle, Truth, held, within};
use super::interchange;
use super::oracle::{Case, Expect};
use super::pick::Picker;
use super::prng::Rng;
use super::render;
use super::spell::Speller;
use super::when;
use super::world::*;
use std::collections::{BTreeMap, BTreeSet};

pub fn case(oracle: &Oracle, speller: &Speller, mut rng: Rng) -> Case {
    let shape = rng.weighted(&[58, 13, 4, 4, 5, 9, 7]);
    let inner = Rng::new(rng.next());
    let mut picker = Picker { oracle, speller, rng: inner, anchor: 0, own_fields_only: shape == 3 };
    let mut case = match shape {
        0 => claims(&mut picker),
        1 => ordered(&mut picker),
        2 => decorated(&mut picker),
        3 => including_retracted(&mut picker),
        4 => count(&mut picker),
        5 => per(&mut picker),
        _ => records(&mut picker),
    };
    case.question = case.question.replace("claims  ", "claims ").trim_end().to_string();
    case
}

fn made(question: String, expect: Expect, cond: &Cond, shape: &'static str) -> Case {
    let mut features = BTreeSet::from([shape]);
    note(cond, &mut features);
    Case { question, expect, features }
}

/// The ids of the claims of which the condition has at least this truth.
fn ids(oracle: &Oracle, cond: &Cond, least: Truth, retracted: bool) -> Vec<usize> {
    let truths = oracle.truths(cond);
    let live = |claim: usize| retracted || !oracle.world.claims[claim].retracted;
    (0..truths.len()).filter(|claim| truths[*claim] >= least && live(*claim)).collect()
}

fn claim_set(oracle: &Oracle, cond: &Cond, retracted: bool) -> Expect {
    let named =
        |truth| ids(oracle, cond, truth, retracted).into_iter().map(|c| oracle.world.claims[c].id.clone());
    Expect::Claims { possible: named(Truth::Possible).collect(), certain: named(Truth::Certain).collect() }
}

fn claims(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let expect = claim_set(picker.oracle, &cond, false);
    made(format!("claims {}", render::condition(&cond)), expect, &cond, "plain")
}

/// Shaping that changes no set.
fn decorated(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let expect = claim_set(picker.oracle, &cond, false);
    let shaping = *picker.rng.pick(&[
        "sorted by speaker, said descending",
        "newest first",
        "oldest first",
        "showing speaker, said, statement, words, locator",
        "newest first showing speaker, statement",
    ]);
    made(format!("claims {} {shaping}", render::condition(&cond)), expect, &cond, "decorated")
}

fn including_retracted(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let expect = claim_set(picker.oracle, &cond, true);
    made(
        format!("claims {} including retracted", render::condition(&cond)),
        expect,
        &cond,
        "including-retracted",
    )
}

fn ordered(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let order = *picker.rng.pick(&[Order::Newest, Order::Newest, Order::Oldest, Order::Recorded]);
    let limit = picker.rng.between(1, 40) as usize;
    let offset = if picker.rng.chance(35) { picker.rng.between(1, 30) as usize } else { 0 };
    let mut found = ids(picker.oracle, &cond, Truth::Possible, false);
    sort(picker.oracle, &mut found, order);
    let page = found.into_iter().skip(offset).take(limit);
    let page = page.map(|c| picker.world().claims[c].id.clone()).collect();
    let words = match order {
        Order::Newest => " newest first",
        Order::Oldest => " oldest first",
        Order::Recorded => "",
    };
    let mut question = format!("claims {}{words} limit {limit}", render::condition(&cond));
    if offset > 0 {
        question.push_str(&format!(" offset {offset}"));
    }
    made(question, Expect::Ordered(page), &cond, "ordered")
}

fn sort(oracle: &Oracle, found: &mut [usize], order: Order) {
    let id = |claim: &usize| oracle.world.claims[*claim].id.clone();
    let span = |claim: &usize| oracle.facts[*claim].effective;
    match order {
        Order::Recorded => {}
        Order::Newest => {
            found.sort_by_key(|c| (span(c).is_none(), std::cmp::Reverse(span(c).map(|s| s.last)), id(c)))
        }
        Order::Oldest => found.sort_by_key(|c| (span(c).is_none(), span(c).map(|s| s.first), id(c))),
    }
}

fn count(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let total = ids(picker.oracle, &cond, Truth::Possible, false).len();
    made(format!("count claims {}", render::condition(&cond)), Expect::Count(total), &cond, "count")
}

/// Pairs of which the documents do not say whether the values go together or each with each.
fn entangled(one: Per, two: Per) -> bool {
    let group = |per| match per {
        Per::Speaker | Per::Role => 1,
        Per::Publisher | Per::Source => 2,
        Per::Verdict | Per::Checker => 3,
        Per::Year | Per::Month | Per::Day => 4,
        Per::Topic => 5,
        Per::Place => 6,
        Per::Language => 7,
        Per::Mode => 8,
        Per::Tag => 9,
    };
    group(one) == group(two)
}

fn per(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let (one, word) = *picker.rng.pick(&PERS);
    let (two, other) = *picker.rng.pick(&PERS);
    let double = picker.rng.chance(35) && !entangled(one, two);
    let fields: Vec<Per> = if double { vec![one, two] } else { vec![one] };
    let rows = counted(picker.oracle, &cond, &fields);
    let mut question = format!("count claims {} per {word}", render::condition(&cond));
    if double {
        question.push_str(&format!(", {other}"));
    }
    let dated = matches!(one, Per::Year | Per::Month | Per::Day);
    if double || dated || picker.rng.chance(60) {
        return made(question, Expect::Per(rows), &cond, word);
    }
    let limit = picker.rng.between(1, 12) as usize;
    made(format!("{question} limit {limit}"), Expect::PerTop { all: rows, limit }, &cond, word)
}

fn counted(oracle: &Oracle, cond: &Cond, fields: &[Per]) -> Vec<(Vec<String>, usize)> {
    let mut rows: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for claim in ids(oracle, cond, Truth::Possible, false) {
        let mut keys: Vec<Vec<String>> = vec![Vec::new()];
        for field in fields {
            let values = values(oracle, claim, *field);
            keys = keys
                .iter()
                .flat_map(|key| values.iter().map(|v| [key.as_slice(), std::slice::from_ref(v)].concat()))
                .collect();
        }
        for key in keys {
            *rows.entry(key).or_insert(0) += 1;
        }
    }
    rows.into_iter().collect()
}

/// The values of one claim, each once; "none" where there is none.
fn values(oracle: &Oracle, claim: usize, field: Per) -> BTreeSet<String> {
    let world = oracle.world;
    let (it, facts) = (&world.claims[claim], &oracle.facts[claim]);
    let entity = |e: usize| world.entities[e].id.clone();
    let hops = || it.citations.iter().flat_map(Citation::chain);
    let assessed = || facts.assessments.iter().map(|a| &world.assessments[*a]);
    let mut found: BTreeSet<String> = match field {
        Per::Speaker => facts.speakers.iter().map(|(speaker, _)| entity(*speaker)).collect(),
        Per::Role => roles(oracle, claim).into_iter().map(entity).collect(),
        Per::Topic => it.about.iter().map(|to| entity(to.to)).collect(),
        Per::Place => it.said_at.iter().map(|to| entity(to.to)).collect(),
        Per::Publisher => hops()
            .filter_map(|hop| world.sources[hop.to].publisher.as_ref())
            .map(|to| entity(to.to))
            .collect(),
        Per::Source => hops().map(|hop| world.sources[hop.to].id.clone()).collect(),
        Per::Verdict => oracle
            .verdicts(claim)
            .iter()
            .filter(|verdict| verdict.can_stand)
            .map(|verdict| VERDICTS[verdict.verdict].to_string())
            .collect(),
        Per::Checker => assessed().map(|a| entity(a.by.to)).collect(),
        Per::Language => oracle.languages(claim).into_iter().map(str::to_string).collect(),
        Per::Mode => BTreeSet::from([interchange::mode(it.mode).to_string()]),
        Per::Tag => it.tags.iter().map(|tag| tag.to_string()).collect(),
        Per::Year | Per::Month | Per::Day => {
            facts.effective.map(|span| calendar(span, field)).into_iter().collect()
        }
    };
    if found.is_empty() {
        found.insert("none".to_string());
    }
    found
}

/// The roles that a speaker can have held then.
fn roles(oracle: &Oracle, claim: usize) -> BTreeSet<usize> {
    let facts = &oracle.facts[claim];
    let tenures = facts.speakers.iter().flat_map(|(speaker, _)| oracle.tenures(*speaker));
    let then = tenures.filter(|(_, bounds)| held(*bounds, facts.effective, facts.surely_dated) > Truth::No);
    then.map(|(tenure, _)| tenure.role.to).collect()
}

fn calendar(span: Span, field: Per) -> String {
    if span.first == dates::PAST || span.last == dates::FUTURE {
        return "inexact".to_string();
    }
    let write = |moment: i64| {
        let (y, m, d) = dates::civil(moment);
        match field {
            Per::Year => format!("{y}"),
            Per::Month => format!("{y}-{m:02}"),
            _ => format!("{y}-{m:02}-{d:02}"),
        }
    };
    let (one, two) = (write(span.first + span.ahead), write(span.last + span.ahead));
    if one == two { one } else { "inexact".to_string() }
}

fn records(picker: &mut Picker) -> Case {
    let (question, found, feature) = match picker.rng.below(8) {
        0 => all_of_kind(picker),
        1 | 2 => named(picker),
        3 | 4 => within_wider(picker),
        5 => in_office(picker),
        _ => sources(picker),
    };
    Case { question, expect: Expect::Records(found), features: BTreeSet::from(["records", feature]) }
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Person, "people"),
    (Kind::Organization, "organizations"),
    (Kind::Group, "groups"),
    (Kind::Place, "places"),
    (Kind::Role, "roles"),
    (Kind::Topic, "topics"),
    (Kind::Event, "events"),
];

type Found = (String, BTreeSet<String>, &'static str);

fn entities(world: &World, test: impl Fn(usize) -> bool) -> BTreeSet<String> {
    let all = 0..world.entities.len();
    all.filter(|e| test(*e)).map(|e| world.entities[e].id.clone()).collect()
}

fn all_of_kind(picker: &mut Picker) -> Found {
    let (kind, word) = *picker.rng.pick(&KINDS);
    let world = picker.world();
    (word.to_string(), entities(world, |e| world.entities[e].kind == kind), "all")
}

fn named(picker: &mut Picker) -> Found {
    let world = picker.world();
    let entity = picker.rng.below(world.entities.len());
    let kind = world.entities[entity].kind;
    let word = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word);
    let part = picker.part_of_name(entity);
    let oracle = picker.oracle;
    let found = entities(world, |e| world.entities[e].kind == kind && oracle.named(e, &part));
    (format!("{word} named \"{part}\""), found, "named")
}

/// All that is narrower, at any depth, without the wider entity itself.
fn within_wider(picker: &mut Picker) -> Found {
    let world = picker.world();
    let wider: Vec<usize> = world.entities.iter().flat_map(|e| &e.broader).map(|to| to.to).collect();
    let at = *picker.rng.pick(&wider);
    let kind = world.entities[at].kind;
    let word = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word);
    let reach = picker.oracle.narrower(at);
    let found = entities(world, |e| e != at && world.entities[e].kind == kind && reach.contains_key(&e));
    let name = picker.speller.entity(&mut picker.rng, at, |_| true);
    (format!("{word} within {name}"), found, "within")
}

/// Persons who ever held the role.
fn in_office(picker: &mut Picker) -> Found {
    let world = picker.world();
    let persons = world.of_kind(Kind::Person);
    let tenure = loop {
        let person = *picker.rng.pick(&persons);
        if let Some(tenure) = world.entities[person].tenures.first() {
            break tenure;
        }
    };
    let of = tenure.of.as_ref().filter(|_| picker.rng.chance(60)).map(|of| of.to);
    let (roles, places) = (picker.oracle.narrower(tenure.role.to), of.map(|of| picker.oracle.narrower(of)));
    let fits = |held: &Tenure| {
        let there = |places: &std::collections::HashMap<usize, Truth>| {
            held.of.as_ref().is_some_and(|of| places.contains_key(&of.to))
        };
        roles.contains_key(&held.role.to) && places.as_ref().is_none_or(there)
    };
    let found = entities(world, |e| {
        world.entities[e].kind == Kind::Person && world.entities[e].tenures.iter().any(fits)
    });
    let role = picker.bare_role(tenure.role.to);
    let takes = |kind| matches!(kind, Kind::Place | Kind::Organization);
    let tail =
        of.map_or(String::new(), |of| format!(" of {}", picker.speller.entity(&mut picker.rng, of, takes)));
    (format!("people as {role}{tail}"), found, "as")
}

fn sources(picker: &mut Picker) -> Found {
    let world = picker.world();
    let publisher = world.sources[picker.rng.below(world.sources.len())].publisher.as_ref().map(|to| to.to);
    let publisher = publisher.filter(|_| picker.rng.chance(80));
    let moment = 1_700_000_000 + picker.rng.between(-900, 900) * DAY;
    let window = picker.rng.chance(60).then(|| when::some(&mut picker.rng, moment, picker.oracle.now, false));
    let fits = |source: usize| {
        let by = &world.sources[source].publisher;
        let ours = publisher.is_none_or(|wanted| by.as_ref().is_some_and(|by| by.to == wanted));
        let dated =
            window.as_ref().is_none_or(|w| within(picker.oracle.published[source], w.window) > Truth::No);
        ours && dated
    };
    let found = (0..world.sources.len()).filter(|s| fits(*s)).map(|s| world.sources[s].id.clone()).collect();
    let mut question = "sources".to_string();
    if publisher.is_some() || window.is_some() {
        question.push_str(" published");
    }
    if let Some(publisher) = publisher {
        question
            .push_str(&format!(" by {}", picker.speller.entity(&mut picker.rng, publisher, Kind::speaks)));
    }
    if let Some(window) = window {
        question.push_str(&format!(" {}", window.text));
    }
    (question, found, "sources")
}

/// Adds what the condition exercises.
pub fn note(cond: &Cond, features: &mut BTreeSet<&'static str>) {
    match cond {
        Cond::All => drop(features.insert("all")),
        Cond::Is(clause) => note_clause(clause, features),
        Cond::Certainly(clause) => {
            features.insert("certainly");
            note_clause(clause, features);
        }
        Cond::Not(inside) => {
            features.insert("not");
            note(inside, features);
        }
        Cond::And(parts, _) => parts.iter().for_each(|part| note(part, features)),
        Cond::Or(parts) => {
            features.insert("or");
            parts.iter().for_each(|part| note(part, features));
        }
    }
}

fn note_clause(clause: &Clause, features: &mut BTreeSet<&'static str>) {
    let word = match clause {
        Clause::Of { sight: Sight::About, .. } => "about",
        Clause::Of { sight: Sight::Addressed, .. } => "addressed-to",
        Clause::Of { sight: Sight::AscribedTo, .. } => "ascribed-to",
        Clause::Of { sight: Sight::SaidAt, .. } => "said-at",
        Clause::By { .. } => "by",
        Clause::Unnamed(_) => "by-unnamed",
        Clause::NamedPart(_) => "by-anyone-named",
        Clause::Citing { read_only: true, .. } => "read-in",
        Clause::Citing { .. } => "citing",
        Clause::Containing(_) => "containing",
        Clause::Phrase(_) => "containing-exactly",
        Clause::InLanguage(list) => {
            if list.joint().is_some() {
                "language-list"
            } else {
                "in-language"
            }
        }
        Clause::Mode(_) => "mode",
        Clause::Tagged(_) => "tagged",
        Clause::Rated { .. } => "rated",
        Clause::Unrated => "unrated",
        Clause::Disputed => "disputed",
        Clause::Linking(..) => "linking",
        Clause::Linked(..) => "linked",
        Clause::With(field, _) => render::field_word(*field),
        Clause::Doubtful => "doubtful",
        Clause::Matching(..) => "matching",
        Clause::Time(clock, when) => return note_time(*clock, when, features),
        Clause::Undated => "undated",
    };
    features.insert(word);
    if let Clause::Of { exactly: true, .. } | Clause::By { exactly: true, .. } = clause {
        features.insert("exactly");
    }
    if let Clause::Linking(_, Target::Those(cond)) | Clause::Linked(_, Some(Target::Those(cond))) = clause {
        features.insert("inner-question");
        note(cond, features);
    }
    if let Clause::Rated { when: Some(when), .. } = clause {
        note_time(Clock::Assessed, when, features);
    }
}

fn note_time(clock: Clock, when: &When, features: &mut BTreeSet<&'static str>) {
    features.insert(match clock {
        Clock::Bare => "time",
        Clock::Said => "said-time",
        Clock::Published => "published-time",
        Clock::Recorded => "recorded-time",
        Clock::Concerning => "concerning-time",
        Clock::Assessed => "assessed-time",
    });
    if when.relative {
        features.insert("relative-date");
    }
}
