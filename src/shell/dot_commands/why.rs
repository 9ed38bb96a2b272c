//! `why ID`: by what a claim is in the last answer.

use crate::model::Problem;
use crate::output::terminal::cells::{harmless, wrap};
use crate::query::evidence::{Holds, Reason};
use crate::shell::state::{Done, Flow, Shell};

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
        return Err(Problem::invalid("nothing was asked yet")
            .hint("ask for claims first; then `why ID` says why one is there")
            .into());
    };
    let reasons = shell.session.borrow().why(&last.question, claim)?;
    let mut text = String::new();
    let width = shell.screen.width(&shell.settings);
    for reason in &reasons {
        push(&mut text, reason, width);
    }
    shell.screen.text(&text, &shell.settings)?;
    Ok(Flow::On)
}

fn push(text: &mut String, reason: &Reason, width: Option<usize>) {
    let (sign, holds) = match (reason.holds, reason.depth) {
        (Holds::Certainly, 0) => ("✓", " is in the answer"),
        (Holds::Possibly, 0) => ("~", " is in the answer, but matches only possibly"),
        (Holds::Not, 0) => ("✗", " is not in the answer"),
        (Holds::Certainly, _) => ("✓", ""),
        (Holds::Possibly, _) => ("~", ": possibly"),
        (Holds::Not, _) => ("✗", ": does not hold"),
    };
    push_lines(text, 2 * reason.depth, &format!("{sign} {}{holds}", reason.clause), width);
    reason.because.iter().for_each(|because| push_lines(text, 2 * reason.depth + 4, because, width));
}

/// A sentence, over as many lines as it needs.
fn push_lines(text: &mut String, indent: usize, sentence: &str, width: Option<usize>) {
    for line in wrap(&harmless(sentence), width.map(|width| width.saturating_sub(indent))) {
        text.push_str(&format!("{:indent$}{line}\n", ""));
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::dot_commands::why::*;

    #[test]
    fn the_word_alone_asks_nothing() {
        assert_eq!(asked("why last-card"), Some("last-card"));
        assert_eq!(asked("Why  \"a b\";"), Some("a b"));
        assert_eq!(asked("why"), None);
        assert_eq!(asked("whyever not"), None);
    }
}
