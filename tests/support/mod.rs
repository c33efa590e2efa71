//! Reads test vectors and compares what they expect; see tests/vectors/README.md.

#![allow(dead_code, reason = "each test crate uses a part of it")]
#![allow(unreachable_pub, reason = "it is a module of several test crates")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use counterpoint::analysis::own_trust;
use counterpoint::decide::{Answer, Profile};
use counterpoint::model::{
    Callout, Claim, ClaimIndex, Comparison, Condition, ContradictionKind, Id, NoteKey, NoteKind, OptionIndex,
    Position, Qualifiers, Quantity, QuantityScale, Question, QuestionIndex, QuestionRole, Rating, Scale,
    Source, SourceIndex, Stance, Standing,
};
use serde::Deserialize;
use serde_json::Value;

/// The vector files of a folder of tests/vectors with one extension.
pub fn vector_files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// What to do with keys that a vector does not mention.
#[derive(Clone, Copy, PartialEq)]
pub enum Others {
    Ignored,
    Refused,
}

/// Collects in words how something found differs from what is wanted.
pub fn compare(wanted: &Value, found: &Value, others: Others, path: &str, differences: &mut Vec<String>) {
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

/// A vector as it is written; see tests/vectors/README.md.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    pub name: String,
    #[serde(default)]
    pub why: String,
    pub input: Input,
    pub expected: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    options: Vec<String>,
    questions: Vec<QuestionInput>,
    sources: Vec<SourceInput>,
    claims: Vec<ClaimInput>,
    #[serde(default)]
    callouts: Vec<CalloutInput>,
    pub trust: Option<Vec<f64>>,
    #[serde(default)]
    profile: ProfileInput,
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

/// What a reader says, in the vectors of decisions.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProfileInput {
    weights: BTreeMap<String, f64>,
    answers: BTreeMap<String, String>,
    must: BTreeMap<String, String>,
    hidden: Vec<String>,
    suppose: BTreeMap<String, usize>,
    groups: BTreeMap<String, Vec<String>>,
}

impl Input {
    /// The reader's side of a decision, weights above answers.
    pub fn profile(&self) -> Profile {
        let trust = self.trust.clone().unwrap_or_else(|| own_trust(&self.comparison()));
        let mut profile = Profile { trust, ..Profile::default() };
        for (question, answer) in &self.profile.answers {
            let answer = match answer.as_str() {
                "yes" => Answer::Yes,
                "somewhat" => Answer::Somewhat,
                "no" => Answer::No,
                other => panic!("answer {other}"),
            };
            profile.answer(self.question_index(question), answer);
        }
        let weights = self.profile.weights.iter();
        profile.weights.extend(weights.map(|(question, weight)| (self.question_index(question), *weight)));
        let must = self.profile.must.iter();
        profile
            .must
            .extend(must.map(|(question, minimum)| (self.question_index(question), position(minimum))));
        let option = |name: &String| self.options.iter().position(|option| option == name).expect(name);
        profile.hidden.extend(self.profile.hidden.iter().map(|name| OptionIndex(option(name))));
        profile
    }

    /// Which side of which contradiction is supposed right.
    pub fn suppose(&self) -> &BTreeMap<String, usize> {
        &self.profile.suppose
    }

    /// Groups of criteria.
    pub fn groups(&self) -> BTreeMap<&str, Vec<QuestionIndex>> {
        let indices = |names: &Vec<String>| names.iter().map(|name| self.question_index(name)).collect();
        self.profile.groups.iter().map(|(group, names)| (group.as_str(), indices(names))).collect()
    }

    fn question_index(&self, name: &str) -> QuestionIndex {
        QuestionIndex(self.questions.iter().position(|question| question.id == name).expect(name))
    }

    /// The evidence.
    pub fn comparison(&self) -> Comparison {
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
