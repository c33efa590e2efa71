//! Knowledge base and analysis -> the document's records.

mod evidence;

pub(super) use self::evidence::qualifiers;
use super::knowledge::{
    GroupRecord, KnowledgeRecord, LinkRecord, Number, OptionRecord, ScaleRecord, ScenarioRecord,
    SourceRecord, TopicRecord,
};
use super::{FORMAT, SCHEMA_NAME};
use crate::analysis::Analysis;
use crate::model::{ClaimIndex, NoteKind, OptionIndex, Scale, SourceIndex};
use crate::parse::Note;
use crate::parse::header::{Facts, Header};
use crate::paths;
use crate::resolve::{Group, Knowledge};
use crate::source::Sources;

/// What the records are made from.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) analysis: &'a Analysis,
    pub(super) sources: &'a Sources,
}

impl<'a> Builder<'a> {
    pub(super) fn knowledge(self) -> KnowledgeRecord {
        let config = &self.knowledge.config;
        let sources = 0..self.knowledge.comparison.sources.len();
        KnowledgeRecord {
            schema: SCHEMA_NAME,
            format: FORMAT,
            generator: "counterpoint",
            title: config.title.clone(),
            description: given(&config.description),
            language: config.language.clone(),
            base_url: config.base_url.clone(),
            options: self.knowledge.option_order.iter().map(|option| self.option(*option)).collect(),
            groups: self.knowledge.groups.iter().map(group).collect(),
            topics: self.of_kind(NoteKind::Topic).filter_map(|note| self.topic(note)).collect(),
            sources: sources.filter_map(|source| self.source(SourceIndex(source))).collect(),
            claims: self.claims(),
            cells: self.cells(),
            contradictions: self.contradictions(),
            agreements: self.agreements(),
            scenarios: self.of_kind(NoteKind::Scenario).map(|note| self.scenario(note)).collect(),
        }
    }

    fn of_kind(self, kind: NoteKind) -> impl Iterator<Item = &'a Note> {
        self.knowledge.notes.values().filter(move |note| note.key.kind == kind)
    }

    fn option(self, option: OptionIndex) -> OptionRecord {
        let note = self.knowledge.note(&self.knowledge.option_key(option));
        let (links, colour) = match &note.header.facts {
            Facts::Option(facts) => (facts.links.as_slice(), facts.colour.clone()),
            _ => (&[][..], None),
        };
        let link = |(title, url): &(String, String)| LinkRecord { title: title.clone(), url: url.clone() };
        OptionRecord {
            id: note.key.id.to_string(),
            title: note.header.title.clone(),
            summary: given(&note.header.summary),
            colour,
            links: links.iter().map(link).collect(),
            tags: tags(&note.header),
            address: paths::note(&note.key),
            file: note.path.clone(),
        }
    }

    fn topic(self, note: &Note) -> Option<TopicRecord> {
        let facts = self.knowledge.topic_facts(&note.key)?;
        let group = self.knowledge.groups.iter().find(|group| group.topics.contains(&note.key));
        let criterion = !facts.background;
        Some(TopicRecord {
            id: note.key.id.to_string(),
            title: note.header.title.clone(),
            summary: given(&note.header.summary),
            question: given(&facts.question),
            group: group.map(|group| group.id.to_string()),
            background: facts.background,
            weight: criterion.then_some(Number(facts.weight)),
            scale: criterion.then(|| scale(&facts.scale)),
            tags: tags(&note.header),
            address: paths::note(&note.key),
            file: note.path.clone(),
        })
    }

    fn source(self, source: SourceIndex) -> Option<SourceRecord> {
        let facts = self.knowledge.source_facts(source)?;
        let note = self.knowledge.note(&self.knowledge.source_key(source));
        let evidence = self.knowledge.comparison.source(source);
        Some(SourceRecord {
            id: evidence.id.to_string(),
            title: note.header.title.clone(),
            summary: given(&note.header.summary),
            kind: facts.kind.clone(),
            authors: facts.authors.clone(),
            publisher: given(&facts.publisher),
            published: facts.published.map(|date| date.to_string()),
            url: facts.url.clone(),
            accessed: facts.accessed.map(|date| date.to_string()),
            interest: given(&facts.interest),
            trust: Number(evidence.trust),
            copy_of: evidence.copy_of.map(|original| self.source_id(original)),
            headings: facts.headings.clone(),
            tags: tags(&note.header),
            address: paths::note(&note.key),
            file: note.path.clone(),
        })
    }

    fn scenario(self, note: &Note) -> ScenarioRecord {
        let comparison = &self.knowledge.comparison;
        let question = self.knowledge.question_index(&note.key);
        let own = |claim: &ClaimIndex| Some(comparison.claim(*claim).question) == question;
        let rules = self.knowledge.scenarios.get(&note.key).cloned().unwrap_or_default();
        let topic = |question| comparison.question(question).key.id.to_string();
        ScenarioRecord {
            id: note.key.id.to_string(),
            title: note.header.title.clone(),
            summary: given(&note.header.summary),
            weights: rules
                .weights
                .iter()
                .map(|(question, weight)| (topic(*question), Number(*weight)))
                .collect(),
            others: rules.others.map(Number),
            must: rules.must.iter().map(|(question, least)| (topic(*question), least.to_string())).collect(),
            recommendations: (0..comparison.claims.len())
                .map(ClaimIndex)
                .filter(own)
                .map(|claim| self.claim_id(claim))
                .collect(),
            tags: tags(&note.header),
            address: paths::note(&note.key),
            file: note.path.clone(),
        }
    }

    fn source_id(self, source: SourceIndex) -> String {
        self.knowledge.comparison.source(source).id.to_string()
    }

    fn option_id(self, option: OptionIndex) -> String {
        self.knowledge.comparison.options[option.0].to_string()
    }

    /// Unique in the whole base: a topic and a scenario may share an id, so the folder is part of it.
    fn claim_id(self, claim: ClaimIndex) -> String {
        let comparison = &self.knowledge.comparison;
        let claim = comparison.claim(claim);
        format!("{}#{}", comparison.question(claim.question).key, claim.id)
    }

    fn claim_ids(self, claims: &[ClaimIndex]) -> Vec<String> {
        claims.iter().map(|claim| self.claim_id(*claim)).collect()
    }
}

fn group(group: &Group) -> GroupRecord {
    GroupRecord {
        id: group.id.to_string(),
        title: group.title.clone(),
        topics: group.topics.iter().map(|topic| topic.id.to_string()).collect(),
        address: paths::group(&group.id),
    }
}

fn scale(scale: &Scale) -> ScaleRecord {
    match scale {
        Scale::Rating => ScaleRecord::Rating,
        Scale::YesNo { no_is_better } => {
            ScaleRecord::YesNo { better: if *no_is_better { "no" } else { "yes" } }
        }
        Scale::Quantity(scale) => ScaleRecord::Quantity {
            unit: scale.unit.clone(),
            worst: Number(scale.worst),
            best: Number(scale.best),
            tolerance: Number(scale.tolerance),
        },
    }
}

fn tags(header: &Header) -> Vec<String> {
    header.tags.iter().map(|tag| tag.value.clone()).collect()
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
