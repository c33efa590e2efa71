//! Plan: knowledge base -> the list of pages and files, each with its address and what it is made from.
//! Two owners of one address are reported here, before anything is rendered.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::bundle::SitePath;
use crate::diagnostics::{Diagnostic, make};
use crate::model::{Id, NoteKey, NoteKind};
use crate::paths;
use crate::resolve::{Knowledge, Resolved};
use crate::source::Span;
use crate::theme::Theme;

/// A file of the site, not yet made.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What it is made from.
    pub what: What,
    /// The note that wants it; none for the site's own.
    pub owner: Option<Span>,
}

/// What a file is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A page.
    Page(Page),
    /// The knowledge base for machines.
    Knowledge,
    /// The schema of that.
    KnowledgeSchema,
    /// What the scripts of the decision page compute with.
    DecideScript,
    /// The schema of a decision as JSON.
    DecisionSchema,
    /// A file of the theme.
    Theme(Arc<[u8]>),
    /// A file of `content/`, copied.
    Asset(PathBuf),
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The home page.
    Home,
    /// The matrix.
    Matrix,
    /// The decision page.
    Decide,
    /// All contradictions.
    Contradictions,
    /// A list of notes of one kind.
    List(NoteKind),
    /// The list of tags.
    Tags,
    /// A note's own page.
    Note(NoteKey),
    /// A group, by its place in the knowledge base.
    Group(usize),
    /// A tag.
    Tag(Id),
    /// What a host serves for an unknown address.
    NotFound,
    /// An old address of a note.
    Redirect(NoteKey),
}

/// Every file of the site by address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The files.
    pub files: BTreeMap<SitePath, Planned>,
}

/// Lists every file of the site.
pub fn plan(knowledge: &Knowledge, theme: &Theme) -> (Plan, Vec<Diagnostic>) {
    let mut planner = Planner { plan: Plan::default(), diagnostics: Vec::new() };
    let own = |page| Planned { what: What::Page(page), owner: None };
    let home = NoteKey { kind: NoteKind::Home, id: index_id() };
    if !knowledge.notes.contains_key(&home) {
        planner.add(paths::HOME, own(Page::Home));
    }
    planner.add(paths::MATRIX, own(Page::Matrix));
    planner.add(paths::DECIDE, own(Page::Decide));
    planner.add(paths::CONTRADICTIONS, own(Page::Contradictions));
    planner.add(paths::NOT_FOUND, own(Page::NotFound));
    planner.add(paths::KNOWLEDGE, Planned { what: What::Knowledge, owner: None });
    planner.add(paths::KNOWLEDGE_SCHEMA, Planned { what: What::KnowledgeSchema, owner: None });
    planner.add(paths::DECIDE_SCRIPT, Planned { what: What::DecideScript, owner: None });
    planner.add(paths::DECISION_SCHEMA, Planned { what: What::DecisionSchema, owner: None });
    for (kind, path) in LISTS {
        if knowledge.notes.keys().any(|key| key.kind == kind) {
            planner.add(path, own(Page::List(kind)));
        }
    }
    if !knowledge.tags.is_empty() {
        planner.add(paths::TAGS, own(Page::Tags));
    }
    for (index, group) in knowledge.groups.iter().enumerate() {
        planner.add(&paths::group(&group.id), own(Page::Group(index)));
    }
    for id in knowledge.tags.keys() {
        planner.add(&paths::tag(id), own(Page::Tag(id.clone())));
    }
    for (path, bytes) in &theme.files {
        let planned = Planned { what: What::Theme(Arc::clone(bytes)), owner: None };
        planner.add(&paths::asset(&theme.hash, path), planned);
    }
    for (key, note) in &knowledge.notes {
        let page = if key.kind == NoteKind::Home { Page::Home } else { Page::Note(key.clone()) };
        let owner = Some(Span::file_start(note.file));
        planner.add(&paths::note(key), Planned { what: What::Page(page), owner });
    }
    planner.redirects(knowledge);
    planner.assets(knowledge);
    (planner.plan, planner.diagnostics)
}

/// Kinds of note that have a list, with its address.
pub const LISTS: [(NoteKind, &str); 3] = [
    (NoteKind::Option, paths::OPTIONS),
    (NoteKind::Source, paths::SOURCES),
    (NoteKind::Scenario, paths::SCENARIOS),
];

fn index_id() -> Id {
    Id::new("index").unwrap_or_else(|| unreachable!("`index` is an id"))
}

struct Planner {
    plan: Plan,
    diagnostics: Vec<Diagnostic>,
}

impl Planner {
    fn add(&mut self, path: &str, planned: Planned) {
        let Some(path) = SitePath::new(path) else { return };
        match self.plan.files.get(&path) {
            None => {
                self.plan.files.insert(path, planned);
            }
            Some(first) => {
                // The one that has a note is told about the other; the first keeps the address.
                if let Some(span) = planned.owner {
                    self.diagnostics.push(make::address_collision(span, path.as_str(), first.owner));
                }
            }
        }
    }

    /// Old addresses, after all pages: a page that exists is more than a memory of one.
    fn redirects(&mut self, knowledge: &Knowledge) {
        for (key, note) in &knowledge.notes {
            for alias in &note.header.aliases {
                let Some(path) = paths::alias(key, &alias.value) else { continue };
                if path == paths::note(key) {
                    continue;
                }
                let what = What::Page(Page::Redirect(key.clone()));
                self.add(&path, Planned { what, owner: Some(alias.span) });
            }
        }
    }

    fn assets(&mut self, knowledge: &Knowledge) {
        let mut used: BTreeMap<&str, Span> = BTreeMap::new();
        for (key, targets) in &knowledge.links {
            for (link, target) in knowledge.note(key).body.links.iter().zip(targets) {
                if let Resolved::Asset(path) = target {
                    used.entry(path).or_insert(link.span);
                }
            }
        }
        for (path, span) in used {
            let Some(asset) = knowledge.assets.get(path) else { continue };
            self.add(path, Planned { what: What::Asset(asset.disk.clone()), owner: Some(span) });
        }
    }
}
