//! Everything about one record that is no claim, as labelled lines; and what `show` adds to any record.

use std::borrow::Cow;

use crate::model::record::RecordRef;
use crate::model::{Definition, Entity, Link, Name};
use crate::query::answer::{
    AssessmentView, EntityCard, EntityName, EntityOrId, RecordRow, Recorded, Retracted, Shown, ShownRecord,
    SourceView, TenureView,
};

use crate::output::content::citation;
use crate::output::content::claim::{Card, Citations, add_entities, of_claim};
use crate::output::content::phrase;
use crate::output::content::phrase::counted;
use crate::output::content::quoting::quoted;

/// The card that `show` gives.
pub(in crate::output) fn of_shown(shown: &Shown) -> Card<'_> {
    let mut card = match &shown.what {
        ShownRecord::Claim(row) => return of_claim(row, Citations::OnTheCard),
        ShownRecord::Entity { card, narrower, holders, claims_by, claims_about, ascribed } => {
            let mut shown = of_entity(card);
            add_names(&mut shown, "narrower", narrower);
            add_names(&mut shown, "held by", holders);
            shown.add("claims", entity_claims(*claims_by, *claims_about, *ascribed));
            shown
        }
        ShownRecord::Source { view, cites, claims_read_in, claims_citing } => {
            let mut shown = of_source(view);
            shown.add_some(
                "citing",
                (!cites.is_empty()).then(|| phrase::list(cites, |cited| cited_source(cited).into())),
            );
            let read = counted(*claims_read_in, "claims");
            shown.add(
                "claims",
                format!("{read} read in it; {} with it in the chain", counted(*claims_citing, "claims")),
            );
            if let Some(text) = &view.source.text {
                shown.add_text("text", text, String::new());
            }
            shown
        }
        ShownRecord::Assessment { assessment, view, statement } => {
            let mut shown = of_assessment(view, statement, assessment.claim.as_str());
            shown.add_note_and_extra(assessment.note.as_ref(), &assessment.extra);
            shown
        }
        ShownRecord::Link { link, from_statement, to_statement } => {
            of_link(link, from_statement, to_statement)
        }
        ShownRecord::Definition { definition, claims } => of_definition(definition, *claims),
    };
    add_life(&mut card, &shown.recorded, shown.corrected.as_ref(), shown.retracted.as_ref());
    card
}

/// The card of a row in a listing.
pub(in crate::output) fn of_row(row: &RecordRow) -> Card<'_> {
    match row {
        RecordRow::Entity(card) => of_entity(card),
        RecordRow::Source(view) => {
            let mut card = of_source(view);
            let kept = view.source.text.as_ref().map(|text| counted(text.chars().count(), "characters"));
            card.add_some("text", kept.map(|length| format!("kept, {length}")));
            card
        }
    }
}

fn add_life(
    card: &mut Card<'_>,
    recorded: &Recorded,
    corrected: Option<&Recorded>,
    retracted: Option<&Retracted>,
) {
    card.add("recorded", phrase::recorded(recorded));
    card.add_some("corrected", corrected.map(phrase::recorded));
    card.add_some("retracted", retracted.map(phrase::retracted));
    if retracted.is_some() {
        card.marks.push("retracted");
    }
}

fn add_names<'a>(card: &mut Card<'a>, label: &'static str, names: &'a [EntityName]) {
    card.add_some(label, (!names.is_empty()).then(|| phrase::list(names, |name| (&*name.name).into())));
}

// ---- Entities -----------------------------------------------------------------------------------------------------

fn of_entity(view: &EntityCard) -> Card<'_> {
    let entity = &view.entity;
    let mut card =
        Card { title: entity.id.as_str().into(), text: Some(("name", entity.name())), ..Card::default() };
    card.marks.push(entity.kind.word());
    if entity.unnamed {
        card.marks.push("unnamed");
    }
    card.add_each("names", entity.names.iter().map(name));
    let demonyms = phrase::list(&entity.demonyms, |text| match &text.lang {
        Some(lang) => format!("{} ({})", text.text, phrase::language(lang)).into(),
        None => text.text.as_str().into(),
    });
    card.add_some("demonyms", (!demonyms.is_empty()).then_some(demonyms));
    add_entities(&mut card, "within", &view.broader);
    card.add_each("roles", view.roles.iter().map(tenure));
    let record = RecordRef::Entity(entity);
    card.add_plain(record, "on");
    card.add_some("at", view.at.as_ref().map(phrase::entity_whole));
    card.add_other_plain(record, &["on", "note"]);
    card.add_note_and_extra(entity.note.as_ref(), &entity.extra);
    card
}

fn name(name: &Name) -> String {
    let plural = if name.plural { ", plural" } else { "" };
    match &name.lang {
        Some(lang) => format!("{} ({}{plural})", name.text, phrase::language(lang)),
        None if name.plural => format!("{} (plural)", name.text),
        None => name.text.clone(),
    }
}

/// The name to show; of an unnamed one, that it is.
pub(in crate::output) fn name_and_unnamed(entity: &Entity) -> Cow<'_, str> {
    if entity.unnamed { format!("{} (unnamed)", entity.name()).into() } else { entity.name().into() }
}

/// The names but the first.
pub(in crate::output) fn other_names(entity: &Entity) -> Cow<'_, str> {
    phrase::list(entity.names.get(1..).unwrap_or_default(), |name| name.text.as_str().into())
}

/// `director of RUSI (director of international security), since 2020, until 2024`
pub(in crate::output) fn tenure(view: &TenureView) -> String {
    let mut text = phrase::entity(&view.role).into_owned();
    if let Some(of) = &view.of {
        text.extend([" of ", &phrase::entity(of)]);
    }
    if let Some(title) = &view.title {
        text.extend([" (", title, ")"]);
    }
    if let Some(from) = &view.from {
        text.extend([", since ", &phrase::dated(from)]);
    }
    if let Some(until) = &view.until {
        text.extend([", until ", &phrase::dated(until)]);
    }
    text
}

fn entity_claims(by: usize, about: usize, ascribed: usize) -> String {
    format!("{by} by, {about} about, {ascribed} ascribed to")
}

// ---- Sources --------------------------------------------------------------------------------------------------------

fn of_source(view: &SourceView) -> Card<'_> {
    let source = &view.source;
    let mut card = Card { title: source.id.as_str().into(), ..Card::default() };
    card.marks.push("source");
    card.marks.extend(source.medium.map(crate::model::source::Medium::word));
    card.add("title", source.title.as_deref().unwrap_or("not recorded"));
    card.add("publisher", view.publisher.as_ref().map_or("not recorded".into(), phrase::entity_whole));
    card.add_each("author", view.authors.iter().map(String::as_str));
    card.add("published", source.published.as_ref().map_or("not recorded".into(), phrase::dated));
    let record = RecordRef::Source(source);
    card.add_plain(record, "lang");
    card.add_other_plain(record, &["title", "published", "lang", "medium", "note"]);
    card.add("citation", citation::source_text(view));
    card.add_note_and_extra(source.note.as_ref(), &source.extra);
    card
}

/// `The title (telegraph-report, article)`
fn cited_source(named: &EntityOrId) -> String {
    let name = phrase::doubted(named.title.as_deref().unwrap_or(named.id.as_str()), named.certain);
    let id = named.title.as_ref().map(|_| named.id.as_str());
    let beside: Vec<&str> =
        id.into_iter().chain(named.medium.map(crate::model::source::Medium::word)).collect();
    if beside.is_empty() { name.into_owned() } else { format!("{name} ({})", beside.join(", ")) }
}

// ---- Assessments, links, definitions ----------------------------------------------------------------------------------

fn of_assessment<'a>(view: &'a AssessmentView, statement: &str, claim: &str) -> Card<'a> {
    let record = &*view.record;
    let mut card = Card { title: record.id.as_str().into(), ..Card::default() };
    card.marks.push("assessment");
    card.add_verdict(record.verdict, record.verdict.word());
    card.verdicts.push(record.verdict);
    card.add_some("label", record.label.as_ref().map(|label| quoted(label)));
    card.add_some("rating", record.rating.as_ref().map(phrase::rating_on_scale));
    card.add("checker", phrase::entity_whole(&view.by));
    card.add("on", record.on.as_ref().map_or("undated".into(), phrase::dated));
    card.add("of claim", format!("{claim}: {statement}"));
    card.add_plain(RecordRef::Assessment(record), "summary");
    card.add_other_plain(RecordRef::Assessment(record), &["label", "on", "summary", "note"]);
    card.add("source", view.source.as_ref().map_or("not recorded".to_owned(), citation::source_text));
    card
}

fn of_link<'a>(link: &'a Link, from: &str, to: &str) -> Card<'a> {
    let mut card = Card {
        title: format!("{} {} {}", link.from, link.relation.word(), link.to).into(),
        ..Card::default()
    };
    card.marks.push("link");
    card.add("from", format!("{}: {from}", link.from));
    card.add("relation", link.relation.word());
    card.add("to", format!("{}: {to}", link.to));
    card.add_note_and_extra(link.note.as_ref(), &link.extra);
    card
}

fn of_definition(definition: &Definition, claims: Option<usize>) -> Card<'_> {
    let mut card = Card { title: definition.id.as_str().into(), ..Card::default() };
    card.marks.push("definition");
    card.add("question", definition.question.as_str());
    card.add(
        "claims",
        claims.map_or("its names are not all known now".to_owned(), |count| count.to_string()),
    );
    card.add_note_and_extra(definition.note.as_ref(), &definition.extra);
    card
}
