//! The command line: what is asked of the program, and how it ends.
//!
//! - [`args`]: the commands and their options
//! - `commands`: what each does
//! - `import`: records from files; `opened`: those files
//! - `failure`: why the program ends otherwise than well
//! - `tables`: tables and their maps
//! - `terminal`: what is written where, and how it looks
//! - [`panic_report`]: what is said where the program itself is wrong
//! - `export`: an answer or records, in any format; `shape`: the options that say in which
//! - `redact`: taking a record out for good
//! - `verify`: what has changed since an answer was written down
//! - `destination`: the standard output, or a file that is there complete or not at all

pub mod args;
mod commands;
mod destination;
mod export;
mod failure;
mod import;
mod opened;
pub mod panic_report;
mod published;
mod redact;
mod shape;
#[cfg(feature = "tables")]
mod tables;
mod terminal;
mod verify;

use std::panic;
use std::process::ExitCode;

use args::Args;
use failure::{Failure, exit_code};
use terminal::Terminal;

/// Runs the program on the arguments of the process.
///
/// The exit code: 0 done; 1 the data or question is wrong, or a check found something; 2 wrong usage; 3 the database
/// cannot be opened; 4 reading or writing failed.
pub fn main() -> ExitCode {
    let args = match Args::of_process() {
        Ok(args) => args,
        Err(message) => {
            // Help and version are answers, everything else is wrong usage.
            let _ = message.print();
            return ExitCode::from(if message.use_stderr() { 2 } else { 0 });
        }
    };
    panic_report::say_panics();
    let run = panic::AssertUnwindSafe(|| commands::run(&args));
    match panic::catch_unwind(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => ExitCode::from(finish(&args, failure)),
        // It was said when it happened.
        Err(_) => ExitCode::from(4),
    }
}

/// Says what went wrong, and gives the exit code for it.
fn finish(args: &Args, failure: Failure) -> u8 {
    let terminal = Terminal::new(args);
    match failure {
        Failure::Said(code) => code,
        Failure::ClosedPipe => 0,
        Failure::Problems { problems, origin, text } => {
            terminal.say_problems(&problems, &origin, text.as_deref());
            problems.iter().map(|problem| exit_code(problem.category())).max().unwrap_or(1)
        }
    }
}
