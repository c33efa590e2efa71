//! Claims, cells, contradictions and agreements.

use std::collections::BTreeMap;

use super::Builder;
use crate::analysis::{Cell, CellClaim, ClaimValue, Contradiction, Counting, Origin, Status, Voice};
use crate::export::knowledge::{
    AgreementRecord, CellRecord, ClaimRecord, ContradictionRecord, FoundRecord, Number, PositionRecord,
    QuantityRecord, StandingRecord, VoiceRecord,
};
use crate::model::{
    CalloutIndex, ClaimIndex, NoteKey, NoteKind, Position, Qualifiers, Quantity, QuestionIndex, Standing,
};
use crate::parse::prose::Prose;
use crate::paths;
use crate::resolve::plain;
use crate::source::Span;

impl Builder<'_> {
    pub(super) fn claims(self) -> Vec<ClaimRecord> {
        let comparison = &self.knowledge.comparison;
        let mut set_aside = vec![false; comparison.claims.len()];
        for claim in comparison.callouts.iter().flat_map(|callout| &callout.sets_aside) {
            set_aside[claim.0] = true;
        }
        let claims = set_aside.into_iter().enumerate();
        claims.filter_map(|(index, set_aside)| self.claim(ClaimIndex(index), set_aside)).collect()
    }

    fn claim(self, index: ClaimIndex, set_aside: bool) -> Option<ClaimRecord> {
        let comparison = &self.knowledge.comparison;
        let claim = comparison.claim(index);
        let syntax = self.knowledge.claim_syntax(index)?;
        let note = &comparison.question(claim.question).key;
        let (topic, scenario) = topic_or_scenario(note);
        let (file, line, column) = self.locate(syntax.span);
        let standing = |standing| self.standing(index, standing);
        Some(ClaimRecord {
            id: self.claim_id(index),
            local_id: claim.id.to_string(),
            topic,
            scenario,
            standings: claim.standings.iter().map(standing).collect(),
            text: self.plain(note, &syntax.text).unwrap_or_default(),
            source: self.source_id(claim.source),
            place: claim.place.clone(),
            stance: claim.stance.word(),
            together: syntax.together,
            qualifiers: qualifiers(&claim.qualifiers),
            based_on: claim.qualifiers.based_on.map(|study| self.source_id(study)),
            set_aside,
            file,
            line,
            column,
            address: on(note, &paths::claim_anchor(&claim.id)),
        })
    }

    fn standing(self, index: ClaimIndex, standing: &Standing) -> StandingRecord {
        let question = self.knowledge.comparison.claim(index).question;
        let cell = self.analysis.cell(question, standing.option);
        let entry = cell.and_then(|cell| cell.claims.iter().find(|entry| entry.claim == index));
        let value = entry.and_then(|entry| entry.value);
        StandingRecord {
            option: self.option_id(standing.option),
            position: standing.position.zip(value).map(|(position, value)| position_record(position, value)),
            counting: entry.map(|entry| counting_word(entry.counting)),
        }
    }

    pub(super) fn cells(self) -> Vec<CellRecord> {
        let questions = self.knowledge.comparison.questions.iter().enumerate();
        let topics = questions.filter(|(_, question)| question.key.kind == NoteKind::Topic);
        let cells = topics.flat_map(|(index, _)| {
            let options = self.knowledge.option_order.iter();
            options.filter_map(move |option| self.analysis.cell(QuestionIndex(index), *option))
        });
        cells.map(|cell| self.cell(cell)).collect()
    }

    fn cell(self, cell: &Cell) -> CellRecord {
        let topic = &self.knowledge.comparison.question(cell.question).key;
        let counted = |entry: &&CellClaim| entry.counting == Counting::Counted;
        let touching = cell.contradictions.iter();
        let touching = touching.filter_map(|place| self.analysis.contradictions.get(*place));
        CellRecord {
            topic: topic.id.to_string(),
            option: self.option_id(cell.option),
            score: cell.score.map(Number),
            low: Number(cell.low),
            high: Number(cell.high),
            state: cell.state.word(),
            counted_claims: cell
                .claims
                .iter()
                .filter(counted)
                .map(|entry| self.claim_id(entry.claim))
                .collect(),
            voices: cell.voices.iter().map(|voice| self.voice(voice)).collect(),
            independent_sources: cell.independent_sources,
            contradictions: touching.map(|contradiction| contradiction.id.to_string()).collect(),
            address: on(topic, &paths::cell_anchor(&self.knowledge.comparison.options[cell.option.0])),
        }
    }

    fn voice(self, voice: &Voice) -> VoiceRecord {
        VoiceRecord {
            sources: voice.sources.iter().map(|source| self.source_id(*source)).collect(),
            trust: Number(voice.trust),
            score: Number(voice.score),
            claims: self.claim_ids(&voice.claims),
        }
    }

    pub(super) fn contradictions(self) -> Vec<ContradictionRecord> {
        self.analysis.contradictions.iter().map(|one| self.contradiction(one)).collect()
    }

    fn contradiction(self, contradiction: &Contradiction) -> ContradictionRecord {
        let comparison = &self.knowledge.comparison;
        let note = match &contradiction.origin {
            Origin::Declared(callout) => &comparison.callout(*callout).note,
            Origin::Found { question, .. } => &comparison.question(*question).key,
        };
        let (topic, scenario) = topic_or_scenario(note);
        let record = ContradictionRecord {
            id: contradiction.id.to_string(),
            title: None,
            kind: contradiction.kind.map(|kind| kind.word()),
            status: status_word(contradiction.status),
            topic,
            scenario,
            sides: contradiction.sides.iter().map(|side| self.claim_ids(side)).collect(),
            outside: None,
            outside_is_side: false,
            resolution: None,
            decided: None,
            sets_aside: Vec::new(),
            found: None,
            file: None,
            line: None,
            column: None,
            address: paths::with_anchor(
                paths::CONTRADICTIONS,
                &paths::contradiction_anchor(&contradiction.id),
            ),
        };
        match &contradiction.origin {
            Origin::Declared(callout) => self.declared(*callout, record),
            Origin::Found { option, pair: (first, second), .. } => {
                let pair = [self.claim_id(*first), self.claim_id(*second)];
                ContradictionRecord {
                    found: Some(FoundRecord { option: self.option_id(*option), pair }),
                    ..record
                }
            }
        }
    }

    /// Adds what the author wrote.
    fn declared(self, index: CalloutIndex, record: ContradictionRecord) -> ContradictionRecord {
        let callout = self.knowledge.comparison.callout(index);
        let Some(syntax) = self.knowledge.contradiction_syntax(index) else { return record };
        let plain = |prose: &Option<Prose>| self.plain(&callout.note, prose.as_ref()?);
        let (file, line, column) = self.locate(syntax.span);
        ContradictionRecord {
            title: Some(syntax.title.clone()),
            outside: plain(&syntax.outside),
            outside_is_side: callout.outside_is_side,
            resolution: plain(&syntax.resolution),
            decided: syntax.decided.map(|date| date.to_string()),
            sets_aside: self.claim_ids(&callout.sets_aside),
            file: Some(file),
            line: Some(line),
            column: Some(column),
            ..record
        }
    }

    pub(super) fn agreements(self) -> Vec<AgreementRecord> {
        let agreements = self.knowledge.agreements.iter();
        let records = agreements.filter_map(|agreement| {
            let syntax = self.knowledge.agreement_syntax(agreement)?;
            let note = &agreement.place.note;
            let (topic, scenario) = topic_or_scenario(note);
            let (file, line, column) = self.locate(syntax.span);
            Some(AgreementRecord {
                id: syntax.id.to_string(),
                title: syntax.title.clone(),
                topic,
                scenario,
                claims: self.claim_ids(&agreement.claims),
                text: syntax.text.as_ref().and_then(|text| self.plain(note, text)),
                file,
                line,
                column,
                address: on(note, &paths::agreement_anchor(&syntax.id)),
            })
        });
        records.collect()
    }

    fn plain(self, note: &NoteKey, prose: &Prose) -> Option<String> {
        plain::text(self.knowledge, self.knowledge.note(note), prose)
    }

    fn locate(self, span: Span) -> (String, usize, usize) {
        let (file, position) = self.sources.locate(span);
        (file.to_owned(), position.line, position.column)
    }
}

/// The address of an element on a note's page.
fn on(note: &NoteKey, anchor: &str) -> String {
    paths::with_anchor(&paths::note(note), anchor)
}

fn position_record(position: Position, value: ClaimValue) -> PositionRecord {
    let (low, high) = value.reach;
    PositionRecord {
        kind: match position {
            Position::Rating(_) => "rating",
            Position::YesNo(_) => "yes-no",
            Position::Quantity(_) => "quantity",
        },
        text: position.to_string(),
        value: Number(value.value),
        low: Number(low),
        high: Number(high),
        quantity: match position {
            Position::Quantity(quantity) => Some(quantity_record(quantity)),
            Position::Rating(_) | Position::YesNo(_) => None,
        },
    }
}

fn quantity_record(quantity: Quantity) -> QuantityRecord {
    let (low, high, approximate) = match quantity {
        Quantity::Exact { value, approximate } => (value, Some(value), approximate),
        Quantity::Range { low, high } => (low, Some(high), false),
        Quantity::MoreThan { value } => (value, None, false),
    };
    QuantityRecord { low: Number(low), high: high.map(Number), approximate }
}

/// All but the study that a claim rests on.
pub(in crate::export) fn qualifiers(qualifiers: &Qualifiers) -> BTreeMap<&'static str, String> {
    let dates = [("as_of", qualifiers.as_of), ("from", qualifiers.from), ("until", qualifiers.until)];
    let dates = dates.into_iter().filter_map(|(key, date)| Some((key, date?.to_string())));
    let conditions = qualifiers.conditions.iter().map(|(condition, value)| (condition.key(), value.clone()));
    conditions.chain(qualifiers.about.clone().map(|about| ("about", about))).chain(dates).collect()
}

fn topic_or_scenario(note: &NoteKey) -> (Option<String>, Option<String>) {
    let is = |kind| (note.kind == kind).then(|| note.id.to_string());
    (is(NoteKind::Topic), is(NoteKind::Scenario))
}

fn counting_word(counting: Counting) -> &'static str {
    match counting {
        Counting::Counted => "counted",
        Counting::Context => "context",
        Counting::Reported => "reported",
        Counting::Rejected => "rejected",
        Counting::SetAside => "set-aside",
        Counting::Distrusted => "distrusted",
        Counting::Copy => "copy",
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Unexplained => "unexplained",
        Status::Open => "open",
        Status::Resolved => "resolved",
    }
}
