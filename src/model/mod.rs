//! What dictum knows: the records, their dates, names and texts, and the folding that makes names findable.
//! Nothing in this folder reads or writes anything.
//!
//! - [`record`]: every record as one type; [`key`], [`id`]: what identifies one; [`parts`]: what several have in common
//! - [`entity`], [`source`], [`claim`], [`assessment`]: the records themselves; [`kind`]: the kinds of entity
//! - [`claim_part`]: the parts of a claim that can be there or not
//! - [`field`], [`fields`]: what a field is; the fields of each of them, declared once for all that reads and writes them
//! - [`standing`]: which of a checker's verdicts stands
//! - [`date`]: EDTF dates as intervals
//! - [`instant`]: moments to the part of a second
//! - [`lang`]: languages by their tags
//! - [`text`]: texts with their language, folding, words and stems
//! - [`unseen`]: characters that are obeyed and not seen
//! - [`natural`]: the order of texts, numbers in them as numbers
//! - [`quotation`]: whether quoted words stand in a text
//! - [`validate`]: what must hold within one record
//! - [`violation`], [`field_path`]: a rule that a record breaks, and the field that breaks it
//! - [`problem`]: the error of every layer

pub mod assessment;
pub mod claim;
pub mod claim_part;
pub mod date;
pub mod entity;
pub mod field;
pub mod field_path;
pub mod fields;
pub mod id;
pub mod instant;
pub mod key;
pub mod kind;
pub mod lang;
pub mod natural;
mod occurrences;
pub mod parts;
pub mod problem;
pub mod quotation;
pub mod record;
pub mod source;
pub mod standing;
pub mod text;
pub mod unseen;
pub mod validate;
pub mod violation;

pub use assessment::{Assessment, Rating, Verdict};
pub use claim::{Attestation, Citation, Claim, Mode, Speaker, Words};
pub use claim_part::ClaimPart;
pub use date::{Date, Dating, Interval, Moment, Precision};
pub use entity::{Entity, Name, Tenure};
pub use instant::Instant;
pub use kind::Kind;
pub use lang::Lang;
pub use problem::{Problem, Span};
pub use record::{Definition, Id, Key, Link, Record, RecordType, Ref, Relation};
pub use source::{Author, Medium, Source};
pub use standing::Standing;
pub use text::Text;
