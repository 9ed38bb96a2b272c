//! Whether each gap in a journal is accounted for. The hash of a frame covers the hash that a gap keeps, and nothing else
//! of the gap. But the redaction that made it names it in full, and the hash of *its* frame covers that: a gap that no
//! redaction names was forged, and so was a change that stands where a redaction says that it is gone.

use crate::store::change::{Change, Gap};
use crate::store::journal::damage::Damage;

/// The gaps that were met and that no redaction has named yet, while a journal is read from its beginning.
#[derive(Default)]
pub(in crate::store) struct GapCheck {
    unnamed: Vec<(u64, Gap)>,
}

impl GapCheck {
    /// Follows one change, which stands at an offset in a transaction. Says what is wrong with it.
    pub(in crate::store) fn follow(&mut self, sequence: u64, offset: u64, change: &Change) -> Option<Damage> {
        let damage = |what: String| Some(Damage { offset, sequence, what });
        match change {
            Change::Gap(gap) if gap.made_in != sequence => damage(format!(
                "what is left of a redacted change of transaction {} stands here",
                gap.made_in
            )),
            Change::Gap(gap) => {
                self.unnamed.push((offset, gap.clone()));
                None
            }
            Change::Redact { key, gaps, .. } => {
                let missing = gaps.iter().filter(|gap| !self.name(gap, sequence)).count();
                let is_of_others = gaps.iter().any(|gap| gap.key != *key);
                (missing > 0 || is_of_others).then(|| Damage {
                    offset,
                    sequence,
                    what: format!(
                        "it redacts {key}, but {missing} of the {} changes that it took out are not left as it left them",
                        gaps.len()
                    ),
                })
            }
            _ => None,
        }
    }

    /// The redaction in transaction `sequence` names a gap; says whether it was met.
    fn name(&mut self, gap: &Gap, sequence: u64) -> bool {
        let met = self.unnamed.iter().position(|(_, met)| met == gap && met.redacted_in == sequence);
        met.inspect(|place| _ = self.unnamed.swap_remove(*place)).is_some()
    }

    /// What is wrong at the end of the journal: gaps that no redaction has named.
    pub(in crate::store) fn finish(self) -> Vec<Damage> {
        let unnamed = self.unnamed.into_iter().map(|(offset, gap)| Damage {
            offset,
            sequence: gap.made_in,
            what: format!("a change of {} was taken out, and no transaction says by whom and why", gap.key),
        });
        unnamed.collect()
    }
}
