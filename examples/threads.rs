//! One thread records while another asks: `cargo run --example threads`.

use std::thread;

use dictum::{Citation, Claim, Database, Id, Source};

const TRANSACTIONS: u64 = 20;

fn claim(id: &str) -> Result<Claim, dictum::InvalidId> {
    Ok(Claim::new(Id::new(id)?, "One of a pair", Citation::of(Id::new("report")?)))
}

fn record(db: &Database) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    for number in 1..=TRANSACTIONS {
        let mut transaction = db.transaction();
        transaction.add(claim(&format!("one-{number}"))?).add(claim(&format!("other-{number}"))?);
        transaction.commit(None)?;
    }
    Ok(())
}

pub fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let folder = tempfile::tempdir()?;
    let db = Database::builder(folder.path().join("claims.dictum")).create(true).author("mira").open()?;
    let mut transaction = db.transaction();
    transaction.add(Source::new(Id::new("report")?));
    transaction.commit(None)?;
    let writer = db.clone();
    let writing = thread::spawn(move || record(&writer));

    // Every answer is that of one state between two transactions: claims always come in pairs.
    let mut answers = 0;
    while !writing.is_finished() {
        let answer = db.ask("count claims")?;
        assert_eq!(answer.rows()[0]["count"], 2 * (answer.sequence - 1));
        answers += 1;
    }
    writing.join().expect("the writer ends")?;

    // Several questions of one state, whatever is recorded meanwhile.
    let then = db.snapshot();
    let mut transaction = db.transaction();
    transaction.add(claim("late")?);
    transaction.commit(None)?;
    assert_eq!(then.ask("count claims")?.rows()[0]["count"], 2 * TRANSACTIONS);
    println!(
        "{answers} answers meanwhile; {} claims then, {} now",
        2 * TRANSACTIONS,
        db.ask("count claims")?.rows()[0]["count"]
    );
    Ok(())
}
