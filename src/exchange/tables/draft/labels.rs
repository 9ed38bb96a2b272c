//! What the commonest labels of fact-checkers mean on our scale, for a first map. It is for people to look at: an import
//! takes no label for another.

use crate::model::Verdict;
use crate::model::text::fold;

const LABELS: [(&str, Verdict); 36] = [
    ("true", Verdict::True),
    ("correct", Verdict::True),
    ("accurate", Verdict::True),
    ("صحيح", Verdict::True),
    ("правда", Verdict::True),
    ("vrai", Verdict::True),
    ("verdadero", Verdict::True),
    ("doğru", Verdict::True),
    ("mostly true", Verdict::MostlyTrue),
    ("mostly correct", Verdict::MostlyTrue),
    ("half true", Verdict::Mixed),
    ("mixture", Verdict::Mixed),
    ("mixed", Verdict::Mixed),
    ("partly true", Verdict::Mixed),
    ("partly false", Verdict::Mixed),
    ("صحيح جزئيا", Verdict::Mixed),
    ("mostly false", Verdict::MostlyFalse),
    ("barely true", Verdict::MostlyFalse),
    ("false", Verdict::False),
    ("incorrect", Verdict::False),
    ("wrong", Verdict::False),
    ("pants on fire", Verdict::False),
    ("pants fire", Verdict::False),
    ("fake", Verdict::False),
    ("زائف", Verdict::False),
    ("خطأ", Verdict::False),
    ("كاذب", Verdict::False),
    ("ложь", Verdict::False),
    ("faux", Verdict::False),
    ("falso", Verdict::False),
    ("yanlış", Verdict::False),
    ("unproven", Verdict::Unproven),
    ("unverified", Verdict::Unproven),
    ("unsupported", Verdict::Unproven),
    ("satire", Verdict::Satire),
    ("labeled satire", Verdict::Satire),
];

/// The verdict that a label commonly stands for.
pub fn meant_by(label: &str) -> Option<Verdict> {
    let folded = fold(label);
    let label = folded.trim_end_matches(['!', '.']);
    LABELS.iter().find(|(known, _)| fold(known) == label).map(|(_, verdict)| *verdict)
}
