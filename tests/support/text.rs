//! Folding of names and texts, for the small alphabet that the generator uses.

/// One folded character: none for marks that do not count.
fn fold_char(c: char) -> Option<char> {
    match c {
        '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}' | '\u{0301}' | '\u{0307}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ة' => Some('ه'),
        'ؤ' => Some('و'),
        'ئ' => Some('ي'),
        'á' | 'â' => Some('a'),
        'é' | 'è' => Some('e'),
        'ü' => Some('u'),
        'ö' => Some('o'),
        'ç' => Some('c'),
        'ğ' => Some('g'),
        'ş' => Some('s'),
        'í' => Some('i'),
        'ё' => Some('е'),
        'й' => Some('и'),
        '’' => Some('\''),
        other => Some(other),
    }
}

/// Lower case without accents, vowel signs, tatweel and the spellings of alef and ta marbuta.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(fold_char).collect()
}

/// The words of a text as it stands.
pub fn raw_words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_alphanumeric() || c == '\'' || is_arabic_mark(c);
    text.split(|c| !inside(c)).filter(|w| !w.is_empty()).collect()
}

/// The folded words of a text.
pub fn words(text: &str) -> Vec<String> {
    raw_words(text).into_iter().map(fold).collect()
}

pub fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}')
}

pub fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{0621}'..='\u{064A}').contains(&c))
}

/// Does `part` stand in `whole`, its words side by side?
pub fn holds_in_a_row<T: PartialEq>(whole: &[T], part: &[T]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// Does a tag of BCP 47 fall under a wider one (`ar-EG` under `ar`)?
pub fn covers(wide: &str, tag: &str) -> bool {
    let (wide, tag) = (wide.to_lowercase(), tag.to_lowercase());
    tag == wide || tag.starts_with(&format!("{wide}-"))
}

/// Old tags of languages beside the ones that took their place.
const REPLACED: [(&str, &str); 3] = [("iw", "he"), ("in", "id"), ("iw-IL", "he-IL")];

/// The tag as BCP 47 prefers it.
pub fn canonical(tag: &str) -> &str {
    REPLACED.iter().find(|(old, _)| *old == tag).map_or(tag, |(_, new)| *new)
}

/// A text as `containing exactly` sees it: punctuation counts; case, accents and the kinds of quotation mark, dash and
/// blank do not.
pub fn as_written(text: &str) -> String {
    let one_kind = |c: char| match c {
        '“' | '”' | '„' | '«' | '»' | '"' => '"',
        '‘' | '’' | '\'' => '\'',
        '-' | '‐' | '‑' | '–' | '—' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let plain: String = fold(&text.chars().map(one_kind).collect::<String>());
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Does `part` stand in `whole`, beginning and ending where words do?
pub fn holds_as_written(whole: &str, part: &str) -> bool {
    let inside = |one: Option<char>, other: Option<char>| {
        one.is_some_and(char::is_alphanumeric) && other.is_some_and(char::is_alphanumeric)
    };
    !part.is_empty()
        && whole.match_indices(part).any(|(at, _)| {
            let (before, after) = (&whole[..at], &whole[at + part.len()..]);
            !inside(before.chars().next_back(), part.chars().next())
                && !inside(part.chars().next_back(), after.chars().next())
        })
}
