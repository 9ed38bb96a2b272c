//! Texts with their language, and what makes them findable: folding, words and stems.
//!
//! Folding takes away what one writer puts and another leaves out: case, accents, Arabic vowel signs, tatweel, the
//! spellings of alef, hamza and ta marbuta, Hebrew points, the shapes of dashes and apostrophes, direction marks.

use std::borrow::Cow;
use std::fmt;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::problem::{Problem, Result};

/// A BCP 47 language tag in its usual case: `ar`, `ar-EG`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lang(Box<str>);

impl Lang {
    /// # Errors
    /// A sentence, where the text is no well-formed tag (RFC 5646).
    pub fn new(tag: &str) -> Result<Lang> {
        match oxilangtag::LanguageTag::parse_and_normalize(tag) {
            // Every language has a tag of two or three letters; a longer word is its name.
            Ok(tag) if tag.primary_language().len() <= 3 || tag.as_str().starts_with("x-") => {
                Ok(Lang(tag.into_inner().into_boxed_str()))
            }
            _ => Err(Problem::given(format!("`{tag}` is not a language tag"))
                .hint("a tag of BCP 47 is meant, such as `ar`, `en` or `ar-EG`")),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script, region and the rest: `ar` of `ar-EG`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether a question for this language takes in `other`: `ar` covers `ar-EG` (basic filtering, RFC 4647 3.3.1).
    pub fn covers(&self, other: &Lang) -> bool {
        other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// The tags that cover this one, itself first: `ar-EG`, `ar`.
    pub fn covering(&self) -> impl Iterator<Item = &str> {
        let text = &*self.0;
        std::iter::once(text).chain(text.rmatch_indices('-').map(move |(at, _)| &text[..at]))
    }

    /// Whether it is written from right to left where no script is said.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.primary(), "ar" | "he" | "fa" | "ur" | "ps" | "yi" | "sd" | "ug" | "dv" | "ckb" | "syr")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text and the language it is in. No language means that it is not known; it is never guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub text: String,
    pub lang: Option<Lang>,
}

/// A text without what writers differ in; white space, dashes and apostrophes become one of their kind each.
/// Two names are the same when their folded forms are equal.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_left_out(*c)) {
        match folded_char(c) {
            Some(' ') => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            Some(c) => folded.push(c),
            None => push_lowercase(&mut folded, c),
        }
    }
    folded.truncate(folded.trim_end().len());
    if folded.is_ascii() { folded } else { folded.nfc().collect() }
}

/// The words of a text, folded, in their order (Unicode word segmentation, UAX 29).
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.unicode_words().map(fold).filter(|word| !word.is_empty())
}

fn push_lowercase(folded: &mut String, c: char) {
    for lower in c.to_lowercase().filter(|c| !is_left_out(*c)) {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            lower => folded.push(lower),
        }
    }
}

/// Marks that writers put or leave out. Those of Indic and East Asian scripts tell words apart and stay.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        // Hebrew points; Arabic vowel signs, hamza above and below, superscript alef, Quranic marks; tatweel; hamza alone
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' | '\u{08D3}'..='\u{08E1}' | '\u{08E3}'..='\u{08FF}' | '\u{0640}' | '\u{0621}'
        // joiners, direction marks, soft hyphen, byte-order mark, variation selectors
        | '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// The one character that stands for all of its kind, where that is not simply the lower case.
fn folded_char(c: char) -> Option<char> {
    Some(match c {
        c if c.is_whitespace() => ' ',
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '\u{05BE}' => ' ',
        '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{00B4}' => '\'',
        'ٱ' => 'ا',
        'ة' => 'ه',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        _ => return None,
    })
}

/// A language that dictum can stem: its tag and Snowball's algorithm.
#[derive(Clone, Copy)]
pub struct Stems {
    pub tag: &'static str,
    algorithm: Algorithm,
    script: Script,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Cyrillic,
    Greek,
    Tamil,
    Latin,
}

const fn stems(tag: &'static str, algorithm: Algorithm, script: Script) -> Stems {
    Stems { tag, algorithm, script }
}

const STEMS: [Stems; 18] = [
    stems("ar", Algorithm::Arabic, Script::Arabic),
    stems("da", Algorithm::Danish, Script::Latin),
    stems("de", Algorithm::German, Script::Latin),
    stems("el", Algorithm::Greek, Script::Greek),
    stems("en", Algorithm::English, Script::Latin),
    stems("es", Algorithm::Spanish, Script::Latin),
    stems("fi", Algorithm::Finnish, Script::Latin),
    stems("fr", Algorithm::French, Script::Latin),
    stems("hu", Algorithm::Hungarian, Script::Latin),
    stems("it", Algorithm::Italian, Script::Latin),
    stems("nl", Algorithm::Dutch, Script::Latin),
    stems("no", Algorithm::Norwegian, Script::Latin),
    stems("pt", Algorithm::Portuguese, Script::Latin),
    stems("ro", Algorithm::Romanian, Script::Latin),
    stems("ru", Algorithm::Russian, Script::Cyrillic),
    stems("sv", Algorithm::Swedish, Script::Latin),
    stems("ta", Algorithm::Tamil, Script::Tamil),
    stems("tr", Algorithm::Turkish, Script::Latin),
];

impl Stems {
    /// The stemming of a language, if there is one.
    pub fn of(lang: &Lang) -> Option<Stems> {
        let primary = if matches!(lang.primary(), "nb" | "nn") { "no" } else { lang.primary() };
        STEMS.iter().find(|stems| stems.tag == primary).copied()
    }

    /// Those that a word in an unknown language may fall under, by its script.
    pub fn fitting(word: &str) -> impl Iterator<Item = Stems> {
        let script = word.chars().find_map(script_of);
        STEMS.into_iter().filter(move |stems| Some(stems.script) == script)
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
    /// The folded stem of a word as it stands in the text. Snowball wants lower case and composed characters.
    pub fn stem(&self, word: &str) -> String {
        let lower: String = word
            .nfc()
            .flat_map(char::to_lowercase)
            // Snowball knows the straight apostrophe alone.
            .map(|c| if c == '\u{2019}' { '\'' } else { c })
            .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}'))
            .collect();
        let bare = if self.tag == "ar" { without_article(&lower) } else { &lower };
        let stem: Cow<'_, str> = self.stemmer.stem(bare);
        fold(&stem)
    }
}

/// Snowball's Arabic stemmer takes `و` for "and" in `وزير` but not in `الوزير`; without the article both meet.
fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

/// One word of a text in the two forms by which it is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    pub folded: String,
    /// The stem with its language, where the language is known and has a stemmer.
    pub stem: Option<(&'static str, String)>,
}

/// The words of a text with the stems of its language, in their order.
pub fn tokens(text: &str, lang: Option<&Lang>) -> Vec<Token> {
    let stemming = lang.and_then(Stems::of);
    written_words(text).filter_map(|word| token(word, stemming)).collect()
}

/// The words of a text as they stand there.
pub fn written_words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words()
}

/// What stands for the stem of a folded word whose language is not known: its first letters. Most endings come later.
pub fn first_letters(folded: &str) -> &str {
    const LETTERS: usize = 6;
    folded.char_indices().nth(LETTERS).map_or(folded, |(end, _)| &folded[..end])
}

/// One word in the forms by which it is found; none where nothing is left of it when it is folded.
pub fn token(word: &str, stemming: Option<Stems>) -> Option<Token> {
    let folded = fold(word);
    let stem = stemming.map(|stems| (stems.tag, stems.stemmer().stem(word)));
    let stem = stem.filter(|(_, stem)| !stem.is_empty());
    (!folded.is_empty()).then_some(Token { folded, stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_writers_spell_differently_fold_alike() {
        for (one, other) in [
            ("روسيا", "رُوسـيا"),
            ("أرمينيا", "ارمينيا"),
            ("إلهام علييف", "الهام علييف"),
            ("القاهرة", "القاهره"),
            ("مستشفى", "مستشفي"),
            ("Erdoğan", "ERDOGAN"),
            ("İstanbul", "istanbul"),
            ("Nagorno-Karabakh", "nagorno karabakh"),
            ("Straße", "STRASSE"),
            ("  The   Telegraph ", "the telegraph"),
            ("O’Neil", "O'Neil"),
            ("Алексей Пётр", "алексей петр"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
        assert_ne!(fold("किताब"), fold("कतब"), "Indic vowel signs tell words apart");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["İ", "ﷺ", "ǅ", "ﬃ", "Å", "한국", "が", "e\u{301}\u{327}", "🦊 fox"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    #[test]
    fn inflected_words_share_a_stem() {
        let stem =
            |word: &str, lang: &str| tokens(word, Some(&Lang::new(lang).unwrap()))[0].stem.clone().unwrap().1;
        assert_eq!(stem("structures", "en"), stem("structure", "en"));
        assert_eq!(stem("دبلوماسيون", "ar"), stem("الدبلوماسيين", "ar"));
        assert_eq!(stem("дипломаты", "ru"), stem("дипломатов", "ru"));
    }

    #[test]
    fn a_language_covers_its_regions() {
        let lang = |tag: &str| Lang::new(tag).unwrap();
        assert!(lang("ar").covers(&lang("ar-EG")));
        assert!(!lang("ar-EG").covers(&lang("ar")));
        assert!(!lang("ar").covers(&lang("arz")));
        assert_eq!(lang("AR-eg").as_str(), "ar-EG");
        assert_eq!(lang("zh-Hant-TW").covering().collect::<Vec<_>>(), ["zh-Hant-TW", "zh-Hant", "zh"]);
    }
}
