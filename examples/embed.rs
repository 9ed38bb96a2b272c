//! Opening a database and asking it: `cargo run --example embed`.

use dictum::{Database, Question};

/// Two claims with what they refer to, a record a line.
const LINES: &str = r#"{"type":"entity","id":"noor","kind":"person","names":[{"text":"Noor Haddad","lang":"en"},{"text":"نور حداد","lang":"ar"}]}
{"type":"entity","id":"harbour","kind":"place","names":["the harbour"]}
{"type":"source","id":"gazette-12","title":"Harbour news","published":"2025-03-04"}
{"type":"claim","id":"harbour-open","statement":"The harbour is open again","mode":"assertion","speakers":["noor"],"about":["harbour"],"said":"2025-03-03","citations":[{"source":"gazette-12","locator":"p. 2"}]}
{"type":"claim","id":"harbour-paid","statement":"The works on the harbour are paid for","mode":"assertion","speakers":[{"id":"noor","certain":false}],"about":["harbour"],"said":"2025-03","citations":[{"source":"gazette-12"}]}
"#;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let db = Database::builder(folder.path().join("claims.dictum")).create(true).author("mira").open()?;
    db.import(LINES.as_bytes()).because("the gazette of March").run()?;

    // What a user has typed is the value of a `$name`, and is never read as language.
    let question = Question::new("claims by $who since 2025").with("who", "نور حداد");
    let answer = db.ask(question)?;
    for row in &answer {
        let doubt = if row.is_certain() { "" } else { " (possibly)" };
        println!("{}: {}{doubt}", row.id().unwrap_or("?"), row.text("statement").unwrap_or("?"));
    }
    for remark in answer.remarks() {
        println!("  {remark}");
    }
    assert_eq!(answer.rows().len(), 2);

    // A question that cannot be answered says why, and what to write instead.
    let problem = db.ask("claims by Nor Haddad").expect_err("nobody is called so");
    println!("{problem}");
    problem.hints().iter().for_each(|hint| println!("  {hint}"));
    Ok(())
}
