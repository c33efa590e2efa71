//! Everything that can be wrong with content, as data.
//!
//! A [`Diagnostic`] has a stable [`Code`], one terse sentence that stands alone, a label at the span
//! and a hint that says what to do. They are made by the named functions of [`make`] and shown by
//! [`render`]; nothing else in the program builds or prints one.

pub mod make;
pub mod render;

use std::fmt;

use crate::source::{Sources, Span};

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build fails.
    Error,
    /// The build fails with `--strict`.
    Warning,
    /// Worth knowing; never fails a build.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// What is wrong, as a stable name that people can search for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// How serious it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

codes! {
    /// A file or folder of the project cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A text file is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A note lies in a folder of `content/` that has no meaning.
    MisplacedNote = "misplaced-note", Error;
    /// A file name cannot be the id of a note.
    InvalidId = "invalid-id", Error;
    /// Two notes of one kind, two claims of one note or two contradictions have the same id.
    DuplicateId = "duplicate-id", Error;

    /// Front matter or configuration is not valid YAML or TOML.
    FrontMatterSyntax = "front-matter-syntax", Error;
    /// A key that has no meaning here.
    UnknownKey = "unknown-key", Error;
    /// A key that must be there is not.
    MissingKey = "missing-key", Error;
    /// A value has another type than its key asks for.
    WrongType = "wrong-type", Error;
    /// A value has the right type and does not make sense.
    InvalidValue = "invalid-value", Error;
    /// The configuration names a version of the syntax that this program does not know.
    UnsupportedFormat = "unsupported-format", Error;

    /// An option that no note in `content/options/` defines.
    UnknownOption = "unknown-option", Error;
    /// A source that no note in `content/sources/` defines.
    UnknownSource = "unknown-source", Error;
    /// A topic that no note in `content/topics/` defines.
    UnknownTopic = "unknown-topic", Error;
    /// A scenario that no note in `content/scenarios/` defines.
    UnknownScenario = "unknown-scenario", Error;
    /// `based_on` names a source whose kind is not `study`.
    NotAStudy = "not-a-study", Error;
    /// Sources copy each other in a circle.
    CopyCycle = "copy-cycle", Error;

    /// A link leads to no note or file.
    BrokenLink = "broken-link", Error;
    /// A link fits more than one note.
    AmbiguousLink = "ambiguous-link", Error;
    /// A link names a heading that its note does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A link names a `^id` that its note does not have.
    DanglingBlockId = "dangling-block-id", Error;
    /// A footnote is referred to and never defined.
    BrokenFootnote = "broken-footnote", Error;
    /// An address has a scheme that could harm a reader.
    UnsafeLink = "unsafe-link", Error;
    /// HTML in a note; it is shown as text.
    RawHtml = "raw-html", Warning;
    /// An image file that does not exist or is no image.
    MissingImage = "missing-image", Error;
    /// An image without alternative text.
    ImageWithoutAlt = "image-without-alt", Warning;

    /// The head of a claim does not have the form `[option position]`.
    ClaimHead = "claim-head", Error;
    /// A claim that Markdown reads as a link or a link definition.
    ClaimReadsAsLink = "claim-reads-as-link", Error;
    /// A claim that does not stand in a top-level list.
    ClaimNotInList = "claim-not-in-list", Error;
    /// A claim with other blocks in it.
    ClaimWithBlocks = "claim-with-blocks", Error;
    /// A claim in a note that holds no claims.
    ClaimMisplaced = "claim-misplaced", Error;
    /// A claim without text.
    ClaimWithoutText = "claim-without-text", Error;
    /// A claim that cites no source.
    ClaimWithoutCitation = "claim-without-citation", Error;
    /// A claim that cites more than one source.
    ClaimWithTwoCitations = "claim-with-two-citations", Error;
    /// The parts of a claim stand in another order than text, citation, attributes, id.
    ClaimOrder = "claim-order", Error;
    /// Attributes in braces that do not have the form `{key=value .class}`.
    AttributeSyntax = "attribute-syntax", Error;
    /// An attribute that has no meaning here.
    UnknownAttribute = "unknown-attribute", Error;
    /// A position that is no rating, yes, no or quantity.
    UnknownPosition = "unknown-position", Error;
    /// A position that does not fit the scale of its topic.
    PositionOffScale = "position-off-scale", Error;
    /// A quantity lies beyond an anchor of its scale and counts as if it stood there.
    QuantityClamped = "quantity-clamped", Note;
    /// A place that its source's headings do not have.
    UnknownPlace = "unknown-place", Error;

    /// A callout of a kind that is not known.
    UnknownCallout = "unknown-callout", Error;
    /// A contradiction or agreement that does not stand on the top level of a topic or scenario.
    CalloutMisplaced = "callout-misplaced", Error;
    /// A contradiction with fewer than two sides, or an agreement with fewer than two claims.
    TooFewSides = "too-few-sides", Error;
    /// A side holds something else than links to claims.
    SideNotClaims = "side-not-claims", Error;
    /// `sets_aside` cannot be done: the kind is not error or time, or no side names the claim.
    SetsAside = "sets-aside", Error;
    /// Claims that cannot all hold, which no callout explains.
    UnexplainedContradiction = "unexplained-contradiction", Warning;

    /// A topic without a single position that does not say `background: true`.
    NoPositions = "no-positions", Warning;
    /// A must-have that cannot work: off the scale, outside the anchors, or one that nothing can miss.
    MustHave = "must-have", Error;
    /// A source that nothing cites.
    SourceNeverCited = "source-never-cited", Note;
    /// A source that is older than the configuration calls fresh.
    StaleSource = "stale-source", Note;
    /// A note that no other note links to.
    OrphanNote = "orphan-note", Note;

    /// Two pages or files have one address.
    AddressCollision = "address-collision", Error;
    /// A template is wrong or fails on a page.
    TemplateError = "template-error", Error;
    /// The theme's own description is wrong.
    ThemeError = "theme-error", Error;
    /// A template in the project's theme folder that nothing renders or includes.
    UnusedThemeFile = "unused-theme-file", Warning;
    /// Without a base address, tags that need one are left out.
    NoBaseUrl = "no-base-url", Note;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A span with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it points at.
    pub span: Span,
    /// A few words; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// One sentence that stands alone, without a full stop.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it, such as the other claim of a contradiction.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A finding at a span, with an empty label.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let primary = Label { span, text: String::new() };
        Self { code, message: message.into(), primary, secondary: Vec::new(), hint: None }
    }

    /// Says what the span is.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Sorts by path, place, code and message, and drops what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span.start, d.primary.span.end, d.code);
        let path = |d: &Diagnostic| sources.file(d.primary.span.file).path().to_owned();
        path(a).cmp(&path(b)).then(key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}

/// How many of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts a list.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity() {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }
}
