//! What a reader says: weights, must-haves, trust, and which options to compare.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{TOLERANCE, own_trust};
use crate::model::{Comparison, OptionIndex, Position, QuestionIndex, QuestionRole};

/// A reader's side of a decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Weights from 0 to 5; a criterion that has none here keeps its own.
    pub weights: BTreeMap<QuestionIndex, f64>,
    /// Must-haves: a minimum per criterion, inclusive. One that has no value on the criterion's scale,
    /// and one on what is no criterion, is no must-have.
    pub must: BTreeMap<QuestionIndex, Position>,
    /// Trust in each source, in their order, as [`crate::analysis::analyse`] takes it.
    pub trust: Vec<f64>,
    /// Options that take no part.
    pub hidden: BTreeSet<OptionIndex>,
}

impl Profile {
    /// The largest weight.
    pub const LARGEST_WEIGHT: f64 = 5.0;

    /// The profile of a reader who says nothing: the weights of the topics, the trust of the sources.
    pub fn new(comparison: &Comparison) -> Self {
        Self { trust: own_trust(comparison), ..Self::default() }
    }

    /// Takes the answer to a topic's question as its weight (rule 14).
    pub fn answer(&mut self, question: QuestionIndex, answer: Answer) {
        self.weights.insert(question, answer.weight());
    }

    /// The weight of a criterion from 0 to 5, and 0 on what is no criterion. What is no number, or so
    /// little that nothing could be told by it, is 0.
    pub fn weight(&self, comparison: &Comparison, question: QuestionIndex) -> f64 {
        let own = match comparison.questions.get(question.0).map(|question| question.role) {
            Some(QuestionRole::Criterion { weight }) => weight,
            _ => return 0.0,
        };
        let weight = self.weights.get(&question).copied().unwrap_or(own);
        if weight > TOLERANCE { weight.min(Self::LARGEST_WEIGHT) } else { 0.0 }
    }
}

/// An answer to a topic's question. A question without one keeps the topic's weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It matters.
    Yes,
    /// It matters somewhat.
    Somewhat,
    /// It does not matter.
    No,
}

impl Answer {
    /// The weight that it stands for (rule 14).
    pub fn weight(self) -> f64 {
        match self {
            Self::Yes => 5.0,
            Self::Somewhat => 3.0,
            Self::No => 0.0,
        }
    }
}
