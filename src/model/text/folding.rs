//! Folding: a text without what one writer puts and another leaves out.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::signs::{decimal_digit, han_variant, is_apostrophe, is_dash, is_quotation_mark};

/// A text without what writers differ in; white space, dashes and apostrophes become one of their kind each.
/// Two names are the same when their folded forms are equal.
pub fn fold(text: &str) -> String {
    folded_with(&without_dots_of_initials(text), folded_sign)
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
        let c = decimal_digit(c).or_else(|| han_variant(c)).unwrap_or(c);
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

/// The text without the dots between and behind initials that stand together: `U.S.` is `US`. A single initial keeps its
/// dot, which may as well end a sentence.
fn without_dots_of_initials(text: &str) -> Cow<'_, str> {
    if !text.contains('.') {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.nfc().collect();
    let is_letter = |at: usize| letters.get(at).is_some_and(|c| c.is_alphabetic());
    let is_dot = |at: usize| letters.get(at) == Some(&'.');
    // Within a word, a number or an address there are no initials.
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '@' | '/' | '_' | '-' | ':');
    let begins = |at: usize| !at.checked_sub(1).is_some_and(|at| goes_on(letters[at]));
    let (mut bare, mut at) = (String::with_capacity(text.len()), 0);
    while at < letters.len() {
        let mut end = at;
        while begins(at) && is_letter(end) && is_dot(end + 1) {
            end += 2;
        }
        if end > at && is_letter(end) && !letters.get(end + 1).is_some_and(|c| goes_on(*c)) {
            end += 1;
        }
        let initials = letters[at..end].iter().filter(|c| **c != '.').count();
        let ends_well = !letters.get(end).is_some_and(|c| goes_on(*c) && *c != '-');
        if initials >= 2 && ends_well {
            bare.extend(letters[at..end].iter().filter(|c| **c != '.'));
            at = end;
        } else {
            bare.push(letters[at]);
            at += 1;
        }
    }
    Cow::Owned(bare)
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
            'þ' => folded.push_str("th"),
            'ð' => folded.push('d'),
            'ə' => folded.push('a'),
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
        c if is_quotation_mark(c) => Some('"'),
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

fn folded_letter(c: char) -> Option<char> {
    Some(match c {
        'ٱ' => 'ا',
        // Urdu, Kurdish and Uyghur keyboards have an h of their own.
        'ة' | 'ہ' | 'ۃ' | 'ھ' | 'ە' => 'ه',
        'ى' | 'ی' => 'ي',
        'ک' | 'ڪ' => 'ك',
        _ => return None,
    })
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
    fn signs_of_one_meaning_fold_alike() {
        for (one, other) in [
            ("U.S.", "US"),
            ("the U.S. left", "the US left"),
            ("U.S", "us"),
            ("С.С.С.Р.", "СССР"),
            ("J.R.R. Tolkien", "JRR Tolkien"),
            ("م.ت.ف", "متف"),
            ("١٢", "12"),
            ("۱۲ نفر", "12 نفر"),
            ("१२", "12"),
            ("CO₂", "CO2"),
            ("臺灣", "台灣"),
            ("国", "國"),
            ("צה״ל", "צה\"ל"),
            ("ג׳ורג׳", "ג'ורג'"),
            ("Dwight «The Rick» J", "Dwight “The Rick” J"),
            ("Þórður", "Thordur"),
            ("Əli", "Ali"),
            ("ہے", "هے"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
        for (one, other) in [
            ("a.", "a"),
            ("end. A start", "end A start"),
            ("x.com", "xcom"),
            ("3.5", "35"),
            ("a.b@c.d", "ab@cd"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
        assert_ne!(as_written("U.S."), as_written("US"));
    }
}
