//! ClaimReview → dictum → ClaimReview: field by field the same, of generated objects and of those that were published.

use std::collections::BTreeSet;

use dictum::exchange::claimreview::ClaimReviews;
use dictum::exchange::markup::plain;
use dictum::exchange::naming::Names;
use dictum::exchange::published_date;
use dictum::output::{Format, Options, write};
use dictum::session::entries::{Changed, EntryOptions};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::schema;
use crate::common::inside::open;
use crate::common::shared;

/// Brings objects into a new database and takes them out again.
fn there_and_back(objects: &[Value]) -> Vec<Value> {
    let folder = TempDir::new().expect("a folder");
    let (mut session, _) = open(&folder.path().join("reviews.dictum")).expect("a database");
    let mut entries = ClaimReviews::read(Value::from(objects).to_string().as_bytes()).expect("they are read");
    let options = EntryOptions { changed: Changed::Keep, ..EntryOptions::default() };
    session
        .import_entries(&mut entries, Names::default(), options, &mut |_| {})
        .unwrap_or_else(|problems| panic!("{problems}"));
    let answer = session.ask("claims").expect("an answer");
    let mut out = Vec::new();
    write(&answer, Format::ClaimReview, &Options::default(), &mut out).expect("memory can be written");
    let feed: Value = serde_json::from_slice(&out).expect("JSON");
    schema::check(feed.as_object().expect("an object"));
    feed["dataFeedElement"].as_array().expect("a list").clone()
}

/// What is compared of an object: as plain text, each date as EDTF, everything in lists.
#[derive(Debug, PartialEq, Eq)]
struct Compared {
    url: String,
    claim: String,
    name: String,
    lang: String,
    published: String,
    /// Who made it and who published it.
    by: BTreeSet<String>,
    speakers: BTreeSet<String>,
    job_titles: BTreeSet<String>,
    said: String,
    appearances: BTreeSet<String>,
    first: BTreeSet<String>,
    label: String,
    value: String,
    scale: (String, String),
    explanation: String,
    description: String,
}

fn compared(object: &Value) -> Compared {
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => plain(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) => list.first().and_then(Value::as_str).map(plain).unwrap_or_default(),
        _ => String::new(),
    };
    let list = |value: Option<&Value>| match value {
        Some(Value::Array(list)) => list.clone(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one.clone()],
    };
    // What agents are, by type and name.
    let agents = |value: Option<&Value>| -> BTreeSet<String> {
        let named = list(value).into_iter().filter_map(|agent| {
            let name = text(agent.get("name"));
            (!name.is_empty()).then(|| format!("{} {name}", agent["@type"].as_str().unwrap_or_default()))
        });
        named.collect()
    };
    let date = |value: Option<&Value>| {
        published_date::read(&text(value)).date().map(|date| date.as_str().to_owned()).unwrap_or_default()
    };
    let item = &object["itemReviewed"];
    let urls = |name: &str| -> BTreeSet<String> {
        list(item.get(name)).iter().map(|work| text(work.get("url"))).filter(|url| !url.is_empty()).collect()
    };
    let rating = &object["reviewRating"];
    let number = |name: &str| rating[name].as_f64().or_else(|| text(rating.get(name)).parse().ok());
    let (value, worst, best) = (number("ratingValue"), number("worstRating"), number("bestRating"));
    let shown = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut appearances = urls("appearance");
    let first = urls("firstAppearance");
    appearances.extend(first.iter().cloned());
    // The address of what was reviewed is that of a document in which the claim appeared.
    appearances.extend(Some(text(item.get("url"))).filter(|url| !url.is_empty()));
    let named = |names: &[&str]| {
        names.iter().map(|name| text(object.get(*name))).find(|text| !text.is_empty()).unwrap_or_default()
    };
    Compared {
        url: text(object.get("url")),
        claim: text(object.get("claimReviewed")),
        name: named(&["name", "headline", "title"]),
        lang: text(object.get("inLanguage")),
        published: date(object.get("datePublished")),
        by: agents(object.get("author")).into_iter().chain(agents(object.get("publisher"))).collect(),
        speakers: agents(item.get("author"))
            .into_iter()
            .map(|name| name.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned()))
            .collect(),
        job_titles: list(item.get("author"))
            .iter()
            .map(|author| text(author.get("jobTitle")))
            .filter(|title| !title.is_empty())
            .collect(),
        said: date(item.get("datePublished")),
        appearances,
        first,
        label: text(rating.get("alternateName")),
        value: shown(value),
        // A scale without a value is none of a rating.
        scale: if value.is_some() { (shown(worst), shown(best)) } else { (String::new(), String::new()) },
        explanation: text(rating.get("ratingExplanation")),
        description: text(object.get("description")),
    }
}

#[track_caller]
fn same(objects: &[Value]) {
    let mut back: Vec<Compared> = there_and_back(objects).iter().map(compared).collect();
    let mut given: Vec<Compared> = objects.iter().map(compared).collect();
    back.sort_by(|one, other| one.url.cmp(&other.url));
    given.sort_by(|one, other| one.url.cmp(&other.url));
    assert_eq!(given.len(), back.len());
    for (given, back) in given.iter().zip(&back) {
        assert_eq!(given, back);
    }
}

fn agent() -> impl Strategy<Value = Value> {
    (prop_oneof![Just("Person"), Just("Organization")], "[A-Za-zא-ת][a-zא-תçé' .]{0,12}[a-zא-ת]")
        .prop_map(|(kind, name)| json!({"@type": kind, "name": name}))
}

fn date() -> impl Strategy<Value = String> {
    (
        2000..2030,
        1..=12,
        1..=28,
        prop_oneof![
            Just(""),
            Just("T10:20:30Z"),
            Just("T10:20:30+05:30"),
            Just(" 10:20"),
            Just("T10:20:30.5+0000")
        ],
    )
        .prop_map(|(year, month, day, time)| format!("{year}-{month:02}-{day:02}{time}"))
}

fn url() -> impl Strategy<Value = String> {
    "https://[a-z]{1,9}\\.example/[a-z0-9]{1,6}(\\?[a-z]=[0-9]{1,3})?"
}

fn maybe<T: std::fmt::Debug + Into<Value>>(
    inner: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<Value>> {
    proptest::option::of(inner.prop_map(Into::into))
}

fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect::<Map<String, Value>>())
}

fn work() -> impl Strategy<Value = Value> {
    url().prop_map(|url| json!({"@type": "CreativeWork", "url": url}))
}

prop_compose! {
    fn item()(
        authors in proptest::collection::vec(agent(), 0..3),
        title in maybe("[A-Z][a-z]{2,12}"),
        said in maybe(date()),
        first in maybe(work()),
        appearance in proptest::collection::vec(work(), 0..3),
    ) -> Value {
        let mut authors = authors;
        if let (Some(title), Some(first)) = (title, authors.first_mut().filter(|author| author["@type"] == "Person")) {
            first["jobTitle"] = title;
        }
        object(vec![
            ("@type", Some("Claim".into())),
            ("author", (!authors.is_empty()).then(|| authors.into())),
            ("datePublished", said),
            ("firstAppearance", first),
            ("appearance", (!appearance.is_empty()).then(|| appearance.into())),
        ])
    }
}

prop_compose! {
    fn rating()(
        label in maybe("[A-Z][a-z]{2,10}( [a-z]{2,8})?"),
        value in proptest::option::of(1..=5),
        inverted in any::<bool>(),
        explanation in maybe("[A-Z][a-z ]{3,30}[a-z]\\."),
    ) -> Value {
        let (worst, best) = if inverted { (5, 1) } else { (1, 5) };
        object(vec![
            ("@type", Some("Rating".into())),
            ("alternateName", label),
            ("ratingValue", value.map(Value::from)),
            ("worstRating", value.map(|_| worst.into())),
            ("bestRating", value.map(|_| best.into())),
            ("ratingExplanation", explanation),
        ])
    }
}

prop_compose! {
    fn review()(
        url in url(),
        claim in "[A-Zא-ת“][a-zא-ת ]{3,40}[a-zא-ת]",
        name in maybe("[A-Z][a-z ]{3,30}[a-z]"),
        lang in maybe(prop_oneof![Just("en"), Just("ar"), Just("pt-BR")]),
        published in maybe(date()),
        author in agent(),
        publisher in proptest::option::of("[A-Z][a-z]{3,9} (Check|Facts)"),
        item in item(),
        rating in rating(),
        description in maybe("[A-Z][a-z ]{3,30}[a-z]\\."),
    ) -> Value {
        // A publisher is named beside a person who wrote it.
        let publisher = publisher.filter(|_| author["@type"] == "Person").map(|name| json!({"@type": "Organization", "name": name}));
        let description = description.filter(|_| rating.get("ratingExplanation").is_none());
        object(vec![
            ("@type", Some("ClaimReview".into())),
            ("url", Some(url.into())),
            ("claimReviewed", Some(claim.into())),
            ("name", name),
            ("inLanguage", lang),
            ("datePublished", published),
            ("author", Some(author)),
            ("publisher", publisher),
            ("itemReviewed", Some(item)),
            ("reviewRating", Some(rating)),
            ("description", description),
        ])
    }
}

/// Many at once: a database for each would take long.
#[test]
fn generated_objects_come_back_the_same() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let strategy = proptest::collection::vec(review(), 1..14).prop_map(|mut reviews| {
        // One page says one thing of itself, and one name is one kind of thing.
        for (number, review) in reviews.iter_mut().enumerate() {
            review["url"] = format!("https://checker.example/{number}").into();
            rename(review, number);
        }
        reviews
    });
    runner
        .run(&strategy, |reviews| {
            same(&reviews);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Gives all that are named a name that is theirs alone, and all documents an address.
fn rename(value: &mut Value, number: usize) {
    fn walk(value: &mut Value, mark: &str, at: &mut usize) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, mark, at)),
            Value::Object(map) => {
                let is_agent =
                    matches!(map.get("@type").and_then(Value::as_str), Some("Person" | "Organization"));
                for (name, inner) in map.iter_mut() {
                    *at += 1;
                    if let (true, "name", Value::String(text)) = (is_agent, name.as_str(), &mut *inner) {
                        *text += &format!(" {mark}{at}");
                    }
                    walk(inner, mark, at);
                }
            }
            _ => {}
        }
    }
    walk(value, &format!("N{number}x"), &mut 0);
}

#[test]
fn what_was_published_comes_back_the_same() {
    let Some(folder) = shared("claimreview") else { return };
    let text = std::fs::read_to_string(folder.join("published.json")).expect("the objects");
    let mut objects: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    for object in &mut objects {
        // What no program can mean: a number in words, and the name of a place or of the claim as the name of what was reviewed.
        let rating = object["reviewRating"].as_object_mut().expect("a rating");
        if rating.get("ratingExplanation").is_some_and(Value::is_number) {
            rating.remove("ratingExplanation");
        }
        if let Some(text) =
            object["itemReviewed"].pointer("/author/sameAs").and_then(Value::as_str).map(str::to_owned)
        {
            assert!(text.is_empty() || text.contains("http"), "{text}");
        }
    }
    same(&objects);
}

#[test]
fn what_ends_a_script_in_a_page_is_escaped() {
    let back = there_and_back(&[
        json!({"@type": "ClaimReview", "url": "https://a.example/1", "claimReviewed": "</script> is <!-- safe", "author": "Checker", "reviewRating": {"alternateName": "False"}}),
    ]);
    assert_eq!(back[0]["claimReviewed"], "</script> is <!-- safe");
}
