//! How much a database holds.

use super::Session;
use crate::model::problem::Result;
use crate::model::{Kind, RecordType};
use crate::store::index::keys::PostingKey;

impl Session {
    /// What is counted, in words, and how much of it there is now.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn stats(&self) -> Result<Vec<(String, u64)>> {
        let snapshot = self.store.snapshot();
        let mut lines = vec![
            ("claims".to_owned(), snapshot.live()?.len()),
            ("claims retracted".to_owned(), snapshot.retracted()?.len()),
        ];
        for kind in Kind::ALL {
            let mut count = 0;
            for ordinal in &*snapshot.posting(&PostingKey::OfKind(kind))? {
                count += u64::from(snapshot.entity(ordinal)?.is_some_and(|entity| entity.kind == kind));
            }
            lines.push((kind.plural().to_owned(), count));
        }
        for (record_type, word) in [
            (RecordType::Source, "sources"),
            (RecordType::Assessment, "assessments"),
            (RecordType::Link, "links"),
            (RecordType::Definition, "definitions"),
        ] {
            let mut count = 0;
            for ordinal in &*snapshot.posting(&PostingKey::All(record_type))? {
                count += u64::from(snapshot.live_record(record_type, ordinal)?.is_some());
            }
            lines.push((word.to_owned(), count));
        }
        let (journal, index) = self.store.sizes()?;
        lines.push(("transactions".to_owned(), snapshot.sequence()));
        lines.push(("bytes of the journal".to_owned(), journal));
        lines.push(("bytes of the index".to_owned(), index));
        Ok(lines)
    }
}
