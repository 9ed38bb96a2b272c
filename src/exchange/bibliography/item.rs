//! An entry of a bibliography, whatever its format → a source.

use std::collections::BTreeMap;

use super::dates;
use super::names::{self, PersonName};
use super::vocabulary::{self, TYPE, Type};
use crate::exchange::entries::Remark;
use crate::exchange::interchange::name_by_content;
use crate::exchange::naming::{Naming, Place, Written};
use crate::model::problem::Result;
use crate::model::record::{Basis, Dated};
use crate::model::{Author, Id, Kind, Lang, Problem, Record, Ref, Source};

/// What an entry says.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub key: String,
    pub of: &'static Type,
    pub title: Option<String>,
    pub authors: Vec<PersonName>,
    /// As written.
    pub issued: Option<String>,
    /// As written.
    pub accessed: Option<String>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    /// A tag, or the name of a language, as written.
    pub lang: Option<String>,
    /// What it stands in: a journal, a book, a site.
    pub container: Option<String>,
    pub publisher: Option<String>,
    /// What dictum has no field for, under its names in CSL.
    pub details: BTreeMap<String, String>,
    /// What no table knows, under its own names.
    pub unknown: BTreeMap<String, String>,
    pub remarks: Vec<Remark>,
}

/// What is said of all details at once.
const DETAILS: &str = "bibliographic details kept in `extra`";

impl Item {
    pub fn new(key: String, of: &'static Type) -> Item {
        Item {
            key,
            of,
            title: None,
            authors: Vec::new(),
            issued: None,
            accessed: None,
            url: None,
            archive_url: None,
            lang: None,
            container: None,
            publisher: None,
            details: BTreeMap::new(),
            unknown: BTreeMap::new(),
            remarks: Vec::new(),
        }
    }

    /// Adds a detail; of a name that is there already, behind what is there.
    pub fn add_detail(&mut self, name: &str, text: &str) {
        add(&mut self.details, name, text);
    }

    pub fn add_unknown(&mut self, name: &str, text: &str) {
        add(&mut self.unknown, name, text);
    }

    pub fn remark(&mut self, what: impl Into<String>, detail: impl Into<String>) {
        self.remarks.push(Remark::new(what, detail));
    }

    /// The source, and what is odd about it; the inner error: it cannot be taken.
    pub fn record(
        &self,
        naming: &mut Naming<'_>,
    ) -> Result<std::result::Result<(Record, Vec<Remark>), Problem>> {
        let mut source = Source::blank();
        let mut remarks = self.remarks.clone();
        let mut note = |what: String, detail: &str| remarks.push(Remark::new(what, detail));
        source.id = id(&self.key);
        if source.id.as_str() != self.key && !self.key.is_empty() {
            source.extra.insert(KEY.to_owned(), self.key.clone());
        }
        source.title.clone_from(&self.title);
        source.url.clone_from(&self.url);
        source.archive_url.clone_from(&self.archive_url);
        source.medium = self.of.medium;
        for name in self.authors.iter().map(PersonName::printed) {
            if !source.authors.contains(&Author::Name(name.clone())) {
                source.authors.push(Author::Name(name));
            }
        }
        source.extra.extend(self.details.clone());
        if !self.authors.is_empty() {
            source.extra.insert(AUTHORS.to_owned(), names::written(&self.authors));
        }
        for (written, name, place) in [
            (&self.issued, "issued", &mut source.published),
            (&self.accessed, "accessed", &mut source.accessed),
        ] {
            let Some(text) = written else { continue };
            match dates::read(text) {
                Some(date) => *place = Some(Dated { date, basis: Basis::Stated }),
                None => {
                    note(format!("dates that cannot be read, kept in `extra` as `{name}`"), text);
                    source.extra.insert(name.to_owned(), text.clone());
                }
            }
        }
        match self.lang.as_deref().map(|lang| (lang, language(lang))) {
            Some((_, Some(lang))) => source.lang = Some(lang),
            Some((written, None)) => {
                note("languages that are not known, kept in `extra` as `language`".to_owned(), written);
                source.extra.insert("language".to_owned(), written.to_owned());
            }
            None => {}
        }
        let (publisher, rest) = self.publisher_and_rest();
        source.extra.extend(rest);
        if let Some(name) = publisher {
            let written = Written { name, lang: None, kind: Kind::Organization, place: Place::Speaking };
            match naming.entity(written)? {
                Ok(id) => source.publisher = Some(Ref::certain(id)),
                Err(problem) => return Ok(Err(problem)),
            }
        }
        if !vocabulary::is_usual(self.of) {
            source.extra.insert(TYPE.to_owned(), self.of.csl.to_owned());
        }
        let details: Vec<&str> = self.details.keys().map(String::as_str).collect();
        if !details.is_empty() {
            note(DETAILS.to_owned(), &details.join(", "));
        }
        for (name, text) in &self.unknown {
            note(format!("`{name}`, a field that dictum does not know, kept in `extra`"), "");
            source.extra.insert(name.clone(), text.clone());
        }
        source.extra.retain(|_, text| !text.is_empty());
        let mut record = Record::Source(source);
        if self.key.is_empty() {
            name_by_content(&mut record);
        }
        Ok(Ok((record, remarks)))
    }

    /// Who published it: of what stands in a periodical, the periodical. What is left is a detail.
    fn publisher_and_rest(&self) -> (Option<&str>, BTreeMap<String, String>) {
        let (container, publisher) = (self.container.as_deref(), self.publisher.as_deref());
        let (taken, name, left) = match (self.of.is_in_periodical, container) {
            (true, Some(_)) => (container, "publisher", publisher),
            _ => (publisher, "container-title", container),
        };
        let rest = left.map(|text| (name.to_owned(), text.to_owned()));
        (taken, rest.into_iter().collect())
    }
}

/// Under which name the key of an entry stands in `extra`, where it cannot be an id as it is.
pub const KEY: &str = "citation-key";

/// Under which name the authors stand in `extra` with the parts of their names told apart.
pub const AUTHORS: &str = "author";

fn add(to: &mut BTreeMap<String, String>, name: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let held = to.entry(name.to_owned()).or_default();
    if !held.is_empty() {
        held.push_str("; ");
    }
    held.push_str(text);
}

/// The key as an id: what an id cannot hold is a hyphen.
fn id(key: &str) -> Id {
    Id::new(key).unwrap_or_else(|_| {
        let kept: String = key
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':') { c } else { '-' })
            .collect();
        Id::new(&kept).unwrap_or_else(|_| crate::exchange::slug::slug(key))
    })
}

/// Names of Babel that are none of the language itself.
const BABEL: [(&str, &str); 22] = [
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("australian", "en-AU"),
    ("canadian", "en-CA"),
    ("ngerman", "de"),
    ("nswissgerman", "de-CH"),
    ("swissgerman", "de-CH"),
    ("austrian", "de-AT"),
    ("naustrian", "de-AT"),
    ("francais", "fr"),
    ("frenchb", "fr"),
    ("greek", "el"),
    ("norsk", "nb"),
    ("nynorsk", "nn"),
    ("brazil", "pt-BR"),
    ("brazilian", "pt-BR"),
    ("portuges", "pt"),
    ("magyar", "hu"),
    ("farsi", "fa"),
    ("persian", "fa"),
];

/// What is as short as a tag is one, though some language far away may be called so.
const LONGEST_TAG: usize = 3;

/// A language by its tag, or by its name in English as BibLaTeX has it.
fn language(written: &str) -> Option<Lang> {
    let small = written.trim().to_lowercase();
    if let Some((_, tag)) = BABEL.iter().find(|(name, _)| *name == small) {
        return Lang::new(tag).ok();
    }
    let as_tag = || Lang::new(&written.trim().replace('_', "-")).ok();
    if small.len() <= LONGEST_TAG {
        return as_tag();
    }
    let named = isolang::Language::from_name_lowercase(&small);
    let tag = named.map(|language| language.to_639_1().unwrap_or_else(|| language.to_639_3()));
    tag.map_or_else(as_tag, |tag| Lang::new(tag).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_tag_and_by_name() {
        for (written, tag) in [
            ("english", "en"),
            ("German", "de"),
            ("en-US", "en-US"),
            ("en_GB", "en-GB"),
            ("ngerman", "de"),
            ("arabic", "ar"),
            ("heb", "heb"),
            ("en", "en"),
        ] {
            assert_eq!(language(written).as_ref().map(Lang::as_str), Some(tag), "{written}");
        }
        assert_eq!(language("some language or other"), None);
    }

    #[test]
    fn keys_are_ids() {
        assert_eq!(id("knuth:ct:a").as_str(), "knuth:ct:a");
        assert_eq!(id("baez/article").as_str(), "baez-article");
        assert_eq!(id("http://zotero.org/users/1/items/AB").as_str(), "http:--zotero.org-users-1-items-AB");
    }
}
