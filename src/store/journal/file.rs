//! Reading and writing at a place in a file, and making the names of files durable.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// How much is read at a time.
pub(super) const CHUNK: usize = 256 << 10;

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    Read,
    Write {
        bytes: usize,
    },
    /// To take it to the disk.
    Sync,
    Cut,
}

/// Is asked before anything is done with a file. It may take its time, and say no: with the error that the disk would give.
pub trait Watch: Send + Sync {
    /// # Errors
    /// The request is to fail in this way.
    fn before(&self, request: Request) -> io::Result<()>;
}

/// A file that is read and written at places of it; all that goes to the disk or comes from it goes through here.
pub(in crate::store) struct Disk {
    file: File,
    watch: OnceLock<Arc<dyn Watch>>,
}

impl From<File> for Disk {
    fn from(file: File) -> Disk {
        Disk { file, watch: OnceLock::new() }
    }
}

impl Disk {
    /// The first that is given stays.
    pub(super) fn watch(&self, watch: Arc<dyn Watch>) {
        let _ = self.watch.set(watch);
    }

    fn ask(&self, request: Request) -> io::Result<()> {
        self.watch.get().map_or(Ok(()), |watch| watch.before(request))
    }

    pub(in crate::store) fn metadata(&self) -> io::Result<Metadata> {
        self.file.metadata()
    }

    pub(super) fn set_len(&self, length: u64) -> io::Result<()> {
        self.ask(Request::Cut)?;
        self.file.set_len(length)
    }

    pub(super) fn sync_data(&self) -> io::Result<()> {
        self.ask(Request::Sync)?;
        self.file.sync_data()
    }

    pub(super) fn sync_all(&self) -> io::Result<()> {
        self.ask(Request::Sync)?;
        self.file.sync_all()
    }
}

#[cfg(unix)]
fn read_some(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_some(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, offset)
}

#[cfg(unix)]
fn write_some(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, offset)
}

#[cfg(windows)]
fn write_some(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, offset)
}

/// Fills `bytes` from `offset` on, as far as the file goes; how many were filled.
pub(in crate::store) fn read_at(disk: &Disk, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    disk.ask(Request::Read)?;
    let file = &disk.file;
    let mut filled = 0;
    while filled < bytes.len() {
        match read_some(file, &mut bytes[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Writes all of `bytes` from `offset` on.
pub(super) fn write_at(disk: &Disk, bytes: &[u8], offset: u64) -> io::Result<()> {
    disk.ask(Request::Write { bytes: bytes.len() })?;
    let file = &disk.file;
    let mut written = 0;
    while written < bytes.len() {
        match write_some(file, &bytes[written..], offset + written as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(wrote) => written += wrote,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Makes durable which files a folder holds: without it a new file may be gone after a power cut.
pub(in crate::store) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The path of a file in the same folder whose name is longer by `ending`.
pub(in crate::store) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(|| OsString::from("journal"), OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

/// The folder that a path names a file in.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A stretch of the file in memory, moved along as one reads.
pub(super) struct Window<'a> {
    file: &'a Disk,
    /// How much is read at a time: no more than the file is long.
    chunk: usize,
    start: u64,
    bytes: Vec<u8>,
}

impl<'a> Window<'a> {
    /// A window on a file of this length.
    pub(super) fn new(file: &'a Disk, length: u64) -> Window<'a> {
        let chunk = usize::try_from(length).unwrap_or(CHUNK).min(CHUNK);
        Window { file, chunk, start: 0, bytes: Vec::new() }
    }

    pub(super) fn file(&self) -> &'a Disk {
        self.file
    }

    /// Up to `length` bytes (at most a chunk) from `offset` on; fewer where the file ends before.
    pub(super) fn get(&mut self, offset: u64, length: usize) -> io::Result<&[u8]> {
        let bytes = self.at_least(offset, length)?;
        Ok(&bytes[..length.min(bytes.len())])
    }

    /// All that is in memory from `offset` on: no fewer bytes than `length` (or a chunk), unless the file ends before.
    pub(super) fn at_least(&mut self, offset: u64, length: usize) -> io::Result<&[u8]> {
        let end = self.start + self.bytes.len() as u64;
        if offset < self.start || offset + length.min(self.chunk) as u64 > end {
            self.bytes.resize(self.chunk, 0);
            self.start = offset;
            let filled = read_at(self.file, &mut self.bytes, offset);
            self.bytes.truncate(*filled.as_ref().unwrap_or(&0));
            filled?;
        }
        let from = usize::try_from(offset - self.start).unwrap_or(usize::MAX).min(self.bytes.len());
        Ok(&self.bytes[from..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_path_without_one_is_the_present_one() {
        for (path, folder) in
            [("journal", "."), ("a/journal", "a"), ("/journal", "/"), ("/a/b/journal", "/a/b")]
        {
            assert_eq!(folder_of(Path::new(path)), Path::new(folder), "{path}");
        }
        assert_eq!(beside(Path::new("a/journal"), ".new"), Path::new("a/journal.new"));
    }
}
