//! One named function per mistake, so that wording and hints live in one place.

use super::{Code, Diagnostic};
use crate::source::Span;
use crate::text::closest;

fn did_you_mean(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A file that cannot be read.
pub fn unreadable_file(span: Span, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, span, format!("`{path}` cannot be read: {reason}"))
        .hint("check that it exists and that you may read it")
}

/// A symbolic link, which could publish what lies outside the project.
pub fn symbolic_link(span: Span, path: &str) -> Diagnostic {
    let message = format!("`{path}` is a symbolic link, and those are not followed");
    Diagnostic::new(Code::UnreadableFile, span, message).hint("put the file itself in its place")
}

/// A text file that is not UTF-8.
pub fn not_utf8(span: Span, path: &str, line: usize) -> Diagnostic {
    Diagnostic::new(
        Code::NotUtf8,
        span,
        format!("`{path}` is not UTF-8: the first wrong byte is on line {line}"),
    )
    .hint("save it as UTF-8 in your editor")
}

/// An `index.md` in the folder of a kind, which has no name to give it.
pub fn misplaced_index(span: Span, folder: &str) -> Diagnostic {
    Diagnostic::new(Code::MisplacedNote, span, format!("`content/{folder}/index.md` has no meaning")).hint(
        "the list of these notes makes itself; move the text to `content/index.md` or to a page of its own",
    )
}

/// A note in a folder without meaning.
pub fn misplaced_note(span: Span, folder: &str) -> Diagnostic {
    let known = ["options", "sources", "topics", "scenarios"];
    let near = closest(folder, known).map(|near| format!("content/{near}/"));
    Diagnostic::new(Code::MisplacedNote, span, format!("notes in `content/{folder}/` have no meaning")).hint(
        did_you_mean(
            near.as_deref(),
            "notes live in `content/`, or in its folders options, sources, topics and scenarios",
        ),
    )
}

/// A file name that is no id.
pub fn invalid_id(span: Span, stem: &str) -> Diagnostic {
    let better: String = stem
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .collect();
    let better = better.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    Diagnostic::new(Code::InvalidId, span, format!("the file name `{stem}` cannot be an id")).hint(
        match better.len() {
            0 | 1 => "use two or more lower case letters, digits and hyphens".to_owned(),
            _ => format!("use lower case letters, digits and hyphens: `{better}.md`"),
        },
    )
}

/// A `^id` or `#id` that is no id.
pub fn invalid_block_id(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidId, span, format!("`{id}` cannot be an id"))
        .hint("use two or more lower case letters, digits and hyphens")
}

/// Two notes of one kind with one name.
pub fn duplicate_note(span: Span, kind: &str, id: &str, first: Span) -> Diagnostic {
    let message = format!("two notes are the {kind} `{id}`");
    Diagnostic::new(Code::DuplicateId, span, message)
        .label("this one")
        .also(first, "and this one")
        .hint("rename one of them")
}

/// A claim's `^id` that another claim of its note has.
pub fn duplicate_claim_id(span: Span, id: &str, first: Span) -> Diagnostic {
    twice(span, format!("two claims have the id `^{id}`"), first).hint("give one of them another id")
}

/// A claim that is written twice.
pub fn duplicate_claim(span: Span, first: Span) -> Diagnostic {
    twice(span, "the same claim stands twice".to_owned(), first).hint("drop one of them")
}

/// A callout whose id another one has.
pub fn duplicate_callout(span: Span, id: &str, first: Span) -> Diagnostic {
    twice(span, format!("two callouts have the id `{id}`"), first)
        .hint("give one of them another title, or an id of its own: `{#other-id}`")
}

fn twice(span: Span, message: String, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, span, message).label("again here").also(first, "first here")
}

/// Front matter without a closing fence.
pub fn front_matter_unclosed(span: Span, fence: &str) -> Diagnostic {
    Diagnostic::new(Code::FrontMatterSyntax, span, "the front matter is never closed")
        .label("opened here")
        .hint(format!("put a line of `{fence}` after it"))
}

/// A YAML syntax error, with the trap that most likely caused it.
pub fn yaml_syntax(span: Span, message: &str, line: &str) -> Diagnostic {
    let colons = line.matches(": ").count() + usize::from(line.trim_end().ends_with(':'));
    let hint = if message.contains("mapping values") || (colons > 1 && !line.contains('{')) {
        "a value that holds a colon needs quotes: `title: \"A: B\"`"
    } else if line.contains('{') && (message.contains("'-'") || message.contains("block sequence")) {
        "a sign needs quotes: `must: { topic: \"-\" }`"
    } else if message.contains("duplicate") {
        "each key stands once"
    } else if message.contains("tab") {
        "indent with spaces"
    } else if message.contains("quoted scalar") {
        "close the quotes on the line that opens them"
    } else if message.contains("bracket") {
        "close the bracket, or put a value that begins with one in quotes"
    } else if message.contains("unexpected character") {
        "a value that begins with this sign needs quotes"
    } else {
        "if a value holds a sign that means something in YAML, put it in double quotes"
    };
    // The reader's advice to those who program with it helps nobody who writes notes.
    let message = message.split(", set DuplicateKeyPolicy").next().unwrap_or_default();
    Diagnostic::new(Code::FrontMatterSyntax, span, format!("this is not valid YAML: {message}")).hint(hint)
}

/// A TOML syntax error.
pub fn toml_syntax(span: Span, message: &str) -> Diagnostic {
    let message = message.lines().next().unwrap_or_default();
    Diagnostic::new(Code::FrontMatterSyntax, span, format!("this is not valid TOML: {message}"))
        .hint("text needs quotes in TOML: `title = \"A name\"`")
}

/// A key that nobody asked for.
pub fn unknown_key(span: Span, key: &str, known: &[&'static str]) -> Diagnostic {
    let near = closest(key, known.iter().copied());
    Diagnostic::new(Code::UnknownKey, span, format!("the key `{key}` has no meaning here"))
        .hint(did_you_mean(near, &format!("known keys: {}", list(known))))
}

/// A key that must be there.
pub fn missing_key(span: Span, key: &str, example: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, span, format!("the key `{key}` is missing"))
        .hint(format!("add `{example}`"))
}

/// What a value is where another type was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No value at all.
    Nothing,
    /// `true` or `false`.
    Truth,
    /// A number.
    Number,
    /// Text that would be a number without its quotes.
    NumberInQuotes,
    /// Any other text.
    Text,
    /// A list.
    List,
    /// A table.
    Table,
}

/// A value of another type.
pub fn wrong_type(span: Span, key: &str, expected: Expected, found: impl Into<Found>) -> Diagnostic {
    let (found, advice) = match found.into() {
        Found::Nothing => (
            "nothing",
            Some(
                "give it a value, or drop the key; a value with `#` needs quotes, since that begins a comment",
            ),
        ),
        Found::Truth => (
            "true or false",
            (expected == Expected::Text).then_some("put the word in quotes to make it text"),
        ),
        Found::Number => {
            ("a number", (expected == Expected::Text).then_some("put the number in quotes to make it text"))
        }
        Found::NumberInQuotes if expected == Expected::Number => {
            ("text", Some("write the number without quotes"))
        }
        Found::NumberInQuotes | Found::Text => ("text", None),
        Found::List => ("a list", None),
        Found::Table => ("a table", None),
    };
    let message = format!("`{key}` must be {}, and is {found}", expected.words());
    Diagnostic::new(Code::WrongType, span, message).hint(advice.unwrap_or(expected.example()))
}

/// What the value of a key should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A date of three precisions.
    Date,
    /// Keys and values.
    Table,
    /// An address.
    Address,
    /// A topic's scale.
    Scale,
}

impl Expected {
    fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "a list of texts",
            Self::Flag => "`true` or `false`",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::Table => "a table of keys and values",
            Self::Address => "an address",
            Self::Scale => "`rating`, `yes-no` or a table",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Text => {
                "give a single value; a value that holds a colon or begins with a bracket needs quotes"
            }
            Self::Texts => "write a list of texts: `[\"one\", \"two\"]`",
            Self::Flag => "write `true` or `false`; a bare `yes` or `no` is text",
            Self::Number => "write a number, such as `2` or `0.5`",
            Self::Date => "write YYYY, YYYY-MM or YYYY-MM-DD, such as 2022-02-04",
            Self::Table => "give it keys and values of its own, such as `{ key: value }`",
            Self::Address => "write an absolute address, such as `https://example.org/`",
            Self::Scale => "write `rating`, `yes-no`, or `{ unit: open positions, worst: 0, best: 5000 }`",
        }
    }
}

/// A value that makes no sense.
pub fn invalid_value(span: Span, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, span, message).hint(hint)
}

/// A word that is none of a few.
pub fn unknown_word(span: Span, what: &str, word: &str, known: &[&str]) -> Diagnostic {
    let near = closest(word, known.iter().copied());
    Diagnostic::new(Code::InvalidValue, span, format!("`{word}` is no {what}"))
        .hint(did_you_mean(near, &format!("use one of {}", list(known))))
}

/// A date that is none.
pub fn invalid_date(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, span, format!("`{text}` is no date"))
        .hint("write YYYY, YYYY-MM or YYYY-MM-DD, such as 2022-02-04")
}

/// A key that a background topic cannot have.
pub fn background_key(span: Span, key: &str) -> Diagnostic {
    let message = format!("a background topic has no `{key}`");
    Diagnostic::new(Code::InvalidValue, span, message).hint("drop the key, or `background: true`")
}

/// A format that this program does not know.
pub fn unsupported_format(span: Span, found: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedFormat, span, format!("format {found} of the syntax is not known"))
        .hint("this program reads `format = 1`")
}

/// A name that no note defines.
pub fn unknown_note(code: Code, span: Span, kind: &str, id: &str, known: &[&str]) -> Diagnostic {
    let folder = match kind {
        "study" => "sources",
        "option" => "options",
        "source" => "sources",
        "topic" => "topics",
        _ => "scenarios",
    };
    let file = format!("define it in `content/{folder}/{id}.md`");
    Diagnostic::new(code, span, format!("no {kind} is called `{id}`"))
        .hint(did_you_mean(closest(id, known.iter().copied()), &file))
}

/// `based_on` names something that is no study.
pub fn not_a_study(span: Span, id: &str, header: Span) -> Diagnostic {
    Diagnostic::new(Code::NotAStudy, span, format!("the source `{id}` is no study"))
        .also(header, "its front matter")
        .hint("write `kind: study` in its front matter, or cite it instead")
}

/// Sources that copy each other.
pub fn copy_cycle(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(
        Code::CopyCycle,
        span,
        format!("the source `{id}` copies itself, directly or through others"),
    )
    .hint("one of them came first: drop its `copy_of`")
}

/// A wikilink that leads nowhere.
pub fn broken_link(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::BrokenLink, span, format!("nothing is called `{name}`"))
        .hint(did_you_mean(near, "a wikilink names a note by its file name, title or alias"))
}

/// A path that leads nowhere.
pub fn broken_path(span: Span, path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::BrokenLink, span, format!("there is no note or file `{path}`")).hint(did_you_mean(
        near,
        "a path is relative to the note, or to `content/` if it begins with `/`; it stays inside `content/`",
    ))
}

/// A wikilink that could mean several notes.
pub fn ambiguous_link(span: Span, name: &str, candidates: &[String]) -> Diagnostic {
    let candidates: Vec<String> = candidates.iter().map(|candidate| format!("`[[{candidate}]]`")).collect();
    Diagnostic::new(Code::AmbiguousLink, span, format!("`{name}` could mean {} notes", candidates.len()))
        .hint(format!("write one of {}", candidates.join(", ")))
}

/// A heading that a note does not have.
pub fn broken_anchor(span: Span, note: &str, heading: &str, headings: &[&str]) -> Diagnostic {
    let near = closest(heading, headings.iter().copied());
    let known = match headings {
        [] => "the note has no headings".to_owned(),
        _ => format!("its headings: {}", list(headings)),
    };
    Diagnostic::new(Code::BrokenAnchor, span, format!("`{note}` has no heading `{heading}`"))
        .hint(did_you_mean(near, &known))
}

/// A block id that a note does not have.
pub fn dangling_block_id(span: Span, note: &str, id: &str, ids: &[&str]) -> Diagnostic {
    let near = closest(id, ids.iter().copied()).map(|near| format!("^{near}"));
    Diagnostic::new(Code::DanglingBlockId, span, format!("`{note}` has no `^{id}`"))
        .hint(did_you_mean(near.as_deref(), "a claim gets its id at its end: `… [@source, place] ^id`"))
}

/// A footnote that is never defined.
pub fn broken_footnote(span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::BrokenFootnote, span, format!("the footnote `{label}` is never defined"))
        .hint(format!("add a paragraph that begins `[^{label}]:`"))
}

/// An address that could run script or leave the web.
pub fn unsafe_link(span: Span, scheme: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsafeLink, span, format!("an address with `{scheme}` is not let through"))
        .hint("use https, http, mailto or tel, or a path")
}

/// HTML in a note.
pub fn raw_html(span: Span) -> Diagnostic {
    Diagnostic::new(Code::RawHtml, span, "HTML in a note is shown as text")
        .hint("use Markdown; put `<` in backquotes, or write `\\<`, where you mean the sign")
}

/// An image that is not there.
pub fn missing_image(span: Span, path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::MissingImage, span, format!("there is no image `{path}`")).hint(did_you_mean(
        near,
        "the path is relative to the note; a path with `/` in front is relative to `content/`",
    ))
}

/// A file that is named as an image and is none.
pub fn not_an_image(span: Span, path: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingImage, span, format!("`{path}` is no image that a browser shows"))
        .hint("use PNG, JPEG, GIF, WebP, AVIF or SVG")
}

/// An image without alternative text.
pub fn image_without_alt(span: Span, path: &str, wiki: bool) -> Diagnostic {
    let example =
        if wiki { format!("![[{path}|what it shows]]") } else { format!("![what it shows]({path})") };
    Diagnostic::new(Code::ImageWithoutAlt, span, "the image has no alternative text")
        .hint(format!("say what it shows: `{example}`"))
}

/// A claim's head that cannot be read.
pub fn claim_head(span: Span, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::ClaimHead, span, "this looks like a claim, and its head cannot be read")
        .hint(remedy)
}

/// A claim that Markdown takes for a link.
pub fn claim_reads_as_link(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::ClaimReadsAsLink, span, format!("Markdown reads this head as {what}"))
        .hint("put a space after the closing bracket, and nothing else")
}

/// A claim outside a list, or too deep in one.
pub fn claim_not_in_list(span: Span, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::ClaimNotInList, span, "a claim is an item of a list on the top level of its note")
        .hint(remedy)
}

/// A claim with other blocks in it.
pub fn claim_with_blocks(block: Span, claim: Span) -> Diagnostic {
    Diagnostic::new(Code::ClaimWithBlocks, block, "a claim is one paragraph")
        .label("this does not belong in it")
        .also(claim, "the claim")
        .hint("move the rest out of the list item, or make it a claim of its own")
}

/// A claim in a note that holds none.
pub fn claim_misplaced(span: Span, kind: &str) -> Diagnostic {
    let holder = match kind {
        "home" | "page" => "a page".to_owned(),
        "option" => "an option's note".to_owned(),
        _ => format!("a {kind}'s note"),
    };
    Diagnostic::new(Code::ClaimMisplaced, span, format!("{holder} holds no claims"))
        .hint("move it to a topic, or to a scenario if it is a recommendation")
}

/// A claim that says nothing.
pub fn claim_without_text(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ClaimWithoutText, span, "the claim says nothing")
        .hint("write what the source says between the head and the citation")
}

/// A claim that cites nothing.
pub fn claim_without_citation(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ClaimWithoutCitation, span, "the claim cites no source")
        .hint("add `[@source, place]` after its text")
}

/// A claim that cites twice.
pub fn claim_with_two_citations(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::ClaimWithTwoCitations, span, "a claim has one source")
        .label("second citation")
        .also(first, "first citation")
        .hint("two sources that say the same make two claims")
}

/// Parts of a claim in another order.
pub fn claim_order(span: Span, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::ClaimOrder, span, "a claim is `[head] text [@source, place] {attributes} ^id`")
        .hint(remedy)
}

/// Attributes without form.
pub fn attribute_syntax(span: Span, part: &str) -> Diagnostic {
    Diagnostic::new(Code::AttributeSyntax, span, format!("`{part}` is no attribute"))
        .hint("write `key=value`, `key=\"a value with spaces\"` or `.class`, with spaces between them")
}

/// An attribute without meaning.
pub fn unknown_attribute(span: Span, name: &str, near: Option<&str>, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownAttribute, span, format!("the attribute `{name}` has no meaning here"))
        .hint(did_you_mean(near, hint))
}

/// An attribute that is given twice, or against another one.
pub fn attribute_twice(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::new(Code::AttributeSyntax, span, format!("the attribute `{name}` is given twice"))
        .label("again here")
        .also(first, "first here")
        .hint("keep one of them")
}

/// Two stances of one claim.
pub fn two_stances(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::AttributeSyntax, span, "a claim has one stance")
        .also(first, "the other one")
        .hint("write `.reports` or `.rejects`, or neither where the source makes the claim its own")
}

/// Attributes of a callout that are not closed, or do not stand at the end.
pub fn callout_attributes(span: Span) -> Diagnostic {
    Diagnostic::new(Code::AttributeSyntax, span, "these attributes cannot be read")
        .hint("put them last on the callout's first line, between `{` and `}`")
}

/// Classes or attributes on a heading.
pub fn heading_attributes(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownAttribute, span, "a heading has no classes or attributes")
        .hint("only an anchor can be given: `## Title {#anchor}`")
}

/// A position that is none.
pub fn unknown_position(span: Span, text: &str, remedy: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownPosition, span, format!("`{text}` is no position")).hint(remedy)
}

/// A position on a scale that does not know it.
pub fn position_off_scale(
    span: Span,
    position: &str,
    scale: &str,
    scale_span: Option<Span>,
    remedy: &str,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::PositionOffScale, span, format!("`{position}` does not fit {scale}"))
            .hint(remedy);
    match scale_span {
        Some(span) => diagnostic.also(span, "the topic's front matter"),
        None => diagnostic,
    }
}

/// A quantity beyond an anchor.
pub fn quantity_clamped(span: Span, anchor: &str) -> Diagnostic {
    Diagnostic::new(
        Code::QuantityClamped,
        span,
        format!("this lies beyond the anchor {anchor} and counts as if it stood there"),
    )
    .hint("widen the scale's `worst` or `best` if the difference should count")
}

/// A place that a source does not have.
pub fn unknown_place(span: Span, source: &str, place: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownPlace, span, format!("`{source}` has no heading `{place}`")).hint(
        did_you_mean(near, "use a heading that its note lists, `Introduction`, or `after` and a heading"),
    )
}

/// A place that several headings of a source end in.
pub fn ambiguous_place(span: Span, source: &str, place: &str, example: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownPlace, span, format!("`{place}` could mean several headings of `{source}`"))
        .hint(format!("write the path to it, such as `{example}`"))
}

/// A callout of an unknown kind.
pub fn unknown_callout(span: Span, kind: &str, near: Option<&str>) -> Diagnostic {
    let otherwise =
        "use one of Obsidian's kinds, such as `note`, `tip` or `warning`; or `contradiction`, `agreement`";
    Diagnostic::new(Code::UnknownCallout, span, format!("callouts of the kind `{kind}` are not known"))
        .hint(did_you_mean(near, otherwise))
}

/// A contradiction or agreement in the wrong place.
pub fn callout_misplaced(span: Span, kind: &str) -> Diagnostic {
    let article = if kind == "agreement" { "an" } else { "a" };
    Diagnostic::new(
        Code::CalloutMisplaced,
        span,
        format!("{article} {kind} stands on the top level of a topic or scenario"),
    )
    .hint("move it out of the list or quotation, or to the topic that it is about")
}

/// A contradiction or agreement without a title.
pub fn callout_without_title(span: Span, kind: &str) -> Diagnostic {
    let example = if kind == "agreement" { "what its claims agree on" } else { "a question" };
    Diagnostic::new(Code::InvalidValue, span, format!("the {kind} has no title"))
        .hint(format!("write {example} after `[!{kind}]`"))
}

/// A callout whose first line is the head of a table.
pub fn callout_as_table(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, span, "the first line of this callout reads as the head of a table")
        .hint("put an empty `>` line and the table's own head between the callout's first line and the table")
}

/// A contradiction with fewer than two sides.
pub fn too_few_sides(span: Span, sides: usize) -> Diagnostic {
    Diagnostic::new(Code::TooFewSides, span, format!("a contradiction has at least two sides, and this has {sides}"))
        .hint("list one side per item, as links to claims; a paragraph that begins **Outside the sources:** can be the second")
}

/// An agreement of fewer than two claims.
pub fn too_few_claims(span: Span, claims: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TooFewSides,
        span,
        format!("an agreement has at least two claims, and this has {claims}"),
    )
    .hint("list the claims that agree, as links")
}

/// A side that is no list of claims.
pub fn side_not_claims(span: Span) -> Diagnostic {
    Diagnostic::new(Code::SideNotClaims, span, "a side is a list of links to claims and nothing else")
        .hint("write `- [[#^id]], [[topic#^id|words]]`; explain below the list")
}

/// `sets_aside` on a kind that cannot.
pub fn sets_aside_kind(span: Span) -> Diagnostic {
    Diagnostic::new(Code::SetsAside, span, "only contradictions of kind error or time set claims aside")
        .hint("write `kind=error` or `kind=time`, or drop `sets_aside`")
}

/// `sets_aside` of a claim that no side names.
pub fn sets_aside_unnamed(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::SetsAside, span, format!("no side of this contradiction names `{id}`"))
        .hint("a claim that is set aside stands on one of the sides")
}

/// Claims that cannot all hold.
pub fn unexplained_contradiction(
    first: (Span, &str),
    second: (Span, &str),
    cell: &str,
    many: bool,
) -> Diagnostic {
    let hint = if many {
        "add a `> [!contradiction]` that names them; if that needs many callouts, the topic asks several questions: split it"
    } else {
        "add a `> [!contradiction]` that names both on different sides"
    };
    Diagnostic::new(
        Code::UnexplainedContradiction,
        first.0,
        format!("claims about {cell} contradict each other"),
    )
    .label(first.1)
    .also(second.0, second.1)
    .hint(hint)
}

/// A topic without positions.
pub fn no_positions(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NoPositions,
        span,
        "no claim of this topic takes a position: its row of the matrix is empty",
    )
    .hint("give claims positions, or write `background: true`")
}

/// A must-have of the wrong type.
pub fn must_have_type(span: Span, topic: &str, found: impl Into<Found>) -> Diagnostic {
    let hint = match found.into() {
        Found::Nothing => "YAML reads a bare sign as nothing: put it in quotes, `\"-\"`",
        Found::List => "write one position; YAML reads a bare `-` as a list, so put it in quotes: `\"-\"`",
        Found::Truth => "write `yes` or `no`",
        _ => "write one position, such as `\"+\"`",
    };
    Diagnostic::new(Code::MustHave, span, format!("the minimum for `{topic}` is no position")).hint(hint)
}

/// A must-have that cannot work.
pub fn must_have(span: Span, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::MustHave, span, message).hint(hint)
}

/// A source that nothing cites.
pub fn source_never_cited(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::SourceNeverCited, span, format!("nothing cites the source `{id}`"))
        .hint("cite it in a claim, or remove it")
}

/// A source that is older than the configuration calls fresh.
pub fn stale_source(span: Span, id: &str, published: &str) -> Diagnostic {
    Diagnostic::new(
        Code::StaleSource,
        span,
        format!("the source `{id}` is old: it was published {published}"),
    )
    .hint("look for a newer edition, or raise `freshness` in the configuration")
}

/// A note that nothing links to.
pub fn orphan_note(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::OrphanNote, span, format!("no other note links to `{key}`"))
        .hint("link to it where a reader would look for it")
}

/// Two owners of one address.
pub fn address_collision(span: Span, path: &str, first: Option<Span>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::AddressCollision, span, format!("two files want the address `{path}`"))
            .label("this one")
            .hint("rename one of them");
    match first {
        Some(first) => diagnostic.also(first, "and this one"),
        None => diagnostic.hint("the site itself needs this address: rename the note or file"),
    }
}

/// A template that is wrong, or fails on a page.
pub fn template_error(span: Span, message: &str, page: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::TemplateError, span, format!("template error: {message}"));
    match page {
        Some(page) => diagnostic
            .label(format!("while rendering `{page}`"))
            .hint("the fields that a template sees are listed in the documentation of views"),
        None => diagnostic.hint("see the documentation of Tera for the syntax"),
    }
}

/// A theme whose description is wrong.
pub fn theme_error(span: Span, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::ThemeError, span, message).hint(hint)
}

/// A theme file that overrides nothing.
pub fn unused_theme_file(span: Span, path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(
        Code::UnusedThemeFile,
        span,
        format!("`{path}` overrides no file of the theme, and nothing includes it"),
    )
    .hint(did_you_mean(near, "an override has the path of the file that it replaces"))
}

/// No base address.
pub fn no_base_url(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoBaseUrl, span, "without `base_url`, canonical addresses are left out")
        .hint("add `base_url = \"https://example.org/\"` if the site is to be published")
}
