//! What a build has to do to the output folder, found without touching it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use walkdir::WalkDir;

use super::{OutputError, failed, stage};
use crate::bundle::{Bundle, Content, SitePath};

/// The steps from the folder as it is to the folder as it should be.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Files that are missing or have other bytes.
    pub(super) writes: Vec<(&'a SitePath, &'a Content)>,
    /// How many are right already.
    pub(super) unchanged: usize,
    /// Files that must go before the first write: they stand where a folder must be, in a folder where a
    /// file must be, or have a new name that differs in case only, which some file systems take for the same.
    pub(super) obstacles: BTreeSet<SitePath>,
    /// The other files of the last build that are still there and no longer made.
    pub(super) stale: BTreeSet<SitePath>,
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Nothing.
    Free,
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symlink or a device: never ours.
    Other,
    /// Something that is no folder stands at this address, which should be one.
    Blocked(SitePath),
}

impl<'a> Plan<'a> {
    /// Compares a bundle with the folder. `old` is what the last build made.
    pub(super) fn new(
        bundle: &'a Bundle,
        root: &Path,
        old: &BTreeSet<SitePath>,
        force: bool,
    ) -> Result<Self, OutputError> {
        check_addresses(bundle)?;
        let unmade = old.iter().filter(|path| !bundle.files.contains_key(path)).cloned().collect();
        let stale = plain_files(root, &unmade)?;
        let stale_folded: BTreeSet<String> = stale.iter().map(folded).collect();
        let made_folded: BTreeSet<String> = bundle.files.keys().map(folded).collect();
        let obstacles = stale.iter().filter(|path| made_folded.contains(&folded(path))).cloned().collect();
        let mut plan = Self { writes: Vec::new(), unchanged: 0, obstacles, stale };

        for (path, file) in &bundle.files {
            let at = root.join(path.as_str());
            let renamed = stale_folded.contains(&folded(path));
            match look(root, path)? {
                Spot::File if !renamed && same_bytes(&at, &file.content)? => {
                    plan.unchanged += 1;
                    continue;
                }
                Spot::File if renamed || force || old.contains(path) => {}
                Spot::Other if force => {}
                Spot::File | Spot::Other => return Err(OutputError::Foreign(at)),
                Spot::Folder => plan.clear_folder(root, &at)?,
                Spot::Blocked(by) => {
                    if !force && !plan.stale.contains(&by) {
                        return Err(OutputError::Foreign(root.join(by.as_str())));
                    }
                    plan.obstacles.insert(by);
                }
                Spot::Free => {}
            }
            plan.writes.push((path, &file.content));
        }
        plan.stale.retain(|path| !plan.obstacles.contains(path));
        Ok(plan)
    }

    /// Whether no file of the site has to change.
    pub(super) fn is_idle(&self) -> bool {
        self.writes.is_empty() && self.obstacles.is_empty() && self.stale.is_empty()
    }

    /// Plans to empty a folder where a file must go; all in it must come from an earlier build.
    fn clear_folder(&mut self, root: &Path, folder: &Path) -> Result<(), OutputError> {
        for entry in WalkDir::new(folder) {
            let entry = entry.map_err(|error| failed("read the folder", folder)(error.into()))?;
            if entry.file_type().is_dir() {
                continue;
            }
            match site_path(root, entry.path()).filter(|path| self.stale.contains(path)) {
                Some(path) => drop(self.obstacles.insert(path)),
                None => return Err(OutputError::FolderInTheWay(folder.to_owned())),
            }
        }
        Ok(())
    }
}

/// What stands at an address, without following a symlink on the way.
pub(super) fn look(root: &Path, path: &SitePath) -> Result<Spot, OutputError> {
    let mut at = root.to_owned();
    let mut walked = 0;
    for part in path.as_str().split('/') {
        at.push(part);
        walked += part.len();
        let last = walked == path.as_str().len();
        match fs::symlink_metadata(&at) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Spot::Free),
            Err(cause) => return Err(failed("look at", &at)(cause)),
            Ok(found) if found.is_dir() => {}
            Ok(found) if last => return Ok(if found.is_file() { Spot::File } else { Spot::Other }),
            Ok(_) => {
                let blocked = path.as_str().get(..walked).and_then(SitePath::new);
                return Ok(blocked.map_or(Spot::Other, Spot::Blocked));
            }
        }
        walked += 1;
    }
    Ok(Spot::Folder)
}

/// Those addresses at which a plain file stands, with real folders above it: whatever else is there by
/// now, no build made it.
pub(super) fn plain_files(
    root: &Path,
    paths: &BTreeSet<SitePath>,
) -> Result<BTreeSet<SitePath>, OutputError> {
    let mut plain = BTreeSet::new();
    for path in paths {
        if look(root, path)? == Spot::File {
            plain.insert(path.clone());
        }
    }
    Ok(plain)
}

/// Finds what no folder can hold: an address that is a file and a folder, or one of the program's own.
fn check_addresses(bundle: &Bundle) -> Result<(), OutputError> {
    for path in bundle.files.keys() {
        if path.as_str().starts_with(stage::RESERVED) {
            return Err(OutputError::Reserved(path.clone()));
        }
        for (at, _) in path.as_str().match_indices('/') {
            let above = path.as_str().get(..at).and_then(SitePath::new);
            if let Some(file) = above.filter(|above| bundle.files.contains_key(above)) {
                return Err(OutputError::Overlap { file, below: path.clone() });
            }
        }
    }
    Ok(())
}

fn folded(path: &SitePath) -> String {
    path.as_str().to_lowercase()
}

fn site_path(root: &Path, path: &Path) -> Option<SitePath> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    SitePath::new(&parts?.join("/"))
}

/// Whether a file holds the content already. Bytes are compared and not stamps: those lie after a
/// checkout, and bytes also heal what a power cut left behind.
fn same_bytes(path: &Path, content: &Content) -> Result<bool, OutputError> {
    let open = |path: &Path| File::open(path).map(BufReader::new).map_err(failed("read", path));
    let length = |path: &Path| fs::metadata(path).map(|found| found.len()).map_err(failed("read", path));
    match content {
        Content::Bytes(bytes) => {
            if length(path)? != bytes.len() as u64 {
                return Ok(false);
            }
            same_streams(open(path)?, &bytes[..]).map_err(failed("read", path))
        }
        Content::Copy(source) => {
            if length(path)? != length(source)? {
                return Ok(false);
            }
            same_streams(open(path)?, open(source)?).map_err(failed("read", source))
        }
    }
}

fn same_streams(mut one: impl BufRead, mut other: impl BufRead) -> io::Result<bool> {
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.len() == right.len());
        }
        if left.get(..length) != right.get(..length) {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}
