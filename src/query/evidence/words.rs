//! By what a clause holds of a claim, in words; where it does not, what the claim has in that place.

use super::Why;
use super::ways::{doubted, within};
use crate::language::syntax::TimeOf;
use crate::model::claim::{Doubt, DoubtfulPlace};
use crate::model::problem::Result;
use crate::model::text::{Form, Part, fold, posted, units};
use crate::model::{Date, Dating, Interval, Key, Lang, Moment, RecordType, Relation, Standing};
use crate::query::answer::{AssessmentView, DatedBy, EntityView, LinkView, SourceView};
use crate::query::containing::distinct_units;
use crate::query::findings::{Evidence, Ground, Holds, Speaks};
use crate::query::resolved::{Condition, Likeness, NamePlace, Phrase, ResolvedClause, members};
use crate::query::time::{Clock, Window};
use crate::store::index::claim_texts;
use crate::store::index::versions::ChangeKind;

impl Why<'_> {
    pub(super) fn because(&self, clause: &ResolvedClause, evidence: &Evidence) -> Result<Vec<String>> {
        let mut lines = self.grounds(clause, evidence)?;
        if lines.is_empty() {
            lines = self.what_there_is(&clause.what)?;
        }
        Ok(lines)
    }

    /// By what a clause holds.
    fn grounds(&self, clause: &ResolvedClause, evidence: &Evidence) -> Result<Vec<String>> {
        let row = &self.row;
        Ok(match &clause.what {
            Condition::Containing { phrases, exactly } => {
                self.words(&members(phrases), *exactly, evidence)?
            }
            Condition::Cites { read, .. } => self.hops(*read, evidence)?.map(in_chain).collect(),
            Condition::Time { of: TimeOf::Published, window } => {
                self.hops(false, evidence)?.filter_map(|(hop, _)| published(hop, *window)).collect()
            }
            Condition::With(_) | Condition::Without(_) => {
                let mut lines: Vec<String> = self.hops(true, evidence)?.map(in_chain).collect();
                lines.extend(self.links(None, evidence)?);
                lines
            }
            Condition::Rated(_)
            | Condition::Unrated
            | Condition::Disputed
            | Condition::Time { of: TimeOf::Assessed, .. } => self.verdicts(evidence)?,
            Condition::Linked { relation, outgoing, .. } => {
                self.links(Some((*relation, *outgoing)), evidence)?
            }
            Condition::Like(likeness) => vec![self.likeness(likeness, evidence)?],
            Condition::InLanguage(_) => self.languages(evidence),
            Condition::Doubtful if evidence.holds > Holds::Not => self.doubts()?,
            Condition::Time { of: of @ (TimeOf::Claim | TimeOf::Said | TimeOf::Concerning), window } => {
                self.dates(*of, *window)
            }
            Condition::RecordedBy(_) | Condition::Time { of: TimeOf::Recorded, .. } => vec![format!(
                "it was recorded by {} in transaction {}",
                row.recorded.by, row.recorded.sequence
            )],
            Condition::InMode(_) => vec![format!("it is {}", row.mode.adjective())],
            Condition::Tagged(_) if !row.tags.is_empty() => {
                vec![format!("its tags: {}", row.tags.join(", "))]
            }
            Condition::Undated => vec![match &row.said {
                Some(said) => format!("it was said {}", said.date),
                None => "it is not recorded when it was said".to_owned(),
            }],
            _ => {
                // What is certain needs no further grounds that are not.
                let is_certain = evidence.holds == Holds::Certainly;
                let grounds = evidence.grounds.iter().filter(|(_, certain)| *certain || !is_certain);
                let mut grounds: Vec<&(Ground, bool)> = grounds.collect();
                if let Condition::Names { place, .. } = &clause.what {
                    self.as_named(*place, &mut grounds)?;
                }
                let lines = grounds.into_iter().map(|(ground, certain)| self.ground(ground, *certain));
                let mut lines = lines.collect::<Result<Vec<Option<String>>>>()?;
                lines.dedup();
                lines.into_iter().flatten().collect()
            }
        })
    }

    /// What the claim has in the place that a clause asks of, where the clause finds nothing in it.
    fn what_there_is(&self, what: &Condition) -> Result<Vec<String>> {
        let row = &self.row;
        Ok(match what {
            Condition::Names { place, .. } => {
                let named = self.named(*place);
                let names: Vec<&str> = named.iter().map(|view| &*view.name).collect();
                if names.is_empty() {
                    Vec::new()
                } else {
                    vec![format!("it names only {}", names.join(", "))]
                }
            }
            Condition::By(_) => {
                let names: Vec<&str> = row.speakers.iter().map(|view| &*view.who.name).collect();
                vec![match names.as_slice() {
                    [] => "it is not known who said it".to_owned(),
                    names => format!("it was said by {}", names.join(", ")),
                }]
            }
            Condition::Time { of: TimeOf::Changed, .. } | Condition::ChangedBy(_) => self.changes()?,
            Condition::Time { of: TimeOf::Published, window } => {
                self.all_hops().filter_map(|(hop, _)| published(hop, *window)).collect()
            }
            Condition::Rated(_)
            | Condition::Unrated
            | Condition::Disputed
            | Condition::Time { of: TimeOf::Assessed, .. } => self.all_verdicts(),
            Condition::Linked { relation, outgoing, .. } => {
                let fits =
                    row.links.iter().filter(|link| link.relation == *relation && link.outgoing == *outgoing);
                fits.map(linked).collect()
            }
            _ => Vec::new(),
        })
    }

    /// The entities that the claim names in a place, in its order.
    fn named(&self, place: NamePlace) -> &[EntityView] {
        match place {
            NamePlace::About => &self.row.about,
            NamePlace::AscribedTo => &self.row.ascribed_to,
            NamePlace::AddressedTo => &self.row.audience,
            NamePlace::SaidAt => self.row.said_at.as_slice(),
        }
    }

    /// Brings grounds into the order in which the claim names the entities.
    fn as_named(&self, place: NamePlace, grounds: &mut [&(Ground, bool)]) -> Result<()> {
        let mut order = Vec::new();
        for view in self.named(place) {
            order.extend(self.evaluator.snapshot.ordinal(&Key::Entity(view.id.clone()))?);
        }
        grounds.sort_by_key(|(ground, _)| match ground {
            Ground::Named { entity, .. } => order.iter().position(|named| named == entity),
            _ => None,
        });
        Ok(())
    }

    fn ground(&self, ground: &Ground, certain: bool) -> Result<Option<String>> {
        Ok(Some(match ground {
            Ground::Named { entity, asked, certain } => {
                let name = doubted(&self.name(*entity)?, *certain);
                format!("{name}{}", within(&self.way(*entity, *asked)?))
            }
            Ground::Speaks { entity, how } => {
                let who = self.speaker(*entity)?;
                match how {
                    Speaks::AsAsked => who,
                    Speaks::Within(asked) => format!("{who}{}", within(&self.way(*entity, *asked)?)),
                    Speaks::Unnamed => format!("{who}, who is not named"),
                    Speaks::Called(name) => format!("{who}, called “{name}”"),
                }
            }
            Ground::Held { holder, tenure, role, of } => {
                return self.held(*holder, *tenure, (*role, of), certain);
            }
            Ground::Presented { by, role, of } => self.presented(by, (*role, of))?,
            Ground::Changed { act, sequence } => self.change(*act, *sequence)?,
            _ => return Ok(None),
        }))
    }

    // ---- documents ----

    /// Each hop of each chain, and how it stands there.
    fn all_hops(&self) -> impl Iterator<Item = (&SourceView, &'static str)> {
        self.row.citations.iter().flat_map(|citation| {
            let via = citation.via.iter().map(|hop| (hop, "via"));
            std::iter::once((&citation.read, READ)).chain(via)
        })
    }

    /// The hops by which a clause holds.
    fn hops(
        &self,
        read_alone: bool,
        evidence: &Evidence,
    ) -> Result<impl Iterator<Item = (&SourceView, &'static str)>> {
        let mut hops = Vec::new();
        for (hop, how) in self.all_hops().filter(|(_, how)| !read_alone || *how == READ) {
            let source = self.evaluator.snapshot.ordinal(&Key::Source(hop.source.id.clone()))?;
            let is_ground = |(ground, _): &(Ground, bool)| matches!(ground, Ground::Document(document) if Some(*document) == source);
            if evidence.grounds.iter().any(is_ground) {
                hops.push((hop, how));
            }
        }
        Ok(hops.into_iter())
    }

    // ---- time ----

    fn dates(&self, of: TimeOf, window: Option<Window>) -> Vec<String> {
        let row = &self.row;
        if of == TimeOf::Concerning {
            let concerns = row.concerns.iter();
            let line = |dating: Dating| compared(dating, window);
            return concerns
                .map(|dated| format!("it concerns {}: {}", dated.date, line(dated.date.dating())))
                .collect();
        }
        vec![match &row.dated {
            Some(dated) if dated.by == DatedBy::Said => {
                format!("it was said {}: {}", dated.dated.date, compared(dated.dating, window))
            }
            Some(dated) if of == TimeOf::Claim => format!(
                "undated; the document read was published {}{}: {}",
                dated.dated.date,
                if dated.certain { "" } else { ", if that is the document" },
                compared(dated.dating, window)
            ),
            _ => "it is not recorded when it was said".to_owned(),
        }]
    }

    fn change(&self, act: ChangeKind, sequence: u64) -> Result<String> {
        let done = match act {
            ChangeKind::Added => "recorded",
            ChangeKind::Corrected => "corrected",
            ChangeKind::Retracted => "retracted",
            ChangeKind::Restored => "restored",
            ChangeKind::Redacted => "redacted",
        };
        let by = self.evaluator.recorded_at(sequence)?.by;
        Ok(format!("it was {done} by {by} in transaction {sequence}"))
    }

    /// Each correction, retraction and restoration, with who made it.
    fn changes(&self) -> Result<Vec<String>> {
        let snapshot = self.evaluator.snapshot;
        let Some(claim) = snapshot.ordinal(&Key::Claim(self.row.id.clone()))? else { return Ok(Vec::new()) };
        let versions = snapshot.versions(RecordType::Claim, claim, |versions| {
            versions.iter().skip(1).map(|version| (version.act, version.sequence)).collect::<Vec<_>>()
        })?;
        let versions = versions.unwrap_or_default();
        if versions.is_empty() {
            return Ok(vec!["it was never changed".to_owned()]);
        }
        versions.into_iter().map(|(act, sequence)| self.change(act, sequence)).collect()
    }

    // ---- words ----

    /// The texts of the claim, each with what it is and its language, in the order of [`claim_texts`].
    fn texts(&self) -> Vec<(&'static str, &str, Option<&Lang>)> {
        let place = |at: usize| match at {
            0 => "the statement",
            at if at <= self.row.record.translations.len() => "a translation",
            _ => "the document's words",
        };
        let texts = claim_texts(&self.row.record).enumerate();
        texts.map(|(at, (text, lang))| (place(at), text, lang)).collect()
    }

    fn words(&self, phrases: &[&Phrase], exactly: bool, evidence: &Evidence) -> Result<Vec<String>> {
        let of_phrase = |phrase: &&Phrase| -> Result<Vec<String>> {
            if exactly {
                return Ok(self.phrase(phrase, evidence));
            }
            distinct_units(&phrase.text).into_iter().map(|unit| self.word(unit, phrase, evidence)).collect()
        };
        let lines = phrases.iter().map(of_phrase).collect::<Result<Vec<Vec<String>>>>()?;
        Ok(lines.into_iter().flatten().collect())
    }

    fn phrase(&self, phrase: &Phrase, evidence: &Evidence) -> Vec<String> {
        let texts = self.texts();
        let stands = evidence.grounds.iter().filter_map(|(ground, _)| match ground {
            Ground::Phrase { text, asked } if *asked == phrase.text => texts.get(*text),
            _ => None,
        });
        let lines: Vec<String> =
            stands.map(|(what, ..)| format!("“{}” stands in {what}", phrase.text)).collect();
        if lines.is_empty() {
            vec![format!("“{}” stands in none of its texts", phrase.text)]
        } else {
            lines
        }
    }

    /// "“structures” stands in the statement", "“structure” stands as “structures” in the statement", "“x” stands in none of
    /// its texts"
    fn word(&self, unit: &str, phrase: &Phrase, evidence: &Evidence) -> Result<String> {
        let grounds = evidence.grounds.iter().filter_map(|(ground, _)| match ground {
            Ground::Word { asked, form } if asked == unit => Some(form),
            _ => None,
        });
        let grounds: Vec<&Form> = grounds.collect();
        let wanted = self.evaluator.wanted(unit, phrase.lang.as_ref())?;
        let forms = wanted.ways.iter().find_map(|parts| all_standing(parts, &grounds));
        let places: Vec<(&str, &str)> =
            forms.iter().flatten().filter_map(|form| self.place_of(form)).collect();
        if places.is_empty() {
            return Ok(format!("“{unit}” stands in none of its texts"));
        }
        let mut places: Vec<String> = places
            .into_iter()
            .map(|(what, found)| {
                let as_found =
                    if fold(unit) == fold(found) { String::new() } else { format!("as “{found}” ") };
                format!("{as_found}in {what}")
            })
            .collect();
        places.dedup();
        Ok(format!("“{unit}” stands {}", places.join(" and ")))
    }

    /// The text in which a word is posted under a form, and the word as it stands there.
    fn place_of(&self, form: &Form) -> Option<(&'static str, &str)> {
        self.texts().into_iter().find_map(|(what, text, lang)| {
            units(text).find(|unit| posted(unit, lang).contains(form)).map(|unit| (what, unit))
        })
    }

    /// How like the claim is, and the words that it shares.
    fn likeness(&self, likeness: &Likeness, evidence: &Evidence) -> Result<String> {
        let weight = evidence.grounds.iter().find_map(|(ground, _)| match ground {
            Ground::Likeness(weight) => Some(*weight),
            _ => None,
        });
        let shared = self.evaluator.words_shared(likeness, self.slot)?;
        let words =
            if shared.is_empty() { String::new() } else { format!(", by the words {}", shared.join(", ")) };
        Ok(match weight {
            Some(weight) => format!("its likeness is {weight:.2} of 1{words}"),
            None => format!("too little of it is alike{words}"),
        })
    }

    /// The texts in the languages asked for, or which languages there are. A translation is no text that the claim is in.
    fn languages(&self, evidence: &Evidence) -> Vec<String> {
        let asked = evidence.grounds.iter().filter_map(|(ground, _)| match ground {
            Ground::Language(lang) => Some(lang),
            _ => None,
        });
        let asked: Vec<&Lang> = asked.collect();
        let texts: Vec<_> = self.texts().into_iter().filter(|(what, ..)| *what != "a translation").collect();
        let fits = |lang: &Lang| asked.iter().any(|asked| asked.covers(lang));
        let line = |(what, _, lang): &(&str, &str, Option<&Lang>)| {
            lang.filter(|lang| fits(lang)).map(|lang| format!("{what}: {lang}"))
        };
        let lines: Vec<String> = texts.iter().filter_map(line).collect();
        if !lines.is_empty() {
            return lines;
        }
        let known: Vec<&str> = texts.iter().filter_map(|(_, _, lang)| lang.map(Lang::as_str)).collect();
        vec![format!(
            "its texts are in {}",
            if known.is_empty() { "no known language".to_owned() } else { known.join(", ") }
        )]
    }

    // ---- the rest ----

    /// The verdicts of the checkers by whom a clause holds.
    fn verdicts(&self, evidence: &Evidence) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for view in &self.row.assessments {
            let checker = self.evaluator.snapshot.ordinal(&Key::Entity(view.by.id.clone()))?;
            let is_ground = |(ground, _): &(Ground, bool)| matches!(ground, Ground::Verdicts { checker: by } if Some(*by) == checker);
            if evidence.grounds.iter().any(is_ground) {
                lines.push(verdict(view));
            }
        }
        Ok(lines)
    }

    fn all_verdicts(&self) -> Vec<String> {
        if self.row.assessments.is_empty() {
            return vec!["it is not assessed".to_owned()];
        }
        self.row.assessments.iter().map(verdict).collect()
    }

    /// The links by which a clause holds.
    fn links(&self, only: Option<(Relation, bool)>, evidence: &Evidence) -> Result<Vec<String>> {
        let mut others = Vec::new();
        for (ground, _) in &evidence.grounds {
            if let Ground::Link(slot) = ground {
                others.push(self.evaluator.snapshot.claim(*slot)?.id);
            }
        }
        let fits = self.row.links.iter().filter(|link| {
            only.is_none_or(|asked| asked == (link.relation, link.outgoing)) && others.contains(&link.other)
        });
        Ok(fits.map(linked).collect())
    }

    fn doubts(&self) -> Result<Vec<String>> {
        let line = |doubt: Doubt<'_>| {
            Ok(match doubt {
                Doubt::Entity(place, what) => {
                    let place = match place {
                        DoubtfulPlace::Speaker => "the speaker",
                        DoubtfulPlace::Role => "the role of the speaker",
                        DoubtfulPlace::Audience => "the audience",
                        DoubtfulPlace::AscribedTo => "ascribed to",
                        DoubtfulPlace::About => "about",
                        DoubtfulPlace::SaidAt => "said at",
                    };
                    format!("{place}: {}?", self.evaluator.view(what)?.name)
                }
                Doubt::Document(source) => {
                    format!("the chain: {}", described_hop(&self.evaluator.source_view(source)?))
                }
                Doubt::Date(dated) => format!("a date: {}", dated.date),
            })
        };
        self.row.record.doubts().map(line).collect()
    }
}

/// How the document that was read stands in a chain.
const READ: &str = "read in";

/// "via telegraph-report?, published by The Telegraph"
fn in_chain((hop, how): (&SourceView, &'static str)) -> String {
    format!("{how} {}", described_hop(hop))
}

/// For each part the form in which it stands in a text, if all do.
fn all_standing<'p>(parts: &'p [Part], grounds: &[&Form]) -> Option<Vec<&'p Form>> {
    parts.iter().map(|part| part.all_forms().find(|form| grounds.contains(form))).collect()
}

fn linked(link: &LinkView) -> String {
    format!("the link {} {}: {}", link.relation.word(), link.other, link.statement)
}

/// "false by Full Fact, 2025-07-14, superseded"
fn verdict(view: &AssessmentView) -> String {
    let record = &view.record;
    let on = record.on.as_ref().map_or("undated".to_owned(), |on| on.date.to_string());
    let standing = match view.standing {
        Some(Standing::Stands) | None => "",
        Some(Standing::CanStand) => ", which can be the one that stands",
        Some(Standing::Superseded) => ", superseded",
    };
    let checker = doubted(&view.by.name, view.by.certain);
    let at = record.url.as_ref().map_or(String::new(), |url| format!(", {url}"));
    format!("{} by {checker}, {on}{standing}{at}", record.verdict.word())
}

/// "telegraph-report, published by The Telegraph was published 2025-07-10: …"
fn published(hop: &SourceView, window: Option<Window>) -> Option<String> {
    let on = hop.source.published.as_ref()?;
    let when = compared(on.date.dating(), window);
    Some(format!("{} was published {}: {when}", described_hop(hop), on.date))
}

/// "The Telegraph (telegraph-report), perhaps"
fn described_hop(hop: &SourceView) -> String {
    let publisher = hop
        .publisher
        .as_ref()
        .map_or(String::new(), |by| format!(", published by {}", doubted(&by.name, by.certain)));
    format!("{}{publisher}", doubted(hop.source.id.as_str(), hop.certain))
}

/// "that is 2025-07-01 to 2025-07-31, which lies wholly in the time asked for (from 2025-06-01 on)"
fn compared(dating: Dating, window: Option<Window>) -> String {
    let Some(window) = window else { return "no time can fit what is asked for".to_owned() };
    let how = if window.holds(dating) {
        "lies wholly in"
    } else if window.can_hold(dating) {
        "can lie in"
    } else {
        "lies outside"
    };
    let shown = match window.clock() {
        Clock::Civil => dating.civil(),
        Clock::Instants => dating.instants(),
    };
    format!("that is {}, which {how} the time asked for ({})", stretch(shown), stretch(window.in_utc()))
}

fn stretch(interval: Interval) -> String {
    let first = bound(interval.earliest, |day| day.earliest);
    let last = bound(interval.latest, |day| day.latest);
    match (first, last) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("from {first} on"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "any time".to_owned(),
    }
}

/// A bound as a day, where it is the day's own, else as a moment.
fn bound(moment: Moment, of_day: fn(Interval) -> Moment) -> Option<String> {
    let (year, month, day) = moment.civil()?;
    let is_of_day = of_day(Interval::day(year, month, day)) == moment;
    let exact = if is_of_day { None } else { moment.to_rfc3339() };
    Some(exact.unwrap_or_else(|| Date::of_day(year, month, day).to_string()))
}
