//! A decision for programs; the form is described in `docs/decide-json.md` and by the schema
//! `src/decide/decision.schema.json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::words::side_name;
use super::{Report, contradiction_title};
use crate::decide::{
    Change, Eligibility, Outcome, Ranked, Readings, Reason, Strength, Verdict, WeightRange, aggregates,
};
use crate::model::{OptionIndex, QuestionIndex, QuestionRole, SourceIndex};

/// The number that changes with any change that a reader of the document could trip over.
const FORMAT: u32 = 1;

#[expect(clippy::expect_used, reason = "records with string keys and no code of ours to fail them")]
/// The decision as one document.
pub fn text(report: &Report<'_>) -> String {
    let mut json = serde_json::to_string_pretty(&report.view()).expect("plain records serialise");
    json.push('\n');
    json
}

#[derive(Serialize)]
struct DecisionView<'a> {
    format: u32,
    generator: &'static str,
    title: &'a str,
    scenario: Option<&'a str>,
    weights: BTreeMap<&'a str, f64>,
    must: BTreeMap<&'a str, String>,
    trust: BTreeMap<&'a str, f64>,
    suppose: Vec<SupposedView<'a>>,
    verdict: VerdictView<'a>,
    leaders: Vec<&'a str>,
    margin: Option<f64>,
    options: Vec<OptionView<'a>>,
    groups: Vec<GroupView<'a>>,
    contradictions: Vec<ContradictionView<'a>>,
    sources: Vec<SourceView<'a>>,
    stability: Vec<StabilityView<'a>>,
    dominance: Vec<DominanceView<'a>>,
    recommendations: Vec<RecommendationView<'a>>,
}

#[derive(Serialize)]
struct SupposedView<'a> {
    contradiction: &'a str,
    side: String,
}

#[derive(Serialize)]
struct VerdictView<'a> {
    kind: &'static str,
    reason: Option<&'static str>,
    whichever_side: bool,
    larger_share: Option<&'a str>,
    sentence: String,
    deciding_doubts: Vec<DoubtView<'a>>,
}

#[derive(Serialize)]
struct DoubtView<'a> {
    topic: &'a str,
    option: &'a str,
    value: f64,
    #[serde(flatten)]
    change: ChangeView<'a>,
}

#[derive(Serialize)]
struct ChangeView<'a> {
    flips: bool,
    leaders: Vec<&'a str>,
    influence: Option<f64>,
    eligibility: BTreeMap<&'a str, &'static str>,
    misses: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
struct OptionView<'a> {
    id: &'a str,
    title: &'a str,
    score: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    coverage: f64,
    rank: Option<usize>,
    dimmed: bool,
    share: Option<f64>,
    readings: Option<ReadingsView>,
    must: BTreeMap<&'a str, &'static str>,
    contributions: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct ReadingsView {
    method: &'static str,
    number: usize,
}

#[derive(Serialize)]
struct GroupView<'a> {
    id: &'a str,
    title: &'a str,
    options: Vec<AggregateView<'a>>,
}

#[derive(Serialize)]
struct AggregateView<'a> {
    id: &'a str,
    score: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    coverage: f64,
}

#[derive(Serialize)]
struct ContradictionView<'a> {
    id: &'a str,
    title: String,
    side: String,
    #[serde(flatten)]
    change: ChangeView<'a>,
}

#[derive(Serialize)]
struct SourceView<'a> {
    id: &'a str,
    #[serde(flatten)]
    change: ChangeView<'a>,
}

#[derive(Serialize)]
struct StabilityView<'a> {
    topic: &'a str,
    weight: f64,
    leaders: RangeView,
    order: RangeView,
    sentence: Option<String>,
}

#[derive(Serialize)]
struct RangeView {
    low: f64,
    high: f64,
    above_zero: bool,
}

#[derive(Serialize)]
struct DominanceView<'a> {
    option: &'a str,
    dominates: &'a str,
}

#[derive(Serialize)]
struct RecommendationView<'a> {
    option: &'a str,
    r#for: Vec<&'a str>,
    against: Vec<&'a str>,
}

impl Report<'_> {
    fn view(&self) -> DecisionView<'_> {
        let decision = &self.decision;
        let trust = self.comparison.sources.iter().zip(&self.profile.trust);
        let must = self.profile.must.iter();
        DecisionView {
            format: FORMAT,
            generator: "counterpoint",
            title: &self.knowledge.config.title,
            scenario: self.scenario.as_ref().map(|key| key.id.as_str()),
            weights: decision
                .stability
                .iter()
                .map(|found| (self.topic_id(found.question), found.weight))
                .collect(),
            must: must.map(|(topic, minimum)| (self.topic_id(*topic), minimum.to_string())).collect(),
            trust: trust.map(|(source, trust)| (source.id.as_str(), *trust)).collect(),
            suppose: self
                .supposed
                .iter()
                .map(|supposed| SupposedView {
                    contradiction: supposed.contradiction.as_str(),
                    side: side_name(supposed.side),
                })
                .collect(),
            verdict: self.verdict_view(),
            leaders: self.option_ids(&decision.leaders),
            margin: decision.margin,
            options: decision.options.iter().map(|ranked| self.option_view(ranked)).collect(),
            groups: self.groups(),
            contradictions: decision
                .contradictions
                .iter()
                .filter_map(|trial| {
                    let found = self.analysis.contradictions.get(trial.contradiction)?;
                    Some(ContradictionView {
                        id: found.id.as_str(),
                        title: contradiction_title(self.knowledge, found),
                        side: side_name(trial.side),
                        change: self.change_view(&trial.change),
                    })
                })
                .collect(),
            sources: decision
                .sources
                .iter()
                .map(|trial| SourceView {
                    id: self.source_id(trial.source),
                    change: self.change_view(&trial.change),
                })
                .collect(),
            stability: decision
                .stability
                .iter()
                .map(|found| StabilityView {
                    topic: self.topic_id(found.question),
                    weight: found.weight,
                    leaders: range(&found.leaders),
                    order: range(&found.order),
                    sentence: self.stability(found),
                })
                .collect(),
            dominance: decision
                .dominance
                .iter()
                .map(|(one, other)| DominanceView {
                    option: self.option_id(*one),
                    dominates: self.option_id(*other),
                })
                .collect(),
            recommendations: self
                .advice()
                .into_iter()
                .map(|(option, in_favour, against)| RecommendationView {
                    option: self.option_id(option),
                    r#for: in_favour.iter().map(|source| self.source_id(*source)).collect(),
                    against: against.iter().map(|source| self.source_id(*source)).collect(),
                })
                .collect(),
        }
    }

    fn verdict_view(&self) -> VerdictView<'_> {
        let (kind, reason, whichever_side, larger_share) = match self.decision.verdict {
            Verdict::Ranking { strength, whichever_side, larger_share } => {
                let kind = match strength {
                    Strength::Clear => "clear",
                    Strength::Leaning => "leaning",
                    Strength::CloseCall => "close-call",
                };
                (kind, None, whichever_side, larger_share)
            }
            Verdict::OnlyChoice => ("only-choice", None, false, None),
            Verdict::NoRanking(reason) => ("no-ranking", Some(reason_word(reason)), false, None),
        };
        let doubts = self.decision.doubts.iter().map(|doubt| DoubtView {
            topic: self.topic_id(doubt.question),
            option: self.option_id(doubt.option),
            value: doubt.value,
            change: self.change_view(&doubt.change),
        });
        VerdictView {
            kind,
            reason,
            whichever_side,
            larger_share: larger_share.map(|option| self.option_id(option)),
            sentence: self.verdict(),
            deciding_doubts: doubts.collect(),
        }
    }

    fn option_view(&self, ranked: &Ranked) -> OptionView<'_> {
        let must = ranked.outcomes.iter();
        let contributions = ranked.contributions.iter();
        OptionView {
            id: self.option_id(ranked.option),
            title: self.option(ranked.option),
            score: ranked.score,
            low: ranked.interval.map(|interval| interval.0),
            high: ranked.interval.map(|interval| interval.1),
            coverage: ranked.coverage,
            rank: ranked.rank,
            dimmed: ranked.dimmed,
            share: ranked.share,
            readings: ranked.readings.map(|readings| match readings {
                Readings::Counted(number) => ReadingsView { method: "counted", number },
                Readings::Drawn(number) => ReadingsView { method: "drawn", number },
            }),
            must: must.map(|(topic, outcome)| (self.topic_id(*topic), outcome_word(*outcome))).collect(),
            contributions: contributions.map(|(topic, part)| (self.topic_id(*topic), *part)).collect(),
        }
    }

    fn groups(&self) -> Vec<GroupView<'_>> {
        let is_criterion = |question: &QuestionIndex| {
            matches!(self.comparison.question(*question).role, QuestionRole::Criterion { .. })
        };
        let groups = self.knowledge.groups.iter().map(|group| {
            let topics = group.topics.iter().filter_map(|key| self.knowledge.question_index(key));
            (group, topics.filter(is_criterion).collect::<Vec<_>>())
        });
        groups
            .filter(|(_, topics)| !topics.is_empty())
            .map(|(group, topics)| {
                let found = aggregates(&self.comparison, &self.analysis, &self.profile, &topics);
                let options = found.into_iter().map(|(option, found)| AggregateView {
                    id: self.option_id(option),
                    score: found.score,
                    low: found.interval.map(|interval| interval.0),
                    high: found.interval.map(|interval| interval.1),
                    coverage: found.coverage,
                });
                GroupView { id: group.id.as_str(), title: &group.title, options: options.collect() }
            })
            .collect()
    }

    fn change_view(&self, change: &Change) -> ChangeView<'_> {
        ChangeView {
            flips: change.flips,
            leaders: self.option_ids(&change.leaders),
            influence: change.influence,
            misses: change
                .misses
                .iter()
                .map(|(option, topics)| {
                    (self.option_id(*option), topics.iter().map(|topic| self.topic_id(*topic)).collect())
                })
                .collect(),
            eligibility: change
                .eligibility
                .iter()
                .map(|(option, eligibility)| (self.option_id(*option), eligibility_word(*eligibility)))
                .collect(),
        }
    }

    fn option_id(&self, option: OptionIndex) -> &str {
        self.comparison.options.get(option.0).map_or("", |id| id.as_str())
    }

    fn option_ids(&self, options: &[OptionIndex]) -> Vec<&str> {
        options.iter().map(|option| self.option_id(*option)).collect()
    }

    fn topic_id(&self, topic: QuestionIndex) -> &str {
        self.comparison.question(topic).key.id.as_str()
    }

    fn source_id(&self, source: SourceIndex) -> &str {
        self.comparison.source(source).id.as_str()
    }
}

fn range(range: &WeightRange) -> RangeView {
    RangeView { low: range.low, high: range.high, above_zero: range.above_zero }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::NotMet => "not-met",
        Outcome::Uncertain => "uncertain",
        Outcome::Unknown => "unknown",
    }
}

fn eligibility_word(eligibility: Eligibility) -> &'static str {
    match eligibility {
        Eligibility::Ranked => "ranked",
        Eligibility::Dimmed => "dimmed",
        Eligibility::Unranked => "unranked",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOptions => "no-options",
        Reason::NoWeights => "no-weights",
        Reason::NoEvidence => "no-evidence",
        Reason::NoneMeets => "none-meets",
        Reason::OneRanked => "one-ranked",
    }
}
