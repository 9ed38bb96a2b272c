//! The terminal: a line editor, a pager, and where answers and messages are written.

pub(super) mod editor;
pub(super) mod keyboard;
pub(super) mod pager;
pub(super) mod screen;
