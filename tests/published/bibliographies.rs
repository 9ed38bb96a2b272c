//! Bibliographies are read whole, one entry that is wrong is refused alone, and what is written is read as the same.

use std::fs;

use dictum::exchange::bibliography::References;
use dictum::exchange::formats::ImportFormat;
use dictum::exchange::interchange::to_json;
use dictum::exchange::naming::Names;
use dictum::model::{Author, Medium, Record, Source};
use dictum::output::{Format, Options, With, write};
use dictum::session::Session;
use dictum::session::entries::EntryOptions;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use tempfile::TempDir;

use super::{Given, all_of};
use crate::common::inside::open;
use crate::common::{dictum, shared};

fn given(text: &str, format: ImportFormat) -> Given {
    all_of(References::read(text.as_bytes(), format).unwrap_or_else(|problem| panic!("{problem}")))
}

fn sources(text: &str, format: ImportFormat) -> Vec<Source> {
    let given = given(text, format);
    assert!(given.rejected.is_empty(), "{:?}", given.rejected);
    given.sources().into_iter().cloned().collect()
}

fn author_names(source: &Source) -> Vec<&str> {
    source
        .authors
        .iter()
        .map(|author| match author {
            Author::Name(name) => name.as_str(),
            Author::Entity(entity) => entity.id.as_str(),
        })
        .collect()
}

// ---- BibTeX -----------------------------------------------------------------------------------------------------------

/// As Better BibTeX of Zotero exports it.
const BETTER_BIBTEX: &str = r#"
@article{halonenPolicy2021,
  title = {Policy, \emph{Trust} and {{COVID-19}}: 50\,\% of ``{{Europe}}''},
  shorttitle = {Policy, Trust},
  author = {Halonen, Pekka and van der Berg, J. P. and {World Health Organization} and M{\"u}ller, Jr., Otto and others},
  year = 2021,
  month = aug,
  journal = {The Lancet \& Friends},
  volume = {396},
  number = {10},
  pages = {1--9},
  publisher = {Elsevier},
  issn = {0140-6736},
  doi = {10.1016/S0140-6736(20)31180-6},
  url = {https://example.org/a_b?x=1&y=%20},
  urldate = {2021-09-01},
  langid = {english},
  abstract = {Background \{one\} \textasciitilde two},
  keywords = {health,trust},
  file = {/home/x/Zotero/a.pdf}
}

@comment{jabref-meta: databaseType:biblatex;}

@online{whoFactSheet,
  title = {Fact sheet: $\mathrm{CO}_2$ at $10^{-3}$\textdegree},
  author = {{WHO}},
  date = {2020-05~},
  organization = {World Health Organization}
}

% == BibTeX quality report for halonenPolicy2021:
% ? unused Publisher name ("Elsevier")
"#;

#[test]
fn an_export_of_better_bibtex_is_read_whole() {
    let sources = sources(BETTER_BIBTEX, ImportFormat::Bibtex);
    let [article, online] = &sources[..] else { panic!("two sources, not {}", sources.len()) };
    assert_eq!(article.id.as_str(), "halonenPolicy2021");
    assert_eq!(article.title.as_deref(), Some("Policy, Trust and COVID-19: 50 % of “Europe”"));
    assert_eq!(
        author_names(article)[..4],
        ["Pekka Halonen", "J. P. van der Berg", "World Health Organization", "Otto Müller Jr."]
    );
    assert_eq!(article.published.as_ref().map(|dated| dated.date.as_str()), Some("2021-08"));
    assert_eq!(article.accessed.as_ref().map(|dated| dated.date.as_str()), Some("2021-09-01"));
    assert_eq!(article.publisher.as_ref().map(|publisher| publisher.id.as_str()), Some("the-lancet-friends"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/a_b?x=1&y=%20"));
    assert_eq!(
        (article.medium, article.lang.as_ref().map(dictum::model::Lang::as_str)),
        (Some(Medium::Article), Some("en"))
    );
    for (name, text) in [
        ("volume", "396"),
        ("issue", "10"),
        ("page", "1–9"),
        ("publisher", "Elsevier"),
        ("ISSN", "0140-6736"),
        ("DOI", "10.1016/S0140-6736(20)31180-6"),
        ("keyword", "health,trust"),
        ("title-short", "Policy, Trust"),
        ("abstract", "Background {one} ~two"),
        ("type", "article-journal"),
        ("file", "/home/x/Zotero/a.pdf"),
    ] {
        assert_eq!(article.extra.get(name).map(String::as_str), Some(text), "{name}");
    }
    assert_eq!(online.title.as_deref(), Some("Fact sheet: CO₂ at 10⁻³°"));
    assert_eq!(online.published.as_ref().map(|dated| dated.date.as_str()), Some("2020-05~"));
    assert_eq!(author_names(online), ["WHO"]);
    let unknown = given(BETTER_BIBTEX, ImportFormat::Bibtex);
    unknown.remarked("`file`, a field that dictum does not know");
}

#[test]
fn one_bad_entry_is_refused_alone_with_its_key_and_line() {
    let text = "@string{cup = {Cambridge}}\n@book{good1, title = {One}, publisher = cup}\n\n@book{unclosed,\n  title = {Two,\n  year = 1999\n\n@book{unknown,\n  title = {Three},\n  publisher = nowhere\n}\n@book{good2, title = \"Four\"}\n@book{circle, title={x}, crossref = {circle}}\n@book{good1, title = {Five}}\n";
    let given = given(text, ImportFormat::Bibtex);
    let good: Vec<&str> = given.sources().iter().map(|source| source.id.as_str()).collect();
    assert_eq!(good, ["good1", "good2"]);
    let refused: Vec<String> =
        given.rejected.iter().map(|one| format!("{}: {}", one.place, one.problems[0])).collect();
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused[0].starts_with("entry `unclosed`: line 4: the entry does not end"), "{refused:?}");
    assert!(refused[1].starts_with("entry `unknown`: line 10, column"), "{refused:?}");
    assert!(refused[2].contains("inherits from itself"), "{refused:?}");
}

#[test]
fn what_others_share_is_inherited_and_circles_are_seen() {
    let text = "@incollection{part, title = {Part}, crossref = {whole}, xdata = {place}}\n@collection{whole, title = {Whole}, editor = {Doe, Jane}, date = {2001}, publisher = {House}}\n@xdata{place, location = {Port Harrow}}\n\
        @book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={c}}\n@book{c, title={C}, crossref={b}}\n@book{alone, title={D}, crossref={missing}}\n";
    let given = given(text, ImportFormat::Bibtex);
    let part = given.sources()[0].clone();
    assert_eq!(part.extra.get("container-title").map(String::as_str), Some("Whole"));
    assert_eq!(part.published.as_ref().map(|dated| dated.date.as_str()), Some("2001"));
    let refused: Vec<String> = given.rejected.iter().filter_map(|one| one.place.key.clone()).collect();
    assert_eq!(refused, ["a", "b", "c"]);
    given.remarked("entries that others inherit from and that are not in the file");
    assert!(given.about[0].contains("@xdata"), "{:?}", given.about);
}

#[test]
fn braces_deep_in_one_another_are_refused_and_not_followed() {
    let deep = format!(
        "@book{{deep, title = {{{}x{}}}}}\n@book{{good, title = {{y}}}}",
        "{".repeat(20_000),
        "}".repeat(20_000)
    );
    let given = given(&deep, ImportFormat::Bibtex);
    assert_eq!((given.rejected.len(), given.sources().len()), (1, 1));
}

// ---- CSL-JSON and RIS -------------------------------------------------------------------------------------------------

#[test]
fn exports_of_zotero_as_csl_json() {
    let items = r#"[
      {"id":"http://zotero.org/users/1/items/ABCD","type":"article-newspaper","title":"A <i>toll</i>?","container-title":"The Harrow Courier","language":"en-GB",
       "author":[{"family":"Holt","given":"Mira"},{"literal":"Courier staff"},{"family":"Berg","given":"J.","non-dropping-particle":"van der"}],
       "issued":{"date-parts":[["2025",3,6]]},"accessed":{"date-parts":[[2025,3,7]]},"URL":"https://courier.example/toll","page":"3","note":"Front page","citation-key":"holtToll2025"},
      {"id":"x2","type":"report","title":"دراسة","publisher":"وزارة النقل","issued":{"date-parts":[[2020]],"circa":true},"editor":[{"literal":"لجنة"}],"custom":{"shelf":"B"}}
    ]"#;
    let sources = sources(items, ImportFormat::CslJson);
    let (article, report) = (&sources[0], &sources[1]);
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("holtToll2025", Some("A toll?")));
    assert_eq!(author_names(article), ["Mira Holt", "Courier staff", "J. van der Berg"]);
    assert_eq!(article.publisher.as_ref().map(|publisher| publisher.id.as_str()), Some("the-harrow-courier"));
    assert_eq!(report.published.as_ref().map(|dated| dated.date.as_str()), Some("2020~"));
    assert_eq!(
        (report.medium, report.extra.get("editor").map(String::as_str)),
        (Some(Medium::Report), Some("{لجنة}"))
    );
    for whole in [
        format!("{{\"items\":{items}}}"),
        items.replace("},\n      {", "}\n{").trim_matches(['[', ']', '\n', ' ']).replace("\n       ", " "),
    ] {
        assert_eq!(super::bibliographies::sources(&whole, ImportFormat::CslJson), sources, "{whole}");
    }
}

#[test]
fn ris_with_long_lines_and_old_line_ends() {
    let text = "TY  - NEWS\nID  - holt\nT1  - A toll\n for the bridge\nAU  - Holt, Mira\nA1  - van der Berg, J.\nAU  - King, Martin Luther, Jr.\nT2  - The Harrow Courier\nPY  - 2025\nDA  - 2025/03/06/\nSP  - 3\nEP  - 4\nUR  - https://courier.example/toll\nKW  - bridges\nKW  - tolls\nC1  - odd\nER  - \n";
    for text in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
        let sources = sources(&text, ImportFormat::Ris);
        let source = &sources[0];
        assert_eq!((source.id.as_str(), source.title.as_deref()), ("holt", Some("A toll for the bridge")));
        assert_eq!(author_names(source), ["Mira Holt", "J. van der Berg", "Martin Luther King Jr."]);
        assert_eq!(source.published.as_ref().map(|dated| dated.date.as_str()), Some("2025-03-06"));
        for (name, text) in [("page", "3-4"), ("keyword", "bridges; tolls"), ("C1", "odd")] {
            assert_eq!(source.extra.get(name).map(String::as_str), Some(text), "{name}");
        }
    }
}

// ---- There and back ---------------------------------------------------------------------------------------------------

const FORMATS: [(Format, ImportFormat); 3] = [
    (Format::Bibtex, ImportFormat::Bibtex),
    (Format::CslJson, ImportFormat::CslJson),
    (Format::Ris, ImportFormat::Ris),
];

fn imported(text: &str, format: ImportFormat) -> (TempDir, Session) {
    let folder = TempDir::new().expect("a folder");
    let (mut session, _) = open(&folder.path().join("b.dictum")).expect("a database");
    let mut entries =
        References::read(text.as_bytes(), format).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    session
        .import_entries(&mut entries, Names::default(), EntryOptions::default(), &mut |_| {})
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    (folder, session)
}

fn exported(session: &mut Session, format: Format) -> String {
    let answer = session.ask("sources").expect("an answer");
    let mut out = Vec::new();
    let options = Options { with: With::ALL, ..Options::default() };
    write(&answer, format, &options, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("text")
}

fn records(session: &mut Session) -> Vec<Value> {
    let mut out = Vec::new();
    session.export_all(dictum::output::RecordFormat::Interchange, &mut out).expect("it is exported");
    let text = String::from_utf8(out).expect("text");
    let mut records: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    records.sort_by_key(|record| record["id"].to_string());
    records
}

#[test]
fn the_ninety_entries_go_there_and_back() {
    let Some(folder) = shared("bibliography") else { return };
    let text = fs::read_to_string(folder.join("biblatex-examples.bib")).expect("the entries");
    let (_kept, mut session) = imported(&text, ImportFormat::Bibtex);
    let before = records(&mut session);
    assert_eq!(before.iter().filter(|record| record["type"] == "source").count(), 90);
    for (format, from) in &FORMATS[..2] {
        let (_kept, mut again) = imported(&exported(&mut session, *format), *from);
        assert_eq!(records(&mut again), before, "{format:?}");
    }
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-zא-תа-яçéß][A-Za-zא-תа-яçéß0-9 &%$#_~^{}\\\\'`.:;!?–-]{0,30}[A-Za-zא-ת0-9]"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

prop_compose! {
    fn source(number: usize)(
        title in proptest::option::of(words()),
        authors in proptest::collection::vec(("[A-Z][a-zçé]{1,8}( [A-Z][a-z]{1,8})?", "[A-Z][a-zçé]{1,9}"), 0..3),
        organization in any::<bool>(),
        publisher in proptest::option::of("[A-Z][a-z]{2,8} (&|of) [A-Z][a-z]{2,8}"),
        date in prop_oneof![Just(None), Just(Some("2020")), Just(Some("2020-05")), Just(Some("2020-05-06")), Just(Some("1850~")), Just(Some("1999/2001")), Just(Some("202X")), Just(Some("2020-22")), Just(Some("2020?"))],
        url in proptest::option::of("https://[a-z]{2,8}\\.example/[a-z0-9_%~?=&#-]{0,12}[a-z]"),
        lang in prop_oneof![Just(None), Just(Some("en")), Just(Some("ar")), Just(Some("pt-BR"))],
        kind in prop_oneof![Just("book"), Just("article"), Just("online"), Just("report"), Just("incollection"), Just("misc")],
        pages in proptest::option::of("[1-9]{1,2}-[1-9]{3}"),
        volume in proptest::option::of("[1-9]{1,3}"),
    ) -> Value {
        let mut names: Vec<Value> = authors.iter().map(|(given, family)| serde_json::json!({"family": family, "given": given})).collect();
        if organization {
            names.push(serde_json::json!({"literal": "Ministry of Roads and Bridges, Estmark"}));
        }
        let csl = match kind { "article" => "article-journal", "online" => "webpage", "incollection" => "chapter", "misc" => "document", other => other };
        let mut item = serde_json::json!({"id": format!("key-{number}"), "type": csl});
        let periodical = matches!(kind, "article" | "online");
        for (name, value) in [
            ("title", title.map(|title| title.replace('&', "&amp;").replace('<', "&lt;").into())),
            ("author", (!names.is_empty()).then(|| names.into())),
            (if periodical { "container-title" } else { "publisher" }, publisher.map(Value::from)),
            ("issued", date.map(|date| serde_json::json!({"raw": date}))),
            ("URL", url.map(Value::from)),
            ("language", lang.map(Value::from)),
            ("page", pages.map(Value::from)),
            ("volume", volume.map(Value::from)),
        ] {
            if let Some(value) = value {
                item[name] = value;
            }
        }
        if item.as_object().is_some_and(|item| item.len() <= 3) {
            item["title"] = "Something".into();
        }
        item
    }
}

#[test]
fn generated_documents_go_there_and_back() {
    let strategy = proptest::collection::vec(any::<u8>(), 1..12)
        .prop_flat_map(|numbers| (0..numbers.len()).map(source).collect::<Vec<_>>());
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let run = runner.run(&strategy, |items| {
        let (_kept, mut session) = imported(&Value::from(items).to_string(), ImportFormat::CslJson);
        let before = records(&mut session);
        for (format, from) in &FORMATS[..2] {
            let text = exported(&mut session, *format);
            let (_kept, mut again) = imported(&text, *from);
            for (one, other) in records(&mut again).iter().zip(&before) {
                prop_assert_eq!(one, other, "{}", text);
            }
        }
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn ris_carries_what_it_has_tags_for() {
    let items = r#"[{"id":"k","type":"article-journal","title":"T","author":[{"family":"Berg","given":"J.","non-dropping-particle":"van der"},{"literal":"WHO"}],"container-title":"Journal","publisher":"House",
        "issued":{"date-parts":[[2020,5,6]]},"URL":"https://a.example/x","language":"en","page":"1-9","volume":"3","issue":"2","DOI":"10.1/x","ISSN":"1234","editor":[{"family":"Doe","given":"Jane"}],"abstract":"A"}]"#;
    let (_kept, mut session) = imported(items, ImportFormat::CslJson);
    let (_kept, mut again) = imported(&exported(&mut session, Format::Ris), ImportFormat::Ris);
    assert_eq!(records(&mut again), records(&mut session));
}

// ---- The whole way ----------------------------------------------------------------------------------------------------

#[test]
fn a_bibliography_is_recognised_and_a_bad_entry_stops_it_or_is_put_aside() {
    let folder = TempDir::new().expect("a folder");
    let run = |args: &[&str]| dictum(&folder.path().join("b.dictum"), args).run();
    let file = folder.path().join("library.txt");
    fs::write(&file, format!("{BETTER_BIBTEX}\n@book{{broken, title = {{x}}, publisher = nowhere}}\n"))
        .expect("a file");
    let (file, rejects) =
        (file.display().to_string(), folder.path().join("rejects.bib").display().to_string());
    let refused = run(&["import", &file]).ended(1).err;
    assert!(refused.contains("entry `broken`") && refused.contains("line"), "{refused}");
    assert!(!folder.path().join("b.dictum").exists());
    let said = run(&["import", &file, "--on-error", "skip", "--rejects", &rejects]).ended(0).err;
    assert!(said.contains("read as BibTeX or BibLaTeX") && said.contains("2 of 3 taken"), "{said}");
    let rejected = fs::read_to_string(&rejects).expect("the rejected");
    assert!(rejected.starts_with("% ") && rejected.contains("@book{broken"), "{rejected}");
    let again = run(&["import", &file, "--on-error", "skip"]).ended(0).err;
    assert!(again.contains("nothing new"), "{again}");
    // Another document under the key of one that is there is no correction of it.
    let other = folder.path().join("other.bib");
    fs::write(&other, "@book{whoFactSheet, title = {Another}}").expect("a file");
    let refused = run(&["import", &other.display().to_string()]).ended(1).err;
    assert!(refused.contains("already recorded") && refused.contains("`title`"), "{refused}");
}

fn no_violation(given: &Given) -> Result<(), TestCaseError> {
    for record in given.records() {
        let broken = dictum::model::validate::check(record);
        prop_assert!(broken.is_empty(), "{:?} in {}", broken, to_json(record));
        prop_assert!(matches!(record, Record::Source(_)));
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(@[a-z]{1,8}[{(][a-z]{0,3},|[a-z]{1,9} = |[{}\",\\\\$#~\n%]|[a-z]{1,4}|year|author| and |crossref|ids){0,40}") {
        for format in [ImportFormat::Bibtex, ImportFormat::CslJson, ImportFormat::Ris] {
            for bytes in [&bytes[..], text.as_bytes()] {
                if let Ok(references) = References::read(bytes, format) {
                    no_violation(&all_of(references))?;
                }
            }
        }
    }

    #[test]
    fn any_value_of_a_field_is_read_or_refused(name in "(title|author|editor|date|year|month|url|langid|ids|pages|crossref|keywords)", value in "\\PC{0,40}") {
        let text = format!("@book{{k, {name} = {{{value}}}, note = {{x}}}}\n@book{{other, title = {{y}}}}");
        if let Ok(references) = References::read(text.as_bytes(), ImportFormat::Bibtex) {
            no_violation(&all_of(references))?;
        }
    }
}
