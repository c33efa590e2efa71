//! The bundled comparison as the program exports it.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

/// What `counterpoint export json` says, as far as these tests read it.
#[derive(Deserialize)]
pub(crate) struct Base {
    pub(crate) options: Vec<Titled>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) sources: Vec<Source>,
    pub(crate) scenarios: Vec<Titled>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) contradictions: Vec<Contradiction>,
}

#[derive(Deserialize)]
pub(crate) struct Titled {
    pub(crate) id: String,
    pub(crate) title: String,
}

#[derive(Deserialize)]
pub(crate) struct Topic {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) file: String,
}

#[derive(Deserialize)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) headings: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) standings: Vec<Standing>,
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) place: Option<String>,
    pub(crate) based_on: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Standing {
    pub(crate) option: String,
}

#[derive(Deserialize)]
pub(crate) struct Contradiction {
    pub(crate) title: Option<String>,
}

pub(crate) static BASE_VALUE: LazyLock<Value> = LazyLock::new(|| {
    let output = counterpoint(&["export", "json"]);
    serde_json::from_slice(&output.stdout).expect("the export is JSON")
});

pub(crate) static BASE: LazyLock<Base> =
    LazyLock::new(|| Base::deserialize(&*BASE_VALUE).expect("the export has its form"));

pub(crate) fn title(id: &str) -> Option<&'static str> {
    let titled = |notes: &'static [Titled]| notes.iter().map(|note| (&*note.id, &*note.title));
    titled(&BASE.options)
        .chain(BASE.topics.iter().map(|topic| (&*topic.id, &*topic.title)))
        .chain(BASE.sources.iter().map(|source| (&*source.id, &*source.title)))
        .chain(titled(&BASE.scenarios))
        .find_map(|(note, title)| (note == id).then_some(title))
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn counterpoint(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterpoint"));
    command.current_dir(root()).args(arguments).output().unwrap()
}
