//! The scripts within one word: an Arabic article before a Latin name, a Korean particle behind one.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

/// The parts of a folded word that are each in one script, where it has letters of several (Unicode's `Script`): the BBC of
/// `الbbc`. A part of one letter is none. Japanese mixes its scripts by rule, and is not parted.
pub fn in_one_script(folded: &str) -> Vec<&str> {
    if folded.is_ascii() {
        return Vec::new();
    }
    let scripts = CodePointMapData::<Script>::new();
    let script_of = |c: char| {
        let script = scripts.get(c);
        (c.is_alphabetic() && script != Script::Common && script != Script::Inherited).then_some(script)
    };
    let (mut parts, mut start, mut current) = (Vec::new(), 0, None);
    for (at, c) in folded.char_indices() {
        let Some(script) = script_of(c) else { continue };
        if matches!(script, Script::Han | Script::Hiragana | Script::Katakana) {
            return Vec::new();
        }
        if current.is_some_and(|current| current != script) {
            parts.push(&folded[start..at]);
            start = at;
        }
        current = Some(script);
    }
    if parts.is_empty() {
        return parts;
    }
    parts.push(&folded[start..]);
    parts.retain(|part| part.chars().nth(1).is_some());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_scripts_is_parted() {
        assert_eq!(in_one_script("الbbc"), ["ال", "bbc"]);
        assert_eq!(in_one_script("bbc가"), ["bbc"]);
        assert_eq!(in_one_script("it5компания"), ["it5", "компания"]);
        for word in ["moscow", "москва", "élysée", "ラーメン屋", "5g"] {
            assert!(in_one_script(word).is_empty(), "{word}");
        }
    }
}
