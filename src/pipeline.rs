//! The one composer of stages: inputs -> bundle, diagnostics and counts.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::analysis::{self, Analysis, Contradiction, Origin};
use crate::bundle::{Bundle, BundleFile, Content, SitePath};
use crate::diagnostics::{self, Code, Counts, Diagnostic, Severity, make};
use crate::export;
use crate::load::{self, Inputs};
use crate::model::ClaimIndex;
use crate::parse;
use crate::plan::{self, Page, Plan, What};
use crate::render::site::Site;
use crate::render::templates::{self, Templates};
use crate::report;
use crate::resolve::{self, Knowledge, Parsed};
use crate::source::{FileId, Sources, Span};
use crate::theme::{self, Theme};

/// What a build gives.
pub struct Build {
    /// The site; none where anything is an error.
    pub bundle: Option<Bundle>,
    /// Everything that was found, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// How much there was.
    pub stats: Stats,
}

/// The knowledge base with its analysis, before anything is rendered.
pub struct Compiled {
    /// The knowledge base.
    pub knowledge: Knowledge,
    /// What it amounts to.
    pub analysis: Analysis,
    /// Everything that was found so far, unordered.
    pub diagnostics: Vec<Diagnostic>,
}

/// How much a build read and made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Notes parsed.
    pub notes: usize,
    /// Claims.
    pub claims: usize,
    /// Contradictions.
    pub contradictions: usize,
    /// Pages rendered.
    pub pages: usize,
    /// Files of the site, pages included.
    pub files: usize,
}

/// How far a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Reading notes.
    Parsing(usize),
    /// Comparing claims.
    Analysing,
    /// Rendering: pages done, and all.
    Rendering(usize, usize),
}

/// Runs every stage. Mistakes do not stop it, so that all are found in one run.
pub fn build(inputs: Inputs, sources: &mut Sources, progress: &(dyn Fn(Progress) + Sync)) -> Build {
    let own_theme = inputs.theme.clone();
    let Compiled { knowledge, analysis, mut diagnostics } = compile(inputs, progress);
    let (theme, errors) = theme::assemble(&own_theme, option_styles(&knowledge), sources);
    diagnostics.extend(errors);
    let theme = with_option_styles(theme);
    let (plan, errors) = plan::plan(&knowledge, &theme);
    diagnostics.extend(errors);
    let (bundle, errors) = render(&plan, &Site::new(&knowledge, &analysis, sources, &theme), progress);
    diagnostics.extend(errors);
    diagnostics::sort(&mut diagnostics, sources);
    let stats = Stats {
        notes: knowledge.notes.len(),
        claims: knowledge.comparison.claims.len(),
        contradictions: analysis.contradictions.len(),
        pages: bundle.files.keys().filter(|path| path.as_str().ends_with(".html")).count(),
        files: bundle.files.len(),
    };
    let bundle = (Counts::of(&diagnostics).errors == 0).then_some(bundle);
    Build { bundle, diagnostics, stats }
}

/// Parse, link and analyse.
pub fn compile(inputs: Inputs, progress: &(dyn Fn(Progress) + Sync)) -> Compiled {
    progress(Progress::Parsing(inputs.notes.len()));
    let mut diagnostics = inputs.diagnostics;
    let mut config = inputs.config;
    config.base_url = inputs.settings.base_url.or(config.base_url);
    config.today = inputs.settings.today.or(config.today);
    let options = load::option_ids(&inputs.notes);
    let parsed: Vec<_> = inputs.notes.par_iter().map(|note| parse::parse(note, &options)).collect();
    let mut notes = Vec::with_capacity(parsed.len());
    for (note, found) in parsed {
        diagnostics.extend(found);
        if inputs.settings.drafts || !note.header.draft {
            notes.push(note);
        }
    }
    if config.base_url.is_none() {
        diagnostics.push(make::no_base_url(Span::file_start(config.file)));
    }
    progress(Progress::Analysing);
    let (knowledge, found) = resolve::resolve(Parsed { config, notes, assets: inputs.assets });
    diagnostics.extend(found);
    let trust = analysis::own_trust(&knowledge.comparison);
    let analysis = analysis::analyse(&knowledge.comparison, &trust);
    diagnostics.extend(analysis.contradictions.iter().filter_map(|found| unexplained(&knowledge, found)));
    drop_follow_ups(&mut diagnostics);
    Compiled { knowledge, analysis, diagnostics }
}

/// Drops what is missed only because of a mistake that is reported anyway: whether a topic takes
/// positions while it holds an error, and who cites or links to a note while any note does.
fn drop_follow_ups(diagnostics: &mut Vec<Diagnostic>) {
    let wrong: BTreeSet<FileId> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .map(|diagnostic| diagnostic.primary.span.file)
        .collect();
    diagnostics.retain(|diagnostic| match diagnostic.code {
        Code::NoPositions => !wrong.contains(&diagnostic.primary.span.file),
        Code::SourceNeverCited | Code::OrphanNote => wrong.is_empty(),
        _ => true,
    });
}

/// The warning for a contradiction that no callout explains.
fn unexplained(knowledge: &Knowledge, contradiction: &Contradiction) -> Option<Diagnostic> {
    let Origin::Found { question, option, pair } = contradiction.origin else { return None };
    let label = |claim: ClaimIndex| {
        let syntax = knowledge.claim_syntax(claim)?;
        let standing = syntax
            .standings
            .iter()
            .find(|s| s.option.value == knowledge.comparison.options[option.0].as_str())?;
        let position = standing.position.as_ref()?.value;
        Some((syntax.head, format!("`{}` says `{position}`", syntax.source.value)))
    };
    let (first, second) = (label(pair.0)?, label(pair.1)?);
    let title = |key: &crate::model::NoteKey| knowledge.note(key).header.title.clone();
    let cell = format!(
        "{} on {}",
        title(&knowledge.option_key(option)),
        title(&knowledge.comparison.question(question).key)
    );
    let many = contradiction.sides.iter().map(Vec::len).sum::<usize>() > 4;
    Some(make::unexplained_contradiction((first.0, &first.1), (second.0, &second.1), &cell, many))
}

/// The colours that options ask for, as a stylesheet of its own: pages carry no inline style.
fn option_styles(knowledge: &Knowledge) -> std::collections::BTreeMap<String, std::sync::Arc<[u8]>> {
    let mut css = String::new();
    for option in &knowledge.option_order {
        let key = knowledge.option_key(*option);
        if let crate::parse::header::Facts::Option(facts) = &knowledge.note(&key).header.facts
            && let Some(colour) = &facts.colour
        {
            let number = knowledge.colour(*option);
            css.push_str(&format!(".cp-option-{number} {{ --cp-option: {colour}; }}\n"));
        }
    }
    if css.is_empty() {
        Default::default()
    } else {
        [(OPTION_STYLES.to_owned(), css.into_bytes().into())].into()
    }
}

const OPTION_STYLES: &str = "css/options.css";

fn with_option_styles(mut theme: Theme) -> Theme {
    if theme.files.contains_key(OPTION_STYLES)
        && !theme.assets.stylesheets.iter().any(|path| path == OPTION_STYLES)
    {
        theme.assets.stylesheets.push(OPTION_STYLES.to_owned());
    }
    theme
}

/// Makes every planned file, pages side by side.
fn render(plan: &Plan, site: &Site<'_>, progress: &(dyn Fn(Progress) + Sync)) -> (Bundle, Vec<Diagnostic>) {
    let templates = match Templates::parse(site.theme, &site.shared(), site.sources) {
        Ok(templates) => templates,
        Err(diagnostics) => return (Bundle::default(), diagnostics),
    };
    let mut diagnostics = templates::unused(site.theme, &theme::default_template_names());
    let pages: Vec<(&SitePath, &Page)> = plan
        .files
        .iter()
        .filter_map(|(path, planned)| match &planned.what {
            What::Page(page) => Some((path, page)),
            _ => None,
        })
        .collect();
    let done = AtomicUsize::new(0);
    let rendered: Vec<_> = pages
        .par_iter()
        .map(|(path, page)| {
            let input = site.page(page, path);
            let html = templates.render(
                input.template,
                &input.page,
                input.view.as_ref(),
                path.as_str(),
                site.sources,
            );
            progress(Progress::Rendering(done.fetch_add(1, Ordering::Relaxed) + 1, pages.len()));
            html
        })
        .collect();
    let mut contents: std::collections::BTreeMap<&SitePath, Content> = std::collections::BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for ((path, _), html) in pages.iter().zip(rendered) {
        match html {
            Ok(html) => {
                contents.insert(path, Content::text(html));
            }
            // One mistake in a template fails on every page that uses it; the first page stands for all.
            Err(diagnostic) if seen.insert((diagnostic.primary.span, diagnostic.message.clone())) => {
                diagnostics.push(*diagnostic);
            }
            Err(_) => {}
        }
    }
    let mut bundle = Bundle::default();
    for (path, planned) in &plan.files {
        let content = match &planned.what {
            What::Page(_) => contents.remove(path),
            What::Knowledge => {
                Some(Content::text(export::knowledge_json(site.knowledge, site.analysis, site.sources)))
            }
            What::KnowledgeSchema => Some(Content::text(export::KNOWLEDGE_SCHEMA.to_owned())),
            What::DecideScript => Some(Content::text(export::decide_script(site.knowledge, site.analysis))),
            What::DecisionSchema => Some(Content::text(report::DECISION_SCHEMA.to_owned())),
            What::Theme(bytes) => Some(Content::Bytes(std::sync::Arc::clone(bytes))),
            What::Asset(disk) => Some(Content::Copy(disk.clone())),
        };
        if let Some(content) = content {
            bundle.files.insert(path.clone(), BundleFile { content, owner: planned.owner });
        }
    }
    (bundle, diagnostics)
}
