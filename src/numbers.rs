//! Numbers as readers see them.

/// A share as a whole number from 0 to 100, rounded half away from zero. Computed sums may miss the
/// half by the tolerance of the rules, which therefore counts as reached.
pub fn percent(value: f64) -> u32 {
    let scaled = (value * 100.0).clamp(0.0, 100.0);
    (scaled + 0.5 + crate::analysis::TOLERANCE).floor() as u32
}

/// A share out of 100, which is 0 only if it is none, and 75, 95 or 100 only if it is not less: verdicts begin
/// there (rule 10). What would be rounded to them reads `under 1`, `over 74`, `over 94`, `over 99`.
pub fn share_text(share: f64) -> String {
    of_hundred(share, &[75, 95, 100])
}

/// A coverage out of 100, which is 0 only if nothing is covered, and 100 only if all is.
pub fn coverage_text(coverage: f64) -> String {
    of_hundred(coverage, &[100])
}

/// A part of 1 out of 100, which is none of `ends` if it is less.
fn of_hundred(part: f64, ends: &[u32]) -> String {
    let rounded = percent(part);
    let is_short = part < f64::from(rounded) / 100.0 - crate::analysis::TOLERANCE;
    match rounded {
        0 if part > crate::analysis::TOLERANCE => "under 1".to_owned(),
        end if is_short && ends.contains(&end) => format!("over {}", end - 1),
        _ => rounded.to_string(),
    }
}

/// A difference of scores out of 100, with one decimal unless it is none.
pub fn points(difference: f64) -> String {
    if difference == 0.0 {
        return "0".to_owned();
    }
    format!("{:.1}", (difference * 1000.0 + crate::analysis::TOLERANCE).round() / 10.0)
}

/// A lead in points of 100, which is not 0.
pub fn lead_text(lead: f64) -> String {
    if lead < 0.0005 { "under 0.1".to_owned() } else { points(lead) }
}

/// What an option gains on another, in points of 100: `+4.2`.
pub fn gain_text(gain: f64) -> String {
    let sign = if gain < 0.0005 { "" } else { "+" };
    format!("{sign}{}", lead_text(gain))
}

/// A weight with at most two decimals.
pub fn weight_text(weight: f64) -> String {
    format!("{}", (weight * 100.0 + crate::analysis::TOLERANCE).round() / 100.0)
}

/// A number with its thousands grouped by commas and at most three decimals: `10,000,000`, `1.5`.
pub fn grouped(value: f64) -> String {
    let rounded = (value.abs() * 1000.0).round() / 1000.0;
    let text = format!("{rounded}");
    let (whole, fraction) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut digits = String::with_capacity(whole.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            digits.push(',');
        }
        digits.push(digit);
    }
    let sign = if value < 0.0 && rounded > 0.0 { "\u{2212}" } else { "" };
    match fraction {
        Some(fraction) => format!("{sign}{digits}.{fraction}"),
        None => format!("{sign}{digits}"),
    }
}

/// A value from 0 to 1 as one of five strengths, 0 to 4: the nearest rating.
pub fn strength(value: f64) -> usize {
    (value.clamp(0.0, 1.0) * 4.0 + 0.5 + crate::analysis::TOLERANCE).floor() as usize
}

/// `1 claim`, `2 claims`.
pub fn count(number: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(number as f64), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_half_away_from_zero() {
        assert_eq!([0.0, 0.005, 0.125, 0.67, 1.0].map(percent), [0, 1, 13, 67, 100]);
        assert_eq!(percent(0.1 + 0.025 + 1e-17), 13);
        assert_eq!(percent(f64::INFINITY), 100);
    }

    #[test]
    fn a_share_is_not_rounded_up_to_where_a_verdict_begins() {
        assert_eq!(
            [1.0, 0.999, 0.97, 0.95, 0.946, 0.949, 0.748, 0.75, 0.001, 0.0].map(share_text),
            ["100", "over 99", "97", "95", "over 94", "over 94", "over 74", "75", "under 1", "0"]
        );
    }

    #[test]
    fn a_coverage_is_whole_only_if_all_is_covered() {
        assert_eq!(
            [0.0, 0.001, 0.746, 0.946, 0.996, 1.0].map(coverage_text),
            ["0", "under 1", "75", "95", "over 99", "100"]
        );
    }

    #[test]
    fn differences_have_a_decimal() {
        assert_eq!([0.0, 0.004, 0.05, 0.125].map(points), ["0", "0.4", "5.0", "12.5"]);
        assert_eq!([0.0001, 0.0006, 0.125].map(lead_text), ["under 0.1", "0.1", "12.5"]);
        assert_eq!([0.0001, 0.0006, 0.125].map(gain_text), ["under 0.1", "+0.1", "+12.5"]);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0.0, 999.0, 1000.0, 1e7, 1.5, -2300.0].map(grouped),
            ["0", "999", "1,000", "10,000,000", "1.5", "−2,300"]
        );
        assert_eq!(grouped(0.05), "0.05");
    }

    #[test]
    fn strengths_are_the_nearest_ratings() {
        assert_eq!([0.0, 0.12, 0.125, 0.5, 0.9, 1.0].map(strength), [0, 0, 1, 2, 4, 4]);
    }
}
