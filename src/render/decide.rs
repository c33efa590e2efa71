//! Views of decisions: the decision page, and what a scenario's page says of its ranking.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::pages::{PageInput, value};
use super::site::{PagePlace, Site};
use super::views::{
    BarView, BlankView, ChangeView, ContestedSideView, ContestedView, ContributionView, CountedSourceView,
    DecideView, DecisionView, DominanceView, DoubtView, GainView, GainsView, LinkView, MustHaveView,
    PartView, QuestionGroupView, QuestionView, RankedView, ScenarioDecisionView, SourceTrialView,
    StabilityView, WithoutView,
};
use crate::analysis::{Origin, TOLERANCE};
use crate::decide::{Change, Outcome, Profile, Ranked, Stability, Strength, Verdict};
use crate::model::{
    ClaimIndex, NoteKey, OptionIndex, QuantityScale, QuestionIndex, QuestionRole, Scale, SourceIndex,
};
use crate::numbers::{coverage_text, gain_text, grouped, percent, points, share_text, weight_text};
use crate::paths;
use crate::report::words::{score_text, side_name, status_words};
use crate::report::{Report, contradiction_title};

/// How many options the page ranks; the rest is only counted.
const RANKED: usize = 100;
/// How many of them show what their scores are made of.
const EXPLAINED: usize = 8;
/// From what share of ways on it is said what is left of them.
const LEFT: f64 = 0.005;
/// How many options a scenario's ranking shows.
const RANKED_IN_BRIEF: usize = 5;
/// How many entries of other lists are shown.
const LISTED: usize = 6;
/// What a side says that no source states.
const OUTSIDE: &str = "What no source here says; it stands where the contradiction is explained.";
/// How many reasons a scenario shows.
const REASONS: usize = 3;
/// The narrowest part of a bar that has room for its number, in percent of the bar.
const ROOM_FOR_A_NUMBER: f64 = 3.5;

/// How much of a decision is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Full,
    Brief,
}

impl Site<'_> {
    /// The decision page.
    pub(super) fn decide_page(&self, place: &PagePlace<'_>) -> PageInput {
        let keys: Vec<&NoteKey> = self.scenarios().collect();
        // The reports, side by side; the default one is the first that is asked for below.
        keys.par_iter().for_each(|key| {
            self.report(Some(key));
        });
        let mut scenarios: Vec<ScenarioDecisionView> =
            keys.into_iter().filter_map(|key| self.scenario_decision(key)).collect();
        scenarios.sort_by(|a, b| a.scenario.title.cmp(&b.scenario.title).then_with(|| a.id.cmp(&b.id)));
        let counted = |source| {
            let summary = self.source_summary(source)?;
            let anchor = paths::without_anchor(&self.knowledge.comparison.source(source).id);
            Some(CountedSourceView { source: summary, anchor })
        };
        let view = DecideView {
            decision: self
                .report(None)
                .map(|report| self.decision(report, Detail::Full))
                .unwrap_or_else(|| unreachable!("the usual weights always have a report")),
            scenarios,
            groups: self.question_groups(),
            sources: self.claiming_sources().into_iter().filter_map(counted).collect(),
            blank: blank(),
        };
        let description = format!("Rank the options of {} by your own weights.", self.knowledge.config.title);
        let page = self.plain_page("decide", "decide", "Decide", description, place);
        PageInput { template: "pages/decide.html", page, view: value(&view) }
    }

    /// What the ranking for the usual weights would be without a source; none for one that makes no claims that count.
    pub(super) fn without(&self, source: SourceIndex) -> Option<WithoutView> {
        let counts = self.knowledge.comparison.source(source).trust > 0.0;
        let report = self.report(None).filter(|_| counts && self.claiming_sources().contains(&source))?;
        let trial = report.decision.sources.iter().find(|trial| trial.source == source);
        let anchor = paths::without_anchor(&self.knowledge.comparison.source(source).id);
        let scenarios: Vec<&NoteKey> = self.scenarios().collect();
        let changed = |key: &NoteKey| {
            let trials = &self.report(Some(key))?.decision.sources;
            let trial = trials.iter().find(|trial| trial.source == source && trial.change.decides())?;
            Some((trial.change.flips, self.note_link(key)))
        };
        let (flipped, moved): (Vec<_>, Vec<_>) =
            scenarios.iter().filter_map(|key| changed(key)).partition(|(flips, _)| *flips);
        let links = |found: Vec<(bool, LinkView)>| found.into_iter().map(|(_, link)| link).collect();
        let margin = report.decision.margin;
        let influence = trial.and_then(|trial| trial.change.influence);
        let after = margin.zip(influence).map(|(margin, influence)| margin + influence);
        Some(WithoutView {
            flipped: links(flipped),
            moved: links(moved),
            tried: scenarios.len(),
            // What an option misses then stands at the end, where no lead can follow.
            lead: match trial {
                Some(trial) if !trial.change.eligibility.is_empty() => String::new(),
                _ => margin.map(points).unwrap_or_default(),
            },
            same: margin.zip(after).is_some_and(|(margin, after)| points(margin) == points(after)),
            change: trial.map(|trial| change(report, &trial.change)),
            path: paths::with_anchor(paths::DECIDE, &anchor),
        })
    }

    /// The decision for a scenario in brief; none for what is no scenario.
    pub(super) fn scenario_decision(&self, key: &NoteKey) -> Option<ScenarioDecisionView> {
        let report = self.report(Some(key))?;
        let anchor = paths::scenario_anchor(&key.id);
        let must = report.profile.must.iter().map(|(topic, minimum)| MustHaveView {
            topic: self.note_link(&report.comparison.question(*topic).key),
            bound: report.comparison.question(*topic).scale.bound(minimum),
            position: self.position(*topic, minimum),
        });
        Some(ScenarioDecisionView {
            id: key.id.to_string(),
            scenario: self.note_link(key),
            path: paths::with_anchor(paths::DECIDE, &anchor),
            anchor,
            decision: self.decision(report, Detail::Brief),
            must_haves: must.collect(),
            advice: self
                .knowledge
                .question_index(key)
                .map(|question| self.advice(question))
                .unwrap_or_default(),
            agreement: report.agreement().unwrap_or_default(),
            differs: report.agrees() == Some(false),
        })
    }

    fn decision(&self, report: &Report<'_>, detail: Detail) -> DecisionView {
        let decision = &report.decision;
        let full = detail == Detail::Full;
        let (kind, kind_label) = verdict_words(decision.verdict);
        let shown = if full { RANKED } else { RANKED_IN_BRIEF };
        let options = decision.options.iter().enumerate().take(shown);
        let mut view = DecisionView {
            verdict: report.verdict(),
            flip: report.flip(nearest_first(report).first().copied()),
            left: !report.profile.must.is_empty()
                && decision.options.iter().filter_map(|ranked| ranked.share).sum::<f64>() < 1.0 - LEFT,
            kind,
            kind_label,
            leads: report.who_leads(&decision.leaders),
            options: options
                .map(|(place, ranked)| self.ranked(report, ranked, full && place < EXPLAINED))
                .collect(),
            more: decision.options.len().saturating_sub(shown),
            dominance: Vec::new(),
            gains: self.gains(report, if full { LISTED } else { REASONS }),
            stability: Vec::new(),
            doubts: Vec::new(),
            contested: Vec::new(),
            contested_more: 0,
            sources: Vec::new(),
        };
        if full {
            view.dominance = decision
                .dominance
                .iter()
                .take(LISTED)
                .map(|(one, other)| DominanceView {
                    option: report.option(*one).to_owned(),
                    other: report.option(*other).to_owned(),
                })
                .collect();
            view.stability = self.stability(report);
            view.doubts = self.doubts(report);
            (view.contested, view.contested_more) = self.contested(report);
            view.sources = decision
                .sources
                .iter()
                .take(LISTED)
                .map(|trial| SourceTrialView {
                    source: LinkView {
                        title: self.source_name(trial.source),
                        path: paths::note(&self.knowledge.source_key(trial.source)),
                    },
                    anchor: paths::without_anchor(&self.knowledge.comparison.source(trial.source).id),
                    change: change(report, &trial.change),
                })
                .collect();
        } else {
            // Only what speaks for the leader.
            view.gains.truncate(1);
        }
        view
    }

    fn ranked(&self, report: &Report<'_>, ranked: &Ranked, explained: bool) -> RankedView {
        let interval = ranked.interval;
        let ranking = matches!(report.decision.verdict, Verdict::Ranking { .. });
        let share = ranked.share.filter(|_| ranking);
        RankedView {
            option: self.option(ranked.option),
            rank: report.rank_text(ranked),
            score: score_text(ranked),
            bar: interval.map_or_else(BarView::default, |(low, high)| BarView {
                low: of_bar(low),
                width: of_bar(high - low),
                score: ranked.score.map(of_bar),
            }),
            interval: interval
                .map_or_else(String::new, |(low, high)| format!("{} to {}", percent(low), percent(high))),
            share: share
                .map_or_else(String::new, |share| format!("leads in {} of 100 ways", share_text(share))),
            coverage: if interval.is_some() && ranked.coverage < 1.0 - TOLERANCE {
                format!(
                    "evidence on {} of 100 of the weight, the rest taken as 50",
                    coverage_text(ranked.coverage)
                )
            } else {
                String::new()
            },
            hindrance: report.hindrance(ranked).unwrap_or_default(),
            hindering: ranked
                .outcomes
                .iter()
                .filter(|(_, outcome)| *outcome != Outcome::Met)
                .map(|(topic, _)| self.cell_link(report, *topic, ranked.option))
                .collect(),
            dimmed: ranked.dimmed,
            parts: if explained { self.parts(report, ranked) } else { Vec::new() },
        }
    }

    /// What a score is made of, by group.
    fn parts(&self, report: &Report<'_>, ranked: &Ranked) -> Vec<PartView> {
        let contributions: BTreeMap<QuestionIndex, f64> = ranked.contributions.iter().copied().collect();
        let weights: BTreeMap<QuestionIndex, f64> =
            report.decision.stability.iter().map(|found| (found.question, found.weight)).collect();
        let mut start = 0.0;
        let mut parts = Vec::new();
        for (place, (_, title, criteria)) in self.criteria_by_group().into_iter().enumerate() {
            let mut total = 0.0;
            let mut rows = Vec::new();
            for question in criteria {
                let Some(part) = contributions.get(&question) else { continue };
                total += part;
                let weight = weights.get(&question).copied().unwrap_or(0.0);
                rows.extend(self.contribution(question, ranked.option, weight, *part));
            }
            if !rows.is_empty() {
                parts.push(PartView {
                    number: place + 1,
                    title,
                    points: points(total),
                    start: of_bar(start),
                    width: of_bar(total),
                    middle: of_bar(start + total / 2.0),
                    labelled: total * 100.0 >= ROOM_FOR_A_NUMBER,
                    rows,
                });
            }
            start += total;
        }
        parts
    }

    fn contribution(
        &self,
        question: QuestionIndex,
        option: OptionIndex,
        weight: f64,
        part: f64,
    ) -> Option<ContributionView> {
        let cell = self.cell(question, option)?;
        let (icon, word) = match &cell.score {
            Some(score) if matches!(score.word.as_str(), "yes" | "no") => {
                (score.word.clone(), score.word.clone())
            }
            Some(score) => (format!("v{}", score.strength), score.word.clone()),
            None => ("empty".to_owned(), "no score, taken as 50".to_owned()),
        };
        let named_like = |unit: &String| unit.to_lowercase() == cell.topic.title.to_lowercase();
        Some(ContributionView {
            unit: cell.unit.filter(|unit| !named_like(unit)).unwrap_or_default(),
            topic: cell.topic,
            weight: weight_text(weight),
            points: points(part),
            path: cell.path,
            icon,
            word,
            score: self
                .analysis
                .cell(question, option)
                .and_then(|cell| cell.score)
                .map_or_else(String::new, |score| percent(score).to_string()),
            strength: cell.score.map(|score| score.strength),
            contested: cell.state == "contested",
        })
    }

    /// What the first option does better than the second, and the second better than the first.
    fn gains(&self, report: &Report<'_>, shown: usize) -> Vec<GainsView> {
        let [first, second, ..] = report.decision.options.as_slice() else { return Vec::new() };
        if first.score.is_none() || second.score.is_none() {
            return Vec::new();
        }
        let view = |(one, other): (&Ranked, &Ranked)| {
            let gains = report.gains(one, other);
            let entry = |(topic, gain): &(QuestionIndex, f64)| GainView {
                topic: self.note_link(&report.comparison.question(*topic).key),
                points: format!("{}{}", gain_text(*gain), report.guess(*topic, [one.option, other.option])),
            };
            GainsView {
                option: report.option(one.option).to_owned(),
                other: report.option(other.option).to_owned(),
                entries: gains.iter().take(shown).map(entry).collect(),
                more: gains.len().saturating_sub(shown),
            }
        };
        [(first, second), (second, first)].map(view).into()
    }

    fn stability(&self, report: &Report<'_>) -> Vec<StabilityView> {
        let view = |found: &Stability| {
            let (before, after) = report.stability_around(found)?;
            Some(StabilityView {
                before,
                topic: self.note_link(&report.comparison.question(found.question).key),
                after,
                weight: weight_text(found.weight),
            })
        };
        nearest_first(report).into_iter().filter_map(view).collect()
    }

    /// A topic's title, with the address of its cell for one option.
    fn cell_link(&self, report: &Report<'_>, topic: QuestionIndex, option: OptionIndex) -> LinkView {
        let LinkView { title, path } = self.note_link(&report.comparison.question(topic).key);
        let anchor = paths::cell_anchor(&report.comparison.options[option.0]);
        LinkView { title, path: paths::with_anchor(&path, &anchor) }
    }

    fn doubts(&self, report: &Report<'_>) -> Vec<DoubtView> {
        let view = |doubt: &crate::decide::Doubt| DoubtView {
            cell: self.cell_link(report, doubt.question, doubt.option),
            option: report.option(doubt.option).to_owned(),
            value: percent(doubt.value),
            change: change(report, &doubt.change),
        };
        report.decision.doubts.iter().take(LISTED).map(view).collect()
    }

    /// The contradictions of which a side moves the result most, with all their sides, and how many more there are.
    fn contested(&self, report: &Report<'_>) -> (Vec<ContestedView>, usize) {
        let mut order: Vec<usize> = Vec::new();
        let mut changes: BTreeMap<(usize, usize), &Change> = BTreeMap::new();
        for trial in &report.decision.contradictions {
            if !order.contains(&trial.contradiction) {
                order.push(trial.contradiction);
            }
            changes.insert((trial.contradiction, trial.side), &trial.change);
        }
        let view = |place: usize| {
            let found = report.analysis.contradictions.get(place)?;
            let sides = (0..crate::decide::sides(&report.comparison, found)).map(|side| {
                let claims = found.sides.get(side).map(Vec::as_slice).unwrap_or_default();
                let first = claims.first().copied();
                ContestedSideView {
                    label: if claims.is_empty() {
                        "Outside the sources".to_owned()
                    } else {
                        format!("Side {}", side_name(side).to_uppercase())
                    },
                    suppose: format!("{}={}", found.id, side_name(side)),
                    text: first
                        .and_then(|claim| self.knowledge.claim_text(claim))
                        .unwrap_or_else(|| OUTSIDE.to_owned()),
                    held: first.map(|claim| report.conditions(claim)).unwrap_or_default(),
                    claim: first.map(|claim| self.claim_source(claim)),
                    more: claims.len().saturating_sub(1),
                    change: changes.get(&(place, side)).map(|found| change(report, found)),
                    still: match report.decision.margin {
                        Some(_) => "does not change who leads, or by how much",
                        None => "does not change who leads",
                    },
                }
            });
            let (status, ..) = status_words(found.status);
            Some(ContestedView {
                title: contradiction_title(self.knowledge, found),
                path: match found.origin {
                    Origin::Declared(callout) => {
                        let note = &report.comparison.callout(callout).note;
                        paths::with_anchor(&paths::note(note), &paths::contradiction_anchor(&found.id))
                    }
                    Origin::Found { .. } => {
                        paths::with_anchor(paths::CONTRADICTIONS, &paths::contradiction_anchor(&found.id))
                    }
                },
                status,
                kind: found.kind.map(crate::model::ContradictionKind::word).unwrap_or_default(),
                sides: sides.collect(),
            })
        };
        let more = order.len().saturating_sub(LISTED);
        (order.into_iter().take(LISTED).filter_map(view).collect(), more)
    }

    /// A claim's address, by the name of its source.
    fn claim_source(&self, index: ClaimIndex) -> LinkView {
        let claim = self.knowledge.comparison.claim(index);
        let key = &self.knowledge.comparison.question(claim.question).key;
        LinkView {
            title: self.source_name(claim.source),
            path: paths::with_anchor(&paths::note(key), &paths::claim_anchor(&claim.id)),
        }
    }

    /// The criteria of each group that has any, with its id and title; those without a group last.
    fn criteria_by_group(&self) -> Vec<(String, String, Vec<QuestionIndex>)> {
        let criterion = |key: &NoteKey| {
            let question = self.knowledge.question_index(key)?;
            let role = self.knowledge.comparison.question(question).role;
            matches!(role, QuestionRole::Criterion { .. }).then_some(question)
        };
        let groups = self.knowledge.groups.iter().map(|group| {
            let criteria: Vec<QuestionIndex> = group.topics.iter().filter_map(criterion).collect();
            (group.id.to_string(), group.title.clone(), criteria)
        });
        let mut groups: Vec<_> = groups.filter(|(_, _, criteria)| !criteria.is_empty()).collect();
        let all = (0..self.knowledge.comparison.questions.len()).map(QuestionIndex);
        let others: Vec<QuestionIndex> = all
            .filter(|question| {
                let question = self.knowledge.comparison.question(*question);
                matches!(question.role, QuestionRole::Criterion { .. })
                    && self.group_of(&question.key).is_none()
            })
            .collect();
        if !others.is_empty() {
            groups.push((String::new(), "Others".to_owned(), others));
        }
        groups
    }

    fn question_groups(&self) -> Vec<QuestionGroupView> {
        let topic = |question: QuestionIndex| {
            let question = self.knowledge.comparison.question(question);
            let weight = match question.role {
                QuestionRole::Criterion { weight } => weight,
                QuestionRole::Background | QuestionRole::Scenario => 0.0,
            };
            let facts = self.knowledge.topic_facts(&question.key);
            let (scale, best) = match &question.scale {
                Scale::Rating => ("rating", ""),
                Scale::YesNo { no_is_better } => ("yes-no", if *no_is_better { "no" } else { "yes" }),
                Scale::Quantity(_) => ("quantity", ""),
            };
            let quantity = match &question.scale {
                Scale::Quantity(quantity) => Some(quantity),
                Scale::Rating | Scale::YesNo { .. } => None,
            };
            let ends = quantity
                .map(|quantity| (quantity.worst.min(quantity.best), quantity.worst.max(quantity.best)));
            QuestionView {
                id: question.key.id.to_string(),
                topic: self.note_link(&question.key),
                question: facts.map(|facts| facts.question.clone()).unwrap_or_default(),
                weight: grouped(weight),
                percent: percent(weight / Profile::LARGEST_WEIGHT),
                scale,
                best,
                unit: quantity.map(|quantity| quantity.unit.clone()).unwrap_or_default(),
                bound: quantity.map_or("at least", QuantityScale::bound),
                lowest: ends.map(|(low, _)| low.to_string()).unwrap_or_default(),
                highest: ends.map(|(_, high)| high.to_string()).unwrap_or_default(),
                range: ends
                    .zip(quantity)
                    .map(|((low, high), scale)| {
                        format!("{} to {}, other than {}", grouped(low), grouped(high), grouped(scale.worst))
                    })
                    .unwrap_or_default(),
            }
        };
        let groups = self.criteria_by_group().into_iter().enumerate();
        groups
            .map(|(place, (id, title, criteria))| QuestionGroupView {
                id,
                number: place + 1,
                title,
                topics: criteria.into_iter().map(topic).collect(),
            })
            .collect()
    }
}

fn change(report: &Report<'_>, change: &Change) -> ChangeView {
    ChangeView { flips: change.flips, sentence: report.change(change) }
}

/// The weights in the order of how near each is to changing the leaders.
fn nearest_first<'r>(report: &'r Report<'_>) -> Vec<&'r Stability> {
    let mut found: Vec<&Stability> = report.decision.stability.iter().collect();
    found.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    found
}

/// How far a weight is from changing the leaders.
fn distance(found: &Stability) -> f64 {
    let range = found.leaders;
    let up = if range.high < Profile::LARGEST_WEIGHT { range.high - found.weight } else { f64::INFINITY };
    let down = if range.low > 0.0 || range.above_zero { found.weight - range.low } else { f64::INFINITY };
    up.min(down)
}

/// A share of a bar in percent, with two decimals.
fn of_bar(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

fn verdict_words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Ranking { strength: Strength::Clear, .. } => ("clear", "Clear"),
        Verdict::Ranking { strength: Strength::Leaning, .. } => ("leaning", "Leaning"),
        Verdict::Ranking { strength: Strength::CloseCall, .. } => ("close-call", "Close call"),
        Verdict::OnlyChoice => ("only-choice", "Only choice"),
        Verdict::NoRanking(_) => ("no-ranking", "No ranking"),
    }
}

fn blank() -> BlankView {
    BlankView {
        option: RankedView::default(),
        side: ContestedSideView {
            claim: Some(LinkView::default()),
            change: Some(ChangeView::default()),
            ..ContestedSideView::default()
        },
        ..BlankView::default()
    }
}
