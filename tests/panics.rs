//! A fault of the program says where it is and how to report it; and a library leaves the process's panic hook alone.

use std::panic;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use dictum::session::Session;

const CHILD: &str = "DICTUM_TEST_PANICS";

/// Runs one of these tests in a process of its own, since the panic hook belongs to the whole process.
fn alone(test: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", &format!("panics::{test}"), "--nocapture"]);
    command.env_remove("RUST_BACKTRACE").env_remove("RUST_LIB_BACKTRACE").env(CHILD, "yes");
    command.envs(variables.iter().copied()).output().expect("it runs")
}

#[test]
fn a_panic_says_where_it_was_and_how_to_report_it() {
    if std::env::var_os(CHILD).is_some() {
        dictum::cli::panic_report::say_panics();
        panic!("two claims\u{1b} in one slot");
    }
    let panicking = |variables| alone("a_panic_says_where_it_was_and_how_to_report_it", variables);
    let done = panicking(&[]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    for part in [
        "error: internal error, please report it",
        "message: two claims",
        "tests/panics.rs:",
        concat!("dictum ", env!("CARGO_PKG_VERSION")),
        "report it at",
        "RUST_BACKTRACE=1",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains('\u{1b}'), "{said}");
    let done = panicking(&[("RUST_BACKTRACE", "1")]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("backtrace:\n   0: "), "{said}");
}

#[test]
fn opening_a_database_leaves_the_panic_hook_alone() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    if std::env::var_os(CHILD).is_none() {
        let done = alone("opening_a_database_leaves_the_panic_hook_alone", &[]);
        let said = String::from_utf8_lossy(&done.stdout);
        assert!(
            said.contains("test result: ok. 1 passed"),
            "{said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        return;
    }
    panic::set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("claims.dictum");
    let (mut session, _) = Session::open(&path, true, "tester", &mut |_, _| {}).expect("it opens");
    session.run("add place p \"P\"", None, &mut |_| {}).expect("it is recorded");
    let fault = panic::catch_unwind(|| panic!("heard"));
    assert!(fault.is_err());
    let ours = panic::take_hook();
    assert_eq!(HEARD.load(Ordering::SeqCst), 1);
    ours_is_the_one_that_was_set(&*ours);
}

/// The hook that was taken is the counting one, not one that was put around it.
fn ours_is_the_one_that_was_set(hook: &(dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync)) {
    assert_eq!(size_of_val(hook), 0, "a hook around another would hold that");
}
