//! Source files, spans in them, and the translation of a byte offset into line and column.
//!
//! A [`Span`] is three small numbers, so every syntax node can carry one; the text itself lives in
//! [`Sources`], which only diagnostics and export need.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A file of the project, by number. Numbers are given once per path and never reused within a
/// process, so a note parsed before a rebuild keeps valid spans. They say nothing about order:
/// whatever reaches the output is ordered by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from a byte range. Offsets beyond 4 GiB saturate; [`Sources`] refuses such files.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The span as a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The first byte alone, for messages about the whole file.
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

/// A line and column as people count them: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One source file: its path as shown to the author, its text, and where its lines begin.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl SourceFile {
    fn new(path: Arc<str>, text: Arc<str>) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts =
            std::iter::once(0).chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        Self { path, line_starts: starts.collect(), text }
    }

    /// The path from the project's root, with `/` on every system.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text; empty for a file that could not be read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// A line with its line break, by its number from 1; empty where there is none.
    pub fn line(&self, number: usize) -> &str {
        self.text.get(self.line_range(number)).unwrap_or_default()
    }

    /// Where a line stands with its line break, by its number from 1; at the end where there is none.
    pub fn line_range(&self, number: usize) -> Range<usize> {
        let start = |number: usize| self.line_starts.get(number).map(|start| *start as usize);
        let from = number.checked_sub(1).and_then(start).unwrap_or(self.text.len());
        from..start(number).unwrap_or(self.text.len()).max(from)
    }

    /// Line and column of a byte offset. An offset inside a character counts as its start, one past
    /// the end as the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).map_or(0, |start| *start as usize);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column }
    }
}

/// All files of a run, by number and by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    by_path: BTreeMap<Arc<str>, FileId>,
}

impl Sources {
    /// Adds a file or gives a known path its new text; the number of a path never changes.
    pub fn set(&mut self, path: &str, text: Arc<str>) -> FileId {
        if let Some(id) = self.by_path.get(path) {
            let file = &mut self.files[id.0 as usize];
            if *file.text != *text {
                *file = SourceFile::new(Arc::clone(&file.path), text);
            }
            return *id;
        }
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let path: Arc<str> = path.into();
        self.files.push(SourceFile::new(Arc::clone(&path), text));
        self.by_path.insert(path, id);
        id
    }

    /// The file of a number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The number of a path, if the file is known.
    pub fn id(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The text that a span covers; empty where the span does not fit the text.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or_default()
    }

    /// Path, line and column of a span's start.
    pub fn locate(&self, span: Span) -> (&str, Position) {
        let file = self.file(span.file);
        (file.path(), file.position(span.start as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_survive_odd_offsets() {
        let mut sources = Sources::default();
        let id = sources.set("a.md", "ab\nçd\n".into());
        let file = sources.file(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(3), Position { line: 2, column: 1 });
        assert_eq!(file.position(4), Position { line: 2, column: 1 }, "inside ç");
        assert_eq!(file.position(5), Position { line: 2, column: 2 });
        assert_eq!(file.position(99), Position { line: 3, column: 1 });
        let lines: Vec<&str> = (0..5).map(|number| file.line(number)).collect();
        assert_eq!(lines, ["", "ab\n", "çd\n", "", ""]);
    }

    #[test]
    fn a_path_keeps_its_number() {
        let mut sources = Sources::default();
        let first = sources.set("a.md", "one".into());
        sources.set("b.md", "two".into());
        assert_eq!(sources.set("a.md", "three".into()), first);
        assert_eq!(sources.file(first).text(), "three");
    }
}
