//! Finishing touches on pieces: joined text, `^id`s of paragraphs, and addresses that become links.

use linkify::{LinkFinder, LinkKind};

use super::Reader;
use crate::parse::prose::{Container, LinkTarget, Piece};
use crate::source::{Span, Spanned};

/// Joins neighbouring text, takes `^id`s off paragraphs and makes bare addresses links.
pub(super) fn tidy(reader: &mut Reader<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut tidied = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (tidied.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => tidied.push(piece),
        }
    }
    take_block_ids(reader, &mut tidied);
    link_addresses(reader, tidied)
}

/// ` ^id` at the end of a paragraph names it, as in Obsidian.
fn take_block_ids(reader: &mut Reader<'_>, pieces: &mut [Piece]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..pieces.len() {
        match &pieces[at] {
            Piece::Open(_) => open.push(at),
            Piece::Close => {
                let Some(start) = open.pop() else { continue };
                if !matches!(pieces[start], Piece::Open(Container::Paragraph { .. })) {
                    continue;
                }
                let Piece::Text(text) = &mut pieces[at - 1] else { continue };
                let trimmed = text.trim_end();
                let Some(mark) = trimmed.rfind(" ^") else { continue };
                let id = trimmed[mark + 2..].to_owned();
                if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                    continue;
                }
                text.truncate(mark);
                if let Some(span) = find_block_id(reader, &id) {
                    reader.body.block_ids.push(Spanned::new(id.clone(), span));
                }
                pieces[start] = Piece::Open(Container::Paragraph { block_id: Some(id) });
            }
            _ => {}
        }
    }
}

/// Where a paragraph's `^id` stands in the source.
fn find_block_id(reader: &Reader<'_>, id: &str) -> Option<Span> {
    let needle = format!(" ^{id}");
    let body = reader.place.text.get(reader.place.body..)?;
    let at = body.match_indices(&needle).map(|(at, _)| at).find(|at| {
        body.get(at + needle.len()..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })?;
    let start = reader.place.body + at + 1;
    Some(reader.span(start..start + needle.len() - 1))
}

/// `https://…` in text outside links becomes a link.
fn link_addresses(reader: &mut Reader<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut linked = Vec::with_capacity(pieces.len());
    let mut inside: Vec<bool> = Vec::new();
    for piece in pieces {
        match &piece {
            Piece::Open(container) => {
                let link = matches!(container, Container::Link(_)) || inside.last().copied().unwrap_or(false);
                inside.push(link);
            }
            Piece::Close => {
                inside.pop();
            }
            Piece::Text(text) if text.contains("://") && !inside.last().copied().unwrap_or(false) => {
                for span in finder.spans(text) {
                    let part = span.as_str().to_owned();
                    let web = span.kind().is_some()
                        && (part.starts_with("https://") || part.starts_with("http://"));
                    if web {
                        let range = reader.place.body..reader.place.body;
                        let link = reader.add_link(range, LinkTarget::Web(part.clone()), false, false);
                        linked.extend([Piece::Open(Container::Link(link)), Piece::Text(part), Piece::Close]);
                    } else {
                        linked.push(Piece::Text(part));
                    }
                }
                continue;
            }
            _ => {}
        }
        linked.push(piece);
    }
    linked
}
