//! What is said where the program itself is wrong: what happened, where, and how to report it.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::thread;

use crate::output::citing;
use crate::store::engine;

/// From now on a panic of this process is said in a way that can be reported. Only the program itself does this: a library
/// leaves to the process what is its own.
pub fn say_panics() {
    panic::set_hook(Box::new(|panic| {
        if !engine::catches_panics() && !citing::catches_panics() {
            // Where even that cannot be written there is nobody to tell.
            let _ = writeln!(io::stderr(), "{}", said(panic, &Backtrace::capture()));
        }
    }));
}

fn said(panic: &PanicHookInfo<'_>, way: &Backtrace) -> String {
    let place = panic.location().map_or_else(|| "not known".to_owned(), ToString::to_string);
    let way = match way.status() {
        BacktraceStatus::Captured => format!("  backtrace:\n{way}"),
        _ => "  RUST_BACKTRACE=1 before the command shows the backtrace".to_owned(),
    };
    format!(
        "error: internal error, please report it; what was acknowledged is safe in the journal\n  \
         message: {message}\n  \
         place: {place}, thread {thread}\n  \
         version: dictum {version} on {system}, {machine}\n  \
         please report it at {address} with these lines and what you did\n{way}",
        message = message(panic),
        thread = thread::current().name().unwrap_or("without a name"),
        version = env!("CARGO_PKG_VERSION"),
        system = std::env::consts::OS,
        machine = std::env::consts::ARCH,
        address = env!("CARGO_PKG_REPOSITORY"),
    )
}

/// What the panic says, cut where it is very long: it may quote what was given to the program.
fn message(panic: &PanicHookInfo<'_>) -> String {
    const LONGEST: usize = 500;
    let text = panic.payload_as_str().unwrap_or("none");
    crate::output::terminal::cells::harmless(&text.chars().take(LONGEST).collect::<String>()).into_owned()
}
