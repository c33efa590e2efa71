//! The analysis: from evidence to cells and contradictions (rules 1 to 6 of the method).
//!
//! The types, and how the parts are put together: values are in [`values`], what counts and
//! the numbers of a cell in [`matrix`], opposed claims in [`contradictions`]. The state
//! of a cell is decided here, since it needs both.

pub mod contradictions;
pub mod matrix;
pub mod values;

use std::collections::BTreeMap;

use self::contradictions::{Opposition, declared, stands};
use self::matrix::{Sources, Tally, cells_of, tallies};
use crate::model::{
    CalloutIndex, ClaimIndex, Comparison, ContradictionKind, Id, OptionIndex, QuestionIndex, SourceIndex,
};

/// Two computed numbers that differ by no more are equal.
pub const TOLERANCE: f64 = 1e-9;

/// The cells and contradictions of a comparison, for a reader who trusts each source as given.
///
/// `trust` has one number from 0 to 1 per source, in their order; 0 drops a source, and what is
/// missing or no number counts as 0. [`own_trust`] gives what the sources' notes say. The same
/// arguments always give the same analysis, and none of its numbers is NaN.
///
/// To see what would follow if a claim did not exist, empty its standings: then it is in no cell.
pub fn analyse(comparison: &Comparison, trust: &[f64]) -> Analysis {
    let sources = Sources::new(comparison, trust);
    let mut marks = Marks::default();
    let mut contradictions = Vec::new();
    for (index, callout) in comparison.callouts.iter().enumerate() {
        if !stands(comparison, &sources, callout) {
            continue;
        }
        let named = callout.sides.iter().flatten().chain(&callout.sets_aside);
        for claim in named.filter_map(|claim| comparison.claims.get(claim.0)) {
            if sources.trusts(claim.source) {
                marks.add(cells_of(comparison, claim), contradictions.len());
            }
        }
        contradictions.push(declared(CalloutIndex(index), callout));
    }
    let mut cells = Vec::with_capacity(comparison.questions.len());
    for (question, row) in tallies(comparison, &sources).into_iter().enumerate() {
        let mut finished = Vec::with_capacity(row.len());
        for (option, tally) in row.into_iter().enumerate() {
            let place = (QuestionIndex(question), OptionIndex(option));
            let opposition = Opposition::new(comparison, &sources, place, &tally);
            if let Some(found) = opposition.unexplained(comparison, place, &tally, &contradictions) {
                marks.add([place], contradictions.len());
                contradictions.push(found);
            }
            let marks = marks.of(place);
            let statuses: Vec<Status> =
                marks.iter().filter_map(|place| Some(contradictions.get(*place)?.status)).collect();
            let trusted = |entry: &CellClaim| sources.trusts(comparison.claim(entry.claim).source);
            let state = if !tally.claims.iter().any(trusted) {
                CellState::Empty
            } else {
                state(&tally, &statuses, opposition.under_conditions)
            };
            finished.push(Cell::new(place, tally, state, marks));
        }
        cells.push(finished);
    }
    Analysis { cells, contradictions }
}

/// The trust that the sources' own notes declare, as [`analyse`] takes it.
pub fn own_trust(comparison: &Comparison) -> Vec<f64> {
    comparison.sources.iter().map(|source| source.trust).collect()
}

/// What the evidence amounts to.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// `cells[question][option]`, for every question that is no background topic; background topics
    /// have an empty row.
    pub cells: Vec<Vec<Cell>>,
    /// Declared contradictions that stand, in order of callout, then found ones that no callout
    /// explains, in order of question and option.
    pub contradictions: Vec<Contradiction>,
}

impl Analysis {
    /// The cell of a question and an option; none on a background topic.
    pub fn cell(&self, question: QuestionIndex, option: OptionIndex) -> Option<&Cell> {
        self.cells.get(question.0)?.get(option.0)
    }
}

/// One question and one option: all the claims there, their score, range and state.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The question.
    pub question: QuestionIndex,
    /// The option.
    pub option: OptionIndex,
    /// Every claim there, in order of the comparison's claims.
    pub claims: Vec<CellClaim>,
    /// The voices, in order of the smallest source index of each; none where no claim counts.
    pub voices: Vec<Voice>,
    /// Σ trust·voice / Σ trust; none where no claim counts.
    pub score: Option<f64>,
    /// The lowest that its counted claims reach; 0 without score.
    pub low: f64,
    /// The highest that its counted claims reach; 1 without score.
    pub high: f64,
    /// What a reader should know about it first.
    pub state: CellState,
    /// Independent sources among the counted claims (rule 6).
    pub independent_sources: usize,
    /// Contradictions that touch it, as places in [`Analysis::contradictions`], ascending.
    pub contradictions: Vec<usize>,
}

impl Cell {
    fn new(
        (question, option): (QuestionIndex, OptionIndex),
        tally: Tally,
        state: CellState,
        contradictions: Vec<usize>,
    ) -> Self {
        let Tally { claims, voices, score, range: (low, high), independent_sources } = tally;
        Self {
            question,
            option,
            claims,
            voices,
            score,
            low,
            high,
            state,
            independent_sources,
            contradictions,
        }
    }

    /// Score for sums: the middle where no claim counts (rule 3).
    pub fn score_or_middle(&self) -> f64 {
        self.score.unwrap_or(0.5)
    }
}

/// A claim, as it stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellClaim {
    /// The claim.
    pub claim: ClaimIndex,
    /// Its value and reach, where it has a position.
    pub value: Option<ClaimValue>,
    /// Whether it counts, or why not.
    pub counting: Counting,
}

/// A claim's value (rule 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClaimValue {
    /// v, clamped to 0..1.
    pub value: f64,
    /// v before clamping; equal to `value` for ratings and yes/no.
    pub unclamped: f64,
    /// The lowest and highest that it reaches, clamped.
    pub reach: (f64, f64),
    /// The same before clamping; an end may be infinite for `>N`.
    pub unclamped_reach: (f64, f64),
}

impl ClaimValue {
    /// Whether its number lies outside the anchors, which deserves a note. A range is judged by its
    /// middle, and the open end of `>N` is no reason.
    pub fn is_clamped(&self) -> bool {
        (self.value - self.unclamped).abs() > TOLERANCE
    }
}

/// Whether a claim counts in a cell (rules 2 and 3). The first reason that fits is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It counts.
    Counted,
    /// It has no position.
    Context,
    /// Its source reports it.
    Reported,
    /// Its source rejects it.
    Rejected,
    /// A callout sets it aside.
    SetAside,
    /// Its source has no trust.
    Distrusted,
    /// Its source copies a trusted one that speaks for itself here.
    Copy,
}

/// What one source, or its copies where it is silent, says in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Every trusted source that is joined by copying, whether it has a claim here or not, ascending.
    pub sources: Vec<SourceIndex>,
    /// The largest trust among them.
    pub trust: f64,
    /// The counted claims, ascending.
    pub claims: Vec<ClaimIndex>,
    /// The mean of their values.
    pub score: f64,
}

/// State of a cell: the first that fits (rule 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// No claims of a trusted source.
    Empty,
    /// A contradiction here is unexplained or open.
    Contested,
    /// Contradictions here are all resolved, or its claims are opposite under different conditions.
    Explained,
    /// Claims, none of which counts.
    Background,
    /// One independent source.
    SingleSource,
    /// Values at most .25 apart.
    Agreed,
    /// Anything else.
    Mixed,
}

impl CellState {
    /// The word for it, in addresses, classes and exports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Contested => "contested",
            Self::Explained => "explained",
            Self::Background => "background",
            Self::SingleSource => "single-source",
            Self::Agreed => "agreed",
            Self::Mixed => "mixed",
        }
    }
}

/// A contradiction: declared by a callout that stands, or found and unexplained.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// Its id: the callout's, or `found-QUESTION-OPTION`.
    pub id: Id,
    /// Where it comes from.
    pub origin: Origin,
    /// Unexplained, open or resolved.
    pub status: Status,
    /// Its kind, if an author said so.
    pub kind: Option<ContradictionKind>,
    /// The sides that sources state. A found one has two: the claims above the middle between its
    /// highest and lowest value before clamping, and the rest (rule 11).
    pub sides: Vec<Vec<ClaimIndex>>,
}

/// Where a contradiction comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// An author declares it.
    Declared(CalloutIndex),
    /// The compiler found it in a cell and no callout explains it.
    Found {
        /// The cell's question.
        question: QuestionIndex,
        /// The cell's option.
        option: OptionIndex,
        /// A pair of opposed claims that no callout explains: the first in order of claims.
        pair: (ClaimIndex, ClaimIndex),
    },
}

/// How far a contradiction is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No callout names it.
    Unexplained,
    /// A callout without resolution.
    Open,
    /// A callout with one.
    Resolved,
}

/// The state of a cell with claims of a trusted source: the first that fits (rule 6).
///
/// `statuses` are those of the contradictions that mark it. Only callouts that stand mark a cell, so
/// one with nothing but a claim that a fallen callout sets aside is background.
fn state(tally: &Tally, statuses: &[Status], opposite_under_conditions: bool) -> CellState {
    let values = || tally.counted().map(|(_, value)| value.value);
    let spread = values().fold(0.0, f64::max) - values().fold(1.0, f64::min);
    if statuses.iter().any(|status| *status != Status::Resolved) {
        CellState::Contested
    } else if !statuses.is_empty() || opposite_under_conditions {
        CellState::Explained
    } else if tally.score.is_none() {
        CellState::Background
    } else if tally.independent_sources == 1 {
        CellState::SingleSource
    } else if spread <= 0.25 + TOLERANCE {
        CellState::Agreed
    } else {
        CellState::Mixed
    }
}

/// Which contradictions touch which cell, as places in [`Analysis::contradictions`].
#[derive(Default)]
struct Marks(BTreeMap<(QuestionIndex, OptionIndex), Vec<usize>>);

impl Marks {
    /// Marks cells with a contradiction that is none before it.
    fn add(&mut self, cells: impl IntoIterator<Item = (QuestionIndex, OptionIndex)>, contradiction: usize) {
        for cell in cells {
            let marks = self.0.entry(cell).or_default();
            if marks.last() != Some(&contradiction) {
                marks.push(contradiction);
            }
        }
    }

    fn of(&self, cell: (QuestionIndex, OptionIndex)) -> Vec<usize> {
        self.0.get(&cell).cloned().unwrap_or_default()
    }
}
