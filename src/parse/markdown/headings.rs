//! Headings: their levels on the page and their anchors.

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::{Located, Reader};
use crate::diagnostics::make;
use crate::parse::prose::{Container, Heading, Piece, Prose};
use crate::text::slug;

/// A body that begins its headings at level 1 is moved down, since the page's title is the only `h1`.
pub(super) fn level_shift(events: &[Located<'_>]) -> u8 {
    u8::from(
        events
            .iter()
            .any(|(event, _)| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))),
    )
}

impl Reader<'_> {
    /// Adds the heading at `at`, and reports attributes that no heading may have (`refused`).
    pub(super) fn heading(
        &mut self,
        at: usize,
        level: HeadingLevel,
        id: Option<&str>,
        refused: bool,
        out: &mut Vec<Piece>,
    ) {
        let end = self.end_of(at);
        let range = self.events[at].1.clone();
        self.claim_outside_list(at);
        let mut inner = Prose::default();
        self.run(at + 1..end - 1, &mut inner.pieces);
        let title = inner.plain();
        let line = self.text(&range).trim_end();
        let span = self.span(range.start..range.start + line.len());
        if refused {
            self.diagnostics.push(make::heading_attributes(span));
        }
        let anchor = self.heading_anchor(&id.map_or_else(|| slug(&title), slug));
        let level = (level as u8 + self.shift).clamp(2, 6);
        self.body.headings.push(Heading { level, title, anchor, span });
        out.push(Piece::Open(Container::Heading(self.body.headings.len() - 1)));
        out.extend(inner.pieces);
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
}
