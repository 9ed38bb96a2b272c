//! Maps: every part of one, and what is wrong with one has its place and a fix.

use super::{Place, SIMPLE};

const MAP: &str = r#"
[file]
null = ["NA", "null"]

[claim]
id = "{id}"
statement = "{claim}"
language = { from = "{lang}", table = { "Arabic" = "ar", "iw" = "iw", "in" = "in" }, default = "en" }
about = { from = "{topics}", split = [";", " and "], kind = { from = "{topic kind}", default = "topic" } }
said = { from = "{when}", patterns = ["stated on MMMM D, YYYY in *:", "D-M-YYYY"] }
place = "{where}"
tags = { from = "{tags}", split = "," }

[speaker]
name = "{who}"
kind = { from = "{what}", table = { "p" = "person", "o" = "organization" }, default = "person" }
split = " & "
unnamed = ["viral *"]

[speaker.role]
title = "{job}"
of = "{state}"
of-kind = "place"

[source]
url = "https://checks.example/{id}"
title = "{title}"
publisher = "Checks"
published = { from = "{checked}", patterns = "D/M/YYYY" }

[verdict]
label = "{rating}"
on = { from = "{checked}", patterns = "D/M/YYYY" }
rating = "{score}"
worst = "1"
best = "5"

[verdict.labels]
"Half true" = "mixed"
"#;

const TABLE: &str = "id,claim,lang,topics,topic kind,when,where,tags,who,what,job,state,title,checked,rating,score,other
a/1,The dam broke,NA,water;dams and floods,,\"stated on April 13, 2016 in a TV ad:\",Lenn,\"x,y\",Ada Marsh,p,Minister of Water,Estmark,On the dam,03/04/2025,Half true,3,kept
2,انهار السد,Arabic,water,,13-12-2025,null,,Ada Marsh & Bo Lind,p,Member,,On the dam 2,04/04/2025,NA,,
3,שלום,iw,Lenn,place,03/04/2025,,,viral video,,,,Three,05/04/2025,Half true,,
4,Selamat pagi,in,Lenn,place,,,,,,,,Four,06/04/2025,Half true,,
";

#[test]
fn every_part_of_a_map_comes_to_its_field() {
    let place = Place::new();
    let table = place.write("claims.csv", TABLE);
    let ran = place.import(&table, MAP, &[]).sound("").ended(0);
    for said in [
        "4 of 4 taken",
        "dates not read: 1 (row 4: `said`: \"03/04/2025\")",
        "speakers who are not named: 1 (row 4: \"viral video\")",
        "without a speaker: somebody who is not named: 1 (row 5)",
        "without a verdict: 1 (row 3)",
        "roles that do not say which of several speakers has them: 1",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    let shown = place.dictum(&["query", "show claim a-1", "--format", "ndjson"]).ended(0).text();
    for part in [
        "\"edtf\":\"2016-04-13\"",
        "\"other\":\"kept\"",
        "\"id as written\":\"a/1\"",
        "\"lang\":\"en\"",
        "checks-example-a-1",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    assert_eq!(place.count("claims by \"Ada Marsh\""), 2);
    assert_eq!(place.count("claims by \"Minister of Water\""), 1);
    assert_eq!(place.count("claims said at Lenn"), 1);
    assert_eq!(place.count("claims about Lenn"), 2);
    assert_eq!(place.count("claims about floods tagged x"), 1);
    assert_eq!(place.count("claims rated mixed"), 3);
    // Languages by the tags that others give.
    assert_eq!(place.count("claims in Hebrew"), 1);
    assert_eq!(place.count("claims in Indonesian"), 1);
    assert_eq!(place.count("claims in Arabic on 2025-12-13"), 1);
    let checked = place.dictum(&["check"]).ended(0).text();
    assert!(checked.contains("all is well"), "{checked}");
}

#[test]
fn the_same_file_again_changes_nothing_and_a_changed_row_is_said() {
    let place = Place::new();
    let table = place.write("claims.csv", TABLE);
    place.import(&table, MAP, &[]).ended(0);
    let digest = place.digest();
    let ran = place.import(&table, MAP, &[]).ended(0);
    assert!(
        ran.err.contains("4 of 4 taken, 4 there already") && ran.err.contains("nothing new"),
        "{}",
        ran.err
    );
    assert_eq!(place.digest(), digest);
    let changed = place.write("changed.csv", TABLE.replace("The dam broke", "The dam leaks"));
    let ran = place.import(&changed, MAP, &[]).sound("").ended(1);
    assert!(
        ran.err.contains("row 2: claim `a-1` is already recorded, and differs in `statement`"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--changed correct"), "{}", ran.err);
    assert_eq!(place.digest(), digest);
    let ran = place.import(&changed, MAP, &["--changed", "keep"]).ended(0);
    assert!(ran.err.contains("kept as recorded") && ran.err.contains("nothing new"), "{}", ran.err);
    assert_eq!(place.digest(), digest);
    let ran = place.import(&changed, MAP, &["--changed", "correct", "--dry-run"]).ended(0);
    assert!(ran.err.contains("would be corrected: 1"), "{}", ran.err);
    assert_eq!(place.digest(), digest);
    let ran = place.import(&changed, MAP, &["--changed", "correct"]).ended(0);
    assert!(ran.err.contains("corrected: 1") && ran.err.contains("1 recorded"), "{}", ran.err);
    assert!(place.ask("show claim a-1").contains("The dam leaks"));
    assert!(place.dictum(&["query", "history of claim a-1"]).text().contains("row 2 of the file says so"));
}

#[test]
fn what_is_wrong_leaves_the_database_as_it_was() {
    let place = Place::new();
    let table = place.write("claims.csv", TABLE);
    place.import(&table, MAP, &[]).ended(0);
    let digest = place.digest();
    let labels = "id,claim,who,rating\n9,new,A,Odd\n10,newer,B,Odd\n11,newest,C,\"Quite \"\"odd\"\"\"\n";
    let map = SIMPLE.to_owned() + "[verdict]\nlabel = \"{rating}\"\n";
    let ran = place.import(&place.write("labels.csv", labels), &map, &[]).sound("").ended(1);
    assert!(ran.err.contains("\"Odd\" (2 rows, the first 2), \"Quite \\\"odd\\\"\" (row 4)"), "{}", ran.err);
    assert_eq!(place.digest(), digest);
    // What the message offers can be put into the map as it is.
    let offered: Vec<&str> =
        ran.err.lines().map(str::trim).filter(|line| line.ends_with("= \"other\"")).collect();
    assert_eq!(offered.len(), 2);
    let mended = format!("{map}[verdict.labels]\n{}\n", offered.join("\n"));
    place.import(&place.path("labels.csv"), &mended, &[]).ended(0);
    assert_eq!(place.count("claims rated other"), 3);
}

#[test]
fn a_name_is_the_entity_that_the_database_has() {
    let place = Place::new();
    place.write("known.claims", "add person ada-1961 \"Ada Marsh\"@en, \"آدا مارش\"@ar\nadd person smith-a \"John Smith\"\nadd person smith-b \"John Smith\"\n");
    place.dictum(&["run", "known.claims"]).ended(0);
    let table = place.write(
        "t.csv",
        "id,claim,who\n1,one,آدا مارش\n2,two,ADA MARSH\n3,three,Bo Lind\n4,four,BO LIND\n5,five,Bo Lindt\n",
    );
    let ran = place.import(&table, SIMPLE, &[]).ended(0);
    assert_eq!(place.count("claims by ada-1961"), 2);
    assert_eq!(place.count("claims by \"Bo Lind\""), 2);
    assert!(ran.err.contains("taken for one name: Bo Lind, BO LIND"), "{}", ran.err);
    assert!(ran.err.contains("nearly the same, and two names: Bo Lind, Bo Lindt"), "{}", ran.err);
    let table = place.write("s.csv", "id,claim,who\n7,seven,John Smith\n");
    let ran = place.import(&table, SIMPLE, &[]).sound("").ended(1);
    assert!(
        ran.err.contains("`John Smith` can be 2 things here")
            && ran.err.contains("\"John Smith\" = \"smith-a\""),
        "{}",
        ran.err
    );
    place.import(&table, &(SIMPLE.to_owned() + "[entities]\n\"John Smith\" = \"smith-b\"\n"), &[]).ended(0);
    assert_eq!(place.count("claims by smith-b"), 1);
}

#[test]
fn roles_with_dates_are_held_by_the_speaker() {
    let place = Place::new();
    let table = place.write("t.csv", "id,claim,who,job,of,from,until\n1,one,Ada Marsh,Minister,Estmark,1-2-2020,\n2,two,Ada Marsh,Member,Estmark,2010,2019\n");
    let map = SIMPLE.to_owned()
        + "[speaker.role]\ntitle = \"{job}\"\nof = \"{of}\"\nof-kind = \"place\"\nfrom = { from = \"{from}\", patterns = [\"D-M-YYYY\", \"YYYY\"] }\nuntil = \"{until}\"\n";
    for _ in 0..2 {
        place.import(&table, &map, &[]).ended(0);
    }
    let shown = place.dictum(&["query", "show \"Ada Marsh\"", "--format", "ndjson"]).ended(0).text();
    assert!(shown.contains("2020-02-01") && shown.contains("2019"), "{shown}");
    assert_eq!(place.count("claims by Minister on 2020-02-01"), 0);
    assert!(shown.contains("minister") && shown.contains("estmark"), "{shown}");
}

/// What a map can have wrong: the map, the line, and what is said and offered.
const WRONG: &[(&str, usize, &str, &str)] = &[
    ("[claim\n", 1, "not TOML", "`key = \"value\"`"),
    ("[claim]\nstatement = \"{claim}\"\n", 1, "no section `[source]`", "[source]"),
    ("[source]\ntitle = \"x\"\n", 1, "no section `[claim]`", "statement"),
    (
        "[claim]\nstatment = \"{claim}\"\n[source]\ntitle = \"x\"\n",
        1,
        "`[claim]` needs `statement`",
        "{claim}",
    ),
    ("[claim]\nstatement = \"{claim\"\n[source]\ntitle = \"x\"\n", 2, "a column stands between", "`{id}`"),
    ("[claim]\nstatement = 3\n[source]\ntitle = \"x\"\n", 2, "`statement` should be", "statement = "),
    (
        "[claim]\nstatement = \"{claim}\"\nsaids = \"{when}\"\n[source]\ntitle = \"x\"\n",
        3,
        "has no `saids`",
        "said",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nsaid = { from = \"{w}\", patterns = [\"D-M\"] }\n[source]\ntitle = \"x\"\n",
        3,
        "has no year",
        "YYYY",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nsaid = { from = \"{w}\", patterns = \"D-M-YY\" }\n[source]\ntitle = \"x\"\n",
        3,
        "century",
        "century = 20",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nsaid = { patterns = \"YYYY\" }\n[source]\ntitle = \"x\"\n",
        3,
        "needs `from`",
        "{column}",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nsaid = { from = \"{w}\", months = \"tlh\" }\n[source]\ntitle = \"x\"\n",
        3,
        "months of `tlh`",
        "`ar`",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nlanguage = \"klingonish\"\n[source]\ntitle = \"x\"\n",
        3,
        "not a known language",
        "`ar`",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\nmode = \"said\"\n[source]\ntitle = \"x\"\n",
        3,
        "not a mode",
        "\"quote\"",
    ),
    ("[claim]\nstatement = \"{claim}\"\n[source]\nnote = \"x\"\n", 3, "needs `url`", "{url}"),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\nmedium = \"papyrus\"\n",
        5,
        "not a medium",
        "\"article\"",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[speaker]\nname = \"{who}\"\nkind = \"persn\"\n",
        7,
        "no kind of entity",
        "did you mean person",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[speaker]\nname = \"{who}\"\nmissing = \"skip\"\n",
        7,
        "cannot be \"skip\"",
        "\"unnamed\"",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[verdict]\nlabel = \"{r}\"\n",
        6,
        "whose verdicts",
        "by = ",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\npublisher = \"P\"\ntitle = \"x\"\n[verdict]\nlabel = \"{r}\"\n[verdict.labels]\n\"No\" = \"flase\"\n",
        9,
        "none of ours",
        "did you mean false",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[file]\nencoding = \"utf-9\"\n",
        6,
        "no encoding `utf-9`",
        "`windows-1256` (Arabic)",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[file]\nseparator = \"::\"\n",
        6,
        "one sign",
        "separator = ",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[file]\nheader = \"first\"\n",
        6,
        "`header` should be",
        "header = 1",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[claims]\n",
        5,
        "no section `claims`",
        "did you mean claim",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[entities]\n\"A\" = \"a b\"\n",
        6,
        "cannot hold",
        "letters, digits",
    ),
    // The table's own columns.
    (
        "[claim]\nstatement = \"{claims}\"\n[source]\ntitle = \"x\"\n",
        2,
        "no column `claims`",
        "did you mean claim",
    ),
    (
        "[claim]\nstatement = \"{claim}\"\n[source]\ntitle = \"x\"\n[extra]\nonly = [\"whoo\"]\n",
        6,
        "no column `whoo`",
        "did you mean who",
    ),
];

#[test]
fn what_is_wrong_with_a_map_has_its_line_and_a_fix() {
    let place = Place::new();
    let table = place.write("table.csv", "id,claim,who\n1,one,A\n");
    for (map, line, said, offered) in WRONG {
        let ran = place.import(&table, map, &[]).sound(map).ended(1);
        assert!(ran.err.contains(said), "{map}: {said}\n{}", ran.err);
        assert!(ran.err.contains(&format!("┌ map.toml:{line}:")), "{map}: line {line}\n{}", ran.err);
        assert!(ran.err.contains(offered), "{map}: {offered}\n{}", ran.err);
        assert!(!place.path("db.dictum").exists());
    }
}

#[test]
fn a_first_map_runs_as_it_stands() {
    let place = Place::new();
    let table = place.write("claims.csv", TABLE);
    let table = table.display().to_string();
    place.dictum(&["map", &table, "--output", "first.toml"]).sound("").ended(0);
    let text = std::fs::read_to_string(place.path("first.toml")).unwrap();
    for part in
        ["statement = \"{claim}\"", "name = \"{who}\"", "title = \"{job}\"", "a guess", "# row 2", "null = ["]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let ran = place.dictum(&["import", &table, "--map", "first.toml"]).ended(0);
    assert!(ran.err.contains("4 of 4 taken"), "{}", ran.err);
    // A name with braces in it is called by its number.
    let braces =
        place.write("braces.csv", "id,{claim}\n1,one and only\n2,the other one\n").display().to_string();
    place.dictum(&["map", &braces, "--output", "braces.toml"]).ended(0);
    let ran = place.dictum(&["import", &braces, "--map", "braces.toml"]);
    assert!(ran.err.contains("2 of 2 taken"), "{}", ran.err);
    // A date that can be two is left to whoever reads the map.
    let table =
        place.write("dates.csv", "claim,date\none,03/04/2025\ntwo,04/05/2025\n").display().to_string();
    let text = place.dictum(&["map", &table]).ended(0).text();
    assert!(text.contains("can be D/M/YYYY or M/D/YYYY"), "{text}");
    let table =
        place.write("dates.csv", "claim,date\none,03/04/2025\ntwo,24/05/2025\n").display().to_string();
    let text = place.dictum(&["map", &table]).ended(0).text();
    assert!(text.contains("patterns = [\"D/M/YYYY\"]"), "{text}");
}

#[test]
fn a_first_map_sees_that_a_table_has_no_names_of_columns() {
    let place = Place::new();
    let table = place.write(
        "liar.tsv",
        "2635.json\tfalse\tSays that a group of no name supports what everybody in the state is against.\tada\n\
         10540.json\thalf-true\t\"It started when gas took off...\" and so on, without an end to it\tbo\n\
         324.json\tfalse\tThe bill would make it a crime to feed a bird in a park in the winter\tada\n",
    );
    let table = table.display().to_string();
    place.dictum(&["map", &table, "--output", "first.toml"]).ended(0);
    let text = std::fs::read_to_string(place.path("first.toml")).unwrap();
    assert!(text.contains("header = false") && text.contains("statement = \"{3}\""), "{text}");
    assert!(text.contains("label = \"{2}\"") && text.contains("\"half-true\" = \"mixed\""), "{text}");
    let ran = place.dictum(&["import", &table, "--map", "first.toml"]).ended(0);
    assert!(ran.err.contains("3 of 3 taken"), "{}", ran.err);
}
