//! Front matter and configuration: cutting it off, and reading YAML or TOML into one tree whose every
//! key and value knows its place, so that all mistakes can be reported at once and where they stand.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::make::{self, Found};
use crate::source::{FileId, Span};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A value of YAML or TOML. A TOML date is text, as in YAML.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: in YAML also what follows an unquoted `#`.
    Null,
    /// `true` or `false`; a bare `yes` or `no` is text.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order written.
    Table(Vec<(Key, Node)>),
}

impl From<&Value> for Found {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Truth,
            Value::Number(_) => Self::Number,
            Value::Text(text) if text.parse::<f64>().is_ok() => Self::NumberInQuotes,
            Value::Text(_) => Self::Text,
            Value::List(_) => Self::List,
            Value::Table(_) => Self::Table,
        }
    }
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// A note's text, cut in two.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The format and the bytes between the fences; none where the note has no front matter.
    pub front_matter: Option<(Format, Range<usize>)>,
    /// Where the body begins.
    pub body: usize,
}

/// Cuts front matter off before Markdown sees it. A byte order mark is passed over. Front matter
/// that is never closed is reported, and the whole note taken as its body.
pub fn cut(file: FileId, text: &str) -> (Cut, Option<Diagnostic>) {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let none = Cut { front_matter: None, body: start };
    let mut lines = lines(text, start);
    let Some((opening, line)) = lines.next() else { return (none, None) };
    let format = match line {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        _ => return (none, None),
    };
    for (range, line) in lines {
        if line == if format == Format::Yaml { "---" } else { "+++" } {
            return (Cut { front_matter: Some((format, opening.end..range.start)), body: range.end }, None);
        }
    }
    (none, Some(make::front_matter_unclosed(Span::new(file, opening.start..opening.start + 3), line)))
}

/// Lines with their byte ranges (line break included), the text without trailing white space.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        (range, line.trim_end())
    })
}

/// Reads a range of a file. A syntax error is reported and gives none: what the text meant is not guessed.
pub fn read(
    file: FileId,
    text: &str,
    format: Format,
    range: Range<usize>,
) -> (Option<Node>, Vec<Diagnostic>) {
    let slice = text.get(range.clone()).unwrap_or_default();
    match format {
        Format::Yaml => read_yaml(file, text, range),
        Format::Toml => read_toml(file, slice, range),
    }
}

fn read_yaml(file: FileId, text: &str, range: Range<usize>) -> (Option<Node>, Vec<Diagnostic>) {
    let slice = text.get(range.clone()).unwrap_or_default();
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_str_with_options::<Yaml>(slice, options) {
        Ok(Yaml(node)) => (Some(place(node, file, text, &range)), Vec::new()),
        Err(error) => {
            let error = error.without_snippet();
            let at = error
                .location()
                .map_or(0, |location| offset_of(slice, location.line(), location.column()).min(slice.len()));
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let line = line_around(slice, at);
            let span = Span::new(file, range.start + at..range.start + at + usize::from(at < slice.len()));
            (None, vec![make::yaml_syntax(span, message, line)])
        }
    }
}

/// The YAML reader counts characters; spans count bytes.
fn offset_of(text: &str, line: u64, column: u64) -> usize {
    let index = |n: u64| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut at = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number == index(line) {
            return at + content.char_indices().nth(index(column)).map_or(content.len(), |(byte, _)| byte);
        }
        at += content.len();
    }
    at
}

fn line_around(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(start..).unwrap_or_default().lines().next().unwrap_or_default()
}

fn place(node: Spanned<YamlValue>, file: FileId, text: &str, range: &Range<usize>) -> Node {
    let span = |spanned: serde_saphyr::Location| {
        let part = spanned.span();
        let number = |n: Option<u64>| usize::try_from(n.unwrap_or(0)).unwrap_or(0);
        let start = range.start + number(part.byte_offset());
        Span::new(file, start.min(range.end)..(start + number(part.byte_len())).min(range.end))
    };
    let value = match node.value {
        YamlValue::Plain(value) => value,
        YamlValue::List(items) => {
            Value::List(items.into_iter().map(|Yaml(item)| place(item, file, text, range)).collect())
        }
        YamlValue::Table(entries) => Value::Table(
            entries
                .into_iter()
                .map(|(key, Yaml(value))| {
                    let key = Key { span: span(key.referenced), name: key.value };
                    (key, place(value, file, text, range))
                })
                .collect(),
        ),
    };
    let mut span = span(node.referenced);
    if value == Value::Null && span.range().is_empty() {
        span = null_span(text, span);
    }
    Node { span, value }
}

/// What stands where a value is missing: the rest of the line, such as the comment that was meant as one.
fn null_span(text: &str, at: Span) -> Span {
    let rest = text.get(at.start as usize..).unwrap_or_default().lines().next().unwrap_or_default();
    let value = rest.strip_prefix(':').unwrap_or(rest);
    let start = at.start as usize + rest.len() - value.trim_start().len();
    match value.trim().is_empty() {
        true => at,
        false => Span::new(at.file, start..start + value.trim().len()),
    }
}

struct Yaml(Spanned<YamlValue>);

enum YamlValue {
    Plain(Value),
    List(Vec<Yaml>),
    Table(Vec<(Spanned<String>, Yaml)>),
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for YamlValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor)
    }
}

struct YamlVisitor;

impl<'de> Visitor<'de> for YamlVisitor {
    type Value = YamlValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Null))
    }

    fn visit_none<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<YamlValue, D::Error> {
        YamlValue::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Number(value as f64)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Number(value as f64)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Number(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<YamlValue, E> {
        Ok(YamlValue::Plain(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(YamlValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<YamlValue, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        Ok(YamlValue::Table(table))
    }
}

fn read_toml(file: FileId, slice: &str, range: Range<usize>) -> (Option<Node>, Vec<Diagnostic>) {
    let (table, errors) = toml::de::DeTable::parse_recoverable(slice);
    if !errors.is_empty() {
        let shift = |span: Range<usize>| range.start + span.start..range.start + span.end;
        let report = |error: &toml::de::Error| {
            let span = Span::new(file, error.span().map_or(range.clone(), shift));
            make::toml_syntax(span, error.message())
        };
        return (None, errors.iter().map(report).collect());
    }
    let span = |part: Range<usize>| Span::new(file, range.start + part.start..range.start + part.end);
    (Some(toml_table(table.span(), table.get_ref(), &span)), Vec::new())
}

fn toml_table(
    part: Range<usize>,
    table: &toml::de::DeTable<'_>,
    span: &impl Fn(Range<usize>) -> Span,
) -> Node {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entry =
        |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<toml::de::DeValue<'_>>)| {
            let key = Key { name: key.get_ref().to_string(), span: span(key.span()) };
            (key, toml_value(value, span))
        };
    Node { span: span(part), value: Value::Table(entries.into_iter().map(entry).collect()) }
}

fn toml_value(value: &toml::Spanned<toml::de::DeValue<'_>>, span: &impl Fn(Range<usize>) -> Span) -> Node {
    use toml::de::DeValue;
    let number = |text: String| {
        text.replace('_', "")
            .parse()
            .ok()
            .filter(|n: &f64| n.is_finite())
            .map_or(Value::Text(text), Value::Number)
    };
    let node = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_or_else(|_| Value::Text(digits.to_string()), |n| Value::Number(n as f64)),
        DeValue::Float(digits) => number(digits.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| toml_value(item, span)).collect()),
        DeValue::Table(table) => return toml_table(value.span(), table, span),
    };
    Node { span: span(value.span()), value: node }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn file() -> FileId {
        Sources::default().set("a.md", "".into())
    }

    fn read_all(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
        let (cut, diagnostic) = cut(file(), text);
        assert_eq!(diagnostic, None);
        let (format, range) = cut.front_matter.unwrap();
        read(file(), text, format, range)
    }

    fn show(node: &Node, text: &str) -> String {
        let slice = &text[node.span.range()];
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => format!("{value}:{slice}"),
            Value::Number(value) => format!("{value}:{slice}"),
            Value::Text(value) => format!("{value:?}:{slice}"),
            Value::List(items) => items.iter().map(|item| show(item, text)).collect::<Vec<_>>().join(","),
            Value::Table(entries) => {
                let entry =
                    |(key, value): &(Key, Node)| format!("{}={}", &text[key.span.range()], show(value, text));
                entries.iter().map(entry).collect::<Vec<_>>().join("|")
            }
        }
    }

    #[test]
    fn front_matter_is_cut_off_whatever_surrounds_it() {
        let body = |text: &str| {
            let (cut, _) = cut(file(), text);
            (cut.front_matter.map(|(_, range)| text[range].to_owned()), text[cut.body..].to_owned())
        };
        assert_eq!(body("---\na: 1\n---\nText"), (Some("a: 1\n".into()), "Text".into()));
        assert_eq!(body("\u{FEFF}---\r\na: 1\r\n---  \r\nText"), (Some("a: 1\r\n".into()), "Text".into()));
        assert_eq!(body("---\n---\n"), (Some(String::new()), String::new()));
        assert_eq!(body("+++\na = 1\n+++"), (Some("a = 1\n".into()), String::new()));
        assert_eq!(body("Text\n---\na\n---\n"), (None, "Text\n---\na\n---\n".into()));
        assert_eq!(body("\u{FEFF}Text"), (None, "Text".into()));
        assert!(cut(file(), "---\na: 1\n").1.is_some());
    }

    #[test]
    fn yaml_and_toml_give_one_tree_with_places() {
        let yaml = "---\ntitle: \"Hé: x\"\nflag: no\nlist: [a, 1.5]\nmust: {x: \"+\"}\ndraft: true\n---\n";
        let (node, diagnostics) = read_all(yaml);
        assert!(diagnostics.is_empty());
        let expected =
            r#"title="Hé: x":"Hé: x"|flag="no":no|list="a":a,1.5:1.5|must=x="+":"+"|draft=true:true"#;
        assert_eq!(show(&node.unwrap(), yaml), expected);
        let toml = "+++\ntitle = \"Hé\"\ndate = 2022-02-04\nlist = [\"a\", 1_000]\n[must]\nx = \"+\"\n+++\n";
        let (node, diagnostics) = read_all(toml);
        assert!(diagnostics.is_empty());
        let expected =
            r#"title="Hé":"Hé"|date="2022-02-04":2022-02-04|list="a":"a",1000:1_000|must=x="+":"+""#;
        assert_eq!(show(&node.unwrap(), toml), expected);
    }

    #[test]
    fn syntax_errors_have_a_place() {
        for (text, slice) in
            [("---\ntitle: a: b\n---\n", ":"), ("---\nmust: {x: -}\n---\n", "-"), ("+++\na = \n+++\n", "\n")]
        {
            let (node, diagnostics) = read_all(text);
            assert_eq!(node, None);
            let found = &text[diagnostics[0].primary.span.range()];
            assert!(found == slice || found.is_empty(), "{text:?}: {found:?}");
        }
    }
}
