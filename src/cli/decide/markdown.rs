//! A decision as a record to keep in a repository: an architecture decision record in Markdown.

use jiff::civil::Date;

use super::Decided;
use super::words::{readings_text, score_text, share_text, side_name, weight_text};
use crate::analysis::Status;
use crate::model::SourceIndex;
use crate::render::numbers::percent;

pub(super) fn text(decided: &Decided<'_>, today: Option<Date>) -> String {
    let title =
        decided.scenario.as_ref().map_or(decided.knowledge.config.title.as_str(), |key| decided.title(key));
    let mut page = format!("# {}\n", escaped(title));
    if let Some(today) = today {
        page.push_str(&format!("\nDate: {today}\n"));
    }
    page.push_str("\nStatus: proposed\n\n## Context\n\n");
    page.push_str(&format!("The question of {}", escaped(&decided.knowledge.config.title)));
    if let Some(scenario) = &decided.scenario {
        page.push_str(&format!(", for {}", escaped(decided.title(scenario))));
    }
    page.push_str(", decided by what sources claim, what weighs how much, and what must be met.\n");
    if !decided.without.is_empty() {
        page.push_str(&format!("\nLeft out: {}.\n", escaped(&decided.sources(&decided.without))));
    }
    for supposed in &decided.supposed {
        let (side, title) = (side_name(supposed.side), escaped(&supposed.title));
        page.push_str(&format!("\nSupposed right: side {side} of \u{201c}{title}\u{201d}.\n"));
    }
    section(&mut page, "Weights");
    for (topic, weight) in decided.weights() {
        page.push_str(&format!("- {}: {}\n", escaped(decided.topic(topic)), weight_text(weight)));
    }
    if decided.weights().is_empty() {
        page.push_str("None.\n");
    }
    section(&mut page, "Must-haves");
    for topic in decided.profile.must.keys() {
        page.push_str(&format!("- {}\n", escaped(&decided.must_text(*topic))));
    }
    if decided.profile.must.is_empty() {
        page.push_str("None.\n");
    }
    section(&mut page, "Decision");
    page.push_str(&format!("{}\n\n", escaped(&decided.verdict())));
    page.push_str("| rank | option | score | lowest | highest | leads in | evidence | remarks |\n");
    page.push_str("| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for ranked in &decided.decision.options {
        let end = |end: Option<f64>| end.map_or_else(String::new, |end| percent(end).to_string());
        let readings = ranked.readings.map(readings_text);
        let share = ranked.share.map_or_else(String::new, share_text);
        let remarks: Vec<String> = decided.hindrance(ranked).into_iter().chain(readings).collect();
        page.push_str(&format!(
            "| {} | {} | {} | {} | {} | {share} | {} | {} |\n",
            ranked.rank.map_or_else(String::new, |rank| rank.to_string()),
            escaped(decided.option(ranked.option)),
            score_text(ranked),
            end(ranked.interval.map(|interval| interval.0)),
            end(ranked.interval.map(|interval| interval.1)),
            percent(ranked.coverage),
            escaped(&remarks.join("; ")),
        ));
    }
    page.push_str("\nNumbers are of 100; evidence is the share of the weight that rests on claims.\n");
    contested(&mut page, decided);
    section(&mut page, "Consequences");
    let mut stability =
        decided.decision.stability.iter().filter_map(|found| decided.stability(found)).peekable();
    if stability.peek().is_none() {
        page.push_str("- No weight from 0 to 5, changed alone, changes who leads.\n");
    }
    for sentence in stability {
        page.push_str(&format!("- {}\n", escaped(&sentence)));
    }
    if let Some(agreement) = decided.agreement() {
        section(&mut page, "What the sources recommend");
        for (option, in_favour, against) in decided.advice() {
            let name = escaped(decided.option(option));
            for (word, sources) in [("For", in_favour), ("Against", against)] {
                if !sources.is_empty() {
                    page.push_str(&format!("- {word} {name}: {}\n", escaped(&decided.sources(&sources))));
                }
            }
        }
        page.push_str(&format!("\n{}\n", escaped(&agreement)));
    }
    sources(&mut page, decided);
    page
}

/// Contradictions and doubts that move the result.
fn contested(page: &mut String, decided: &Decided<'_>) {
    section(page, "Contested points");
    let start = page.len();
    for doubt in &decided.decision.doubts {
        let cell = format!("{}, {}", decided.topic(doubt.question), decided.option(doubt.option));
        let change = decided.change(&doubt.change);
        page.push_str(&format!("- {} at {}: {}\n", escaped(&cell), percent(doubt.value), escaped(&change)));
    }
    for trial in &decided.decision.contradictions {
        let Some(found) = decided.analysis.contradictions.get(trial.contradiction) else { continue };
        let status = match found.status {
            Status::Unexplained => "unexplained",
            Status::Open => "open",
            Status::Resolved => "resolved",
        };
        let (title, side) = (super::choices::title(decided.knowledge, found), side_name(trial.side));
        let change = escaped(&decided.change(&trial.change));
        page.push_str(&format!("- {} ({status}), if side {side} is right: {change}\n", escaped(&title)));
    }
    for trial in decided.decision.sources.iter().filter(|trial| trial.change.flips) {
        let change = escaped(&decided.change(&trial.change));
        page.push_str(&format!("- Without {}: {change}\n", escaped(decided.source(trial.source))));
    }
    if page.len() == start {
        page.push_str("None that moves the result.\n");
    }
}

/// The sources whose claims count on what has a weight or a must-have.
fn sources(page: &mut String, decided: &Decided<'_>) {
    section(page, "Sources");
    let mut used: Vec<SourceIndex> = Vec::new();
    for found in &decided.decision.stability {
        if found.weight > 0.0 || decided.profile.must.contains_key(&found.question) {
            let cells = decided
                .decision
                .options
                .iter()
                .filter_map(|ranked| decided.analysis.cell(found.question, ranked.option));
            let claims = cells.flat_map(|cell| cell.voices.iter().flat_map(|voice| &voice.claims));
            used.extend(claims.map(|claim| decided.comparison.claim(*claim).source));
        }
    }
    used.sort_unstable();
    used.dedup();
    for source in &used {
        let facts = decided.knowledge.source_facts(*source);
        let mut line = format!("- {}", escaped(decided.source(*source)));
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
