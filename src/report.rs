//! Report: a decision together with what it was made from, in words, as JSON and as a record. The
//! terminal and the site say the same because both take it from here.

pub mod json;
pub mod markdown;
pub mod words;

use std::borrow::Cow;

use crate::analysis::{Analysis, Contradiction, Origin, analyse};
use crate::decide::{Decision, Profile, Suppositions, decide};
use crate::model::{Comparison, Id, NoteKey, SourceIndex};
use crate::resolve::Knowledge;

/// The JSON Schema of what [`json::text`] writes.
pub const DECISION_SCHEMA: &str = include_str!("decide/decision.schema.json");

/// A decision with what it was made from.
pub struct Report<'a> {
    /// The knowledge base.
    pub knowledge: &'a Knowledge,
    /// The evidence, without the claims that are supposed wrong.
    pub comparison: Cow<'a, Comparison>,
    /// The analysis of that.
    pub analysis: Cow<'a, Analysis>,
    /// What the reader says.
    pub profile: Profile,
    /// The scenario whose weights and must-haves the profile begins with.
    pub scenario: Option<NoteKey>,
    /// Sources that the reader leaves out.
    pub without: Vec<SourceIndex>,
    /// Sides of contradictions that are supposed right.
    pub supposed: Vec<Supposed>,
    /// What follows.
    pub decision: Decision,
}

/// A side of a contradiction, supposed right.
pub struct Supposed {
    /// The contradiction's id.
    pub contradiction: Id,
    /// Its title.
    pub title: String,
    /// The side, counted from 0.
    pub side: usize,
    /// Whether the contradiction stands, with the sources that are left; a supposition about one that fell away takes out nothing.
    pub stands: bool,
}

impl Supposed {
    /// What is said behind a supposition that takes out nothing; empty where the contradiction stands.
    pub fn remark(&self) -> &'static str {
        if self.stands { "" } else { ", which falls away without what is left out and counts for nothing" }
    }
}

impl<'a> Report<'a> {
    /// The decision for the usual weights, or for a scenario. `analysis` is that of the sources' own trust.
    pub fn of(knowledge: &'a Knowledge, analysis: &'a Analysis, scenario: Option<&NoteKey>) -> Self {
        let profile = profile(knowledge, scenario);
        Self {
            decision: decide(&knowledge.comparison, analysis, &profile, None),
            knowledge,
            comparison: Cow::Borrowed(&knowledge.comparison),
            analysis: Cow::Borrowed(analysis),
            profile,
            scenario: scenario.cloned(),
            without: Vec::new(),
            supposed: Vec::new(),
        }
    }

    /// The decision for a reader's profile, with sides of contradictions supposed right.
    pub fn supposing(
        knowledge: &'a Knowledge,
        profile: Profile,
        scenario: Option<NoteKey>,
        without: Vec<SourceIndex>,
        supposed: Vec<Supposed>,
    ) -> Self {
        let sides: Vec<_> = supposed.iter().map(|it| (it.contradiction.clone(), it.side)).collect();
        let suppositions = Suppositions { comparison: &knowledge.comparison, sides: &sides };
        let comparison = suppositions.left(&profile.trust);
        let analysis = analyse(&comparison, &profile.trust);
        Self {
            decision: decide(&comparison, &analysis, &profile, Some(suppositions)),
            knowledge,
            comparison: Cow::Owned(comparison),
            analysis: Cow::Owned(analysis),
            profile,
            scenario,
            without,
            supposed,
        }
    }
}

/// The profile of a reader who says nothing, or who chooses a scenario and says nothing else.
pub fn profile(knowledge: &Knowledge, scenario: Option<&NoteKey>) -> Profile {
    let mut profile = Profile::new(&knowledge.comparison);
    if let Some(chosen) = scenario.and_then(|key| knowledge.scenarios.get(key)) {
        profile.weights = chosen.all_weights(&knowledge.comparison);
        profile.must.clone_from(&chosen.must);
    }
    profile
}

/// A contradiction's title; for a found one, the cell that it is in.
pub fn contradiction_title(knowledge: &Knowledge, found: &Contradiction) -> String {
    match found.origin {
        Origin::Declared(callout) => {
            knowledge.contradiction_syntax(callout).map(|syntax| syntax.title.clone())
        }
        Origin::Found { question, option, .. } => {
            let title = |key: &NoteKey| knowledge.note(key).header.title.clone();
            let topic = title(&knowledge.comparison.question(question).key);
            Some(format!("{} on {topic}", title(&knowledge.option_key(option))))
        }
    }
    .unwrap_or_else(|| found.id.to_string())
}
