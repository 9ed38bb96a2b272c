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

/// A text as it is written, but for case, accents, and the kinds of dash, blank and quotation mark.
pub fn as_written(text: &str) -> String {
    let kinds = |c| match c {
        '“' | '”' | '"' | '«' | '»' => '\'',
        '–' | '—' => '-',
        other => other,
    };
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().map(kinds).collect()
}

/// Does the phrase stand in the text, both as written, from one word boundary to another?
pub fn stands_as_written(text: &str, phrase: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let cuts_a_word =
        |before: &str, after: &str| inside(before.chars().next_back()) && inside(after.chars().next());
    text.match_indices(phrase).any(|(at, _)| {
        let end = at + phrase.len();
        !cuts_a_word(&text[..at], &text[at..]) && !cuts_a_word(&text[..end], &text[end..])
    })
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
