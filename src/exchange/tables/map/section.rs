//! A section of a map as it is read: every key is taken once, and what nobody takes is a problem with its place.

use std::cell::RefCell;
use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::template::Template;
use super::{Dates, List, Names, Value};
use crate::exchange::tables::dates::{Pattern, Reading};
use crate::exchange::tables::months::MonthNames;
use crate::model::record::Basis;
use crate::model::{Id, Kind, Problem, Span};
use crate::query::lookup::alike;

pub type Given<'t> = Spanned<DeValue<'t>>;

/// What is wrong with a map.
pub type Found = RefCell<Vec<Problem>>;

/// A section, or a value that is written as a table.
pub struct Section<'s, 't> {
    /// As messages name it: `[claim]`.
    name: String,
    table: &'s DeTable<'t>,
    span: Span,
    asked: RefCell<Vec<&'static str>>,
    problems: &'s Found,
}

pub fn span_of<T>(given: &Spanned<T>) -> Span {
    let range = given.span();
    Span::new(range.start, range.end)
}

impl<'s, 't> Section<'s, 't> {
    pub fn new(name: &str, table: &'s DeTable<'t>, span: Span, problems: &'s Found) -> Section<'s, 't> {
        Section { name: name.to_owned(), table, span, asked: RefCell::default(), problems }
    }

    pub fn refuse(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    fn wrong(&self, span: Span, message: String, hint: &str) {
        self.refuse(Problem::invalid(message).at(span).hint(hint));
    }

    pub fn get(&self, key: &'static str) -> Option<&'s Given<'t>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    /// Every key and what it is given, for a section whose keys are the user's own.
    pub fn all(&self) -> Vec<(String, Span, &'s Given<'t>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().to_string(), span_of(key), value)).collect()
    }

    /// Says which keys nobody has taken.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !asked.contains(&key.get_ref().as_ref())) {
            let near = alike(key.get_ref(), asked.iter().copied());
            let known: Vec<String> = asked.iter().map(|key| format!("`{key}`")).collect();
            self.refuse(
                Problem::invalid(format!("{} has no `{}`", self.name, key.get_ref()))
                    .at(span_of(key))
                    .did_you_mean(near)
                    .hint(format!("it has {}", known.join(", "))),
            );
        }
    }

    /// A section within this one.
    pub fn section(&self, key: &'static str) -> Option<Section<'s, 't>> {
        let given = self.get(key)?;
        let Some(table) = given.get_ref().as_table() else {
            self.wrong(
                span_of(given),
                format!("`{key}` should be a section"),
                &format!("it begins with a line `[{key}]`"),
            );
            return None;
        };
        let name = match self.name.is_empty() {
            true => format!("`[{key}]`"),
            false => format!("`[{}.{key}]`", self.name.trim_matches(['[', ']', '`'])),
        };
        Some(Section::new(&name, table, span_of(given), self.problems))
    }

    /// Says that something must be there.
    pub fn missing(&self, key: &str, example: &str) {
        self.wrong(
            self.span,
            format!("{} needs `{key}`", self.name),
            &format!("such as `{key} = {example}`"),
        );
    }

    // ---- plain values ----

    pub fn text(&self, key: &'static str) -> Option<(String, Span)> {
        let given = self.get(key)?;
        let text = given.get_ref().as_str();
        if text.is_none() {
            self.wrong(
                span_of(given),
                format!("`{key}` should be a text"),
                "a text stands between double quotation marks",
            );
        }
        text.map(|text| (text.to_owned(), span_of(given)))
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let near = alike(&text, words.iter().map(|(word, _)| *word));
            let known: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            self.refuse(
                Problem::invalid(format!("`{key}` cannot be \"{text}\""))
                    .at(span)
                    .did_you_mean(near)
                    .hint(format!("it is one of {}", known.join(", "))),
            );
        }
        found
    }

    /// A text or a list of texts.
    pub fn texts(&self, key: &'static str) -> Option<Vec<(String, Span)>> {
        let given = self.get(key)?;
        let items: Vec<&Given<'t>> = match given.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![given],
        };
        let text = |item: &&Given<'t>| Some((item.get_ref().as_str()?.to_owned(), span_of(*item)));
        let texts: Option<Vec<(String, Span)>> = items.iter().map(text).collect();
        if texts.is_none() {
            self.wrong(
                span_of(given),
                format!("`{key}` should be a text or a list of texts"),
                "such as [\"one\", \"other\"]",
            );
        }
        texts
    }

    fn plain_texts(&self, key: &'static str) -> Option<Vec<String>> {
        Some(self.texts(key)?.into_iter().map(|(text, _)| text).collect())
    }

    pub fn kind(&self, key: &'static str) -> Option<Kind> {
        self.word(key, &Kind::ALL.map(|kind| (kind.word(), kind)))
    }

    /// A table from texts to texts.
    fn table_of_texts(&self, key: &'static str) -> Option<HashMap<String, String>> {
        let section = self.section(key)?;
        let mut table = HashMap::new();
        for (from, _, to) in section.all() {
            match to.get_ref().as_str() {
                Some(to) => _ = table.insert(from, to.to_owned()),
                None => self.wrong(
                    span_of(to),
                    format!("what `{from}` means should be a text"),
                    "a text stands between double quotation marks",
                ),
            }
        }
        Some(table)
    }

    pub fn id(&self, text: &str, span: Span) -> Option<Id> {
        Id::new(text).map_err(|fault| self.refuse(Problem::from(fault).at(span))).ok()
    }

    // ---- values of rows ----

    fn template(&self, text: &str, span: Span) -> Option<Template> {
        Template::parse(text, span).map_err(|problem| self.refuse(problem)).ok()
    }

    pub fn constant(&self, text: &str) -> Value {
        let template = Template::constant_text(text, self.span);
        Value { template, table: None, default: None }
    }

    /// A value: a template, or a table with one in `from`. `more` reads what else the table may have.
    fn value_with(&self, key: &'static str, more: &mut dyn FnMut(&Section<'s, 't>)) -> Option<Value> {
        let given = self.get(key)?;
        match given.get_ref() {
            DeValue::String(text) => {
                let template = self.template(text, span_of(given))?;
                Some(Value { template, table: None, default: None })
            }
            DeValue::Table(table) => {
                let section = Section::new(&format!("`{key}`"), table, span_of(given), self.problems);
                let template = match section.text("from") {
                    Some((text, span)) => section.template(&text, span),
                    None if table.contains_key("from") => None,
                    None => {
                        section.missing("from", "\"{column}\"");
                        None
                    }
                };
                let (table, default) =
                    (section.table_of_texts("table"), section.text("default").map(|(text, _)| text));
                more(&section);
                section.finish();
                Some(Value { template: template?, table, default })
            }
            _ => {
                self.wrong(
                    span_of(given),
                    format!("`{key}` should be a text with columns in it, or a table that has one in `from`"),
                    &format!("such as `{key} = \"{{column}}\"`"),
                );
                None
            }
        }
    }

    pub fn value(&self, key: &'static str) -> Option<Value> {
        self.value_with(key, &mut |_| {})
    }

    pub fn list(&self, key: &'static str) -> Option<List> {
        let mut split = Vec::new();
        let value =
            self.value_with(key, &mut |section| split = section.plain_texts("split").unwrap_or_default())?;
        split.retain(|by| !by.is_empty());
        Some(List { value, split })
    }

    pub fn names(&self, key: &'static str, usual: Kind) -> Option<Names> {
        let (mut split, mut kind) = (Vec::new(), None);
        let value = self.value_with(key, &mut |section| {
            split = section.plain_texts("split").unwrap_or_default();
            kind = section.kind_value("kind");
        })?;
        split.retain(|by| !by.is_empty());
        let kind = kind.unwrap_or_else(|| self.constant(usual.word()));
        Some(Names { list: List { value, split }, kind })
    }

    /// A kind of entity, the same in every row or by what a cell says.
    pub fn kind_value(&self, key: &'static str) -> Option<Value> {
        let value = self.value(key)?;
        let all = || Kind::ALL.map(Kind::word);
        let meant = value.table.iter().flat_map(HashMap::values).map(String::as_str).chain(value.constant());
        for word in meant.chain(value.default.as_deref()).filter(|word| !all().contains(word)) {
            let known: Vec<String> = all().iter().map(|kind| format!("\"{kind}\"")).collect();
            self.refuse(
                Problem::invalid(format!("\"{word}\" is no kind of entity"))
                    .at(value.template.span())
                    .did_you_mean(alike(word, all().into_iter()))
                    .hint(format!("it is one of {}", known.join(", "))),
            );
        }
        Some(value)
    }

    /// A date. Months are named in English, unless the map says otherwise, and in `also` languages.
    pub fn dates(&self, key: &'static str, also: Option<&str>) -> Option<Dates> {
        let (mut reading, mut basis) = (Reading::default(), Basis::Stated);
        let value = self.value_with(key, &mut |section| {
            let patterns = section.texts("patterns").unwrap_or_default();
            reading.patterns =
                patterns.iter().filter_map(|(text, span)| section.pattern(text, *span)).collect();
            reading.months = section.months(also);
            reading.century = section.century();
            if let Some(pattern) = reading.patterns.iter().find(|pattern| pattern.has_short_year())
                && reading.century.is_none()
            {
                section.wrong(
                    section.span,
                    format!("`{}` has two digits for the year, which do not say the century", pattern.text()),
                    "`century = 20` says that 16 is 2016",
                );
            }
            let bases = Basis::ALL.map(|basis| (basis.word(), basis));
            basis = section.word("basis", &bases).unwrap_or_default();
        })?;
        Some(Dates { value, reading, basis })
    }

    fn pattern(&self, text: &str, span: Span) -> Option<Pattern> {
        Pattern::parse(text).map_err(|(message, hint)| self.wrong(span, message, &hint)).ok()
    }

    fn months(&self, also: Option<&str>) -> MonthNames {
        let given = self.texts("months");
        let span = given.as_ref().and_then(|given| given.first()).map_or(self.span, |(_, span)| *span);
        let usual = || ["en"].into_iter().chain(also).map(str::to_owned).collect();
        let is_given = given.is_some();
        let languages: Vec<String> =
            given.map_or_else(usual, |given| given.into_iter().map(|(text, _)| text).collect());
        match MonthNames::of(&languages) {
            Ok(names) => names,
            Err(unknown) if is_given => {
                self.wrong(
                    span,
                    format!("the months of `{unknown}` are not known"),
                    "a language is given by its tag: `en`, `ar`, `ar-MA`",
                );
                MonthNames::default()
            }
            Err(_) => MonthNames::of(&["en".to_owned()]).unwrap_or_default(),
        }
    }

    fn century(&self) -> Option<u8> {
        let given = self.get("century")?;
        let number = given.get_ref().as_integer().and_then(|number| number.as_str().parse::<u8>().ok());
        let number = number.filter(|number| (10..100).contains(number));
        if number.is_none() {
            self.wrong(
                span_of(given),
                "`century` should be the first two digits of the year".to_owned(),
                "such as `century = 20`",
            );
        }
        number
    }
}
