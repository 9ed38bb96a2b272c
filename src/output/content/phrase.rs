//! The words in which the parts of an answer are put: people, dates, chains, verdicts. Every format that people read
//! shares them. A doubt is a `?` after a name where there is little room, and "perhaps" where there is more.

use std::borrow::Cow;

use crate::language::vocabulary::linked;
use crate::model::record::{Basis, Dated};
use crate::model::{Lang, Rating, Source, Standing, Words};
use crate::query::answer::{
    AssessmentView, CitationView, ClaimRow, DatedBy, EntityView, LinkView, Recorded, Retracted, RoleBy,
    RoleView, SourceView, SpeakerView,
};

use crate::output::content::date_words;
use crate::output::content::quoting::quoted;
use crate::output::content::timestamp::Stamp;

/// What stands for a speaker who is not known.
pub(in crate::output) const UNKNOWN_SPEAKER: &str = "unknown speaker";

/// Several things in one cell.
pub(in crate::output) fn list<'a, T>(things: &'a [T], word: impl Fn(&'a T) -> Cow<'a, str>) -> Cow<'a, str> {
    joined(things.iter().map(word), "; ")
}

/// Words with something between them; one alone stays what it is.
pub(in crate::output) fn joined<'a>(
    words: impl IntoIterator<Item = Cow<'a, str>>,
    between: &str,
) -> Cow<'a, str> {
    let mut words = words.into_iter();
    let mut all = words.next().unwrap_or_default();
    for word in words {
        let all = all.to_mut();
        all.push_str(between);
        all.push_str(&word);
    }
    all
}

/// Several things in one cell of a file, each of which can be told: one that has the joiner in it, or begins with a
/// quotation mark, stands in quotation marks, and those in it are doubled.
pub(in crate::output) fn apart<'a>(words: impl IntoIterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    let marked = words.into_iter().map(|word| {
        if word.contains(';') || word.starts_with('"') {
            format!("\"{}\"", word.replace('"', "\"\"")).into()
        } else {
            word
        }
    });
    joined(marked, "; ")
}

/// The same of texts that are kept to the letter: one alone stays as it is.
pub(in crate::output) fn apart_if_several<'a>(words: impl IntoIterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    let mut words: Vec<Cow<'a, str>> = words.into_iter().collect();
    if words.len() == 1 { words.remove(0) } else { apart(words) }
}

/// Names in a sentence: `A`, `A and B`, `A, B and C`.
pub(in crate::output) fn enumerated<'a>(words: impl IntoIterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    let mut words: Vec<Cow<'a, str>> = words.into_iter().collect();
    match words.pop() {
        None => Cow::default(),
        Some(only) if words.is_empty() => only,
        Some(last) => format!("{} and {last}", joined(words, ", ")).into(),
    }
}

/// A moment of this database, `2025-07-20T12:00:00Z`, with the part of the second where there is one.
pub(in crate::output) fn moment(micros: i64) -> String {
    Stamp::of_micros(micros).to_string()
}

/// The English name of a language, else its tag; the tag beside the name where it says more.
pub(in crate::output) fn language(lang: &Lang) -> Cow<'_, str> {
    lang.in_english()
}

// ---- People and things ----------------------------------------------------------------------------------------------

/// An entity where there is little room: `Nurlan Aliyev?`.
pub(in crate::output) fn entity(view: &EntityView) -> Cow<'_, str> {
    doubted(&view.name, view.certain)
}

pub(in crate::output) fn doubted(name: &str, certain: bool) -> Cow<'_, str> {
    if certain { name.into() } else { format!("{name}?").into() }
}

/// An entity with what the document calls it and whether that is certain: `perhaps Nurlan Aliyev (styled “Aliyev”)`.
pub(in crate::output) fn entity_whole(view: &EntityView) -> Cow<'_, str> {
    entity_with(view, None)
}

/// The same with one more thing to be said of it. All that stands in brackets stands in one pair of them.
pub(in crate::output) fn entity_with(view: &EntityView, note: Option<String>) -> Cow<'_, str> {
    let name: Cow<'_, str> =
        if view.certain { (&*view.name).into() } else { format!("perhaps {}", view.name).into() };
    let unnamed = view.unnamed.then(|| "unnamed".to_owned());
    let styled = styled_otherwise(view).map(|styled| format!("styled {}", quoted(styled)));
    with_notes(name, unnamed.into_iter().chain(styled).chain(note))
}

/// `text (one note; another)`
fn with_notes(text: Cow<'_, str>, notes: impl Iterator<Item = String>) -> Cow<'_, str> {
    let notes = notes.collect::<Vec<_>>();
    if notes.is_empty() { text } else { format!("{text} ({})", notes.join("; ")).into() }
}

/// What the document calls an entity, where that is not our own name for it.
fn styled_otherwise(view: &EntityView) -> Option<&str> {
    view.styled.as_deref().filter(|styled| **styled != *view.name)
}

/// A speaker where there is little room: `Nurlan Aliyev? (“Aliyev”)`.
pub(in crate::output) fn speaker(view: &SpeakerView) -> Cow<'_, str> {
    let mut text = entity(&view.who);
    if let Some(styled) = styled_otherwise(&view.who) {
        text.to_mut().extend([" (", &quoted(styled), ")"]);
    }
    text
}

pub(in crate::output) fn speakers(row: &ClaimRow) -> Cow<'_, str> {
    if row.speakers.is_empty() { UNKNOWN_SPEAKER.into() } else { list(&row.speakers, speaker) }
}

/// A speaker with everything that is known: styled, doubt, how we come to it, and the roles held then.
pub(in crate::output) fn speaker_whole(view: &SpeakerView) -> Cow<'_, str> {
    let mut text = entity_whole(&view.who);
    if view.implied {
        text += ", not recorded: the end of the chain speaks";
    }
    if !view.roles.is_empty() {
        text.to_mut().extend([", ", &enumerated(view.roles.iter().map(role))]);
    }
    text
}

/// A role and how it is known: `then director of RUSI (director of international security)`, `presented as director`.
pub(in crate::output) fn role(view: &RoleView) -> Cow<'_, str> {
    let mut text = String::new();
    let perhaps = if view.certain { "" } else { "perhaps " };
    let still = match &view.by {
        RoleBy::Presented { former } => {
            text.extend([perhaps, "presented as ", if *former { "former " } else { "" }]);
            None
        }
        RoleBy::Tenure { still_on } => {
            text.extend(["then ", perhaps]);
            still_on.as_ref()
        }
    };
    text.push_str(&view.role.name);
    if let Some(of) = &view.of {
        text.extend([" of ", &*of.name]);
    }
    if let Some(title) = view.title.as_deref().filter(|title| **title != *view.role.name) {
        text.extend([" (", title, ")"]);
    }
    if let Some(date) = still {
        text.extend([", still on ", date.as_str()]);
    }
    text.into()
}

// ---- Dates ------------------------------------------------------------------------------------------------------------

/// A recorded date as written, with how it is known and what its signs mean: `2025-07~ (approximate; date inferred)`.
pub(in crate::output) fn dated(dated: &Dated) -> Cow<'_, str> {
    dated_with(dated, None)
}

/// The same with one more thing to be said behind it, in the same brackets.
pub(in crate::output) fn dated_with(dated: &Dated, note: Option<String>) -> Cow<'_, str> {
    with_notes(dated.date.as_str().into(), date_notes(dated).into_iter().chain(note))
}

/// A recorded date in words, with how it is known and one more thing to be said, in one pair of brackets.
pub(in crate::output) fn in_words_with(dated: &Dated, note: Option<String>) -> Cow<'_, str> {
    let basis = (dated.basis != Basis::Stated).then(|| dated.basis.word().to_owned());
    with_notes(date_words::in_words(&dated.date).into(), basis.into_iter().chain(note))
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
pub(in crate::output) fn when(row: &ClaimRow) -> Cow<'_, str> {
    match (&row.said, &row.dated) {
        (Some(said), _) => dated(said),
        (None, Some(fallback)) if fallback.by == DatedBy::Published => {
            let doubt = if fallback.certain { "" } else { "perhaps " };
            format!("undated; {doubt}published {}", dated(&fallback.dated)).into()
        }
        (None, _) => "undated".into(),
    }
}

// ---- Documents ----------------------------------------------------------------------------------------------------------

/// A source by its title, else its id.
pub(in crate::output) fn title(source: &Source) -> &str {
    source.title.as_deref().unwrap_or(source.id.as_str())
}

/// A hop of a chain: who publishes it, else its title or id.
fn hop(view: &SourceView) -> Cow<'_, str> {
    match &view.publisher {
        Some(publisher) => entity(publisher),
        None => title(&view.source).into(),
    }
}

/// One step of a chain: who or what, and what was seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::output) struct Hop<'a> {
    name: Cow<'a, str>,
    seen: Cow<'a, str>,
    pub certain: bool,
}

impl<'a> Hop<'a> {
    /// `The Telegraph (not seen, assumed)`
    pub(in crate::output) fn in_words(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        text.push_str(&self.name);
        if !self.seen.is_empty() {
            text.extend([" (", &*self.seen, ")"]);
        }
    }

    fn speaker(name: Cow<'a, str>) -> Hop<'a> {
        Hop { name, seen: "".into(), certain: true }
    }

    fn unseen(view: &'a SourceView) -> Hop<'a> {
        Hop { name: hop(view), seen: not_seen(view).into(), certain: view.certain }
    }

    fn read(citation: &'a CitationView) -> Hop<'a> {
        let view = &citation.read;
        let mut seen: Cow<'a, str> = "read".into();
        if !view.certain {
            seen = "read, assumed".into();
        }
        if let Some(locator) = &citation.locator {
            seen.to_mut().extend([", ", locator.as_str()]);
        }
        Hop { name: hop(view), seen, certain: view.certain }
    }
}

/// The chain in speaking order, hop by hop.
pub(in crate::output) fn hops<'a>(
    row: &'a ClaimRow,
    citation: &'a CitationView,
    with_speaker: bool,
) -> Vec<Hop<'a>> {
    let speaker = if with_speaker { chain_speaker(row).map(Hop::speaker) } else { None };
    let unseen = citation.via.iter().rev().map(Hop::unseen);
    speaker.into_iter().chain(unseen).chain([Hop::read(citation)]).collect()
}

/// The same in a line: `Neil Melvin → The Telegraph (not seen, assumed) → arabic-report (read, para 17)`.
pub(in crate::output) fn chain<'a>(
    row: &'a ClaimRow,
    citation: &'a CitationView,
    with_speaker: bool,
) -> Cow<'a, str> {
    in_a_line(&hops(row, citation, with_speaker)).into()
}

pub(in crate::output) fn in_a_line(hops: &[Hop<'_>]) -> String {
    let mut text = String::with_capacity(128);
    for (place, hop) in hops.iter().enumerate() {
        if place > 0 {
            text.push_str(" → ");
        }
        hop.write(&mut text);
    }
    text
}

/// Who stands at the head of a chain; nobody, where the end of the chain itself is taken to speak.
fn chain_speaker(row: &ClaimRow) -> Option<Cow<'_, str>> {
    if row.speakers.is_empty() {
        return Some(UNKNOWN_SPEAKER.into());
    }
    let mut recorded = row.speakers.iter().filter(|s| !s.implied).map(|s| short_whole(&s.who)).peekable();
    recorded.peek().is_some().then(|| enumerated(recorded))
}

fn short_whole(view: &EntityView) -> Cow<'_, str> {
    let mut text = entity(view);
    if view.unnamed {
        text += " (unnamed)";
    }
    text
}

/// What is said of a document of the chain that was not read itself.
pub(in crate::output) fn not_seen(view: &SourceView) -> &'static str {
    if view.certain { "not seen" } else { "not seen, assumed" }
}

/// The document's own words in quotation marks, and whether those are verbatim.
pub(in crate::output) fn words(words: &Words) -> Cow<'_, str> {
    format!("“{}” ({})", words.text, words_kind(words)).into()
}

/// How the words stand to what was said.
pub(in crate::output) fn words_kind(words: &Words) -> String {
    match (&words.lang, words.translated) {
        (Some(lang), true) => format!("translated into {} by the document", language(lang)),
        (None, true) => "translated by the document".to_owned(),
        (Some(lang), false) => format!("verbatim, {}", language(lang)),
        (None, false) => "verbatim".to_owned(),
    }
}

// ---- Verdicts, links and the record itself --------------------------------------------------------------------------------

/// What stands where nobody assessed a claim.
pub(in crate::output) const NOT_ASSESSED: &str = "not assessed";

/// A verdict where there is little room: `mixed, “Half true” (Full Fact, 2025-07-21)`.
pub(in crate::output) fn verdict(view: &AssessmentView) -> Cow<'_, str> {
    let on = view.record.on.as_ref().map_or("undated", |on| on.date.as_str());
    let mut text = verdict_and_label(view);
    text.extend([" (", &*entity(&view.by), ", ", on]);
    text.extend(standing(view).map(|standing| format!(", {standing}")));
    text.push(')');
    text.into()
}

/// What is to be known of an assessment that is not for certain what its checker says now.
pub(in crate::output) fn standing(view: &AssessmentView) -> Option<&'static str> {
    match view.standing {
        Some(Standing::Superseded) => Some("superseded"),
        Some(Standing::CanStand) => Some("perhaps superseded"),
        Some(Standing::Stands) | None => None,
    }
}

fn verdict_and_label(view: &AssessmentView) -> String {
    let mut text = String::with_capacity(64);
    text.push_str(view.record.verdict.word());
    if let Some(label) = &view.record.label {
        text.extend([", ", &quoted(label)]);
    }
    text
}

/// A verdict with the rating on its scale, the checker, the date, the address and the summary.
pub(in crate::output) fn verdict_whole(view: &AssessmentView) -> String {
    let mut text = verdict_and_label(view);
    if let Some(rating) = &view.record.rating {
        text.push_str(&format!(", rated {}", rating_on_scale(rating)));
    }
    let on = view.record.on.as_ref().map_or("undated".to_owned(), |on| format!("on {}", dated(on)));
    text.push_str(&format!(" – {}, {on}, {}", entity_whole(&view.by), address(view)));
    text.extend(standing(view).map(|standing| format!(", {standing}")));
    if let Some(summary) = &view.record.summary {
        text.push_str(&format!(": {summary}"));
    }
    text
}

/// `3 on a scale from 1 (worst) to 6 (best)`
pub(in crate::output) fn rating_on_scale(rating: &Rating) -> String {
    let value = rating.value;
    match (rating.worst, rating.best) {
        (Some(worst), Some(best)) => format!("{value} on a scale from {worst} (worst) to {best} (best)"),
        (Some(worst), None) => format!("{value} on a scale whose worst is {worst}"),
        (None, Some(best)) => format!("{value} on a scale whose best is {best}"),
        (None, None) => format!("{value} on a scale that is not recorded"),
    }
}

/// Where an assessment can be found: at its own address, else at that of its document, else what that is called.
fn address(view: &AssessmentView) -> &str {
    if let Some(url) = &view.record.url {
        return url;
    }
    let Some(SourceView { source, .. }) = &view.source else { return "no address recorded" };
    let address = source.url.as_deref().or(source.archive_url.as_deref());
    address.unwrap_or_else(|| title(source))
}

/// `contradicts other-claim: …`, or `contradicted by other-claim: …`.
pub(in crate::output) fn link(view: &LinkView) -> String {
    format!("{}: {}", link_short(view), view.statement)
}

pub(in crate::output) fn link_short(view: &LinkView) -> Cow<'_, str> {
    let (relation, by) =
        if view.outgoing { (view.relation.word(), " ") } else { (linked(view.relation), " by ") };
    [relation, by, view.other.as_str()].concat().into()
}

/// `2025-07-20T12:00:00.250Z by roman (transaction 12)`: of two in one second, `as of` can take either.
pub(in crate::output) fn recorded(recorded: &Recorded) -> String {
    format!("{} by {} (transaction {})", Stamp::of_micros(recorded.at), recorded.by, recorded.sequence)
}

pub(in crate::output) fn retracted(retracted: &Retracted) -> String {
    match &retracted.because {
        Some(because) => format!("{}, because: {because}", recorded(&retracted.when)),
        None => format!("{}, no reason given", recorded(&retracted.when)),
    }
}

/// What a reader must not overlook in a row: that it depends on a doubt, that it was retracted.
pub(in crate::output) fn marks(row: &ClaimRow) -> Vec<&'static str> {
    let possible = (!row.certain).then_some("possible");
    let retracted = row.retracted.as_ref().map(|_| "retracted");
    possible.into_iter().chain(retracted).collect()
}

/// `1 claim`, `2 claims`; "people" stays.
pub(in crate::output) fn counted(count: usize, plural: &str) -> String {
    let one = match plural {
        "people" => "person",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    format!("{count} {}", if count == 1 { one } else { plural })
}
