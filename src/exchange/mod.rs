//! What comes in and goes out: records as lines of the interchange format and as statements of the language, and what
//! others publish. It knows no database; `session` brings the records to the store.
//!
//! - [`interchange`]: newline-delimited JSON, read and written
//! - [`script`]: records as statements, so that a database can be a text
//! - [`formats`]: what can be imported, by name; [`recognise`]: what a file is, whatever its name says
//! - [`tables`]: CSV, TSV and spreadsheets, by a map of their columns
//! - [`entries`]: a file of another format, entry by entry; [`naming`]: which entity a name in it stands for,
//!   [`near_names`]: which look nearly the same; [`slug`]: the
//!   ids of those that are new
//! - [`claimreview`]: what fact-checkers publish; [`verdicts`]: what their labels mean
//! - [`bibliography`]: BibTeX, CSL-JSON and RIS
//! - [`markup`], [`published_date`]: texts and dates as publishers write them

pub mod bibliography;
pub mod claimreview;
pub mod entries;
pub mod formats;
pub mod interchange;
pub mod markup;
pub mod naming;
pub mod near_names;
pub mod published_date;
#[cfg(feature = "rdf")]
pub mod rdf;
pub mod recognise;
pub mod script;
pub mod slug;
#[cfg(feature = "tables")]
pub mod tables;
pub mod verdicts;
