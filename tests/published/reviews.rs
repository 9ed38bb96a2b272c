//! ClaimReview is read as fact-checkers publish it, and never more is made of it than it says.

use dictum::exchange::claimreview::ORIGINAL;
use dictum::exchange::verdicts;
use dictum::model::{Author, Kind, Mode, Rating, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::objects::{answer_of_claims_search, answer_of_pages_list, plain, with, without};
use super::{Given, reviewed, reviews};
use crate::common::{dictum, shared};

// ---- What a review gives ----------------------------------------------------------------------------------------------

#[test]
fn a_review_gives_the_claim_the_documents_and_the_assessment() {
    let given = reviewed(&plain());
    let (claims, assessments) = (given.claims(), given.assessments());
    let [claim] = claims[..] else { panic!("one claim") };
    assert_eq!(claim.statement, "The bridge pays for itself in five years");
    assert_eq!(claim.mode, Mode::Paraphrase);
    assert_eq!(claim.said.as_ref().map(|said| said.date.as_str()), Some("2025-03-04"));
    assert_eq!(claim.lang.as_ref().map(dictum::model::Lang::as_str), Some("en"));
    let speaker = &claim.speakers[0];
    assert_eq!(speaker.who.id.as_str(), "ada-brandt");
    let presented = &speaker.presented[0];
    assert_eq!(
        (presented.role.id.as_str(), presented.title.as_deref()),
        ("minister-of-transport", Some("Minister of Transport"))
    );
    assert_eq!(presented.of.as_ref().map(|of| of.id.as_str()), Some("estmark"));
    // What was read is the review; each document in which the claim appeared is behind it.
    let chains: Vec<(&str, &str)> = claim
        .citations
        .iter()
        .map(|citation| (citation.source.id.as_str(), citation.via[0].id.as_str()))
        .collect();
    assert_eq!(
        chains,
        [("checkers-example-bridge", "radio-example-7"), ("checkers-example-bridge", "courier-example-toll")]
    );
    let [assessment] = assessments[..] else { panic!("one assessment") };
    assert_eq!((assessment.by.id.as_str(), assessment.claim == claim.id), ("plainly", true));
    assert_eq!(
        (assessment.verdict, assessment.label.as_deref()),
        (Verdict::MostlyFalse, Some("Mostly false"))
    );
    assert_eq!(assessment.rating, Some(Rating { value: 2.0, worst: Some(1.0), best: Some(5.0) }));
    assert_eq!(assessment.summary.as_deref(), Some("Only if traffic doubles."));
    assert_eq!(assessment.url.as_deref(), Some("https://checkers.example/bridge"));
    let original: Value = serde_json::from_str(&assessment.extra[ORIGINAL]).expect("JSON");
    assert_eq!(original, plain());
    let review = given
        .sources()
        .into_iter()
        .find(|source| source.id.as_str() == "checkers-example-bridge")
        .expect("the review");
    assert_eq!(review.title.as_deref(), Some("The bridge will not pay for itself"));
    assert_eq!(review.publisher.as_ref().map(|publisher| publisher.id.as_str()), Some("plainly"));
}

#[test]
fn it_is_found_in_every_shape_and_spelling() {
    let wanted = reviewed(&plain()).lines();
    let review = plain();
    let full = json!({
        "@type": "http://schema.org/ClaimReview",
        "http://schema.org/url": {"@value": "https://checkers.example/bridge"},
        "schema:name": [{"@value": "The bridge will not pay for itself"}],
        "datepublished": "2025-03-20",
        "INLANGUAGE": "en",
        "author": {"@id": "#us"},
        "claimreviewed": ["The bridge pays for itself in five years"],
        "itemreviewed": review["itemReviewed"],
        "reviewRating": review["reviewRating"],
    });
    let us = json!({"@id": "#us", "@type": "Organization", "name": "Plainly"});
    for shape in [
        json!([review]),
        json!([[], {"@type": "WebSite"}, review]),
        json!({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, review]}),
        json!({"@type": "DataFeed", "dataFeedElement": [review]}),
        json!({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review]}]}),
        json!({"@type": "NewsArticle", "headline": "x", "review": review}),
        json!({"@graph": [full, us]}),
        json!([us, [full]]),
        with("/@type", json!(["Review", "ClaimReview"])),
        with("/@type", json!("claimReview")),
        with("/itemReviewed/@type", json!("claim")),
        without("", "@type"),
        json!([review, review]),
    ] {
        assert_eq!(reviewed(&shape).lines(), wanted, "{shape}");
    }
    let pretty = serde_json::to_string_pretty(&json!([review])).expect("JSON");
    let lines = format!("\u{FEFF}{review}\n\n{{\"@type\":\"Thing\"}}\r\n{review}\n");
    for text in [pretty, lines, format!("<!-- {review} -->"), format!("//<![CDATA[\n{review};\n//]]>")] {
        assert_eq!(reviews(&text).map(|given| given.lines()).expect("it is read"), wanted, "{text}");
    }
}

#[test]
fn several_claims_in_one_review_are_several() {
    let mut review = plain();
    review["claimReviewed"] = json!(["One", "Two", "One"]);
    review["itemReviewed"] = json!([
        {"@type": "Claim", "author": "Ada Brandt", "datePublished": "2025-01-01"},
        {"@type": "Claim", "author": "Jon Ruhl"},
        {"@type": "Claim", "author": "Ada Brandt"},
    ]);
    review["reviewRating"] =
        json!([{"alternateName": "True"}, {"alternateName": "False"}, {"alternateName": "True"}]);
    let given = reviewed(&review);
    let said: Vec<(&str, &str)> = given
        .claims()
        .iter()
        .map(|claim| (claim.statement.as_str(), claim.speakers[0].who.id.as_str()))
        .collect();
    assert_eq!(said, [("One", "ada-brandt"), ("Two", "jon-ruhl")]);
    let verdicts: Vec<Verdict> = given.assessments().iter().map(|assessment| assessment.verdict).collect();
    assert_eq!(verdicts, [Verdict::True, Verdict::False]);
    given.remarked("several claims in one review");
    let mut review = without("", "claimReviewed");
    review["itemReviewed"] = json!([{"@type": "Claim", "text": "A"}, {"@type": "Claim", "text": "B"}]);
    assert_eq!(reviewed(&review).claims().len(), 2);
}

// ---- Who --------------------------------------------------------------------------------------------------------------

#[test]
fn authors_in_every_form() {
    let speakers = |author: Value| {
        let given = reviewed(&with("/itemReviewed/author", author));
        let ids = given.claims()[0].speakers.iter().map(|speaker| speaker.who.id.to_string());
        let ids: Vec<String> = ids.collect();
        (ids, given)
    };
    let (ids, _) = speakers(json!("Ada Brandt"));
    assert_eq!(ids, ["ada-brandt"]);
    let (ids, given) = speakers(
        json!(["Ada Brandt", {"@type": "Organization", "name": "Ministry of Roads"}, "ada  brandt", {"name": ""}, null]),
    );
    assert_eq!(ids, ["ada-brandt", "ministry-of-roads"]);
    assert!(
        given
            .entities
            .iter()
            .any(|entity| entity.id.as_str() == "ministry-of-roads" && entity.kind == Kind::Organization)
    );
    let (ids, given) =
        speakers(json!({"@type": "Person", "name": ["Mzwandile Masina", "mayor of Ekurhuleni"]}));
    assert_eq!(ids, ["mzwandile-masina"]);
    given.remarked("further names");
    let (ids, given) = speakers(json!({"@type": "Thing", "name": {"@value": "שרה כהן"}, "jobTitle": ""}));
    assert_eq!(ids, ["שרה-כהן"]);
    given.remarked("speakers of whom it is not said what they are");
    let (ids, _) = speakers(json!("https://twitter.example/ada"));
    assert!(ids.is_empty(), "an address is no name: {ids:?}");
}

/// Without anything behind the review, its publisher would be taken for the speaker.
#[test]
fn a_claim_of_nobody_is_not_laid_in_the_mouth_of_the_checker() {
    for item in
        [json!({"@type": "Claim"}), json!({"@type": "Claim", "author": {"@type": "Person"}}), Value::Null]
    {
        let given = reviewed(&with("/itemReviewed", item));
        let claims = given.claims();
        assert!(claims[0].speakers.is_empty());
        let behind = &claims[0].citations[0].via[0].id;
        let source =
            given.sources().into_iter().find(|source| source.id == *behind).expect("the document behind it");
        assert!(source.publisher.is_none() && source.authors.is_empty() && source.title.is_none());
    }
}

#[test]
fn names_that_name_nobody_are_unnamed_and_of_their_review_alone() {
    let mut other =
        with("/itemReviewed/author", json!({"@type": "Organization", "name": "Social media users"}));
    other["url"] = json!("https://checkers.example/other");
    let one = with("/itemReviewed/author", json!("social  media users"));
    let given =
        reviewed(&json!([one, other, with("/itemReviewed/author", json!("Social Media Users Party"))]));
    let unnamed: Vec<_> =
        given.records().filter(|record| record.key().to_string().starts_with("entity")).collect();
    assert_eq!(unnamed.len(), 2);
    assert!(
        given.entities.iter().any(|entity| entity.name() == "Social Media Users Party" && !entity.unnamed)
    );
}

#[test]
fn the_checker_is_the_publisher_the_author_or_the_site() {
    let by = |review: Value| {
        let given = reviewed(&review);
        let by = given.assessments()[0].by.id.to_string();
        let authors: Vec<String> = given.sources()[0]
            .authors
            .iter()
            .map(|author| match author {
                Author::Name(name) => name.clone(),
                Author::Entity(entity) => entity.id.to_string(),
            })
            .collect();
        (by, authors)
    };
    let mut review = with("/author", json!({"@type": "Person", "name": "Srijit Das"}));
    assert_eq!(by(review.clone()), ("srijit-das".into(), vec!["Srijit Das".into()]));
    review["publisher"] = json!({"@type": "Organization", "name": "BOOM"});
    assert_eq!(by(review), ("boom".into(), vec!["Srijit Das".into()]));
    assert_eq!(by(without("", "author")), ("checkers-example".into(), vec![]));
    let mut nobody = without("", "author");
    nobody.as_object_mut().expect("an object").remove("url");
    let given = reviews(nobody.to_string()).expect("it is read");
    assert!(given.rejected[0].problems[0].to_string().contains("who reviewed the claim"));
}

// ---- Documents --------------------------------------------------------------------------------------------------------

#[test]
fn appearances_in_every_form() {
    let behind = |item: Value| {
        let given = reviewed(&with("/itemReviewed", item));
        let claim = given.claims()[0].clone();
        let url = |id: &dictum::model::Id| {
            let source = given.sources().into_iter().find(|source| source.id == *id).cloned();
            source.and_then(|source| source.url.or(source.title)).unwrap_or_default()
        };
        claim
            .citations
            .iter()
            .flat_map(|citation| &citation.via)
            .map(|hop| url(&hop.id))
            .collect::<Vec<String>>()
    };
    let (one, two) = ("https://a.example/1", "https://b.example/2?x=1,2");
    let author = json!("Ada Brandt");
    for (item, wanted) in [
        (json!({"@type": "Claim", "author": author, "appearance": one}), vec![one]),
        (json!({"@type": "Claim", "author": author, "appearance": [one, {"url": two}]}), vec![one, two]),
        (json!({"@type": "Claim", "author": author, "appearance": {"@id": one}}), vec![one]),
        (
            json!({"@type": "Claim", "author": author, "firstAppearance": {"@type": "CreativeWork", "url": one}, "appearance": one}),
            vec![one],
        ),
        (json!({"@type": "Claim", "author": author, "appearance": format!("{one} {two}")}), vec![one, two]),
        (json!({"@type": "Claim", "author": author, "url": format!("{one},\n{two}")}), vec![one, two]),
        (json!({"@type": "Claim", "author": author, "appearance": "a leaflet"}), vec!["a leaflet"]),
        (json!({"@type": "CreativeWork", "author": author, "url": one, "name": "Speech"}), vec![one]),
        (json!({"@type": "SocialMediaPosting", "author": author, "url": one}), vec![one]),
        (
            json!({"@type": "Claim", "author": author, "appearance": ["", null, {}, {"@type": "CreativeWork"}]}),
            vec![],
        ),
        // The review is no appearance of its own claim.
        (
            json!({"@type": "Claim", "author": author, "appearance": "https://checkers.example/bridge"}),
            vec![],
        ),
    ] {
        assert_eq!(behind(item.clone()), wanted, "{item}");
    }
}

#[test]
fn one_document_of_many_reviews_is_one_source() {
    let mut other = with(
        "/itemReviewed/appearance",
        json!([{"url": "http://www.courier.example/toll/", "datePublished": "2025-03-01", "headline": "Another title"}]),
    );
    other["url"] = json!("https://checkers.example/other");
    let given = reviewed(&json!([plain(), other]));
    let all: Vec<_> =
        given.sources().into_iter().filter(|source| source.id.as_str() == "courier-example-toll").collect();
    let [source] = all[..] else { panic!("one source, not {}", all.len()) };
    assert_eq!((source.title.as_deref(), source.published.is_some()), (Some("A toll?"), true));
    given.remarked("titles of one document that differ");
}

// ---- Ratings ----------------------------------------------------------------------------------------------------------

#[test]
fn ratings_in_every_form() {
    let rating = |value: Value| {
        let given = reviewed(&with("/reviewRating", value));
        let assessment = given.assessments()[0].clone();
        (
            assessment.label,
            assessment.rating.map(|rating| (rating.value, rating.worst, rating.best)),
            assessment.verdict,
        )
    };
    let label = |label: &str| Some(label.to_owned());
    for (given, wanted) in [
        (
            json!({"ratingValue": 1, "alternateName": "False"}),
            (label("False"), Some((1.0, None, None)), Verdict::False),
        ),
        (
            json!({"ratingValue": "1", "bestRating": "", "alternateName": ["False"]}),
            (label("False"), Some((1.0, None, None)), Verdict::False),
        ),
        (
            json!({"ratingValue": null, "alternateName": {"@value": "Falso", "@language": "pt"}}),
            (label("Falso"), None, Verdict::False),
        ),
        (
            json!({"ratingValue": -1, "bestRating": -1, "worstRating": -1, "alternateName": "False"}),
            (label("False"), None, Verdict::False),
        ),
        (
            json!({"ratingValue": -1, "bestRating": 2, "worstRating": -2, "alternateName": "False"}),
            (label("False"), Some((-1.0, Some(-2.0), Some(2.0))), Verdict::False),
        ),
        (
            json!({"ratingValue": 5, "bestRating": 1, "worstRating": 5, "alternateName": "Fake"}),
            (label("Fake"), Some((5.0, Some(5.0), Some(1.0))), Verdict::False),
        ),
        (
            json!({"ratingValue": 9, "bestRating": 5, "worstRating": 1, "alternateName": "True"}),
            (label("True"), None, Verdict::True),
        ),
        (
            json!({"ratingValue": "2,5", "bestRating": 5, "worstRating": 1, "alternateName": "x"}),
            (label("x"), Some((2.5, Some(1.0), Some(5.0))), Verdict::Other),
        ),
        (
            json!({"ratingValue": "", "bestRating": 2, "worstRating": 2, "alternateName": "Mixture"}),
            (label("Mixture"), None, Verdict::Mixed),
        ),
        (json!({"ratingValue": "Falsch"}), (label("Falsch"), None, Verdict::False)),
        (json!("Half true"), (label("Half true"), None, Verdict::Mixed)),
        (json!(3), (None, Some((3.0, None, None)), Verdict::Other)),
        (
            json!({"ratingValue": 5, "bestRating": 5, "worstRating": 1}),
            (None, Some((5.0, Some(1.0), Some(5.0))), Verdict::Other),
        ),
        (
            json!({"alternateName": "  &amp;quot;False&amp;quot;  "}),
            (label("\"False\""), None, Verdict::False),
        ),
        (json!({"alternateName": ["False", "Fake"]}), (label("False; Fake"), None, Verdict::Other)),
        (
            json!({"alternateName": "False: the picture is of 2015"}),
            (label("False: the picture is of 2015"), None, Verdict::Other),
        ),
        (json!(null), (None, None, Verdict::Other)),
    ] {
        assert_eq!(rating(given.clone()), wanted, "{given}");
    }
}

#[test]
fn labels_that_are_not_in_the_table_are_counted() {
    let review = |label: &str, url: &str| {
        let mut review = with("/reviewRating/alternateName", json!(label));
        review["url"] = json!(url);
        review
    };
    let given = reviewed(&json!([
        review("Wobbly", "https://c.example/1"),
        review("Wobbly", "https://c.example/2"),
        review("False", "https://c.example/3")
    ]));
    let remarks = given.remarks();
    let counted = remarks.iter().find(|(what, _)| what.contains("“Wobbly”")).map(|(_, count)| *count);
    assert_eq!(counted, Some(2), "{remarks:?}");
}

/// What somebody's coarse classes have wrong.
const WRONG_CLASSES: [(&str, Verdict); 4] = [
    ("explainer", Verdict::Other),
    ("نیمه‌درست", Verdict::Mixed),
    ("نیمه درست", Verdict::Mixed),
    ("sarcasm", Verdict::Satire),
];

/// Whatever somebody's coarse class says of a label, ours never says the opposite. What the classes themselves have wrong is named.
#[test]
fn the_labels_of_eighteen_checkers() {
    let Some(folder) = shared("label-maps") else { return };
    let (mut settled, mut short) = (0, 0);
    for file in crate::common::files_in(&folder)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "txt"))
    {
        let text = std::fs::read_to_string(&file).expect("the labels");
        for (label, class) in text.lines().filter_map(|line| line.split_once('\t')) {
            let verdict = verdicts::meaning(label, None).verdict();
            if let Some((_, wanted)) = WRONG_CLASSES.iter().find(|(known, _)| *known == label) {
                assert_eq!(verdict, *wanted, "{label}");
                continue;
            }
            let opposite = match class {
                "true" => verdict.rank().is_some_and(|rank| rank > 1),
                "false" | "fake" | "fabricated" | "total lie" => verdict.rank().is_some_and(|rank| rank < 3),
                _ => false,
            };
            assert!(!opposite, "{}: {label} is {class}, and not {}", file.display(), verdict.word());
            if label.chars().count() <= 24 && !class.starts_with("other/article") {
                short += 1;
                settled += usize::from(verdicts::meaning(label, None) != verdicts::Meaning::Unknown);
            }
        }
    }
    assert!(settled * 100 >= short * 90, "{settled} of {short} labels are in the table");
}

// ---- Dates and texts --------------------------------------------------------------------------------------------------

#[test]
fn dates_that_can_be_two_are_left_out_and_said() {
    let given = reviewed(&with("/itemReviewed/datePublished", json!("03/04/2025")));
    assert_eq!(given.claims()[0].said, None);
    given.remarked("dates of which day and month can be exchanged");
    let given = reviewed(&with("/datePublished", json!("recently")));
    assert_eq!(given.assessments()[0].on, None);
    given.remarked("dates that cannot be read");
}

#[test]
fn texts_are_read_through_their_markup() {
    let given = reviewed(&with(
        "/claimReviewed",
        json!("<p>Sunak&#039;s &amp;quot;ideas&amp;quot;<br/>\r\n&amp;amp; plans</p>"),
    ));
    assert_eq!(given.claims()[0].statement, "Sunak's \"ideas\" & plans");
    let given = reviewed(&with("/claimReviewed", json!("«كلام بين علامتين»")));
    let claim = given.claims()[0].clone();
    assert_eq!(
        (claim.mode, claim.citations[0].words.as_ref().map(|words| words.text.as_str())),
        (Mode::Quote, Some("كلام بين علامتين"))
    );
}

// ---- The Fact Check Tools API -----------------------------------------------------------------------------------------

#[test]
fn answers_of_the_fact_check_tools_api() {
    let given = reviewed(&answer_of_claims_search());
    assert_eq!((given.claims().len(), given.assessments().len()), (2, 3));
    let found: Vec<(String, Verdict)> =
        given.assessments().iter().map(|one| (one.by.id.to_string(), one.verdict)).collect();
    let wanted =
        [("verdad", Verdict::False), ("faktencheck-example", Verdict::False), ("verdad", Verdict::Other)];
    assert_eq!(found, wanted.map(|(by, verdict)| (by.to_owned(), verdict)));
    assert_eq!(given.claims()[0].citations.len(), 2);
    assert_eq!(given.claims()[0].said.as_ref().map(|said| said.date.as_str()), Some("2024-11-02T00:00:00Z"));
    let given = reviewed(&answer_of_pages_list());
    assert_eq!((given.claims().len(), given.assessments().len()), (2, 2));
    assert_eq!(given.claims()[0].citations.len(), 2);
    assert_eq!(given.assessments()[0].by.id.as_str(), "verdad");
}

// ---- The whole way ----------------------------------------------------------------------------------------------------

struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(TempDir::new().expect("a folder"))
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    fn run(&self, args: &[&str]) -> crate::common::Ran {
        dictum(&self.0.path().join("reviews.dictum"), args).run()
    }
}

#[test]
fn a_file_is_recognised_and_the_second_time_changes_nothing() {
    let place = Place::new();
    let file = place.file("reviews.txt", plain().to_string());
    let said = place.run(&["import", &file]).ended(0).err;
    assert!(said.contains("read as ClaimReview") && said.contains("1 claim, 1 assessment"), "{said}");
    let before = place.run(&["export"]).ended(0).text();
    let pretty = place.file("again.json", serde_json::to_string_pretty(&json!([plain()])).expect("JSON"));
    for file in [file.as_str(), &pretty] {
        let said = place.run(&["import", "--from", "claimreview", file]).ended(0).err;
        assert!(said.contains("nothing new") && said.contains("1 there already"), "{said}");
    }
    assert_eq!(place.run(&["export"]).ended(0).text(), before);
    // What was corrected since stays so, and a second review finds the speaker under the name given since.
    place.run(&["-c", "correct plainly also names \"Plainly Checked\"@en"]).ended(0);
    let mut other = with("/author/name", json!("Plainly Checked"));
    other["url"] = json!("https://checkers.example/other");
    other["claimReviewed"] = json!("Another claim");
    let second = place.file("second.json", json!([plain(), other]).to_string());
    place.run(&["import", &second]).ended(0);
    let people = place.run(&["query", "organizations showing id", "--format", "csv"]).ended(0).text();
    assert!(people.contains("plainly") && !people.contains("plainly-checked"), "{people}");
    let by = place.run(&["query", "count claims by Ada Brandt", "--format", "csv"]).ended(0).text();
    assert!(by.contains('2'), "{by}");
}

#[test]
fn what_cannot_be_read_leaves_the_database_as_it_was() {
    let place = Place::new();
    let bad = format!(
        "{}\n{{\"@type\":\"ClaimReview\",\"claimReviewed\":\n{}\n",
        plain(),
        without("", "claimReviewed")
    );
    let file = place.file("bad.ndjson", &bad);
    let refused = place.run(&["import", "--from", "claimreview", &file]).ended(1).err;
    assert!(refused.contains("line 2, column") && refused.contains("claimReviewed"), "{refused}");
    assert!(!place.0.path().join("reviews.dictum").exists(), "a failed import makes no database");
    let rejects = place.0.path().join("rejects.ndjson").display().to_string();
    let said = place
        .run(&["import", "--from", "claimreview", &file, "--on-error", "skip", "--rejects", &rejects])
        .ended(0)
        .err;
    assert!(said.contains("1 of 3 taken") && said.contains("2 left out"), "{said}");
    let rejected = std::fs::read_to_string(&rejects).expect("the rejected");
    let second: Value = serde_json::from_str(rejected.lines().nth(1).expect("two lines")).expect("JSON");
    assert!(
        second["rejected"].as_str().is_some_and(|why| why.contains("claimReviewed"))
            && second["url"] == plain()["url"]
    );
    let nothing = place.file("nothing.json", "{\"@type\":\"Thing\"}");
    let refused = place.run(&["import", "--from", "claimreview", &nothing]).ended(1).err;
    assert!(refused.contains("there is no ClaimReview in it"), "{refused}");
}

#[test]
fn what_was_published_goes_in_whole() {
    let Some(folder) = shared("claimreview") else { return };
    let text = std::fs::read_to_string(folder.join("published.json")).expect("the objects");
    let objects: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let given: Given = reviews(&text).expect("it is read");
    assert!(given.rejected.is_empty(), "{:?}", given.rejected);
    assert_eq!((given.claims().len(), given.assessments().len()), (objects.len(), objects.len()));
    for (object, assessment) in objects.iter().zip(given.assessments()) {
        assert_eq!(&serde_json::from_str::<Value>(&assessment.extra[ORIGINAL]).expect("JSON"), object);
        assert!(assessment.label.is_some(), "{object}");
    }
}

// ---- Anything ---------------------------------------------------------------------------------------------------------

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("ClaimReview"),
            Just("Claim"),
            Just("Person"),
            Just("False"),
            Just("https://a.example https://b.example"),
            Just("2020-02-30"),
            Just("#a")
        ]
        .prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("@type"),
        Just("@id"),
        Just("@graph"),
        Just("@value"),
        Just("@list"),
        Just("claimReviewed"),
        Just("itemReviewed"),
        Just("author"),
        Just("publisher"),
        Just("name"),
        Just("url"),
        Just("reviewRating"),
        Just("alternateName"),
        Just("ratingValue"),
        Just("bestRating"),
        Just("worstRating"),
        Just("datePublished"),
        Just("appearance"),
        Just("claimReview"),
        Just("text"),
        Just("claimant"),
        Just("claimReviewMarkups"),
        Just("inLanguage"),
        Just("jobTitle"),
        Just("mainEntityOfPage"),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..8).prop_map(|members| Value::Object(
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = reviews(&bytes);
    }

    /// Whatever stands in an object, its records keep the rules or it is rejected.
    #[test]
    fn any_object_gives_sound_records(mut inner in anything()) {
        if let Value::Object(members) = &mut inner {
            members.insert("@type".to_owned(), "ClaimReview".into());
        }
        if let Ok(given) = reviews(inner.to_string()) {
            for record in given.records() {
                let broken = dictum::model::validate::check(record);
                prop_assert!(broken.is_empty(), "{:?} of {}", broken, inner);
            }
        }
    }
}
