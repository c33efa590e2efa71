//! Scores, intervals, coverage, must-haves, ranks and dominance (rules 7, 8, 9 and 13 of the method).

use crate::analysis::matrix::Tally;
use crate::analysis::values::claim_value;
use crate::analysis::{Analysis, Cell, TOLERANCE};
use crate::decide::{Eligibility, Outcome, Profile};
use crate::model::{Comparison, OptionIndex, QuestionIndex, QuestionRole};

/// The cells of the options that take part, and what a reader asks of each criterion.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Every criterion, those of weight 0 too, in order of id: the order of all sums.
    pub(crate) criteria: Vec<Criterion>,
    /// One for each option that takes part, in order of id.
    pub(crate) columns: Vec<Column>,
}

/// A criterion, as a reader sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Criterion {
    pub(crate) question: QuestionIndex,
    /// From 0 to 5.
    pub(crate) weight: f64,
    /// The value of its must-have.
    pub(crate) minimum: Option<f64>,
}

impl Criterion {
    /// Whether its cells can change anything.
    pub(crate) fn matters(&self) -> bool {
        self.weight > 0.0 || self.minimum.is_some()
    }
}

/// An option and its cells.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) option: OptionIndex,
    /// One for each criterion.
    pub(crate) entries: Vec<Entry>,
}

/// The numbers of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) score: Option<f64>,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Entry {
    const MISSING: Self = Self { score: None, low: 0.0, high: 1.0 };

    /// A cell that is known to be worth one value.
    pub(crate) fn certain(value: f64) -> Self {
        Self { score: Some(value), low: value, high: value }
    }

    fn of(cell: &Cell) -> Self {
        Self { score: cell.score, low: cell.low, high: cell.high }
    }

    pub(crate) fn of_tally(tally: &Tally) -> Self {
        Self { score: tally.score, low: tally.range.0, high: tally.range.1 }
    }

    pub(crate) fn score_or_middle(&self) -> f64 {
        self.score.unwrap_or(0.5)
    }

    /// How the cell stands to a minimum (rule 9).
    pub(crate) fn outcome(&self, minimum: f64) -> Outcome {
        if self.score.is_none() {
            Outcome::Unknown
        } else if self.low >= minimum - TOLERANCE {
            Outcome::Met
        } else if self.high < minimum - TOLERANCE {
            Outcome::NotMet
        } else {
            Outcome::Uncertain
        }
    }
}

/// What the cells of one option amount to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Assessment {
    pub(crate) score: Option<f64>,
    pub(crate) interval: Option<(f64, f64)>,
    pub(crate) coverage: f64,
    pub(crate) dimmed: bool,
}

impl Assessment {
    /// The score with which the option can lead: none for one that is unranked or dimmed.
    pub(crate) fn contends_with(&self) -> Option<f64> {
        self.score.filter(|_| !self.dimmed)
    }

    pub(crate) fn eligibility(&self) -> Eligibility {
        match self.score {
            _ if self.dimmed => Eligibility::Dimmed,
            Some(_) => Eligibility::Ranked,
            None => Eligibility::Unranked,
        }
    }
}

impl Table {
    pub(crate) fn new(comparison: &Comparison, analysis: &Analysis, profile: &Profile) -> Self {
        let mut criteria: Vec<Criterion> = (0..comparison.questions.len())
            .map(QuestionIndex)
            .filter(|index| matches!(comparison.question(*index).role, QuestionRole::Criterion { .. }))
            .map(|question| {
                let scale = &comparison.question(question).scale;
                let minimum = profile.must.get(&question).and_then(|position| claim_value(scale, *position));
                Criterion {
                    question,
                    weight: profile.weight(comparison, question),
                    minimum: minimum.map(|minimum| minimum.value),
                }
            })
            .collect();
        criteria.sort_by_key(|criterion| &comparison.question(criterion.question).key);
        let mut options: Vec<(OptionIndex, &crate::model::Id)> =
            comparison.options.iter().enumerate().map(|(index, id)| (OptionIndex(index), id)).collect();
        options.retain(|(option, _)| !profile.hidden.contains(option));
        options.sort_by_key(|(_, id)| *id);
        let columns = options
            .into_iter()
            .map(|(option, _)| {
                let entry = |criterion: &Criterion| analysis.cell(criterion.question, option).map(Entry::of);
                let entries = criteria.iter().map(|criterion| entry(criterion).unwrap_or(Entry::MISSING));
                Column { option, entries: entries.collect() }
            })
            .collect();
        Self { criteria, columns }
    }

    pub(crate) fn total_weight(&self) -> f64 {
        self.criteria.iter().map(|criterion| criterion.weight).sum()
    }

    /// The criteria on which the option of a column misses a must-have (rule 9).
    pub(crate) fn misses(&self, column: usize) -> Vec<QuestionIndex> {
        let entries = self.columns.get(column).map(|column| column.entries.as_slice()).unwrap_or_default();
        let missed = self.criteria.iter().zip(entries).filter(|(criterion, entry)| {
            criterion.minimum.is_some_and(|minimum| entry.outcome(minimum) == Outcome::NotMet)
        });
        missed.map(|(criterion, _)| criterion.question).collect()
    }

    /// What each column amounts to.
    pub(crate) fn assessments(&self) -> Vec<Assessment> {
        self.columns.iter().map(|column| self.assess(column.entries.iter().copied())).collect()
    }

    /// Score, interval and coverage (rule 7) of an option with such cells, one for each criterion, and
    /// whether it misses a must-have (rule 9).
    pub(crate) fn assess(&self, entries: impl Iterator<Item = Entry>) -> Assessment {
        let (mut total, mut score, mut low, mut high, mut covered) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut has_evidence = false;
        let mut dimmed = false;
        for (criterion, entry) in self.criteria.iter().zip(entries) {
            let misses = |minimum| entry.outcome(minimum) == Outcome::NotMet;
            dimmed |= criterion.minimum.is_some_and(misses);
            let weight = criterion.weight;
            if weight <= 0.0 {
                continue;
            }
            total += weight;
            score += weight * entry.score_or_middle();
            low += weight * entry.low;
            high += weight * entry.high;
            if entry.score.is_some() {
                covered += weight;
                has_evidence = true;
            }
        }
        let has_weight = total > 0.0;
        Assessment {
            score: has_evidence.then(|| score / total),
            interval: has_weight.then(|| (low / total, high / total)),
            coverage: if has_weight { covered / total } else { 0.0 },
            dimmed,
        }
    }

    /// What each criterion with a weight adds to an option's score (rule 7).
    pub(crate) fn contributions(&self, column: &Column) -> Vec<(QuestionIndex, f64)> {
        let total = self.total_weight();
        let cells = self.criteria.iter().zip(&column.entries);
        cells
            .filter(|(criterion, _)| criterion.weight > 0.0)
            .map(|(criterion, entry)| {
                (criterion.question, criterion.weight * entry.score_or_middle() / total)
            })
            .collect()
    }

    /// How an option stands to each must-have.
    pub(crate) fn outcomes(&self, column: &Column) -> Vec<(QuestionIndex, Outcome)> {
        let cells = self.criteria.iter().zip(&column.entries);
        cells
            .filter_map(|(criterion, entry)| Some((criterion.question, entry.outcome(criterion.minimum?))))
            .collect()
    }

    /// Pairs of options of which the first dominates the second (rule 13).
    pub(crate) fn dominance(&self) -> Vec<(OptionIndex, OptionIndex)> {
        let mut pairs = Vec::new();
        for one in &self.columns {
            for other in self.columns.iter().filter(|other| other.option != one.option) {
                let mut gaps = self
                    .criteria
                    .iter()
                    .zip(one.entries.iter().zip(&other.entries))
                    .filter(|(criterion, _)| criterion.weight > 0.0)
                    .map(|(_, (one, other))| one.low - other.high);
                let mut is_greater = false;
                let never_worse = gaps.all(|gap| {
                    is_greater |= gap > TOLERANCE;
                    gap >= -TOLERANCE
                });
                if never_worse && is_greater {
                    pairs.push((one.option, other.option));
                }
            }
        }
        pairs
    }
}

/// Rank of each option: 1 + the number of ranked options above it (rule 8).
pub(crate) fn ranks(assessments: &[Assessment]) -> Vec<Option<usize>> {
    let mut scores = [Vec::new(), Vec::new()];
    for assessment in assessments {
        if let Some(score) = assessment.score {
            scores[usize::from(assessment.dimmed)].push(score);
        }
    }
    scores.iter_mut().for_each(|scores| scores.sort_by(f64::total_cmp));
    let above = |scores: &[f64], score: f64| {
        scores.len() - scores.partition_point(|other| *other <= score + TOLERANCE)
    };
    let [undimmed, dimmed] = &scores;
    assessments
        .iter()
        .map(|assessment| {
            let score = assessment.score?;
            Some(if assessment.dimmed {
                1 + undimmed.len() + above(dimmed, score)
            } else {
                1 + above(undimmed, score)
            })
        })
        .collect()
}

/// The leaders among undimmed ranked options, given by their scores: places in ascending order.
pub(crate) fn leaders(contenders: &[Option<f64>]) -> Vec<usize> {
    let best = contenders.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let leads = |score: &Option<f64>| score.is_some_and(|score| score >= best - TOLERANCE);
    contenders.iter().enumerate().filter(|(_, score)| leads(score)).map(|(place, _)| place).collect()
}

/// How far an option is ahead of the best other; none where either is missing.
pub(crate) fn margin(contenders: &[Option<f64>], leader: usize) -> Option<f64> {
    let own = contenders.get(leader).copied().flatten()?;
    let others = contenders.iter().enumerate().filter(|(place, _)| *place != leader);
    let best = others.filter_map(|(_, score)| *score).reduce(f64::max)?;
    Some(own - best)
}
