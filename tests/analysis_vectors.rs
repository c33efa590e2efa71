//! Holds the analysis to the vectors of `tests/vectors/analysis`, whose expected values come from an
//! oracle that shares no code with the program, or were worked out by hand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its own files and fails by panicking"
)]

mod support;

use std::fs;

use counterpoint::analysis::{
    Analysis, Cell, CellClaim, CellState, ClaimValue, Contradiction, Counting, Origin, Status, Voice,
    analyse, own_trust,
};
use counterpoint::model::{ClaimIndex, Comparison};
use serde_json::{Map, Value, json};

use support::{Others, Vector, compare, vector_files};

#[test]
fn vectors_worked_out_by_hand() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in vector_files("analysis", "json") {
        let vectors: Vec<Vector> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        count += vectors.len();
        failures.extend(vectors.iter().filter_map(|vector| differences(vector, Others::Ignored)));
    }
    assert!(count >= 40, "only {count} vectors");
    assert_none(&failures);
}

#[test]
fn vectors_of_the_oracle() {
    let text: String =
        vector_files("analysis", "jsonl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let vectors: Vec<Vector> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(vectors.len() >= 200, "only {} vectors", vectors.len());
    let failures: Vec<String> =
        vectors.iter().filter_map(|vector| differences(vector, Others::Refused)).collect();
    assert_none(&failures);
}

#[test]
fn the_same_arguments_give_the_same_analysis() {
    for path in vector_files("analysis", "jsonl") {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let comparison = serde_json::from_str::<Vector>(line).unwrap().input.comparison();
            let trust = own_trust(&comparison);
            assert_eq!(analyse(&comparison, &trust), analyse(&comparison, &trust));
        }
    }
}

/// Numbers that no note can hold still give no NaN and no panic.
#[test]
fn odd_numbers_give_an_analysis() {
    let text: String =
        vector_files("analysis", "jsonl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for line in text.lines() {
        let comparison = serde_json::from_str::<Vector>(line).unwrap().input.comparison();
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, f64::MIN_POSITIVE, 1e300] {
            for trust in [vec![], vec![odd], vec![odd; comparison.sources.len() + 1]] {
                let analysis = analyse(&comparison, &trust);
                for cell in analysis.cells.iter().flatten() {
                    let score = cell.score_or_middle();
                    assert!((0.0..=1.0).contains(&score), "{score}");
                    assert!(0.0 <= cell.low && cell.low <= cell.high && cell.high <= 1.0);
                }
            }
        }
    }
}

fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{} vectors differ:\n{}", failures.len(), failures.join("\n"));
}

/// What differs on one vector, in words.
fn differences(vector: &Vector, others: Others) -> Option<String> {
    let comparison = vector.input.comparison();
    let trust = vector.input.trust.clone().unwrap_or_else(|| own_trust(&comparison));
    let found = View { comparison: &comparison }.analysis(&analyse(&comparison, &trust));
    let mut differences = Vec::new();
    compare(&vector.expected, &found, others, "expected", &mut differences);
    let is_same = differences.is_empty();
    (!is_same).then(|| format!("{} ({}):\n{}", vector.name, vector.why, differences.join("\n")))
}

/// An analysis in the form of the vectors.
struct View<'a> {
    comparison: &'a Comparison,
}

impl View<'_> {
    fn analysis(&self, analysis: &Analysis) -> Value {
        let cells: Map<String, Value> = analysis
            .cells
            .iter()
            .flatten()
            .map(|cell| {
                let question = &self.comparison.question(cell.question).key;
                let option = &self.comparison.options[cell.option.0];
                assert_eq!(analysis.cell(cell.question, cell.option), Some(cell));
                (format!("{question}/{option}"), self.cell(cell, &analysis.contradictions))
            })
            .collect();
        let contradictions: Vec<Value> =
            analysis.contradictions.iter().map(|found| self.contradiction(found)).collect();
        json!({ "cells": cells, "contradictions": contradictions })
    }

    fn cell(&self, cell: &Cell, contradictions: &[Contradiction]) -> Value {
        let claims: Map<String, Value> =
            cell.claims.iter().map(|entry| (self.claim_id(entry.claim), claim(entry))).collect();
        json!({
            "claims": claims,
            "voices": cell.voices.iter().map(|voice| self.voice(voice)).collect::<Vec<_>>(),
            "score": cell.score,
            "low": cell.low,
            "high": cell.high,
            "state": state_word(cell.state),
            "independent_sources": cell.independent_sources,
            "contradictions":
                cell.contradictions.iter().map(|place| contradictions[*place].id.as_str()).collect::<Vec<_>>(),
        })
    }

    fn voice(&self, voice: &Voice) -> Value {
        let sources: Vec<&str> =
            voice.sources.iter().map(|source| self.comparison.source(*source).id.as_str()).collect();
        json!({
            "sources": sources,
            "trust": voice.trust,
            "claims": self.claim_ids(&voice.claims),
            "score": voice.score,
        })
    }

    fn contradiction(&self, found: &Contradiction) -> Value {
        let sides: Vec<_> = found.sides.iter().map(|side| self.claim_ids(side)).collect();
        let mut view =
            json!({ "id": found.id.as_str(), "status": status_word(found.status), "sides": sides });
        if let Some(kind) = found.kind {
            view["kind"] = json!(kind.word());
        }
        match found.origin {
            Origin::Declared(index) => assert_eq!(self.comparison.callout(index).id, found.id),
            Origin::Found { pair, .. } => view["pair"] = json!(self.claim_ids(&[pair.0, pair.1])),
        }
        view
    }

    fn claim_ids(&self, claims: &[ClaimIndex]) -> Vec<String> {
        claims.iter().map(|claim| self.claim_id(*claim)).collect()
    }

    fn claim_id(&self, claim: ClaimIndex) -> String {
        self.comparison.claim(claim).id.to_string()
    }
}

fn claim(entry: &CellClaim) -> Value {
    let mut view = json!({ "counting": counting_word(entry.counting) });
    if let Some(value) = entry.value {
        let ClaimValue { value: v, unclamped, reach, unclamped_reach } = value;
        view["value"] = json!(v);
        if value.is_clamped() {
            view["unclamped"] = json!(unclamped);
        }
        let differ = |one: (f64, f64), other: (f64, f64)| {
            (one.0 - other.0).abs() > 1e-9 || (one.1 - other.1).abs() > 1e-9
        };
        if differ(reach, (v, v)) {
            view["reach"] = json!([reach.0, reach.1]);
        }
        if differ(unclamped_reach, reach) {
            let end = |end: f64| end.is_finite().then_some(end);
            view["unclamped_reach"] = json!([end(unclamped_reach.0), end(unclamped_reach.1)]);
        }
    }
    view
}

fn counting_word(counting: Counting) -> &'static str {
    match counting {
        Counting::Counted => "counted",
        Counting::Context => "context",
        Counting::Reported => "reported",
        Counting::Rejected => "rejected",
        Counting::SetAside => "set-aside",
        Counting::Distrusted => "distrusted",
        Counting::Copy => "copy",
    }
}

fn state_word(state: CellState) -> &'static str {
    match state {
        CellState::Empty => "empty",
        CellState::Contested => "contested",
        CellState::Explained => "explained",
        CellState::Background => "background",
        CellState::SingleSource => "single-source",
        CellState::Agreed => "agreed",
        CellState::Mixed => "mixed",
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Unexplained => "unexplained",
        Status::Open => "open",
        Status::Resolved => "resolved",
    }
}
