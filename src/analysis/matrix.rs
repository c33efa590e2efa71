//! Cells: which claims count there, the voices that they make, their score and range (rules 2 and 3
//! of the method), and how many sources are independent (rule 6).
//!
//! Nothing here looks at a contradiction: the state of a cell is a word, never an input to a number.

use std::collections::BTreeMap;

use crate::analysis::values::claim_value;
use crate::analysis::{CellClaim, ClaimValue, Counting, Voice};
use crate::model::{
    Claim, ClaimIndex, Comparison, OptionIndex, Position, QuestionIndex, QuestionRole, SourceIndex, Stance,
};

/// One question and one option, as far as numbers go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tally {
    /// Every claim there, in order of the comparison's claims.
    pub(crate) claims: Vec<CellClaim>,
    /// The voices, in order of the smallest source index of each.
    pub(crate) voices: Vec<Voice>,
    /// Σ trust·voice / Σ trust; none where no claim counts.
    pub(crate) score: Option<f64>,
    /// The lowest and the highest that its counted claims reach; 0 and 1 without score.
    pub(crate) range: (f64, f64),
    /// Independent sources among the counted claims.
    pub(crate) independent_sources: usize,
}

impl Tally {
    /// The claims that count, with their values.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (ClaimIndex, ClaimValue)> {
        self.claims
            .iter()
            .filter(|entry| entry.counting == Counting::Counted)
            .filter_map(|entry| Some((entry.claim, entry.value?)))
    }
}

/// The tallies of every question that is no background topic, by question and option.
pub(crate) fn tallies(comparison: &Comparison, sources: &Sources) -> Vec<Vec<Tally>> {
    let set_aside = claims_set_aside(comparison);
    let mut entries: Vec<Vec<Vec<CellClaim>>> = comparison
        .questions
        .iter()
        .map(|question| match question.role {
            QuestionRole::Background => Vec::new(),
            QuestionRole::Criterion { .. } | QuestionRole::Scenario => {
                vec![Vec::new(); comparison.options.len()]
            }
        })
        .collect();
    for (index, claim) in comparison.claims.iter().enumerate() {
        let Some(row) = entries.get_mut(claim.question.0) else { continue };
        let scale = &comparison.question(claim.question).scale;
        for standing in &claim.standings {
            let Some(cell) = row.get_mut(standing.option.0) else { continue };
            let value = standing.position.and_then(|position| claim_value(scale, position));
            let aside = set_aside.get(index).is_some_and(|aside| *aside);
            let counting = counting_alone(claim, value, aside, sources);
            cell.push(CellClaim { claim: ClaimIndex(index), value, counting });
        }
    }
    let tally = |cell| tally(comparison, sources, cell);
    entries.into_iter().map(|row| row.into_iter().map(tally).collect()).collect()
}

/// The position of a claim in the cell of an option.
pub(crate) fn position_in(claim: &Claim, option: OptionIndex) -> Option<Position> {
    claim.standings.iter().find(|standing| standing.option == option)?.position
}

/// The cells that a claim stands in; none on a background topic.
pub(crate) fn cells_of<'a>(
    comparison: &'a Comparison,
    claim: &'a Claim,
) -> impl Iterator<Item = (QuestionIndex, OptionIndex)> + 'a {
    let background = comparison
        .questions
        .get(claim.question.0)
        .is_none_or(|question| question.role == QuestionRole::Background);
    let standings = if background { &[] } else { claim.standings.as_slice() };
    standings.iter().map(|standing| (claim.question, standing.option))
}

/// Claims that some callout sets aside. This does not hang on whether the callout stands: who drops
/// the source that showed an error does not make the error true again.
fn claims_set_aside(comparison: &Comparison) -> Vec<bool> {
    let mut set_aside = vec![false; comparison.claims.len()];
    for claim in comparison.callouts.iter().flat_map(|callout| &callout.sets_aside) {
        if let Some(entry) = set_aside.get_mut(claim.0) {
            *entry = true;
        }
    }
    set_aside
}

/// Rule 2: whether a claim counts, as far as it can be said without the other claims of its cell.
fn counting_alone(claim: &Claim, value: Option<ClaimValue>, set_aside: bool, sources: &Sources) -> Counting {
    match claim.stance {
        _ if value.is_none() => Counting::Context,
        Stance::Reports => Counting::Reported,
        Stance::Rejects => Counting::Rejected,
        Stance::Asserts if set_aside => Counting::SetAside,
        Stance::Asserts if !sources.trusts(claim.source) => Counting::Distrusted,
        Stance::Asserts => Counting::Counted,
    }
}

/// Rule 3, given the claims of a cell as rule 2 leaves them.
fn tally(comparison: &Comparison, sources: &Sources, mut claims: Vec<CellClaim>) -> Tally {
    let source_of = |entry: &CellClaim| comparison.claim(entry.claim).source;
    let speaking: Vec<SourceIndex> = claims
        .iter()
        .filter(|entry| matches!(entry.counting, Counting::Counted | Counting::SetAside))
        .map(source_of)
        .collect();
    for entry in &mut claims {
        if entry.counting == Counting::Counted && sources.is_silenced(source_of(entry), &speaking) {
            entry.counting = Counting::Copy;
        }
    }
    let mut tally =
        Tally { claims, voices: Vec::new(), score: None, range: (0.0, 1.0), independent_sources: 0 };
    let counted: Vec<(ClaimIndex, ClaimValue)> = tally.counted().collect();
    if counted.is_empty() {
        return tally;
    }
    tally.voices = voices(comparison, sources, &counted);
    let trust: f64 = tally.voices.iter().map(|voice| voice.trust).sum();
    tally.score = Some(tally.voices.iter().map(|voice| voice.trust * voice.score).sum::<f64>() / trust);
    tally.range = counted.iter().fold((1.0, 0.0), |(low, high), (_, value)| {
        (f64::min(low, value.reach.0), f64::max(high, value.reach.1))
    });
    tally.independent_sources =
        independent_sources(comparison, sources, counted.iter().map(|(claim, _)| *claim));
    tally
}

/// The counted claims of a cell by voice. The mean is taken over all claims of a voice: where a
/// source is silent and two copies of it speak, over those of both.
fn voices(comparison: &Comparison, sources: &Sources, counted: &[(ClaimIndex, ClaimValue)]) -> Vec<Voice> {
    let mut by_voice: BTreeMap<SourceIndex, Vec<(ClaimIndex, f64)>> = BTreeMap::new();
    for (claim, value) in counted {
        let voice = sources.voice_of(comparison.claim(*claim).source);
        by_voice.entry(voice).or_default().push((*claim, value.value));
    }
    by_voice
        .into_iter()
        .map(|(voice, claims)| {
            let members: Vec<SourceIndex> = sources.joined(voice).collect();
            Voice {
                trust: members.iter().map(|source| sources.trust_in(*source)).fold(0.0, f64::max),
                score: claims.iter().map(|(_, value)| value).sum::<f64>() / claims.len() as f64,
                claims: claims.into_iter().map(|(claim, _)| claim).collect(),
                sources: members,
            }
        })
        .collect()
}

/// Groups of sources with a counted claim here: joined as one voice, or by a study that counted
/// claims of both are `based_on` (rule 6). Groups that share a member are one.
fn independent_sources(
    comparison: &Comparison,
    sources: &Sources,
    counted: impl Iterator<Item = ClaimIndex> + Clone,
) -> usize {
    let mut groups = sources.voices.clone();
    let mut users: BTreeMap<SourceIndex, SourceIndex> = BTreeMap::new();
    let claims = || counted.clone().map(|claim| comparison.claim(claim));
    for claim in claims() {
        if let Some(study) = claim.qualifiers.based_on {
            let first = *users.entry(study).or_insert(claim.source);
            groups.join(first, claim.source);
        }
    }
    let mut found: Vec<SourceIndex> = claims().map(|claim| groups.first_of(claim.source)).collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

/// How many independent sources some claims come from, by the same rule; for agreements, whose claims
/// may stand in several cells.
pub fn independent_among(comparison: &Comparison, trust: &[f64], claims: &[ClaimIndex]) -> usize {
    independent_sources(comparison, &Sources::new(comparison, trust), claims.iter().copied())
}

/// The sources, as far as a reader trusts them: who copies whom, and who speaks with one voice.
pub(crate) struct Sources {
    trust: Vec<f64>,
    /// Of each source, the trusted ones that it copies, directly or through any other; never itself.
    copied: Vec<Vec<SourceIndex>>,
    voices: Groups,
}

impl Sources {
    /// Looks at the sources of a comparison with the trust given for each. A trust that is missing
    /// or no number is 0, and one outside 0 to 1 is clamped.
    pub(crate) fn new(comparison: &Comparison, trust: &[f64]) -> Self {
        let count = comparison.sources.len();
        let given = |index: usize| trust.get(index).copied().filter(|trust| !trust.is_nan()).unwrap_or(0.0);
        let trust: Vec<f64> = (0..count).map(|index| given(index).clamp(0.0, 1.0)).collect();
        let mut sources = Self { trust, copied: Vec::with_capacity(count), voices: Groups::new(count) };
        for index in (0..count).map(SourceIndex) {
            let mut copied = chain(comparison, index);
            // Trust has no part in this: copies of one text stay one voice when the text itself, or
            // one copy between them, is dropped.
            if let Some(original) = copied.first() {
                sources.voices.join(index, *original);
            }
            copied.retain(|source| sources.trusts(*source));
            sources.copied.push(copied);
        }
        sources
    }

    /// Whether a source is heard at all.
    pub(crate) fn trusts(&self, source: SourceIndex) -> bool {
        self.trust_in(source) > 0.0
    }

    /// The smallest source of a source's voice, trusted or not, which stands for it.
    pub(crate) fn voice_of(&self, source: SourceIndex) -> SourceIndex {
        self.voices.first_of(source)
    }

    fn trust_in(&self, source: SourceIndex) -> f64 {
        self.trust.get(source.0).copied().unwrap_or(0.0)
    }

    /// The trusted sources that speak with a voice, ascending.
    fn joined(&self, voice: SourceIndex) -> impl Iterator<Item = SourceIndex> {
        (0..self.trust.len())
            .map(SourceIndex)
            .filter(move |source| self.trusts(*source) && self.voice_of(*source) == voice)
    }

    /// Whether a source copies a trusted one that is among those who speak.
    fn is_silenced(&self, source: SourceIndex, speaking: &[SourceIndex]) -> bool {
        self.copied.get(source.0).is_some_and(|copied| copied.iter().any(|from| speaking.contains(from)))
    }
}

/// The sources that a source copies, nearest first, itself left out even where copies run in a circle.
fn chain(comparison: &Comparison, source: SourceIndex) -> Vec<SourceIndex> {
    let copy_of = |source: SourceIndex| comparison.sources.get(source.0)?.copy_of;
    let mut chain = Vec::new();
    let mut next = copy_of(source);
    while let Some(original) = next
        && original != source
        && !chain.contains(&original)
    {
        chain.push(original);
        next = copy_of(original);
    }
    chain
}

/// A division of the sources into groups, each known by its smallest member.
#[derive(Clone, Debug)]
struct Groups(Vec<SourceIndex>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).map(SourceIndex).collect())
    }

    fn first_of(&self, source: SourceIndex) -> SourceIndex {
        self.0.get(source.0).copied().unwrap_or(source)
    }

    fn join(&mut self, one: SourceIndex, other: SourceIndex) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        let (first, second) = (one.min(other), one.max(other));
        for group in &mut self.0 {
            if *group == second {
                *group = first;
            }
        }
    }
}
