//! Whole builds, driven through the binary: cases with golden files, hostile content, determinism, the
//! command line, and mutated notes.
#![expect(clippy::disallowed_methods, reason = "these tests make projects and read what comes of them")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is how to fail, in its helpers too")]

mod cases;
mod command_line;
mod decide;
mod determinism;
mod eight_options;
mod hostile;
mod mutations;
mod pages;
mod project;
#[path = "../support/mod.rs"]
#[expect(clippy::expect_used, clippy::panic, reason = "it reads test files of ours and fails by panicking")]
mod support;
