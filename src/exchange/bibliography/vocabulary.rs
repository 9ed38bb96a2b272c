//! The words of BibLaTeX, CSL-JSON and RIS for the same things: the one declaration that readers and writers follow.
//!
//! What dictum has a field for (title, authors, date, address …) is not here. The rest stands in the `extra` of a source under the
//! name that CSL has for it, so that what came from one format can go to another.
//!
//! BibLaTeX: <https://ctan.org/pkg/biblatex>, chapter 2. CSL: <https://docs.citationstyles.org/en/stable/specification.html>, appendices III
//! and IV. RIS: the specification of Reference Manager, and what Zotero and EndNote write.

use crate::model::{Medium, Source};

/// A type of document, by its names.
#[derive(Debug, PartialEq, Eq)]
pub struct Type {
    pub csl: &'static str,
    /// The first is written, all are read.
    pub bibtex: &'static [&'static str],
    /// The first is written, all are read.
    pub ris: &'static [&'static str],
    pub medium: Option<Medium>,
    /// Whether its publisher is what CSL calls the container: a journal, a newspaper, a site.
    pub is_in_periodical: bool,
}

const fn document(csl: &'static str, bibtex: &'static [&'static str], ris: &'static [&'static str]) -> Type {
    Type { csl, bibtex, ris, medium: Some(Medium::Document), is_in_periodical: false }
}

const fn article(csl: &'static str, bibtex: &'static [&'static str], ris: &'static [&'static str]) -> Type {
    Type { csl, bibtex, ris, medium: Some(Medium::Article), is_in_periodical: true }
}

const fn of(
    medium: Medium,
    csl: &'static str,
    bibtex: &'static [&'static str],
    ris: &'static [&'static str],
) -> Type {
    Type { csl, bibtex, ris, medium: Some(medium), is_in_periodical: false }
}

/// Of two types with one name in a format, the first is read.
pub const TYPES: &[Type] = &[
    article(
        "article-journal",
        &["article", "periodical", "suppperiodical"],
        &["JOUR", "JFULL", "EJOUR", "INPR"],
    ),
    article("article-newspaper", &["article"], &["NEWS"]),
    article("article-magazine", &["article"], &["MGZN"]),
    article("webpage", &["online", "electronic", "www"], &["ELEC", "WEB", "ICOMM"]),
    article("post-weblog", &["online"], &["BLOG"]),
    Type { is_in_periodical: true, ..of(Medium::Post, "post", &["online"], &["ELEC"]) },
    document(
        "book",
        &[
            "book",
            "mvbook",
            "collection",
            "mvcollection",
            "reference",
            "mvreference",
            "proceedings",
            "mvproceedings",
            "booklet",
        ],
        &["BOOK", "WHOLE", "EBOOK", "EDBOOK", "CONF"],
    ),
    document(
        "chapter",
        &["incollection", "inbook", "bookinbook", "suppbook", "suppcollection"],
        &["CHAP", "ECHAP"],
    ),
    document("paper-conference", &["inproceedings", "conference"], &["CPAPER", "CONFERENCE"]),
    document("entry-encyclopedia", &["inreference"], &["ENCYC"]),
    document("entry-dictionary", &["inreference"], &["DICT"]),
    of(Medium::Report, "report", &["report", "techreport", "manual"], &["RPRT", "GOVDOC"]),
    document("thesis", &["thesis", "phdthesis", "mastersthesis"], &["THES"]),
    document("document", &["misc"], &["GEN"]),
    document("manuscript", &["unpublished"], &["UNPB", "MANSCPT"]),
    document("personal_communication", &["letter"], &["PCOMM"]),
    document("patent", &["patent"], &["PAT"]),
    document("dataset", &["dataset"], &["DATA", "DBASE"]),
    document("software", &["software"], &["COMP"]),
    document("standard", &["standard"], &["STAND"]),
    document("legislation", &["legislation", "legal"], &["STAT", "LEGAL"]),
    document("bill", &["legislation"], &["BILL", "UNBILL"]),
    document("hearing", &["legislation"], &["HEAR"]),
    document("legal_case", &["jurisdiction"], &["CASE"]),
    document("map", &["image"], &["MAP"]),
    document("graphic", &["artwork", "image"], &["ART", "FIGURE", "CHART"]),
    of(Medium::Speech, "speech", &["misc"], &["SLIDE"]),
    of(Medium::Interview, "interview", &["misc"], &["PCOMM"]),
    of(Medium::Broadcast, "broadcast", &["video"], &["MPCT"]),
    of(Medium::Broadcast, "motion_picture", &["movie", "video"], &["VIDEO", "ADVS"]),
    of(Medium::Broadcast, "song", &["audio", "music"], &["SOUND", "MUSIC"]),
];

/// The type of a document whose medium alone is known. Of a document of which nothing is known, that of documents.
fn usual(medium: Option<Medium>) -> &'static str {
    match medium {
        Some(Medium::Article) => "article-newspaper",
        Some(Medium::Report) => "report",
        Some(Medium::Speech) => "speech",
        Some(Medium::Interview) => "interview",
        Some(Medium::Broadcast) => "broadcast",
        Some(Medium::Post) => "post",
        Some(Medium::Document | Medium::Other) | None => "document",
    }
}

pub fn type_of_csl(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|of| of.csl == name)
}

/// By its name in small letters, without the `@`.
pub fn type_of_bibtex(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|of| of.bibtex.contains(&name))
}

pub fn type_of_ris(name: &str) -> Option<&'static Type> {
    TYPES.iter().find(|of| of.ris.contains(&name))
}

/// Under which name the type that a source had in a bibliography stands in its `extra`, as CSL calls it.
pub const TYPE: &str = "type";

/// The type of a source: the one that it came with, as long as that fits its medium, else the usual one.
pub fn type_of(source: &Source) -> &'static Type {
    let given = source.extra.get(TYPE).and_then(|name| type_of_csl(name));
    let given = given.filter(|of| of.medium == source.medium);
    given.or_else(|| type_of_csl(usual(source.medium))).unwrap_or(&TYPES[0])
}

/// Whether the type follows from the medium, so that it need not be kept.
pub fn is_usual(of: &Type) -> bool {
    usual(of.medium) == of.csl
}

/// A field for which dictum has none of its own.
#[derive(Debug)]
pub struct Field {
    /// The name in CSL, and in `extra`.
    pub csl: &'static str,
    /// The first is written, all are read.
    pub bibtex: &'static [&'static str],
    pub ris: &'static [&'static str],
    pub holds: Holds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    /// Names, as BibLaTeX writes them: `Family, Given and {Organization}`.
    Names,
    /// A date of EDTF.
    Date,
}

const fn text(csl: &'static str, bibtex: &'static [&'static str], ris: &'static [&'static str]) -> Field {
    Field { csl, bibtex, ris, holds: Holds::Text }
}

const fn names(csl: &'static str, bibtex: &'static [&'static str], ris: &'static [&'static str]) -> Field {
    Field { csl, bibtex, ris, holds: Holds::Names }
}

pub const FIELDS: &[Field] = &[
    text("volume", &["volume"], &["VL"]),
    text("issue", &["number", "issue"], &["IS"]),
    text("number", &["number"], &["IS"]),
    text("page", &["pages"], &["SP"]),
    text("number-of-pages", &["pagetotal"], &[]),
    text("number-of-volumes", &["volumes"], &["NV"]),
    text("chapter-number", &["chapter"], &["SE"]),
    text("edition", &["edition"], &["ET"]),
    text("DOI", &["doi"], &["DO"]),
    text("ISBN", &["isbn"], &["SN"]),
    text("ISSN", &["issn"], &["SN"]),
    text("PMID", &["pmid"], &[]),
    text("PMCID", &["pmcid"], &[]),
    text("container-title", &["booktitle"], &["T2", "BT"]),
    text("container-title-short", &["shortjournal"], &["J2", "JA"]),
    text("collection-title", &["series"], &["T3"]),
    text("publisher", &["publisher"], &["PB"]),
    text("publisher-place", &["location", "address"], &["CY", "PP"]),
    text("title-short", &["shorttitle"], &["ST"]),
    text("genre", &["type"], &["M3"]),
    text("version", &["version"], &[]),
    text("status", &["pubstate"], &[]),
    text("abstract", &["abstract"], &["AB", "N2"]),
    text("keyword", &["keywords"], &["KW"]),
    text("note", &["note"], &["N1"]),
    text("annote", &["annotation", "annote"], &[]),
    text("event-title", &["eventtitle"], &[]),
    text("event-place", &["venue"], &[]),
    text("archive", &["library"], &["DB"]),
    text("call-number", &["callnumber"], &["CN"]),
    text("medium", &["howpublished"], &["M1"]),
    names("author", &["author"], &["AU", "A1"]),
    names("editor", &["editor"], &["ED", "A2"]),
    names("translator", &["translator"], &["A4"]),
    Field { csl: "original-date", bibtex: &["origdate"], ris: &["OP"], holds: Holds::Date },
    Field { csl: "event-date", bibtex: &["eventdate"], ris: &[], holds: Holds::Date },
];

/// The field of this name in BibLaTeX. A `number` is an issue in what appears in a periodical.
pub fn field_of_bibtex(name: &str, of: &Type) -> Option<&'static Field> {
    let fits = |field: &&Field| {
        field.bibtex.contains(&name) && (name != "number" || (field.csl == "issue") == of.is_in_periodical)
    };
    FIELDS.iter().find(fits)
}

/// The field of this tag in RIS. An `SN` is an ISSN in what appears in a periodical, an `IS` its issue.
pub fn field_of_ris(tag: &str, of: &Type) -> Option<&'static Field> {
    let fits = |field: &&Field| {
        let is_of_periodicals = matches!(field.csl, "ISSN" | "issue");
        field.ris.contains(&tag) && (!matches!(tag, "SN" | "IS") || is_of_periodicals == of.is_in_periodical)
    };
    FIELDS.iter().find(fits)
}

pub fn field_of_csl(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.csl == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for field in FIELDS {
            let of = &TYPES[if matches!(field.csl, "ISBN" | "number") { 6 } else { 0 }];
            if let Some(name) = field.bibtex.first() {
                assert_eq!(field_of_bibtex(name, of).map(|found| found.csl), Some(field.csl));
            }
            if let Some(tag) = field.ris.first() {
                assert_eq!(field_of_ris(tag, of).map(|found| found.csl), Some(field.csl));
            }
        }
        for of in TYPES {
            assert!(!of.bibtex.is_empty() && !of.ris.is_empty(), "{}", of.csl);
            assert!(type_of_ris(of.ris[0]).is_some() && type_of_bibtex(of.bibtex[0]).is_some());
        }
        for medium in Medium::ALL {
            let of = type_of_csl(usual(Some(medium))).unwrap();
            assert!(of.medium == Some(medium) || medium == Medium::Other);
        }
    }
}
