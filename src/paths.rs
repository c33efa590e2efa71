//! Addresses: the only place that makes one.
//!
//! Pages are flat files, so that a link is the same on a host, under a sub-path and from the file system.

use crate::model::{Id, NoteKey, NoteKind};

/// The home page.
pub const HOME: &str = "index.html";
/// The matrix.
pub const MATRIX: &str = "matrix.html";
/// The decision page.
pub const DECIDE: &str = "decide.html";
/// All contradictions.
pub const CONTRADICTIONS: &str = "contradictions.html";
/// The list of options.
pub const OPTIONS: &str = "options.html";
/// The list of sources.
pub const SOURCES: &str = "sources.html";
/// The list of scenarios.
pub const SCENARIOS: &str = "scenarios.html";
/// The list of tags.
pub const TAGS: &str = "tags.html";
/// What a host serves for an unknown address.
pub const NOT_FOUND: &str = "404.html";
/// The knowledge base for machines.
pub const KNOWLEDGE: &str = "data/knowledge.json";
/// Its schema, beside it under the name that it gives.
pub const KNOWLEDGE_SCHEMA: &str = "data/knowledge.schema.json";

/// The folder of the theme's files.
pub const ASSETS: &str = "assets/";

/// What the scripts of the decision page compute with.
pub const DECIDE_SCRIPT: &str = "data/decide.js";
/// The schema of a decision as JSON, under the name that it gives.
pub const DECISION_SCHEMA: &str = "data/decision.schema.json";

/// A note's page.
pub fn note(key: &NoteKey) -> String {
    match key.kind {
        NoteKind::Home => HOME.to_owned(),
        _ => format!("{key}.html"),
    }
}

/// A place on a page.
pub fn with_anchor(path: &str, anchor: &str) -> String {
    format!("{path}#{anchor}")
}

/// A claim's element on its note's page.
pub fn claim_anchor(id: &Id) -> String {
    format!("claim-{id}")
}

/// A contradiction's element.
pub fn contradiction_anchor(id: &Id) -> String {
    format!("contradiction-{id}")
}

/// An agreement's element.
pub fn agreement_anchor(id: &Id) -> String {
    format!("agreement-{id}")
}

/// A cell's element on its topic's page.
pub fn cell_anchor(option: &Id) -> String {
    format!("cell-{option}")
}

/// A place of a source, on the source's page; `number` tells places apart whose names differ in signs alone.
pub fn place_anchor(place: &str, number: usize) -> String {
    let slug = crate::text::slug(place);
    if number > 1 { format!("place-{slug}-{number}") } else { format!("place-{slug}") }
}

/// A claim's element on its source's page; no note's id holds a dot.
pub fn said_anchor(note: &NoteKey, id: &Id) -> String {
    format!("said-{}.{}.{id}", note.kind.word(), note.id)
}

/// A paragraph that its author named.
pub fn block_anchor(id: &str) -> String {
    format!("block-{id}")
}

/// A group's page.
pub fn group(id: &Id) -> String {
    format!("groups/{id}.html")
}

/// A scenario's place on the decision page: the fragment that makes the page's scripts choose it.
pub fn scenario_anchor(id: &Id) -> String {
    format!("scenario={id}")
}

/// A source's place on the decision page: the fragment that makes the page's scripts leave it out.
pub fn without_anchor(id: &Id) -> String {
    format!("without={id}")
}

/// A tag's page.
pub fn tag(id: &Id) -> String {
    format!("tags/{id}.html")
}

/// The old address of a note that an alias keeps: beside the note's own page.
pub fn alias(key: &NoteKey, alias: &str) -> Option<String> {
    let slug = crate::text::slug(alias);
    let folder = key.kind.folder().map(|folder| format!("{folder}/")).unwrap_or_default();
    (!slug.is_empty()).then(|| format!("{folder}{slug}.html"))
}

/// A file of the theme; `hash` of all of them, so that a changed theme has new addresses.
pub fn asset(hash: &str, path: &str) -> String {
    format!("{ASSETS}{hash}/{path}")
}

/// A path as it stands in a link: what is not plain is percent-encoded.
pub fn href(path: &str) -> String {
    let (path, anchor) = match path.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (path, None),
    };
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, crate::config::PATH).to_string();
    match anchor {
        Some(anchor) => format!("{}#{}", encode(path), encode(anchor)),
        None => encode(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_flat_files() {
        let key = |kind, id| NoteKey { kind, id: Id::new(id).unwrap() };
        assert_eq!(note(&key(NoteKind::Topic, "cpu")), "topics/cpu.html");
        assert_eq!(note(&key(NoteKind::Page, "method")), "method.html");
        assert_eq!(note(&key(NoteKind::Home, "index")), "index.html");
        assert_eq!(
            alias(&key(NoteKind::Option, "nodejs"), "Node JS").as_deref(),
            Some("options/node-js.html")
        );
        assert_eq!(href("a b/ü.png#x y"), "a%20b/%C3%BC.png#x%20y");
    }
}
