//! Everything that a template may see, and nothing else.
//!
//! A page's view is its complete list of dependencies: templates look nothing up, so a page changes
//! exactly when its view, its templates or the theme do. Inner types are not `Serialize`; these are.
//!
//! Conventions: a `path` is an address from the site's root without a leading slash, anchor included
//! (`topics/cpu.html#claim-loop`); templates write `{{ page.root }}{{ x.path }}`. A field whose name
//! ends in `_html` is finished, safe HTML (write it with `| safe`); every other string is plain text
//! that the template engine escapes. Strings inside `_html` already have their links made relative
//! to the page that they stand on.

mod decision;
mod source;

use serde::Serialize;

pub use self::decision::*;
pub use self::source::*;

/// A name and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LinkView {
    /// Text to show.
    pub title: String,
    /// Address from the site's root.
    pub path: String,
}

/// A link that leaves the site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExternalLinkView {
    /// Text to show.
    pub title: String,
    /// Absolute address with a safe scheme.
    pub url: String,
}

/// What every page of a build shares. Turned into a template value once per build.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteView {
    /// The comparison's title.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// BCP 47 tag, such as `en`.
    pub language: String,
    /// `counterpoint 0.1.0`.
    pub generator: String,
    /// The repository's address, when configured.
    pub repository: Option<String>,
    /// The site's main navigation, in order.
    pub navigation: Vec<NavigationView>,
    /// The options compared, in display order.
    pub options: Vec<OptionRefView>,
    /// Criteria by group, in display order, for the side navigation.
    pub groups: Vec<NavigationGroupView>,
    /// How much there is.
    pub counts: CountsView,
    /// Addresses of the theme's files.
    pub assets: AssetsView,
}

/// One entry of the main navigation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NavigationView {
    /// Text to show.
    pub title: String,
    /// Address from the site's root.
    pub path: String,
    /// Key to compare with `page.section`: `home`, `matrix`, `decide`, `contradictions`, `options`, `sources`, `scenarios`,
    /// `tags`, or the id of a free page.
    pub section: String,
}

/// One group of the side navigation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NavigationGroupView {
    /// The group's name.
    pub title: String,
    /// The group's page.
    pub path: String,
    /// Its topics.
    pub topics: Vec<LinkView>,
}

/// Numbers for the home page and the footer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CountsView {
    /// Options compared.
    pub options: usize,
    /// Topics, background pages included.
    pub topics: usize,
    /// Claims on topics.
    pub claims: usize,
    /// Claims on scenarios: what sources recommend.
    pub advice: usize,
    /// Sources that make claims (studies that are only cited through `based_on` not counted).
    pub sources: usize,
    /// Scenarios.
    pub scenarios: usize,
    /// Contradictions, found or declared.
    pub contradictions: usize,
    /// Of these, unexplained or open.
    pub contested: usize,
}

/// Addresses of the theme's files, from the site's root.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssetsView {
    /// Stylesheets, in order.
    pub stylesheets: Vec<String>,
    /// Classic scripts to load with `defer`, in order.
    pub scripts: Vec<String>,
    /// A classic script that must run before the first paint (sets the colour scheme); no `defer`.
    pub early_script: Option<String>,
    /// Fonts to preload.
    pub preload_fonts: Vec<String>,
    /// The icon.
    pub icon: Option<String>,
}

/// An option, as it is named all over the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OptionRefView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub path: String,
    /// Number from 1 to 8 that chooses its colour: class `cp-option-N`.
    pub colour: usize,
}

/// What every page has. A template gets it as `page`, the page kind's own view as `view`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageView {
    /// `home`, `matrix`, `decide`, `topic`, `option`, `source`, `scenario`, `contradictions`, `group`, `tag`, `list`, `page`, `not-found`, `redirect`.
    pub kind: &'static str,
    /// Which entry of the main navigation this belongs to.
    pub section: String,
    /// Title of the page itself.
    pub title: String,
    /// For the description tag; may be empty.
    pub description: String,
    /// This page's own address from the site's root.
    pub path: String,
    /// What leads from this page to the site's root: empty, `../`, or an absolute path on the 404 page.
    pub root: String,
    /// Absolute address, when the site has a base address.
    pub canonical: Option<String>,
    /// From the home page down to the parent; empty on the home page.
    pub breadcrumbs: Vec<LinkView>,
    /// Headings of the page, for the table of contents.
    pub contents: Vec<HeadingView>,
    /// The page before this one in its section.
    pub previous: Option<LinkView>,
    /// The page after this one in its section.
    pub next: Option<LinkView>,
    /// Where to suggest a correction of this page's note.
    pub correction: Option<String>,
    /// Its tags, as links to their pages.
    pub tags: Vec<LinkView>,
    /// When the note says that it was written, ISO 8601.
    pub date: Option<String>,
    /// When the note says that it was last changed.
    pub updated: Option<String>,
    /// True for a draft, shown only with `--drafts`.
    pub draft: bool,
    /// Pages that link here.
    pub backlinks: Vec<BacklinkView>,
    /// The content security policy, for `<meta http-equiv>`.
    pub security_policy: String,
    /// Addresses of the scripts of this kind of page, in order, to load with `defer` after those of all.
    pub scripts: Vec<String>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeadingView {
    /// 2 to 6.
    pub level: u8,
    /// Plain text.
    pub title: String,
    /// Anchor on this page, without `#`.
    pub anchor: String,
}

/// A page that links here, with the sentence around the link.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BacklinkView {
    /// The linking page's title.
    pub title: String,
    /// Its address, with the anchor of the place where that is known.
    pub path: String,
    /// `topic`, `option`, `source`, `scenario`, `page`, `home`.
    pub kind: &'static str,
    /// The sentence, the link in it inside `<mark>`; for a claim that a callout lists, the callout's title.
    pub context_html: String,
}

/// A piece of a note, in the order it was written.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockView {
    /// Prose.
    Html {
        /// Finished HTML.
        html: String,
    },
    /// A run of claims.
    Claims {
        /// The claims.
        claims: Vec<ClaimView>,
    },
    /// A contradiction that the author explains or leaves open.
    Contradiction {
        /// The contradiction.
        contradiction: Box<ContradictionView>,
    },
    /// Claims that agree.
    Agreement {
        /// The agreement.
        agreement: AgreementView,
    },
}

/// Where a claim stands, ready to show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionView {
    /// `rating`, `yes-no` or `quantity`.
    pub kind: &'static str,
    /// As written: `++`, `yes`, `~10,000,000`, with typographic minus and grouped digits.
    pub sign: String,
    /// In words: `strong`, `good`, `middling`, `weak`, `poor`; `yes`, `no`; `about 10,000,000 developers`.
    pub word: String,
    /// Strength for the colour, 0 (bad) to 4 (good), from the claim's value: class `cp-v0` … `cp-v4`.
    pub strength: usize,
}

/// One option that a claim speaks of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandingView {
    /// The option.
    pub option: OptionRefView,
    /// Where the claim puts it; none is context.
    pub position: Option<PositionView>,
}

/// A claim with its source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimView {
    /// Element id on its topic's page, `claim-…`.
    pub anchor: String,
    /// Its address.
    pub path: String,
    /// Element id on its source's page, `said-…`.
    pub said_anchor: String,
    /// True where this is the claim's own place, so that the anchor is to be written; false in quotations of it elsewhere.
    pub home: bool,
    /// The topic or scenario that holds it.
    pub topic: LinkView,
    /// The options that it speaks of; empty for a claim about the question itself.
    pub standings: Vec<StandingView>,
    /// What it says.
    pub text_html: String,
    /// Its source.
    pub source: LinkView,
    /// Its source in a word or two, as [`SourceSummaryView::name`].
    pub source_name: String,
    /// The place in the source, and where the claims from there stand on its page; may be absent.
    pub place: Option<LinkView>,
    /// `asserts`, `reports`, `rejects`.
    pub stance: &'static str,
    /// In words, for a stance other than asserts: `reported`, `rejected`.
    pub stance_label: Option<&'static str>,
    /// Conditions under which it holds.
    pub qualifiers: Vec<QualifierView>,
    /// The contradictions that name it.
    pub contradictions: Vec<ContradictionLinkView>,
    /// The contradiction that sets it aside, if any: shown and cited, counted nowhere.
    pub set_aside_by: Option<LinkView>,
    /// In a scenario: true where several options are recommended together in one system.
    pub together: bool,
    /// Where to suggest a correction.
    pub correction: Option<String>,
}

/// A contradiction that names a claim, as a link to the place where it is explained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContradictionLinkView {
    /// The question.
    pub title: String,
    /// As [`ContradictionView::home_path`].
    pub path: String,
    /// `unexplained`, `open`, `resolved`.
    pub status: &'static str,
}

/// One condition of a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QualifierView {
    /// `version`, `workload`, `metric`, `scope`, `about`, `as_of`, `from`, `until`, `based_on`.
    pub key: String,
    /// In words: `version`, `as of`, `based on` …
    pub label: String,
    /// The value; a study's title for `based_on`.
    pub value: String,
    /// The study's page, for `based_on`.
    pub path: Option<String>,
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellView {
    /// The option.
    pub option: OptionRefView,
    /// The criterion.
    pub topic: LinkView,
    /// Where its claims are: the cell's anchor on the topic's page.
    pub path: String,
    /// Anchor on the topic's page: `cell-ID`.
    pub anchor: String,
    /// `empty`, `contested`, `explained`, `background`, `single-source`, `agreed`, `mixed`.
    pub state: &'static str,
    /// The state in words.
    pub state_label: &'static str,
    /// One sentence that explains the state.
    pub state_hint: &'static str,
    /// The score, where a claim counts.
    pub score: Option<ScoreView>,
    /// What is counted, on a scale of quantities.
    pub unit: Option<String>,
    /// Claims in this cell, as links, in order of the topic's page.
    pub claims: Vec<ClaimChipView>,
    /// Independent sources of the counted claims.
    pub sources: usize,
    /// The contradictions that touch it: those of its claims (rule 6), wherever they are explained.
    pub contradictions: Vec<CellContradictionView>,
}

/// A contradiction that touches a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellContradictionView {
    /// The contradiction.
    pub contradiction: ContradictionLinkView,
    /// Title of the other note that explains it; none for one of the topic's own page, or that nobody explains.
    pub elsewhere: Option<String>,
}

/// A cell's score, for display.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreView {
    /// 0 to 100, rounded half away from zero.
    pub percent: u32,
    /// Lowest that its claims reach, 0 to 100.
    pub low: u32,
    /// Highest that its claims reach, 0 to 100.
    pub high: u32,
    /// In words, the nearest rating: `strong`, `good`, `middling`, `weak`, `poor`; `yes`, `mostly yes`,
    /// `disputed`, `mostly no`, `no` on yes/no; the quantity without its unit on a quantity scale.
    pub word: String,
    /// 0 to 4, as [`PositionView::strength`].
    pub strength: usize,
}

/// A claim, as a small link in a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimChipView {
    /// The claim's address.
    pub path: String,
    /// Where it puts this cell's option.
    pub position: Option<PositionView>,
    /// Title of its source.
    pub source: String,
    /// Its source in a word or two, as [`SourceSummaryView::name`].
    pub source_name: String,
    /// Whether it counts in the cell's score.
    pub counted: bool,
    /// Why it does not count, when it does not: `context`, `reported`, `rejected`, `set aside`, `source not trusted`, `copy`.
    pub reason: Option<&'static str>,
}

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixGroupView {
    /// The group's name.
    pub title: String,
    /// The group's page.
    pub path: String,
    /// Its criteria.
    pub rows: Vec<MatrixRowView>,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixRowView {
    /// The criterion.
    pub topic: LinkView,
    /// Its question.
    pub question: String,
    /// Its default weight, 0 to 5.
    pub weight: String,
    /// One cell per option, in display order.
    pub cells: Vec<CellView>,
}

/// What a cell's state means.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateLegendView {
    /// The state's key.
    pub state: &'static str,
    /// In words.
    pub label: &'static str,
    /// One sentence.
    pub hint: &'static str,
    /// How many cells are in it.
    pub count: usize,
}

/// The matrix, for `matrix.html` and, shortened by the template, for the home page and groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixView {
    /// For `<caption>`.
    pub caption: String,
    /// The columns.
    pub options: Vec<OptionRefView>,
    /// The rows.
    pub groups: Vec<MatrixGroupView>,
    /// The states, in order of seriousness.
    pub legend: Vec<StateLegendView>,
    /// Background topics, which have no row.
    pub background: Vec<LinkView>,
}

/// A contradiction, found or declared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContradictionView {
    /// Element id, `contradiction-…`.
    pub anchor: String,
    /// Its address on the page of all contradictions.
    pub path: String,
    /// Where it stands on a topic's page; equal to `path` where no callout names it.
    pub home_path: String,
    /// The question.
    pub title: String,
    /// `conflict`, `verdict`, `scope`, `time`, `definition`, `error`.
    pub kind: Option<&'static str>,
    /// One sentence about the kind.
    pub kind_hint: Option<&'static str>,
    /// `unexplained`, `open`, `resolved`.
    pub status: &'static str,
    /// In words.
    pub status_label: &'static str,
    /// The sides, beside each other.
    pub sides: Vec<SideView>,
    /// The author's conclusion; absent where open or unexplained.
    pub resolution_html: Option<String>,
    /// What no source here states; absent where there is nothing.
    pub outside_html: Option<String>,
    /// When it was decided, ISO 8601.
    pub decided: Option<String>,
    /// Claims set aside by it.
    pub sets_aside: Vec<LinkView>,
    /// The topics whose cells it touches.
    pub topics: Vec<LinkView>,
    /// The options whose cells it touches.
    pub options: Vec<OptionRefView>,
    /// Where to suggest a correction.
    pub correction: Option<String>,
}

/// One side of a contradiction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideView {
    /// `A`, `B`, … or `Outside the sources`.
    pub label: String,
    /// Its claims, as quotations; empty for the side that no source states.
    pub claims: Vec<ClaimView>,
    /// True for the side that no source states (its text is `outside_html` of the contradiction).
    pub outside: bool,
}

/// Claims that agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementView {
    /// Element id, `agreement-…`.
    pub anchor: String,
    /// What they agree on.
    pub title: String,
    /// The claims.
    pub claims: Vec<ClaimView>,
    /// How many independent sources they come from.
    pub sources: usize,
    /// The author's text.
    pub text_html: Option<String>,
}

/// `home`: index.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HomeView {
    /// The prose of `content/index.md`.
    pub blocks: Vec<BlockView>,
    /// The matrix.
    pub matrix: MatrixView,
    /// The contradictions that matter most: contested first, then by weight of their topics; at most six.
    pub contradictions: Vec<ContradictionView>,
    /// All sources that make claims.
    pub sources: Vec<SourceSummaryView>,
    /// All scenarios.
    pub scenarios: Vec<ListEntryView>,
}

/// `topic`: topics/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicView {
    /// Its id.
    pub id: String,
    /// Its group; background topics may have none.
    pub group: Option<LinkView>,
    /// The question that decides its weight; may be empty.
    pub question: String,
    /// True for a page without row or weight.
    pub background: bool,
    /// Its default weight.
    pub weight: String,
    /// Its scale in words: `five ratings, from poor to strong`; `open positions, from 0 (worst) to 5,000 (best)`.
    pub scale: String,
    /// One cell per option; empty on background topics.
    pub cells: Vec<CellView>,
    /// Prose, claims and contradictions, in order.
    pub blocks: Vec<BlockView>,
    /// Contradictions found here that no callout explains.
    pub unexplained: Vec<ContradictionView>,
    /// Contradictions declared on other pages that name a claim of this one.
    pub elsewhere: Vec<LinkView>,
    /// How many claims the page holds.
    pub claims: usize,
}

/// `option`: options/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionView {
    /// The option.
    pub option: OptionRefView,
    /// One sentence; may be empty.
    pub summary: String,
    /// Addresses outside.
    pub links: Vec<ExternalLinkView>,
    /// Prose.
    pub blocks: Vec<BlockView>,
    /// Its column of the matrix: each row has this option's cell only.
    pub groups: Vec<MatrixGroupView>,
    /// Its best cells, at most five.
    pub strengths: Vec<CellView>,
    /// Its worst cells, at most five.
    pub weaknesses: Vec<CellView>,
    /// Cells of it that are contested.
    pub contested: Vec<CellView>,
    /// What sources recommend it for, and advise against: claims of scenarios that name it.
    pub recommendations: Vec<ClaimView>,
    /// How many claims speak of it.
    pub claims: usize,
}

/// `scenario`: scenarios/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioView {
    /// Prose and recommendations, in order.
    pub blocks: Vec<BlockView>,
    /// Weights that it sets, then those of all other criteria, heaviest first.
    pub weights: Vec<ScenarioWeightView>,
    /// The one weight of all that it does not set; none where they keep their own.
    pub others: Option<String>,
    /// Its must-haves.
    pub must_haves: Vec<MustHaveView>,
    /// Per option, how many sources recommend it or advise against it.
    pub advice: Vec<AdviceView>,
    /// What the matrix says for these weights.
    pub computed: Option<ScenarioDecisionView>,
}

/// The weight of one criterion in a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioWeightView {
    /// The criterion.
    pub topic: LinkView,
    /// Its weight here, 0 to 5.
    pub weight: String,
    /// True where the scenario sets it, false where it says nothing of this criterion.
    pub set: bool,
    /// Width of its bar, 0 to 100.
    pub percent: u32,
    /// The criterion's cells, in display order.
    pub cells: Vec<CellView>,
}

/// A minimum on a criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MustHaveView {
    /// The criterion.
    pub topic: LinkView,
    /// `at least`, `at most`; empty before a yes or no.
    pub bound: &'static str,
    /// The minimum.
    pub position: PositionView,
}

/// What a scenario's sources say of one option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AdviceView {
    /// The option.
    pub option: OptionRefView,
    /// Sources that recommend it.
    pub recommended_by: Vec<LinkView>,
    /// Sources that advise against it.
    pub advised_against_by: Vec<LinkView>,
}

/// `contradictions`: contradictions.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContradictionsView {
    /// All of them: unexplained, open, then resolved; within a status by weight of their topics.
    pub contradictions: Vec<ContradictionView>,
    /// How many are in each status.
    pub by_status: Vec<CountView>,
    /// How many are of each kind.
    pub by_kind: Vec<CountView>,
}

/// A key with a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CountView {
    /// The key.
    pub key: &'static str,
    /// In words.
    pub label: &'static str,
    /// One sentence.
    pub hint: &'static str,
    /// The number.
    pub count: usize,
}

/// `group`: groups/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupView {
    /// The group's part of the matrix.
    pub matrix: MatrixView,
    /// Its background topics.
    pub background: Vec<ListEntryView>,
}

/// `list`: options.html, sources.html, scenarios.html, tags.html, groups.html; and `tag`: tags/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListView {
    /// One sentence above the list; may be empty.
    pub introduction: String,
    /// The entries.
    pub entries: Vec<ListEntryView>,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListEntryView {
    /// Its name.
    pub title: String,
    /// Its page.
    pub path: String,
    /// Kind in words: `topic`, `option`, …; may be empty.
    pub kind: String,
    /// One or two sentences; may be empty.
    pub summary: String,
    /// Small facts beside it: `12 claims`, `2022-02-04`.
    pub facts: Vec<String>,
}

/// `page`: a free page such as the method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FreePageView {
    /// Its blocks.
    pub blocks: Vec<BlockView>,
}

/// `redirect`: an old address.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub target: LinkView,
}
