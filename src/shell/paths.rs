//! Where the shell keeps what outlives a session: the history of each database, and the config file, as XDG says.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The config file, whether it is there or not: `$XDG_CONFIG_HOME/dictum/config`, else `~/.config/dictum/config`.
pub fn config_file() -> Option<PathBuf> {
    Some(under("XDG_CONFIG_HOME", ".config")?.join("dictum").join("config"))
}

/// The history of a database: under `$XDG_STATE_HOME/dictum`, else `~/.local/state/dictum`; by the database's folder.
pub fn history_file(database: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(database).or_else(|_| yet_to_be_made(database));
    let whole = whole.unwrap_or_else(|_| database.to_owned());
    let name = whole.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let hash = blake3::hash(whole.as_os_str().as_encoded_bytes()).to_hex();
    let file = format!("{name}-{}.history", &hash.as_str()[..12]);
    Some(under("XDG_STATE_HOME", ".local/state")?.join("dictum").join(file))
}

/// The canonical path that a database will have.
fn yet_to_be_made(database: &Path) -> io::Result<PathBuf> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = database.file_name().ok_or(io::ErrorKind::NotFound)?;
    Ok(fs::canonicalize(folder.unwrap_or(Path::new(".")))?.join(name))
}

/// Makes the file, readable and writable by its owner alone, with its folder.
///
/// # Errors
/// The home cannot be written.
pub fn make_private(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let opened = OpenOptions::new().append(true).create(true).open(file)?;
    restrict(&opened)
}

/// Makes a file that was not there, readable and writable by its owner alone, with a text in it.
///
/// # Errors
/// It is there already, or the folder cannot be written.
pub fn write_private(file: &Path, text: &str) -> io::Result<()> {
    let mut opened = File::create_new(file)?;
    restrict(&opened)?;
    opened.write_all(text.as_bytes())
}

#[cfg(unix)]
fn restrict(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn restrict(_file: &File) -> io::Result<()> {
    Ok(())
}

/// The folder that a variable names; XDG says that a relative one is to be passed over.
fn under(variable: &str, in_home: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    named.or_else(|| Some(home()?.join(in_home)))
}
