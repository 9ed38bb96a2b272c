//! Runs the blocks of a page in a temporary folder. There is no shell: a command line is cut into words, and the first
//! says what is run.
//!
//! - `dictum …` and `cargo run --release -- …`: the program
//! - `cargo test`: what is running already
//! - `cat FILE…`, `rm FILE…`
//! - `export NAME=VALUE`; `NAME=$(date -u +%Y-%m-%dT%H:%M:%SZ)`: a variable; the second waits for the next second, so that
//!   what is done after it is later
//! - `$NAME` stands for a variable, outside of '…'; `< FILE` at the end gives the standard input

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{Days, Utc};
use tempfile::TempDir;

use super::compare::{fits, settled};
use super::page::{Block, Page};

/// Who records, on every page.
const AUTHOR: &str = "mira";

#[derive(Default)]
pub struct Failures {
    pub said: Vec<Failure>,
    /// The blocks as they should stand, by where they start.
    pub rewritten: BTreeMap<usize, Vec<String>>,
}

pub struct Failure {
    /// The line, and what is wrong there.
    pub text: String,
    /// Rewriting the block mends it.
    pub is_mended: bool,
}

impl Failures {
    fn say(&mut self, line: usize, text: &str) {
        self.said.push(Failure { text: format!("{}: {text}", line + 1), is_mended: false });
    }
}

/// Runs a page.
pub fn run(page: &Page) -> Failures {
    let mut failures = Failures::default();
    let mut place = Place::new();
    for block in &page.blocks {
        match block.kind() {
            "console" => place.console(block, &mut failures),
            "sh" => place.commands(block, &mut failures),
            "claims" => place.claims(block, &mut failures),
            "json-lines" => place.json_lines(block, &mut failures),
            "json" => {
                if let Err(error) = serde_json::from_str::<serde_json::Value>(&block.lines.join("\n")) {
                    failures.say(block.start, &format!("this is no JSON: {error}"));
                }
            }
            "csv" => place.file(block),
            "toml" if block.argument().is_some() => place.file(block),
            // Screens of the REPL: tests/repl.rs plays them.
            // `cargo test --doc` runs those of `rust`: see the end of src/lib.rs.
            "screen" | "toml" | "text" | "rust" => {}
            other => {
                failures.say(block.start - 1, &format!("`{other}` is no sort of block that this test knows"));
            }
        }
    }
    failures
}

/// Where a page runs.
struct Place {
    folder: TempDir,
    variables: BTreeMap<String, String>,
    exported: BTreeMap<String, String>,
    scripts: usize,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (from, to) = (super::at_root("fixtures"), folder.path().join("fixtures"));
        fs::create_dir(&to).expect("a folder");
        for entry in fs::read_dir(from).expect("fixtures") {
            let entry = entry.expect("a folder's entry");
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
            }
        }
        let exported = BTreeMap::from([("DICTUM_AUTHOR".to_owned(), AUTHOR.to_owned())]);
        Place { folder, variables: BTreeMap::new(), exported, scripts: 0 }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    // ---- blocks ----

    fn console(&mut self, block: &Block, failures: &mut Failures) {
        let mut lines: Vec<String> = Vec::new();
        let mut is_changed = false;
        let mut rest = block.lines.as_slice();
        let mut number = block.start;
        while let [line, after @ ..] = rest {
            lines.push(line.clone());
            let Some(command) = line.strip_prefix("$ ") else {
                return failures.say(number, "a command begins with `$ `");
            };
            let end = after.iter().position(|line| line.starts_with("$ ")).unwrap_or(after.len());
            let given: Vec<String> = trimmed(&after[..end]);
            match self.run(command) {
                Err(error) => failures.say(number, &error),
                Ok(ran) => {
                    let written = trimmed(&ran.lines());
                    if fits(&given, &written) {
                        lines.extend(after[..end].iter().cloned());
                    } else {
                        is_changed = true;
                        let text = format!(
                            "{}: `{command}`\n--- the page\n{}\n--- the program\n{}",
                            number + 1,
                            given.join("\n"),
                            written.join("\n")
                        );
                        failures.said.push(Failure { text, is_mended: true });
                        lines.extend(written.iter().map(|line| settled(line, &today())));
                        if end < after.len() {
                            lines.push(String::new());
                        }
                    }
                }
            }
            number += 1 + end;
            rest = &after[end..];
        }
        if is_changed {
            failures.rewritten.insert(block.start, lines);
        }
    }

    fn commands(&mut self, block: &Block, failures: &mut Failures) {
        for (offset, line) in block.lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match self.run(line) {
                Ok(ran) if ran.code == 0 => {}
                Ok(ran) => {
                    failures.say(block.start + offset, &format!("`{line}`\n{}", ran.lines().join("\n")));
                }
                Err(error) => failures.say(block.start + offset, &error),
            }
        }
    }

    fn claims(&mut self, block: &Block, failures: &mut Failures) {
        let text = block.lines.join("\n") + "\n";
        if let Err(problems) = dictum::language::parse_script(&text) {
            let problems: Vec<String> = problems.iter().map(|problem| format!("{problem:?}")).collect();
            return failures.say(block.start, &format!("this does not parse:\n{}", problems.join("\n")));
        }
        match block.argument() {
            Some("parse") => {}
            Some(name) => fs::write(self.path().join(name), text).expect("a file can be written"),
            None => {
                self.scripts += 1;
                let name = format!("block-{}.claims", self.scripts);
                fs::write(self.path().join(&name), text).expect("a file can be written");
                self.must(&["run", &name], block, failures);
            }
        }
    }

    fn json_lines(&mut self, block: &Block, failures: &mut Failures) {
        let text = block.lines.join("\n") + "\n";
        if let Some(name) = block.argument() {
            return fs::write(self.path().join(name), text).expect("a file can be written");
        }
        self.scripts += 1;
        let name = format!("block-{}.ndjson", self.scripts);
        fs::write(self.path().join(&name), text).expect("a file can be written");
        self.must(&["import", &name], block, failures);
    }

    /// A block with a file's name is written to it.
    fn file(&mut self, block: &Block) {
        let name = block.argument().expect("the name of a file");
        fs::write(self.path().join(name), block.lines.join("\n") + "\n").expect("a file can be written");
    }

    fn must(&mut self, arguments: &[&str], block: &Block, failures: &mut Failures) {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let ran = self.dictum(&arguments, None);
        if ran.code != 0 {
            failures.say(block.start, &format!("this block is refused:\n{}", ran.lines().join("\n")));
        }
    }

    // ---- commands ----

    fn run(&mut self, command: &str) -> Result<Ran, String> {
        const MOMENT: &str = "=$(date -u +%Y-%m-%dT%H:%M:%SZ)";
        if let Some(name) = command.strip_suffix(MOMENT) {
            self.variables.insert(name.to_owned(), Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string());
            let past = Utc::now().timestamp_subsec_millis();
            std::thread::sleep(std::time::Duration::from_millis(u64::from(1010 - past.min(1000))));
            return Ok(Ran::default());
        }
        let mut words = words(command, &self.variables)?;
        let mut input = None;
        if let [.., sign, file] = words.as_slice()
            && sign == "<"
        {
            input = Some(file.clone());
            words.truncate(words.len() - 2);
        }
        let parts: Vec<&str> = words.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["dictum", ..] => Ok(self.dictum(&words[1..], input.as_deref())),
            ["cargo", "run", "--release", "--", ..] => Ok(self.dictum(&words[4..], input.as_deref())),
            ["cargo", "test"] => Ok(Ran::default()),
            ["cat", files @ ..] => self.cat(files),
            ["rm", "-r", folder] => {
                fs::remove_dir_all(self.path().join(folder)).map_err(|error| format!("{folder}: {error}"))?;
                Ok(Ran::default())
            }
            ["export", set] => {
                let (name, value) = set.split_once('=').ok_or("write it as `export NAME=VALUE`")?;
                self.exported.insert(name.to_owned(), value.to_owned());
                Ok(Ran::default())
            }
            _ => Err(format!("this test cannot run `{command}`")),
        }
    }

    fn cat(&self, files: &[&str]) -> Result<Ran, String> {
        let mut ran = Ran::default();
        for file in files {
            ran.out +=
                &fs::read_to_string(self.path().join(file)).map_err(|error| format!("{file}: {error}"))?;
        }
        Ok(ran)
    }

    /// Runs the program as somebody would who has set nothing but what the page sets.
    fn dictum(&self, arguments: &[String], input: Option<&str>) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dictum"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .envs(&self.exported)
            .env("HOME", self.path());
        if let Some(folder) = std::env::var_os("TMPDIR") {
            command.env("TMPDIR", folder);
        }
        let input = input.map_or(Stdio::null(), |file| {
            Stdio::from(File::open(self.path().join(file)).expect("the input's file"))
        });
        let output = command.stdin(input).output().expect("the program runs");
        Ran {
            out: String::from_utf8(output.stdout).expect("output in UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages in UTF-8"),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

/// What a command wrote, and how it ended.
#[derive(Default)]
struct Ran {
    out: String,
    err: String,
    code: i32,
}

impl Ran {
    fn lines(&self) -> Vec<String> {
        let written = self.out.lines().chain(self.err.lines()).map(|line| line.trim_end().to_owned());
        let code = (self.code != 0).then(|| format!("[exit code {}]", self.code));
        written.chain(code).collect()
    }
}

/// Without blank lines at either end.
fn trimmed(lines: &[String]) -> Vec<String> {
    let is_blank = |line: &&String| line.trim().is_empty();
    let start = lines.iter().take_while(is_blank).count();
    let end = lines.len() - lines[start..].iter().rev().take_while(is_blank).count();
    lines[start..end].to_vec()
}

/// Today, and the days beside it.
fn today() -> Vec<String> {
    let now = Utc::now();
    [now - Days::new(1), now, now + Days::new(1)]
        .iter()
        .map(|day| day.format("%Y-%m-%d").to_string())
        .collect()
}

/// A command line cut into words: '…' and "…" hold together, `\` before a sign takes it as it is.
fn words(command: &str, variables: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut mark: Option<char> = None;
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, mark) {
            (c, Some(open)) if c == open => mark = None,
            ('\'' | '"', None) => {
                mark = Some(c);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            ('$', None | Some('"')) => {
                let mut name = String::new();
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                let value =
                    variables.get(&name).ok_or_else(|| format!("`${name}` is not set on this page"))?;
                word.get_or_insert_default().push_str(value);
            }
            (' ', None) => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    if mark.is_some() {
        return Err(format!("a quotation mark is not closed in `{command}`"));
    }
    words.extend(word);
    Ok(words)
}

#[test]
fn a_command_is_cut_into_words() {
    let variables = BTreeMap::from([("when".to_owned(), "2025".to_owned())]);
    let cut = |command: &str| words(command, &variables);
    assert_eq!(
        cut("dictum query 'claims by \"A B\"' --x").unwrap(),
        ["dictum", "query", "claims by \"A B\"", "--x"]
    );
    assert_eq!(cut("a \"b $when\" '$when' ''").unwrap(), ["a", "b 2025", "$when", ""]);
    assert!(cut("a '").is_err());
    assert!(cut("a $what").is_err());
}
