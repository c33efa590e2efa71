//! Words, and runs of them, as `scripts/word_runs.py` takes them from the articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// How many consecutive words make a run.
const RUN: usize = 8;

/// How many bytes of its SHA-256 stand for a run.
const HASH_BYTES: usize = 6;

/// The hashes of every run of words of each article, by the source's id.
pub(crate) struct Runs(pub(crate) BTreeMap<String, BTreeSet<String>>);

impl Runs {
    /// Reads a folder of `SOURCE.txt`, and holds each to its form: one hash a line, sorted.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut runs = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let well_formed = |line: &&str| {
                line.len() == 2 * HASH_BYTES && line.bytes().all(|byte| b"0123456789abcdef".contains(&byte))
            };
            assert!(lines.iter().all(well_formed), "{path:?} holds something else than hashes");
            assert!(lines.is_sorted_by(|one, next| one < next), "{path:?} is not sorted");
            let source = path.file_stem().unwrap().to_str().unwrap().to_owned();
            runs.insert(source, lines.into_iter().map(str::to_owned).collect());
        }
        Self(runs)
    }

    /// Each run of a text that an article has too, with the article's source.
    pub(crate) fn repeated(&self, text: &str) -> Vec<String> {
        let words = words(text);
        let repeats = |run: &[String]| {
            let hash = run_hash(run);
            let sources = self.0.iter().filter(move |(_, hashes)| hashes.contains(&hash));
            sources.map(|(source, _)| format!("{source} has `{}` too", run.join(" "))).collect::<Vec<_>>()
        };
        words.windows(RUN).flat_map(repeats).collect()
    }
}

/// The words of a text: runs of `a-z`, `0-9` and apostrophes, in small letters and without apostrophes at
/// their ends. Typographic apostrophes are made plain, and what nobody sees is left out.
pub(crate) fn words(text: &str) -> Vec<String> {
    let letters = text.chars().filter_map(|letter| match letter {
        '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => None,
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '`' => Some('\''),
        letter => Some(letter),
    });
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let of_words = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '\'';
    let words = letters.split(|letter| !of_words(letter)).map(|word| word.trim_matches('\''));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What stands for a run of words.
pub(crate) fn run_hash(run: &[String]) -> String {
    let digest = Sha256::digest(run.join(" "));
    digest.iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect()
}
