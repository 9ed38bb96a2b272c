//! `why ID`: by what a claim is in the last answer.

use super::talk::{Done, Flow, Shell};
use crate::model::Problem;
use crate::query::why::{Holds, Reason};

/// The claim that is asked about, if this is such a question.
pub fn asked(entered: &str) -> Option<&str> {
    let (word, claim) = entered.split_once(char::is_whitespace)?;
    let claim = claim.trim().trim_end_matches(';').trim_end();
    let claim = claim.strip_prefix("is ").unwrap_or(claim).trim_matches('"');
    (word.eq_ignore_ascii_case("why") && !claim.is_empty()).then_some(claim)
}

/// Says it.
///
/// # Errors
/// No question was asked, it was not about claims, or there is no such claim.
pub fn say(shell: &mut Shell, claim: &str) -> Done {
    let Some(last) = &shell.last else {
        return Err(Problem::given("nothing was asked yet").hint("ask for claims first; then `why ID` says why one is there").into());
    };
    let reasons = shell.session.borrow().why(&last.question, claim)?;
    let mut text = String::new();
    for reason in &reasons {
        push(&mut text, reason);
    }
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

fn push(text: &mut String, reason: &Reason) {
    let indent = "  ".repeat(reason.depth);
    let (sign, holds) = match (reason.holds, reason.depth) {
        (Holds::Certainly, 0) => ("✓", "is in the answer"),
        (Holds::Possibly, 0) => ("~", "is in the answer, but hangs on a doubt"),
        (Holds::Not, 0) => ("✗", "is not in the answer"),
        (Holds::Certainly, _) => ("✓", ""),
        (Holds::Possibly, _) => ("~", "possibly"),
        (Holds::Not, _) => ("✗", "does not hold"),
    };
    let between = if reason.depth == 0 || holds.is_empty() { "" } else { ":" };
    let line = format!("{indent}{sign} {}{between} {holds}", reason.clause);
    text.push_str(crate::output::cells::harmless(line.trim_end()).as_ref());
    text.push('\n');
    for because in &reason.because {
        text.push_str(&format!("{indent}    {}\n", crate::output::cells::harmless(because)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_alone_asks_nothing() {
        assert_eq!(asked("why last-card"), Some("last-card"));
        assert_eq!(asked("Why  \"a b\";"), Some("a b"));
        assert_eq!(asked("why"), None);
        assert_eq!(asked("whyever not"), None);
    }
}
