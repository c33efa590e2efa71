//! The lines that a diagnostic speaks of, cut down to what helps.
//!
//! Only what is shown is handed to the renderer: the lines between two labels are left empty, spans
//! are clipped, and labels too far apart to stand in one picture get one each. So a line of any
//! length and a span over a whole file cost a few lines of output.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::{neutral, one_line, speaks_of_whole_file, start_within};
use crate::diagnostics::{Diagnostic, Label};
use crate::source::{FileId, SourceFile, Sources};

/// Most lines of one span that are shown; more would hide the message.
const MOST_LINES: usize = 3;
/// Widest part of a line, in terminal columns, that the labels of one excerpt may span. With a label
/// beside it that still fits the renderer's width.
const WIDEST: usize = 90;

/// How many characters of a line are handed to the renderer on either side of its labels: more than it
/// shows of them, so that a thousand labels on one line do not cost that line a thousand times over.
const AROUND: usize = 2 * DEFAULT_TERM_WIDTH;
/// Stands for a path until all is rendered; nothing that comes from content has it.
const PATH: char = '\u{1}';

/// A piece of one file with its labels.
pub(super) struct Excerpt {
    path: String,
    /// Characters of its line before the piece.
    cut: usize,
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
            .path(PATH.to_string())
            .line_start(self.first_line)
            .annotations(marks)
    }
}

/// Puts the paths of excerpts into what was rendered of them, and counts columns from the start of the
/// line: the renderer knows only the part of it that it was given.
pub(super) fn with_paths(rendered: &str, excerpts: &[Excerpt]) -> String {
    let mut parts = rendered.split(PATH);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, excerpt) in parts.zip(excerpts) {
        text.push_str(&excerpt.path);
        let column = part.char_indices().skip(1).find(|(_, c)| *c == ':').map_or(0, |(at, _)| at + 1);
        let (line, rest) = part.split_at(column);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (column, rest) = rest.split_at(digits);
        let column = column.parse().map_or(0, |column: usize| column + excerpt.cut);
        text.push_str(&format!("{line}{column}{rest}"));
    }
    text
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
        let from = if first == last { self.start_of_piece(line_text(file, first)) } else { 0 };
        let mut text = String::new();
        let mut starts = Vec::new();
        for line in first..=last {
            starts.push(text.len());
            // The renderer also shows a line alone between two marked ones.
            let between = || line > 0 && marked.contains(&(line - 1)) && marked.contains(&(line + 1));
            if marked.contains(&line) || between() {
                let whole = line_text(file, line);
                let to = if first == last { self.end_of_piece(whole) } else { whole.len() };
                text.push_str(&neutral(&whole[from..to]));
            }
            text.push('\n');
        }
        let offset = |point: Point| {
            let start = starts.get(point.line - first).copied().unwrap_or_default();
            start + neutral(&line_text(file, point.line)[from..point.byte]).len()
        };
        let marks = self
            .marks
            .iter()
            .map(|mark| (mark.kind, offset(mark.start)..offset(mark.end), mark.text.clone()))
            .collect();
        let cut = line_text(file, first)[..from].chars().count();
        Excerpt { path: one_line(file.path()), cut, first_line: first + 1, text, marks }
    }

    /// Where the piece of a line begins that holds the labels, all of them on that line.
    fn start_of_piece(&self, line: &str) -> usize {
        let first = self.marks.iter().map(|mark| mark.start.byte).min().unwrap_or_default();
        line[..first].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at)
    }

    fn end_of_piece(&self, line: &str) -> usize {
        let last = self.marks.iter().map(|mark| mark.end.byte).max().unwrap_or_default();
        line[last..].char_indices().nth(AROUND).map_or(line.len(), |(at, _)| last + at)
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
            end = end_of_line(file, last);
        }
        if end.line > start.line && start.column.abs_diff(end.column) > WIDEST {
            end = end_of_line(file, start.line);
        }
        if end.line == start.line && end.column > start.column + WIDEST {
            end = widest(file, start);
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
    /// Bytes from the start of the line.
    byte: usize,
    /// Terminal columns from the start of the line, wide characters rounded up.
    column: usize,
}

/// The point of an offset, which counts as the line's end where it is beyond that.
fn point(file: &SourceFile, offset: usize) -> Point {
    let line = file.position(offset).line - 1;
    let text = line_text(file, line);
    let byte = text.floor_char_boundary(offset.saturating_sub(file.line_range(line + 1).start));
    Point { line, byte, column: columns(&text[..byte]) }
}

fn end_of_line(file: &SourceFile, line: usize) -> Point {
    let text = line_text(file, line);
    Point { line, byte: text.len(), column: columns(text) }
}

/// The last point on the line that stands no more than [`WIDEST`] columns after another.
fn widest(file: &SourceFile, start: Point) -> Point {
    let mut point = start;
    for character in line_text(file, start.line)[start.byte..].chars() {
        if point.column + width(character) > start.column + WIDEST {
            break;
        }
        point.column += width(character);
        point.byte += character.len_utf8();
    }
    point
}

/// Terminal columns of a text. Most lines are plain, and a long one is measured for each of its labels.
fn columns(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\t') { text.len() } else { text.chars().map(width).sum() }
}

fn width(character: char) -> usize {
    match character {
        '\t' => 4,
        '\0'..'\u{1100}' => 1,
        _ => 2,
    }
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
