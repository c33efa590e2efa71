//! Elements of Markdown to pieces of prose.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::tidy::tidy;
use super::{Reader, callouts};
use crate::diagnostics::make;
use crate::parse::context;
use crate::parse::prose::{Alignment, Container, Piece, Prose};

/// Beyond this many nested elements only text is kept: no reader needs more, and reading stays within
/// a small stack whatever a note holds.
const DEPTH_LIMIT: usize = 60;

impl Reader<'_> {
    /// Prose of a range of events, every [`Piece::Open`] closed.
    pub(super) fn pieces(&mut self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.run(range, &mut pieces);
        let pieces = tidy(self, pieces);
        context::fill(&mut self.body.links, &pieces);
        pieces
    }

    /// Converts the element at `at`; gives the place after it.
    fn piece(&mut self, at: usize, out: &mut Vec<Piece>) -> usize {
        let (event, range) = &self.events[at];
        match event {
            Event::Start(tag) => return self.element(at, tag, out),
            Event::End(_) => {}
            Event::Text(text) => {
                self.footnote_near_miss(at);
                out.push(Piece::Text(text.to_string()));
            }
            Event::Code(code) => out.push(Piece::Code(code.to_string())),
            Event::InlineMath(tex) => out.push(Piece::Math { tex: tex.to_string(), display: false }),
            Event::DisplayMath(tex) => out.push(Piece::Math { tex: tex.to_string(), display: true }),
            Event::Html(html) | Event::InlineHtml(html) => out.extend(self.raw_html(html, range.start)),
            Event::FootnoteReference(label) => out.push(Piece::FootnoteReference(label.to_string())),
            Event::SoftBreak => out.push(Piece::SoftBreak),
            Event::HardBreak => out.push(Piece::HardBreak),
            Event::Rule => out.push(Piece::Rule),
            Event::TaskListMarker(done) => {
                if let Some(Piece::Open(Container::Item { task })) =
                    out.iter_mut().rev().find(|piece| matches!(piece, Piece::Open(Container::Item { .. })))
                {
                    *task = Some(*done);
                }
            }
        }
        at + 1
    }

    fn element(&mut self, at: usize, tag: &Tag<'_>, out: &mut Vec<Piece>) -> usize {
        if self.depth >= DEPTH_LIMIT {
            let end = self.end_of(at);
            out.push(Piece::Text(self.gather(at..end)));
            return end;
        }
        self.depth += 1;
        let end = self.shallow_element(at, tag, out);
        self.depth -= 1;
        end
    }

    fn shallow_element(&mut self, at: usize, tag: &Tag<'_>, out: &mut Vec<Piece>) -> usize {
        let end = self.end_of(at);
        let inner = at + 1..end - 1;
        let container = match tag {
            Tag::Paragraph => {
                self.claim_outside_list(at);
                Container::Paragraph { block_id: None }
            }
            Tag::Heading { level, id, classes, attrs } => {
                let refused = !classes.is_empty() || !attrs.is_empty();
                self.heading(at, *level, id.as_deref(), refused, out);
                return end;
            }
            Tag::BlockQuote(_) => match callouts::nested(self, at..end) {
                Some((callout, content)) => {
                    out.push(Piece::Open(Container::Callout(callout)));
                    out.extend(content);
                    out.push(Piece::Close);
                    return end;
                }
                None => Container::Quote,
            },
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '\t', '{']).next().filter(|word| !word.is_empty())
                    }
                    CodeBlockKind::Indented => None,
                };
                let code = self.gather(inner);
                out.push(Piece::CodeBlock { language: language.map(str::to_owned), code });
                return end;
            }
            Tag::HtmlBlock => {
                let html = self.gather(inner);
                if let Some(html) = self.raw_html(html.trim_end(), self.events[at].1.start) {
                    out.push(Piece::Open(Container::Paragraph { block_id: None }));
                    out.push(html);
                    out.push(Piece::Close);
                }
                return end;
            }
            Tag::List(start) => Container::List { start: *start },
            Tag::Item => {
                self.nested_claim(at);
                Container::Item { task: None }
            }
            Tag::Table(alignments) => {
                self.table(inner, alignments, out);
                return end;
            }
            Tag::Emphasis => Container::Emphasis,
            Tag::Strong => Container::Strong,
            Tag::Strikethrough => Container::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(at..end, *link_type, dest_url, title, out);
                return end;
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.image(at..end, *link_type, dest_url, title, out);
                return end;
            }
            Tag::FootnoteDefinition(label) => {
                let pieces = self.pieces(inner);
                self.body.footnotes.push((label.to_string(), Prose { pieces }));
                return end;
            }
            // Rows without their table, where the first line of a callout is its head, and what our
            // extensions never make: shown as what they hold.
            Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {
                self.run(inner, out);
                return end;
            }
        };
        out.push(Piece::Open(container));
        self.run(inner, out);
        out.push(Piece::Close);
        end
    }

    pub(super) fn run(&mut self, range: Range<usize>, out: &mut Vec<Piece>) {
        let mut at = range.start;
        while at < range.end {
            at = self.piece(at, out);
        }
    }

    fn table(&mut self, range: Range<usize>, alignments: &[pulldown_cmark::Alignment], out: &mut Vec<Piece>) {
        out.push(Piece::Open(Container::Table));
        let mut column = 0;
        for at in range {
            match &self.events[at].0 {
                Event::Start(Tag::TableHead) => {
                    column = 0;
                    out.push(Piece::Open(Container::TableHead));
                }
                Event::Start(Tag::TableRow) => {
                    column = 0;
                    out.push(Piece::Open(Container::TableRow));
                }
                Event::Start(Tag::TableCell) => {
                    let alignment = match alignments.get(column) {
                        Some(pulldown_cmark::Alignment::Left) => Alignment::Left,
                        Some(pulldown_cmark::Alignment::Center) => Alignment::Center,
                        Some(pulldown_cmark::Alignment::Right) => Alignment::Right,
                        _ => Alignment::None,
                    };
                    column += 1;
                    out.push(Piece::Open(Container::TableCell(alignment)));
                    self.claim_outside_list(at);
                    let end = self.end_of(at);
                    self.run(at + 1..end - 1, out);
                    out.push(Piece::Close);
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => out.push(Piece::Close),
                _ => {}
            }
        }
        out.push(Piece::Close);
    }

    /// HTML that is no comment, reported and kept as text; `start` is where it stands.
    fn raw_html(&mut self, html: &str, start: usize) -> Option<Piece> {
        let comment = html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->");
        if comment || html.trim().is_empty() {
            return None;
        }
        let first_line = html.lines().next().unwrap_or_default();
        self.diagnostics.push(make::raw_html(self.span(start..start + first_line.len())));
        Some(Piece::RawHtml(html.trim_end_matches('\n').to_owned()))
    }

    /// The text of a range of events, HTML as it stands.
    fn gather(&self, range: Range<usize>) -> String {
        let text = self.events[range].iter().filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Some(&**text),
            _ => None,
        });
        text.collect()
    }

    /// `[^x]` that Markdown left as text because nothing defines it.
    fn footnote_near_miss(&mut self, at: usize) {
        if let Some([(Event::Text(open), start), (Event::Text(label), _), (Event::Text(close), end)]) =
            self.events.get(at..at + 3)
            && (&**open, &**close) == ("[", "]")
            && let Some(label) = label.strip_prefix('^').filter(|label| !label.is_empty())
        {
            let span = self.span(start.start..end.end);
            self.diagnostics.push(make::broken_footnote(span, label));
        }
    }
}
