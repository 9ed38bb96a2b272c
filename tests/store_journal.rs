//! The journal holds what it acknowledged: through any flipped byte, any cut, any power cut, any kill.

#[path = "store_journal/damage.rs"]
mod damage;
#[path = "store_journal/golden.rs"]
mod golden;
#[path = "store_journal/killed.rs"]
mod killed;
#[path = "store_journal/kit.rs"]
mod kit;
#[path = "store_journal/known.rs"]
mod known;
#[path = "store_journal/power.rs"]
mod power;
#[path = "store_journal/records.rs"]
mod records;
#[path = "store_journal/round_trip.rs"]
mod round_trip;
#[path = "store_journal/streaming.rs"]
mod streaming;
