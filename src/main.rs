//! The program: everything is in [`dictum::cli`].

fn main() -> std::process::ExitCode {
    dictum::cli::main()
}
