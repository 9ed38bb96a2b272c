//! `dictum redact RECORD because REASON`: what it would do is said, and then asked, before it is done.

use std::io::{self, IsTerminal};

use crate::cli::commands::{Program, counted};
use crate::cli::failure::{Failure, found_in};
use crate::model::Problem;
use crate::model::text::few;
use crate::output::terminal::progress::Progress;
use crate::session::redact::RedactionPreview;

/// What is said of transactions whose hashes cannot stay.
const OLD_FORMAT: &str = "was written in an older version of the format, from which nothing can be taken out without \
                          another digest";

impl Program<'_> {
    /// Takes a record out of the database. `words` are its name, `because`, and the reason.
    pub(super) fn redact(&self, words: &[String], yes: bool, new_chain: bool) -> Result<(), Failure> {
        let (name, because) = name_and_reason(words)?;
        let mut session = self.open(false)?;
        let preview = session.redaction_of(&name);
        let preview = preview.map_err(|problem| found_in("redact", &name)(problem.into()))?;
        if let Some(from) = preview.plan.new_hashes_from.filter(|_| !new_chain) {
            return Err(Problem::invalid(format!(
                "{} cannot be redacted and the digest stay what it is: transaction {from} {OLD_FORMAT}",
                preview.key
            ))
            .hint(format!(
                "`dictum redact {} --new-chain` gives transaction {from} and all after it new hashes; a digest that \
                 was published no longer fits this copy",
                shell_words(words)
            ))
            .into());
        }
        self.terminal.say(&effects(&preview));
        if !yes && !self.confirmed(words)? {
            self.terminal.say("nothing was changed");
            return Err(Failure::Said(1));
        }
        let mut bar = Progress::new("rebuilding the index", None);
        let redacted = session.redact(&preview.key, because, &mut |done, _| bar.reach(done));
        drop(bar);
        self.say_done(&mut session);
        let redacted = redacted?;
        self.terminal.say(&format!(
            "{} is redacted: {} taken out (transaction {})",
            preview.key,
            counted(redacted.changes as u64, "change"),
            redacted.sequence
        ));
        if let Some((from, digest)) = redacted.new_hashes {
            self.terminal
                .say(&format!("transactions from {from} on have new hashes; the digest before was {digest}"));
        }
        Ok(())
    }

    /// Asks whether to go on. Where nobody can be asked, that is for `--yes` to say.
    fn confirmed(&self, words: &[String]) -> Result<bool, Failure> {
        if !io::stdin().is_terminal() {
            return Err(Problem::usage("what is redacted does not come back, and there is nobody to ask")
                .hint(format!("`dictum redact {} --yes` does it without asking", shell_words(words)))
                .into());
        }
        self.terminal.say("It does not come back. Type `redact` to go on:");
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).map_err(|error| Problem::io("no answer came", error))?;
        Ok(answer.trim() == "redact")
    }
}

/// The record's name and the reason, which the word `because` parts.
fn name_and_reason(words: &[String]) -> Result<(String, &str), Failure> {
    let wrong = |what: &str| {
        Problem::usage(what).hint("write it so: `dictum redact claim-id because \"court order 12/2026\"`")
    };
    let Some(at) = words.iter().rposition(|word| word == "because") else {
        return Err(wrong("a redaction needs a reason, which is all that will be left").into());
    };
    match &words[at + 1..] {
        _ if at == 0 => Err(wrong("which record is to be redacted?").into()),
        [because] if !because.trim().is_empty() => Ok((words[..at].join(" "), because.trim())),
        [_] | [] => Err(wrong("a redaction needs a reason, which is all that will be left").into()),
        _ => Err(wrong("the reason stands in quotation marks").into()),
    }
}

/// What was typed, as a shell takes it.
fn shell_words(words: &[String]) -> String {
    let is_plain = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
    };
    let quoted = words.iter().map(|word| match is_plain(word) {
        true => word.clone(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// What a redaction would do, in a few lines.
fn effects(preview: &RedactionPreview) -> String {
    let RedactionPreview { key, plan, set_aside } = preview;
    let transactions = few(plan.transactions.iter(), plan.transactions.len(), 6, ", ");
    let which = if plan.transactions.len() == 1 { "transaction" } else { "transactions" };
    let mut lines = vec![format!(
        "{key}: {} recorded in {which} {transactions}, every version of it, goes out of this copy; its id stays, and \
         when, by whom and why",
        counted(plan.changes as u64, "change"),
    )];
    if let Some(from) = plan.new_hashes_from {
        lines.push(format!(
            "transactions from {from} on get new hashes: a digest that was published no longer fits this copy"
        ));
    }
    lines.extend(set_aside.iter().map(|line| format!("removed with it: {line}")));
    lines.push("Copies, exports and backups made before still hold it.".to_owned());
    lines.join("\n")
}
