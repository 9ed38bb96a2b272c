//! The order in which people list texts: without regard to case and accents, and numbers in them as numbers, in
//! whatever digits they are written: "para 2" comes before "para 10", "فقرة ٢" before "فقرة ١٠".

use super::text::fold;

/// A text as it is compared. What sorts alike is equal, even if written differently.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Natural(Vec<Unit>);

/// A character, or a whole number in the place where its digits stand: numbers come where `0` does, and before it the
/// shorter of two numbers is the smaller, as zeros in front do not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    at: char,
    length: usize,
    digits: String,
}

impl Natural {
    pub fn of(text: &str) -> Natural {
        let mut units: Vec<Unit> = Vec::new();
        let mut in_number = false;
        for c in fold(text).chars() {
            let Some(digit) = digit(c) else {
                in_number = false;
                units.push(Unit { at: c, length: 0, digits: String::new() });
                continue;
            };
            if !std::mem::replace(&mut in_number, true) {
                units.push(Unit { at: '0', length: 0, digits: String::new() });
            }
            if let Some(number) = units.last_mut().filter(|number| digit > 0 || number.length > 0) {
                number.length += 1;
                number.digits.push(char::from(b'0' + digit));
            }
        }
        Natural(units)
    }
}

/// The value of a decimal digit of any script that is in use.
pub fn digit(c: char) -> Option<u8> {
    /// The zeros; the other nine digits follow each (Unicode, general category Nd).
    const ZEROS: [char; 37] = [
        '0', '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}',
        '\u{BE6}', '\u{C66}', '\u{CE6}', '\u{D66}', '\u{DE6}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}',
        '\u{1090}', '\u{17E0}', '\u{1810}', '\u{1946}', '\u{19D0}', '\u{1A80}', '\u{1A90}', '\u{1B50}',
        '\u{1BB0}', '\u{1C40}', '\u{1C50}', '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}', '\u{A9F0}',
        '\u{AA50}', '\u{ABF0}', '\u{FF10}',
    ];
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= c)].last()?;
    u8::try_from(u32::from(c) - u32::from(*zero)).ok().filter(|value| *value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order(texts: &[&str]) {
        for pair in texts.windows(2) {
            assert!(Natural::of(pair[0]) < Natural::of(pair[1]), "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn numbers_in_texts_are_numbers() {
        in_order(&["para", "para 1", "para 2", "para 10", "para 10a", "para 11", "Part 1"]);
        in_order(&["فقرة ١", "فقرة ٢", "فقرة ١٠"]);
        in_order(&["بند ۹", "بند ۱۰"]);
        in_order(&["4:9", "4:10", "10:1"]);
        in_order(&["c2", "c10", "c99999999999999999999999", "c100000000000000000000000"]);
        in_order(&["1", "٢", "3", "１０"]);
        in_order(&["a0b", "a1b", "ab"]);
    }

    #[test]
    fn case_accents_and_zeros_in_front_do_not_count() {
        for (one, other) in [("Élan", "elan"), ("p. 007", "P. 7"), ("0", "00"), ("٧", "7")] {
            assert_eq!(Natural::of(one), Natural::of(other), "{one} and {other}");
        }
    }

    #[test]
    fn every_script_counts_from_zero_to_nine() {
        assert_eq!(digit('9'), Some(9));
        assert_eq!(digit('٩'), Some(9));
        assert_eq!(digit('９'), Some(9));
        assert_eq!(digit('९'), Some(9));
        for c in ['/', ':', '\u{66A}', 'a', '٫', '²'] {
            assert_eq!(digit(c), None, "{c}");
        }
    }
}
