//! What is said of the words that a question looks for: in which languages no inflections are known, and which words stand
//! near one that is found nowhere.

use icu_locale::{LanguageIdentifier, LocaleExpander};
use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesShort};
use strsim::damerau_levenshtein;

use super::asking::Asking;
use super::evaluate::Evaluator;
use super::resolved::{Condition, Phrase, Resolved, members};
use crate::model::problem::Result;
use crate::model::text::{Lang, Stems, first_letters, folded_word, units};
use crate::store::index::keys::PostingKey;

/// How many words near one that is not found are named.
const NAMED: usize = 3;
/// How many words that begin alike are looked at.
const MOST_LOOKED_AT: usize = 5_000;
/// A near word differs by so many letters at most, or goes on where the other ends.
const MOST_DIFFERENT: usize = 2;

impl Asking<'_> {
    /// "no inflections are known for Georgian: its words are found in the form in which they are asked for"
    pub(super) fn languages_without_inflections(&self, resolved: &Resolved) -> Result<Vec<String>> {
        let mut phrases = Vec::new();
        inflected_phrases(resolved, &mut phrases);
        let mut langs: Vec<Lang> = Vec::new();
        for phrase in phrases {
            let asked = match &phrase.lang {
                Some(lang) => vec![lang.primary()],
                None => self.languages_in_the_script_of(&phrase.text)?,
            };
            langs.extend(asked.into_iter().filter(|lang| Stems::of(lang).is_none()));
        }
        langs.sort();
        langs.dedup();
        let names: Vec<String> = langs.iter().map(|lang| lang.in_english().into_owned()).collect();
        let Some((last, others)) = names.split_last() else { return Ok(Vec::new()) };
        let named =
            if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
        Ok(vec![format!("no inflections are known for {named}: words are found in the form asked for alone")])
    }

    /// The languages of texts that are usually written in the script of a phrase.
    fn languages_in_the_script_of(&self, phrase: &str) -> Result<Vec<Lang>> {
        let scripts = CodePointMapData::<Script>::new();
        let script = phrase.chars().filter(|c| c.is_alphabetic()).map(|c| scripts.get(c)).next();
        let script = script.and_then(|script| PropertyNamesShort::<Script>::new().get(script));
        let expander = LocaleExpander::new_common();
        let mut langs = Vec::new();
        for tag in self.texts_after(&PostingKey::ClaimLang(String::new()))? {
            let (Ok(mut id), Ok(lang)) = (LanguageIdentifier::try_from_str(&tag), Lang::new(&tag)) else {
                continue;
            };
            expander.maximize(&mut id);
            if id.script.is_some_and(|of_lang| script.is_some_and(|script| of_lang.as_str() == script)) {
                langs.push(lang.primary());
            }
        }
        Ok(langs)
    }

    /// The words that stand near those of a phrase which no text has; where every word is found somewhere, how often.
    pub(super) fn words_near(&self, evaluator: &Evaluator<'_>, phrase: &Phrase) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut near = Vec::new();
        for unit in units(&phrase.text) {
            let having = evaluator.count_having(&evaluator.wanted(unit, phrase.lang.as_ref())?)?;
            if having > 0 {
                found.push(format!("{having} with `{unit}`"));
            } else {
                near.extend(self.near_word(unit)?);
            }
        }
        Ok(if near.is_empty() && found.len() > 1 { found } else { near })
    }

    fn near_word(&self, unit: &str) -> Result<Vec<String>> {
        let word = folded_word(unit);
        let letters = word.chars().count();
        let beginning = first_letters(&word);
        let begins = beginning.char_indices().nth(letters.saturating_sub(MOST_DIFFERENT).clamp(2, 4));
        let prefix = begins.map_or(beginning, |(end, _)| &beginning[..end]);
        let mut all: Vec<(usize, u64, String)> = Vec::new();
        for other in self.texts_after(&PostingKey::Word(prefix.to_owned()))? {
            let other = format!("{prefix}{other}");
            let distance = if other.starts_with(&word) { 1 } else { damerau_levenshtein(&word, &other) };
            if distance <= MOST_DIFFERENT && distance * 2 < letters {
                all.push((distance, self.snapshot.posting(&PostingKey::Word(other.clone()))?.len(), other));
            }
        }
        all.retain(|(_, count, _)| *count > 0);
        all.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        Ok(all.into_iter().take(NAMED).map(|(_, count, word)| format!("{count} with `{word}`")).collect())
    }

    /// How the texts of postings go on that begin as this one does.
    fn texts_after(&self, beginning: &PostingKey) -> Result<Vec<String>> {
        let prefix = beginning.key();
        // The zero byte that ends the text is no part of a longer one.
        let prefix = &prefix[..prefix.len() - 1];
        let keys = self.snapshot.posting_keys(prefix).take(MOST_LOOKED_AT);
        keys.map(|key| {
            let rest = key?[prefix.len()..].to_vec();
            Ok(String::from_utf8_lossy(rest.split(|byte| *byte == 0).next().unwrap_or(&[])).into_owned())
        })
        .collect()
    }
}

/// The phrases whose words are looked for in any inflection.
fn inflected_phrases<'r>(resolved: &'r Resolved, phrases: &mut Vec<&'r Phrase>) {
    match resolved {
        Resolved::All(parts) | Resolved::Any(parts) => {
            parts.iter().for_each(|part| inflected_phrases(part, phrases));
        }
        Resolved::Not(inner) => inflected_phrases(inner, phrases),
        Resolved::Clause(clause) => match &clause.what {
            Condition::Containing { exactly: false, phrases: some } => phrases.extend(members(some)),
            Condition::Matching(inner) => inflected_phrases(inner, phrases),
            _ => {}
        },
    }
}
