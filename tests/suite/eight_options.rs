//! A whole project against the oracle: eight options, and every kind of doubt that notes can hold.
//!
//! What is expected is written by `tests/oracle/from_knowledge.py generate`, never by the program.

use std::path::Path;

use serde_json::Value;

use crate::project::Project;
use crate::support::{Others, compare};

/// What is worded for a person, of which the oracle says nothing.
const WORDS: [&str; 3] = ["generator", "sentence", "title"];

#[test]
fn it_builds_with_no_more_than_unexplained_contradictions() {
    let project = Project::of_fixture("eight-options");
    let run = project.run(&["build", "--message-format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let others: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains(": warning[") && !line.contains(": warning[unexplained-contradiction]"))
        .collect();
    assert!(others.is_empty(), "{}", others.join("\n"));

    let knowledge: Value = serde_json::from_str(&project.run(&["export", "json"]).stdout).unwrap();
    let count = |list: &str, test: fn(&Value) -> bool| {
        knowledge[list].as_array().unwrap().iter().filter(|record| test(record)).count()
    };
    assert_eq!(count("options", |_| true), 8);
    assert_eq!(count("topics", |topic| topic["background"] == false), 20);
    assert_eq!(count("groups", |_| true), 5);
    assert_eq!(count("sources", |source| source["kind"] != "study"), 6);
    assert_eq!(count("sources", |source| source["kind"] == "study"), 2);
    assert_eq!(count("scenarios", |_| true), 3);
}

#[test]
fn it_decides_as_the_oracle_does() {
    let project = Project::of_fixture("eight-options");
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/eight-options.decisions.jsonl");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in std::fs::read_to_string(expected).unwrap().lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let chosen: Vec<&str> =
            expected["arguments"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let run = project.run(&[&["decide", "--quiet", "--format", "json"], chosen.as_slice()].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{chosen:?}");
        let mut found: Value = serde_json::from_str(&run.stdout).unwrap();
        without_words(&mut found);
        compare(&expected["decision"], &found, Others::Refused, &chosen.join(" "), &mut differences);
        count += 1;
    }
    assert_eq!(count, 4);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn without_words(value: &mut Value) {
    match value {
        Value::Object(record) => {
            record.retain(|key, _| !WORDS.contains(&key.as_str()));
            record.values_mut().for_each(without_words);
        }
        Value::Array(list) => list.iter_mut().for_each(without_words),
        _ => {}
    }
}
