//! The words in which the parts of an answer are put: people, dates, chains, verdicts. Every format that people read
//! shares them. A doubt is a `?` after a name where there is little room, and "perhaps" where there is more.

use chrono::{DateTime, SecondsFormat};

use crate::language::words::linked;
use crate::model::record::{Basis, Dated};
use crate::model::{Date, Lang, Moment, Rating, Source, Words};
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, DatedBy, EntityView, LinkView, Recorded, Retracted, RoleView,
    SourceView, SpeakerView,
};

/// What stands for a speaker who is not known.
pub(super) const UNKNOWN_SPEAKER: &str = "unknown speaker";

/// Several things in one cell.
pub(super) fn list<T>(things: &[T], word: impl Fn(&T) -> String) -> String {
    things.iter().map(word).collect::<Vec<_>>().join("; ")
}

/// A moment of this database, `2025-07-20T12:00:00Z`, with the part of the second where there is one.
pub(super) fn moment(micros: i64) -> String {
    match DateTime::from_timestamp_micros(micros) {
        Some(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        None => format!("{micros} µs after 1970"),
    }
}

/// The same without the part of the second: for people.
pub(super) fn clock(micros: i64) -> String {
    match DateTime::from_timestamp_micros(micros) {
        Some(at) => at.to_rfc3339_opts(SecondsFormat::Secs, true),
        None => moment(micros),
    }
}

/// A bound of a date: the day, where it is the day's own bound, else the moment; nothing where it is unbounded.
pub(super) fn bound(at: Moment, end_of_day: bool) -> Option<String> {
    let (year, month, day) = at.civil()?;
    let whole_day = if end_of_day { "T23:59:59Z" } else { "T00:00:00Z" };
    let day = Date::of_day(year, month, day).as_str().to_owned();
    Some(match at.to_rfc3339() {
        Some(text) if !text.ends_with(whole_day) => text,
        _ => day,
    })
}

/// The English name of a language, else its tag; the tag beside the name where it says more.
pub(super) fn language(lang: &Lang) -> String {
    let primary = lang.primary();
    let known = isolang::Language::from_639_1(primary).or_else(|| isolang::Language::from_639_3(primary));
    let Some(known) = known else { return lang.to_string() };
    let name = known.to_name().split(" (").next().unwrap_or(primary);
    let name = if primary == "el" { "Greek" } else { name };
    if primary == lang.as_str() { name.to_owned() } else { format!("{name} ({lang})") }
}

// ---- People and things ----------------------------------------------------------------------------------------------

/// An entity where there is little room: `Nurlan Aliyev?`.
pub(super) fn entity(view: &EntityView) -> String {
    doubted(&view.name, view.certain)
}

pub(super) fn doubted(name: &str, certain: bool) -> String {
    if certain { name.to_owned() } else { format!("{name}?") }
}

/// An entity with what the document calls it and whether that is certain: `perhaps Nurlan Aliyev (styled “Aliyev”)`.
pub(super) fn entity_whole(view: &EntityView) -> String {
    let mut text = if view.certain { view.name.to_string() } else { format!("perhaps {}", view.name) };
    if view.unnamed {
        text.push_str(" (unnamed)");
    }
    if let Some(styled) = styled_otherwise(view) {
        text.push_str(&format!(" (styled “{styled}”)"));
    }
    text
}

/// What the document calls an entity, where that is not our own name for it.
fn styled_otherwise(view: &EntityView) -> Option<&str> {
    view.styled.as_deref().filter(|styled| **styled != *view.name)
}

/// A speaker where there is little room: `Nurlan Aliyev? (“Aliyev”)`.
pub(super) fn speaker(view: &SpeakerView) -> String {
    match styled_otherwise(&view.who) {
        Some(styled) => format!("{} (“{styled}”)", entity(&view.who)),
        None => entity(&view.who),
    }
}

pub(super) fn speakers(row: &ClaimRow) -> String {
    if row.speakers.is_empty() { UNKNOWN_SPEAKER.to_owned() } else { list(&row.speakers, speaker) }
}

/// A speaker with everything that is known: styled, doubt, how we come to it, and the roles held then.
pub(super) fn speaker_whole(view: &SpeakerView) -> String {
    let mut text = entity_whole(&view.who);
    if view.implied {
        text.push_str(", not recorded: the end of the chain speaks");
    }
    if !view.roles.is_empty() {
        text.push_str(&format!(", then {}", view.roles.iter().map(role).collect::<Vec<_>>().join(" and ")));
    }
    text
}

/// A role as it was held: `director of RUSI (“director of international security”)`.
pub(super) fn role(view: &RoleView) -> String {
    let mut text = String::from(if view.certain { "" } else { "perhaps " });
    text.push_str(&view.role.name);
    if let Some(of) = &view.of {
        text.push_str(&format!(" of {}", of.name));
    }
    if let Some(title) = view.title.as_deref().filter(|title| **title != *view.role.name) {
        text.push_str(&format!(" ({title})"));
    }
    text
}

// ---- Dates ------------------------------------------------------------------------------------------------------------

/// A recorded date as written, with how it is known and what its signs mean: `2025-07~ (approximate; date inferred)`.
pub(super) fn dated(dated: &Dated) -> String {
    let notes = date_notes(dated);
    let text = dated.date.as_str();
    if notes.is_empty() { text.to_owned() } else { format!("{text} ({})", notes.join("; ")) }
}

fn date_notes(dated: &Dated) -> Vec<String> {
    let (date, mut notes) = (&dated.date, Vec::new());
    if date.is_approximate() {
        notes.push("approximate".to_owned());
    }
    if date.is_uncertain() {
        notes.push("uncertain".to_owned());
    }
    if date.as_str().starts_with("XXXX") {
        notes.push("year not known".to_owned());
    }
    if dated.basis != Basis::Stated {
        let part = if year_alone_is_marked(date.as_str()) { "year" } else { "date" };
        notes.push(format!("{part} {}", dated.basis.word()));
    }
    notes
}

/// `2025?-07-10`: the document gives the day, and the year is somebody's finding.
fn year_alone_is_marked(text: &str) -> bool {
    let after_year = text.get(4..).unwrap_or("");
    let rest = after_year.strip_prefix(['?', '~', '%']).unwrap_or("");
    rest.starts_with('-') && !rest.contains(['?', '~', '%'])
}

/// When it was said: `2025-07-10`, `undated; published 2025-07`, `undated`.
pub(super) fn when(row: &ClaimRow) -> String {
    match (&row.said, &row.dated) {
        (Some(said), _) => dated(said),
        (None, Some(fallback)) if fallback.by == DatedBy::Published => {
            format!("undated; published {}", dated(&fallback.dated))
        }
        (None, _) => "undated".to_owned(),
    }
}

// ---- Documents ----------------------------------------------------------------------------------------------------------

/// A source by its title, else its id.
pub(super) fn title(source: &Source) -> &str {
    source.title.as_deref().unwrap_or(source.id.as_str())
}

/// A hop of a chain: who publishes it, else its title or id.
fn hop(view: &SourceView) -> String {
    match &view.publisher {
        Some(publisher) => entity(publisher),
        None => title(&view.source).to_owned(),
    }
}

/// One step of a chain: who or what, and what was seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hop {
    name: String,
    seen: Vec<String>,
    pub certain: bool,
}

impl Hop {
    /// `The Telegraph (not seen, assumed)`
    pub(super) fn in_words(&self) -> String {
        if self.seen.is_empty() {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.seen.join(", "))
        }
    }

    fn speaker(name: String) -> Hop {
        Hop { name, seen: Vec::new(), certain: true }
    }

    fn unseen(view: &SourceView) -> Hop {
        Hop::of(view, vec!["not seen".to_owned()])
    }

    fn read(citation: &CitationView) -> Hop {
        let mut hop = Hop::of(&citation.read, vec!["read".to_owned()]);
        hop.seen.extend(citation.locator.clone());
        hop
    }

    fn of(view: &SourceView, mut seen: Vec<String>) -> Hop {
        if !view.certain {
            seen.push("assumed".to_owned());
        }
        Hop { name: hop(view), seen, certain: view.certain }
    }
}

/// The chain in speaking order, hop by hop.
pub(super) fn hops(row: &ClaimRow, citation: &CitationView, with_speaker: bool) -> Vec<Hop> {
    let speaker = if with_speaker { chain_speaker(row).map(Hop::speaker) } else { None };
    let unseen = citation.via.iter().rev().map(Hop::unseen);
    speaker.into_iter().chain(unseen).chain([Hop::read(citation)]).collect()
}

/// The same in a line: `Neil Melvin → The Telegraph (not seen, assumed) → arabic-report (read, para 17)`.
pub(super) fn chain(row: &ClaimRow, citation: &CitationView, with_speaker: bool) -> String {
    in_a_line(&hops(row, citation, with_speaker))
}

pub(super) fn in_a_line(hops: &[Hop]) -> String {
    hops.iter().map(Hop::in_words).collect::<Vec<_>>().join(" → ")
}

/// Who stands at the head of a chain; nobody, where the end of the chain itself is taken to speak.
fn chain_speaker(row: &ClaimRow) -> Option<String> {
    if row.speakers.is_empty() {
        return Some(UNKNOWN_SPEAKER.to_owned());
    }
    let recorded: Vec<String> =
        row.speakers.iter().filter(|s| !s.implied).map(|s| short_whole(&s.who)).collect();
    (!recorded.is_empty()).then(|| recorded.join(" and "))
}

fn short_whole(view: &EntityView) -> String {
    if view.unnamed { format!("{} (unnamed)", entity(view)) } else { entity(view) }
}

/// The document's own words in quotation marks, and whether those are verbatim.
pub(super) fn words(words: &Words) -> String {
    format!("“{}” ({})", words.text, words_kind(words))
}

/// How the words stand to what was said.
pub(super) fn words_kind(words: &Words) -> String {
    match (&words.lang, words.translated) {
        (Some(lang), true) => format!("translated into {} by the document", language(lang)),
        (None, true) => "translated by the document".to_owned(),
        (Some(lang), false) => format!("verbatim, {}", language(lang)),
        (None, false) => "verbatim".to_owned(),
    }
}

// ---- Verdicts, links and the record itself --------------------------------------------------------------------------------

/// What stands where nobody assessed a claim.
pub(super) const NOT_ASSESSED: &str = "not assessed";

/// A verdict where there is little room: `mixed, “Half true” (Full Fact, 2025-07-21)`.
pub(super) fn verdict(view: &AssessmentView) -> String {
    let on = view.on.as_ref().map_or("undated".to_owned(), |on| on.date.as_str().to_owned());
    format!("{} ({}, {on})", verdict_and_label(view), entity(&view.by))
}

fn verdict_and_label(view: &AssessmentView) -> String {
    match &view.label {
        Some(label) => format!("{}, “{label}”", view.verdict.word()),
        None => view.verdict.word().to_owned(),
    }
}

/// A verdict with the rating on its scale, the checker, the date, the address and the summary.
pub(super) fn verdict_whole(view: &AssessmentView) -> String {
    let mut text = verdict_and_label(view);
    if let Some(rating) = &view.rating {
        text.push_str(&format!(", rated {}", rating_on_scale(rating)));
    }
    let on = view.on.as_ref().map_or("undated".to_owned(), |on| format!("on {}", dated(on)));
    text.push_str(&format!(" – {}, {on}, {}", entity_whole(&view.by), address(view.source.as_ref())));
    if let Some(summary) = &view.summary {
        text.push_str(&format!(": {summary}"));
    }
    text
}

/// `3 on a scale from 1 (worst) to 6 (best)`
pub(super) fn rating_on_scale(rating: &Rating) -> String {
    let value = rating.value;
    match (rating.worst, rating.best) {
        (Some(worst), Some(best)) => format!("{value} on a scale from {worst} (worst) to {best} (best)"),
        (Some(worst), None) => format!("{value} on a scale whose worst is {worst}"),
        (None, Some(best)) => format!("{value} on a scale whose best is {best}"),
        (None, None) => format!("{value} on a scale that is not recorded"),
    }
}

/// Where a document can be found, else what it is called.
fn address(source: Option<&SourceView>) -> String {
    let Some(view) = source else { return "no address recorded".to_owned() };
    let source = &view.source;
    let address = source.url.as_deref().or(source.archive_url.as_deref());
    address.unwrap_or_else(|| title(source)).to_owned()
}

/// `contradicts other-claim: …`, or `contradicted by other-claim: …`.
pub(super) fn link(view: &LinkView) -> String {
    format!("{}: {}", link_short(view), view.statement)
}

pub(super) fn link_short(view: &LinkView) -> String {
    let relation =
        if view.outgoing { view.relation.word().to_owned() } else { format!("{} by", linked(view.relation)) };
    format!("{relation} {}", view.other)
}

/// `2025-07-20T12:00:00Z by roman (transaction 12)`
pub(super) fn recorded(recorded: &Recorded) -> String {
    format!("{} by {} (transaction {})", clock(recorded.at), recorded.by, recorded.sequence)
}

pub(super) fn retracted(retracted: &Retracted) -> String {
    match &retracted.because {
        Some(because) => format!("{}, because: {because}", recorded(&retracted.when)),
        None => format!("{}, no reason given", recorded(&retracted.when)),
    }
}

/// What a reader must not overlook in a row: that it hangs on a doubt, that it was retracted.
pub(super) fn marks(row: &ClaimRow) -> Vec<&'static str> {
    let possible = (!row.certain).then_some("possible");
    let retracted = row.retracted.as_ref().map(|_| "retracted");
    possible.into_iter().chain(retracted).collect()
}

/// `1 claim`, `2 claims`; "people" stays.
pub(super) fn counted(count: usize, plural: &str) -> String {
    let one = match plural {
        "people" => "person",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    format!("{count} {}", if count == 1 { one } else { plural })
}
