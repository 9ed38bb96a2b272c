//! dictum as a library: what it needs, what it offers, and what holds when several threads use it.

use std::collections::BTreeSet;
use std::process::Command;

/// What only a program with a command line and a prompt needs.
const OF_THE_PROGRAM: [&str; 6] =
    ["clap", "clap_complete", "console", "indicatif", "rustyline", "signal-hook"];

/// The crates that dictum itself names, with these options.
fn direct_dependencies(options: &[&str]) -> BTreeSet<String> {
    let listed = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--package", "dictum", "--edges", "normal"])
        .args(["--depth", "1", "--prefix", "none", "--format", "{p}"])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).expect("names of crates");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_library_needs_nothing_of_what_a_program_needs() {
    let (library, program) = (direct_dependencies(&["--no-default-features"]), direct_dependencies(&[]));
    for name in OF_THE_PROGRAM {
        assert!(!library.contains(name), "the library needs {name}");
        assert!(program.contains(name), "the program does not need {name} any more");
    }
    assert!(library.contains("serde") && library.contains("sled"), "cargo lists what the library needs");
}
