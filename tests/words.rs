//! Words are found as they are written, in whatever language (docs/text.md).

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use serde_json::json;

use crate::common::{inside, shared};

/// A database with one claim for each text, `c0`, `c1` and so on; no language where the tag is empty.
fn session_with(folder: &tempfile::TempDir, texts: &[(&str, &str)]) -> dictum::session::Session {
    let mut lines = "{\"type\":\"source\",\"id\":\"s\"}\n".to_owned();
    for (number, (text, lang)) in texts.iter().enumerate() {
        let mut claim = json!({"type": "claim", "id": format!("c{number}"), "statement": text, "mode": "quote",
            "citations": [{"source": "s"}]});
        if !lang.is_empty() {
            claim["lang"] = json!(lang);
        }
        writeln!(lines, "{claim}").expect("a text grows");
    }
    let mut session = inside::session(&folder.path().join("words.dictum"));
    inside::import(&mut session, lines.as_bytes()).expect("the claims are sound");
    session
}

/// The numbers of the claims that a question finds.
fn found(session: &mut dictum::session::Session, question: &str) -> BTreeSet<usize> {
    let lines = inside::lines(session, &format!("{question} showing id")).expect("the question is answered");
    let ids = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a row"));
    ids.map(|row| row["id"].as_str().expect("an id")[1..].parse().expect("a number")).collect()
}

#[test]
fn words_are_found_in_the_way_in_which_others_write_them() {
    let cases = [
        ("الرئيس", "قال والرئيس أمس", "ar"),
        ("الحكومة", "ردت والحكومة صامتة", ""),
        ("لبنان", "سوريا ولبنان", "ar"),
        ("12", "مات ١٢ شخصا", "ar"),
        ("کتاب", "کتاب‌ها گران شد", "fa"),
        ("کتاب ها", "کتاب‌ها ارزان شد", "fa"),
        ("المسئول", "قال المسؤول", "ar"),
        ("Élysée", "l’Élysée répond", "fr"),
        ("acqua", "manca l'acqua potabile", "it"),
        ("Україна", "уряд України", "uk"),
        ("세금", "정부는 세금을 올렸다", "ko"),
        ("CO2", "CO₂ rose", "en"),
        ("km2", "100 km² burnt", "en"),
        ("US", "The U.S. left", "en"),
        ("U.N.", "The UN stayed", "en"),
        ("1250000", "It cost 1,250,000 dollars", "en"),
        ("1,250,000", "Es kostet 1.250.000 Euro", "de"),
        ("台灣", "臺灣選舉", "zh"),
        ("عشماوي", "القبض على #هشام_عشماوي", "ar"),
        ("reelected", "she was re-elected", "en"),
        ("e-mail", "an email leaked", "en"),
        ("Ankara", "Ankara'da toplandı", "tr"),
        ("ממשלה", "והממשלה הודיעה", "he"),
        ("BBC", "نقلت الـBBC الخبر", "ar"),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts: Vec<(&str, &str)> = cases.iter().map(|(_, text, lang)| (*text, *lang)).collect();
    let mut session = session_with(&folder, &texts);
    for (number, (asked, text, _)) in cases.iter().enumerate() {
        let ids = found(&mut session, &format!("claims containing \"{asked}\""));
        assert!(ids.contains(&number), "{asked} in {text}: {ids:?}");
        let why = session.why(&format!("claims containing \"{asked}\""), &format!("c{number}"));
        let why = format!("{:?}", why.expect("it says why"));
        assert!(!why.contains("stands in none"), "{asked} in {text}: {why}");
    }
    for other in
        ["claims containing \"art\"", "claims containing \"can\"", "claims containing exactly \"الرئيس\""]
    {
        assert_eq!(found(&mut session, other), BTreeSet::new(), "{other}");
    }
}

#[test]
fn an_answer_says_what_is_not_known_of_a_language_and_what_stands_near() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = [
        ("საქართველო და ევროპა", "ka"),
        ("the diplomats left", "en"),
        ("a dam holds", "en"),
        ("a bridge holds", "en"),
    ];
    let mut session = session_with(&folder, &texts);
    let mut said = |question: &str| {
        let answer = session.ask(question).expect("the question is answered");
        dictum::output::remarks(&answer).join("\n")
    };
    assert!(said("claims containing \"ევროპა\"").contains("no inflections are known for Georgian"));
    assert!(said("claims containing \"ევროპა\"@ka").contains("no inflections are known for Georgian"));
    assert!(!said("claims containing \"diplomat\"").contains("no inflections"));
    assert!(said("claims containing \"diplomast\"").contains("near it: 1 with `diplomats`"));
    assert!(said("claims containing \"dam bridge\"").contains("near it: 1 with `dam`; 1 with `bridge`"));
}

/// An Arabic word as this test compares it: without vowel signs, hamza, tatweel, ta marbuta and alef maqsura.
fn bare(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let is_mark = |c: &char| matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}');
    let one = |c| match c {
        'ة' => 'ه',
        'ى' => 'ي',
        'ٱ' => 'ا',
        other => other,
    };
    word.nfkd().filter(|c| !is_mark(c)).map(one).collect()
}

/// Whether a word is another with its article behind a conjunction or a preposition.
fn stands_behind_a_prefix(word: &str, noun: &str) -> bool {
    let Some(base) = noun.strip_prefix("ال") else { return false };
    let Some(before) = word.strip_suffix(base) else { return false };
    ["وال", "فال", "بال", "كال", "وبال", "وكال", "فبال", "فكال", "لل", "ولل", "فلل"].contains(&before)
}

/// Of claims of Arabic fact-checkers: the forty commonest nouns with an article, where they stand only behind a prefix.
#[test]
fn arabic_nouns_are_found_behind_what_is_joined_to_them() {
    let Some(data) = shared("arabic-claims") else { return };
    let mut texts = Vec::new();
    for file in ["data_claim_train.csv", "data_claim_dev.csv"] {
        let mut rows = csv::Reader::from_path(data.join(file)).expect("the file is there");
        texts.extend(rows.records().map(|row| row.expect("a row")[0].to_owned()));
    }
    let is_letter =
        |c: char| c.is_alphanumeric() || c == '_' || matches!(c, '\u{064B}'..='\u{065F}' | '\u{0640}');
    let words: Vec<Vec<String>> = texts
        .iter()
        .map(|text| text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).map(bare).collect())
        .collect();
    let mut counts: HashMap<&String, usize> = HashMap::new();
    for word in words.iter().flatten().filter(|word| word.starts_with("ال") && word.chars().count() >= 5) {
        *counts.entry(word).or_default() += 1;
    }
    let mut nouns: Vec<(&String, usize)> = counts.into_iter().collect();
    nouns.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));

    // Without a language there are no stems: what is found, is found by what is joined alone.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let without_language: Vec<(&str, &str)> = texts.iter().map(|text| (text.as_str(), "")).collect();
    let mut session = session_with(&folder, &without_language);
    let (mut pairs, mut recalled, mut all, mut wrong) = (0, 0, 0, 0);
    for (noun, _) in nouns.iter().take(40) {
        let ids = found(&mut session, &format!("claims containing \"{noun}\""));
        for (claim, words) in words.iter().enumerate() {
            let is_pair =
                !words.contains(noun) && words.iter().any(|word| stands_behind_a_prefix(word, noun));
            pairs += usize::from(is_pair);
            recalled += usize::from(is_pair && ids.contains(&claim));
        }
        let base = noun.trim_start_matches("ال");
        all += ids.len();
        wrong += ids.iter().filter(|claim| !words[**claim].iter().any(|word| word.contains(base))).count();
    }
    assert!(pairs > 200, "{pairs}");
    assert!(recalled * 100 > pairs * 98, "{recalled} of {pairs} found");
    assert!(wrong * 100 < all * 2, "{wrong} of {all} are other words");
}
