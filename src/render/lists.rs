//! Views of lists: notes of a kind, tags, sources.

use super::site::Site;
use super::views::{ListEntryView, ListView, SourceSummaryView};
use crate::model::{Id, NoteKey, NoteKind, SourceIndex};
use crate::numbers::count;
use crate::parse::Note;
use crate::parse::header::{Facts, STUDY};
use crate::parse::prose::Block;
use crate::paths;
use crate::resolve::{Knowledge, plain};
use crate::text::join_words;

impl Site<'_> {
    /// A source in a list.
    pub fn source_summary(&self, source: SourceIndex) -> Option<SourceSummaryView> {
        let key = self.knowledge.source_key(source);
        let facts = self.knowledge.source_facts(source)?;
        Some(SourceSummaryView {
            id: key.id.to_string(),
            title: self.knowledge.note(&key).header.title.clone(),
            name: self.source_name(source),
            path: paths::note(&key),
            authors: join_words(&facts.authors),
            publisher: facts.publisher.clone(),
            published: facts.published.map(|date| date.to_string()),
            kind: facts.kind.clone(),
            interest: facts.interest.clone(),
            claims: self.knowledge.comparison.claims.iter().filter(|claim| claim.source == source).count(),
        })
    }

    /// A note in a list.
    pub fn entry(&self, key: &NoteKey) -> ListEntryView {
        let note = self.knowledge.note(key);
        let first_sentence = || {
            let sentence = |block: &Block| first_sentence(self.knowledge, note, block);
            note.body.blocks.iter().find_map(sentence).unwrap_or_default()
        };
        let summary = match &note.header.facts {
            _ if !note.header.summary.is_empty() => note.header.summary.clone(),
            Facts::Topic(facts) if !facts.question.is_empty() => facts.question.clone(),
            Facts::Source(facts) if !facts.interest.is_empty() => facts.interest.clone(),
            _ => first_sentence(),
        };
        ListEntryView {
            title: note.header.title.clone(),
            path: paths::note(key),
            kind: key.kind.word().to_owned(),
            summary,
            facts: self.facts(key),
        }
    }

    fn facts(&self, key: &NoteKey) -> Vec<String> {
        let comparison = &self.knowledge.comparison;
        let question = self.knowledge.question_index(key);
        let on_question =
            || comparison.claims.iter().filter(|claim| Some(claim.question) == question).count();
        let recommending = || {
            let claims = comparison.claims.iter().filter(|claim| Some(claim.question) == question);
            claims.filter(|claim| claim.standings.iter().any(|standing| standing.position.is_some())).count()
        };
        match &self.knowledge.note(key).header.facts {
            Facts::Topic(_) => vec![count(on_question(), "claim")],
            Facts::Scenario(_) => vec![count(recommending(), "recommendation")],
            Facts::Source(facts) => {
                let index = comparison.sources.iter().position(|source| source.id == key.id).map(SourceIndex);
                let mut list = vec![facts.kind.clone()];
                list.extend(facts.published.map(|date| date.to_string()));
                if let Some(index) = index {
                    let based = comparison
                        .claims
                        .iter()
                        .filter(|claim| claim.qualifiers.based_on == Some(index))
                        .count();
                    if facts.kind != STUDY || based == 0 {
                        list.push(self.claim_count(index));
                    }
                    if based > 0 {
                        let verb = if based == 1 { "rests" } else { "rest" };
                        list.push(format!("{} {verb} on it", count(based, "claim")));
                    }
                    list.extend(self.age_note(index));
                }
                list
            }
            Facts::Option(_) => {
                let option = comparison.options.iter().position(|option| *option == key.id);
                let speaks = |claim: &&crate::model::Claim| {
                    let topic = comparison.question(claim.question).key.kind == NoteKind::Topic;
                    topic && claim.standings.iter().any(|standing| Some(standing.option.0) == option)
                };
                vec![count(comparison.claims.iter().filter(speaks).count(), "claim")]
            }
            Facts::Page => Vec::new(),
        }
    }

    /// Says that a source is older than the configuration calls fresh, where a day to judge by is given.
    pub fn age_note(&self, source: SourceIndex) -> Option<String> {
        let config = &self.knowledge.config;
        let published = self.knowledge.source_facts(source)?.published?;
        let stale = crate::resolve::is_stale(published, config.freshness?, config.today?);
        stale.then(|| format!("older than {}", count_years(config.freshness.unwrap_or_default())))
    }

    /// The notes of a kind.
    pub fn list(&self, kind: NoteKind) -> ListView {
        let introduction = match kind {
            NoteKind::Option => "What is compared.",
            NoteKind::Source => {
                "Where the claims come from: each source with its date, its publisher's interest and its share."
            }
            NoteKind::Scenario => {
                "Situations in which the choice has to be made, each with what matters in it and what the sources recommend."
            }
            _ => "",
        };
        let mut keys: Vec<NoteKey> = match kind {
            NoteKind::Option => {
                self.knowledge.option_order.iter().map(|option| self.knowledge.option_key(*option)).collect()
            }
            _ => self.notes(kind).map(|note| note.key.clone()).collect(),
        };
        if kind != NoteKind::Option {
            let study = |key: &NoteKey| matches!(&self.knowledge.note(key).header.facts, Facts::Source(facts) if facts.kind == STUDY);
            keys.sort_by_key(|key| {
                (study(key), self.knowledge.note(key).header.title.to_lowercase(), key.clone())
            });
        }
        ListView {
            introduction: introduction.to_owned(),
            entries: keys.iter().map(|key| self.entry(key)).collect(),
        }
    }

    /// The tags.
    pub fn tag_list(&self) -> ListView {
        let entry = |(id, tag): (&Id, &crate::resolve::Tag)| ListEntryView {
            title: tag.title.clone(),
            path: paths::tag(id),
            kind: String::new(),
            summary: String::new(),
            facts: vec![count(tag.notes.len(), "note")],
        };
        ListView { introduction: String::new(), entries: self.knowledge.tags.iter().map(entry).collect() }
    }

    /// The notes with a tag.
    pub fn tag(&self, id: &Id) -> ListView {
        let notes = self.knowledge.tags.get(id).map(|tag| tag.notes.as_slice()).unwrap_or_default();
        ListView { introduction: String::new(), entries: notes.iter().map(|key| self.entry(key)).collect() }
    }
}

fn count_years(years: f64) -> String {
    format!("{} year{}", crate::numbers::grouped(years), if years == 1.0 { "" } else { "s" })
}

/// The first sentence of a block of prose, links by their names.
fn first_sentence(knowledge: &Knowledge, note: &Note, block: &Block) -> Option<String> {
    let Block::Prose(prose) = block else { return None };
    let text = plain::text(knowledge, note, prose)?;
    let line = text.lines().next().unwrap_or_default();
    let end = line.match_indices(". ").map(|(at, _)| at + 1).next().unwrap_or(line.len());
    line.get(..end).map(str::to_owned)
}
