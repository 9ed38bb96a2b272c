//! The place for a database that is yet to be made, and what was made for its first record.

use std::path::{Path, PathBuf};

use crate::store::folder::scratch::Scratch;

/// The place for a database that is yet to be made. Meanwhile its store lies in a folder of its own, and is empty.
pub struct NotCreated {
    pub(super) path: PathBuf,
    pub(super) _meanwhile: Scratch,
}

impl NotCreated {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A database that was made for what is about to be recorded. Where that fails it is taken away again.
pub struct Created {
    pub(super) path: PathBuf,
    /// Whether its folder was made with it.
    pub(super) with_folder: bool,
}
