//! The journal holds what it acknowledged: through any flipped byte, any cut, any power cut, any kill.

mod damage;
mod golden;
mod killed;
mod kit;
mod known;
mod power;
mod records;
mod redact;
mod round_trip;
mod streaming;
