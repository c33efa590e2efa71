//! Callouts: `> [!kind] Title {attributes}`. Contradictions and agreements become blocks of their own;
//! the other kinds stay prose.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Reader;
use crate::diagnostics::make;
use crate::model::{ContradictionKind, Id};
use crate::parse::attributes::{Attributes, attributes};
use crate::parse::prose::{
    AgreementSyntax, Block, CALLOUT_ALIASES, CALLOUTS, Callout, Container, Context, ContradictionSyntax,
    Fragment, LinkTarget, Piece, Prose, Reference,
};
use crate::source::Spanned;
use crate::text::{capitalised, closest, slug};

/// How the paragraph begins that holds what no source states.
const OUTSIDE: &str = "Outside the sources";

/// The first line of a callout.
struct Head {
    /// The kind, in small letters.
    kind: Spanned<String>,
    /// Plus or minus after the bracket.
    fold: Option<bool>,
    /// Where the title stands.
    title: Range<usize>,
    /// Where the attributes stand, without braces.
    attributes: Option<Range<usize>>,
    /// The whole line.
    line: Range<usize>,
}

/// Reads a quotation on the top level of a note as a contradiction or an agreement, if it is one.
pub(super) fn read(reader: &mut Reader<'_>, events: Range<usize>) -> Option<Block> {
    let head = head(reader, events.start)?;
    let contradiction = match head.kind.value.as_str() {
        "contradiction" => true,
        "agreement" => false,
        _ => return None,
    };
    if !reader.place.kind.holds_claims() {
        reader.diagnostics.push(make::callout_misplaced(reader.span(head.line.clone()), &head.kind.value));
    }
    let known: &[&str] = if contradiction { &["kind", "decided", "sets_aside"] } else { &[] };
    let found = read_attributes(reader, &head, known);
    let title = title(reader, &head);
    let line_title = reader.text(&head.title);
    if let Some(open) = line_title.find('{').filter(|open| line_title[*open..].contains(['=', '#'])) {
        let span = reader.span(head.title.start + open..head.title.end);
        reader.diagnostics.push(make::callout_attributes(span));
    }
    let id = callout_id(reader, &found, &title, &head);
    let prefix = if contradiction { "contradiction" } else { "agreement" };
    no_table(reader, &head, &events);
    let outer = reader.anchor.replace(format!("{prefix}-{id}"));
    let parts = Parts::read(reader, &head, events);
    reader.anchor = outer;
    let kind = if contradiction { "Contradiction" } else { "Agreement" };
    for link in parts.sides.iter().flatten() {
        reader.body.links[*link].context = Context::Callout { kind, title: title.clone() };
    }
    let span = reader.span(head.line.clone());
    if !contradiction {
        let claims: Vec<usize> = parts.sides.concat();
        let text = join(parts.resolution.into_iter().chain(parts.outside));
        return Some(Block::Agreement(AgreementSyntax { span, id, title, claims, text }));
    }
    let mut syntax = ContradictionSyntax {
        span,
        id,
        title,
        kind: None,
        decided: None,
        sides: parts.sides,
        sets_aside: Vec::new(),
        outside: join(parts.outside),
        resolution: join(parts.resolution),
    };
    apply(reader, &found, &mut syntax);
    Some(Block::Contradiction(syntax))
}

/// Reads any other quotation as a callout of prose, if it is one: its head and its content.
pub(super) fn nested(reader: &mut Reader<'_>, events: Range<usize>) -> Option<(Callout, Vec<Piece>)> {
    let head = head(reader, events.start)?;
    let word = head.kind.value.as_str();
    let alias = CALLOUT_ALIASES.iter().find(|(alias, _)| *alias == word).map(|(_, kind)| *kind);
    let kind = CALLOUTS.into_iter().find(|kind| *kind == word).or(alias);
    if kind.is_none() {
        if matches!(word, "contradiction" | "agreement") {
            reader.diagnostics.push(make::callout_misplaced(reader.span(head.line.clone()), word));
        } else {
            let known = CALLOUTS.iter().copied().chain(["contradiction", "agreement"]);
            let near = closest(word, known);
            reader.diagnostics.push(make::unknown_callout(head.kind.span, word, near));
        }
    }
    let kind = kind.unwrap_or("note");
    let title = match title(reader, &head) {
        title if title.is_empty() => capitalised(kind),
        title => title,
    };
    no_table(reader, &head, &events);
    let callout = Callout { kind, title, fold: head.fold };
    let mut content = Vec::new();
    for block in content_blocks(reader, &head, events) {
        content.extend(block_pieces(reader, block));
    }
    Some((callout, content))
}

fn head(reader: &Reader<'_>, at: usize) -> Option<Head> {
    let range = reader.events[at].1.clone();
    let text = reader.place.text.get(range.clone())?;
    let line = text.lines().next()?.trim_end();
    let after_mark = line.trim_start().strip_prefix('>')?.trim_start();
    let start = range.start + (line.len() - after_mark.len());
    let inner = after_mark.strip_prefix("[!")?;
    let close = inner.find(']')?;
    let word = &inner[..close];
    if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let kind = Spanned::new(word.to_lowercase(), reader.span(start + 2..start + 2 + close));
    let rest = &inner[close + 1..];
    let (fold, rest) = match rest.chars().next() {
        Some('+') => (Some(true), &rest[1..]),
        Some('-') => (Some(false), &rest[1..]),
        _ => (None, rest),
    };
    let line_end = range.start + line.len();
    let rest_start = line_end - rest.len();
    let (title_end, attributes) = match rest.ends_with('}').then(|| rest.rfind('{')).flatten() {
        Some(open) => (rest_start + open, Some(rest_start + open + 1..line_end - 1)),
        None => (line_end, None),
    };
    let title_text = reader.place.text.get(rest_start..title_end)?;
    let title_start = rest_start + (title_text.len() - title_text.trim_start().len());
    let title = title_start..title_start + title_text.trim().len();
    Some(Head { kind, fold, title, attributes, line: start..line_end })
}

/// The title's text, its inline markup dropped.
fn title(reader: &Reader<'_>, head: &Head) -> String {
    let slice = reader.text(&head.title);
    let mut title = String::new();
    for event in pulldown_cmark::Parser::new(slice) {
        match event {
            Event::Text(text) | Event::Code(text) => title.push_str(&text),
            Event::InlineHtml(text) | Event::Html(text) => title.push_str(&text),
            _ => {}
        }
    }
    title.trim().to_owned()
}

fn read_attributes(reader: &mut Reader<'_>, head: &Head, known: &[&str]) -> Attributes {
    let Some(range) = head.attributes.clone() else { return Attributes::default() };
    let (found, diagnostics) = attributes(reader.place.file, reader.place.text, range);
    reader.diagnostics.extend(diagnostics);
    let hint = match known {
        [] => "known here: `#id`".to_owned(),
        _ => format!(
            "known here: `#id`, {}",
            known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    for class in &found.classes {
        reader.diagnostics.push(make::unknown_attribute(
            class.span,
            &format!(".{}", class.value),
            None,
            &hint,
        ));
    }
    for (key, _) in &found.pairs {
        if !known.contains(&key.value.as_str()) {
            let near = closest(&key.value, known.iter().copied());
            reader.diagnostics.push(make::unknown_attribute(key.span, &key.value, near, &hint));
        }
    }
    found
}

fn callout_id(reader: &mut Reader<'_>, found: &Attributes, title: &str, head: &Head) -> Id {
    if let Some(given) = &found.id {
        match Id::new(&given.value) {
            Some(id) => return id,
            None => reader.diagnostics.push(make::invalid_block_id(given.span, &given.value)),
        }
    }
    if title.is_empty() {
        let span = reader.span(head.line.clone());
        reader.diagnostics.push(make::callout_without_title(span, &head.kind.value));
    }
    let ascii: String = slug(title).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Id::new(ascii.trim_matches('-'))
        .or_else(|| Id::new(&format!("at-{}", head.line.start)))
        .unwrap_or_else(|| unreachable!("`at-` and digits are an id"))
}

fn apply(reader: &mut Reader<'_>, found: &Attributes, syntax: &mut ContradictionSyntax) {
    for (key, value) in &found.pairs {
        match key.value.as_str() {
            "kind" => {
                let words = ContradictionKind::ALL.map(ContradictionKind::word);
                syntax.kind = ContradictionKind::ALL.into_iter().find(|kind| kind.word() == value.value);
                if syntax.kind.is_none() {
                    reader.diagnostics.push(make::unknown_word(
                        value.span,
                        "kind of contradiction",
                        &value.value,
                        &words,
                    ));
                }
            }
            "decided" => match value.value.parse() {
                Ok(date) => syntax.decided = Some(date),
                Err(_) => reader.diagnostics.push(make::invalid_date(value.span, &value.value)),
            },
            "sets_aside" => {
                for part in value.value.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                    let reference = match part.contains('#') {
                        true => Reference::parse(part),
                        false => Reference::parse(&format!("#^{}", part.trim_start_matches('^'))),
                    };
                    syntax.sets_aside.push((reference, value.span));
                }
                if !matches!(syntax_kind(found), None | Some("error" | "time")) {
                    reader.diagnostics.push(make::sets_aside_kind(value.span));
                }
            }
            _ => {}
        }
    }
    if syntax.kind.is_none() && !syntax.sets_aside.is_empty() && syntax_kind(found).is_none() {
        let span = syntax.sets_aside.first().map_or(syntax.span, |(_, span)| *span);
        reader.diagnostics.push(make::sets_aside_kind(span));
    }
}

fn syntax_kind(found: &Attributes) -> Option<&str> {
    found.pairs.iter().find(|(key, _)| key.value == "kind").map(|(_, value)| value.value.as_str())
}

/// What a contradiction or agreement holds.
#[derive(Default)]
struct Parts {
    sides: Vec<Vec<usize>>,
    outside: Vec<Prose>,
    resolution: Vec<Prose>,
}

impl Parts {
    fn read(reader: &mut Reader<'_>, head: &Head, events: Range<usize>) -> Self {
        let mut parts = Self::default();
        for block in content_blocks(reader, head, events) {
            match &reader.events[block.start].0 {
                Event::Start(Tag::List(_)) if parts.sides.is_empty() => parts.read_sides(reader, block),
                _ => {
                    let outside = is_outside(reader, &block);
                    let prose = Prose { pieces: block_pieces(reader, block) };
                    if prose.is_empty() {
                        continue;
                    }
                    if outside {
                        parts.outside.push(without_marker(prose))
                    } else {
                        parts.resolution.push(prose)
                    }
                }
            }
        }
        parts
    }

    fn read_sides(&mut self, reader: &mut Reader<'_>, block: Range<usize>) {
        let mut at = block.start + 1;
        while at + 1 < block.end {
            let end = reader.end_of(at);
            let first = reader.body.links.len();
            let pieces = reader.pieces(at..end);
            let links: Vec<usize> = (first..reader.body.links.len()).collect();
            let claim = |index: &usize| {
                let target = &reader.body.links[*index].target;
                matches!(target, LinkTarget::Wiki(Reference { fragment: Some(Fragment::Block(_)), .. }))
            };
            let (claims, others): (Vec<usize>, Vec<usize>) = links.into_iter().partition(claim);
            let item = reader.events[at].1.clone();
            if !others.is_empty() || !only_links(&pieces) || claims.is_empty() {
                let span = reader.first_line(&item);
                reader.diagnostics.push(make::side_not_claims(span));
            }
            self.sides.push(claims);
            at = end;
        }
    }
}

/// Whether pieces hold nothing but links, commas and the word `and`.
fn only_links(pieces: &[Piece]) -> bool {
    let mut inside = 0_usize;
    pieces.iter().all(|piece| match piece {
        Piece::Open(Container::Link(_)) => {
            inside += 1;
            true
        }
        Piece::Open(Container::Item { .. } | Container::Paragraph { .. }) | Piece::SoftBreak => true,
        Piece::Close => {
            inside = inside.saturating_sub(1);
            true
        }
        Piece::Text(text) => inside > 0 || text.split([',', ' ', ';']).all(|word| matches!(word, "" | "and")),
        _ => inside > 0,
    })
}

/// Reports a first line that Markdown takes for the head of a table, whose rows would be lost.
fn no_table(reader: &mut Reader<'_>, head: &Head, events: &Range<usize>) {
    if matches!(reader.events[events.start + 1].0, Event::Start(Tag::Table(_))) {
        reader.diagnostics.push(make::callout_as_table(reader.span(head.line.clone())));
    }
}

/// The blocks of a callout, without its first line.
fn content_blocks(reader: &Reader<'_>, head: &Head, events: Range<usize>) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut at = events.start + 1;
    while at + 1 < events.end {
        let end = reader.end_of(at);
        if reader.events[at].1.start < head.line.end {
            // The paragraph that begins with the first line: what follows that line belongs to the content.
            let rest = (at + 1..end - 1).find(|inner| reader.events[*inner].1.start > head.line.end);
            blocks.extend(rest.map(|rest| rest..end - 1));
        } else {
            blocks.push(at..end);
        }
        at = end;
    }
    blocks
}

/// Pieces of one block; the rest of a callout's first paragraph is a paragraph too.
fn block_pieces(reader: &mut Reader<'_>, block: Range<usize>) -> Vec<Piece> {
    let whole = matches!(
        reader.events[block.start].0,
        Event::Start(
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::List(_)
                | Tag::Table(_)
                | Tag::FootnoteDefinition(_)
        ) | Event::Rule
    );
    let mut pieces = reader.pieces(block);
    if !whole {
        pieces.insert(0, Piece::Open(Container::Paragraph { block_id: None }));
        pieces.push(Piece::Close);
    }
    pieces
}

fn is_outside(reader: &Reader<'_>, block: &Range<usize>) -> bool {
    let mut events = reader.events[block.clone()].iter().map(|(event, _)| event);
    let mut first = events.next();
    if matches!(first, Some(Event::Start(Tag::Paragraph))) {
        first = events.next();
    }
    if !matches!(first, Some(Event::Start(Tag::Strong))) {
        return false;
    }
    let text: String = events
        .take_while(|event| !matches!(event, Event::End(TagEnd::Strong)))
        .map(|event| if let Event::Text(text) = event { text.to_string() } else { String::new() })
        .collect();
    text.trim().trim_end_matches([':', '.']).eq_ignore_ascii_case(OUTSIDE)
}

/// Drops **Outside the sources:** from the front: the page says it in its own words.
fn without_marker(mut prose: Prose) -> Prose {
    let strong = prose.pieces.iter().position(|piece| matches!(piece, Piece::Open(Container::Strong)));
    let close = strong.and_then(|start| {
        let end = prose.pieces[start..].iter().position(|piece| matches!(piece, Piece::Close))?;
        Some((start, start + end))
    });
    if let Some((start, end)) = close {
        prose.pieces.drain(start..=end);
        if let Some(Piece::Text(text)) = prose.pieces.get_mut(start) {
            *text = text.trim_start().trim_start_matches(':').trim_start().to_owned();
        }
    }
    prose
}

fn join(parts: impl IntoIterator<Item = Prose>) -> Option<Prose> {
    let pieces: Vec<Piece> = parts.into_iter().flat_map(|prose| prose.pieces).collect();
    (!pieces.is_empty()).then_some(Prose { pieces })
}
