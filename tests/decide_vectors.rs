//! Holds the decision to the vectors of `tests/vectors/decide`, whose expected values come from an
//! oracle that shares no code with the program, or were worked out by hand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its own files and fails by panicking"
)]

mod support;

use std::fs;

use counterpoint::analysis::analyse;
use counterpoint::decide::{
    Aggregate, Change, Decision, Outcome, Ranked, Readings, Reason, Strength, Suppositions, Verdict,
    WeightRange, aggregates, decide,
};
use counterpoint::model::{Comparison, Id, OptionIndex, QuestionIndex};
use serde_json::{Map, Value, json};

use support::{Input, Others, Vector, compare, vector_files};

#[test]
fn vectors_worked_out_by_hand() {
    let mut failures = Vec::new();
    let mut count = 0;
    for path in vector_files("decide", "json") {
        let vectors: Vec<Vector> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        count += vectors.len();
        failures.extend(vectors.iter().filter_map(|vector| differences(vector, Others::Ignored)));
    }
    assert!(count >= 60, "only {count} vectors");
    assert_none(&failures);
}

#[test]
fn vectors_of_the_oracle() {
    let text: String =
        vector_files("decide", "jsonl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let vectors: Vec<Vector> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(vectors.len() >= 250, "only {} vectors", vectors.len());
    let failures: Vec<String> =
        vectors.iter().filter_map(|vector| differences(vector, Others::Refused)).collect();
    assert_none(&failures);
}

fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{} vectors differ:\n{}", failures.len(), failures.join("\n"));
}

/// What differs on one vector, in words.
fn differences(vector: &Vector, others: Others) -> Option<String> {
    let mut differences = Vec::new();
    compare(&vector.expected, &view(&vector.input), others, "expected", &mut differences);
    let is_same = differences.is_empty();
    (!is_same).then(|| format!("{} ({}):\n{}", vector.name, vector.why, differences.join("\n")))
}

/// The decision on an input in the form of the vectors.
fn view(input: &Input) -> Value {
    let whole = input.comparison();
    let profile = input.profile();
    let sides: Vec<(Id, usize)> =
        input.suppose().iter().map(|(id, side)| (Id::new(id).expect(id), *side)).collect();
    let suppositions = Suppositions { comparison: &whole, sides: &sides };
    let comparison = suppositions.left(&profile.trust);
    let analysis = analyse(&comparison, &profile.trust);
    let decided = || decide(&comparison, &analysis, &profile, Some(suppositions));
    let decision = decided();
    assert_eq!(decision, decided());
    let names = Names { comparison: &comparison };
    let contradiction = |place: usize| analysis.contradictions[place].id.as_str();
    let with = |mut view: Value, change: &Change| {
        view["leaders"] = names.options(&change.leaders);
        view["influence"] = json!(change.influence);
        let eligibility = change.eligibility.iter().map(|(option, eligibility)| {
            (names.option(*option).to_owned(), json!(format!("{eligibility:?}").to_lowercase()))
        });
        view["eligibility"] = Value::Object(eligibility.collect());
        let misses = change.misses.iter().map(|(option, criteria)| {
            let criteria: Vec<_> = criteria.iter().map(|criterion| names.criterion(*criterion)).collect();
            (names.option(*option).to_owned(), json!(criteria))
        });
        view["misses"] = Value::Object(misses.collect());
        view
    };
    let trial = |view: Value, change: &Change| {
        let mut view = with(view, change);
        view["flips"] = json!(change.flips);
        view
    };
    let doubts = decision.doubts.iter().map(|doubt| {
        let cell = json!({
            "criterion": names.criterion(doubt.question),
            "option": names.option(doubt.option),
            "value": doubt.value,
        });
        with(cell, &doubt.change)
    });
    let contradictions = decision.contradictions.iter().map(|found| {
        trial(json!({ "id": contradiction(found.contradiction), "side": found.side }), &found.change)
    });
    let sources = decision
        .sources
        .iter()
        .map(|found| trial(json!({ "id": comparison.source(found.source).id.as_str() }), &found.change));
    let mut view = json!({
        "options": names.ranked(&decision),
        "order": decision.options.iter().map(|ranked| names.option(ranked.option)).collect::<Vec<_>>(),
        "leaders": names.options(&decision.leaders),
        "margin": decision.margin,
        "verdict": names.verdict(decision.verdict),
        "doubts": doubts.collect::<Vec<_>>(),
        "contradictions": contradictions.collect::<Vec<_>>(),
        "sources": sources.collect::<Vec<_>>(),
        "stability": names.stability(&decision),
        "dominance": decision
            .dominance
            .iter()
            .map(|(one, other)| names.options(&[*one, *other]))
            .collect::<Vec<_>>(),
    });
    if !input.groups().is_empty() {
        let groups = input.groups().into_iter().map(|(group, criteria)| {
            let found = aggregates(&comparison, &analysis, &profile, &criteria);
            let found: Map<String, Value> =
                found.iter().map(|(option, found)| (names.option(*option), aggregate(found))).collect();
            (group.to_owned(), Value::Object(found))
        });
        view["groups"] = Value::Object(groups.collect());
    }
    view
}

struct Names<'a> {
    comparison: &'a Comparison,
}

impl Names<'_> {
    fn option(&self, option: OptionIndex) -> String {
        self.comparison.options[option.0].to_string()
    }

    fn options(&self, options: &[OptionIndex]) -> Value {
        options.iter().map(|option| self.option(*option)).collect()
    }

    fn criterion(&self, question: QuestionIndex) -> String {
        self.comparison.question(question).key.to_string()
    }

    fn ranked(&self, decision: &Decision) -> Value {
        let entry = |ranked: &Ranked| {
            let contributions: Map<String, Value> = ranked
                .contributions
                .iter()
                .map(|(question, part)| (self.criterion(*question), json!(part)))
                .collect();
            let must: Map<String, Value> = ranked
                .outcomes
                .iter()
                .map(|(question, outcome)| (self.criterion(*question), json!(outcome_word(*outcome))))
                .collect();
            let readings = ranked.readings.map(|readings| match readings {
                Readings::Counted(number) => json!({ "counted": number }),
                Readings::Drawn(number) => json!({ "drawn": number }),
            });
            let view = json!({
                "score": ranked.score,
                "low": ranked.interval.map(|interval| interval.0),
                "high": ranked.interval.map(|interval| interval.1),
                "coverage": ranked.coverage,
                "rank": ranked.rank,
                "dimmed": ranked.dimmed,
                "share": ranked.share,
                "readings": readings,
                "contributions": contributions,
                "must": must,
            });
            (self.option(ranked.option), view)
        };
        Value::Object(decision.options.iter().map(entry).collect())
    }

    fn verdict(&self, verdict: Verdict) -> Value {
        match verdict {
            Verdict::Ranking { strength, whichever_side, larger_share } => json!({
                "kind": strength_word(strength),
                "whichever_side": whichever_side,
                "larger_share": larger_share.map(|option| self.option(option)),
            }),
            Verdict::OnlyChoice => json!({ "kind": "only-choice" }),
            Verdict::NoRanking(reason) => json!({ "kind": "no-ranking", "reason": reason_word(reason) }),
        }
    }

    fn stability(&self, decision: &Decision) -> Value {
        let entry = |found: &counterpoint::decide::Stability| {
            let ends = |range: &WeightRange| json!([range.low, range.high]);
            let mut view = json!({ "leaders": ends(&found.leaders), "order": ends(&found.order) });
            let above: Vec<&str> = [("leaders", found.leaders), ("order", found.order)]
                .iter()
                .filter(|(_, range)| range.above_zero)
                .map(|(word, _)| *word)
                .collect();
            if !above.is_empty() {
                view["above_zero"] = json!(above);
            }
            (self.criterion(found.question), view)
        };
        Value::Object(decision.stability.iter().map(entry).collect())
    }
}

fn aggregate(found: &Aggregate) -> Value {
    json!({
        "score": found.score,
        "low": found.interval.map(|interval| interval.0),
        "high": found.interval.map(|interval| interval.1),
        "coverage": found.coverage,
    })
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::NotMet => "not-met",
        Outcome::Uncertain => "uncertain",
        Outcome::Unknown => "unknown",
    }
}

fn strength_word(strength: Strength) -> &'static str {
    match strength {
        Strength::Clear => "clear",
        Strength::Leaning => "leaning",
        Strength::CloseCall => "close-call",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOptions => "no-options",
        Reason::NoWeights => "no-weights",
        Reason::NoEvidence => "no-evidence",
        Reason::NoneMeets => "none-meets",
        Reason::OneRanked => "one-ranked",
    }
}
