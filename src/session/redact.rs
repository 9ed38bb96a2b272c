//! Taking what was recorded of a record out of this copy of the database.

use super::Session;
use crate::language;
use crate::language::syntax::Ask;
use crate::model::problem::Result;
use crate::model::{Key, Problem, Span};
use crate::query::resolve::Resolver;
use crate::query::show::find_target;
use crate::store::{Progress, Redacted, RedactionPlan};

/// What a redaction would do. Nothing was changed yet.
#[derive(Clone, Debug)]
pub struct RedactionPreview {
    pub key: Key,
    pub plan: RedactionPlan,
    /// What was set aside in the folder and goes with it, a sentence each.
    pub set_aside: Vec<String>,
}

impl Session {
    /// What redacting a record would do; it is named as in `show`: by its id, or by a name.
    ///
    /// # Errors
    /// There is no such record, it is redacted already, or the journal cannot be read.
    pub fn redaction_of(&self, name: &str) -> Result<RedactionPreview> {
        const SHOW: &str = "show ";
        let question = format!("{SHOW}{name}");
        let unshifted = |problem: Problem| match problem.span() {
            Some(span) => {
                let back = |at: usize| at.saturating_sub(SHOW.len()).min(name.len());
                problem.at(Span::new(back(span.start), back(span.end)))
            }
            None => problem,
        };
        let Ask::Show { target, as_of: None } = language::parse_ask(&question).map_err(unshifted)? else {
            return Err(Problem::invalid("a record is redacted as a whole, whenever it was recorded"));
        };
        let snapshot = self.store.snapshot();
        let resolver = Resolver::new(&snapshot, self.now(), &self.params, &question);
        let (key, ordinal) = find_target(&resolver, &target).map_err(unshifted)?;
        if let Some(redaction) = snapshot.redaction(key.record_type(), ordinal)? {
            return Err(Problem::invalid(redaction.to_string()).hint("nothing of it is left in this copy"));
        }
        let plan = self.store.plan_redaction(&key)?;
        Ok(RedactionPreview { key, plan, set_aside: self.store.set_aside()? })
    }

    /// Does it. What it takes out does not come back.
    ///
    /// # Errors
    /// Reading or writing failed.
    pub fn redact(&mut self, key: &Key, because: &str, progress: Progress<'_>) -> Result<Redacted> {
        let now = self.now();
        self.store.redact(now.0, &self.author, key, because, progress)
    }
}
