//! Opening, making and locking the files of a database. Whoever hands over a folder decides what lies in it, so a
//! link is never followed there and only a regular file is opened: otherwise a link named `lock` or `journal.new`
//! would lead to a file of the reader, which would then be overwritten.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::store::journal::file::{beside, folder_of, sync_folder};

/// How long a lock that is held is left alone before it is tried again.
const PAUSE: Duration = Duration::from_millis(25);

/// Which file this is, whatever its name. Systems without such numbers take all files for the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub device: u64,
    pub inode: u64,
}

impl Identity {
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Identity {
        use std::os::unix::fs::MetadataExt;
        Identity { device: metadata.dev(), inode: metadata.ino() }
    }

    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Identity {
        Identity { device: 0, inode: 0 }
    }

    /// What stands at a path now, links not followed; `None` where nothing does.
    ///
    /// # Errors
    /// It cannot be found out.
    pub fn at(path: &Path) -> io::Result<Option<Identity>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(Identity::of(&metadata))),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// How many names a file has.
#[cfg(unix)]
pub fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
pub fn names(_: &Metadata) -> u64 {
    1
}

/// Nothing stands there, or what should be a folder on the way is something else.
pub fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Nothing may be written there.
pub fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

/// Opens a regular file; a link at its name is not followed.
///
/// # Errors
/// It cannot be opened, is a link, or is something else than a file.
pub fn open(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let file = without_links(options.clone()).open(path).map_err(|error| named_link(path, error))?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_regular()) }
}

/// Opens a regular file to read it; a link at its name is not followed.
///
/// # Errors
/// As [`open`].
pub fn open_to_read(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().read(true))
}

/// Makes a file that was not there before. What an interrupted process left under this name goes first: the name
/// alone, whatever it leads to.
///
/// # Errors
/// It cannot be made.
pub fn make_anew(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Puts a file of these bytes at `path`. Whatever happens meanwhile, what is found there is the old file or the new.
///
/// # Errors
/// It cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    write_new(&new, bytes)?;
    fs::rename(&new, path)?;
    sync_folder(folder_of(path))
}

/// Puts a file of these bytes at `path`, where none may be.
///
/// # Errors
/// It cannot be written, or there is one already.
pub fn write_first(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, ".new");
    write_new(&new, bytes)?;
    rename_to_free(&new, path)?;
    sync_folder(folder_of(path))
}

fn write_new(new: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = make_anew(new)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Renames a file to a name that nothing has: two processes that make the same file do not replace each other's.
#[cfg(target_os = "linux")]
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Not every file system knows how.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => rename_if_free(from, to),
        renamed => Ok(renamed?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    rename_if_free(from, to)
}

fn rename_if_free(from: &Path, to: &Path) -> io::Result<()> {
    if Identity::at(to)?.is_some() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Makes a folder that its owner alone may look into, or fewer still where the user's umask says so.
///
/// # Errors
/// It cannot be made, or something has that name.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Whether a folder stands at a path, and not a link to one.
///
/// # Errors
/// Something else stands there, or it cannot be found out.
pub fn is_folder(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(metadata) if metadata.is_symlink() => Err(a_link()),
        Ok(_) => Err(io::Error::other("it is not a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn without_links(mut options: OpenOptions) -> OpenOptions {
    use rustix::fs::OFlags;
    // A pipe with nobody at its other end would make the process wait.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits() as i32);
    options
}

#[cfg(not(unix))]
fn without_links(options: OpenOptions) -> OpenOptions {
    options
}

/// The error of opening, said in words where the reason is a link.
fn named_link(path: &Path, error: io::Error) -> io::Error {
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if is_link { a_link() } else { error }
}

fn a_link() -> io::Error {
    io::Error::other("it is a symbolic link, and links are not followed within a database")
}

fn not_regular() -> io::Error {
    io::Error::other("it is not a regular file")
}

// ---- locks ----

/// How a file or a folder is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody else may have it.
    Alone,
    /// Others who only read may have it too.
    WithReaders,
}

/// Why a lock was not had.
#[derive(Debug)]
pub enum Unlocked {
    /// A process holds it; which, where that can be found out.
    Held(Option<u32>),
    Failed(io::Error),
}

/// Locks an open file or folder; waits until the deadline for whoever holds it.
///
/// The lock that counts is the one of the whole file (`flock`), which belongs to the open file. Beside it goes the older
/// kind of lock that belongs to the process, since the system can be asked which process holds one of those.
///
/// # Errors
/// Somebody still holds it then, or it cannot be locked at all.
pub fn lock(file: &File, claim: Claim, deadline: Instant) -> Result<(), Unlocked> {
    loop {
        let tried = match claim {
            Claim::Alone => file.try_lock(),
            Claim::WithReaders => file.try_lock_shared(),
        };
        match tried {
            Ok(()) => {
                say_who(file, claim);
                return Ok(());
            }
            Err(TryLockError::Error(error)) => return Err(Unlocked::Failed(error)),
            Err(TryLockError::WouldBlock) => {}
        }
        let holder = who_holds(file);
        if Instant::now() >= deadline || holder == Some(std::process::id()) {
            return Err(Unlocked::Held(holder));
        }
        thread::sleep(PAUSE.min(deadline.saturating_duration_since(Instant::now())));
    }
}

#[cfg(unix)]
fn say_who(file: &File, claim: Claim) {
    use rustix::fs::{FlockOperation, fcntl_lock};
    // Where it fails, only the answer to "who?" is missing.
    let _ = match claim {
        Claim::Alone => fcntl_lock(file, FlockOperation::NonBlockingLockExclusive)
            .or_else(|_| fcntl_lock(file, FlockOperation::NonBlockingLockShared)),
        Claim::WithReaders => fcntl_lock(file, FlockOperation::NonBlockingLockShared),
    };
}

/// The process that holds a lock on a file, where the system says so.
#[cfg(unix)]
pub fn who_holds(file: &File) -> Option<u32> {
    use rustix::process::{Flock, FlockType, fcntl_getlk};
    let held = fcntl_getlk(file, &Flock::from(FlockType::WriteLock)).ok()??;
    u32::try_from(held.pid?.as_raw_nonzero().get()).ok()
}

#[cfg(not(unix))]
fn say_who(_: &File, _: Claim) {}

#[cfg(not(unix))]
pub fn who_holds(_: &File) -> Option<u32> {
    None
}
