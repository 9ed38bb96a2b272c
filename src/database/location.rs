//! Where a database is.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::Problem;
use crate::model::problem::Result;

/// Where a database is. Today that is a folder of this computer, given by its path; a text that begins with the name of
/// a protocol, such as `postgres://…`, is no path, and refused as long as dictum has nothing that opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// A folder of this computer.
    Folder(PathBuf),
    /// A place that another protocol than that of files leads to.
    Address(String),
}

impl Location {
    pub(super) fn folder(&self) -> Result<&Path> {
        match self {
            Location::Folder(path) => Ok(path),
            Location::Address(address) => {
                let protocol = address.split("://").next().unwrap_or(address);
                let problem = Problem::invalid(format!("this dictum opens no database by `{protocol}://`"));
                Err(problem.hint("give the path of a folder, such as `claims.dictum`"))
            }
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(path) => path.display().fmt(f),
            Location::Address(address) => f.write_str(address),
        }
    }
}

impl From<&str> for Location {
    fn from(text: &str) -> Location {
        let is_protocol = |name: &str| {
            name.len() > 1
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        };
        match text.split_once("://") {
            Some((name, _)) if is_protocol(name) => Location::Address(text.to_owned()),
            _ => Location::Folder(text.into()),
        }
    }
}

impl From<String> for Location {
    fn from(text: String) -> Location {
        text.as_str().into()
    }
}

impl From<&String> for Location {
    fn from(text: &String) -> Location {
        text.as_str().into()
    }
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Location {
        Location::Folder(path.to_owned())
    }
}

impl From<&PathBuf> for Location {
    fn from(path: &PathBuf) -> Location {
        Location::Folder(path.clone())
    }
}

impl From<PathBuf> for Location {
    fn from(path: PathBuf) -> Location {
        Location::Folder(path)
    }
}
