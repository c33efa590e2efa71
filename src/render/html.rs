//! Prose -> HTML. Everything that reaches the output goes through [`escape`]; see [`crate::parse::prose`]
//! for why nothing else can get here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{highlight, math};
use crate::parse::prose::{Alignment, Container, Heading, Piece, Prose};

/// Text with the five signs that mean something in HTML escaped, in content and quoted attributes alike.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Characters that HTML forbids even as references.
            '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}' => escaped.push('\u{FFFD}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A link, ready to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The address as it stands in `href` or `src`, relative to the page; none where the link is lost.
    pub href: Option<String>,
    /// What a link without text of its own shows.
    pub name: String,
    /// `cp-wikilink`, `cp-citation`, `cp-external` or nothing.
    pub class: &'static str,
    /// Width and height in pixels, for images.
    pub size: Option<(u32, u32)>,
}

/// What prose needs to be written on one page.
pub struct Writer<'a> {
    /// The note's headings.
    pub headings: &'a [Heading],
    /// The note's links, those at least that the prose has.
    pub targets: &'a BTreeMap<usize, Target>,
    /// The numbers of footnotes, in order of first reference on the page.
    pub footnotes: FootnoteNumbers,
    /// Whether ids are written: not in quotations of a note on other pages.
    pub with_ids: bool,
}

/// Numbers of footnotes by label, and how often each was referred to.
#[derive(Clone, Debug, Default)]
pub struct FootnoteNumbers {
    by_label: BTreeMap<String, (usize, usize)>,
}

impl FootnoteNumbers {
    /// The number of a label, and which reference to it this is.
    fn refer(&mut self, label: &str) -> (usize, usize) {
        let next = self.by_label.len() + 1;
        let entry = self.by_label.entry(label.to_owned()).or_insert((next, 0));
        entry.1 += 1;
        *entry
    }

    /// Labels in order of number, with how often each was referred to.
    fn in_order(&self) -> Vec<(String, usize)> {
        let mut labels: Vec<_> =
            self.by_label.iter().map(|(label, (number, count))| (*number, label.clone(), *count)).collect();
        labels.sort();
        labels.into_iter().map(|(_, label, count)| (label, count)).collect()
    }
}

impl Writer<'_> {
    /// Writes prose.
    pub fn html(&mut self, prose: &Prose) -> String {
        let mut out = String::new();
        let mut open: Vec<&Container> = Vec::new();
        for piece in &prose.pieces {
            match piece {
                Piece::Open(container) => {
                    self.open(container, &open, &mut out);
                    open.push(container);
                }
                Piece::Close => {
                    if let Some(container) = open.pop() {
                        self.close(container, &open, &mut out);
                    }
                }
                piece => self.leaf(piece, &mut out),
            }
        }
        while let Some(container) = open.pop() {
            self.close(container, &open, &mut out);
        }
        out
    }

    /// The section of footnotes that were referred to so far; empty if there is none.
    pub fn footnotes(&mut self, definitions: &[(String, Prose)]) -> String {
        let mut items = String::new();
        let mut written = 0;
        // A footnote may refer to further ones, so the list can grow while it is written.
        while let Some((label, count)) = self.footnotes.in_order().get(written).cloned() {
            written += 1;
            let text = definitions.iter().find(|(name, _)| *name == label).map(|(_, prose)| prose.clone());
            let mut html = self.html(&text.unwrap_or_default());
            let backs: String = (1..=count)
                .map(|reference| {
                    let id = reference_id(written, reference);
                    let name = if count > 1 { format!("{written}.{reference}") } else { written.to_string() };
                    format!(" <a class=\"cp-footnote-back\" href=\"#{id}\" aria-label=\"Back to reference {name}\">↩</a>")
                })
                .collect();
            match html.strip_suffix("</p>\n").map(str::len) {
                Some(length) => html.insert_str(length, &backs),
                None => html.push_str(&backs),
            }
            let _ = writeln!(items, "<li id=\"cp-fn-{written}\">{html}</li>");
        }
        if items.is_empty() {
            return String::new();
        }
        format!("<section class=\"cp-footnotes\" aria-label=\"Footnotes\">\n<ol>\n{items}</ol>\n</section>\n")
    }

    fn open(&mut self, container: &Container, open: &[&Container], out: &mut String) {
        match container {
            Container::Paragraph { block_id: Some(id) } if self.with_ids => {
                let _ = write!(out, "<p id=\"{}\">", escape(&crate::paths::block_anchor(id)));
            }
            Container::Paragraph { .. } => out.push_str("<p>"),
            Container::Heading(index) => match self.headings.get(*index) {
                Some(heading) if self.with_ids => {
                    let _ = write!(out, "<h{} id=\"{}\">", heading.level, escape(&heading.anchor));
                }
                Some(heading) => {
                    let _ = write!(out, "<h{}>", heading.level);
                }
                None => out.push_str("<p>"),
            },
            Container::Quote => out.push_str("<blockquote>\n"),
            Container::List { start: None } => out.push_str("<ul>\n"),
            Container::List { start: Some(1) } => out.push_str("<ol>\n"),
            Container::List { start: Some(start) } => {
                let _ = writeln!(out, "<ol start=\"{start}\">");
            }
            Container::Item { task: None } => out.push_str("<li>"),
            Container::Item { task: Some(done) } => {
                let (checked, label) = if *done { (" checked", "done") } else { ("", "open") };
                let _ = write!(
                    out,
                    "<li class=\"cp-task\"><input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
                );
            }
            Container::Table => out.push_str(
                "<div class=\"cp-table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n",
            ),
            Container::TableHead => out.push_str("<thead>\n<tr>"),
            Container::TableRow => out.push_str("<tr>"),
            Container::TableCell(alignment) => {
                let class = match alignment {
                    Alignment::None => "",
                    Alignment::Left => " class=\"cp-align-left\"",
                    Alignment::Center => " class=\"cp-align-center\"",
                    Alignment::Right => " class=\"cp-align-right\"",
                };
                let head = matches!(open.last(), Some(Container::TableHead));
                let _ =
                    if head { write!(out, "<th scope=\"col\"{class}>") } else { write!(out, "<td{class}>") };
            }
            Container::Emphasis => out.push_str("<em>"),
            Container::Strong => out.push_str("<strong>"),
            Container::Strikethrough => out.push_str("<del>"),
            Container::Link(index) => self.open_link(*index, out),
            Container::Callout(callout) => {
                let title = escape(&callout.title);
                let kind = callout.kind;
                let _ = match callout.fold {
                    None => write!(
                        out,
                        "<div class=\"cp-callout cp-callout-{kind}\" role=\"note\">\n<p class=\"cp-callout-title\">{title}</p>\n"
                    ),
                    Some(shown) => write!(
                        out,
                        "<details class=\"cp-callout cp-callout-{kind}\"{}>\n<summary class=\"cp-callout-title\">{title}</summary>\n",
                        if shown { " open" } else { "" }
                    ),
                };
            }
        }
    }

    fn close(&self, container: &Container, open: &[&Container], out: &mut String) {
        match container {
            Container::Paragraph { .. } => out.push_str("</p>\n"),
            Container::Heading(index) => match self.headings.get(*index) {
                Some(heading) if self.with_ids => {
                    let (anchor, title) = (escape(&heading.anchor), escape(&heading.title));
                    let level = heading.level;
                    let _ = writeln!(
                        out,
                        "<a class=\"cp-anchor\" href=\"#{anchor}\" aria-label=\"Link to “{title}”\">#</a></h{level}>"
                    );
                }
                Some(heading) => {
                    let _ = writeln!(out, "</h{}>", heading.level);
                }
                None => out.push_str("</p>\n"),
            },
            Container::Quote => out.push_str("</blockquote>\n"),
            Container::List { start: None } => out.push_str("</ul>\n"),
            Container::List { .. } => out.push_str("</ol>\n"),
            Container::Item { .. } => out.push_str("</li>\n"),
            Container::Table => out.push_str("</tbody>\n</table></div>\n"),
            Container::TableHead => out.push_str("</tr>\n</thead>\n<tbody>\n"),
            Container::TableRow => out.push_str("</tr>\n"),
            Container::TableCell(_) => {
                let head = matches!(open.last(), Some(Container::TableHead));
                out.push_str(if head { "</th>" } else { "</td>" });
            }
            Container::Emphasis => out.push_str("</em>"),
            Container::Strong => out.push_str("</strong>"),
            Container::Strikethrough => out.push_str("</del>"),
            Container::Link(index) => {
                if self.targets.get(index).is_some_and(|target| target.href.is_some()) {
                    out.push_str("</a>");
                }
            }
            Container::Callout(callout) => out.push_str(match callout.fold {
                None => "</div>\n",
                Some(_) => "</details>\n",
            }),
        }
    }

    /// Opens a link and writes the name that it shows, if it has no text of its own.
    fn open_link(&self, index: usize, out: &mut String) {
        let Some(target) = self.targets.get(&index) else { return };
        if let Some(href) = &target.href {
            let _ = match target.class {
                "" => write!(out, "<a href=\"{}\">", escape(href)),
                "cp-external" => {
                    write!(out, "<a class=\"cp-external\" rel=\"noopener\" href=\"{}\">", escape(href))
                }
                class => write!(out, "<a class=\"{class}\" href=\"{}\">", escape(href)),
            };
        }
        out.push_str(&escape(&target.name));
    }

    fn leaf(&mut self, piece: &Piece, out: &mut String) {
        match piece {
            Piece::Text(text) => out.push_str(&escape(text)),
            Piece::Code(code) => {
                let _ = write!(out, "<code>{}</code>", escape(code));
            }
            Piece::Math { tex, display } => {
                // A displayed formula stands within its paragraph too, where no block may. A long one
                // scrolls, and so has to be within the keyboard's reach.
                let attributes = if *display {
                    "class=\"cp-math cp-math-display\" tabindex=\"0\""
                } else {
                    "class=\"cp-math\""
                };
                let _ = match math::math(tex, *display) {
                    Ok(html) => write!(out, "<span {attributes}>{html}</span>"),
                    Err(_) => write!(out, "<code class=\"cp-math\">{}</code>", escape(tex)),
                };
            }
            Piece::SoftBreak => out.push('\n'),
            Piece::HardBreak => out.push_str("<br>\n"),
            Piece::Rule => out.push_str("<hr>\n"),
            Piece::FootnoteReference(label) => {
                let (number, reference) = self.footnotes.refer(label);
                let id = reference_id(number, reference);
                let _ = write!(
                    out,
                    "<sup class=\"cp-footnote-ref\"><a id=\"{id}\" href=\"#cp-fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
                );
            }
            Piece::RawHtml(html) => {
                let _ = write!(out, "<code class=\"cp-raw\">{}</code>", escape(html));
            }
            Piece::CodeBlock { language, code } => {
                let language = language.as_deref();
                let html = language
                    .and_then(|language| highlight::highlight(code, language))
                    .unwrap_or_else(|| escape(code));
                let attribute =
                    language.map(|name| format!(" data-language=\"{}\"", escape(name))).unwrap_or_default();
                let _ = writeln!(
                    out,
                    "<pre class=\"cp-code\" tabindex=\"0\"{attribute}><code>{html}</code></pre>"
                );
            }
            Piece::Image { link, alt, title } => self.image(*link, alt, title, out),
            Piece::Open(_) | Piece::Close => {}
        }
    }

    fn image(&self, link: usize, alt: &str, title: &str, out: &mut String) {
        let target = self.targets.get(&link);
        let Some(href) = target.and_then(|target| target.href.as_deref()) else {
            out.push_str(&escape(alt));
            return;
        };
        let _ = write!(out, "<img src=\"{}\" alt=\"{}\"", escape(href), escape(alt));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(title));
        }
        if let Some((width, height)) = target.and_then(|target| target.size) {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("cp-fnref-{number}") } else { format!("cp-fnref-{number}-{reference}") }
}
