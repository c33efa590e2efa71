//! Prose as plain text, for readers that know no Markdown.
//!
//! Unlike [`Prose::plain`] it keeps paragraphs and list items apart and writes out the names that
//! links take from their targets.

use super::{Knowledge, Resolved};
use crate::parse::Note;
use crate::parse::prose::{Container, Piece, Prose};

/// The text of a note's prose: blocks apart by an empty line, list items on lines of their own that
/// begin with `- `, table cells apart by a tab. None where nothing is left.
pub fn text(knowledge: &Knowledge, note: &Note, prose: &Prose) -> Option<String> {
    let mut writer = Writer { knowledge, note, text: String::new(), gap: "", open: Vec::new() };
    for piece in &prose.pieces {
        writer.piece(piece);
    }
    let text = writer.text;
    (!text.is_empty()).then_some(text)
}

/// What a list item begins with. No other text ends in it, since trailing spaces wait in the gap.
const MARK: &str = "- ";

struct Writer<'a> {
    knowledge: &'a Knowledge,
    note: &'a Note,
    text: String,
    /// What goes before the next word: the strongest break since the last one.
    gap: &'static str,
    open: Vec<&'a Container>,
}

impl<'a> Writer<'a> {
    fn piece(&mut self, piece: &'a Piece) {
        match piece {
            Piece::Text(text) | Piece::Code(text) | Piece::RawHtml(text) => self.words(text),
            Piece::Math { tex, .. } => self.words(tex),
            Piece::Image { alt, .. } => self.words(alt),
            Piece::SoftBreak | Piece::HardBreak => self.part(" "),
            Piece::Rule => self.part("\n\n"),
            Piece::CodeBlock { code, .. } => {
                self.part("\n\n");
                self.write(code.trim_end());
                self.part("\n\n");
            }
            Piece::FootnoteReference(_) => {}
            Piece::Open(container) => {
                self.open(container);
                self.open.push(container);
            }
            Piece::Close => {
                if let Some(container) = self.open.pop() {
                    self.part(self.gap_around(container));
                }
            }
        }
    }

    fn open(&mut self, container: &'a Container) {
        self.part(self.gap_around(container));
        match container {
            Container::Item { .. } => self.write(MARK),
            Container::Callout(callout) => {
                self.words(&callout.title);
                self.part("\n\n");
            }
            Container::Link(link) => self.name(*link),
            _ => {}
        }
    }

    fn gap_around(&self, container: &Container) -> &'static str {
        let in_list = self.open.iter().any(|outer| matches!(outer, Container::Item { .. }));
        match container {
            Container::Item { .. } => "\n",
            Container::List { .. } | Container::Paragraph { .. } if in_list => "\n",
            Container::Paragraph { .. }
            | Container::Heading(_)
            | Container::Quote
            | Container::List { .. }
            | Container::Table
            | Container::Callout(_) => "\n\n",
            Container::TableHead | Container::TableRow => "\n",
            Container::TableCell(_) => "\t",
            Container::Emphasis | Container::Strong | Container::Strikethrough | Container::Link(_) => "",
        }
    }

    /// The name of a link's target, where the link shows nothing of its own.
    fn name(&mut self, link: usize) {
        let shows_name = self.note.body.links.get(link).is_some_and(|link| link.shows_name);
        let target = self.knowledge.links.get(&self.note.key).and_then(|links| links.get(link));
        let Some(target) = target.filter(|_| shows_name) else { return };
        let title = |key| self.knowledge.notes.get(key).map(|note| note.header.title.clone());
        let name = match target {
            Resolved::Note { key, .. } => title(key),
            Resolved::Citation { key, place } => title(key).map(|title| match place {
                Some(place) => format!("({title}, {place})"),
                None => format!("({title})"),
            }),
            Resolved::Web(_) | Resolved::Asset(_) | Resolved::Lost => None,
        };
        if let Some(name) = name {
            self.words(&name);
        }
    }

    /// Words, with white space folded.
    fn words(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.part(" ");
        }
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                self.part(" ");
            }
            self.write(word);
        }
        if text.ends_with(char::is_whitespace) {
            self.part(" ");
        }
    }

    fn part(&mut self, gap: &'static str) {
        let strength = |gap: &str| match gap {
            "" => 0,
            " " => 1,
            "\t" => 2,
            "\n" => 3,
            _ => 4,
        };
        if strength(gap) > strength(self.gap) {
            self.gap = gap;
        }
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // What follows a list item's mark stands beside it.
        if !self.text.is_empty() && !self.text.ends_with(MARK) {
            self.text.push_str(self.gap);
        }
        self.gap = "";
        self.text.push_str(text);
    }
}
