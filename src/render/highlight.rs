//! Code as HTML in which classes of our own mark what a piece of it is.
//!
//! The grammars are Sublime Text's, as the bat pager collects them. Only their scopes are used: the
//! theme colours a few class names that are ours, so that the highlighter can change without
//! touching a theme.

mod scopes;

use std::sync::LazyLock;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

pub use scopes::CLASSES;

/// Largest block that is highlighted, in bytes. The slower grammars manage about one megabyte a
/// second, so this is a tenth of a second; nobody reads more code than that in a note.
const MOST_BYTES: usize = 100_000;

/// Longest line that is highlighted, in bytes. Grammars look ahead to the end of the line at every
/// word, so time grows with the square of its length or worse: a line of 50 kB can take half a
/// minute. What is longer is plain, and the next line goes on as if it were not there.
const LONGEST_LINE: usize = 1_000;

/// Loading takes two milliseconds; a grammar's expressions are compiled when they are first needed
/// and shared by all threads.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Code as HTML, its pieces in `<span class="hl-…">` of [`CLASSES`]; nothing where the language is
/// not known. A language is named as after the fence of a code block: `js`, `Python`, `c++`.
///
/// Blocks over 100,000 bytes and lines over 1,000 bytes are escaped and not highlighted.
pub fn highlight(code: &str, language: &str) -> Option<String> {
    let language = language.trim().to_lowercase();
    let session = matches!(&*language, "console" | "shell-session" | "shellsession" | "sh-session");
    let syntax = if session { syntax("bash")? } else { syntax(&language)? };
    let mut html = Html::default();
    if code.len() > MOST_BYTES {
        html.write(code, None);
    } else if session {
        write_session(&mut html, code, syntax);
    } else {
        write_code(&mut html, code, syntax);
    }
    Some(html.finish())
}

/// The grammar of a language: by our own names first, then by file extension, then by its name.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language {
        "c#" | "csharp" => "C#",
        "docker" => "Dockerfile",
        "golang" => "Go",
        // Of the two grammars for the extension the one that knows more.
        "javascript" | "js" | "mjs" | "cjs" | "node" => "JavaScript",
        "json5" | "jsonc" => "JSON",
        "jsx" => "JavaScript (Babel)",
        "mysql" | "plsql" | "postgres" | "postgresql" | "sqlite" => "SQL",
        "objective-c" | "objc" => "Objective-C",
        "python3" => "Python",
        "regex" | "regexp" => "Regular Expression",
        "shell" | "zsh" => "Bourne Again Shell (bash)",
        "" => return None,
        other => return SYNTAXES.find_syntax_by_token(other),
    };
    SYNTAXES.find_syntax_by_name(name)
}

fn write_code(html: &mut Html, code: &str, syntax: &SyntaxReference) {
    let mut walk = Walk::new(syntax);
    for line in LinesWithEndings::from(code) {
        walk.write_line(html, line);
    }
}

/// A recorded terminal session: commands follow a prompt and everything else is output. `#` is the
/// prompt of an administrator where nobody else has one, and begins a comment where somebody has.
/// A backslash at the end of a line continues the command.
fn write_session(html: &mut Html, code: &str, shell: &SyntaxReference) {
    let user = code.lines().any(|line| line.starts_with("$ "));
    let prompt = if user { "$ " } else { "# " };
    let mut command: Option<Walk> = None;
    for line in LinesWithEndings::from(code) {
        if let Some(walk) = &mut command {
            walk.write_line(html, line);
        } else if let Some(text) = line.strip_prefix(prompt) {
            html.write(prompt, Some(scopes::PROMPT));
            command.insert(Walk::new(shell)).write_line(html, text);
        } else if line.starts_with("# ") {
            Walk::new(shell).write_line(html, line);
        } else {
            html.write(line, None);
        }
        if !line.trim_end().ends_with('\\') {
            command = None;
        }
    }
}

/// The state of a grammar between two lines.
struct Walk {
    parser: ParseState,
    stack: ScopeStack,
    /// The grammar failed, which it never recovers from; what follows stays plain.
    failed: bool,
}

impl Walk {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { parser: ParseState::new(syntax), stack: ScopeStack::new(), failed: false }
    }

    fn write_line(&mut self, html: &mut Html, line: &str) {
        if self.failed || line.len() > LONGEST_LINE {
            return html.write(line, None);
        }
        let Ok(operations) = self.parser.parse_line(line, &SYNTAXES) else {
            self.failed = true;
            return html.write(line, None);
        };
        let mut written = 0;
        for (at, operation) in operations {
            if let Some(piece) = line.get(written..at) {
                html.write(piece, scopes::class(&self.stack, piece));
                written = at;
            }
            self.failed |= self.stack.apply(&operation).is_err();
        }
        let rest = line.get(written..).unwrap_or_default();
        html.write(rest, scopes::class(&self.stack, rest));
    }
}

/// HTML as it grows. White space is held back until it is known whether the same span goes on behind
/// it, so that no span begins or ends with some and none holds nothing else.
#[derive(Default)]
struct Html {
    text: String,
    open: Option<&'static str>,
    space: String,
}

impl Html {
    fn write(&mut self, piece: &str, class: Option<&'static str>) {
        let body = piece.trim_start();
        let (before, after) = (&piece[..piece.len() - body.len()], body.trim_end().len());
        self.space.push_str(before);
        if body.is_empty() {
            return;
        }
        if class != self.open {
            self.close();
        }
        self.text.push_str(&self.space);
        self.space.clear();
        if class != self.open
            && let Some(class) = class
        {
            self.text.push_str("<span class=\"");
            self.text.push_str(class);
            self.text.push_str("\">");
        }
        self.open = class;
        let (body, after) = body.split_at(after);
        for character in body.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                _ => self.text.push(character),
            }
        }
        self.space.push_str(after);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.text.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.text.push_str(&self.space);
        self.text
    }
}

#[cfg(test)]
mod tests;
