//! What is written here instead of something that another language has.

use crate::language::keywords::{self, Position};
use crate::language::parser::lexical::quotation_length;
use crate::language::parser::refusal::Expected;

const ORDER: &str = "the order is asked for with `newest first`, `oldest first` or `sorted by said`";
const GROUP: &str = "claims are counted by something with `count claims … per speaker`";

/// What is written here instead of what was found, where the statement up to it is `before`.
pub(super) fn written_here(
    before: &str,
    found: &str,
    is_word: bool,
    expected: &[Expected],
) -> Option<&'static str> {
    let allows = |place| expected.contains(&Expected::Any(place));
    let is_question = allows(Position::Clause) || allows(Position::Condition);
    match found {
        "," if last_words(before, &["", "limit"]) => {
            Some("rows are left out with `offset`: `limit 10 offset 5`")
        }
        "," if allows(Position::Field) => Some("only one name is allowed here"),
        "?" if !is_question => Some("a `?` that marks doubt is written once, directly after a name"),
        "(" if expected.contains(&Expected::Word("claims")) => Some("write `count claims`, without brackets"),
        text if is_word => word(text, before),
        text => sign(text),
    }
}

/// Whether these words stand directly before, the last one first; an empty one is any word.
fn last_words(before: &str, words: &[&str]) -> bool {
    let mut last = before.split_whitespace().rev();
    words
        .iter()
        .all(|word| last.next().is_some_and(|last| word.is_empty() || last.eq_ignore_ascii_case(word)))
}

/// What is written instead of `order by date` after a name: where it stands in capitals, or before a column.
pub(super) fn order_by(before: &str, by: &str, after: &str) -> Option<&'static str> {
    let known = [("order", ORDER), ("group", GROUP)];
    let (_, hint) = known.iter().find(|(word, _)| before.eq_ignore_ascii_case(word))?;
    let is_column =
        keywords::find(after).is_some_and(|k| k.stands(Position::Column) || k.stands(Position::Per));
    let is_shouted = before == before.to_uppercase() && by.trim() == "BY";
    (is_shouted || is_column || after.eq_ignore_ascii_case("date")).then_some(hint)
}

fn word(word: &str, before: &str) -> Option<&'static str> {
    Some(match word.to_uppercase().as_str() {
        _ if last_words(before, &["by", "order"]) => ORDER,
        _ if last_words(before, &["by", "group"]) => GROUP,
        _ if last_words(before, &["ascribed"]) => "write `ascribed to …`",
        _ if last_words(before, &["in", "said"]) => {
            "`said` asks when; the language is asked for with `in` alone"
        }
        _ if last_words(before, &["on"]) => {
            "`on` asks for a day; what claims are about is asked for with `about`"
        }
        "ORDER" | "SORT" => ORDER,
        "GROUP" => GROUP,
        "WHERE" => "conditions follow directly, without `where`: `claims about Russia`",
        "SELECT" | "FIND" | "SEARCH" | "MATCH" | "GET" | "LIST" | "WHO" | "WHAT" | "ALL" | "EVERY" => {
            "a question says what it wants: `claims about Russia showing speaker, said`"
        }
        "INSERT" | "CREATE" | "NEW" => "a record is written with `add`: `add claim \"…\" by …`",
        "UPDATE" | "ALTER" | "SET" | "CHANGE" => {
            "a record is changed with `correct`: `correct last-card said 2025-07-12`"
        }
        "DELETE" | "DROP" | "REMOVE" => "a record is taken out of the answers with `retract`",
        "HAVING" | "JOIN" | "UNION" | "INTERSECT" => {
            "clauses follow each other: `claims about Russia by diplomats`"
        }
        "EXCEPT" | "MINUS" | "BUT" => {
            "a clause is negated with `not`: `claims about Russia not by diplomats`"
        }
        "IS" | "ARE" | "EQUALS" | "THAT" | "WHICH" => "leave it out: `claims about Russia by diplomats`",
        "NULL" | "EXISTS" => {
            "whether a field is there is asked with `with` and `without`: `claims without archive`"
        }
        "DISTINCT" | "UNIQUE" => "no claim appears twice in an answer: leave it out",
        "TOP" => "the first rows are asked for with `limit 10`",
        "CITED" => "a source is asked for with `citing …`",
        "REGARDING" | "TOPIC" => "what claims are about is asked for with `about`",
        "CONCERNS" => {
            "the time that claims concern is asked for with `concerning`, what they are about with `about`"
        }
        "MADE" | "SPOKEN" | "GIVEN" | "FROM" => {
            "who said it is asked for with `by` alone: `claims by diplomats`"
        }
        _ => return None,
    })
}

/// Signs of several characters that are one sign elsewhere.
const RUNS: [&str; 13] = ["!=", "<>", "<=", ">=", "==", "&&", "||", "--", "//", "/*", "...", ";;", "'%"];

/// How long the quotation or the sign is at the start of a text.
pub(super) fn sign_length(text: &str) -> usize {
    let run = || RUNS.iter().find(|run| text.starts_with(**run)).map(|run| run.len());
    let one = || text.chars().next().map_or(0, char::len_utf8);
    quotation_length(text).or_else(run).unwrap_or_else(one)
}

fn sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "=" | "==" | ":" => "there is no sign between a word and its name: `about Russia`",
        "!=" | "<>" | "!" => "a clause is negated with `not`: `not about Russia`",
        "<" | "<=" => "earlier dates are asked for with `before 2025` or `until 2025`",
        ">" | ">=" => "later dates are asked for with `after 2025` or `since 2025`",
        "&&" | "&" => "write `and`; a name with `&` in it is in quotation marks: \"Ernst & Young\"",
        "||" | "|" => "write `or`",
        "*" => "`claims` alone asks for every claim; columns are named with `showing`",
        "'%" => "words are asked for with `containing \"…\"`, which finds them in any inflection",
        "'" | "‘" | "`" | "«" | "„" => "texts and names are in \"…\" or “…”",
        "[" | "{" => "brackets are round here: `(` and `)`",
        ")" => "it closes no bracket",
        "?" => "a question ends without a question mark",
        "," => "between names write `and` or `or`",
        "--" | "//" | "/*" => "a comment begins with `#`",
        "…" | "..." => "write what you mean in place of the dots",
        _ => return None,
    })
}
