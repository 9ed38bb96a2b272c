//! Texts that were written for web pages, as plain text: character references read (also those that were escaped twice), tags taken
//! out, blanks and line breaks made one blank each.

use std::borrow::Cow;

/// How often references are read: once, and once more for those that were escaped twice (`&amp;quot;`).
const TIMES: usize = 2;

/// The text without markup.
pub fn plain(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for _ in 0..TIMES {
        if !text.contains('&') {
            break;
        }
        text = Cow::Owned(with_references_read(&text));
    }
    let text = if text.contains('<') { Cow::Owned(without_tags(&text)) } else { text };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Character references of HTML as the characters that they stand for. What is none stays as it is.
pub fn with_references_read(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((character, length)) => {
                read.push(character);
                rest = &rest[length..];
            }
            None => {
                read.push('&');
                rest = &rest[1..];
            }
        }
    }
    read + rest
}

/// The longest name of a reference here, with its signs.
const LONGEST: usize = 12;

/// The character of the reference that a text begins with, and how many bytes it takes.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))?
        }
        None => named(name)?,
    };
    Some((character, end + 1))
}

/// The references by name that texts hold: signs, and the letters of ISO 8859-1.
fn named(name: &str) -> Option<char> {
    const SIGNS: [(&str, char); 43] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{A0}'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("sbquo", '‚'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bdquo", '„'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("lsaquo", '‹'),
        ("rsaquo", '›'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("bull", '•'),
        ("middot", '·'),
        ("deg", '°'),
        ("euro", '€'),
        ("pound", '£'),
        ("yen", '¥'),
        ("cent", '¢'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("sect", '§'),
        ("para", '¶'),
        ("iexcl", '¡'),
        ("iquest", '¿'),
        ("ordf", 'ª'),
        ("ordm", 'º'),
        ("frac12", '½'),
        ("times", '×'),
        ("shy", '\u{AD}'),
        ("zwnj", '\u{200C}'),
        ("zwj", '\u{200D}'),
        ("lrm", '\u{200E}'),
        ("rlm", '\u{200F}'),
        ("minus", '−'),
    ];
    const FIRST_LETTER: u32 = 0xC0;
    const LETTERS: [&str; 64] = [
        "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
        "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc",
        "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
        "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute",
        "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc",
        "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
    ];
    let sign = SIGNS.iter().find(|sign| sign.0 == name).map(|sign| sign.1);
    let letter = || LETTERS.iter().position(|letter| *letter == name);
    sign.or_else(|| char::from_u32(FIRST_LETTER + u32::try_from(letter()?).ok()?))
}

/// The elements that texts hold; others, and what only looks like a tag (`x < y`), stay.
const ELEMENTS: [&str; 38] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
];

/// Elements within a line: taking one out leaves no blank.
const INLINE: [&str; 16] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "em", "font", "i", "mark", "small", "span", "strong", "u",
    "sup",
];

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((name, length)) => {
                if !INLINE.contains(&name.as_str()) {
                    plain.push(' ');
                }
                rest = &rest[length..];
            }
            None => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}

/// The name of the tag that a text begins with, and how many bytes it takes.
fn tag(text: &str) -> Option<(String, usize)> {
    let end = text.find('>')?;
    let inside = text[1..end].trim_start_matches('/');
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    let after = inside[name.len()..].chars().next();
    let name = name.to_ascii_lowercase();
    let is_known = ELEMENTS.contains(&name.as_str());
    (is_known && after.is_none_or(|c| c.is_whitespace() || c == '/')).then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_also_where_they_were_escaped_twice() {
        assert_eq!(
            plain("Rishi Sunak&#039;s &amp;quot;ideas&amp;quot; &amp; more"),
            "Rishi Sunak's \"ideas\" & more"
        );
        assert_eq!(plain("Espa&ntilde;a &amp;iexcl;s&iacute;!"), "España ¡sí!");
        assert_eq!(plain("AT&T; R&D &unknown; &#x5D0; &#99999999; &"), "AT&T; R&D &unknown; א &#99999999; &");
    }

    #[test]
    fn tags_go_and_what_looks_like_one_stays() {
        assert_eq!(plain("<p>One<br />\r\n<b>two</b>three</p>"), "One twothree");
        assert_eq!(plain("3 < 4 and 5 > 2, <unknown> a<b"), "3 < 4 and 5 > 2, <unknown> a<b");
        assert_eq!(plain("&lt;i&gt;كلام&lt;/i&gt;"), "كلام");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[&<>#;a-z0-9x/ \u{5d0}]{0,60}|\\PC{0,60}") {
            let once = plain(&text);
            proptest::prop_assert!(!once.contains('\n'));
        }
    }
}
