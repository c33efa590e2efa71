//! Readings: the ways of settling every doubt, and in what share of them each option leads (rule 10
//! of the method).
//!
//! Counted readings are exact. Drawn ones use a generator that any language can have, each cell from
//! a stream of its own, so that neither order nor other options nor weights change a draw.

use crate::analysis::{Analysis, Cell, CellClaim, TOLERANCE, Voice};
use crate::decide::Readings;
use crate::decide::scores::{Column, Criterion, Table};
use crate::model::{ClaimIndex, Comparison, Rating};

/// The most ways of an option's cells that are counted out.
const MOST_COUNTED: usize = 10_000;

/// How many readings are drawn where there are more.
const DRAWN: usize = 1_000;

/// What the readings of one option are worth.
#[derive(Clone, Debug)]
pub(crate) struct Distribution {
    pub(crate) readings: Readings,
    /// Readings that meet every must-have, by ascending value.
    meeting: Vec<Reading>,
    /// The probability of all meeting readings before each, and of all of them at the end.
    before: Vec<f64>,
    /// The probability that a must-have is missed.
    missing: f64,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    /// Σ w·v / Σ w.
    value: f64,
    probability: f64,
    meets: bool,
}

impl Distribution {
    fn new(readings: Readings, mut all: Vec<Reading>) -> Self {
        all.sort_by(|one, other| one.value.total_cmp(&other.value));
        let (meeting, missed): (Vec<Reading>, Vec<Reading>) =
            all.into_iter().partition(|reading| reading.meets);
        let mut sum = 0.0;
        let mut before = vec![0.0];
        for reading in &meeting {
            sum += reading.probability;
            before.push(sum);
        }
        let missing = missed.iter().map(|reading| reading.probability).sum();
        Self { readings, meeting, before, missing }
    }

    /// The probability that it is lower than a value or misses a must-have, plus half that of a tie.
    fn beaten_by(&self, value: f64) -> f64 {
        let up_to = |limit: f64, ends: bool| {
            let count = self
                .meeting
                .partition_point(|reading| reading.value < limit || ends && reading.value <= limit);
            self.before.get(count).copied().unwrap_or(0.0)
        };
        let lower = up_to(value - TOLERANCE, false);
        let tied = up_to(value + TOLERANCE, true) - lower;
        self.missing + lower + tied / 2.0
    }
}

/// The distribution of each undimmed ranked option, which are those with a score in `contenders`.
pub(crate) fn distributions(
    comparison: &Comparison,
    analysis: &Analysis,
    table: &Table,
    contenders: &[Option<f64>],
) -> Vec<Option<Distribution>> {
    let distribution = |(column, contender): (&Column, &Option<f64>)| {
        contender.map(|_| {
            let cells = table.criteria.iter().filter(|criterion| criterion.matters());
            let cells: Vec<Doubtful> =
                cells.map(|criterion| Doubtful::new(comparison, analysis, column, *criterion)).collect();
            let ways = cells.iter().fold(1_usize, |ways, cell| ways.saturating_mul(cell.values.len()));
            let total = table.total_weight();
            if ways <= MOST_COUNTED {
                Distribution::new(Readings::Counted(ways), count(&cells, total))
            } else {
                Distribution::new(Readings::Drawn(DRAWN), draw(&cells, total))
            }
        })
    };
    table.columns.iter().zip(contenders).map(distribution).collect()
}

/// In what share of its readings each option leads.
pub(crate) fn shares(distributions: &[Option<Distribution>]) -> Vec<Option<f64>> {
    let share = |place: usize, own: &Distribution| {
        let others = || {
            let others = distributions.iter().enumerate().filter(move |(other, _)| *other != place);
            others.filter_map(|(_, distribution)| distribution.as_ref())
        };
        let leads = |reading: &Reading| {
            let chance: f64 = others().map(|other| other.beaten_by(reading.value)).product();
            reading.probability * chance
        };
        own.meeting.iter().map(leads).sum::<f64>()
    };
    distributions
        .iter()
        .enumerate()
        .map(|(place, distribution)| distribution.as_ref().map(|own| share(place, own)))
        .collect()
}

/// All ways of some cells.
fn count(cells: &[Doubtful], total: f64) -> Vec<Reading> {
    let mut readings = vec![Reading { value: 0.0, probability: 1.0, meets: true }];
    for cell in cells {
        readings = readings
            .iter()
            .flat_map(|reading| {
                cell.values.iter().map(|(value, probability)| Reading {
                    value: reading.value + cell.criterion.weight * value,
                    probability: reading.probability * probability,
                    meets: reading.meets && cell.meets(*value),
                })
            })
            .collect();
    }
    readings.iter_mut().for_each(|reading| reading.value /= total);
    readings
}

/// A sample of the ways of some cells.
fn draw(cells: &[Doubtful], total: f64) -> Vec<Reading> {
    let probability = 1.0 / DRAWN as f64;
    let mut readings = vec![Reading { value: 0.0, probability, meets: true }; DRAWN];
    for cell in cells {
        let mut numbers = Mulberry32::new(fnv_1a(&cell.stream));
        for reading in &mut readings {
            let value = cell.settle([numbers.next(), numbers.next(), numbers.next()]);
            reading.value += cell.criterion.weight * value;
            reading.meets &= cell.meets(value);
        }
    }
    readings.iter_mut().for_each(|reading| reading.value /= total);
    readings
}

/// A cell, as far as it can be settled in different ways.
struct Doubtful {
    criterion: Criterion,
    /// What its stream of random numbers is named after.
    stream: String,
    /// The voices in order of their smallest source: trust, and the ends of each claim in order of id.
    voices: Vec<(f64, Vec<(f64, f64)>)>,
    /// Its different values, each with its probability.
    values: Vec<(f64, f64)>,
}

impl Doubtful {
    fn new(comparison: &Comparison, analysis: &Analysis, column: &Column, criterion: Criterion) -> Self {
        let cell = analysis.cell(criterion.question, column.option);
        let voices: Vec<_> = cell.map_or_else(Vec::new, |cell| {
            cell.voices.iter().map(|voice| (voice.trust, ends(comparison, cell, voice))).collect()
        });
        let option = comparison.options.get(column.option.0).map_or("", |id| id.as_str());
        Self {
            stream: format!("{}/{option}", comparison.question(criterion.question).key.id),
            values: values(&voices),
            criterion,
            voices,
        }
    }

    fn meets(&self, value: f64) -> bool {
        self.criterion.minimum.is_none_or(|minimum| value >= minimum - TOLERANCE)
    }

    /// The value that three numbers from 0 to 1 choose: a voice, one of its claims, one of its ends.
    fn settle(&self, [voice, claim, end]: [f64; 3]) -> f64 {
        let Some(last) = self.voices.last() else { return (voice * 5.0).floor() / 4.0 };
        let sum: f64 = self.voices.iter().map(|(trust, _)| trust).sum();
        let mut trusted = 0.0;
        let exceeds = |(trust, _): &&(f64, Vec<(f64, f64)>)| {
            trusted += trust;
            trusted > voice * sum
        };
        let (_, claims) = self.voices.iter().find(exceeds).unwrap_or(last);
        let (low, high) = claims.get((claim * claims.len() as f64) as usize).copied().unwrap_or((0.5, 0.5));
        if end < 0.5 { low } else { high }
    }
}

/// The ends of what each claim of a voice reaches, by id of claim.
fn ends(comparison: &Comparison, cell: &Cell, voice: &Voice) -> Vec<(f64, f64)> {
    let mut claims: Vec<ClaimIndex> = voice.claims.clone();
    claims.sort_by_key(|claim| &comparison.claim(*claim).id);
    let entry = |claim: &ClaimIndex| cell.claims.iter().find(|entry| entry.claim == *claim);
    let reach = |entry: &CellClaim| entry.value.map(|value| value.reach);
    claims.iter().filter_map(entry).filter_map(reach).collect()
}

/// The different values of a cell with such voices, and how probable each is.
fn values(voices: &[(f64, Vec<(f64, f64)>)]) -> Vec<(f64, f64)> {
    if voices.is_empty() {
        return Rating::ALL.map(|rating| (rating.value(), 0.2)).into();
    }
    let trust: f64 = voices.iter().map(|(trust, _)| trust).sum();
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (own, claims) in voices {
        let each = own / trust / claims.len() as f64 / 2.0;
        all.extend(claims.iter().flat_map(|(low, high)| [(*low, each), (*high, each)]));
    }
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for (value, probability) in all {
        match merged.last_mut() {
            Some(last) if value - last.0 <= TOLERANCE => last.1 += probability,
            _ => merged.push((value, probability)),
        }
    }
    merged
}

/// The 32-bit FNV-1a hash of a text (RFC 9923).
fn fnv_1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Tommy Ettinger's mulberry32: 32 bits of state, and the same numbers in every language.
struct Mulberry32(u32);

impl Mulberry32 {
    fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// A number from 0 up to 1, which it never reaches.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut bits = (self.0 ^ (self.0 >> 15)).wrapping_mul(self.0 | 1);
        bits ^= bits.wrapping_add((bits ^ (bits >> 7)).wrapping_mul(bits | 61));
        f64::from(bits ^ (bits >> 14)) / 4_294_967_296.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // From the reference list of FNV test vectors.
        assert_eq!([fnv_1a(""), fnv_1a("a"), fnv_1a("foobar")], [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }

    #[test]
    fn numbers_lie_between_0_and_1_and_are_even_enough() {
        let mut numbers = Mulberry32::new(fnv_1a("speed/nodejs"));
        let drawn: Vec<f64> = (0..10_000).map(|_| numbers.next()).collect();
        assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)));
        let mean = drawn.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
    }

    #[test]
    fn a_range_takes_either_end_and_equal_values_are_one_way() {
        let voices = [(1.0, vec![(0.2, 0.6)]), (0.5, vec![(0.6, 0.6), (0.0, 0.0)])];
        // 2/3 · 1/2 at .2 and at .6; 1/3 · 1/2 at .6 and at 0.
        let expected = [(0.0, 1.0 / 6.0), (0.2, 1.0 / 3.0), (0.6, 0.5)];
        let found = values(&voices);
        assert_eq!(found.len(), 3);
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.0 - expected.0).abs() < 1e-12 && (found.1 - expected.1).abs() < 1e-12);
        }
    }
}
