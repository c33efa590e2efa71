//! Where links lead.

use std::collections::BTreeMap;

use super::Resolved;
use super::evidence::Evidence;
use super::names::{Meaning, Names};
use crate::diagnostics::{Code, Diagnostic, make};
use crate::model::{NoteKey, NoteKind};
use crate::parse::Note;
use crate::parse::prose::{Block, Fragment, Link, LinkTarget, Reference};
use crate::text::{plain, slug};

/// Resolves every link of every note, in order.
pub(super) fn resolve(
    notes: &BTreeMap<NoteKey, Note>,
    names: &Names<'_>,
    evidence: &Evidence,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<NoteKey, Vec<Resolved>> {
    let mut resolver = Resolver { notes, names, evidence, diagnostics };
    notes
        .iter()
        .map(|(key, note)| {
            (key.clone(), note.body.links.iter().map(|link| resolver.link(note, link)).collect())
        })
        .collect()
}

/// Whether a note holds a claim of this id; one that evidence does not know has been reported.
pub(super) fn has_claim(note: &Note, id: &str) -> bool {
    note.body.blocks.iter().any(|block| matches!(block, Block::Claim(claim) if claim.id.value.as_str() == id))
}

struct Resolver<'a> {
    notes: &'a BTreeMap<NoteKey, Note>,
    names: &'a Names<'a>,
    evidence: &'a Evidence,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn link(&mut self, note: &Note, link: &Link) -> Resolved {
        match &link.target {
            LinkTarget::Web(url) => Resolved::Web(url.clone()),
            LinkTarget::Refused => Resolved::Lost,
            LinkTarget::Citation { source, place } => self.citation(link, source, place.as_deref()),
            LinkTarget::Wiki(reference) | LinkTarget::Path(reference) => {
                let meaning = match &link.target {
                    _ if reference.name.is_empty() && reference.fragment.is_some() => {
                        return self.fragment(note, link, reference.fragment.as_ref());
                    }
                    LinkTarget::Wiki(_) => self.names.wiki(&reference.name),
                    _ => self.path(note, link, reference),
                };
                self.meaning(link, reference, meaning)
            }
        }
    }

    /// A path; an image that was embedded as a wikilink goes by its file name alone.
    fn path(&self, note: &Note, link: &Link, reference: &Reference) -> Meaning<'a> {
        match self.names.path(note, &reference.name) {
            Meaning::Unknown if link.image => match self.names.wiki(&reference.name) {
                Meaning::Asset(asset) => Meaning::Asset(asset),
                _ => Meaning::Unknown,
            },
            meaning => meaning,
        }
    }

    fn meaning(&mut self, link: &Link, reference: &Reference, meaning: Meaning<'_>) -> Resolved {
        match meaning {
            Meaning::Asset(path) => Resolved::Asset(path.to_owned()),
            Meaning::Note(key) if !link.image => {
                let Some(target) = self.notes.get(key) else { return Resolved::Lost };
                self.fragment(target, link, reference.fragment.as_ref())
            }
            Meaning::Ambiguous(keys) => {
                let candidates: Vec<String> = keys.iter().map(|key| self.names.shortest(key)).collect();
                self.diagnostics.push(make::ambiguous_link(link.span, &reference.name, &candidates));
                Resolved::Lost
            }
            _ if link.image => {
                let near = self.names.near_asset(&reference.name);
                self.diagnostics.push(make::missing_image(link.span, &reference.name, near));
                Resolved::Lost
            }
            _ => {
                let diagnostic = match &link.target {
                    LinkTarget::Path(_) => {
                        let near = self.names.near_path(&reference.name);
                        make::broken_path(link.span, &reference.name, near.as_deref())
                    }
                    _ => self.unknown_in_folder(link, reference).unwrap_or_else(|| {
                        let near = self.names.near(&reference.name);
                        make::broken_link(link.span, &reference.name, near.as_deref())
                    }),
                };
                self.diagnostics.push(diagnostic);
                Resolved::Lost
            }
        }
    }

    /// `[[scenarios/chat]]` says what kind of note is missing.
    fn unknown_in_folder(&self, link: &Link, reference: &Reference) -> Option<Diagnostic> {
        const CODES: [(NoteKind, Code); 4] = [
            (NoteKind::Option, Code::UnknownOption),
            (NoteKind::Source, Code::UnknownSource),
            (NoteKind::Topic, Code::UnknownTopic),
            (NoteKind::Scenario, Code::UnknownScenario),
        ];
        let (folder, id) = reference.name.split_once('/')?;
        let (kind, code) = CODES.into_iter().find(|(kind, _)| kind.folder() == Some(folder))?;
        let known: Vec<&str> =
            self.notes.keys().filter(|key| key.kind == kind).map(|key| key.id.as_str()).collect();
        Some(make::unknown_note(code, link.span, kind.word(), id, &known))
    }

    fn fragment(&mut self, target: &Note, link: &Link, fragment: Option<&Fragment>) -> Resolved {
        let key = target.key.clone();
        match fragment {
            None => Resolved::Note { key, anchor: None, claim: None },
            Some(Fragment::Heading(heading)) => {
                let wanted = plain(heading);
                let fits = |title: &str, anchor: &str| {
                    plain(title) == wanted || anchor == heading || anchor == slug(heading)
                };
                let found = target.body.headings.iter().find(|h| fits(&h.title, &h.anchor));
                match found {
                    Some(found) => Resolved::Note { key, anchor: Some(found.anchor.clone()), claim: None },
                    None => {
                        let headings: Vec<&str> =
                            target.body.headings.iter().map(|h| h.title.as_str()).collect();
                        self.diagnostics.push(make::broken_anchor(
                            link.span,
                            &target.header.title,
                            heading,
                            &headings,
                        ));
                        Resolved::Note { key, anchor: None, claim: None }
                    }
                }
            }
            Some(Fragment::Block(id)) => self.block(target, link, id),
        }
    }

    fn block(&mut self, target: &Note, link: &Link, id: &str) -> Resolved {
        let key = target.key.clone();
        if let Some(claim) = self.evidence.claim(&key, id) {
            return Resolved::Note { key, anchor: Some(format!("claim-{id}")), claim: Some(claim) };
        }
        if target.body.lost_ids.contains(id) || has_claim(target, id) {
            return Resolved::Lost;
        }
        if target.body.block_ids.iter().any(|block| block.value == id) {
            return Resolved::Note { key, anchor: Some(format!("block-{id}")), claim: None };
        }
        let callout = target.body.blocks.iter().find_map(|block| match block {
            Block::Contradiction(syntax) if syntax.id.as_str() == id => Some(format!("contradiction-{id}")),
            Block::Agreement(syntax) if syntax.id.as_str() == id => Some(format!("agreement-{id}")),
            _ => None,
        });
        if callout.is_some() {
            return Resolved::Note { key, anchor: callout, claim: None };
        }
        let known: Vec<&str> = target
            .body
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Claim(claim) if claim.named => Some(claim.id.value.as_str()),
                _ => None,
            })
            .collect();
        self.diagnostics.push(make::dangling_block_id(link.span, &target.header.title, id, &known));
        Resolved::Lost
    }

    fn citation(&mut self, link: &Link, source: &str, place: Option<&str>) -> Resolved {
        match self.notes.iter().find(|(key, _)| key.kind == NoteKind::Source && key.id.as_str() == source) {
            Some((key, note)) => {
                if let Some(place) = place {
                    super::evidence::check_place(note, place, link.span, self.diagnostics);
                }
                Resolved::Citation { key: key.clone(), place: place.map(str::to_owned) }
            }
            None => {
                let known: Vec<&str> = self
                    .notes
                    .keys()
                    .filter(|key| key.kind == NoteKind::Source)
                    .map(|key| key.id.as_str())
                    .collect();
                self.diagnostics.push(make::unknown_note(
                    Code::UnknownSource,
                    link.span,
                    "source",
                    source,
                    &known,
                ));
                Resolved::Lost
            }
        }
    }
}
