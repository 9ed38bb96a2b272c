//! Opening a database: its journal is read to the end, and the index is brought up to it. What was left unfinished is
//! repaired; what is lost is refused, until the user gives it up.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::Problem;
use crate::model::problem::{Category, Result};
use crate::store::caches::Caches;
use crate::store::engine::{Binding, Engine, EngineError};
use crate::store::folder::{Folder, Opening};
use crate::store::handle::{Store, next_generation};
use crate::store::index::segment::Blocks;
use crate::store::index::{Index, Known};
use crate::store::journal::{Journal, Looked, Torn};
use crate::store::progress::Progress;
use crate::store::take_in::take_in;

impl Store {
    /// Opens a database, making it where `opening` says so. What had to be repaired is said in the notices.
    ///
    /// # Errors
    /// It is not there, in use by another process, damaged, or has lost transactions that it had acknowledged; the
    /// sentence says which and where.
    pub fn open(
        path: &Path,
        opening: impl Into<Opening>,
        progress: Progress<'_>,
    ) -> Result<(Store, Vec<String>)> {
        let opening = opening.into();
        let mut folder = Folder::open_as(path, opening)?;
        if opening.create && folder.writable() {
            // The journal comes before the index: an index without one is a database that has lost its records.
            Journal::make(&folder.journal())?;
        }
        let file = folder.hold_journal()?;
        folder.hold_index()?;
        let mut notices = Vec::new();
        // What is not to be trusted for an answer may still know of a loss.
        let known = Index::known_in(&folder.index());
        let last = known.as_ref().map(|known| &known.last).filter(|_| !opening.accept_loss);
        let looked = Journal::look(file, &folder.journal(), last)?;
        let mut loss = known.and_then(|known| Loss::of(known, &looked));
        if let Some(loss) = loss.as_ref().filter(|_| !opening.accept_loss) {
            return Err(loss.problem(&folder));
        }
        let caches = Arc::new(Caches::new(opening.memory));
        let mut index = match open_index(&folder, &caches) {
            Ok(index) => Some(index),
            Err(error) => {
                notices.push(format!("{error}; it is rebuilt from the journal"));
                None
            }
        };
        if loss.is_none() {
            // A process that was killed had no time to say what it knew.
            let known = index.as_ref().and_then(|index| index.known().ok().flatten());
            loss = known.and_then(|known| Loss::of(known, &looked));
        }
        if let Some(loss) = loss {
            if !opening.accept_loss {
                return Err(loss.problem(&folder));
            }
            drop(index.take());
            let aside = folder.set_index_aside()?;
            notices.push(loss.given_up(&aside));
        }
        let (mut journal, torn) = looked.open(folder.writable())?;
        journal.keep_blocks_in(caches.journal_blocks.clone());
        notices.extend(torn.map(torn_tail));
        let mut store = Store {
            folder,
            journal,
            index,
            caches,
            generation: next_generation(),
            changed: [0; 6],
            lent: None,
            unmade: None,
            notices: Vec::new(),
            stop: Arc::default(),
        };
        store.bring_up(&mut notices, progress)?;
        notices.extend(store.notices());
        Ok((store, notices))
    }

    /// Brings the index up to the journal, or rebuilds it where that cannot be.
    fn bring_up(&mut self, notices: &mut Vec<String>, progress: Progress<'_>) -> Result<()> {
        if self.index.is_none() {
            return self.rebuild_somewhere(progress);
        }
        if let Some(why) = self.index_misfit() {
            notices.push(format!("{why}; the index is rebuilt from the journal"));
            return self.rebuild_somewhere(progress);
        }
        let Err(error) = self.replay(progress) else { return Ok(()) };
        let problem = Problem::from(error);
        if problem.category() != Category::Index {
            return Err(problem);
        }
        notices.push(format!("{problem}; it is rebuilt from the journal"));
        self.rebuild_somewhere(progress)
    }

    /// Why the index does not belong to the journal, if it does not.
    fn index_misfit(&self) -> Option<String> {
        let Some(Ok(known)) = self.index.as_ref().map(Index::known) else {
            return Some("the index cannot be read".to_owned());
        };
        let Some(Known { last, .. }) = known else {
            return (self.journal.sequence() > 0).then(|| "the index is empty".to_owned());
        };
        (!self.journal.knows(&last)).then(|| {
            let sequence = last.sequence;
            format!(
                "the journal is not the one that the index was made from (transaction {sequence} differs)"
            )
        })
    }

    /// Rebuilds the index from the journal.
    ///
    /// # Errors
    /// The journal is damaged, the disk fails, or another process has the index open.
    pub fn rebuild(&mut self, progress: Progress<'_>) -> Result<()> {
        if let Some(index) = self.index.take() {
            // Whatever is wrong with it, it goes.
            let _ = index.close();
        }
        // If it cannot be rebuilt, nothing that was read from it before is answered from.
        self.forget();
        if self.folder.writable() {
            self.folder.remove_index()?;
        } else {
            self.folder.index_elsewhere()?;
        }
        self.folder.hold_index()?;
        self.index = Some(open_index(&self.folder, &self.caches)?);
        self.replay(progress)?;
        self.lent = None;
        Ok(())
    }

    /// Brings into the index what the journal has beyond it.
    pub(super) fn replay(&mut self, progress: Progress<'_>) -> std::result::Result<(), EngineError> {
        let Some(index) = self.index.as_mut() else { return Err(EngineError::new("it is missing")) };
        let outcome = take_in(index, &self.journal, progress);
        if outcome.is_err() {
            // Half of an index would answer with half of the claims.
            self.index = None;
        }
        self.forget();
        outcome
    }
}

fn open_index(folder: &Folder, caches: &Caches) -> std::result::Result<Index, EngineError> {
    let tie = Binding { place: folder.place(), journal: Some(folder.journal()) };
    let engine = Engine::open_bound(&folder.index(), tie, folder.index_is_writable())?;
    Index::open_with(engine, Blocks::in_cache(caches.index_blocks.clone()))
}

/// Transactions that were acknowledged, for the index knows them, and that the journal no longer holds completely.
struct Loss {
    /// The last that the index knows.
    known: u64,
    /// The last that the journal holds completely.
    held: u64,
    /// Bytes behind that one.
    torn: u64,
}

impl Loss {
    /// What the journal has lost of what is known of it. An index that was made from another journal knows nothing of
    /// this one.
    fn of(known: Known, looked: &Looked) -> Option<Loss> {
        let is_of_this = looked.first_hash().is_none_or(|first| first == known.first);
        let is_lost = is_of_this && !looked.holds(&known.last);
        is_lost.then(|| Loss {
            known: known.last.sequence,
            held: looked.sequence(),
            torn: looked.torn_bytes(),
        })
    }

    fn problem(&self, folder: &Folder) -> Problem {
        let (journal, torn) = (
            folder.journal(),
            match self.torn {
                0 => String::new(),
                bytes => format!(", of which {bytes} bytes are left"),
            },
        );
        let message = if self.held < self.known {
            format!(
                "the journal {} has lost its end: it holds transactions up to {}, but the index knows {} that {} \
                 acknowledged{torn}",
                journal.display(),
                self.held,
                self.transactions(),
                if self.held + 1 == self.known { "was" } else { "were" },
            )
        } else {
            format!(
                "the journal {} is another copy than the one the index was made from: transaction {} differs, and \
                 some that were acknowledged are missing",
                journal.display(),
                self.known
            )
        };
        Problem::database(message)
            .hint("nothing was changed; bring the journal back from a copy, if there is one")
            .hint("`dictum rebuild --accept-loss` goes on without what is lost, and says what that is")
    }

    /// "transaction 7", "transactions 4 to 7"
    fn transactions(&self) -> String {
        match self.held + 1 {
            first if first == self.known => format!("transaction {first}"),
            first => format!("transactions {first} to {}", self.known),
        }
    }

    fn given_up(&self, aside: &Path) -> String {
        let what = if self.held < self.known {
            format!("{} (of {} in all)", self.transactions(), self.known)
        } else {
            format!("what the index knew up to transaction {}, where the journal differs", self.known)
        };
        format!("lost and given up: {what}; the old index is kept in {}", aside.display())
    }
}

/// What is said of a transaction at the end of the journal that is incomplete. Whether somebody was told that it was
/// recorded cannot be known: it may have been complete once.
fn torn_tail(torn: Torn) -> String {
    let what = format!(
        "the last transaction ({}) was cut off while it was written and was not finished",
        torn.sequence
    );
    let aside =
        |file: PathBuf| format!("{what}; its {} bytes are set aside in {}", torn.bytes, file.display());
    torn.set_aside.map_or_else(|| format!("{what}; its {} bytes are ignored", torn.bytes), aside)
}
