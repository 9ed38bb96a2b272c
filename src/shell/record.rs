//! `add claim` without its parts: asks for them one by one, checks each as it comes, shows the statement that they make,
//! and records it on yes.

use super::expect::{Expect, Fits};
use super::talk::{Done, Flow, Lines, Shell, Wrong};
use crate::language::syntax::{Add, Added, Body, Tell, TextLang};
use crate::language::{name_or_quoted, parse_script, quote_string};
use crate::model::Problem;
use crate::output::cells::harmless;

/// What is asked for.
struct Part {
    prompt: &'static str,
    /// The word before it in the statement.
    word: &'static str,
    expect: Expect,
    /// Whether it is a text, which needs quotation marks.
    is_text: bool,
}

const fn part(prompt: &'static str, word: &'static str, expect: Expect, is_text: bool) -> Part {
    Part { prompt, word, expect, is_text }
}

const MODES: Expect = Expect::OneOf(&["quoted", "paraphrased", "asserted", "ascribed"]);
const SOURCE: Part = part("read in (the document): ", "read in", Expect::Source, false);
const ASCRIBED_TO: Part =
    part("ascribed to (whose belief or plan): ", "ascribed to", Expect::Entity(Fits::Anything), false);

/// What is asked for once the claim has its statement and its source; each may be left empty.
const PARTS: [Part; 8] = [
    part("locator (where in it, such as para 11): ", "locator", Expect::Nothing, true),
    part("via (the document behind it; ? marks doubt): ", "via", Expect::Source, false),
    part("by (who said it; nothing: the end of the chain): ", "by", Expect::Entity(Fits::Speaking), false),
    part("about: ", "about", Expect::Entity(Fits::Anything), false),
    part("said (when; nothing: not known): ", "said", Expect::Date, false),
    part("words (the document's own, such as \"…\"@ar translated): ", "words", Expect::Nothing, true),
    part("tagged: ", "tagged", Expect::Tag, false),
    part("note: ", "note", Expect::Nothing, true),
];

/// The id, if any, where a claim is to be added and nothing more is said of it.
pub fn asked(entered: &str) -> Option<Option<&str>> {
    let mut words = entered.trim_end_matches(';').split_whitespace();
    let is_add = words.next()?.eq_ignore_ascii_case("add") && words.next()?.eq_ignore_ascii_case("claim");
    let id = words.next();
    let is_bare = words.next().is_none() && id.is_none_or(|id| !id.starts_with(['"', '“']));
    (is_add && is_bare).then_some(id)
}

/// Asks for a claim.
///
/// # Errors
/// Nobody is there to ask, or the database cannot be read.
pub fn claim(shell: &mut Shell, id: Option<&str>, lines: &mut dyn Lines) -> Done {
    if !shell.screen.is_asking() {
        return Err(Problem::given("this claim has no statement")
            .hint("write it as `add claim last-card \"…\"@en by … about … read in …`")
            .into());
    }
    shell
        .screen
        .say("A claim, part by part; what is left empty is left out. Ctrl-C leaves without recording.");
    let Some(draft) = drafted(shell, id, lines)? else {
        shell.screen.say("nothing was recorded");
        return Ok(Flow::On);
    };
    shell.screen.say(&format!("\n{draft}\n"));
    match lines.ask("record it? (yes or no) ", "", Expect::OneOf(&["yes", "no"])) {
        Some(answer) if is_yes(&answer) => shell.statements(&draft),
        _ => {
            shell.entered = draft;
            shell.screen.say("nothing was recorded; `.edit` opens it in your editor");
            Ok(Flow::On)
        }
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "نعم" | "да" | "oui" | "ja")
}

/// The whole statement; nothing where it was abandoned.
fn drafted(shell: &mut Shell, id: Option<&str>, lines: &mut dyn Lines) -> Result<Option<String>, Wrong> {
    let Some(statement) = statement(shell, lines) else { return Ok(None) };
    if !go_on_in_spite_of_near(shell, &statement, lines)? {
        return Ok(None);
    }
    let written = written(&statement);
    let Some(id) = named(shell, id, &statement, lines) else { return Ok(None) };
    let Some(mode) = mode(shell, lines) else { return Ok(None) };
    let mut draft = format!("add claim {id} {written}\n    {mode}");
    let reads = shell.session.borrow().reading().is_some();
    if !reads && !add(shell, &mut draft, &SOURCE, true, lines) {
        return Ok(None);
    }
    let ascribed = (mode == "ascribed").then_some(&ASCRIBED_TO);
    for part in ascribed.into_iter().chain(&PARTS) {
        let is_read_already = reads && part.word == "via";
        if !is_read_already && !add(shell, &mut draft, part, false, lines) {
            return Ok(None);
        }
    }
    Ok(Some(draft))
}

/// The statement with its language, asked for until it can be read.
fn statement(shell: &mut Shell, lines: &mut dyn Lines) -> Option<TextLang> {
    let mut typed = String::new();
    loop {
        typed = lines.ask("statement (in your words, one sentence): ", &typed, Expect::Nothing)?;
        let given = typed.trim();
        if given.is_empty() {
            return None;
        }
        let is_quoted = given.starts_with(['"', '“']);
        let tag = if is_quoted {
            String::new()
        } else {
            lines.ask("its language (a tag such as en; nothing: not known): ", "", Expect::LanguageTag)?
        };
        let quoted = if is_quoted { given.to_owned() } else { quote_string(given) };
        let tag = if tag.trim().is_empty() { String::new() } else { format!("@{}", tag.trim()) };
        let text = format!("add claim x {quoted}{tag}");
        match parse_script(&text)
            .map(|script| script.statements.into_iter().next().map(|statement| statement.body))
        {
            Ok(Some(Body::Tell(Tell::Add(Add { what: Added::Claim { statement }, .. })))) => {
                return Some(statement);
            }
            Ok(_) => {}
            Err(problems) => say(shell, &problems, &text),
        }
    }
}

fn written(statement: &TextLang) -> String {
    let tag = statement.lang.as_ref().map_or(String::new(), |lang| format!("@{lang}"));
    format!("{}{tag}", quote_string(&statement.text))
}

fn go_on_in_spite_of_near(
    shell: &mut Shell,
    statement: &TextLang,
    lines: &mut dyn Lines,
) -> Result<bool, Wrong> {
    let near = shell.session.borrow_mut().nearly_the_same(statement)?;
    if near.is_empty() {
        return Ok(true);
    }
    shell.screen.say("nearly the same is here already:");
    near.iter().for_each(|row| {
        shell.screen.say(&format!("  {}: {}", harmless(row.id.as_str()), harmless(&row.statement)))
    });
    let answer = lines.ask("is yours another claim? (yes or no) ", "", Expect::OneOf(&["yes", "no"]));
    Ok(answer.is_some_and(|answer| is_yes(&answer)))
}

/// The id: given, or asked for with one that is made from the statement.
fn named(
    shell: &mut Shell,
    given: Option<&str>,
    statement: &TextLang,
    lines: &mut dyn Lines,
) -> Option<String> {
    let mut typed = given.map_or_else(|| short(&statement.text), str::to_owned);
    let mut is_asked = given.is_none();
    loop {
        if is_asked {
            typed = lines.ask("id: ", &typed, Expect::Nothing)?.trim().to_owned();
        }
        match crate::model::Id::new(&typed) {
            Ok(id) if is_free(shell, &id) => return Some(name_or_quoted(&typed)),
            Ok(id) => {
                shell.screen.say(&format!("there is a claim `{id}` already; `show claim {id}` shows it"))
            }
            Err(problem) => say(shell, &[problem], &typed),
        }
        is_asked = true;
    }
}

fn is_free(shell: &Shell, id: &crate::model::Id) -> bool {
    let session = shell.session.borrow();
    let known = session.store().snapshot().ordinal(&crate::model::Key::Claim(id.clone()));
    known.is_ok_and(|ordinal| ordinal.is_none())
}

/// How the document gives it, asked for until it is one of the ways.
fn mode(shell: &mut Shell, lines: &mut dyn Lines) -> Option<String> {
    loop {
        let given =
            lines.ask("quoted, paraphrased, asserted or ascribed: ", "", MODES)?.trim().to_lowercase();
        if crate::model::Mode::ALL.iter().any(|mode| mode.adjective() == given) {
            return Some(given);
        }
        shell.screen.say("quoted: in direct speech; paraphrased: in the document's rendering; asserted: the document says so itself; ascribed: a belief or plan of somebody who did not say it");
    }
}

/// `moscow-no-longer-dictates`
fn short(text: &str) -> String {
    let words: Vec<String> =
        crate::model::text::words(text).filter(|word| word.chars().count() > 2).take(4).collect();
    words.join("-")
}

/// Asks for a part until it can be recorded, and puts it into the statement; false where all is abandoned.
fn add(shell: &mut Shell, draft: &mut String, part: &Part, is_needed: bool, lines: &mut dyn Lines) -> bool {
    let mut typed = String::new();
    loop {
        let Some(answer) = lines.ask(part.prompt, &typed, part.expect) else { return false };
        let given = answer.trim();
        if given.is_empty() && !is_needed {
            return true;
        }
        let value = if part.is_text && !given.starts_with(['"', '“']) {
            quote_string(given)
        } else {
            given.to_owned()
        };
        let longer = format!("{draft}\n    {}", format!("{} {value}", part.word).trim());
        let checked = if given.is_empty() {
            Err(vec![
                Problem::given("a claim has a document in which it was read")
                    .hint("`add source ID` adds one; Ctrl-C leaves this"),
            ])
        } else {
            shell.session.borrow().rehearse(&longer).map(|_| ())
        };
        match checked {
            Ok(()) => {
                *draft = longer;
                return true;
            }
            Err(problems) => say(shell, &problems, &longer),
        }
        typed = answer;
    }
}

fn say(shell: &mut Shell, problems: &[Problem], text: &str) {
    let settings = shell.settings.clone();
    shell.screen.say_problems(problems, "claim", Some(text), &settings);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_claim_without_parts_is_asked_for() {
        assert_eq!(asked("add claim"), Some(None));
        assert_eq!(asked("Add claim last-card;"), Some(Some("last-card")));
        assert_eq!(asked("add claim \"x\"@en"), None);
        assert_eq!(asked("add claim last-card \"x\"@en"), None);
        assert_eq!(asked("add person"), None);
    }

    #[test]
    fn ids_are_made_of_the_first_words() {
        assert_eq!(short("The corridor is the last strong card"), "the-corridor-the-last");
    }
}
