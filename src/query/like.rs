//! Claims like a text or another claim: those that share its words, the rarer the better.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::resolved::{Likeness, Phrase};
use crate::model::RecordType;
use crate::model::problem::Result;
use crate::store::keys::Slot;

/// Of the weight of all words asked for, the part that a claim must share to be called like.
const ENOUGH: f64 = 0.15;

impl Evaluator<'_, '_> {
    /// How like the claims are: between 0 and 1, the share of the weight of the words; those with too little are left out.
    pub fn likeness(&self, likeness: &Likeness, within: &RoaringBitmap) -> Result<HashMap<Slot, f64>> {
        let (phrases, itself) = self.likened(likeness)?;
        let claims = within.len().max(1) as f64;
        let mut weights: HashMap<Slot, f64> = HashMap::new();
        let mut all = 0.0;
        for having in self.words_like(&phrases)? {
            let weight = (1.0 + claims / (1.0 + having.len() as f64)).ln();
            all += weight;
            for slot in &having & within {
                *weights.entry(slot).or_default() += weight;
            }
        }
        if let Some(itself) = itself {
            weights.remove(&itself);
        }
        weights.values_mut().for_each(|weight| *weight /= all);
        weights.retain(|_, weight| *weight >= ENOUGH);
        Ok(weights)
    }

    /// The texts to compare with; of a claim its statement and translations, and the claim itself, which is not like itself.
    fn likened(&self, likeness: &Likeness) -> Result<(Vec<Phrase>, Option<Slot>)> {
        match likeness {
            Likeness::Text(phrase) => Ok((vec![phrase.clone()], None)),
            Likeness::Claim(ordinal) => {
                let Some(version) = self.snapshot.version(RecordType::Claim, *ordinal)? else {
                    return Ok((Vec::new(), None));
                };
                let claim = self.snapshot.claim(version.slot)?;
                let statement = Phrase { text: claim.statement, lang: claim.lang };
                let others = claim.translations.into_iter().map(|t| Phrase { text: t.text, lang: t.lang });
                Ok((std::iter::once(statement).chain(others).collect(), Some(version.slot)))
            }
        }
    }

    /// For each different word, the claims that have it in any inflection.
    fn words_like(&self, phrases: &[Phrase]) -> Result<Vec<RoaringBitmap>> {
        let mut seen = std::collections::HashSet::new();
        let mut found = Vec::new();
        for phrase in phrases {
            for word in super::evaluate::words_of(phrase) {
                if seen.insert(word.folded.clone()) {
                    found.push(self.inflected(&word, phrase)?);
                }
            }
        }
        Ok(found)
    }
}
