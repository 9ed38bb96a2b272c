//! Reading what is shown: a claim with everything around it, by name. Only rows that are shown are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answer::{
    AssessmentView, CitationView, ClaimRow, DatedBy, EffectiveDate, EntityCard, EntityName, EntityView,
    LinkView, Recorded, Retracted, RoleBy, RoleView, SourceView, SpeakerView, TenureView,
};
use super::evaluate::Evaluator;
use super::speakers::Held;
use crate::model::problem::Result;
use crate::model::record::Dated;
use crate::model::standing::{Given, standings};
use crate::model::{
    Assessment, Author, Citation, Claim, Date, Dating, Entity, Id, Interval, Key, Kind, Problem, Record,
    RecordType, Ref, Source, Speaker, Standing,
};
use crate::store::ClaimDate;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::versions::{ChangeKind, Version, VersionHistory};

impl Evaluator<'_> {
    /// One claim version as a row of an answer.
    pub fn row(&self, slot: Slot, certain: bool, likeness: Option<f64>) -> Result<ClaimRow> {
        let columns = self.snapshot.place(slot)?;
        let claim = self.snapshot.claim(slot)?;
        let date = self.snapshot.dated(slot)?;
        let (recorded, corrected, retracted) = self.life(RecordType::Claim, columns.claim)?;
        let citations = claim.citations.iter().map(|c| self.citation(c)).collect::<Result<Vec<_>>>()?;
        Ok(ClaimRow {
            speakers: self.speakers(slot, &claim, date)?,
            audience: self.views(&claim.audience)?,
            ascribed_to: self.views(&claim.ascribed_to)?,
            about: self.views(&claim.about)?,
            said_at: claim.said_at.as_ref().map(|place| self.view(place)).transpose()?,
            dated: date.and_then(|date| effective(&claim, &citations, date)),
            citations,
            assessments: self.assessments_of(columns.claim)?,
            links: self.links_of(columns.claim)?,
            record: claim,
            certain,
            likeness,
            recorded,
            corrected,
            retracted,
        })
    }

    // ---- entities ----

    /// An entity by its id; one that has since been retracted as it last was.
    pub fn entity_called(&self, id: &Id) -> Result<Option<Arc<Entity>>> {
        let Some(ordinal) = self.snapshot.ordinal(&Key::Entity(id.clone()))? else { return Ok(None) };
        if let Some(entity) = self.snapshot.entity(ordinal)? {
            return Ok(Some(entity));
        }
        Ok(match self.last_content(RecordType::Entity, ordinal)? {
            Some(Record::Entity(entity)) => Some(Arc::new(entity)),
            _ => None,
        })
    }

    /// A record's content at this moment, retracted or not; nothing where it was redacted.
    pub fn last_content(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Record>> {
        let version = self.snapshot.version(record_type, ordinal)?;
        let version = version.filter(|version| version.act != ChangeKind::Redacted);
        version.map(|version| self.snapshot.content(version.content)).transpose()
    }

    pub fn view(&self, reference: &Ref) -> Result<EntityView> {
        if let Some(known) = self.kept().views.known(&(self.moment, reference.id.clone())) {
            return Ok(EntityView { styled: reference.styled.clone(), certain: reference.certain, ..known });
        }
        let view = self.new_view(reference)?;
        self.kept().views.put(
            (self.moment, reference.id.clone()),
            100,
            EntityView { styled: None, ..view.clone() },
        );
        Ok(view)
    }

    fn new_view(&self, reference: &Ref) -> Result<EntityView> {
        let entity = self.entity_called(&reference.id)?;
        Ok(EntityView {
            id: reference.id.clone(),
            name: entity.as_ref().map_or(reference.id.as_str(), |entity| entity.name()).into(),
            lang: entity.as_ref().and_then(|entity| entity.names.first()?.lang.clone()),
            kind: entity.as_ref().map_or(Kind::Topic, |entity| entity.kind),
            unnamed: entity.is_some_and(|entity| entity.unnamed),
            styled: reference.styled.clone(),
            certain: reference.certain,
        })
    }

    fn views(&self, refs: &[Ref]) -> Result<Vec<EntityView>> {
        refs.iter().map(|reference| self.view(reference)).collect()
    }

    pub fn name(&self, id: &Id) -> Result<EntityName> {
        let view = self.view(&Ref::certain(id.clone()))?;
        Ok(EntityName { id: view.id, name: view.name })
    }

    pub fn card(&self, entity: Arc<Entity>) -> Result<EntityCard> {
        Ok(EntityCard {
            broader: self.views(&entity.broader)?,
            roles: entity.roles.iter().map(|tenure| self.tenure(tenure)).collect::<Result<_>>()?,
            at: entity.at.as_ref().map(|at| self.view(at)).transpose()?,
            entity,
        })
    }

    fn tenure(&self, tenure: &crate::model::Tenure) -> Result<TenureView> {
        Ok(TenureView {
            role: self.view(&tenure.role)?,
            of: tenure.of.as_ref().map(|of| self.view(of)).transpose()?,
            title: tenure.title.clone(),
            from: tenure.from.clone(),
            until: tenure.until.clone(),
        })
    }

    /// The speakers recorded, else those implied, with the roles that they can have held at the time.
    fn speakers(&self, slot: Slot, claim: &Claim, said: Option<ClaimDate>) -> Result<Vec<SpeakerView>> {
        if !claim.speakers.is_empty() {
            return claim.speakers.iter().map(|speaker| self.recorded_speaker(speaker, said)).collect();
        }
        let mut implied = Vec::new();
        for (entity, certain) in self.implied_speakers(slot)? {
            if let Some(entity) = self.snapshot.entity(entity)? {
                let reference = Ref { id: entity.id.clone(), certain, styled: None };
                implied.push(self.speaker_view(&reference, true, said)?);
            }
        }
        Ok(implied)
    }

    /// A speaker with the roles in which the document presents them, and those tenures that say something else.
    fn recorded_speaker(&self, speaker: &Speaker, said: Option<ClaimDate>) -> Result<SpeakerView> {
        let mut view = self.speaker_view(&speaker.who, false, said)?;
        let mut roles = Vec::new();
        for one in &speaker.presented {
            roles.push(RoleView {
                by: RoleBy::Presented { former: one.former },
                role: self.name(&one.role.id)?,
                of: one.of.as_ref().map(|of| self.name(&of.id)).transpose()?,
                title: one.title.clone(),
                certain: one.role.certain && one.of.as_ref().is_none_or(|of| of.certain),
            });
        }
        let is_same = |held: &RoleView, said: &RoleView| {
            said.by == RoleBy::Presented { former: false }
                && said.certain
                && (&said.role, &said.of) == (&held.role, &held.of)
        };
        view.roles.retain(|held| !roles.iter().any(|said| is_same(held, said)));
        roles.append(&mut view.roles);
        Ok(SpeakerView { roles, ..view })
    }

    fn speaker_view(&self, speaker: &Ref, implied: bool, said: Option<ClaimDate>) -> Result<SpeakerView> {
        let mut roles = Vec::new();
        if let Some(entity) = self.entity_called(&speaker.id)? {
            for tenure in &entity.roles {
                let (possible, certain) =
                    Held::by(&entity, tenure).map_or((false, false), |held| held.at(said));
                if possible {
                    let still_on = tenure.until.as_ref().and_then(|until| until.date.open_since());
                    roles.push(RoleView {
                        by: RoleBy::Tenure { still_on },
                        role: self.name(&tenure.role.id)?,
                        of: tenure.of.as_ref().map(|of| self.name(&of.id)).transpose()?,
                        title: tenure.title.clone(),
                        certain: certain
                            && tenure.role.certain
                            && tenure.of.as_ref().is_none_or(|of| of.certain),
                    });
                }
            }
        }
        Ok(SpeakerView { who: self.view(speaker)?, implied, roles })
    }

    // ---- documents ----

    pub fn source_view(&self, reference: &Ref) -> Result<SourceView> {
        if let Some(known) = self.kept().sources.known(&(self.moment, reference.id.clone())) {
            return Ok(SourceView { certain: reference.certain, ..known });
        }
        let view = self.new_source_view(reference)?;
        self.kept().sources.put((self.moment, reference.id.clone()), 400, view.clone());
        Ok(view)
    }

    fn new_source_view(&self, reference: &Ref) -> Result<SourceView> {
        let source = self.source_called(&reference.id)?;
        let source = source
            .ok_or_else(|| Problem::index(format!("the source `{}` is not in the index", reference.id)))?;
        self.view_of_source(source, reference.certain)
    }

    pub fn view_of_source(&self, source: Arc<Source>, certain: bool) -> Result<SourceView> {
        let publisher = source.publisher.as_ref().map(|publisher| self.view(publisher)).transpose()?;
        let mut authors = Vec::new();
        for author in &source.authors {
            authors.push(match author {
                Author::Name(name) => name.clone(),
                Author::Entity(entity) => self.view(entity)?.name.to_string(),
            });
        }
        Ok(SourceView { source, publisher, authors: authors.into(), certain })
    }

    fn source_called(&self, id: &Id) -> Result<Option<Arc<Source>>> {
        let Some(ordinal) = self.snapshot.ordinal(&Key::Source(id.clone()))? else { return Ok(None) };
        if let Some(source) = self.snapshot.source(ordinal)? {
            return Ok(Some(source));
        }
        Ok(match self.last_content(RecordType::Source, ordinal)? {
            Some(Record::Source(source)) => Some(Arc::new(source)),
            _ => None,
        })
    }

    fn citation(&self, citation: &Citation) -> Result<CitationView> {
        Ok(CitationView {
            read: self.source_view(&citation.source)?,
            locator: citation.locator.clone(),
            words: citation.words.clone(),
            via: citation.via.iter().map(|hop| self.source_view(hop)).collect::<Result<_>>()?,
        })
    }

    // ---- assessments and links ----

    fn assessments_of(&self, claim: Ordinal) -> Result<Vec<AssessmentView>> {
        let mut found = Vec::new();
        if !self.snapshot.posting(&PostingKey::AssessedClaims)?.contains(claim) {
            return Ok(found);
        }
        for (assessment, standing) in self.judged(claim)? {
            found.push(self.assessment_view(assessment, Some(standing))?);
        }
        found.sort_by_key(|view| view.standing == Some(Standing::Superseded));
        Ok(found)
    }

    /// The assessments of a claim that are in force, with their standing, in the order in which they came.
    fn judged(&self, claim: Ordinal) -> Result<Vec<(Arc<Assessment>, Standing)>> {
        let mut judged = Vec::new();
        let mut of_checkers: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for ordinal in &*self.snapshot.posting(&PostingKey::AssessmentOf(claim))? {
            if let Some(assessment) = self.snapshot.assessment(ordinal)? {
                of_checkers.entry(assessment.by.id.clone()).or_default().push(judged.len());
                judged.push((assessment, Standing::Stands));
            }
        }
        for places in of_checkers.values() {
            let given = |place: &usize| {
                let assessment = &judged[*place].0;
                Given {
                    on: assessment.on.as_ref().map(|on| on.date.interval()),
                    certain: assessment.by.certain,
                }
            };
            let standings = standings(&places.iter().map(given).collect::<Vec<_>>());
            places.iter().zip(standings).for_each(|(place, standing)| judged[*place].1 = standing);
        }
        Ok(judged)
    }

    /// The standing of one assessment; none where it is not in force.
    pub fn standing(&self, assessment: &Assessment) -> Result<Option<Standing>> {
        let key = Key::Claim(assessment.claim.clone());
        let Some(claim) = self.snapshot.ordinal(&key)? else { return Ok(None) };
        let judged = self.judged(claim)?;
        Ok(judged.into_iter().find(|(other, _)| other.id == assessment.id).map(|(_, standing)| standing))
    }

    pub fn assessment_view(
        &self,
        assessment: Arc<Assessment>,
        standing: Option<Standing>,
    ) -> Result<AssessmentView> {
        Ok(AssessmentView {
            standing,
            by: self.view(&assessment.by)?,
            source: assessment.source.as_ref().map(|source| self.source_view(source)).transpose()?,
            record: assessment,
        })
    }

    /// The links from and to a claim whose other end is in force.
    fn links_of(&self, claim: Ordinal) -> Result<Vec<LinkView>> {
        let mut found = Vec::new();
        if !self.snapshot.posting(&PostingKey::LinkedClaims)?.contains(claim) {
            return Ok(found);
        }
        for outgoing in [true, false] {
            let posting = if outgoing { PostingKey::LinkFrom(claim) } else { PostingKey::LinkTo(claim) };
            for ordinal in &*self.snapshot.posting(&posting)? {
                let Some(link) = self.snapshot.link(ordinal)? else { continue };
                let other = if outgoing { &link.to } else { &link.from };
                if let Some(statement) = self.statement(other)? {
                    found.push(LinkView {
                        relation: link.relation,
                        outgoing,
                        other: other.clone(),
                        statement,
                    });
                }
            }
        }
        Ok(found)
    }

    /// The statement of a claim that is in force.
    pub fn statement(&self, id: &Id) -> Result<Option<String>> {
        let Some(ordinal) = self.snapshot.ordinal(&Key::Claim(id.clone()))? else { return Ok(None) };
        let slot = self.snapshot.slot_of(ordinal, self.retracted)?;
        slot.map(|slot| Ok(self.snapshot.claim(slot)?.statement)).transpose()
    }

    // ---- the life of a record ----

    /// When a record first came, when it was last corrected, and how it was retracted if it is.
    pub fn life(
        &self,
        record_type: RecordType,
        ordinal: Ordinal,
    ) -> Result<(Recorded, Option<Recorded>, Option<Retracted>)> {
        let life = self.snapshot.versions(record_type, ordinal, |versions| {
            let corrected = versions.iter().rev().find(|version| version.act == ChangeKind::Corrected);
            let retracted = versions.last().filter(|version| version.act == ChangeKind::Retracted);
            let first = versions.first().map(|version| version.sequence);
            (first, corrected.map(|version| version.sequence), retracted.cloned())
        });
        let Some((Some(first), corrected, retracted)) = life? else {
            return Err(Problem::index("the index is missing the history of a record"));
        };
        Ok((
            self.recorded_at(first)?,
            corrected.map(|sequence| self.recorded_at(sequence)).transpose()?,
            retracted.map(|version| self.retraction(&version)).transpose()?,
        ))
    }

    /// The versions that are known at the moment asked about.
    pub fn versions_until_now<'t>(&self, trail: &'t VersionHistory) -> &'t [Version] {
        let known =
            trail.versions.iter().take_while(|version| version.sequence <= self.snapshot.sequence()).count();
        &trail.versions[..known]
    }

    fn retraction(&self, version: &Version) -> Result<Retracted> {
        let because = self.snapshot.change(version.change)?.because().map(str::to_owned);
        Ok(Retracted { when: self.recorded_at(version.sequence)?, because })
    }

    pub fn recorded_at(&self, sequence: u64) -> Result<Recorded> {
        let entry = self.snapshot.transaction(sequence)?;
        let entry = entry.ok_or_else(|| Problem::index("the index is missing a transaction"))?;
        Ok(Recorded { at: entry.stamp.at, by: entry.stamp.by.clone(), sequence })
    }
}

/// The date that a claim goes by, as it was written.
fn effective(claim: &Claim, citations: &[CitationView], date: ClaimDate) -> Option<EffectiveDate> {
    let (by, dated) = if date.said {
        (DatedBy::Said, claim.said.clone()?)
    } else {
        (DatedBy::Published, earliest_published(citations, date.dating)?)
    };
    Some(EffectiveDate { by, dated, dating: date.dating, certain: date.certain })
}

/// When the first of the documents read was published, as an answer shows it: the date of one of them where that says it
/// all, else the interval from where one date begins to where another ends.
fn earliest_published(citations: &[CitationView], dating: Dating) -> Option<Dated> {
    let all = || citations.iter().filter_map(|citation| citation.read.source.published.as_ref());
    let of = |dated: &&Dated| dated.date.interval();
    let Interval { earliest, latest } = dating.instants();
    if let Some(one) = all().find(|dated| of(dated) == dating.instants()) {
        return Some(one.clone());
    }
    let first = all().find(|dated| of(dated).earliest == earliest)?;
    let last = all().find(|dated| of(dated).latest == latest)?;
    let date = Date::spanning(&first.date, &last.date).unwrap_or_else(|| first.date.clone());
    Some(Dated { date, basis: first.basis })
}
