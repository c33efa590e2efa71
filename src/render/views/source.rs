//! Views of sources: what they are, what they claim place by place, and what they take part in.

use serde::Serialize;

use super::{BlockView, ClaimView, LinkView, WithoutView};

/// A source in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceSummaryView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What to call it in a word or two: its publisher, else its authors, else its title.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Authors, joined for reading; may be empty.
    pub authors: String,
    /// Publisher; may be empty.
    pub publisher: String,
    /// When it was published, as far as known.
    pub published: Option<String>,
    /// `article`, `study`, …
    pub kind: String,
    /// What its publisher sells or wants; may be empty.
    pub interest: String,
    /// How many claims it makes here.
    pub claims: usize,
}

/// `source`: sources/ID.html.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceView {
    /// The same facts as in lists.
    pub summary: SourceSummaryView,
    /// Its address.
    pub url: Option<String>,
    /// When it was read.
    pub accessed: Option<String>,
    /// 0 to 1, as written.
    pub trust: String,
    /// The source that it copies.
    pub copy_of: Option<LinkView>,
    /// Sources that copy it.
    pub copies: Vec<LinkView>,
    /// What the ranking would be without it; none where none of its claims counts.
    pub without: Option<WithoutView>,
    /// Prose on its angle.
    pub blocks: Vec<BlockView>,
    /// Its claims by place, in the order of its headings.
    pub places: Vec<SourcePlaceView>,
    /// Claims of other sources that rest on this study.
    pub based_on_this: Vec<ClaimView>,
    /// Contradictions that it takes part in.
    pub contradictions: Vec<PartTakenView>,
}

/// A contradiction in which a source takes part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartTakenView {
    /// The question, and where it is explained.
    pub contradiction: LinkView,
    /// `conflict`, `verdict`, `scope`, `time`, `definition`, `error`.
    pub kind: Option<&'static str>,
    /// `unexplained`, `open`, `resolved`.
    pub status: &'static str,
    /// In words.
    pub status_label: &'static str,
    /// The sides that its claims are on: `side A`, `sides A and B`.
    pub sides: String,
    /// Whether they are more than one.
    pub several: bool,
    /// Whether one of its claims is set aside.
    pub set_aside: bool,
}

/// The claims from one place of a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourcePlaceView {
    /// Element id on the source's page, `place-…`.
    pub anchor: String,
    /// The heading below those around it, or `No place given`.
    pub place: String,
    /// The claims, in the order of topics on the matrix.
    pub claims: Vec<ClaimView>,
}
