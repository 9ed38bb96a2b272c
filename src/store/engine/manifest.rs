//! How the files of an index were left: a small file beside them, `state`, says so.
//!
//! While somebody writes, it says `open`; when all is on the disk, it says `closed`, names the files with their lengths,
//! and holds the small entries of the map. So who only asks reads those, and writes nothing.
//!
//! Files that were left open are trusted as long as the machine runs on: a killed process does no harm, for what it wrote
//! is still in the system's memory. After a power cut they may hold some of it and not the rest. In either case they
//! must still be where they were written: an index that was copied, or came with a copy of a journal, may say
//! anything, and nobody would notice. In all other cases the index is rebuilt from the journal.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::store::engine::segment_file;
use crate::store::folder::files::{open_to_read, write_whole};

/// What the names of the folders begin with in which sled has its files, while somebody writes. Each has a name of its
/// own: threads of sled go on for a moment after it was closed, and remove files that are no longer theirs.
pub(super) const SLED: &str = "map-";

const STATE: &str = "state";

/// The small entries.
pub(super) type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// How the files were left.
pub(super) enum Left {
    /// There are none.
    Nothing,
    /// Somebody wrote to them when the process was killed; the map is in the folder of this name.
    Open(String),
    /// All is on the disk, these entries among it.
    Closed(Map),
}

/// What an index belongs to: it is not to be trusted where this is no longer so.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    /// Says where it is.
    pub place: String,
    /// The journal that it was made from. One that was written to since may hold something else, with checksums that fit;
    /// only rebuilding the index reads all of it and compares the hashes.
    pub journal: Option<PathBuf>,
}

impl Binding {
    /// How long the journal is and when it was last written to or changed in any other way.
    fn stamp(&self) -> String {
        let Some(metadata) = self.journal.as_ref().and_then(|path| fs::symlink_metadata(path).ok()) else {
            return "none".to_owned();
        };
        let written = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let written = written.map_or(0, |since| since.as_nanos());
        format!("{} {written} {}", metadata.len(), changed(&metadata))
    }
}

/// The moment of the last change that the system keeps by itself: nobody can set it back.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{}.{:09}", metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> String {
    String::new()
}

/// Looks at the files before anything is opened.
///
/// # Errors
/// A sentence that says why they are not to be trusted.
pub(super) fn look(folder: &Path, tie: &Binding) -> Result<Left, String> {
    let files = listing(folder).map_err(|error| error.to_string())?;
    let text = match read(folder) {
        Ok(Some(text)) => text,
        Ok(None) if files.is_empty() && is_empty(folder) => return Ok(Left::Nothing),
        Ok(None) | Err(_) => return Err("nothing says how it was left".into()),
    };
    let state = State::parse(&text).ok_or("its state is damaged")?;
    if state.place != tie.place {
        return Err("it was copied here from elsewhere".into());
    }
    match state.boot {
        Some((of, map)) if boot().is_some_and(|now| now == of) && is_map(&map) => Ok(Left::Open(map)),
        Some(_) => Err("the machine stopped before it was closed".into()),
        None if state.journal != tie.stamp() => Err("the journal was changed since it was closed".into()),
        None if state.files == files => Ok(Left::Closed(state.map)),
        None => Err("its files are not as they were left".into()),
    }
}

/// The small entries as they were when the files were last closed, whether or not the files are to be trusted: not to
/// answer from, but they may know of what the journal has lost.
pub(super) fn evidence(folder: &Path) -> Option<Map> {
    State::parse(&read(folder).ok()??).map(|state| state.map)
}

/// Says that somebody writes. The entries are those from before.
pub(super) fn write_open(folder: &Path, tie: &Binding, name: &str, map: &Map) -> io::Result<()> {
    let opened = (boot().unwrap_or_default(), name.to_owned());
    let state = State { boot: Some(opened), map: map.clone(), ..State::of(tie) };
    write_whole(&folder.join(STATE), state.text().as_bytes())
}

/// Says that all is on the disk.
pub(super) fn write_closed(folder: &Path, tie: &Binding, map: &Map) -> io::Result<()> {
    let state = State { files: listing(folder)?, map: map.clone(), ..State::of(tie) };
    write_whole(&folder.join(STATE), state.text().as_bytes())
}

/// To be called when something went wrong: whatever the files hold, it is not to be read again.
pub(super) fn give_up(folder: &Path) {
    let _ = fs::remove_file(folder.join(STATE));
}

/// What the file says.
struct State {
    /// In which run of the machine they were opened, while they are, and in which folder the map is then.
    boot: Option<(String, String)>,
    place: String,
    /// How the journal was when all was closed.
    journal: String,
    files: Vec<(String, u64)>,
    map: Map,
}

impl State {
    /// With nothing in it yet.
    fn of(tie: &Binding) -> State {
        let (place, journal) = (tie.place.clone(), tie.stamp());
        State { boot: None, place, journal, files: Vec::new(), map: Map::new() }
    }

    fn text(&self) -> String {
        let mut text = match &self.boot {
            Some((boot, map)) => format!("open\nboot {boot} {map}\n"),
            None => "closed\n".to_owned(),
        };
        let _ = writeln!(text, "place {}", self.place);
        let _ = writeln!(text, "journal {}", self.journal);
        for (name, length) in &self.files {
            let _ = writeln!(text, "file {length} {name}");
        }
        for (key, value) in &self.map {
            let _ = writeln!(text, "entry {} {}", hex(key), hex(value));
        }
        let _ = writeln!(text, "sum {:08x}", crc32fast::hash(text.as_bytes()));
        text
    }

    /// `None` where it is not wholly as it was written.
    fn parse(text: &str) -> Option<State> {
        let (before, sum) = text.strip_suffix('\n')?.rsplit_once("sum ")?;
        if u32::from_str_radix(sum, 16).ok()? != crc32fast::hash(before.as_bytes()) {
            return None;
        }
        let mut state = State::of(&Binding::default());
        for line in before.lines().skip(1) {
            let (what, rest) = line.split_once(' ')?;
            match what {
                "boot" => {
                    let (boot, map) = rest.split_once(' ')?;
                    state.boot = Some((boot.to_owned(), map.to_owned()));
                }
                "place" => state.place = rest.to_owned(),
                "journal" => state.journal = rest.to_owned(),
                "file" => {
                    let (length, name) = rest.split_once(' ')?;
                    state.files.push((name.to_owned(), length.parse().ok()?));
                }
                "entry" => {
                    let (key, value) = rest.split_once(' ')?;
                    state.map.insert(bytes(key)?, bytes(value)?);
                }
                _ => return None,
            }
        }
        Some(state)
    }
}

/// Whether this is the name of a folder of sled's, and no way out of the index.
fn is_map(name: &str) -> bool {
    name.starts_with(SLED) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn hex(bytes: &[u8]) -> String {
    // So that an entry without bytes is one too.
    bytes.iter().fold(String::from("x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let (digits, rest) = hex.strip_prefix('x')?.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    digits.iter().map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

fn read(folder: &Path) -> io::Result<Option<String>> {
    let mut file: File = match open_to_read(&folder.join(STATE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(Some(text))
}

/// Whether nothing is there, or only what a process that was killed at its beginning has left.
fn is_empty(folder: &Path) -> bool {
    let is_left = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with(SLED) || name == "state.new"
        })
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.all(is_left),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// What distinguishes this run of the machine from all others, where the system says it.
fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_string()).filter(|id| !id.is_empty())
}

/// The segments with their lengths, in an order that does not change.
fn listing(folder: &Path) -> io::Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(segment_file::NAME) {
            files.push((name, entry.metadata()?.len()));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(any(test, fuzzing))]
pub(super) mod fuzzing {
    use crate::store::engine::manifest::State;

    /// What is parsed is written as text that parses as the same.
    pub fn parse(text: &str) {
        let Some(state) = State::parse(text) else { return };
        let written = state.text();
        assert_eq!(State::parse(&written).map(|again| again.text()), Some(written));
    }
}
