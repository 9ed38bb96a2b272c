//! How well `claims like "…"` finds the claim that a post repeats: MAP@5, MRR and P@1 over a set of posts and claims.
//!
//! `retrieval FOLDER [LANGUAGE]`: FOLDER holds `verified_claims.docs.tsv` (number, claim, title) and for each part of the
//! set a folder with `tweets.queries.tsv` (number, post) and `tweet-vclaim-pairs.qrels` (post, 0, claim, 1), as in CLEF
//! CheckThat! 2020, task 2. LANGUAGE is a tag, `en` if none is given, `-` for none. The claims are imported with their
//! titles as those of the documents read, and every post is asked as a reader would ask it.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

use dictum::query::answer::AnswerBody;
use dictum::session::Session;
use dictum::session::import::ImportOptions;
use serde_json::json;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = args.first() else { return Err("which folder? retrieval FOLDER [LANGUAGE]".into()) };
    let folder = Path::new(folder);
    let lang = args.get(1).map_or("en", String::as_str);
    let lang = (lang != "-").then_some(lang);
    let scratch = tempfile::tempdir()?;
    let (mut session, _) =
        Session::open(&scratch.path().join("retrieval.dictum"), true, "retrieval", &mut |_, _| {})
            .map_err(|problem| problem.to_string())?;
    import(&mut session, &folder.join("verified_claims.docs.tsv"), lang)?;
    println!("| part | posts | MAP@5 | MRR | P@1 | ms a post |\n|---|---:|---:|---:|---:|---:|");
    let mut parts: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    parts.sort_by_key(|part| std::cmp::Reverse(part.file_name()));
    for part in parts.into_iter().filter(|part| part.path().is_dir()) {
        let measures = judge(&mut session, &part.path(), lang)?;
        println!("| {} | {measures} |", part.file_name().to_string_lossy());
    }
    Ok(())
}

/// The fields of each line but the first, which names them.
fn rows(path: &Path) -> Outcome<Vec<Vec<String>>> {
    let text = fs::read_to_string(path)?;
    let fields = |line: &str| line.split('\t').map(unquoted).collect();
    Ok(text.lines().skip(1).map(fields).collect())
}

/// A field without the quotation marks of CSV.
fn unquoted(field: &str) -> String {
    match field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => field.to_owned(),
    }
}

fn import(session: &mut Session, path: &Path, lang: Option<&str>) -> Outcome<()> {
    let mut lines = String::new();
    for row in rows(path)? {
        let [number, claim, title, ..] = row.as_slice() else { continue };
        let source = format!("s{number}");
        let records = [
            json!({"type": "source", "id": source, "title": title, "lang": lang}),
            json!({"type": "claim", "id": format!("c{number}"), "statement": claim, "lang": lang, "mode": "assertion",
                   "citations": [{"source": source}]}),
        ];
        for record in records {
            lines.push_str(&record.to_string());
            lines.push('\n');
        }
    }
    let imported = session.import(Cursor::new(lines), ImportOptions::default(), &mut |_| {});
    let imported = imported.map_err(|problems| format!("{}", problems[0]))?;
    println!("{}\n", imported.recorded);
    Ok(())
}

/// Means over the posts of a part.
struct Measures {
    posts: usize,
    map: f64,
    mrr: f64,
    first: f64,
    milliseconds: f64,
}

impl std::fmt::Display for Measures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Measures { posts, map, mrr, first, milliseconds } = self;
        write!(f, "{posts} | {map:.4} | {mrr:.4} | {first:.4} | {milliseconds:.2}")
    }
}

fn judge(session: &mut Session, part: &Path, lang: Option<&str>) -> Outcome<Measures> {
    let mut relevant: HashMap<String, HashSet<String>> = HashMap::new();
    for line in fs::read_to_string(part.join("tweet-vclaim-pairs.qrels"))?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let [post, _, claim, "1"] = fields[..] {
            relevant.entry(post.to_owned()).or_default().insert(format!("c{claim}"));
        }
    }
    let mut sums = Measures { posts: 0, map: 0.0, mrr: 0.0, first: 0.0, milliseconds: 0.0 };
    let start = Instant::now();
    for row in rows(&part.join("tweets.queries.tsv"))? {
        let [number, post, ..] = row.as_slice() else { continue };
        let Some(wanted) = relevant.get(number) else { continue };
        let found = ask(session, post, lang)?;
        let hits: Vec<usize> =
            (1..).zip(&found).filter(|(_, id)| wanted.contains(*id)).map(|(rank, _)| rank).collect();
        let precision = |(of, rank): (usize, &usize)| (of + 1) as f64 / *rank as f64;
        let within_five = hits.iter().take_while(|rank| **rank <= 5).enumerate().map(precision).sum::<f64>();
        sums.posts += 1;
        sums.map += within_five / wanted.len().min(5) as f64;
        sums.mrr += hits.first().map_or(0.0, |rank| 1.0 / *rank as f64);
        sums.first += f64::from(u8::from(hits.first() == Some(&1)));
    }
    let mean = |sum: f64| sum / sums.posts.max(1) as f64;
    Ok(Measures {
        map: mean(sums.map),
        mrr: mean(sums.mrr),
        first: mean(sums.first),
        milliseconds: mean(start.elapsed().as_secs_f64() * 1000.0),
        ..sums
    })
}

/// The ids of the claims like a text, the likest first.
fn ask(session: &mut Session, text: &str, lang: Option<&str>) -> Outcome<Vec<String>> {
    let quoted = dictum::language::quote_string(text);
    let lang = lang.map_or(String::new(), |lang| format!("@{lang}"));
    let answer =
        session.ask(&format!("claims like {quoted}{lang}")).map_err(|problem| problem.to_string())?;
    match answer.body {
        AnswerBody::Claims(claims) => Ok(claims.rows.into_iter().map(|row| row.id.to_string()).collect()),
        _ => Err("an answer of claims was expected".into()),
    }
}
