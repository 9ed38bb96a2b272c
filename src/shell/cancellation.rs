//! Ctrl-C while something is drawn or written: the writer refuses to go on.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::problem::Cancelled;

/// A writer that takes nothing more once the flag is up. Whoever gathers much before it writes flushes now and then to
/// hear of it.
pub struct Stoppable<'w> {
    pub to: &'w mut dyn Write,
    pub stop: &'w AtomicBool,
}

impl Stoppable<'_> {
    fn go_on(&self) -> io::Result<()> {
        // Not `Interrupted`: that would be tried again.
        if self.stop.load(Ordering::Relaxed) { Err(io::Error::other(Cancelled)) } else { Ok(()) }
    }
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.go_on()?;
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.go_on()?;
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::cancellation::*;

    #[test]
    fn nothing_is_written_once_somebody_wants_it_to_stop() {
        let (mut text, stop) = (Vec::new(), AtomicBool::new(false));
        let mut writer = Stoppable { to: &mut text, stop: &stop };
        assert!(writer.write_all(b"one").is_ok());
        stop.store(true, Ordering::Relaxed);
        assert!(writer.write_all(b"two").is_err() && writer.flush().is_err());
        assert_eq!(text, b"one");
    }
}
