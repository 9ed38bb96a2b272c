//! What can stand at a place in a line, what completes it, and how the line is coloured while it is written.

pub(super) mod candidate;
pub(super) mod candidates;
pub(super) mod expect;
pub(super) mod highlight;
pub(super) mod languages;
pub(super) mod line;
