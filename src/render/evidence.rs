//! Views of claims, cells and contradictions.

use std::collections::BTreeSet;

use super::site::{PagePlace, Site, place_title};
use super::views::{
    AgreementView, CellContradictionView, CellView, ClaimChipView, ClaimView, ContradictionLinkView,
    ContradictionView, LinkView, PartTakenView, PositionView, QualifierView, ScoreView, SideView,
    StandingView,
};
use crate::analysis::{Cell, Contradiction, Counting, Origin};
use crate::model::{
    ClaimIndex, Condition, NoteKey, OptionIndex, Position, Quantity, QuantityScale, QuestionIndex, Scale,
    SourceIndex, Stance,
};
use crate::numbers::{count, grouped, percent, strength};
use crate::paths;
use crate::report::words::{level, side_name, state_words, status_words};
use crate::resolve::Agreement;
use crate::text::join_words;

impl Site<'_> {
    /// A claim, as it stands on a page; `home` where the page is its note's own.
    pub fn claim(&self, index: ClaimIndex, page: &PagePlace<'_>) -> Option<ClaimView> {
        let comparison = &self.knowledge.comparison;
        let claim = comparison.claim(index);
        let syntax = self.knowledge.claim_syntax(index)?;
        let key = &comparison.question(claim.question).key;
        let note = self.knowledge.note(key);
        let source = self.knowledge.source_key(claim.source);
        let anchor = paths::claim_anchor(&claim.id);
        let path = paths::with_anchor(&paths::note(key), &anchor);
        let said_anchor = paths::said_anchor(key, &claim.id);
        let said_path = paths::with_anchor(&paths::note(&source), &said_anchor);
        let standings = claim.standings.iter().map(|standing| StandingView {
            option: self.option(standing.option),
            position: standing.position.map(|position| self.position(claim.question, &position)),
        });
        let contradictions = self.contradictions_of.get(&index).map(Vec::as_slice).unwrap_or_default();
        Some(ClaimView {
            anchor,
            path,
            home: page.path == paths::note(key),
            topic: self.note_link(key),
            standings: standings.collect(),
            text_html: self.prose(note, &syntax.text, page),
            source: self.note_link(&source),
            source_name: self.source_name(claim.source),
            place: claim
                .place
                .as_deref()
                .map(|place| LinkView { title: place_title(Some(place)), path: said_path }),
            said_anchor,
            stance: claim.stance.word(),
            stance_label: match claim.stance {
                Stance::Asserts => None,
                Stance::Reports => Some("reported"),
                Stance::Rejects => Some("rejected"),
            },
            qualifiers: self.qualifiers(index),
            contradictions: contradictions.iter().map(|place| self.contradiction_mention(*place)).collect(),
            set_aside_by: self.set_aside_by.get(&index).map(|place| self.contradiction_link(*place)),
            together: syntax.together,
            correction: self.correction(syntax.span),
        })
    }

    fn qualifiers(&self, index: ClaimIndex) -> Vec<QualifierView> {
        let qualifiers = &self.knowledge.comparison.claim(index).qualifiers;
        let view = |key: &str, label: &str, value: String| QualifierView {
            key: key.to_owned(),
            label: label.to_owned(),
            value,
            path: None,
        };
        let mut views = Vec::new();
        for condition in Condition::ALL {
            views.extend(
                qualifiers
                    .conditions
                    .get(&condition)
                    .map(|value| view(condition.key(), condition.key(), value.clone())),
            );
        }
        views.extend(qualifiers.about.as_ref().map(|value| view("about", "about", value.clone())));
        for (key, label, date) in [
            ("as_of", "as of", qualifiers.as_of),
            ("from", "from", qualifiers.from),
            ("until", "until", qualifiers.until),
        ] {
            views.extend(date.map(|date| view(key, label, date.to_string())));
        }
        views.extend(qualifiers.based_on.map(|study| {
            let link = self.note_link(&self.knowledge.source_key(study));
            QualifierView { path: Some(link.path), ..view("based_on", "based on", link.title) }
        }));
        views
    }

    /// A position, ready to show.
    pub fn position(&self, question: QuestionIndex, position: &Position) -> PositionView {
        let scale = &self.knowledge.comparison.question(question).scale;
        let value = crate::analysis::values::claim_value(scale, *position).map_or(0.5, |value| value.value);
        let strength = strength(value);
        match position {
            Position::Rating(rating) => PositionView {
                kind: "rating",
                sign: rating.sign().replace('-', "\u{2212}"),
                word: rating.word().to_owned(),
                strength,
            },
            Position::YesNo(yes) => {
                let word = if *yes { "yes" } else { "no" };
                PositionView { kind: "yes-no", sign: word.to_owned(), word: word.to_owned(), strength }
            }
            Position::Quantity(quantity) => {
                let unit = match scale {
                    Scale::Quantity(scale) => scale.unit.as_str(),
                    _ => "",
                };
                let (sign, words) = quantity_words(quantity);
                PositionView {
                    kind: "quantity",
                    sign,
                    word: format!("{words} {unit}").trim_end().to_owned(),
                    strength,
                }
            }
        }
    }

    /// A cell of a topic.
    pub fn cell(&self, question: QuestionIndex, option: OptionIndex) -> Option<CellView> {
        let cell = self.analysis.cell(question, option)?;
        let key = &self.knowledge.comparison.question(question).key;
        let option_view = self.option(option);
        let anchor = paths::cell_anchor(&self.knowledge.comparison.options[option.0]);
        let (state, state_label, state_hint) = state_words(cell.state);
        Some(CellView {
            path: paths::with_anchor(&paths::note(key), &anchor),
            option: option_view,
            topic: self.note_link(key),
            anchor,
            state,
            state_label,
            state_hint,
            score: self.score(cell),
            unit: match &self.knowledge.comparison.question(question).scale {
                Scale::Quantity(scale) => Some(scale.unit.clone()),
                _ => None,
            },
            claims: cell.claims.iter().map(|claim| self.chip(cell, claim.claim, claim.counting)).collect(),
            sources: cell.independent_sources,
            contradictions: cell
                .contradictions
                .iter()
                .map(|place| CellContradictionView {
                    contradiction: self.contradiction_mention(*place),
                    elsewhere: match self.analysis.contradictions[*place].origin {
                        Origin::Declared(callout) => Some(&self.knowledge.comparison.callout(callout).note)
                            .filter(|note| *note != key)
                            .map(|note| self.note_link(note).title),
                        Origin::Found { .. } => None,
                    },
                })
                .collect(),
        })
    }

    /// The cells of a topic, in display order.
    pub fn cells(&self, question: QuestionIndex) -> Vec<CellView> {
        self.knowledge.option_order.iter().filter_map(|option| self.cell(question, *option)).collect()
    }

    fn chip(&self, cell: &Cell, index: ClaimIndex, counting: Counting) -> ClaimChipView {
        let claim = self.knowledge.comparison.claim(index);
        let key = &self.knowledge.comparison.question(cell.question).key;
        let position = claim.standings.iter().find(|standing| standing.option == cell.option);
        ClaimChipView {
            path: paths::with_anchor(&paths::note(key), &paths::claim_anchor(&claim.id)),
            position: position
                .and_then(|standing| standing.position)
                .map(|position| self.position(cell.question, &position)),
            source: self.note_link(&self.knowledge.source_key(claim.source)).title,
            source_name: self.source_name(claim.source),
            counted: counting == Counting::Counted,
            reason: match counting {
                Counting::Counted => None,
                Counting::Context => Some("context"),
                Counting::Reported => Some("reported"),
                Counting::Rejected => Some("rejected"),
                Counting::SetAside => Some("set aside"),
                Counting::Distrusted => Some("source not trusted"),
                Counting::Copy => Some("copy"),
            },
        }
    }

    fn score(&self, cell: &Cell) -> Option<ScoreView> {
        let score = cell.score?;
        let question = self.knowledge.comparison.question(cell.question);
        let word = match &question.scale {
            Scale::Quantity(scale) => self.quantity_word(cell, scale, score),
            Scale::Rating | Scale::YesNo { .. } => level(&question.scale, score),
        };
        Some(ScoreView {
            percent: percent(score),
            low: percent(cell.low),
            high: percent(cell.high),
            word,
            strength: strength(score),
        })
    }

    /// The quantity that all counted claims of a cell say, or the one that its score stands for; the unit
    /// stands in the scale. What is more than each of several numbers is more than their mean.
    fn quantity_word(&self, cell: &Cell, scale: &QuantityScale, score: f64) -> String {
        let counted = cell.claims.iter().filter(|claim| claim.counting == Counting::Counted);
        let positions: Vec<Option<Position>> = counted
            .map(|entry| {
                let standings = &self.knowledge.comparison.claim(entry.claim).standings;
                standings.iter().find(|standing| standing.option == cell.option)?.position
            })
            .collect();
        if let [Some(Position::Quantity(first)), others @ ..] = positions.as_slice()
            && others.iter().all(|other| *other == Some(Position::Quantity(*first)))
        {
            return quantity_words(first).1;
        }
        let open = positions
            .iter()
            .all(|position| matches!(position, Some(Position::Quantity(Quantity::MoreThan { .. }))));
        let mean = grouped(scale.worst + score * (scale.best - scale.worst));
        format!("{} {mean}", if open { "more than" } else { "about" })
    }

    /// A contradiction's title and its address on the page of all.
    pub fn contradiction_link(&self, place: usize) -> LinkView {
        let contradiction = &self.analysis.contradictions[place];
        LinkView {
            title: self.contradiction_title(contradiction),
            path: self.contradiction_path(contradiction),
        }
    }

    /// A contradiction, where a claim mentions it: it leads to the note that explains it.
    fn contradiction_mention(&self, place: usize) -> ContradictionLinkView {
        let contradiction = &self.analysis.contradictions[place];
        ContradictionLinkView {
            title: self.contradiction_title(contradiction),
            path: self.contradiction_home(contradiction),
            status: status_words(contradiction.status).0,
        }
    }

    /// The callout that explains a contradiction; without one, its place on the page of all.
    fn contradiction_home(&self, contradiction: &Contradiction) -> String {
        match contradiction.origin {
            Origin::Declared(callout) => {
                let note = &self.knowledge.comparison.callout(callout).note;
                paths::with_anchor(&paths::note(note), &paths::contradiction_anchor(&contradiction.id))
            }
            Origin::Found { .. } => self.contradiction_path(contradiction),
        }
    }

    fn contradiction_path(&self, contradiction: &Contradiction) -> String {
        paths::with_anchor(paths::CONTRADICTIONS, &paths::contradiction_anchor(&contradiction.id))
    }

    fn contradiction_title(&self, contradiction: &Contradiction) -> String {
        match &contradiction.origin {
            Origin::Declared(callout) => self
                .knowledge
                .contradiction_syntax(*callout)
                .map(|syntax| syntax.title.clone())
                .unwrap_or_default(),
            Origin::Found { question, option, .. } => {
                let topic =
                    &self.knowledge.note(&self.knowledge.comparison.question(*question).key).header.title;
                format!("{}: which claims about {} hold?", topic, self.option(*option).title)
            }
        }
    }

    /// A contradiction, as it stands on a page.
    pub fn contradiction(&self, place: usize, page: &PagePlace<'_>) -> ContradictionView {
        let contradiction = &self.analysis.contradictions[place];
        let comparison = &self.knowledge.comparison;
        let path = self.contradiction_path(contradiction);
        let anchor = paths::contradiction_anchor(&contradiction.id);
        let mut sides: Vec<SideView> = contradiction
            .sides
            .iter()
            .enumerate()
            .map(|(side, claims)| SideView {
                label: side_name(side).to_uppercase(),
                claims: claims.iter().filter_map(|claim| self.quoted(*claim, page)).collect(),
                outside: false,
            })
            .collect();
        let mut view = ContradictionView {
            title: self.contradiction_title(contradiction),
            home_path: self.contradiction_home(contradiction),
            path,
            anchor,
            kind: contradiction.kind.map(crate::model::ContradictionKind::word),
            kind_hint: contradiction.kind.map(crate::model::ContradictionKind::hint),
            status: status_words(contradiction.status).0,
            status_label: status_words(contradiction.status).1,
            sides: Vec::new(),
            resolution_html: None,
            outside_html: None,
            decided: None,
            sets_aside: Vec::new(),
            topics: Vec::new(),
            options: Vec::new(),
            correction: None,
        };
        if let Origin::Declared(callout) = contradiction.origin
            && let Some(syntax) = self.knowledge.contradiction_syntax(callout)
        {
            let declared = comparison.callout(callout);
            let note = self.knowledge.note(&declared.note);
            if declared.outside_is_side {
                sides.push(SideView {
                    label: "Outside the sources".to_owned(),
                    claims: Vec::new(),
                    outside: true,
                });
            }
            view.resolution_html = syntax.resolution.as_ref().map(|prose| self.prose(note, prose, page));
            view.outside_html = syntax.outside.as_ref().map(|prose| self.prose(note, prose, page));
            view.decided = syntax.decided.map(|date| date.to_string());
            view.sets_aside = declared.sets_aside.iter().map(|claim| self.claim_link(*claim)).collect();
            view.correction = self.correction(syntax.span);
        }
        view.sides = sides;
        let claims = || contradiction.sides.iter().flatten().map(|claim| comparison.claim(*claim));
        let questions: BTreeSet<QuestionIndex> = claims().map(|claim| claim.question).collect();
        view.topics =
            questions.iter().map(|question| self.note_link(&comparison.question(*question).key)).collect();
        let options: BTreeSet<OptionIndex> =
            claims().flat_map(|claim| claim.standings.iter().map(|standing| standing.option)).collect();
        let order = &self.knowledge.option_order;
        view.options = order
            .iter()
            .filter(|option| options.contains(option))
            .map(|option| self.option(*option))
            .collect();
        view
    }

    /// A source's part in a contradiction; none where it has no claim there.
    pub fn part_taken(&self, source: SourceIndex, place: usize) -> Option<PartTakenView> {
        let contradiction = &self.analysis.contradictions[place];
        let own = |claim: &&ClaimIndex| self.knowledge.comparison.claim(**claim).source == source;
        let sides = contradiction
            .sides
            .iter()
            .enumerate()
            .filter(|(_, claims)| claims.iter().any(|claim| own(&claim)));
        let sides: Vec<String> = sides.map(|(side, _)| side_name(side).to_uppercase()).collect();
        let word = match sides.as_slice() {
            [] => return None,
            [_] => "side",
            _ => "sides",
        };
        let mut claims = contradiction.sides.iter().flatten().filter(own);
        let (status, status_label, _) = status_words(contradiction.status);
        Some(PartTakenView {
            contradiction: LinkView {
                title: self.contradiction_title(contradiction),
                path: self.contradiction_home(contradiction),
            },
            kind: contradiction.kind.map(crate::model::ContradictionKind::word),
            status,
            status_label,
            sides: format!("{word} {}", join_words(&sides)),
            several: sides.len() > 1,
            set_aside: claims.any(|claim| self.set_aside_by.contains_key(claim)),
        })
    }

    /// A claim as a quotation: its anchor stays with its own place.
    pub fn quoted(&self, claim: ClaimIndex, page: &PagePlace<'_>) -> Option<ClaimView> {
        self.claim(claim, page).map(|view| ClaimView { home: false, ..view })
    }

    fn claim_link(&self, index: ClaimIndex) -> LinkView {
        let claim = self.knowledge.comparison.claim(index);
        let key = &self.knowledge.comparison.question(claim.question).key;
        LinkView {
            title: self.claim_name(index),
            path: paths::with_anchor(&paths::note(key), &paths::claim_anchor(&claim.id)),
        }
    }

    /// An agreement, with its independent sources counted.
    pub fn agreement(&self, agreement: &Agreement, page: &PagePlace<'_>) -> Option<AgreementView> {
        let syntax = self.knowledge.agreement_syntax(agreement)?;
        let note = self.knowledge.note(&agreement.place.note);
        let comparison = &self.knowledge.comparison;
        Some(AgreementView {
            anchor: paths::agreement_anchor(&syntax.id),
            title: syntax.title.clone(),
            claims: agreement.claims.iter().filter_map(|claim| self.quoted(*claim, page)).collect(),
            sources: crate::analysis::matrix::independent_among(
                comparison,
                &crate::analysis::own_trust(comparison),
                &agreement.claims,
            ),
            text_html: syntax.text.as_ref().map(|prose| self.prose(note, prose, page)),
        })
    }

    /// Contradictions in order of seriousness: by status, then by the weight of their topics.
    pub fn contradictions_in_order(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.analysis.contradictions.len()).collect();
        let weight = |place: usize| {
            let claims = self.analysis.contradictions[place].sides.iter().flatten();
            let weights = claims.map(|claim| {
                let question =
                    self.knowledge.comparison.question(self.knowledge.comparison.claim(*claim).question);
                match question.role {
                    crate::model::QuestionRole::Criterion { weight } => weight,
                    _ => 0.0,
                }
            });
            weights.fold(0.0, f64::max)
        };
        places.sort_by(|a, b| {
            let (first, second) = (&self.analysis.contradictions[*a], &self.analysis.contradictions[*b]);
            first
                .status
                .cmp(&second.status)
                .then(weight(*b).total_cmp(&weight(*a)))
                .then_with(|| first.id.cmp(&second.id))
        });
        places
    }

    /// Contradictions declared on other notes that name a claim of this one.
    pub fn contradictions_elsewhere(&self, key: &NoteKey) -> Vec<LinkView> {
        let comparison = &self.knowledge.comparison;
        let here = |claim: &ClaimIndex| comparison.question(comparison.claim(*claim).question).key == *key;
        self.analysis
            .contradictions
            .iter()
            .filter_map(|contradiction| match contradiction.origin {
                Origin::Declared(callout) if comparison.callout(callout).note != *key => {
                    let named = contradiction.sides.iter().flatten().any(here);
                    let home = paths::note(&comparison.callout(callout).note);
                    let anchor = paths::contradiction_anchor(&contradiction.id);
                    named.then(|| LinkView {
                        title: self.contradiction_title(contradiction),
                        path: paths::with_anchor(&home, &anchor),
                    })
                }
                _ => None,
            })
            .collect()
    }

    /// How many claims a source makes.
    pub fn claim_count(&self, source: crate::model::SourceIndex) -> String {
        count(self.knowledge.comparison.claims.iter().filter(|claim| claim.source == source).count(), "claim")
    }
}

/// As written with typographic signs, and in words.
fn quantity_words(quantity: &Quantity) -> (String, String) {
    match quantity {
        Quantity::Exact { value, approximate: false } => (grouped(*value), grouped(*value)),
        Quantity::Exact { value, approximate: true } => {
            (format!("~{}", grouped(*value)), format!("about {}", grouped(*value)))
        }
        Quantity::Range { low, high } => (
            format!("{}–{}", grouped(*low), grouped(*high)),
            format!("{} to {}", grouped(*low), grouped(*high)),
        ),
        Quantity::MoreThan { value } => {
            (format!(">{}", grouped(*value)), format!("more than {}", grouped(*value)))
        }
    }
}
