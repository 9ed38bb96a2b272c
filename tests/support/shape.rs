//! Whole questions: a condition with an order, a limit, a counting, or records themselves.

use super::ask::*;
use super::dates::{self, DAY};
use super::facts::{Effective, Oracle, Speaks, Truth, held, within};
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

/// Every clause by itself, so often of each kind: as it stands, with `certainly`, with `not`, and with both.
pub fn each_clause(oracle: &Oracle, speller: &Speller, rng: Rng, of_each: usize) -> Vec<Case> {
    let mut picker = Picker { oracle, speller, rng, anchor: 0, own_fields_only: false };
    let mut seen: BTreeMap<Vec<&'static str>, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for _ in 0..4_000 {
        picker.new_anchor();
        let clause = picker.clause();
        let is = Cond::Is(clause.clone());
        let mut features = BTreeSet::new();
        note(&is, &mut features);
        let count = seen.entry(features.into_iter().collect()).or_default();
        *count += 1;
        if *count > of_each {
            continue;
        }
        let certainly = Cond::Certainly(clause);
        let not = |cond: &Cond| Cond::Not(Box::new(cond.clone()));
        for cond in [not(&is), not(&certainly), is, certainly] {
            let expect = claim_set(oracle, &cond, false);
            cases.push(made(format!("claims {}", render::condition(&cond)), expect, &cond, "each"));
        }
    }
    cases
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
    let span = |claim: &usize| oracle.facts[*claim].effective.map(|date| date.span);
    match order {
        Order::Recorded => {}
        Order::Newest => {
            found.sort_by_key(|c| (span(c).is_none(), std::cmp::Reverse(span(c).map(|s| s.last)), id(c)));
        }
        Order::Oldest => found.sort_by_key(|c| (span(c).is_none(), span(c).map(|s| s.first), id(c))),
    }
}

fn count(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let total = ids(picker.oracle, &cond, Truth::Possible, false).len();
    made(format!("count claims {}", render::condition(&cond)), Expect::Count(total), &cond, "count")
}

/// Two words that tell of one thing go together.
fn go_together(one: Per, two: Per) -> bool {
    let thing = |per| match per {
        Per::Speaker | Per::Role => 1,
        Per::Publisher | Per::Source => 2,
        Per::Verdict | Per::Checker => 3,
        Per::Year | Per::Month | Per::Day => 4,
        _ => 0,
    };
    thing(one) == thing(two) && thing(one) > 0
}

fn per(picker: &mut Picker) -> Case {
    let cond = picker.condition();
    let (one, word) = *picker.rng.pick(&PERS);
    let (two, other) = *picker.rng.pick(&PERS);
    let double = one != two && picker.rng.chance(if go_together(one, two) { 90 } else { 35 });
    let fields: Vec<Per> = if double { vec![one, two] } else { vec![one] };
    let rows = counted(picker.oracle, &cond, &fields);
    let mut question = format!("count claims {} per {word}", render::condition(&cond));
    if double {
        question.push_str(&format!(", {other}"));
    }
    if double || picker.rng.chance(60) {
        return made(question, Expect::Per(rows), &cond, word);
    }
    let limit = picker.rng.between(1, 12) as usize;
    made(format!("{question} limit {limit}"), Expect::PerTop { all: rows, limit }, &cond, word)
}

fn counted(oracle: &Oracle, cond: &Cond, fields: &[Per]) -> Vec<(Vec<String>, usize)> {
    let mut rows: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for claim in ids(oracle, cond, Truth::Possible, false) {
        let keys: BTreeSet<Vec<String>> = match fields {
            [one, two] if go_together(*one, *two) => together(oracle, claim, *one, *two),
            [one, two] => pairs(&values(oracle, claim, *one), &values(oracle, claim, *two)),
            _ => values(oracle, claim, fields[0]).into_iter().map(|value| vec![value]).collect(),
        };
        for key in keys {
            *rows.entry(key).or_insert(0) += 1;
        }
    }
    rows.into_iter().collect()
}

fn pairs(one: &BTreeSet<String>, two: &BTreeSet<String>) -> BTreeSet<Vec<String>> {
    one.iter().flat_map(|a| two.iter().map(|b| vec![a.clone(), b.clone()])).collect()
}

/// The pairs of one claim whose values belong to one thing: a speaker with the roles of that speaker, a document with its
/// publisher, a checker with that checker's verdicts, a year with its months and days.
fn together(oracle: &Oracle, claim: usize, one: Per, two: Per) -> BTreeSet<Vec<String>> {
    let world = oracle.world;
    let (it, facts) = (&world.claims[claim], &oracle.facts[claim]);
    let entity = |e: usize| world.entities[e].id.clone();
    let none = || "none".to_string();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    let swapped = match one {
        Per::Speaker | Per::Role => {
            for speaker in &facts.speakers {
                let roles = roles_of(oracle, speaker, facts.effective);
                let roles: Vec<String> = roles.into_iter().map(entity).collect();
                let roles = if roles.is_empty() { vec![none()] } else { roles };
                found.extend(roles.into_iter().map(|role| (entity(speaker.who), role)));
            }
            one == Per::Role
        }
        Per::Publisher | Per::Source => {
            for hop in it.citations.iter().flat_map(Citation::chain) {
                let source = &world.sources[hop.to];
                let publisher = source.publisher.as_ref().map_or_else(none, |to| entity(to.to));
                found.insert((publisher, source.id.clone()));
            }
            one == Per::Source
        }
        Per::Verdict | Per::Checker => {
            for at in oracle.standing(claim).into_values().flatten() {
                let assessment = &world.assessments[at];
                found.insert((VERDICTS[assessment.verdict].to_string(), entity(assessment.by.to)));
            }
            one == Per::Checker
        }
        _ => {
            let date = |field| facts.effective.map_or_else(none, |date| calendar(date, field));
            found.insert((date(one), date(two)));
            false
        }
    };
    if found.is_empty() {
        found.insert((none(), none()));
    }
    found.into_iter().map(|(a, b)| if swapped { vec![b, a] } else { vec![a, b] }).collect()
}

/// The values of one claim, each once; "none" where there is none.
fn values(oracle: &Oracle, claim: usize, field: Per) -> BTreeSet<String> {
    let world = oracle.world;
    let (it, facts) = (&world.claims[claim], &oracle.facts[claim]);
    let entity = |e: usize| world.entities[e].id.clone();
    let hops = || it.citations.iter().flat_map(Citation::chain);
    let assessed = || facts.assessments.iter().map(|a| &world.assessments[*a]);
    let standing = || {
        let all = oracle.standing(claim).into_values().flatten();
        all.map(|at| VERDICTS[world.assessments[at].verdict].to_string())
    };
    let mut found: BTreeSet<String> = match field {
        Per::Speaker => facts.speakers.iter().map(|speaker| entity(speaker.who)).collect(),
        Per::Role => {
            let roles = facts.speakers.iter().flat_map(|speaker| roles_of(oracle, speaker, facts.effective));
            roles.map(entity).collect()
        }
        Per::Topic => it.about.iter().map(|to| entity(to.to)).collect(),
        Per::Place => it.said_at.iter().map(|to| entity(to.to)).collect(),
        Per::Publisher => hops()
            .filter_map(|hop| world.sources[hop.to].publisher.as_ref())
            .map(|to| entity(to.to))
            .collect(),
        Per::Source => hops().map(|hop| world.sources[hop.to].id.clone()).collect(),
        Per::Verdict => standing().collect(),
        Per::Checker => assessed().map(|a| entity(a.by.to)).collect(),
        Per::Language => oracle.languages(claim).into_iter().map(str::to_string).collect(),
        Per::Mode => BTreeSet::from([interchange::mode(it.mode).to_string()]),
        Per::Tag => it.tags.iter().map(ToString::to_string).collect(),
        Per::Year | Per::Month | Per::Day => {
            facts.effective.map(|span| calendar(span, field)).into_iter().collect()
        }
    };
    if found.is_empty() {
        found.insert("none".to_string());
    }
    found
}

/// The roles that a speaker can have held then, or is presented in.
fn roles_of(oracle: &Oracle, speaker: &Speaks, when: Option<Effective>) -> BTreeSet<usize> {
    let then = oracle.tenures(speaker.who).filter(|(_, bounds)| held(*bounds, when) > Truth::No);
    let current = speaker.presented.iter().filter(|as_what| !as_what.former).map(|as_what| as_what.role.to);
    then.map(|(tenure, _)| tenure.role.to).chain(current).collect()
}

/// The year, month or day as written; "inexact" where the date is wider.
fn calendar(date: Effective, field: Per) -> String {
    let span = date.span;
    if span.from == dates::PAST || span.until == dates::FUTURE {
        return "inexact".to_string();
    }
    let write = |moment: i64| {
        let (y, m, d) = dates::civil(moment);
        let year = when::far_year(y);
        match field {
            Per::Year => year,
            Per::Month => format!("{year}-{m:02}"),
            _ => format!("{year}-{m:02}-{d:02}"),
        }
    };
    let (one, two) = (write(span.from), write(span.until));
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

/// Persons who ever held the role, or were ever presented in it or as having held it.
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
    let fits = |role: &Ref, of: Option<&Ref>| {
        let there = |places: &std::collections::HashMap<usize, Truth>| {
            of.is_some_and(|of| places.contains_key(&of.to))
        };
        roles.contains_key(&role.to) && places.as_ref().is_none_or(there)
    };
    let held =
        |person: usize| world.entities[person].tenures.iter().any(|held| fits(&held.role, held.of.as_ref()));
    let presented = |person: usize| {
        let speakers = world.claims.iter().filter(|claim| !claim.retracted).flat_map(|claim| &claim.speakers);
        let mut roles =
            speakers.filter(|speaker| speaker.to == person).flat_map(|speaker| &speaker.presented);
        roles.any(|as_what| fits(&as_what.role, as_what.of.as_ref()))
    };
    let found = entities(world, |e| world.entities[e].kind == Kind::Person && (held(e) || presented(e)));
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
        Clause::By { list, .. } if has(list, &is_presented) => "by-presented-as",
        Clause::By { list, .. } if has(list, &is_in_role) => "by-as",
        Clause::By { .. } => "by",
        Clause::Presented(asked) if asked.is.former => "presented-as-former",
        Clause::Presented(_) => "presented-as",
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
        Clause::Rated { ever: true, .. } => "ever-rated",
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
        Clause::Changed(_) => "changed",
        Clause::Author { changed: true, .. } => "changed-by",
        Clause::Author { changed: false, .. } => "recorded-by",
    };
    features.insert(word);
    if let Clause::Of { exactly: true, .. } | Clause::By { exactly: true, .. } = clause {
        features.insert("exactly");
    }
    if let Clause::Citing { list, .. } = clause {
        let words = [("source ", "citing-source"), ("publisher ", "citing-publisher")];
        let told = words.iter().filter(|(word, _)| has(list, &|named| named.text.starts_with(word)));
        features.extend(told.map(|(_, feature)| feature));
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
