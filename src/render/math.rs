//! Formulas: TeX as MathML, which browsers set without a script.
//!
//! The crate that reads the TeX leaves `style` attributes where MathML has nothing better, and a strict
//! policy drops those. So what would become one is taken out before: colours are refused, since they
//! are the theme's, and the few spaces that need one are left away. Tables come with class names that
//! the theme must know: `menv-alignlike`, `menv-cells-left`, `menv-cells-right`, `menv-arraylike`,
//! `menv-multline`, `menv-cases`, `cell-left`, `cell-right`, `menv-left-solid`, `menv-hline` and so on.
//!
//! Nor does the crate escape everything. What it writes is repaired where that can be done and then
//! checked against a list of elements and attributes; nothing else ever reaches a page.

mod check;

use std::error::Error;
use std::thread;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Dimension, DimensionUnit, EnvironmentFlow, Event, StateChange};
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// Longest formula in bytes; no formula that people read comes near it.
const LONGEST: usize = 4_000;

/// Stack for one formula. Commands whose arguments stand without braces nest as deep as there are
/// commands: a formula of [`LONGEST`] bytes that does nothing else takes less than a quarter of this.
const STACK_BYTES: usize = 64 << 20;

/// A formula as a `<math>` element, on a line of its own if it is a displayed one, with its TeX as an
/// annotation. It holds no `style`, script or address, whatever the TeX is.
///
/// # Errors
///
/// What is wrong with the TeX, in a few words: it cannot be read, asks for a colour, defines a
/// command or is too long.
pub fn math(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("longer than {LONGEST} bytes"));
    }
    if let Some(name) = commands(tex).find(|name| DEFINITIONS.contains(name)) {
        return Err(format!("`\\{name}` is not supported; write the formula out"));
    }
    // On a thread of its own for the sake of the stack: one that overflows would end the program.
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("formula".to_owned()).stack_size(STACK_BYTES);
        let thread =
            builder.spawn_scoped(scope, || convert(tex, display)).map_err(|error| error.to_string())?;
        thread.join().unwrap_or_else(|_| Err(CANNOT.to_owned()))
    })
}

const CANNOT: &str = "this formula cannot be converted";

/// Commands that define others. A formula has little use for them, and a few lines of them unfold to
/// any length.
const DEFINITIONS: [&str; 6] = ["def", "futurelet", "let", "newcommand", "providecommand", "renewcommand"];

/// The names of all commands.
fn commands(tex: &str) -> impl Iterator<Item = &str> {
    let mut rest = tex;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('\\')?;
        let end = after.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(after.len());
        let (name, _) = after.split_at(end);
        // A command without a letter is one character, which may be another backslash.
        rest = after.get(end.max(1)..).unwrap_or_default();
        Some(name)
    })
}

fn convert(tex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let events = Parser::new(tex, &storage)
        .map(|event| match event {
            Ok(event) => made_plain(event).map(Ok),
            Err(error) => Err(error.source().map_or_else(|| error.to_string(), ToString::to_string)),
        })
        .collect::<Result<Vec<Result<Event<'_>, pulldown_latex::ParserError>>, String>>()?;
    // The crate writes the annotation as it is.
    let annotation = tex.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let config = RenderConfig {
        display_mode: if display { DisplayMode::Block } else { DisplayMode::Inline },
        annotation: Some(&annotation),
        ..RenderConfig::default()
    };
    let mut html = String::new();
    push_mathml(&mut html, events.into_iter(), config).map_err(|error| error.to_string())?;
    let html = repair(&html);
    if check::is_plain_mathml(&html) { Ok(html) } else { Err(CANNOT.to_owned()) }
}

/// Writes the operators `<` and `&` as references. They are recognised by what follows, the end of
/// their element or a combining stroke. Also puts the space between two attributes where the crate
/// forgets it, and a character for the one reference that HTML alone knows.
fn repair(html: &str) -> String {
    let html = html.replace("&nbsp;", "\u{a0}").replace("\"minsize=", "\" minsize=");
    let mut out = String::with_capacity(html.len());
    for (at, character) in html.char_indices() {
        let after = html.get(at + character.len_utf8()..).unwrap_or_default();
        let tag = after.starts_with(|next: char| next == '/' || next.is_ascii_alphabetic());
        let reference = ["amp;", "lt;", "gt;", "quot;"].iter().any(|name| after.starts_with(name));
        match character {
            '<' if !tag => out.push_str("&lt;"),
            '&' if !reference => out.push_str("&amp;"),
            _ => out.push(character),
        }
    }
    out
}

/// The event without what the crate would write as a `style` attribute or as it stands.
fn made_plain(event: Event<'_>) -> Result<Event<'_>, String> {
    Ok(match event {
        Event::StateChange(StateChange::Color(_)) => {
            return Err("colours are not supported; they are the theme's".to_owned());
        }
        Event::Content(Content::Function(name)) if name.contains(|letter| "\\{}<>&$#".contains(letter)) => {
            return Err("the name of an operator holds commands or signs".to_owned());
        }
        Event::Space { width, height, depth } => {
            let nothing = Dimension { value: 0.0, unit: DimensionUnit::Em };
            let width = width.filter(|width| width.value > 0.0).or(Some(nothing));
            Event::Space { width, height, depth }
        }
        Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. }) => {
            Event::EnvironmentFlow(EnvironmentFlow::NewLine { spacing: None, horizontal_lines })
        }
        other => other,
    })
}

#[cfg(test)]
mod tests;
