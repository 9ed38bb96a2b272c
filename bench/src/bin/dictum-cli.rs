//! The program `dictum`, built beside the benchmark, which runs it for what needs a process of its own.

fn main() -> std::process::ExitCode {
    dictum::cli::main()
}
