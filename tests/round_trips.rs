//! What goes out comes back: exports, scripts, answers taken away by themselves, and the past.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Chance, dictum, fixture, inside};
use dictum::model::Date;
use dictum::query::time::Now;
use dictum::session::Session;
use serde_json::Value;
use support::world::{Kind, World};
use tempfile::TempDir;

use crate::common;
use crate::support;

// ---- there and back -----------------------------------------------------------------------------------------------

struct Place {
    temp: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { temp: tempfile::tempdir().expect("a temporary folder") }
    }

    fn db(&self, name: &str) -> PathBuf {
        self.temp.path().join(format!("{name}.dictum"))
    }

    /// A file of this text.
    fn file(&self, name: &str, text: &[u8]) -> String {
        let path = self.temp.path().join(name);
        fs::write(&path, text).expect("a file can be written");
        path.display().to_string()
    }
}

fn export(db: &Path, args: &[&str]) -> Vec<u8> {
    dictum(db, &[&["export"], args].concat()).run().ended(0).out
}

/// Every way from a database into a new one gives the same records.
fn goes_round(place: &Place, db: &Path) {
    let (json, script) = (export(db, &[]), export(db, &["--format", "script"]));
    assert!(json.len() > 500 && script.len() > 500);
    let (json_file, script_file) = (place.file("all.ndjson", &json), place.file("all.claims", &script));
    let ways: [&[&str]; 3] =
        [&["import", &json_file], &["run", &script_file], &["import", "--from", "script", &script_file]];
    for (number, way) in ways.into_iter().enumerate() {
        let new = place.db(&format!("new-{number}"));
        dictum(&new, way).run().ended(0);
        assert!(export(&new, &[]) == json, "{way:?} gives other records");
        assert!(export(&new, &["--format", "script"]) == script, "{way:?} gives another script");
        let digest = dictum(&new, &["digest"]).run().ended(0).out;
        for again in ways {
            let ran = dictum(&new, again).run();
            // What is retracted cannot be told twice by a script without a word; it is there already.
            let ran = ran.ended(0);
            assert!(ran.err.contains("0 recorded"), "{again:?} once more: {}", ran.err);
        }
        assert_eq!(
            dictum(&new, &["digest"]).run().ended(0).out,
            digest,
            "the same once more changes nothing"
        );
    }
    dictum(db, &["fmt", "--check", &script_file]).run().ended(0);
}

#[test]
fn the_seed_goes_round() {
    let place = Place::new();
    let db = place.db("seed");
    dictum(&db, &["run", &fixture().display().to_string()]).run().ended(0);
    goes_round(&place, &db);
}

#[test]
fn attested_roles_and_open_ends_go_round() {
    const SCRIPT: &str = r#"
add organization rusi "Royal United Services Institute"@en, "RUSI"@en
add role director "director"@en plural "directors"@en
add role minister "minister"@en plural "ministers"@en
add person neil "Neil Melvin"@en as director of rusi since 2019-01-14 still on 2024-09-15 as minister since 2020 still
add person bo "Bo"@en as minister? since 2019 still on 2024~ as minister title "minister of ports" still on 2023
add unnamed person aide "an aide"@en as director of rusi
add source s title "S" published by rusi on 2024-10-01
reading s
add claim one "One"@en quoted by neil as director of rusi title "director of security" said 2024
add claim two "Two"@en quoted by neil? as former director of rusi as minister title "m", bo as former minister of rusi
add claim three "Three"@en quoted by bo as minister?, aide
"#;
    let place = Place::new();
    let db = place.db("old");
    dictum(&db, &["run", "-"]).given(SCRIPT).run().ended(0);
    let script = String::from_utf8(export(&db, &["--format", "script"])).expect("text");
    for kept in [
        "still on 2024-09-15",
        "still on 2024~",
        "title \"minister of ports\" still on 2023",
        "as former director of rusi",
        "as former minister of rusi",
        "title \"director of security\"",
    ] {
        assert!(script.contains(kept), "{kept}: {script}");
    }
    assert_eq!(script.matches("still on ").count(), 4, "{script}");
    let json = String::from_utf8(export(&db, &[])).expect("text");
    assert!(json.contains("2024-09-15/..") && json.matches("\"former\":true").count() == 2, "{json}");
    goes_round(&place, &db);
}

#[test]
fn a_world_goes_round() {
    for seed in [61, 62] {
        let place = Place::new();
        let db = place.db("world");
        let world = World::generate(seed, 500).to_ndjson();
        dictum(&db, &["import", "-"]).given(world.as_str()).run().ended(0);
        let again = dictum(&db, &["import", "-"]).given(world.as_str()).run().ended(0);
        assert!(
            again.err.contains(&format!("0 recorded; {} there already", world.lines().count())),
            "{}",
            again.err
        );
        goes_round(&place, &db);
    }
}

// ---- an answer by itself ------------------------------------------------------------------------------------------

fn ids(db: &Path, question: &str) -> Vec<String> {
    let rows = dictum(db, &["query", question, "--format", "ndjson"]).run().ended(0).text();
    let rows = rows.lines().map(|line| serde_json::from_str::<Value>(line).expect("a row is JSON"));
    rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn an_answer_can_be_taken_away_by_itself() {
    let place = Place::new();
    let db = place.db("world");
    let world = World::generate(63, 300);
    dictum(&db, &["import", "-"]).given(world.to_ndjson()).run().ended(0);
    let topics: Vec<&str> = world
        .entities
        .iter()
        .filter(|e| matches!(e.kind, Kind::Topic | Kind::Place))
        .map(|e| e.id.as_str())
        .collect();
    let mut questions: Vec<String> = topics.iter().take(6).map(|id| format!("claims about {id}")).collect();
    questions.extend(
        [
            "claims quoted",
            "claims rated",
            "claims contradicted",
            "claims undated oldest first limit 7",
            "claims including retracted limit 40",
        ]
        .map(str::to_owned),
    );
    let mut taken = 0;
    for (number, question) in questions.iter().enumerate() {
        let asked = ids(&db, question);
        let records = export(&db, &[question]);
        taken += asked.len();
        for (form, way) in [("interchange", "import"), ("script", "run")] {
            let new = place.db(&format!("answer-{number}-{form}"));
            let records = if form == "script" {
                export(&db, &[question, "--format", "script"])
            } else {
                records.clone()
            };
            dictum(&new, &[way, "-"]).given(records.clone()).run().ended(0);
            let found: BTreeSet<String> = if asked.is_empty() {
                BTreeSet::new()
            } else {
                ids(&new, "claims including retracted").into_iter().collect()
            };
            assert_eq!(found, asked.iter().cloned().collect(), "{question} as {form}");
            if asked.is_empty() {
                continue;
            }
            assert!(export(&new, &["--format", form]) == records, "{question} as {form}: other records");
            if !question.contains("limit")
                && !question.contains("rated")
                && !question.contains("contradicted")
            {
                let again: BTreeSet<String> = ids(&new, question).into_iter().collect();
                assert_eq!(again, found, "{question} asked of its own answer");
            }
        }
    }
    assert!(taken > 100, "the questions find too little: {taken}");
}

// ---- the past -----------------------------------------------------------------------------------------------------

/// 2025-08-01T00:00:00Z.
const START: i64 = 1_754_006_400;
const HOUR: i64 = 3600;

/// One transaction: its moment in seconds, and the script that makes it.
struct Lowered {
    at: i64,
    script: String,
}

fn replay(db: &Path, world: &str, history: &[Lowered]) -> Session {
    let mut session = inside::session(db);
    session.now = Some(Now(START * 1_000_000));
    inside::import(&mut session, world.as_bytes()).expect("the world is taken in");
    for told in history {
        session.now = Some(Now(told.at * 1_000_000 + 123));
        let ran = session.run(&told.script, None, &mut |_| {});
        ran.unwrap_or_else(|problems| panic!("{problems:?}\n{}", told.script));
    }
    session
}

/// Transactions by chance: additions, corrections, retractions and what brings back.
struct Telling<'w> {
    chance: Chance,
    world: &'w World,
    claims: Vec<String>,
    places: Vec<String>,
    people: Vec<String>,
}

impl Telling<'_> {
    fn new(world: &World, seed: u64) -> Telling<'_> {
        let of = |kind: Kind| {
            world.of_kind(kind).into_iter().map(|entity| world.entities[entity].id.clone()).collect()
        };
        let claims = world.claims.iter().map(|claim| claim.id.clone()).collect();
        Telling { chance: Chance(seed), world, claims, places: of(Kind::Place), people: of(Kind::Person) }
    }

    fn statement(&mut self, number: usize) -> String {
        let claim = self.chance.pick(&self.claims).clone();
        let other = self.chance.pick(&self.claims).clone();
        let place = self.chance.pick(&self.places).clone();
        let person = self.chance.pick(&self.people).clone();
        let source = self.chance.pick(&self.world.sources).id.clone();
        let day = 1 + self.chance.below(28);
        match self.chance.below(18) {
            0..=3 => {
                self.claims.push(format!("told-{number}"));
                format!(
                    "add claim told-{number} \"The border of {number} corridors is blocked\"@en by {person} about {place} said 2025-07-{day:02} quoted read in {source}"
                )
            }
            4 => {
                self.places.push(format!("new-place-{number}"));
                format!("add place new-place-{number} \"Newland {number}\"@en, \"North\"@en within {place}")
            }
            5 => {
                self.people.push(format!("new-person-{number}"));
                format!(
                    "add person new-person-{number} \"Nina {number}\"@en as diplomat of {place} since 2024"
                )
            }
            6 => format!("correct claim {claim} said 2025-07-{day:02}"),
            7 => format!("correct claim {claim} also about {place}"),
            8 => format!("correct claim {claim} about {place} because \"it is about that alone\""),
            9 => format!("correct claim {claim} by {person}"),
            10 => format!("correct claim {claim} tagged trade, border"),
            11 => format!("retract claim {claim} because \"misattributed\""),
            12 => format!("restore claim {claim}"),
            13 => format!("correct entity {place} within {}", self.chance.pick(&self.places)),
            14 => {
                format!("correct entity {person} also as diplomat of {place} since 2025-0{}", 1 + number % 9)
            }
            15 => format!("link {claim} contradicts {other}"),
            16 => format!(
                "assess {claim} {} by {person} on 2025-08-{day:02}",
                self.chance.pick(&["true", "false", "mixed"])
            ),
            _ => format!("correct entity {place} also \"Otherland {number}\"@en"),
        }
    }
}

/// A history over a world; what would be refused is left out.
fn history(world: &World, seed: u64, count: usize) -> (Vec<Lowered>, TempDir, Session) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut session = replay(&temp.path().join("whole.dictum"), &world.to_ndjson(), &[]);
    let mut telling = Telling::new(world, seed);
    let mut told = Vec::new();
    let mut number = 0;
    while told.len() < count {
        number += 1;
        let statements: Vec<String> =
            (0..=telling.chance.below(3)).map(|n| telling.statement(number * 10 + n as usize)).collect();
        let script = statements.join("\n");
        let at = START + HOUR * (told.len() as i64 + 1);
        session.now = Some(Now(at * 1_000_000 + 123));
        // What was there already makes no transaction; what is refused neither.
        if session
            .run(&script, None, &mut |_| {})
            .is_ok_and(|outcome| outcome.recorded.is_some_and(|r| r.sequence.is_some()))
        {
            told.push(Lowered { at, script });
        }
        assert!(number < count * 30, "too much is refused");
    }
    (told, temp, session)
}

fn moment(second: i64) -> String {
    Date::of_moment(dictum::model::Moment(second)).expect("a moment").as_str().to_owned()
}

/// The law of `as of`: the same question on a database rebuilt from the transactions up to then.
#[test]
fn as_of_answers_what_was_known_then() {
    const COUNT: usize = 40;
    let world = World::generate(64, 150);
    let (told, temp, mut whole) = history(&world, 65, COUNT);
    let now = START + HOUR * (COUNT as i64 + 5);
    let mut questions: Vec<String> =
        world.questions_at(66, 60, now).into_iter().map(|case| case.question).collect();
    questions.retain(|question| !question.contains("as of"));
    questions.truncate(14);
    questions.extend(
        [
            "claims",
            "claims including retracted",
            "claims recorded since 2025-08-01T05:00:00Z newest first",
            "count claims per topic",
            "people",
            "places named \"land\"",
        ]
        .map(str::to_owned),
    );
    let mut compared = 0;
    let mut answered = 0;
    for known in [0, 1, 7, 15, 23, 31, COUNT] {
        // Half an hour after the transaction.
        let then = START + HOUR * known as i64 + HOUR / 2;
        let rebuilt = temp.path().join(format!("until-{known}.dictum"));
        let mut past = replay(&rebuilt, &world.to_ndjson(), &told[..known]);
        past.now = Some(Now(then * 1_000_000 + 999_999));
        whole.now = Some(Now(now * 1_000_000));
        for question in &questions {
            let of_then = format!("{question} as of {}", moment(then));
            let (asked, right) = (inside::lines(&mut whole, &of_then), inside::lines(&mut past, question));
            match (&asked, &right) {
                (Ok(asked), Ok(right)) => {
                    assert!(asked == right, "{of_then}\n--- asked\n{asked}\n--- right\n{right}");
                }
                (Err(asked), Err(right)) => assert_eq!(asked.message(), right.message(), "{of_then}"),
                _ => panic!("{of_then}\n--- asked {asked:?}\n--- right {right:?}"),
            }
            compared += 1;
            answered += usize::from(right.is_ok_and(|text| !text.is_empty()));
        }
        // Hashes are salted, so that the digests of two journals differ: the answer's is that of the last transaction of then.
        let last = past.log(usize::MAX).expect("a log").len() as u64;
        let logged = whole.log(usize::MAX).expect("a log");
        let digest = &logged.iter().find(|entry| entry.sequence == last).expect("a transaction").digest;
        let of_then = whole.ask(&format!("claims as of {}", moment(then))).expect("it is answered");
        assert_eq!(&of_then.asked.digest, digest);
    }
    println!("{compared} questions about the past, {answered} with something in their answer");
    assert!(answered * 2 > compared, "most questions find nothing");
    // Through the program, whose present is later still.
    drop(whole);
    let db = temp.path().join("whole.dictum");
    for known in [7, 31] {
        let rebuilt = temp.path().join(format!("until-{known}.dictum"));
        let then = moment(START + HOUR * i64::from(known) + HOUR / 2);
        for question in ["claims", "count claims per speaker", "people"] {
            let asked = dictum(&db, &["query", &format!("{question} as of {then}"), "--format", "ndjson"])
                .run()
                .ended(0);
            let right = dictum(&rebuilt, &["query", question, "--format", "ndjson"]).run().ended(0);
            assert_eq!(asked.text(), right.text(), "{question} as of {then}");
        }
    }
    dictum(&db, &["export"]).run().ended(0);
}
