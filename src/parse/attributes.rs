//! Attributes in braces, as Pandoc writes them: `{as_of=2024 workload="plain HTTP" .reports #id}`.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, make};
use crate::source::{FileId, Span, Spanned};

/// The parts of one pair of braces, in the order written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    /// `key=value` and `key="a value"`.
    pub pairs: Vec<(Spanned<String>, Spanned<String>)>,
    /// `.class`, without the point.
    pub classes: Vec<Spanned<String>>,
    /// `#id`, without the sign; the last one counts.
    pub id: Option<Spanned<String>>,
}

/// Reads what stands between braces; `range` is that part of `text`.
pub fn attributes(file: FileId, text: &str, range: Range<usize>) -> (Attributes, Vec<Diagnostic>) {
    let mut found = Attributes::default();
    let mut diagnostics = Vec::new();
    let mut at = range.start;
    while let Some(part) = next_part(text, at..range.end) {
        at = part.end;
        let word = text.get(part.clone()).unwrap_or_default();
        let spanned = |from: usize, to: usize| Spanned {
            value: unquote(text.get(from..to).unwrap_or_default()),
            span: Span::new(file, from..to),
        };
        if let Some(name) = word.strip_prefix('.').filter(|name| is_name(name)) {
            found.classes.push(Spanned::new(name.to_owned(), Span::new(file, part)));
        } else if let Some(name) = word.strip_prefix('#').filter(|name| is_name(name)) {
            found.id = Some(Spanned::new(name.to_owned(), Span::new(file, part)));
        } else if let Some((key, _)) =
            word.split_once('=').filter(|(key, value)| is_name(key) && is_value(value))
        {
            let equals = part.start + key.len();
            found.pairs.push((spanned(part.start, equals), spanned(equals + 1, part.end)));
        } else {
            let part = with_spaced_value(text, part, range.end);
            at = part.end;
            let word = text.get(part.clone()).unwrap_or_default();
            diagnostics.push(make::attribute_syntax(Span::new(file, part), word));
        }
    }
    for (at, (key, _)) in found.pairs.iter().enumerate() {
        if let Some((first, _)) = found.pairs[..at].iter().find(|(other, _)| other.value == key.value) {
            diagnostics.push(make::attribute_twice(key.span, &key.value, first.span));
        }
    }
    (found, diagnostics)
}

/// A part with what stands beside it where spaces surround its `=`, so that it is reported as one.
fn with_spaced_value(text: &str, part: Range<usize>, end: usize) -> Range<usize> {
    let mut whole = part;
    for _ in 0..2 {
        let last = text.get(whole.clone()).unwrap_or_default();
        let Some(next) = next_part(text, whole.end..end) else { break };
        let joins = last.ends_with('=') || text.get(next.clone()).is_some_and(|word| word.starts_with('='));
        if !joins || last.contains('"') {
            break;
        }
        whole = whole.start..next.end;
    }
    whole
}

/// The next run without white space; white space inside double quotes does not end it.
fn next_part(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let slice = text.get(range.clone())?;
    let start = range.start + slice.find(|c: char| !c.is_whitespace())?;
    let mut quoted = false;
    let end = text.get(start..range.end)?.find(|c: char| {
        quoted ^= c == '"';
        !quoted && c.is_whitespace()
    });
    Some(start..end.map_or(range.end, |length| start + length))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn is_value(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) => !inner.contains('"') && !inner.trim().is_empty(),
        // A comma at the end was meant to part attributes.
        None => !text.is_empty() && !text.contains(['"', '=']) && !text.ends_with(','),
    }
}

fn unquote(text: &str) -> String {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Attributes, Vec<Diagnostic>) {
        attributes(Sources::default().set("a.md", "".into()), text, 0..text.len())
    }

    #[test]
    fn reads_pairs_classes_and_an_id() {
        let (found, diagnostics) = read(" as_of=2024 workload=\"plain HTTP\" .reports #why ");
        assert!(diagnostics.is_empty());
        let pairs: Vec<_> = found.pairs.iter().map(|(k, v)| (k.value.as_str(), v.value.as_str())).collect();
        assert_eq!(pairs, [("as_of", "2024"), ("workload", "plain HTTP")]);
        assert_eq!(found.classes[0].value, "reports");
        assert_eq!(found.id.unwrap().value, "why");
    }

    #[test]
    fn reports_each_part_that_has_no_form() {
        for text in ["reports", "a=", "=b", "a=\"b", "a = b", ".", "a=b=c", "scope=\" \"", "a=b, c=d"] {
            let (_, diagnostics) = read(text);
            assert!(!diagnostics.is_empty(), "{text}");
        }
    }
}
