//! Templates: parsed once per theme, each alone first so that all their mistakes are reported, then
//! together. Every template is escaped by default, whatever its suffix.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostics::{Diagnostic, make};
use crate::source::{FileId, Sources, Span};
use crate::text::closest;
use crate::theme::{Theme, ThemeTemplate};

/// What every theme must have: one template for each kind of page.
pub const PAGES: [&str; 14] = [
    "pages/contradictions.html",
    "pages/decide.html",
    "pages/group.html",
    "pages/home.html",
    "pages/list.html",
    "pages/matrix.html",
    "pages/not-found.html",
    "pages/option.html",
    "pages/page.html",
    "pages/redirect.html",
    "pages/scenario.html",
    "pages/source.html",
    "pages/tag.html",
    "pages/topic.html",
];

/// A theme's templates and the view that all pages share.
pub struct Templates {
    tera: Tera,
    site: Value,
    files: std::collections::BTreeMap<String, FileId>,
    fallback: FileId,
}

impl Templates {
    /// Parses a theme's templates. Any mistake gives none.
    pub fn parse(theme: &Theme, site: &impl Serialize, sources: &Sources) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let mut files = std::collections::BTreeMap::new();
        for (name, template) in &theme.templates {
            files.insert(name.clone(), template.file);
            let mut alone = Tera::new();
            if let Err(error) = alone.add_raw_template(name, &template.text)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                // A template alone misses the components that others define; only what it gets wrong
                // by itself counts here.
                diagnostics.extend(syntax_error(&error, template.file, sources));
            }
        }
        let broken: BTreeSet<FileId> =
            diagnostics.iter().map(|diagnostic| diagnostic.primary.span.file).collect();
        let mut tera = Tera::new();
        tera.autoescape_on([""]);
        if let Err(error) = tera.add_raw_templates(
            theme.templates.iter().map(|(name, template)| (name.as_str(), &*template.text)),
        ) {
            let diagnostic = error_in(&error, &files, theme.description, None, sources);
            if broken.is_empty() || !broken.contains(&diagnostic.primary.span.file) {
                diagnostics.push(diagnostic);
            }
        }
        for page in PAGES.iter().filter(|page| !theme.templates.contains_key(**page)) {
            let span = Span::file_start(theme.description);
            let message = format!("the theme has no template `{page}`");
            diagnostics.push(make::theme_error(span, &message, "every kind of page has its template"));
        }
        if diagnostics.is_empty() {
            let site = Value::from_serializable(site);
            Ok(Self { tera, site, files, fallback: theme.description })
        } else {
            Err(diagnostics)
        }
    }

    /// Renders a page. `page` and `view` are all that the template sees beside the shared view.
    pub fn render(
        &self,
        template: &str,
        page: &impl Serialize,
        view: Option<&Value>,
        path: &str,
        sources: &Sources,
    ) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert("page", page);
        if let Some(view) = view {
            context.insert_value("view", view.clone());
        }
        self.tera
            .render(template, &context)
            .map_err(|error| Box::new(error_in(&error, &self.files, self.fallback, Some(path), sources)))
    }
}

/// Project files in `templates/` that no page needs and no template of the default theme has.
pub fn unused(theme: &Theme, default_names: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mentioned = |name: &str, template: &ThemeTemplate| {
        let others =
            || theme.templates.iter().filter(|(other, _)| *other != name).map(|(_, other)| &other.text);
        let components: Vec<String> =
            components(&template.text).map(|component| format!("<{component} ")).collect();
        others().any(|text| text.contains(name) || components.iter().any(|call| text.contains(call)))
    };
    theme
        .templates
        .iter()
        .filter(|(name, template)| {
            template.own && !default_names.contains(*name) && !mentioned(name, template)
        })
        .map(|(name, template)| {
            let near = closest(name, default_names.iter().map(String::as_str));
            make::unused_theme_file(Span::file_start(template.file), name, near)
        })
        .collect()
}

/// The names of the components that a template defines.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.split("component ").skip(1).filter_map(|rest| rest.split_once('(')).map(|(name, _)| name.trim())
}

fn syntax_error(error: &tera::Error, file: FileId, sources: &Sources) -> Option<Diagnostic> {
    match error.kind() {
        // What other templates define is looked at when all are there.
        ErrorKind::SyntaxError(report) if !needs_others(report.message()) => {
            let span = Span::new(file, clip(report.span().range.clone(), file, sources));
            Some(make::template_error(span, &first_line(report.message()), None))
        }
        _ => None,
    }
}

fn needs_others(message: &str) -> bool {
    let message = message.to_lowercase();
    ["component", "include", "parent", "not found", "extend"].iter().any(|word| message.contains(word))
}

fn error_in(
    error: &tera::Error,
    files: &std::collections::BTreeMap<String, FileId>,
    fallback: FileId,
    page: Option<&str>,
    sources: &Sources,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let file = files.get(report.filename()).copied().unwrap_or(fallback);
            let span = Span::new(file, clip(report.span().range.clone(), file, sources));
            make::template_error(span, &first_line(report.message()), page)
        }
        ErrorKind::MissingParent { current, .. } => {
            let file = files.get(current).copied().unwrap_or(fallback);
            make::template_error(Span::file_start(file), &error.to_string(), page)
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            let file = files.get(tpl).copied().unwrap_or(fallback);
            make::template_error(Span::file_start(file), &error.to_string(), page)
        }
        _ => make::template_error(Span::file_start(fallback), &first_line(&error.to_string()), page),
    }
}

fn clip(range: std::ops::Range<usize>, file: FileId, sources: &Sources) -> std::ops::Range<usize> {
    let length = sources.file(file).text().len();
    range.start.min(length)..range.end.min(length)
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}
