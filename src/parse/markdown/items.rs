//! Lists on the top level of a note: items that are claims, and those that are not.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Located, Reader, extensions};
use crate::diagnostics::make;
use crate::model::NoteKind;
use crate::parse::claims::{self, Opening};
use crate::parse::prose::{Block, Container, Piece, Prose};

impl Reader<'_> {
    /// A top-level list: runs of claims become claims, runs of other items stay lists.
    pub(super) fn list(&mut self, range: Range<usize>) {
        let Event::Start(Tag::List(mut number)) = self.events[range.start].0 else { return };
        let mut plain: Vec<Piece> = Vec::new();
        let mut at = range.start + 1;
        while at + 1 < range.end {
            let end = self.end_of(at);
            let content = self.item_content(at);
            if self.claim_or_near_miss(&content, at..end) {
                self.close_list(&mut plain);
            } else {
                if plain.is_empty() {
                    plain.push(Piece::Open(Container::List { start: number }));
                }
                plain.extend(self.pieces(at..end));
            }
            number = number.map(|n| n.saturating_add(1));
            at = end;
        }
        self.close_list(&mut plain);
    }

    fn close_list(&mut self, plain: &mut Vec<Piece>) {
        if !plain.is_empty() {
            plain.push(Piece::Close);
            let pieces = std::mem::take(plain);
            self.append_pieces(pieces);
        }
    }

    /// Handles an item that begins a claim, well formed or not; tells whether it did.
    fn claim_or_near_miss(&mut self, content: &Range<usize>, events: Range<usize>) -> bool {
        let text = self.text(content);
        match claims::opening(text, self.place.options) {
            Opening::None => false,
            Opening::NearMiss(_) | Opening::Claim if !self.place.kind.holds_claims() => {
                // `[nodejs](nodejs.md)` is a link like any other where nobody expects a claim.
                if text.contains("[@") && !is_plain_link(text) {
                    let kind = self.place.kind.word();
                    self.diagnostics.push(make::claim_misplaced(self.first_line(content), kind));
                }
                false
            }
            Opening::NearMiss(remedy) => {
                self.diagnostics.push(make::claim_head(self.first_line(content), &remedy));
                self.claim_items.push(content.clone());
                true
            }
            Opening::Claim => {
                self.claim_items.push(content.clone());
                self.claim(content, events);
                true
            }
        }
    }

    fn claim(&mut self, content: &Range<usize>, events: Range<usize>) {
        if let Some(block) = self.inner_block(events.clone()) {
            self.diagnostics.push(make::claim_with_blocks(self.span(block), self.first_line(content)));
            let last_word =
                self.text(content).lines().next().and_then(|line| line.split_whitespace().next_back());
            self.body.lost_ids.extend(last_word.and_then(|word| word.strip_prefix('^')).map(str::to_owned));
            return;
        }
        let in_scenario = self.place.kind == NoteKind::Scenario;
        let scan = claims::scan(self.place.file, self.place.text, content.clone(), in_scenario);
        self.diagnostics.extend(scan.diagnostics);
        match scan.scanned {
            Some(scanned) => {
                let mut claim = scanned.claim;
                self.anchor = Some(format!("claim-{}", claim.id.value));
                claim.text = Prose { pieces: self.inline(events, &scanned.text) };
                self.anchor = None;
                self.body.blocks.push(Block::Claim(claim));
            }
            None => self.body.lost_ids.extend(scan.id.map(|id| id.value)),
        }
    }

    /// The first block of an item that is neither its only paragraph nor inline.
    fn inner_block(&self, events: Range<usize>) -> Option<Range<usize>> {
        let mut paragraphs = 0;
        self.events[events].iter().skip(1).find_map(|(event, range)| match event {
            Event::Start(Tag::Paragraph) => {
                paragraphs += 1;
                (paragraphs > 1).then(|| range.clone())
            }
            Event::Start(
                Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Table(_)
                | Tag::Heading { .. },
            )
            | Event::Rule => Some(range.clone()),
            _ => None,
        })
    }

    /// The inline pieces of an item that lie within a range of its source. Where Markdown saw a span
    /// that crosses the range (a `$` in the text with one in an attribute), the range is read alone.
    fn inline(&mut self, events: Range<usize>, text: &Range<usize>) -> Vec<Piece> {
        let inside = |range: &Range<usize>| range.start >= text.start && range.end <= text.end;
        let crosses =
            |range: &Range<usize>| !inside(range) && range.start < text.end && range.end > text.start;
        let inline: Vec<usize> = events
            .clone()
            .filter(|at| {
                !matches!(
                    &self.events[*at].0,
                    Event::Start(Tag::Item | Tag::Paragraph) | Event::End(TagEnd::Item | TagEnd::Paragraph)
                )
            })
            .collect();
        if inline.iter().any(|at| crosses(&self.events[*at].1)) {
            return self.inline_alone(text);
        }
        let kept: Vec<usize> = inline.into_iter().filter(|at| inside(&self.events[*at].1)).collect();
        match (kept.first(), kept.last()) {
            (Some(first), Some(last)) if last - first + 1 == kept.len() => self.pieces(*first..*last + 1),
            _ => self.inline_alone(text),
        }
    }

    fn inline_alone(&mut self, text: &Range<usize>) -> Vec<Piece> {
        let slice = self.text(text);
        let events: Vec<Located<'_>> = Parser::new_ext(slice, extensions())
            .into_offset_iter()
            .map(|(event, range)| (event, range.start + text.start..range.end + text.start))
            .collect();
        let mut alone = Reader::new(self.place, &events);
        let paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)))
            && alone.end_of(0) == events.len();
        if !paragraph {
            return vec![Piece::Text(slice.split_whitespace().collect::<Vec<_>>().join(" "))];
        }
        alone.anchor.clone_from(&self.anchor);
        std::mem::swap(&mut alone.body, &mut self.body);
        let pieces = alone.pieces(1..events.len() - 1);
        self.body = alone.body;
        self.diagnostics.extend(alone.diagnostics);
        pieces
    }

    /// The source of the item at `at` without its marker and surrounding white space.
    pub(super) fn item_content(&self, at: usize) -> Range<usize> {
        let item = &self.events[at].1;
        let slice = self.text(item);
        let indented = slice.trim_start();
        let unnumbered = indented.trim_start_matches(|c: char| c.is_ascii_digit());
        // The marker is `-`, `*`, `+`, or digits with `.` or `)`: one character after the digits.
        let rest = unnumbered.get(1..).unwrap_or_default();
        let start = item.start + (slice.len() - rest.trim_start().len());
        start..start + rest.trim().len()
    }
}

/// Whether text begins with a link whose text is one word.
fn is_plain_link(text: &str) -> bool {
    text.split_once(']')
        .is_some_and(|(head, rest)| !head.contains(char::is_whitespace) && rest.starts_with('('))
}
