//! A made-up world of claims, skewed as news is. The same seed and number of claims give the same bytes for ever.
//!
//! - [`rng`]: numbers, and what is drawn from them
//! - [`vocabulary`]: English and Arabic words
//! - [`day`]: days, and dates as uncertain as news has them
//! - [`entities`]: places, topics, roles, organizations and people with their tenures
//! - [`documents`]: sources with their claims, assessments and links

pub mod day;
pub mod documents;
pub mod entities;
pub mod rng;
pub mod vocabulary;

use std::io::{self, Write};

use documents::Documents;
use entities::Entities;
use rng::Rng;
use vocabulary::Vocabulary;

/// Which world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    pub seed: u64,
    pub claims: u32,
}

impl World {
    /// Writes the world as interchange, record by record: nothing is kept but the entities.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let mut rng = Rng::new(self.seed);
        let vocabulary = Vocabulary::new(&mut rng);
        let entities = Entities::write(self.claims, &vocabulary, &mut rng, out)?;
        Documents::new(self.claims, &vocabulary, &entities, rng).write(out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn written(seed: u64) -> String {
        let mut out = Vec::new();
        World { seed, claims: 2_000 }.write(&mut out).expect("a world in memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn the_same_seed_gives_the_same_world_and_another_another() {
        assert_eq!(written(1), written(1));
        assert_ne!(written(1), written(2));
    }

    #[test]
    fn it_has_the_claims_asked_for_each_with_its_own_id() {
        let world = written(3);
        let claims: Vec<&str> = world.lines().filter(|line| line.starts_with(r#"{"type":"claim""#)).collect();
        let ids: HashSet<&str> = claims.iter().filter_map(|line| line.split('"').nth(7)).collect();
        assert_eq!((claims.len(), ids.len()), (2_000, 2_000));
    }

    #[test]
    fn dictum_takes_all_of_it() {
        let wrong =
            dictum::exchange::interchange::Lines::new(written(4).as_bytes()).filter(Result::is_err).count();
        assert_eq!(wrong, 0);
    }
}
