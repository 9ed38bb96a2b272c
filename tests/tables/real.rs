//! Tables that others made, by maps as a user would write them. Where the data is not there, nothing is looked at.

use super::Place;
use crate::common::shared;

const SCRAPED: &str = r#"
[claim]
statement = "{claimReview_claimReviewed}"
about = { from = "{extra_tags}", split = "," }

[source]
url = "{claimReview_url}"
title = "{extra_title}"
publisher = "{claimReview_author_name}"
authors = "{creativeWork_author_name}"
published = "{claimReview_datePublished}"
medium = "article"

[verdict]
label = "{rating_alternateName}"
on = "{claimReview_datePublished}"

[extra]
only = ["extra_refered_links"]

[verdict.labels]
"#;

#[test]
fn tables_of_fact_checkers_come_in_once() {
    let Some(folder) = shared("claim-tables") else { return };
    for (file, labels, claims, rated) in [
        (
            "politifact.csv",
            "\"Pants on Fire\" = \"false\"\n\"False\" = \"false\"\n\"Mostly False\" = \"mostly-false\"\n",
            30,
            ("claims rated false", 27),
        ),
        (
            "snopes.csv",
            "\"True\" = \"true\"\n\"Mostly True\" = \"mostly-true\"\n\"False\" = \"false\"\n\"Mixture\" = \"mixed\"\n\"Legend\" = \"other\"\n\"Miscaptioned\" = \"false\"\n\"Unproven\" = \"unproven\"\n\"Mostly False\" = \"mostly-false\"\n\"Correct Attribution\" = \"true\"\n\"Originated as Satire\" = \"satire\"\n",
            25,
            ("claims rated satire", 1),
        ),
        ("fatabyyano.csv", "\"False\" = \"false\"\n\"True\" = \"true\"\n", 32, ("claims rated true", 1)),
    ] {
        let place = Place::new();
        let table = folder.join(file);
        // Without the labels, all of them are named.
        let ran = place.import(&table, SCRAPED, &[]).ended(1);
        let named = labels.lines().map(|line| line.split(" = ").next().unwrap());
        named.for_each(|label| assert!(ran.err.contains(label), "{file}: {label}\n{}", ran.err));
        let map = format!("{SCRAPED}{labels}");
        place.import(&table, &map, &[]).sound("").ended(0);
        assert_eq!(place.count("claims"), claims, "{file}");
        assert_eq!(place.count(rated.0), rated.1, "{file}");
        let digest = place.digest();
        let ran = place.import(&table, &map, &[]).ended(0);
        assert!(ran.err.contains("nothing new"), "{file}: {}", ran.err);
        assert_eq!(place.digest(), digest, "{file}");
        // Nobody who examines a claim is taken to have said it.
        let publisher = file.trim_end_matches(".csv");
        assert_eq!(
            place.dictum(&["query", &format!("claims by {publisher}"), "--format", "ndjson"]).text(),
            "",
            "{file}"
        );
    }
}

#[test]
fn thousands_of_arabic_claims_come_in_once() {
    let Some(folder) = shared("arabic-claims") else { return };
    let map = r#"
[claim]
statement = "{claim_s}"
language = "ar"
[source]
title = "Arabic News Stance, claims to be examined"
[verdict]
label = "{fake_flag}"
by = "ANS"
labels = { "0" = "true", "1" = "false" }
"#;
    let place = Place::new();
    for file in ["data_claim_dev.csv", "data_claim_train.csv"] {
        place.import(&folder.join(file), map, &[]).sound("").ended(0);
    }
    let digest = place.digest();
    let ran = place.import(&folder.join("data_claim_dev.csv"), map, &[]).ended(0);
    assert!(ran.err.contains("nothing new"), "{}", ran.err);
    assert_eq!(place.digest(), digest);
    assert!(place.count("claims containing \"رونالدو\" in Arabic") > 0);
}

#[test]
fn ten_thousand_rows_in_tabs_come_in_by_the_first_map() {
    let Some(folder) = shared("claim-retrieval") else { return };
    let place = Place::new();
    let table = folder.join("verified_claims.docs.tsv").display().to_string();
    let patient = |arguments: &[&str]| {
        let mut program = crate::common::dictum(&place.path("db.dictum"), arguments);
        program.command.current_dir(place.path(""));
        program.within(std::time::Duration::from_secs(120)).run().ended(0)
    };
    patient(&["map", &table, "--output", "first.toml"]);
    let ran = patient(&["import", &table, "--map", "first.toml"]);
    assert!(ran.err.contains("10375 of 10375 taken"), "{}", ran.err);
}
