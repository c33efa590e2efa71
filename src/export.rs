//! Export: the knowledge base for other programs.
//!
//! [`knowledge_json`] is the whole of it in one documented JSON document, described for people in
//! `docs/knowledge-json.md` and for programs by [`KNOWLEDGE_SCHEMA`]. [`decide_script`] is the part that the
//! decision page computes with. What leaves has types of its own
//! ([`knowledge`]), so that the inner ones can change without breaking a reader.

mod build;
pub mod knowledge;
mod script;

#[cfg(test)]
mod tests;

pub use self::script::decide_script;
use crate::analysis::Analysis;
use crate::resolve::Knowledge;
use crate::source::Sources;

/// The JSON Schema of what [`knowledge_json`] writes. It is published beside it as [`SCHEMA_NAME`],
/// since that is where the document says that it is.
pub const KNOWLEDGE_SCHEMA: &str = include_str!("export/knowledge.schema.json");

/// The schema's file name, which the document refers to.
pub const SCHEMA_NAME: &str = "knowledge.schema.json";

/// The number that changes with any change that a reader of the document could trip over.
pub const FORMAT: u32 = 1;

/// The knowledge base as JSON: indented by two spaces, keys and lists in a fixed order, a line break at the end.
///
/// `analysis` belongs to `knowledge`, and `sources` holds the files of its notes.
#[expect(clippy::expect_used, reason = "records with string keys and no code of ours to fail them")]
pub fn knowledge_json(knowledge: &Knowledge, analysis: &Analysis, sources: &Sources) -> String {
    let view = build::Builder { knowledge, analysis, sources }.knowledge();
    let mut json = serde_json::to_string_pretty(&view).expect("plain records serialise");
    json.push('\n');
    json
}
