//! What positions are worth on the scale of their question (rule 1 of the method).
//!
//! A value hangs on the anchors that the author declares and on nothing else, so that no option can
//! move another's score.

use crate::analysis::ClaimValue;
use crate::model::{Position, Quantity, QuantityScale, Scale};

/// The value of a position on a scale, and what it reaches, before and after clamping (rule 1).
///
/// None where the two do not fit: yes or no on any but a yes-no scale, a quantity on a scale without
/// anchors, or on one whose anchors are equal or not finite. Such a claim stands as context. A rating has the same value on every scale;
/// `better: no` swaps yes and no, never ratings. Numbers too large for the scale's arithmetic are
/// held at the largest one there is, so that every value is finite.
pub fn claim_value(scale: &Scale, position: Position) -> Option<ClaimValue> {
    match position {
        Position::Rating(rating) => Some(exactly(rating.value())),
        Position::YesNo(yes) => match scale {
            Scale::YesNo { no_is_better } => Some(exactly(if yes == *no_is_better { 0.0 } else { 1.0 })),
            Scale::Rating | Scale::Quantity(_) => None,
        },
        Position::Quantity(quantity) => match scale {
            Scale::Quantity(anchors) => quantity_value(anchors, quantity),
            Scale::Rating | Scale::YesNo { .. } => None,
        },
    }
}

fn exactly(value: f64) -> ClaimValue {
    ClaimValue { value, unclamped: value, reach: (value, value), unclamped_reach: (value, value) }
}

fn quantity_value(anchors: &QuantityScale, quantity: Quantity) -> Option<ClaimValue> {
    let (unclamped, unclamped_reach) = match quantity {
        Quantity::Exact { value, .. } => {
            let at = between_anchors(anchors, value)?;
            (at, (at, at))
        }
        Quantity::Range { low, high } => {
            let ends = (between_anchors(anchors, low)?, between_anchors(anchors, high)?);
            let middle = between_anchors(anchors, low.midpoint(high))?;
            (middle, (ends.0.min(ends.1), ends.0.max(ends.1)))
        }
        Quantity::MoreThan { value } => {
            let at = between_anchors(anchors, value)?;
            let larger_is_better = anchors.best > anchors.worst;
            (at, if larger_is_better { (at, f64::INFINITY) } else { (f64::NEG_INFINITY, at) })
        }
    };
    Some(ClaimValue {
        value: unclamped.clamp(0.0, 1.0),
        unclamped,
        reach: (unclamped_reach.0.clamp(0.0, 1.0), unclamped_reach.1.clamp(0.0, 1.0)),
        unclamped_reach,
    })
}

/// (number − worst) / (best − worst), always finite.
fn between_anchors(anchors: &QuantityScale, number: f64) -> Option<f64> {
    let QuantityScale { worst, best, .. } = *anchors;
    if worst == best || !(worst.is_finite() && best.is_finite() && number.is_finite()) {
        return None;
    }
    // Two finite numbers can lie further apart than the largest one: then a quarter of each does not.
    let fits = (number - worst).is_finite() && (best - worst).is_finite();
    let part = if fits { 1.0 } else { 0.25 };
    let fraction = (number * part - worst * part) / (best * part - worst * part);
    (!fraction.is_nan()).then(|| fraction.clamp(f64::MIN, f64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rating;

    fn scale(worst: f64, best: f64) -> Scale {
        let unit = "ms".to_owned();
        Scale::Quantity(QuantityScale { unit, worst, best, tolerance: 0.05 })
    }

    fn exact(value: f64) -> Position {
        Position::Quantity(Quantity::Exact { value, approximate: false })
    }

    #[test]
    fn ratings_are_the_same_on_every_scale() {
        for on in [Scale::Rating, Scale::YesNo { no_is_better: true }, scale(10.0, 0.0)] {
            let value = claim_value(&on, Position::Rating(Rating::Good)).unwrap();
            assert_eq!((value.value, value.unclamped_reach), (0.75, (0.75, 0.75)));
        }
    }

    #[test]
    fn better_no_swaps_yes_and_no() {
        let value = |no_is_better, yes| {
            claim_value(&Scale::YesNo { no_is_better }, Position::YesNo(yes)).unwrap().value
        };
        assert_eq!([value(false, true), value(false, false)], [1.0, 0.0]);
        assert_eq!([value(true, true), value(true, false)], [0.0, 1.0]);
    }

    #[test]
    fn a_range_takes_its_middle_before_clamping() {
        // 800..1600 on 0..1000: the middle is 1200, so v = 1.2, shown as 1; it reaches .8 to 1.6.
        let range = Position::Quantity(Quantity::Range { low: 800.0, high: 1600.0 });
        let value = claim_value(&scale(0.0, 1000.0), range).unwrap();
        assert_eq!((value.value, value.unclamped), (1.0, 1.2));
        assert_eq!((value.reach, value.unclamped_reach), ((0.8, 1.0), (0.8, 1.6)));
        assert!(value.is_clamped());
    }

    #[test]
    fn more_than_reaches_the_anchor_of_larger_numbers() {
        let more = Position::Quantity(Quantity::MoreThan { value: 30.0 });
        let rising = claim_value(&scale(0.0, 40.0), more).unwrap();
        assert_eq!(
            (rising.value, rising.reach, rising.unclamped_reach.1),
            (0.75, (0.75, 1.0), f64::INFINITY)
        );
        let falling = claim_value(&scale(40.0, 0.0), more).unwrap();
        assert_eq!((falling.value, falling.reach), (0.25, (0.0, 0.25)));
        assert_eq!(falling.unclamped_reach, (f64::NEG_INFINITY, 0.25));
        assert!(!falling.is_clamped());
    }

    #[test]
    fn what_does_not_fit_has_no_value() {
        assert_eq!(claim_value(&Scale::Rating, Position::YesNo(true)), None);
        assert_eq!(claim_value(&scale(0.0, 5.0), Position::YesNo(true)), None);
        assert_eq!(claim_value(&Scale::Rating, exact(3.0)), None);
        assert_eq!(claim_value(&scale(5.0, 5.0), exact(3.0)), None);
        assert_eq!(claim_value(&scale(0.0, f64::NAN), exact(3.0)), None);
    }

    #[test]
    fn extreme_numbers_stay_finite() {
        let value = claim_value(&scale(-f64::MAX, f64::MAX), exact(0.0)).unwrap();
        assert_eq!((value.value, value.is_clamped()), (0.5, false));
        let value = claim_value(&scale(0.0, f64::MIN_POSITIVE), exact(f64::MAX)).unwrap();
        assert_eq!((value.value, value.unclamped), (1.0, f64::MAX));
    }
}
