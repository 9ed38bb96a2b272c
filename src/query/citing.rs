//! The documents of claims: what was read and what came between, who published it, and what the documents have.

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::findings::{Findings, Ground};
use super::match_set::MatchSet;
use super::resolved::Documents;
use super::shared_sets::WantedSources;
use super::time::Window;
use crate::model::ClaimPart;
use crate::model::problem::Result;
use crate::model::{RecordType, Relation};
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::Facts;

impl Evaluator<'_> {
    pub(super) fn cites(
        &self,
        documents: &Documents,
        read: bool,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let mut wanted = WantedSources::new(self.snapshot);
        documents.sources.iter().for_each(|source| wanted.put(*source, true));
        for publisher in &documents.publishers {
            self.published_by(*publisher)?
                .into_iter()
                .for_each(|(source, certain)| wanted.put(source, certain));
        }
        self.naming_any(&wanted, read, within, found)
    }

    /// The claims with any of these sources as the document read, or anywhere in their chains: by the postings of few
    /// sources, by the chains of all claims for many.
    fn naming_any(
        &self,
        wanted: &WantedSources,
        read: bool,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        if wanted.count() > u64::from(self.snapshot.slots() / self.thresholds.claims_per_source) {
            return self.with_chains(wanted, read, within, found);
        }
        for (source, is_certain) in wanted.all() {
            found.put(self.naming(source, read)?, is_certain, |_| Ground::Document(source));
        }
        Ok(())
    }

    fn with_chains(
        &self,
        wanted: &WantedSources,
        read: bool,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let mut chains = self.snapshot.chains();
        for slot in within {
            let (column, place) = chains.at(slot)?;
            for chain in column.of(place) {
                let hops = if read { chain.get(..1).unwrap_or(chain) } else { chain };
                for hop in hops {
                    if let Some(is_certain) = wanted.get(hop.ordinal) {
                        found.push(slot, is_certain && hop.certain, || Ground::Document(hop.ordinal));
                    }
                }
            }
        }
        Ok(())
    }

    /// The claims with this source as the document read, or anywhere in their chains.
    pub fn naming(&self, source: Ordinal, read: bool) -> Result<MatchSet> {
        let sets = self.doubting(|doubtful| PostingKey::Read { source, doubtful })?;
        if read {
            return Ok(sets);
        }
        Ok(sets.or(&self.doubting(|doubtful| PostingKey::Via { source, doubtful })?))
    }

    /// A publisher's sources, and whether they certainly are.
    pub fn published_by(&self, publisher: Ordinal) -> Result<Vec<(Ordinal, bool)>> {
        let mut found = Vec::new();
        for source in &*self.snapshot.posting(&PostingKey::PublishedBy(publisher))? {
            if let Facts::Source { publisher: Some(named), .. } =
                self.snapshot.facts_of(RecordType::Source, source)?
                && named.ordinal == publisher
            {
                found.push((source, named.certain));
            }
        }
        Ok(found)
    }

    /// The claims of which some document in the chain was published in a window.
    pub(super) fn published(
        &self,
        window: Window,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let mut wanted = WantedSources::new(self.snapshot);
        for (source, facts) in (0..).zip(&*self.snapshot.facts(RecordType::Source)?) {
            if let Some(published) = facts.published().filter(|published| window.can_hold(*published)) {
                wanted.put(source, window.holds(published));
            }
        }
        self.naming_any(&wanted, false, within, found)
    }

    /// The fields that a claim has itself, or that any document it was read in has: a fact of the record, without doubt.
    pub(super) fn with(
        &self,
        field: ClaimPart,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        match field {
            ClaimPart::Links => {
                for relation in Relation::ALL {
                    self.linked(relation, true, None, found)?;
                    self.linked(relation, false, None, found)?;
                }
                Ok(())
            }
            ClaimPart::Url
            | ClaimPart::Archive
            | ClaimPart::Title
            | ClaimPart::Author
            | ClaimPart::Publisher
            | ClaimPart::Published => {
                let mut wanted = WantedSources::new(self.snapshot);
                for source in &*self.snapshot.posting(&PostingKey::SourceWith(field))? {
                    if self.source_has(source, field)? {
                        wanted.put(source, true);
                    }
                }
                // That the document has the field is certain, even where it is doubtful that it is the document.
                let mut naming = found.fresh();
                self.naming_any(&wanted, true, within, &mut naming)?;
                found.certainly(naming);
                Ok(())
            }
            _ => self.posted(&PostingKey::With(field), found),
        }
    }

    /// Whether a source has a field now; it once had.
    fn source_has(&self, source: Ordinal, field: ClaimPart) -> Result<bool> {
        if let Facts::Source { published, publisher, .. } =
            self.snapshot.facts_of(RecordType::Source, source)?
        {
            match field {
                ClaimPart::Published => return Ok(published.is_some()),
                ClaimPart::Publisher => return Ok(publisher.is_some()),
                _ if !self.snapshot.was_corrected(RecordType::Source, source)? => return Ok(true),
                _ => {}
            }
        }
        let now = self.snapshot.source(source)?;
        Ok(now.is_some_and(|now| crate::store::index::source_fields(&now).contains(&field)))
    }
}
