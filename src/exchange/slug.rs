//! Ids that are made from names and addresses, the same wherever and whenever: `barack-obama`, `عمر-البشير`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Id;

/// The longest id that is made from a text, in bytes; a longer one is cut, and has a hash of the whole behind it.
const LONGEST: usize = 80;
/// How many digits of a hash tell apart what would have the same id.
const DIGITS: usize = 8;

/// The id of a text: its letters and digits in lower case, with one `-` for whatever stands between them. A text without
/// any has a hash for its id.
pub fn slug(text: &str) -> Id {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_invisible(*c)) {
        if c.is_alphanumeric() || is_combining_mark(c) && !slug.is_empty() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let id = if slug.is_empty() {
        format!("x-{}", hash_of(text))
    } else if slug.len() > LONGEST {
        let kept = slug[..slug.floor_char_boundary(LONGEST - DIGITS - 1)].trim_end_matches('-');
        format!("{kept}-{}", hash_of(text))
    } else {
        slug.to_owned()
    };
    checked(&id, text)
}

/// The id of a text where another text has the one that it would have.
pub fn distinct_slug(text: &str, beside: &str) -> Id {
    let id = format!("{}-{beside}", slug(text));
    checked(&id, text)
}

/// The first digits of the hash of a text.
pub fn hash_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..DIGITS].to_owned()
}

/// The id of a document with this address: without what does not tell documents apart, the scheme, `www.` and a slash at the
/// end. Letters that are written as `%D8%AC` are letters in it.
pub fn slug_of_address(address: &str) -> Id {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    let readable = percent_decoded(rest);
    let id = slug(&readable);
    // Signs are lost in an id, and in an address they count: `?id=1&x=2`, `/a-b` and `/a/b`.
    let is_plain = rest
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'-' | b'_' | b'%'));
    if is_plain || id.as_str().ends_with(&hash_of(&readable)) {
        id
    } else {
        distinct_slug(&readable, &hash_of(rest))
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| bytes[at] == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Direction marks, joiners and other signs that are not seen: a copy has them or has not.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{0640}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Letters, digits and marks alone are an id; whatever is none after all has a hash instead.
fn checked(id: &str, text: &str) -> Id {
    Id::new(id)
        .unwrap_or_else(|_| Id::new(&format!("x-{}", hash_of(text))).unwrap_or_else(|_| Id::placeholder()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_from_names_of_any_script() {
        for (name, id) in [
            ("Barack Obama", "barack-obama"),
            ("  BARACK  OBAMA ", "barack-obama"),
            ("José Ángel", "josé-ángel"),
            ("عمر البشير", "عمر-البشير"),
            ("Дональд Трамп", "дональд-трамп"),
            ("日本放送協会", "日本放送協会"),
            ("O'Brien, Jr.", "o-brien-jr"),
            ("ocd-person/6a1b", "ocd-person-6a1b"),
            ("\u{200F}ר\u{200F}", "ר"),
        ] {
            assert_eq!(slug(name).as_str(), id, "{name}");
        }
    }

    #[test]
    fn a_text_without_letters_and_a_long_one_have_a_hash() {
        for text in ["", "???", "👨‍👩‍👧"] {
            assert!(slug(text).as_str().starts_with("x-"), "{text}");
        }
        assert_ne!(slug("???"), slug("!!!"));
        let (one, other) = ("ا".repeat(200), format!("{}ب", "ا".repeat(200)));
        assert!(slug(&one).as_str().len() <= LONGEST);
        assert_ne!(slug(&one), slug(&other));
        assert_eq!(slug(&one), slug(&one));
    }

    #[test]
    fn addresses_are_readable_and_told_apart() {
        let id = |address| slug_of_address(address).as_str().to_owned();
        assert_eq!(id("https://www.example.org/fact/one/"), "example-org-fact-one");
        assert_eq!(id("http://example.org/fact/one"), id("https://www.example.org/fact/one/"));
        assert_eq!(id("https://x.example/%d8%ac"), "x-example-ج");
        assert_ne!(id("https://x.example/?a=1&b=2"), id("https://x.example/?a=1/b=2"));
        assert_eq!(percent_decoded("100%"), "100%");
    }
}
