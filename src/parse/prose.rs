//! Prose: Markdown, reduced to what the site may show.
//!
//! A [`Prose`] is the only form in which text of a note reaches a page. It has no variant for raw
//! HTML, none for attributes of the author's choosing, and its links are indices into the note's
//! [`Link`]s, whose targets were checked when they were made. So nothing that Markdown lets through
//! can bypass the filter: there is no way to write it down.

use crate::date::PartialDate;
use crate::source::Span;

/// A sequence of pieces in which every [`Piece::Open`] has its [`Piece::Close`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

impl Prose {
    /// The text alone, white space folded: for titles, descriptions and contexts. Wikilinks that show
    /// their note's title are left out.
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Code(text) | Piece::RawHtml(text) => plain.push_str(text),
                Piece::Math { tex, .. } => plain.push_str(tex),
                Piece::Image { alt, .. } => plain.push_str(alt),
                Piece::SoftBreak | Piece::HardBreak | Piece::Close => {
                    if matches!(piece, Piece::SoftBreak | Piece::HardBreak) {
                        plain.push(' ');
                    }
                }
                Piece::Open(
                    Container::Paragraph { .. } | Container::Item { .. } | Container::TableCell(_),
                ) => {
                    plain.push(' ');
                }
                _ => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// A piece of prose.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Begins a container.
    Open(Container),
    /// Ends the innermost container.
    Close,
    /// Plain text.
    Text(String),
    /// Code within a line.
    Code(String),
    /// TeX.
    Math {
        /// The formula.
        tex: String,
        /// Whether it stands on a line of its own.
        display: bool,
    },
    /// A line break in the source.
    SoftBreak,
    /// A line break on the page.
    HardBreak,
    /// A thematic break.
    Rule,
    /// A reference to a footnote, by label.
    FootnoteReference(String),
    /// HTML in the source, to be shown as text.
    RawHtml(String),
    /// A block of code.
    CodeBlock {
        /// The first word of its info string.
        language: Option<String>,
        /// The code.
        code: String,
    },
    /// An image: its [`Link`], alternative text and title.
    Image {
        /// Index into the note's links.
        link: usize,
        /// Alternative text; empty where the author gave none.
        alt: String,
        /// Title; may be empty.
        title: String,
    },
}

/// What holds other pieces.
#[derive(Clone, Debug, PartialEq)]
pub enum Container {
    /// A paragraph, with an anchor where the author gave it a `^id`.
    Paragraph {
        /// The block id.
        block_id: Option<String>,
    },
    /// A heading, as an index into the note's headings.
    Heading(usize),
    /// A quotation.
    Quote,
    /// A list; numbered from `start` if given.
    List {
        /// First number.
        start: Option<u64>,
    },
    /// A list item, possibly a task.
    Item {
        /// Done or not, for a task.
        task: Option<bool>,
    },
    /// A table.
    Table,
    /// Its head row.
    TableHead,
    /// A row.
    TableRow,
    /// A cell.
    TableCell(Alignment),
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// A link, as an index into the note's links.
    Link(usize),
    /// A callout other than those of contradictions and agreements.
    Callout(Callout),
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the theme wishes.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// A callout's head.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// One of [`CALLOUTS`].
    pub kind: &'static str,
    /// Its title: the author's, or the kind with a capital.
    pub title: String,
    /// `Some(true)`: foldable and open; `Some(false)`: foldable and closed.
    pub fold: Option<bool>,
}

/// The kinds of callout that Obsidian knows, without its aliases.
pub const CALLOUTS: [&str; 13] = [
    "note", "abstract", "info", "todo", "tip", "success", "question", "warning", "failure", "danger", "bug",
    "example", "quote",
];

/// Obsidian's other names for callouts, and those of code hosts.
pub const CALLOUT_ALIASES: [(&str, &str); 16] = [
    ("summary", "abstract"),
    ("tldr", "abstract"),
    ("hint", "tip"),
    ("important", "tip"),
    ("check", "success"),
    ("done", "success"),
    ("help", "question"),
    ("faq", "question"),
    ("caution", "warning"),
    ("attention", "warning"),
    ("fail", "failure"),
    ("missing", "failure"),
    ("error", "danger"),
    ("cite", "quote"),
    ("warn", "warning"),
    ("remark", "note"),
];

/// A heading of a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 2 to 6: the page's own title is the only heading of level 1.
    pub level: u8,
    /// Its text.
    pub title: String,
    /// Its anchor, unique within the note.
    pub anchor: String,
    /// Where it stands.
    pub span: Span,
}

/// A link, image or citation of a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The whole of it in the source.
    pub span: Span,
    /// Where it leads, unresolved.
    pub target: LinkTarget,
    /// The link shows its target's own name: a wikilink without text.
    pub shows_name: bool,
    /// An image.
    pub image: bool,
    /// What stands around it.
    pub context: Context,
    /// The claim or callout that holds it, as an anchor on its page.
    pub anchor: Option<String>,
}

/// Where a link leads, before names are resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// An absolute address with a safe scheme.
    Web(String),
    /// A wikilink.
    Wiki(Reference),
    /// A path relative to the note, or from the content folder if it begins with `/`.
    Path(Reference),
    /// A citation in prose.
    Citation {
        /// The source's id.
        source: String,
        /// The place in it.
        place: Option<String>,
    },
    /// An address that was refused; shown as plain text.
    Refused,
}

/// A name or path, and a place on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The note or file; empty for the note itself.
    pub name: String,
    /// What stands after `#`.
    pub fragment: Option<Fragment>,
}

/// A place on a note.
#[derive(Clone, Debug, PartialEq)]
pub enum Fragment {
    /// `#Heading`, by text or anchor; of several (`#A#B`) the last.
    Heading(String),
    /// `#^id`.
    Block(String),
}

impl Reference {
    /// Splits `note#Heading` and `note#^id`.
    pub fn parse(text: &str) -> Self {
        let (name, fragment) = match text.split_once('#') {
            None => (text, None),
            Some((name, rest)) => {
                let last = rest.rsplit('#').next().unwrap_or(rest).trim();
                let block = last.strip_prefix('^').map(|id| Fragment::Block(id.trim().to_owned()));
                (name, Some(block.unwrap_or_else(|| Fragment::Heading(last.to_owned()))))
            }
        };
        Self { name: name.trim().to_owned(), fragment }
    }
}

/// What stands around a link, for the page that it leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Context {
    /// A sentence.
    Sentence(Sentence),
    /// The list of claims in a contradiction or an agreement.
    Callout {
        /// `Contradiction` or `Agreement`.
        kind: &'static str,
        /// The callout's title.
        title: String,
    },
}

impl Default for Context {
    fn default() -> Self {
        Self::Sentence(Sentence::default())
    }
}

/// The sentence around a link, cut in three. `link` is empty where the link shows its target's name.
/// The names of other links are known only once they are resolved: their places are kept open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Before the link.
    pub before: String,
    /// The link's own text.
    pub link: String,
    /// After the link.
    pub after: String,
    /// The links whose names stand at each [`Sentence::NAME`], in order, as indices into the note's links.
    pub names: Vec<usize>,
}

impl Sentence {
    /// Stands where a link shows its target's name.
    pub const NAME: char = '\u{fffc}';
}

/// A block of a note's body.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Anything that has no meaning of its own here.
    Prose(Prose),
    /// A claim.
    Claim(super::claims::ClaimSyntax),
    /// A contradiction.
    Contradiction(ContradictionSyntax),
    /// An agreement.
    Agreement(AgreementSyntax),
}

/// A contradiction callout, unresolved.
#[derive(Clone, Debug, PartialEq)]
pub struct ContradictionSyntax {
    /// Its first line.
    pub span: Span,
    /// Its id: the author's, or made from the title.
    pub id: crate::model::Id,
    /// The question.
    pub title: String,
    /// What kind it is.
    pub kind: Option<crate::model::ContradictionKind>,
    /// When it was decided.
    pub decided: Option<PartialDate>,
    /// The sides, each a list of indices into the note's links.
    pub sides: Vec<Vec<usize>>,
    /// Claims to set aside, each with its place.
    pub sets_aside: Vec<(Reference, Span)>,
    /// What no source states.
    pub outside: Option<Prose>,
    /// The conclusion.
    pub resolution: Option<Prose>,
}

/// An agreement callout, unresolved.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementSyntax {
    /// Its first line.
    pub span: Span,
    /// Its id, made as for contradictions.
    pub id: crate::model::Id,
    /// What the claims agree on.
    pub title: String,
    /// The claims, as indices into the note's links.
    pub claims: Vec<usize>,
    /// Other text.
    pub text: Option<Prose>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_split_as_in_obsidian() {
        let heading = |name: &str, text: &str| Reference {
            name: name.into(),
            fragment: Some(Fragment::Heading(text.into())),
        };
        assert_eq!(Reference::parse("a"), Reference { name: "a".into(), fragment: None });
        assert_eq!(Reference::parse("a#B c"), heading("a", "B c"));
        assert_eq!(Reference::parse("#B#C"), heading("", "C"));
        assert_eq!(
            Reference::parse("topics/a#^loop"),
            Reference { name: "topics/a".into(), fragment: Some(Fragment::Block("loop".into())) }
        );
    }
}
