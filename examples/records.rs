//! Records as values: added, corrected, retracted, read back: `cargo run --example records`.

use dictum::{Citation, Claim, Database, Entity, ErrorKind, Id, Key, Kind, Record, Ref, Source};

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let db = Database::builder(folder.path().join("claims.dictum")).create(true).author("mira").open()?;

    let paper = Id::new("morning-paper")?;
    let mut claim = Claim::new(Id::new("bridge-open")?, "The brige is open", Citation::of(paper.clone()));
    claim.about.push(Ref::certain(Id::new("bridge")?));
    claim.tags.push("traffic".to_owned());

    let mut transaction = db.transaction();
    transaction.add(Entity::new(Id::new("bridge")?, Kind::Topic, "the bridge"));
    transaction.add(Source::new(paper.clone())).add(claim.clone());
    let committed = transaction.commit("from the morning's reports")?;
    println!("transaction {:?}: {} records", committed.sequence, committed.changed);

    // A correction keeps what was there before, and says why.
    let corrected = Claim { statement: "The bridge is open".to_owned(), ..claim };
    let mut transaction = db.transaction();
    transaction.by("noor").correct(corrected.clone(), "a spelling mistake");
    transaction.commit(None)?;
    let key = Key::Claim(Id::new("bridge-open")?);
    assert_eq!(db.record(&key)?, Some(Record::Claim(corrected)));
    assert_eq!(
        db.ask("claims about bridge as of transaction 1")?.rows()[0]["statement"],
        "The brige is open"
    );

    // A record is written and read by serde in the names of the interchange format.
    let json = serde_json::to_string(&db.record(&key)?)?;
    println!("{json}");
    assert_eq!(serde_json::from_str::<Record>(&json)?.key(), key);

    // What breaks a rule is refused as a whole, and everything that is wrong is said.
    let mut transaction = db.transaction();
    let mut orphan = Claim::new(Id::new("orphan")?, "The ferry runs", Citation::of(paper));
    orphan.about.push(Ref::certain(Id::new("ferry")?));
    transaction.add(orphan).retract(key.clone(), "said by nobody");
    let problems = transaction.commit(None).expect_err("there is no ferry");
    for problem in &problems {
        println!("{problem}");
        assert!(matches!(problem.kind(), ErrorKind::Violation { .. }));
    }
    assert!(db.record(&key)?.is_some(), "nothing of it was recorded");
    Ok(())
}
