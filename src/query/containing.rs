//! Words and texts: which claims have them, in any inflection or to the letter.

use std::collections::HashSet;

use roaring::RoaringBitmap;
use unicode_segmentation::UnicodeSegmentation;

use super::evaluate::Evaluator;
use super::findings::{Findings, Found, Ground};
use super::match_set::MatchSet;
use super::resolved::Phrase;
use crate::model::problem::Result;
use crate::model::text::{QUOTATION_MARK, WrittenPhrase, fold, one_kind_of_quotation_mark};
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
        let words = words_of(phrase);
        if words.is_empty() {
            // A text without words leaves all claims.
            let nothing = found.fresh();
            found.rest_of(within, nothing);
            return Ok(());
        }
        let mut parts = Vec::with_capacity(words.len());
        for word in words {
            let mut part = found.fresh();
            self.having(&word, phrase, &mut part)?;
            parts.push(part);
        }
        found.all_of(parts);
        Ok(())
    }

    /// Leaves the claims in which every word of the phrase stands.
    fn cut_to_words(&self, phrase: &str, found: &mut RoaringBitmap) -> Result<()> {
        let having = |word: &str| self.snapshot.posting(&PostingKey::Word(fold(word)));
        let phrase = one_kind_of_quotation_mark(phrase);
        let mut seen = HashSet::new();
        for word in phrase.unicode_words().filter(|word| seen.insert(*word)) {
            if found.is_empty() {
                break;
            }
            if !word.contains(QUOTATION_MARK) {
                *found &= &*having(word)?;
                continue;
            }
            // A mark inside of a word joins it or parts it, whichever kind of mark the text has.
            let mut parts = found.clone();
            for part in word.split(QUOTATION_MARK).filter(|part| !fold(part).is_empty()) {
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

    /// The claims with a word in any inflection: in the language of the phrase, else in whichever it may be in.
    fn having(&self, word: &Word, phrase: &Phrase, found: &mut impl Findings) -> Result<()> {
        let asked = || word.written.clone();
        let written = self.snapshot.posting(&PostingKey::Word(word.folded.clone()))?;
        found.put(MatchSet::shared(written), true, |_| Ground::Word { asked: asked(), stem: None });
        for stemming in self.stemmings(phrase.lang.as_ref(), &word.written)? {
            let stem = stemming.stemmer().stem(&word.written);
            let stemmed = self.snapshot.posting(&PostingKey::Stem(stemming.tag.to_owned(), stem.clone()))?;
            let ground = |_| Ground::Word { asked: asked(), stem: Some((stemming.tag, stem)) };
            found.put(MatchSet::shared(stemmed), true, ground);
        }
        Ok(())
    }

    /// The same as a set.
    pub(super) fn inflected(&self, word: &Word, phrase: &Phrase) -> Result<RoaringBitmap> {
        let mut found = Found::default();
        self.having(word, phrase, &mut found)?;
        Ok((*found.sets().possible).clone())
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

/// A word to look for, as written and folded.
pub(super) struct Word {
    pub written: String,
    pub folded: String,
}

/// The quotation marks that join letters to one word; the others part them (UAX 29).
const MARKS_THAT_JOIN: [&str; 3] = ["'", "\"", "\u{05F4}"];

/// The different words of a phrase.
pub(super) fn words_of(phrase: &Phrase) -> Vec<Word> {
    let word = |written: &str| Word { written: written.to_owned(), folded: fold(written) };
    let mut seen = HashSet::new();
    let words = phrase.text.unicode_words().filter(|word| seen.insert(*word));
    words.map(word).filter(|word| !word.folded.is_empty()).collect()
}
