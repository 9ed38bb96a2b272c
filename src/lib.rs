//! dictum: a fact-claim database with a query language. It holds sourced claims (who said what, when, about what, and
//! which publication says so, with the whole chain) and answers questions such as `claims about Russia by diplomats`.
//!
//! A [`Database`] is opened once and shared by as many threads as one likes: they ask, while one of them records.
//!
//! ```
//! use dictum::{Citation, Claim, Database, Entity, Id, Kind, Record, Ref, Source};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("claims.dictum");
//! let db = Database::builder(&path).create(true).author("mira").open()?;
//!
//! // Records as values, or as JSON: one transaction.
//! let mut transaction = db.transaction();
//! transaction.add(Entity::new(Id::new("bridge")?, Kind::Topic, "the Narva bridge"));
//! let paper = Id::new("morning-paper")?;
//! transaction.add(Source::new(paper.clone()));
//! let mut claim = Claim::new(Id::new("bridge-open")?, "The bridge is open again", Citation::of(paper));
//! claim.about.push(Ref::certain(Id::new("bridge")?));
//! transaction.add(claim);
//! transaction.add(serde_json::from_str::<Record>(
//!     r#"{"type": "claim", "id": "bridge-shut", "statement": "The bridge stays shut", "mode": "assertion",
//!         "about": [{"id": "bridge", "certain": false}], "citations": [{"source": "morning-paper", "locator": "p. 3"}]}"#,
//! )?);
//! transaction.commit("what the morning's papers say")?;
//!
//! // A question; the second claim is about the bridge perhaps.
//! let answer = db.ask("claims about bridge")?;
//! let found: Vec<_> = answer.rows().iter().map(|row| (row.id(), row.is_certain())).collect();
//! assert_eq!(found, [(Some("bridge-open"), true), (Some("bridge-shut"), false)]);
//! assert!(answer.remarks().iter().any(|remark| remark.contains("only possibly")));
//!
//! // Everything, as it can be imported elsewhere.
//! let mut lines = Vec::new();
//! assert_eq!(db.export().write_to(&mut lines)?.records, 4);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Database`], [`Builder`], [`Location`]: opening one; [`Memory`]: how much it holds
//! - [`Question`], [`Params`], [`Answer`], [`Row`], [`Snapshot`]: asking
//! - [`Transaction`], [`Committed`]: recording; [`Record`] and the types that it is made of
//! - [`Import`], [`Export`], [`Cancellation`]: records as streams
//! - [`Problem`], [`Problems`], [`ErrorKind`]: what is wrong, where, and how to put it right
//!
//! What can be asked is in `docs/language.md`, what can be recorded in `docs/records.md`. How dictum is built is in
//! `docs/architecture.md`; everything but this front may change from one version to the next.
//!
//! # Features
//!
//! `cli`, which is on by default, makes the program. A library needs none of it: `default-features = false`. `tables`, on by
//! default too, imports CSV, TSV, XLSX and ODS by maps of their columns.

#![warn(missing_docs)]
// The first lines of each layer are its contents page, and name its private files too.
#![allow(rustdoc::private_intra_doc_links)]

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod database;
#[doc(hidden)]
pub mod exchange;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
#[doc(hidden)]
pub mod language;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod query;
#[doc(hidden)]
pub mod session;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod shell;
#[doc(hidden)]
pub mod store;

pub use database::{
    Answer, Builder, Cancellation, Committed, Database, Export, Exported, Import, Imported, Location, Memory,
    Question, Row, Snapshot, Transaction,
};
pub use model::assessment::{Assessment, Rating, Verdict};
pub use model::claim::{Attestation, Citation, Claim, Mode, Speaker, Words};
pub use model::date::{Date, DateError};
pub use model::entity::{Entity, Name, Tenure};
pub use model::id::InvalidId;
pub use model::kind::Kind;
pub use model::problem::{Category, ErrorKind, Problem, Problems, Span};
pub use model::record::{Basis, Dated, Definition, Extra, Id, Key, Link, Record, RecordType, Ref, Relation};
pub use model::source::{Author, Medium, Source};
pub use model::text::{Lang, Text};
pub use output::RecordFormat;
pub use query::Params;

/// The example in the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
