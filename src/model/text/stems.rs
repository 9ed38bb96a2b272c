//! Stems: a word without its inflection, by Snowball's algorithm of its language.

use std::borrow::Cow;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::super::lang::Lang;
use super::affixes::without_article;
use super::folding::fold;

/// A language that dictum can stem: its tag and Snowball's algorithm.
#[derive(Clone, Copy)]
pub struct Stems {
    pub tag: &'static str,
    algorithm: Algorithm,
    scripts: &'static [Script],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Armenian,
    Cyrillic,
    Devanagari,
    Greek,
    Hebrew,
    Tamil,
    Latin,
}

const fn stems(tag: &'static str, algorithm: Algorithm, scripts: &'static [Script]) -> Stems {
    Stems { tag, algorithm, scripts }
}

const STEMS: [Stems; 34] = [
    stems("ar", Algorithm::Arabic, &[Script::Arabic]),
    stems("ca", Algorithm::Catalan, &[Script::Latin]),
    stems("cs", Algorithm::Czech, &[Script::Latin]),
    stems("da", Algorithm::Danish, &[Script::Latin]),
    stems("de", Algorithm::German, &[Script::Latin]),
    stems("el", Algorithm::Greek, &[Script::Greek]),
    stems("en", Algorithm::English, &[Script::Latin]),
    stems("eo", Algorithm::Esperanto, &[Script::Latin]),
    stems("es", Algorithm::Spanish, &[Script::Latin]),
    stems("et", Algorithm::Estonian, &[Script::Latin]),
    stems("eu", Algorithm::Basque, &[Script::Latin]),
    stems("fa", Algorithm::Persian, &[Script::Arabic]),
    stems("fi", Algorithm::Finnish, &[Script::Latin]),
    stems("fr", Algorithm::French, &[Script::Latin]),
    stems("ga", Algorithm::Irish, &[Script::Latin]),
    stems("hi", Algorithm::Hindi, &[Script::Devanagari]),
    stems("hu", Algorithm::Hungarian, &[Script::Latin]),
    stems("hy", Algorithm::Armenian, &[Script::Armenian]),
    stems("id", Algorithm::Indonesian, &[Script::Latin]),
    stems("it", Algorithm::Italian, &[Script::Latin]),
    stems("lt", Algorithm::Lithuanian, &[Script::Latin]),
    stems("ne", Algorithm::Nepali, &[Script::Devanagari]),
    stems("nl", Algorithm::Dutch, &[Script::Latin]),
    stems("no", Algorithm::Norwegian, &[Script::Latin]),
    stems("pl", Algorithm::Polish, &[Script::Latin]),
    stems("pt", Algorithm::Portuguese, &[Script::Latin]),
    stems("ro", Algorithm::Romanian, &[Script::Latin]),
    stems("ru", Algorithm::Russian, &[Script::Cyrillic]),
    stems("sr", Algorithm::Serbian, &[Script::Latin, Script::Cyrillic]),
    stems("sv", Algorithm::Swedish, &[Script::Latin]),
    stems("ta", Algorithm::Tamil, &[Script::Tamil]),
    stems("tr", Algorithm::Turkish, &[Script::Latin]),
    stems("uk", Algorithm::Ukrainian, &[Script::Cyrillic]),
    stems("yi", Algorithm::Yiddish, &[Script::Hebrew]),
];

impl Stems {
    /// The stemming of a language, if there is one.
    pub fn of(lang: &Lang) -> Option<Stems> {
        let primary = lang.primary();
        let tag = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { primary.as_str() };
        STEMS.iter().find(|stems| stems.tag == tag).copied()
    }

    /// Those that a word in an unknown language may fall under, by its script.
    pub fn fitting(word: &str) -> impl Iterator<Item = Stems> {
        let script = word.chars().find_map(script_of);
        STEMS.into_iter().filter(move |stems| script.is_some_and(|script| stems.scripts.contains(&script)))
    }

    /// Its stemmer.
    pub fn stemmer(self) -> WordStemmer {
        WordStemmer { tag: self.tag, stemmer: Stemmer::create(self.algorithm) }
    }
}

fn script_of(c: char) -> Option<Script> {
    match c {
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' => Some(Script::Arabic),
        '\u{0400}'..='\u{052F}' => Some(Script::Cyrillic),
        '\u{0370}'..='\u{03FF}' => Some(Script::Greek),
        '\u{0530}'..='\u{058F}' => Some(Script::Armenian),
        '\u{0590}'..='\u{05FF}' => Some(Script::Hebrew),
        '\u{0900}'..='\u{097F}' => Some(Script::Devanagari),
        '\u{0B80}'..='\u{0BFF}' => Some(Script::Tamil),
        c if c.is_alphabetic() && c < '\u{0250}' => Some(Script::Latin),
        _ => None,
    }
}

/// Brings a word to its stem, folded.
pub struct WordStemmer {
    pub tag: &'static str,
    stemmer: Stemmer,
}

impl WordStemmer {
    /// The folded stem of a word as it stands in the text. Snowball wants lower case and composed characters. What is longer
    /// than any word of a language has no stem: Snowball's rules take the square of its length.
    pub fn stem(&self, word: &str) -> String {
        if !can_be_inflected(word) {
            return fold(word);
        }
        let lower: String = word
            .nfc()
            .flat_map(char::to_lowercase)
            // Snowball knows the straight apostrophe alone.
            .map(|c| if c == '\u{2019}' { '\'' } else { c })
            .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}'))
            .collect();
        let bare = if self.tag == "ar" { without_article(&lower).unwrap_or(&lower) } else { &lower };
        let stem: Cow<'_, str> = self.stemmer.stem(bare);
        fold(&stem)
    }
}

/// Whether a word is short enough for one of a language, which has stems and can be two that were written together.
pub fn can_be_inflected(word: &str) -> bool {
    const LONGEST: usize = 100;
    word.chars().nth(LONGEST).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::tokens;

    #[test]
    fn a_word_longer_than_any_has_no_stem() {
        for letters in ["ya", "ایا", "яй", "ing", "ης", "ம்"] {
            let long = letters.repeat(1_000);
            for stems in STEMS {
                assert_eq!(stems.stemmer().stem(&long), fold(&long), "{} {letters}", stems.tag);
            }
        }
        let german = Stems::of(&Lang::new("de").unwrap()).unwrap();
        let compound = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetze";
        assert!(fold(compound).starts_with(&german.stemmer().stem(compound)));
        assert_ne!(german.stemmer().stem(compound), fold(compound));
    }

    #[test]
    fn inflected_words_share_a_stem() {
        let stem =
            |word: &str, lang: &str| tokens(word, Some(&Lang::new(lang).unwrap()))[0].stem.clone().unwrap().1;
        assert_eq!(stem("structures", "en"), stem("structure", "en"));
        assert_eq!(stem("دبلوماسيون", "ar"), stem("الدبلوماسيين", "ar"));
        assert_eq!(stem("дипломаты", "ru"), stem("дипломатов", "ru"));
    }
}
