//! Markdown to blocks: pulldown-cmark's events, filtered into [`Prose`], with claims and callouts
//! taken out of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::callouts;
use super::claims::{self, Opening};
use super::context;
use super::prose::{Alignment, Block, Container, Heading, Link, LinkTarget, Piece, Prose, Reference};
use super::safety::{self, Address};
use crate::diagnostics::{Diagnostic, make};
use crate::model::{Id, NoteKind};
use crate::source::{FileId, Span, Spanned};
use crate::text::slug;

/// An event with its bytes in the file.
pub(super) type Located<'a> = (Event<'a>, Range<usize>);

/// What a body is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Prose, claims and callouts, in order.
    pub blocks: Vec<Block>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Links, images and citations, in order.
    pub links: Vec<Link>,
    /// Footnotes by label, in order of definition.
    pub footnotes: Vec<(String, Prose)>,
    /// Paragraphs with a `^id`.
    pub block_ids: Vec<Spanned<String>>,
    /// Ids of claims that could not be read, so that links to them are not reported as well.
    pub lost_ids: BTreeSet<String>,
}

/// What the reader needs to know about the note.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The file.
    pub file: FileId,
    /// Its whole text.
    pub text: &'a str,
    /// Where its body begins.
    pub body: usize,
    /// The kind of note.
    pub kind: NoteKind,
    /// The ids that make a list item a claim.
    pub options: &'a BTreeSet<Id>,
}

/// The extensions that notes are written in. Smart punctuation, super- and subscript are off: they
/// eat `--` and `^id`.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_WIKILINKS
}

/// The destination by which a citation comes through Markdown's link machinery; no note can write
/// it, since a destination holds no control character.
const CITATION: &str = "\u{1}citation";

/// Reads a body.
pub fn read(place: Place<'_>) -> (Body, Vec<Diagnostic>) {
    let slice = place.text.get(place.body..).unwrap_or_default();
    let mut citations = |link: BrokenLink<'_>| {
        let citation = link.reference.starts_with('@') && link.reference.len() > 1;
        citation.then(|| (CowStr::Borrowed(CITATION), CowStr::from(link.reference.to_string())))
    };
    let parser = Parser::new_with_broken_link_callback(slice, extensions(), Some(&mut citations));
    let definitions: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| {
            let span = definition.span.clone();
            (label.to_owned(), span.start + place.body..span.end + place.body)
        })
        .collect();
    let shift = |range: Range<usize>| range.start + place.body..range.end + place.body;
    let events: Vec<Located<'_>> =
        parser.into_offset_iter().map(|(event, range)| (event, shift(range))).collect();
    let mut reader = Reader {
        place,
        events: &events,
        body: Body::default(),
        diagnostics: Vec::new(),
        ends: ends(&events),
        depth: 0,
        anchors: BTreeMap::new(),
        anchor: None,
        claim_items: Vec::new(),
        shift: level_shift(&events),
    };
    reader.blocks(0..events.len());
    reader.definitions(&definitions);
    (reader.body, reader.diagnostics)
}

/// A body that begins its headings at level 1 is moved down, since the page's title is the only `h1`.
fn level_shift(events: &[Located<'_>]) -> u8 {
    u8::from(
        events
            .iter()
            .any(|(event, _)| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))),
    )
}

/// Beyond this many nested elements only text is kept: no reader needs more, and reading stays within
/// a small stack whatever a note holds.
const DEPTH_LIMIT: usize = 60;

/// Whether text begins with a link whose text is one word.
fn is_plain_link(text: &str) -> bool {
    text.split_once(']')
        .is_some_and(|(head, rest)| !head.contains(char::is_whitespace) && rest.starts_with('('))
}

/// For each event, one past the end of the element that it begins (one past itself for any other).
fn ends(events: &[Located<'_>]) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=events.len()).collect();
    let mut open = Vec::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(at),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    ends[start] = at + 1;
                }
            }
            _ => {}
        }
    }
    for start in open {
        ends[start] = events.len();
    }
    ends
}

/// Reads a body's events, once, from front to back.
pub(super) struct Reader<'a> {
    pub(super) place: Place<'a>,
    pub(super) events: &'a [Located<'a>],
    pub(super) body: Body,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// For each event that begins an element, one past the event that ends it.
    ends: Vec<usize>,
    /// How many elements are open.
    depth: usize,
    anchors: BTreeMap<String, usize>,
    /// The claim or callout that is being read, as an anchor for its links.
    pub(super) anchor: Option<String>,
    claim_items: Vec<Range<usize>>,
    shift: u8,
}

impl<'a> Reader<'a> {
    /// Top-level blocks of a range of events.
    fn blocks(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let end = self.end_of(at);
            match &self.events[at].0 {
                Event::Start(Tag::List(_)) => self.list(at..end),
                Event::Start(Tag::BlockQuote(_)) => match callouts::read(self, at..end) {
                    Some(block) => self.body.blocks.push(block),
                    None => self.append(at..end),
                },
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let pieces = self.pieces(at + 1..end - 1);
                    self.body.footnotes.push((label.to_string(), Prose { pieces }));
                }
                _ => self.append(at..end),
            }
            at = end;
        }
    }

    /// One past the event that ends the element which begins at `at`.
    pub(super) fn end_of(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(self.events.len())
    }

    /// Adds prose, to the prose before it if there is any.
    fn append(&mut self, range: Range<usize>) {
        let pieces = self.pieces(range);
        self.append_pieces(pieces);
    }

    fn append_pieces(&mut self, pieces: Vec<Piece>) {
        if pieces.is_empty() {
            return;
        }
        if let Some(Block::Prose(prose)) = self.body.blocks.last_mut() {
            prose.pieces.extend(pieces);
        } else {
            self.body.blocks.push(Block::Prose(Prose { pieces }));
        }
    }

    /// A top-level list: runs of claims become claims, runs of other items stay lists.
    fn list(&mut self, range: Range<usize>) {
        let Event::Start(Tag::List(mut number)) = self.events[range.start].0 else { return };
        let mut plain: Vec<Piece> = Vec::new();
        let mut at = range.start + 1;
        while at + 1 < range.end {
            let end = self.end_of(at);
            let content = self.item_content(self.events[at].1.clone());
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
        let text = self.place.text.get(content.clone()).unwrap_or_default();
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
            let first = self.place.text.get(content.clone()).unwrap_or_default();
            let last_word = first.lines().next().and_then(|line| line.split_whitespace().next_back());
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
        let slice = self.place.text.get(text.clone()).unwrap_or_default();
        let events: Vec<Located<'_>> = Parser::new_ext(slice, extensions())
            .into_offset_iter()
            .map(|(event, range)| (event, range.start + text.start..range.end + text.start))
            .collect();
        let paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)))
            && matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)))
            && events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count() == 1;
        if !paragraph {
            return vec![Piece::Text(slice.split_whitespace().collect::<Vec<_>>().join(" "))];
        }
        let mut reader = Reader {
            place: self.place,
            events: &events,
            body: std::mem::take(&mut self.body),
            diagnostics: std::mem::take(&mut self.diagnostics),
            anchors: std::mem::take(&mut self.anchors),
            anchor: self.anchor.clone(),
            ends: ends(&events),
            depth: 0,
            claim_items: Vec::new(),
            shift: self.shift,
        };
        let pieces = reader.pieces(1..events.len() - 1);
        (self.body, self.diagnostics, self.anchors) = (reader.body, reader.diagnostics, reader.anchors);
        pieces
    }

    /// An item's source without its marker and surrounding white space.
    fn item_content(&self, item: Range<usize>) -> Range<usize> {
        let slice = self.place.text.get(item.clone()).unwrap_or_default();
        let indented = slice.trim_start();
        let unnumbered = indented.trim_start_matches(|c: char| c.is_ascii_digit());
        // The marker is `-`, `*`, `+`, or digits with `.` or `)`: one character after the digits.
        let rest = unnumbered.get(1..).unwrap_or_default();
        let start = item.start + (slice.len() - rest.trim_start().len());
        start..start + rest.trim().len()
    }

    /// Link definitions whose label looks like a claim's head, outside the items that were read.
    fn definitions(&mut self, definitions: &[(String, Range<usize>)]) {
        if !self.place.kind.holds_claims() {
            return;
        }
        for (label, range) in definitions {
            let word = label.split([' ', ',']).next().unwrap_or_default();
            let head = word == claims::GENERAL || self.place.options.contains(word);
            let read =
                self.claim_items.iter().any(|item| item.start <= range.start && range.end <= item.end + 1);
            if head && !read {
                let end = range.start + label.len() + 3;
                let span = self.span(range.start..end.min(range.end));
                self.diagnostics.push(make::claim_reads_as_link(span, "a link definition"));
            }
        }
    }

    /// Prose of a range of events, every [`Piece::Open`] closed.
    pub(super) fn pieces(&mut self, range: Range<usize>) -> Vec<Piece> {
        let links_before = self.body.links.len();
        let mut pieces = Vec::new();
        let mut at = range.start;
        while at < range.end {
            at = self.piece(at, &mut pieces);
        }
        let mut pieces = context::tidy(self, pieces);
        context::fill(&mut self.body.links, links_before, &mut pieces);
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
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html, range.clone(), out),
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

    fn element(&mut self, at: usize, tag: &Tag<'a>, out: &mut Vec<Piece>) -> usize {
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

    fn shallow_element(&mut self, at: usize, tag: &Tag<'a>, out: &mut Vec<Piece>) -> usize {
        let end = self.end_of(at);
        let inner = at + 1..end.saturating_sub(1).max(at + 1);
        let container = match tag {
            Tag::Paragraph => {
                self.claim_outside_list(at);
                Container::Paragraph { block_id: None }
            }
            Tag::Heading { level, id, classes, attrs } => {
                let attributes = (id.as_deref(), classes.len() + attrs.len());
                self.heading(at, *level, attributes, out);
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
                let range = self.events[at].1.clone();
                let mut inline = Vec::new();
                self.raw_html(html.trim_end(), range.start..range.start + html.trim_end().len(), &mut inline);
                if !inline.is_empty() {
                    out.push(Piece::Open(Container::Paragraph { block_id: None }));
                    out.append(&mut inline);
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
            // Not produced with our extensions; what they hold is shown as it is.
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

    fn heading(
        &mut self,
        at: usize,
        level: HeadingLevel,
        (id, refused): (Option<&str>, usize),
        out: &mut Vec<Piece>,
    ) {
        let end = self.end_of(at);
        let range = self.events[at].1.clone();
        self.claim_outside_list(at);
        let mut inner = Vec::new();
        self.run(at + 1..end - 1, &mut inner);
        let title = Prose { pieces: inner.clone() }.plain();
        let line = self.place.text.get(range.clone()).unwrap_or_default().trim_end();
        let span = self.span(range.start..range.start + line.len());
        if refused > 0 {
            self.diagnostics.push(make::heading_attributes(span));
        }
        let anchor = self.heading_anchor(&id.map_or_else(|| slug(&title), slug));
        let level = (level as u8 + self.shift).clamp(2, 6);
        self.body.headings.push(Heading { level, title, anchor, span });
        out.push(Piece::Open(Container::Heading(self.body.headings.len() - 1)));
        out.append(&mut inner);
        out.push(Piece::Close);
    }

    /// An anchor that no other heading of this note and no element of ours has.
    fn heading_anchor(&mut self, wanted: &str) -> String {
        const OURS: [&str; 7] =
            ["claim-", "contradiction-", "agreement-", "cell-", "block-", "cp-", "section-"];
        let wanted = match wanted {
            "" => "section".to_owned(),
            _ if OURS.iter().any(|prefix| wanted.starts_with(prefix)) => format!("section-{wanted}"),
            _ => wanted.to_owned(),
        };
        let mut anchor = wanted.clone();
        while let Some(count) = self.anchors.get_mut(&anchor) {
            *count += 1;
            anchor = format!("{wanted}-{count}");
        }
        self.anchors.insert(anchor.clone(), 1);
        anchor
    }

    fn link(
        &mut self,
        events: Range<usize>,
        link_type: LinkType,
        address: &str,
        title: &str,
        out: &mut Vec<Piece>,
    ) {
        let range = self.events[events.start].1.clone();
        let inner = events.start + 1..events.end - 1;
        let shows_name =
            matches!(link_type, LinkType::WikiLink { has_pothole: false }) || address == CITATION;
        let target = self.target(link_type, address, title, &range);
        if target == LinkTarget::Refused {
            self.run(inner, out);
            return;
        }
        let index = self.add_link(range, target, shows_name, false);
        out.push(Piece::Open(Container::Link(index)));
        if !shows_name {
            self.run(inner, out);
        }
        out.push(Piece::Close);
    }

    fn image(
        &mut self,
        events: Range<usize>,
        link_type: LinkType,
        address: &str,
        title: &str,
        out: &mut Vec<Piece>,
    ) {
        let range = self.events[events.start].1.clone();
        let mut inner = Vec::new();
        self.run(events.start + 1..events.end - 1, &mut inner);
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        let alt = match link_type {
            LinkType::WikiLink { has_pothole: false } => String::new(),
            _ => Prose { pieces: inner }.plain(),
        };
        if alt.is_empty() {
            self.diagnostics.push(make::image_without_alt(self.span(range.clone()), address, wiki));
        }
        let target = match self.target(LinkType::Inline, address, title, &range) {
            LinkTarget::Refused => {
                out.push(Piece::Text(alt));
                return;
            }
            target => target,
        };
        let link = self.add_link(range, target, false, true);
        out.push(Piece::Image { link, alt, title: title.to_owned() });
    }

    fn target(
        &mut self,
        link_type: LinkType,
        address: &str,
        title: &str,
        range: &Range<usize>,
    ) -> LinkTarget {
        if address == CITATION {
            let (source, place) = match title.trim_start_matches('@').split_once(',') {
                Some((source, place)) => {
                    (source, Some(place.split_whitespace().collect::<Vec<_>>().join(" ")))
                }
                None => (title.trim_start_matches('@'), None),
            };
            let place = place.filter(|place| !place.is_empty());
            return LinkTarget::Citation { source: source.trim().to_owned(), place };
        }
        if matches!(link_type, LinkType::WikiLink { .. }) && !safety::has_scheme(address) {
            return LinkTarget::Wiki(Reference::parse(address));
        }
        let address =
            if link_type == LinkType::Email { format!("mailto:{address}") } else { address.to_owned() };
        match safety::check(&address) {
            Address::Web(url) => LinkTarget::Web(url),
            Address::Relative(path) => LinkTarget::Path(Reference::parse(&path)),
            Address::Unsafe(scheme) => {
                self.diagnostics.push(make::unsafe_link(self.span(range.clone()), &scheme));
                LinkTarget::Refused
            }
        }
    }

    pub(super) fn add_link(
        &mut self,
        range: Range<usize>,
        target: LinkTarget,
        shows_name: bool,
        image: bool,
    ) -> usize {
        let span = self.span(range);
        let anchor = self.anchor.clone();
        self.body.links.push(Link {
            span,
            target,
            shows_name,
            image,
            context: super::prose::Context::default(),
            anchor,
        });
        self.body.links.len() - 1
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>, out: &mut Vec<Piece>) {
        let comment = html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->");
        if comment || html.trim().is_empty() {
            return;
        }
        let first_line = html.lines().next().unwrap_or_default();
        self.diagnostics.push(make::raw_html(self.span(range.start..range.start + first_line.len())));
        out.push(Piece::RawHtml(html.trim_end_matches('\n').to_owned()));
    }

    fn gather(&self, range: Range<usize>) -> String {
        let text = |event: &Event<'_>| match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => text.to_string(),
            _ => String::new(),
        };
        self.events[range].iter().map(|(event, _)| text(event)).collect()
    }

    /// `[^x]` that Markdown left as text because nothing defines it.
    fn footnote_near_miss(&mut self, at: usize) {
        let text = |offset: usize| match self.events.get(at + offset) {
            Some((Event::Text(text), range)) => Some((text.as_ref(), range.clone())),
            _ => None,
        };
        if let (Some(("[", open)), Some((label, _)), Some(("]", close))) = (text(0), text(1), text(2))
            && let Some(label) = label.strip_prefix('^').filter(|label| !label.is_empty())
        {
            let span = self.span(open.start..close.end);
            let label = label.to_owned();
            self.diagnostics.push(make::broken_footnote(span, &label));
        }
    }

    /// A paragraph, heading or cell that begins like a claim.
    fn claim_outside_list(&mut self, at: usize) {
        let in_item = at > 0 && matches!(self.events[at - 1].0, Event::Start(Tag::Item));
        let range = self.events[at].1.clone();
        let text = self.place.text.get(range.clone()).unwrap_or_default();
        // `-[nodejs +]` is a paragraph for want of a space.
        let bare = text.trim().trim_start_matches(['-', '*', '+', '#', '|']).trim_start();
        if in_item || !(text.contains("[@") || claims::has_rated_head(bare)) {
            return;
        }
        if claims::opening(bare, self.place.options) != Opening::None {
            let span = self.first_line(&range);
            self.diagnostics.push(match self.place.kind.holds_claims() {
                true => make::claim_not_in_list(span, "begin the line with `- `"),
                false => make::claim_misplaced(span, self.place.kind.word()),
            });
        }
    }

    /// A list item below the top level that begins like a claim. The top-level items of a note that
    /// holds claims never come here: they are read before.
    fn nested_claim(&mut self, at: usize) {
        let content = self.item_content(self.events[at].1.clone());
        let text = self.place.text.get(content.clone()).unwrap_or_default();
        let near_miss = || claims::opening(text, self.place.options) != Opening::None;
        if self.place.kind.holds_claims() && near_miss() {
            let span = self.first_line(&content);
            self.diagnostics.push(make::claim_not_in_list(span, "move it to the top level of a list"));
        }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.place.file, range)
    }

    /// The first line of a range.
    pub(super) fn first_line(&self, range: &Range<usize>) -> Span {
        let text = self.place.text.get(range.clone()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        self.span(range.start..range.start + line.len())
    }
}
