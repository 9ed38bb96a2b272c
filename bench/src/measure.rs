//! Times, memory and sizes.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long something took, and what it gave.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let done = work()?;
    Ok((start.elapsed(), done))
}

/// The value below or at which so many of a hundred lie (nearest rank).
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

pub fn median(times: &[Duration]) -> Duration {
    percentile(times, 50)
}

/// What a process came to.
pub struct Ran {
    pub took: Duration,
    /// The most memory that it held, in bytes (`VmHWM`); nothing where the system does not tell.
    pub peak: Option<u64>,
}

/// Runs a program to its end, which must be a good one, and watches its memory.
pub fn watch(command: &mut Command) -> Outcome<Ran> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = None;
    loop {
        peak = peak_memory(child.id()).or(peak);
        if let Some(status) = child.try_wait()? {
            let took = start.elapsed();
            return if status.success() { Ok(Ran { took, peak }) } else { Err(failed(command).into()) };
        }
        sleep(Duration::from_millis(5));
    }
}

/// How long a program takes from its start to its end.
pub fn run(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    let output = command.output()?;
    let took = start.elapsed();
    match output.status.success() && !output.stdout.is_empty() {
        true => Ok(took),
        false => Err(format!("{}: {}", failed(command), String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn failed(command: &Command) -> String {
    format!("{command:?} failed")
}

fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The bytes of a file, or of all files under a folder.
pub fn size(path: &Path) -> io::Result<u64> {
    let there = fs::metadata(path)?;
    if !there.is_dir() {
        return Ok(there.len());
    }
    fs::read_dir(path)?.map(|entry| size(&entry?.path())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let times: Vec<Duration> = (1..=20).rev().map(Duration::from_secs).collect();
        assert_eq!(percentile(&times, 50).as_secs(), 10);
        assert_eq!(percentile(&times, 95).as_secs(), 19);
        assert_eq!(percentile(&times, 99).as_secs(), 20);
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }
}
