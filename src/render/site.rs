//! What views are made from, what all pages share, and prose as it stands on one page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::html::{FootnoteNumbers, Target, Writer};
use super::views::{
    AssetsView, CountsView, ExternalLinkView, HeadingView, LinkView, NavigationGroupView, NavigationView,
    OptionRefView, SiteView,
};
use crate::analysis::{Analysis, Origin, Status};
use crate::model::{ClaimIndex, NoteKey, NoteKind, OptionIndex, SourceIndex};
use crate::parse::Note;
use crate::parse::header::{Facts, STUDY};
use crate::parse::prose::{Container, Piece, Prose};
use crate::paths;
use crate::plan::LISTS;
use crate::report::Report;
use crate::resolve::{BlockPlace, Knowledge, Resolved};
use crate::source::{Sources, Span};
use crate::text::capitalised;
use crate::theme::Theme;

/// Everything that views are made from.
pub struct Site<'a> {
    /// The knowledge base.
    pub knowledge: &'a Knowledge,
    /// What it amounts to.
    pub analysis: &'a Analysis,
    /// Files and lines, for links that suggest corrections.
    pub sources: &'a Sources,
    /// The theme.
    pub theme: &'a Theme,
    /// For each claim, the contradictions that name it, as places in the analysis.
    pub contradictions_of: BTreeMap<ClaimIndex, Vec<usize>>,
    /// For each claim that is set aside, the contradiction that does so.
    pub set_aside_by: BTreeMap<ClaimIndex, usize>,
    /// The claim, contradiction or agreement that a block of a note holds.
    pub at: BTreeMap<&'a BlockPlace, Held>,
    /// Where each place of a source stands on the source's page; claims may name no place.
    place_anchors: BTreeMap<(SourceIndex, Option<String>), String>,
    /// The decision for the usual weights, and for each scenario: made by the first page that shows it.
    reports: BTreeMap<Option<NoteKey>, OnceLock<Report<'a>>>,
}

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A claim.
    Claim(ClaimIndex),
    /// A contradiction that stands, as its place in the analysis.
    Contradiction(usize),
    /// An agreement, as its place in the knowledge base.
    Agreement(usize),
}

impl<'a> Site<'a> {
    /// Gathers what several views look up.
    pub fn new(
        knowledge: &'a Knowledge,
        analysis: &'a Analysis,
        sources: &'a Sources,
        theme: &'a Theme,
    ) -> Self {
        let mut contradictions_of: BTreeMap<ClaimIndex, Vec<usize>> = BTreeMap::new();
        let mut set_aside_by = BTreeMap::new();
        for (place, contradiction) in analysis.contradictions.iter().enumerate() {
            for claim in contradiction.sides.iter().flatten() {
                let places = contradictions_of.entry(*claim).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            if let Origin::Declared(callout) = contradiction.origin {
                for claim in &knowledge.comparison.callout(callout).sets_aside {
                    set_aside_by.entry(*claim).or_insert(place);
                }
            }
        }
        let at = held(knowledge, analysis);
        let scenarios = knowledge.notes.keys().filter(|key| key.kind == NoteKind::Scenario);
        let reports = std::iter::once(None).chain(scenarios.cloned().map(Some));
        let reports = reports.map(|scenario| (scenario, OnceLock::new())).collect();
        let place_anchors = place_anchors(knowledge);
        Self {
            knowledge,
            analysis,
            sources,
            theme,
            contradictions_of,
            set_aside_by,
            at,
            place_anchors,
            reports,
        }
    }

    /// Where the claims from a place of a source stand on the source's page.
    pub fn place_anchor(&self, source: SourceIndex, place: Option<&str>) -> String {
        let key = (source, place.map(str::to_owned));
        self.place_anchors.get(&key).cloned().unwrap_or_default()
    }

    /// The decision for a scenario, or for the usual weights; none for what is no scenario.
    pub(super) fn report(&self, scenario: Option<&NoteKey>) -> Option<&Report<'a>> {
        let report = self.reports.get(&scenario.cloned())?;
        Some(report.get_or_init(|| Report::of(self.knowledge, self.analysis, scenario)))
    }

    /// The scenarios, in order of id.
    pub(super) fn scenarios(&self) -> impl Iterator<Item = &NoteKey> {
        self.reports.keys().flatten()
    }

    /// What all pages share.
    pub fn shared(&self) -> SiteView {
        let config = &self.knowledge.config;
        let asset = |path: &String| paths::asset(&self.theme.hash, path);
        let assets = &self.theme.assets;
        SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            generator: format!("Counterpoint {}", env!("CARGO_PKG_VERSION")),
            repository: config.repository.as_ref().map(|repository| repository.url.clone()),
            navigation: self.navigation(),
            options: self.options(),
            groups: self.navigation_groups(),
            counts: self.counts(),
            assets: AssetsView {
                stylesheets: assets.stylesheets.iter().map(asset).collect(),
                scripts: assets.scripts.iter().map(asset).collect(),
                early_script: assets.early_script.as_ref().map(asset),
                preload_fonts: assets.preload_fonts.iter().map(asset).collect(),
                icon: assets.icon.as_ref().map(asset),
            },
        }
    }

    fn navigation(&self) -> Vec<NavigationView> {
        let entry = |title: &str, path: &str, section: &str| NavigationView {
            title: title.to_owned(),
            path: path.to_owned(),
            section: section.to_owned(),
        };
        let mut navigation = vec![
            entry("Home", paths::HOME, "home"),
            entry("Matrix", paths::MATRIX, "matrix"),
            entry("Decide", paths::DECIDE, "decide"),
            entry("Contradictions", paths::CONTRADICTIONS, "contradictions"),
        ];
        for (kind, path) in LISTS {
            if self.notes(kind).next().is_some() {
                let section = section_of(kind);
                navigation.push(entry(&capitalised(section), path, section));
            }
        }
        if !self.knowledge.tags.is_empty() {
            navigation.push(entry("Tags", paths::TAGS, "tags"));
        }
        let pages = self.notes(NoteKind::Page);
        navigation.extend(
            pages.map(|note| entry(&note.header.title, &paths::note(&note.key), note.key.id.as_str())),
        );
        navigation
    }

    fn navigation_groups(&self) -> Vec<NavigationGroupView> {
        let group = |group: &crate::resolve::Group| NavigationGroupView {
            title: group.title.clone(),
            path: paths::group(&group.id),
            topics: group.topics.iter().map(|key| self.note_link(key)).collect(),
        };
        self.knowledge.groups.iter().map(group).collect()
    }

    fn counts(&self) -> CountsView {
        let comparison = &self.knowledge.comparison;
        let contested = self.analysis.contradictions.iter().filter(|c| c.status != Status::Resolved).count();
        let on_topic =
            |claim: &&crate::model::Claim| comparison.question(claim.question).key.kind == NoteKind::Topic;
        CountsView {
            options: comparison.options.len(),
            topics: self.notes(NoteKind::Topic).count(),
            claims: comparison.claims.iter().filter(on_topic).count(),
            advice: comparison.claims.iter().filter(|claim| !on_topic(claim)).count(),
            sources: self.claiming_sources().len(),
            scenarios: self.notes(NoteKind::Scenario).count(),
            contradictions: self.analysis.contradictions.len(),
            contested,
        }
    }

    /// Notes of a kind, in order of id.
    pub fn notes(&self, kind: NoteKind) -> impl Iterator<Item = &'a Note> {
        let knowledge = self.knowledge;
        knowledge.notes.values().filter(move |note| note.key.kind == kind)
    }

    /// Sources other than studies, in order of id.
    pub fn claiming_sources(&self) -> Vec<SourceIndex> {
        let study = |source: SourceIndex| {
            self.knowledge.source_facts(source).is_some_and(|facts| facts.kind == STUDY)
        };
        let speaks =
            |source: SourceIndex| self.knowledge.comparison.claims.iter().any(|claim| claim.source == source);
        let all = (0..self.knowledge.comparison.sources.len()).map(SourceIndex);
        all.filter(|source| !study(*source) || speaks(*source)).collect()
    }

    /// The options in display order.
    pub fn options(&self) -> Vec<OptionRefView> {
        self.knowledge.option_order.iter().map(|option| self.option(*option)).collect()
    }

    /// An option, as it is named all over the site.
    pub fn option(&self, option: OptionIndex) -> OptionRefView {
        let key = self.knowledge.option_key(option);
        OptionRefView {
            id: key.id.to_string(),
            title: self.knowledge.note(&key).header.title.clone(),
            path: paths::note(&key),
            colour: self.knowledge.colour(option),
        }
    }

    /// A note's title and address.
    pub fn note_link(&self, key: &NoteKey) -> LinkView {
        LinkView { title: self.knowledge.note(key).header.title.clone(), path: paths::note(key) }
    }

    /// What to call a source in a word or two: its publisher, else its authors, else its title.
    pub fn source_name(&self, source: SourceIndex) -> String {
        self.knowledge.source_name(source)
    }

    /// Where to suggest a correction of a line.
    pub fn correction(&self, span: Span) -> Option<String> {
        let repository = self.knowledge.config.repository.as_ref()?;
        let (path, position) = self.sources.locate(span);
        Some(repository.correction_url(path, position.line))
    }

    /// Headings for a table of contents.
    pub fn headings(&self, note: &Note) -> Vec<HeadingView> {
        let view = |heading: &crate::parse::prose::Heading| HeadingView {
            level: heading.level,
            title: heading.title.clone(),
            anchor: heading.anchor.clone(),
        };
        note.body.headings.iter().map(view).collect()
    }

    /// Prose of a note, to stand on the page at `path`. Ids are written only on the note's own page.
    pub fn prose(&self, note: &Note, prose: &Prose, page: &PagePlace<'_>) -> String {
        let targets = self.targets(note, prose, page);
        let mut writer = Writer {
            headings: &note.body.headings,
            targets: &targets,
            footnotes: FootnoteNumbers::default(),
            with_ids: false,
        };
        writer.html(prose)
    }

    /// The links of a piece of prose, as they stand on a page.
    pub fn targets(&self, note: &Note, prose: &Prose, page: &PagePlace<'_>) -> BTreeMap<usize, Target> {
        let index = |piece: &Piece| match piece {
            Piece::Open(Container::Link(index)) | Piece::Image { link: index, .. } => Some(*index),
            _ => None,
        };
        let used = prose.pieces.iter().filter_map(index);
        used.filter_map(|index| Some((index, self.target(note, index, page)?))).collect()
    }

    fn target(&self, note: &Note, index: usize, page: &PagePlace<'_>) -> Option<Target> {
        let resolved = self.knowledge.links.get(&note.key)?.get(index)?;
        let shows_name = note.body.links.get(index)?.shows_name;
        let target = |href: Option<String>, class| Target {
            href,
            name: if shows_name { self.link_name(resolved) } else { String::new() },
            class,
            size: None,
        };
        Some(match resolved {
            Resolved::Web(url) => {
                let web = url.starts_with("http");
                target(Some(url.clone()), if web { "cp-external" } else { "" })
            }
            Resolved::Note { key, anchor, .. } => {
                let path = paths::note(key);
                let path =
                    anchor.as_ref().map_or_else(|| path.clone(), |anchor| paths::with_anchor(&path, anchor));
                target(Some(page.href(&path)), if shows_name { "cp-wikilink" } else { "" })
            }
            Resolved::Citation { key, .. } => target(Some(page.href(&paths::note(key))), "cp-citation"),
            Resolved::Asset(path) => {
                let size = self.knowledge.assets.get(path).and_then(|asset| asset.size);
                Target { size, ..target(Some(page.href(path)), "") }
            }
            Resolved::Lost => target(None, ""),
        })
    }

    /// What a link shows that has no text of its own.
    pub fn link_name(&self, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Web(url) => url.clone(),
            Resolved::Note { claim: Some(claim), .. } => self.claim_name(*claim),
            Resolved::Note { key, anchor, claim: None } => self.place_name(key, anchor.as_deref()),
            Resolved::Citation { key, place } => {
                let sources = &self.knowledge.comparison.sources;
                let index = sources.iter().position(|source| source.id == key.id);
                let name = index.map(|index| self.source_name(SourceIndex(index))).unwrap_or_default();
                place.as_ref().map_or_else(|| name.clone(), |place| format!("{name}, {place}"))
            }
            Resolved::Asset(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
            Resolved::Lost => String::new(),
        }
    }

    fn place_name(&self, key: &NoteKey, anchor: Option<&str>) -> String {
        let note = self.knowledge.note(key);
        let heading = note.body.headings.iter().find(|heading| Some(heading.anchor.as_str()) == anchor);
        heading.map_or_else(|| note.header.title.clone(), |heading| heading.title.clone())
    }

    /// A claim in a few words: who makes it, on what.
    pub fn claim_name(&self, claim: ClaimIndex) -> String {
        let claim = self.knowledge.comparison.claim(claim);
        let question = &self.knowledge.comparison.question(claim.question).key;
        format!("{} on {}", self.source_name(claim.source), self.knowledge.note(question).header.title)
    }

    /// Links of an option's front matter.
    pub fn external_links(&self, note: &Note) -> Vec<ExternalLinkView> {
        let Facts::Option(facts) = &note.header.facts else { return Vec::new() };
        let view =
            |(title, url): &(String, String)| ExternalLinkView { title: title.clone(), url: url.clone() };
        facts.links.iter().map(view).collect()
    }
}

/// A place of a source in words: its headings, outermost first.
pub fn place_title(place: Option<&str>) -> String {
    place.map_or_else(|| "No place given".to_owned(), |place| place.replace(" > ", " \u{203a} "))
}

fn place_anchors(knowledge: &Knowledge) -> BTreeMap<(SourceIndex, Option<String>), String> {
    let claims = knowledge.comparison.claims.iter();
    let places: BTreeSet<_> = claims.map(|claim| (claim.source, claim.place.clone())).collect();
    let mut taken: BTreeMap<(SourceIndex, String), usize> = BTreeMap::new();
    let anchor = |(source, place): (SourceIndex, Option<String>)| {
        let title = place_title(place.as_deref());
        let number = taken.entry((source, paths::place_anchor(&title, 1))).or_default();
        *number += 1;
        let anchor = paths::place_anchor(&title, *number);
        ((source, place), anchor)
    };
    places.into_iter().map(anchor).collect()
}

fn held<'a>(knowledge: &'a Knowledge, analysis: &Analysis) -> BTreeMap<&'a BlockPlace, Held> {
    let claims = knowledge.claim_places.iter().enumerate();
    let agreements = knowledge.agreements.iter().enumerate();
    let contradictions = analysis.contradictions.iter().enumerate().filter_map(|(place, found)| match found
        .origin
    {
        Origin::Declared(callout) => Some((&knowledge.callout_places[callout.0], Held::Contradiction(place))),
        Origin::Found { .. } => None,
    });
    claims
        .map(|(index, place)| (place, Held::Claim(ClaimIndex(index))))
        .chain(agreements.map(|(index, agreement)| (&agreement.place, Held::Agreement(index))))
        .chain(contradictions)
        .collect()
}

/// A page's own address, from which links are made relative.
#[derive(Clone, Copy, Debug)]
pub struct PagePlace<'a> {
    /// The address.
    pub path: &'a str,
    /// What leads to the site's root.
    pub root: &'a str,
}

impl PagePlace<'_> {
    /// An address of the site as it stands in a link on this page.
    pub fn href(&self, path: &str) -> String {
        match path.split_once('#') {
            Some((page, anchor)) if page == self.path => paths::href(&format!("#{anchor}")),
            _ => format!("{}{}", self.root, paths::href(path)),
        }
    }
}

/// Which entry of the main navigation notes of a kind belong to.
pub fn section_of(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Home | NoteKind::Page => "home",
        NoteKind::Option => "options",
        NoteKind::Source => "sources",
        NoteKind::Topic => "matrix",
        NoteKind::Scenario => "scenarios",
    }
}
