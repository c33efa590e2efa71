//! Links, images and citations: where they lead, judged before anything can show them.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, LinkType};

use super::Reader;
use crate::diagnostics::make;
use crate::parse::prose::{Container, Context, Link, LinkTarget, Piece, Prose, Reference};
use crate::parse::safety::{self, Address};

/// The destination by which a citation comes through Markdown's link machinery; no note can write
/// it, since a destination holds no control character.
const CITATION: &str = "\u{1}citation";

/// Takes a bracket that Markdown knows no link for as a citation, if it is one.
pub(super) fn citation<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let citation = link.reference.starts_with('@') && link.reference.len() > 1;
    citation.then_some((CowStr::Borrowed(CITATION), link.reference))
}

impl Reader<'_> {
    pub(super) fn link(
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

    pub(super) fn image(
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
            let citation = title.trim_start_matches('@');
            let (source, place) = citation.split_once(',').unwrap_or((citation, ""));
            let place = place.split_whitespace().collect::<Vec<_>>().join(" ");
            let place = Some(place).filter(|place| !place.is_empty());
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
        self.body.links.push(Link { span, target, shows_name, image, context: Context::default(), anchor });
        self.body.links.len() - 1
    }
}
