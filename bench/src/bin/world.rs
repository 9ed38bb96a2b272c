//! Writes a made-up world of claims as interchange: `world SEED CLAIMS FILE` (`-` is the standard output).

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use dictum_bench::world::World;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [seed, claims, file] = args.as_slice() else { return usage() };
    let (Ok(seed), Ok(claims)) = (seed.parse(), claims.parse()) else { return usage() };
    match write(World { seed, claims }, file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {file} cannot be written: {error}");
            ExitCode::from(4)
        }
    }
}

fn write(world: World, file: &str) -> io::Result<()> {
    let to: Box<dyn Write> = if file == "-" { Box::new(io::stdout()) } else { Box::new(File::create(file)?) };
    let mut out = BufWriter::with_capacity(1 << 20, to);
    world.write(&mut out)?;
    out.flush()
}

fn usage() -> ExitCode {
    eprintln!("usage: world SEED CLAIMS FILE");
    ExitCode::from(2)
}
