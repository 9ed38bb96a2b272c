//! The layers under src/ stand in an order, and each imports only what stands before it; no files import
//! each other in circles. See docs/architecture.md.

mod circles;
mod sources;

pub use sources::files;
use sources::{Source, code_of, tokens};

/// Each layer may use those before it, and itself.
const LAYERS: [&str; 10] =
    ["model", "language", "store", "query", "exchange", "output", "session", "database", "shell", "cli"];

/// Crates that one layer alone knows: what stands under these paths.
const KEPT_IN: [(&str, &[&str]); 3] =
    [("sled", &["src/store/engine/"]), ("bincode", &["src/store/codec/"]), ("rustyline", &["src/shell/"])];

#[test]
fn each_layer_imports_only_layers_that_stand_above_it() {
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) = layer_of(&file.path) else { continue };
        for (line, named) in file.layers_named() {
            if rank(&named) > rank(&own) {
                wrong.push(format!("{}:{line}: `{own}` knows nothing of `{named}`", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_layer() {
    for file in files().iter().filter(|file| file.path.matches('/').count() > 1) {
        assert!(layer_of(&file.path).is_some(), "{} is in no layer of the order", file.path);
    }
}

#[test]
fn the_engine_the_codec_and_the_line_editor_are_named_in_one_place_each() {
    let mut wrong = Vec::new();
    for file in files() {
        for (name, places) in KEPT_IN {
            let is_kept = places
                .iter()
                .any(|place| file.path == *place || place.ends_with('/') && file.path.starts_with(place));
            if !is_kept {
                let lines = file.code.lines().enumerate().filter(|(_, line)| mentions(line, name));
                wrong.extend(lines.map(|(number, _)| format!("{}:{}: `{name}`", file.path, number + 1)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    for file in files() {
        assert!(file.text.starts_with("//! "), "{} does not begin with `//!`", file.path);
    }
}

/// `src/store/engine/mod.rs` and `src/store.rs` are in `store`; `src/lib.rs` and `src/main.rs` in none.
fn layer_of(path: &str) -> Option<String> {
    let layer = path.strip_prefix("src/")?.split(['/', '.']).next()?;
    LAYERS.contains(&layer).then(|| layer.to_owned())
}

fn rank(layer: &str) -> usize {
    LAYERS.iter().position(|other| *other == layer).expect("a layer")
}

impl Source {
    /// The layers that the code names by a path from the root of the crate, each with its line.
    fn layers_named(&self) -> Vec<(usize, String)> {
        let tokens = tokens(&self.code);
        let depth = self.depth();
        let mut named = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let mut after = match tokens[at].1 {
                "crate" => at + 1,
                "super" => end_of_supers(&tokens, at, depth),
                _ => at,
            };
            if after > at && tokens.get(after).is_some_and(|token| token.1 == "::") {
                after += 1;
                named.extend(heads(&tokens[after..]));
            }
            at = after.max(at + 1);
        }
        named
            .into_iter()
            .filter(|(_, name)| LAYERS.contains(name))
            .map(|(line, name)| (line, name.to_owned()))
            .collect()
    }

    /// How many `super`s lead from here to the root of the crate.
    fn depth(&self) -> usize {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        inside.split('/').count()
    }
}

/// Past the `super`s that lead to the root of the crate, or where they lead elsewhere, the place itself.
fn end_of_supers(tokens: &[(usize, &str)], start: usize, depth: usize) -> usize {
    let (mut at, mut count) = (start, 0);
    while tokens.get(at).is_some_and(|token| token.1 == "super") {
        count += 1;
        at += if tokens.get(at + 1).is_some_and(|token| token.1 == "::") { 2 } else { 1 };
    }
    if count < depth { start } else { at - 1 }
}

/// The names that a path goes on with: one, or those at the head of each branch in `{…}`.
fn heads<'a>(tokens: &[(usize, &'a str)]) -> Vec<(usize, &'a str)> {
    if tokens.first().is_none_or(|token| token.1 != "{") {
        return tokens.first().copied().into_iter().collect();
    }
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut is_head = false;
    for (line, token) in tokens {
        match *token {
            "{" => {
                depth += 1;
                is_head = depth == 1;
            }
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," => is_head = depth == 1,
            token => {
                if std::mem::replace(&mut is_head, false) {
                    heads.push((*line, token));
                }
            }
        }
    }
    heads
}

fn mentions(line: &str, name: &str) -> bool {
    tokens(line).iter().any(|token| token.1 == name)
}

#[test]
fn the_test_sees_what_it_should() {
    let named = |path: &str, code: &str| {
        Source::of(path, code).layers_named().into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(named("src/model/a.rs", "use crate::store::Snapshot;"), ["store"]);
    assert_eq!(
        named("src/model/a.rs", "use crate::{query::{a, cli}, model, output};"),
        ["query", "model", "output"]
    );
    assert_eq!(
        named("src/model/a.rs", "fn f() -> crate::cli::Args { super::super::shell::x() }"),
        ["cli", "shell"]
    );
    assert_eq!(
        named("src/model/a.rs", "use super::store; // crate::store\nconst A: &str = \"crate::store\";"),
        Vec::<String>::new()
    );
    assert_eq!(named("src/model/mod.rs", "use super::store;"), ["store"]);
    assert_eq!(code_of("'\"' 'a' '\\'' \"x\" r#\"y\"# z"), "     z");
}
