//! What would change the decision: single doubts (rule 10 of the method), each side of each
//! contradiction and each source (rule 11).

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::matrix::{Sources, tallies};
use crate::analysis::{Analysis, TOLERANCE};
use crate::decide::scores::{Assessment, Entry, Table, leaders, margin};
use crate::decide::{
    Change, Doubt, Eligibility, Profile, SideTrial, SourceTrial, Suppositions, against_side, sides,
};
use crate::model::{Claim, ClaimIndex, Comparison, Id, OptionIndex, QuestionIndex, SourceIndex};

/// Tries what a decision would be if something were otherwise.
pub(crate) struct Trials<'a> {
    comparison: &'a Comparison,
    analysis: &'a Analysis,
    profile: &'a Profile,
    suppositions: Option<Suppositions<'a>>,
    table: &'a Table,
    /// The options now.
    assessments: &'a [Assessment],
    /// The scores of those that are undimmed and ranked.
    contenders: Vec<Option<f64>>,
    leaders: Vec<usize>,
}

impl<'a> Trials<'a> {
    pub(crate) fn new(
        comparison: &'a Comparison,
        analysis: &'a Analysis,
        profile: &'a Profile,
        suppositions: Option<Suppositions<'a>>,
        table: &'a Table,
        assessments: &'a [Assessment],
    ) -> Self {
        let contenders = contenders(assessments);
        let leaders = leaders(&contenders);
        Self { comparison, analysis, profile, suppositions, table, assessments, contenders, leaders }
    }

    /// Deciding doubts, most influential first.
    pub(crate) fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let criteria = self.table.criteria.iter().enumerate();
        for (place, criterion) in criteria.filter(|(_, criterion)| criterion.matters()) {
            for (option, column) in self.table.columns.iter().enumerate() {
                let contends = self.contenders.get(option).is_some_and(Option::is_some);
                let Some(entry) = column.entries.get(place).filter(|_| contends) else { continue };
                let value = if self.leaders.contains(&option) { entry.low } else { entry.high };
                let supposed = column
                    .entries
                    .iter()
                    .enumerate()
                    .map(|(other, entry)| if other == place { Entry::certain(value) } else { *entry });
                let mut assessments = self.assessments.to_vec();
                if let Some(assessment) = assessments.get_mut(option) {
                    *assessment = self.table.assess(supposed);
                }
                let change = self.change(&assessments, |_| vec![criterion.question]);
                if change.flips {
                    let (question, option) = (criterion.question, column.option);
                    doubts.push(Doubt { question, option, value, change });
                }
            }
        }
        doubts.sort_by(|one, other| {
            let option = |doubt: &Doubt| self.comparison.options.get(doubt.option.0);
            let criterion = |doubt: &Doubt| &self.comparison.question(doubt.question).key;
            by_influence(&one.change, &other.change)
                .then_with(|| criterion(one).cmp(criterion(other)))
                .then_with(|| option(one).cmp(&option(other)))
        });
        doubts
    }

    /// Every side of every contradiction, its claims against those of the other sides.
    pub(crate) fn contradictions(&self) -> Vec<SideTrial> {
        let mut trials = Vec::new();
        for (contradiction, found) in self.analysis.contradictions.iter().enumerate() {
            for side in 0..sides(self.comparison, found) {
                let change = self.without(&against_side(found, side));
                if reported(&change) {
                    trials.push(SideTrial { contradiction, side, change });
                }
            }
        }
        trials.sort_by(|one, other| {
            let id = |trial: &SideTrial| {
                self.analysis.contradictions.get(trial.contradiction).map(|found| found.id.clone())
            };
            by_influence(&one.change, &other.change)
                .then_with(|| id(one).cmp(&id(other)))
                .then_with(|| one.side.cmp(&other.side))
        });
        trials
    }

    /// Every source, left out. What is supposed is settled anew, since a contradiction can fall away with a source.
    pub(crate) fn sources(&self) -> Vec<SourceTrial> {
        let mut trials = Vec::new();
        for source in (0..self.comparison.sources.len()).map(SourceIndex) {
            let mut trust = self.profile.trust.clone();
            match trust.get_mut(source.0) {
                Some(trust) if *trust > 0.0 => *trust = 0.0,
                _ => continue,
            }
            let mut table = self.table.clone();
            let supposed = self.suppositions.map(|suppositions| suppositions.left(&trust));
            let comparison = supposed.as_ref().unwrap_or(self.comparison);
            let rows = tallies(comparison, &Sources::new(comparison, &trust));
            for column in &mut table.columns {
                for (criterion, entry) in table.criteria.iter().zip(&mut column.entries) {
                    let row = rows.get(criterion.question.0);
                    if let Some(tally) = row.and_then(|row| row.get(column.option.0)) {
                        *entry = Entry::of_tally(tally);
                    }
                }
            }
            let change = self.change_to(&table);
            if reported(&change) {
                trials.push(SourceTrial { source, change });
            }
        }
        trials.sort_by(|one, other| {
            let id = |trial: &SourceTrial| -> &Id { &self.comparison.source(trial.source).id };
            by_influence(&one.change, &other.change).then_with(|| id(one).cmp(id(other)))
        });
        trials
    }

    /// What would follow if some claims had not been made. Only rows in which one of them stands are
    /// computed again.
    fn without(&self, claims: &[ClaimIndex]) -> Change {
        let claim = |claim: &ClaimIndex| self.comparison.claims.get(claim.0);
        let touched: BTreeSet<QuestionIndex> =
            claims.iter().filter_map(claim).map(|claim| claim.question).collect();
        let mut table = self.table.clone();
        let matters = table
            .criteria
            .iter()
            .filter(|criterion| criterion.matters() && touched.contains(&criterion.question));
        let rows: Vec<QuestionIndex> = matters.map(|criterion| criterion.question).collect();
        if rows.is_empty() {
            return self.change_to(self.table);
        }
        let part = part(self.comparison, &rows, claims);
        let found = tallies(&part, &Sources::new(&part, &self.profile.trust));
        for column in &mut table.columns {
            for (criterion, entry) in table.criteria.iter().zip(&mut column.entries) {
                let row = rows.iter().position(|row| *row == criterion.question);
                let row = row.and_then(|row| found.get(row));
                if let Some(tally) = row.and_then(|row| row.get(column.option.0)) {
                    *entry = Entry::of_tally(tally);
                }
            }
        }
        self.change_to(&table)
    }

    /// The change to other cells.
    fn change_to(&self, table: &Table) -> Change {
        self.change(&table.assessments(), |place| table.misses(place))
    }

    /// The change to what the options would amount to. `misses` gives the criteria on which one that it did not dim before
    /// would miss a must-have.
    fn change(&self, assessments: &[Assessment], misses: impl Fn(usize) -> Vec<QuestionIndex>) -> Change {
        let contenders = contenders(assessments);
        let leading = leaders(&contenders);
        let first = self.leaders.first();
        let margin_in = |contenders| first.and_then(|leader| margin(contenders, *leader));
        let influence = match (margin_in(&self.contenders), margin_in(&contenders)) {
            (Some(before), Some(after)) => Some(after - before),
            _ => None,
        };
        let option = |place: &usize| self.table.columns.get(*place).map(|column| column.option);
        let pairs = self.assessments.iter().zip(assessments).enumerate();
        let moved: Vec<(usize, OptionIndex, Eligibility)> = pairs
            .filter(|(_, (now, then))| now.eligibility() != then.eligibility())
            .filter_map(|(place, (_, then))| Some((place, option(&place)?, then.eligibility())))
            .collect();
        let dimmed = moved.iter().filter(|(.., then)| *then == Eligibility::Dimmed);
        Change {
            flips: leading != self.leaders,
            leaders: leading.iter().filter_map(option).collect(),
            influence,
            misses: dimmed.map(|(place, option, _)| (*option, misses(*place))).collect(),
            eligibility: moved.into_iter().map(|(_, option, then)| (option, then)).collect(),
        }
    }
}

/// Some rows of a comparison, without some of the claims there.
fn part(comparison: &Comparison, rows: &[QuestionIndex], without: &[ClaimIndex]) -> Comparison {
    let row = |question: QuestionIndex| rows.iter().position(|row| *row == question);
    let mut kept: BTreeMap<ClaimIndex, ClaimIndex> = BTreeMap::new();
    let mut claims: Vec<Claim> = Vec::new();
    for (index, claim) in comparison.claims.iter().enumerate() {
        let index = ClaimIndex(index);
        if let Some(row) = row(claim.question).filter(|_| !without.contains(&index)) {
            kept.insert(index, ClaimIndex(claims.len()));
            claims.push(Claim { question: QuestionIndex(row), ..claim.clone() });
        }
    }
    let mut callouts = comparison.callouts.clone();
    for callout in &mut callouts {
        callout.sides.clear();
        callout.sets_aside = callout.sets_aside.iter().filter_map(|claim| kept.get(claim).copied()).collect();
    }
    Comparison {
        options: comparison.options.clone(),
        questions: rows.iter().map(|row| comparison.question(*row).clone()).collect(),
        sources: comparison.sources.clone(),
        claims,
        callouts,
    }
}

fn contenders(assessments: &[Assessment]) -> Vec<Option<f64>> {
    assessments.iter().map(Assessment::contends_with).collect()
}

/// Whether a trial changes anything that can be told.
fn reported(change: &Change) -> bool {
    change.decides() || change.influence.is_some_and(|influence| influence.abs() > TOLERANCE)
}

/// Unknown influence first, then the greater without regard to sign. Amounts that differ by no more
/// than the tolerance come out equal through rounding to it, which keeps the order a total one.
fn by_influence(one: &Change, other: &Change) -> std::cmp::Ordering {
    let steps = |change: &Change| change.influence.map(|influence| (influence.abs() / TOLERANCE).round());
    match (steps(one), steps(other)) {
        (None, None) => std::cmp::Ordering::Equal,
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
        (Some(one), Some(other)) => other.total_cmp(&one),
    }
}
