//! Texts with their language, and what makes them findable: folding, words and stems.
//!
//! Folding takes away what one writer puts and another leaves out: case, accents, Arabic vowel signs, tatweel, the
//! spellings of alef, hamza and ta marbuta, Hebrew points, the shapes of dashes and apostrophes, direction marks.
//! [`as_written`] takes away the same, but leaves the punctuation that stands there.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

pub use super::lang::Lang;

/// A text and the language it is in. No language means that it is not known; it is never guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub text: String,
    pub lang: Option<Lang>,
}

/// A text without what writers differ in; white space, dashes and apostrophes become one of their kind each.
/// Two names are the same when their folded forms are equal.
pub fn fold(text: &str) -> String {
    folded_with(text, folded_sign)
}

/// A text as it is written, but for case, accents, and the kinds of quotation mark, dash and blank.
pub fn as_written(text: &str) -> String {
    folded_with(text, written_sign)
}

/// A phrase that is looked for [as written](as_written) in many texts.
pub struct WrittenPhrase(String);

impl WrittenPhrase {
    pub fn new(phrase: &str) -> WrittenPhrase {
        WrittenPhrase(as_written(phrase))
    }

    /// Whether it stands in a text, from one word boundary to another.
    pub fn stands_in(&self, text: &str) -> bool {
        let (text, phrase) = (as_written(text), &self.0);
        if phrase.is_empty() || !text.contains(phrase) {
            return false;
        }
        let mut bounds: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
        bounds.push(text.len());
        bounds.iter().any(|start| {
            bounds.binary_search(&(start + phrase.len())).is_ok() && text[*start..].starts_with(phrase)
        })
    }
}

fn folded_with(text: &str, sign: fn(char) -> Option<char>) -> String {
    let text = one_seat_of_hamza(text);
    let mut folded = String::with_capacity(text.len());
    // An acute accent by itself is an apostrophe; taken apart it would become a blank with a mark on it.
    let apart = text.chars().map(|c| if c == '\u{00B4}' { '\'' } else { c }).nfkd();
    for c in apart.filter(|c| !is_left_out(*c)) {
        match sign(c).or_else(|| folded_letter(c)) {
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

/// The text with every hamza on one seat where writers of different countries put it on different ones: before a waw
/// (مسؤول, مسئول; رؤوف, رءوف), after a yeh that ends the word or stands before ta marbuta (سيئ, سيء; هيئة, هيأة), and between alef and
/// ta marbuta (قراءة, قرائة). Elsewhere the seat distinguishes words, and only the hamza itself is left out later.
fn one_seat_of_hamza(text: &str) -> Cow<'_, str> {
    let may_have_hamza = |c| matches!(c, 'ء' | 'ؤ' | 'ئ' | 'أ' | '\u{0654}' | '\u{FB50}'..='\u{FEFC}');
    if !text.contains(may_have_hamza) {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.nfkc().filter(|c| *c == 'ء' || !is_left_out(*c)).collect();
    let at = |place: Option<usize>| place.and_then(|place| letters.get(place)).copied();
    let seated = letters.iter().enumerate().filter_map(|(place, letter)| {
        let (before, next) = (at(place.checked_sub(1)), at(Some(place + 1)));
        let ends = next.is_none_or(|next| !next.is_alphabetic());
        match (before, letter, next) {
            (_, 'ؤ' | 'ئ' | 'ء', Some('و')) => Some('و'),
            (Some('ي' | 'ی'), 'ئ' | 'ء', _) if ends => None,
            (Some('ي' | 'ی'), 'ئ' | 'ء' | 'أ', Some('ة')) => None,
            (Some('ا'), 'ئ' | 'ء', Some('ة')) => Some('ي'),
            _ => Some(*letter),
        }
    });
    Cow::Owned(seated.collect())
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

/// Marks that writers put or leave out. Those of Indic and East Asian scripts distinguish words and stay.
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

/// The one sign that stands for all of its kind in a name: a dash is as good as a blank.
fn folded_sign(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || is_dash(c) || c == '_' => Some(' '),
        c if is_apostrophe(c) => Some('\''),
        _ => None,
    }
}

/// The one sign that stands for all of its kind in a text as written: one blank, one dash, one quotation mark.
fn written_sign(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() => Some(' '),
        c if is_dash(c) => Some('-'),
        c if is_apostrophe(c) || is_quotation_mark(c) => Some(QUOTATION_MARK),
        _ => None,
    }
}

/// The quotation mark that stands for all kinds.
pub const QUOTATION_MARK: char = '\'';

/// The text with every quotation mark and apostrophe of one kind.
pub fn one_kind_of_quotation_mark(text: &str) -> String {
    let one_kind = |c| if is_apostrophe(c) || is_quotation_mark(c) { QUOTATION_MARK } else { c };
    text.chars().map(one_kind).collect()
}

/// Hyphens and dashes of any length, the minus sign, the Hebrew maqaf.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2E3A}' | '\u{2E3B}' | '\u{05BE}')
}

/// Apostrophes and single quotation marks.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{00B4}')
}

/// Quotation marks but the single ones that serve as apostrophes; those of East Asia and the Hebrew gershayim too.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c,
        '"' | '«' | '»' | '‹' | '›' | '\u{201A}'..='\u{201F}' | '\u{300C}'..='\u{300F}' | '\u{301D}'..='\u{301F}'
        | '\u{2E42}' | '\u{05F4}')
}

fn folded_letter(c: char) -> Option<char> {
    Some(match c {
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
        let primary = lang.primary();
        let tag = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { primary.as_str() };
        STEMS.iter().find(|stems| stems.tag == tag).copied()
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
        let bare = if self.tag == "ar" { without_article(&lower) } else { &lower };
        let stem: Cow<'_, str> = self.stemmer.stem(bare);
        fold(&stem)
    }
}

/// Whether a word is short enough for one of a language, which has stems and can be two that were written together.
pub fn can_be_inflected(word: &str) -> bool {
    const LONGEST: usize = 100;
    word.chars().nth(LONGEST).is_none()
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

/// The first of many things in words: "a, b, c and 5 more". One more than `most` is named too, since "and 1 more" is no
/// shorter.
pub fn few<T: std::fmt::Display>(
    things: impl Iterator<Item = T>,
    count: usize,
    most: usize,
    between: &str,
) -> String {
    let shown = if count <= most + 1 { count } else { most };
    let named: Vec<String> = things.take(shown).map(|thing| thing.to_string()).collect();
    let more = count - shown;
    named.join(between) + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

/// The beginning of a text that somebody may have pasted by mistake, as a message quotes it.
pub fn beginning_of(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()).into(),
        None => text.into(),
    }
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
    fn hamza_stands_on_whatever_seat_a_country_gives_it() {
        for (one, other) in [
            ("مسؤول", "مسئول"),
            ("المسؤول الأول", "المسئول الاول"),
            ("رؤوف", "رءوف"),
            ("رَؤُوف", "رءوف"),
            ("شؤون", "شئون"),
            ("رؤوس", "رءوس"),
            ("سيئ", "سيء"),
            ("هيئة", "هيأة"),
            ("قراءة", "قرائة"),
            ("مؤمن", "مومن"),
            ("فائز", "فايز"),
            ("علاء", "علا"),
            ("مسؤول", "مسو\u{654}ول"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
        for (one, other) in [
            ("بئر", "بر"),
            ("سائد", "ساد"),
            ("رؤوف", "رئيف"),
            ("رؤوس", "روس"),
            ("مؤمن", "ميمن"),
            ("فؤاد", "فاد"),
            ("الأول", "الوول"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_as_written_keeps_its_punctuation() {
        for (one, other) in [
            ("«Security» – structure", "“SECURITY” — structure"),
            ("l’Élysée", "l'elysee"),
            ("a\u{a0}b\n c", "a b c"),
            ("‘no’", "\"no\""),
            ("wait…", "wait..."),
            ("co\u{ad}operate", "cooperate"),
        ] {
            assert_eq!(as_written(one), as_written(other), "{one} and {other}");
        }
        for (one, other) in [
            ("security. Structure", "security structure"),
            ("Nagorno-Karabakh", "Nagorno Karabakh"),
            ("a, b", "a b"),
            ("a,b", "a, b"),
        ] {
            assert_ne!(as_written(one), as_written(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_phrase_stands_between_word_boundaries() {
        for (text, phrase) in [
            ("Peace, security. Structure", "SECURITY. structure"),
            ("Peace, security. Structure", ", security"),
            ("台北市長說捷運票價不會上漲", "票價"),
            ("one one two", "one two"),
            ("He said “no”!", "'no'!"),
        ] {
            assert!(WrittenPhrase::new(phrase).stands_in(text), "{phrase} in {text}");
        }
        for (text, phrase) in [
            ("a part", "art"),
            ("arts", "art"),
            ("security. Structure", "security structure"),
            ("3.14", ".14"),
            ("no", ""),
        ] {
            assert!(!WrittenPhrase::new(phrase).stands_in(text), "{phrase} in {text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in
            ["İ", "ﷺ", "ǅ", "ﬃ", "Å", "한국", "が", "e\u{301}\u{327}", "🦊 fox", "يئوس", "سيئ", "ءءو", "شيءو"]
        {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
            assert_eq!(as_written(&as_written(text)), as_written(text), "{text}");
        }
    }

    #[test]
    fn a_word_longer_than_any_has_no_stem() {
        for letters in ["ya", "ایا", "яй", "ing", "ης", "ம்"] {
            let long = letters.repeat(1_000);
            for stems in STEMS {
                assert_eq!(stems.stemmer().stem(&long), fold(&long), "{} {letters}", stems.tag);
            }
        }
        let compound = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetze";
        assert!(fold(compound).starts_with(&STEMS[2].stemmer().stem(compound)));
        assert_ne!(STEMS[2].stemmer().stem(compound), fold(compound));
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
