//! Numbers with separators between their thousands: 1,250,000 and 1.250.000 and 1 250 000 are one.

use super::folding::fold;
use crate::model::Lang;

/// Languages in which a dot, and languages in which a comma, stands between the thousands (CLDR, `group` of the symbols for
/// numbers). All others have a blank there, or are not known.
const WITH_DOTS: [&str; 26] = [
    "az", "bs", "ca", "da", "de", "el", "es", "eu", "fo", "gl", "hr", "id", "is", "it", "jv", "ka", "lo",
    "mk", "nl", "pt", "ro", "sl", "sr", "sw", "tr", "vi",
];
const WITH_COMMAS: [&str; 19] = [
    "am", "ar", "bn", "cy", "en", "fa", "ga", "he", "hi", "ja", "ko", "mr", "ms", "ta", "te", "th", "tl",
    "ur", "zh",
];

/// A number that is written with separators, without them. Where one separator may as well begin a fraction, the language
/// decides, and where that is not known both are meant. Nothing: this is no such number.
pub fn as_one_number(written: &str, lang: Option<&Lang>) -> Vec<String> {
    let folded = fold(written);
    let Some(separator) = folded.chars().find(|c| !c.is_ascii_digit()) else { return Vec::new() };
    if !matches!(separator, ',' | '.' | '\'' | ' ' | '٬') {
        return Vec::new();
    }
    let groups: Vec<&str> = folded.split(separator).collect();
    let are_thousands = groups.iter().enumerate().all(|(place, group)| {
        let has_length = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        has_length && group.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !are_thousands {
        return Vec::new();
    }
    let number = groups.concat();
    let parts_fraction =
        |languages: &[&str]| lang.is_some_and(|lang| languages.contains(&lang.primary().as_str()));
    match separator {
        '.' | ',' if groups.len() > 2 => vec![number],
        '.' if parts_fraction(&WITH_DOTS) || lang.is_none() => vec![number],
        ',' if parts_fraction(&WITH_COMMAS) || lang.is_none() => vec![number],
        '.' | ',' => Vec::new(),
        _ => vec![number],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_from_fractions() {
        let number =
            |written: &str, lang: &str| as_one_number(written, Lang::new(lang).ok().as_ref()).concat();
        for (written, lang, meant) in [
            ("1,250,000", "en", "1250000"),
            ("1.250.000", "en", "1250000"),
            ("1.250", "de", "1250"),
            ("1.250", "en", ""),
            ("1,250", "en", "1250"),
            ("1,250", "de", ""),
            ("1'250'000", "de", "1250000"),
            ("1 250 000", "fr", "1250000"),
            ("١٬٢٥٠", "ar", "1250"),
            ("1,2500", "en", ""),
            ("192.168.000.001", "en", "192168000001"),
            ("1250", "en", ""),
            ("v1.250", "de", ""),
        ] {
            assert_eq!(number(written, lang), meant, "{written} in {lang}");
        }
        assert_eq!(as_one_number("1.250", None), ["1250"]);
    }
}
