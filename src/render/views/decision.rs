//! Views of decisions: the ranking, what it is made of, and what would change it.
//!
//! Scripts clone the elements that templates make of these, so every element has its place even where
//! there is nothing to show; see `templates/components/decision.html`.

use serde::Serialize;

use super::{AdviceView, LinkView, MustHaveView, OptionRefView, SourceSummaryView};

/// `decide`: decide.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecideView {
    /// The decision for the weights that topics have by themselves.
    pub decision: DecisionView,
    /// The decision for each scenario, in order of title.
    pub scenarios: Vec<ScenarioDecisionView>,
    /// The criteria by group, in display order.
    pub groups: Vec<QuestionGroupView>,
    /// All sources that make claims.
    pub sources: Vec<CountedSourceView>,
    /// One empty entry of everything that scripts clone.
    pub blank: BlankView,
}

/// A source whose claims count, unless the reader leaves it out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountedSourceView {
    /// The source.
    pub source: SourceSummaryView,
    /// Its place on the decision page, without `#`.
    pub anchor: String,
}

/// A decision, ready to show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecisionView {
    /// The verdict in a sentence or two.
    pub verdict: String,
    /// The smallest change of one weight that changes the leaders; empty where nobody leads.
    pub flip: String,
    /// Whether there are ways in which no option meets every must-have.
    pub left: bool,
    /// `clear`, `leaning`, `close-call`, `only-choice`, `no-ranking`.
    pub kind: &'static str,
    /// In words.
    pub kind_label: &'static str,
    /// `Python leads`.
    pub leads: String,
    /// The options by rank; in brief the first few.
    pub options: Vec<RankedView>,
    /// How many options are left out.
    pub more: usize,
    /// Who is at least as good as whom on everything that has weight.
    pub dominance: Vec<DominanceView>,
    /// What the first option does better than the second, and the second better than the first.
    pub gains: Vec<GainsView>,
    /// Weights that change the leaders, those nearest to their present value first.
    pub stability: Vec<StabilityView>,
    /// Single cells that change the leaders.
    pub doubts: Vec<DoubtView>,
    /// Contradictions that change the leaders or the margin, the most influential first.
    pub contested: Vec<ContestedView>,
    /// How many more move the result.
    pub contested_more: usize,
    /// Sources without which the leaders or the margin would be others, the most influential first.
    pub sources: Vec<SourceTrialView>,
}

/// One option in a ranking.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RankedView {
    /// The option.
    pub option: OptionRefView,
    /// Its rank, or a dash.
    pub rank: String,
    /// Its score out of 100, or `no score`.
    pub score: String,
    /// Its bar; not shown where all weights are zero, and there is no interval.
    pub bar: BarView,
    /// `52 to 82`; may be empty.
    pub interval: String,
    /// `leads in 97 of 100 ways`; may be empty.
    pub share: String,
    /// `evidence on 81 of 100 of the weight, the rest taken as 50`; empty where there is evidence on all of it.
    pub coverage: String,
    /// What keeps it from leading; may be empty.
    pub hindrance: String,
    /// The cells whose claims that is about; may be empty.
    pub hindering: Vec<LinkView>,
    /// Whether it misses a must-have.
    pub dimmed: bool,
    /// What its score is made of, by group; empty in brief.
    pub parts: Vec<PartView>,
}

/// A bar from 0 to 100, in percent of its width with at most two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BarView {
    /// Where the interval begins.
    pub low: f64,
    /// How long it is.
    pub width: f64,
    /// Where the score lies.
    pub score: Option<f64>,
}

/// What one group adds to a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PartView {
    /// The group's number, from 1, by which the bar and the table name it.
    pub number: usize,
    /// The group; the last may stand for criteria without one.
    pub title: String,
    /// Points out of 100.
    pub points: String,
    /// Where its part of the bar begins, in percent of the bar.
    pub start: f64,
    /// How long it is.
    pub width: f64,
    /// Where its number stands.
    pub middle: f64,
    /// Whether there is room for the number.
    pub labelled: bool,
    /// Its criteria.
    pub rows: Vec<ContributionView>,
}

/// What one criterion adds to a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContributionView {
    /// The criterion.
    pub topic: LinkView,
    /// Its weight.
    pub weight: String,
    /// Points out of 100.
    pub points: String,
    /// Where the cell's claims are.
    pub path: String,
    /// The cell's shape: `v0` to `v4`, `yes`, `no`, `empty`.
    pub icon: String,
    /// The cell in a word.
    pub word: String,
    /// Its score out of 100, which the points come from; empty without a score.
    pub score: String,
    /// What is counted, on a scale of quantities; empty where the criterion is named like it.
    pub unit: String,
    /// 0 to 4, for the colour; none without a score.
    pub strength: Option<usize>,
    /// Whether the cell is contested.
    pub contested: bool,
}

/// On which criteria one option gains on another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GainsView {
    /// The one.
    pub option: String,
    /// The other.
    pub other: String,
    /// The greatest first, the first few.
    pub entries: Vec<GainView>,
    /// How many are left out.
    pub more: usize,
}

/// A criterion on which an option gains.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GainView {
    /// The criterion.
    pub topic: LinkView,
    /// Points out of 100: `+3.6`, `+3.6 (Python taken as 50)`.
    pub points: String,
}

/// A weight that changes the leaders, as a sentence around the topic's title.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StabilityView {
    /// `Python leads until `.
    pub before: String,
    /// The criterion.
    pub topic: LinkView,
    /// ` weighs more than 3.2`.
    pub after: String,
    /// Its present weight.
    pub weight: String,
}

/// What follows from a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangeView {
    /// Whether the leaders would be others.
    pub flips: bool,
    /// `Node.js leads still, 4.2 ahead`.
    pub sentence: String,
}

/// A cell whose doubt alone changes the leaders.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DoubtView {
    /// The criterion, and where the cell's claims are.
    pub cell: LinkView,
    /// The option's title.
    pub option: String,
    /// The value that changes the leaders, 0 to 100.
    pub value: u32,
    /// What follows.
    pub change: ChangeView,
}

/// A contradiction that moves the result.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContestedView {
    /// The question.
    pub title: String,
    /// Where it is explained.
    pub path: String,
    /// `unexplained`, `open`, `resolved`.
    pub status: &'static str,
    /// Its kind; may be empty.
    pub kind: &'static str,
    /// Its sides.
    pub sides: Vec<ContestedSideView>,
}

/// One side of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContestedSideView {
    /// `Side A`, or `Outside the sources`.
    pub label: String,
    /// What supposes it right in an address: the contradiction's id, `=` and the side's name.
    pub suppose: String,
    /// What its first claim says, in plain text; of the side that no source states, that it is so.
    pub text: String,
    /// Under which conditions that holds: `scope: Docker`; empty where the claim names none.
    pub held: String,
    /// That claim: its address, and its source in a word or two.
    pub claim: Option<LinkView>,
    /// How many more claims it has.
    pub more: usize,
    /// What follows if it is right; none where nothing changes.
    pub change: Option<ChangeView>,
    /// What is said where nothing changes.
    pub still: &'static str,
}

/// What the ranking for the usual weights would be without a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutView {
    /// By how many points an option leads with it; empty where that is not known.
    pub lead: String,
    /// Whether the lead without it is the same, as it is written.
    pub same: bool,
    /// The scenarios in which other options would lead without it.
    pub flipped: Vec<LinkView>,
    /// Those with the same leaders, in which other options would miss a must-have or have no score.
    pub moved: Vec<LinkView>,
    /// How many scenarios there are.
    pub tried: usize,
    /// What follows without it; none where nothing changes.
    pub change: Option<ChangeView>,
    /// Where the reader can leave it out.
    pub path: String,
}

/// A source without which the result would be another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SourceTrialView {
    /// The source.
    pub source: LinkView,
    /// Where the reader can leave it out, on the decision page.
    pub anchor: String,
    /// What follows.
    pub change: ChangeView,
}

/// An option that is at least as good as another on everything that has weight.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DominanceView {
    /// The option.
    pub option: String,
    /// The other.
    pub other: String,
}

/// The decision for a scenario, in brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioDecisionView {
    /// The scenario's id.
    pub id: String,
    /// The scenario.
    pub scenario: LinkView,
    /// Its place on the decision page, without `#`.
    pub anchor: String,
    /// That place's address.
    pub path: String,
    /// The decision, with the first few of everything.
    pub decision: DecisionView,
    /// Its must-haves.
    pub must_haves: Vec<MustHaveView>,
    /// What its sources recommend.
    pub advice: Vec<AdviceView>,
    /// Whether ranking and sources agree, in a sentence; may be empty.
    pub agreement: String,
    /// Whether they differ.
    pub differs: bool,
}

/// The criteria of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionGroupView {
    /// The group's id; empty for criteria without one.
    pub id: String,
    /// Its number, from 1, as in [`PartView::number`].
    pub number: usize,
    /// Its name.
    pub title: String,
    /// Its criteria.
    pub topics: Vec<QuestionView>,
}

/// A criterion with the question that decides its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// The criterion.
    pub topic: LinkView,
    /// Its question; may be empty.
    pub question: String,
    /// Its usual weight.
    pub weight: String,
    /// The same of 5, in percent.
    pub percent: u32,
    /// What its positions are: `rating`, `yes-no` or `quantity`.
    pub scale: &'static str,
    /// The better of yes and no; empty on other scales.
    pub best: &'static str,
    /// What a quantity counts; empty on other scales.
    pub unit: String,
    /// On which side of a minimum an option has to be: `at least`; `at most` where less of a quantity is better.
    pub bound: &'static str,
    /// The lesser of its anchors, as browsers read it; empty on other scales.
    pub lowest: String,
    /// The greater.
    pub highest: String,
    /// Both as people read them: `0 to 5,000`.
    pub range: String,
}

/// One empty entry of everything that scripts clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BlankView {
    /// An option of the ranking.
    pub option: RankedView,
    /// A group of its score.
    pub part: PartView,
    /// A criterion of its score.
    pub contribution: ContributionView,
    /// A criterion on which an option gains.
    pub gain: GainView,
    /// What one option does better than another.
    pub gains: GainsView,
    /// An option that dominates another.
    pub dominance: DominanceView,
    /// A weight that changes the leaders.
    pub stability: StabilityView,
    /// A cell that changes the leaders.
    pub doubt: DoubtView,
    /// A contradiction.
    pub contested: ContestedView,
    /// A side of it.
    pub side: ContestedSideView,
    /// A source.
    pub source: SourceTrialView,
}
