//! dictum: a fact-claim database with a query language. It holds sourced claims (who said what, when, about what, and
//! which publication says so, with the whole chain) and answers questions such as `claims about Russia by diplomats`.
//!
//! # The life of a question
//!
//! 1. [`session::Session::ask`] is given a text. [`language::parse_ask`] makes it a syntax tree
//!    ([`language::syntax::Ask`]), which knows no names, only words and where they stand.
//! 2. [`query::answer()`] takes the tree and a [`store::Snapshot`]: the database as it is now or, with `as of`, as it was.
//! 3. [`query::resolve::Resolver`] looks every name up, in any language, and turns dates into stretches of time. What
//!    fits nothing or two things is an error that says what stands near. Out comes [`query::resolved::Resolved`].
//! 4. [`query::plan::cheapest_first`] orders the parts, and [`query::evaluate::Evaluator`] answers them by postings (sets
//!    of claim versions) and their algebra, checking claim by claim only what no posting answers. Each set comes in
//!    two: of what can be so, and of what certainly is.
//! 5. [`query::sort`] orders the claims, `limit` cuts them, and only then [`query::rows`] reads those that are shown.
//! 6. [`output::render`] writes the [`query::Answer`] in a format; [`output::error_report`] does the same for what is wrong.
//!
//! # The life of a record
//!
//! 1. A script ([`session::lowering`]) or a file ([`exchange::interchange`]) becomes [`store::Change`]s.
//! 2. [`store::validator`] holds them to every rule, before anything is written.
//! 3. [`store::journal`] appends them as one transaction; when that returns they are on the disk.
//! 4. [`store::index`] derives from them what questions are answered by.

// The first lines of each layer are its contents page, and name its private files too.
#![allow(rustdoc::private_intra_doc_links)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod exchange;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod language;
pub mod model;
pub mod output;
pub mod query;
pub mod session;
#[cfg(feature = "cli")]
pub mod shell;
pub mod store;
