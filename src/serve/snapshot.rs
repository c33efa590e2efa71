//! A build in memory, ready to be served.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;

use crate::bundle::{Bundle, Content, SitePath};

/// Every file of a build with its bytes. Images are read when it is made, so what is served never mixes
/// one build with another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    files: BTreeMap<SitePath, SnapshotFile>,
}

/// A file as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotFile {
    /// The bytes.
    pub bytes: Bytes,
    /// Their type, with the encoding of text.
    pub content_type: String,
}

/// A file of the project that the site holds cannot be read.
#[derive(Debug)]
pub struct SnapshotError {
    /// The file.
    pub path: PathBuf,
    /// The reason.
    pub cause: io::Error,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for SnapshotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl Snapshot {
    /// Takes over what a build made and reads what it would copy.
    ///
    /// # Errors
    ///
    /// Where a file to copy cannot be read.
    pub fn load(bundle: &Bundle) -> Result<Self, SnapshotError> {
        let mut files = BTreeMap::new();
        for (path, file) in &bundle.files {
            let bytes = match &file.content {
                Content::Bytes(bytes) => Bytes::from_owner(Arc::clone(bytes)),
                Content::Copy(source) => fs::read(source)
                    .map(Bytes::from)
                    .map_err(|cause| SnapshotError { path: source.clone(), cause })?,
            };
            files.insert(path.clone(), SnapshotFile { bytes, content_type: content_type(path.as_str()) });
        }
        Ok(Self { files })
    }

    /// The file at an address.
    pub fn file(&self, path: &SitePath) -> Option<&SnapshotFile> {
        self.files.get(path)
    }
}

/// What a file is, by the end of its name. All text of a site is UTF-8.
fn content_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let kind = guess.essence_str();
    let is_text =
        kind.starts_with("text/") || ["json", "xml", "javascript"].iter().any(|end| kind.ends_with(end));
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_from_names() {
        for (name, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/a.css", "text/css; charset=utf-8"),
            ("assets/a.js", "text/javascript; charset=utf-8"),
            ("data/a.json", "application/json; charset=utf-8"),
            ("data/a.csv", "text/csv; charset=utf-8"),
            ("feed.xml", "text/xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.PNG", "image/png"),
            ("a.webp", "image/webp"),
            ("a.woff2", "font/woff2"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), expected, "{name}");
        }
    }
}
