//! Small questions about text that several stages ask in the same way.

/// A heading or place with hyphens, quotes and spaces made plain, letters made small and without what
/// cannot be seen, so that two spellings of one heading compare equal.
pub fn plain(text: &str) -> String {
    let seen = text.replace(['\u{00AD}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{FEFF}'], "");
    let mut plain = String::with_capacity(seen.len());
    for word in seen.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        for letter in word.chars() {
            match letter {
                '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => {
                    plain.push('-')
                }
                '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '`' => plain.push('\''),
                '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' => plain.push('"'),
                _ => plain.extend(letter.to_lowercase()),
            }
        }
    }
    plain
}

/// The candidate that the author most likely meant: at most a third of its letters differ.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
    let near = |candidate: &str| distance(candidate) <= (candidate.chars().count().max(3)) / 3;
    candidates
        .into_iter()
        .filter(|candidate| near(candidate))
        .min_by_key(|candidate| (distance(candidate), *candidate))
}

/// An anchor from a heading: small letters and digits of any script, runs of anything else as one hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A word with a capital.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `a`, `a and b`, `a, b and c`.
pub fn join_words<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_folds_what_typography_varies() {
        assert_eq!(
            plain("Hiring, Community, and Long‑Term\u{a0} Support"),
            "hiring, community, and long-term support"
        );
        assert_eq!(plain(" “What’s” it "), "\"what's\" it");
        assert_eq!(plain("\u{200B} long\u{AD}-term \u{FEFF} support \u{200B}"), "long-term support");
    }

    #[test]
    fn closest_finds_slips_and_refuses_strangers() {
        assert_eq!(closest("wieght", ["weight", "title"]), Some("weight"));
        assert_eq!(closest("Nodejs", ["nodejs", "python"]), Some("nodejs"));
        assert_eq!(closest("elephant", ["weight", "title"]), None);
        assert_eq!(closest("x", ["yes", "no"]), None);
    }

    #[test]
    fn slugs_are_anchors() {
        assert_eq!(slug("What is Node.js?"), "what-is-node-js");
        assert_eq!(slug("  Größe & Maß "), "größe-maß");
        assert_eq!(slug("!!!"), "");
    }

    #[test]
    fn capitals_are_whole_letters() {
        assert_eq!(["note", "éa", ""].map(capitalised), ["Note", "Éa", ""]);
    }

    #[test]
    fn words_join_as_in_prose() {
        assert_eq!(join_words::<&str>(&[]), "");
        assert_eq!(join_words(&["a"]), "a");
        assert_eq!(join_words(&["a", "b", "c"]), "a, b and c");
    }
}
