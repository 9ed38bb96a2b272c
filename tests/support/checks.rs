//! Hand-computed cases that hold the oracle itself.

use super::ask::*;
use super::dates::{Edge, FUTURE, PAST, Window, civil, span};
use super::facts::{Bounds, Effective, Oracle, Truth, held, within};
use super::oracle::{Case, Expect, Got, compare};
use super::render;
use super::text;
use super::vocab;
use super::world::*;
use std::collections::BTreeSet;

const JULY_10: i64 = 1_752_105_600; // 2025-07-10T00:00:00Z

fn ends(text: &str) -> (i64, i64) {
    (span(text).first, span(text).last)
}

#[test]
fn dates_stand_for_their_seconds() {
    let day = 86_400;
    assert_eq!(ends("2025-07-10"), (JULY_10, JULY_10 + day - 1));
    assert_eq!(ends("2025-07"), (JULY_10 - 9 * day, JULY_10 + 22 * day - 1));
    assert_eq!(ends("2025-07-XX"), ends("2025-07~"));
    assert_eq!(ends("202X"), (1_577_836_800, 1_893_455_999));
    assert_eq!(ends("2025"), (1_735_689_600, 1_767_225_599));
    assert_eq!(ends("2025?-07-10"), ends("2025-07-10"));
    assert_eq!(ends("XXXX-07-10"), (PAST, FUTURE));
    assert_eq!(ends("2025-07-10/.."), (JULY_10, FUTURE));
    assert_eq!(ends("2025-07-10/"), (JULY_10, FUTURE));
    assert_eq!(ends("../2025-07-09"), (PAST, JULY_10 - 1));
    assert_eq!(ends("2025-07-10T13:30:00+04:00"), (JULY_10 + 34_200, JULY_10 + 34_200));
    assert_eq!(ends("2025-07-10T00:00:00-05:00").0, JULY_10 + 5 * 3600);
    assert_eq!(ends("2024-02").1 - ends("2024-02").0, 29 * day - 1);
    assert!(span("2025-07%").doubted && span("2025?-07-10").doubted && !span("2025-07~").doubted);
    assert_eq!(civil(JULY_10), (2025, 7, 10));
    assert_eq!(civil(JULY_10 - 1), (2025, 7, 9));
    assert_eq!(civil(951_782_400), (2000, 2, 29));
}

fn window(text: &str) -> Option<Window> {
    Some(span(text).window())
}

#[test]
fn windows_know_can_be_from_is() {
    let july = Some(span("2025-07"));
    assert_eq!(within(july, window("2025")), Truth::Certain);
    assert_eq!(within(july, window("2025-07-10")), Truth::Possible);
    assert_eq!(within(july, window("2024")), Truth::No);
    assert_eq!(within(july, None), Truth::No);
    assert_eq!(within(None, window("../..")), Truth::No);
    assert_eq!(within(Some(span("2023/..")), Some(Window::since(Edge::instant(0)))), Truth::Certain);
}

#[test]
fn a_day_is_as_written_and_a_moment_an_instant() {
    let evening = Some(span("2024-01-20T21:00:00-05:00"));
    assert_eq!(within(evening, window("2024-01-20")), Truth::Certain);
    assert_eq!(within(evening, window("2024-01-21")), Truth::No);
    assert_eq!(within(evening, window("2024-01-21T02:00:00Z")), Truth::Certain);
    assert_eq!(within(evening, window("2024-01-20T21:00:00Z/2024-01-21")), Truth::Certain);
    assert_eq!(within(evening, window("2024-01-21T02:00:01Z/2024-01-21")), Truth::No);
    assert_eq!(within(Some(span("2024-01-20")), window("2024-01-20T12:00:00Z")), Truth::Possible);
}

fn said(text: &str) -> Option<Effective> {
    Some(Effective { span: span(text), certain: true })
}

fn tenure(from: Option<&str>, until: Option<&str>) -> Bounds {
    Bounds { from: from.map(span), until: until.map(span), as_the_document_says: false }
}

#[test]
fn tenures_need_both_bounds_to_be_certain() {
    let from_until = tenure;
    let when = said("2020-05-05");
    assert_eq!(held(from_until(Some("2018"), Some("2021")), when), Truth::Certain);
    assert_eq!(held(from_until(Some("2018"), None), when), Truth::Possible);
    assert_eq!(held(from_until(None, Some("2019")), when), Truth::No);
    assert_eq!(held(from_until(Some("202X"), Some("2031")), when), Truth::Possible);
    assert_eq!(held(from_until(Some("2018"), Some("2020")), when), Truth::Possible);
    assert_eq!(held(from_until(Some("2018"), Some("2021")), None), Truth::Possible);
    let nothing_but_said = Bounds { as_the_document_says: true, ..from_until(None, None) };
    assert_eq!(held(nothing_but_said, None), Truth::Certain);
    let perhaps = when.map(|date| Effective { certain: false, ..date });
    assert_eq!(held(from_until(Some("2018"), Some("2021")), perhaps), Truth::Possible);
}

#[test]
fn a_bound_to_the_day_is_inclusive_and_certain() {
    let held_on = |from, until, on| held(tenure(Some(from), Some(until)), said(on));
    for on in ["2025-03-01", "2025-06-30", "2025-06-30T23:59:59-05:00", "2025-03-01T00:00:00+04:00"] {
        assert_eq!(held_on("2025-03-01", "2025-06-30", on), Truth::Certain, "{on}");
    }
    assert_eq!(held_on("2025-03-01", "2025-06-30", "2025-07-01"), Truth::No);
    assert_eq!(held_on("2025-03", "2025-06-30", "2025-03-31"), Truth::Possible);
    assert_eq!(held_on("2025-03-01~", "2025-06-30", "2025-03-01"), Truth::Possible);
    assert_eq!(held_on("2025-03-01~", "2025-06-30", "2025-03-02"), Truth::Certain);
    assert_eq!(held_on("2025-03-01", "2025-06-30?", "2025-06-30"), Truth::Possible);
    assert_eq!(held_on("2025-03-01", "2025-06-30/..", "2025-06-29"), Truth::Certain);
    assert_eq!(held_on("2025-03-01", "2025-06-30/..", "2026"), Truth::Possible);
}

#[test]
fn words_fold_and_keep_their_kin() {
    assert_eq!(text::fold("إتفـاقَة José"), "اتفاقه jose");
    assert_eq!(text::words("Russia's border, now"), ["russia's", "border", "now"]);
    assert!(text::covers("ar", "ar-EG") && !text::covers("ar-EG", "ar") && !text::covers("a", "ar"));
    assert!(vocab::kin(Some("en"), "denies").contains(&"denying".to_string()));
    assert_eq!(vocab::kin(None, "denies"), ["denies"]);
    assert!(vocab::kin(Some("ar-EG"), "جسر").contains(&"الجسر".to_string()));
}

fn entity(id: &str, kind: Kind, broader: Vec<Ref>) -> Entity {
    Entity {
        id: id.into(),
        kind,
        names: vec![Name { text: id.into(), lang: Some("en"), plural: false }],
        demonyms: Vec::new(),
        broader,
        tenures: Vec::new(),
        unnamed: false,
        on: None,
        at: None,
        note: None,
    }
}

fn source(id: &str, publisher: Option<Ref>, published: Option<&str>) -> Source {
    Source {
        id: id.into(),
        title: None,
        publisher,
        authors: Vec::new(),
        published: published.map(Into::into),
        url: None,
        archive: None,
        accessed: None,
        lang: None,
        medium: None,
        cites: Vec::new(),
        text: None,
        layer: 0,
    }
}

fn claim(id: &str, statement: &str, speakers: Vec<Ref>, said: Option<&str>, cited: Vec<Citation>) -> Claim {
    Claim {
        id: id.into(),
        statement: Text { text: statement.into(), lang: Some("en") },
        translations: Vec::new(),
        mode: Mode::Quote,
        speakers,
        audience: Vec::new(),
        ascribed_to: Vec::new(),
        about: vec![Ref::sure(1)],
        said: said.map(Into::into),
        said_basis: None,
        said_at: None,
        concerns: None,
        citations: cited,
        tags: Vec::new(),
        note: None,
        extra: None,
        retracted: false,
    }
}

fn doubtful(to: usize) -> Ref {
    Ref { certain: false, ..Ref::sure(to) }
}

fn cited(source: usize, via: Vec<Ref>) -> Vec<Citation> {
    vec![Citation { source: Ref::sure(source), locator: None, words: None, via }]
}

/// europe(0) > russia(1, doubtful) ; official(2) > diplomat(3) ; paper(4) ; ann(5), a diplomat of russia 2018 to 2021.
/// a: ann said it in 2020. b: no speaker, read in s1 via s0. c: undated, perhaps ann.
fn tiny() -> World {
    let mut ann = entity("ann", Kind::Person, Vec::new());
    ann.tenures.push(Tenure {
        role: Ref::sure(3),
        of: Some(Ref::sure(1)),
        from: Some("2018".into()),
        until: Some("2021".into()),
        title: None,
    });
    let entities = vec![
        entity("europe", Kind::Place, Vec::new()),
        entity("russia", Kind::Place, vec![doubtful(0)]),
        entity("official", Kind::Role, Vec::new()),
        entity("diplomat", Kind::Role, vec![Ref::sure(2)]),
        entity("paper", Kind::Organization, Vec::new()),
        ann,
    ];
    let sources = vec![source("s0", Some(Ref::sure(4)), Some("2024")), source("s1", None, Some("2025-07"))];
    let claims = vec![
        claim("a", "Russia denies the treaties", vec![Ref::sure(5)], Some("2020"), cited(1, Vec::new())),
        claim("b", "The border is blocked", Vec::new(), None, cited(1, vec![doubtful(0)])),
        claim("c", "A new corridor", vec![doubtful(5)], Some("XXXX-07-10"), cited(0, Vec::new())),
    ];
    World { entities, sources, claims, ..World::default() }
}

fn truths(world: &World, cond: Cond) -> Vec<Truth> {
    Oracle::new(world, JULY_10).truths(&cond)
}

fn one<T>(is: T) -> List<T> {
    List::One(Named { text: "it".into(), is })
}

fn by_role(of: Vec<usize>) -> Clause {
    Clause::By { exactly: false, list: one(Who::Role { role: 2, of }) }
}

#[test]
fn roles_hold_at_the_time_of_the_claim() {
    use Truth::*;
    assert_eq!(truths(&tiny(), Cond::Is(by_role(vec![1]))), [Certain, No, Possible]);
    assert_eq!(truths(&tiny(), Cond::Is(by_role(vec![0]))), [Possible, No, Possible]);
    assert_eq!(truths(&tiny(), Cond::Certainly(by_role(vec![1]))), [Certain, No, No]);
    assert_eq!(truths(&tiny(), Cond::Not(Box::new(Cond::Is(by_role(vec![])))),), [No, Certain, No]);
    let exactly = Clause::By { exactly: true, list: one(Who::Role { role: 2, of: vec![] }) };
    assert_eq!(truths(&tiny(), Cond::Is(exactly)), [No, No, No]);
}

#[test]
fn the_end_of_the_chain_speaks_for_nobody_named() {
    let by_paper = Clause::By { exactly: false, list: one(Who::Entity(4)) };
    assert_eq!(truths(&tiny(), Cond::Is(by_paper)), [Truth::No, Truth::Possible, Truth::No]);
}

#[test]
fn wider_places_are_as_doubtful_as_the_step() {
    let about = |exactly| Clause::Of { sight: Sight::About, exactly, list: one(0) };
    assert_eq!(truths(&tiny(), Cond::Is(about(false))), [Truth::Possible; 3]);
    assert_eq!(truths(&tiny(), Cond::Is(about(true))), [Truth::No; 3]);
}

#[test]
fn bare_times_fall_back_on_the_document_read() {
    let when = |text: &str| When { text: text.into(), window: window(text), relative: false };
    let bare = Clause::Time(Clock::Bare, when("2025"));
    assert_eq!(truths(&tiny(), Cond::Is(bare)), [Truth::No, Truth::Certain, Truth::Possible]);
    let said = Clause::Time(Clock::Said, when("2025"));
    assert_eq!(truths(&tiny(), Cond::Is(said)), [Truth::No, Truth::No, Truth::Possible]);
    let published = Clause::Time(Clock::Published, when("2024"));
    assert_eq!(truths(&tiny(), Cond::Is(published)), [Truth::No, Truth::Possible, Truth::Certain]);
}

#[test]
fn words_are_found_in_any_inflection_and_phrases_as_written() {
    use Truth::{Certain, No};
    assert_eq!(truths(&tiny(), Cond::Is(Clause::Containing("DENYING treaty".into()))), [Certain, No, No]);
    assert_eq!(truths(&tiny(), Cond::Is(Clause::Phrase("denies the".into()))), [Certain, No, No]);
    assert_eq!(truths(&tiny(), Cond::Is(Clause::Phrase("deny the".into()))), [No, No, No]);
    assert_eq!(truths(&tiny(), Cond::Is(Clause::Phrase("denies, the".into()))), [No, No, No]);
    assert_eq!(truths(&tiny(), Cond::Is(Clause::Phrase("enies the".into()))), [No, No, No]);
}

fn assessed(claim: usize, by: usize, on: Option<&str>, verdict: usize) -> Assessment {
    Assessment {
        id: format!("{claim}-{by}-{verdict}"),
        claim,
        by: Ref::sure(by),
        on: on.map(Into::into),
        verdict,
        label: None,
        rating: None,
        source: None,
        summary: None,
        retracted: false,
    }
}

#[test]
fn one_assessment_fits_all_and_the_latest_disputes() {
    let mut world = tiny();
    world.assessments = vec![
        assessed(0, 4, Some("2025"), 0),
        assessed(0, 5, Some("2024"), 4),
        assessed(1, 4, None, 4),
        assessed(1, 4, Some("2020"), 0),
        assessed(1, 5, Some("2020"), 1),
    ];
    let rated =
        |ever, by| Clause::Rated { ever, rating: Rating::OneOf(vec![4]), by: Some(one(by)), when: None };
    assert_eq!(truths(&world, Cond::Is(rated(true, 4))), [Truth::No, Truth::Certain, Truth::No]);
    assert_eq!(truths(&world, Cond::Is(rated(false, 4))), [Truth::No, Truth::Possible, Truth::No]);
    assert_eq!(truths(&world, Cond::Is(Clause::Disputed)), [Truth::Certain, Truth::Possible, Truth::No]);
    world.claims[0].retracted = true;
    assert_eq!(truths(&world, Cond::Is(Clause::Disputed)), [Truth::No, Truth::Possible, Truth::No]);
}

#[test]
fn questions_are_written_without_a_second_reading() {
    fn named<T>(text: &str, is: T) -> List<T> {
        List::One(Named { text: text.to_string(), is })
    }
    let either = List::Or(vec![named("russia", 1), named("europe", 0)]);
    let about = Cond::Is(Clause::Of { sight: Sight::About, exactly: true, list: either });
    let mode = Cond::Is(Clause::Mode(Mode::Quote));
    let by = Cond::Is(Clause::By { exactly: false, list: named("ann", Who::Entity(5)) });
    let side = render::condition(&Cond::And(vec![about.clone(), mode.clone(), by.clone()], false));
    assert_eq!(side, "about exactly russia or europe quoted and by ann");
    let with_and = render::condition(&Cond::And(vec![about.clone(), mode.clone()], true));
    assert_eq!(with_and, "(about exactly russia or europe) and quoted");
    let inner = Cond::Or(vec![about, Cond::And(vec![mode, by], true)]);
    assert_eq!(render::condition(&inner), "about exactly russia or europe or (quoted and by ann)");
}

#[test]
fn a_wrong_answer_is_told() {
    let ids: BTreeSet<String> = ["a", "b"].map(String::from).into();
    let expect = Expect::Claims { possible: ids.clone(), certain: ids };
    let case = Case { question: "claims".into(), expect, features: BTreeSet::new() };
    let got = Got { ids: vec!["a".into(), "c".into()], certain: vec![false, true], ..Got::default() };
    let told = tiny().compare(&case, &got).unwrap_err();
    for part in [
        "question: claims",
        "missing, 1 of them: b",
        "surplus, 1 of them: c",
        "`match` is wrong",
        "record: {",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let right = Got { ids: vec!["b".into(), "a".into()], certain: vec![true, true], ..Got::default() };
    assert_eq!(compare(&case, &right), Ok(()));
}

#[test]
fn the_same_seed_gives_the_same_world_and_questions() {
    let (one, two) = (World::generate(7, 300), World::generate(7, 300));
    assert_eq!(one.to_ndjson(), two.to_ndjson());
    let ask = |world: &World| {
        world.questions_at(3, 40, JULY_10).into_iter().map(|c| c.question).collect::<Vec<_>>()
    };
    assert_eq!(ask(&one), ask(&two));
    assert!(World::generate(8, 300).to_ndjson() != one.to_ndjson());
}

#[test]
fn ids_are_unique_within_their_type() {
    let world = World::generate(11, 2000);
    let mut seen = BTreeSet::new();
    for record in world.records() {
        let key = (record["type"].to_string(), record["id"].to_string());
        let own = ["entity", "source", "claim", "assessment", "definition"]
            .contains(&record["type"].as_str().unwrap());
        assert!(!own || seen.insert(key.clone()), "{key:?} comes twice");
    }
}
