//! Answers as headings and rows of cells: what tables, csv, tsv and Markdown have in common.

pub(super) mod all_fields;
pub(super) mod columns;
pub(super) mod delimited;
pub(super) mod sheet;
