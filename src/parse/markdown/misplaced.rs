//! What begins like a claim where none is read: reported, so that nobody takes it for one.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Reader;
use crate::diagnostics::make;
use crate::parse::claims::{self, Opening};

impl Reader<'_> {
    /// Link definitions whose label looks like a claim's head, outside the items that were read.
    pub(super) fn definitions(&mut self, definitions: &[(String, Range<usize>)]) {
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

    /// A paragraph, heading or cell that begins like a claim.
    pub(super) fn claim_outside_list(&mut self, at: usize) {
        let in_item = at > 0 && matches!(self.events[at - 1].0, Event::Start(Tag::Item));
        let range = self.events[at].1.clone();
        let text = self.text(&range);
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

    /// A list item below the top level that begins like a claim. In a note that holds claims, items of
    /// the top level that begin like one never come here: they are read before.
    pub(super) fn nested_claim(&mut self, at: usize) {
        let content = self.item_content(at);
        let text = self.text(&content);
        let near_miss = || claims::opening(text, self.place.options) != Opening::None;
        if self.place.kind.holds_claims() && near_miss() {
            let span = self.first_line(&content);
            self.diagnostics.push(make::claim_not_in_list(span, "move it to the top level of a list"));
        }
    }
}
