//! Claims like a text or another claim: the words of the text, the claims that share them, and of the likest the words
//! of their sources' titles. How they are ranked stands in `ranking`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roaring::RoaringBitmap;
use unicode_segmentation::UnicodeSegmentation;

use super::answer::ClaimRow;
use super::evaluate::Evaluator;
use super::ranking::{self, Lengths, Titled, Wanted};
use super::resolved::{Likeness, Phrase};
use super::state::State;
use crate::model::RecordType;
use crate::model::problem::Result;
use crate::model::text::{
    Lang, Stems, Token, can_be_inflected, first_letters, fold, folded_word, token, tokens, written_words,
};
use crate::store::index::keys::{PostingKey, Slot};

/// How many claims are like a text: the likest of those that the rest of the question leaves.
pub const MOST: usize = 100;

/// What is not so much like a text as the likest claim, by this part of it, is not called like it: it shares the small
/// words of any text. A part of the text's own words would leave out too much where a text is longer than a claim.
const OF_THE_LIKEST: f64 = 0.25;

/// A part of an unknown word has so many letters at least.
const SHORTEST_PART: usize = 3;

/// A word asked for, in the forms by which it is found.
struct Asked {
    written: String,
    forms: HashSet<Token>,
    times: u32,
    having: Arc<RoaringBitmap>,
}

/// The different words asked for.
#[derive(Default)]
struct AskedWords {
    all: Vec<Asked>,
    /// Where the word with this form is.
    by_form: HashMap<Token, usize>,
    /// Where the word with this stem of a known language is.
    by_stem: HashMap<(&'static str, String), usize>,
}

impl AskedWords {
    /// Adds a word, or counts it with another that it shares a form with: they are one.
    fn put(&mut self, word: Asked) {
        let stems = || word.forms.iter().filter_map(stem_of_language);
        let by_form = word.forms.iter().filter_map(|form| self.by_form.get(form));
        let by_stem = stems().filter_map(|stem| self.by_stem.get(stem));
        if let Some(first) = by_form.chain(by_stem).min() {
            self.all[*first].times += word.times;
            return;
        }
        let place = self.all.len();
        for stem in stems() {
            self.by_stem.entry(stem.clone()).or_insert(place);
        }
        for form in &word.forms {
            self.by_form.entry(form.clone()).or_insert(place);
        }
        self.all.push(word);
    }
}

impl Evaluator<'_> {
    /// The likest claims of `within`, at most [`MOST`], with how like they are: 1 for one that has every word of the
    /// text in its wording and in its titles, and is no longer than the text; less for all others.
    pub fn likeness(&self, likeness: &Likeness, within: &RoaringBitmap) -> Result<HashMap<Slot, f64>> {
        let (phrases, itself) = self.likened(likeness)?;
        let mut asked = self.words_asked(&phrases)?;
        let number = self.universe()?.len();
        let weigh = |word: &Asked| ranking::weight(number, word.having.len(), word.times);
        asked.sort_by(|a, b| weigh(b).total_cmp(&weigh(a)));
        let wanted: Vec<Wanted> =
            asked.iter().map(|word| Wanted { weight: weigh(word), having: word.having.clone() }).collect();
        let lengths = self.lengths()?;
        let is_all = within.len() == u64::from(self.snapshot.slots());
        let mut best = ranking::first(
            &wanted,
            &lengths,
            Some(within).filter(|_| !is_all),
            MOST + usize::from(itself.is_some()),
        );
        best.retain(|(slot, _)| Some(*slot) != itself);
        best.truncate(MOST);
        let titled = best.iter().map(|(slot, _)| self.titled(*slot, &asked)).collect::<Result<Vec<_>>>()?;
        let words = asked.len() as f64;
        let perfect: f64 =
            wanted.iter().map(|want| want.weight * ranking::counts(2.0, words, lengths.mean)).sum();
        let mut ranked = ranking::second(&wanted, &lengths, &titled);
        let enough = ranked.first().map_or(0.0, |(_, best)| best * OF_THE_LIKEST);
        ranked.retain(|(_, score)| *score >= enough);
        Ok(ranked.into_iter().map(|(slot, score)| (slot, (score / perfect).min(1.0))).collect())
    }

    /// The words of what is likened that a claim has in its wording.
    pub(super) fn words_shared(&self, likeness: &Likeness, slot: Slot) -> Result<Vec<String>> {
        let asked = self.words_asked(&self.likened(likeness)?.0)?;
        let shared = asked.into_iter().filter(|word| word.having.contains(slot));
        Ok(shared.map(|word| word.written).collect())
    }

    /// The texts to compare with; of a claim its statement and translations, and the claim itself, which is not like
    /// itself.
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

    /// The different words of the texts. Words in the same forms are one.
    fn words_asked(&self, phrases: &[Phrase]) -> Result<Vec<Asked>> {
        let mut asked = AskedWords::default();
        for phrase in phrases {
            for (written, times) in counted(words_written(&phrase.text)) {
                let found = self.word_asked(&written, times, phrase)?;
                if !found.having.is_empty() {
                    asked.put(found);
                    continue;
                }
                for part in self.two_words(&fold(&written))?.into_iter().flatten() {
                    asked.put(self.word_asked(&part, times, phrase)?);
                }
            }
        }
        Ok(asked.all)
    }

    fn word_asked(&self, written: &str, times: u32, phrase: &Phrase) -> Result<Asked> {
        let folded = folded_word(written);
        let beginning = first_letters(&folded);
        let in_no_known_language = self.snapshot.posting(&PostingKey::Beginning(beginning.to_owned()))?;
        let wanted = self.wanted(written, phrase.lang.as_ref())?;
        // What stands joined to other words is not looked for: a long text has many words, and each many such forms.
        let forms = wanted.ways.iter().flatten().flat_map(|part| &part.forms);
        let mut having = self.having_any(forms)?;
        having |= &*in_no_known_language;
        let beginning = begins(&folded);
        let forms = self.stemmings(phrase.lang.as_ref(), written)?;
        let forms = forms.into_iter().filter_map(|stems| token(written, Some(stems)));
        let forms = forms.chain(token(written, None)).chain([beginning]).collect();
        Ok(Asked { written: written.to_owned(), forms, times, having: Arc::new(having) })
    }

    /// An unknown word as two known ones, where its writer left out the space; of several ways that whose rarer word is
    /// the commonest.
    fn two_words(&self, word: &str) -> Result<Option<[String; 2]>> {
        if !can_be_inflected(word) {
            return Ok(None);
        }
        let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let inner = cuts.get(SHORTEST_PART..cuts.len().saturating_sub(SHORTEST_PART - 1)).unwrap_or(&[]);
        let having = |word: &str| -> Result<u64> {
            Ok(self.snapshot.posting(&PostingKey::Word(word.to_owned()))?.len())
        };
        let mut best = (0, None);
        for at in inner {
            let (one, other) = word.split_at(*at);
            let rarer = having(one)?.min(having(other)?);
            if rarer > best.0 {
                best = (rarer, Some([one.to_owned(), other.to_owned()]));
            }
        }
        Ok(best.1)
    }

    /// The stemmings that a word can be under: that of its language, else those of its script in which there are texts.
    pub(super) fn stemmings(&self, lang: Option<&Lang>, word: &str) -> Result<Vec<Stems>> {
        if let Some(lang) = lang {
            return Ok(Stems::of(lang).into_iter().collect());
        }
        let mut used = Vec::new();
        for stems in Stems::fitting(word) {
            if self.has_texts_in(stems.tag)? {
                used.push(stems);
            }
        }
        Ok(used)
    }

    fn has_texts_in(&self, tag: &'static str) -> Result<bool> {
        self.kept().stemmed.get(
            (self.moment, tag),
            |_| 0,
            || {
                let prefix = PostingKey::Stem(tag.to_owned(), String::new()).key();
                // The key of a stem goes on behind the language; what ends the empty stem is no part of it.
                let mut keys = self.snapshot.posting_keys(&prefix[..prefix.len() - 1]);
                Ok(keys.next().transpose()?.is_some())
            },
        )
    }

    /// Which of the words stand in a title of the sources that a claim was read in or came by.
    fn titled(&self, slot: Slot, asked: &[Asked]) -> Result<Titled> {
        let mut chains = self.snapshot.chains();
        let (column, place) = chains.at(slot)?;
        let mut sources: Vec<u32> = column.of(place).flatten().map(|hop| hop.ordinal).collect();
        sources.sort_unstable();
        sources.dedup();
        let mut has = vec![false; asked.len()];
        let mut length = 0;
        for source in sources {
            let Some(source) = self.snapshot.source(source)? else { continue };
            let Some(title) = &source.title else { continue };
            let lang = source.lang.as_ref();
            let words = self.title_words(title, lang)?;
            length += words.len();
            for (has, word) in has.iter_mut().zip(asked) {
                *has |= words.iter().any(|of_title| shares(word, of_title));
            }
        }
        Ok(Titled { claim: slot, length, has })
    }

    /// The words of a title; in an unknown language under every stemming of its script in which there are texts.
    fn title_words(&self, title: &str, lang: Option<&Lang>) -> Result<Vec<Vec<Token>>> {
        if lang.is_some() {
            return Ok(tokens(title, lang).into_iter().map(|token| vec![token]).collect());
        }
        let mut words = Vec::new();
        for written in written_words(title) {
            let stemmings = self.stemmings(None, written)?;
            let forms = stemmings.into_iter().map(Some).chain([None]);
            let forms = forms.filter_map(|stems| token(written, stems));
            words.push(forms.chain([begins(&fold(written))]).collect());
        }
        Ok(words)
    }

    /// How long the claims are.
    fn lengths(&self) -> Result<Arc<Lengths>> {
        self.kept().lengths.get(
            self.moment,
            |lengths| lengths.all.len(),
            || {
                let mut all = Vec::with_capacity(self.snapshot.slots() as usize);
                let mut lengths = self.snapshot.lengths();
                for slot in 0..self.snapshot.slots() {
                    let (column, place) = lengths.at(slot)?;
                    all.push(column.0[place]);
                }
                let sum: u64 = all.iter().map(|length| u64::from(*length)).sum();
                let mean = (sum as f64 / all.len().max(1) as f64).max(1.0);
                Ok(Arc::new(Lengths { all, mean }))
            },
        )
    }

    /// How like two wordings are, between 0 and 1: of the weight of the words of both, the part of those that they share
    /// (Dice's coefficient, weighed by rarity).
    fn wording_likeness(&self, one: &Phrase, other: &Phrase) -> Result<f64> {
        let words = |phrase: &Phrase| -> Result<HashMap<String, f64>> {
            let mut words = HashMap::new();
            for token in tokens(&phrase.text, phrase.lang.as_ref()) {
                let posting = PostingKey::Word(token.folded.clone());
                let rarity = ranking::rarity(self.universe()?.len(), self.snapshot.posting(&posting)?.len());
                words.insert(token.stem.map_or(token.folded, |(_, stem)| stem), rarity.max(0.1));
            }
            Ok(words)
        };
        let (one, other) = (words(one)?, words(other)?);
        let shared = |(word, _): &(&String, &f64)| other.contains_key(*word);
        let both: f64 = one.iter().filter(shared).map(|(_, weight)| weight).sum();
        let of_each: f64 = one.values().chain(other.values()).sum();
        Ok(if of_each > 0.0 { 2.0 * both / of_each } else { 0.0 })
    }
}

/// How like the statement of a claim, or the likest of its translations, is to a text: 1 where they have the same words.
///
/// # Errors
/// The database cannot be read.
pub fn nearness(snapshot: &State, text: &Phrase, row: &ClaimRow) -> Result<f64> {
    let evaluator = Evaluator::new(snapshot, false);
    let statement = Phrase { text: row.statement.clone(), lang: row.lang.clone() };
    let others = row.translations.iter().map(|t| Phrase { text: t.text.clone(), lang: t.lang.clone() });
    let mut best: f64 = 0.0;
    for wording in std::iter::once(statement).chain(others) {
        best = best.max(evaluator.wording_likeness(text, &wording)?);
    }
    Ok(best)
}

/// Whether a word of a title is the one asked for, in whichever form.
fn shares(asked: &Asked, of_title: &[Token]) -> bool {
    of_title.iter().any(|token| {
        asked
            .forms
            .iter()
            .any(|form| form.folded == token.folded || (form.stem.is_some() && form.stem == token.stem))
    })
}

/// The stem of a form in a language; the first letters of a word whose language is not known are none.
fn stem_of_language(form: &Token) -> Option<&(&'static str, String)> {
    form.stem.as_ref().filter(|(tag, _)| *tag != UNKNOWN)
}

/// The tag of no language, under which the first letters stand for a stem.
const UNKNOWN: &str = "und";

/// A word in a text whose language is not known.
fn begins(folded: &str) -> Token {
    Token { folded: folded.to_owned(), stem: Some((UNKNOWN, first_letters(folded).to_owned())) }
}

/// The words of a text as they are written, addresses left out, `#OneName` and `@oneName` also in their parts.
fn words_written(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in text.split_whitespace() {
        let piece = before_address(piece);
        let add = |words: &mut Vec<String>, text: &str| {
            words.extend(text.unicode_words().flat_map(|word| word.split('_')).map(str::to_owned));
        };
        add(&mut words, piece);
        let parts = parted(piece);
        if parts != piece {
            add(&mut words, &parts);
        }
    }
    words.retain(|word| !fold(word).is_empty());
    words
}

/// Each different word with how often it stands there, in the order in which they first come.
fn counted(words: Vec<String>) -> Vec<(String, u32)> {
    let mut counted: Vec<(String, u32)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for word in words {
        match places.get(&word) {
            Some(place) => counted[*place].1 += 1,
            None => {
                places.insert(word.clone(), counted.len());
                counted.push((word, 1));
            }
        }
    }
    counted
}

/// What stands before an address on the Web; a tag and an address are often written without a space.
fn before_address(piece: &str) -> &str {
    let starts = ["http://", "https://", "www.", "pic.twitter.com/"];
    let at = starts.iter().filter_map(|start| piece.find(start)).min();
    &piece[..at.unwrap_or(piece.len())]
}

/// A word of several joined by capitals, parted: `BorisJohnson` is `Boris Johnson`, `BBCNews` is `BBC News`.
fn parted(piece: &str) -> String {
    let chars: Vec<char> = piece.chars().collect();
    let mut parted = String::with_capacity(piece.len() + 4);
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let begins = c.is_uppercase()
            && before.is_some_and(|before| {
                let after_small = before.is_lowercase() || before.is_numeric();
                let next_is_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
                after_small || (before.is_uppercase() && next_is_small)
            });
        if begins {
            parted.push(' ');
        }
        parted.push(*c);
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_words_are_asked_for_in_their_parts() {
        assert_eq!(
            words_written("@BorisJohnson #BBCNewshttps://t.co/x www.un.org ok"),
            ["BorisJohnson", "Boris", "Johnson", "BBCNews", "BBC", "News", "ok"]
        );
    }
}
