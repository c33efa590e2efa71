//! The analysis: from evidence to cells and contradictions (rules 1 to 6 of the method).
//!
//! Types only; the rules themselves are in [`crate::contradictions`] and [`crate::matrix`].

use crate::model::{
    CalloutIndex, ClaimIndex, ContradictionKind, Id, OptionIndex, QuestionIndex, SourceIndex,
};

/// Two computed numbers that differ by no more are equal.
pub const TOLERANCE: f64 = 1e-9;

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
