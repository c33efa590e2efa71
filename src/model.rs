//! The evidence: options, questions, sources, claims and callouts, in the vocabulary of the design.
//!
//! [`Comparison`] is all that the analysis sees. It holds no prose and no spans, so that the same
//! rules can be run on test vectors and, in the browser, on exported data.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::date::PartialDate;

/// An id: lower case letters, digits and hyphens, at least two characters, the first no hyphen.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Arc<str>);

impl Id {
    /// Reads an id; none if the text does not have the form.
    pub fn new(text: &str) -> Option<Self> {
        let plain =
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (plain && text.len() >= 2 && !text.starts_with('-')).then(|| Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub usize);
    };
}

index!(
    /// Place of an option in [`Comparison::options`].
    OptionIndex
);
index!(
    /// Place of a question in [`Comparison::questions`].
    QuestionIndex
);
index!(
    /// Place of a source in [`Comparison::sources`].
    SourceIndex
);
index!(
    /// Place of a claim in [`Comparison::claims`].
    ClaimIndex
);
index!(
    /// Place of a callout in [`Comparison::callouts`].
    CalloutIndex
);

/// All the evidence, resolved: every name is an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The options, in order of id.
    pub options: Vec<Id>,
    /// Topics and scenarios, in order of [`NoteKey`].
    pub questions: Vec<Question>,
    /// The sources, in order of id.
    pub sources: Vec<Source>,
    /// The claims, in order of their question, then as written.
    pub claims: Vec<Claim>,
    /// The contradictions that authors declare, in order of their note, then as written.
    pub callouts: Vec<Callout>,
}

impl Comparison {
    /// A question by index.
    pub fn question(&self, index: QuestionIndex) -> &Question {
        &self.questions[index.0]
    }

    /// A source by index.
    pub fn source(&self, index: SourceIndex) -> &Source {
        &self.sources[index.0]
    }

    /// A claim by index.
    pub fn claim(&self, index: ClaimIndex) -> &Claim {
        &self.claims[index.0]
    }

    /// A callout by index.
    pub fn callout(&self, index: CalloutIndex) -> &Callout {
        &self.callouts[index.0]
    }
}

/// Kinds of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteKind {
    /// `content/index.md`.
    Home,
    /// `content/options/`.
    Option,
    /// `content/sources/`.
    Source,
    /// `content/topics/`.
    Topic,
    /// `content/scenarios/`.
    Scenario,
    /// Any other note directly in `content/`: a free page such as the method.
    Page,
}

impl NoteKind {
    /// The word for it: `option`, `topic` …
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Option => "option",
            Self::Source => "source",
            Self::Topic => "topic",
            Self::Scenario => "scenario",
            Self::Page => "page",
        }
    }

    /// The folder of `content/` and of the site that holds its notes; none for those at the root.
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Self::Option => Some("options"),
            Self::Source => Some("sources"),
            Self::Topic => Some("topics"),
            Self::Scenario => Some("scenarios"),
            Self::Home | Self::Page => None,
        }
    }

    /// Whether notes of this kind may hold claims.
    pub fn holds_claims(self) -> bool {
        matches!(self, Self::Topic | Self::Scenario)
    }
}

/// A note's kind and id, which together are unique.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteKey {
    /// The kind.
    pub kind: NoteKind,
    /// The id.
    pub id: Id,
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind.folder() {
            Some(folder) => write!(f, "{folder}/{}", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

/// What claims are made on: a topic, or a scenario's recommendation.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The note.
    pub key: NoteKey,
    /// What part it plays in the matrix.
    pub role: QuestionRole,
    /// What its positions mean; yes/no for scenarios.
    pub scale: Scale,
}

/// What part a question plays in the matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum QuestionRole {
    /// A row, with its default weight from 0 to 5.
    Criterion {
        /// How much it matters to a reader who says nothing.
        weight: f64,
    },
    /// A page without a row: its claims are in no cell.
    Background,
    /// A scenario: its cells hold recommendations and stand outside the matrix (rule 15).
    Scenario,
}

/// What 0 and 1 mean on a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// Five ratings.
    Rating,
    /// Yes or no.
    YesNo {
        /// True where no is the better answer (`better: no`).
        no_is_better: bool,
    },
    /// A number with declared anchors.
    Quantity(QuantityScale),
}

impl Scale {
    /// On which side of a minimum an option has to be, in words; nothing before a yes or no.
    pub fn bound(&self, minimum: &Position) -> &'static str {
        match (self, minimum) {
            (_, Position::YesNo(_)) => "",
            (Self::Quantity(scale), Position::Quantity(_)) => scale.bound(),
            _ => "at least",
        }
    }
}

/// The anchors of a quantity scale. `worst` may be the greater: then lower is better.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityScale {
    /// What is counted, in words: `open positions`.
    pub unit: String,
    /// The quantity whose value is 0.
    pub worst: f64,
    /// The quantity whose value is 1; never equal to `worst`.
    pub best: f64,
    /// How far two quantities may lie apart, in value, before they are opposed.
    pub tolerance: f64,
}

impl QuantityScale {
    /// The tolerance of a scale that declares none (rule 5).
    pub const DEFAULT_TOLERANCE: f64 = 0.05;

    /// On which side of a minimum a quantity has to be, in words.
    pub fn bound(&self) -> &'static str {
        if self.best < self.worst { "at most" } else { "at least" }
    }
}

/// A publication, as far as the rules need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// How much its voice weighs against others, 0 to 1; 0 drops it.
    pub trust: f64,
    /// The source that it copies.
    pub copy_of: Option<SourceIndex>,
}

/// What one source says on one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its id, unique within its question's note.
    pub id: Id,
    /// The question that it is made on.
    pub question: QuestionIndex,
    /// The options that it speaks of, each once, and where it puts them; empty for `[general]`.
    pub standings: Vec<Standing>,
    /// Who makes it.
    pub source: SourceIndex,
    /// Where in the source; compared as [`crate::text::plain`] makes it.
    pub place: Option<String>,
    /// Whether the source makes it its own.
    pub stance: Stance,
    /// Under which conditions it holds.
    pub qualifiers: Qualifiers,
}

/// One option of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The option.
    pub option: OptionIndex,
    /// Where the claim puts it; none is context.
    pub position: Option<Position>,
}

/// Whether the source asserts, reports or rejects the claim. Only asserted claims score and contradict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    /// It is the source's own word.
    #[default]
    Asserts,
    /// It passes on what it does not make its own.
    Reports,
    /// It denies it.
    Rejects,
}

impl Stance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Reports => "reports",
            Self::Rejects => "rejects",
        }
    }
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position {
    /// One of five ratings, allowed on any scale.
    Rating(Rating),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Quantity(Quantity),
}

/// As notes write it.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rating(rating) => f.write_str(rating.sign()),
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Quantity(Quantity::Exact { value, approximate: false }) => write!(f, "{value}"),
            Self::Quantity(Quantity::Exact { value, approximate: true }) => write!(f, "~{value}"),
            Self::Quantity(Quantity::Range { low, high }) => write!(f, "{low}..{high}"),
            Self::Quantity(Quantity::MoreThan { value }) => write!(f, ">{value}"),
        }
    }
}

/// The Pugh matrix's signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// `--`, value 0.
    Poor,
    /// `-`, value 0.25.
    Weak,
    /// `=`, value 0.5: the middle, never a tie.
    Middling,
    /// `+`, value 0.75.
    Good,
    /// `++`, value 1.
    Strong,
}

impl Rating {
    /// All ratings, worst first.
    pub const ALL: [Self; 5] = [Self::Poor, Self::Weak, Self::Middling, Self::Good, Self::Strong];

    /// The sign, as notes write it.
    pub fn sign(self) -> &'static str {
        ["--", "-", "=", "+", "++"][self as usize]
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        ["poor", "weak", "middling", "good", "strong"][self as usize]
    }

    /// Its value (rule 1).
    pub fn value(self) -> f64 {
        [0.0, 0.25, 0.5, 0.75, 1.0][self as usize]
    }
}

/// A number in the unit of its question's scale; always finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// `2300`, or `~2300` for about that many.
    Exact {
        /// The number.
        value: f64,
        /// Whether it is approximate; shown, and without effect on any number.
        approximate: bool,
    },
    /// `20..30`, ends included, low before high.
    Range {
        /// The low end.
        low: f64,
        /// The high end.
        high: f64,
    },
    /// `>1000000`: open above.
    MoreThan {
        /// The number that is exceeded.
        value: f64,
    },
}

/// Conditions under which a claim holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Qualifiers {
    /// Version, workload, metric, scope; a missing one means always.
    pub conditions: BTreeMap<Condition, String>,
    /// The thing meant, where it is not the option itself.
    pub about: Option<String>,
    /// The time that a figure speaks of.
    pub as_of: Option<PartialDate>,
    /// Since when it holds.
    pub from: Option<PartialDate>,
    /// Until when it holds.
    pub until: Option<PartialDate>,
    /// The study that it rests on.
    pub based_on: Option<SourceIndex>,
}

/// Kinds of condition that can make two claims speak of different questions (rule 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// `version`.
    Version,
    /// `workload`.
    Workload,
    /// `metric`.
    Metric,
    /// `scope`.
    Scope,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 4] = [Self::Version, Self::Workload, Self::Metric, Self::Scope];

    /// The key, as notes write it.
    pub fn key(self) -> &'static str {
        ["version", "workload", "metric", "scope"][self as usize]
    }
}

/// A contradiction that an author declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// Its id, unique in the whole knowledge base.
    pub id: Id,
    /// The note that holds it.
    pub note: NoteKey,
    /// What kind of contradiction it is, if said.
    pub kind: Option<ContradictionKind>,
    /// The sides that sources state, each a list of claims.
    pub sides: Vec<Vec<ClaimIndex>>,
    /// Whether what no source states is a side of its own (exactly one other side).
    pub outside_is_side: bool,
    /// Whether it has a resolution.
    pub resolved: bool,
    /// Claims that from now on are shown and cited but counted nowhere.
    pub sets_aside: Vec<ClaimIndex>,
}

/// Kinds of contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContradictionKind {
    /// Same question, opposite answers.
    Conflict,
    /// Same facts, different conclusion.
    Verdict,
    /// True under different conditions.
    Scope,
    /// Was true, is no longer.
    Time,
    /// Same word, different meaning.
    Definition,
    /// One is wrong on a checkable fact.
    Error,
}

impl ContradictionKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Conflict, Self::Verdict, Self::Scope, Self::Time, Self::Definition, Self::Error];

    /// The word for it, as notes write it.
    pub fn word(self) -> &'static str {
        ["conflict", "verdict", "scope", "time", "definition", "error"][self as usize]
    }

    /// One sentence about it.
    pub fn hint(self) -> &'static str {
        [
            "The same question, opposite answers.",
            "The same facts, a different conclusion.",
            "Both are true, under different conditions.",
            "It was true and is no longer.",
            "The same word with different meanings.",
            "One side is wrong on a checkable fact.",
        ][self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        for good in ["ab", "8ration", "cpu-bound-work", "a1"] {
            assert!(Id::new(good).is_some(), "{good}");
        }
        for bad in ["", "a", "Ab", "a_b", "-a", "a b", "é1"] {
            assert!(Id::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn words_and_signs_follow_their_values() {
        let signs: Vec<_> = Rating::ALL.iter().map(|rating| (rating.sign(), rating.value())).collect();
        assert_eq!(signs, [("--", 0.0), ("-", 0.25), ("=", 0.5), ("+", 0.75), ("++", 1.0)]);
        assert_eq!(ContradictionKind::Error.word(), "error");
        assert_eq!(Condition::Scope.key(), "scope");
    }
}
