//! Which addresses may reach a page. Everything that Markdown lets through comes by here once.

/// Schemes that cannot run script in a reader's browser.
const SAFE_SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// An address, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Absolute, with a safe scheme.
    Web(String),
    /// Relative to the note.
    Relative(String),
    /// Anything else; the scheme, or what stands for it in a message.
    Unsafe(String),
}

/// Judges an address as a browser reads it: control characters and surrounding spaces are dropped
/// before the scheme is looked for (WHATWG URL, basic URL parser), so `java\nscript:` has a scheme too.
pub fn check(address: &str) -> Address {
    let visible: String = address.trim().chars().filter(|c| !c.is_control()).collect();
    let visible = visible.trim().to_owned();
    if visible.starts_with("//") || visible.starts_with("\\\\") || visible.starts_with("/\\") {
        return Address::Unsafe("//".to_owned());
    }
    match scheme(&visible) {
        Some(scheme) if SAFE_SCHEMES.contains(&scheme.as_str()) => Address::Web(visible),
        Some(scheme) => Address::Unsafe(format!("{scheme}:")),
        None => Address::Relative(visible),
    }
}

/// Whether an address begins with a scheme, safe or not.
pub fn has_scheme(address: &str) -> bool {
    !matches!(check(address), Address::Relative(_))
}

fn scheme(address: &str) -> Option<String> {
    let colon = address.find(':')?;
    let before = &address[..colon];
    if before.contains(['/', '?', '#']) {
        return None;
    }
    // What is no scheme by the letter (`a b:c`) is still refused: a file name does not hold a colon.
    Some(before.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_schemes_pass() {
        assert_eq!(check("https://a.b/c?d#e"), Address::Web("https://a.b/c?d#e".into()));
        assert_eq!(check(" MAILTO:a@b.c "), Address::Web("MAILTO:a@b.c".into()));
        assert_eq!(check("../a.md#b:c"), Address::Relative("../a.md#b:c".into()));
        assert_eq!(check("a/b:c"), Address::Relative("a/b:c".into()));
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " \tjavascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "a b:c",
            ":x",
        ] {
            assert!(matches!(check(bad), Address::Unsafe(_)), "{bad:?}");
        }
    }
}
