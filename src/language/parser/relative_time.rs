//! `last week`, `the past 3 days`, `this month`: how times that are counted from today are written here.

use crate::language::syntax::TimeUnit;
use crate::language::vocabulary::Worded;

/// What is written instead of the words that stand next, if they count from today.
pub(super) fn written_here(before: &str, rest: &str) -> Option<String> {
    let since = counted_from_today(rest)?;
    let is_recording = before
        .split_whitespace()
        .next()
        .is_some_and(|word| ["add", "correct"].contains(&&*word.to_lowercase()));
    Some(if is_recording {
        "a record has a date of its own, such as 2025-07-10, 2025-07 or `1 week ago`".to_owned()
    } else {
        format!("write `{since}`, or name the time: `in 2025-07`, `between 2025-07-07 and 2025-07-13`")
    })
}

/// `since 1 week ago` for "last week", `since 3 days ago` for "the last 3 days"; nothing where no such time stands.
pub fn counted_from_today(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while words
        .next_if(|word| matches!(*word, "in" | "within" | "during" | "from" | "since" | "on" | "the"))
        .is_some()
    {}
    let first = words.next()?;
    match first {
        "recently" | "lately" => return Some("since 1 month ago".to_owned()),
        "last" | "past" | "previous" | "this" | "current" => {}
        _ => return None,
    }
    let count =
        words.next_if(|word| word.bytes().all(|b| b.is_ascii_digit())).and_then(|word| word.parse().ok());
    let unit = words.next()?;
    let unit = TimeUnit::all().into_iter().find(|known| known.word() == unit || known.singular() == unit)?;
    let count: u32 = count.unwrap_or(1);
    let word = if count == 1 { unit.singular() } else { unit.word() };
    Some(format!("since {count} {word} ago"))
}

#[cfg(test)]
mod tests {
    use crate::language::parser::relative_time::counted_from_today;

    #[test]
    fn times_counted_from_today_are_counted_back() {
        for (asked, written) in [
            ("last week", Some("since 1 week ago")),
            ("the last 7 days by diplomats", Some("since 7 days ago")),
            ("Past 3 months", Some("since 3 months ago")),
            ("in the last year", Some("since 1 year ago")),
            ("this month", Some("since 1 month ago")),
            ("recently", Some("since 1 month ago")),
            ("last-card", None),
            ("last", None),
            ("week", None),
        ] {
            assert_eq!(counted_from_today(asked).as_deref(), written, "{asked}");
        }
    }
}
