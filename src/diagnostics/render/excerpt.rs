//! The lines that a diagnostic speaks of, cut down to what helps.
//!
//! Only what is shown is handed to the renderer: the lines between two labels are left empty, spans
//! are clipped, and labels too far apart to stand in one picture get one each. So a line of any
//! length and a span over a whole file cost a few lines of output.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::{neutral, one_line, speaks_of_whole_file, start_within};
use crate::diagnostics::{Diagnostic, Label};
use crate::source::{FileId, SourceFile, Sources};

/// Most lines of one span that are shown; more would hide the message.
const MOST_LINES: usize = 3;
/// Widest part of a line, in terminal columns, that the labels of one excerpt may span. With a label
/// beside it that still fits the renderer's width.
const WIDEST: usize = 90;

/// A piece of one file with its labels.
pub(super) struct Excerpt {
    path: String,
    /// Number of the first line, from 1.
    first_line: usize,
    /// The lines, each ending in a line break.
    text: String,
    marks: Vec<(AnnotationKind, Range<usize>, String)>,
}

impl Excerpt {
    /// As the renderer takes it.
    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let marks = self.marks.iter().map(|(kind, range, label)| {
            let label = (!label.is_empty()).then_some(label.as_str());
            kind.span(range.clone()).label(label)
        });
        Snippet::source(self.text.as_str())
            .path(self.path.as_str())
            .line_start(self.first_line)
            .annotations(marks)
    }
}

/// The excerpts of a diagnostic: the one with its primary label first.
pub(super) fn excerpts(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Excerpt> {
    let primary = (!speaks_of_whole_file(diagnostic))
        .then(|| Mark::new(AnnotationKind::Primary, &diagnostic.primary, sources));
    let secondary =
        diagnostic.secondary.iter().map(|label| Mark::new(AnnotationKind::Context, label, sources));
    let mut pictures: Vec<Picture> = Vec::new();
    for mark in primary.into_iter().chain(secondary) {
        match pictures.iter_mut().find(|picture| picture.takes(&mark)) {
            Some(picture) => picture.add(mark),
            None => pictures.push(Picture { file: mark.file, columns: mark.columns(), marks: vec![mark] }),
        }
    }
    pictures.iter().map(|picture| picture.excerpt(sources.file(picture.file))).collect()
}

/// Labels of one file that fit into one picture. The renderer cuts all lines of one at the same
/// columns.
struct Picture {
    file: FileId,
    columns: Range<usize>,
    marks: Vec<Mark>,
}

impl Picture {
    fn takes(&self, mark: &Mark) -> bool {
        self.file == mark.file && self.joined(mark).len() <= WIDEST
    }

    fn add(&mut self, mark: Mark) {
        self.columns = self.joined(&mark);
        self.marks.push(mark);
    }

    fn joined(&self, mark: &Mark) -> Range<usize> {
        let columns = mark.columns();
        self.columns.start.min(columns.start)..self.columns.end.max(columns.end)
    }

    fn excerpt(&self, file: &SourceFile) -> Excerpt {
        let marked: BTreeSet<usize> =
            self.marks.iter().flat_map(|mark| mark.start.line..=mark.end.line).collect();
        let first = marked.first().copied().unwrap_or_default();
        let last = marked.last().copied().unwrap_or_default();
        let mut text = String::new();
        let mut starts = Vec::new();
        for line in first..=last {
            starts.push(text.len());
            // The renderer also shows a line alone between two marked ones.
            let between = || line > 0 && marked.contains(&(line - 1)) && marked.contains(&(line + 1));
            if marked.contains(&line) || between() {
                text.push_str(&neutral(line_text(file, line)));
            }
            text.push('\n');
        }
        let offset = |point: Point| starts.get(point.line - first).map_or(0, |start| start + point.byte);
        let marks = self
            .marks
            .iter()
            .map(|mark| (mark.kind, offset(mark.start)..offset(mark.end), mark.text.clone()))
            .collect();
        Excerpt { path: one_line(file.path()), first_line: first + 1, text, marks }
    }
}

/// A label, clipped to what is shown.
struct Mark {
    kind: AnnotationKind,
    file: FileId,
    start: Point,
    end: Point,
    text: String,
}

impl Mark {
    fn new(kind: AnnotationKind, label: &Label, sources: &Sources) -> Self {
        let file = sources.file(label.span.file);
        let from = start_within(file.text(), label.span);
        let start = point(file, from);
        let mut end = point(file, end_without_space(file.text(), from..label.span.end as usize));
        let last = start.line + MOST_LINES - 1;
        if end.line > last {
            end = point_after(file, last, usize::MAX, usize::MAX);
        }
        if end.line > start.line && start.column.abs_diff(end.column) > WIDEST {
            end = point_after(file, start.line, usize::MAX, usize::MAX);
        }
        if end.line == start.line && end.column > start.column + WIDEST {
            end = point_after(file, start.line, usize::MAX, start.column + WIDEST);
        }
        Self { kind, file: label.span.file, start, end, text: one_line(&label.text) }
    }

    fn columns(&self) -> Range<usize> {
        self.start.column.min(self.end.column)..self.start.column.max(self.end.column)
    }
}

/// A point in a file.
#[derive(Clone, Copy)]
struct Point {
    /// Line, from 0.
    line: usize,
    /// Bytes from the start of the line, in the line as it is shown.
    byte: usize,
    /// Terminal columns from the start of the line, wide characters rounded up.
    column: usize,
}

fn point(file: &SourceFile, offset: usize) -> Point {
    let position = file.position(offset);
    point_after(file, position.line - 1, position.column - 1, usize::MAX)
}

/// The point after that many characters of a line, but not beyond that many terminal columns or the
/// line's end.
fn point_after(file: &SourceFile, line: usize, characters: usize, columns: usize) -> Point {
    let mut point = Point { line, byte: 0, column: 0 };
    for character in neutral(line_text(file, line)).chars().take(characters) {
        let width = match character {
            '\t' => 4,
            '\0'..'\u{1100}' => 1,
            _ => 2,
        };
        if point.column + width > columns {
            break;
        }
        point.column += width;
        point.byte += character.len_utf8();
    }
    point
}

/// Where a range ends without the white space at its end. Blocks end with their line break, and an
/// underline that reaches into the next line would mislead.
fn end_without_space(text: &str, range: Range<usize>) -> usize {
    let end = range.end.min(text.len());
    let bytes = text.as_bytes().get(range.start..end).unwrap_or_default();
    range.start + bytes.trim_ascii_end().len()
}

/// A line without its line break, by number from 0.
fn line_text(file: &SourceFile, line: usize) -> &str {
    let text = file.line(line + 1);
    text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text)
}
