//! Words: how a text is cut into them, the forms under which each is posted, and the forms by which one is looked for.
//!
//! A text is cut by Unicode's rules for words (UAX 29). What is joined by a hyphen, a low line, a half-space, raised or
//! lowered digits, or the blanks within a long number is one *unit* with its pieces: it is found whole and by each of them.

use unicode_segmentation::UnicodeSegmentation;

use super::affixes;
use super::folding::fold;
use super::numbers::as_one_number;
use super::scripts::in_one_script;
use super::signs::{raised_or_lowered_digit, with_plain_digits};
use super::stems::Stems;
use crate::model::Lang;

/// The words of a text, folded, in their order (Unicode word segmentation, UAX 29).
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    written_words(text).map(fold).filter(|word| !word.is_empty())
}

/// The words of a text as they stand there.
pub fn written_words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words()
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

/// One word in the forms by which it is found; none where nothing is left of it when it is folded.
pub fn token(word: &str, stemming: Option<Stems>) -> Option<Token> {
    let folded = folded_word(word);
    let stem = stemming.map(|stems| (stems.tag, stems.stemmer().stem(word)));
    let stem = stem.filter(|(_, stem)| !stem.is_empty());
    (!folded.is_empty()).then_some(Token { folded, stem })
}

/// A word folded, without the marks at its ends that belong to no word.
pub fn folded_word(word: &str) -> String {
    fold(word).trim_matches(['\'', '"']).to_owned()
}

/// What stands for the stem of a folded word whose language is not known: its first letters. Most endings come later.
pub fn first_letters(folded: &str) -> &str {
    const LETTERS: usize = 6;
    folded.char_indices().nth(LETTERS).map_or(folded, |(end, _)| &folded[..end])
}

// ---- Units ------------------------------------------------------------------------------------------------------------------

/// A longer run of joined words is no unit: somebody drew a line, or means harm.
const LONGEST_UNIT: usize = 100;

/// The units of a text, as they stand there.
pub fn units(text: &str) -> impl Iterator<Item = &str> {
    let mut words = text.unicode_word_indices().peekable();
    std::iter::from_fn(move || {
        let (start, word) = words.next()?;
        let (mut end, mut last) = (start + word.len(), word);
        while let Some((at, next)) = words.next_if(|(at, next)| {
            at + next.len() - start <= LONGEST_UNIT
                && are_joined(&text[start..end], last, &text[end..*at], next)
        }) {
            (end, last) = (at + next.len(), next);
        }
        Some(&text[start..end])
    })
}

/// Whether the next word belongs to a unit, by what stands between them.
fn are_joined(unit: &str, last: &str, between: &str, next: &str) -> bool {
    let mut signs = between.chars();
    match (signs.next(), signs.next()) {
        (Some('-' | '\u{2010}' | '\u{2011}' | '\u{05BE}'), None) => !(is_number(last) && is_number(next)),
        (Some(' ' | '\u{A0}' | '\u{2009}' | '\u{202F}'), None) => {
            let is_group = |word: &str| is_number(word) && word.chars().count() == 3;
            is_group(next)
                && unit.split([' ', '\u{A0}', '\u{2009}', '\u{202F}']).enumerate().all(|(place, group)| {
                    is_group(group) || place == 0 && is_number(group) && group.chars().count() < 3
                })
        }
        (None, _) => are_raised_digits(last) || are_raised_digits(next),
        _ => false,
    }
}

/// Whether a word is nothing but superscript and subscript digits.
fn are_raised_digits(word: &str) -> bool {
    word.chars().all(|c| raised_or_lowered_digit(c).is_some())
}

fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// The words that a unit is joined of.
fn pieces(unit: &str) -> Vec<&str> {
    let is_joint = |c: char| c == '_' || c == HALF_SPACE;
    unit.unicode_words()
        .flat_map(|word| word.split(is_joint))
        .filter(|piece| !are_raised_digits(piece))
        .collect()
}

/// Words between which somebody left out the blank behind a colon or a full stop: by Unicode's rules they are one. Who looks
/// for such a word as it stands there, an address perhaps, finds it whole.
fn parted(word: &str) -> impl Iterator<Item = &str> {
    let is_word = |part: &&str| part.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    word.split([':', '.']).filter(move |part| part.len() < word.len() && is_word(part))
}

/// The zero-width non-joiner, which parts a Persian word from its endings.
const HALF_SPACE: char = '\u{200C}';

/// A unit as one word.
fn joined(unit: &str) -> String {
    with_plain_digits(unit)
        .chars()
        .filter(|c| c.is_alphanumeric() || super::signs::is_apostrophe(*c))
        .collect()
}

fn has_raised_digits(unit: &str) -> bool {
    unit.chars().any(|c| raised_or_lowered_digit(c).is_some())
}

// ---- Forms ------------------------------------------------------------------------------------------------------------------

/// What a word is posted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    Word(String),
    /// The tag of a language and a stem.
    Stem(&'static str, String),
    /// The first letters of a word in a text whose language is not known.
    Beginning(String),
}

/// Gathers forms, each once.
#[derive(Default)]
struct Forms(Vec<Form>);

impl Forms {
    fn push(&mut self, form: Form) {
        if !self.0.contains(&form) {
            self.0.push(form);
        }
    }

    fn word(&mut self, folded: &str) {
        if !folded.is_empty() {
            self.push(Form::Word(folded.to_owned()));
        }
    }

    fn stem(&mut self, word: &str, stems: Stems) {
        let stem = stems.stemmer().stem(word);
        if !stem.is_empty() {
            self.push(Form::Stem(stems.tag, stem));
        }
    }

    /// A word by itself and without what is joined to it by an apostrophe or in another script.
    fn with_inner_words(&mut self, word: &str, stemmings: &[Stems]) {
        let folded = folded_word(word);
        self.word(&folded);
        for stems in stemmings {
            self.stem(word, *stems);
        }
        for inner in affixes::without_elision(&folded).into_iter().chain(in_one_script(&folded)) {
            self.word(inner);
            for stems in stemmings {
                self.stem(inner, *stems);
            }
        }
    }
}

/// The forms under which a unit of a text in this language is posted. `None`: the language is not known.
pub fn posted(unit: &str, lang: Option<&Lang>) -> Vec<Form> {
    let stemming = lang.and_then(Stems::of);
    let stemmings = stemming.as_slice();
    let mut forms = Forms::default();
    let pieces = pieces(unit);
    let words = unit.unicode_words().filter(|word| !are_raised_digits(word));
    for word in words.chain(pieces.iter().copied()) {
        forms.with_inner_words(word, stemmings);
        if stemming.is_none() {
            forms.push(Form::Beginning(first_letters(&folded_word(word)).to_owned()));
        }
    }
    for piece in pieces.iter().flat_map(|piece| parted(piece)) {
        forms.with_inner_words(piece, stemmings);
    }
    if pieces.len() > 1 || has_raised_digits(unit) {
        forms.with_inner_words(&joined(unit), stemmings);
    }
    for number in as_one_number(unit, lang) {
        forms.word(&number);
    }
    forms.0.retain(|form| *form != Form::Beginning(String::new()));
    forms.0
}

/// A unit that is looked for: a text has it if it has all parts of one of the ways.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub written: String,
    pub ways: Vec<Vec<Part>>,
}

/// A word that is looked for: a text has it if it has one of the forms.
#[derive(Clone, Debug)]
pub struct Part {
    pub forms: Vec<Form>,
    /// Forms in which it stands joined to other words.
    pub attached: Vec<Form>,
}

impl Part {
    pub fn all_forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter().chain(&self.attached)
    }
}

/// How a unit of a question is looked for, under the stemmings that it may be in.
pub fn wanted(unit: &str, lang: Option<&Lang>, stemmings: &[Stems]) -> Wanted {
    let pieces = pieces(unit);
    let whole = joined(unit);
    let mut ways = Vec::new();
    let numbers = as_one_number(unit, lang);
    if !numbers.is_empty() {
        let forms = numbers.into_iter().map(Form::Word).collect();
        ways.push(vec![Part { forms, attached: Vec::new() }]);
    }
    let is_long_number = pieces.len() > 1 && !ways.is_empty();
    if pieces.len() > 1 || has_raised_digits(unit) {
        ways.push(vec![part(&whole, stemmings)]);
    }
    if !is_long_number && !has_raised_digits(unit) {
        ways.push(pieces.iter().map(|piece| part(piece, stemmings)).collect());
    }
    ways.retain(|parts| parts.iter().all(|part| !part.forms.is_empty()));
    Wanted { written: unit.to_owned(), ways }
}

fn part(word: &str, stemmings: &[Stems]) -> Part {
    let mut forms = Forms::default();
    forms.with_inner_words(word, stemmings);
    let attached = affixes::attached(&folded_word(word)).into_iter().map(Form::Word);
    let attached = attached.filter(|form| !forms.0.contains(form)).collect();
    Part { forms: forms.0, attached }
}

/// The folded words that a text must have in which a phrase stands as it is written.
pub fn words_as_written(phrase: &str) -> Vec<String> {
    let plain = with_plain_digits(phrase);
    let is_joint = |c: char| c == '_' || c == HALF_SPACE;
    let words = plain.unicode_words().flat_map(|word| word.split(is_joint)).map(folded_word);
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Option<Lang> {
        Some(tag).filter(|tag| !tag.is_empty()).map(|tag| Lang::new(tag).unwrap())
    }

    /// Whether a word that is asked for is found in a text.
    fn finds(asked: &str, text: &str, tag: &str) -> bool {
        let lang = lang(tag);
        let there: Vec<Form> = units(text).flat_map(|unit| posted(unit, lang.as_ref())).collect();
        units(asked).all(|unit| {
            let stemmings: Vec<Stems> = Stems::fitting(unit).collect();
            let wanted = wanted(unit, None, &stemmings);
            let has = |part: &Part| part.all_forms().any(|form| there.contains(form));
            wanted.ways.iter().any(|parts| parts.iter().all(has))
        })
    }

    #[test]
    fn a_text_is_cut_into_units() {
        let all = |text| units(text).collect::<Vec<_>>();
        assert_eq!(all("A well-known e-mail, sent."), ["A", "well-known", "e-mail", "sent"]);
        assert_eq!(all("CO₂ and H₂O, 100 km² – no"), ["CO₂", "and", "H₂O", "100", "km²", "no"]);
        assert_eq!(
            all("il y a 1 250 000 voix en 2020 300 fois"),
            ["il", "y", "a", "1 250 000", "voix", "en", "2020", "300", "fois"]
        );
        assert_eq!(all("2018-2020 #هشام_عشماوي"), ["2018", "2020", "هشام_عشماوي"]);
        assert_eq!(all("war - peace -- x"), ["war", "peace", "x"]);
        assert_eq!(all(""), Vec::<&str>::new());
        assert!(units(&"a-".repeat(1_000)).all(|unit| unit.len() <= LONGEST_UNIT));
    }

    #[test]
    fn words_are_found_however_they_are_joined_and_signed() {
        for (asked, text, lang) in [
            ("الرئيس", "قال والرئيس أمس", "ar"),
            ("الرئيس", "قال والرئيس أمس", ""),
            ("12", "مات ١٢ شخصا", "ar"),
            ("۱۲", "12 نفر", "fa"),
            ("کتاب", "کتاب‌ها گران شد", "fa"),
            ("کتاب ها", "کتاب‌ها گران شد", "fa"),
            ("کتاب‌ها", "کتاب ها گران شد", "fa"),
            ("کتابها", "کتاب‌ها گران شد", "fa"),
            ("المسئول", "قال المسؤول", "ar"),
            ("Élysée", "l’Élysée répond", "fr"),
            ("élection", "qu'aux élections; l'élections", "fr"),
            ("l'Élysée", "au palais Élysée", "fr"),
            ("Україна", "уряд України", "uk"),
            ("세금", "정부는 세금을 올렸다", "ko"),
            ("CO2", "CO₂ rose", "en"),
            ("CO₂", "CO2 rose", "en"),
            ("km2", "100 km²", "en"),
            ("said", "he said¹ it", "en"),
            ("US", "The U.S. left", "en"),
            ("U.S.", "The US left", "en"),
            ("1250000", "It cost 1,250,000 dollars", "en"),
            ("1250000", "Es kostet 1.250.000", "de"),
            ("1,250,000", "1 250 000 voix", "fr"),
            ("1250", "1.250 Euro", "de"),
            ("1250", "1,250 dollars", ""),
            ("١٬٢٥٠٬٠٠٠", "1,250,000", ""),
            ("台灣", "臺灣選舉", "zh"),
            ("عشماوي", "#هشام_عشماوي", "ar"),
            ("station", "@Space_Station", "en"),
            ("reelected", "she was re-elected", "en"),
            ("re-elected", "she was reelected", "en"),
            ("email", "an e-mail", "en"),
            ("e-mail", "an email", "en"),
            ("Ankara", "Ankara'da oldu", "tr"),
            ("Ankara", "Ankara’nın", ""),
            ("BBC", "قالت الـBBC أمس", "ar"),
            ("BBC", "BBC가 보도했다", "ko"),
            ("ממשלה", "והממשלה אמרה", "he"),
            ("EU", "EU:n päätös", "fi"),
            ("الإمارات", "دافوس:الإمارات الأولى", "ar"),
            ("oil", "Prices fell.Oil rose", "en"),
            ("example.com", "see example.com", "en"),
        ] {
            assert!(finds(asked, text, lang), "{asked} in {text}");
        }
        for (asked, text, lang) in [
            ("1250", "1.250 metres", "en"),
            ("can", "he can't", "en"),
            ("art", "a part", "en"),
            ("لد", "في بلد", "ar"),
            ("250", "It cost 1,250,000 dollars", "en"),
            ("CO2", "CO 3", "en"),
            ("example.com", "a com for example", "en"),
        ] {
            assert!(!finds(asked, text, lang), "{asked} in {text}");
        }
    }

    #[test]
    fn what_stands_as_it_is_written_is_among_the_posted_words() {
        for (phrase, text) in [
            ("CO₂ rose", "CO2 rose"),
            ("CO2", "the CO₂"),
            ("Space_Station", "@Space_Station"),
            ("1,250", "for 1,250"),
            ("re-elected", "re-elected"),
            ("1 250 000", "1 250 000"),
        ] {
            let there: Vec<Form> = units(text).flat_map(|unit| posted(unit, None)).collect();
            for word in words_as_written(phrase) {
                assert!(there.contains(&Form::Word(word.clone())), "{word} of {phrase} in {text}");
            }
        }
    }
}
