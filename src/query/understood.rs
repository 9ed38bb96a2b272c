//! How a name in a question was understood, in a line for the reader of the answer.

use crate::query::answer::{NameUnderstood, Reading};

/// How many narrower things a line names.
const NAMED: usize = 5;

/// A line for the reader of an answer, where a name was found by more than its id or first name, or brought others along.
pub(super) fn worth_saying(name: &NameUnderstood) -> Option<String> {
    if name.reading == Reading::Plain && name.narrower.is_empty() {
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
