//! A decision for the terminal.

use crate::decide::{Ranked, Verdict};
use crate::numbers::{coverage_text, gain_text, percent, share_text, weight_text};
use crate::report::words::{readings_text, score_text, side_name};
use crate::report::{Report, contradiction_title};

/// How many entries of a list are shown before the rest is only counted.
const SHOWN: usize = 5;

/// Cells of a bar: one for every four of a hundred.
const BAR: usize = 25;

pub(super) fn text(report: &Report<'_>) -> String {
    let mut page = Page(String::new());
    if let Some(scenario) = &report.scenario {
        page.line(&format!("For: {}", report.title(scenario)));
    }
    if !report.without.is_empty() {
        page.line(&format!("Without: {}", report.sources(&report.without)));
    }
    for supposed in &report.supposed {
        page.line(&format!(
            "Supposing side {} of \u{201c}{}\u{201d}{}",
            side_name(supposed.side),
            supposed.title,
            supposed.remark()
        ));
    }
    page.line(&report.verdict());
    page.gap();
    ranking(&mut page, report);
    comparison(&mut page, report);
    weights(&mut page, report);
    let doubts = report.decision.doubts.iter().map(|doubt| {
        let (topic, option) = (report.topic(doubt.question), report.option(doubt.option));
        format!("{topic}, {option} at {}: {}", percent(doubt.value), report.change(&doubt.change))
    });
    page.list("Deciding doubts", doubts.collect());
    page.list("What would change who leads, or who can", flips(report));
    let stability = report.decision.stability.iter().filter_map(|found| report.stability(found));
    let stability: Vec<String> = stability.collect();
    if let Some(ways) = report.ways_out() {
        page.section("What would let an option lead");
        page.line(&format!("  {ways}"));
    }
    if stability.is_empty() && !report.decision.leaders.is_empty() {
        page.section("Weights");
        page.line("  no weight from 0 to 5, changed alone, changes who leads");
    } else {
        page.list("Weights", stability);
    }
    advice(&mut page, report);
    page.0
}

fn ranking(page: &mut Page, report: &Report<'_>) {
    let options = &report.decision.options;
    let width = options.iter().map(|ranked| report.option(ranked.option).chars().count()).max().unwrap_or(0);
    for ranked in options {
        let rank = report.rank_text(ranked);
        let name = report.option(ranked.option);
        let mut line = format!("{rank:>2}. {name:<width$}  {:>3}  {}", score_text(ranked), bar(ranked));
        if let Some((low, high)) = ranked.interval {
            line.push_str(&format!("  between {} and {}", percent(low), percent(high)));
        }
        if let Some(share) =
            ranked.share.filter(|_| matches!(report.decision.verdict, Verdict::Ranking { .. }))
        {
            line.push_str(&format!(", leads in {} of 100", share_text(share)));
        }
        line.push_str(&format!(", coverage {} of 100", coverage_text(ranked.coverage)));
        if let Some(readings) = ranked.readings {
            line.push_str(&format!(" ({})", readings_text(readings)));
        }
        page.line(&line);
        if let Some(hindrance) = report.hindrance(ranked) {
            page.line(&format!("    {hindrance}"));
        }
    }
    for (one, other) in &report.decision.dominance {
        let (one, other) = (report.option(*one), report.option(*other));
        page.line(&format!("    {one} is at least as good as {other} on everything that has weight"));
    }
}

/// What the first option does better than the second, and the second better than the first.
fn comparison(page: &mut Page, report: &Report<'_>) {
    let [first, second, ..] = report.decision.options.as_slice() else { return };
    if first.score.is_none() || second.score.is_none() {
        return;
    }
    for (one, other) in [(first, second), (second, first)] {
        let gains = report.gains(one, other);
        let title =
            format!("What {} does better than {}", report.option(one.option), report.option(other.option));
        let gains =
            gains.into_iter().map(|(topic, gain)| format!("{} {}", report.topic(topic), gain_text(gain)));
        page.list(&title, gains.collect());
    }
}

fn weights(page: &mut Page, report: &Report<'_>) {
    let weights = report.weights().into_iter();
    let weights = weights.map(|(topic, weight)| format!("{} {}", report.topic(topic), weight_text(weight)));
    page.list("What weighs most", weights.collect());
    let must = report.profile.must.keys().map(|topic| report.must_text(*topic));
    page.list("Must-haves", must.collect());
}

/// Contradictions and sources that change who leads, or who can.
fn flips(report: &Report<'_>) -> Vec<String> {
    let contradictions = report.decision.contradictions.iter().filter(|trial| trial.change.decides());
    let contradictions = contradictions.filter_map(|trial| {
        let found = report.analysis.contradictions.get(trial.contradiction)?;
        let title = contradiction_title(report.knowledge, found);
        let side = side_name(trial.side);
        let change = report.change(&trial.change);
        Some(format!("if side {side} of \u{201c}{title}\u{201d} is right ({}={side}): {change}", found.id))
    });
    let sources = report.decision.sources.iter().filter(|trial| trial.change.decides());
    let sources = sources
        .map(|trial| format!("without {}: {}", report.source(trial.source), report.change(&trial.change)));
    contradictions.chain(sources).collect()
}

fn advice(page: &mut Page, report: &Report<'_>) {
    if report.scenario.is_none() {
        return;
    }
    let mut lines = Vec::new();
    for (option, in_favour, against) in report.advice() {
        let name = report.option(option);
        if !in_favour.is_empty() {
            lines.push(format!("for {name}: {}", report.sources(&in_favour)));
        }
        if !against.is_empty() {
            lines.push(format!("against {name}: {}", report.sources(&against)));
        }
    }
    page.list("What the sources recommend", lines);
    if let Some(agreement) = report.agreement() {
        page.line(&agreement);
    }
}

/// A bar from 0 to 100: `.` outside the interval, `-` inside it, `#` at the score.
fn bar(ranked: &Ranked) -> String {
    let place = |value: f64| ((value.clamp(0.0, 1.0) * BAR as f64) as usize).min(BAR - 1);
    let Some((low, high)) = ranked.interval else { return format!("[{}]", ".".repeat(BAR)) };
    let sign = |cell: usize| match ranked.score {
        Some(score) if place(score) == cell => '#',
        _ if (place(low)..=place(high)).contains(&cell) => '-',
        _ => '.',
    };
    format!("[{}]", (0..BAR).map(sign).collect::<String>())
}

/// Text with titled lists.
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }

    fn section(&mut self, title: &str) {
        self.gap();
        self.line(&format!("{title}:"));
    }

    /// The first entries of a list, and how many more there are; nothing where it is empty.
    fn list(&mut self, title: &str, entries: Vec<String>) {
        if entries.is_empty() {
            return;
        }
        self.section(title);
        for entry in entries.iter().take(SHOWN) {
            self.line(&format!("  {entry}"));
        }
        if entries.len() > SHOWN {
            self.line(&format!("  and {} more (--format json has all)", entries.len() - SHOWN));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OptionIndex;

    #[test]
    fn a_bar_shows_interval_and_score() {
        let ranked = Ranked {
            option: OptionIndex(0),
            score: Some(0.5),
            interval: Some((0.4, 0.61)),
            coverage: 1.0,
            contributions: Vec::new(),
            rank: Some(1),
            dimmed: false,
            outcomes: Vec::new(),
            share: None,
            readings: None,
        };
        assert_eq!(bar(&ranked), "[..........--#---.........]");
        assert_eq!(bar(&Ranked { interval: None, score: None, ..ranked }), format!("[{}]", ".".repeat(25)));
    }
}
