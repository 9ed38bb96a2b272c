//! Texts that are very long or nested very deep.

use std::time::Duration;

use super::ground::Ground;
use crate::common::{Ran, dictum, fixture};

/// Through the program: a stack that overflows ends it with a signal.
fn through(command: &[&str], text: &str) -> Ran {
    let (_temp, db) = Ground::new().close();
    let ran = dictum(&db, command).given(text).run().sound(text);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    ran
}

const MILLION: usize = 1 << 20;

#[test]
fn a_megabyte_of_the_same() {
    for text in [
        "(",
        "\"",
        "a ",
        "a",
        "(\"",
        "claims ",
        "not ",
        "\n",
        ";",
        "#",
        "$",
        "?",
        "\\",
        "@",
        "“",
        "ا",
        "é\u{301}",
        "\u{200f}",
        "0",
        "{",
        "[",
    ] {
        let text = text.repeat(MILLION / text.len());
        for command in [&["run", "-"], &["fmt", "-"], &["import", "-"]] {
            through(command, &text);
        }
    }
}

#[test]
fn a_single_line_of_a_megabyte() {
    for text in ["a", "claims about Russia ", "add place x \"X\"@en ", "{\"type\":\"source\"} "] {
        let text = text.repeat(MILLION / text.len());
        for command in [&["run", "-"], &["fmt", "-"], &["import", "-"]] {
            through(command, &text);
        }
    }
}

#[test]
fn nested_deep() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    for depth in [10, 60, 64, 70, 1000, 50_000] {
        for text in [
            format!("claims {}", nested("(", "about Russia", ")", depth)),
            format!("claims about {}", nested("(", "Russia", ")", depth)),
            format!("claims {}", nested("not (", "about Russia", ")", depth)),
            format!("claims {}", nested("(about Russia or ", "quoted", ")", depth)),
            format!("claims {}", nested("not ", "quoted", "", depth)),
            format!("claims {}", nested("certainly ", "quoted", "", depth)),
            format!("claims {}", nested("contradicted by (claims ", "quoted", ")", depth)),
            nested("explain ", "claims", "", depth),
            format!("define d as claims {}", nested("(", "about Russia", ")", depth)),
        ] {
            let ran = through(&["run", "-"], &text);
            assert!(
                depth > 10
                    || ran.code == Some(0)
                    || text.contains("ly cert")
                    || text.contains("not not")
                    || text.contains("explain e"),
                "{}",
                ran.err
            );
            through(&["fmt", "-"], &text);
        }
        let deep = [("[", "", "]"), ("{\"a\":", "1", "}"), ("[{\"a\":", "1", "}]")];
        for (open, inner, close) in deep {
            let value = nested(open, inner, close, depth);
            let ran =
                through(&["import", "-"], &format!("{{\"type\":\"source\",\"extra\":{{\"x\":{value}}}}}"));
            assert_eq!(ran.code, Some(1));
            through(&["import", "-"], &value);
        }
    }
}

#[test]
fn long_operands() {
    operands_of(3000);
}

#[test]
fn very_long_operands() {
    operands_of(200_000);
}

fn operands_of(length: usize) {
    let mut ground = Ground::new().within(Duration::from_secs(10));
    let seed = std::fs::read_to_string(fixture()).expect("the seed can be read");
    ground.run(&seed).expect_err("the beginning and the seed do not fit");
    let seed: Vec<&str> = seed
        .split("\nadd ")
        .filter(|add| !add.starts_with("place russia ") && !add.starts_with("role diplomat "))
        .collect();
    ground.run(&seed.join("\nadd ")).expect("the seed is recorded");
    for text in ["a", "a ", "ا", "Russia "] {
        let long = text.repeat(length / text.len());
        for question in [
            format!("claims about \"{long}\""),
            format!("claims about {long}"),
            format!("claims by {long}"),
            format!("claims containing \"{long}\""),
            format!("claims containing exactly \"{long}\""),
            format!("claims like \"{long}\""),
            format!("people named \"{long}\""),
            format!("claims tagged \"{long}\""),
            format!("claims in {long}"),
            format!("show {long}"),
        ] {
            let _ = ground.ask(&question);
        }
    }
    for question in [
        format!("claims about {}", ["Russia"; 3000].join(" or ")),
        format!("claims {}", ["about Russia"; 3000].join(" and ")),
        format!("claims tagged {}", ["x"; 3000].join(" or ")),
        format!("claims limit {}", "9".repeat(1000)),
        format!("claims since {} days ago", "9".repeat(1000)),
        format!("claims in {}", "2025-07/".repeat(1000)),
    ] {
        let _ = ground.ask(&question);
    }
}

/// Large things that are right are taken.
#[test]
fn long_texts_are_kept() {
    let mut ground = Ground::new().within(Duration::from_secs(10));
    let text = "The corridor was opened; and then closed again. ".repeat(20_000);
    let script = format!(
        "add source long text \"{text}\"\nadd claim long \"{}\" asserted read in long note \"{text}\"",
        &text[..4000]
    );
    assert_eq!(ground.run(&script), Ok(2));
    let names: Vec<String> = (0..2000).map(|number| format!("\"Name {number}\"")).collect();
    assert_eq!(ground.run(&format!("add place many {}", names.join(", "))), Ok(1));
    ground.ask("claims about \"name 1999\"").expect("the last of many names is found");
    ground.ask("show many").expect("it is shown");
    let longest = "x".repeat(200);
    assert_eq!(ground.run(&format!("add place {longest} \"Long\"")), Ok(1));
    assert!(ground.run(&format!("add place {longest}x \"Longer\"")).is_err());
}
