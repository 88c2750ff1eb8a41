//! The executable `glasno`; everything it does is in the library, so that tests can reach it.

fn main() -> std::process::ExitCode {
    glasno_server::cli::run()
}
