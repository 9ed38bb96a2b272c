//! What is very long, very many or very deep takes no more than its share of time and memory, and messages stay short.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use common::dictum;
use dictum::session::Session;
use dictum::store::Opening;

use crate::common;

const LONGEST_MESSAGE: usize = 2_000;

#[test]
fn a_circle_of_very_many_entities_is_found_and_named_shortly() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let many = 30_000;
    let mut circle = String::new();
    for n in 0..many {
        let next = (n + 1) % many;
        writeln!(circle, "{{\"type\":\"entity\",\"id\":\"e{n}\",\"kind\":\"place\",\"names\":[{{\"text\":\"E\"}}],\"broader\":[\"e{next}\"]}}").expect("a string");
    }
    let ran = dictum(&db, &["import", "-"]).given(circle).within(Duration::from_secs(60)).run().ended(1);
    assert!(ran.err.contains("e0 → e1 → e2") && ran.err.contains(" and 29995 more"), "{}", ran.err);
    assert!(ran.err.len() < LONGEST_MESSAGE, "{}", ran.err.len());
    // A name that very many have is not answered with all of them.
    let named: String = (0..2_000).map(|n| format!("add place e{n} \"E\"\n")).collect();
    dictum(&db, &["run", "-"]).given(named).within(Duration::from_secs(60)).run().ended(0);
    for asked in ["claims about E", "show E"] {
        let ran = dictum(&db, &["query", asked]).run().ended(1);
        assert!(ran.err.contains(" and 1990 more") && ran.err.len() < LONGEST_MESSAGE, "{}", ran.err);
    }
    let ran = dictum(&db, &["run", "-"]).given("add place f \"F\" within E").run().ended(1);
    assert!(ran.err.contains(" and 1990 more") && ran.err.len() < LONGEST_MESSAGE, "{}", ran.err);
}

/// Places in places, very many levels deep: each question takes a time that grows as their number, and a line about the
/// way from one to another stays short.
#[test]
fn a_chain_of_very_many_nested_places_is_walked_once() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let many = 40_000;
    let mut records = String::from("{\"type\":\"source\",\"id\":\"s\",\"title\":\"S\"}\n");
    for n in 0..many {
        let broader = if n == 0 { String::new() } else { format!(",\"broader\":[\"e{}\"]", n - 1) };
        writeln!(records, "{{\"type\":\"entity\",\"id\":\"e{n}\",\"kind\":\"place\",\"names\":[{{\"text\":\"E{n}\"}}]{broader}}}")
            .expect("a string");
    }
    let last = many - 1;
    writeln!(records, "{{\"type\":\"claim\",\"id\":\"c\",\"statement\":\"x\",\"mode\":\"assertion\",\"about\":[\"e{last}\"],\"citations\":[{{\"source\":\"s\"}}]}}")
        .expect("a string");
    let limit = Duration::from_secs(60);
    dictum(&db, &["import", "-"]).given(records).within(limit).run().ended(0);
    for (asked, found) in [
        ("claims about e0", "39999 narrower"),
        ("count places within e0", "39999"),
        ("places within e0 limit 3", "e3"),
        ("explain claims about e0", "and 39949 more"),
        ("show e0", "E0"),
    ] {
        let ran = dictum(&db, &["query", asked]).within(limit).run().ended(0);
        let said = ran.text() + &ran.err;
        assert!(said.contains(found), "{asked}: {}", common::cut(&said));
        assert!(said.len() < 2 * LONGEST_MESSAGE, "{asked}: {}", said.len());
    }
    // A child that another test has just begun holds the lock until it runs its own program.
    let opening = Opening::new(false).waiting(limit);
    let (session, _) = Session::open(&db, opening, "tester", &mut |_, _| {}).expect("it opens");
    let begun = Instant::now();
    let reasons = session.why("claims about e0", "c").expect("it is in the answer");
    assert!(begun.elapsed() < limit, "{:?}", begun.elapsed());
    let said: String = reasons.into_iter().flat_map(|reason| reason.because).collect();
    assert!(
        said.contains("within E39998, within E39997") && said.contains(" and 39989 more"),
        "{}",
        common::cut(&said)
    );
}

#[test]
fn a_page_pasted_for_a_name_is_answered_at_once() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let long = "a".repeat(100_000);
    let script = format!(
        "add place p \"Paris\"\nadd place long \"{long}\"\nadd source s title \"{long}\"\nadd claim c \"x\" asserted read in s tagged t"
    );
    dictum(&db, &["run", "-"]).given(script).run().ended(0);
    let page: String = (0..20_000).map(|n| format!("word{} went ", n % 977)).collect();
    let page = page.trim_end();
    let near = "a".repeat(99_999);
    for name in [page, &near, &"é".repeat(100_000)] {
        for asked in [
            "claims about NAME",
            "claims by NAME",
            "claims citing NAME",
            "claims matching NAME",
            "claims tagged NAME",
            "claims in NAME",
            "claims supporting NAME",
            "show NAME",
            "people named \"NAME\"",
            "claims containing \"NAME\"",
            "add place q \"Q\" within \"NAME\"",
            "add claim d \"x\" asserted read in \"NAME\"",
        ] {
            let asked = asked.replace("NAME", name);
            // What is found to say nothing is no error everywhere.
            let ran = dictum(&db, &["run", "-"]).given(asked.as_str()).run().sound(&asked);
            assert!(ran.err.len() < LONGEST_MESSAGE, "{}…: {}", &asked[..30], ran.err.len());
        }
    }
    let found = dictum(&db, &["run", "-"]).given(format!("claims about \"{long}\"")).run().ended(0);
    assert!(found.err.contains("no claims"), "{}", common::cut(&found.err));
}

#[test]
fn definitions_neither_run_deep_nor_multiply() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let mut script = "define d9000 as claims\ndefine m60 as claims\n".to_owned();
    (0..9_000).for_each(|n| writeln!(script, "define d{n} as claims matching d{}", n + 1).expect("a string"));
    (0..60).for_each(|n| {
        writeln!(script, "define m{n} as claims matching m{0} or matching m{0}", n + 1).expect("a string");
    });
    dictum(&db, &["run", "-"]).given(script).within(Duration::from_secs(60)).run().ended(0);
    let deep = dictum(&db, &["query", "claims matching d0"]).run().sound("").ended(1);
    assert!(deep.err.contains("50 steps") && deep.err.len() < LONGEST_MESSAGE, "{}", deep.err);
    dictum(&db, &["query", "claims matching d8970"]).run().ended(0);
    let many = dictum(&db, &["query", "claims matching m30"]).run().sound("").ended(1);
    assert!(many.err.contains("more than 5000 definitions"), "{}", many.err);
    dictum(&db, &["query", "claims matching m56"]).run().ended(0);
    dictum(&db, &["query", "show d0"]).run().sound("").ended(0);
}

/// What an entity costs that is very large is paid when it is recorded, not whenever the database is opened.
#[test]
fn a_large_record_is_taken_in_once() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let names: Vec<String> =
        (0..100_000).map(|n| format!("{{\"text\":\"Name {n} of it, {}\"}}", n * 7919)).collect();
    let entity =
        format!("{{\"type\":\"entity\",\"id\":\"big\",\"kind\":\"place\",\"names\":[{}]}}", names.join(","));
    let file = temp.path().join("big.ndjson");
    fs::write(&file, entity).expect("a file can be written");
    let import = ["import".to_owned(), file.display().to_string()];
    let recorded = dictum(&db, &import).within(Duration::from_secs(60)).run().ended(0);
    let opened = (0..3).map(|_| dictum(&db, &["query", "count claims"]).run().ended(0).took).min();
    let opened = opened.expect("three runs");
    assert!(opened * 4 < recorded.took, "recorded in {:?}, opened in {opened:?}", recorded.took);
}
