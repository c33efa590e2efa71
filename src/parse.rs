//! Parse: one note's text -> its header and body, with every mistake reported and nothing given up.
//!
//! Parsing looks at one file alone, so its result can be kept for as long as the file and the ids of
//! the options stay the same. A note that is partly wrong gives what is right of it.

pub mod attributes;
pub mod claims;
mod context;
pub mod fields;
pub mod front_matter;
pub mod header;
pub mod markdown;
pub mod position;
pub mod prose;
pub mod safety;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::model::{Id, NoteKey};
use crate::source::{FileId, Span};

/// A note as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteSource {
    /// Its kind and id, from its path.
    pub key: NoteKey,
    /// The file.
    pub file: FileId,
    /// Its path from the project's root: `content/topics/cpu-bound-work.md`.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
}

/// A note, its names unresolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its kind and id.
    pub key: NoteKey,
    /// The file.
    pub file: FileId,
    /// Its path from the project's root.
    pub path: String,
    /// Its front matter.
    pub header: header::Header,
    /// Its text.
    pub body: markdown::Body,
}

/// Parses a note. `options` are the ids that make a list item a claim.
pub fn parse(source: &NoteSource, options: &BTreeSet<Id>) -> (Note, Vec<Diagnostic>) {
    let text = &*source.text;
    let (cut, unclosed) = front_matter::cut(source.file, text);
    let mut diagnostics: Vec<Diagnostic> = unclosed.into_iter().collect();
    let mut broken = !diagnostics.is_empty();
    let mut node = None;
    let mut span = Span::new(source.file, 0..0);
    if let Some((format, range)) = cut.front_matter.clone() {
        span = Span::new(source.file, 0..text.find('\n').unwrap_or(text.len()).min(range.start));
        let (found, errors) = front_matter::read(source.file, text, format, range);
        broken |= found.is_none();
        node = found;
        diagnostics.extend(errors);
    }
    let (header, errors) = header::read(&source.key, node.as_ref(), span, broken);
    diagnostics.extend(errors);
    let place = markdown::Place { file: source.file, text, body: cut.body, kind: source.key.kind, options };
    let (body, errors) = markdown::read(place);
    diagnostics.extend(errors);
    let note = Note { key: source.key.clone(), file: source.file, path: source.path.clone(), header, body };
    (note, diagnostics)
}
