//! The kept texts of the documents in an answer. They are long and few formats show them, so that answers come without.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::problem::Result;
use crate::model::{Id, Key, Record, RecordType, Source};
use crate::query::State;
use crate::query::answer::{Answer, AnswerBody, RecordRow, ShownRecord, SourceView};
use crate::query::evaluate::Evaluator;

/// Puts the kept texts of the documents that were read into the answer.
///
/// # Errors
/// The journal or the index cannot be read.
pub fn fill(answer: &mut Answer, state: &State) -> Result<()> {
    let evaluator = Evaluator::new(state, true);
    let mut known: HashMap<Id, Arc<Source>> = HashMap::new();
    let mut fill = |view: &mut SourceView| -> Result<()> {
        let id = view.source.id.clone();
        if !known.contains_key(&id)
            && let Some(ordinal) = state.ordinal(&Key::Source(id.clone()))?
            && let Some(Record::Source(source)) = evaluator.last_content(RecordType::Source, ordinal)?
        {
            known.insert(id.clone(), Arc::new(source));
        }
        if let Some(source) = known.get(&id) {
            view.source = source.clone();
        }
        Ok(())
    };
    let rows = match &mut answer.body {
        AnswerBody::Claims(claims) => &mut claims.rows[..],
        AnswerBody::Shown(shown) => match &mut shown.what {
            ShownRecord::Claim(row) => std::slice::from_mut(&mut **row),
            _ => &mut [],
        },
        AnswerBody::Records(records) => {
            let views = records.rows.iter_mut().filter_map(|row| match row {
                RecordRow::Source(view) => Some(view),
                RecordRow::Entity(_) => None,
            });
            return views.into_iter().try_for_each(fill);
        }
        _ => &mut [],
    };
    let views = rows.iter_mut().flat_map(|row| &mut row.citations).map(|cited| &mut cited.read);
    views.into_iter().try_for_each(&mut fill)
}
