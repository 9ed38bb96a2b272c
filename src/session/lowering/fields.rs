//! The fields of a record as statements give them: put into it, added to it, taken out of it.

use std::borrow::Cow;

use crate::language::syntax::{
    AttestationText, AuthorText, CitationText, DateExpr, DateText, DatedText, Detail, DetailValue, Emptied,
    NameText, RefText, SpeakerText, TenureEnd, TenureText, TextLang, WordsText,
};
use crate::model::entity::{Name, Tenure};
use crate::model::problem::Result;
use crate::model::record::{Basis, Dated, Ref};
use crate::model::text::{Text, fold};
use crate::model::{
    Attestation, Author, Citation, Claim, Date, Entity, Kind, Problem, Rating, Record, Source, Span, Speaker,
    Words,
};
use crate::query::lookup::sides_of_of;
use crate::query::time::{self, Now};
use crate::session::lowering::references::References;

/// Puts details into records.
pub struct FieldLowering<'d, 'c, 's> {
    pub called: &'d References<'c, 's>,
    pub now: Now,
}

impl FieldLowering<'_, '_, '_> {
    /// Puts one detail into a record: a single value takes the place of the old one, a list grows.
    ///
    /// # Errors
    /// A name that fits nothing, or a field that this type of record does not have.
    pub fn put(&self, record: &mut Record, detail: &Detail) -> Result<()> {
        if self.put_common(record, detail)? == Some(()) {
            return Ok(());
        }
        let done = match record {
            Record::Entity(entity) => self.put_entity(entity, detail)?,
            Record::Source(source) => self.put_source(source, detail)?,
            Record::Claim(claim) => self.put_claim(claim, detail)?,
            Record::Assessment(assessment) => self.put_assessment(assessment, detail)?,
            Record::Link(_) | Record::Definition(_) => None,
        };
        done.ok_or_else(|| {
            Problem::invalid(format!("{} has no such field", with_article(record))).at(detail.span)
        })
    }

    fn put_common(&self, record: &mut Record, detail: &Detail) -> Result<Option<()>> {
        let (note, extra) = match record {
            Record::Entity(r) => (&mut r.note, &mut r.extra),
            Record::Source(r) => (&mut r.note, &mut r.extra),
            Record::Claim(r) => (&mut r.note, &mut r.extra),
            Record::Assessment(r) => (&mut r.note, &mut r.extra),
            Record::Link(r) => (&mut r.note, &mut r.extra),
            Record::Definition(r) => (&mut r.note, &mut r.extra),
        };
        match &detail.value {
            DetailValue::Note(text) => *note = Some(text.clone()),
            DetailValue::Extra(key, value) => {
                extra.insert(key.clone(), value.clone());
            }
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_entity(&self, entity: &mut Entity, detail: &Detail) -> Result<Option<()>> {
        match &detail.value {
            DetailValue::Names(names) => {
                entity.names.extend(names.iter().map(|name| entity_name(name, false)));
            }
            DetailValue::Plural(names) => {
                entity.names.extend(names.iter().map(|name| entity_name(name, true)));
            }
            DetailValue::Demonym(demonyms) => entity.demonyms.extend(demonyms.iter().map(text)),
            DetailValue::Within(broader) => entity.broader.extend(self.entities(broader, &|_| true)?),
            DetailValue::Wikidata(item) => entity.wikidata = Some(item.clone()),
            DetailValue::Tenure(tenure) => entity.roles.push(self.tenure(tenure)?),
            DetailValue::On(on) => entity.on = Some(self.dated(on)?),
            DetailValue::At(at) => entity.at = Some(self.called.entity(at, &|kind| kind == Kind::Place)?),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_source(&self, source: &mut Source, detail: &Detail) -> Result<Option<()>> {
        match &detail.value {
            DetailValue::Title(title) => source.title = Some(title.clone()),
            DetailValue::Author(authors) => {
                for author in authors {
                    source.authors.push(match author {
                        AuthorText::Name(name) => Author::Name(name.clone()),
                        AuthorText::Entity(entity) => {
                            Author::Entity(self.called.entity(entity, &Kind::speaks)?)
                        }
                    });
                }
            }
            DetailValue::Published { by, on } => {
                if let Some(by) = by {
                    source.publisher = Some(self.called.entity(by, &Kind::speaks)?);
                }
                if let Some(on) = on {
                    source.published = Some(self.dated(on)?);
                }
            }
            DetailValue::Medium(medium) => source.medium = Some(*medium),
            DetailValue::Language(lang) => source.lang = Some(lang.clone()),
            DetailValue::Url(url) => source.url = Some(url.clone()),
            DetailValue::Archive(url) => source.archive_url = Some(url.clone()),
            DetailValue::Accessed(on) => source.accessed = Some(self.dated(on)?),
            DetailValue::Citing(sources) => source.cites.extend(self.sources(sources)?),
            DetailValue::FullText(text) => source.text = Some(text.clone()),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_claim(&self, claim: &mut Claim, detail: &Detail) -> Result<Option<()>> {
        let any = |_: Kind| true;
        match &detail.value {
            DetailValue::Statement(statement) => {
                claim.statement.clone_from(&statement.text);
                claim.lang.clone_from(&statement.lang);
            }
            DetailValue::By(speakers) => {
                for speaker in speakers {
                    claim.speakers.push(self.speaker(speaker)?);
                }
            }
            DetailValue::AscribedTo(to) => claim.ascribed_to.extend(self.entities(to, &any)?),
            DetailValue::AddressedTo(to) => claim.audience.extend(self.entities(to, &any)?),
            DetailValue::About(about) => claim.about.extend(self.entities(about, &any)?),
            DetailValue::Said(said) => claim.said = Some(self.dated(said)?),
            DetailValue::SaidAt(place) => {
                claim.said_at = Some(self.called.entity(place, &|kind| kind == Kind::Place)?);
            }
            DetailValue::Concerning(concerns) => claim.concerns = Some(self.dated(concerns)?),
            DetailValue::Mode(mode) => claim.mode = *mode,
            DetailValue::Tagged(tags) => {
                for tag in tags {
                    let tag = self.called.text(tag)?.to_owned();
                    if !claim.tags.contains(&tag) {
                        claim.tags.push(tag);
                    }
                }
            }
            DetailValue::Translation(translation) => claim.translations.push(text(translation)),
            DetailValue::ReadIn(citation) => claim.citations.push(self.citation(citation)?),
            DetailValue::Locator(locator) => {
                only_citation(claim, detail.span)?.locator = Some(locator.clone());
            }
            DetailValue::Via(via) => {
                let via = self.sources(via)?;
                only_citation(claim, detail.span)?.via.extend(via);
            }
            DetailValue::Words(said) => only_citation(claim, detail.span)?.words = Some(words(said)),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_assessment(
        &self,
        assessment: &mut crate::model::Assessment,
        detail: &Detail,
    ) -> Result<Option<()>> {
        match &detail.value {
            DetailValue::Verdict(verdict) => assessment.verdict = *verdict,
            DetailValue::Label(label) => assessment.label = Some(label.clone()),
            DetailValue::Rating { value, from, to } => {
                assessment.rating = Some(Rating { value: *value, worst: *from, best: *to });
            }
            DetailValue::By(by) => match by.as_slice() {
                [SpeakerText { who, presented }] if presented.is_empty() => {
                    assessment.by = self.called.entity(who, &Kind::speaks)?;
                }
                [_] => {
                    let problem = Problem::invalid("a checker is named without a role").at(detail.span);
                    return Err(problem.hint("leave out what begins with `as`"));
                }
                _ => return Err(Problem::invalid("an assessment has one checker").at(detail.span)),
            },
            DetailValue::On(on) => assessment.on = Some(self.dated(on)?),
            DetailValue::ReadIn(citation) => {
                if citation.locator.is_some() || citation.words.is_some() || !citation.via.is_empty() {
                    let problem = Problem::invalid("an assessment keeps the document alone");
                    return Err(problem
                        .at(detail.span)
                        .hint("leave out `locator`, `via` and `words`; a `note` can say where in it"));
                }
                assessment.source = Some(self.called.source(&citation.source)?);
            }
            DetailValue::Summary(summary) => assessment.summary = Some(summary.clone()),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    // ---- values ----

    pub fn entities(&self, refs: &[RefText], accept: &dyn Fn(Kind) -> bool) -> Result<Vec<Ref>> {
        refs.iter().map(|reference| self.called.entity(reference, accept)).collect()
    }

    fn sources(&self, refs: &[RefText]) -> Result<Vec<Ref>> {
        refs.iter().map(|reference| self.called.source(reference)).collect()
    }

    fn dated(&self, dated: &DatedText) -> Result<Dated> {
        Ok(Dated { date: time::date(&dated.date, self.now, self.called.params)?, basis: dated.basis })
    }

    pub fn citation(&self, citation: &CitationText) -> Result<Citation> {
        Ok(Citation {
            source: self.called.source(&citation.source)?,
            locator: citation.locator.clone(),
            words: citation.words.as_ref().map(words),
            via: self.sources(&citation.via)?,
        })
    }

    fn speaker(&self, speaker: &SpeakerText) -> Result<Speaker> {
        Ok(Speaker {
            who: self.called.entity(&speaker.who, &Kind::speaks)?,
            presented: speaker.presented.iter().map(|one| self.attestation(one)).collect::<Result<_>>()?,
        })
    }

    fn attestation(&self, attestation: &AttestationText) -> Result<Attestation> {
        let (role, of) = self.role_phrase(&attestation.role, attestation.of.as_ref())?;
        Ok(Attestation { role, of, title: attestation.title.clone(), former: attestation.former })
    }

    fn tenure(&self, tenure: &TenureText) -> Result<Tenure> {
        let (tenure, read) = match self.role_phrase(&tenure.role, tenure.of.as_ref()) {
            Ok(read) => (Cow::Borrowed(tenure), read),
            Err(problem) => match without_still(tenure) {
                Some(tenure) => {
                    let read = self.role_phrase(&tenure.role, tenure.of.as_ref())?;
                    (Cow::Owned(tenure), read)
                }
                None => return Err(problem),
            },
        };
        let (role, of) = read;
        Ok(Tenure {
            role,
            of,
            title: tenure.title.clone(),
            from: tenure.since.as_ref().map(|since| self.dated(since)).transpose()?,
            until: tenure.end.as_ref().map(|end| self.tenure_end(end)).transpose()?,
        })
    }

    /// `still on D` is kept as a bound that lies at D or later: `D/..`.
    fn tenure_end(&self, end: &TenureEnd) -> Result<Dated> {
        match end {
            TenureEnd::Until(until) => self.dated(until),
            TenureEnd::StillOn(day) => {
                let Dated { date, basis } = self.dated(day)?;
                match Date::parse(&format!("{}/..", date.as_str())) {
                    Ok(date) => Ok(Dated { date, basis }),
                    Err(_) => Err(Problem::invalid("`still on` takes one date")
                        .at(day.date.span)
                        .hint("such as `still on 2024-09-15`")),
                }
            }
        }
    }

    fn role_phrase(&self, role: &RefText, of: Option<&RefText>) -> Result<(Ref, Option<Ref>)> {
        match of {
            Some(of) => Ok((self.role(role)?, Some(self.called.entity(of, &has_roles)?))),
            None => self.role_and_of(role),
        }
    }

    fn role(&self, role: &RefText) -> Result<Ref> {
        self.called.entity(role, &|kind| kind == Kind::Role)
    }

    /// `director of rusi`: the whole is tried as a role's name, then every `of` as the place to part it.
    fn role_and_of(&self, written: &RefText) -> Result<(Ref, Option<Ref>)> {
        let text = self.called.text(&written.name)?;
        let role = |kind: Kind| kind == Kind::Role;
        if let Ok(id) = self.called.entity_id(text, &role)? {
            return Ok((Ref { id, certain: !written.doubtful, styled: written.styled.clone() }, None));
        }
        let sides = sides_of_of(text);
        for (head, tail) in &sides {
            if let Ok(id) = self.called.entity_id(head, &role)?
                && let Ok(of) = self.called.entity_id(tail, &has_roles)?
            {
                let of = Ref { id: of, certain: !written.doubtful, styled: written.styled.clone() };
                return Ok((Ref::certain(id), Some(of)));
            }
        }
        // Neither reads: the error is that of the side that nothing fits.
        let problem = match sides.first() {
            Some((head, tail)) => match self.called.entity_id(head, &role)? {
                Ok(_) => self.called.entity_id(tail, &has_roles)?.err(),
                Err(problem) => Some(problem),
            },
            None => self.called.entity_id(text, &role)?.err(),
        };
        let problem = problem.unwrap_or_else(|| Problem::invalid(format!("`{text}` is no role here")));
        Err(problem.at(written.name.span))
    }
}

/// `governor of Ohio still` with its `still` taken as one: where nothing is called `Ohio still`, it is no part of a name.
fn without_still(tenure: &TenureText) -> Option<TenureText> {
    let mut tenure = tenure.clone();
    let last = tenure.of.as_mut().unwrap_or(&mut tenure.role);
    let NameText::Bare(text) = &mut last.name.text else { return None };
    let (name, word) = text.rsplit_once(' ')?;
    if !word.eq_ignore_ascii_case("still") || last.doubtful || last.styled.is_some() || tenure.end.is_some() {
        return None;
    }
    *text = name.to_owned();
    tenure.end = Some(TenureEnd::StillOn(DatedText {
        date: DateExpr { date: DateText::Today, span: last.name.span },
        basis: Basis::Stated,
    }));
    Some(tenure)
}

/// Whether the field holds several values, so that `also` can add one; a correction empties it before it sets it again.
pub fn is_list(value: &DetailValue) -> bool {
    use DetailValue::{
        About, AddressedTo, AscribedTo, Author, By, Citing, Demonym, Extra, Plural, Tagged, Tenure,
        Translation, Via, Within,
    };
    let is_of_refs =
        matches!(value, Within(_) | Citing(_) | By(_) | AscribedTo(_) | AddressedTo(_) | About(_) | Via(_));
    let is_of_texts = matches!(value, Plural(_) | Demonym(_) | Author(_) | Tagged(_) | Translation(_));
    is_of_refs || is_of_texts || matches!(value, Tenure(_) | Extra(..))
}

/// What `without` would have to name to empty the field. The names and the mode cannot be empty.
pub fn emptied_of(value: &DetailValue) -> Vec<Emptied> {
    match value {
        DetailValue::Note(_) => vec![Emptied::Note],
        DetailValue::Extra(..) => vec![Emptied::Extra],
        DetailValue::Names(_) | DetailValue::Statement(_) => Vec::new(),
        DetailValue::Mode(_) | DetailValue::Verdict(_) => Vec::new(),
        DetailValue::Plural(_) => vec![Emptied::Plural],
        DetailValue::Demonym(_) => vec![Emptied::Demonym],
        DetailValue::Within(_) => vec![Emptied::Within],
        DetailValue::Wikidata(_) => vec![Emptied::Wikidata],
        DetailValue::Tenure(_) => vec![Emptied::Roles],
        DetailValue::On(_) => vec![Emptied::On],
        DetailValue::At(_) => vec![Emptied::At],
        DetailValue::Title(_) => vec![Emptied::Title],
        DetailValue::Author(_) => vec![Emptied::Author],
        DetailValue::Published { by, on } => {
            let by = by.iter().map(|_| Emptied::Publisher);
            by.chain(on.iter().map(|_| Emptied::Published)).collect()
        }
        DetailValue::Medium(_) => vec![Emptied::Medium],
        DetailValue::Language(_) => vec![Emptied::Language],
        DetailValue::Url(_) => vec![Emptied::Url],
        DetailValue::Archive(_) => vec![Emptied::Archive],
        DetailValue::Accessed(_) => vec![Emptied::Accessed],
        DetailValue::Citing(_) => vec![Emptied::Citing],
        DetailValue::FullText(_) => vec![Emptied::Text],
        DetailValue::By(_) => vec![Emptied::Speaker],
        DetailValue::AscribedTo(_) => vec![Emptied::Ascribed],
        DetailValue::AddressedTo(_) => vec![Emptied::Audience],
        DetailValue::About(_) => vec![Emptied::About],
        DetailValue::Said(_) => vec![Emptied::Said],
        DetailValue::SaidAt(_) => vec![Emptied::Place],
        DetailValue::Concerning(_) => vec![Emptied::Concerning],
        DetailValue::Tagged(_) => vec![Emptied::Tags],
        DetailValue::Translation(_) => vec![Emptied::Translation],
        // Of an assessment; in a claim the parts of a citation are emptied.
        DetailValue::ReadIn(_) => vec![Emptied::Source],
        DetailValue::Locator(_) => vec![Emptied::Locator],
        DetailValue::Via(_) => vec![Emptied::Via],
        DetailValue::Words(_) => vec![Emptied::Words],
        DetailValue::Label(_) => vec![Emptied::Label],
        DetailValue::Rating { .. } => vec![Emptied::Rating],
        DetailValue::Summary(_) => vec![Emptied::Summary],
    }
}

/// Empties a field.
///
/// # Errors
/// The record has no such field, or cannot be without it.
pub fn empty(record: &mut Record, field: Emptied, span: Span) -> Result<()> {
    let refused = || Err(Problem::invalid("this record has no such field, or cannot be without it").at(span));
    match (record, field) {
        (Record::Entity(r), Emptied::Note) => r.note = None,
        (Record::Source(r), Emptied::Note) => r.note = None,
        (Record::Claim(r), Emptied::Note) => r.note = None,
        (Record::Assessment(r), Emptied::Note) => r.note = None,
        (Record::Link(r), Emptied::Note) => r.note = None,
        (Record::Definition(r), Emptied::Note) => r.note = None,
        (Record::Entity(r), Emptied::Extra) => r.extra.clear(),
        (Record::Source(r), Emptied::Extra) => r.extra.clear(),
        (Record::Claim(r), Emptied::Extra) => r.extra.clear(),
        (Record::Assessment(r), Emptied::Extra) => r.extra.clear(),
        (Record::Link(r), Emptied::Extra) => r.extra.clear(),
        (Record::Definition(r), Emptied::Extra) => r.extra.clear(),
        (Record::Entity(entity), field) => return empty_entity(entity, field).map_or_else(refused, Ok),
        (Record::Source(source), field) => return empty_source(source, field).map_or_else(refused, Ok),
        (Record::Claim(claim), field) => return empty_claim(claim, field, span)?.map_or_else(refused, Ok),
        (Record::Assessment(assessment), field) => match field {
            Emptied::On => assessment.on = None,
            Emptied::Label => assessment.label = None,
            Emptied::Rating => assessment.rating = None,
            Emptied::Summary => assessment.summary = None,
            Emptied::Source => assessment.source = None,
            _ => return refused(),
        },
        (Record::Link(_) | Record::Definition(_), _) => return refused(),
    }
    Ok(())
}

fn empty_entity(entity: &mut Entity, field: Emptied) -> Option<()> {
    match field {
        Emptied::Plural => entity.names.retain(|name| !name.plural),
        Emptied::Demonym => entity.demonyms.clear(),
        Emptied::Within => entity.broader.clear(),
        Emptied::Wikidata => entity.wikidata = None,
        Emptied::Roles => entity.roles.clear(),
        Emptied::On => entity.on = None,
        Emptied::At => entity.at = None,
        _ => return None,
    }
    Some(())
}

fn empty_source(source: &mut Source, field: Emptied) -> Option<()> {
    match field {
        Emptied::Title => source.title = None,
        Emptied::Author => source.authors.clear(),
        Emptied::Publisher => source.publisher = None,
        Emptied::Published => source.published = None,
        Emptied::Medium => source.medium = None,
        Emptied::Language => source.lang = None,
        Emptied::Url => source.url = None,
        Emptied::Archive => source.archive_url = None,
        Emptied::Accessed => source.accessed = None,
        Emptied::Citing => source.cites.clear(),
        Emptied::Text => source.text = None,
        _ => return None,
    }
    Some(())
}

fn empty_claim(claim: &mut Claim, field: Emptied, span: Span) -> Result<Option<()>> {
    match field {
        Emptied::Speaker => claim.speakers.clear(),
        Emptied::Ascribed => claim.ascribed_to.clear(),
        Emptied::Audience => claim.audience.clear(),
        Emptied::About => claim.about.clear(),
        Emptied::Said => claim.said = None,
        Emptied::Place => claim.said_at = None,
        Emptied::Concerning => claim.concerns = None,
        Emptied::Tags => claim.tags.clear(),
        Emptied::Translation => claim.translations.clear(),
        Emptied::Language => claim.lang = None,
        Emptied::Locator => only_citation(claim, span)?.locator = None,
        Emptied::Via => only_citation(claim, span)?.via.clear(),
        Emptied::Words => only_citation(claim, span)?.words = None,
        _ => return Ok(None),
    }
    Ok(Some(()))
}

/// The one citation that a `locator`, `via` or `words` outside of a `read in` can belong to.
fn only_citation(claim: &mut Claim, span: Span) -> Result<&mut Citation> {
    match claim.citations.len() {
        1 => Ok(&mut claim.citations[0]),
        0 => Err(Problem::invalid("this belongs to a citation, and none is given")
            .at(span)
            .hint("say `read in SOURCE` before it, or `reading SOURCE` once for all that follow")),
        several => Err(Problem::invalid(format!("this claim has {several} citations"))
            .at(span)
            .hint("say the citations anew, each with its own: `read in SOURCE locator \"…\"`")),
    }
}

/// The field of the interchange format that a detail is.
pub fn field_of(value: &DetailValue) -> &'static str {
    match value {
        DetailValue::Note(_) => "note",
        DetailValue::Extra(..) => "extra",
        DetailValue::Names(_) | DetailValue::Plural(_) => "names",
        DetailValue::Demonym(_) => "demonyms",
        DetailValue::Within(_) => "broader",
        DetailValue::Wikidata(_) => "wikidata",
        DetailValue::Tenure(_) => "roles",
        DetailValue::On(_) => "on",
        DetailValue::At(_) => "at",
        DetailValue::Title(_) => "title",
        DetailValue::Author(_) => "authors",
        DetailValue::Published { by: Some(_), .. } => "publisher",
        DetailValue::Published { .. } => "published",
        DetailValue::Medium(_) => "medium",
        DetailValue::Language(_) => "lang",
        DetailValue::Url(_) => "url",
        DetailValue::Archive(_) => "archive_url",
        DetailValue::Accessed(_) => "accessed",
        DetailValue::Citing(_) => "cites",
        DetailValue::FullText(_) => "text",
        DetailValue::Statement(_) => "statement",
        DetailValue::By(_) => "speakers",
        DetailValue::AscribedTo(_) => "ascribed_to",
        DetailValue::AddressedTo(_) => "audience",
        DetailValue::About(_) => "about",
        DetailValue::Said(_) => "said",
        DetailValue::SaidAt(_) => "said_at",
        DetailValue::Concerning(_) => "concerns",
        DetailValue::Mode(_) => "mode",
        DetailValue::Tagged(_) => "tags",
        DetailValue::Translation(_) => "translations",
        DetailValue::ReadIn(_) | DetailValue::Locator(_) | DetailValue::Via(_) | DetailValue::Words(_) => {
            "citations"
        }
        DetailValue::Verdict(_) => "verdict",
        DetailValue::Label(_) => "label",
        DetailValue::Rating { .. } => "rating",
        DetailValue::Summary(_) => "summary",
    }
}

pub fn entity_name(name: &TextLang, plural: bool) -> Name {
    Name { text: name.text.clone(), lang: name.lang.clone(), plural }
}

fn text(text: &TextLang) -> Text {
    Text { text: text.text.clone(), lang: text.lang.clone() }
}

fn words(words: &WordsText) -> Words {
    Words { text: words.text.text.clone(), lang: words.text.lang.clone(), translated: words.translated }
}

fn has_roles(kind: Kind) -> bool {
    matches!(kind, Kind::Organization | Kind::Place)
}

fn with_article(record: &Record) -> String {
    let word = match record {
        Record::Entity(entity) => entity.kind.word(),
        other => other.key().record_type().word(),
    };
    let vowel = fold(word).starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
