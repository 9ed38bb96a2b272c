//! The kinds of signs: dashes, apostrophes, quotation marks, digits, and Han characters that are written in two ways.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use irg_kvariants::{KVARIANTS, KVariantClass};

/// Hyphens and dashes of any length, the minus sign, the Hebrew maqaf.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2E3A}' | '\u{2E3B}' | '\u{05BE}')
}

/// Apostrophes and single quotation marks; the Hebrew geresh too.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{00B4}' | '\u{05F3}')
}

/// Quotation marks but the single ones that serve as apostrophes; those of East Asia and the Hebrew gershayim too.
pub fn is_quotation_mark(c: char) -> bool {
    matches!(c,
        '"' | '«' | '»' | '‹' | '›' | '\u{201A}'..='\u{201F}' | '\u{300C}'..='\u{300F}' | '\u{301D}'..='\u{301F}'
        | '\u{2E42}' | '\u{05F4}')
}

/// A decimal digit of any script as one of 0 to 9 (Unicode's `General_Category` Nd: ten in a row, from zero on).
pub fn decimal_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_digit = |code: u32| categories.get32(code) == GeneralCategory::DecimalNumber;
    let code = u32::from(c);
    if !is_digit(code) {
        return None;
    }
    let from_first = (1..).take_while(|back| is_digit(code - back)).count() as u32;
    char::from_digit(from_first % 10, 10)
}

/// A superscript or subscript digit as one of 0 to 9.
pub fn raised_or_lowered_digit(c: char) -> Option<char> {
    match c {
        '\u{00B2}' | '\u{00B3}' => char::from_digit(u32::from(c) - 0xB0, 10),
        '\u{00B9}' => Some('1'),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => char::from_digit(u32::from(c) - 0x2070, 10),
        '\u{2080}'..='\u{2089}' => char::from_digit(u32::from(c) - 0x2080, 10),
        _ => None,
    }
}

/// The text with superscript and subscript digits as plain ones: CO₂ is CO2.
pub fn with_plain_digits(text: &str) -> String {
    text.chars().map(|c| raised_or_lowered_digit(c).unwrap_or(c)).collect()
}

/// The Han character that stands for all that are written for it: variants, old and simplified forms, by the table of
/// variants of the Ideographic Research Group. `None`: this one.
pub fn han_variant(c: char) -> Option<char> {
    if !matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}') {
        return None;
    }
    let of_table = |c: char| {
        let variant = KVARIANTS.get(&c).filter(|variant| variant.classification != KVariantClass::Wrong)?;
        Some(variant.destination_ideograph)
    };
    // A simplified form can lead to a variant of the traditional one.
    let steps = std::iter::successors(Some(c), |c| of_table(*c).or_else(|| one_simplified_form(*c)));
    steps.take(MOST_STEPS).last().filter(|last| *last != c)
}

/// From a variant to the character that stands for it are fewer steps.
const MOST_STEPS: usize = 6;

/// Traditional characters of which several have one simplified form, which is a character of its own: the table leaves
/// these out, since nobody can tell from the simplified form which one is meant.
fn one_simplified_form(c: char) -> Option<char> {
    Some(match c {
        '臺' | '颱' | '檯' => '台',
        '後' => '后',
        '裏' | '裡' => '里',
        '乾' | '幹' | '榦' => '干',
        '發' | '髮' => '发',
        '麵' | '麪' => '面',
        '製' => '制',
        '隻' | '衹' | '祇' => '只',
        '鬆' => '松',
        '雲' => '云',
        '於' => '于',
        '復' | '複' | '覆' => '复',
        '鬥' | '鬭' => '斗',
        '穀' => '谷',
        '範' => '范',
        '係' | '繫' => '系',
        '鐘' | '鍾' => '钟',
        '錶' => '表',
        '曆' => '歷',
        '準' => '准',
        '衝' => '冲',
        '儘' | '盡' => '尽',
        '誌' => '志',
        '註' => '注',
        '週' => '周',
        '佔' => '占',
        '捨' => '舍',
        '籲' => '吁',
        '瞭' => '了',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts_are_digits() {
        for (digits, plain) in
            [("٠١٢٩", "0129"), ("۱۲۳", "123"), ("१९४७", "1947"), ("๒๕", "25"), ("၁၀", "10"), ("𝟘𝟙𝟡𝟎", "0190")]
        {
            assert_eq!(digits.chars().filter_map(decimal_digit).collect::<String>(), plain);
        }
        assert!("²½Ⅷ一7x".chars().all(|c| decimal_digit(c).is_none()));
        assert_eq!(with_plain_digits("CO₂ km² 10⁹ x¹"), "CO2 km2 109 x1");
    }

    #[test]
    fn han_characters_that_are_written_in_two_ways_are_one() {
        let one = |c| han_variant(c).unwrap_or(c);
        for (a, b) in
            [('臺', '台'), ('為', '爲'), ('为', '爲'), ('国', '國'), ('啟', '啓'), ('裡', '裏'), ('發', '发')]
        {
            assert_eq!(one(a), one(b), "{a} {b}");
        }
        for c in ('\u{3400}'..='\u{9FFF}').chain('\u{20000}'..='\u{323AF}') {
            assert_eq!(one(one(c)), one(c), "{c}");
        }
        assert_ne!(one('大'), one('太'));
    }
}
