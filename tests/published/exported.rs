//! What of a database that did not come from ClaimReview or a bibliography is written in these formats, and what is said to be lost.

use serde_json::Value;

use super::schema;
use crate::export::World;

fn claimreview(world: &World, args: &[&str]) -> (Vec<Value>, String) {
    let (out, said) = world.export(&[args, &["--format", "claimreview"]].concat());
    let feed: Value = serde_json::from_str(&out).expect("JSON");
    schema::check(feed.as_object().expect("an object"));
    (feed["dataFeedElement"].as_array().expect("a list").clone(), said)
}

#[test]
fn nothing_is_made_up_and_what_is_lost_is_said() {
    let world = World::new();
    let (objects, said) = claimreview(&world, &["claims"]);
    assert!(!objects.is_empty());
    for secret in ["KEPT TEXT", "SECRET NOTE", "HIDDEN SHELF"] {
        assert!(!Value::from(objects.clone()).to_string().contains(secret), "{secret}");
    }
    assert!(said.contains("unassessed claim"), "{said}");
    for object in &objects {
        assert!(
            object["claimReviewed"].is_string()
                && (object["author"].is_object() || object["author"].is_array()),
            "{object}"
        );
    }
    let refused = world.run(&["export", "claims", "--format", "claimreview", "--strict"]).ended(1);
    assert!(refused.err.contains("`claimreview` cannot carry all of it"), "{}", refused.err);
}

#[test]
fn the_feed_carries_the_question_and_the_digest() {
    let world = World::new();
    let (out, _) = world.export(&["claims about tolls", "--format", "claimreview"]);
    let feed: Value = serde_json::from_str(&out).expect("JSON");
    let digest = world.run(&["digest", "--quick"]).ended(0).text();
    assert_eq!(feed["name"], "claims about tolls");
    let identifiers = feed["identifier"].as_array().expect("a list");
    let named =
        |name: &str| identifiers.iter().find(|one| one["propertyID"] == name).map(|one| one["value"].clone());
    assert_eq!(
        (named("digest"), named("question")),
        (Some(digest.trim().into()), Some("claims about tolls".into()))
    );
}

#[test]
fn documents_of_claims_are_written_once_and_what_is_kept_back_is_said() {
    let world = World::new();
    for (format, mark) in [("bibtex", "@"), ("csl-json", "\"id\":"), ("ris", "TY  - ")] {
        let (out, said) = world.export(&["claims", "--format", format]);
        assert!(out.contains("https://courier.example/toll?a=1&b=2"), "{out}");
        for secret in ["KEPT TEXT", "SECRET NOTE", "HIDDEN SHELF"] {
            assert!(!out.contains(secret), "{secret}");
        }
        let first = out.find("courier-toll").expect("the document that several claims cite");
        let key =
            out[..first].rfind(mark).map(|at| &out[at..first + "courier-toll".len()]).expect("its entry");
        assert_eq!(out.matches(key).count(), 1, "{out}");
        assert!(said.contains("cited document is not in it"), "{said}");
        let sources = world.export(&["sources", "--format", format]).0;
        assert!(sources.contains("courier-toll") && !sources.contains("bare"), "{sources}");
        let refused = world.run(&["export", "count claims", "--format", format]).ended(1);
        assert!(refused.err.contains("sources …"), "{}", refused.err);
    }
}

#[test]
fn a_date_that_is_about_is_about_or_is_lost() {
    let world = World::new();
    let written = |format: &str| world.export(&["sources", "--format", format]);
    assert!(written("bibtex").0.contains("date         = {2025-03~}"));
    assert!(!written("bibtex").0.contains("year         = {2025-03~}"));
    assert!(written("csl-json").0.contains("\"date-parts\":[[2025,3]],\"circa\":true"));
    let (ris, said) = written("ris");
    assert!(
        !ris.contains("2025/03//") && said.contains("RIS has nothing but a year, month or day"),
        "{said}"
    );
}
