//! The evidence: options, questions, sources, claims and callouts, gathered from the notes.

use std::collections::BTreeMap;

use super::links::has_claim;
use super::names::Names;
use super::{Agreement, BlockPlace, Resolved, Scenario};
use crate::diagnostics::{Code, Diagnostic, make};
use crate::model::{
    Callout, Claim, ClaimIndex, Comparison, Id, NoteKey, NoteKind, OptionIndex, Position, Qualifiers,
    Quantity, QuantityScale, Question, QuestionIndex, QuestionRole, Rating, Scale, Source, SourceIndex,
    Standing,
};
use crate::parse::Note;
use crate::parse::claims::ClaimSyntax;
use crate::parse::header::{Facts, STUDY, TopicFacts};
use crate::parse::prose::{Block, ContradictionSyntax, Fragment, Reference};
use crate::source::{Span, Spanned};
use crate::text::{closest, plain};

/// What the notes say, as far as it goes without links.
pub(super) struct Evidence {
    pub(super) comparison: Comparison,
    pub(super) claim_places: Vec<BlockPlace>,
    pub(super) callout_places: Vec<BlockPlace>,
    pub(super) agreements: Vec<Agreement>,
    claims: BTreeMap<NoteKey, BTreeMap<Id, ClaimIndex>>,
}

impl Evidence {
    /// Options, questions, sources and claims.
    pub(super) fn gather(notes: &BTreeMap<NoteKey, Note>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let of_kind = |kind| notes.keys().filter(move |key| key.kind == kind).map(|key| key.id.clone());
        let mut evidence = Self {
            comparison: Comparison {
                options: of_kind(NoteKind::Option).collect(),
                questions: notes.values().filter_map(question).collect(),
                sources: sources(notes, diagnostics),
                ..Comparison::default()
            },
            claim_places: Vec::new(),
            callout_places: Vec::new(),
            agreements: Vec::new(),
            claims: BTreeMap::new(),
        };
        for index in 0..evidence.comparison.questions.len() {
            let key = evidence.comparison.questions[index].key.clone();
            if let Some(note) = notes.get(&key) {
                evidence.gather_claims(note, QuestionIndex(index), notes, diagnostics);
            }
        }
        evidence
    }

    /// The claim of a note with an id.
    pub(super) fn claim(&self, note: &NoteKey, id: &str) -> Option<ClaimIndex> {
        self.claims.get(note)?.get(id).copied()
    }

    fn gather_claims(
        &mut self,
        note: &Note,
        question: QuestionIndex,
        notes: &BTreeMap<NoteKey, Note>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut spans: BTreeMap<Id, Span> = BTreeMap::new();
        for (block, content) in note.body.blocks.iter().enumerate() {
            let Block::Claim(syntax) = content else { continue };
            if let Some(first) = spans.get(&syntax.id.value) {
                diagnostics.push(match syntax.named {
                    true => make::duplicate_claim_id(syntax.id.span, syntax.id.value.as_str(), *first),
                    false => make::duplicate_claim(syntax.span, *first),
                });
                continue;
            }
            spans.insert(syntax.id.value.clone(), if syntax.named { syntax.id.span } else { syntax.span });
            let reader = ClaimReader { comparison: &self.comparison, notes, note, question, diagnostics };
            let Some(claim) = reader.read(syntax) else { continue };
            let index = ClaimIndex(self.comparison.claims.len());
            self.comparison.claims.push(claim);
            self.claim_places.push(BlockPlace { note: note.key.clone(), block });
            self.claims.entry(note.key.clone()).or_default().insert(syntax.id.value.clone(), index);
        }
    }

    /// Contradictions and agreements, whose sides are links.
    pub(super) fn with_callouts(
        mut self,
        notes: &BTreeMap<NoteKey, Note>,
        names: &Names<'_>,
        links: &BTreeMap<NoteKey, Vec<Resolved>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut spans: BTreeMap<Id, Span> = BTreeMap::new();
        for (key, note) in notes.iter().filter(|(key, _)| key.kind.holds_claims()) {
            let claim_of = |link: &usize| match links.get(key).and_then(|links| links.get(*link)) {
                Some(Resolved::Note { claim, .. }) => *claim,
                _ => None,
            };
            for (block, content) in note.body.blocks.iter().enumerate() {
                let place = || BlockPlace { note: key.clone(), block };
                let (id, span) = match content {
                    Block::Contradiction(syntax) => (&syntax.id, syntax.span),
                    Block::Agreement(syntax) => (&syntax.id, syntax.span),
                    _ => continue,
                };
                if let Some(first) = spans.insert(id.clone(), span) {
                    diagnostics.push(make::duplicate_callout(span, id.as_str(), first));
                    continue;
                }
                match content {
                    Block::Agreement(syntax) => {
                        if syntax.claims.len() < 2 {
                            diagnostics.push(make::too_few_claims(syntax.span, syntax.claims.len()));
                        }
                        let claims = syntax.claims.iter().filter_map(claim_of).collect();
                        self.agreements.push(Agreement { place: place(), claims });
                    }
                    Block::Contradiction(syntax) => {
                        let sides: Vec<Vec<ClaimIndex>> = syntax
                            .sides
                            .iter()
                            .map(|side| side.iter().filter_map(claim_of).collect())
                            .collect();
                        let callout = self.callout(note, syntax, sides, names, diagnostics);
                        self.comparison.callouts.push(callout);
                        self.callout_places.push(place());
                    }
                    Block::Prose(_) | Block::Claim(_) => {}
                }
            }
        }
        self
    }

    fn callout(
        &self,
        note: &Note,
        syntax: &ContradictionSyntax,
        sides: Vec<Vec<ClaimIndex>>,
        names: &Names<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Callout {
        let outside_is_side = syntax.outside.is_some() && syntax.sides.len() == 1;
        if syntax.sides.len() + usize::from(outside_is_side) < 2 {
            diagnostics.push(make::too_few_sides(syntax.span, syntax.sides.len()));
        }
        let mut sets_aside = Vec::new();
        for (reference, span) in &syntax.sets_aside {
            let (Some(Fragment::Block(id)) | Some(Fragment::Heading(id))) = &reference.fragment else {
                continue;
            };
            let Some(target) = Self::target(note, reference, names) else {
                let near = names.near(&reference.name);
                diagnostics.push(make::broken_link(*span, &reference.name, near.as_deref()));
                continue;
            };
            match self.claim(&target.key, id) {
                Some(claim) if sides.iter().flatten().any(|side| *side == claim) => sets_aside.push(claim),
                Some(_) => diagnostics.push(make::sets_aside_unnamed(*span, id)),
                None if target.body.lost_ids.contains(id) || has_claim(target, id) => {}
                None => {
                    let known: Vec<&str> = self
                        .claims
                        .get(&target.key)
                        .into_iter()
                        .flatten()
                        .map(|(id, _)| id.as_str())
                        .collect();
                    diagnostics.push(make::dangling_block_id(*span, &target.header.title, id, &known));
                }
            }
        }
        Callout {
            id: syntax.id.clone(),
            note: note.key.clone(),
            kind: syntax.kind,
            sides,
            outside_is_side,
            resolved: syntax.resolution.is_some(),
            sets_aside,
        }
    }

    /// The note that a reference names.
    fn target<'a>(note: &'a Note, reference: &Reference, names: &Names<'a>) -> Option<&'a Note> {
        match names.wiki(&reference.name) {
            _ if reference.name.is_empty() => Some(note),
            super::names::Meaning::Note(key) => names.note(key),
            _ => None,
        }
    }
}

fn question(note: &Note) -> Option<Question> {
    let (role, scale) = match &note.header.facts {
        Facts::Topic(TopicFacts { background: true, .. }) => (QuestionRole::Background, Scale::Rating),
        Facts::Topic(facts) => (QuestionRole::Criterion { weight: facts.weight }, facts.scale.clone()),
        Facts::Scenario(_) => (QuestionRole::Scenario, Scale::YesNo { no_is_better: false }),
        _ => return None,
    };
    Some(Question { key: note.key.clone(), role, scale })
}

fn sources(notes: &BTreeMap<NoteKey, Note>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Source> {
    let keys: Vec<&NoteKey> = notes.keys().filter(|key| key.kind == NoteKind::Source).collect();
    let known: Vec<&str> = keys.iter().map(|key| key.id.as_str()).collect();
    let mut sources: Vec<Source> = Vec::new();
    for key in &keys {
        let Some(Facts::Source(facts)) = notes.get(*key).map(|note| &note.header.facts) else { continue };
        let copy_of = facts.copy_of.as_ref().and_then(|original| {
            let found = known.iter().position(|id| *id == original.value);
            if found.is_none() {
                let code = Code::UnknownSource;
                diagnostics.push(make::unknown_note(code, original.span, "source", &original.value, &known));
            }
            found.map(SourceIndex)
        });
        sources.push(Source { id: key.id.clone(), trust: facts.trust, copy_of });
    }
    for (index, key) in keys.iter().enumerate() {
        let mut at = sources.get(index).and_then(|source| source.copy_of);
        let mut steps = 0;
        while let Some(next) = at.filter(|_| steps <= sources.len()) {
            if next.0 == index {
                if let Some(Facts::Source(facts)) = notes.get(*key).map(|note| &note.header.facts)
                    && let Some(original) = &facts.copy_of
                {
                    diagnostics.push(make::copy_cycle(original.span, key.id.as_str()));
                }
                break;
            }
            at = sources.get(next.0).and_then(|source| source.copy_of);
            steps += 1;
        }
    }
    sources
}

/// Resolves the names of one claim.
struct ClaimReader<'a> {
    comparison: &'a Comparison,
    notes: &'a BTreeMap<NoteKey, Note>,
    note: &'a Note,
    question: QuestionIndex,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> ClaimReader<'a> {
    fn read(mut self, syntax: &ClaimSyntax) -> Option<Claim> {
        let source = self.source(&syntax.source, "source");
        let based_on = syntax.based_on.as_ref().and_then(|study| self.study(study));
        let standings: Vec<Standing> = syntax
            .standings
            .iter()
            .filter_map(|standing| {
                let option = self.option(&standing.option)?;
                let position = standing.position.as_ref().and_then(|position| self.position(position));
                Some(Standing { option, position })
            })
            .collect();
        let source = source?;
        if let Some(place) = &syntax.place
            && let Some(note) = self.source_note(source)
        {
            check_place(note, &place.value, place.span, self.diagnostics);
        }
        Some(Claim {
            id: syntax.id.value.clone(),
            question: self.question,
            standings,
            source,
            place: syntax.place.as_ref().map(|place| place.value.clone()),
            stance: syntax.stance,
            qualifiers: Qualifiers {
                conditions: syntax.conditions.clone(),
                about: syntax.about.clone(),
                as_of: syntax.as_of,
                from: syntax.from,
                until: syntax.until,
                based_on,
            },
        })
    }

    fn option(&mut self, name: &Spanned<String>) -> Option<OptionIndex> {
        let found = self.comparison.options.iter().position(|id| id.as_str() == name.value);
        if found.is_none() {
            let known: Vec<&str> =
                self.comparison.options.iter().map(Id::as_str).chain(["general"]).collect();
            self.diagnostics.push(make::unknown_note(
                Code::UnknownOption,
                name.span,
                "option",
                &name.value,
                &known,
            ));
        }
        found.map(OptionIndex)
    }

    fn source(&mut self, name: &Spanned<String>, kind: &str) -> Option<SourceIndex> {
        let found = self.comparison.sources.iter().position(|source| source.id.as_str() == name.value);
        if found.is_none() {
            let known: Vec<&str> = self.comparison.sources.iter().map(|source| source.id.as_str()).collect();
            self.diagnostics.push(make::unknown_note(
                Code::UnknownSource,
                name.span,
                kind,
                &name.value,
                &known,
            ));
        }
        found.map(SourceIndex)
    }

    fn study(&mut self, name: &Spanned<String>) -> Option<SourceIndex> {
        let source = self.source(name, "study")?;
        if let Some(note) = self.source_note(source)
            && let Facts::Source(facts) = &note.header.facts
            && facts.kind != STUDY
        {
            self.diagnostics.push(make::not_a_study(name.span, &name.value, note.header.span));
        }
        Some(source)
    }

    fn source_note(&self, source: SourceIndex) -> Option<&'a Note> {
        let key = NoteKey { kind: NoteKind::Source, id: self.comparison.source(source).id.clone() };
        self.notes.get(&key)
    }

    /// Checks a position against its question's scale.
    fn position(&mut self, position: &Spanned<Position>) -> Option<Position> {
        let question = self.comparison.question(self.question);
        let header = Some(self.note.header.span);
        let mut refuse = |scale: &str, span, remedy: &str| {
            let text = position.value.to_string();
            self.diagnostics.push(make::position_off_scale(position.span, &text, scale, span, remedy));
            None
        };
        match (question.role, &question.scale, &position.value) {
            (QuestionRole::Background, ..) => refuse(
                "a background topic, which has no scale",
                header,
                "drop the position, or `background: true`",
            ),
            (QuestionRole::Scenario, _, Position::Rating(_) | Position::Quantity(_)) => {
                refuse("a recommendation", None, "write `yes` to recommend, `no` to advise against")
            }
            (_, Scale::Rating, Position::YesNo(_)) => refuse(
                "a scale of ratings",
                header,
                "use `++ + = - --`, or say `scale: yes-no` in the front matter",
            ),
            (_, Scale::Rating | Scale::YesNo { .. }, Position::Quantity(_)) => {
                let remedy =
                    "use the topic's own positions, or give it `scale: { unit: …, worst: …, best: … }`";
                refuse("this scale", header, remedy)
            }
            (_, Scale::Quantity(_), Position::YesNo(_)) => {
                refuse("a scale of quantities", header, "write a quantity such as `2300`, or a rating")
            }
            (_, Scale::Quantity(scale), Position::Quantity(quantity)) => {
                self.note_clamped(scale, quantity, position.span);
                Some(position.value)
            }
            _ => Some(position.value),
        }
    }

    fn note_clamped(&mut self, scale: &QuantityScale, quantity: &Quantity, span: Span) {
        let middle = match quantity {
            Quantity::Exact { value, .. } | Quantity::MoreThan { value } => *value,
            Quantity::Range { low, high } => low + (high - low) / 2.0,
        };
        let (low, high) = (scale.worst.min(scale.best), scale.worst.max(scale.best));
        let anchor = if middle < low {
            low
        } else if middle > high {
            high
        } else {
            return;
        };
        self.diagnostics.push(make::quantity_clamped(span, &anchor.to_string()));
    }
}

/// Checks a place against the headings that its source lists. A path may leave out its beginning, as
/// long as one heading only ends so.
pub(super) fn check_place(source: &Note, place: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    let Facts::Source(facts) = &source.header.facts else { return };
    if facts.headings.is_empty() {
        return;
    }
    let wanted = plain(place);
    let wanted = wanted.strip_prefix("after ").filter(|rest| ends(facts, rest) > 0).unwrap_or(&wanted);
    let title = &source.header.title;
    match ends(facts, wanted) {
        _ if wanted == "introduction" => {}
        1 => {}
        0 => {
            let near = closest(place, facts.headings.iter().map(String::as_str));
            diagnostics.push(make::unknown_place(span, title, place, near));
        }
        _ => {
            let fits = facts.headings.iter().find(|heading| is_end(&plain(heading), wanted));
            let example = fits.map_or(place, String::as_str);
            diagnostics.push(make::ambiguous_place(span, title, place, example));
        }
    }
}

/// How many headings end in a path.
fn ends(facts: &crate::parse::header::SourceFacts, wanted: &str) -> usize {
    let exact = facts.headings.iter().any(|heading| plain(heading) == wanted);
    if exact { 1 } else { facts.headings.iter().filter(|heading| is_end(&plain(heading), wanted)).count() }
}

fn is_end(heading: &str, wanted: &str) -> bool {
    heading == wanted || heading.strip_suffix(wanted).is_some_and(|rest| rest.ends_with("> "))
}

/// Weights and minimums of scenarios, with their topics resolved and the minimums checked (rule 9).
pub(super) fn scenarios(
    notes: &BTreeMap<NoteKey, Note>,
    comparison: &Comparison,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<NoteKey, Scenario> {
    let known: Vec<&str> =
        notes.keys().filter(|key| key.kind == NoteKind::Topic).map(|key| key.id.as_str()).collect();
    let topic = |name: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>| {
        let found = comparison.questions.iter().position(|question| {
            question.key.kind == NoteKind::Topic && question.key.id.as_str() == name.value
        });
        if found.is_none() {
            diagnostics.push(make::unknown_note(Code::UnknownTopic, name.span, "topic", &name.value, &known));
        }
        found.map(QuestionIndex)
    };
    let mut scenarios = BTreeMap::new();
    for (key, note) in notes {
        let Facts::Scenario(facts) = &note.header.facts else { continue };
        let mut scenario = Scenario { others: facts.others, ..Scenario::default() };
        for (name, weight) in &facts.weights {
            let Some(question) = topic(name, diagnostics) else { continue };
            if comparison.question(question).role == QuestionRole::Background {
                let message = format!("`{}` is a background topic and has no weight", name.value);
                diagnostics.push(make::invalid_value(name.span, &message, "drop the entry"));
                continue;
            }
            scenario.weights.insert(question, *weight);
        }
        for (name, minimum) in &facts.must {
            let Some(question) = topic(name, diagnostics) else { continue };
            match check_minimum(comparison.question(question), &minimum.value) {
                Ok(()) => {
                    scenario.must.insert(question, minimum.value);
                }
                Err((message, hint)) => diagnostics.push(make::must_have(minimum.span, &message, hint)),
            }
        }
        scenarios.insert(key.clone(), scenario);
    }
    scenarios
}

/// Whether a minimum can work: on the scale, one value, within the anchors, and one that something can miss.
pub(crate) fn check_minimum(question: &Question, minimum: &Position) -> Result<(), (String, &'static str)> {
    let text = minimum.to_string();
    let topic = &question.key.id;
    let off_scale = |hint| Err((format!("the minimum `{text}` does not fit the scale of `{topic}`"), hint));
    let never_missed = || {
        Err((
            format!("nothing can miss the minimum `{text}` on `{topic}`"),
            "choose a better one, or drop it",
        ))
    };
    match (question.role, &question.scale, minimum) {
        (QuestionRole::Background, ..) => {
            Err((format!("`{topic}` is a background topic and has no minimum"), "drop the entry"))
        }
        (_, _, Position::Rating(Rating::Poor)) => never_missed(),
        (_, _, Position::Rating(_)) => Ok(()),
        (_, Scale::YesNo { no_is_better }, Position::YesNo(yes)) if yes == no_is_better => never_missed(),
        (_, Scale::YesNo { .. }, Position::YesNo(_)) => Ok(()),
        (_, Scale::Quantity(scale), Position::Quantity(Quantity::Exact { value, .. })) => {
            let (low, high) = (scale.worst.min(scale.best), scale.worst.max(scale.best));
            if *value < low || *value > high {
                let message =
                    format!("the minimum {value} on `{topic}` lies outside its anchors {low} and {high}");
                Err((message, "choose a quantity between `worst` and `best`"))
            } else if *value == scale.worst {
                never_missed()
            } else {
                Ok(())
            }
        }
        (_, Scale::Quantity(_), Position::Quantity(_)) => off_scale("write one quantity, not a range"),
        (_, Scale::Rating, _) => off_scale("write one of `\"++\"`, `\"+\"`, `\"=\"`, `\"-\"`"),
        (_, Scale::YesNo { .. }, _) => off_scale("write `yes` or `no`"),
        (_, Scale::Quantity(_), _) => off_scale("write a quantity or a rating"),
    }
}
