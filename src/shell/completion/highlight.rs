//! How a line looks while it is written: words of the language, names that are known, unknown or ambiguous, texts,
//! dates, and the bracket that belongs to the one at the cursor.

use crate::shell::completion::candidates::{Known, Offers};
use crate::shell::completion::expect::{Expect, Fits, names};
use crate::shell::completion::line::{Sort, Token, matching_bracket, tokens};
use crate::shell::dot_commands;

const KEYWORD: &str = "36";
const TEXT: &str = "32";
const FIGURE: &str = "35";
const UNKNOWN: &str = "4;31";
const SEVERAL: &str = "4;33";
const KNOWN: &str = "1";
const COMMENT: &str = "2";
const BRACKET: &str = "1;34";

/// A longer line is not painted: it was pasted, and looking its names up at every key would be slow.
const LONGEST: usize = 4_000;

/// The line in colours; nothing where it has none.
pub fn painted(line: &str, pos: usize, offers: &Offers<'_>) -> Option<String> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    let mut colours: Vec<(usize, usize, &str)> = Vec::new();
    if line.trim_start().starts_with('.') {
        let start = line.len() - line.trim_start().len();
        let end = line[start..].find(char::is_whitespace).map_or(line.len(), |at| start + at);
        let known = dot_commands::find(&line[start..end]).is_some();
        colours.push((start, end, if known { KEYWORD } else { UNKNOWN }));
    } else {
        let pieces = tokens(line);
        colours.extend(
            pieces.iter().filter_map(|token| colour(token).map(|colour| (token.start, token.end, colour))),
        );
        for (start, end, expect) in names(line) {
            if let Some(colour) = name_colour(&line[start..end], expect, end == line.trim_end().len(), offers)
            {
                colours.retain(|(from, to, _)| *from < start || *to > end);
                colours.push((start, end, colour));
            }
        }
        if let Some((one, other)) = matching_bracket(line, pos) {
            colours.extend([one, other].map(|at| (at, at + 1, BRACKET)));
        }
    }
    colours.sort_unstable();
    Some(in_colours(line, &colours))
}

fn colour(token: &Token) -> Option<&'static str> {
    match token.sort {
        Sort::Keyword => Some(KEYWORD),
        Sort::String | Sort::OpenString => Some(TEXT),
        Sort::Figure | Sort::Param => Some(FIGURE),
        Sort::Comment => Some(COMMENT),
        Sort::Word | Sort::Bracket | Sort::Comma | Sort::End => None,
    }
}

/// A name that is still being written is not called unknown while something begins so.
fn name_colour(name: &str, expect: Expect, is_last: bool, offers: &Offers<'_>) -> Option<&'static str> {
    let name = name.trim_matches(['"', '“', '”']);
    let fits = match expect {
        Expect::Entity(fits) => fits,
        Expect::SourceOrPublisher if offers.is_source(name).ok()? => return Some(KNOWN),
        Expect::SourceOrPublisher => Fits::Speaking,
        _ => return None,
    };
    match offers.known(fits, name).ok()? {
        Known::Yes => Some(KNOWN),
        Known::Several => Some(SEVERAL),
        Known::Begins if is_last => None,
        Known::Begins | Known::No => Some(UNKNOWN),
    }
}

fn in_colours(line: &str, colours: &[(usize, usize, &str)]) -> String {
    let mut text = String::with_capacity(line.len() + colours.len() * 10);
    let mut at = 0;
    for (start, end, colour) in colours {
        if *start < at || start >= end {
            continue;
        }
        text.push_str(&line[at..*start]);
        text.push_str(&format!("\u{1b}[{colour}m{}\u{1b}[0m", &line[*start..*end]));
        at = *end;
    }
    text.push_str(&line[at..]);
    text
}
