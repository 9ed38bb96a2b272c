//! How a name in a question was understood, in a line for the reader of the answer.

use crate::query::answer::NameUnderstood;

/// What is said of a claim that a question names although it was retracted.
pub(super) const RETRACTED: &str = " was retracted";

/// How many narrower things a line names.
const NAMED: usize = 5;

/// A line for the reader of an answer, where a name was found by more than its id or first name, or brought others along.
pub(super) fn worth_saying(name: &NameUnderstood) -> Option<String> {
    let plain = !name.meaning.contains(RETRACTED)
        && !name.meaning.contains(", by ")
        && !name.meaning.contains(") of ");
    if plain && name.narrower.is_empty() {
        return None;
    }
    Some(sentence(name))
}

/// "`روسيا`: Russia (place russia), by its name in another language; with 2 narrower: Moscow, Yekaterinburg"
pub fn sentence(name: &NameUnderstood) -> String {
    let mut line = format!("`{}`: {}", name.written, name.meaning);
    if !name.narrower.is_empty() {
        let named: Vec<&str> = name.narrower.iter().take(NAMED).map(|narrower| &*narrower.name).collect();
        let rest = if name.narrower.len() > NAMED { ", …" } else { "" };
        line += &format!("; with {} narrower: {}{rest}", name.narrower.len(), named.join(", "));
    }
    line
}
