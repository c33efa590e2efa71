//! Reads the data of the decision page's scripts back: it is the input of the rules in the form of the
//! vectors, in the order of the comparison, and gives the same decision.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its own project and fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use counterpoint::analysis::analyse;
use counterpoint::decide::{Profile, decide};
use counterpoint::export::decide_script;
use counterpoint::load::{Project, Settings, load};
use counterpoint::pipeline::{Compiled, compile};
use counterpoint::report::Report;
use counterpoint::source::Sources;
use serde_json::{Value, json};

use support::Input;

/// What of each record the rules read; the rest is only shown.
const RULES: [(&str, &[&str]); 4] = [
    ("questions", &["id", "scale", "better", "background", "weight"]),
    ("sources", &["id", "trust", "copy_of"]),
    ("claims", &["id", "question", "source", "standings", "place", "stance", "qualifiers"]),
    ("callouts", &["id", "kind", "sides", "outside_is_side", "resolved", "sets_aside"]),
];

#[test]
fn the_scripts_compute_with_the_same_evidence() {
    for project in ["", "tests/browser/project", "tests/cases/everything/in"] {
        let compiled = compiled(project);
        let knowledge = &compiled.knowledge;
        let data = data(&compiled);
        let comparison = input(&data).comparison();
        let own = &knowledge.comparison;
        assert_eq!(comparison.options, own.options);
        assert_eq!(comparison.sources, own.sources);
        assert_eq!(comparison.questions.len(), own.questions.len());
        for (found, own) in comparison.questions.iter().zip(&own.questions) {
            assert_eq!((&found.key, &found.role), (&own.key, &own.role));
        }
        assert_eq!(comparison.claims.len(), own.claims.len());
        for (found, own) in comparison.claims.iter().zip(&own.claims) {
            assert!(found.id.as_str().ends_with(own.id.as_str()), "{} {}", found.id, own.id);
            assert_eq!((found.question, found.source, found.stance), (own.question, own.source, own.stance));
            assert_eq!((&found.place, &found.qualifiers), (&own.place, &own.qualifiers));
            // A map has no order, and no rule asks for one.
            let mut standings = own.standings.clone();
            standings.sort_by_key(|standing| standing.option);
            assert_eq!(found.standings, standings);
        }
        for (found, own) in comparison.callouts.iter().zip(&own.callouts) {
            assert_eq!((&found.id, &found.sides, &found.sets_aside), (&own.id, &own.sides, &own.sets_aside));
        }

        let profile = Profile::new(&comparison);
        let decision = decide(&comparison, &analyse(&comparison, &profile.trust), &profile, None);
        assert_eq!(decision, Report::of(knowledge, &compiled.analysis, None).decision, "{project}");
    }
}

#[test]
fn the_scripts_know_the_scenarios() {
    let compiled = compiled("");
    let data = data(&compiled);
    let scenarios = data["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), compiled.knowledge.scenarios.len());
    for (found, (key, own)) in scenarios.iter().zip(&compiled.knowledge.scenarios) {
        assert_eq!(found["id"], json!(key.id.as_str()));
        assert_eq!(found["weights"].as_object().unwrap().len(), own.weights.len());
        assert_eq!(found["others"].as_f64(), own.others);
        assert_eq!(found["must"].as_object().map_or(0, serde_json::Map::len), own.must.len());
    }
}

#[test]
fn shown_records_have_what_is_shown_of_them() {
    let compiled = compiled("");
    let data = data(&compiled);
    let digest = data["digest"].as_str().unwrap();
    assert!(digest.len() == 16 && digest.chars().all(|digit| digit.is_ascii_hexdigit()), "{digest}");
    let sides = list(&data, "callouts").iter().flat_map(|callout| list(callout, "sides"));
    let quoted: BTreeSet<&str> = sides.flat_map(texts).collect();
    let mut silent = 0;
    for claim in list(&data, "claims") {
        let named = quoted.contains(claim["id"].as_str().unwrap());
        assert!(!named || claim["text"].as_str().is_some_and(|text| !text.is_empty()), "{}", claim["id"]);
        silent += usize::from(claim.get("text").is_none());
    }
    assert!(silent > 100, "only claims that are quoted have their text");
    for name in ["shown", "questions", "sources", "callouts", "groups", "scenarios"] {
        for record in list(&data, name) {
            let shown = |key: &str| record[key].as_str().is_some_and(|text| !text.is_empty());
            assert!(shown("title") && shown("path"), "{record}");
        }
    }
    let topics = list(&data, "groups").iter().map(|group| &group["topics"]);
    let grouped: BTreeSet<&str> = topics.flat_map(texts).collect();
    let criteria = list(&data, "questions").iter().filter(|question| {
        question["id"].as_str().unwrap().starts_with("topics/") && question.get("background").is_none()
    });
    assert_eq!(grouped.len(), criteria.count());
}

fn list<'a>(data: &'a Value, name: &str) -> &'a Vec<Value> {
    data[name].as_array().unwrap()
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap())
}

fn compiled(project: &str) -> Compiled {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(project);
    let mut sources = Sources::default();
    let project = Project::find(&root).expect("a project");
    let inputs = load(&project, Settings::default(), &mut sources).unwrap();
    compile(inputs, &|_| {})
}

fn data(compiled: &Compiled) -> Value {
    let script = decide_script(&compiled.knowledge, &compiled.analysis);
    let json = script.strip_prefix("const CounterpointKnowledge = ").unwrap().strip_suffix(";\n").unwrap();
    serde_json::from_str(json).unwrap()
}

/// The input of the rules. Ids of claims become such as notes could write, in the same order.
fn input(data: &Value) -> Input {
    let mut input = json!({ "options": data["options"] });
    for (list, keys) in RULES {
        let records = data[list].as_array().unwrap().iter().map(|record| {
            let record = record.as_object().unwrap().iter();
            record
                .filter(|(key, _)| keys.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        });
        input[list] = Value::Array(records.map(Value::Object).collect());
    }
    for claim in input["claims"].as_array_mut().unwrap() {
        rename(&mut claim["id"]);
    }
    for callout in input["callouts"].as_array_mut().unwrap() {
        let sides = callout["sides"].as_array_mut().unwrap().iter_mut();
        sides.flat_map(|side| side.as_array_mut().unwrap()).for_each(rename);
        callout
            .get_mut("sets_aside")
            .into_iter()
            .flat_map(|claims| claims.as_array_mut().unwrap())
            .for_each(rename);
    }
    serde_json::from_value(input).expect("the form of the vectors")
}

fn rename(id: &mut Value) {
    *id = json!(id.as_str().unwrap().replace(['/', '#'], "-"));
}
