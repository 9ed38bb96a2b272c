//! Pseudo-random numbers (splitmix64), and what is drawn from them: chances, choices, ranks as skewed as news is.

/// The state of the generator.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `n` - 1.
    pub fn below(&mut self, n: u32) -> u32 {
        ((u128::from(self.draw()) * u128::from(n)) >> 64) as u32
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u32) as i32
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }

    /// One of the choices, in proportion to the weight beside each.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        choices[0].1
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end as u32 + 1) as usize);
        }
    }

    /// From 0 up to, but without, 1.
    pub fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Draws ranks, from 0: each with a weight of `1 / (rank + 1 + flat)` (Zipf and Mandelbrot), which every machine divides
/// alike. By Walker's alias method, so that a draw costs the same for any number of ranks.
pub struct Zipf {
    /// Of each column: the share that is its own, and whose the rest is.
    columns: Vec<(f64, u32)>,
}

impl Zipf {
    pub fn new(ranks: u32, flat: u32) -> Zipf {
        let weights: Vec<f64> = (1..=ranks).map(|rank| 1.0 / f64::from(rank + flat)).collect();
        let mean = weights.iter().sum::<f64>() / f64::from(ranks);
        let mut left: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let mut columns: Vec<(f64, u32)> = (0..ranks).map(|rank| (1.0, rank)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..left.len()).partition(|rank| left[*rank] < 1.0);
        while let (Some(poor), Some(rich)) = (small.pop(), large.pop()) {
            columns[poor] = (left[poor], rich as u32);
            left[rich] -= 1.0 - left[poor];
            if left[rich] < 1.0 { small.push(rich) } else { large.push(rich) }
        }
        Zipf { columns }
    }

    pub fn draw(&self, rng: &mut Rng) -> u32 {
        let column = rng.below(self.columns.len() as u32);
        let (own, other) = self.columns[column as usize];
        if rng.unit() < own { column } else { other }
    }
}

/// Draws from items of which the first are the most frequent.
pub struct Skewed<T> {
    items: Vec<T>,
    zipf: Zipf,
}

impl<T> Skewed<T> {
    pub fn new(items: Vec<T>, flat: u32) -> Skewed<T> {
        let zipf = Zipf::new(items.len() as u32, flat);
        Skewed { items, zipf }
    }

    pub fn draw(&self, rng: &mut Rng) -> &T {
        &self.items[self.zipf.draw(rng) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_come_as_often_as_their_weights_say() {
        let (zipf, mut rng) = (Zipf::new(100, 0), Rng::new(7));
        let mut drawn = [0_i32; 100];
        for _ in 0..200_000 {
            drawn[zipf.draw(&mut rng) as usize] += 1;
        }
        let twice = f64::from(drawn[0]) / f64::from(drawn[1]);
        let tenfold = f64::from(drawn[0]) / f64::from(drawn[9]);
        assert!((1.9..2.1).contains(&twice) && (9.0..11.0).contains(&tenfold), "{twice} {tenfold}");
    }
}
