//! Texts with their language, and what makes them findable: folding, words and stems.
//!
//! Folding takes away what one writer puts and another leaves out: case, accents, Arabic vowel signs, tatweel, the
//! spellings of alef, hamza and ta marbuta, Hebrew points, the shapes of dashes and apostrophes, direction marks.
//! [`as_written`] takes away the same, but leaves the punctuation that stands there.

mod affixes;
mod folding;
mod numbers;
mod scripts;
mod signs;
mod stems;
mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use super::lang::Lang;
pub use folding::{QUOTATION_MARK, WrittenPhrase, as_written, fold, one_kind_of_quotation_mark};
pub(in crate::model) use signs::{is_apostrophe, is_dash, is_quotation_mark};
pub use stems::{Stems, WordStemmer, can_be_inflected};
pub use words::{
    Form, Part, Token, Wanted, first_letters, folded_word, posted, token, tokens, units, wanted, words,
    words_as_written, written_words,
};

/// A text and the language it is in. No language means that it is not known; it is never guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Their language, where it is known.
    pub lang: Option<Lang>,
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
