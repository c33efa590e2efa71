//! Stability intervals: how far one weight can go before the leaders or the order change (rule 12 of
//! the method).
//!
//! The difference of two scores has the sign of a linear function of the weight, so each pair of
//! options changes places at one weight at most.

use crate::analysis::TOLERANCE;
use crate::decide::scores::Table;
use crate::decide::{Profile, Stability, WeightRange};

/// The stability of every criterion's weight.
pub(crate) fn stability(table: &Table) -> Vec<Stability> {
    let criteria = table.criteria.iter().enumerate();
    criteria
        .map(|(place, criterion)| {
            let lines = Lines::new(table, place);
            Stability {
                question: criterion.question,
                weight: criterion.weight,
                leaders: lines.range(Concern::Leaders),
                order: lines.range(Concern::Order),
            }
        })
        .collect()
}

/// What is to stay.
#[derive(Clone, Copy, PartialEq)]
enum Concern {
    Leaders,
    Order,
}

/// Scores as functions of one weight.
struct Lines {
    present: f64,
    /// The sum of the other weights.
    rest: f64,
    /// Those of undimmed options with evidence on any criterion that has a weight while this one has.
    lines: Vec<Line>,
}

/// The score (rest + weight·slope) / (rest of weights + weight).
struct Line {
    rest: f64,
    slope: f64,
    /// Whether it is ranked while this criterion has no weight.
    stays_ranked: bool,
}

impl Lines {
    fn new(table: &Table, place: usize) -> Self {
        let others = || table.criteria.iter().enumerate().filter(|(other, _)| *other != place);
        let mut lines = Vec::new();
        for column in &table.columns {
            if table.assess(column.entries.iter().copied()).dimmed {
                continue;
            }
            let Some(here) = column.entries.get(place) else { continue };
            let mut line = Line { rest: 0.0, slope: here.score_or_middle(), stays_ranked: false };
            for (other, criterion) in others().filter(|(_, criterion)| criterion.weight > 0.0) {
                if let Some(entry) = column.entries.get(other) {
                    line.rest += criterion.weight * entry.score_or_middle();
                    line.stays_ranked |= entry.score.is_some();
                }
            }
            if line.stays_ranked || here.score.is_some() {
                lines.push(line);
            }
        }
        Self {
            present: table.criteria.get(place).map_or(0.0, |criterion| criterion.weight),
            rest: others().map(|(_, criterion)| criterion.weight).sum(),
            lines,
        }
    }

    fn range(&self, concern: Concern) -> WeightRange {
        let mut range = WeightRange { low: 0.0, high: Profile::LARGEST_WEIGHT, above_zero: false };
        let now = self.standing(concern, self.present);
        if self.present <= 0.0 {
            if self.standing_above_zero(concern) != now {
                return WeightRange { high: 0.0, ..range };
            }
            // Ties at 0 that go on are no crossings, and those that end have been found above.
            self.crossings(concern, &self.standing_above_zero(concern), |at| {
                if at > TOLERANCE {
                    range.high = range.high.min(at);
                }
            });
            return range;
        }
        self.crossings(concern, &now, |at| {
            if at <= self.present {
                range.low = range.low.max(at);
            }
            if at >= self.present {
                range.high = range.high.min(at);
            }
        });
        let without = self.standing(concern, 0.0);
        range.above_zero =
            range.low <= 0.0 && without != now && without != self.standing_if_all_stayed_ranked(concern);
        range
    }

    /// Reports the weights, 0 or more, at which a pair that concerns us changes places. The present
    /// weight stands for a tie that ends as soon as the weight moves.
    fn crossings(&self, concern: Concern, standing: &[Option<usize>], mut report: impl FnMut(f64)) {
        let concerns = |place: usize| concern == Concern::Order || standing.get(place) == Some(&Some(1));
        for (place, one) in self.lines.iter().enumerate() {
            for (after, other) in self.lines.iter().enumerate().skip(place + 1) {
                let slope = one.slope - other.slope;
                if slope.abs() <= TOLERANCE || !(concerns(place) || concerns(after)) {
                    continue;
                }
                let is_tied = match (self.score(one, self.present), self.score(other, self.present)) {
                    (Some(one), Some(other)) => (one - other).abs() <= TOLERANCE,
                    _ => false,
                };
                let crossing = (other.rest - one.rest) / slope;
                if is_tied {
                    report(self.present);
                } else if crossing.abs() <= TOLERANCE {
                    report(0.0);
                } else if crossing > 0.0 {
                    report(crossing);
                }
            }
        }
    }

    /// A line's score at a weight; none where all weights are zero.
    fn score(&self, line: &Line, weight: f64) -> Option<f64> {
        let total = self.rest + weight;
        (total > 0.0).then(|| (line.rest + weight * line.slope) / total)
    }

    /// The ranks at a weight, of leaders alone if only they concern us.
    fn standing(&self, concern: Concern, weight: f64) -> Vec<Option<usize>> {
        let ranked = |line: &&Line| weight > 0.0 || line.stays_ranked;
        let score = |line| Some(line).filter(ranked).and_then(|line| self.score(line, weight));
        let scores: Vec<Option<f64>> = self.lines.iter().map(score).collect();
        ranks(concern, &scores, |one, other| match (one, other) {
            (Some(one), Some(other)) => one - other > TOLERANCE,
            _ => false,
        })
    }

    /// The ranks just above a weight of 0.
    fn standing_above_zero(&self, concern: Concern) -> Vec<Option<usize>> {
        let lines: Vec<Option<&Line>> = self.lines.iter().map(Some).collect();
        ranks(concern, &lines, |one, other| match (one, other) {
            (Some(one), Some(other)) => {
                let at_zero = match (self.score(one, 0.0), self.score(other, 0.0)) {
                    (Some(one), Some(other)) => one - other,
                    _ => 0.0,
                };
                at_zero > TOLERANCE || at_zero >= -TOLERANCE && one.slope - other.slope > TOLERANCE
            }
            _ => false,
        })
    }

    /// The ranks at a weight of 0, had no option lost its rank there.
    fn standing_if_all_stayed_ranked(&self, concern: Concern) -> Vec<Option<usize>> {
        let scores: Vec<Option<f64>> =
            self.lines.iter().map(|line| Some(self.score(line, 0.0).unwrap_or(0.0))).collect();
        ranks(concern, &scores, |one, other| match (one, other) {
            (Some(one), Some(other)) => one - other > TOLERANCE,
            _ => false,
        })
    }
}

/// The rank of each item that there is; where only leaders concern us, of those with rank 1.
fn ranks<Item>(
    concern: Concern,
    items: &[Option<Item>],
    is_above: impl Fn(&Option<Item>, &Option<Item>) -> bool,
) -> Vec<Option<usize>> {
    let rank = |item: &Option<Item>| {
        item.as_ref()?;
        let above = items.iter().filter(|other| is_above(other, item));
        match concern {
            Concern::Order => Some(1 + above.count()),
            Concern::Leaders => Some(1).filter(|_| above.take(1).count() == 0),
        }
    };
    items.iter().map(rank).collect()
}
