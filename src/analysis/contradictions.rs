//! Contradictions: which claims speak of the same question, which of those are opposed, and which
//! opposed claims a callout explains (rules 4 and 5 of the method).

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::analysis::matrix::{Sources, Tally, position_in};
use crate::analysis::{ClaimValue, Contradiction, Origin, Status, TOLERANCE};
use crate::date::PartialDate;
use crate::model::{
    Callout, CalloutIndex, Claim, ClaimIndex, Comparison, Condition, Id, OptionIndex, Position, Qualifiers,
    QuantityScale, QuestionIndex, Scale,
};
use crate::text::plain;

/// Whether two claims of one option's cell speak of the same question (rule 4).
///
/// Qualifiers are compared as [`plain`] makes them, like places: a spelling is no condition. An
/// `about` that is the option's id names the option itself. A validity that ends before it begins
/// overlaps with nothing. `as_of` is looked at only where both positions are quantities; who gives
/// none speaks of always.
pub fn same_question(comparison: &Comparison, option: OptionIndex, pair: (&Claim, &Claim)) -> bool {
    let (one, other) = (&pair.0.qualifiers, &pair.1.qualifiers);
    let apart = |condition: &Condition| match (one.conditions.get(condition), other.conditions.get(condition))
    {
        (Some(one), Some(other)) => plain(one) != plain(other),
        _ => false,
    };
    let id = comparison.options.get(option.0).map_or("", Id::as_str);
    let about = |qualifiers: &Qualifiers| plain(qualifiers.about.as_deref().unwrap_or(id));
    let is_quantity = |claim| matches!(position_in(claim, option), Some(Position::Quantity(_)));
    !Condition::ALL.iter().any(apart)
        && about(one) == about(other)
        && overlap(validity(one), validity(other))
        && !(is_quantity(pair.0) && is_quantity(pair.1) && !overlap(time_of(one), time_of(other)))
}

/// Whether two positions on one scale are as far apart as opposed claims are (rule 5): two quantities
/// if what they reach before clamping lies more than the tolerance apart, all others if their values
/// differ by half the scale or more.
pub fn values_opposed(scale: &Scale, one: (Position, ClaimValue), other: (Position, ClaimValue)) -> bool {
    if let (Position::Quantity(_), Position::Quantity(_)) = (one.0, other.0) {
        let tolerance = match scale {
            Scale::Quantity(anchors) => anchors.tolerance.max(0.0),
            Scale::Rating | Scale::YesNo { .. } => QuantityScale::DEFAULT_TOLERANCE,
        };
        let (one, other) = (one.1.unclamped_reach, other.1.unclamped_reach);
        // Infinite ends never meet here: the higher low end and the lower high end lie between.
        let gap = one.0.max(other.0) - one.1.min(other.1);
        gap > tolerance + TOLERANCE
    } else {
        (one.1.value - other.1.value).abs() >= 0.5 - TOLERANCE
    }
}

/// Whether a callout stands: two of its sides keep a claim of a trusted source, or one does and what
/// no source states is the other (rule 5).
pub(crate) fn stands(comparison: &Comparison, sources: &Sources, callout: &Callout) -> bool {
    let trusted =
        |claim: &ClaimIndex| comparison.claims.get(claim.0).is_some_and(|claim| sources.trusts(claim.source));
    let kept = callout.sides.iter().filter(|side| side.iter().any(trusted)).count();
    kept + usize::from(callout.outside_is_side) >= 2
}

/// A declared contradiction that stands, with the sides as its author wrote them: claims of sources
/// without trust included.
pub(crate) fn declared(index: CalloutIndex, callout: &Callout) -> Contradiction {
    Contradiction {
        id: callout.id.clone(),
        origin: Origin::Declared(index),
        status: if callout.resolved { Status::Resolved } else { Status::Open },
        kind: callout.kind,
        sides: callout.sides.clone(),
    }
}

/// The counted claims of one cell against each other.
pub(crate) struct Opposition {
    /// Pairs of opposed claims, in order of claims.
    pub(crate) pairs: Vec<(ClaimIndex, ClaimIndex)>,
    /// Whether a pair would be opposed if it spoke of the same question.
    pub(crate) under_conditions: bool,
}

impl Opposition {
    /// Compares every two counted claims of a cell (rules 4 and 5).
    pub(crate) fn new(
        comparison: &Comparison,
        sources: &Sources,
        (question, option): (QuestionIndex, OptionIndex),
        tally: &Tally,
    ) -> Self {
        let scale = &comparison.question(question).scale;
        let counted: Vec<(ClaimIndex, &Claim, (Position, ClaimValue))> = tally
            .counted()
            .filter_map(|(index, value)| {
                let claim = comparison.claim(index);
                Some((index, claim, (position_in(claim, option)?, value)))
            })
            .collect();
        let mut opposition = Self { pairs: Vec::new(), under_conditions: false };
        for (place, one) in counted.iter().enumerate() {
            for other in counted.iter().skip(place + 1) {
                if !values_opposed(scale, one.2, other.2) || !may_be_paired(sources, one.1, other.1) {
                    continue;
                }
                if same_question(comparison, option, (one.1, other.1)) {
                    opposition.pairs.push((one.0, other.0));
                } else {
                    opposition.under_conditions = true;
                }
            }
        }
        opposition
    }

    /// Every opposed claim.
    fn claims(&self) -> BTreeSet<ClaimIndex> {
        self.pairs.iter().flat_map(|(one, other)| [*one, *other]).collect()
    }

    /// The contradiction that a cell's opposed claims make, if one of them stands in no callout
    /// against a claim that it is opposed to (rule 5).
    ///
    /// Its pair is the first with such a claim in it, which an author has to look at. Its sides hold
    /// all opposed claims of the cell, explained ones too: those above the middle between the highest
    /// and lowest value before clamping, then the rest (rule 11). An id that a contradiction before it
    /// has gets the first number from 2 that is free.
    pub(crate) fn unexplained(
        &self,
        comparison: &Comparison,
        (question, option): (QuestionIndex, OptionIndex),
        tally: &Tally,
        before: &[Contradiction],
    ) -> Option<Contradiction> {
        let mut explained = BTreeSet::new();
        for (one, other) in &self.pairs {
            // Opposed claims count, so their sources are trusted and such a callout stands.
            if comparison.callouts.iter().any(|callout| sets_against(callout, *one, *other)) {
                explained.extend([*one, *other]);
            }
        }
        let is_open = |(one, other): &&(ClaimIndex, ClaimIndex)| {
            !(explained.contains(one) && explained.contains(other))
        };
        let pair = *self.pairs.iter().find(is_open)?;
        Some(Contradiction {
            id: found_id(comparison, (question, option), before)?,
            origin: Origin::Found { question, option, pair },
            status: Status::Unexplained,
            kind: None,
            sides: self.sides(tally),
        })
    }

    fn sides(&self, tally: &Tally) -> Vec<Vec<ClaimIndex>> {
        let opposed = self.claims();
        let values = || tally.counted().filter(|(claim, _)| opposed.contains(claim));
        let lowest = values().map(|(_, value)| value.unclamped).fold(f64::INFINITY, f64::min);
        let highest = values().map(|(_, value)| value.unclamped).fold(f64::NEG_INFINITY, f64::max);
        // Above the middle is nearer to the highest than to the lowest; said so, the highest itself
        // is above it however small the tolerance of the scale.
        let above = |value: ClaimValue| (value.unclamped - lowest) - (highest - value.unclamped) > TOLERANCE;
        let (upper, lower): (Vec<_>, Vec<_>) = values().partition(|(_, value)| above(*value));
        [upper, lower].map(|side| side.into_iter().map(|(claim, _)| claim).collect()).into()
    }
}

/// Whether two counted claims are of different voices or of one source in two places (rule 5). Two
/// sources of one voice are never paired. A missing place equals only a missing place.
fn may_be_paired(sources: &Sources, one: &Claim, other: &Claim) -> bool {
    let place = |claim: &Claim| claim.place.as_deref().map(plain);
    sources.voice_of(one.source) != sources.voice_of(other.source)
        || one.source == other.source && place(one) != place(other)
}

/// Whether a callout has the two claims on different sides.
fn sets_against(callout: &Callout, one: ClaimIndex, other: ClaimIndex) -> bool {
    let sides_with = |claim: ClaimIndex| {
        let sides = callout.sides.iter().enumerate();
        sides.filter(move |(_, side)| side.contains(&claim)).map(|(place, _)| place)
    };
    sides_with(one).any(|side| sides_with(other).any(|against| against != side))
}

fn found_id(
    comparison: &Comparison,
    (question, option): (QuestionIndex, OptionIndex),
    before: &[Contradiction],
) -> Option<Id> {
    let option = comparison.options.get(option.0)?;
    let plain = format!("found-{}-{option}", comparison.question(question).key.id);
    // One more candidate than there are ids before it, so one is free.
    let numbered = (2..=before.len() + 1).map(|number| format!("{plain}-{number}"));
    std::iter::once(plain.clone())
        .chain(numbered)
        .filter_map(|candidate| Id::new(&candidate))
        .find(|candidate| before.iter().all(|contradiction| contradiction.id != *candidate))
}

/// The days for which a claim holds, ends included.
fn validity(qualifiers: &Qualifiers) -> (Date, Date) {
    (
        qualifiers.from.map_or(Date::MIN, PartialDate::first_day),
        qualifiers.until.map_or(Date::MAX, PartialDate::last_day),
    )
}

/// The days of which a figure speaks, ends included.
fn time_of(qualifiers: &Qualifiers) -> (Date, Date) {
    qualifiers.as_of.map_or((Date::MIN, Date::MAX), |date| (date.first_day(), date.last_day()))
}

fn overlap(one: (Date, Date), other: (Date, Date)) -> bool {
    one.0.max(other.0) <= one.1.min(other.1)
}
