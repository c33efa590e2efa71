//! Names of notes and files: what a wikilink or path may mean.

use std::collections::BTreeMap;

use crate::load::Asset;
use crate::model::{NoteKey, NoteKind};
use crate::parse::Note;
use crate::text::closest;

/// What names lead to.
pub(super) struct Names<'a> {
    notes: &'a BTreeMap<NoteKey, Note>,
    assets: &'a BTreeMap<String, Asset>,
    /// Ends of paths without `.md`, in small letters: `cpu`, `topics/cpu`.
    by_path: BTreeMap<String, Vec<&'a NoteKey>>,
    by_alias: BTreeMap<String, Vec<&'a NoteKey>>,
    by_title: BTreeMap<String, Vec<&'a NoteKey>>,
}

/// What one name may mean.
pub(super) enum Meaning<'a> {
    /// One note.
    Note(&'a NoteKey),
    /// A file of `content/`.
    Asset(&'a str),
    /// Several notes.
    Ambiguous(Vec<&'a NoteKey>),
    /// Nothing.
    Unknown,
}

impl<'a> Names<'a> {
    pub(super) fn new(notes: &'a BTreeMap<NoteKey, Note>, assets: &'a BTreeMap<String, Asset>) -> Self {
        let mut names = Self {
            notes,
            assets,
            by_path: BTreeMap::new(),
            by_alias: BTreeMap::new(),
            by_title: BTreeMap::new(),
        };
        for (key, note) in notes {
            let path = content_path(note);
            let path = path.strip_suffix(".md").unwrap_or(path).to_lowercase();
            let mut ends = vec![path.as_str()];
            ends.extend(path.match_indices('/').map(|(at, _)| &path[at + 1..]));
            // A folder's index.md goes by the folder's name.
            let id = key.to_string();
            ends.extend([id.as_str(), key.id.as_str()]);
            ends.sort_unstable();
            ends.dedup();
            for end in ends {
                names.by_path.entry(end.to_owned()).or_default().push(key);
            }
            for alias in &note.header.aliases {
                names.by_alias.entry(alias.value.to_lowercase()).or_default().push(key);
            }
            names.by_title.entry(note.header.title.to_lowercase()).or_default().push(key);
        }
        names
    }

    /// The note of a key.
    pub(super) fn note(&self, key: &NoteKey) -> Option<&'a Note> {
        self.notes.get(key)
    }

    /// A wikilink's name: the end of a path, else an alias, else a title; small and capital letters alike.
    pub(super) fn wiki(&self, name: &str) -> Meaning<'a> {
        let lower = name.trim_start_matches('/').to_lowercase();
        let lower = lower.strip_suffix(".md").unwrap_or(&lower);
        for names in [&self.by_path, &self.by_alias, &self.by_title] {
            match names.get(lower).map(Vec::as_slice) {
                Some([key]) => return Meaning::Note(key),
                Some(keys) if !keys.is_empty() => return Meaning::Ambiguous(keys.to_vec()),
                _ => {}
            }
        }
        let is_end =
            |path: &str| path == name || path.strip_suffix(name).is_some_and(|rest| rest.ends_with('/'));
        let mut assets = self.assets.keys().map(String::as_str).filter(|path| is_end(path));
        assets.next().map_or(Meaning::Unknown, Meaning::Asset)
    }

    /// A path, relative to a note, or from `content/` where it begins with `/`.
    pub(super) fn path(&self, from: &Note, path: &str) -> Meaning<'a> {
        let decoded = percent_encoding::percent_decode_str(path.split('?').next().unwrap_or_default());
        let decoded = decoded.decode_utf8_lossy();
        let base = content_path(from).rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(full) = normal_path(base, &decoded) else { return Meaning::Unknown };
        if let Some((asset, _)) = self.assets.get_key_value(&full) {
            return Meaning::Asset(asset);
        }
        let note = self.notes.iter().find(|(_, note)| {
            let path = content_path(note);
            path == full || path.strip_suffix(".md") == Some(full.as_str())
        });
        note.map_or(Meaning::Unknown, |(key, _)| Meaning::Note(key))
    }

    /// What a wrong name most likely meant.
    pub(super) fn near(&self, name: &str) -> Option<String> {
        let notes = self.notes.iter().flat_map(|(key, note)| {
            [key.id.as_str(), note.header.title.as_str()]
                .into_iter()
                .chain(note.header.aliases.iter().map(|a| a.value.as_str()))
        });
        closest(name.trim_end_matches(".md"), notes.chain(self.assets.keys().map(String::as_str)))
            .map(str::to_owned)
    }

    /// What a wrong path of a note or file most likely meant: the same with another suffix, or nearly
    /// the same.
    pub(super) fn near_path(&self, path: &str) -> Option<String> {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let same = |candidate: &&str| candidate.rsplit_once('.').is_some_and(|(other, _)| other == stem);
        let notes = self.notes.values().map(content_path);
        let paths = || notes.clone().chain(self.assets.keys().map(String::as_str));
        paths().find(same).or_else(|| closest(path, paths())).map(str::to_owned)
    }

    /// What a wrong path of a file most likely meant.
    pub(super) fn near_asset(&self, path: &str) -> Option<&'a str> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let same_file = self.assets.keys().find(|asset| asset.rsplit('/').next() == Some(file));
        same_file.map(String::as_str).or_else(|| closest(path, self.assets.keys().map(String::as_str)))
    }

    /// The shortest name that means one note only.
    pub(super) fn shortest(&self, key: &NoteKey) -> String {
        let path = key.to_string();
        let id = key.id.to_string();
        match self.wiki(&id) {
            Meaning::Note(found) if found == key => id,
            _ if key.kind == NoteKind::Page => format!("/{id}"),
            _ => path,
        }
    }
}

/// A note's path from `content/`.
fn content_path(note: &Note) -> &str {
    note.path.strip_prefix("content/").unwrap_or(&note.path)
}

/// A path without `.` and `..`; none where it would leave `content/`.
fn normal_path(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => base.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_content() {
        assert_eq!(normal_path("topics", "../options/a.md").as_deref(), Some("options/a.md"));
        assert_eq!(normal_path("topics", "./b.png").as_deref(), Some("topics/b.png"));
        assert_eq!(normal_path("topics", "/b.png").as_deref(), Some("b.png"));
        assert_eq!(normal_path("topics", "../../b.png"), None);
    }
}
