//! The REPL: the screens of docs/repl.md, conversations through the session, scripts with dot commands, and a few runs
//! through a pseudo-terminal.
//!
//! A block ```` ```screen ```` of the page is a conversation: lines that begin with the prompt are entered, what stands
//! below is what the shell writes; a question of the shell's own stands there with its answer. `…` stands for what is
//! different each time. `UPDATE=1 cargo test --test repl` writes the screens anew.

#[path = "repl/batch.rs"]
mod batch;
#[path = "repl/completion.rs"]
mod completion;
#[path = "repl/kit.rs"]
mod kit;
#[path = "repl/pty.rs"]
mod pty;
#[path = "repl/screens.rs"]
mod screens;
#[path = "repl/talk.rs"]
mod talk;
