//! Load: the project on disk -> [`Inputs`]. The only stage that reads the project's files.
#![expect(clippy::disallowed_methods, reason = "reading the project is what this stage is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use walkdir::WalkDir;

use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, make};
use crate::model::{Id, NoteKey, NoteKind};
use crate::parse::NoteSource;
use crate::source::{FileId, Sources, Span};

/// Everything that a build depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The configuration.
    pub config: Config,
    /// The notes, in order of path.
    pub notes: Vec<NoteSource>,
    /// Every other file of `content/`, by its path from there.
    pub assets: BTreeMap<String, Asset>,
    /// Files of the project's theme folder, by their path in it.
    pub theme: BTreeMap<String, ThemeFile>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// What the command line adds.
    pub settings: Settings,
}

/// What the command line adds to the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Keep drafts.
    pub drafts: bool,
    /// Instead of the configuration's base address.
    pub base_url: Option<String>,
    /// Instead of the configuration's day.
    pub today: Option<Date>,
}

/// A file of `content/` that is no note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it is.
    pub disk: PathBuf,
    /// Width and height in pixels, for images whose format says so.
    pub size: Option<(u32, u32)>,
    /// Whether a browser shows it as an image.
    pub image: bool,
}

/// A file of the project's theme folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its number, for messages.
    pub file: FileId,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// Where a project is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
}

impl Project {
    /// The folder of notes.
    pub fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// The folder of themes.
    pub fn themes(&self) -> PathBuf {
        self.root.join("themes")
    }

    /// Finds the project that a folder belongs to: the nearest one above that holds the configuration.
    pub fn find(from: &Path) -> Option<Self> {
        let root = from.ancestors().find(|folder| folder.join(config::FILE_NAME).is_file())?;
        Some(Self { root: root.to_owned(), config: root.join(config::FILE_NAME) })
    }
}

/// Reads the whole project. Only a missing configuration stops it; whatever else cannot be read is a
/// diagnostic.
///
/// # Errors
/// The configuration file cannot be read.
pub fn load(project: &Project, settings: Settings, sources: &mut Sources) -> std::io::Result<Inputs> {
    let config_path = name_from(&project.root, &project.config);
    let text = std::fs::read(&project.config)?;
    let mut diagnostics = Vec::new();
    let (file, text) = decode(&config_path, text, sources, &mut diagnostics);
    let (config, found) = config::read(file, text.as_deref().unwrap_or_default());
    if text.is_some() {
        diagnostics.extend(found);
    }
    let theme = config.theme.value.clone();
    let mut inputs = Inputs {
        config,
        notes: Vec::new(),
        assets: BTreeMap::new(),
        theme: BTreeMap::new(),
        diagnostics,
        settings,
    };
    read_content(project, sources, &mut inputs);
    let folder = project.themes().join(&theme);
    if Id::new(&theme).is_some() && folder.is_dir() {
        read_theme(project, &folder, sources, &mut inputs);
    } else if theme != DEFAULT_THEME {
        let hint = format!("make the folder `themes/{theme}/`, or drop the key for the default theme");
        let message = format!("there is no theme `{theme}`");
        let hint = if Id::new(&theme).is_some() { hint } else { NO_THEME_NAME.to_owned() };
        inputs.diagnostics.push(make::theme_error(inputs.config.theme.span, &message, &hint));
    }
    Ok(inputs)
}

fn read_content(project: &Project, sources: &mut Sources, inputs: &mut Inputs) {
    let content = project.content();
    for path in walk(project, &content, sources, inputs) {
        let shown = name_from(&project.root, &path);
        let inner = name_from(&content, &path);
        if path.extension().is_some_and(|extension| extension == "md") {
            read_note(&path, &shown, &inner, sources, inputs);
        } else {
            inputs.assets.insert(inner, asset(path));
        }
    }
}

fn read_note(path: &Path, shown: &str, inner: &str, sources: &mut Sources, inputs: &mut Inputs) {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let span = Span::file_start(sources.set(shown, "".into()));
            inputs.diagnostics.push(make::unreadable_file(span, shown, &reason(&error)));
            return;
        }
    };
    let (file, text) = decode(shown, bytes, sources, &mut inputs.diagnostics);
    let Some(text) = text else { return };
    match note_key(inner) {
        Ok(key) => inputs.notes.push(NoteSource { key, file, path: shown.to_owned(), text }),
        Err(KeyError::Folder(folder)) => {
            inputs.diagnostics.push(make::misplaced_note(Span::file_start(file), &folder));
        }
        Err(KeyError::Index(folder)) => {
            inputs.diagnostics.push(make::misplaced_index(Span::file_start(file), &folder));
        }
        Err(KeyError::Stem(stem)) => inputs.diagnostics.push(make::invalid_id(Span::file_start(file), &stem)),
    }
}

/// Text from bytes; what is no UTF-8 is reported and gives none.
fn decode(
    shown: &str,
    bytes: Vec<u8>,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (FileId, Option<Arc<str>>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text: Arc<str> = text.into();
            (sources.set(shown, Arc::clone(&text)), Some(text))
        }
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
            let file = sources.set(shown, "".into());
            diagnostics.push(make::not_utf8(Span::file_start(file), shown, line));
            (file, None)
        }
    }
}

enum KeyError {
    Folder(String),
    Index(String),
    Stem(String),
}

/// A note's kind and id from its path in `content/`.
fn note_key(inner: &str) -> Result<NoteKey, KeyError> {
    let parts: Vec<&str> = inner.strip_suffix(".md").unwrap_or(inner).split('/').collect();
    let key = |kind, stem: &str| {
        Id::new(stem).map(|id| NoteKey { kind, id }).ok_or_else(|| KeyError::Stem(stem.to_owned()))
    };
    let kinds = [NoteKind::Option, NoteKind::Source, NoteKind::Topic, NoteKind::Scenario];
    match parts[..] {
        ["index"] => key(NoteKind::Home, "index"),
        [stem] => key(NoteKind::Page, stem),
        [folder, .., last] => {
            let Some(kind) = kinds.into_iter().find(|kind| kind.folder() == Some(folder)) else {
                return Err(KeyError::Folder(folder.to_owned()));
            };
            // A folder's index.md takes the folder's name; that of a kind's own folder has none to take.
            let stem = match (last, parts.len()) {
                ("index", 2) => return Err(KeyError::Index(folder.to_owned())),
                ("index", length) => parts[length - 2],
                _ => last,
            };
            key(kind, stem)
        }
        [] => Err(KeyError::Stem(String::new())),
    }
}

fn asset(disk: PathBuf) -> Asset {
    const IMAGES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico"];
    let extension =
        disk.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let image = IMAGES.contains(&extension.as_str());
    let size = image.then(|| imagesize::size(&disk).ok()).flatten();
    let pixels = |n: usize| u32::try_from(n).ok();
    let size = size.and_then(|size| Some((pixels(size.width)?, pixels(size.height)?)));
    // A raster image whose head cannot be read is no image; SVG has no pixels to read.
    let image = image && (size.is_some() || extension == "svg");
    Asset { disk, size, image }
}

/// What to do about a theme whose name could lead out of the project.
const NO_THEME_NAME: &str =
    "a theme's name is that of its folder in `themes/`, in lower case letters, digits and hyphens";

/// The name of the theme that the program carries.
const DEFAULT_THEME: &str = "default";

fn read_theme(project: &Project, folder: &Path, sources: &mut Sources, inputs: &mut Inputs) {
    for path in walk(project, folder, sources, inputs) {
        let shown = name_from(&project.root, &path);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = std::str::from_utf8(&bytes).unwrap_or_default();
                let file = sources.set(&shown, text.into());
                inputs.theme.insert(name_from(folder, &path), ThemeFile { file, bytes: bytes.into() });
            }
            Err(error) => {
                let span = Span::file_start(sources.set(&shown, "".into()));
                inputs.diagnostics.push(make::unreadable_file(span, &shown, &reason(&error)));
            }
        }
    }
}

/// Every file below a folder in order of path, hidden ones left out. Symbolic links are not followed:
/// a note must not be able to publish what lies outside the project.
fn walk(project: &Project, folder: &Path, sources: &mut Sources, inputs: &mut Inputs) -> Vec<PathBuf> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut found = Vec::new();
    if !folder.exists() {
        return found;
    }
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => found.push(entry.into_path()),
            Ok(entry) if entry.file_type().is_symlink() => {
                let shown = name_from(&project.root, entry.path());
                let span = Span::file_start(sources.set(&shown, "".into()));
                inputs.diagnostics.push(make::symbolic_link(span, &shown));
            }
            Ok(_) => {}
            Err(error) => {
                let shown = name_from(&project.root, error.path().unwrap_or(folder));
                let span = Span::file_start(sources.set(&shown, "".into()));
                let reason = error.io_error().map_or_else(|| "it holds itself".to_owned(), reason);
                inputs.diagnostics.push(make::unreadable_file(span, &shown, &reason));
            }
        }
    }
    found
}

/// What went wrong, without the number that the system adds.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// A path from a folder, with `/` on every system.
fn name_from(folder: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> =
        inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// The ids of options, from their paths: the lexical part of the claim syntax.
pub fn option_ids(notes: &[NoteSource]) -> BTreeSet<Id> {
    notes.iter().filter(|note| note.key.kind == NoteKind::Option).map(|note| note.key.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(inner: &str) -> String {
        match note_key(inner) {
            Ok(key) => format!("{:?} {}", key.kind, key.id),
            Err(KeyError::Folder(folder)) => format!("folder {folder}"),
            Err(KeyError::Index(folder)) => format!("index {folder}"),
            Err(KeyError::Stem(stem)) => format!("stem {stem}"),
        }
    }

    #[test]
    fn paths_say_kind_and_id() {
        assert_eq!(shown("index.md"), "Home index");
        assert_eq!(shown("method.md"), "Page method");
        assert_eq!(shown("topics/cpu.md"), "Topic cpu");
        assert_eq!(shown("topics/performance/cpu.md"), "Topic cpu");
        assert_eq!(shown("topics/cpu-work/index.md"), "Topic cpu-work");
        assert_eq!(shown("topics/index.md"), "index topics");
        assert_eq!(shown("topic/cpu.md"), "folder topic");
        assert_eq!(shown("topics/CPU.md"), "stem CPU");
    }
}
