//! Words that a script writes together with others: what stands before or behind a word that is looked for. Stems know the
//! inflections of a language; these are words of their own (and, to, the, his) that are joined to the next in writing.
//!
//! - Arabic: conjunction, preposition and article before a word, in stacks (`وبال…`), and a pronoun behind it
//! - Hebrew: the same before a word
//! - Korean: particles behind a noun; Amharic: prepositions before it
//! - French, Italian, Catalan and others: what is elided before an apostrophe; Turkish, English, Polish and others: endings
//!   behind one; Finnish and Swedish: endings behind a colon

/// Forms in which a folded word stands where others are joined to it, or it is one with others joined to it itself.
pub fn attached(folded: &str) -> Vec<String> {
    let mut forms = match script_of_word(folded) {
        Some(Joining::Arabic) => arabic(folded),
        Some(Joining::Hebrew) => hebrew(folded),
        Some(Joining::Korean) => korean(folded),
        Some(Joining::Ethiopic) => ethiopic(folded),
        None => Vec::new(),
    };
    forms.sort_unstable();
    forms.dedup();
    forms.retain(|form| form != folded);
    forms
}

/// Scripts that join words which others write apart.
enum Joining {
    Arabic,
    Hebrew,
    Korean,
    Ethiopic,
}

fn script_of_word(word: &str) -> Option<Joining> {
    let mut found = None;
    for c in word.chars() {
        found = Some(match c {
            '\u{0620}'..='\u{064A}' | '\u{0671}'..='\u{06D3}' | '\u{0750}'..='\u{077F}' => Joining::Arabic,
            '\u{05D0}'..='\u{05EA}' => Joining::Hebrew,
            '\u{AC00}'..='\u{D7A3}' => Joining::Korean,
            '\u{1200}'..='\u{137F}' => Joining::Ethiopic,
            '\'' | '"' if found.is_some() => continue,
            _ => return None,
        });
    }
    found
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

// ---- Arabic ---------------------------------------------------------------------------------------------------------------

const AND: [&str; 3] = ["", "و", "ف"];
const TO: [&str; 4] = ["", "ب", "ل", "ك"];
/// What stands before a word with the article; `ل` and `ال` are written `لل`.
const WITH_ARTICLE: [&str; 4] = ["ال", "بال", "كال", "لل"];
/// Pronouns behind a word. `ي` is left out, since it also makes an adjective (دول, دولي), and so is `ك`.
const PRONOUNS: [&str; 6] = ["ه", "ها", "هم", "هما", "نا", "كم"];
/// Plural endings of Persian, which are written joined, apart, or with a half-space.
const PERSIAN_PLURALS: [&str; 4] = ["ها", "هاي", "هايي", "هايش"];
/// A shorter word is told from another by a single letter, so that nothing but an article is looked for before it.
const SHORTEST: usize = 3;

fn arabic(folded: &str) -> Vec<String> {
    let base = without_article(folded).unwrap_or(folded);
    let mut forms = vec![base.to_owned()];
    for and in AND {
        for article in WITH_ARTICLE {
            forms.push(format!("{and}{article}{base}"));
        }
        if letters(base) >= SHORTEST {
            forms.extend(TO.iter().map(|to| format!("{and}{to}{base}")));
            if base.starts_with(['ي', 'ت', 'ن', 'ا']) {
                // Shall: before a verb.
                forms.push(format!("{and}س{base}"));
            }
        }
    }
    if letters(base) > SHORTEST {
        // What ends in ta marbuta, which is folded to heh, has a teh before a pronoun.
        let before_pronoun =
            base.strip_suffix('ه').map_or_else(|| base.to_owned(), |start| format!("{start}ت"));
        for pronoun in PRONOUNS {
            forms.extend(["", "و"].map(|and| format!("{and}{before_pronoun}{pronoun}")));
        }
        forms.extend(PERSIAN_PLURALS.map(|plural| format!("{base}{plural}")));
    }
    forms
}

/// The word without its article and what stands before that, where nothing else can be meant: a single `و` or `ب` may as
/// well be the word's own first letter.
pub fn without_article(word: &str) -> Option<&str> {
    let and = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let stacks =
        [and, word].into_iter().flat_map(|word| WITH_ARTICLE.map(|article| word.strip_prefix(article)));
    let bare = stacks.flatten().next()?;
    // الله is no article.
    (letters(bare) >= SHORTEST && !word.ends_with("الله")).then_some(bare)
}

// ---- Hebrew ---------------------------------------------------------------------------------------------------------------

/// That, when, from, in, to, as, and the article, in the stacks in which they are written.
const HEBREW: [&str; 19] = [
    "ה", "ב", "ל", "מ", "כ", "ש", "שה", "שב", "של", "שמ", "שכ", "כש", "כשה", "לכש", "מה", "מש", "בה", "כה",
    "לה",
];

fn hebrew(folded: &str) -> Vec<String> {
    let bare = folded.strip_prefix("וה").or_else(|| folded.strip_prefix('ה'));
    let bare = bare.filter(|bare| letters(bare) >= SHORTEST);
    let mut forms = Vec::new();
    for base in std::iter::once(folded).chain(bare) {
        forms.push(base.to_owned());
        let some = if letters(base) >= SHORTEST { &HEBREW[..] } else { &HEBREW[..1] };
        for and in ["", "ו"] {
            forms.extend(some.iter().map(|prefix| format!("{and}{prefix}{base}")));
        }
        if letters(base) >= SHORTEST {
            forms.push(format!("ו{base}"));
        }
    }
    forms
}

// ---- Korean ---------------------------------------------------------------------------------------------------------------

/// Particles behind a noun, longer ones first.
const PARTICLES: [&str; 58] = [
    "에서부터",
    "으로부터",
    "이라고는",
    "에게서는",
    "에서는",
    "에서도",
    "에서의",
    "에게서",
    "에게는",
    "에게도",
    "으로는",
    "으로도",
    "으로서",
    "으로써",
    "까지는",
    "까지도",
    "까지의",
    "부터는",
    "이라고",
    "이라는",
    "이라며",
    "한테서",
    "로부터",
    "에서",
    "에게",
    "에는",
    "에도",
    "에만",
    "으로",
    "로는",
    "로도",
    "로서",
    "로써",
    "까지",
    "부터",
    "마다",
    "처럼",
    "보다",
    "만은",
    "만이",
    "만을",
    "과의",
    "와의",
    "과는",
    "와는",
    "라고",
    "라는",
    "한테",
    "께서",
    "이나",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
];
/// Particles of one syllable that are also the last of many nouns.
const SHORT_PARTICLES: [&str; 6] = ["와", "과", "로", "도", "만", "나"];

fn korean(folded: &str) -> Vec<String> {
    let all = || PARTICLES.iter().chain(&SHORT_PARTICLES);
    let stripped = PARTICLES.iter().find_map(|particle| folded.strip_suffix(particle));
    // A noun of one syllable is not told from the beginning of another.
    let stripped = stripped.filter(|noun| letters(noun) >= 2);
    let mut forms = Vec::new();
    for noun in std::iter::once(folded).chain(stripped) {
        forms.push(noun.to_owned());
        forms.extend(all().map(|particle| format!("{noun}{particle}")));
    }
    forms
}

// ---- Ethiopic --------------------------------------------------------------------------------------------------------------

fn ethiopic(folded: &str) -> Vec<String> {
    let before = ["", "የ", "በ", "ለ", "ከ", "ስለ", "ወደ", "እንደ", "ለየ"];
    let behind = ["", "ን", "ም", "ና", "ስ"];
    before.iter().flat_map(|before| behind.map(|behind| format!("{before}{folded}{behind}"))).collect()
}

// ---- Apostrophes and colons -------------------------------------------------------------------------------------------------

/// What is elided before an apostrophe, folded: articles, prepositions and pronouns of French, Italian, Catalan, Occitan,
/// Portuguese, Maltese and Irish.
const ELIDED: [&str; 56] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "v", "g", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    "presqu", "entr", "un", "dell", "all", "dall", "nell", "sull", "coll", "quell", "quest", "bell", "sant",
    "gl", "degl", "agl", "negl", "sugl", "cent", "senz", "anch", "tutt", "dov", "com", "cos", "quand",
    "pell", "nessun", "qualcun", "ciascun", "alcun", "buon", "gliel", "ch", "mezz", "neanch", "b", "f", "x",
    "bil",
];
/// The longest ending that is written behind an apostrophe or a colon: Türkiye'ninkiler.
const LONGEST_ENDING: usize = 8;

/// The word within a folded word that has an apostrophe or a colon inside: behind what is elided, or before an ending.
pub fn without_elision(folded: &str) -> Option<&str> {
    let (before, behind) = folded.split_once('\'').or_else(|| folded.split_once(':'))?;
    if ELIDED.contains(&before) && letters(behind) >= 2 {
        return Some(behind);
    }
    // "can't" is not about a can.
    let is_ending = letters(before) >= 2 && letters(behind) <= LONGEST_ENDING && behind != "t";
    (is_ending && before.chars().all(char::is_alphanumeric)).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[track_caller]
    fn assert_attached(word: &str, written: &[&str]) {
        let forms = attached(&fold(word));
        for written in written {
            assert!(forms.contains(&fold(written)), "{word} stands in {written}: {forms:?}");
        }
    }

    #[test]
    fn a_word_stands_behind_and_before_what_is_joined_to_it() {
        assert_attached(
            "الرئيس",
            &["والرئيس", "بالرئيس", "للرئيس", "وللرئيس", "كالرئيس", "فالرئيس", "رئيس", "لرئيس"],
        );
        assert_attached("موسكو", &["لموسكو", "بموسكو", "وموسكو", "وبموسكو"]);
        assert_attached("والحكومة", &["الحكومة", "حكومة", "للحكومة", "حكومتها", "وحكومته"]);
        assert_attached("يقول", &["سيقول", "وسيقول"]);
        assert_attached("اللغة", &["للغة", "باللغة"]);
        assert_attached("کتاب", &["کتابها", "کتابهای"]);
        assert_attached("ממשלה", &["הממשלה", "בממשלה", "ושהממשלה", "לממשלה", "כשהממשלה"]);
        assert_attached("הממשלה", &["ממשלה", "לממשלה"]);
        assert_attached("세금", &["세금을", "세금은", "세금으로", "세금에서는"]);
        assert_attached("정부는", &["정부", "정부가"]);
        assert_attached("ኢትዮጵያ", &["የኢትዮጵያ", "በኢትዮጵያ", "ኢትዮጵያን"]);
        assert!(attached("moscow").is_empty());
        assert!(attached("2024").is_empty());
        assert!(attached("").is_empty());
    }

    #[test]
    fn a_letter_that_may_be_the_words_own_is_not_taken_off() {
        for word in ["وزير", "بلد", "والدة", "كتاب", "لبنان", "فرنسا"] {
            assert_eq!(without_article(&fold(word)), None, "{word}");
        }
        assert!(!attached(&fold("لد")).contains(&fold("بلد")), "two letters are too few");
        assert_eq!(without_article("والله"), None);
    }

    #[test]
    fn a_word_is_found_behind_an_elision_and_before_an_ending() {
        for (written, word) in [
            ("l'elysee", "elysee"),
            ("jusqu'alors", "alors"),
            ("dell'arte", "arte"),
            ("ankara'da", "ankara"),
            ("turkiye'nin", "turkiye"),
            ("trump's", "trump"),
            ("eu:n", "eu"),
            ("kennedy'ego", "kennedy"),
        ] {
            assert_eq!(without_elision(written), Some(word));
        }
        for written in ["o'neil", "can't", "moscow", "l'"] {
            assert_eq!(without_elision(written), None, "{written}");
        }
    }
}
