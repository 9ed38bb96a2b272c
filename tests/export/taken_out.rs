//! Taken out for other programs, and asked again later: styles of citations, RDF, workbooks, histories, `verify`.

use std::collections::BTreeSet;
use std::fs;

use oxttl::{NQuadsParser, TriGParser};

use super::World;
use crate::common::dictum;

fn notes(world: &World, style: &[&str]) -> Vec<String> {
    let (article, _) = world.export(&[&["claims", "--format", "print"], style].concat());
    article.lines().filter(|line| line.starts_with("[^")).map(str::to_owned).collect()
}

#[test]
fn citations_are_set_in_the_style_that_is_asked_for() {
    let world = World::new();
    let chicago = notes(&world, &["--style", "chicago-notes"]);
    assert!(
        chicago[0].contains("“‘Big’ Day for the Bridge?,” *The Harrow Courier*, March 6, 2025, para. 3, <https://courier.example/toll?a=1&b=2>."),
        "{}",
        chicago[0]
    );
    // What the style drops is said behind it.
    assert!(
        chicago[0].ends_with(" Archived at <https://archive.example/courier-toll>. Accessed 7 March 2025.")
    );
    let apa = notes(&world, &["--style", "apa"]);
    assert!(
        apa[0].contains("(2025, March 6). “Big” day for the bridge? *The Harrow Courier*."),
        "{}",
        apa[0]
    );
    let harvard = notes(&world, &["--style", "harvard"]);
    assert!(harvard[0].contains("Accessed: ") && !harvard[0].contains("Accessed 7 March"), "{}", harvard[0]);
    let arabic = notes(&world, &["--style", "chicago-notes", "--locale", "ar"]);
    assert!(arabic[0].contains("مارس"), "{}", arabic[0]);
}

#[test]
fn a_chain_is_cited_as_cited_in() {
    let world = World::new();
    for style in ["chicago-notes", "mla", "nature", "harvard"] {
        let notes = notes(&world, &["--style", style]);
        let note = notes.iter().find(|note| note.contains("جسر «لين» اليوم")).expect("the broadcast");
        let (original, read) = note.split_once(", as cited in ").unwrap_or_else(|| panic!("{style}: {note}"));
        assert!(original.contains("Doubting Daily") && read.contains("جسر «لين» اليوم"), "{style}: {note}");
        // About March 2025: the style says it, or it is said behind.
        let is_said =
            ["about March 2025", "?\\]", "ca.", "irca"].iter().any(|about| original.contains(about));
        assert!(is_said, "{style}: {note}");
    }
}

#[test]
fn a_style_that_cannot_set_a_document_leaves_it_to_our_own_words() {
    let world = World::new();
    let (article, said) = world.export(&["claims by two-names", "--format", "print", "--style", "mla"]);
    assert!(article.contains("undated, asserted in a document without a title"), "{article}");
    assert!(said.contains("1 citation is not in it: the style could not set them"), "{said}");
    let strict = ["export", "claims by two-names", "--format", "print", "--style", "mla", "--strict"];
    world.run(&strict).ended(1);
}

#[test]
fn styles_are_found_by_name_and_read_from_files() {
    let world = World::new();
    let refused = |args: &[&str]| world.run(&[&["export", "claims", "--format", "print"], args].concat()).err;
    assert!(refused(&["--style", "chicagonotes"]).contains("did you mean `chicago-notes`?"));
    assert!(refused(&["--style", "apa", "--locale", "tlh"]).contains("no words in `tlh`"));
    assert!(refused(&["--locale", "ar"]).contains("name one: --style"));
    assert!(refused(&["--style", "nowhere.csl"]).contains("nowhere.csl cannot be read"));
    let file = world.file("own.csl");
    fs::write(&file, "{}").expect("a file");
    assert!(refused(&["--style", &file.display().to_string()]).contains("is no style of CSL"));
    fs::write(
        &file,
        r#"<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>Own</title><id>own</id><updated>2025-01-01T00:00:00+00:00</updated></info><citation><layout suffix="!"><text variable="title" prefix="See "/></layout></citation></style>"#,
    )
    .expect("a file");
    let notes = notes(&world, &["--style", &file.display().to_string()]);
    assert!(notes[1].starts_with("[^2]: See Does the bridge pay?!"), "{}", notes[1]);
}

#[test]
fn a_file_is_asked_again_and_says_what_has_changed() {
    let world = World::new();
    let mut files = Vec::new();
    for (format, name) in [("html", "a.html"), ("print", "a.md"), ("audit", "b.md"), ("json", "a.json")] {
        let file = world.file(name).display().to_string();
        world.run(&["query", "claims about tolls", "--format", format, "--output", &file]).ended(0);
        let same = world.run(&["verify", &file]).ended(0).text();
        assert!(
            same.contains("nothing has changed: 3 then and now, after 0 transactions"),
            "{format}: {same}"
        );
        files.push(file);
    }
    let script = world.file("later.claims");
    fs::write(
        &script,
        "correct cost-nothing said 2025-03-04 because \"misread\";\nretract formula because \"no claim\";\n\
         add claim later \"Tolls will fall\"@en asserted about tolls read in courier-toll;\n",
    )
    .expect("a file");
    world.run(&["run", &script.display().to_string()]).ended(0);
    for file in &files {
        let changed = world.run(&["verify", file]).ended(1).text();
        for line in [
            "3 then, 3 now, after 1 transaction",
            "new later: Tolls will fall",
            "gone formula: =HYPERLINK",
            "changed cost-nothing: said",
        ] {
            assert!(changed.contains(line), "{file}: {changed}");
        }
    }
    let csv = world.file("a.csv").display().to_string();
    world.run(&["query", "claims", "--format", "csv", "--output", &csv]).ended(0);
    assert!(world.run(&["verify", &csv]).ended(1).err.contains("does not say which question it answers"));
    let text = fs::read_to_string(&files[3]).expect("a file").replace("\"total\":3", "\"total\":4");
    fs::write(&files[3], text).expect("a file");
    assert!(world.run(&["verify", &files[3]]).ended(1).err.contains("says that there were 4"));
    let other = World::new();
    assert!(other.run(&["verify", &files[0]]).ended(1).err.contains("is not that of the file"));
}

#[test]
fn a_history_is_handed_over_and_taken() {
    let world = World::new();
    let script = world.file("later.claims");
    fs::write(
        &script,
        "correct cost-nothing said 2025-03-04 because \"misread\";\ncorrect cost-nothing note \"other\" because \"again\";\n\
         retract markup;\nrestore markup because \"it stands\";\ncorrect tolls note \"a better note\" because \"why not\";\n",
    )
    .expect("a file");
    let run = world.run(&["run", &script.display().to_string()]);
    let run = if run.code == Some(0) { run } else { panic!("{}", run.err) };
    assert!(run.err.contains("recorded"), "{}", run.err);
    let (lines, said) = world.export(&["--with-history"]);
    assert!(said.contains("whoever imports it records them anew"), "{said}");
    let file = world.file("history.ndjson");
    fs::write(&file, &lines).expect("a file");
    let file = file.display().to_string();
    let other = world.file("other.dictum");
    let there = |args: &[&str]| dictum(&other, args).run();
    there(&["import", &file]).ended(0);
    for record in ["claim cost-nothing", "claim markup", "claim withdrawn", "entity tolls"] {
        let question = format!("history of {record}");
        let of = |text: String| -> Vec<String> {
            let rows =
                text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a row"));
            // When and by whom is another matter there.
            let own = ["at", "by", "sequence", "why", "when"];
            rows.map(|mut row| {
                row.as_object_mut().expect("an object").retain(|name, _| !own.contains(&name.as_str()));
                row.to_string()
            })
            .collect()
        };
        let here = of(world.run(&["query", &question, "--format", "ndjson"]).ended(0).text());
        assert!(!here.is_empty(), "{record}");
        assert_eq!(here, of(there(&["query", &question, "--format", "ndjson"]).ended(0).text()), "{record}");
    }
    let again = there(&["export", "--with-history"]).ended(0).text();
    // One transaction there holds what were several here, and its records come before what is changed in them.
    let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&again), sorted(&lines));
    let twice = there(&["import", &file]).ended(0);
    assert!(twice.err.contains("nothing") || twice.err.contains("0 recorded"), "{}", twice.err);
    assert!(world.run(&["export", "claims", "--with-history"]).ended(2).err.contains("the whole database"));
}

#[test]
fn rdf_is_read_by_a_reader_of_rdf_and_tells_no_doubt_as_a_fact() {
    let world = World::new();
    let (trig, said) = world.export(&["claims", "--format", "trig"]);
    let (nquads, _) = world.export(&["claims", "--format", "nquads"]);
    let quads = |text: &str, is_trig: bool| -> BTreeSet<String> {
        let parsed: Vec<_> = match is_trig {
            true => TriGParser::new().for_slice(text).collect::<Result<_, _>>().expect("TriG"),
            false => NQuadsParser::new().for_slice(text).collect::<Result<_, _>>().expect("N-Quads"),
        };
        parsed.iter().map(ToString::to_string).filter(|quad| !quad.contains("term:askedAt")).collect()
    };
    let read = quads(&trig, true);
    assert_eq!(read, quads(&nquads, false));
    let holds = |parts: &[&str]| read.iter().any(|quad| parts.iter().all(|part| quad.contains(part)));
    for parts in [
        ["<urn:dictum:claim:cost-nothing>", "https://schema.org/Claim"],
        ["<urn:dictum:claim:cost-nothing>", "\"The bridge will cost nothing\"@en"],
        [
            "<urn:dictum:claim:cost-nothing> <http://www.w3.org/ns/prov#wasQuotedFrom>",
            "<urn:dictum:source:courier-toll>",
        ],
        [
            "<urn:dictum:source:marfa-broadcast> <http://www.w3.org/ns/prov#wasDerivedFrom>",
            "<urn:dictum:source:wire>",
        ],
        ["<urn:dictum:claim:toll-doubled>", "\"2025-03~\"^^<http://id.loc.gov/datatypes/edtf/EDTF>"],
        ["<urn:dictum:claim:toll-doubled> <urn:dictum:term:perhapsAuthor>", "<urn:dictum:entity:ada-brandt>"],
        [
            "<urn:dictum:claim:toll-doubled> <http://purl.org/spar/cito/disputes>",
            "<urn:dictum:claim:cost-nothing>",
        ],
        ["<http://www.w3.org/2004/02/skos/core#prefLabel>", "\"آدا برانت\"@ar"],
        ["<http://www.w3.org/ns/oa#exact>", "\"سيدفعون الضعف\"@ar"],
        ["<http://www.wikidata.org/entity/Q2>", "sameAs"],
        ["<https://schema.org/alternateName>", "\"Not so\""],
        ["<urn:dictum:export:", "<urn:dictum:term:question> \"claims\""],
    ] {
        assert!(holds(&parts), "{parts:?}");
    }
    assert!(!holds(&["<urn:dictum:claim:toll-doubled> <https://schema.org/author>", "ada-brandt"]));
    assert!(said.contains("kept back") && !holds(&["withdrawn"]), "{said}");
    let (whole, _) = world.export(&["--format", "nquads", "--with", "retracted"]);
    assert!(
        whole.contains("<urn:dictum:claim:withdrawn> <urn:dictum:term:retracted> \"the paper took it back\"")
    );
}

#[test]
fn a_workbook_has_sheets_and_no_formulas() {
    let world = World::new();
    let file = world.file("answer.xlsx");
    let to = file.display().to_string();
    world.run(&["query", "claims", "--format", "xlsx", "--output", &to]).ended(0);
    let bytes = fs::read(&file).expect("a file");
    assert!(bytes.starts_with(b"PK"), "a workbook is a zip");
    for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml"] {
        assert!(bytes.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
    for question in ["people", "count claims per speaker", "claims showing id, statement", "sources"] {
        world.run(&["query", question, "--format", "xlsx", "--output", &to]).ended(0);
    }
}
