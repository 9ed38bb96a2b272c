//! The REPL: the screens of docs/repl.md, conversations through the session, scripts with dot commands, and a few runs
//! through a pseudo-terminal.
//!
//! A block ```` ```screen ```` of the page is a conversation: lines that begin with the prompt are entered, what stands
//! below is what the shell writes; a question of the shell's own stands there with its answer. `…` stands for what is
//! different each time. `UPDATE=1 cargo test --test all repl::` rewrites the screens.

mod batch;
mod completion;
mod kit;
mod pty;
mod screens;
mod talk;
