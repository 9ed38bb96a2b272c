//! Citations in a style of the Citation Style Language (CSL 1.0.2), set by hayagriva. A document is given to it as an item
//! of CSL-JSON. What most styles drop stands behind what it sets: an archived copy, the day of access, the documents of a
//! chain, a date that is no year, month or day.
//!
//! hayagriva may panic on items that it does not expect, such as ranges of dates. None is given to it; should it panic all
//! the same, the citation stands in dictum's own form, and that is said.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::json::{Item, Value as TextOfItem};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{FontStyle, IndependentStyle, Locale, LocaleCode, Style, StyleClass};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    LocatorPayload, SpecificLocator,
};
use serde_json::{Value, json};

use crate::language::keywords::nearest;
use crate::model::problem::Result;
use crate::model::record::Dated;
use crate::model::{Medium, Problem};
use crate::output::content::citation::Parts;
use crate::output::content::quoting::within;
use crate::output::content::{citation, phrase};
use crate::output::loss::Losses;
use crate::query::answer::{CitationView, SourceView};

thread_local! {
    static IS_SETTING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is setting a citation, where a panic is caught: it is not to be reported as one of ours.
pub fn catches_panics() -> bool {
    IS_SETTING.get()
}

/// Names by which styles are asked for beside their own.
const ALSO: [(&str, &str); 4] = [
    ("chicago", "chicago-notes"),
    ("harvard", "harvard-cite-them-right"),
    ("vancouver", "vancouver"),
    ("ieee", "institute-of-electrical-and-electronics-engineers"),
];

/// A style with the words of a language.
#[derive(Debug)]
pub struct Styled {
    style: IndependentStyle,
    locale: Option<LocaleCode>,
    locales: Vec<Locale>,
    /// How many citations it could not set.
    failed: AtomicUsize,
}

impl Styled {
    /// # Errors
    /// See [`super::Citing::in_style`].
    pub fn find(style: &str, locale: Option<&str>) -> Result<Styled> {
        let locales = archive::locales();
        let locale = locale.map(|locale| code(locale, &locales)).transpose()?;
        Ok(Styled { style: named(style)?, locale, locales, failed: AtomicUsize::new(0) })
    }

    /// Writes the citation of a claim; nothing, and false, where the style cannot set it.
    pub(super) fn write(&self, cited: &CitationView, to: &mut impl Parts) -> bool {
        let Some(read) = self.set(&cited.read, cited.locator.as_deref()) else { return false };
        // From the document nearest to the speaker to the one that was read.
        for view in cited.via.iter().rev() {
            match self.set(view, None) {
                Some(set) => set.without_end().write(to),
                None => to.text(|text| text.push_str(&citation::untitled(&view.source))),
            }
            let said = [self.date_left_out(view), (!view.certain).then(|| "assumed".to_owned())];
            let said: Vec<String> = said.into_iter().flatten().collect();
            let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) };
            to.text(|text| text.extend([&said, ", as cited in "]));
        }
        read.write(to);
        self.append(&cited.read, &read, to);
        true
    }

    /// Writes a document; nothing, and false, where the style cannot set it.
    pub(super) fn write_document(&self, view: &SourceView, to: &mut impl Parts) -> bool {
        let Some(set) = self.set(view, None) else { return false };
        set.write(to);
        self.append(view, &set, to);
        true
    }

    pub(super) fn say(&self, losses: &mut Losses) {
        let failed = self.failed.load(Ordering::Relaxed);
        losses.lost_several(
            "citations",
            "the style could not set them, and they stand in dictum's own form",
            failed,
            "",
        );
    }

    /// What the style leaves out of a document, in sentences of ours.
    fn append(&self, view: &SourceView, set: &Set, to: &mut impl Parts) {
        let source = &view.source;
        if !set.ends_a_sentence() {
            to.text(|text| text.push('.'));
        }
        if let Some(published) = self.date_left_out(view) {
            to.text(|text| text.extend([" Published ", &published, "."]));
        }
        if let Some(archive) = &source.archive_url {
            to.text(|text| text.push_str(" Archived at "));
            to.address(archive);
            to.text(|text| text.push('.'));
        }
        if let Some(accessed) = source.accessed.as_ref().filter(|_| !self.says_access(view)) {
            to.text(|text| text.extend([" Accessed ", &phrase::in_words_with(accessed, None), "."]));
        }
    }

    /// The date of publication in words, where the style has none for it: it is no year, month or day, or the style does
    /// not say that it is about that time.
    fn date_left_out(&self, view: &SourceView) -> Option<String> {
        let published = view.source.published.as_ref()?;
        let is_said = match parts(published) {
            None => false,
            Some(_) if !published.date.is_approximate() => true,
            Some(mut exact) => {
                let about = item(view);
                let mut other = about.clone();
                exact["circa"] = false.into();
                serde_json::from_value(exact).is_ok_and(|exact| {
                    other.0.insert("issued".to_owned(), exact);
                    self.text_of(&about) != self.text_of(&other)
                })
            }
        };
        (!is_said).then(|| phrase::in_words_with(published, None).into_owned())
    }

    fn text_of(&self, item: &Item) -> Option<String> {
        self.set_item(item, None).map(|set| set.text())
    }

    /// Whether the style says when a document was read: it sets another text without that.
    fn says_access(&self, view: &SourceView) -> bool {
        let mut item = item(view);
        let with = self.text_of(&item);
        item.0.remove("accessed").is_some() && with != self.text_of(&item)
    }

    fn set(&self, view: &SourceView, locator: Option<&str>) -> Option<Set> {
        let source = &view.source;
        let says_something = source.title.is_some() || source.url.is_some() || view.publisher.is_some();
        let mut item = item(view);
        if let Some(title) = source.title.as_ref().filter(|_| self.puts_in_quotation_marks(&item)) {
            item.0.insert("title".to_owned(), TextOfItem::String(within(title).into_owned()));
        }
        let set =
            if says_something || !view.authors.is_empty() { self.set_item(&item, locator) } else { None };
        let set = set.filter(|set| !set.text().trim().is_empty());
        if set.is_none() {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        set
    }

    /// Whether the style puts the title of such a document between “…” or "…": then those that it has take the other form.
    fn puts_in_quotation_marks(&self, item: &Item) -> bool {
        const TITLE: &str = "Qqqtitle";
        let mut item = item.clone();
        item.0.insert("title".to_owned(), TextOfItem::String(TITLE.to_owned()));
        let text = self.text_of(&item).unwrap_or_default();
        let before = text.split_once(TITLE).and_then(|(before, _)| before.chars().next_back());
        matches!(before, Some('“' | '"' | '„'))
    }

    /// A note where the style is one of notes, else an entry of a bibliography.
    fn set_item(&self, item: &Item, locator: Option<&str>) -> Option<Set> {
        IS_SETTING.set(true);
        let set = panic::catch_unwind(AssertUnwindSafe(|| self.rendered(item, locator))).ok().flatten();
        IS_SETTING.set(false);
        set
    }

    fn rendered(&self, item: &Item, locator: Option<&str>) -> Option<Set> {
        let is_of_notes = self.style.settings.class == StyleClass::Note;
        let place = locator.and_then(specific).filter(|_| is_of_notes);
        let behind = locator.filter(|_| place.is_none());
        let place = place.map(|(what, number)| SpecificLocator(what, LocatorPayload::Str(number)));
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::new(
            vec![CitationItem::with_locator(item, place)],
            &self.style,
            self.locale.clone(),
            &self.locales,
            Some(1),
        ));
        let request = BibliographyRequest::new(&self.style, self.locale.clone(), &self.locales);
        let rendered = driver.finish(request);
        let mut set = Set::default();
        match rendered.bibliography.filter(|_| !is_of_notes) {
            Some(bibliography) => set.add(&bibliography.items.first()?.content),
            None => set.add(&rendered.citations.first()?.citation),
        }
        if let Some(locator) = behind {
            set = set.without_end();
            set.pieces.push(Piece::Text(format!(", {locator}")));
        }
        Some(set)
    }
}

// ---- Which style and language -----------------------------------------------------------------------------------------

fn named(name: &str) -> Result<IndependentStyle> {
    if name.ends_with(".csl") || Path::new(name).is_file() {
        return of_file(name);
    }
    let known = ALSO.iter().find(|(also, _)| *also == name).map_or(name, |(_, known)| known);
    let style =
        ArchivedStyle::by_name(known).or_else(|| ArchivedStyle::by_name(name)).map(ArchivedStyle::get);
    match style {
        Some(Style::Independent(style)) => Ok(style),
        _ => {
            let names: Vec<&str> =
                ArchivedStyle::all().iter().flat_map(|style| style.names()).copied().collect();
            let problem = Problem::usage(format!("no citation style is called `{name}`"));
            let problem = match nearest(name, names.iter().copied()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            };
            Err(problem
                .hint("such as apa, mla, chicago-notes, chicago-author-date, harvard-cite-them-right")
                .hint("any other: download its file from https://www.zotero.org/styles and name that, --style FILE.csl"))
        }
    }
}

fn of_file(file: &str) -> Result<IndependentStyle> {
    let text =
        fs::read_to_string(file).map_err(|error| Problem::io(format!("{file} cannot be read"), error))?;
    match Style::from_xml(&text) {
        Ok(Style::Independent(style)) => Ok(style),
        Ok(Style::Dependent(style)) => {
            let parent = style.parent_link.href;
            Err(Problem::invalid(format!("{file} only points to another style, {parent}"))
                .hint("take the file of that one from https://www.zotero.org/styles"))
        }
        Err(error) => Err(Problem::invalid(format!("{file} is no style of CSL 1.0: {error}")).hint(
            "a style is a file of XML that begins with `<style`, as https://www.zotero.org/styles has them",
        )),
    }
}

/// The locale of a tag: `ar`, or `de` for `de-DE`.
fn code(tag: &str, locales: &[Locale]) -> Result<LocaleCode> {
    let tags: Vec<&str> =
        locales.iter().filter_map(|locale| Some(locale.lang.as_ref()?.0.as_str())).collect();
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase();
    let exact = tags.iter().find(|known| known.eq_ignore_ascii_case(tag));
    // English without a region is that of the United States, in CSL as elsewhere here.
    let near = || {
        let doubled = format!("{tag}-{tag}");
        let usual = tags
            .iter()
            .find(|known| known.eq_ignore_ascii_case(&doubled) || (tag == "en" && **known == "en-US"));
        usual.or_else(|| tags.iter().find(|known| language(known) == language(tag)))
    };
    match exact.or_else(near) {
        Some(found) => Ok(LocaleCode((*found).to_owned())),
        None => Err(Problem::usage(format!("citation styles have no words in `{tag}`"))
            .hint(format!("they have: {}", tags.join(", ")))),
    }
}

// ---- A document as an item --------------------------------------------------------------------------------------------

/// Names stand whole, since in which parts they fall is not recorded.
fn item(view: &SourceView) -> Item {
    let source = &view.source;
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Value| {
        // What is put here has the shapes of CSL-JSON.
        if let Ok(value) = serde_json::from_value(value) {
            fields.insert(name.to_owned(), value);
        }
    };
    put("id", source.id.as_str().into());
    put("type", kind(source.medium, view.publisher.is_some()).into());
    source.title.iter().for_each(|title| put("title", title.as_str().into()));
    if !view.authors.is_empty() {
        put("author", view.authors.iter().map(|name| json!({"literal": name})).collect());
    }
    if let Some(publisher) = &view.publisher {
        // What appears in a newspaper or on a site stands in it; anything else is published by somebody.
        let is_in_it = matches!(source.medium, None | Some(Medium::Article | Medium::Post | Medium::Other));
        put(if is_in_it { "container-title" } else { "publisher" }, (*publisher.name).into());
    }
    source.published.iter().filter_map(parts).for_each(|date| put("issued", date));
    source.accessed.iter().filter_map(parts).for_each(|date| put("accessed", date));
    source.url.iter().for_each(|url| put("URL", url.as_str().into()));
    source.lang.iter().for_each(|lang| put("language", lang.as_str().into()));
    Item(fields)
}

fn kind(medium: Option<Medium>, is_published: bool) -> &'static str {
    match medium {
        Some(Medium::Article) => "article-newspaper",
        Some(Medium::Report) => "report",
        Some(Medium::Speech) => "speech",
        Some(Medium::Interview) => "interview",
        Some(Medium::Broadcast) => "broadcast",
        Some(Medium::Post) => "post",
        Some(Medium::Document) => "document",
        None | Some(Medium::Other) if is_published => "webpage",
        None | Some(Medium::Other) => "document",
    }
}

/// A date that is a year, month or day and not marked as uncertain; about that time is said. Nothing of any other: a style
/// has no words for it, and it stands behind in ours.
fn parts(dated: &Dated) -> Option<Value> {
    let date = &dated.date;
    let text = date.as_str();
    if date.is_uncertain() || text.contains(['/', 'X', '%']) {
        return None;
    }
    let digits = text.strip_suffix('~').unwrap_or(text).split('T').next()?;
    let numbers: Vec<i64> = digits.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let is_plain =
        (1..=9999).contains(numbers.first()?) && numbers.get(1).is_none_or(|month| (1..=12).contains(month));
    is_plain.then(|| json!({"date-parts": [numbers], "circa": date.is_approximate()}))
}

/// A place in a document that a style has a word for, and its number: `para 3`, `p. 12`, `pp. 3-5`.
fn specific(locator: &str) -> Option<(Locator, &str)> {
    const WORDS: [(&str, Locator); 12] = [
        ("pages", Locator::Page),
        ("page", Locator::Page),
        ("pp", Locator::Page),
        ("p", Locator::Page),
        ("paragraphs", Locator::Paragraph),
        ("paragraph", Locator::Paragraph),
        ("paras", Locator::Paragraph),
        ("para", Locator::Paragraph),
        ("chapter", Locator::Chapter),
        ("section", Locator::Section),
        ("line", Locator::Line),
        ("figure", Locator::Figure),
    ];
    let (word, number) = locator.trim().split_once([' ', '\u{a0}'])?;
    let word = word.trim_end_matches('.').to_lowercase();
    let number = number.trim();
    let is_number = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' '));
    let known = WORDS.iter().find(|(known, _)| *known == word)?;
    (is_number && !number.is_empty()).then_some((known.1, number))
}

// ---- What a style has set ---------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Emphasis(String),
    Address(String),
}

#[derive(Clone, Debug, Default)]
struct Set {
    pieces: Vec<Piece>,
}

impl Set {
    fn add(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => {
                    let words = self.without_second_stop(&text.text);
                    self.pieces.push(match text.formatting.font_style {
                        FontStyle::Italic => Piece::Emphasis(words),
                        FontStyle::Normal => Piece::Text(words),
                    });
                }
                ElemChild::Elem(elem) => self.add(&elem.children),
                ElemChild::Markup(text) => self.pieces.push(Piece::Text(text.clone())),
                ElemChild::Link { url, .. } => self.pieces.push(Piece::Address(url.clone())),
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    /// A question ends its sentence: no full stop follows it, as hayagriva has it.
    fn without_second_stop(&self, text: &str) -> String {
        let text = text.replace("?.", "?").replace("!.", "!");
        let ends = self.pieces.last().is_some_and(|piece| piece.text().ends_with(['?', '!', '؟']));
        if ends { text.strip_prefix('.').unwrap_or(&text).to_owned() } else { text }
    }

    fn text(&self) -> String {
        self.pieces.iter().map(Piece::text).collect()
    }

    fn ends_a_sentence(&self) -> bool {
        let text = self.text();
        text.trim_end_matches(['”', '’', '"', ')', ' ']).ends_with(['.', '!', '?', '؟'])
    }

    /// Without the full stop at its end.
    fn without_end(&self) -> Set {
        let mut set = self.clone();
        if let Some(Piece::Text(text) | Piece::Emphasis(text)) = set.pieces.last_mut() {
            let kept = text.trim_end().trim_end_matches('.').len();
            text.truncate(kept);
        }
        set
    }

    fn write(&self, to: &mut impl Parts) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => to.text(|to| to.push_str(text)),
                Piece::Emphasis(text) => to.emphasis(text),
                Piece::Address(url) => to.address(url),
            }
        }
    }
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Piece::Text(text) | Piece::Emphasis(text) | Piece::Address(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::model::record::Basis;

    #[test]
    fn only_years_months_and_days_are_given_to_a_style() {
        let given = |text: &str| {
            parts(&Dated { date: Date::parse(text).expect(text), basis: Basis::Stated })
                .map(|value| value.to_string())
        };
        assert_eq!(given("2025-03-06").as_deref(), Some(r#"{"date-parts":[[2025,3,6]],"circa":false}"#));
        assert_eq!(given("2025-03~").as_deref(), Some(r#"{"date-parts":[[2025,3]],"circa":true}"#));
        assert_eq!(
            given("2025-03-06T10:00:00Z").as_deref(),
            Some(r#"{"date-parts":[[2025,3,6]],"circa":false}"#)
        );
        for text in [
            "2025-03/2025-04",
            "2025?",
            "2025%",
            "202X",
            "2025-22",
            "-0044",
            "2025/..",
            "2025?-03-06",
            "Y12345",
        ] {
            assert_eq!(given(text), None, "{text}");
        }
    }

    #[test]
    fn every_style_that_comes_with_dictum_can_be_used() {
        for style in ArchivedStyle::all() {
            for name in style.names() {
                assert!(named(name).is_ok(), "{name}");
            }
        }
        for (also, _) in ALSO {
            assert!(named(also).is_ok(), "{also}");
        }
        assert!(named("chicago-note").unwrap_err().hints()[0].contains("chicago-note"));
    }

    #[test]
    fn languages_are_found_by_their_tags() {
        let locales = archive::locales();
        for (tag, wanted) in
            [("ar", "ar"), ("de", "de-DE"), ("en", "en-US"), ("en-GB", "en-GB"), ("fr", "fr-FR")]
        {
            assert_eq!(code(tag, &locales).map(|code| code.0), Ok(wanted.to_owned()), "{tag}");
        }
        assert!(code("tlh", &locales).is_err());
    }

    #[test]
    fn places_in_a_document_have_their_words() {
        assert_eq!(specific("para 3"), Some((Locator::Paragraph, "3")));
        assert_eq!(specific("p. 12"), Some((Locator::Page, "12")));
        assert_eq!(specific("pp. 3–5"), Some((Locator::Page, "3–5")));
        assert_eq!(specific("the second half"), None);
        assert_eq!(specific("p. twelve"), None);
    }
}
