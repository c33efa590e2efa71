//! Views of notes' own pages: topics, options, sources, scenarios and free pages.

use std::collections::BTreeMap;

use super::html::{FootnoteNumbers, Writer};
use super::pages::{PageInput, value};
use super::site::{Held, PagePlace, Site, place_title};
use super::views::{
    AdviceView, BlockView, CellView, ClaimView, FreePageView, LinkView, MustHaveView, OptionView,
    ScenarioView, ScenarioWeightView, SourcePlaceView, SourceView, TopicView,
};
use crate::analysis::Origin;
use crate::model::{
    ClaimIndex, NoteKey, NoteKind, OptionIndex, QuestionIndex, QuestionRole, Scale, SourceIndex,
};
use crate::numbers::{grouped, percent};
use crate::parse::Note;
use crate::parse::header::Facts;
use crate::parse::prose::{Block, Prose};
use crate::paths;
use crate::report::Report;
use crate::resolve::BlockPlace;
use crate::text::plain;
impl Site<'_> {
    /// The view of a note's own page.
    pub(super) fn note(&self, key: &NoteKey, place: &PagePlace<'_>) -> PageInput {
        let note = self.knowledge.note(key);
        match (&note.header.facts, self.knowledge.question_index(key)) {
            (Facts::Topic(_), Some(question)) => self.topic(note, question, place),
            (Facts::Scenario(_), Some(question)) => self.scenario(note, question, place),
            (Facts::Option(_), _) => self.option_page(note, place),
            (Facts::Source(_), _) => self.source(note, place),
            _ => {
                let view = FreePageView { blocks: self.blocks(note, place) };
                let page = self.note_page("page", note, &note.header.summary, place);
                PageInput { template: "pages/page.html", page, view: value(&view) }
            }
        }
    }

    fn topic(&self, note: &Note, question: QuestionIndex, place: &PagePlace<'_>) -> PageInput {
        let comparison = &self.knowledge.comparison;
        let facts = self.knowledge.topic_facts(&note.key);
        let unexplained = self.analysis.contradictions.iter().enumerate().filter(
            |(_, contradiction)| matches!(contradiction.origin, Origin::Found { question: found, .. } if found == question),
        );
        let background = facts.is_some_and(|facts| facts.background);
        let view = TopicView {
            id: note.key.id.to_string(),
            group: self
                .group_of(&note.key)
                .map(|group| LinkView { title: group.title.clone(), path: paths::group(&group.id) }),
            question: facts.map(|facts| facts.question.clone()).unwrap_or_default(),
            background,
            weight: grouped(facts.map_or(1.0, |facts| facts.weight)),
            scale: if background { String::new() } else { scale_words(&comparison.question(question).scale) },
            cells: self.cells(question),
            blocks: self.blocks(note, place),
            unexplained: unexplained.map(|(found, _)| self.contradiction(found, place)).collect(),
            elsewhere: self.contradictions_elsewhere(&note.key),
            claims: comparison.claims.iter().filter(|claim| claim.question == question).count(),
        };
        let description = if note.header.summary.is_empty() { &view.question } else { &note.header.summary };
        let page = self.note_page("topic", note, description, place);
        PageInput { template: "pages/topic.html", page, view: value(&view) }
    }

    fn option_page(&self, note: &Note, place: &PagePlace<'_>) -> PageInput {
        let comparison = &self.knowledge.comparison;
        let index = OptionIndex(comparison.options.iter().position(|id| *id == note.key.id).unwrap_or(0));
        let option = self.option(index);
        let mut groups = self.matrix(&self.knowledge.groups, String::new()).groups;
        for row in groups.iter_mut().flat_map(|group| &mut group.rows) {
            row.cells.retain(|cell| cell.option.id == option.id);
        }
        let mut cells: Vec<(f64, CellView)> = Vec::new();
        for row in self.analysis.cells.iter().filter_map(|row| row.get(index.0)) {
            // A trait such as "is event-driven" is no strength by itself, nor is what matters to nobody.
            if let QuestionRole::Criterion { weight } = comparison.question(row.question).role
                && weight > 0.0
                && !matches!(comparison.question(row.question).scale, Scale::YesNo { .. })
                && let (Some(score), Some(view)) = (row.score, self.cell(row.question, index))
            {
                cells.push((score, view));
            }
        }
        let top = |mut cells: Vec<(f64, CellView)>, best: bool| -> Vec<CellView> {
            cells.retain(|(score, _)| if best { *score >= 0.625 } else { *score <= 0.375 });
            let more = |(_, cell): &(f64, CellView)| std::cmp::Reverse((cell.sources, cell.claims.len()));
            cells.sort_by(|a, b| {
                let by_score = if best { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) };
                by_score.then_with(|| more(a).cmp(&more(b))).then_with(|| a.1.path.cmp(&b.1.path))
            });
            cells.into_iter().take(5).map(|(_, view)| view).collect()
        };
        let speaks =
            |claim: &crate::model::Claim| claim.standings.iter().any(|standing| standing.option == index);
        let on = |kind: NoteKind| {
            comparison.claims.iter().enumerate().filter(move |(_, claim)| {
                comparison.question(claim.question).key.kind == kind && speaks(claim)
            })
        };
        let view = OptionView {
            summary: note.header.summary.clone(),
            links: self.external_links(note),
            blocks: self.blocks(note, place),
            strengths: top(cells.clone(), true),
            weaknesses: top(cells.clone(), false),
            contested: groups
                .iter()
                .flat_map(|group| &group.rows)
                .flat_map(|row| &row.cells)
                .filter(|cell| cell.state == "contested")
                .cloned()
                .collect(),
            groups,
            recommendations: on(NoteKind::Scenario)
                .filter_map(|(claim, _)| self.quoted(ClaimIndex(claim), place))
                .collect(),
            claims: on(NoteKind::Topic).count(),
            option,
        };
        let page = self.note_page("option", note, &note.header.summary, place);
        PageInput { template: "pages/option.html", page, view: value(&view) }
    }

    fn source(&self, note: &Note, place: &PagePlace<'_>) -> PageInput {
        let comparison = &self.knowledge.comparison;
        let index =
            SourceIndex(comparison.sources.iter().position(|source| source.id == note.key.id).unwrap_or(0));
        let Facts::Source(facts) = &note.header.facts else {
            return PageInput {
                template: "pages/page.html",
                page: self.note_page("page", note, "", place),
                view: None,
            };
        };
        let link = |source: SourceIndex| self.note_link(&self.knowledge.source_key(source));
        let copies = (0..comparison.sources.len())
            .map(SourceIndex)
            .filter(|copy| comparison.source(*copy).copy_of == Some(index));
        let claims = || comparison.claims.iter().enumerate();
        let based_on_this = claims().filter(|(_, claim)| claim.qualifiers.based_on == Some(index));
        let order = self.contradictions_in_order();
        let Some(mut summary) = self.source_summary(index) else {
            return PageInput {
                template: "pages/page.html",
                page: self.note_page("page", note, "", place),
                view: None,
            };
        };
        if let Some(age) = self.age_note(index) {
            summary.published = summary.published.map(|date| format!("{date}, {age}"));
        }
        let view = SourceView {
            summary,
            url: facts.url.clone(),
            accessed: facts.accessed.map(|date| date.to_string()),
            trust: grouped(facts.trust),
            copy_of: comparison.source(index).copy_of.map(link),
            copies: copies.map(link).collect(),
            without: self.without(index),
            blocks: self.blocks(note, place),
            places: self.source_places(index, facts, place),
            based_on_this: based_on_this
                .filter_map(|(claim, _)| self.quoted(ClaimIndex(claim), place))
                .collect(),
            contradictions: order.into_iter().filter_map(|found| self.part_taken(index, found)).collect(),
        };
        let page = self.note_page("source", note, &facts.interest, place);
        PageInput { template: "pages/source.html", page, view: value(&view) }
    }

    /// A source's claims by place, in the order of its headings; at a place, in the order of topics.
    fn source_places(
        &self,
        index: SourceIndex,
        facts: &crate::parse::header::SourceFacts,
        place: &PagePlace<'_>,
    ) -> Vec<SourcePlaceView> {
        let headings: Vec<String> = facts.headings.iter().map(|heading| plain(heading)).collect();
        let rank = |place: &Option<String>| -> (usize, bool) {
            let Some(place) = place else { return (usize::MAX, false) };
            let wanted = plain(place);
            if wanted == "introduction" && !headings.contains(&wanted) {
                return (0, false);
            }
            let (wanted, after) = match wanted.strip_prefix("after ") {
                Some(rest) => (rest, true),
                None => (wanted.as_str(), false),
            };
            let at = headings
                .iter()
                .position(|heading| heading == wanted || heading.ends_with(&format!("> {wanted}")));
            (at.map_or(usize::MAX - 1, |at| at + 1), after)
        };
        let mut places: BTreeMap<_, Vec<ClaimView>> = BTreeMap::new();
        for (claim_index, claim) in self.knowledge.comparison.claims.iter().enumerate() {
            if claim.source != index {
                continue;
            }
            if let Some(view) = self.quoted(ClaimIndex(claim_index), place) {
                places.entry((rank(&claim.place), claim.place.as_deref())).or_default().push(view);
            }
        }
        let topics = self.knowledge.groups.iter().flat_map(|group| &group.topics);
        let order: BTreeMap<String, usize> = topics.map(paths::note).zip(0..).collect();
        let view = |((_, place), mut claims): (_, Vec<ClaimView>)| {
            claims.sort_by_key(|claim| order.get(&claim.topic.path).copied().unwrap_or(usize::MAX));
            SourcePlaceView { anchor: self.place_anchor(index, place), place: place_title(place), claims }
        };
        places.into_iter().map(view).collect()
    }

    fn scenario(&self, note: &Note, question: QuestionIndex, place: &PagePlace<'_>) -> PageInput {
        let comparison = &self.knowledge.comparison;
        let empty = crate::resolve::Scenario::default();
        let scenario = self.knowledge.scenarios.get(&note.key).unwrap_or(&empty);
        let mut weights: Vec<(f64, bool, QuestionIndex)> = Vec::new();
        for (index, criterion) in comparison.questions.iter().enumerate() {
            let QuestionRole::Criterion { weight } = criterion.role else { continue };
            let set = scenario.weights.get(&QuestionIndex(index)).copied();
            weights.push((set.or(scenario.others).unwrap_or(weight), set.is_some(), QuestionIndex(index)));
        }
        weights.sort_by(|a, b| b.1.cmp(&a.1).then(b.0.total_cmp(&a.0)).then(a.2.cmp(&b.2)));
        let weight_view = |(weight, set, criterion): (f64, bool, QuestionIndex)| ScenarioWeightView {
            topic: self.note_link(&comparison.question(criterion).key),
            weight: grouped(weight),
            set,
            percent: percent(weight / 5.0),
            cells: self.cells(criterion),
        };
        let must = scenario.must.iter().map(|(criterion, minimum)| MustHaveView {
            topic: self.note_link(&comparison.question(*criterion).key),
            bound: comparison.question(*criterion).scale.bound(minimum),
            position: self.position(*criterion, minimum),
        });
        let view = ScenarioView {
            blocks: self.blocks(note, place),
            others: scenario.others.map(grouped),
            must_haves: must.collect(),
            weights: weights.into_iter().map(weight_view).collect(),
            advice: self.advice(question),
            computed: self.scenario_decision(&note.key),
        };
        let page = self.note_page("scenario", note, &note.header.summary, place);
        PageInput { template: "pages/scenario.html", page, view: value(&view) }
    }

    /// For each option, the sources that recommend it in a scenario and those that advise against it.
    pub(super) fn advice(&self, question: QuestionIndex) -> Vec<AdviceView> {
        let key = &self.knowledge.comparison.question(question).key;
        let advice = self.report(Some(key)).map(Report::advice).unwrap_or_default();
        let links = |sources: &[SourceIndex]| -> Vec<LinkView> {
            let link = |source: &SourceIndex| LinkView {
                title: self.source_name(*source),
                path: paths::note(&self.knowledge.source_key(*source)),
            };
            sources.iter().map(link).collect()
        };
        let view = |option: &OptionIndex| {
            let found = advice.iter().find(|(advised, ..)| advised == option);
            AdviceView {
                option: self.option(*option),
                recommended_by: found.map(|(_, sources, _)| links(sources)).unwrap_or_default(),
                advised_against_by: found.map(|(.., sources)| links(sources)).unwrap_or_default(),
            }
        };
        self.knowledge.option_order.iter().map(view).collect()
    }

    /// A note's blocks, with runs of claims joined and its footnotes at the end.
    pub(super) fn blocks(&self, note: &Note, place: &PagePlace<'_>) -> Vec<BlockView> {
        let mut blocks: Vec<BlockView> = Vec::new();
        let mut footnotes = FootnoteNumbers::default();
        for (index, block) in note.body.blocks.iter().enumerate() {
            if let Block::Prose(prose) = block {
                blocks.push(BlockView::Html { html: self.own_prose(note, prose, place, &mut footnotes) });
                continue;
            }
            match self.at.get(&BlockPlace { note: note.key.clone(), block: index }) {
                Some(Held::Claim(claim)) => {
                    let Some(view) = self.claim(*claim, place) else { continue };
                    if let Some(BlockView::Claims { claims }) = blocks.last_mut() {
                        claims.push(view);
                    } else {
                        blocks.push(BlockView::Claims { claims: vec![view] });
                    }
                }
                Some(Held::Contradiction(found)) => {
                    let contradiction = Box::new(self.contradiction(*found, place));
                    blocks.push(BlockView::Contradiction { contradiction });
                }
                Some(Held::Agreement(agreement)) => {
                    let view = self.agreement(&self.knowledge.agreements[*agreement], place);
                    blocks.extend(view.map(|agreement| BlockView::Agreement { agreement }));
                }
                None => {}
            }
        }
        let html = self.footnotes(note, place, footnotes);
        if !html.is_empty() {
            blocks.push(BlockView::Html { html });
        }
        blocks
    }

    /// Prose on its note's own page: with ids, and footnotes numbered on from those before it.
    fn own_prose(
        &self,
        note: &Note,
        prose: &Prose,
        place: &PagePlace<'_>,
        footnotes: &mut FootnoteNumbers,
    ) -> String {
        let targets = self.targets(note, prose, place);
        let mut writer = Writer {
            headings: &note.body.headings,
            targets: &targets,
            footnotes: std::mem::take(footnotes),
            with_ids: true,
        };
        let html = writer.html(prose);
        *footnotes = writer.footnotes;
        html
    }

    fn footnotes(&self, note: &Note, place: &PagePlace<'_>, footnotes: FootnoteNumbers) -> String {
        let all = Prose {
            pieces: note.body.footnotes.iter().flat_map(|(_, prose)| prose.pieces.clone()).collect(),
        };
        let targets = self.targets(note, &all, place);
        let mut writer =
            Writer { headings: &note.body.headings, targets: &targets, footnotes, with_ids: true };
        writer.footnotes(&note.body.footnotes)
    }
}

/// A scale in words.
fn scale_words(scale: &Scale) -> String {
    match scale {
        Scale::Rating => "five ratings, from poor to strong".to_owned(),
        Scale::YesNo { no_is_better: false } => "yes or no".to_owned(),
        Scale::YesNo { no_is_better: true } => "yes or no, where no is better".to_owned(),
        Scale::Quantity(scale) => {
            let (worst, best) = (grouped(scale.worst), grouped(scale.best));
            format!("{}, from {worst} (worst) to {best} (best)", scale.unit)
        }
    }
}
