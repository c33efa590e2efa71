//! Views of pages: what every page has, and the pages that belong to no single note.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Value;

use super::SECURITY_POLICY;
use super::html::escape;
use super::site::{PagePlace, Site, section_of};
use super::views::{
    BacklinkView, ContradictionsView, CountView, GroupView, HomeView, LinkView, MatrixGroupView,
    MatrixRowView, MatrixView, PageView, RedirectView, StateLegendView,
};
use crate::analysis::Status;
use crate::bundle::SitePath;
use crate::model::{ContradictionKind, NoteKey, NoteKind};
use crate::numbers::grouped;
use crate::parse::Note;
use crate::parse::prose::Context;
use crate::paths;
use crate::plan::Page;
use crate::report::words::{STATES, state_words, status_words};
use crate::resolve::{Backlink, Group, Resolved};
use crate::source::Span;
use crate::text::capitalised;

/// A page's view and the template that renders it.
pub struct PageInput {
    /// The template's name.
    pub template: &'static str,
    /// What every page has.
    pub page: PageView,
    /// What its kind adds; none on the 404 page.
    pub view: Option<Value>,
}

pub(super) fn value(view: &impl Serialize) -> Option<Value> {
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
            Page::Decide => self.decide_page(&place),
            Page::Contradictions => self.contradictions_page(&place),
            Page::List(kind) => {
                let section = section_of(*kind);
                let view = self.list(*kind);
                let title = capitalised(section);
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
    pub(super) fn plain_page(
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
            scripts: self.page_scripts(kind),
        }
    }

    /// The scripts of a kind of page, after the data that they compute with.
    fn page_scripts(&self, kind: &str) -> Vec<String> {
        let Some(scripts) = self.theme.assets.page_scripts.get(kind) else { return Vec::new() };
        let own = scripts.iter().map(|path| paths::asset(&self.theme.hash, path));
        std::iter::once(paths::DECIDE_SCRIPT.to_owned()).chain(own).collect()
    }

    fn canonical(&self, path: &str) -> Option<String> {
        let base = self.knowledge.config.base_url.as_ref()?;
        Some(format!("{base}{}", paths::href(if path == paths::HOME { "" } else { path })))
    }

    /// A page that shows a note.
    pub(super) fn note_page(
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
        for tag in note.header.tags.iter().filter_map(tag) {
            // Two spellings of one tag have one page.
            if !page.tags.contains(&tag) {
                page.tags.push(tag);
            }
        }
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

    pub(super) fn group_of(&self, key: &NoteKey) -> Option<&Group> {
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
                let [before, shown, after] = self.context(backlink, &link.context);
                let path = paths::note(&backlink.from);
                let path = link
                    .anchor
                    .as_ref()
                    .map_or_else(|| path.clone(), |anchor| paths::with_anchor(&path, anchor));
                let context_html =
                    format!("{}<mark>{}</mark>{}", escape(&before), escape(&shown), escape(&after));
                // One sentence that links twice is one backlink.
                seen.insert((path.clone(), format!("{before}{shown}{after}"))).then_some(())?;
                Some(BacklinkView {
                    title: note.header.title.clone(),
                    path,
                    kind: backlink.from.kind.word(),
                    context_html,
                })
            })
            .collect()
    }

    /// What stands before a link, what the link shows, and what stands after it. Other links show what
    /// they show on their own page, but citations the source alone: most end a sentence.
    fn context(&self, backlink: &Backlink, context: &Context) -> [String; 3] {
        let targets = self.knowledge.links.get(&backlink.from).map(Vec::as_slice).unwrap_or_default();
        match context {
            Context::Callout { kind, title } => [format!("{kind}: "), title.clone(), String::new()],
            Context::Sentence(sentence) => {
                let name = |link: usize| match targets.get(link)? {
                    Resolved::Citation { key, .. } => Some(format!(
                        "({})",
                        self.link_name(&Resolved::Citation { key: key.clone(), place: None })
                    )),
                    Resolved::Lost => None,
                    target => Some(self.link_name(target)),
                };
                let (before, after) = sentence.with_names(name);
                let own = || targets.get(backlink.link).map(|target| self.link_name(target));
                let shown =
                    if sentence.link.is_empty() { own().unwrap_or_default() } else { sentence.link.clone() };
                [before, shown, after]
            }
        }
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
    pub(super) fn matrix(&self, groups: &[Group], caption: String) -> MatrixView {
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
        let cells = || groups_with_rows.iter().flat_map(|group| &group.rows).flat_map(|row| &row.cells);
        let legend = STATES.map(|state| {
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
        let description = "Where claims do not fit together, and what settles it.".to_owned();
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
}
