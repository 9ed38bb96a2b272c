//! What a transaction came to.

use std::fmt;

/// What a transaction came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The number of the transaction; `None` where everything was there already.
    pub sequence: Option<u64>,
    pub changed: usize,
    /// How many records were there already with the same content.
    pub unchanged: usize,
}

/// "12 recorded (transaction 3); 2 there already"
impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} recorded", self.changed)?;
        if let Some(sequence) = self.sequence {
            write!(f, " (transaction {sequence})")?;
        }
        if self.unchanged > 0 {
            write!(f, "; {} there already", self.unchanged)?;
        }
        Ok(())
    }
}
