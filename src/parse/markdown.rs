//! Markdown to blocks: pulldown-cmark's events, filtered into [`Prose`], with claims and callouts
//! taken out of them.

mod callouts;
mod elements;
mod headings;
mod items;
mod links;
mod misplaced;
mod tidy;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::prose::{Block, Heading, Link, Piece, Prose};
use crate::diagnostics::Diagnostic;
use crate::model::{Id, NoteKind};
use crate::source::{FileId, Span, Spanned};

/// An event with its bytes in the file.
type Located<'a> = (Event<'a>, Range<usize>);

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

/// Reads a body.
pub fn read(place: Place<'_>) -> (Body, Vec<Diagnostic>) {
    let slice = place.text.get(place.body..).unwrap_or_default();
    let parser = Parser::new_with_broken_link_callback(slice, extensions(), Some(links::citation));
    let shift = |range: Range<usize>| range.start + place.body..range.end + place.body;
    let definitions: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_owned(), shift(definition.span.clone())))
        .collect();
    let events: Vec<Located<'_>> =
        parser.into_offset_iter().map(|(event, range)| (event, shift(range))).collect();
    let mut reader = Reader::new(place, &events);
    reader.blocks();
    reader.definitions(&definitions);
    (reader.body, reader.diagnostics)
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

/// Reads a body's events, once, from front to back.
struct Reader<'a> {
    place: Place<'a>,
    events: &'a [Located<'a>],
    body: Body,
    diagnostics: Vec<Diagnostic>,
    /// For each event that begins an element, one past the event that ends it.
    ends: Vec<usize>,
    /// How many elements are open.
    depth: usize,
    /// How many headings have wanted each anchor.
    anchors: BTreeMap<String, usize>,
    /// The claim or callout that is being read, as an anchor for its links.
    anchor: Option<String>,
    /// Where the items stand that were read as claims.
    claim_items: Vec<Range<usize>>,
    /// How many levels headings move down.
    shift: u8,
}

impl<'a> Reader<'a> {
    fn new(place: Place<'a>, events: &'a [Located<'a>]) -> Self {
        Reader {
            place,
            events,
            body: Body::default(),
            diagnostics: Vec::new(),
            ends: ends(events),
            depth: 0,
            anchors: BTreeMap::new(),
            anchor: None,
            claim_items: Vec::new(),
            shift: headings::level_shift(events),
        }
    }

    /// Blocks on the top level.
    fn blocks(&mut self) {
        let mut at = 0;
        while at < self.events.len() {
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
    fn end_of(&self, at: usize) -> usize {
        self.ends[at]
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

    /// The source of a range.
    fn text(&self, range: &Range<usize>) -> &'a str {
        self.place.text.get(range.clone()).unwrap_or_default()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.place.file, range)
    }

    /// The first line of a range.
    fn first_line(&self, range: &Range<usize>) -> Span {
        let line = self.text(range).lines().next().unwrap_or_default().trim_end();
        self.span(range.start..range.start + line.len())
    }
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
    ends
}
