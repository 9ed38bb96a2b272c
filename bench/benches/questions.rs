//! dictum beside SQLite: `cargo bench -p dictum-bench -- [CLAIMS…] [--seed N] [--save] [--keep FOLDER]`.
//!
//! Nothing is asserted on times; an answer that differs fails the run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dictum_bench::Outcome;
use dictum_bench::keeping::{self, ASK_SQLITE, RECORD};
use dictum_bench::report::report;
use dictum_bench::run::run;
use dictum_bench::world::World;

/// What is asked of the benchmark.
struct Plan {
    claims: Vec<u32>,
    seed: u64,
    /// Whether the tables also go to `bench/results/`.
    save: bool,
    /// Where the databases are made and left; else in a folder that goes away.
    keep: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let outcome = match args.as_slice() {
        [role, database] if role == RECORD => {
            keeping::record_until_killed(Path::new(database)).map(|()| true)
        }
        [role, database] if role == ASK_SQLITE => keeping::ask_sqlite(Path::new(database)).map(|()| true),
        args => plan(args).and_then(|plan| bench(&plan)),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("error: dictum and SQLite answer differently");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The arguments, and `DICTUM_BENCH_CLAIMS=10000,1000000` where they name no numbers.
fn plan(args: &[String]) -> Outcome<Plan> {
    let mut plan = Plan { claims: Vec::new(), seed: 1, save: false, keep: None };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seed" => plan.seed = args.next().ok_or("--seed wants a number")?.parse()?,
            "--keep" => plan.keep = Some(args.next().ok_or("--keep wants a folder")?.into()),
            "--save" => plan.save = true,
            number => {
                plan.claims.push(number.parse().map_err(|_| format!("`{number}` is no number of claims"))?)
            }
        }
    }
    if plan.claims.is_empty() {
        let asked = std::env::var("DICTUM_BENCH_CLAIMS").unwrap_or_else(|_| "10000,100000".to_owned());
        plan.claims = asked.split(',').map(|number| number.trim().parse()).collect::<Result<_, _>>()?;
    }
    Ok(plan)
}

/// Whether all answers agree.
fn bench(plan: &Plan) -> Outcome<bool> {
    let mut agree = true;
    for claims in &plan.claims {
        let world = World { seed: plan.seed, claims: *claims };
        let scratch = tempfile::tempdir()?;
        let folder =
            plan.keep.as_ref().map_or(scratch.path().to_path_buf(), |keep| keep.join(claims.to_string()));
        fs::create_dir_all(&folder)?;
        if fs::read_dir(&folder)?.next().is_some() {
            return Err(format!("{} is not empty", folder.display()).into());
        }
        let results = run(world, &folder, Path::new(env!("CARGO_BIN_EXE_dictum-cli")))?;
        let tables = report(&results);
        println!("{tables}");
        if plan.save {
            save(&tables, world)?;
        }
        agree &= results.differences().next().is_none();
    }
    Ok(agree)
}

fn save(tables: &str, world: World) -> Outcome<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(format!("{}-claims-seed-{}.md", world.claims, world.seed)), tables)?)
}
