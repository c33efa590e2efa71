//! Diagnostics as JSON lines; the keys are described at [`Format::Json`](super::Format::Json).

use serde::Serialize;

use super::{start_within, steers};
use crate::diagnostics::{Diagnostic, Label};
use crate::source::Sources;

#[derive(Serialize)]
struct View<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
    related: Vec<Related<'a>>,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

/// One object without a line break. Nothing is shortened or replaced; characters that could steer a
/// terminal are written as escapes, which mean the same.
pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Label { span, text: label } = &diagnostic.primary;
    let file = sources.file(span.file);
    let start = start_within(file.text(), *span);
    let (from, to) = (file.position(start), file.position(start.max(span.end as usize)));
    let related = diagnostic.secondary.iter().map(|label| {
        let file = sources.file(label.span.file);
        let position = file.position(start_within(file.text(), label.span));
        Related { path: file.path(), line: position.line, column: position.column, label: &label.text }
    });
    let view = View {
        code: diagnostic.code.name(),
        severity: diagnostic.severity().word(),
        message: &diagnostic.message,
        path: file.path(),
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
        label,
        related: related.collect(),
        hint: diagnostic.hint.as_deref(),
    };
    escape_steering(&serde_json::to_string(&view).unwrap_or_default())
}

/// Writes what serde_json leaves as it is, though a terminal obeys it, as `\uXXXX`. Such characters
/// stand within strings only, and all of them lie in the basic plane.
fn escape_steering(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if steers(character) {
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}
