//! What the columns of a table look like: what their names say, and what their cells are.

use std::collections::HashMap;

use crate::exchange::tables::rows::Cell;
use crate::exchange::verdicts::{Meaning, meaning};
use crate::query::resolve::language_called;

/// What was seen of a column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub name: String,
    /// Its place in the table, from 1.
    pub number: usize,
    /// How many cells say something.
    pub filled: u64,
    /// How many letters they have together.
    letters: u64,
    urls: u64,
    languages: u64,
    /// Whether they count the rows, from 0 or 1 on.
    counts_rows: Option<u64>,
    is_counting: bool,
    /// The different cells and how often each is there, while they are few.
    pub values: HashMap<String, u64>,
    pub has_many_values: bool,
    /// The cells of the first rows, for the patterns of dates.
    pub first: Vec<String>,
    /// How many cells a spreadsheet calls dates.
    pub dates: u64,
}

/// More different cells than these are many.
pub const MOST_VALUES: usize = 200;
const FIRST_ROWS: usize = 500;

/// What cells say that say nothing, in the tables of many programs.
const NULLS: [&str; 14] =
    ["null", "NULL", "Null", "NA", "N/A", "n/a", "None", "none", "nan", "NaN", "-", "--", "#N/A", "\\N"];

impl Column {
    pub fn new(name: &str, number: usize) -> Column {
        Column { name: name.to_owned(), number, is_counting: true, ..Column::default() }
    }

    pub fn look_at(&mut self, cell: &Cell, nulls: &mut Vec<String>) {
        let text = cell.text.as_str();
        if text.is_empty() {
            self.is_counting = false;
            return;
        }
        if NULLS.contains(&text) {
            if !nulls.iter().any(|known| known == text) {
                nulls.push(text.to_owned());
            }
            self.is_counting = false;
            return;
        }
        self.filled += 1;
        self.letters += text.chars().count() as u64;
        self.urls += u64::from(text.starts_with("http://") || text.starts_with("https://"));
        self.dates += u64::from(cell.is_date);
        // It is only of interest whether all of them are languages.
        if self.languages + 1 == self.filled {
            self.languages += u64::from(text.len() <= 20 && language_called(text).is_some());
        }
        self.count(text);
        if self.first.len() < FIRST_ROWS {
            self.first.push(text.to_owned());
        }
        if self.values.len() < MOST_VALUES || self.values.contains_key(text) {
            *self.values.entry(text.to_owned()).or_default() += 1;
        } else {
            self.has_many_values = true;
        }
    }

    fn count(&mut self, text: &str) {
        let number = text.parse::<u64>().ok();
        self.is_counting &= match (number, self.counts_rows) {
            (Some(number), None) => number <= 1,
            (Some(number), Some(last)) => number == last + 1,
            (None, _) => false,
        };
        self.counts_rows = number;
    }

    /// Whether its cells are the numbers of the rows.
    pub fn is_row_number(&self) -> bool {
        self.is_counting && self.filled > 1
    }

    pub fn average_length(&self) -> u64 {
        self.letters / self.filled.max(1)
    }

    pub fn is_address(&self) -> bool {
        self.urls * 2 > self.filled
    }

    pub fn is_language(&self) -> bool {
        self.filled > 0 && self.languages == self.filled
    }

    /// Whether most of its cells are labels that are known.
    fn has_known_labels(&self) -> bool {
        let known =
            self.values.iter().filter(|(label, _)| matches!(meaning(label, None), Meaning::Settled(_)));
        known.map(|(_, count)| count).sum::<u64>() * 2 > self.filled
    }

    /// Whether the name is none, but a cell of a row like the others.
    pub fn name_is_a_cell(&self) -> bool {
        const LONGEST_NAME: usize = 60;
        let name = self.name.as_str();
        let is_number =
            name.parse::<f64>().is_ok() && self.first.first().is_some_and(|cell| cell.parse::<f64>().is_ok());
        let is_common = self.values.get(name).is_some_and(|count| *count > 1) && !self.has_many_values;
        name.chars().count() > LONGEST_NAME
            || name.starts_with("http://")
            || name.starts_with("https://")
            || is_number
            || is_common
    }

    /// Whether every cell that says something is another.
    pub fn is_distinct(&self) -> bool {
        self.has_many_values || self.values.values().all(|count| *count == 1)
    }

    /// The words of its name, in lower case: `claim review author name` of `claimReview_author_name`.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut before = ' ';
        for c in self.name.chars() {
            let begins = c.is_uppercase() && before.is_lowercase();
            if (begins || !c.is_alphanumeric()) && !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
            if c.is_alphanumeric() {
                words.extend(c.to_lowercase());
            }
            before = c;
        }
        words.trim().to_owned()
    }
}

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Id,
    Statement,
    Label,
    Speaker,
    Job,
    Said,
    Published,
    Url,
    Title,
    Publisher,
    Author,
    Topics,
    Language,
    Place,
}

/// The names that columns of a part have, the likeliest first.
const NAMES: [(Part, &[&str]); 14] = [
    (
        Part::Id,
        &[
            "id",
            "claim id",
            "claimid",
            "uid",
            "uuid",
            "guid",
            "key",
            "nr",
            "no",
            "number",
            "nummer",
            "numéro",
            "número",
            "المعرف",
            "رقم",
            "الرقم",
            "номер",
            "شماره",
        ],
    ),
    (
        Part::Statement,
        &[
            "claim reviewed",
            "claim",
            "claims",
            "statement",
            "claim text",
            "claim s",
            "vclaim",
            "quote",
            "assertion",
            "text",
            "content",
            "sentence",
            "ادعاء",
            "الادعاء",
            "نص الادعاء",
            "النص",
            "ادعا",
            "утверждение",
            "заявление",
            "iddia",
            "aussage",
            "behauptung",
            "affirmation",
            "déclaration",
            "afirmación",
            "declaración",
            "afirmação",
            "affermazione",
            "dichiarazione",
            "טענה",
        ],
    ),
    (
        Part::Label,
        &[
            "textual rating",
            "alternate name",
            "label",
            "verdict",
            "rating",
            "ruling",
            "truth rating",
            "veracity",
            "truthfulness",
            "conclusion",
            "fake flag",
            "flag",
            "class",
            "التقييم",
            "الحكم",
            "التصنيف",
            "النتيجة",
            "حکم",
            "оценка",
            "вердикт",
            "karar",
            "sonuç",
            "urteil",
            "bewertung",
            "veredicto",
            "calificación",
            "classificação",
            "verdetto",
            "פסיקה",
        ],
    ),
    (
        Part::Speaker,
        &[
            "speaker",
            "claimant",
            "speaker name",
            "said by",
            "claim author",
            "claimed by",
            "who",
            "politician",
            "person",
            "القائل",
            "المتحدث",
            "صاحب الادعاء",
            "گوینده",
            "кто",
            "спикер",
            "автор заявления",
            "konuşmacı",
            "sprecher",
            "sprecherin",
            "locuteur",
            "orador",
            "declarante",
            "דובר",
        ],
    ),
    (
        Part::Job,
        &[
            "speaker job title",
            "speaker job",
            "speaker title",
            "job title",
            "job",
            "occupation",
            "position",
            "role",
            "المنصب",
            "الصفة",
            "должность",
            "amt",
            "funktion",
            "fonction",
            "cargo",
        ],
    ),
    (
        Part::Said,
        &[
            "said",
            "said on",
            "date said",
            "claim date",
            "statement date",
            "date of claim",
            "stated",
            "stated on",
            "when",
            "تاريخ الادعاء",
        ],
    ),
    (
        Part::Published,
        &[
            "claim review date published",
            "date published",
            "published",
            "published on",
            "publication date",
            "review date",
            "date",
            "تاريخ",
            "التاريخ",
            "تاريخ النشر",
            "تاریخ",
            "дата",
            "datum",
            "fecha",
            "data",
            "tarih",
            "תאריך",
        ],
    ),
    (
        Part::Url,
        &[
            "claim review url",
            "url",
            "link",
            "source url",
            "page",
            "address",
            "الرابط",
            "رابط",
            "لینک",
            "ссылка",
            "bağlantı",
            "lien",
            "enlace",
            "קישור",
        ],
    ),
    (
        Part::Title,
        &[
            "title",
            "headline",
            "article title",
            "العنوان",
            "عنوان",
            "заголовок",
            "başlık",
            "titel",
            "überschrift",
            "titre",
            "título",
            "titolo",
            "כותרת",
        ],
    ),
    (
        Part::Publisher,
        &[
            "claim review author name",
            "publisher",
            "site",
            "website",
            "outlet",
            "fact checker",
            "checker",
            "source name",
            "source",
            "organization",
            "organisation",
            "المصدر",
            "الموقع",
            "الناشر",
            "منبع",
            "источник",
            "издание",
            "kaynak",
            "quelle",
            "medium",
            "fuente",
            "medio",
            "fonte",
            "מקור",
        ],
    ),
    (
        Part::Author,
        &[
            "author",
            "author name",
            "reviewer",
            "checked by",
            "byline",
            "الكاتب",
            "автор",
            "yazar",
            "autor",
            "auteur",
            "autore",
        ],
    ),
    (
        Part::Topics,
        &[
            "tags",
            "topics",
            "topic",
            "subject",
            "subjects",
            "category",
            "categories",
            "keywords",
            "الموضوع",
            "الوسوم",
            "тема",
            "темы",
            "konu",
            "thema",
            "themen",
            "sujet",
            "tema",
        ],
    ),
    (Part::Language, &["language", "lang", "اللغة", "язык", "dil", "sprache", "langue", "idioma"]),
    (
        Part::Place,
        &["place", "location", "venue", "city", "country", "المكان", "место", "ort", "lieu", "lugar"],
    ),
];

fn names_of(part: Part) -> &'static [&'static str] {
    NAMES.iter().find(|(named, _)| *named == part).map_or(&[], |(_, names)| names)
}

/// The order in which parts choose their columns.
const ORDER: [Part; 14] = [
    Part::Statement,
    Part::Label,
    Part::Speaker,
    Part::Job,
    Part::Url,
    Part::Publisher,
    Part::Said,
    Part::Published,
    Part::Title,
    Part::Author,
    Part::Topics,
    Part::Language,
    Part::Place,
    Part::Id,
];

/// Which column is which part, each at most once: by what their names say, as far as their cells can be that.
pub fn parts_of(columns: &[Column]) -> HashMap<Part, usize> {
    let mut parts: HashMap<Part, usize> = HashMap::new();
    for part in ORDER {
        let free = (0..columns.len()).filter(|at| !parts.values().any(|taken| taken == at));
        let fitting = free.filter(|at| can_be(&columns[*at], part));
        let best = fitting.filter_map(|at| Some((likeness(&columns[at].words(), part)?, at))).min();
        parts.extend(best.map(|(_, at)| (part, at)));
    }
    let free = |parts: &HashMap<Part, usize>| {
        let taken: Vec<usize> = parts.values().copied().collect();
        (0..columns.len()).filter(move |at| !taken.contains(at))
    };
    if !parts.contains_key(&Part::Label) {
        let known =
            free(&parts).find(|at| can_be(&columns[*at], Part::Label) && columns[*at].has_known_labels());
        parts.extend(known.map(|at| (Part::Label, at)));
    }
    if !parts.contains_key(&Part::Url) {
        let addresses =
            free(&parts).filter(|at| can_be(&columns[*at], Part::Url) && columns[*at].is_distinct());
        parts.extend(addresses.min().map(|at| (Part::Url, at)));
    }
    if !parts.contains_key(&Part::Statement) {
        let free = free(&parts);
        let longest = free
            .filter(|at| can_be(&columns[*at], Part::Statement))
            .max_by_key(|at| columns[*at].average_length());
        parts.extend(longest.map(|at| (Part::Statement, at)));
    }
    parts
}

/// How well a name fits, the least best: whole, at the end, or anywhere in it.
fn likeness(words: &str, part: Part) -> Option<(u8, usize)> {
    let fit = |name: &str| {
        if words == name {
            Some(0)
        } else if words.ends_with(&format!(" {name}")) {
            Some(1)
        } else {
            (words.starts_with(&format!("{name} ")) && part != Part::Id).then_some(2)
        }
    };
    names_of(part).iter().enumerate().filter_map(|(at, name)| Some((fit(name)?, at))).min()
}

/// Whether what stands in a column can be that.
fn can_be(column: &Column, part: Part) -> bool {
    const MOST_LABELS: usize = 60;
    let short = column.average_length() <= 80;
    column.filled > 0
        && match part {
            Part::Statement => !column.is_address() && !column.is_row_number(),
            Part::Label => {
                !column.has_many_values && column.values.len() <= MOST_LABELS && short && !column.is_address()
            }
            Part::Url => column.is_address(),
            Part::Id => column.is_distinct() && column.average_length() <= 100,
            Part::Language => column.is_language(),
            Part::Title | Part::Topics => !column.is_address(),
            Part::Said | Part::Published => column.average_length() <= 120 && !column.is_address(),
            Part::Speaker | Part::Job | Part::Publisher | Part::Author | Part::Place => {
                short && !column.is_address()
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_taken_apart() {
        let words = |name: &str| Column::new(name, 1).words();
        assert_eq!(words("claimReview_author_name"), "claim review author name");
        assert_eq!(words("rating_alternateName"), "rating alternate name");
        assert_eq!(words("Claim Text"), "claim text");
        assert_eq!(words("تاريخ النشر"), "تاريخ النشر");
    }
}
