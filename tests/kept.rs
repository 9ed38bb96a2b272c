//! What was written is recorded, in its place, or refused: fields in any order, corrections, lines of interchange.

use std::collections::BTreeSet;

use dictum::model::Problem;
use dictum::model::problem::Problems;
use dictum::session::Session;
use dictum::session::export::RecordFormat;

use prng::Rng;

use crate::common::inside;
use crate::support::prng;

const WORLD: &str = r#"
add person a "Ada"@en
add person b "Bo"@en
add topic t "tolls"@en
add place p "Old Ford"@en
add source s1 title "One"
add source s2 title "Two"
add source s3 title "Three"
add source s4 title "Four"
add source s5 title "Five"
add source s6 title "Six"
add claim base "Base"@en quoted by a read in s1
"#;

struct World {
    session: Session,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut session = inside::session(&folder.path().join("kept.dictum"));
    inside::run(&mut session, WORLD);
    World { session, _folder: folder }
}

fn exported(session: &Session) -> String {
    let mut out = Vec::new();
    session.export_all(RecordFormat::Script, &mut out).expect("the export is written");
    String::from_utf8(out).expect("a script is text")
}

/// The lines of one record of an export, without its head and margins.
fn record<'e>(export: &'e str, head: &str) -> Vec<&'e str> {
    let mut lines = export.lines().skip_while(|line| !line.starts_with(head));
    assert!(lines.next().is_some(), "{head} is not in the export:\n{export}");
    lines.take_while(|line| line.starts_with(' ')).map(str::trim).collect()
}

fn writings(problems: &[Problem]) -> Vec<String> {
    let hints = problems.iter().flat_map(Problem::hints);
    hints.filter_map(|hint| Some(hint.strip_prefix("write `")?.strip_suffix('`')?.to_owned())).collect()
}

// ---- claims -----------------------------------------------------------------------------------------------------------

/// One piece of a claim as it is written.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    ReadIn(&'static str),
    Locator(String),
    Via(&'static str),
    Words(String),
    /// A field that stands once at most.
    Other(&'static str),
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Piece::ReadIn(source) => format!("read in {source}"),
            Piece::Locator(locator) => format!("locator \"{locator}\""),
            Piece::Via(source) => format!("via {source}"),
            Piece::Words(words) => format!("words \"{words}\"@en"),
            Piece::Other(field) => (*field).to_owned(),
        }
    }
}

const SOURCES: [&str; 4] = ["s1", "s2", "s3", "s4"];

const BEHIND: [&str; 2] = ["s5", "s6"];

const OTHERS: [&str; 8] = [
    "by b",
    "about t",
    "said 2025-07-12",
    "said at p",
    "tagged costs",
    "note \"N\"",
    "translation \"T\"@ar",
    "extra \"k\" \"v\"",
];

fn pieces(rng: &mut Rng, number: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = (0..rng.below(7))
        .map(|at| match rng.below(9) {
            0 | 1 => Piece::ReadIn(SOURCES[rng.below(4)]),
            2 | 3 => Piece::Locator(format!("L{number}-{at}")),
            4 => Piece::Via(BEHIND[rng.below(2)]),
            5 | 6 => Piece::Words(format!("W{number}-{at}")),
            _ => Piece::Other(OTHERS[rng.below(OTHERS.len())]),
        })
        .collect();
    pieces.insert(rng.below(pieces.len() + 1), Piece::Other("quoted"));
    pieces
}

/// A citation as the export has it, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cited {
    source: String,
    locator: Option<String>,
    via: Option<String>,
    words: Option<String>,
}

impl Cited {
    fn of(source: &str) -> Cited {
        Cited { source: format!("read in {source}"), ..Cited::default() }
    }

    fn slot(&mut self, piece: &Piece) -> &mut Option<String> {
        match piece {
            Piece::Locator(_) => &mut self.locator,
            Piece::Via(_) => &mut self.via,
            _ => &mut self.words,
        }
    }

    fn text(&self) -> String {
        let parts = [Some(&self.source), self.locator.as_ref(), self.via.as_ref(), self.words.as_ref()];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    }
}

/// The lines that the export shall have, or nothing where the claim is to be refused; and whether it is so only for the
/// parts that stand before the first `read in`.
fn expected(pieces: &[Piece], standing: Option<&Cited>) -> (Option<BTreeSet<String>>, bool) {
    let (mut early, mut cited, mut lines) = (Cited::default(), Vec::<Cited>::new(), BTreeSet::new());
    for piece in pieces {
        let is_twice = match piece {
            Piece::ReadIn(source) => {
                cited.push(Cited::of(source));
                false
            }
            Piece::Other(field) => !lines.insert((*field).to_owned()),
            part => cited.last_mut().unwrap_or(&mut early).slot(part).replace(part.text()).is_some(),
        };
        if is_twice {
            return (None, false);
        }
    }
    let is_early = early != Cited::default();
    if cited.is_empty() {
        let Some(standing) = standing else { return (None, false) };
        cited.push(Cited {
            source: standing.source.clone(),
            locator: early.locator.or_else(|| standing.locator.clone()),
            via: early.via.or_else(|| standing.via.clone()),
            words: early.words.or_else(|| standing.words.clone()),
        });
    } else if is_early {
        return (None, true);
    }
    let distinct: BTreeSet<Cited> = cited.iter().cloned().collect();
    if distinct.len() < cited.len() {
        return (None, false);
    }
    lines.extend(cited.iter().map(Cited::text));
    (Some(lines), false)
}

fn claim(id: &str, pieces: &[Piece]) -> String {
    let texts: Vec<String> = pieces.iter().map(Piece::text).collect();
    format!("add claim {id} \"S\"@en {}", texts.join(" "))
}

#[test]
fn what_a_claim_says_is_exported_in_its_place_or_refused() {
    let mut world = world();
    let mut rng = Rng::new(5);
    let (mut script, mut accepted, mut early) = (String::new(), Vec::new(), 0);
    for (standing, number) in
        [("", 0), ("s1", 1), ("s1 locator \"L\"", 2), ("s2 via s5", 3), ("s4 words \"W\"", 4)]
    {
        let standing_line = if standing.is_empty() { "reading nothing" } else { standing };
        let standing_line = format!("reading {}", standing_line.trim_start_matches("reading "));
        script += &format!("{standing_line}\n");
        let standing = match standing.split_once(' ') {
            _ if standing.is_empty() => None,
            None => Some(Cited::of(standing)),
            Some((source, part)) => {
                let mut cited = Cited::of(source);
                *match part.split(' ').next() {
                    Some("locator") => &mut cited.locator,
                    Some("via") => &mut cited.via,
                    _ => &mut cited.words,
                } = Some(part.to_owned());
                Some(cited)
            }
        };
        for at in 0..300 {
            let id = format!("c{number}-{at}");
            let pieces = pieces(&mut rng, at);
            let text = claim(&id, &pieces);
            let ran = world.session.dry_run(&format!("{standing_line}\n{text}"));
            match (expected(&pieces, standing.as_ref()), ran) {
                ((Some(lines), _), Ok(_)) => {
                    script += &format!("{text}\n");
                    accepted.push((id, lines));
                }
                ((None, is_early), Err(problems)) => {
                    if is_early {
                        early += 1;
                        each_reading_runs(
                            &world.session,
                            &standing_line,
                            &pieces,
                            &problems,
                            standing.is_some(),
                        );
                    }
                }
                ((Some(_), _), Err(problems)) => panic!("{standing_line}\n{text}\nis refused: {problems:?}"),
                ((None, _), Ok(_)) => panic!("{standing_line}\n{text}\nis accepted, and cannot be kept"),
            }
        }
    }
    assert!(accepted.len() > 300 && early > 100, "{} accepted, {early} early", accepted.len());
    inside::run(&mut world.session, &script);
    let export = exported(&world.session);
    for (id, lines) in accepted {
        let found: BTreeSet<String> =
            record(&export, &format!("add claim {id} ")).into_iter().map(str::to_owned).collect();
        assert_eq!(found, lines, "{id}");
    }
}

/// Puts each reading that is offered in the place of the early parts and the first `read in` with its own parts.
fn each_reading_runs(
    session: &Session,
    standing: &str,
    pieces: &[Piece],
    problems: &[Problem],
    stands: bool,
) {
    let is_part = |piece: &Piece| matches!(piece, Piece::Locator(_) | Piece::Via(_) | Piece::Words(_));
    let first = pieces.iter().position(|piece| matches!(piece, Piece::ReadIn(_))).expect("a `read in`");
    let second = (first + 1..pieces.len()).find(|at| matches!(pieces[*at], Piece::ReadIn(_)));
    let end = second.unwrap_or(pieces.len());
    let others: Vec<String> =
        pieces[..end].iter().filter(|p| matches!(p, Piece::Other(_))).map(Piece::text).collect();
    let rest: Vec<String> = pieces[end..].iter().map(Piece::text).collect();
    let written = writings(problems);
    let of_next = |part: &Piece| {
        pieces[first..end].iter().any(|own| std::mem::discriminant(own) == std::mem::discriminant(part))
    };
    let clashes = pieces[..first].iter().filter(|piece| is_part(piece)).any(of_next);
    let is_same =
        standing.split(' ').nth(1).is_some_and(|source| pieces[first].text() == format!("read in {source}"));
    let of_standing = stands && (clashes || !is_same);
    // Two parts of one kind stand in two citations of the document, which can be what the standing reading would give, or
    // are joined into one part where that can be.
    let of_standing = usize::from(of_standing);
    let readings = if clashes { 1..=of_standing + 2 } else { of_standing + 1..=of_standing + 1 };
    assert!(readings.contains(&written.len()), "{pieces:?} {problems:?}");
    for reading in written {
        let text =
            format!("{standing}\nadd claim x \"S\"@en {} {reading} {}", others.join(" "), rest.join(" "));
        if let Err(problems) = session.dry_run(&text) {
            let is_of_rules = problems[0].message().contains("twice");
            assert!(is_of_rules, "{text}\n{problems:?}");
        }
        for part in pieces[..first].iter().filter(|piece| is_part(piece)) {
            let given: &str = match part {
                Piece::Locator(given) | Piece::Words(given) => given,
                Piece::Via(given) => given,
                Piece::ReadIn(_) | Piece::Other(_) => continue,
            };
            assert!(reading.contains(given), "{reading} has lost {part:?}");
        }
    }
}

// ---- corrections --------------------------------------------------------------------------------------------------------

/// Runs a correction of a claim with this `add`, and gives the citations that it then has.
fn corrected(add: &str, correct: &str) -> Result<Vec<String>, Problems> {
    let mut world = world();
    inside::run(&mut world.session, add);
    world.session.run(correct, None, &mut |_| {})?;
    let export = exported(&world.session);
    let lines = record(&export, "add claim c ");
    Ok(lines.into_iter().filter(|line| line.starts_with("read in")).map(str::to_owned).collect())
}

#[test]
fn a_correction_keeps_parts_of_citations_in_their_place() {
    let one = "add claim c \"C\"@en quoted read in s1 locator \"A\"";
    let two = "add claim c \"C\"@en quoted read in s1 locator \"A\" read in s2";
    let cases: [(&str, &str, &[&str]); 10] = [
        (one, "correct c locator \"B\"", &["read in s1 locator \"B\""]),
        (one, "correct c words \"W\" via s3", &["read in s1 locator \"A\" via s3 words \"W\""]),
        (one, "correct c also via s3", &["read in s1 locator \"A\" via s3"]),
        (one, "correct c read in s2 said 2025 words \"W\"", &["read in s2 words \"W\""]),
        (
            one,
            "correct c also read in s2 said 2025 locator \"B\"",
            &["read in s1 locator \"A\"", "read in s2 locator \"B\""],
        ),
        (one, "correct c read in s2 via s3 also via s4", &["read in s2 via s3, s4"]),
        (
            one,
            "correct c read in s2 locator \"B\" also read in s3 said 2025 locator \"D\" words \"W\"",
            &["read in s2 locator \"B\"", "read in s3 locator \"D\" words \"W\""],
        ),
        (one, "correct c without locator words \"W\"", &["read in s1 words \"W\""]),
        (two, "correct c read in s1 read in s2 locator \"B\"", &["read in s1", "read in s2 locator \"B\""]),
        (
            two,
            "correct c also read in s3 about t words \"W\"",
            &["read in s1 locator \"A\"", "read in s2", "read in s3 words \"W\""],
        ),
    ];
    for (add, correct, citations) in cases {
        assert_eq!(corrected(add, correct).expect(correct), citations, "{correct}");
    }
}

#[test]
fn a_correction_that_would_lose_something_is_refused() {
    let one = "add claim c \"C\"@en quoted read in s1 locator \"A\" words \"V\"";
    let two = "add claim c \"C\"@en quoted read in s1 locator \"A\" read in s2";
    let cases = [
        (one, "correct c locator \"B\" read in s2", 2),
        (one, "correct c words \"W\" also read in s2", 2),
        (one, "correct c via s3 said 2025 read in s2 via s4", 2),
        (two, "correct c locator \"B\" read in s3", 1),
        (two, "correct c locator \"B\"", 0),
        (two, "correct c without locator", 0),
        (one, "correct c read in s2 locator \"B\" said 2025 locator \"D\"", 0),
        (one, "correct c without words read in s2", 0),
        (one, "correct c without words words \"W\"", 0),
        (one, "correct c without tags also tagged x", 0),
        (one, "correct c also tagged x tagged y", 0),
        (one, "correct c also read in s2 read in s3", 0),
        (one, "correct c also words \"W\"", 0),
        (one, "correct c read in s2 also words \"W\"", 0),
        (one, "correct c also extra \"k\" \"1\" also extra \"k\" \"2\"", 0),
        (one, "correct c without note note \"N\"", 0),
        (one, "correct a named unnamed", 0),
        (
            "add claim c \"C\"@en quoted read in s1\nassess c false as v by b",
            "correct v read in s1 read in s2",
            0,
        ),
    ];
    for (add, correct, readings) in cases {
        let problems = corrected(add, correct).expect_err(correct);
        let written = writings(&problems);
        assert_eq!(written.len(), readings, "{correct}: {problems:?}");
        for reading in written {
            corrected(add, &format!("correct c {reading}"))
                .unwrap_or_else(|problems| panic!("{reading}: {problems:?}"));
        }
    }
}

#[test]
fn a_key_that_is_there_is_not_replaced_by_also() {
    let mut world = world();
    inside::run(&mut world.session, "correct base extra \"k\" \"1\"");
    let again = world.session.run("correct base also extra \"k\" \"2\"", None, &mut |_| {});
    assert!(again.is_err());
    inside::run(&mut world.session, "correct base also extra \"l\" \"2\"");
    assert!(exported(&world.session).contains("extra \"k\" \"1\"\n    extra \"l\" \"2\""));
}

#[test]
fn an_assessment_keeps_no_more_of_its_document_than_it_says() {
    let mut world = world();
    inside::run(&mut world.session, "assess base false as v by b read in s2");
    for part in ["locator \"p\"", "via s3", "words \"W\""] {
        let text = format!("correct v read in s3 {part}");
        assert!(world.session.run(&text, None, &mut |_| {}).is_err(), "{text}");
    }
    inside::run(&mut world.session, "correct v read in s3");
}

// ---- every other field --------------------------------------------------------------------------------------------------

#[test]
fn what_stands_twice_is_refused_wherever_it_stands() {
    let world = world();
    let twice = [
        "add person x \"X\"@en wikidata Q1 wikidata Q2",
        "add person x \"X\"@en note \"1\" note \"2\"",
        "add person x \"X\"@en extra \"k\" \"1\" extra \"k\" \"2\"",
        "add event x \"X\"@en on 2025 on 2026",
        "add event x \"X\"@en at p at p",
        "add topic x \"X\"@en within t within t",
        "add role r \"r\"@en plural \"rs\"@en plural \"rr\"@en",
        "add place x \"X\"@en demonym \"Xer\"@en demonym \"Xish\"@en",
        "add source x title \"1\" title \"2\"",
        "add source x published by a published 2025",
        "add source x published 2025 published by a on 2026",
        "add source x text \"1\" text \"2\"",
        "add source x author a author b",
        "add source x language en language ar",
        "add source x accessed 2025 accessed 2026",
        "add source x url \"http://a.example\" url \"http://b.example\"",
        "add source x citing s1 citing s2",
        "add claim x \"X\"@en quoted asserted read in s1",
        "add claim x \"X\"@en quoted read in s1 said 2025 said 2026",
        "add claim x \"X\"@en quoted read in s1 said at p said at p",
        "add claim x \"X\"@en quoted read in s1 by a by b",
        "add claim x \"X\"@en quoted read in s1 by a styled \"1\" styled \"2\"",
        "add claim x \"X\"@en quoted read in s1 addressed to a addressed to b",
        "add claim x \"X\"@en quoted read in s1 concerning 2025 concerning 2026",
        "add claim x \"X\"@en quoted read in s1 tagged a tagged b",
        "assess base false by a by b",
        "assess base false by a on 2025 on 2026",
        "assess base false by a label \"1\" label \"2\"",
        "assess base false by a rating 1 rating 2",
        "assess base false by a summary \"1\" summary \"2\"",
        "assess base false by a read in s1 read in s2",
        "define d as claims quoted note \"1\" note \"2\"",
        "reading s1 locator \"1\" locator \"2\"",
        "reading s1 via s2 via s3",
    ];
    for text in twice {
        assert!(world.session.dry_run(text).is_err(), "{text}");
    }
    let role = "add role r \"r\"@en\n";
    for text in ["since 2020 since 2021", "until 2020 until 2021", "title \"1\" title \"2\""] {
        let text = format!("{role}add person x \"X\"@en as r {text}");
        assert!(world.session.dry_run(&text).is_err(), "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_in_a_line_of_interchange_is_refused() {
    let mut world = world();
    let lines = [
        r#"{"type":"source","id":"x","title":"1","title":"2"}"#,
        r#"{"type":"source","id":"x","title":null,"title":"2"}"#,
        r#"{"type":"source","id":"x","extra":{"k":"1","k":"2"}}"#,
        r#"{"type":"claim","id":"x","statement":"X","mode":"quote","citations":[{"source":"s1","locator":"1","locator":"2"}]}"#,
        r#"{"type":"claim","id":"x","statement":"X","mode":"quote","speakers":["a"],"speakers":["b"],"citations":[{"source":"s1"}]}"#,
        r#"{"type":"claim","id":"x","statement":"X","mode":"quote","speakers":[{"id":"a","id":"b"}],"citations":[{"source":"s1"}]}"#,
        r#"{"type":"source","id":"x","published":"2025","published":"2026"}"#,
        r#"{"type":"assessment","id":"x","claim":"base","by":"a","verdict":"false","verdict":"true"}"#,
        r#"{"type":"assessment","id":"x","claim":"base","by":"a","verdict":"false","rating":{"value":1,"value":2}}"#,
    ];
    for line in lines {
        let problems = inside::import(&mut world.session, line.as_bytes()).expect_err(line);
        assert!(problems[0].message().contains("twice"), "{line}: {problems:?}");
    }
}
