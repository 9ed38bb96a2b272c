//! Answers for people at a terminal: cards, tables and charts, as wide as the screen is.

pub(super) mod cards;
pub mod cells;
pub(super) mod chart;
pub(super) mod grid;
#[cfg(feature = "cli")]
pub mod progress;
pub(super) mod style;
pub(super) mod table;
