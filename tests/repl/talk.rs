//! Conversations, through the session.

use std::fs;

use super::kit::Kit;

#[test]
fn the_last_answer_can_be_taken_out_again() {
    let mut kit = Kit::seeded();
    assert!(kit.enter(".export csv x.csv", &[]).contains("nothing was asked yet"));
    kit.enter("claims by Neil Melvin", &[]);
    for (format, start) in [("csv", "id,"), ("interchange", "{"), ("script", "add "), ("markdown", "")] {
        let file = kit.file(&format!("out.{format}"));
        let said = kit.enter(&format!(".export {format} \"{}\"", file.display()), &[]);
        assert!(said.contains("written to"), "{said}");
        let text = fs::read_to_string(file).expect("a file");
        assert!(text.starts_with(start) && text.contains("last-card"), "{text}");
    }
    let said = kit.enter(".export nothing x", &[]);
    assert!(said.contains("there is no format `nothing`"), "{said}");
}

#[test]
fn answers_go_where_they_are_sent() {
    let mut kit = Kit::seeded();
    let (once, all) = (kit.file("once.txt"), kit.file("all.txt"));
    kit.enter(".mode csv", &[]);
    kit.enter(&format!(".once {}", once.display()), &[]);
    assert!(!kit.enter("claims by Neil Melvin", &[]).contains("last-card"));
    assert!(kit.enter("claims by Neil Melvin", &[]).contains("last-card"));
    kit.enter(&format!(".output {}", all.display()), &[]);
    kit.enter("claims by Neil Melvin", &[]);
    kit.enter("claims by Neil Melvin", &[]);
    kit.enter(".output", &[]);
    assert_eq!(fs::read_to_string(once).expect("a file").matches("last-card,").count(), 1);
    assert_eq!(fs::read_to_string(all).expect("a file").matches("last-card,").count(), 2);
}

#[test]
fn an_error_leaves_the_session_as_it_was() {
    let mut kit = Kit::seeded();
    kit.enter("reading arabic-report", &[]);
    kit.enter("claims by Neil Melvin", &[]);
    for wrong in [
        "claims about Rusia",
        "add claim last-card \"other\"@en quoted;",
        "reading nobody",
        ".set mode x",
        ".undo 99",
        "why nothing-such",
        ".read nothing",
    ] {
        let said = kit.enter(wrong, &[]);
        assert!(said.contains("error:"), "{wrong}: {said}");
        assert_eq!(kit.shell.prompt(), "dictum (arabic-report)> ");
    }
    assert!(
        kit.enter("why last-card", &[]).starts_with("✓"),
        "the last question is still the one that was answered"
    );
}

#[test]
fn habits_of_other_shells_get_a_hint() {
    let mut kit = Kit::seeded();
    for (typed, hint) in [
        ("SELECT * FROM claims", "claims about Russia"),
        ("\\d", ".stats"),
        (".tables", ".help"),
        ("delete from x", "retract"),
    ] {
        let said = kit.enter(typed, &[]);
        assert!(said.contains("error:") && said.contains(hint), "{typed}: {said}");
    }
    assert!(kit.enter("help", &[]).contains(".export"));
}

#[test]
fn a_claim_is_recorded_part_by_part() {
    let mut kit = Kit::seeded();
    let answers = [
        "Russia will lose its last strong card in the corridor",
        "en",
        "yes",
        "card-lost",
        "whatever",
        "quoted",
        "nowhere",
        "arabic-report",
        "para 12",
        "",
        "Rusia",
        "neil-melvin?",
        "russia, zangezur-corridor",
        "July 2025",
        "",
        "trade",
        "",
        "yes",
    ];
    let said = kit.enter("add claim", &answers);
    assert!(said.contains("nearly the same is here already:\n  last-card"), "{said}");
    assert!(
        said.contains("there is no source `nowhere`") && said.contains("nothing here is called `Rusia`"),
        "{said}"
    );
    assert!(said.ends_with("1 recorded (transaction 2)\n"), "{said}");
    let shown = kit.enter("show card-lost", &[]);
    assert!(shown.contains("Neil Melvin?") && shown.contains("2025-07"), "{shown}");
}

#[test]
fn a_role_of_the_speaker_is_recorded_with_a_claim_or_refused() {
    let mut kit = Kit::seeded();
    let claim = |id: &str, by: &[&str]| -> Vec<String> {
        let before = ["The harbour office opened late", "en", id, "quoted", "arabic-report", "", ""];
        let after = ["russia", "", "", "", "", "yes"];
        before.iter().chain(by).chain(&after).map(|answer| (*answer).to_owned()).collect()
    };
    let mut add = |id: &str, by: &[&str]| {
        let mut answers = claim(id, by);
        if id != "first" {
            answers.insert(2, "yes".to_owned());
        }
        let said = kit.enter("add claim", &answers.iter().map(String::as_str).collect::<Vec<_>>());
        (said, kit.enter(&format!("show {id}"), &[]))
    };
    let (said, shown) = add("first", &["neil-melvin as director of rusi title \"head of security\""]);
    assert!(said.ends_with("1 recorded (transaction 2)\n"), "{said}");
    assert!(shown.contains("presented as") && shown.contains("head of security"), "{shown}");
    let (said, shown) = add("second", &["neil-melvin? as former diplomat"]);
    assert!(said.ends_with("1 recorded (transaction 3)\n"), "{said}");
    assert!(shown.contains("former diplomat"), "{shown}");
    let wrong = [
        ("neil-melvin as", "expected"),
        ("neil-melvin as wizard of rusi", "nothing here is called `wizard`"),
        ("neil-melvin as director of nobody", "nothing here is called `nobody`"),
        ("neil-melvin presented as director", ""),
    ];
    for (number, (wrong, why)) in wrong.into_iter().enumerate() {
        let (said, shown) = add(&format!("third-{number}"), &[wrong, "neil-melvin as director of rusi"]);
        assert!(said.contains("error: ") && said.contains(why), "{wrong}: {said}");
        assert!(said.contains("1 recorded (transaction"), "{wrong}: {said}");
        assert!(shown.contains("presented as director"), "{wrong}: {shown}");
    }
}

#[test]
fn a_claim_that_is_abandoned_is_not_recorded() {
    let mut kit = Kit::seeded();
    for answers in [
        &["Moscow is losing", "en"][..],
        &[""][..],
        &["A sentence", "en", "an-id", "quoted", "arabic-report", "", "", "", "", "", "", "", "", "no"][..],
    ] {
        assert!(kit.enter("add claim", answers).contains("nothing was recorded"));
    }
    assert!(kit.enter(".stats", &[]).contains("transactions          1\n"));
}

#[test]
fn undo_is_a_transaction_with_a_reason() {
    let mut kit = Kit::seeded();
    let before = kit.enter("show last-card", &[]);
    kit.enter("correct last-card also tagged corrected-tag because \"a test\";", &[]);
    assert!(kit.enter("show last-card", &[]).contains("corrected-tag"));
    assert!(kit.enter(".undo", &[""]).contains("nothing was taken back"));
    let said = kit.enter(".undo", &["a slip"]);
    assert!(
        said.contains("corrects, to what it was before, claim `last-card`")
            && said.contains("1 recorded (transaction 3)"),
        "{said}"
    );
    assert!(!kit.enter("show last-card", &[]).contains("corrected-tag"));
    assert!(kit.enter("history of last-card", &[]).contains("a slip"), "the reason is kept");
    assert!(kit.enter(".undo 2", &["again"]).contains("was changed again by transaction 3"));
    kit.enter(".undo", &["it was right"]);
    assert!(
        kit.enter("show last-card", &[]).contains("corrected-tag"),
        "what was taken back can be taken back"
    );
    assert!(before.contains("last-card"));
    let refused = kit.enter(".undo 1", &["all of it"]);
    assert!(refused.contains("was changed again"), "{refused}");
}

#[test]
fn why_names_what_made_a_claim_an_answer() {
    let mut kit = Kit::seeded();
    kit.enter("claims about روسيا by diplomats since 2025 or about Turkey", &[]);
    kit.enter("claims about \"South Caucasus\" by RUSI", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("Zangezur corridor, within South Caucasus"), "{said}");
    assert!(said.contains("presented as director of Royal United Services Institute"), "{said}");
    kit.enter("claims citing \"The Telegraph\" not tagged security", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(
        said.contains("✗ last-card is not in the answer") && said.contains("via telegraph-report?"),
        "{said}"
    );
    assert!(kit.enter("people", &[]).contains("people"));
    assert!(kit.enter("why last-card", &[]).contains("was not about claims"));
}

#[test]
fn params_and_settings_hold() {
    let mut kit = Kit::seeded();
    kit.enter(".params who Neil Melvin", &[]);
    assert!(kit.enter("count claims by $who", &[]).contains(" 4 "));
    assert_eq!(kit.enter(".params", &[]), "$who  Neil Melvin\n");
    kit.enter(".params clear", &[]);
    assert!(kit.enter("count claims by $who", &[]).contains("error:"));
    kit.enter(".timer off", &[]);
    assert!(kit.enter("claims by Neil Melvin", &[]).contains("4 claims\n"));
    assert!(kit.enter(".set", &[]).contains("timer   off"));
}

#[test]
fn another_database_can_be_opened() {
    let mut kit = Kit::seeded();
    let other = kit.file("other.dictum");
    kit.enter(&format!(".open {}", other.display()), &[]);
    assert!(kit.enter("claims", &[]).contains("no claims"));
    let own = kit.file("seed.dictum");
    kit.enter(&format!(".open {}", own.display()), &[]);
    assert!(kit.enter("claims by Neil Melvin", &[]).contains("4 claims"));
    assert!(kit.enter(&format!(".open {}", own.display()), &[]).contains("open already"));
}

#[test]
fn counts_are_drawn_as_bars_and_a_matrix() {
    let mut kit = Kit::seeded();
    assert!(kit.enter("count claims per mode", &[]).contains("█████"));
    assert!(kit.enter("count claims per speaker, mode", &[]).starts_with("speaker ╲ mode\n"));
    kit.enter(".set bars off", &[]);
    assert!(kit.enter("count claims per mode", &[]).starts_with("┌"));
}

#[test]
fn what_is_pasted_is_done_line_by_line() {
    let mut kit = Kit::seeded();
    let said = kit.enter(".mode csv\ncount claims\n.mode table\ncount people\n", &[]);
    assert!(said.starts_with("count\n86\n") && said.contains("┌"), "{said}");
}

#[test]
fn why_compares_dates() {
    let mut kit = Kit::seeded();
    kit.enter("correct last-card said 2025-07 because \"a test\";", &[]);
    kit.enter("claims since 10 July 2025", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("it was said 2025-07: that is 2025-07-01 to"), "{said}");
    kit.enter("claims before 2025", &[]);
    assert!(kit.enter("why last-card", &[]).contains("lies outside the time"));
}

#[test]
fn the_whole_database_can_be_taken_out() {
    let mut kit = Kit::seeded();
    for (format, start) in [("interchange", "{"), ("script", "add ")] {
        let file = kit.file(&format!("all.{format}"));
        let said = kit.enter(&format!(".export {format} {} all", file.display()), &[]);
        assert!(said.contains("156 records, the whole database, written to"), "{said}");
        assert!(fs::read_to_string(file).expect("a file").starts_with(start));
    }
    let kept = kit.file("kept.csv");
    fs::write(&kept, "kept").expect("a file");
    let said = kit.enter(&format!(".export csv {} all", kept.display()), &[]);
    assert!(said.contains("cannot be written as `csv`") && said.contains("FILE claims`"), "{said}");
    kit.enter(&format!(".export csv {} claims about Rusia", kept.display()), &[]);
    assert_eq!(
        fs::read_to_string(kept).expect("a file"),
        "kept",
        "what fails leaves the file that was there"
    );
}

#[test]
fn what_is_typed_whole_is_compared_first() {
    let mut kit = Kit::seeded();
    let near = "add claim card-lost \"Russia holds its last strong card, the corridor in the region\"@en
        quoted by neil-melvin read in arabic-report;";
    let said = kit.enter(near, &["no"]);
    assert!(said.contains("nearly the same is here already:\n  last-card: The corridor"), "{said}");
    assert!(said.contains("nothing was recorded"), "{said}");
    let said = kit.enter(near, &["yes"]);
    assert!(said.ends_with("1 recorded (transaction 2)\n"), "{said}");
    let said = kit.enter(near, &[]);
    assert!(said.contains("1 there already") && !said.contains("nearly the same is here"), "{said}");
    let wrong = near.replace("card-lost", "card-two").replace("neil-melvin", "nel-melvin");
    let said = kit.enter(&wrong, &[]);
    assert!(said.contains("nothing here is called `nel-melvin`") && !said.contains("all the same"), "{said}");
}

#[test]
fn a_script_is_asked_nothing_and_told_what_is_near() {
    let mut kit = Kit::seeded();
    let script = kit.file("near.claims");
    let near = "add claim card-lost \"The last strong card that Russia holds in the region is the corridor\"@en\n    \
                quoted by neil-melvin read in arabic-report\n";
    fs::write(&script, near).expect("a file");
    let said = kit.enter(&format!(".read {}", script.display()), &[]);
    assert!(said.contains("1 recorded") && !said.contains("yes or no"), "{said}");
    let remark = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(remark.contains("`card-lost` says nearly what is here already: last-card:"), "{said}");
}

#[test]
fn every_type_of_record_is_asked_for_part_by_part() {
    let mut kit = Kit::seeded();
    let person = [
        "Jon Ruhl",
        "en",
        "جون رول",
        "ar",
        "",
        "jon-ruhl",
        "nothing-such",
        "diplomat of Russia since 2020",
        "",
        "Q5",
        "",
        "yes",
    ];
    let said = kit.enter("add person", &person);
    assert!(said.contains("nothing here is called `nothing-such`"), "{said}");
    assert!(said.contains("1 recorded"), "{said}");
    assert!(said.contains("add person jon-ruhl \"Jon Ruhl\"@en, \"جون رول\"@ar\n    as diplomat of Russia since 2020\n    wikidata Q5"), "{said}");
    let said = kit.enter("add person", &["Neil Melvin", "en", "no"]);
    assert!(said.contains("called so already:\n  Neil Melvin (person neil-melvin)"), "{said}");
    assert!(said.ends_with("nothing was recorded\n"), "{said}");
    for (entered, answers, shown) in [
        (
            "add organization",
            &["Plainly", "en", "", "plainly", "", "", "Checks facts.", "yes"][..],
            "add organization plainly \"Plainly\"@en\n    note \"Checks facts.\"",
        ),
        (
            "add place",
            &["Vesland", "en", "", "vesland", "europe", "Veslander", "en", "", "", "", "yes"][..],
            "demonym \"Veslander\"@en",
        ),
        (
            "add role envoy",
            &["envoy", "en", "", "envoys", "en", "", "official", "", "yes"][..],
            "plural \"envoys\"@en",
        ),
        (
            "add event",
            &["talks of March", "en", "", "march-talks", "2025-03", "baku", "", "", "yes"][..],
            "on 2025-03\n    at baku",
        ),
        (
            "add unnamed group",
            &["three traders", "en", "", "traders-1", "", "", "", "yes"][..],
            "add unnamed group traders-1",
        ),
        ("add topic", &["tolls", "en", "", "tolls", "", "", "", "yes"][..], "add topic tolls \"tolls\"@en"),
        (
            "add source",
            &[
                "A toll on a bridge",
                "toll-report",
                "Ada Brandt",
                "Neil Melvin",
                "",
                "The Telegraph",
                "2025-03",
                "article",
                "en",
                "",
                "",
                "",
                "",
                "",
                "yes",
            ][..],
            "add source toll-report\n    title \"A toll on a bridge\"\n    author \"Ada Brandt\", Neil Melvin\n    published by The Telegraph on 2025-03\n    medium article",
        ),
    ] {
        let said = kit.enter(entered, answers);
        assert!(said.contains(shown) && said.contains("1 recorded"), "{entered}: {said}");
    }
    assert!(kit.enter("show toll-report", &[]).contains("A toll on a bridge"));
}

#[test]
fn what_runs_can_be_stopped() {
    use std::sync::atomic::Ordering::Relaxed;
    let mut kit = Kit::seeded();
    let stop = kit.shell.stop.clone();
    // What was typed before has no power over what comes after.
    stop.store(true, Relaxed);
    assert!(kit.enter("count claims", &[]).contains("86"));
    let ndjson = kit.file("more.ndjson");
    fs::write(&ndjson, "{\"type\":\"source\",\"id\":\"one\"}\n").expect("a file");
    let file = fs::File::open(&ndjson).map(std::io::BufReader::new).expect("a file");
    stop.store(true, Relaxed);
    let imported = kit.shell.session.borrow_mut().import(file, Default::default(), &mut |_| {});
    assert_eq!(imported.expect_err("it was stopped")[0].message(), "stopped");
    stop.store(false, Relaxed);
    assert!(kit.enter(".stats", &[]).contains("transactions          1\n"), "nothing was changed");
}

#[test]
fn verdicts_and_retractions_are_seen_at_a_glance() {
    let mut kit = Kit::seeded();
    kit.enter("add organization full-fact \"Full Fact\"@en;", &[]);
    kit.enter("assess last-card mostly-false label \"Misleading\" by full-fact on 2025-07-21", &[]);
    let said = kit.enter("show last-card", &[]);
    assert!(said.starts_with("last-card · quoted · ✗ mostly-false\n"), "{said}");
    assert!(said.contains("verdict       ✗ mostly-false, “Misleading” – Full Fact"), "{said}");
    let said = kit.enter("claims by Neil Melvin", &[]);
    assert!(said.contains("│ verdict") && said.contains("✗ mostly-false"), "{said}");
    kit.enter("retract last-card because \"a test\"", &[]);
    assert!(kit.enter("show last-card", &[]).starts_with("last-card · quoted · ✗ retracted"));
    kit.enter(".set colour on", &[]);
    let said = kit.enter("show last-card", &[]);
    assert!(said.contains("\u{1b}[1;31m✗ retracted\u{1b}[0m"), "{said}");
    assert!(said.contains("\u{1b}[31m✗ mostly-false\u{1b}[0m"), "{said}");
}

#[test]
fn a_chain_is_drawn_hop_by_hop() {
    let mut kit = Kit::seeded();
    let said = kit.enter("show last-card", &[]);
    let drawn = "  chain         Neil Melvin
                ⇣ The Telegraph (not seen, assumed)
                ↓ arabic-report (read, para 11)\n";
    assert!(said.contains(drawn), "{said}");
}

#[test]
fn why_says_which_word_stands_where() {
    let mut kit = Kit::seeded();
    kit.enter("claims containing \"strong cards\"", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("“strong” stands in the statement"), "{said}");
    assert!(said.contains("“cards” stands as “card” in the statement"), "{said}");
    kit.enter("claims containing exactly \"last strong card\"", &[]);
    assert!(kit.enter("why last-card", &[]).contains("“last strong card” stands in the statement"));
    kit.enter("claims containing \"dragon\"", &[]);
    assert!(kit.enter("why last-card", &[]).contains("“dragon” stands in none of its texts"));
    kit.enter("claims like \"Russia holds a strong card\"", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("by the words Russia, holds, strong, card"), "{said}");
    kit.enter("claims in Arabic", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("✓ in Arabic") && said.contains("the document's words: ar"), "{said}");
}

#[test]
fn why_follows_counts_definitions_and_earlier_states() {
    let mut kit = Kit::seeded();
    kit.enter("define russia-watch as claims about Russia by Neil Melvin", &[]);
    kit.enter("claims matching russia-watch", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.contains("✓ matching russia-watch") && said.contains("✓ about Russia"), "{said}");
    assert!(said.contains("Neil Melvin"), "{said}");
    kit.enter("count claims about Russia per speaker", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.starts_with("✓ last-card is in the answer"), "{said}");
    // The clock of the kit stands still; transactions never go back, so the moment of the first is known.
    kit.shell.session.borrow_mut().now = Some(dictum::query::time::Now(1_753_100_000_000_000));
    kit.enter("correct last-card about turkey because \"a test\";", &[]);
    kit.enter("claims about Russia", &[]);
    assert!(kit.enter("why last-card", &[]).starts_with("✗ last-card is not in the answer"));
    kit.enter("claims about Russia as of 2025-07-20T12:00:00Z", &[]);
    let said = kit.enter("why last-card", &[]);
    assert!(said.starts_with("✓ last-card is in the answer"), "{said}");
    kit.enter("add claim later \"Something else\"@en asserted read in arabic-report;", &[]);
    let said = kit.enter("why later", &[]);
    assert!(said.contains("there was no claim `later` then"), "{said}");
}

#[test]
fn times_counted_from_today_get_a_mend() {
    let mut kit = Kit::seeded();
    for (asked, fix) in [
        ("claims said last week", "`since 1 week ago`"),
        ("claims last week", "`since 1 week ago`"),
        ("claims said in the last 7 days", "`since 7 days ago`"),
        ("claims in last month", "`since 1 month ago`"),
        ("claims about Russia last year", "`since 1 year ago`"),
        ("claims from last week", "`since 1 week ago`"),
        ("claims recently", "`since 1 month ago`"),
    ] {
        let said = kit.enter(asked, &[]);
        assert!(said.contains("error:") && said.contains(fix), "{asked}: {said}");
    }
    assert!(!kit.enter("claims said since 1 week ago", &[]).contains("error:"));
}

#[test]
fn long_sentences_break_at_words() {
    let mut kit = Kit::seeded();
    kit.enter(".width 40", &[]);
    let said = kit.enter("SELECT * FROM claims WHERE topic = 'Russia'", &[]);
    assert!(said.lines().all(|line| line.chars().count() <= 40), "{said}");
    let whole = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(whole.contains("showing speaker, statement`; `.help tutorial` shows more"), "{said}");
}
