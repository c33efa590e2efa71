//! What must hold for every decision, tried on the comparisons of the test vectors and on changes to
//! them that a seeded generator picks.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its own files and fails by panicking"
)]

mod support;

use std::fs;

use counterpoint::analysis::{TOLERANCE, analyse};
use counterpoint::decide::{Decision, Profile, Ranked, Suppositions, Verdict, WeightRange, decide};
use counterpoint::model::{
    ClaimIndex, Comparison, OptionIndex, Position, Quantity, QuestionIndex, QuestionRole, Rating,
};

use support::{Vector, vector_files};

/// A decision with what it was made from.
struct Case {
    name: String,
    comparison: Comparison,
    profile: Profile,
    decision: Decision,
}

impl Case {
    fn all() -> Vec<Self> {
        let text: String =
            vector_files("decide", "jsonl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        text.lines()
            .map(|line| {
                let vector: Vector = serde_json::from_str(line).unwrap();
                let (comparison, profile) = (vector.input.comparison(), vector.input.profile());
                let decision = decided(&comparison, &profile);
                Self { name: vector.name, comparison, profile, decision }
            })
            .collect()
    }

    fn criteria(&self) -> Vec<QuestionIndex> {
        self.decision.stability.iter().map(|found| found.question).collect()
    }

    fn weight(&self, question: QuestionIndex) -> f64 {
        self.profile.weight(&self.comparison, question)
    }

    fn with_weight(&self, question: QuestionIndex, weight: f64) -> Decision {
        let mut profile = self.profile.clone();
        profile.weights.insert(question, weight);
        decided(&self.comparison, &profile)
    }
}

fn decided(comparison: &Comparison, profile: &Profile) -> Decision {
    decide(comparison, &analyse(comparison, &profile.trust), profile, None)
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= TOLERANCE,
        (one, other) => one == other,
    }
}

fn assert_alike(one: &Decision, other: &Decision, what: &str) {
    assert_eq!(one.options.len(), other.options.len(), "{what}");
    for (one, other) in one.options.iter().zip(&other.options) {
        assert_eq!((one.option, one.rank), (other.option, other.rank), "{what}");
        assert!(close(one.score, other.score) && close(one.share, other.share), "{what}: {one:?} {other:?}");
    }
    assert_eq!((&one.leaders, one.verdict), (&other.leaders, other.verdict), "{what}");
    assert_eq!(one.dominance, other.dominance, "{what}");
}

#[test]
fn scaling_all_weights_changes_nothing() {
    for case in Case::all() {
        for factor in [0.5, 0.3, 0.001] {
            let mut profile = case.profile.clone();
            for question in case.criteria() {
                profile.weights.insert(question, case.weight(question) * factor);
            }
            assert_alike(&case.decision, &decided(&case.comparison, &profile), &case.name);
        }
    }
}

#[test]
fn hiding_and_removing_an_option_changes_no_other_score() {
    for case in Case::all() {
        for gone in case.decision.options.iter().map(|ranked| ranked.option) {
            let mut hidden = case.profile.clone();
            hidden.hidden.insert(gone);
            let after = decided(&case.comparison, &hidden);
            let mut removed = case.comparison.clone();
            for claim in &mut removed.claims {
                claim.standings.retain(|standing| standing.option != gone);
            }
            let removed = decided(&removed, &hidden);
            assert_eq!(after.options.len() + 1, case.decision.options.len());
            for ranked in &after.options {
                let before = case.decision.option(ranked.option).unwrap();
                assert_eq!((ranked.score, ranked.interval), (before.score, before.interval), "{}", case.name);
                assert_eq!(ranked.outcomes, before.outcomes, "{}", case.name);
                let removed = removed.option(ranked.option).unwrap();
                assert_eq!((removed.score, removed.interval), (before.score, before.interval));
            }
        }
    }
}

#[test]
fn a_dominated_option_never_ranks_before_its_dominator() {
    let mut count = 0;
    for case in Case::all() {
        for (one, other) in &case.decision.dominance {
            let (one, other) = (case.decision.option(*one).unwrap(), case.decision.option(*other).unwrap());
            if let (Some(better), Some(worse)) = (one.score, other.score) {
                assert!(better >= worse - TOLERANCE, "{}", case.name);
                assert!(one.dimmed || one.rank <= other.rank, "{}", case.name);
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} pairs");
}

#[test]
fn raising_a_claim_of_a_leader_never_lowers_its_score() {
    let mut count = 0;
    for case in Case::all() {
        for index in 0..case.comparison.claims.len() {
            for leader in &case.decision.leaders {
                let mut raised = case.comparison.clone();
                let mut standings = raised.claims[index].standings.iter_mut();
                let Some(standing) = standings.find(|standing| standing.option == *leader) else { continue };
                let Some(Position::Rating(rating)) = standing.position else { continue };
                let Some(better) = Rating::ALL.into_iter().find(|better| *better > rating) else { continue };
                standing.position = Some(Position::Rating(better));
                let score = |decision: &Decision| decision.option(*leader).and_then(|ranked| ranked.score);
                let after = decided(&raised, &case.profile);
                assert!(
                    score(&after).unwrap() >= score(&case.decision).unwrap() - TOLERANCE,
                    "{}",
                    case.name
                );
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} claims");
}

#[test]
fn order_changes_nothing() {
    for (case, seed) in Case::all().iter().zip(1..) {
        let mut random = Random(seed);
        let given = &case.comparison;
        let options = random.permutation(given.options.len());
        let questions = random.permutation(given.questions.len());
        let claims = random.permutation(given.claims.len());
        let mut shuffled = Comparison {
            options: options.iter().map(|old| given.options[*old].clone()).collect(),
            questions: questions.iter().map(|old| given.questions[*old].clone()).collect(),
            sources: given.sources.clone(),
            claims: claims.iter().map(|old| given.claims[*old].clone()).collect(),
            callouts: given.callouts.clone(),
        };
        let place = |order: &[usize], old: usize| order.iter().position(|entry| *entry == old).unwrap();
        for claim in &mut shuffled.claims {
            claim.question = QuestionIndex(place(&questions, claim.question.0));
            for standing in &mut claim.standings {
                standing.option = OptionIndex(place(&options, standing.option.0));
            }
        }
        for callout in &mut shuffled.callouts {
            for claim in callout.sides.iter_mut().flatten().chain(&mut callout.sets_aside) {
                *claim = ClaimIndex(place(&claims, claim.0));
            }
        }
        let question = |old: &QuestionIndex| QuestionIndex(place(&questions, old.0));
        let profile = Profile {
            weights: case.profile.weights.iter().map(|(old, weight)| (question(old), *weight)).collect(),
            must: case.profile.must.iter().map(|(old, minimum)| (question(old), *minimum)).collect(),
            trust: case.profile.trust.clone(),
            hidden: case.profile.hidden.iter().map(|old| OptionIndex(place(&options, old.0))).collect(),
        };
        let after = decided(&shuffled, &profile);
        let back = |option: OptionIndex| OptionIndex(options[option.0]);
        let before = &case.decision;
        assert_eq!(before.options.len(), after.options.len());
        for (one, other) in before.options.iter().zip(&after.options) {
            assert_eq!((one.option, one.rank), (back(other.option), other.rank), "{}", case.name);
            assert!(close(one.score, other.score) && close(one.share, other.share), "{}", case.name);
            assert_eq!((one.dimmed, one.readings), (other.dimmed, other.readings), "{}", case.name);
        }
        let leaders: Vec<OptionIndex> = after.leaders.iter().map(|option| back(*option)).collect();
        assert_eq!(before.leaders, leaders, "{}", case.name);
        let doubts = |decision: &Decision, back: &dyn Fn(OptionIndex) -> OptionIndex| {
            let cells = decision.doubts.iter().map(|doubt| (doubt.value.to_bits(), back(doubt.option)));
            cells.collect::<Vec<_>>()
        };
        assert_eq!(doubts(before, &|option| option), doubts(&after, &back), "{}", case.name);
        for (one, other) in before.stability.iter().zip(&after.stability) {
            assert_eq!(one.question, QuestionIndex(questions[other.question.0]), "{}", case.name);
            let ends = |range: &WeightRange| (range.low, range.high, range.above_zero);
            let (one, other) = (ends(&one.leaders), ends(&other.leaders));
            assert!((one.0 - other.0).abs() <= TOLERANCE && (one.1 - other.1).abs() <= TOLERANCE);
            assert_eq!(one.2, other.2);
        }
    }
}

#[test]
fn weight_0_equals_removal_without_must_haves() {
    for case in Case::all() {
        for question in
            case.criteria().into_iter().filter(|question| !case.profile.must.contains_key(question))
        {
            let zero = case.with_weight(question, 0.0);
            let mut without = case.comparison.clone();
            without.questions[question.0].role = QuestionRole::Background;
            assert_alike(&zero, &decided(&without, &case.profile), &case.name);
        }
    }
}

#[test]
fn two_shares_without_must_haves_add_up_to_1() {
    let mut count = 0;
    for case in Case::all() {
        let shares: Vec<f64> = case.decision.options.iter().filter_map(|ranked| ranked.share).collect();
        let sum: f64 = shares.iter().sum();
        assert!(sum <= 1.0 + TOLERANCE, "{}: {sum}", case.name);
        if case.profile.must.is_empty() && shares.len() == 2 {
            assert!((sum - 1.0).abs() <= TOLERANCE, "{}: {sum}", case.name);
            count += 1;
        }
    }
    assert!(count > 50, "only {count} cases");
}

/// Whichever side is right, every reading agrees.
#[test]
fn whichever_side_is_right_leads_everywhere() {
    for case in Case::all() {
        if let Verdict::Ranking { whichever_side: true, .. } = case.decision.verdict {
            let leader = case.decision.option(case.decision.leaders[0]).unwrap();
            assert!(close(leader.share, Some(1.0)), "{}", case.name);
            assert!(case.decision.doubts.is_empty(), "{}", case.name);
        }
    }
}

#[test]
fn a_sweep_confirms_every_stability_interval() {
    let order = |decision: &Decision| -> Vec<(OptionIndex, Option<usize>)> {
        let undimmed = decision.options.iter().filter(|ranked| !ranked.dimmed && ranked.rank.is_some());
        undimmed.map(|ranked| (ranked.option, ranked.rank)).collect()
    };
    // Drawn readings and many options take long, and have no part in this.
    for case in Case::all().iter().filter(|case| !case.name.starts_with("drawn")) {
        for found in &case.decision.stability {
            for step in 0..=20 {
                let weight = f64::from(step) / 4.0;
                let after = case.with_weight(found.question, weight);
                for (range, stays) in [
                    (found.leaders, after.leaders == case.decision.leaders),
                    (found.order, order(&after) == order(&case.decision)),
                ] {
                    let near = |end: f64| (weight - end).abs() <= 1e-6 && weight != found.weight;
                    // Across 0 an option can lose or gain its only evidence: see rule 12.
                    let across = if weight > 0.0 { range.high <= 0.0 } else { range.low > 0.0 };
                    if across || weight > 0.0 && (near(range.low) || near(range.high)) {
                        continue;
                    }
                    let inside =
                        range.low <= weight && weight <= range.high && (weight > 0.0 || !range.above_zero);
                    let may_tie =
                        weight == 0.0 && range.low == 0.0 && !range.above_zero && found.weight > 0.0;
                    assert!(inside == stays || may_tie, "{}: {found:?} at {weight}", case.name);
                }
            }
        }
    }
}

/// Numbers that no note can hold still give a decision without NaN.
#[test]
fn odd_numbers_give_a_decision() {
    let finite = |number: Option<f64>| number.is_none_or(f64::is_finite);
    for case in Case::all().iter().filter(|case| !case.name.starts_with("drawn")) {
        for odd in [f64::NAN, f64::INFINITY, -1.0, f64::MIN_POSITIVE, 1e300] {
            let mut profile = case.profile.clone();
            profile.trust = vec![odd; case.comparison.sources.len() / 2];
            for question in (0..case.comparison.questions.len() + 2).map(QuestionIndex) {
                if question.0 % 2 == 0 {
                    profile.weights.insert(question, odd);
                }
                let value = Quantity::Exact { value: odd, approximate: false };
                profile.must.insert(question, Position::Quantity(value));
            }
            let decision = decided(&case.comparison, &profile);
            for ranked in &decision.options {
                assert!(finite(ranked.score) && finite(ranked.share) && ranked.coverage.is_finite());
                assert!(
                    ranked
                        .interval
                        .is_none_or(|(low, high)| 0.0 <= low && low <= high && high <= 1.0 + TOLERANCE)
                );
            }
            assert!(decision.stability.iter().all(|found| found.leaders.low <= found.leaders.high));
            assert!(decision.stability.iter().all(|found| found.order.high.is_finite()));
        }
    }
    let nothing = Comparison::default();
    assert!(decided(&nothing, &Profile::new(&nothing)).options.is_empty());
}

#[test]
fn what_a_source_carries_is_what_follows_without_it() {
    let (mut changed, mut fallen) = (0, 0);
    for case in Case::all() {
        let analysis = analyse(&case.comparison, &case.profile.trust);
        let Some(found) = analysis.contradictions.first() else { continue };
        let sides = [(found.id.clone(), 0)];
        let supposing = Suppositions { comparison: &case.comparison, sides: &sides };
        let settled = |profile: &Profile| {
            let comparison = supposing.left(&profile.trust);
            decide(&comparison, &analyse(&comparison, &profile.trust), profile, Some(supposing))
        };
        let now = settled(&case.profile);
        for place in (0..case.comparison.sources.len()).filter(|place| case.profile.trust[*place] > 0.0) {
            let mut without = case.profile.clone();
            without.trust[place] = 0.0;
            let then = settled(&without);
            let trial = now.sources.iter().find(|trial| trial.source.0 == place);
            let leaders = trial.map_or(&now.leaders, |trial| &trial.change.leaders);
            assert_eq!(leaders, &then.leaders, "{} without {place}", case.name);
            for before in &now.options {
                let after = then.option(before.option).unwrap();
                let stands = |ranked: &Ranked| (ranked.dimmed, ranked.dimmed || ranked.rank.is_some());
                let moved = trial.is_some_and(|trial| {
                    trial.change.eligibility.iter().any(|(option, _)| *option == before.option)
                });
                assert_eq!(moved, stands(before) != stands(after), "{} without {place}", case.name);
            }
            changed += usize::from(trial.is_some_and(|trial| trial.change.flips));
            let still = analyse(&case.comparison, &without.trust).contradictions;
            fallen += usize::from(still.iter().all(|other| other.id != found.id));
        }
    }
    assert!(changed > 50 && fallen > 50, "{changed} {fallen}");
}

/// A small generator: numbers need not be good, only the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for place in (1..count).rev() {
            order.swap(place, self.below(place + 1));
        }
        order
    }
}
