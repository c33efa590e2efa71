//! The list of what the last build made, kept in the output folder: it tells our files from others.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{OutputError, failed};
use crate::bundle::SitePath;

/// Its name in the output folder.
pub(super) const NAME: &str = ".counterpoint-manifest";

/// Its first line. Another one means a file of somebody else or of another version.
const FORMAT: &str = "counterpoint manifest 1: what the last build made, one address a line";

/// A line break in a file name would end its line early.
const ESCAPED: &AsciiSet = &CONTROLS.add(b'%');

/// The files that a build made, in order of address. Its text has neither a time nor anything else that
/// changes while the site does not, since sites are kept under version control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The addresses.
    pub(super) files: BTreeSet<SitePath>,
}

impl Manifest {
    /// Reads the manifest of a folder; none where there is no file of this format. A line that is no
    /// address inside the site is ignored, whoever wrote it.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, OutputError> {
        if !Self::exists(root) {
            return Ok(None);
        }
        let path = root.join(NAME);
        let bytes = fs::read(&path).map_err(failed("read", &path))?;
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        if lines.next() != Some(FORMAT) {
            return Ok(None);
        }
        let files = lines.filter_map(|line| {
            let name = percent_decode_str(line).decode_utf8().ok()?;
            SitePath::new(&name).filter(|path| path.as_str() != NAME)
        });
        Ok(Some(Self { files: files.collect() }))
    }

    /// Whether there is a plain file of that name; a symlink is not followed.
    pub(super) fn exists(root: &Path) -> bool {
        fs::symlink_metadata(root.join(NAME)).is_ok_and(|found| found.is_file())
    }

    /// Removes the manifest of a folder.
    pub(super) fn remove(root: &Path) -> Result<(), OutputError> {
        let path = root.join(NAME);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(failed("remove", &path)(cause)),
            _ => Ok(()),
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{FORMAT}\n");
        for path in &self.files {
            text.extend(utf8_percent_encode(path.as_str(), ESCAPED));
            text.push('\n');
        }
        text
    }
}
