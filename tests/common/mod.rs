//! Running the program as its users do, and judging what comes back.
#![allow(dead_code)]

pub mod inside;
pub mod watch;

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Whether golden files and the examples of the pages are to be rewritten, `UPDATE=1`, and not compared.
pub fn updates() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// No command on a small input takes longer.
pub const LIMIT: Duration = Duration::from_secs(10);

/// What only a programmer would understand.
const LEAKS: [&str; 16] = [
    "internal error",
    "panicked",
    "Utf8Error",
    "ParseIntError",
    "ParseFloatError",
    "Some(",
    "None)",
    "Err(",
    "Ok(",
    "Error {",
    "called `Result",
    "called `Option",
    "unwrap()",
    ".rs:",
    "dictum::",
    "std::",
];

/// The first thing in a message that a user should never meet, but for what was in the input already.
pub fn leak(said: &str, given: &str) -> Option<&'static str> {
    LEAKS.into_iter().find(|leak| said.contains(leak) && !given.contains(leak))
}

/// What a run of the program came to.
pub struct Ran {
    /// None where a signal ended it.
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
    pub took: Duration,
}

impl Ran {
    /// The same, where it ended with this exit code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", cut(&self.text()), cut(&self.err));
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// It ended by itself with one of the known exit codes, and said nothing that only a programmer understands.
    #[track_caller]
    pub fn sound(self, given: &str) -> Ran {
        let about = || format!("given: {}\nstderr: {}", cut(given), cut(&self.err));
        assert!(self.code.is_some_and(|code| (0..=4).contains(&code)), "{:?}\n{}", self.code, about());
        assert_eq!(leak(&self.err, given), None, "{}", about());
        let is_mute = self.err.trim().is_empty() && self.out.is_empty();
        assert!(self.code == Some(0) || !is_mute, "it failed without a word\n{}", about());
        self
    }
}

/// The beginning of a text that may be long.
pub fn cut(text: &str) -> String {
    text.chars().take(2000).collect()
}

/// A run of the program that is yet to begin.
pub struct Program {
    pub command: Command,
    input: Vec<u8>,
    limit: Duration,
}

/// The program on a database.
pub fn dictum<S: AsRef<OsStr>>(db: &Path, args: &[S]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dictum"));
    command.arg("--db").arg(db).args(args);
    for name in ["DICTUM_DB", "NO_COLOR", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
    command.env("DICTUM_AUTHOR", "tester");
    Program { command, input: Vec::new(), limit: LIMIT }
}

impl Program {
    /// What it reads from its standard input.
    pub fn given(mut self, input: impl Into<Vec<u8>>) -> Program {
        self.input = input.into();
        self
    }

    /// How long it waits for another process that has the database open.
    pub fn wait(mut self, seconds: &str) -> Program {
        self.command.args(["--wait", seconds]);
        self
    }

    pub fn within(mut self, limit: Duration) -> Program {
        self.limit = limit;
        self
    }

    pub fn begin(self) -> Running {
        let Program { mut command, input, limit } = self;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut child = command.spawn().expect("the program starts");
        let stdin = child.stdin.take();
        thread::spawn(move || {
            if let Some(mut stdin) = stdin {
                // It may end before it has read everything.
                let _ = stdin.write_all(&input);
            }
        });
        let out = drained(child.stdout.take().expect("a pipe"));
        let err = drained(child.stderr.take().expect("a pipe"));
        Running { child, out, err, begun, limit }
    }

    #[track_caller]
    pub fn run(self) -> Ran {
        self.begin().end()
    }
}

/// A run that is under way.
pub struct Running {
    child: Child,
    out: JoinHandle<Vec<u8>>,
    err: JoinHandle<Vec<u8>>,
    begun: Instant,
    limit: Duration,
}

impl Running {
    /// Waits until it ends by itself.
    #[track_caller]
    pub fn end(mut self) -> Ran {
        let limit = self.limit;
        match self.ended_by(self.begun + limit) {
            Some(status) => self.ran(status),
            None => {
                let ran = self.kill();
                panic!("it did not end within {limit:?}\nstderr: {}", cut(&ran.err));
            }
        }
    }

    /// Whether it has ended, and else when the moment comes whether it has ended by then.
    pub fn ended_by(&mut self, moment: Instant) -> Option<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return Some(status);
            }
            let left = moment.checked_duration_since(Instant::now())?;
            thread::sleep(left.min(Duration::from_millis(1)));
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL.
    pub fn kill(mut self) -> Ran {
        self.child.kill().expect("a child can be killed");
        let status = self.child.wait().expect("a child can be waited for");
        self.ran(status)
    }

    fn ran(self, status: ExitStatus) -> Ran {
        let out = self.out.join().expect("the output was read");
        let err = String::from_utf8_lossy(&self.err.join().expect("the errors were read")).into_owned();
        Ran { code: status.code(), out, err, took: self.begun.elapsed() }
    }
}

fn drained(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What a killed process has not written is not there.
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("an entry can be read");
        let copy = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy_folder(&entry.path(), &copy);
        } else {
            fs::copy(entry.path(), copy).expect("a file can be copied");
        }
    }
}

/// A copy of a database whose index is trusted as that of the database itself is: as if it had always been there.
pub fn copy_database(from: &Path, to: &Path) {
    copy_folder(from, to);
    adopt_index(to);
}

/// Makes the index of a database say that it was written where it is now. One that was copied is otherwise rebuilt.
pub fn adopt_index(db: &Path) {
    let at = db.join("index/state");
    let Ok(text) = fs::read_to_string(&at) else { return };
    let Some((before, sum)) = text.strip_suffix('\n').and_then(|text| text.rsplit_once("sum ")) else {
        return;
    };
    if u32::from_str_radix(sum, 16).ok() != Some(crc32fast::hash(before.as_bytes())) {
        return;
    }
    let (journal, index) = (inode(&db.join("journal")), inode(&db.join("index")));
    let here =
        before.lines().map(|line| match (line.split_once(" machine "), line.starts_with("journal ")) {
            (Some((_, machine)), _) => format!("place journal {journal} index {index} machine {machine}\n"),
            (None, true) => format!("journal {}\n", stamp(&db.join("journal"))),
            (None, false) => format!("{line}\n"),
        });
    let here: String = here.collect();
    let sum = crc32fast::hash(here.as_bytes());
    fs::write(at, format!("{here}sum {sum:08x}\n")).expect("a file can be written");
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| std::os::unix::fs::MetadataExt::ino(&metadata))
}

#[cfg(unix)]
fn stamp(path: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    let is = fs::metadata(path).expect("a journal");
    let written = i128::from(is.mtime()) * 1_000_000_000 + i128::from(is.mtime_nsec());
    format!("{} {written} {}.{:09}", is.len(), is.ctime(), is.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> u64 {
    0
}

#[cfg(not(unix))]
fn stamp(_: &Path) -> String {
    String::new()
}

/// All files in a folder and its folders, in an order that does not change.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() { files.extend(files_in(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The data that lies beside the project, where it does.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    folder.is_dir().then_some(folder)
}

/// The seed: the claims of one article.
pub fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/caucasus.claims")
}

/// Numbers by chance, the same for the same seed (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// Some time up to the longest.
    pub fn moment(&mut self, longest: Duration) -> Duration {
        Duration::from_nanos(self.below(u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX)))
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}
