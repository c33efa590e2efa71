//! Link: parsed notes -> [`Knowledge`], in which every name is an index or an address and everything
//! dangling has been reported.

mod checks;
mod evidence;
mod links;
mod names;
pub mod plain;

use std::collections::BTreeMap;

pub(crate) use self::evidence::check_minimum;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, make};
use crate::load::Asset;
use crate::model::{
    CalloutIndex, ClaimIndex, Comparison, Id, NoteKey, NoteKind, OptionIndex, Position, QuestionIndex,
    SourceIndex,
};
use crate::parse::Note;
use crate::parse::claims::ClaimSyntax;
use crate::parse::header::{Facts, STUDY, SourceFacts, TopicFacts};
use crate::parse::prose::{AgreementSyntax, Block, ContradictionSyntax};
use crate::source::Span;
use crate::text::{join_words, slug};

/// The knowledge base: the notes, and the evidence that they hold.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// The configuration.
    pub config: Config,
    /// The notes.
    pub notes: BTreeMap<NoteKey, Note>,
    /// The evidence.
    pub comparison: Comparison,
    /// Options in display order.
    pub option_order: Vec<OptionIndex>,
    /// Groups in display order, each with its topics in display order.
    pub groups: Vec<Group>,
    /// Where each claim stands, by [`ClaimIndex`].
    pub claim_places: Vec<BlockPlace>,
    /// Where each contradiction stands, by [`CalloutIndex`].
    pub callout_places: Vec<BlockPlace>,
    /// Where each agreement stands, with its claims.
    pub agreements: Vec<Agreement>,
    /// What each note's links lead to, in the order of [`crate::parse::markdown::Body::links`].
    pub links: BTreeMap<NoteKey, Vec<Resolved>>,
    /// Which links of other notes lead to a note, in order of the linking note.
    pub backlinks: BTreeMap<NoteKey, Vec<Backlink>>,
    /// The weights and minimums of scenarios.
    pub scenarios: BTreeMap<NoteKey, Scenario>,
    /// Tags by the id of their page.
    pub tags: BTreeMap<Id, Tag>,
    /// Files of `content/` that are no notes.
    pub assets: BTreeMap<String, Asset>,
}

/// A group of topics.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The id of its page.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its topics, background ones last.
    pub topics: Vec<NoteKey>,
}

/// A block of a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockPlace {
    /// The note.
    pub note: NoteKey,
    /// Place in its body's blocks.
    pub block: usize,
}

/// An agreement, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Where it stands.
    pub place: BlockPlace,
    /// Its claims.
    pub claims: Vec<ClaimIndex>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// An absolute address.
    Web(String),
    /// A note, or a place on it.
    Note {
        /// The note.
        key: NoteKey,
        /// The element's id on its page.
        anchor: Option<String>,
        /// The claim that is meant, if it is one.
        claim: Option<ClaimIndex>,
    },
    /// A file of `content/`, by its path from there.
    Asset(String),
    /// A citation of a source.
    Citation {
        /// The source's note.
        key: NoteKey,
        /// The place in it.
        place: Option<String>,
    },
    /// Nothing; reported where it was found.
    Lost,
}

/// A link from another note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The linking note.
    pub from: NoteKey,
    /// Place in its body's links.
    pub link: usize,
}

/// A scenario's weights and minimums.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Weights that it sets, 0 to 5.
    pub weights: BTreeMap<QuestionIndex, f64>,
    /// The weight of all other criteria, 0 to 5; none where they keep their own.
    pub others: Option<f64>,
    /// Its minimums.
    pub must: BTreeMap<QuestionIndex, Position>,
}

impl Scenario {
    /// The weight of every criterion on which it has a say: all of them where it gives one for those
    /// that it does not list.
    pub fn all_weights(&self, comparison: &Comparison) -> BTreeMap<QuestionIndex, f64> {
        let mut weights = BTreeMap::new();
        if let Some(weight) = self.others {
            let criteria = (0..comparison.questions.len()).map(QuestionIndex);
            weights.extend(criteria.map(|question| (question, weight)));
        }
        weights.extend(&self.weights);
        weights
    }
}

/// A tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// As the first note by order writes it.
    pub title: String,
    /// The notes that have it.
    pub notes: Vec<NoteKey>,
}

impl Knowledge {
    /// A note that is known to exist: every key of this structure has one.
    pub fn note(&self, key: &NoteKey) -> &Note {
        &self.notes[key]
    }

    /// A claim as it was written.
    pub fn claim_syntax(&self, claim: ClaimIndex) -> Option<&ClaimSyntax> {
        match self.block(&self.claim_places[claim.0])? {
            Block::Claim(syntax) => Some(syntax),
            _ => None,
        }
    }

    /// What a claim says, without markup.
    pub fn claim_text(&self, claim: ClaimIndex) -> Option<String> {
        let key = &self.comparison.question(self.comparison.claim(claim).question).key;
        plain::text(self, self.note(key), &self.claim_syntax(claim)?.text)
    }

    /// A contradiction as it was written.
    pub fn contradiction_syntax(&self, callout: CalloutIndex) -> Option<&ContradictionSyntax> {
        match self.block(&self.callout_places[callout.0])? {
            Block::Contradiction(syntax) => Some(syntax),
            _ => None,
        }
    }

    /// An agreement as it was written.
    pub fn agreement_syntax(&self, agreement: &Agreement) -> Option<&AgreementSyntax> {
        match self.block(&agreement.place)? {
            Block::Agreement(syntax) => Some(syntax),
            _ => None,
        }
    }

    fn block(&self, place: &BlockPlace) -> Option<&Block> {
        self.notes.get(&place.note)?.body.blocks.get(place.block)
    }

    /// The number of an option's colour, 1 to 8, by its place in display order.
    pub fn colour(&self, option: OptionIndex) -> usize {
        self.option_order.iter().position(|other| *other == option).unwrap_or(0) % 8 + 1
    }

    /// What to call a source in a word or two: its publisher, else its authors, else its title.
    pub fn source_name(&self, source: SourceIndex) -> String {
        let title = || self.note(&self.source_key(source)).header.title.clone();
        match self.source_facts(source) {
            Some(facts) if facts.kind == STUDY => title(),
            Some(facts) if !facts.publisher.is_empty() => facts.publisher.clone(),
            Some(facts) if !facts.authors.is_empty() => join_words(&facts.authors),
            _ => title(),
        }
    }

    /// The note of an option.
    pub fn option_key(&self, option: OptionIndex) -> NoteKey {
        NoteKey { kind: NoteKind::Option, id: self.comparison.options[option.0].clone() }
    }

    /// The note of a source.
    pub fn source_key(&self, source: SourceIndex) -> NoteKey {
        NoteKey { kind: NoteKind::Source, id: self.comparison.source(source).id.clone() }
    }

    /// The facts of a source.
    pub fn source_facts(&self, source: SourceIndex) -> Option<&SourceFacts> {
        match &self.notes.get(&self.source_key(source))?.header.facts {
            Facts::Source(facts) => Some(facts),
            _ => None,
        }
    }

    /// The facts of a topic; none for other notes.
    pub fn topic_facts(&self, key: &NoteKey) -> Option<&TopicFacts> {
        match &self.notes.get(key)?.header.facts {
            Facts::Topic(facts) => Some(facts),
            _ => None,
        }
    }

    /// The index of a topic or scenario.
    pub fn question_index(&self, key: &NoteKey) -> Option<QuestionIndex> {
        self.comparison.questions.binary_search_by(|question| question.key.cmp(key)).ok().map(QuestionIndex)
    }
}

/// What the link stage works on.
#[derive(Debug)]
pub struct Parsed {
    /// The configuration, the command line's settings applied.
    pub config: Config,
    /// The notes that take part, in order of path.
    pub notes: Vec<Note>,
    /// Files of `content/` that are no notes.
    pub assets: BTreeMap<String, Asset>,
}

/// Links parsed notes.
pub fn resolve(parsed: Parsed) -> (Knowledge, Vec<Diagnostic>) {
    let Parsed { config, notes: list, assets } = parsed;
    let mut diagnostics = Vec::new();
    let mut notes: BTreeMap<NoteKey, Note> = BTreeMap::new();
    for note in list {
        if let Some(first) = notes.get(&note.key) {
            let (span, first) = (Span::file_start(note.file), Span::file_start(first.file));
            diagnostics.push(make::duplicate_note(span, note.key.kind.word(), note.key.id.as_str(), first));
        } else {
            notes.insert(note.key.clone(), note);
        }
    }
    let evidence = evidence::Evidence::gather(&notes, &mut diagnostics);
    let names = names::Names::new(&notes, &assets);
    let links = links::resolve(&notes, &names, &evidence, &mut diagnostics);
    let evidence = evidence.with_callouts(&notes, &names, &links, &mut diagnostics);
    let mut knowledge = Knowledge {
        option_order: option_order(&config, &notes, &evidence.comparison, &mut diagnostics),
        groups: groups(&config, &notes, &mut diagnostics),
        scenarios: evidence::scenarios(&notes, &evidence.comparison, &mut diagnostics),
        backlinks: backlinks(&notes, &links),
        tags: tags(&notes),
        comparison: evidence.comparison,
        claim_places: evidence.claim_places,
        callout_places: evidence.callout_places,
        agreements: evidence.agreements,
        config,
        notes,
        links,
        assets,
    };
    checks::check(&knowledge, &mut diagnostics);
    knowledge.backlinks.retain(|key, _| knowledge.notes.contains_key(key));
    (knowledge, diagnostics)
}

fn option_order(
    config: &Config,
    notes: &BTreeMap<NoteKey, Note>,
    comparison: &Comparison,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<OptionIndex> {
    let mut order = Vec::new();
    let known: Vec<&str> = comparison.options.iter().map(Id::as_str).collect();
    for id in &config.options {
        match comparison.options.iter().position(|option| option.as_str() == id.value) {
            Some(index) if !order.contains(&OptionIndex(index)) => order.push(OptionIndex(index)),
            Some(_) => {
                let message = format!("`{}` stands twice in the order of options", id.value);
                diagnostics.push(make::invalid_value(id.span, &message, "list each option once"));
            }
            None => {
                let code = crate::diagnostics::Code::UnknownOption;
                diagnostics.push(make::unknown_note(code, id.span, "option", &id.value, &known));
            }
        }
    }
    let title = |index: &OptionIndex| {
        let key = NoteKey { kind: NoteKind::Option, id: comparison.options[index.0].clone() };
        notes.get(&key).map(|note| note.header.title.to_lowercase())
    };
    let mut rest: Vec<OptionIndex> =
        (0..comparison.options.len()).map(OptionIndex).filter(|index| !order.contains(index)).collect();
    rest.sort_by_key(|index| (title(index), *index));
    order.extend(rest);
    order
}

fn groups(config: &Config, notes: &BTreeMap<NoteKey, Note>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Group> {
    let mut topics: Vec<(&Note, &TopicFacts)> = notes
        .values()
        .filter_map(|note| match &note.header.facts {
            Facts::Topic(facts) => Some((note, facts)),
            _ => None,
        })
        .collect();
    topics.sort_by(|(a, a_facts), (b, b_facts)| {
        let key = |note: &Note| (note.header.title.to_lowercase(), note.key.clone());
        a_facts
            .background
            .cmp(&b_facts.background)
            .then(a_facts.order.total_cmp(&b_facts.order))
            .then_with(|| key(a).cmp(&key(b)))
    });
    let mut titles: Vec<String> = config.groups.iter().map(|group| group.value.clone()).collect();
    let known: Vec<&str> = config.groups.iter().map(|group| group.value.as_str()).collect();
    let mut others: Vec<String> = Vec::new();
    for (_, facts) in &topics {
        let Some(group) = &facts.group else { continue };
        if titles.contains(&group.value) || others.contains(&group.value) {
            continue;
        }
        if !known.is_empty() {
            diagnostics.push(make::unknown_word(
                group.span,
                "group of this comparison",
                &group.value,
                &known,
            ));
        }
        others.push(group.value.clone());
    }
    others.sort();
    titles.extend(others);
    let member = |title: &str| -> Vec<NoteKey> {
        let in_group = |facts: &TopicFacts| facts.group.as_ref().is_some_and(|group| group.value == title);
        topics.iter().filter(|(_, facts)| in_group(facts)).map(|(note, _)| note.key.clone()).collect()
    };
    let mut groups = Vec::new();
    for title in titles {
        let members = member(&title);
        if let Some(declared) = config.groups.iter().find(|group| group.value == title && members.is_empty())
        {
            let message = format!("no topic belongs to the group `{title}`");
            diagnostics.push(make::invalid_value(
                declared.span,
                &message,
                "drop it, or give a topic this group",
            ));
            continue;
        }
        if let Some(id) = page_id(&title) {
            groups.push(Group { id, title, topics: members });
        }
    }
    groups
}

/// The id of a page made from a name: its slug in ASCII; a name without any is spelled in hexadecimal.
fn page_id(name: &str) -> Option<Id> {
    let ascii: String = slug(name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let spelled = || name.bytes().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
    Id::new(ascii.trim_matches('-')).or_else(|| Id::new(&spelled()))
}

fn tags(notes: &BTreeMap<NoteKey, Note>) -> BTreeMap<Id, Tag> {
    let mut tags: BTreeMap<Id, Tag> = BTreeMap::new();
    for note in notes.values() {
        for tag in &note.header.tags {
            let Some(id) = page_id(&tag.value) else { continue };
            let entry = tags.entry(id).or_insert_with(|| Tag { title: tag.value.clone(), notes: Vec::new() });
            if !entry.notes.contains(&note.key) {
                entry.notes.push(note.key.clone());
            }
        }
    }
    tags
}

/// The id of a tag's page.
pub fn tag_id(tag: &str) -> Option<Id> {
    page_id(tag)
}

fn backlinks(
    notes: &BTreeMap<NoteKey, Note>,
    links: &BTreeMap<NoteKey, Vec<Resolved>>,
) -> BTreeMap<NoteKey, Vec<Backlink>> {
    let mut backlinks: BTreeMap<NoteKey, Vec<Backlink>> = BTreeMap::new();
    for (from, targets) in links {
        for (link, target) in targets.iter().enumerate() {
            let key = match target {
                Resolved::Note { key, .. } | Resolved::Citation { key, .. } => key,
                _ => continue,
            };
            if key != from && notes.contains_key(key) {
                backlinks.entry(key.clone()).or_default().push(Backlink { from: from.clone(), link });
            }
        }
    }
    backlinks
}

/// Whether a publication is older than the configuration calls fresh: `freshness` years after the last
/// day of its date lie before `today`.
pub fn is_stale(published: crate::date::PartialDate, freshness: f64, today: jiff::civil::Date) -> bool {
    let days = (freshness * 365.25).floor() as i64;
    let limit = published.last_day().checked_add(jiff::Span::new().days(days.clamp(0, 1_000_000)));
    limit.is_ok_and(|limit| limit < today)
}
