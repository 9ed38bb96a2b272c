//! The names of months by language, as the GNU C Library's locales have them: whole, short, and in the form that stands
//! alone ("апрель") beside the one in a date ("апреля"). Countries that share a language have names of their own: `ar` has
//! those of Egypt, of the Levant and of the Maghreb. A name that would be two months in a language is none.

use std::collections::HashMap;

use pure_rust_locales::{Locale, locale_match};

use crate::model::text::fold;

/// How many letters stand for a name at least.
const SHORTEST: usize = 3;

/// The months that names stand for, by the names folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthNames(HashMap<String, u8>);

impl MonthNames {
    /// Those of some languages, `en`, `ar` or `ar-MA`. Nothing for a language whose names are not known.
    pub fn of(languages: &[String]) -> Result<MonthNames, String> {
        let mut found: HashMap<String, Option<u8>> = HashMap::new();
        for language in languages {
            let locales = locales_of(language);
            if locales.is_empty() {
                return Err(language.clone());
            }
            for (name, month) in locales.into_iter().flat_map(names_of) {
                let name = fold(name.trim_end_matches('.'));
                // Some locales have numbers for short names.
                if name.chars().any(char::is_alphabetic) {
                    let known = found.entry(name).or_insert(Some(month));
                    *known = known.filter(|known| *known == month);
                }
            }
        }
        Ok(MonthNames(found.into_iter().filter_map(|(name, month)| Some((name, month?))).collect()))
    }

    /// The month that a text is the name of, or the beginning of its name and of no other's: `Sept.`
    pub fn month(&self, name: &str) -> Option<u8> {
        let name = fold(name.trim_end_matches('.'));
        if let Some(month) = self.0.get(&name) {
            return Some(*month);
        }
        if name.chars().count() < SHORTEST {
            return None;
        }
        let mut begun = self.0.iter().filter(|(known, _)| known.starts_with(&name)).map(|(_, month)| *month);
        let first = begun.next()?;
        begun.all(|month| month == first).then_some(first)
    }
}

/// The locales of a language, or of a language in a country.
fn locales_of(language: &str) -> Vec<Locale> {
    let mut parts = language.split(['-', '_']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let country = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
    let letters = || b'A'..=b'Z';
    let all = letters().flat_map(|one| {
        letters().map(move |other| [one, other].iter().map(|b| char::from(*b)).collect::<String>())
    });
    let countries: Vec<String> = country.map_or_else(|| all.collect(), |country| vec![country]);
    let written = countries.iter().flat_map(|country| {
        ["", "@latin", "@cyrillic", "@devanagari"].map(|script| format!("{primary}_{country}{script}"))
    });
    written.filter_map(|name| Locale::try_from(name.as_str()).ok()).collect()
}

fn names_of(locale: Locale) -> Vec<(&'static str, u8)> {
    let whole: &[&str] = locale_match!(locale => LC_TIME::MON);
    let short: &[&str] = locale_match!(locale => LC_TIME::ABMON);
    let alone: Option<&[&str]> = locale_match!(locale => LC_TIME::ALT_MON);
    let short_alone: Option<&[&str]> = locale_match!(locale => LC_TIME::AB_ALT_MON);
    let lists = [whole, short, alone.unwrap_or_default(), short_alone.unwrap_or_default()];
    lists.into_iter().flat_map(|names| names.iter().copied().zip(1..=12)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages() {
        for (language, name, month) in [
            ("en", "April", 4),
            ("en", "sept.", 9),
            ("ar", "أبريل", 4),
            ("ar", "نيسان", 4),
            ("ar", "كانون الثاني", 1),
            ("ru", "апреля", 4),
            ("ru", "апрель", 4),
            ("de", "März", 3),
            ("fr", "février", 2),
            ("es", "diciembre", 12),
            ("tr", "Ağustos", 8),
            ("he", "ינואר", 1),
            ("hr", "listopada", 10),
            ("cs", "listopadu", 11),
            ("id", "Agustus", 8),
        ] {
            let names = MonthNames::of(&[language.to_owned()]).unwrap();
            assert_eq!(names.month(name), Some(month), "{language}: {name}");
        }
        assert_eq!(MonthNames::of(&["tlh".to_owned()]), Err("tlh".to_owned()));
        // October in Croatian, November in Polish.
        let both = MonthNames::of(&["hr".to_owned(), "pl".to_owned()]).unwrap();
        assert_eq!(both.month("listopad"), None);
    }
}
