//! What is fuzzed: whatever reads text or bytes that somebody else may have written. Each function takes any input and
//! panics only where a promise is broken. `fuzz/` hands them to libFuzzer; the tests below run them over inputs that are
//! kept, so that they are compiled, and hold, whenever the tests run.

#![allow(clippy::panic, reason = "a fuzzer looks for panics")]

use crate::exchange::interchange::{Given, Lines, read_line, read_line_carefully, write_record};
use crate::language::syntax::Spans;
use crate::language::{completeness, format_script, parse_ask, parse_script};
use crate::model::{Date, Problem, Record};
use crate::output::Style;
use crate::output::error_report::reports;

pub use crate::store::fuzzing::{index, journal, record};

/// A script is formatted to text that parses as the same script; anything else is refused with a message and a place in it.
pub fn language(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let _ = completeness(text);
    if let Err(problem) = parse_ask(text) {
        assert_refused(&[problem], text);
    }
    let script = match parse_script(text) {
        Ok(script) => script,
        Err(problems) => return assert_refused(&problems, text),
    };
    let formatted = format_script(&script);
    let again = parse_script(&formatted).unwrap_or_else(|problems| {
        panic!("{}", reports(&problems, "formatted", Some(&formatted), &Style::PLAIN))
    });
    assert_eq!(script.without_spans(), again.without_spans(), "{formatted}");
    assert_eq!(format_script(&again), formatted);
}

/// A record that is read is written as a line that gives the same record; the quick reader and the careful one agree.
pub fn interchange(input: &[u8]) {
    for read in Lines::new(input) {
        match read {
            Ok(incoming) => {
                if let Given::Record(record) = &incoming.what {
                    assert_written_and_read(record);
                }
            }
            Err(problems) => assert_refused(&problems, ""),
        }
    }
    for line in input.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok()) {
        assert_eq!(read_line(line, 1), read_line_carefully(line, 1), "the two readers differ: {line}");
    }
}

fn assert_written_and_read(record: &Record) {
    let mut line = Vec::new();
    write_record(&mut line, record).expect("writing to memory does not fail");
    let mut lines = Lines::new(line.as_slice());
    let read = lines.next().expect("a line was written").expect("what was written can be read");
    assert_eq!(read.what, Given::Record(record.clone()), "{}", String::from_utf8_lossy(&line));
    assert!(lines.next().is_none(), "a record is one line");
}

/// A date that is read has bounds in the right order and is read as the same date again; anything else is refused with a
/// message.
pub fn date(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let date = match Date::parse(text) {
        Ok(date) => date,
        Err(error) => {
            assert!(!error.message.is_empty());
            assert!(text.get(error.span.clone()).is_some(), "{:?} is no place in {text:?}", error.span);
            return;
        }
    };
    assert_eq!(date.as_str(), text);
    assert!(date.interval().earliest <= date.interval().latest, "{text}");
    let civil = date.dating().civil();
    assert!(civil.earliest <= civil.latest, "{text}");
    assert_eq!(Date::spanning(&date, &date).map(|both| both.interval()), Some(date.interval()), "{text}");
}

/// A refusal says what is wrong, and its place is one that the text has.
fn assert_refused(problems: &[Problem], text: &str) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        assert!(!problem.message().is_empty());
        if let Some(span) = problem.span() {
            assert!(text.get(span.range()).is_some(), "{span:?} is no place in {text:?}: {problem}");
        }
    }
    assert!(!reports(problems, "fuzz", Some(text), &Style::PLAIN).is_empty());
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::exchange::interchange::write_record;
    use crate::session::Session;
    use crate::store::Change;
    use crate::store::fuzzing::seeds_of;

    type Target = fn(&[u8]);

    const TARGETS: [(&str, Target); 6] = [
        ("language", super::language),
        ("interchange", super::interchange),
        ("date", super::date),
        ("record", super::record),
        ("journal", super::journal),
        ("index", super::index),
    ];

    const DATES: &str = "2025 2025-07 2025-07-10 2025-07-10T09:30:00Z 2025-07-10T23:30:00+04:00 XXXX-07-10 202X 20XX \
        2025-21 2025? 2025-07~ 2025%-07 ?2025-07-10 2025-07-10/2025-07-12 2024-09-15/.. ../2024 2025~/2026? -0044-03-15 \
        Y-17000 2025-13-01 July 10 10.07.2025 2025-02-30";

    fn file(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    /// What fuzzers have found.
    fn found(target: &str) -> Vec<Vec<u8>> {
        let Ok(entries) = fs::read_dir(file("fuzz/found").join(target)) else { return Vec::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths.iter().map(|path| fs::read(path).expect("an input")).collect()
    }

    /// Inputs of each target made from the fixture: what fuzzing begins with.
    fn seeds() -> Vec<(&'static str, Vec<u8>)> {
        let read = |path: &str| fs::read_to_string(file(path)).expect("a text");
        let fixture = read("fixtures/caucasus.claims");
        let mut seeds: Vec<(&str, Vec<u8>)> = Vec::new();
        let texts = fixture.split("\n\n").chain(DATES.split_whitespace()).map(str::to_owned);
        let examples = read("tests/grammar/examples.claims");
        seeds.extend(
            texts.chain(examples.lines().map(str::to_owned)).map(|text| ("language", text.into_bytes())),
        );
        seeds.extend(DATES.split_whitespace().map(|date| ("date", date.as_bytes().to_vec())));

        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("seeds.dictum");
        let (mut session, _) =
            Session::open(&database, true, "fuzz", &mut |_, _| ()).expect("a new database");
        // So many that the index writes a file of its own for them.
        let many: String = (0..1000).map(|n| format!("add topic topic-{n} \"Topic {n}\"@en\n\n")).collect();
        for script in [&fixture, &many] {
            session.run(script, None, &mut |_| ()).expect("a script that is right");
        }
        let stored = seeds_of(session, &database);
        for (target, seed) in &stored {
            if let ("record", Ok(Change::Add(record))) = (*target, crate::store::codec::decode_change(seed)) {
                let mut line = Vec::new();
                write_record(&mut line, &record).expect("writing to memory does not fail");
                seeds.push(("interchange", line));
            }
        }
        seeds.extend(stored);
        seeds
    }

    /// With `DICTUM_CORPUS=FOLDER`, the seeds are also written there (`fuzz/run` does so).
    #[test]
    fn seeds_hold_and_so_do_inputs_near_them() {
        let corpus = std::env::var_os("DICTUM_CORPUS").map(PathBuf::from);
        for (number, (name, seed)) in seeds().into_iter().enumerate() {
            let (_, target) = TARGETS.iter().find(|(target, _)| *target == name).expect("a target");
            if let Some(corpus) = &corpus {
                fs::create_dir_all(corpus.join(name)).expect("a folder for the seeds");
                fs::write(corpus.join(name).join(format!("seed-{number}")), &seed)
                    .expect("a seed is written");
            }
            target(&seed);
            if seed.is_empty() {
                continue;
            }
            let at = number.wrapping_mul(7919) % seed.len();
            target(&seed[..at]);
            let mut changed = seed;
            changed[at] ^= 1 << (number % 8);
            target(&changed);
        }
    }

    #[test]
    fn what_fuzzers_found_holds() {
        for (name, target) in TARGETS {
            found(name).iter().for_each(|input| target(input));
        }
    }
}
