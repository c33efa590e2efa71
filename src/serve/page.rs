//! What the preview changes about a page, and the page that it shows before there is any.

use std::fmt::Write as _;

use super::overlay::{self, OverlayDiagnostic};

/// Where the script is served.
pub(super) const SCRIPT_PATH: &str = "/_counterpoint/reload.js";

/// Where its style sheet is served.
pub(super) const STYLE_PATH: &str = "/_counterpoint/overlay.css";

/// A page with the script that reloads it, and without a policy of its own: the header carries the same
/// one, save that it lets the script hear of changes.
pub(super) fn for_preview(html: &[u8], version: u64) -> Vec<u8> {
    let added = additions(version);
    let end = find(html, b"</head>").unwrap_or(html.len());
    let (head, rest) = html.split_at(end);
    let mut page = Vec::with_capacity(html.len() + added.len());
    match policy_element(head) {
        Some((before, after)) => {
            page.extend_from_slice(before);
            page.extend_from_slice(after);
        }
        None => page.extend_from_slice(head),
    }
    page.extend_from_slice(added.as_bytes());
    page.extend_from_slice(rest);
    page
}

/// The page for every address while no build has succeeded yet. It says with words what is wrong, and
/// gives way to the site as soon as there is one.
pub(super) fn before_first_build(diagnostics: &[OverlayDiagnostic], version: u64) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let _ = writeln!(text, "{}", overlay::escaped(&diagnostic.to_string()));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>No site yet</title>\n{}</head>\n\
         <body class=\"counterpoint-waiting\">\n<h1>No site yet</h1>\n\
         <p>No build has succeeded since the preview began. This page gives way to the site as soon as one \
         does.</p>\n<pre>{text}</pre>\n</body>\n</html>\n",
        additions(version)
    )
}

/// The policy of the pages, which also lets the preview's own script and style in.
pub(super) fn preview_policy(policy: &str) -> String {
    let mut directives: Vec<(String, Vec<String>)> = Vec::new();
    for directive in policy.split(';') {
        let mut words = directive.split_ascii_whitespace().map(str::to_owned);
        if let Some(name) = words.next() {
            directives.push((name.to_ascii_lowercase(), words.collect()));
        }
    }
    let fallback = directives.iter().find(|(name, _)| name == "default-src").map(|(_, list)| list.clone());
    for name in ["connect-src", "script-src", "style-src"] {
        let allow = |list: &mut Vec<String>| {
            list.retain(|source| source != "'none'");
            if !list.iter().any(|source| source == "'self'" || source == "*") {
                list.push("'self'".to_owned());
            }
        };
        match (directives.iter_mut().find(|(known, _)| known == name), &fallback) {
            (Some((_, list)), _) => allow(list),
            (None, Some(fallback)) => {
                let mut list = fallback.clone();
                allow(&mut list);
                directives.push((name.to_owned(), list));
            }
            // Without a default everything is allowed already.
            (None, None) => {}
        }
    }
    let directives = directives.iter().map(|(name, list)| format!("{name} {}", list.join(" ")));
    let directives: Vec<String> = directives.map(|directive| directive.trim_end().to_owned()).collect();
    directives.join("; ")
}

fn additions(version: u64) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n\
         <script src=\"{SCRIPT_PATH}\" data-version=\"{version}\" defer></script>\n"
    )
}

/// What stands before and after the element that holds a policy.
fn policy_element(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, after) = head.split_at(find(head, b"http-equiv=\"content-security-policy\"")?);
    let start = before.iter().rposition(|byte| *byte == b'<')?;
    let end = after.iter().position(|byte| *byte == b'>')?;
    Some((before.get(..start)?, after.get(end + 1..)?))
}

/// Where a text first stands, in either case.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDED: &str = "<link rel=\"stylesheet\" href=\"/_counterpoint/overlay.css\">\n<script \
                         src=\"/_counterpoint/reload.js\" data-version=\"7\" defer></script>\n";

    fn preview(html: &str) -> String {
        String::from_utf8(for_preview(html.as_bytes(), 7)).unwrap()
    }

    #[test]
    fn the_script_goes_to_the_end_of_the_head() {
        let page = preview("<html><HEAD><title>a</title></HEAD><body></head></body></html>");
        assert_eq!(page, format!("<html><HEAD><title>a</title>{ADDED}</HEAD><body></head></body></html>"));
        assert_eq!(preview("<p>no head"), format!("<p>no head{ADDED}"));
        assert_eq!(preview(""), ADDED);
    }

    #[test]
    fn the_policy_moves_from_the_page_to_the_header() {
        let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;none&#x27;\">";
        let page = preview(&format!("<head><meta charset=\"utf-8\">{meta}<title>a</title></head>{meta}"));
        assert_eq!(page, format!("<head><meta charset=\"utf-8\"><title>a</title>{ADDED}</head>{meta}"));
    }

    #[test]
    fn the_policy_lets_the_preview_in_and_is_the_same_otherwise() {
        for (pages, expected) in [
            (
                "default-src 'none'; script-src 'self'; img-src 'self' data:",
                "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; style-src 'self'",
            ),
            (
                "connect-src 'none'; script-src 'sha256-x'; style-src 'self'",
                "connect-src 'self'; script-src 'sha256-x' 'self'; style-src 'self'",
            ),
            ("base-uri 'none'; upgrade-insecure-requests;", "base-uri 'none'; upgrade-insecure-requests"),
            ("", ""),
        ] {
            assert_eq!(preview_policy(pages), expected);
        }
    }

    #[test]
    fn before_the_first_build_the_page_says_what_is_wrong() {
        let diagnostic =
            OverlayDiagnostic { message: "no <b> & c".to_owned(), ..OverlayDiagnostic::default() };
        let page = before_first_build(&[diagnostic], 7);
        assert!(page.contains("no &lt;b&gt; &amp; c"), "{page}");
        assert!(page.contains(&format!("{ADDED}</head>")), "{page}");
    }
}
