//! What a note's front matter says, typed by kind of note.

use super::fields::Fields;
use super::front_matter::{Node, Value};
use super::position::position;
use super::safety::{self, Address};
use crate::date::PartialDate;
use crate::diagnostics::make::Expected;
use crate::diagnostics::{Diagnostic, make};
use crate::model::{NoteKey, NoteKind, Position, QuantityScale, Scale};
use crate::source::{Span, Spanned};

/// A note's front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The title; the id where the note gives none.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Tags.
    pub tags: Vec<Spanned<String>>,
    /// Other names for wikilinks, which are old addresses too.
    pub aliases: Vec<Spanned<String>>,
    /// When it was written.
    pub date: Option<PartialDate>,
    /// When it was last changed.
    pub updated: Option<PartialDate>,
    /// Left out without `--drafts`.
    pub draft: bool,
    /// What its kind adds.
    pub facts: Facts,
    /// The front matter, or the note's start where there is none.
    pub span: Span,
}

/// What a kind of note adds.
#[derive(Clone, Debug, PartialEq)]
pub enum Facts {
    /// The home page and free pages add nothing.
    Page,
    /// An option.
    Option(OptionFacts),
    /// A source.
    Source(SourceFacts),
    /// A topic.
    Topic(TopicFacts),
    /// A scenario.
    Scenario(ScenarioFacts),
}

/// An option's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionFacts {
    /// Titles and safe absolute addresses.
    pub links: Vec<(String, String)>,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

/// A source's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFacts {
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it; may be empty.
    pub publisher: String,
    /// When.
    pub published: Option<PartialDate>,
    /// Where.
    pub url: Option<String>,
    /// When it was read.
    pub accessed: Option<PartialDate>,
    /// What its publisher sells or wants; may be empty.
    pub interest: String,
    /// 0 to 1.
    pub trust: f64,
    /// The id of the source that it copies.
    pub copy_of: Option<Spanned<String>>,
    /// `article` unless it says otherwise; `study` for what `based_on` names.
    pub kind: String,
    /// Its headings, in order, paths written `A > B`; empty where it lists none.
    pub headings: Vec<String>,
}

/// A topic's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFacts {
    /// Its group.
    pub group: Option<Spanned<String>>,
    /// The question whose answer sets its weight; may be empty.
    pub question: String,
    /// Default weight, 0 to 5.
    pub weight: f64,
    /// What its positions mean.
    pub scale: Scale,
    /// A page without row or weight.
    pub background: bool,
    /// Place within its group; equal ones are ordered by title.
    pub order: f64,
}

/// A scenario's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioFacts {
    /// Topic ids with weights, 0 to 5.
    pub weights: Vec<(Spanned<String>, f64)>,
    /// The weight of every topic that it does not list, 0 to 5; none where they keep their own.
    pub others: Option<f64>,
    /// Topic ids with minimums.
    pub must: Vec<(Spanned<String>, Spanned<Position>)>,
}

/// The kind of source that `based_on` may name.
pub const STUDY: &str = "study";

/// Reads a header. `node` is none where the front matter is absent; `broken` where it could not be
/// read, so that its keys are not reported as missing.
pub fn read(key: &NoteKey, node: Option<&Node>, span: Span, broken: bool) -> (Header, Vec<Diagnostic>) {
    let mut fields = Fields::new(node, span);
    let title = match (broken, key.kind) {
        (true, _) => None,
        (false, _) => fields.required_text("title", "title: A name for readers"),
    };
    let header = Header {
        title: title.map_or_else(|| key.id.to_string(), |title| title.value.trim().to_owned()),
        summary: fields.text("summary").map(|text| text.value).unwrap_or_default(),
        tags: fields.texts("tags"),
        aliases: fields.texts("aliases"),
        date: fields.date("date"),
        updated: fields.date("updated"),
        draft: fields.flag("draft"),
        facts: match key.kind {
            NoteKind::Home | NoteKind::Page => Facts::Page,
            NoteKind::Option => Facts::Option(option(&mut fields)),
            NoteKind::Source => Facts::Source(source(&mut fields)),
            NoteKind::Topic => Facts::Topic(topic(&mut fields, broken)),
            NoteKind::Scenario => Facts::Scenario(scenario(&mut fields)),
        },
        span,
    };
    (header, fields.finish())
}

fn option(fields: &mut Fields<'_>) -> OptionFacts {
    let mut links = Vec::new();
    for (key, node) in fields.table("links") {
        match &node.value {
            Value::Text(address) => {
                let web = web_address(fields, address, node.span);
                links.extend(web.map(|url| (key.name.clone(), url)));
            }
            value => {
                fields.diagnostics.push(make::wrong_type(node.span, &key.name, Expected::Address, value))
            }
        }
    }
    let colour = fields.text("colour").and_then(|colour| {
        let digits = colour.value.strip_prefix('#').unwrap_or_default();
        let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !plain {
            let message = format!("`{}` is no colour", colour.value);
            fields.diagnostics.push(make::invalid_value(colour.span, &message, "write `\"#3c873a\"`"));
        }
        plain.then(|| colour.value.to_lowercase())
    });
    OptionFacts { links, colour }
}

/// An absolute address that is safe to link to.
fn web_address(fields: &mut Fields<'_>, address: &str, span: Span) -> Option<String> {
    match safety::check(address) {
        Address::Web(url) => Some(url),
        Address::Relative(_) => {
            let message = format!("`{address}` is no absolute address");
            fields.diagnostics.push(make::invalid_value(span, &message, "begin it with `https://`"));
            None
        }
        Address::Unsafe(scheme) => {
            fields.diagnostics.push(make::unsafe_link(span, &scheme));
            None
        }
    }
}

fn source(fields: &mut Fields<'_>) -> SourceFacts {
    let url = fields.text("url").and_then(|url| web_address(fields, &url.value, url.span));
    SourceFacts {
        authors: fields.texts("author").into_iter().map(|author| author.value).collect(),
        publisher: fields.text("publisher").map(|text| text.value).unwrap_or_default(),
        published: fields.date("published"),
        url,
        accessed: fields.date("accessed"),
        interest: fields.text("interest").map(|text| text.value).unwrap_or_default(),
        trust: fields.number_within("trust", 0.0, 1.0).unwrap_or(1.0),
        copy_of: fields.text("copy_of"),
        kind: fields.text("kind").map_or_else(|| "article".to_owned(), |kind| kind.value),
        headings: fields.texts("headings").into_iter().map(|heading| heading.value).collect(),
    }
}

fn topic(fields: &mut Fields<'_>, broken: bool) -> TopicFacts {
    let background = fields.flag("background");
    let group = fields.text("group");
    if fields.node("group").is_none() && !background && !broken {
        fields.missing("group", "group: Performance");
    }
    let question = fields.text("question").map(|text| text.value).unwrap_or_default();
    if background {
        for key in ["weight", "scale", "better"] {
            if let Some(node) = fields.node(key) {
                fields.diagnostics.push(make::background_key(node.span, key));
            }
        }
    }
    TopicFacts {
        group,
        question,
        weight: fields.number_within("weight", 0.0, 5.0).unwrap_or(1.0),
        scale: scale(fields),
        background,
        order: fields.number("order").map_or(0.0, |order| order.value),
    }
}

fn scale(fields: &mut Fields<'_>) -> Scale {
    let better = fields.text("better");
    let node = fields.node("scale");
    let scale = match node.map(|node| &node.value) {
        None => Scale::Rating,
        Some(Value::Text(word)) if word == "rating" => Scale::Rating,
        Some(Value::Text(word)) if word == "yes-no" => {
            let no_is_better = better.as_ref().is_some_and(|better| better.value == "no");
            Scale::YesNo { no_is_better }
        }
        Some(Value::Table(_)) => quantity(fields, node),
        Some(value) => {
            if let (Value::Text(word), Some(node)) = (value, node) {
                fields.diagnostics.push(make::unknown_word(node.span, "scale", word, &["rating", "yes-no"]));
            } else if let Some(node) = node {
                fields.diagnostics.push(make::wrong_type(node.span, "scale", Expected::Scale, value));
            }
            Scale::Rating
        }
    };
    match (&scale, better) {
        (Scale::YesNo { .. }, Some(better)) if !matches!(better.value.as_str(), "yes" | "no") => {
            fields.diagnostics.push(make::unknown_word(better.span, "answer", &better.value, &["yes", "no"]));
        }
        (Scale::Rating | Scale::Quantity(_), Some(better)) => {
            let hint =
                "for a quantity, lower is better where `worst` is the greater; a rating says it by itself";
            fields.diagnostics.push(make::invalid_value(
                better.span,
                "`better` belongs to `scale: yes-no`",
                hint,
            ));
        }
        _ => {}
    }
    scale
}

fn quantity(fields: &mut Fields<'_>, node: Option<&Node>) -> Scale {
    let mut inner = Fields::new(node, node.map_or(fields.span, |node| node.span));
    let unit = inner.required_text("unit", "unit: open positions");
    let mut anchor = |key, example| {
        if inner.node(key).is_none() {
            inner.missing(key, example);
        }
        inner.number(key)
    };
    let worst = anchor("worst", "worst: 0");
    let best = anchor("best", "best: 5000");
    let tolerance = inner.number_within("tolerance", 0.0, 1.0).unwrap_or(QuantityScale::DEFAULT_TOLERANCE);
    if let (Some(worst), Some(best)) = (&worst, &best)
        && worst.value == best.value
    {
        inner.diagnostics.push(make::invalid_value(
            best.span,
            "`worst` and `best` are equal",
            "give the quantities whose values are 0 and 1",
        ));
    }
    fields.diagnostics.extend(inner.finish());
    match (unit, worst, best) {
        (Some(unit), Some(worst), Some(best)) if worst.value != best.value => {
            Scale::Quantity(QuantityScale {
                unit: unit.value,
                worst: worst.value,
                best: best.value,
                tolerance,
            })
        }
        _ => Scale::Rating,
    }
}

fn scenario(fields: &mut Fields<'_>) -> ScenarioFacts {
    let mut facts = ScenarioFacts::default();
    for (key, node) in fields.table("weights") {
        let weight = fields.number_of(&key.name, node);
        let weight = weight.and_then(|weight| fields.within(&key.name, weight, 0.0, 5.0));
        facts.weights.extend(weight.map(|weight| (Spanned::new(key.name.clone(), key.span), weight)));
    }
    facts.others = fields.number_within("others", 0.0, 5.0);
    for (key, node) in fields.table("must") {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            value => {
                fields.diagnostics.push(make::must_have_type(node.span, &key.name, value));
                continue;
            }
        };
        match position(&text) {
            Ok(position) => {
                let topic = Spanned::new(key.name.clone(), key.span);
                facts.must.push((topic, Spanned::new(position, node.span)));
            }
            Err(hint) => fields.diagnostics.push(make::unknown_position(node.span, &text, &hint)),
        }
    }
    facts
}
