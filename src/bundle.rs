//! The whole output as a value: address -> file, before anything is written or served.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::Span;

/// An address in the site, relative to its root: `topics/cpu-bound-work.html`. Always with `/`, never
/// absolute, never with `.` or `..`, so that it can be joined to a folder without leaving it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Reads an address; none where it would leave the site or names a folder.
    pub fn new(path: &str) -> Option<Self> {
        let clean =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']);
        path.split('/').all(clean).then(|| Self(path.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What leads from a page at this address to the root: empty, `../`, `../../` …
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }
}

impl std::fmt::Display for SitePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes made by this run.
    Bytes(Arc<[u8]>),
    /// A file of the project to copy as it is, such as an image; read when written.
    Copy(PathBuf),
}

impl Content {
    /// Bytes from text.
    pub fn text(text: String) -> Self {
        Self::Bytes(text.into_bytes().into())
    }
}

/// One file and who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// What it holds.
    pub content: Content,
    /// What made it, for the message when two want one address; none for the program's own files.
    pub owner: Option<Span>,
}

/// The site: every file by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The files, in order of address.
    pub files: BTreeMap<SitePath, BundleFile>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside_the_site() {
        for good in ["index.html", "topics/a.html", "assets/0f/css/a b.css"] {
            assert!(SitePath::new(good).is_some(), "{good}");
        }
        for bad in ["", "/index.html", "../x", "a/../b", "a//b", "a/", "./a", "c:\\x", "a\\b"] {
            assert!(SitePath::new(bad).is_none(), "{bad}");
        }
        assert_eq!(SitePath::new("topics/a.html").map(|path| path.to_root()), Some("../".to_owned()));
    }
}
