//! The fields of a record as statements give them: put into it, added to it, taken out of it.

use std::borrow::Cow;

use crate::language::syntax::{
    AttestationText, AuthorText, CitationText, DateExpr, DateText, DatedText, Detail, DetailValue, Emptied,
    NameText, RefText, SpeakerText, TenureEnd, TenureText, TextLang, WordsText,
};
use crate::model::entity::{Name, Tenure};
use crate::model::fields::{self, Field, Takes, Value};
use crate::model::problem::Result;
use crate::model::record::{Basis, Dated, Ref};
use crate::model::text::{Text, fold};
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Date, Entity, Kind, Problem, Rating, Record, Source,
    Span, Speaker, Words,
};
use crate::query::lookup::sides_of_of;
use crate::query::time::{self, Now};
use crate::session::lowering::references::References;

/// Puts details into records.
pub struct FieldLowering<'d, 'c> {
    pub called: &'d References<'c>,
    pub now: Now,
}

impl FieldLowering<'_, '_> {
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

    /// Puts a value of a common sort where the model has its field in this type of record.
    fn put_common(&self, record: &mut Record, detail: &Detail) -> Result<Option<()>> {
        if let DetailValue::Extra(key, value) = &detail.value {
            if let Some(field) = fields::written(record.record_type(), "extra")
                && let Value::Extra(place) = &field.value
                && let Some(extra) = place.get_mut(record)
            {
                extra.insert(key.clone(), value.clone());
            }
            return Ok(Some(()));
        }
        let keyword = detail.value.keyword();
        let Some(field) = keyword.and_then(|keyword| fields::written(record.record_type(), keyword)) else {
            return Ok(None);
        };
        match (&field.value, &detail.value) {
            (Value::Text(place) | Value::Url(place), DetailValue::Text(_, text)) => {
                place.set(record, Some(text.clone()));
            }
            (Value::Date(place, _), DetailValue::Date(_, on)) => place.set(record, Some(self.dated(on)?)),
            (Value::Ref(place, takes), DetailValue::Ref(_, one)) => {
                place.set(record, Some(self.reference(one, *takes)?));
            }
            (Value::Refs(place, takes), DetailValue::Refs(_, several)) => {
                let several: Vec<Ref> =
                    several.iter().map(|one| self.reference(one, *takes)).collect::<Result<_>>()?;
                if let Some(refs) = place.get_mut(record) {
                    refs.extend(several);
                }
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
            DetailValue::Wikidata(item) => entity.wikidata = Some(item.clone()),
            DetailValue::Tenure(tenure) => entity.roles.push(self.tenure(tenure)?),
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_source(&self, source: &mut Source, detail: &Detail) -> Result<Option<()>> {
        match &detail.value {
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
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn put_claim(&self, claim: &mut Claim, detail: &Detail) -> Result<Option<()>> {
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

    fn put_assessment(&self, assessment: &mut Assessment, detail: &Detail) -> Result<Option<()>> {
        match &detail.value {
            DetailValue::Verdict(verdict) => assessment.verdict = *verdict,
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
            DetailValue::ReadIn(citation) => {
                if citation.locator.is_some() || citation.words.is_some() || !citation.via.is_empty() {
                    let problem = Problem::invalid("an assessment keeps the document alone");
                    return Err(problem
                        .at(detail.span)
                        .hint("leave out `locator`, `via` and `words`; a `note` can say where in it"));
                }
                assessment.source = Some(self.called.source(&citation.source)?);
            }
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    // ---- values ----

    fn reference(&self, reference: &RefText, takes: Takes) -> Result<Ref> {
        match takes {
            Takes::Sources => self.called.source(reference),
            _ => self.called.entity(reference, &|kind| takes.accepts(kind)),
        }
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
        let problem = problem.unwrap_or_else(|| Problem::invalid(format!("`{text}` is not a role here")));
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
    use DetailValue::{Author, By, Demonym, Extra, Plural, Refs, Tagged, Tenure, Translation, Via};
    let is_of_texts = matches!(value, Plural(_) | Demonym(_) | Author(_) | Tagged(_) | Translation(_));
    is_of_texts || matches!(value, Refs(..) | By(_) | Via(_) | Tenure(_) | Extra(..))
}

/// What `without` would have to name to empty the field. The names and the mode cannot be empty.
pub fn emptied_of(value: &DetailValue) -> Vec<Emptied> {
    let words: Vec<&'static str> = match value {
        DetailValue::Published { by, on } => {
            let by = by.iter().map(|_| "publisher");
            by.chain(on.iter().map(|_| "published")).collect()
        }
        // Of an assessment; in a claim the parts of a citation are emptied.
        DetailValue::ReadIn(_) => vec!["source"],
        DetailValue::Plural(_) => vec!["plural"],
        DetailValue::Locator(_) => vec!["locator"],
        DetailValue::Via(_) => vec!["via"],
        DetailValue::Words(_) => vec!["words"],
        other => field_opened_by(other).and_then(|field| field.emptied).into_iter().collect(),
    };
    words.into_iter().map(|word| Emptied { word }).collect()
}

/// Empties a field.
///
/// # Errors
/// The record has no such field, or cannot be without it.
pub fn empty(record: &mut Record, field: Emptied, span: Span) -> Result<()> {
    match (&mut *record, field.word) {
        (Record::Entity(entity), "plural") => entity.names.retain(|name| !name.plural),
        (Record::Claim(claim), "locator") => only_citation(claim, span)?.locator = None,
        (Record::Claim(claim), "via") => only_citation(claim, span)?.via.clear(),
        (Record::Claim(claim), "words") => only_citation(claim, span)?.words = None,
        (_, word) => match fields::emptied(record.record_type(), word) {
            Some(field) => field.value.clear(record),
            None => {
                let problem = Problem::invalid("this record has no such field, or cannot be without it");
                return Err(problem.at(span));
            }
        },
    }
    Ok(())
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
            .hint("give the citations again, each with its own: `read in SOURCE locator \"…\"`")),
    }
}

/// The field of the interchange format that a detail is.
pub fn field_of(value: &DetailValue) -> &'static str {
    match value {
        DetailValue::Names(_) | DetailValue::Plural(_) => "names",
        DetailValue::Published { by: Some(_), .. } => "publisher",
        DetailValue::Published { .. } => "published",
        DetailValue::By(_) => "speakers",
        DetailValue::ReadIn(_) | DetailValue::Locator(_) | DetailValue::Via(_) | DetailValue::Words(_) => {
            "citations"
        }
        DetailValue::Mode(_) => "mode",
        other => field_opened_by(other).map_or("", |field| field.name),
    }
}

/// The field as the model declares it, by the keyword that opens it.
fn field_opened_by(value: &DetailValue) -> Option<&'static Field> {
    let keyword = match value {
        DetailValue::Extra(..) => "extra",
        DetailValue::Names(_) => "names",
        DetailValue::Demonym(_) => "demonym",
        DetailValue::Wikidata(_) => "wikidata",
        DetailValue::Tenure(_) => "as",
        DetailValue::Author(_) => "author",
        DetailValue::Medium(_) => "medium",
        DetailValue::Language(_) => "language",
        DetailValue::Statement(_) => "statement",
        DetailValue::By(_) => "by",
        DetailValue::Tagged(_) => "tagged",
        DetailValue::Translation(_) => "translation",
        DetailValue::Verdict(_) => "rated",
        DetailValue::Rating { .. } => "rating",
        other => other.keyword()?,
    };
    fields::written_anywhere(keyword)
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
