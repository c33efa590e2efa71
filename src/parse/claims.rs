//! The claim syntax: `[options positions] text [@source, place] {attributes} ^id`.
//!
//! A claim is read from its list item's source text, not from Markdown events: Markdown takes
//! `[nodejs ++]: text` for a link definition, drops it, and turns every such head into a link. Every
//! near miss is an error with a remedy; nothing that looks like a claim is passed over in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::attributes::{Attributes, attributes};
use super::position::position;
use super::prose::Prose;
use crate::date::PartialDate;
use crate::diagnostics::{Diagnostic, make};
use crate::model::{Condition, Id, Position, Stance};
use crate::source::{FileId, Span, Spanned};
use crate::text::closest;

/// The head of a claim about the question itself.
pub const GENERAL: &str = "general";

/// A claim, with its names unresolved.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimSyntax {
    /// The whole claim.
    pub span: Span,
    /// Its head, brackets included.
    pub head: Span,
    /// Option ids with positions; empty for a claim about the question itself.
    pub standings: Vec<StandingSyntax>,
    /// What it says.
    pub text: Prose,
    /// The source's id.
    pub source: Spanned<String>,
    /// The place in the source.
    pub place: Option<Spanned<String>>,
    /// Whether the source makes it its own.
    pub stance: Stance,
    /// Version, workload, metric, scope.
    pub conditions: BTreeMap<Condition, String>,
    /// The thing meant.
    pub about: Option<String>,
    /// The time of a figure.
    pub as_of: Option<PartialDate>,
    /// Since when.
    pub from: Option<PartialDate>,
    /// Until when.
    pub until: Option<PartialDate>,
    /// The study's id.
    pub based_on: Option<Spanned<String>>,
    /// In a scenario: the options are recommended together in one system.
    pub together: bool,
    /// Its id: the author's, or made from its content.
    pub id: Spanned<Id>,
    /// Whether the author gave the id.
    pub named: bool,
}

/// One option of a head.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingSyntax {
    /// The option's id.
    pub option: Spanned<String>,
    /// Its position.
    pub position: Option<Spanned<Position>>,
}

/// What a list item begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// No claim.
    None,
    /// A claim, well formed or not.
    Claim,
    /// Something that was meant as a claim and cannot be read as one; the text is a remedy.
    NearMiss(String),
}

/// Tells whether a list item's text begins a claim.
pub fn opening(text: &str, options: &BTreeSet<Id>) -> Opening {
    let known = |word: &str| word == GENERAL || options.contains(word);
    let cites = text.contains("[@");
    for marker in ["[ ] ", "[x] ", "[X] "] {
        if let Some(rest) = text.strip_prefix(marker)
            && opening(rest, options) == Opening::Claim
        {
            return Opening::NearMiss("a task cannot be a claim: drop the `[ ]`".to_owned());
        }
    }
    let bare = text.trim_start_matches(['*', '_', '~']);
    if bare.len() < text.len() && bare.starts_with('[') && opening(bare, options) == Opening::Claim {
        return Opening::NearMiss("a claim's head stands plain: drop the emphasis around it".to_owned());
    }
    let Some(inner) = text.strip_prefix('[') else {
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or_default();
        let second = words.next().unwrap_or_default().trim_end_matches([':', ',']);
        let first = first.trim_start_matches(['(', '{', '"', '`']);
        let second = second.trim_end_matches([')', '}', '"', '`']);
        let headless = known(first) && position(second).is_ok();
        return match () {
            () if cites && headless => Opening::NearMiss(format!("put the head in brackets: `[{first} {second}]`")),
            () if cites && ends_with_block_id(text) => Opening::NearMiss(
                "begin it with a head, such as `[option +]`, or `[general]` for a claim about the question itself"
                    .to_owned(),
            ),
            () => Opening::None,
        };
    };
    if let Some(wiki) = inner.strip_prefix('[') {
        let (name, after) = wiki.split_once("]]").unwrap_or((wiki, ""));
        let mut words = name.split_whitespace();
        let (first, inside) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let sign =
            if inside.is_empty() { after.split_whitespace().next().unwrap_or_default() } else { inside };
        if cites && known(first) && position(sign).is_ok() {
            return Opening::NearMiss(format!("a head is no wikilink: `[{first} {sign}]`"));
        }
    }
    if inner.starts_with(['[', '@', '^', '!', ']']) || matches!(text.get(..4), Some("[ ] " | "[x] " | "[X] "))
    {
        return Opening::None;
    }
    let inner = inner.split([']', '\n']).next().unwrap_or_default();
    let word = inner.trim_start().split([' ', '\t', ',']).next().unwrap_or_default();
    let lower = word.to_lowercase();
    let stem = lower.trim_end_matches(['+', '-', '=', ':', '~', '>']);
    let rest = inner.trim_start().get(word.len()..).unwrap_or_default();
    let positions = rest.split(',').next().is_some_and(|part| position(part.trim()).is_ok());
    let near = closest(&lower, options.iter().map(Id::as_str)).is_some();
    let mentions = || inner.split([' ', ',', '\t']).any(known);
    let head = known(word)
        || known(stem)
        || has_rated_head(text)
        || (positions && (near || cites))
        || (cites && (near || mentions() || Id::new(word).is_some()));
    if head { Opening::Claim } else { Opening::None }
}

/// Whether text begins with a word and a rating, yes or no in brackets, as prose never does.
pub fn has_rated_head(text: &str) -> bool {
    let head = text.strip_prefix('[').and_then(|rest| rest.split([']', ',', '\n']).next());
    let sign = head
        .and_then(|head| head.trim().split_once(char::is_whitespace))
        .map(|(_, sign)| position(sign.trim()));
    matches!(sign, Some(Ok(Position::Rating(_) | Position::YesNo(_))))
}

fn ends_with_block_id(text: &str) -> bool {
    text.trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .is_some_and(|last| last.starts_with('^') && last.len() > 1)
}

/// A claim's parts, found in its source text; the text itself is still a range of it.
pub struct Scanned {
    /// Everything but the text.
    pub claim: ClaimSyntax,
    /// Where its text stands.
    pub text: Range<usize>,
}

/// What can be known of a claim that cannot be read.
pub struct Scan {
    /// The claim, unless something essential is wrong with it.
    pub scanned: Option<Scanned>,
    /// The id that the author gave it, even where the rest is broken, so that links to it are not
    /// reported too.
    pub id: Option<Spanned<String>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a claim; `item` is its list item without marker and surrounding white space.
pub fn scan(file: FileId, text: &str, item: Range<usize>, in_scenario: bool) -> Scan {
    let mut scanner =
        Scanner { file, text, end: item.end, in_scenario, diagnostics: Vec::new(), failed: false, id: None };
    let claim = scanner.claim(&item);
    Scan { scanned: claim.filter(|_| !scanner.failed), id: scanner.id, diagnostics: scanner.diagnostics }
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    end: usize,
    in_scenario: bool,
    diagnostics: Vec<Diagnostic>,
    failed: bool,
    id: Option<Spanned<String>>,
}

/// What stands after a claim's citation.
#[derive(Default)]
struct Tail {
    attributes: Attributes,
    id: Option<Spanned<String>>,
    /// Whether words stand there, which is reported: they are most likely the claim's text.
    words: bool,
}

impl Scanner<'_> {
    fn claim(&mut self, item: &Range<usize>) -> Option<Scanned> {
        let head = self.head_range(item);
        let citations = self.citations(head.as_ref().map_or(item.start, |head| head.end));
        let tail_start = citations.last().map_or(self.end, |citation| citation.end);
        let before = head.as_ref().map_or(item.start, |head| head.end);
        let text_end = citations.first().map_or_else(|| self.untailed(before), |citation| citation.start);
        let tail = self.tail(if citations.is_empty() { text_end } else { tail_start });
        self.id = tail.id.clone();
        let head = head?;
        let standings = self.standings(&head);
        let text = self.claim_text(before, text_end, tail.words);
        let Some(citation) = citations.first() else {
            self.fail(make::claim_without_citation(self.span(item.clone())));
            return None;
        };
        if let Some(second) = citations.get(1) {
            self.fail(make::claim_with_two_citations(self.span(second.clone()), self.span(citation.clone())));
        }
        let (source, place) = self.citation(citation)?;
        let id = self.claim_id(&tail, &head, text.as_ref().unwrap_or(&(0..0)), &source.value);
        let mut claim = ClaimSyntax {
            span: self.span(item.clone()),
            head: self.span(head),
            standings,
            text: Prose::default(),
            source,
            place,
            stance: Stance::Asserts,
            conditions: BTreeMap::new(),
            about: None,
            as_of: None,
            from: None,
            until: None,
            based_on: None,
            together: false,
            id,
            named: tail.id.is_some(),
        };
        self.apply(&tail.attributes, &mut claim);
        Some(Scanned { claim, text: text? })
    }

    /// The head's brackets; reports a head that is not closed or runs into a link or definition.
    fn head_range(&mut self, item: &Range<usize>) -> Option<Range<usize>> {
        let slice = self.text.get(item.clone())?;
        let line = slice.lines().next().unwrap_or_default();
        // A bracket that opens before one closes is the citation's: the head was never closed.
        let close = line.find(']').filter(|close| !line.get(1..*close).unwrap_or_default().contains('['));
        let Some(close) = close else {
            let length = line.get(1..).and_then(|rest| rest.find('[')).map_or(line.len(), |at| at + 1);
            let length = line.get(..length).unwrap_or(line).trim_end().len();
            let end = item.start + length.min(60);
            self.fail(make::claim_head(self.span(item.start..self.floor(end)), "close the head with `]`"));
            return None;
        };
        let head = item.start..item.start + close + 1;
        let link = match self.text.get(head.end..self.end)?.chars().next() {
            None => return Some(head),
            Some(c) if c.is_whitespace() => return Some(head),
            Some(':') => "a link definition",
            Some('(' | '[') => "a link",
            Some(_) => {
                self.fail(make::claim_head(self.span(head.clone()), "put a space after the head"));
                return Some(head);
            }
        };
        let end = self.floor(head.end + 1);
        self.fail(make::claim_reads_as_link(self.span(head.start..end), link));
        Some(head)
    }

    fn standings(&mut self, head: &Range<usize>) -> Vec<StandingSyntax> {
        let inner = head.start + 1..head.end - 1;
        let content = self.text.get(inner.clone()).unwrap_or_default();
        let mut standings: Vec<StandingSyntax> = Vec::new();
        let mut general = None;
        let mut repeated = BTreeSet::new();
        let mut at = inner.start;
        let parts = head_parts(content);
        for part in &parts {
            let start = at + (part.len() - part.trim_start().len());
            let part_text = part.trim();
            at += part.len() + 1;
            let option = part_text.split_whitespace().next().unwrap_or_default();
            let span = self.span(start..start + option.len());
            let rest = part_text.get(option.len()..).unwrap_or_default();
            let sign = rest.trim();
            let sign_start = start + option.len() + (rest.len() - rest.trim_start().len());
            if option == GENERAL {
                general = Some(span);
                if !sign.is_empty() {
                    let sign_span = self.span(sign_start..sign_start + sign.len());
                    self.fail(make::claim_head(
                        sign_span,
                        "a claim about the question itself has no position",
                    ));
                }
                continue;
            }
            if Id::new(option).is_none() {
                let hint = head_hint(option);
                self.fail(make::claim_head(self.span(start..start + part_text.len()), &hint));
                continue;
            }
            let sign_span = self.span(sign_start..sign_start + sign.len());
            let position = match sign {
                "" => None,
                _ => match position(sign) {
                    Ok(position) => Some(Spanned::new(position, sign_span)),
                    Err(hint) => {
                        self.fail(make::unknown_position(sign_span, sign, &hint));
                        None
                    }
                },
            };
            if standings.iter().any(|standing| standing.option.value == option) {
                if repeated.insert(option) {
                    self.fail(make::claim_head(span, "each option stands once in a head"));
                }
                continue;
            }
            standings.push(StandingSyntax { option: Spanned::new(option.to_owned(), span), position });
        }
        if let Some(span) = general.filter(|_| parts.len() > 1) {
            self.fail(make::claim_head(span, "`general` stands alone in a head"));
        }
        share_position(&mut standings);
        standings
    }

    /// Every `[@…]` from a place on that is not inside a code span.
    fn citations(&self, from: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = from;
        let slice = |from: usize| self.text.get(from..self.end).unwrap_or_default();
        while let Some(start) = slice(at).find(['`', '[']).map(|offset| at + offset) {
            let rest = slice(start);
            if rest.starts_with('`') {
                let ticks = rest.len() - rest.trim_start_matches('`').len();
                let fence = &rest[..ticks];
                at = start + ticks + rest[ticks..].find(fence).map_or(0, |offset| offset + ticks);
            } else if rest.starts_with("[@") {
                let end = start + closing_bracket(rest).unwrap_or(rest.len());
                found.push(start..end);
                at = end;
            } else {
                at = start + 1;
            }
        }
        found
    }

    fn citation(&mut self, range: &Range<usize>) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
        let inner = self.text.get(range.clone())?.strip_prefix("[@")?;
        let Some(inner) = inner.strip_suffix(']') else {
            self.fail(make::claim_order(self.span(range.clone()), "close the citation with `]`"));
            return None;
        };
        let start = range.start + 2;
        let (source, place) = match inner.split_once(',') {
            Some((source, place)) => (source, Some(place)),
            None => (inner, None),
        };
        let place = place.and_then(|place| {
            let text = place.split_whitespace().collect::<Vec<_>>().join(" ");
            let from = start + source.len() + 1 + (place.len() - place.trim_start().len());
            let span = self.span(from..from + place.trim().len());
            (!text.is_empty()).then(|| Spanned::new(text, span))
        });
        let span = self.span(start..start + source.len());
        if source.trim().contains(char::is_whitespace) {
            self.fail(make::claim_order(
                span,
                "put a comma between the source and the place: `[@source, place]`",
            ));
        }
        Some((Spanned::new(source.trim().to_owned(), span), place))
    }

    /// Where the text of a claim without citation ends: before attributes or id.
    fn untailed(&self, from: usize) -> usize {
        let slice = self.text.get(from..self.end).unwrap_or_default();
        let mark = slice.match_indices([' ', '\n']).map(|(at, _)| at).find(|at| {
            let rest = slice.get(at + 1..).unwrap_or_default();
            (rest.starts_with('{') && rest.contains('}'))
                || (rest.starts_with('^') && !rest.trim_end().contains(char::is_whitespace))
        });
        from + mark.unwrap_or(slice.len())
    }

    /// Attributes and id, in that order and nothing else.
    fn tail(&mut self, from: usize) -> Tail {
        let mut tail = Tail::default();
        let mut braces = None;
        let mut at = from;
        while let Some(offset) =
            self.text.get(at..self.end).and_then(|rest| rest.find(|c: char| !c.is_whitespace()))
        {
            at += offset;
            let rest = self.text.get(at..self.end).unwrap_or_default();
            if rest.starts_with('{') {
                let Some(close) = rest.find('}') else {
                    self.fail(make::claim_order(self.span(at..self.end), "close the attributes with `}`"));
                    return tail;
                };
                let range = at..at + close + 1;
                if braces.is_some() {
                    self.fail(make::claim_order(
                        self.span(range.clone()),
                        "put all attributes in one pair of braces",
                    ));
                } else if tail.id.is_some() {
                    self.fail(make::claim_order(
                        self.span(range.clone()),
                        "the attributes come before the `^id`",
                    ));
                }
                let (found, diagnostics) = attributes(self.file, self.text, range.start + 1..range.end - 1);
                self.failed |= !diagnostics.is_empty();
                self.diagnostics.extend(diagnostics);
                tail.attributes = found;
                at = range.end;
                braces = Some(range);
            } else if rest.starts_with('^') {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let span = self.span(at..at + length);
                if !self.text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace)) {
                    self.fail(make::claim_order(span, "put a space before the `^id`"));
                }
                if tail.id.is_some() {
                    self.fail(make::claim_order(span, "a claim has one `^id`"));
                }
                tail.id = Some(Spanned::new(rest.get(1..length).unwrap_or_default().to_owned(), span));
                at += length;
            } else if rest.starts_with("[@") {
                at += closing_bracket(rest).unwrap_or(rest.len());
            } else {
                let length = rest.find(['{', '^']).filter(|at| *at > 0).unwrap_or(rest.len());
                let range = at..at + rest.get(..length).unwrap_or_default().trim_end().len();
                self.fail(make::claim_order(
                    self.span(range),
                    "what the claim says comes before its citation",
                ));
                tail.words = true;
                at += length;
            }
        }
        tail
    }

    fn claim_text(&mut self, start: usize, end: usize, elsewhere: bool) -> Option<Range<usize>> {
        let slice = self.text.get(start..end)?;
        let trimmed = slice.trim();
        let from = start + (slice.len() - slice.trim_start().len());
        let range = from..from + trimmed.len();
        if trimmed.is_empty() && elsewhere {
            return None;
        }
        if trimmed.is_empty() {
            self.fail(make::claim_without_text(self.span(start..self.floor(start + 1).max(end))));
            return None;
        }
        let last = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default();
        let misplaced = range.end - last.len()..range.end;
        if last.starts_with('^') && last.len() > 1 {
            self.fail(make::claim_order(self.span(misplaced), "the `^id` comes last, after the citation"));
        } else if trimmed.ends_with('}') && trimmed.contains(" {") {
            let open = trimmed.rfind(" {").map_or(0, |at| at + 1);
            let span = self.span(range.start + open..range.end);
            self.fail(make::claim_order(span, "the attributes come after the citation"));
        }
        Some(range)
    }

    fn claim_id(
        &mut self,
        tail: &Tail,
        head: &Range<usize>,
        text: &Range<usize>,
        source: &str,
    ) -> Spanned<Id> {
        if let Some(given) = &tail.id {
            if let Some(id) = Id::new(&given.value) {
                return Spanned::new(id, given.span);
            }
            self.fail(make::invalid_block_id(given.span, &given.value));
        }
        let words = |range: &Range<usize>| {
            let slice = self.text.get(range.clone()).unwrap_or_default();
            slice.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let digest = Sha256::digest(format!("{}\0{}\0{source}", words(head), words(text)));
        let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let id = Id::new(&format!("c{hex}"))
            .unwrap_or_else(|| unreachable!("`c` and hexadecimal digits are an id"));
        Spanned::new(id, self.span(head.clone()))
    }

    fn apply(&mut self, found: &Attributes, claim: &mut ClaimSyntax) {
        if let Some(id) = &found.id {
            self.fail(make::unknown_attribute(
                id.span,
                &format!("#{}", id.value),
                None,
                &format!("a claim's id stands last: `^{}`", id.value),
            ));
        }
        let mut stance: Option<Span> = None;
        for class in &found.classes {
            match class.value.as_str() {
                "reports" | "rejects" if stance.is_some() => {
                    let first = stance.unwrap_or(class.span);
                    self.fail(make::two_stances(class.span, first));
                }
                "reports" | "rejects" => {
                    stance = Some(class.span);
                    let reports = class.value == "reports";
                    claim.stance = if reports { Stance::Reports } else { Stance::Rejects };
                }
                "together" if self.in_scenario => claim.together = true,
                other => {
                    let known: &[&str] = if self.in_scenario {
                        &["reports", "rejects", "together"]
                    } else {
                        &["reports", "rejects"]
                    };
                    let hint = format!(
                        "known here: {}",
                        known.iter().map(|name| format!("`.{name}`")).collect::<Vec<_>>().join(", ")
                    );
                    let near = closest(other, known.iter().copied()).map(|name| format!(".{name}"));
                    self.fail(make::unknown_attribute(
                        class.span,
                        &format!(".{other}"),
                        near.as_deref(),
                        &hint,
                    ));
                }
            }
        }
        for (key, value) in &found.pairs {
            if let Some(condition) = Condition::ALL.into_iter().find(|condition| condition.key() == key.value)
            {
                claim.conditions.insert(condition, value.value.clone());
                continue;
            }
            match key.value.as_str() {
                "about" => claim.about = Some(value.value.clone()),
                "as_of" => claim.as_of = self.date(value),
                "from" => claim.from = self.date(value),
                "until" => claim.until = self.date(value),
                "based_on" => claim.based_on = Some(value.clone()),
                other => {
                    const KNOWN: [&str; 9] = [
                        "version", "workload", "metric", "scope", "about", "as_of", "from", "until",
                        "based_on",
                    ];
                    let hint = format!("known here: {}", KNOWN.map(|name| format!("`{name}`")).join(", "));
                    self.fail(make::unknown_attribute(key.span, other, closest(other, KNOWN), &hint));
                }
            }
        }
        if let (Some(from), Some(until)) = (claim.from, claim.until)
            && from.first_day() > until.last_day()
        {
            self.fail(make::invalid_value(
                claim.head,
                "`from` lies after `until`",
                "a claim holds from a date until a later one",
            ));
        }
    }

    fn date(&mut self, value: &Spanned<String>) -> Option<PartialDate> {
        let date = value.value.parse().ok();
        if date.is_none() {
            self.fail(make::invalid_date(value.span, &value.value));
        }
        date
    }

    fn fail(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.diagnostics.push(diagnostic);
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// The nearest character boundary at or before an offset, within the item.
    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.end);
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// The parts of a head between its commas; a comma between digits belongs to a number that is written
/// with one, so that it can be reported as that.
fn head_parts(content: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in content.match_indices(',') {
        let (before, after) = (&content[..at], &content[at + 1..]);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let positioned = content[start..at].trim().contains(' ');
        if positioned && digits == 3 && before.ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        parts.push(&content[start..at]);
        start = at + 1;
    }
    parts.push(&content[start..]);
    parts
}

/// `[nodejs, python +]` is one claim in two cells: an option without a position shares that of the
/// next one that has one.
fn share_position(standings: &mut [StandingSyntax]) {
    let mut next = None;
    for standing in standings.iter_mut().rev() {
        match &standing.position {
            Some(position) => next = Some(position.clone()),
            None => standing.position.clone_from(&next),
        }
    }
}

fn head_hint(option: &str) -> String {
    let lower = option.to_lowercase();
    let stem = lower.trim_end_matches(['+', '-', '=', ':']);
    if Id::new(stem).is_some() && stem.len() < lower.len() {
        let sign = lower.get(stem.len()..).unwrap_or_default().trim_matches(':');
        return format!(
            "put a space between option and position: `[{}]`",
            format!("{stem} {sign}").trim_end()
        );
    }
    if Id::new(&lower).is_some() {
        return format!("an option is named by its id: `{lower}`");
    }
    "write `[option]`, `[option +]`, `[one +, other -]`, `[one, other +]` or `[general]`".to_owned()
}

/// One past the bracket that closes the one at the start, on brackets that may nest.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
