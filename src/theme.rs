//! The theme: the default one, embedded in the program, with the project's own files over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostic, make};
use crate::load::ThemeFile;
use crate::parse::fields::Fields;
use crate::parse::front_matter::{self, Format};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::text::closest;

#[derive(RustEmbed)]
#[folder = "themes/default/"]
#[exclude = "scripts/*"]
#[exclude = "tests/*"]
struct DefaultTheme;

/// What a theme's description is called.
const DESCRIPTION: &str = "theme.toml";
const TEMPLATES: &str = "templates/";
/// What a theme is made and tested with.
const NOT_SHOWN: [&str; 2] = ["scripts/", "tests/"];

/// A theme, ready to render with.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Templates by name, such as `pages/topic.html`.
    pub templates: BTreeMap<String, ThemeTemplate>,
    /// Every other file, by its path in the theme; all are copied to the site.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Part of the address of every file: it changes when any of them does.
    pub hash: String,
    /// What the description names.
    pub assets: ThemeAssets,
    /// The description, for messages.
    pub description: FileId,
}

/// A template's text and the file that holds it.
#[derive(Clone, Debug)]
pub struct ThemeTemplate {
    /// The file, for messages.
    pub file: FileId,
    /// The text.
    pub text: Arc<str>,
    /// Whether it comes from the project.
    pub own: bool,
}

/// Kinds of page, as a theme's description and its templates name them.
pub const PAGE_KINDS: [&str; 14] = [
    "contradictions",
    "decide",
    "group",
    "home",
    "list",
    "matrix",
    "not-found",
    "option",
    "page",
    "redirect",
    "scenario",
    "source",
    "tag",
    "topic",
];

/// Files that pages load, by their path in the theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeAssets {
    /// Stylesheets, in order.
    pub stylesheets: Vec<String>,
    /// Scripts to load with `defer`, in order.
    pub scripts: Vec<String>,
    /// Scripts that pages of one kind load after those, and after the data that they compute with.
    pub page_scripts: BTreeMap<&'static str, Vec<String>>,
    /// A script that runs before the first paint.
    pub early_script: Option<String>,
    /// Fonts to preload.
    pub preload_fonts: Vec<String>,
    /// The icon.
    pub icon: Option<String>,
}

/// Lays the project's files over the default theme. `extra` is added to the site beside the theme's
/// files and is part of the hash.
pub fn assemble(
    own: &BTreeMap<String, ThemeFile>,
    extra: BTreeMap<String, Arc<[u8]>>,
    sources: &mut Sources,
) -> (Theme, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files: BTreeMap<String, (FileId, Arc<[u8]>, bool)> = BTreeMap::new();
    for path in DefaultTheme::iter() {
        let Some(file) = DefaultTheme::get(&path).filter(|_| !own.contains_key(&*path)) else { continue };
        let text = if is_text(&path) { std::str::from_utf8(&file.data).unwrap_or_default() } else { "" };
        let id = sources.set(&format!("default theme/{path}"), text.into());
        files.insert(path.to_string(), (id, Arc::from(&*file.data), false));
    }
    for (path, file) in
        own.iter().filter(|(path, _)| !NOT_SHOWN.iter().any(|folder| path.starts_with(folder)))
    {
        if is_text(path) && std::str::from_utf8(&file.bytes).is_err() {
            diagnostics.push(make::not_utf8(Span::file_start(file.file), sources.file(file.file).path(), 1));
        }
        files.insert(path.clone(), (file.file, Arc::clone(&file.bytes), true));
    }
    let mut templates = BTreeMap::new();
    let mut others = BTreeMap::new();
    let mut description = None;
    for (path, (file, bytes, own)) in files {
        match path.strip_prefix(TEMPLATES) {
            Some(name) => {
                let text = String::from_utf8_lossy(&bytes).into();
                templates.insert(name.to_owned(), ThemeTemplate { file, text, own });
            }
            None if path == DESCRIPTION => description = Some(file),
            None => {
                others.insert(path, bytes);
            }
        }
    }
    let description = description.unwrap_or_else(|| sources.set("default theme/theme.toml", "".into()));
    let assets = read_description(description, sources, &others, &mut diagnostics);
    others.extend(extra);
    let hash = hash(&others);
    (Theme { templates, files: others, hash, assets, description }, diagnostics)
}

/// The names of the templates that the program carries.
pub fn default_template_names() -> std::collections::BTreeSet<String> {
    DefaultTheme::iter().filter_map(|path| path.strip_prefix(TEMPLATES).map(str::to_owned)).collect()
}

fn is_text(path: &str) -> bool {
    [".html", ".toml", ".css", ".js", ".svg", ".txt", ".xml"].iter().any(|suffix| path.ends_with(suffix))
}

fn hash(files: &BTreeMap<String, Arc<[u8]>>) -> String {
    let mut digest = Sha256::new();
    for (path, bytes) in files {
        digest.update(path.as_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(bytes));
    }
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn read_description(
    file: FileId,
    sources: &Sources,
    files: &BTreeMap<String, Arc<[u8]>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ThemeAssets {
    let text = sources.file(file).shared_text();
    let (node, errors) = front_matter::read(file, &text, Format::Toml, 0..text.len());
    diagnostics.extend(errors);
    let mut fields = Fields::new(node.as_ref(), Span::file_start(file));
    fields.text("name");
    fields.text("description");
    let mut assets = ThemeAssets::default();
    if let Some(node) = fields.node("assets") {
        let mut inner = Fields::new(Some(node), node.span);
        let mut exists = |path: Spanned<String>| -> Option<String> {
            if files.contains_key(&path.value) {
                return Some(path.value);
            }
            let near = closest(&path.value, files.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "paths are relative to the theme's folder".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("the theme has no file `{}`", path.value);
            diagnostics.push(make::theme_error(path.span, &message, &hint));
            None
        };
        assets.stylesheets = inner.texts("stylesheets").into_iter().filter_map(&mut exists).collect();
        assets.scripts = inner.texts("scripts").into_iter().filter_map(&mut exists).collect();
        assets.early_script = inner.text("early_script").and_then(&mut exists);
        assets.preload_fonts = inner.texts("preload_fonts").into_iter().filter_map(&mut exists).collect();
        assets.icon = inner.text("icon").and_then(&mut exists);
        let kinds = inner.node("page_scripts");
        let mut by_kind = Fields::new(kinds, kinds.map_or(node.span, |kinds| kinds.span));
        for kind in PAGE_KINDS {
            let scripts: Vec<String> = by_kind.texts(kind).into_iter().filter_map(&mut exists).collect();
            if !scripts.is_empty() {
                assets.page_scripts.insert(kind, scripts);
            }
        }
        diagnostics.extend(by_kind.finish());
        diagnostics.extend(inner.finish());
    }
    diagnostics.extend(fields.finish());
    assets
}
