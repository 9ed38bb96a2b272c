//! Everything about one claim, as labelled lines; `cards` and `markdown` write them, each in its own way.

use std::borrow::Cow;

use crate::model::record::{Extra, RecordRef};
use crate::model::{Mode, Standing, Verdict};
use crate::query::answer::{AssessmentView, CitationView, ClaimRow, EntityView};

use crate::output::content::citation;
use crate::output::content::phrase;
use crate::output::content::phrase::Hop;
use crate::output::content::plain;
use crate::output::content::verdict;

/// What a card holds of one record.
#[derive(Clone, Debug, Default)]
pub(in crate::output) struct Card<'a> {
    /// Its id, or its type and id.
    pub title: Cow<'a, str>,
    /// What must not be overlooked: mode, doubt, retraction.
    pub marks: Vec<&'static str>,
    /// What the checkers say now, each verdict once.
    pub verdicts: Vec<Verdict>,
    /// The statement of a claim, never in quotation marks, or the name of an entity: what it is, and the text.
    pub text: Option<(&'static str, &'a str)>,
    pub fields: Vec<Field<'a>>,
}

/// A label and what stands beside it.
#[derive(Clone, Debug)]
pub(in crate::output) struct Field<'a> {
    pub label: &'a str,
    /// Whether another of the same label stands before it.
    pub again: bool,
    pub value: Cow<'a, str>,
    /// Whether the value is a text that runs in its own direction, not a phrase of ours.
    pub own: bool,
    /// What is said of such a text.
    pub gloss: String,
    /// Of a chain: its hops, which a card draws.
    pub hops: Vec<Hop<'a>>,
    /// Of a verdict: which, so that it can be seen at a glance.
    pub verdict: Option<Verdict>,
}

impl Field<'_> {
    /// The value with its gloss.
    pub(in crate::output) fn in_a_line(&self) -> Cow<'_, str> {
        let mut text = Cow::Borrowed(&*self.value);
        if !self.gloss.is_empty() {
            text.to_mut().extend([" (", &self.gloss, ")"]);
        }
        text
    }
}

impl<'a> Card<'a> {
    pub(in crate::output) fn add(&mut self, label: &'static str, value: impl Into<Cow<'a, str>>) {
        self.push(label, value.into(), false, String::new());
    }

    /// A text in its own language, with what is said of it.
    pub(in crate::output) fn add_text(
        &mut self,
        label: &'static str,
        text: impl Into<Cow<'a, str>>,
        gloss: String,
    ) {
        self.push(label, text.into(), true, gloss);
    }

    fn push(&mut self, label: &'a str, value: Cow<'a, str>, own: bool, gloss: String) {
        let again = self.fields.last().is_some_and(|field| field.label == label);
        self.fields.push(Field { label, again, value, own, gloss, hops: Vec::new(), verdict: None });
    }

    fn add_chain(&mut self, hops: Vec<Hop<'a>>) {
        self.add("chain", phrase::in_a_line(&hops));
        self.fields.last_mut().into_iter().for_each(|field| field.hops.clone_from(&hops));
    }

    /// A verdict, in words that begin with its own.
    pub(in crate::output) fn add_verdict(&mut self, verdict: Verdict, words: impl Into<Cow<'a, str>>) {
        self.add("verdict", words);
        self.fields.last_mut().into_iter().for_each(|field| field.verdict = Some(verdict));
    }

    pub(in crate::output) fn add_some(
        &mut self,
        label: &'static str,
        value: Option<impl Into<Cow<'a, str>>>,
    ) {
        if let Some(value) = value {
            self.add(label, value);
        }
    }

    pub(in crate::output) fn add_each(
        &mut self,
        label: &'static str,
        values: impl IntoIterator<Item: Into<Cow<'a, str>>>,
    ) {
        values.into_iter().for_each(|value| self.add(label, value));
    }

    /// One of the plain fields of a record, if it is there.
    pub(in crate::output) fn add_plain(&mut self, record: RecordRef<'a>, name: &str) {
        for field in plain::fields_of(record).filter(|field| field.name == name) {
            self.add_some(field.label(), plain::in_words(field, record));
        }
    }

    /// The plain fields of a record but those that have their own place on its card. A new field needs none.
    pub(in crate::output) fn add_other_plain(&mut self, record: RecordRef<'a>, placed: &[&str]) {
        for field in plain::fields_of(record).filter(|field| !placed.contains(&field.name)) {
            self.add_some(field.label(), plain::in_words(field, record));
        }
    }

    pub(in crate::output) fn add_note_and_extra(&mut self, note: Option<&'a String>, extra: &'a Extra) {
        if let Some(note) = note {
            self.add_text("note", note, String::new());
        }
        extra.iter().for_each(|(key, value)| self.push(key, value.as_str().into(), true, String::new()));
    }
}

/// Where the citations of a claim are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Citations {
    /// Each in words, on the card.
    OnTheCard,
    /// In footnotes.
    Elsewhere,
}

pub(in crate::output) fn of_claim(row: &ClaimRow, citations: Citations) -> Card<'_> {
    let marks = [row.mode.adjective()].into_iter().chain(phrase::marks(row)).collect();
    let text = Some(("statement", row.statement.as_str()));
    let mut card = Card { title: row.id.as_str().into(), marks, text, ..Card::default() };
    add_texts(&mut card, row);
    add_people(&mut card, row);
    card.add("said", phrase::when(row));
    card.add_some("said at", row.said_at.as_ref().map(phrase::entity_whole));
    card.add_plain(RecordRef::Claim(&row.record), "concerns");
    row.citations.iter().for_each(|citation| card.add_chain(phrase::hops(row, citation, true)));
    if citations == Citations::OnTheCard {
        card.add_each("citation", row.citations.iter().map(|citation| citation::text(row, citation)));
    }
    add_verdicts(&mut card, row);
    card.add_each("links", row.links.iter().map(phrase::link));
    card.add_some("tags", (!row.tags.is_empty()).then(|| row.tags.join(", ")));
    card.add_other_plain(RecordRef::Claim(&row.record), &["lang", "said", "concerns", "tags", "note"]);
    card.add_note_and_extra(row.note.as_ref(), &row.extra);
    card.add_some("likeness", row.likeness.map(|likeness| format!("{likeness:.3}")));
    card.add("recorded", phrase::recorded(&row.recorded));
    card.add_some("corrected", row.corrected.as_ref().map(phrase::recorded));
    card.add_some("retracted", row.retracted.as_ref().map(phrase::retracted));
    card
}

fn add_texts<'a>(card: &mut Card<'a>, row: &'a ClaimRow) {
    card.add_some("language", row.lang.as_ref().map(phrase::language));
    for text in &row.translations {
        let gloss =
            text.lang.as_ref().map_or(String::new(), |lang| format!(" in {}", phrase::language(lang)));
        card.add_text("translation", &text.text, format!("our wording{gloss}"));
    }
    row.citations.iter().for_each(|citation| add_words(card, citation, row.citations.len() > 1));
}

/// The document's words; where several documents are cited, with the one that they stand in.
fn add_words<'a>(card: &mut Card<'a>, citation: &'a CitationView, several: bool) {
    let Some(words) = &citation.words else { return };
    let kind = phrase::words_kind(words);
    let gloss = if several { format!("{kind}, in {}", phrase::title(&citation.read.source)) } else { kind };
    card.add_text("words", format!("“{}”", words.text), gloss);
}

fn add_people<'a>(card: &mut Card<'a>, row: &'a ClaimRow) {
    if row.speakers.is_empty() {
        card.add("speaker", phrase::UNKNOWN_SPEAKER);
    }
    card.add_each("speaker", row.speakers.iter().map(phrase::speaker_whole));
    add_entities(card, "ascribed to", &row.ascribed_to);
    if row.mode == Mode::Ascription && row.ascribed_to.is_empty() {
        card.add("ascribed to", "not recorded");
    }
    add_entities(card, "addressed to", &row.audience);
    add_entities(card, "about", &row.about);
}

pub(in crate::output) fn add_entities<'a>(card: &mut Card<'a>, label: &'static str, views: &'a [EntityView]) {
    card.add_some(label, (!views.is_empty()).then(|| phrase::list(views, phrase::entity_whole)));
}

fn add_verdicts<'a>(card: &mut Card<'a>, row: &'a ClaimRow) {
    if row.assessments.is_empty() {
        card.add("verdict", phrase::NOT_ASSESSED);
    }
    row.assessments
        .iter()
        .for_each(|view| card.add_verdict(view.record.verdict, phrase::verdict_whole(view)));
    card.verdicts = verdict::latest(&row.assessments);
    card.add_some("disputed", dispute(&row.assessments));
}

/// Where the standing verdicts of two checkers lie on opposite sides: who says what.
fn dispute(assessments: &[AssessmentView]) -> Option<String> {
    let standing: Vec<&AssessmentView> = verdict::standing(assessments).collect();
    let side = |view: &AssessmentView| {
        view.record.verdict.rank().map(|rank| rank.cmp(&2)).filter(|side| side.is_ne())
    };
    let opposed = |one: &AssessmentView, other: &AssessmentView| {
        let sides = side(one).zip(side(other));
        one.by.id != other.by.id && sides.is_some_and(|(one, other)| one != other)
    };
    let are_at_odds = |sure: bool| {
        let of_use: Vec<_> =
            standing.iter().filter(|view| !sure || view.standing == Some(Standing::Stands)).collect();
        of_use.iter().any(|one| of_use.iter().any(|other| opposed(one, other)))
    };
    are_at_odds(false).then(|| {
        let said = standing
            .iter()
            .map(|view| format!("{} by {}", view.record.verdict.word(), phrase::entity(&view.by)));
        let may = if are_at_odds(true) { "" } else { " may" };
        format!("the checkers{may} disagree: {}", said.collect::<Vec<_>>().join(", "))
    })
}
