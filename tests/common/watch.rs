//! A watchman for work within this process, which cannot be killed when it hangs: he names it and ends the process.

use std::any::Any;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::{Mutex, Once};
use std::thread;
use std::time::{Duration, Instant};

use super::cut;

/// What is being done, and until when it is to be done.
static UNDER_WAY: Mutex<Vec<(u64, String, Instant)>> = Mutex::new(Vec::new());

/// Does something that has to come back in time, and without a panic.
#[track_caller]
pub fn watched<T>(what: &str, limit: Duration, work: impl FnOnce() -> T) -> T {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(thread::spawn(keep_watch)));
    let number = {
        let mut under_way = UNDER_WAY.lock().expect("nobody panics with it");
        let number = under_way.iter().map(|(number, ..)| number + 1).max().unwrap_or(0);
        under_way.push((number, cut(what), Instant::now() + limit));
        number
    };
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    UNDER_WAY.lock().expect("nobody panics with it").retain(|(other, ..)| *other != number);
    done.unwrap_or_else(|fault| panic!("it panics: {}\nat: {}", said(&*fault), cut(what)))
}

fn keep_watch() {
    loop {
        thread::sleep(Duration::from_millis(50));
        let now = Instant::now();
        let under_way = UNDER_WAY.lock().expect("nobody panics with it");
        if let Some((_, what, _)) = under_way.iter().find(|(_, _, until)| *until < now) {
            // Not by a macro: what those print within a test is kept back until it ends, and it does not.
            let _ = writeln!(io::stderr(), "it does not come to an end: {what}");
            process::exit(101);
        }
    }
}

fn said(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("without a word").to_owned()
}
