//! Ranking claims by the words that they share with a text, the rarer the better: BM25 over a claim's own wordings, and
//! of the best also over the titles of their sources.
//!
//! Two steps. The first finds the claims that share most in their own wordings (statement, translations, the document's
//! words), by postings alone: a word is there or not, so a claim's score is the weight of its words, damped by its
//! length. Words are taken from the rarest on; once the words left could not lift a new claim among the best, they only
//! add to those found, and those that can no longer be among the best are dropped. The result is that of scoring every
//! claim, but for texts of so many common words that it stops looking for new claims earlier. The second step scores the
//! best are ranked again: a word that both a wording and a title have counts for more, with the number of fields in the place of
//! BM25's frequency. `docs/performance.md` says what each part of this brings.

use std::sync::Arc;

use roaring::RoaringBitmap;

/// How fast a word that more fields have stops counting for more: BM25's usual values.
const K1: f64 = 1.2;
/// How much a claim's length counts against it.
const B: f64 = 0.75;
/// What the rarity of a word is raised to: rare words say more of what a text is about than BM25 gives them.
const RARITY: f64 = 1.25;

/// Shorter postings are gone through without asking whether that is needed.
const SHORT: u64 = 1_000;
/// So many entries of postings are gone through for new claims; commoner words then only add to those found.
const ENTRIES: u64 = 150_000;
/// So many of those found by then go on, the best.
const GO_ON: usize = 20_000;
/// Sums of weights are as exact as `f32`; what is this near the bar stays.
const SLACK: f64 = 1e-5;

/// A word asked for: what it weighs, and the claims that have it.
pub struct Wanted {
    pub weight: f64,
    pub having: Arc<RoaringBitmap>,
}

/// The lengths of all claims in words, by their slots, and their mean.
pub struct Lengths {
    pub all: Vec<u8>,
    pub mean: f64,
}

/// A claim of the first step, with what its titles add.
pub struct Titled {
    pub claim: u32,
    /// How many words its titles have.
    pub length: usize,
    /// Of the words asked for, which stand in a title.
    pub has: Vec<bool>,
}

/// What a word weighs that so many of all claims have and that was asked for so many times.
pub fn weight(all: u64, having: u64, times: u32) -> f64 {
    rarity(all, having).powf(RARITY) * f64::from(times).sqrt()
}

/// BM25's inverse document frequency, never negative.
pub fn rarity(all: u64, having: u64) -> f64 {
    let (all, having) = (all as f64, having as f64);
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// What a word counts that so many fields have, in a claim of this length: BM25's saturation.
pub fn counts(fields: f64, length: f64, mean: f64) -> f64 {
    fields * (K1 + 1.0) / (fields + K1 * (1.0 - B + B * length / mean))
}

/// The claims that share most in their own wordings, the best first. `wanted` stands with the heaviest first.
pub fn first(
    wanted: &[Wanted],
    lengths: &Lengths,
    within: Option<&RoaringBitmap>,
    most: usize,
) -> Vec<(u32, f64)> {
    let mut search = Search::new(lengths, most);
    let mut left: f64 = wanted.iter().map(|want| want.weight).sum();
    let mut known: Option<RoaringBitmap> = None;
    for want in wanted {
        let next = within.map_or(u64::MAX, RoaringBitmap::len).min(want.having.len());
        if known.is_none() && search.found.len() > most && next > SHORT && search.is_settled(left, next) {
            known = Some(search.those_with_hope(left));
        }
        match (&known, within) {
            (Some(known), _) => search.add(&(known & &*want.having), want.weight),
            (None, Some(within)) => search.add(&(within & &*want.having), want.weight),
            (None, None) => search.add(&want.having, want.weight),
        }
        left -= want.weight;
    }
    search.best()
}

/// The best of the first step, ranked again, with the titles of their sources.
pub fn second(wanted: &[Wanted], lengths: &Lengths, best: &[Titled]) -> Vec<(u32, f64)> {
    let length = |titled: &Titled| f64::from(lengths.all[titled.claim as usize]) + titled.length as f64;
    let mean = best.iter().map(length).sum::<f64>() / best.len().max(1) as f64;
    let score = |titled: &Titled| -> f64 {
        let fields = |(want, in_title): (&Wanted, &bool)| {
            let fields = u8::from(want.having.contains(titled.claim)) + u8::from(*in_title);
            want.weight * counts(f64::from(fields), length(titled), mean)
        };
        wanted.iter().zip(&titled.has).map(fields).sum()
    };
    let mut ranked: Vec<(u32, f64)> = best.iter().map(|titled| (titled.claim, score(titled))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}

/// The claims found so far and what their words weigh.
struct Search<'a> {
    /// By claim; zero for those not found.
    weights: Vec<f32>,
    found: Vec<u32>,
    lengths: &'a [u8],
    /// What a weight is multiplied by, by the claim's length.
    damping: Vec<f32>,
    /// The most that a claim's words weigh.
    heaviest: f32,
    entries: u64,
    most: usize,
}

impl<'a> Search<'a> {
    fn new(lengths: &'a Lengths, most: usize) -> Search<'a> {
        let damping = (0..=255).map(|length| counts(1.0, f64::from(length), lengths.mean) as f32).collect();
        Search {
            weights: vec![0.0; lengths.all.len()],
            found: Vec::new(),
            lengths: &lengths.all,
            damping,
            heaviest: 0.0,
            entries: 0,
            most,
        }
    }

    fn add(&mut self, having: &RoaringBitmap, weight: f64) {
        let weight = weight as f32;
        self.entries += having.len();
        for claim in having {
            let Some(weighs) = self.weights.get_mut(claim as usize) else { continue };
            if *weighs == 0.0 {
                self.found.push(claim);
            }
            *weighs += weight;
            self.heaviest = self.heaviest.max(*weighs);
        }
    }

    fn score(&self, claim: u32) -> f32 {
        self.weights[claim as usize] * self.damp(claim)
    }

    fn damp(&self, claim: u32) -> f32 {
        self.damping[usize::from(self.lengths[claim as usize])]
    }

    /// Whether no claim need be found any more: one without a word so far stays below the best, or enough was tried.
    fn is_settled(&self, left: f64, next: u64) -> bool {
        if self.entries + next > ENTRIES {
            return true;
        }
        let cheaper = next > self.found.len() as u64;
        cheaper
            && left < f64::from(self.heaviest)
            && left * f64::from(self.damping[0]) < self.bar() * (1.0 - SLACK)
    }

    /// The score that the last of the best has at least; by those that were found first, which have the rarest words.
    fn bar(&self) -> f64 {
        let mut scores: Vec<f32> = self.found.iter().take(GO_ON).map(|claim| self.score(*claim)).collect();
        if scores.len() < self.most {
            return 0.0;
        }
        let (_, last, _) = scores.select_nth_unstable_by(self.most - 1, |a, b| b.total_cmp(a));
        f64::from(*last)
    }

    /// Those found that may still be among the best with what is left; not more than `GO_ON`.
    fn those_with_hope(&mut self, left: f64) -> RoaringBitmap {
        let bar = self.bar() * (1.0 - SLACK);
        let mut found = std::mem::take(&mut self.found);
        found.retain(|claim| {
            let weighs = f64::from(self.weights[*claim as usize]) + left;
            weighs * f64::from(self.damp(*claim)) >= bar
        });
        if found.len() > GO_ON {
            let order = |a: &u32, b: &u32| self.score(*b).total_cmp(&self.score(*a)).then(a.cmp(b));
            found.select_nth_unstable_by(GO_ON - 1, order);
            found.truncate(GO_ON);
        }
        found.sort_unstable();
        self.found = found;
        self.found.iter().copied().collect()
    }

    fn best(self) -> Vec<(u32, f64)> {
        let mut scored: Vec<(u32, f32)> =
            self.found.iter().map(|claim| (*claim, self.score(*claim))).collect();
        let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if scored.len() > self.most {
            scored.select_nth_unstable_by(self.most - 1, order);
            scored.truncate(self.most);
        }
        scored.sort_unstable_by(order);
        scored.into_iter().map(|(claim, score)| (claim, f64::from(score))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Claims of words of which the first are the most frequent: the postings of the words, and the lengths.
    fn claims(many: u32) -> (Vec<RoaringBitmap>, Lengths) {
        let mut seed = 7u64;
        let mut below = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        let mut postings = vec![RoaringBitmap::new(); 200];
        let mut all = Vec::new();
        for claim in 0..many {
            let length = 3 + below(12);
            for _ in 0..length {
                let most = 1 + below(200);
                postings[below(most) as usize].insert(claim);
            }
            all.push(length as u8);
        }
        let mean = all.iter().map(|length| f64::from(*length)).sum::<f64>() / f64::from(many);
        (postings, Lengths { all, mean })
    }

    #[test]
    fn the_first_step_finds_what_scoring_all_finds() {
        let (postings, lengths) = claims(20_000);
        for asked in [
            vec![0, 1, 2, 3],
            vec![150, 3, 80, 0, 1],
            (0..40).map(|i| i * 4).collect(),
            vec![5],
            vec![199, 0],
        ] {
            let want = |word: &usize| {
                let having = Arc::new(postings[*word].clone());
                Wanted { weight: weight(20_000, having.len(), 1), having }
            };
            let mut wanted: Vec<Wanted> = asked.iter().map(want).collect();
            wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            let mut all = Search::new(&lengths, 10);
            wanted.iter().for_each(|want| all.add(&want.having, want.weight));
            assert_eq!(first(&wanted, &lengths, None, 10), all.best(), "{asked:?}");
        }
    }

    #[test]
    fn a_word_that_a_title_has_too_counts_for_more() {
        let (postings, lengths) = claims(2_000);
        let having = Arc::new(postings[0].clone());
        let wanted = [Wanted { weight: 1.0, having: having.clone() }];
        let two: Vec<u32> = having.iter().filter(|claim| lengths.all[*claim as usize] == 8).take(2).collect();
        let titled = |claim, has| Titled { claim, length: 0, has: vec![has] };
        let ranked = second(&wanted, &lengths, &[titled(two[0], false), titled(two[1], true)]);
        assert_eq!(ranked[0].0, two[1]);
    }
}
