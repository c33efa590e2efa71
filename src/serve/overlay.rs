//! A diagnostic in the form in which the browser gets it.

use std::fmt;

use serde::Serialize;

use super::SnapshotError;
use crate::diagnostics::{Code, Diagnostic, Label};
use crate::source::{Sources, Span};

/// A diagnostic with its place spelled out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OverlayDiagnostic {
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// The stable name of what is wrong.
    pub code: String,
    /// The file.
    pub path: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 where the file as a whole is meant.
    pub column: usize,
    /// One sentence.
    pub message: String,
    /// The line of the file.
    pub source_line: String,
    /// Where in that line the marked part begins, in characters from 0.
    pub caret_start: usize,
    /// How many characters it has, at least 1 where there is a line.
    pub caret_length: usize,
    /// A few words about the marked part; may be empty.
    pub label: String,
    /// Other places that belong to it.
    pub related: Vec<OverlayLabel>,
    /// What to do.
    pub hint: Option<String>,
}

/// Another place that belongs to a diagnostic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OverlayLabel {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is there.
    pub text: String,
}

impl OverlayDiagnostic {
    /// Spells out where a diagnostic points.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let span = diagnostic.primary.span;
        let (path, position) = sources.locate(span);
        let (source_line, caret_length) = marked_line(span, sources);
        Self {
            severity: diagnostic.severity().word().to_owned(),
            code: diagnostic.code.name().to_owned(),
            path: path.to_owned(),
            line: position.line,
            column: position.column,
            message: diagnostic.message.clone(),
            source_line: source_line.to_owned(),
            caret_start: position.column - 1,
            caret_length,
            label: diagnostic.primary.text.clone(),
            related: diagnostic.secondary.iter().map(|label| OverlayLabel::new(label, sources)).collect(),
            hint: diagnostic.hint.clone(),
        }
    }
}

impl From<&SnapshotError> for OverlayDiagnostic {
    fn from(error: &SnapshotError) -> Self {
        Self {
            severity: Code::UnreadableFile.severity().word().to_owned(),
            code: Code::UnreadableFile.name().to_owned(),
            path: error.path.display().to_string(),
            message: error.to_string(),
            ..Self::default()
        }
    }
}

impl OverlayLabel {
    fn new(label: &Label, sources: &Sources) -> Self {
        let (path, position) = sources.locate(label.span);
        Self { path: path.to_owned(), line: position.line, column: position.column, text: label.text.clone() }
    }
}

impl fmt::Display for OverlayDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: ", self.severity, self.code)?;
        match self.line {
            0 => write!(f, "{}", self.message)?,
            line => write!(f, "{}:{line}:{}: {}", self.path, self.column, self.message)?,
        }
        match &self.hint {
            Some(hint) => write!(f, "\n    {hint}"),
            None => Ok(()),
        }
    }
}

/// The line in which a span begins, and how many of its characters the span covers.
fn marked_line(span: Span, sources: &Sources) -> (&str, usize) {
    let text = sources.file(span.file).text();
    let mut start = span.range().start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let (before, after) = text.split_at(start);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.lines().next().unwrap_or_default();
    let line = text.get(line_start..start + rest.len()).unwrap_or_default();
    let length = span.range().end.saturating_sub(start).min(rest.len());
    let covered = rest.char_indices().take_while(|(at, _)| *at < length).count();
    (line, covered.max(1))
}

/// Text for a place between tags.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, start: usize, end: usize) -> (String, usize, usize) {
        let mut sources = Sources::default();
        let file = sources.set("a.md", text.into());
        let diagnostic = Diagnostic::new(Code::BrokenLink, Span::new(file, start..end), "m");
        let overlay = OverlayDiagnostic::new(&diagnostic, &sources);
        (overlay.source_line, overlay.caret_start, overlay.caret_length)
    }

    #[test]
    fn the_mark_covers_characters_of_the_first_line_only() {
        let line = |text: &str, start, length| (text.to_owned(), start, length);
        assert_eq!(marked("one\ntwo three\n", 8, 13), line("two three", 4, 5));
        assert_eq!(marked("one\ntwo three\nfour", 8, 18), line("two three", 4, 5));
        assert_eq!(marked("schöne Welt\r\nx", 3, 7), line("schöne Welt", 3, 3));
        assert_eq!(marked("schöne", 5, 6), line("schöne", 4, 1));
        assert_eq!(marked("schöne", 4, 6), line("schöne", 3, 2), "begins inside a character");
        assert_eq!(marked("one\n", 3, 4), line("one", 3, 1), "the line break");
        assert_eq!(marked("one\n", 4, 4), line("", 0, 1), "the end");
        assert_eq!(marked("", 7, 9), line("", 0, 1), "beyond the end");
    }

    #[test]
    fn everything_about_a_diagnostic_reaches_the_browser() {
        let mut sources = Sources::default();
        let a = sources.set("content/topics/a.md", "x\n- [nodejs ++] fast\n".into());
        let b = sources.set("content/topics/b.md", "\n\nslow".into());
        let diagnostic = Diagnostic::new(Code::DuplicateId, Span::new(a, 5..11), "an id is there twice")
            .label("here")
            .also(Span::new(b, 2..6), "and there")
            .hint("rename one");
        let overlay = OverlayDiagnostic::new(&diagnostic, &sources);
        assert_eq!(
            serde_json::to_value(&overlay).unwrap(),
            serde_json::json!({
                "severity": "error", "code": "duplicate-id", "path": "content/topics/a.md",
                "line": 2, "column": 4, "message": "an id is there twice",
                "source_line": "- [nodejs ++] fast", "caret_start": 3, "caret_length": 6, "label": "here",
                "related": [{"path": "content/topics/b.md", "line": 3, "column": 1, "text": "and there"}],
                "hint": "rename one",
            })
        );
        let text = "error[duplicate-id]: content/topics/a.md:2:4: an id is there twice\n    rename one";
        assert_eq!(overlay.to_string(), text);
    }
}
