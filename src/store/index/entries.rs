//! What a record is found by: the postings that each kind of record is entered in.

use crate::model::record::{Dated, Ref};
use crate::model::text::{self, Lang};
use crate::model::{Assessment, Author, Claim, Dating, Entity, Link, Record, RecordType, Source};
use crate::store::engine::EngineError;
use crate::store::index::columns::ColumnsOf;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::texts::{claim_fields, source_fields};
use crate::store::index::update::IndexUpdate;
use crate::store::index::versions::{Facts, Named, months_of};

type Result<T> = std::result::Result<T, EngineError>;

impl IndexUpdate<'_> {
    /// Posts a record that is not a claim; gives back what is asked of many such records.
    pub(super) fn post_record(&mut self, record: &Record, ordinal: Ordinal) -> Result<Facts> {
        match record {
            Record::Entity(entity) => self.post_entity(entity, ordinal),
            Record::Source(source) => self.post_source(source, ordinal),
            Record::Assessment(assessment) => self.post_assessment(assessment, ordinal),
            Record::Link(link) => self.post_link(link, ordinal),
            Record::Claim(_) | Record::Definition(_) => Ok(Facts::None),
        }
    }

    fn post_entity(&mut self, entity: &Entity, ordinal: Ordinal) -> Result<Facts> {
        for name in &entity.names {
            self.post(&PostingKey::Name(text::fold(&name.text)), ordinal);
            text::words(&name.text).for_each(|word| self.post(&PostingKey::NameWord(word), ordinal));
        }
        for demonym in &entity.demonyms {
            self.post(&PostingKey::Demonym(text::fold(&demonym.text)), ordinal);
        }
        for broader in &entity.broader {
            let broader = self.entity(broader)?.ordinal;
            self.post(&PostingKey::Narrower(broader), ordinal);
        }
        for tenure in &entity.roles {
            let role = self.entity(&tenure.role)?.ordinal;
            self.post(&PostingKey::Holder(role), ordinal);
            if let Some(of) = &tenure.of {
                let of = self.entity(of)?.ordinal;
                self.post(&PostingKey::HolderOf(of), ordinal);
            }
        }
        if let Some(at) = &entity.at {
            let at = self.entity(at)?.ordinal;
            self.post(&PostingKey::EventAt(at), ordinal);
        }
        if entity.unnamed {
            self.post(&PostingKey::Unnamed, ordinal);
        }
        self.post(&PostingKey::OfKind(entity.kind), ordinal);
        Ok(Facts::None)
    }

    fn post_source(&mut self, source: &Source, ordinal: Ordinal) -> Result<Facts> {
        if let Some(title) = &source.title {
            self.post(&PostingKey::Title(text::fold(title)), ordinal);
            text::words(title).for_each(|word| self.post(&PostingKey::TitleWord(word), ordinal));
        }
        let publisher = source.publisher.as_ref().map(|publisher| self.entity(publisher)).transpose()?;
        if let Some(publisher) = publisher {
            self.post(&PostingKey::PublishedBy(publisher.ordinal), ordinal);
        }
        let mut authors = Vec::new();
        for author in &source.authors {
            if let Author::Entity(author) = author {
                let author = self.entity(author)?;
                self.post(&PostingKey::AuthoredBy(author.ordinal), ordinal);
                authors.push(author);
            }
        }
        for cited in &source.cites {
            let cited = self.source(cited)?.ordinal;
            self.post(&PostingKey::Cites(cited), ordinal);
        }
        for tag in source.lang.iter().flat_map(Lang::covering) {
            self.post(&PostingKey::SourceLang(tag), ordinal);
        }
        for field in source_fields(source) {
            self.post(&PostingKey::SourceWith(field), ordinal);
        }
        let published = source.published.as_ref().map(dating);
        Ok(Facts::Source { published, publisher, authors: authors.into() })
    }

    fn post_assessment(&mut self, assessment: &Assessment, ordinal: Ordinal) -> Result<Facts> {
        let claim = self.named(RecordType::Claim, assessment.claim.as_str())?;
        let by = self.entity(&assessment.by)?;
        if let Some(source) = &assessment.source {
            let source = self.source(source)?.ordinal;
            self.post(&PostingKey::AssessmentIn(source), ordinal);
        }
        self.post(&PostingKey::AssessmentOf(claim), ordinal);
        self.post(&PostingKey::AssessedClaims, claim);
        self.post(&PostingKey::AssessedBy(by.ordinal), ordinal);
        let on = assessment.on.as_ref().map(dating);
        Ok(Facts::Assessment { claim, by, verdict: assessment.verdict, on })
    }

    fn post_link(&mut self, link: &Link, ordinal: Ordinal) -> Result<Facts> {
        let from = self.named(RecordType::Claim, link.from.as_str())?;
        let to = self.named(RecordType::Claim, link.to.as_str())?;
        self.post(&PostingKey::LinkFrom(from), ordinal);
        self.post(&PostingKey::LinkTo(to), ordinal);
        self.post(&PostingKey::LinkedClaims, from);
        self.post(&PostingKey::LinkedClaims, to);
        Ok(Facts::Link { from, relation: link.relation, to })
    }

    pub(super) fn post_claim(&mut self, claim: &Claim, columns: &ColumnsOf, slot: Slot) -> Result<()> {
        self.post_names(&columns.about, slot, |entity, doubtful| PostingKey::About { entity, doubtful });
        self.post_names(&columns.speakers, slot, |entity, doubtful| PostingKey::Speaker { entity, doubtful });
        for one in &columns.presented {
            self.post(&PostingKey::PresentedAs(one.role.ordinal), slot);
            one.of.into_iter().for_each(|of| self.post(&PostingKey::PresentedOf(of.ordinal), slot));
        }
        self.post_refs(&claim.ascribed_to, slot, |entity, doubtful| PostingKey::AscribedTo {
            entity,
            doubtful,
        })?;
        self.post_refs(&claim.audience, slot, |entity, doubtful| PostingKey::Audience { entity, doubtful })?;
        self.post_refs(claim.said_at.as_slice(), slot, |entity, doubtful| PostingKey::SaidAt {
            entity,
            doubtful,
        })?;
        let read: Vec<Named> = columns.chains.iter().filter_map(|chain| chain.first().copied()).collect();
        let via: Vec<Named> = columns.chains.iter().flat_map(|chain| chain.iter().skip(1).copied()).collect();
        self.post_names(&read, slot, |source, doubtful| PostingKey::Read { source, doubtful });
        self.post_names(&via, slot, |source, doubtful| PostingKey::Via { source, doubtful });
        self.post_languages(claim, slot);
        self.post_dates(claim, slot);
        self.post(&PostingKey::Mode(claim.mode), slot);
        for tag in &claim.tags {
            self.post(&PostingKey::Tag(text::fold(tag)), slot);
        }
        for field in claim_fields(claim) {
            self.post(&PostingKey::With(field), slot);
        }
        if claim.is_doubtful() {
            self.post(&PostingKey::Doubtful, slot);
        }
        Ok(())
    }

    fn post_refs(
        &mut self,
        refs: &[Ref],
        slot: Slot,
        posting: fn(Ordinal, bool) -> PostingKey,
    ) -> Result<()> {
        let names = refs.iter().map(|one| self.entity(one)).collect::<Result<Vec<Named>>>()?;
        self.post_names(&names, slot, posting);
        Ok(())
    }

    /// Posts a list of names: doubtful are those that are never named with certainty in it.
    fn post_names(&mut self, names: &[Named], slot: Slot, posting: fn(Ordinal, bool) -> PostingKey) {
        for name in names {
            self.post(&posting(name.ordinal, false), slot);
            if !names.iter().any(|other| other.ordinal == name.ordinal && other.certain) {
                self.post(&posting(name.ordinal, true), slot);
            }
        }
    }

    fn post_languages(&mut self, claim: &Claim, slot: Slot) {
        let words = claim.citations.iter().filter_map(|c| c.words.as_ref()?.lang.as_ref());
        for tag in claim.lang.iter().chain(words).flat_map(Lang::covering) {
            self.post(&PostingKey::ClaimLang(tag), slot);
        }
    }

    fn post_dates(&mut self, claim: &Claim, slot: Slot) {
        if claim.said.is_none() {
            self.post(&PostingKey::Undated, slot);
        }
        if let Some(concerns) = &claim.concerns {
            match months_of(concerns.date.interval()) {
                Some(months) => months.for_each(|month| self.post(&PostingKey::ConcernsMonth(month), slot)),
                None => self.post(&PostingKey::ConcernsWide, slot),
            }
        }
    }
}

fn dating(dated: &Dated) -> Dating {
    dated.date.dating()
}
