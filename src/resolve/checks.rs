//! What only the whole knowledge base can tell: images that are none, topics without positions, sources
//! that nothing cites, notes that nothing links to.

use std::collections::BTreeSet;

use super::{Knowledge, Resolved};
use crate::diagnostics::{Diagnostic, make};
use crate::model::{NoteKey, NoteKind, QuestionIndex, QuestionRole};
use crate::parse::Note;
use crate::parse::header::{Facts, SourceFacts};

pub(super) fn check(knowledge: &Knowledge, diagnostics: &mut Vec<Diagnostic>) {
    images(knowledge, diagnostics);
    positions(knowledge, diagnostics);
    let cited = cited_sources(knowledge);
    for (key, note) in &knowledge.notes {
        match key.kind {
            NoteKind::Source if !cited.contains(key) => {
                diagnostics.push(make::source_never_cited(note.header.span, key.id.as_str()));
            }
            NoteKind::Source => freshness(knowledge, note, diagnostics),
            NoteKind::Home => {}
            _ if !knowledge.backlinks.contains_key(key) => {
                diagnostics.push(make::orphan_note(note.header.span, &key.to_string()));
            }
            _ => {}
        }
    }
}

/// A source that is old by the configuration's own measure; without a day to judge by, none is.
fn freshness(knowledge: &Knowledge, note: &Note, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(freshness), Some(today)) = (knowledge.config.freshness, knowledge.config.today) else { return };
    if let Facts::Source(SourceFacts { published: Some(published), .. }) = &note.header.facts
        && super::is_stale(*published, freshness, today)
    {
        diagnostics.push(make::stale_source(note.header.span, note.key.id.as_str(), &published.to_string()));
    }
}

fn images(knowledge: &Knowledge, diagnostics: &mut Vec<Diagnostic>) {
    for (key, targets) in &knowledge.links {
        for (link, target) in knowledge.note(key).body.links.iter().zip(targets) {
            if let Resolved::Asset(path) = target
                && link.image
                && !knowledge.assets.get(path).is_some_and(|asset| asset.image)
            {
                diagnostics.push(make::not_an_image(link.span, path));
            }
        }
    }
}

fn positions(knowledge: &Knowledge, diagnostics: &mut Vec<Diagnostic>) {
    let comparison = &knowledge.comparison;
    let with_position: BTreeSet<QuestionIndex> = comparison
        .claims
        .iter()
        .filter(|claim| claim.standings.iter().any(|standing| standing.position.is_some()))
        .map(|claim| claim.question)
        .collect();
    for (index, question) in comparison.questions.iter().enumerate() {
        let criterion = matches!(question.role, QuestionRole::Criterion { .. });
        if criterion && !with_position.contains(&QuestionIndex(index)) {
            diagnostics.push(make::no_positions(knowledge.note(&question.key).header.span));
        }
    }
}

fn cited_sources(knowledge: &Knowledge) -> BTreeSet<NoteKey> {
    let claims = knowledge.comparison.claims.iter();
    let sources = claims.flat_map(|claim| [Some(claim.source), claim.qualifiers.based_on]).flatten();
    let originals = knowledge.comparison.sources.iter().filter_map(|source| source.copy_of);
    let mut cited: BTreeSet<NoteKey> =
        sources.chain(originals).map(|source| knowledge.source_key(source)).collect();
    for target in knowledge.links.values().flatten() {
        if let Resolved::Citation { key, .. } = target {
            cited.insert(key.clone());
        }
    }
    cited
}
