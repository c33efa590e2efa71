//! What the scripts of the decision page compute with: the input of the rules in the form of the vectors
//! (tests/vectors/README.md), with what is shown beside it. A script, since pages opened from the file
//! system may load no data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::build::qualifiers;
use super::knowledge::Number;
use crate::analysis::Analysis;
use crate::model::{
    Callout, Claim, ClaimIndex, NoteKey, OptionIndex, QuantityScale, Question, QuestionIndex, QuestionRole,
    Scale, SourceIndex, Stance,
};
use crate::parse::header::Facts;
use crate::paths;
use crate::report::words::{STATES, state_words};
use crate::resolve::{Knowledge, Scenario};

/// The number that changes with any change that a script of the page could trip over.
const FORMAT: u32 = 1;

/// The script: one constant, `CounterpointKnowledge`. Records stand in the order of the comparison, so
/// that places in it are places here. `analysis` says which claims contradict each other.
#[expect(clippy::expect_used, reason = "records with string keys and no code of ours to fail them")]
pub fn decide_script(knowledge: &Knowledge, analysis: &Analysis) -> String {
    let data = Builder { knowledge, quoted: quoted(knowledge, analysis) }.data();
    let rest = serde_json::to_string(&data).expect("plain records serialise");
    let digest: String = Sha256::digest(&rest).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let rest = inert(rest.strip_prefix('{').unwrap_or(&rest));
    let states = serde_json::to_string(&states()).expect("plain records serialise");
    format!(
        "const CounterpointKnowledge = {{\"format\":{FORMAT},\"digest\":\"{digest}\",\"states\":{states},{rest};\n"
    )
}

/// The words of each state of a cell; no part of the digest, since they change no number.
fn states() -> BTreeMap<&'static str, StateData> {
    STATES
        .into_iter()
        .map(state_words)
        .map(|(state, label, hint)| (state, StateData { label, hint }))
        .collect()
}

#[derive(Serialize)]
struct StateData {
    label: &'static str,
    hint: &'static str,
}

/// JSON in which nothing ends a script, opens a comment or breaks a line, wherever it is put.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The claims whose text is shown: those that some contradiction names or sets aside.
fn quoted(knowledge: &Knowledge, analysis: &Analysis) -> BTreeSet<ClaimIndex> {
    let named = knowledge.comparison.callouts.iter();
    let named = named.flat_map(|callout| callout.sides.iter().flatten().chain(&callout.sets_aside));
    let found = analysis.contradictions.iter().flat_map(|found| found.sides.iter().flatten());
    named.chain(found).copied().collect()
}

#[derive(Serialize)]
struct Data<'a> {
    generator: &'static str,
    title: &'a str,
    base_url: Option<&'a str>,
    options: Vec<&'a str>,
    shown: Vec<Shown<'a>>,
    questions: Vec<QuestionData<'a>>,
    sources: Vec<SourceData<'a>>,
    claims: Vec<ClaimData<'a>>,
    callouts: Vec<CalloutData<'a>>,
    groups: Vec<GroupData<'a>>,
    scenarios: Vec<ScenarioData<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    colour: usize,
}

#[derive(Serialize)]
struct QuestionData<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<ScaleData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    background: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Number>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ScaleData {
    Named(&'static str),
    Quantity {
        worst: Number,
        best: Number,
        #[serde(skip_serializing_if = "Option::is_none")]
        tolerance: Option<Number>,
    },
}

#[derive(Serialize)]
struct SourceData<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<&'a str>,
    title: &'a str,
    name: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    kind: &'a str,
}

#[derive(Serialize)]
struct ClaimData<'a> {
    id: String,
    question: String,
    source: &'a str,
    standings: BTreeMap<&'a str, Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    qualifiers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct CalloutData<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    sides: Vec<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outside_is_side: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sets_aside: Vec<String>,
    title: &'a str,
    path: String,
}

#[derive(Serialize)]
struct GroupData<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    topics: Vec<&'a str>,
}

#[derive(Serialize)]
struct ScenarioData<'a> {
    id: &'a str,
    title: &'a str,
    path: String,
    weights: BTreeMap<&'a str, Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<Number>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    must: BTreeMap<&'a str, String>,
}

struct Builder<'a> {
    knowledge: &'a Knowledge,
    quoted: BTreeSet<ClaimIndex>,
}

impl<'a> Builder<'a> {
    fn data(&self) -> Data<'a> {
        let comparison = &self.knowledge.comparison;
        let scenarios = self.knowledge.scenarios.iter();
        Data {
            generator: "counterpoint",
            title: &self.knowledge.config.title,
            base_url: self.knowledge.config.base_url.as_deref(),
            options: comparison.options.iter().map(|id| id.as_str()).collect(),
            shown: self.knowledge.option_order.iter().map(|option| self.shown(*option)).collect(),
            questions: comparison.questions.iter().map(|question| self.question(question)).collect(),
            sources: (0..comparison.sources.len()).map(|source| self.source(SourceIndex(source))).collect(),
            claims: comparison.claims.iter().enumerate().map(|claim| self.claim(claim)).collect(),
            callouts: comparison.callouts.iter().enumerate().map(|callout| self.callout(callout)).collect(),
            groups: self.groups(),
            scenarios: scenarios.map(|(key, scenario)| self.scenario(key, scenario)).collect(),
        }
    }

    fn title(&self, key: &NoteKey) -> &'a str {
        &self.knowledge.note(key).header.title
    }

    fn shown(&self, option: OptionIndex) -> Shown<'a> {
        let key = self.knowledge.option_key(option);
        Shown {
            id: self.option_id(option),
            title: self.title(&key),
            path: paths::note(&key),
            colour: self.knowledge.colour(option),
        }
    }

    fn question(&self, question: &'a Question) -> QuestionData<'a> {
        let facts = self.knowledge.topic_facts(&question.key);
        let group = self.knowledge.groups.iter().find(|group| group.topics.contains(&question.key));
        let (scale, better, unit) = match &question.scale {
            Scale::Rating => (None, None, None),
            Scale::YesNo { no_is_better } => {
                (Some(ScaleData::Named("yes-no")), no_is_better.then_some("no"), None)
            }
            Scale::Quantity(scale) => {
                let tolerance = scale.tolerance;
                let given = tolerance.to_bits() != QuantityScale::DEFAULT_TOLERANCE.to_bits();
                let data = ScaleData::Quantity {
                    worst: Number(scale.worst),
                    best: Number(scale.best),
                    tolerance: given.then_some(Number(tolerance)),
                };
                (Some(data), None, Some(scale.unit.as_str()))
            }
        };
        QuestionData {
            id: question.key.to_string(),
            scale,
            better,
            background: (question.role == QuestionRole::Background).then_some(true),
            weight: match question.role {
                QuestionRole::Criterion { weight } => unless_one(weight),
                QuestionRole::Background | QuestionRole::Scenario => None,
            },
            title: self.title(&question.key),
            question: facts.map(|facts| facts.question.as_str()).filter(|text| !text.is_empty()),
            path: paths::note(&question.key),
            group: group.map(|group| group.id.as_str()),
            unit,
        }
    }

    fn source(&self, index: SourceIndex) -> SourceData<'a> {
        let source = self.knowledge.comparison.source(index);
        let key = self.knowledge.source_key(index);
        let facts = match &self.knowledge.note(&key).header.facts {
            Facts::Source(facts) => Some(facts),
            _ => None,
        };
        SourceData {
            id: source.id.as_str(),
            trust: unless_one(source.trust),
            copy_of: source.copy_of.map(|original| self.source_id(original)),
            title: self.title(&key),
            name: self.knowledge.source_name(index),
            path: paths::note(&key),
            publisher: facts.map(|facts| facts.publisher.as_str()).filter(|text| !text.is_empty()),
            published: facts.and_then(|facts| facts.published).map(|date| date.to_string()),
            url: facts.and_then(|facts| facts.url.as_deref()),
            kind: facts.map_or("article", |facts| facts.kind.as_str()),
        }
    }

    fn claim(&self, (place, claim): (usize, &'a Claim)) -> ClaimData<'a> {
        let index = ClaimIndex(place);
        let question = &self.knowledge.comparison.question(claim.question).key;
        let position = |position: &crate::model::Position| position.to_string();
        let standings = claim.standings.iter();
        let mut qualifiers = qualifiers(&claim.qualifiers);
        qualifiers
            .extend(claim.qualifiers.based_on.map(|study| ("based_on", self.source_id(study).to_owned())));
        ClaimData {
            id: self.claim_id(index),
            question: question.to_string(),
            source: self.source_id(claim.source),
            standings: standings
                .map(|standing| (self.option_id(standing.option), standing.position.as_ref().map(position)))
                .collect(),
            place: claim.place.as_deref(),
            stance: (claim.stance != Stance::Asserts).then(|| claim.stance.word()),
            qualifiers,
            text: if self.quoted.contains(&index) { self.knowledge.claim_text(index) } else { None },
        }
    }

    fn callout(&self, (place, callout): (usize, &'a Callout)) -> CalloutData<'a> {
        let ids = |claims: &Vec<ClaimIndex>| claims.iter().map(|claim| self.claim_id(*claim)).collect();
        let syntax = self.knowledge.contradiction_syntax(crate::model::CalloutIndex(place));
        CalloutData {
            id: callout.id.as_str(),
            kind: callout.kind.map(crate::model::ContradictionKind::word),
            sides: callout.sides.iter().map(ids).collect(),
            outside_is_side: callout.outside_is_side.then_some(true),
            resolved: callout.resolved.then_some(true),
            sets_aside: ids(&callout.sets_aside),
            title: syntax.map_or(callout.id.as_str(), |syntax| syntax.title.as_str()),
            path: paths::with_anchor(&paths::note(&callout.note), &paths::contradiction_anchor(&callout.id)),
        }
    }

    fn groups(&self) -> Vec<GroupData<'a>> {
        let criteria = |key: &&'a NoteKey| {
            let question = self.knowledge.question_index(key);
            let role = question.map(|question| self.knowledge.comparison.question(question).role);
            matches!(role, Some(QuestionRole::Criterion { .. }))
        };
        let groups = self.knowledge.groups.iter().map(|group| GroupData {
            id: group.id.as_str(),
            title: &group.title,
            path: paths::group(&group.id),
            topics: group.topics.iter().filter(criteria).map(|key| key.id.as_str()).collect(),
        });
        groups.filter(|group| !group.topics.is_empty()).collect()
    }

    fn scenario(&self, key: &'a NoteKey, scenario: &'a Scenario) -> ScenarioData<'a> {
        ScenarioData {
            id: key.id.as_str(),
            title: self.title(key),
            path: paths::note(key),
            weights: scenario
                .weights
                .iter()
                .map(|(question, weight)| (self.topic_id(*question), Number(*weight)))
                .collect(),
            others: scenario.others.map(Number),
            must: scenario
                .must
                .iter()
                .map(|(question, minimum)| (self.topic_id(*question), minimum.to_string()))
                .collect(),
        }
    }

    fn option_id(&self, option: OptionIndex) -> &'a str {
        self.knowledge.comparison.options[option.0].as_str()
    }

    fn topic_id(&self, question: QuestionIndex) -> &'a str {
        self.knowledge.comparison.question(question).key.id.as_str()
    }

    fn source_id(&self, source: SourceIndex) -> &'a str {
        self.knowledge.comparison.source(source).id.as_str()
    }

    /// A claim by its question and its own id, which is unique only there.
    fn claim_id(&self, index: ClaimIndex) -> String {
        let claim = self.knowledge.comparison.claim(index);
        format!("{}#{}", self.knowledge.comparison.question(claim.question).key, claim.id)
    }
}

/// Numbers that are 1 where nothing else is said.
fn unless_one(number: f64) -> Option<Number> {
    (number.to_bits() != 1f64.to_bits()).then_some(Number(number))
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn content_cannot_leave_the_script() {
        let text = "</script><!-- --> \u{2028}\u{2029} \\u2028";
        let json = serde_json::to_string(text).unwrap();
        let inert = inert(&json);
        assert!(inert.is_ascii() && !inert.contains(['<', '>']));
        assert_eq!(serde_json::from_str::<String>(&inert).unwrap(), text);
    }
}
