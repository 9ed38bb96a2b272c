//! Languages by their tags. A tag is kept as it was written; which language it means follows from its canonical form
//! alone, as languages have been given new tags over the years: `iw` is `he`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use ahash::RandomState;
use icu_locale::{Locale, LocaleCanonicalizer};
use serde::{Deserialize, Serialize};

/// A BCP 47 language tag in its usual case: `ar`, `ar-EG`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lang(Box<str>);

/// A text that is no tag of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidLang {
    pub written: String,
}

impl InvalidLang {
    /// What is meant instead.
    pub const HINT: &'static str = "a tag of BCP 47 is meant, such as `ar`, `en` or `ar-EG`";
}

impl fmt::Display for InvalidLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a language tag", self.written)
    }
}

impl std::error::Error for InvalidLang {}

impl Lang {
    /// # Errors
    /// The text is no well-formed tag (RFC 5646).
    pub fn new(tag: &str) -> Result<Lang, InvalidLang> {
        match oxilangtag::LanguageTag::parse_and_normalize(tag) {
            // Every language has a tag of two or three letters; a longer word is its name.
            Ok(tag) if tag.primary_language().len() <= 3 || tag.as_str().starts_with("x-") => {
                Ok(Lang(tag.into_inner().into_boxed_str()))
            }
            _ => Err(InvalidLang { written: tag.to_owned() }),
        }
    }

    /// The tag, such as `en` or `ar-EG`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag by which this language is compared: `he` of `iw`, `zh` of `cmn`, `en-GB` of `en-UK`.
    pub fn canonical(&self) -> Lang {
        CANONICAL.with(|known| {
            if let Some(canonical) = known.borrow().get(&self.0) {
                return Lang(canonical.clone());
            }
            let canonical = canonical(&self.0);
            let mut known = known.borrow_mut();
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            known.insert(self.0.clone(), canonical.clone());
            Lang(canonical)
        })
    }

    /// Whether both mean the same language, however they are written.
    pub fn is_same(&self, other: &Lang) -> bool {
        self == other || self.canonical() == other.canonical()
    }

    /// The language without script, region and the rest: `ar` of `ar-EG`. It is to be asked of a canonical tag.
    fn first(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The canonical language without script, region and the rest: `ar` of `ar-EG`, `he` of `iw-IL`.
    pub fn primary(&self) -> Lang {
        let canonical = self.canonical();
        Lang(canonical.first().into())
    }

    /// Whether a question for this language includes `other`: `ar` covers `ar-EG` (basic filtering, RFC 4647 3.3.1).
    pub fn covers(&self, other: &Lang) -> bool {
        let (wide, narrow) = (self.canonical(), other.canonical());
        narrow.0.strip_prefix(&*wide.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    /// The name of the language in English, with the tag where that says more: `Arabic`, `Arabic (ar-EG)`.
    pub fn in_english(&self) -> Cow<'_, str> {
        let canonical = self.canonical();
        let primary = canonical.first();
        let known = isolang::Language::from_639_1(primary).or_else(|| isolang::Language::from_639_3(primary));
        let Some(known) = known else { return self.as_str().into() };
        let full: &'static str = known.to_name();
        let name = if primary == "el" { "Greek" } else { full.split(" (").next().unwrap_or(full) };
        if primary == canonical.as_str() { name.into() } else { format!("{name} ({self})").into() }
    }

    /// The tags that cover this one, itself first, in their canonical forms: `ar-EG`, `ar`.
    pub fn covering(&self) -> Vec<String> {
        let text = self.canonical().0;
        let wider = text.rmatch_indices('-').map(|(at, _)| text[..at].to_owned());
        std::iter::once(text.to_string()).chain(wider).collect()
    }

    /// Whether it is written from right to left where no script is said.
    pub fn is_right_to_left(&self) -> bool {
        matches!(
            self.canonical().first(),
            "ar" | "he" | "fa" | "ur" | "ps" | "yi" | "sd" | "ug" | "dv" | "ckb" | "syr"
        )
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

thread_local! {
    static CANONICAL: RefCell<HashMap<Box<str>, Box<str>, RandomState>> = RefCell::default();
    static CANONICALIZER: LocaleCanonicalizer = const { LocaleCanonicalizer::new_extended() };
}

/// How many canonical forms are kept: there are few languages in any database.
const MOST_KNOWN: usize = 10_000;

/// The canonical form of a well-formed tag (Unicode TS 35, annex C, with the data of CLDR); a tag for private use and one
/// of the old irregular ones is its own.
fn canonical(tag: &str) -> Box<str> {
    let Ok(mut locale) = Locale::try_from_str(&without_prefix_of_extension(tag)) else { return tag.into() };
    CANONICALIZER.with(|canonicalizer| canonicalizer.canonicalize(&mut locale));
    locale.to_string().into_boxed_str()
}

/// `yue-HK` of `zh-yue-HK`: an extended language is a language of its own (RFC 5646 4.5).
fn without_prefix_of_extension(tag: &str) -> Cow<'_, str> {
    let parsed = oxilangtag::LanguageTag::parse(tag).ok();
    let extended = parsed.as_ref().and_then(|parsed| parsed.extended_language());
    match (extended, tag.split_once('-')) {
        (Some(extended), Some((_, rest))) if !extended.contains('-') => rest.to_owned().into(),
        _ => tag.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_covers_its_regions() {
        let lang = |tag: &str| Lang::new(tag).unwrap();
        assert!(lang("ar").covers(&lang("ar-EG")));
        assert!(!lang("ar-EG").covers(&lang("ar")));
        assert!(!lang("ar").covers(&lang("arz")));
        assert_eq!(lang("AR-eg").as_str(), "ar-EG");
        assert_eq!(lang("zh-Hant-TW").covering(), ["zh-Hant-TW", "zh-Hant", "zh"]);
    }

    #[test]
    fn old_tags_mean_what_new_ones_do() {
        let lang = |tag: &str| Lang::new(tag).unwrap();
        for (old, new) in [
            ("iw", "he"),
            ("iw-IL", "he-IL"),
            ("in", "id"),
            ("ji", "yi"),
            ("jw", "jv"),
            ("mo", "ro"),
            ("cmn", "zh"),
            ("zh-cmn-Hans", "zh-Hans"),
            ("zh-yue", "yue"),
            ("sh", "sr-Latn"),
            ("tl", "fil"),
            ("arb", "ar"),
            ("pes", "fa"),
            ("en-UK", "en-GB"),
            ("ru-SU", "ru-RU"),
            ("eng", "en"),
        ] {
            assert!(
                lang(old).is_same(&lang(new)),
                "{old} is {}, {new} is {}",
                lang(old).canonical(),
                lang(new).canonical()
            );
            assert_eq!(lang(old).as_str(), old, "what was written stays");
        }
        for (one, other) in
            [("ar", "arz"), ("sr-Latn", "sr-Cyrl"), ("pt-BR", "pt-PT"), ("nb", "nn"), ("x-iw", "x-he")]
        {
            assert!(!lang(one).is_same(&lang(other)), "{one} and {other}");
        }
        assert!(lang("he").covers(&lang("iw-IL")) && lang("iw").covers(&lang("he")));
        assert_eq!(lang("iw-IL").primary().as_str(), "he");
        assert_eq!(
            (lang("iw").in_english(), lang("ar-EG").in_english()),
            ("Hebrew".into(), "Arabic (ar-EG)".into())
        );
    }
}
