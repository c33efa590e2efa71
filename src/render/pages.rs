//! Views of pages, one function per kind.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Value;

use super::SECURITY_POLICY;
use super::evidence::{state_words, status_words};
use super::html::{FootnoteNumbers, Writer, escape};
use super::numbers::{grouped, percent};
use super::site::{PagePlace, Site, section_of};
use super::views::{
    AdviceView, BacklinkView, BlockView, CellView, ClaimView, ContradictionsView, CountView, FreePageView,
    GroupView, HomeView, LinkView, MatrixGroupView, MatrixRowView, MatrixView, MustHaveView, OptionView,
    PageView, RedirectView, ScenarioView, ScenarioWeightView, SourcePlaceView, SourceView, StateLegendView,
    TopicView,
};
use crate::analysis::{CellState, Origin, Status};
use crate::bundle::SitePath;
use crate::model::{
    ClaimIndex, ContradictionKind, NoteKey, NoteKind, OptionIndex, Position, QuestionIndex, QuestionRole,
    Scale, SourceIndex,
};
use crate::parse::Note;
use crate::parse::header::Facts;
use crate::parse::prose::{Block, Prose};
use crate::paths;
use crate::plan::Page;
use crate::resolve::Group;
use crate::source::Span;
use crate::text::plain;

/// A page's view and the template that renders it.
pub struct PageInput {
    /// The template's name.
    pub template: &'static str,
    /// What every page has.
    pub page: PageView,
    /// What its kind adds; none on the 404 page.
    pub view: Option<Value>,
}

fn value(view: &impl Serialize) -> Option<Value> {
    Some(Value::from_serializable(view))
}

impl Site<'_> {
    /// The view of a planned page.
    pub fn page(&self, page: &Page, path: &SitePath) -> PageInput {
        let root = path.to_root();
        let place = PagePlace { path: path.as_str(), root: &root };
        match page {
            Page::Home => self.home(&place),
            Page::Matrix => {
                let title = "Matrix";
                let view = self.matrix(
                    &self.knowledge.groups,
                    format!("{}: every criterion", self.knowledge.config.title),
                );
                let description = format!("Every criterion and option of {}.", self.knowledge.config.title);
                PageInput {
                    template: "pages/matrix.html",
                    view: value(&view),
                    page: self.plain_page("matrix", "matrix", title, description, &place),
                }
            }
            Page::Contradictions => self.contradictions_page(&place),
            Page::List(kind) => {
                let section = section_of(*kind);
                let view = self.list(*kind);
                let title: String = section
                    .chars()
                    .take(1)
                    .flat_map(char::to_uppercase)
                    .chain(section.chars().skip(1))
                    .collect();
                let page = self.plain_page("list", section, &title, view.introduction.clone(), &place);
                PageInput { template: "pages/list.html", view: value(&view), page }
            }
            Page::Tags => {
                let page = self.plain_page("list", "tags", "Tags", String::new(), &place);
                PageInput { template: "pages/list.html", view: value(&self.tag_list()), page }
            }
            Page::Tag(id) => {
                let title = self.knowledge.tags.get(id).map(|tag| tag.title.clone()).unwrap_or_default();
                let mut page = self.plain_page("tag", "tags", &title, String::new(), &place);
                page.breadcrumbs.push(LinkView { title: "Tags".to_owned(), path: paths::TAGS.to_owned() });
                PageInput { template: "pages/tag.html", view: value(&self.tag(id)), page }
            }
            Page::Group(index) => self.group(*index, &place),
            Page::Note(key) => self.note(key, &place),
            Page::NotFound => self.not_found(path),
            Page::Redirect(key) => {
                let target = self.note_link(key);
                let mut page =
                    self.plain_page("redirect", section_of(key.kind), &target.title, String::new(), &place);
                page.canonical = self.canonical(&target.path);
                PageInput { template: "pages/redirect.html", view: value(&RedirectView { target }), page }
            }
        }
    }

    /// A page that belongs to no note.
    fn plain_page(
        &self,
        kind: &'static str,
        section: &str,
        title: &str,
        description: String,
        place: &PagePlace<'_>,
    ) -> PageView {
        PageView {
            kind,
            section: section.to_owned(),
            title: title.to_owned(),
            description,
            path: place.path.to_owned(),
            root: place.root.to_owned(),
            canonical: self.canonical(place.path),
            breadcrumbs: if kind == "home" {
                Vec::new()
            } else {
                vec![LinkView { title: "Home".to_owned(), path: paths::HOME.to_owned() }]
            },
            contents: Vec::new(),
            previous: None,
            next: None,
            correction: None,
            tags: Vec::new(),
            date: None,
            updated: None,
            draft: false,
            backlinks: Vec::new(),
            security_policy: SECURITY_POLICY.to_owned(),
        }
    }

    fn canonical(&self, path: &str) -> Option<String> {
        let base = self.knowledge.config.base_url.as_ref()?;
        Some(format!("{base}{}", paths::href(if path == paths::HOME { "" } else { path })))
    }

    /// A page that shows a note.
    fn note_page(
        &self,
        kind: &'static str,
        note: &Note,
        description: &str,
        place: &PagePlace<'_>,
    ) -> PageView {
        let section = match note.key.kind {
            NoteKind::Page => note.key.id.as_str(),
            other => section_of(other),
        };
        let mut page = self.plain_page(kind, section, &note.header.title, description.to_owned(), place);
        page.breadcrumbs.extend(self.parents(note));
        page.contents = self.headings(note);
        (page.previous, page.next) = self.neighbours(&note.key);
        page.correction = self.correction(Span::file_start(note.file));
        let tag = |tag: &crate::source::Spanned<String>| {
            let id = crate::resolve::tag_id(&tag.value)?;
            let title = self.knowledge.tags.get(&id)?.title.clone();
            Some(LinkView { title, path: paths::tag(&id) })
        };
        page.tags = note.header.tags.iter().filter_map(tag).collect();
        page.date = note.header.date.map(|date| date.to_string());
        page.updated = note.header.updated.map(|date| date.to_string());
        page.draft = note.header.draft;
        page.backlinks = self.backlinks(&note.key);
        page
    }

    fn parents(&self, note: &Note) -> Vec<LinkView> {
        let link = |title: &str, path: &str| LinkView { title: title.to_owned(), path: path.to_owned() };
        match note.key.kind {
            NoteKind::Topic => {
                let group =
                    self.group_of(&note.key).map(|group| link(&group.title, &paths::group(&group.id)));
                std::iter::once(link("Matrix", paths::MATRIX)).chain(group).collect()
            }
            NoteKind::Option => vec![link("Options", paths::OPTIONS)],
            NoteKind::Source => vec![link("Sources", paths::SOURCES)],
            NoteKind::Scenario => vec![link("Scenarios", paths::SCENARIOS)],
            NoteKind::Home | NoteKind::Page => Vec::new(),
        }
    }

    fn group_of(&self, key: &NoteKey) -> Option<&Group> {
        self.knowledge.groups.iter().find(|group| group.topics.contains(key))
    }

    /// The notes before and after this one, in the order of their list.
    fn neighbours(&self, key: &NoteKey) -> (Option<LinkView>, Option<LinkView>) {
        let order: Vec<&NoteKey> = match key.kind {
            NoteKind::Topic => self.knowledge.groups.iter().flat_map(|group| &group.topics).collect(),
            _ => Vec::new(),
        };
        let listed: Vec<NoteKey> = match key.kind {
            NoteKind::Option => {
                self.knowledge.option_order.iter().map(|option| self.knowledge.option_key(*option)).collect()
            }
            NoteKind::Source | NoteKind::Scenario => self.notes_by_title(key.kind),
            _ => order.into_iter().cloned().collect(),
        };
        let Some(at) = listed.iter().position(|other| other == key) else { return (None, None) };
        let link = |key: Option<&NoteKey>| key.map(|key| self.note_link(key));
        (link(at.checked_sub(1).and_then(|before| listed.get(before))), link(listed.get(at + 1)))
    }

    fn notes_by_title(&self, kind: NoteKind) -> Vec<NoteKey> {
        let entries = self.list(kind).entries;
        let by_path: BTreeMap<String, NoteKey> =
            self.notes(kind).map(|note| (paths::note(&note.key), note.key.clone())).collect();
        entries.iter().filter_map(|entry| by_path.get(&entry.path).cloned()).collect()
    }

    fn backlinks(&self, key: &NoteKey) -> Vec<BacklinkView> {
        let mut seen = BTreeSet::new();
        let links = self.knowledge.backlinks.get(key).map(Vec::as_slice).unwrap_or_default();
        links
            .iter()
            .filter_map(|backlink| {
                let note = self.knowledge.note(&backlink.from);
                let link = note.body.links.get(backlink.link)?;
                let context = &link.context;
                let shown = if context.link.is_empty() {
                    &self.knowledge.note(key).header.title
                } else {
                    &context.link
                };
                let path = paths::note(&backlink.from);
                let path = link
                    .anchor
                    .as_ref()
                    .map_or_else(|| path.clone(), |anchor| paths::with_anchor(&path, anchor));
                let context_html = format!(
                    "{}<mark>{}</mark>{}",
                    escape(&context.before),
                    escape(shown),
                    escape(&context.after)
                );
                // One sentence that links twice is one backlink.
                seen.insert((path.clone(), context.before.clone(), context.after.clone())).then_some(())?;
                Some(BacklinkView {
                    title: note.header.title.clone(),
                    path,
                    kind: backlink.from.kind.word(),
                    context_html,
                })
            })
            .collect()
    }

    /// A note's blocks, with runs of claims joined and its footnotes at the end.
    fn blocks(&self, note: &Note, place: &PagePlace<'_>) -> Vec<BlockView> {
        let mut blocks: Vec<BlockView> = Vec::new();
        let mut footnotes = FootnoteNumbers::default();
        let at = |index: usize| move |place: &crate::resolve::BlockPlace| place.block == index;
        for (index, block) in note.body.blocks.iter().enumerate() {
            let here = at(index);
            let own = |places: &crate::resolve::BlockPlace| places.note == note.key && here(places);
            match block {
                Block::Prose(prose) => {
                    let html = self.own_prose(note, prose, place, &mut footnotes);
                    blocks.push(BlockView::Html { html });
                }
                Block::Claim(_) => {
                    let claim = self.knowledge.claim_places.iter().position(own).map(ClaimIndex);
                    let Some(view) = claim.and_then(|claim| self.claim(claim, place)) else { continue };
                    if let Some(BlockView::Claims { claims }) = blocks.last_mut() {
                        claims.push(view);
                    } else {
                        blocks.push(BlockView::Claims { claims: vec![view] });
                    }
                }
                Block::Contradiction(_) => {
                    let callout = self.knowledge.callout_places.iter().position(own);
                    let found = self.analysis.contradictions.iter().position(|contradiction| {
                        matches!(contradiction.origin, Origin::Declared(declared) if Some(declared.0) == callout)
                    });
                    blocks.extend(found.map(|found| BlockView::Contradiction {
                        contradiction: Box::new(self.contradiction(found, place)),
                    }));
                }
                Block::Agreement(_) => {
                    let agreement = self.knowledge.agreements.iter().find(|agreement| own(&agreement.place));
                    let view = agreement.and_then(|agreement| self.agreement(agreement, place));
                    blocks.extend(view.map(|agreement| BlockView::Agreement { agreement }));
                }
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

    fn home(&self, place: &PagePlace<'_>) -> PageInput {
        let note = self.notes(NoteKind::Home).next();
        let config = &self.knowledge.config;
        let mut order = self.contradictions_in_order();
        order.truncate(6);
        let view = HomeView {
            blocks: note.map(|note| self.blocks(note, place)).unwrap_or_default(),
            matrix: self.matrix(&self.knowledge.groups, format!("{} at a glance", config.title)),
            contradictions: order.into_iter().map(|found| self.contradiction(found, place)).collect(),
            sources: self
                .claiming_sources()
                .into_iter()
                .filter_map(|source| self.source_summary(source))
                .collect(),
            scenarios: self.list(NoteKind::Scenario).entries,
        };
        let mut page = match note {
            Some(note) => self.note_page("home", note, &config.description, place),
            None => self.plain_page("home", "home", &config.title, config.description.clone(), place),
        };
        page.title.clone_from(&config.title);
        PageInput { template: "pages/home.html", page, view: value(&view) }
    }

    /// The matrix of some groups.
    fn matrix(&self, groups: &[Group], caption: String) -> MatrixView {
        let is_background =
            |key: &NoteKey| self.knowledge.topic_facts(key).is_some_and(|facts| facts.background);
        let rows = |group: &Group| -> Vec<MatrixRowView> {
            group.topics.iter().filter(|key| !is_background(key)).filter_map(|key| self.row(key)).collect()
        };
        let groups_with_rows: Vec<MatrixGroupView> = groups
            .iter()
            .map(|group| MatrixGroupView {
                title: group.title.clone(),
                path: paths::group(&group.id),
                rows: rows(group),
            })
            .filter(|group| !group.rows.is_empty())
            .collect();
        let states = [
            CellState::Contested,
            CellState::Explained,
            CellState::Mixed,
            CellState::Agreed,
            CellState::SingleSource,
            CellState::Background,
            CellState::Empty,
        ];
        let cells = || groups_with_rows.iter().flat_map(|group| &group.rows).flat_map(|row| &row.cells);
        let legend = states.map(|state| {
            let (state, label, hint) = state_words(state);
            StateLegendView { state, label, hint, count: cells().filter(|cell| cell.state == state).count() }
        });
        let background = groups.iter().flat_map(|group| &group.topics).filter(|key| is_background(key));
        let mut background: Vec<LinkView> = background.map(|key| self.note_link(key)).collect();
        if groups.len() == self.knowledge.groups.len() {
            let ungrouped = self.notes(NoteKind::Topic).filter(|note| self.group_of(&note.key).is_none());
            background.extend(ungrouped.map(|note| self.note_link(&note.key)));
        }
        MatrixView {
            caption,
            options: self.options(),
            groups: groups_with_rows,
            legend: legend.into(),
            background,
        }
    }

    fn row(&self, key: &NoteKey) -> Option<MatrixRowView> {
        let question = self.knowledge.question_index(key)?;
        let facts = self.knowledge.topic_facts(key)?;
        Some(MatrixRowView {
            topic: self.note_link(key),
            question: facts.question.clone(),
            weight: grouped(facts.weight),
            cells: self.cells(question),
        })
    }

    fn contradictions_page(&self, place: &PagePlace<'_>) -> PageInput {
        let all = &self.analysis.contradictions;
        let by_status = [Status::Unexplained, Status::Open, Status::Resolved].map(|status| {
            let (key, label, hint) = status_words(status);
            CountView { key, label, hint, count: all.iter().filter(|c| c.status == status).count() }
        });
        let by_kind = ContradictionKind::ALL.map(|kind| CountView {
            key: kind.word(),
            label: kind.word(),
            hint: kind.hint(),
            count: all.iter().filter(|c| c.kind == Some(kind)).count(),
        });
        let view = ContradictionsView {
            contradictions: self
                .contradictions_in_order()
                .into_iter()
                .map(|found| self.contradiction(found, place))
                .collect(),
            by_status: by_status.into(),
            by_kind: by_kind.into(),
        };
        let description = "Where the sources cannot all be right, and what follows.".to_owned();
        let page = self.plain_page("contradictions", "contradictions", "Contradictions", description, place);
        PageInput { template: "pages/contradictions.html", page, view: value(&view) }
    }

    fn group(&self, index: usize, place: &PagePlace<'_>) -> PageInput {
        let group = &self.knowledge.groups[index];
        let mut matrix = self.matrix(std::slice::from_ref(group), group.title.clone());
        matrix.background.clear();
        let is_background =
            |key: &&NoteKey| self.knowledge.topic_facts(key).is_some_and(|facts| facts.background);
        let view = GroupView {
            matrix,
            background: group.topics.iter().filter(is_background).map(|key| self.entry(key)).collect(),
        };
        let description = format!("{} in {}.", group.title, self.knowledge.config.title);
        let mut page = self.plain_page("group", "matrix", &group.title, description, place);
        page.breadcrumbs.push(LinkView { title: "Matrix".to_owned(), path: paths::MATRIX.to_owned() });
        let link = |group: &Group| LinkView { title: group.title.clone(), path: paths::group(&group.id) };
        page.previous = index.checked_sub(1).and_then(|before| self.knowledge.groups.get(before)).map(link);
        page.next = self.knowledge.groups.get(index + 1).map(link);
        PageInput { template: "pages/group.html", page, view: value(&view) }
    }

    /// The 404 page is served at any depth, so its links begin at the site's own root.
    fn not_found(&self, path: &SitePath) -> PageInput {
        let base = self.knowledge.config.base_url.as_deref().unwrap_or("/");
        let root =
            base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        let place = PagePlace { path: path.as_str(), root };
        let mut page = self.plain_page("not-found", "home", "Page not found", String::new(), &place);
        page.canonical = None;
        PageInput { template: "pages/not-found.html", page, view: None }
    }

    fn note(&self, key: &NoteKey, place: &PagePlace<'_>) -> PageInput {
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
        let takes_part = |contradiction: &crate::analysis::Contradiction| {
            contradiction.sides.iter().flatten().any(|claim| comparison.claim(*claim).source == index)
        };
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
            blocks: self.blocks(note, place),
            places: self.source_places(index, facts, place),
            based_on_this: based_on_this
                .filter_map(|(claim, _)| self.quoted(ClaimIndex(claim), place))
                .collect(),
            contradictions: order
                .into_iter()
                .filter(|found| takes_part(&self.analysis.contradictions[*found]))
                .map(|found| self.contradiction(found, place))
                .collect(),
        };
        let page = self.note_page("source", note, &facts.interest, place);
        PageInput { template: "pages/source.html", page, view: value(&view) }
    }

    /// A source's claims by place, in the order of its headings.
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
        let mut places: BTreeMap<((usize, bool), String), Vec<ClaimView>> = BTreeMap::new();
        for (claim_index, claim) in self.knowledge.comparison.claims.iter().enumerate() {
            if claim.source != index {
                continue;
            }
            let title = claim.place.clone().unwrap_or_else(|| "No place given".to_owned());
            if let Some(view) = self.quoted(ClaimIndex(claim_index), place) {
                places.entry((rank(&claim.place), title)).or_default().push(view);
            }
        }
        places.into_iter().map(|((_, place), claims)| SourcePlaceView { place, claims }).collect()
    }

    fn scenario(&self, note: &Note, question: QuestionIndex, place: &PagePlace<'_>) -> PageInput {
        let comparison = &self.knowledge.comparison;
        let empty = crate::resolve::Scenario::default();
        let scenario = self.knowledge.scenarios.get(&note.key).unwrap_or(&empty);
        let mut weights: Vec<(f64, bool, QuestionIndex)> = Vec::new();
        for (index, criterion) in comparison.questions.iter().enumerate() {
            let QuestionRole::Criterion { weight } = criterion.role else { continue };
            let set = scenario.weights.get(&QuestionIndex(index)).copied();
            weights.push((set.unwrap_or(weight), set.is_some(), QuestionIndex(index)));
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
            position: self.position(*criterion, minimum),
        });
        let view = ScenarioView {
            blocks: self.blocks(note, place),
            must_haves: must.collect(),
            weights: weights.into_iter().map(weight_view).collect(),
            advice: self.advice(question),
        };
        let page = self.note_page("scenario", note, &note.header.summary, place);
        PageInput { template: "pages/scenario.html", page, view: value(&view) }
    }

    /// For each option, the sources that recommend it in a scenario and those that advise against it.
    fn advice(&self, question: QuestionIndex) -> Vec<AdviceView> {
        let comparison = &self.knowledge.comparison;
        let says = |option: OptionIndex, yes: bool| -> Vec<LinkView> {
            let sources: BTreeSet<SourceIndex> = comparison
                .claims
                .iter()
                .filter(|claim| claim.question == question && claim.stance == crate::model::Stance::Asserts)
                .filter(|claim| {
                    let here = |standing: &crate::model::Standing| {
                        standing.option == option && standing.position == Some(Position::YesNo(yes))
                    };
                    claim.standings.iter().any(here)
                })
                .map(|claim| claim.source)
                .collect();
            let link = |source: SourceIndex| LinkView {
                title: self.source_name(source),
                path: paths::note(&self.knowledge.source_key(source)),
            };
            sources.into_iter().map(link).collect()
        };
        let view = |option: &OptionIndex| AdviceView {
            option: self.option(*option),
            recommended_by: says(*option, true),
            advised_against_by: says(*option, false),
        };
        self.knowledge.option_order.iter().map(view).collect()
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
