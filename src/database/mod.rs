//! The front of the library: a database that many threads ask while one writes.
//!
//! - [`Database`]: opening one, asking it, changing it; [`Builder`]: how it is opened; [`Location`]: where it is
//! - [`Question`], [`Answer`], [`Row`]: what is asked, and what comes back
//! - [`Snapshot`]: the database as it was at one moment, for several questions or an export
//! - [`Transaction`]: records added, corrected, retracted and restored, together or not at all
//! - [`Import`], [`Export`]: records as streams, with progress; [`Cancellation`]: stopping one from another thread

mod answer;
mod builder;
mod cancellation;
mod export;
mod handle;
mod import;
mod location;
mod memory;
mod question;
mod shared;
mod snapshot;
mod transaction;

pub use answer::{Answer, Row};
pub use builder::Builder;
pub use cancellation::Cancellation;
pub use export::{Export, Exported};
pub use handle::Database;
pub use import::{Import, Imported};
pub use location::Location;
pub use memory::Memory;
pub use question::Question;
pub use snapshot::Snapshot;
pub use transaction::{Committed, Transaction};
