//! Exports the repository's own knowledge base: it follows the schema, every id in it leads somewhere,
//! and every record that has an id is alone with it.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use counterpoint::export::{KNOWLEDGE_SCHEMA, knowledge_json};
use counterpoint::load::{Project, Settings, load};
use counterpoint::pipeline::{Compiled, compile};
use counterpoint::source::Sources;
use serde_json::Value;

#[test]
fn the_own_knowledge_base_follows_the_schema() {
    let schema: Value = serde_json::from_str(KNOWLEDGE_SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let document = document();
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn every_id_leads_somewhere() {
    let document = document();
    let ids = |list: &str| -> BTreeSet<&str> {
        let records = document[list].as_array().unwrap();
        let ids: BTreeSet<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), records.len(), "an id stands twice in {list}");
        ids
    };
    let known = Known {
        options: ids("options"),
        groups: ids("groups"),
        topics: ids("topics"),
        sources: ids("sources"),
        claims: ids("claims"),
        contradictions: ids("contradictions"),
        scenarios: ids("scenarios"),
    };
    assert!(known.claims.len() > 100, "the content is there");
    for (list, records) in document.as_object().unwrap() {
        for record in records.as_array().into_iter().flatten() {
            known.check(list, record);
        }
    }
    let rows = known.topics.len() - document["topics"].as_array().unwrap().iter().filter(background).count();
    assert_eq!(document["cells"].as_array().unwrap().len(), rows * known.options.len());
}

fn background(topic: &&Value) -> bool {
    topic["background"] == Value::Bool(true)
}

struct Known<'a> {
    options: BTreeSet<&'a str>,
    groups: BTreeSet<&'a str>,
    topics: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
    claims: BTreeSet<&'a str>,
    contradictions: BTreeSet<&'a str>,
    scenarios: BTreeSet<&'a str>,
}

impl Known<'_> {
    /// Looks at every text below a record whose key says that it is an id.
    fn check(&self, list: &str, record: &Value) {
        let Value::Object(map) = record else { return };
        for (key, value) in map {
            let ids = match (list, key.as_str()) {
                (_, "option") => &self.options,
                (_, "group") => &self.groups,
                ("groups", "topics") | (_, "topic") => &self.topics,
                (_, "scenario") => &self.scenarios,
                (_, "source" | "copy_of" | "based_on") | ("cells", "sources") => &self.sources,
                (_, "counted_claims" | "claims" | "sides" | "sets_aside" | "pair" | "recommendations") => {
                    &self.claims
                }
                ("cells", "contradictions") => &self.contradictions,
                (_, "weights" | "must") => {
                    let names = value.as_object().unwrap().keys();
                    names.for_each(|name| assert!(self.topics.contains(name.as_str()), "{name}"));
                    continue;
                }
                _ => {
                    let inner = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    inner.iter().for_each(|inner| self.check(list, inner));
                    continue;
                }
            };
            for id in texts(value) {
                assert!(ids.contains(id), "{list}: {key}: {id}");
            }
        }
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Null => Vec::new(),
        other => panic!("{other}"),
    }
}

fn document() -> Value {
    let project = Project::find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a project");
    let mut sources = Sources::default();
    let inputs = load(&project, Settings::default(), &mut sources).unwrap();
    let Compiled { knowledge, analysis, .. } = compile(inputs, &|_| {});
    serde_json::from_str(&knowledge_json(&knowledge, &analysis, &sources)).unwrap()
}
