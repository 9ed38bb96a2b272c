//! A database that is not there before something is recorded in it. Until then it is asked as an empty one: whoever mistypes
//! a path, or only looks, leaves nothing behind.

use std::mem;
use std::path::Path;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::store::clock;
use crate::store::folder::scratch::Scratch;
use crate::store::folder::{Folder, Opening};
use crate::store::handle::Store;
use crate::store::not_created::{Created, NotCreated};
use crate::store::progress::Progress;

impl Store {
    /// Opens a database; where there is none, an empty one that is made when something is recorded.
    ///
    /// # Errors
    /// As [`Store::open`], and where none could be made.
    pub fn open_or_begin(
        path: &Path,
        opening: Opening,
        progress: Progress<'_>,
    ) -> Result<(Store, Vec<String>)> {
        if Folder::is_free(path)? {
            Ok((Store::unmade(path, opening)?, Vec::new()))
        } else {
            Store::open(path, opening, progress)
        }
    }

    /// Whether the database is yet to be made.
    pub fn is_not_created(&self) -> bool {
        self.unmade.is_some()
    }

    /// What is to be said of what was done since this was last asked, a sentence each.
    pub fn notices(&mut self) -> Vec<String> {
        mem::take(&mut self.notices)
    }

    fn unmade(path: &Path, opening: Opening) -> Result<Store> {
        let meanwhile = Scratch::folder()
            .map_err(|error| Problem::io("no folder can be made for temporary files", error))?;
        let (mut store, _) =
            Store::open(&meanwhile.path(), Opening { create: true, ..opening }, &mut |_, _| {})?;
        store.unmade = Some(NotCreated { path: path.to_path_buf(), _meanwhile: meanwhile });
        Ok(store)
    }

    /// Makes the database, if that is yet to be done: something sound is about to be recorded.
    ///
    /// # Errors
    /// It cannot be made, or somebody else has made it and recorded something: what is to be recorded was not checked
    /// against that.
    pub(super) fn make(&mut self) -> Result<Option<Created>> {
        clock::refuse_before_1970()?;
        let Some(unmade) = &self.unmade else { return Ok(None) };
        let path = unmade.path.clone();
        let with_folder = !path.exists();
        let (made, notices) = Store::open(&path, Opening { create: true, ..self.opening() }, &mut |_, _| {})?;
        let stop = self.stop.clone();
        drop(mem::replace(self, made));
        (self.stop, self.notices) = (stop, notices);
        if self.sequence() > 0 {
            let message = format!("meanwhile somebody else has made the database {}", path.display());
            return Err(Problem::invalid(message).hint("look at what it holds, and record this again"));
        }
        self.notices.push(format!("new database {}", path.display()));
        Ok(Some(Created { path, with_folder }))
    }

    /// Takes away what was made for something that could not be recorded.
    pub(super) fn unmake(&mut self, made: Option<Created>) {
        let Some(Created { path, with_folder }) = made.filter(|_| self.journal.sequence() == 0) else {
            return;
        };
        if let Ok(unmade) = Store::unmade(&path, Opening { create: true, ..self.opening() }) {
            let stop = self.stop.clone();
            let mut emptied = mem::replace(self, unmade);
            self.stop = stop;
            emptied.index = None;
            // What cannot be removed is an empty database, and can stay one.
            let _ = emptied.folder.unmake(with_folder);
        }
    }
}
