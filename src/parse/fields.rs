//! Reading a table of front matter or configuration field by field: every wrong type, missing key and
//! unknown key is reported, and reading goes on.

use crate::date::PartialDate;
use crate::diagnostics::make::Expected;
use crate::diagnostics::{Diagnostic, make};
use crate::source::{Span, Spanned};

use super::front_matter::{Key, Node, Value};

/// A table that is being read. [`Fields::finish`] reports the keys that nobody asked for.
pub struct Fields<'a> {
    entries: &'a [(Key, Node)],
    /// The whole table, or where it should stand.
    pub span: Span,
    asked: Vec<&'static str>,
    /// What is wrong so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Reads a table; any other node is reported and read as an empty one.
    pub fn new(node: Option<&'a Node>, span: Span) -> Self {
        let mut fields = Self { entries: &[], span, asked: Vec::new(), diagnostics: Vec::new() };
        match node.map(|node| (&node.value, node.span)) {
            Some((Value::Table(entries), _)) => fields.entries = entries,
            Some((Value::Null, _)) | None => {}
            Some((value, span)) => {
                fields.diagnostics.push(make::wrong_type(span, "front matter", Expected::Table, value));
            }
        }
        fields
    }

    /// The value of a key, if it is there.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.iter().find(|(entry, _)| entry.name == key).map(|(_, node)| node)
    }

    /// Reports a key that must be there and is not.
    pub fn missing(&mut self, key: &'static str, example: &str) {
        self.diagnostics.push(make::missing_key(self.span, key, example));
    }

    /// Text; a number is reported with the advice to quote it.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.text_of(key, node)
    }

    /// Text that must be there and not be empty.
    pub fn required_text(&mut self, key: &'static str, example: &str) -> Option<Spanned<String>> {
        if self.node(key).is_none() {
            self.missing(key, example);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.diagnostics.push(make::invalid_value(
                text.span,
                &format!("`{key}` is empty"),
                &format!("write `{example}`"),
            ));
            return None;
        }
        Some(text)
    }

    fn text_of(&mut self, key: &str, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Text(text) => Some(Spanned::new(text.clone(), node.span)),
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Text, value));
                None
            }
        }
    }

    /// True or false.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(node) = self.node(key) else { return false };
        match &node.value {
            Value::Bool(value) => *value,
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Flag, value));
                false
            }
        }
    }

    /// A finite number.
    pub fn number(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        self.number_of(key, node)
    }

    /// A finite number in a node.
    pub fn number_of(&mut self, key: &str, node: &Node) -> Option<Spanned<f64>> {
        match &node.value {
            Value::Number(value) if value.is_finite() => Some(Spanned::new(*value, node.span)),
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Number, value));
                None
            }
        }
    }

    /// A number within bounds, both included.
    pub fn number_within(&mut self, key: &'static str, low: f64, high: f64) -> Option<f64> {
        let number = self.number(key)?;
        self.within(key, number, low, high)
    }

    /// Checks the bounds of a number.
    pub fn within(&mut self, key: &str, number: Spanned<f64>, low: f64, high: f64) -> Option<f64> {
        if number.value < low || number.value > high {
            let message = format!("`{key}` is {}, and must lie between {low} and {high}", number.value);
            let hint = format!("choose a number from {low} to {high}");
            self.diagnostics.push(make::invalid_value(number.span, &message, &hint));
            return None;
        }
        Some(number.value)
    }

    /// A date of three precisions; YAML reads a year as a number.
    pub fn date(&mut self, key: &'static str) -> Option<PartialDate> {
        let node = self.node(key)?;
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Number(year) if year.fract() == 0.0 && (0.0..10000.0).contains(year) => {
                format!("{year:04}")
            }
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Date, value));
                return None;
            }
        };
        match text.parse() {
            Ok(date) => Some(date),
            Err(_) => {
                self.diagnostics.push(make::invalid_date(node.span, &text));
                None
            }
        }
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text_of(key, item)).collect(),
            Value::Text(text) => vec![Spanned::new(text.clone(), node.span)],
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Texts, value));
                Vec::new()
            }
        }
    }

    /// The entries of a table under a key.
    pub fn table(&mut self, key: &'static str) -> &'a [(Key, Node)] {
        let Some(node) = self.node(key) else { return &[] };
        match &node.value {
            Value::Table(entries) => entries,
            value => {
                self.diagnostics.push(make::wrong_type(node.span, key, Expected::Table, value));
                &[]
            }
        }
    }

    /// Reports every key that was not asked for, and gives all that was found wrong.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (key, _) in self.entries {
            if !self.asked.contains(&key.name.as_str()) {
                self.diagnostics.push(make::unknown_key(key.span, &key.name, &self.asked));
            }
        }
        self.diagnostics
    }
}
