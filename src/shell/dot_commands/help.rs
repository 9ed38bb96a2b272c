//! `.help`: the commands, the words of the language, and the pages of the documentation, all inside the binary.

use crate::language::keywords::{self, KEYWORDS, Position};
use crate::model::Problem;
use crate::shell::dot_commands::table::{self, COMMANDS};
use crate::shell::state::{Done, Flow, Lines, Shell};

/// A page of the documentation.
pub struct Page {
    pub name: &'static str,
    pub title: &'static str,
    text: &'static str,
}

/// The pages, as they are in `docs/`.
pub static PAGES: [Page; 4] = [
    Page {
        name: "tutorial",
        title: "from nothing to a cited answer",
        text: include_str!("../../../docs/tutorial.md"),
    },
    Page {
        name: "language",
        title: "questions and statements, one by one",
        text: include_str!("../../../docs/language.md"),
    },
    Page {
        name: "records",
        title: "what can be recorded, and its rules",
        text: include_str!("../../../docs/records.md"),
    },
    Page { name: "repl", title: "this shell", text: include_str!("../../../docs/repl.md") },
];

/// What help can be asked about, each with a line of its own.
pub fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = PAGES.iter().map(|page| (page.name, page.title));
    let commands = COMMANDS.iter().map(|command| (command.name, command.help));
    pages
        .chain([("words", "every word of the language")])
        .chain(commands)
        .chain(KEYWORDS.iter().map(|word| (word.spelling, word.help)))
}

/// `.help [TOPIC]`
pub fn run(shell: &mut Shell, rest: &str, _: &mut dyn Lines) -> Done {
    let topic = rest.trim().trim_matches('`').to_lowercase();
    let text = match topic.as_str() {
        "" => overview(),
        "words" => words(),
        topic => about(topic).ok_or_else(|| unknown(topic))?,
    };
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

fn overview() -> String {
    let mut text = String::from(
        "Ask: claims about Russia by diplomats · count claims per month · people named \"Aliyev\" · show last-card\n\
         Then: why last-card says by what it is in the last answer · newest first, limit 20, showing speaker, said\n\
         Record: add claim (person, source …) asks for its parts · reading SOURCE · correct … because \"…\" · retract … because \"…\"\n\
         Tab completes names and words, → takes a hint, Ctrl-R searches the history, Ctrl-C leaves a line, Ctrl-D leaves\n\n",
    );
    for command in COMMANDS {
        text += &format!("{:36}{}\n", format!("{} {}", command.name, command.usage).trim_end(), command.help);
    }
    text += "\n.help TOPIC, where TOPIC is a command, a word of the language, or a page:\n";
    for page in &PAGES {
        text += &format!("  {:10}{}\n", page.name, page.title);
    }
    text + "  words     every word of the language\n"
}

fn words() -> String {
    let mut text = String::new();
    let places = [
        Position::Statement,
        Position::Clause,
        Position::Condition,
        Position::Joint,
        Position::Shaping,
        Position::Field,
        Position::Column,
        Position::Per,
    ];
    for place in places {
        text += &format!("{}\n", place.title());
        for word in keywords::of_place(place) {
            text += &format!("  {:14}{}\n", word.spelling, word.help);
        }
    }
    text
}

fn about(topic: &str) -> Option<String> {
    if let Some(page) = PAGES.iter().find(|page| page.name == topic) {
        return Some(page.text.to_owned());
    }
    let dotted = format!(".{}", topic.trim_start_matches('.'));
    let command = table::find(&dotted)
        .map(|command| format!("{} {}\n  {}\n", command.name, command.usage, command.help));
    let word = keywords::find(topic).map(|word| {
        let places: Vec<&str> = word.places.iter().map(|place| place.title()).collect();
        format!("{}\n  {}\n  it stands as {}\n", word.spelling, word.help, places.join(", "))
    });
    (command.is_some() || word.is_some()).then(|| [command, word].into_iter().flatten().collect())
}

fn unknown(topic: &str) -> Problem {
    let problem = Problem::usage(format!("there is no help on `{topic}`"));
    match keywords::nearest(topic, topics().map(|topic| topic.0)) {
        Some(near) => problem.hint(format!("did you mean `.help {near}`?")),
        None => problem.hint("`.help` lists the topics"),
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::dot_commands::help::*;

    #[test]
    fn every_topic_has_help() {
        for (topic, _) in topics().filter(|topic| topic.0 != "words") {
            assert!(about(topic).is_some(), "{topic}");
        }
    }
}
