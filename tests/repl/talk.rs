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
    assert!(said.contains("perhaps director of Royal United Services Institute"), "{said}");
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
