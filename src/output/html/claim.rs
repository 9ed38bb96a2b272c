//! A claim in a page: what was said, by whom, when, how it reached us, what the checkers found; its citations as footnotes
//! which Word and LibreOffice know for such when they open the page.

use std::collections::HashSet;

use crate::model::{Lang, Mode};
use crate::output::content::quoting::within;
use crate::output::content::{citation, phrase};
use crate::output::loss::Losses;
use crate::output::options::Options;
use crate::output::others;
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, DatedBy, EntityView, LinkView, SourceView, SpeakerView,
};

use super::colours::class_of;
use super::text::{Citation, attributes, escaped, inline, link, named, prose, translation};
use super::timeline;

/// The footnotes of a page.
#[derive(Default)]
pub(super) struct Notes {
    notes: Vec<String>,
    /// The documents whose kept texts stand in a footnote already.
    texts: HashSet<String>,
}

impl Notes {
    /// A footnote, and the sign that leads to it. LibreOffice knows it by class and name, Word by its style.
    fn refer(&mut self, note: String) -> String {
        self.notes.push(note);
        let number = self.notes.len();
        format!(
            "<a class=\"sdfootnoteanc\" name=\"sdfootnote{number}anc\" href=\"#sdfootnote{number}sym\" \
             style=\"mso-footnote-id:sdfootnote{number}\"><sup>{number}</sup></a>"
        )
    }

    /// All of them, for the end of the page.
    pub(super) fn written(&self) -> String {
        let mut html = String::from("<section class=\"notes\" style=\"mso-element:footnote-list\">\n");
        for (place, note) in self.notes.iter().enumerate() {
            let number = place + 1;
            html.push_str(&format!(
                "<div id=\"sdfootnote{number}\" style=\"mso-element:footnote\"><p class=\"sdfootnote\">\
                 <a class=\"sdfootnotesym\" name=\"sdfootnote{number}sym\" href=\"#sdfootnote{number}anc\" \
                 style=\"mso-footnote-id:sdfootnote{number}\">{number}</a> {note}</p></div>\n"
            ));
        }
        html.push_str("</section>\n");
        html
    }
}

/// A claim. `page` are all claims of the page, to which links may lead.
pub(super) fn written(
    number: usize,
    row: &ClaimRow,
    page: &[&ClaimRow],
    options: &Options,
    notes: &mut Notes,
    losses: &mut Losses,
) -> String {
    let mut html = format!("<article class=\"claim\" id=\"claim-{number}\"{}>\n", data(number, row));
    let signs: Vec<String> =
        row.citations.iter().map(|cited| notes.refer(note(row, cited, options))).collect();
    html.push_str(&format!(
        "<h2{}>{}{}</h2>\n",
        attributes(&row.statement, row.lang.as_ref()),
        escaped(&row.statement),
        signs.join("<sup>, </sup>")
    ));
    html.push_str(&format!("<p class=\"who\">{}, {}{}</p>\n", who(row), escaped(&when(row)), doubts(row)));
    row.citations.iter().for_each(|cited| html.push_str(&words(cited)));
    row.assessments.iter().for_each(|view| html.push_str(&verdict(view, options, notes)));
    html.push_str("<dl class=\"facts\">\n");
    let mut fact = |label: &str, value: String| {
        html.push_str(&format!("<dt>{label}</dt><dd>{value}</dd>\n"));
    };
    for text in &row.translations {
        let lang = text.lang.as_ref().map_or(String::new(), |lang| format!(" in {}", phrase::language(lang)));
        fact(
            "Our wording",
            format!("{} <span class=\"quiet\">{}</span>", translation(text), escaped(lang.trim())),
        );
    }
    row.citations.iter().for_each(|cited| fact("How it reached us", chain(row, cited)));
    facts_of_people(row, &mut fact);
    row.concerns.iter().for_each(|date| fact("Concerning", escaped(&phrase::in_words_with(date, None))));
    row.links.iter().for_each(|view| fact("Linked claim", linked(view, page)));
    if !row.tags.is_empty() {
        fact("Tags", row.tags.iter().map(|tag| inline(tag, None)).collect::<Vec<_>>().join(", "));
    }
    asked_for(row, options, notes, losses, &mut fact);
    html.push_str("</dl>\n</article>\n");
    html
}

/// What the filter goes by: ids of speakers and topics, verdicts, and the first and last day, counted from 1970; empty
/// where an end is open.
fn data(number: usize, row: &ClaimRow) -> String {
    let ids = |views: &mut dyn Iterator<Item = &EntityView>| {
        escaped(&views.map(|view| view.id.as_str()).collect::<Vec<_>>().join(" "))
    };
    let verdicts: Vec<&str> = others::verdicts(row).map(|view| view.record.verdict.word()).collect();
    let verdicts = if verdicts.is_empty() { "none".to_owned() } else { verdicts.join(" ") };
    let days = timeline::interval(row).map_or(String::new(), |interval| {
        let day = |moment: crate::model::date::Moment| {
            if moment.is_bounded() { moment.0.div_euclid(86_400).to_string() } else { String::new() }
        };
        format!(" data-first=\"{}\" data-last=\"{}\"", day(interval.earliest), day(interval.latest))
    });
    format!(
        " data-number=\"{number}\" data-id=\"{}\" data-speaker=\"{}\" data-topic=\"{}\" data-verdict=\"{verdicts}\"{days}",
        escaped(row.id.as_str()),
        ids(&mut row.speakers.iter().map(|speaker| &speaker.who)),
        ids(&mut row.about.iter())
    )
}

fn note(row: &ClaimRow, cited: &CitationView, options: &Options) -> String {
    let mut note = Citation::default();
    options.citing.write(row, cited, &mut note);
    note.html
}

// ---- Who and when ---------------------------------------------------------------------------------------------------

fn who(row: &ClaimRow) -> String {
    let speakers = if row.speakers.is_empty() {
        "Unknown speaker".to_owned()
    } else {
        list(row.speakers.iter().map(speaker))
    };
    if row.mode != Mode::Ascription {
        return speakers;
    }
    let to = list(row.ascribed_to.iter().map(named));
    let to = if to.is_empty() { to } else { format!(" to {to}") };
    format!("Ascribed{to} by {speakers}")
}

fn speaker(view: &SpeakerView) -> String {
    let mut notes = Vec::new();
    if let Some(styled) = view.who.styled.as_deref().filter(|styled| **styled != *view.who.name) {
        notes.push(format!("styled “{}”", inline(&within(styled), None)));
    }
    if view.who.unnamed {
        notes.push("unnamed".to_owned());
    }
    if view.implied {
        notes.push("not recorded: the end of the chain speaks".to_owned());
    }
    notes.extend(view.roles.iter().map(|role| prose(&phrase::role(role))));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("{}{notes}", named(&view.who))
}

/// `A`, `A and B`, `A, B and C`
fn list(parts: impl Iterator<Item = String>) -> String {
    phrase::enumerated(parts.map(Into::into)).into_owned()
}

fn when(row: &ClaimRow) -> String {
    match (&row.said, &row.dated) {
        (Some(said), _) => phrase::in_words_with(said, None).into_owned(),
        (None, Some(dated)) if dated.by == DatedBy::Published => {
            let perhaps = if dated.certain { "" } else { "perhaps " };
            format!("undated, {perhaps}published {}", phrase::in_words_with(&dated.dated, None))
        }
        (None, _) => "undated".to_owned(),
    }
}

/// What must not be overlooked.
fn doubts(row: &ClaimRow) -> String {
    let possible =
        (!row.certain).then_some(" – <span class=\"doubt\">fits the question only possibly</span>");
    let retracted = row.retracted.as_ref().map(|retracted| {
        let because =
            retracted.because.as_ref().map_or(String::new(), |because| format!(": {}", prose(because)));
        format!(" – <span class=\"doubt\">retracted</span>{because}")
    });
    format!("{}{}", possible.unwrap_or_default(), retracted.unwrap_or_default())
}

fn words(cited: &CitationView) -> String {
    let Some(words) = &cited.words else { return String::new() };
    let kind = escaped(&phrase::words_kind(words));
    let (open, close) = marks(words.lang.as_ref());
    // The words stand to the letter: their own marks stay.
    let text = format!("{open}{}{close}", words.text);
    format!(
        "<blockquote{}><p>{}</p><p class=\"quiet\" lang=\"en\" dir=\"ltr\">{kind}</p></blockquote>\n",
        attributes(&words.text, words.lang.as_ref()),
        escaped(&text)
    )
}

/// The quotation marks of a language.
fn marks(lang: Option<&Lang>) -> (&'static str, &'static str) {
    let primary = lang.map(Lang::primary);
    match primary.as_ref().map(Lang::as_str) {
        Some(
            "ar" | "fa" | "ru" | "uk" | "be" | "es" | "it" | "pt" | "el" | "hy" | "az" | "tr" | "no" | "nb"
            | "nn",
        ) => ("«", "»"),
        Some("fr") => ("«\u{202f}", "\u{202f}»"),
        Some("de" | "cs" | "sk" | "sl" | "bg" | "ka" | "is" | "lt" | "et") => ("„", "“"),
        Some("pl" | "hu" | "ro" | "hr" | "sr" | "he") => ("„", "”"),
        Some("sv" | "fi") => ("”", "”"),
        Some("ja" | "zh") => ("「", "」"),
        _ => ("“", "”"),
    }
}

// ---- Verdicts -------------------------------------------------------------------------------------------------------

fn verdict(view: &AssessmentView, options: &Options, notes: &mut Notes) -> String {
    let record = &view.record;
    let label =
        record.label.as_ref().map_or(String::new(), |label| format!(", “{}”", inline(&within(label), None)));
    let rating = record
        .rating
        .as_ref()
        .map_or(String::new(), |rating| format!(", rated {}", escaped(&phrase::rating_on_scale(rating))));
    let address = record.url.as_deref().or_else(|| view.source.as_ref()?.source.url.as_deref());
    let finding = format!("<strong>{}</strong>{label}", record.verdict.word());
    let finding = address.map_or(finding.clone(), |address| link(address, &finding)) + &rating;
    let on = record.on.as_ref().map_or("undated".into(), |on| phrase::in_words_with(on, None));
    let standing = phrase::standing(view).map_or(String::new(), |standing| format!(" ({standing})"));
    let sign = view.source.as_ref().map_or(String::new(), |source| {
        let mut note = Citation::default();
        options.citing.write_document(source, &mut note);
        notes.refer(note.html)
    });
    let summary =
        record.summary.as_ref().map_or(String::new(), |summary| format!("<br>{}", inline(summary, None)));
    format!(
        "<p class=\"verdict {}\">{}, {}: {finding}{standing}{sign}{summary}</p>\n",
        class_of(record.verdict),
        named(&view.by),
        escaped(&on)
    )
}

// ---- The chain and everything else ------------------------------------------------------------------------------------

/// `Neil Melvin → The Telegraph (not seen, assumed) → The title (read, para 17)`
fn chain(row: &ClaimRow, cited: &CitationView) -> String {
    let recorded: Vec<String> =
        row.speakers.iter().filter(|speaker| !speaker.implied).map(|speaker| named(&speaker.who)).collect();
    let mut hops = Vec::new();
    match (row.speakers.is_empty(), recorded.is_empty()) {
        (true, _) => hops.push(escaped(phrase::UNKNOWN_SPEAKER)),
        (false, false) => hops.push(list(recorded.into_iter())),
        (false, true) => {}
    }
    for view in cited.via.iter().rev() {
        hops.push(format!("{} ({})", document(view), phrase::not_seen(view)));
    }
    let assumed = if cited.read.certain { "" } else { ", assumed" };
    let locator =
        cited.locator.as_ref().map_or(String::new(), |locator| format!(", {}", inline(locator, None)));
    hops.push(format!("{} (read{assumed}{locator})", document(&cited.read)));
    hops.join(" → ")
}

/// A document by its title, linked; else by its publisher, else by what it is.
fn document(view: &SourceView) -> String {
    let source = &view.source;
    let name = match (&source.title, &view.publisher) {
        (Some(title), _) => format!("<cite>{}</cite>", inline(title, source.lang.as_ref())),
        (None, Some(publisher)) => named(publisher),
        (None, None) => escaped(&citation::untitled(source)),
    };
    let address = source.url.as_deref().or(source.archive_url.as_deref());
    address.map_or(name.clone(), |address| link(address, &name))
}

fn facts_of_people(row: &ClaimRow, fact: &mut impl FnMut(&str, String)) {
    let audience = list(row.audience.iter().map(named));
    let about: Vec<String> = row.about.iter().map(named).collect();
    for (label, value) in [("Addressed to", audience), ("About", about.join(", "))] {
        if !value.is_empty() {
            fact(label, value);
        }
    }
    row.said_at.iter().for_each(|place| fact("Said at", named(place)));
}

fn linked(view: &LinkView, page: &[&ClaimRow]) -> String {
    let statement = inline(&view.statement, None);
    let here = page.iter().position(|row| row.id == view.other);
    let statement =
        here.map_or(statement.clone(), |place| format!("<a href=\"#claim-{}\">{statement}</a>", place + 1));
    let relation = phrase::link_short(view);
    let relation = relation.strip_suffix(view.other.as_str()).unwrap_or(&relation);
    format!("{} {statement}", escaped(relation.trim_end()))
}

/// Notes, `extra` and kept texts, where they are asked for.
fn asked_for(
    row: &ClaimRow,
    options: &Options,
    notes: &mut Notes,
    losses: &mut Losses,
    fact: &mut impl FnMut(&str, String),
) {
    row.note.iter().filter(|_| options.with.notes).for_each(|note| fact("Note", inline(note, None)));
    let extra = row.extra.iter().filter(|_| options.with.extra);
    extra.for_each(|(key, value)| fact(&inline(key, None), inline(value, None)));
    for cited in &row.citations {
        let source = &cited.read.source;
        if !notes.texts.insert(source.id.to_string()) {
            continue;
        }
        if let Some(text) = others::kept_text(&cited.read, options.with, losses) {
            let kept = format!(
                "<div class=\"kept\"{}>{}</div>",
                attributes(text, source.lang.as_ref()),
                escaped(text)
            );
            fact("Kept text", kept);
        }
    }
}
