//! Whether the files of the index can be trusted: a small file beside them says how they were left.
//!
//! After a power cut sled 0.34 may find only some of what it wrote, and then answers with a mixture of old and new
//! without a word (cutting off the end of its file in a test is enough). A killed process does no such harm, for
//! what it wrote is still in the system's memory. So the files are trusted where they were closed, synced and have
//! kept their lengths, or where they were left open but the machine has not been started anew since. In all other
//! cases the index is made anew from the journal.

use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::store::files::write_whole;
use crate::store::journal::file::sync_folder;

const STATE: &str = "state";

/// How the files stand, by what the file says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Somebody writes to them, or did so when the process was killed.
    Open,
    /// All that was written is on the disk. Opening them will write to them once more.
    Closed,
    /// The same, and they were opened since without anything being written.
    Settled,
}

/// The files of one index, while it is open.
pub(super) struct Trust {
    folder: PathBuf,
    state: State,
    /// Something was written, or opening the files may have done so.
    written: bool,
}

impl Trust {
    /// Looks at the files before they are opened.
    ///
    /// # Errors
    /// A sentence that says why they are not to be trusted.
    pub(super) fn open(folder: &Path) -> Result<Trust, String> {
        let state = state(folder).map_err(|error| error.to_string())??;
        let mut trust = Trust { folder: folder.to_path_buf(), state, written: false };
        if state != State::Settled {
            trust.begin().map_err(|error| error.to_string())?;
        }
        Ok(trust)
    }

    /// To be called before anything is written.
    pub(super) fn writing(&mut self) -> io::Result<()> {
        self.written = true;
        self.begin()
    }

    /// To be called when the files are closed again and all went well.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let listing = listing(&self.folder)?;
        let at = self.folder.join(STATE);
        if self.state == State::Settled && fs::read_to_string(&at)? == closed(State::Settled, &listing) {
            return Ok(());
        }
        for (path, _) in &listing {
            File::open(path)?.sync_all()?;
        }
        sync_folder(&self.folder)?;
        let state = if self.written { State::Closed } else { State::Settled };
        write_whole(&at, closed(state, &listing).as_bytes())
    }

    /// To be called when something went wrong: whatever the files hold, it is not to be read again.
    pub(super) fn give_up(&mut self) {
        let _ = fs::remove_file(self.folder.join(STATE));
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.state != State::Open || !self.folder.join(STATE).exists() {
            fs::create_dir_all(&self.folder)?;
            write_whole(&self.folder.join(STATE), open().as_bytes())?;
            self.state = State::Open;
        }
        Ok(())
    }
}

fn state(folder: &Path) -> io::Result<Result<State, String>> {
    let listing = listing(folder)?;
    let text = match fs::read_to_string(folder.join(STATE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && listing.is_empty() => {
            return Ok(Ok(State::Open));
        }
        Err(_) => return Ok(Err("nothing says how it was left".into())),
    };
    if text.starts_with("open") {
        let same = boot().is_some() && text == open();
        return Ok(if same {
            Ok(State::Open)
        } else {
            Err("the machine stopped before it was closed".into())
        });
    }
    let state = [State::Closed, State::Settled].into_iter().find(|state| text == closed(*state, &listing));
    Ok(state.ok_or_else(|| "its files are not as they were left".into()))
}

fn open() -> String {
    format!("open\nboot {}\n", boot().unwrap_or_default())
}

fn closed(state: State, listing: &[(PathBuf, u64)]) -> String {
    let mut text = String::from(if state == State::Settled { "settled\n" } else { "closed\n" });
    for (path, length) in listing {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(text, "{length} {name}");
    }
    text
}

/// What tells this run of the machine from all others, where the system says it.
fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_string()).filter(|id| !id.is_empty())
}

/// The files of the index with their lengths, in an order that does not change.
fn listing(folder: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if !entry.file_name().to_string_lossy().starts_with(STATE) {
                files.push((entry.path(), metadata.len()));
            }
        }
    }
    files.sort();
    Ok(files)
}
