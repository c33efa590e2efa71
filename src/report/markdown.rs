//! A decision as a record to keep in a repository: an architecture decision record in Markdown.

use jiff::civil::Date;

use super::words::{readings_text, score_text, side_name};
use super::{Report, contradiction_title, profile};
use crate::analysis::{Status, TOLERANCE};
use crate::decide::{Change, SideTrial};
use crate::model::{QuestionIndex, SourceIndex};
use crate::numbers::{count, coverage_text, gain_text, percent, share_text, weight_text};

/// The record; dated if a day is given.
pub fn text(report: &Report<'_>, today: Option<Date>) -> String {
    let title =
        report.scenario.as_ref().map_or(report.knowledge.config.title.as_str(), |key| report.title(key));
    let mut page = format!("# {}\n", escaped(title));
    if let Some(today) = today {
        page.push_str(&format!("\nDate: {today}\n"));
    }
    page.push_str("\nStatus: proposed\n\n## Context\n\n");
    page.push_str(&format!("The question of {}", escaped(&report.knowledge.config.title)));
    if let Some(scenario) = &report.scenario {
        page.push_str(&format!(", for {}", escaped(report.title(scenario))));
    }
    page.push_str(", decided by what sources claim, what weighs how much, and what must be met.\n");
    if !report.without.is_empty() {
        page.push_str(&format!("\nLeft out: {}.\n", escaped(&report.sources(&report.without))));
    }
    for supposed in &report.supposed {
        let (side, title) = (side_name(supposed.side), escaped(&supposed.title));
        let remark = supposed.remark();
        page.push_str(&format!("\nSupposed right: side {side} of \u{201c}{title}\u{201d}{remark}.\n"));
    }
    section(&mut page, "Weights");
    let usual = profile(report.knowledge, report.scenario.as_ref());
    let whose = if report.scenario.is_some() { "in the scenario" } else { "usually" };
    for (topic, weight) in report.weights() {
        let before = weight_text(usual.weight(&report.comparison, topic));
        let weight = weight_text(weight);
        let changed = if weight == before { String::new() } else { format!(" ({whose} {before})") };
        page.push_str(&format!("- {}: {weight}{changed}\n", escaped(report.topic(topic))));
    }
    if report.weights().is_empty() {
        page.push_str("None.\n");
    }
    section(&mut page, "Must-haves");
    for topic in report.profile.must.keys() {
        page.push_str(&format!("- {}\n", escaped(&report.must_text(*topic))));
    }
    if report.profile.must.is_empty() {
        page.push_str("None.\n");
    }
    section(&mut page, "Decision");
    page.push_str(&format!("{}\n\n", escaped(&report.verdict())));
    page.push_str("| rank | option | score | lowest | highest | leads in | evidence | remarks |\n");
    page.push_str("| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for ranked in &report.decision.options {
        let end = |end: Option<f64>| end.map_or_else(String::new, |end| percent(end).to_string());
        let readings = ranked.readings.map(readings_text);
        let share = ranked.share.map_or_else(String::new, share_text);
        let remarks: Vec<String> = report.hindrance(ranked).into_iter().chain(readings).collect();
        page.push_str(&format!(
            "| {} | {} | {} | {} | {} | {share} | {} | {} |\n",
            report.rank_text(ranked),
            escaped(report.option(ranked.option)),
            score_text(ranked),
            end(ranked.interval.map(|interval| interval.0)),
            end(ranked.interval.map(|interval| interval.1)),
            coverage_text(ranked.coverage),
            escaped(&remarks.join("; ")),
        ));
    }
    page.push_str(LEGEND);
    better(&mut page, report);
    contested(&mut page, report);
    section(&mut page, "Consequences");
    let stability = report.decision.stability.iter().filter_map(|found| report.stability(found));
    let mut consequences: Vec<String> = report.ways_out().into_iter().chain(stability).collect();
    if consequences.is_empty() {
        let none = if report.decision.leaders.is_empty() {
            "No option can lead, whatever a single weight is."
        } else {
            "No weight from 0 to 5, changed alone, changes who leads."
        };
        consequences.push(none.to_owned());
    }
    for sentence in consequences {
        page.push_str(&format!("- {}\n", escaped(&sentence)));
    }
    if let Some(agreement) = report.agreement() {
        section(&mut page, "What the sources recommend");
        for (option, in_favour, against) in report.advice() {
            let name = escaped(report.option(option));
            for (word, sources) in [("For", in_favour), ("Against", against)] {
                if !sources.is_empty() {
                    page.push_str(&format!("- {word} {name}: {}\n", escaped(&report.sources(&sources))));
                }
            }
        }
        page.push_str(&format!("\n{}\n", escaped(&agreement)));
    }
    sources(&mut page, report);
    page
}

/// What the numbers of the ranking are.
const LEGEND: &str = "
Numbers are of 100; evidence is the share of the weight that rests on claims. An option leads in so many of 100 ways of
settling where sources differ or are silent, each on the word of one of them: that sums up what they say and is no
probability.
";

/// On how many criteria it is named what an option is ahead.
const LISTED: usize = 6;

/// On what each of the first two options is ahead of the other.
fn better(page: &mut String, report: &Report<'_>) {
    let mut scored = report.decision.options.iter().filter(|ranked| ranked.score.is_some());
    let (Some(first), Some(second)) = (scored.next(), scored.next()) else { return };
    section(page, "Who is better at what");
    for (one, other) in [(first, second), (second, first)] {
        let gains = report.gains(one, other);
        let entry = |(topic, gain): &(QuestionIndex, f64)| {
            let guess = report.guess(*topic, [one.option, other.option]);
            format!("{} {}{guess}", report.topic(*topic), gain_text(*gain))
        };
        let mut entries: Vec<String> = gains.iter().take(LISTED).map(entry).collect();
        if gains.len() > LISTED {
            entries.push(format!("{} more", gains.len() - LISTED));
        }
        if entries.is_empty() {
            entries.push("nothing that has weight".to_owned());
        }
        let line = format!("{}: {}", report.option(one.option), entries.join(", "));
        page.push_str(&format!("- {}\n", escaped(&line)));
    }
}

/// Contradictions and doubts that move the result.
fn contested(page: &mut String, report: &Report<'_>) {
    section(page, "Contested points");
    let start = page.len();
    if !report.decision.leaders.is_empty() && report.decision.margin.is_none() {
        page.push_str("- By how much a side or a source moves the lead can only be said while another option could lead\n");
    }
    for doubt in &report.decision.doubts {
        let cell = format!("{}, {}", report.topic(doubt.question), report.option(doubt.option));
        let change = report.change(&doubt.change);
        page.push_str(&format!("- {} at {}: {}\n", escaped(&cell), percent(doubt.value), escaped(&change)));
    }
    let (telling, rest): (Vec<&SideTrial>, Vec<&SideTrial>) =
        report.decision.contradictions.iter().partition(|trial| is_telling(&trial.change));
    for trial in telling {
        let Some(found) = report.analysis.contradictions.get(trial.contradiction) else { continue };
        let status = match found.status {
            Status::Unexplained => "unexplained",
            Status::Open => "open",
            Status::Resolved => "resolved",
        };
        let (title, side) = (contradiction_title(report.knowledge, found), side_name(trial.side));
        let said = found.sides.get(trial.side).and_then(|claims| report.side_text(claims));
        let said = said.map(|said| format!(", {said},")).unwrap_or_default();
        let change = report.change(&trial.change);
        let sentence = format!("{title} ({status}): if side {side}{said} is right, {change}");
        page.push_str(&format!("- {}\n", escaped(&sentence)));
    }
    if !rest.is_empty() {
        page.push_str(&format!(
            "- {} would move the lead by less than a point\n",
            count(rest.len(), "more side")
        ));
    }
    for trial in report.decision.sources.iter().filter(|trial| trial.change.decides()) {
        let change = escaped(&report.change(&trial.change));
        page.push_str(&format!("- Without {}: {change}\n", escaped(report.source(trial.source))));
    }
    if page.len() == start {
        page.push_str("None that moves the result.\n");
    }
}

/// Whether a change is worth a line: other leaders, an option that stands otherwise, a lead that is not known, or one
/// other by a point or more.
fn is_telling(change: &Change) -> bool {
    change.decides() || change.influence.is_none_or(|influence| influence.abs() > 0.01 - TOLERANCE)
}

/// The sources whose claims count on what has a weight or a must-have.
fn sources(page: &mut String, report: &Report<'_>) {
    section(page, "Sources");
    let mut used: Vec<SourceIndex> = Vec::new();
    for found in &report.decision.stability {
        if found.weight > 0.0 || report.profile.must.contains_key(&found.question) {
            let cells = report
                .decision
                .options
                .iter()
                .filter_map(|ranked| report.analysis.cell(found.question, ranked.option));
            let claims = cells.flat_map(|cell| cell.voices.iter().flat_map(|voice| &voice.claims));
            used.extend(claims.map(|claim| report.comparison.claim(*claim).source));
        }
    }
    used.sort_unstable();
    used.dedup();
    for source in &used {
        let facts = report.knowledge.source_facts(*source);
        let mut line = format!("- {}", escaped(report.source(*source)));
        if let Some(publisher) = facts.map(|facts| facts.publisher.as_str()).filter(|text| !text.is_empty()) {
            line.push_str(&format!(", {}", escaped(publisher)));
        }
        if let Some(published) = facts.and_then(|facts| facts.published) {
            line.push_str(&format!(", {published}"));
        }
        if let Some(url) = facts.and_then(|facts| facts.url.as_deref()) {
            line.push_str(&format!(", <{url}>"));
        }
        page.push_str(&line);
        page.push('\n');
    }
    if used.is_empty() {
        page.push_str("None.\n");
    }
}

fn section(page: &mut String, title: &str) {
    page.push_str(&format!("\n## {title}\n\n"));
}

/// Text in which nothing is Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~') {
            safe.push('\\');
        }
        safe.push(if letter.is_control() { ' ' } else { letter });
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_no_markup() {
        assert_eq!(escaped("a|b *c* [d](e) <i>"), "a\\|b \\*c\\* \\[d\\](e) \\<i\\>");
    }
}
