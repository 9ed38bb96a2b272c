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
