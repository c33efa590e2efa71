//! Holds the analysis to the vectors of `tests/vectors/analysis`, whose expected values come from an
//! oracle that shares no code with the program, or were worked out by hand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its own files and fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use counterpoint::analysis::{
    Analysis, Cell, CellClaim, CellState, ClaimValue, Contradiction, Counting, Origin, Status, Voice,
    analyse, own_trust,
};
use counterpoint::model::{
    Callout, Claim, ClaimIndex, Comparison, Condition, ContradictionKind, Id, NoteKey, NoteKind, OptionIndex,
    Position, Qualifiers, Quantity, QuantityScale, Question, QuestionIndex, QuestionRole, Rating, Scale,
    Source, SourceIndex, Stance, Standing,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[test]
fn vectors_worked_out_by_hand() {
    let mut count = 0;
    for path in vector_files("json") {
        let vectors: Vec<Vector> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        count += vectors.len();
        vectors.iter().for_each(|vector| hold(vector, Others::Ignored));
    }
    assert!(count >= 40, "only {count} vectors");
}

#[test]
fn vectors_of_the_oracle() {
    let text: String = vector_files("jsonl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let vectors: Vec<Vector> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(vectors.len() >= 200, "only {} vectors", vectors.len());
    vectors.iter().for_each(|vector| hold(vector, Others::Refused));
}

#[test]
fn the_same_arguments_give_the_same_analysis() {
    for path in vector_files("jsonl") {
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
    let line = fs::read_to_string(&vector_files("jsonl")[0]).unwrap();
    for line in line.lines() {
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

fn vector_files(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/analysis");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn hold(vector: &Vector, others: Others) {
    let comparison = vector.input.comparison();
    let trust = vector.input.trust.clone().unwrap_or_else(|| own_trust(&comparison));
    let found = View { comparison: &comparison }.analysis(&analyse(&comparison, &trust));
    let mut differences = Vec::new();
    compare(&vector.expected, &found, others, "expected", &mut differences);
    assert!(differences.is_empty(), "{} ({}):\n{}", vector.name, vector.why, differences.join("\n"));
}

/// What to do with keys that a vector does not mention.
#[derive(Clone, Copy, PartialEq)]
enum Others {
    Ignored,
    Refused,
}

fn compare(wanted: &Value, found: &Value, others: Others, path: &str, differences: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (key, wanted) in wanted {
                match found.get(key) {
                    Some(found) => compare(wanted, found, others, &format!("{path}.{key}"), differences),
                    None => differences.push(format!("{path}.{key}: missing, wanted {wanted}")),
                }
            }
            for key in found.keys().filter(|key| others == Others::Refused && !wanted.contains_key(*key)) {
                differences.push(format!("{path}.{key}: not wanted"));
            }
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            for (place, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                compare(wanted, found, others, &format!("{path}[{place}]"), differences);
            }
        }
        (Value::Number(wanted), Value::Number(found)) => {
            let equal = (wanted.as_f64().unwrap() - found.as_f64().unwrap()).abs() <= 1e-9;
            differences.extend((!equal).then(|| format!("{path}: wanted {wanted}, found {found}")));
        }
        _ if wanted != found => differences.push(format!("{path}: wanted {wanted}, found {found}")),
        _ => {}
    }
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

/// A vector as it is written; see tests/vectors/README.md.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    #[serde(default)]
    why: String,
    input: Input,
    expected: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    options: Vec<String>,
    questions: Vec<QuestionInput>,
    sources: Vec<SourceInput>,
    claims: Vec<ClaimInput>,
    #[serde(default)]
    callouts: Vec<CalloutInput>,
    trust: Option<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionInput {
    id: String,
    #[serde(default)]
    scale: ScaleInput,
    better: Option<String>,
    #[serde(default)]
    background: bool,
    weight: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ScaleInput {
    Named(String),
    Quantity { worst: f64, best: f64, tolerance: Option<f64> },
}

impl Default for ScaleInput {
    fn default() -> Self {
        Self::Named("rating".into())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceInput {
    id: String,
    trust: Option<f64>,
    copy_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimInput {
    id: String,
    question: String,
    source: String,
    standings: BTreeMap<String, Option<String>>,
    place: Option<String>,
    stance: Option<String>,
    #[serde(default)]
    qualifiers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalloutInput {
    id: String,
    kind: Option<String>,
    sides: Vec<Vec<String>>,
    #[serde(default)]
    outside_is_side: bool,
    #[serde(default)]
    resolved: bool,
    #[serde(default)]
    sets_aside: Vec<String>,
}

impl Input {
    fn comparison(&self) -> Comparison {
        assert!(self.options.is_sorted() && self.sources.is_sorted_by_key(|source| &source.id));
        let questions: Vec<Question> = self.questions.iter().map(QuestionInput::question).collect();
        assert!(questions.is_sorted_by_key(|question| &question.key));
        let claims: Vec<Claim> = self.claims.iter().map(|claim| self.claim(claim)).collect();
        assert!(claims.is_sorted_by_key(|claim| claim.question));
        Comparison {
            options: self.options.iter().map(|option| id(option)).collect(),
            questions,
            sources: self.sources.iter().map(|source| self.source(source)).collect(),
            claims,
            callouts: self.callouts.iter().map(|callout| self.callout(callout)).collect(),
        }
    }

    fn source_index(&self, name: &str) -> SourceIndex {
        SourceIndex(self.sources.iter().position(|source| source.id == name).expect(name))
    }

    fn claim_indices(&self, names: &[String]) -> Vec<ClaimIndex> {
        let index = |name: &String| self.claims.iter().position(|claim| claim.id == *name).expect(name);
        names.iter().map(|name| ClaimIndex(index(name))).collect()
    }

    fn source(&self, source: &SourceInput) -> Source {
        let copy_of = source.copy_of.as_ref().map(|original| self.source_index(original));
        Source { id: id(&source.id), trust: source.trust.unwrap_or(1.0), copy_of }
    }

    fn claim(&self, claim: &ClaimInput) -> Claim {
        let question = self.questions.iter().position(|question| question.id == claim.question);
        let option =
            |name: &str| OptionIndex(self.options.iter().position(|option| option == name).expect(name));
        let standing = |(name, written): (&String, &Option<String>)| Standing {
            option: option(name),
            position: written.as_ref().map(|written| position(written)),
        };
        Claim {
            id: id(&claim.id),
            question: QuestionIndex(question.expect(&claim.question)),
            standings: claim.standings.iter().map(standing).collect(),
            source: self.source_index(&claim.source),
            place: claim.place.clone(),
            stance: match claim.stance.as_deref() {
                None => Stance::Asserts,
                Some("reports") => Stance::Reports,
                Some("rejects") => Stance::Rejects,
                Some(other) => panic!("stance {other}"),
            },
            qualifiers: self.qualifiers(&claim.qualifiers),
        }
    }

    fn qualifiers(&self, written: &BTreeMap<String, String>) -> Qualifiers {
        let mut qualifiers = Qualifiers::default();
        for (key, value) in written {
            let date = || Some(value.parse().unwrap());
            match key.as_str() {
                "about" => qualifiers.about = Some(value.clone()),
                "as_of" => qualifiers.as_of = date(),
                "from" => qualifiers.from = date(),
                "until" => qualifiers.until = date(),
                "based_on" => qualifiers.based_on = Some(self.source_index(value)),
                key => {
                    let condition = Condition::ALL.into_iter().find(|condition| condition.key() == key);
                    qualifiers.conditions.insert(condition.expect(key), value.clone());
                }
            }
        }
        qualifiers
    }

    fn callout(&self, callout: &CalloutInput) -> Callout {
        let kind = |word: &str| ContradictionKind::ALL.into_iter().find(|kind| kind.word() == word);
        Callout {
            id: id(&callout.id),
            note: self.questions[0].key(),
            kind: callout.kind.as_ref().map(|word| kind(word).expect(word)),
            sides: callout.sides.iter().map(|side| self.claim_indices(side)).collect(),
            outside_is_side: callout.outside_is_side,
            resolved: callout.resolved,
            sets_aside: self.claim_indices(&callout.sets_aside),
        }
    }
}

impl QuestionInput {
    fn key(&self) -> NoteKey {
        let (folder, name) = self.id.split_once('/').expect(&self.id);
        let kinds = [NoteKind::Topic, NoteKind::Scenario];
        let kind = kinds.into_iter().find(|kind| kind.folder() == Some(folder)).expect(folder);
        NoteKey { kind, id: id(name) }
    }

    fn question(&self) -> Question {
        let key = self.key();
        let role = match key.kind {
            NoteKind::Scenario => QuestionRole::Scenario,
            _ if self.background => QuestionRole::Background,
            _ => QuestionRole::Criterion { weight: self.weight.unwrap_or(1.0) },
        };
        let scale = match &self.scale {
            ScaleInput::Named(name) if name == "rating" => Scale::Rating,
            ScaleInput::Named(name) if name == "yes-no" => {
                Scale::YesNo { no_is_better: self.better.as_deref() == Some("no") }
            }
            ScaleInput::Named(name) => panic!("scale {name}"),
            ScaleInput::Quantity { worst, best, tolerance } => Scale::Quantity(QuantityScale {
                unit: "units".into(),
                worst: *worst,
                best: *best,
                tolerance: tolerance.unwrap_or(QuantityScale::DEFAULT_TOLERANCE),
            }),
        };
        Question { key, role, scale }
    }
}

fn id(text: &str) -> Id {
    Id::new(text).expect(text)
}

/// A position as notes write it.
fn position(written: &str) -> Position {
    let number = |text: &str| text.parse::<f64>().expect(text);
    if let Some(rating) = Rating::ALL.into_iter().find(|rating| rating.sign() == written) {
        return Position::Rating(rating);
    }
    Position::Quantity(match written {
        "yes" | "no" => return Position::YesNo(written == "yes"),
        _ => match (written.split_once(".."), written.strip_prefix('>'), written.strip_prefix('~')) {
            (Some((low, high)), _, _) => Quantity::Range { low: number(low), high: number(high) },
            (_, Some(text), _) => Quantity::MoreThan { value: number(text) },
            (_, _, Some(text)) => Quantity::Exact { value: number(text), approximate: true },
            _ => Quantity::Exact { value: number(written), approximate: false },
        },
    })
}
