//! The decision: from cells to a ranking that says how sure it is (rules 7 to 14 of the method).
//!
//! [`decide`] is the whole of it. Scores and ranks are in [`scores`], the readings of contested and
//! missing cells in [`readings`], what single doubts, contradictions and sources would change in
//! [`trials`], what a weight would change in [`stability`].

mod profile;
mod readings;
mod scores;
mod stability;
mod trials;

use std::collections::BTreeMap;

pub use self::profile::{Answer, Profile};
use self::readings::distributions;
use self::scores::{Assessment, Table, leaders, margin, ranks};
use crate::analysis::{Analysis, TOLERANCE, analyse};
use crate::model::{Comparison, Id, OptionIndex, QuestionIndex, SourceIndex};

/// The least share of readings with which a leader is clear.
pub const CLEAR: f64 = 0.95;

/// The least share of readings to which a ranking leans.
pub const LEANING: f64 = 0.75;

/// Ranks the options of a comparison for a reader, says how sure that is, and what would change it.
///
/// `analysis` is that of `comparison` with the profile's trust. Where sides of contradictions are supposed
/// right, `comparison` is what [`Suppositions::left`] leaves with that trust. The same arguments always give
/// the same decision, and none of its numbers is NaN or infinite.
pub fn decide(
    comparison: &Comparison,
    analysis: &Analysis,
    profile: &Profile,
    suppositions: Option<Suppositions<'_>>,
) -> Decision {
    let table = Table::new(comparison, analysis, profile);
    let assessments = table.assessments();
    let contenders: Vec<Option<f64>> = assessments.iter().map(Assessment::contends_with).collect();
    let leading = leaders(&contenders);
    let distributions = distributions(comparison, analysis, &table, &contenders);
    let shares = readings::shares(&distributions);
    let ranks = ranks(&assessments);
    let mut options: Vec<Ranked> = Vec::with_capacity(table.columns.len());
    for (place, (column, assessment)) in table.columns.iter().zip(&assessments).enumerate() {
        let distribution = distributions.get(place).and_then(Option::as_ref);
        options.push(Ranked {
            option: column.option,
            score: assessment.score,
            interval: assessment.interval,
            coverage: assessment.coverage,
            contributions: table.contributions(column),
            rank: ranks.get(place).copied().flatten(),
            dimmed: assessment.dimmed,
            outcomes: table.outcomes(column),
            share: shares.get(place).copied().flatten(),
            readings: distribution.map(|distribution| distribution.readings),
        });
    }
    let option_at = |place: &usize| table.columns.get(*place).map(|column| column.option);
    let verdict = verdict(&table, &options, &leading);
    let trials = trials::Trials::new(comparison, analysis, profile, suppositions, &table, &assessments);
    let mut decision = Decision {
        leaders: leading.iter().filter_map(option_at).collect(),
        margin: leading.first().and_then(|leader| margin(&contenders, *leader)),
        verdict,
        doubts: trials.doubts(),
        contradictions: trials.contradictions(),
        sources: trials.sources(),
        stability: stability::stability(&table),
        dominance: table.dominance(),
        options,
    };
    // Stable: options of one rank stay in order of id.
    decision.options.sort_by_key(|ranked| ranked.rank.unwrap_or(usize::MAX));
    decision
}

/// Sides of contradictions that a reader supposes right.
#[derive(Clone, Copy, Debug)]
pub struct Suppositions<'a> {
    /// The comparison with all its claims.
    pub comparison: &'a Comparison,
    /// Of each contradiction by its id the side, as [`against_side`] counts them.
    pub sides: &'a [(Id, usize)],
}

impl Suppositions<'_> {
    /// The comparison as if the claims of all other sides had not been made; everything keeps its index. What is
    /// supposed of a contradiction that does not stand with this trust, by place of source, takes out nothing.
    pub fn left(&self, trust: &[f64]) -> Comparison {
        let mut comparison = self.comparison.clone();
        if self.sides.is_empty() {
            return comparison;
        }
        for found in analyse(self.comparison, trust).contradictions {
            let Some((_, side)) = self.sides.iter().find(|(id, _)| *id == found.id) else { continue };
            for claim in against_side(&found, *side) {
                if let Some(claim) = comparison.claims.get_mut(claim.0) {
                    claim.standings.clear();
                }
            }
        }
        comparison
    }
}

/// The claims to take out to suppose that one side of a contradiction is right: those of all other
/// sides that do not stand on this one too (rule 11). `side` counts from 0; the side outside the
/// sources, where there is one, comes after the others.
pub fn against_side(
    contradiction: &crate::analysis::Contradiction,
    side: usize,
) -> Vec<crate::model::ClaimIndex> {
    let kept: &[crate::model::ClaimIndex] = contradiction.sides.get(side).map_or(&[], Vec::as_slice);
    let mut out: Vec<_> =
        contradiction.sides.iter().flatten().copied().filter(|claim| !kept.contains(claim)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// How many sides of a contradiction can be supposed right: those of sources, and one outside them
/// where an author says that it is a side.
pub fn sides(comparison: &Comparison, contradiction: &crate::analysis::Contradiction) -> usize {
    let outside = match contradiction.origin {
        crate::analysis::Origin::Declared(callout) => {
            comparison.callouts.get(callout.0).is_some_and(|callout| callout.outside_is_side)
        }
        crate::analysis::Origin::Found { .. } => false,
    };
    contradiction.sides.len() + usize::from(outside)
}

/// The score of each option that takes part over some criteria alone, such as those of a group, in
/// order of option (rule 14). Must-haves play no part.
pub fn aggregates(
    comparison: &Comparison,
    analysis: &Analysis,
    profile: &Profile,
    criteria: &[QuestionIndex],
) -> BTreeMap<OptionIndex, Aggregate> {
    let mut table = Table::new(comparison, analysis, profile);
    for criterion in &mut table.criteria {
        if !criteria.contains(&criterion.question) {
            criterion.weight = 0.0;
        }
    }
    let assessments = table.assessments();
    let aggregate = |assessment: Assessment| Aggregate {
        score: assessment.score,
        interval: assessment.interval,
        coverage: assessment.coverage,
    };
    table.columns.iter().map(|column| column.option).zip(assessments.into_iter().map(aggregate)).collect()
}

/// What follows from a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Every option that takes part: by rank, those of one rank by id, unranked ones last.
    pub options: Vec<Ranked>,
    /// The undimmed options with rank 1, in order of id.
    pub leaders: Vec<OptionIndex>,
    /// How far the first leader is ahead of the best other undimmed ranked option; none without either.
    pub margin: Option<f64>,
    /// How sure the ranking is.
    pub verdict: Verdict,
    /// Single cells whose doubt alone changes the leaders, most influential first.
    pub doubts: Vec<Doubt>,
    /// What each side of each contradiction would change, most influential first. Those that change
    /// neither the leaders nor the margin are left out.
    pub contradictions: Vec<SideTrial>,
    /// What the absence of each source would change, likewise.
    pub sources: Vec<SourceTrial>,
    /// How far each weight can go, one for every criterion, in order of id.
    pub stability: Vec<Stability>,
    /// Pairs of options of which the first dominates the second, in order of id.
    pub dominance: Vec<(OptionIndex, OptionIndex)>,
}

impl Decision {
    /// What is computed for an option; none for one that takes no part.
    pub fn option(&self, option: OptionIndex) -> Option<&Ranked> {
        self.options.iter().find(|ranked| ranked.option == option)
    }
}

/// One option in a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The option.
    pub option: OptionIndex,
    /// Σ w·s / Σ w; none without evidence on any criterion with a weight.
    pub score: Option<f64>,
    /// The lowest and highest that its claims allow; none where all weights are zero.
    pub interval: Option<(f64, f64)>,
    /// The share of the weight that lies on cells with a score.
    pub coverage: f64,
    /// What each criterion with a weight adds to the score, in order of id.
    pub contributions: Vec<(QuestionIndex, f64)>,
    /// 1 + the number of ranked options above it; none without a score.
    pub rank: Option<usize>,
    /// Whether it does not meet a must-have.
    pub dimmed: bool,
    /// The outcome of each must-have, in order of criterion id.
    pub outcomes: Vec<(QuestionIndex, Outcome)>,
    /// The share of readings in which it leads; none for dimmed and unranked options.
    pub share: Option<f64>,
    /// How the readings behind the share were had.
    pub readings: Option<Readings>,
}

/// The score over a part of the criteria.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aggregate {
    /// Σ w·s / Σ w; none without evidence there.
    pub score: Option<f64>,
    /// The lowest and highest that claims allow; none where all weights are zero there.
    pub interval: Option<(f64, f64)>,
    /// The share of the weight that lies on cells with a score.
    pub coverage: f64,
}

/// How a cell stands to a minimum (rule 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All that is claimed reaches it.
    Met,
    /// Nothing that is claimed reaches it.
    NotMet,
    /// Some of what is claimed reaches it.
    Uncertain,
    /// Nothing is claimed.
    Unknown,
}

/// How an option's readings were had (rule 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readings {
    /// All ways of its cells, this many.
    Counted(usize),
    /// A sample, since there are more ways than can be counted out.
    Drawn(usize),
}

/// How sure the ranking is (rule 10).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Two undimmed options or more are ranked.
    Ranking {
        /// By the leader's share.
        strength: Strength,
        /// Whether the leader stays ahead whichever side is right.
        whichever_side: bool,
        /// An option that leads in more readings than any leader does.
        larger_share: Option<OptionIndex>,
    },
    /// One ranked option is left and every other misses a must-have.
    OnlyChoice,
    /// There is nothing to rank.
    NoRanking(Reason),
}

/// How strongly a verdict speaks for the leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It leads in 95 of 100 readings or more.
    Clear,
    /// It leads in 75 of 100 readings or more.
    Leaning,
    /// It leads in fewer, or there are several leaders.
    CloseCall,
}

/// Why there is no ranking: the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No option takes part.
    NoOptions,
    /// All weights are zero.
    NoWeights,
    /// No option has evidence on a criterion with a weight.
    NoEvidence,
    /// Every ranked option misses a must-have.
    NoneMeets,
    /// One undimmed option is ranked, and another that is undimmed has no evidence.
    OneRanked,
}

/// A cell whose doubt alone changes the leaders.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The cell's criterion.
    pub question: QuestionIndex,
    /// The cell's option.
    pub option: OptionIndex,
    /// The value that changes the leaders: the low of a leader's cell, the high of another's.
    pub value: f64,
    /// What follows.
    pub change: Change,
}

/// What supposing one side of a contradiction right changes.
#[derive(Clone, Debug, PartialEq)]
pub struct SideTrial {
    /// Place in [`Analysis::contradictions`].
    pub contradiction: usize,
    /// The side, counted from 0; one outside the sources comes after the others.
    pub side: usize,
    /// What follows.
    pub change: Change,
}

/// What leaving a source out changes.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceTrial {
    /// The source.
    pub source: SourceIndex,
    /// What follows.
    pub change: Change,
}

/// How a decision would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The leaders that there would be, in order of id.
    pub leaders: Vec<OptionIndex>,
    /// Whether they are other than now.
    pub flips: bool,
    /// How the first leader's margin over the best other undimmed ranked option would change;
    /// unknown where there is no such leader or other, now or then.
    pub influence: Option<f64>,
    /// The options that would stand otherwise than now, in order of id, and how.
    pub eligibility: Vec<(OptionIndex, Eligibility)>,
    /// Of those that would be dimmed, in order of id, the criteria on which they would miss a must-have, in order of id.
    pub misses: Vec<(OptionIndex, Vec<QuestionIndex>)>,
}

impl Change {
    /// Whether other options would lead, or could.
    pub fn decides(&self) -> bool {
        self.flips || !self.eligibility.is_empty()
    }
}

/// Whether an option takes part in the ranking (rules 7 to 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// It has a score, and no must-have that it misses for sure.
    Ranked,
    /// It misses a must-have, whether or not it has a score.
    Dimmed,
    /// It has no score, since no evidence counts on what has a weight.
    Unranked,
}

/// How far one weight can go, the others as they are (rule 12).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stability {
    /// The criterion.
    pub question: QuestionIndex,
    /// Its present weight.
    pub weight: f64,
    /// Where the leaders stay.
    pub leaders: WeightRange,
    /// Where the whole order of undimmed options stays.
    pub order: WeightRange,
}

/// A closed range of a weight within 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightRange {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Whether it is "above 0": a low end of 0 that does not belong to it, since without any weight
    /// the criterion takes an option's only evidence away.
    pub above_zero: bool,
}

impl WeightRange {
    /// Whether no weight from 0 to 5 changes anything.
    pub fn is_everything(&self) -> bool {
        self.low <= 0.0 && !self.above_zero && self.high >= Profile::LARGEST_WEIGHT
    }
}

fn verdict(table: &Table, options: &[Ranked], leading: &[usize]) -> Verdict {
    let contends = |ranked: &&Ranked| ranked.rank.is_some() && !ranked.dimmed;
    let contending = options.iter().filter(contends).count();
    let all_others_dimmed = options.iter().filter(|ranked| !contends(ranked)).all(|ranked| ranked.dimmed);
    match contending {
        _ if options.is_empty() => return Verdict::NoRanking(Reason::NoOptions),
        _ if table.total_weight() <= 0.0 => return Verdict::NoRanking(Reason::NoWeights),
        _ if options.iter().all(|ranked| ranked.rank.is_none()) => {
            return Verdict::NoRanking(Reason::NoEvidence);
        }
        0 => return Verdict::NoRanking(Reason::NoneMeets),
        1 if all_others_dimmed => return Verdict::OnlyChoice,
        1 => return Verdict::NoRanking(Reason::OneRanked),
        _ => {}
    }
    let is_leader = |place: usize| leading.contains(&place);
    let share = |ranked: &Ranked| ranked.share.unwrap_or(0.0);
    let best_share =
        leading.iter().filter_map(|place| options.get(*place)).map(share).fold(0.0, f64::max) + TOLERANCE;
    let mut larger: Option<&Ranked> = None;
    for (_, other) in options.iter().enumerate().filter(|(place, _)| !is_leader(*place)) {
        if share(other) > larger.map_or(best_share, |larger| share(larger) + TOLERANCE) {
            larger = Some(other);
        }
    }
    let strength = match leading {
        [_] if best_share >= CLEAR => Strength::Clear,
        [_] if best_share >= LEANING => Strength::Leaning,
        _ => Strength::CloseCall,
    };
    let whichever_side = match leading {
        [place] => options.get(*place).is_some_and(|leader| {
            let low = leader.interval.map_or(0.0, |(low, _)| low);
            let beats = |other: &Ranked| other.interval.is_some_and(|(_, high)| low > high + TOLERANCE);
            let others = options.iter().filter(contends).filter(|other| other.option != leader.option);
            leader.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Met)
                && others.into_iter().all(beats)
        }),
        _ => false,
    };
    Verdict::Ranking { strength, whichever_side, larger_share: larger.map(|ranked| ranked.option) }
}
