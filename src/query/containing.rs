//! Words and texts: which claims have them, in any inflection or to the letter.

use std::collections::HashSet;

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::findings::{Findings, Found, Ground};
use super::match_set::MatchSet;
use super::resolved::Phrase;
use crate::model::problem::Result;
use crate::model::text::{
    Form, Lang, QUOTATION_MARK, Wanted, WrittenPhrase, one_kind_of_quotation_mark, units, wanted,
    words_as_written,
};
use crate::store::index::claim_texts;
use crate::store::index::keys::PostingKey;

impl Evaluator<'_> {
    pub(super) fn containing(
        &self,
        phrase: &Phrase,
        exactly: bool,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        if exactly {
            let mut candidates = within.clone();
            self.cut_to_words(&phrase.text, &mut candidates)?;
            return self.with_phrase(&phrase.text, candidates, found);
        }
        let units = distinct_units(&phrase.text);
        if units.is_empty() {
            // A text without words leaves all claims.
            let nothing = found.fresh();
            found.rest_of(within, nothing);
            return Ok(());
        }
        let mut parts = Vec::with_capacity(units.len());
        for unit in units {
            let mut part = found.fresh();
            self.having_unit(&self.wanted(unit, phrase.lang.as_ref())?, &mut part)?;
            parts.push(part);
        }
        found.all_of(parts);
        Ok(())
    }

    /// Leaves the claims in which every word of the phrase stands.
    fn cut_to_words(&self, phrase: &str, found: &mut RoaringBitmap) -> Result<()> {
        let having = |word: &str| self.snapshot.posting(&PostingKey::Word(word.to_owned()));
        let phrase = one_kind_of_quotation_mark(phrase);
        let mut seen = HashSet::new();
        for word in words_as_written(&phrase).into_iter().filter(|word| seen.insert(word.clone())) {
            if found.is_empty() {
                break;
            }
            if !word.contains(QUOTATION_MARK) {
                *found &= &*having(&word)?;
                continue;
            }
            // A mark inside of a word joins it or parts it, whichever kind of mark the text has.
            let mut parts = found.clone();
            for part in word.split(QUOTATION_MARK).filter(|part| !part.is_empty()) {
                parts &= &*having(part)?;
            }
            let mut whole = RoaringBitmap::new();
            for mark in MARKS_THAT_JOIN {
                whole |= &*having(&word.replace(QUOTATION_MARK, mark))?;
            }
            *found &= parts | whole;
        }
        Ok(())
    }

    /// How a unit of a phrase is looked for: in the language of the phrase, else in whichever it may be in.
    pub(super) fn wanted(&self, unit: &str, lang: Option<&Lang>) -> Result<Wanted> {
        Ok(wanted(unit, lang, &self.stemmings(lang, unit)?))
    }

    /// The claims that have a unit in one of the ways in which it is looked for.
    fn having_unit(&self, wanted: &Wanted, found: &mut impl Findings) -> Result<()> {
        for parts in &wanted.ways {
            let mut all = Vec::with_capacity(parts.len());
            for part in parts {
                let mut of_part = found.fresh();
                for form in part.all_forms() {
                    let having = self.snapshot.posting(&PostingKey::from(form.clone()))?;
                    let ground = |_| Ground::Word { asked: wanted.written.clone(), form: form.clone() };
                    of_part.put(MatchSet::shared(having), true, ground);
                }
                all.push(of_part);
            }
            found.all_of(all);
        }
        Ok(())
    }

    /// How many claims have a unit.
    pub(super) fn count_having(&self, wanted: &Wanted) -> Result<u64> {
        let mut found = Found::default();
        self.having_unit(wanted, &mut found)?;
        Ok(found.sets().possible.len())
    }

    /// The claims in which a word stands in one of these forms.
    pub(super) fn having_any<'f>(&self, forms: impl Iterator<Item = &'f Form>) -> Result<RoaringBitmap> {
        let mut found = RoaringBitmap::new();
        for form in forms {
            found |= &*self.snapshot.posting(&PostingKey::from(form.clone()))?;
        }
        Ok(found)
    }

    fn with_phrase(&self, asked: &str, candidates: RoaringBitmap, found: &mut impl Findings) -> Result<()> {
        let phrase = WrittenPhrase::new(asked);
        for slot in candidates {
            let claim = self.snapshot.claim(slot)?;
            for (text, _) in claim_texts(&claim).enumerate().filter(|(_, (text, _))| phrase.stands_in(text)) {
                found.push(slot, true, || Ground::Phrase { text, asked: asked.to_owned() });
            }
        }
        Ok(())
    }
}

/// The quotation marks that join letters to one word; the others part them (UAX 29).
const MARKS_THAT_JOIN: [&str; 2] = ["'", "\""];

/// The different units of a phrase.
pub(super) fn distinct_units(phrase: &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    units(phrase).filter(|unit| seen.insert(*unit)).collect()
}
