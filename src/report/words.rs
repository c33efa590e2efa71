//! Numbers and findings in words.

use std::collections::BTreeSet;

use super::Report;
use crate::analysis::values::claim_value;
use crate::analysis::{Cell, CellClaim, CellState, Counting, Status, TOLERANCE};
use crate::decide::{
    Change, Doubt, Eligibility, Outcome, Profile, Ranked, Readings, Reason, Stability, Strength, Verdict,
    WeightRange,
};
use crate::model::{
    ClaimIndex, NoteKey, OptionIndex, Position, Quantity, QuestionIndex, Rating, Scale, SourceIndex,
};
use crate::numbers::{count, grouped, lead_text, percent, share_text, strength, weight_text};
use crate::text::join_words;

impl Report<'_> {
    /// A note's title.
    pub fn title(&self, key: &NoteKey) -> &str {
        self.knowledge.notes.get(key).map_or("", |note| note.header.title.as_str())
    }

    /// An option's title.
    pub fn option(&self, option: OptionIndex) -> &str {
        self.title(&self.knowledge.option_key(option))
    }

    /// A topic's title.
    pub fn topic(&self, question: QuestionIndex) -> &str {
        self.title(&self.comparison.question(question).key)
    }

    /// A source's title.
    pub fn source(&self, source: SourceIndex) -> &str {
        self.title(&self.knowledge.source_key(source))
    }

    /// Titles of options as a list in words.
    pub fn options(&self, options: &[OptionIndex]) -> String {
        join_words(&options.iter().map(|option| self.option(*option)).collect::<Vec<_>>())
    }

    /// `Python leads`, `Node.js and Python lead`, `no option can lead`.
    pub fn who_leads(&self, leaders: &[OptionIndex]) -> String {
        match leaders {
            [] => "no option can lead".to_owned(),
            [leader] => format!("{} leads", self.option(*leader)),
            several => format!("{} lead", self.options(several)),
        }
    }

    /// The verdict in a sentence or two.
    pub fn verdict(&self) -> String {
        let decision = &self.decision;
        let leader = decision.leaders.first().and_then(|leader| decision.option(*leader));
        match (decision.verdict, leader) {
            (Verdict::Ranking { strength, whichever_side, larger_share }, Some(leader)) => {
                let own = share_text(leader.share.unwrap_or(0.0));
                let more = |words: &str| {
                    let other = larger_share.and_then(|other| decision.option(other));
                    other.map_or_else(String::new, |other| {
                        let share = share_text(other.share.unwrap_or(0.0));
                        let slightly = if share == own { ", though hardly" } else { "" };
                        format!(" {} {words}: {share}{slightly}.", self.option(other.option))
                    })
                };
                let who = self.who_leads(&decision.leaders);
                let score = score_text(leader);
                if decision.leaders.len() > 1 {
                    let others = more("leads in more ways of settling where sources differ or are silent");
                    format!("{who} with {score} of 100 each. {}.{others}", strength_word(strength))
                } else {
                    let doubt = self.obstacles(leader, Self::must_text_of);
                    let meets = if doubt.is_some() { " and meets every must-have" } else { "" };
                    format!(
                        "{who} with {score} of 100, {} ahead. {}{}: it leads{} in {} of 100 ways of settling where sources \
                         differ or are silent{}.{}{}",
                        lead_text(decision.margin.unwrap_or(0.0)),
                        strength_word(strength),
                        match (&doubt, strength) {
                            (Some(_), Strength::CloseCall) => ", counting that it may miss a must-have",
                            _ => "",
                        },
                        meets,
                        own,
                        match (whichever_side, self.supposed.iter().any(|it| it.stands)) {
                            (true, true) => ", whichever side is right of what is left",
                            (true, false) => ", whichever side is right",
                            _ => "",
                        },
                        doubt.map(|doubt| format!(" It {doubt}.")).unwrap_or_default(),
                        more(&format!("leads{meets} in more of them")),
                    )
                }
            }
            (Verdict::OnlyChoice, Some(leader)) => {
                let mut rest = decision.options.iter().filter(|ranked| ranked.option != leader.option);
                let others = match (decision.options.len(), rest.next()) {
                    (3.., _) => "every other option misses a must-have".to_owned(),
                    (_, Some(other)) => format!("{} misses a must-have", self.option(other.option)),
                    _ => "no other option is compared".to_owned(),
                };
                let leads = self.option(leader.option);
                match self.obstacles(leader, Self::must_text_of) {
                    None => format!("{leads} is the only choice: {others}."),
                    Some(doubt) => format!(
                        "No option is sure to meet every must-have. {leads} is the only choice: {others}, and {leads} itself {doubt}; \
                         it meets every must-have in {} of 100 ways.",
                        share_text(leader.share.unwrap_or(0.0)),
                    ),
                }
            }
            (Verdict::NoRanking(reason), _) => format!("No ranking: {}.", reason_text(reason)),
            _ => "No ranking.".to_owned(),
        }
    }

    /// An option's rank; a dash where it has none, and where no option can lead.
    pub fn rank_text(&self, ranked: &Ranked) -> String {
        let rank = ranked.rank.filter(|_| !self.decision.leaders.is_empty());
        rank.map_or_else(|| "\u{2013}".to_owned(), |rank| rank.to_string())
    }

    /// What keeps an option from leading, beside its score; none where nothing does.
    pub fn hindrance(&self, ranked: &Ranked) -> Option<String> {
        self.obstacles(ranked, Self::missed_text)
    }

    /// The same with other words for each must-have that an option misses or may miss.
    fn obstacles(
        &self,
        ranked: &Ranked,
        words: impl Fn(&Self, QuestionIndex, OptionIndex, Outcome) -> String,
    ) -> Option<String> {
        let mut parts = Vec::new();
        for (verb, outcomes) in
            [("misses", &[Outcome::NotMet][..]), ("may miss", &[Outcome::Uncertain, Outcome::Unknown])]
        {
            let missed = ranked.outcomes.iter().filter(|(_, outcome)| outcomes.contains(outcome));
            let missed: Vec<String> =
                missed.map(|(topic, outcome)| words(self, *topic, ranked.option, *outcome)).collect();
            if !missed.is_empty() {
                parts.push(format!("{verb} {}", join_words(&missed)));
            }
        }
        // Where nothing has a weight there is no interval, and the verdict says so.
        if ranked.rank.is_none() && ranked.interval.is_some() {
            parts.push("no evidence that counts on what has a weight".to_owned());
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// `Security at least good`, `Streams: yes`, `Latency at most 200 ms`.
    pub fn must_text(&self, topic: QuestionIndex) -> String {
        let title = self.topic(topic);
        match (self.profile.must.get(&topic), &self.comparison.question(topic).scale) {
            (Some(Position::Rating(rating)), _) => format!("{title} at least {}", rating.word()),
            (Some(Position::YesNo(yes)), _) => format!("{title}: {}", if *yes { "yes" } else { "no" }),
            (Some(Position::Quantity(Quantity::Exact { value, .. })), Scale::Quantity(scale)) => {
                format!("{title} {} {} {}", scale.bound(), grouped(*value), scale.unit)
            }
            _ => title.to_owned(),
        }
    }

    fn must_text_of(&self, topic: QuestionIndex, _: OptionIndex, _: Outcome) -> String {
        self.must_text(topic)
    }

    /// A minimum that an option misses or may miss, how far its claims reach beside what is asked, and the conditions of
    /// those that fall short, where all have the same.
    fn missed_text(&self, topic: QuestionIndex, option: OptionIndex, outcome: Outcome) -> String {
        let minimum = self.must_text(topic);
        let scale = &self.comparison.question(topic).scale;
        let asked = self.profile.must.get(&topic).and_then(|position| claim_value(scale, *position));
        let (Some(asked), Some(cell)) = (asked, self.analysis.cell(topic, option)) else { return minimum };
        if outcome == Outcome::Unknown {
            return format!("{minimum} (no claim counts there)");
        }
        let counted = cell.claims.iter().filter(|claim| claim.counting == Counting::Counted);
        let is_short =
            |claim: &&CellClaim| claim.value.is_some_and(|value| value.reach.0 < asked.value - TOLERANCE);
        let (least, most) = said_reach(cell, scale);
        let reach = if least == most { format!("say {most}") } else { format!("from {least} to {most}") };
        let short: Vec<ClaimIndex> = counted.clone().filter(is_short).map(|claim| claim.claim).collect();
        let falls = if short.len() == 1 { "falls" } else { "fall" };
        let (number, all) = (short.len(), counted.count());
        let sources = self.heard_from(cell, &short);
        let held: BTreeSet<String> = short.iter().map(|claim| self.conditions(*claim)).collect();
        let held = match held.first() {
            Some(condition) if held.len() == 1 && !condition.is_empty() => format!(", with {condition}"),
            _ => String::new(),
        };
        format!("{minimum} (claims {reach}; {number} of {all} {falls} short, {sources}{held})")
    }

    /// From how many of a cell's voices the claims are that fall short, and from whom, where that is one source alone.
    fn heard_from(&self, cell: &Cell, short: &[ClaimIndex]) -> String {
        let counted = cell.claims.iter().filter(|claim| claim.counting == Counting::Counted);
        let counted: Vec<ClaimIndex> = counted.map(|claim| claim.claim).collect();
        let heard = if cell.voices.len() == 1 { &counted } else { short };
        let sources: BTreeSet<SourceIndex> =
            heard.iter().map(|claim| self.comparison.claim(*claim).source).collect();
        let one =
            sources.first().filter(|_| sources.len() == 1).map(|source| self.knowledge.source_name(*source));
        match cell.voices.len() {
            1 => {
                let all = if counted.len() > 1 { format!("all {} ", counted.len()) } else { String::new() };
                format!("{all}from {}", one.as_deref().unwrap_or("1 source"))
            }
            voices => {
                let one = one.map_or_else(String::new, |name| format!("{name}, "));
                let lacking = |claims: &[ClaimIndex]| claims.iter().any(|claim| short.contains(claim));
                let lacking = cell.voices.iter().filter(|voice| lacking(&voice.claims)).count();
                format!("from {one}{lacking} of {voices} sources")
            }
        }
    }

    /// ` (Python taken as 50)`, where one of two options has no score on a criterion; empty where both have.
    pub fn guess(&self, topic: QuestionIndex, options: [OptionIndex; 2]) -> String {
        let has_score =
            |option: OptionIndex| self.analysis.cell(topic, option).is_some_and(|cell| cell.score.is_some());
        let none = options.into_iter().find(|option| !has_score(*option));
        none.map(|option| format!(" ({} taken as 50)", self.option(option))).unwrap_or_default()
    }

    /// Weights above 0, the greatest first.
    pub fn weights(&self) -> Vec<(QuestionIndex, f64)> {
        let all = self.decision.stability.iter().map(|found| (found.question, found.weight));
        let mut weights: Vec<(QuestionIndex, f64)> = all.filter(|(_, weight)| *weight > 0.0).collect();
        weights.sort_by(|one, other| other.1.total_cmp(&one.1));
        weights
    }

    /// How far a weight can go before the leaders change; none where it never changes them.
    pub fn stability(&self, found: &Stability) -> Option<String> {
        let (before, after) = self.stability_around(found)?;
        Some(format!("{before}{}{after}", self.topic(found.question)))
    }

    /// The same in two parts, between which the topic's title stands.
    pub fn stability_around(&self, found: &Stability) -> Option<(String, String)> {
        let range = found.leaders;
        let is_unweighed = self.decision.verdict == Verdict::NoRanking(Reason::NoWeights);
        if range.is_everything() || is_unweighed {
            return None;
        }
        if self.decision.leaders.is_empty() {
            return Some(("An option can lead once ".to_owned(), " has a weight".to_owned()));
        }
        let (before, after) = range_around(&range, found.weight);
        Some((format!("{} {before} ", self.who_leads(&self.decision.leaders)), format!(" {after}")))
    }

    /// What one doubt, settled at an end, does: `if Security of Node.js is middling, the rest as it is, Python leads`.
    pub fn doubt(&self, doubt: &Doubt) -> String {
        let scale = &self.comparison.question(doubt.question).scale;
        let unit = match scale {
            Scale::Quantity(quantity) => format!(" {}", quantity.unit),
            Scale::Rating | Scale::YesNo { .. } => String::new(),
        };
        format!(
            "if {} of {} is {}{unit}, the rest as it is, {}",
            self.topic(doubt.question),
            self.option(doubt.option),
            level(scale, doubt.value),
            self.who_would_lead(&doubt.change)
        )
    }

    /// What would change who leads, in a sentence: the nearest weight, else a single doubt or source, else nothing known.
    pub fn flip(&self, nearest: Option<&Stability>) -> String {
        let decision = &self.decision;
        if let Some((found, sentence)) = nearest.and_then(|found| Some((found, self.stability(found)?))) {
            return format!("{sentence} (now {}).", weight_text(found.weight));
        }
        if decision.leaders.is_empty() {
            return self.ways_out().unwrap_or_default();
        }
        let doubt = decision.doubts.first().map(|doubt| {
            let what = match decision.doubts.len() {
                1 => "One doubt changes who leads".to_owned(),
                several => format!("Each of {several} doubts changes who leads; one is this"),
            };
            format!("{what}: {}. ", self.doubt(doubt))
        });
        let without = decision.sources.iter().find(|trial| trial.change.flips).map(|trial| {
            let name = self.knowledge.source_name(trial.source);
            format!("Without {name} {}. ", self.who_would_lead(&trial.change))
        });
        let ways: String = doubt.into_iter().chain(without).collect();
        format!("{ways}No weight from 0 to 5, changed alone, changes who leads.")
    }

    /// Who would lead after a change: `Python leads`, or, where every other option would miss a must-have, `Python is the only
    /// choice`.
    fn who_would_lead(&self, change: &Change) -> String {
        let is_dimmed = |ranked: &Ranked| {
            let moved = change.eligibility.iter().find(|(option, _)| *option == ranked.option);
            moved.map_or(ranked.dimmed, |(_, then)| *then == Eligibility::Dimmed)
        };
        let options = &self.decision.options;
        match change.leaders[..] {
            [leader]
                if options.len() > 1 && options.iter().all(|it| it.option == leader || is_dimmed(it)) =>
            {
                format!("{} is the only choice", self.option(leader))
            }
            _ => self.who_leads(&change.leaders),
        }
    }

    /// What follows from a change, in words: `Node.js leads still, 4.2 ahead`, `Python leads, 3.1 ahead of Node.js`,
    /// `Python leads; Node.js then misses Security at least good`.
    pub fn change(&self, change: &Change) -> String {
        let mut words = self.who_leads(&change.leaders);
        if !change.flips {
            words.push_str(" still");
        }
        let lead = self.decision.margin.zip(change.influence).map(|(margin, influence)| margin + influence);
        match (lead, self.decision.leaders.first()) {
            (Some(lead), _) if lead > TOLERANCE => words.push_str(&format!(", {} ahead", lead_text(lead))),
            (Some(lead), Some(leader)) if lead < -TOLERANCE => {
                words.push_str(&format!(", {} ahead of {}", lead_text(-lead), self.option(*leader)));
            }
            _ => {}
        }
        let mut moved: Vec<(Vec<OptionIndex>, [String; 2])> = Vec::new();
        for (option, then) in &change.eligibility {
            let said = self.moved_text(change, *option, *then);
            match moved.iter_mut().find(|(_, words)| *words == said) {
                Some((options, _)) => options.push(*option),
                None => moved.push((vec![*option], said)),
            }
        }
        for (options, [one, several]) in moved {
            let said = if options.len() > 1 { several } else { one };
            words.push_str(&format!("; {} {said}", self.options(&options)));
        }
        words
    }

    /// What is said of one option, and of several, that would stand otherwise.
    fn moved_text(&self, change: &Change, option: OptionIndex, then: Eligibility) -> [String; 2] {
        let minimums = |topics: &[QuestionIndex]| {
            join_words(&topics.iter().map(|topic| self.must_text(*topic)).collect::<Vec<_>>())
        };
        let now = self.decision.option(option);
        match (then, now.filter(|ranked| ranked.dimmed)) {
            (Eligibility::Dimmed, _) => {
                let topics = change.misses.iter().find(|(other, _)| *other == option);
                let missed = minimums(topics.map(|(_, topics)| topics.as_slice()).unwrap_or_default());
                [format!("then misses {missed}"), format!("then miss {missed}")]
            }
            (Eligibility::Unranked, _) => ["then has no score", "then have no score"].map(str::to_owned),
            (Eligibility::Ranked, Some(ranked)) => {
                let missed = ranked.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::NotMet);
                let missed = minimums(&missed.map(|(topic, _)| *topic).collect::<Vec<_>>());
                let rest = format!("then no longer known to miss {missed}");
                [format!("is {rest}"), format!("are {rest}")]
            }
            (Eligibility::Ranked, None) => ["then has a score", "then have a score"].map(str::to_owned),
        }
    }

    /// What a side of a contradiction says: the first of its claims whose source is not left out, and how many more of
    /// these there are; of all its claims where every source is left out. None for a side that no source states.
    pub fn side_text(&self, claims: &[ClaimIndex]) -> Option<String> {
        let source = |claim: &ClaimIndex| self.comparison.claim(*claim).source;
        let left: Vec<&ClaimIndex> =
            claims.iter().filter(|claim| !self.without.contains(&source(claim))).collect();
        let shown = if left.is_empty() { claims.iter().collect() } else { left };
        let claim = *shown.first()?;
        let text = self.knowledge.claim_text(*claim)?;
        let more = match shown.len() - 1 {
            0 => String::new(),
            more => format!(" and {}", count(more, "more claim")),
        };
        let mut held = self.conditions(*claim);
        if !held.is_empty() {
            held = format!(", {held},");
        }
        Some(format!("\u{201c}{text}\u{201d}{held} ({}{more})", self.knowledge.source_name(source(claim))))
    }

    /// Where nothing has a weight, or must-haves keep every option from leading, what would let one lead; none elsewhere.
    pub fn ways_out(&self) -> Option<String> {
        if self.decision.verdict == Verdict::NoRanking(Reason::NoWeights) {
            return Some("An option can lead once a criterion has a weight.".to_owned());
        }
        if self.decision.verdict != Verdict::NoRanking(Reason::NoneMeets) {
            return None;
        }
        let missed = |ranked: &Ranked| -> Vec<QuestionIndex> {
            let missed = ranked.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::NotMet);
            missed.map(|(topic, _)| *topic).collect()
        };
        let mut ways = Vec::new();
        for topic in self.profile.must.keys() {
            // In order of score.
            let freed = self.decision.options.iter().filter(|ranked| missed(ranked) == [*topic]);
            let freed: Vec<(OptionIndex, f64)> =
                freed.filter_map(|ranked| Some((ranked.option, ranked.score?))).collect();
            let Some((_, best)) = freed.first() else { continue };
            let leading = freed.iter().filter(|(_, score)| *score >= best - TOLERANCE);
            let mut leading: Vec<OptionIndex> = leading.map(|(option, _)| *option).collect();
            leading.sort_unstable();
            ways.push(format!(
                "{} without the must-have {}",
                self.who_leads(&leading),
                self.must_text(*topic)
            ));
        }
        Some(match ways.as_slice() {
            [] => "Every option with a score misses more than one must-have.".to_owned(),
            ways => format!("{}.", ways.join("; ")),
        })
    }

    /// Under which conditions a claim holds: `version: 3.9, scope: Docker`; empty where it names none.
    pub fn conditions(&self, claim: ClaimIndex) -> String {
        let conditions = &self.comparison.claim(claim).qualifiers.conditions;
        let named = conditions.iter().map(|(condition, value)| format!("{}: {value}", condition.key()));
        named.collect::<Vec<_>>().join(", ")
    }

    /// On which criteria one option gains on another: what each adds to the difference, greatest first.
    pub fn gains(&self, one: &Ranked, other: &Ranked) -> Vec<(QuestionIndex, f64)> {
        let pairs = one.contributions.iter().zip(&other.contributions);
        let mut gains: Vec<(QuestionIndex, f64)> = pairs
            .map(|((topic, one), (_, other))| (*topic, one - other))
            .filter(|(_, gain)| *gain > TOLERANCE)
            .collect();
        gains.sort_by(|one, other| other.1.total_cmp(&one.1));
        gains
    }

    /// What the scenario's sources recommend: per option those for it and those against it, where
    /// there are any, one of each voice. Set beside the ranking, never mixed into it (rule 15).
    pub fn advice(&self) -> Vec<(OptionIndex, Vec<SourceIndex>, Vec<SourceIndex>)> {
        let Some(question) = self.scenario.as_ref().and_then(|key| self.knowledge.question_index(key)) else {
            return Vec::new();
        };
        let mut advice = Vec::new();
        for option in &self.knowledge.option_order {
            let (mut in_favour, mut against) = (Vec::new(), Vec::new());
            let Some(cell) = self.analysis.cell(question, *option) else { continue };
            for voice in &cell.voices {
                let says = |yes: bool| {
                    let entries = cell.claims.iter().filter(|entry| voice.claims.contains(&entry.claim));
                    let fitting = entries.filter(|entry| {
                        entry.value.is_some_and(
                            |value| {
                                if yes { value.value > 0.5 } else { value.value < 0.5 }
                            },
                        )
                    });
                    fitting.map(|entry| self.comparison.claim(entry.claim).source).min()
                };
                in_favour.extend(says(true));
                against.extend(says(false));
            }
            in_favour.sort_unstable();
            against.sort_unstable();
            if !(in_favour.is_empty() && against.is_empty()) {
                advice.push((*option, in_favour, against));
            }
        }
        advice
    }

    /// The options that most of the scenario's sources recommend; none where nothing is recommended.
    fn favoured(&self) -> Vec<OptionIndex> {
        let advice = self.advice();
        let most = advice.iter().map(|(_, in_favour, _)| in_favour.len()).max().unwrap_or(0);
        let favoured = advice.iter().filter(|(_, in_favour, _)| most > 0 && in_favour.len() == most);
        favoured.map(|(option, ..)| *option).collect()
    }

    /// ` (2 for it, 1 against)`, where some sources advise against the one option that most recommend; empty elsewhere.
    fn counted_advice(&self) -> String {
        let [only] = self.favoured()[..] else { return String::new() };
        let advice = self.advice().into_iter().find(|(option, ..)| *option == only);
        match advice {
            Some((_, in_favour, against)) if !against.is_empty() => {
                format!(" ({} for it, {} against)", in_favour.len(), against.len())
            }
            _ => String::new(),
        }
    }

    /// Whether the ranking and the sources' advice agree; none where there is nothing to compare.
    pub fn agrees(&self) -> Option<bool> {
        let (favoured, leaders) = (self.favoured(), &self.decision.leaders);
        let comparable = !favoured.is_empty() && !leaders.is_empty();
        comparable.then(|| leaders.iter().all(|leader| favoured.contains(leader)))
    }

    /// Whether the ranking and the sources' advice agree, in a sentence; none where there is nothing
    /// to compare.
    pub fn agreement(&self) -> Option<String> {
        let leads = self.who_leads(&self.decision.leaders);
        let favoured = self.favoured();
        Some(if !self.agrees()? {
            let favoured = self.options(&favoured);
            format!(
                "The ranking differs: {leads}, while sources recommend {favoured} most{}.",
                self.counted_advice()
            )
        } else if favoured.len() > self.decision.leaders.len() {
            format!("Equally many sources recommend {}; in the ranking {leads}.", self.options(&favoured))
        } else {
            let them = if self.decision.leaders.len() > 1 { "them" } else { "it" };
            format!("{leads}, and sources recommend {them} most too.")
        })
    }

    /// Titles of sources.
    pub fn sources(&self, sources: &[SourceIndex]) -> String {
        sources.iter().map(|source| self.source(*source)).collect::<Vec<_>>().join("; ")
    }
}

/// The name of a side: its letter, or its number beyond the alphabet.
pub fn side_name(side: usize) -> String {
    match u8::try_from(side) {
        Ok(place) if place < 26 => char::from(b'a' + place).to_string(),
        _ => (side + 1).to_string(),
    }
}

/// A score out of 100.
pub fn score_text(ranked: &Ranked) -> String {
    ranked.score.map_or_else(|| "no score".to_owned(), |score| percent(score).to_string())
}

/// Where a weight may lie, as the rest of a sentence about who leads: before and after the topic.
fn range_around(range: &WeightRange, weight: f64) -> (&'static str, String) {
    // Ends are rounded inwards, so that what is said to lie in the range does.
    let (low, high) = (rounded_up(range.low), rounded_down(range.high));
    let has_low = range.low > 0.0;
    let has_high = range.high < Profile::LARGEST_WEIGHT;
    if range.high <= 0.0 {
        ("only while", "has no weight".to_owned())
    } else if !has_low && high == "0" {
        ("only while", "has next to no weight".to_owned())
    } else if range.high - range.low <= TOLERANCE {
        ("only while", format!("weighs exactly {weight}"))
    } else if has_low && has_high && range.high - range.low < 0.01 {
        ("only while", format!("weighs {weight}, give or take less than 0.01"))
    } else if range.above_zero && has_high {
        ("while", format!("has any weight, until it weighs more than {high}"))
    } else if range.above_zero {
        ("while", "has any weight".to_owned())
    } else if has_low && has_high {
        ("while", format!("weighs {low} to {high}"))
    } else if has_low {
        ("until", format!("weighs less than {low}"))
    } else {
        ("until", format!("weighs more than {high}"))
    }
}

/// How far the claims that count in a cell reach in the words of its scale, beyond the anchors too.
fn said_reach(cell: &Cell, scale: &Scale) -> (String, String) {
    let counted = cell.claims.iter().filter(|claim| claim.counting == Counting::Counted);
    let reaches = counted.filter_map(|claim| Some(claim.value?.unclamped_reach));
    let (low, high) = reaches
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        .unwrap_or((cell.low, cell.high));
    let word = |end: f64| match scale {
        Scale::Quantity(_) if end.is_infinite() => format!("beyond {}", level(scale, end.clamp(0.0, 1.0))),
        Scale::Quantity(_) => level(scale, end),
        _ => level(scale, end.clamp(0.0, 1.0)),
    };
    (word(low), word(high))
}

/// The least weight of at most two decimals that is not below an end.
fn rounded_up(end: f64) -> String {
    weight_text(((end - TOLERANCE) * 100.0).ceil() / 100.0)
}

/// The greatest weight of at most two decimals that is not above an end.
fn rounded_down(end: f64) -> String {
    weight_text(((end + TOLERANCE) * 100.0).floor() / 100.0)
}

fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOptions => "there is no option",
        Reason::NoWeights => "nothing has a weight",
        Reason::NoEvidence => "no option has evidence that counts on what has a weight",
        Reason::NoneMeets => "every option with a score misses a must-have, named beside it",
        Reason::OneRanked => "only one option has evidence that counts on what has a weight",
    }
}

fn strength_word(strength: Strength) -> &'static str {
    match strength {
        Strength::Clear => "Clear",
        Strength::Leaning => "Leaning that way",
        Strength::CloseCall => "A close call",
    }
}

/// How the readings were had, in words.
pub fn readings_text(readings: Readings) -> String {
    match readings {
        Readings::Counted(1) => "in no doubt".to_owned(),
        Readings::Counted(number) => format!("all {number} ways counted"),
        Readings::Drawn(number) => format!("{number} ways drawn"),
    }
}

/// A value from 0 to 1 in the words of a scale; a quantity without its unit.
pub fn level(scale: &Scale, value: f64) -> String {
    match scale {
        Scale::Rating => Rating::ALL[strength(value)].word().to_owned(),
        Scale::YesNo { no_is_better } => {
            let yes = if *no_is_better { 1.0 - value } else { value };
            ["no", "mostly no", "disputed", "mostly yes", "yes"][strength(yes)].to_owned()
        }
        Scale::Quantity(scale) => grouped(scale.worst + value * (scale.best - scale.worst)),
    }
}

/// The states of a cell in the order in which they are shown, that of how much a reader has to look at them.
pub const STATES: [CellState; 7] = [
    CellState::Contested,
    CellState::Explained,
    CellState::Mixed,
    CellState::Agreed,
    CellState::SingleSource,
    CellState::Background,
    CellState::Empty,
];

/// A state's key, its words, and one sentence about it.
pub fn state_words(state: CellState) -> (&'static str, &'static str, &'static str) {
    let (label, hint) = match state {
        CellState::Empty => ("No claims", "No source says anything about this."),
        CellState::Contested => {
            ("Contested", "Claims contradict each other, and nobody has settled which of them hold.")
        }
        CellState::Explained => {
            ("Explained", "What is contradicted here is explained, or holds under different conditions.")
        }
        CellState::Background => ("Background only", "There are claims, but none that takes a position."),
        CellState::SingleSource => (
            "One source",
            "All that counts here comes from one independent source, and no contradiction touches it.",
        ),
        CellState::Agreed => ("Agreed", "Independent sources agree to within one step of the scale."),
        CellState::Mixed => {
            ("Mixed", "Sources differ by more than one step, without contradicting each other.")
        }
    };
    (state.word(), label, hint)
}

/// A status's key, its words, and one sentence about it.
pub fn status_words(status: Status) -> (&'static str, &'static str, &'static str) {
    match status {
        Status::Unexplained => {
            ("unexplained", "Unexplained", "Found by comparing claims; nobody has looked into it yet.")
        }
        Status::Open => ("open", "Open", "Described, and not settled."),
        Status::Resolved => ("resolved", "Resolved", "Described, with a conclusion and its reasons."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_have_letters() {
        assert_eq!([0, 1, 25, 26].map(side_name), ["a", "b", "z", "27"]);
    }

    #[test]
    fn ranges_become_sentences() {
        let range = |low, high, above_zero| WeightRange { low, high, above_zero };
        let text = |range| {
            let (before, after) = range_around(&range, 2.0);
            format!("{before} Speed {after}")
        };
        assert_eq!(text(range(0.0, 3.2, false)), "until Speed weighs more than 3.2");
        assert_eq!(text(range(1.25, 5.0, false)), "until Speed weighs less than 1.25");
        assert_eq!(text(range(1.0, 4.0, false)), "while Speed weighs 1 to 4");
        assert_eq!(text(range(2.0, 2.0, false)), "only while Speed weighs exactly 2");
        assert_eq!(
            text(range(1.998, 2.001, false)),
            "only while Speed weighs 2, give or take less than 0.01"
        );
        assert_eq!(text(range(0.0, 0.0, false)), "only while Speed has no weight");
        assert_eq!(text(range(0.0, 0.004, false)), "only while Speed has next to no weight");
        assert_eq!(text(range(0.0, 5.0, true)), "while Speed has any weight");
        assert_eq!(text(range(0.0, 3.0, true)), "while Speed has any weight, until it weighs more than 3");
        assert_eq!(text(range(0.0, 4.999, false)), "until Speed weighs more than 4.99");
        assert_eq!(text(range(0.001, 5.0, false)), "until Speed weighs less than 0.01");
        assert_eq!(text(range(1.2001, 3.9999, false)), "while Speed weighs 1.21 to 3.99");
        assert_eq!(text(range(1.2, 3.3, false)), "while Speed weighs 1.2 to 3.3");
    }
}
