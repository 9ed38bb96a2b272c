//! What the labels of fact-checkers mean on dictum's scale of verdicts.
//!
//! The table in [`labels`] is exact: a label is looked up whole, never by its beginning or by a word in it, and what is not in the
//! table has no verdict here. It is versioned, so that an import can say by which table it read.

mod labels;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::{Lang, Verdict, text};

pub use labels::VERSION;

/// What the table says of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It stands for this verdict.
    Settled(Verdict),
    /// It is written the same in several languages that mean different things by it, and the language is not known.
    DependsOnLanguage,
    /// It is not in the table.
    Unknown,
}

impl Meaning {
    /// The verdict to record: where the table settles none, `other`.
    pub fn verdict(self) -> Verdict {
        match self {
            Meaning::Settled(verdict) => verdict,
            Meaning::DependsOnLanguage | Meaning::Unknown => Verdict::Other,
        }
    }
}

/// The meaning of a label. Checkers often print labels in another language than their page is in, so where the language given
/// does not have the label, all languages are asked, and have to agree.
pub fn meaning(label: &str, lang: Option<&Lang>) -> Meaning {
    let Some(rows) = KNOWN.get(&key(label)) else { return Meaning::Unknown };
    let wanted = lang.map(Lang::primary);
    let own = rows.iter().find(|(tag, _)| wanted.as_ref().is_some_and(|lang| is_same(tag, lang.as_str())));
    if let Some((_, verdict)) = own {
        return Meaning::Settled(*verdict);
    }
    match rows.split_first() {
        Some(((_, first), rest)) if rest.iter().all(|(_, verdict)| verdict == first) => {
            Meaning::Settled(*first)
        }
        _ => Meaning::DependsOnLanguage,
    }
}

/// Whether a language of the table is the one that is asked for; what is written alike has one list.
fn is_same(tag: &str, wanted: &str) -> bool {
    tag == wanted || matches!((tag, wanted), ("no", "nb" | "nn") | ("hr", "bs" | "sh" | "sr") | ("id", "ms"))
}

/// Languages and verdicts by the key of the label.
static KNOWN: LazyLock<HashMap<String, Vec<(&'static str, Verdict)>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<(&'static str, Verdict)>> = HashMap::new();
    for (lang, verdict, label) in rows() {
        let found = known.entry(key(label)).or_default();
        if !found.contains(&(lang, verdict)) {
            found.push((lang, verdict));
        }
    }
    known
});

/// Every label with its language and verdict, in the order of the table.
pub fn rows() -> impl Iterator<Item = (&'static str, Verdict, &'static str)> {
    labels::TABLE.iter().flat_map(|of| {
        of.rows
            .iter()
            .flat_map(move |(verdict, labels)| labels.iter().map(move |label| (of.lang, *verdict, *label)))
    })
}

/// A label without what its printers differ in: case, accents, kinds of quotation mark, hyphens and underscores for blanks,
/// blanks around a stroke, and signs at its ends.
fn key(label: &str) -> String {
    let spaced = label.replace(['_', '-', '\u{2010}', '\u{2011}', '\u{200C}'], " ");
    let folded = text::as_written(&spaced);
    let stripped = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '#' && !is_mark(c));
    let words: Vec<&str> = stripped.split_whitespace().collect();
    words.join(" ").replace(" / ", "/").replace("/ ", "/").replace(" /", "/").replace(" ,", ",")
}

/// A mark belongs to the letter before it: vowel signs of Hindi, Bengali, Tamil and Thai.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The table as `docs/verdicts.md` prints it: one part a language, verdicts in their order.
pub fn page() -> String {
    let mut page = format!("This is version {VERSION} of the table.\n");
    for of in labels::TABLE {
        let name =
            Lang::new(of.lang).map_or_else(|_| of.lang.to_owned(), |lang| lang.in_english().into_owned());
        page += &format!("\n### {name} (`{}`)\n\n| verdict | labels |\n|---|---|\n", of.lang);
        for verdict in Verdict::ALL {
            let labels: Vec<&str> =
                of.rows.iter().filter(|row| row.0 == verdict).flat_map(|row| row.1).copied().collect();
            if !labels.is_empty() {
                page += &format!("| `{}` | {} |\n", verdict.word(), labels.join(" · "));
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_language_gives_a_label_two_verdicts() {
        let mut seen: HashMap<(&str, String), (Verdict, &str)> = HashMap::new();
        for (lang, verdict, label) in rows() {
            assert!(Lang::new(lang).is_ok(), "{lang}");
            assert!(!key(label).is_empty(), "{label}");
            if let Some((other, first)) = seen.insert((lang, key(label)), (verdict, label)) {
                assert_eq!(other, verdict, "{lang}: `{first}` and `{label}` are one label");
            }
        }
    }

    #[test]
    fn a_label_is_read_whole_and_however_it_is_printed() {
        let of = |label: &str| meaning(label, None);
        for (label, verdict) in [
            ("Half True", Verdict::Mixed),
            ("HALF-TRUE", Verdict::Mixed),
            ("half_true", Verdict::Mixed),
            ("“False.”", Verdict::False),
            ("Pants on Fire!", Verdict::False),
            ("False/ Fabricated", Verdict::False),
            ("זה לא", Verdict::Other),
            ("Nicht belegt", Verdict::Unproven),
            ("GRÖSSTENTEILS FALSCH", Verdict::MostlyFalse),
            ("نیمه‌درست", Verdict::Mixed),
            ("زائف جزئيًا", Verdict::Mixed),
            ("לא נכון", Verdict::False),
            ("ФЕЙК", Verdict::False),
            ("YANLIŞ", Verdict::False),
            ("भ्रामक", Verdict::Mixed),
            ("explainer", Verdict::Other),
        ] {
            assert_eq!(of(label).verdict(), verdict, "{label}");
        }
        for label in
            ["False: the picture was taken in 2015", "Not false", "Falsehood", "", "  ", "trueish", "falso 2"]
        {
            assert_eq!(of(label), Meaning::Unknown, "{label}");
        }
    }

    #[test]
    fn the_language_decides_where_words_look_alike() {
        let lang = |tag: &str| Lang::new(tag).ok();
        assert_eq!(meaning("不正確", None), Meaning::DependsOnLanguage);
        assert_eq!(meaning("不正確", lang("zh-Hant-TW").as_ref()), Meaning::Settled(Verdict::False));
        assert_eq!(meaning("不正確", lang("ja").as_ref()), Meaning::Settled(Verdict::Mixed));
        assert_eq!(meaning("False", lang("bn").as_ref()), Meaning::Settled(Verdict::False));
        assert_eq!(meaning("Usant", lang("nb-NO").as_ref()), Meaning::Settled(Verdict::False));
    }
}
