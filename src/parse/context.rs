//! The sentence around each link, for the page that it leads to.

use super::prose::{Container, Context, Link, Piece, Sentence};

/// Longest part of a sentence kept on either side of a link, in characters.
const CONTEXT_LIMIT: usize = 160;

/// Gives every link among the pieces the sentence that it stands in.
pub(super) fn fill(links: &mut [Link], pieces: &[Piece]) {
    let mut block = Buffer::default();
    let mut open: Vec<Option<usize>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open(Container::Link(link)) => {
                open.push(Some(*link));
                block.starts.push((*link, block.text.len(), 0));
                if links.get(*link).is_some_and(|link| link.shows_name) {
                    block.names.push((block.text.len(), *link));
                    block.text.push(Sentence::NAME);
                }
            }
            Piece::Open(container) => {
                if !matches!(container, Container::Emphasis | Container::Strong | Container::Strikethrough) {
                    block.flush(links);
                }
                open.push(None);
            }
            Piece::Close => {
                if let Some(Some(link)) = open.pop() {
                    let end = block.text.len();
                    if let Some(start) = block.starts.iter_mut().rfind(|(index, ..)| *index == link) {
                        start.2 = end;
                    }
                }
            }
            Piece::Text(text) | Piece::Code(text) => {
                block.text.extend(text.chars().map(|c| if c == Sentence::NAME { ' ' } else { c }));
            }
            Piece::SoftBreak | Piece::HardBreak => block.text.push(' '),
            Piece::CodeBlock { .. } | Piece::Rule => block.flush(links),
            _ => {}
        }
    }
    block.flush(links);
}

impl Sentence {
    /// What stands before the link and after it, with the names of other links. One without a name is
    /// left out, with the white space before it.
    pub fn with_names(&self, name: impl Fn(usize) -> Option<String>) -> (String, String) {
        let mut names = self.names.iter();
        let mut fill = |text: &str| {
            let mut parts = text.split(Self::NAME);
            let mut filled = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                match names.next().and_then(|link| name(*link)) {
                    Some(name) => filled.push_str(&name),
                    None => filled.truncate(filled.trim_end().len()),
                }
                filled.push_str(part);
            }
            filled
        };
        let (before, after) = (fill(&self.before), fill(&self.after));
        (shorten_start(&before), shorten_end(&after))
    }
}

/// The text of one block with its links' places, and those where a name is to stand.
#[derive(Default)]
struct Buffer {
    text: String,
    starts: Vec<(usize, usize, usize)>,
    names: Vec<(usize, usize)>,
}

impl Buffer {
    fn flush(&mut self, links: &mut [Link]) {
        for (index, start, end) in std::mem::take(&mut self.starts) {
            let end = end.max(start);
            if let Some(link) = links.get_mut(index) {
                let mut context = sentence(&self.text, start, end);
                if link.shows_name {
                    context.link.clear();
                }
                context.names = self.names_around(&context, start, end);
                link.context = Context::Sentence(context);
            }
        }
        self.text.clear();
        self.names.clear();
    }

    /// The links whose names stand in what is left of a sentence: the last before the link, and the
    /// first after it.
    fn names_around(&self, context: &Sentence, start: usize, end: usize) -> Vec<usize> {
        let count = |text: &str| text.matches(Sentence::NAME).count();
        let before = self.names.partition_point(|(at, _)| *at < start);
        let after = self.names.partition_point(|(at, _)| *at < end);
        let (first, last) = (before - count(&context.before), after + count(&context.after));
        let around = self.names[first..before].iter().chain(&self.names[after..last]);
        around.map(|(_, link)| *link).collect()
    }
}

/// The sentence around `text[start..end]`, shortened at word boundaries.
fn sentence(text: &str, start: usize, end: usize) -> Sentence {
    let (before, link, after) = (tail(&text[..start]), &text[start..end], head(&text[end..]));
    let boundary = |text: &str, at: usize| {
        let mark = text[at..].chars().next().is_some_and(|c| matches!(c, '.' | '?' | '!'));
        let follows = text[at..].chars().nth(1).is_none_or(char::is_whitespace);
        mark && follows
    };
    let sentence_start =
        before.char_indices().rev().find(|(at, _)| boundary(before, *at) && *at + 1 < before.len());
    let sentence_end = after.char_indices().find(|(at, _)| boundary(after, *at));
    let before = &before[sentence_start.map_or(0, |(at, _)| at + 1)..];
    let after = &after[..sentence_end.map_or(after.len(), |(at, _)| at + 1)];
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let spaced = |text: &str, from: &str| {
        if from.starts_with(char::is_whitespace) { format!(" {text}") } else { text.to_owned() }
    };
    let mut shown_before = shorten_start(&fold(before));
    if before.ends_with(char::is_whitespace) && !shown_before.is_empty() {
        shown_before.push(' ');
    }
    Sentence {
        before: shown_before,
        link: fold(link),
        after: spaced(&shorten_end(&fold(after)), after),
        names: Vec::new(),
    }
}

/// As much of a text's end, or beginning, as a context can need; so that a paragraph of a thousand
/// links is not read a thousand times over.
fn tail(text: &str) -> &str {
    let from = text.len().saturating_sub(CONTEXT_LIMIT * 8);
    (from..=text.len()).find_map(|at| text.get(at..)).unwrap_or_default()
}

fn head(text: &str) -> &str {
    let to = text.len().min(CONTEXT_LIMIT * 8);
    (0..=to).rev().find_map(|at| text.get(..at)).unwrap_or_default()
}

fn shorten_start(text: &str) -> String {
    let extra = text.chars().count().saturating_sub(CONTEXT_LIMIT);
    if extra == 0 {
        return text.to_owned();
    }
    let cut: String = text.chars().skip(extra).collect();
    format!("… {}", cut.split_once(' ').map_or(cut.as_str(), |(_, rest)| rest))
}

fn shorten_end(text: &str) -> String {
    if text.chars().count() <= CONTEXT_LIMIT {
        return text.to_owned();
    }
    let cut: String = text.chars().take(CONTEXT_LIMIT).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(rest, _)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_one_sentence() {
        let text = "First one. With Node.js  a link here, and more. Last.";
        let start = text.find("link").unwrap();
        let context = sentence(text, start, start + 4);
        assert_eq!(context.before, "With Node.js a ");
        assert_eq!(context.link, "link");
        assert_eq!(context.after, " here, and more.");
    }

    #[test]
    fn names_are_filled_in_or_left_out() {
        let name = Sentence::NAME;
        let sentence = Sentence {
            before: format!("See {name} of 2009 {name} and "),
            link: "this".to_owned(),
            after: format!(", {name}."),
            names: vec![4, 5, 7],
        };
        let found = sentence.with_names(|link| (link != 5).then(|| format!("Note {link}")));
        assert_eq!(found, ("See Note 4 of 2009 and ".to_owned(), ", Note 7.".to_owned()));
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let long = "word ".repeat(100);
        let text = format!("{long}LINK {long}");
        let start = text.find("LINK").unwrap();
        let context = sentence(&text, start, start + 4);
        assert!(context.before.starts_with("… word") && context.before.ends_with("word "));
        assert!(context.after.ends_with("word …"));
        assert!(context.before.chars().count() < CONTEXT_LIMIT + 5);
    }
}
