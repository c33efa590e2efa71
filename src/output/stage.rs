//! New files on their way into the site: first whole beside it, then renamed into place.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::manifest::{self, Manifest};
use super::{OutputError, failed};
use crate::bundle::{Content, SitePath};

/// How every name begins that the program keeps for itself in the output folder.
pub(super) const RESERVED: &str = ".counterpoint-";

/// How the name of a stage begins; the rest is random, so that two builds never share one.
const STAGE: &str = ".counterpoint-stage-";

/// Held locked while the build that owns a stage lives; the system lets go when it is killed.
const LOCK: &str = "lock";

/// A folder in the output folder, hence on the same file system, so that a rename out of it is one step.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    staged: Vec<(PathBuf, SitePath)>,
    bytes: u64,
    // Closed before the folder goes, which some systems insist on.
    _lock: File,
    folder: TempDir,
}

/// What a commit moved into place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Committed {
    /// How many files.
    pub(super) files: usize,
    /// Their size together.
    pub(super) bytes: u64,
}

impl Stage {
    /// Makes an empty stage. It vanishes when dropped.
    pub(super) fn new(root: &Path) -> Result<Self, OutputError> {
        let folder = tempfile::Builder::new()
            .prefix(STAGE)
            .tempdir_in(root)
            .map_err(failed("make a folder for new files in", root))?;
        let path = folder.path().join(LOCK);
        let lock = File::create_new(&path).map_err(failed("make", &path))?;
        // A file system without locks only means that a second build at the same time may clear this stage.
        let _ = lock.try_lock();
        Ok(Self { root: root.to_owned(), staged: Vec::new(), bytes: 0, _lock: lock, folder })
    }

    /// Puts contents on the stage; the site is not touched.
    ///
    /// Nothing waits for the disk: a kill cannot lose what the system holds, and after a power cut the
    /// next build compares bytes and writes again.
    pub(super) fn fill(&mut self, writes: &[(&SitePath, &Content)]) -> Result<(), OutputError> {
        for (path, content) in writes {
            let staged = self.folder.path().join(self.staged.len().to_string());
            let mut file = File::create_new(&staged).map_err(failed("make", &staged))?;
            let written = match content {
                Content::Bytes(bytes) => {
                    io::copy(&mut &bytes[..], &mut file).map_err(failed("write", &staged))?
                }
                // Copied as bytes alone, so that the permissions of an image do not reach the site.
                Content::Copy(source) => File::open(source)
                    .and_then(|mut from| io::copy(&mut from, &mut file))
                    .map_err(failed("copy", source))?,
            };
            self.bytes += written;
            self.staged.push((staged, (*path).clone()));
        }
        Ok(())
    }

    /// Makes this the manifest of the folder. It is the one file that the next build cannot do without, so
    /// it is on the disk before anything that depends on it happens.
    pub(super) fn record(&self, made: &Manifest) -> Result<(), OutputError> {
        let staged = self.folder.path().join("manifest");
        let target = self.root.join(manifest::NAME);
        fs::write(&staged, made.text()).map_err(failed("write", &staged))?;
        // Opened for writing because some systems flush no other file.
        let opened = File::options().append(true).open(&staged);
        opened.and_then(|file| file.sync_all()).map_err(failed("write", &staged))?;
        fs::rename(&staged, &target).map_err(failed("write", &target))
    }

    /// Moves everything staged into place.
    pub(super) fn commit(&self) -> Result<Committed, OutputError> {
        let mut ready = BTreeSet::new();
        for (staged, path) in &self.staged {
            self.make_folders(path, &mut ready)?;
            let target = self.root.join(path.as_str());
            if fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
                remove_empty_folders(&target).map_err(failed("replace the folder", &target))?;
            }
            fs::rename(staged, &target).map_err(failed("write", &target))?;
        }
        Ok(Committed { files: self.staged.len(), bytes: self.bytes })
    }

    /// Leaves the stage behind as a kill would: there, and locked by nobody.
    #[cfg(test)]
    pub(super) fn abandon(self) -> PathBuf {
        self.folder.keep()
    }

    /// Makes the folders above an address one by one, since making them at once would follow symlinks.
    fn make_folders(&self, path: &SitePath, ready: &mut BTreeSet<PathBuf>) -> Result<(), OutputError> {
        for (end, _) in path.as_str().match_indices('/') {
            let Some(folder) = path.as_str().get(..end).map(|above| self.root.join(above)) else { continue };
            if ready.contains(&folder) {
                continue;
            }
            match fs::create_dir(&folder) {
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
                    if !fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
                        return Err(OutputError::Foreign(folder));
                    }
                }
                Err(cause) => return Err(failed("make the folder", &folder)(cause)),
                Ok(()) => {}
            }
            ready.insert(folder);
        }
        Ok(())
    }
}

/// Removes the stages of builds that were killed. That of a build which still runs is left alone.
pub(super) fn remove_leftovers(root: &Path) -> Result<(), OutputError> {
    for entry in fs::read_dir(root).map_err(failed("read the folder", root))? {
        let entry = entry.map_err(failed("read the folder", root))?;
        let is_stage = entry.file_name().to_str().is_some_and(|name| name.starts_with(STAGE));
        if !is_stage || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        let removed = match File::options().append(true).open(path.join(LOCK)) {
            Ok(lock) => {
                if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
                    continue;
                }
                drop(lock);
                fs::remove_dir_all(&path)
            }
            // Killed before it had a lock, or about to have one: then it is not empty for long and stays.
            Err(_) => fs::remove_dir(&path).or(Ok(())),
        };
        match removed {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove", &path)(cause));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Removes a folder that holds nothing but folders.
fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty_folders(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}
