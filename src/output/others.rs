//! What of an answer is meant for other readers. Kept texts, notes, `extra` and what is retracted stay out of it until
//! they are asked for, and each is counted.

use std::borrow::Cow;

use crate::model::record::Extra;
use crate::query::answer::{Answer, AnswerBody, AssessmentView, ClaimRow, ShownRecord, SourceView};

use crate::output::content::verdict;
use crate::output::loss::Losses;
use crate::output::options::With;

/// An answer without the claims that are retracted, where those are not asked for: what is said to be kept back stands in
/// no table either.
pub(super) fn without_retracted<'a>(answer: &'a Answer, with: With, losses: &mut Losses) -> Cow<'a, Answer> {
    let is_kept_back = |row: &ClaimRow| row.retracted.is_some() && !with.retracted;
    match &answer.body {
        AnswerBody::Claims(claims) if claims.rows.iter().any(is_kept_back) => {
            let mut others = answer.clone();
            if let AnswerBody::Claims(claims) = &mut others.body {
                for row in claims.rows.extract_if(.., |row| is_kept_back(row)) {
                    losses.kept_back("retracted claims", "retracted", row.id.as_str());
                }
            }
            Cow::Owned(others)
        }
        _ => Cow::Borrowed(answer),
    }
}

/// The claims of an answer that other readers may see.
pub(super) fn claims<'a>(answer: &'a Answer, with: With, losses: &mut Losses) -> Vec<&'a ClaimRow> {
    let rows: &[ClaimRow] = match &answer.body {
        AnswerBody::Claims(claims) => &claims.rows,
        AnswerBody::Shown(shown) => match &shown.what {
            ShownRecord::Claim(row) => std::slice::from_ref(row),
            _ => &[],
        },
        _ => &[],
    };
    let mut shown = Vec::new();
    for row in rows {
        if row.retracted.is_some() && !with.retracted {
            losses.kept_back("retracted claims", "retracted", row.id.as_str());
            continue;
        }
        note(row.note.as_deref(), with, losses, row.id.as_str());
        extra(&row.extra, with, losses, row.id.as_str());
        shown.push(row);
    }
    shown
}

/// Whether a question about claims picks its columns, so that the answer is a table of them.
pub(super) fn is_a_table(answer: &Answer) -> bool {
    matches!(&answer.body, AnswerBody::Claims(claims) if !claims.columns.is_empty())
}

/// A note, where it is asked for.
pub(super) fn note<'a>(note: Option<&'a str>, with: With, losses: &mut Losses, id: &str) -> Option<&'a str> {
    if note.is_some() && !with.notes {
        losses.kept_back("notes", "notes", id);
    }
    note.filter(|_| with.notes)
}

/// What `extra` keeps, where it is asked for.
pub(super) fn extra<'a>(extra: &'a Extra, with: With, losses: &mut Losses, id: &str) -> Option<&'a Extra> {
    if !extra.is_empty() && !with.extra {
        losses.kept_back("`extra` texts", "extra", id);
    }
    Some(extra).filter(|extra| with.extra && !extra.is_empty())
}

/// The kept text of a document, where it is asked for.
pub(super) fn kept_text<'a>(view: &'a SourceView, with: With, losses: &mut Losses) -> Option<&'a str> {
    let text = view.source.text.as_deref();
    if text.is_some() && !with.texts {
        losses.kept_back("kept texts", "texts", view.source.id.as_str());
    }
    text.filter(|_| with.texts)
}

/// What the checkers say now of a claim.
pub(super) fn verdicts(row: &ClaimRow) -> impl Iterator<Item = &AssessmentView> {
    verdict::standing(&row.assessments)
}
