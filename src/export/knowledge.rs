//! The document's records, field by field in the order in which they are written.
//!
//! Every record has all its keys; what there is none of is null, never an empty text. Only
//! [`ClaimRecord::qualifiers`], [`ScenarioRecord::weights`] and [`ScenarioRecord::must`] are maps that hold
//! what is given. An `address` leads from the site's root, a `file` from the project's.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// The whole knowledge base.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KnowledgeRecord {
    /// The schema that the document follows, beside it.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The version of the form.
    pub format: u32,
    /// What wrote it; without a version, which would change the file at every release.
    pub generator: &'static str,
    /// The comparison's title.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// Absolute address of the site's root.
    pub base_url: Option<String>,
    /// In display order.
    pub options: Vec<OptionRecord>,
    /// In display order.
    pub groups: Vec<GroupRecord>,
    /// In order of id.
    pub topics: Vec<TopicRecord>,
    /// In order of id.
    pub sources: Vec<SourceRecord>,
    /// Those of topics before those of scenarios, in order of their note's id, then as written.
    pub claims: Vec<ClaimRecord>,
    /// In order of topic, then of options.
    pub cells: Vec<CellRecord>,
    /// Declared ones in the order of claims, then found ones in the order of cells, recommendations last.
    pub contradictions: Vec<ContradictionRecord>,
    /// In the order of claims.
    pub agreements: Vec<AgreementRecord>,
    /// In order of id.
    pub scenarios: Vec<ScenarioRecord>,
}

/// One of the things compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// As the note orders them.
    pub links: Vec<LinkRecord>,
    /// As written.
    pub tags: Vec<String>,
    /// Its page.
    pub address: String,
    /// Its note.
    pub file: String,
}

/// A link that leaves the site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkRecord {
    /// Text to show.
    pub title: String,
    /// Absolute address.
    pub url: String,
}

/// A group of topics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupRecord {
    /// The id of its page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Ids of its topics in display order.
    pub topics: Vec<String>,
    /// Its page.
    pub address: String,
}

/// A criterion, or a background page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// The question whose answer sets its weight.
    pub question: Option<String>,
    /// Its group's id.
    pub group: Option<String>,
    /// A page without row, weight and scale.
    pub background: bool,
    /// Default weight, 0 to 5.
    pub weight: Option<Number>,
    /// What its positions mean.
    pub scale: Option<ScaleRecord>,
    /// As written.
    pub tags: Vec<String>,
    /// Its page.
    pub address: String,
    /// Its note.
    pub file: String,
}

/// What 0 and 1 mean on a topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ScaleRecord {
    /// Five ratings.
    Rating,
    /// Yes or no.
    YesNo {
        /// `yes` or `no`.
        better: &'static str,
    },
    /// A number between declared anchors.
    Quantity {
        /// What is counted.
        unit: String,
        /// The quantity whose value is 0.
        worst: Number,
        /// The quantity whose value is 1.
        best: Number,
        /// How far two quantities may lie apart, in value, before they are opposed.
        tolerance: Number,
    },
}

/// A publication.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// `article`, `study` …
    pub kind: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// A year, a month or a day.
    pub published: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// When it was read.
    pub accessed: Option<String>,
    /// What its publisher sells or wants.
    pub interest: Option<String>,
    /// 0 to 1.
    pub trust: Number,
    /// The id of the source that it copies.
    pub copy_of: Option<String>,
    /// Its headings, in order.
    pub headings: Vec<String>,
    /// As written.
    pub tags: Vec<String>,
    /// Its page.
    pub address: String,
    /// Its note.
    pub file: String,
}

/// What one source says on one topic, or recommends in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRecord {
    /// Unique in the document: folder and id of its note, `#` and its own id.
    pub id: String,
    /// Unique in its note.
    pub local_id: String,
    /// The topic's id, or null.
    pub topic: Option<String>,
    /// The scenario's id, or null.
    pub scenario: Option<String>,
    /// The options that it speaks of; none where it speaks of the question itself.
    pub standings: Vec<StandingRecord>,
    /// What it says, as plain text.
    pub text: String,
    /// The source's id.
    pub source: String,
    /// The place in the source, as written.
    pub place: Option<String>,
    /// `asserts`, `reports` or `rejects`.
    pub stance: &'static str,
    /// Its options are recommended together, in one system.
    pub together: bool,
    /// Those that it has: version, workload, metric, scope, about, as_of, from, until.
    pub qualifiers: BTreeMap<&'static str, String>,
    /// The id of the study that it rests on.
    pub based_on: Option<String>,
    /// A contradiction's callout says that it no longer counts.
    pub set_aside: bool,
    /// Its note.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
    /// Its column there, from 1, in characters.
    pub column: usize,
    /// Its place on its note's page.
    pub address: String,
}

/// One option of a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandingRecord {
    /// The option's id.
    pub option: String,
    /// Where the claim puts it; null is context.
    pub position: Option<PositionRecord>,
    /// `counted`, or why not; null on a background topic, which has no cells.
    pub counting: Option<&'static str>,
}

/// Where a claim stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionRecord {
    /// `rating`, `yes-no` or `quantity`.
    pub kind: &'static str,
    /// As notes write it.
    pub text: String,
    /// Its value, 0 to 1.
    pub value: Number,
    /// The lowest value that it reaches.
    pub low: Number,
    /// The highest value that it reaches.
    pub high: Number,
    /// The number itself, in the unit of the topic's scale.
    pub quantity: Option<QuantityRecord>,
}

/// A quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantityRecord {
    /// The number, or the low end of a range, or what is exceeded.
    pub low: Number,
    /// The same number, or the high end; null where it is open above.
    pub high: Option<Number>,
    /// Whether the number is approximate.
    pub approximate: bool,
}

/// One topic and one option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellRecord {
    /// The topic's id.
    pub topic: String,
    /// The option's id.
    pub option: String,
    /// 0 to 1; null where no claim counts.
    pub score: Option<Number>,
    /// The lowest that its counted claims reach; 0 without score.
    pub low: Number,
    /// The highest that its counted claims reach; 1 without score.
    pub high: Number,
    /// `empty`, `contested`, `explained`, `background`, `single-source`, `agreed` or `mixed`.
    pub state: &'static str,
    /// Ids of the claims that count, in the order of claims.
    pub counted_claims: Vec<String>,
    /// In order of their first source.
    pub voices: Vec<VoiceRecord>,
    /// Independent sources of the counted claims.
    pub independent_sources: usize,
    /// Ids of the contradictions that touch it, in their order.
    pub contradictions: Vec<String>,
    /// Its place on its topic's page.
    pub address: String,
}

/// What one source, or its copies where it is silent, says in one cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceRecord {
    /// Ids of the trusted sources that are joined by copying.
    pub sources: Vec<String>,
    /// The largest trust among them.
    pub trust: Number,
    /// The mean value of its claims.
    pub score: Number,
    /// Ids of its counted claims.
    pub claims: Vec<String>,
}

/// Claims that cannot all hold as stated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContradictionRecord {
    /// Its id.
    pub id: String,
    /// The author's title; null for one that only the compiler found.
    pub title: Option<String>,
    /// What kind it is, if an author said so.
    pub kind: Option<&'static str>,
    /// `unexplained`, `open` or `resolved`.
    pub status: &'static str,
    /// The topic's id: where it is declared, or of the cell in which it was found.
    pub topic: Option<String>,
    /// The scenario's id, likewise.
    pub scenario: Option<String>,
    /// Ids of the claims on each side.
    pub sides: Vec<Vec<String>>,
    /// What no source states, as plain text.
    pub outside: Option<String>,
    /// Whether that is a side of its own.
    pub outside_is_side: bool,
    /// What the author concludes, as plain text.
    pub resolution: Option<String>,
    /// When that was decided.
    pub decided: Option<String>,
    /// Ids of claims that no longer count.
    pub sets_aside: Vec<String>,
    /// How it was found, for one that no callout names.
    pub found: Option<FoundRecord>,
    /// The note that declares it.
    pub file: Option<String>,
    /// Its line there, from 1.
    pub line: Option<usize>,
    /// Its column there, from 1, in characters.
    pub column: Option<usize>,
    /// Its place on the page of all contradictions.
    pub address: String,
}

/// Where the compiler found a contradiction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundRecord {
    /// The option's id; the other half of the cell is the contradiction's topic or scenario.
    pub option: String,
    /// Ids of the first pair of opposed claims with one that is not explained.
    pub pair: [String; 2],
}

/// Claims that agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementRecord {
    /// Its id.
    pub id: String,
    /// What the claims agree on.
    pub title: String,
    /// The topic's id, or null.
    pub topic: Option<String>,
    /// The scenario's id, or null.
    pub scenario: Option<String>,
    /// Ids of its claims.
    pub claims: Vec<String>,
    /// Other text, plain.
    pub text: Option<String>,
    /// The note that declares it.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
    /// Its column there, from 1, in characters.
    pub column: usize,
    /// Its place on its note's page.
    pub address: String,
}

/// A named decision situation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioRecord {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// Weights by topic, 0 to 5, where it sets them.
    pub weights: BTreeMap<String, Number>,
    /// The weight of every topic that it does not list, where it says one; otherwise they keep their own.
    pub others: Option<Number>,
    /// Minimums by topic, as notes write positions.
    pub must: BTreeMap<String, String>,
    /// Ids of its claims, as written.
    pub recommendations: Vec<String>,
    /// As written.
    pub tags: Vec<String>,
    /// Its page.
    pub address: String,
    /// Its note.
    pub file: String,
}

/// A finite number, written without a fraction where it has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Up to here every whole number has a 64-bit float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}
