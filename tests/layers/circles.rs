//! No files of src/ import each other in a circle: a circle shows a type that has no file of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use super::sources::{Source, files, tokens};

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = files();
    let modules = Modules::of(&sources);
    let imports = modules.imports();
    let found = circles(&imports);
    let mut wrong = String::new();
    for circle in &found {
        let _ = writeln!(wrong, "these import each other:");
        for module in circle {
            let within = imports[module].iter().filter(|other| circle.contains(other)).copied();
            let _ = writeln!(wrong, "    {module} → {}", within.collect::<Vec<_>>().join(", "));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A path as the code has it: `["crate", "model", "Id"]`.
type Path<'a> = Vec<&'a str>;

/// What one file imports.
#[derive(Default)]
struct File<'a> {
    /// Where it is: `["store", "index"]` of `src/store/index/mod.rs`.
    place: Path<'a>,
    /// The modules that it declares.
    children: BTreeSet<&'a str>,
    /// What it names and does not hand on.
    named: Vec<Path<'a>>,
    /// What it gives a name of its own: the name, and the path that is meant.
    given_names: HashMap<&'a str, Path<'a>>,
}

struct Modules<'a>(BTreeMap<String, File<'a>>);

impl<'a> Modules<'a> {
    fn of(sources: &'a [Source]) -> Modules<'a> {
        let read = |source: &'a Source| {
            let inside = source.path.strip_prefix("src/")?.strip_suffix(".rs")?;
            let inside = inside.strip_suffix("/mod").unwrap_or(inside);
            let is_root = matches!(inside, "lib" | "main");
            (!is_root).then(|| {
                let place: Path<'a> = inside.split('/').collect();
                (place.join("::"), File::of(place, &source.code))
            })
        };
        Modules(sources.iter().filter_map(read).collect())
    }

    /// For each module those that it imports from.
    fn imports(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let imports = self.0.iter().map(|(name, file)| {
            let found = file.named.iter().filter_map(|path| self.defining(file.absolute(path)?));
            (name.as_str(), found.filter(|other| other != name).collect())
        });
        imports.collect()
    }

    /// The module in which the thing at this path is written, whatever hands it on.
    fn defining(&self, mut path: Path<'a>) -> Option<&str> {
        const MOST_HANDS: usize = 8;
        for _ in 0..MOST_HANDS {
            let known = |length: usize| self.0.get_key_value(&path[..length].join("::"));
            let (length, (name, file)) =
                (1..=path.len()).rev().find_map(|length| known(length).map(|known| (length, known)))?;
            let handed_on = path.get(length).and_then(|item| file.given_names.get(item));
            match handed_on.and_then(|path| file.absolute(path)) {
                Some(meant) => path = meant.into_iter().chain(path[length + 1..].iter().copied()).collect(),
                None => return Some(name),
            }
        }
        None
    }
}

impl<'a> File<'a> {
    fn of(place: Path<'a>, code: &'a str) -> File<'a> {
        let code = without_tests(tokens(code).into_iter().map(|(_, token)| token).collect());
        let mut file = File { place, ..File::default() };
        let declared = code.windows(3).filter(|three| three[0] == "mod" && three[2] == ";");
        file.children = declared.map(|three| three[1]).collect();
        let mut at = 0;
        while at < code.len() {
            if code[at] == "use" {
                let is_handed_on = is_public(&code[..at]);
                at = file.read_use(&code, at + 1, is_handed_on);
            } else {
                at = file.read_path(&code, at);
            }
        }
        file
    }

    /// Reads a `use`; gives the place behind it.
    fn read_use(&mut self, code: &[&'a str], start: usize, is_handed_on: bool) -> usize {
        let end = (start..code.len()).find(|at| code[*at] == ";").unwrap_or(code.len());
        let mut leaves = Vec::new();
        leaves_of(&code[start..end], &[], &mut leaves);
        for (path, name) in leaves {
            if let Some(name) = name {
                self.given_names.insert(name, path.clone());
            }
            if !is_handed_on {
                self.named.push(path);
            }
        }
        end
    }

    /// Reads a path in the code, if one begins here that leads to another file; gives the place behind it.
    fn read_path(&mut self, code: &[&'a str], start: usize) -> usize {
        let begins = matches!(code[start], "crate" | "super" | "self") || self.children.contains(code[start]);
        let goes_on = code.get(start + 1) == Some(&"::");
        // `pub(in crate::store)` says who may use it.
        let stands_in_another = start > 0 && matches!(code[start - 1], "::" | "in");
        if !begins || !goes_on || stands_in_another {
            return start + 1;
        }
        let mut path = vec![code[start]];
        let mut at = start + 1;
        while code.get(at) == Some(&"::") && code.get(at + 1).is_some_and(|token| is_name(token)) {
            path.push(code[at + 1]);
            at += 2;
        }
        self.named.push(path);
        at
    }

    /// The path from the root of the crate; nothing where it leads out of the crate.
    fn absolute(&self, path: &[&'a str]) -> Option<Path<'a>> {
        let mut from = self.place.clone();
        let mut rest = path;
        match path.first()? {
            &"crate" => return Some(path[1..].to_vec()),
            &"self" => rest = &path[1..],
            &"super" => {
                while rest.first() == Some(&"super") {
                    from.pop();
                    rest = &rest[1..];
                }
            }
            first if self.children.contains(first) => {}
            _ => return None,
        }
        Some(from.into_iter().chain(rest.iter().copied()).collect())
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Whether the item that follows this code is public, if only within the crate.
fn is_public(before: &[&str]) -> bool {
    let item = before.rsplit(|token| matches!(*token, ";" | "{" | "}" | "]")).next();
    item.and_then(|item| item.first()) == Some(&"pub")
}

/// The code without what is compiled for tests alone.
fn without_tests(code: Vec<&str>) -> Vec<&str> {
    const ATTRIBUTE: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(code.len());
    let mut at = 0;
    while at < code.len() {
        if code[at..].starts_with(&ATTRIBUTE) {
            at = end_of_item(&code, at + ATTRIBUTE.len());
        } else {
            kept.push(code[at]);
            at += 1;
        }
    }
    kept
}

/// The place behind the item that begins here: behind its `;`, or the brace that closes what it opened.
fn end_of_item(code: &[&str], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in code.iter().enumerate().skip(start) {
        match *token {
            "{" => depth += 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Each path of a tree of `use`, with the name that it gets.
fn leaves_of<'a>(tree: &[&'a str], before: &[&'a str], leaves: &mut Vec<(Path<'a>, Option<&'a str>)>) {
    let mut path = before.to_vec();
    let mut at = 0;
    while at < tree.len() {
        match tree[at] {
            "{" => {
                let inside = &tree[at + 1..end_of_item(tree, at) - 1];
                return branches(inside).into_iter().for_each(|branch| leaves_of(branch, &path, leaves));
            }
            "as" => {
                let name = tree.get(at + 1).copied();
                return leaves.push((path, name));
            }
            "*" => return leaves.push((path, None)),
            // `{self, Field}` names the module that the braces follow.
            "self" if !path.is_empty() => {}
            "::" => {}
            name => path.push(name),
        }
        at += 1;
    }
    let name = path.last().copied();
    leaves.push((path, name));
}

/// What stands between the commas that are in no further braces.
fn branches<'t, 'a>(tree: &'t [&'a str]) -> Vec<&'t [&'a str]> {
    let mut depth = 0;
    let split = tree.split(|token| {
        match *token {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        *token == "," && depth == 0
    });
    split.filter(|branch| !branch.is_empty()).collect()
}

/// The modules from which each can be reached from each other, where there are several.
fn circles<'m>(imports: &BTreeMap<&'m str, BTreeSet<&'m str>>) -> Vec<Vec<&'m str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|module| (*module, reachable(imports, module))).collect();
    let mut found: BTreeSet<Vec<&str>> = BTreeSet::new();
    for (module, others) in &reached {
        if others.contains(module) {
            let circle = others.iter().filter(|other| reached[*other].contains(module));
            found.insert(circle.copied().collect());
        }
    }
    found.into_iter().collect()
}

fn reachable<'m>(imports: &BTreeMap<&'m str, BTreeSet<&'m str>>, from: &str) -> BTreeSet<&'m str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = imports[from].iter().copied().collect();
    while let Some(module) = open.pop() {
        if reached.insert(module) {
            open.extend(imports[module].iter().copied());
        }
    }
    reached
}

#[test]
fn the_test_sees_circles() {
    let found = |sources: &[(&str, &str)]| {
        let sources: Vec<Source> = sources.iter().map(|(path, text)| Source::of(path, text)).collect();
        let modules = Modules::of(&sources);
        let found = circles(&modules.imports());
        found.into_iter().map(|circle| circle.join(" ")).collect::<Vec<_>>()
    };
    let a_to_b = ("src/m/a.rs", "use super::b::B;");
    assert_eq!(found(&[a_to_b, ("src/m/b.rs", "use crate::m::{x::{Y, Z}, a::{self, A}};")]), ["m::a m::b"]);
    assert_eq!(found(&[a_to_b, ("src/m/b.rs", "fn f() { super::a::f() }")]), ["m::a m::b"]);
    assert_eq!(found(&[a_to_b, ("src/m/b.rs", "use std::a::A; // use super::a;")]), Vec::<String>::new());
    assert_eq!(
        found(&[a_to_b, ("src/m/b.rs", "#[cfg(test)]\nmod tests { use super::super::a::A; }")]),
        Vec::<String>::new()
    );
    // What a folder hands on is imported from the file that it is in.
    let handed_on = ("src/m/mod.rs", "mod a; mod b;\npub(in crate::m) use a::A as C; pub use b::B;");
    assert_eq!(found(&[handed_on, a_to_b, ("src/m/b.rs", "use super::C;")]), ["m::a m::b"]);
    assert_eq!(found(&[handed_on, a_to_b, ("src/m/b.rs", "struct B;")]), Vec::<String>::new());
    // A folder that uses its file, and is used by it.
    let folder = ("src/m/mod.rs", "mod b;\nfn f() { b::g() }");
    assert_eq!(found(&[folder, ("src/m/b.rs", "use super::f;")]), ["m m::b"]);
    let longer = [a_to_b, ("src/m/b/mod.rs", "use self::c::C;"), ("src/m/b/c.rs", "use super::super::a::A;")];
    assert_eq!(found(&longer), ["m::a m::b m::b::c"]);
}
