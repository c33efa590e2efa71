//! Bundle -> disk: the only place that writes or removes a file of the site.
//!
//! A build is planned, staged and applied. The plan compares bytes and finds whatever is in the way, and
//! nothing is touched before it is whole. Staging copies what differs into a folder of its own beside the
//! site, so an unreadable image or a full disk leaves the previous site as it was. Applying renames the
//! staged files into place, so that at any instant the folder holds whole files only.
//!
//! The manifest says which files are ours. While files change it lists the old and the new ones, so a
//! build that is killed loses track of none, and the next one removes what is left over.

#![expect(clippy::disallowed_methods, reason = "this is where the site is written")]

mod guard;
mod manifest;
mod plan;
mod stage;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::manifest::Manifest;
use self::plan::{Plan, Spot};
use self::stage::Stage;
use crate::bundle::{Bundle, SitePath};

/// What a build may do to the output folder.
#[derive(Clone, Debug, Default)]
pub struct WriteSettings {
    /// Use a folder that holds files which no build made. They stay, save where one stands at an address
    /// of the site: that one is replaced.
    pub force: bool,
    /// Folders that the output folder must neither be nor contain, such as the project itself.
    pub forbidden: Vec<PathBuf>,
    /// Folders that a build reads: the output folder must neither be one, nor contain one, nor lie in one.
    pub inputs: Vec<PathBuf>,
}

/// What a build did to the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Files that are new or have other bytes than before.
    pub written: usize,
    /// Files that were right already and have not been touched.
    pub unchanged: usize,
    /// Files of an earlier build that are no longer part of the site.
    pub removed: usize,
    /// The size of the written files together.
    pub bytes: u64,
}

/// What cleaning did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CleanReport {
    /// Files removed, the manifest not counted.
    pub removed: usize,
}

/// Why the site could not be written or removed.
#[derive(Debug)]
pub enum OutputError {
    /// The output folder is or contains a folder that must not be overwritten, or lies in one that is read.
    Forbidden {
        /// The output folder.
        folder: PathBuf,
        /// The folder that it clashes with.
        other: PathBuf,
    },
    /// A file stands where the output folder should be.
    NotAFolder(PathBuf),
    /// The output folder holds files and no manifest, so they may be anybody's.
    NotOurs(PathBuf),
    /// There is no manifest that would say what to remove.
    NoManifest(PathBuf),
    /// Something that no build made stands at an address of the site.
    Foreign(PathBuf),
    /// A folder with files that no build made stands where a file must go.
    FolderInTheWay(PathBuf),
    /// The site wants a file where it also wants a folder.
    Overlap {
        /// The address that is both.
        file: SitePath,
        /// A file that needs it to be a folder.
        below: SitePath,
    },
    /// The site wants an address that the program keeps for itself.
    Reserved(SitePath),
    /// The system refused.
    Io {
        /// What was tried, such as `write`.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// The reason.
        cause: io::Error,
    },
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Forbidden { folder, other } => write!(
                f,
                "cannot use {} as output folder: it would mix the site with {}; choose another folder",
                folder.display(),
                other.display()
            ),
            Self::NotAFolder(path) => {
                write!(
                    f,
                    "cannot use {} as output folder: it is a file; choose another folder",
                    path.display()
                )
            }
            Self::NotOurs(folder) => write!(
                f,
                "the folder {} holds files that no build made; choose another folder, empty it, or say --force to \
                 keep them and build beside them",
                folder.display()
            ),
            Self::NoManifest(folder) => write!(
                f,
                "nothing to clean in {}: it has no {}, which lists what a build made",
                folder.display(),
                manifest::NAME
            ),
            Self::Foreign(path) => write!(
                f,
                "no build made {}, and a file of the site must go there; move it away, or say --force to replace it",
                path.display()
            ),
            Self::FolderInTheWay(path) => write!(
                f,
                "a file of the site must go to {}, which is a folder with files that no build made; move it away",
                path.display()
            ),
            Self::Overlap { file, below } => {
                write!(f, "`{file}` cannot be a file of the site, because `{below}` needs it as a folder")
            }
            Self::Reserved(path) => write!(
                f,
                "`{path}` cannot be a file of the site: names that begin with {} are the program's own",
                stage::RESERVED
            ),
            Self::Io { action, path, cause } => {
                write!(f, "cannot {action} {}: {}", path.display(), in_words(cause))
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// Makes the folder hold the bundle: writes what differs and removes what an earlier build made and this
/// one does not.
///
/// # Errors
///
/// Everything but [`OutputError::Io`] is found before the first file is touched; so are all sources that
/// cannot be read and a disk that is too full.
pub fn write(bundle: &Bundle, folder: &Path, settings: &WriteSettings) -> Result<WriteReport, OutputError> {
    guard::check(folder, settings)?;
    fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
    stage::remove_leftovers(folder)?;
    let old = Manifest::read(folder)?;
    if old.is_none() && !settings.force && !is_empty(folder)? {
        return Err(OutputError::NotOurs(folder.to_owned()));
    }
    let old = old.unwrap_or_default();
    let plan = Plan::new(bundle, folder, &old.files, settings.force)?;
    let new = Manifest { files: bundle.files.keys().cloned().collect() };
    let mut report = WriteReport { unchanged: plan.unchanged, ..WriteReport::default() };
    if plan.is_idle() && new == old && Manifest::exists(folder) {
        return Ok(report);
    }
    let mut stage = Stage::new(folder)?;
    stage.fill(&plan.writes)?;
    stage.record(&Manifest { files: old.files.union(&new.files).cloned().collect() })?;
    report.removed += remove(folder, &plan.obstacles)?;
    let written = stage.commit()?;
    report.written = written.files;
    report.bytes = written.bytes;
    report.removed += remove(folder, &plan.stale)?;
    stage.record(&new)?;
    Ok(report)
}

/// Removes what the manifest lists, folders that become empty by it, and the manifest. Whatever else lies
/// in the folder stays.
///
/// # Errors
///
/// Where there is no manifest, and where the system refuses.
pub fn clean(folder: &Path) -> Result<CleanReport, OutputError> {
    let made = Manifest::read(folder)?.ok_or_else(|| OutputError::NoManifest(folder.to_owned()))?;
    stage::remove_leftovers(folder)?;
    let removed = remove(folder, &plan::plain_files(folder, &made.files)?)?;
    Manifest::remove(folder)?;
    Ok(CleanReport { removed })
}

/// Removes files, and the folders that hold nothing afterwards; says how many files. A symlink is removed
/// itself and never followed.
fn remove(root: &Path, paths: &BTreeSet<SitePath>) -> Result<usize, OutputError> {
    let mut removed = 0;
    for path in paths {
        if !matches!(plan::look(root, path)?, Spot::File | Spot::Other) {
            continue;
        }
        let at = root.join(path.as_str());
        fs::remove_file(&at).map_err(failed("remove", &at))?;
        removed += 1;
        for parent in at.ancestors().skip(1).take_while(|parent| *parent != root) {
            // A folder that still holds something refuses, and so do those above it.
            if fs::remove_dir(parent).is_err() {
                break;
            }
        }
    }
    Ok(removed)
}

fn is_empty(folder: &Path) -> Result<bool, OutputError> {
    let mut entries = fs::read_dir(folder).map_err(failed("read the folder", folder))?;
    Ok(entries.next().is_none())
}

/// Turns the system's reason into an error that says what was tried with what.
fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |cause| OutputError::Io { action, path, cause }
}

/// The system's reason without its number, which means nothing to people.
fn in_words(cause: &io::Error) -> String {
    let text = cause.to_string();
    match text.split_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}
