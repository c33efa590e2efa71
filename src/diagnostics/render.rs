//! Diagnostics as text: for people, one line each, or JSON lines.
//!
//! Whatever comes from content is neutralised on the way: a note, a file name or a message that
//! quotes one must not be able to steer the terminal that it is shown on.

mod excerpt;
mod json;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Element, Group, Level, Origin, Renderer};

use super::{Counts, Diagnostic, Severity};
use crate::source::{Position, Sources, Span};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the lines that they speak of, each followed by an empty line:
    ///
    /// ```text
    /// error[unknown-option]: no option is called `nodjs`
    ///   --> content/topics/io.md:12:4
    ///    |
    /// 12 | - [nodjs ++] It waits well. [@incora, Pros]
    ///    |    ^^^^^ not an option
    ///    |
    ///    = help: did you mean `nodejs`?
    /// ```
    #[default]
    Human,
    /// One line each, as editors and their problem matchers read them:
    /// `path:line:column: error[code]: message (hint)`.
    Short,
    /// One JSON object a line, each with all of these keys:
    ///
    /// | key | meaning |
    /// | --- | --- |
    /// | `code` | the stable name of what is wrong, such as `unknown-option` |
    /// | `severity` | `error`, `warning` or `note` |
    /// | `message` | one sentence |
    /// | `path` | from the project's root, with `/` on every system |
    /// | `line`, `column` | where it begins, both from 1; columns count characters |
    /// | `end_line`, `end_column` | one past where it ends |
    /// | `label` | a few words about the place; may be empty |
    /// | `related` | other places, each with `path`, `line`, `column` and `label` |
    /// | `hint` | what to do, or null |
    Json,
}

/// Whether [`Format::Human`] uses colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// With ANSI escape sequences.
    Coloured,
}

/// Writes diagnostics in the order given. The other formats take no notice of the style.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        match format {
            Format::Human => out.push_str(&human(diagnostic, sources, style)),
            Format::Short => out.push_str(&short(diagnostic, sources)),
            Format::Json => out.push_str(&json::line(diagnostic, sources)),
        }
        out.push('\n');
    }
    out
}

/// How many there are, in words: `2 errors, 1 warning`.
pub fn summary(counts: Counts) -> String {
    let parts: Vec<String> = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "no errors or warnings".to_owned() } else { parts.join(", ") }
}

/// With excerpts, ending in a line break.
fn human(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(one_line(&diagnostic.message)).id(diagnostic.code.name()));
    if speaks_of_whole_file(diagnostic) {
        let (path, position) = place(sources, diagnostic.primary.span);
        let origin = Origin::path(path).line(position.line).char_column(position.column);
        group = group.element(Element::Origin(origin));
    }
    let excerpts = excerpt::excerpts(diagnostic, sources);
    group = group.elements(excerpts.iter().map(excerpt::Excerpt::snippet));
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(neutral(&shortened(hint))));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let rendered = renderer.term_width(DEFAULT_TERM_WIDTH).render(&[group]);
    let mut text = excerpt::with_paths(&rendered, &excerpts);
    text.push('\n');
    text
}

/// On one line, without a line break.
fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (path, position) = place(sources, diagnostic.primary.span);
    let Position { line, column } = position;
    let (severity, code) = (diagnostic.severity().word(), diagnostic.code);
    let message = one_line(&diagnostic.message);
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({})", one_line(hint))).unwrap_or_default();
    format!("{path}:{line}:{column}: {severity}[{code}]: {message}{hint}")
}

/// An empty span at the start of a file with nothing to say about it stands for the file, and the
/// first line would tell nobody anything.
fn speaks_of_whole_file(diagnostic: &Diagnostic) -> bool {
    let primary = &diagnostic.primary;
    primary.span.range() == (0..0) && primary.text.is_empty()
}

/// Path and place as they are shown. What lies after the last line break is shown at the end of the
/// last line, since editors do not count the nothing behind it as a line.
fn place(sources: &Sources, span: Span) -> (String, Position) {
    let file = sources.file(span.file);
    let start = start_within(file.text(), span);
    (one_line(file.path()), file.position(start))
}

/// Where a span starts within the text, never between the two halves of a Windows line break.
fn start_within(text: &str, span: Span) -> usize {
    let start = span.start as usize;
    let start = if start < text.len() { start } else { text.strip_suffix('\n').unwrap_or(text).len() };
    let before = text.as_bytes().get(..start).unwrap_or_default();
    let halved = before.ends_with(b"\r") && text.as_bytes().get(start) == Some(&b'\n');
    if halved { start - 1 } else { start }
}

/// Longest message, label or hint in characters. They quote content, and an id of 100 kB is as
/// hard to read as a line of that length.
const LONGEST_TEXT: usize = 2_000;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Neutral text on one line, not too long.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).filter(|w| !w.is_empty()).collect();
    neutral(&shortened(&words.join(" ")))
}

/// Text in which every character that could steer a terminal or reorder its line is replaced by a
/// visible one. Line breaks and tabs stay; the number of characters stays, and with it every column.
fn neutral(text: &str) -> String {
    text.chars().map(neutral_character).collect()
}

fn neutral_character(character: char) -> char {
    match character {
        '\n' | '\t' => character,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ if steers(character) => '\u{fffd}',
        _ => character,
    }
}

/// Control characters, line separators and the marks that change the direction of writing.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
