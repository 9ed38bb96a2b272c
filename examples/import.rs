//! A stream of many records into a database, and out of it again: `cargo run --example import`.

use std::io::{BufRead, BufReader, Read};

use dictum::{Database, RecordFormat};

/// How many claims are made up.
const CLAIMS: usize = 2_000;

/// Lines that are made as they are read: they are never in memory together.
fn lines() -> impl BufRead {
    let topic = r#"{"type":"entity","id":"sea","kind":"topic","names":["the sea"]}
{"type":"source","id":"log"}"#
        .to_owned();
    let claims = (0..CLAIMS).map(|number| {
        format!(r#"{{"type":"claim","id":"c{number}","statement":"Wave {number} came","mode":"assertion","about":["sea"],"citations":[{{"source":"log"}}]}}"#)
    });
    let bytes = std::iter::once(topic).chain(claims).flat_map(|line| (line + "\n").into_bytes());
    BufReader::new(Bytes(bytes))
}

struct Bytes<I>(I);

impl<I: Iterator<Item = u8>> Read for Bytes<I> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut count = 0;
        for (place, byte) in buffer.iter_mut().zip(&mut self.0) {
            *place = byte;
            count += 1;
        }
        Ok(count)
    }
}

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let db = Database::builder(folder.path().join("claims.dictum")).create(true).author("mira").open()?;

    let mut reached = 0;
    let imported =
        db.import(lines()).because("the log of the sea").progress(|count| reached = count).run()?;
    println!("{} records, after {reached} lines", imported.committed.changed);
    assert_eq!(imported.committed.changed, CLAIMS + 2);

    // Statements of the language, of the claims of one answer and all that they refer to.
    let mut script = Vec::new();
    let exported =
        db.export().of("claims containing \"Wave 17\"").format(RecordFormat::Script).write_to(&mut script)?;
    print!("{}", String::from_utf8(script)?);
    println!("# {} records", exported.records);
    assert_eq!(exported.records, 3);
    Ok(())
}
