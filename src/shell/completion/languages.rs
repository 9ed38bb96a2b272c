//! Languages that can be completed: by their English names and by their tags, those of the database first.

use isolang::Language;

use crate::model::Lang;
use crate::shell::completion::candidate::Candidate;

/// From this many letters on, rare languages are offered too.
const RARE_FROM: usize = 3;

/// What can stand after `in`: names that have this prefix, and tags. Without a beginning: the languages of the database.
pub fn names(here: &[String], begun: &str) -> Vec<Candidate> {
    let wanted = begun.to_lowercase();
    let fits = |language: &&Language| {
        let name = name(**language).to_lowercase();
        name.starts_with(&wanted)
            || name.split([' ', '-']).any(|word| !wanted.is_empty() && word.starts_with(&wanted))
    };
    let common: Vec<Language> = if wanted.is_empty() { Vec::new() } else { with_short_tags().collect() };
    let rare: Vec<Language> =
        if wanted.chars().count() < RARE_FROM { Vec::new() } else { isolang::languages().collect() };
    let mut found: Vec<Candidate> = Vec::new();
    let known = here.iter().filter_map(|tag| called(tag));
    for language in known.chain(common).chain(rare).filter(|language| fits(&language)) {
        let candidate = Candidate { written: name(language).to_owned(), shown: shown(language) };
        if !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    if !wanted.is_empty() {
        found.extend(tags(here, begun));
    }
    found
}

/// Tags that have this prefix: those of the database, with their regions, then every one of two letters.
pub fn tags(here: &[String], begun: &str) -> Vec<Candidate> {
    let wanted = begun.to_lowercase();
    let mut short: Vec<String> =
        with_short_tags().filter_map(|language| language.to_639_1().map(str::to_owned)).collect();
    short.sort();
    let long = isolang::languages().map(|language| language.to_639_3().to_owned());
    let long = long.filter(|tag| *tag == wanted);
    let mut found: Vec<Candidate> = Vec::new();
    for tag in here.iter().cloned().chain(short).chain(long) {
        if tag.to_lowercase().starts_with(&wanted) && !found.iter().any(|other| other.written == tag) {
            let name = called(&tag).map_or(String::new(), |language| format!(" ({})", name(language)));
            found.push(Candidate { shown: format!("{tag}{name}"), written: tag });
        }
    }
    found
}

/// The languages that have a tag of two letters.
fn with_short_tags() -> impl Iterator<Item = Language> {
    isolang::languages().filter(|language| language.to_639_1().is_some())
}

fn called(tag: &str) -> Option<Language> {
    let primary = Lang::new(tag).ok()?.primary();
    let primary = primary.as_str();
    Language::from_639_1(primary).or_else(|| Language::from_639_3(primary))
}

/// The name by which the language finds it again.
fn name(language: Language) -> &'static str {
    language.to_name()
}

/// `Arabic (ar)`
fn shown(language: Language) -> String {
    format!("{} ({})", name(language), language.to_639_1().unwrap_or(language.to_639_3()))
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::languages::*;

    fn written(candidates: Vec<Candidate>) -> Vec<String> {
        candidates.into_iter().map(|candidate| candidate.written).collect()
    }

    #[test]
    fn names_and_tags_are_found_by_how_they_begin() {
        let here = ["en".to_owned(), "ar".to_owned(), "ar-EG".to_owned()];
        assert_eq!(written(names(&here, "")), ["English", "Arabic"]);
        assert_eq!(written(names(&here, "Kurd"))[0], "Kurdish");
        let found = written(names(&here, "ar"));
        for wanted in ["Arabic", "Armenian", "ar", "ar-EG"] {
            assert!(found.iter().any(|name| name == wanted), "{wanted}: {found:?}");
        }
        assert!(written(names(&here, "Cebu")).contains(&"Cebuano".to_owned()), "rare ones too");
        assert_eq!(written(tags(&here, "a"))[..2], ["ar".to_owned(), "ar-EG".to_owned()]);
        assert!(written(tags(&[], "ceb")).contains(&"ceb".to_owned()));
    }
}
