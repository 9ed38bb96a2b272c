//! The screens of docs/repl.md are what the shell shows.

use std::fs;

use super::kit::{Kit, at_root};
use crate::common::updates;

const PAGE: &str = "docs/repl.md";

#[test]
fn the_screens_of_the_page_are_true() {
    let page = fs::read_to_string(at_root(PAGE)).expect("the page");
    let mut kit = Kit::seeded();
    let mut played = String::new();
    let mut screen: Option<Vec<&str>> = None;
    let mut screens = 0;
    for line in page.lines() {
        match &mut screen {
            Some(lines) if line == "```" => {
                played += &play(&mut kit, lines);
                screen = None;
                played += "```\n";
            }
            Some(lines) => lines.push(line),
            None => {
                if line == "```screen" {
                    screen = Some(Vec::new());
                    screens += 1;
                }
                played += line;
                played.push('\n');
            }
        }
    }
    assert!(screens > 5, "the page has screens");
    if updates() {
        fs::write(at_root(PAGE), &played).expect("the page can be written");
    } else {
        let differing = page.lines().zip(played.lines()).find(|(given, now)| given != now);
        assert_eq!(differing, None, "UPDATE=1 writes what the shell shows into {PAGE}");
        assert_eq!(page.lines().count(), played.lines().count());
    }
}

/// Plays a conversation again.
fn play(kit: &mut Kit, lines: &[&str]) -> String {
    let mut played = String::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(entered) = entered(lines[at]) else {
            at += 1;
            continue;
        };
        let end =
            (at + 1..lines.len()).find(|place| self::entered(lines[*place]).is_some()).unwrap_or(lines.len());
        let answers: Vec<&str> = lines[at + 1..end].iter().filter_map(|line| answered(line)).collect();
        let prompt = kit.shell.prompt();
        let shown = kit.enter(entered, &answers);
        played += &format!("{prompt}{entered}\n");
        shown.lines().for_each(|line| played += &format!("{}\n", settled(line)));
        at = end;
    }
    played
}

/// What is entered on a line that begins with the prompt.
fn entered(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("dictum")?;
    rest.strip_prefix("> ").or_else(|| rest.strip_prefix(" (")?.split_once(")> ").map(|parts| parts.1))
}

/// The answer to a question of the shell's own.
fn answered(line: &str) -> Option<&str> {
    let mut prompts = dictum::shell::prompts();
    prompts.sort_by_key(|prompt| std::cmp::Reverse(prompt.len()));
    prompts.iter().find_map(|prompt| line.strip_prefix(prompt.trim_end())).map(str::trim)
}

/// A line without what is different each time: durations, sizes and digests.
fn settled(line: &str) -> String {
    let units = [" µs", " ms", " s"];
    if let Some((before, took)) = line.rsplit_once(" · ")
        && units.iter().any(|unit| took.ends_with(unit))
    {
        return format!("{before} · …");
    }
    if units.iter().any(|unit| line.strip_suffix(unit).is_some_and(|figures| figures.parse::<f64>().is_ok()))
    {
        return "…".to_owned();
    }
    if let Some((before, _)) = line.split_once(", digest ") {
        return format!("{before}, digest …");
    }
    match line.strip_prefix("bytes of the ") {
        Some(rest) => format!("bytes of the {}  …", rest.split(' ').next().unwrap_or_default()),
        None => line.trim_end().to_owned(),
    }
}
