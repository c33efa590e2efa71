//! Dates as publications give them: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A date known to the year, the month or the day: `2022`, `2022-02`, `2022-02-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartialDate {
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

impl PartialDate {
    /// The first day that it covers.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Day(date) => date,
        }
    }

    /// The last day that it covers: `2020` means all of 2020.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Day(date) => date,
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str, length: usize| {
            let fits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| part.parse::<i16>().ok()).flatten().ok_or(DateError)
        };
        let small = |part: &str| digits(part, 2).and_then(|n| i8::try_from(n).map_err(|_| DateError));
        match parts[..] {
            [year] => Ok(Self::Year(digits(year, 4)?)),
            [year, month] => {
                let (year, month) = (digits(year, 4)?, small(month)?);
                Date::new(year, month, 1).map(|_| Self::Month(year, month)).map_err(|_| DateError)
            }
            [year, month, day] => {
                Date::new(digits(year, 4)?, small(month)?, small(day)?).map(Self::Day).map_err(|_| DateError)
            }
            _ => Err(DateError),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// The text is no date of the form YYYY, YYYY-MM or YYYY-MM-DD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError;

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    }
}

impl std::error::Error for DateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_three_precisions_and_refuses_the_rest() {
        for good in ["2022", "2022-02", "2022-02-04", "2024-02-29"] {
            assert_eq!(good.parse::<PartialDate>().unwrap().to_string(), good);
        }
        for bad in ["", "22", "2022-2", "2022-13", "2023-02-29", "2022-02-04-01", "２０２２", "-2022"] {
            assert_eq!(bad.parse::<PartialDate>(), Err(DateError), "{bad}");
        }
    }

    #[test]
    fn covers_whole_years_and_months() {
        let date: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(date.first_day().to_string(), "2024-02-01");
        assert_eq!(date.last_day().to_string(), "2024-02-29");
        assert_eq!(PartialDate::Year(2020).last_day().to_string(), "2020-12-31");
    }
}
