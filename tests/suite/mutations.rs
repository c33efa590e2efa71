//! Notes damaged in thousands of places are read to their end, and whatever is said about them can be
//! printed. The damage is drawn from a fixed seed, so that a failure can be repeated.

use std::panic::{AssertUnwindSafe, catch_unwind};

use counterpoint::diagnostics::render::{Format, Style, render};
use counterpoint::load::{self, Inputs, Project as Place, Settings};
use counterpoint::pipeline;
use counterpoint::source::Sources;

use crate::project::Project;

const VARIANTS: u64 = 600;
/// Rendering every page takes most of the time, and most of what can go wrong goes wrong before.
const FULL_BUILD_EVERY: u64 = 10;

#[test]
fn damaged_notes_never_end_the_program() {
    let project = Project::of_case("everything");
    let place = Place { root: project.root().to_owned(), config: project.root().join("counterpoint.toml") };
    let mut sources = Sources::default();
    let inputs = load::load(&place, Settings::default(), &mut sources).unwrap();
    let mut complaints = 0;
    for seed in 1..=VARIANTS {
        let (mut inputs, mut sources) = (inputs.clone(), sources.clone());
        damage(&mut inputs, &mut sources, &mut Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let found = catch_unwind(AssertUnwindSafe(|| {
            let diagnostics = if seed % FULL_BUILD_EVERY == 0 {
                pipeline::build(inputs, &mut sources, &|_| {}).diagnostics
            } else {
                pipeline::compile(inputs, &|_| {}).diagnostics
            };
            for format in [Format::Human, Format::Short, Format::Json] {
                render(&diagnostics, &sources, format, Style::Coloured);
            }
            diagnostics.len()
        }));
        complaints += found.unwrap_or_else(|_| panic!("variant {seed} ends the program"));
    }
    assert!(complaints > VARIANTS as usize, "the damage is noticed: {complaints} findings");
}

/// Damages up to three notes in up to four places each.
fn damage(inputs: &mut Inputs, sources: &mut Sources, draw: &mut Draw) {
    for _ in 0..=draw.below(3) {
        let index = draw.below(inputs.notes.len());
        let mut bytes = inputs.notes[index].text.as_bytes().to_vec();
        for _ in 0..=draw.below(4) {
            damage_once(&mut bytes, draw);
        }
        let note = &mut inputs.notes[index];
        note.text = String::from_utf8_lossy(&bytes).into();
        note.file = sources.set(&note.path, note.text.clone());
    }
}

/// What Markdown, YAML and the claim syntax give a meaning to.
const SIGNS: [&str; 28] = [
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "^",
    "@",
    "#",
    "|",
    "`",
    "$",
    "*",
    "_",
    "<",
    ">",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "---\n",
    "\"",
    "'",
    ":",
    "- ",
    "> ",
    "\u{0}",
    "\u{1f600}",
];

fn damage_once(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let at = draw.below(bytes.len() + 1);
    let end = (at + draw.below(40)).min(bytes.len());
    match draw.below(6) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        2 => drop(bytes.splice(at..at, SIGNS[draw.below(SIGNS.len())].bytes())),
        3 if at < bytes.len() => bytes[at] = draw.below(256) as u8,
        4 => bytes.truncate(at),
        _ => {
            let part = bytes[at..end].to_vec();
            let to = draw.below(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
    }
}

/// A stream of numbers (xorshift64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
