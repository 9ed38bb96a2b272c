//! The formats in which answers and records are written: one list, which the command line, the shell, completion and the
//! pages follow.

use crate::language::keywords::nearest;
use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::options::With;
use crate::query::answer::{Answer, AnswerBody, ShownRecord};

/// In what form an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Cards,
    Json,
    Ndjson,
    Csv,
    Tsv,
    Print,
    Audit,
    Html,
    ClaimReview,
    Bibtex,
    CslJson,
    Ris,
    /// A workbook of sheets.
    Xlsx,
}

/// In what form records are written, with everything that they refer to; some can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordFormat {
    /// Newline-delimited JSON.
    Interchange,
    /// Statements of the language.
    Script,
    /// RDF, with prefixes and named graphs.
    Trig,
    /// RDF, a statement a line.
    Nquads,
}

/// What a format writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An answer, as it was given.
    Answer(Format),
    /// The records of the claims in an answer, or of the whole database.
    Records(RecordFormat),
}

/// What sort of answer a format can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Anything,
    /// Claims: `claims …`, or one of them by `show`.
    Claims,
    /// Documents: sources, or the documents of claims.
    Documents,
}

/// What is written is a file of which sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// A text that may stand on a screen, and another answer after it.
    Text,
    /// A text that is one document, with its head and its end.
    Document,
    /// A document that is no text: never written to a terminal.
    Binary,
}

/// For whom a format is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whoever keeps the database, or another copy of dictum: everything is in it.
    Keepers,
    /// Everybody else: kept texts, notes, `extra` and retracted records stay out unless they are asked for.
    Others,
}

/// A row of the list.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    pub form: Form,
    pub name: &'static str,
    /// A name that it had before.
    pub also: Option<&'static str>,
    /// What it is for, in a line.
    pub help: &'static str,
    pub takes: Takes,
    pub file: File,
    pub readers: Readers,
    /// What of [`With::WORDS`] it has no place for.
    pub never: &'static [&'static str],
    /// Whether question, moment and digest stand in what is written. Where not, `provenance` gives them for stderr.
    pub carries_provenance: bool,
    /// How the names of such files end.
    pub extension: &'static str,
    /// The cargo feature that it needs, and whether this program was built with it.
    pub feature: Option<(&'static str, bool)>,
}

const fn answer(format: Format, name: &'static str, extension: &'static str, help: &'static str) -> Listed {
    Listed {
        form: Form::Answer(format),
        name,
        also: None,
        help,
        takes: Takes::Anything,
        file: File::Text,
        readers: Readers::Keepers,
        never: &[],
        carries_provenance: false,
        extension,
        feature: None,
    }
}

const fn records(
    format: RecordFormat,
    name: &'static str,
    extension: &'static str,
    help: &'static str,
) -> Listed {
    Listed {
        form: Form::Records(format),
        takes: Takes::Claims,
        ..answer(Format::Json, name, extension, help)
    }
}

const fn documents(
    format: Format,
    name: &'static str,
    extension: &'static str,
    help: &'static str,
) -> Listed {
    Listed {
        takes: Takes::Documents,
        file: File::Document,
        readers: Readers::Others,
        // Documents have no kept texts here, and are not retracted with the claims that cite them.
        never: &["texts", "retracted"],
        ..answer(format, name, extension, help)
    }
}

/// Every format with its name and what it is for.
pub static FORMATS: [Listed; 18] = [
    answer(Format::Table, "table", "txt", "columns for a terminal; `showing` picks them"),
    answer(Format::Cards, "cards", "txt", "everything about each record, one below the other"),
    Listed {
        carries_provenance: true,
        ..answer(
            Format::Json,
            "json",
            "json",
            "one object: the question, its moment, the digest and the rows",
        )
    },
    answer(
        Format::Ndjson,
        "ndjson",
        "ndjson",
        "the rows of json, one a line, with the number of their question",
    ),
    answer(Format::Csv, "csv", "csv", "flat rows for a spreadsheet; lists are joined with `; `"),
    answer(
        Format::Tsv,
        "tsv",
        "tsv",
        "the same with tabs; tab, line break and backslash are written \\t, \\n and \\\\",
    ),
    Listed {
        carries_provenance: true,
        readers: Readers::Others,
        never: &["texts"],
        ..answer(
            Format::Print,
            "print",
            "md",
            "Markdown for an article: what was said, by whom, when, and where it stands, with footnotes",
        )
    },
    Listed {
        also: Some("markdown"),
        carries_provenance: true,
        ..answer(
            Format::Audit,
            "audit",
            "md",
            "Markdown with all that is recorded of each claim, citations as footnotes",
        )
    },
    Listed {
        carries_provenance: true,
        readers: Readers::Others,
        file: File::Document,
        ..answer(
            Format::Html,
            "html",
            "html",
            "one page to hand on, which needs no network: claims with chain, verdicts and footnotes, a filter, a timeline",
        )
    },
    Listed {
        takes: Takes::Claims,
        file: File::Document,
        readers: Readers::Others,
        never: &["texts", "notes", "extra"],
        carries_provenance: true,
        ..answer(
            Format::ClaimReview,
            "claimreview",
            "json",
            "assessments as ClaimReview of schema.org (JSON-LD), for other checkers and search engines",
        )
    },
    Listed {
        carries_provenance: true,
        ..documents(Format::Bibtex, "bibtex", "bib", "the documents as BibLaTeX, which BibTeX reads too")
    },
    documents(Format::CslJson, "csl-json", "json", "the documents as CSL-JSON, for citation processors"),
    documents(Format::Ris, "ris", "ris", "the documents as RIS, for reference managers"),
    Listed {
        readers: Readers::Others,
        file: File::Binary,
        carries_provenance: true,
        feature: Some(("xlsx", cfg!(feature = "xlsx"))),
        ..answer(
            Format::Xlsx,
            "xlsx",
            "xlsx",
            "a workbook: claims, sources and verdicts as sheets, with links",
        )
    },
    records(
        RecordFormat::Interchange,
        "interchange",
        "ndjson",
        "lines of JSON, with all that the claims refer to: `dictum import` reads them",
    ),
    records(
        RecordFormat::Script,
        "script",
        "claims",
        "statements, with all that the claims refer to: `dictum run` reads them",
    ),
    Listed {
        readers: Readers::Others,
        carries_provenance: true,
        feature: Some(("rdf", cfg!(feature = "rdf"))),
        ..records(
            RecordFormat::Trig,
            "trig",
            "trig",
            "RDF with schema.org, SKOS, PROV-O, Web Annotation and CiTO, in a named graph",
        )
    },
    Listed {
        readers: Readers::Others,
        carries_provenance: true,
        feature: Some(("rdf", cfg!(feature = "rdf"))),
        ..records(RecordFormat::Nquads, "nquads", "nq", "the same, a statement a line")
    },
];

impl Listed {
    /// The row of this name.
    pub fn find(name: &str) -> Option<&'static Listed> {
        FORMATS.iter().find(|row| row.name == name || row.also == Some(name))
    }

    /// The row of this name.
    ///
    /// # Errors
    /// There is none, or this program was built without it.
    pub fn named(name: &str) -> Result<&'static Listed> {
        let row = Listed::find(name).ok_or_else(|| {
            let names: Vec<&str> = Listed::built().map(|row| row.name).collect();
            let problem = Problem::usage(format!("there is no format `{name}`"));
            match nearest(name, names.iter().copied()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint(format!("the formats: {}", names.join(", "))),
            }
        })?;
        match row.feature {
            Some((feature, false)) => {
                Err(Problem::usage(format!("this dictum was built without the format `{name}`"))
                    .hint(format!("build it with the feature: cargo install dictum --features {feature}")))
            }
            _ => Ok(row),
        }
    }

    /// The rows of an answer's formats.
    pub fn of_answers() -> impl Iterator<Item = (Format, &'static Listed)> {
        FORMATS.iter().filter_map(|row| match row.form {
            Form::Answer(format) => Some((format, row)),
            Form::Records(_) => None,
        })
    }

    /// The rows that this program can write.
    pub fn built() -> impl Iterator<Item = &'static Listed> {
        FORMATS.iter().filter(|row| row.feature.is_none_or(|(_, is_built)| is_built))
    }

    /// Those of them of which answers may follow one another on a screen.
    pub fn of_screens() -> impl Iterator<Item = &'static Listed> {
        Listed::built().filter(|row| row.is_of_screens())
    }

    pub fn is_of_screens(&self) -> bool {
        matches!(self.form, Form::Answer(_)) && self.file == File::Text
    }

    /// Whether it holds rows alone and is read by programs.
    pub fn is_bare(&self) -> bool {
        let is_read = matches!(self.form, Form::Answer(Format::Table | Format::Cards));
        !self.carries_provenance && !is_read
    }

    /// Whether it has a place for what `--with` asks for by this word.
    pub fn has_place_for(&self, word: &str) -> bool {
        With::WORDS.contains(&word) && !self.never.contains(&word)
    }

    /// Whether it can write this answer.
    ///
    /// # Errors
    /// A sentence that says of what it can.
    pub fn accepts(&self, answer: &Answer) -> Result<()> {
        let what = match &answer.body {
            AnswerBody::Claims(_) => "claims",
            AnswerBody::Counts(_) => "counts",
            AnswerBody::Records(records) => records.of,
            AnswerBody::Shown(shown) => match shown.what {
                ShownRecord::Claim(_) => "claims",
                ShownRecord::Source { .. } => "sources",
                _ => "one record that is neither a claim nor a source",
            },
            AnswerBody::History(_) => "the history of a record",
            AnswerBody::Explained(_) => "an explanation",
        };
        let (accepted, wanted) = match self.takes {
            Takes::Anything => (true, ""),
            Takes::Claims => (what == "claims", "claims"),
            Takes::Documents => (matches!(what, "claims" | "sources"), "documents"),
        };
        if accepted {
            return Ok(());
        }
        let problem = Problem::invalid(format!("`{}` writes {wanted}, and this answer is {what}", self.name));
        Err(match self.takes {
            Takes::Documents => {
                problem.hint("ask for `sources …`, or for `claims …` to have their documents")
            }
            _ => problem.hint("ask for `claims …`"),
        })
    }
}

impl Format {
    pub fn name(self) -> &'static str {
        self.listed().name
    }

    /// The format of this name, where answers are written in it.
    pub fn from_name(name: &str) -> Option<Format> {
        match Listed::find(name)?.form {
            Form::Answer(format) => Some(format),
            Form::Records(_) => None,
        }
    }

    pub fn listed(self) -> &'static Listed {
        FORMATS.iter().find(|row| row.form == Form::Answer(self)).unwrap_or(&FORMATS[0])
    }
}

impl RecordFormat {
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|row| row.form == Form::Records(self)).unwrap_or(&FORMATS[0]).name
    }
}

#[cfg(test)]
mod tests {
    use crate::output::format::*;

    #[test]
    fn no_two_formats_have_one_name() {
        let names: Vec<&str> = FORMATS.iter().flat_map(|row| [Some(row.name), row.also]).flatten().collect();
        for (place, name) in names.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name}");
            assert!(Listed::find(name).is_some(), "{name}");
        }
        for (place, row) in FORMATS.iter().enumerate() {
            assert!(FORMATS[..place].iter().all(|other| other.form != row.form), "{}", row.name);
            assert!(!row.help.is_empty() && !row.extension.is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn every_format_is_found_by_its_name() {
        for (format, row) in Listed::of_answers() {
            assert_eq!((Format::from_name(row.name), format.name()), (Some(format), row.name));
        }
        assert_eq!(Format::from_name("markdown"), Some(Format::Audit));
        assert_eq!(Format::from_name("xml"), None);
        let hints = Listed::named("cvs").map(|row| row.name).unwrap_err().hints();
        assert_eq!(hints, ["did you mean `csv`?"]);
    }
}
