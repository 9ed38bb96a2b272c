//! Stopping an import and an export from another place: `cargo run --example cancel`.

use dictum::{Cancellation, Database, ErrorKind, Problem, Question};

fn was_cancelled(problem: &Problem) -> bool {
    matches!(problem.kind(), ErrorKind::Cancelled)
}

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let db = Database::builder(folder.path().join("claims.dictum")).create(true).author("mira").open()?;
    let line = |number: usize| {
        format!(
            "{{\"type\":\"claim\",\"id\":\"c{number}\",\"statement\":\"Wave {number} came\",\"mode\":\"assertion\",\"citations\":[{{\"source\":\"log\"}}]}}\n"
        )
    };
    let lines: String = std::iter::once("{\"type\":\"source\",\"id\":\"log\"}\n".to_owned())
        .chain((0..5_000).map(line))
        .collect();

    // Here the work itself asks for its end; a button, a signal or a deadline would do so from another thread.
    let cancellation = Cancellation::new();
    let stopped = db
        .import(lines.as_bytes())
        .progress(|count| {
            if count == 1_000 {
                cancellation.cancel();
            }
        })
        .stop_with(&cancellation)
        .run();
    assert!(stopped.is_err_and(|problems| problems.iter().any(was_cancelled)));
    assert_eq!(db.sequence(), 0, "nothing of it was recorded");

    db.import(lines.as_bytes()).run()?;
    let cancellation = Cancellation::new();
    let mut file = Vec::new();
    let stopped = db
        .export()
        .progress(|count| {
            if count == 10 {
                cancellation.cancel();
            }
        })
        .stop_with(&cancellation)
        .write_to(&mut file);
    assert!(stopped.is_err_and(|problem| was_cancelled(&problem)));
    println!("the export stopped after {} lines", file.iter().filter(|byte| **byte == b'\n').count());

    let stopped = db.ask(Question::new("claims containing \"wave\"").stop_with(&cancellation));
    assert!(stopped.is_err_and(|problem| was_cancelled(&problem)));
    assert_eq!(db.ask("count claims")?.rows()[0]["count"], 5_000);
    Ok(())
}
