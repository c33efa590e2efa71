//! Which folders may hold the site: never one that the build reads or that holds the project.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{OutputError, WriteSettings, failed};

/// Refuses an output folder that is a file or clashes with a folder of the project. It need not exist yet.
pub(super) fn check(folder: &Path, settings: &WriteSettings) -> Result<(), OutputError> {
    let resolved = resolve(folder)?;
    let clash = |other: &Path| OutputError::Forbidden { folder: folder.to_owned(), other: other.to_owned() };
    for other in settings.forbidden.iter().chain(&settings.inputs) {
        if resolve(other)?.starts_with(&resolved) {
            return Err(clash(other));
        }
    }
    for other in &settings.inputs {
        if resolved.starts_with(resolve(other)?) {
            return Err(clash(other));
        }
    }
    match fs::metadata(&resolved) {
        Ok(found) if !found.is_dir() => Err(OutputError::NotAFolder(folder.to_owned())),
        _ => Ok(()),
    }
}

/// A path without symlinks, `.` and `..`. Of a path that does not exist yet, the part that does is
/// resolved by the system and the rest by its words, in which no symlink can hide.
fn resolve(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(path).map_err(failed("find", path))?;
    let parts: Vec<Component<'_>> = absolute.components().collect();
    for length in (1..=parts.len()).rev() {
        let (known, rest) = parts.split_at(length);
        let known: PathBuf = known.iter().collect();
        match fs::canonicalize(&known) {
            Ok(mut found) => {
                for part in rest {
                    match part {
                        Component::ParentDir => drop(found.pop()),
                        Component::CurDir => {}
                        part => found.push(part),
                    }
                }
                return Ok(found);
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => {
                return Err(OutputError::NotAFolder(path.to_owned()));
            }
            Err(cause) => return Err(failed("find", path)(cause)),
        }
    }
    Ok(absolute)
}
