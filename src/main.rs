//! The `counterpoint` program: [`counterpoint::cli`] does the work, this ends the process.

use std::process::ExitCode;

fn main() -> ExitCode {
    counterpoint::cli::run(std::env::args_os())
}
