//! What a format could not carry, and what was kept back from its readers: counted, with an example, and said in a
//! sentence each.

use crate::model::Problem;
use crate::output::content::phrase::counted;
use crate::output::terminal::cells::harmless;

/// Why something is not in what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The format cannot carry it. The reason, as it follows "is not in it: ".
    Lost(&'static str),
    /// It is kept back from other readers until `--with` asks for it, by this word.
    KeptBack(&'static str),
}

/// Things of one sort that are not in what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What they are, in the plural: `chains`, `approximate dates`.
    pub what: &'static str,
    pub why: Why,
    pub count: usize,
    /// The first record of which one is missing, by its id.
    pub example: String,
}

/// All that is not in what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    rows: Vec<Loss>,
    remarks: Vec<String>,
}

impl Losses {
    /// Something of a record that the format cannot carry: `losses.lost("chains", "ClaimReview has no word for them", id)`.
    pub fn lost(&mut self, what: &'static str, why: &'static str, example: &str) {
        self.note(what, Why::Lost(why), 1, example);
    }

    /// The same of several at once.
    pub fn lost_several(&mut self, what: &'static str, why: &'static str, count: usize, example: &str) {
        if count > 0 {
            self.note(what, Why::Lost(why), count, example);
        }
    }

    /// Something of a record that stays out until `--with WORD` asks for it.
    pub fn kept_back(&mut self, what: &'static str, word: &'static str, example: &str) {
        self.note(what, Why::KeptBack(word), 1, example);
    }

    /// What is to be known of what was written and is no loss, a sentence.
    pub fn remark(&mut self, sentence: String) {
        self.remarks.push(sentence);
    }

    fn note(&mut self, what: &'static str, why: Why, count: usize, example: &str) {
        match self.rows.iter_mut().find(|row| row.what == what && row.why == why) {
            Some(row) => row.count += count,
            None => self.rows.push(Loss { what, why, count, example: example.to_owned() }),
        }
    }

    pub fn rows(&self) -> &[Loss] {
        &self.rows
    }

    /// A sentence for each, harmless on a terminal.
    pub fn sentences(&self) -> Vec<String> {
        let of_rows = self.rows.iter().map(Loss::sentence);
        of_rows.chain(self.remarks.iter().map(|remark| harmless(remark).into_owned())).collect()
    }

    /// What `--strict` says where the format cannot carry everything; nothing where it can.
    ///
    /// # Errors
    /// Something would be lost.
    pub fn refused(&self, format: &str) -> Result<(), Problem> {
        let mut lost = self.rows.iter().filter(|row| matches!(row.why, Why::Lost(_))).peekable();
        if lost.peek().is_none() {
            return Ok(());
        }
        let sentences: Vec<String> = lost.map(Loss::sentence).collect();
        Err(Problem::invalid(format!("`{format}` cannot carry all of it: {}", sentences.join("; ")))
            .hint("nothing was written; without `--strict` it is written and this is said")
            .hint("`--format interchange` carries every record"))
    }
}

impl Loss {
    fn sentence(&self) -> String {
        let (are, them) = if self.count == 1 { ("is", "it") } else { ("are", "them") };
        let what = counted(self.count, self.what);
        let example = match &*self.example {
            "" => String::new(),
            id => format!(" (such as that of {})", harmless(id)),
        };
        match self.why {
            Why::Lost(why) => format!("{what} {are} not in it: {why}{example}"),
            Why::KeptBack(word) => format!("{what} {are} kept back{example}; `--with {word}` writes {them}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::output::loss::*;

    #[test]
    fn what_is_missing_is_counted_and_said() {
        let mut losses = Losses::default();
        losses.lost("chains", "it has one address for a claim", "last-card");
        losses.lost("chains", "it has one address for a claim", "other");
        losses.kept_back("notes", "notes", "last-card");
        let said = [
            "2 chains are not in it: it has one address for a claim (such as that of last-card)",
            "1 note is kept back (such as that of last-card); `--with notes` writes it",
        ];
        assert_eq!(losses.sentences(), said);
        let refusal = losses.refused("claimreview").unwrap_err().message();
        assert_eq!(refusal, format!("`claimreview` cannot carry all of it: {}", said[0]));
    }

    #[test]
    fn what_is_kept_back_is_no_loss() {
        let mut losses = Losses::default();
        losses.kept_back("notes", "notes", "last-card");
        losses.lost_several("chains", "why", 0, "");
        losses.remark("a remark".to_owned());
        assert_eq!(losses.refused("html"), Ok(()));
    }
}
