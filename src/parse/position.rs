//! Positions as notes write them: `++`, `yes`, `~2300`, `>1000000`, `20..30`.

use crate::model::{Position, Quantity, Rating};

/// Reads a position. The error is a hint that says what to write instead.
pub fn position(text: &str) -> Result<Position, String> {
    if let Some(rating) = Rating::ALL.into_iter().find(|rating| rating.sign() == text) {
        return Ok(Position::Rating(rating));
    }
    match text {
        "yes" => return Ok(Position::YesNo(true)),
        "no" => return Ok(Position::YesNo(false)),
        _ => {}
    }
    let starts_as_number =
        |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    if let Some(rest) = text.strip_prefix('~') {
        return number(rest).map(|value| Position::Quantity(Quantity::Exact { value, approximate: true }));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return number(rest).map(|value| Position::Quantity(Quantity::MoreThan { value }));
    }
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        return if low <= high {
            Ok(Position::Quantity(Quantity::Range { low, high }))
        } else {
            Err(format!("write the smaller end first: `{high}..{low}`"))
        };
    }
    if starts_as_number(text) && text.chars().any(|c| c.is_ascii_digit()) {
        return number(text).map(|value| Position::Quantity(Quantity::Exact { value, approximate: false }));
    }
    Err(remedy(text))
}

/// A plain decimal number: digits with one optional point and an optional minus before them.
fn number(text: &str) -> Result<f64, String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(value) if plain && value.is_finite() => Ok(value),
        _ => Err(format!(
            "write the number with digits alone, such as `{}`; the unit stands in the topic's scale",
            sanitised(text)
        )),
    }
}

/// The digits that the author most likely meant.
fn sanitised(text: &str) -> String {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if digits.chars().any(|c| c.is_ascii_digit()) {
        digits.trim_end_matches('.').to_owned()
    } else {
        "2300".to_owned()
    }
}

fn remedy(text: &str) -> String {
    let signs: String = text
        .chars()
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c })
        .collect();
    if signs != text && Rating::ALL.iter().any(|rating| rating.sign() == signs) {
        return format!("write the plain hyphen of the keyboard: `{signs}`");
    }
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "yes" | "no") {
        return format!("write it in small letters: `{lower}`");
    }
    if matches!(lower.as_str(), "true" | "false") {
        return format!("write `{}`", if lower == "true" { "yes" } else { "no" });
    }
    if !text.is_empty() && text.chars().all(|c| c == '+') {
        return "the best rating is `++`".to_owned();
    }
    if !text.is_empty() && text.chars().all(|c| c == '-') {
        return "the worst rating is `--`".to_owned();
    }
    if text.starts_with('<') || text.starts_with("≥") || text.starts_with("≤") {
        return "only `>` is known, for a quantity that is open above; write `0..N` for less than N"
            .to_owned();
    }
    "write one of `++ + = - --`, `yes`, `no`, or a quantity such as `2300`, `~2300`, `>2300`, `20..30`"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        assert_eq!(position("++"), Ok(Position::Rating(Rating::Strong)));
        assert_eq!(position("-"), Ok(Position::Rating(Rating::Weak)));
        assert_eq!(position("no"), Ok(Position::YesNo(false)));
        let quantity = |text| match position(text) {
            Ok(Position::Quantity(quantity)) => quantity,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(quantity("2300"), Quantity::Exact { value: 2300.0, approximate: false });
        assert_eq!(quantity("~-1.5"), Quantity::Exact { value: -1.5, approximate: true });
        assert_eq!(quantity(">1000000"), Quantity::MoreThan { value: 1_000_000.0 });
        assert_eq!(quantity("20..30"), Quantity::Range { low: 20.0, high: 30.0 });
        assert_eq!(quantity("-5..-1"), Quantity::Range { low: -5.0, high: -1.0 });
    }

    #[test]
    fn refuses_near_misses_with_a_remedy() {
        for (text, part) in [
            ("+++", "`++`"),
            ("---", "`--`"),
            ("−", "plain hyphen"),
            ("Yes", "`yes`"),
            ("true", "`yes`"),
            ("1,000", "`1000`"),
            ("10%", "`10`"),
            ("~10k", "`10`"),
            ("30..20", "`20..30`"),
            ("<5", "0..N"),
            ("good", "one of"),
            ("", "one of"),
            ("1e999", "digits"),
            (".", "one of"),
            ("..", "digits"),
        ] {
            let hint = position(text).unwrap_err();
            assert!(hint.contains(part), "{text}: {hint}");
        }
    }
}
