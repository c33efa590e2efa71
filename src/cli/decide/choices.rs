//! What the arguments choose: weights, must-haves, trust, and sides supposed right.

use std::collections::BTreeSet;

use super::super::CannotRun;
use super::DecideArguments;
use crate::analysis::Analysis;
use crate::decide::{Profile, sides};
use crate::model::{NoteKey, NoteKind, Position, QuestionIndex, QuestionRole, SourceIndex};
use crate::parse::position::position;
use crate::report::words::side_name;
use crate::report::{self, Supposed, contradiction_title};
use crate::resolve::{Knowledge, check_minimum};
use crate::text::closest;

/// What a reader chose.
pub(super) struct Choices {
    pub(super) profile: Profile,
    pub(super) scenario: Option<NoteKey>,
    pub(super) without: Vec<SourceIndex>,
    /// Ids of contradictions with the side that is supposed right, as written.
    suppose: Vec<(String, String)>,
}

impl Choices {
    pub(super) fn read(command: &DecideArguments, knowledge: &Knowledge) -> Result<Self, CannotRun> {
        let scenario = match &command.scenario {
            Some(id) => {
                let known: Vec<&NoteKey> = knowledge.scenarios.keys().collect();
                let found = known.iter().find(|key| key.id.as_str() == id);
                let ids = known.iter().map(|key| key.id.as_str());
                Some((*found.ok_or_else(|| unknown("--scenario", "scenario", id, ids))?).clone())
            }
            None => None,
        };
        let mut profile = report::profile(knowledge, scenario.as_ref());
        let (mut weighed, mut asked) = (BTreeSet::new(), BTreeSet::new());
        for entry in &command.weights {
            let (topic, weight) = pair("--weights", entry, "cpu-bound-work=4")?;
            let question = criterion("--weights", topic, knowledge)?;
            once("--weights", topic, !weighed.insert(question))?;
            let number =
                weight.parse().ok().filter(|weight| (0.0..=Profile::LARGEST_WEIGHT).contains(weight));
            let number = number
                .ok_or_else(|| format!("--weights: `{weight}` is no weight; write a number from 0 to 5"))?;
            profile.weights.insert(question, number);
        }
        if !command.only.is_empty() {
            let mut kept = Vec::new();
            for topic in &command.only {
                kept.push(criterion("--only", topic, knowledge)?);
            }
            for question in (0..knowledge.comparison.questions.len()).map(QuestionIndex) {
                if !kept.contains(&question) {
                    profile.weights.insert(question, 0.0);
                }
            }
        }
        for entry in &command.must {
            let (topic, written) = pair("--must", entry, "real-time-applications=+")?;
            let question = criterion("--must", topic, knowledge)?;
            once("--must", topic, !asked.insert(question))?;
            profile.must.insert(question, minimum(knowledge, question, written)?);
        }
        let mut without = Vec::new();
        for id in &command.without {
            let sources = &knowledge.comparison.sources;
            let found = sources.iter().position(|source| source.id.as_str() == id);
            let ids = sources.iter().map(|source| source.id.as_str());
            let found = found.ok_or_else(|| unknown("--without", "source", id, ids))?;
            if let Some(trust) = profile.trust.get_mut(found) {
                *trust = 0.0;
            }
            without.push(SourceIndex(found));
        }
        without.sort_unstable();
        without.dedup();
        let mut suppose = Vec::new();
        for entry in &command.suppose {
            let (id, side) = pair("--suppose", entry, "threads=a")?;
            suppose.push((id.to_owned(), side.to_owned()));
        }
        Ok(Self { profile, scenario, without, suppose })
    }

    /// The sides supposed right, found in the analysis of the claims that are left, or else in that of all: a supposition
    /// about a contradiction that falls away with a source takes out nothing (rule 11).
    pub(super) fn supposed(
        &self,
        knowledge: &Knowledge,
        analysis: &Analysis,
        whole: &Analysis,
    ) -> Result<Vec<Supposed>, CannotRun> {
        let mut supposed: Vec<Supposed> = Vec::new();
        for (id, written) in &self.suppose {
            let all = || analysis.contradictions.iter().chain(&whole.contradictions);
            let ids = all().map(|found| found.id.as_str());
            let found = all().find(|found| found.id.as_str() == id);
            let found = found.ok_or_else(|| unknown("--suppose", "contradiction", id, ids))?;
            if supposed.iter().any(|before| before.contradiction == found.id) {
                return Err(format!("--suppose: `{id}` stands twice; suppose one side of it right"));
            }
            let side = side(written, sides(&knowledge.comparison, found), id)?;
            supposed.push(Supposed {
                contradiction: found.id.clone(),
                title: contradiction_title(knowledge, found),
                side,
                stands: analysis.contradictions.iter().any(|standing| standing.id == found.id),
            });
        }
        Ok(supposed)
    }
}

fn pair<'a>(argument: &str, entry: &'a str, example: &str) -> Result<(&'a str, &'a str), CannotRun> {
    let parts = entry.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
    parts
        .filter(|(key, value)| !key.is_empty() && !value.is_empty())
        .ok_or_else(|| format!("{argument}: `{entry}` is no pair; write `{example}`"))
}

/// An error for what an argument says twice.
fn once(argument: &str, topic: &str, is_again: bool) -> Result<(), CannotRun> {
    if is_again { Err(format!("{argument}: `{topic}` stands twice; write it once")) } else { Ok(()) }
}

fn criterion(argument: &str, id: &str, knowledge: &Knowledge) -> Result<QuestionIndex, CannotRun> {
    let questions = knowledge.comparison.questions.iter().enumerate();
    let topics = questions.filter(|(_, question)| question.key.kind == NoteKind::Topic);
    let found = topics.clone().find(|(_, question)| question.key.id.as_str() == id);
    match found {
        Some((_, question)) if question.role == QuestionRole::Background => {
            Err(format!("{argument}: `{id}` is a background topic and no criterion"))
        }
        Some((index, _)) => Ok(QuestionIndex(index)),
        None => {
            let criteria = topics.filter(|(_, question)| question.role != QuestionRole::Background);
            Err(unknown(argument, "topic", id, criteria.map(|(_, question)| question.key.id.as_str())))
        }
    }
}

fn minimum(knowledge: &Knowledge, question: QuestionIndex, written: &str) -> Result<Position, CannotRun> {
    let found = position(written).map_err(|hint| format!("--must: `{written}` is no position: {hint}"))?;
    match check_minimum(knowledge.comparison.question(question), &found) {
        Ok(()) => Ok(found),
        Err((message, hint)) => Err(format!("--must: {message}; {hint}")),
    }
}

/// A side by its letter or number, counted from 0.
fn side(written: &str, count: usize, id: &str) -> Result<usize, CannotRun> {
    let by_number = written.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_name = || (0..count).find(|side| side_name(*side).eq_ignore_ascii_case(written));
    by_number.or_else(by_name).filter(|side| *side < count).ok_or_else(|| {
        let last = side_name(count.saturating_sub(1));
        format!("--suppose: `{id}` has no side `{written}`; its sides are a to {last}, or 1 to {count}")
    })
}

fn unknown<'a>(argument: &str, kind: &str, id: &str, known: impl Iterator<Item = &'a str>) -> CannotRun {
    let near = closest(id, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("{argument}: no {kind} is called `{id}`{near}")
}
