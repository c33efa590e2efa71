//! Scripts without what only their authors read: comments and indentation.
//!
//! Lines stay lines, so that nothing hangs on where a statement ends. What stands in strings, template
//! literals and regular expressions stays as it is. It is meant for the scripts that the program carries:
//! a `/` after `)` is taken for a division, which holds for them and not for every script.

/// A script without comments and indentation; as it was where it cannot be told apart.
pub(super) fn lean(text: &str) -> String {
    let mut reader = Reader { rest: text, out: String::with_capacity(text.len()), braces: Vec::new() };
    if reader.read().is_some() { reader.out } else { text.to_owned() }
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    /// The open braces: whether each is that of a `${` in a template literal.
    braces: Vec<bool>,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<()> {
        while let Some(next) = self.rest.chars().next() {
            match next {
                '/' if self.rest.starts_with("//") => {
                    let end = self.rest.find('\n').unwrap_or(self.rest.len());
                    self.skip(end);
                }
                '/' if self.rest.starts_with("/*") => {
                    let end = self.rest.find("*/")? + 2;
                    // It parts what stands before and after it, as the lines did that it ran over.
                    let broken = self.rest.get(..end)?.contains('\n');
                    self.skip(end);
                    self.white(if broken { '\n' } else { ' ' });
                }
                '/' if self.begins_an_expression() => self.regular_expression()?,
                '\'' | '"' => self.string(next)?,
                '`' => {
                    self.copy(1);
                    self.template()?;
                }
                '{' => {
                    self.braces.push(false);
                    self.copy(1);
                }
                '}' => {
                    self.copy(1);
                    if self.braces.pop()? {
                        self.template()?;
                    }
                }
                ' ' | '\t' | '\r' | '\n' => {
                    self.skip(1);
                    self.white(if next == '\n' { '\n' } else { ' ' });
                }
                _ => self.copy(next.len_utf8()),
            }
        }
        self.braces.is_empty().then_some(())
    }

    fn skip(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn copy(&mut self, length: usize) {
        self.out.push_str(self.rest.get(..length).unwrap_or_default());
        self.skip(length);
    }

    /// White space outside of literals: one space, or one line break without spaces around it.
    fn white(&mut self, white: char) {
        match self.out.chars().next_back() {
            None | Some('\n') => {}
            Some(' ') if white == '\n' => {
                self.out.pop();
                self.out.push('\n');
            }
            Some(' ') => {}
            Some(_) => self.out.push(white),
        }
    }

    /// Whether a `/` here begins a regular expression, and does not divide.
    fn begins_an_expression(&self) -> bool {
        const WORDS: [&str; 8] = ["return", "typeof", "case", "in", "of", "void", "throw", "yield"];
        let before = self.out.trim_end();
        let of_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
        match before.chars().next_back() {
            None => true,
            Some(last) if of_word(last) => {
                let start = before.rfind(|letter| !of_word(letter)).map_or(0, |at| at + 1);
                before.get(start..).is_some_and(|word| WORDS.contains(&word))
            }
            Some(last) => !matches!(last, ')' | ']' | '}' | '"' | '\'' | '`'),
        }
    }

    /// Copies up to and with an end; none where the line or the script ends before.
    fn literal(&mut self, is_end: impl Fn(char, bool) -> bool) -> Option<()> {
        let (mut escaped, mut in_class) = (false, false);
        let mut letters = self.rest.char_indices().skip(1);
        let length = letters.find_map(|(at, letter)| {
            if escaped {
                escaped = false;
                return None;
            }
            match letter {
                '\\' => escaped = true,
                '\n' => return Some(None),
                _ if is_end(letter, in_class) => return Some(Some(at + 1)),
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            None
        })??;
        self.copy(length);
        Some(())
    }

    fn string(&mut self, quote: char) -> Option<()> {
        self.literal(|letter, _| letter == quote)
    }

    fn regular_expression(&mut self) -> Option<()> {
        self.literal(|letter, in_class| letter == '/' && !in_class)
    }

    /// The text of a template literal up to its end, or to the code that it holds.
    fn template(&mut self) -> Option<()> {
        loop {
            let at = self.rest.find(['`', '\\', '$'])?;
            self.copy(at);
            if self.rest.starts_with('`') {
                self.copy(1);
                return Some(());
            }
            if self.rest.starts_with("${") {
                self.copy(2);
                self.braces.push(true);
                return Some(());
            }
            let escape = self.rest.starts_with('\\');
            self.copy(1);
            if escape {
                self.copy(self.rest.chars().next()?.len_utf8());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn comments_and_indentation_go() {
        let script = "// @ts-check\n\"use strict\";\n\n/**\n * Adds.\n */\nconst add = (a, b) => {\n  // why\n  return a /* one */ + b; // two\n};\n";
        assert_eq!(lean(script), "\"use strict\";\nconst add = (a, b) => {\nreturn a + b;\n};\n");
        assert_eq!(lean("a/* 1\n 2 */b"), "a\nb");
        assert_eq!(lean("a/**/b"), "a b");
    }

    #[test]
    fn literals_stay() {
        for kept in [
            "f('//  no', \"/*  no */\", 'it\\'s  //');",
            "const at = /[/\"'`]  \\/\\/ {2}/.exec(text);",
            "const half = sum / 2 / count, all = (a + b) / 2, one = list[0] / 2;",
            "const text = `  // ${list.map((x) => `/*  ${x + \"`\"}  */`).join('')}\n  \\`  ${{ a: 1 }.a}  `;",
            "return /  x/.test(y);",
            "const money = `$  ${cost}$`;",
        ] {
            assert_eq!(lean(kept), kept);
        }
    }

    #[test]
    fn the_own_scripts_are_told_apart() {
        for path in crate::theme::DefaultTheme::iter().filter(|path| path.ends_with(".js")) {
            let script = crate::theme::DefaultTheme::get(&path).unwrap().data;
            let script = std::str::from_utf8(&script).unwrap();
            assert!(lean(script).len() < script.len() * 9 / 10, "{path} stays as it is");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_stays_as_it_is() {
        for odd in ["'open  \n';  // x", "/*  open", "`  ${a  ", "}  // x", "if (a) /  '/.test(b)  // x"] {
            assert_eq!(lean(odd), odd);
        }
    }
}
